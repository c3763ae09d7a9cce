//! Sentences under a table: wrapped, with the word they begin with set off.
//!
//! Uses text and the widgets. Invariant: what does not fit is cut at the last row there is, with an ellipsis.

use ratatui::layout::Rect;

use crate::text::display::display;
use crate::text::wrap::Wrapped;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::Span;
use crate::tui::widget::line::put;

/// Widest line sentences are wrapped at.
const MEASURE: u16 = 100;

/// A sentence or two, and what they are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Set off at the beginning: "Nearly:". Can be empty.
    pub label: String,
    /// The words.
    pub text: String,
    /// The part they play.
    pub role: Role,
}

impl Sentence {
    /// Plain words behind a label.
    pub fn new(label: &str, text: impl Into<String>) -> Self {
        Self { label: label.to_owned(), text: text.into(), role: Role::Text }
    }

    /// Words in a role, without a label.
    pub fn told(text: impl Into<String>, role: Role) -> Self {
        Self { label: String::new(), text: text.into(), role }
    }

    fn whole(&self) -> String {
        if self.label.is_empty() { self.text.clone() } else { format!("{} {}", self.label, self.text) }
    }

    fn wrapped(&self, width: u16) -> Wrapped {
        Wrapped::new(display(&self.whole()), usize::from(width.clamp(1, MEASURE)))
    }
}

/// Rows that sentences take at a width, one below the other.
pub fn height(sentences: &[Sentence], width: u16) -> u16 {
    let rows: usize = sentences.iter().map(|sentence| sentence.wrapped(width).lines().len()).sum();
    u16::try_from(rows).unwrap_or(u16::MAX)
}

/// Draws sentences one below the other, as many rows as there are.
pub fn draw(sentences: &[Sentence], ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) {
    let mut y = 0;
    for sentence in sentences {
        let wrapped = sentence.wrapped(area.width);
        let rows = wrapped.lines().len();
        for row in 0..rows {
            if y >= area.height {
                return;
            }
            let mut text = wrapped.shown(row).to_string();
            if y + 1 == area.height && row + 1 < rows {
                text.push('\u{2026}');
            }
            let style = ui.theme.style(sentence.role);
            let line = match text.strip_prefix(&sentence.label).filter(|_| row == 0 && !sentence.label.is_empty()) {
                Some(rest) => Line::from(vec![
                    Span::styled(sentence.label.clone(), ui.theme.style(Role::Heading)),
                    Span::styled(rest.to_owned(), style),
                ]),
                None => Line::from(Span::styled(text, style)),
            };
            put(buf, area, y, &line, ui.theme.style(Role::Text));
            y += 1;
        }
    }
}
