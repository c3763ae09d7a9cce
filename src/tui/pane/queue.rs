//! The sources in triage: one line each, and below them all that is known of the one under the cursor.

use std::collections::BTreeMap;

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::model::ids::CommitmentId;
use crate::model::ids::SourceId;
use crate::model::opened::Opened;
use crate::model::quote::MarkedIn;
use crate::model::session::NoteTarget;
use crate::model::session::TriageStatus;
use crate::model::source::Source;
use crate::model::source::SourceKind;
use crate::review::queue::Only;
use crate::review::queue::Pile;
use crate::review::queue::Queue;
use crate::review::queue::asks;
use crate::review::queue::bears_on;
use crate::review::queue::status;
use crate::review::words::plural;
use crate::review::words::triage_word;
use crate::review::workspace::Workspace;
use crate::tui::pane::sources::about;
use crate::tui::pane::sources::length;
use crate::tui::pane::sources::opened;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::view::prose;
use crate::tui::view::prose::Sentence;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::Span;
use crate::tui::widget::line::both_ends;
use crate::tui::widget::line::fit;
use crate::tui::widget::line::put;
use crate::tui::widget::window::Window;
use crate::tui::widget::window::moved;

/// Cells of a decision in a line.
const DECISION: usize = 10;
/// Cells of a code in a line.
const CODE: usize = 9;
/// Questions and notes named of one source; of more it is said how many.
const MOST_NAMED: usize = 12;

/// The pane's state.
#[derive(Debug, Clone, Default)]
pub struct QueuePane {
    /// What is listed, and in which order.
    pub queue: Queue,
    cursor: usize,
    window: Window,
}

impl QueuePane {
    /// The line the cursor stands on, from 0.
    pub fn line(&self) -> usize {
        self.cursor
    }

    /// The source under the cursor.
    pub fn source<'a>(&self, ws: &'a Workspace) -> Option<&'a Source> {
        self.queue.shown().get(self.cursor).and_then(|&at| ws.catalog().review().sources.get(at))
    }

    /// Puts the cursor on a place in the review's sources; false where it is not shown.
    pub fn put_on(&mut self, at: usize) -> bool {
        let line = self.queue.shown().iter().position(|&shown| shown == at);
        self.cursor = line.unwrap_or(self.cursor);
        line.is_some()
    }

    /// Puts the cursor on a source, showing more where it is not among what is shown.
    pub fn go(&mut self, ws: &Workspace, id: &SourceId) -> bool {
        let Some(at) = ws.catalog().review().sources.iter().position(|source| &source.id == id) else { return false };
        if self.put_on(at) {
            return true;
        }
        self.queue.set_only(ws, None);
        if self.put_on(at) {
            return true;
        }
        self.queue.set_pile(ws, Pile::All);
        self.put_on(at)
    }

    /// Does something to the queue, the cursor staying on its source where it can.
    pub fn keep_on(&mut self, ws: &Workspace, change: impl FnOnce(&mut Queue, &Workspace)) {
        let at = self.queue.shown().get(self.cursor).copied();
        change(&mut self.queue, ws);
        if !at.is_some_and(|at| self.put_on(at)) {
            self.cursor = moved(self.cursor, 0, self.queue.shown().len());
        }
    }

    /// Moves by so many lines; false at the end.
    pub fn step(&mut self, by: isize) -> bool {
        let to = moved(self.cursor, by, self.queue.shown().len());
        std::mem::replace(&mut self.cursor, to) != to
    }

    /// Moves the cursor; false where the key means something else.
    pub fn act(&mut self, action: Action, page: usize) -> bool {
        let page = isize::try_from(page.max(1)).unwrap_or(1);
        let len = self.queue.shown().len();
        self.cursor = match action {
            Action::Up => moved(self.cursor, -1, len),
            Action::Down => moved(self.cursor, 1, len),
            Action::PageUp => moved(self.cursor, -page, len),
            Action::PageDown => moved(self.cursor, page, len),
            Action::First => 0,
            Action::Last => len.saturating_sub(1),
            _ => return false,
        };
        true
    }

    /// Puts the cursor on a row that is in view.
    pub fn click(&mut self, row: usize, height: usize) {
        let len = self.queue.shown().len();
        self.cursor = moved(self.window.top_for(self.cursor, len, height) + row, 0, len);
    }

    /// Keeps the cursor in view.
    pub fn settle(&mut self, height: usize) {
        self.window.follow(self.cursor, self.queue.shown().len(), height);
    }

    /// What is listed, in words.
    pub fn header(&self) -> String {
        let queue = &self.queue;
        let all = queue.len();
        let what = match queue.pile() {
            Pile::Received => format!("{all} received: {}", kinds_words(queue.kinds())),
            Pile::All => plural(all, "source", "sources"),
            Pile::Kind(kind) => format!("{all} of kind {}", kind.word()),
            Pile::HandedOut => format!("{all} handed out to you"),
        };
        let order = match (queue.sort(), queue.is_own_order()) {
            (Some(sort), _) => format!(", {}", sort.words()),
            (None, true) => ", in your own order".to_owned(),
            (None, false) => String::new(),
        };
        match queue.only() {
            Some(only) => {
                format!("{} of {all} shown: only {}{order}. Esc shows all", queue.shown().len(), only_words(only))
            }
            None => format!("{what}{order}"),
        }
    }

    /// Draws the lines in view and says where the cursor stands.
    pub fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>, focused: bool) -> Option<Position> {
        let shown = self.queue.shown();
        if shown.is_empty() {
            let text = match (self.queue.only(), self.queue.is_empty()) {
                (Some(_), false) => format!("No source is left here. Esc shows all {}.", self.queue.len()),
                _ => "This review has no sources. plumbline import adds them.".to_owned(),
            };
            prose::draw(&[Sentence::told(text, Role::Dim)], ui, area, buf);
            return (area.height > 0 && area.width > 0).then(|| Position::new(area.x, area.y));
        }
        let top = self.window.top_for(self.cursor, shown.len(), usize::from(area.height));
        let sources = &ui.ws.catalog().review().sources;
        let mut cursor = None;
        for (line, &at) in shown.iter().enumerate().skip(top).take(usize::from(area.height)) {
            let y = u16::try_from(line - top).unwrap_or(0);
            put(buf, area, y, &self.row(ui, &sources[at], usize::from(area.width)), ui.theme.style(Role::Text));
            if line == self.cursor {
                let role = if focused { Role::Selected } else { Role::SelectedElsewhere };
                buf.set_style(Rect { y: area.y + y, height: 1, ..area }, ui.theme.style(role));
                cursor = Some(Position::new(area.x, area.y + y));
            }
        }
        cursor
    }

    /// Decision, code and name; then what it bears on, how long it is, and what else there is, in a few letters.
    fn row(&self, ui: &Ui<'_>, source: &Source, cells: usize) -> Line<'static> {
        let state = ui.ws.state();
        let entry = state.triage.get(&source.id);
        let stands = status(state, &source.id);
        let decided = !matches!(stands, TriageStatus::Undecided | TriageStatus::Deferred);
        let mut word = short(stands).to_owned();
        if decided && asks(ui.ws, stands) && entry.is_none_or(|entry| entry.reason.is_none()) {
            word.push('\u{b0}');
        }
        let role = if stands == TriageStatus::Undecided { Role::Heading } else { Role::Text };
        let left = vec![
            Span::styled(fit(&word, DECISION), ui.theme.style(Role::Dim)),
            Span::styled(fit(&ui.line(source.id.as_str()), CODE), ui.theme.style(Role::Dim)),
            Span::raw(" "),
            ui.span(&source.label, role),
        ];
        let mut words = Vec::new();
        let bears = bears_on(state, &source.id);
        if !bears.is_empty() {
            words.push(format!("\u{2192}{}", joined(bears)));
        }
        if state.note_on(&NoteTarget::Source(source.id.clone())).is_some() {
            words.push("note".to_owned());
        }
        let alike = self.queue.alike(source);
        if alike > 0 {
            words.push(format!("{alike} alike"));
        }
        let cited = ui.ws.catalog().using_source(&source.id).len();
        if cited > 0 {
            words.push(format!("cited {cited}"));
        }
        if let Some(opened) = opened(ui, source) {
            words.push(format!("{}% of {}", opened.count() * 100 / opened.of().max(1), length(source)));
        } else if source.text.is_some() || source.withdrawn {
            words.push(length(source));
        }
        both_ends(left, vec![ui.span(&words.join(" \u{b7} "), Role::Dim)], cells)
    }

    /// Everything about the source under the cursor, in sentences.
    pub fn about(&self, ui: &Ui<'_>) -> Vec<Sentence> {
        let Some(source) = self.source(ui.ws) else { return Vec::new() };
        let state = ui.ws.state();
        let mut first = vec![about(source), length(source)];
        first.extend(opened(ui, source).map(Opened::words));
        if let Some(like) = source.like.as_ref().filter(|like| *like != &source.id) {
            first.push(format!("text like {like}"));
        }
        let alike = self.queue.alike(source);
        if alike > 0 {
            first.push(format!("{alike} alike"));
        }
        let mut out =
            vec![Sentence::new(&format!("{}:", ui.line(source.id.as_str())), ui.line(&first.join(" \u{b7} ")))];
        let decision = state.triage.get(&source.id);
        if let Some(entry) = decision {
            let mut words = vec![triage_word(entry.status).to_owned()];
            if !entry.bears_on.is_empty() {
                words.push(format!("bears on {}", joined(&entry.bears_on)));
            }
            words.extend(entry.reason.clone());
            out.push(Sentence::new("You:", ui.line(&words.join(" \u{b7} "))));
        }
        let own = state.quotes_of(&MarkedIn::Source(source.id.clone())).count();
        if own > 0 {
            out.push(Sentence::told(
                format!("{} of yours in its text.", plural(own, "passage", "passages")),
                Role::Text,
            ));
        }
        out.push(Sentence::told(cited_words(ui, source), Role::Dim));
        if let Some(note) = state.note_on(&NoteTarget::Source(source.id.clone())) {
            out.push(Sentence::new("Your note:", ui.line(&note.text)));
        }
        out
    }
}

/// Where a source is cited: questions, then notes.
fn cited_words(ui: &Ui<'_>, source: &Source) -> String {
    let catalog = ui.ws.catalog();
    let items = catalog.using_source(&source.id);
    let notes = catalog.footnotes_citing(&source.id);
    if items.is_empty() && notes.is_empty() {
        return "Not cited.".to_owned();
    }
    let mut words = Vec::new();
    if !items.is_empty() {
        let under = named(&catalog.cited_under(&source.id));
        let under = if under.is_empty() { under } else { format!(" under {under}") };
        words.push(format!("{}{under}", plural(items.len(), "item", "items")));
    }
    if !notes.is_empty() {
        let word = if notes.len() == 1 { "note" } else { "notes" };
        words.push(format!("{word} {}", named(notes)));
    }
    format!("Cited by {}.", words.join(" and "))
}

/// "1A 3B 8C", and how many more where there are many.
fn named<T: ToString>(all: &[T]) -> String {
    let mut words: Vec<String> = all.iter().take(MOST_NAMED).map(ToString::to_string).collect();
    if all.len() > MOST_NAMED {
        words.push(format!("and {} more", all.len() - MOST_NAMED));
    }
    words.join(" ")
}

/// "1 3 8".
pub fn joined(commitments: &[CommitmentId]) -> String {
    commitments.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// A decision in a word; nothing where there is none yet.
fn short(status: TriageStatus) -> &'static str {
    match status {
        TriageStatus::Undecided => "",
        TriageStatus::Relevant => "relevant",
        TriageStatus::SetAside => "set aside",
        TriageStatus::Flagged => "raise",
        TriageStatus::Deferred => "later",
    }
}

/// What is shown only, in words.
pub fn only_words(only: &Only) -> String {
    match only {
        Only::Status(status) => triage_word(*status).to_owned(),
        Only::Cited(true) => "cited".to_owned(),
        Only::Cited(false) => "not cited".to_owned(),
        Only::Question(cell) => format!("cited under {cell}"),
        Only::BearsOn(id) => format!("bearing on {id}"),
        Only::Group(group) => group.clone(),
        Only::Alike => "with others alike".to_owned(),
        Only::Noted => "with a note of yours".to_owned(),
        Only::Held => "with their text here".to_owned(),
    }
}

/// A kind of sources, in the plural.
pub fn kind_words(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Submission => "submissions",
        SourceKind::Roundtable => "roundtables",
        SourceKind::Government => "government papers",
        SourceKind::Publication => "publications",
        SourceKind::Web => "web pages",
        SourceKind::Reaction => "reactions",
    }
}

/// "43 submissions, 10 roundtables".
fn kinds_words(kinds: &BTreeMap<SourceKind, usize>) -> String {
    let words = kinds.iter().map(|(kind, count)| match count {
        1 => format!("1 {}", kind.word()),
        count => format!("{count} {}", kind_words(*kind)),
    });
    words.collect::<Vec<_>>().join(", ")
}
