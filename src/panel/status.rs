//! Who is in, how many questions they left open, how many reasons are missing: all that may be known of a round before it
//! is opened.
//!
//! Uses `arrived`. Invariant: nothing in it depends on a rating, a reason's words or what they add up to.

use std::path::PathBuf;

use crate::model::moment::Moment;
use crate::model::panel::Panel;
use crate::model::panel::PanelRole;
use crate::panel::arrived::Doubt;
use crate::panel::arrived::arrivals;
use crate::panel::folder::Folder;

/// Where a panel stands in a round.
#[derive(Debug, Clone)]
pub struct Status {
    /// The round.
    pub round: u32,
    /// When it closes, or was closed.
    pub closes: Option<Moment>,
    /// When it was opened.
    pub opened: Option<Moment>,
    /// Every member.
    pub members: Vec<MemberStatus>,
    /// Files that were left aside, and why.
    pub strangers: Vec<(PathBuf, String)>,
}

/// Where one member stands.
#[derive(Debug, Clone)]
pub struct MemberStatus {
    /// The letter.
    pub letter: String,
    /// In what capacity.
    pub role: PanelRole,
    /// What is in.
    pub handed: Option<Handed>,
    /// What is doubtful, or that nothing is in.
    pub doubt: Option<Doubt>,
}

/// What may be known of a handed-in round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// When.
    pub at: Moment,
    /// Questions asked.
    pub questions: usize,
    /// Left open.
    pub open: usize,
    /// Rated without a reason.
    pub without_reason: usize,
    /// What the member can compare with what was shown at handing in: the first figures of the MAC.
    pub receipt: String,
}

/// The round a panel is in: the one after the last that was opened.
pub fn at_hand(panel: &Panel) -> u32 {
    panel.rounds.iter().filter(|round| round.opened.is_some()).map(|round| round.n + 1).max().unwrap_or(1)
}

/// The first figures of a MAC, as a member reads them out: `4f2a 91c0`.
pub fn receipt(mac: &str) -> String {
    format!("{} {}", mac.get(..4).unwrap_or_default(), mac.get(4..8).unwrap_or_default())
}

/// Where a panel stands in a round.
pub fn status(folder: &Folder, n: u32) -> Status {
    let round = folder.panel.rounds.iter().find(|round| round.n == n);
    let members = arrivals(folder, n).into_iter().map(|arrival| MemberStatus {
        letter: arrival.member.letter.clone(),
        role: arrival.member.role,
        handed: arrival.file.map(|file| Handed {
            at: file.handin.at,
            questions: file.handin.questions,
            open: file.handin.open,
            without_reason: file.handin.without_reason,
            receipt: receipt(&file.handin.mac),
        }),
        doubt: arrival.doubt,
    });
    Status {
        round: n,
        closes: round.and_then(|round| round.closes),
        opened: round.and_then(|round| round.opened),
        members: members.collect(),
        strangers: folder.strangers.iter().map(|it| (it.path.clone(), it.why.to_string())).collect(),
    }
}
