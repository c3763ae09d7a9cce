//! Reviews whose evidence stays in its file: the same to a member as when it is held, at any size, and when damaged.
#![allow(clippy::unwrap_used)]

mod converted;
mod damaged;
mod equal;
mod steady;

#[allow(dead_code)]
#[path = "../../benches/support/large.rs"]
mod large;

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use plumbline::document::digest::digest;
use plumbline::model::catalog::Catalog;
use plumbline::model::moment::Moment;
use plumbline::model::review::Review;
use plumbline::model::session::MemberRef;
use plumbline::review::open::OpenedReview;
use plumbline::review::workspace::Access;
use plumbline::review::workspace::Context;
use plumbline::review::workspace::Forgetful;
use plumbline::review::workspace::Kept;
use plumbline::review::workspace::Workspace;
use plumbline::store::atomic::Existing;
use plumbline::store::review_file::write_review;

/// Writes a review where it is opened from.
fn written(folder: &Path, review: &Review) -> PathBuf {
    let path = folder.join("large.plumb");
    write_review(&path, review, &digest(review), Existing::Replace).unwrap();
    path
}

/// A review twice: held, and left in its file.
fn both(folder: &Path, review: Review) -> [Arc<Catalog>; 2] {
    let path = written(folder, &review);
    let held = Catalog::new(review.clone(), digest(&review));
    let in_file = OpenedReview::file(&path).unwrap().catalog;
    assert!(in_file.is_paged() && in_file.review().evidence.is_empty());
    [Arc::new(held), in_file]
}

/// A clock that ticks and ids in a row, from the same on.
#[derive(Default)]
struct Ticking(u32);

impl Context for Ticking {
    fn now(&mut self) -> Moment {
        self.0 += 1;
        Moment::from_millis(1_795_253_400_000 + i64::from(self.0))
    }

    fn new_id(&mut self) -> uuid::Uuid {
        self.0 += 1;
        uuid::Uuid::from_u128(u128::from(self.0))
    }
}

/// A session on it that is kept nowhere.
fn session(catalog: &Arc<Catalog>) -> Workspace {
    let member = MemberRef { id: uuid::Uuid::from_u128(7), name: None };
    let (context, keeper) = (Box::new(Ticking::default()), Box::new(Forgetful));
    Workspace::open(catalog.clone(), member, Kept::default(), Access::Write, context, keeper).unwrap()
}
