//! Show only: which items of the list are let through, chosen from what the list holds, here or at every question.
//!
//! Invariant: every choice but "all" lets something through, and the number beside it says how much.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::evidence::EvidenceKind;
use crate::model::extent::Extent;
use crate::model::ids::CellKey;
use crate::model::ids::Subject;
use crate::model::ids::TagId;
use crate::model::places::Places;
use crate::model::quote::Stance;
use crate::review::tally::marked;
use crate::review::tally::stances;
use crate::review::words::plural;
use crate::review::words::stance_word;
use crate::tui::dialog::picker::Choice;
use crate::tui::dialog::picker::Picker;
use crate::tui::pane::filter::Filter;
use crate::tui::pane::list::List;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::sheet::Sheet;
use crate::tui::sheet::TextKey;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;

/// The sheet: a picker over what a list holds, and whether the choice holds at every question.
pub struct ShowOnly {
    picker: Picker,
    pinned: bool,
}

impl ShowOnly {
    /// Offers what the list holds, standing on what is shown now.
    pub fn new(ui: &Ui<'_>, list: &List) -> Self {
        Self { picker: picker(ui, &list.extent(), list.all(), list.cell(), list.filter()), pinned: list.is_pinned() }
    }
}

/// The picker over the items of an extent, under the question they are listed for.
fn picker(ui: &Ui<'_>, extent: &Extent, items: &Places, cell: Option<&CellKey>, now: Option<&Filter>) -> Picker {
    let filters = filters_of(ui, extent, items, cell);
    let mut choices = vec![Choice::new("all", plural(items.len(), "item", "items"))];
    choices.extend(
        filters.iter().map(|(filter, count)| Choice::new(words(ui, filter, cell), plural(*count, "item", "items"))),
    );
    let mut asked: Vec<Option<Filter>> = vec![None];
    asked.extend(filters.into_iter().map(|(filter, _)| Some(filter)));
    let at = asked.iter().position(|filter| filter.as_ref() == now).unwrap_or(0);
    let ask = move |at: usize, _: &str| asked.get(at).cloned().map(|only| Request::Filter { only, pinned: false });
    Picker::new("", choices, Box::new(move |at, typed| ask(at, typed).into_iter().collect()), false).standing_on(at)
}

impl Sheet for ShowOnly {
    fn scope(&self) -> Scope {
        self.picker.scope()
    }

    fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        if action == Action::SwitchHere {
            self.pinned = !self.pinned;
            return Reply::done();
        }
        let mut reply = self.picker.act(action, ui);
        for request in &mut reply.requests {
            if let Request::Filter { only: Some(_), pinned } = request {
                *pinned = self.pinned;
            }
        }
        reply
    }

    fn edit(&mut self, key: TextKey, ui: &Ui<'_>) -> Reply {
        self.picker.edit(key, ui)
    }

    fn title(&self, _ui: &Ui<'_>) -> String {
        if self.pinned {
            "Show only, at every question until Esc (Tab: only here)".to_owned()
        } else {
            "Show only, here (Tab: at every question)".to_owned()
        }
    }

    fn height(&self, ui: &Ui<'_>, width: u16) -> u16 {
        self.picker.height(ui, width)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        self.picker.draw(ui, area, buf)
    }
}

/// The choices with how many items each lets through: counted over what the member marked and read, the rest is kept.
fn filters_of(ui: &Ui<'_>, extent: &Extent, items: &Places, cell: Option<&CellKey>) -> Vec<(Filter, usize)> {
    let (ws, state, catalog) = (ui.ws, ui.ws.state(), ui.ws.catalog());
    let mut said = [0_usize; STANCES.len()];
    let mut marked_here = 0;
    for (id, _) in marked(catalog, state, items, cell) {
        let here: Vec<Option<Stance>> = stances(state, id, cell).map(|(_, stance)| stance).collect();
        marked_here += usize::from(!here.is_empty());
        for (count, stance) in said.iter_mut().zip(STANCES) {
            *count += usize::from(here.contains(&Some(stance)));
        }
    }
    let mut tags = BTreeMap::new();
    for (id, _) in marked(catalog, state, items, None) {
        let own: BTreeSet<&TagId> = state.quotes_in(id).flat_map(|quote| &quote.tags).collect();
        for tag in own {
            *tags.entry(tag).or_insert(0_usize) += 1;
        }
    }
    let unread = items.without(ws.read_places().iter().copied()).len();
    let mut out = vec![(Filter::Unread, unread), (Filter::Unmarked, items.len() - marked_here)];
    out.extend(STANCES.into_iter().zip(said).map(|(stance, count)| (Filter::Stance(stance), count)));
    let kinds = EvidenceKind::ALL.into_iter().map(|kind| (Filter::Kind(kind), catalog.of_kind(extent, kind).len()));
    out.extend(kinds);
    let tagged = state.codebook.iter().filter_map(|tag| Some((Filter::Tag(tag.id.clone()), *tags.get(&tag.id)?)));
    out.extend(tagged);
    out.extend(catalog.sources_in(extent).into_iter().map(|(source, count)| (Filter::Source(source), count)));
    out.retain(|(_, count)| *count > 0);
    out
}

const STANCES: [Stance; 4] = [Stance::Supports, Stance::Undermines, Stance::Mixed, Stance::Context];

fn words(ui: &Ui<'_>, filter: &Filter, cell: Option<&CellKey>) -> String {
    match filter {
        Filter::Stance(stance) => {
            let subject = cell.cloned().map(Subject::Cell);
            format!("says {}", stance_word(ui.ws.catalog(), subject.as_ref(), *stance))
        }
        Filter::Source(id) => match ui.ws.catalog().source(id) {
            Some(source) => format!("{id} {}", source.label),
            None => id.to_string(),
        },
        other => other.words(ui.ws),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::act::Act;
    use crate::model::catalog::Shelf;
    use crate::review::fixture::quote;
    use crate::tui::fixture::Stage;
    use crate::tui::fixture::only;

    fn picker(stage: &Stage) -> Picker {
        let cell: CellKey = "1B".parse().expect("a question");
        let extent = Extent::Shelf(Shelf::Cell(cell.clone()));
        super::picker(&stage.ui(), &extent, &stage.ws.catalog().extent(&extent), Some(&cell), None)
    }

    #[test]
    fn choices_are_what_the_list_holds_with_how_much_each_lets_through() {
        let mut stage = Stage::default();
        let passage = quote(&mut stage.ws, 2, 0..17, "1B");
        stage.ws.apply(&Act::Mark { quote: Box::new(passage) }).expect("marks");
        let drawn = stage.drawn(&picker(&stage));
        for (words, count) in [
            ("all", "3 items"),
            ("unmarked", "2 items"),
            ("says no: it was not funded", "1 item"),
            ("tagged funding", "1 item"),
        ] {
            let line = drawn.lines().find(|line| line.trim_start().starts_with(words));
            assert!(line.is_some_and(|line| line.ends_with(count)), "{words}: {count} in\n{drawn}");
        }
        assert!(!drawn.contains("says yes") && !drawn.contains("secretword"), "{drawn}");
    }

    #[test]
    fn what_is_chosen_is_asked_for_and_all_takes_it_away() {
        let stage = Stage::default();
        let mut sheet = picker(&stage);
        assert!(matches!(only(sheet.act(Action::Keep, &stage.ui())), Request::Filter { only: None, .. }));
        stage.types(&mut sheet, "charity");
        let reply = sheet.act(Action::Keep, &stage.ui());
        assert!(reply.close);
        assert!(
            matches!(only(reply), Request::Filter { only: Some(Filter::Source(id)), .. } if id.as_str() == "DHS0007")
        );
    }
}
