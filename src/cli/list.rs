//! `plumbline list`: questions, evidence, sources, passages, tags, and what is unrated; one record a line, tabs between.
//!
//! Invariant: what is kept back has no words in a list.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;
use serde_json::json;

use crate::cli::args::ListArgs;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::failure::USAGE;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::seat;
use crate::cli::told;
use crate::cli::told::list::Line;
use crate::cli::told::subject::own_answer;
use crate::model::catalog::Shelf;
use crate::model::ids::CellKey;
use crate::model::ids::Subject;
use crate::model::places::Places;
use crate::review::named::subject;
use crate::review::open::OpenedSession;
use crate::review::query::alone::passage_answers;
use crate::review::query::alone::source_answers;
use crate::review::query::field::Names;
use crate::review::query::found::Text;
use crate::review::query::parse::Query;
use crate::review::query::run::Asked;
use crate::review::query::run::Here;
use crate::review::query::run::Search;
use crate::review::query::run::Unanswered;
use crate::review::query::session::Session;
use crate::review::words::decided_word;
use crate::review::workspace::Workspace;
use crate::store::text_index::Order;
use crate::text::display::display_line;

/// Rows shown in their context at a time.
const PAGE: usize = 500;

/// Records in columns and as JSON.
type Records = Vec<(Vec<String>, Value)>;

/// Prints a list.
pub fn run(environment: &Environment, args: &ListArgs) -> Result<(), Failure> {
    let opened = seat::to_look(environment, &args.seat)?;
    let ws = &opened.workspace;
    let filter = args.filter.join(" ");
    let none = |kind: &str| match filter.is_empty() {
        true => Ok(()),
        false => {
            Err(Failure::usage(format!("{kind} are listed whole; a filter is for evidence, sources and passages")))
        }
    };
    let (what, records) = match args.what.as_str() {
        "questions" => ("questions", none("questions").map(|()| questions(ws, false))?),
        "unrated" => ("questions", none("unrated questions").map(|()| questions(ws, true))?),
        "tags" => ("tags", none("tags").map(|()| tags(ws))?),
        "sources" => ("sources", sources(ws, &filter)?),
        "passages" => ("passages", passages(ws, &filter)?),
        typed => ("evidence", evidence(&opened, typed, &filter)?),
    };
    if records.is_empty() {
        say("nothing to list");
    }
    let mut out = Out::new();
    if args.seat.json {
        let records: Vec<Value> = records.into_iter().map(|(_, json)| json).collect();
        out.json(&json!({ what: records }))?;
    } else {
        for (columns, _) in &records {
            // Stored tabs and line ends have become spaces: the tabs of the row are its own.
            let row: Vec<_> = columns.iter().map(|column| display_line(column).into_cow()).collect();
            out.text(&format!("{}\n", row.join("\t")))?;
        }
    }
    Ok(out.done()?)
}

fn questions(ws: &Workspace, only_open: bool) -> Records {
    let catalog = ws.catalog();
    let cells = catalog.review().cells().filter(|cell| !only_open || !ws.state().answered(cell));
    let record = |cell: CellKey| {
        let answer = own_answer(ws, &cell);
        let commitment = catalog.commitment(&cell.commitment).map_or("", |known| known.label.as_str());
        let question = catalog.question(&cell.question).map_or("", |known| known.label.as_str());
        let items = catalog.shelf(&Shelf::Cell(cell.clone()));
        let read = ws.read_places().iter().filter(|at| items.contains(**at)).count();
        let columns = [
            &cell.to_string(),
            &answer,
            &format!("{read} of {} read", items.len()),
            &format!("{commitment}: {question}"),
        ];
        let json = json!({
            "cell": cell, "commitment": commitment, "question": question, "words": answer, "items": items.len(),
            "read": read, "rating": ws.state().ratings.get(&cell), "abstained": ws.state().abstained.get(&cell),
        });
        (columns.map(|column: &String| column.clone()).to_vec(), json)
    };
    cells.map(record).collect()
}

fn tags(ws: &Workspace) -> Records {
    let of = |tag: &crate::model::codebook::Tag| {
        let passages = ws.state().quotes.iter().filter(|quote| quote.tags.contains(&tag.id)).count();
        let digit = tag.digit.map_or(String::new(), |digit| digit.to_string());
        let json = json!({ "tag": tag.id, "label": tag.label, "description": tag.description, "digit": tag.digit, "passages": passages });
        (vec![tag.label.clone(), digit, passages.to_string(), tag.description.clone()], json)
    };
    ws.state().codebook.iter().map(of).collect()
}

fn sources(ws: &Workspace, filter: &str) -> Result<Records, Failure> {
    let query = read(ws, filter)?;
    let answers =
        |source: &&crate::model::source::Source| query.as_ref().is_none_or(|query| source_answers(ws, source, query));
    let of = |source: &crate::model::source::Source| {
        let status = crate::review::queue::status(ws.state(), &source.id);
        let items = ws.catalog().using_source(&source.id).len();
        let held = if source.text.is_some() { "text held" } else { "text not held" };
        let decision = told::source::decision(ws, source);
        let json = json!({
            "source": source.id, "kind": source.kind, "label": source.label, "status": status, "words": decided_word(status),
            "bears_on": crate::review::queue::bears_on(ws.state(), &source.id), "items": items, "held": source.text.is_some(),
        });
        let columns =
            [source.id.as_str(), source.kind.word(), &decision, &format!("{items} items"), held, &source.label];
        (columns.map(str::to_owned).to_vec(), json)
    };
    Ok(ws.catalog().review().sources.iter().filter(answers).map(of).collect())
}

fn passages(ws: &Workspace, filter: &str) -> Result<Records, Failure> {
    let query = read(ws, filter)?;
    let quotes = ws.state().quotes.iter();
    let answering = quotes.filter(|quote| query.as_ref().is_none_or(|query| passage_answers(ws, quote, query)));
    Ok(answering.map(|quote| (vec![told::passage::line(ws, quote)], told::passage::json(ws, quote))).collect())
}

fn read(ws: &Workspace, filter: &str) -> Result<Option<Query>, Failure> {
    if filter.trim().is_empty() {
        return Ok(None);
    }
    let query = Query::read(filter, &Names::of(ws.catalog(), ws.state()));
    query
        .map(Some)
        .map_err(|error| Failure::new(USAGE, "query", format!("this cannot be searched for:\n{}", error.under(filter))))
}

fn evidence(opened: &OpenedSession, typed: &str, filter: &str) -> Result<Records, Failure> {
    let ws = &opened.workspace;
    let Some(subject) = subject(ws.catalog(), typed) else {
        let message = format!(
            "there is nothing called `{typed}` to list\nList a question (8B), a commitment (8), `overall`, or `questions`, \
             `unrated`, `sources`, `passages` or `tags`."
        );
        return Err(Failure::new(crate::cli::failure::INPUT, "unknown", message));
    };
    let all = ws.catalog().shelf(&Shelf::from(&subject));
    let shown = among(ws, opened.review.indexed_file(), filter, all)?;
    let cell = match &subject {
        Subject::Cell(cell) => Some(cell),
        Subject::Parent(_) => None,
    };
    let lines = shown.iter().filter_map(|at| Line::of(ws, at, cell));
    Ok(lines.map(|line| (line.columns(), line.json())).collect())
}

/// The items of a list that answer what was typed; all of them where nothing was. `file`: the `.plumb` file whose index
/// is asked.
pub fn among(ws: &Workspace, file: Option<PathBuf>, typed: &str, all: Places) -> Result<Places, Failure> {
    match read(ws, typed)? {
        None => Ok(all),
        Some(query) => found(ws, file, query, all, typed),
    }
}

fn found(ws: &Workspace, file: Option<PathBuf>, query: Query, all: Places, typed: &str) -> Result<Places, Failure> {
    let asked = Asked {
        query,
        here: Some(Arc::new(Here::Items(all.clone()))),
        order: Order::Reading,
        session: Arc::new(Session::whole(ws.state(), ws.read())),
        limit: usize::MAX,
        earlier: None,
    };
    let search = Search::of(ws.catalog().clone(), file);
    let failed = |error: Unanswered| match error {
        Unanswered::Query(error) => {
            Failure::new(USAGE, "query", format!("this cannot be searched for:\n{}", error.under(typed)))
        }
        Unanswered::Store(error) => error.into(),
        Unanswered::GivenUp => Failure::usage(error.to_string()),
    };
    let answer = search.ask(&asked, &|| true).map_err(failed)?;
    let mut places = Vec::new();
    for rows in answer.rows.chunks(PAGE) {
        let shown = search.show(&asked.query, rows, &|| true).map_err(failed)?;
        places.extend(shown.iter().filter_map(|found| match found.text {
            Text::Item(at) => Some(at),
            Text::Source(_) => None,
        }));
    }
    Ok(all.among(places))
}
