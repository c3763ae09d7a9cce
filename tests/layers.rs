//! Holds the order of the layers (design, section 7): reads the sources and refuses a path that points the wrong way.
#![allow(clippy::unwrap_used)]

#[path = "layers/code.rs"]
mod code;
#[path = "layers/dependencies.rs"]
mod dependencies;
#[path = "layers/rule.rs"]
mod rule;

use std::fs;
use std::path::Path;

use crate::rule::LAYERS;
use crate::rule::breaches;

/// Every Rust file below a folder, by its path from there, with its text.
fn sources(root: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                files.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

/// What is found in one file that stands alone.
fn found(name: &str, text: &str) -> Vec<String> {
    breaches(&[(name.to_owned(), text.to_owned())]).iter().map(ToString::to_string).collect()
}

#[test]
fn every_layer_uses_only_the_layers_before_it() {
    let files = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    for layer in ["text", "model", "document", "judgement", "store", "review", "keys"] {
        assert!(files.iter().any(|(name, _)| name.starts_with(&format!("{layer}/"))), "no file of `{layer}` was read");
    }
    let found: Vec<String> = breaches(&files).iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn the_table_lets_no_two_layers_use_each_other() {
    for (layer, allowed) in LAYERS {
        for other in allowed {
            let (_, back) = LAYERS.iter().find(|(name, _)| name == other).expect("a layer of the table");
            assert!(!back.contains(&layer), "{layer} and {other} use each other");
        }
    }
}

#[test]
fn a_path_to_a_layer_that_comes_later_is_named_with_file_line_and_what_is_allowed() {
    let text = "//! x\nuse crate::model::ids::CellKey;\nuse crate::review::workspace::Workspace;\n";
    assert_eq!(
        found("store/rows.rs", text),
        ["src/store/rows.rs:3: uses `review`; store may use text, model, document"]
    );
    assert_eq!(
        found("model/act.rs", "fn f() { crate::text::wrap::x() }"),
        ["src/model/act.rs:1: uses `text`; model may use nothing else"]
    );
    assert_eq!(found("cli/show.rs", "use crate::tui::app::App;").len(), 1);
    assert_eq!(found("tui/app.rs", "use crate::cli::args::Args;").len(), 1);
    assert_eq!(found("panel/merge.rs", "use crate::export::csv;").len(), 1);
    assert_eq!(found("export/csv.rs", "use crate::panel::merge;"), Vec::<String>::new());
}

#[test]
fn braces_cannot_hide_a_path() {
    assert_eq!(found("store/rows.rs", "use crate::{model, review};").len(), 2);
    assert_eq!(found("store/rows.rs", "use crate::model::{ids, act};").len(), 1);
}

#[test]
fn super_cannot_climb_into_another_layer() {
    assert_eq!(found("store/rows.rs", "use super::super::review::x;").len(), 1);
    assert_eq!(found("store/mod.rs", "use super::review::x;").len(), 1);
    assert_eq!(found("store/mod.rs", "mod tests { use super::*; use super::super::review; }").len(), 1);
    assert_eq!(found("tui/view/why.rs", "use super::prose;\nmod tests {\n    use super::super::prose;\n}"), [""; 0]);
}

#[test]
fn words_that_belong_to_one_layer_are_refused_in_the_others() {
    for (file, line) in [
        ("review/search.rs", "use ratatui::layout::Rect;"),
        ("tui/pane/list.rs", "use ratatui::text::Line;"),
        ("tui/draw.rs", "fn f(b: &mut Buffer) { b.set_string(0, 0, text, style) }"),
        ("keys/chord.rs", "use crossterm::event::KeyEvent;"),
        ("export/csv.rs", "use clap::Parser;"),
        ("tui/app.rs", "fn f(c: &rusqlite::Connection) {}"),
        ("import/grid.rs", "fn f() -> anyhow::Result<()> {}"),
        ("judgement/rule.rs", "fn f() { println!(\"x\"); }"),
        ("store/atomic.rs", "let home = std::env::var(\"HOME\");"),
        ("panel/roster.rs", "let now = jiff::Timestamp::now();"),
        ("cli/show.rs", "let bytes = std::fs::read(path)?;"),
        ("tui/view/why.rs", "let id = uuid::Uuid::now_v7();"),
        ("lib.rs", "use plumbline::tui;"),
        ("helper/mod.rs", "fn f() {}"),
    ] {
        assert_eq!(found(file, line).len(), 1, "{file}: {line}");
    }
    for (file, line) in [
        ("cli/show.rs", "fn f() { println!(\"x\"); }"),
        ("main.rs", "use plumbline::cli;\nuse plumbline::tui;"),
        ("store/rows.rs", "use rusqlite::Row;"),
        ("review/words.rs", "let clapped = blueprintln(directories_of());"),
    ] {
        assert_eq!(found(file, line), [""; 0]);
    }
}

#[test]
fn comments_and_texts_are_not_code() {
    let text = r##"
        /// See [`crate::review`] and println!().
        /* crate::tui /* crate::cli */ println!() */
        fn f<'a>(x: &'a str) -> char { let _ = "crate::tui \" {"; let _ = r#"println!("{")"#; let _ = b"use crate::{"; '"' }
        fn g() { let q = '\''; let n = '\u{7b}'; } // crate::tui
    "##;
    assert_eq!(found("model/act.rs", text), [""; 0]);
    let after = format!("{text}\nuse crate::tui::app;");
    assert_eq!(found("model/act.rs", &after).len(), 1, "what follows them is read again");
}

#[test]
fn tests_may_read_the_clock_but_not_reach_into_later_layers() {
    let inside = "#[cfg(test)]\nmod tests {\n    fn f() { let _ = SystemTime::now(); }\n    use crate::review::x;\n}\n";
    assert_eq!(
        found("store/atomic.rs", inside),
        ["src/store/atomic.rs:4: uses `review`; store may use text, model, document"]
    );
    let clock = ("store/rows_tests.rs".to_owned(), "fn f() { let _ = SystemTime::now(); }".to_owned());
    assert_eq!(breaches(std::slice::from_ref(&clock)).len(), 1);
    let parent = ("store/rows.rs".to_owned(), "#[cfg(test)]\n#[path = \"rows_tests.rs\"]\nmod tests;".to_owned());
    assert_eq!(breaches(&[parent, clock]), []);
}

/// A large review's evidence stays in its file: whoever looks for it in the review finds none.
#[test]
fn the_front_ends_ask_a_catalog_for_its_items_and_not_its_review() {
    let files = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let asking = files.iter().filter(|(name, _)| {
        let layer =
            ["tui/", "cli/", "review/", "judgement/", "export/", "keys/"].iter().any(|layer| name.starts_with(layer));
        layer && !name.starts_with("review/editing") && !name.starts_with("review/check") && !name.ends_with("tests.rs")
    });
    let mut found = Vec::new();
    for (name, text) in asking {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = code.lines().enumerate();
        let wrong = lines.filter(|(_, line)| line.contains("review().evidence") || line.contains("review.evidence"));
        found.extend(wrong.map(|(at, line)| format!("{name}:{}: {}", at + 1, line.trim())));
    }
    assert!(found.is_empty(), "ask catalog.item(place), catalog.items() or catalog.list():\n{}\n", found.join("\n"));
}
