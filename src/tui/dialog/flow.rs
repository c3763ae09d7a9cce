//! What became of the sources: received, opened, read through, decided, marked, used; and how much of what bears on the
//! question at hand was opened.
//!
//! Reads only. Invariant: the numbers are those of `plumbline export --as flow`.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::ids::Subject;
use crate::review::flow::Coverage;
use crate::review::flow::Flow;
use crate::review::flow::Numbers;
use crate::review::flow::Reading;
use crate::review::flow::coverage;
use crate::review::flow::flow;
use crate::review::heard::marked;
use crate::tui::pane::list::plural;
use crate::tui::pane::queue::kind_words;
use crate::tui::request::Reply;
use crate::tui::sheet::Sheet;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::line::fit;
use crate::tui::widget::paragraph::Scroll;
use crate::tui::widget::paragraph::paragraph;

/// Cells of the names of kinds.
const NAME: usize = 17;
/// Widest line of a sentence.
const MEASURE: usize = 76;

/// Headings of the columns, and what each counts.
type Column = (&'static str, fn(&Numbers) -> usize);
const COLUMNS: [Column; 9] = [
    ("sources", |numbers| numbers.received),
    ("opened", |numbers| numbers.opened.unwrap_or(0)),
    ("read", |numbers| numbers.read_through.unwrap_or(0)),
    ("relevant", |numbers| numbers.relevant),
    ("aside", |numbers| numbers.set_aside),
    ("raise", |numbers| numbers.flagged),
    ("later", |numbers| numbers.deferred),
    ("marked", |numbers| numbers.with_passages),
    ("used", |numbers| numbers.used),
];

/// The sheet.
pub struct FlowSheet {
    flow: Flow,
    /// Of the question at hand: how much was opened, and who is heard.
    question: Option<(Coverage, String)>,
    scroll: Scroll,
}

impl FlowSheet {
    /// Works the numbers out as they stand.
    pub fn new(ui: &Ui<'_>) -> Self {
        let (catalog, state) = (ui.ws.catalog(), ui.ws.state());
        let reading = Some(Reading { opened: ui.ws.opened(), items: ui.ws.read() });
        let question = match ui.at_hand {
            Some(Subject::Cell(cell)) => {
                Some((coverage(catalog, state, reading, cell), marked(catalog, state, cell).words()))
            }
            _ => None,
        };
        Self { flow: flow(catalog, state, reading), question, scroll: Scroll::default() }
    }

    fn lines(&self, ui: &Ui<'_>, width: usize) -> Vec<Line<'static>> {
        let heading: String = COLUMNS.iter().map(|(name, _)| format!("{name:>w$}", w = cells(name))).collect();
        let mut lines = vec![Line::from(ui.span(&format!("{}{heading}", fit("", NAME)), Role::Dim))];
        for of_kind in &self.flow.kinds {
            lines.push(row(ui, kind_words(of_kind.kind), &of_kind.numbers, Role::Text));
        }
        lines.push(row(ui, "all", &self.flow.all, Role::Heading));
        lines.push(Line::default());
        for sentence in self.sentences() {
            lines.extend(paragraph(&sentence, width.clamp(1, MEASURE), ui.theme.style(Role::Text)));
        }
        lines
    }

    fn sentences(&self) -> Vec<String> {
        let mut out = Vec::new();
        if self.flow.all.withdrawn > 0 {
            out.push(format!("{} taken back by who sent them.", plural(self.flow.all.withdrawn, "source", "sources")));
        }
        if !self.flow.set_aside.is_empty() {
            let why = self.flow.set_aside.iter().take(5).map(|why| match &why.reason {
                Some(reason) => format!("{} \u{d7} {reason}", why.sources),
                None => format!("{} without a reason", why.sources),
            });
            out.push(format!("Set aside: {}.", why.collect::<Vec<_>>().join("; ")));
        }
        if let Some((coverage, heard)) = &self.question {
            out.push(match coverage.texts {
                0 => format!("No text held here bears on {}.", coverage.cell),
                texts => format!(
                    "{}: {} of {} that bear on it opened, {} of {}.",
                    coverage.cell,
                    coverage.texts_opened.unwrap_or(0),
                    plural(texts, "text", "texts"),
                    coverage.paragraphs_opened.unwrap_or(0),
                    plural(coverage.paragraphs, "paragraph", "paragraphs"),
                ),
            });
            if !heard.is_empty() {
                out.push(format!("Heard on {}: {heard}.", coverage.cell));
            }
        }
        out.push(
            "Opened: a paragraph of its text, or an item that names it. Read: every paragraph. Marked: with a passage of \
             yours. Used: a rating rests on one."
                .to_owned(),
        );
        out
    }
}

fn cells(name: &str) -> usize {
    (name.len() + 1).max(5)
}

fn row(ui: &Ui<'_>, name: &str, numbers: &Numbers, role: Role) -> Line<'static> {
    let counts = COLUMNS.iter().map(|(name, count)| {
        let count = count(numbers);
        let text = if count == 0 { "\u{b7}".to_owned() } else { count.to_string() };
        format!("{text:>w$}", w = cells(name))
    });
    Line::from(ui.span(&format!("{}{}", fit(name, NAME), counts.collect::<String>()), role))
}

impl Sheet for FlowSheet {
    fn scope(&self) -> Scope {
        Scope::Sheet
    }

    fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        match action {
            Action::Back | Action::Flow | Action::Open | Action::Left => Reply::close(),
            _ => {
                let lines = self.lines(ui, usize::from(ui.size.0.saturating_sub(2))).len();
                if self.scroll.act(action, lines, super::ask::least_rows(ui)) {
                    Reply::done()
                } else {
                    Reply::ignored()
                }
            }
        }
    }

    fn hints(&self, _ui: &Ui<'_>) -> Vec<(Action, &'static str)> {
        vec![(Action::Back, "back"), (Action::Menu, "menu"), (Action::PageDown, "on")]
    }

    fn title(&self, _ui: &Ui<'_>) -> String {
        "What became of the sources".to_owned()
    }

    fn height(&self, ui: &Ui<'_>, width: u16) -> u16 {
        u16::try_from(self.lines(ui, usize::from(width)).len()).unwrap_or(u16::MAX)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let lines = self.lines(ui, usize::from(area.width));
        self.scroll.draw(&lines, area, buf, ui.theme.style(Role::Text))
    }
}
