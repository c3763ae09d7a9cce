//! The panel's report as a value: what every written form of it says, in the order it says it.
//!
//! Built from the work on its way out, rendered by templates and by the Word writer. Invariants: every text in it has
//! gone through `work::plain`; every footnote number is that of one passage as it stands in the report, rising from 1;
//! every source a footnote names is in the register.

pub(in crate::export) mod annex;
mod build;
mod compare;
pub(in crate::export) mod parts;
#[cfg(test)]
mod tests;

use serde::Serialize;

pub use crate::export::report::build::report;

/// A report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Language of the text, as documents name it.
    pub lang: &'static str,
    /// The review's title.
    pub title: String,
    /// Who made the evaluation.
    pub body: String,
    /// When.
    pub date: String,
    /// Numbered state of the review.
    pub edition: u32,
    /// How the report is called in citations.
    pub reference: String,
    /// Under what terms the review's texts stand.
    pub licence: Option<String>,
    /// Whose ratings these are, and how many.
    pub whose: String,
    /// Whether the panel agreed on anything.
    pub agreed: bool,
    /// Whether all texts are retold.
    pub retold: bool,
    /// The scale, best first, and what stands beside it.
    pub scale: Vec<Rated>,
    /// The main questions.
    pub questions: Vec<Question>,
    /// One summary table for each area that has commitments.
    pub areas: Vec<AreaTable>,
    /// The whole evaluation.
    pub overall: Parent,
    /// The commitments, in order.
    pub commitments: Vec<CommitmentPart>,
    /// What has been said beside what was published.
    pub published: Compared,
    /// The rule in use.
    pub rule: Rule,
    /// What became of the sources.
    pub flow: FlowTable,
    /// Notes the member shares.
    pub notes: Vec<SharedNote>,
    /// The footnotes, by number.
    pub footnotes: Vec<Footnote>,
    /// The register of sources, by kind.
    pub register: Vec<RegisterKind>,
    /// What the report leaves out, in sentences.
    pub left_out: Vec<String>,
}

/// A rating as it stands in a table or sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rated {
    /// `outstanding` … `inadequate`, `no_information`, `abstained`, `unrated`, `hidden`.
    pub id: &'static str,
    /// The review's name for it.
    pub label: String,
    /// Its letter or sign.
    pub mark: String,
    /// Whether a panel's report gives it without the panel having agreed on it.
    pub not_agreed: bool,
}

/// A main question with what each rating means for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Question {
    /// Its letter.
    pub id: String,
    /// A few words.
    pub label: String,
    /// In full.
    pub text: String,
    /// What each grade means, best first.
    pub anchors: Vec<Anchor>,
}

/// What a grade means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Anchor {
    /// The grade.
    pub label: String,
    /// What it means.
    pub text: String,
    /// How the panel reads it.
    pub note: Option<String>,
}

/// The summary of one area: commitments by questions, with the rating of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AreaTable {
    /// Its name.
    pub label: String,
    /// Its commitments.
    pub rows: Vec<SummaryRow>,
    /// What it counts as.
    pub rated: Rated,
}

/// One commitment in a summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SummaryRow {
    /// Its number.
    pub id: String,
    /// A few words.
    pub label: String,
    /// By question, in order.
    pub cells: Vec<Rated>,
    /// Of the commitment.
    pub rated: Rated,
}

/// How an agreement came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Agreement {
    /// "by consensus", "by vote (5 to 3)".
    pub how: String,
    /// Why.
    pub reason: String,
    /// Who was there.
    pub present: Vec<String>,
    /// Who did not vote.
    pub abstained: Vec<String>,
    /// Who did not agree, and why.
    pub dissent: Vec<Dissent>,
}

/// A member who did not agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dissent {
    /// By letter or id.
    pub member: String,
    /// Why.
    pub reason: String,
}

/// A commitment, an area or the whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Parent {
    /// What it counts as.
    pub rated: Rated,
    /// By what: "agreed by consensus", "own judgement", "by the count rule".
    pub by: String,
    /// The reason given with an own judgement.
    pub reason: Option<String>,
    /// What the rule says, and why; none while the running verdict is kept back.
    pub why: Option<String>,
    /// The panel's agreement.
    pub agreement: Option<Agreement>,
}

/// One commitment with its questions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CommitmentPart {
    /// Its number.
    pub id: String,
    /// A few words.
    pub label: String,
    /// The promise.
    pub text: String,
    /// Its area.
    pub area: String,
    /// When it was to be met.
    pub deadline: Option<String>,
    /// What it counts as, and why.
    pub parent: Parent,
    /// Its questions.
    pub questions: Vec<QuestionPart>,
    /// Passages filed under the commitment as a whole.
    pub passages: Vec<Passage>,
}

/// One question of one commitment.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuestionPart {
    /// `8B`.
    pub id: String,
    /// The question's few words.
    pub label: String,
    /// The question in full.
    pub text: String,
    /// What is asked under it.
    pub subquestions: Vec<String>,
    /// Its rating.
    pub rated: Rated,
    /// Why: the member's reason, or why it is not rated.
    pub reason: Option<String>,
    /// The panel's agreement.
    pub agreement: Option<Agreement>,
    /// What to know of the rating, in sentences.
    pub remarks: Vec<String>,
    /// Who is heard in the passages, in words.
    pub heard: Option<String>,
    /// The passages, those the rating rests on first.
    pub passages: Vec<Passage>,
}

/// A passage as it stands in the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// Its words: in quotation marks where they are the source's own. Where they are kept back, why.
    pub words: String,
    /// Whether the words are told.
    pub told: bool,
    /// What it says to the question, in the question's words.
    pub stance: Option<String>,
    /// Its tags, each with those it stands under.
    pub tags: Vec<String>,
    /// Whether a rating rests on it.
    pub relied_on: bool,
    /// Its footnote; none where the words are kept back.
    pub footnote: Option<usize>,
}

/// A footnote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Footnote {
    /// From 1.
    pub number: usize,
    /// Where the words come from.
    pub text: String,
    /// The entries of the register it names.
    pub entries: Vec<usize>,
}

/// What has been said beside what was published, where that may be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// Side by side.
    pub rows: Vec<ComparedRow>,
    /// How well each rule reproduces what was published.
    pub fidelity: Vec<RuleFidelity>,
}

/// One rating beside the published one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComparedRow {
    /// Of what.
    pub subject: String,
    /// This session's.
    pub rated: Rated,
    /// The published one.
    pub published: Rated,
    /// Whether they are the same.
    pub same: bool,
}

/// How well a rule reproduces what was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleFidelity {
    /// The rule.
    pub rule: String,
    /// How many published ratings it gives.
    pub reproduced: usize,
    /// Of how many it can be held against.
    pub tested: usize,
    /// What it gives otherwise, in words.
    pub missed: Vec<String>,
}

/// The rule in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// "the count rule".
    pub title: String,
    /// What it does, and that it is a hypothesis.
    pub about: String,
}

/// What became of the sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FlowTable {
    /// Headings of the columns behind the first.
    pub columns: Vec<&'static str>,
    /// The kinds and, last, all.
    pub rows: Vec<FlowRow>,
    /// Why sources were set aside, and how many.
    pub set_aside: Vec<(String, usize)>,
    /// Whether what was opened is known.
    pub reading_known: bool,
}

/// How far the sources of one kind came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FlowRow {
    /// The kind.
    pub label: String,
    /// By column; an en dash where it is not known.
    pub numbers: Vec<String>,
}

/// A note the member shares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SharedNote {
    /// What it is on.
    pub on: String,
    /// What it says.
    pub text: String,
}

/// The sources of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegisterKind {
    /// The kind, as a heading.
    pub label: String,
    /// The sources.
    pub entries: Vec<RegisterEntry>,
}

/// A source in the register; sources told of in confidence share one entry for each event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegisterEntry {
    /// From 1, over the whole register.
    pub number: usize,
    /// Its code; none where it is confidential.
    pub code: Option<String>,
    /// Its name.
    pub label: String,
    /// When.
    pub date: Option<String>,
    /// Where it is published.
    pub url: Option<String>,
    /// The footnotes that name it.
    pub footnotes: Vec<usize>,
}
