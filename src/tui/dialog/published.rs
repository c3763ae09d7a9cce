//! What was published, beside what the member said; on request, and only after rating.
//!
//! Invariant: asks blindness when it opens and again whenever it draws.

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::act::Act;
use crate::model::catalog::Shelf;
use crate::model::evidence::EvidenceKind;
use crate::model::extent::Extent;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::rating::Rating;
use crate::review::blindness::PublishedView;
use crate::review::words::rating_label;
use crate::review::words::subject_word;
use crate::review::workspace::Access;
use crate::tui::dialog::ask::least_rows;
use crate::tui::pane::reader::list_of;
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

/// Sentences that conclude one question shown at most: there is seldom more than one.
const MOST_CONCLUDING: usize = 4;

/// The sheet for one question or parent.
pub struct PublishedSheet {
    subject: Subject,
    scroll: Scroll,
}

impl PublishedSheet {
    /// Opens where the published rating may be shown, and asks for a record that it was looked at,
    /// the first time.
    ///
    /// # Errors
    /// Why it is not shown, in words fit for the status line.
    pub fn new(ui: &Ui<'_>, subject: &Subject) -> Result<(Self, Vec<Request>), String> {
        let word = subject_word(ui.ws.catalog().review(), subject);
        match ui.ws.blindness().published(subject) {
            PublishedView::AfterRating => {
                Err(format!("What was published is shown once you have rated {}.", list_of(&open_under(ui, subject))))
            }
            PublishedView::NotPublished => Err(format!("No rating of {word} was published.")),
            PublishedView::Published(_) => {
                let first = !ui.ws.state().seen.contains_key(subject) && *ui.ws.access() == Access::Write;
                let record = first.then(|| Request::Apply(Act::SeePublished { on: subject.clone() }));
                Ok((Self { subject: subject.clone(), scroll: Scroll::default() }, record.into_iter().collect()))
            }
        }
    }

    fn lines(&self, ui: &Ui<'_>, width: usize) -> Vec<Line<'static>> {
        let PublishedView::Published(published) = ui.ws.blindness().published(&self.subject) else {
            return paragraph("It is shown again once you have rated.", width, ui.theme.style(Role::Dim));
        };
        let review = ui.ws.catalog().review();
        let mut lines = Vec::new();
        let own = own_rating(ui, &self.subject);
        let same = own.as_ref().is_some_and(|(rating, _)| *rating == published);
        let head = if same { "Published and yours  " } else { "Published  " };
        lines.extend(self.rating(ui, head, published, "", width));
        if !same {
            match own {
                Some((rating, whose)) => lines.extend(self.rating(ui, "Yours      ", rating, whose, width)),
                None => lines.extend(paragraph(not_rated(&self.subject), width, ui.theme.style(Role::Dim))),
            }
        }
        let printed = review.published.printed.iter().flatten();
        for printed in printed.filter(|printed| printed.subject().as_ref() == Some(&self.subject)) {
            let line = printed.line.map_or(String::new(), |line| format!(", line {line}"));
            let text = format!("\u{201c}{}\u{201d} at {}{line}", printed.printed_as, printed.locator);
            let dim = ui.theme.style(Role::Dim);
            lines.extend(hanging("Printed    ", &text, width, dim, dim));
        }
        match &self.subject {
            Subject::Parent(ParentKey::Commitment(id)) => self.side_by_side(ui, id, width, &mut lines),
            Subject::Cell(cell) => concluding(ui, cell, width, &mut lines),
            Subject::Parent(_) => {}
        }
        if matches!(self.subject, Subject::Cell(_)) {
            let text = "A change to your rating from now on is marked as made after seeing this.";
            lines.extend(paragraph(text, width, ui.theme.style(Role::Dim)));
        }
        lines
    }

    /// Every question of a commitment: the member's answer, the published one, and where they differ both anchors and
    /// the sentences that conclude it.
    fn side_by_side(&self, ui: &Ui<'_>, id: &CommitmentId, width: usize, lines: &mut Vec<Line<'static>>) {
        let review = ui.ws.catalog().review();
        for question in &review.questions {
            let cell = CellKey::new(id, &question.id);
            let subject = Subject::Cell(cell.clone());
            let PublishedView::Published(published) = ui.ws.blindness().published(&subject) else { continue };
            let own = ui.ws.state().ratings.get(&cell).map(|entry| entry.rating);
            let word = |rating: Rating| rating_label(review, rating);
            let said = match own {
                Some(own) if own == published => format!("both {}", word(own)),
                Some(own) => format!("yours {}, published {}{}", word(own), word(published), apart(own, published)),
                None => format!("published {}; you do not rate it", word(published)),
            };
            let (heading, text) = (ui.theme.style(Role::Heading), ui.theme.style(Role::Text));
            lines.extend(hanging(&format!("{cell}  "), &format!("{said}. {}", question.text), width, heading, text));
            let same = own == Some(published);
            let rungs = [("    yours      ", own.filter(|_| !same)), ("    published  ", Some(published))];
            for (head, rating) in rungs {
                let grade = rating.and_then(Rating::grade);
                let anchor = grade.and_then(|grade| question.anchors.get(&grade));
                if let Some(anchor) = anchor {
                    lines.extend(hanging(head, anchor, width, ui.theme.style(Role::Dim), text));
                }
                if let Some(note) = grade.and_then(|grade| review.anchor_note(&question.id, grade)) {
                    lines.extend(hanging("    ", &format!("The panel's note: {note}"), width, text, text));
                }
            }
            concluding(ui, &cell, width, lines);
        }
    }

    /// A rating with the anchor it stands for.
    fn rating(&self, ui: &Ui<'_>, head: &str, rating: Rating, whose: &str, width: usize) -> Vec<Line<'static>> {
        let catalog = ui.ws.catalog();
        let anchor = match (&self.subject, rating.grade()) {
            (Subject::Cell(cell), Some(grade)) => {
                catalog.question(&cell.question).and_then(|question| question.anchors.get(&grade))
            }
            _ => None,
        };
        let mut text = rating_label(catalog.review(), rating);
        text.push_str(whose);
        if let Some(anchor) = anchor {
            text.push_str(&format!(": {anchor}"));
        }
        let mut lines = hanging(head, &text, width, ui.theme.style(Role::Heading), ui.theme.style(Role::Text));
        if let (Subject::Cell(cell), Some(grade)) = (&self.subject, rating.grade())
            && let Some(note) = catalog.review().anchor_note(&cell.question, grade)
        {
            let style = ui.theme.style(Role::Text);
            lines.extend(hanging("    ", &format!("The panel's note: {note}"), width, style, style));
        }
        lines
    }
}

/// ", 2 steps apart".
fn apart(one: Rating, other: Rating) -> String {
    match one.grade().zip(other.grade()).map(|(one, other)| one.rank().abs_diff(other.rank())) {
        Some(1) => ", 1 step apart".to_owned(),
        Some(steps) => format!(", {steps} steps apart"),
        None => String::new(),
    }
}

/// The sentences that conclude what a question is rated, where they may be shown.
fn concluding(ui: &Ui<'_>, cell: &CellKey, width: usize, lines: &mut Vec<Line<'static>>) {
    let (catalog, blind) = (ui.ws.catalog(), ui.ws.blindness());
    let extent = Extent::Shelf(Shelf::Cell(cell.clone()));
    let subject = Subject::Cell(cell.clone());
    for at in catalog.of_kind(&extent, EvidenceKind::Conclusion).iter().take(MOST_CONCLUDING) {
        let Some(item) = catalog.item(at).filter(|item| !blind.hides(item)) else { continue };
        if item.rates.iter().all(|rates| rates.subject().as_ref() != Some(&subject)) {
            continue;
        }
        let place = item.locator.as_ref().map_or(String::new(), |locator| format!("  {locator}"));
        let dim = ui.theme.style(Role::Dim);
        lines.extend(hanging("    concluded  ", &format!("{}{place}", item.text), width, dim, dim));
    }
}

/// The questions still open under a subject, by key.
fn open_under(ui: &Ui<'_>, subject: &Subject) -> Vec<String> {
    let cells: Vec<CellKey> = match subject {
        Subject::Cell(cell) => vec![cell.clone()],
        Subject::Parent(parent) => ui.ws.catalog().cells_under(parent),
    };
    cells.iter().filter(|cell| !ui.ws.state().answered(cell)).map(ToString::to_string).collect()
}

/// What the member's side comes to, and whose doing that is.
fn own_rating(ui: &Ui<'_>, subject: &Subject) -> Option<(Rating, &'static str)> {
    match subject {
        Subject::Cell(cell) => ui.ws.state().ratings.get(cell).map(|entry| (entry.rating, "")),
        Subject::Parent(parent) => match ui.ws.state().overrides.get(parent) {
            Some(own) => Some((own.rating, " (your judgement)")),
            None if !ui.ws.blindness().shows_running_verdict() => None,
            None => {
                let state = ui.ws.rollup().parent(parent)?;
                Some((
                    state.effective?,
                    if state.silent { " (the rule is silent; filled in)" } else { " (by the rule)" },
                ))
            }
        },
    }
}

fn not_rated(subject: &Subject) -> &'static str {
    match subject {
        Subject::Cell(_) => "You do not rate this.",
        Subject::Parent(_) => "Nothing of yours to set beside it yet.",
    }
}

impl Sheet for PublishedSheet {
    fn scope(&self) -> Scope {
        Scope::Sheet
    }

    fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        match action {
            Action::Back | Action::Open | Action::ShowPublished | Action::Left => Reply::close(),
            Action::Ask => Reply::close_with(vec![Request::Do(action)]),
            _ => {
                let len = self.lines(ui, usize::from(ui.size.0.saturating_sub(2))).len();
                if self.scroll.act(action, len, least_rows(ui)) { Reply::done() } else { Reply::ignored() }
            }
        }
    }

    fn hints(&self, _ui: &Ui<'_>) -> Vec<(Action, &'static str)> {
        vec![(Action::Back, "back"), (Action::Menu, "menu"), (Action::Ask, "asked"), (Action::PageDown, "on")]
    }

    fn title(&self, ui: &Ui<'_>) -> String {
        ui.line(&format!("What was published on {}", subject_word(ui.ws.catalog().review(), &self.subject)))
    }

    fn height(&self, ui: &Ui<'_>, width: u16) -> u16 {
        u16::try_from(self.lines(ui, usize::from(width)).len()).unwrap_or(u16::MAX)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        let lines = self.lines(ui, usize::from(area.width));
        self.scroll.draw(&lines, area, buf, ui.theme.style(Role::Text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::fixture::Stage;

    fn open(stage: &Stage, subject: &str) -> Result<(PublishedSheet, Vec<Request>), String> {
        PublishedSheet::new(&stage.ui(), &subject.parse().expect("a subject"))
    }

    fn why(stage: &Stage, subject: &str) -> String {
        open(stage, subject).err().expect("not shown")
    }

    #[test]
    fn before_rating_nothing_is_shown_and_it_says_what_is_missing() {
        let mut stage = Stage::default();
        assert_eq!(why(&stage, "1B"), "What was published is shown once you have rated 1B.");
        assert_eq!(why(&stage, "1"), "What was published is shown once you have rated 1A and 1B.");
        // Whether something was published at all is not told before either.
        assert_eq!(why(&stage, "2A"), "What was published is shown once you have rated 2A.");
        stage.rate("1A", Rating::Good, None);
        assert_eq!(why(&stage, "1"), "What was published is shown once you have rated 1B.");
        stage.rate("2A", Rating::Good, None);
        assert_eq!(why(&stage, "2A"), "No rating of 2A was published.");
    }

    #[test]
    fn both_ratings_stand_side_by_side_with_their_anchors_and_where_it_is_printed() {
        let mut stage = Stage::default();
        stage.rate("1B", Rating::Good, None);
        let (sheet, asked) = open(&stage, "1B").expect("shown");
        assert!(matches!(&asked[..], [Request::Apply(Act::SeePublished { on })] if on.to_string() == "1B"));
        let drawn = stage.drawn(&sheet);
        for words in ["Inadequate: Not funded.", "Good: Funded with minor shortfalls.", "at table 2", "marked"] {
            assert!(drawn.contains(words), "{words:?} is missing in\n{drawn}");
        }
    }

    #[test]
    fn looking_again_is_not_recorded_again() {
        let mut stage = Stage::default();
        stage.rate("1B", Rating::Good, None);
        stage.ws.apply(&Act::SeePublished { on: "1B".parse().expect("a subject") }).expect("records");
        assert!(open(&stage, "1B").expect("shown").1.is_empty());
    }

    #[test]
    fn a_parent_is_shown_with_what_the_rule_gives() {
        let mut stage = Stage::default();
        stage.rate("1A", Rating::Good, None);
        stage.rate("1B", Rating::Good, None);
        let drawn = stage.drawn(&open(&stage, "1").expect("shown").0);
        assert!(drawn.contains("Requires improvement") && drawn.contains("Good (by the rule)"), "{drawn}");
    }

    #[test]
    fn a_rating_taken_back_while_it_is_open_hides_it_again() {
        let mut stage = Stage::default();
        stage.rate("1B", Rating::Good, None);
        let (sheet, _) = open(&stage, "1B").expect("shown");
        stage.ws.undo().expect("undoes");
        let drawn = stage.drawn(&sheet);
        assert!(!drawn.to_lowercase().contains("inadequate") && !drawn.contains("table 2"), "{drawn}");
    }
}
