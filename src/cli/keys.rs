//! `plumbline keys`: the key table, for people, for the README and as JSON.

use serde_json::json;

use crate::cli::args::KeysArgs;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::output::Out;
use crate::cli::table::Table;
use crate::keys::action::Action;
use crate::keys::lookup::Keys;
use crate::keys::table::Binding;
use crate::keys::table::Scope;

/// Prints the keys.
pub fn run(environment: &Environment, args: KeysArgs) -> Result<(), Failure> {
    let keys = environment.keys()?;
    let mut out = Out::new();
    if args.json {
        out.json(&as_json(keys))?;
    } else if args.markdown {
        out.text(&markdown(keys))?;
    } else {
        for line in plain(keys) {
            out.line(&line)?;
        }
    }
    Ok(out.done()?)
}

fn bindings(keys: &Keys, scope: Scope) -> impl Iterator<Item = &Binding> {
    keys.bindings().iter().filter(move |binding| binding.scope == scope)
}

fn as_json(keys: &Keys) -> serde_json::Value {
    let binding = |binding: &Binding| {
        json!({
            "scope": binding.scope.title(),
            "part": binding.scope.name(),
            "keys": binding.keys,
            "action": binding.action.name(),
            "about": binding.action.about(),
        })
    };
    let unbound =
        keys.by_name_only().into_iter().map(|action| json!({ "action": action.name(), "about": action.about() }));
    json!({
        "keys": keys.bindings().iter().map(binding).collect::<Vec<_>>(),
        "by_name_only": unbound.collect::<Vec<_>>(),
    })
}

fn plain(keys: &Keys) -> Vec<String> {
    let mut lines = Vec::new();
    for scope in Scope::ALL {
        let mut table = Table::default();
        for binding in bindings(keys, scope) {
            table.row(["", &binding.keys.join(", "), binding.action.about()]);
        }
        lines.push(scope.title().to_owned());
        lines.extend(table.lines());
        lines.push(String::new());
    }
    lines.push("By name only, from find-anything".to_owned());
    lines.extend(keys.by_name_only().into_iter().map(|action| format!("  {}", action.about())));
    lines
}

/// The tables of the README.
pub fn markdown(keys: &Keys) -> String {
    let mut text = String::new();
    for scope in Scope::ALL {
        text.push_str(&format!("### {}\n\n| Key | What it does |\n|---|---|\n", scope.title()));
        for binding in bindings(keys, scope) {
            let keys: Vec<String> = binding.keys.iter().map(|key| format!("`{key}`")).collect();
            text.push_str(&format!("| {} | {} |\n", keys.join(" "), binding.action.about()));
        }
        text.push('\n');
    }
    text.push_str("By name only, from find-anything: ");
    let names: Vec<&str> = keys.by_name_only().into_iter().map(Action::about).collect();
    text.push_str(&names.join("; "));
    text.push_str(".\n");
    text
}
