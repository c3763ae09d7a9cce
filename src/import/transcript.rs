//! Who speaks in a transcript: lines that begin with a name and a colon.
//!
//! Pure. Invariant: keys of speakers say nothing about who they are (`s1`, `s2` … in the order they first speak), so
//! that what is exported with a key alone names nobody.

use std::collections::BTreeMap;

use crate::model::ids::SpeakerId;
use crate::model::source::Speaker;

/// Someone's turn to speak.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The name as it stands.
    pub label: String,
    /// The role that stands in brackets behind it.
    pub role: Option<String>,
    /// Where the turn begins: bytes.
    pub start: usize,
}

/// The most characters a name at the beginning of a turn has.
const LONGEST: usize = 70;
/// Turns and speakers from which a text nobody called a transcript is one.
const TURNS: usize = 4;

/// What stands before a colon at the beginning of a line and is nobody's name.
const NOT_NAMES: [&str; 57] = [
    "abstract",
    "action",
    "address",
    "aim",
    "answer",
    "appendix",
    "attendees",
    "author",
    "authors",
    "background",
    "cc",
    "code",
    "conclusion",
    "contact",
    "contents",
    "date",
    "email",
    "e-mail",
    "evidence",
    "example",
    "executive summary",
    "fax",
    "figure",
    "for example",
    "from",
    "http",
    "https",
    "introduction",
    "issue",
    "key",
    "keywords",
    "mobile",
    "name",
    "nb",
    "note",
    "notes",
    "organisation",
    "organization",
    "phone",
    "place",
    "present",
    "re",
    "reference",
    "references",
    "response",
    "section",
    "source",
    "subject",
    "submitted by",
    "summary",
    "table",
    "tel",
    "telephone",
    "time",
    "title",
    "to",
    "venue",
];

/// Words that tell who leads a discussion.
const LEADS: [&str; 5] = ["facilitator", "moderator", "chair", "interviewer", "rapporteur"];

/// All turns of a text, whoever has them.
pub fn turns(text: &str) -> Vec<Turn> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some((label, role)) = speaker_of(line) {
            found.push(Turn { label, role, start });
        }
        start += line.len();
    }
    found
}

/// The name and role that a line begins with, if it reads as the beginning of a turn.
fn speaker_of(line: &str) -> Option<(String, Option<String>)> {
    let line = without_stamp(line.trim_start_matches([' ', '\t', '*', '_', '\u{a0}']));
    let end = line.char_indices().take(LONGEST + 1).find(|(_, c)| *c == ':').map(|(at, _)| at)?;
    let after = &line[end + 1..];
    if !(after.is_empty() || after.starts_with([' ', '\t', '\n', '*', '_', '\u{a0}'])) {
        return None;
    }
    let before = line[..end].trim().trim_matches(['*', '_']).trim();
    let (name, role) = match before.split_once('(') {
        Some((name, role)) => (name.trim(), Some(role.strip_suffix(')')?.trim().to_owned())),
        None => (before, None),
    };
    let fits = is_name(name) && role.as_deref().is_none_or(|role| !role.is_empty());
    fits.then(|| (name.to_owned(), role))
}

/// Takes off a number of a question or a time: `Q12`, `[00:01:02]`, `00:12`.
fn without_stamp(line: &str) -> &str {
    let mut rest = line;
    if let Some(after) = rest.strip_prefix('Q') {
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 && after[digits..].starts_with([' ', '\t', '.']) {
            rest = after[digits..].trim_start_matches([' ', '\t', '.']);
        }
    }
    let bare = rest.trim_start_matches(['[', '(']);
    let stamp = bare.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'.')).count();
    if stamp >= 4 && bare[..stamp].contains(':') && bare[..stamp].starts_with(|c: char| c.is_ascii_digit()) {
        return bare[stamp..].trim_start_matches([']', ')', ' ', '\t', '-']);
    }
    rest
}

fn is_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let first = name.chars().next().is_some_and(|c| c.is_uppercase());
    let plain = |c: char| c.is_alphanumeric() || c.is_whitespace() || "'\u{2019}.-&,/#".contains(c);
    // A sentence that leads up to a list runs on in small letters; a name hardly has any, and a numbered participant none.
    let small = |word: &&&str| {
        word.chars().all(|c| c.is_lowercase())
            && !["of", "the", "de", "van", "von", "and", "for", "la", "der", "al"].contains(*word)
    };
    let joined = name.to_lowercase();
    let heading = NOT_NAMES.contains(&joined.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ' || c == '.'));
    let listing = [
        "question",
        "recommendation",
        "commitment",
        "objective",
        "theme",
        "box",
        "chapter",
        "step",
        "point",
        "option",
        "annex",
        "part",
    ];
    let first_word = joined.split(' ').next().unwrap_or_default();
    let listed = listing.iter().any(|word| first_word.strip_suffix('s').unwrap_or(first_word) == *word);
    let sentence = name.ends_with(['.', ',']) && words.len() > 1;
    first
        && (1..=7).contains(&words.len())
        && name.chars().all(plain)
        && words.iter().filter(small).count() <= 1
        && !heading
        && !listed
        && !sentence
}

/// The speakers of a text that is known or seen to be a transcript; `None` where it is neither.
///
/// A text nobody called a transcript is one where at least two speak, one of them again, in four turns or more, and
/// every third paragraph or so begins a turn.
pub fn speakers(text: &str, known: bool) -> Option<Vec<Speaker>> {
    let turns = turns(text);
    let mut by_name: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (at, turn) in turns.iter().enumerate() {
        by_name.entry(turn.label.to_lowercase()).or_insert((at, 0)).1 += 1;
    }
    if !known {
        let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
        let again = by_name.values().any(|(_, count)| *count >= 2);
        if turns.len() < TURNS || by_name.len() < 2 || !again || turns.len() * 5 < lines {
            return None;
        }
    }
    let mut firsts: Vec<(usize, String)> = by_name.into_iter().map(|(name, (first, _))| (first, name)).collect();
    firsts.sort_unstable();
    let speaker = |(n, (first, name)): (usize, (usize, String))| {
        let told = turns.iter().filter(|turn| turn.label.to_lowercase() == name).find_map(|turn| turn.role.clone());
        let lead = LEADS.iter().find(|lead| name.starts_with(**lead)).map(|lead| (*lead).to_owned());
        Speaker { id: key(n + 1), label: turns[first].label.clone(), role: told.or(lead) }
    };
    Some(firsts.into_iter().enumerate().map(speaker).collect())
}

/// The key of the nth speaker, from 1.
pub fn key(n: usize) -> SpeakerId {
    SpeakerId(format!("s{n}"))
}

/// Who speaks at a place of a text, in bytes.
pub fn speaker_at<'a>(text: &str, speakers: &'a [Speaker], at: usize) -> Option<&'a Speaker> {
    if speakers.is_empty() {
        return None;
    }
    let turn = turns(text).into_iter().take_while(|turn| turn.start <= at).last()?;
    speakers.iter().find(|speaker| speaker.label.to_lowercase() == turn.label.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str, known: bool) -> Option<Vec<(String, Option<String>)>> {
        speakers(text, known).map(|list| list.into_iter().map(|speaker| (speaker.label, speaker.role)).collect())
    }

    const TALK: &str = "Roundtable with nurses\n\nFacilitator: Who begins?\nPARTICIPANT 3: I do. One thing: time.\n\
        Dr Ann O\u{2019}Hare (ward nurse): We lack it.\nFacilitator: And you?\nParticipant 3: So do we.\n\
        [00:12:04] Dr Ann O\u{2019}Hare: Yes.\n";

    #[test]
    fn speakers_are_told_with_their_roles_in_the_order_they_speak() {
        let some = |text: &str| Some(text.to_owned());
        let expected = vec![
            ("Facilitator".to_owned(), some("facilitator")),
            ("PARTICIPANT 3".to_owned(), None),
            ("Dr Ann O\u{2019}Hare".to_owned(), some("ward nurse")),
        ];
        assert_eq!(told(TALK, false), Some(expected));
    }

    #[test]
    fn keys_of_speakers_hold_no_names() {
        let keys: Vec<String> = speakers(TALK, false).expect("talk").into_iter().map(|speaker| speaker.id.0).collect();
        assert_eq!(keys, ["s1", "s2", "s3"]);
    }

    #[test]
    fn a_submission_with_colons_is_no_transcript() {
        let text = "Summary: we agree.\nContact: a trust\nEmail: a@example.org\nRecommendation 1: fund it.\n\
            Recommendation 2: staff it.\nThere are three reasons: time, money, will.\nNote: see below.\n\
            Our view on this: it is late.\n";
        assert_eq!(told(text, false), None);
    }

    #[test]
    fn what_is_known_to_be_a_transcript_may_have_one_turn() {
        assert_eq!(told("Q1 Chair: Welcome.\nhttps://example.org/x: no\n", true).map(|list| list.len()), Some(1));
        assert_eq!(told("Nothing is said.", true), Some(Vec::new()));
    }

    #[test]
    fn who_speaks_at_a_place_is_whose_turn_it_is() {
        let all = speakers(TALK, false).expect("talk");
        let at =
            |words: &str| speaker_at(TALK, &all, TALK.find(words).expect(words)).map(|speaker| speaker.id.0.as_str());
        assert_eq!(at("I do"), Some("s2"));
        assert_eq!(at("So do we"), Some("s2"));
        assert_eq!(at("Yes."), Some("s3"));
        assert_eq!(at("Roundtable"), None);
    }
}
