//! Gives a text of the member's own to the editor they use, and takes back what became of it.
//!
//! Knows no terminal: whoever calls has given it back to the shell. Invariant: the file holds that text and nothing
//! else, is for the member's eyes only, and goes once its text was taken; whatever fails, what was written is lost
//! neither here nor there.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::process::ExitStatus;

use tempfile::TempPath;

/// Has a text written on in an editor: a command as `VISUAL` and `EDITOR` have it, with its options.
///
/// # Errors
/// Why the text is as it was, in words for the member.
pub fn write_on(editor: Option<&str>, text: &str) -> Result<String, String> {
    let Some(editor) = editor else {
        return Err("No editor is named. Set VISUAL or EDITOR and start plumbline again.".to_owned());
    };
    let apart = if text.is_empty() { "" } else { "\n" };
    let given = format!("{text}{apart}");
    let file = put_down(&given).map_err(|error| format!("No file for the editor could be made: {error}."))?;
    match command(editor, &file).map(|mut command| command.status()) {
        None => Err("This system gives no terminal to an editor.".to_owned()),
        Some(Err(error)) => Err(format!("The editor {editor} could not be started: {error}.")),
        Some(Ok(status)) if status.success() => taken(file),
        Some(Ok(status)) => Err(failed(editor, status, &given, file)),
    }
}

fn put_down(text: &str) -> std::io::Result<TempPath> {
    // On Unix the file is made for its owner only (0600).
    let mut file = tempfile::Builder::new().prefix("plumbline-").suffix(".txt").tempfile()?;
    file.write_all(text.as_bytes())?;
    file.flush()?;
    Ok(file.into_temp_path())
}

/// The shell takes the command apart, as it does for other programs that start an editor.
#[cfg(unix)]
fn command(editor: &str, file: &Path) -> Option<Command> {
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{editor} \"$1\"")).arg("sh").arg(file);
    Some(command)
}

#[cfg(not(unix))]
fn command(_editor: &str, _file: &Path) -> Option<Command> {
    None
}

fn taken(file: TempPath) -> Result<String, String> {
    match fs::read(&file).map(String::from_utf8) {
        Ok(Ok(text)) => Ok(text.trim_end_matches(['\n', '\r']).to_owned()),
        Ok(Err(_)) => Err(format!("What the editor wrote is no UTF-8 text. {}", left_in(file))),
        Err(error) => Err(format!("What the editor wrote cannot be read: {error}. The text is as it was.")),
    }
}

fn failed(editor: &str, status: ExitStatus, given: &str, file: TempPath) -> String {
    let why = match status.code() {
        Some(126 | 127) => format!("The editor {editor} could not be started."),
        Some(code) => format!("The editor {editor} ended with code {code}."),
        None => format!("The editor {editor} was stopped."),
    };
    let untouched = fs::read(&file).is_ok_and(|bytes| bytes == given.as_bytes());
    let rest = if untouched { "The text is as it was.".to_owned() } else { left_in(file) };
    format!("{why} {rest}")
}

/// Leaves the file for the member.
fn left_in(file: TempPath) -> String {
    match file.keep() {
        Ok(path) => format!("It is left in {}; the text here is as it was.", path.display()),
        Err(_) => "The text is as it was.".to_owned(),
    }
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_editor_gets_the_text_alone_in_a_file_of_its_owner_and_its_text_is_taken_back() {
        let look = "f() { stat -c %a \"$1\" >\"$1.mode\" 2>/dev/null || stat -f %Lp \"$1\" >\"$1.mode\"; \
                    { cat \"$1.mode\"; sed s/no/not/ \"$1\"; } >\"$1.new\"; rm \"$1.mode\"; mv \"$1.new\" \"$1\"; }; f";
        assert_eq!(write_on(Some(look), "it was no funded\n\ntwice"), Ok("600\nit was not funded\n\ntwice".to_owned()));
    }

    #[test]
    fn options_of_the_editor_are_its_own() {
        assert_eq!(write_on(Some("sed -i.bak -e s/a/b/"), "a"), Ok("b".to_owned()));
    }

    #[test]
    fn no_editor_a_missing_one_and_one_that_fails_say_so_and_leave_the_text_as_it_was() {
        assert!(write_on(None, "a").unwrap_err().contains("VISUAL or EDITOR"));
        let missing = write_on(Some("/nowhere/editor 2>/dev/null"), "a").unwrap_err();
        assert!(missing.contains("could not be started. The text is as it was."), "{missing}");
        let failed = write_on(Some("f() { exit 3; }; f"), "a").unwrap_err();
        assert_eq!(failed, "The editor f() { exit 3; }; f ended with code 3. The text is as it was.");
    }

    #[test]
    fn what_an_editor_wrote_before_it_failed_is_left_in_its_file() {
        for editor in ["f() { echo more >>\"$1\"; exit 1; }; f", "f() { printf 'caf\\351' >\"$1\"; }; f"] {
            let said = write_on(Some(editor), "a").unwrap_err();
            let path = said.split("left in ").nth(1).unwrap().split(';').next().unwrap();
            assert!(!fs::read(path).unwrap().is_empty());
            fs::remove_file(path).unwrap();
        }
    }
}
