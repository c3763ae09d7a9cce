//! What is asked: the commitment, the question, its anchors, and how the panel reads them.
//!
//! Invariant: shows what the review asks and what the member said, never what was published.

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::commitment::Commitment;
use crate::model::commitment::Question;
use crate::model::ids::AreaId;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::rating::Grade;
use crate::model::rating::Rating;
use crate::review::heard;
use crate::review::words::TO_CONFIRM;
use crate::review::words::rating_word;
use crate::review::words::subject_word;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::sheet::Sheet;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::paragraph::Scroll;
use crate::tui::widget::paragraph::hanging;
use crate::tui::widget::paragraph::paragraph;

/// Widest line of a text that is read.
const MEASURE: usize = 76;

/// The sheet for one question, commitment, area or the whole.
pub struct AskSheet {
    subject: Subject,
    /// Who is heard on the question; empty where nobody is.
    heard: String,
    scroll: Scroll,
}

impl AskSheet {
    /// Opens on what is asked of a subject.
    pub fn new(ui: &Ui<'_>, subject: &Subject) -> Self {
        let heard = match subject {
            Subject::Cell(cell) => heard::words(ui.ws.catalog(), ui.ws.state(), cell),
            Subject::Parent(_) => String::new(),
        };
        Self { subject: subject.clone(), heard, scroll: Scroll::default() }
    }

    fn lines(&self, ui: &Ui<'_>, width: usize) -> Vec<Line<'static>> {
        let mut text = Lines { ui, width: width.clamp(1, MEASURE), lines: Vec::new() };
        match &self.subject {
            Subject::Cell(cell) => text.cell(cell, &self.heard),
            Subject::Parent(parent) => text.parent(parent),
        }
        text.lines
    }
}

/// Lines being put together.
struct Lines<'a> {
    ui: &'a Ui<'a>,
    width: usize,
    lines: Vec<Line<'static>>,
}

impl Lines<'_> {
    fn push(&mut self, text: &str, role: Role) {
        self.lines.extend(paragraph(text, self.width, self.ui.theme.style(role)));
    }

    fn push_under(&mut self, head: &str, text: &str, role: Role) {
        let style = self.ui.theme.style(role);
        self.lines.extend(hanging(&self.ui.line(head), text, self.width, style, style));
    }

    fn gap(&mut self) {
        self.lines.push(Line::default());
    }

    fn cell(&mut self, cell: &CellKey, heard: &str) {
        let catalog = self.ui.ws.catalog();
        if let Some(commitment) = catalog.commitment(&cell.commitment) {
            self.commitment(commitment);
        }
        let Some(question) = catalog.question(&cell.question) else { return };
        self.gap();
        self.question(question);
        let asked = catalog.commitment(&cell.commitment).and_then(|commitment| commitment.subquestions.as_ref());
        for subquestion in asked.and_then(|asked| asked.get(&cell.question)).into_iter().flatten() {
            self.push_under("  - ", subquestion, Role::Text);
        }
        self.gap();
        // Beside the anchors: shares of who is heard are what some of them speak of.
        if !heard.is_empty() {
            self.push_under("Heard: ", heard, Role::Text);
        }
        self.anchors(cell, question);
        let phrases = format!("A passage says yes: {} \u{b7} no: {}", question.yes, question.no);
        self.push(&phrases, Role::Dim);
        if let Some(abstention) = self.ui.ws.state().abstained.get(cell) {
            self.push(&format!("You do not rate this: {}", abstention.why), Role::Text);
        }
    }

    fn commitment(&mut self, commitment: &Commitment) {
        self.push(&format!("Commitment {}: {}", commitment.id, commitment.label), Role::Heading);
        self.push(&commitment.text, Role::Text);
        if let Some(deadline) = &commitment.deadline {
            self.push_under("Deadline: ", deadline, Role::Text);
        }
        if let Some(note) = &commitment.note {
            self.push_under("Note: ", note, Role::Text);
        }
        self.locator(commitment.locator.as_deref());
    }

    fn question(&mut self, question: &Question) {
        self.push_under(&format!("{}  ", question.id), &question.text, Role::Heading);
        self.locator(question.locator.as_deref());
    }

    fn locator(&mut self, locator: Option<&str>) {
        if let Some(locator) = locator {
            self.push(locator, Role::Dim);
        }
    }

    fn anchors(&mut self, cell: &CellKey, question: &Question) {
        let review = self.ui.ws.catalog().review();
        let entry = self.ui.ws.state().ratings.get(cell);
        let given = entry.map(|entry| entry.rating);
        let yours_words = if entry.is_some_and(|entry| entry.unconfirmed) {
            format!("your rating; {TO_CONFIRM}")
        } else {
            "your rating".to_owned()
        };
        for grade in Grade::ALL {
            let Some(anchor) = question.anchors.get(&grade) else { continue };
            let yours = given == Some(Rating::from(grade));
            let label = review.scale.iter().find(|point| point.id == grade);
            let label = label.map_or_else(|| grade.id().to_owned(), |point| point.label.clone());
            let rung = grade.rank() + 1;
            let (sign, label) = if yours { (">", format!("{label} ({yours_words})")) } else { (" ", label) };
            let role = if yours { Role::Heading } else { Role::Text };
            self.push_under(&format!("{sign} {rung} "), &format!("{label}: {anchor}"), role);
            if let Some(note) = review.anchor_note(&question.id, grade) {
                self.push_under("    ", &format!("The panel's note: {note}"), Role::Text);
            }
        }
        if given == Some(Rating::NoInformation) {
            self.push("> 0 You looked and found that it cannot be rated.", Role::Heading);
        }
        self.gap();
    }

    fn parent(&mut self, parent: &ParentKey) {
        let catalog = self.ui.ws.catalog();
        let review = catalog.review();
        match parent {
            ParentKey::Commitment(id) => {
                if let Some(commitment) = catalog.commitment(id) {
                    self.commitment(commitment);
                }
            }
            ParentKey::Area(id) => self.area(id),
            ParentKey::Overall => {
                self.push(&review.title, Role::Heading);
                self.push(&format!("{}, {}", review.body, review.date), Role::Text);
                for more in [&review.url, &review.note].into_iter().flatten() {
                    self.push(more, Role::Text);
                }
                for area in &review.areas {
                    self.area(&area.id);
                }
            }
        }
        self.gap();
        self.push("Asked of every commitment:", Role::Dim);
        for question in &review.questions {
            self.push_under(&format!("{}  ", question.id), &question.text, Role::Text);
        }
        if let Some(own) = self.ui.ws.state().overrides.get(parent) {
            self.gap();
            self.push(&format!("Your judgement: {}. {}", rating_word(review, own.rating), own.reason), Role::Text);
        }
    }

    fn area(&mut self, id: &AreaId) {
        let catalog = self.ui.ws.catalog();
        let area = catalog.review().areas.iter().find(|area| &area.id == id);
        self.gap();
        self.push(&crate::review::words::area_word(catalog.review(), id), Role::Heading);
        for commitment in catalog.commitments_in(id) {
            self.push_under(&format!("{:>2}  ", commitment.id.as_str()), &commitment.label, Role::Text);
        }
        self.locator(area.and_then(|area| area.locator.as_deref()));
    }
}

impl Sheet for AskSheet {
    fn scope(&self) -> Scope {
        Scope::Sheet
    }

    fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        match action {
            Action::Back | Action::Ask | Action::Open | Action::Left => Reply::close(),
            Action::Rate | Action::ShowPublished | Action::Note => Reply::close_with(vec![Request::Do(action)]),
            _ => {
                let lines = self.lines(ui, usize::from(ui.size.0.saturating_sub(2)));
                if self.scroll.act(action, lines.len(), least_rows(ui)) { Reply::done() } else { Reply::ignored() }
            }
        }
    }

    fn hints(&self, _ui: &Ui<'_>) -> Vec<(Action, &'static str)> {
        vec![
            (Action::Back, "back"),
            (Action::Menu, "menu"),
            (Action::Rate, "rate"),
            (Action::Note, "note"),
            (Action::PageDown, "on"),
        ]
    }

    fn title(&self, ui: &Ui<'_>) -> String {
        ui.line(&format!("What is asked: {}", subject_word(ui.ws.catalog().review(), &self.subject)))
    }

    fn height(&self, ui: &Ui<'_>, width: u16) -> u16 {
        u16::try_from(self.lines(ui, usize::from(width)).len()).unwrap_or(u16::MAX)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        let lines = self.lines(ui, usize::from(area.width));
        self.scroll.draw(&lines, area, buf, ui.theme.style(Role::Text))
    }
}

/// Rows a sheet that wants more than there is has at least, on a screen of this size: what `layout` leaves to it
/// beside the view, the frame and a status of five lines.
pub(super) fn least_rows(ui: &Ui<'_>) -> usize {
    usize::from(ui.size.1.saturating_sub(14)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::fixture::Stage;
    use crate::tui::fixture::only;

    fn sheet(stage: &Stage, subject: &str) -> AskSheet {
        AskSheet::new(&stage.ui(), &subject.parse().expect("a subject"))
    }

    #[test]
    fn a_question_shows_commitment_question_sub_questions_and_anchors_with_the_panel_s_note() {
        let stage = Stage::default();
        let drawn = stage.drawn(&sheet(&stage, "1B"));
        for words in [
            "What is asked: 1B",
            "By 2024 all records are shared.",
            "Deadline: March 2024",
            "The date was moved once.",
            "Was it effectively funded?",
            "Was it spent in time?",
            "2 Good: Funded with minor shortfalls.",
            "The panel's note: Minor: under a tenth.",
            "yes: it was funded",
        ] {
            assert!(drawn.contains(words), "{words:?} is missing in\n{drawn}");
        }
        assert!(!drawn.contains("your rating"));
    }

    #[test]
    fn the_rung_the_member_gave_is_marked_in_words() {
        let mut stage = Stage::default();
        stage.rate("1B", Rating::Inadequate, None);
        let drawn = stage.drawn(&sheet(&stage, "1B"));
        assert!(drawn.contains("> 4 Inadequate (your rating): Not funded."), "{drawn}");
    }

    #[test]
    fn areas_and_the_whole_show_what_they_are_made_of_and_nothing_published() {
        let mut stage = Stage::default();
        for subject in ["1", "area:care", "overall"] {
            let drawn = stage.drawn(&sheet(&stage, subject));
            assert!(drawn.contains("Was it effectively funded?"), "{drawn}");
            assert!(!drawn.to_lowercase().contains("requires improvement"), "{drawn}");
        }
        assert!(stage.drawn(&sheet(&stage, "overall")).contains("Open data"));
        stage.rate("1A", Rating::Good, None);
        let act = crate::model::act::Act::Override {
            parent: ParentKey::Overall,
            rating: Rating::Good,
            reason: "On the whole.".to_owned(),
        };
        stage.ws.apply(&act).expect("judges");
        assert!(stage.drawn(&sheet(&stage, "overall")).contains("Your judgement: good. On the whole."));
    }

    #[test]
    fn rating_from_here_closes_the_sheet_first() {
        let stage = Stage::default();
        let reply = sheet(&stage, "1B").act(Action::Rate, &stage.ui());
        assert!(reply.close);
        assert!(matches!(only(reply), Request::Do(Action::Rate)));
        assert!(sheet(&stage, "1B").act(Action::Back, &stage.ui()).close);
    }
}
