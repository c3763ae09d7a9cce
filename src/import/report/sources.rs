//! From register and notes to the sources of the review and its footnotes.
//!
//! Invariant: every source a footnote names is among the sources; ids and spellings name one source only.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::HashSet;
use std::ops::Range;

use crate::import::report::codes::Code;
use crate::import::report::codes::Prefixes;
use crate::import::report::codes::Spelling;
use crate::import::report::codes::codes_of_in;
use crate::import::report::front::date_in;
use crate::import::report::names::SourceNames;
use crate::import::report::notes::Note;
use crate::import::report::paragraph::sentences;
use crate::import::report::publications::Publications;
use crate::import::report::publications::papers;
use crate::import::report::register;
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
    prefixes: Prefixes,
    place: HashMap<String, usize>,
}

impl Sources {
    /// Adds a source; gives its id.
    pub fn add(&mut self, source: Source) -> SourceId {
        let id = source.id.clone();
        self.place.insert(id.as_str().to_lowercase(), self.sources.len());
        self.sources.push(source);
        id
    }

    fn at(&self, id: &str) -> Option<usize> {
        self.place.get(&id.to_lowercase()).copied()
    }

    /// Whether a source has an id, or is spelt so.
    pub fn has(&self, id: &str) -> bool {
        self.at(id).is_some()
    }

    /// The sources whose codes stand in a text.
    pub fn coded_in(&self, text: &str) -> Vec<SourceId> {
        if !text.bytes().any(|b| b.is_ascii_digit()) {
            return Vec::new();
        }
        codes_of_in(text, &self.prefixes)
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
            // It is no event of its own, so that counting roundtables counts those that were held.
            None => self.add(source(ROUNDTABLES, SourceKind::Publication, "Roundtables (which one is not told)")),
        }
    }
}

pub(super) fn source(id: &str, kind: SourceKind, label: &str) -> Source {
    Source::new(SourceId::from(id), kind, label.to_owned())
}

/// Makes the sources of a register and the footnotes of a list of notes.
pub(super) fn sources(entries: &[Entry], notes: &[Note], names: &SourceNames) -> Sources {
    let mut made = Sources { prefixes: register::prefixes(entries), ..Sources::default() };
    let cited: Vec<Code> =
        notes.iter().flat_map(|note| codes_of_in(&note.text, &made.prefixes)).filter(|code| code.bracketed).collect();
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
    let mut publications = Publications::default();
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
    publications: &mut Publications,
    last: Option<&Footnote>,
    made: &mut Sources,
) -> Footnote {
    let codes: Vec<Code> = codes_of_in(&note.text, &made.prefixes)
        .into_iter()
        .filter(|code| code.bracketed || known.contains(&code.prefix))
        .collect();
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
            cited = papers(&note.text).into_iter().map(|paper| publications.source(note, paper, made)).collect();
        } else if class == FootnoteClass::Explanation {
            let named: Vec<&str> = named_in_explanation(&note.text);
            cited = named.into_iter().map(|paper| publications.source(note, paper, made)).collect();
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
    if explains || points_within(&note.text) || runs_on(&note.text) {
        FootnoteClass::Explanation
    } else {
        FootnoteClass::Publication
    }
}

/// Whether a note only leads to another place of the report: `See Annex B`, `Paragraph 12 above`.
fn points_within(text: &str) -> bool {
    const SHORT: usize = 14;
    const LEADS: &[&str] = &[
        "see", "also", "for", "more", "detail", "details", "further", "in", "the", "our", "on", "this", "refer", "to",
    ];
    const PLACES: &[&str] = &[
        "annex",
        "appendix",
        "chapter",
        "section",
        "paragraph",
        "paragraphs",
        "para",
        "paras",
        "page",
        "box",
        "table",
        "figure",
        "footnote",
        "note",
        "above",
        "below",
    ];
    let said = words::words(text);
    let first = said.iter().find(|word| !LEADS.contains(&word.as_str()));
    said.len() <= SHORT
        && date_in(text).is_none()
        && !text.contains("http")
        && !text.contains(['“', '‘'])
        && first.is_some_and(|word| PLACES.contains(&word.as_str()))
}

/// Whether a note is running text: several sentences, or one longer than a citation is, and not all of them cite.
fn runs_on(text: &str) -> bool {
    const SENTENCE: usize = 10;
    let found = sentences(text, &[]);
    let plain = |range: &Range<usize>| {
        let sentence = &text[range.clone()];
        let words = sentence.split_whitespace();
        // A title has more capitals than a sentence.
        let capitals = words.clone().filter(|word| word.starts_with(char::is_uppercase)).count();
        words.count() >= SENTENCE.max(capitals * 5) && !cites(sentence)
    };
    found.len() > 1 && found.iter().any(plain) && !text.contains(['“', '‘'])
}

/// Whether words name a paper, by its date, its address or how it is counted.
fn cites(text: &str) -> bool {
    let lower = text.to_lowercase();
    date_in(text).is_some()
        || ["accessed", "http", "press release", " vol ", " pp", "session ", "hc "]
            .iter()
            .any(|word| lower.contains(word))
}

/// Verbs by which a note says something.
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

/// Whether a note says something rather than names a paper: it has a verb outside quotation marks and titles.
fn explains(text: &str) -> bool {
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

/// Whether a sentence of an explanation has a verb of its own before any title: `The minutes of June 2031 showed …`.
fn narrates(sentence: &str) -> bool {
    let before = sentence.split(['“', '‘']).next().unwrap_or(sentence);
    words::words(before).iter().any(|word| {
        VERBS.contains(&word.as_str())
            || ["showed", "shows", "show", "said", "stated", "found", "set"].contains(&word.as_str())
    })
}

/// Sentences of an explanation that only name a paper: `See: Board, “Minutes” accessed 010224.`
fn named_in_explanation(text: &str) -> Vec<&str> {
    let cites = |sentence: &str| sentence.to_lowercase().contains("accessed") || date_in(sentence).is_some();
    sentences(text, &[])
        .into_iter()
        .map(|range| &text[range])
        .filter(|sentence| !explains(sentence) && !narrates(sentence) && cites(sentence))
        .map(|sentence| match sentence.split_once(": ") {
            Some((lead, rest)) if lead.to_lowercase().contains("see") => rest,
            _ => sentence,
        })
        .collect()
}
