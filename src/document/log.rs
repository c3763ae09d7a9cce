//! The log of a session as a chain: each entry holds the digest of the one before.
//!
//! Uses `canonical` and model. Invariant: an entry that is changed, moved or taken out breaks the
//! chain after it. That shows accidents and hasty edits; it does not stop someone who rewrites the
//! whole log.

use serde_json::Value;
use serde_json::json;

use crate::document::canonical::sha256_hex;
use crate::document::canonical::sha256_of;
use crate::model::act::Act;
use crate::model::ids::ActId;
use crate::model::moment::Moment;
use crate::model::session::LogEntry;

/// The end of a log: what the next entry is chained to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tip {
    /// `seq` of the last entry, 0 where there is none.
    pub seq: u64,
    /// Digest of the last entry; of nothing where there is none.
    pub digest: String,
}

impl Tip {
    /// The end of an empty log.
    pub fn start() -> Self {
        Self { seq: 0, digest: sha256_hex(b"") }
    }

    /// The end of a log whose last entry is this.
    pub fn after(entry: &LogEntry) -> Self {
        Self { seq: entry.seq, digest: entry_digest(entry) }
    }
}

/// Where a log is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {what}")]
pub struct BrokenLog {
    /// Place of the first entry that does not fit: `log[3].prev`.
    pub place: String,
    /// What does not fit.
    pub what: String,
}

/// Writes an act as the next entry of a log.
pub fn seal(tip: &Tip, id: ActId, at: Moment, act: &Act) -> LogEntry {
    let payload = payload_of(act);
    LogEntry {
        id,
        seq: tip.seq + 1,
        at,
        act: act.kind().to_owned(),
        payload_sha256: sha256_of(&payload),
        payload: Some(payload),
        withdrawn: false,
        prev: tip.digest.clone(),
    }
}

/// What an act says, without its kind.
pub fn payload_of(act: &Act) -> Value {
    let mut value = serde_json::to_value(act).expect("the model's keys are strings and its numbers finite");
    value.get_mut("payload").map(Value::take).unwrap_or_default()
}

/// The act an entry records; `None` where it was left out because it was withdrawn.
///
/// # Errors
/// What the reader refused, if the payload is not that of such an act.
pub fn act_of(entry: &LogEntry) -> Result<Option<Act>, serde_json::Error> {
    let Some(payload) = &entry.payload else { return Ok(None) };
    serde_json::from_value(json!({"act": entry.act, "payload": payload})).map(Some)
}

/// The digest that the next entry is chained to. Whether an entry is withdrawn may change later,
/// and its payload be left out, so only the payload's digest counts.
pub fn entry_digest(entry: &LogEntry) -> String {
    sha256_of(&json!({
        "id": entry.id,
        "seq": entry.seq,
        "at": entry.at,
        "act": entry.act,
        "payload_sha256": entry.payload_sha256,
        "prev": entry.prev,
    }))
}

/// Checks a whole log: numbers, chain, payloads.
///
/// # Errors
/// The first place that does not fit.
pub fn verify(log: &[LogEntry]) -> Result<(), BrokenLog> {
    let mut tip = Tip::start();
    let mut ids = std::collections::HashSet::with_capacity(log.len());
    for (at, entry) in log.iter().enumerate() {
        let broken = |field: &str, what: String| Err(BrokenLog { place: format!("log[{at}].{field}"), what });
        if entry.seq != tip.seq + 1 {
            return broken("seq", format!("entry {} follows entry {}", entry.seq, tip.seq));
        }
        if !ids.insert(entry.id) {
            return broken("id", format!("`{}` stands twice in the log", entry.id));
        }
        if entry.prev != tip.digest {
            return broken("prev", format!("entry {} does not follow from the entry before it", entry.seq));
        }
        match &entry.payload {
            None if entry.withdrawn => {}
            None => return broken("payload", format!("what entry {} says is missing", entry.seq)),
            Some(payload) if sha256_of(payload) != entry.payload_sha256 => {
                return broken("payload", format!("what entry {} says was changed", entry.seq));
            }
            Some(_) => {
                if let Err(error) = act_of(entry) {
                    return broken("payload", format!("entry {} is not an act: {error}", entry.seq));
                }
            }
        }
        tip = Tip::after(entry);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::fixture::log;
    use crate::document::fixture::session;

    #[test]
    fn a_log_written_entry_by_entry_holds() {
        assert_eq!(verify(&log()), Ok(()));
        assert_eq!(verify(&[]), Ok(()));
    }

    #[test]
    fn the_acts_come_back_out_of_the_log() {
        let acts: Vec<Act> = log().iter().map(|entry| act_of(entry).expect("reads").expect("there")).collect();
        assert_eq!(acts, crate::document::fixture::acts());
    }

    #[test]
    fn every_change_of_a_log_shows() {
        type Change = fn(&mut Vec<LogEntry>);
        let changes: [(&str, Change); 8] = [
            ("log[1].prev", |log| log[0].at = Moment::from_millis(0)),
            ("log[1].prev", |log| log[0].id = uuid::Uuid::from_u128(99)),
            ("log[1].seq", |log| drop(log.remove(1))),
            ("log[0].seq", |log| log.swap(0, 1)),
            ("log[1].payload", |log| log[1].payload = Some(serde_json::json!({"cell": "1A"}))),
            ("log[1].payload", |log| log[1].payload = None),
            ("log[2].prev", |log| {
                log[1].payload_sha256 = {
                    log[1].withdrawn = true;
                    log[1].payload = None;
                    sha256_hex(b"x")
                }
            }),
            ("log[1].id", |log| log[1].id = log[0].id),
        ];
        for (place, change) in changes {
            let mut log = log();
            change(&mut log);
            assert_eq!(verify(&log).expect_err(place).place, place);
        }
    }

    #[test]
    fn a_withdrawn_entry_may_leave_out_what_it_said() {
        let mut log = log();
        log[1].withdrawn = true;
        log[1].payload = None;
        assert_eq!(verify(&log), Ok(()));
    }

    #[test]
    fn an_entry_that_is_no_act_is_named_even_where_its_digest_fits() {
        let mut log = log();
        log.truncate(1);
        log[0].payload = Some(serde_json::json!({"cell": "1A", "made_up": true}));
        log[0].payload_sha256 = sha256_of(log[0].payload.as_ref().expect("there"));
        assert!(verify(&log).expect_err("refused").what.contains("is not an act"));
        assert!(session().log.is_some());
    }
}
