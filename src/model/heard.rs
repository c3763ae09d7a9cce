//! Who is heard in a list of items: distinct submitters and people at roundtables, kept so that a header need not count.
//!
//! Invariant: what is counted over some items is what counting them one by one gives, whatever a member has answered.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashSet;

use serde::Deserialize;
use serde::Serialize;

use crate::model::catalog::Catalog;
use crate::model::evidence::Evidence;
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
}

impl Heard {
    /// How many submitters and people are heard, where `shows` says of which subjects sentences show.
    pub fn count(&self, shows: impl Fn(&[Subject]) -> bool) -> (usize, usize) {
        let shown: Vec<&Told> = self.told.iter().filter(|told| shows(&told.speaks_of)).collect();
        let submitters: BTreeSet<&SourceId> = shown.iter().flat_map(|told| &told.submitters).collect();
        let voices: BTreeSet<&String> = shown.iter().flat_map(|told| &told.voices).collect();
        (self.submitters + submitters.len(), self.voices + voices.len())
    }
}

/// Counts who is heard, item by item.
#[derive(Debug, Default)]
pub struct Listening {
    submitters: HashSet<SourceId>,
    voices: HashSet<String>,
    told: BTreeMap<Vec<Subject>, (BTreeSet<SourceId>, BTreeSet<String>)>,
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
            let (known, heard) = self.told.entry(item.spoken_of()).or_default();
            known.extend(submitters.cloned());
            heard.extend(voice);
        } else {
            for id in submitters {
                if !self.submitters.contains(id) {
                    self.submitters.insert(id.clone());
                }
            }
            self.voices.extend(voice);
        }
    }

    /// Who was heard.
    pub fn heard(self) -> Heard {
        let Self { submitters, voices, told } = self;
        let only = |(speaks_of, (known, heard)): (Vec<Subject>, (BTreeSet<SourceId>, BTreeSet<String>))| Told {
            speaks_of,
            submitters: known.into_iter().filter(|id| !submitters.contains(id)).collect(),
            voices: heard.into_iter().filter(|voice| !voices.contains(voice)).collect(),
        };
        let told = told.into_iter().map(only).filter(|told| !told.submitters.is_empty() || !told.voices.is_empty());
        let told = told.collect();
        Heard { submitters: submitters.len(), voices: voices.len(), told }
    }
}

/// Who is heard at a roundtable in an item: told apart by speaker, else by the note that cites it.
pub fn voice(catalog: &Catalog, item: &Evidence) -> Option<String> {
    let roundtable = item
        .refs
        .iter()
        .filter_map(|reference| catalog.footnote(reference.footnote))
        .find(|note| note.class == Some(FootnoteClass::Roundtable));
    let held =
        item.sources.iter().filter_map(|id| catalog.source(id)).find(|source| source.kind == SourceKind::Roundtable);
    match (&item.speaker, roundtable, held) {
        (Some(speaker), Some(_), _) | (Some(speaker), _, Some(_)) => Some(format!("speaker {speaker}")),
        (None, Some(note), _) => Some(format!("note {}", note.number)),
        (None, None, Some(source)) => Some(format!("source {}", source.id)),
        (_, None, None) => None,
    }
}
