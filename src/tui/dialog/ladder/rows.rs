//! The rows of the ladder: rungs with anchors and passages, what stands on no rung, and the course of the rating.

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::ids::CellKey;
use crate::model::ids::QuoteId;
use crate::model::ids::Subject;
use crate::model::quote::Stance;
use crate::model::rating::Grade;
use crate::model::rating::Rating;
use crate::review::course::Answer;
use crate::review::course::Step;
use crate::review::heard::marked;
use crate::review::labels::first_words;
use crate::review::ladder::Ladder;
use crate::review::ladder::Parted;
use crate::review::ladder::parted;
use crate::review::words::place_word;
use crate::review::words::plural;
use crate::review::words::rating_word;
use crate::review::words::stance_word;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::cut;
use crate::tui::widget::paragraph::hanging;
use crate::tui::widget::paragraph::paragraph;

/// Words of a passage shown before its place.
const WORDS: usize = 16;

/// One row; of a passage, which.
pub(super) struct Row {
    pub line: Line<'static>,
    pub passage: Option<QuoteId>,
    /// Whether it stays in sight while the rest is scrolled: what all of them come to.
    pub stays: bool,
}

/// Rows being put together.
struct Rows<'a> {
    ui: &'a Ui<'a>,
    cell: &'a CellKey,
    width: usize,
    rows: Vec<Row>,
}

/// All rows of a question at a width.
pub(super) fn rows(ui: &Ui<'_>, cell: &CellKey, course: &[Step], width: usize) -> Vec<Row> {
    let mut rows = Rows { ui, cell, width, rows: Vec::new() };
    let ladder = Ladder::of(ui.ws.state(), cell);
    rows.balance();
    if let Some(parted) = parted(ui.ws.catalog(), ui.ws.state(), cell) {
        rows.tell(&notice(parted), Role::Notice);
    }
    rows.rows.iter_mut().for_each(|row| row.stays = true);
    for grade in Grade::ALL {
        rows.rung(grade, &ladder.rungs[grade.rank()]);
        match grade {
            Grade::Good => {
                rows.unplaced(Some(Stance::Supports), &ladder.yes);
                rows.unplaced(Some(Stance::Mixed), &ladder.both);
            }
            Grade::Inadequate => rows.unplaced(Some(Stance::Undermines), &ladder.no),
            Grade::Outstanding | Grade::RequiresImprovement => {}
        }
    }
    rows.unplaced(None, &ladder.beside);
    rows.rating_beside_the_ladder();
    if ladder.is_empty() {
        let key = |scope, action| ui.keys.key_for(scope, action).unwrap_or(":");
        let (mark, file) = (key(Scope::Reader, Action::Passage), key(Scope::Passage, Action::FileUnder));
        rows.tell(
            &format!("No passage of yours is filed here yet: {mark} marks one in a text, {file} files it."),
            Role::Dim,
        );
    }
    rows.course(course);
    rows.rows
}

/// Said, once and quietly, where rating and passages stand on different sides.
fn notice(parted: Parted) -> String {
    let with = if parted.with == 0 { "none".to_owned() } else { parted.with.to_string() };
    let stand = if parted.against == 1 { "stands" } else { "stand" };
    format!(
        "Of those you marked, {} {stand} on the other side of the middle than your rating, {with} on its side.",
        parted.against
    )
}

impl Rows<'_> {
    fn push(&mut self, lines: Vec<Line<'static>>) {
        self.rows.extend(lines.into_iter().map(|line| Row { line, passage: None, stays: false }));
    }

    fn tell(&mut self, text: &str, role: Role) {
        self.push(paragraph(text, self.width, self.ui.theme.style(role)));
    }

    /// Who says what, counted by who is heard and by passages; and whether one of them stands alone.
    fn balance(&mut self) {
        let (catalog, state) = (self.ui.ws.catalog(), self.ui.ws.state());
        let heard = marked(catalog, state, self.cell);
        let words = heard.words();
        if words.is_empty() {
            return;
        }
        let blind = self.ui.ws.blindness();
        let shown = state.quotes_under(self.cell).filter(|quote| !quote.lost && !blind.hides_quote(quote));
        let passages = shown.count();
        let alone = match (heard.all.heads(), heard.yes.is_empty(), heard.no.is_empty()) {
            (1, _, _) => " All of it from one.",
            (_, true, false) => " Nobody you marked says yes.",
            (_, false, true) => " Nobody you marked says no.",
            _ => "",
        };
        self.tell(&format!("{}: {words}.{alone}", plural(passages, "passage", "passages")), Role::Dim);
    }

    fn rung(&mut self, grade: Grade, passages: &[QuoteId]) {
        let catalog = self.ui.ws.catalog();
        let review = catalog.review();
        let entry = self.ui.ws.state().ratings.get(self.cell);
        let yours = entry.is_some_and(|entry| entry.rating == Rating::from(grade));
        let label = review.scale.iter().find(|point| point.id == grade);
        let label = label.map_or_else(|| grade.id().to_owned(), |point| point.label.clone());
        let label = if yours { format!("{label} (your rating)") } else { label };
        let question = catalog.question(&self.cell.question);
        let anchor = question.and_then(|question| question.anchors.get(&grade)).map_or("", String::as_str);
        let sign = if yours { ">" } else { " " };
        let style = self.ui.theme.style(if yours { Role::Heading } else { Role::Text });
        let text = if anchor.is_empty() { label } else { format!("{label}: {anchor}") };
        self.push(hanging(&format!("{sign} {} ", grade.rank() + 1), &text, self.width, style, style));
        if let Some(note) = review.anchor_note(&self.cell.question, grade) {
            let style = self.ui.theme.style(Role::Text);
            self.push(hanging("    ", &format!("The panel's note: {note}"), self.width, style, style));
        }
        for id in passages {
            self.passage(*id);
        }
    }

    /// Passages on no rung, under what they say.
    fn unplaced(&mut self, stance: Option<Stance>, passages: &[QuoteId]) {
        if passages.is_empty() {
            return;
        }
        let catalog = self.ui.ws.catalog();
        let says = match stance {
            Some(stance) => stance_word(catalog, Some(&Subject::Cell(self.cell.clone())), stance),
            None => "background, or nothing said of them".to_owned(),
        };
        let text = format!("    on no rung, {}: {says}", plural(passages.len(), "passage", "passages"));
        self.tell(&text, Role::Dim);
        for id in passages {
            self.passage(*id);
        }
    }

    fn passage(&mut self, id: QuoteId) {
        let Some(quote) = self.ui.ws.state().quote(id) else { return };
        let words = if self.ui.ws.blindness().hides_quote(quote) {
            crate::review::listing::SHOWN_ONCE_RATED.to_owned()
        } else {
            first_words(&quote.selector.exact, WORDS)
        };
        let text = format!("      {words}  {}", place_word(self.ui.ws.catalog(), quote));
        let line = Line::from(self.ui.span(&cut(&self.ui.line(&text), self.width), Role::Text));
        self.rows.push(Row { line, passage: Some(id), stays: false });
    }

    /// A rating that is on no rung.
    fn rating_beside_the_ladder(&mut self) {
        let state = self.ui.ws.state();
        if let Some(kept_out) = state.abstained.get(self.cell) {
            let text = format!("> x You do not rate this: {}", kept_out.why);
            self.tell(&text, Role::Heading);
        } else if state.ratings.get(self.cell).is_some_and(|entry| entry.rating == Rating::NoInformation) {
            self.tell("> 0 You looked and found that it cannot be rated.", Role::Heading);
        }
    }

    fn course(&mut self, steps: &[Step]) {
        if steps.is_empty() {
            return;
        }
        self.tell("The course of your rating:", Role::Dim);
        for step in steps {
            let text = self.step(step);
            let style = self.ui.theme.style(Role::Text);
            self.push(hanging(&format!("  {}  ", self.ui.day_and_clock(step.at)), &text, self.width, style, style));
        }
    }

    fn step(&self, step: &Step) -> String {
        let word = |answer: Answer| match answer {
            Answer::Unrated => "unrated".to_owned(),
            Answer::Abstained => "not rated by you".to_owned(),
            Answer::Rated(rating) => rating_word(self.ui.ws.catalog().review(), rating),
        };
        let change = match step.from == step.to {
            true => format!("still {}", word(step.to)),
            false => format!("{} to {}", word(step.from), word(step.to)),
        };
        let (read, items) = step.read;
        let known = format!("; {read} of {} read", plural(items, "item", "items"));
        let seen = if step.seen { "; after seeing what was published" } else { "" };
        let reason = step.reason.as_ref().map_or(String::new(), |reason| format!(". {reason}"));
        format!("{change}{known}{seen}{reason}")
    }
}
