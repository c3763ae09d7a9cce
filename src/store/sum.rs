//! A digest over everything a session file holds, kept in the file and brought up to date with every change.
//!
//! The chain of the acts shows where an act was changed; it says nothing of the rest: whether an act is withdrawn, what
//! was read, whose session it is. SQLite keeps no digests of its pages, so that one bit that turned on a disk would
//! otherwise change these without a word. Invariant: the sum of some contents does not depend on the order in which they
//! came to be. It shows accidents, and stops nobody who writes both.

use std::collections::BTreeMap;

use sha2::Digest;
use sha2::Sha256;

use crate::store::change::Change;
use crate::store::change::signature;
use crate::store::rows::ActRow;
use crate::store::rows::Contents;
use crate::store::rows::ReadingMark;

/// The digests of all parts, each added to the others bit by bit without carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Sum([u8; 32]);

/// Which part: what a table can hold only once.
type Part<'a> = (&'static str, &'a str, &'a str);

/// The parts that changes put in place of others.
type Put<'a> = BTreeMap<(&'static str, String, String), Option<Sum>>;

impl Sum {
    /// Of everything.
    pub fn of(contents: &Contents) -> Self {
        let mut sum = Self::default();
        for (key, value) in &contents.meta {
            sum.turn(pair("meta", key, value));
        }
        for row in &contents.acts {
            sum.turn(act(row));
            sum.turn(withdrawn(row.seq, row.withdrawn));
        }
        for row in &contents.reading {
            sum.turn(mark(row));
        }
        for (key, value) in &contents.place {
            sum.turn(pair("place", key, value));
        }
        sum
    }

    /// Of the contents this is the sum of, with some changes; `signed` where the program's version is among them.
    pub fn with(mut self, contents: &Contents, changes: &[Change], signed: bool) -> Self {
        let mut put = Put::new();
        for change in changes {
            match change {
                Change::Append(row) => {
                    put.insert(("acts", row.seq.to_string(), String::new()), Some(act(row)));
                    put.insert(
                        ("withdrawn", row.seq.to_string(), String::new()),
                        Some(withdrawn(row.seq, row.withdrawn)),
                    );
                }
                Change::SetWithdrawn { seq, withdrawn: is } => {
                    put.insert(("withdrawn", seq.to_string(), String::new()), Some(withdrawn(*seq, *is)));
                }
                Change::Reading(marks) => {
                    put.extend(
                        marks.iter().map(|row| (("reading", row.kind.clone(), row.id.clone()), Some(mark(row)))),
                    );
                }
                change => {
                    put.extend(change.pairs().into_iter().map(|(table, key, value)| {
                        let now = value.map(|value| pair(table, &key, &value));
                        ((table, key, String::new()), now)
                    }));
                }
            }
        }
        if signed {
            put.extend(
                signature()
                    .map(|(key, value)| (("meta", key.to_owned(), String::new()), Some(pair("meta", key, &value)))),
            );
        }
        for ((table, key, second), now) in put {
            if let Some(before) = before(contents, (table, &key, &second)) {
                self.turn(before);
            }
            if let Some(now) = now {
                self.turn(now);
            }
        }
        self
    }

    /// As it stands in the file.
    pub fn text(self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Adds what is not in it, takes out what is.
    fn turn(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(byte, other)| *byte ^= other);
    }
}

/// The part that is to be replaced.
fn before(contents: &Contents, (table, key, second): Part<'_>) -> Option<Sum> {
    match table {
        "meta" => contents.meta.get(key).map(|value| pair(table, key, value)),
        "place" => contents.place.get(key).map(|value| pair(table, key, value)),
        "reading" => {
            let at = contents.reading.binary_search_by(|row| (row.kind.as_str(), row.id.as_str()).cmp(&(key, second)));
            at.ok().map(|at| mark(&contents.reading[at]))
        }
        _ => {
            let seq = key.parse().ok()?;
            let at = contents.acts.binary_search_by_key(&seq, |row| row.seq).ok()?;
            let row = &contents.acts[at];
            Some(if table == "acts" { act(row) } else { withdrawn(seq, row.withdrawn) })
        }
    }
}

fn digest(fields: &[&str]) -> Sum {
    let mut digest = Sha256::new();
    for field in fields {
        // With their lengths, so that no two rows run together into the same.
        digest.update((field.len() as u64).to_be_bytes());
        digest.update(field.as_bytes());
    }
    Sum(digest.finalize().into())
}

fn pair(table: &str, key: &str, value: &str) -> Sum {
    digest(&[table, key, value])
}

fn mark(row: &ReadingMark) -> Sum {
    digest(&["reading", &row.kind, &row.id, &row.at.to_string(), &row.state])
}

fn withdrawn(seq: u64, withdrawn: bool) -> Sum {
    digest(&["withdrawn", &seq.to_string(), if withdrawn { "yes" } else { "no" }])
}

fn act(row: &ActRow) -> Sum {
    let said = row.payload.as_deref();
    let is_said = if said.is_some() { "said" } else { "left out" };
    let seq = row.seq.to_string();
    digest(&[
        "acts",
        &seq,
        &row.id,
        &row.at,
        &row.act,
        is_said,
        said.unwrap_or_default(),
        &row.payload_sha256,
        &row.prev,
    ])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::store::testing;

    fn change() -> impl Strategy<Value = Vec<Change>> {
        let seq = 1_u64..6;
        let one = prop_oneof![
            (seq, any::<bool>()).prop_map(|(seq, withdrawn)| Change::SetWithdrawn { seq, withdrawn }),
            proptest::option::of("[ab]").prop_map(Change::MemberName),
            ("[ab]", "[xy]").prop_map(|(key, value)| Change::Meta { key, value }),
            ("[ab]", "[xy]").prop_map(|(key, value)| Change::Place { key, value }),
            (1_u128..4).prop_map(|review| Change::Review(testing::meta(review, 2).review)),
            proptest::collection::vec(("[ab]", "[ab]", "[xy]"), 0..3).prop_map(|marks| {
                let mark = |(kind, id, state)| ReadingMark { kind, id, at: testing::now(), state };
                Change::Reading(marks.into_iter().map(mark).collect())
            }),
        ];
        proptest::collection::vec(one, 0..8)
    }

    proptest! {
        // Fails where what stood there before is not taken out.
        #[test]
        fn brought_up_to_date_it_is_the_sum_of_all(batches in proptest::collection::vec(change(), 0..6)) {
            let mut contents = Contents { meta: testing::meta(1, 2).to_map(), ..Contents::default() };
            let mut sum = Sum::of(&contents);
            for (at, mut batch) in batches.into_iter().enumerate() {
                let row = ActRow::from(&testing::entry(at as u64 + 1));
                batch.insert(batch.len() / 2, Change::Append(row));
                // An act that is not there cannot be withdrawn.
                let there = |seq: u64, before: &[Change]| {
                    seq <= at as u64 || before.iter().any(|change| matches!(change, Change::Append(row) if row.seq == seq))
                };
                let kept: Vec<Change> = (0..batch.len())
                    .filter(|&one| !matches!(batch[one], Change::SetWithdrawn { seq, .. } if !there(seq, &batch[..one])))
                    .map(|one| batch[one].clone())
                    .collect();
                sum = sum.with(&contents, &kept, false);
                kept.iter().for_each(|change| change.apply(&mut contents));
                prop_assert_eq!(sum, Sum::of(&contents));
            }
        }
    }
}
