//! What an import tells when it is done: what was found, and what could not be resolved and where.
//!
//! Invariant: what is not understood is told, never dropped.

use std::collections::BTreeMap;

/// What an import found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many there are of each: `areas`, `commitments`, `sources`, `footnotes`, `references`, `evidence` …
    pub counts: BTreeMap<String, usize>,
    /// What could not be resolved, in reading order.
    pub unresolved: Vec<Unresolved>,
}

/// Something an import could not resolve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unresolved {
    /// What it is, in words: "note 66", "a reference to note 14 after “…”".
    pub what: String,
    /// Line of the text of record, from 1, where there is one.
    pub line: Option<u32>,
    /// Which input, by name, where there are several.
    pub input: Option<String>,
    /// Why it could not be resolved, and what was done instead.
    pub why: String,
}

impl Summary {
    /// Counts one more of a kind.
    pub fn count(&mut self, what: &str, more: usize) {
        *self.counts.entry(what.to_owned()).or_default() += more;
    }

    /// Takes in what another part found.
    pub fn take_in(&mut self, other: Self) {
        for (what, many) in other.counts {
            self.count(&what, many);
        }
        self.unresolved.extend(other.unresolved);
    }
}
