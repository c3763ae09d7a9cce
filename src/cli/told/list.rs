//! Lists, one record a line.

use serde_json::Value;
use serde_json::json;

use crate::model::ids::CellKey;
use crate::model::ids::Subject;
use crate::model::quote::Stance;
use crate::review::labels::first_words;
use crate::review::listing::kept_back;
use crate::review::listing::short_code;
use crate::review::tally::stances;
use crate::review::words::stance_word;
use crate::review::workspace::Workspace;

/// First words told of a text in a list.
const WORDS: usize = 24;

/// An item as lists tell it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its key.
    pub id: String,
    kind: &'static str,
    source: String,
    says: Vec<String>,
    tags: Vec<String>,
    read: bool,
    words: String,
}

impl Line {
    /// The item at a place, marked under a question or under any.
    pub fn of(ws: &Workspace, at: usize, cell: Option<&CellKey>) -> Option<Self> {
        let (catalog, state) = (ws.catalog(), ws.state());
        let item = catalog.item(at)?;
        let instead = kept_back(&ws.blindness(), &item);
        let (mut says, mut tags): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        let add = |list: &mut Vec<String>, word: String| {
            if !list.contains(&word) {
                list.push(word);
            }
        };
        for (quote, stance) in stances(state, &item.id, cell) {
            let under = cell.cloned().or_else(|| quote.filings.first().and_then(|filing| filing.cell.cell()));
            add(&mut says, said(ws, under, stance));
            for tag in quote.tags.iter().filter_map(|id| state.tag(id)) {
                add(&mut tags, tag.label.clone());
            }
        }
        let source = item.sources.first().and_then(|id| catalog.source(id)).map_or("", short_code);
        Some(Self {
            id: item.id.to_string(),
            kind: item.kind.word(),
            source: source.to_owned(),
            says,
            tags,
            read: ws.read().contains(&item.id),
            words: instead.map_or_else(|| first_words(&item.text, WORDS), str::to_owned),
        })
    }

    fn marks(&self) -> String {
        let tags = if self.tags.is_empty() { String::new() } else { format!("yours: {}", self.tags.join(" and ")) };
        let marks: Vec<&str> =
            self.says.iter().map(String::as_str).chain((!tags.is_empty()).then_some(tags.as_str())).collect();
        if marks.is_empty() { "unmarked".to_owned() } else { marks.join("; ") }
    }

    fn reading(&self) -> &'static str {
        if self.read { "read" } else { "unread" }
    }

    /// In words: "E600, account, DHS0042, unmarked, unread: In its response ..."
    pub fn words(&self) -> String {
        let parts = [self.id.as_str(), self.kind, self.source.as_str(), &self.marks(), self.reading()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        format!("{}: {}", parts.join(", "), self.words)
    }

    /// In columns.
    pub fn columns(&self) -> Vec<String> {
        let marks = self.marks();
        [&self.id, self.kind, &self.source, &marks, self.reading(), &self.words].map(str::to_owned).to_vec()
    }

    /// As JSON.
    pub fn json(&self) -> Value {
        json!({
            "evidence": self.id, "kind": self.kind, "source": self.source, "says": self.says, "tags": self.tags,
            "read": self.read, "words": self.words,
        })
    }
}

fn said(ws: &Workspace, under: Option<CellKey>, stance: Option<Stance>) -> String {
    stance.map_or_else(
        || "marked".to_owned(),
        |stance| stance_word(ws.catalog(), under.map(Subject::Cell).as_ref(), stance),
    )
}
