//! In what order a panel talks about its questions.
//!
//! Owns the order. Uses the counts and movements of the module. Invariant: what can change a verdict comes before what
//! cannot, whatever else is said of it; the order depends on ratings alone, never on who gave them.

use std::cmp::Reverse;

use serde::Serialize;

use crate::judgement::spread::CellSpread;
use crate::judgement::spread::Spread;
use crate::model::ids::ParentKey;

/// How a question is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    /// Members differ, and that can change a verdict.
    Decides,
    /// Members disagree as the panel defined it, and no verdict hangs on it.
    Disagreed,
    /// Nobody rated it, and somebody still may.
    Open,
    /// Members differ by less than that, and no verdict hangs on it.
    Near,
    /// All who rated it say the same, or all keep out of it.
    Agreed,
}

impl CellSpread {
    /// How the question is treated.
    pub fn treatment(&self) -> Treatment {
        if self.can_change() {
            Treatment::Decides
        } else if self.disagreement {
            Treatment::Disagreed
        } else if self.counts.rated() == 0 && self.counts.unrated > 0 {
            Treatment::Open
        } else if self.differs {
            Treatment::Near
        } else {
            Treatment::Agreed
        }
    }

    /// Sorts before what matters less: the whole before an area before a commitment, then the wider range, then a
    /// split without a majority, then the fewer on the side of the most.
    fn urgency(&self) -> impl Ord + use<> {
        let moves = |which: fn(&ParentKey) -> bool| self.changes.iter().any(|one| which(&one.id));
        let most = self.counts.given().map(|(_, times)| times).max().unwrap_or(0);
        (
            self.treatment(),
            Reverse(self.can_change_overall()),
            Reverse(moves(|id| matches!(id, ParentKey::Area(_)))),
            Reverse(self.range),
            Reverse(self.majority.is_none()),
            Reverse(self.counts.rated() - most),
        )
    }
}

impl Spread {
    /// All questions, the one to talk about first in front; of equals in the review's order.
    pub fn agenda(&self) -> Vec<&CellSpread> {
        let mut all: Vec<&CellSpread> = self.cells.iter().collect();
        all.sort_by_key(|cell| cell.urgency());
        all
    }
}
