//! A member's passages on the ladder of anchors of one question.
//!
//! Where the member gave a rung, the passage stands there; else it stands by what it says: yes above the middle, no
//! below it. Nothing here turns passages into a rating. Invariant: every passage filed under the question that has not
//! lost its place stands in exactly one spot, in the order it was marked.

use std::collections::BTreeSet;

use crate::judgement::balance::Who;
use crate::model::catalog::Catalog;
use crate::model::ids::CellKey;
use crate::model::ids::QuoteId;
use crate::model::quote::Stance;
use crate::model::rating::Grade;
use crate::model::rating::Rating;
use crate::review::blindness::Blindness;
use crate::review::heard::in_passage;
use crate::review::state::State;

/// The passages of one question.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ladder {
    /// On each rung, the best first: where the member put them.
    pub rungs: [Vec<QuoteId>; 4],
    /// On no rung: they say yes.
    pub yes: Vec<QuoteId>,
    /// They say both.
    pub both: Vec<QuoteId>,
    /// They say no.
    pub no: Vec<QuoteId>,
    /// They say neither, or nothing was said of them.
    pub beside: Vec<QuoteId>,
}

impl Ladder {
    /// Places the passages filed under a question.
    pub fn of(state: &State, cell: &CellKey) -> Self {
        let mut ladder = Self::default();
        for quote in state.quotes_under(cell).filter(|quote| !quote.lost) {
            let Some(filing) = quote.filed_under(cell) else { continue };
            let spot = match (filing.anchor, filing.stance) {
                (Some(grade), _) => &mut ladder.rungs[grade.rank()],
                (None, Some(Stance::Supports)) => &mut ladder.yes,
                (None, Some(Stance::Mixed)) => &mut ladder.both,
                (None, Some(Stance::Undermines)) => &mut ladder.no,
                (None, Some(Stance::Context) | None) => &mut ladder.beside,
            };
            spot.push(quote.id);
        }
        ladder
    }

    /// Whether nothing is filed there.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// How many stand on either side of the middle of the ladder, when the marker stands on the lighter side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parted {
    /// Submitters, voices and other writers on the marker's side.
    pub with: usize,
    /// Those on the other.
    pub against: usize,
}

/// Whether most of what the member marked stands on the other side of the ladder's middle than the rating does. Counted
/// are those who are heard, not passages; who stands on both sides counts on both. `None` where they agree, or there is nothing to
/// hold the rating against.
pub fn parted(catalog: &Catalog, state: &State, cell: &CellKey) -> Option<Parted> {
    let marker = state.ratings.get(cell).and_then(|entry| Rating::grade(entry.rating))?;
    let ladder = Ladder::of(state, cell);
    let blind = Blindness::new(catalog, state);
    let heard = |above: bool, beside: &[QuoteId]| -> BTreeSet<Who> {
        let rungs = Grade::ALL.into_iter().filter(|grade| is_above(*grade) == above);
        let ids = rungs.flat_map(|grade| &ladder.rungs[grade.rank()]).chain(beside);
        let shown = ids.filter_map(|id| state.quote(*id)).filter(|quote| !blind.hides_quote(quote));
        shown.flat_map(|quote| in_passage(catalog, quote)).collect()
    };
    let (above, below) = (heard(true, &ladder.yes), heard(false, &ladder.no));
    let (with, against) = if is_above(marker) { (above.len(), below.len()) } else { (below.len(), above.len()) };
    (against > with).then_some(Parted { with, against })
}

fn is_above(grade: Grade) -> bool {
    matches!(grade, Grade::Outstanding | Grade::Good)
}
