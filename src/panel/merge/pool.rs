//! All that several sessions of one member say, by item.
//!
//! Uses the model as JSON, so that no list can be forgotten. Invariant: what is in the pool, and what comes out, depends on
//! which sessions went in and not on their order or number.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use serde_json::Value;
use serde_json::json;

use crate::document::canonical::canonical;
use crate::model::catalog::Catalog;
use crate::model::session::LogEntry;
use crate::model::session::SessionFile;
use crate::panel::merge::Conflict;
use crate::panel::merge::MemberReport;
use crate::panel::merge::Part;
use crate::panel::merge::Refused;
use crate::review::gone::gone;
use crate::review::intake;
use crate::review::intake::rollup_of;
use crate::review::state::State;

/// What it means that two sessions say different things of one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Clash {
    /// The member decided twice; one of the two is to be chosen.
    Conflict,
    /// One id stands for two things, which cannot be.
    Refused,
}

/// A list of a session: its name, what its items are called, the fields that name one, and what a difference means.
struct List {
    name: &'static str,
    word: &'static str,
    keys: &'static [&'static str],
    clash: Clash,
}

const fn list(name: &'static str, word: &'static str, keys: &'static [&'static str], clash: Clash) -> List {
    List { name, word, keys, clash }
}

const LISTS: [List; 12] = [
    list("codebook", "tag", &["id"], Clash::Refused),
    list("triage", "decision about", &["source"], Clash::Conflict),
    list("quotes", "passage", &["id"], Clash::Refused),
    // An answer is one thing, whether it is a rating or an abstention.
    list("ratings", "answer to", &["cell"], Clash::Conflict),
    list("abstained", "answer to", &["cell"], Clash::Conflict),
    list("overrides", "own judgement of", &["parent"], Clash::Conflict),
    list("notes", "note", &["id"], Clash::Refused),
    list("summaries", "summary of", &["source", "cell"], Clash::Conflict),
    list("waivers", "finding let stand", &["code", "place"], Clash::Conflict),
    list("consensus", "agreement on", &["cell", "parent"], Clash::Conflict),
    list("seen_published", "look at what was published on", &["on"], Clash::Conflict),
    list("rounds", "round", &["n"], Clash::Refused),
];

/// An item: what it is called, and its key. Items called alike are alternatives.
type Item = (String, String);

/// What is said of one item: each variant once, with the files it stands in.
type Variants = BTreeMap<Vec<u8>, Said>;

#[derive(Debug)]
struct Said {
    list: &'static str,
    value: Value,
    files: BTreeSet<String>,
}

/// Several sessions of one member.
pub(super) struct Pool {
    parts: Vec<Part>,
    /// How many sessions others go on from.
    older: usize,
    items: BTreeMap<Item, Variants>,
    clashes: BTreeMap<Item, Clash>,
}

impl Pool {
    /// The sessions of one member; at least one.
    pub fn of(parts: Vec<Part>) -> Self {
        let all = parts.len();
        let parts = newest(parts);
        let mut pool = Self { older: all - parts.len(), parts, items: BTreeMap::new(), clashes: BTreeMap::new() };
        let stage = pool.parts.iter().map(|part| stage(&part.session)).max().unwrap_or(0);
        for part in pool.parts.clone() {
            pool.add(&part, stage);
        }
        pool
    }

    fn add(&mut self, part: &Part, stage_at_hand: u32) {
        let value = json!(part.session);
        // What was answered in an earlier round stands in that round; what counts now is said in the latest.
        let behind = stage(&part.session) < stage_at_hand;
        for list in &LISTS {
            if behind && matches!(list.name, "ratings" | "abstained" | "overrides") {
                continue;
            }
            for entry in value[list.name].as_array().into_iter().flatten() {
                let key: Vec<String> = list.keys.iter().filter_map(|key| entry.get(*key)).map(plain).collect();
                let item = (list.word.to_owned(), key.join(", "));
                let kept = self.items.entry(item.clone()).or_default();
                let said = kept.entry(canonical(&compared(list.name, entry))).or_insert_with(|| Said {
                    list: list.name,
                    value: entry.clone(),
                    files: BTreeSet::new(),
                });
                said.files.insert(part.name.clone());
                said.value = joined(list.name, &said.value, entry);
                self.clashes.insert(item, list.clash);
            }
        }
    }

    fn differing(&self, clash: Clash) -> impl Iterator<Item = Conflict> {
        let of_kind = self.items.iter().filter(move |(item, said)| said.len() > 1 && self.clashes[item] == clash);
        of_kind.map(|((word, key), variants)| Conflict {
            what: format!("{word} {key}"),
            said: variants
                .values()
                .map(|said| (shown(&said.value), said.files.iter().cloned().collect::<Vec<_>>().join(", ")))
                .collect(),
        })
    }

    /// What was taken, equal and conflicting.
    pub fn report(&self, letter: &str) -> MemberReport {
        let same = self.items.values().filter(|variants| variants.len() == 1);
        let files = same.filter_map(|variants| variants.values().next()).map(|said| said.files.len());
        let equal = files.clone().filter(|count| *count > 1).count();
        let mut conflicting: Vec<Conflict> = self.differing(Clash::Conflict).collect();
        conflicting.extend(self.rules());
        MemberReport {
            letter: letter.to_owned(),
            parts: self.parts.len() + self.older,
            older: self.older,
            taken: files.count() - equal,
            equal,
            conflicting,
        }
    }

    /// The roll-up rule, where sessions use different ones.
    fn rules(&self) -> Option<Conflict> {
        let mut said: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for part in &self.parts {
            let settings = &part.session.settings;
            let rule = shown(&json!({"rule": settings.rule, "thresholds": settings.thresholds}));
            said.entry(rule).or_default().insert(part.name.clone());
        }
        let files = |files: BTreeSet<String>| files.into_iter().collect::<Vec<_>>().join(", ");
        let differ = said.len() > 1;
        let said = said.into_iter().map(|(rule, names)| (rule, files(names))).collect();
        differ.then(|| Conflict { what: "the roll-up rule".to_owned(), said })
    }

    /// Ids that stand for two things, with both shown.
    pub fn refused(&self) -> Vec<Refused> {
        let twice = self.differing(Clash::Refused).map(|Conflict { what, said }| {
            let both: Vec<String> = said.iter().map(|(text, file)| format!("{text} ({file})")).collect();
            let names: Vec<&str> = said.iter().map(|(_, file)| file.as_str()).collect();
            let why = format!("{what} is one id with two contents: {}", both.join(" and "));
            Refused { name: names.join(" and "), why }
        });
        twice.chain(self.acts()).collect()
    }

    /// Acts of the logs that bear one id and say two things.
    fn acts(&self) -> Vec<Refused> {
        let mut said: BTreeMap<uuid::Uuid, BTreeMap<(&str, &str), BTreeSet<&str>>> = BTreeMap::new();
        for part in &self.parts {
            for LogEntry { id, act, payload_sha256, .. } in part.session.log.iter().flatten() {
                said.entry(*id).or_default().entry((act, payload_sha256)).or_default().insert(&part.name);
            }
        }
        let twice = said.into_iter().filter(|(_, variants)| variants.len() > 1);
        twice
            .map(|(id, variants)| {
                let names: BTreeSet<&str> = variants.values().flatten().copied().collect();
                let both: Vec<String> =
                    variants.iter().map(|((act, sha), _)| format!("{act} {}", &sha[..sha.len().min(8)])).collect();
                Refused {
                    name: names.into_iter().collect::<Vec<_>>().join(" and "),
                    why: format!("act {id} is one id with two contents: {}", both.join(" and ")),
                }
            })
            .collect()
    }

    /// The session that says all of it; nothing where anything differs, and why not where it would not hold together.
    pub fn session(&self, catalog: &Catalog) -> Option<Result<SessionFile, String>> {
        let differs = self.items.values().any(|variants| variants.len() > 1) || !self.acts().is_empty();
        if differs || self.rules().is_some() {
            return None;
        }
        let first = &self.parts.first()?.session;
        if self.parts.iter().all(|part| &part.session == first) {
            return Some(Ok(first.clone()));
        }
        Some(self.joined(catalog))
    }

    fn joined(&self, catalog: &Catalog) -> Result<SessionFile, String> {
        let fail = |error: &dyn std::fmt::Display| format!("what they say together does not hold: {error}");
        // Of what is no list, the session whose form comes first in order gives what all have in common.
        let first = self.parts.iter().map(|part| &part.session).min_by_key(|session| canonical(&json!(session)));
        let mut value = json!(first);
        for list in &LISTS {
            value[list.name] = json!([]);
        }
        for said in self.items.values().flat_map(BTreeMap::values) {
            if let Some(entries) = value[said.list].as_array_mut() {
                entries.push(said.value.clone());
            }
        }
        if let Some(fields) = value.as_object_mut() {
            ["log", "gone"].iter().for_each(|field| drop(fields.remove(*field)));
        }
        let mut session: SessionFile = serde_json::from_value(value).map_err(|error| fail(&error))?;
        let parts = || self.parts.iter().map(|part| &part.session);
        session.settings.show_published = parts().any(|part| part.settings.show_published);
        session.settings.order_seed = parts().filter_map(|part| part.settings.order_seed).max();
        in_order(&mut session, catalog);
        session.gone = gone(&State::from_file(&session), catalog);
        session.rollup = rollup_of(&session, catalog);
        if State::from_file(&session).sealed().is_some() && parts().all(|part| part.rollup.parents.is_empty()) {
            session.rollup.parents.clear();
        }
        session.version = session.least_version();
        intake::check(session.clone(), catalog, "the merged session").map_err(|error| fail(&error.what))?;
        Ok(session)
    }
}

/// How far a session has come: the round it is in.
fn stage(session: &SessionFile) -> u32 {
    2 * State::from_file(session).round() + u32::from(session.rounds.iter().any(|round| round.sealed().is_some()))
}

/// The sessions without those that another goes on from: their whole log is how the other's begins.
fn newest(parts: Vec<Part>) -> Vec<Part> {
    let ids = |part: &Part| -> Vec<uuid::Uuid> { part.session.log.iter().flatten().map(|entry| entry.id).collect() };
    let chains: Vec<(Vec<uuid::Uuid>, Option<String>)> = parts
        .iter()
        .map(|part| (ids(part), part.session.log.as_ref().and_then(|log| Some(log.last()?.prev.clone()))))
        .collect();
    let goes_on = |at: usize| {
        let (own, prev) = &chains[at];
        !own.is_empty()
            && parts.iter().enumerate().any(|(n, other)| {
                let longer = chains[n].0.len() > own.len() && chains[n].0.starts_with(own);
                let same_past = || other.session.log.as_ref().map(|log| log[own.len() - 1].prev.clone()) == *prev;
                longer && same_past()
            })
    };
    let keep: Vec<bool> = (0..parts.len()).map(|at| !goes_on(at)).collect();
    parts.into_iter().zip(keep).filter(|(_, keep)| *keep).map(|(part, _)| part).collect()
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What of an item has to be the same: not when it was said, nor what is a matter of one machine. A rating and an
/// abstention differ by their fields.
fn compared(list: &str, entry: &Value) -> Value {
    let mut value = entry.clone();
    if let Some(fields) = value.as_object_mut() {
        fields.remove("at");
        match list {
            "codebook" => ["digit", "color"].iter().for_each(|field| drop(fields.remove(*field))),
            // That a round was opened is learned later on one machine than on another, and the salt is left out of some files.
            "rounds" => {
                fields.remove("opened");
                if let Some(handed) = fields.get_mut("handed").and_then(Value::as_object_mut) {
                    // The MAC stands for what is sealed.
                    ["salt", "ratings", "abstained", "overrides"].iter().for_each(|field| drop(handed.remove(*field)));
                }
            }
            _ => {}
        }
    }
    value
}

/// Of two sayings of the same the earlier, with what only one of them holds.
fn joined(list: &str, one: &Value, other: &Value) -> Value {
    let mut out = if canonical_time(other) < canonical_time(one) { other.clone() } else { one.clone() };
    let fields: &[&str] = match list {
        "codebook" => &["digit", "color"],
        "rounds" => &["opened"],
        _ => return out,
    };
    for field in fields {
        let said = [one.get(*field), other.get(*field)];
        if let Some(least) = said.into_iter().flatten().min_by_key(|value| canonical(value)) {
            out[*field] = least.clone();
        }
    }
    if list == "rounds" {
        for field in ["salt", "ratings", "abstained", "overrides"] {
            let said = [one["handed"].get(field), other["handed"].get(field)];
            if let Some(fullest) = said.into_iter().flatten().max_by_key(|value| canonical(value).len()) {
                out["handed"][field] = fullest.clone();
            }
        }
    }
    out
}

fn canonical_time(value: &Value) -> (String, Vec<u8>) {
    (value.get("at").map(plain).unwrap_or_default(), canonical(value))
}

/// What an item says, short enough to stand in a line.
fn shown(value: &Value) -> String {
    let mut value = value.clone();
    if let Some(fields) = value.as_object_mut() {
        ["at", "id", "round", "quotes", "published_seen", "unconfirmed"]
            .iter()
            .for_each(|field| drop(fields.remove(*field)));
    }
    let text = String::from_utf8_lossy(&canonical(&value)).into_owned();
    if text.chars().count() <= 200 { text } else { text.chars().take(199).chain(['\u{2026}']).collect() }
}

/// Puts the lists into the order that sessions have them in.
fn in_order(session: &mut SessionFile, catalog: &Catalog) {
    let review = catalog.review();
    let cells: Vec<_> = review.cells().collect();
    let place = |cell: &crate::model::ids::CellKey| {
        (cells.iter().position(|known| known == cell).unwrap_or(usize::MAX), cell.clone())
    };
    session.ratings.sort_by_key(|entry| place(&entry.cell));
    session.abstained.sort_by_key(|entry| place(&entry.cell));
    let parents = catalog.parents();
    session.overrides.sort_by_key(|entry| {
        (parents.iter().position(|known| known == &entry.parent).unwrap_or(usize::MAX), entry.parent.clone())
    });
    session.quotes.sort_by_key(|quote| (quote.at, quote.id));
    session.notes.sort_by_key(|note| (note.at, note.id));
    session.rounds.sort_by_key(|round| round.n);
    let theme =
        |id: &crate::model::ids::TagId| review.themes.iter().position(|theme| &theme.id == id).unwrap_or(usize::MAX);
    session.codebook.sort_by_key(|tag| (theme(&tag.id), tag.id.clone()));
    // A digit that two machines gave to two tags stays with the first.
    let mut taken = BTreeSet::new();
    for tag in &mut session.codebook {
        tag.digit = tag.digit.filter(|digit| taken.insert(*digit));
    }
}
