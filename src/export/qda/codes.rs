//! The codes: tags as the member ordered them, and every question with what a passage can say to it.

use uuid::Uuid;

use crate::export::qda::Ids;
use crate::export::qda::Xml;
use crate::export::work::Work;
use crate::model::codebook::Tag;
use crate::model::codebook::TagColor;
use crate::model::ids::CellKey;
use crate::model::ids::Subject;
use crate::model::ids::TagId;
use crate::model::quote::Stance;
use crate::panel::chair::words::label;
use crate::review::words::stance_word;

/// What a passage can say, in the order codes stand.
const STANCES: [(Stance, &str); 4] = [
    (Stance::Supports, "supports"),
    (Stance::Undermines, "undermines"),
    (Stance::Mixed, "mixed"),
    (Stance::Context, "context"),
];

/// The code of a tag.
pub(super) fn of_tag(ids: Ids, tag: &TagId) -> Uuid {
    ids.of("tag", tag.as_str())
}

/// The code of a question, by what the passage says to it.
pub(super) fn of_cell(ids: Ids, cell: &str, stance: Option<Stance>) -> Uuid {
    match STANCES.iter().find(|(one, _)| Some(*one) == stance) {
        Some((_, key)) => ids.of("stance", &format!("{cell} {key}")),
        None => ids.of("place", cell),
    }
}

pub(super) fn write(work: &Work<'_>, ids: Ids, xml: &mut Xml) {
    xml.begin("Codes", &[]);
    if !work.state.codebook.is_empty() {
        let guid = ids.of("group", "tags").to_string();
        xml.begin("Code", &[("guid", &guid), ("name", "Tags"), ("isCodable", "false")]);
        let known = |tag: &Tag| tag.parent.as_ref().and_then(|parent| work.state.tag(parent)).is_some();
        let mut written = Vec::new();
        for tag in work.state.codebook.iter().filter(|tag| !known(tag)) {
            write_tag(work, ids, tag, &mut written, xml);
        }
        // Tags that stand in a circle have no first one.
        for tag in &work.state.codebook {
            if !written.contains(&tag.id) {
                write_tag(work, ids, tag, &mut written, xml);
            }
        }
        xml.end();
    }
    let guid = ids.of("group", "questions").to_string();
    xml.begin("Code", &[("guid", &guid), ("name", "Questions"), ("isCodable", "false")]);
    for commitment in &work.catalog.review().commitments {
        let key = commitment.id.as_str();
        let name = format!("{key} {}", commitment.label);
        let guid = of_cell(ids, key, None).to_string();
        xml.begin("Code", &[("guid", &guid), ("name", &name), ("isCodable", "true")]);
        write_stances(work, ids, key, None, xml);
        for cell in work.catalog.review().cells().filter(|cell| cell.commitment == commitment.id) {
            write_cell(work, ids, &cell, xml);
        }
        xml.end();
    }
    xml.end();
    xml.end();
}

fn write_tag(work: &Work<'_>, ids: Ids, tag: &Tag, written: &mut Vec<TagId>, xml: &mut Xml) {
    written.push(tag.id.clone());
    let guid = of_tag(ids, &tag.id).to_string();
    let mut attributes = vec![("guid", guid.as_str()), ("name", tag.label.as_str()), ("isCodable", "true")];
    attributes.extend(tag.color.map(|color| ("color", rgb(color))));
    xml.begin("Code", &attributes);
    if !tag.description.is_empty() {
        xml.text("Description", &tag.description);
    }
    for child in work.state.codebook.iter().filter(|child| child.parent.as_ref() == Some(&tag.id)) {
        if !written.contains(&child.id) {
            write_tag(work, ids, child, written, xml);
        }
    }
    xml.end();
}

fn write_cell(work: &Work<'_>, ids: Ids, cell: &CellKey, xml: &mut Xml) {
    let (key, name) = (cell.to_string(), format!("{cell} {}", label(work.catalog, cell)));
    let guid = of_cell(ids, &key, None).to_string();
    xml.begin("Code", &[("guid", &guid), ("name", &name), ("isCodable", "true")]);
    if let Some(question) = work.catalog.question(&cell.question) {
        xml.text("Description", &question.text);
    }
    write_stances(work, ids, &key, Some(cell), xml);
    xml.end();
}

fn write_stances(work: &Work<'_>, ids: Ids, key: &str, cell: Option<&CellKey>, xml: &mut Xml) {
    let subject = cell.map(|cell| Subject::Cell(cell.clone()));
    for (stance, _) in STANCES {
        let name = format!("{key}: {}", stance_word(work.catalog, subject.as_ref(), stance));
        let guid = of_cell(ids, key, Some(stance)).to_string();
        xml.empty("Code", &[("guid", &guid), ("name", &name), ("isCodable", "true")]);
    }
}

/// The colours of the program's palette as others show them.
fn rgb(color: TagColor) -> &'static str {
    match color {
        TagColor::Blue => "#0072B2",
        TagColor::Orange => "#E69F00",
        TagColor::Green => "#009E73",
        TagColor::Purple => "#CC79A7",
        TagColor::Red => "#D55E00",
        TagColor::Cyan => "#56B4E9",
        TagColor::Yellow => "#F0E442",
        TagColor::Grey => "#767676",
    }
}
