//! Places of items in reading order, rising: a list, or a list in a file of which windows are read, some left out.
//!
//! Invariant: asking for one place, or where one stands, costs the same however long the list is.

use std::fmt;
use std::sync::Arc;

use crate::model::extent::ListKey;
use crate::model::paged::BLOCK;
use crate::model::paged::Paged;

/// Places of items, rising.
#[derive(Clone)]
pub struct Places(Kept);

#[derive(Clone)]
enum Kept {
    Listed(Arc<[usize]>),
    InFile {
        paged: Arc<Paged>,
        key: ListKey,
        len: usize,
    },
    /// Another's places but for some of its positions, rising.
    But {
        all: Arc<Places>,
        without: Arc<[usize]>,
    },
}

impl Default for Places {
    fn default() -> Self {
        Self(Kept::Listed(Arc::new([])))
    }
}

impl From<Vec<usize>> for Places {
    /// The places in order, each once.
    fn from(mut places: Vec<usize>) -> Self {
        if !places.is_sorted_by(|one, next| one < next) {
            places.sort_unstable();
            places.dedup();
        }
        Self(Kept::Listed(places.into()))
    }
}

impl FromIterator<usize> for Places {
    fn from_iter<T: IntoIterator<Item = usize>>(places: T) -> Self {
        places.into_iter().collect::<Vec<usize>>().into()
    }
}

impl fmt::Debug for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kept::Listed(places) => places.fmt(f),
            _ => write!(f, "Places({})", self.len()),
        }
    }
}

impl PartialEq for Places {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl Eq for Places {}

impl Places {
    pub(crate) fn in_file(paged: &Arc<Paged>, key: ListKey) -> Self {
        let len = paged.length_of(&key);
        Self(Kept::InFile { paged: paged.clone(), key, len })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match &self.0 {
            Kept::Listed(places) => places.len(),
            Kept::InFile { len, .. } => *len,
            Kept::But { all, without } => all.len().saturating_sub(without.len()),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place at a position, from 0.
    pub fn get(&self, at: usize) -> Option<usize> {
        match &self.0 {
            Kept::Listed(places) => places.get(at).copied(),
            Kept::InFile { paged, key, len } => {
                (at < *len).then(|| paged.block(key, at / BLOCK).get(at % BLOCK).copied()).flatten()
            }
            Kept::But { all, without } => {
                // As many of those left out stand before it as make up for the positions they took.
                let before = partition(without.len(), |n| without[n] - n <= at);
                all.get(at + before)
            }
        }
    }

    /// The first place.
    pub fn first(&self) -> Option<usize> {
        self.get(0)
    }

    /// At which position a place stands.
    pub fn position(&self, place: usize) -> Option<usize> {
        match &self.0 {
            Kept::Listed(places) => places.binary_search(&place).ok(),
            Kept::InFile { paged, key, len } => {
                let blocks = len.div_ceil(BLOCK);
                let after = partition(blocks, |n| paged.block(key, n).first().is_some_and(|first| *first <= place));
                let number = after.checked_sub(1)?;
                let at = paged.block(key, number).binary_search(&place).ok()?;
                Some(number * BLOCK + at).filter(|at| at < len)
            }
            Kept::But { all, without } => {
                let at = all.position(place)?;
                without.binary_search(&at).err().map(|before| at - before)
            }
        }
    }

    /// Whether a place is among them.
    pub fn contains(&self, place: usize) -> bool {
        self.position(place).is_some()
    }

    /// All of them: as many steps as there are places.
    pub fn iter(&self) -> Box<dyn Iterator<Item = usize> + '_> {
        match &self.0 {
            Kept::Listed(places) => Box::new(places.iter().copied()),
            Kept::InFile { paged, key, len } => {
                let block = move |number: usize| {
                    let block = paged.block(key, number);
                    (0..block.len()).map(move |at| block[at])
                };
                Box::new((0..len.div_ceil(BLOCK)).flat_map(block).take(*len))
            }
            Kept::But { all, without } => {
                let left = all.iter().enumerate().filter(move |(at, _)| without.binary_search(at).is_err());
                Box::new(left.map(|(_, place)| place))
            }
        }
    }

    /// Those of some places, few in number, that are among them.
    pub fn among(&self, few: impl IntoIterator<Item = usize>) -> Self {
        few.into_iter().filter(|place| self.contains(*place)).collect()
    }

    /// All but some places, few in number.
    pub fn without(&self, few: impl IntoIterator<Item = usize>) -> Self {
        let mut without: Vec<usize> = few.into_iter().filter_map(|place| self.position(place)).collect();
        without.sort_unstable();
        without.dedup();
        if without.is_empty() {
            return self.clone();
        }
        if let Kept::Listed(places) = &self.0 {
            let left = places.iter().enumerate().filter(|(at, _)| without.binary_search(at).is_err());
            return left.map(|(_, place)| *place).collect();
        }
        Self(Kept::But { all: Arc::new(self.clone()), without: without.into() })
    }
}

/// How many of the first so many numbers hold, where those that hold come first.
fn partition(count: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) { low = middle + 1 } else { high = middle }
    }
    low
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn leaving_some_out_is_what_leaving_them_out_one_by_one_gives(
            all in prop::collection::btree_set(0_usize..60, 0..40),
            few in prop::collection::vec(0_usize..60, 0..20),
        ) {
            let all: Vec<usize> = all.into_iter().collect();
            let places = Places::from(all.clone());
            let left: Vec<usize> = all.iter().copied().filter(|place| !few.contains(place)).collect();
            let mut positions: Vec<usize> = few.iter().filter_map(|place| places.position(*place)).collect();
            positions.sort_unstable();
            positions.dedup();
            let but = Places(Kept::But { all: Arc::new(places.clone()), without: positions.into() });
            for left_out in [places.without(few.clone()), but] {
                prop_assert_eq!(left_out.iter().collect::<Vec<_>>(), left.clone());
                prop_assert_eq!(left_out.len(), left.len());
                for place in 0..60 {
                    prop_assert_eq!(left_out.position(place), left.iter().position(|at| *at == place));
                }
            }
            prop_assert_eq!(places.among(few.clone()), all.iter().copied().filter(|at| few.contains(at)).collect());
        }
    }
}
