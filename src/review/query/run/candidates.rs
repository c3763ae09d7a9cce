//! Which rows a query has to look at, and which way is least: the index, a list of rows, or every row.
//!
//! Invariant: no row that answers is left out; where a row looked at may not answer, its text is read.

use std::sync::Arc;

use crate::model::catalog::Catalog;
use crate::review::query::field::Value;
use crate::review::query::parse::Ask;
use crate::review::query::parse::Query;
use crate::review::query::pattern::Pattern;
use crate::review::query::row_set::RowSet;
use crate::review::query::run::Asked;
use crate::review::query::run::BEST;
use crate::review::query::run::Unanswered;
use crate::review::query::run::desk::Desk;
use crate::review::query::run::fields::rows_of;
use crate::store::text_index::Order;
use crate::store::text_index::kind_mark;

/// How many rows of the index come in the time in which one text is read.
const PER_READING: usize = 8;
/// Words counted for an estimate.
const COUNTED: usize = 2_000;
/// Rows between two questions whether anybody still waits.
const BETWEEN: usize = 256;

/// The words of a query, and whether they must not be.
pub(super) fn words_of(query: &Query) -> impl Iterator<Item = (bool, &Pattern)> {
    query.clauses().iter().filter_map(|clause| match &clause.ask {
        Ask::Words(pattern) => Some((clause.without, pattern)),
        Ask::Field(_) => None,
    })
}

/// The kinds of a query, and whether they must not be.
pub(super) fn kinds_of(query: &Query) -> impl Iterator<Item = (bool, &[&'static str])> {
    query.clauses().iter().filter_map(|clause| match &clause.ask {
        Ask::Field(Value::Kind(kinds)) => Some((clause.without, kinds.as_slice())),
        _ => None,
    })
}

/// A way to the rows, and what lets them through.
pub(super) struct Asks {
    way: Way,
    with: Vec<Arc<RowSet>>,
    without: Vec<Arc<RowSet>>,
    reads: bool,
}

enum Way {
    Index(String, Order),
    Listed(Arc<Vec<i64>>),
    Every,
}

impl Asks {
    /// Of a query, for a review and a session.
    pub(super) fn of(desk: &mut Desk, catalog: &Catalog, asked: &Asked) -> Result<Self, Unanswered> {
        let query = &asked.query;
        let (mut with, mut without) = (Vec::new(), Vec::new());
        for clause in query.clauses() {
            if let Ask::Field(value) = &clause.ask
                && !matches!(value, Value::Kind(_))
            {
                let rows = rows_of(desk, catalog, asked, clause)?;
                if clause.without { without.push(rows) } else { with.push(rows) }
            }
        }
        if let Some(here) = &asked.here {
            with.push(desk.rows_here(here)?);
        }
        let (way, reads) = way(desk, asked, &with)?;
        Ok(Self { way, with, without, reads })
    }

    /// Whether a row is where is searched and has the properties asked for, words and kinds apart.
    pub(super) fn lets(&self, row: i64) -> bool {
        self.with.iter().all(|rows| rows.has(row)) && !self.without.iter().any(|rows| rows.has(row))
    }

    /// Whether a row may lack the words.
    pub(super) fn reads(&self) -> bool {
        self.reads
    }

    /// Those let through of so many rows behind one; and where there may be more, the row to go on behind: the last
    /// looked at, let through or not.
    pub(super) fn stretch(
        &self,
        desk: &Desk,
        after: i64,
        count: usize,
        wanted: &dyn Fn() -> bool,
    ) -> Result<(Vec<i64>, Option<i64>), Unanswered> {
        let mut rows = Vec::new();
        let (mut last, mut seen, mut more) = (None, 0, false);
        // Of the best only so many are kept; some more, as some may be withheld.
        let most = if matches!(self.way, Way::Index(_, Order::Best)) { 4 * BEST } else { usize::MAX };
        let mut take = |row: i64| {
            (last, seen) = (Some(row), seen + 1);
            if self.lets(row) {
                rows.push(row);
            }
            more = seen >= count || rows.len() >= most;
            !more && (seen % BETWEEN != 0 || wanted())
        };
        match &self.way {
            Way::Index(expression, order) => desk.index.matching(expression, after, *order, take)?,
            Way::Every => desk.index.every(after, take)?,
            Way::Listed(listed) => {
                let from = listed.partition_point(|row| *row <= after);
                for row in &listed[from..] {
                    if !take(*row) {
                        break;
                    }
                }
            }
        }
        Ok((rows, last.filter(|_| more)))
    }
}

fn way(desk: &Desk, asked: &Asked, with: &[Arc<RowSet>]) -> Result<(Way, bool), Unanswered> {
    let query = &asked.query;
    let says_something = words_of(query).next().is_some() || kinds_of(query).next().is_some();
    let index = desk.index.is_whole()
        && (words_of(query).any(|(without, _)| !without) || kinds_of(query).any(|(without, _)| !without));
    if asked.order == Order::Best && index && query.patterns().next().is_some() {
        return Ok((Way::Index(expression(desk, query)?, Order::Best), false));
    }
    // What was found before is read through only where that is less than to ask anew: a letter more of a word leaves
    // about as many rows as it had.
    if let Some((earlier, rows)) = &asked.earlier
        && query.narrows(earlier)
        && (!index || rows.len() * PER_READING < estimate(desk, query)?)
    {
        return Ok((Way::Listed(rows.clone()), says_something));
    }
    let least = with.iter().filter_map(|rows| rows.listed()).min_by_key(|rows| rows.len());
    if let Some(rows) = least
        && (!index || rows.len() * PER_READING < estimate(desk, query)?)
    {
        return Ok((Way::Listed(Arc::new(rows.to_vec())), says_something));
    }
    if index {
        return Ok((Way::Index(expression(desk, query)?, Order::Reading), false));
    }
    Ok((Way::Every, says_something))
}

/// How many texts the index has for the rarest words asked for, at least; everything, where nothing is known.
fn estimate(desk: &Desk, query: &Query) -> Result<usize, Unanswered> {
    let mut least = usize::MAX;
    for (without, pattern) in words_of(query) {
        for (at, word) in pattern.words().iter().enumerate().filter(|_| !without) {
            let beginning = pattern.is_beginning() && at + 1 == pattern.words().len();
            let known = desk.index.beginning_with(word, if beginning { COUNTED } else { 1 })?;
            let texts: u64 =
                known.iter().filter(|(known, _)| beginning || known == word).map(|(_, texts)| *texts).sum();
            least = least.min(usize::try_from(texts).unwrap_or(usize::MAX));
        }
    }
    Ok(least)
}

fn expression(desk: &Desk, query: &Query) -> Result<String, Unanswered> {
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for (leave, pattern) in words_of(query) {
        let asked = desk.index.expression(pattern.words(), pattern.is_beginning())?;
        let asked = if pattern.is_text_only() { format!("text : ({asked})") } else { asked };
        if leave { without.push(asked) } else { with.push(asked) }
    }
    for (leave, kinds) in kinds_of(query) {
        let marks: Vec<String> = kinds.iter().map(|kind| format!("\"{}\"", kind_mark(kind))).collect();
        let asked = format!("({})", marks.join(" OR "));
        if leave { without.push(asked) } else { with.push(asked) }
    }
    let with = with.join(" AND ");
    Ok(if without.is_empty() { with } else { format!("({with}) NOT ({})", without.join(" OR ")) })
}
