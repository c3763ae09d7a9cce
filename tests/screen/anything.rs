//! Whatever keys come, at whatever size: nothing panics, and what is shown, kept and rolled up agrees.

use plumbline::judgement::rollup::Opinions;
use plumbline::judgement::rollup::Rollup;
use plumbline::judgement::rollup::Tree;
use plumbline::keys::chord::Chord;
use plumbline::keys::chord::Sequence;
use plumbline::keys::table::TABLE;
use plumbline::review::workspace::Workspace;
use plumbline::review::workspace::standing;
use proptest::prelude::*;

use crate::member::Member;
use crate::walks;

/// Something a member, a cat or a paste may do.
#[derive(Debug, Clone)]
enum Step {
    Keys(Sequence),
    Types(String),
    Pastes(String),
    Burst,
    Resizes(u16, u16),
    Walks(usize),
}

fn keys() -> Vec<Sequence> {
    TABLE.iter().flat_map(|binding| binding.keys).map(|keys| keys.parse().unwrap()).collect()
}

fn step() -> impl Strategy<Value = Step> {
    let count = walks::all().count();
    prop_oneof![
        60 => prop::sample::select(keys()).prop_map(Step::Keys),
        10 => "[a-zA-Z0-9 .,:/<>?'\"+-]".prop_map(Step::Types),
        4 => "[a-z0-9]{1,6}|\u{201c}fund|e\u{301}\u{4f60}\u{1f469}\u{200d}\u{1f52c}".prop_map(Step::Types),
        2 => "[a-z\n\t\u{1b}]{0,20}".prop_map(Step::Pastes),
        1 => Just(Step::Burst),
        3 => (1_u16..130, 1_u16..45).prop_map(|(width, height)| Step::Resizes(width, height)),
        3 => (0..count).prop_map(Step::Walks),
    ]
}

fn take(member: &mut Member, step: &Step) {
    match step {
        Step::Keys(keys) => keys.0.iter().for_each(|chord: &Chord| member.presses(*chord)),
        Step::Types(text) => {
            member.types(text);
        }
        Step::Pastes(text) => member.app.paste(text.clone()),
        Step::Burst => member.app.burst(),
        Step::Resizes(width, height) => {
            member.resizes(*width, *height);
        }
        Step::Walks(at) => {
            let (_, keys) = walks::all().nth(*at).unwrap();
            member.does(keys);
        }
    }
}

fn from_scratch(ws: &Workspace) -> Rollup {
    let (state, review) = (ws.state(), ws.catalog().review());
    let cells = review.cells().map(|cell| {
        let standing = standing(state, &cell);
        (cell, standing)
    });
    let own = state.overrides.iter().map(|(parent, entry)| (parent.clone(), entry.rating));
    let opinions = Opinions { cells: cells.collect(), own: own.collect() };
    Rollup::new(Tree::of(review), &opinions, state.settings.rule)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(16),
        max_shrink_iters: 400,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_is_pressed_screen_session_and_roll_up_agree(
        size in prop::sample::select(vec![(80, 24), (120, 40), (200, 50), (60, 15), (40, 10), (1, 1)]),
        steps in prop::collection::vec(step(), 50..300),
    ) {
        let mut member = Member::at(size.0, size.1);
        let mut acts = 0;
        for step in &steps {
            take(&mut member, step);
            member.looks().keeps_to_its_size("after a key");
            if member.acts().len() != acts {
                acts = member.acts().len();
                let (kept, scratch) = (member.app.workspace().rollup(), from_scratch(member.app.workspace()));
                prop_assert!(kept.parents().eq(scratch.parents()), "the roll-up after {:?}", member.acts().last());
                prop_assert_eq!(kept.rule(), scratch.rule());
            }
        }
        let state = member.state().clone();
        let entries = member.app.workspace().history().entries().to_vec();
        let read = member.app.workspace().read().clone();
        let again = member.starts_again();
        prop_assert_eq!(again.state(), &state);
        prop_assert_eq!(again.app.workspace().history().entries(), &entries[..]);
        prop_assert_eq!(again.app.workspace().read(), &read);
    }
}
