//! What stands under each question: nothing, one source alone, or only the body that is being judged.

use std::collections::BTreeSet;

use crate::model::catalog::Shelf;
use crate::model::evidence::EvidenceKind;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::source::Source;
use crate::model::source::SourceKind;
use crate::review::check::code::Code;
use crate::review::check::finding::Finding;
use crate::review::check::finding::Place;
use crate::review::check::ground::Ground;

/// Items from which one source alone is worth telling.
const FEW: usize = 2;

/// Looks at each question.
pub fn find(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    // A review that is only being made has nothing anywhere yet.
    if ground.items.is_empty() {
        return;
    }
    for cell in ground.review.cells() {
        let items = ground.catalog.shelf(&Shelf::Cell(cell.clone()));
        let evidence =
            items.iter().map(|at| ground.items[at].evidence).filter(|item| item.kind != EvidenceKind::Conclusion);
        let mut count = 0;
        let mut sources: BTreeSet<&SourceId> = BTreeSet::new();
        let mut loose = false;
        for item in evidence {
            count += 1;
            sources.extend(&item.sources);
            // A note without a known source may cite anyone.
            let unknown = |number: u32| ground.catalog.footnote(number).is_none_or(|note| note.sources.is_empty());
            loose |= item.refs.iter().any(|reference| unknown(reference.footnote));
        }
        let known: Vec<&Source> = sources.iter().filter_map(|id| ground.catalog.source(id)).collect();
        let place = vec![Place::subject(&Subject::Cell(cell.clone()))];
        let (code, message) = match known.as_slice() {
            [] if count == 0 => (Code::CellEmpty, format!("Nothing stands under {cell} but what rates it.")),
            [] => continue,
            _ if loose => continue,
            [only] if count >= FEW && only.kind != SourceKind::Roundtable => {
                (Code::CellSingleSource, format!("All evidence on {cell} comes from {} ({}).", only.label, only.id))
            }
            _ if known.iter().all(|source| is_judged(source)) => {
                let names: Vec<String> = known.iter().map(|source| source.id.to_string()).collect();
                (Code::CellOneSided, format!("On {cell} only the Government itself is heard ({}).", names.join(", ")))
            }
            _ => continue,
        };
        found.push(Finding::new(code, message, place));
    }
}

/// Whether a source is the Government's, whose promise it is.
fn is_judged(source: &Source) -> bool {
    let names = ["Department", "Government", "Ministry", "Secretary of State"];
    source.kind == SourceKind::Government
        || (source.kind == SourceKind::Submission && names.iter().any(|name| source.label.contains(name)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::review::Review;
    use crate::review::check::fixture::Made;
    use crate::review::check::fixture::codes;

    /// Only one question, so that the others do not speak.
    fn one(review: &mut Review) {
        review.commitments.truncate(1);
        review.questions.truncate(1);
    }

    fn told(first: &[&str], second: &[&str]) -> Vec<&'static str> {
        let made = Made::new().with(one).note(1, "n", first).note(2, "n", second);
        codes(&made.said("1A", "It turns.[1]").said("1A", "It creaks.[2]").found(find))
    }

    #[test]
    fn a_question_with_one_source_or_only_the_department_s_word_is_told() {
        assert_eq!(told(&["ABC0001"], &["ABC0001"]), ["cell-single-source"]);
        assert_eq!(told(&["ABC0001"], &["ABC0002"]), [""; 0]);
        assert_eq!(told(&["ABC0001"], &[]), [""; 0], "the second note may be anyone's");
    }

    #[test]
    fn only_the_government_s_own_word_is_told_and_one_other_voice_is_enough() {
        let judged = |other: SourceKind| {
            let made = Made::new().with(one).source("PLAN", other, "A plan for mills");
            let made = made.note(1, "n", &["ABC0003"]).note(2, "n", &["PLAN"]);
            codes(&made.said("1A", "It turns.[1]").said("1A", "It creaks.[2]").found(find))
        };
        assert_eq!(judged(SourceKind::Government), ["cell-one-sided"]);
        assert_eq!(judged(SourceKind::Publication), [""; 0]);
    }

    #[test]
    fn a_question_without_anything_is_told_where_others_have_something() {
        let made = Made::new().with(|review| review.commitments.truncate(1)).said("1A", "It turns.");
        assert_eq!(codes(&made.found(find)), ["cell-empty"]);
        assert_eq!(codes(&Made::new().found(find)), [""; 0]);
    }
}
