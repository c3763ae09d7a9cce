//! What is meant by a name as it is typed in a line: `8b`, `8`, `overall`, `E077`, `DHS0042`, `n427`, `p3`.
//!
//! Invariant: what is named is in the review or the session; capitals make no difference.

use crate::model::catalog::Catalog;
use crate::model::ids::AreaId;
use crate::model::ids::CellKey;
use crate::model::ids::EvidenceId;
use crate::model::ids::ParentKey;
use crate::model::ids::QuoteId;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::quote::FiledCell;
use crate::model::quote::Quote;
use crate::model::session::NoteTarget;
use crate::review::filed;
use crate::review::labels::source_typed;
use crate::review::state::State;

/// Fewest letters of a passage's id that stand for it.
const FEWEST: usize = 8;

/// Something named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// A question, a commitment, an area or the whole.
    Subject(Subject),
    /// An item of evidence.
    Item(EvidenceId),
    /// A source.
    Source(SourceId),
    /// A note of the report.
    Footnote(u32),
    /// A passage of the member's.
    Passage(QuoteId),
}

impl Named {
    /// What a note on it is on; none where it has notes of its own.
    pub fn note_target(&self) -> Option<NoteTarget> {
        Some(match self {
            Self::Subject(Subject::Cell(cell)) => NoteTarget::Cell(cell.clone()),
            Self::Subject(Subject::Parent(parent)) => NoteTarget::Parent(parent.clone()),
            Self::Item(id) => NoteTarget::Evidence(id.clone()),
            Self::Source(id) => NoteTarget::Source(id.clone()),
            Self::Footnote(number) => NoteTarget::Footnote(*number),
            Self::Passage(_) => return None,
        })
    }
}

/// Nothing is called so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is nothing called `{typed}` here\nType a question (8B), a commitment (8), `overall`, an item (E077), a source (DHS0042), a note (n427) or a passage of yours (p1); `plumbline find` looks for names."
)]
pub struct Nothing {
    /// What was typed.
    pub typed: String,
}

/// What is named by what was typed.
///
/// # Errors
/// Nothing of that name.
pub fn named(catalog: &Catalog, state: &State, typed: &str) -> Result<Named, Nothing> {
    let typed = typed.trim();
    subject(catalog, typed)
        .map(Named::Subject)
        .or_else(|| footnote(catalog, typed).map(Named::Footnote))
        .or_else(|| item(catalog, typed).map(Named::Item))
        .or_else(|| source_typed(catalog, typed).map(|source| Named::Source(source.id.clone())))
        .or_else(|| passage(state, typed).map(|quote| Named::Passage(quote.id)))
        .ok_or_else(|| Nothing { typed: typed.to_owned() })
}

/// A question, a commitment, an area or the whole.
pub fn subject(catalog: &Catalog, typed: &str) -> Option<Subject> {
    let lower = typed.to_lowercase();
    if lower == "overall" {
        return Some(Subject::Parent(ParentKey::Overall));
    }
    if let Some(area) = lower.strip_prefix("area:").or_else(|| lower.strip_prefix("area ")) {
        let mut areas = catalog.review().areas.iter().map(|known| &known.id);
        let id = areas.find(|id| id.as_str().to_lowercase() == area.trim())?;
        return Some(Subject::Parent(ParentKey::Area(AreaId::clone(id))));
    }
    let typed = lower.strip_prefix("commitment ").unwrap_or(&lower).trim();
    let [FiledCell { commitment, question }] = &filed::typed(catalog, typed).ok()?[..] else { return None };
    Some(match question {
        Some(question) => Subject::Cell(CellKey::new(commitment, question)),
        None => Subject::Parent(ParentKey::Commitment(commitment.clone())),
    })
}

fn footnote(catalog: &Catalog, typed: &str) -> Option<u32> {
    let lower = typed.to_lowercase();
    let bracketed = lower.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let digits = bracketed.or_else(|| lower.strip_prefix("note ")).or_else(|| lower.strip_prefix('n'))?;
    let number = digits.trim().parse().ok()?;
    catalog.footnote(number).map(|note| note.number)
}

fn item(catalog: &Catalog, typed: &str) -> Option<EvidenceId> {
    let spellings = [typed.to_owned(), typed.to_uppercase(), typed.to_lowercase()];
    spellings.iter().map(|id| EvidenceId::from(id.as_str())).find(|id| catalog.evidence_at(id).is_some())
}

/// The member's passage: `p3` is the third of those that stand, in the order they were marked.
fn passage<'a>(state: &'a State, typed: &str) -> Option<&'a Quote> {
    let lower = typed.to_lowercase();
    if let Some(number) = lower.strip_prefix('p').and_then(|digits| digits.parse::<usize>().ok()) {
        return state.quotes.get(number.checked_sub(1)?);
    }
    let mut begun = state.quotes.iter().filter(|quote| quote.id.to_string().starts_with(&lower));
    let first = begun.next().filter(|_| lower.len() >= FEWEST)?;
    begun.next().is_none().then_some(first)
}

/// What a passage is called until another before it is taken away: `p3`.
pub fn passage_name(state: &State, id: QuoteId) -> String {
    let at = state.quotes.iter().position(|quote| quote.id == id);
    at.map_or_else(|| id.to_string(), |at| format!("p{}", at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::act::Act;
    use crate::review::fixture;

    #[test]
    fn things_are_named_as_they_are_typed_whatever_the_capitals() {
        let mut ws = fixture::workspace();
        let quote = fixture::quote(&mut ws, 2, 0..4, "1B");
        let id = quote.id;
        ws.apply(&Act::Mark { quote: Box::new(quote) }).expect("marks");
        let name = |typed: &str| named(ws.catalog(), ws.state(), typed);
        let is = |typed: &str, wanted: &str| assert_eq!(name(typed), Ok(Named::Subject(wanted.parse().expect("one"))));
        is("1b", "1B");
        is("1", "1");
        is("Commitment 1", "1");
        is("OVERALL", "overall");
        is("area:care", "area:care");
        assert_eq!(name("E3"), Ok(Named::Item("e3".into())));
        assert_eq!(name("dhs32"), Ok(Named::Source("DHS0032".into())));
        assert_eq!(name("P1"), Ok(Named::Passage(id)));
        assert_eq!(passage_name(ws.state(), id), "p1");
        for nothing in ["", "9b", "1Z", "p2", "p0", "n999", "dhs99", "area:none", "1b 1a"] {
            assert!(name(nothing).is_err(), "{nothing:?} is {:?}", name(nothing));
        }
    }
}
