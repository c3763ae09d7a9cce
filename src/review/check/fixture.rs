//! Made-up reviews for the tests of checks, put together from words: `[12]` in a text is a reference to note 12.

use crate::model::catalog::Catalog;
use crate::model::evidence::Bearing;
use crate::model::evidence::Evidence;
use crate::model::evidence::EvidenceKind;
use crate::model::evidence::FootnoteRef;
use crate::model::evidence::StatedRating;
use crate::model::footnote::Footnote;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::Subject;
use crate::model::rating::Rating;
use crate::model::review::Printed;
use crate::model::review::Review;
use crate::model::review::Wording;
use crate::model::source::Original;
use crate::model::source::Source;
use crate::model::source::SourceKind;
use crate::review::check::finding::Finding;
use crate::review::check::ground::Ground;

/// Two commitments on mills, two questions, two submissions and a roundtable.
const REVIEW: &str = r#"{
  "format": "plumbline-review", "version": 1, "id": "00000000-0000-4000-8000-0000000000c1", "edition": 1,
  "title": "The mills of the valley", "body": "A panel", "date": "2031-05-02", "wording": "verbatim",
  "scale": [
    {"id": "outstanding", "label": "Outstanding", "mark": "O"},
    {"id": "good", "label": "Good", "mark": "G"},
    {"id": "requires_improvement", "label": "Requires improvement", "mark": "R"},
    {"id": "inadequate", "label": "Inadequate", "mark": "I"}
  ],
  "questions": [
    {"id": "A", "label": "Commitment met", "text": "Was the commitment met?", "yes": "it was met", "no": "it was not met",
     "anchors": {"outstanding": "It was met in full.", "good": "It was met with minor gaps.",
                 "requires_improvement": "Substantive steps are needed.", "inadequate": "Very significant steps are needed."}},
    {"id": "B", "label": "Funding", "text": "Was it effectively funded?", "yes": "it was funded", "no": "it was not funded",
     "anchors": {"outstanding": "Fully funded with no shortfall.", "good": "Funded with minor shortfalls.",
                 "requires_improvement": "Funded without effect.", "inadequate": "Shortfalls kept it from being met."}}
  ],
  "areas": [{"id": "1", "label": "Water"}],
  "commitments": [
    {"id": "1", "area": "1", "label": "Turn the wheels", "text": "We will turn 40 mill wheels by March 2033.", "deadline": "by March 2033"},
    {"id": "2", "area": "1", "label": "Mend the weirs", "text": "We will mend the weirs."}
  ],
  "sources": [
    {"id": "ABC0001", "kind": "submission", "label": "Mill Society"},
    {"id": "ABC0002", "kind": "submission", "label": "Weavers of the Valley"},
    {"id": "ABC0003", "kind": "submission", "label": "Department of Rivers"},
    {"id": "ABC0009", "kind": "roundtable", "label": "Millers, first event", "group": "Roundtables with millers"}
  ]
}"#;

/// A review being made up.
pub struct Made {
    review: Review,
    lines: Vec<String>,
}

impl Default for Made {
    fn default() -> Self {
        Self { review: serde_json::from_str(REVIEW).expect("the fixture reads"), lines: Vec::new() }
    }
}

impl Made {
    /// The bare review: nothing said, nothing published.
    pub fn new() -> Self {
        Self::default()
    }

    /// Its texts are retold.
    pub fn retold(mut self) -> Self {
        self.review.wording = Wording::Retold;
        self
    }

    /// Changes it.
    pub fn with(mut self, change: impl FnOnce(&mut Review)) -> Self {
        change(&mut self.review);
        self
    }

    /// A listed note.
    pub fn note(mut self, number: u32, text: &str, sources: &[&str]) -> Self {
        let sources = sources.iter().map(|id| (*id).into()).collect();
        let note =
            Footnote { number, text: text.to_owned(), listed: true, class: None, sources, locator: None, note: None };
        self.review.footnotes.push(note);
        self
    }

    /// A note the list lacks.
    pub fn unlisted(mut self, number: u32) -> Self {
        self = self.note(number, "", &[]);
        self.review.footnotes.last_mut().expect("just added").listed = false;
        self
    }

    /// Another source.
    pub fn source(mut self, id: &str, kind: SourceKind, label: &str) -> Self {
        self.review.sources.push(Source::new(id.into(), kind, label.to_owned()));
        self
    }

    /// A paragraph in the panel's own words.
    pub fn said(self, place: &str, text: &str) -> Self {
        self.item(EvidenceKind::Finding, place, text)
    }

    /// A quotation set apart.
    pub fn quoted(self, place: &str, text: &str) -> Self {
        self.item(EvidenceKind::Quotation, place, text)
    }

    /// A sentence that rates: `8B good`.
    pub fn rated(mut self, place: &str, text: &str, rates: &[(&str, Rating)]) -> Self {
        self = self.item(EvidenceKind::Conclusion, place, text);
        let stated = |(subject, rating): &(&str, Rating)| match subject.parse().expect("a subject") {
            Subject::Cell(cell) => StatedRating { cell: Some(cell), parent: None, rating: *rating },
            Subject::Parent(parent) => StatedRating { cell: None, parent: Some(parent), rating: *rating },
        };
        self.items().last_mut().expect("just added").rates = rates.iter().map(stated).collect();
        self
    }

    /// A published rating, printed in a table as it is called.
    pub fn published(mut self, subject: &str, rating: Rating) -> Self {
        let label = self.review.scale.iter().find(|point| Some(point.id) == rating.grade());
        let label = label.map_or("No information", |point| &point.label).to_owned();
        match subject.parse().expect("a subject") {
            Subject::Cell(cell) => self.review.published.cells.insert(cell, rating),
            Subject::Parent(crate::model::ids::ParentKey::Commitment(id)) => {
                self.review.published.commitments.insert(id, rating)
            }
            Subject::Parent(_) => self.review.published.overall.replace(rating),
        };
        self.printed(subject, &label)
    }

    /// A rating printed in a table, in some words.
    pub fn printed(mut self, subject: &str, words: &str) -> Self {
        let (cell, parent) = subject.parse::<Subject>().expect("a subject").into_two();
        let printed = Printed { cell, parent, printed_as: words.to_owned(), locator: "a table".to_owned(), line: None };
        self.review.published.printed.get_or_insert_default().push(printed);
        self
    }

    /// An item under a question (`1A`), a commitment (`1`) or nothing; a line of its own.
    pub fn item(mut self, kind: EvidenceKind, place: &str, text: &str) -> Self {
        let mut plain = String::new();
        let mut refs = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('[') {
            plain.push_str(before);
            match after.split_once(']').and_then(|(figures, after)| Some((figures.parse().ok()?, after))) {
                Some((footnote, after)) => {
                    refs.push(FootnoteRef { footnote, at: plain.chars().count() });
                    rest = after;
                }
                None => {
                    plain.push('[');
                    rest = after;
                }
            }
        }
        plain.push_str(rest);
        let cells = match place.parse::<CellKey>() {
            Ok(cell) => vec![Bearing { commitment: Some(cell.commitment), question: Some(cell.question), area: None }],
            Err(_) if place.is_empty() => Vec::new(),
            Err(_) => vec![Bearing { commitment: Some(CommitmentId(place.to_owned())), question: None, area: None }],
        };
        let sources = refs.iter().filter_map(|reference| {
            self.review.footnotes.iter().find(|note| note.number == reference.footnote).map(|note| note.sources.clone())
        });
        let sources = sources.flatten().collect();
        self.lines.push(plain.clone());
        let (n, line) = (self.items().len() + 1, u32::try_from(self.lines.len()).expect("few"));
        self.items().push(Evidence {
            id: format!("E{n:03}").as_str().into(),
            kind,
            text: plain,
            cells,
            sources,
            speaker: None,
            refs,
            rates: Vec::new(),
            locator: None,
            line: Some(line),
            filed_by: None,
            note: None,
        });
        self
    }

    fn items(&mut self) -> &mut Vec<Evidence> {
        let Review { evidence, .. } = &mut self.review;
        evidence
    }

    /// A line of the report that is no item: a row of a table, a caption.
    pub fn line(mut self, text: &str) -> Self {
        self.lines.push(text.to_owned());
        self
    }

    /// Holds the report's text.
    pub fn held(mut self) -> Self {
        let mut report = Source::new("REPORT".into(), SourceKind::Publication, self.review.title.clone());
        report.text = Some(self.lines.join("\n"));
        report.original = Some(Original {
            sha256: String::new(),
            name: "report.txt".to_owned(),
            extractor: "text".to_owned(),
            extractor_version: "1".to_owned(),
            warnings: Vec::new(),
        });
        self.review.sources.push(report);
        self
    }

    /// The review with its cross-references.
    pub fn catalog(self) -> Catalog {
        Catalog::new(self.review, "digest".to_owned())
    }

    /// What one family of checks finds.
    pub fn found(self, find: impl Fn(&Ground<'_>, &mut Vec<Finding>)) -> Vec<Finding> {
        let catalog = self.catalog();
        let mut found = Vec::new();
        find(&Ground::of(&catalog), &mut found);
        found
    }
}

/// The codes of findings.
pub fn codes(found: &[Finding]) -> Vec<&'static str> {
    found.iter().map(|finding| finding.code.id()).collect()
}
