//! Passages of a text that repeat the review's words without a mark.
//!
//! Invariant: linear in text and review; what stands in a passage that is quoted anyway is left out, and so is the name of
//! the review.

use std::collections::HashMap;
use std::ops::Range;

use crate::review::trace::article::Article;
use crate::review::trace::ground::Ground;
use crate::review::trace::quoted::How;
use crate::review::trace::quoted::Quoted;
use crate::review::trace::word::Word;
use crate::review::trace::word::run_of;
use crate::review::trace::word::words;

/// Words in a row that no one writes twice by chance.
pub const LEAST: usize = 9;
/// Places in the text that one run is followed at.
const MOST: usize = 4;
/// Words followed for each word of a text of the review at most: more only where both repeat one word without end.
const FOLLOWED: usize = 32;

/// The words of a text that nobody marked, paragraph by paragraph, stretch by stretch.
struct Stretch {
    paragraph: usize,
    words: Vec<Word>,
}

/// Finds unmarked repeats, in reading order.
pub fn unmarked(ground: &Ground<'_>, article: &Article, quoted: &[Quoted]) -> Vec<Quoted> {
    let stretches = stretches(article, quoted);
    let mut leads: HashMap<u64, Vec<(usize, usize)>> = HashMap::new();
    for (n, stretch) in stretches.iter().enumerate() {
        for (at, run) in stretch.words.windows(LEAST).enumerate() {
            let places = leads.entry(run_of(run)).or_default();
            if places.len() < MOST {
                places.push((n, at));
            }
        }
    }
    if leads.is_empty() {
        return Vec::new();
    }
    let mut longest: HashMap<(usize, usize), usize> = HashMap::new();
    ground.each(|unit| {
        let there = words(&unit.text);
        // How far each way to lay a stretch over the text was followed.
        let mut followed: HashMap<(usize, i64), usize> = HashMap::new();
        let mut left = FOLLOWED * (there.len() + LEAST);
        for (at, run) in there.windows(LEAST).enumerate() {
            for &(n, word) in leads.get(&run_of(run)).into_iter().flatten() {
                let shift = at as i64 - word as i64;
                if followed.get(&(n, shift)).is_some_and(|&end| word < end) {
                    continue;
                }
                let own = &stretches[n].words[word..];
                let own = &own[..own.len().min(left)];
                let length = own.iter().zip(&there[at..]).take_while(|(a, b)| a.hash == b.hash).count();
                followed.insert((n, shift), word + length);
                left -= length;
                if length < LEAST {
                    continue;
                }
                let known = longest.entry((n, word)).or_default();
                *known = length.max(*known);
            }
        }
    });
    let title = words(&ground.catalog().review().title);
    let mut found = Vec::new();
    for (n, stretch) in stretches.iter().enumerate() {
        let mut runs: Vec<Range<usize>> = (0..stretch.words.len())
            .filter_map(|at| longest.get(&(n, at)).map(|length| at..at + length))
            .filter(|run| !holds(&title, &stretch.words[run.clone()]))
            .collect();
        runs.sort_by_key(|run| (std::cmp::Reverse(run.len()), run.start));
        found.extend(apart(runs).into_iter().map(|run| {
            let range = stretch.words[run.start].start()..stretch.words[run.end - 1].end();
            Quoted { paragraph: stretch.paragraph, range, how: How::Unmarked, within: None }
        }));
    }
    found.sort_by_key(|quoted| (quoted.paragraph, quoted.range.start));
    found
}

/// Of runs, the longest first, those that overlap none before them, in order.
fn apart(runs: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut kept: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    for run in runs {
        let before = kept.range(..run.end).next_back();
        if before.is_none_or(|(_, &end)| end <= run.start) {
            kept.insert(run.start, run.end);
        }
    }
    kept.into_iter().map(|(start, end)| start..end).collect()
}

fn holds(title: &[Word], run: &[Word]) -> bool {
    title.windows(run.len().max(1)).any(|part| part.iter().zip(run).all(|(a, b)| a.hash == b.hash))
}

fn stretches(article: &Article, quoted: &[Quoted]) -> Vec<Stretch> {
    let mut found = Vec::new();
    let mut next = 0;
    for (paragraph, text) in article.paragraphs.iter().enumerate() {
        let first = next;
        while quoted.get(next).is_some_and(|quoted| quoted.paragraph == paragraph) {
            next += 1;
        }
        let mut outer = quoted[first..next].iter().filter(|quoted| quoted.within.is_none()).peekable();
        let mut stretch = Vec::new();
        for word in words(&text.text) {
            let mut parted = false;
            while outer.next_if(|quoted| quoted.range.end <= word.start()).is_some() {
                parted = true;
            }
            let inside = outer.peek().is_some_and(|quoted| quoted.range.start <= word.start());
            if (parted || inside) && !stretch.is_empty() {
                found.push(Stretch { paragraph, words: std::mem::take(&mut stretch) });
            }
            if !inside {
                stretch.push(word);
            }
        }
        found.push(Stretch { paragraph, words: stretch });
    }
    found
}
