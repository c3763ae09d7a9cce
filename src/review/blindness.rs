//! What steers a judgement and is kept from it: published ratings, sentences that state one, and
//! the running verdict where the panel wants it hidden.
//!
//! Every list, count, search, copy and command asks here. Invariant: with nothing rated, nothing
//! that depends on the published ratings passes.

use crate::model::catalog::Catalog;
use crate::model::evidence::Evidence;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::quote::MarkedIn;
use crate::model::quote::Quote;
use crate::model::rating::Rating;
use crate::model::review::ShowRollup;
use crate::model::source::Source;
use crate::model::source::SourceKind;
use crate::review::state::State;

/// Looks at a review through what the member has answered so far.
#[derive(Debug, Clone, Copy)]
pub struct Blindness<'a> {
    catalog: &'a Catalog,
    state: &'a State,
}

impl<'a> Blindness<'a> {
    /// Looks through one member's state.
    pub fn new(catalog: &'a Catalog, state: &'a State) -> Self {
        Self { catalog, state }
    }

    /// Whether everything a rating of it rests on has been answered.
    pub fn answered(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Cell(cell) => self.state.answered(cell),
            Subject::Parent(parent) => self.catalog.cells_under(parent).iter().all(|cell| self.state.answered(cell)),
        }
    }

    /// Whether an item shows kind and place but not its text.
    pub fn hides(&self, item: &Evidence) -> bool {
        if self.state.settings.show_published {
            return false;
        }
        item.tells() && self.hides_told(&item.spoken_of())
    }

    /// The same where it is known what an item that states ratings speaks of.
    pub fn hides_told(&self, told: &[Subject]) -> bool {
        !self.state.settings.show_published && !told.iter().all(|subject| self.answered(subject))
    }

    /// Whether a source shows its name but not its text: a report or what was said of it, where ratings were published
    /// and not everything they speak of has been answered. Where the review has none published, as one made from a grid,
    /// a report that holds a table of ratings waits for every question.
    pub fn hides_source(&self, source: &Source) -> bool {
        if self.state.settings.show_published || source.text.is_none() {
            return false;
        }
        let tells = matches!(source.kind, SourceKind::Publication | SourceKind::Reaction);
        let review = self.catalog.review();
        match review.published.is_empty() {
            _ if !tells => false,
            false => !review.published.subjects().all(|subject| self.answered(&subject)),
            true => self.catalog.holds_ratings(&source.id) && !review.cells().all(|cell| self.state.answered(&cell)),
        }
    }

    /// What the text of an item states of what was published, where the member has not looked at that yet.
    pub fn unseen_in(&self, item: &Evidence) -> Vec<Subject> {
        if !item.tells() {
            return Vec::new();
        }
        self.unseen(item.spoken_of().into_iter())
    }

    /// The same of the text of a source that states every published rating.
    pub fn unseen_in_source(&self, source: &Source) -> Vec<Subject> {
        let tells = matches!(source.kind, SourceKind::Publication | SourceKind::Reaction);
        if !tells || source.text.is_none() {
            return Vec::new();
        }
        self.unseen(self.catalog.review().published.subjects())
    }

    fn unseen(&self, subjects: impl Iterator<Item = Subject>) -> Vec<Subject> {
        if self.state.settings.show_published {
            return Vec::new();
        }
        subjects.filter(|subject| !self.state.seen.contains_key(subject)).collect()
    }

    /// Whether no list, search or copy has an item's text: it is hidden, or may be read but was not opened yet. Only
    /// opening it is noted as having looked at what was published.
    pub fn withholds(&self, item: &Evidence) -> bool {
        self.hides(item) || !self.unseen_in(item).is_empty()
    }

    /// The same of a source.
    pub fn withholds_source(&self, source: &Source) -> bool {
        self.hides_source(source) || !self.unseen_in_source(source).is_empty()
    }

    /// Whether the text a passage is marked in does not show.
    pub fn hides_quote(&self, quote: &Quote) -> bool {
        match quote.marked_in() {
            Some(MarkedIn::Item(id)) => self.catalog.evidence(&id).is_some_and(|item| self.hides(&item)),
            Some(MarkedIn::Source(id)) => self.catalog.source(&id).is_some_and(|source| self.hides_source(source)),
            None => false,
        }
    }

    /// Which questions have to be answered before the text of a report shows.
    pub fn waiting_for_report(&self) -> Vec<CellKey> {
        let review = self.catalog.review();
        let mut spoken_of: Vec<Subject> = review.published.subjects().collect();
        if spoken_of.is_empty() {
            spoken_of = review.cells().map(Subject::Cell).collect();
        }
        self.open_among(&spoken_of)
    }

    /// Where an item stands, in words for people. A hidden one's own first words are left out: they may
    /// be the rating. So is, while anything is hidden, whatever names a level of the scale.
    pub fn place<'i>(&self, item: &'i Evidence) -> Option<&'i str> {
        let locator = item.locator.as_deref()?;
        let level = self.level_in(locator);
        if !self.hides(item) && (level.is_none() || !self.hides_anything()) {
            return Some(locator);
        }
        let quoted = locator.find(['"', '\'', '\u{2018}', '\u{201c}', '\u{201e}', '\u{ab}']).unwrap_or(locator.len());
        let end = quoted.min(level.unwrap_or(locator.len()));
        let place = locator[..end].trim_end_matches([' ', ',', ':', ';']);
        (!place.is_empty()).then_some(place)
    }

    /// What is odd about an item, as the review says. Nothing where its text does not show; nor, while anything is
    /// hidden, where a level of the scale is named.
    pub fn remark<'i>(&self, item: &'i Evidence) -> Option<&'i str> {
        let note = item.note.as_deref().map(str::trim).filter(|note| !note.is_empty())?;
        let tells = self.hides(item) || (self.level_in(note).is_some() && self.hides_anything());
        (!tells).then_some(note)
    }

    /// Where a text names a level of the scale, as whole words in any capitals; or breaks off in its name.
    fn level_in(&self, text: &str) -> Option<usize> {
        let lower: String = text.chars().map(|c| c.to_ascii_lowercase()).collect();
        let letter = |c: char| c.is_alphanumeric();
        let labels = self.catalog.review().scale.iter().map(|point| point.label.to_ascii_lowercase());
        let found = |label: String| {
            let first = label.split(' ').next().unwrap_or_default().to_owned();
            let starts = |at: usize| !lower[..at].chars().next_back().is_some_and(letter);
            let whole = lower.match_indices(&label).map(|(at, _)| at).find(|at| {
                !label.is_empty() && starts(*at) && !lower[at + label.len()..].chars().next().is_some_and(letter)
            });
            let broken = lower.rfind(&first).filter(|at| {
                first.len() < label.len() && starts(*at) && !lower[at + first.len()..].chars().any(letter)
            });
            whole.or(broken)
        };
        labels.filter_map(found).min()
    }

    /// Whether any item or published rating does not show yet.
    fn hides_anything(&self) -> bool {
        let review = self.catalog.review();
        !self.state.settings.show_published
            && (!review.published.subjects().all(|subject| self.answered(&subject))
                || self.catalog.told().iter().any(|told| !told.iter().all(|subject| self.answered(subject))))
    }

    /// Which questions have to be answered before an item's text shows.
    pub fn waiting_for(&self, item: &Evidence) -> Vec<CellKey> {
        self.open_among(&item.spoken_of())
    }

    fn open_among(&self, subjects: &[Subject]) -> Vec<CellKey> {
        let mut open: Vec<CellKey> = Vec::new();
        for subject in subjects {
            let cells = match subject {
                Subject::Cell(cell) => vec![cell.clone()],
                Subject::Parent(parent) => self.catalog.cells_under(parent),
            };
            for cell in cells {
                if !self.state.answered(&cell) && !open.contains(&cell) {
                    open.push(cell);
                }
            }
        }
        open
    }

    /// The published rating, if it may be shown now.
    pub fn published(&self, subject: &Subject) -> PublishedView {
        let allowed = self.state.settings.show_published || self.answered(subject);
        match (allowed, self.catalog.review().published.of(subject)) {
            (false, _) => PublishedView::AfterRating,
            (true, None) => PublishedView::NotPublished,
            (true, Some(rating)) => PublishedView::Published(rating),
        }
    }

    /// Whether what the ratings add up to may be shown as one goes.
    pub fn shows_running_verdict(&self) -> bool {
        match self.catalog.review().show_rollup() {
            ShowRollup::Always => true,
            ShowRollup::WhenComplete => self.answered(&Subject::Parent(ParentKey::Overall)),
            ShowRollup::AfterRound => {
                self.state.settings.show_published || self.state.rounds.values().any(|round| round.opened.is_some())
            }
        }
    }
}

/// What may be said of a published rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublishedView {
    /// Not before the member has answered.
    AfterRating,
    /// None was published.
    NotPublished,
    /// This one was.
    Published(Rating),
}
