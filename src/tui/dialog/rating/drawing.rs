//! What the rating sheet shows: passages, rungs with their anchors, and the reason. Reads only.

use ratatui::layout::Position;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::model::ids::QuoteId;
use crate::model::ids::Subject;
use crate::model::rating::Grade;
use crate::text::display::display;
use crate::text::wrap::Wrapped;
use crate::tui::dialog::rating::Part;
use crate::tui::dialog::rating::RatingSheet;
use crate::tui::dialog::rating::Rung;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::Span;
use crate::tui::widget::line::cut;
use crate::tui::widget::line::put;

/// Stands above the rungs of a rating that is to be confirmed.
const CHANGED: &str = "Anchors changed since: Enter confirms, or rate anew.";

/// A line above the reason.
struct Row {
    line: Line<'static>,
    /// Whether the cursor stands on it.
    here: bool,
    /// Whether the rung begins there that is lit.
    lit: bool,
}

impl RatingSheet {
    /// Rows it wants at a width.
    pub(super) fn rows(&self, ui: &Ui<'_>, width: u16) -> u16 {
        let lines = u16::try_from(self.lines(ui, usize::from(width)).len()).unwrap_or(u16::MAX);
        lines.saturating_add(1 + self.reason.height(width.saturating_sub(8)).min(8))
    }

    /// Draws the inside and says where the cursor stands.
    pub(super) fn draw_inside(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        let lines = self.lines(ui, usize::from(area.width));
        let label = 8.min(area.width);
        let field_height = self.reason.height(area.width.saturating_sub(label)).min(8);
        // Above the reason one line at least is kept for what it is a reason for.
        let field_height = field_height.min(area.height.saturating_sub(1).max(1)).min(area.height);
        let room = usize::from(area.height.saturating_sub(field_height));
        let beyond = lines.len().saturating_sub(room);
        let skip = if self.part == Part::Reason {
            beyond.min(lines.iter().position(|row| row.lit).unwrap_or(beyond))
        } else {
            let focus = lines.iter().position(|row| row.here).unwrap_or(0);
            beyond.min(focus.saturating_sub(room.saturating_sub(1)))
        };
        let mut cursor = None;
        for (row, Row { line, here, .. }) in lines.iter().skip(skip).take(room).enumerate() {
            let row = u16::try_from(row).unwrap_or(0);
            put(buf, area, row, line, ui.theme.style(Role::Text));
            if *here {
                cursor = Some(Position::new(area.x, area.y + row));
            }
        }
        let y = area.y + area.height - field_height;
        let name = if matches!(self.rung, Some(Rung::Abstain)) { "Why:" } else { "Reason:" };
        let role = if self.part == Part::Reason { Role::Focus } else { Role::Dim };
        buf.write(area.x, y, name, usize::from(label), ui.theme.style(role));
        let field = Rect { x: area.x + label, y, width: area.width - label, height: field_height };
        let caret = self.reason.draw(field, buf, ui.theme.style(Role::Text));
        if self.part == Part::Reason && self.reason.is_empty() && field.width > 1 {
            // Who hears only the cursor's row hears here what the reason is for.
            let what = ui.line(&self.for_what(ui));
            buf.write(field.x + 1, y, what, usize::from(field.width) - 1, ui.theme.style(Role::Dim));
        }
        if self.part == Part::Reason { caret } else { cursor }
    }

    pub(super) fn anchor<'a>(&self, ui: &'a Ui<'_>, grade: Grade) -> &'a str {
        let question = match &self.subject {
            Subject::Cell(cell) => ui.ws.catalog().question(&cell.question),
            Subject::Parent(_) => None,
        };
        question.and_then(|question| question.anchors.get(&grade)).map_or("", String::as_str)
    }

    /// How the panel reads the anchor of a rung.
    fn panel_note(&self, ui: &Ui<'_>, rung: Rung) -> Option<String> {
        let (Subject::Cell(cell), Rung::Grade(grade)) = (&self.subject, rung) else { return None };
        let note = ui.ws.catalog().review().anchor_note(&cell.question, grade)?;
        Some(format!("The panel's note: {note}"))
    }

    /// The words of a rung: its name, and its anchor.
    fn rung_line(&self, ui: &Ui<'_>, rung: Rung) -> (String, String, String) {
        match rung {
            Rung::Grade(grade) => {
                let label = ui.ws.catalog().review().scale.iter().find(|point| point.id == grade);
                let label = label.map_or_else(|| grade.id().to_owned(), |point| point.label.clone());
                ((grade.rank() + 1).to_string(), label, self.anchor(ui, grade).to_owned())
            }
            Rung::NoInformation => (
                "0".to_owned(),
                "Looked, cannot be rated".to_owned(),
                "The evidence does not let it be rated.".to_owned(),
            ),
            Rung::Abstain => (
                "x".to_owned(),
                "I do not rate this".to_owned(),
                "An interest, or outside my field: say so in a line.".to_owned(),
            ),
        }
    }

    /// What the reason is for, where none is typed yet.
    fn for_what(&self, ui: &Ui<'_>) -> String {
        match self.rung {
            None => String::new(),
            Some(Rung::Abstain) => "(why you do not rate this)".to_owned(),
            Some(rung) => {
                let (key, name, _) = self.rung_line(ui, rung);
                format!("(for {key} {name})")
            }
        }
    }

    fn lines(&self, ui: &Ui<'_>, width: usize) -> Vec<Row> {
        let mut lines = Vec::new();
        let row = |text: String, style: Style, here: bool| Row {
            line: Line::from(Span::styled(text, style)),
            here,
            lit: false,
        };
        if self.unconfirmed {
            let text = cut(CHANGED, width);
            lines.push(row(text, ui.theme.style(Role::Notice), false));
        }
        if !self.heard.is_empty() {
            // In full: shares of who is heard are what some anchors speak of.
            let wrapped = Wrapped::new(display(&format!("Heard: {}", self.heard)), width);
            for at in 0..wrapped.line_count().min(3) {
                lines.push(row(wrapped.shown(at).into_string(), ui.theme.style(Role::Text), false));
            }
        }
        let before = lines.len();
        for (at, (id, on)) in self.passages.iter().enumerate() {
            let here = self.part == Part::Passages && at == self.passage;
            let words = passage_words(ui, *id);
            let words = format!("{} {}{words}", if *on { "[x]" } else { "[ ]" }, lost_word(ui, *id));
            let text = cut(&ui.line(&words), width);
            let role = if here { Role::Selected } else { Role::Dim };
            lines.push(row(text, ui.theme.style(role), here));
        }
        for rung in self.rungs() {
            let lit = self.rung == Some(rung);
            let (key, name, anchor) = self.rung_line(ui, rung);
            let colon = if anchor.is_empty() { "" } else { ": " };
            let head = format!("{} {key} {name}{colon}", if lit { ">" } else { " " });
            let role = match (lit, self.part) {
                (true, Part::Rungs) => Role::Selected,
                (true, _) => Role::Heading,
                (false, _) => Role::Dim,
            };
            let text = ui.line(&format!("{head}{anchor}"));
            if lit {
                let wrapped = Wrapped::new(display(&text), width);
                for at in 0..wrapped.line_count() {
                    let part = wrapped.shown(at).into_string();
                    let here = at == 0 && self.part == Part::Rungs;
                    lines.push(Row { lit: at == 0, ..row(part, ui.theme.style(role), here) });
                }
                if let Some(note) = self.panel_note(ui, rung) {
                    let wrapped = Wrapped::new(display(&ui.line(&note)), width.saturating_sub(4).max(1));
                    for at in 0..wrapped.line_count() {
                        let part = format!("    {}", wrapped.shown(at).as_str());
                        lines.push(row(part, ui.theme.style(Role::Text), false));
                    }
                }
            } else {
                lines.push(row(cut(&text, width), ui.theme.style(role), false));
            }
        }
        if self.rung.is_none() && self.part == Part::Rungs {
            let first = before + self.passages.len();
            if let Some(line) = lines.get_mut(first) {
                line.here = true;
            }
        }
        lines
    }
}

/// The words of a passage, unless its text is hidden again since it was marked.
fn passage_words<'a>(ui: &Ui<'a>, id: QuoteId) -> &'a str {
    let Some(quote) = ui.ws.state().quote(id) else { return "" };
    if ui.ws.blindness().hides_quote(quote) {
        return crate::review::listing::SHOWN_ONCE_RATED;
    }
    &quote.selector.exact
}

/// What stands before the words of a passage that stand in the text no more.
fn lost_word(ui: &Ui<'_>, id: QuoteId) -> &'static str {
    if ui.ws.state().quote(id).is_some_and(|quote| quote.lost) { "(lost its place) " } else { "" }
}
