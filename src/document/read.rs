//! Reads reviews, sessions and panels from bytes, and says where and why when it cannot.
//!
//! Uses the rest of the layer and model. Invariant: a document that comes out of here is valid; one
//! that does not names its file, the place and a remedy.

use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::document::error::DocumentError;
use crate::document::error::DocumentErrorKind;
use crate::document::header::Header;
use crate::document::header::Kind;
use crate::document::locate::line_of;
use crate::document::unique::repeated_key;
use crate::document::validate::handin_problems;
use crate::document::validate::panel_problems;
use crate::document::validate::review_problems;
use crate::document::validate::session_problems;
use crate::document::wording::explain;
use crate::model::bundle::BUNDLE_FORMAT;
use crate::model::bundle::BUNDLE_VERSION;
use crate::model::bundle::Bundle;
use crate::model::handin::HANDIN_FORMAT;
use crate::model::handin::HANDIN_VERSION;
use crate::model::handin::HandIn;
use crate::model::handin::HandInPayload;
use crate::model::panel::PANEL_FORMAT;
use crate::model::panel::PANEL_VERSION;
use crate::model::panel::Panel;
use crate::model::review::REVIEW_FORMAT;
use crate::model::review::REVIEW_VERSION;
use crate::model::review::Review;
use crate::model::session::SESSION_FORMAT;
use crate::model::session::SESSION_VERSION;
use crate::model::session::SessionFile;

const REVIEW: Kind = Kind { word: "review", format: REVIEW_FORMAT, version: REVIEW_VERSION };
const SESSION: Kind = Kind { word: "session", format: SESSION_FORMAT, version: SESSION_VERSION };
const HANDIN: Kind = Kind { word: "handed-in round", format: HANDIN_FORMAT, version: HANDIN_VERSION };
const BUNDLE: Kind = Kind { word: "bundle", format: BUNDLE_FORMAT, version: BUNDLE_VERSION };
const PANEL: Kind = Kind { word: "panel", format: PANEL_FORMAT, version: PANEL_VERSION };

/// How a database begins, which no document of ours does.
pub const DATABASE: &[u8] = b"SQLite format 3\0";

/// What is wrong with a line end of another system, and what to do about it.
pub(crate) const CARRIAGE_RETURN: (&str, &str) =
    ("a carriage return stands here; our files have LF line ends only", "Save the file with LF line ends.");

/// Reads and validates a review. `name` is what messages call the file.
///
/// # Errors
/// The first thing that is wrong with it, and how many more.
pub fn read_review(bytes: &[u8], name: &str) -> Result<Review, DocumentError> {
    let text = text_of(bytes, name)?;
    let review: Review = parse(text, name, REVIEW)?;
    Header { format: Some(review.format.clone()), version: Some(review.version.into()) }.check(REVIEW, name)?;
    located(review_problems(&review).into_result(name), text)?;
    Ok(review)
}

/// Reads a session and validates it by itself; [`crate::document::validate::validate_session`]
/// then holds it against its review.
///
/// # Errors
/// As [`read_review`].
pub fn read_session(bytes: &[u8], name: &str) -> Result<SessionFile, DocumentError> {
    let text = text_of(bytes, name)?;
    let session: SessionFile = parse(text, name, SESSION)?;
    Header { format: Some(session.format.clone()), version: Some(session.version.into()) }.check(SESSION, name)?;
    // What an act said is kept as it came, and there a key given twice would pass unseen.
    if session.log.is_some()
        && let Some((place, line, what)) = repeated_key(text)
    {
        let (what, remedy) = explain(&what);
        return Err(DocumentError::new(DocumentErrorKind::Invalid, name, what, remedy).at(&place).on_line(line));
    }
    located(session_problems(&session).into_result(name), text)?;
    Ok(session)
}

/// Reads and validates a panel.
///
/// # Errors
/// As [`read_review`].
pub fn read_panel(bytes: &[u8], name: &str) -> Result<Panel, DocumentError> {
    let text = text_of(bytes, name)?;
    let panel: Panel = parse(text, name, PANEL)?;
    Header { format: Some(panel.format.clone()), version: Some(panel.version.into()) }.check(PANEL, name)?;
    located(panel_problems(&panel).into_result(name), text)?;
    Ok(panel)
}

/// Whether a document says at its beginning that it is a bundle.
pub fn is_bundle(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(200)).unwrap_or_default());
    head.contains(&format!("\"{BUNDLE_FORMAT}\""))
}

/// Reads a bundle and validates both parts by themselves; the session then is to be held against the review.
///
/// # Errors
/// As [`read_review`].
pub fn read_bundle(bytes: &[u8], name: &str) -> Result<Bundle, DocumentError> {
    let text = text_of(bytes, name)?;
    let bundle: Bundle = parse(text, name, BUNDLE)?;
    Header { format: Some(bundle.format.clone()), version: Some(bundle.version.into()) }.check(BUNDLE, name)?;
    located(review_problems(&bundle.review).into_result(name), text)?;
    located(session_problems(&bundle.session).into_result(name), text)?;
    Ok(bundle)
}

/// Reads and validates what a handed-in round says on the outside.
///
/// # Errors
/// As [`read_review`].
pub fn read_handin(bytes: &[u8], name: &str) -> Result<HandIn, DocumentError> {
    let text = text_of(bytes, name)?;
    let handin: HandIn = parse(text, name, HANDIN)?;
    Header { format: Some(handin.format.clone()), version: Some(handin.version.into()) }.check(HANDIN, name)?;
    located(handin_problems(&handin).into_result(name), text)?;
    Ok(handin)
}

/// Reads and validates what was within its seal; the session then is to be held against its review.
///
/// # Errors
/// As [`read_review`].
pub fn read_payload(bytes: &[u8], name: &str) -> Result<HandInPayload, DocumentError> {
    let text = text_of(bytes, name)?;
    let payload: HandInPayload = read_part(text.as_bytes(), name, "sealed", 1)?;
    let session = &payload.session;
    Header { format: Some(session.format.clone()), version: Some(session.version.into()) }.check(SESSION, name)?;
    session_problems(session).into_result(name)?;
    Ok(payload)
}

/// The bytes as text our readers take: UTF-8, no carriage return, not empty.
fn text_of<'a>(bytes: &'a [u8], name: &str) -> Result<&'a str, DocumentError> {
    let unreadable = |what: String, remedy: &str| DocumentError::new(DocumentErrorKind::Unreadable, name, what, remedy);
    let line_at = |at: usize| 1 + bytes[..at].iter().filter(|&&byte| byte == b'\n').count();
    if bytes.starts_with(DATABASE) {
        return Err(unreadable(
            "this is a database, not JSON".to_owned(),
            "Open a review database under a name that ends in .plumb.",
        ));
    }
    // Some editors put a byte order mark first. It says nothing, so it is passed over.
    let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let text = std::str::from_utf8(&bytes[mark..]).map_err(|error| {
        let at = mark + error.valid_up_to();
        let what = format!("byte {at} (counted from 0) is not UTF-8 text");
        unreadable(what, "Save the file with the encoding UTF-8.").on_line(line_at(at))
    })?;
    if text.trim_ascii().is_empty() {
        return Err(unreadable("the file is empty".to_owned(), "Get it again from where it came from."));
    }
    if let Some(at) = text.find('\r') {
        let (what, remedy) = CARRIAGE_RETURN;
        return Err(unreadable(what.to_owned(), remedy).on_line(line_at(mark + at)));
    }
    if let Some((at, what)) = forbidden_escape(text) {
        let remedy = "Write line breaks inside a text as `\\n` alone, and take NUL characters out.";
        let error = DocumentError::new(DocumentErrorKind::Invalid, name, what, remedy);
        return Err(error.on_line(line_at(mark + at)));
    }
    Ok(text)
}

/// The first escape that stands for a carriage return or NUL.
fn forbidden_escape(text: &str) -> Option<(usize, &'static str)> {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(found) = text[from..].find('\\') {
        let at = from + found;
        match bytes.get(at + 1) {
            Some(b'r') => return Some((at, "a text holds a carriage return, written `\\r`")),
            Some(b'u') => match bytes.get(at + 2..at + 6) {
                Some(code) if code.eq_ignore_ascii_case(b"000d") => {
                    return Some((at, "a text holds a carriage return, written `\\u000d`"));
                }
                Some(b"0000") => return Some((at, "a text holds a NUL character, written `\\u0000`")),
                _ => {}
            },
            _ => {}
        }
        // What follows a backslash may be the rest of a longer character.
        from = at + 2;
        while from < bytes.len() && !text.is_char_boundary(from) {
            from += 1;
        }
        if from >= bytes.len() {
            break;
        }
    }
    None
}

/// Reads quickly; only what that refuses is read again, to name the place.
fn parse<T: DeserializeOwned>(text: &str, name: &str, kind: Kind) -> Result<T, DocumentError> {
    let quick = match serde_json::from_str::<T>(text) {
        Ok(document) => return Ok(document),
        Err(error) => error,
    };
    // No JSON text holds a NUL, so only a text that was refused need be searched for one.
    if let Some(at) = text.find('\0') {
        let what = "a NUL character stands here: this is not a text file";
        let remedy = "Save the file as plain UTF-8 text.";
        let line = 1 + text[..at].matches('\n').count();
        return Err(DocumentError::new(DocumentErrorKind::Unreadable, name, what, remedy).on_line(line));
    }
    if quick.classify() == Category::Data {
        // A file of another kind, or a newer one, differs in many fields; that is what to say, not which field.
        Header::peek(text, name, kind)?.check(kind, name)?;
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Err(error) => Err(refusal(error.inner(), &error.path().to_string(), name)),
        Ok(_) => Err(refusal(&quick, "", name)),
    }
}

/// Reads one piece of a review: what stands at a place, beginning on a line of the whole.
pub(crate) fn read_part<T: DeserializeOwned>(
    bytes: &[u8],
    name: &str,
    place: &str,
    line: usize,
) -> Result<T, DocumentError> {
    let below = |mut error: DocumentError| {
        error.line = Some(error.line.unwrap_or(1) + line - 1);
        // Columns count from where the piece begins, which nobody sees.
        error.column = None;
        error
    };
    let text = text_of(bytes, name).map_err(below)?;
    if let Ok(part) = serde_json::from_str::<T>(text) {
        return Ok(part);
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let refused = match serde_path_to_error::deserialize::<_, T>(&mut deserializer) {
        Err(error) => {
            let within = error.path().to_string();
            let dot = if within.starts_with('[') || within == "." { "" } else { "." };
            refusal(error.inner(), &format!("{place}{dot}{}", within.trim_start_matches('.')), name)
        }
        Ok(_) => match deserializer.end() {
            Err(error) => refusal(&error, place, name),
            Ok(()) => DocumentError::new(DocumentErrorKind::Unreadable, name, "this cannot be read", "Write it anew."),
        },
    };
    Err(below(refused))
}

/// What a JSON reader refused, as an error of ours.
fn refusal(error: &serde_json::Error, place: &str, name: &str) -> DocumentError {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    let (what, remedy) = explain(text.strip_suffix(&position).unwrap_or(&text));
    let kind = match error.classify() {
        Category::Data => DocumentErrorKind::Invalid,
        _ => DocumentErrorKind::Unreadable,
    };
    let mut refused = DocumentError::new(kind, name, what, remedy).at(place.trim_start_matches('.'));
    refused.line = Some(error.line()).filter(|&line| line > 0);
    refused.column = Some(error.column()).filter(|&column| column > 0);
    refused
}

/// Adds the line to an error that knows its place only.
fn located(result: Result<(), DocumentError>, text: &str) -> Result<(), DocumentError> {
    result.map_err(|mut error| {
        error.line = error.place.as_deref().and_then(|place| line_of(text, place));
        error
    })
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
