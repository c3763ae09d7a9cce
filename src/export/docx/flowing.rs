//! Paragraphs, runs and tables as they are written one after another.

use crate::export::docx::fixed;
use crate::export::report::Footnote;
use crate::export::report::Rated;
use crate::export::xml;

/// What has been written so far.
#[derive(Debug, Default)]
pub struct Flowing {
    xml: String,
    bookmarks: usize,
}

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Run<'a> {
    /// As it is.
    Plain(&'a str),
    /// Bold.
    Bold(&'a str),
    /// Smaller and grey: what is said beside.
    Beside(&'a str),
    /// A reference to a footnote.
    Note(usize),
}

impl Flowing {
    /// A paragraph in a style.
    pub fn paragraph(&mut self, style: &str, runs: &[Run<'_>]) {
        self.xml.push_str(&paragraph(style, runs));
    }

    /// A heading of a level from 1.
    pub fn heading(&mut self, level: usize, text: &str) {
        self.headed(level, "", text);
    }

    /// A heading that begins a page.
    pub fn page(&mut self, level: usize, text: &str) {
        self.headed(level, "<w:pageBreakBefore/>", text);
    }

    fn headed(&mut self, level: usize, properties: &str, text: &str) {
        self.bookmarks += 1;
        let id = self.bookmarks;
        self.xml.push_str(&format!(
            "<w:p><w:pPr><w:pStyle w:val=\"Heading{level}\"/>{properties}</w:pPr><w:bookmarkStart w:id=\"{id}\" w:name=\"h{id}\"/>{}\
             <w:bookmarkEnd w:id=\"{id}\"/></w:p>",
            run(&Run::Plain(text))
        ));
    }

    /// A table: its header row is repeated on every page. `caption` is told to those who do not see it.
    pub fn table(&mut self, caption: &str, widths: &[usize], head: &[&str], rows: &[Vec<Cell<'_>>]) {
        let grid: String = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
        self.xml.push_str(&format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:tblLayout \
             w:type=\"fixed\"/><w:tblLook w:val=\"0420\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\" \
             w:lastColumn=\"0\" w:noHBand=\"0\" w:noVBand=\"1\"/><w:tblCaption w:val=\"{}\"/></w:tblPr>\
             <w:tblGrid>{grid}</w:tblGrid>",
            widths.iter().sum::<usize>(),
            xml::text(caption)
        ));
        let heads: Vec<Cell<'_>> = head.iter().map(|text| Cell::Head(text)).collect();
        self.row(widths, &heads, true);
        for cells in rows {
            self.row(widths, cells, false);
        }
        // Two tables in a row would grow together.
        self.xml.push_str("</w:tbl><w:p/>");
    }

    fn row(&mut self, widths: &[usize], cells: &[Cell<'_>], head: bool) {
        let repeated = if head { "<w:tblHeader/>" } else { "" };
        self.xml.push_str(&format!("<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>"));
        for (width, cell) in widths.iter().zip(cells) {
            let shading = cell.shading();
            self.xml.push_str(&format!(
                "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{shading}</w:tcPr>{}</w:tc>",
                cell.paragraph()
            ));
        }
        self.xml.push_str("</w:tr>");
    }

    /// The part that holds the text.
    pub fn document(&self) -> String {
        format!("{}{}{}", fixed::DOCUMENT_HEAD, self.xml, fixed::DOCUMENT_END)
    }

    /// The part that holds the footnotes.
    pub fn footnotes(&self, notes: &[Footnote]) -> String {
        let mut out = fixed::FOOTNOTES_HEAD.to_owned();
        for note in notes {
            out.push_str(&format!(
                "<w:footnote w:id=\"{}\"><w:p><w:pPr><w:pStyle w:val=\"FootnoteText\"/></w:pPr><w:r><w:rPr><w:rStyle \
                 w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r>{}</w:p></w:footnote>",
                note.number,
                run(&Run::Plain(&format!(" {}", note.text)))
            ));
        }
        out.push_str("</w:footnotes>");
        out
    }
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Of a header row.
    Head(&'a str),
    /// Words.
    Text(String),
    /// A number.
    Number(&'a str),
    /// A rating, on its colour.
    Rated(&'a Rated),
}

impl Cell<'_> {
    fn shading(&self) -> String {
        let fill = match self {
            Self::Head(_) => "ECECEC",
            Self::Rated(rated) => match rated.id {
                "outstanding" => "FED98E",
                "good" => "FE9929",
                "requires_improvement" => "D95F0E",
                "inadequate" => "993404",
                "abstained" => "CCCCCC",
                _ => return String::new(),
            },
            Self::Text(_) | Self::Number(_) => return String::new(),
        };
        format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{fill}\"/>")
    }

    fn paragraph(&self) -> String {
        match self {
            Self::Head(text) => paragraph("TableText", &[Run::Bold(text)]),
            Self::Text(text) => paragraph("TableText", &[Run::Plain(text)]),
            Self::Number(text) => format!(
                "<w:p><w:pPr><w:pStyle w:val=\"TableText\"/><w:jc w:val=\"right\"/></w:pPr>{}</w:p>",
                run(&Run::Plain(text))
            ),
            Self::Rated(rated) => {
                let ink = if rated.id == "inadequate" { "FFFFFF" } else { "000000" };
                format!(
                    "<w:p><w:pPr><w:pStyle w:val=\"TableText\"/></w:pPr><w:r><w:rPr><w:b/><w:color w:val=\"{ink}\"/>\
                     </w:rPr>{}</w:r></w:p>",
                    texts(&label(rated))
                )
            }
        }
    }
}

/// What a rating is called, with an asterisk where the panel has not agreed on it.
pub fn label(rated: &Rated) -> String {
    format!("{}{}", rated.label, if rated.not_agreed { "*" } else { "" })
}

fn paragraph(style: &str, runs: &[Run<'_>]) -> String {
    let runs: String = runs.iter().map(run).collect();
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>")
}

fn run(run: &Run<'_>) -> String {
    match run {
        Run::Plain(text) => format!("<w:r>{}</w:r>", texts(text)),
        Run::Bold(text) => format!("<w:r><w:rPr><w:b/></w:rPr>{}</w:r>", texts(text)),
        Run::Beside(text) => format!("<w:r><w:rPr><w:rStyle w:val=\"Beside\"/></w:rPr>{}</w:r>", texts(text)),
        Run::Note(number) => format!(
            "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteReference w:id=\"{number}\"/></w:r>"
        ),
    }
}

/// A text, its line feeds as breaks.
fn texts(text: &str) -> String {
    let lines = text.split('\n').map(|line| format!("<w:t xml:space=\"preserve\">{}</w:t>", xml::text(line)));
    lines.collect::<Vec<_>>().join("<w:br/>")
}
