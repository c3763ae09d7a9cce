//! The paragraphs of a text: what stands between blank lines; in a text without any, its lines.
//!
//! Offsets are scalar values. Invariant: paragraphs rise and do not overlap, and each has something in it.

use std::ops::Range;

/// Where the paragraphs of a text begin.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paragraphs {
    starts: Vec<usize>,
}

impl Paragraphs {
    /// Finds the paragraphs of a text.
    pub fn of(text: &str) -> Self {
        let (mut by_blank, mut by_line) = (Vec::new(), Vec::new());
        let (mut at, mut after_blank) = (0, true);
        for line in text.split_inclusive('\n') {
            let blank = line.trim().is_empty();
            if !blank {
                by_line.push(at);
                if after_blank {
                    by_blank.push(at);
                }
            }
            after_blank = blank;
            at += if line.is_ascii() { line.len() } else { line.chars().count() };
        }
        Self { starts: if by_blank.len() > 1 { by_blank } else { by_line } }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether the text is blank.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The paragraphs, by place from 0, that a stretch of the text touches.
    pub fn touched(&self, stretch: &Range<usize>) -> Range<usize> {
        let from = self.starts.partition_point(|start| *start <= stretch.start).saturating_sub(1);
        let to = self.starts.partition_point(|start| *start < stretch.end.max(stretch.start + 1));
        from..to.max(from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_part_paragraphs_and_where_there_are_none_lines_do() {
        let text = "\u{e9}ine\nzwei\n\n \ndrei\n\n- vier\n- f\u{fc}nf\n";
        let paragraphs = Paragraphs::of(text);
        assert_eq!(paragraphs.starts, [0, 13, 19]);
        assert_eq!(Paragraphs::of("one\ntwo\nthree").len(), 3);
        assert_eq!(Paragraphs::of("one").len(), 1);
        assert!(Paragraphs::of(" \n\n").is_empty() && Paragraphs::of("").is_empty());
    }

    #[test]
    fn a_stretch_touches_the_paragraphs_it_reaches_into() {
        let paragraphs = Paragraphs::of("aaa\n\nbbb\n\nccc\n");
        for (stretch, touched) in
            [(0..3, 0..1), (2..6, 0..2), (5..6, 1..2), (6..6, 1..2), (0..99, 0..3), (12..99, 2..3)]
        {
            assert_eq!(paragraphs.touched(&stretch), touched, "{stretch:?}");
        }
        assert_eq!(Paragraphs::default().touched(&(0..9)), 0..0);
    }
}
