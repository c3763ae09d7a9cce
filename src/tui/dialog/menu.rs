//! The menu: everything that can be done here, with its key, to read and to do.
//!
//! Made from the key table alone. Invariant: what stands here works here, and Enter does it.

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::lookup::Keys;
use crate::keys::table::Binding;
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
use crate::tui::widget::line::fit;

/// Cells of the column of keys.
const KEY_CELLS: usize = 18;

/// One thing that can be done.
struct Entry {
    action: Action,
    keys: Vec<&'static str>,
    part: &'static str,
}

/// The menu of one scope.
pub struct MenuSheet {
    scope: Scope,
    entries: Vec<Entry>,
    prepared: Vec<Prepared>,
    fuzzy: Fuzzy,
    found: Vec<Match>,
    narrow: Narrow,
}

impl MenuSheet {
    /// Opens the menu of a scope: the view's behind, or that of a sheet it was asked from.
    pub fn new(ui: &Ui<'_>, scope: Scope) -> Self {
        let entries = entries_of(ui.keys, scope);
        let prepared = entries.iter().map(|entry| Prepared::new(entry.action.about())).collect();
        let mut menu =
            Self { scope, entries, prepared, fuzzy: Fuzzy::default(), found: Vec::new(), narrow: Narrow::default() };
        menu.rank();
        menu
    }

    /// Ranks by the words; a key typed exactly comes first.
    fn rank(&mut self) {
        let typed = self.narrow.typed();
        let by_key = self.entries.iter().position(|entry| entry.keys.contains(&typed));
        self.found = self.fuzzy.rank(typed, &self.prepared);
        if let Some(index) = by_key {
            self.found.retain(|found| found.index != index);
            self.found.insert(0, Match { index, score: i64::MAX, positions: Vec::new() });
        }
    }

    fn line(&self, ui: &Ui<'_>, at: usize, cells: usize) -> Line<'static> {
        let Some(found) = self.found.get(at) else { return Line::default() };
        let entry = &self.entries[found.index];
        let mut left = vec![Span::styled(fit(&entry.keys.join(" "), KEY_CELLS), ui.theme.style(Role::Key))];
        left.extend(marked(ui, entry.action.about(), &found.positions, Role::Text));
        both_ends(left, vec![ui.span(entry.part, Role::Dim)], cells)
    }
}

/// What holds in a scope: its own keys, then what holds everywhere, then what has no key.
fn entries_of(keys: &Keys, scope: Scope) -> Vec<Entry> {
    let bindings = keys.bindings_in(scope);
    let own: Vec<&str> =
        bindings.iter().filter(|binding| binding.scope == scope).flat_map(|binding| binding.keys).copied().collect();
    let entry = |scope_of: Scope, action: Action, keys: &[&'static str]| Entry {
        action,
        keys: keys.iter().copied().filter(|key| scope_of == scope || !own.contains(key)).collect(),
        part: if scope_of == scope { "here" } else { "everywhere" },
    };
    let (here, outer): (Vec<&Binding>, Vec<&Binding>) =
        bindings.into_iter().partition(|binding| binding.scope == scope);
    let mut entries: Vec<Entry> = here.iter().map(|binding| entry(scope, binding.action, binding.keys)).collect();
    entries.extend(outer.iter().map(|binding| entry(binding.scope, binding.action, binding.keys)));
    if scope.inherits() {
        entries.extend(keys.by_name_only().into_iter().map(|action| Entry {
            action,
            keys: Vec::new(),
            part: "by name",
        }));
    }
    entries.retain(|entry| entry.action != Action::Menu);
    entries
}

impl Sheet for MenuSheet {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn act(&mut self, action: Action, _ui: &Ui<'_>) -> Reply {
        match action {
            Action::Keep | Action::Open => match self.found.get(self.narrow.cursor()) {
                Some(found) => Reply::close_with(vec![Request::Do(self.entries[found.index].action)]),
                None => Reply::mistake("Nothing matches. Backspace takes a letter back."),
            },
            Action::DropIt | Action::Back | Action::Menu => Reply::close(),
            _ if self.narrow.step(action, self.found.len()) => Reply::done(),
            _ => Reply::ignored(),
        }
    }

    fn edit(&mut self, key: TextKey, _ui: &Ui<'_>) -> Reply {
        // The key that opened the menu closes it while nothing is typed.
        if key == TextKey::Char('?') && self.narrow.typed().is_empty() {
            return Reply::close();
        }
        if self.narrow.edit(key) {
            self.rank();
        }
        Reply::done()
    }

    fn title(&self, _ui: &Ui<'_>) -> String {
        format!("{}: what can be done here", self.scope.title())
    }

    fn height(&self, _ui: &Ui<'_>, _width: u16) -> u16 {
        u16::try_from(self.entries.len().min(MOST_ROWS) + 1).unwrap_or(1)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        self.narrow.draw(ui, area, buf, self.found.len(), |at, cells| self.line(ui, at, cells))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::fixture::Stage;
    use crate::tui::fixture::only;

    #[test]
    fn the_menu_names_its_scope_and_lists_what_is_peculiar_to_it_first() {
        let stage = Stage::default();
        let drawn = stage.drawn(&MenuSheet::new(&stage.ui(), Scope::Reader));
        assert!(drawn.starts_with("Reader: what can be done here"), "{drawn}");
        let first = drawn.lines().nth(2).unwrap_or_default();
        assert!(first.starts_with('v') && first.contains("mark a passage") && first.ends_with("here"), "{first}");
    }

    #[test]
    fn everything_that_holds_in_a_scope_is_in_its_menu() {
        for scope in Scope::ALL {
            let entries = entries_of(Keys::usual(), scope);
            for binding in Keys::usual().bindings_in(scope).into_iter().filter(|binding| binding.action != Action::Menu)
            {
                assert!(
                    entries.iter().any(|entry| entry.action == binding.action),
                    "{:?} in {scope:?}",
                    binding.action
                );
            }
        }
    }

    #[test]
    fn typing_narrows_and_enter_does_what_is_lit() {
        let stage = Stage::default();
        let mut menu = MenuSheet::new(&stage.ui(), Scope::Grid);
        stage.types(&mut menu, "histo");
        let reply = menu.act(Action::Keep, &stage.ui());
        assert!(reply.close);
        assert!(matches!(only(reply), Request::Do(Action::GoHistory)));
    }

    #[test]
    fn a_key_typed_finds_what_it_does() {
        let stage = Stage::default();
        let mut menu = MenuSheet::new(&stage.ui(), Scope::Grid);
        stage.types(&mut menu, "z");
        assert!(matches!(only(menu.act(Action::Keep, &stage.ui())), Request::Do(Action::Zoom)));
    }

    #[test]
    fn a_menu_asked_from_a_sheet_offers_that_sheet_s_keys_only() {
        let stage = Stage::default();
        let drawn = stage.drawn(&MenuSheet::new(&stage.ui(), Scope::Text));
        assert!(drawn.contains("new line in a text"));
        assert!(!drawn.contains("everywhere") && !drawn.contains("by name"), "{drawn}");
    }
}
