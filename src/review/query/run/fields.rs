//! The rows that have a property: a tag, a source, a question, a stance, a status.
//!
//! Invariant: what is worked out for a session and a value is worked out once.

use std::sync::Arc;

use crate::model::catalog::Catalog;
use crate::model::catalog::Shelf;
use crate::model::ids::CellKey;
use crate::model::quote::Filing;
use crate::model::quote::MarkedIn;
use crate::model::session::TriageStatus;
use crate::model::source::Source;
use crate::review::labels::is_typed;
use crate::review::query::field::Field;
use crate::review::query::field::Names;
use crate::review::query::field::Questions;
use crate::review::query::field::Status;
use crate::review::query::field::Value;
use crate::review::query::parse::Ask;
use crate::review::query::parse::Clause;
use crate::review::query::parse::Query;
use crate::review::query::parse::QueryError;
use crate::review::query::parse::Wrong;
use crate::review::query::pattern::Pattern;
use crate::review::query::row_set::RowSet;
use crate::review::query::run::Asked;
use crate::review::query::run::Unanswered;
use crate::review::query::run::desk::Desk;
use crate::review::query::session::Mark;
use crate::review::query::session::Work;
use crate::text::words::spaced;

/// The rows that have what one clause asks for.
pub(super) fn rows_of(
    desk: &mut Desk,
    catalog: &Catalog,
    asked: &Asked,
    clause: &Clause,
) -> Result<Arc<RowSet>, Unanswered> {
    let Ask::Field(value) = &clause.ask else { return Ok(Arc::default()) };
    // What a passage says, it says to the question asked about, where one is.
    let under = if matches!(value, Value::Stance(_)) { questions_of(&asked.query) } else { Vec::new() };
    let key = format!("{value:?} {under:?}");
    if let Some(known) = desk.kept.sets.get(&key) {
        return Ok(known.clone());
    }
    let nothing_done = Work::default();
    let work = asked.session.work.as_ref().unwrap_or(&nothing_done);
    let rows = match value {
        Value::Tag(tags) => marked(desk, work, |mark| mark.tags.iter().any(|tag| tags.contains(tag)))?,
        Value::Stance(stances) => {
            let here = |filing: &Filing| under.is_empty() || under.iter().any(|asked| has(asked, filing));
            let says = |filing: &Filing| here(filing) && filing.stance.is_some_and(|said| stances.contains(&said));
            marked(desk, work, |mark| mark.filings.iter().any(says))?
        }
        Value::Question(questions) => filed_under(desk, catalog, work, questions)?,
        Value::Source(typed) => from_source(desk, catalog, typed, clause)?,
        Value::Status(statuses) => {
            let mut rows = RowSet::default();
            for status in statuses {
                rows = rows.or(with_status(desk, catalog, work, *status)?);
            }
            rows
        }
        Value::Kind(_) => RowSet::default(),
    };
    let rows = Arc::new(rows);
    desk.kept.sets.insert(key, rows.clone());
    Ok(rows)
}

fn questions_of(query: &Query) -> Vec<&Questions> {
    let asked = query.clauses().iter().filter(|clause| !clause.without);
    asked
        .filter_map(|clause| match &clause.ask {
            Ask::Field(Value::Question(questions)) => Some(questions),
            _ => None,
        })
        .collect()
}

fn has(questions: &Questions, filing: &Filing) -> bool {
    questions.commitment.as_ref().is_none_or(|id| *id == filing.cell.commitment)
        && questions.question.as_ref().is_none_or(|id| filing.cell.question.as_ref() == Some(id))
}

/// The rows that hold passages of some sort.
fn marked(desk: &Desk, work: &Work, of_that_sort: impl Fn(&Mark) -> bool) -> Result<RowSet, Unanswered> {
    let mut rows = Vec::new();
    for mark in work.marks.iter().filter(|mark| of_that_sort(mark)) {
        match &mark.on {
            MarkedIn::Item(id) => rows.extend(desk.index.row_of(id.as_str())?),
            MarkedIn::Source(id) => {
                let Some(source) = desk.index.source_of(id.as_str())? else { continue };
                let parts = desk.index.parts_of(source)?;
                let first = parts.partition_point(|(_, start)| *start <= mark.range.start).saturating_sub(1);
                let touched = parts[first..].iter().take_while(|(_, start)| *start < mark.range.end);
                rows.extend(touched.map(|(row, _)| *row));
            }
        }
    }
    Ok(RowSet::of(rows))
}

fn filed_under(desk: &Desk, catalog: &Catalog, work: &Work, asked: &Questions) -> Result<RowSet, Unanswered> {
    let review = catalog.review();
    let mut rows = Vec::new();
    for commitment in review.commitments.iter().map(|commitment| &commitment.id) {
        if asked.commitment.as_ref().is_some_and(|id| id != commitment) {
            continue;
        }
        if asked.question.is_none() {
            rows.extend(desk.index.on_shelf(&Shelf::Commitment(commitment.clone()))?);
        }
        for question in review.questions.iter().map(|question| &question.id) {
            if asked.question.as_ref().is_none_or(|id| id == question) {
                rows.extend(desk.index.on_shelf(&Shelf::Cell(CellKey::new(commitment, question)))?);
            }
        }
    }
    let by_the_member = marked(desk, work, |mark| mark.filings.iter().any(|filing| has(asked, filing)))?;
    Ok(RowSet::of(rows).or(by_the_member))
}

fn from_source(desk: &Desk, catalog: &Catalog, typed: &str, clause: &Clause) -> Result<RowSet, Unanswered> {
    let sources = &catalog.review().sources;
    let mut meant: Vec<usize> = (0..sources.len()).filter(|&at| is_typed(&sources[at], typed)).collect();
    if meant.is_empty()
        && let Some(words) = Pattern::new(typed, true)
    {
        meant = (0..sources.len()).filter(|&at| is_called(&sources[at], &words)).collect();
    }
    if meant.is_empty() {
        let known = Names::default().known(Field::Source);
        let wrong = Wrong::NoSuchValue { field: Field::Source, typed: typed.to_owned(), known };
        return Err(QueryError { wrong, at: clause.at.clone() }.into());
    }
    of_sources(desk, meant.iter().map(|&at| (at, &sources[at])))
}

fn is_called(source: &Source, words: &Pattern) -> bool {
    source.names().any(|name| words.is_in(&spaced(name)))
}

/// The items that name sources, and the paragraphs of their texts.
fn of_sources<'s>(desk: &Desk, sources: impl Iterator<Item = (usize, &'s Source)>) -> Result<RowSet, Unanswered> {
    let mut rows = Vec::new();
    for (at, source) in sources {
        rows.extend(desk.index.naming(source.id.as_str())?);
        if source.text.is_some() {
            let parts = desk.index.parts_of(i64::try_from(at + 1).unwrap_or(i64::MAX))?;
            rows.extend(parts.into_iter().map(|(row, _)| row));
        }
    }
    Ok(RowSet::of(rows))
}

fn with_status(desk: &Desk, catalog: &Catalog, work: &Work, status: Status) -> Result<RowSet, Unanswered> {
    let read = || -> Result<Vec<i64>, Unanswered> {
        let mut rows = Vec::new();
        for id in &work.read {
            rows.extend(desk.index.row_of(id.as_str())?);
        }
        Ok(rows)
    };
    let all = |desk: &Desk| marked(desk, work, |_| true).map(|rows| rows.listed().unwrap_or_default().to_vec());
    Ok(match status {
        Status::Read => RowSet::of(read()?),
        Status::Unread => RowSet::items_but(read()?),
        Status::Marked => RowSet::of(all(desk)?),
        Status::Unmarked => RowSet::all_but(all(desk)?),
        Status::Decided(decided) => {
            let sources = catalog.review().sources.iter().enumerate();
            let decision = |source: &Source| work.decided.get(&source.id).copied().unwrap_or(TriageStatus::Undecided);
            of_sources(desk, sources.filter(|(_, source)| decision(source) == decided))?
        }
    })
}
