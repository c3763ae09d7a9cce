//! `plumbline find`: find anything by name, or search the texts, as in the workbench.
//!
//! Invariant: what is hidden from the member is not found, and nothing is written.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::json;

use crate::cli::args::FindArgs;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::failure::USAGE;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::resolve::Desk;
use crate::model::ids::EvidenceId;
use crate::review::find::Finder;
use crate::review::labels::Lead;
use crate::review::open::OpenedReview;
use crate::review::open::OpenedSession;
use crate::review::open::Purpose;
use crate::review::open::open_session;
use crate::review::query::field::Names;
use crate::review::query::found::Found;
use crate::review::query::found::Text;
use crate::review::query::parse::Query;
use crate::review::query::parse::QueryError;
use crate::review::query::run::Asked;
use crate::review::query::run::Search;
use crate::review::query::run::Unanswered;
use crate::review::query::session::Session;
use crate::review::state::State;
use crate::review::whose;
use crate::review::workspace::Machine;
use crate::store::text_index::Order;
use crate::text::display::display_line;

/// Said on standard error where nothing is.
const NOTHING: &str = "nothing found";
/// Rows shown in their context at a time.
const PAGE: usize = 500;

/// Prints what is found, best first: kind, key and label, with tabs between. Of texts: what it is, key and words.
pub fn run(environment: &Environment, args: &FindArgs) -> Result<(), Failure> {
    let desk = Desk::at(environment)?;
    let review = desk.review(args.review.as_deref())?;
    let session = whose::last_session(&desk.data, review.catalog.review().id, &desk.used)?
        .map(|path| open_session(&review, &path, Purpose::Look, Box::new(Machine)))
        .transpose()?;
    if args.text { texts(&review, session.as_ref(), args) } else { names(&review, session.as_ref(), args) }
}

fn names(review: &OpenedReview, session: Option<&OpenedSession>, args: &FindArgs) -> Result<(), Failure> {
    let finder = match session {
        Some(opened) => Finder::new(&review.catalog, opened.workspace.state()),
        None => Finder::new(&review.catalog, &State::new(review.catalog.review())),
    };
    let mut found = finder.find(&args.query);
    found.truncate(args.limit.unwrap_or(usize::MAX));
    if found.is_empty() {
        say(NOTHING);
    }
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
            put_row(&mut out, [label.kind, &key(&label.lead), &label.text])?;
        }
    }
    Ok(out.done()?)
}

/// Stored tabs and line ends have become spaces: the tabs of the row are its own.
fn put_row(out: &mut Out, columns: [&str; 3]) -> Result<(), Failure> {
    let row = columns.map(|column| display_line(column).into_cow());
    Ok(out.text(&format!("{}\n", row.join("\t")))?)
}

fn texts(review: &OpenedReview, session: Option<&OpenedSession>, args: &FindArgs) -> Result<(), Failure> {
    let nothing_said = State::new(review.catalog.review());
    let nothing_read: BTreeSet<EvidenceId> = BTreeSet::new();
    let (state, read) = match session {
        Some(opened) => (opened.workspace.state(), opened.workspace.read()),
        None => (&nothing_said, &nothing_read),
    };
    let told = |error: QueryError| {
        // The mark stands under its place only where what was typed begins a row of its own.
        Failure::new(USAGE, "query", format!("this cannot be searched for:\n{}", error.under(&args.query)))
    };
    let query = Query::read(&args.query, &Names::of(&review.catalog, state)).map_err(told)?;
    let asked = Asked {
        query,
        here: None,
        order: if args.ranked { Order::Best } else { Order::Reading },
        session: Arc::new(Session::whole(state, read)),
        limit: args.limit.unwrap_or(usize::MAX),
        earlier: None,
    };
    let search = Search::of(review.catalog.clone(), review.indexed_file());
    let failed = |error: Unanswered| match error {
        Unanswered::Query(error) => told(error),
        Unanswered::Store(error) => error.into(),
        Unanswered::GivenUp => Failure::usage(error.to_string()),
    };
    let answer = search.ask(&asked, &|| true).map_err(failed)?;
    if answer.rows.is_empty() {
        say(NOTHING);
    }
    let mut out = Out::new();
    let mut documents = Vec::new();
    for rows in answer.rows.chunks(PAGE) {
        for found in search.show(&asked.query, rows, &|| true).map_err(failed)? {
            let key = key_of(review, &found);
            if args.json {
                let mut row = json!({ "kind": kind_of(&found), "key": key, "at": found.at, "text": found.words() });
                if let Some(name) = found.name() {
                    row["named"] = json!(name);
                }
                documents.push(row);
            } else {
                let name = found.name().map_or_else(String::new, |name| format!("{name} \u{b7} "));
                put_row(&mut out, [&found.head, &key, &format!("{name}{}", found.words())])?;
            }
        }
    }
    if args.json {
        out.json(&json!({ "found": documents, "whole": answer.whole }))?;
    }
    Ok(out.done()?)
}

fn kind_of(found: &Found) -> &'static str {
    match found.text {
        Text::Item(_) => "evidence",
        Text::Source(_) => "source",
    }
}

fn key_of(review: &OpenedReview, found: &Found) -> String {
    let catalog = &review.catalog;
    match found.text {
        Text::Item(at) => catalog.item(at).map_or_else(String::new, |item| item.id.to_string()),
        Text::Source(at) => catalog.review().sources.get(at).map_or_else(String::new, |source| source.id.to_string()),
    }
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
