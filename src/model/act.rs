//! What a member can do to a session, as values that can be written down and replayed.
//!
//! An act carries everything its effect needs but the time, which its log entry has. Replaying
//! acts in order gives the same session, on any machine, at any time.

use serde::Deserialize;
use serde::Serialize;
use uuid::Uuid;

use crate::model::codebook::Tag;
use crate::model::ids::ActId;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::MemberId;
use crate::model::ids::NoteId;
use crate::model::ids::ParentKey;
use crate::model::ids::QuoteId;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::ids::TagId;
use crate::model::judged::RuleName;
use crate::model::moment::Moment;
use crate::model::quote::Quote;
use crate::model::rating::Rating;
use crate::model::session::Basis;
use crate::model::session::Dissent;
use crate::model::session::NoteTarget;
use crate::model::session::ReviewRef;
use crate::model::session::SessionFile;
use crate::model::session::TriageStatus;
use crate::model::thresholds::Thresholds;

/// One thing a member did. The tag is the `act` of the log, the fields its payload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "act",
    content = "payload",
    rename_all = "kebab-case",
    rename_all_fields = "snake_case",
    deny_unknown_fields
)]
pub enum Act {
    /// Rates a question; takes back an abstention from it.
    Rate {
        /// The question.
        cell: CellKey,
        /// The rating.
        rating: Rating,
        /// Why.
        reason: Option<String>,
        /// The passages it rests on.
        quotes: Vec<QuoteId>,
        /// The round it is given in.
        round: u32,
    },
    /// Takes a rating or abstention away.
    Unrate {
        /// The question.
        cell: CellKey,
    },
    /// Confirms a rating under what is asked now, after that or an anchor changed.
    Confirm {
        /// The question.
        cell: CellKey,
    },
    /// Declines to rate a question; takes back a rating of it.
    Abstain {
        /// The question.
        cell: CellKey,
        /// Why.
        why: String,
    },
    /// Puts the member's own judgement in place of the rule's.
    Override {
        /// The parent.
        parent: ParentKey,
        /// The rating.
        rating: Rating,
        /// Why.
        reason: String,
    },
    /// Takes that judgement back.
    ClearOverride {
        /// The parent.
        parent: ParentKey,
    },
    /// Marks a passage.
    Mark {
        /// The passage; its time is the act's.
        quote: Box<Quote>,
    },
    /// Changes a passage: its ends, tags, stance, questions, note.
    Remark {
        /// The passage as it is to be.
        quote: Box<Quote>,
    },
    /// Takes a passage away.
    Unmark {
        /// The passage.
        quote: QuoteId,
    },
    /// Decides about a source.
    Triage {
        /// The source.
        source: SourceId,
        /// The decision.
        status: TriageStatus,
        /// Why.
        reason: Option<String>,
        /// The commitments it bears on.
        bears_on: Vec<CommitmentId>,
    },
    /// Writes or rewrites a note; an empty text takes it away.
    Note {
        /// The note.
        id: NoteId,
        /// What it is on.
        on: NoteTarget,
        /// Its text.
        text: String,
        /// Whether the panel may see it.
        shared: bool,
    },
    /// Sums up what a source says to a question; an empty text takes it away.
    Summarise {
        /// The source.
        source: SourceId,
        /// The question.
        cell: CellKey,
        /// The summary.
        text: String,
    },
    /// Makes a tag, last in the codebook.
    AddTag {
        /// The tag.
        tag: Tag,
    },
    /// Renames, describes, recolours or moves a tag under another.
    ChangeTag {
        /// The tag as it is to be; its id stays.
        tag: Tag,
    },
    /// Moves a tag to a place in the codebook.
    MoveTag {
        /// The tag.
        tag: TagId,
        /// Its new place, from 0.
        to: usize,
    },
    /// Pins a tag to a digit, taking the digit from whichever tag had it; no digit unpins.
    PinTag {
        /// The tag.
        tag: TagId,
        /// 1 to 9.
        digit: Option<u8>,
    },
    /// Turns one tag into another wherever it is used.
    MergeTags {
        /// The tag that goes.
        from: TagId,
        /// The tag that stays.
        into: TagId,
    },
    /// Takes a tag out of the codebook and off every passage.
    DeleteTag {
        /// The tag.
        tag: TagId,
    },
    /// Chooses the roll-up rule.
    ChooseRule {
        /// The rule.
        rule: RuleName,
        /// Its thresholds, where they are not its own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        thresholds: Option<Thresholds>,
    },
    /// Sets the seed of the member's reading order.
    SeedOrder {
        /// The seed; none for the register's order.
        seed: Option<u64>,
    },
    /// Opens the review for scrutiny, or closes it again.
    ShowPublished {
        /// Whether published ratings are shown.
        show: bool,
        /// What can be seen from then on; filled in as the act is made, since another edition may publish other
        /// ratings.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        seen: Vec<Subject>,
    },
    /// Looked at a published rating. Cannot be undone: it was seen.
    SeePublished {
        /// Of which question or parent.
        on: Subject,
    },
    /// Lets a finding stand; an empty reason takes the waiver back.
    Waive {
        /// The finding's code.
        code: String,
        /// Where it was found.
        place: String,
        /// Why it stands.
        reason: String,
    },
    /// Records what the panel agreed.
    Agree {
        /// On what.
        on: Subject,
        /// The rating agreed; none takes the record away.
        agreement: Option<Box<Agreement>>,
    },
    /// Hands the round at hand in: what was rated stays as it is until that is opened. Cannot be undone: it is out.
    HandIn {
        /// The round.
        round: u32,
        /// The panel it goes to.
        panel: Uuid,
        /// Whom the panel knows the member as.
        member: MemberId,
        /// The letter that goes with that.
        letter: String,
        /// The digest of the edition that was rated.
        digest: String,
        /// What binds the member to what is handed in.
        mac: String,
        /// The salt that was taken under.
        salt: String,
    },
    /// The panel opened a round: what is rated from then on is the next one.
    RoundOpened {
        /// The round.
        round: u32,
        /// When.
        opened: Moment,
    },
    /// Begins with what an exported session says.
    Import {
        /// The session, without its log.
        session: Box<SessionFile>,
    },
    /// Goes on with another edition of the review. What was done on the earlier one can no longer be undone.
    Follow {
        /// The edition.
        review: ReviewRef,
        /// Passages whose place in their text is another there, or that lost or regained it; the others stay as they
        /// are.
        quotes: Vec<Quote>,
        /// Rated questions where what is asked, or an anchor, is another there: to be confirmed.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        unconfirmed: Vec<CellKey>,
        /// Published ratings that can be seen there, where the review is open for scrutiny.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        seen: Vec<Subject>,
        /// The codebook the session began with: the themes of an edition that may not be at hand any more.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        codebook: Option<Vec<Tag>>,
    },
    /// Several acts of one gesture, taken back as one: a passage with a tag made for it.
    Together {
        /// The acts, in order; none of them an undo, a redo or again several.
        acts: Vec<Act>,
    },
    /// Takes back an act.
    Undo {
        /// The act.
        target: ActId,
        /// Ratings it brought back after what was published on them had been looked at: what was taken back may be withdrawn
        /// from an export, and its question with it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        seen: Vec<CellKey>,
    },
    /// Restores an act that was taken back.
    Redo {
        /// The act.
        target: ActId,
    },
}

/// What the panel agreed, but for what it is on and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// The rating agreed.
    pub rating: Rating,
    /// Why.
    pub reason: String,
    /// How it came about.
    pub basis: Basis,
    /// Votes, where it was put to the vote.
    pub tally: Option<String>,
    /// Who was there.
    pub present: Vec<String>,
    /// Who did not vote.
    pub abstained: Vec<String>,
    /// Who did not agree.
    pub dissent: Vec<Dissent>,
}

impl Act {
    /// The act's name in the log.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Rate { .. } => "rate",
            Self::Unrate { .. } => "unrate",
            Self::Confirm { .. } => "confirm",
            Self::Abstain { .. } => "abstain",
            Self::Override { .. } => "override",
            Self::ClearOverride { .. } => "clear-override",
            Self::Mark { .. } => "mark",
            Self::Remark { .. } => "remark",
            Self::Unmark { .. } => "unmark",
            Self::Triage { .. } => "triage",
            Self::Note { .. } => "note",
            Self::Summarise { .. } => "summarise",
            Self::AddTag { .. } => "add-tag",
            Self::ChangeTag { .. } => "change-tag",
            Self::MoveTag { .. } => "move-tag",
            Self::PinTag { .. } => "pin-tag",
            Self::MergeTags { .. } => "merge-tags",
            Self::DeleteTag { .. } => "delete-tag",
            Self::ChooseRule { .. } => "choose-rule",
            Self::SeedOrder { .. } => "seed-order",
            Self::ShowPublished { .. } => "show-published",
            Self::SeePublished { .. } => "see-published",
            Self::Waive { .. } => "waive",
            Self::Agree { .. } => "agree",
            Self::HandIn { .. } => "hand-in",
            Self::RoundOpened { .. } => "round-opened",
            Self::Import { .. } => "import",
            Self::Follow { .. } => "follow",
            Self::Together { .. } => "together",
            Self::Undo { .. } => "undo",
            Self::Redo { .. } => "redo",
        }
    }

    /// Whether undo skips it: it records a fact, or is itself an undo or redo.
    pub fn is_fact(&self) -> bool {
        matches!(
            self,
            Self::SeePublished { .. }
                | Self::ShowPublished { .. }
                | Self::HandIn { .. }
                | Self::RoundOpened { .. }
                | Self::Import { .. }
                | Self::Follow { .. }
                | Self::Undo { .. }
                | Self::Redo { .. }
        )
    }
}
