//! Where the quotations of a text come from: the text with its quotations at the left, the place that the one under the
//! cursor comes from at the right.
//!
//! Owns which text, what was found of it, and the cursor. Uses `review::trace` on the worker's thread, the session to read,
//! the widgets. Invariant: texts that may not be seen yet are not shown, nor is it said what stands in them.

mod beside;
mod lit;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::import::read::Tools;
use crate::import::read::read_file;
use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::review::trace::Quotation;
use crate::review::trace::Traced;
use crate::review::trace::article::Article;
use crate::review::trace::trace;
use crate::review::trace::words;
use crate::tui::dialog::prompt::Prompt;
use crate::tui::request::CopyText;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::view::prose;
use crate::tui::view::prose::Sentence;
use crate::tui::view::trace::lit::Lit;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::put;
use crate::tui::widget::window::Window;
use crate::tui::widget::window::moved;
use crate::tui::worker::Failed;
use crate::tui::worker::Newest;

/// Columns from which text and place stand side by side.
const WIDE: u16 = 100;
/// Columns of the margin in which the verdicts stand.
const MARGIN: u16 = 2;
/// Widest line of the text.
const MEASURE: u16 = 72;
/// Said where no text was chosen yet.
/// Said where no text is at hand, with the key that asks for one.
fn none(ui: &Ui<'_>) -> String {
    format!("No text was traced yet. {} asks for one.", ui.key(Action::TraceOther))
}

/// A text and what was found of it.
struct Found {
    article: Article,
    traced: Traced,
}

type Answer = Result<Arc<Found>, String>;

/// The view's state.
#[derive(Default)]
pub struct TraceView {
    /// The file, and whether unmarked repeats are traced as well.
    asked: Option<(PathBuf, bool)>,
    newest: Option<Newest<Answer>>,
    found: Option<Answer>,
    /// The quotation under the cursor, and which of its places is shown.
    cursor: usize,
    place: usize,
    window: Window,
    page: usize,
    /// The text as it was wrapped last.
    lit: Option<Lit>,
}

/// Where the parts of the view stand.
struct Parts {
    heading: Rect,
    text: Rect,
    place: Rect,
}

impl TraceView {
    /// Whether a text was asked for.
    pub fn is_begun(&self) -> bool {
        self.asked.is_some()
    }

    /// Where keys are looked up.
    pub fn scope(&self) -> Scope {
        Scope::Trace
    }

    /// The sheet that asks for the name of a text.
    pub fn prompt(&self) -> Prompt {
        let keep = |typed: &str, _: &Ui<'_>| match typed.trim() {
            "" => Err("Type the name of a file.".to_owned()),
            typed => Ok(vec![Request::Trace(PathBuf::from(typed))]),
        };
        let before = self.asked.as_ref().map(|(path, _)| path.display().to_string()).unwrap_or_default();
        let hint = "An article, a speech, a reply: .txt, .md, .html, .docx or .pdf. It is read, never changed.";
        Prompt::line("Trace the quotations of a text", hint, &before, Box::new(keep)).of_no_session()
    }

    /// Has a text traced.
    pub fn trace(&mut self, ui: &Ui<'_>, tools: &Tools, path: PathBuf, unmarked: bool) {
        let (catalog, tools) = (ui.ws.catalog().clone(), tools.clone());
        self.asked = Some((path.clone(), unmarked));
        self.newest.get_or_insert_with(|| Newest::new(ui.worker)).ask(move |_| {
            let record = read_file(&path, &tools).map_err(|error| error.to_string())?;
            let article = Article::of(&record);
            let traced = trace(&catalog, &article, unmarked).map_err(|error| error.to_string())?;
            Ok(Arc::new(Found { article, traced }))
        });
        (self.found, self.lit, self.cursor, self.place, self.window) = (None, None, 0, 0, Window::default());
        self.collect();
    }

    /// Takes what was found since it was last asked.
    pub fn collect(&mut self) {
        let answer = self.newest.as_mut().and_then(Newest::take);
        if let Some(answer) = answer {
            let failed = |_: Failed| Err("The text could not be traced, by a mistake of plumbline's own.".to_owned());
            self.found = Some(answer.unwrap_or_else(failed));
            self.lit = None;
        }
    }

    /// Puts the cursor on a quotation.
    pub fn go(&mut self, quotation: usize) {
        (self.cursor, self.place) = (quotation, 0);
    }

    /// The quotation the cursor stands on, by its number from 0.
    pub fn at(&self) -> usize {
        self.cursor
    }

    fn found(&self) -> Option<&Found> {
        self.found.as_ref()?.as_ref().ok().map(Arc::as_ref)
    }

    fn quotation(&self) -> Option<&Quotation> {
        self.found()?.traced.quotations.get(self.cursor)
    }

    /// Answers an action.
    pub fn act(&mut self, action: Action, ui: &Ui<'_>, tools: &Tools) -> Reply {
        match action {
            Action::GoTrace | Action::TraceOther => return Reply::ask(Request::Open(Box::new(self.prompt()))),
            Action::TraceUnmarked => return self.with_or_without_unmarked(ui, tools),
            _ => {}
        }
        let count = self.found().map_or(0, |found| found.traced.quotations.len());
        let page = isize::try_from(self.page.max(1)).unwrap_or(1);
        let to = match action {
            Action::Up => moved(self.cursor, -1, count),
            Action::Down => moved(self.cursor, 1, count),
            Action::PageUp => self.beyond(-page),
            Action::PageDown => self.beyond(page),
            Action::First => 0,
            Action::Last => count.saturating_sub(1),
            Action::Left | Action::Right | Action::NextPane | Action::PreviousPane => return self.other_place(action),
            Action::Open => return self.open(ui),
            Action::Copy => return self.copy(ui),
            _ => return Reply::ignored(),
        };
        if to != self.cursor {
            self.go(to);
        }
        Reply::done()
    }

    /// The first quotation at least so many lines further on, or back.
    fn beyond(&self, lines: isize) -> usize {
        let (Some(lit), Some(found)) = (&self.lit, self.found()) else { return self.cursor };
        let count = found.traced.quotations.len();
        let to = lit.line_of(self.cursor).saturating_add_signed(lines);
        let next = match lines > 0 {
            true => (self.cursor..count).find(|&at| lit.line_of(at) >= to),
            false => (0..self.cursor).rev().find(|&at| lit.line_of(at) <= to),
        };
        next.unwrap_or(if lines > 0 { count.saturating_sub(1) } else { 0 })
    }

    fn with_or_without_unmarked(&mut self, ui: &Ui<'_>, tools: &Tools) -> Reply {
        let Some((path, unmarked)) = self.asked.clone() else { return Reply::mistake(none(ui)) };
        self.trace(ui, tools, path, !unmarked);
        Reply::say(match unmarked {
            false => "What repeats the review's words without quotation marks is traced as well.",
            true => "Only what stands in quotation marks is traced.",
        })
    }

    fn other_place(&mut self, action: Action) -> Reply {
        let places = self.quotation().map_or(0, |quotation| quotation.places.len());
        let step = if matches!(action, Action::Left | Action::PreviousPane) { places.saturating_sub(1) } else { 1 };
        match places {
            0 => Reply::mistake("This quotation has no place in the report."),
            1 => Reply::mistake("It has this place only."),
            _ => {
                self.place = (self.place + step) % places;
                Reply::done()
            }
        }
    }

    fn open(&self, ui: &Ui<'_>) -> Reply {
        let Some(quotation) = self.quotation() else { return Reply::mistake(none(ui)) };
        match quotation.places.get(self.place).and_then(|place| beside::leads_to(ui, place)) {
            Some(place) => Reply::ask(Request::Go(place)),
            None => Reply::mistake("This quotation has no place in the report to go to."),
        }
    }

    fn copy(&self, ui: &Ui<'_>) -> Reply {
        let Some(quotation) = self.quotation() else { return Reply::mistake(none(ui)) };
        let catalog = ui.ws.catalog();
        let places: Vec<String> = quotation.places.iter().map(|place| place.said(catalog)).collect();
        let verdict = match beside::is_hidden(ui, quotation) {
            true => beside::HIDDEN.to_owned(),
            false => words::verdict(quotation),
        };
        let (text, review) = (&quotation.text, catalog.review());
        let at = if places.is_empty() { String::new() } else { format!(": {}", places.join("; ")) };
        let text = format!("\u{201c}{text}\u{201d} ({verdict}{at}; {}, edition {})", review.title, review.edition);
        Reply::ask(Request::Copy(CopyText { text, what: "the quotation with what was found".to_owned() }))
    }

    fn parts(area: Rect) -> Parts {
        let heading = Rect { height: area.height.min(1), ..area };
        let below = Rect { y: area.y + heading.height, height: area.height - heading.height, ..area };
        if area.width >= WIDE {
            let width = (area.width / 2).min(MEASURE + MARGIN);
            let x = area.x + width + 2;
            let text = Rect { width, ..below };
            return Parts { heading, text, place: Rect { x, width: area.width - width - 2, ..below } };
        }
        let height = below.height - below.height / 2;
        let text = Rect { height, ..below };
        let place = Rect { y: below.y + height, height: below.height - height, ..below };
        Parts { heading, text, place }
    }

    /// Wraps the text anew where it has to be, and keeps the cursor in view.
    pub fn settle(&mut self, _: &Ui<'_>, area: Rect) {
        let parts = Self::parts(area);
        let width = parts.text.width.saturating_sub(MARGIN).clamp(1, MEASURE);
        if self.lit.as_ref().is_none_or(|lit| lit.width() != usize::from(width)) {
            self.lit = self.found().map(|found| Lit::of_article(&found.article, &found.traced.quotations, width));
        }
        self.page = usize::from(parts.text.height).max(1);
        if let Some(lit) = &self.lit {
            // The end first, then the beginning, which matters more.
            for line in [lit.end_line_of(self.cursor), lit.line_of(self.cursor)] {
                self.window.follow(line, lit.line_count(), self.page);
            }
        }
    }

    /// Draws the view and says where the cursor stands.
    pub fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        if area.height == 0 || area.width == 0 {
            return None;
        }
        let corner = Some(Position::new(area.x, area.y));
        let parts = Self::parts(area);
        put(buf, parts.heading, 0, &Line::from(ui.span(&self.heading(), Role::Focus)), ui.theme.style(Role::Text));
        let (found, lit) = match (&self.found, &self.lit) {
            (Some(Ok(found)), Some(lit)) => (found, lit),
            (Some(Err(why)), _) => return self.draw_told(ui, why, parts.text, buf).or(corner),
            _ if self.asked.is_some() => {
                return self.draw_told(ui, "Reading and tracing …", parts.text, buf).or(corner);
            }
            _ => return self.draw_told(ui, &none(ui), parts.text, buf).or(corner),
        };
        let top = self.window.top_for(lit.line_of(self.cursor), lit.line_count(), usize::from(parts.text.height));
        let look = |at: usize| {
            let quotation = &found.traced.quotations[at];
            let hidden = beside::is_hidden(ui, quotation);
            (if hidden { "\u{b7}" } else { words::mark(quotation.verdict) }, beside::role(quotation, hidden))
        };
        let at = lit.draw(ui, parts.text, buf, top, self.cursor, look);
        match self.quotation() {
            Some(quotation) => beside::draw(ui, quotation, self.place, &found.traced, parts.place, buf),
            None => {
                let told = [
                    Sentence::told(words::counted(&found.traced), Role::Text),
                    Sentence::told(words::searched(&found.traced.searched), Role::Dim),
                ];
                prose::draw(&told, ui, parts.place, buf);
            }
        }
        at.or(corner)
    }

    fn draw_told(&self, ui: &Ui<'_>, text: &str, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        prose::draw(&[Sentence::told(text, Role::Text)], ui, area, buf);
        None
    }

    fn heading(&self) -> String {
        let name = self.asked.as_ref().map(|(path, _)| path.display().to_string()).unwrap_or_default();
        match self.found() {
            Some(found) => format!("{}: {}", found.article.name, words::counted(&found.traced)),
            None if name.is_empty() => "Quotations traced".to_owned(),
            None => name,
        }
    }
}
