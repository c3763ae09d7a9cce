//! Agreement on published and worked-out data sets, and the traps that catch other programs.
//!
//! `agreement.json` holds data and results: data set C and the coders of Krippendorff, the 14 raters of Fleiss, a small
//! panel, and what the packages `krippendorff` 0.9.0, `irrCAC` 0.4.4 and `statsmodels` 0.15.0 give for them.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;

use super::standing;
use crate::judgement::agreement::Coefficient;
use crate::judgement::agreement::Estimate;
use crate::judgement::agreement::Table;
use crate::judgement::agreement::Undefined;
use crate::judgement::agreement::agreement;
use crate::judgement::agreement::bootstrap::Draws;
use crate::judgement::agreement::coefficient::alpha;
use crate::judgement::agreement::pair::joint;
use crate::judgement::agreement::pair::kappa;
use crate::judgement::agreement::pair::pairs;
use crate::judgement::agreement::report::Raw;
use crate::judgement::agreement::report::figures;
use crate::judgement::agreement::sums::Sums;
use crate::judgement::agreement::tags::Given;
use crate::judgement::agreement::tags::tags;
use crate::judgement::agreement::weights::Metric;
use crate::judgement::agreement::weights::Weights;
use crate::model::ids::TagId;

/// Alphas hold to six places.
const SIX: f64 = 1e-6;
/// The package prints five.
const FIVE: f64 = 6e-6;

const NOMINAL: Coefficient = Coefficient::Alpha { metric: Metric::Nominal };
const ORDINAL: Coefficient = Coefficient::Alpha { metric: Metric::Ordinal };
const INTERVAL: Coefficient = Coefficient::Alpha { metric: Metric::Interval };

fn ac2(weights: Weights) -> Coefficient {
    Coefficient::Ac2 { weights }
}

fn fixtures() -> Vec<Value> {
    serde_json::from_str(include_str!("agreement.json")).expect("fixtures")
}

fn fixture(id: &str) -> Value {
    fixtures().into_iter().find(|one| one["id"] == id).expect(id)
}

/// A table from one list per rater with values from 1; as many categories as the highest value.
fn table_of(data: &Value) -> Table {
    let raters: Vec<Vec<Option<usize>>> = serde_json::from_value(data.clone()).expect("one list per rater");
    let categories = raters.iter().flatten().flatten().max().copied().unwrap_or(0);
    of_raters(categories, &raters)
}

fn of_raters(categories: usize, raters: &[Vec<Option<usize>>]) -> Table {
    let mut table = Table::new(categories, raters.len());
    for unit in 0..raters[0].len() {
        table.push(raters.iter().map(|rater| rater[unit].map(|value| value - 1)).collect());
    }
    table
}

fn close(found: f64, expected: &Value, within: f64, what: &str) {
    let expected = expected.as_f64().expect(what);
    assert!((found - expected).abs() < within, "{what}: {found} is not {expected}");
}

fn value(coefficient: Coefficient, table: &Table) -> f64 {
    coefficient.of(&Sums::of(table)).unwrap_or_else(|why| panic!("{}: {why}", coefficient.title()))
}

#[test]
fn alphas_of_every_data_set_agree_with_the_published_ones_to_six_places() {
    let mut compared = 0;
    for one in fixtures().iter().filter(|one| one["data"].is_array()) {
        let table = table_of(&one["data"]);
        for (name, coefficient) in [("nominal", NOMINAL), ("ordinal", ORDINAL), ("interval", INTERVAL)] {
            if one["alpha"][name].is_number() {
                close(value(coefficient, &table), &one["alpha"][name], SIX, &format!("{} {name}", one["id"]));
                compared += 1;
            }
        }
    }
    assert_eq!(compared, 17);
    let ratio = |a: usize, b: usize| (a.abs_diff(b) as f64 / (a + b + 2) as f64).powi(2);
    for id in ["krippendorff-2011-C", "three-coders-15-units"] {
        let one = fixture(id);
        let sums = Sums::of(&table_of(&one["data"]));
        close(alpha(&sums, &sums.given(), ratio).expect("defined"), &one["alpha"]["ratio"], SIX, "by another distance");
    }
}

#[test]
fn chance_corrected_figures_agree_with_the_package_to_its_five_places() {
    let mut compared = 0;
    for one in fixtures().iter().filter(|one| one["irrcac"].is_object()) {
        let table = table_of(&one["data"]);
        let figures = [
            ("fleiss", Coefficient::Fleiss),
            ("ac1", Coefficient::Ac1),
            ("ac2_linear", ac2(Weights::Linear)),
            ("ac2_quadratic", ac2(Weights::Quadratic)),
            ("ac2_ordinal", ac2(Weights::Ordinal)),
        ];
        for (name, coefficient) in figures {
            if one["irrcac"][name].is_number() {
                close(value(coefficient, &table), &one["irrcac"][name], FIVE, &format!("{} {name}", one["id"]));
                compared += 1;
            }
        }
        if one["irrcac"]["pa_identity"].is_number() {
            let raw = Raw::of(&table).agreement.expect("pairs");
            close(raw, &one["irrcac"]["pa_identity"], FIVE, &format!("{} raw agreement", one["id"]));
            compared += 1;
        }
    }
    assert_eq!(compared, 19);
}

#[test]
fn coincidences_of_the_small_panel_are_those_counted_by_hand() {
    let one = fixture("panel-4x8");
    let sums = Sums::of(&table_of(&one["data"]));
    for (a, row) in one["coincidence"].as_array().expect("rows").iter().enumerate() {
        for (b, expected) in row.as_array().expect("a row").iter().enumerate() {
            close(sums.coincidence(a, b), expected, SIX, &format!("coincidence {a} {b}"));
        }
    }
    for (given, expected) in sums.given().iter().zip(one["marginals"].as_array().expect("marginals")) {
        close(*given, expected, SIX, "marginal");
    }
}

#[test]
fn the_fourteen_raters_of_fleiss() {
    let one = fixture("fleiss-14-raters");
    let mut table = Table::new(5, 14);
    for unit in one["counts"].as_array().expect("counts") {
        let times = unit.as_array().expect("a unit").iter().enumerate();
        let given = times.flat_map(|(category, times)| {
            std::iter::repeat_n(Some(category), usize::try_from(times.as_u64().expect("a count")).expect("small"))
        });
        table.push(given.collect());
    }
    close(value(Coefficient::Fleiss, &table), &one["fleiss"], SIX, "Fleiss");
}

#[test]
fn kappa_of_two_raters_without_and_with_weights() {
    let one = fixture("cohen-4x4");
    let counts: Vec<Vec<usize>> = serde_json::from_value(one["table"].clone()).expect("a table");
    let cells = counts.iter().enumerate().flat_map(|(a, row)| row.iter().enumerate().map(move |(b, n)| (a, b, *n)));
    let values: Vec<(usize, usize)> = cells.flat_map(|(a, b, n)| std::iter::repeat_n((a, b), n)).collect();
    let joint = joint(4, values.iter().copied());
    let expected =
        [(Weights::Identity, "kappa"), (Weights::Linear, "kappa_linear"), (Weights::Quadratic, "kappa_quadratic")];
    for (weights, name) in expected {
        close(kappa(4, &joint, weights).expect("defined"), &one[name], SIX, name);
    }
    let mut table = Table::new(4, 2);
    values.iter().for_each(|(a, b)| table.push(vec![Some(*a), Some(*b)]));
    let pair = &pairs(&table, Draws { seed: 1, resamples: 200 })[0];
    close(pair.kappa_linear.point().expect("defined"), &one["kappa_linear"], SIX, "linear, by pair");
    close(pair.kappa_quadratic.point().expect("defined"), &one["kappa_quadratic"], SIX, "quadratic, by pair");
    assert_eq!(pair.units, 50);
    assert!((pair.agreement.expect("units") - 38.0 / 50.0).abs() < SIX);
    assert_eq!((pair.differ.len(), pair.differ.iter().filter(|one| one.steps > 1).count()), (12, 4));
    assert!(matches!(pair.kappa_linear, Estimate::IntervalFirst { .. }), "two raters are few, whatever the units");
}

#[test]
fn weights_called_ordinal_inside_alpha_are_another_figure_than_ordinal_alpha() {
    let one = fixture("krippendorff-2011-C");
    let sums = Sums::of(&table_of(&one["data"]));
    let by = |weights: Weights| alpha(&sums, &sums.given(), |a, b| 1.0 - weights.weight(5, a, b)).expect("defined");
    close(by(Weights::Ordinal), &one["irrcac"]["kripp_ordinal_weights"], FIVE, "ordinal weights");
    close(by(Weights::Quadratic), &one["irrcac"]["kripp_quadratic"], FIVE, "quadratic weights");
    assert!((by(Weights::Quadratic) - INTERVAL.of(&sums).expect("defined")).abs() < 1e-12);
    assert!((by(Weights::Ordinal) - ORDINAL.of(&sums).expect("defined")).abs() > 0.01);
}

#[test]
fn a_grade_nobody_used_still_belongs_to_the_scale() {
    let raters = [[1, 2, 2, 3, 1, 2, 3, 3], [1, 2, 3, 3, 2, 2, 3, 2], [2, 2, 2, 3, 1, 1, 3, 3]];
    let raters: Vec<Vec<Option<usize>>> = raters.iter().map(|rater| rater.map(Some).to_vec()).collect();
    let (read_off, declared) = (of_raters(3, &raters), of_raters(4, &raters));
    let quadratic = ac2(Weights::Quadratic);
    assert!(value(quadratic, &declared) > value(quadratic, &read_off) + 0.02);
    assert!((value(Coefficient::Fleiss, &declared) - value(Coefficient::Fleiss, &read_off)).abs() < 1e-12);
    let rows = (0..8)
        .map(|unit| raters.iter().map(|rater| standing([' ', 'O', 'G', 'R'][rater[unit].expect("given")])).collect());
    let table = Table::of_standings(3, rows);
    assert_eq!((&table, table.categories()), (&declared, 4), "a table of grades declares the whole scale");
}

#[test]
fn a_unit_with_one_rating_counts_for_what_prevails_but_not_for_alpha() {
    let one = fixture("krippendorff-2011-C");
    let raters: Vec<Vec<Option<usize>>> = serde_json::from_value(one["data"].clone()).expect("data");
    let without: Vec<Vec<Option<usize>>> = raters.iter().map(|rater| rater[..11].to_vec()).collect();
    let (with, without) = (of_raters(5, &raters), of_raters(5, &without));
    assert!((value(NOMINAL, &with) - value(NOMINAL, &without)).abs() < 1e-12);
    assert!((value(Coefficient::Ac1, &with) - 0.77544).abs() < FIVE);
    assert!((value(Coefficient::Ac1, &without) - 0.77515).abs() < FIVE);
    assert_eq!(with.pairable(), 11);
}

#[test]
fn ratings_all_alike_give_no_figure_but_full_raw_agreement() {
    let report = agreement(&table_of(&fixture("no-variation")["data"]), Draws::seeded(1));
    assert_eq!(report.raw.agreement, Some(1.0));
    assert_eq!(report.raw.ranges[0], 3);
    for figure in &report.figures {
        assert_eq!(figure.estimate, Estimate::CannotBeComputed { reason: Undefined::AllAlike }, "{figure:?}");
        assert_eq!(figure.estimate.words(), "cannot be computed: all ratings alike");
    }
    assert_eq!(report.pairs[0].kappa_linear.point(), None);
}

#[test]
fn one_rater_alone_gives_no_figure_and_no_raw_agreement() {
    let report = agreement(&table_of(&fixture("single-rater")["data"]), Draws::seeded(1));
    assert_eq!((report.raw.agreement, report.raw.within_one), (None, None));
    for figure in &report.figures {
        assert_eq!(figure.estimate.words(), "cannot be computed: no unit with two ratings");
    }
    let nothing = agreement(&Table::new(4, 0), Draws::seeded(1));
    assert!(nothing.pairs.is_empty());
    assert_eq!(nothing.basis.units, 0);
}

#[test]
fn one_more_rating_that_agrees_with_all_others_of_its_unit_can_lower_alpha() {
    // Two raters alike on each unit but one; the third joins them on a unit, and the grades that prevail shift.
    let lowers = (0..4_usize.pow(6)).any(|code| {
        let digit = |at: u32| code / 4_usize.pow(at) % 4 + 1;
        let mut raters = vec![
            vec![Some(digit(0)), Some(digit(1)), Some(digit(2)), Some(digit(3))],
            vec![Some(digit(0)), Some(digit(4)), Some(digit(5)), Some(digit(3))],
            vec![None; 4],
        ];
        let before = ORDINAL.of(&Sums::of(&of_raters(4, &raters)));
        raters[2][0] = Some(digit(0));
        let after = ORDINAL.of(&Sums::of(&of_raters(4, &raters)));
        matches!((before, after), (Ok(before), Ok(after)) if after < before - 0.001)
    });
    assert!(lowers, "small changes of alpha mean nothing, and nothing here may say they do");
}

#[test]
fn ninety_percent_agreement_on_one_grade_is_told_by_figures_side_by_side() {
    let report = agreement(&table_of(&fixture("skewed")["data"]), Draws::seeded(1));
    assert!((report.raw.agreement.expect("pairs") - 0.9).abs() < SIX);
    let alpha = report.figures.iter().find(|figure| figure.coefficient == ORDINAL).expect("alpha").estimate;
    assert!(alpha.point().expect("defined").abs() < SIX);
    let interval = alpha.interval().expect("most resamples have a second grade");
    assert_eq!(interval.resamples + interval.undefined, 5_000);
    // A resample without the tenth unit has one grade only: 0.9 to the tenth, 0.349 of them.
    let share = interval.undefined as f64 / 5_000.0;
    assert!((share - 0.349).abs() < 0.03, "{share} of the resamples were undefined");
    assert!(alpha.words().contains(&format!("without {} of 5000 draws", interval.undefined)), "{}", alpha.words());
}

#[test]
fn the_interval_of_the_small_panel_is_wide_and_the_same_for_the_same_seed() {
    let one = fixture("panel-4x8");
    let table = table_of(&one["data"]);
    let interval = |seed| figures(&table, [ORDINAL], Draws::seeded(seed))[0].estimate.interval().expect("defined");
    let expected = &one["bootstrap_units_5000_ordinal"];
    for seed in [1, 2, 3] {
        let found = interval(seed);
        close(found.low, &expected["p2.5"], 0.04, "low");
        close(found.high, &expected["p97.5"], 0.01, "high");
    }
    assert_eq!(interval(7), interval(7));
    assert_ne!(interval(7), interval(8));
    // Kept, so that a file written today is drawn the same by a later program.
    let kept = interval(20_230_217);
    assert_eq!(format!("{:.6} {:.6} {}", kept.low, kept.high, kept.undefined), "0.232018 0.861673 0");
}

#[test]
fn with_few_units_or_raters_the_interval_is_said_first() {
    let small = table_of(&fixture("panel-4x8")["data"]);
    let estimate = figures(&small, [ORDINAL], Draws::seeded(1))[0].estimate;
    let words = estimate.words();
    assert!(words.ends_with(", computed 0.73") && words.starts_with("0.2"), "{words}");
    let json = serde_json::to_value(estimate).expect("serialises");
    assert_eq!(json["show"], "interval_first");
    let mut large = Table::new(4, 3);
    (0..20).for_each(|unit| large.push(vec![Some(unit % 4), Some(unit % 4), Some((unit + unit / 10) % 4)]));
    let estimate = figures(&large, [ORDINAL], Draws::seeded(1))[0].estimate;
    assert!(matches!(estimate, Estimate::PointFirst { .. }), "{estimate:?}");
    assert!(estimate.words().ends_with(')'), "{}", estimate.words());
}

#[test]
fn what_was_not_rated_is_missing_and_no_category() {
    let rows = ["RR?-", "IG.R", "?-..", "R???"];
    let table = Table::of_standings(4, rows.map(|row| row.chars().map(standing).collect()));
    assert_eq!(table.pairable(), 2);
    assert_eq!(Raw::of(&table).ranges, [1, 0, 1, 0]);
    assert_eq!(table.raters_heard(), 3);
    let (without, draws) =
        (Table::of_standings(4, ["RR..", "IG.R", "R..."].map(|r| r.chars().map(standing).collect())), Draws::seeded(1));
    assert_eq!(agreement(&table, draws).figures, agreement(&without, draws).figures);
}

#[test]
fn the_main_figures_name_their_metric_or_weights_in_json() {
    let report = agreement(&table_of(&fixture("panel-4x8")["data"]), Draws { seed: 5, resamples: 50 });
    let json = serde_json::to_value(&report).expect("serialises");
    assert_eq!((&json["units"], &json["raters"], &json["seed"]), (&8.into(), &4.into(), &5.into()));
    assert_eq!(json["figures"][0]["name"], "alpha");
    assert_eq!(json["figures"][0]["metric"], "ordinal");
    assert_eq!(json["figures"][2]["weights"], "linear");
    assert_eq!(json["figures"][0]["interval"]["resamples"], 50);
    assert_eq!(json["categories"][3], "inadequate");
    assert_eq!(json["pairs"].as_array().expect("pairs").len(), 6);
}

#[test]
fn tags_are_compared_on_passages_somebody_marked_and_members_who_had_them() {
    let id = |text: &str| TagId::from(text);
    let given = |list: &[&str]| -> Given { Some(list.iter().map(|tag| id(tag)).collect()) };
    let book = |list: &[&str]| -> BTreeSet<TagId> { list.iter().map(|tag| id(tag)).collect() };
    let books = [book(&["funding", "data"]), book(&["funding", "data"]), book(&["funding", "own"])];
    let passages = [
        vec![given(&["funding"]), given(&["funding"]), given(&[])],
        vec![given(&["funding", "data"]), given(&["funding"]), None],
        vec![given(&["data"]), given(&["data"]), given(&["own"])],
        vec![given(&[]), given(&["data"]), given(&["funding"])],
    ];
    let found = tags(&books, &passages, Draws { seed: 1, resamples: 100 });
    let names: Vec<&str> = found.iter().map(|one| one.tag.as_str()).collect();
    assert_eq!(names, ["data", "funding"], "a tag only one member has cannot be compared");
    let funding = &found[1];
    assert_eq!((funding.basis.units, funding.basis.raters, funding.given), (4, 3, 3));
    // 1 of 3 pairs, 1 of 1, 3 of 3, 1 of 3.
    assert!((funding.agreement.expect("pairs") - (1.0 / 3.0 + 1.0 + 1.0 + 1.0 / 3.0) / 4.0).abs() < SIX);
    assert!((funding.both_of_either.expect("given") - (1.0 / 3.0 + 1.0) / (1.0 + 1.0 + 2.0 / 3.0)).abs() < SIX);
    let data = &found[0];
    assert_eq!(data.basis.raters, 2, "the third member has no such tag");
    assert!((data.agreement.expect("pairs") - 0.5).abs() < SIX);
}

proptest! {
    /// No order of units or raters shows in any figure; none is above 1.
    #[test]
    fn the_order_of_units_and_raters_makes_no_difference(
        rows in proptest::collection::vec(proptest::collection::vec(proptest::option::of(0..4_usize), 4), 1..12)
    ) {
        let table = |rows: &[Vec<Option<usize>>]| {
            let mut table = Table::new(4, 4);
            rows.iter().for_each(|row| table.push(row.clone()));
            table
        };
        let turned: Vec<Vec<Option<usize>>> =
            rows.iter().rev().map(|row| row.iter().rev().copied().collect()).collect();
        let (one, other) = (Sums::of(&table(&rows)), Sums::of(&table(&turned)));
        for coefficient in Coefficient::FOR_RATINGS {
            match (coefficient.of(&one), coefficient.of(&other)) {
                (Ok(one), Ok(other)) => {
                    prop_assert!((one - other).abs() < 1e-9, "{}: {one} {other}", coefficient.title());
                    prop_assert!(one < 1.0 + 1e-9);
                }
                (one, other) => prop_assert_eq!(one, other),
            }
        }
    }
}
