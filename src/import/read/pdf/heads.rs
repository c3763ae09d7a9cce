//! Heads and feet of pages: what repeats at the edge of pages is no part of the text.

use std::collections::HashMap;

use crate::import::read::pdf::boxes::Line;
use crate::import::read::pdf::boxes::Page;

/// The part of a page's height that heads and feet stand in.
const EDGE: f32 = 0.09;
/// Pages something repeats on before it is a head.
const LEAST: usize = 3;

/// Takes out heads, feet and page numbers; tells how many lines went.
pub(super) fn take_out(pages: &mut [Page]) -> usize {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for page in pages.iter() {
        let mut keys: Vec<String> =
            page.lines.iter().filter(|line| is_at_edge(line, page.height)).map(|line| key(&text(line))).collect();
        keys.sort_unstable();
        keys.dedup();
        for key in keys {
            *seen.entry(key).or_default() += 1;
        }
    }
    let mut gone = 0;
    for page in pages {
        let (height, before) = (page.height, page.lines.len());
        page.lines.retain(|line| {
            let key = key(&text(line));
            let repeats = seen.get(&key).is_some_and(|pages| *pages >= LEAST);
            line.note.is_some() || !is_at_edge(line, height) || !(repeats || is_page_number(&key))
        });
        gone += before - page.lines.len();
    }
    gone
}

/// Whether a line with its figures as `#` is a page number.
pub(super) fn is_page_number(key: &str) -> bool {
    let plain: Vec<&str> =
        key.split(|c: char| !c.is_alphanumeric() && c != '#').filter(|word| !word.is_empty()).collect();
    matches!(
        plain.as_slice(),
        ["#"] | ["page", "#"] | ["page", "#", "of", "#"] | ["#", "of", "#"] | ["#", "page"] | ["#", "#"]
    )
}

/// A line with its figures as `#`, so that a head with a page number repeats.
pub(super) fn key(text: &str) -> String {
    let mut key = String::new();
    for c in text.trim().to_lowercase().chars() {
        match c {
            c if c.is_ascii_digit() && key.ends_with('#') => {}
            c if c.is_ascii_digit() => key.push('#'),
            c => key.push(c),
        }
    }
    key
}

fn text(line: &Line) -> String {
    line.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

fn is_at_edge(line: &Line, height: f32) -> bool {
    let top = line.words.iter().map(|word| word.top).fold(f32::MAX, f32::min);
    let bottom = line.words.iter().map(|word| word.bottom).fold(f32::MIN, f32::max);
    bottom < height * EDGE || top > height * (1.0 - EDGE)
}
