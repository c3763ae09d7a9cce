//! The queue over made-up sources: its orders, what it lets through, and where it goes on.

use proptest::prelude::*;

use super::*;
use crate::model::act::Act;
use crate::review::fixture;
use crate::review::fixture::workspace_on;

const KINDS: [SourceKind; 3] = [SourceKind::Submission, SourceKind::Roundtable, SourceKind::Government];

/// A session on so many sources of three kinds, every third like the first.
fn session(count: usize) -> Workspace {
    let mut review = fixture::review();
    review.sources = (0..count)
        .map(|at| {
            let mut source = Source::new(format!("S{at:03}").as_str().into(), KINDS[at % 3], format!("Sender {at}"));
            source.like = (at > 0 && at % 3 == 0).then(|| "S000".into());
            source.text = (at % 4 != 0).then(|| "A word. ".repeat(at));
            source.group = (at % 5 == 0).then(|| format!("Group {}", at % 2));
            source
        })
        .collect();
    review.footnotes.clear();
    for item in &mut review.evidence {
        item.sources.clear();
        item.refs.clear();
    }
    workspace_on(review)
}

fn decide(ws: &mut Workspace, at: usize, status: TriageStatus) {
    let source = ws.catalog().review().sources[at].id.clone();
    ws.apply(&Act::Triage { source, status, reason: None, bears_on: Vec::new() }).expect("decides");
}

fn status_of(n: u8) -> TriageStatus {
    use TriageStatus::*;
    [Undecided, Relevant, SetAside, Flagged, Deferred][usize::from(n) % 5]
}

fn sort_of(n: usize) -> Option<Sort> {
    n.checked_sub(1).map(|n| Sort::ALL[n % Sort::ALL.len()])
}

proptest! {
    #[test]
    fn every_order_is_a_permutation_and_the_same_for_the_same_seed(
        count in 0..40_usize, seed in proptest::option::of(any::<u32>()), sort in 0..8_usize, decisions in proptest::collection::vec((0..40_usize, any::<u8>()), 0..20),
    ) {
        let mut ws = session(count);
        for (at, n) in decisions.into_iter().filter(|(at, _)| *at < count) {
            decide(&mut ws, at, status_of(n));
        }
        ws.apply(&Act::SeedOrder { seed: seed.map(u64::from) }).expect("seeds");
        let mut queue = Queue::new(&ws);
        queue.set_pile(&ws, Pile::All);
        queue.set_sort(&ws, sort_of(sort));
        let shown = queue.shown().to_vec();
        let mut sorted = shown.clone();
        sorted.sort_unstable();
        prop_assert_eq!(sorted, (0..count).collect::<Vec<_>>());
        let mut again = Queue::new(&ws);
        again.set_pile(&ws, Pile::All);
        again.set_sort(&ws, sort_of(sort));
        prop_assert_eq!(again.shown(), &shown[..]);
    }

    #[test]
    fn one_more_source_does_not_shuffle_the_others(count in 1..40_usize, seed in any::<u32>()) {
        let order = |count: usize| {
            let mut ws = session(count);
            ws.apply(&Act::SeedOrder { seed: Some(seed.into()) }).expect("seeds");
            let mut queue = Queue::new(&ws);
            queue.set_pile(&ws, Pile::All);
            queue.shown().to_vec()
        };
        let mut with = order(count + 1);
        with.retain(|at| *at != count);
        prop_assert_eq!(with, order(count));
    }

    #[test]
    fn going_on_decides_about_every_source_once_and_those_put_off_come_last(
        count in 1..25_usize, start in 0..25_usize, seed in any::<u32>(), put_off in proptest::collection::vec(any::<bool>(), 25),
    ) {
        let mut ws = session(count);
        ws.apply(&Act::SeedOrder { seed: Some(seed.into()) }).expect("seeds");
        let mut queue = Queue::new(&ws);
        queue.set_pile(&ws, Pile::All);
        let mut line = start % count;
        let mut visited = Vec::new();
        for step in 0.. {
            prop_assert!(step <= 2 * count, "it comes to an end");
            let at = queue.shown()[line];
            let first = !visited.contains(&at);
            visited.push(at);
            decide(&mut ws, at, if first && put_off[at] { TriageStatus::Deferred } else { TriageStatus::Relevant });
            match queue.next_open(&ws, line) {
                Some(next) => line = queue.shown().iter().position(|at| *at == next).expect("it is shown"),
                None => break,
            }
        }
        // A source put off last of all has no other to come back from.
        let left = ws.state().triage.values().filter(|entry| entry.status != TriageStatus::Relevant).count();
        prop_assert!(left <= 1);
        let mut once = visited[..count].to_vec();
        once.sort_unstable();
        prop_assert_eq!(once, (0..count).collect::<Vec<_>>(), "all are looked at before any comes back");
    }

    #[test]
    fn undo_through_triage_restores_everything(steps in proptest::collection::vec((0..6_usize, any::<u8>(), any::<bool>()), 0..30)) {
        let mut ws = session(6);
        let mut before = vec![ws.state().clone()];
        for (at, n, bears) in steps {
            let source = ws.catalog().review().sources[at].id.clone();
            let bears_on = if bears { vec!["1".into(), "2".into()] } else { Vec::new() };
            let reason = (n > 100).then(|| format!("because {n}"));
            ws.apply(&Act::Triage { source, status: status_of(n), reason, bears_on }).expect("decides");
            before.push(ws.state().clone());
        }
        let last = before.pop().expect("a state");
        for state in before.iter().rev() {
            ws.undo().expect("undoes");
            prop_assert_eq!(ws.state(), state);
        }
        while ws.redo().is_ok() {}
        prop_assert_eq!(ws.state(), &last);
    }
}

#[test]
fn what_was_received_is_to_be_decided_about_and_what_was_taken_back_is_not_counted() {
    let mut review = session(6).catalog().review().clone();
    review.sources[1].withdrawn = true;
    review.sources[1].text = None;
    let mut ws = workspace_on(review);
    decide(&mut ws, 0, TriageStatus::Relevant);
    decide(&mut ws, 3, TriageStatus::Deferred);
    decide(&mut ws, 2, TriageStatus::SetAside);
    let mut queue = Queue::new(&ws);
    assert_eq!(queue.shown(), [0, 1, 3, 4], "submissions and roundtables");
    assert_eq!(queue.counts(), Counts { decided: 1, later: 1, of: 3 });
    assert_eq!(queue.next_open(&ws, 0), Some(4), "not the one taken back, nor yet the one put off");
    queue.set_pile(&ws, Pile::Kind(SourceKind::Government));
    assert_eq!((queue.shown(), queue.counts().of), (&[2, 5][..], 2));
}

#[test]
fn where_nothing_was_received_every_source_is_to_be_decided_about() {
    let mut review = session(3).catalog().review().clone();
    review.sources.iter_mut().for_each(|source| source.kind = SourceKind::Publication);
    assert_eq!(Queue::new(&workspace_on(review)).shown().len(), 3);
}

#[test]
fn a_decision_moves_no_line_and_only_what_is_let_through_loses_one() {
    let mut ws = session(12);
    let mut queue = Queue::new(&ws);
    queue.set_sort(&ws, Some(Sort::Decision));
    let lines = queue.shown().to_vec();
    decide(&mut ws, lines[0], TriageStatus::SetAside);
    queue.refresh(&ws);
    assert_eq!(queue.shown(), lines);
    queue.set_only(&ws, Some(Only::Status(TriageStatus::Undecided)));
    assert_eq!(queue.shown(), &lines[1..]);
    decide(&mut ws, lines[1], TriageStatus::Relevant);
    queue.refresh(&ws);
    assert_eq!(queue.shown(), &lines[2..]);
    assert_eq!(queue.counts().decided, 2, "what is not shown is counted still");
}

#[test]
fn like_texts_stand_together_the_largest_group_first() {
    let ws = session(8);
    let mut queue = Queue::new(&ws);
    queue.set_pile(&ws, Pile::All);
    queue.set_sort(&ws, Some(Sort::Alike));
    assert_eq!(queue.shown(), [0, 3, 6, 1, 2, 4, 5, 7]);
    let sources = &ws.catalog().review().sources;
    assert_eq!([0, 3, 6, 1].map(|at| queue.alike(&sources[at])), [3, 3, 3, 0]);
    assert_eq!(queue.count(&ws, &Only::Alike), 3);
}

#[test]
fn each_member_has_an_order_of_their_own_that_stays_the_same() {
    let ids = [1_u128, 2, 3].map(uuid::Uuid::from_u128);
    let seeds = ids.map(|member| seed_of(member, uuid::Uuid::from_u128(9)));
    assert_eq!(seeds, ids.map(|member| seed_of(member, uuid::Uuid::from_u128(9))));
    assert!(seeds[0] != seeds[1] && seeds[1] != seeds[2] && seeds[0] != seeds[2], "{seeds:?}");
    assert!(seeds.iter().all(|seed| *seed < 1 << 53), "every reader of JSON keeps it whole");
}
