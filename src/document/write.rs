//! Writes reviews, sessions and panels as JSON that people can read and compare line by line.
//!
//! Uses `escape` and model. Invariant: the same value always gives the same bytes, and no
//! character in them acts on a terminal or editor.

use std::io;
use std::io::Write;

use serde::Serialize;
use serde_json::ser::CharEscape;
use serde_json::ser::Formatter;
use serde_json::ser::PrettyFormatter;

use crate::document::escape::is_unseen;
use crate::model::handin::HandIn;
use crate::model::panel::Panel;
use crate::model::review::Review;
use crate::model::session::SessionFile;

/// Writes a review.
///
/// # Errors
/// What `out` refuses; [`io::ErrorKind::InvalidData`] where a text holds a carriage return or NUL,
/// which no reader would take back.
pub fn write_review(review: &Review, out: &mut impl Write) -> io::Result<()> {
    write_value(review, out)
}

/// Writes a session.
///
/// # Errors
/// As [`write_review`].
pub fn write_session(session: &SessionFile, out: &mut impl Write) -> io::Result<()> {
    write_value(session, out)
}

/// Writes a panel.
///
/// # Errors
/// As [`write_review`].
pub fn write_panel(panel: &Panel, out: &mut impl Write) -> io::Result<()> {
    write_value(panel, out)
}

/// Writes a handed-in round.
///
/// # Errors
/// As [`write_review`].
pub fn write_handin(handin: &HandIn, out: &mut impl Write) -> io::Result<()> {
    write_value(handin, out)
}

/// Writes anything that serialises, in the form of our files: two spaces, LF, keys in the order of
/// their fields, a final newline. Holds nothing in memory, so lists may be streamed into it; give
/// it a buffered writer.
///
/// # Errors
/// As [`write_review`].
pub fn write_value(value: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, Careful::default());
    value.serialize(&mut serializer).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// A value as the bytes of a file.
///
/// # Errors
/// Only [`io::ErrorKind::InvalidData`], as [`write_review`].
pub fn to_bytes(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    write_value(value, &mut bytes)?;
    Ok(bytes)
}

/// Whether all texts of a value could be written and read back: none holds a carriage return or NUL.
pub fn is_writable(value: &impl Serialize) -> bool {
    write_value(value, &mut io::sink()).is_ok()
}

/// Layout of the pretty printer, escapes of our own.
#[derive(Default)]
struct Careful {
    layout: PrettyFormatter<'static>,
}

/// Hands the layout calls on.
macro_rules! layout {
    ($($name:ident($($first:ident)?)),+ $(,)?) => {
        $(fn $name<W: ?Sized + Write>(&mut self, out: &mut W $(, $first: bool)?) -> io::Result<()> {
            self.layout.$name(out $(, $first)?)
        })+
    };
}

impl Formatter for Careful {
    layout!(
        begin_array(),
        end_array(),
        begin_array_value(first),
        end_array_value(),
        begin_object(),
        end_object(),
        begin_object_key(first),
        begin_object_value(),
        end_object_value(),
    );

    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        // The JSON writer has taken out what is below a space; the next that may not stand bare is DEL.
        let bytes = fragment.as_bytes();
        let mut written = 0;
        let mut at = 0;
        while at < bytes.len() {
            at += plain_run(&bytes[at..]);
            let Some(c) = fragment[at..].chars().next() else { break };
            if is_unseen(c) {
                out.write_all(&bytes[written..at])?;
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    write!(out, "\\u{unit:04x}")?;
                }
                written = at + c.len_utf8();
            }
            at += c.len_utf8();
        }
        out.write_all(&bytes[written..])
    }

    fn write_char_escape<W: ?Sized + Write>(&mut self, out: &mut W, escape: CharEscape) -> io::Result<()> {
        match escape {
            CharEscape::CarriageReturn => Err(refused("a carriage return")),
            CharEscape::AsciiControl(0) => Err(refused("a NUL character")),
            other => self.layout.write_char_escape(out, other),
        }
    }
}

/// How many bytes of a text, from its start, are plain ASCII; in steps that the processor takes whole.
fn plain_run(bytes: &[u8]) -> usize {
    const STEP: usize = 32;
    let is_plain = |step: &&[u8]| step.iter().fold(0, |highest, &byte| highest.max(byte)) < 0x7f;
    let whole = STEP * bytes.chunks_exact(STEP).take_while(is_plain).count();
    whole + bytes[whole..].iter().take_while(|&&byte| byte < 0x7f).count()
}

fn refused(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("a text holds {what}, which our files do not carry"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::fixture::panel;
    use crate::document::fixture::review;
    use crate::document::fixture::session;
    use crate::document::read::read_panel;
    use crate::document::read::read_review;
    use crate::document::read::read_session;

    #[test]
    fn what_is_written_reads_back_the_same_and_is_written_the_same_again() {
        let bytes = to_bytes(&review()).expect("writes");
        let back = read_review(&bytes, "r.json").expect("reads");
        assert_eq!(back, review());
        assert_eq!(to_bytes(&back).expect("writes"), bytes);

        let bytes = to_bytes(&session()).expect("writes");
        let back = read_session(&bytes, "s.json").expect("reads");
        assert_eq!(back, session());
        assert_eq!(to_bytes(&back).expect("writes"), bytes);

        let bytes = to_bytes(&panel()).expect("writes");
        let back = read_panel(&bytes, "p.json").expect("reads");
        assert_eq!(back, panel());
        assert_eq!(to_bytes(&back).expect("writes"), bytes);
    }

    #[test]
    fn a_file_is_pretty_ends_with_a_newline_and_shows_empty_lists() {
        let mut review = review();
        review.themes.clear();
        let text = String::from_utf8(to_bytes(&review).expect("writes")).expect("UTF-8");
        assert!(text.starts_with("{\n  \"format\": \"plumbline-review\",\n  \"version\": 1,\n"), "{text}");
        assert!(text.contains("\n  \"themes\": [],\n"), "{text}");
        assert!(text.ends_with("}\n") && !text.ends_with("\n\n"));
        assert!(!text.contains('\r'));
    }

    #[test]
    fn every_unseen_character_is_written_as_an_escape_and_comes_back() {
        let text: String =
            (0..=0x10_ffff).filter_map(char::from_u32).filter(|&c| is_unseen(c) && c != '\r' && c != '\0').collect();
        let mixed = format!("é “quoted” {text} 日本 \u{1f600} end");
        let bytes = to_bytes(&mixed).expect("writes");
        let written = std::str::from_utf8(&bytes).expect("UTF-8");
        assert!(written.trim_end_matches('\n').chars().all(|c| !is_unseen(c)));
        assert!(written.contains("é “quoted” ") && written.contains("日本 \u{1f600} end"));
        assert!(written.contains("\\u007f") && written.contains("\\u202e") && written.contains("\\udb80\\udc00"));
        assert_eq!(serde_json::from_slice::<String>(&bytes).expect("reads"), mixed);
    }

    #[test]
    fn a_text_no_reader_would_take_back_is_refused() {
        for text in ["a\r\nb", "a\0b"] {
            let error = to_bytes(&text).expect_err("refused");
            assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{error}");
            assert!(!is_writable(&text));
        }
        assert!(is_writable(&"a\nb\tc"));
    }
}
