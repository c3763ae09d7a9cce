//! Draws the whole screen: header, view, sheet, status, keys. Reads only.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::lookup::Found;
use crate::keys::table::Scope;
use crate::review::tally::progress;
use crate::text::display::display_line;
use crate::text::wrap::Wrapped;
use crate::tui::app::App;
use crate::tui::layout::SMALLEST;
use crate::tui::layout::frame;
use crate::tui::request::Say;
use crate::tui::request::ViewName;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::Span;
use crate::tui::widget::line::both_ends;
use crate::tui::widget::line::fill;
use crate::tui::widget::line::put;

impl App {
    /// Draws one frame and says where the terminal's cursor stands: always on what is selected.
    pub fn draw(&self, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let buf = &mut Canvas::on(buf);
        let look = self.look();
        let ui = look.ui(&self.ws);
        fill(buf, area, ui.theme.style(Role::Text));
        if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            return self.draw_too_small(&ui, area, buf);
        }
        let parts = self.parts(&look);
        put(buf, parts.header, 0, &self.header(&ui, parts.header.width), ui.theme.style(Role::Text));
        let marking = self.sheets.last().and_then(|sheet| sheet.marking());
        let mut cursor = match self.view {
            ViewName::Review => self.review.draw(&ui, parts.body, buf, marking.as_ref()),
            ViewName::Verdicts => self.verdicts.draw(&ui, parts.body, buf),
            ViewName::Codebook => self.codebook.draw(&ui, parts.body, buf),
            ViewName::Trace => self.trace.draw(&ui, parts.body, buf),
            ViewName::Meeting => self.meeting.draw(&ui, parts.body, buf),
            ViewName::Triage => self.triage.draw(&ui, parts.body, buf, marking.as_ref()),
        };
        if let Some(sheet) = self.sheets.last() {
            let inner = frame(&ui, parts.sheet, buf, &sheet.title(&ui), true, true);
            let at = sheet.draw(&ui, inner, buf);
            cursor = if sheet.passes_through() { cursor } else { at.or(cursor) };
        }
        self.draw_status(&ui, parts.status, buf);
        self.draw_footer(&ui, parts.footer, buf);
        if self.cursor_away {
            cursor = Some(Position::new(parts.status.x, parts.status.y));
        }
        cursor.or(Some(Position::new(parts.body.x, parts.body.y)))
    }

    fn draw_too_small(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        let leave = self.keys.key_for(Scope::Everywhere, Action::Quit).unwrap_or("q");
        let text = format!(
            "plumbline needs {} by {}; this is {} by {}. Make the window larger. All is saved; {leave} {leave} leaves.",
            SMALLEST.0, SMALLEST.1, area.width, area.height
        );
        let wrapped = Wrapped::new(display_line(&text), usize::from(area.width));
        for row in 0..area.height {
            let line =
                Line::from(Span::styled(wrapped.shown(usize::from(row)).into_string(), ui.theme.style(Role::Text)));
            put(buf, area, row, &line, ui.theme.style(Role::Text));
        }
        (area.width > 0 && area.height > 0).then(|| Position::new(area.x, area.y))
    }

    fn header(&self, ui: &Ui<'_>, width: u16) -> Line<'static> {
        if let Some(words) = self.edit_words() {
            let right = vec![Span::styled(words, ui.theme.style(Role::Dim))];
            let room = usize::from(width).saturating_sub(right[0].width() + 1);
            let title = crate::tui::widget::line::cut(&ui.line(&self.ws.catalog().review().title), room);
            return both_ends(vec![Span::styled(title, ui.theme.style(Role::Heading))], right, usize::from(width));
        }
        let review = self.ws.catalog().review();
        let practice = match (self.options.practice, self.ws.state().settings.show_published) {
            (true, false) => " (practice)",
            (true, true) => " (practice, scrutiny)",
            (false, true) => " (scrutiny)",
            (false, false) => "",
        };
        let view = match self.view {
            ViewName::Review => "",
            ViewName::Verdicts => " \u{b7} Verdicts",
            ViewName::Codebook => " \u{b7} Codebook",
            ViewName::Trace => " \u{b7} Quotations",
            ViewName::Meeting => " \u{b7} Meeting",
            ViewName::Triage => " \u{b7} Triage",
        };
        let mut words =
            if self.view == ViewName::Triage { self.triage_words(ui, width) } else { self.progress_words() };
        words.push(self.saved_words(ui));
        let right = vec![Span::styled(words.join(" \u{b7} "), ui.theme.style(Role::Dim))];
        // The title gives way before what tells practice and views apart.
        let after = format!("{practice}{view}");
        let taken = right[0].width() + crate::tui::widget::line::width(&after) + 1;
        let title = crate::tui::widget::line::cut(&ui.line(&review.title), usize::from(width).saturating_sub(taken));
        let left =
            vec![Span::styled(title, ui.theme.style(Role::Heading)), Span::styled(after, ui.theme.style(Role::Dim))];
        both_ends(left, right, usize::from(width))
    }

    fn progress_words(&self) -> Vec<String> {
        let at = progress(self.ws.catalog(), self.ws.state(), self.ws.read());
        let sealed = self.ws.state().sealed().map(|(round, _)| format!("round {round} handed in"));
        let mut words: Vec<String> = sealed.into_iter().collect();
        words.push(format!("{} of {} rated", at.rated, at.cells));
        if at.unconfirmed > 0 {
            words.push(format!("{} to confirm", at.unconfirmed));
        }
        if at.abstained > 0 {
            words.push(format!("{} not rated by you", at.abstained));
        }
        words.push(format!("{} of {} read", at.read, at.items));
        words
    }

    /// "31 of 53 decided · 9 later · filing under 8B until changed (f)".
    fn triage_words(&self, ui: &Ui<'_>, width: u16) -> Vec<String> {
        let counts = self.triage.pane().queue.counts();
        let mut words = vec![format!("{} of {} decided", counts.decided, counts.of)];
        if counts.later > 0 {
            words.push(format!("{} later", counts.later));
        }
        let under = match ui.at_hand {
            Some(crate::model::ids::Subject::Cell(cell)) => Some(cell.to_string()),
            Some(crate::model::ids::Subject::Parent(crate::model::ids::ParentKey::Commitment(id))) => {
                Some(id.to_string())
            }
            _ => None,
        };
        if let Some(under) = under {
            let until = if width >= 110 { " until changed" } else { "" };
            words.push(format!("filing under {under}{until} ({})", ui.key(Action::BearsOn)));
        }
        words
    }

    fn saved_words(&self, ui: &Ui<'_>) -> String {
        if self.ws.read_only().is_some() {
            return "reads only".to_owned();
        }
        if self.trouble.is_some() {
            return "NOT SAVED".to_owned();
        }
        if self.saved_through < self.ws.history().entries().len() as u64 {
            return "saving".to_owned();
        }
        match self.saved_at {
            Some(at) => format!("saved {}", &ui.clock(at)[..5]),
            None => "saved".to_owned(),
        }
    }

    fn draw_status(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) {
        let lines = self.status_lines(area.width);
        for (row, (text, role)) in lines.iter().enumerate() {
            let line = Line::from(ui.span(text, *role));
            put(buf, area, u16::try_from(row).unwrap_or(u16::MAX), &line, ui.theme.style(Role::Text));
        }
        if self.status.is_none() {
            let words = self.context_words(ui);
            let row = area.height.saturating_sub(1);
            put(buf, area, row, &Line::from(ui.span(&words, Role::Dim)), ui.theme.style(Role::Text));
        }
    }

    /// The lines of the status: what stays until it is mended, then what was just said, wrapped.
    pub(crate) fn status_lines(&self, width: u16) -> Vec<(String, Role)> {
        let mut lines = Vec::new();
        if let Some(text) = self.trouble.as_ref().or(self.options.banner.as_ref()) {
            wrap_into(&mut lines, text, Role::Trouble, width, 2);
        }
        match &self.status {
            Some(Say::Moved(said, follows)) => {
                wrap_into(&mut lines, said, Role::Heading, width, 1);
                wrap_into(&mut lines, follows, Role::Text, width, 3);
            }
            Some(Say::Notice(text)) => wrap_into(&mut lines, text, Role::Notice, width, 2),
            Some(Say::Mistake(text)) => wrap_into(&mut lines, text, Role::Heading, width, 2),
            None => lines.push((String::new(), Role::Dim)),
        }
        lines
    }

    /// Where one is, while there is nothing to say; on a small screen this stands for the other panes.
    fn context_words(&self, ui: &Ui<'_>) -> String {
        let mut words = Vec::new();
        if let Some(place) = self.trail.returns_to() {
            words.push(format!("Esc: back to {}", self.place_words(place)));
        }
        if self.view == ViewName::Review
            && let Some(subject) = ui.at_hand
        {
            let review = self.ws.catalog().review();
            let name = crate::review::words::subject_word(review, subject);
            let rated = match subject {
                crate::model::ids::Subject::Cell(cell) => {
                    let state = self.ws.state();
                    match (state.ratings.get(cell), state.abstained.contains_key(cell)) {
                        (Some(entry), _) => {
                            let word = crate::review::words::rating_word(review, entry.rating);
                            let confirm = crate::review::words::TO_CONFIRM;
                            if entry.unconfirmed { format!("{word}, {confirm} (r)") } else { word }
                        }
                        (None, true) => "not rated by you".to_owned(),
                        (None, false) => "unrated".to_owned(),
                    }
                }
                crate::model::ids::Subject::Parent(parent) => self.parent_words(ui, parent),
            };
            let label = match subject {
                crate::model::ids::Subject::Cell(cell) => {
                    let commitment = self.ws.catalog().commitment(&cell.commitment).map_or("", |c| c.label.as_str());
                    let question = self.ws.catalog().question(&cell.question).map_or("", |q| q.label.as_str());
                    format!("{commitment}: {question}")
                }
                crate::model::ids::Subject::Parent(crate::model::ids::ParentKey::Commitment(id)) => {
                    self.ws.catalog().commitment(id).map_or("", |commitment| commitment.label.as_str()).to_owned()
                }
                crate::model::ids::Subject::Parent(_) => String::new(),
            };
            let to_confirm = rated.contains(crate::review::words::TO_CONFIRM);
            // What is to be done comes first: on a narrow screen the rest is cut.
            let parts = if to_confirm { [name, rated, label] } else { [name, label, rated] };
            let at = if to_confirm { 0 } else { words.len() };
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            words.insert(at, parts.join(" \u{b7} "));
        }
        words.join("   ")
    }

    /// What counts for a parent, and beside an own judgement what the rule gives.
    fn parent_words(&self, ui: &Ui<'_>, parent: &crate::model::ids::ParentKey) -> String {
        let review = self.ws.catalog().review();
        let word = |rating| crate::review::words::rating_word(review, rating);
        let rule = ui.ws.rollup().rule().title();
        let running = ui.ws.blindness().shows_running_verdict();
        let state = ui.ws.rollup().parent(parent).filter(|_| running);
        let by_rule = state.map(|state| match state.by_rule.result.or(state.by_rule.completed) {
            Some(rating) => format!("{} by the {rule}", word(rating)),
            None => "still open".to_owned(),
        });
        match (self.ws.state().overrides.get(parent), by_rule) {
            (Some(own), Some(by_rule)) => format!("your judgement: {}; {by_rule}", word(own.rating)),
            (Some(own), None) => format!("your judgement: {}", word(own.rating)),
            (None, Some(by_rule)) => by_rule,
            (None, None) => String::new(),
        }
    }

    /// What the footer offers where no key waits for another: what the sheet on top says of itself, or its scope.
    fn offered(&self, ui: &Ui<'_>) -> Vec<(&'static str, &'static str, Action)> {
        let scope = self.scope();
        let hints = self.sheets.last().map(|sheet| sheet.hints(ui)).unwrap_or_default();
        if hints.is_empty() {
            return self.keys.footer(scope);
        }
        // Esc rather than the key of a part that does the same.
        let key = |action| {
            let outer = self.keys.key_for(Scope::Everywhere, action).filter(|_| scope.inherits());
            outer.or_else(|| self.keys.key_for(scope, action))
        };
        let keyed = |(action, word)| Some((key(action)?, word, action));
        hints.into_iter().filter_map(keyed).collect()
    }

    /// Whether a key of the footer does something now: where a session is only read nothing is changed in it, and a
    /// text of one line has no second one and no editor.
    fn does_here(&self, action: Action) -> bool {
        if self.editing.is_some() && crate::tui::editing::is_for_a_session(action) {
            return false;
        }
        if self.ws.read_only().is_some() && self.editing.is_none() && changes_session(action, self.scope()) {
            return false;
        }
        if self.scope() == Scope::Meeting && matches!(action, Action::Rate | Action::Note) {
            return false;
        }
        let lines = self.sheets.last().is_some_and(|sheet| sheet.own_text().is_some());
        lines || !(self.scope() == Scope::Text && matches!(action, Action::NewLine | Action::WriteInEditor))
    }

    fn draw_footer(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) {
        let mut spans: Vec<Span<'static>> = Vec::new();
        let mut used = 0;
        let keys: Vec<(String, String)> = match self.keys.look_up(self.scope(), &self.pending) {
            Found::Prefix(next) if !self.pending.is_empty() => {
                next.into_iter().map(|(key, action)| (key, action.in_short().to_owned())).collect()
            }
            _ => {
                let shown = self.offered(ui).into_iter().filter(|(_, _, action)| self.does_here(*action));
                shown.map(|(key, word, _)| (key.to_owned(), word.to_owned())).collect()
            }
        };
        for (key, word) in keys {
            let width = crate::tui::widget::line::width(&key) + crate::tui::widget::line::width(&word) + 4;
            if used + width > usize::from(area.width) + 3 {
                break;
            }
            if !spans.is_empty() {
                spans.push(Span::styled(" \u{b7} ", ui.theme.style(Role::Dim)));
            }
            spans.push(Span::styled(key, ui.theme.style(Role::Key)));
            spans.push(Span::styled(format!(" {word}"), ui.theme.style(Role::Dim)));
            used += width;
        }
        put(buf, area, 0, &Line::from(spans), ui.theme.style(Role::Text));
    }
}

/// Whether an action of a footer changes the session.
fn changes_session(action: Action, scope: Scope) -> bool {
    match action {
        Action::Digit1 => scope != Scope::WhatIf,
        Action::Rate
        | Action::Note
        | Action::Passage
        | Action::MarkYes
        | Action::MarkNo
        | Action::Clear
        | Action::Undo
        | Action::Redo
        | Action::Tag1
        | Action::NewTag
        | Action::Relevant
        | Action::SetAside
        | Action::Raise
        | Action::Later
        | Action::BearsOn
        | Action::MergeTag => true,
        _ => false,
    }
}

/// Wraps a text into so many lines at most.
fn wrap_into(lines: &mut Vec<(String, Role)>, text: &str, role: Role, width: u16, most: usize) {
    let wrapped = Wrapped::new(display_line(text), usize::from(width));
    for row in 0..wrapped.line_count().min(most) {
        lines.push((wrapped.shown(row).into_string(), role));
    }
}
