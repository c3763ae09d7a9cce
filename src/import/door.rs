//! STAND-IN until the readers and the recogniser are merged.
use crate::import::error::ImportError;
use crate::import::record::*;
use crate::import::summary::Summary;
use crate::model::review::Review;
use crate::model::source::Original;
use std::path::Path;
use std::path::PathBuf;
use uuid::Uuid;
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tools {
    pub plumbline: Option<PathBuf>,
    pub pdftotext: Option<PathBuf>,
    pub pdf_command: Option<Vec<String>>,
}
pub struct Options {
    pub id: Uuid,
}
pub fn file_bytes(path: &Path) -> Result<Vec<u8>, ImportError> {
    std::fs::read(path).map_err(|error| ImportError::Unreadable { path: path.to_owned(), reason: error.to_string() })
}
pub fn read_document(name: &str, bytes: &[u8], _: &Tools) -> Result<Record, ImportError> {
    let refused = |reason: &str| ImportError::NotReadable { name: name.to_owned(), reason: reason.to_owned() };
    let text = String::from_utf8(bytes.to_vec()).map_err(|_| refused("it is not text"))?;
    if text.trim().is_empty() {
        return Err(refused("it is empty"));
    }
    let mut blocks = Vec::new();
    let mut start = 0;
    for (line, words) in (1..).zip(text.split_inclusive('\n')) {
        let end = start + words.trim_end_matches('\n').len();
        if start < end {
            blocks.push(Block { kind: BlockKind::Paragraph, range: start..end, line, page: None, paragraph: line });
        }
        start += words.len();
    }
    let original = Original {
        sha256: crate::document::canonical::sha256_hex(bytes),
        name: name.rsplit('/').next().unwrap_or(name).to_owned(),
        extractor: "plumbline".to_owned(),
        extractor_version: "0".to_owned(),
        warnings: vec![],
    };
    Ok(Record { text, blocks, markers: vec![], title: None, original })
}
pub fn looks_like_report(_: &Record) -> bool {
    false
}
pub fn recognise(record: &Record, _: &Options) -> Result<(Review, Summary), ImportError> {
    Err(ImportError::NotUnderstood { name: record.original.name.clone(), place: None, reason: "no".to_owned() })
}
