//! Copying out of the workbench.
//!
//! Owns the way to the terminal's clipboard and the file with the last copy. May write to both and nothing else.
//! Invariant: whether a terminal took a copy cannot be known, so every copy is also in the file.

use std::fmt;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use crossterm::clipboard::CopyToClipboard;
use crossterm::queue;
use tempfile::NamedTempFile;

/// The most bytes sent to a terminal: what many of them take, 100,000 bytes, once the text is encoded for the way.
pub const CLIPBOARD_LIMIT: usize = 74_994;

/// What became of a copy.
#[derive(Debug)]
pub struct Copied {
    /// Whether it was sent to the terminal.
    pub terminal: ToTerminal,
    /// Where the file is, or why there is none.
    pub file: Result<PathBuf, io::Error>,
}

/// Whether a copy was sent to the terminal.
#[derive(Debug)]
pub enum ToTerminal {
    /// Sent; only the terminal knows whether it took it.
    Sent,
    /// Too long for a terminal's clipboard; the length in bytes.
    TooLong(usize),
    /// The terminal could not be written to.
    Failed(io::Error),
}

/// Copies a text to the terminal's clipboard and to a file that holds the last copy, readable by its owner alone.
///
/// Control characters other than newline and tab are replaced, visibly: what is copied is often pasted into a shell.
pub fn copy(text: &str, terminal: &mut impl Write, last_copy: &Path) -> Copied {
    let text: String = text.chars().map(|c| if is_unsafe(c) { char::REPLACEMENT_CHARACTER } else { c }).collect();
    Copied { terminal: send(&text, terminal), file: keep(&text, last_copy).map(|()| last_copy.to_owned()) }
}

fn is_unsafe(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}

fn send(text: &str, terminal: &mut impl Write) -> ToTerminal {
    if text.len() > CLIPBOARD_LIMIT {
        return ToTerminal::TooLong(text.len());
    }
    let sent = queue!(terminal, CopyToClipboard::to_clipboard_from(text)).and_then(|()| terminal.flush());
    match sent {
        Ok(()) => ToTerminal::Sent,
        Err(error) => ToTerminal::Failed(error),
    }
}

/// Writes beside the file and renames, so that no half of a copy is ever found. Temporary files are made 0600.
fn keep(text: &str, last_copy: &Path) -> io::Result<()> {
    let folder = last_copy.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.persist(last_copy)?;
    Ok(())
}

/// What was done, in words for the status line; begins in lower case to follow on from what was copied.
impl fmt::Display for Copied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        match (&self.terminal, &self.file) {
            (ToTerminal::Sent, Ok(path)) => {
                write!(f, "sent to the terminal's clipboard; also in …/{}", name(path))
            }
            (ToTerminal::Sent, Err(error)) => {
                write!(f, "sent to the terminal's clipboard; the file for copies could not be written: {error}")
            }
            (ToTerminal::TooLong(bytes), file) => {
                let (long, limit) = (bytes.div_ceil(1000), CLIPBOARD_LIMIT.div_ceil(1000));
                write!(f, "too long for the terminal's clipboard ({long} kB, at most {limit}); ")?;
                only_in_file(f, file, name)
            }
            (ToTerminal::Failed(error), file) => {
                write!(f, "the terminal's clipboard could not be reached: {error}; ")?;
                only_in_file(f, file, name)
            }
        }
    }
}

fn only_in_file(
    f: &mut fmt::Formatter<'_>,
    file: &Result<PathBuf, io::Error>,
    name: impl Fn(&Path) -> String,
) -> fmt::Result {
    match file {
        Ok(path) => write!(f, "it is in …/{}", name(path)),
        Err(error) => write!(f, "nor could the file for copies be written: {error}. Nothing was copied."),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_goes_to_the_terminal_and_to_a_file_that_only_its_owner_can_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state").join("last-copy.txt");
        let mut terminal = Vec::new();
        copy("an older, longer copy", &mut terminal, &path);
        terminal.clear();
        let copied = copy("“met” (p. 47)", &mut terminal, &path);
        assert_eq!(String::from_utf8(terminal).unwrap(), "\x1b]52;c;4oCcbWV04oCdIChwLiA0Nyk=\x1b\\");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "“met” (p. 47)");
        assert_eq!(copied.to_string(), "sent to the terminal's clipboard; also in …/last-copy.txt");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_copy_too_long_for_terminals_is_in_the_file_whole_and_the_words_say_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("last-copy.txt");
        let mut terminal = Vec::new();
        let text = "é".repeat(41_000);
        let copied = copy(&text, &mut terminal, &path);
        assert!(terminal.is_empty());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        let words = "too long for the terminal's clipboard (82 kB, at most 75); it is in …/last-copy.txt";
        assert_eq!(copied.to_string(), words);
        let mut terminal = Vec::new();
        copy(&"x".repeat(CLIPBOARD_LIMIT), &mut terminal, &path);
        assert!(!terminal.is_empty());
    }

    #[test]
    fn where_the_file_cannot_be_written_the_words_name_the_cause() {
        let folder = tempfile::tempdir().unwrap();
        let in_the_way = folder.path().join("file");
        std::fs::write(&in_the_way, "").unwrap();
        let copied = copy("met", &mut Vec::new(), &in_the_way.join("last-copy.txt"));
        assert!(copied.to_string().contains("the file for copies could not be written: "), "{copied}");
    }

    #[test]
    fn what_could_steer_a_shell_is_not_copied() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("last-copy.txt");
        copy("a\x1b[201~rm\r\n\tb", &mut Vec::new(), &path);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "a\u{fffd}[201~rm\u{fffd}\n\tb");
    }
}
