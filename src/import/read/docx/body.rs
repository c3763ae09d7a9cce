//! The flow of a word processor's text: paragraphs, tables and what stands in them, as a reader of the accepted text
//! would see it.
//!
//! Insertions are in, deletions out; results of fields are in, their instructions out; text boxes follow the paragraph
//! they hang on. Invariant: nesting is followed with stacks of its own, never by recursion.

use crate::import::read::compose::Words;
use crate::import::read::docx::parts::Cell;
use crate::import::read::docx::parts::Container;
use crate::import::read::docx::parts::Item;
use crate::import::read::docx::parts::Met;
use crate::import::read::docx::parts::Paragraph;
use crate::import::read::docx::parts::References;
use crate::import::read::docx::parts::Row;
use crate::import::read::docx::parts::WIDEST_SPAN;
use crate::import::read::docx::styles::Styles;
use crate::import::read::xml::Element;
use crate::import::read::xml::Node;
use crate::import::read::xml::Nodes;

/// Reads the flow of one part.
pub(super) struct Flow<'a> {
    nodes: Nodes<'a>,
    styles: &'a Styles,
    references: &'a mut References,
    met: &'a mut Met,
    /// Names of the elements around, outermost first.
    around: Vec<String>,
    containers: Vec<Container>,
    paragraphs: Vec<Paragraph>,
    tables: Vec<Vec<Row>>,
    /// Whether each field around is in its result.
    fields: Vec<bool>,
    /// How many of them are still in their instruction.
    instructions: usize,
    /// The run at hand stands raised, is hidden, is there to be written over.
    is_raised: bool,
    is_hidden: bool,
    is_placeholder: bool,
    /// The characters of a run, as far as read, and whether blanks at their edges count.
    written: String,
    keeps_blanks: bool,
}

impl<'a> Flow<'a> {
    pub fn new(xml: &'a str, styles: &'a Styles, references: &'a mut References, met: &'a mut Met) -> Self {
        Self {
            nodes: Nodes::of(xml),
            styles,
            references,
            met,
            around: Vec::new(),
            containers: vec![Container::default()],
            paragraphs: Vec::new(),
            tables: Vec::new(),
            fields: Vec::new(),
            instructions: 0,
            is_raised: false,
            is_hidden: false,
            is_placeholder: false,
            written: String::new(),
            keeps_blanks: false,
        }
    }

    /// Reads all of it. `note` is told the id of each note of a part of notes with what stands in it.
    pub fn read(mut self, mut note: impl FnMut(String, Vec<Item>)) -> Result<Vec<Item>, String> {
        let mut notes: Vec<String> = Vec::new();
        while let Some(node) = self.nodes.next()? {
            match node {
                Node::Start(element) => {
                    let name = element.name();
                    if matches!(name.as_str(), "footnote" | "endnote") {
                        let kind = element.attribute("type");
                        let id = element.attribute("id").unwrap_or_default();
                        if kind.is_some_and(|kind| kind != "normal") {
                            self.nodes.skip()?;
                            continue;
                        }
                        notes.push(id);
                        self.containers.push(Container::default());
                    }
                    self.start(&element, name)?;
                }
                Node::End(name) => {
                    self.around.pop();
                    if matches!(name.as_str(), "footnote" | "endnote") {
                        if let (Some(id), Some(inside)) = (notes.pop(), self.inner()) {
                            note(id, inside);
                        }
                        self.met.unfinished_field |= !self.fields.is_empty();
                        self.fields.clear();
                        self.instructions = 0;
                    }
                    self.end(&name);
                }
                Node::Text(text) => self.text(&text),
            }
        }
        self.met.unfinished_field |= !self.fields.is_empty();
        Ok(self.containers.into_iter().flat_map(Container::finish).collect())
    }

    fn parent(&self) -> &str {
        self.around.last().map(String::as_str).unwrap_or_default()
    }

    fn start(&mut self, element: &Element<'_>, name: String) -> Result<(), String> {
        if self.is_left_out(element, &name) {
            return self.nodes.skip();
        }
        match name.as_str() {
            "p" => self.paragraphs.push(Paragraph::default()),
            "tbl" => self.tables.push(Vec::new()),
            "tr" => self.tables.last_mut().into_iter().for_each(|table| table.push(Row::default())),
            "tc" => {
                self.row().into_iter().for_each(|row| row.cells.push(Cell::default()));
                self.containers.push(Container::default());
            }
            "txbxContent" => self.containers.push(Container::default()),
            "r" => (self.is_raised, self.is_hidden, self.is_placeholder) = (false, false, false),
            "t" => self.keeps_blanks = element.attribute("space").as_deref() == Some("preserve"),
            "ins" | "moveTo" if self.parent() != "rPr" && self.parent() != "trPr" => self.met.insertions += 1,
            _ => self.mark(element, &name),
        }
        self.around.push(name);
        Ok(())
    }

    /// Whether an element and what is in it is no part of the text as it is read. What it says besides is noted.
    fn is_left_out(&mut self, element: &Element<'_>, name: &str) -> bool {
        match name {
            "del" | "moveFrom" => {
                self.met.deletions += 1;
                match self.parent() {
                    "rPr" => {
                        let of_paragraph = self.around.iter().rev().nth(1).is_some_and(|around| around == "pPr");
                        if let (true, Some(paragraph)) = (of_paragraph, self.paragraphs.last_mut()) {
                            paragraph.runs_on = true;
                        }
                    }
                    "trPr" => self.row().into_iter().for_each(|row| row.deleted = true),
                    _ => {}
                }
                true
            }
            "cellDel" => {
                self.cell().into_iter().for_each(|cell| cell.deleted = true);
                true
            }
            "altChunk" | "object" => {
                self.met.embedded += 1;
                true
            }
            "blip" | "imagedata" => {
                self.met.pictures += 1;
                true
            }
            "chart" | "relIds" => {
                self.met.charts += 1;
                true
            }
            "sdtPr" | "Fallback" | "rt" | "delText" | "instrText" | "delInstrText" | "tabs" | "sectPr" | "tblPrEx"
            | "rubyPr" | "docPr" => true,
            "txbxContent" => self.is_hidden,
            _ => name.ends_with("Change") && element.attribute("author").is_some(),
        }
    }

    /// What an element says of the paragraph, row, cell or run around it, or the sign it stands for.
    fn mark(&mut self, element: &Element<'_>, name: &str) {
        let value = || element.attribute("val");
        let number = || value().and_then(|value| value.parse::<usize>().ok());
        match (self.parent(), name) {
            ("pPr", "pStyle") => self.paragraph(|paragraph| paragraph.style = value()),
            ("pPr", "outlineLvl") => {
                self.paragraph(|paragraph| paragraph.outline = number().and_then(|n| n.try_into().ok()))
            }
            ("numPr", "numId") => {
                self.paragraph(|paragraph| paragraph.place.list = number().and_then(|n| n.try_into().ok()))
            }
            ("numPr", "ilvl") => {
                self.paragraph(|paragraph| paragraph.place.level = number().and_then(|n| n.try_into().ok()))
            }
            ("rPr", "vertAlign") if self.in_run() => self.is_raised = value().as_deref() == Some("superscript"),
            ("rPr", "rStyle") if self.in_run() => {
                let id = value().unwrap_or_default();
                self.is_raised |= self.styles.raises(&id);
                self.is_placeholder = self.styles.is_placeholder(&id);
                self.is_hidden |= self.is_placeholder;
            }
            ("rPr", "vanish") if self.in_run() => self.is_hidden = element.is_on(),
            ("trPr", "gridBefore") => {
                let before = number().unwrap_or(0).min(WIDEST_SPAN);
                self.row().into_iter().for_each(|row| row.before = before);
            }
            ("tcPr", "gridSpan") => {
                let span = number().unwrap_or(1).min(WIDEST_SPAN);
                self.cell().into_iter().for_each(|cell| cell.span = span);
            }
            ("tcPr", "vMerge" | "hMerge") => {
                let continues = value().as_deref() != Some("restart");
                self.cell().into_iter().for_each(|cell| cell.continues |= continues);
            }
            ("r", "tab" | "ptab") => self.sign("\t"),
            ("r", "cr") => self.end_line(),
            ("r", "br") => match element.attribute("type").as_deref() {
                Some("page" | "column") => self.words(Words::space),
                _ => self.end_line(),
            },
            ("r", "noBreakHyphen") => self.sign("-"),
            ("r", "sym") => self.symbol(element),
            ("r", "footnoteReference") => self.reference(element, true),
            ("r", "endnoteReference") => self.reference(element, false),
            ("r", "commentReference") => self.met.comments += 1,
            ("r", "fldChar") => self.field(element.attribute("fldCharType").as_deref()),
            _ => {}
        }
    }

    fn in_run(&self) -> bool {
        self.around.iter().rev().nth(1).is_some_and(|around| around == "r")
    }

    fn row(&mut self) -> Option<&mut Row> {
        self.tables.last_mut().and_then(|table| table.last_mut())
    }

    /// The cell at hand.
    fn cell(&mut self) -> Option<&mut Cell> {
        self.row().and_then(|row| row.cells.last_mut())
    }

    fn paragraph(&mut self, change: impl FnOnce(&mut Paragraph)) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            change(paragraph);
        }
    }

    /// Does something with the words at hand, where they are to be seen. What is raised before them is settled first.
    fn words(&mut self, change: impl FnOnce(&mut Words)) {
        if self.instructions > 0 || self.is_hidden {
            return;
        }
        self.paragraph(|paragraph| {
            paragraph.raised.settle(&mut paragraph.words);
            change(&mut paragraph.words);
        });
    }

    fn sign(&mut self, sign: &str) {
        self.words(|words| words.push(sign));
    }

    fn end_line(&mut self) {
        self.words(Words::end_line);
    }

    /// A sign of a font of signs. The few that lists and forms are made of have a character of their own.
    fn symbol(&mut self, element: &Element<'_>) {
        let code = element.attribute("char").and_then(|code| u32::from_str_radix(&code, 16).ok()).unwrap_or_default();
        let known = match code & 0xff {
            0xb7 | 0x6c | 0x9f => '•',
            0xa7 | 0x6e => '▪',
            0xfc => '✓',
            0xfb => '✗',
            0xfe => '☑',
            0xfd => '☒',
            0xa8 | 0x6f => '☐',
            0xe0 => '→',
            0xd8 => '➢',
            _ => char::REPLACEMENT_CHARACTER,
        };
        self.met.symbols += usize::from(known == char::REPLACEMENT_CHARACTER);
        self.sign(known.encode_utf8(&mut [0; 4]));
    }

    fn reference(&mut self, element: &Element<'_>, is_footnote: bool) {
        let id = element.attribute("id").unwrap_or_default();
        if self.instructions > 0 || self.is_hidden {
            return;
        }
        let number = if is_footnote { self.references.footnote(id) } else { self.references.endnote(id) };
        self.words(|words| words.marker(number));
    }

    fn field(&mut self, kind: Option<&str>) {
        match kind {
            Some("begin") => {
                self.fields.push(false);
                self.instructions += 1;
            }
            Some("separate") => {
                if let Some(in_result @ false) = self.fields.last_mut() {
                    *in_result = true;
                    self.instructions -= 1;
                }
            }
            Some("end") => self.instructions -= usize::from(self.fields.pop() == Some(false)),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.parent() == "t" {
            self.written.push_str(text);
        }
    }

    /// The words of a run are complete.
    fn end_text(&mut self) {
        let written = std::mem::take(&mut self.written);
        let blank = |c: char| c.is_ascii_whitespace();
        let text = if self.keeps_blanks { written.as_str() } else { written.trim_matches(blank) };
        if self.is_hidden {
            self.met.hidden += usize::from(!text.trim().is_empty() && !self.is_placeholder);
        } else if self.is_raised && self.instructions == 0 {
            self.paragraph(|paragraph| paragraph.raised.push(text));
        } else if !text.is_empty() {
            self.words(|words| words.push(text));
        }
    }

    /// What gathered in the innermost container, once it is closed.
    fn inner(&mut self) -> Option<Vec<Item>> {
        // The outermost stays for what follows.
        (self.containers.len() > 1).then(|| self.containers.pop()).flatten().map(Container::finish)
    }

    fn end(&mut self, name: &str) {
        match name {
            "t" => self.end_text(),
            "p" => self.end_paragraph(),
            "tc" => {
                let Some(inside) = self.inner() else { return };
                match self.cell() {
                    Some(cell) => cell.items = inside,
                    None => self.place(inside),
                }
            }
            "txbxContent" => {
                let Some(inside) = self.inner() else { return };
                match self.paragraphs.last_mut() {
                    Some(host) => host.after.extend(inside),
                    None => self.place(inside),
                }
            }
            "tbl" => {
                let Some(rows) = self.tables.pop() else { return };
                self.place(vec![Item::Table(rows.into_iter().filter(|row| !row.deleted).collect())]);
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let Some(mut paragraph) = self.paragraphs.pop() else { return };
        paragraph.raised.settle(&mut paragraph.words);
        if let Some(container) = self.containers.last_mut() {
            container.add(paragraph);
        }
    }

    fn place(&mut self, items: Vec<Item>) {
        if let Some(container) = self.containers.last_mut() {
            container.items.extend(items);
        }
    }
}
