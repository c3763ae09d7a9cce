//! The evidence of a catalog, item by item, whether it is held as a list or read from a file in windows.
//!
//! Invariant: an item is asked for by its place in reading order, from 0, and looking at one never reads all.

use std::ops::Deref;
use std::sync::Arc;

use crate::model::evidence::Evidence;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::paged::PAGE;
use crate::model::paged::Paged;

/// The items of a catalog.
#[derive(Debug, Clone, Copy)]
pub struct Items<'a>(Kept<'a>);

#[derive(Debug, Clone, Copy)]
enum Kept<'a> {
    Held(&'a [Evidence]),
    Paged(&'a Paged),
}

/// One item, looked at.
#[derive(Debug, Clone)]
pub struct Item<'a>(Look<'a>);

#[derive(Debug, Clone)]
enum Look<'a> {
    Held(&'a Evidence),
    /// An item of a window, which stays as long as it is looked at.
    Paged(Arc<[Evidence]>, usize),
}

/// What is asked of an item again and again where a member's own passages are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// Its place in reading order.
    pub at: usize,
    /// Where it comes from.
    pub sources: Vec<SourceId>,
    /// What it speaks of, where it states a published rating.
    pub told: Option<Vec<Subject>>,
}

impl Brief {
    pub(crate) fn of(at: usize, item: &Evidence) -> Self {
        Self { at, sources: item.sources.clone(), told: item.tells().then(|| item.spoken_of()) }
    }
}

impl Deref for Item<'_> {
    type Target = Evidence;

    fn deref(&self) -> &Evidence {
        match &self.0 {
            Look::Held(item) => item,
            Look::Paged(window, at) => &window[*at],
        }
    }
}

impl<'a> Items<'a> {
    pub(crate) fn held(list: &'a [Evidence]) -> Self {
        Self(Kept::Held(list))
    }

    pub(crate) fn paged(paged: &'a Paged) -> Self {
        Self(Kept::Paged(paged))
    }

    /// How many there are.
    pub fn len(self) -> usize {
        match self.0 {
            Kept::Held(list) => list.len(),
            Kept::Paged(paged) => paged.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The item at a place.
    pub fn get(self, at: usize) -> Option<Item<'a>> {
        match self.0 {
            Kept::Held(list) => list.get(at).map(|item| Item(Look::Held(item))),
            Kept::Paged(paged) => {
                let window = (at < paged.len()).then(|| paged.window(at / PAGE))?;
                window.get(at % PAGE)?;
                Some(Item(Look::Paged(window, at % PAGE)))
            }
        }
    }

    /// All of them in reading order: reads everything, so never on the drawing thread. What is read is not kept.
    pub fn walk(self) -> impl Iterator<Item = Item<'a>> {
        let windows = self.len().div_ceil(PAGE);
        (0..windows).flat_map(move |number| {
            let window: Vec<Item<'a>> = match self.0 {
                Kept::Held(list) => {
                    list[number * PAGE..].iter().take(PAGE).map(|item| Item(Look::Held(item))).collect()
                }
                Kept::Paged(paged) => {
                    let window = paged.passing(number);
                    (0..window.len()).map(|at| Item(Look::Paged(window.clone(), at))).collect()
                }
            };
            window
        })
    }
}
