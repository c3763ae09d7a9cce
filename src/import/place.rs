//! Where submissions go in a review: which source each becomes, new or known.
//!
//! Uses `submission`, `register` and `code`. Invariant: a key that members may have marked passages under stays; nothing
//! is dropped: what has no place of its own gets a key beside the one it shares, and that is told.

mod describe;
mod known;
mod names;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::import::code;
use crate::import::code::Code;
use crate::import::code::Spelling;
use crate::import::place::describe::described;
use crate::import::place::describe::merged;
use crate::import::place::known::Known;
use crate::import::register::Entry;
use crate::import::register::Register;
use crate::import::submission::Submission;
use crate::import::summary::Summary;
use crate::import::summary::Unresolved;
use crate::model::ids::SourceId;
use crate::model::ids::SpeakerId;
use crate::model::review::Review;
use crate::model::source::Source;
use crate::model::source::SourceKind;
use crate::model::source::Speaker;

pub use crate::import::place::describe::withdraw;

/// A file that was read, or whose bytes are those of a source already there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// A document that was read.
    Read(Box<Submission>),
    /// The name of a file whose bytes a source has, and their SHA-256.
    Known(String, String),
}

impl Given {
    fn name(&self) -> &str {
        match self {
            Self::Read(submission) => &submission.name,
            Self::Known(name, _) => name,
        }
    }

    pub(crate) fn sha256(&self) -> &str {
        match self {
            Self::Read(submission) => &submission.original.sha256,
            Self::Known(_, sha256) => sha256,
        }
    }

    fn code(&self) -> Option<Code> {
        match self {
            Self::Read(submission) => submission.code.clone(),
            Self::Known(name, _) => code::in_file_name(name.rsplit('/').next().unwrap_or(name)).0,
        }
    }
}

/// What is done with a document of a source that has another text already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherText {
    /// The source stays as it is, and that is told.
    Stays,
    /// The document is its new text.
    Corrects,
}

/// What became of the sources.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Placed {
    /// Sources that are new.
    pub added: Vec<SourceId>,
    /// Sources that were listed and have their text now.
    pub filled: Vec<SourceId>,
    /// Sources whose text is another now.
    pub corrected: Vec<SourceId>,
    /// Sources of which something else is another now.
    pub described: Vec<SourceId>,
    /// Sources taken back.
    pub withdrawn: Vec<SourceId>,
    /// Sources that were given again as they are.
    pub unchanged: Vec<SourceId>,
    /// Which file each source came from.
    pub files: BTreeMap<SourceId, String>,
}

/// Puts documents into a review.
pub fn place(
    review: &mut Review,
    given: Vec<Given>,
    register: &Register,
    other: OtherText,
    summary: &mut Summary,
) -> Placed {
    let known = review.sources.len();
    let given = without_lone_codes(review, given, register);
    let spelling = spelling(review, &given, register);
    let mut desk = Desk {
        known: Known::of(&review.sources),
        review,
        register,
        spelling,
        other,
        summary,
        used: BTreeSet::new(),
        placed: Placed::default(),
    };
    let mut without_code = Vec::new();
    for document in given {
        if let Some(left) = desk.with_key(document) {
            without_code.push(left);
        }
    }
    without_code.into_iter().for_each(|document| desk.without_key(document));
    desk.rows_without_file();
    let placed = desk.placed;
    review.sources[known..].sort_by(|one, other| one.id.cmp(&other.id));
    placed
}

/// How codes are written here: as the review has them, else the register, else the files.
fn spelling(review: &Review, given: &[Given], register: &Register) -> Option<Spelling> {
    let submitted = review.sources.iter().filter(|source| source.kind == SourceKind::Submission);
    let there: Vec<Code> = submitted.filter_map(|source| code::whole(source.id.as_str())).collect();
    let in_files = || given.iter().filter_map(Given::code).collect::<Vec<_>>();
    code::usual(&there).or_else(|| code::usual(&register.codes())).or_else(|| code::usual(&in_files()))
}

/// A short code in a file's name, `smith-2`, is one where something else has its letters.
fn without_lone_codes(review: &Review, mut given: Vec<Given>, register: &Register) -> Vec<Given> {
    let there = review.sources.iter().filter_map(|source| code::whole(source.id.as_str()));
    let mut prefixes: BTreeMap<String, usize> = BTreeMap::new();
    for code in there.chain(register.codes()).chain(given.iter().filter_map(Given::code)) {
        *prefixes.entry(code.prefix).or_default() += 1;
    }
    for document in &mut given {
        let Given::Read(submission) = document else { continue };
        let lone = |code: &Code| code::is_short(code) && prefixes.get(&code.prefix) == Some(&1);
        submission.code = submission.code.take().filter(|code| !lone(code));
    }
    given
}

struct Desk<'a> {
    review: &'a mut Review,
    register: &'a Register,
    spelling: Option<Spelling>,
    other: OtherText,
    summary: &'a mut Summary,
    known: Known,
    /// Rows of the register that a document answered to.
    used: BTreeSet<usize>,
    placed: Placed,
}

impl Desk<'_> {
    /// Places a document that has a code, or is known; gives back one that is and has neither.
    fn with_key(&mut self, document: Given) -> Option<Given> {
        let code = document.code();
        let entry = self.register.about_file(document.name()).or_else(|| self.register.about_code(code.as_ref()?));
        let entry = entry.cloned();
        self.used.extend(entry.as_ref().map(|entry| entry.row));
        self.tell_codes(&document);
        let told = entry.as_ref().and_then(|entry| entry.code.as_deref());
        let wanted = told.map(|told| self.key_of(told)).or_else(|| code.as_ref().map(|code| self.key(code)));
        let same_bytes = self.known.by_digest.get(document.sha256()).copied();
        let at_key = wanted.as_ref().and_then(|id| self.known.key(id.as_str()));
        let base = document.name().rsplit('/').next().unwrap_or_default().to_lowercase();
        let same_file = self.known.by_file.get(&base).copied().flatten().filter(|_| self.other == OtherText::Corrects);
        if let Some(entry) = entry.as_ref().filter(|entry| entry.withdrawn == Some(true)) {
            self.row(entry, at_key.or(same_bytes), wanted, false);
            return None;
        }
        match (same_bytes, at_key, wanted) {
            (Some(at), _, wanted) => self.again(at, wanted.as_ref(), document, entry.as_ref()),
            (None, Some(at), Some(id)) => self.at_key(at, &id, document, entry.as_ref()),
            (None, None, Some(id)) => match same_file.filter(|_| told.is_none()) {
                Some(at) => self.text_of(at, document, entry.as_ref()),
                None => self.add(id, document, code.as_ref(), entry.as_ref()),
            },
            (None, _, None) => match same_file {
                Some(at) => self.text_of(at, document, entry.as_ref()),
                None => return Some(document),
            },
        }
        None
    }

    /// Gives a document without a code the next number that is free.
    fn without_key(&mut self, document: Given) {
        let entry = self.register.about_file(document.name()).cloned();
        let kind = match (&document, entry.as_ref().and_then(|entry| entry.kind)) {
            (_, Some(kind)) => kind,
            (Given::Read(submission), None) => submission.kind,
            (Given::Known(..), None) => SourceKind::Submission,
        };
        let id = match kind {
            SourceKind::Roundtable => self.first_free(|n| format!("RT{n:02}")),
            SourceKind::Publication => self.first_free(|n| format!("PUB{n:02}")),
            _ => self.first_free(|n| format!("SUB{n:04}")),
        };
        let why =
            format!("there is none in its name or first lines; it is called {id}; give it another in the register");
        self.tell(format!("the code of {}", document.name()), document.name(), why);
        self.add(id, document, None, entry.as_ref());
    }

    /// The first key of a row of them that no source has.
    fn first_free(&self, name: impl Fn(usize) -> String) -> SourceId {
        let mut number = 1;
        while self.known.key(&name(number)).is_some() {
            number += 1;
        }
        SourceId(name(number))
    }

    /// Rows of the register that no document answered to: sources of which the text is not there, or which are described
    /// or withdrawn.
    fn rows_without_file(&mut self) {
        let unused = |entry: &&Entry| !self.used.contains(&entry.row);
        let rows: Vec<Entry> = self.register.rows.iter().filter(unused).cloned().collect();
        for entry in rows {
            let wanted = entry.code.as_deref().map(|told| self.key_of(told));
            let at = wanted.as_ref().and_then(|id| self.known.key(id.as_str()));
            self.row(&entry, at, wanted, true);
        }
    }

    /// A row of the register by itself: describes a source that is there, or lists one without its text.
    fn row(&mut self, entry: &Entry, at: Option<usize>, wanted: Option<SourceId>, tell: bool) {
        let lacking = match &entry.file {
            Some(file) => format!("row {} of the register names {file}, which is not among the files", entry.row),
            None => format!("row {} of the register names no file and none has this code", entry.row),
        };
        let register = self.register.name.clone();
        match (at, wanted) {
            (Some(at), _) => {
                let has_text = self.review.sources[at].text.is_some();
                if !self.describe(at, entry) && has_text && entry.withdrawn != Some(true) {
                    let id = self.review.sources[at].id.clone();
                    self.placed.unchanged.push(id);
                }
            }
            (None, Some(id)) => {
                let label = entry.name.clone().unwrap_or_else(|| id.to_string());
                let mut source = Source::new(id.clone(), entry.kind.unwrap_or(SourceKind::Submission), label);
                described(&mut source, entry);
                if tell && !source.withdrawn {
                    self.tell(
                        format!("the text of {id}"),
                        &register,
                        format!("{lacking}; it is listed without its text"),
                    );
                }
                self.push(source, None);
            }
            (None, None) => {
                self.tell("a row of the register".to_owned(), &register, format!("{lacking}; check its name"))
            }
        }
    }

    /// The same bytes as a source has.
    fn again(&mut self, at: usize, wanted: Option<&SourceId>, document: Given, entry: Option<&Entry>) {
        let source = &self.review.sources[at];
        let id = source.id.clone();
        if let Some(first) = self.placed.files.get(&id).cloned() {
            self.second_of_bytes(at, &first, wanted, &document, entry);
            return;
        }
        if source.text.is_none() {
            self.text_of(at, document, entry);
            return;
        }
        self.placed.files.insert(id.clone(), document.name().to_owned());
        let told = entry.is_some_and(|entry| entry.code.is_some());
        let renamed = wanted.filter(|wanted| told && **wanted != id).is_some_and(|wanted| self.call_also(at, wanted));
        let described = entry.is_some_and(|entry| self.describe(at, entry));
        if !described && !renamed {
            self.placed.unchanged.push(id);
        }
    }

    /// The same bytes a second time in one import: kept where they have a code of their own, told else.
    fn second_of_bytes(
        &mut self,
        at: usize,
        first: &str,
        wanted: Option<&SourceId>,
        document: &Given,
        entry: Option<&Entry>,
    ) {
        let id = self.review.sources[at].id.clone();
        if let Some(wanted) = wanted.filter(|wanted| self.known.key(wanted.as_str()).is_none()) {
            let mut copy = Source { id: wanted.clone(), aliases: Vec::new(), ..self.review.sources[at].clone() };
            if let Some(entry) = entry {
                described(&mut copy, entry);
            }
            self.push(copy, Some(document.name()));
            return;
        }
        self.summary.count("same_file", 1);
        let why = format!("it is the same file as {first}, byte for byte; {id} stands for both");
        self.tell(document.name().to_owned(), document.name(), why);
    }

    /// A source keeps its key; another code that the register gives it becomes a spelling of it.
    fn call_also(&mut self, at: usize, wanted: &SourceId) -> bool {
        if self.known.key(wanted.as_str()).is_some() {
            return false;
        }
        let source = &mut self.review.sources[at];
        source.aliases.push(wanted.0.clone());
        let why = format!("passages may be marked under {}, so that stays its code; {wanted} is found too", source.id);
        let source = source.clone();
        self.known.add(at, &source);
        self.placed.described.push(source.id);
        let register = self.register.name.clone();
        self.tell(format!("the code {wanted}"), &register, why);
        true
    }

    /// A document with the key of a source that is there.
    fn at_key(&mut self, at: usize, id: &SourceId, document: Given, entry: Option<&Entry>) {
        let Some(first) = self.placed.files.get(&self.review.sources[at].id).cloned() else {
            return self.text_of(at, document, entry);
        };
        let beside = self.first_free(|n| format!("{id}-{}", n + 1));
        let why = format!("{first} has the code {id} too; this one is kept as {beside}");
        self.tell(document.name().to_owned(), document.name(), why);
        self.add(beside, document, None, entry);
    }

    /// A document of a source that is there: its first text, a new one, or one that is not taken.
    fn text_of(&mut self, at: usize, document: Given, entry: Option<&Entry>) {
        let name = document.name().to_owned();
        let Given::Read(submission) = document else { return };
        let source = &self.review.sources[at];
        let (id, had) = (source.id.clone(), source.text.is_some());
        self.placed.files.insert(id.clone(), name.clone());
        let stays = match (had, source.withdrawn, entry.and_then(|entry| entry.withdrawn)) {
            (false, true, said) if said != Some(false) => {
                Some("was withdrawn and stays so; write `no` under `withdrawn` in the register to take it in again")
            }
            (true, _, _) if self.other == OtherText::Stays => Some(
                "is there already with another text and stays as it was; `plumbline update` makes an edition with the new one",
            ),
            _ => None,
        };
        if let Some(why) = stays {
            self.tell(name.clone(), &name, format!("{id} {why}"));
            return;
        }
        let named = speakers_named(self.review, &id);
        let other_name = other_name(&self.review.sources[at], &submission, entry).filter(|_| !had);
        let source = &mut self.review.sources[at];
        // What reads as a published evaluation waits as one, also where it was listed as a submission.
        if submission.kind == SourceKind::Publication && source.kind == SourceKind::Submission {
            source.kind = SourceKind::Publication;
        }
        let before = std::mem::take(&mut source.speakers);
        source.speakers = merged(&before, submission.speakers);
        let gone = before.into_iter().filter(|known| named.contains(&known.id));
        let gone: Vec<Speaker> = gone.filter(|known| !source.speakers.iter().any(|now| now.id == known.id)).collect();
        source.speakers.extend(gone);
        source.text = Some(submission.text);
        source.original = Some(submission.original);
        source.withdrawn = false;
        if let Some(entry) = entry {
            described(source, entry);
        }
        let source = source.clone();
        self.known.add(at, &source);
        if had { &mut self.placed.corrected } else { &mut self.placed.filled }.push(id);
        if let Some(why) = other_name {
            self.tell(name.clone(), &name, why);
        }
    }

    fn add(&mut self, id: SourceId, document: Given, code: Option<&Code>, entry: Option<&Entry>) {
        let name = document.name().to_owned();
        // Bytes that are known belong to a source that is there.
        let Given::Read(submission) = document else { return };
        let mut source = Source::new(id, submission.kind, submission.label.clone());
        if let Some(why) =
            other_name(&source, &submission, entry).filter(|_| entry.is_some_and(|entry| entry.name.is_some()))
        {
            self.tell(name.clone(), &name, why);
        }
        source.text = Some(submission.text);
        source.original = Some(submission.original);
        source.speakers = submission.speakers;
        if let Some(entry) = entry {
            described(&mut source, entry);
        }
        let written = code.map(|code| format!("{}{:0width$}", code.prefix, code.number, width = code.width));
        source.aliases.extend(written.filter(|written| *written != source.id.0 && self.known.key(written).is_none()));
        self.push(source, Some(&name));
    }

    fn push(&mut self, source: Source, file: Option<&str>) {
        let id = source.id.clone();
        self.known.add(self.review.sources.len(), &source);
        self.placed.added.push(id.clone());
        self.placed.files.extend(file.map(|file| (id, file.to_owned())));
        self.review.sources.push(source);
    }

    /// Brings a source up to date with its row; returns whether that changed anything.
    fn describe(&mut self, at: usize, entry: &Entry) -> bool {
        let source = &mut self.review.sources[at];
        let before = source.clone();
        described(source, entry);
        if *source == before {
            return false;
        }
        let list =
            if source.withdrawn && !before.withdrawn { &mut self.placed.withdrawn } else { &mut self.placed.described };
        list.push(source.id.clone());
        true
    }

    fn key(&self, code: &Code) -> SourceId {
        let own = || Spelling { prefix: code.prefix.clone(), width: code.width };
        self.spelling.clone().unwrap_or_else(own).key(code)
    }

    /// The key of a code as a register has it, which need not read as one.
    fn key_of(&self, told: &str) -> SourceId {
        code::whole(told).map_or_else(|| SourceId(told.trim().to_owned()), |code| self.key(&code))
    }

    fn tell_codes(&mut self, document: &Given) {
        let Given::Read(submission) = document else { return };
        let usual = |code: &Code| self.spelling.as_ref().is_some_and(|spelling| spelling.covers(&code.prefix));
        if let (Some(in_name), Some(in_text)) = (&submission.code, &submission.other_code)
            && (usual(in_text) || !usual(in_name))
        {
            let what = format!("the code of {}", submission.name);
            let why = format!(
                "its name says {} and its first lines {}; the name's is taken",
                in_name.written, in_text.written
            );
            let name = submission.name.clone();
            self.tell(what, &name, why);
        }
    }

    fn tell(&mut self, what: String, input: &str, why: String) {
        self.summary.unresolved.push(Unresolved { what, line: None, input: Some(input.to_owned()), why });
    }
}

/// What is told where the file of a source, found by its code, says another name than the one it is listed under. A row of
/// the register that names the file says whose it is.
fn other_name(source: &Source, submission: &Submission, entry: Option<&Entry>) -> Option<String> {
    let both_submitted = source.kind == SourceKind::Submission && submission.kind == SourceKind::Submission;
    if !both_submitted || entry.is_some_and(|entry| entry.file.is_some()) {
        return None;
    }
    let listed = entry.and_then(|entry| entry.name.as_deref()).unwrap_or(&source.label);
    let found = submission.says_from.as_deref()?;
    let differs = code::whole(listed).is_none() && names::differ(listed, found);
    let id = &source.id;
    differs.then(|| {
        format!(
            "its text went to {id}, which is listed as \u{201c}{listed}\u{201d}, but the file says \u{201c}{found}\u{201d}; see whether its code is right"
        )
    })
}

/// The speakers of a source that evidence names.
fn speakers_named(review: &Review, id: &SourceId) -> BTreeSet<SpeakerId> {
    let of_source = review.evidence.iter().filter(|item| item.sources.contains(id));
    of_source.filter_map(|item| item.speaker.clone()).collect()
}

#[cfg(test)]
#[path = "place_tests.rs"]
mod tests;
