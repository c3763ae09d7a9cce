//! Who is heard in a list of items: distinct submitters, people at roundtables, and the roundtables they spoke at, kept
//! so that a header need not count.
//!
//! Invariant: what is counted over some items is what counting them one by one gives, whatever a member has answered.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashSet;

use serde::Deserialize;
use serde::Serialize;

use crate::model::catalog::Catalog;
use crate::model::evidence::Evidence;
use crate::model::footnote::Footnote;
use crate::model::footnote::FootnoteClass;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::source::Source;
use crate::model::source::SourceKind;

/// Who is heard in some items.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// Distinct submitters in the items whose text always shows.
    pub submitters: usize,
    /// Distinct people at roundtables in them.
    pub voices: usize,
    /// The roundtables they spoke at, as far as that is known. What was written before these were counted has none.
    #[serde(default)]
    pub roundtables: usize,
    /// Who is heard only in sentences that rate, by what these speak of.
    pub told: Vec<Told>,
}

/// Who is heard only where a rating is stated.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// What has to be answered before the sentences show.
    pub speaks_of: Vec<Subject>,
    /// The submitters.
    pub submitters: Vec<SourceId>,
    /// The people at roundtables, by what tells them apart.
    pub voices: Vec<String>,
    /// The roundtables that are heard nowhere else.
    #[serde(default)]
    pub roundtables: Vec<SourceId>,
}

/// How many are heard.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Heads {
    /// Distinct submitters.
    pub submitters: usize,
    /// Distinct people at roundtables.
    pub voices: usize,
    /// The roundtables they spoke at, as far as that is known.
    pub roundtables: usize,
}

/// One voice at a roundtable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// What tells it from others at the same roundtable.
    pub by: String,
    /// The roundtable, where it is known which.
    pub at: Option<SourceId>,
}

impl Heard {
    /// How many are heard, where `shows` says of which subjects sentences show.
    pub fn count(&self, shows: impl Fn(&[Subject]) -> bool) -> Heads {
        let shown: Vec<&Told> = self.told.iter().filter(|told| shows(&told.speaks_of)).collect();
        let submitters: BTreeSet<&SourceId> = shown.iter().flat_map(|told| &told.submitters).collect();
        let voices: BTreeSet<&String> = shown.iter().flat_map(|told| &told.voices).collect();
        let roundtables: BTreeSet<&SourceId> = shown.iter().flat_map(|told| &told.roundtables).collect();
        Heads {
            submitters: self.submitters + submitters.len(),
            voices: self.voices + voices.len(),
            roundtables: self.roundtables + roundtables.len(),
        }
    }
}

impl Voice {
    /// What it goes by among all: speakers of two roundtables may have the same key.
    fn name(&self) -> String {
        self.at.as_ref().map_or_else(|| self.by.clone(), |at| format!("{} at {at}", self.by))
    }
}

/// Counts who is heard, item by item.
#[derive(Debug, Default)]
pub struct Listening {
    submitters: HashSet<SourceId>,
    voices: HashSet<String>,
    roundtables: HashSet<SourceId>,
    told: BTreeMap<Vec<Subject>, OnlyTold>,
}

/// Who is heard in sentences that rate.
#[derive(Debug, Default)]
struct OnlyTold {
    submitters: BTreeSet<SourceId>,
    voices: BTreeSet<String>,
    roundtables: BTreeSet<SourceId>,
}

impl Listening {
    /// Takes in an item of the review.
    pub fn listen(&mut self, catalog: &Catalog, item: &Evidence) {
        let sources = item.sources.iter().filter_map(|id| catalog.source(id));
        let submitters = sources.filter(|source| source.kind == SourceKind::Submission);
        // Texts that are alike are one submitter: the first of them.
        let submitters = submitters.map(Source::first_alike);
        let voice = voice(catalog, item);
        if item.tells() {
            let told = self.told.entry(item.spoken_of()).or_default();
            told.submitters.extend(submitters.cloned());
            if let Some(voice) = voice {
                told.voices.insert(voice.name());
                told.roundtables.extend(voice.at);
            }
        } else {
            for id in submitters {
                if !self.submitters.contains(id) {
                    self.submitters.insert(id.clone());
                }
            }
            if let Some(voice) = voice {
                self.voices.insert(voice.name());
                self.roundtables.extend(voice.at);
            }
        }
    }

    /// Who was heard.
    pub fn heard(self) -> Heard {
        let Self { submitters, voices, roundtables, told } = self;
        let only = |(speaks_of, heard): (Vec<Subject>, OnlyTold)| Told {
            speaks_of,
            submitters: heard.submitters.into_iter().filter(|id| !submitters.contains(id)).collect(),
            voices: heard.voices.into_iter().filter(|voice| !voices.contains(voice)).collect(),
            roundtables: heard.roundtables.into_iter().filter(|id| !roundtables.contains(id)).collect(),
        };
        let says = |told: &Told| !(told.submitters.is_empty() && told.voices.is_empty() && told.roundtables.is_empty());
        let told = told.into_iter().map(only).filter(says).collect();
        Heard { submitters: submitters.len(), voices: voices.len(), roundtables: roundtables.len(), told }
    }
}

/// Who is heard at a roundtable in an item: told apart by speaker, else by the note that cites it.
pub fn voice(catalog: &Catalog, item: &Evidence) -> Option<Voice> {
    let mut notes = noted_at_roundtables(catalog, item).peekable();
    let note = notes.peek().map(|note| note.number);
    let roundtable = |id: &SourceId| catalog.source(id).filter(|source| source.kind == SourceKind::Roundtable);
    let held = item.sources.iter().find_map(roundtable);
    let by = match (&item.speaker, note, held) {
        (Some(speaker), Some(_), _) | (Some(speaker), _, Some(_)) => format!("speaker {speaker}"),
        (None, Some(number), _) => format!("note {number}"),
        (None, None, Some(source)) => format!("source {}", source.id),
        (_, None, None) => return None,
    };
    let at = held.or_else(|| notes.flat_map(|note| &note.sources).find_map(roundtable));
    Some(Voice { by, at: at.map(|source| source.id.clone()) })
}

/// The notes on roundtables that an item refers to.
pub fn noted_at_roundtables<'a>(catalog: &'a Catalog, item: &'a Evidence) -> impl Iterator<Item = &'a Footnote> {
    let notes = item.refs.iter().filter_map(|reference| catalog.footnote(reference.footnote));
    notes.filter(|note| note.class == Some(FootnoteClass::Roundtable))
}
