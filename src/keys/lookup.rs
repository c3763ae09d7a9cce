//! From chords to actions, walking scopes from the inside out.

use std::sync::LazyLock;

use crate::keys::action::Action;
use crate::keys::chord::Chord;
use crate::keys::chord::Sequence;
use crate::keys::table::Binding;
use crate::keys::table::Scope;
use crate::keys::table::TABLE;

/// What a chord, after the ones waiting before it, comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// This action.
    Action(Action),
    /// More is needed: these continue it.
    Prefix(Vec<(String, Action)>),
    /// Nothing.
    Nothing,
}

struct Parsed {
    binding: &'static Binding,
    keys: Vec<Sequence>,
}

static PARSED: LazyLock<Vec<Parsed>> = LazyLock::new(|| {
    TABLE
        .iter()
        .map(|binding| Parsed { binding, keys: binding.keys.iter().filter_map(|text| text.parse().ok()).collect() })
        .collect()
});

/// Looks up chords in a scope, then, where it inherits, everywhere.
pub fn look_up(scope: Scope, chords: &[Chord]) -> Found {
    let mut scopes = vec![scope];
    if scope.inherits() && scope != Scope::Everywhere {
        scopes.push(Scope::Everywhere);
    }
    let mut continuations = Vec::new();
    for scope in scopes {
        for parsed in PARSED.iter().filter(|parsed| parsed.binding.scope == scope) {
            for keys in &parsed.keys {
                if keys.0 == chords {
                    return Found::Action(parsed.binding.action);
                }
                if keys.0.len() > chords.len() && keys.0.starts_with(chords) {
                    let rest = Sequence(keys.0[chords.len()..].to_vec());
                    continuations.push((rest.to_string(), parsed.binding.action));
                }
            }
        }
    }
    if continuations.is_empty() { Found::Nothing } else { Found::Prefix(continuations) }
}

/// Bindings that hold in a scope, inner ones first, each action once.
pub fn bindings_in(scope: Scope) -> Vec<&'static Binding> {
    let inherited = scope.inherits() && scope != Scope::Everywhere;
    let own = TABLE.iter().filter(move |binding| binding.scope == scope);
    let outer = TABLE.iter().filter(move |binding| inherited && binding.scope == Scope::Everywhere);
    let mut taken: Vec<&str> = Vec::new();
    let mut out: Vec<&'static Binding> = Vec::new();
    for binding in own.chain(outer) {
        if binding.keys.iter().any(|key| !taken.contains(key)) {
            taken.extend(binding.keys);
            out.push(binding);
        }
    }
    out
}

/// The key shown for an action in a scope.
pub fn key_for(scope: Scope, action: Action) -> Option<&'static str> {
    bindings_in(scope)
        .into_iter()
        .find(|binding| binding.action == action)
        .and_then(|binding| binding.keys.first().copied())
}

/// The footer of a scope: keys and words, most useful first.
pub fn footer(scope: Scope) -> Vec<(&'static str, &'static str)> {
    let mut shown: Vec<(u8, &'static str, &'static str)> = bindings_in(scope)
        .into_iter()
        .filter_map(|binding| binding.footer.map(|(rank, word)| (rank, binding.keys[0], word)))
        .collect();
    shown.sort_by_key(|(rank, _, _)| *rank);
    shown.into_iter().map(|(_, key, word)| (key, word)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::keys::table::PALETTE_ONLY;

    #[test]
    fn every_key_of_the_table_can_be_read() {
        for binding in TABLE {
            for key in binding.keys {
                assert!(key.parse::<Sequence>().is_ok(), "{key} in {:?}", binding.scope);
            }
        }
    }

    #[test]
    fn no_key_means_two_things_in_one_scope() {
        let mut seen: HashMap<(Scope, &str), Action> = HashMap::new();
        for binding in TABLE {
            for key in binding.keys {
                let before = seen.insert((binding.scope, key), binding.action);
                assert_eq!(before, None, "{key} stands twice in {:?}", binding.scope);
            }
        }
    }

    #[test]
    fn one_key_has_one_meaning_within_a_view() {
        let views: [&[Scope]; 4] = [
            &[Scope::Grid, Scope::List, Scope::Reader, Scope::Notes],
            &[Scope::Verdicts, Scope::WhatIf],
            &[Scope::Codebook, Scope::Passages],
            &[Scope::Editing, Scope::EditingText, Scope::Notes],
        ];
        // In the codebook J and K go along what the cursor is in: they carry a tag, and walk passages.
        let allowed = [("J", Scope::Passages), ("K", Scope::Passages)];
        for view in views {
            let mut meanings: HashMap<&str, Action> = HashMap::new();
            for scope in view {
                for binding in TABLE.iter().filter(|binding| binding.scope == *scope) {
                    for key in binding.keys.iter().filter(|key| !allowed.contains(&(*key, *scope))) {
                        let before = meanings.insert(key, binding.action);
                        assert!(before.is_none_or(|action| action == binding.action), "{key} in {scope:?}: {before:?}");
                    }
                }
            }
            let everywhere = TABLE.iter().filter(|binding| binding.scope == Scope::Everywhere);
            for key in everywhere.flat_map(|binding| binding.keys) {
                assert!(!meanings.contains_key(key), "{key} means something everywhere and something else in {view:?}");
            }
        }
    }

    #[test]
    fn no_key_is_the_beginning_of_another_in_its_scope() {
        for one in TABLE {
            for other in TABLE.iter().filter(|other| other.scope == one.scope) {
                for (a, b) in one.keys.iter().flat_map(|a| other.keys.iter().map(move |b| (a, b))) {
                    assert!(!b.starts_with(&format!("{a} ")), "{a} hides {b} in {:?}", one.scope);
                }
            }
        }
    }

    #[test]
    fn every_action_has_a_key_or_is_found_by_name_only() {
        for action in Action::ALL {
            let bound = TABLE.iter().any(|binding| binding.action == *action);
            assert_ne!(bound, PALETTE_ONLY.contains(action), "{}", action.name());
        }
    }

    #[test]
    fn nothing_needs_a_tilde_and_the_first_words_of_every_footer_fit_eighty_columns() {
        for binding in TABLE {
            assert!(binding.keys.iter().all(|key| !key.contains('~')));
        }
        for scope in Scope::ALL {
            let first: Vec<String> = footer(scope).iter().take(3).map(|(key, word)| format!("{key} {word}")).collect();
            assert!(first.join(" \u{b7} ").chars().count() < 80, "{scope:?}: {first:?}");
        }
    }

    #[test]
    fn a_prefix_shows_what_continues_it() {
        let g: Sequence = "g".parse().expect("a key");
        match look_up(Scope::Grid, &g.0) {
            Found::Prefix(next) => {
                assert!(next.iter().any(|(key, action)| key == "v" && *action == Action::GoVerdicts))
            }
            other => panic!("{other:?}"),
        }
    }
}
