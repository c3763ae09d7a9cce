//! What became of the sources, as JSON: `format: "plumbline-flow"`, numbers only but for the reasons given.
//!
//! Uses `review::flow`. Invariant: what a session does not say is null, never 0.

use std::io;
use std::io::Write;

use serde::Serialize;

use crate::document::write::write_value;
use crate::judgement::balance::Balance;
use crate::model::catalog::Catalog;
use crate::model::ids::CellKey;
use crate::model::ids::MemberId;
use crate::model::session::ReviewRef;
use crate::review::edition::reference;
use crate::review::flow::Coverage;
use crate::review::flow::Numbers;
use crate::review::flow::OfKind;
use crate::review::flow::Reading;
use crate::review::flow::Why;
use crate::review::flow::balances;
use crate::review::flow::coverages;
use crate::review::flow::flow;
use crate::review::state::State;

/// The `format` of what is written.
const FORMAT: &str = "plumbline-flow";
/// The `version` of it.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document {
    format: &'static str,
    version: u32,
    review: ReviewRef,
    member: Member,
    all: Numbers,
    kinds: Vec<OfKind>,
    set_aside: Vec<Why>,
    coverage: Vec<Coverage>,
    heard: Vec<Heard>,
}

#[derive(Serialize)]
struct Member {
    id: MemberId,
}

#[derive(Serialize)]
struct Heard {
    cell: CellKey,
    #[serde(flatten)]
    balance: Balance,
}

/// Writes what became of a review's sources in one member's work.
///
/// # Errors
/// What `out` refuses; [`io::ErrorKind::InvalidData`] where a reason holds what no file may.
pub fn write_flow(
    (catalog, state): (&Catalog, &State),
    member: MemberId,
    reading: Option<Reading<'_>>,
    mut out: &mut dyn Write,
) -> io::Result<()> {
    let followed = flow(catalog, state, reading);
    let heard = balances(catalog, state).into_iter().map(|(cell, balance)| Heard { cell, balance });
    let document = Document {
        format: FORMAT,
        version: VERSION,
        review: reference(catalog),
        member: Member { id: member },
        all: followed.all,
        kinds: followed.kinds,
        set_aside: followed.set_aside,
        coverage: coverages(catalog, state, reading),
        heard: heard.collect(),
    };
    write_value(&document, &mut out)
}
