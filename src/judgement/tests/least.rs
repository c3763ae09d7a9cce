//! The smallest sets of changes against trying everything, and what open questions would settle.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::cell;
use super::commitment;
use super::digitisation_rows;
use super::opinions;
use super::review;
use super::rolled;
use super::standing;
use crate::judgement::least::Set;
use crate::judgement::least::Smallest;
use crate::judgement::least::smallest_sets;
use crate::judgement::pivot;
use crate::judgement::rollup::Rollup;
use crate::judgement::rollup::Tree;
use crate::judgement::rule::Standing;
use crate::judgement::settle::open_questions;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::judged::RuleName;
use crate::model::rating::Grade;
use crate::model::rating::Rating;

fn sets(rollup: &Rollup, parent: &ParentKey) -> Vec<Set> {
    match smallest_sets(rollup, parent).expect("a parent of the review") {
        Smallest::Sets(sets) => sets,
        other => panic!("{other:?}"),
    }
}

#[test]
fn three_answers_in_two_commitments_change_the_published_whole_in_twelve_ways() {
    let rollup = rolled(&digitisation_rows(), RuleName::Count);
    let [set] = sets(&rollup, &ParentKey::Overall).try_into().expect("one thing to become");
    // 8 has two inadequate answers, one of which suffices; of 3 or 5 it takes two of three.
    assert_eq!((set.changes.len(), set.becomes, set.alike), (3, Rating::RequiresImprovement, 12));
    let changed: Vec<String> = set.changes.iter().map(|change| change.cell.to_string()).collect();
    assert_eq!(changed, ["3A", "3B", "8A"], "the first of them in the review's order");
    assert!(set.changes.iter().all(|change| change.to == Grade::RequiresImprovement));
}

#[test]
fn an_own_judgement_leaves_nothing_within_reach() {
    let mut rollup = rolled(&["IIGG", "RRRR"], RuleName::Count);
    rollup.set_own(&commitment(1), Some(Rating::Good));
    assert_eq!(smallest_sets(&rollup, &commitment(1)), Some(Smallest::NothingWithinReach));
    let through = sets(&rollup, &ParentKey::Overall);
    assert!(through.iter().flat_map(|set| &set.changes).all(|change| change.cell.commitment.0 == "2"));
    let kept_out = rolled(&["----"], RuleName::Count);
    assert_eq!(smallest_sets(&kept_out, &commitment(1)), Some(Smallest::NothingWithinReach));
    assert_eq!(smallest_sets(&kept_out, &commitment(7)), None);
}

#[test]
fn an_unrated_review_needs_two_answers_of_a_commitment_and_six_of_nine_commitments() {
    let rollup = rolled(&["...."; 9], RuleName::Count);
    let first = sets(&rollup, &commitment(1));
    assert_eq!((first[0].changes.len(), first[0].becomes), (2, Rating::Inadequate));
    let whole = sets(&rollup, &ParentKey::Overall);
    assert_eq!((whole[0].changes.len(), whole[0].becomes), (6, Rating::Inadequate));
}

#[test]
fn the_open_question_that_would_settle_most_comes_first() {
    // 1 hangs on its last answer; 2 is settled whatever its last answer becomes.
    let rollup = rolled(&["IGG.", "III."], RuleName::Count);
    let open = open_questions(&rollup);
    assert_eq!(open.iter().map(|one| one.cell.to_string()).collect::<Vec<_>>(), ["1D", "2D"]);
    assert!(open[0].parents.contains(&(commitment(1), 4)), "{:?}", open[0]);
    assert_eq!((open[1].settled(), open[1].narrows), (0, 0));
}

/// Every set of up to `most` answers that moves a parent: by size and what it becomes, the fewest steps and how many
/// sets take them.
fn by_trying(rollup: &Rollup, parent: &ParentKey, most: usize) -> BTreeMap<(usize, Rating), (usize, u64)> {
    let cells: Vec<CellKey> = rollup.tree().cells().to_vec();
    let mut found = BTreeMap::new();
    try_from(rollup, &mut rollup.clone(), parent, &cells, (0, 0), most, &mut found);
    found
}

fn try_from(
    rollup: &Rollup,
    trial: &mut Rollup,
    parent: &ParentKey,
    cells: &[CellKey],
    (changed, steps): (usize, usize),
    most: usize,
    found: &mut BTreeMap<(usize, Rating), (usize, u64)>,
) {
    let effective = |rollup: &Rollup| rollup.parent(parent).expect("known").effective;
    if let Some(becomes) = effective(trial).filter(|_| effective(trial) != effective(rollup)) {
        let least = found.entry((changed, becomes)).or_insert((steps, 0));
        if steps < least.0 {
            *least = (steps, 0);
        }
        least.1 += u64::from(steps == least.0);
    }
    if changed == most {
        return;
    }
    for (at, cell) in cells.iter().enumerate() {
        let now = rollup.cell(cell).expect("known");
        for to in Grade::ALL.into_iter().filter(|&to| now != Standing::Abstained && now != Standing::Graded(to)) {
            let step = if let Standing::Graded(from) = now { from.rank().abs_diff(to.rank()) } else { 1 };
            trial.set_cell(cell, Standing::Graded(to));
            try_from(rollup, trial, parent, &cells[at + 1..], (changed + 1, steps + step), most, found);
        }
        trial.set_cell(cell, now);
    }
}

fn letters() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(vec!['O', 'G', 'R', 'I', 'R', 'I', '?', '-', '.']), 4)
        .prop_map(|letters| letters.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_set_is_smaller_than_the_smallest_and_none_as_small_is_left_out(
        rows in proptest::collection::vec(letters(), 1..3),
        own in proptest::option::weighted(0.3, (0_usize..2, proptest::sample::select(vec!['O', 'R', 'I', '?']))),
        rule in proptest::sample::select(RuleName::ALL.to_vec()),
    ) {
        const TRIED: usize = 3;
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let mut rollup = Rollup::new(Tree::of(&review(rows.len())), &opinions(&rows), rule);
        if let Some((at, letter)) = own {
            rollup.set_own(&commitment(at + 1), standing(letter).rating());
        }
        for (parent, _) in rollup.parents() {
            let tried = by_trying(&rollup, &parent, TRIED);
            let smallest = tried.keys().next().map(|(size, _)| *size);
            match smallest_sets(&rollup, &parent).expect("known") {
                Smallest::Sets(sets) if sets[0].changes.len() <= TRIED => {
                    prop_assert_eq!(Some(sets[0].changes.len()), smallest, "{} {:?}", &parent, &sets);
                    let of_size: BTreeMap<_, _> =
                        tried.into_iter().filter(|((size, _), _)| Some(*size) == smallest).collect();
                    prop_assert_eq!(sets.len(), of_size.len());
                    for set in sets {
                        let key = (set.changes.len(), set.becomes);
                        prop_assert_eq!(of_size.get(&key).map(|(_, alike)| *alike), Some(set.alike), "{:?}", &set);
                    }
                }
                _ => prop_assert_eq!(smallest, None, "{}", &parent),
            }
        }
    }

    #[test]
    fn pivots_are_all_there_is_by_single_answers(rows in proptest::collection::vec(letters(), 1..5)) {
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let rollup = rolled(&rows, RuleName::Count);
        let pivots = pivot::singles(&rollup);
        for (parent, _) in rollup.parents() {
            let tried = !by_trying(&rollup, &parent, 1).is_empty();
            let named = pivots.iter().any(|pivot| {
                let moved = match &parent {
                    ParentKey::Commitment(id) => pivot.commitment.filter(|_| pivot.cell.commitment == *id),
                    ParentKey::Area(_) => pivot.area.filter(|_| rollup.tree().above(&pivot.cell).contains(&parent)),
                    ParentKey::Overall => pivot.overall,
                };
                moved.is_some()
            });
            prop_assert_eq!(named, tried, "{}", parent);
        }
    }

    #[test]
    fn an_open_question_settles_what_rating_it_settles(rows in proptest::collection::vec(letters(), 1..4)) {
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let rollup = rolled(&rows, RuleName::Count);
        let open = open_questions(&rollup);
        prop_assert_eq!(open.len(), rows.iter().flat_map(|row| row.chars()).filter(|letter| *letter == '.').count());
        prop_assert!(open.windows(2).all(|two| two[0].settled() >= two[1].settled()));
        for one in open {
            for (parent, grades) in one.parents {
                let settling = Grade::ALL.into_iter().filter(|&to| {
                    let mut trial = rollup.clone();
                    trial.set_cell(&one.cell, Standing::Graded(to));
                    trial.parent(&parent).is_some_and(|state| state.effective.is_some())
                });
                prop_assert_eq!(settling.count(), grades);
                prop_assert!(rollup.parent(&parent).expect("known").effective.is_none());
            }
        }
        prop_assert!(!rows.is_empty() && rollup.cell(&cell("1A")).is_some());
    }
}

#[test]
fn large_sets_are_found_and_what_is_too_large_is_said() {
    let whole = |row: &str, rule| smallest_sets(&rolled(&[row; 9], rule), &ParentKey::Overall).expect("known");
    let answers = |row, rule| match whole(row, rule) {
        Smallest::Sets(sets) => sets[0].changes.len(),
        other => panic!("{other:?}"),
    };
    // Seven of nine have to leave the worst grade, each with three of its four answers.
    assert_eq!(answers("IIII", RuleName::Count), 21);
    assert_eq!(answers("IIII", RuleName::Worst), 36);
    assert_eq!(answers("OOOO", RuleName::Worst), 1);
    assert_eq!(whole("....", RuleName::MeanBands), Smallest::MoreThan(16), "too many ways to tell one by one");
}
