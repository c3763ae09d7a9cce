//! The passages of all members, put together where they overlap.
//!
//! Uses opened sessions and the catalog. Invariants: marks that share a character of one text are one passage; a
//! passage whose words are no longer found stands in none; the words of an item that states a published rating are not
//! given.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::catalog::Catalog;
use crate::model::ids::CellKey;
use crate::model::ids::EvidenceId;
use crate::model::ids::MemberId;
use crate::model::ids::SourceId;
use crate::model::ids::TagId;
use crate::model::quote::MarkedIn;
use crate::model::quote::Quote;
use crate::model::quote::Stance;
use crate::model::rating::Grade;
use crate::panel::opened::MemberSession;
use crate::panel::opened::OpenedRound;
use crate::review::cite;
use crate::text::offsets;

/// What one member marked in a passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// Whose.
    #[serde(skip)]
    pub by: MemberId,
    /// The member's letter.
    pub member: String,
    /// First scalar value of the text, from 0.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// What it says to the questions it is filed under, and the rung of the ladder it was put on.
    #[serde(skip)]
    pub filings: Vec<(CellKey, Option<Stance>, Option<Grade>)>,
    /// Tags, by id.
    #[serde(skip)]
    pub tags: BTreeSet<TagId>,
    /// Their labels, as this member calls them.
    pub tag_labels: Vec<String>,
    /// The questions whose rating it was attached to.
    #[serde(skip)]
    pub attached: Vec<CellKey>,
}

/// A passage at least one member marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// The item it is in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceId>,
    /// Or the source whose whole text is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
    /// First scalar value, from 0.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// All that members marked of it; absent where the item states a published rating.
    pub text: Option<String>,
    /// Whether these are the source's own words.
    pub verbatim: bool,
    /// Where it comes from, as it is cited; of what is told in confidence the event alone.
    pub from: String,
    /// Who marked it, in the order of the panel.
    pub marks: Vec<Mark>,
}

impl Passage {
    /// Members who marked it, each once, in the order of the panel.
    pub fn members(&self) -> Vec<&str> {
        let mut members: Vec<&str> = self.marks.iter().map(|mark| mark.member.as_str()).collect();
        members.dedup();
        members
    }

    /// What members take it to say to a question: every stance given, with how many gave it.
    pub fn stances(&self, cell: &CellKey) -> BTreeMap<Option<&'static str>, usize> {
        let mut stances = BTreeMap::new();
        let filings = self.marks.iter().flat_map(|mark| &mark.filings);
        for (_, stance, _) in filings.filter(|(filed, ..)| filed == cell) {
            *stances.entry(stance.map(word)).or_default() += 1;
        }
        stances
    }
}

/// The name of a stance in files.
pub(super) fn word(stance: Stance) -> &'static str {
    match stance {
        Stance::Supports => "supports",
        Stance::Undermines => "undermines",
        Stance::Mixed => "mixed",
        Stance::Context => "context",
    }
}

/// All passages of a round.
#[derive(Debug, Clone, Default)]
pub struct Passages {
    /// By text and place.
    pub all: Vec<Passage>,
    /// Places in `all` of what is filed under a question.
    under: BTreeMap<CellKey, Vec<usize>>,
    /// Items in which somebody marked something.
    items: BTreeSet<EvidenceId>,
}

impl Passages {
    /// Puts together what the members of a round marked.
    pub fn of(catalog: &Catalog, round: &OpenedRound) -> Self {
        let mut texts: BTreeMap<MarkedIn, Vec<(Mark, &Quote)>> = BTreeMap::new();
        for session in &round.sessions {
            for quote in session.session.quotes.iter().filter(|quote| !quote.lost) {
                if let Some(text) = quote.marked_in() {
                    texts.entry(text).or_default().push((mark(session, quote), quote));
                }
            }
        }
        let mut found = Self::default();
        for (text, mut marks) in texts {
            // The panel's order among what begins and ends at one place.
            marks.sort_by_key(|(mark, _)| (mark.start, mark.end));
            let mut marks = marks.into_iter().peekable();
            while let Some(first) = marks.next() {
                let mut end = first.0.end;
                let mut together = vec![first];
                while let Some(next) = marks.next_if(|(mark, _)| mark.start < end) {
                    end = end.max(next.0.end);
                    together.push(next);
                }
                found.add(passage(catalog, round, &text, end, together));
            }
        }
        found
    }

    fn add(&mut self, passage: Passage) {
        let at = self.all.len();
        let cells: BTreeSet<&CellKey> =
            passage.marks.iter().flat_map(|mark| mark.filings.iter().map(|(cell, ..)| cell)).collect();
        for cell in cells {
            self.under.entry(cell.clone()).or_default().push(at);
        }
        self.items.extend(passage.evidence.clone());
        self.all.push(passage);
    }

    /// What is filed under a question.
    pub fn under(&self, cell: &CellKey) -> impl Iterator<Item = &Passage> {
        self.under.get(cell).into_iter().flatten().map(|&at| &self.all[at])
    }

    /// Whether somebody marked something in an item.
    pub fn touch(&self, item: &EvidenceId) -> bool {
        self.items.contains(item)
    }
}

fn mark(session: &MemberSession, quote: &Quote) -> Mark {
    let file = &session.session;
    let label = |id: &TagId| file.codebook.iter().find(|tag| tag.id == *id).map(|tag| tag.label.clone());
    let filings = quote.filings.iter().filter_map(|filing| Some((filing.cell.cell()?, filing.stance, filing.anchor)));
    let attached = file.ratings.iter().filter(|entry| entry.quotes.contains(&quote.id));
    Mark {
        by: session.member.id,
        member: session.member.letter.clone(),
        start: quote.selector.start,
        end: quote.selector.end,
        filings: filings.collect(),
        tags: quote.tags.iter().cloned().collect(),
        tag_labels: quote.tags.iter().filter_map(label).collect(),
        attached: attached.map(|entry| entry.cell.clone()).collect(),
    }
}

fn passage(catalog: &Catalog, round: &OpenedRound, text: &MarkedIn, end: usize, marks: Vec<(Mark, &Quote)>) -> Passage {
    let (evidence, source) = text.fields();
    let item = evidence.as_ref().and_then(|id| catalog.evidence(id));
    let told = item.as_ref().is_some_and(|item| item.tells());
    let start = marks.first().map_or(0, |(mark, _)| mark.start);
    let longest = marks.iter().max_by_key(|(mark, _)| (mark.end - mark.start, std::cmp::Reverse(mark.start)));
    let longest = longest.map_or("", |(_, quote)| quote.selector.exact.as_str());
    let whole = match (&item, source.as_ref().and_then(|id| catalog.source(id))) {
        (Some(item), _) => offsets::slice(&item.text, start, end),
        (None, source) => source.and_then(|source| offsets::slice(source.text.as_deref()?, start, end)),
    };
    // In another edition other words may stand there.
    let words = whole.filter(|whole| whole.contains(longest)).unwrap_or(longest).to_owned();
    let cited = match (&item, source.as_ref().and_then(|id| catalog.source(id))) {
        (Some(item), _) => Some(cite::of_item(catalog, item, Some(&(start..end)))),
        (None, source) => source.map(|source| cite::of_source(catalog, source, "")),
    };
    let mut marks: Vec<Mark> = marks.into_iter().map(|(mark, _)| mark).collect();
    let seat = |id: MemberId| round.sessions.iter().position(|session| session.member.id == id);
    marks.sort_by_key(|mark| (seat(mark.by), mark.start));
    Passage {
        start,
        end,
        text: (!told).then_some(words),
        verbatim: cited.as_ref().is_some_and(|cited| cited.verbatim),
        from: cited.map_or_else(|| text.to_string(), |cited| cited.reference()),
        marks,
        evidence,
        source,
    }
}
