//! What one member has said about one review.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use uuid::Uuid;

use crate::model::codebook::Tag;
use crate::model::evidence::one_subject;
use crate::model::gone::Gone;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::EvidenceId;
use crate::model::ids::MemberId;
use crate::model::ids::NoteId;
use crate::model::ids::ParentKey;
use crate::model::ids::QuoteId;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::judged::RollupRecord;
use crate::model::judged::RuleName;
use crate::model::moment::Moment;
use crate::model::quote::Quote;
use crate::model::rating::Rating;
use crate::model::rounds::SessionRound;
use crate::model::thresholds::Thresholds;

/// The `format` of a session file.
pub const SESSION_FORMAT: &str = "plumbline-session";
/// The newest `version` of a session file this program reads.
pub const SESSION_VERSION: u32 = 3;
/// From which `version` a session can say what another edition of the review left to settle.
pub const EDITIONS_FOLLOWED: u32 = 2;
/// From which `version` a session can say which rounds were handed in and opened.
pub const ROUNDS_HANDED_IN: u32 = 3;

/// A session as a file: everything said, and what follows from it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionFile {
    /// Always `plumbline-session`.
    pub format: String,
    /// Version of the format: the lowest that has every field the file uses.
    pub version: u32,
    /// The program that wrote the last act.
    pub tool: Tool,
    /// The review it is about.
    pub review: ReviewRef,
    /// Whose session it is.
    pub member: MemberRef,
    /// How the member works.
    pub settings: SessionSettings,
    /// The member's tags, in order.
    #[serde(default)]
    pub codebook: Vec<Tag>,
    /// What was decided about sources.
    #[serde(default)]
    pub triage: Vec<TriageEntry>,
    /// Passages.
    #[serde(default)]
    pub quotes: Vec<Quote>,
    /// Ratings, in the order of the review's questions.
    #[serde(default)]
    pub ratings: Vec<RatingEntry>,
    /// Questions the member does not rate.
    #[serde(default)]
    pub abstained: Vec<Abstention>,
    /// The member's own judgement of parents.
    #[serde(default)]
    pub overrides: Vec<Override>,
    /// Notes.
    #[serde(default)]
    pub notes: Vec<Note>,
    /// Summaries in the framework matrix.
    #[serde(default)]
    pub summaries: Vec<Summary>,
    /// Findings of a check that were let stand.
    #[serde(default)]
    pub waivers: Vec<Waiver>,
    /// What the panel agreed.
    #[serde(default)]
    pub consensus: Vec<Consensus>,
    /// What published ratings the member has looked at.
    #[serde(default)]
    pub seen_published: Vec<SeenPublished>,
    /// Rounds of the panel that were handed in or opened, the first first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rounds: Vec<SessionRound>,
    /// What the session speaks of that the review no longer has, derived.
    #[serde(default, skip_serializing_if = "Gone::is_empty")]
    pub gone: Gone,
    /// The roll-up, derived.
    pub rollup: RollupRecord,
    /// How the session came about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<Vec<LogEntry>>,
}

impl SessionFile {
    /// The lowest `version` of the format that has every field in use here: so that an older program reads what it
    /// can.
    pub fn least_version(&self) -> u32 {
        let extended = !self.gone.is_empty()
            || self.settings.thresholds.is_some()
            || self.quotes.iter().any(|quote| quote.lost)
            || self.ratings.iter().any(|entry| entry.unconfirmed);
        let fields = match (self.rounds.is_empty(), extended) {
            (false, _) => ROUNDS_HANDED_IN,
            (true, true) => EDITIONS_FOLLOWED,
            (true, false) => 1,
        };
        self.log.iter().flatten().map(LogEntry::least_version).fold(fields, u32::max)
    }
}

/// The program that wrote a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

impl Tool {
    /// This program.
    pub fn this() -> Self {
        Self { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }
}

/// Which review a session is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewRef {
    /// The review's id.
    pub id: Uuid,
    /// The edition last opened.
    pub edition: u32,
    /// The digest of that edition.
    pub digest: String,
    /// Its title.
    pub title: String,
}

/// Whose session it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberRef {
    /// Random id.
    pub id: MemberId,
    /// Name; written only when asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// How the member works.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionSettings {
    /// The roll-up rule in use.
    pub rule: RuleName,
    /// Thresholds of the rule, where they are not its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thresholds: Option<Thresholds>,
    /// Seed of the member's own reading order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_seed: Option<u64>,
    /// Whether the review was opened for scrutiny, published ratings shown.
    pub show_published: bool,
}

/// A decision about a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum TriageStatus {
    Undecided,
    Relevant,
    SetAside,
    Flagged,
    Deferred,
}

/// What was decided about one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TriageEntry {
    /// The source.
    pub source: SourceId,
    /// The decision.
    pub status: TriageStatus,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The commitments it bears on.
    #[serde(default)]
    pub bears_on: Vec<CommitmentId>,
    /// When.
    pub at: Moment,
}

/// A rating of one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RatingEntry {
    /// The question.
    pub cell: CellKey,
    /// The rating.
    pub rating: Rating,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The passages it rests on.
    #[serde(default)]
    pub quotes: Vec<QuoteId>,
    /// The sealed round it was given in, from 1.
    pub round: u32,
    /// Given after the published rating had been looked at.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub published_seen: bool,
    /// What is asked, or an anchor, changed after it was given, and the member has neither confirmed it nor rated
    /// anew.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unconfirmed: bool,
    /// When.
    pub at: Moment,
}

/// A question the member does not rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Abstention {
    /// The question.
    pub cell: CellKey,
    /// Why.
    pub why: String,
    /// When.
    pub at: Moment,
}

/// The member's own judgement of a parent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// The parent.
    pub parent: ParentKey,
    /// The rating.
    pub rating: Rating,
    /// Why; always given.
    pub reason: String,
    /// When.
    pub at: Moment,
}

/// What a note is on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum NoteTarget {
    Cell(CellKey),
    Parent(ParentKey),
    Source(SourceId),
    Evidence(EvidenceId),
    Footnote(u32),
}

impl std::fmt::Display for NoteTarget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Cell(cell) => cell.fmt(f),
            Self::Parent(ParentKey::Commitment(id)) => write!(f, "commitment {id}"),
            Self::Parent(parent) => parent.fmt(f),
            Self::Source(id) => id.fmt(f),
            Self::Evidence(id) => id.fmt(f),
            Self::Footnote(number) => write!(f, "note {number}"),
        }
    }
}

/// A note a member wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// Key.
    pub id: NoteId,
    /// What it is on.
    pub on: NoteTarget,
    /// Its text.
    pub text: String,
    /// Whether the panel may see it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shared: bool,
    /// When it was last changed.
    pub at: Moment,
}

/// A member's summary of what a source says to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Summary {
    /// The source.
    pub source: SourceId,
    /// The question.
    pub cell: CellKey,
    /// The summary.
    pub text: String,
    /// When.
    pub at: Moment,
}

/// A finding of a check that was let stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The finding's code.
    pub code: String,
    /// Where it was found.
    pub place: String,
    /// Why it stands.
    pub reason: String,
    /// When.
    pub at: Moment,
}

/// How an agreement came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Basis {
    Unanimous,
    Consensus,
    Vote,
    Chair,
}

/// A member who did not agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Dissent {
    /// The member's letter or id.
    pub member: String,
    /// Why.
    pub reason: String,
}

/// What the panel agreed. Exactly one of `cell` and `parent` is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Consensus {
    /// The question agreed on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<CellKey>,
    /// Or the parent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<ParentKey>,
    /// The rating agreed.
    pub rating: Rating,
    /// Why.
    pub reason: String,
    /// How it came about.
    pub basis: Basis,
    /// Votes, where it was put to the vote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tally: Option<String>,
    /// Who was there.
    #[serde(default)]
    pub present: Vec<String>,
    /// Who did not vote.
    #[serde(default)]
    pub abstained: Vec<String>,
    /// Who did not agree.
    #[serde(default)]
    pub dissent: Vec<Dissent>,
    /// When.
    pub at: Moment,
}

impl Consensus {
    /// What was agreed on; `None` where the file says neither or both.
    pub fn subject(&self) -> Option<Subject> {
        one_subject(self.cell.as_ref(), self.parent.as_ref())
    }
}

/// The member looked at a published rating.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeenPublished {
    /// Of which question or parent.
    pub on: Subject,
    /// When first.
    pub at: Moment,
}

/// One entry of the log, chained to the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogEntry {
    /// Key.
    pub id: Uuid,
    /// Place in the log, from 1. Order is this, never time.
    pub seq: u64,
    /// When.
    pub at: Moment,
    /// What kind of act.
    pub act: String,
    /// What it said; left out of an act that was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payload: Option<serde_json::Value>,
    /// SHA-256 of the payload's canonical form, lower-case hex.
    pub payload_sha256: String,
    /// Taken back and not restored.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
    /// SHA-256 of the entry before; of nothing for the first.
    pub prev: String,
}

impl LogEntry {
    /// The lowest `version` of the format whose readers understand what it says.
    fn least_version(&self) -> u32 {
        let field = |name: &str| self.payload.as_ref().and_then(|payload| payload.get(name));
        let since_editions = |extended: bool| if extended { EDITIONS_FOLLOWED } else { 1 };
        match self.act.as_str() {
            "confirm" => EDITIONS_FOLLOWED,
            "choose-rule" => since_editions(field("thresholds").is_some()),
            "show-published" => since_editions(field("seen").is_some()),
            "follow" => since_editions(field("codebook").is_some()),
            "hand-in" | "round-opened" => ROUNDS_HANDED_IN,
            "import" => {
                let version = field("session").and_then(|session| session.get("version")?.as_u64());
                version.and_then(|version| u32::try_from(version).ok()).unwrap_or(1)
            }
            _ => 1,
        }
    }
}
