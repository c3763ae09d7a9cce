//! A first pass over a page: which links are references to notes, which elements are the notes, which links lead back,
//! and whether the page says where its text is. Which notes no reference leads to is told in `listed`.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::import::read::html::listed;
use crate::import::read::html::listed::Items;
use crate::import::read::html::tag::Piece;
use crate::import::read::html::tag::Tag;
use crate::import::read::html::tag::is_block;
use crate::import::read::html::tag::pieces;
use crate::import::read::raised::leading_number;
use crate::import::read::raised::note_number;

/// What is known of a page's links before it is read.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// Links that refer to a note, by their place among the links within the page, with the note's number.
    pub references: HashMap<usize, u32>,
    /// Links that lead back from a note.
    pub backs: HashSet<usize>,
    /// Links that show nothing but an arrow.
    pub arrows: HashSet<usize>,
    /// Ids of notes with their numbers.
    pub notes: HashMap<String, u32>,
    /// Items of lists that are notes though no reference leads to them, by their place among the items, with their number.
    pub items: HashMap<usize, u32>,
    /// Most of the text stands in `<main>`.
    pub has_main: bool,
}

#[derive(Debug)]
struct Link {
    position: usize,
    fragment: String,
    text: String,
    in_sup: bool,
}

/// What an id names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target {
    position: usize,
    /// The number that the text behind it begins with.
    pub begins: Option<u32>,
    /// The item of a list that it is, or stands in.
    pub item: Option<usize>,
    pub is_block: bool,
}

#[derive(Debug, Default)]
struct Pass {
    position: usize,
    links: Vec<Link>,
    ids: HashMap<String, Target>,
    items: Items,
    /// Ids that no text has followed yet.
    waiting: Vec<String>,
    in_link: bool,
    in_sup: bool,
    in_main: usize,
    unread: usize,
    main: usize,
    all: usize,
}

impl Links {
    /// Looks through a page.
    pub fn of(page: &str) -> Self {
        let mut pass = Pass::default();
        for piece in pieces(page) {
            pass.position += 1;
            match piece {
                Piece::Start(tag) => pass.start(&tag),
                Piece::End(name) => pass.end(&name),
                Piece::Text(text) => pass.text(&text),
            }
        }
        pass.finish()
    }
}

impl Pass {
    fn start(&mut self, tag: &Tag) {
        self.items.start(tag);
        if let Some(id) = tag.id().filter(|id| !self.ids.contains_key(id)) {
            let (position, item, is_block) = (self.position, self.items.open(), is_block(&tag.name));
            self.ids.insert(id.clone(), Target { position, begins: None, item, is_block });
            self.waiting.push(id);
        }
        match tag.name.as_str() {
            "a" => {
                self.in_link = false;
                if let Some(fragment) = tag.fragment() {
                    self.in_link = true;
                    let (position, in_sup) = (self.position, self.in_sup);
                    self.links.push(Link { position, fragment, text: String::new(), in_sup });
                }
            }
            "sup" => {
                self.in_sup = true;
                if let (true, Some(link)) = (self.in_link, self.links.last_mut()) {
                    link.in_sup = true;
                }
            }
            "main" => self.in_main += 1,
            "script" | "style" | "noscript" | "template" => self.unread += 1,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        self.items.end(name);
        match name {
            "a" => self.in_link = false,
            "sup" => self.in_sup = false,
            "main" => self.in_main = self.in_main.saturating_sub(1),
            "script" | "style" | "noscript" | "template" => self.unread = self.unread.saturating_sub(1),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.unread > 0 {
            return;
        }
        let words = text.trim();
        if words.is_empty() {
            return;
        }
        self.all += words.len();
        self.main += if self.in_main > 0 { words.len() } else { 0 };
        let begins = leading_number(words);
        for id in self.waiting.drain(..) {
            if let Some(target) = self.ids.get_mut(&id) {
                target.begins = begins;
            }
        }
        self.items.text(begins);
        let link = self.links.last_mut().filter(|link| self.in_link && link.text.len() < 24);
        if let Some(link) = link {
            link.text.extend(words.chars().take(24));
        }
    }

    fn finish(self) -> Links {
        let mut links = Links { has_main: self.main * 2 >= self.all && self.main > 0, ..Links::default() };
        let mut shared = HashSet::new();
        for (at, link) in self.links.iter().enumerate() {
            let number = number_of(&link.text);
            match (self.ids.get(&link.fragment), number) {
                _ if is_arrow(&link.text) => {
                    links.arrows.insert(at);
                }
                (Some(target), Some(number)) if target.position > link.position => {
                    let is_note = link.in_sup || names_a_note(&link.fragment) || target.begins == Some(number);
                    if is_note {
                        links.references.insert(at, number);
                        let before = links.notes.insert(link.fragment.clone(), number);
                        if before.is_some_and(|before| before != number) {
                            shared.insert(link.fragment.clone());
                        }
                    }
                }
                (Some(_), _) => {
                    links.backs.insert(at);
                }
                (None, Some(number)) if link.in_sup => {
                    links.references.insert(at, number);
                }
                (None, _) => {}
            }
        }
        // A place that several numbers lead to is a list, not a note.
        links.notes.retain(|id, _| !shared.contains(id));
        listed::by_id(&self.ids, &mut links.notes);
        links.items = self.items.notes(&self.ids, &links.notes);
        links
    }
}

/// Whether a link shows nothing but a sign that it leads back.
fn is_arrow(text: &str) -> bool {
    const ARROWS: [char; 9] =
        ['\u{21a9}', '\u{21aa}', '\u{21b5}', '\u{23ce}', '\u{2191}', '\u{21d1}', '\u{2b06}', '\u{2934}', '^'];
    let mut signs = text.chars().filter(|c| !matches!(c, '\u{fe0e}' | '\u{fe0f}' | ' ')).peekable();
    signs.peek().is_some() && signs.all(|c| ARROWS.contains(&c))
}

/// The number of a reference or the mark of a note: "12", "[12]", "12."
fn number_of(text: &str) -> Option<u32> {
    note_number(text.trim_matches(|c: char| matches!(c, '[' | ']' | '(' | ')' | '.' | ',' | ' ')))
}

fn names_a_note(fragment: &str) -> bool {
    let fragment = fragment.to_ascii_lowercase();
    ["note", "fn", "ftn", "cite", "ref"].iter().any(|word| fragment.contains(word))
}
