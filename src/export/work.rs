//! The work that leaves: a review, one session about it, and what of both may be told.
//!
//! Uses `review`. Invariants: every export for others goes through here, so nothing leaves by one form that another keeps
//! back; what is hidden from the member is hidden from every file the member writes.

use crate::judgement::rollup::Opinions;
use crate::judgement::rollup::Rollup;
use crate::judgement::rollup::Tree;
use crate::judgement::rule::Rule;
use crate::judgement::rule::Standing;
use crate::model::catalog::Catalog;
use crate::model::ids::CellKey;
use crate::model::ids::MemberId;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::quote::MarkedIn;
use crate::model::quote::Quote;
use crate::model::rating::Rating;
use crate::model::session::Consensus;
use crate::model::session::Override;
use crate::model::session::SessionFile;
use crate::model::source::Source;
use crate::review::blindness::Blindness;
use crate::review::blindness::PublishedView;
use crate::review::cite;
use crate::review::cite::Cited;
use crate::review::flow::Reading;
use crate::review::sealed_round::withhold;
use crate::review::state::State;
use crate::text::display::display;

/// The session as it may be told to others, and the round that is kept back, where there is one: the one place where
/// that is settled for every form for readers.
///
/// Nothing leaves of a round that is handed in and not opened, and what the review no longer asks is not part of a report.
pub fn may_leave(session: &SessionFile, catalog: &Catalog) -> (SessionFile, Option<u32>) {
    let mut leaving = session.clone();
    let sealed = withhold(&mut leaving, catalog);
    leaving.ratings.retain(|entry| catalog.has_cell(&entry.cell));
    (leaving, sealed)
}

/// Stored text as it may stand in a document for others: what acts on a reader's screen without being seen stands there
/// as a visible mark, line feeds stay.
pub fn plain(text: &str) -> String {
    display(text).into_string()
}

/// The same on one line.
pub fn line(text: &str) -> String {
    plain(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A session and its review, on their way out.
pub struct Work<'a> {
    /// Whose it is.
    pub member: MemberId,
    /// The review.
    pub catalog: &'a Catalog,
    /// What was said, without what may not leave.
    pub state: State,
    /// The member's name, where it was asked for.
    pub name: Option<String>,
    /// The round whose ratings are kept back, being handed in and not opened.
    pub sealed: Option<u32>,
    /// What was read, where that is known.
    pub reading: Option<Reading<'a>>,
    /// What the ratings add up to: what the panel agreed where it did, else what the member said.
    pub rollup: Rollup,
}

/// What the words of a passage are, or why they are kept back.
pub enum Words {
    /// With where they come from.
    Told(Cited),
    /// They state what was published of something not rated or not looked at yet.
    KeptBack,
    /// Their text is not in this edition.
    Gone,
}

impl<'a> Work<'a> {
    /// Takes what may leave of a session. The member's name goes along where the session holds it.
    pub fn new(catalog: &'a Catalog, session: &SessionFile, reading: Option<Reading<'a>>) -> Self {
        let (session, sealed) = may_leave(session, catalog);
        let state = State::from_file(&session);
        let rollup = Rollup::new(
            Tree::of(catalog.review()),
            &opinions(catalog, &state),
            Rule::with(state.settings.rule, state.settings.thresholds.clone()),
        );
        Self { member: session.member.id, catalog, state, name: session.member.name, sealed, reading, rollup }
    }

    /// Looks through what the member has answered.
    pub fn blind(&self) -> Blindness<'_> {
        Blindness::new(self.catalog, &self.state)
    }

    /// What the panel agreed on a question or parent.
    pub fn agreed(&self, subject: &Subject) -> Option<&Consensus> {
        self.state.consensus.get(subject)
    }

    /// Whether the panel agreed on anything.
    pub fn is_of_a_panel(&self) -> bool {
        !self.state.consensus.is_empty()
    }

    /// Where a question stands: agreed, else as the member has it.
    pub fn standing(&self, cell: &CellKey) -> Standing {
        self.rollup.cell(cell).unwrap_or(Standing::Unrated)
    }

    /// What a parent counts as. By a rule only where the running verdict may be shown.
    pub fn effective(&self, parent: &ParentKey) -> Option<Rating> {
        let state = self.rollup.parent(parent)?;
        state.own.or_else(|| state.effective.filter(|_| self.blind().shows_running_verdict()))
    }

    /// The member's own judgement of a parent.
    pub fn own(&self, parent: &ParentKey) -> Option<&Override> {
        self.state.overrides.get(parent)
    }

    /// A published rating: only of what is answered and was looked at, or where the review was opened for scrutiny.
    pub fn published(&self, subject: &Subject) -> Option<Rating> {
        let looked = self.state.settings.show_published || self.state.seen.contains_key(subject);
        match self.blind().published(subject) {
            PublishedView::Published(rating) if looked => Some(rating),
            _ => None,
        }
    }

    /// The words of a passage with where they come from, if they may be told.
    pub fn words(&self, quote: &Quote) -> Words {
        let blind = self.blind();
        match quote.marked_in() {
            Some(MarkedIn::Item(id)) => {
                let Some(item) = self.catalog.evidence(&id) else { return Words::Gone };
                if blind.withholds(&item) {
                    return Words::KeptBack;
                }
                let mut item = (*item).clone();
                item.locator = blind.place(&item).map(str::to_owned);
                let part = quote.selector.start..quote.selector.end;
                let cited = cite::of_item(self.catalog, &item, Some(&part));
                Words::Told(Cited { text: quote.selector.exact.clone(), ..cited })
            }
            Some(MarkedIn::Source(id)) => match self.catalog.source(&id) {
                None => Words::Gone,
                Some(source) if blind.withholds_source(source) => Words::KeptBack,
                Some(source) => Words::Told(cite::of_source(self.catalog, source, &quote.selector.exact)),
            },
            None => Words::Gone,
        }
    }

    /// The sources a passage is from, as far as the review has them.
    pub fn sources_of(&self, quote: &Quote) -> Vec<&'a Source> {
        let item = quote.evidence.as_ref().and_then(|id| self.catalog.evidence(id));
        let ids = item.map_or_else(|| quote.source.iter().cloned().collect(), |item| item.sources.clone());
        ids.iter().filter_map(|id| self.catalog.source(id)).collect()
    }

    /// Who speaks in a passage; in confidence by role only.
    pub fn speaker_of(&self, quote: &Quote) -> Option<String> {
        if quote.speaker.is_some() {
            return quote.speaker.clone();
        }
        cite::speaker(self.catalog, &*quote.evidence.as_ref().and_then(|id| self.catalog.evidence(id))?)
    }

    /// A passage's tags with those they stand under: `Digital / Skills`.
    pub fn tags_of(&self, quote: &Quote) -> Vec<String> {
        quote.tags.iter().map(|id| self.tag_path(id)).collect()
    }

    fn tag_path(&self, id: &crate::model::ids::TagId) -> String {
        let mut names: Vec<String> = Vec::new();
        let mut at = Some(id);
        // A codebook is no deeper than it has tags, even where it goes round in a circle.
        for _ in 0..=self.state.codebook.len() {
            let Some(tag) = at.and_then(|id| self.state.tag(id)) else { break };
            names.push(line(&tag.label));
            at = tag.parent.as_ref();
        }
        if names.is_empty() {
            return id.to_string();
        }
        names.reverse();
        names.join(" / ")
    }
}

/// What is said of questions and parents: what the panel agreed goes before what the member said.
fn opinions(catalog: &Catalog, state: &State) -> Opinions {
    let mut all = Opinions::default();
    for cell in catalog.review().cells() {
        let said = match (state.abstained.contains_key(&cell), state.ratings.get(&cell)) {
            (true, _) => Some(Standing::Abstained),
            (false, entry) => entry.map(|entry| Standing::from(entry.rating)),
        };
        let agreed = state.consensus.get(&Subject::Cell(cell.clone())).map(|entry| Standing::from(entry.rating));
        if let Some(standing) = agreed.or(said) {
            all.cells.insert(cell, standing);
        }
    }
    all.own.extend(state.overrides.iter().map(|(parent, entry)| (parent.clone(), entry.rating)));
    for (subject, entry) in &state.consensus {
        if let Subject::Parent(parent) = subject {
            all.own.insert(parent.clone(), entry.rating);
        }
    }
    all
}
