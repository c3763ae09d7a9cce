//! How far members mark passages with the same tags.
//!
//! Owns agreement on tags. Uses the rest of the module. Units are passages that at least one member marked: text that
//! nobody marked would make any two members agree. Invariant: a member who had the text and did not give a tag said
//! no; one who did not have it, or has no such tag, said nothing.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::judgement::agreement::bootstrap::Draws;
use crate::judgement::agreement::coefficient::Coefficient;
use crate::judgement::agreement::estimate::Basis;
use crate::judgement::agreement::report::Figure;
use crate::judgement::agreement::report::basis;
use crate::judgement::agreement::report::figures;
use crate::judgement::agreement::sums::Sums;
use crate::judgement::agreement::table::Table;
use crate::model::ids::TagId;

/// What one member gave to a passage: its tags, none of them where it was not marked or not tagged; absent where the
/// member did not have the text.
pub type Given = Option<BTreeSet<TagId>>;

/// How far members agree on one tag.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TagAgreement {
    /// The tag.
    pub tag: TagId,
    /// Passages compared and members comparing.
    #[serde(flatten)]
    pub basis: Basis,
    /// Passages at least one member gave it to.
    pub given: usize,
    /// Mean share of pairs of members that both gave it or both did not; absent where nothing can be compared.
    pub agreement: Option<f64>,
    /// Of the pairs of which one gave it, the share of which both did: agreement without the many passages that
    /// neither would have given it to.
    pub both_of_either: Option<f64>,
    /// What was computed.
    pub figures: Vec<Figure>,
}

/// Agreement on each tag that at least two members have. `codebooks` and the places within each passage are by member,
/// in the same order.
pub fn tags(codebooks: &[BTreeSet<TagId>], passages: &[Vec<Given>], draws: Draws) -> Vec<TagAgreement> {
    let all: BTreeSet<&TagId> = codebooks.iter().flatten().collect();
    let shared = all.into_iter().filter(|tag| codebooks.iter().filter(|book| book.contains(tag)).count() > 1);
    shared.map(|tag| of_tag(tag, codebooks, passages, draws)).collect()
}

fn of_tag(tag: &TagId, codebooks: &[BTreeSet<TagId>], passages: &[Vec<Given>], draws: Draws) -> TagAgreement {
    let mut table = Table::new(2, codebooks.len());
    for passage in passages {
        let value = |(given, book): (&Given, &BTreeSet<TagId>)| {
            given.as_ref().filter(|_| book.contains(tag)).map(|given| usize::from(given.contains(tag)))
        };
        table.push(passage.iter().zip(codebooks).map(value).collect());
    }
    let sums = Sums::of(&table);
    let share = |counts: &dyn Fn(usize, usize) -> bool| sums.agreeing(|a, b| f64::from(u8::from(counts(a, b))));
    let both = share(&|a, b| a + b == 2);
    let either = share(&|a, b| a + b > 0).filter(|either| *either > 0.0);
    TagAgreement {
        tag: tag.clone(),
        basis: basis(&table),
        given: table.rows().iter().filter(|row| row.contains(&Some(1))).count(),
        agreement: share(&|a, b| a == b),
        both_of_either: both.zip(either).map(|(both, either)| both / either),
        figures: figures(&table, Coefficient::FOR_TAGS, draws),
    }
}
