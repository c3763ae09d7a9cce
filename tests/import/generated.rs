//! Whatever a stranger's file holds, it is read or refused: never a panic, never without an end.
//!
//! Valid files of every kind are changed at random, again and again, for as long as `PLUMBLINE_HOSTILE_SECONDS` says a kind
//! (one second without it); `PLUMBLINE_HOSTILE_SEED` begins where a failure said it was. Seen to fail with an index into
//! the text in place of a look-up.

use std::time::Duration;
use std::time::Instant;

use plumbline::document::read::read_bundle;
use plumbline::document::read::read_handin;
use plumbline::document::read::read_panel;
use plumbline::document::read::read_review;
use plumbline::document::read::read_session;
use plumbline::document::write::to_bytes;
use plumbline::export::archive::Archive;
use plumbline::import::qda;
use plumbline::import::read::Tools;
use plumbline::import::read::read_document;
use plumbline::import::sheet_file::sheets;
use plumbline::keys::overrides;
use plumbline::model::review::Review;

use crate::support::docx::docx;
use crate::support::docx::heading;
use crate::support::docx::paragraph;
use crate::support::docx::table;

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data");

/// Numbers that follow from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        // xorshift64*: what is asked of it is only to differ.
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(number).unwrap() % most.max(1)
    }
}

/// What files are hostile with.
const PIECES: [&[u8]; 22] = [
    b"\"",
    b"{",
    b"[",
    b"]",
    b"}",
    b"\\u0000",
    b"\\ud800",
    b"\xff",
    b"\0",
    b"\r\n",
    b"\xe2\x80\xae",
    b"<",
    b"&#x0;",
    b"&a;",
    b"<!DOCTYPE x [<!ENTITY a \"aaaa\">]>",
    b"]]>",
    b"-1",
    b"99999999999999999999",
    b"1e999",
    b"=cmd|' /C calc'!A0",
    b"../../../etc/passwd",
    b"\x1b]52;c;AAAA\x07",
];

fn changed(seed: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len() + 1);
        let end = (at + dice.below(64)).min(bytes.len());
        match dice.below(6) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.below(8),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = PIECES[dice.below(PIECES.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
            3 => {
                let again = bytes[at..end].to_vec();
                let times = dice.below(200);
                bytes.splice(at..at, again.repeat(times));
            }
            4 => bytes.truncate(at),
            _ => {
                let piece = PIECES[dice.below(PIECES.len())];
                let times = dice.below(2000);
                bytes.splice(at..end, piece.repeat(times));
            }
        }
    }
    bytes
}

fn attacked(kind: &str, seeds: &[Vec<u8>], read: impl Fn(&[u8])) {
    let asked = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let time = Duration::from_secs(asked("PLUMBLINE_HOSTILE_SECONDS").unwrap_or(1));
    let first = asked("PLUMBLINE_HOSTILE_SEED").unwrap_or(1);
    for seed in seeds {
        read(seed);
    }
    let begin = Instant::now();
    let mut seed = first;
    while begin.elapsed() < time {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let bytes = changed(&seeds[dice.below(seeds.len())], &mut dice);
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| read(&bytes)));
        assert!(outcome.is_ok(), "{kind}: PLUMBLINE_HOSTILE_SEED={seed} panics");
        seed += 1;
    }
    assert!(seed > first, "{kind}: something was tried");
}

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(format!("{SAMPLES}/{name}")).unwrap()
}

/// The first review with a few of its items: as hostile as a large one, and read more often.
fn small_review() -> Review {
    let mut review = read_review(&sample("digitisation-nhs.review.json"), "sample").unwrap();
    review.evidence.truncate(8);
    review
}

#[test]
fn any_review_session_panel_round_and_bundle_is_read_or_refused() {
    let session = sample("sessions/digitisation-nhs-round1-C.session.json");
    let panel = sample("sessions/panel.json");
    let review = to_bytes(&small_review()).unwrap();
    let handin = serde_json::json!({
        "format": "plumbline-handin", "version": 1, "panel": uuid::Uuid::nil(), "member": uuid::Uuid::nil(), "letter": "A",
        "review": {"id": uuid::Uuid::nil(), "digest": "a".repeat(64)}, "round": 1, "at": "2026-03-02T09:00:00.000Z",
        "questions": 36, "open": 1, "without_reason": 2, "mac": "b".repeat(64), "sealed": "x"
    });
    let handin = serde_json::to_vec_pretty(&handin).unwrap();
    attacked("review", &[review], |bytes| drop(read_review(bytes, "x")));
    attacked("session", std::slice::from_ref(&session), |bytes| drop(read_session(bytes, "x")));
    attacked("panel", &[panel], |bytes| drop(read_panel(bytes, "x")));
    attacked("handed-in round", &[handin], |bytes| drop(read_handin(bytes, "x")));
    attacked("bundle", &[session], |bytes| drop(read_bundle(bytes, "x")));
}

#[test]
fn any_keys_file_and_table_is_read_or_refused() {
    let keys = b"[grid]\nrate = [\"R\"]\n[everywhere]\nundo = [\"u\", \"Ctrl+Z\"]\n".to_vec();
    attacked("keys", &[keys], |bytes| drop(overrides::read(&String::from_utf8_lossy(bytes))));
    let table = b"tag,description,under\nDigital,\"all, of it\",\nSkills,,Digital\n".to_vec();
    attacked("table", std::slice::from_ref(&table), |bytes| drop(sheets("x.csv", bytes)));
    attacked("tags", &[table], |bytes| drop(qda::tags("x.csv", bytes)));
}

#[test]
fn any_text_page_word_file_project_and_archive_is_read_or_refused() {
    let html =
        b"<html><body><h1>A</h1><table><tr><td>1<td>2</table><p>text<sup>1</sup> &amp; more<ul><li>a</ul>".to_vec();
    let markdown = b"# A\n\ntext[^1] *b*\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[^1]: note\n".to_vec();
    let text = b"1 A\n\nThe text.1 More.\n\n 1 Ibid.\n 2 Note\n".to_vec();
    let tools = Tools::default();
    attacked("page", &[html], |bytes| drop(read_document("x.html", bytes, &tools)));
    attacked("Markdown", &[markdown], |bytes| drop(read_document("x.md", bytes, &tools)));
    attacked("text", &[text], |bytes| drop(read_document("x.txt", bytes, &tools)));
    let body = [heading(1, "1 A heading"), paragraph("A line of it."), table(&[&["a", "b"], &["1", "2"]])].concat();
    let docx = docx(&body, &[("footnotes", "<w:footnote w:id=\"2\"><w:p/></w:footnote>")]);
    attacked("Word file", &[docx], |bytes| drop(read_document("x.docx", bytes, &tools)));
    let mut packed = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let xml = "<Project name=\"p\"><CodeBook><Codes><Code guid=\"a\" name=\"n\" isCodable=\"true\"/></Codes></CodeBook><Sources>\
               <TextSource guid=\"b\" name=\"t\"><PlainTextContent>some text</PlainTextContent><PlainTextSelection guid=\"c\" \
               name=\"some\" startPosition=\"0\" endPosition=\"4\"><Coding guid=\"d\"><CodeRef targetGUID=\"a\"/></Coding>\
               </PlainTextSelection></TextSource></Sources></Project>";
    let plain = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    packed.start_file("project.qde", plain).unwrap();
    std::io::Write::write_all(&mut packed, xml.as_bytes()).unwrap();
    let project = packed.finish().unwrap().into_inner();
    attacked("project", &[project], |bytes| drop(qda::project("x.qdpx", bytes)));
    attacked("codebook", &[xml.as_bytes().to_vec()], |bytes| drop(qda::codebook("x.qdc", bytes)));
    let archive = Archive { review: uuid::Uuid::nil(), title: "t".to_owned(), parts: Vec::new() };
    attacked("archive", &[archive.to_bytes().unwrap()], |bytes| drop(Archive::read("x", bytes)));
}
