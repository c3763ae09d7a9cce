//! What the child does: takes limits upon itself, and reads a PDF by `lopdf`.
//!
//! Called by the hidden command `pdf-text`, in a process of its own; never in that of the member.

use std::io;

use serde::Deserialize;
use serde::Serialize;

/// Address space of the child, in bytes, and its processor time, in seconds.
#[cfg(unix)]
const MOST_MEMORY: u64 = 1 << 30;
#[cfg(unix)]
const MOST_SECONDS: u64 = 20;
/// Pages read of one document.
const MOST_PAGES: usize = 20_000;

/// What the child tells: the text of each page, or that it is locked.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pages {
    /// The text of each page, in order.
    pub pages: Vec<String>,
    /// A password is needed.
    pub is_locked: bool,
    /// Why nothing was read.
    pub error: Option<String>,
    /// Pages whose text could not be read.
    pub failed: usize,
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
    for page in document.get_pages().into_keys().take(MOST_PAGES) {
        let text = document.extract_text(&[page]);
        found.failed += usize::from(text.is_err());
        found.pages.push(text.unwrap_or_default());
    }
    found
}
