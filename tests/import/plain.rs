//! A record of plain text, one block a line, as the reader of plain text makes it.

use plumbline::import::record::Block;
use plumbline::import::record::BlockKind;
use plumbline::import::record::Record;
use plumbline::model::source::Original;

/// A record of some lines.
pub fn record(text: &str) -> Record {
    let mut blocks = Vec::new();
    let mut at = 0;
    for (n, line) in text.split('\n').enumerate() {
        if !line.trim().is_empty() {
            blocks.push(Block {
                kind: BlockKind::Paragraph,
                range: at..at + line.len(),
                line: n as u32 + 1,
                page: None,
                paragraph: blocks.len() as u32 + 1,
            });
        }
        at += line.len() + 1;
    }
    Record { text: text.to_owned(), blocks, markers: Vec::new(), title: None, original: original() }
}

/// Where a made-up record comes from.
pub fn original() -> Original {
    Original {
        sha256: "0".repeat(64),
        name: "report.txt".to_owned(),
        extractor: "test".to_owned(),
        extractor_version: "1".to_owned(),
        warnings: Vec::new(),
    }
}
