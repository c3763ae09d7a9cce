//! What ratings add up to, after one change and over all changes of one and two answers.
#![allow(clippy::print_stdout)]

mod support;

use std::hint::black_box;
use std::time::Duration;
use std::time::Instant;

use criterion::Criterion;

use plumbline::judgement::derivation::explain;
use plumbline::judgement::derivation::record;
use plumbline::judgement::pivot::singles;
use plumbline::judgement::rollup::Opinions;
use plumbline::judgement::rollup::Rollup;
use plumbline::judgement::rollup::Tree;
use plumbline::judgement::rule::Standing;
use plumbline::model::act::Act;
use plumbline::model::ids::ParentKey;
use plumbline::model::judged::RuleName;
use plumbline::model::rating::Grade;
use plumbline::review::workspace::Workspace;

use support::Figures;
use support::Reach;
use support::Times;
use support::data;

fn published() -> Rollup {
    let review = data::sample();
    Rollup::new(Tree::of(&review), &Opinions::of_published(&review.published), RuleName::Count)
}

/// Every change of one answer and of two at once; how many of them move the whole.
fn all_changes(rollup: &mut Rollup) -> usize {
    let cells = rollup.tree().cells().to_vec();
    let before = rollup.parent(&ParentKey::Overall).and_then(|state| state.effective);
    let mut moved = 0;
    for (at, first) in cells.iter().enumerate() {
        let was = rollup.cell(first).expect("a cell of the tree");
        for grade in Grade::ALL.into_iter().map(Standing::Graded).filter(|grade| *grade != was) {
            rollup.set_cell(first, grade);
            moved += usize::from(rollup.parent(&ParentKey::Overall).and_then(|state| state.effective) != before);
            for second in &cells[at + 1..] {
                let was = rollup.cell(second).expect("a cell of the tree");
                for grade in Grade::ALL.into_iter().map(Standing::Graded).filter(|grade| *grade != was) {
                    rollup.set_cell(second, grade);
                    let after = rollup.parent(&ParentKey::Overall).and_then(|state| state.effective);
                    moved += usize::from(after != before);
                }
                rollup.set_cell(second, was);
            }
        }
        rollup.set_cell(first, was);
    }
    moved
}

/// The parts by themselves, as criterion sees them.
fn parts(criterion: &mut Criterion) {
    let mut rollup = published();
    let review = data::sample();
    let cell = "8B".parse().expect("a cell's key");
    let mut group = criterion.benchmark_group("rollup");
    let mut grades = Grade::ALL.into_iter().cycle();
    group.bench_function("set_cell", |bencher| {
        bencher.iter(|| rollup.set_cell(&cell, Standing::Graded(grades.next().expect("a cycle has no end"))));
    });
    let rollup = published();
    group.bench_function("explain the whole", |bencher| {
        bencher.iter(|| explain(&rollup, &ParentKey::Overall, &review.scale));
    });
    group.bench_function("explain every parent", |bencher| bencher.iter(|| record(&rollup, &review.scale)));
    group.bench_function("all single changes", |bencher| bencher.iter(|| singles(&rollup)));
    group.finish();
}

/// One rating given in a session and its parents explained, as the workbench does after Enter.
fn rate_once(workspace: &mut Workspace, grade: Grade) -> Duration {
    let cell = "8B".parse().expect("a cell's key");
    let act = Act::Rate { cell, rating: grade.into(), reason: None, quotes: Vec::new(), round: 1 };
    let start = Instant::now();
    workspace.apply(&act).expect("a question can be rated");
    black_box(workspace.rollup().parent(&ParentKey::Overall));
    start.elapsed()
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    parts(&mut criterion);
    if !support::is_asked_for() {
        return;
    }
    let mut figures = Figures::new("Roll-up");
    let (mut small, mut large) = (data::workspace(data::review_of(1_000)), data::workspace(data::review_of(100_000)));
    data::rate_all(&mut small);
    data::rate_all(&mut large);
    let (mut at_small, mut at_large, mut after_one) = (Times::default(), Times::default(), Times::default());
    let mut rollup = published();
    let cell = "8B".parse().expect("a cell's key");
    for grade in Grade::ALL.into_iter().cycle().take(2_000) {
        after_one.take(|| rollup.set_cell(&cell, Standing::Graded(grade)));
        at_small.push(rate_once(&mut small, grade));
        at_large.push(rate_once(&mut large, grade));
    }
    let mut every = Times::default();
    let mut rollup = published();
    for _ in 0..20 {
        every.take(|| all_changes(&mut rollup));
    }
    figures.time("roll-up after one rating, p99", after_one.at(0.99), Duration::from_micros(50));
    figures.time("a rating given in a session of 1,000 items, p50", at_small.median(), Duration::from_micros(50));
    let beside = ("1,000 items", at_small.median());
    figures.ratio("the same with 100,000 items", at_large.median(), beside, Reach::AtMost(1.2));
    figures.time("all single and paired changes of 36 ratings", every.median(), Duration::from_millis(20));
    figures.print();
}
