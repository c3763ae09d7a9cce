//! Which sources another edition of a review added, corrected or took back.
//!
//! A session keeps a short digest of each source of the edition it was last opened with ([`noted`]); what the next one
//! has is held against it. Uses the model and `document`'s digests. Invariant: a source that says the same is not told.

use std::collections::BTreeMap;

use crate::document::canonical::sha256_hex;
use crate::model::review::Review;
use crate::model::source::Source;
use crate::model::source::SourceKind;

/// Key of a session's `meta` for what [`noted`] gives.
pub const SOURCES: &str = "sources";
/// Letters of a digest that are kept.
const SHORT: usize = 16;

/// What another edition means for the sources.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceChange {
    /// Sources that were not there.
    pub added: Vec<Source>,
    /// Sources whose text is another.
    pub corrected: Vec<Source>,
    /// Sources taken back, and those no longer listed.
    pub withdrawn: usize,
}

/// What a session notes of an edition's sources: a JSON object of short digests by code.
pub fn noted(review: &Review) -> String {
    let digests: BTreeMap<&str, String> =
        review.sources.iter().map(|source| (source.id.as_str(), digest_of(source))).collect();
    serde_json::to_string(&digests).expect("keys are strings")
}

/// A digest of a source's text; of one taken back or without text, a word that says so.
fn digest_of(source: &Source) -> String {
    match &source.text {
        _ if source.withdrawn => "withdrawn".to_owned(),
        None => "listed".to_owned(),
        Some(text) => sha256_hex(text.as_bytes())[..SHORT].to_owned(),
    }
}

/// What changed since a session noted an edition's sources; nothing where that cannot be read.
pub fn compare(before: &str, review: &Review) -> SourceChange {
    let Ok(mut before) = serde_json::from_str::<BTreeMap<String, String>>(before) else {
        return SourceChange::default();
    };
    let mut change = SourceChange::default();
    for source in &review.sources {
        let now = digest_of(source);
        match before.remove(source.id.as_str()).or_else(|| under_its_old_code(source, &mut before, review)) {
            None if source.withdrawn => {}
            None => change.added.push(about(source)),
            Some(was) if was == now => {}
            Some(_) if source.withdrawn => change.withdrawn += 1,
            Some(was) if was == "listed" || was == "withdrawn" => change.added.push(about(source)),
            Some(_) => change.corrected.push(about(source)),
        }
    }
    change.withdrawn += before.values().filter(|was| *was != "withdrawn").count();
    change
}

/// What was noted of a source whose code was put right since: the old one is a spelling of it, and no other source's.
fn under_its_old_code(source: &Source, before: &mut BTreeMap<String, String>, review: &Review) -> Option<String> {
    let free = |alias: &&String| review.sources.iter().all(|other| other.id.as_str() != alias.as_str());
    source.aliases.iter().filter(free).find_map(|alias| before.remove(alias))
}

/// A source without its text, which may be long.
fn about(source: &Source) -> Source {
    Source {
        aliases: source.aliases.clone(),
        group: source.group.clone(),
        ..Source::new(source.id.clone(), source.kind, source.label.clone())
    }
}

impl SourceChange {
    /// "1 submission added, 1 corrected"; nothing where nothing changed.
    pub fn told(&self) -> Option<String> {
        let mut parts = Vec::new();
        let submissions = |list: &[Source]| list.iter().all(|source| source.kind == SourceKind::Submission);
        let noun = if submissions(&self.added) && submissions(&self.corrected) { "submission" } else { "source" };
        for (count, what) in
            [(self.added.len(), "added"), (self.corrected.len(), "corrected"), (self.withdrawn, "withdrawn")]
        {
            let noun = match (count, parts.is_empty()) {
                (0, _) => continue,
                (_, false) => String::new(),
                (1, true) => format!("{noun} "),
                (_, true) => format!("{noun}s "),
            };
            parts.push(format!("{count} {noun}{what}"));
        }
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::fixture;

    fn review() -> Review {
        let mut review = fixture::review();
        review.sources = ["S1", "S2", "S3"]
            .map(|id| Source {
                text: Some(format!("text of {id}")),
                ..Source::new(id.into(), SourceKind::Submission, id.to_owned())
            })
            .to_vec();
        review
    }

    #[test]
    fn what_was_added_corrected_and_withdrawn_is_told() {
        let before = noted(&review());
        let mut now = review();
        now.sources[0].text = Some("other words".to_owned());
        now.sources[1].text = None;
        now.sources[1].withdrawn = true;
        now.sources.push(Source::new("S4".into(), SourceKind::Submission, "New".to_owned()));
        let change = compare(&before, &now);
        assert_eq!(change.told().as_deref(), Some("1 submission added, 1 corrected, 1 withdrawn"));
        assert_eq!(compare(&noted(&now), &now).told(), None);
    }

    #[test]
    fn a_code_that_is_put_right_makes_no_other_source() {
        let mut now = review();
        now.sources[0].id = "S9".into();
        now.sources[0].aliases.push("S1".to_owned());
        assert_eq!(compare(&noted(&review()), &now).told(), None);
        now.sources[0].text = Some("other words".to_owned());
        assert_eq!(compare(&noted(&review()), &now).told().as_deref(), Some("1 submission corrected"));
    }

    #[test]
    fn a_name_that_is_corrected_is_no_other_text_and_what_cannot_be_read_tells_nothing() {
        let mut now = review();
        now.sources[0].label = "Another name".to_owned();
        assert_eq!(compare(&noted(&review()), &now), SourceChange::default());
        assert_eq!(compare("not JSON", &now).told(), None);
    }
}
