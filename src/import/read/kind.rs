//! What kind of document some bytes are: told by content first, then by the ending of the name.
//!
//! Invariant: a file that cannot be read is refused with what it is and what to save it as.

use crate::document::read::DATABASE;
use crate::import::error::ImportError;
use crate::import::read::refused;

/// A kind of document that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// A saved web page.
    Html,
    /// A word processor file (Office Open XML).
    Docx,
    /// A PDF.
    Pdf,
}

/// Beginnings of files that are none of these kinds, with what they are and what to do.
const OTHERS: [(&[u8], &str); 17] = [
    (b"{\\rtf", "it is Rich Text (.rtf), whatever its name says; open it in a word processor and save it as .docx"),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"II*\0", PICTURE),
    (b"MM\0*", PICTURE),
    (b"BM", PICTURE),
    (b"\x1f\x8b", PACKED),
    (b"BZh", PACKED),
    (b"\xfd7zXZ\0", PACKED),
    (b"7z\xbc\xaf\x27\x1c", PACKED),
    (b"Rar!\x1a\x07", PACKED),
    (b"\x28\xb5\x2f\xfd", PACKED),
    (b"\x7fELF", PROGRAM),
    (b"%!PS", "it is PostScript; make a PDF of it first (ps2pdf) or save it as text"),
    (DATABASE, "it is a database, not a document; a review or a session is opened, not imported"),
    (b"bplist00", "it is a property list or a web archive; save the page as HTML"),
];

const PICTURE: &str = "it is a picture; make a text of it by OCR first";
const PACKED: &str = "it is packed; unpack it first";
const PROGRAM: &str = "it is a program, not a document";

/// The kind of a document, or why it is none that can be read.
pub fn of(name: &str, bytes: &[u8]) -> Result<Kind, ImportError> {
    if bytes.is_empty() {
        return Err(refused(name, "it is empty; look whether it was saved or sent whole"));
    }
    let ending = ending(name);
    // Some programs write a line or two before a PDF's header; readers look through the first kilobyte.
    let head = bytes.get(..1024).unwrap_or(bytes);
    if bytes.starts_with(b"%PDF-") || (ending == "pdf" && find(head, b"%PDF-").is_some()) {
        return Ok(Kind::Pdf);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") || bytes.starts_with(b"PK\x07\x08") {
        return packed(name, bytes, &ending);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Err(refused(name, compound(bytes, &ending)));
    }
    // A short beginning may be that of a text too, which has no zero byte.
    let other = OTHERS.iter().find(|(start, _)| bytes.starts_with(start) && (start.len() > 3 || head.contains(&0)));
    if let Some((_, why)) = other {
        return Err(refused(name, *why));
    }
    if (head.starts_with(b"From: <Saved by") || head.starts_with(b"MIME-Version:"))
        && find(head, b"multipart/related").is_some()
    {
        return Err(refused(name, "it is a web archive (.mht); save the page as HTML only"));
    }
    match ending.as_str() {
        "pdf" => Err(refused(name, "it is not a PDF: its beginning is missing; get it again, or save it anew")),
        "docx" => {
            Err(refused(name, "it is not a .docx file: its beginning is not that of one; save it as .docx again"))
        }
        "htm" | "html" | "xhtml" => Ok(Kind::Html),
        "md" | "markdown" => Ok(Kind::Markdown),
        _ if looks_like_a_page(head) => Ok(Kind::Html),
        _ => Ok(Kind::Text),
    }
}

/// The ending of a name, lower case, without the dot.
fn ending(name: &str) -> String {
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

/// Whether something stands in some bytes.
fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// Whether a text begins as a web page does.
fn looks_like_a_page(head: &[u8]) -> bool {
    let text =
        String::from_utf8_lossy(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head)).trim_start().to_ascii_lowercase();
    text.starts_with("<!doctype html")
        || text.starts_with("<html")
        || (text.starts_with("<?xml") && text.contains("<html"))
}

/// What a zip container holds: its first kilobytes and its list at the end name the parts.
fn packed(name: &str, bytes: &[u8], ending: &str) -> Result<Kind, ImportError> {
    let tail = bytes.get(bytes.len().saturating_sub(256 * 1024)..).unwrap_or(bytes);
    let head = bytes.get(..16 * 1024).unwrap_or(bytes);
    let holds = |part: &[u8]| find(head, part).is_some() || find(tail, part).is_some();
    if ending == "docx" || holds(b"word/document") {
        return Ok(Kind::Docx);
    }
    let why = if holds(b"xl/workbook") {
        "it is a workbook (.xlsx); a grid is given with --grid, a text as .docx, .pdf or .txt"
    } else if holds(b"ppt/presentation") {
        "it is a presentation (.pptx); save it as PDF"
    } else if holds(b"application/vnd.oasis.opendocument") {
        "it is an OpenDocument file; open it in its program and save it as .docx or PDF"
    } else if holds(b"application/epub+zip") {
        "it is an e-book (.epub); save its text as HTML or PDF"
    } else {
        "it is a packed folder (.zip); unpack it first"
    };
    Err(refused(name, why))
}

/// What an OLE container is. Names in it are UTF-16, in its directory.
fn compound(bytes: &[u8], ending: &str) -> String {
    let wide = |word: &str| -> Vec<u8> { word.bytes().flat_map(|byte| [byte, 0]).collect() };
    let holds = |word: &str| find(bytes, &wide(word)).is_some();
    if holds("EncryptedPackage") {
        "it is locked with a password; open it in its program, take the password off and save it as .docx".to_owned()
    } else if holds("WordDocument") {
        format!(
            "it is an old Word file (.doc){}; open it and save it as .docx",
            if ending == "docx" { " under another name" } else { "" }
        )
    } else if holds("Workbook") || holds("Book") {
        "it is an old workbook (.xls); save it as .xlsx for a grid, or its text as .docx".to_owned()
    } else if holds("PowerPoint Document") {
        "it is an old presentation (.ppt); save it as PDF".to_owned()
    } else if holds("__substg1.0_") {
        "it is a saved message (.msg); save its text as .txt, and its attachments by themselves".to_owned()
    } else {
        "it is an old Office file; open it in its program and save it as .docx".to_owned()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn refusal(name: &str, bytes: &[u8]) -> String {
        of(name, bytes).expect_err("refused").to_string()
    }

    fn wide(word: &str) -> Vec<u8> {
        word.bytes().flat_map(|byte| [byte, 0]).collect()
    }

    #[test]
    fn content_goes_before_the_name() {
        for (name, bytes, kind) in [
            ("a.txt", &b"%PDF-1.7 ..."[..], Kind::Pdf),
            ("a.pdf", b"\r\n%PDF-1.4", Kind::Pdf),
            ("a", b"PK\x03\x04....word/document.xml", Kind::Docx),
            ("a.doc", b"PK\x03\x04....word/document.xml", Kind::Docx),
            ("a.txt", b"\xef\xbb\xbf <!DOCTYPE html><p>x", Kind::Html),
            ("page.htm", b"<p>x", Kind::Html),
            ("NOTES.MD", b"# x", Kind::Markdown),
            ("a.txt", b"BMA evidence to the panel", Kind::Text),
            ("evidence", b"words", Kind::Text),
        ] {
            assert_eq!(of(name, bytes).unwrap(), kind, "{name}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told_by_what_it_is_and_what_to_save_it_as() {
        let ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        for (name, bytes, told) in [
            ("a.docx", [ole.clone(), wide("EncryptedPackage")].concat(), "password"),
            ("a.docx", [ole.clone(), wide("WordDocument")].concat(), "old Word file (.doc) under another name"),
            ("a.doc", [ole, wide("WordDocument")].concat(), "save it as .docx"),
            ("a.rtf", b"{\\rtf1 x}".to_vec(), "Rich Text"),
            ("a.txt", b"\x89PNG\r\n".to_vec(), "OCR"),
            ("a.xlsx", b"PK\x03\x04 xl/workbook.xml".to_vec(), "--grid"),
            ("a.zip", b"PK\x03\x04 things/".to_vec(), "unpack"),
            ("a.pdf", b"Not a PDF".to_vec(), "not a PDF"),
            ("a.docx", b"Not one".to_vec(), "not a .docx"),
            ("a.txt", Vec::new(), "empty"),
        ] {
            let message = refusal(name, &bytes);
            assert!(message.starts_with(name) && message.contains(told), "{message}");
        }
    }
}
