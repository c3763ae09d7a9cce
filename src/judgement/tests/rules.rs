//! Tables and exhaustive checks of the rules and of what open children leave possible.

use proptest::prelude::*;

use super::standing;
use crate::judgement::reach::Child;
use crate::judgement::reach::combine;
use crate::judgement::rule::Rule;
use crate::judgement::rule::Standing;
use crate::judgement::rule::Tally;
use crate::judgement::rule::Verdict;
use crate::judgement::rule::judge;
use crate::judgement::rule::percent;
use crate::model::judged::RuleName;
use crate::model::rating::Grade;
use crate::model::rating::Rating;

/// All 35 combinations of four answers and what the published sentences of the count rule say of each.
const COUNT_OF_FOUR: &str = "IIII:I RIII:I RRII:I RRRI:R RRRR:R GIII:I GRII:I GRRI:R GRRR:R GGII:I GGRI:? GGRR:R GGGI:? \
     GGGR:G GGGG:G OIII:I ORII:I ORRI:R ORRR:R OGII:I OGRI:? OGRR:R OGGI:? OGGR:G OGGG:G OOII:I OORI:? OORR:R OOGI:? \
     OOGR:G OOGG:O OOOI:? OOOR:G OOOG:O OOOO:O";

fn tally(letters: &str) -> Tally {
    let mut tally = Tally::default();
    for letter in letters.chars() {
        match standing(letter) {
            Standing::Graded(grade) => tally.add(grade),
            Standing::NoInformation => tally.no_information += 1,
            Standing::Abstained => tally.abstained += 1,
            Standing::Unrated => panic!("{letters} is open"),
        }
    }
    tally
}

/// The verdict as a letter: the rule's own in capitals, its completion in small, `?` and `-` for none.
fn verdict(rule: RuleName, letters: &str) -> char {
    let letter = |rating: Rating| match rating {
        Rating::Outstanding => 'O',
        Rating::Good => 'G',
        Rating::RequiresImprovement => 'R',
        Rating::Inadequate => 'I',
        Rating::NoInformation => '?',
    };
    match judge(rule, &tally(letters)) {
        Verdict::Given(rating) => letter(rating),
        Verdict::Silent(grade) => letter(grade.into()).to_ascii_lowercase(),
        Verdict::Nothing => '-',
    }
}

/// Every way of giving `n` children one of the letters, order left aside.
fn combinations(n: usize, letters: &str) -> Vec<String> {
    let Some(first) = letters.chars().next() else {
        return if n == 0 { vec![String::new()] } else { vec![] };
    };
    (0..=n)
        .flat_map(|k| {
            let rest = combinations(n - k, &letters[1..]);
            rest.into_iter().map(move |tail| first.to_string().repeat(k) + &tail)
        })
        .collect()
}

#[test]
fn the_count_rule_says_of_four_answers_what_its_sentences_say() {
    let mut seen = 0;
    for entry in COUNT_OF_FOUR.split_whitespace() {
        let (letters, says) = entry.split_once(':').expect("letters and result");
        let expected = if says == "?" { 'r' } else { says.chars().next().expect("a letter") };
        assert_eq!(verdict(RuleName::Count, letters), expected, "{letters}");
        seen += 1;
    }
    assert_eq!(seen, 35);
}

#[test]
fn the_count_rule_answers_as_many_combinations_as_were_counted_beforehand() {
    for (n, answered, all) in
        [(1, 4, 4), (2, 10, 10), (3, 20, 20), (4, 28, 35), (5, 47, 56), (7, 107, 120), (9, 175, 220), (12, 392, 455)]
    {
        let all_of_n = combinations(n, "OGRI");
        let silent = all_of_n.iter().filter(|letters| verdict(RuleName::Count, letters) == 'r').count();
        assert_eq!((all_of_n.len() - silent, all_of_n.len()), (answered, all), "n = {n}");
    }
}

#[test]
fn answers_without_a_grade_count_among_those_that_exist() {
    for (letters, expected) in [
        ("II??", 'I'),
        ("I???", 'r'), // of one answer it would be inadequate: the threshold stays at two
        ("R??", 'R'),
        ("R???", 'G'),
        ("OOO?", 'G'), // the rest are not all good
        ("OO--", 'G'),
        ("GG?-", 'G'),
        ("IRR-", 'R'),
        ("RRIIIIII?", 'I'),
        ("RRGGGGGG?", 'G'), // nine exist, so two are fewer than the threshold of three
    ] {
        assert_eq!(verdict(RuleName::Count, letters), expected, "{letters}");
    }
}

#[test]
fn without_any_grade_every_rule_says_no_information_or_nothing() {
    for rule in RuleName::ALL {
        for (letters, expected) in [("????", '?'), ("?", '?'), ("??--", '?'), ("---?", '?'), ("----", '-'), ("", '-')] {
            assert_eq!(verdict(rule, letters), expected, "{rule}: {letters}");
        }
    }
}

#[test]
fn the_other_rules_give_what_can_be_worked_out_by_hand() {
    for (rule, letters, expected) in [
        (RuleName::Worst, "OOOI", 'I'),
        (RuleName::Worst, "OGG", 'G'),
        (RuleName::Worst, "O?-O", 'O'),
        (RuleName::MedianLow, "OGRI", 'R'),
        (RuleName::MedianLow, "GGRR", 'R'),
        (RuleName::MedianLow, "GGR", 'G'),
        (RuleName::MedianLow, "O", 'O'),
        (RuleName::MedianLow, "OI", 'I'),
        (RuleName::MedianLow, "GG?I-", 'G'),
        (RuleName::MeanBands, "RRRI", 'R'),      // 7 of 16, 43.75 %
        (RuleName::MeanBands, "RRRRRIIII", 'R'), // 14 of 36, 38.9 %, rounds to 39
        (RuleName::MeanBands, "RIIIII", 'I'),    // 7 of 24, 29.2 %
        (RuleName::MeanBands, "GGRR", 'G'),      // 10 of 16, 62.5 %: a half goes up to 63
        (RuleName::MeanBands, "OOGG", 'O'),      // 14 of 16, 87.5 %: up to 88
        (RuleName::MeanBands, "OGGG", 'G'),
        (RuleName::MeanBands, "O?--", 'O'),
    ] {
        assert_eq!(verdict(rule, letters), expected, "{rule}: {letters}");
    }
}

#[test]
fn the_six_published_overalls_come_out_as_they_were_tested_beforehand() {
    for (name, letters, published, [count, worst, median, mean]) in [
        ("maternity", "RRRI", 'R', ['R', 'I', 'R', 'R']),
        ("mental health", "GRRRRRRRR", 'R', ['R', 'R', 'R', 'R']),
        ("workforce", "RRIIIII", 'I', ['I', 'I', 'I', 'I']),
        ("digitisation", "RRRRRIIII", 'I', ['I', 'I', 'R', 'R']),
        ("pharmacy", "GGRRRRRII", 'R', ['R', 'I', 'R', 'R']),
        ("patient safety", "GRRRR", 'R', ['R', 'R', 'R', 'R']),
    ] {
        assert_eq!(verdict(RuleName::Count, letters), count, "{name}");
        assert_eq!(verdict(RuleName::Worst, letters), worst, "{name}");
        assert_eq!(verdict(RuleName::MedianLow, letters), median, "{name}");
        assert_eq!(verdict(RuleName::MeanBands, letters), mean, "{name}");
        assert_eq!(count, published, "{name}");
    }
}

#[test]
fn percentages_are_exact_and_round_a_half_up() {
    for (points, most, expected) in
        [(5, 8, 63), (14, 36, 39), (7, 8, 88), (1, 3, 33), (2, 3, 67), (1, 200, 1), (0, 0, 0)]
    {
        assert_eq!(percent(points, most), expected, "{points} of {most}");
    }
}

#[test]
fn a_better_answer_never_gives_a_worse_parent() {
    for rule in RuleName::ALL {
        let mut steps = 0;
        for n in 1..=15 {
            for letters in combinations(n, "OGRI") {
                for (worse, better) in ["GO", "RG", "IR"].map(|pair| pair.split_at(1)) {
                    if !letters.contains(worse) {
                        continue;
                    }
                    let improved = letters.replacen(worse, better, 1);
                    let (before, after) = (judge(rule, &tally(&letters)), judge(rule, &tally(&improved)));
                    assert!(after.effective() <= before.effective(), "{rule}: {letters} to {improved}");
                    steps += 1;
                }
            }
        }
        assert_eq!(steps, 9180);
    }
}

#[test]
fn a_better_answer_never_gives_a_worse_parent_beside_answers_without_a_grade() {
    for rule in RuleName::ALL {
        for n in 2..=10 {
            for letters in combinations(n, "OGRI?-").iter().filter(|letters| letters.contains(['?', '-'])) {
                for (worse, better) in ["GO", "RG", "IR"].map(|pair| pair.split_at(1)) {
                    let improved = letters.replacen(worse, better, 1);
                    let (before, after) = (judge(rule, &tally(letters)), judge(rule, &tally(&improved)));
                    assert!(after.effective() <= before.effective(), "{rule}: {letters} to {improved}");
                }
            }
        }
    }
}

#[test]
fn taken_literally_the_count_rule_is_not_monotone_so_silence_is_no_place_on_the_scale() {
    assert_eq!(verdict(RuleName::Count, "GGRI"), 'r');
    assert_eq!(verdict(RuleName::Count, "GGRR"), 'R');
}

/// Every way of rating the open children, from the letters of one parent.
fn completions(letters: &str) -> Vec<String> {
    match letters.find('.') {
        None => vec![letters.to_owned()],
        Some(_) => "OGRI".chars().flat_map(|to| completions(&letters.replacen('.', &to.to_string(), 1))).collect(),
    }
}

#[test]
fn the_range_of_an_open_parent_is_what_its_completions_reach_and_no_more() {
    for rule in RuleName::ALL {
        for n in 1..=9 {
            let widest = if n > 5 { 3 } else { n };
            for letters in combinations(n, "OGRI?-.").iter().filter(|l| (1..=widest).contains(&l.matches('.').count()))
            {
                let outcome = combine(rule, letters.chars().map(|letter| Child::from(standing(letter))));
                let all: Vec<Verdict> = completions(letters).iter().map(|full| judge(rule, &tally(full))).collect();
                let effective: Vec<Rating> = all.iter().filter_map(|verdict| verdict.effective()).collect();
                let range = outcome.range.expect("open parents have a range");
                assert_eq!(Some(&range.lowest), effective.iter().max(), "{rule}: {letters}");
                assert_eq!(Some(&range.highest), effective.iter().min(), "{rule}: {letters}");
                let agreed = effective.iter().all(|one| *one == effective[0]);
                assert_eq!(outcome.completed, agreed.then_some(effective[0]), "{rule}: {letters}");
                let given = agreed && all.iter().all(|verdict| matches!(verdict, Verdict::Given(_)));
                assert_eq!(outcome.result, given.then_some(effective[0]), "{rule}: {letters}");
                assert_eq!(outcome.silent, agreed && !given, "{rule}: {letters}");
            }
        }
    }
}

#[test]
fn leaving_open_answers_without_a_grade_never_leads_out_of_the_range() {
    for rule in RuleName::ALL {
        for letters in combinations(5, "OGRI?.").iter().filter(|l| l.contains('.') && l.contains(['O', 'G', 'R', 'I']))
        {
            let range = combine(rule, letters.chars().map(|c| Child::from(standing(c)))).range.expect("a range");
            for without in ["?", "-"] {
                let result = judge(rule, &tally(&letters.replace('.', without))).effective().expect("a result");
                assert!(range.highest <= result && result <= range.lowest, "{rule}: {letters} left {without}");
            }
        }
    }
}

#[test]
fn every_rule_says_that_it_is_a_hypothesis_and_the_count_rule_where_it_comes_from() {
    for rule in RuleName::ALL {
        assert!(Rule::from(rule).about().contains("hypothesis"), "{rule}");
    }
    assert!(
        Rule::from(RuleName::Count)
            .about()
            .contains("the thresholds for 1 to 3 and for 9 or more are recalled, not confirmed")
    );
}

fn child() -> impl Strategy<Value = Child> {
    let grade = || prop::sample::select(Grade::ALL.to_vec());
    prop_oneof![
        4 => grade().prop_map(Child::Graded),
        1 => Just(Child::NoInformation),
        1 => Just(Child::Abstained),
        2 => (grade(), grade()).prop_map(|(a, b)| Child::Open { lowest: a.max(b), highest: a.min(b) }),
    ]
}

proptest! {
    #[test]
    fn the_order_of_children_does_not_matter(
        (children, shuffled) in prop::collection::vec(child(), 0..14)
            .prop_flat_map(|list| (Just(list.clone()), Just(list).prop_shuffle())),
    ) {
        for rule in RuleName::ALL {
            prop_assert_eq!(combine(rule, children.clone()), combine(rule, shuffled.clone()));
        }
    }
}
