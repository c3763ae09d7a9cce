//! A list of choices narrowed by typing: words in any order, matched letters marked.
//!
//! Knows nothing of what is chosen. Invariant: what Enter chooses is the lit line, and a name nothing has is offered
//! last, so that it is never taken by a slip.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::text::Span;
use unicode_segmentation::UnicodeSegmentation;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::review::fuzzy::Fuzzy;
use crate::review::fuzzy::Match;
use crate::review::fuzzy::Prepared;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::sheet::Sheet;
use crate::tui::sheet::TextKey;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::field::Field;
use crate::tui::widget::line::both_ends;
use crate::tui::widget::line::put;
use crate::tui::widget::window::Window;
use crate::tui::widget::window::moved;

/// Rows of choices shown at most.
const MOST_ROWS: u16 = 10;
/// What stands before the text typed.
const PROMPT: &str = "> ";

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
    field: Field,
    found: Vec<Match>,
    cursor: usize,
    window: Window,
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
            field: Field::line(),
            found: Vec::new(),
            cursor: 0,
            window: Window::default(),
        };
        picker.narrow();
        picker
    }

    /// The same with the cursor on one of the choices.
    #[must_use]
    pub fn standing_on(mut self, choice: usize) -> Self {
        self.cursor = moved(choice, 0, self.len());
        self.follow();
        self
    }

    fn narrow(&mut self) {
        let query = self.field.value().trim();
        self.found = if query.is_empty() {
            // Nothing to rank by: the order given is what the member knows.
            (0..self.items.len()).map(|index| Match { index, score: 0, positions: Vec::new() }).collect()
        } else {
            self.fuzzy.rank(query, &self.prepared)
        };
        self.cursor = 0;
        self.follow();
    }

    fn follow(&mut self) {
        self.window.follow(self.cursor, self.len(), usize::from(MOST_ROWS));
    }

    /// The name typed, where it is one nothing has.
    fn new_name(&self) -> Option<&str> {
        let typed = self.field.value().trim();
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
        let place = match self.row(self.cursor) {
            Some(Row::Given(found)) => found.index,
            Some(Row::New(_)) => self.items.len(),
            None if self.items.is_empty() => return Reply::mistake("There is nothing to choose. Esc goes back."),
            None => return Reply::mistake("Nothing matches. Backspace takes a letter back."),
        };
        Reply::close_with((self.on_choose)(place, self.field.value().trim()))
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
                both_ends(marked(ui, &item.label, &found.positions), vec![ui.span(&item.hint, Role::Dim)], cells)
            }
        }
    }
}

/// A label with its matched letters marked, grapheme by grapheme.
fn marked(ui: &Ui<'_>, label: &str, positions: &[usize]) -> Vec<Span<'static>> {
    let mut parts: Vec<(String, bool)> = Vec::new();
    let mut at = 0;
    for grapheme in label.graphemes(true) {
        let end = at + grapheme.chars().count();
        let hit = positions.iter().any(|position| (at..end).contains(position));
        match parts.last_mut() {
            Some((text, same)) if *same == hit => text.push_str(grapheme),
            _ => parts.push((grapheme.to_owned(), hit)),
        }
        at = end;
    }
    parts.iter().map(|(text, hit)| ui.span(text, if *hit { Role::Match } else { Role::Text })).collect()
}

impl Sheet for Picker {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn act(&mut self, action: Action, _ui: &Ui<'_>) -> Reply {
        let step = match action {
            Action::Up => -1,
            Action::Down => 1,
            Action::PageUp => -isize::try_from(MOST_ROWS).unwrap_or(1),
            Action::PageDown => isize::try_from(MOST_ROWS).unwrap_or(1),
            Action::Keep | Action::Open => return self.choose(),
            Action::DropIt | Action::Back => return Reply::close(),
            _ => return Reply::ignored(),
        };
        self.cursor = moved(self.cursor, step, self.len());
        self.follow();
        Reply::done()
    }

    fn edit(&mut self, key: TextKey, _ui: &Ui<'_>) -> Reply {
        let before = self.field.value().to_owned();
        self.field.edit(key);
        if self.field.value() != before {
            self.narrow();
        }
        Reply::done()
    }

    fn title(&self, _ui: &Ui<'_>) -> String {
        self.title.clone()
    }

    fn height(&self, _ui: &Ui<'_>, _width: u16) -> u16 {
        // The height of the whole list, so that the sheet does not jump while one types.
        let rows = self.items.len() + usize::from(self.allow_new);
        u16::try_from(rows.max(1)).unwrap_or(MOST_ROWS).min(MOST_ROWS) + 1
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if area.height == 0 || area.width == 0 {
            return None;
        }
        let cells = usize::from(area.width);
        let indent = u16::try_from(PROMPT.len()).unwrap_or(0).min(area.width - 1);
        put(buf, area, 0, &Line::from(ui.span(PROMPT, Role::Dim)), ui.theme.style(Role::Text));
        let field = Rect { x: area.x + indent, width: area.width - indent, height: 1, ..area };
        let caret = self.field.draw(field, buf, ui.theme.style(Role::Text));
        let rows = Rect { y: area.y + 1, height: area.height - 1, ..area };
        if self.len() == 0 {
            let text = if self.items.is_empty() { "There is nothing to choose." } else { "Nothing matches." };
            put(buf, rows, 0, &Line::from(ui.span(text, Role::Dim)), ui.theme.style(Role::Text));
        }
        let top = self.window.top_for(self.cursor, self.len(), usize::from(rows.height));
        for at in top..self.len().min(top + usize::from(rows.height)) {
            let Some(row) = self.row(at) else { break };
            let y = u16::try_from(at - top).unwrap_or(0);
            put(buf, rows, y, &self.line(ui, &row, cells), ui.theme.style(Role::Text));
            if at == self.cursor {
                buf.set_style(Rect { y: rows.y + y, height: 1, ..rows }, ui.theme.style(Role::Selected));
            }
        }
        caret
    }
}

#[cfg(test)]
mod tests {
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
        let caret = picker.draw(&stage.ui(), area, &mut buf);
        assert_eq!(caret, Some(Position::new(14, 0)), "the cursor stands where one types");
        assert_eq!(marked(&stage.ui(), "abc", &[1]).len(), 3, "the matched letter apart");
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
