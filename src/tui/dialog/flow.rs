//! What became of the sources: received, opened, read through, decided, marked, used; and how much of what bears on the
//! question at hand was opened.
//!
//! Reads only. Invariant: the numbers are those of `plumbline export --as flow`.

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::ids::Subject;
use crate::review::flow::Coverage;
use crate::review::flow::Flow;
use crate::review::flow::Numbers;
use crate::review::flow::Reading;
use crate::review::flow::coverage;
use crate::review::flow::coverages;
use crate::review::flow::flow;
use crate::review::heard::marked;
use crate::review::words::plural;
use crate::tui::pane::queue::kind_words;
use crate::tui::request::Reply;
use crate::tui::sheet::Sheet;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::fit;
use crate::tui::widget::paragraph::Scroll;
use crate::tui::widget::paragraph::hanging;
use crate::tui::widget::paragraph::paragraph;

/// Cells of the names of kinds.
const NAME: usize = 17;
/// Widest line of a sentence.
const MEASURE: usize = 76;

/// Headings of the columns, and what each counts.
type Column = (&'static str, fn(&Numbers) -> usize);
const COLUMNS: [Column; 9] = [
    ("sources", |numbers| numbers.sources),
    ("opened", |numbers| numbers.opened.unwrap_or(0)),
    ("read", |numbers| numbers.read_through.unwrap_or(0)),
    ("relevant", |numbers| numbers.relevant),
    ("aside", |numbers| numbers.set_aside),
    ("raise", |numbers| numbers.flagged),
    ("later", |numbers| numbers.deferred),
    ("marked", |numbers| numbers.with_passages),
    ("used", |numbers| numbers.used),
];

/// One question: how much was opened, and who is heard.
type Asked = (Coverage, String);

/// The sheet.
pub struct FlowSheet {
    flow: Flow,
    /// Of the question at hand: how much was opened, and who is heard.
    question: Option<Asked>,
    /// Every question, once that page was asked for.
    questions: Vec<Asked>,
    /// Whether that page is shown.
    by_question: bool,
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
        let (questions, by_question) = (Vec::new(), false);
        Self { flow: flow(catalog, state, reading), question, questions, by_question, scroll: Scroll::default() }
    }

    /// The other page: kinds of sources, or questions.
    fn turn(&mut self, ui: &Ui<'_>) {
        let (catalog, state) = (ui.ws.catalog(), ui.ws.state());
        self.by_question = !self.by_question;
        self.scroll = Scroll::default();
        if self.questions.is_empty() {
            let reading = Some(Reading { opened: ui.ws.opened(), items: ui.ws.read() });
            let heard = |it: Coverage| {
                let heard = marked(catalog, state, &it.cell).words();
                (it, heard)
            };
            self.questions = coverages(catalog, state, reading).into_iter().map(heard).collect();
        }
    }

    fn lines(&self, ui: &Ui<'_>, width: usize) -> Vec<Line<'static>> {
        if self.by_question {
            return self.question_lines(ui, width);
        }
        let rows = self.flow.kinds.iter().map(|it| (kind_words(it.kind), &it.numbers, Role::Text));
        let rows = rows.chain([("all", &self.flow.all, Role::Heading)]);
        let columns = NAME + COLUMNS.iter().map(|(name, _)| cells(name)).sum::<usize>();
        let mut lines = Vec::new();
        if width < columns {
            for (name, numbers, role) in rows {
                lines.extend(in_words(ui, name, numbers, role, width));
            }
        } else {
            let heading: String = COLUMNS.iter().map(|(name, _)| format!("{name:>w$}", w = cells(name))).collect();
            lines.push(Line::from(ui.span(&format!("{}{heading}", fit("", NAME)), Role::Dim)));
            lines.extend(rows.map(|(name, numbers, role)| row(ui, name, numbers, role)));
        }
        lines.push(Line::default());
        for sentence in self.sentences() {
            lines.extend(paragraph(&sentence, width.clamp(1, MEASURE), ui.theme.style(Role::Text)));
        }
        lines
    }

    fn question_lines(&self, ui: &Ui<'_>, width: usize) -> Vec<Line<'static>> {
        let (dim, text) = (ui.theme.style(Role::Dim), ui.theme.style(Role::Text));
        let mut lines = hanging(&columns("", "texts", "paragraphs"), "heard", width, dim, dim);
        for (it, heard) in &self.questions {
            let of = |opened: Option<usize>, all| match all {
                0 => "\u{b7}".to_owned(),
                _ => format!("{} of {all}", opened.unwrap_or(0)),
            };
            let texts = of(it.texts_opened, it.texts);
            let head = columns(&ui.line(&it.cell.to_string()), &texts, &of(it.paragraphs_opened, it.paragraphs));
            let heard = if heard.is_empty() { "\u{b7}" } else { heard };
            lines.extend(hanging(&head, heard, width, text, text));
        }
        lines.push(Line::default());
        let told = "Opened, of the texts held here that bear on a question. Heard: in your passages on it.";
        lines.extend(paragraph(told, width.clamp(1, MEASURE), dim));
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

/// What stands before who is heard on a question.
fn columns(cell: &str, texts: &str, paragraphs: &str) -> String {
    format!("{cell:<4}{texts:>11}{paragraphs:>15}  ")
}

/// The numbers of a kind in words, where there is no room for columns.
fn in_words(ui: &Ui<'_>, name: &str, numbers: &Numbers, role: Role, width: usize) -> Vec<Line<'static>> {
    let counts = COLUMNS.iter().map(|(what, count)| (count(numbers), what)).filter(|(count, _)| *count > 0);
    let mut rows = vec![format!("{} ", fit(name, NAME))];
    // A number stays beside what it counts.
    for (at, count) in counts.map(|(count, what)| format!("{count} {what}")).enumerate() {
        let row = rows.last_mut().filter(|row| row.chars().count() + count.len() + 2 <= width || at == 0);
        match row {
            Some(row) if at == 0 => row.push_str(&count),
            Some(row) => row.push_str(&format!(", {count}")),
            None => rows.push(format!("{} {count}", fit("", NAME))),
        }
    }
    rows.into_iter().map(|row| Line::from(ui.span(&row, role))).collect()
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
            Action::NextPane | Action::PreviousPane => {
                self.turn(ui);
                Reply::done()
            }
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
        let other = if self.by_question { "kinds of sources" } else { "each question" };
        vec![(Action::Back, "back"), (Action::Menu, "menu"), (Action::NextPane, other), (Action::PageDown, "on")]
    }

    fn title(&self, _ui: &Ui<'_>) -> String {
        let words = if self.by_question { "How much was opened, by question" } else { "What became of the sources" };
        words.to_owned()
    }

    fn height(&self, ui: &Ui<'_>, width: u16) -> u16 {
        u16::try_from(self.lines(ui, usize::from(width)).len()).unwrap_or(u16::MAX)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        let lines = self.lines(ui, usize::from(area.width));
        self.scroll.draw(&lines, area, buf, ui.theme.style(Role::Text))
    }
}
