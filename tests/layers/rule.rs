//! Which layer may use what, and the places where a file does not keep to it.

use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

use crate::code::Code;

/// A layer and those it may use besides itself.
pub const LAYERS: [(&str, &[&str]); 12] = [
    ("text", &[]),
    ("model", &[]),
    ("document", &["text", "model"]),
    ("judgement", &["model"]),
    ("store", &["text", "model", "document"]),
    ("import", &["text", "model", "document", "judgement", "store"]),
    ("review", &["text", "model", "document", "judgement", "store", "import"]),
    ("panel", &["text", "model", "document", "judgement", "store", "import", "review"]),
    ("export", &["text", "model", "document", "judgement", "store", "import", "review", "panel"]),
    ("keys", &["model"]),
    ("cli", &["text", "model", "document", "judgement", "store", "import", "review", "panel", "export", "keys"]),
    ("tui", &["text", "model", "document", "judgement", "store", "import", "review", "panel", "export", "keys"]),
];

/// A crate or call that only some places may name, tests of a layer excepted where it says so.
struct Kept {
    words: &'static [&'static str],
    to: &'static [&'static str],
    tests_too: bool,
    why: &'static str,
}

const KEPT: [Kept; 9] = [
    Kept {
        words: &["ratatui", "crossterm", "tui_input"],
        to: &["tui"],
        tests_too: true,
        why: "the terminal belongs to tui",
    },
    Kept {
        words: &[
            "ratatui::text",
            "ratatui::widgets",
            "set_string",
            "set_stringn",
            "set_line",
            "set_span",
            "set_symbol",
            "set_char",
            "cell_mut",
        ],
        to: &["tui/widget/canvas.rs"],
        tests_too: false,
        why: "text reaches a cell by Canvas, which takes safe text only",
    },
    Kept {
        words: &["clap", "clap_complete", "clap_mangen"],
        to: &["cli", "main.rs"],
        tests_too: true,
        why: "arguments belong to cli",
    },
    Kept {
        words: &["rusqlite"],
        // The doctor says which SQLite is built in.
        to: &["store", "cli/doctor.rs"],
        tests_too: true,
        why: "SQL belongs to store",
    },
    Kept {
        words: &["anyhow"],
        to: &["cli", "main.rs"],
        tests_too: true,
        why: "a layer has an error type of its own; anyhow is for cli and main",
    },
    Kept {
        words: &["print!", "println!", "eprint!", "eprintln!", "dbg!", "io::stdout", "io::stderr"],
        to: &["cli", "main.rs", "tui/terminal.rs", "tui/run.rs"],
        tests_too: false,
        why: "the library prints nothing: results are values, and cli shows them",
    },
    Kept {
        words: &["env::var", "env::var_os", "env::vars", "env::home_dir", "env::temp_dir", "directories"],
        to: &["cli", "main.rs", "tui/run.rs", "review/workspace.rs"],
        tests_too: false,
        why: "paths and settings come in as values",
    },
    Kept {
        words: &["fs::read", "fs::read_to_string", "File::open"],
        // A folder is opened to be synced, a member's own editor has just closed its file.
        to: &["store/regular.rs", "store/atomic.rs", "tui/editor.rs"],
        tests_too: false,
        why: "files are read by store::regular, which waits for no pipe and reads no device",
    },
    Kept {
        words: &["Timestamp::now", "SystemTime::now", "Zoned::now", "Uuid::now_v7", "Uuid::new_v4"],
        to: &["cli", "main.rs", "tui/run.rs", "review/workspace.rs"],
        tests_too: false,
        why: "time and ids come in as values, from review::workspace::Machine",
    },
];

/// A place that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Breach {
    pub file: String,
    pub line: usize,
    pub what: String,
    pub allowed: String,
}

impl std::fmt::Display for Breach {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "src/{}:{}: {}; {}", self.file, self.line, self.what, self.allowed)
    }
}

/// All breaches in a set of files, named by their path below `src`.
pub fn breaches(files: &[(String, String)]) -> Vec<Breach> {
    let code: Vec<(&str, Code)> = files.iter().map(|(name, text)| (name.as_str(), Code::of(text))).collect();
    let tests: BTreeSet<PathBuf> = code.iter().flat_map(|(name, code)| test_files(name, code)).collect();
    code.iter()
        .flat_map(|(name, code)| {
            let is_test = Path::new(name).ancestors().any(|path| tests.contains(&path.with_extension("")));
            Checked { name, code, is_test, found: Vec::new() }.check()
        })
        .collect()
}

/// The files and folders that a file declares as modules for tests, without extension.
fn test_files(name: &str, code: &Code) -> Vec<PathBuf> {
    let path = Path::new(name);
    let folder = path.parent().unwrap_or(Path::new(""));
    let below = match path.file_stem().and_then(|stem| stem.to_str()) {
        Some("mod" | "lib" | "main") | None => folder.to_owned(),
        Some(stem) => folder.join(stem),
    };
    let declared = code.test_modules.iter();
    declared
        .map(|(module, given)| match given {
            Some(given) => folder.join(given).with_extension(""),
            None => below.join(module),
        })
        .collect()
}

struct Checked<'a> {
    name: &'a str,
    code: &'a Code,
    is_test: bool,
    found: Vec<Breach>,
}

impl Checked<'_> {
    fn check(mut self) -> Vec<Breach> {
        let layer = self.name.split(['/', '.']).next().unwrap_or_default();
        let is_root = matches!(self.name, "main.rs" | "lib.rs");
        let allowed = LAYERS.iter().find(|(known, _)| *known == layer).map(|(_, allowed)| *allowed);
        if allowed.is_none() && !is_root {
            self.note(1, format!("`{layer}` is no layer"), "add it to the design's list and to this test".to_owned());
            return self.found;
        }
        for (line, start, text) in self.code.lines() {
            if let Some(allowed) = allowed {
                self.paths(line, text, layer, allowed);
                self.climbs(line, start, text);
            }
            self.joins(line, text);
            self.kept_words(line, start, text, layer);
        }
        self.found
    }

    fn note(&mut self, line: usize, what: String, allowed: String) {
        self.found.push(Breach { file: self.name.to_owned(), line, what, allowed });
    }

    /// `crate::` paths name a layer that may be used, one per line.
    fn paths(&mut self, line: usize, text: &str, layer: &str, allowed: &[&str]) {
        for (at, _) in text.match_indices("crate::") {
            let target = name_at(&text[at + "crate::".len()..]);
            if target != layer && !allowed.contains(&target) {
                let path = if target.is_empty() { "crate::{…}" } else { target };
                let may = if allowed.is_empty() { "nothing else".to_owned() } else { allowed.join(", ") };
                self.note(line, format!("uses `{path}`"), format!("{layer} may use {may}"));
            }
        }
        if text.contains("use crate::") && text.contains('{') {
            self.note(line, "braces in a `use crate::` line".to_owned(), "write one path per line".to_owned());
        }
    }

    /// `super` does not climb out of the layer, where the next name would be another layer's.
    fn climbs(&mut self, line: usize, start: usize, text: &str) {
        let mut depth = self.name.split('/').count();
        if self.name.ends_with("/mod.rs") {
            depth -= 1;
        }
        let mut rest = 0;
        while let Some(found) = text[rest..].find("super::") {
            let at = rest + found;
            let mut after = at;
            let mut steps = 0;
            while text[after..].starts_with("super::") {
                (after, steps) = (after + "super::".len(), steps + 1);
            }
            if steps >= depth + self.code.modules_around(start + at) {
                let what = "`super::` climbs out of the layer".to_owned();
                self.note(line, what, "write the path from `crate::`".to_owned());
            }
            rest = after;
        }
    }

    /// Only main names both front ends, and it names the library `plumbline`.
    fn joins(&mut self, line: usize, text: &str) {
        let joins = ["plumbline::cli", "plumbline::tui"].iter().any(|path| text.contains(path));
        if joins && self.name != "main.rs" {
            self.note(line, "joins a front end".to_owned(), "only main.rs joins cli and tui".to_owned());
        }
    }

    fn kept_words(&mut self, line: usize, start: usize, text: &str, layer: &str) {
        let is_test = self.is_test || self.code.is_test(start + text.len());
        for kept in &KEPT {
            let may = kept.to.contains(&layer) || kept.to.contains(&self.name) || (is_test && !kept.tests_too);
            let named = kept.words.iter().find(|word| !may && has_word(text, word));
            if let Some(word) = named {
                self.note(line, format!("names `{word}`"), format!("{} (allowed in {})", kept.why, kept.to.join(", ")));
            }
        }
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn name_at(text: &str) -> &str {
    &text[..text.find(|c| !is_name(c)).unwrap_or(text.len())]
}

/// Whether a word stands in a text by itself and not as part of a longer name.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(is_name) && (word.ends_with('!') || !after.is_some_and(is_name))
    })
}
