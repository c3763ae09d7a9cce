//! The counts that children can come to, each child anywhere among its options.
//!
//! Owns the enumeration. Uses `rule`. A rule sees only how many children stand where, so ways that come to the same
//! count are one: with four questions of five options there are at most 70 counts for 625 ways. Invariant: every count
//! that some choice comes to is there, and no other.

use std::collections::HashSet;

use crate::judgement::rule::Standing;
use crate::judgement::rule::Tally;

/// Counts that can be come to.
pub(super) type Ways = HashSet<Tally>;

/// The count before any child.
pub(super) fn none() -> Ways {
    HashSet::from([Tally::default()])
}

/// A count with one more child.
pub(super) fn with(mut tally: Tally, standing: Standing) -> Tally {
    match standing {
        Standing::Graded(grade) => tally.add(grade),
        Standing::NoInformation => tally.no_information += 1,
        Standing::Abstained | Standing::Unrated => tally.abstained += 1,
    }
    tally
}

/// Counts with more children, each anywhere among its options.
pub(super) fn with_all(ways: &Ways, children: &[Vec<Standing>]) -> Ways {
    children.iter().fold(ways.clone(), |ways, options| {
        ways.iter().flat_map(|&tally| options.iter().map(move |&option| with(tally, option))).collect()
    })
}

/// Hands out, for each child, the counts that the others can come to. Halves are added to what lies outside them, so
/// that nothing is added up for every child anew.
pub(super) fn but_one(children: &[Vec<Standing>], each: &mut dyn FnMut(usize, &Ways)) {
    halve(&none(), children, 0, each);
}

fn halve(outside: &Ways, children: &[Vec<Standing>], first: usize, each: &mut dyn FnMut(usize, &Ways)) {
    match children {
        [] => {}
        [_] => each(first, outside),
        _ => {
            let (left, right) = children.split_at(children.len() / 2);
            halve(&with_all(outside, right), left, first, each);
            halve(&with_all(outside, left), right, first + left.len(), each);
        }
    }
}
