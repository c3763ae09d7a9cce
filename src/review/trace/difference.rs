//! In what a passage differs from the text it comes from, for people and programs: word by word, and where no word
//! differs, in which signs.
//!
//! Uses what `align` laid side by side. Invariant: the words of the parts, put together, are those of the passage and of
//! the text, in order.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Serialize;

use crate::review::trace::align::Beside;
use crate::review::trace::align::Step;
use crate::review::trace::search::Wanted;
use crate::review::trace::word::is_apostrophe;
use crate::review::trace::word::is_cut;

/// What became of some words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// They stand as they were.
    Same,
    /// Others, or other signs, stand for them.
    Changed,
    /// They were put in.
    PutIn,
    /// They were left out.
    LeftOut,
    /// They were left out, and the passage says so.
    Cut,
}

/// Some words of both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What became of them.
    pub became: Became,
    /// As they stand in the review.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
    /// As they are quoted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quoted: Option<String>,
}

/// Signs in which a passage can differ where its words are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    /// Capitals.
    Capitals,
    /// Accents, or two ways to write one letter.
    Accents,
    /// Quotation marks and apostrophes.
    QuotationMarks,
    /// Square brackets.
    Brackets,
    /// Dots that say that something was left out.
    Ellipses,
    /// Other punctuation.
    Punctuation,
    /// Blanks where there were none, or the other way round; signs that do not show.
    Blanks,
}

impl Sign {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Capitals => "capitals",
            Self::Accents => "accents",
            Self::QuotationMarks => "quotation marks",
            Self::Brackets => "brackets",
            Self::Ellipses => "ellipses",
            Self::Punctuation => "punctuation",
            Self::Blanks => "blanks",
        }
    }
}

/// A difference.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Word by word.
    pub parts: Vec<Part>,
    /// Where no word differs: the signs that do.
    pub only: BTreeSet<Sign>,
}

/// Tells in what a passage differs, from how it was laid beside a text.
pub fn difference(wanted: &Wanted, beside: Beside<'_>, steps: &[Step]) -> Difference {
    let mut telling = Telling { wanted, beside, steps, difference: Difference::default(), signs: BTreeSet::new() };
    let mut at = 0;
    while at < steps.len() {
        at = match steps[at] {
            Step::Same(..) => telling.same(at),
            _ => telling.other(at),
        };
    }
    let Telling { mut difference, mut signs, .. } = telling;
    for text in difference.parts.iter_mut().flat_map(|part| [&mut part.original, &mut part.quoted]).flatten() {
        text.truncate(text.trim_end().len());
    }
    signs.extend(lead(wanted, beside, steps));
    if difference.parts.iter().all(|part| part.original.is_some() && part.quoted.is_some() && !part.differs_in_words())
    {
        if signs.is_empty() {
            signs.insert(Sign::Blanks);
        }
        difference.only = signs;
    }
    difference
}

impl Part {
    /// Whether words differ, and not only signs.
    pub fn differs_in_words(&self) -> bool {
        let plain = |text: &Option<String>| {
            let text = text.as_deref().unwrap_or_default();
            crate::review::trace::word::words(text).iter().map(|word| word.hash).collect::<Vec<_>>()
        };
        self.became != Became::Same && plain(&self.original) != plain(&self.quoted)
    }
}

struct Telling<'a> {
    wanted: &'a Wanted,
    beside: Beside<'a>,
    steps: &'a [Step],
    difference: Difference,
    signs: BTreeSet<Sign>,
}

impl Telling<'_> {
    /// Goes on over one word that both have, with the signs behind it.
    fn same(&mut self, at: usize) -> usize {
        let Step::Same(q, t) = self.steps[at] else { return at + 1 };
        let next = self.steps.get(at + 1);
        let follows = matches!(next, Some(Step::Same(..) | Step::Near(..) | Step::Changed(..)));
        let quoted = self.passage(q, if follows { Some(q + 1) } else { None });
        let original = self.original(t, if follows { Some(t + 1) } else { None });
        let last = next.is_none() && at + 1 == self.steps.len();
        let (mut own, mut theirs) = (quoted, original);
        if last {
            // Behind its last word a passage may break off, but not have signs of its own.
            own = blank_to_one(&self.wanted.text[self.wanted.words[q].start()..]);
            let whole = blank_to_one(&self.beside.text[self.beside.words[t].start()..self.end_of(t)]);
            theirs = if whole.starts_with(&own) { own.clone() } else { whole };
        }
        let signs = signs_between(&theirs, &own);
        let became = if signs.is_empty() { Became::Same } else { Became::Changed };
        self.signs.extend(signs);
        self.push(became, Some(theirs), Some(own));
        at + 1
    }

    /// Goes on over neighbouring words that differ.
    fn other(&mut self, at: usize) -> usize {
        let (mut end, mut q, mut t) = (at, None::<Range<usize>>, None::<Range<usize>>);
        while let Some(step) = self.steps.get(end) {
            let (own, theirs) = match *step {
                Step::Same(..) => break,
                Step::Near(q, t) | Step::Changed(q, t) => (Some(q), Some(t)),
                Step::Put(q) => (Some(q), None),
                Step::Left(t) => (None, Some(t)),
            };
            let wider = |range: Option<Range<usize>>, word: Option<usize>| match (range, word) {
                (Some(range), Some(word)) => Some(range.start..word + 1),
                (None, Some(word)) => Some(word..word + 1),
                (range, None) => range,
            };
            (q, t) = (wider(q, own), wider(t, theirs));
            end += 1;
        }
        let quoted = q.clone().map(|words| self.with_brackets(&words));
        let original = t.map(|words| {
            let (first, last) = (&self.beside.words[words.start], &self.beside.words[words.end - 1]);
            blank_to_one(&self.beside.text[first.start()..last.end()])
        });
        let became = match (&original, &quoted) {
            (Some(_), Some(_)) => Became::Changed,
            (None, _) => Became::PutIn,
            (Some(_), None) if self.says_so(at, end) => Became::Cut,
            (Some(_), None) => Became::LeftOut,
        };
        self.push(became, original, quoted);
        end
    }

    /// Whether the passage says that something was left out between the words beside some steps.
    fn says_so(&self, at: usize, end: usize) -> bool {
        let word = |step: Option<&Step>| match step {
            Some(Step::Same(q, _)) => Some(*q),
            _ => None,
        };
        let before = at.checked_sub(1).and_then(|before| word(self.steps.get(before)));
        let behind = word(self.steps.get(end));
        before.zip(behind).is_some_and(|(before, behind)| self.wanted.is_cut_between(before, behind))
    }

    /// A word of the passage with the signs up to another one.
    fn passage(&self, word: usize, next: Option<usize>) -> String {
        let range = &self.wanted.words[word];
        let end = next.and_then(|next| self.wanted.words.get(next)).map_or(range.end(), |next| next.start());
        blank_to_one(&self.wanted.text[range.start()..end])
    }

    fn original(&self, word: usize, next: Option<usize>) -> String {
        let range = &self.beside.words[word];
        let end = next.and_then(|next| self.beside.words.get(next)).map_or(range.end(), |next| next.start());
        blank_to_one(&self.beside.text[range.start()..end])
    }

    fn end_of(&self, word: usize) -> usize {
        self.beside.words.get(word + 1).map_or(self.beside.text.len(), |next| next.start())
    }

    /// Words of the passage, with the brackets they stand in.
    fn with_brackets(&self, words: &Range<usize>) -> String {
        let text = self.wanted.text.as_str();
        let (first, last) = (&self.wanted.words[words.start], &self.wanted.words[words.end - 1]);
        let start = first.start() - usize::from(text[..first.start()].ends_with('['));
        let end = last.end() + usize::from(text[last.end()..].starts_with(']'));
        blank_to_one(&text[start..end])
    }

    fn push(&mut self, became: Became, original: Option<String>, quoted: Option<String>) {
        if became == Became::Same
            && let Some(last) = self.difference.parts.last_mut().filter(|last| last.became == Became::Same)
        {
            for (text, more) in [(&mut last.original, original), (&mut last.quoted, quoted)] {
                if let (Some(text), Some(more)) = (text, more) {
                    text.push_str(&more);
                }
            }
            return;
        }
        self.difference.parts.push(Part { became, original, quoted });
    }
}

/// Signs before the first word that the passage has and the text has not.
fn lead(wanted: &Wanted, beside: Beside<'_>, steps: &[Step]) -> BTreeSet<Sign> {
    let Some(Step::Same(q, t)) = steps.first() else { return BTreeSet::new() };
    let own = blank_to_one(&wanted.text[..wanted.words[*q].start()]);
    let start = beside.words[*t].start();
    let long =
        beside.text[..start].char_indices().rev().take(own.chars().count() + 4).last().map_or(start, |(at, _)| at);
    let theirs = blank_to_one(&beside.text[long..start]);
    if theirs.ends_with(&own) { BTreeSet::new() } else { signs_between("", &own) }
}

/// A text with every run of blanks as one.
fn blank_to_one(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c.is_whitespace() {
            true if out.ends_with(' ') => {}
            true => out.push(' '),
            false => out.push(c),
        }
    }
    out
}

/// In which signs two spellings of the same words differ.
fn signs_between(original: &str, quoted: &str) -> BTreeSet<Sign> {
    let mut found = BTreeSet::new();
    if original == quoted {
        return found;
    }
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let (a, b) = (letters(original), letters(quoted));
    if a != b {
        found.insert(if a.to_lowercase() == b.to_lowercase() { Sign::Capitals } else { Sign::Accents });
    }
    let marks = |text: &str| text.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()).collect::<String>();
    let (a, mut b) = (marks(original), marks(quoted));
    if a != b {
        if is_cut(&b) && !is_cut(&a) {
            found.insert(Sign::Ellipses);
            b = b.replace('…', "").replace("...", "");
        }
        if b.contains(['[', ']']) && !a.contains(['[', ']']) {
            found.insert(Sign::Brackets);
            b.retain(|c| !matches!(c, '[' | ']'));
        }
        let one_kind = |text: &str| text.chars().map(one_mark).collect::<String>();
        if a != b && !(b.is_empty() && found.contains(&Sign::Ellipses)) {
            found.insert(if one_kind(&a) == one_kind(&b) { Sign::QuotationMarks } else { Sign::Punctuation });
        }
    } else if found.is_empty() {
        found.insert(Sign::Blanks);
    }
    found
}

/// Quotation marks and apostrophes of every kind as one.
fn one_mark(c: char) -> char {
    let mark = is_apostrophe(c) || matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '‚' | '‛');
    if mark { '"' } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::trace::align::align;
    use crate::review::trace::chain::Seed;
    use crate::review::trace::word::words;

    const TEXT: &str = "The Trust’s old wheel “turns by night”, and nobody who lives there hears it. So be it.";

    fn told(passage: &str, anchor: (u32, u32)) -> Difference {
        let wanted = Wanted::new(passage.to_owned());
        let there = words(TEXT);
        let beside = Beside { text: TEXT, words: &there };
        let steps = align(&wanted, beside, &[Seed { passage: anchor.0, text: anchor.1 }]);
        difference(&wanted, beside, &steps)
    }

    /// A difference in one line: `same [-left out-] {+put in+} (old>new)`.
    fn line(difference: &Difference) -> String {
        let one = |part: &Part| {
            let (original, quoted) = (part.original.as_deref().unwrap_or(""), part.quoted.as_deref().unwrap_or(""));
            match part.became {
                Became::Same => original.to_owned(),
                Became::Changed => format!("({original}>{quoted})"),
                Became::PutIn => format!("{{+{quoted}+}}"),
                Became::LeftOut => format!("[-{original}-]"),
                Became::Cut => format!("[…{original}…]"),
            }
        };
        difference.parts.iter().map(|part| one(part).trim().to_owned()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_are_told_and_a_cut_that_the_passage_owns_up_to_is_told_apart() {
        assert_eq!(
            line(&told("old mill turns by night”, and nobody hears it", (2, 4))),
            "old (wheel>mill) turns by night”, and nobody [-who lives there-] hears it"
        );
        assert_eq!(
            line(&told("turns by night”, and nobody … hears it", (0, 4))),
            "turns by night”, and nobody […who lives there…] hears it"
        );
        assert_eq!(line(&told("turns loudly by night", (0, 4))), "turns {+loudly+} by night");
        assert_eq!(
            line(&told("nobody [in the valley] hears it", (0, 8))),
            "nobody (who lives there>[in the valley]) hears it"
        );
    }

    #[test]
    fn where_no_word_differs_the_signs_are_named() {
        let only = |passage: &str, at: u32| told(passage, (0, at)).only.into_iter().collect::<Vec<_>>();
        assert_eq!(only("old wheel ‘turns by night’, and nobody", 2), [Sign::QuotationMarks]);
        assert_eq!(only("the Trust's old wheel", 0), [Sign::Capitals, Sign::QuotationMarks]);
        assert_eq!(only("[t]he Trust’s old wheel", 0), [Sign::Capitals, Sign::Brackets]);
        assert_eq!(only("… old wheel “turns by night”", 2), [Sign::Ellipses]);
        assert_eq!(only("nobody who lives there hears it,", 8), [Sign::Punctuation]);
        assert_eq!(only("nobody who lives there hears it", 8), [Sign::Blanks], "word for word, as nobody asks");
        assert_eq!(only("old mill", 2), [], "words differ");
    }
}
