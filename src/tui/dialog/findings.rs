//! What a check found in the review and in the member's own session: a list, and the finding under the cursor in full.
//!
//! Worked out off the drawing thread, once, when it is opened. Invariants: what states a published rating shows only where
//! that may be seen; whether a finding was let stand follows from the session, so that undo takes it back.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::act::Act;
use crate::model::session::Waiver;
use crate::review::check::finding::Finding;
use crate::review::check::finding::Place as Found;
use crate::review::check::shown;
use crate::review::check::shown::Shown;
use crate::review::words::plural;
use crate::tui::dialog::prompt::Prompt;
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
use crate::tui::widget::line::Span;
use crate::tui::widget::line::put;
use crate::tui::widget::window::Window;
use crate::tui::widget::window::moved;
use crate::tui::worker::Newest;

/// Rows the list takes at most.
const MOST_ROWS: usize = 9;
/// Rows for the one under the cursor at most.
const MOST_DETAIL: u16 = 8;
/// Said where findings are kept back.
const WITHHELD: &str =
    "What states a published rating is kept back until you have rated the question and looked at what was published.";
const FAILED: &str = "The check failed, by a mistake of plumbline's own.";

/// Where the member was among the findings when the sheet was last open: code and place.
pub type Mark = Arc<Mutex<Option<(String, String)>>>;

/// The sheet.
pub struct FindingsSheet {
    newest: Newest<Result<Shown, String>>,
    found: Option<Shown>,
    failed: Option<String>,
    cursor: usize,
    window: Window,
    /// Which of its places Enter goes to.
    place: usize,
    with_waived: bool,
    mark: Mark,
}

impl FindingsSheet {
    /// Opens, and has the review and the session checked.
    pub fn new(ui: &Ui<'_>, mark: Mark) -> Self {
        let mut newest = Newest::new(ui.worker);
        let (catalog, state, read) = (ui.ws.catalog().clone(), ui.ws.state().clone(), ui.ws.read().clone());
        newest.ask(move |_| shown::to_member(&catalog, &state, &read));
        let mut sheet = Self {
            newest,
            found: None,
            failed: None,
            cursor: 0,
            window: Window::default(),
            place: 0,
            with_waived: false,
            mark,
        };
        sheet.collect();
        sheet
    }

    /// The findings listed: those that stand open, and those let stand where they are asked for.
    fn rows<'a>(&'a self, ui: &Ui<'_>) -> Vec<&'a Finding> {
        let all = self.found.iter().flat_map(|shown| &shown.findings);
        all.filter(|finding| self.with_waived || waiver(ui, finding).is_none()).collect()
    }

    fn at(&self, rows: &[&Finding]) -> usize {
        moved(self.cursor, 0, rows.len())
    }

    fn remember(&self, finding: &Finding) {
        let mut mark = self.mark.lock().unwrap_or_else(PoisonError::into_inner);
        *mark = Some((finding.code.id().to_owned(), finding.place.clone()));
    }

    fn on(&self, action: Action, ui: &Ui<'_>, finding: &Finding) -> Reply {
        match action {
            Action::Note => let_stand(ui, finding),
            Action::Clear => match waiver(ui, finding) {
                Some(_) => Reply::ask(Request::Apply(act(finding, String::new()))),
                None => {
                    let key = ui.keys.key_for(Scope::Sheet, Action::Note).unwrap_or(":");
                    Reply::mistake(format!("It was not let stand. {key} lets it stand, with a reason."))
                }
            },
            _ => {
                match finding.places.get(self.place % finding.places.len().max(1)).and_then(|place| leads(ui, place)) {
                    Some(place) => Reply::close_with(vec![Request::Go(place)]),
                    None => Reply::mistake("There is no place in the review to go to; the line tells where it stands."),
                }
            }
        }
    }
}

fn waiver<'a>(ui: &Ui<'a>, finding: &Finding) -> Option<&'a Waiver> {
    ui.ws.state().waivers.get(&(finding.code.id().to_owned(), finding.place.clone()))
}

fn act(finding: &Finding, reason: String) -> Act {
    Act::Waive { code: finding.code.id().to_owned(), place: finding.place.clone(), reason }
}

fn let_stand(ui: &Ui<'_>, finding: &Finding) -> Reply {
    let before = waiver(ui, finding).map_or("", |waiver| waiver.reason.as_str());
    let own = finding.clone();
    let keep = move |text: &str, _: &Ui<'_>| match text.trim() {
        "" => Err("A finding is let stand for a reason: type one, or Esc.".to_owned()),
        reason => Ok(vec![Request::Apply(act(&own, reason.to_owned()))]),
    };
    let title = format!("Why it stands, {}", words_of(finding));
    Reply::ask(Request::Open(Box::new(Prompt::line(title, finding.message.clone(), before, Box::new(keep)))))
}

/// Where a place of a finding is in the workbench.
fn leads(ui: &Ui<'_>, place: &Found) -> Option<Place> {
    let catalog = ui.ws.catalog();
    if let Some(item) = place.evidence.as_ref().and_then(|id| catalog.evidence(id)) {
        let under = place.rated().filter(|subject| catalog.has(subject));
        // Before the marker of the note it is about, else where the item begins.
        let marker = item.refs.iter().find(|reference| Some(reference.footnote) == place.footnote);
        let at = marker.map_or(0, |reference| reference.at.saturating_sub(1));
        return Some(Place::Item { item: item.id.clone(), under, at: Some(at) });
    }
    if let Some(number) = place.footnote.filter(|number| !catalog.citing_footnote(*number).is_empty()) {
        return Some(Place::Footnote(number));
    }
    if let Some(id) = place.source.as_ref().filter(|id| catalog.source(id).is_some()) {
        return Some(Place::Source(id.clone()));
    }
    if let Some(source) = place.footnote.and_then(|number| catalog.footnote(number)?.sources.first()) {
        return Some(Place::Source(source.clone()));
    }
    place.rated().filter(|subject| catalog.has(subject)).map(Place::Grid)
}

fn words_of(finding: &Finding) -> String {
    finding.places.first().map(Found::words).unwrap_or_default()
}

fn line(ui: &Ui<'_>, finding: &Finding) -> Line<'static> {
    let (weight, role) = match waiver(ui, finding) {
        Some(_) => ("stands", Role::Dim),
        None => (finding.severity.word(), Role::Text),
    };
    Line::from(vec![
        ui.span(&format!("{weight:<7}"), Role::Dim),
        ui.span(&words_of(finding), Role::Heading),
        Span::raw("  "),
        ui.span(&finding.message, role),
    ])
}

impl Sheet for FindingsSheet {
    fn scope(&self) -> Scope {
        Scope::Sheet
    }

    fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        let rows = self.rows(ui);
        let at = self.at(&rows);
        let page = isize::try_from(MOST_ROWS).unwrap_or(1);
        let to = match action {
            Action::Back | Action::DropIt | Action::GoCheck => {
                rows.get(at).into_iter().for_each(|finding| self.remember(finding));
                return Reply::close();
            }
            Action::Up => moved(at, -1, rows.len()),
            Action::Down => moved(at, 1, rows.len()),
            Action::PageUp => moved(at, -page, rows.len()),
            Action::PageDown => moved(at, page, rows.len()),
            Action::First => 0,
            Action::Last => rows.len().saturating_sub(1),
            Action::Left | Action::Right => {
                let places = rows.get(at).map_or(1, |finding| finding.places.len().max(1));
                let step = if action == Action::Right { 1 } else { places - 1 };
                self.place = (self.place + step) % places;
                return Reply::done();
            }
            Action::ShowOnly => {
                self.with_waived = !self.with_waived;
                return Reply::done();
            }
            Action::Open | Action::Keep | Action::Note | Action::Clear => {
                return match rows.get(at) {
                    Some(finding) => {
                        self.remember(finding);
                        self.on(action, ui, finding)
                    }
                    None => Reply::mistake("Nothing is found here. Esc goes back."),
                };
            }
            _ => return Reply::ignored(),
        };
        let count = rows.len();
        self.cursor = to;
        self.place = 0;
        self.window.follow(to, count, MOST_ROWS);
        Reply::done()
    }

    fn hints(&self, ui: &Ui<'_>) -> Vec<(Action, &'static str)> {
        let first: &[(Action, &'static str)] =
            if self.rows(ui).is_empty() { &[] } else { &[(Action::Open, "go there")] };
        let last = [(Action::Note, "let it stand"), (Action::ShowOnly, "let stand too"), (Action::Right, "next place")];
        [first, &[(Action::Back, "back"), (Action::Menu, "menu")], &last].concat()
    }

    fn title(&self, ui: &Ui<'_>) -> String {
        let Some(shown) = &self.found else { return "Checking the review and your session".to_owned() };
        let stand = shown.findings.iter().filter(|finding| waiver(ui, finding).is_some()).count();
        let open = plural(shown.findings.len() - stand, "finding", "findings");
        if stand > 0 { format!("{open}, {stand} let stand") } else { open }
    }

    fn height(&self, ui: &Ui<'_>, width: u16) -> u16 {
        let rows = self.rows(ui);
        let below = prose::height(&self.below(ui, &rows), width);
        u16::try_from(rows.len().clamp(1, MOST_ROWS)).unwrap_or(1) + below.min(MOST_DETAIL)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        if area.height == 0 || area.width == 0 {
            return None;
        }
        let plain = ui.theme.style(Role::Text);
        let rows = self.rows(ui);
        let at = self.at(&rows);
        let listed = u16::try_from(rows.len().clamp(1, MOST_ROWS)).unwrap_or(1).min(area.height);
        let mut cursor = Position::new(area.x, area.y);
        if rows.is_empty() {
            let words = match (&self.found, &self.failed) {
                (_, Some(why)) => why,
                (None, None) => "Reading everything once \u{2026}",
                (Some(_), None) => "Nothing found.",
            };
            put(buf, area, 0, &Line::from(ui.span(words, Role::Dim)), plain);
        }
        let top = self.window.top_for(at, rows.len(), usize::from(listed));
        for (y, row) in (0..listed).zip(top..rows.len()) {
            put(buf, area, y, &line(ui, rows[row]), plain);
            if row == at {
                buf.set_style(Rect { y: area.y + y, height: 1, ..area }, ui.theme.style(Role::Selected));
                cursor.y = area.y + y;
            }
        }
        let below = Rect { y: area.y + listed, height: area.height - listed, ..area };
        prose::draw(&self.below(ui, &rows), ui, below, buf);
        Some(cursor)
    }

    fn collect(&mut self) {
        match self.newest.take() {
            Some(Ok(Ok(shown))) => {
                let mark = self.mark.lock().unwrap_or_else(PoisonError::into_inner).clone();
                let there = |finding: &Finding| {
                    mark.as_ref().is_some_and(|(code, place)| finding.code.id() == code && finding.place == *place)
                };
                self.cursor = shown.findings.iter().position(there).unwrap_or(0);
                self.window.follow(self.cursor, shown.findings.len(), MOST_ROWS);
                self.found = Some(shown);
            }
            Some(Ok(Err(why))) => self.failed = Some(why),
            Some(Err(_)) => self.failed = Some(FAILED.to_owned()),
            None => {}
        }
    }

    fn awaits(&self, action: Option<Action>) -> bool {
        let leaves = matches!(action, Some(Action::Back | Action::DropIt | Action::GoCheck | Action::Menu));
        self.newest.waits() && !leaves
    }
}

impl FindingsSheet {
    /// The finding under the cursor in full, and whether anything is kept back.
    fn below(&self, ui: &Ui<'_>, rows: &[&Finding]) -> Vec<Sentence> {
        let mut out = Vec::new();
        if let Some(finding) = rows.get(self.at(rows)) {
            let many = finding.places.len();
            let at = self.place % many.max(1);
            let place = finding.places.get(at).map(Found::words).unwrap_or_default();
            let label = if many > 1 { format!("Place {} of {many}:", at + 1) } else { "Place:".to_owned() };
            out.push(Sentence::new(&label, place));
            out.push(Sentence::told(finding.message.clone(), Role::Text));
            if let Some(waiver) = waiver(ui, finding) {
                out.push(Sentence::new("Let stand:", waiver.reason.as_str()));
            }
        }
        if self.found.as_ref().is_some_and(|shown| shown.withholds) {
            out.push(Sentence::told(WITHHELD, Role::Dim));
        }
        out
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::rating::Rating;
    use crate::tui::fixture::Stage;
    use crate::tui::fixture::mistake;
    use crate::tui::fixture::only;

    fn stage() -> Stage {
        let mut stage = Stage::default();
        stage.rate("1B", Rating::Good, None);
        stage
    }

    #[test]
    fn it_lists_findings_with_weight_and_place_and_says_what_is_kept_back() {
        let stage = stage();
        let drawn = stage.drawn(&FindingsSheet::new(&stage.ui(), Mark::default()));
        assert!(drawn.contains("medium 1B  You rated 1B good and gave no reason."), "{drawn}");
        assert!(drawn.contains("What states a published rating is kept back"), "{drawn}");
    }

    #[test]
    fn enter_goes_to_the_place_and_coming_back_stands_where_one_was() {
        let stage = stage();
        let mark = Mark::default();
        let mut sheet = FindingsSheet::new(&stage.ui(), mark.clone());
        sheet.act(Action::Down, &stage.ui());
        let second = stage.drawn(&sheet);
        let reply = sheet.act(Action::Open, &stage.ui());
        assert!(reply.close);
        assert!(matches!(only(reply), Request::Go(Place::Grid(_))));
        assert_eq!(stage.drawn(&FindingsSheet::new(&stage.ui(), mark)), second);
    }

    #[test]
    fn a_finding_is_let_stand_with_a_reason_and_leaves_the_list_until_it_is_asked_for() {
        let mut stage = stage();
        let mut sheet = FindingsSheet::new(&stage.ui(), Mark::default());
        let before = sheet.rows(&stage.ui()).len();
        let Request::Open(mut prompt) = only(sheet.act(Action::Note, &stage.ui())) else { panic!("asks why") };
        assert!(mistake(prompt.act(Action::Keep, &stage.ui())).contains("for a reason"));
        prompt.edit(crate::tui::sheet::TextKey::Paste("Agreed in the meeting.".to_owned()), &stage.ui());
        let Request::Apply(act) = only(prompt.act(Action::Keep, &stage.ui())) else { panic!("an act") };
        stage.ws.apply(&act).expect("lets it stand");
        assert_eq!(sheet.rows(&stage.ui()).len(), before - 1);
        assert!(stage.drawn(&sheet).contains("1 let stand"));
        sheet.act(Action::ShowOnly, &stage.ui());
        let drawn = stage.drawn(&sheet);
        assert!(drawn.contains("stands 1B") && drawn.contains("Let stand: Agreed in the meeting."), "{drawn}");
        let Request::Apply(act) = only(sheet.act(Action::Clear, &stage.ui())) else { panic!("an act") };
        stage.ws.apply(&act).expect("no longer");
        assert!(stage.ws.state().waivers.is_empty());
    }
}
