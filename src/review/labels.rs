//! Everything that can be found by name: commitments, questions, sources, footnotes, tags and the
//! first words of passages. What is hidden for blindness has no words here to be found by.

use crate::model::catalog::Catalog;
use crate::model::codebook::Tag;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::QuoteId;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::ids::TagId;
use crate::model::quote::Quote;
use crate::model::source::Source;
use crate::review::blindness::Blindness;
use crate::review::state::State;
use crate::review::words::place_word;

/// What a label leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lead {
    /// A question or a commitment.
    Subject(Subject),
    /// A source.
    Source(SourceId),
    /// A footnote.
    Footnote(u32),
    /// A tag.
    Tag(TagId),
    /// A passage.
    Quote(QuoteId),
}

/// Something that can be found, and by what words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The words shown and matched.
    pub text: String,
    /// What kind of thing it is, in a word.
    pub kind: &'static str,
    /// What typing exactly this reaches at once: `8b`, `n427`, `dhs42`.
    pub shorthand: Vec<String>,
    /// Where it leads.
    pub lead: Lead,
}

/// Every label of a review and of what the member has made.
pub fn labels(catalog: &Catalog, state: &State) -> Vec<Label> {
    let review = catalog.review();
    let mut out = Vec::new();
    for commitment in &review.commitments {
        out.push(Label {
            text: format!("{} {}", commitment.id, commitment.label),
            kind: "commitment",
            shorthand: vec![commitment.id.to_string()],
            lead: Lead::Subject(Subject::Parent(ParentKey::Commitment(commitment.id.clone()))),
        });
        for question in &review.questions {
            let cell = CellKey::new(&commitment.id, &question.id);
            out.push(Label {
                text: format!("{cell} {}: {}", commitment.label, question.label),
                kind: "question",
                shorthand: vec![cell.to_string().to_lowercase()],
                lead: Lead::Subject(Subject::Cell(cell)),
            });
        }
    }
    out.extend(review.sources.iter().map(|source| Label {
        text: format!("{} {}", source.id, source.label),
        kind: source.kind.word(),
        shorthand: shorthands(source.id.as_str(), &source.aliases),
        lead: Lead::Source(source.id.clone()),
    }));
    out.extend(review.footnotes.iter().map(|note| Label {
        text: format!("note {} {}", note.number, first_words(&note.text, 12)),
        kind: "note",
        shorthand: vec![format!("n{}", note.number), format!("[{}]", note.number)],
        lead: Lead::Footnote(note.number),
    }));
    out.extend(state.codebook.iter().map(tag_label));
    let blind = Blindness::new(catalog, state);
    // A text can be hidden again after a passage was marked in it: when a rating was taken back.
    let shown = |quote: &&Quote| !blind.hides_quote(quote);
    out.extend(state.quotes.iter().filter(shown).map(|quote| Label {
        text: format!("{} ({})", first_words(&quote.selector.exact, 10), place_word(catalog, quote)),
        kind: "passage",
        shorthand: Vec::new(),
        lead: Lead::Quote(quote.id),
    }));
    out
}

fn tag_label(tag: &Tag) -> Label {
    Label { text: tag.label.clone(), kind: "tag", shorthand: Vec::new(), lead: Lead::Tag(tag.id.clone()) }
}

/// A code as people type it: whole, in small letters, and without leading zeros (`dhs42`).
fn shorthands(id: &str, aliases: &[String]) -> Vec<String> {
    let mut out = Vec::new();
    for code in std::iter::once(id).chain(aliases.iter().map(String::as_str)) {
        let code = code.to_lowercase();
        let letters = code.trim_end_matches(|c: char| c.is_ascii_digit());
        let digits = &code[letters.len()..];
        let short = format!("{letters}{}", digits.trim_start_matches('0'));
        for form in [code.clone(), short] {
            if !out.contains(&form) {
                out.push(form);
            }
        }
    }
    out
}

/// Whether a source's code, or a spelling of it, is typed: whole or in short.
pub fn is_typed(source: &Source, typed: &str) -> bool {
    shorthands(source.id.as_str(), &source.aliases).contains(&typed.to_lowercase())
}

/// The source whose code, or a spelling of it, is typed: whole or in short.
pub fn source_typed<'a>(catalog: &'a Catalog, typed: &str) -> Option<&'a Source> {
    let short = typed.to_lowercase();
    let in_short = |source: &&Source| shorthands(source.id.as_str(), &source.aliases).contains(&short);
    catalog.source_spelled(typed).or_else(|| catalog.review().sources.iter().find(in_short))
}

/// The first words of a text, with an ellipsis where it goes on.
pub fn first_words(text: &str, count: usize) -> String {
    let mut words = text.split_whitespace();
    let head: Vec<&str> = words.by_ref().take(count).collect();
    let more = if words.next().is_some() { " \u{2026}" } else { "" };
    format!("{}{more}", head.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_however_it_is_typed() {
        let forms = shorthands("DHS0042", &["DSH042".to_owned()]);
        for typed in ["dhs0042", "dhs42", "dsh42"] {
            assert!(forms.iter().any(|form| form == typed), "{typed} is not among {forms:?}");
        }
    }

    #[test]
    fn first_words_say_when_there_is_more() {
        assert_eq!(first_words("one two three", 2), "one two \u{2026}");
        assert_eq!(first_words("one two", 2), "one two");
    }
}
