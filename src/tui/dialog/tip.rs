//! The card of first steps: move, mark a sentence, rate.
//!
//! Invariant: no key is lost that moves; every other key only takes the card away.

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::sheet::Sheet;
use crate::tui::sheet::TextKey;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::Span;
use crate::tui::widget::line::put;

/// Keys and what they begin.
const STEPS: [(&str, &str); 3] = [
    ("arrows, Enter", "move; Enter goes from a question to its evidence, then its text"),
    ("v 3 - Enter", "in a text: mark the sentence, tag it, say it speaks for no"),
    ("1 to 4, Enter", "on a question: rate it; Esc leaves it, u takes it back"),
];

/// Cells of the column of keys.
const KEY_CELLS: usize = 15;

/// The card.
pub struct TipSheet {
    behind: Scope,
}

impl TipSheet {
    /// A card over the view behind, whose keys it passes on.
    pub fn new(ui: &Ui<'_>) -> Self {
        Self { behind: ui.behind }
    }
}

impl Sheet for TipSheet {
    fn scope(&self) -> Scope {
        self.behind
    }

    fn act(&mut self, action: Action, _ui: &Ui<'_>) -> Reply {
        match action {
            Action::Up | Action::Down | Action::Left | Action::Right => Reply::close_with(vec![Request::Do(action)]),
            _ => Reply::close(),
        }
    }

    fn edit(&mut self, _key: TextKey, _ui: &Ui<'_>) -> Reply {
        Reply::close()
    }

    fn title(&self, ui: &Ui<'_>) -> String {
        let menu = ui.keys.key_for(self.behind, Action::Menu).unwrap_or("F1");
        format!("First steps (any key closes this; {menu} \u{201c}first steps\u{201d} brings it back)")
    }

    fn height(&self, _ui: &Ui<'_>, _width: u16) -> u16 {
        u16::try_from(STEPS.len()).unwrap_or(u16::MAX)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        for (row, (keys, words)) in (0..area.height).zip(STEPS) {
            let keys = Span::styled(format!("{keys:<KEY_CELLS$}"), ui.theme.style(Role::Key));
            put(buf, area, row, &Line::from(vec![keys, ui.span(words, Role::Text)]), ui.theme.style(Role::Text));
        }
        (area.height > 0 && area.width > 0).then(|| Position::new(area.x, area.y))
    }

    fn passes_through(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::fixture::Stage;
    use crate::tui::fixture::only;

    #[test]
    fn the_card_is_three_lines_that_fit_eighty_columns() {
        let stage = Stage::default();
        let drawn = stage.drawn(&TipSheet::new(&stage.ui()));
        assert_eq!(drawn.lines().count(), 4);
        assert!(!drawn.contains('\u{2026}'), "{drawn}");
    }

    #[test]
    fn arrows_move_what_is_behind_and_other_keys_only_take_it_away() {
        let stage = Stage::default();
        let reply = TipSheet::new(&stage.ui()).act(Action::Down, &stage.ui());
        assert!(reply.close);
        assert!(matches!(only(reply), Request::Do(Action::Down)));
        let reply = TipSheet::new(&stage.ui()).act(Action::Digit4, &stage.ui());
        assert!(reply.close && reply.requests.is_empty());
    }
}
