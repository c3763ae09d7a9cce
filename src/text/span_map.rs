//! Where a place of one text is in another that was made from it.
//!
//! Owns the list of stretches that differ in length or content; all between is the same, so a text
//! that was taken over as it is costs nothing. Uses nothing.
//! Invariant: both ways of mapping are monotone, and a range maps to one that covers it.

use std::ops::Range;

/// A stretch of the stored text and what was made of it, in scalar values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// In the stored text; never empty.
    pub stored: Range<usize>,
    /// In the made text; empty where the stretch was dropped.
    pub made: Range<usize>,
}

/// A map between a stored text and one made from it, built in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SpanMap {
    changes: Vec<Change>,
    stored: usize,
    made: usize,
}

impl SpanMap {
    /// Notes that the next characters are the same in both.
    pub fn keep(&mut self, count: usize) {
        self.stored += count;
        self.made += count;
    }

    /// Notes that the next `stored` characters became `made` characters.
    pub fn change(&mut self, stored: usize, made: usize) {
        if stored > 0 {
            self.changes.push(Change { stored: self.stored..self.stored + stored, made: self.made..self.made + made });
        }
        self.stored += stored;
        self.made += made;
    }

    /// The stretches that differ.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Characters of the stored text.
    pub fn stored_len(&self) -> usize {
        self.stored
    }

    /// Characters of the made text.
    pub fn made_len(&self) -> usize {
        self.made
    }

    /// Where a stored place is in the made text; a place inside a change is at its start. A place
    /// beyond the end is at the end.
    pub fn made_of(&self, stored: usize) -> usize {
        let after = self.changes.partition_point(|change| change.stored.start <= stored);
        match after.checked_sub(1).map(|last| &self.changes[last]) {
            Some(change) if stored < change.stored.end => change.made.start,
            Some(change) => (change.made.end + (stored - change.stored.end)).min(self.made),
            None => stored.min(self.made),
        }
    }

    /// Where a made place is in the stored text; a place inside a change is at its start.
    pub fn stored_of(&self, made: usize) -> usize {
        let after = self.changes.partition_point(|change| change.made.start <= made);
        match after.checked_sub(1).map(|last| &self.changes[last]) {
            Some(change) if made < change.made.end => change.stored.start,
            Some(change) => (change.stored.end + (made - change.made.end)).min(self.stored),
            None => made.min(self.stored),
        }
    }

    /// The made range that shows every character of a stored range.
    pub fn made_range(&self, stored: Range<usize>) -> Range<usize> {
        let start = self.made_of(stored.start);
        if stored.end <= stored.start {
            return start..start;
        }
        let last = stored.end - 1;
        let after = self.changes.partition_point(|change| change.stored.start <= last);
        let end = match after.checked_sub(1).map(|index| &self.changes[index]) {
            Some(change) if last < change.stored.end => change.made.end,
            _ => self.made_of(stored.end),
        };
        start..end.max(start)
    }

    /// The stored range that a made range was made from, with whatever was dropped right after it
    /// (the accents of its last letter).
    pub fn stored_range(&self, made: Range<usize>) -> Range<usize> {
        let start = self.stored_of(made.start);
        if made.end <= made.start {
            return start..start;
        }
        let last = made.end - 1;
        let after = self.changes.partition_point(|change| change.made.start <= last);
        let mut end = match after.checked_sub(1).map(|index| &self.changes[index]) {
            Some(change) if last < change.made.end => change.stored.end,
            _ => (self.stored_of(last) + 1).min(self.stored),
        };
        for change in &self.changes[after..] {
            if !change.made.is_empty() || change.stored.start != end {
                break;
            }
            end = change.stored.end;
        }
        start..end.max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `ab<change 2 to 3>c<drop 1>d`: stored a b X X c Y d, made a b 1 2 3 c d.
    fn sample() -> SpanMap {
        let mut map = SpanMap::default();
        map.keep(2);
        map.change(2, 3);
        map.keep(1);
        map.change(1, 0);
        map.keep(1);
        map
    }

    #[test]
    fn places_map_both_ways() {
        let map = sample();
        let made: Vec<usize> = (0..=8).map(|at| map.made_of(at)).collect();
        assert_eq!(made, [0, 1, 2, 2, 5, 6, 6, 7, 7]);
        let stored: Vec<usize> = (0..=8).map(|at| map.stored_of(at)).collect();
        assert_eq!(stored, [0, 1, 2, 2, 2, 4, 6, 7, 7]);
    }

    #[test]
    fn a_range_covers_what_it_touches_and_takes_dropped_marks_with_it() {
        let map = sample();
        assert_eq!(map.made_range(3..4), 2..5);
        assert_eq!(map.stored_range(3..4), 2..4);
        assert_eq!(map.stored_range(5..6), 4..6);
        assert_eq!(map.made_range(3..3), 2..2);
    }

    proptest! {
        #[test]
        fn mapping_is_monotone_and_covers(steps in proptest::collection::vec((0usize..3, 0usize..3, any::<bool>()), 0..12)) {
            let mut map = SpanMap::default();
            for (stored, made, keep) in steps {
                if keep { map.keep(stored) } else if stored > 0 { map.change(stored, made) }
            }
            for at in 0..map.stored_len() {
                prop_assert!(map.made_of(at) <= map.made_of(at + 1));
                let made = map.made_range(at..at + 1);
                if !made.is_empty() {
                    let back = map.stored_range(made);
                    prop_assert!(back.start <= at && at < back.end);
                }
            }
            for at in 0..map.made_len() {
                prop_assert!(map.stored_of(at) <= map.stored_of(at + 1));
                let stored = map.stored_range(at..at + 1);
                let back = map.made_range(stored);
                prop_assert!(back.start <= at && at < back.end);
            }
            prop_assert_eq!(map.made_of(map.stored_len()), map.made_len());
        }
    }
}
