//! Whether a session holds together by itself, before it is held against its review.
//!
//! Uses model and `log`. Invariant: in a session without problems every key is given once, and
//! every quote and tag that is named is there.

use std::collections::HashSet;
use std::fmt::Display;
use std::hash::Hash;

use crate::document::error::Problems;
use crate::document::log::verify;
use crate::document::validate::Seen;
use crate::document::validate::hex_wanted;
use crate::document::validate::sha256_wanted;
use crate::document::validate::tree;
use crate::model::ids::QuoteId;
use crate::model::ids::TagId;
use crate::model::quote::Quote;
use crate::model::session::SessionFile;

/// What is wrong with a session, as far as it can be seen without its review.
pub fn session_problems(session: &SessionFile) -> Problems {
    let mut problems = Problems::default();
    let least = session.least_version();
    if session.version < least {
        let what = format!("version {} has not all fields that stand here; version {least} has", session.version);
        problems.add("version", what, format!("Write {least}, if the file is meant so."));
    }
    sha256_wanted(&session.review.digest, "review.digest", &mut problems);
    codebook(session, &mut problems);
    quotes(session, &mut problems);
    judgements(session, &mut problems);
    unique_keys(session, &mut problems);
    rounds(session, &mut problems);
    if let Some(log) = &session.log
        && let Err(broken) = verify(log)
    {
        problems.add(
            &broken.place,
            broken.what,
            "The log was changed after it was written: ask for the session again.",
        );
    }
    problems
}

fn codebook(session: &SessionFile, problems: &mut Problems) {
    tree("codebook", session.codebook.iter().map(|tag| (&tag.id, tag.parent.as_ref())), problems);
    let mut seen = Seen::with_capacity(9);
    for (at, tag) in session.codebook.iter().enumerate() {
        let Some(digit) = tag.digit else { continue };
        if !(1..=9).contains(&digit) {
            let what = format!("{digit} is not a digit from 1 to 9");
            problems.add(format_args!("codebook[{at}].digit"), what, "Put a digit from 1 to 9, or leave it out.");
        }
        seen.note(digit, "codebook", at, "digit", problems);
    }
}

fn quotes(session: &SessionFile, problems: &mut Problems) {
    let tags: HashSet<&TagId> = session.codebook.iter().map(|tag| &tag.id).collect();
    let mut seen = Seen::with_capacity(session.quotes.len());
    for (at, quote) in session.quotes.iter().enumerate() {
        seen.note(quote.id, "quotes", at, "id", problems);
        if quote.evidence.is_some() == quote.source.is_some() {
            let remedy = "Give either `evidence` or `source`, not both.";
            problems.add(format_args!("quotes[{at}]"), "it must say what text it is marked in", remedy);
        }
        selector(quote, at, problems);
        for (n, tag) in quote.tags.iter().enumerate().filter(|(_, tag)| !tags.contains(tag)) {
            let what = format!("`{tag}` is not in the codebook");
            problems.add(format_args!("quotes[{at}].tags[{n}]"), what, "Name a tag of `codebook`, or add it there.");
        }
        let mut filed = Seen::with_capacity(quote.filings.len());
        for (n, filing) in quote.filings.iter().enumerate() {
            filed.note(&filing.cell, &format!("quotes[{at}].filings"), n, "cell", problems);
        }
    }
}

fn selector(quote: &Quote, at: usize, problems: &mut Problems) {
    let selector = &quote.selector;
    let length = selector.exact.chars().count();
    let range = selector.end.checked_sub(selector.start);
    if range != Some(length) || length == 0 {
        let what =
            format!("the range {} to {} does not fit the {length} characters of `exact`", selector.start, selector.end);
        let remedy = "`end` is `start` and the number of characters, at least one.";
        problems.add(format_args!("quotes[{at}].selector"), what, remedy);
    }
    sha256_wanted(&selector.text_sha256, format_args!("quotes[{at}].selector.text_sha256"), problems);
}

fn judgements(session: &SessionFile, problems: &mut Problems) {
    let quotes: HashSet<&QuoteId> = session.quotes.iter().map(|quote| &quote.id).collect();
    for (at, entry) in session.ratings.iter().enumerate() {
        if entry.round == 0 {
            problems.add(format_args!("ratings[{at}].round"), "there is no round 0", "Rounds count from 1.");
        }
        for (n, quote) in entry.quotes.iter().enumerate().filter(|(_, quote)| !quotes.contains(quote)) {
            let what = format!("the session has no quote `{quote}`");
            let remedy = "Name one of `quotes`, or take it out.";
            problems.add(format_args!("ratings[{at}].quotes[{n}]"), what, remedy);
        }
    }
    let rated: HashSet<_> = session.ratings.iter().map(|entry| &entry.cell).collect();
    for (at, entry) in session.abstained.iter().enumerate().filter(|(_, entry)| rated.contains(&entry.cell)) {
        let what = format!("{} is rated and abstained from at once", entry.cell);
        problems.add(format_args!("abstained[{at}].cell"), what, "Keep the one that is meant.");
    }
    for (at, _) in session.overrides.iter().enumerate().filter(|(_, entry)| entry.reason.trim().is_empty()) {
        let what = "a judgement of one's own needs a reason";
        problems.add(format_args!("overrides[{at}].reason"), what, "Write why it differs from what the rule gives.");
    }
    for (at, _) in session.consensus.iter().enumerate().filter(|(_, entry)| entry.subject().is_none()) {
        let remedy = "Give either `cell` or `parent`, not both.";
        problems.add(format_args!("consensus[{at}]"), "it must name one thing that was agreed on", remedy);
    }
}

/// Rounds stand in order, and what was handed in is one answer to a question.
fn rounds(session: &SessionFile, problems: &mut Problems) {
    let mut last = 0;
    for (at, round) in session.rounds.iter().enumerate() {
        if round.n <= last {
            let what = format!("round {} stands behind round {last}", round.n);
            problems.add(format_args!("rounds[{at}].n"), what, "Put the rounds in order, each once, from 1.");
        }
        last = round.n;
        if round.handed.is_none() && round.opened.is_none() {
            let what = format!("round {} was neither handed in nor opened", round.n);
            problems.add(format_args!("rounds[{at}]"), what, "Take it out.");
        }
        let Some(handed) = &round.handed else { continue };
        let place = format!("rounds[{at}].handed");
        sha256_wanted(&handed.digest, format_args!("{place}.digest"), problems);
        hex_wanted(&handed.mac, "a MAC", format_args!("{place}.mac"), problems);
        if let Some(salt) = &handed.salt {
            hex_wanted(salt, "a salt", format_args!("{place}.salt"), problems);
        }
        once(&format!("{place}.ratings"), "cell", handed.ratings.iter().map(|entry| &entry.cell), problems);
        once(&format!("{place}.abstained"), "cell", handed.abstained.iter().map(|entry| &entry.cell), problems);
        once(&format!("{place}.overrides"), "parent", handed.overrides.iter().map(|entry| &entry.parent), problems);
        for entry in handed.abstained.iter().filter(|entry| handed.rating(&entry.cell).is_some()) {
            let what = format!("{} is rated and abstained from at once", entry.cell);
            problems.add(&place, what, "The file was changed after it was written: ask for it again.");
        }
    }
}

fn unique_keys(session: &SessionFile, problems: &mut Problems) {
    once("triage", "source", session.triage.iter().map(|entry| &entry.source), problems);
    once("ratings", "cell", session.ratings.iter().map(|entry| &entry.cell), problems);
    once("abstained", "cell", session.abstained.iter().map(|entry| &entry.cell), problems);
    once("overrides", "parent", session.overrides.iter().map(|entry| &entry.parent), problems);
    once("notes", "id", session.notes.iter().map(|note| note.id), problems);
    once("seen_published", "on", session.seen_published.iter().map(|seen| &seen.on), problems);
    pairs("summaries", session.summaries.iter().map(|summary| (&summary.source, &summary.cell)), problems);
    pairs("waivers", session.waivers.iter().map(|waiver| (&waiver.code, &waiver.place)), problems);
    let mut agreed = HashSet::new();
    for (at, entry) in session.consensus.iter().enumerate() {
        if let Some(subject) = entry.subject()
            && !agreed.insert(subject.clone())
        {
            problems.add(
                format_args!("consensus[{at}]"),
                format!("`{subject}` was agreed on before"),
                "Keep the last.",
            );
        }
    }
}

fn once<K: Eq + Hash + Display>(list: &str, field: &str, keys: impl Iterator<Item = K>, problems: &mut Problems) {
    let mut seen = HashSet::new();
    for (at, key) in keys.enumerate() {
        if seen.contains(&key) {
            let what = format!("`{key}` stands here again");
            problems.add(format_args!("{list}[{at}].{field}"), what, "Keep the one that is meant.");
        }
        seen.insert(key);
    }
}

fn pairs<A: Eq + Hash + Display, B: Eq + Hash + Display>(
    list: &str,
    keys: impl Iterator<Item = (A, B)>,
    problems: &mut Problems,
) {
    let mut seen = HashSet::new();
    for (at, pair) in keys.enumerate() {
        if seen.contains(&pair) {
            let what = format!("`{}` with `{}` stands here again", pair.0, pair.1);
            problems.add(format_args!("{list}[{at}]"), what, "Keep the one that is meant.");
        }
        seen.insert(pair);
    }
}
