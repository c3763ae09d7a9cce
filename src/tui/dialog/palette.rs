//! Find anything, do anything: actions, and everything that has a name.
//!
//! Names are gathered, folded and ranked off the drawing thread; what was found last stays until the newest ranking is
//! done. Invariant: what is typed exactly is hit before anything merely similar, and what is hidden for blindness has no
//! words to be found by.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::OnceLock;

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::lookup::Keys;
use crate::keys::table::Scope;
use crate::model::catalog::Catalog;
use crate::model::ids::Subject;
use crate::review::find::Index;
use crate::review::fuzzy::Match;
use crate::review::labels::Lead;
use crate::review::labels::labels;
use crate::review::state::State;
use crate::review::workspace::Workspace;
use crate::tui::dialog::narrow::MOST_ROWS;
use crate::tui::dialog::narrow::Narrow;
use crate::tui::dialog::narrow::marked;
use crate::tui::recent::Recent;
use crate::tui::recent::of_action;
use crate::tui::recent::of_lead;
use crate::tui::request::Place;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::sheet::Sheet;
use crate::tui::sheet::TextKey;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::both_ends;
use crate::tui::worker::Newest;
use crate::tui::worker::Wanted;

/// What people type for an action besides its name.
const SHORT_FORMS: [(&str, Action); 5] =
    [("q", Action::Quit), ("wq", Action::Quit), ("x", Action::Quit), ("w", Action::SavedWhen), ("help", Action::Menu)];

/// Actions nobody looks up by name: keys of movement and of text fields, and this sheet itself.
const LEFT_OUT: [Action; 22] = [
    Action::Up,
    Action::Down,
    Action::Left,
    Action::Right,
    Action::PageUp,
    Action::PageDown,
    Action::First,
    Action::Last,
    Action::NextPane,
    Action::PreviousPane,
    Action::Open,
    Action::Back,
    Action::FindAnything,
    Action::NextWord,
    Action::PreviousWord,
    Action::Keep,
    Action::DropIt,
    Action::NewLine,
    Action::TakeAnchor,
    Action::Toggle,
    Action::SwitchHere,
    Action::SearchOrder,
];

/// What a line leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Do(Action),
    Go(Lead),
}

impl Target {
    fn name(&self) -> String {
        match self {
            Self::Do(action) => of_action(*action),
            Self::Go(lead) => of_lead(lead),
        }
    }
}

/// One line.
#[derive(Debug, Clone)]
struct Entry {
    text: String,
    kind: String,
    exact: Vec<String>,
    target: Target,
}

/// All lines, ready to be ranked.
struct Lines {
    entries: Vec<Entry>,
    index: Index,
    /// The places of what was chosen last, among the entries.
    recent: Vec<usize>,
}

/// What the lines are gathered from, once, on the thread that ranks them.
struct Names {
    actions: Vec<Entry>,
    catalog: Arc<Catalog>,
    state: State,
    /// What was chosen last.
    recent: Recent,
    lines: OnceLock<Lines>,
}

impl Names {
    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| {
            // What is hidden for blindness is not among the labels.
            let labels = labels(&self.catalog, &self.state).into_iter().map(|label| Entry {
                text: label.text,
                kind: label.kind.to_owned(),
                exact: label.shorthand,
                target: Target::Go(label.lead),
            });
            let entries: Vec<Entry> = self.actions.iter().cloned().chain(labels).collect();
            let index = Index::of(entries.iter().map(|entry| (entry.text.as_str(), entry.exact.as_slice())));
            let at = |name: &String| entries.iter().position(|entry| entry.target.name() == *name);
            let recent = self.recent.names().iter().filter_map(at).collect();
            Lines { entries, index, recent }
        })
    }

    /// The places of what was chosen last, among the entries.
    fn recent(&self) -> &[usize] {
        self.lines.get().map_or(&[], |lines| &lines.recent)
    }

    /// What there is to show: until all is gathered, what can be done.
    fn entries(&self) -> &[Entry] {
        self.lines.get().map_or(&self.actions, |lines| &lines.entries)
    }

    /// The lines that answer to what was typed, best first; none where it is no longer wanted.
    fn rank(&self, typed: &str, wanted: &Wanted<'_>) -> Vec<Match> {
        let lines = self.lines();
        if !wanted.still() {
            return Vec::new();
        }
        lines.index.find(typed, &|| wanted.still())
    }
}

/// The sheet.
pub struct PaletteSheet {
    names: Arc<Names>,
    newest: Newest<Option<Vec<Match>>>,
    /// None while nothing is typed: then all entries stand in their order, behind what was chosen last.
    found: Option<Vec<Match>>,
    narrow: Narrow,
}

impl PaletteSheet {
    /// Gathers what can be done in the view behind, and everything that can be gone to; what was chosen last comes
    /// first.
    pub fn new(ui: &Ui<'_>, recent: &Recent) -> Self {
        let (catalog, state) = (ui.ws.catalog().clone(), ui.ws.state().clone());
        let actions = actions_in(ui.keys, ui.behind);
        let (recent, lines) = (recent.clone(), OnceLock::new());
        let names = Arc::new(Names { actions, catalog, state, recent, lines });
        let mut sheet = Self { names, newest: Newest::new(ui.worker), found: None, narrow: Narrow::default() };
        sheet.rank();
        sheet
    }

    fn rank(&mut self) {
        let typed = self.narrow.typed().trim().to_lowercase();
        let names = self.names.clone();
        if typed.is_empty() {
            self.found = None;
            // What was chosen last joins the list once all is gathered: a key that chooses waits for that.
            match names.lines.get() {
                Some(_) => self.newest.forget(),
                None => self.newest.ask(move |_| {
                    names.lines();
                    None
                }),
            }
        } else {
            self.newest.ask(move |wanted| Some(names.rank(&typed, wanted)));
        }
        self.collect();
    }

    fn len(&self) -> usize {
        let all = self.names.recent().len() + self.names.entries().len();
        self.found.as_ref().map_or(all, Vec::len)
    }

    fn row(&self, at: usize) -> Option<(&Entry, Cow<'_, [usize]>)> {
        let entries = self.names.entries();
        match &self.found {
            None => {
                let recent = self.names.recent();
                let at = recent.get(at).copied().or_else(|| at.checked_sub(recent.len()))?;
                entries.get(at).map(|entry| (entry, Cow::default()))
            }
            Some(found) => {
                let found = found.get(at)?;
                let positions = match self.names.lines.get().filter(|_| !found.is_ranked()) {
                    Some(lines) => Cow::Owned(lines.index.positions(self.narrow.typed(), found.index)),
                    None => Cow::Borrowed(found.positions.as_slice()),
                };
                Some((entries.get(found.index)?, positions))
            }
        }
    }

    fn choose(&self, ui: &Ui<'_>) -> Reply {
        let target = self.row(self.narrow.cursor()).map(|(entry, _)| &entry.target);
        let request = match target {
            None => return Reply::mistake("Nothing of that name. Backspace takes a letter back."),
            // Asked for by name, leaving is meant: no second key.
            Some(Target::Do(Action::Quit)) => Request::Quit,
            Some(Target::Do(action)) => Request::Do(*action),
            Some(Target::Go(Lead::Quote(id))) if ui.ws.state().quote(*id).is_some_and(|quote| quote.lost) => {
                Request::Do(Action::GoUnsettled)
            }
            Some(Target::Go(lead)) => match place_of(ui.ws, lead) {
                Some(place) => Request::Go(place),
                None => return Reply::mistake("That is not there any more."),
            },
        };
        let chose = target.map(|target| Request::Chose(target.name()));
        Reply::close_with(chose.into_iter().chain([request]).collect())
    }

    fn line(&self, ui: &Ui<'_>, at: usize, cells: usize) -> Line<'static> {
        let Some((entry, positions)) = self.row(at) else { return Line::default() };
        let left = marked(ui, &entry.text, &positions, Role::Text);
        let recent = self.found.is_none() && at < self.names.recent().len();
        let kind = if recent { format!("recent \u{b7} {}", entry.kind) } else { entry.kind.clone() };
        both_ends(left, vec![ui.span(&kind, Role::Dim)], cells)
    }
}

/// What can be done in a scope, what its footer shows first.
fn actions_in(keys: &Keys, scope: Scope) -> Vec<Entry> {
    let mut bindings = keys.bindings_in(scope);
    bindings.sort_by_key(|binding| binding.footer.map_or(u8::MAX, |(rank, _)| rank));
    let keyed = bindings.iter().map(|binding| (binding.action, binding.keys.first().copied()));
    let mut actions: Vec<(Action, Option<&str>)> = Vec::new();
    for (action, key) in keyed.chain(keys.by_name_only().into_iter().map(|action| (action, None))) {
        if !LEFT_OUT.contains(&action) && !actions.iter().any(|(other, _)| *other == action) {
            actions.push((action, key));
        }
    }
    actions
        .into_iter()
        .map(|(action, key)| Entry {
            text: format!("{} ({})", action.about(), action.name()),
            kind: key.map_or_else(|| "do".to_owned(), |key| format!("do: {key}")),
            exact: SHORT_FORMS
                .iter()
                .filter(|(_, short)| *short == action)
                .map(|(form, _)| (*form).to_owned())
                .chain([action.name().to_owned()])
                .collect(),
            target: Target::Do(action),
        })
        .collect()
}

/// Where a name leads; none where it is gone.
pub fn place_of(ws: &Workspace, lead: &Lead) -> Option<Place> {
    Some(match lead {
        Lead::Subject(subject) => Place::Grid(subject.clone()),
        Lead::Source(id) => Place::Source(id.clone()),
        Lead::Footnote(number) => Place::Footnote(*number),
        Lead::Tag(id) => Place::Tag(id.clone()),
        Lead::Quote(id) => {
            let quote = ws.state().quote(*id)?;
            match (&quote.evidence, &quote.source) {
                (Some(item), _) => Place::Item {
                    item: item.clone(),
                    under: quote.filings.first().and_then(|filing| filing.cell.cell()).map(Subject::Cell),
                    at: Some(quote.selector.start),
                },
                (None, Some(source)) => Place::InSource { source: source.clone(), at: quote.selector.start },
                (None, None) => return None,
            }
        }
    })
}

impl Sheet for PaletteSheet {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        match action {
            Action::Keep | Action::Open => self.choose(ui),
            Action::DropIt | Action::Back => Reply::close(),
            _ if self.narrow.step(action, self.len()) => Reply::done(),
            _ => Reply::ignored(),
        }
    }

    fn edit(&mut self, key: TextKey, _ui: &Ui<'_>) -> Reply {
        if self.narrow.edit(key) {
            self.rank();
        }
        Reply::done()
    }

    fn collect(&mut self) {
        if let Some(found) = self.newest.take() {
            self.found = found.unwrap_or(Some(Vec::new()));
        }
    }

    fn awaits(&self, action: Option<Action>) -> bool {
        use Action::Down;
        use Action::Keep;
        use Action::Open;
        use Action::PageDown;
        use Action::PageUp;
        use Action::Up;
        self.newest.waits() && matches!(action, Some(Keep | Open | Up | Down | PageUp | PageDown))
    }

    fn title(&self, _ui: &Ui<'_>) -> String {
        "Find anything, do anything".to_owned()
    }

    fn height(&self, _ui: &Ui<'_>, _width: u16) -> u16 {
        // The same however much is found, so that the sheet does not jump while one types.
        u16::try_from(self.names.entries().len().min(MOST_ROWS) + 1).unwrap_or(1)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        self.narrow.draw(ui, area, buf, self.len(), |at, cells| self.line(ui, at, cells))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::act::Act;
    use crate::model::rating::Rating;
    use crate::review::fixture::quote;
    use crate::tui::fixture::Stage;

    fn chosen(stage: &Stage, typed: &str) -> Request {
        let mut sheet = PaletteSheet::new(&stage.ui(), &Recent::default());
        stage.types(&mut sheet, typed);
        let reply = sheet.act(Action::Keep, &stage.ui());
        assert!(reply.close, "{typed}");
        let mut requests = reply.requests;
        assert!(matches!(requests.remove(0), Request::Chose(_)));
        requests.remove(0)
    }

    #[test]
    fn short_forms_are_hit_before_anything_similar() {
        let stage = Stage::default();
        for (typed, action) in [
            ("q", Action::Quit),
            ("wq", Action::Quit),
            ("x", Action::Quit),
            ("w", Action::SavedWhen),
            ("help", Action::Menu),
        ] {
            let hit = match chosen(&stage, typed) {
                Request::Do(found) => found == action,
                Request::Quit => action == Action::Quit,
                _ => false,
            };
            assert!(hit, "{typed}");
        }
    }

    #[test]
    fn codes_are_hit_however_they_are_typed() {
        let stage = Stage::default();
        for (typed, place) in [
            ("1b", Place::Grid("1B".parse().expect("a question"))),
            ("1B", Place::Grid("1B".parse().expect("a question"))),
            ("n427", Place::Footnote(427)),
            ("dhs32", Place::Source("DHS0032".into())),
        ] {
            assert!(matches!(chosen(&stage, typed), Request::Go(found) if found == place), "{typed}");
        }
    }

    #[test]
    fn words_find_actions_and_names_and_the_kind_stands_at_the_right() {
        let stage = Stage::default();
        assert!(matches!(chosen(&stage, "take back last"), Request::Do(Action::Undo)));
        assert!(matches!(chosen(&stage, "charity"), Request::Go(Place::Source(id)) if id.as_str() == "DHS0007"));
        let mut sheet = PaletteSheet::new(&stage.ui(), &Recent::default());
        stage.types(&mut sheet, "charity");
        let drawn = stage.drawn(&sheet);
        assert!(drawn.lines().nth(2).is_some_and(|line| line.ends_with("submission")), "{drawn}");
    }

    #[test]
    fn what_was_chosen_last_comes_first_until_something_is_typed() {
        let stage = Stage::default();
        let mut recent = Recent::default();
        for name in ["gone with the last edition", "note 427", "do undo"] {
            recent.chose(name.to_owned());
        }
        let mut sheet = PaletteSheet::new(&stage.ui(), &recent);
        let drawn = stage.drawn(&sheet);
        let rows: Vec<&str> = drawn.lines().skip(2).take(3).collect();
        assert!(rows[0].starts_with("take back the last act") && rows[0].contains("recent"), "{drawn}");
        assert!(rows[1].contains("427") && rows[1].contains("recent"), "{drawn}");
        assert!(!rows[2].contains("recent"), "{drawn}");
        sheet.act(Action::Down, &stage.ui());
        let reply = sheet.act(Action::Keep, &stage.ui());
        assert!(matches!(reply.requests[1], Request::Go(Place::Footnote(427))));
        stage.types(&mut sheet, "re");
        assert!(!stage.drawn(&sheet).contains("recent \u{b7}"));
    }

    #[test]
    fn what_matches_nothing_says_so_and_does_nothing() {
        let stage = Stage::default();
        let mut sheet = PaletteSheet::new(&stage.ui(), &Recent::default());
        stage.types(&mut sheet, "qqzzqq");
        assert!(stage.drawn(&sheet).contains("Nothing matches."));
        assert!(!sheet.act(Action::Keep, &stage.ui()).close);
    }

    #[test]
    fn a_passage_leads_to_its_place_until_its_text_is_hidden_again() {
        let mut stage = Stage::default();
        stage.rate("1A", Rating::Good, None);
        stage.rate("1B", Rating::Good, None);
        let passage = quote(&mut stage.ws, 3, 28..38, "1B");
        stage.ws.apply(&Act::Mark { quote: Box::new(passage) }).expect("marks");
        assert!(matches!(
            chosen(&stage, "secretword"),
            Request::Go(Place::Item { item, at: Some(28), .. }) if item.as_str() == "e4"
        ));
        stage.ws.apply(&Act::Unrate { cell: "1B".parse().expect("a question") }).expect("clears");
        let mut sheet = PaletteSheet::new(&stage.ui(), &Recent::default());
        stage.types(&mut sheet, "secretword");
        assert!(!stage.drawn(&sheet).lines().skip(2).any(|line| line.contains("secretword")));
    }
}
