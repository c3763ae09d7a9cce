//! The rules side by side over the same ratings, and choosing one.
//!
//! Uses judgement and the session to read. Invariant: every column is rolled up from the same ratings; own judgements
//! of commitments count under every rule alike.

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::judgement::rollup::ParentState;
use crate::judgement::rollup::Rollup;
use crate::judgement::rollup::part;
use crate::judgement::rule::Rule;
use crate::judgement::words::Words;
use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::act::Act;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::judged::RuleName;
use crate::model::session::SessionSettings;
use crate::model::thresholds::Thresholds;
use crate::review::words::subject_word;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::sheet::Sheet;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::view::prose;
use crate::tui::view::prose::Sentence;
use crate::tui::view::verdicts::cursor::Cursor;
use crate::tui::view::verdicts::matrix::NAME;
use crate::tui::view::verdicts::matrix::mark;
use crate::tui::view::verdicts::why::AREAS_FEED_NOTHING;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::Span;
use crate::tui::widget::line::fit;
use crate::tui::widget::line::put;
use crate::tui::widget::window::moved;

/// Said where a panel's own thresholds are in use.
const OWN_THRESHOLDS: &str = "Thresholds of your own file are in use. Backspace takes the rules' own again.";

/// Cells of the column that marks where rules part.
const PART: usize = 5;

/// The same ratings under every rule.
pub(super) struct Rules(Vec<Rollup>);

impl Rules {
    /// Rolls the ratings up by each rule.
    pub(super) fn over(ratings: &Rollup) -> Self {
        Self(ratings.by_every_rule())
    }

    /// What each rule makes of a parent, its own judgement left aside.
    fn of(&self, parent: &ParentKey) -> Vec<(&Rule, &ParentState)> {
        self.0.iter().filter_map(|rollup| Some((rollup.rule(), rollup.parent(parent)?))).collect()
    }

    /// Whether the rules do not all say the same of a parent.
    pub(super) fn part(&self, parent: &ParentKey) -> bool {
        part(&self.0, parent)
    }

    /// Draws the table and says where the cursor stands.
    pub(super) fn draw(
        &self,
        ui: &Ui<'_>,
        cursor: &Cursor,
        area: Rect,
        top: usize,
        buf: &mut Canvas<'_>,
    ) -> Option<Position> {
        let columns: usize = RuleName::ALL.into_iter().map(column).sum();
        let name = usize::from(area.width).saturating_sub(columns + PART).min(NAME);
        let mut heading = fit("", name);
        for rule in RuleName::ALL {
            let used = if rule == ui.ws.rollup().rule().name() { "*" } else { "" };
            heading.push_str(&fit(&format!("{rule}{used}"), column(rule)));
        }
        heading.push_str("part");
        put(buf, area, 0, &Line::from(ui.span(&heading, Role::Dim)), ui.theme.style(Role::Text));
        let mut found = None;
        let rows = usize::from(area.height.saturating_sub(1));
        for (at, row) in cursor.rows.iter().enumerate().skip(top).take(rows) {
            let y = u16::try_from(at - top + 1).unwrap_or(u16::MAX);
            put(buf, area, y, &self.line(ui, &row.parent(), name), ui.theme.style(Role::Text));
            if at == cursor.row {
                buf.set_style(Rect { y: area.y + y, height: 1, ..area }, ui.theme.style(Role::Selected));
                found = Some(Position::new(area.x, area.y + y));
            }
        }
        found
    }

    fn line(&self, ui: &Ui<'_>, parent: &ParentKey, name: usize) -> Line<'static> {
        let catalog = ui.ws.catalog();
        let label = match parent {
            ParentKey::Commitment(id) => {
                format!("{id} {}", catalog.commitment(id).map_or("", |commitment| commitment.label.as_str()))
            }
            ParentKey::Area(_) => subject_word(catalog.review(), &Subject::Parent(parent.clone())),
            ParentKey::Overall => "The whole evaluation".to_owned(),
        };
        let role = if matches!(parent, ParentKey::Area(_)) { Role::Dim } else { Role::Text };
        let mut spans =
            vec![Span::styled(fit(&ui.line(&label), name.saturating_sub(1)), ui.theme.style(role)), Span::raw(" ")];
        for (rule, state) in self.of(parent) {
            let style = state.by_rule.completed.map_or(ui.theme.style(Role::Dim), |rating| ui.theme.rating(rating));
            spans.push(Span::styled(fit(&short_state(ui, state), column(rule.name())), style));
        }
        spans.push(ui.span(if self.part(parent) { "\u{2260}" } else { "" }, Role::Heading));
        Line::from(spans)
    }

    /// The sentences under the table.
    pub(super) fn sentences(&self, ui: &Ui<'_>, parent: &ParentKey) -> Vec<Sentence> {
        let review = ui.ws.catalog().review();
        let words = Words::new(&review.scale);
        let said = |state: &ParentState| match (state.by_rule.completed, state.by_rule.range) {
            (Some(rating), _) if state.silent => format!("{} filled in", words.rating(rating)),
            (Some(rating), _) => words.rating(rating),
            (None, Some(range)) => words.between(range.lowest, range.highest),
            (None, None) => "nothing".to_owned(),
        };
        // Rules that say the same are told together.
        let mut told: Vec<(String, Vec<String>)> = Vec::new();
        for (rule, state) in self.of(parent) {
            let (says, rule) = (said(state), format!("by the {}", rule.title()));
            match told.iter_mut().find(|(other, _)| *other == says) {
                Some((_, rules)) => rules.push(rule),
                None => told.push((says, vec![rule])),
            }
        }
        let all: Vec<String> = match told.as_slice() {
            [(says, rules)] if rules.len() > 1 => vec![format!("{says} by every rule")],
            told => told.iter().map(|(says, rules)| format!("{says} {}", listed(rules))).collect(),
        };
        let subject = subject_word(review, &Subject::Parent(parent.clone()));
        let settled = self.of(parent).iter().any(|(_, state)| state.by_rule.completed.is_some());
        let head = match (self.part(parent), settled) {
            (true, _) => format!("The rules part on {subject}."),
            (false, true) => format!("The rules agree on {subject}."),
            (false, false) => format!("Under every rule {subject} is as open."),
        };
        let mut out =
            vec![Sentence::told(head, Role::Heading), Sentence::told(format!("{}.", all.join("; ")), Role::Text)];
        // The copy's, where something is tried on one.
        if let Some(own) = self.of(parent).first().and_then(|(_, state)| state.own) {
            out.push(Sentence::new(
                "Your own judgement:",
                format!("{}; it counts above under every rule.", words.rating(own)),
            ));
        }
        if matches!(parent, ParentKey::Area(_)) {
            out.push(Sentence::told(AREAS_FEED_NOTHING, Role::Dim));
        }
        out.push(Sentence::told(
            format!(
                "In use: the {}, marked *. No rule is published for these panels; each is a hypothesis.",
                ui.ws.rollup().rule().title()
            ),
            Role::Dim,
        ));
        out
    }
}

/// "by the count rule, by the worst rule and by the median-low rule".
fn listed(rules: &[String]) -> String {
    match rules {
        [most @ .., last] if !most.is_empty() => format!("{} and {last}", most.join(", ")),
        rules => rules.concat(),
    }
}

/// Cells of a rule's column: its name, a star where it is in use, a blank.
fn column(rule: RuleName) -> usize {
    rule.to_string().len() + 2
}

/// A result, or what is still possible: "I-G".
fn short_state(ui: &Ui<'_>, state: &ParentState) -> String {
    match (state.by_rule.completed, state.by_rule.range) {
        (Some(rating), _) => format!("{}{}", mark(ui, Some(rating)), if state.silent { "~" } else { "" }),
        (None, Some(range)) => format!("{}-{}", mark(ui, Some(range.lowest)), mark(ui, Some(range.highest))),
        (None, None) => mark(ui, None),
    }
}

/// The sheet on which the session's rule is chosen.
pub struct RuleSheet {
    cursor: usize,
    thresholds: Option<Thresholds>,
}

impl RuleSheet {
    /// Stands on the rule in use.
    pub fn new(settings: &SessionSettings) -> Self {
        let cursor = RuleName::ALL.iter().position(|rule| *rule == settings.rule).unwrap_or(0);
        Self { cursor, thresholds: settings.thresholds.clone() }
    }

    fn rules(&self) -> impl Iterator<Item = Rule> {
        RuleName::ALL.into_iter().map(|name| Rule::with(name, self.thresholds.clone()))
    }

    /// What is told of a rule, and of thresholds that are not its own.
    fn about(&self, rule: &Rule) -> Vec<Sentence> {
        let mut about = vec![Sentence::told(rule.about(), Role::Text)];
        if self.thresholds.is_some() {
            about.push(Sentence::told(OWN_THRESHOLDS, Role::Dim));
        }
        about
    }

    fn choose(&self, ui: &Ui<'_>) -> Reply {
        let (rule, thresholds) = (RuleName::ALL[self.cursor], self.thresholds.clone());
        let settings = &ui.ws.state().settings;
        if settings.rule == rule && settings.thresholds == thresholds {
            return Reply::close();
        }
        Reply::close_with(vec![Request::Apply(Act::ChooseRule { rule, thresholds })])
    }
}

impl Sheet for RuleSheet {
    fn scope(&self) -> Scope {
        Scope::Sheet
    }

    fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        match action {
            Action::Up => self.cursor = moved(self.cursor, -1, RuleName::ALL.len()),
            Action::Down => self.cursor = moved(self.cursor, 1, RuleName::ALL.len()),
            Action::Back | Action::DropIt => return Reply::close(),
            Action::Clear if self.thresholds.is_some() => self.thresholds = None,
            Action::Open | Action::Keep => return self.choose(ui),
            _ => return Reply::ignored(),
        }
        Reply::done()
    }

    fn hints(&self, _ui: &Ui<'_>) -> Vec<(Action, &'static str)> {
        vec![(Action::Open, "choose"), (Action::Back, "back"), (Action::Menu, "menu")]
    }

    fn title(&self, _ui: &Ui<'_>) -> String {
        "By which rule".to_owned()
    }

    fn height(&self, _ui: &Ui<'_>, width: u16) -> u16 {
        let longest = self.rules().map(|rule| prose::height(&self.about(&rule), width));
        4 + longest.max().unwrap_or(0)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        let mut found = None;
        for (at, rule) in self.rules().enumerate() {
            let y = u16::try_from(at).unwrap_or(u16::MAX);
            if y >= area.height {
                break;
            }
            let used = if ui.ws.rollup().rule() == &rule { "  in use" } else { "" };
            let line = Line::from(vec![ui.span(&rule.title(), Role::Text), ui.span(used, Role::Dim)]);
            put(buf, area, y, &line, ui.theme.style(Role::Text));
            if at == self.cursor {
                buf.set_style(Rect { y: area.y + y, height: 1, ..area }, ui.theme.style(Role::Selected));
                found = Some(Position::new(area.x, area.y + y));
            }
        }
        let rows = u16::try_from(RuleName::ALL.len()).unwrap_or(4).min(area.height);
        let below = Rect { y: area.y + rows, height: area.height - rows, ..area };
        if let Some(rule) = self.rules().nth(self.cursor) {
            prose::draw(&self.about(&rule), ui, below, buf);
        }
        found
    }
}
