//! Block quotations: paragraphs that are nothing but someone's words.
//!
//! A quotation begins with an opening quotation mark, or is set apart by the format. Where the mark is not closed in its
//! paragraph, those that follow belong to it, with a facilitator's turns, up to the one that closes it. Invariant: ranges
//! rise and are apart.

use std::ops::Range;

use crate::import::report::lines::Line;
use crate::import::report::lines::LineKind;
use crate::import::report::paragraph::Paragraph;

/// A block quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quotation {
    /// Which paragraphs of the body it is.
    pub paragraphs: Range<usize>,
    /// Whether its closing mark was found, or none was needed.
    pub closed: bool,
}

/// How many paragraphs a quotation can be.
const LONGEST: usize = 16;

/// Finds the block quotations among the paragraphs of the body.
pub(super) fn quotations(paragraphs: &[Paragraph], lines: &[Line<'_>]) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < paragraphs.len() {
        let apart = lines[paragraphs[at].line].kind == LineKind::Quotation;
        let Some((mark, close)) = opening(&paragraphs[at].text) else {
            if apart {
                let end = set_apart(paragraphs, lines, at);
                found.push(Quotation { paragraphs: at..end, closed: true });
                at = end;
            } else {
                at += 1;
            }
            continue;
        };
        let (end, closed) = match shape(&paragraphs[at].text, mark, close) {
            Shape::Whole => (at + 1, true),
            Shape::Open => match closing(paragraphs, lines, at, mark, close) {
                Some(end) => (end, true),
                None => (at + 1, false),
            },
            Shape::Partly if apart => (set_apart(paragraphs, lines, at), true),
            Shape::Partly => {
                at += 1;
                continue;
            }
        };
        found.push(Quotation { paragraphs: at..end, closed });
        at = end;
    }
    found
}

/// The mark a text opens with and the one that closes it.
fn opening(text: &str) -> Option<(char, char)> {
    match text.trim_start_matches(['…', ' ']).chars().next()? {
        '“' => Some(('“', '”')),
        '"' => Some(('"', '"')),
        '‘' => Some(('‘', '’')),
        '„' => Some(('„', '“')),
        '«' => Some(('«', '»')),
        _ => None,
    }
}

enum Shape {
    /// Nothing but quotation.
    Whole,
    /// Opened and not closed.
    Open,
    /// It begins with a quotation and goes on.
    Partly,
}

/// Looks at one paragraph that opens with a quotation mark.
fn shape(text: &str, mark: char, close: char) -> Shape {
    let bare = text.trim_end_matches(['.', ',', ';', ' ', '…']);
    let ends = bare.ends_with(close);
    if mark == close {
        let marks = text.chars().filter(|c| *c == mark).count();
        return match (marks % 2, ends) {
            (1, _) => Shape::Open,
            (_, true) if marks == 2 || inside_share(text, mark, close) > 0.6 => Shape::Whole,
            _ => Shape::Partly,
        };
    }
    if mark == '‘' {
        // Apostrophes look like closing marks: only the ends of the paragraph can tell.
        return if ends && bare.split_whitespace().count() >= 8 && !bare[..bare.len() - close.len_utf8()].contains('‘')
            || ends && inside_share(text, mark, close) > 0.8
        {
            Shape::Whole
        } else {
            Shape::Partly
        };
    }
    let opened = text.chars().filter(|c| *c == mark).count();
    let closed = text.chars().filter(|c| *c == close).count();
    match () {
        () if ends && inside_share(text, mark, close) > 0.6 => Shape::Whole,
        () if opened > closed && !ends => Shape::Open,
        () if opened > closed && closed == 0 => Shape::Open,
        () => Shape::Partly,
    }
}

/// How much of a text stands inside quotation marks.
fn inside_share(text: &str, mark: char, close: char) -> f32 {
    let mut inside = false;
    let mut count = 0;
    let mut all = 0;
    for c in text.chars() {
        all += 1;
        if mark == close && c == mark {
            inside = !inside;
        } else if c == mark {
            inside = true;
        } else if c == close && mark != '‘' {
            inside = false;
        } else if inside {
            count += 1;
        }
    }
    if all == 0 { 0.0 } else { count as f32 / all as f32 }
}

/// Behind the paragraph that closes a quotation opened at a place.
fn closing(paragraphs: &[Paragraph], lines: &[Line<'_>], at: usize, mark: char, close: char) -> Option<usize> {
    let mut open = balance(&paragraphs[at].text, mark, close);
    for next in at + 1..paragraphs.len().min(at + LONGEST) {
        // A table, heading or other line between ends it.
        let line = paragraphs[next].line;
        if lines[paragraphs[next - 1].line + 1..line]
            .iter()
            .any(|between| between.is_cells() || between.kind == LineKind::Heading)
        {
            return None;
        }
        let text = &paragraphs[next].text;
        let bare = text.trim_end_matches(['.', ',', ';', ' ']);
        // Each paragraph of one speech may open with a mark of its own.
        open += balance(text, mark, close) - i32::from(mark != close && text.starts_with(mark) && open > 0);
        if bare.ends_with(close) && (open <= 0 || mark == close) {
            return Some(next + 1);
        }
        if mark == close && text.starts_with(mark) && !bare.ends_with(close) {
            continue;
        }
        if open <= 0 {
            return text.contains(close).then_some(next + 1).filter(|_| !paragraphs[next].refs.is_empty());
        }
    }
    None
}

fn balance(text: &str, mark: char, close: char) -> i32 {
    text.chars()
        .map(|c| {
            if c == mark {
                1
            } else if c == close {
                -1
            } else {
                0
            }
        })
        .sum()
}

/// Behind the paragraphs that the format sets apart together; a note's marker at the end of one ends the quotation.
fn set_apart(paragraphs: &[Paragraph], lines: &[Line<'_>], at: usize) -> usize {
    let mut end = at + 1;
    while end < paragraphs.len()
        && end < at + LONGEST
        && lines[paragraphs[end].line].kind == LineKind::Quotation
        && paragraphs[end].line == paragraphs[end - 1].line + 1
        && paragraphs[end - 1].refs.last().is_none_or(|(_, place)| *place + 2 < paragraphs[end - 1].text.len())
        && !paragraphs[end].text.starts_with(['“', '"'])
    {
        end += 1;
    }
    end
}
