//! Whether a review holds together, but for its evidence.
//!
//! Uses model. Invariant: finds every dangling or repeated key of these parts.

use std::collections::HashMap;

use crate::document::error::Problems;
use crate::document::validate::RENAME;
use crate::document::validate::Seen;
use crate::document::validate::empty_key;
use crate::document::validate::evidence;
use crate::document::validate::sha256_wanted;
use crate::document::validate::tree;
use crate::model::ids::AreaId;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::ParentKey;
use crate::model::ids::QuestionId;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::moment::is_date;
use crate::model::rating::Grade;
use crate::model::review::Review;
use crate::model::source::Source;

/// The keys of a review, for looking up what refers to them. All but the sources are few, and
/// looked up for every item: a sorted list is quicker than hashing.
pub(super) struct Keys<'a> {
    areas: Vec<&'a AreaId>,
    commitments: Vec<&'a CommitmentId>,
    questions: Vec<&'a QuestionId>,
    footnotes: Vec<u32>,
    sources: HashMap<&'a SourceId, &'a Source>,
}

impl<'a> Keys<'a> {
    pub fn of(review: &'a Review) -> Self {
        Self {
            areas: sorted(review.areas.iter().map(|area| &area.id)),
            commitments: sorted(review.commitments.iter().map(|commitment| &commitment.id)),
            questions: sorted(review.questions.iter().map(|question| &question.id)),
            footnotes: sorted(review.footnotes.iter().map(|note| note.number)),
            sources: review.sources.iter().map(|source| (&source.id, source)).collect(),
        }
    }

    pub fn has_area(&self, id: &AreaId) -> bool {
        self.areas.binary_search(&id).is_ok()
    }

    pub fn has_commitment(&self, id: &CommitmentId) -> bool {
        self.commitments.binary_search(&id).is_ok()
    }

    pub fn has_question(&self, id: &QuestionId) -> bool {
        self.questions.binary_search(&id).is_ok()
    }

    pub fn has_footnote(&self, number: u32) -> bool {
        self.footnotes.binary_search(&number).is_ok()
    }

    pub fn source(&self, id: &SourceId) -> Option<&'a Source> {
        self.sources.get(id).copied()
    }

    fn has_cell(&self, cell: &CellKey) -> bool {
        self.has_commitment(&cell.commitment) && self.has_question(&cell.question)
    }

    /// Whether the review has what a rating stands on.
    pub fn has(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Cell(cell) => self.has_cell(cell),
            Subject::Parent(ParentKey::Commitment(id)) => self.has_commitment(id),
            Subject::Parent(ParentKey::Area(id)) => self.has_area(id),
            Subject::Parent(ParentKey::Overall) => true,
        }
    }
}

fn sorted<K: Ord>(keys: impl Iterator<Item = K>) -> Vec<K> {
    let mut keys: Vec<K> = keys.collect();
    keys.sort_unstable();
    keys
}

/// What is wrong with a review.
pub fn review_problems(review: &Review) -> Problems {
    let keys = Keys::of(review);
    let mut problems = Problems::default();
    scale(review, &mut problems);
    questions(review, &mut problems);
    commitments(review, &keys, &mut problems);
    sources(review, &mut problems);
    footnotes(review, &keys, &mut problems);
    evidence::items(review, &keys, &mut problems);
    published(review, &keys, &mut problems);
    tree("themes", review.themes.iter().map(|theme| (&theme.id, theme.parent.as_ref())), &mut problems);
    anchor_notes(review, &keys, &mut problems);
    problems
}

fn scale(review: &Review, problems: &mut Problems) {
    if review.edition == 0 {
        problems.add("edition", "there is no edition 0", "Editions count from 1.");
    }
    if !review.date.is_empty() && !is_date(&review.date) {
        let what = format!("`{}` is not a day of the calendar", review.date);
        problems.add("date", what, "Write it as year, month and day, such as `2023-02-17`.");
    }
    if !review.scale.iter().map(|point| point.id).eq(Grade::ALL) {
        let remedy = format!("Write exactly these four, best first: {}.", Grade::ALL.map(Grade::id).join(", "));
        problems.add("scale", "the scale is not the four grades in their order", remedy);
    }
}

fn questions(review: &Review, problems: &mut Problems) {
    let mut seen = Seen::with_capacity(4);
    for (at, question) in review.questions.iter().enumerate() {
        let id = question.id.as_str();
        if !matches!(id.as_bytes(), [b'A'..=b'Z']) {
            let what = format!("`{id}` is not a single capital letter");
            problems.add(format_args!("questions[{at}].id"), what, "Call the questions A, B, C and so on.");
        }
        seen.note(id, "questions", at, "id", problems);
    }
}

fn commitments(review: &Review, keys: &Keys, problems: &mut Problems) {
    let mut seen = Seen::with_capacity(8);
    for (at, area) in review.areas.iter().enumerate() {
        empty_key(area.id.as_str(), format_args!("areas[{at}].id"), problems);
        seen.note(&area.id, "areas", at, "id", problems);
    }
    for (at, commitment) in review.commitments.iter().enumerate() {
        let number = (at + 1).to_string();
        if commitment.id.as_str() != number {
            let what = format!("commitment `{}` stands where `{number}` should", commitment.id);
            let remedy = "Number the commitments 1, 2 and so on, in the order they stand.";
            problems.add(format_args!("commitments[{at}].id"), what, remedy);
        }
        if !keys.has_area(&commitment.area) {
            let what = format!("the review has no area `{}`", commitment.area);
            problems.add(format_args!("commitments[{at}].area"), what, "Name one of `areas`, or add it there.");
        }
        for question in commitment.subquestions.iter().flat_map(|map| map.keys()) {
            if !keys.has_question(question) {
                let place = format!("commitments[{at}].subquestions.{question}");
                let what = format!("the review has no question `{question}`");
                problems.add(place, what, "Name one of `questions`, or add it there.");
            }
        }
    }
}

fn sources(review: &Review, problems: &mut Problems) {
    // Codes are looked up whatever their capitals, so a spelling that differs in these only is the same.
    let mut spellings: HashMap<String, usize> = HashMap::with_capacity(review.sources.len());
    for (at, source) in review.sources.iter().enumerate() {
        empty_key(source.id.as_str(), format_args!("sources[{at}].id"), problems);
        if let Some(first) = spellings.insert(source.id.as_str().to_lowercase(), at) {
            let what = format!("`{}` stands here again, after sources[{first}]", source.id);
            problems.add(format_args!("sources[{at}].id"), what, RENAME);
        }
    }
    for (at, source) in review.sources.iter().enumerate() {
        for (n, alias) in source.aliases.iter().enumerate() {
            let first = *spellings.entry(alias.to_lowercase()).or_insert(at);
            if first != at {
                let what = format!("`{alias}` also names sources[{first}], `{}`", review.sources[first].id);
                let remedy = "A spelling can name one source only: take it from one of the two.";
                problems.add(format_args!("sources[{at}].aliases[{n}]"), what, remedy);
            }
        }
        let before = |like: &SourceId| {
            spellings
                .get(&like.as_str().to_lowercase())
                .is_some_and(|&first| first < at && review.sources[first].id == *like)
        };
        if let Some(like) = source.like.as_ref().filter(|like| !before(like)) {
            let what = format!("no source before this one is `{like}`");
            let remedy = "Name the first source whose text is alike, or leave `like` out.";
            problems.add(format_args!("sources[{at}].like"), what, remedy);
        }
        let mut seen = Seen::with_capacity(source.speakers.len());
        for (n, speaker) in source.speakers.iter().enumerate() {
            seen.note(&speaker.id, &format!("sources[{at}].speakers"), n, "id", problems);
        }
        if let Some(original) = &source.original {
            sha256_wanted(&original.sha256, format_args!("sources[{at}].original.sha256"), problems);
        }
    }
}

fn footnotes(review: &Review, keys: &Keys, problems: &mut Problems) {
    let mut before = 0;
    for (at, note) in review.footnotes.iter().enumerate() {
        if note.number <= before {
            let what = match note.number {
                0 => "there is no note 0".to_owned(),
                number if number == before => format!("note {number} stands here again"),
                number => format!("note {number} stands after note {before}"),
            };
            problems.add(
                format_args!("footnotes[{at}].number"),
                what,
                "Put the notes in the order of their numbers, each once.",
            );
        }
        before = before.max(note.number);
        for (n, source) in note.sources.iter().enumerate() {
            if keys.source(source).is_none() {
                let what = format!("note {} cites `{source}`, which is none of the sources", note.number);
                let remedy = "Name one of `sources`, or add it there.";
                problems.add(format_args!("footnotes[{at}].sources[{n}]"), what, remedy);
            }
        }
    }
}

fn published(review: &Review, keys: &Keys, problems: &mut Problems) {
    const REMEDY: &str = "Name something the review has, or take the rating out.";
    let published = &review.published;
    for cell in published.cells.keys().filter(|cell| !keys.has_cell(cell)) {
        problems.add(format_args!("published.cells.{cell}"), format!("the review has no question `{cell}`"), REMEDY);
    }
    for id in published.commitments.keys().filter(|id| !keys.has_commitment(id)) {
        problems.add(
            format_args!("published.commitments.{id}"),
            format!("the review has no commitment `{id}`"),
            REMEDY,
        );
    }
    for id in published.areas.keys().filter(|id| !keys.has_area(id)) {
        problems.add(format_args!("published.areas.{id}"), format!("the review has no area `{id}`"), REMEDY);
    }
    for (at, printed) in published.printed.iter().flatten().enumerate() {
        let place = format!("published.printed[{at}]");
        rated(printed.subject().as_ref(), &place, keys, problems);
        if printed.line == Some(0) {
            problems.add(format_args!("{place}.line"), "there is no line 0", "Lines count from 1.");
        }
    }
}

/// Whether a rating names exactly one thing, and one the review has.
pub(super) fn rated(subject: Option<&Subject>, place: &str, keys: &Keys, problems: &mut Problems) {
    match subject {
        None => problems.add(place, "it must name one thing it rates", "Give either `cell` or `parent`, not both."),
        Some(subject) if keys.has(subject) => {}
        Some(subject) => {
            let field = if matches!(subject, Subject::Cell(_)) { "cell" } else { "parent" };
            let what = format!("the review has no `{subject}`");
            problems.add(
                format_args!("{place}.{field}"),
                what,
                "Name something the review has, or take the rating out.",
            );
        }
    }
}

fn anchor_notes(review: &Review, keys: &Keys, problems: &mut Problems) {
    for key in review.settings.iter().flat_map(|settings| settings.anchor_notes.keys()) {
        let known = key.split_once(':').is_some_and(|(question, grade)| {
            keys.has_question(&QuestionId::from(question)) && Grade::ALL.iter().any(|known| known.id() == grade)
        });
        if !known {
            let what = format!("`{key}` is not an anchor of this review");
            let remedy = "Write a question, a colon and a grade, such as `B:good`.";
            problems.add(format_args!("settings.anchor_notes.{key}"), what, remedy);
        }
    }
}
