//! The second pass over a page: from its pieces to a text of record.
//!
//! Invariant: one pass, a stack of open elements with a bound, no recursion: the time is in proportion to the page.

use crate::import::error::ImportError;
use crate::import::read::compose::Composer;
use crate::import::read::compose::Words;
use crate::import::read::html::links::Links;
use crate::import::read::html::table::Table;
use crate::import::read::html::tag::Tag;
use crate::import::read::html::tag::is_block;
use crate::import::read::html::tag::is_container;
use crate::import::read::html::tag::is_void;
use crate::import::read::limits::DEEPEST_HTML;
use crate::import::read::limits::over;
use crate::import::read::raised::Raised;
use crate::import::read::raised::leading_number;
use crate::import::record::BlockKind;
use crate::import::record::Record;
use crate::model::source::Original;

/// An element that is open, with what changes when it closes.
#[derive(Debug)]
struct Open {
    name: String,
    is_noise: bool,
    heading: bool,
}

/// A list that is open.
#[derive(Debug)]
struct List {
    /// The number of its next item, none for bullets.
    next: Option<u32>,
}

/// Where a note ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NoteEnd {
    /// With the part of the text it begins in.
    Block,
    /// With the item of a list, in this many lists.
    Item(usize),
    /// With the row of a table.
    Row,
    /// With the element at this place of the stack.
    Element(usize),
}

#[derive(Debug)]
struct Note {
    number: u32,
    words: Words,
    end: NoteEnd,
}

/// A page as far as it is read.
pub(super) struct Page<'a> {
    name: &'a str,
    links: &'a Links,
    composer: Composer,
    open: Vec<Open>,
    lists: Vec<List>,
    tables: Vec<Table>,
    table_count: u32,
    headings: Vec<u8>,
    quotations: usize,
    preformatted: usize,
    noise: usize,
    in_main: usize,
    in_text: usize,
    /// The part at hand.
    words: Words,
    raised: Raised,
    in_sup: bool,
    struck: usize,
    /// The bullet or number of an item whose first words are to come.
    bullet: Option<String>,
    breaks: usize,
    link_count: usize,
    item_count: usize,
    /// Within a link that is written as a marker or not at all.
    in_mark: bool,
    /// A bracket that closed around a marker is not written twice.
    drops_bracket: bool,
    note: Option<Note>,
    title: Option<String>,
    in_title: bool,
    /// Words left out.
    pub noise_words: usize,
    pub struck_words: usize,
}

impl<'a> Page<'a> {
    pub fn new(name: &'a str, links: &'a Links) -> Self {
        Self {
            name,
            links,
            composer: Composer::new(name),
            open: Vec::new(),
            lists: Vec::new(),
            tables: Vec::new(),
            table_count: 0,
            headings: Vec::new(),
            quotations: 0,
            preformatted: 0,
            noise: 0,
            in_main: 0,
            in_text: 0,
            words: Words::default(),
            raised: Raised::default(),
            in_sup: false,
            struck: 0,
            bullet: None,
            breaks: 0,
            link_count: 0,
            item_count: 0,
            in_mark: false,
            drops_bracket: false,
            note: None,
            title: None,
            in_title: false,
            noise_words: 0,
            struck_words: 0,
        }
    }

    /// Ends what is open.
    pub fn close(&mut self) -> Result<(), ImportError> {
        self.flush()?;
        self.close_to(0)?;
        self.end_note()
    }

    /// The record. Digest and name are filled in at the door.
    pub fn finish(self, original: Original) -> Record {
        self.composer.finish(self.title, original)
    }

    /// Whether what comes now is text of the page.
    fn is_read(&self) -> bool {
        let outside = self.noise > 0 || (self.links.has_main && self.in_main == 0);
        !outside || self.note.is_some()
    }

    pub fn start(&mut self, tag: &Tag) -> Result<(), ImportError> {
        let name = tag.name.as_str();
        if is_block(name) || (name == "br" && self.breaks > 0) {
            self.flush()?;
        }
        self.imply_ends(name)?;
        self.begin_note(tag)?;
        let noise = name != "title" && tag.is_noise(self.in_text > 0) && !is_void(name);
        let keeps_end = is_container(name)
            || matches!(name, "td" | "th")
            || (noise && !matches!(name, "p" | "li" | "tr" | "dd" | "dt"));
        if keeps_end {
            self.push(tag, noise)?;
        }
        match name {
            "title" => self.in_title = self.title.is_none() && self.noise == 0,
            "a" => self.link(tag),
            "sup" => self.in_sup = true,
            "del" | "s" | "strike" => self.struck += 1,
            "q" => self.text("“"),
            "br" => self.line_break(),
            "ul" => self.lists.push(List { next: None }),
            "ol" => self.lists.push(List { next: Some(tag.number("start").unwrap_or(1)) }),
            "li" => self.item(tag),
            "table" => self.table(tag)?,
            "tr" => self.tables.last_mut().into_iter().for_each(Table::begin_row),
            "td" | "th" => {
                let (columns, rows) = (tag.number("colspan"), tag.number("rowspan"));
                self.tables.last_mut().into_iter().for_each(|table| table.begin_cell(columns, rows));
            }
            _ => {}
        }
        Ok(())
    }

    /// Elements whose end need not be written end where the next of their kind begins.
    fn imply_ends(&mut self, name: &str) -> Result<(), ImportError> {
        match name {
            "td" | "th" => self.end_cell(),
            "tr" | "tbody" | "thead" | "tfoot" => {
                self.end_cell()?;
                self.end_note_at(NoteEnd::Row)
            }
            "li" => self.end_note_at(NoteEnd::Item(self.lists.len())),
            _ => Ok(()),
        }
    }

    /// Closes the cell at hand with all that is open in it, within its table.
    fn end_cell(&mut self) -> Result<(), ImportError> {
        let cell = self.open.iter().rposition(|open| matches!(open.name.as_str(), "td" | "th" | "table"));
        match cell {
            Some(at) if self.open.get(at).is_some_and(|open| open.name != "table") => self.close_to(at),
            _ => Ok(()),
        }
    }

    fn push(&mut self, tag: &Tag, is_noise: bool) -> Result<(), ImportError> {
        if self.open.len() >= DEEPEST_HTML {
            let remedy = "save the page as text or PDF from a browser";
            return Err(over(self.name, "the depth of its elements inside one another", "512", remedy));
        }
        let heading = tag.heading();
        self.headings.extend(heading);
        self.noise += usize::from(is_noise);
        match tag.name.as_str() {
            "blockquote" => self.quotations += 1,
            "pre" => self.preformatted += 1,
            "main" => (self.in_main, self.in_text) = (self.in_main + 1, self.in_text + 1),
            "article" => self.in_text += 1,
            _ => {}
        }
        self.open.push(Open { name: tag.name.clone(), is_noise, heading: heading.is_some() });
        Ok(())
    }

    pub fn end(&mut self, name: &str) -> Result<(), ImportError> {
        if is_block(name) {
            self.flush()?;
        }
        match name {
            "title" => self.in_title = false,
            "a" => self.in_mark = false,
            "sup" => self.in_sup = false,
            "del" | "s" | "strike" => self.struck = self.struck.saturating_sub(1),
            "q" => self.text("”"),
            "li" => {
                self.bullet = None;
                return self.end_note_at(NoteEnd::Item(self.lists.len()));
            }
            "tr" => {
                self.end_cell()?;
                return self.end_note_at(NoteEnd::Row);
            }
            _ => {}
        }
        // What is outside of a cell cannot be closed from within it, but the table itself can.
        let inside_cell = |open: &Open| name != "table" && matches!(open.name.as_str(), "td" | "th" | "table");
        for at in (0..self.open.len()).rev() {
            let Some(open) = self.open.get(at) else { break };
            if open.name == name {
                return self.close_to(at);
            }
            if inside_cell(open) {
                break;
            }
        }
        Ok(())
    }

    fn close_to(&mut self, at: usize) -> Result<(), ImportError> {
        while self.open.len() > at {
            let Some(open) = self.open.pop() else { break };
            self.noise -= usize::from(open.is_noise);
            if open.heading {
                self.headings.pop();
            }
            match open.name.as_str() {
                "blockquote" => self.quotations -= 1,
                "pre" => self.preformatted -= 1,
                "main" => (self.in_main, self.in_text) = (self.in_main - 1, self.in_text - 1),
                "article" => self.in_text -= 1,
                "ul" | "ol" => {
                    self.end_note_at(NoteEnd::Item(self.lists.len()))?;
                    self.lists.pop();
                }
                "td" | "th" => self.tables.last_mut().into_iter().for_each(Table::end_cell),
                "table" => self.end_table()?,
                _ => {}
            }
            self.end_note_at(NoteEnd::Element(self.open.len()))?;
        }
        Ok(())
    }

    pub fn text(&mut self, text: &str) {
        if self.in_title {
            self.title.get_or_insert_default().push_str(text);
            return;
        }
        let words = || text.split_whitespace().count();
        if !self.is_read() {
            let code = self.open.iter().rev().find(|open| open.is_noise);
            let is_code =
                code.is_some_and(|open| matches!(open.name.as_str(), "script" | "style" | "template" | "noscript"));
            self.noise_words += if is_code { 0 } else { words() };
            return;
        }
        if self.struck > 0 {
            self.struck_words += words();
            return;
        }
        if self.in_mark {
            return;
        }
        if !text.trim().is_empty() {
            self.breaks = 0;
        }
        if self.in_sup {
            self.raised.push(text);
            return;
        }
        self.raised.settle(&mut self.words);
        let text = if std::mem::take(&mut self.drops_bracket) { text.strip_prefix(']').unwrap_or(text) } else { text };
        if self.preformatted > 0 { self.words.push(text) } else { self.words.push_flowing(text) }
    }

    fn line_break(&mut self) {
        if self.is_read() {
            self.raised.settle(&mut self.words);
            self.words.end_line();
            self.breaks += 1;
        }
    }

    /// A link within the page may be a reference to a note, or the way back from one.
    fn link(&mut self, tag: &Tag) {
        self.in_mark = false;
        if tag.fragment().is_none() {
            return;
        }
        let at = self.link_count;
        self.link_count += 1;
        if self.links.arrows.contains(&at) {
            self.in_mark = true;
            return;
        }
        if self.note.is_some() && self.links.backs.contains(&at) {
            let leads_to_note = tag.fragment().is_some_and(|fragment| self.links.notes.contains_key(&fragment));
            self.in_mark = !leads_to_note;
            return;
        }
        let Some(number) = self.links.references.get(&at).copied() else { return };
        if !self.is_read() {
            return;
        }
        self.raised.settle(&mut self.words);
        self.drops_bracket = self.words.drop_end('[');
        self.words.marker(number);
        self.in_mark = true;
    }

    fn item(&mut self, tag: &Tag) {
        let bullet = match self.lists.last_mut() {
            Some(List { next: Some(next) }) => {
                let number = tag.number("value").unwrap_or(*next);
                *next = number.saturating_add(1);
                format!("{number}. ")
            }
            _ => "- ".to_owned(),
        };
        self.bullet = Some(bullet);
    }

    fn table(&mut self, tag: &Tag) -> Result<(), ImportError> {
        if let Some(outer) = self.tables.last_mut().filter(|outer| !outer.is_layout) {
            outer.is_layout = true;
            outer.write_apart(&mut self.composer)?;
        }
        let is_layout = matches!(tag.attribute("role").as_deref(), Some("presentation" | "none"));
        self.tables.push(Table::new(is_layout));
        Ok(())
    }

    fn end_table(&mut self) -> Result<(), ImportError> {
        self.end_note_at(NoteEnd::Row)?;
        let Some(table) = self.tables.pop() else { return Ok(()) };
        self.table_count = self.table_count.saturating_add(1);
        table.write(self.table_count - 1, &mut self.composer)
    }

    /// An element that a reference leads to, or that stands in a list of notes, is a note; what it is tells where the
    /// note ends.
    fn begin_note(&mut self, tag: &Tag) -> Result<(), ImportError> {
        let mut number = tag.id().and_then(|id| self.links.notes.get(&id).copied());
        if tag.name == "li" {
            number = number.or_else(|| self.links.items.get(&self.item_count).copied());
            self.item_count += 1;
        }
        let Some(number) = number else { return Ok(()) };
        let name = tag.name.as_str();
        let end = match name {
            "li" => NoteEnd::Item(self.lists.len()),
            "tr" | "td" | "th" => NoteEnd::Row,
            _ if is_container(name) => NoteEnd::Element(self.open.len()),
            _ => NoteEnd::Block,
        };
        if self.note.as_ref().is_some_and(|note| note.number == number) {
            // The way in and the element itself both carry the name.
            return Ok(());
        }
        self.flush()?;
        self.end_note()?;
        self.note = Some(Note { number, words: Words::default(), end });
        Ok(())
    }

    fn end_note_at(&mut self, end: NoteEnd) -> Result<(), ImportError> {
        if self.note.as_ref().is_some_and(|note| note.end == end) { self.end_note() } else { Ok(()) }
    }

    fn end_note(&mut self) -> Result<(), ImportError> {
        let Some(note) = self.note.take() else { return Ok(()) };
        self.bullet = None;
        let mut words = note.words;
        words.drop_number(note.number);
        if words.is_blank() {
            return Ok(());
        }
        self.composer.note(&note.number.to_string(), words)
    }

    /// Ends the part at hand.
    fn flush(&mut self) -> Result<(), ImportError> {
        self.raised.settle(&mut self.words);
        (self.in_sup, self.in_mark, self.drops_bracket, self.breaks) = (false, false, false, 0);
        let words = std::mem::take(&mut self.words);
        if words.is_blank() {
            return Ok(());
        }
        if let Some(note) = &mut self.note {
            note.words.space();
            note.words.append_trimmed(&words);
            return self.end_note_at(NoteEnd::Block);
        }
        let bullet = self.bullet.take();
        let kind = match (self.headings.last(), &bullet) {
            (Some(level), _) => BlockKind::Heading(*level),
            _ if self.quotations > 0 => BlockKind::Quotation,
            (None, Some(_)) => BlockKind::ListItem(u8::try_from(self.lists.len().clamp(1, 9)).unwrap_or(1)),
            (None, None) => BlockKind::Paragraph,
        };
        let mut whole = Words::default();
        if let BlockKind::ListItem(_) = kind {
            whole.push(bullet.as_deref().unwrap_or_default());
        }
        whole.append_trimmed(&words);
        let left = match self.tables.last_mut() {
            Some(table) => table.take(kind, whole),
            None => Some((kind, whole)),
        };
        left.map_or(Ok(()), |(kind, words)| self.composer.block(kind, words))
    }
}

impl Words {
    /// Takes out the number a note is printed with: "12", "[12]", "12." before its words.
    fn drop_number(&mut self, number: u32) {
        if leading_number(self.text().trim_start()) != Some(number) {
            return;
        }
        let is_sign = |c: char| c.is_whitespace() || matches!(c, '[' | '(');
        let text = self.text();
        let begin = text.len() - text.trim_start_matches(is_sign).len();
        let behind = begin + number.to_string().len();
        let rest = text.get(behind..).unwrap_or_default();
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ']' | ')' | '.' | ':'));
        let from = text.len() - rest.len();
        self.drop_start(from);
    }
}
