//! Where members stand apart and what hangs on it: every combination tried on small panels, and cases told by hand.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use proptest::prelude::*;

use super::cell;
use super::commitment;
use super::digitisation_rows;
use super::opinions;
use super::review;
use super::standing;
use crate::judgement::rollup::Opinions;
use crate::judgement::rollup::Rollup;
use crate::judgement::rollup::Tree;
use crate::judgement::rule::Rule;
use crate::judgement::rule::Standing;
use crate::judgement::spread::Spread;
use crate::judgement::spread::Voice;
use crate::judgement::spread::agenda::Treatment;
use crate::judgement::spread::spread;
use crate::model::ids::AreaId;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::judged::RuleName;
use crate::model::panel::Disagreement;
use crate::model::rating::Grade;
use crate::model::rating::Rating;

/// Two grades apart, or split without a majority.
const USUAL: Disagreement = Disagreement { range: 2, majority: true };

fn of(tree: &Tree, rule: RuleName, members: &[Opinions]) -> Spread {
    let voices: Vec<Voice> = members.iter().map(|opinions| Voice { opinions, areas: &[] }).collect();
    spread(tree, &Rule::from(rule), &voices, &USUAL)
}

/// Members who each fill in rows of letters.
fn panel(members: &[&[&str]]) -> (Tree, Vec<Opinions>) {
    (Tree::of(&review(members[0].len())), members.iter().map(|rows| opinions(rows)).collect())
}

/// What trying every combination comes to: by parent its verdicts and whether the rule is silent; by question and
/// parent the verdicts between which the question moves it.
struct Tried {
    reached: BTreeMap<ParentKey, (BTreeSet<Option<Rating>>, bool)>,
    moved: BTreeMap<(CellKey, ParentKey), BTreeSet<Option<Rating>>>,
}

fn options(cell: &CellKey, members: &[Opinions]) -> Vec<Standing> {
    let said: Vec<Standing> = members.iter().filter_map(|member| member.cells.get(cell).copied()).collect();
    let mut rated: Vec<Standing> = said.iter().copied().filter(|one| one.rating().is_some()).collect();
    rated.sort_by_key(|one| one.rating());
    rated.dedup();
    if !rated.is_empty() {
        rated
    } else if said.len() == members.len() && said.contains(&Standing::Abstained) {
        vec![Standing::Abstained]
    } else {
        Grade::ALL.map(Standing::Graded).to_vec()
    }
}

fn try_all(tree: &Tree, rule: RuleName, members: &[Opinions]) -> Tried {
    let choices: Vec<Vec<Standing>> = tree.cells().iter().map(|cell| options(cell, members)).collect();
    let mut rollup = Rollup::new(tree.clone(), &Opinions::default(), rule);
    let mut all: BTreeMap<Vec<usize>, Vec<Option<Rating>>> = BTreeMap::new();
    let mut tried = Tried { reached: BTreeMap::new(), moved: BTreeMap::new() };
    let mut at = vec![0; choices.len()];
    loop {
        for (place, cell) in tree.cells().iter().enumerate() {
            rollup.set_cell(cell, choices[place][at[place]]);
        }
        for (parent, state) in rollup.parents() {
            let reached = tried.reached.entry(parent).or_default();
            reached.0.insert(state.effective);
            reached.1 |= state.silent;
        }
        all.insert(at.clone(), rollup.parents().map(|(_, state)| state.effective).collect());
        let Some(next) = (0..at.len()).find(|&place| at[place] + 1 < choices[place].len()) else { break };
        at[next] += 1;
        at[..next].fill(0);
    }
    let parents: Vec<ParentKey> = tree.parents().collect();
    for way in all.keys() {
        for (place, cell) in tree.cells().iter().enumerate().filter(|(place, _)| way[*place] == 0) {
            let mut other = way.clone();
            let mut results: Vec<BTreeSet<Option<Rating>>> = vec![BTreeSet::new(); parents.len()];
            for option in 0..choices[place].len() {
                other[place] = option;
                results.iter_mut().zip(&all[&other]).for_each(|(set, result)| {
                    set.insert(*result);
                });
            }
            for (parent, set) in parents.iter().zip(results).filter(|(_, set)| set.len() > 1) {
                tried.moved.entry((cell.clone(), parent.clone())).or_default().extend(set);
            }
        }
    }
    tried
}

fn check(tree: &Tree, rule: RuleName, members: &[Opinions]) -> Result<(), TestCaseError> {
    let (found, tried) = (of(tree, rule, members), try_all(tree, rule, members));
    for (parent, (verdicts, silent)) in &tried.reached {
        let reachable = found.of_parent(parent).expect("every parent");
        let expected: Vec<Rating> = verdicts.iter().copied().flatten().collect();
        prop_assert_eq!(&reachable.verdicts, &expected, "{} {}", rule, parent);
        prop_assert_eq!(reachable.silent, *silent, "{} {}", rule, parent);
    }
    for one in &found.cells {
        let changes: BTreeMap<ParentKey, Vec<Rating>> =
            one.changes.iter().map(|change| (change.id.clone(), change.verdicts.clone())).collect();
        let moved = tried.moved.iter().filter(|((cell, _), _)| *cell == one.cell && one.differs);
        let expected: BTreeMap<ParentKey, Vec<Rating>> =
            moved.map(|((_, parent), set)| (parent.clone(), set.iter().copied().flatten().collect())).collect();
        prop_assert_eq!(changes, expected, "{} {}", rule, one.cell);
    }
    Ok(())
}

/// Three commitments in two areas with two questions each, or one commitment with four.
fn small(wide: bool) -> Tree {
    let mut review = review(if wide { 1 } else { 3 });
    if !wide {
        review.questions.truncate(2);
        review.commitments[2].area = AreaId::from("2");
    }
    Tree::of(&review)
}

fn member(cells: usize) -> impl Strategy<Value = Vec<char>> {
    let letter = prop_oneof![4 => Just('R'), 3 => Just('I'), 2 => Just('G'), 1 => Just('O'), 1 => Just('?'), 1 => Just('-'), 1 => Just('.')];
    proptest::collection::vec(letter, cells)
}

fn said(tree: &Tree, letters: &[char]) -> Opinions {
    let cells = tree.cells().iter().zip(letters).filter(|(_, letter)| **letter != '.');
    Opinions { cells: cells.map(|(cell, letter)| (cell.clone(), standing(*letter))).collect(), ..Opinions::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn reach_and_movement_are_what_trying_every_combination_gives(
        members in proptest::collection::vec(member(6), 1..4)
    ) {
        let tree = small(false);
        let members: Vec<Opinions> = members.iter().map(|letters| said(&tree, letters)).collect();
        for rule in RuleName::ALL {
            check(&tree, rule, &members)?;
        }
    }

    #[test]
    fn the_same_of_a_commitment_with_four_questions(members in proptest::collection::vec(member(4), 1..5)) {
        let tree = small(true);
        let members: Vec<Opinions> = members.iter().map(|letters| said(&tree, letters)).collect();
        for rule in RuleName::ALL {
            check(&tree, rule, &members)?;
        }
    }

    /// Who sits where at the table shows in nothing.
    #[test]
    fn the_order_of_members_makes_no_difference(members in proptest::collection::vec(member(6), 2..6)) {
        let tree = small(false);
        let mut members: Vec<Opinions> = members.iter().map(|letters| said(&tree, letters)).collect();
        let before = of(&tree, RuleName::Count, &members);
        members.reverse();
        prop_assert_eq!(before, of(&tree, RuleName::Count, &members));
    }
}

#[test]
fn a_split_that_flips_the_whole_is_told_from_a_wider_one_that_flips_nothing() {
    // Two of the three commitments are inadequate for sure; with 3 of them one inadequate suffices.
    let (tree, members) = panel(&[&["RRRR", "RRRG", "GGGG"], &["RRRR", "RRII", "GGGG"], &["RRRO", "RRRI", "GGGG"]]);
    let found = of(&tree, RuleName::Count, &members);
    let flips = found.of_cell(&cell("2C")).expect("a question");
    assert!(flips.can_change_overall(), "{flips:?}");
    assert!(!flips.disagreement, "one grade apart and a majority: no disagreement by the definition");
    assert_eq!(flips.treatment(), Treatment::Decides);
    let overall = flips.changes.iter().find(|one| one.id == ParentKey::Overall).expect("moves the whole");
    assert_eq!(overall.verdicts, [Rating::RequiresImprovement, Rating::Inadequate]);
    let harmless = found.of_cell(&cell("1D")).expect("a question");
    assert_eq!((harmless.range, harmless.can_change()), (Some(2), false));
    assert_eq!(harmless.treatment(), Treatment::Disagreed);
    let order: Vec<String> = found.agenda().iter().take(3).map(|one| one.cell.to_string()).collect();
    assert_eq!(order, ["2D", "2C", "1D"]);
    let whole = found.of_parent(&ParentKey::Overall).expect("the whole");
    assert_eq!(whole.verdicts, [Rating::RequiresImprovement, Rating::Inadequate]);
    assert_eq!(whole.moved_by, [cell("2C"), cell("2D")]);
    assert_eq!(found.of_parent(&commitment(3)).expect("a commitment").verdicts, [Rating::Good]);
}

#[test]
fn two_differences_that_only_together_change_a_verdict_both_can() {
    // 1A and 1B: each alone leaves one inadequate, both make two.
    let (tree, members) = panel(&[&["RRRR"], &["IIRR"]]);
    let found = of(&tree, RuleName::Count, &members);
    for name in ["1A", "1B"] {
        assert!(found.of_cell(&cell(name)).expect("a question").can_change(), "{name}");
    }
    assert!(!found.of_cell(&cell("1C")).expect("a question").can_change());
}

#[test]
fn counts_come_first_and_leave_out_who_did_not_rate() {
    let (tree, members) = panel(&[&["R?-."], &["RG-."], &["I?-R"], &["GI.R"]]);
    let found = of(&tree, RuleName::Count, &members);
    let of_cell = |name| found.of_cell(&cell(name)).expect("a question");
    let first = of_cell("1A");
    assert_eq!((first.counts.requires_improvement, first.counts.good, first.counts.inadequate), (2, 1, 1));
    assert_eq!((first.range, first.majority, first.disagreement), (Some(2), None, true));
    let second = of_cell("1B");
    assert_eq!((second.counts.no_information, second.range, second.majority), (2, Some(2), None));
    let third = of_cell("1C");
    assert_eq!((third.counts.abstained, third.counts.unrated, third.range), (3, 1, None));
    assert_eq!(third.treatment(), Treatment::Open, "one member has not rated it and still may");
    let fourth = of_cell("1D");
    assert_eq!((fourth.majority, fourth.differs), (Some(Rating::RequiresImprovement), false));
    assert_eq!(fourth.treatment(), Treatment::Agreed);
}

#[test]
fn a_member_asked_for_one_area_is_not_missed_in_another() {
    let (tree, members) = panel(&[&["----", "RRRR"], &["....", "...."]]);
    let asked = [AreaId::from("4")];
    let voices = [Voice { opinions: &members[0], areas: &[] }, Voice { opinions: &members[1], areas: &asked }];
    let found = spread(&tree, &Rule::from(RuleName::Count), &voices, &USUAL);
    let first = found.of_cell(&cell("1A")).expect("a question");
    assert_eq!((first.counts.abstained, first.counts.unrated), (1, 0));
    assert_eq!(first.treatment(), Treatment::Agreed);
    assert!(found.of_parent(&commitment(1)).expect("a commitment").verdicts.is_empty());
}

#[test]
fn what_counts_as_disagreement_is_the_panels_to_say() {
    let (tree, members) = panel(&[&["RRRR"], &["RGIO"], &["GGII"]]);
    let voices: Vec<Voice> = members.iter().map(|opinions| Voice { opinions, areas: &[] }).collect();
    let by = |range, majority| {
        let found = spread(&tree, &Rule::from(RuleName::Count), &voices, &Disagreement { range, majority });
        found.cells.iter().map(|one| one.disagreement).collect::<Vec<bool>>()
    };
    assert_eq!(by(1, false), [true, true, true, true]);
    assert_eq!(by(2, false), [false, false, false, true]);
    assert_eq!(by(4, false), [false; 4]);
    assert_eq!(by(4, true), [false, false, false, true]);
    assert_eq!(by(0, false), [true; 4], "no range is a disagreement where all say the same, but here nobody does");
}

#[test]
fn twenty_members_who_each_say_something_else_are_worked_out_exactly() {
    let tree = Tree::of(&review(9));
    let members: Vec<Opinions> = (0..20)
        .map(|member| {
            let letters: Vec<char> = (0..36).map(|at| ['O', 'G', 'R', 'I', '?'][(member + at) % 5]).collect();
            said(&tree, &letters)
        })
        .collect();
    let found = of(&tree, RuleName::Count, &members);
    assert_eq!(found.of_parent(&ParentKey::Overall).expect("the whole").verdicts.len(), 5);
    assert!(found.cells.iter().filter(|one| one.differs).all(|one| one.can_change_overall()));
    let alike = vec![opinions(&digitisation_rows()); 20];
    let found = of(&tree, RuleName::Count, &alike);
    assert_eq!(found.of_parent(&ParentKey::Overall).expect("the whole").verdicts, [Rating::Inadequate]);
    assert!(found.cells.iter().all(|one| one.treatment() == Treatment::Agreed));
}

#[test]
fn json_gives_counts_by_name_and_what_can_be_changed() {
    let (tree, members) = panel(&[&["RRRR"], &["IIRR"]]);
    let json = serde_json::to_value(of(&tree, RuleName::Count, &members)).expect("serialises");
    assert_eq!(json["cells"][0]["counts"]["inadequate"], 1);
    assert_eq!(json["cells"][0]["changes"][0]["id"], "1");
    assert_eq!(json["cells"][0]["changes"][0]["verdicts"][1], "inadequate");
    assert_eq!(json["reachable"][0]["moved_by"], serde_json::json!(["1A", "1B"]));
}
