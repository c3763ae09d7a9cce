//! Notes that are listed though nothing refers to them: told by the list they stand in and by how their ids are made.
//!
//! Invariant: a number is given to one note only; what a reference leads to comes first.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::HashSet;

use crate::import::read::html::links::Target;
use crate::import::read::html::tag::Tag;

/// How many notes have to have ids of one make before another id of that make is taken as a note.
const ALIKE: usize = 2;

/// The items of the lists of a page.
#[derive(Debug, Default)]
pub(super) struct Items {
    items: Vec<Item>,
    /// The lists that are open, each with the item that is open in it.
    lists: Vec<List>,
    list_count: usize,
    /// Items that no text has followed yet.
    waiting: Vec<usize>,
}

#[derive(Debug)]
struct Item {
    list: usize,
    /// The number its list gives it.
    given: Option<u32>,
    /// The number its text begins with.
    begins: Option<u32>,
}

#[derive(Debug)]
struct List {
    number: usize,
    /// The number of its next item, none for bullets.
    next: Option<u32>,
    item: Option<usize>,
}

impl Items {
    pub fn start(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "ol" => self.begin(Some(tag.number("start").unwrap_or(1))),
            "ul" => self.begin(None),
            "li" => {
                if self.lists.is_empty() {
                    self.begin(None);
                }
                let at = self.items.len();
                let Some(list) = self.lists.last_mut() else { return };
                let given = list.next.map(|next| tag.number("value").unwrap_or(next));
                list.next = given.map(|given| given.saturating_add(1));
                list.item = Some(at);
                self.items.push(Item { list: list.number, given, begins: None });
                self.waiting.push(at);
            }
            _ => {}
        }
    }

    fn begin(&mut self, next: Option<u32>) {
        self.lists.push(List { number: self.list_count, next, item: None });
        self.list_count += 1;
    }

    pub fn end(&mut self, name: &str) {
        match name {
            "ol" | "ul" => {
                self.lists.pop();
            }
            "li" => self.lists.iter_mut().next_back().into_iter().for_each(|list| list.item = None),
            _ => {}
        }
    }

    /// Text follows, which begins with a number or not.
    pub fn text(&mut self, begins: Option<u32>) {
        for at in self.waiting.drain(..) {
            if let Some(item) = self.items.get_mut(at) {
                item.begins = begins;
            }
        }
    }

    /// The item that is open.
    pub fn open(&self) -> Option<usize> {
        self.lists.last().and_then(|list| list.item)
    }

    /// Items of lists that are mostly notes which are no notes yet, with the number each has there.
    pub fn notes(&self, ids: &HashMap<String, Target>, notes: &HashMap<String, u32>) -> HashMap<usize, u32> {
        let known: BTreeMap<usize, u32> = notes
            .iter()
            .filter_map(|(id, number)| ids.get(id).and_then(|target| target.item).map(|item| (item, *number)))
            .collect();
        let mut counts: HashMap<usize, (usize, usize)> = HashMap::new();
        for (at, item) in self.items.iter().enumerate() {
            let (all, noted) = counts.entry(item.list).or_default();
            (*all, *noted) = (*all + 1, *noted + usize::from(known.contains_key(&at)));
        }
        let mut taken: HashSet<u32> = notes.values().copied().collect();
        let mut before: HashMap<usize, u32> = HashMap::new();
        let mut found = HashMap::new();
        for (at, item) in self.items.iter().enumerate() {
            let is_list_of_notes = counts.get(&item.list).is_some_and(|(all, noted)| noted * 2 > *all);
            let number = match known.get(&at) {
                Some(number) => Some(*number),
                None if is_list_of_notes => {
                    let next = before.get(&item.list).map(|number| number.saturating_add(1));
                    let number = [item.given, item.begins, next].into_iter().flatten().find(|n| !taken.contains(n));
                    found.extend(number.map(|number| (at, number)));
                    number
                }
                None => None,
            };
            if let Some(number) = number {
                taken.insert(number);
                before.insert(item.list, number);
            }
        }
        found
    }
}

/// Ids made like those of notes are notes too, if their number is free: behind `fn1` and `fn3` also `fn2`. Where no
/// reference leads to any note, ids that are plainly those of notes are enough.
pub(super) fn by_id(ids: &HashMap<String, Target>, notes: &mut HashMap<String, u32>) {
    let mut makes: HashMap<&str, usize> = HashMap::new();
    for (id, number) in notes.iter() {
        if let Some((make, _)) = made(id).filter(|(_, own)| own == number) {
            *makes.entry(make).or_default() += 1;
        }
    }
    if notes.is_empty() {
        let plain = ids.iter().filter(|(_, target)| target.is_block).filter_map(|(id, _)| made(id));
        for (make, _) in plain.filter(|(make, _)| names_notes(make)) {
            *makes.entry(make).or_default() += 1;
        }
    }
    let mut taken: HashSet<u32> = notes.values().copied().collect();
    let others = ids.iter().filter(|(_, target)| target.is_block).filter_map(|(id, _)| Some((id, made(id)?)));
    let mut others: Vec<(&String, u32)> = others
        .filter(|(_, (make, _))| makes.get(make).is_some_and(|count| *count >= ALIKE))
        .map(|(id, (_, number))| (id, number))
        .collect();
    others.sort();
    for (id, number) in others {
        if !notes.contains_key(id) && taken.insert(number) {
            notes.insert(id.clone(), number);
        }
    }
}

/// An id as what stands before its number, and the number.
fn made(id: &str) -> Option<(&str, u32)> {
    let make = id.trim_end_matches(|c: char| c.is_ascii_digit());
    let figures = id.get(make.len()..).filter(|figures| figures.len() <= 4 && !figures.starts_with('0'))?;
    Some((make, figures.parse().ok()?))
}

/// Whether ids are plainly those of notes by what stands before their number.
fn names_notes(make: &str) -> bool {
    let make = make.to_ascii_lowercase();
    let words = make.trim_matches(|c: char| !c.is_ascii_alphabetic());
    matches!(words, "fn" | "ftn" | "edn" | "note" | "footnote" | "endnote" | "user-content-fn" | "cite_note")
}
