//! What a new edition of the review left to settle: ratings to confirm, passages that lost their place, ratings of
//! questions it no longer asks; below the list, the one under the cursor in full.
//!
//! Uses the session to read. Invariant: the list follows from the session alone, so it is there until all is settled,
//! and words of a text that is hidden are not shown.

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::act::Act;
use crate::model::ids::CellKey;
use crate::model::ids::QuoteId;
use crate::model::ids::Subject;
use crate::model::quote::MarkedIn;
use crate::model::quote::Quote;
use crate::review::labels::first_words;
use crate::review::tally::to_confirm;
use crate::review::words::TO_CONFIRM;
use crate::review::words::place_word;
use crate::review::words::plural;
use crate::review::words::rating_word;
use crate::review::words::stance_word;
use crate::review::workspace::Workspace;
use crate::tui::dialog::note::passage_note;
use crate::tui::request::CopyText;
use crate::tui::request::Place;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::sheet::Sheet;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::view::prose;
use crate::tui::view::prose::Sentence;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::put;
use crate::tui::widget::window::Window;
use crate::tui::widget::window::moved;

/// Rows the list takes at most.
const MOST_ROWS: usize = 6;
/// Rows for the one under the cursor at most.
const MOST_DETAIL: u16 = 10;
/// The keys for what is under the cursor.
const KEYS_OF_RATING: &str = "Enter opens its sheet: confirm there, or rate anew.";
const KEYS_OF_PASSAGE: &str = "Enter goes to its text \u{b7} e note \u{b7} y copy \u{b7} Backspace takes it away.";
const KEPT: &str = "It is kept as you rated it.";
/// Shown in place of a text that is hidden.
const HIDDEN: &str = crate::review::listing::SHOWN_ONCE_RATED;

/// One thing to settle.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Row {
    /// A rating given before what is asked, or an anchor, changed.
    Confirm(CellKey),
    /// A passage whose words do not stand in its text any more.
    Lost(QuoteId),
    /// A rating of a question that is not asked any more.
    NotAsked(CellKey),
}

/// The sheet.
pub struct UnsettledSheet {
    cursor: usize,
    window: Window,
}

impl UnsettledSheet {
    /// Opens on the first.
    ///
    /// # Errors
    /// Nothing to settle, in words.
    pub fn new(ui: &Ui<'_>) -> Result<Self, String> {
        if rows(ui.ws).is_empty() {
            return Err("No edition left anything to settle.".to_owned());
        }
        Ok(Self { cursor: 0, window: Window::default() })
    }

    fn at(&self, rows: &[Row]) -> usize {
        moved(self.cursor, 0, rows.len())
    }

    fn on(&self, action: Action, ui: &Ui<'_>, row: &Row) -> Reply {
        match (action, row) {
            (Action::Open | Action::Keep | Action::Rate, Row::Confirm(cell)) => {
                let place = Place::Grid(Subject::Cell(cell.clone()));
                Reply::close_with(vec![Request::Go(place), Request::Do(Action::Rate)])
            }
            (_, Row::NotAsked(cell)) => {
                Reply::mistake(format!("{cell} is kept as you rated it; this edition does not ask it."))
            }
            (_, Row::Confirm(cell)) => Reply::mistake(format!("Enter opens {cell}: confirm it there, or rate anew.")),
            (_, Row::Lost(id)) => match ui.ws.state().quote(*id) {
                Some(quote) => on_passage(action, ui, quote),
                None => Reply::mistake("That passage is not there any more."),
            },
        }
    }
}

fn on_passage(action: Action, ui: &Ui<'_>, quote: &Quote) -> Reply {
    let place = place_word(ui.ws.catalog(), quote);
    match action {
        Action::Clear => Reply::ask(Request::Apply(Act::Unmark { quote: quote.id })),
        Action::Note => Reply::ask(Request::Open(Box::new(passage_note(ui, quote)))),
        Action::Copy if is_hidden(ui, quote) => Reply::mistake("What is hidden cannot be copied."),
        Action::Copy => {
            let review = ui.ws.catalog().review();
            let text = format!(
                "{} ({place}; {}; these words do not stand in edition {})",
                quote.selector.exact, review.title, review.edition
            );
            Reply::ask(Request::Copy(CopyText { text, what: format!("the passage on {place}") }))
        }
        _ => match text_of(ui.ws, quote) {
            Some(place) => Reply::close_with(vec![Request::Go(place)]),
            None => Reply::mistake("Its text is not in this edition. e changes its note, Backspace takes it away."),
        },
    }
}

/// Where the text is that the words stood in, if this edition has it.
fn text_of(ws: &Workspace, quote: &Quote) -> Option<Place> {
    match quote.marked_in()? {
        MarkedIn::Item(item) => {
            ws.catalog().evidence(&item)?;
            let under = quote.filings.first().and_then(|filing| filing.cell.cell()).map(Subject::Cell);
            Some(Place::Item { item, under, at: None })
        }
        MarkedIn::Source(id) => {
            ws.catalog().source(&id)?;
            Some(Place::Source(id))
        }
    }
}

fn rows(ws: &Workspace) -> Vec<Row> {
    let (catalog, state) = (ws.catalog(), ws.state());
    let confirm = to_confirm(catalog, state).cloned().map(Row::Confirm);
    let lost = state.lost().map(|quote| Row::Lost(quote.id));
    let rated = state.ratings.keys().filter(|cell| !catalog.has_cell(cell));
    confirm.chain(lost).chain(rated.cloned().map(Row::NotAsked)).collect()
}

fn is_hidden(ui: &Ui<'_>, quote: &Quote) -> bool {
    ui.ws.blindness().hides_quote(quote)
}

fn words_of(ui: &Ui<'_>, quote: &Quote) -> String {
    if is_hidden(ui, quote) { HIDDEN.to_owned() } else { quote.selector.exact.clone() }
}

fn rated(ui: &Ui<'_>, cell: &CellKey) -> String {
    let entry = ui.ws.state().ratings.get(cell);
    entry.map_or(String::new(), |entry| rating_word(ui.ws.catalog().review(), entry.rating))
}

fn line(ui: &Ui<'_>, row: &Row) -> String {
    match row {
        Row::Confirm(cell) => format!("{cell} {}: {TO_CONFIRM}", rated(ui, cell)),
        Row::NotAsked(cell) => format!("{cell} {}: not asked any more", rated(ui, cell)),
        Row::Lost(id) => match ui.ws.state().quote(*id) {
            Some(quote) => {
                let words = first_words(&words_of(ui, quote), 8);
                format!("lost its place ({}): {words}", place_word(ui.ws.catalog(), quote))
            }
            None => String::new(),
        },
    }
}

/// The one under the cursor in full, below what can be done with it.
fn detail(ui: &Ui<'_>, row: &Row) -> Vec<Sentence> {
    let keys = match row {
        Row::Confirm(_) => KEYS_OF_RATING,
        Row::Lost(_) => KEYS_OF_PASSAGE,
        Row::NotAsked(_) => KEPT,
    };
    let mut out = vec![Sentence::told(keys, Role::Dim)];
    out.extend(in_full(ui, row));
    out
}

fn in_full(ui: &Ui<'_>, row: &Row) -> Vec<Sentence> {
    match row {
        Row::Lost(id) => ui.ws.state().quote(*id).map_or_else(Vec::new, |quote| passage(ui, quote)),
        Row::Confirm(cell) => {
            let question = ui.ws.catalog().question(&cell.question);
            let mut out = vec![Sentence::new("Asked now:", question.map_or("", |question| question.text.as_str()))];
            let entry = ui.ws.state().ratings.get(cell);
            let grade = entry.and_then(|entry| entry.rating.grade());
            let anchor = question.and_then(|question| question.anchors.get(&grade?));
            if let Some(anchor) = anchor {
                out.push(Sentence::new(&format!("{}:", rated(ui, cell)), anchor.as_str()));
            }
            out.extend(reason(ui, cell));
            out
        }
        Row::NotAsked(cell) => reason(ui, cell).into_iter().collect(),
    }
}

fn reason(ui: &Ui<'_>, cell: &CellKey) -> Option<Sentence> {
    let reason = ui.ws.state().ratings.get(cell)?.reason.as_deref();
    Some(Sentence::new("Your reason:", reason.unwrap_or("none written.")))
}

fn passage(ui: &Ui<'_>, quote: &Quote) -> Vec<Sentence> {
    let (catalog, state) = (ui.ws.catalog(), ui.ws.state());
    let mut out = vec![Sentence::told(words_of(ui, quote), Role::Text)];
    let tags: Vec<&str> = quote.tags.iter().filter_map(|id| state.tag(id)).map(|tag| tag.label.as_str()).collect();
    if !tags.is_empty() {
        out.push(Sentence::new("Tags:", tags.join(", ")));
    }
    for filing in &quote.filings {
        let subject = filing.cell.cell().map(Subject::Cell);
        let says = filing.stance.map(|stance| stance_word(catalog, subject.as_ref(), stance));
        out.push(Sentence::new(&format!("{}:", filing.cell), says.unwrap_or_else(|| "nothing said of it".to_owned())));
    }
    if let Some(note) = &quote.note {
        out.push(Sentence::new("Note:", note.as_str()));
    }
    out
}

impl Sheet for UnsettledSheet {
    fn scope(&self) -> Scope {
        Scope::Sheet
    }

    fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        let rows = rows(ui.ws);
        let at = self.at(&rows);
        let page = isize::try_from(MOST_ROWS).unwrap_or(1);
        let to = match action {
            Action::Back | Action::DropIt | Action::GoUnsettled => return Reply::close(),
            Action::Up => moved(at, -1, rows.len()),
            Action::Down => moved(at, 1, rows.len()),
            Action::PageUp => moved(at, -page, rows.len()),
            Action::PageDown => moved(at, page, rows.len()),
            Action::First => 0,
            Action::Last => rows.len().saturating_sub(1),
            Action::Open | Action::Keep | Action::Rate | Action::Clear | Action::Note | Action::Copy => {
                return match rows.get(at) {
                    Some(row) => self.on(action, ui, row),
                    None => Reply::mistake("All is settled. Esc goes back."),
                };
            }
            _ => return Reply::ignored(),
        };
        self.cursor = to;
        self.window.follow(to, rows.len(), MOST_ROWS);
        Reply::done()
    }

    fn hints(&self, ui: &Ui<'_>) -> Vec<(Action, &'static str)> {
        type Hints = &'static [(Action, &'static str)];
        let rows = rows(ui.ws);
        let (first, last): (Hints, Hints) = match rows.get(self.at(&rows)) {
            Some(Row::Confirm(_)) => (&[(Action::Open, "confirm or rate anew")], &[]),
            Some(Row::Lost(_)) => (
                &[(Action::Open, "to its text")],
                &[(Action::Note, "note"), (Action::Copy, "copy"), (Action::Clear, "take away")],
            ),
            Some(Row::NotAsked(_)) | None => (&[], &[]),
        };
        [first, &[(Action::Back, "back"), (Action::Menu, "menu")], last].concat()
    }

    fn title(&self, ui: &Ui<'_>) -> String {
        let rows = rows(ui.ws);
        let count = |is: fn(&Row) -> bool| rows.iter().filter(|row| is(row)).count();
        let confirm = count(|row| matches!(row, Row::Confirm(_)));
        let lost = count(|row| matches!(row, Row::Lost(_)));
        let mut parts = Vec::new();
        if confirm > 0 {
            parts.push(format!("{} to confirm", plural(confirm, "rating", "ratings")));
        }
        if lost > 0 {
            parts.push(format!("{} lost", plural(lost, "passage", "passages")));
        }
        if rows.len() > confirm + lost {
            parts.push(format!("{} not asked any more", rows.len() - confirm - lost));
        }
        format!("Left by a new edition: {}", if parts.is_empty() { "all settled".to_owned() } else { parts.join(", ") })
    }

    fn height(&self, ui: &Ui<'_>, width: u16) -> u16 {
        let rows = rows(ui.ws);
        let detail = rows.get(self.at(&rows)).map_or(0, |row| prose::height(&detail(ui, row), width));
        u16::try_from(rows.len().clamp(1, MOST_ROWS)).unwrap_or(1) + detail.min(MOST_DETAIL)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        if area.height == 0 || area.width == 0 {
            return None;
        }
        let plain = ui.theme.style(Role::Text);
        let rows = rows(ui.ws);
        let at = self.at(&rows);
        let Some(here) = rows.get(at) else {
            put(buf, area, 0, &Line::from(ui.span("All is settled.", Role::Dim)), plain);
            return Some(Position::new(area.x, area.y));
        };
        let listed = u16::try_from(rows.len().min(MOST_ROWS)).unwrap_or(1).min(area.height);
        let top = self.window.top_for(at, rows.len(), usize::from(listed));
        let mut cursor = Position::new(area.x, area.y);
        for (y, row) in (0..listed).zip(top..rows.len()) {
            put(buf, area, y, &Line::from(ui.span(&line(ui, &rows[row]), Role::Text)), plain);
            if row == at {
                buf.set_style(Rect { y: area.y + y, height: 1, ..area }, ui.theme.style(Role::Selected));
                cursor.y = area.y + y;
            }
        }
        let below = Rect { y: area.y + listed, height: area.height - listed, ..area };
        prose::draw(&detail(ui, here), ui, below, buf);
        Some(cursor)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::catalog::Catalog;
    use crate::model::ids::EvidenceId;
    use crate::model::rating::Rating;
    use crate::model::session::MemberRef;
    use crate::review::edition::asked;
    use crate::review::edition::follow;
    use crate::review::edition::reference;
    use crate::review::fixture::quote;
    use crate::review::fixture::review;
    use crate::review::workspace::Access;
    use crate::review::workspace::Forgetful;
    use crate::review::workspace::Kept;
    use crate::review::workspace::Machine;
    use crate::tui::fixture::Stage;
    use crate::tui::fixture::mistake;
    use crate::tui::fixture::only;

    /// 1B rated and a passage marked in e2, on an edition that asks B otherwise, has other words in e2 and no e5.
    fn stage() -> Stage {
        let mut stage = Stage::default();
        stage.rate("1B", Rating::Good, Some("Enough money."));
        for (item, cell) in [(1, "1B"), (4, "2A")] {
            let mut passage = quote(&mut stage.ws, item, 4..11, cell);
            passage.note = Some("Ask them.".to_owned());
            stage.ws.apply(&Act::Mark { quote: Box::new(passage) }).expect("marks");
        }
        let mut next = review();
        next.edition = 2;
        next.questions[1].text.push_str(" In time?");
        next.evidence[1].text = "Money came late.".to_owned();
        next.evidence.truncate(4);
        let (earlier, before) = (reference(stage.ws.catalog()), asked(stage.ws.catalog().review()));
        let catalog = Arc::new(Catalog::new(next, "next".to_owned()));
        let kept = Kept { entries: stage.ws.history().entries().to_vec(), ..Kept::default() };
        let member = MemberRef { id: uuid::Uuid::from_u128(0xa), name: None };
        stage.ws = Workspace::open(catalog, member, kept, Access::Write, Box::new(Machine), Box::new(Forgetful))
            .expect("replays");
        let session = (stage.ws.state(), stage.ws.began_with());
        let (act, _) = follow(session, stage.ws.catalog(), &earlier, &before);
        stage.ws.apply(&act).expect("follows");
        stage
    }

    fn sheet(stage: &Stage) -> UnsettledSheet {
        UnsettledSheet::new(&stage.ui()).expect("something to settle")
    }

    #[test]
    fn it_lists_what_is_to_be_confirmed_and_what_was_lost_with_the_one_at_hand_in_full() {
        let stage = stage();
        let mut sheet = sheet(&stage);
        let drawn = stage.drawn(&sheet);
        assert!(drawn.starts_with("Left by a new edition: 1 rating to confirm, 2 passages lost"), "{drawn}");
        assert!(drawn.contains("1B good: anchors changed since: confirm or rate anew"), "{drawn}");
        assert!(drawn.contains("Asked now: Was it effectively funded? In time?"), "{drawn}");
        assert!(drawn.contains("Your reason: Enough money."), "{drawn}");
        sheet.act(Action::Down, &stage.ui());
        let drawn = stage.drawn(&sheet);
        for part in
            ["lost its place (DHS0007, 1B): funding", "Tags: funding", "1B: no: it was not funded", "Note: Ask them."]
        {
            assert!(drawn.contains(part), "{part}:\n{drawn}");
        }
    }

    #[test]
    fn enter_on_a_rating_opens_it_and_on_a_passage_goes_to_its_text_where_that_is_there() {
        let stage = stage();
        let mut sheet = sheet(&stage);
        let reply = sheet.act(Action::Open, &stage.ui());
        assert!(reply.close);
        assert!(matches!(&reply.requests[..], [Request::Go(Place::Grid(_)), Request::Do(Action::Rate)]));
        sheet.act(Action::Down, &stage.ui());
        let reply = sheet.act(Action::Open, &stage.ui());
        let e2 = EvidenceId::from("e2");
        assert!(matches!(only(reply), Request::Go(Place::Item { item, .. }) if item == e2));
        sheet.act(Action::Down, &stage.ui());
        assert!(mistake(sheet.act(Action::Open, &stage.ui())).starts_with("Its text is not in this edition."));
    }

    #[test]
    fn a_lost_passage_is_taken_away_and_what_is_settled_leaves_the_list() {
        let mut stage = stage();
        let mut sheet = sheet(&stage);
        sheet.act(Action::Last, &stage.ui());
        let Request::Apply(act) = only(sheet.act(Action::Clear, &stage.ui())) else { panic!("takes it away") };
        stage.ws.apply(&act).expect("takes it away");
        let lost: Vec<QuoteId> = stage.ws.state().lost().map(|quote| quote.id).collect();
        stage.ws.apply(&Act::Unmark { quote: lost[0] }).expect("takes it away");
        stage.ws.apply(&Act::Confirm { cell: "1B".parse().expect("a question") }).expect("confirms");
        let drawn = stage.drawn(&sheet);
        assert_eq!(drawn, "Left by a new edition: all settled\nAll is settled.");
        assert!(UnsettledSheet::new(&stage.ui()).is_err());
    }

    #[test]
    fn keeping_the_rating_sheet_as_it_stands_confirms_and_anything_else_rates_anew() {
        let stage = stage();
        let subject: Subject = "1B".parse().expect("a question");
        let mut rating = crate::tui::dialog::rating::RatingSheet::new(&stage.ui(), &subject, None);
        let drawn = stage.drawn(&rating);
        assert!(drawn.contains("Anchors changed since: Enter confirms, or rate anew."), "{drawn}");
        assert!(drawn.contains("(lost its place) funding"), "{drawn}");
        // The lost passage was not among those the rating rested on.
        assert!(matches!(only(rating.act(Action::Keep, &stage.ui())), Request::Apply(Act::Confirm { .. })));
        let mut rating = crate::tui::dialog::rating::RatingSheet::new(&stage.ui(), &subject, Some(4));
        assert!(matches!(only(rating.act(Action::Keep, &stage.ui())), Request::Rate(Act::Rate { .. })));
    }
}
