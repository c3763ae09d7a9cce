//! Reads a review that is too large to hold, and writes one: its evidence passes item by item.
//!
//! The text is gone through twice, first for all but the evidence, then for the evidence. Invariant: what passes is
//! held to what `read` holds a whole review to, with the same places and lines in messages; what is written is what
//! `write` writes.

use std::io;
use std::io::BufRead;
use std::io::Write;

use crate::document::error::DocumentError;
use crate::document::error::DocumentErrorKind;
use crate::document::error::Problems;
use crate::document::read::CARRIAGE_RETURN;
use crate::document::read::read_part;
use crate::document::read::read_review;
use crate::document::validate::ItemCheck;
use crate::document::write::to_bytes;
use crate::model::evidence::Evidence;
use crate::model::review::Review;

/// The key whose list is passed item by item.
const LIST: &[u8] = b"evidence";

/// Reads all of a review but its evidence.
///
/// # Errors
/// As [`read_review`]; what the input refuses.
pub fn read_head<E: From<io::Error> + From<DocumentError>>(input: &mut impl BufRead, name: &str) -> Result<Review, E> {
    let mut scan = Scan::default();
    let mut text = Vec::new();
    scan.run(input, name, Some(&mut text), &mut |_: usize, _: usize, _: &[u8]| Ok::<(), E>(()))?;
    let head = read_review(&text, name).map_err(|mut error| {
        // Lines are those of the whole text.
        error.line = error.line.map(|line| if line > scan.list_at { line + scan.list_lines } else { line });
        error
    })?;
    if head.evidence.is_empty() {
        return Ok(head);
    }
    let what = "the list `evidence` is named in a way that only a small review is read with";
    let remedy = "Write its key as `\"evidence\"`, without escapes.";
    Err(DocumentError::new(DocumentErrorKind::Invalid, name, what, remedy).into())
}

/// Reads the evidence of a review whose head was read from the same text, item by item in order.
///
/// # Errors
/// As [`read_review`], but for keys that two items have; what the input or `each` refuses.
pub fn read_items<E: From<io::Error> + From<DocumentError>>(
    input: &mut impl BufRead,
    name: &str,
    head: &Review,
    mut each: impl FnMut(Evidence) -> Result<(), E>,
) -> Result<usize, E> {
    let check = ItemCheck::of(head);
    let mut scan = Scan::default();
    let mut take = |at: usize, line: usize, bytes: &[u8]| -> Result<(), E> {
        let item: Evidence = read_part(bytes, name, &format!("evidence[{at}]"), line)?;
        let mut problems = Problems::default();
        check.item(at, &item, &mut problems);
        problems.into_result(name).map_err(|error| error.on_line(line))?;
        each(item)
    };
    scan.run(input, name, None, &mut take)?;
    Ok(scan.items)
}

/// Where in a text one is.
#[derive(Default)]
struct Scan {
    depth: usize,
    in_string: bool,
    escaped: bool,
    /// The text begun last at the top, up to a length that no key we look for has.
    word: Vec<u8>,
    key_is_list: bool,
    /// Within the list.
    in_list: bool,
    in_item: bool,
    /// A comma stands before, and no item behind it yet.
    comma: bool,
    item: Vec<u8>,
    item_line: usize,
    items: usize,
    /// Line breaks passed.
    line: usize,
    /// On which line the list begins, and how many its items take.
    list_at: usize,
    list_lines: usize,
}

impl Scan {
    /// Goes through a text. What is outside the list goes into `rest`, each item to `each`; with its text only where
    /// there is no `rest`.
    fn run<E: From<io::Error> + From<DocumentError>>(
        &mut self,
        input: &mut impl BufRead,
        name: &str,
        mut rest: Option<&mut Vec<u8>>,
        each: &mut impl FnMut(usize, usize, &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let keep = rest.is_none();
        loop {
            let buffer = input.fill_buf()?;
            if buffer.is_empty() {
                return Ok(());
            }
            for &byte in buffer {
                if byte == b'\n' {
                    self.line += 1;
                } else if byte == b'\r' {
                    let (what, remedy) = CARRIAGE_RETURN;
                    let error = DocumentError::new(DocumentErrorKind::Unreadable, name, what, remedy);
                    return Err(error.on_line(self.line + 1).into());
                }
                let inside = self.step(byte, keep);
                if let Step::Broken = inside {
                    let what = "a comma stands before the end of the list";
                    let error = DocumentError::new(DocumentErrorKind::Unreadable, name, what, "Take the comma out.");
                    return Err(error.on_line(self.line + 1).into());
                }
                if let Step::Ended = inside {
                    each(self.items, self.item_line, &self.item)?;
                    self.items += 1;
                    self.item.clear();
                    self.in_item = false;
                    // The bracket that ends the list belongs to what is around it.
                    self.comma = byte == b',';
                    if let (true, Some(rest)) = (self.close(byte), rest.as_mut()) {
                        rest.push(byte);
                    }
                } else if let (Step::Outside, Some(rest)) = (inside, rest.as_mut()) {
                    rest.push(byte);
                }
            }
            let length = buffer.len();
            input.consume(length);
        }
    }

    /// Takes the next byte.
    fn step(&mut self, byte: u8, keep: bool) -> Step {
        if self.in_list {
            return self.step_in_list(byte, keep);
        }
        if self.in_string {
            if self.escaped {
                self.escaped = false;
            } else if byte == b'\\' {
                self.escaped = true;
            } else if byte == b'"' {
                self.in_string = false;
            }
            if self.in_string && self.depth == 1 && self.word.len() <= LIST.len() {
                self.word.push(byte);
            }
            return Step::Outside;
        }
        match byte {
            b'"' => {
                self.in_string = true;
                self.word.clear();
            }
            b'{' => self.depth += 1,
            b'[' => {
                self.depth += 1;
                if self.depth == 2 && std::mem::take(&mut self.key_is_list) {
                    self.in_list = true;
                    self.list_at = self.line + 1;
                }
            }
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            b':' if self.depth == 1 => self.key_is_list = self.word == LIST,
            b',' if self.depth == 1 => self.key_is_list = false,
            _ => {}
        }
        Step::Outside
    }

    fn step_in_list(&mut self, byte: u8, keep: bool) -> Step {
        if !self.in_string && self.depth == 2 && (byte == b',' || byte == b']') {
            if self.in_item {
                return Step::Ended;
            }
            // A comma without an item is left standing, so that the reader of the rest refuses it.
            return if byte == b']' && self.comma {
                Step::Broken
            } else {
                self.close(byte);
                Step::Outside
            };
        }
        if !self.in_item {
            if byte.is_ascii_whitespace() {
                return Step::Inside;
            }
            self.in_item = true;
            self.comma = false;
            self.item_line = self.line + 1;
        }
        if keep {
            self.item.push(byte);
        }
        if self.in_string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            return Step::Inside;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth -= 1,
            _ => {}
        }
        Step::Inside
    }

    /// Leaves the list where a byte ends it.
    fn close(&mut self, byte: u8) -> bool {
        if byte != b']' {
            return false;
        }
        self.depth -= 1;
        self.in_list = false;
        self.list_lines = (self.line + 1).saturating_sub(self.list_at);
        true
    }
}

enum Step {
    /// Outside the list.
    Outside,
    /// Within it.
    Inside,
    /// The byte behind an item.
    Ended,
    /// The end of the list, where an item should stand.
    Broken,
}

/// No text holds a bare line break, so at the start of a line with this indent it can only be the key.
const EMPTY: &str = "\n  \"evidence\": []";

/// Writes a review whose evidence comes from elsewhere, item by item: the bytes that `write_review` writes.
pub struct Writing<'a> {
    out: &'a mut dyn Write,
    after: String,
    any: bool,
}

impl<'a> Writing<'a> {
    /// Begins with all of a review but its evidence.
    ///
    /// # Errors
    /// What `out` refuses, as in all that follow.
    pub fn begin(head: &Review, out: &'a mut dyn Write) -> io::Result<Self> {
        let text = String::from_utf8(to_bytes(head)?).map_err(io::Error::other)?;
        let parts = text.split_once(EMPTY);
        let (before, after) = parts.ok_or_else(|| io::Error::other("the review lists its evidence already"))?;
        out.write_all(before.as_bytes())?;
        Ok(Self { out, after: after.to_owned(), any: false })
    }

    /// Writes the next item.
    ///
    /// # Errors
    /// What `out` refuses.
    pub fn item(&mut self, item: &Evidence) -> io::Result<()> {
        let open = if std::mem::replace(&mut self.any, true) { "," } else { "\n  \"evidence\": [" };
        self.out.write_all(open.as_bytes())?;
        let text = String::from_utf8(to_bytes(item)?).map_err(io::Error::other)?;
        for line in text.lines() {
            self.out.write_all(b"\n    ")?;
            self.out.write_all(line.as_bytes())?;
        }
        Ok(())
    }

    /// Writes the rest.
    ///
    /// # Errors
    /// What `out` refuses.
    pub fn finish(self) -> io::Result<()> {
        self.out.write_all(if self.any { b"\n  ]" } else { EMPTY.as_bytes() })?;
        self.out.write_all(self.after.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;
    use crate::document::fixture;

    #[derive(Debug)]
    enum Refused {
        Input,
        Document(DocumentError),
    }

    impl From<io::Error> for Refused {
        fn from(_: io::Error) -> Self {
            Self::Input
        }
    }

    impl From<DocumentError> for Refused {
        fn from(error: DocumentError) -> Self {
            Self::Document(error)
        }
    }

    /// Reads a review by pieces so small that every place is a border.
    fn by_pieces(bytes: &[u8]) -> Result<Review, Refused> {
        let input = || BufReader::with_capacity(3, bytes);
        let mut review = read_head::<Refused>(&mut input(), "r.json")?;
        let mut evidence = Vec::new();
        read_items::<Refused>(&mut input(), "r.json", &review, |item| {
            evidence.push(item);
            Ok(())
        })?;
        review.evidence = evidence;
        Ok(review)
    }

    #[test]
    fn a_review_read_by_pieces_is_the_one_read_whole() {
        let review = fixture::review();
        let pretty = to_bytes(&review).expect("writes");
        let close = serde_json::to_vec(&review).expect("writes");
        let mut odd = review.clone();
        odd.note = Some("a key: \"evidence\": [ and } \\ ] in words".to_owned());
        odd.evidence[0].text = "[ { \"evidence\": ] \\\" } ,".to_owned();
        odd.evidence[0].refs.clear();
        let odd_bytes = to_bytes(&odd).expect("writes");
        for (bytes, whole) in [(&pretty, &review), (&close, &review), (&odd_bytes, &odd)] {
            assert_eq!(&by_pieces(bytes).expect("reads"), whole);
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_the_line_and_place_it_has_in_the_whole_text() {
        let pretty = String::from_utf8(to_bytes(&fixture::review()).expect("writes")).expect("a text");
        let item = fixture::review().evidence[1].id.clone();
        let damages = [
            (format!("\"id\": \"{item}\","), format!("\"id\": \"{item}\", \"oddly\": 1,")),
            (format!("\"id\": \"{item}\","), format!("\"id\": \"{item}\", \"id\": \"again\",")),
            ("\"themes\": [".to_owned(), "\"themes\": [3,".to_owned()),
            ("\"kind\": \"".to_owned(), "\"kind\": \"no such ".to_owned()),
        ];
        for (from, to) in damages {
            let text = pretty.replace(&from, &to);
            assert_ne!(text, pretty, "{from} stands there");
            let whole = read_review(text.as_bytes(), "r.json").expect_err("refused");
            match by_pieces(text.as_bytes()) {
                Err(Refused::Document(error)) => assert_eq!((error.line, &error.what), (whole.line, &whole.what)),
                other => panic!("{to}: {other:?}"),
            }
        }
        let text = pretty.replace('\n', "\r\n");
        assert!(matches!(by_pieces(text.as_bytes()), Err(Refused::Document(error)) if error.line == Some(1)));
        for cut in (0..pretty.len()).step_by(37) {
            if pretty.is_char_boundary(cut) {
                assert!(by_pieces(&pretty.as_bytes()[..cut]).is_err(), "read from {cut} bytes");
            }
        }
    }

    #[test]
    fn a_review_written_item_by_item_has_the_bytes_of_one_written_whole() {
        let mut review = fixture::review();
        for _ in 0..2 {
            let whole = to_bytes(&review).expect("writes");
            let evidence = std::mem::take(&mut review.evidence);
            let mut out = Vec::new();
            let mut writing = Writing::begin(&review, &mut out).expect("writes");
            evidence.iter().for_each(|item| writing.item(item).expect("writes"));
            writing.finish().expect("writes");
            assert_eq!(String::from_utf8(out), String::from_utf8(whole));
        }
    }
}
