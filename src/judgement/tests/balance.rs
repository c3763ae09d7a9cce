//! Who is heard: each once, like texts as one, whatever the order.

use proptest::prelude::*;

use crate::judgement::balance::Balance;
use crate::judgement::balance::Side;
use crate::judgement::balance::Who;
use crate::model::quote::Stance;
use crate::model::source::Source;
use crate::model::source::SourceKind;

const STANCES: [Option<Stance>; 5] =
    [None, Some(Stance::Supports), Some(Stance::Undermines), Some(Stance::Mixed), Some(Stance::Context)];

fn source(kind: SourceKind, code: usize, like: Option<usize>) -> Source {
    let id = |n: usize| format!("S{n:02}").as_str().into();
    let mut source = Source::new(id(code), kind, "Someone".to_owned());
    source.like = like.map(id);
    source
}

fn who() -> impl Strategy<Value = Who> {
    let wrote =
        (0..6_usize, 0..5_usize).prop_map(|(kind, code)| Who::wrote(&source(SourceKind::ALL[kind], code, None)));
    let spoke = (0..4_usize, proptest::option::of(0..3_usize))
        .prop_map(|(voice, at)| Who::Voice(format!("speaker {voice}"), at.map(|at| format!("RT{at}").as_str().into())));
    prop_oneof![wrote, spoke]
}

fn heard() -> impl Strategy<Value = Vec<(Who, Option<Stance>)>> {
    proptest::collection::vec((who(), (0..5_usize).prop_map(|at| STANCES[at])), 0..40)
}

proptest! {
    #[test]
    fn neither_order_nor_repetition_makes_a_difference(heard in heard(), again in any::<proptest::sample::Index>()) {
        let balance = Balance::of(heard.clone());
        let mut other = heard.clone();
        other.reverse();
        if !other.is_empty() {
            let twice = again.get(&heard).clone();
            other.push(twice);
        }
        prop_assert_eq!(Balance::of(other), balance);
    }

    #[test]
    fn all_are_no_fewer_than_any_side_and_no_more_than_the_sides_together(heard in heard()) {
        let Balance { all, yes, no, both, background, unmarked } = Balance::of(heard.clone());
        let sides = [yes, no, both, background, unmarked];
        prop_assert!(sides.iter().all(|side| side.heads() <= all.heads() && side.roundtables <= all.roundtables));
        prop_assert!(all.heads() <= sides.iter().map(Side::heads).sum());
        let mut naive: Vec<Who> = heard.into_iter().map(|(who, _)| who).collect();
        naive.sort();
        naive.dedup();
        prop_assert_eq!(all.heads(), naive.len());
        prop_assert!(all.roundtables <= all.voices);
    }

    #[test]
    fn like_texts_are_one_submitter_however_many_there_are(copies in 1..30_usize, others in 0..5_usize) {
        let campaign = (0..copies).map(|at| Who::wrote(&source(SourceKind::Submission, at, (at > 0).then_some(0))));
        let others = (0..others).map(|at| Who::wrote(&source(SourceKind::Submission, 50 + at, None)));
        let count = 1 + others.len();
        let balance = Balance::of(campaign.chain(others).map(|who| (who, Some(Stance::Undermines))));
        prop_assert_eq!((balance.no.submitters, balance.all.submitters), (count, count));
    }
}

#[test]
fn it_is_said_in_submitters_and_voices_not_passages() {
    let submission = |at| Who::wrote(&source(SourceKind::Submission, at, None));
    let voice = |name: &str, at: &str| Who::Voice(name.to_owned(), Some(at.into()));
    let mut heard = vec![(submission(1), Some(Stance::Supports))];
    heard.extend([1, 2, 3, 3, 3].map(|at| (submission(at), Some(Stance::Undermines))));
    heard.extend(["a", "b", "c"].map(|name| (voice(name, "RT1"), Some(Stance::Undermines))));
    heard.extend(["d", "e"].map(|name| (voice(name, "RT2"), Some(Stance::Undermines))));
    let balance = Balance::of(heard);
    assert_eq!(balance.words(), "1 submitter says yes; 3 submitters and 5 voices in 2 roundtables say no");
    assert_eq!(balance.all.words(), "3 submitters and 5 voices in 2 roundtables");
    assert_eq!(Balance::default().words(), "");
    let one = Balance::of([(voice("a", "RT1"), None), (Who::wrote(&source(SourceKind::Government, 7, None)), None)]);
    assert_eq!(one.all.words(), "1 voice in 1 roundtable and 1 government paper");
    assert_eq!((one.words(), one.unmarked), (String::new(), one.all));
}
