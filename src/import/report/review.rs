//! From what was read to the review, and what could not be resolved.
//!
//! Invariant: the review has no dangling key; every reference's note is among its footnotes.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::import::record::Record;
use crate::import::report::Options;
use crate::import::report::chapter::Head;
use crate::import::report::deadline;
use crate::import::report::items::Maker;
use crate::import::report::items::area_id;
use crate::import::report::items::commitment_id;
use crate::import::report::label;
use crate::import::report::names::SourceNames;
use crate::import::report::promises::Print;
use crate::import::report::quotations;
use crate::import::report::rates::Rated;
use crate::import::report::reading::Reading;
use crate::import::report::sources;
use crate::import::report::sources::Sources;
use crate::import::report::themes;
use crate::import::report::words;
use crate::import::summary::Summary;
use crate::import::summary::Unresolved;
use crate::model::commitment::Area;
use crate::model::commitment::Commitment;
use crate::model::commitment::Question;
use crate::model::evidence::Evidence;
use crate::model::evidence::EvidenceKind;
use crate::model::footnote::Footnote;
use crate::model::ids::CellKey;
use crate::model::ids::EvidenceId;
use crate::model::ids::ParentKey;
use crate::model::ids::QuestionId;
use crate::model::ids::SourceId;
use crate::model::rating::Grade;
use crate::model::review::Printed;
use crate::model::review::Published;
use crate::model::review::REVIEW_FORMAT;
use crate::model::review::REVIEW_VERSION;
use crate::model::review::Review;
use crate::model::review::ScalePoint;
use crate::model::review::Wording;
use crate::model::source::Source;
use crate::model::source::SourceKind;
use crate::model::strict_map::StrictMap;

/// The source that is the report itself.
const REPORT: &str = "REPORT";

/// Makes the review.
pub(super) fn review(record: &Record, reading: &Reading<'_>, options: &Options) -> (Review, Summary) {
    let mut summary = Summary::default();
    let texts = reading.paragraphs.iter().map(|paragraph| paragraph.text.as_str());
    let names = SourceNames::learn(&reading.register, texts);
    let mut made = sources::sources(&reading.register, &reading.notes.notes, &names);
    add_report(record, reading, &mut made);
    let evidence = evidence(reading, &names, &mut made, &mut summary);
    let published = published(reading, &mut summary);
    unlisted_notes(reading, &evidence, &mut made, &mut summary);
    summary.unresolved.append(&mut made.unresolved);
    tell(reading, &evidence, &published, &mut summary);
    let review = Review {
        format: REVIEW_FORMAT.to_owned(),
        version: REVIEW_VERSION,
        id: options.id,
        edition: 1,
        title: reading.front.title.clone(),
        body: reading.front.body.clone(),
        date: reading.front.date.clone().unwrap_or_default(),
        url: None,
        licence: None,
        note: None,
        wording: Wording::Verbatim,
        scale: scale(reading),
        questions: questions(reading),
        areas: areas(reading),
        commitments: commitments(reading),
        sources: made.sources,
        footnotes: made.footnotes,
        evidence,
        published,
        themes: themes::themes(&reading.lines, reading.end),
        settings: None,
    };
    count(&review, &mut summary);
    summary.unresolved.sort_by_key(|unresolved| unresolved.line.unwrap_or(0));
    (review, summary)
}

fn unresolved(what: String, line: Option<u32>, why: &str) -> Unresolved {
    Unresolved { what, line, input: None, why: why.to_owned() }
}

fn add_report(record: &Record, reading: &Reading<'_>, made: &mut Sources) {
    made.sources.push(Source {
        id: SourceId::from(REPORT),
        kind: SourceKind::Publication,
        label: reading.front.title.clone(),
        aliases: Vec::new(),
        group: None,
        date: reading.front.date.clone(),
        url: None,
        confidential: false,
        speakers: Vec::new(),
        text: Some(record.text.clone()),
        original: Some(record.original.clone()),
        locator: None,
    });
}

fn evidence(reading: &Reading<'_>, names: &SourceNames, made: &mut Sources, summary: &mut Summary) -> Vec<Evidence> {
    let quotations = quotations::quotations(&reading.paragraphs, &reading.lines);
    let mut maker = Maker {
        lines: &reading.lines,
        paragraphs: &reading.paragraphs,
        places: &reading.places,
        quotations: &quotations,
        verdicts: &reading.verdicts,
        rated: &reading.rated,
        promises: &reading.promises,
        names,
        sources: made,
        unresolved: Vec::new(),
        items: Vec::new(),
    };
    maker.make();
    let mut items = maker.items;
    summary.unresolved.append(&mut maker.unresolved);
    let width = items.len().to_string().len().max(3);
    for (n, item) in items.iter_mut().enumerate() {
        item.id = EvidenceId(format!("E{:0width$}", n + 1));
    }
    items
}

fn scale(reading: &Reading<'_>) -> Vec<ScalePoint> {
    let named = |grade: Grade| {
        let anchors = reading.anchors.as_ref()?;
        let (_, name) = anchors.names.iter().find(|(own, _)| *own == grade)?;
        let lower = name.to_lowercase();
        let mut letters = lower.chars();
        letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
    };
    Grade::ALL
        .into_iter()
        .zip([("Outstanding", "O"), ("Good", "G"), ("Requires improvement", "R"), ("Inadequate", "I")])
        .map(|(id, (usual, mark))| ScalePoint {
            id,
            label: named(id).unwrap_or_else(|| usual.to_owned()),
            mark: mark.to_owned(),
        })
        .collect()
}

fn questions(reading: &Reading<'_>) -> Vec<Question> {
    reading
        .promises
        .questions
        .iter()
        .enumerate()
        .map(|(n, (letter, label))| {
            let (yes, no) = reading.asked[n].phrases(label);
            let mut anchors = StrictMap::default();
            let found =
                reading.anchors.as_ref().filter(|anchors| anchors.questions.len() == reading.promises.questions.len());
            if let Some((_, meanings)) = found.and_then(|anchors| anchors.questions.get(n)) {
                for (grade, text) in meanings {
                    anchors.insert(*grade, text.clone());
                }
            }
            Question {
                id: QuestionId(letter.to_string()),
                label: label.clone(),
                text: reading.question_texts.get(n).cloned().unwrap_or_else(|| label.clone()),
                yes,
                no,
                anchors,
                locator: found.map(|anchors| format!("Anchor statements, line {}", anchors.number)),
            }
        })
        .collect()
}

fn areas(reading: &Reading<'_>) -> Vec<Area> {
    let first = |area: usize| {
        let chapter = reading.chapters.iter().find(|chapter| chapter.area == Some(area))?;
        let paragraph = reading.paragraphs.iter().find(|paragraph| chapter.lines.contains(&paragraph.line))?;
        Some(format!("Area {}, {}", area + 1, words::first_words(&paragraph.text)))
    };
    reading
        .promises
        .areas
        .iter()
        .enumerate()
        .map(|(n, label)| Area { id: area_id(n), label: label.clone(), locator: first(n) })
        .collect()
}

fn commitments(reading: &Reading<'_>) -> Vec<Commitment> {
    let starts = first_paragraphs(reading);
    reading
        .promises
        .promises
        .iter()
        .enumerate()
        .map(|(n, promise)| {
            let heading =
                reading.heads.iter().find(|(_, head)| *head == Head::Promise(n)).map(|(at, _)| reading.lines[*at].text);
            let (deadline, note) = deadline_of(reading, n);
            let begins = starts.get(&n).map(|at| words::first_words(&reading.paragraphs[*at].text));
            let locator = match (heading, begins) {
                (Some(heading), _) => format!("Summary table; {heading}"),
                (None, Some(words)) => format!("Summary table; commitment {}, {words}", n + 1),
                (None, None) => "Summary table".to_owned(),
            };
            Commitment {
                id: commitment_id(n),
                area: area_id(promise.area),
                label: heading.and_then(label::of_heading).unwrap_or_else(|| label::short(&promise.text)),
                text: promise.text.clone(),
                deadline,
                subquestions: None,
                locator: Some(locator),
                note,
            }
        })
        .collect()
}

/// The first paragraph of each commitment's own part.
fn first_paragraphs(reading: &Reading<'_>) -> BTreeMap<usize, usize> {
    let mut starts = BTreeMap::new();
    for (at, place) in reading.places.iter().enumerate() {
        if let [(promise, _)] = place.cells.as_slice() {
            starts.entry(*promise).or_insert(at);
        }
    }
    starts
}

/// A commitment's deadline: as listed in its chapter, in its text, or told of it.
fn deadline_of(reading: &Reading<'_>, promise: usize) -> (Option<String>, Option<String>) {
    let own = &reading.promises.promises[promise];
    let short: String = own.key.chars().take(48).collect();
    let listed = reading
        .paragraphs
        .iter()
        .filter(|paragraph| paragraph.text.len() < own.text.len() + 80)
        .filter(|paragraph| words::key(&paragraph.text).starts_with(&short))
        .find_map(|paragraph| deadline::behind(&paragraph.text));
    let in_table = deadline::behind(&own.text);
    if let Some(listed) = listed {
        let also = deadline::in_text(&own.text);
        return match also {
            Some(also) if !also.contains(&listed) => (Some(format!("{listed} ({also} in the text)")), None),
            _ => (Some(listed), None),
        };
    }
    if let Some(found) = deadline::in_text(&own.text).or(in_table) {
        return (Some(found), None);
    }
    let told = reading.places.iter().zip(&reading.paragraphs).find_map(|(place, paragraph)| {
        let context = place.cells.iter().any(|(own, question)| *own == promise && question.is_none());
        context.then(|| (0..paragraph.sentences.len()).find_map(|n| deadline::told(paragraph.sentence(n)))).flatten()
    });
    match told {
        Some(told) => (
            Some(told),
            Some("The deadline is not in the commitment's own text; it is told in the part on it.".to_owned()),
        ),
        None => (None, None),
    }
}

fn published(reading: &Reading<'_>, summary: &mut Summary) -> Published {
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
    let printed_as = crate::import::report::level::mentions(text)
        .into_iter()
        .find(|mention| mention.grade == grade)
        .map_or_else(|| grade.id().to_owned(), |mention| text[mention.range].to_owned());
    Printed { cell: None, parent: Some(parent), printed_as, locator: words::first_words(text), line }
}

fn tell_other(
    parent: &ParentKey,
    known: Option<crate::model::rating::Rating>,
    grade: Grade,
    line: Option<u32>,
    summary: &mut Summary,
) {
    if known.is_some_and(|known| known != grade.into()) {
        let known = known.map_or("", crate::model::rating::Rating::id);
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

/// Adds the notes that are referred to and not listed, and tells of those listed and not referred to.
fn unlisted_notes(reading: &Reading<'_>, evidence: &[Evidence], made: &mut Sources, summary: &mut Summary) {
    let mut first: BTreeMap<u32, (Option<u32>, String)> = BTreeMap::new();
    for item in evidence {
        for reference in &item.refs {
            first.entry(reference.footnote).or_insert_with(|| (item.line, before(&item.text, reference.at)));
        }
    }
    let listed: BTreeSet<u32> = made.footnotes.iter().map(|note| note.number).collect();
    let last = listed.last().copied().unwrap_or_default();
    for (number, (line, words)) in first.iter().filter(|(number, _)| !listed.contains(number)) {
        let beyond = *number > last && last > 0;
        let note = format!(
            "Referred to after “{words}”{}, but the list of notes has no such number{}.",
            line.map(|line| format!(" (line {line})")).unwrap_or_default(),
            if beyond { format!("; it ends with {last}") } else { String::new() }
        );
        let why = if beyond {
            format!("the list of notes ends with {last}")
        } else {
            "the list of notes has no such number".to_owned()
        };
        summary.unresolved.push(unresolved(format!("note {number}, referred to after “{words}”"), *line, &why));
        made.footnotes.push(Footnote {
            number: *number,
            text: String::new(),
            listed: false,
            class: None,
            sources: Vec::new(),
            locator: line.map(|line| format!("line {line}")),
            note: Some(note),
        });
    }
    // Numbers that neither the list nor the text has, between those that are there.
    for number in (1..last).filter(|number| !listed.contains(number) && !first.contains_key(number)).take(200) {
        made.footnotes.push(Footnote {
            number,
            text: String::new(),
            listed: false,
            class: None,
            sources: Vec::new(),
            locator: None,
            note: Some("Neither the list of notes nor the text has this number.".to_owned()),
        });
        summary.unresolved.push(unresolved(
            format!("note {number}"),
            None,
            "neither the list of notes nor the text has this number",
        ));
    }
    made.footnotes.sort_by_key(|note| note.number);
    let lines: BTreeMap<u32, u32> = reading.notes.notes.iter().map(|note| (note.number, note.line)).collect();
    for note in made.footnotes.iter_mut().filter(|note| note.listed && !first.contains_key(&note.number)) {
        note.note = Some("Listed, but the text holds no reference to it.".to_owned());
        summary.unresolved.push(unresolved(
            format!("note {}", note.number),
            lines.get(&note.number).copied(),
            "it is listed, but the text holds no reference to it",
        ));
    }
}

/// The words before a place in a text, for people to find it by.
fn before(text: &str, at: usize) -> String {
    const FAR: usize = 40;
    let upto: Vec<char> = text.chars().take(at).collect();
    let start = upto.len().saturating_sub(FAR);
    let words: String = upto[start..].iter().collect();
    let words = words.replace('\n', " ");
    if start == 0 {
        return words.trim().to_owned();
    }
    format!("…{}", words.split_once(' ').map_or(words.as_str(), |(_, rest)| rest))
}

/// Tells what else is a judgement or missing.
fn tell(reading: &Reading<'_>, evidence: &[Evidence], published: &Published, summary: &mut Summary) {
    let say = &mut summary.unresolved;
    for (number, column) in &reading.promises.gaps {
        say.push(unresolved(format!("the rating for {column}"), Some(*number), "the row of the table has none there"));
    }
    if published.overall.is_none() {
        say.push(unresolved("the overall rating".to_owned(), None, "no sentence before the chapters gives it"));
    }
    if reading.front.date.is_none() {
        say.push(unresolved("the date".to_owned(), None, "the first lines hold none"));
    }
    if reading.anchors.is_none() {
        say.push(unresolved(
            "the anchor statements".to_owned(),
            None,
            "no table has all four grades with what they mean",
        ));
    } else if reading.question_texts.is_empty() {
        say.push(unresolved(
            "the questions in full".to_owned(),
            None,
            "the table of anchors has another number of questions than the ratings",
        ));
    }
    if reading.register.is_empty() {
        say.push(unresolved("the register of submissions".to_owned(), None, "no list of names with codes was found"));
    }
    for (number, line) in &reading.notes.again {
        say.push(unresolved(format!("note {number}"), Some(*line), "its number stands twice; the first is kept"));
    }
    for reference in &reading.out_of_order {
        let line = reading.lines[reference.line].number;
        say.push(unresolved(
            format!("a reference to note {}", reference.number),
            Some(line),
            "it stands out of the rising order; it is taken as one, for nothing else refers to that note",
        ));
    }
    for reference in &reading.doubtful {
        let line = &reading.lines[reference.line];
        let words = before(line.text, line.text[..reference.range.start].chars().count());
        say.push(unresolved(
            format!("“{}” after “{words}”", &line.text[reference.range.clone()]),
            Some(line.number),
            "it looks like a reference out of order; it is left in the text",
        ));
    }
    let mut doubts: BTreeMap<(String, &str), (Option<u32>, usize)> = BTreeMap::new();
    for item in evidence {
        if let (Some(note), Some(bearing)) =
            (item.note.as_deref().filter(|note| note.contains("is a judgement")), item.cells.first())
        {
            let what = bearing
                .cell()
                .map(|cell| cell.to_string())
                .or_else(|| bearing.commitment.as_ref().map(|id| format!("commitment {id}")));
            let entry = doubts.entry((what.unwrap_or_else(|| "an area".to_owned()), note)).or_insert((item.line, 0));
            entry.1 += 1;
        }
    }
    for ((what, why), (line, many)) in doubts {
        say.push(unresolved(
            format!("the place of {many} {} on {what}", if many == 1 { "item" } else { "items" }),
            line,
            why,
        ));
    }
    prose_differs(reading, summary);
    empty_cells(reading, evidence, summary);
}

/// What the prose rates otherwise than the tables.
fn prose_differs(reading: &Reading<'_>, summary: &mut Summary) {
    for (n, verdict) in reading.verdicts.iter().enumerate() {
        for rated in &reading.rated[n] {
            let Rated::Slot(slot) = rated else { continue };
            let letter =
                slot.question.and_then(|question| reading.promises.questions.get(question)).map(|(letter, _)| *letter);
            let print =
                reading.promises.prints.iter().find(|print| print.promise == slot.promise && print.question == letter);
            let Some(rating) = print.and_then(|print| print.rating).filter(|rating| *rating != verdict.grade.into())
            else {
                continue;
            };
            let line = reading.lines[reading.paragraphs[verdict.paragraph].line].number;
            let key = format!("{}{}", slot.promise + 1, letter.map(String::from).unwrap_or_default());
            summary.unresolved.push(unresolved(
                format!("{key}: the prose concludes {}, the table has {}", verdict.grade.id(), rating.id()),
                Some(line),
                "both are kept: the table's as published, the prose's on its item",
            ));
        }
    }
}

/// Questions of commitments that no item stands under.
fn empty_cells(reading: &Reading<'_>, evidence: &[Evidence], summary: &mut Summary) {
    let held: BTreeSet<CellKey> =
        evidence.iter().flat_map(|item| item.cells.iter().filter_map(|bearing| bearing.cell())).collect();
    for n in 0..reading.promises.promises.len() {
        for (letter, _) in &reading.promises.questions {
            let cell = CellKey { commitment: commitment_id(n), question: QuestionId(letter.to_string()) };
            if !held.contains(&cell) {
                summary.unresolved.push(unresolved(
                    format!("evidence on {cell}"),
                    None,
                    "no part of the text was found to be on this question",
                ));
            }
        }
    }
}

fn count(review: &Review, summary: &mut Summary) {
    let of_kind = |kind: SourceKind| review.sources.iter().filter(|source| source.kind == kind).count();
    let items = |kind: EvidenceKind| review.evidence.iter().filter(|item| item.kind == kind).count();
    for (what, many) in [
        ("areas", review.areas.len()),
        ("commitments", review.commitments.len()),
        ("questions", review.questions.len()),
        ("anchors", review.questions.iter().map(|question| question.anchors.iter().count()).sum()),
        ("ratings", review.published.cells.iter().count() + review.published.commitments.iter().count()),
        ("sources", review.sources.len()),
        ("submissions", of_kind(SourceKind::Submission)),
        ("roundtables", of_kind(SourceKind::Roundtable)),
        ("footnotes", review.footnotes.len()),
        ("footnotes_listed", review.footnotes.iter().filter(|note| note.listed).count()),
        ("references", review.evidence.iter().map(|item| item.refs.len()).sum()),
        ("evidence", review.evidence.len()),
        ("quotations", items(EvidenceKind::Quotation)),
        ("conclusions", items(EvidenceKind::Conclusion)),
        ("themes", review.themes.len()),
    ] {
        summary.count(what, many);
    }
}
