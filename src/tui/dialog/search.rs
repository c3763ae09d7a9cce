//! Search: one line, here or everywhere, with what it finds as one types.
//!
//! All is searched off the drawing thread: a letter is drawn at once, and what was found last stays until the newest
//! search is done, also while what is typed cannot be asked. Invariant: where is searched always stands written, and
//! nothing hidden is found, counted or ranked.

use std::sync::Arc;

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::review::query::field::Names;
use crate::review::query::found::Found;
use crate::review::query::found::Text;
use crate::review::query::parse::Query;
use crate::review::query::parse::QueryError;
use crate::review::query::run::AT_ONCE;
use crate::review::query::run::Asked;
use crate::review::query::run::Here as Texts;
use crate::review::query::run::Search;
use crate::review::query::session::Session;
use crate::store::text_index::Order;
use crate::text::numbers::grouped;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::results::Results;
use crate::tui::results::Trouble;
use crate::tui::sheet::Sheet;
use crate::tui::sheet::TextKey;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::field::Field;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::Span;
use crate::tui::widget::line::both_ends;
use crate::tui::widget::line::put;
use crate::tui::widget::line::width;
use crate::tui::widget::paragraph::paragraph;
use crate::tui::widget::window::Window;
use crate::tui::widget::window::moved;

/// Rows of what was found on a small screen, and on a large one.
const ROWS: (usize, usize) = (5, 12);
/// Rows of a screen that is large.
const LARGE: u16 = 36;
/// Rows above what was found: the field, what is said of it, and room for what is wrong.
const ABOVE: u16 = 2;
/// What can be typed, in a line.
const HINT: &str = "words (texts and names of sources), \"exact words\" and -without (texts only); tag: source: q:8B \
                    stance: status: kind:";

/// The sheet.
pub struct SearchSheet {
    field: Field,
    everywhere: bool,
    here: Arc<Texts>,
    /// Where that is, in words.
    place: &'static str,
    names: Names,
    session: Arc<Session>,
    order: Order,
    results: Results,
    /// Why what is typed cannot be searched for.
    mistake: Option<QueryError>,
    cursor: usize,
    window: Window,
    history: Vec<String>,
    /// Which line of the history stands in the field.
    recalled: Option<usize>,
}

/// What is searched unless everything is.
#[derive(Debug, Clone)]
pub struct Here {
    /// The texts.
    pub texts: Texts,
    /// Where that is, in words: "in this list".
    pub place: &'static str,
}

impl SearchSheet {
    /// Opens on the texts at hand. The history has the newest query last.
    pub fn new(ui: &Ui<'_>, search: Arc<Search>, here: Here, everywhere: bool, history: Vec<String>) -> Self {
        let Here { texts, place } = here;
        Self {
            field: Field::line(),
            everywhere: everywhere || texts.is_empty(),
            here: Arc::new(texts),
            place,
            names: Names::of(ui.ws.catalog(), ui.ws.state()),
            session: Arc::new(Session::answers_of(ui.ws.state())),
            order: Order::Reading,
            results: Results::of(search, ui.worker),
            mistake: Query::read("", &Names::default()).err(),
            cursor: 0,
            window: Window::default(),
            history,
            recalled: None,
        }
    }

    fn find(&mut self, ui: &Ui<'_>) {
        match Query::read(self.field.value(), &self.names) {
            Err(error) if error.is_empty() => {
                self.results.clear();
                self.mistake = Some(error);
            }
            Err(error) => {
                // What stands before the mistake is good: `fund ta` finds little on the way to `fund tag:`.
                match Query::read(good_part(self.field.value(), &error), &self.names) {
                    Ok(query) if Some(&query) != self.results.query() || self.results.waits() => self.ask(ui, query),
                    _ => self.results.forget(),
                }
                self.mistake = Some(error);
            }
            Ok(query) => {
                self.mistake = None;
                self.ask(ui, query);
            }
        }
        self.collect();
    }

    fn ask(&mut self, ui: &Ui<'_>, query: Query) {
        if query.asks_of_work() && self.session.work.is_none() {
            // Taken when it is first asked for: it may be much.
            self.session = Arc::new(Session::whole(ui.ws.state(), ui.ws.read()));
        }
        (self.cursor, self.window) = (0, Window::default());
        self.results.ask(Asked {
            query,
            here: (!self.everywhere).then(|| self.here.clone()),
            order: self.order,
            session: self.session.clone(),
            limit: AT_ONCE,
            earlier: None,
        });
    }

    /// Puts an older query into the field.
    fn recall(&mut self, ui: &Ui<'_>) {
        let older = match self.recalled {
            None => self.history.len().checked_sub(1),
            Some(at) => Some(at.saturating_sub(1)),
        };
        if let Some(at) = older {
            self.field.set(&self.history[at]);
            self.recalled = Some(at);
            self.find(ui);
        }
    }

    fn step(&mut self, ui: &Ui<'_>, by: isize) {
        self.cursor = moved(self.cursor, by, self.results.len());
        self.window.follow(self.cursor, self.results.len(), rows(ui));
        self.results.look_at(self.cursor);
    }

    fn keep(&mut self) -> Reply {
        if let Some(error) = &self.mistake {
            return Reply::mistake(error.to_string());
        }
        match self.results.trouble() {
            Some(Trouble::Query(error)) => return Reply::mistake(error.to_string()),
            Some(Trouble::Failed(why)) => return Reply::mistake(why.clone()),
            None => {}
        }
        if self.results.is_empty() {
            return Reply::mistake(format!("{} Tab searches {}.", self.nothing(), self.other_place()));
        }
        if self.results.shown(self.cursor).is_none() {
            return Reply::done();
        }
        let query = self.field.value().trim().to_owned();
        let nothing = Results::of_nothing(&self.results);
        let results = Box::new(std::mem::replace(&mut self.results, nothing));
        Reply::close_with(vec![Request::Walk { query, results, at: self.cursor }])
    }

    fn place(&self) -> &'static str {
        if self.everywhere { "everywhere" } else { self.place }
    }

    fn nothing(&self) -> String {
        format!("Nothing found {}.", if self.everywhere { "anywhere" } else { self.place })
    }

    fn other_place(&self) -> &'static str {
        if self.everywhere { self.place } else { "everywhere" }
    }

    /// What is wrong with what is typed, if it is more than that nothing is.
    fn wrong(&self) -> Option<&QueryError> {
        match (&self.mistake, self.results.trouble()) {
            (Some(error), _) => Some(error).filter(|error| !error.is_empty()),
            (None, Some(Trouble::Query(error))) => Some(error),
            (None, _) => None,
        }
    }

    fn summary(&self) -> String {
        if self.mistake.is_some() {
            return HINT.to_owned();
        }
        if self.results.waits() {
            return format!("Searching {}\u{2026}", self.place());
        }
        if let Some(Trouble::Failed(why)) = self.results.trouble() {
            return why.clone();
        }
        if self.results.is_empty() {
            return self.nothing();
        }
        let (order, other) = match self.order {
            Order::Reading => ("in reading order", "the best first"),
            Order::Best => ("the best first", "reading order"),
        };
        format!("{}, {}, {order} (Ctrl+O: {other})", self.counted(), self.place())
    }

    /// "57 items and 3 paragraphs".
    fn counted(&self) -> String {
        let count = |number: usize, one: &str, many: &str| match number {
            1 => format!("1 {one}"),
            number => format!("{} {many}", grouped(number)),
        };
        let all = self.results.len();
        if !self.results.is_whole() {
            return match self.order {
                Order::Reading => format!("more than {} places", grouped(all)),
                Order::Best => format!("the best {} places", grouped(all)),
            };
        }
        let items = self.results.items();
        match (items, all - items) {
            (_, 0) => count(items, "item", "items"),
            (0, parts) => count(parts, "paragraph", "paragraphs"),
            (_, parts) => {
                format!("{} and {}", count(items, "item", "items"), count(parts, "paragraph", "paragraphs"))
            }
        }
    }

    /// What is said of the field: in as many rows as it takes, so that nothing is cut of what to do.
    fn said(&self, ui: &Ui<'_>, cells: u16) -> Vec<Line<'static>> {
        match self.wrong() {
            Some(error) => self.under(ui, error, cells),
            None => paragraph(&self.summary(), usize::from(cells), ui.theme.style(Role::Dim)),
        }
    }

    /// What is wrong, with a mark under the place: behind the mark if there is room, else before it, else below it.
    fn under(&self, ui: &Ui<'_>, error: &QueryError, cells: u16) -> Vec<Line<'static>> {
        let style = ui.theme.style(Role::Heading);
        let column =
            self.field.column_of(error.at.start, cells.saturating_sub(2).max(1)).map_or(0, |at| usize::from(at) + 2);
        let said = error.to_string();
        if column + 2 + width(&said) <= usize::from(cells) {
            vec![Line::from(ui.span(&format!("{}^ {said}", " ".repeat(column)), Role::Heading))]
        } else if column > width(&said) {
            let before = " ".repeat(column - width(&said) - 1);
            vec![Line::from(ui.span(&format!("{before}{said} ^"), Role::Heading))]
        } else {
            let mark = Line::from(ui.span(&format!("{}^", " ".repeat(column)), Role::Heading));
            std::iter::once(mark).chain(paragraph(&said, usize::from(cells), style)).collect()
        }
    }

    fn row(&self, ui: &Ui<'_>, at: usize, cells: usize) -> Line<'static> {
        // Asked again here, so that nothing hidden meanwhile is drawn.
        let Some(found) = self.results.shown(at).filter(|found| !is_hidden(ui, found)) else {
            return Line::from(ui.span("\u{2026}", Role::Dim));
        };
        let mut spans: Vec<Span<'static>> = vec![ui.span(&format!("{}  ", found.head), Role::Dim)];
        let gap = (" \u{b7} ".to_owned(), false);
        let between = (!found.named.is_empty()).then_some(&gap);
        let context = found.named.iter().chain(between).chain(&found.context);
        spans.extend(context.map(|(words, lit)| ui.span(words, if *lit { Role::Match } else { Role::Text })));
        both_ends(spans, Vec::new(), cells)
    }
}

/// What was typed before the word that something is wrong with.
fn good_part<'t>(typed: &'t str, error: &QueryError) -> &'t str {
    let at = typed.char_indices().nth(error.at.start).map_or(typed.len(), |(at, _)| at);
    typed[..at].rfind(char::is_whitespace).map_or("", |end| &typed[..end])
}

fn is_hidden(ui: &Ui<'_>, found: &Found) -> bool {
    let blind = ui.ws.blindness();
    match found.text {
        // No item is looked up here, which could wait for the disk: what was found says what that takes.
        Text::Item(_) => found.told.as_ref().is_some_and(|told| blind.hides_told(told)),
        Text::Source(at) => ui.ws.catalog().review().sources.get(at).is_none_or(|source| blind.hides_source(source)),
    }
}

fn rows(ui: &Ui<'_>) -> usize {
    if ui.size.1 >= LARGE { ROWS.1 } else { ROWS.0 }
}

impl Sheet for SearchSheet {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        let page = isize::try_from(rows(ui)).unwrap_or(1);
        match action {
            Action::Keep | Action::Open => return self.keep(),
            Action::DropIt | Action::Back => return Reply::close(),
            Action::SwitchHere | Action::TakeAnchor | Action::NextPane => {
                self.everywhere = !self.everywhere;
                self.find(ui);
            }
            Action::SearchOrder => {
                self.order = if self.order == Order::Reading { Order::Best } else { Order::Reading };
                self.find(ui);
            }
            Action::Up if self.cursor == 0 && (self.field.is_empty() || self.recalled.is_some()) => self.recall(ui),
            Action::Up => self.step(ui, -1),
            Action::Down => self.step(ui, 1),
            Action::PageUp => self.step(ui, -page),
            Action::PageDown => self.step(ui, page),
            _ => return Reply::ignored(),
        }
        Reply::done()
    }

    fn edit(&mut self, key: TextKey, ui: &Ui<'_>) -> Reply {
        let before = self.field.value().to_owned();
        self.field.edit(key);
        if self.field.value() != before {
            self.recalled = None;
            self.find(ui);
        }
        Reply::done()
    }

    fn collect(&mut self) {
        self.results.collect();
    }

    fn awaits(&self, action: Option<Action>) -> bool {
        use Action::Down;
        use Action::Keep;
        use Action::Open;
        use Action::PageDown;
        use Action::PageUp;
        use Action::Up;
        let waits = self.results.waits() || (self.results.works() && self.results.lacks(self.cursor));
        waits && matches!(action, Some(Keep | Open | Up | Down | PageUp | PageDown))
    }

    fn title(&self, _ui: &Ui<'_>) -> String {
        format!("Search {} (Tab: {})", self.place(), self.other_place())
    }

    fn height(&self, ui: &Ui<'_>, _width: u16) -> u16 {
        // The same however much is found, so that the sheet does not jump while one types.
        ABOVE + u16::try_from(rows(ui)).unwrap_or(0)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        if area.height == 0 || area.width == 0 {
            return None;
        }
        let plain = ui.theme.style(Role::Text);
        let indent = 2.min(area.width - 1);
        put(buf, area, 0, &Line::from(ui.span("/ ", Role::Dim)), plain);
        let field = Rect { x: area.x + indent, width: area.width - indent, height: 1, ..area };
        let caret = self.field.draw(field, buf, plain);
        let said = self.said(ui, area.width);
        // A row of what was found stays in view, whatever is said.
        let rows = u16::try_from(said.len()).unwrap_or(1).min(area.height.saturating_sub(ABOVE)).max(1);
        for (row, line) in (1..=rows).zip(&said) {
            put(buf, area, row, line, plain);
        }
        if usize::from(rows) < said.len() && rows < area.height {
            buf.write(area.x + area.width - 1, area.y + rows, "\u{2026}", 1, ui.theme.style(Role::Heading));
        }
        let above = (1 + rows).min(area.height);
        let height = area.height - above;
        let list = Rect { y: area.y + above, height, ..area };
        let top = self.window.top_for(self.cursor, self.results.len(), usize::from(height));
        for (y, at) in (0..height).zip(top..self.results.len()) {
            put(buf, list, y, &self.row(ui, at, usize::from(area.width)), plain);
            if at == self.cursor && self.wrong().is_none() {
                buf.set_style(Rect { y: list.y + y, height: 1, ..list }, ui.theme.style(Role::Selected));
            }
        }
        caret
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::*;
    use crate::tui::fixture::Stage;
    use crate::tui::fixture::mistake;
    use crate::tui::fixture::only;

    fn sheet_on(stage: &Stage, item: usize, everywhere: bool) -> SearchSheet {
        let search = Arc::new(Search::of(stage.ws.catalog().clone(), None));
        let here = Here { texts: Texts::Items(vec![item].into()), place: "in this list" };
        SearchSheet::new(&stage.ui(), search, here, everywhere, vec!["older".to_owned(), "funding".to_owned()])
    }

    fn sheet(stage: &Stage) -> SearchSheet {
        sheet_on(stage, 1, false)
    }

    #[test]
    fn what_is_found_stands_there_as_one_types_and_tab_widens_it() {
        let stage = Stage::default();
        let mut sheet = sheet(&stage);
        stage.types(&mut sheet, "funding");
        let drawn = stage.drawn(&sheet);
        assert!(drawn.starts_with("Search in this list (Tab: everywhere)"), "{drawn}");
        assert!(drawn.contains("1 item, in this list, in reading order (Ctrl+O: the best first)"), "{drawn}");
        assert!(drawn.contains("1B quotation DHS0007  The funding came on time."), "{drawn}");
        sheet.act(Action::SwitchHere, &stage.ui());
        assert!(stage.drawn(&sheet).contains("2 items, everywhere, in reading order"));
        sheet.act(Action::SearchOrder, &stage.ui());
        assert!(stage.drawn(&sheet).contains("2 items, everywhere, the best first (Ctrl+O: reading order)"));
        sheet.act(Action::Down, &stage.ui());
        let reply = sheet.act(Action::Keep, &stage.ui());
        assert!(reply.close);
        assert!(
            matches!(only(reply), Request::Walk { query, results, at: 1 } if query == "funding" && results.len() == 2)
        );
    }

    #[test]
    fn nothing_hidden_is_found_or_drawn() {
        let stage = Stage::default();
        let mut sheet = sheet_on(&stage, 3, true);
        stage.types(&mut sheet, "our verdict");
        let drawn = stage.drawn(&sheet);
        assert!(drawn.contains("Nothing found anywhere."), "{drawn}");
        assert!(!drawn.contains("secretword"));
    }

    #[test]
    fn what_cannot_be_searched_for_says_why_under_its_place_while_what_was_found_last_stays() {
        let stage = Stage::default();
        let mut sheet = sheet_on(&stage, 1, true);
        assert_eq!(mistake(sheet.act(Action::Keep, &stage.ui())), "Type what to look for.");
        stage.types(&mut sheet, "fund \"open");
        let drawn = stage.drawn(&sheet);
        let rows: Vec<&str> = drawn.lines().collect();
        assert_eq!(rows[1], "/ fund \"open", "{drawn}");
        assert_eq!(rows[2], "       ^ The quotation mark is not closed.", "{drawn}");
        assert!(rows[3].contains("The funding came on time."), "{drawn}");
        assert_eq!(mistake(sheet.act(Action::Keep, &stage.ui())), "The quotation mark is not closed.");
        for _ in 0..5 {
            sheet.edit(TextKey::Backspace, &stage.ui());
        }
        stage.types(&mut sheet, "source:nobody");
        assert!(stage.drawn(&sheet).contains("       ^ No source is \u{201c}nobody\u{201d}: a code in any spelling"));
    }

    #[test]
    fn what_is_said_of_the_field_is_never_cut() {
        let stage = Stage::default();
        let mut sheet = sheet_on(&stage, 1, true);
        stage.types(&mut sheet, "words that stand before \u{201c}it\u{201d} source:nobody");
        let drawn = stage.drawn(&sheet);
        assert!(drawn.contains("\n                               ^\nNo source is"), "{drawn}");
        assert!(drawn.contains("words of a name."), "{drawn}");
        sheet.edit(TextKey::DeleteToStart, &stage.ui());
        stage.types(&mut sheet, "funding");
        let area = Rect::new(0, 0, 40, 7);
        let mut buf = Buffer::empty(area);
        sheet.draw(&stage.ui(), area, &mut Canvas::on(&mut buf));
        let narrow = crate::tui::fixture::text_of(&buf);
        assert!(narrow.replace('\n', " ").contains("(Ctrl+O: the best first)"), "{narrow}");
        assert!(narrow.contains("The funding came"), "what was found stays in view: {narrow}");
    }

    #[test]
    fn up_in_an_empty_field_recalls_what_was_searched_for_and_typing_ends_that() {
        let stage = Stage::default();
        let mut sheet = sheet_on(&stage, 1, true);
        for value in ["funding", "older", "older"] {
            sheet.act(Action::Up, &stage.ui());
            assert_eq!(sheet.field.value(), value);
        }
        sheet.edit(TextKey::DeleteToStart, &stage.ui());
        sheet.act(Action::Up, &stage.ui());
        assert_eq!(sheet.field.value(), "funding");
        sheet.act(Action::Down, &stage.ui());
        assert_eq!((sheet.field.value(), sheet.cursor), ("funding", 1), "down goes through what was found");
        sheet.act(Action::Up, &stage.ui());
        assert_eq!((sheet.field.value(), sheet.cursor), ("funding", 0));
        stage.types(&mut sheet, "s");
        sheet.act(Action::Up, &stage.ui());
        assert_eq!(sheet.field.value(), "fundings", "what was typed is not lost");
    }
}
