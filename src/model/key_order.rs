//! Finds things in a list by their keys without a copy of the keys.
//!
//! Invariant: every place in here is in range for the list it was made from; it is asked with that list only.

/// The places of a list in the order of their keys.
///
/// Files mostly list things in that order already; then nothing is kept.
#[derive(Debug)]
pub(crate) struct KeyOrder(Option<Vec<u32>>);

impl KeyOrder {
    /// Works the order out.
    pub(crate) fn of<T, K: Ord>(list: &[T], key: impl Fn(&T) -> &K) -> Self {
        if list.is_sorted_by(|one, next| key(one) < key(next)) {
            return Self(None);
        }
        let mut places: Vec<u32> = (0..list.len()).filter_map(|at| u32::try_from(at).ok()).collect();
        places.sort_by(|&one, &other| key(&list[one as usize]).cmp(key(&list[other as usize])));
        Self(Some(places))
    }

    /// The place of what has a key.
    pub(crate) fn find<T, K: Ord>(&self, list: &[T], wanted: &K, key: impl Fn(&T) -> &K) -> Option<usize> {
        match &self.0 {
            None => list.binary_search_by(|thing| key(thing).cmp(wanted)).ok(),
            Some(places) => {
                let at = places.binary_search_by(|&at| key(&list[at as usize]).cmp(wanted)).ok()?;
                Some(places[at] as usize)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn each_thing_is_found_where_it_stands_and_nothing_else_is(keys in prop::collection::hash_set(0_u16..200, 0..40)) {
            let list: Vec<u16> = keys.iter().copied().collect();
            let order = KeyOrder::of(&list, |key| key);
            for wanted in 0..200 {
                let there = list.iter().position(|key| *key == wanted);
                prop_assert_eq!(order.find(&list, &wanted, |key| key), there);
            }
        }
    }

    #[test]
    fn a_list_in_order_keeps_no_places() {
        assert!(KeyOrder::of(&["a", "b", "c"], |key| key).0.is_none());
        assert!(KeyOrder::of(&["1", "2", "10"], |key| key).0.is_some());
    }
}
