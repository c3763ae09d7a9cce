//! Which files an import takes: those named, and those in the folders named.
//!
//! Looks at names and folders only. Invariant: the same folders give the same files in the same order; what is passed
//! over is told, but for hidden files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use crate::import::error::ImportError;
use crate::import::register::REGISTER;
use crate::import::summary::Unresolved;

/// The most files one import takes.
pub const MOST_FILES: usize = 10_000;
/// How deep folders may lie in one another.
const DEEPEST: usize = 64;
/// Endings of documents that are looked for in folders.
const DOCUMENTS: [&str; 9] = ["txt", "text", "md", "markdown", "htm", "html", "xhtml", "docx", "pdf"];
/// Endings of files of our own, which are no documents and need no word.
const OURS: [&str; 4] = ["json", "plumb", "plumbsession", "handin"];

/// A file to be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Input {
    /// Where it is.
    pub path: PathBuf,
    /// What it is called in messages and registers: its path below the folder named, with `/`.
    pub name: String,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inputs {
    /// Documents, in the order they were named; those of a folder by name.
    pub documents: Vec<Input>,
    /// Registers: `.csv` files named, and `register.csv` in a folder named.
    pub registers: Vec<Input>,
    /// Files passed over.
    pub passed_over: Vec<Unresolved>,
}

/// Finds the files that paths name.
///
/// # Errors
/// A path that is not there, a folder that cannot be listed, too many files.
pub fn gather(paths: &[PathBuf]) -> Result<Inputs, ImportError> {
    let mut found = Inputs::default();
    for path in paths {
        let about = fs::metadata(path).map_err(|error| unreadable(path, &told(&error)))?;
        if about.is_dir() {
            let root = fs::canonicalize(path).map_err(|error| unreadable(path, &told(&error)))?;
            let mut walk = Walk { root, found: &mut found };
            walk.folder(path, "", DEEPEST)?;
        } else if OURS.contains(&ending(path).as_str()) {
            let why = "is no document; a review is opened or named with --into, a session is taken in by `plumbline sessions import`";
            return Err(unreadable(path, why));
        } else {
            let input = Input { path: path.clone(), name: name_of(path) };
            let list = if is_table(path) { &mut found.registers } else { &mut found.documents };
            list.push(input);
        }
    }
    let mut seen = BTreeSet::new();
    let mut once = |input: &Input| seen.insert(fs::canonicalize(&input.path).unwrap_or_else(|_| input.path.clone()));
    found.documents.retain(&mut once);
    found.registers.retain(&mut once);
    check_count(&found)?;
    Ok(found)
}

fn told(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder; check the path".to_owned(),
        _ => format!("cannot be read ({error})"),
    }
}

fn unreadable(path: &Path, reason: &str) -> ImportError {
    ImportError::Unreadable { path: path.to_owned(), reason: reason.to_owned() }
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

fn is_table(path: &Path) -> bool {
    matches!(ending(path).as_str(), "csv" | "tsv" | "xlsx")
}

/// Whether a file is hidden, or put there by a program for itself.
fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || name.starts_with("~$") || ["Thumbs.db", "desktop.ini", "__MACOSX"].contains(&name)
}

fn check_count(found: &Inputs) -> Result<(), ImportError> {
    if found.documents.len() <= MOST_FILES {
        return Ok(());
    }
    Err(ImportError::OverLimit {
        name: "this import".to_owned(),
        what: format!("the number of files, {},", found.documents.len()),
        limit: MOST_FILES.to_string(),
        remedy: "import a part of them, then add the rest with --into".to_owned(),
    })
}

/// Looking through a folder that was named.
struct Walk<'a> {
    /// Where the folder really is.
    root: PathBuf,
    found: &'a mut Inputs,
}

impl Walk<'_> {
    /// Takes what is in a folder, by name, folders after the files beside them.
    fn folder(&mut self, folder: &Path, below: &str, deep: usize) -> Result<(), ImportError> {
        if deep == 0 {
            return Err(unreadable(folder, "lies too deep in other folders; name it by itself"));
        }
        let listed = fs::read_dir(folder).map_err(|error| unreadable(folder, &told(&error)))?;
        let mut names = Vec::new();
        for entry in listed {
            let entry = entry.map_err(|error| unreadable(folder, &told(&error)))?;
            names.push(entry.file_name());
        }
        names.sort();
        let mut folders = Vec::new();
        for name in names {
            let (path, shown) = (folder.join(&name), name.to_string_lossy().into_owned());
            if is_hidden(&shown) {
                continue;
            }
            let input = Input { path: path.clone(), name: format!("{below}{shown}") };
            match fs::symlink_metadata(&path) {
                Ok(about) if about.is_dir() => folders.push(input),
                // A link to a file here is the file; one to a folder may lead back here.
                Ok(about) if about.is_symlink() && self.leads_out(&path) => {
                    let why = "it is a link that leads out of the folder; name the file itself to have it read";
                    pass_over(input, why, self.found);
                }
                _ if fs::metadata(&path).is_ok_and(|about| about.is_file()) => {
                    take(input, below.is_empty(), self.found)
                }
                _ => pass_over(input, "it is neither a file nor a folder", self.found),
            }
            check_count(self.found)?;
        }
        folders.iter().try_for_each(|inner| self.folder(&inner.path, &format!("{}/", inner.name), deep - 1))
    }

    /// Whether a link ends at something outside of the folder that was named.
    fn leads_out(&self, link: &Path) -> bool {
        fs::canonicalize(link).is_ok_and(|end| !end.starts_with(&self.root))
    }
}

fn take(input: Input, at_top: bool, found: &mut Inputs) {
    let ending = ending(&input.path);
    if DOCUMENTS.contains(&ending.as_str()) {
        found.documents.push(input);
    } else if at_top && input.name.eq_ignore_ascii_case(REGISTER) {
        found.registers.push(input);
    } else if !OURS.contains(&ending.as_str()) {
        let why = match ending.as_str() {
            "" => "its name has no ending that tells what it is; name it by itself to have it read".to_owned(),
            "csv" => "a table is taken as the register if it is called register.csv or named by itself".to_owned(),
            "doc" | "odt" | "rtf" | "pages" => format!("a .{ending} is not read; save it as .docx or .pdf"),
            other => format!("a .{other} is no document that is read"),
        };
        pass_over(input, &why, found);
    }
}

fn pass_over(input: Input, why: &str, found: &mut Inputs) {
    let what = format!("the file {}", input.name);
    found.passed_over.push(Unresolved { what, line: None, input: Some(input.name), why: why.to_owned() });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().expect("inside")).expect("makes");
            fs::write(path, b"x").expect("writes");
        }
        folder
    }

    fn names(inputs: &[Input]) -> Vec<&str> {
        inputs.iter().map(|input| input.name.as_str()).collect()
    }

    #[test]
    fn a_folder_gives_its_documents_by_name_and_leaves_hidden_files() {
        let files =
            ["b.txt", "a.docx", ".hidden.txt", "~$a.docx", "deep/c.PDF", "register.csv", "x.zip", "review.json"];
        let folder = folder(&files);
        let found = gather(&[folder.path().to_owned(), folder.path().join("b.txt")]).expect("gathers");
        assert_eq!(names(&found.documents), ["a.docx", "b.txt", "deep/c.PDF"]);
        assert_eq!(names(&found.registers), ["register.csv"]);
        assert_eq!(found.passed_over.iter().map(|left| left.what.as_str()).collect::<Vec<_>>(), ["the file x.zip"]);
    }

    #[test]
    fn a_path_that_is_not_there_is_an_error_before_anything_is_read() {
        let refused = gather(&[PathBuf::from("no/such/file.txt")]).expect_err("refused").to_string();
        assert!(refused.contains("no/such/file.txt") && refused.contains("check the path"), "{refused}");
    }

    #[test]
    fn a_review_named_as_a_document_is_refused_with_what_to_do() {
        let folder = folder(&["review.json", "review.plumb"]);
        for name in ["review.json", "review.plumb"] {
            let refused = gather(&[folder.path().join(name)]).expect_err("refused").to_string();
            assert!(refused.contains(name) && refused.contains("--into"), "{refused}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_back_into_its_folder_is_not_followed() {
        let folder = folder(&["a.txt"]);
        std::os::unix::fs::symlink(folder.path(), folder.path().join("loop")).expect("links");
        let found = gather(&[folder.path().to_owned()]).expect("gathers");
        assert_eq!(names(&found.documents), ["a.txt"]);
        assert_eq!(found.passed_over.len(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_out_of_its_folder_is_passed_over_and_told() {
        use std::os::unix::fs::symlink;
        let folder = folder(&["in/a.txt", "private.txt"]);
        symlink("../private.txt", folder.path().join("in/b.txt")).expect("links");
        symlink("a.txt", folder.path().join("in/c.txt")).expect("links");
        let found = gather(&[folder.path().join("in")]).expect("gathers");
        assert!(!names(&found.documents).contains(&"b.txt"), "{found:?}");
        assert_eq!(found.passed_over.iter().map(|left| left.what.as_str()).collect::<Vec<_>>(), ["the file b.txt"]);
        assert!(found.passed_over[0].why.contains("leads out of the folder"));
        let itself = gather(&[folder.path().join("in/b.txt")]).expect("gathers");
        assert_eq!(names(&itself.documents), ["b.txt"]);
    }
}
