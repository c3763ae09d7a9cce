//! The register of submissions: what each is called, who sent it, in which file it is.
//!
//! Uses `sheet` and the model. Invariant: every row is understood or refused with its row and column; a register that is
//! written reads back the same.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::import::code;
use crate::import::code::Code;
use crate::import::error::ImportError;
use crate::import::report::words::plain as one_line;
use crate::import::sheet::Sheet;
use crate::import::sheet::folded;
use crate::import::sheet::letters;
use crate::import::sheet_file;
use crate::import::transcript;
use crate::import::when;
use crate::model::source::Source;
use crate::model::source::SourceKind;
use crate::model::source::Speaker;

/// The name a register is written under and looked for.
pub const REGISTER: &str = "register.csv";

/// A register of submissions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Register {
    /// What messages call it.
    pub name: String,
    /// Its rows.
    pub rows: Vec<Entry>,
}

/// One row of a register. What is not given is `None`, and then guessed from the file or left as it was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Row of the file, from 1.
    pub row: usize,
    /// The code.
    pub code: Option<String>,
    /// Who sent it.
    pub name: Option<String>,
    /// What it is.
    pub kind: Option<SourceKind>,
    /// The group a roundtable was held with.
    pub group: Option<String>,
    /// The file it is in, by its name or the end of its path.
    pub file: Option<String>,
    /// When it was made or sent.
    pub date: Option<String>,
    /// Where it is published.
    pub url: Option<String>,
    /// Not for publication.
    pub confidential: Option<bool>,
    /// Taken back by who sent it.
    pub withdrawn: Option<bool>,
    /// Who speaks in it.
    pub speakers: Option<Vec<Speaker>>,
}

/// The columns a register may have, with the headings that are understood.
const COLUMNS: [(&str, &[&str]); 10] = [
    ("code", &["code", "id", "ref", "reference", "submission", "submission code", "evidence code", "number", "no"]),
    (
        "name",
        &["name", "label", "organisation", "organization", "submitter", "submitted by", "from", "title", "author"],
    ),
    ("kind", &["kind", "type", "category"]),
    ("group", &["group", "roundtable", "event", "session", "cohort"]),
    ("file", &["file", "filename", "file name", "document", "path"]),
    ("date", &["date", "received", "submitted", "published", "date received", "date submitted"]),
    ("url", &["url", "link", "web", "address"]),
    ("confidential", &["confidential", "private", "not for publication", "in confidence"]),
    ("withdrawn", &["withdrawn", "removed", "taken back"]),
    ("speakers", &["speakers", "participants", "people"]),
];

/// Reads a register.
///
/// # Errors
/// What is wrong, with row and column.
pub fn read(name: &str, bytes: &[u8]) -> Result<Register, ImportError> {
    let sheets = sheet_file::sheets(name, bytes)?;
    let sheet = sheets.into_iter().find(|sheet| !sheet.rows.is_empty());
    let empty = || {
        wrong(
            name,
            None,
            "it is empty; a register has a row of headings (code, name, kind, group, file, date) and a row for each submission",
        )
    };
    of_sheet(name, &sheet.ok_or_else(empty)?)
}

/// Understands a sheet as a register.
///
/// # Errors
/// As [`read`].
pub fn of_sheet(name: &str, sheet: &Sheet) -> Result<Register, ImportError> {
    let Some((heading, rows)) = sheet.rows.split_first() else {
        return Ok(Register { name: name.to_owned(), rows: Vec::new() });
    };
    let mut columns: BTreeMap<&str, usize> = BTreeMap::new();
    for (column, text) in heading.filled() {
        let heard = folded(text);
        let Some((known, _)) = COLUMNS.iter().find(|(_, headings)| headings.contains(&heard.as_str())) else {
            continue;
        };
        if let Some(first) = columns.insert(known, column) {
            let reason =
                format!("`{text}` says {known} again, which column {} has; take one of them out", letters(first));
            return Err(wrong(name, Some((heading.number, column)), reason));
        }
    }
    if !columns.contains_key("code") && !columns.contains_key("file") {
        let reason = "there is neither a column `code` nor a column `file`; the first row of a register holds its headings: code, name, kind, group, file, date";
        return Err(wrong(name, Some((heading.number, 0)), reason));
    }
    let reader = RowReader { name, columns: &columns };
    let mut register = Register { name: name.to_owned(), rows: Vec::with_capacity(rows.len()) };
    for row in rows {
        register.rows.push(reader.entry(row)?);
    }
    reader.check_once(&register, "code", |entry| entry.code.as_deref(), key_of)?;
    reader.check_once(&register, "file", |entry| entry.file.as_deref(), str::to_lowercase)?;
    Ok(register)
}

fn wrong(name: &str, place: Option<(usize, usize)>, reason: impl Into<String>) -> ImportError {
    let place = place.map(|(row, column)| format!("row {row}, column {}", letters(column)));
    ImportError::NotUnderstood { name: name.to_owned(), place, reason: reason.into() }
}

/// A code as codes are compared, before the usual spelling is known.
fn key_of(text: &str) -> String {
    code::whole(text)
        .map_or_else(|| text.to_lowercase(), |code| format!("{}{}", code.prefix, code.number).to_lowercase())
}

struct RowReader<'a> {
    name: &'a str,
    columns: &'a BTreeMap<&'a str, usize>,
}

impl RowReader<'_> {
    fn entry(&self, row: &crate::import::sheet::Row) -> Result<Entry, ImportError> {
        let text = |column: &str| Some(row.at(self.columns.get(column).copied())).filter(|text| !text.is_empty());
        let line = |column: &str| text(column).map(one_line);
        let wrong = |column: &str, reason: String| {
            wrong(self.name, Some((row.number, self.columns.get(column).copied().unwrap_or_default())), reason)
        };
        let flag = |column: &str| {
            text(column)
                .map(|text| yes_or_no(text).ok_or_else(|| wrong(column, format!("`{text}` is neither yes nor no"))))
                .transpose()
        };
        let kind = text("kind").map(|text| {
            kind_of(text).ok_or_else(|| {
                wrong("kind", format!("`{text}` is no kind of source; write submission, roundtable, government, publication, web or reaction"))
            })
        });
        let date = text("date").map(|text| {
            when::date(text).ok_or_else(|| wrong("date", format!("`{}` is no date; {}", one_line(text), when::FORMS)))
        });
        let entry = Entry {
            row: row.number,
            code: line("code"),
            name: line("name"),
            kind: kind.transpose()?,
            group: line("group"),
            file: text("file").map(|path| path.replace('\\', "/")),
            date: date.transpose()?,
            url: line("url"),
            confidential: flag("confidential")?,
            withdrawn: flag("withdrawn")?,
            speakers: text("speakers").map(speakers_of),
        };
        if entry.code.is_none() && entry.file.is_none() {
            let column = if self.columns.contains_key("code") { "code" } else { "file" };
            return Err(wrong(column, "the row has neither a code nor a file; give it one of them".to_owned()));
        }
        Ok(entry)
    }

    fn check_once(
        &self,
        register: &Register,
        column: &str,
        written: impl Fn(&Entry) -> Option<&str>,
        key: impl Fn(&str) -> String,
    ) -> Result<(), ImportError> {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for entry in &register.rows {
            let Some(written) = written(entry) else { continue };
            if let Some(first) = seen.insert(key(written), entry.row) {
                let place = Some((entry.row, self.columns.get(column).copied().unwrap_or_default()));
                return Err(wrong(
                    self.name,
                    place,
                    format!("`{written}` stands in row {first} already; each {column} stands once"),
                ));
            }
        }
        Ok(())
    }
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "x" | "confidential" | "withdrawn" => Some(true),
        "no" | "n" | "false" | "0" | "-" => Some(false),
        _ => None,
    }
}

fn kind_of(text: &str) -> Option<SourceKind> {
    let heard = folded(text);
    let has = |words: &[&str]| words.iter().any(|word| heard.contains(word));
    match () {
        () if has(&["roundtable", "round table", "transcript", "focus group", "oral"]) => Some(SourceKind::Roundtable),
        () if has(&["submission", "written evidence", "letter from", "response to call"]) => {
            Some(SourceKind::Submission)
        }
        () if has(&["government", "department"]) => Some(SourceKind::Government),
        () if has(&["publication", "report", "article", "book"]) => Some(SourceKind::Publication),
        () if has(&["web"]) => Some(SourceKind::Web),
        () if has(&["reaction"]) => Some(SourceKind::Reaction),
        () => SourceKind::ALL.into_iter().find(|kind| kind.word() == heard),
    }
}

/// Speakers as a register has them: `Dr X (GP); Participant 3`.
fn speakers_of(text: &str) -> Vec<Speaker> {
    let parts = text.split([';', '\n']).map(str::trim).filter(|part| !part.is_empty());
    let speaker = |(at, part): (usize, &str)| {
        let (label, role) = match part.strip_suffix(')').and_then(|part| part.rsplit_once('(')) {
            Some((label, role)) => (label.trim(), Some(one_line(role)).filter(|role| !role.is_empty())),
            None => (part, None),
        };
        Speaker { id: transcript::key(at + 1), label: one_line(label), role }
    };
    parts.enumerate().map(speaker).filter(|speaker| !speaker.label.is_empty()).collect()
}

/// Speakers as they are written.
fn speakers_told(speakers: &[Speaker]) -> String {
    let one = |speaker: &Speaker| match &speaker.role {
        Some(role) => format!("{} ({role})", speaker.label),
        None => speaker.label.clone(),
    };
    speakers.iter().map(one).collect::<Vec<_>>().join("; ")
}

impl Register {
    /// The row about a file: the one that names it, whole or by the end of its path, whatever the capitals.
    pub fn about_file(&self, path: &str) -> Option<&Entry> {
        let path = path.replace('\\', "/").to_lowercase();
        let names = |entry: &&Entry| {
            entry.file.as_deref().map(str::to_lowercase).is_some_and(|file| {
                let file = file.trim_start_matches("./");
                path == file || path.strip_suffix(file).is_some_and(|before| before.ends_with('/'))
            })
        };
        self.rows.iter().filter(names).max_by_key(|entry| entry.file.as_ref().map(String::len))
    }

    /// The row about a code that names no file.
    pub fn about_code(&self, code: &Code) -> Option<&Entry> {
        let same = |entry: &&Entry| entry.code.as_deref().map(key_of) == Some(key_of(&code.written));
        self.rows.iter().filter(|entry| entry.file.is_none()).find(same)
    }

    /// All codes in it that read as codes.
    pub fn codes(&self) -> Vec<Code> {
        self.rows.iter().filter_map(|entry| code::whole(entry.code.as_deref()?)).collect()
    }
}

/// Writes a register of sources, to be corrected and used again.
pub fn write<'a>(sources: impl IntoIterator<Item = (&'a Source, Option<&'a str>)>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let headings = ["code", "name", "kind", "group", "file", "date", "confidential", "withdrawn", "speakers"];
    // Writing into memory does not fail.
    let _ = writer.write_record(headings);
    for (source, file) in sources {
        let flag = |set: bool| if set { "yes".to_owned() } else { String::new() };
        let fields = [
            source.id.0.clone(),
            source.label.clone(),
            source.kind.word().to_owned(),
            source.group.clone().unwrap_or_default(),
            file.unwrap_or_default().to_owned(),
            source.date.clone().unwrap_or_default(),
            flag(source.confidential),
            flag(source.withdrawn),
            speakers_told(&source.speakers),
        ];
        let _ = writer.write_record(fields.map(|field| sheet_file::safe_to_write(&field)));
    }
    writer.into_inner().unwrap_or_default()
}

/// Numbers that a run of codes leaves out, as ranges in words: `DHS0003`, `DHS0007 to DHS0009`. A run is one of
/// submissions; other sources, such as roundtables, may have codes of it too, and so may files that are unread.
pub fn gaps(sources: &[Source], unread: impl IntoIterator<Item = Code>) -> Vec<String> {
    let mut numbers: BTreeMap<(String, usize), (BTreeSet<u32>, bool)> = BTreeMap::new();
    for source in sources {
        let Some(code) = code::whole(source.id.as_str()) else { continue };
        let (run, submitted) = numbers.entry((code.prefix, code.width)).or_default();
        run.insert(code.number);
        *submitted |= source.kind == SourceKind::Submission;
    }
    for code in unread {
        for (_, (run, _)) in numbers.iter_mut().filter(|((prefix, _), _)| *prefix == code.prefix) {
            run.insert(code.number);
        }
    }
    let mut found = Vec::new();
    let runs = numbers.into_iter().filter(|(_, (_, submitted))| *submitted);
    for ((prefix, width), (numbers, _)) in runs {
        let (many, highest) = (numbers.len(), numbers.last().copied().unwrap_or_default());
        // A few codes far apart are no run with gaps.
        if many < 3 || highest as usize > many * 4 {
            continue;
        }
        let mut from = 1;
        for number in numbers {
            let named = |number: u32| format!("{prefix}{number:0width$}");
            match number.checked_sub(from) {
                Some(1) => found.push(named(from)),
                Some(more) if more > 1 => found.push(format!("{} to {}", named(from), named(number - 1))),
                _ => {}
            }
            from = number + 1;
        }
    }
    found
}

#[cfg(test)]
#[path = "register_tests.rs"]
mod tests;
