//! The codebook: tags and how they are used, the passages under each, and tags by questions.
//!
//! Owns which pane has the focus and where the cursors stand. Uses the session to read, the sheets and the widgets.
//! Invariant: every change it asks for is an act, so that undo takes it back.

mod count;
mod gesture;
mod matrix;
pub mod naming;
mod passages;
mod summary;
mod tag_sheet;
mod tags;
#[cfg(test)]
mod tests;

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::codebook::Tag;
use crate::model::ids::TagId;
use crate::model::quote::Quote;
use crate::review::state::State;
use crate::review::words::plural;
use crate::review::workspace::Workspace;
use crate::tui::request::Place;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::view::codebook::count::Of;
use crate::tui::view::codebook::count::Under;
use crate::tui::view::codebook::count::counts;
use crate::tui::view::codebook::matrix::Matrix;
use crate::tui::view::codebook::passages::Passages;
use crate::tui::view::codebook::tags::Tags;
use crate::tui::view::prose;
use crate::tui::view::prose::Sentence;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::put;

pub use crate::tui::view::codebook::tag_sheet::TagSheet;

/// Columns from which tags and passages stand side by side.
const WIDE: u16 = 100;
/// Rows for what belongs under a tag.
const ABOUT: u16 = 4;

/// The view's state.
#[derive(Debug, Clone, Default)]
pub struct Codebook {
    tags: Tags,
    passages: Passages,
    in_passages: bool,
    matrix: Option<Matrix>,
    /// The tag that the next Backspace deletes.
    deleting: Option<TagId>,
    page: usize,
}

/// Where the parts of the two panes stand; a pane without the focus has no place on a small screen.
struct Parts {
    tags: Option<Rect>,
    about: Rect,
    passages: Option<Rect>,
}

impl Codebook {
    /// Stands on the first tag.
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts the cursor on a tag.
    pub fn go(&mut self, _ws: &Workspace, id: &TagId) {
        self.tags.go(id);
        self.passages.reset();
        self.in_passages = false;
        self.matrix = None;
    }

    /// The tag the cursor stands on.
    pub fn tag(&self, ws: &Workspace) -> Option<TagId> {
        self.standing_on(ws.state()).map(|tag| tag.id.clone())
    }

    fn standing_on<'a>(&self, state: &'a State) -> Option<&'a Tag> {
        match &self.matrix {
            Some(matrix) => matrix.standing_tag(state),
            None => self.tags.tag(state),
        }
    }

    /// Whether Esc closes something in here: the matrix, or the passages of a tag.
    pub fn closes_something(&self) -> bool {
        self.matrix.is_some() || self.in_passages
    }

    /// Where keys are looked up.
    pub fn scope(&self) -> Scope {
        match &self.matrix {
            Some(matrix) if !matrix.listing => Scope::Matrix,
            Some(_) => Scope::Passages,
            None if self.in_passages => Scope::Passages,
            None => Scope::Codebook,
        }
    }

    /// Answers an action.
    pub fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        let deleting = self.deleting.take();
        match &self.matrix {
            Some(matrix) if !matrix.listing => self.act_on_matrix(action, ui),
            Some(_) => self.act_on_passages(action, ui),
            None if self.in_passages => self.act_on_passages(action, ui),
            None => self.act_on_tags(action, ui, deleting),
        }
    }

    fn act_on_matrix(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        let Some(matrix) = &mut self.matrix else { return Reply::ignored() };
        if matrix.act(action, ui, self.page) {
            return Reply::done();
        }
        match action {
            Action::Open if matrix.of(ui.ws).is_some() => {
                let (of, under) = (matrix.of(ui.ws), matrix.under(ui.ws.catalog()));
                // Nothing to list of a source that is to be read still: its text.
                if let Some(Of::Source(id)) = of
                    && count::passages(ui.ws.state(), ui.ws.catalog(), &Of::Source(id.clone()), &under).is_empty()
                    && ui.ws.catalog().source(&id).is_some_and(|source| source.text.is_some())
                {
                    return Reply::ask(Request::Go(Place::Source(id)));
                }
                matrix.listing = true;
                self.passages.reset();
                Reply::done()
            }
            Action::Note => match matrix.of(ui.ws) {
                Some(Of::Source(source)) => summary::write(ui, &source, &matrix.under(ui.ws.catalog())),
                Some(Of::Tag(_)) => matrix
                    .standing_tag(ui.ws.state())
                    .map_or_else(Reply::ignored, |tag| gesture::on_tag(Action::Note, ui, tag)),
                None => Reply::mistake("There is nothing here to write on."),
            },
            Action::Back => {
                let tag = matrix.standing_tag(ui.ws.state()).map(|tag| tag.id.clone());
                self.matrix = None;
                if let Some(tag) = tag {
                    self.go(ui.ws, &tag);
                }
                Reply::done()
            }
            _ => Reply::ignored(),
        }
    }

    fn act_on_passages(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        if matches!(action, Action::Left | Action::Back | Action::NextPane | Action::PreviousPane) {
            match &mut self.matrix {
                Some(matrix) => matrix.listing = false,
                None => self.in_passages = false,
            }
            return Reply::done();
        }
        let under = self.under(ui);
        match self.of(ui.ws) {
            Some(of) => self.passages.act(action, ui, &of, &under, self.page),
            None => Reply::ignored(),
        }
    }

    /// Whose passages are listed.
    fn of(&self, ws: &Workspace) -> Option<Of> {
        match &self.matrix {
            Some(matrix) => matrix.of(ws),
            None => self.tag(ws).map(Of::Tag),
        }
    }

    fn under(&self, ui: &Ui<'_>) -> Under {
        self.matrix.as_ref().map(|matrix| matrix.under(ui.ws.catalog())).unwrap_or_default()
    }

    fn act_on_tags(&mut self, action: Action, ui: &Ui<'_>, deleting: Option<TagId>) -> Reply {
        let state = ui.ws.state();
        if self.tags.act(action, state, self.page) {
            self.passages.reset();
            return Reply::done();
        }
        match action {
            Action::Right | Action::NextPane | Action::PreviousPane | Action::Open => {
                self.in_passages = !state.codebook.is_empty();
                return Reply::done();
            }
            Action::Left => return Reply::done(),
            Action::NewTag => return gesture::new(),
            // Its other half needs no tag.
            Action::Matrix => {
                self.matrix = Some(Matrix::on(state, self.tags.tag(state)));
                return Reply::done();
            }
            _ => {}
        }
        let Some(tag) = self.tags.tag(state) else {
            return if gesture::is_of_tags(action) {
                Reply::mistake("There is no tag yet. t makes one.")
            } else {
                Reply::ignored()
            };
        };
        match action {
            Action::MoveTagUp | Action::MoveTagDown => {
                let down = action == Action::MoveTagDown;
                gesture::shift(tag, self.tags.place_beside(state, down), down)
            }
            Action::Clear if deleting.as_ref() == Some(&tag.id) => gesture::delete(tag),
            Action::Clear => {
                self.deleting = Some(tag.id.clone());
                gesture::warn_of_deleting(state, tag)
            }
            _ => gesture::on_tag(action, ui, tag),
        }
    }

    /// Keeps the cursors in view.
    pub fn settle(&mut self, ui: &Ui<'_>, area: Rect) {
        let state = ui.ws.state();
        let under = self.under(ui);
        let passages = self.quotes(ui, &under).len();
        match &mut self.matrix {
            Some(matrix) => {
                let height = area.height.saturating_sub(1);
                matrix.settle(ui.ws, height.saturating_sub(summary::rows(area)));
                self.passages.settle(passages, height);
                self.page = usize::from(height).saturating_sub(1).max(1);
            }
            None => {
                let parts = self.parts(area);
                self.tags.settle(state, parts.tags.map_or(0, |tags| tags.height.saturating_sub(2)));
                self.passages.settle(passages, parts.passages.map_or(0, |passages| passages.height.saturating_sub(1)));
                self.page = usize::from(area.height).saturating_sub(2).max(1);
            }
        }
    }

    fn quotes<'a>(&self, ui: &Ui<'a>, under: &Under) -> Vec<&'a Quote> {
        match self.of(ui.ws) {
            Some(of) => count::passages(ui.ws.state(), ui.ws.catalog(), &of, under),
            None => Vec::new(),
        }
    }

    fn parts(&self, area: Rect) -> Parts {
        let wide = area.width >= WIDE;
        let about = if area.height >= 12 { ABOUT } else { 0 };
        let left = Rect { width: if wide { area.width / 2 } else { area.width }, height: area.height - about, ..area };
        let about = Rect { y: area.y + left.height, height: about, width: left.width, ..area };
        let right = match wide {
            true => Rect { x: area.x + left.width + 2, width: area.width - left.width - 2, ..area },
            false => area,
        };
        Parts {
            tags: (wide || !self.in_passages).then_some(left),
            about,
            passages: (wide || self.in_passages).then_some(right),
        }
    }

    /// Draws the view and says where the cursor stands.
    pub fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        if area.height == 0 || area.width == 0 {
            return None;
        }
        let found = match &self.matrix {
            Some(matrix) if !matrix.listing => {
                heading(ui, area, buf, &matrix.title(ui), true);
                let below = summary::rows(area);
                let under = under_heading(area);
                let table = Rect { height: under.height.saturating_sub(below), ..under };
                let foot = Rect { y: table.y + table.height, height: under.height - table.height, ..under };
                prose::draw(&matrix.about(ui), ui, foot, buf);
                matrix.draw(ui, table, buf)
            }
            Some(_) => self.draw_passages(ui, area, buf, true),
            None => self.draw_panes(ui, area, buf),
        };
        // Where there is no room for a row, the cursor stands on the heading.
        found.or(Some(Position::new(area.x, area.y)))
    }

    fn draw_panes(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        let parts = self.parts(area);
        let on_passages = parts.passages.and_then(|place| self.draw_passages(ui, place, buf, self.in_passages));
        let on_tags = parts.tags.and_then(|place| {
            let found = self.draw_tags(ui, place, buf);
            prose::draw(&self.about(ui), ui, parts.about, buf);
            found
        });
        if self.in_passages { on_passages } else { on_tags }
    }

    fn draw_tags(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        let book = &ui.ws.state().codebook;
        heading(ui, area, buf, &plural(book.len(), "tag", "tags"), !self.in_passages);
        let below = under_heading(area);
        if book.is_empty() {
            prose::draw(&[Sentence::told("There is no tag yet. t makes one.", Role::Dim)], ui, below, buf);
            return Some(Position::new(area.x, area.y));
        }
        self.tags.draw(ui, below, buf, !self.in_passages)
    }

    /// What belongs under the tag, and how it is used.
    fn about(&self, ui: &Ui<'_>) -> Vec<Sentence> {
        let state = ui.ws.state();
        let Some(tag) = self.standing_on(state) else { return Vec::new() };
        let mut out = Vec::new();
        let at = state.codebook.iter().position(|other| other.id == tag.id);
        let all = counts(state, ui.ws.catalog(), &Under::default());
        if let Some(count) = at.and_then(|at| all.get(at)) {
            out.push(Sentence::new(&format!("{}:", ui.line(&tag.label)), format!("{}.", count.words(ui.ws.catalog()))));
        }
        if !tag.description.trim().is_empty() {
            out.push(Sentence::told(tag.description.clone(), Role::Dim));
        }
        out
    }

    fn draw_passages(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>, focused: bool) -> Option<Position> {
        let of = self.of(ui.ws)?;
        let under = self.under(ui);
        let quotes = self.quotes(ui, &under);
        let place = under.words();
        let place = if place.is_empty() { place } else { format!(" under {place}") };
        heading(
            ui,
            area,
            buf,
            &format!("{}{place}: {}", label(ui, &of), plural(quotes.len(), "passage", "passages")),
            focused,
        );
        let below = under_heading(area);
        if quotes.is_empty() {
            let text = match &of {
                Of::Source(_) => format!("No passage of yours from this source is filed{place}."),
                Of::Tag(_) if !place.is_empty() => format!("No passage with this tag is filed{place}."),
                Of::Tag(id) => {
                    let digit = ui.ws.state().tag(id).and_then(|tag| tag.digit);
                    let digit = digit.map_or_else(|| "t".to_owned(), |digit| digit.to_string());
                    format!("No passage has this tag yet. In a text v marks one and {digit} tags it.")
                }
            };
            prose::draw(&[Sentence::told(text, Role::Dim)], ui, below, buf);
            return focused.then(|| Position::new(area.x, area.y));
        }
        self.passages.draw(ui, &quotes, &under, (below, buf), focused)
    }
}

/// What a tag is called, or a source.
fn label(ui: &Ui<'_>, of: &Of) -> String {
    match of {
        Of::Tag(id) => ui.ws.state().tag(id).map_or_else(|| id.to_string(), |tag| tag.label.clone()),
        Of::Source(id) => {
            let name = ui.ws.catalog().source(id).map_or("", |source| source.label.as_str());
            format!("{id} {name}")
        }
    }
}

fn heading(ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>, text: &str, focused: bool) {
    let role = if focused { Role::Focus } else { Role::Dim };
    put(buf, area, 0, &Line::from(ui.span(text, role)), ui.theme.style(Role::Text));
}

fn under_heading(area: Rect) -> Rect {
    Rect { y: area.y + 1, height: area.height - 1, ..area }
}
