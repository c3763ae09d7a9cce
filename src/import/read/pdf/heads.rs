//! Heads and feet of pages: what repeats at the edge of pages is no part of the text.

use std::collections::HashMap;

use crate::import::read::pdf::boxes::Line;
use crate::import::read::pdf::boxes::Page;
use crate::import::read::pdf::place::Place;

/// The part of a page's height that heads and feet stand in.
const EDGE: f32 = 0.09;
/// Pages something repeats on before it is a head.
const LEAST: usize = 3;
/// The gap between lines set close, in heights.
const CLOSE: f32 = 0.5;

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
        let mut of_text = part_of_the_text(page).into_iter();
        page.lines.retain(|line| {
            let key = key(&text(line));
            let repeats = seen.get(&key).is_some_and(|pages| *pages >= LEAST);
            let is_text = of_text.next().unwrap_or_default();
            is_text || line.note.is_some() || !is_at_edge(line, height) || !(repeats || is_page_number(&key))
        });
        gone += before - page.lines.len();
    }
    gone
}

/// Which lines reach the edge as part of the text: set as close as its lines are to one of their height farther in, as
/// the last of many notes or the first row of a table.
fn part_of_the_text(page: &Page) -> Vec<bool> {
    let places: Vec<Place> = page.lines.iter().map(|line| Place::of(&line.words)).collect();
    let mut of_text: Vec<bool> = page.lines.iter().map(|line| !is_at_edge(line, page.height)).collect();
    let mut edge: Vec<usize> = (0..of_text.len()).filter(|at| !of_text[*at]).collect();
    // From the text outwards, so that each line finds whether the one farther in is of the text.
    edge.sort_by(|one, other| places[*one].top.total_cmp(&places[*other].top));
    for outwards in [edge.clone(), edge.into_iter().rev().collect()] {
        for at in outwards {
            let own = places[at];
            let joins = |other: &usize| {
                let place = places[*other];
                let gap = (own.top - place.bottom).max(place.top - own.bottom);
                let alike = (place.height() - own.height()).abs() < own.height() * 0.05;
                *other != at && of_text[*other] && alike && gap.abs() < own.height() * CLOSE && place.overlaps(own)
            };
            of_text[at] = of_text[at] || (0..places.len()).any(|other| joins(&other));
        }
    }
    of_text
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
    let place = Place::of(&line.words);
    place.bottom < height * EDGE || place.top > height * (1.0 - EDGE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::read::pdf::made_up::page;

    #[test]
    fn the_last_of_many_notes_is_no_foot_though_it_stands_again_on_other_pages() {
        let sheet = |number: usize| {
            let lines = [
                "72 30 10 1 A running head".to_owned(),
                "72 400 10 2 The text".to_owned(),
                format!("72 748 8 3 {number} The made-up department"),
                format!("72 757 8 3 {} The made-up department", number + 1),
                format!("72 766 8 3 {} The made-up department", number + 2),
                format!("290 790 8 4 {number}"),
            ];
            page(&lines.join("\n"))
        };
        let mut pages = vec![sheet(1), sheet(4), sheet(7)];
        assert_eq!(take_out(&mut pages), 6);
        assert!(pages.iter().all(|page| page.lines.len() == 4), "{pages:?}");
    }
}
