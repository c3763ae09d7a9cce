//! One item from two, and two from one: texts, and the places of markers in them.

use crate::model::evidence::Evidence;
use crate::model::evidence::FootnoteRef;
use crate::model::ids::EvidenceId;
use crate::review::editing::Refused;

/// Splits an item before a scalar value; white space at the cut is dropped. A marker that stands at the end of the
/// first part stays with it. The ratings an item states stay with both parts, so that neither shows one too early.
pub fn split(item: &Evidence, at: usize, new: EvidenceId) -> Result<(Evidence, Evidence), Refused> {
    let byte = item.text.char_indices().nth(at).map_or(item.text.len(), |(byte, _)| byte);
    let (before, after) = item.text.split_at(byte);
    let (first, second) = (before.trim_end(), after.trim_start());
    if first.is_empty() || second.is_empty() {
        return Err(Refused::because("Put the cursor where the second item is to begin: Down, then w by word."));
    }
    let first_len = first.chars().count();
    let dropped = at + after.chars().count() - second.chars().count();
    let stays = |reference: &&FootnoteRef| reference.at < at || reference.at <= first_len;
    let (ours, theirs): (Vec<&FootnoteRef>, Vec<&FootnoteRef>) = item.refs.iter().partition(stays);
    let ours = ours.into_iter().map(|reference| FootnoteRef { at: reference.at.min(first_len), ..*reference });
    let theirs =
        theirs.into_iter().map(|reference| FootnoteRef { at: reference.at.saturating_sub(dropped), ..*reference });
    Ok((
        Evidence { text: first.to_owned(), refs: ours.collect(), ..item.clone() },
        Evidence { id: new, text: second.to_owned(), refs: theirs.collect(), ..item.clone() },
    ))
}

/// Joins two items: one after the other, filed where either was, from both's sources.
pub fn joined(first: &Evidence, second: &Evidence) -> Result<Evidence, Refused> {
    if let (Some(one), Some(other)) = (&first.speaker, &second.speaker)
        && one != other
    {
        let why = format!("{} and {} have two speakers: take one off first.", first.id, second.id);
        return Err(Refused::because(why));
    }
    // Parts of one paragraph go on in their line.
    let one_paragraph = first.line == second.line && first.locator == second.locator;
    let between = if one_paragraph { " " } else { "\n" };
    let text = format!("{}{between}{}", first.text, second.text);
    let shift = first.text.chars().count() + 1;
    let moved = second.refs.iter().map(|reference| FootnoteRef { at: reference.at + shift, ..*reference });
    let note = match (&first.note, &second.note) {
        (Some(one), Some(other)) if one != other => Some(format!("{one} {other}")),
        (one, other) => one.clone().or_else(|| other.clone()),
    };
    Ok(Evidence {
        text,
        refs: first.refs.iter().cloned().chain(moved).collect(),
        cells: union(&first.cells, &second.cells),
        sources: union(&first.sources, &second.sources),
        speaker: first.speaker.clone().or_else(|| second.speaker.clone()),
        rates: union(&first.rates, &second.rates),
        note,
        ..first.clone()
    })
}

fn union<T: Clone + PartialEq>(one: &[T], other: &[T]) -> Vec<T> {
    let mut all = one.to_vec();
    all.extend(other.iter().filter(|value| !one.contains(value)).cloned());
    all
}
