//! A member's keys file: which keys ask for what, instead of the program's.
//!
//! Uses the table and TOML; reads no file itself. Invariant: what it gives keeps to the same rules as the program's
//! own table, and what does not is said with its line.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::keys::action::Action;
use crate::keys::chord::Sequence;
use crate::keys::lookup::Keys;
use crate::keys::rules::Meaning;
use crate::keys::rules::problem;
use crate::keys::table::Binding;
use crate::keys::table::PALETTE_ONLY;
use crate::keys::table::Scope;
use crate::keys::table::TABLE;

/// What cannot be taken from a keys file, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct KeysError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

/// One entry: a part, an action, its keys.
struct Entry {
    meaning: Meaning,
    keys: Vec<String>,
    at: usize,
}

/// Reads a keys file: tables by part, in each the actions with a key or a list of keys; an empty list takes the keys
/// away.
///
/// # Errors
/// Not TOML, an unknown part, action or key, or keys that break the rules of [`problem`].
pub fn read(text: &str) -> Result<Keys, KeysError> {
    let fault = |at: usize, message: String| KeysError { line: line_of(text, at), message };
    let parsed = DeTable::parse(text).map_err(|error| {
        fault(error.span().map_or(0, |span| span.start), format!("this is not TOML: {}", error.message()))
    })?;
    let mut entries = Vec::new();
    for (name, part) in in_order(parsed.get_ref()) {
        let scope =
            Scope::named(name.get_ref()).ok_or_else(|| fault(name.span().start, unknown_part(name.get_ref())))?;
        let Some(table) = part.get_ref().as_table() else {
            return Err(fault(name.span().start, format!("[{}] is a table: keys stand under it", scope.name())));
        };
        for (name, value) in in_order(table) {
            let entry = entry(scope, name.get_ref(), value, name.span());
            entries.push(entry.map_err(|(span, message)| fault(span.start, message))?);
        }
    }
    let table = changed(&entries);
    if let Some(problem) = problem(&table) {
        let last = entries.iter().filter(|entry| problem.about().contains(&entry.meaning)).map(|entry| entry.at).max();
        return Err(fault(last.unwrap_or(0), problem.to_string()));
    }
    Ok(Keys::of(table))
}

/// Entries of a table as they stand in the file.
fn in_order<'a, 'i>(table: &'a DeTable<'i>) -> Vec<(&'a Spanned<std::borrow::Cow<'i, str>>, &'a Spanned<DeValue<'i>>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    entries
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count()
}

fn unknown_part(name: &str) -> String {
    let parts: Vec<&str> = Scope::ALL.into_iter().map(Scope::name).collect();
    let hint = match Action::named(name) {
        Some(_) => format!("`{name}` stands under a part, such as [everywhere]"),
        None => format!("`{name}` is no part of the workbench"),
    };
    format!("{hint}; the parts are {}", parts.join(", "))
}

fn entry(
    scope: Scope,
    name: &str,
    value: &Spanned<DeValue<'_>>,
    at: Range<usize>,
) -> Result<Entry, (Range<usize>, String)> {
    let action = Action::named(name).ok_or_else(|| (at.clone(), unknown_action(name)))?;
    if !can_be_asked_for(scope, action) {
        return Err((at, format!("`{name}` does nothing in [{}]", scope.name())));
    }
    let written: Vec<(&str, Range<usize>)> = match value.get_ref() {
        DeValue::String(key) => vec![(key.as_ref(), value.span())],
        DeValue::Array(keys) => keys
            .iter()
            .map(|key| key.get_ref().as_str().map(|text| (text, key.span())).ok_or_else(|| (key.span(), no_key(name))))
            .collect::<Result<_, _>>()?,
        _ => return Err((value.span(), no_key(name))),
    };
    let keys = written.into_iter().map(|(text, span)| match text.parse::<Sequence>() {
        Ok(keys) => Ok(keys.to_string()),
        Err(why) => Err((span, format!("{why}; keys are written like g v, Ctrl+P, Enter, Space or F5"))),
    });
    Ok(Entry { meaning: (scope, action), keys: keys.collect::<Result<_, _>>()?, at: at.start })
}

fn no_key(name: &str) -> String {
    format!("`{name}` takes a key in quotation marks, or a list of them in brackets")
}

fn unknown_action(name: &str) -> String {
    let alike = Action::ALL.iter().map(|action| action.name()).find(|known| {
        let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        plain(known) == plain(name) || (name.len() > 3 && (known.starts_with(name) || name.starts_with(known)))
    });
    let hint = alike.map_or(String::new(), |known| format!("is `{known}` meant? "));
    format!("there is no action `{name}`; {hint}`plumbline keys --json` lists them")
}

/// Whether a part answers an action: its own, and where it takes them those that hold everywhere or go by name.
fn can_be_asked_for(scope: Scope, action: Action) -> bool {
    let by_table = TABLE
        .iter()
        .any(|it| it.action == action && (it.scope == scope || (scope.inherits() && it.scope == Scope::Everywhere)));
    by_table || (scope.inherits() && PALETTE_ONLY.contains(&action))
}

/// The program's table with the entries in place of its own. Their texts live as long as the program: a keys file is
/// read once, at the start.
fn changed(entries: &[Entry]) -> Vec<Binding> {
    let mut table = TABLE.to_vec();
    for entry in entries {
        let keys: Vec<&'static str> = entry.keys.iter().map(|key| &*key.clone().leak()).collect();
        let keys: &'static [&'static str] = keys.leak();
        let (scope, action) = entry.meaning;
        match table.iter_mut().find(|it| (it.scope, it.action) == entry.meaning) {
            Some(binding) => binding.keys = keys,
            None => table.push(Binding { scope, keys, action, footer: None }),
        }
    }
    table.retain(|binding| !binding.keys.is_empty());
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::lookup::Found;

    fn means(keys: &Keys, scope: Scope, key: &str) -> Found {
        keys.look_up(scope, &key.parse::<Sequence>().expect("a key").0)
    }

    #[test]
    fn a_key_of_the_file_takes_the_place_of_the_programs() {
        let keys =
            read("# mine\n[everywhere]\nundo = \"u\"\nsuspend = \"ctrl+z\"\n\n[list]\nshow-only = [\"F5\", \"o\"]\n")
                .expect("keys");
        assert_eq!(means(&keys, Scope::Grid, "Ctrl+Z"), Found::Action(Action::Suspend));
        assert_eq!(means(&keys, Scope::List, "o"), Found::Action(Action::ShowOnly));
        assert_eq!(means(&keys, Scope::List, "s"), Found::Nothing);
        assert_eq!(keys.key_for(Scope::List, Action::ShowOnly), Some("F5"));
        assert!(
            keys.footer(Scope::List).contains(&("F5", "show only", Action::ShowOnly)),
            "{:?}",
            keys.footer(Scope::List)
        );
        assert!(!keys.by_name_only().contains(&Action::Suspend));
    }

    #[test]
    fn an_empty_list_takes_the_keys_away_and_the_action_is_found_by_name() {
        let keys = read("[everywhere]\nzoom = []\n").expect("keys");
        assert_eq!(means(&keys, Scope::Grid, "z"), Found::Nothing);
        assert!(keys.by_name_only().contains(&Action::Zoom));
    }

    #[test]
    fn an_empty_file_changes_nothing() {
        let keys = read("").expect("keys");
        assert_eq!(keys.bindings().len(), TABLE.len());
    }

    #[test]
    fn what_cannot_be_taken_is_said_with_its_line_and_what_to_do() {
        for (text, line, says) in [
            ("[everywhere]\nundo = u\n", 2, "this is not TOML"),
            ("\n[gird]\n", 2, "`gird` is no part of the workbench; the parts are everywhere, grid, list,"),
            ("undo = \"u\"\n", 1, "`undo` stands under a part, such as [everywhere]"),
            ("theme = \"dark\"\n", 1, "`theme` stands under a part"),
            ("colour = \"dark\"\n", 1, "`colour` is no part of the workbench"),
            ("[everywhere]\n\nundoo = \"u\"\n", 3, "there is no action `undoo`; is `undo` meant?"),
            ("[grid]\nmerge-tag = \"m\"\n", 2, "`merge-tag` does nothing in [grid]"),
            ("[everywhere]\nundo = 3\n", 2, "`undo` takes a key in quotation marks"),
            ("[everywhere]\nundo = [\n  \"u\",\n  \"Entr\",\n]\n", 4, "`Entr` is not a key; keys are written like"),
            ("[everywhere]\nsuspend = \"Ctrl+Z\"\n", 2, "Ctrl+Z asks for `undo` in [everywhere] and for `suspend`"),
            ("[list]\nshow-only = \"w\"\n", 2, "w would mean"),
            ("[everywhere]\nquit = []\n", 2, "`quit` in [everywhere] cannot be without a key"),
            ("[everywhere]\nundo = \"u\"\nundo = \"U\"\n", 3, "this is not TOML: duplicate key"),
        ] {
            let error = read(text).map(|_| ()).expect_err(text);
            assert_eq!(error.line, line, "{text}: {error}");
            assert!(error.message.starts_with(says), "{text}: {error}");
        }
    }
}
