//! A submission or transcript as it was read: its text, and what its file name and first lines say of it.
//!
//! Uses `record`, `code` and `transcript`. Invariant: the text is that of the record, unchanged.

use crate::import::code;
use crate::import::code::Code;
use crate::import::record::BlockKind;
use crate::import::record::Record;
use crate::import::transcript;
use crate::model::source::Original;
use crate::model::source::SourceKind;
use crate::model::source::Speaker;

/// A document that becomes a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// The file's name, below the folder named.
    pub name: String,
    /// Its text of record.
    pub text: String,
    /// Where the text comes from.
    pub original: Original,
    /// The code in its name, else in its first lines; these go first where the name's is a short one.
    pub code: Option<Code>,
    /// Another code that its first lines give.
    pub other_code: Option<Code>,
    /// Who it seems to be from.
    pub label: String,
    /// Who its file's name or a line of its beginning says it is from, where one does.
    pub says_from: Option<String>,
    /// What it seems to be.
    pub kind: SourceKind,
    /// Who speaks in it, if it is a transcript.
    pub speakers: Vec<Speaker>,
}

/// How many lines a document's beginning has.
const FIRST_LINES: usize = 15;
/// The longest name, in characters.
const LONGEST_NAME: usize = 120;

/// What stands before the name in a line that says who a document is from.
const FROM: [&str; 12] = [
    "written evidence submitted by",
    "written submission submitted by",
    "evidence submitted by",
    "submission submitted by",
    "submitted by",
    "written evidence from",
    "written submission from",
    "written submission by",
    "written evidence by",
    "submission from",
    "evidence from",
    "response from",
];

/// Words of a file name that name nobody.
const NOBODY: [&str; 20] = [
    "a",
    "and",
    "by",
    "copy",
    "doc",
    "document",
    "draft",
    "evidence",
    "file",
    "final",
    "from",
    "of",
    "response",
    "submission",
    "submitted",
    "the",
    "to",
    "v",
    "version",
    "written",
];

impl Submission {
    /// What a record says of itself. `name` is the file's name, with the folders below the one named.
    pub fn of(name: &str, record: Record) -> Self {
        let base = name.rsplit('/').next().unwrap_or(name);
        let (in_name, rest) = code::in_file_name(base);
        let first: Vec<&str> =
            record.text.lines().map(str::trim).filter(|line| !line.is_empty()).take(FIRST_LINES).collect();
        let beginning = first.iter().take(3).find_map(|line| code::begins(line)).map(|(code, _)| code);
        let in_text = first.iter().find_map(|line| code::in_line(line)).or(beginning);
        let label = label(&first, &rest, &record, base);
        let says_from = first
            .iter()
            .find_map(|line| from_line(line))
            .or_else(|| first.iter().take(3).find_map(|line| beside_its_code(line)))
            .or_else(|| Some(rest.clone()).filter(|name| is_name_of_file(name)))
            .map(|name| cut(&name));
        let spoken =
            says_roundtable(name) || first.iter().take(3).any(|line| line.len() < 200 && says_roundtable(line));
        let speakers = transcript::speakers(&record.text, false);
        let speakers = match speakers {
            None if spoken => transcript::speakers(&record.text, true).filter(|list| list.len() > 1),
            other => other,
        };
        let kind = if speakers.is_some() { SourceKind::Roundtable } else { SourceKind::Submission };
        let (code, other_code) = match (in_name, in_text) {
            (None, found) => (found, None),
            (Some(code), Some(found)) if code::is_short(&code) && !code::is_short(&found) => (Some(found), None),
            (Some(code), Some(found)) if (&found.prefix, found.number) != (&code.prefix, code.number) => {
                (Some(code), Some(found))
            }
            (found, _) => (found, None),
        };
        Self {
            name: name.to_owned(),
            code,
            other_code,
            label,
            says_from,
            kind,
            speakers: speakers.unwrap_or_default(),
            text: record.text,
            original: record.original,
        }
    }
}

fn says_roundtable(text: &str) -> bool {
    let text = text.to_lowercase();
    ["roundtable", "round table", "transcript", "focus group"].iter().any(|word| text.contains(word))
}

/// Who a document is from: by a line that says so or has its code, by its file's name, by its title, by its first heading,
/// by who signed it, by its first words. A file name of one small word counts where nothing reads like a name.
fn label(first: &[&str], from_name: &str, record: &Record, base: &str) -> String {
    let said = first.iter().find_map(|line| from_line(line));
    let beside = || first.iter().take(3).find_map(|line| beside_its_code(line));
    let named = || Some(from_name).filter(|name| is_name_of_file(name)).map(str::to_owned);
    let small = || Some(from_name).filter(|name| names_someone(name)).map(str::to_owned);
    let title = || record.title.as_deref().map(str::trim).filter(|title| is_title(title)).map(str::to_owned);
    let heading = || {
        let block = record.blocks.iter().find(|block| matches!(block.kind, BlockKind::Heading(_)))?;
        Some(record.words_of(block).to_owned()).filter(|words| is_title(words))
    };
    let line = || first.iter().find(|line| code::in_line(line).is_none() && !is_salutation(line));
    let titled = || line().filter(|line| is_like_a_name(line)).map(|line| (*line).to_owned());
    let words = || line().map(|line| without_salutation(line).to_owned());
    let signed = || line().filter(|line| !is_like_a_name(line)).and_then(|_| signed(&record.text));
    let found = said.or_else(beside).or_else(named).or_else(title).or_else(heading);
    let found = found.or_else(titled).or_else(signed).or_else(small).or_else(words);
    let found = found.map(|text| cut(&text.split_whitespace().collect::<Vec<_>>().join(" ")));
    found.filter(|text| !text.is_empty()).unwrap_or_else(|| base.to_owned())
}

/// The name in "Written evidence submitted by a trust (DHS0042)".
fn from_line(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    // Positions hold only where small letters take as many bytes.
    if lower.len() != line.len() {
        return None;
    }
    let start = FROM.iter().find_map(|words| lower.starts_with(words).then_some(words.len()))?;
    let rest = line.get(start..)?.trim_start_matches([':', ' ', '\u{a0}']);
    let in_brackets = |at: &usize| {
        let inside = rest.get(at + 1..).and_then(|inside| inside.split([')', ']']).next());
        inside.and_then(code::whole).is_some()
    };
    let end = rest.match_indices(['(', '[']).map(|(at, _)| at).find(in_brackets).unwrap_or(rest.len());
    let name = &rest[..end];
    let name = name.trim_matches([' ', '.', ',', ':', '-', '\u{2013}', '\u{2014}']);
    let fits = name.chars().count() <= LONGEST_NAME && name.split_whitespace().count() <= 16;
    (fits && name.chars().any(char::is_alphabetic)).then(|| name.to_owned())
}

/// The name in a line that is a name and a code: "A trust (DHS0042)", "DHS0042 - A trust".
fn beside_its_code(line: &str) -> Option<String> {
    if let Some((_, name)) = code::begins(line) {
        return Some(name.to_owned()).filter(|name| names_someone(name));
    }
    let (name, code) = line.trim().strip_suffix([')', ']'])?.rsplit_once(['(', '['])?;
    let name = name.trim();
    (code::whole(code).is_some() && names_someone(name)).then(|| name.to_owned())
}

/// Whether a file's name, without its code, reads like someone's: several words, or one with a capital.
fn is_name_of_file(name: &str) -> bool {
    names_someone(name) && (name.contains(' ') || name.contains(char::is_uppercase))
}

/// Whether a line is short and no sentence.
fn is_like_a_name(line: &str) -> bool {
    const MOST_WORDS: usize = 10;
    line.split_whitespace().count() <= MOST_WORDS && !line.ends_with(['.', '!', '?', ',', ';']) && is_title(line)
}

/// What a line says behind "Dear Committee,".
fn without_salutation(line: &str) -> &str {
    let lower = line.to_lowercase();
    let to = |words: &&str| lower.starts_with(*words);
    let rest =
        line.split_once(',').filter(|(to_whom, _)| to_whom.split_whitespace().count() <= 6).map(|(_, rest)| rest);
    let rest = rest.filter(|_| ["dear ", "to "].iter().any(to)).map(str::trim);
    rest.filter(|rest| !rest.is_empty()).unwrap_or(line)
}

/// Who signed a letter: the line behind "Yours sincerely".
fn signed(text: &str) -> Option<String> {
    const LAST_LINES: usize = 12;
    const CLOSES: [&str; 7] =
        ["yours", "kind regards", "best regards", "with best wishes", "best wishes", "regards", "with kind regards"];
    let last: Vec<&str> = text.lines().rev().map(str::trim).filter(|line| !line.is_empty()).take(LAST_LINES).collect();
    let closes = |line: &&str| {
        let lower = line.to_lowercase();
        lower.split_whitespace().count() <= 4 && CLOSES.iter().any(|words| lower.starts_with(words))
    };
    let at = last.iter().position(closes)?.checked_sub(1)?;
    let name = last[at].trim_end_matches([',', '.']);
    let fits = name.split_whitespace().count() <= 6 && name.chars().next().is_some_and(char::is_uppercase);
    (fits && names_someone(name)).then(|| name.to_owned())
}

fn names_someone(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 1);
    words.any(|word| !NOBODY.contains(&word.to_lowercase().as_str()))
}

/// Whether a line addresses the reader: "Dear Committee,", "To whom it may concern".
fn is_salutation(line: &str) -> bool {
    let lower = line.to_lowercase();
    let lower = lower.trim_end_matches([',', '.', ':', '!', ' ']);
    // A letter that goes on in the same line is all there is to take.
    let is_short = lower.split_whitespace().count() <= 12;
    let to = ["dear ", "to whom it may concern", "hello", "good morning", "good afternoon"];
    let to_many = ["dear", "sirs", "dear all"];
    is_short && (to.iter().any(|words| lower.starts_with(words)) || to_many.contains(&lower))
}

fn is_title(text: &str) -> bool {
    let machine = ["microsoft word", "untitled", "document", "print"];
    let lower = text.trim().to_lowercase();
    let is_file = [".doc", ".docx", ".pdf", ".txt", ".rtf"].iter().any(|ending| lower.ends_with(ending));
    names_someone(text) && !is_salutation(text) && !is_file && !machine.iter().any(|word| lower.starts_with(word))
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST_NAME) {
        None => text.to_owned(),
        Some((end, _)) => {
            let whole = text[..end].rsplit_once(' ').map_or(&text[..end], |(words, _)| words);
            format!("{whole} \u{2026}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::fixture::record;

    fn of(name: &str, text: &str) -> Submission {
        Submission::of(name, record(name, text))
    }

    #[test]
    fn code_and_name_are_told_by_the_line_that_says_so() {
        let found = of("in/letter.docx", "Written evidence submitted by The Trust of Hull (DHS0042)\n\nWe think so.\n");
        assert_eq!(
            (found.label.as_str(), found.code.map(|code| code.written).as_deref()),
            ("The Trust of Hull", Some("DHS0042"))
        );
    }

    #[test]
    fn else_by_the_file_name_and_else_by_the_first_words() {
        let label = |name: &str, text: &str| of(name, text).label;
        assert_eq!(label("DHS0001 - A college.txt", "Our view\n\nWe think so."), "A college");
        assert_eq!(label("1.txt", "Evidence from The Guild (TG) (DHS0042)It goes on"), "The Guild (TG)");
        assert_eq!(label("DHS0001.txt", "Our view of it\n\nWe think so."), "Our view of it");
        assert_eq!(label("DHS0001 - written evidence final v2.txt", "Our view\n"), "Our view");
        assert_eq!(label("2.txt", "Dear Committee,\n\nI rely on the app.\n"), "I rely on the app.");
        assert_eq!(label("3.txt", "Dear Committee,\n"), "3.txt");
        assert!(label("1.txt", &"word ".repeat(200)).ends_with("word \u{2026}"));
    }

    #[test]
    fn who_it_is_from_is_told_by_the_line_with_its_code_before_a_file_name_of_one_word() {
        let label = |name: &str, text: &str| of(name, text).label;
        assert_eq!(label("TRQ0003.txt", "TRQ0003\nWalkers\nWe walk."), "Walkers");
        assert_eq!(label("three.txt", "ABC0019\nFerry Friends\nWe sail."), "Ferry Friends");
        assert_eq!(label("new.txt", "New body (DHS0077)\nWe are new."), "New body");
        assert_eq!(label("x.txt", "TRQ0102 - Ferry Guild two\nWe sail."), "Ferry Guild two");
        assert_eq!(label("three.txt", "We sail, and we like it.\n"), "three");
    }

    #[test]
    fn a_letter_without_a_heading_is_from_who_signed_it() {
        let letter = "Dear panel, I support the ferries and want more of them to sail.\n\nThey are late.\n\nYours sincerely,\n\nMoira Tideway\nHarbour Row 3\n";
        assert_eq!(of("TRQ0009.txt", letter).label, "Moira Tideway");
        let unsigned = "Dear panel, I support the ferries and want more of them to sail.\n";
        assert_eq!(of("TRQ0009.txt", unsigned).label, "I support the ferries and want more of them to sail.");
    }

    #[test]
    fn a_code_in_the_first_lines_goes_before_a_short_one_in_the_name() {
        let code = |name: &str, text: &str| of(name, text).code.map(|code| code.written);
        assert_eq!(code("utf16.txt", "TRQ0015 Utf sixteen people\nWe write.").as_deref(), Some("TRQ0015"));
        assert_eq!(code("smith-2.txt", "Ref: TRQ0016\nWe write.").as_deref(), Some("TRQ0016"));
        assert_eq!(code("RT1.txt", "We talked.").as_deref(), Some("RT1"));
    }

    #[test]
    fn two_codes_that_disagree_are_both_kept() {
        let found = of("DHS0001.txt", "Submission from a trust (DHS0002)\nWe think so.\n");
        assert_eq!(found.code.map(|code| code.number), Some(1));
        assert_eq!(found.other_code.map(|code| code.number), Some(2));
    }

    #[test]
    fn a_transcript_is_a_roundtable_with_its_speakers() {
        let talk = "Roundtable\nFacilitator: Go on.\nNurse 1: Yes.\nFacilitator: More?\nNurse 2: No.\n";
        let found = of("talk.txt", talk);
        assert_eq!((found.kind, found.speakers.len()), (SourceKind::Roundtable, 3));
        assert_eq!(of("a.txt", "We write about a thing.\nWe like it.\n").kind, SourceKind::Submission);
    }
}
