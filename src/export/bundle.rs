//! What is published beside a report: the review, the ratings, dissent and passages, so that anyone can check and trace.
//!
//! Uses the session as it may leave. Invariants: no member can be told from it, not by an id that is used elsewhere
//! either; of confidential sources neither code nor name nor text is in it; it is valid as a whole.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io;

use serde_json::Value;
use uuid::Builder;
use uuid::Uuid;

use crate::document::canonical::sha256_hex;
use crate::document::digest::digest;
use crate::document::read::read_bundle;
use crate::document::write::to_bytes;
use crate::export::work::may_leave;
use crate::model::bundle::BUNDLE_FORMAT;
use crate::model::bundle::BUNDLE_VERSION;
use crate::model::bundle::Bundle;
use crate::model::catalog::Catalog;
use crate::model::ids::EvidenceId;
use crate::model::ids::SourceId;
use crate::model::moment::Moment;
use crate::model::review::Review;
use crate::model::session::MemberRef;
use crate::model::session::Override;
use crate::model::session::RatingEntry;
use crate::model::session::SessionFile;
use crate::review::gone::gone;
use crate::review::intake;
use crate::review::state::State;

/// What it cannot carry, in a sentence that begins with its name.
pub const LIMITS: &str = "bundle: ratings, reasons, dissent and passages without who gave them; notes, what was decided about \
                          sources, rounds and how it came about are not in it";

/// A bundle, and what had to be left out of it.
#[derive(Debug)]
pub struct Bundled {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// In sentences.
    pub left_out: Vec<String>,
}

/// Makes a bundle. `review` is the whole review.
///
/// # Errors
/// What cannot be put together: evidence that its file no longer gives, a bundle that is not valid as a whole.
pub fn bundle(review: &Review, catalog: &Catalog, session: &SessionFile) -> io::Result<Bundled> {
    let mut left_out = Vec::new();
    let (mut session, sealed) = may_leave(session, catalog);
    if let Some(round) = sealed {
        left_out.push(format!("round {round} is handed in and not opened: its ratings are left out"));
    }
    let mut review = review.clone();
    let hidden = hide(&mut review, &mut session, &mut left_out);
    without_names(&mut session, &review);
    let bundle = Bundle { format: BUNDLE_FORMAT.to_owned(), version: BUNDLE_VERSION, review, session };
    let mut value = serde_json::to_value(&bundle)?;
    rename(&mut value, &hidden);
    let mut bundle: Bundle = serde_json::from_value(value)?;
    let digest = digest(&bundle.review);
    bundle.session.review.digest.clone_from(&digest);
    let catalog = Catalog::new(bundle.review.clone(), digest);
    bundle.session.gone = gone(&State::from_file(&bundle.session), &catalog);
    bundle.session.rollup = intake::rollup_of(&bundle.session, &catalog);
    bundle.session.version = bundle.session.least_version();
    let bytes = to_bytes(&bundle)?;
    // What is published has to open for those who have nothing else.
    let read = read_bundle(&bytes, "the bundle").map_err(io::Error::other)?;
    intake::check(read.session, &catalog, "the bundle").map_err(io::Error::other)?;
    Ok(Bundled { bytes, left_out })
}

/// Takes out what was told in confidence; the codes that have to go, and what stands in their place.
fn hide(review: &mut Review, session: &mut SessionFile, left_out: &mut Vec<String>) -> BTreeMap<String, String> {
    let mut hidden = BTreeMap::new();
    let Review { sources, evidence, .. } = review;
    for source in sources.iter_mut() {
        if source.withdrawn {
            (source.text, source.original) = (None, None);
        }
        if source.confidential {
            hidden.insert(source.id.to_string(), format!("CONFIDENTIAL-{}", hidden.len() + 1));
            for spelling in std::mem::take(&mut source.aliases) {
                hidden.entry(spelling).or_insert_with(|| "CONFIDENTIAL".to_owned());
            }
            source.label = source.named_outside();
            (source.text, source.url, source.date, source.original) = (None, None, None, None);
            (source.locator, source.like) = (None, None);
            source.speakers.clear();
        }
    }
    let confidential = |id: &SourceId| hidden.contains_key(id.as_str());
    let before = evidence.len();
    let mut kept: BTreeSet<EvidenceId> = BTreeSet::new();
    evidence.retain_mut(|item| {
        item.filed_by = None;
        let open = !item.sources.iter().any(confidential);
        if open {
            kept.insert(item.id.clone());
        }
        open
    });
    if !hidden.is_empty() {
        let items = before - evidence.len();
        left_out.push(format!(
            "sources told in confidence are in it by their event only, and {items} items of them are not"
        ));
    }
    let before = session.quotes.len();
    session.quotes.retain(|quote| {
        let there = quote.evidence.as_ref().is_none_or(|id| kept.contains(id));
        !quote.lost && there && !quote.source.as_ref().is_some_and(confidential)
    });
    if session.quotes.len() < before {
        left_out.push(format!("{} passages, in confidence or without a place", before - session.quotes.len()));
    }
    hidden
}

/// Takes out of a session whatever tells whose it is.
fn without_names(session: &mut SessionFile, review: &Review) {
    session.member = MemberRef { id: id_of(&format!("{} bundle", review.id)), name: None };
    session.log = None;
    session.rounds.clear();
    session.notes.clear();
    session.summaries.clear();
    session.triage.clear();
    session.waivers.clear();
    session.seen_published.clear();
    only_agreed(session);
    // Ids and times that stand in the member's own session would lead back to it.
    let last = session.ratings.iter().map(|entry| entry.at).chain(session.consensus.iter().map(|one| one.at)).max();
    let last = last.unwrap_or(Moment::from_millis(0));
    let mut ids = BTreeMap::new();
    for (number, quote) in (1_usize..).zip(&mut session.quotes) {
        let id = id_of(&format!("{} passage {number}", review.id));
        ids.insert(std::mem::replace(&mut quote.id, id), id);
        (quote.note, quote.at) = (None, last);
    }
    for agreed in &mut session.consensus {
        (agreed.present, agreed.abstained, agreed.at) = (Vec::new(), Vec::new(), last);
        for (number, dissent) in (1..).zip(&mut agreed.dissent) {
            dissent.member = format!("member {number}");
        }
    }
    for rating in &mut session.ratings {
        rating.quotes = rating.quotes.iter().filter_map(|quote| ids.get(quote).copied()).collect();
        (rating.round, rating.at) = (1, last);
    }
    session.overrides.iter_mut().for_each(|own| own.at = last);
    session.abstained.iter_mut().for_each(|entry| entry.at = last);
}

/// Where a panel agreed, what it agreed and nothing of what a member gave.
fn only_agreed(session: &mut SessionFile) {
    if session.consensus.is_empty() {
        return;
    }
    let own = std::mem::take(&mut session.ratings);
    session.overrides.clear();
    session.abstained.clear();
    for agreed in &session.consensus {
        if let Some(cell) = &agreed.cell {
            let before = own.iter().find(|entry| entry.cell == *cell && entry.rating == agreed.rating);
            session.ratings.push(RatingEntry {
                cell: cell.clone(),
                rating: agreed.rating,
                reason: Some(agreed.reason.clone()),
                quotes: before.map(|entry| entry.quotes.clone()).unwrap_or_default(),
                round: 1,
                published_seen: false,
                unconfirmed: false,
                at: agreed.at,
            });
        }
        if let Some(parent) = &agreed.parent {
            let (parent, rating, reason, at) = (parent.clone(), agreed.rating, agreed.reason.clone(), agreed.at);
            session.overrides.push(Override { parent, rating, reason, at });
        }
    }
}

/// An id that follows from a text.
fn id_of(text: &str) -> Uuid {
    let digest = sha256_hex(text.as_bytes());
    let mut bytes = [0_u8; 16];
    for (byte, pair) in bytes.iter_mut().zip(digest.as_bytes().chunks(2)) {
        *byte = std::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok()).unwrap_or_default();
    }
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// Puts other codes in the place of those that have to go, wherever one stands.
fn rename(value: &mut Value, hidden: &BTreeMap<String, String>) {
    if hidden.is_empty() {
        return;
    }
    match value {
        Value::String(text) => {
            for (code, other) in hidden.iter().filter(|(code, _)| code.len() > 3) {
                if text.contains(code.as_str()) {
                    *text = text.replace(code.as_str(), other);
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| rename(value, hidden)),
        Value::Object(fields) => fields.iter_mut().for_each(|(_, value)| rename(value, hidden)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::fixture::agree;
    use crate::export::fixture::worked;
    use crate::model::rating::Rating;

    fn of(ws: &crate::review::workspace::Workspace) -> Bundled {
        let mut file = ws.to_file(true, true);
        for quote in &mut file.quotes {
            let item = quote.evidence.as_ref().and_then(|id| ws.catalog().evidence(id)).expect("an item");
            quote.selector.text_sha256 = sha256_hex(item.text.as_bytes());
        }
        bundle(ws.catalog().review(), ws.catalog(), &file).expect("makes it")
    }

    #[test]
    fn it_is_read_back_as_a_whole_and_names_nobody() {
        let mut ws = worked(|_| ());
        agree(&mut ws, "1A", Rating::Good);
        let bundled = of(&ws);
        let text = String::from_utf8(bundled.bytes.clone()).expect("UTF-8");
        assert!(!text.contains(&ws.member().id.to_string()), "an id that is used elsewhere");
        let read = read_bundle(&bundled.bytes, "b").expect("reads");
        assert_eq!(read.session.quotes.len(), 2);
        assert_eq!(read.session.consensus[0].dissent[0].member, "member 1");
        assert!(read.session.consensus[0].present.is_empty() && read.session.log.is_none());
        assert!(!text.contains("The money ended."), "what a member gave where the panel agreed");
        for quote in &ws.state().quotes {
            assert!(!text.contains(&quote.id.to_string()), "an id of a passage that leads back");
        }
        assert_eq!(of(&ws).bytes, bundled.bytes, "equal sessions, equal bytes");
    }

    #[test]
    fn what_was_told_in_confidence_is_in_it_by_its_event_only() {
        let ws = worked(|review| {
            for source in &mut review.sources {
                source.confidential = true;
                source.label = "Somebody in particular".to_owned();
                source.aliases = vec!["DHS-0007".to_owned()];
            }
        });
        let bundled = of(&ws);
        let text = String::from_utf8(bundled.bytes.clone()).expect("UTF-8");
        assert!(!text.contains("Somebody in particular"));
        assert!(!text.contains("DHS0007") && !text.contains("DHS-0007"), "no code");
        assert!(text.contains("CONFIDENTIAL-1"));
        assert!(bundled.left_out[0].contains("told in confidence"), "{:?}", bundled.left_out);
        read_bundle(&bundled.bytes, "b").expect("reads");
    }
}
