//! Who is heard on a question, and what they say: submitters and voices, not passages.
//!
//! Pure. Invariant: whoever says the same twice is counted once, texts that are alike count as one submitter, and the
//! order in which things were said makes no difference.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::heard::Heads;
use crate::model::ids::SourceId;
use crate::model::quote::Stance;
use crate::model::source::Source;
use crate::model::source::SourceKind;

/// Someone heard.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// Whoever wrote a source; of texts that are alike, the first of them.
    Writer(SourceKind, SourceId),
    /// One voice at a roundtable, by whatever tells it from others, and which roundtable that was, where it is known.
    Voice(String, Option<SourceId>),
}

impl Who {
    /// Whoever wrote a source.
    pub fn wrote(source: &Source) -> Self {
        Self::Writer(source.kind, source.first_alike().clone())
    }
}

/// How many were heard.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Side {
    /// Those who sent something in.
    pub submitters: usize,
    /// Those who spoke at roundtables.
    pub voices: usize,
    /// The roundtables they spoke at.
    pub roundtables: usize,
    /// Papers of government and its bodies.
    pub government: usize,
    /// Reports, articles, books and web pages.
    pub publications: usize,
    /// Reactions.
    pub reactions: usize,
}

impl Side {
    fn of<'a>(heard: impl Iterator<Item = &'a Who>) -> Self {
        let mut side = Self::default();
        let mut roundtables = BTreeSet::new();
        for who in heard {
            match who {
                Who::Writer(SourceKind::Submission, _) => side.submitters += 1,
                Who::Writer(SourceKind::Government, _) => side.government += 1,
                Who::Writer(SourceKind::Publication | SourceKind::Web, _) => side.publications += 1,
                Who::Writer(SourceKind::Reaction, _) => side.reactions += 1,
                // Who says what at a roundtable is not known here, but somebody did.
                Who::Writer(SourceKind::Roundtable, at) => {
                    side.voices += 1;
                    roundtables.insert(at);
                }
                Who::Voice(_, at) => {
                    side.voices += 1;
                    roundtables.extend(at);
                }
            }
        }
        side.roundtables = roundtables.len();
        side
    }

    /// Whether nobody was.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// How many in all.
    pub fn heads(&self) -> usize {
        self.submitters + self.voices + self.government + self.publications + self.reactions
    }

    /// "3 submitters and 5 voices in 2 roundtables"; empty where nobody was heard.
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        let mut count = |count: usize, one: &str, more: &str| {
            if count > 0 {
                parts.push(format!("{count} {}", if count == 1 { one } else { more }));
            }
        };
        count(self.submitters, "submitter", "submitters");
        match self.roundtables {
            0 => count(self.voices, "voice at a roundtable", "voices at roundtables"),
            1 => count(self.voices, "voice in 1 roundtable", "voices in 1 roundtable"),
            many => count(self.voices, "voice", &format!("voices in {many} roundtables")),
        }
        count(self.government, "government paper", "government papers");
        count(self.publications, "publication", "publications");
        count(self.reactions, "reaction", "reactions");
        match parts.as_slice() {
            [] => String::new(),
            [one] => one.clone(),
            [most @ .., last] => format!("{} and {last}", most.join(", ")),
        }
    }
}

impl From<Heads> for Side {
    /// Those who were asked; what else there is was not counted.
    fn from(Heads { submitters, voices, roundtables }: Heads) -> Self {
        Self { submitters, voices, roundtables, ..Self::default() }
    }
}

/// Who is heard, by what they say. Whoever says yes and no is counted on both sides, and once in all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// Everybody.
    pub all: Side,
    /// Those who say yes.
    pub yes: Side,
    /// Those who say no.
    pub no: Side,
    /// Those who say both in one breath.
    pub both: Side,
    /// Those who give background.
    pub background: Side,
    /// Those of whom the member has not said what they say.
    pub unmarked: Side,
}

impl Balance {
    /// Weighs what was said: by whom, and what it says where that is known.
    pub fn of(heard: impl IntoIterator<Item = (Who, Option<Stance>)>) -> Self {
        let heard: BTreeSet<(Who, Option<u8>)> =
            heard.into_iter().map(|(who, stance)| (who, stance.map(side_of))).collect();
        let everyone: BTreeSet<&Who> = heard.iter().map(|(who, _)| who).collect();
        let said: BTreeSet<&Who> = heard.iter().filter(|(_, side)| side.is_some()).map(|(who, _)| who).collect();
        let on = |stance: Stance| {
            let side = side_of(stance);
            Side::of(heard.iter().filter(|(_, said)| *said == Some(side)).map(|(who, _)| who))
        };
        Self {
            yes: on(Stance::Supports),
            no: on(Stance::Undermines),
            both: on(Stance::Mixed),
            background: on(Stance::Context),
            unmarked: Side::of(everyone.difference(&said).copied()),
            all: Side::of(everyone.into_iter()),
        }
    }

    /// "1 submitter says yes; 3 submitters and 5 voices in 2 roundtables say no"; empty where nothing was said.
    pub fn words(&self) -> String {
        let sides = [
            (&self.yes, "says yes", "say yes"),
            (&self.no, "says no", "say no"),
            (&self.both, "says both", "say both"),
            (&self.background, "gives background", "give background"),
        ];
        let said: Vec<String> = sides
            .into_iter()
            .filter(|(side, ..)| !side.is_empty())
            .map(|(side, one, more)| format!("{} {}", side.words(), if side.heads() == 1 { one } else { more }))
            .collect();
        said.join("; ")
    }
}

fn side_of(stance: Stance) -> u8 {
    match stance {
        Stance::Supports => 0,
        Stance::Undermines => 1,
        Stance::Mixed => 2,
        Stance::Context => 3,
    }
}
