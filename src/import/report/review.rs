//! From what was read to the review, and what could not be resolved.
//!
//! Invariant: the review has no dangling key; every reference's note is among its footnotes.

use std::collections::BTreeMap;

use crate::import::record::Record;
use crate::import::report::Options;
use crate::import::report::REPORT;
use crate::import::report::chapter::Head;
use crate::import::report::deadline;
use crate::import::report::findings;
use crate::import::report::items::Maker;
use crate::import::report::items::area_id;
use crate::import::report::items::commitment_id;
use crate::import::report::label;
use crate::import::report::locator;
use crate::import::report::names::SourceNames;
use crate::import::report::published;
use crate::import::report::quotations;
use crate::import::report::reading::Reading;
use crate::import::report::sources;
use crate::import::report::sources::Sources;
use crate::import::report::themes;
use crate::import::report::words;
use crate::import::summary::Summary;
use crate::model::commitment::Area;
use crate::model::commitment::Commitment;
use crate::model::commitment::Question;
use crate::model::evidence::Evidence;
use crate::model::evidence::EvidenceKind;
use crate::model::ids::EvidenceId;
use crate::model::ids::QuestionId;
use crate::model::ids::SourceId;
use crate::model::rating::Grade;
use crate::model::review::REVIEW_FORMAT;
use crate::model::review::REVIEW_VERSION;
use crate::model::review::Review;
use crate::model::review::ScalePoint;
use crate::model::review::Wording;
use crate::model::source::Source;
use crate::model::source::SourceKind;
use crate::model::strict_map::StrictMap;

/// Makes the review.
pub(super) fn review(record: &Record, reading: &Reading<'_>, options: &Options) -> (Review, Summary) {
    let mut summary = Summary::default();
    let texts = reading.paragraphs.iter().map(|paragraph| paragraph.text.as_str());
    let names = SourceNames::learn(&reading.register, texts);
    let mut made = sources::sources(&reading.register, &reading.notes.notes, &names);
    add_report(record, reading, &mut made);
    let evidence = evidence(reading, &names, &mut made, &mut summary);
    let published = published::published(reading, &mut summary);
    findings::unlisted_notes(reading, &evidence, &mut made, &mut summary);
    summary.unresolved.append(&mut made.unresolved);
    findings::tell(reading, &evidence, &published, &mut summary);
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

fn add_report(record: &Record, reading: &Reading<'_>, made: &mut Sources) {
    made.sources.push(Source {
        date: reading.front.date.clone(),
        text: Some(record.text.clone()),
        original: Some(record.original.clone()),
        ..Source::new(SourceId::from(REPORT), SourceKind::Publication, reading.front.title.clone())
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
        let at = reading.paragraphs.iter().position(|paragraph| chapter.lines.contains(&paragraph.line))?;
        Some(format!("Area {}, {}", area + 1, first_words(reading, at)))
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
            let begins = starts.get(&n).map(|at| first_words(reading, *at));
            let locator = match (heading.filter(|heading| locator::tells_nothing(heading)), begins) {
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

/// The words a paragraph is found by.
fn first_words(reading: &Reading<'_>, at: usize) -> String {
    let paragraph = &reading.paragraphs[at];
    let verdicts = locator::verdicts_in(&reading.verdicts, at);
    locator::words_of(paragraph, &verdicts, "", &reading.lines[paragraph.line])
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
