//! Plain text: every line a block of its own, at its place in the file.
//!
//! Invariant: line n of the text of record is line n of the file.

use crate::import::error::ImportError;
use crate::import::read::VERSION;
use crate::import::read::decode::decode;
use crate::import::read::limits::check_blocks;
use crate::import::read::original;
use crate::import::record::Block;
use crate::import::record::BlockKind;
use crate::import::record::Record;

/// Reads a plain text.
pub fn read(name: &str, bytes: &[u8]) -> Result<Record, ImportError> {
    let decoded = decode(name, bytes, None)?;
    let mut blocks = Vec::new();
    let mut start = 0;
    for (line, words) in (1..).zip(decoded.text.split('\n')) {
        let range = start..start + words.trim_end().len();
        start += words.len() + 1;
        if words.trim().is_empty() {
            continue;
        }
        let lead = words.len() - words.trim_start().len();
        let paragraph = u32::try_from(blocks.len() + 1).unwrap_or(u32::MAX);
        blocks.push(Block {
            kind: BlockKind::Paragraph,
            range: range.start + lead..range.end,
            line,
            page: None,
            paragraph,
        });
        check_blocks(name, blocks.len())?;
    }
    let original = original("plumbline text", VERSION, decoded.warnings);
    Ok(Record { text: decoded.text, blocks, markers: Vec::new(), title: None, original })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use crate::import::read::Tools;
    use crate::import::read::read_document;
    use crate::import::record::Record;

    fn read(bytes: &[u8]) -> Record {
        read_document("folder/evidence.txt", bytes, &Tools::default()).unwrap()
    }

    fn lines(record: &Record) -> Vec<(u32, &str)> {
        record.blocks.iter().map(|block| (block.line, record.words_of(block))).collect()
    }

    #[test]
    fn every_line_with_words_is_a_block_that_knows_its_line() {
        let record = read(b"A title\r\n\r\nOne cell |\rAnother |\n  \n\tLast words");
        assert_eq!(record.text, "A title\n\nOne cell |\nAnother |\n  \n\tLast words");
        assert_eq!(lines(&record), [(1, "A title"), (3, "One cell |"), (4, "Another |"), (6, "Last words")]);
        assert_eq!(record.original.warnings, [""; 0]);
        assert_eq!(record.original.name, "evidence.txt");
        assert_eq!(record.original.sha256.len(), 64);
    }

    #[test]
    fn the_encodings_of_offices_are_told_apart() {
        let windows = b"The clinic\x92s \x93integrated\x94 record cost \x80400,000 and \xa32m \x96 caf\xe9.";
        let record = read(windows);
        assert_eq!(record.text, "The clinic’s “integrated” record cost €400,000 and £2m – café.");
        assert_eq!(record.original.warnings, ["read as windows-1252, told by how it looks: it has no byte order mark"]);
        let words = "Ärzte und Pflegekräfte – “good”\nzweite Zeile";
        let wide = |to_bytes: fn(u16) -> [u8; 2]| words.encode_utf16().flat_map(to_bytes).collect::<Vec<u8>>();
        for bytes in [
            [&b"\xef\xbb\xbf"[..], words.as_bytes()].concat(),
            [&b"\xff\xfe"[..], &wide(u16::to_le_bytes)].concat(),
            [&b"\xfe\xff"[..], &wide(u16::to_be_bytes)].concat(),
        ] {
            let record = read(&bytes);
            assert_eq!((record.text.as_str(), &record.original.warnings[..]), (words, &[][..]));
        }
        let record = read(&wide(u16::to_le_bytes));
        assert_eq!(record.text, words);
        assert_eq!(record.original.warnings.len(), 1, "without a mark it is a guess, and told");
    }

    #[test]
    fn what_cannot_be_decoded_is_counted_and_the_rest_stays_utf8() {
        let record = read(b"Caf\xc3\xa9 na\xc3\xafve \xe2\x80\x9cquoted\xe2\x80\x9d \xc3\xa9t\xc3\xa9 d\xc3\xa9j\xc3\xa0 vu \xc3\xbc\xc3\xb6 \xff and \xc2\xa3\xc2\xa3");
        assert_eq!(record.text, "Café naïve “quoted” été déjà vu üö \u{fffd} and ££");
        assert_eq!(
            record.original.warnings,
            ["1 sequence of bytes was not valid UTF-8, on line 1; each stands as \u{fffd} in the text"]
        );
    }

    #[test]
    fn a_text_with_a_few_broken_bytes_stays_utf8_and_where_the_first_stands_is_told() {
        let warned =
            "2 sequences of bytes were not valid UTF-8, the first on line 2; each stands as \u{fffd} in the text";
        let some = b"The caf\xc3\xa9 is late and the boats are \xc2\xa32 more.\nNobody \xff told us when\nthat \xf0 will change.";
        let with_more = b"The caf\xc3\xa9 na\xc3\xafve is late.\nNobody \xff told us when\nthat \xf0 will change.";
        for bytes in [&some[..], &with_more[..]] {
            let record = read(bytes);
            assert!(record.text.contains("Nobody \u{fffd} told us"), "{}", record.text);
            assert_eq!(record.original.warnings, [warned]);
        }
        let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode("Паромы опаздывают, и никто не говорит почему.");
        assert_eq!(read(&cyrillic).text, "Паромы опаздывают, и никто не говорит почему.");
    }

    #[test]
    fn controls_go_with_a_word_and_page_breaks_without_one() {
        let record = read("one\u{1b}[31m red\u{7}\u{1b}]52;c;QUJD\u{7}\n\u{c}two\u{c}three\u{9f}".as_bytes());
        assert_eq!(record.text, "one red\ntwo three");
        assert_eq!(record.original.warnings, ["4 control characters were left out"]);
    }

    #[test]
    fn a_single_line_of_fifty_megabytes_is_read_in_bounded_time() {
        let bytes = "word and ".repeat(50 * (1 << 20) / 9).into_bytes();
        let begun = std::time::Instant::now();
        let record = read(&bytes);
        assert_eq!((record.blocks.len(), record.text.len()), (1, bytes.len()));
        assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
    }
}
