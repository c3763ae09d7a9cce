//! The course of one rating: what it was, what it became, when, why, and what was known then.
//!
//! Follows from the log. Invariant: acts that were taken back are not among the steps; what was read is told only as
//! far as the reading marks say when.

use std::collections::HashSet;

use crate::document::log::act_of;
use crate::model::act::Act;
use crate::model::catalog::Shelf;
use crate::model::ids::ActId;
use crate::model::ids::CellKey;
use crate::model::ids::Subject;
use crate::model::moment::Moment;
use crate::model::rating::Rating;
use crate::review::workspace::Workspace;

/// What a question can be at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Nothing said.
    Unrated,
    /// The member keeps out of it.
    Abstained,
    /// Rated.
    Rated(Rating),
}

/// One step of the course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it was.
    pub from: Answer,
    /// What it became.
    pub to: Answer,
    /// When.
    pub at: Moment,
    /// The reason given.
    pub reason: Option<String>,
    /// Whether the published rating had been looked at before.
    pub seen: bool,
    /// Items of the question that were read by then, and how many there are.
    pub read: (usize, usize),
}

/// The steps, the oldest first. A rating that came from another file is not among them: its course is in that file.
pub fn course(ws: &Workspace, cell: &CellKey) -> Vec<Step> {
    let standing: HashSet<ActId> = ws.history().done().iter().map(|done| done.id).collect();
    let items = ws.catalog().shelf(&Shelf::Cell(cell.clone()));
    let read: Vec<Moment> = ws.read_when().filter(|(at, _)| items.contains(*at)).map(|(_, when)| when).collect();
    let subject = Subject::Cell(cell.clone());
    let (mut steps, mut now, mut seen) = (Vec::new(), Answer::Unrated, false);
    for entry in ws.history().entries() {
        let Ok(Some(act)) = act_of(entry) else { continue };
        seen |= has_seen(&act, &subject);
        if !standing.contains(&entry.id) {
            continue;
        }
        let mut said = Vec::new();
        on_cell(&act, cell, &mut said);
        for (to, reason) in said {
            steps.push(Step {
                from: now,
                to,
                at: entry.at,
                reason,
                seen,
                read: (read.iter().filter(|when| **when <= entry.at).count(), items.len()),
            });
            now = to;
        }
    }
    steps
}

fn has_seen(act: &Act, subject: &Subject) -> bool {
    match act {
        Act::SeePublished { on } => on == subject,
        Act::ShowPublished { seen, .. } | Act::Follow { seen, .. } => seen.contains(subject),
        _ => false,
    }
}

fn on_cell(act: &Act, cell: &CellKey, out: &mut Vec<(Answer, Option<String>)>) {
    match act {
        Act::Rate { cell: on, rating, reason, .. } if on == cell => {
            out.push((Answer::Rated(*rating), reason.clone()));
        }
        Act::Unrate { cell: on } if on == cell => out.push((Answer::Unrated, None)),
        Act::Abstain { cell: on, why } if on == cell => out.push((Answer::Abstained, Some(why.clone()))),
        Act::Together { acts } => acts.iter().for_each(|act| on_cell(act, cell, out)),
        _ => {}
    }
}
