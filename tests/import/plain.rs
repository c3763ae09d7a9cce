//! A record of plain text, one block a line, as the reader of plain text makes it.

use plumbline::import::record::Block;
use plumbline::import::record::BlockKind;
use plumbline::import::record::Marker;
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

/// A record of lines as a reader of formats with structure makes it: `#` begins a heading, bars make rows, a quotation
/// mark a quotation set apart, and `[12]` is a marker. Notes are those lines behind the register that begin with a number.
pub fn structured(text: &str) -> Record {
    let mut record =
        Record { text: String::new(), blocks: Vec::new(), markers: Vec::new(), title: None, original: original() };
    let mut table = 0;
    let mut was_row = false;
    let mut listed = false;
    for line in text.split('\n') {
        let words = line.trim_start_matches('#').trim_start();
        let start = record.text.len();
        let note = words.split_once(' ').filter(|(number, _)| listed && number.bytes().all(|b| b.is_ascii_digit()));
        let kind = match note {
            Some((number, _)) => BlockKind::Note(number.to_owned()),
            None if line.starts_with('#') => {
                BlockKind::Heading(line.bytes().take_while(|b| *b == b'#').count() as u8 + 1)
            }
            None if line.ends_with('|') => {
                BlockKind::Row { table: table + u32::from(!was_row), cells: cells(words, start) }
            }
            None if line.starts_with('“') || line.starts_with("Facilitator") || line.starts_with("On the water") => {
                BlockKind::Quotation
            }
            None => BlockKind::Paragraph,
        };
        was_row = matches!(kind, BlockKind::Row { .. });
        if let BlockKind::Row { table: own, .. } = &kind {
            table = *own;
        }
        listed |= line.starts_with("The following written submissions");
        if note.is_none() {
            record.markers.extend(markers(words, start));
        }
        record.text.push_str(words);
        let number = record.blocks.len() as u32 + 1;
        record.blocks.push(Block {
            kind,
            range: start..record.text.len(),
            line: number,
            page: None,
            paragraph: number,
        });
        record.text.push('\n');
    }
    record
}

fn cells(line: &str, start: usize) -> Vec<std::ops::Range<usize>> {
    let mut at = start;
    let mut found = Vec::new();
    for piece in line.trim_end_matches(" |").split(" | ") {
        found.push(at..at + piece.len());
        at += piece.len() + 3;
    }
    found
}

fn markers(line: &str, start: usize) -> Vec<Marker> {
    let mut found = Vec::new();
    for (at, _) in line.match_indices('[') {
        if let Some((inside, _)) = line[at + 1..].split_once(']')
            && let Ok(footnote) = inside.parse()
        {
            found.push(Marker { range: start + at..start + at + inside.len() + 2, footnote });
        }
    }
    found
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
