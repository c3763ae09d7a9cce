//! A list of choices narrowed by typing: words in any order, matched letters marked.
//!
//! Knows nothing of what is chosen. Invariant: what Enter chooses is the lit line, and a name nothing has is offered
//! last, so that it is never taken by a slip.

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::review::fuzzy::Fuzzy;
use crate::review::fuzzy::Match;
use crate::review::fuzzy::Prepared;
use crate::tui::dialog::narrow::MOST_ROWS;
use crate::tui::dialog::narrow::Narrow;
use crate::tui::dialog::narrow::marked;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::sheet::Sheet;
use crate::tui::sheet::TextKey;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::Span;
use crate::tui::widget::line::both_ends;
use crate::tui::widget::line::put;

/// One line of a picker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is matched and shown.
    pub label: String,
    /// A few words at the right; not matched.
    pub hint: String,
}

impl Choice {
    /// A choice with a hint; an empty one shows nothing.
    pub fn new(label: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { label: label.into(), hint: hint.into() }
    }
}

/// What is asked for once something is chosen: the place of the choice among those given and the text typed. A new
/// name has the place after the last one.
pub type OnChoose = Box<dyn Fn(usize, &str) -> Vec<Request>>;

/// A line that can be chosen now.
enum Row<'a> {
    Given(&'a Match),
    New(&'a str),
}

/// A list of choices narrowed by typing.
pub struct Picker {
    title: String,
    items: Vec<Choice>,
    prepared: Vec<Prepared>,
    fuzzy: Fuzzy,
    on_choose: OnChoose,
    allow_new: bool,
    found: Vec<Match>,
    narrow: Narrow,
}

impl Picker {
    /// Offers choices in the order given. With `allow_new` a name that no choice has can be chosen too.
    pub fn new(title: impl Into<String>, items: Vec<Choice>, on_choose: OnChoose, allow_new: bool) -> Self {
        let prepared = items.iter().map(|item| Prepared::new(&item.label)).collect();
        let mut picker = Self {
            title: title.into(),
            items,
            prepared,
            fuzzy: Fuzzy::default(),
            on_choose,
            allow_new,
            found: Vec::new(),
            narrow: Narrow::default(),
        };
        picker.rank();
        picker
    }

    /// The same with the cursor on one of the choices.
    #[must_use]
    pub fn standing_on(mut self, choice: usize) -> Self {
        let rows = self.len();
        self.narrow.stand_on(choice, rows);
        self
    }

    fn rank(&mut self) {
        let query = self.narrow.typed().trim();
        self.found = if query.is_empty() {
            // Nothing to rank by: the order given is what the member knows.
            (0..self.items.len()).map(|index| Match { index, score: 0, positions: Vec::new() }).collect()
        } else {
            self.fuzzy.rank(query, &self.prepared)
        };
    }

    /// The name typed, where it is one nothing has.
    fn new_name(&self) -> Option<&str> {
        let typed = self.narrow.typed().trim();
        let taken = || self.items.iter().any(|item| item.label.to_lowercase() == typed.to_lowercase());
        (self.allow_new && !typed.is_empty() && !taken()).then_some(typed)
    }

    fn len(&self) -> usize {
        self.found.len() + usize::from(self.new_name().is_some())
    }

    fn row(&self, at: usize) -> Option<Row<'_>> {
        match self.found.get(at) {
            Some(found) => Some(Row::Given(found)),
            None if at == self.found.len() => self.new_name().map(Row::New),
            None => None,
        }
    }

    fn choose(&self) -> Reply {
        let place = match self.row(self.narrow.cursor()) {
            Some(Row::Given(found)) => found.index,
            Some(Row::New(_)) => self.items.len(),
            None if self.items.is_empty() => return Reply::mistake("There is nothing to choose. Esc goes back."),
            None => return Reply::mistake("Nothing matches. Backspace takes a letter back."),
        };
        Reply::close_with((self.on_choose)(place, self.narrow.typed().trim()))
    }

    fn line(&self, ui: &Ui<'_>, row: &Row<'_>, cells: usize) -> Line<'static> {
        match row {
            Row::New(name) => both_ends(
                vec![ui.span(name, Role::Heading)],
                vec![Span::styled("new", ui.theme.style(Role::Dim))],
                cells,
            ),
            Row::Given(found) => {
                let item = &self.items[found.index];
                both_ends(
                    marked(ui, &item.label, &found.positions, Role::Text),
                    vec![ui.span(&item.hint, Role::Dim)],
                    cells,
                )
            }
        }
    }
}

impl Sheet for Picker {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn act(&mut self, action: Action, _ui: &Ui<'_>) -> Reply {
        match action {
            Action::Keep | Action::Open => self.choose(),
            Action::DropIt | Action::Back => Reply::close(),
            _ if self.narrow.step(action, self.len()) => Reply::done(),
            _ => Reply::ignored(),
        }
    }

    fn edit(&mut self, key: TextKey, _ui: &Ui<'_>) -> Reply {
        if self.narrow.edit(key) {
            self.rank();
        }
        Reply::done()
    }

    fn title(&self, _ui: &Ui<'_>) -> String {
        self.title.clone()
    }

    fn height(&self, _ui: &Ui<'_>, _width: u16) -> u16 {
        // The height of the whole list, so that the sheet does not jump while one types.
        let rows = self.items.len() + usize::from(self.allow_new);
        u16::try_from(rows.clamp(1, MOST_ROWS) + 1).unwrap_or(1)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        let draw = |at: usize, cells: usize| self.row(at).map_or_else(Line::default, |row| self.line(ui, &row, cells));
        let caret = self.narrow.draw(ui, area, buf, self.len(), draw);
        if self.items.is_empty() && self.len() == 0 && area.height > 1 {
            let line = Line::from(ui.span("There is nothing to choose.", Role::Dim));
            put(buf, area, 1, &line, ui.theme.style(Role::Text));
        }
        caret
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::*;
    use crate::tui::fixture::Stage;
    use crate::tui::fixture::mistake;
    use crate::tui::fixture::only;
    use crate::tui::request::Say;

    fn picker(allow_new: bool) -> Picker {
        let items = ["funding", "r\u{e9}sum\u{e9} of staff", "trust"].map(|label| Choice::new(label, "hint"));
        let chosen = |at: usize, typed: &str| vec![Request::Say(Say::Notice(format!("{at} {typed}")))];
        Picker::new("Tags", items.to_vec(), Box::new(chosen), allow_new)
    }

    fn chosen(reply: Reply) -> String {
        assert!(reply.close);
        match only(reply) {
            Request::Say(Say::Notice(text)) => text,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn typing_narrows_the_list_and_marks_what_matched() {
        let stage = Stage::default();
        let mut picker = picker(false);
        stage.types(&mut picker, "staff resume");
        let area = Rect::new(0, 0, 40, 4);
        let mut buf = Buffer::empty(area);
        let caret = picker.draw(&stage.ui(), area, &mut Canvas::on(&mut buf));
        assert_eq!(caret, Some(Position::new(14, 0)), "the cursor stands where one types");
        assert_eq!(marked(&stage.ui(), "abc", &[1], Role::Text).len(), 3, "the matched letter apart");
        assert!(!stage.drawn(&picker).contains("funding"));
        assert_eq!(chosen(picker.act(Action::Keep, &stage.ui())), "1 staff resume");
    }

    #[test]
    fn what_enter_chooses_is_the_lit_line() {
        let stage = Stage::default();
        let mut picker = picker(true);
        for action in [Action::Down, Action::Down, Action::Down, Action::Up] {
            assert!(picker.act(action, &stage.ui()).handled);
        }
        assert_eq!(chosen(picker.act(Action::Keep, &stage.ui())), "1 ");
    }

    #[test]
    fn a_name_nothing_has_is_offered_last_and_only_where_new_ones_are_wanted() {
        let stage = Stage::default();
        let mut with_new = picker(true);
        stage.types(&mut with_new, "fun");
        assert_eq!(chosen(with_new.act(Action::Keep, &stage.ui())), "0 fun");
        with_new.act(Action::Down, &stage.ui());
        assert_eq!(chosen(with_new.act(Action::Keep, &stage.ui())), "3 fun");
        let mut taken = picker(true);
        stage.types(&mut taken, "FUNDING");
        taken.act(Action::Down, &stage.ui());
        assert_eq!(chosen(taken.act(Action::Keep, &stage.ui())), "0 FUNDING");
        let mut without = picker(false);
        stage.types(&mut without, "zzz");
        assert!(mistake(without.act(Action::Keep, &stage.ui())).starts_with("Nothing matches."));
        assert!(without.act(Action::DropIt, &stage.ui()).close);
    }
}
