//! `plumbline find`: find anything by name, as in the workbench.
//!
//! Invariant: what is hidden from the member is not found, and nothing is written.

use serde_json::json;

use crate::cli::args::FindArgs;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::output::Out;
use crate::cli::resolve::Desk;
use crate::review::find::Finder;
use crate::review::labels::Lead;
use crate::review::open::Purpose;
use crate::review::open::open_session;
use crate::review::state::State;
use crate::review::whose;
use crate::review::workspace::Machine;
use crate::text::display::display_line;

/// Prints what is found, best first: kind, key and label, with tabs between.
pub fn run(environment: &Environment, args: &FindArgs) -> Result<(), Failure> {
    let desk = Desk::at(environment)?;
    let review = desk.review(args.review.as_deref())?;
    let session = whose::last_session(&desk.data, review.catalog.review().id, &desk.used)?;
    let finder = match session {
        Some(path) => {
            let opened = open_session(&review, &path, Purpose::Look, Box::new(Machine))?;
            Finder::new(&review.catalog, opened.workspace.state())
        }
        None => Finder::new(&review.catalog, &State::new(review.catalog.review())),
    };
    let found = finder.find(&args.query);
    let mut out = Out::new();
    if args.json {
        let row = |index: usize| {
            let label = &finder.labels()[index];
            json!({ "kind": label.kind, "key": key(&label.lead), "label": label.text })
        };
        out.json(&json!({ "found": found.iter().map(|hit| row(hit.index)).collect::<Vec<_>>() }))?;
    } else {
        for hit in &found {
            let label = &finder.labels()[hit.index];
            // Stored tabs and line ends have become spaces: the tabs of the row are its own.
            let key = key(&label.lead);
            let row = [label.kind, &key, &label.text].map(|column| display_line(column).into_cow());
            out.text(&format!("{}\n", row.join("\t")))?;
        }
    }
    Ok(out.done()?)
}

fn key(lead: &Lead) -> String {
    match lead {
        Lead::Subject(subject) => subject.to_string(),
        Lead::Source(id) => id.to_string(),
        Lead::Footnote(number) => number.to_string(),
        Lead::Tag(id) => id.to_string(),
        Lead::Quote(id) => id.to_string(),
    }
}
