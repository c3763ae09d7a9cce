//! Made-up submissions of any length, the same on every run: paragraphs, headings, lists, a transcript's turns.

use plumbline::model::ids::SourceId;
use plumbline::model::source::Original;
use plumbline::model::source::Source;
use plumbline::model::source::SourceKind;

const OPENINGS: [&str; 6] = [
    "Our members told us that",
    "In the north-east (see annex 2)",
    "Dr. Ashby said:",
    "By the end of the year, e.g. in December,",
    "Patients – naïve or not –",
    "The £1.2m pilot showed that",
];
const MIDDLES: [&str; 6] = [
    "the new record was slow to open",
    "training came too late for the wards",
    "funding was promised and then spread over three years",
    "nobody asked the clinics first",
    "the app did what it was meant to do",
    "two of five hospitals had no network to speak of",
];
const ENDINGS: [&str; 4] = [", which we regret.", ", and we would do it again.", "?", ". It need not stay so."];

/// A text of at least so many scalar values. What stands in it depends on `seed` only.
pub fn submission(seed: usize, chars: usize) -> String {
    let mut text = format!("Submission {seed}\n\n");
    let mut length = text.chars().count();
    let mut n = seed;
    while length < chars {
        let from = text.len();
        n = n.wrapping_mul(1_103_515_245).wrapping_add(12_345) % 2_147_483_648;
        match (n >> 8) % 9 {
            0 => text.push_str(&format!("{}. A heading\n\n", n % 90)),
            1 => text.push_str("Q12 Chair: Was it enough?\nWitness A: No. It was not.\n\n"),
            2 => text.push_str("- first, the money;\n- second, the time.\n\n"),
            _ => {
                for step in 0..3 + n % 5 {
                    let at = n / 16 + step * 7;
                    text.push_str(OPENINGS[at % 6]);
                    text.push(' ');
                    text.push_str(MIDDLES[at / 3 % 6]);
                    text.push_str(ENDINGS[at / 5 % 4]);
                    text.push(' ');
                }
                text.push_str("\n\n");
            }
        }
        length += text[from..].chars().count();
    }
    text
}

/// A submission with its text, as an import makes it.
pub fn source(code: &str, label: &str, text: String) -> Source {
    Source {
        date: Some("2026-01-12".to_owned()),
        original: Some(Original {
            sha256: "0".repeat(64),
            name: format!("{}.docx", code.to_lowercase()),
            extractor: "made-up".to_owned(),
            extractor_version: "1".to_owned(),
            warnings: Vec::new(),
        }),
        text: Some(text),
        ..Source::new(SourceId::from(code), SourceKind::Submission, label.to_owned())
    }
}
