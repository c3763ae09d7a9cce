//! A small review in code and a session on it, with a clock and ids that never differ.

use std::sync::Arc;

use crate::model::catalog::Catalog;
use crate::model::ids::CellKey;
use crate::model::moment::Moment;
use crate::model::quote::FiledCell;
use crate::model::quote::Filing;
use crate::model::quote::Quote;
use crate::model::quote::Selector;
use crate::model::quote::Stance;
use crate::model::review::Review;
use crate::model::session::MemberRef;
use crate::review::workspace::Access;
use crate::review::workspace::Context;
use crate::review::workspace::Forgetful;
use crate::review::workspace::Kept;
use crate::review::workspace::Workspace;

/// 09:30:00 UTC on 21 November 2026, the first moment of every test.
pub const START: i64 = 1_795_253_400_000;

/// Two commitments, two questions, five items: the third retold, the fourth states a published rating.
const REVIEW: &str = r#"{
  "format": "plumbline-review", "version": 1, "id": "00000000-0000-4000-8000-000000000001", "edition": 1,
  "title": "Small Review of 2026", "body": "A panel", "date": "2026-01-02", "wording": "mixed",
  "scale": [
    {"id": "outstanding", "label": "Outstanding", "mark": "O"},
    {"id": "good", "label": "Good", "mark": "G"},
    {"id": "requires_improvement", "label": "Requires improvement", "mark": "R"},
    {"id": "inadequate", "label": "Inadequate", "mark": "I"}
  ],
  "questions": [
    {"id": "A", "label": "Met", "text": "Was the commitment met?", "yes": "it was met", "no": "it was not met",
     "anchors": {"outstanding": "Met in full.", "good": "Met in the main.",
                 "requires_improvement": "Not met.", "inadequate": "Abandoned."}},
    {"id": "B", "label": "Funded", "text": "Was it effectively funded?", "yes": "it was funded", "no": "it was not funded",
     "anchors": {"outstanding": "Fully funded with no shortfalls.", "good": "Funded with minor shortfalls.",
                 "requires_improvement": "Substantive shortfalls.", "inadequate": "Not funded."}}
  ],
  "areas": [{"id": "care", "label": "Care of patients"}],
  "commitments": [
    {"id": "1", "area": "care", "label": "Shared records", "text": "By 2024 all records are shared.",
     "deadline": "March 2024", "subquestions": {"B": ["Was the money enough?", "Was it spent in time?"]},
     "note": "The date was moved once."},
    {"id": "2", "area": "care", "label": "Open data", "text": "All data are open."}
  ],
  "sources": [
    {"id": "DHS0032", "kind": "submission", "label": "A trust", "aliases": ["DHS 32"]},
    {"id": "DHS0007", "kind": "submission", "label": "A charity"}
  ],
  "footnotes": [{"number": 427, "text": "A trust (DHS0032), para 3", "listed": true, "sources": ["DHS0032"]}],
  "evidence": [
    {"id": "e1", "kind": "context", "text": "Records were kept on paper until lately.", "cells": [{"commitment": "1", "question": "A"}]},
    {"id": "e2", "kind": "quotation", "text": "The funding came on time.", "cells": [{"commitment": "1", "question": "B"}],
     "sources": ["DHS0007"]},
    {"id": "e3", "kind": "account", "text": "The funding ended with the pilot, it says in its résumé.",
     "cells": [{"commitment": "1", "question": "B"}], "sources": ["DHS0032"],
     "refs": [{"footnote": 427, "at": 33}], "locator": "p. 47"},
    {"id": "e4", "kind": "conclusion", "text": "Our verdict on the money is secretword.",
     "cells": [{"commitment": "1", "question": "B"}], "rates": [{"cell": "1B", "rating": "inadequate"}, {"cell": "1A", "rating": "good"}]},
    {"id": "e5", "kind": "figure", "text": "Of 12 sets, 9 are open.", "cells": [{"commitment": "2", "question": "A"}]}
  ],
  "published": {"cells": {"1A": "good", "1B": "inadequate"}, "commitments": {"1": "requires_improvement"},
    "printed": [{"cell": "1B", "as": "Inadequate", "locator": "table 2"}]},
  "themes": [{"id": "funding", "label": "funding", "description": "Money."}, {"id": "staff", "label": "staff", "description": ""}],
  "settings": {"anchor_notes": {"B:good": "Minor: under a tenth."}}
}"#;

struct Fixed {
    millis: i64,
    ids: u128,
}

impl Context for Fixed {
    fn now(&mut self) -> Moment {
        self.millis += 1000;
        Moment::from_millis(self.millis)
    }

    fn new_id(&mut self) -> uuid::Uuid {
        self.ids += 1;
        uuid::Uuid::from_u128(self.ids)
    }
}

/// The review.
pub fn review() -> Review {
    serde_json::from_str(REVIEW).expect("the fixture reads")
}

/// A session on the review in which nothing has been said.
pub fn workspace() -> Workspace {
    workspace_on(review())
}

/// A session on a changed review.
pub fn workspace_on(review: Review) -> Workspace {
    let catalog = Arc::new(Catalog::new(review, "digest".to_owned()));
    let member = MemberRef { id: uuid::Uuid::from_u128(0xa), name: None };
    let context = Box::new(Fixed { millis: START, ids: 0x100 });
    Workspace::open(catalog, member, Kept::default(), Access::Write, context, Box::new(Forgetful))
        .expect("an empty log")
}

/// All questions of the review.
pub fn cells(ws: &Workspace) -> Vec<CellKey> {
    ws.catalog().review().cells().collect()
}

/// A passage in an item, filed under a question and tagged `funding`.
pub fn quote(ws: &mut Workspace, item: usize, range: std::ops::Range<usize>, cell: &str) -> Quote {
    let id = ws.new_id();
    let item = ws.catalog().item(item).expect("an item");
    let cell: CellKey = cell.parse().expect("a question");
    Quote {
        id,
        evidence: Some(item.id.clone()),
        source: None,
        selector: Selector::of(&item.text, range.start, range.end, String::new()).expect("a range of the text"),
        filings: vec![Filing { cell: FiledCell::from(&cell), stance: Some(Stance::Undermines), anchor: None }],
        tags: vec!["funding".into()],
        speaker: None,
        note: None,
        lost: false,
        at: Moment::from_millis(START),
    }
}
