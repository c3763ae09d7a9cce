//! Search: one line, here or everywhere, with what it finds as one types.
//!
//! The texts are folded and searched off the drawing thread: a letter is drawn at once, and what was found last stays
//! until the newest search is done. Invariant: where is searched always stands written, and nothing hidden is found or
//! counted.

use std::sync::Arc;
use std::sync::OnceLock;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::catalog::Catalog;
use crate::model::evidence::Evidence;
use crate::review::search::Hit;
use crate::review::search::Query;
use crate::review::search::QueryError;
use crate::review::search::Text;
use crate::review::search::Texts;
use crate::review::state::State;
use crate::tui::pane::list::plural;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::sheet::Sheet;
use crate::tui::sheet::TextKey;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::field::Field;
use crate::tui::widget::line::both_ends;
use crate::tui::widget::line::put;
use crate::tui::worker::Newest;

/// Places shown in their context.
const SHOWN: usize = 5;
/// Scalar values of context before a place.
const BEFORE: usize = 24;
/// Scalar values of context after a place; what does not fit is cut when drawn.
const AFTER: usize = 160;
/// What is said where a search broke down.
const FAILED: &str = "The search failed, by a mistake of plumbline's own. Change a letter to try again.";

/// Some texts, folded once on the thread that searches them.
struct Corpus {
    catalog: Arc<Catalog>,
    /// What the member had answered as the sheet opened; while it is open nothing is answered.
    answers: State,
    /// All of them, where none are named.
    among: Option<Vec<Text>>,
    texts: OnceLock<Texts>,
}

impl Corpus {
    fn of(ui: &Ui<'_>, among: Option<Vec<Text>>) -> Arc<Self> {
        let (catalog, answers) = (ui.ws.catalog().clone(), ui.ws.state().answers());
        let corpus = Arc::new(Self { catalog, answers, among, texts: OnceLock::new() });
        let folded = corpus.clone();
        ui.worker.prepare(move || {
            folded.texts();
        });
        corpus
    }

    fn texts(&self) -> &Texts {
        self.texts.get_or_init(|| match &self.among {
            Some(texts) => Texts::among(&self.catalog, &self.answers, texts),
            None => Texts::all(&self.catalog, &self.answers),
        })
    }
}

/// The sheet.
pub struct SearchSheet {
    field: Field,
    everywhere: bool,
    here: Vec<Text>,
    /// Where that is, in words.
    place: &'static str,
    /// Each of the two only when it is asked for.
    corpus_here: Option<Arc<Corpus>>,
    corpus_everywhere: Option<Arc<Corpus>>,
    newest: Newest<Vec<Hit>>,
    /// Why what is typed cannot be searched for.
    mistake: Option<QueryError>,
    /// What was found last; stays until something else is.
    found: Vec<Hit>,
    failed: bool,
    history: Vec<String>,
    /// Which line of the history stands in the field, and what was typed before it.
    recalled: Option<(usize, String)>,
}

/// What is searched unless everything is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Here {
    /// The texts.
    pub texts: Vec<Text>,
    /// Where that is, in words: "in this list".
    pub place: &'static str,
}

impl SearchSheet {
    /// Opens on the texts at hand. The history has the newest query last.
    pub fn new(ui: &Ui<'_>, here: Here, everywhere: bool, history: Vec<String>) -> Self {
        let Here { texts, place } = here;
        let mut sheet = Self {
            field: Field::line(),
            everywhere: everywhere || texts.is_empty(),
            here: texts,
            place,
            corpus_here: None,
            corpus_everywhere: None,
            newest: Newest::new(ui.worker),
            mistake: Some(QueryError::Empty),
            found: Vec::new(),
            failed: false,
            history,
            recalled: None,
        };
        sheet.gather(ui);
        sheet
    }

    fn switch(&mut self, ui: &Ui<'_>) {
        self.everywhere = !self.everywhere;
        self.gather(ui);
        self.find();
    }

    /// Has the texts folded that are to be searched now, if they are not yet.
    fn gather(&mut self, ui: &Ui<'_>) {
        let corpus = if self.everywhere { &mut self.corpus_everywhere } else { &mut self.corpus_here };
        corpus.get_or_insert_with(|| Corpus::of(ui, (!self.everywhere).then(|| self.here.clone())));
    }

    fn find(&mut self) {
        match Query::read(self.field.value()) {
            Err(error) => {
                self.newest.forget();
                self.mistake = Some(error);
                if error == QueryError::Empty {
                    self.found.clear();
                }
            }
            Ok(query) => {
                (self.mistake, self.failed) = (None, false);
                let corpus = if self.everywhere { &self.corpus_everywhere } else { &self.corpus_here }.clone();
                self.newest.ask(move |wanted| {
                    corpus.map_or_else(Vec::new, |corpus| corpus.texts().find_while(&query, || wanted.still()))
                });
            }
        }
        self.collect();
    }

    fn recall(&mut self, older: bool) {
        let at = match (&self.recalled, older) {
            (None, true) => self.history.len().checked_sub(1),
            (Some((at, _)), true) => Some(at.saturating_sub(1)),
            (Some((at, _)), false) => Some(at + 1),
            (None, false) => None,
        };
        let Some(at) = at else { return };
        let typed = self.recalled.take().map_or_else(|| self.field.value().to_owned(), |(_, typed)| typed);
        match self.history.get(at) {
            Some(query) => {
                self.field.set(query);
                self.recalled = Some((at, typed));
            }
            None => self.field.set(&typed),
        }
        self.find();
    }

    fn keep(&mut self) -> Reply {
        if let Some(error) = self.mistake {
            return Reply::mistake(error.to_string());
        }
        if self.failed {
            return Reply::mistake(FAILED);
        }
        if self.found.is_empty() {
            return Reply::mistake(format!("{} Tab searches {}.", self.nothing(), self.other_place()));
        }
        let query = self.field.value().trim().to_owned();
        Reply::close_with(vec![Request::Search { query, hits: std::mem::take(&mut self.found) }])
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

    fn summary(&self) -> String {
        match self.mistake {
            Some(QueryError::Empty) => {
                return "All words must occur; \"several words\" stand together; -word leaves out.".to_owned();
            }
            Some(error) => return error.to_string(),
            None if self.newest.waits() => return format!("Searching {}\u{2026}", self.place()),
            None if self.failed => return FAILED.to_owned(),
            None if self.found.is_empty() => return self.nothing(),
            None => {}
        }
        let mut texts: Vec<Text> = self.found.iter().map(|hit| hit.text).collect();
        texts.dedup();
        let sources = texts.iter().filter(|text| matches!(text, Text::Source(_))).count();
        let among = match (plural(texts.len() - sources, "item", "items"), plural(sources, "source", "sources")) {
            (items, _) if sources == 0 => items,
            (_, among) if sources == texts.len() => among,
            (items, among) => format!("{items} and {among}"),
        };
        let places = plural(self.found.len(), "place", "places");
        let more = if self.found.len() > SHOWN { format!(", the first {SHOWN}:") } else { ":".to_owned() };
        format!("{places} in {among}, {}{more}", self.place())
    }
}

/// A place in its context: where it is, some words before, the words found, some after.
fn context(ui: &Ui<'_>, hit: &Hit) -> Vec<Span<'static>> {
    let review = ui.ws.catalog().review();
    let item;
    // Asked again here, so that nothing hidden meanwhile is drawn.
    let (text, head) = match hit.text {
        Text::Item(at) => match ui.ws.catalog().item(at).filter(|item| !ui.ws.blindness().hides(item)) {
            Some(found) => {
                item = found;
                (item.text.as_str(), head_of(&item))
            }
            None => return Vec::new(),
        },
        Text::Source(at) => match review.sources.get(at).filter(|source| !ui.ws.blindness().hides_source(source)) {
            Some(source) => (source.text.as_deref().unwrap_or_default(), format!("text of {}  ", source.id)),
            None => return Vec::new(),
        },
    };
    let from = hit.range.start.saturating_sub(BEFORE);
    let part =
        |start: usize, end: usize| -> String { text.chars().skip(start).take(end.saturating_sub(start)).collect() };
    let before = format!("{}{}", if from > 0 { "\u{2026}" } else { "" }, part(from, hit.range.start));
    vec![
        ui.span(&head, Role::Dim),
        ui.span(&before, Role::Text),
        ui.span(&part(hit.range.start, hit.range.end), Role::Match),
        ui.span(&part(hit.range.end, hit.range.end + AFTER), Role::Text),
    ]
}

fn head_of(item: &Evidence) -> String {
    match item.sources.first() {
        Some(source) => format!("{} {source}  ", item.kind.word()),
        None => format!("{}  ", item.kind.word()),
    }
}

impl Sheet for SearchSheet {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        match action {
            Action::Keep | Action::Open => return self.keep(),
            Action::DropIt | Action::Back => return Reply::close(),
            Action::SwitchHere | Action::TakeAnchor | Action::NextPane => self.switch(ui),
            Action::Up | Action::Down => self.recall(action == Action::Up),
            _ => return Reply::ignored(),
        }
        Reply::done()
    }

    fn edit(&mut self, key: TextKey, _ui: &Ui<'_>) -> Reply {
        self.recalled = None;
        self.field.edit(key);
        self.find();
        Reply::done()
    }

    fn collect(&mut self) {
        match self.newest.take() {
            Some(Ok(found)) => (self.found, self.failed) = (found, false),
            Some(Err(_)) => self.failed = true,
            None => {}
        }
    }

    fn awaits(&self, action: Option<Action>) -> bool {
        self.newest.waits() && matches!(action, Some(Action::Keep | Action::Open))
    }

    fn title(&self, _ui: &Ui<'_>) -> String {
        format!("Search {} (Tab: {})", self.place(), self.other_place())
    }

    fn height(&self, _ui: &Ui<'_>, _width: u16) -> u16 {
        // The same however much is found, so that the sheet does not jump while one types.
        u16::try_from(SHOWN + 2).unwrap_or(u16::MAX)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        if area.height == 0 || area.width == 0 {
            return None;
        }
        let plain = ui.theme.style(Role::Text);
        let indent = 2.min(area.width - 1);
        put(buf, area, 0, &Line::from(ui.span("/ ", Role::Dim)), plain);
        let field = Rect { x: area.x + indent, width: area.width - indent, height: 1, ..area };
        let caret = self.field.draw(field, buf, plain);
        put(buf, area, 1, &Line::from(ui.span(&self.summary(), Role::Dim)), plain);
        for (row, hit) in (2..area.height).zip(self.found.iter().take(SHOWN)) {
            let line = both_ends(context(ui, hit), Vec::new(), usize::from(area.width));
            put(buf, area, row, &line, plain);
        }
        caret
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::fixture::Stage;
    use crate::tui::fixture::mistake;
    use crate::tui::fixture::only;

    fn here(item: usize) -> Here {
        Here { texts: vec![Text::Item(item)], place: "in this list" }
    }

    fn sheet(stage: &Stage) -> SearchSheet {
        SearchSheet::new(&stage.ui(), here(1), false, vec!["older".to_owned(), "funding".to_owned()])
    }

    #[test]
    fn what_is_found_stands_there_as_one_types_and_tab_widens_it() {
        let stage = Stage::default();
        let mut sheet = sheet(&stage);
        stage.types(&mut sheet, "funding");
        let drawn = stage.drawn(&sheet);
        assert!(drawn.starts_with("Search in this list (Tab: everywhere)"), "{drawn}");
        assert!(drawn.contains("1 place in 1 item, in this list:"), "{drawn}");
        assert!(drawn.contains("quotation DHS0007  The funding came on time."), "{drawn}");
        sheet.act(Action::SwitchHere, &stage.ui());
        assert!(stage.drawn(&sheet).contains("2 places in 2 items, everywhere:"));
        let reply = sheet.act(Action::Keep, &stage.ui());
        assert!(reply.close);
        assert!(matches!(only(reply), Request::Search { query, hits } if query == "funding" && hits.len() == 2));
    }

    #[test]
    fn nothing_hidden_is_found_or_drawn() {
        let stage = Stage::default();
        let mut sheet = SearchSheet::new(&stage.ui(), here(3), true, Vec::new());
        stage.types(&mut sheet, "our verdict");
        let drawn = stage.drawn(&sheet);
        assert!(drawn.contains("Nothing found anywhere."), "{drawn}");
        assert!(!drawn.contains("secretword"));
    }

    #[test]
    fn what_cannot_be_searched_for_says_why_and_stays_open() {
        let stage = Stage::default();
        let mut sheet = sheet(&stage);
        assert_eq!(mistake(sheet.act(Action::Keep, &stage.ui())), "Type what to look for.");
        stage.types(&mut sheet, "\"open");
        assert_eq!(mistake(sheet.act(Action::Keep, &stage.ui())), "The quotation mark is not closed.");
        assert!(stage.drawn(&sheet).contains("The quotation mark is not closed."));
    }

    #[test]
    fn up_recalls_what_was_searched_for_and_down_what_was_typed() {
        let stage = Stage::default();
        let mut sheet = sheet(&stage);
        stage.types(&mut sheet, "pil");
        for (action, value) in [
            (Action::Up, "funding"),
            (Action::Up, "older"),
            (Action::Up, "older"),
            (Action::Down, "funding"),
            (Action::Down, "pil"),
        ] {
            sheet.act(action, &stage.ui());
            assert_eq!(sheet.field.value(), value, "{action:?}");
        }
    }
}
