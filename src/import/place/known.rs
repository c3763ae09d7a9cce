//! Where sources are found in a review: by code or other spelling, by the bytes or the name of their file.

use std::collections::HashMap;

use crate::model::source::Source;

/// Where sources are found: places in the review's list.
pub(super) struct Known {
    by_key: HashMap<String, usize>,
    pub by_digest: HashMap<String, usize>,
    pub by_file: HashMap<String, Option<usize>>,
}

impl Known {
    /// Looks at all sources.
    pub fn of(sources: &[Source]) -> Self {
        let mut known = Self { by_key: HashMap::new(), by_digest: HashMap::new(), by_file: HashMap::new() };
        sources.iter().enumerate().for_each(|(at, source)| known.add(at, source));
        known
    }

    /// Notes a source that is at a place.
    pub fn add(&mut self, at: usize, source: &Source) {
        let spellings = source.aliases.iter().map(String::as_str).chain([source.id.as_str()]);
        spellings.for_each(|spelling| {
            self.by_key.entry(spelling.to_lowercase()).or_insert(at);
        });
        if let Some(original) = &source.original {
            self.by_digest.entry(original.sha256.clone()).or_insert(at);
            // A name that two sources' files have tells neither.
            self.by_file.entry(original.name.to_lowercase()).and_modify(|at| *at = None).or_insert(Some(at));
        }
    }

    /// The place of the source that a code names, whatever its capitals.
    pub fn key(&self, id: &str) -> Option<usize> {
        self.by_key.get(&id.to_lowercase()).copied()
    }
}
