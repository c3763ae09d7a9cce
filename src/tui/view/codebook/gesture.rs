//! What a key does to the tag under the cursor: each asks for an act, or for the sheet that will.
//!
//! Uses the session to read and the sheets. Invariant: one key, one act, one undo.

use crate::keys::action::Action;
use crate::model::act::Act;
use crate::model::codebook::Tag;
use crate::model::codebook::TagColor;
use crate::model::ids::TagId;
use crate::review::state::State;
use crate::review::words::plural;
use crate::tui::dialog::picker::Choice;
use crate::tui::dialog::picker::Picker;
use crate::tui::dialog::prompt::Prompt;
use crate::tui::request::Place;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::ui::Ui;
use crate::tui::view::codebook::count::Under;
use crate::tui::view::codebook::count::counts;
use crate::tui::view::codebook::naming::new_tag;
use crate::tui::view::codebook::tag_sheet::TagSheet;

/// Answers what needs nothing but the tag.
pub(super) fn on_tag(action: Action, ui: &Ui<'_>, tag: &Tag) -> Reply {
    match action {
        Action::Note => Reply::ask(Request::Open(Box::new(TagSheet::new(ui.ws.state(), tag)))),
        Action::MergeTag => merge(ui, tag),
        Action::Recolour => recolour(tag),
        _ => action.tag_digit().map_or_else(Reply::ignored, |digit| pin(ui.ws.state(), tag, digit)),
    }
}

/// Changes places with the tag before or after it, if there is one.
pub(super) fn shift(tag: &Tag, to: Option<usize>, down: bool) -> Reply {
    match to {
        Some(to) => Reply::ask(Request::Apply(Act::MoveTag { tag: tag.id.clone(), to })),
        None if down => Reply::mistake("It stands last already."),
        None => Reply::mistake("It stands first already."),
    }
}

/// What the first Backspace says.
pub(super) fn warn_of_deleting(state: &State, tag: &Tag) -> Reply {
    let used = state.quotes.iter().filter(|quote| quote.tags.contains(&tag.id)).count();
    let off = match used {
        0 => String::new(),
        n => format!(" and takes it off {}", plural(n, "passage", "passages")),
    };
    let under = state.codebook.iter().filter(|other| other.parent.as_ref() == Some(&tag.id)).count();
    let up = match under {
        0 => String::new(),
        1 => " The tag under it moves up.".to_owned(),
        n => format!(" The {n} tags under it move up."),
    };
    Reply::say(format!("Backspace again deletes the tag{off}.{up}"))
}

/// What the second one does.
pub(super) fn delete(tag: &Tag) -> Reply {
    Reply::ask(Request::Apply(Act::DeleteTag { tag: tag.id.clone() }))
}

/// Whether an action is about a tag, so that without one it is a slip.
pub(super) fn is_of_tags(action: Action) -> bool {
    action.tag_digit().is_some()
        || matches!(
            action,
            Action::Note
                | Action::MoveTagUp
                | Action::MoveTagDown
                | Action::MergeTag
                | Action::Recolour
                | Action::Clear
        )
}

/// Asks for the name of a new tag.
pub(super) fn new() -> Reply {
    let keep = |name: &str, ui: &Ui<'_>| {
        let tag = new_tag(ui.ws.state(), name)?;
        let place = Place::Tag(tag.id.clone());
        Ok(vec![Request::Apply(Act::AddTag { tag }), Request::Go(place)])
    };
    let prompt = Prompt::line("New tag", "A few words. e describes it later.", "", Box::new(keep));
    Reply::ask(Request::Open(Box::new(prompt)))
}

/// Pins the tag, or unpins it from the digit it has; says from which tag the digit is taken.
fn pin(state: &State, tag: &Tag, digit: u8) -> Reply {
    let act = |digit| Act::PinTag { tag: tag.id.clone(), digit };
    match state.pinned(digit) {
        Some(other) if other.id == tag.id => Reply::ask(Request::Apply(act(None))),
        Some(other) => {
            let words = format!("{digit} is now {}; it was {}.", tag.label, other.label);
            Reply::ask(Request::ApplyAll(vec![act(Some(digit))], words))
        }
        None => Reply::ask(Request::Apply(act(Some(digit)))),
    }
}

/// Gives the tag the next colour, after the last one none.
fn recolour(tag: &Tag) -> Reply {
    let color = match tag.color {
        None => TagColor::ALL.first().copied(),
        Some(color) => TagColor::ALL.iter().copied().skip_while(|other| *other != color).nth(1),
    };
    let words = match color {
        Some(color) => format!("{} is now {}.", tag.label, color_word(color)),
        None => format!("{} has no colour now.", tag.label),
    };
    Reply::ask(Request::ApplyAll(vec![Act::ChangeTag { tag: Tag { color, ..tag.clone() } }], words))
}

fn color_word(color: TagColor) -> &'static str {
    match color {
        TagColor::Blue => "blue",
        TagColor::Orange => "orange",
        TagColor::Green => "green",
        TagColor::Purple => "purple",
        TagColor::Red => "red",
        TagColor::Cyan => "cyan",
        TagColor::Yellow => "yellow",
        TagColor::Grey => "grey",
    }
}

/// Asks what the tag is to become.
fn merge(ui: &Ui<'_>, tag: &Tag) -> Reply {
    let state = ui.ws.state();
    let all = counts(state, ui.ws.catalog(), &Under::default());
    let others: Vec<(TagId, Choice)> = state
        .codebook
        .iter()
        .zip(&all)
        .filter(|(other, _)| other.id != tag.id)
        .map(|(other, count)| {
            (other.id.clone(), Choice::new(other.label.clone(), plural(count.passages, "passage", "passages")))
        })
        .collect();
    if others.is_empty() {
        return Reply::mistake("There is no other tag to merge it into.");
    }
    let (ids, choices): (Vec<TagId>, Vec<Choice>) = others.into_iter().unzip();
    let from = tag.id.clone();
    let chosen = move |at: usize, _: &str| match ids.get(at) {
        Some(into) => vec![
            Request::Apply(Act::MergeTags { from: from.clone(), into: into.clone() }),
            Request::Go(Place::Tag(into.clone())),
        ],
        None => Vec::new(),
    };
    let title = format!("Merge {} into; its passages and their notes stay", ui.line(&tag.label));
    Reply::ask(Request::Open(Box::new(Picker::new(title, choices, Box::new(chosen), false))))
}
