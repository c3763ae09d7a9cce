//! Notes: gaps in the list, numbers beyond it, notes nobody refers to, references out of order.

use std::collections::BTreeMap;

use crate::review::check::code::Code;
use crate::review::check::finding::Finding;
use crate::review::check::finding::Place;
use crate::review::check::ground::Ground;
use crate::review::check::words;

/// The first place that refers to each note: item and byte.
pub fn first_references(ground: &Ground<'_>) -> BTreeMap<u32, (usize, usize)> {
    let mut first = BTreeMap::new();
    for (n, item) in ground.items.iter().enumerate() {
        for (number, at) in &item.refs {
            first.entry(*number).or_insert((n, *at));
        }
    }
    first
}

/// Looks at the notes.
pub fn find(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let first = first_references(ground);
    let last = ground.review.footnotes.iter().filter(|note| note.listed).map(|note| note.number).max().unwrap_or(0);
    if last == 0 {
        no_list(ground, &first, found);
        return;
    }
    for note in &ground.review.footnotes {
        let place = first.get(&note.number).map(|(item, at)| (&ground.items[*item], *at));
        let number = note.number;
        match (note.listed, place) {
            (false, Some((item, at))) => {
                let after = words::before(item.text(), at);
                let (code, message) = if number < last {
                    let message = format!(
                        "Note {number} is referred to after {after}, and the list of notes has no note {number}."
                    );
                    (Code::FootnoteMissing, message)
                } else {
                    let message =
                        format!("Note {number} is referred to after {after}, and the list of notes ends with {last}.");
                    (Code::FootnoteUnlisted, message)
                };
                found.push(Finding::new(code, message, vec![Place::item(item.evidence).at_note(number)]));
            }
            (false, None) if number < last => {
                let message =
                    format!("The list of notes goes from {} to a later number: {number} is missing.", number - 1);
                found.push(Finding::new(Code::FootnoteMissing, message, vec![Place::footnote(number)]));
            }
            // A retelling leaves out what it does not retell, and with it references.
            (true, None) if ground.own_words() => {
                let text = words::short(&note.text, 60);
                let message = format!("Note {number} is listed ({text}), and nothing in the text refers to it.");
                found.push(Finding::new(Code::FootnoteUnreferenced, message, vec![Place::footnote(number)]));
            }
            _ => {}
        }
    }
    if ground.own_words() {
        out_of_order(ground, &first, found);
    }
}

/// References, and no list of notes at all: told once. One or two may be no references.
fn no_list(ground: &Ground<'_>, first: &BTreeMap<u32, (usize, usize)>, found: &mut Vec<Finding>) {
    const SURE: usize = 3;
    let (Some((from, (item, at))), Some((to, _))) = (first.first_key_value(), first.last_key_value()) else { return };
    if first.len() < SURE {
        return;
    }
    let after = words::before(ground.items[*item].text(), *at);
    let message =
        format!("Notes {from} to {to} are referred to, the first after {after}, and there is no list of notes.");
    let place = Place::item(ground.items[*item].evidence).at_note(*from);
    found.push(Finding::new(Code::FootnoteUnlisted, message, vec![place]));
}

/// References whose note was passed before. Where more than a few are, and many of all, the items do not stand in the report's order, and none is told.
fn out_of_order(ground: &Ground<'_>, first: &BTreeMap<u32, (usize, usize)>, found: &mut Vec<Finding>) {
    let mut order: Vec<(usize, usize, u32)> = first.iter().map(|(number, (item, at))| (*item, *at, *number)).collect();
    order.sort_unstable();
    let mut highest = 0;
    let mut late = Vec::new();
    for (item, _, number) in &order {
        if *number < highest {
            late.push((*item, *number, highest));
        }
        highest = highest.max(*number);
    }
    const FEW: usize = 2;
    let as_printed = ground
        .items
        .windows(2)
        .all(|two| two[0].evidence.line.is_some() && two[0].evidence.line <= two[1].evidence.line);
    let few = as_printed && late.len() <= FEW;
    if !few && late.len() * 5 > order.len() {
        return;
    }
    for (item, number, passed) in late {
        let message = format!("Note {number} is first referred to here, behind note {passed}.");
        let place = Place::item(ground.items[item].evidence).at_note(number);
        found.push(Finding::new(Code::FootnoteOrder, message, vec![place]));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::review::check::fixture::Made;
    use crate::review::check::fixture::codes;

    #[test]
    fn a_gap_a_number_beyond_the_list_and_a_note_without_reference_are_told_apart() {
        let made = Made::new()
            .note(1, "Mill Society (ABC0001)", &["ABC0001"])
            .unlisted(2)
            .note(3, "Mill Society (ABC0001)", &["ABC0001"])
            .unlisted(4)
            .said("1A", "The wheel turns.[1] It creaks.[2] It stopped.[4]");
        let found = made.found(find);
        assert_eq!(codes(&found), ["footnote-missing", "footnote-unreferenced", "footnote-unlisted"]);
        assert_eq!(found[0].places[0].footnote, Some(2));
        assert!(found[0].message.contains("It creaks."), "{}", found[0].message);
        assert!(found[2].message.contains("ends with 3"), "{}", found[2].message);
    }

    #[test]
    fn a_list_that_is_whole_and_a_note_cited_again_are_nothing_to_tell() {
        let made = Made::new()
            .note(1, "Mill Society (ABC0001)", &["ABC0001"])
            .note(2, "Weavers (ABC0002)", &["ABC0002"])
            .said("1A", "The wheel turns.[1] It creaks.[2] It stopped.[1]");
        assert_eq!(codes(&made.found(find)), [""; 0]);
    }

    #[test]
    fn a_note_that_was_passed_is_out_of_order() {
        let mut made = Made::new().said("1A", "One.[1] Two.[2] Three.[3] Five.[5] Four.[4] Six.[6] Seven.[7]");
        for number in 1..8 {
            made = made.note(number, "Mill Society (ABC0001)", &["ABC0001"]);
        }
        let found = made.found(find);
        assert_eq!(codes(&found), ["footnote-order"]);
        assert_eq!(found[0].places[0].footnote, Some(4));
    }

    #[test]
    fn references_without_any_list_are_told_once_and_one_alone_is_not() {
        let made = Made::new().unlisted(1).unlisted(2).unlisted(3).said("1A", "One.[1] Two.[2] Three.[3]");
        let found = made.found(find);
        assert_eq!(codes(&found), ["footnote-unlisted"]);
        assert!(found[0].message.contains("Notes 1 to 3 are referred to"), "{}", found[0].message);
        assert_eq!(codes(&Made::new().unlisted(1).said("1A", "One.[1]").found(find)), [""; 0]);
    }

    #[test]
    fn one_note_out_of_order_is_told_of_a_few_as_well() {
        let mut made = Made::new().said("1A", "One.[1] Three.[3] Two.[2]");
        for number in 1..4 {
            made = made.note(number, "Mill Society (ABC0001)", &["ABC0001"]);
        }
        let found = made.found(find);
        assert_eq!(codes(&found), ["footnote-order"]);
        assert_eq!(found[0].places[0].footnote, Some(2));
    }

    #[test]
    fn a_retelling_is_not_asked_for_every_reference() {
        let made = Made::new().retold().note(1, "Mill Society (ABC0001)", &["ABC0001"]).said("1A", "It turns.");
        assert_eq!(codes(&made.found(find)), [""; 0]);
    }
}
