//! The encoding that a page declares.

use encoding_rs::Encoding;
use encoding_rs::UTF_8;
use encoding_rs::UTF_16BE;
use encoding_rs::UTF_16LE;

/// How far into a page a declaration is looked for; browsers look through the first kilobyte.
const HEAD: usize = 8 * 1024;

/// The encoding named in `<meta>` or in an XML declaration.
pub(super) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..HEAD).unwrap_or(bytes)).to_ascii_lowercase();
    let in_xml = head.starts_with("<?xml").then(|| named(&head, "encoding")).flatten();
    let in_meta = || {
        let tags = head.split("<meta").skip(1).filter_map(|rest| rest.split('>').next());
        tags.into_iter().find_map(|tag| named(tag, "charset"))
    };
    let found = in_xml.or_else(in_meta)?;
    // A page whose declaration can be read as ASCII is not in UTF-16, whatever it says.
    Some(if [UTF_16LE, UTF_16BE].contains(&found) { UTF_8 } else { found })
}

fn named(text: &str, key: &str) -> Option<&'static Encoding> {
    let (_, behind) = text.split_once(key)?;
    let value = behind.trim_start().strip_prefix('=')?.trim_start_matches(['"', '\'', ' ']);
    let end = value.find(['"', '\'', ' ', ';', '/', '?', '>']).unwrap_or(value.len());
    Encoding::for_label(value.get(..end)?.as_bytes())
}
