//! From bytes to characters: which encoding a text is in, and what could not be decoded.
//!
//! Invariant: the text given back is UTF-8 with LF, without byte order mark, carriage return, NUL or other control
//! character but tab; lines stay where they are; what was lost or taken out is counted in the warnings.

use chardetng::EncodingDetector;
use chardetng::Iso2022JpDetection;
use chardetng::Utf8Detection;
use encoding_rs::Encoding;
use encoding_rs::UTF_8;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;

use crate::import::error::ImportError;
use crate::import::read::refused;
use crate::import::read::were;

/// A text and what happened to it on the way.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// What was lost or taken out, in words.
    pub warnings: Vec<String>,
}

/// Decodes a text: by its byte order mark, else by the encoding it declares, else by how it looks.
pub fn decode(name: &str, bytes: &[u8], declared: Option<&'static Encoding>) -> Result<Decoded, ImportError> {
    let mut warnings = Vec::new();
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, bytes.get(mark..).unwrap_or_default()),
        None => (guessed(bytes, declared, &mut warnings), bytes),
    };
    let (text, undecodable, first) = decoded(encoding, bytes);
    if undecodable > 0 {
        let what = were(undecodable, "sequence of bytes", "sequences of bytes");
        let line = line_of(&text[..first]);
        let place = if undecodable > 1 { format!("the first on line {line}") } else { format!("on line {line}") };
        let how = format!("{what} not valid {}, {place}; each stands as \u{fffd} in the text", encoding.name());
        warnings.push(how);
    }
    cleaned(name, text, warnings)
}

/// The encoding of a text without byte order mark.
fn guessed(bytes: &[u8], declared: Option<&'static Encoding>, warnings: &mut Vec<String>) -> &'static Encoding {
    if let Some(wide) = wide_without_mark(bytes) {
        warnings.push(format!("read as {}, told by its zero bytes: it has no byte order mark", wide.name()));
        return wide;
    }
    match declared {
        // Its bytes are those of ASCII.
        Some(declared) if !declared.is_ascii_compatible() => return declared,
        _ if std::str::from_utf8(bytes).is_ok() => return UTF_8,
        Some(declared) => return declared,
        None => {}
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let found = detector.guess(None, Utf8Detection::Allow);
    // A text in UTF-8 with a few broken places looks like another encoding to the detector, and would be read wrong
    // throughout; it is told by how many of its sequences are whole.
    let found = if mostly_utf8(bytes) || too_few_for(found, bytes) { UTF_8 } else { found };
    if found != UTF_8 {
        warnings.push(format!("read as {}, told by how it looks: it has no byte order mark", found.name()));
    }
    found
}

/// The line that what follows a text stands in.
fn line_of(before: &str) -> usize {
    1 + before.replace("\r\n", "\n").matches(['\n', '\r']).count()
}

/// Whether a text has far fewer letters beyond ASCII than any in the script of an encoding has: some bytes are broken in
/// a text that has none.
fn too_few_for(found: &'static Encoding, bytes: &[u8]) -> bool {
    const OF_LATIN: [&str; 14] = [
        "UTF-8",
        "windows-1250",
        "windows-1252",
        "windows-1254",
        "windows-1257",
        "windows-1258",
        "ISO-8859-2",
        "ISO-8859-3",
        "ISO-8859-4",
        "ISO-8859-10",
        "ISO-8859-13",
        "ISO-8859-14",
        "ISO-8859-15",
        "ISO-8859-16",
    ];
    let letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    let beyond = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    !OF_LATIN.contains(&found.name()) && beyond * 10 < letters
}

/// Whether most sequences beyond ASCII are whole UTF-8: in another encoding hardly any looks so by chance.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole > 0 && whole >= broken
}

/// UTF-16 by the zero bytes that Western text has in every other place.
fn wide_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let pairs = head.len() / 2;
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match () {
        () if pairs < 2 => None,
        () if odd * 10 >= pairs * 7 && even * 10 <= pairs => Some(UTF_16LE),
        () if even * 10 >= pairs * 7 && odd * 10 <= pairs => Some(UTF_16BE),
        () => None,
    }
}

/// The characters of some bytes, how many sequences were not valid, and where in the text the first stands.
fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> (String, usize, usize) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len() + 16);
    let (mut at, mut undecodable, mut first) = (0, 0, None);
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        at += read;
        match result {
            encoding_rs::DecoderResult::InputEmpty => return (text, undecodable, first.unwrap_or_default()),
            encoding_rs::DecoderResult::OutputFull => text.reserve(rest.len().max(1024)),
            encoding_rs::DecoderResult::Malformed(..) => {
                undecodable += 1;
                first.get_or_insert(text.len());
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
    }
}

/// Takes out what does not belong into a text: carriage returns, controls. Refuses what is no text.
fn cleaned(name: &str, text: String, mut warnings: Vec<String>) -> Result<Decoded, ImportError> {
    let head: Vec<char> = text.chars().take(8192).collect();
    let strange = head.iter().filter(|c| is_stray(**c) || **c == char::REPLACEMENT_CHARACTER).count();
    if text.contains('\0') || (strange > 8 && strange * 10 > head.len()) {
        let why = "it is not a text: it holds bytes that no text has; save it as .txt, .docx or PDF from its program";
        return Err(refused(name, why));
    }
    if !text.contains(|c: char| c == '\r' || is_stray(c)) {
        return Ok(Decoded { text, warnings });
    }
    let (text, stray) = without_strays(&text);
    if stray > 0 {
        warnings.push(format!("{} left out", were(stray, "control character", "control characters")));
    }
    Ok(Decoded { text, warnings })
}

/// A control character other than tab and line ends.
pub(crate) fn is_stray(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r')
}

/// A text with LF and without controls, and how many of these there were. A page or column break between words is a
/// space; at the edge of a line it is nothing, and not counted.
pub(crate) fn without_strays(text: &str) -> (String, usize) {
    let mut out = String::with_capacity(text.len());
    let mut stray = 0;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' => {
                if characters.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\u{c}' | '\u{b}' | '\u{85}' => {
                let at_edge =
                    out.is_empty() || out.ends_with('\n') || matches!(characters.peek(), None | Some('\r' | '\n'));
                if !at_edge {
                    out.push(' ');
                }
            }
            '\u{1b}' => {
                stray += 1;
                for _ in 0..sequence(characters.clone()) {
                    characters.next();
                }
            }
            c if is_stray(c) => stray += 1,
            c => out.push(c),
        }
    }
    (out, stray)
}

/// How many characters behind an escape belong to its sequence: a terminal shows none of them, nor did its writer mean
/// them to be read. Only sequences of a line that are plainly such are taken.
fn sequence(mut rest: impl Iterator<Item = char>) -> usize {
    const LONGEST: usize = 4096;
    match rest.next() {
        Some('[') => {
            let body = rest.take(64).position(|c| !matches!(c, ' '..='?'));
            body.map_or(0, |body| body + 2)
        }
        Some(']' | 'P' | '^' | '_') => {
            let line = rest.take(LONGEST).take_while(|c| !matches!(c, '\n' | '\r'));
            line.enumerate().find(|(_, c)| matches!(c, '\u{7}' | '\u{1b}' | '\u{9c}')).map_or(0, |(end, _)| end + 2)
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_plain_letters_with_a_few_other_bytes_is_in_no_other_script() {
        let (cyrillic, greek) = (encoding_rs::WINDOWS_1251, encoding_rs::WINDOWS_1253);
        let plain = b"The boats are late and the crews are \xf0\xe8 tired.";
        assert!(too_few_for(cyrillic, plain) && too_few_for(greek, plain));
        assert!(!too_few_for(encoding_rs::WINDOWS_1252, plain), "its letters are plain ones, and a few others");
        assert!(!too_few_for(cyrillic, &cyrillic.encode("Паромы опаздывают (see the ferries page)").0));
    }
}
