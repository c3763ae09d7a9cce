//! The README as sections, tables and blocks between marks.

use std::sync::Mutex;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");

/// Only one test at a time writes the file.
static WRITING: Mutex<()> = Mutex::new(());

/// The README or a part of it.
pub struct Page(String);

impl Page {
    pub fn read() -> Self {
        Self(std::fs::read_to_string(FILE).unwrap())
    }

    pub fn text(&self) -> &str {
        &self.0
    }

    /// Compares what stands between a block's marks with what should; with `PLUMBLINE_BLESS` writes it instead.
    #[track_caller]
    pub fn holds(block: &str, wanted: &str) {
        let _alone = WRITING.lock().unwrap();
        let page = Self::read().0;
        let (begin, end) = (format!("<!-- {block}:begin -->\n"), format!("\n<!-- {block}:end -->"));
        let from = page.find(&begin).unwrap_or_else(|| panic!("{begin} is missing")) + begin.len();
        // An empty block has one newline for both marks.
        let to = page[from - 1..].find(&end).unwrap_or_else(|| panic!("{end} is missing")) + from - 1;
        let found = page.get(from..to).unwrap_or_default();
        if std::env::var_os("PLUMBLINE_BLESS").is_some() {
            let rest = &page[to + 1..];
            std::fs::write(FILE, format!("{}{wanted}\n{rest}", &page[..from])).unwrap();
        } else {
            assert_eq!(
                found, wanted,
                "the block {block} of the README is out of date; PLUMBLINE_BLESS=1 cargo test --test readme writes it anew"
            );
        }
    }

    /// What stands under a heading of the second level.
    pub fn section(&self, heading: &str) -> Self {
        let line = format!("\n## {heading}\n");
        let (_, rest) = self.0.split_once(&line).unwrap_or_else(|| panic!("there is no section {heading}"));
        Self(rest.split("\n## ").next().unwrap().to_owned())
    }

    /// The rows of all tables whose first column has this heading, cell by cell.
    pub fn rows(&self, first: &str) -> impl Iterator<Item = Vec<String>> {
        let mut inside = false;
        self.0.lines().filter_map(move |line| {
            let Some(line) = line.strip_prefix("| ").and_then(|line| line.strip_suffix(" |")) else {
                inside = inside && line.starts_with("|-");
                return None;
            };
            let cells: Vec<String> = line.split(" | ").map(str::to_owned).collect();
            if cells[0] == first {
                inside = true;
                return None;
            }
            inside.then_some(cells)
        })
    }

    /// The lines of the first code block in a language.
    pub fn code(&self, language: &str) -> Vec<&str> {
        self.codes(language).into_iter().next().unwrap_or_default()
    }

    /// The lines of every code block in a language.
    pub fn codes(&self, language: &str) -> Vec<Vec<&str>> {
        let fence = format!("```{language}\n");
        self.0.split(&fence).skip(1).map(|rest| rest.lines().take_while(|line| *line != "```").collect()).collect()
    }
}

/// The parts of a text in bold.
pub fn bold(text: &str) -> impl Iterator<Item = String> {
    text.split("**").skip(1).step_by(2).map(str::to_owned)
}
