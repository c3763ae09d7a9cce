//! The only way from stored text to a screen.
//!
//! Owns [`Safe`], the one kind of text that widgets, window titles, messages and reports to a terminal
//! take; its field is private, so only this file makes one. Uses the modules beside it.
//! Invariant: safe text holds no control but line feed, no format character outside a well-formed
//! emoji, no grapheme without width and none above 64 bytes. Nothing is dropped in silence: what
//! cannot be shown stands there as a marker.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

use crate::text::cluster::Piece;
use crate::text::cluster::cells;
use crate::text::cluster::cluster_cells;
use crate::text::cluster::is_emoji;
use crate::text::cluster::pieces;
use crate::text::invisible::is_invisible;
use crate::text::invisible::is_line_end;
use crate::text::invisible::push_marker;
use crate::text::offsets::grapheme_start;
use crate::text::span_map::SpanMap;

/// Distance of tab stops in cells.
pub const TAB: usize = 4;

/// Combining marks a base may carry. Real writing needs four or five.
pub const MARKS: usize = 8;

/// Bytes one stored grapheme may fill. With a bracket of a marker that a mark or prefix joins it stays
/// within the 64 bytes promised for a cell.
const GRAPHEME_BYTES: usize = 56;

/// Text that can go to a screen.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Safe<'a>(Cow<'a, str>);

impl<'a> Safe<'a> {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, borrowed if nothing had to be changed: what a widget takes.
    pub fn into_cow(self) -> Cow<'a, str> {
        self.0
    }

    /// The same, kept apart from what it was made of.
    pub fn into_string(self) -> String {
        self.into_cow().into_owned()
    }

    /// The same, not tied to what it was made of.
    pub fn into_owned(self) -> Safe<'static> {
        Safe(Cow::Owned(self.0.into_owned()))
    }

    /// Its graphemes in order, each safe by itself.
    pub fn graphemes(&self) -> impl Iterator<Item = Safe<'_>> {
        self.0.graphemes(true).map(|grapheme| Safe(Cow::Borrowed(grapheme)))
    }

    /// The cells it fills on one line.
    pub fn cells(&self) -> usize {
        cells(&self.0)
    }

    /// A part, by bytes. A cut inside a grapheme is moved to its start; one beyond the end, to the end.
    pub fn slice(&self, bytes: Range<usize>) -> Safe<'_> {
        let end = grapheme_start(&self.0, bytes.end);
        let start = grapheme_start(&self.0, bytes.start).min(end);
        Safe(Cow::Borrowed(&self.0[start..end]))
    }

    /// The whole if it fits into that many cells, else as many graphemes as do with `…` behind them.
    pub fn fit(self, width: usize) -> Safe<'a> {
        if self.0.len() <= width || self.cells() <= width {
            return self;
        }
        let Some(room) = width.checked_sub(1) else { return Safe::default() };
        let mut filled = 0;
        let cut = self.0.grapheme_indices(true).find_map(|(at, grapheme)| {
            filled += cluster_cells(grapheme);
            (filled > room).then_some(at)
        });
        let mut kept = self.0[..cut.unwrap_or(self.0.len())].to_owned();
        kept.push('…');
        Safe(Cow::Owned(kept))
    }
}

/// Text becomes safe for one line, as by [`display_line`]; safe text stays as it is.
impl<'a> From<&'a str> for Safe<'a> {
    fn from(text: &'a str) -> Self {
        display_line(text)
    }
}

impl<'a> From<&'a String> for Safe<'a> {
    fn from(text: &'a String) -> Self {
        display_line(text)
    }
}

impl From<String> for Safe<'_> {
    fn from(text: String) -> Self {
        // Nothing had to be changed: the text is taken over, not copied.
        match display_line(&text).into_cow() {
            Cow::Borrowed(_) => Self(Cow::Owned(text)),
            Cow::Owned(changed) => Self(Cow::Owned(changed)),
        }
    }
}

impl<'a> From<Cow<'a, str>> for Safe<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        match text {
            Cow::Borrowed(text) => text.into(),
            Cow::Owned(text) => text.into(),
        }
    }
}

impl fmt::Display for Safe<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for Safe<'_> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// Makes text of several lines safe. Every kind of line end becomes a line feed, tabs become spaces,
/// what cannot be seen becomes a marker. Text without any of these is borrowed.
pub fn display(text: &str) -> Safe<'_> {
    Writer::write(text, false).safe
}

/// Makes text safe for one line: as [`display`], with a space for every line end.
pub fn display_line(text: &str) -> Safe<'_> {
    Writer::write(text, true).safe
}

/// Makes text of several lines safe and keeps which character came from which.
pub fn displayed(text: &str) -> Displayed<'_> {
    Writer::write(text, false)
}

/// Makes text safe for one line and keeps which character came from which.
pub fn displayed_line(text: &str) -> Displayed<'_> {
    Writer::write(text, true)
}

/// Safe text with the way back to the stored text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Displayed<'a> {
    safe: Safe<'a>,
    map: SpanMap,
}

impl<'a> Displayed<'a> {
    /// The text to show.
    pub fn safe(&self) -> &Safe<'a> {
        &self.safe
    }

    /// The text to show, without the way back.
    pub fn into_safe(self) -> Safe<'a> {
        self.safe
    }

    /// Places and ranges in scalar values, stored and shown (`made`).
    pub fn map(&self) -> &SpanMap {
        &self.map
    }

    /// The shown ranges, in scalar values, that stand for something else: markers and spaces for tabs.
    /// A marker is drawn apart from the text, as stored text may spell `<RLO>` itself.
    pub fn stand_ins(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.map.changes().iter().map(|change| change.made.clone())
    }
}

/// Writes the safe form of a text, copying nothing until something differs.
struct Writer<'a> {
    text: &'a str,
    /// How far the text is written, in bytes.
    read: usize,
    out: Option<String>,
    map: SpanMap,
    one_line: bool,
    /// A place of the safe form, in bytes, and the column it is in; carried on from tab to tab.
    column: (usize, usize),
}

impl<'a> Writer<'a> {
    fn write(text: &'a str, one_line: bool) -> Displayed<'a> {
        let mut writer = Writer { text, read: 0, out: None, map: SpanMap::default(), one_line, column: (0, 0) };
        for piece in pieces(text) {
            match piece {
                Piece::Plain(run) if one_line => writer.lines_joined(run),
                Piece::Plain(run) => writer.keep(run),
                Piece::Cluster(cluster) => writer.cluster(cluster),
            }
        }
        let safe = Safe(writer.out.map_or(Cow::Borrowed(text), Cow::Owned));
        Displayed { safe, map: writer.map }
    }

    /// Takes stored text over as it is.
    fn keep(&mut self, same: &str) {
        self.map.keep(same.chars().count());
        self.read += same.len();
        if let Some(out) = &mut self.out {
            out.push_str(same);
        }
    }

    /// Puts `shown` in the place of the next bytes of stored text.
    fn change(&mut self, stored: &str, shown: &str) {
        self.map.change(stored.chars().count(), shown.chars().count());
        let before = &self.text[..self.read];
        self.out.get_or_insert_with(|| before.to_owned()).push_str(shown);
        self.read += stored.len();
    }

    fn mark(&mut self, c: char) {
        let mut marker = String::new();
        push_marker(&mut marker, c);
        self.change(c.encode_utf8(&mut [0; 4]), &marker);
    }

    fn lines_joined(&mut self, run: &str) {
        for part in run.split_inclusive('\n') {
            let words = part.strip_suffix('\n');
            self.keep(words.unwrap_or(part));
            if words.is_some() {
                self.change("\n", " ");
            }
        }
    }

    fn cluster(&mut self, cluster: &str) {
        let mut chars = cluster.chars();
        let first = chars.next().unwrap_or('\n');
        if cluster == "\r\n" || first == '\r' || is_line_end(first) {
            return self.line_end(cluster);
        }
        if first == '\t' {
            return self.tab();
        }
        if is_ordinary(cluster) || (cluster.len() <= GRAPHEME_BYTES && is_emoji(cluster)) {
            return self.keep(cluster);
        }
        self.in_part(cluster);
    }

    fn line_end(&mut self, stored: &str) {
        match (stored, self.one_line) {
            ("\n", false) => self.keep(stored),
            (_, false) => self.change(stored, "\n"),
            (_, true) => self.change(stored, " "),
        }
    }

    fn tab(&mut self) {
        let (from, column) = self.column;
        let shown = self.out.as_deref().unwrap_or(&self.text[..self.read]);
        let since = &shown[from..];
        let column = match since.rsplit_once('\n') {
            Some((_, line)) => cells(line),
            None => column + cells(since),
        };
        let width = TAB - column % TAB;
        self.column = (shown.len() + width, column + width);
        self.change("\t", &" ".repeat(width));
    }

    /// Writes a cluster that has a base to show, with markers for the rest.
    fn in_part(&mut self, cluster: &str) {
        for step in steps(cluster) {
            match step {
                Step::Keep(c) => self.keep(c.encode_utf8(&mut [0; 4])),
                Step::Mark(c) => self.mark(c),
                Step::Rest(rest) => self.change(rest, &format!("<+{}>", rest.chars().count())),
            }
        }
    }
}

/// Whether a grapheme can stand as it is: nothing hidden in it, few marks, some width.
fn is_ordinary(cluster: &str) -> bool {
    cluster.len() <= GRAPHEME_BYTES
        && steps(cluster).all(|step| matches!(step, Step::Keep(_)))
        && cluster_cells(cluster) > 0
}

/// What becomes of one character of a grapheme, or of all that are left.
enum Step<'a> {
    Keep(char),
    Mark(char),
    Rest(&'a str),
}

fn steps(cluster: &str) -> impl Iterator<Item = Step<'_>> {
    let mut has_base = false;
    let mut marks = 0;
    let mut kept = 0;
    let mut chars = cluster.chars();
    std::iter::from_fn(move || {
        let left = chars.as_str();
        let c = chars.next()?;
        let joins = is_combining_mark(c);
        marks = if joins { marks + 1 } else { 0 };
        if marks > MARKS || kept + c.len_utf8() > GRAPHEME_BYTES {
            chars = "".chars();
            return Some(Step::Rest(left));
        }
        // A marker is no base: what would join it gets a marker too.
        let alone = !has_base && (joins || (c.width() == Some(0) && !leads_to_base(chars.as_str())));
        if c.is_control() || is_invisible(c) || alone {
            (has_base, kept) = (false, 0);
            return Some(Step::Mark(c));
        }
        has_base = true;
        kept += c.len_utf8();
        Some(Step::Keep(c))
    })
}

/// Whether letters without width (the prefixes of some Indian scripts) are followed by one with width.
fn leads_to_base(rest: &str) -> bool {
    // They are three bytes and more, so a chain longer than this is cut off anyway.
    rest.chars()
        .take(GRAPHEME_BYTES / 3)
        .find(|&c| c.width() != Some(0) || is_combining_mark(c) || is_invisible(c))
        .is_some_and(|c| !is_combining_mark(c) && !is_invisible(c) && !c.is_control())
}

#[cfg(test)]
mod tests;
