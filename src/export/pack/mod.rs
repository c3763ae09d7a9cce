//! The papers of a panel's meeting as a value: what every written form of them says, in the order it says it.
//!
//! Built from the chair's view, rendered by templates and by the Word writer. Invariants: no member stands in it, by
//! name, letter or order: ratings are counts, reasons stand by rating and then by their words; every text in it has gone
//! through `work::plain`; both sides of a question have as much room.

mod build;
#[cfg(test)]
mod tests;

use serde::Serialize;

use crate::export::docx;
use crate::export::forms::FormError;
use crate::export::report::Anchor;
use crate::export::report::Rated;
use crate::export::template;
use crate::export::template::Page;

pub use crate::export::pack::build::pack;

/// Passages shown for each side of a question.
pub const STRONGEST: usize = 3;

/// The papers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pack {
    /// Language of the text, as documents name it.
    pub lang: &'static str,
    /// What they are called.
    pub title: String,
    /// Who evaluates, and the edition judged.
    pub about: String,
    /// "Round 1: 4 of 5 members handed in."
    pub who: String,
    /// What the ratings can add up to, and by which rule.
    pub verdict: String,
    /// Whether all texts are retold.
    pub retold: bool,
    /// What is to be talked about, the most urgent first.
    pub agenda: Vec<AgendaRow>,
    /// A page for each of them, in the same order.
    pub disputed: Vec<Disputed>,
    /// What nobody rated.
    pub open: Vec<Nod>,
    /// Small differences that change no verdict.
    pub near: Vec<Nod>,
    /// What all who rated it agree on.
    pub agreed: Vec<Nod>,
    /// What the papers leave out, in sentences.
    pub left_out: Vec<String>,
}

/// One item of the agenda.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AgendaRow {
    /// Place, from 1.
    pub n: usize,
    /// `8B`.
    pub cell: String,
    /// The commitment and what is asked, in a few words.
    pub label: String,
    /// "3 good, 1 inadequate".
    pub spread: String,
    /// "the whole evaluation, commitment 8"; empty where no verdict hangs on it.
    pub changes: String,
}

/// The page of a question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Disputed {
    /// Place on the agenda.
    pub n: usize,
    /// `8B`.
    pub cell: String,
    /// The commitment and what is asked, in a few words.
    pub label: String,
    /// The promise.
    pub promise: String,
    /// The question in full.
    pub question: String,
    /// Ratings given, best first.
    pub counts: Vec<Count>,
    /// Who did not rate it, in numbers; empty where all did.
    pub beside: String,
    /// What hangs on it, in sentences.
    pub changes: Vec<String>,
    /// What the grades given mean.
    pub anchors: Vec<Anchor>,
    /// Reasons, by rating and then by their words.
    pub reasons: Vec<Reason>,
    /// Ratings without a reason.
    pub without_reason: usize,
    /// What speaks each way.
    pub sides: [Side; 2],
}

/// How many gave a rating.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Count {
    /// The rating.
    pub rated: Rated,
    /// Members.
    pub members: usize,
}

/// A reason, by nobody.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reason {
    /// What it was given for.
    pub rated: Rated,
    /// The reason.
    pub text: String,
}

/// What speaks one way.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Side {
    /// "it was funded".
    pub says: String,
    /// The passages most members stand by, at most [`STRONGEST`].
    pub passages: Vec<PackPassage>,
    /// Passages that were left for room.
    pub more: usize,
}

/// A passage on a page.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PackPassage {
    /// The words; in quotation marks where they are the source's own.
    pub words: String,
    /// Where they come from.
    pub from: String,
    /// Members who marked it so.
    pub members: usize,
}

/// A question to take on the nod, or to leave open.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Nod {
    /// `8B`.
    pub cell: String,
    /// The commitment and what is asked, in a few words.
    pub label: String,
    /// What was given, in numbers.
    pub spread: String,
}

/// A form of the papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PackForm {
    /// For word processors.
    Docx,
    /// One web page, a sheet for each question when printed.
    Html,
    /// Markdown.
    Markdown,
}

impl PackForm {
    /// The form of a file with this ending.
    pub fn of_ending(ending: &str) -> Option<Self> {
        match ending.to_ascii_lowercase().as_str() {
            "docx" => Some(Self::Docx),
            "html" | "htm" => Some(Self::Html),
            "md" | "markdown" => Some(Self::Markdown),
            _ => None,
        }
    }

    /// The bytes of the papers in this form. Equal papers give equal bytes.
    ///
    /// # Errors
    /// Papers too large for a container.
    pub fn bytes(self, pack: &Pack) -> Result<Vec<u8>, FormError> {
        Ok(match self {
            Self::Docx => docx::papers(pack)?,
            Self::Html => template::papers(pack, Page::Html)?.into_bytes(),
            Self::Markdown => template::papers(pack, Page::Markdown)?.into_bytes(),
        })
    }
}
