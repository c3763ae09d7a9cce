//! The container of a word processor's file: named parts, unpacked in memory within limits.
//!
//! Invariant: nothing is written to disk, no part is unpacked but those asked for by name, and sizes are counted while
//! unpacking, whatever the container says of them.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::io::Read;

use encoding_rs::Encoding;
use encoding_rs::UTF_8;
use zip::ZipArchive;
use zip::result::ZipError;

use crate::import::error::ImportError;
use crate::import::read::docx::DAMAGED;
use crate::import::read::limits::LARGEST_ENTRY;
use crate::import::read::limits::LARGEST_RATIO;
use crate::import::read::limits::LARGEST_UNPACKED;
use crate::import::read::limits::MOST_ENTRIES;
use crate::import::read::limits::SMALL_ENTRY;
use crate::import::read::limits::megabytes;
use crate::import::read::limits::over;
use crate::import::read::refused;
use crate::import::read::xml::Node;
use crate::import::read::xml::Nodes;
use crate::text::numbers::grouped;

const HOSTILE: &str = "do not open it if you do not know its sender";
const LOCKED: &str = "it is locked with a password; open it, take the password off and save it as .docx again";

/// A container and how much of it was unpacked.
pub(crate) struct Package<'a> {
    name: &'a str,
    archive: ZipArchive<Cursor<&'a [u8]>>,
    unpacked: u64,
}

impl<'a> Package<'a> {
    /// Opens a container in memory.
    pub fn open(name: &'a str, bytes: &'a [u8]) -> Result<Self, ImportError> {
        Self::of_many(name, bytes, MOST_ENTRIES)
    }

    /// The same of one that may have more parts.
    pub fn of_many(name: &'a str, bytes: &'a [u8], most: usize) -> Result<Self, ImportError> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(name, &error))?;
        if archive.len() > most {
            return Err(over(name, "the number of its parts", &grouped(most), HOSTILE));
        }
        Ok(Self { name, archive, unpacked: 0 })
    }

    /// The names of the parts below a folder.
    pub fn below(&self, folder: &str) -> Vec<String> {
        let names = self.archive.file_names_raw().filter_map(|name| std::str::from_utf8(name).ok());
        names.filter(|name| name.starts_with(folder)).map(str::to_owned).collect()
    }

    /// The text of a part, `None` where there is none of this name.
    pub fn part(&mut self, part: &str) -> Result<Option<String>, ImportError> {
        let Some(bytes) = self.bytes(part)? else { return Ok(None) };
        let (encoding, mark) = Encoding::for_bom(&bytes).unwrap_or((UTF_8, 0));
        let (text, _) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        Ok(Some(text.into_owned()))
    }

    /// The text of a part with its byte order mark, if it has one; `None` where there is none of this name.
    pub fn raw_part(&mut self, part: &str) -> Result<Option<String>, ImportError> {
        let Some(bytes) = self.bytes(part)? else { return Ok(None) };
        match Encoding::for_bom(&bytes) {
            None | Some((_, 3)) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
            Some((encoding, mark)) => {
                let (text, _) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
                Ok(Some(format!("\u{feff}{text}")))
            }
        }
    }

    /// The bytes of a part, `None` where there is none of this name.
    pub fn raw(&mut self, part: &str) -> Result<Option<Vec<u8>>, ImportError> {
        self.bytes(part)
    }

    fn bytes(&mut self, part: &str) -> Result<Option<Vec<u8>>, ImportError> {
        let name = self.name;
        let mut entry = match self.archive.by_name(part) {
            Ok(entry) => entry,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(broken(name, &error)),
        };
        if entry.is_symlink() || entry.is_dir() {
            return Err(refused(name, format!("its part {part} is a link or a folder, not a text; {HOSTILE}")));
        }
        if entry.encrypted() {
            return Err(refused(name, LOCKED));
        }
        let packed = entry.compressed_size();
        let mut bytes = Vec::new();
        let mut chunk = vec![0; 64 * 1024];
        loop {
            let read = entry.read(&mut chunk).map_err(|_| refused(name, DAMAGED))?;
            if read == 0 {
                return Ok(Some(bytes));
            }
            bytes.extend_from_slice(chunk.get(..read).unwrap_or_default());
            self.unpacked += read as u64;
            let size = bytes.len() as u64;
            if size > LARGEST_ENTRY {
                return Err(over(name, &format!("its part {part}, unpacked,"), &megabytes(LARGEST_ENTRY), "split it"));
            }
            if self.unpacked > LARGEST_UNPACKED {
                return Err(over(name, "the size of its parts, unpacked,", &megabytes(LARGEST_UNPACKED), "split it"));
            }
            if size > SMALL_ENTRY && size > packed.saturating_mul(LARGEST_RATIO) {
                let what = format!("its part {part}, by how much larger it is unpacked,");
                return Err(over(name, &what, "200 times", HOSTILE));
            }
        }
    }

    /// The parts that a part refers to, by the last word of the relation: `styles`, `footnotes` …
    pub fn relations(&mut self, part: &str) -> Result<BTreeMap<String, String>, ImportError> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let Some(xml) = self.part(&format!("{folder}{slash}_rels/{file}.rels"))? else { return Ok(BTreeMap::new()) };
        let mut found = BTreeMap::new();
        let mut nodes = Nodes::of(&xml);
        while let Some(node) = nodes.next().map_err(|why| refused(self.name, format!("{why}; {DAMAGED}")))? {
            let Node::Start(element) = node else { continue };
            let (Some(kind), Some(target)) = (element.attribute("Type"), element.attribute("Target")) else { continue };
            if element.attribute("TargetMode").as_deref() == Some("External") {
                continue;
            }
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            let target = match target.strip_prefix('/') {
                Some(whole) => whole.to_owned(),
                None => format!("{folder}{slash}{}", target.trim_start_matches("./")),
            };
            found.entry(kind).or_insert(target);
        }
        Ok(found)
    }
}

fn broken(name: &str, error: &ZipError) -> ImportError {
    match error {
        ZipError::UnsupportedArchive(what) if *what == ZipError::PASSWORD_REQUIRED => refused(name, LOCKED),
        _ => refused(name, DAMAGED),
    }
}
