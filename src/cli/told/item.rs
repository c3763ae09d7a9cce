//! An item of evidence: what it is, where it stands, its sentences with their numbers, its notes, the member's passages.

use std::ops::Range;

use serde_json::Value;
use serde_json::json;

use crate::cli::told::Told;
use crate::cli::told::in_a_line;
use crate::cli::told::own_note;
use crate::cli::told::passage;
use crate::cli::told::source;
use crate::model::evidence::Evidence;
use crate::model::evidence::FootnoteRef;
use crate::model::session::NoteTarget;
use crate::review::cite::is_verbatim;
use crate::review::cite::speaker;
use crate::review::listing::bearing_word;
use crate::review::listing::footnote_words;
use crate::review::listing::kept_back;
use crate::review::workspace::Workspace;
use crate::text::segment::sentences;

/// Whether a text that states what was published may be told, once the rating lets it: opening it is looking at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// It is only listed.
    Listed,
    /// It is opened.
    Opened,
}

/// What stands for its text, where that is not told.
pub fn instead(ws: &Workspace, item: &Evidence, opening: Opening) -> Option<&'static str> {
    kept_back(&ws.blindness(), item).filter(|_| opening == Opening::Listed || ws.blindness().hides(item))
}

/// All of an item.
pub fn whole(ws: &Workspace, item: &Evidence, opening: Opening) -> Told {
    let (catalog, blind) = (ws.catalog(), ws.blindness());
    let instead = instead(ws, item, opening);
    let place = blind.place(item);
    let read = ws.read().contains(&item.id);
    let under: Vec<String> = item.cells.iter().map(bearing_word).collect();
    let spoken = speaker(catalog, item);
    let retold = !is_verbatim(catalog, item);
    let mut head = vec![item.id.to_string(), item.kind.word().to_owned()];
    head.extend(item.sources.iter().map(ToString::to_string));
    head.extend(spoken.clone());
    head.push(if read { "read" } else { "unread" }.to_owned());
    let mut told = Told {
        json: json!({
            "evidence": item.id, "kind": item.kind, "sources": item.sources, "speaker": spoken, "bears_on": under,
            "place": place, "read": read, "retold": retold, "kept_back": instead, "sentences": [], "notes": [],
            "passages": [], "note": null,
        }),
        ..Told::default()
    };
    told.line(head.join(", "));
    match place {
        Some(place) => told.line(format!("Filed under {}. {place}.", filed(&under))),
        None => told.line(format!("Filed under {}.", filed(&under))),
    }
    if let Some(instead) = instead {
        let opens = if blind.hides(item) { String::new() } else { format!(" {} opens it.", item.id) };
        told.line(format!("{instead}{opens}"));
        return told;
    }
    told.under("About it", blind.remark(item));
    if retold {
        told.line("Retold, not the source's words.");
    }
    let numbered = numbered(&item.text, &item.refs);
    told.lines.extend(numbered.iter().map(|sentence| format!("{} {}", sentence.number, sentence.words)));
    told.json["sentences"] = numbered.iter().map(|sentence| sentence.json(&item.text)).collect();
    let mut numbers: Vec<u32> = item.refs.iter().map(|reference| reference.footnote).collect();
    numbers.dedup();
    for number in &numbers {
        told.line(format!("Note {}", footnote_words(catalog, *number)));
        let cited = catalog.footnote(*number).map_or(&[][..], |note| note.sources.as_slice());
        for id in cited {
            told.line(format!("Cites {}", source::in_short(ws, id)));
        }
    }
    told.json["notes"] = json!(numbers);
    let passages: Vec<_> = ws.state().quotes_in(&item.id).collect();
    told.lines.extend(passages.iter().map(|quote| format!("Your passage {}", passage::line(ws, quote))));
    told.json["passages"] = passages.iter().map(|quote| passage::json(ws, quote)).collect();
    own_note(ws, &NoteTarget::Evidence(item.id.clone()), &mut told);
    told
}

fn filed(under: &[String]) -> String {
    if under.is_empty() { "the report as a whole".to_owned() } else { under.join(", ") }
}

/// One sentence as it is told.
pub struct Sentence {
    /// From 1.
    pub number: usize,
    /// Its scalar values in the stored text.
    pub range: Range<usize>,
    /// Its words in one line, notes at their places.
    pub words: String,
}

impl Sentence {
    fn json(&self, text: &str) -> Value {
        let stored: String = text.chars().skip(self.range.start).take(self.range.len()).collect();
        json!({ "number": self.number, "start": self.range.start, "end": self.range.end, "text": stored })
    }
}

/// The sentences of a text with their numbers; a note's number stands in brackets where it is referred to.
pub fn numbered(text: &str, refs: &[FootnoteRef]) -> Vec<Sentence> {
    let chars: Vec<char> = text.chars().collect();
    let found = sentences(text);
    let last = found.len().saturating_sub(1);
    let told = |(at, range): (usize, &Range<usize>)| {
        // What stands in the gap behind a sentence belongs to it, and before the first one to that.
        let from = if at == 0 { 0 } else { range.start + 1 };
        let until = if at == last { chars.len() } else { found[at + 1].start };
        let mut words = String::new();
        let mut here = refs.iter().filter(|reference| (from..=until).contains(&reference.at)).peekable();
        for (place, c) in chars.iter().enumerate().take(range.end).skip(range.start) {
            while let Some(reference) = here.next_if(|reference| reference.at <= place) {
                words.push_str(&format!("[{}]", reference.footnote));
            }
            words.push(*c);
        }
        here.for_each(|reference| words.push_str(&format!("[{}]", reference.footnote)));
        Sentence { number: at + 1, range: range.clone(), words: in_a_line(&words) }
    };
    found.iter().enumerate().map(told).collect()
}

/// The sentences of a text as JSON.
pub fn numbered_json(text: &str) -> Value {
    numbered(text, &[]).iter().map(|sentence| sentence.json(text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_has_its_number_and_every_note_stands_once_at_its_place() {
        let refs = [(3, 0), (4, 5), (5, 9), (6, 16)].map(|(footnote, at)| FootnoteRef { footnote, at });
        let told: Vec<String> = numbered("One two. Three it.", &refs).into_iter().map(|one| one.words).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        let all = told.join("|");
        assert_eq!(all.matches('[').count(), 4, "{all}");
        assert_eq!(told[0], "[3]One t[4]wo.[5]");
        assert_eq!(told[1], "Three i[6]t.");
        assert!(numbered("", &refs).is_empty());
    }
}
