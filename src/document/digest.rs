//! The digest of a review: one name for what it says, whatever file it is kept in.
//!
//! Uses `canonical` and model. Invariant: equal reviews have equal digests, and the digest is the
//! one the build script works out from the same review's JSON.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::document::canonical::Hasher;
use crate::document::canonical::canonical;
use crate::document::canonical::says_nothing;
use crate::document::canonical::without_empty;
use crate::model::evidence::Evidence;
use crate::model::review::Review;

/// A list's items, one at a time.
type Items<'a> = Box<dyn Iterator<Item = Value> + 'a>;

enum Field<'a> {
    One(Value),
    Many(Items<'a>),
}

/// The digest of a review: lower-case hex SHA-256 of its canonical form, absent and empty alike.
///
/// Works item by item, so that a large review needs no second copy of itself in memory.
pub fn digest(review: &Review) -> String {
    let mut digesting = Digesting::begin(review);
    review.evidence.iter().for_each(|item| digesting.item(item));
    digesting.finish()
}

/// A digest that is worked out while the evidence passes.
#[derive(Debug)]
pub struct Digesting {
    hasher: Hasher,
    /// Whether no field was written yet.
    first: bool,
    any: bool,
    /// The fields behind the evidence, in canonical form.
    after: Vec<u8>,
}

/// Before this come the fields that are digested first, behind it those that are last.
const EVIDENCE: &str = "evidence";

impl Digesting {
    /// Begins with all of a review but its evidence.
    pub fn begin(review: &Review) -> Self {
        let mut begun = Self { hasher: Hasher::default(), first: true, any: false, after: Vec::new() };
        begun.hasher.update(b"{");
        for (key, field) in fields(review).into_iter().filter(|(key, _)| *key != EVIDENCE) {
            if key < EVIDENCE {
                let mut first = begun.first;
                put(key, field, &mut first, &mut |bytes| begun.hasher.update(bytes));
                begun.first = first;
            } else {
                // What is always there comes before, so that a comma goes between.
                put(key, field, &mut false, &mut |bytes| begun.after.extend_from_slice(bytes));
            }
        }
        begun
    }

    /// Takes in the next item of evidence.
    pub fn item(&mut self, item: &Evidence) {
        let open = match (self.any, self.first) {
            (true, _) => ",",
            (false, true) => "\"evidence\":[",
            (false, false) => ",\"evidence\":[",
        };
        (self.any, self.first) = (true, false);
        self.hasher.update(open.as_bytes());
        self.hasher.update(&canonical(&as_value(item)));
    }

    /// The digest.
    pub fn finish(mut self) -> String {
        if self.any {
            self.hasher.update(b"]");
        }
        self.hasher.update(&self.after);
        self.hasher.update(b"}");
        self.hasher.finish()
    }
}

/// Gives out a field in canonical form, unless it says nothing.
fn put(key: &str, field: Field<'_>, first: &mut bool, out: &mut dyn FnMut(&[u8])) {
    let mut comma = || if std::mem::take(first) { "" } else { "," };
    match field {
        Field::One(value) if says_nothing(&value) => {}
        Field::One(value) => {
            out(format!("{}\"{key}\":", comma()).as_bytes());
            out(&canonical(&value));
        }
        Field::Many(items) => {
            let mut items = items.peekable();
            if items.peek().is_none() {
                return;
            }
            out(format!("{}\"{key}\":", comma()).as_bytes());
            let mut before = "[";
            for item in items {
                out(before.as_bytes());
                out(&canonical(&item));
                before = ",";
            }
            out(b"]");
        }
    }
}

fn one(value: &impl Serialize) -> Field<'_> {
    Field::One(as_value(value))
}

fn many<T: Serialize>(items: &[T]) -> Field<'_> {
    Field::Many(Box::new(items.iter().map(as_value)))
}

fn as_value(value: &impl Serialize) -> Value {
    without_empty(serde_json::to_value(value).expect("the model's keys are strings and its numbers finite"))
}

/// The review's fields by name. Taken apart without `..`, so that a new field cannot be left out.
fn fields(review: &Review) -> BTreeMap<&'static str, Field<'_>> {
    let Review {
        format,
        version,
        id,
        edition,
        title,
        body,
        date,
        url,
        licence,
        note,
        wording,
        scale,
        questions,
        areas,
        commitments,
        sources,
        footnotes,
        evidence,
        published,
        themes,
        settings,
    } = review;
    BTreeMap::from([
        ("format", one(format)),
        ("version", one(version)),
        ("id", one(id)),
        ("edition", one(edition)),
        ("title", one(title)),
        ("body", one(body)),
        ("date", one(date)),
        ("url", one(url)),
        ("licence", one(licence)),
        ("note", one(note)),
        ("wording", one(wording)),
        ("scale", many(scale)),
        ("questions", many(questions)),
        ("areas", many(areas)),
        ("commitments", many(commitments)),
        ("sources", many(sources)),
        ("footnotes", many(footnotes)),
        (EVIDENCE, many(evidence)),
        ("published", one(published)),
        ("themes", many(themes)),
        ("settings", one(settings)),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::canonical::digest_of_value;
    use crate::document::fixture::review;

    #[test]
    fn the_digest_worked_out_piece_by_piece_is_that_of_the_whole() {
        let review = review();
        let value = serde_json::to_value(&review).expect("serialises");
        assert_eq!(digest(&review), digest_of_value(&value));
        let mut bare = review;
        bare.sources.clear();
        bare.evidence.clear();
        bare.settings = None;
        let value = serde_json::to_value(&bare).expect("serialises");
        assert_eq!(digest(&bare), digest_of_value(&value));
    }

    #[test]
    fn any_change_of_what_a_review_says_changes_its_digest() {
        let before = digest(&review());
        let mut changed = review();
        changed.evidence[0].text.push('.');
        assert_ne!(digest(&changed), before);
        let mut changed = review();
        changed.evidence.swap(0, 1);
        assert_ne!(digest(&changed), before);
    }
}
