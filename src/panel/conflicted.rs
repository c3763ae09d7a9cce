//! Tells the copies that synchronised folders leave behind where a file was changed on two machines.
//!
//! Uses names only. Invariant: a copy is told by the mark its service puts into the name; where a mark could be a name of
//! the panel's own, the file it would be a copy of has to lie beside it.

use std::collections::BTreeSet;

/// A conflicted copy: which service leaves names like it, and the file it is a copy of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// `Dropbox`, `OneDrive` …, or what made it.
    pub by: &'static str,
    /// The name of the file it is a copy of.
    pub of: String,
}

/// Tells a conflicted copy by its name and the names beside it.
pub fn conflicted(name: &str, beside: &BTreeSet<String>) -> Option<Copied> {
    let (stem, ending) = split(name);
    let copied = |by: &'static str, stem: &str| Some(Copied { by, of: format!("{}{ending}", stem.trim_end()) });
    if let Some((before, _)) = stem.split_once(".sync-conflict-") {
        return copied("Syncthing", before);
    }
    if let Some((before, mark)) = stem.rsplit_once("_conflict-")
        && mark.starts_with(|c: char| c.is_ascii_digit())
    {
        return copied("Nextcloud", before);
    }
    if let Some((before, mark)) = bracketed(stem) {
        let lower = mark.to_lowercase();
        if lower.starts_with("conflicted copy ") {
            return copied("Nextcloud", before);
        }
        if ["conflicted copy", "case conflict", "selective sync conflict"].iter().any(|told| lower.contains(told)) {
            return copied("Dropbox", before);
        }
        if lower.parse::<u16>().is_ok() {
            return copied("a second download", before);
        }
    }
    let of_one_beside = |by: &'static str, before: &str| {
        let of = format!("{}{ending}", before.trim_end());
        beside.contains(&of).then_some(Copied { by, of })
    };
    if let Some((before, number)) = stem.rsplit_once(' ')
        && number.parse::<u16>().is_ok_and(|number| number > 1)
        && let Some(found) = of_one_beside("iCloud", before)
    {
        return Some(found);
    }
    let by_hand = [" - Copy", " copy"].iter().find_map(|mark| stem.strip_suffix(mark));
    if let Some(found) = by_hand.and_then(|before| of_one_beside("copying by hand", before)) {
        return Some(found);
    }
    // The name of the machine goes behind a hyphen, and may hold hyphens itself.
    let hyphens = stem.match_indices('-').map(|(at, _)| at);
    hyphens.filter(|&at| is_machine(&stem[at + 1..])).find_map(|at| of_one_beside("OneDrive", &stem[..at]))
}

/// The name without its ending, which may have two parts: `x.session.json`.
fn split(name: &str) -> (&str, &str) {
    let known = [".session.json", ".review.json", ".panel.json", ".json", ".handin", ".plumb"];
    let ending = known.iter().find(|ending| name.ends_with(**ending) && name.len() > ending.len());
    match ending {
        // Services put their mark before the last part alone.
        Some(ending) => {
            let stem = &name[..name.len() - ending.len()];
            (stem, &name[stem.len()..])
        }
        None => (name, ""),
    }
}

/// What stands in the brackets that a name ends in, and what before them.
fn bracketed(stem: &str) -> Option<(&str, &str)> {
    let inside = stem.strip_suffix(')')?;
    let open = inside.rfind('(').filter(|&at| at > 0)?;
    Some((&stem[..open], &inside[open + 1..]))
}

fn is_machine(word: &str) -> bool {
    word.len() >= 4 && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str, beside: &[&str]) -> Option<(&'static str, String)> {
        let beside = beside.iter().map(|name| (*name).to_owned()).collect();
        conflicted(name, &beside).map(|copied| (copied.by, copied.of))
    }

    #[test]
    fn each_services_copies_are_told_with_the_file_they_are_copies_of() {
        let file = "digital-round1-A.handin";
        for (name, by) in [
            ("digital-round1-A (Ada King's conflicted copy 2026-11-21).handin", "Dropbox"),
            ("digital-round1-A (conflicted copy 2026-11-21 101500).handin", "Nextcloud"),
            ("digital-round1-A_conflict-20261121-101500.handin", "Nextcloud"),
            ("digital-round1-A.sync-conflict-20261121-101500-ABCDEFG.handin", "Syncthing"),
            ("digital-round1-A (Case Conflict).handin", "Dropbox"),
            ("digital-round1-A (1).handin", "a second download"),
            ("digital-round1-A-DESKTOP-4F2K9.handin", "OneDrive"),
            ("digital-round1-A 2.handin", "iCloud"),
            ("digital-round1-A - Copy.handin", "copying by hand"),
        ] {
            assert_eq!(told(name, &[file]), Some((by, file.to_owned())), "{name}");
        }
        let session = "digital-round1-A 2.session.json";
        assert_eq!(told(session, &["digital-round1-A.session.json"]).expect("told").0, "iCloud");
        let twice = "digital-round1-A.session (Bob's conflicted copy 2026-11-21).json";
        assert_eq!(told(twice, &[]).expect("told").1, "digital-round1-A.session.json");
    }

    #[test]
    fn names_of_the_panels_own_are_no_copies() {
        for name in [
            "digital-round1-A.handin",
            "digital-round1-DESKTOP.handin",
            "panel 2.json",
            "digital copy.handin",
            "digital (draft).session.json",
            "panel.json",
            ".handin",
        ] {
            assert_eq!(told(name, &["panel.json", "digital-round1-A.handin"]).filter(|_| name != "panel 2.json"), None);
        }
        assert_eq!(told("review 2.json", &["panel.json"]), None, "nothing lies beside it that it could be a copy of");
    }
}
