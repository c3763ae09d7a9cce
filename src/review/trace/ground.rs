//! The texts of a review that a passage may come from, one after the other: what is filed, what is promised and asked,
//! the notes, and every source's text that is held.
//!
//! Uses the model. Invariant: each text is looked at once and not kept, so that memory does not grow with the review; a
//! text in hand leads back to the item or source it is of.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::OnceLock;

use crate::model::catalog::Catalog;
use crate::model::evidence::Evidence;
use crate::model::review::Review;
use crate::model::review::Wording;
use crate::model::source::SourceKind;
use crate::review::cite;

/// Where a text comes from. What leads a reader closest comes first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// Items that stand in one paragraph, as places in reading order.
    Items(Run),
    /// A commitment, as a place in the review.
    Commitment(usize),
    /// One of the texts of a question: what is asked, or an anchor.
    Question(usize, usize),
    /// A note, as a place in the review.
    Note(usize),
    /// A source's text, as a place in the review.
    Source(usize),
}

/// Neighbours in reading order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Run {
    /// The first.
    pub first: usize,
    /// Behind the last.
    pub end: usize,
}

/// One text.
#[derive(Debug)]
pub struct Unit<'a> {
    /// Where it comes from.
    pub origin: Origin,
    /// The text; without references to notes.
    pub text: Cow<'a, str>,
    /// Where each item begins in it, in bytes.
    starts: Vec<usize>,
    taken: Cow<'a, [(usize, usize)]>,
}

impl Unit<'_> {
    /// The items that a range of it stands in, each with the range within its own text, in bytes.
    pub fn items_in(&self, range: &Range<usize>) -> Vec<(usize, Range<usize>)> {
        let Origin::Items(items) = &self.origin else { return Vec::new() };
        let mut found = Vec::new();
        for (n, &start) in self.starts.iter().enumerate() {
            let end = self.starts.get(n + 1).map_or(self.text.len(), |next| next - 1);
            let (from, to) = (range.start.max(start), range.end.min(end));
            if from < to {
                found.push((items.first + n, from - start..to - start));
            }
        }
        found
    }

    /// A place in the text as it is held, in bytes.
    pub fn held_at(&self, at: usize) -> usize {
        let before = self.taken.partition_point(|(taken, _)| *taken <= at);
        at + before.checked_sub(1).map_or(0, |last| self.taken[last].1)
    }
}

/// The texts of a review.
pub struct Ground<'a> {
    catalog: &'a Catalog,
    /// The report itself among the sources.
    report: Option<usize>,
    /// The items and the notes they refer to, by the line of the report they stand on.
    lines: HashMap<u32, OnLine>,
    /// The report's text without the numbers of notes, once it was asked for.
    clean: OnceLock<(String, Taken)>,
}

/// What was taken out of a text: where, and how many bytes in all up to there.
type Taken = Vec<(usize, usize)>;

/// What stands on a line of the report.
#[derive(Debug, Default)]
struct OnLine {
    items: Vec<usize>,
    refs: HashSet<u32>,
}

/// Lines that an item may go on for.
const LONGEST_ITEM: u32 = 16;

impl<'a> Ground<'a> {
    /// Looks at a review.
    pub fn of(catalog: &'a Catalog) -> Self {
        let report = report(catalog.review());
        let mut lines: HashMap<u32, OnLine> = HashMap::new();
        if report.is_some() {
            for (at, item) in catalog.items().walk().enumerate() {
                let Some(line) = item.line else { continue };
                let line = lines.entry(line).or_default();
                line.items.push(at);
                line.refs.extend(item.refs.iter().map(|reference| reference.footnote));
            }
        }
        Self { catalog, report, lines, clean: OnceLock::new() }
    }

    /// The item of the report that some words on a line stand in, or begin in.
    pub fn item_at(&self, line: u32, words: &str) -> Option<usize> {
        let first: String = words.chars().take(24).collect();
        let on = |line: u32| {
            let mut items = self.lines.get(&line)?.items.iter();
            items.find(|&&at| self.catalog.item(at).is_some_and(|item| item.text.contains(&first))).copied()
        };
        (line.saturating_sub(LONGEST_ITEM)..=line).rev().find_map(on)
    }

    /// The review with its cross-references.
    pub fn catalog(&self) -> &'a Catalog {
        self.catalog
    }

    /// Whether a source is the report itself, in whose text `line` counts.
    pub fn is_report(&self, source: usize) -> bool {
        self.report == Some(source)
    }

    /// Whether only some of the texts are somebody's own words.
    pub fn is_mixed(&self) -> bool {
        self.catalog.review().wording == Wording::Mixed
    }

    /// How many items and other texts are looked at.
    pub fn count(&self) -> (usize, usize) {
        let items = match self.is_mixed() {
            true => self.catalog.items().walk().filter(|item| cite::is_verbatim(self.catalog, item)).count(),
            false => self.catalog.items().len(),
        };
        let held = self.catalog.review().sources.iter().filter(|source| source.text.is_some()).count();
        (items, held)
    }

    /// Looks at every text in turn.
    pub fn each(&self, mut look: impl FnMut(&Unit<'_>)) {
        self.each_of_items(&mut look);
        let review = self.catalog.review();
        if !self.is_mixed() {
            for at in 0..review.commitments.len() {
                self.look_at(Origin::Commitment(at), &mut look);
            }
            for (at, question) in review.questions.iter().enumerate() {
                for part in 0..=question.anchors.len() {
                    self.look_at(Origin::Question(at, part), &mut look);
                }
            }
            for at in 0..review.footnotes.len() {
                self.look_at(Origin::Note(at), &mut look);
            }
        }
        for at in 0..review.sources.len() {
            self.look_at(Origin::Source(at), &mut look);
        }
    }

    fn look_at(&self, origin: Origin, look: &mut impl FnMut(&Unit<'_>)) {
        if let Some(unit) = self.fetch(&origin) {
            look(&unit);
        }
    }

    /// Items one after the other; those of one paragraph together, as a quotation may run on from one into the next.
    fn each_of_items(&self, look: &mut impl FnMut(&Unit<'_>)) {
        let mut together: Option<(Unit<'_>, u32)> = None;
        for (at, item) in self.catalog.items().walk().enumerate() {
            let searched = !self.is_mixed() || cite::is_verbatim(self.catalog, &item);
            let goes_on = together.as_ref().is_some_and(|(_, line)| searched && item.line == Some(*line));
            if !goes_on && let Some((unit, _)) = together.take() {
                look(&unit);
            }
            match (&mut together, item.line) {
                _ if !searched => {}
                (Some((unit, _)), _) => join(unit, &item),
                (None, Some(line)) => together = Some((unit_of(at, &item), line)),
                (None, None) => look(&unit_of(at, &item)),
            }
        }
        if let Some((unit, _)) = together {
            look(&unit);
        }
    }

    /// One text, again.
    pub fn fetch(&self, origin: &Origin) -> Option<Unit<'_>> {
        let review = self.catalog.review();
        let plain = |text| Unit {
            origin: origin.clone(),
            text: Cow::Borrowed(text),
            starts: Vec::new(),
            taken: Cow::Borrowed(&[]),
        };
        Some(match *origin {
            Origin::Items(Run { first, end }) => {
                let mut unit = unit_of(first, &*self.catalog.item(first)?);
                for at in first + 1..end {
                    join(&mut unit, &*self.catalog.item(at)?);
                }
                unit
            }
            Origin::Commitment(at) => plain(&review.commitments.get(at)?.text),
            Origin::Question(at, 0) => plain(&review.questions.get(at)?.text),
            Origin::Question(at, part) => plain(review.questions.get(at)?.anchors.values().nth(part - 1)?),
            Origin::Note(at) => plain(&review.footnotes.get(at)?.text),
            Origin::Source(at) => {
                let text = review.sources.get(at)?.text.as_deref()?;
                if !self.is_report(at) {
                    return Some(plain(text));
                }
                let (text, taken) = self.clean.get_or_init(|| self.without_markers(text));
                Unit { taken: Cow::Borrowed(taken), ..plain(text) }
            }
        })
    }

    /// The report's own text, in which the numbers of notes stand glued to words or in square brackets, without these.
    fn without_markers(&self, text: &str) -> (String, Taken) {
        let mut clean = String::with_capacity(text.len());
        let (mut taken, mut all) = (Taken::new(), 0);
        for (number, line) in (1..).zip(text.split_inclusive('\n')) {
            let mut from = 0;
            for marker in self.lines.get(&number).map(|on| markers(line, &on.refs)).unwrap_or_default() {
                clean.push_str(&line[from..marker.start]);
                all += marker.len();
                taken.push((clean.len(), all));
                from = marker.end;
            }
            clean.push_str(&line[from..]);
        }
        (clean, taken)
    }

    /// The line of the report that a place in its text stands on, from 1.
    pub fn line_at(&self, source: usize, at: usize) -> Option<u32> {
        let text = self.catalog.review().sources.get(source)?.text.as_deref()?;
        let lines = text.as_bytes()[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count();
        u32::try_from(lines + 1).ok()
    }
}

/// The report that the review was taken from, among its sources.
fn report(review: &Review) -> Option<usize> {
    review.sources.iter().position(|source| {
        let taken = source.original.is_some() && source.text.is_some() && source.label == review.title;
        taken && source.kind == SourceKind::Publication
    })
}

fn unit_of(at: usize, item: &Evidence) -> Unit<'static> {
    Unit {
        origin: Origin::Items(Run { first: at, end: at + 1 }),
        text: Cow::Owned(item.text.clone()),
        starts: vec![0],
        taken: Cow::Borrowed(&[]),
    }
}

/// Puts the next item of a paragraph behind a unit, a blank between.
fn join(unit: &mut Unit<'_>, item: &Evidence) {
    let text = unit.text.to_mut();
    text.push(' ');
    unit.starts.push(text.len());
    text.push_str(&item.text);
    if let Origin::Items(items) = &mut unit.origin {
        items.end += 1;
    }
}

/// Where the numbers of notes stand in a line that is known to refer to them: `word.45`, `word[45]`.
fn markers(line: &str, refs: &HashSet<u32>) -> Vec<Range<usize>> {
    let bytes = line.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let end = at + bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let known = line[at..end].parse().is_ok_and(|number| refs.contains(&number));
        let before = line[..at].chars().next_back();
        let bracketed = before == Some('[') && bytes.get(end) == Some(&b']');
        let glued = before.is_some_and(|c| {
            c.is_alphabetic() || matches!(c, '.' | ',' | ';' | ':' | '”' | '’' | '"' | ')' | '?' | '!')
        });
        let free = line[end..].chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '%');
        match () {
            () if known && bracketed => found.push(at - 1..end + 1),
            // A figure with a decimal point is none.
            () if known && glued && free && !follows_figure(&line[..at]) => found.push(at..end),
            () => {}
        }
        at = end;
    }
    found
}

/// Whether a text ends as the whole part of a decimal figure does: `3.`, `10,`.
fn follows_figure(before: &str) -> bool {
    let mut back = before.chars().rev();
    matches!(back.next(), Some('.' | ',' | ':')) && back.next().is_some_and(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_notes_are_told_from_figures() {
        let refs: HashSet<u32> = [4, 45, 2019].into();
        let told =
            |line: &str| markers(line, &refs).into_iter().map(|range| line[range].to_owned()).collect::<Vec<_>>();
        assert_eq!(told("The wheel turns.45 It stops,4 they say[45]."), ["45", "4", "[45]"]);
        assert_eq!(told("In 2019, 45 mills cost 3.45 or 10,4 each, B46 and 45%."), [""; 0]);
    }
}
