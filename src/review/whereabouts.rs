//! Where an item's words stand in a text that is held: the report it was taken from, or the submission it quotes.
//!
//! Invariant: a place is given only where the item's first words stand, and none in a text that is not shown.

use crate::model::catalog::Catalog;
use crate::model::evidence::Evidence;
use crate::model::ids::SourceId;
use crate::model::source::Source;
use crate::model::source::SourceKind;
use crate::review::blindness::Blindness;

/// Words by which a place is known again: enough to be told apart, few enough to stand in one line.
const WORDS: usize = 5;
/// Bytes behind the line's start within which they have to stand.
const NEAR: usize = 600;

/// The source an item can be read on in, and the scalar value it begins at: where it is quoted from, else its line in
/// the report.
pub fn stands_in(catalog: &Catalog, blind: &Blindness<'_>, item: &Evidence) -> Option<(SourceId, usize)> {
    let shown = |source: &&Source| source.text.is_some() && !blind.hides_source(source);
    let named = item.sources.iter().filter_map(|id| catalog.source(id)).filter(shown);
    let quoted = named.filter_map(|source| place_after(source, 0, usize::MAX, &item.text)).next();
    quoted.or_else(|| {
        let line = usize::try_from(item.line?.checked_sub(1)?).ok()?;
        let reports = catalog.review().sources.iter().filter(|source| source.kind == SourceKind::Publication);
        reports.filter(shown).find_map(|report| {
            let text = report.text.as_deref()?;
            let start = match line {
                0 => 0,
                line => text.match_indices('\n').nth(line - 1)?.0 + 1,
            };
            place_after(report, start, NEAR, &item.text)
        })
    })
}

/// Where the first words of a text stand in a source, so many bytes from a place on at most.
fn place_after(source: &Source, from: usize, within: usize, words: &str) -> Option<(SourceId, usize)> {
    let text = source.text.as_deref()?;
    let mut until = from.saturating_add(within).min(text.len());
    while !text.is_char_boundary(until) {
        until -= 1;
    }
    let first = beginning(words)?;
    let at = from + text.get(from..until)?.find(first)?;
    Some((source.id.clone(), text[..at].chars().count()))
}

/// The first words as they stand, up to the first that a line break could stand behind.
fn beginning(words: &str) -> Option<&str> {
    let words = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    let end = words.match_indices(char::is_whitespace).nth(WORDS - 1).map_or(words.len(), |(at, _)| at);
    let first = words[..end].split('\n').next()?.trim_end();
    (first.chars().count() >= 12).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::fixture;
    use crate::review::workspace::Workspace;

    fn found(ws: &Workspace, item: usize) -> Option<(String, usize)> {
        let item = &ws.catalog().review().evidence[item];
        stands_in(ws.catalog(), &ws.blindness(), item).map(|(id, at)| (id.0, at))
    }

    #[test]
    fn a_quotation_is_found_in_its_submission_and_other_words_are_not() {
        let mut review = fixture::review();
        review.sources[1].text = Some("Naïve?\n\u{201c}The funding came on time.\u{201d} So it goes.\n".to_owned());
        review.sources[0].text = Some("Something else altogether.\n".to_owned());
        let ws = fixture::workspace_on(review);
        assert_eq!(found(&ws, 1), Some(("DHS0007".to_owned(), 8)));
        assert_eq!(found(&ws, 2), None);
        assert_eq!(found(&ws, 0), None);
    }

    #[test]
    fn an_item_of_a_report_is_found_at_its_line_once_the_report_may_be_read() {
        let mut review = fixture::review();
        let again = "Records were kept on paper until lately.";
        review.sources[1].kind = SourceKind::Publication;
        review.sources[1].text = Some(format!("{again}\nA heading\n1. {again}\n"));
        review.evidence[0].line = Some(3);
        let ws = fixture::workspace_on(review.clone());
        assert_eq!(found(&ws, 0), None, "the report tells what was published");
        review.published = Default::default();
        let ws = fixture::workspace_on(review);
        assert_eq!(found(&ws, 0), Some(("DHS0007".to_owned(), 54)));
    }
}
