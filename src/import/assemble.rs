//! One import: files in, a review out.
//!
//! Uses the rest of the layer and `document`'s validation. Invariant: the same files and settings give the same review,
//! id and all; what comes out is valid; nothing is written here.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::document::validate::validate_review;
use crate::import::code;
use crate::import::error::ImportError;
use crate::import::frame;
use crate::import::input;
use crate::import::input::Inputs;
use crate::import::likeness;
use crate::import::place::Given;
use crate::import::place::OtherText;
use crate::import::place::Placed;
use crate::import::place::place;
use crate::import::read::Tools;
use crate::import::read::file_bytes;
use crate::import::record::Record;
use crate::import::register;
use crate::import::register::Register;
use crate::import::report::Options;
use crate::import::report::looks_like_report;
use crate::import::report::recognise;
use crate::import::submission::Submission;
use crate::import::summary::Summary;
use crate::import::summary::Unresolved;
use crate::import::take::TakenAll;
use crate::import::take::Watch;
use crate::import::take::take_all;
use crate::model::ids::SourceId;
use crate::model::review::Review;
use crate::model::source::Source;
use crate::model::source::SourceKind;

/// What the inputs are taken for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TakenFor {
    /// Each for what it looks like.
    #[default]
    Either,
    /// A published evaluation.
    Report,
    /// Submissions.
    Submission,
}

/// What is asked of an import.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Files and folders.
    pub inputs: Vec<PathBuf>,
    /// What they are.
    pub taken_for: TakenFor,
    /// The register, if it is not among them.
    pub register: Option<PathBuf>,
    /// The review that submissions are added to.
    pub into: Option<Review>,
    /// What the review is called, instead of what the report or folder says.
    pub title: Option<String>,
}

/// What an import made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The review.
    pub review: Review,
    /// What was found.
    pub summary: Summary,
    /// Files that could not be read, each with why; the review is made of the others.
    pub failed: Vec<(String, ImportError)>,
    /// What became of the sources.
    pub placed: Placed,
    /// Whether a register was given.
    pub registered: bool,
    /// How many files there were.
    pub files: usize,
}

/// Makes a review of files, or adds them to one.
///
/// # Errors
/// No input that can be read, two reports, a wrong register, a stop.
pub fn import(request: &Request, tools: &Tools, watch: &mut dyn Watch) -> Result<Outcome, ImportError> {
    let inputs = input::gather(&request.inputs)?;
    let register = register_of(&inputs, request.register.as_ref())?;
    let known = digests(request.into.as_ref());
    let taken = take_all(&inputs.documents, tools, &|sha256| known.contains(sha256), watch)?;
    let mut summary = Summary { unresolved: inputs.passed_over, ..Summary::default() };
    let (report, given, failed) = sort_out(taken, request, &mut summary)?;
    if report.is_none() && given.is_empty() && register.as_ref().is_none_or(|register| register.rows.is_empty()) {
        return Err(nothing(failed, inputs.documents.len()));
    }
    let mut review = match (report, request.into.clone()) {
        (Some(record), _) => {
            let id = frame::id_of(["report", &record.original.sha256]);
            let (review, found) = recognise(&record, &Options { id })?;
            summary.take_in(found);
            review
        }
        (None, Some(review)) => review,
        (None, None) => of_submissions(&given, request),
    };
    if let Some(title) = &request.title {
        review.title.clone_from(title);
    }
    let placed = place(&mut review, given, &register.clone().unwrap_or_default(), OtherText::Stays, &mut summary);
    finish(&mut review, &placed, &failed, &mut summary);
    if request.into.as_ref().is_some_and(|into| into.id == review.id && *into != review) {
        review.edition = review.edition.saturating_add(1);
    }
    summary.counts.insert("failed".to_owned(), failed.len());
    validate_review(&review, "the review made of these files").map_err(invalid)?;
    Ok(Outcome { review, summary, failed, placed, registered: register.is_some(), files: inputs.documents.len() })
}

/// The digests of the files whose text a review holds.
pub(crate) fn digests(review: Option<&Review>) -> BTreeSet<String> {
    let sources = review.into_iter().flat_map(|review| &review.sources);
    let held = sources.filter(|source| source.text.is_some());
    held.filter_map(|source| Some(source.original.as_ref()?.sha256.clone())).collect()
}

/// What is made of files is valid; if it is not, that is told and not written.
pub(crate) fn invalid(error: crate::document::error::DocumentError) -> ImportError {
    let reason = format!("what was made of it does not hold together: {error}");
    ImportError::NotUnderstood { name: "this import".to_owned(), place: None, reason }
}

/// The register named, else the one among the inputs.
pub(crate) fn register_of(inputs: &Inputs, named: Option<&PathBuf>) -> Result<Option<Register>, ImportError> {
    let path = match (named, inputs.registers.as_slice()) {
        (Some(path), _) => path,
        (None, []) => return Ok(None),
        (None, [one]) => &one.path,
        (None, [one, other, ..]) => {
            let reason = format!("{} is a register too; say with --register which counts", other.path.display());
            return Err(ImportError::NotUnderstood { name: one.path.display().to_string(), place: None, reason });
        }
    };
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    register::read(&name, &file_bytes(path)?).map(Some)
}

type SortedOut = (Option<Record>, Vec<Given>, Vec<(String, ImportError)>);

/// Tells the report from submissions, and what was read from what was not.
fn sort_out(taken: TakenAll, request: &Request, summary: &mut Summary) -> Result<SortedOut, ImportError> {
    let (mut report, mut given, mut failed) = (None::<Record>, Vec::new(), Vec::new());
    for result in taken {
        let taken = match result {
            Ok(taken) => taken,
            Err((name, error)) => {
                tell_failed(&name, &error, summary);
                failed.push((name, error));
                continue;
            }
        };
        let Some(record) = taken.record else {
            given.push(Given::Known(taken.name, taken.sha256));
            continue;
        };
        let looks = looks_like_report(&record);
        let is_report = match request.taken_for {
            TakenFor::Report => true,
            TakenFor::Submission => false,
            TakenFor::Either => request.into.is_none() && looks,
        };
        match (is_report, &report) {
            (false, _) => given.push(read_as_source(&taken.name, record, looks, summary)),
            (true, None) => report = Some(record),
            (true, Some(first)) => {
                let reason = format!(
                    "it is a report, as {} is, and a review is made of one; import one of them, then add the other with --into and --as submission",
                    first.original.name
                );
                return Err(ImportError::NotUnderstood { name: taken.name, place: None, reason });
            }
        }
    }
    Ok((report, given, failed))
}

/// A document that becomes a source. A published evaluation among them is told, and is of the kind whose text waits until
/// what it rates is answered.
pub(crate) fn read_as_source(name: &str, record: Record, is_report: bool, summary: &mut Summary) -> Given {
    let mut submission = Submission::of(name, record);
    if is_report {
        submission.kind = SourceKind::Publication;
        submission.speakers.clear();
        let why = "it looks like a published evaluation and is taken as a submission, of the kind publication; its ratings, notes and evidence are not read: import it by itself to have them";
        summary.unresolved.push(Unresolved {
            what: format!("the file {name}"),
            line: None,
            input: Some(name.to_owned()),
            why: why.to_owned(),
        });
    }
    Given::Read(Box::new(submission))
}

pub(crate) fn tell_failed(name: &str, error: &ImportError, summary: &mut Summary) {
    let what = format!("the file {name}");
    let told = error.to_string();
    // The error names the file as well, with or without the folders above it.
    let base = name.rsplit('/').next().unwrap_or(name);
    let why = [name, base].iter().find_map(|name| told.strip_prefix(name)?.strip_prefix(": ")).unwrap_or(&told);
    summary.unresolved.push(Unresolved { what, line: None, input: Some(name.to_owned()), why: why.to_owned() });
}

/// Nothing to make a review of.
fn nothing(mut failed: Vec<(String, ImportError)>, files: usize) -> ImportError {
    match (failed.len(), files) {
        (1, _) => failed.remove(0).1,
        (0, _) => ImportError::NotReadable {
            name: "these inputs".to_owned(),
            reason: "there is no document among them; give .txt, .md, .html, .docx or .pdf files, or folders of them"
                .to_owned(),
        },
        (many, _) => {
            let first = failed.remove(0).1;
            ImportError::NotReadable {
                name: "these inputs".to_owned(),
                reason: format!("none of {many} files can be read; the first: {first}"),
            }
        }
    }
}

/// A review for submissions, with an id that follows from them.
fn of_submissions(given: &[Given], request: &Request) -> Review {
    let mut digests: Vec<&str> = given.iter().map(Given::sha256).collect();
    digests.sort_unstable();
    let folder = request.inputs.iter().find(|path| path.is_dir());
    let folder = folder.and_then(|path| Some(path.canonicalize().ok()?.file_name()?.to_string_lossy().into_owned()));
    let title = folder.unwrap_or_else(|| "Submissions".to_owned());
    frame::without_grid(frame::id_of(std::iter::once("submissions").chain(digests)), title)
}

/// Compares the texts, counts, and tells gaps in the codes.
pub(crate) fn finish(review: &mut Review, placed: &Placed, failed: &[(String, ImportError)], summary: &mut Summary) {
    let groups = likeness::group(&mut review.sources);
    review.version = review.least_version();
    for group in groups.iter().filter(|group| group.iter().any(|id| placed.files.contains_key(id))) {
        summary.unresolved.push(alike(group));
    }
    let of_kind = |kind: SourceKind| review.sources.iter().filter(|source| source.kind == kind).collect::<Vec<_>>();
    let submissions = of_kind(SourceKind::Submission);
    let unread = failed.iter().filter_map(|(name, _)| code::in_file_name(name.rsplit('/').next().unwrap_or(name)).0);
    let gaps = register::gaps(&review.sources, unread);
    if !gaps.is_empty() && !placed.added.is_empty() {
        let why = "no source has these codes; they may have been withdrawn, merged or left out".to_owned();
        summary.unresolved.push(Unresolved {
            what: format!("the codes {}", gaps.join(", ")),
            line: None,
            input: None,
            why,
        });
    }
    let mut set = |what: &str, many: usize| {
        summary.counts.insert(what.to_owned(), many);
    };
    set("sources", review.sources.len());
    set("submissions", submissions.len());
    set("roundtables", of_kind(SourceKind::Roundtable).len());
    set("areas", review.areas.len());
    set("commitments", review.commitments.len());
    set("evidence", review.evidence.len());
    set("texts", review.sources.iter().filter(|source| source.text.is_some()).count());
    set(
        "characters",
        review.sources.iter().filter_map(|source| source.text.as_deref()).map(|text| text.chars().count()).sum(),
    );
    set("alike_groups", groups.len());
    set("alike", groups.iter().map(Vec::len).sum());
    set("added", placed.added.len());
    set("filled", placed.filled.len());
    set("unchanged", placed.unchanged.len());
    let warnings = placed.files.keys().filter_map(|id| review.sources.iter().find(|source| &source.id == id));
    summary.unresolved.extend(warnings.flat_map(warned));
}

/// How many of a group of like texts are named.
const NAMED: usize = 6;

/// Tells a group of like texts.
fn alike(group: &[SourceId]) -> Unresolved {
    let others: Vec<&str> = group.iter().skip(1).map(SourceId::as_str).collect();
    let what = match (group.first(), others.as_slice()) {
        (Some(first), [other]) => format!("{first} and {other}"),
        (Some(first), others) if others.len() <= NAMED => format!("{first} and {}", others.join(", ")),
        (Some(first), others) => {
            format!("{first} and {} others ({} \u{2026})", others.len(), others[..NAMED].join(", "))
        }
        (None, _) => String::new(),
    };
    let why = "their texts are the same or nearly the same; all are kept, and counted as one group".to_owned();
    Unresolved { what, line: None, input: None, why }
}

/// What was left behind when a source's file was read.
fn warned(source: &Source) -> Vec<Unresolved> {
    let Some(original) = &source.original else { return Vec::new() };
    let told = |why: &String| Unresolved {
        what: format!("a part of {}", source.id),
        line: None,
        input: Some(original.name.clone()),
        why: why.clone(),
    };
    original.warnings.iter().map(told).collect()
}
