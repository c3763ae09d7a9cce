//! Records made up for tests.

use crate::document::canonical::sha256_hex;
use crate::import::record::Block;
use crate::import::record::BlockKind;
use crate::import::record::Record;
use crate::model::source::Original;

/// A plain text as a record, one paragraph a line.
pub fn record(name: &str, text: &str) -> Record {
    let mut start = 0;
    let mut blocks = Vec::new();
    for (line, words) in (1..).zip(text.split_inclusive('\n')) {
        let end = start + words.trim_end_matches('\n').len();
        if start < end {
            let kind = BlockKind::Paragraph;
            blocks.push(Block { kind, range: start..end, line, page: None, paragraph: line });
        }
        start += words.len();
    }
    let original = Original {
        sha256: sha256_hex(text.as_bytes()),
        name: name.rsplit('/').next().unwrap_or(name).to_owned(),
        extractor: "test".to_owned(),
        extractor_version: "1".to_owned(),
        warnings: Vec::new(),
    };
    Record { text: text.to_owned(), blocks, markers: Vec::new(), title: None, original }
}
