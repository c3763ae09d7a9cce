//! From register and notes to the sources of the review and its footnotes.
//!
//! Invariant: every source a footnote names is among the sources; ids and spellings name one source only.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::HashSet;

use crate::import::report::codes::Code;
use crate::import::report::codes::Spelling;
use crate::import::report::codes::codes_in;
use crate::import::report::front::date_in;
use crate::import::report::names::SourceNames;
use crate::import::report::notes::Note;
use crate::import::report::paragraph::sentences;
use crate::import::report::register::Entry;
use crate::import::report::words;
use crate::import::summary::Unresolved;
use crate::model::footnote::Footnote;
use crate::model::footnote::FootnoteClass;
use crate::model::ids::SourceId;
use crate::model::source::Source;
use crate::model::source::SourceKind;

/// The source that stands for roundtables cited without telling which.
pub(super) const ROUNDTABLES: &str = "ROUNDTABLES";

/// Sources as they come together.
#[derive(Debug, Default)]
pub(super) struct Sources {
    pub sources: Vec<Source>,
    /// The source of each entry of the register.
    pub of_entry: Vec<SourceId>,
    pub footnotes: Vec<Footnote>,
    pub unresolved: Vec<Unresolved>,
    spelling: Spelling,
    place: HashMap<String, usize>,
}

impl Sources {
    fn add(&mut self, source: Source) -> SourceId {
        let id = source.id.clone();
        self.place.insert(id.as_str().to_lowercase(), self.sources.len());
        self.sources.push(source);
        id
    }

    fn at(&self, id: &str) -> Option<usize> {
        self.place.get(&id.to_lowercase()).copied()
    }

    /// The sources whose codes stand in a text.
    pub fn coded_in(&self, text: &str) -> Vec<SourceId> {
        if !text.bytes().any(|b| b.is_ascii_digit()) {
            return Vec::new();
        }
        codes_in(text)
            .iter()
            .filter_map(|code| self.at(&self.spelling.normal(code)))
            .map(|at| self.sources[at].id.clone())
            .collect()
    }

    /// What kind a source is.
    pub fn kind(&self, id: &SourceId) -> Option<SourceKind> {
        self.at(id.as_str()).map(|at| self.sources[at].kind)
    }

    /// A source to change.
    pub fn source_mut(&mut self, id: &SourceId) -> Option<&mut Source> {
        let at = self.at(id.as_str())?;
        self.sources.get_mut(at)
    }

    /// The source that stands for all roundtables, made when first needed; the only one held, where there is one.
    pub fn roundtables(&mut self) -> SourceId {
        let held: Vec<&Source> = self.sources.iter().filter(|source| source.kind == SourceKind::Roundtable).collect();
        if let [one] = held.as_slice() {
            return one.id.clone();
        }
        match self.at(ROUNDTABLES) {
            Some(at) => self.sources[at].id.clone(),
            None => self.add(source(ROUNDTABLES, SourceKind::Publication, "Roundtables (which one is not told)")),
        }
    }
}

fn source(id: &str, kind: SourceKind, label: &str) -> Source {
    Source::new(SourceId::from(id), kind, label.to_owned())
}

/// Makes the sources of a register and the footnotes of a list of notes.
pub(super) fn sources(entries: &[Entry], notes: &[Note], names: &SourceNames) -> Sources {
    let mut made = Sources::default();
    let cited: Vec<Code> = notes.iter().flat_map(|note| codes_in(&note.text)).filter(|code| code.bracketed).collect();
    let registered: Vec<Code> = entries.iter().map(|entry| entry.code.clone()).collect();
    let spelling = Spelling::learn(&cited, &registered);
    let mut aliases: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for code in registered.iter().chain(&cited) {
        let id = spelling.normal(code);
        let own = aliases.entry(id.clone()).or_default();
        if code.printed() != id && !own.contains(&code.printed()) {
            own.push(code.printed());
        }
    }
    for entry in entries {
        let id = register_entry(entry, &spelling, &mut made);
        made.of_entry.push(id);
    }
    let known: HashSet<String> = registered.iter().chain(&cited).map(|code| code.prefix.clone()).collect();
    let mut publications: HashMap<String, SourceId> = HashMap::new();
    let mut last: Option<Footnote> = None;
    for note in notes {
        let footnote = footnote(note, &spelling, &known, names, &mut publications, last.as_ref(), &mut made);
        last = Some(footnote.clone());
        made.footnotes.push(footnote);
    }
    give_aliases(&mut made, aliases);
    made.spelling = spelling;
    made
}

fn register_entry(entry: &Entry, spelling: &Spelling, made: &mut Sources) -> SourceId {
    let id = spelling.normal(&entry.code);
    if let Some(at) = made.at(&id) {
        made.unresolved.push(Unresolved {
            what: format!("the register's entry “{}” ({})", entry.name, entry.code.printed()),
            line: Some(entry.line),
            input: None,
            why: format!("its code is that of “{}” as well; the first entry is kept", made.sources[at].label),
        });
        return made.sources[at].id.clone();
    }
    let kind = if entry.roundtable { SourceKind::Roundtable } else { SourceKind::Submission };
    let mut own = source(&id, kind, &entry.name);
    if entry.roundtable {
        own.group = entry.heading.as_deref().map(|heading| heading.trim_end_matches([':', ' ']).to_owned());
    }
    own.locator = Some(match entry.number {
        Some(number) => format!("Register, entry {number}"),
        None => format!("Register, line {}", entry.line),
    });
    made.add(own)
}

fn give_aliases(made: &mut Sources, aliases: BTreeMap<String, Vec<String>>) {
    let mut taken: HashSet<String> = made.sources.iter().map(|source| source.id.as_str().to_lowercase()).collect();
    for (id, spellings) in aliases {
        let Some(at) = made.at(&id) else { continue };
        for alias in spellings {
            if taken.insert(alias.to_lowercase()) {
                made.sources[at].aliases.push(alias);
            }
        }
    }
}

fn footnote(
    note: &Note,
    spelling: &Spelling,
    known: &HashSet<String>,
    names: &SourceNames,
    publications: &mut HashMap<String, SourceId>,
    last: Option<&Footnote>,
    made: &mut Sources,
) -> Footnote {
    let codes: Vec<Code> =
        codes_in(&note.text).into_iter().filter(|code| code.bracketed || known.contains(&code.prefix)).collect();
    let mut cited: Vec<SourceId> = Vec::new();
    for code in &codes {
        let id = cited_code(code, spelling, note, made);
        if !cited.contains(&id) {
            cited.push(id);
        }
    }
    let lower = note.text.to_lowercase();
    let long = words::count(&note.text);
    let mut class = class_of(note, &codes, &cited, made);
    if cited.is_empty() {
        if is_ibid(&lower)
            && let Some(last) = last
        {
            class = last.class.unwrap_or(class);
            cited.clone_from(&last.sources);
        } else if class == FootnoteClass::Roundtable {
            cited.push(made.roundtables());
        } else if let [entry] = names.named_in(&note.text).as_slice()
            && long <= 12
            && is_only_a_name(
                &note.text,
                &made.sources[made.at(made.of_entry[*entry].as_str()).unwrap_or_default()].label,
            )
        {
            class = FootnoteClass::Submission;
            cited.push(made.of_entry[*entry].clone());
        } else if class == FootnoteClass::Publication {
            cited = papers(&note.text).iter().map(|paper| publication(note, paper, publications, made)).collect();
        } else if class == FootnoteClass::Explanation {
            let named: Vec<&str> = named_in_explanation(&note.text);
            cited = named.iter().map(|paper| publication(note, paper, publications, made)).collect();
        }
        let mut seen = HashSet::new();
        cited.retain(|id| seen.insert(id.clone()));
    }
    let locator = note.page.map(|page| format!("p. {page}"));
    Footnote {
        number: note.number,
        text: note.text.clone(),
        listed: true,
        class: Some(class),
        sources: cited,
        locator,
        note: None,
    }
}

fn cited_code(code: &Code, spelling: &Spelling, note: &Note, made: &mut Sources) -> SourceId {
    let id = spelling.normal(code);
    if let Some(at) = made.at(&id) {
        return made.sources[at].id.clone();
    }
    let own = spelling.owns(code);
    let name = name_before(&note.text, code);
    let label = if name.is_empty() { id.clone() } else { name };
    let mut made_source = source(&id, if own { SourceKind::Submission } else { SourceKind::Publication }, &label);
    made_source.locator = Some(format!("Note {}", note.number));
    let why = if own {
        "it is not in the register"
    } else {
        "its prefix is not this report's; it is kept as a source of its own"
    };
    made.unresolved.push(Unresolved {
        what: format!("{} ({}), cited in note {}", label, code.printed(), note.number),
        line: Some(note.line),
        input: None,
        why: why.to_owned(),
    });
    made.add(made_source)
}

/// The name a code stands behind: from the citation before it on.
fn name_before(text: &str, code: &Code) -> String {
    let before = text[..code.range.start].trim_end_matches(['(', '[', ' ']);
    let from = before.rfind([')', ';']).map_or(0, |at| at + 1);
    before[from..].trim_matches(|c: char| c.is_whitespace() || ",;".contains(c)).to_owned()
}

fn class_of(note: &Note, codes: &[Code], cited: &[SourceId], made: &Sources) -> FootnoteClass {
    const SHORT: usize = 14;
    let long = words::count(&note.text);
    let explains = explains(&note.text);
    let mainly_explains = explains && long > 30;
    if !codes.is_empty() && !mainly_explains {
        let roundtables = cited.iter().all(|id| made.kind(id) == Some(SourceKind::Roundtable));
        return if roundtables { FootnoteClass::Roundtable } else { FootnoteClass::Submission };
    }
    let lower = note.text.to_lowercase();
    if long <= SHORT && ["roundtable", "round table", "focus group"].iter().any(|word| lower.contains(word)) {
        return FootnoteClass::Roundtable;
    }
    if explains { FootnoteClass::Explanation } else { FootnoteClass::Publication }
}

/// Whether a note says something rather than names a paper: it has a verb outside quotation marks and titles.
fn explains(text: &str) -> bool {
    const VERBS: &[&str] = &[
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "can",
        "will",
        "would",
        "should",
        "means",
        "refers",
        "comprises",
        "includes",
        "uses",
        "confirms",
        "specified",
        "allows",
        "defines",
        "heard",
        "does",
        "do",
        "consists",
        "covers",
    ];
    let mut outside = String::new();
    let mut depth = 0_i32;
    for c in text.chars() {
        match c {
            '“' | '‘' => depth += 1,
            '”' => depth = (depth - 1).max(0),
            '’' if depth > 0 => depth -= 1,
            _ if depth <= 0 => outside.push(c),
            _ => {}
        }
    }
    let first: Vec<String> = words::words(&outside);
    let verbs = first.iter().filter(|word| VERBS.contains(&word.as_str())).count();
    let dated = date_in(text).is_some() && first.len() < 24;
    let cites = dated
        || ["accessed", "http", "press release", " vol ", " pp", "session ", "hc "]
            .iter()
            .any(|word| text.to_lowercase().contains(word));
    let says = first.iter().any(|word| {
        ["means", "refers", "comprises", "specified", "allows", "defines", "heard", "confirms", "consists"]
            .contains(&word.as_str())
    });
    first.len() >= 8 && (says || verbs >= 2 || (verbs == 1 && (!cites || first.len() > 24)))
}

fn is_ibid(lower: &str) -> bool {
    let first = lower.trim_start_matches(['(', '[']);
    ["ibid", "as above", "idem", "id.", "same as above", "see above"].iter().any(|lead| first.starts_with(lead))
        && lower.len() < 60
}

fn is_only_a_name(text: &str, label: &str) -> bool {
    let bare = |text: &str| words::key(text.trim_start_matches("The "));
    bare(text) == bare(label)
}

/// The papers a note names one after another, cut at semicolons; a piece of few words goes on the one before.
fn papers(text: &str) -> Vec<&str> {
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

/// Sentences of an explanation that only name a paper: `See: Board, “Minutes” accessed 010224.`
fn named_in_explanation(text: &str) -> Vec<&str> {
    let cites = |sentence: &str| sentence.to_lowercase().contains("accessed") || date_in(sentence).is_some();
    sentences(text, &[])
        .into_iter()
        .map(|range| &text[range])
        .filter(|sentence| !explains(sentence) && cites(sentence))
        .map(|sentence| match sentence.split_once(": ") {
            Some((lead, rest)) if lead.to_lowercase().contains("see") => rest,
            _ => sentence,
        })
        .collect()
}

/// The source that a paper is, the same for every note that names it in the same words.
fn publication(note: &Note, paper: &str, known: &mut HashMap<String, SourceId>, made: &mut Sources) -> SourceId {
    let bare = without_visit(paper);
    let key = words::key(&bare);
    if let Some(id) = known.get(&key) {
        return id.clone();
    }
    let lower = paper.to_lowercase();
    let url = paper
        .split_whitespace()
        .find(|word| word.starts_with("http"))
        .map(|url| url.trim_end_matches(['.', ',', ';', ')']).to_owned());
    let kind = match () {
        () if lower.contains("accessed") || url.is_some() => SourceKind::Web,
        () if is_government(paper) => SourceKind::Government,
        () => SourceKind::Publication,
    };
    let again = (b'b'..=b'z').map(|letter| format!("note-{}{}", note.number, letter as char));
    let id = std::iter::once(format!("note-{}", note.number)).chain(again).find(|id| made.at(id).is_none());
    let Some(id) = id else { return made.roundtables() };
    let mut own = source(&id, kind, &shortened(&bare));
    own.date = date_in(&bare);
    own.url = url;
    own.locator = Some(format!("Note {}", note.number));
    let id = made.add(own);
    known.insert(key, id.clone());
    id
}

/// A note without the day it was visited, the page cited and its last stop.
fn without_visit(text: &str) -> String {
    let cut = ["(accessed", ", accessed", " accessed", ". Accessed", " Accessed", ", p.", ", pp."]
        .iter()
        .filter_map(|mark| text.find(mark))
        .min();
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
