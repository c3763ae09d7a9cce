//! Which sources triage shows, and in which order: chosen from lists narrowed by typing.
//!
//! Invariant: every choice but "all" lets something through, and the number beside it says how many.

use std::collections::BTreeMap;

use crate::model::ids::CellKey;
use crate::model::ids::Subject;
use crate::model::session::TriageStatus;
use crate::model::source::SourceKind;
use crate::review::queue::Only;
use crate::review::queue::Pile;
use crate::review::queue::Queue;
use crate::review::queue::Sort;
use crate::review::queue::is_received;
use crate::review::words::plural;
use crate::review::words::triage_word;
use crate::tui::dialog::picker::Choice;
use crate::tui::dialog::picker::Picker;
use crate::tui::pane::queue::kind_words;
use crate::tui::pane::queue::only_words;
use crate::tui::request::Request;
use crate::tui::ui::Ui;
use crate::tui::view::triage::Arrange;
use crate::tui::view::triage::own_order;

/// Which sources are shown: all that are to be decided about, some of them, or another pile.
pub fn show_only(ui: &Ui<'_>, queue: &Queue) -> Picker {
    let sources = |count| plural(count, "source", "sources");
    let mut choices = vec![Choice::new("all", sources(queue.len()))];
    let mut asked = vec![Arrange::Only(None)];
    let offer = |only: Only, choices: &mut Vec<Choice>, asked: &mut Vec<Arrange>| {
        let count = queue.count(ui.ws, &only);
        if count > 0 {
            choices.push(Choice::new(label(&only), sources(count)));
            asked.push(Arrange::Only(Some(only)));
        }
    };
    narrower().into_iter().for_each(|only| offer(only, &mut choices, &mut asked));
    for (pile, count) in piles(ui, queue).into_iter().filter(|(pile, count)| *count > 0 && pile != queue.pile()) {
        choices.push(Choice::new(pile_words(&pile), sources(count)));
        asked.push(Arrange::Pile(pile));
    }
    by_subject(ui, queue).into_iter().for_each(|only| offer(only, &mut choices, &mut asked));
    let at = asked.iter().position(|how| *how == Arrange::Only(queue.only().cloned())).unwrap_or(0);
    let choose = move |at: usize, _: &str| asked.get(at).cloned().map(Request::Arrange).into_iter().collect();
    Picker::new("Show only", choices, Box::new(choose), false).standing_on(at)
}

fn label(only: &Only) -> String {
    match only {
        Only::Status(status) => format!("decision: {}", triage_word(*status)),
        Only::Group(group) => format!("group: {group}"),
        other => only_words(other),
    }
}

/// What may be shown only, by what is known of the sources themselves.
fn narrower() -> Vec<Only> {
    use TriageStatus::*;
    let mut out: Vec<Only> = [Undecided, Deferred, Flagged, Relevant, SetAside].map(Only::Status).to_vec();
    out.extend([Only::Held, Only::Cited(true), Only::Cited(false), Only::Alike, Only::Noted]);
    out
}

/// The same by what they belong to or bear on; the question at hand comes first of all questions.
fn by_subject(ui: &Ui<'_>, queue: &Queue) -> Vec<Only> {
    let review = ui.ws.catalog().review();
    let mut groups: Vec<String> = queue.shown().iter().filter_map(|&at| review.sources[at].group.clone()).collect();
    groups.sort();
    groups.dedup();
    let mut out: Vec<Only> = groups.into_iter().map(Only::Group).collect();
    out.extend(review.commitments.iter().map(|commitment| Only::BearsOn(commitment.id.clone())));
    let here = |cell: &CellKey| ui.at_hand == Some(&Subject::Cell(cell.clone()));
    let (first, others): (Vec<CellKey>, Vec<CellKey>) = review.cells().partition(here);
    out.extend(first.into_iter().chain(others).map(Only::Question));
    out
}

/// What can be decided about, with how many there are.
fn piles(ui: &Ui<'_>, queue: &Queue) -> Vec<(Pile, usize)> {
    let sources = &ui.ws.catalog().review().sources;
    let mut kinds: BTreeMap<SourceKind, usize> = BTreeMap::new();
    for source in sources {
        *kinds.entry(source.kind).or_default() += 1;
    }
    let received = sources.iter().filter(|source| is_received(source)).count();
    let mut out = vec![(Pile::HandedOut, queue.handed_out()), (Pile::Received, received), (Pile::All, sources.len())];
    out.extend(kinds.into_iter().map(|(kind, count)| (Pile::Kind(kind), count)));
    out
}

fn pile_words(pile: &Pile) -> String {
    match pile {
        Pile::Received => "received: submissions and roundtables".to_owned(),
        Pile::All => "every kind of source".to_owned(),
        Pile::Kind(kind) => format!("kind: {}", kind_words(*kind)),
        Pile::HandedOut => "handed out to you to read".to_owned(),
    }
}

/// In which order they are shown.
pub fn order(ui: &Ui<'_>, queue: &Queue) -> Picker {
    let mut choices = vec![
        Choice::new("the register's order", "as they were received"),
        Choice::new("your own reading order", "mixed, always the same for you"),
    ];
    choices.extend(Sort::ALL.map(|sort| Choice::new(sort.words(), "")));
    let at = match queue.sort() {
        Some(sort) => 2 + Sort::ALL.iter().position(|other| *other == sort).unwrap_or(0),
        None => usize::from(queue.is_own_order()),
    };
    let (seeded, own) = (queue.is_own_order(), own_order(ui));
    let choose = move |at: usize, _: &str| match at.checked_sub(2) {
        Some(at) => vec![Request::Arrange(Arrange::Sort(Sort::ALL.get(at).copied()))],
        None if at == 0 && seeded => vec![Request::Do(crate::keys::action::Action::RegisterOrder)],
        None if at == 1 && !seeded => vec![Request::Arrange(Arrange::Sort(None)), Request::Apply(own.clone())],
        None => vec![Request::Arrange(Arrange::Sort(None))],
    };
    Picker::new("Order of the sources", choices, Box::new(choose), false).standing_on(at)
}
