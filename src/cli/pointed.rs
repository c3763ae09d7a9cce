//! Which stretch of which text is meant: an item or a source, its words or its sentences.
//!
//! Invariant: no text that is kept back is pointed at, and of several places none is chosen.

use std::ops::Range;

use serde_json::json;

use crate::cli::args::TagArgs;
use crate::cli::failure::CONFLICT;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::output::Out;
use crate::cli::told;
use crate::model::quote::MarkedIn;
use crate::review::listing::kept_back;
use crate::review::named::Named;
use crate::review::pointing::around;
use crate::review::pointing::places_of;
use crate::review::pointing::sentences_numbered;
use crate::review::workspace::Workspace;
use crate::text::segment::sentences;

/// Places of like words told at most.
const MOST_PLACES: usize = 50;

/// A stretch of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The text.
    pub marked_in: MarkedIn,
    /// All of it.
    pub text: String,
    /// The scalar values meant.
    pub range: Range<usize>,
}

/// The text of an item or a source, whole, to be marked in.
pub fn own_text(ws: &Workspace, what: &Named) -> Result<Stretch, Failure> {
    let own = texts(ws, what)?.into_iter().next();
    let of_source = matches!(what, Named::Source(_));
    let own = own.filter(|text| !of_source || matches!(text.marked_in, MarkedIn::Source(_)));
    own.ok_or_else(|| Failure::new(INPUT, "no-text", "Its text is not held here; the items that name it are."))
}

/// The texts that are meant by what is named: a source's own, or of one whose text is not held its items. Whole.
pub fn texts(ws: &Workspace, what: &Named) -> Result<Vec<Stretch>, Failure> {
    let (catalog, blind) = (ws.catalog(), ws.blindness());
    let whole =
        |marked_in: MarkedIn, text: &str| Stretch { marked_in, text: text.to_owned(), range: 0..text.chars().count() };
    match what {
        Named::Item(id) => {
            let item = catalog.evidence(id);
            let Some(item) = item else { return Ok(Vec::new()) };
            if blind.hides(&item) {
                let open: Vec<String> = blind.waiting_for(&item).iter().map(ToString::to_string).collect();
                let message =
                    format!("{id} states what was published and is shown once you have rated {}", open.join(", "));
                return Err(Failure::new(CONFLICT, "withheld", message));
            }
            if blind.withholds(&item) {
                let message = format!(
                    "{id} states what was published: open it before you mark it\n`plumbline show {id}` opens it."
                );
                return Err(Failure::new(CONFLICT, "withheld", message));
            }
            Ok(vec![whole(MarkedIn::Item(id.clone()), &item.text)])
        }
        Named::Source(id) => {
            let Some(source) = catalog.source(id) else { return Ok(Vec::new()) };
            if blind.withholds_source(source) {
                let message = format!("the text of {id} states what was published and is not open to you yet");
                return Err(Failure::new(CONFLICT, "withheld", message));
            }
            let own = source.text.as_deref().map(|text| whole(MarkedIn::Source(id.clone()), text));
            let items = catalog.using_source(id);
            let items = items.iter().filter_map(|at| catalog.item(at)).filter(|item| kept_back(&blind, item).is_none());
            Ok(own.into_iter().chain(items.map(|item| whole(MarkedIn::Item(item.id.clone()), &item.text))).collect())
        }
        Named::Subject(_) | Named::Footnote(_) | Named::Passage(_) => {
            Err(Failure::usage("a passage is marked in an item (E077) or in a source (DHS0042)"))
        }
    }
}

pub fn no_text(typed: &str) -> Failure {
    let message = format!(
        "there is no text of {typed} here to mark\nIts text is not held: name one of its items, which `plumbline show {typed}` lists."
    );
    Failure::new(INPUT, "no-text", message)
}

/// The stretch that is meant; or the places among which to choose.
pub fn pointed(ws: &Workspace, what: &Named, args: &TagArgs) -> Result<Result<Stretch, Vec<Stretch>>, Failure> {
    let texts = texts(ws, what)?;
    let Some(exact) = &args.exact else {
        let one = texts.first().filter(|text| texts.len() == 1 || matches!(text.marked_in, MarkedIn::Source(_)));
        let one = one.ok_or_else(|| no_text(&args.what))?;
        let range = match &args.sentences {
            Some(typed) => {
                sentences_numbered(&sentences(&one.text), typed).map_err(|why| Failure::new(INPUT, "unknown", why))?
            }
            None => one.range.clone(),
        };
        return Ok(Ok(Stretch { range, ..one.clone() }));
    };
    let places_in = |text: &Stretch| -> Vec<Stretch> {
        let places = places_of(&text.text, exact).into_iter().take(MOST_PLACES);
        places.map(|range| Stretch { range, ..text.clone() }).collect()
    };
    // The source's own words go before those of items that tell of them.
    let own: Vec<Stretch> =
        texts.iter().filter(|text| matches!(text.marked_in, MarkedIn::Source(_))).flat_map(places_in).collect();
    let mut places = if own.is_empty() { texts.iter().flat_map(places_in).take(MOST_PLACES).collect() } else { own };
    match (places.len(), args.place) {
        (0, _) => {
            let message = format!(
                "these words do not stand in {} as far as it shows\n`plumbline show {}` prints it, sentences numbered.",
                args.what, args.what
            );
            Err(Failure::new(INPUT, "not-found", message))
        }
        (1, None | Some(1)) => Ok(Ok(places.remove(0))),
        (count, Some(number)) => match number.checked_sub(1).filter(|at| *at < count) {
            Some(at) => Ok(Ok(places.remove(at))),
            None => Err(Failure::usage(format!("--place is from 1 to {count} here"))),
        },
        (_, None) => Ok(Err(places)),
    }
}

/// Prints the places and says that one is to be chosen.
pub fn ambiguous(places: &[Stretch], as_json: bool) -> Result<Failure, Failure> {
    let mut out = Out::new();
    let sentence = |place: &Stretch| {
        crate::text::segment::index_at(&sentences(&place.text), place.range.start).map_or(1, |at| at + 1)
    };
    if as_json {
        let places: Vec<_> = places.iter().enumerate().map(|(at, place)| {
            let (evidence, source) = place.marked_in.fields();
            json!({ "place": at + 1, "evidence": evidence, "source": source, "sentence": sentence(place), "start": place.range.start, "end": place.range.end, "around": around(&place.text, &place.range) })
        }).collect();
        out.json(&json!({ "places": places }))?;
    } else {
        for (at, place) in places.iter().enumerate() {
            out.line(&format!(
                "{} {}, sentence {}: {}",
                at + 1,
                place.marked_in,
                sentence(place),
                told::in_a_line(&around(&place.text, &place.range))
            ))?;
        }
    }
    out.done()?;
    let message = format!(
        "these words stand at {}{} places, so nothing was marked\nSay which with --place.",
        if places.len() == MOST_PLACES { "at least " } else { "" },
        places.len()
    );
    Ok(Failure::new(CONFLICT, "ambiguous", message))
}
