//! From chords to actions, walking scopes from the inside out.

use std::sync::LazyLock;

use crate::keys::action::Action;
use crate::keys::chord::Chord;
use crate::keys::chord::Sequence;
use crate::keys::table::Binding;
use crate::keys::table::PALETTE_ONLY;
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

/// The keys in use: the program's own table, or that table as a keys file changes it.
#[derive(Debug)]
pub struct Keys {
    bindings: Vec<Binding>,
    parsed: Vec<Vec<Sequence>>,
}

static USUAL: LazyLock<Keys> = LazyLock::new(|| Keys::of(TABLE.to_vec()));

impl Keys {
    /// The program's own.
    pub fn usual() -> &'static Self {
        &USUAL
    }

    /// Those of a table.
    pub fn of(bindings: Vec<Binding>) -> Self {
        let parse = |binding: &Binding| binding.keys.iter().filter_map(|text| text.parse().ok()).collect();
        let parsed = bindings.iter().map(parse).collect();
        Self { bindings, parsed }
    }

    /// Every binding.
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    /// Actions with no key, found by name: in the menu and in find-anything.
    pub fn by_name_only(&self) -> Vec<Action> {
        let usual = TABLE.iter().filter(|binding| binding.scope == Scope::Everywhere).map(|binding| binding.action);
        let all = PALETTE_ONLY.iter().copied().chain(usual);
        all.filter(|action| !self.bindings.iter().any(|binding| binding.action == *action)).collect()
    }

    /// Looks up chords in a scope, then, where it inherits, everywhere.
    pub fn look_up(&self, scope: Scope, chords: &[Chord]) -> Found {
        let outer = (scope.inherits() && scope != Scope::Everywhere).then_some(Scope::Everywhere);
        let mut continuations = Vec::new();
        for scope in [Some(scope), outer].into_iter().flatten() {
            let here = self.bindings.iter().zip(&self.parsed).filter(|(binding, _)| binding.scope == scope);
            for (binding, keys) in here.flat_map(|(binding, all)| all.iter().map(move |keys| (binding, keys))) {
                if keys.0 == chords {
                    return Found::Action(binding.action);
                }
                if keys.0.len() > chords.len() && keys.0.starts_with(chords) {
                    let rest = Sequence(keys.0[chords.len()..].to_vec());
                    continuations.push((rest.to_string(), binding.action));
                }
            }
        }
        if continuations.is_empty() { Found::Nothing } else { Found::Prefix(continuations) }
    }

    /// Bindings that hold in a scope, inner ones first, each action once.
    pub fn bindings_in(&self, scope: Scope) -> Vec<&Binding> {
        let inherited = scope.inherits() && scope != Scope::Everywhere;
        let own = self.bindings.iter().filter(move |binding| binding.scope == scope);
        let outer = self.bindings.iter().filter(move |binding| inherited && binding.scope == Scope::Everywhere);
        let mut taken: Vec<&str> = Vec::new();
        let mut out: Vec<&Binding> = Vec::new();
        for binding in own.chain(outer) {
            if binding.keys.iter().any(|key| !taken.contains(key)) {
                taken.extend(binding.keys);
                out.push(binding);
            }
        }
        out
    }

    /// The key shown for an action in a scope.
    pub fn key_for(&self, scope: Scope, action: Action) -> Option<&'static str> {
        let holding = self.bindings_in(scope);
        holding.into_iter().find(|binding| binding.action == action).and_then(|binding| binding.keys.first().copied())
    }

    /// The footer of a scope: keys, words and what they ask for, most useful first.
    pub fn footer(&self, scope: Scope) -> Vec<(&'static str, &'static str, Action)> {
        let mut shown: Vec<(u8, &'static str, &'static str, Action)> = self
            .bindings_in(scope)
            .into_iter()
            .filter_map(|binding| {
                let (rank, word) = binding.footer?;
                Some((rank, *binding.keys.first()?, word, binding.action))
            })
            .collect();
        shown.sort_by_key(|(rank, ..)| *rank);
        shown.into_iter().map(|(_, key, word, action)| (key, word, action)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_table_can_be_read() {
        for binding in TABLE {
            for key in binding.keys {
                assert!(key.parse::<Sequence>().is_ok(), "{key} in {:?}", binding.scope);
            }
        }
    }

    #[test]
    fn every_action_stands_once_in_a_scope() {
        for (at, one) in TABLE.iter().enumerate() {
            assert!(!TABLE[..at].iter().any(|it| (it.scope, it.action) == (one.scope, one.action)), "{one:?}");
        }
    }

    #[test]
    fn every_action_has_a_key_or_is_found_by_name_only() {
        for action in Action::ALL {
            let bound = TABLE.iter().any(|binding| binding.action == *action);
            assert_ne!(bound, PALETTE_ONLY.contains(action), "{}", action.name());
        }
        assert_eq!(Keys::usual().by_name_only(), PALETTE_ONLY);
    }

    #[test]
    fn nothing_needs_a_tilde_and_the_first_words_of_every_footer_fit_eighty_columns() {
        for binding in TABLE {
            assert!(binding.keys.iter().all(|key| !key.contains('~')));
        }
        for scope in Scope::ALL {
            let shown = Keys::usual().footer(scope);
            let first: Vec<String> = shown.iter().take(3).map(|(key, word, _)| format!("{key} {word}")).collect();
            assert!(first.join(" \u{b7} ").chars().count() < 80, "{scope:?}: {first:?}");
        }
    }

    #[test]
    fn a_prefix_shows_what_continues_it() {
        let g: Sequence = "g".parse().expect("a key");
        match Keys::usual().look_up(Scope::Grid, &g.0) {
            Found::Prefix(next) => {
                assert!(next.iter().any(|(key, action)| key == "v" && *action == Action::GoVerdicts))
            }
            other => panic!("{other:?}"),
        }
    }
}
