//! Counts for headers, bars and progress: what is read, rated and marked, and who speaks.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::judgement::balance::Side;
use crate::model::catalog::Catalog;
use crate::model::extent::Extent;
use crate::model::heard::Heads;
use crate::model::ids::CellKey;
use crate::model::ids::EvidenceId;
use crate::model::ids::Subject;
use crate::model::items::Brief;
use crate::model::places::Places;
use crate::model::quote::Quote;
use crate::model::quote::Stance;
use crate::review::blindness::Blindness;
use crate::review::state::State;
use crate::review::words::plural;

/// What a member's marks say of the items of one question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Items in the list.
    pub items: usize,
    /// Items with a passage that says yes.
    pub yes: usize,
    /// Items with a passage that says no.
    pub no: usize,
    /// Items with a passage that says both.
    pub mixed: usize,
    /// Items marked as background.
    pub background: usize,
    /// Items with no mark under this question.
    pub unmarked: usize,
    /// Distinct submitters whose evidence is in the list, people heard at roundtables, and the roundtables.
    pub heads: Heads,
}

impl Tally {
    /// "1 says yes, 6 say no, 5 unmarked".
    pub fn words(&self) -> String {
        let mut counts = Vec::new();
        for (count, one, more) in
            [(self.yes, "says yes", "say yes"), (self.no, "says no", "say no"), (self.mixed, "says both", "say both")]
        {
            if count > 0 {
                counts.push(plural(count, one, more));
            }
        }
        if self.background > 0 {
            counts.push(format!("{} background", self.background));
        }
        counts.push(format!("{} unmarked", self.unmarked));
        counts.join(", ")
    }

    /// Those who were asked: "4 submitters and 3 voices at roundtables"; empty where nobody was.
    pub fn who(&self) -> String {
        Side::from(self.heads).words()
    }
}

/// The member's marks on one item under one question.
pub fn stances<'a>(
    state: &'a State,
    item: &'a EvidenceId,
    cell: Option<&'a CellKey>,
) -> impl Iterator<Item = (&'a Quote, Option<Stance>)> {
    state.quotes_in(item).filter_map(move |quote| match cell {
        Some(cell) => quote.filed_under(cell).map(|filing| (quote, filing.stance)),
        None => Some((quote, quote.filings.first().and_then(|filing| filing.stance))),
    })
}

/// The items a member marked, in an extent; under a question only those marked for it.
pub fn marked<'a>(
    catalog: &'a Catalog,
    state: &'a State,
    items: &'a Places,
    cell: Option<&'a CellKey>,
) -> impl Iterator<Item = (&'a EvidenceId, Arc<Brief>)> {
    let here = state
        .quotes
        .iter()
        .filter(move |quote| !quote.lost && cell.is_none_or(|cell| quote.filed_under(cell).is_some()));
    let ids: BTreeSet<&EvidenceId> = here.filter_map(|quote| quote.evidence.as_ref()).collect();
    let known = ids.into_iter().filter_map(|id| Some((id, catalog.brief(id)?)));
    known.filter(|(_, item)| items.contains(item.at))
}

/// Counts the items of an extent. What is hidden is counted as an item and no more. The cost follows what the member
/// marked, not how many items there are.
pub fn tally(catalog: &Catalog, state: &State, extent: &Extent, items: &Places, cell: Option<&CellKey>) -> Tally {
    let blind = Blindness::new(catalog, state);
    let shows = |told: &[Subject]| state.settings.show_published || told.iter().all(|subject| blind.answered(subject));
    let heads = catalog.heard_in(extent).count(shows);
    let mut out = Tally { items: items.len(), unmarked: items.len(), heads, ..Tally::default() };
    for (id, item) in marked(catalog, state, items, cell) {
        if !item.told.as_deref().is_none_or(shows) {
            continue;
        }
        let marks: Vec<Option<Stance>> = stances(state, id, cell).map(|(_, stance)| stance).collect();
        out.unmarked -= usize::from(!marks.is_empty());
        out.yes += usize::from(marks.contains(&Some(Stance::Supports)));
        out.no += usize::from(marks.contains(&Some(Stance::Undermines)));
        out.mixed += usize::from(marks.contains(&Some(Stance::Mixed)));
        out.background += usize::from(marks.contains(&Some(Stance::Context)));
    }
    out
}

/// How far the member has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Questions rated.
    pub rated: usize,
    /// Questions not rated on purpose.
    pub abstained: usize,
    /// Questions there are.
    pub cells: usize,
    /// Rated without a reason.
    pub without_reason: usize,
    /// Rated before what is asked, or an anchor, changed, and neither confirmed nor rated anew since.
    pub unconfirmed: usize,
    /// Passages whose words no longer stand in their text.
    pub lost: usize,
    /// Items opened.
    pub read: usize,
    /// Items there are.
    pub items: usize,
}

/// Rated questions of the review where what is asked, or an anchor, changed since, in key order.
pub fn to_confirm<'a>(catalog: &'a Catalog, state: &'a State) -> impl Iterator<Item = &'a CellKey> {
    let unconfirmed = state.ratings.values().filter(|entry| entry.unconfirmed);
    unconfirmed.map(|entry| &entry.cell).filter(|cell| catalog.has_cell(cell))
}

/// How far the member has come.
pub fn progress(catalog: &Catalog, state: &State, read: &BTreeSet<EvidenceId>) -> Progress {
    Progress {
        rated: state.ratings.keys().filter(|cell| catalog.has_cell(cell)).count(),
        abstained: state.abstained.keys().filter(|cell| catalog.has_cell(cell)).count(),
        cells: catalog.review().commitments.len() * catalog.review().questions.len(),
        without_reason: state.ratings.values().filter(|rating| rating.reason.is_none()).count(),
        unconfirmed: to_confirm(catalog, state).count(),
        lost: state.lost().count(),
        read: read.len(),
        items: catalog.items().len(),
    }
}
