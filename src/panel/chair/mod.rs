//! What the chair looks at: the matrix of a round that was opened, how far members agreed, and what was settled.
//!
//! Joins opened sessions with `judgement::spread` and `judgement::agreement`. Invariants: nothing is in it but rounds
//! that were opened; members are letters; of what members wrote only reasons of ratings and grounds of abstaining are
//! in it, no private note. It is what `plumbline panel DIR --json` prints.

mod agreed;
mod agreement;
mod passages;
mod question;
pub mod words;

#[cfg(test)]
pub(crate) mod tests;

use serde::Serialize;

use crate::judgement::agreement::bootstrap::Draws;
use crate::judgement::rollup::Opinions;
use crate::judgement::rollup::Tree;
use crate::judgement::rule::Rule;
use crate::judgement::spread::Reachable;
use crate::judgement::spread::Spread;
use crate::judgement::spread::Voice;
use crate::judgement::spread::spread;
use crate::model::ids::AreaId;
use crate::model::ids::CellKey;
use crate::model::ids::MemberId;
use crate::model::judged::RuleName;
use crate::model::panel::Disagreement;
use crate::model::panel::PanelRole;
use crate::model::session::ReviewRef;
use crate::model::thresholds::Thresholds;
use crate::panel::opened::Answer;
use crate::panel::opened::MemberSession;
use crate::panel::opened::OpenedPanel;
use crate::panel::opened::OpenedRound;
use crate::panel::seat;

pub use self::agreed::Agreed;
pub use self::agreement::PairOf;
pub use self::agreement::PanelAgreement;
pub use self::passages::Mark;
pub use self::passages::Passage;
pub use self::passages::Passages;
pub use self::question::Bearing;
pub use self::question::Given;
pub use self::question::Meaning;
pub use self::question::Question;
pub use self::question::Said;

/// The round that agreement is computed on: later ones are rated after talking, which is no reliability.
pub const APART: u32 = 1;

/// A round as the chair sees it.
#[derive(Debug, Clone, Serialize)]
pub struct Chair {
    /// The review.
    pub review: ReviewRef,
    /// The round shown; absent while none is opened.
    pub round: Option<u32>,
    /// Rounds that were opened.
    pub rounds: Vec<u32>,
    /// What the panel calls a disagreement.
    pub disagreement: Disagreement,
    /// Who sits on the panel, in its order.
    pub members: Vec<Seat>,
    /// Every question, in the review's order; none while no round is opened.
    pub cells: Vec<Question>,
    /// Questions in the order in which to talk about them.
    pub agenda: Vec<CellKey>,
    /// How far members agreed when they worked apart; empty where that was not asked for or cannot be known.
    #[serde(serialize_with = "agreement::or_empty")]
    pub agreement: Option<PanelAgreement>,
    /// What the ratings can reach.
    pub reachable: Reach,
    /// What was settled: one entry per question or parent and record, the record kept first in front.
    pub consensus: Vec<Agreed>,
}

/// Who sits on the panel, and how much of the round shown the member did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Seat {
    /// Random id.
    pub id: MemberId,
    /// The letter shown instead of a name.
    pub letter: String,
    /// In what capacity.
    pub role: PanelRole,
    /// Areas the member rates; none of them: all.
    pub areas: Vec<AreaId>,
    /// Whether the member's round is among the opened ones.
    pub handed_in: bool,
    /// Questions asked of the member.
    pub asked: usize,
    /// Of them rated, no information among them.
    pub rated: usize,
    /// Of them not rated on purpose.
    pub abstained: usize,
    /// Ratings without a reason.
    pub without_reason: usize,
}

/// What ratings can reach, and by which rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reach {
    /// The rule.
    pub rule: RuleName,
    /// Version of its definition.
    pub rule_version: u32,
    /// Its thresholds, where they are not its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thresholds: Option<Thresholds>,
    /// Commitments, then areas, then the whole; none while no round is opened.
    pub parents: Vec<Reachable>,
}

/// What of a panel is to be looked at.
#[derive(Debug, Clone)]
pub struct Look {
    /// The round; the one opened last where none is named.
    pub round: Option<u32>,
    /// The rule by which ratings are combined.
    pub rule: Rule,
    /// How intervals of agreement are drawn; without it agreement is left out.
    pub draws: Option<Draws>,
}

impl Look {
    /// The round opened last, by the rule the panel's record goes by, without agreement.
    pub fn at(panel: &OpenedPanel) -> Self {
        let settings = panel.results.first().map(|result| &result.session.settings);
        let rule = settings.map_or_else(
            || Rule::from(RuleName::Count),
            |settings| Rule::with(settings.rule, settings.thresholds.clone()),
        );
        Self { round: None, rule, draws: None }
    }

    /// With agreement, its intervals drawn from the panel's own seed, which is the same whenever it is looked at.
    #[must_use]
    pub fn with_agreement(mut self, panel: &OpenedPanel) -> Self {
        self.draws = Some(Draws::seeded(own_seed(panel)));
        self
    }
}

/// A seed that follows from the panel's id. Below 2^53, so that every reader of JSON keeps it whole.
fn own_seed(panel: &OpenedPanel) -> u64 {
    u64::try_from(panel.panel.id.as_u128() & ((1 << 53) - 1)).expect("53 bits")
}

impl Chair {
    /// Looks at a panel.
    pub fn of(panel: &OpenedPanel, look: &Look) -> Self {
        let review = panel.catalog.review();
        let round = look.round.map_or_else(|| panel.latest(), |n| panel.round(n));
        let tree = Tree::of(review);
        let matrix = round.map(|round| matrix(panel, round, &tree, &look.rule));
        let marked = round.map(|round| Passages::of(&panel.catalog, round)).unwrap_or_default();
        let cells = round.zip(matrix.as_ref()).map(|(round, matrix)| question::all(panel, round, matrix, &marked));
        let agenda = matrix.iter().flat_map(Spread::agenda).map(|one| one.cell.clone()).collect();
        Self {
            review: ReviewRef {
                id: review.id,
                edition: review.edition,
                digest: panel.catalog.digest().to_owned(),
                title: review.title.clone(),
            },
            round: round.map(|round| round.n),
            rounds: panel.rounds.iter().map(|round| round.n).collect(),
            disagreement: panel.panel.disagreement.clone(),
            members: panel.panel.members.iter().map(|member| seat_of(panel, round, member.id)).collect(),
            cells: cells.unwrap_or_default(),
            agenda,
            agreement: look.draws.and_then(|draws| agreement::apart(panel, draws)),
            reachable: Reach {
                rule: look.rule.name(),
                rule_version: look.rule.name().version(),
                thresholds: look.rule.thresholds().cloned(),
                parents: matrix.map(|matrix| matrix.reachable).unwrap_or_default(),
            },
            consensus: agreed::all(panel, &look.rule),
        }
    }

    /// One question.
    pub fn question(&self, cell: &CellKey) -> Option<&Question> {
        self.cells.iter().find(|one| one.cell == *cell)
    }
}

/// The spread of a round by itself: what has to be there at once, whatever else follows.
pub fn matrix(panel: &OpenedPanel, round: &OpenedRound, tree: &Tree, rule: &Rule) -> Spread {
    let opinions: Vec<Opinions> = round.sessions.iter().map(said).collect();
    let voices = round.sessions.iter().zip(&opinions);
    let voices: Vec<Voice> =
        voices.map(|(session, opinions)| Voice { opinions, areas: &session.member.areas }).collect();
    spread(tree, rule, &voices, &panel.panel.disagreement)
}

fn said(session: &MemberSession) -> Opinions {
    let file = &session.session;
    Opinions::of_session(&file.ratings, &file.abstained, &file.overrides)
}

fn seat_of(panel: &OpenedPanel, round: Option<&OpenedRound>, id: MemberId) -> Seat {
    let member = seat::member(&panel.panel, id).expect("a member of the panel");
    let session = round.and_then(|round| round.of(id));
    let asked: Vec<CellKey> = seat::questions(member, &panel.catalog).collect();
    let answers = || session.into_iter().flat_map(|session| asked.iter().map(|c| session.answer(&panel.catalog, c)));
    let without_reason = |answer: &Answer| matches!(answer, Answer::Rated(entry) if entry.reason.is_none());
    Seat {
        id,
        letter: member.letter.clone(),
        role: member.role,
        areas: member.areas.clone(),
        handed_in: session.is_some(),
        asked: asked.len(),
        rated: answers().filter(|answer| matches!(answer, Answer::Rated(_))).count(),
        abstained: answers().filter(|answer| matches!(answer, Answer::Abstained(_))).count(),
        without_reason: answers().filter(without_reason).count(),
    }
}
