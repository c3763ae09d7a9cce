//! The ratings that were published: of the tables, the first copy counting, and of the whole and the areas by prose.
//!
//! Invariant: every place where one is printed stands in `printed`; where two differ it is told.

use crate::import::report::findings::unresolved;
use crate::import::report::items::area_id;
use crate::import::report::items::commitment_id;
use crate::import::report::level;
use crate::import::report::promises::Print;
use crate::import::report::rates::Rated;
use crate::import::report::reading::Reading;
use crate::import::report::words;
use crate::import::summary::Summary;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::QuestionId;
use crate::model::rating::Grade;
use crate::model::rating::Rating;
use crate::model::review::Printed;
use crate::model::review::Published;

pub(super) fn published(reading: &Reading<'_>, summary: &mut Summary) -> Published {
    let mut published = Published::default();
    let mut printed = Vec::new();
    for print in &reading.promises.prints {
        print_table(print, &mut published, &mut printed, summary);
    }
    for (n, verdict) in reading.verdicts.iter().enumerate() {
        let paragraph = &reading.paragraphs[verdict.paragraph];
        let line = Some(reading.lines[paragraph.line].number);
        for rated in &reading.rated[n] {
            let (parent, known) = match rated {
                Rated::Overall => (ParentKey::Overall, &mut published.overall),
                Rated::Area(area) => {
                    let id = area_id(*area);
                    let mut known = published.areas.get(&id).copied();
                    if known.is_none() {
                        published.areas.insert(id.clone(), verdict.grade.into());
                        known = Some(verdict.grade.into());
                    }
                    tell_other(&ParentKey::Area(id.clone()), known, verdict.grade, line, summary);
                    printed.push(prose_print(ParentKey::Area(id), verdict.grade, &paragraph.text, line));
                    continue;
                }
                Rated::Slot(_) => continue,
            };
            if known.is_none() {
                *known = Some(verdict.grade.into());
            }
            tell_other(&parent, *known, verdict.grade, line, summary);
            printed.push(prose_print(parent, verdict.grade, &paragraph.text, line));
        }
    }
    published.printed = Some(printed);
    published
}

fn prose_print(parent: ParentKey, grade: Grade, text: &str, line: Option<u32>) -> Printed {
    let printed_as = level::mentions(text)
        .into_iter()
        .find(|mention| mention.grade == grade)
        .map_or_else(|| grade.id().to_owned(), |mention| text[mention.range].to_owned());
    Printed { cell: None, parent: Some(parent), printed_as, locator: words::first_words(text), line }
}

fn tell_other(parent: &ParentKey, known: Option<Rating>, grade: Grade, line: Option<u32>, summary: &mut Summary) {
    if known.is_some_and(|known| known != grade.into()) {
        let known = known.map_or("", Rating::id);
        summary.unresolved.push(unresolved(
            format!("`{parent}` is rated {} here", grade.id()),
            line,
            &format!("it is rated {known} before; that counts"),
        ));
    }
}

fn print_table(print: &Print, published: &mut Published, printed: &mut Vec<Printed>, summary: &mut Summary) {
    let commitment = commitment_id(print.promise);
    let which = if print.copy { "Chapter" } else { "Summary" };
    let locator = format!("{which} table, commitment {commitment}");
    let Some(rating) = print.rating else { return };
    let (cell, parent, before) = match print.question {
        Some(letter) => {
            let cell = CellKey { commitment, question: QuestionId(letter.to_string()) };
            let before = published.cells.get(&cell).copied();
            if before.is_none() {
                published.cells.insert(cell.clone(), rating);
            }
            (Some(cell), None, before)
        }
        None => {
            let before = published.commitments.get(&commitment).copied();
            if before.is_none() {
                published.commitments.insert(commitment.clone(), rating);
            }
            (None, Some(ParentKey::Commitment(commitment)), before)
        }
    };
    if let Some(before) = before.filter(|before| *before != rating) {
        let key = cell
            .as_ref()
            .map_or_else(|| parent.as_ref().map(ToString::to_string).unwrap_or_default(), ToString::to_string);
        summary.unresolved.push(unresolved(
            format!("{key} is printed as {} in a later table", rating.id()),
            Some(print.number),
            &format!("the first table has {}, which counts; both stand in `printed`", before.id()),
        ));
    }
    printed.push(Printed { cell, parent, printed_as: print.words.clone(), locator, line: Some(print.number) });
}
