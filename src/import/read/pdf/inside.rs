//! What the child does: takes limits upon itself, and reads a PDF by `lopdf`.
//!
//! Called by the hidden command `pdf-text`, in a process of its own; never in that of the member.

use std::io;

use serde::Deserialize;
use serde::Serialize;

use crate::import::read::pdf::draw;
use crate::import::read::pdf::draw::MOST_BYTES;
use crate::import::read::pdf::glyphs::Library;

/// Address space of the child, in bytes, and its processor time, in seconds.
#[cfg(unix)]
const MOST_MEMORY: u64 = 1 << 30;
#[cfg(unix)]
const MOST_SECONDS: u64 = 20;
/// Pages read of one document.
const MOST_PAGES: usize = 20_000;

/// What the child tells: the words of each page, or that it is locked.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pages {
    /// The text of each page, in order.
    pub pages: Vec<String>,
    /// A password is needed.
    pub is_locked: bool,
    /// Why nothing was read.
    pub error: Option<String>,
    /// Pages whose text could not be read.
    pub failed: usize,
    /// The words of each page with their places; empty where none could be placed.
    pub placed: Vec<Placed>,
}

/// The words of a page with their places.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Placed {
    /// Of the page, in points.
    pub height: f32,
    /// Left, right, top, bottom, and the word.
    pub words: Vec<(f32, f32, f32, f32, String)>,
}

/// Limits this process for good: memory, processor time, no core dumps.
#[cfg(unix)]
pub fn limit_this_process() -> io::Result<()> {
    use rustix::process::Resource;
    use rustix::process::Rlimit;
    use rustix::process::getrlimit;
    use rustix::process::setrlimit;
    for (resource, most) in [(Resource::As, MOST_MEMORY), (Resource::Cpu, MOST_SECONDS), (Resource::Core, 0)] {
        let before = getrlimit(resource).maximum;
        let most = Some(before.map_or(most, |before| before.min(most)));
        setrlimit(resource, Rlimit { current: most, maximum: most })?;
    }
    Ok(())
}

/// Limits this process; where the system has no such limits, only time is watched from outside.
#[cfg(not(unix))]
pub fn limit_this_process() -> io::Result<()> {
    Ok(())
}

/// Reads the text of each page.
pub fn pages(bytes: &[u8]) -> Pages {
    let document = match lopdf::Document::load_mem(bytes) {
        Ok(document) => document,
        Err(error) => {
            let error = error.to_string();
            let is_locked = ["password", "decrypt"].iter().any(|word| error.to_lowercase().contains(word));
            return Pages { is_locked, error: Some(error), ..Pages::default() };
        }
    };
    let mut found = Pages { is_locked: document.is_encrypted(), ..Pages::default() };
    let library = Library::of(&document);
    for (number, page) in document.get_pages().into_iter().take(MOST_PAGES) {
        let placed = draw::words(&library, page).unwrap_or_default();
        // What cannot be placed may still be read.
        let text = if placed.1.is_empty() {
            document.extract_text_with_limit(&[number], MOST_BYTES)
        } else {
            Ok(String::new())
        };
        found.failed += usize::from(text.is_err());
        found.pages.push(text.unwrap_or_default());
        let words = placed.1.into_iter().map(|word| {
            let [left, right, top, bottom] = [word.left, word.right, word.top, word.bottom].map(hundredths);
            (left, right, top, bottom, word.text)
        });
        found.placed.push(Placed { height: placed.0, words: words.collect() });
    }
    found
}

/// As fine as a place need be; more figures would only make the answer long.
fn hundredths(points: f32) -> f32 {
    (points * 100.0).round() / 100.0
}
