//! The sentences people read: reasons, near misses and what a rating moved.

use super::cell;
use super::commitment;
use super::digitisation_rows;
use super::rating;
use super::rolled;
use super::scale;
use super::standing;
use crate::judgement::derivation::explain;
use crate::judgement::derivation::record;
use crate::judgement::movement::Movement;
use crate::judgement::movement::between;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::judged::InputStatus;
use crate::model::judged::RuleName;

fn reasons(row: &str, rule: RuleName) -> (String, Option<String>) {
    let result = explain(&rolled(&[row], rule), &commitment(1), &scale());
    (result.decided_by, result.nearly)
}

#[test]
fn the_count_rule_says_which_line_decided_and_which_nearly_did() {
    for (row, decided, nearly) in [
        (
            "IIIG",
            "3 of 4 answers are inadequate; 2 suffice (count rule, 4 to 8 answers).",
            "With 2 of them better, it would not be inadequate.",
        ),
        (
            "IRRR",
            "3 of 4 answers are requires improvement; 2 suffice (count rule, 4 to 8 answers).",
            "1 of 4 answers is inadequate; 2 would suffice.",
        ),
        (
            "RRGG",
            "2 of 4 answers are requires improvement; 2 suffice (count rule, 4 to 8 answers).",
            "1 answer better would make it good, which allows no inadequate and fewer than 2 requires improvement.",
        ),
        (
            "OOGG",
            "2 of 4 answers are outstanding and the other 2 good; 2 suffice (count rule, 4 to 8 answers).",
            "The rest have to be good: one requires improvement would end it.",
        ),
        (
            "OGGG",
            "None of 4 answers is inadequate and none is requires improvement; fewer than 2 may be (count rule, 4 to 8 \
             answers).",
            "Outstanding needs 2 outstanding and the rest good: 1 would have to change.",
        ),
        (
            "GGGI",
            "The rule is silent: 1 of 4 answers is inadequate and none is requires improvement; that bars good, but \
             either needs 2 (count rule, 4 to 8 answers). Requires improvement is filled in by completion.",
            "1 of 4 answers is inadequate; 2 would suffice.",
        ),
    ] {
        assert_eq!(reasons(row, RuleName::Count), (decided.to_owned(), Some(nearly.to_owned())), "{row}");
    }
}

#[test]
fn what_is_open_or_without_a_grade_is_said_and_not_counted() {
    for (row, rule, decided) in [
        (
            "GG..",
            RuleName::Count,
            "2 of 4 answers are still to be rated; it can be between inadequate and outstanding (count rule).",
        ),
        (
            "III.",
            RuleName::Count,
            "3 of 4 answers are inadequate; 2 suffice, whatever the 1 open answer becomes (count rule, 4 to 8 answers).",
        ),
        ("II..", RuleName::MedianLow, "Inadequate, whatever the 2 open answers become (median-low rule)."),
        ("????", RuleName::Count, "No information on all 4 answers."),
        ("??--", RuleName::Worst, "No information on 2 of 4 answers, abstained from 2: nothing has a grade."),
        ("----", RuleName::Count, "Abstained from all 4 answers: there is nothing to combine."),
        (
            "GR?-",
            RuleName::Worst,
            "The worst of 2 answers is requires improvement, 2 without a grade left out (worst rule).",
        ),
    ] {
        let (said, nearly) = reasons(row, rule);
        assert_eq!(said, decided, "{row}");
        assert!(nearly.is_none() || row == "GR?-", "{row}: {nearly:?}");
    }
}

#[test]
fn the_other_rules_give_their_reasons_in_their_own_terms() {
    for (row, rule, decided, nearly) in [
        (
            "IRRR",
            RuleName::Worst,
            "The worst of 4 answers is inadequate (worst rule).",
            "With 1A at requires improvement, it would be requires improvement.",
        ),
        (
            "GGGR",
            RuleName::MedianLow,
            "The lower of the two in the middle of 4 answers is good (median-low rule).",
            "With 1A at requires improvement, it would be requires improvement.",
        ),
        (
            "RGRG",
            RuleName::MeanBands,
            "4 answers come to 10 of 16 points, 63 percent; 63 to 87 is good (mean-bands rule).",
            "1 point fewer would be 56 percent: requires improvement.",
        ),
        (
            "IIIG",
            RuleName::MeanBands,
            "4 answers come to 6 of 16 points, 38 percent; 0 to 38 is inadequate (mean-bands rule).",
            "1 point more would be 44 percent: requires improvement.",
        ),
    ] {
        assert_eq!(reasons(row, rule), (decided.to_owned(), Some(nearly.to_owned())), "{rule} {row}");
    }
}

#[test]
fn the_whole_is_explained_by_its_commitments_and_every_parent_is_recorded_in_order() {
    let rollup = rolled(&digitisation_rows(), RuleName::Count);
    let whole = explain(&rollup, &ParentKey::Overall, &scale());
    assert_eq!(whole.decided_by, "4 of 9 commitments are inadequate; 3 suffice (count rule, 9 or more commitments).");
    assert_eq!(whole.inputs.len(), 9);
    assert!(whole.inputs.iter().all(|input| input.status == InputStatus::Rated));
    assert!(whole.flips.iter().all(|flip| flip.changes.len() == 2 && flip.becomes == rating('R')));
    let record = record(&rollup, &scale());
    let order: Vec<String> = record.parents.iter().map(|parent| parent.id.to_string()).collect();
    assert_eq!(order.join(" "), "1 2 3 4 5 6 7 8 9 area:1 area:2 area:3 area:4 area:5 overall");
    assert_eq!((record.rule, record.rule_version), (RuleName::Count, 1));
}

#[test]
fn a_review_names_its_grades_and_the_sentences_follow() {
    let mut own_words = scale();
    own_words[3].label = "Failing".to_owned();
    let result = explain(&rolled(&["IIGG"], RuleName::Count), &commitment(1), &own_words);
    assert_eq!(result.decided_by, "2 of 4 answers are failing; 2 suffice (count rule, 4 to 8 answers).");
    own_words[3].label = "RAG red".to_owned();
    let result = explain(&rolled(&["IIGG"], RuleName::Count), &commitment(1), &own_words);
    assert!(result.decided_by.starts_with("2 of 4 answers are RAG red;"), "{}", result.decided_by);
}

#[test]
fn a_grade_begins_small_within_a_sentence_and_with_a_capital_at_its_start() {
    let (decided, nearly) = reasons("GGGI", RuleName::Count);
    assert!(decided.contains("1 of 4 answers is inadequate"), "{decided}");
    assert!(decided.ends_with("Requires improvement is filled in by completion."), "{decided}");
    assert_eq!(nearly.as_deref(), Some("1 of 4 answers is inadequate; 2 would suffice."));
    assert!(reasons("II..", RuleName::MedianLow).0.starts_with("Inadequate, whatever"));
}

#[test]
fn an_own_judgement_is_named_beside_the_line_of_the_rule() {
    let mut rollup = rolled(&["IIGG"], RuleName::Count);
    rollup.set_own(&commitment(1), Some(rating('R')));
    let result = explain(&rollup, &commitment(1), &scale());
    assert!(
        result.decided_by.ends_with("Own judgement counts instead: requires improvement."),
        "{}",
        result.decided_by
    );
    assert_eq!((result.result, result.effective), (Some(rating('I')), Some(rating('R'))));
}

/// Says what changing one answer does.
fn after(rows: &[&str], rule: RuleName, changed: &str, to: char) -> Movement {
    let before = rolled(rows, rule);
    let mut after = before.clone();
    after.set_cell(&cell(changed), standing(to));
    between(&before, &after, &Subject::Cell(cell(changed)), &scale())
}

#[test]
fn after_a_rating_two_lines_say_what_was_said_and_what_moved() {
    let mut rows = digitisation_rows();
    for (row, changed, to, said, follows) in [
        (
            "IRIG",
            "8B",
            'I',
            "8B is now inadequate (was requires improvement).",
            "Commitment 8 stays inadequate: 3 of 4 answers are, 2 suffice. Overall: no change.",
        ),
        (
            "GRRI",
            "8B",
            'I',
            "8B is now inadequate (was requires improvement).",
            "Commitment 8 is now inadequate (was requires improvement): 2 of 4 answers are, 2 suffice. Overall: no change.",
        ),
        (
            "G...",
            "8B",
            'G',
            "8B is now good.",
            "Commitment 8 is still open: 2 of 4 rated; it can be between inadequate and outstanding. Overall: no change.",
        ),
        (
            "GGRR",
            "8C",
            'I',
            "8C is now inadequate (was requires improvement).",
            "Commitment 8 stays requires improvement: filled in, the count rule is silent here. Overall: no change.",
        ),
        (
            "GGRG",
            "8A",
            '.',
            "8A is unrated again (was good).",
            "Commitment 8 is open again: 3 of 4 rated; it can be between requires improvement and good. Overall: no change.",
        ),
        (
            "GGGG",
            "8A",
            '-',
            "8A: you do not rate this (was good).",
            "Commitment 8 stays good: none of 4 answers is inadequate, none is requires improvement, fewer than 2 may be. \
             Overall: no change.",
        ),
        (
            "????",
            "8A",
            '?',
            "8A stays without a rating (no information).",
            "Commitment 8 stays without a rating (no information). Overall: no change.",
        ),
    ] {
        rows[7] = row;
        let expected = Movement { said: said.to_owned(), follows: follows.to_owned() };
        assert_eq!(after(&rows, RuleName::Count, changed, to), expected, "{row}");
    }
}

#[test]
fn the_whole_is_named_when_it_moves_settles_or_narrows() {
    for (rows, rule, changed, to, ending) in [
        (["GGGG", "GGGI"], RuleName::Worst, "2D", 'G', "Overall is now good (was inadequate)."),
        (["GGGG", "GGG."], RuleName::Worst, "2D", 'R', "Overall is now requires improvement."),
        (["RRR.", "GGG."], RuleName::Worst, "2D", 'G', "Overall: no change."),
        (
            ["OGG.", "GGG."],
            RuleName::Worst,
            "2D",
            'R',
            "Overall is still open: it can be between inadequate and requires improvement.",
        ),
        (
            ["GGGG", "GGG."],
            RuleName::MeanBands,
            "2D",
            'I',
            "Commitment 2 stays good: it has 63 percent of the points, within 63 to 87. Overall: no change.",
        ),
        (["GGGG", "GGGG"], RuleName::Worst, "2D", '.', "Overall is open again: it can be between inadequate and good."),
    ] {
        let follows = after(&rows, rule, changed, to).follows;
        assert!(follows.ends_with(ending), "{rows:?}: {follows}");
    }
}

#[test]
fn the_first_line_never_holds_the_running_verdict() {
    let before = rolled(&["IIGG"], RuleName::Count);
    let mut after = before.clone();
    after.set_own(&commitment(1), Some(rating('G')));
    let given = between(&before, &after, &Subject::Parent(commitment(1)), &scale());
    assert_eq!(given.said, "Commitment 1 is now good by your judgement.");
    assert_eq!(given.follows, "By the count rule: inadequate. Overall is now good (was inadequate).");
    let withdrawn = between(&after, &before, &Subject::Parent(commitment(1)), &scale());
    assert_eq!(withdrawn.said, "Commitment 1: your judgement, good, is withdrawn.");
    assert_eq!(withdrawn.follows, "By the count rule: inadequate. Overall is now inadequate (was good).");
    let mut changed = after.clone();
    changed.set_cell(&cell("1A"), standing('R'));
    let beside = between(&after, &changed, &Subject::Cell(cell("1A")), &scale());
    assert_eq!(
        beside.follows,
        "Commitment 1 stays good by your judgement; by the count rule requires improvement. Overall: no change."
    );
}
