//! First words to find a part of the text by, which never state a rating.
//!
//! Who has not rated yet reads where an item stands, so what is quoted there comes from no sentence that rates and names
//! no grade. Invariant: where no such words are at hand, the line's number stands for them.

use crate::import::report::level;
use crate::import::report::lines::Line;
use crate::import::report::paragraph::Paragraph;
use crate::import::report::verdict::Verdict;
use crate::import::report::words;

/// The words a paragraph is found by: its first, else those of `own`, a part of it, else its line.
pub(super) fn words_of(paragraph: &Paragraph, verdicts: &[&Verdict], own: &str, line: &Line<'_>) -> String {
    let rating = |text: &str| verdicts.iter().any(|verdict| text.starts_with(paragraph.sentence(verdict.sentence)));
    [paragraph.text.as_str(), own]
        .into_iter()
        .filter(|text| !text.is_empty() && !rating(text))
        .map(words::first_words)
        .find(|quoted| tells_nothing(quoted))
        .unwrap_or_else(|| format!("line {}", line.number))
}

/// Whether words name no grade, and break off in none.
pub(super) fn tells_nothing(quoted: &str) -> bool {
    level::mentions(quoted).is_empty() && words::words(quoted).last().is_none_or(|last| last != "requires")
}

/// The verdicts of one paragraph; they stand in order of theirs.
pub(super) fn verdicts_in(verdicts: &[Verdict], at: usize) -> Vec<&Verdict> {
    let from = verdicts.partition_point(|verdict| verdict.paragraph < at);
    verdicts[from..].iter().take_while(|verdict| verdict.paragraph == at).collect()
}
