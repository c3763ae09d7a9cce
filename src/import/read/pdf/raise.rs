//! Finds raised small figures on a page: references behind a word, numbers of notes before one.
//!
//! The extractor puts them into lines of their own as it pleases; here they go back to the word they touch.

use crate::import::read::pdf::boxes::Line;
use crate::import::read::pdf::boxes::Page;
use crate::import::read::pdf::boxes::Word;
use crate::import::read::raised::note_number;

/// Pairs of figures and words that are looked at on one page.
const MOST_PAIRS: usize = 2_000_000;

/// Where a word stands: line and place in it.
type Place = (usize, usize);

/// Attaches the raised figures of a page. Gives `false` where the page has too many to look at.
pub(super) fn attach(page: &mut Page) -> bool {
    let small: Vec<(Place, Vec<u32>)> =
        all(page).filter_map(|(place, word)| Some((place, figures(&word.text)?))).collect();
    let words = page.lines.iter().map(|line| line.words.len()).sum::<usize>();
    if small.len().saturating_mul(words) > MOST_PAIRS {
        return false;
    }
    let mut gone: Vec<Place> = Vec::new();
    for (place, numbers) in small {
        let Some(raised) = at(page, place).cloned() else { continue };
        let host = all(page)
            .filter(|(other, _)| *other != place)
            .find(|(_, word)| stands_behind(&raised, word))
            .map(|(at, _)| at);
        if let Some((line, word)) = host {
            if let Some(host) = page.lines.get_mut(line).and_then(|line| line.words.get_mut(word)) {
                host.references.extend(numbers);
                gone.push(place);
            }
            continue;
        }
        let [number] = numbers.as_slice() else { continue };
        let first = |(at, word): &(Place, &Word)| *at != place && stands_before(&raised, word);
        let host = all(page).find(first).map(|(at, _)| at);
        let begins = host.filter(|(line, word)| *word == 0 || (*line == place.0 && place.1 == 0 && *word == 1));
        if let Some(line) = begins.and_then(|(line, _)| page.lines.get_mut(line)) {
            line.note = Some(*number);
            gone.push(place);
        }
    }
    gone.sort_unstable();
    for (line, word) in gone.into_iter().rev() {
        if let Some(line) = page.lines.get_mut(line) {
            line.words.remove(word);
        }
    }
    page.lines.retain(|line| !line.words.is_empty());
    true
}

fn all(page: &Page) -> impl Iterator<Item = (Place, &Word)> {
    let of = |(at, line): (usize, &'_ Line)| -> Vec<Place> { (0..line.words.len()).map(|word| (at, word)).collect() };
    page.lines.iter().enumerate().flat_map(of).filter_map(|place| Some((place, at(page, place)?)))
}

fn at(page: &Page, (line, word): Place) -> Option<&Word> {
    page.lines.get(line)?.words.get(word)
}

/// The numbers a word consists of, if it is nothing else.
fn figures(text: &str) -> Option<Vec<u32>> {
    let parts = text.trim_matches(',').split(',');
    parts.map(note_number).collect::<Option<Vec<u32>>>().filter(|numbers| numbers.len() <= 8)
}

fn is_smaller(raised: &Word, word: &Word) -> bool {
    raised.height() > 0.0 && raised.height() < word.height() * 0.85
}

/// Whether its foot is above that of the word and it reaches into the word's height.
fn is_raised(raised: &Word, word: &Word) -> bool {
    let height = word.height();
    raised.bottom < word.bottom - height * 0.08 && raised.bottom > word.top && raised.top > word.top - height * 0.6
}

fn stands_behind(raised: &Word, word: &Word) -> bool {
    let gap = raised.left - word.right;
    let touches = gap.abs() <= word.height() * 0.25;
    touches && is_smaller(raised, word) && is_raised(raised, word)
}

fn stands_before(raised: &Word, word: &Word) -> bool {
    let gap = word.left - raised.right;
    let near = gap >= word.height() * -0.25 && gap <= word.height() * 1.5;
    near && is_smaller(raised, word) && is_raised(raised, word)
}
