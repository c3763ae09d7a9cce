//! One question as the chair sees it: ratings, reasons, anchors and passages side by side.
//!
//! Uses opened sessions, the spread and the passages. Invariant: it says of each member who handed in what the member
//! said of the question, also that it was left open.

use serde::Serialize;

use crate::judgement::spread::CellSpread;
use crate::judgement::spread::Spread;
use crate::judgement::spread::agenda::Treatment;
use crate::model::catalog::Catalog;
use crate::model::catalog::Shelf;
use crate::model::extent::Extent;
use crate::model::ids::CellKey;
use crate::model::quote::Stance;
use crate::model::rating::Grade;
use crate::model::rating::Rating;
use crate::panel::chair::passages::Passage;
use crate::panel::chair::passages::Passages;
use crate::panel::opened::Answer;
use crate::panel::opened::MemberSession;
use crate::panel::opened::OpenedPanel;
use crate::panel::opened::OpenedRound;

/// What kind of answer a member gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// A rating, or that it was looked at and cannot be rated.
    Rated,
    /// That the member does not rate it.
    Abstained,
    /// Nothing.
    Open,
    /// It is not among what the member rates.
    NotAsked,
}

/// What one member gave to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Given {
    /// The member's letter.
    pub member: String,
    /// What kind of answer.
    pub said: Said,
    /// The rating.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// The reason given for it, or the ground for abstaining.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Passages attached to the rating.
    pub passages: usize,
    /// The member's rating in the round before, where there was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Rating>,
    /// Rated after the published rating had been looked at.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub published_seen: bool,
    /// What is asked, or an anchor, changed after it was rated, and the member has not confirmed it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unconfirmed: bool,
}

/// What a grade means for a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Meaning {
    /// The grade.
    pub grade: Grade,
    /// The anchor statement.
    pub text: String,
    /// How the panel reads it, where it wrote that down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A passage as it bears on one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Bearing {
    /// The passage.
    #[serde(flatten)]
    pub passage: Passage,
    /// What each mark says to the question, in the order of the marks; absent where one says nothing to it.
    pub stances: Vec<Option<Stance>>,
    /// Members who attached it to their rating of the question.
    pub attached: usize,
    /// Whether only one of several members marked it.
    pub only_one: bool,
}

/// Items under a question that no member marked anything in: of the group, never of a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Untouched {
    /// So many.
    pub items: usize,
    /// Of so many that are filed under it.
    pub of: usize,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    /// The question.
    pub cell: CellKey,
    /// What each member who handed in gave, in the order of the panel.
    pub ratings: Vec<Given>,
    /// Counts, range, majority, and what a choice among the ratings changes.
    pub spread: CellSpread,
    /// Whether that can change a verdict.
    pub can_change: bool,
    /// How it is treated.
    pub treatment: Treatment,
    /// What the grades given mean for this question, best first.
    pub anchors: Vec<Meaning>,
    /// Passages filed under it, by text and place.
    pub passages: Vec<Bearing>,
    /// Items nobody marked.
    pub untouched: Untouched,
}

impl Question {
    /// Passages that only one of several members marked.
    pub fn of_one_only(&self) -> impl Iterator<Item = &Bearing> {
        self.passages.iter().filter(|bearing| bearing.only_one)
    }
}

/// Every question of a round.
pub(super) fn all(panel: &OpenedPanel, round: &OpenedRound, matrix: &Spread, marked: &Passages) -> Vec<Question> {
    matrix.cells.iter().map(|spread| of(panel, round, spread, marked)).collect()
}

fn of(panel: &OpenedPanel, round: &OpenedRound, spread: &CellSpread, marked: &Passages) -> Question {
    let (catalog, cell) = (&panel.catalog, &spread.cell);
    let before = round.n.checked_sub(1).and_then(|n| panel.round(n));
    let given = |session: &MemberSession| {
        let before = before.and_then(|round| round.of(session.member.id));
        given(catalog, cell, session, before)
    };
    Question {
        cell: cell.clone(),
        ratings: round.sessions.iter().map(given).collect(),
        can_change: spread.can_change(),
        treatment: spread.treatment(),
        anchors: meanings(catalog, spread),
        passages: marked.under(cell).map(|passage| bearing(passage, cell, round.sessions.len())).collect(),
        untouched: untouched(catalog, cell, marked),
        spread: spread.clone(),
    }
}

fn given(catalog: &Catalog, cell: &CellKey, session: &MemberSession, before: Option<&MemberSession>) -> Given {
    let before = before.map(|session| session.answer(catalog, cell)).and_then(|answer| match answer {
        Answer::Rated(entry) => Some(entry.rating),
        _ => None,
    });
    let mut given = Given {
        member: session.member.letter.clone(),
        said: Said::Open,
        rating: None,
        reason: None,
        passages: 0,
        before,
        published_seen: false,
        unconfirmed: false,
    };
    match session.answer(catalog, cell) {
        Answer::Rated(entry) => {
            given.said = Said::Rated;
            given.rating = Some(entry.rating);
            given.reason.clone_from(&entry.reason);
            given.passages = entry.quotes.len();
            (given.published_seen, given.unconfirmed) = (entry.published_seen, entry.unconfirmed);
        }
        Answer::Abstained(entry) => {
            given.said = Said::Abstained;
            given.reason = Some(entry.why.clone());
        }
        Answer::Open => {}
        Answer::NotAsked => given.said = Said::NotAsked,
    }
    given
}

fn meanings(catalog: &Catalog, spread: &CellSpread) -> Vec<Meaning> {
    let Some(question) = catalog.question(&spread.cell.question) else { return Vec::new() };
    let grades = spread.counts.given().filter_map(|(rating, _)| rating.grade());
    let meaning = |grade: Grade| {
        let note = catalog.review().anchor_note(&question.id, grade).map(str::to_owned);
        Some(Meaning { grade, text: question.anchors.get(&grade)?.clone(), note })
    };
    grades.filter_map(meaning).collect()
}

fn bearing(passage: &Passage, cell: &CellKey, members: usize) -> Bearing {
    let filed = |mark: &super::Mark| mark.filings.iter().find(|(filed, ..)| filed == cell).and_then(|filing| filing.1);
    Bearing {
        stances: passage.marks.iter().map(filed).collect(),
        attached: passage.marks.iter().filter(|mark| mark.attached.contains(cell)).count(),
        only_one: members > 1 && passage.members().len() == 1,
        passage: passage.clone(),
    }
}

fn untouched(catalog: &Catalog, cell: &CellKey, marked: &Passages) -> Untouched {
    let places = catalog.extent(&Extent::Shelf(Shelf::Cell(cell.clone())));
    // A large review's items stay in its file: none is read more than once, and of none more than which it is.
    let touched = places.iter().filter_map(|at| catalog.item(at)).filter(|item| marked.touch(&item.id)).count();
    Untouched { items: places.len() - touched, of: places.len() }
}
