//! Projects and codebooks of programs of qualitative analysis (REFI-QDA), and tags from a table.
//!
//! Uses the container and the XML reader with their limits. Invariant: nothing is decided here; what is not understood is
//! counted by the name of its element, so that it can be told.

use std::collections::BTreeMap;

use crate::import::error::ImportError;
use crate::import::read::docx::package::Package;
use crate::import::read::refused;
use crate::import::read::xml::Element;
use crate::import::read::xml::Node;
use crate::import::read::xml::Nodes;
use crate::import::sheet::folded;
use crate::import::sheet_file::sheets;

/// The most codes, and passages of all texts together, that are taken from one file.
const MOST: usize = 100_000;

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Project {
    /// Codes, each after the one it stands under.
    pub codes: Vec<Code>,
    /// Texts with their passages.
    pub texts: Vec<Text>,
    /// What was not understood: the name of an element, and how often.
    pub ignored: BTreeMap<String, usize>,
}

/// A code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Code {
    /// Its id in the file.
    pub guid: String,
    /// Its name.
    pub name: String,
    /// What belongs under it.
    pub description: String,
    /// The place of the code it stands under.
    pub parent: Option<usize>,
    /// Whether passages can have it; else it only groups others.
    pub codable: bool,
}

/// A text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// Its name.
    pub name: String,
    /// Its words as they lie in the file: line ends and a byte order mark as they are.
    pub text: String,
    /// Its passages.
    pub selections: Vec<Selection>,
}

/// A passage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// The words it should be, where the file says so.
    pub words: Option<String>,
    /// Where it begins, as the file counts.
    pub start: usize,
    /// Where it ends, behind its last character.
    pub end: usize,
    /// What was written beside it.
    pub note: Option<String>,
    /// Ids of its codes.
    pub codes: Vec<String>,
}

/// Reads a project, `.qdpx`.
///
/// # Errors
/// A container or XML that is damaged or over the limits.
pub fn project(name: &str, bytes: &[u8]) -> Result<Project, ImportError> {
    let mut package = Package::of_many(name, bytes, MOST)?;
    let file = package.below("").into_iter().find(|part| part.ends_with(".qde") && !part.contains('/'));
    let Some(file) = file else {
        return Err(refused(name, "there is no project in it: a .qdpx holds a file that ends in .qde"));
    };
    let xml = package.part(&file)?.unwrap_or_default();
    let mut reading = Reading { name, project: Project::default(), paths: Vec::new() };
    reading.all(&xml)?;
    let Reading { mut project, paths, .. } = reading;
    for (text, path) in project.texts.iter_mut().zip(paths) {
        let Some(path) = path else { continue };
        let part = path.strip_prefix("internal://").unwrap_or(&path);
        // A path leads to a part of the container or nowhere.
        text.text = package.raw_part(&format!("sources/{part}"))?.unwrap_or_default();
        if text.text.is_empty() {
            *project.ignored.entry("text that is not in the file".to_owned()).or_default() += 1;
        }
    }
    Ok(project)
}

/// Reads a codebook, `.qdc`.
///
/// # Errors
/// As [`project`].
pub fn codebook(name: &str, bytes: &[u8]) -> Result<Project, ImportError> {
    let Ok(xml) = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)) else {
        return Err(refused(name, "it is not UTF-8; export it again as a REFI-QDA codebook"));
    };
    let mut reading = Reading { name, project: Project::default(), paths: Vec::new() };
    reading.all(xml)?;
    if reading.project.codes.is_empty() {
        return Err(refused(name, "there is no code in it; name a REFI-QDA codebook"));
    }
    Ok(reading.project)
}

/// Reads tags from a table with the headings `tag`, and where there are such `description` and `under`.
///
/// # Errors
/// What is no table, or has no column of tags.
pub fn tags(name: &str, bytes: &[u8]) -> Result<Project, ImportError> {
    let sheet = sheets(name, bytes)?.into_iter().next().unwrap_or_default();
    let Some((heading, rows)) = sheet.rows.split_first() else { return Err(refused(name, "the table is empty")) };
    let column = |names: &[&str]| {
        heading.filled().find(|(_, text)| names.contains(&folded(text).as_str())).map(|(column, _)| column)
    };
    let Some(tag) = column(&["tag", "code", "label", "name"]) else {
        return Err(refused(name, "no column has the heading tag; the others may be description and under"));
    };
    let (about, under) = (column(&["description", "definition"]), column(&["under", "parent"]));
    let mut project = Project::default();
    let mut parents = Vec::new();
    for row in rows.iter().filter(|row| !row.get(tag).is_empty()).take(MOST) {
        let code = Code {
            guid: format!("row {}", row.number),
            name: row.get(tag).to_owned(),
            description: row.at(about).to_owned(),
            parent: None,
            codable: true,
        };
        project.codes.push(code);
        parents.push(row.at(under).to_owned());
    }
    Ok(in_order(project, &parents))
}

/// Codes each after the one it stands under, by its name; where that is not there or stands under itself, it is told.
fn in_order(mut project: Project, parents: &[String]) -> Project {
    let codes = std::mem::take(&mut project.codes);
    let mut waiting: Vec<(usize, Code)> = codes.into_iter().enumerate().collect();
    loop {
        let before = waiting.len();
        let mut left = Vec::new();
        for (at, mut code) in waiting {
            let under = parents.get(at).map_or("", String::as_str);
            let above = project.codes.iter().position(|one| one.name.eq_ignore_ascii_case(under));
            if under.is_empty() || above.is_some() {
                code.parent = above.filter(|_| !under.is_empty());
                project.codes.push(code);
            } else {
                left.push((at, code));
            }
        }
        waiting = left;
        if waiting.len() == before || waiting.is_empty() {
            break;
        }
    }
    for (at, code) in waiting {
        let under = parents.get(at).map_or("", String::as_str);
        *project.ignored.entry(format!("`{}` under `{under}`, which is not there", code.name)).or_default() += 1;
        project.codes.push(code);
    }
    project
}

/// A file being read.
struct Reading<'a> {
    name: &'a str,
    project: Project,
    paths: Vec<Option<String>>,
}

/// Elements that are understood, or whose content is.
const KNOWN: [&str; 16] = [
    "Project",
    "CodeBook",
    "Codes",
    "Code",
    "Description",
    "Sources",
    "TextSource",
    "PlainTextSelection",
    "Coding",
    "CodeRef",
    "PlainTextContent",
    "Users",
    "User",
    "NoteRef",
    "Origin",
    "SourceRef",
];

impl Reading<'_> {
    fn all(&mut self, xml: &str) -> Result<(), ImportError> {
        let refuse = |why: String| refused(self.name, why);
        let mut nodes = Nodes::of(xml);
        let mut open: Vec<String> = Vec::new();
        let mut codes: Vec<usize> = Vec::new();
        let mut text = String::new();
        while let Some(node) = nodes.next().map_err(refuse)? {
            match node {
                Node::Start(element) => {
                    let name = element.name();
                    if name == "Code" {
                        self.project.codes.push(code(&element, codes.last().copied()));
                        codes.push(self.project.codes.len() - 1);
                    }
                    self.begin(&name, &element)?;
                    open.push(name);
                    text.clear();
                }
                Node::Text(more) => text.push_str(&more),
                Node::End(name) => {
                    open.pop();
                    if name == "Code" {
                        codes.pop();
                    }
                    self.end(&name, open.last().map(String::as_str), (&text, codes.last().copied()));
                    text.clear();
                }
            }
        }
        Ok(())
    }

    fn begin(&mut self, name: &str, element: &Element<'_>) -> Result<(), ImportError> {
        let number = |key: &str| element.attribute(key).and_then(|value| value.trim().parse().ok());
        match name {
            "TextSource" => {
                let text = Text { name: element.attribute("name").unwrap_or_default(), ..Text::default() };
                self.project.texts.push(text);
                self.paths.push(element.attribute("plainTextPath"));
            }
            "PlainTextSelection" => {
                let (Some(start), Some(end)) = (number("startPosition"), number("endPosition")) else {
                    *self.project.ignored.entry("passage without positions".to_owned()).or_default() += 1;
                    return Ok(());
                };
                let words = element.attribute("name").filter(|words| !words.is_empty());
                let selection = Selection { words, start, end, ..Selection::default() };
                if let Some(text) = self.project.texts.last_mut() {
                    text.selections.push(selection);
                }
            }
            "CodeRef" => {
                let last = self.project.texts.last_mut().and_then(|text| text.selections.last_mut());
                if let (Some(selection), Some(guid)) = (last, element.attribute("targetGUID")) {
                    selection.codes.push(guid);
                }
            }
            name if KNOWN.contains(&name) => {}
            name => *self.project.ignored.entry(name.to_owned()).or_default() += 1,
        }
        let passages: usize = self.project.texts.last().map_or(0, |text| text.selections.len());
        if self.project.codes.len() > MOST || passages > MOST {
            return Err(refused(self.name, "it holds more than 100,000 codes or passages; split it"));
        }
        Ok(())
    }

    fn end(&mut self, name: &str, within: Option<&str>, (text, code): (&str, Option<usize>)) {
        match (name, within) {
            ("Description", Some("Code")) => {
                if let Some(code) = code.and_then(|at| self.project.codes.get_mut(at)) {
                    code.description = text.trim().to_owned();
                }
            }
            ("Description", Some("PlainTextSelection")) => {
                let last = self.project.texts.last_mut().and_then(|text| text.selections.last_mut());
                if let Some(selection) = last.filter(|_| !text.trim().is_empty()) {
                    selection.note = Some(text.trim().to_owned());
                }
            }
            ("PlainTextContent", Some("TextSource")) => {
                if let Some(last) = self.project.texts.last_mut() {
                    last.text = text.to_owned();
                }
            }
            _ => {}
        }
    }
}

fn code(element: &Element<'_>, parent: Option<usize>) -> Code {
    Code {
        guid: element.attribute("guid").unwrap_or_default(),
        name: element.attribute("name").unwrap_or_default(),
        description: String::new(),
        parent,
        codable: element.attribute("isCodable").as_deref() != Some("false"),
    }
}
