//! The fewest answers that would change what stands under the cursor, and what to rate next to settle most.
//!
//! Uses judgement. Invariant: worked out once for the same ratings and place, so that no frame pays for it twice.

use crate::judgement::least::Set;
use crate::judgement::least::Smallest;
use crate::judgement::least::smallest_sets;
use crate::judgement::rollup::Opinions;
use crate::judgement::rollup::Rollup;
use crate::judgement::rule::Rule;
use crate::judgement::settle::open_questions;
use crate::judgement::words::Words;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::rating::Grade;
use crate::review::words::subject_word;
use crate::tui::ui::Ui;
use crate::tui::view::prose::Sentence;

/// What was worked out last, and for what.
#[derive(Debug, Clone)]
pub(super) struct Fewest {
    subject: Subject,
    rule: Rule,
    opinions: Opinions,
    /// Whether there was room to say it of questions too.
    roomy: bool,
    said: Vec<Sentence>,
}

impl Fewest {
    /// Works it out, or keeps what is known. Where there is little room the matrix goes before what can be read at the
    /// parents.
    pub(super) fn renewed(known: Option<Self>, ui: &Ui<'_>, subject: &Subject, shown: &Rollup, roomy: bool) -> Self {
        let opinions = shown.opinions();
        match known {
            Some(known) if known.roomy == roomy && known.is_of(subject, shown, &opinions) => known,
            _ => Self {
                said: sentences(ui, subject, shown, roomy),
                roomy,
                subject: subject.clone(),
                rule: shown.rule().clone(),
                opinions,
            },
        }
    }

    fn is_of(&self, subject: &Subject, shown: &Rollup, opinions: &Opinions) -> bool {
        self.subject == *subject && self.rule == *shown.rule() && self.opinions == *opinions
    }

    /// The sentences, if they are about this.
    pub(super) fn said(&self, subject: &Subject) -> &[Sentence] {
        if self.subject == *subject { &self.said } else { &[] }
    }
}

fn sentences(ui: &Ui<'_>, subject: &Subject, shown: &Rollup, roomy: bool) -> Vec<Sentence> {
    let parents = match subject {
        Subject::Cell(cell) if roomy => shown.tree().above(cell),
        Subject::Cell(_) => Vec::new(),
        Subject::Parent(parent) => vec![parent.clone()],
    };
    // Of a commitment the sentence before says it all, unless it takes more than two answers.
    let of_commitment = matches!(subject, Subject::Parent(ParentKey::Commitment(_)));
    let said_before =
        |found: &Smallest| of_commitment && matches!(found, Smallest::Sets(sets) if sets[0].changes.len() <= 2);
    let found = parents.iter().filter_map(|parent| Some((parent, smallest_sets(shown, parent)?)));
    let clauses: Vec<String> = found
        .filter(|(_, found)| !said_before(found))
        .map(|(parent, found)| clause(ui, subject, parent, &found))
        .collect();
    let mut out = Vec::new();
    let open = |parent: &ParentKey| shown.parent(parent).is_some_and(|state| state.is_open());
    match (subject, clauses.as_slice()) {
        (_, []) => {}
        (Subject::Parent(parent), _) => {
            let label = if open(parent) { "Fewest answers to settle it:" } else { "Fewest answers to change it:" };
            out.push(Sentence::new(label, format!("{}.", clauses.join("; "))));
        }
        (Subject::Cell(_), _) => {
            out.push(Sentence::new("Fewest answers to change:", format!("{}.", clauses.join("; "))))
        }
    }
    let about_here = |(parent, _): &(ParentKey, usize)| parents.contains(parent);
    let open = open_questions(shown);
    if let Some(next) = open.iter().find(|one| one.parents.iter().any(about_here)) {
        let settled = |(parent, grades): &(ParentKey, usize)| {
            let how = if *grades == Grade::ALL.len() { "whatever it is" } else { "with some answers" };
            format!("{} {how}", word(ui, parent))
        };
        let settled: Vec<String> = next.parents.iter().map(settled).collect();
        // Questions that settle the same are named together: none of them goes first.
        let alike = open.iter().filter(|one| one.parents == next.parents && one.narrows == next.narrows);
        let cells: Vec<String> = alike.map(|one| one.cell.to_string()).collect();
        out.push(Sentence::new("Settles most:", format!("{}; it settles {}.", any_of(&cells), settled.join(", "))));
    }
    out
}

/// "4C", "4B or 4C".
fn any_of(cells: &[String]) -> String {
    match cells {
        [most @ .., last] if !most.is_empty() => format!("{} or {last}", most.join(", ")),
        _ => cells.concat(),
    }
}

fn word(ui: &Ui<'_>, parent: &ParentKey) -> String {
    subject_word(ui.ws.catalog().review(), &Subject::Parent(parent.clone()))
}

/// What it takes; of a question with the name of what it changes.
fn clause(ui: &Ui<'_>, subject: &Subject, parent: &ParentKey, found: &Smallest) -> String {
    let said = match found {
        Smallest::Sets(sets) => sets.iter().map(|set| way(ui, set)).collect::<Vec<_>>().join(", or "),
        Smallest::NothingWithinReach => "nothing within reach".to_owned(),
        Smallest::MoreThan(size) => format!("more than {size}"),
    };
    match subject {
        Subject::Parent(_) => said,
        Subject::Cell(_) => format!("{}: {said}", word(ui, parent)),
    }
}

/// "2 (8A and 8B at good, one of 3 in as few steps) make it good".
fn way(ui: &Ui<'_>, set: &Set) -> String {
    let words = Words::new(&ui.ws.catalog().review().scale);
    let mut grades: Vec<(Grade, Vec<&CellKey>)> = Vec::new();
    for change in &set.changes {
        match grades.iter_mut().find(|(to, _)| *to == change.to) {
            Some((_, cells)) => cells.push(&change.cell),
            None => grades.push((change.to, vec![&change.cell])),
        }
    }
    let at = |(to, cells): &(Grade, Vec<&CellKey>)| {
        let cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
        format!("{} at {}", cells.join(" "), words.grade(*to))
    };
    let at: Vec<String> = grades.iter().map(at).collect();
    let such = if set.alike > 1 { format!(", one of {} in as few steps", set.alike) } else { String::new() };
    let makes = if set.changes.len() == 1 { "makes" } else { "make" };
    format!("{} ({}{such}) {makes} it {}", set.changes.len(), at.join(", "), words.rating(set.becomes))
}
