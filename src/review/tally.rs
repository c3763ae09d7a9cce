//! Counts for headers, bars and progress: what is read, rated and marked, and who speaks.

use std::collections::BTreeSet;

use crate::judgement::balance::Balance;
use crate::model::catalog::Catalog;
use crate::model::ids::CellKey;
use crate::model::ids::EvidenceId;
use crate::model::quote::Quote;
use crate::model::quote::Stance;
use crate::review::blindness::Blindness;
use crate::review::heard::in_item;
use crate::review::heard::in_passage;
use crate::review::state::State;

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
    /// Who is heard in the list, by what the member's marks say.
    pub heard: Balance,
    /// Items at least opened.
    pub read: usize,
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

/// Counts a list of items, given as places in the review's evidence, and who is heard in them and in the member's
/// passages in sources. What is hidden is counted as an item and no more.
pub fn tally(
    catalog: &Catalog,
    state: &State,
    read: &BTreeSet<EvidenceId>,
    items: &[usize],
    cell: Option<&CellKey>,
) -> Tally {
    let blind = Blindness::new(catalog, state);
    let mut out = Tally { items: items.len(), ..Tally::default() };
    let mut heard = Vec::new();
    for item in items.iter().filter_map(|&at| catalog.review().evidence.get(at)) {
        out.read += usize::from(read.contains(&item.id));
        if blind.hides(item) {
            out.unmarked += 1;
            continue;
        }
        let marks: Vec<Option<Stance>> = stances(state, &item.id, cell).map(|(_, stance)| stance).collect();
        out.unmarked += usize::from(marks.is_empty());
        out.yes += usize::from(marks.contains(&Some(Stance::Supports)));
        out.no += usize::from(marks.contains(&Some(Stance::Undermines)));
        out.mixed += usize::from(marks.contains(&Some(Stance::Mixed)));
        out.background += usize::from(marks.contains(&Some(Stance::Context)));
        for who in in_item(catalog, item) {
            heard.extend(marks.iter().map(|stance| (who.clone(), *stance)));
            if marks.is_empty() {
                heard.push((who, None));
            }
        }
    }
    if let Some(cell) = cell {
        let own = state.quotes_under(cell).filter(|quote| quote.source.is_some() && !blind.hides_quote(quote));
        for quote in own.filter(|quote| !quote.lost) {
            let stance = quote.filed_under(cell).and_then(|filing| filing.stance);
            heard.extend(in_passage(catalog, quote).into_iter().map(|who| (who, stance)));
        }
    }
    out.heard = Balance::of(heard);
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
        items: catalog.review().evidence.len(),
    }
}
