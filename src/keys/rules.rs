//! What a table of keys keeps to, whoever wrote it.
//!
//! Uses the table's own words only. Invariant: the program's table and one changed by a keys file are held to the
//! same rules.

use std::collections::HashMap;
use std::fmt;

use crate::keys::action::Action;
use crate::keys::chord::Chord;
use crate::keys::chord::Key;
use crate::keys::chord::Sequence;
use crate::keys::table::Binding;
use crate::keys::table::Scope;

/// The views: parts that stand beside each other, so that a key means the same in all of them.
pub const VIEWS: [&[Scope]; 7] = [
    &[Scope::Grid, Scope::List, Scope::Reader, Scope::Notes],
    &[Scope::Verdicts, Scope::WhatIf],
    &[Scope::Codebook, Scope::Passages, Scope::Matrix],
    &[Scope::Triage, Scope::TriageText],
    &[Scope::Editing, Scope::EditingText, Scope::EditingSource, Scope::EditingNotes],
    &[Scope::Trace],
    &[Scope::Meeting],
];

/// Two meanings that are one to a member: along what the cursor is in, they carry a tag and walk passages.
const ALIKE: [(Action, Action); 2] =
    [(Action::MoveTagUp, Action::PreviousItem), (Action::MoveTagDown, Action::NextItem)];

/// What nobody can be without: they would not find their way back.
const NEEDED: [(Scope, Action); 14] = [
    (Scope::Everywhere, Action::Open),
    (Scope::Everywhere, Action::Back),
    (Scope::Everywhere, Action::Menu),
    (Scope::Everywhere, Action::FindAnything),
    (Scope::Everywhere, Action::Quit),
    (Scope::Everywhere, Action::Undo),
    (Scope::Passage, Action::Keep),
    (Scope::Passage, Action::DropIt),
    (Scope::Rating, Action::Keep),
    (Scope::Rating, Action::DropIt),
    (Scope::Text, Action::Keep),
    (Scope::Text, Action::DropIt),
    (Scope::Picker, Action::Keep),
    (Scope::Picker, Action::DropIt),
];

/// Somewhere, something that can be asked for.
pub type Meaning = (Scope, Action);

/// What a table does not keep to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A key that asks for two things at once.
    Twice(String, Meaning, Meaning),
    /// A key that is the beginning of another, which then could never be pressed.
    Hides(String, Meaning, String, Meaning),
    /// A key that means one thing here and another beside it.
    Differs(String, Meaning, Meaning),
    /// A letter where letters are typed.
    Typed(String, Meaning),
    /// A key that most terminals do not send, or not as itself.
    NotSent(String, Meaning),
    /// Something needed that has no key.
    Lost(Meaning),
}

impl Problem {
    /// What it is about.
    pub fn about(&self) -> Vec<Meaning> {
        match self {
            Self::Twice(_, one, other) | Self::Hides(_, one, _, other) | Self::Differs(_, one, other) => {
                vec![*one, *other]
            }
            Self::Typed(_, one) | Self::NotSent(_, one) | Self::Lost(one) => vec![*one],
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |(scope, action): &Meaning| format!("`{}` in [{}]", action.name(), scope.name());
        match self {
            Self::Twice(key, one, other) => {
                write!(f, "{key} asks for {} and for {}; give one of them another key", name(one), name(other))
            }
            Self::Hides(key, one, longer, other) => write!(
                f,
                "{key} for {} is the beginning of {longer} for {}, which could not be pressed any more",
                name(one),
                name(other)
            ),
            Self::Differs(key, one, other) => write!(
                f,
                "{key} would mean {} and, in the same view, {}; a key has one meaning within a view",
                name(one),
                name(other)
            ),
            Self::Typed(key, one) => {
                write!(f, "{key} for {} is typed as text there; take a key with Ctrl, or one with a name", name(one))
            }
            Self::NotSent(key, one) => {
                write!(f, "{key} for {} does not reach the program from every terminal", name(one))
            }
            Self::Lost(one) => write!(f, "{} cannot be without a key", name(one)),
        }
    }
}

/// The first thing a table does not keep to.
pub fn problem(table: &[Binding]) -> Option<Problem> {
    let parsed: Vec<(Meaning, Sequence)> = table
        .iter()
        .flat_map(|binding| binding.keys.iter().map(move |key| (binding, key)))
        .filter_map(|(binding, key)| Some(((binding.scope, binding.action), key.parse().ok()?)))
        .collect();
    unsent(&parsed)
        .or_else(|| clash(&parsed))
        .or_else(|| two_meanings(&parsed))
        .or_else(|| NEEDED.into_iter().find(|it| !parsed.iter().any(|(one, _)| one == it)).map(Problem::Lost))
}

/// A key that is not sent, or that is typed as text.
fn unsent(parsed: &[(Meaning, Sequence)]) -> Option<Problem> {
    parsed.iter().find_map(|(meaning, keys)| {
        let typing = matches!(meaning.0, Scope::Text | Scope::Picker);
        if keys.0.iter().any(|chord| !is_sent(*chord)) {
            Some(Problem::NotSent(keys.to_string(), *meaning))
        } else if typing && keys.0.first().is_some_and(|chord| chord.typed().is_some()) {
            Some(Problem::Typed(keys.to_string(), *meaning))
        } else {
            None
        }
    })
}

/// Whether old terminals send it as itself: Ctrl with a letter that is no other key. Ctrl+C always says how to leave.
fn is_sent(chord: Chord) -> bool {
    match chord.key {
        Key::Char(c) if chord.ctrl => c.is_ascii_lowercase() && !matches!(c, 'c' | 'h' | 'i' | 'm'),
        _ => true,
    }
}

/// Two meanings of one key, or a key that hides a longer one, where both are looked up.
fn clash(parsed: &[(Meaning, Sequence)]) -> Option<Problem> {
    for (at, (one, keys)) in parsed.iter().enumerate() {
        for (other, longer) in parsed.iter().skip(at + 1) {
            let beside = one.0 == other.0;
            let within = |inner: Scope, outer: Scope| inner.inherits() && outer == Scope::Everywhere;
            if beside && keys == longer && one != other {
                return Some(Problem::Twice(keys.to_string(), *one, *other));
            }
            if !beside && !within(one.0, other.0) && !within(other.0, one.0) {
                continue;
            }
            for ((one, keys), (other, longer)) in [((one, keys), (other, longer)), ((other, longer), (one, keys))] {
                if longer.0.len() > keys.0.len() && longer.0.starts_with(&keys.0) {
                    return Some(Problem::Hides(keys.to_string(), *one, longer.to_string(), *other));
                }
            }
        }
    }
    None
}

/// A key with two meanings within a view, or with one there and another everywhere.
fn two_meanings(parsed: &[(Meaning, Sequence)]) -> Option<Problem> {
    for view in VIEWS {
        let mut known: HashMap<&Sequence, Meaning> = HashMap::new();
        for (meaning, keys) in parsed.iter().filter(|(it, _)| view.contains(&it.0) || it.0 == Scope::Everywhere) {
            let before = known.entry(keys).or_insert(*meaning);
            if before.1 != meaning.1 && !alike(before.1, meaning.1) {
                return Some(Problem::Differs(keys.to_string(), *before, *meaning));
            }
        }
    }
    None
}

fn alike(one: Action, other: Action) -> bool {
    ALIKE.contains(&(one, other)) || ALIKE.contains(&(other, one))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::table::TABLE;

    #[test]
    fn the_programs_own_table_keeps_to_the_rules() {
        assert_eq!(problem(TABLE).map(|problem| problem.to_string()), None);
    }

    fn with(scope: Scope, keys: &'static [&'static str], action: Action) -> Option<String> {
        let mut table: Vec<Binding> =
            TABLE.iter().filter(|it| (it.scope, it.action) != (scope, action)).copied().collect();
        if !keys.is_empty() {
            table.push(Binding { scope, keys, action, footer: None });
        }
        problem(&table).map(|problem| problem.to_string())
    }

    #[test]
    fn each_rule_says_what_it_forbids() {
        for (scope, keys, action, says) in [
            (Scope::Grid, &["1"][..], Action::Digit2, "1 asks for `digit-1` in [grid] and for `digit-2` in [grid]"),
            (Scope::Everywhere, &["g"], Action::Zoom, "g for `zoom` in [everywhere] is the beginning of g g"),
            (Scope::List, &["g"], Action::ShowOnly, "g for `show-only` in [list] is the beginning of g g"),
            (Scope::List, &["w"], Action::ShowOnly, "w would mean `next-word` in [reader] and, in the same view,"),
            (Scope::List, &["z"], Action::ShowOnly, "z would mean `zoom` in [everywhere] and, in the same view,"),
            (Scope::Text, &["n"], Action::NewLine, "n for `new-line` in [text] is typed as text there"),
            (Scope::Everywhere, &["Ctrl+I"], Action::Zoom, "Ctrl+I for `zoom` in [everywhere] does not reach"),
            (Scope::Everywhere, &["Ctrl+C"], Action::Zoom, "Ctrl+C for `zoom` in [everywhere] does not reach"),
            (Scope::Everywhere, &[], Action::Quit, "`quit` in [everywhere] cannot be without a key"),
        ] {
            let said = with(scope, keys, action).unwrap_or_default();
            assert!(said.starts_with(says), "{keys:?} {action:?}: {said}");
        }
        assert_eq!(with(Scope::Everywhere, &["F5"], Action::Zoom), None);
        assert_eq!(with(Scope::Everywhere, &[], Action::Zoom), None, "it is found by name");
    }
}
