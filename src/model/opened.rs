//! Which paragraphs of a text a member has opened: a mark beside the acts, not an act.
//!
//! Invariant: every paragraph marked is one of the text's.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

/// The paragraphs of one text that were opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opened {
    of: usize,
    marked: BTreeSet<usize>,
}

impl Opened {
    /// None opened yet of so many.
    pub fn none_of(of: usize) -> Self {
        Self { of, marked: BTreeSet::new() }
    }

    /// Paragraphs the text has.
    pub fn of(&self) -> usize {
        self.of
    }

    /// Paragraphs opened.
    pub fn count(&self) -> usize {
        self.marked.len()
    }

    /// Whether every one was.
    pub fn is_whole(&self) -> bool {
        self.of > 0 && self.count() == self.of
    }

    /// Marks paragraphs, by place from 0; whether any was not marked before.
    pub fn mark(&mut self, paragraphs: Range<usize>) -> bool {
        let before = self.count();
        self.marked.extend(paragraphs.start..paragraphs.end.min(self.of));
        self.count() > before
    }

    /// "12 of 40 paragraphs opened".
    pub fn words(&self) -> String {
        let word = if self.of == 1 { "paragraph" } else { "paragraphs" };
        format!("{} of {} {word} opened", self.count(), self.of)
    }
}

/// As it is kept: how many there are, then those opened as ranges, both ends meant: `40:0-11,14`.
impl fmt::Display for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.of)?;
        let mut rest = self.marked.iter().copied().peekable();
        let mut first = true;
        while let Some(from) = rest.next() {
            let mut to = from;
            while rest.next_if_eq(&(to + 1)).is_some() {
                to += 1;
            }
            let comma = if std::mem::take(&mut first) { "" } else { "," };
            match from == to {
                true => write!(f, "{comma}{from}")?,
                false => write!(f, "{comma}{from}-{to}")?,
            }
        }
        Ok(())
    }
}

impl FromStr for Opened {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bad = || format!("`{text}` does not say which paragraphs were opened");
        let number = |text: &str| text.parse::<usize>().map_err(|_| bad());
        let (of, ranges) = text.split_once(':').ok_or_else(bad)?;
        let mut opened = Self::none_of(number(of)?);
        for range in ranges.split(',').filter(|range| !range.is_empty()) {
            let (from, to) = range.split_once('-').unwrap_or((range, range));
            let (from, to) = (number(from)?, number(to)?);
            if from > to || to >= opened.of {
                return Err(bad());
            }
            opened.mark(from..to + 1);
        }
        Ok(opened)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_opened_is_read_as_it_was_written(of in 0..90_usize, ranges in proptest::collection::vec((0..100_usize, 0..9_usize), 0..12)) {
            let mut opened = Opened::none_of(of);
            for (from, len) in ranges {
                let before = opened.count();
                let changed = opened.mark(from..from + len);
                prop_assert_eq!(changed, opened.count() > before);
            }
            prop_assert!(opened.count() <= of);
            let written = opened.to_string();
            prop_assert_eq!(written.parse::<Opened>(), Ok(opened), "{}", written);
        }
    }

    #[test]
    fn ranges_are_written_short_and_what_is_none_is_refused() {
        let mut opened = Opened::none_of(40);
        opened.mark(0..12);
        opened.mark(14..15);
        assert_eq!(
            (opened.to_string().as_str(), opened.words().as_str()),
            ("40:0-11,14", "13 of 40 paragraphs opened")
        );
        for text in ["", "40", "40:40", "40:3-2", "x:1", "40:1-", "5:0-18446744073709551615"] {
            assert!(text.parse::<Opened>().is_err(), "{text:?}");
        }
    }
}
