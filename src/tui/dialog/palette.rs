//! Find anything, do anything: actions, and everything that has a name.
//!
//! Names are gathered and folded once, when the sheet opens. Invariant: what is typed exactly is hit
//! before anything merely similar, and what is hidden for blindness has no words to be found by.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::keys::action::Action;
use crate::keys::lookup::bindings_in;
use crate::keys::table::PALETTE_ONLY;
use crate::keys::table::Scope;
use crate::model::ids::QuoteId;
use crate::model::ids::Subject;
use crate::review::fuzzy::Fuzzy;
use crate::review::fuzzy::Match;
use crate::review::fuzzy::Prepared;
use crate::review::labels::Lead;
use crate::review::labels::labels;
use crate::review::workspace::Workspace;
use crate::tui::dialog::narrow::MOST_ROWS;
use crate::tui::dialog::narrow::Narrow;
use crate::tui::dialog::narrow::marked;
use crate::tui::request::Place;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::sheet::Sheet;
use crate::tui::sheet::TextKey;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::line::both_ends;

/// What people type for an action besides its name.
const SHORT_FORMS: [(&str, Action); 5] =
    [("q", Action::Quit), ("wq", Action::Quit), ("x", Action::Quit), ("w", Action::SavedWhen), ("help", Action::Menu)];

/// Actions nobody looks up by name: keys of movement and of text fields, and this sheet itself.
const LEFT_OUT: [Action; 21] = [
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
];

/// What a line leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Do(Action),
    Go(Lead),
}

/// One line.
struct Entry {
    text: String,
    kind: String,
    exact: Vec<String>,
    target: Target,
}

/// The sheet.
pub struct PaletteSheet {
    entries: Vec<Entry>,
    prepared: Vec<Prepared>,
    fuzzy: Fuzzy,
    /// None while nothing is typed: then all entries stand in their order.
    found: Option<Vec<Match>>,
    narrow: Narrow,
}

impl PaletteSheet {
    /// Gathers what can be done in the view behind, and everything that can be gone to.
    pub fn new(ui: &Ui<'_>) -> Self {
        let mut entries = actions_in(ui.behind);
        let hidden = hidden_passages(ui.ws);
        entries.extend(
            labels(ui.ws.catalog(), ui.ws.state())
                .into_iter()
                .filter(|label| !matches!(&label.lead, Lead::Quote(id) if hidden.contains(id)))
                .map(|label| Entry {
                    text: label.text,
                    kind: label.kind.to_owned(),
                    exact: label.shorthand,
                    target: Target::Go(label.lead),
                }),
        );
        let prepared = entries.iter().map(|entry| Prepared::new(&entry.text)).collect();
        Self { entries, prepared, fuzzy: Fuzzy::default(), found: None, narrow: Narrow::default() }
    }

    fn rank(&mut self) {
        let typed = self.narrow.typed().trim().to_lowercase();
        if typed.is_empty() {
            self.found = None;
            return;
        }
        let exact: Vec<usize> = (0..self.entries.len()).filter(|&at| self.entries[at].exact.contains(&typed)).collect();
        let ranked = self.fuzzy.rank(&typed, &self.prepared);
        let first = exact.iter().map(|&index| Match { index, score: i64::MAX, positions: Vec::new() });
        self.found = Some(first.chain(ranked.into_iter().filter(|found| !exact.contains(&found.index))).collect());
    }

    fn len(&self) -> usize {
        self.found.as_ref().map_or(self.entries.len(), Vec::len)
    }

    fn row(&self, at: usize) -> Option<(&Entry, &[usize])> {
        match &self.found {
            None => self.entries.get(at).map(|entry| (entry, &[][..])),
            Some(found) => {
                found.get(at).and_then(|found| Some((self.entries.get(found.index)?, found.positions.as_slice())))
            }
        }
    }

    fn choose(&self, ui: &Ui<'_>) -> Reply {
        let request = match self.row(self.narrow.cursor()).map(|(entry, _)| &entry.target) {
            None => return Reply::mistake("Nothing of that name. Backspace takes a letter back."),
            // Asked for by name, leaving is meant: no second key.
            Some(Target::Do(Action::Quit)) => Request::Quit,
            Some(Target::Do(action)) => Request::Do(*action),
            Some(Target::Go(lead)) => match place_of(ui.ws, lead) {
                Some(place) => Request::Go(place),
                None => return Reply::mistake("That is not there any more."),
            },
        };
        Reply::close_with(vec![request])
    }

    fn line(&self, ui: &Ui<'_>, at: usize, cells: usize) -> Line<'static> {
        let Some((entry, positions)) = self.row(at) else { return Line::default() };
        let left = marked(ui, &entry.text, positions, Role::Text);
        both_ends(left, vec![ui.span(&entry.kind, Role::Dim)], cells)
    }
}

/// What can be done in a scope, what its footer shows first.
fn actions_in(scope: Scope) -> Vec<Entry> {
    let mut bindings = bindings_in(scope);
    bindings.sort_by_key(|binding| binding.footer.map_or(u8::MAX, |(rank, _)| rank));
    let keyed = bindings.iter().map(|binding| (binding.action, binding.keys.first().copied()));
    let mut actions: Vec<(Action, Option<&str>)> = Vec::new();
    for (action, key) in keyed.chain(PALETTE_ONLY.iter().map(|&action| (action, None))) {
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

/// Passages in texts that are hidden again, such as after a rating was taken back.
fn hidden_passages(ws: &Workspace) -> Vec<QuoteId> {
    let blind = ws.blindness();
    ws.state().quotes.iter().filter(|quote| blind.hides_quote(quote)).map(|quote| quote.id).collect()
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

    fn title(&self, _ui: &Ui<'_>) -> String {
        "Find anything, do anything".to_owned()
    }

    fn height(&self, _ui: &Ui<'_>, _width: u16) -> u16 {
        // The same however much is found, so that the sheet does not jump while one types.
        u16::try_from(self.entries.len().min(MOST_ROWS) + 1).unwrap_or(1)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
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
    use crate::tui::fixture::only;

    fn chosen(stage: &Stage, typed: &str) -> Request {
        let mut sheet = PaletteSheet::new(&stage.ui());
        stage.types(&mut sheet, typed);
        let reply = sheet.act(Action::Keep, &stage.ui());
        assert!(reply.close, "{typed}");
        only(reply)
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
        let mut sheet = PaletteSheet::new(&stage.ui());
        stage.types(&mut sheet, "charity");
        let drawn = stage.drawn(&sheet);
        assert!(drawn.lines().nth(2).is_some_and(|line| line.ends_with("submission")), "{drawn}");
    }

    #[test]
    fn what_matches_nothing_says_so_and_does_nothing() {
        let stage = Stage::default();
        let mut sheet = PaletteSheet::new(&stage.ui());
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
        let mut sheet = PaletteSheet::new(&stage.ui());
        stage.types(&mut sheet, "secretword");
        assert!(!stage.drawn(&sheet).lines().skip(2).any(|line| line.contains("secretword")));
    }
}
