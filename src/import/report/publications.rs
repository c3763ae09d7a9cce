//! Publications that notes cite: one is one source, however often and in however short a form it is cited.
//!
//! Two citations are of one publication where they have one address, or the same words (or the same title) without date,
//! page and day of visit, and dates that can be one. A title cited alone, without who it is by, is that of the only publication that has
//! it. Invariant: what was taken for one on less than the same words and date is told.

use std::collections::HashMap;

use crate::import::report::front::date_in;
use crate::import::report::notes::Note;
use crate::import::report::sources::Sources;
use crate::import::report::sources::source;
use crate::import::report::words;
use crate::import::summary::Unresolved;
use crate::model::ids::SourceId;
use crate::model::source::SourceKind;

/// Publications cited so far.
#[derive(Debug, Default)]
pub(super) struct Publications {
    known: Vec<Known>,
    by_key: HashMap<String, Vec<usize>>,
    by_title: HashMap<String, Vec<usize>>,
    by_url: HashMap<String, usize>,
}

#[derive(Debug)]
struct Known {
    id: SourceId,
    key: String,
    date: Option<String>,
}

/// A paper as a note cites it.
struct Cited {
    bare: String,
    key: String,
    /// The same of its title alone, where that can be told from who it is by.
    title: Option<String>,
    date: Option<String>,
    url: Option<String>,
}

impl Cited {
    fn of(paper: &str) -> Self {
        let bare = without_visit(paper);
        let url = paper
            .split_whitespace()
            .map(|word| word.trim_matches(['<', '>', '(', ')', '[', ']', ',', ';', '.']))
            .find(|word| word.starts_with("http://") || word.starts_with("https://"))
            .map(str::to_owned);
        let unvisited = &paper[..visit(paper).unwrap_or(paper.len())];
        Self { key: key_of(unvisited), title: title_of(unvisited), date: date_in(unvisited), url, bare }
    }
}

impl Publications {
    /// The source that a paper is, the same for every note that cites it.
    pub fn source(&mut self, note: &Note, paper: &str, made: &mut Sources) -> SourceId {
        let cited = Cited::of(paper);
        if let Some((at, doubt)) = self.find(&cited) {
            let known = &mut self.known[at];
            if known.date.is_none() && cited.date.is_some() {
                known.date.clone_from(&cited.date);
                if let Some(source) = made.source_mut(&known.id) {
                    source.date.clone_from(&cited.date);
                }
            }
            if let Some(why) = doubt {
                made.unresolved.push(Unresolved {
                    what: format!("whether note {} cites {} once more", note.number, known.id),
                    line: Some(note.line),
                    input: None,
                    why: format!("{why}; it is taken as the same publication"),
                });
            }
            return known.id.clone();
        }
        let Some(id) = self.add(note, paper, &cited, made) else { return made.roundtables() };
        self.by_key.entry(cited.key.clone()).or_default().push(self.known.len());
        if let Some(title) = &cited.title {
            self.by_title.entry(title.clone()).or_default().push(self.known.len());
        }
        if let Some(url) = &cited.url {
            self.by_url.insert(address(url), self.known.len());
        }
        self.known.push(Known { id: id.clone(), key: cited.key, date: cited.date });
        id
    }

    /// The publication cited before that this is, and why that is in doubt, if it is.
    fn find(&self, cited: &Cited) -> Option<(usize, Option<&'static str>)> {
        if let Some(at) = cited.url.as_deref().and_then(|url| self.by_url.get(&address(url))).copied() {
            let same = self.known[at].key == cited.key;
            return Some((at, (!same).then_some("it has its address and other words")));
        }
        let alike = self.by_key.get(&cited.key).map_or(&[][..], Vec::as_slice);
        let dated = |at: &&usize| match (&self.known[**at].date, &cited.date) {
            (Some(one), Some(other)) => one.starts_with(other.as_str()) || other.starts_with(one.as_str()),
            (None, None) => true,
            _ => false,
        };
        let titled = cited.title.as_ref().and_then(|title| self.by_title.get(title)).map_or(&[][..], Vec::as_slice);
        let both_dated = |at: &&usize| cited.date.is_some() && self.known[**at].date.is_some() && dated(at);
        if let Some(at) = alike.iter().find(dated).or_else(|| titled.iter().find(both_dated)) {
            return Some((*at, None));
        }
        let undated = |at: &usize| self.known[*at].date.is_none() || cited.date.is_none();
        match alike {
            [at] if undated(at) => return Some((*at, Some("it has its words, and only one of the two a date"))),
            _ => {}
        }
        self.by_title_alone(cited).map(|at| (at, Some("it has its title alone")))
    }

    /// The only publication in whose words, behind who it is by, a short citation stands.
    fn by_title_alone(&self, cited: &Cited) -> Option<usize> {
        const ENOUGH: usize = 12;
        const MOST: usize = 2_000;
        if cited.date.is_some() || cited.key.len() < ENOUGH || self.known.len() > MOST {
            return None;
        }
        let has = |known: &Known| known.key.find(&cited.key).is_some_and(|at| at > 0);
        let mut found = (0..self.known.len()).filter(|at| has(&self.known[*at]));
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    fn add(&self, note: &Note, paper: &str, cited: &Cited, made: &mut Sources) -> Option<SourceId> {
        let kind = match () {
            () if paper.to_lowercase().contains("accessed") || cited.url.is_some() => SourceKind::Web,
            () if is_government(paper) => SourceKind::Government,
            () => SourceKind::Publication,
        };
        let again = (b'b'..=b'z').map(|letter| format!("note-{}{}", note.number, letter as char));
        let id = std::iter::once(format!("note-{}", note.number)).chain(again).find(|id| !made.has(id))?;
        let mut own = source(&id, kind, &shortened(&cited.bare));
        own.date.clone_from(&cited.date);
        own.url.clone_from(&cited.url);
        own.locator = Some(format!("Note {}", note.number));
        Some(made.add(own))
    }
}

/// An address as compared: without how it is reached, `www.` and what stands behind it.
fn address(url: &str) -> String {
    let bare = url.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    let bare = bare.split('#').next().unwrap_or(bare);
    bare.trim_end_matches('/').to_lowercase()
}

/// A title as compared: what stands in quotation marks, else behind the first comma.
fn title_of(text: &str) -> Option<String> {
    const ENOUGH: usize = 16;
    let quoted = || {
        let open = text.find(['“', '‘', '"'])?;
        let inside = text[open..].chars().next().map(|mark| &text[open + mark.len_utf8()..])?;
        Some(&inside[..inside.rfind(['”', '’', '"'])?])
    };
    let behind = || text.split_once(", ").map(|(_, title)| title);
    quoted().or_else(behind).map(key_of).filter(|key| key.len() >= ENOUGH)
}

/// What is left of a citation without its date and address and the pages or paragraphs it names.
fn key_of(text: &str) -> String {
    const PARTS: &[&str] = &[
        "p",
        "pp",
        "page",
        "pages",
        "para",
        "paras",
        "paragraph",
        "paragraphs",
        "section",
        "chapter",
        "q",
        "qq",
        "col",
    ];
    const LEADS: &[&str] = &["see", "cf", "for", "example", "also", "eg", "e.g"];
    let all: Vec<&str> = text.split(|c: char| c.is_whitespace() || ",;()[]".contains(c)).collect();
    let mut key = String::new();
    let mut part = false;
    for word in all.into_iter().filter(|word| !word.is_empty()) {
        let lower = word.trim_matches(['.', ':', '“', '”', '‘', '’', '"', '\'']).to_lowercase();
        let figures = lower.chars().next().is_some_and(|c| c.is_ascii_digit());
        let letters = lower.trim_end_matches(|c: char| c.is_ascii_digit() || "–-".contains(c));
        if part && figures {
            continue;
        }
        part = PARTS.contains(&letters);
        let day = figures && lower.trim_end_matches(char::is_alphabetic).parse::<u32>().is_ok_and(|day| day <= 31);
        let dated = words::is_year(&lower) || words::month(&lower).is_some() || day;
        if part || dated || lower.starts_with("http") || (key.is_empty() && LEADS.contains(&lower.as_str())) {
            continue;
        }
        key.extend(lower.chars().filter(|c| c.is_alphanumeric()));
    }
    key
}

/// The papers a note names one after another, cut at semicolons; a piece of few words goes on the one before.
pub(super) fn papers(text: &str) -> Vec<&str> {
    const ENOUGH: usize = 5;
    let mut found: Vec<&str> = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices("; ") {
        let next = text[at + 2..].split("; ").next().unwrap_or_default();
        if words::count(&text[start..at]) >= ENOUGH && words::count(next) >= ENOUGH {
            found.push(&text[start..at]);
            start = at + 2;
        }
    }
    found.push(&text[start..]);
    found
}

/// Where a citation tells the day of a visit.
fn visit(text: &str) -> Option<usize> {
    const VISITS: [&str; 8] =
        ["(accessed", "[accessed", ", accessed", " accessed", ". Accessed", " Accessed", "(Accessed", "[Accessed"];
    VISITS.iter().filter_map(|mark| text.find(mark)).min()
}

/// A note without the day it was visited, the page cited and its last stop.
fn without_visit(text: &str) -> String {
    const PAGES: [&str; 6] = [", p.", ", pp.", ", page ", ", pages ", ", para ", ", paras "];
    let cut = PAGES.iter().filter_map(|mark| text.find(mark)).chain(visit(text)).min();
    let bare = cut.filter(|at| *at > 8).map_or(text, |at| &text[..at]);
    bare.trim().trim_end_matches(['.', ',', ';', ' ']).to_owned()
}

fn is_government(text: &str) -> bool {
    [
        "Department ",
        "Department,",
        "Ministry",
        "HM ",
        "Cabinet Office",
        "Home Office",
        "Government",
        "UK Government",
        "Prime Minister",
        "The Department",
        "The Ministry",
        "Letter from the Secretary",
        "Letter from the Minister",
    ]
    .iter()
    .any(|lead| text.starts_with(lead))
}

fn shortened(text: &str) -> String {
    const LONGEST: usize = 240;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let cut: String = text.chars().take(LONGEST).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([',', ';', '.']))
}
