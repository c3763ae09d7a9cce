//! What the panel settled, as its records say it.
//!
//! Uses the records and `judgement::rollup`. Invariant: records of two keepers stand side by side; nothing decides
//! between them.

use serde::Serialize;

use crate::judgement::rollup::Opinions;
use crate::judgement::rollup::Rollup;
use crate::judgement::rollup::Tree;
use crate::judgement::rule::Rule;
use crate::judgement::rule::Standing;
use crate::model::ids::Subject;
use crate::model::rating::Rating;
use crate::model::session::Consensus;
use crate::panel::opened::OpenedPanel;
use crate::panel::opened::PanelResult;

/// One thing settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Agreed {
    /// The file it stands in.
    pub record: String,
    /// What was agreed, as it was written down.
    #[serde(flatten)]
    pub consensus: Consensus,
    /// For a parent: what the rule gives on what the record settles below it; absent for questions, and while open.
    pub by_rule: Option<Rating>,
    /// For a parent: whether the panel departs from that.
    pub departs: bool,
    /// Whether another record says otherwise on the same.
    pub contested: bool,
}

/// What every record says.
pub(super) fn all(panel: &OpenedPanel, rule: &Rule) -> Vec<Agreed> {
    panel.results.iter().flat_map(|result| of_record(panel, result, rule)).collect()
}

fn of_record(panel: &OpenedPanel, result: &PanelResult, rule: &Rule) -> Vec<Agreed> {
    let settled = &result.session.consensus;
    let mut opinions = Opinions::default();
    for one in settled {
        match one.subject() {
            Some(Subject::Cell(cell)) => {
                opinions.cells.insert(cell, Standing::from(one.rating));
            }
            Some(Subject::Parent(parent)) => {
                opinions.own.insert(parent, one.rating);
            }
            None => {}
        }
    }
    let rollup = Rollup::new(Tree::of(panel.catalog.review()), &opinions, rule.clone());
    let record = result.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let agreed = |one: &Consensus| {
        let by_rule = match one.subject() {
            Some(Subject::Parent(parent)) => rollup.parent(&parent).and_then(|state| state.by_rule.completed),
            _ => None,
        };
        let others = panel.results.iter().filter(|other| other.path != result.path);
        let mut others = others.flat_map(|other| &other.session.consensus);
        Agreed {
            record: record.clone(),
            consensus: one.clone(),
            by_rule,
            departs: by_rule.is_some_and(|by_rule| by_rule != one.rating),
            contested: others.any(|other| other.subject() == one.subject() && other.rating != one.rating),
        }
    };
    settled.iter().map(agreed).collect()
}
