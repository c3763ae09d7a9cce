//! Saved web pages: the text without the site around it.
//!
//! The page is split by a tokenizer of the HTML standard and read in two passes without building a tree, which takes
//! quadratic time on hostile pages. Invariant: what a site puts around a text (navigation, heads, feet, scripts, asides)
//! is left out and counted; references become markers, notes become notes.

mod charset;
mod links;
mod listed;
mod page;
mod table;
mod tag;
#[cfg(test)]
mod tests;

use crate::import::error::ImportError;
use crate::import::read::VERSION;
use crate::import::read::decode::decode;
use crate::import::read::html::links::Links;
use crate::import::read::html::page::Page;
use crate::import::read::html::tag::Piece;
use crate::import::read::html::tag::pieces;
use crate::import::read::original;
use crate::import::read::were;
use crate::import::record::Record;

/// Reads a saved web page.
pub fn read(name: &str, bytes: &[u8]) -> Result<Record, ImportError> {
    let decoded = decode(name, bytes, charset::declared(bytes))?;
    let links = Links::of(&decoded.text);
    let mut page = Page::new(name, &links);
    for piece in pieces(&decoded.text) {
        match piece {
            Piece::Start(tag) => page.start(&tag)?,
            Piece::End(name) => page.end(&name)?,
            Piece::Text(text) => page.text(&text),
        }
    }
    page.close()?;
    let mut warnings = decoded.warnings;
    if page.noise_words > 0 {
        let what = were(page.noise_words, "word", "words");
        warnings.push(format!("{what} left out: navigation, heads and feet of the page"));
    }
    if page.struck_words > 0 {
        warnings.push(format!("{} struck out and left out", were(page.struck_words, "word", "words")));
    }
    Ok(page.finish(original("plumbline html", VERSION, warnings)))
}
