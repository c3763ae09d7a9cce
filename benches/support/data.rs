//! Reviews and sessions of any size, made from the first review: the same on every run.

use std::sync::Arc;

use uuid::Uuid;

use plumbline::document::digest::digest;
use plumbline::document::read::read_review;
use plumbline::model::act::Act;
use plumbline::model::catalog::Catalog;
use plumbline::model::ids::EvidenceId;
use plumbline::model::moment::Moment;
use plumbline::model::quote::Filing;
use plumbline::model::quote::Quote;
use plumbline::model::quote::Selector;
use plumbline::model::quote::Stance;
use plumbline::model::rating::Grade;
use plumbline::model::review::Review;
use plumbline::model::session::MemberRef;
use plumbline::review::workspace::Access;
use plumbline::review::workspace::Context;
use plumbline::review::workspace::Forgetful;
use plumbline::review::workspace::Kept;
use plumbline::review::workspace::Workspace;

pub const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data/digitisation-nhs.review.json");

/// The first moment of every bench.
pub const START: i64 = 1_795_253_400_000;

pub fn sample_bytes() -> Vec<u8> {
    std::fs::read(SAMPLE).expect("the first review is there")
}

pub fn sample() -> Review {
    read_review(&sample_bytes(), SAMPLE).expect("the first review is valid")
}

/// The first review with its evidence repeated until there are so many items; another review by its id.
pub fn review_of(items: usize) -> Review {
    let mut review = sample();
    review.id = Uuid::from_u128(items as u128);
    let first = std::mem::take(&mut review.evidence);
    let numbered = first.iter().cycle().take(items).enumerate();
    review.evidence = numbered
        .map(|(at, item)| {
            let mut item = item.clone();
            item.id = EvidenceId(format!("E{:07}", at + 1));
            item
        })
        .collect();
    review
}

/// A clock that ticks by itself, and ids in a row.
#[derive(Default)]
pub struct Ticking(u32);

impl Context for Ticking {
    fn now(&mut self) -> Moment {
        self.0 += 1;
        Moment::from_millis(START + i64::from(self.0))
    }

    fn new_id(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(u128::from(self.0))
    }
}

/// A session on a review that is kept nowhere.
pub fn workspace(review: Review) -> Workspace {
    let digest = digest(&review);
    let member = MemberRef { id: Uuid::from_u128(7), name: None };
    let (context, keeper) = (Box::new(Ticking::default()), Box::new(Forgetful));
    let catalog = Arc::new(Catalog::new(review, digest));
    Workspace::open(catalog, member, Kept::default(), Access::Write, context, keeper).expect("an empty log replays")
}

/// Rates every question, by turns with each grade.
pub fn rate_all(workspace: &mut Workspace) {
    let cells: Vec<_> = workspace.catalog().review().cells().collect();
    for (cell, grade) in cells.into_iter().zip(Grade::ALL.into_iter().cycle()) {
        let reason = Some("The anchor's words fit, on the whole.".to_owned());
        let act = Act::Rate { cell, rating: grade.into(), reason, quotes: Vec::new(), round: 1 };
        workspace.apply(&act).expect("a question can be rated");
    }
}

/// Marks a passage in each of so many items, with a stance, two tags and a note.
pub fn mark(workspace: &mut Workspace, passages: usize) {
    let catalog = workspace.catalog().clone();
    let tags: Vec<_> = workspace.state().codebook.iter().take(2).map(|tag| tag.id.clone()).collect();
    let open = catalog.review().evidence.iter().filter(|item| item.rates.is_empty());
    for item in open.take(passages) {
        let filings = item.cells.iter().filter_map(|bearing| bearing.cell());
        let filings = filings.map(|cell| Filing { cell: (&cell).into(), stance: Some(Stance::Mixed), anchor: None });
        let quote = Quote {
            id: workspace.new_id(),
            evidence: Some(item.id.clone()),
            source: None,
            selector: Selector::of(&item.text, 0, 60, "0".repeat(64)).expect("items are longer than that"),
            filings: filings.collect(),
            tags: tags.clone(),
            speaker: None,
            note: Some("To be weighed against what the Department says.".to_owned()),
            lost: false,
            at: Moment::from_millis(START),
        };
        workspace.apply(&Act::Mark { quote: Box::new(quote) }).expect("a passage can be marked");
    }
}
