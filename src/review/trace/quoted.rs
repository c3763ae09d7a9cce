//! What a text quotes: between quotation marks of any kind, or set apart by the format.
//!
//! Owns which mark opens, which closes, and which is an apostrophe, an inch or a foot. Invariant: linear in the text
//! whatever marks stand in it; ranges are bytes within one paragraph, without the marks, and lie apart or within one
//! another.

use std::ops::Range;

use crate::review::trace::article::Article;
use crate::review::trace::word::is_letter;

/// Marks within marks that are followed; deeper ones are taken for signs of something else.
const DEEPEST: usize = 8;

/// How a passage is marked as somebody's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Between quotation marks.
    Marks,
    /// Set apart by the format.
    SetApart,
    /// Not at all: it repeats the review's words.
    Unmarked,
}

/// A passage quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quoted {
    /// Which paragraph.
    pub paragraph: usize,
    /// Where in its text, in bytes.
    pub range: Range<usize>,
    /// How it is marked.
    pub how: How,
    /// The passage it stands in, where one quotation quotes another.
    pub within: Option<usize>,
}

/// What is quoted in a text, in reading order, the outer before the inner; and how many marks open and do not close.
pub fn quoted(article: &Article) -> (Vec<Quoted>, usize) {
    let mut found: Vec<Quoted> = Vec::new();
    let mut unclosed = 0;
    for (at, paragraph) in article.paragraphs.iter().enumerate() {
        let text = paragraph.text.as_str();
        let marked = Marked::of(text);
        let mut ranges: Vec<(Range<usize>, How)> = marked.ranges.into_iter().map(|range| (range, How::Marks)).collect();
        unclosed += marked.lost;
        for (mark, start) in marked.open {
            // Each paragraph of a long quotation opens anew, and only the last one closes.
            let next = article.paragraphs.get(at + 1).map_or("", |next| next.text.trim_start());
            match mark.tells() && next.starts_with(mark.open) {
                true => ranges.push((start..text.len(), How::Marks)),
                false => unclosed += usize::from(mark.tells()),
            }
        }
        if paragraph.set_apart {
            ranges.push((0..text.len(), How::SetApart));
        }
        let trimmed = ranges.into_iter().map(|(range, how)| (trimmed(text, range), how));
        add(&mut found, at, text, trimmed.filter(|(range, _)| !range.is_empty()).collect());
    }
    (found, unclosed)
}

/// Adds the passages of a paragraph in order, each knowing which it stands in. What is set apart and in marks as well is
/// one passage.
fn add(found: &mut Vec<Quoted>, paragraph: usize, text: &str, mut ranges: Vec<(Range<usize>, How)>) {
    ranges.sort_by_key(|(range, how)| (range.start, std::cmp::Reverse(range.end), *how == How::Marks));
    let whole = ranges.iter().position(|(_, how)| *how == How::SetApart);
    if let Some(whole) = whole {
        let letters = |range: &Range<usize>| text[range.clone()].chars().filter(|&c| is_letter(c)).count();
        let all = letters(&ranges[whole].0);
        // The longest only: the others lie in it or apart from it.
        let longest = (0..ranges.len()).filter(|&at| at != whole).max_by_key(|&at| ranges[at].0.len());
        if longest.is_some_and(|at| letters(&ranges[at].0) == all) {
            ranges.remove(whole);
        }
    }
    let mut around: Vec<usize> = Vec::new();
    for (range, how) in ranges {
        while around.last().is_some_and(|&outer| found[outer].range.end < range.end) {
            around.pop();
        }
        if found.last().is_some_and(|last| last.paragraph == paragraph && last.range == range) {
            continue;
        }
        let within = around.last().copied();
        around.push(found.len());
        found.push(Quoted { paragraph, range, how, within });
    }
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inside = &text[range.clone()];
    let bare = inside.trim_start();
    let start = range.end - bare.len();
    start..start + bare.trim_end().len()
}

/// A mark that opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Open {
    open: char,
}

impl Open {
    /// Whether a mark closes what this one opened.
    fn is_closed_by(self, c: char) -> bool {
        match self.open {
            '“' | '‟' | '❝' => matches!(c, '”' | '❞'),
            '„' => matches!(c, '“' | '”'),
            '”' => c == '”',
            '«' => c == '»',
            '»' => c == '«',
            '‹' => c == '›',
            '›' => c == '‹',
            '‘' | '‛' => c == '’' || c == '\'',
            '‚' => c == '‘' || c == '’',
            '’' => c == '’',
            '「' => c == '」',
            '『' => c == '』',
            own => c == own,
        }
    }

    /// Whether the mark is a quotation mark for sure: single ones are apostrophes as well.
    fn tells(self) -> bool {
        !matches!(self.open, '‘' | '‛' | '‚' | '’' | '\'')
    }
}

/// One mark in a text, with what stands beside it.
struct Mark {
    at: usize,
    c: char,
    before: Option<char>,
    after: Option<char>,
    /// What stands behind the character after it.
    then: Option<char>,
}

impl Mark {
    /// Whether words begin behind it.
    fn can_open(&self) -> bool {
        let free = match self.before {
            None => true,
            Some(c) => {
                c.is_whitespace() || matches!(c, '(' | '[' | '{' | '–' | '—' | '-' | '/' | '…' | ':') || is_mark(c)
            }
        };
        free && self.after.is_some_and(|c| !c.is_whitespace())
    }

    /// Whether words end before it.
    fn can_close(&self) -> bool {
        self.before.is_some_and(|c| !c.is_whitespace()) && !self.after.is_some_and(is_letter)
    }

    /// Whether it stands for letters left out at the beginning of a word: `’90s`, `'tis`.
    fn is_elision(&self) -> bool {
        self.after.is_some_and(|c| c.is_ascii_digit()) && self.then.is_some_and(|c| c.is_ascii_digit())
    }

    fn is_single(&self) -> bool {
        matches!(self.c, '\'' | '’' | '‘' | '‛' | '‚')
    }

    /// Whether it may be the sign of a possessive plural: `the trusts’ records`.
    fn is_after_plural(&self) -> bool {
        matches!(self.before, Some('s' | 'S')) && self.after == Some(' ') && self.then.is_some_and(is_letter)
    }
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '\''
            | '❝'
            | '❞'
            | '＂'
            | '「'
            | '」'
            | '『'
            | '』'
    )
}

/// The marks of a text, taken in pairs.
struct Marked {
    ranges: Vec<Range<usize>>,
    /// What is open at the end, with where its words begin.
    open: Vec<(Open, usize)>,
    /// How many marks opened and were given up before the end.
    lost: usize,
}

impl Marked {
    fn of(text: &str) -> Self {
        let marks = marks(text);
        let closes_later = closes_later(&marks);
        let mut found = Self { ranges: Vec::new(), open: Vec::new(), lost: 0 };
        for (n, mark) in marks.iter().enumerate() {
            let closing = found.open.iter().rposition(|(open, _)| open.is_closed_by(mark.c));
            let closing = closing.filter(|_| match mark.is_single() {
                true => mark.can_close() && !(mark.is_after_plural() && closes_later[n]),
                // A straight mark with a blank before it and a word behind it opens anew.
                false if mark.c == '"' || mark.c == '＂' => {
                    !(mark.can_open() && mark.before.is_none_or(char::is_whitespace))
                }
                false => true,
            });
            match closing {
                Some(depth) => {
                    found.give_up(depth + 1..found.open.len());
                    if let Some((_, start)) = found.open.pop() {
                        found.ranges.push(start..mark.at);
                    }
                }
                None if opens(mark) => {
                    if let Some(same) = found.open.iter().position(|(open, _)| open.open == mark.c && mark.c == '"') {
                        found.give_up(same..found.open.len());
                    }
                    if found.open.len() == DEEPEST {
                        found.give_up(0..1);
                    }
                    found.open.push((Open { open: mark.c }, mark.at + mark.c.len_utf8()));
                }
                None => {}
            }
        }
        found
    }

    fn give_up(&mut self, range: Range<usize>) {
        self.lost += self.open.drain(range).filter(|(open, _)| open.tells()).count();
    }
}

/// Whether a mark that closes nothing opens something.
fn opens(mark: &Mark) -> bool {
    match mark.c {
        '“' | '„' | '‟' | '«' | '‹' | '❝' | '「' | '『' => mark.after.is_some(),
        '‚' => mark.can_open() && mark.before.is_none_or(|c| !is_letter(c)),
        '‘' | '‛' | '\'' => mark.can_open() && !mark.is_elision(),
        '"' | '＂' | '»' | '›' | '”' => mark.can_open(),
        _ => false,
    }
}

/// The marks of a text with what stands beside each.
fn marks(text: &str) -> Vec<Mark> {
    let mut found = Vec::new();
    let mut before = None;
    for (at, c) in text.char_indices() {
        if is_mark(c) {
            let mut behind = text[at + c.len_utf8()..].chars();
            let (after, then) = (behind.next(), behind.next());
            let apostrophe = matches!(c, '\'' | '’') && before.is_some_and(is_letter) && after.is_some_and(is_letter);
            if !apostrophe {
                found.push(Mark { at, c, before, after, then });
            }
        }
        before = Some(c);
    }
    found
}

/// For each mark, whether the next single mark behind it closes rather than opens.
fn closes_later(marks: &[Mark]) -> Vec<bool> {
    let mut closes = false;
    let mut found = vec![false; marks.len()];
    for (n, mark) in marks.iter().enumerate().rev() {
        found[n] = closes;
        if mark.is_single() {
            closes = matches!(mark.c, '\'' | '’') && mark.can_close();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::review::trace::article::Paragraph;

    fn article(texts: &[&str]) -> Article {
        let paragraph = |(at, text): (usize, &&str)| {
            let number = u32::try_from(at + 1).expect("few");
            Paragraph { text: (*text).to_owned(), set_apart: false, line: number, page: None, number }
        };
        Article {
            name: "x".to_owned(),
            paragraphs: texts.iter().enumerate().map(paragraph).collect(),
            warnings: Vec::new(),
        }
    }

    fn passages(text: &str) -> Vec<String> {
        let article = article(&[text]);
        quoted(&article).0.into_iter().map(|quoted| text[quoted.range].to_owned()).collect()
    }

    #[test]
    fn marks_of_every_kind_are_taken_in_pairs() {
        for (text, expected) in [
            ("They “turn it” by night.", vec!["turn it"]),
            ("They \"turn it\" by \"night\".", vec!["turn it", "night"]),
            ("They ‘turn it’ by night.", vec!["turn it"]),
            ("They 'turn it' by night.", vec!["turn it"]),
            ("Sie „drehen es“ bei Nacht, ‚immer‘ wieder.", vec!["drehen es", "immer"]),
            ("Ils « tournent » la nuit.", vec!["tournent"]),
            ("Sie »drehen es« bei Nacht.", vec!["drehen es"]),
            ("De ”vrider den” om natten.", vec!["vrider den"]),
            ("(“turn it”)—“again”", vec!["turn it", "again"]),
            ("夜に「回す」という", vec!["回す"]),
        ] {
            assert_eq!(passages(text), expected, "{text}");
        }
    }

    #[test]
    fn apostrophes_feet_and_inches_are_no_quotation_marks() {
        for text in [
            "It’s the trusts’ and the miller's wheel, isn't it?",
            "It's the trusts' wheel of the '90s, 5' 6\" wide.",
            "Rock ’n’ roll",
            "a 5\" wheel",
        ] {
            assert_eq!(passages(text), [""; 0], "{text}");
        }
        assert_eq!(passages("‘the trusts’ own wheel’ stood"), ["the trusts’ own wheel"]);
        assert_eq!(passages("'the trusts' own wheel', it's said"), ["the trusts' own wheel"]);
        assert_eq!(passages("‘It’s what the mill doesn’t do’ and ‘more’"), ["It’s what the mill doesn’t do", "more"]);
    }

    #[test]
    fn a_quotation_within_a_quotation_knows_where_it_stands() {
        let text = "She said: “We were told ‘the wheel is mended’ in May.”";
        let found = quoted(&article(&[text])).0;
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].within, found[1].within), (None, Some(0)));
        assert_eq!(&text[found[1].range.clone()], "the wheel is mended");
    }

    #[test]
    fn each_paragraph_of_a_long_quotation_may_open_anew() {
        let article = article(&["He said: “The wheel turns.", "“It never stops.", "“So be it.” And left."]);
        let (found, unclosed) = quoted(&article);
        let texts: Vec<&str> =
            found.iter().map(|quoted| &article.paragraphs[quoted.paragraph].text[quoted.range.clone()]).collect();
        assert_eq!(texts, ["The wheel turns.", "It never stops.", "So be it."]);
        assert_eq!(unclosed, 0);
    }

    #[test]
    fn a_mark_that_does_not_close_swallows_nothing_and_is_counted() {
        let text = "He said: “The wheel turns and “the weir leaks” too.";
        assert_eq!(passages(text), ["the weir leaks"]);
        assert_eq!(quoted(&article(&["It is \"open", "and \"shut\" again"])).1, 1);
        assert_eq!(passages("A \"wheel of \"stone\" turns"), ["stone"]);
    }

    #[test]
    fn what_is_set_apart_and_in_marks_is_one_passage() {
        let mut article = article(&["“The wheel turns.”", "The weir “leaks” by night."]);
        article.paragraphs.iter_mut().for_each(|paragraph| paragraph.set_apart = true);
        let found = quoted(&article).0;
        let told: Vec<(&str, How)> =
            found.iter().map(|q| (&article.paragraphs[q.paragraph].text[q.range.clone()], q.how)).collect();
        assert_eq!(
            told,
            [("The wheel turns.", How::Marks), ("The weir “leaks” by night.", How::SetApart), ("leaks", How::Marks)]
        );
    }

    #[test]
    fn a_megabyte_of_marks_takes_no_longer_than_a_megabyte_of_words() {
        let begun = std::time::Instant::now();
        for marks in ["“", "\"", "‘", "’ ", "“’", " 'a", "«‹„‚"] {
            let text = marks.repeat(1_000_000 / marks.len());
            quoted(&article(&[&text, &text]));
        }
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    }

    proptest! {
        #[test]
        fn any_text_gives_ranges_that_lie_in_it_and_apart_or_within(
            texts in prop::collection::vec("[a-s’‘'\"“”„«» .…]{0,60}|\\PC{0,30}", 0..4)
        ) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let article = article(&texts);
            let found = quoted(&article).0;
            for (at, one) in found.iter().enumerate() {
                prop_assert!(texts[one.paragraph].get(one.range.clone()).is_some_and(|text| !text.is_empty()));
                for other in found[at + 1..].iter().filter(|other| other.paragraph == one.paragraph) {
                    let apart = one.range.end <= other.range.start;
                    let within = one.range.start <= other.range.start && other.range.end <= one.range.end;
                    prop_assert!(apart || within, "{:?} {:?}", one, other);
                }
                prop_assert!(one.within.is_none_or(|outer| outer < at));
            }
        }
    }
}
