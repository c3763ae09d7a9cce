//! The passages under a tag: what each says, its first words, and where it stands.
//!
//! Uses the session to read and the widgets. Invariant: words of an item that is hidden are not drawn or copied.

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::model::act::Act;
use crate::model::ids::Subject;
use crate::model::quote::Quote;
use crate::model::quote::Stance;
use crate::review::cite::quote_with_citation;
use crate::review::labels::first_words;
use crate::review::words::place_word;
use crate::tui::dialog::note::passage_note;
use crate::tui::request::CopyText;
use crate::tui::request::Place;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::view::codebook::count::Of;
use crate::tui::view::codebook::count::Under;
use crate::tui::view::codebook::count::passages;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::both_ends;
use crate::tui::widget::line::cut;
use crate::tui::widget::line::put;
use crate::tui::widget::window::Window;
use crate::tui::widget::window::moved;

/// The cursor over the passages.
#[derive(Debug, Clone, Default)]
pub(super) struct Passages {
    row: usize,
    window: Window,
}

impl Passages {
    /// To the first passage.
    pub(super) fn reset(&mut self) {
        *self = Self::default();
    }

    fn place(&self, len: usize) -> usize {
        moved(self.row, 0, len)
    }

    /// Answers an action on the passages of a tag or a source.
    pub(super) fn act(&mut self, action: Action, ui: &Ui<'_>, of: &Of, under: &Under, page: usize) -> Reply {
        let all = passages(ui.ws.state(), ui.ws.catalog(), of, under);
        let at = self.place(all.len());
        let page = isize::try_from(page.max(1)).unwrap_or(1);
        let to = match action {
            Action::Up | Action::PreviousItem => moved(at, -1, all.len()),
            Action::Down | Action::NextItem => moved(at, 1, all.len()),
            Action::PageUp => moved(at, -page, all.len()),
            Action::PageDown => moved(at, page, all.len()),
            Action::First => 0,
            Action::Last => all.len().saturating_sub(1),
            Action::Right => at,
            Action::Open | Action::Note | Action::Copy | Action::Clear => {
                return match all.get(at) {
                    Some(quote) => on_passage(action, ui, quote, of, under),
                    None => Reply::mistake("There is no passage here."),
                };
            }
            _ => return Reply::ignored(),
        };
        self.row = to;
        Reply::done()
    }

    /// Keeps the cursor in view.
    pub(super) fn settle(&mut self, len: usize, height: u16) {
        self.row = self.place(len);
        self.window.follow(self.row, len, usize::from(height));
    }

    /// Draws the passages in view and says where the cursor stands.
    pub(super) fn draw(
        &self,
        ui: &Ui<'_>,
        quotes: &[&Quote],
        under: &Under,
        (area, buf): (Rect, &mut Canvas<'_>),
        focused: bool,
    ) -> Option<Position> {
        let place = self.place(quotes.len());
        let top = self.window.top_for(place, quotes.len(), usize::from(area.height));
        let mut found = None;
        for (row, quote) in quotes.iter().enumerate().skip(top).take(usize::from(area.height)) {
            let y = u16::try_from(row - top).unwrap_or(u16::MAX);
            put(buf, area, y, &line(ui, quote, under, usize::from(area.width)), ui.theme.style(Role::Text));
            if row == place && focused {
                buf.set_style(Rect { y: area.y + y, height: 1, ..area }, ui.theme.style(Role::Selected));
                found = Some(Position::new(area.x, area.y + y));
            }
        }
        found
    }
}

fn hidden(ui: &Ui<'_>, quote: &Quote) -> bool {
    ui.ws.blindness().hides_quote(quote)
}

fn on_passage(action: Action, ui: &Ui<'_>, quote: &Quote, of: &Of, under: &Under) -> Reply {
    let place = place_word(ui.ws.catalog(), quote);
    match action {
        Action::Note => Reply::ask(Request::Open(Box::new(passage_note(ui, quote)))),
        Action::Clear => {
            let Of::Tag(tag) = of else {
                return Reply::mistake("A passage is taken away in its text: Enter goes there.");
            };
            let mut quote = quote.clone();
            quote.tags.retain(|other| other != tag);
            let label = ui.ws.state().tag(tag).map_or_else(|| tag.to_string(), |tag| tag.label.clone());
            Reply::ask(Request::ApplyAll(
                vec![Act::Remark { quote: Box::new(quote) }],
                format!("{} taken off the passage on {place}.", ui.line(&label)),
            ))
        }
        Action::Copy if hidden(ui, quote) => Reply::mistake("What is hidden cannot be copied."),
        Action::Copy => match quote_with_citation(ui.ws.catalog(), quote) {
            Some(text) => Reply::ask(Request::Copy(CopyText { text, what: format!("the passage on {place}") })),
            None => Reply::mistake("This passage has no citation to copy with."),
        },
        _ => open(quote, under),
    }
}

fn open(quote: &Quote, under: &Under) -> Reply {
    if quote.lost {
        // Where it stood says nothing any more; what it said is there in full.
        return Reply::ask(Request::Do(Action::GoUnsettled));
    }
    let filed = quote.filings.iter().filter(|filing| {
        let only = Under { commitment: under.commitment.clone(), question: under.question.clone() };
        only.commitment.is_none_or(|id| id == filing.cell.commitment)
            && only.question.is_none_or(|id| Some(id) == filing.cell.question)
    });
    let cell = filed.filter_map(|filing| filing.cell.cell()).next();
    match (&quote.evidence, &quote.source) {
        (Some(item), _) => Reply::ask(Request::Go(Place::Item {
            item: item.clone(),
            under: cell.map(Subject::Cell),
            at: Some(quote.selector.start),
        })),
        (None, Some(source)) => {
            let at = quote.selector.start;
            Reply::ask(Request::Go(Place::InSource { source: source.clone(), at }))
        }
        (None, None) => Reply::mistake("This passage says of no text that it stands in it."),
    }
}

fn sign(quote: &Quote) -> &'static str {
    let mut stances: Vec<Option<Stance>> = quote.filings.iter().map(|filing| filing.stance).collect();
    stances.dedup();
    match stances.as_slice() {
        [] | [None] => " ",
        [Some(Stance::Supports)] => "+",
        [Some(Stance::Undermines)] => "-",
        [Some(Stance::Context)] => "\u{b7}",
        _ => "\u{b1}",
    }
}

fn line(ui: &Ui<'_>, quote: &Quote, under: &Under, cells: usize) -> Line<'static> {
    let words = if hidden(ui, quote) {
        crate::review::listing::SHOWN_ONCE_RATED.to_owned()
    } else {
        first_words(&quote.selector.exact, 24)
    };
    let mut place = place_in(&ui.line(&place_word(ui.ws.catalog(), quote)), cells / 3);
    if under.question.is_none() && quote.filings.len() > 1 {
        place.push_str(&format!(" +{}", quote.filings.len() - 1));
    }
    let note = match (quote.lost, quote.note.is_some()) {
        (true, _) => " (lost its place)",
        (false, true) => " (note)",
        (false, false) => "",
    };
    let left =
        vec![ui.span(sign(quote), Role::Heading), ui.span(&format!(" {words}"), Role::Text), ui.span(note, Role::Dim)];
    both_ends(left, vec![ui.span(&place, Role::Dim)], cells)
}

/// A place cut to so many cells; its question stays whole.
fn place_in(place: &str, cells: usize) -> String {
    match place.rsplit_once(", ") {
        Some((text, cell)) => format!("{}, {cell}", cut(text, cells.saturating_sub(cell.len() + 2))),
        None => cut(place, cells),
    }
}
