//! PDFs: by poppler's `pdftotext` where it is installed, else by `lopdf`; always in a child process under limits.
//!
//! Invariant: the parent survives whatever the child does, and a file without text says so instead of being empty.

mod boxes;
mod child;
mod draw;
mod flowing;
mod gather;
mod glyphs;
mod heads;
mod hyphen;
pub mod inside;
mod layout;
#[cfg(test)]
mod made_up;
mod matrix;
mod notes;
mod place;
mod plain;
mod raise;
mod table;

use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use crate::import::error::ImportError;
use crate::import::read::Tools;
use crate::import::read::compose::Composer;
use crate::import::read::limits::over;
use crate::import::read::original;
use crate::import::read::pdf::boxes::Page;
use crate::import::read::pdf::boxes::Word;
use crate::import::read::pdf::child::Failure;
use crate::import::read::pdf::child::LONGEST;
use crate::import::read::pdf::child::Output;
use crate::import::read::pdf::inside::Pages;
use crate::import::read::refused;
use crate::import::record::Record;

/// The hidden command of this program that reads a PDF, or runs another program, under limits.
pub const COMMAND: &str = "pdf-text";
/// The version of `lopdf` that is built in.
const LOPDF: &str = "0.47";

/// What is told where poppler is not at hand.
const BUILT_IN: &str = "read by the reader that is built in, which knows fewer fonts and puts fewer tables together; install \
                        poppler (pdftotext) for better";

const NO_TEXT: &str = "it holds no text, only pictures of pages; make it searchable by OCR first (ocrmypdf IN OUT), then \
                       import that";
const LOCKED: &str = "it is locked with a password; save a copy without it (qpdf --decrypt --password=… IN OUT, or print it \
                      to PDF), then import that";
const UNREADABLE: &str = "save it anew from its program, import it as .docx or text, or give a reader of your own with \
                          --pdf-command";

/// Reads a PDF.
pub fn read(name: &str, bytes: &[u8], tools: &Tools) -> Result<Record, ImportError> {
    let Some(program) = &tools.plumbline else {
        return Err(refused(
            name,
            "no PDF can be read here: this program does not know where it is itself; import it as text",
        ));
    };
    let reader = Reader { name, bytes, program };
    if let Some(command) = &tools.pdf_command {
        return reader.by_command(command);
    }
    match &tools.pdftotext {
        Some(pdftotext) => reader.by_pdftotext(pdftotext),
        None => reader.by_lopdf(),
    }
}

struct Reader<'a> {
    name: &'a str,
    bytes: &'a [u8],
    program: &'a PathBuf,
}

impl Reader<'_> {
    /// By poppler: words with their places.
    fn by_pdftotext(&self, pdftotext: &Path) -> Result<Record, ImportError> {
        let path = pdftotext.to_string_lossy().into_owned();
        let arguments = ["--", &path, "-bbox-layout", "-enc", "UTF-8", "-", "-"];
        let output = self.run(&arguments)?;
        if !output.status.success() {
            return Err(self.failed(&output));
        }
        let text = String::from_utf8_lossy(&output.text);
        let (title, pages) = boxes::read(&text).map_err(|why| refused(self.name, format!("{why}; {UNREADABLE}")))?;
        self.must_hold_text(
            pages.iter().flat_map(|page| &page.lines).flat_map(|line| &line.words).map(|word| word.text.as_str()),
            pages.len(),
        )?;
        self.placed(pages, title, Vec::new(), "pdftotext", &self.version(&path))
    }

    /// Words with their places.
    fn placed(
        &self,
        pages: Vec<Page>,
        title: Option<String>,
        mut warnings: Vec<String>,
        extractor: &str,
        version: &str,
    ) -> Result<Record, ImportError> {
        let mut composer = Composer::new(self.name);
        let told = layout::write(pages, &mut composer)?;
        if told.tables > 0 {
            let what = if told.tables == 1 { "1 table is".to_owned() } else { format!("{} tables are", told.tables) };
            warnings.push(format!("{what} put together by where words stand; compare with the original"));
        }
        warnings.extend(heads_told(told.heads));
        if !told.empty.is_empty() {
            let pages: Vec<String> = told.empty.iter().take(20).map(usize::to_string).collect();
            warnings.push(format!("no text on pages {}: pictures, or blank", pages.join(", ")));
        }
        if told.crowded > 0 {
            warnings.push(format!("raised figures were not looked for on {} crowded pages", told.crowded));
        }
        Ok(composer.finish(title, original(extractor, version, warnings)))
    }

    /// By `lopdf`: words with their places, or bare text where none can be placed.
    fn by_lopdf(&self) -> Result<Record, ImportError> {
        let output = self.run(&[])?;
        let found: Pages = match serde_json::from_slice(&output.text) {
            Ok(found) if output.status.success() => found,
            _ => return Err(self.failed(&output)),
        };
        if found.is_locked {
            return Err(refused(self.name, LOCKED));
        }
        if let Some(error) = found.error {
            return Err(refused(self.name, format!("it is damaged ({error}); {UNREADABLE}")));
        }
        let mut warnings = vec![BUILT_IN.to_owned()];
        if found.failed > 0 {
            warnings.push(format!("the text of {} pages could not be read", found.failed));
        }
        if found.placed.iter().all(|page| page.words.is_empty()) {
            return self.plain(&found.pages, warnings, "lopdf", LOPDF);
        }
        let letters = found.placed.iter().flat_map(|page| &page.words).map(|word| word.4.as_str());
        self.must_hold_text(letters, found.placed.len())?;
        let pages = found.placed.into_iter().map(|page| {
            let word = |(left, right, top, bottom, text)| Word { text, left, right, top, bottom, ..Word::default() };
            Page { height: page.height, lines: gather::lines(page.words.into_iter().map(word).collect()) }
        });
        self.placed(pages.collect(), None, warnings, "lopdf", LOPDF)
    }

    /// By a command of the member's own.
    fn by_command(&self, command: &[String]) -> Result<Record, ImportError> {
        let Some(program) = command.first() else { return Err(refused(self.name, "--pdf-command names no program")) };
        let arguments: Vec<&str> = std::iter::once("--").chain(command.iter().map(String::as_str)).collect();
        let output = self.run(&arguments)?;
        if !output.status.success() {
            return Err(self.failed(&output));
        }
        let text = String::from_utf8_lossy(&output.text);
        let pages: Vec<String> = text.trim_end_matches('\u{c}').split('\u{c}').map(str::to_owned).collect();
        self.plain(&pages, Vec::new(), program.rsplit('/').next().unwrap_or(program), "unknown")
    }

    fn plain(
        &self,
        pages: &[String],
        mut warnings: Vec<String>,
        extractor: &str,
        version: &str,
    ) -> Result<Record, ImportError> {
        self.must_hold_text(pages.iter().map(String::as_str), pages.len())?;
        let mut composer = Composer::new(self.name);
        let heads = plain::write(pages, &mut composer)?;
        warnings.extend(heads_told(heads));
        Ok(composer.finish(None, original(extractor, version, warnings)))
    }

    fn run(&self, arguments: &[&str]) -> Result<Output, ImportError> {
        let all: Vec<String> = std::iter::once(COMMAND).chain(arguments.iter().copied()).map(str::to_owned).collect();
        child::run(self.program, &all, self.bytes, LONGEST).map_err(|failure| match failure {
            Failure::NotStarted(why) => refused(self.name, format!("the reader of PDFs cannot be started ({why})")),
            Failure::TooLong => over(self.name, "the time it takes to read", "30 s", UNREADABLE),
            Failure::TooMuch => over(self.name, "the text in it", "200 MB", "split it"),
        })
    }

    /// Why a reader gave up.
    fn failed(&self, output: &Output) -> ImportError {
        let complaint = output.complaint.to_lowercase();
        if complaint.contains("incorrect password") || complaint.contains("password required") {
            return refused(self.name, LOCKED);
        }
        let line = output.complaint.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let line: String = line.chars().filter(|c| !c.is_control()).take(120).collect();
        let why = match output.status.code() {
            Some(_) if line.is_empty() => "its reader gave up".to_owned(),
            Some(_) => format!("its reader gave up: {line}"),
            None => "its reader was stopped: it took more than 20 s or 1 GB of memory, or crashed".to_owned(),
        };
        refused(self.name, format!("{why}; it may be damaged: {UNREADABLE}"))
    }

    /// Refuses pages of pictures: next to no letters on as many pages.
    fn must_hold_text<'t>(&self, texts: impl Iterator<Item = &'t str>, pages: usize) -> Result<(), ImportError> {
        let enough = pages.saturating_mul(3).max(1);
        let letters = texts.flat_map(str::chars).filter(|c| c.is_alphanumeric()).take(enough).count();
        if letters < enough { Err(refused(self.name, NO_TEXT)) } else { Ok(()) }
    }

    /// The version of a program that tells it on request.
    fn version(&self, program: &str) -> String {
        let asked = child::run(Path::new(program), &["-v".to_owned()], b"", Duration::from_secs(5));
        let told = asked.map(|output| format!("{}{}", output.complaint, String::from_utf8_lossy(&output.text)));
        let told = told.unwrap_or_default();
        let version = told.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()));
        version.unwrap_or("unknown").chars().take(20).collect()
    }
}

fn heads_told(lines: usize) -> Option<String> {
    (lines > 0).then(|| {
        if lines == 1 {
            "1 line of heads, feet and page numbers left out".to_owned()
        } else {
            format!("{lines} lines of heads, feet and page numbers left out")
        }
    })
}
