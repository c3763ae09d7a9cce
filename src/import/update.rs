//! The next edition of a review: submissions added, corrected, withdrawn; its report read anew.
//!
//! Uses `place` and `assemble`. Invariant: `id` stays, and so does the key of every source; with the same inputs again
//! nothing changes, and then the edition stays too.

use std::path::PathBuf;

use crate::document::validate::validate_review;
use crate::import::assemble;
use crate::import::code;
use crate::import::error::ImportError;
use crate::import::input;
use crate::import::place::Given;
use crate::import::place::OtherText;
use crate::import::place::Placed;
use crate::import::place::place;
use crate::import::place::withdraw;
use crate::import::read::Tools;
use crate::import::report::looks_like_report;
use crate::import::reread;
use crate::import::summary::Summary;
use crate::import::summary::Unresolved;
use crate::import::take::Watch;
use crate::import::take::take_all;
use crate::model::ids::SourceId;
use crate::model::review::Review;
use crate::model::source::Original;
use crate::model::source::Source;

/// What is asked of an update.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Files and folders.
    pub inputs: Vec<PathBuf>,
    /// The register, if it is not among them.
    pub register: Option<PathBuf>,
    /// Codes of sources to be taken back.
    pub withdraw: Vec<String>,
}

/// What an update made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The review, at the next edition if anything changed.
    pub review: Review,
    /// Whether anything changed.
    pub changed: bool,
    /// What was found.
    pub summary: Summary,
    /// Files that could not be read, each with why.
    pub failed: Vec<(String, ImportError)>,
    /// What became of the sources.
    pub placed: Placed,
    /// Whether a register was given.
    pub registered: bool,
    /// How many files there were.
    pub files: usize,
}

/// Makes the next edition of a review.
///
/// # Errors
/// A code to be withdrawn that the review has not; a wrong register; a stop.
pub fn update(old: &Review, request: &Request, tools: &Tools, watch: &mut dyn Watch) -> Result<Outcome, ImportError> {
    let inputs = input::gather(&request.inputs)?;
    let register = assemble::register_of(&inputs, request.register.as_ref())?;
    let mut review = old.clone();
    let withdrawn = take_back(&mut review, &request.withdraw)?;
    let known = assemble::digests(Some(old));
    let files: Vec<String> = inputs.documents.iter().map(|input| base(&input.name)).collect();
    let taken = take_all(&inputs.documents, tools, &|sha256| known.contains(sha256), watch)?;
    let mut summary = Summary { unresolved: inputs.passed_over, ..Summary::default() };
    let (mut given, mut failed, mut reread) = (Vec::new(), Vec::new(), None::<(SourceId, String)>);
    for result in taken {
        match result {
            Ok(taken) => given.push(match taken.record {
                Some(record) => {
                    let is_report = looks_like_report(&record);
                    if is_report && let Some(id) = reread::reread(&mut review, &record, &mut summary)? {
                        if let Some((_, first)) = &reread {
                            return Err(two_reports(&taken.name, first));
                        }
                        reread = Some((id, taken.name));
                        continue;
                    }
                    assemble::read_as_source(&taken.name, record, is_report, &mut summary)
                }
                None => Given::Known(taken.name, taken.sha256),
            }),
            Err((name, error)) => {
                assemble::tell_failed(&name, &error, &mut summary);
                failed.push((name, error));
            }
        }
    }
    let rows = register.clone().unwrap_or_default();
    let mut placed = place(&mut review, given, &rows, OtherText::Corrects, &mut summary);
    placed.withdrawn.extend(withdrawn);
    if let Some((id, name)) = reread {
        placed.corrected.push(id.clone());
        placed.files.insert(id, name);
    }
    tell_evidence(&review, &placed, &mut summary);
    tell_missing(old, &placed, &request.inputs, &files, &mut summary);
    assemble::finish(&mut review, &placed, &failed, &mut summary);
    let changed = review != *old;
    if changed {
        review.edition = old.edition.saturating_add(1);
    }
    for (what, list) in
        [("corrected", &placed.corrected), ("described", &placed.described), ("withdrawn", &placed.withdrawn)]
    {
        summary.counts.insert(what.to_owned(), list.len());
    }
    summary.counts.insert("failed".to_owned(), failed.len());
    summary.counts.insert("edition".to_owned(), review.edition as usize);
    validate_review(&review, "the edition made of these files").map_err(assemble::invalid)?;
    Ok(Outcome {
        review,
        changed,
        summary,
        failed,
        placed,
        registered: register.is_some(),
        files: inputs.documents.len(),
    })
}

fn base(name: &str) -> String {
    name.rsplit('/').next().unwrap_or(name).to_lowercase()
}

/// Tells the sources whose file is no longer among those of a folder that most others still come from.
fn tell_missing(old: &Review, placed: &Placed, inputs: &[PathBuf], files: &[String], summary: &mut Summary) {
    const MOST_TOLD: usize = 20;
    if !inputs.iter().any(|input| input.is_dir()) {
        return;
    }
    let held = old.sources.iter().filter(|source| source.text.is_some() && !source.withdrawn);
    let with_file: Vec<_> = held.filter_map(|source| Some((source, source.original.as_ref()?))).collect();
    let is_gone = |(source, original): &&(&Source, &Original)| {
        let taken_back = placed.withdrawn.contains(&source.id);
        !taken_back && !placed.files.contains_key(&source.id) && !files.contains(&base(&original.name))
    };
    let gone: Vec<_> = with_file.iter().filter(is_gone).collect();
    if gone.len() * 2 > with_file.len() {
        // It is a folder of what is new.
        return;
    }
    for (source, original) in gone.iter().take(MOST_TOLD) {
        let (name, id) = (&original.name, &source.id);
        let why = format!("it is no longer there; {id} stays as it was, and `--withdraw {id}` withdraws it");
        summary.unresolved.push(Unresolved {
            what: format!("the file {name}"),
            line: None,
            input: Some(name.clone()),
            why,
        });
    }
    if let Some(more) = gone.len().checked_sub(MOST_TOLD).filter(|more| *more > 0) {
        let why = "they are no longer there either; their sources stay as they were".to_owned();
        summary.unresolved.push(Unresolved { what: format!("{more} more files"), line: None, input: None, why });
    }
}

/// Two files that are both the review's report.
fn two_reports(name: &str, first: &str) -> ImportError {
    let reason = format!("it is the report that the review was made of, as {first} is; give the one that counts");
    ImportError::NotUnderstood { name: name.to_owned(), place: None, reason }
}

/// Takes sources back by their codes, in whatever spelling.
fn take_back(review: &mut Review, codes: &[String]) -> Result<Vec<SourceId>, ImportError> {
    let mut withdrawn = Vec::new();
    for told in codes {
        let same = |spelling: &str| {
            spelling.eq_ignore_ascii_case(told.trim())
                || code::whole(spelling)
                    .zip(code::whole(told))
                    .is_some_and(|(one, other)| (one.prefix, one.number) == (other.prefix, other.number))
        };
        let found = review
            .sources
            .iter_mut()
            .find(|source| same(source.id.as_str()) || source.aliases.iter().any(|alias| same(alias)));
        let Some(source) = found else {
            let reason = format!("the review has no source `{told}`; `plumbline find` shows what it has");
            return Err(ImportError::NotUnderstood { name: "--withdraw".to_owned(), place: None, reason });
        };
        if !source.withdrawn {
            withdraw(source);
            withdrawn.push(source.id.clone());
        }
    }
    Ok(withdrawn)
}

/// Tells the evidence that rests on sources whose text is another now, or gone.
fn tell_evidence(review: &Review, placed: &Placed, summary: &mut Summary) {
    for (list, became) in [(&placed.corrected, "has another text now"), (&placed.withdrawn, "was withdrawn")] {
        for id in list {
            let resting = review.evidence.iter().filter(|item| item.sources.contains(id)).count();
            if resting > 0 {
                let items = if resting == 1 {
                    "1 item of evidence rests".to_owned()
                } else {
                    format!("{resting} items of evidence rest")
                };
                let what = format!("evidence from {id}");
                let why = format!("{items} on it and it {became}; see whether they still hold");
                summary.unresolved.push(Unresolved { what, line: None, input: None, why });
            }
        }
    }
}
