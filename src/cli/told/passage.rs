//! A passage of the member's.

use serde_json::Value;
use serde_json::json;

use crate::cli::told::in_a_line;
use crate::model::ids::Subject;
use crate::model::quote::Quote;
use crate::review::listing::SHOWN_ONCE_RATED;
use crate::review::named::passage_name;
use crate::review::words::stance_word;
use crate::review::workspace::Workspace;

/// In one line: "p3, DHS0042, 8B no: it was not funded, tag Funding: The money ended."
pub fn line(ws: &Workspace, quote: &Quote) -> String {
    let mut head = vec![passage_name(ws.state(), quote.id), place(ws, quote)];
    head.extend(said(ws, quote));
    let tags = tags(ws, quote);
    if !tags.is_empty() {
        head.push(format!("{} {}", if tags.len() == 1 { "tag" } else { "tags" }, tags.join(" and ")));
    }
    if quote.lost {
        head.push("lost its place".to_owned());
    }
    let note = quote.note.as_deref().map_or(String::new(), |note| format!(" Your note: {}", in_a_line(note)));
    format!("{}: {}{note}", head.join(", "), words(ws, quote))
}

/// The text it stands in: its source's code and item.
fn place(ws: &Workspace, quote: &Quote) -> String {
    match (&quote.evidence, &quote.source) {
        (Some(id), _) => {
            let source = ws.catalog().evidence(id).and_then(|item| item.sources.first().map(ToString::to_string));
            source.map_or_else(|| id.to_string(), |source| format!("{source} {id}"))
        }
        (None, Some(id)) => id.to_string(),
        (None, None) => "a text".to_owned(),
    }
}

/// What it says to each question it is filed under.
fn said(ws: &Workspace, quote: &Quote) -> Vec<String> {
    let filings = quote.filings.iter().map(|filing| {
        let subject = filing.cell.cell().map(Subject::Cell);
        let said = filing.stance.map(|stance| format!(" {}", stance_word(ws.catalog(), subject.as_ref(), stance)));
        format!("{}{}", filing.cell, said.unwrap_or_default())
    });
    filings.collect()
}

/// The names of its tags.
pub fn tags<'a>(ws: &'a Workspace, quote: &Quote) -> Vec<&'a str> {
    quote.tags.iter().filter_map(|id| ws.state().tag(id)).map(|tag| tag.label.as_str()).collect()
}

/// Its words, unless its text is hidden again since it was marked.
fn words(ws: &Workspace, quote: &Quote) -> String {
    if ws.blindness().hides_quote(quote) { SHOWN_ONCE_RATED.to_owned() } else { in_a_line(&quote.selector.exact) }
}

/// As JSON.
pub fn json(ws: &Workspace, quote: &Quote) -> Value {
    let hidden = ws.blindness().hides_quote(quote);
    json!({
        "passage": passage_name(ws.state(), quote.id),
        "id": quote.id,
        "evidence": quote.evidence,
        "source": quote.source,
        "text": (!hidden).then_some(&quote.selector.exact),
        "start": quote.selector.start,
        "end": quote.selector.end,
        "filings": quote.filings,
        "tags": tags(ws, quote),
        "note": quote.note,
        "lost": quote.lost,
        "at": quote.at,
    })
}
