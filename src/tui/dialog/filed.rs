//! The member's passages filed under the question at hand, from items and from sources alike.

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::quote::Filing;
use crate::model::quote::Quote;
use crate::review::labels::Lead;
use crate::review::labels::first_words;
use crate::review::words::place_word;
use crate::review::words::plural;
use crate::review::words::stance_word;
use crate::review::words::subject_word;
use crate::tui::dialog::palette::place_of;
use crate::tui::dialog::picker::Choice;
use crate::tui::dialog::picker::Picker;
use crate::tui::request::Place;
use crate::tui::request::Request;
use crate::tui::ui::Ui;

/// Where one leads.
enum Leads {
    To(Place),
    /// It lost its place in this edition.
    ToSettle,
    Nowhere,
}

/// Lists them in the order they were marked; Enter goes to the place.
///
/// # Errors
/// There are none, in words for the status line.
pub fn filed(ui: &Ui<'_>, subject: &Subject) -> Result<Picker, String> {
    let (catalog, blind) = (ui.ws.catalog(), ui.ws.blindness());
    let under = subject_word(catalog.review(), subject);
    let mut choices = Vec::new();
    let mut places: Vec<Leads> = Vec::new();
    for quote in &ui.ws.state().quotes {
        let Some(filing) = filing_under(quote, subject) else { continue };
        let words = if blind.hides_quote(quote) {
            crate::review::listing::SHOWN_ONCE_RATED.to_owned()
        } else {
            first_words(&quote.selector.exact, 16)
        };
        let says = filing.and_then(|filing| {
            let asked = filing.cell.cell().map(Subject::Cell);
            filing.stance.map(|stance| format!("{}; ", stance_word(catalog, asked.as_ref(), stance)))
        });
        let lost = if quote.lost { "lost its place; " } else { "" };
        choices.push(Choice::new(words, format!("{lost}{}{}", says.unwrap_or_default(), place_word(catalog, quote))));
        places.push(match place_of(ui.ws, &Lead::Quote(quote.id)) {
            _ if quote.lost => Leads::ToSettle,
            Some(place) => Leads::To(place),
            None => Leads::Nowhere,
        });
    }
    if choices.is_empty() {
        let marks = ui.keys.key_for(Scope::Reader, Action::Passage).unwrap_or(":");
        return Err(format!("No passage of yours is filed under {under} yet: {marks} marks one in a text."));
    }
    let title = format!("{} of yours under {under}", plural(choices.len(), "passage", "passages"));
    let choose = move |at: usize, _: &str| match places.get(at) {
        Some(Leads::To(place)) => vec![Request::Go(place.clone())],
        // Where it stood says nothing any more; what it said is there in full.
        Some(Leads::ToSettle) => vec![Request::Do(Action::GoUnsettled)],
        Some(Leads::Nowhere) | None => Vec::new(),
    };
    Ok(Picker::new(title, choices, Box::new(choose), false))
}

/// The filing by which a passage stands under a subject; under the whole stand those that are filed nowhere, too.
fn filing_under<'q>(quote: &'q Quote, subject: &Subject) -> Option<Option<&'q Filing>> {
    match subject {
        Subject::Cell(cell) => quote.filed_under(cell).map(Some),
        Subject::Parent(ParentKey::Commitment(id)) => {
            quote.filings.iter().find(|filing| &filing.cell.commitment == id).map(Some)
        }
        Subject::Parent(_) => Some(quote.filings.first()),
    }
}
