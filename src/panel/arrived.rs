//! What has come in for a round, as far as it can be told from outside, and what is doubtful about it.
//!
//! Uses `folder` and `handing`. Invariant: nothing here depends on what was rated; the same files give the same answer in
//! any order.

use std::fmt;
use std::path::Path;
use std::path::PathBuf;

use crate::model::ids::CellKey;
use crate::model::moment::Moment;
use crate::model::panel::PanelMember;
use crate::model::panel::Round;
use crate::panel::folder::Folder;
use crate::panel::folder::HandInFile;
use crate::panel::folder::Strange;
use crate::panel::handing::of_name;

/// Where one member stands in a round.
#[derive(Debug, Clone)]
pub struct Arrival<'a> {
    /// The member.
    pub member: &'a PanelMember,
    /// The member's file, as far as there is one that can be looked into.
    pub file: Option<&'a HandInFile>,
    /// What is doubtful about it, or why there is none.
    pub doubt: Option<Doubt>,
}

/// Why a member's round cannot simply be opened with the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// Nothing has come in.
    Missing,
    /// It came in after the round was closed.
    Late {
        /// When it was handed in, by its own word.
        at: Moment,
        /// When the round was closed.
        closes: Moment,
    },
    /// Only the first of two steps has come in.
    MacOnly,
    /// It was not there when everyone's MACs were taken down.
    NotTakenDown,
    /// The file under this member's name is another's.
    Swapped {
        /// The file.
        path: PathBuf,
        /// Whose it says it is.
        of: String,
    },
    /// It is of another round.
    OtherRound {
        /// The file.
        path: PathBuf,
        /// The round it was handed in with.
        of: u32,
    },
    /// It is of another review.
    OtherReview {
        /// The file.
        path: PathBuf,
    },
    /// It was handed in to another panel.
    OtherPanel {
        /// The file.
        path: PathBuf,
    },
    /// It is not the file whose MAC was taken down when the round was closed.
    Replaced {
        /// The file.
        path: PathBuf,
        /// When that one was taken down.
        taken: Moment,
    },
    /// There are two.
    Twice {
        /// One of them.
        one: PathBuf,
        /// The other.
        other: PathBuf,
    },
    /// What is in it is not what was sealed.
    Altered {
        /// The file.
        path: PathBuf,
        /// How that shows.
        how: String,
    },
    /// It was rated on another edition, and what is asked changed under ratings.
    AskedAnew {
        /// The file.
        path: PathBuf,
        /// The questions.
        cells: Vec<CellKey>,
    },
}

impl Doubt {
    /// The word for it in `--json`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Late { .. } => "late",
            Self::MacOnly => "mac-only",
            Self::NotTakenDown => "not-taken-down",
            Self::Swapped { .. } => "swapped",
            Self::OtherRound { .. } | Self::OtherReview { .. } | Self::OtherPanel { .. } | Self::Replaced { .. } => {
                "replayed"
            }
            Self::Twice { .. } => "twice",
            Self::Altered { .. } => "altered",
            Self::AskedAnew { .. } => "asked-anew",
        }
    }

    /// Whether it says that somebody changed or exchanged a file, and not only that one is not there yet.
    pub fn is_tampering(&self) -> bool {
        matches!(self.code(), "swapped" | "replayed" | "altered")
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("nothing has come in"),
            Self::Late { at, closes } => write!(f, "late: handed in {at}, the round was closed {closes}"),
            Self::MacOnly => f.write_str("the first of two steps is in; the ratings are to follow"),
            Self::NotTakenDown => {
                f.write_str("its MAC was not taken down before ratings came in; close the round once all MACs are in")
            }
            Self::Swapped { path, of } => write!(f, "swapped: {} holds what member {of} handed in", name(path)),
            Self::OtherRound { path, of } => write!(f, "replayed: {} was handed in with round {of}", name(path)),
            Self::OtherReview { path } => write!(f, "replayed: {} is about another review", name(path)),
            Self::OtherPanel { path } => write!(f, "replayed: {} was handed in to another panel", name(path)),
            Self::Replaced { path, taken } => {
                write!(
                    f,
                    "replayed: {} is not the file that was there when its seal was taken down on {taken}",
                    name(path)
                )
            }
            Self::Twice { one, other } => {
                write!(f, "two files: {} and {}; keep the one the member stands by", name(one), name(other))
            }
            Self::Altered { path, how } => write!(f, "altered: {} {how}", name(path)),
            Self::AskedAnew { path, cells } => {
                let cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
                let cells = cells.join(", ");
                write!(f, "{} was rated on another edition, and what is asked changed under {cells}", name(path))
            }
        }
    }
}

/// Where every member stands in a round, in the order of the panel.
pub fn arrivals<'a>(folder: &'a Folder, n: u32) -> Vec<Arrival<'a>> {
    folder.panel.members.iter().map(|member| arrival(folder, n, member)).collect()
}

/// Letters of members other than one's own of whom nothing of a round is in.
pub fn waited_for(folder: &Folder, n: u32, own: &str) -> Vec<String> {
    let waiting = arrivals(folder, n).into_iter();
    let waiting = waiting.filter(|arrival| arrival.file.is_none() && arrival.member.letter != own);
    waiting.map(|arrival| arrival.member.letter.clone()).collect()
}

fn arrival<'a>(folder: &'a Folder, n: u32, member: &'a PanelMember) -> Arrival<'a> {
    let stands = |file, doubt| Arrival { member, file, doubt };
    let own: Vec<&HandInFile> =
        folder.handed_in.iter().filter(|it| it.handin.member == member.id && it.handin.round == n).collect();
    // What lies under this member's name comes first: another's file there is told, whatever else there is.
    let named = |path: &Path| of_name(&name(path)).is_some_and(|(round, letter)| round == n && letter == member.letter);
    if let Some(doubt) = folder.handed_in.iter().filter(|it| named(&it.path)).find_map(|it| misnamed(it, n, member)) {
        return stands(None, Some(doubt));
    }
    let file = match own.as_slice() {
        [] => {
            let other = |it: &&crate::panel::folder::Stranger| matches!(it.why, Strange::OtherPanel) && named(&it.path);
            let elsewhere = folder.strangers.iter().find(other).map(|it| Doubt::OtherPanel { path: it.path.clone() });
            return stands(None, Some(elsewhere.unwrap_or(Doubt::Missing)));
        }
        [only] => *only,
        [one, other, ..] => match (&one.handin.sealed, &other.handin.sealed, one.handin.mac == other.handin.mac) {
            (Some(_), None, true) if own.len() == 2 => *one,
            (None, Some(_), true) if own.len() == 2 => *other,
            _ => return stands(None, Some(Doubt::Twice { one: one.path.clone(), other: other.path.clone() })),
        },
    };
    let round = folder.panel.rounds.iter().find(|known| known.n == n);
    stands(Some(file), outside(folder, round, member, file))
}

/// What is wrong with a file that bears a member's name.
fn misnamed(file: &HandInFile, n: u32, member: &PanelMember) -> Option<Doubt> {
    let path = file.path.clone();
    if file.handin.member != member.id {
        return Some(Doubt::Swapped { path, of: file.handin.letter.clone() });
    }
    (file.handin.round != n).then_some(Doubt::OtherRound { path, of: file.handin.round })
}

/// What can be told of a member's own file without looking into it.
fn outside(folder: &Folder, round: Option<&Round>, member: &PanelMember, file: &HandInFile) -> Option<Doubt> {
    let path = || file.path.clone();
    let handin = &file.handin;
    if handin.review.id != folder.panel.review.id {
        return Some(Doubt::OtherReview { path: path() });
    }
    if handin.letter != member.letter {
        return Some(Doubt::Altered { path: path(), how: format!("says member {} on the outside", handin.letter) });
    }
    let taken = round.and_then(|round| round.received.iter().find(|received| received.member == member.id));
    if let Some(taken) = taken {
        let same = taken.mac == handin.mac;
        return match (same, handin.sealed.is_some()) {
            (false, _) => Some(Doubt::Replaced { path: path(), taken: taken.at }),
            (true, false) => Some(Doubt::MacOnly),
            (true, true) => None,
        };
    }
    if let Some(closes) = round.and_then(|round| round.closes) {
        // Those that were taken down as the round was closed were in time; of the others only their own word is known.
        let closed_by_hand = round.is_some_and(|round| !round.received.is_empty());
        if closed_by_hand || handin.at > closes {
            return Some(Doubt::Late { at: handin.at, closes });
        }
    }
    match (handin.sealed.is_some(), folder.panel.two_step) {
        (false, _) => Some(Doubt::MacOnly),
        (true, true) => Some(Doubt::NotTakenDown),
        (true, false) => None,
    }
}
