//! A place that was found, in its context.
//!
//! Invariant: it holds as much of a text as a line shows, and no more.

use std::ops::Range;

use crate::model::evidence::Evidence;
use crate::model::ids::Subject;
use crate::model::source::Source;
use crate::review::query::pattern::Pattern;
use crate::review::query::pattern::Words;
use crate::store::text_index::Part;

/// Scalar values of context before a place.
const BEFORE: usize = 24;
/// Scalar values of context after a place; what does not fit is cut when drawn.
const AFTER: usize = 200;

/// A text that is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Text {
    /// An item, as a place in the review's evidence.
    Item(usize),
    /// A source whose text is held, as a place in the review's sources.
    Source(usize),
}

/// An item or a paragraph of a source's text that answers a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its text.
    pub text: Text,
    /// The first scalar value found of that text; of the item or paragraph where only a name or a field answers.
    pub at: usize,
    /// What it is: its kind and source.
    pub head: String,
    /// What its sources are called, and which words of it answer, where the text does not have all that is asked for.
    pub named: Vec<(String, bool)>,
    /// Its words around the first place, and which of them answer.
    pub context: Vec<(String, bool)>,
    /// What it speaks of, where it is an item that states, or may state, a published rating.
    pub told: Option<Vec<Subject>>,
}

impl Found {
    /// An item.
    pub fn item<'p>(at: usize, item: &Evidence, patterns: impl IntoIterator<Item = &'p Pattern>) -> Self {
        let filed = item.cells.iter().find_map(|on| on.cell()).map(|cell| cell.to_string());
        let source = item.sources.first().map(ToString::to_string);
        let head =
            [filed, Some(item.kind.word().to_owned()), source].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let (first, context) = around(&item.text, patterns);
        let told = item.tells().then(|| item.spoken_of());
        Self { text: Text::Item(at), at: first, head, named: Vec::new(), context, told }
    }

    /// A paragraph.
    pub fn part<'p>(part: &Part, source: &Source, patterns: impl IntoIterator<Item = &'p Pattern>) -> Self {
        let (first, context) = around(&part.text, patterns);
        let at = usize::try_from(part.source - 1).unwrap_or(0);
        let head = format!("text of {}", source.id);
        Self { text: Text::Source(at), at: part.start + first, head, named: Vec::new(), context, told: None }
    }

    /// Its context as one text.
    pub fn words(&self) -> String {
        self.context.iter().map(|(words, _)| words.as_str()).collect()
    }

    /// The name that answers as one text; nothing where the text answers.
    pub fn name(&self) -> Option<String> {
        (!self.named.is_empty()).then(|| self.named.iter().map(|(words, _)| words.as_str()).collect())
    }
}

/// A whole text, and which of its words answer.
pub fn lit<'p>(text: &str, patterns: impl IntoIterator<Item = &'p Pattern>) -> Vec<(String, bool)> {
    let chars: Vec<char> = text.chars().collect();
    let part = |range: Range<usize>| -> String { chars[range].iter().collect() };
    let (mut at, mut context) = (0, Vec::new());
    for range in Words::of(text).find(patterns) {
        context.push((part(at..range.start), false));
        at = range.end;
        context.push((part(range), true));
    }
    context.push((part(at..chars.len()), false));
    context.retain(|(words, _)| !words.is_empty());
    context
}

/// The first place that patterns have in a text, and the words around it.
fn around<'p>(text: &str, patterns: impl IntoIterator<Item = &'p Pattern>) -> (usize, Vec<(String, bool)>) {
    let found = Words::of(text).find(patterns);
    let first = found.first().map_or(0, |range| range.start);
    let chars: Vec<char> = text.chars().take(first + AFTER).collect();
    let mut from = first.saturating_sub(BEFORE);
    if from > 0 {
        // Not within a word, where one begins before the place.
        from = (from..first).find(|&at| chars[at - 1].is_whitespace()).unwrap_or(from);
    }
    let part = |range: Range<usize>| -> String {
        chars[range.start.min(chars.len())..range.end.min(chars.len())].iter().collect()
    };
    let mut context: Vec<(String, bool)> = Vec::new();
    if from > 0 {
        context.push(("\u{2026}".to_owned(), false));
    }
    let mut at = from;
    for range in found {
        context.push((part(at..range.start), false));
        context.push((part(range.clone()), true));
        at = range.end;
    }
    context.push((part(at..chars.len().max(at)), false));
    context.retain(|(words, _)| !words.is_empty());
    (first, context)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_around_the_first_place_are_shown_and_all_that_answer_are_told() {
        let text = "Before it there are many words of no use; then the Résumé says that résumés count.";
        let pattern = Pattern::new("resume", true).expect("a word");
        let (at, context) = around(text, [&pattern]);
        assert_eq!(at, text.chars().position(|c| c == 'R').expect("is there"));
        let lit: Vec<&str> = context.iter().filter(|(_, lit)| *lit).map(|(words, _)| words.as_str()).collect();
        assert_eq!(lit, ["Résumé", "résumé"]);
        assert_eq!(context[0].0, "\u{2026}");
        assert_eq!(context[1].0, "of no use; then the ");
    }
}
