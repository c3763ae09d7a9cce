//! One thing found, and the places it was found at.
//!
//! Invariant: a finding has at least one place; its first place is the one a reader is led to, and by it and the code it
//! is let stand.

use serde::Serialize;

use crate::model::evidence::Evidence;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::EvidenceId;
use crate::model::ids::ParentKey;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::review::check::code::Code;
use crate::review::check::code::Severity;

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What.
    pub code: Code,
    /// How weighty it is.
    pub severity: Severity,
    /// What was found, for people.
    pub message: String,
    /// Where, the first the most telling.
    pub places: Vec<Place>,
    /// By which words the finding is let stand: its first place, and what tells it from another finding there.
    pub place: String,
    /// Why it was let stand.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waived: Option<String>,
}

impl Finding {
    /// A finding at a place.
    pub fn new(code: Code, message: String, places: Vec<Place>) -> Self {
        let place = places.first().map(Place::key).unwrap_or_default();
        Self { code, severity: code.severity(), message, places, place, waived: None }
    }

    /// The same, told from other findings at its place by a word.
    pub fn about(mut self, word: &str) -> Self {
        self.place = format!("{} {word}", self.place).trim().to_owned();
        self
    }
}

/// A place that can be gone to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<CellKey>,
    /// The commitment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commitment: Option<CommitmentId>,
    /// The area, or the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<ParentKey>,
    /// The note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footnote: Option<u32>,
    /// The source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
    /// The item.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceId>,
    /// Line of the report's text, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Page of the document, from 1, where it has pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Paragraph on its page, or in the document, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<u32>,
    /// For people: first words, or where the report says it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locator: Option<String>,
}

impl Place {
    /// An item, with what it is filed under first.
    pub fn item(item: &Evidence) -> Self {
        let bearing = item.cells.first();
        let cell = bearing.and_then(crate::model::evidence::Bearing::cell);
        let commitment = bearing.filter(|_| cell.is_none()).and_then(|bearing| bearing.commitment.clone());
        let area = bearing.and_then(|bearing| bearing.area.clone()).map(ParentKey::Area);
        Self {
            cell,
            commitment,
            parent: area,
            evidence: Some(item.id.clone()),
            line: item.line,
            locator: item.locator.clone(),
            ..Self::default()
        }
    }

    /// What a rating stands on.
    pub fn subject(subject: &Subject) -> Self {
        match subject {
            Subject::Cell(cell) => Self { cell: Some(cell.clone()), ..Self::default() },
            Subject::Parent(ParentKey::Commitment(id)) => Self { commitment: Some(id.clone()), ..Self::default() },
            Subject::Parent(parent) => Self { parent: Some(parent.clone()), ..Self::default() },
        }
    }

    /// A note.
    pub fn footnote(number: u32) -> Self {
        Self { footnote: Some(number), ..Self::default() }
    }

    /// A source.
    pub fn source(id: &SourceId) -> Self {
        Self { source: Some(id.clone()), ..Self::default() }
    }

    /// The same with what it is filed under put in place of its own.
    pub fn under(mut self, subject: &Subject) -> Self {
        let own = Self::subject(subject);
        (self.cell, self.commitment, self.parent) = (own.cell, own.commitment, own.parent);
        self
    }

    /// The same at a note.
    pub fn at_note(mut self, number: u32) -> Self {
        self.footnote = Some(number);
        self
    }

    /// The words a waiver names it by: the steadiest thing it has, so that another edition finds it again.
    pub fn key(&self) -> String {
        if let Some(number) = self.footnote {
            return format!("note {number}");
        }
        if let Some(id) = &self.evidence {
            return id.to_string();
        }
        if let Some(id) = &self.source {
            return id.to_string();
        }
        if let Some(subject) = self.rated() {
            return subject.to_string();
        }
        match (self.line, &self.locator) {
            (Some(line), _) => format!("line {line}"),
            (None, Some(locator)) => locator.clone(),
            (None, None) => String::new(),
        }
    }

    /// The question, commitment, area or whole it names.
    pub fn rated(&self) -> Option<Subject> {
        let cell = self.cell.clone().map(Subject::Cell);
        cell.or_else(|| self.commitment.clone().map(|id| Subject::Parent(ParentKey::Commitment(id))))
            .or_else(|| self.parent.clone().map(Subject::Parent))
    }

    /// In words: `8B, note 466, line 1234`.
    pub fn words(&self) -> String {
        let rated = self.rated().map(|subject| match subject {
            Subject::Cell(cell) => cell.to_string(),
            Subject::Parent(ParentKey::Commitment(id)) => format!("commitment {id}"),
            Subject::Parent(ParentKey::Area(id)) => format!("area {id}"),
            Subject::Parent(ParentKey::Overall) => "overall".to_owned(),
        });
        let parts = [
            self.page.map(|page| format!("page {page}")),
            self.paragraph.map(|paragraph| format!("paragraph {paragraph}")),
            rated,
            self.footnote.map(|number| format!("note {number}")),
            self.source.as_ref().map(ToString::to_string),
            self.line.map(|line| format!("line {line}")),
        ];
        let mut words: Vec<String> = parts.into_iter().flatten().collect();
        let quoted = self.locator.as_deref().filter(|_| self.page.is_some() || self.paragraph.is_some());
        if let Some(locator) = quoted {
            words.push(locator.to_owned());
        } else if words.is_empty() || (self.line.is_none() && self.evidence.is_some()) {
            words.extend(self.evidence.as_ref().map(ToString::to_string));
        }
        if words.is_empty() {
            words.extend(self.locator.clone());
        }
        words.join(", ")
    }
}
