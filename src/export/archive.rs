//! The handover: a review with its editions, all sessions on it, and the panel's folder, in one file with digests.
//!
//! Uses the interchange forms. Invariants: what is read back is what was written, held by a digest of every part; a part
//! is a plain name in one of three folders and nothing else is looked at; equal contents give equal bytes.

use std::io;
use std::io::Cursor;
use std::io::Write;

use serde::Deserialize;
use serde::Serialize;
use uuid::Uuid;
use zip::DateTime;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::document::canonical::sha256_hex;
use crate::import::error::ImportError;
use crate::import::read::docx::package::Package;
use crate::import::read::refused;

/// The `format` of an archive's list.
pub const ARCHIVE_FORMAT: &str = "plumbline-archive";
/// The newest `version` this program reads.
pub const ARCHIVE_VERSION: u32 = 1;
/// The most parts there can be.
const MOST: usize = 100_000;
/// The part that lists the others.
const LIST: &str = "archive.json";

/// What it cannot carry, in a sentence that begins with its name.
pub const LIMITS: &str = "archive: reading marks stay on this machine, and so do names that were not asked for; ratings of a \
                          round that is handed in and not opened are left out, and a panel's secret key is never in it";

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An edition of the review.
    Review,
    /// A session in the interchange form, with its log.
    Session,
    /// A file of the panel's folder.
    Panel,
}

impl Kind {
    fn folder(self) -> &'static str {
        match self {
            Self::Review => "reviews",
            Self::Session => "sessions",
            Self::Panel => "panel",
        }
    }
}

/// A part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: Kind,
    /// Its name, without a folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    format: String,
    version: u32,
    review: Uuid,
    title: String,
    parts: Vec<Listed>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    kind: Kind,
    name: String,
    sha256: String,
}

/// An archive that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archive {
    /// The review.
    pub review: Uuid,
    /// Its title.
    pub title: String,
    /// Its parts, as they are listed.
    pub parts: Vec<Part>,
}

impl Archive {
    /// Makes the file.
    ///
    /// # Errors
    /// What is too large for a container.
    pub fn to_bytes(&self) -> io::Result<Vec<u8>> {
        let listed = |part: &Part| Listed { kind: part.kind, name: part.name.clone(), sha256: sha256_hex(&part.bytes) };
        let list = List {
            format: ARCHIVE_FORMAT.to_owned(),
            version: ARCHIVE_VERSION,
            review: self.review,
            title: self.title.clone(),
            parts: self.parts.iter().map(listed).collect(),
        };
        let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
        let mut container = ZipWriter::new(Cursor::new(Vec::new()));
        container.start_file(LIST, options)?;
        let mut text = serde_json::to_vec_pretty(&list)?;
        text.push(b'\n');
        container.write_all(&text)?;
        for part in &self.parts {
            container.start_file(format!("{}/{}", part.kind.folder(), part.name), options)?;
            container.write_all(&part.bytes)?;
        }
        Ok(container.finish()?.into_inner())
    }

    /// Reads an archive and holds every part against its digest. `name` is what messages call it.
    ///
    /// # Errors
    /// A container that is damaged or over the limits; a part that is missing, was changed, or has a name that leads
    /// elsewhere; a newer form.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, ImportError> {
        let mut package = Package::of_many(name, bytes, MOST)?;
        let Some(list) = package.raw(LIST)? else {
            return Err(refused(name, "this is no archive of plumbline: it holds no list of its parts"));
        };
        let list: List = serde_json::from_slice(&list)
            .map_err(|error| refused(name, format!("its list of parts cannot be read ({error}); get it again")))?;
        if list.format != ARCHIVE_FORMAT || list.version > ARCHIVE_VERSION {
            return Err(refused(
                name,
                format!("it is a {} of version {}; use a newer plumbline", list.format, list.version),
            ));
        }
        let mut parts = Vec::new();
        for Listed { kind, name: part, sha256 } in list.parts {
            if !is_plain(&part) {
                return Err(refused(
                    name,
                    format!("its part {part:?} has a name that leads elsewhere; do not open it"),
                ));
            }
            let bytes = package.raw(&format!("{}/{part}", kind.folder()))?;
            let Some(bytes) = bytes else {
                return Err(refused(name, format!("its part {part} is missing; get it again")));
            };
            if sha256_hex(&bytes) != sha256 {
                return Err(refused(name, format!("its part {part} was changed after it was written; get it again")));
            }
            parts.push(Part { kind, name: part, bytes });
        }
        Ok(Self { review: list.review, title: list.title, parts })
    }

    /// Parts of a kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |part| part.kind == kind)
    }
}

/// A name that stays in its folder on every system.
fn is_plain(name: &str) -> bool {
    let dots = name.chars().all(|c| c == '.');
    !name.is_empty()
        && name.len() <= 200
        && !dots
        && !name.starts_with('.')
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ' | '(' | ')'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive() -> Archive {
        let part = |kind, name: &str, text: &str| Part { kind, name: name.to_owned(), bytes: text.as_bytes().to_vec() };
        Archive {
            review: Uuid::from_u128(7),
            title: "A review".to_owned(),
            parts: vec![part(Kind::Review, "edition-1.json", "{}"), part(Kind::Session, "a.json", "\u{feff}said")],
        }
    }

    #[test]
    fn what_was_written_is_read_and_equal_contents_are_equal_bytes() {
        let bytes = archive().to_bytes().expect("writes");
        assert_eq!(Archive::read("a", &bytes).expect("reads"), archive());
        assert_eq!(archive().to_bytes().expect("writes"), bytes);
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        for name in ["../x", "a/b", "", "..", ".hidden", "a\\b", "C:x", "/etc/passwd"] {
            let mut archive = archive();
            archive.parts[0].name = name.to_owned();
            let bytes = archive.to_bytes().expect("writes");
            let error = Archive::read("a", &bytes).expect_err(name).to_string();
            assert!(error.contains("leads elsewhere"), "{name}: {error}");
        }
    }

    #[test]
    fn a_changed_part_and_a_missing_one_are_told_and_any_flipped_bit_is_an_error_or_nothing() {
        let bytes = archive().to_bytes().expect("writes");
        for at in 0..bytes.len() {
            let mut bytes = bytes.clone();
            bytes[at] ^= 0x10;
            if let Ok(read) = Archive::read("a", &bytes) {
                assert_eq!(read.parts, archive().parts, "byte {at}");
            }
            let _ = Archive::read("a", &bytes[..at]).map(|read| assert_eq!(read, archive()));
        }
    }
}
