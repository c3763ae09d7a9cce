//! `plumbline trace`: where the quotations in a text come from.
//!
//! Uses `review::trace` and the readers of `import`. Invariant: this is scrutiny, so texts that are kept from members who
//! rate are searched and shown; what was searched is always said; nothing is written.

use std::io::Read;
use std::path::Path;

use serde::Serialize;

use crate::cli::args::Reading;
use crate::cli::args::TraceArgs;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::prepare;
use crate::cli::resolve::Desk;
use crate::import::read::Tools;
use crate::import::read::limits::LARGEST_FILE;
use crate::import::read::read_document;
use crate::import::read::read_file;
use crate::import::record::Record;
use crate::model::catalog::Catalog;
use crate::review::trace;
use crate::review::trace::Quotation;
use crate::review::trace::Retold;
use crate::review::trace::Traced;
use crate::review::trace::Verdict;
use crate::review::trace::article::Article;
use crate::review::trace::place::Place;
use crate::review::trace::words;

/// What standard input is called.
const STANDARD_INPUT: &str = "standard input";

/// What is printed as JSON.
#[derive(Debug, Serialize)]
struct Printed<'a> {
    document: &'a str,
    #[serde(flatten)]
    traced: &'a Traced,
}

/// Traces and prints.
pub fn run(environment: &Environment, args: &TraceArgs) -> Result<(), Failure> {
    if is_stdin(&args.document) && args.review.as_deref().is_some_and(is_stdin) {
        return Err(Failure::usage("text and review cannot both be standard input; name the file of one of them"));
    }
    let desk = Desk::at(environment)?;
    let review = desk.review(args.review.as_deref())?;
    let reading = Reading { register: None, pdf_command: args.pdf_command.clone() };
    let record = read(&args.document, &prepare::tools(environment, &reading))?;
    let article = Article::of(&record);
    let traced = trace::trace(&review.catalog, &article, args.unmarked)?;
    if let Some(why) = review.catalog.take_trouble() {
        return Err(Failure::new(INPUT, "damaged", why));
    }
    article.warnings.iter().for_each(|warning| say(&format!("{}: {warning}", article.name)));
    let mut out = Out::new();
    if args.json {
        out.json(&Printed { document: &article.name, traced: &traced })?;
    } else {
        print_text(&mut out, &review.catalog, &traced)?;
    }
    Ok(out.done()?)
}

impl From<Retold> for Failure {
    fn from(retold: Retold) -> Self {
        Self::usage(retold.to_string())
    }
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

fn read(path: &Path, tools: &Tools) -> Result<Record, Failure> {
    if !is_stdin(path) {
        return Ok(read_file(path, tools)?);
    }
    let mut bytes = Vec::new();
    // One byte more than allowed tells of too much.
    let read = std::io::stdin().lock().take(LARGEST_FILE + 1).read_to_end(&mut bytes);
    read.map_err(|error| Failure::new(INPUT, "unreadable", format!("cannot read standard input: {error}")))?;
    Ok(read_document(STANDARD_INPUT, &bytes, tools)?)
}

fn print_text(out: &mut Out, catalog: &Catalog, traced: &Traced) -> Result<(), Failure> {
    for quotation in &traced.quotations {
        out.line(&format!("\u{201c}{}\u{201d}", words::short(&quotation.text, 160)))?;
        out.line(&format!("    {}: {}", words::stands_at(quotation), words::verdict(quotation)))?;
        print_places(out, catalog, quotation)?;
        for line in words::differs(quotation) {
            out.line(&format!("      {line}"))?;
        }
        out.line("")?;
    }
    out.line(&words::counted(traced))?;
    out.line(&words::searched(&traced.searched))?;
    Ok(())
}

/// Places that are named before it says how many more there are.
const PLACES: usize = 6;

fn print_places(out: &mut Out, catalog: &Catalog, quotation: &Quotation) -> Result<(), Failure> {
    for place in quotation.places.iter().take(PLACES) {
        out.line(&format!("      {}", said(catalog, quotation, place)))?;
    }
    let more = quotation.places.len().saturating_sub(PLACES) + quotation.more;
    if more > 0 {
        out.line(&format!("      and at {more} more places"))?;
    }
    Ok(())
}

fn said(catalog: &Catalog, quotation: &Quotation, place: &Place) -> String {
    let at = place.said(catalog);
    match &place.piece {
        Some(piece) if quotation.verdict == Verdict::Spliced => {
            format!("\u{201c}{}\u{201d} from {at}", words::short(piece, 70))
        }
        _ => at,
    }
}
