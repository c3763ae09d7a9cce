//! What another edition of a review did to the evidence: items added, reworded, moved, otherwise corrected, taken out.
//!
//! A session keeps short digests of each item of the edition it was last opened with ([`noted`]); what the next one has is
//! held against them. Uses the model and `document`'s digests. Invariant: an item that says the same is not told, and
//! where nothing was kept nothing is said.

use std::collections::BTreeMap;

use crate::document::canonical::sha256_hex;
use crate::model::evidence::Evidence;
use crate::model::items::Items;

/// Key of a session's `meta` for what [`noted`] gives.
pub const EVIDENCE: &str = "evidence";
/// Letters of a digest that are kept.
const SHORT: usize = 12;

/// What another edition means for the evidence, in numbers of items.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct EvidenceChange {
    /// Passages the secretariat filed that are new.
    pub passages: usize,
    /// Other items that are new.
    pub added: usize,
    /// Items whose words are others.
    pub reworded: usize,
    /// Items that stand under another question.
    pub moved: usize,
    /// Items of which something else is another: kind, sources, speaker, notes.
    pub corrected: usize,
    /// Items that are no longer there.
    pub removed: usize,
}

/// Of more items than this a session notes nothing: the note would be larger than the session, and take longer to make
/// than a member waits for a review to open.
const NOTED: usize = 20_000;

/// What a session notes of an edition's evidence: a JSON object of digests by key, of words, places and the rest.
pub fn noted(items: Items<'_>) -> Option<String> {
    let walked = (items.len() <= NOTED).then(|| items.walk())?;
    let digests: BTreeMap<String, [String; 3]> = walked.map(|item| (item.id.0.clone(), digests_of(&item))).collect();
    Some(serde_json::to_string(&digests).expect("keys are strings"))
}

fn digests_of(item: &Evidence) -> [String; 3] {
    let short = |bytes: &[u8]| sha256_hex(bytes)[..SHORT].to_owned();
    let places = serde_json::to_vec(&item.cells).expect("keys are strings");
    let numbers: Vec<u32> = item.refs.iter().map(|reference| reference.footnote).collect();
    let rest = (item.kind, &item.sources, &item.speaker, numbers, &item.rates, &item.locator, &item.note);
    [short(item.text.as_bytes()), short(&places), short(&serde_json::to_vec(&rest).expect("keys are strings"))]
}

/// What changed since a session noted an edition's evidence; nothing where that cannot be read.
pub fn compare(before: &str, items: Items<'_>) -> EvidenceChange {
    let mut change = EvidenceChange::default();
    if items.len() > NOTED {
        return change;
    }
    let Ok(mut before) = serde_json::from_str::<BTreeMap<String, [String; 3]>>(before) else {
        return change;
    };
    for item in items.walk() {
        let [text, places, rest] = digests_of(&item);
        let count = match before.remove(item.id.as_str()) {
            None if item.filed_by.is_some() => &mut change.passages,
            None => &mut change.added,
            Some([was, _, _]) if was != text => &mut change.reworded,
            Some([_, was, _]) if was != places => &mut change.moved,
            Some([_, _, was]) if was != rest => &mut change.corrected,
            Some(_) => continue,
        };
        *count += 1;
    }
    change.removed = before.len();
    change
}

impl EvidenceChange {
    /// "1 passage added as evidence, 1 item moved"; nothing where nothing changed.
    pub fn told(&self) -> Option<String> {
        let mut parts = Vec::new();
        if self.passages > 0 {
            parts.push(format!("{} added as evidence", counted(self.passages, "passage")));
        }
        let mut named = false;
        for (count, what) in [
            (self.added, "added"),
            (self.reworded, "reworded"),
            (self.moved, "moved"),
            (self.corrected, "corrected"),
            (self.removed, "taken out"),
        ] {
            if count > 0 {
                let items = if named { count.to_string() } else { counted(count, "item") };
                parts.push(format!("{items} {what}"));
                named = true;
            }
        }
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

fn counted(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::fixture;

    #[test]
    fn what_was_added_reworded_moved_corrected_and_taken_out_is_told() {
        let first = fixture::review();
        let before = noted(Items::held(&first.evidence)).expect("few items");
        let mut now = fixture::review();
        let filed = Evidence { id: "new1".into(), filed_by: Some("Clerk".to_owned()), ..now.evidence[0].clone() };
        let other = Evidence { id: "new2".into(), filed_by: None, ..now.evidence[0].clone() };
        now.evidence[0].text.push_str(" So it is.");
        now.evidence[1].cells.clear();
        now.evidence[2].sources.clear();
        now.evidence[2].speaker = None;
        now.evidence[2].locator = Some("elsewhere".to_owned());
        now.evidence.remove(3);
        now.evidence.extend([filed, other]);
        let told = compare(&before, Items::held(&now.evidence)).told();
        let all = "1 passage added as evidence, 1 item added, 1 reworded, 1 moved, 1 corrected, 1 taken out";
        assert_eq!(told.as_deref(), Some(all));
        assert_eq!(
            compare(&noted(Items::held(&now.evidence)).expect("few items"), Items::held(&now.evidence)).told(),
            None
        );
    }

    #[test]
    fn what_cannot_be_read_tells_nothing() {
        assert_eq!(compare("not JSON", Items::held(&fixture::review().evidence)), EvidenceChange::default());
    }
}
