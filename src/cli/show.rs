//! `plumbline show`: a question with what is asked and its evidence, a commitment, an item, a source, a note, a passage.
//!
//! Invariant: what is kept back for blindness is not told; opening what states a published rating is noted as looking at
//! it, as in the workbench.

use serde_json::Value;

use crate::cli::args::ShowArgs;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::output::Out;
use crate::cli::seat;
use crate::cli::seat::Seat;
use crate::cli::told;
use crate::cli::told::Told;
use crate::cli::told::item::Opening;
use crate::model::act::Act;
use crate::model::catalog::Shelf;
use crate::model::ids::Subject;
use crate::review::named::Named;
use crate::review::named::named;
use crate::review::workspace::Workspace;

/// Prints what is named.
pub fn run(environment: &Environment, args: &ShowArgs) -> Result<(), Failure> {
    let typed = args.what.join(" ");
    let looked = seat::to_look(environment, &args.seat)?;
    let ws = &looked.workspace;
    let what = named(ws.catalog(), ws.state(), &typed)?;
    if !args.read && unseen(ws, &what).is_empty() {
        return print(ws, &what, args.seat.json);
    }
    drop(looked);
    let mut seat = Seat::take(environment, &args.seat)?;
    note_opened(seat.ws(), &what, args.read)?;
    seat.save()?;
    print(seat.ws(), &what, args.seat.json)?;
    seat.leave()
}

/// Published ratings that its text states and the member has not looked at yet, where the text may be opened.
fn unseen(ws: &Workspace, what: &Named) -> Vec<Subject> {
    let (catalog, blind) = (ws.catalog(), ws.blindness());
    match what {
        Named::Item(id) => match catalog.evidence(id) {
            Some(item) if !blind.hides(&item) => blind.unseen_in(&item),
            _ => Vec::new(),
        },
        Named::Source(id) => match catalog.source(id) {
            Some(source) if !blind.hides_source(source) => blind.unseen_in_source(source),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// Notes what opening it means: that what it states was looked at, and, where that is asked for, that it was read.
pub fn note_opened(ws: &mut Workspace, what: &Named, read: bool) -> Result<(), Failure> {
    for on in unseen(ws, what) {
        ws.apply(&Act::SeePublished { on })?;
    }
    if read {
        match what {
            Named::Item(id) => {
                let hidden = ws.catalog().evidence(id).is_none_or(|item| ws.blindness().hides(&item));
                if !hidden {
                    ws.set_read(id, true);
                }
            }
            Named::Source(id) => read_source(ws, id),
            _ => {}
        }
    }
    Ok(())
}

/// All of a source's text was read.
fn read_source(ws: &mut Workspace, id: &crate::model::ids::SourceId) {
    let catalog = ws.catalog().clone();
    let Some(source) = catalog.source(id).filter(|source| !ws.blindness().hides_source(source)) else { return };
    if let Some(text) = &source.text {
        let paragraphs = crate::text::paragraph::Paragraphs::of(text);
        ws.open_paragraphs(id, &paragraphs, &(0..text.chars().count()));
        ws.keep_opened();
    }
}

fn print(ws: &Workspace, what: &Named, as_json: bool) -> Result<(), Failure> {
    let mut out = Out::new();
    let told = told(ws, what);
    if !as_json {
        for line in &told.lines {
            out.line(line)?;
        }
    }
    // Of a question the evidence follows, item by item: there may be much of it.
    let mut items: Vec<Value> = Vec::new();
    if let Named::Subject(subject) = what {
        let places = ws.catalog().shelf(&Shelf::from(subject));
        for item in places.iter().filter_map(|at| ws.catalog().item(at)) {
            let told = told::item::whole(ws, &item, Opening::Listed);
            if as_json {
                items.push(told.json);
                continue;
            }
            out.line("")?;
            for line in &told.lines {
                out.line(line)?;
            }
        }
    }
    if as_json {
        let mut document = told.json;
        if matches!(what, Named::Subject(_)) {
            document["evidence"] = Value::Array(items);
        }
        out.json(&document)?;
    }
    Ok(out.done()?)
}

/// What is named, in lines and as JSON.
pub fn told(ws: &Workspace, what: &Named) -> Told {
    let catalog = ws.catalog();
    match what {
        Named::Subject(subject) => told::subject::asked(ws, subject),
        Named::Item(id) => {
            catalog.evidence(id).map(|item| told::item::whole(ws, &item, Opening::Opened)).unwrap_or_default()
        }
        Named::Source(id) => {
            catalog.source(id).map(|source| told::source::whole(ws, source, Opening::Opened)).unwrap_or_default()
        }
        Named::Footnote(number) => catalog.footnote(*number).map(|note| told::footnote(ws, note)).unwrap_or_default(),
        Named::Passage(id) => match ws.state().quote(*id) {
            Some(quote) => Told { lines: vec![told::passage::line(ws, quote)], json: told::passage::json(ws, quote) },
            None => Told::default(),
        },
    }
}
