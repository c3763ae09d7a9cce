//! What the passage sheet shows: words, tags, and what is said to each question.

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::model::codebook::Tag;
use crate::model::ids::QuestionId;
use crate::model::ids::Subject;
use crate::review::words::stance_word;
use crate::text::display::display;
use crate::text::wrap::Wrapped;
use crate::tui::dialog::passage::PassageSheet;
use crate::tui::dialog::passage::typing::Typing;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::Span;
use crate::tui::widget::line::cut;
use crate::tui::widget::line::put;

impl PassageSheet {
    /// Rows it wants at a width.
    pub(super) fn rows(&self, ui: &Ui<'_>, width: u16) -> u16 {
        let lines = self.lines(ui, usize::from(width), usize::MAX).len();
        u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(self.typed_rows(width))
    }

    /// Rows the field wants that is typed in.
    fn typed_rows(&self, width: u16) -> u16 {
        match &self.typing {
            None => 0,
            Some(Typing::Tags(..)) => 7,
            Some(Typing::File(_)) => 1,
            Some(Typing::Note(field)) => field.height(width.saturating_sub(8)).min(6),
        }
    }

    /// Draws the inside and says where the caret stands.
    pub(super) fn draw_inside(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        // What is typed always shows, and above it the passage and what it says.
        let typed = self.typed_rows(area.width);
        let typed = typed.min(area.height.saturating_sub(2).max(1)).min(area.height);
        let lines = self.lines(ui, usize::from(area.width), usize::from(area.height - typed));
        for (row, line) in lines.iter().enumerate() {
            put(buf, area, u16::try_from(row).unwrap_or(u16::MAX), line, ui.theme.style(Role::Text));
        }
        let used = u16::try_from(lines.len()).unwrap_or(0).min(area.height);
        let rest = Rect { y: area.y + used, height: area.height - used, ..area };
        let (name, field) = match self.typing.as_ref()? {
            Typing::File(field) => ("File:", field),
            Typing::Note(field) => ("Note:", field),
            Typing::Tags(field, _) => ("Tag:", field),
        };
        if rest.height == 0 || rest.width < 8 {
            return None;
        }
        buf.write(rest.x, rest.y, name, 6, ui.theme.style(Role::Focus));
        let tags = matches!(self.typing, Some(Typing::Tags(..)));
        let height = if tags { 1 } else { rest.height };
        let caret =
            field.draw(Rect { x: rest.x + 6, width: rest.width - 6, height, ..rest }, buf, ui.theme.style(Role::Text));
        if let Some(Typing::Tags(field, at)) = &self.typing {
            let candidates = self.candidates(ui, field.value());
            let room = usize::from(rest.height - 1);
            let top = (at + 1).saturating_sub(room);
            for (row, (id, label)) in candidates.iter().enumerate().skip(top).take(room) {
                let on = id.as_ref().is_some_and(|id| self.tags.contains(id));
                let text = match id {
                    Some(_) => format!("{} {label}", if on { "\u{2713}" } else { " " }),
                    None => format!("  new tag \u{201c}{label}\u{201d}"),
                };
                let role = if row == *at { Role::Selected } else { Role::Text };
                let y = u16::try_from(row - top).unwrap_or(0) + 1;
                put(buf, rest, y, &Line::from(ui.span(&text, role)), ui.theme.style(Role::Text));
            }
        }
        caret
    }

    /// What stands above the field, in so many rows at most: where they do not do for all, the tags give way first,
    /// then the note, then the words, which the reader shows too.
    fn lines(&self, ui: &Ui<'_>, width: usize, room: usize) -> Vec<Line<'static>> {
        let says = self.filing_lines(ui);
        let shown = says.len().min(room);
        let skip = (self.question.unwrap_or(0) + 1).saturating_sub(shown);
        let words = usize::from(room > shown);
        let note = self.note.as_ref().filter(|_| room > shown + words);
        let mut lines = Vec::new();
        lines.extend((words > 0).then(|| self.words_line(ui, width)));
        lines.extend(self.tag_lines(ui, width).into_iter().take(room - shown - words - usize::from(note.is_some())));
        lines.extend(says.into_iter().skip(skip).take(shown));
        lines.extend(note.map(|note| Line::from(ui.span(&format!("Note: {note}"), Role::Text))));
        lines
    }

    /// How the passage begins, and how long it is.
    fn words_line(&self, ui: &Ui<'_>, width: usize) -> Line<'static> {
        let range = self.selection.range();
        // Of a long passage the beginning is enough to see which one it is.
        let words = self.text.slice(&(range.start..range.end.min(range.start + width.saturating_mul(4))));
        let wrapped = Wrapped::new(display(words), width);
        let first = wrapped.shown(0).into_string();
        let rest = if wrapped.line_count() > 1 {
            format!(" \u{2026} ({} words)", self.text.slice(&range).split_whitespace().count())
        } else {
            String::new()
        };
        Line::from(Span::styled(cut(&format!("{first}{rest}"), width), ui.theme.style(Role::Marking)))
    }

    /// What is said to each question, or that none is there.
    fn filing_lines(&self, ui: &Ui<'_>) -> Vec<Line<'static>> {
        let mut lines: Vec<Line<'static>> = Vec::new();
        for (at, filing) in self.filings.iter().enumerate() {
            let here = self.filings.len() > 1 && self.question.is_none_or(|only| only == at);
            let subject = filing.cell.cell().map(Subject::Cell);
            let says =
                filing.stance.map_or("+ yes \u{b7} - no \u{b7} m both \u{b7} c background".to_owned(), |stance| {
                    stance_word(ui.ws.catalog(), subject.as_ref(), stance)
                });
            let role = if filing.stance.is_some() { Role::Heading } else { Role::Dim };
            let offered = match (&subject, filing.stance) {
                (Some(Subject::Cell(cell)), None) => offered_stances(ui, &cell.question),
                _ => says,
            };
            lines.push(Line::from(vec![
                Span::styled(
                    if here { ">" } else { " " }.repeat(usize::from(self.filings.len() > 1)),
                    ui.theme.style(Role::Heading),
                ),
                Span::styled(format!("[{}] ", filing.cell), ui.theme.style(Role::Heading)),
                ui.span(&offered, role),
            ]));
        }
        if self.filings.is_empty() {
            lines.push(Line::from(Span::styled("Not filed under a question yet: f", ui.theme.style(Role::Dim))));
        }
        lines
    }

    /// The pinned tags by their digits and the others on the passage, those on it ticked; in as many
    /// lines as it takes, so that every digit can be seen.
    fn tag_lines(&self, ui: &Ui<'_>, width: usize) -> Vec<Line<'static>> {
        let book = &ui.ws.state().codebook;
        let mut tags: Vec<&Tag> = book
            .iter()
            .filter(|tag| tag.digit.is_some() || self.tags.contains(&tag.id))
            .chain(&self.new_tags)
            .collect();
        tags.sort_by_key(|tag| tag.digit.unwrap_or(u8::MAX));
        let mut lines: Vec<Vec<Span<'static>>> = vec![Vec::new()];
        let mut used = 0;
        for tag in tags {
            let on = self.tags.contains(&tag.id);
            let digit = tag.digit.map_or(String::new(), |digit| format!("{digit} "));
            let text = format!("{digit}{}{}  ", if on { "\u{2713}" } else { "" }, ui.line(&cut(&tag.label, 30)));
            let cells = crate::tui::widget::line::width(&text);
            if used + cells > width + 2 && used > 0 {
                lines.push(Vec::new());
                used = 0;
            }
            used += cells;
            let style = if on { ui.theme.tag(tag.color) } else { ui.theme.style(Role::Dim) };
            if let Some(line) = lines.last_mut() {
                line.push(Span::styled(text, style));
            }
        }
        lines.into_iter().map(Line::from).collect()
    }
}

/// "+ yes: it was funded · - no: it was not funded · m both · c background".
fn offered_stances(ui: &Ui<'_>, question: &QuestionId) -> String {
    match ui.ws.catalog().question(question) {
        Some(question) => {
            format!("+ yes: {} \u{b7} - no: {} \u{b7} m both \u{b7} c background", question.yes, question.no)
        }
        None => "+ yes \u{b7} - no \u{b7} m both \u{b7} c background".to_owned(),
    }
}
