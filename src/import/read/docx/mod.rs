//! Word processor files (.docx): the accepted text with headings, lists, tables and notes.
//!
//! Invariant: tracked insertions are in, deletions are out; notes stand at the end with markers in place; what cannot
//! be carried over (comments, pictures, running heads) is counted in the warnings.

mod body;
mod numbering;
pub(crate) mod package;
mod parts;
mod styles;
mod write;

use std::collections::HashMap;

use crate::import::error::ImportError;
use crate::import::read::VERSION;
use crate::import::read::docx::body::Flow;
use crate::import::read::docx::numbering::Numbering;
use crate::import::read::docx::package::Package;
use crate::import::read::docx::parts::Item;
use crate::import::read::docx::parts::Met;
use crate::import::read::docx::parts::References;
use crate::import::read::docx::styles::Styles;
use crate::import::read::docx::write::Writer;
use crate::import::read::original;
use crate::import::read::refused;
use crate::import::read::xml::Node;
use crate::import::read::xml::Nodes;
use crate::import::record::Record;

const DAMAGED: &str =
    "the file is damaged or was not sent whole; open it in a word processor and save it as .docx again";

/// The notes of one kind by their ids.
type Notes = HashMap<String, Vec<Item>>;

/// Reads a word processor file.
pub fn read(name: &str, bytes: &[u8]) -> Result<Record, ImportError> {
    let mut package = Package::open(name, bytes)?;
    let broken = |why: String| refused(name, format!("{why}; {DAMAGED}"));
    let main = package.relations("")?.remove("officeDocument").unwrap_or_else(|| "word/document.xml".to_owned());
    let Some(document) = package.part(&main)? else {
        return Err(refused(name, "it holds no text of a word processor; open it in its program and save it as .docx"));
    };
    let relations = package.relations(&main)?;
    let mut part = |kind: &str| -> Result<Option<String>, ImportError> {
        let usual = format!("word/{kind}.xml");
        package.part(relations.get(kind).unwrap_or(&usual))
    };
    let styles = part("styles")?.map_or_else(|| Ok(Styles::default()), |xml| Styles::read(&xml)).map_err(broken)?;
    let numbering =
        part("numbering")?.map_or_else(|| Ok(Numbering::default()), |xml| Numbering::read(&xml)).map_err(broken)?;
    let (footnotes, endnotes) = (part("footnotes")?, part("endnotes")?);
    let core = package.part("docProps/core.xml")?;

    let mut met = Met::default();
    let mut references = References::default();
    let mut flow = body(&document, &styles, &mut references, &mut met).map_err(broken)?;
    if !references.footnotes.is_empty() && !references.endnotes.is_empty() {
        // Endnotes count on behind the footnotes, whose number is known only now.
        let endnotes_from = u32::try_from(references.footnotes.len()).unwrap_or(u32::MAX);
        references = References { endnotes_from, ..References::default() };
        met = Met::default();
        flow = body(&document, &styles, &mut references, &mut met).map_err(broken)?;
    }
    let mut writer = Writer::new(name, &styles, numbering);
    writer.items(flow)?;
    let counted_on = references.endnotes_from;
    let (of_footnotes, of_endnotes) = (references.footnotes, references.endnotes);
    for (xml, numbers) in [(footnotes, of_footnotes), (endnotes, of_endnotes)] {
        let mut inside = xml.map_or_else(|| Ok(Notes::new()), |xml| notes(&xml, &styles, &mut met)).map_err(broken)?;
        let mut numbers: Vec<(u32, String)> = numbers.into_iter().map(|(id, number)| (number, id)).collect();
        numbers.sort();
        for (number, id) in numbers {
            writer.note(number, inside.remove(&id))?;
        }
        writer.unused_notes += inside.values().filter(|items| write::holds_words(items)).count();
    }
    let running_heads = has_running_heads(&mut package)?;
    let warnings = warnings(&met, &writer, counted_on, running_heads);
    let title = core.and_then(|xml| title_of(&xml)).or_else(|| writer.title.clone());
    Ok(writer.finish(title, original("plumbline docx", VERSION, warnings)))
}

fn body(xml: &str, styles: &Styles, references: &mut References, met: &mut Met) -> Result<Vec<Item>, String> {
    Flow::new(xml, styles, references, met).read(|_, _| {})
}

/// The notes of a part of notes.
fn notes(xml: &str, styles: &Styles, met: &mut Met) -> Result<Notes, String> {
    let mut notes = Notes::new();
    // A note does not refer to notes.
    let mut none = References::default();
    Flow::new(xml, styles, &mut none, met).read(|id, items| {
        notes.insert(id, items);
    })?;
    Ok(notes)
}

/// The title in a document's properties.
fn title_of(xml: &str) -> Option<String> {
    let mut nodes = Nodes::of(xml);
    let mut title: Option<String> = None;
    loop {
        match nodes.next().ok()?? {
            Node::Start(element) if element.name() == "title" => title = Some(String::new()),
            Node::Text(text) => title.iter_mut().for_each(|title| title.push_str(&text)),
            Node::End(name) if name == "title" => return title.filter(|title| !title.trim().is_empty()),
            _ => {}
        }
    }
}

/// Whether pages have heads or feet with words in them.
fn has_running_heads(package: &mut Package<'_>) -> Result<bool, ImportError> {
    let parts = package.below("word/").into_iter();
    let parts = parts.filter(|part| part.starts_with("word/header") || part.starts_with("word/footer"));
    for part in parts.take(12) {
        if package.part(&part)?.is_some_and(|xml| xml.contains("<w:t>") || xml.contains("<w:t ")) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What was not carried over, in words.
fn warnings(met: &Met, writer: &Writer<'_>, counted_on: u32, running_heads: bool) -> Vec<String> {
    let counted = |count: usize, one: &str, many: &str, what: &str| {
        let noun = if count == 1 { one } else { many };
        (count > 0).then(|| format!("{count} {noun} {what}"))
    };
    let told = |is: bool, what: &str| is.then(|| what.to_owned());
    [
        counted(met.insertions, "tracked insertion", "tracked insertions", "taken in"),
        counted(met.deletions, "tracked deletion", "tracked deletions", "left out"),
        counted(met.comments, "comment", "comments", "left out"),
        counted(met.pictures, "picture", "pictures", "left out"),
        counted(met.charts, "chart or diagram", "charts or diagrams", "left out"),
        counted(met.embedded, "embedded object", "embedded objects", "left out"),
        counted(met.hidden, "piece of hidden text", "pieces of hidden text", "left out"),
        counted(
            met.symbols,
            "sign of a font of signs",
            "signs of a font of signs",
            "not known; each stands as \u{fffd}",
        ),
        counted(writer.contents, "line of a table of contents", "lines of a table of contents", "left out"),
        counted(writer.unused_notes, "note that nothing refers to", "notes that nothing refers to", "left out"),
        counted(writer.missing_notes, "note", "notes", "referred to but not in the file"),
        told(counted_on > 0, &format!("endnotes count on behind the footnotes, from {}", counted_on.saturating_add(1))),
        told(running_heads, "heads and feet of pages left out"),
        told(met.unfinished_field, "a field has no end; words behind it may be missing"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

#[cfg(test)]
mod tests;
