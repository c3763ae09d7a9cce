//! What `pdftotext -bbox-layout` tells: words with their places, in lines and blocks.

use crate::import::read::xml::Element;
use crate::import::read::xml::Node;
use crate::import::read::xml::Nodes;

/// A word and the rectangle around it, in points from the top left corner of its page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Word {
    pub text: String,
    pub left: f32,
    pub right: f32,
    pub top: f32,
    pub bottom: f32,
    /// References that stand raised behind it.
    pub references: Vec<u32>,
}

impl Word {
    pub fn height(&self) -> f32 {
        self.bottom - self.top
    }
}

/// A line as the extractor found it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Line {
    pub words: Vec<Word>,
    /// Which block of the page it belongs to.
    pub block: usize,
    /// The raised number before its first word: that of a note.
    pub note: Option<u32>,
    /// The table it stands for.
    pub table: Option<Table>,
}

/// The lines of a cell of a table.
pub(super) type Cell = Vec<Vec<Word>>;

/// A table.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Table {
    /// Left and right of each column.
    pub columns: Vec<(f32, f32)>,
    pub rows: Vec<Vec<Cell>>,
}

/// A page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Page {
    pub height: f32,
    pub lines: Vec<Line>,
}

/// Reads the pages, and the document's title.
pub(super) fn read(output: &str) -> Result<(Option<String>, Vec<Page>), String> {
    let Some(start) = output.find("<doc>") else { return Err("no pages were found in it".to_owned()) };
    let end = output.rfind("</doc>").map_or(output.len(), |end| end + "</doc>".len());
    let head = output.get(..start).unwrap_or_default();
    let title = head.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>")).map(|(title, _)| title);
    let title = title.and_then(|title| quick_xml::escape::unescape(title).ok()).map(|title| title.trim().to_owned());
    // Control characters are no XML, and some fonts make them.
    let body: String =
        output.get(start..end).unwrap_or_default().chars().filter(|c| *c == '\n' || !c.is_control()).collect();
    let mut pages: Vec<Page> = Vec::new();
    let mut block = 0;
    let mut word: Option<Word> = None;
    let mut nodes = Nodes::of(&body);
    while let Some(node) = nodes.next()? {
        match node {
            Node::Start(element) => match element.name().as_str() {
                "page" => {
                    pages.push(Page { height: place(&element, "height"), lines: Vec::new() });
                    block = 0;
                }
                "block" => block += 1,
                "line" => {
                    pages.last_mut().into_iter().for_each(|page| page.lines.push(Line { block, ..Line::default() }))
                }
                "word" => word = Some(word_at(&element)),
                _ => {}
            },
            Node::Text(text) => word.iter_mut().for_each(|word| word.text.push_str(&text)),
            Node::End(name) if name == "word" => {
                let line = pages.last_mut().and_then(|page| page.lines.last_mut());
                if let (Some(word), Some(line)) = (word.take(), line) {
                    line.words.push(word);
                }
            }
            Node::End(_) => {}
        }
    }
    Ok((title.filter(|title| !title.is_empty()), pages))
}

fn place(element: &Element<'_>, name: &str) -> f32 {
    element
        .attribute(name)
        .and_then(|value| value.parse().ok())
        .filter(|value: &f32| value.is_finite())
        .unwrap_or_default()
}

fn word_at(element: &Element<'_>) -> Word {
    let [left, right, top, bottom] = ["xMin", "xMax", "yMin", "yMax"].map(|name| place(element, name));
    Word { left, right, top, bottom, ..Word::default() }
}
