//! Whether two names can be one sender's, spelt otherwise.

use std::collections::BTreeSet;

/// Words that tell no sender from another.
const COMMON: [&str; 12] = ["the", "of", "and", "for", "in", "a", "an", "on", "ltd", "limited", "plc", "by"];

/// Whether two names clearly differ: less than half of the shorter one's words are in the other, and neither stands for
/// the other by its first letters.
pub(super) fn differ(one: &str, other: &str) -> bool {
    let (ours, theirs) = (words(one), words(other));
    let telling = |words: &[String]| {
        words.iter().filter(|word| !COMMON.contains(&word.as_str())).cloned().collect::<BTreeSet<_>>()
    };
    let (a, b) = (telling(&ours), telling(&theirs));
    if a.is_empty() || b.is_empty() {
        return false;
    }
    let joined = |words: &[String]| words.concat();
    let short = |words: &[String], of: &[String], telling: &BTreeSet<String>| {
        let all: String = of.iter().filter_map(|word| word.chars().next()).collect();
        let some: String =
            of.iter().filter(|word| telling.contains(*word)).filter_map(|word| word.chars().next()).collect();
        words.contains(&all) || words.contains(&some)
    };
    let shared = a.iter().filter(|word| b.iter().any(|known| alike(word, known))).count();
    shared * 2 < a.len().min(b.len())
        && joined(&ours) != joined(&theirs)
        && !short(&ours, &theirs, &b)
        && !short(&theirs, &ours, &a)
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '\u{2019}');
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// The same word, or one that goes on: `rail` and `railways`.
fn alike(one: &str, other: &str) -> bool {
    one == other || (one.len().min(other.len()) >= 4 && (one.starts_with(other) || other.starts_with(one)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_sender_is_told_from_another_spelling() {
        for (one, other) in [
            ("Bus Users Forum", "the Rural Bus Alliance"),
            ("Rural Voice", "Youth Link"),
            ("The Walking Trust", "Clean Air Now"),
        ] {
            assert!(differ(one, other) && differ(other, one), "{one}, {other}");
        }
        for (one, other) in [
            ("A trust", "The Trust of Hull"),
            ("Department for Transport", "DfT"),
            ("Royal College of Ushers (RCU)", "RCU"),
            ("Rail Users", "Railway Users Association"),
            ("Dr Ann Lee", "Ann Lee"),
            ("YouthLink", "Youth Link"),
            ("", "Youth Link"),
        ] {
            assert!(!differ(one, other) && !differ(other, one), "{one}, {other}");
        }
    }
}
