//! The roll-up through a whole tree: incremental against from scratch, ranges, what was published, pivots.

use std::time::Duration;
use std::time::Instant;

use proptest::prelude::*;

use super::DIGITISATION;
use super::cell;
use super::commitment;
use super::digitisation_rows;
use super::opinions;
use super::rating;
use super::review;
use super::rolled;
use super::scale;
use super::standing;
use crate::judgement::derivation::explain;
use crate::judgement::derivation::ranges;
use crate::judgement::derivation::record;
use crate::judgement::fidelity;
use crate::judgement::pivot;
use crate::judgement::rollup::Opinions;
use crate::judgement::rollup::Rollup;
use crate::judgement::rollup::Tree;
use crate::judgement::rule::Standing;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::judged::RuleName;
use crate::model::rating::Grade;
use crate::model::rating::Rating;
use crate::model::review::Review;
use crate::model::session::Abstention;
use crate::model::session::Override;
use crate::model::session::RatingEntry;

#[test]
fn the_count_rule_gives_the_nine_published_overalls_and_the_whole() {
    let rollup = rolled(&digitisation_rows(), RuleName::Count);
    for (at, (row, published)) in DIGITISATION.iter().enumerate() {
        let state = rollup.parent(&commitment(at + 1)).expect("a commitment");
        assert_eq!(state.result, Some(rating(*published)), "commitment {}: {row}", at + 1);
    }
    assert_eq!(rollup.parent(&ParentKey::Overall).expect("the whole").result, Some(Rating::Inadequate));
}

fn published_review() -> Review {
    let mut review = review(9);
    let cells = opinions(&digitisation_rows()).cells;
    review.published.cells = cells.into_iter().map(|(key, said)| (key, said.rating().expect("rated"))).collect();
    let commitments = review.commitments.iter().zip(DIGITISATION);
    review.published.commitments = commitments.map(|(c, (_, printed))| (c.id.clone(), rating(printed))).collect();
    review.published.overall = Some(Rating::Inadequate);
    review
}

#[test]
fn fidelity_names_what_each_rule_reproduces_and_what_it_misses() {
    let all = fidelity::of_review(&published_review(), None);
    let of = |rule| all.iter().find(|one| one.rule == rule).expect("every rule is held against it");
    let count = of(RuleName::Count);
    assert_eq!((count.reproduced.len(), count.missed.len(), count.untested.len()), (10, 0, 0));
    assert_eq!(count.from_commitments.reproduced, [ParentKey::Overall]);
    let worst = of(RuleName::Worst);
    assert!(worst.missed.is_empty(), "{:?}", worst.missed);
    let median = of(RuleName::MedianLow);
    assert_eq!(median.missed.len(), 1);
    assert_eq!(median.missed[0].parent, ParentKey::Overall);
    assert_eq!(median.missed[0].rule_gives, Some(Rating::RequiresImprovement));
    let mean = of(RuleName::MeanBands);
    // 4 is 10 of 16 points, 62.5 percent: rounded up to good. 3 and 5 are 5 of 16 and 7 of 16 with their D.
    assert!(mean.missed.iter().any(|miss| miss.parent == commitment(4) && miss.rule_gives == Some(Rating::Good)));
    let json = serde_json::to_value(&all[0]).expect("serialises");
    assert_eq!(json["rule"], "count");
    assert_eq!(json["reproduced"][0], "1");
    assert_eq!(json["missed"], serde_json::json!([]));
}

#[test]
fn a_parent_whose_questions_were_not_published_is_neither_reproduced_nor_missed() {
    let mut review = published_review();
    review.published.cells.clear();
    for one in fidelity::of_review(&review, None) {
        assert_eq!((one.reproduced.len(), one.missed.len(), one.untested.len()), (0, 0, 10), "{}", one.rule);
        assert!(one.from_commitments.untested.is_empty());
    }
    review.published = Default::default();
    assert!(fidelity::of_review(&review, None).is_empty());
}

#[test]
fn where_a_rule_is_silent_its_completion_is_no_hit() {
    let mut review = published_review();
    review.published.cells.insert(cell("1C"), Rating::Inadequate);
    review.published.cells.insert(cell("1D"), Rating::Good);
    let count = &fidelity::of_review(&review, None)[0];
    let miss = count.missed.iter().find(|miss| miss.parent == commitment(1)).expect("GRIG is silent");
    assert_eq!((miss.rule_gives, miss.completion), (None, Some(Rating::RequiresImprovement)));
}

#[test]
fn an_own_judgement_counts_above_and_the_rule_result_stays_beside_it() {
    let mut rollup = rolled(&digitisation_rows(), RuleName::Count);
    for number in [3, 5] {
        rollup.set_own(&commitment(number), Some(Rating::RequiresImprovement));
    }
    let third = rollup.parent(&commitment(3)).expect("a commitment");
    assert_eq!((third.result, third.effective), (Some(Rating::Inadequate), Some(Rating::RequiresImprovement)));
    let overall = rollup.parent(&ParentKey::Overall).expect("the whole");
    assert_eq!(overall.result, Some(Rating::RequiresImprovement), "two inadequate of nine are fewer than three");
    rollup.set_own(&commitment(3), None);
    assert_eq!(rollup.parent(&ParentKey::Overall).expect("the whole").result, Some(Rating::Inadequate));
}

#[test]
fn an_area_combines_its_commitments_and_feeds_nothing() {
    let mut rollup = rolled(&digitisation_rows(), RuleName::Count);
    let area: ParentKey = "area:4".parse().expect("an area");
    assert_eq!(rollup.parent(&area).expect("an area").result, Some(Rating::Inadequate));
    let before = *rollup.parent(&ParentKey::Overall).expect("the whole");
    rollup.set_own(&area, Some(Rating::Outstanding));
    assert_eq!(rollup.parent(&area).expect("an area").effective, Some(Rating::Outstanding));
    assert_eq!(rollup.parent(&ParentKey::Overall), Some(&before));
}

#[test]
fn an_area_without_commitments_has_neither_result_nor_range() {
    let rollup = rolled(&digitisation_rows(), RuleName::Count);
    let area: ParentKey = "area:5".parse().expect("an area");
    let state = rollup.parent(&area).expect("an area");
    assert_eq!((state.effective, state.range, state.is_open()), (None, None, false));
    assert_eq!(explain(&rollup, &area, &scale()).decided_by, "There are no commitments to combine.");
}

#[test]
fn a_commitment_the_member_keeps_out_of_is_abstained_above_and_one_without_information_says_so() {
    let rollup = rolled(&["----", "????", "GGGG", "RR??"], RuleName::Worst);
    assert_eq!(rollup.parent(&commitment(1)).expect("one").effective, None);
    assert!(!rollup.parent(&commitment(1)).expect("one").is_open());
    assert_eq!(rollup.parent(&commitment(2)).expect("two").result, Some(Rating::NoInformation));
    let overall = rollup.parent(&ParentKey::Overall).expect("the whole");
    assert_eq!(overall.result, Some(Rating::RequiresImprovement));
    assert_eq!((overall.by_rule.settled.abstained, overall.by_rule.settled.no_information), (1, 1));
}

#[test]
fn what_names_no_part_of_the_review_changes_nothing() {
    let mut rollup = rolled(&["GGGG"], RuleName::Count);
    let before = rollup.opinions();
    assert!(!rollup.set_cell(&cell("2A"), Standing::Abstained));
    assert!(!rollup.set_own(&commitment(2), Some(Rating::Good)));
    assert_eq!(rollup.opinions(), before);
    assert!(rollup.parent(&commitment(2)).is_none());
    assert_eq!(explain(&rollup, &commitment(2), &scale()).decided_by, "Commitment 2 is not part of this review.");
}

#[test]
fn a_session_is_read_with_the_latest_round_and_abstentions_first() {
    let at = || "2026-01-01T00:00:00.000Z".parse().expect("a time");
    let entry = |key, letter, round| RatingEntry {
        cell: cell(key),
        rating: rating(letter),
        reason: None,
        quotes: vec![],
        round,
        published_seen: false,
        unconfirmed: false,
        at: at(),
    };
    let ratings = [entry("1A", 'G', 2), entry("1A", 'I', 1), entry("1B", 'R', 1), entry("1C", '?', 1)];
    let abstained = [Abstention { cell: cell("1B"), why: "interest".to_owned(), at: at() }];
    let overrides =
        [Override { parent: ParentKey::Overall, rating: Rating::Good, reason: "on the whole".to_owned(), at: at() }];
    let read = Opinions::of_session(&ratings, &abstained, &overrides);
    let mut expected = opinions(&["G-?"]);
    expected.own.insert(ParentKey::Overall, Rating::Good);
    assert_eq!(read, expected);
}

#[test]
fn pivots_name_the_smallest_move_of_each_answer() {
    let rollup = rolled(&["IIGG", "RRRR"], RuleName::Count);
    let pivots = pivot::singles(&rollup);
    let first = pivots.iter().find(|pivot| pivot.cell == cell("1A")).expect("1A carries its commitment");
    let to_commitment = first.commitment.expect("moves it");
    assert_eq!((to_commitment.to, to_commitment.becomes), (Grade::RequiresImprovement, Rating::RequiresImprovement));
    assert_eq!(first.overall.map(|one| one.becomes), Some(Rating::RequiresImprovement));
    assert!(pivots.iter().all(|pivot| pivot.cell != cell("2A")), "no single answer moves RRRR");
}

#[test]
fn every_pivot_and_every_flip_does_what_it_says() {
    let rows = ["GRRR", "IG?-", "II.G", "OOGG", "GGGR"];
    for rule in RuleName::ALL {
        let rollup = rolled(&rows, rule);
        for found in pivot::singles(&rollup) {
            let moves = [(found.commitment, ParentKey::Commitment(found.cell.commitment.clone()))];
            for (change, parent) in moves.into_iter().chain([(found.overall, ParentKey::Overall)]) {
                let Some(change) = change else { continue };
                let mut trial = rollup.clone();
                trial.set_cell(&found.cell, Standing::Graded(change.to));
                assert_eq!(trial.parent(&parent).expect("known").effective, Some(change.becomes));
                assert_ne!(trial.parent(&parent), rollup.parent(&parent));
            }
        }
        for (parent, state) in rollup.parents() {
            for flip in explain(&rollup, &parent, &scale()).flips {
                let mut trial = rollup.clone();
                for change in &flip.changes {
                    match &change.id {
                        Subject::Cell(cell) => trial.set_cell(cell, change.to.into()),
                        Subject::Parent(child) => trial.set_own(child, Some(change.to)),
                    };
                }
                assert_eq!(trial.parent(&parent).expect("known").effective, Some(flip.becomes), "{rule} {flip:?}");
                assert_ne!(state.effective, Some(flip.becomes), "{rule} {flip:?}");
            }
        }
    }
}

#[test]
fn pairs_are_offered_only_where_no_single_change_moves_the_parent() {
    let rollup = rolled(&["RRRR", "GGGG"], RuleName::Count);
    let changed = |number| {
        let flips = explain(&rollup, &commitment(number), &scale()).flips;
        flips.iter().map(|flip| flip.changes.len()).collect::<Vec<_>>()
    };
    assert!(!changed(1).is_empty() && changed(1).iter().all(|&changes| changes == 2));
    assert!(changed(2).iter().all(|&changes| changes == 1), "one inadequate silences good");
    let worst = &record(&rollup, &scale()).parents[0].flips;
    assert!(worst.iter().all(|flip| flip.becomes == Rating::Inadequate), "two steps; good takes three better answers");
}

#[test]
fn explaining_and_recording_are_fast_enough_to_be_done_while_drawing() {
    let rollup = rolled(&digitisation_rows(), RuleName::Count);
    let fastest = |what: &dyn Fn()| {
        let time = |_| {
            let start = Instant::now();
            what();
            start.elapsed()
        };
        (0..20).map(time).min().expect("timed")
    };
    let one = fastest(&|| drop(explain(&rollup, &ParentKey::Overall, &scale())));
    let all = fastest(&|| drop(record(&rollup, &scale())));
    let slack = if cfg!(debug_assertions) { 10 } else { 1 };
    assert!(one < slack * Duration::from_millis(1), "one parent took {one:?}");
    assert!(all < slack * Duration::from_millis(5), "the record took {all:?}");
}

#[derive(Debug, Clone)]
enum Step {
    Cell(usize, char),
    Own(usize, Option<char>),
    Rule(RuleName),
}

fn step() -> impl Strategy<Value = Step> {
    let said = prop::sample::select("OGRI?-.".chars().collect::<Vec<_>>());
    let own = prop::option::of(prop::sample::select("OGRI?".chars().collect::<Vec<_>>()));
    prop_oneof![
        8 => (0..36usize, said).prop_map(|(at, letter)| Step::Cell(at, letter)),
        2 => (0..15usize, own).prop_map(|(at, letter)| Step::Own(at, letter)),
        1 => prop::sample::select(RuleName::ALL.to_vec()).prop_map(Step::Rule),
    ]
}

fn row(length: usize) -> impl Strategy<Value = String> {
    let letters = prop::sample::select("OGRI?-..".chars().collect::<Vec<_>>());
    prop::collection::vec(letters, length).prop_map(|letters| letters.into_iter().collect())
}

/// Every way of rating what is open, as rows.
fn completions(rows: &[String]) -> Vec<Vec<String>> {
    let Some(at) = rows.iter().position(|row| row.contains('.')) else { return vec![rows.to_vec()] };
    let fill = |to: &str| {
        let mut filled = rows.to_vec();
        filled[at] = filled[at].replacen('.', to, 1);
        completions(&filled)
    };
    ["O", "G", "R", "I"].into_iter().flat_map(fill).collect()
}

proptest! {
    #[test]
    fn changing_answers_one_by_one_ends_where_starting_from_scratch_does(
        steps in prop::collection::vec(step(), 1..60),
    ) {
        let tree = std::sync::Arc::new(Tree::of(&review(9)));
        let mut rollup = Rollup::new(tree.clone(), &Opinions::default(), RuleName::Count);
        let parents: Vec<ParentKey> = tree.parents().collect();
        for step in steps {
            match step {
                Step::Cell(at, letter) => prop_assert!(rollup.set_cell(&tree.cells()[at], standing(letter))),
                Step::Own(at, letter) => prop_assert!(rollup.set_own(&parents[at], letter.map(rating))),
                Step::Rule(rule) => rollup.set_rule(rule),
            }
            let scratch = Rollup::new(tree.clone(), &rollup.opinions(), rollup.rule().clone());
            for parent in &parents {
                prop_assert_eq!(rollup.parent(parent), scratch.parent(parent), "{}", parent);
            }
        }
        let scratch = Rollup::new(tree.clone(), &rollup.opinions(), rollup.rule().clone());
        prop_assert_eq!(record(&rollup, &scale()), record(&scratch, &scale()));
    }

    #[test]
    fn every_parent_ends_within_the_range_it_showed_and_can_reach_both_ends(
        rows in prop::collection::vec(row(3), 3)
            .prop_filter("few enough open to try them all", |rows| rows.concat().matches('.').count() <= 4),
    ) {
        for rule in RuleName::ALL {
            // The fourth question of each is kept out of, so that the rows stay short enough to try them all.
            let full: Vec<String> = rows.iter().map(|row| format!("{row}-")).collect();
            let open = rolled(&full.iter().map(String::as_str).collect::<Vec<_>>(), rule);
            let ends: Vec<Rollup> = completions(&full)
                .iter()
                .map(|rows| rolled(&rows.iter().map(String::as_str).collect::<Vec<_>>(), rule))
                .collect();
            for range in ranges(&open) {
                let reached: Vec<Option<Rating>> =
                    ends.iter().map(|end| end.parent(&range.id).expect("known").effective).collect();
                prop_assert_eq!(reached.iter().max().copied().flatten(), range.lowest, "{} {}", rule, range.id);
                prop_assert_eq!(reached.iter().min().copied().flatten(), range.highest, "{} {}", rule, range.id);
                let state = open.parent(&range.id).expect("known");
                if let Some(result) = state.result {
                    let every = ends.iter().all(|end| end.parent(&range.id).expect("known").result == Some(result));
                    prop_assert!(every, "{} {}", rule, range.id);
                }
            }
        }
    }
}
