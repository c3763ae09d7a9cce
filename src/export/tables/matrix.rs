//! The framework matrix: who says how much to which question, what it says, and the member's summary.

use std::collections::HashMap;

use crate::export::tables::Cell;
use crate::export::tables::Column;
use crate::export::tables::Table;
use crate::export::tables::TableName;
use crate::export::work::Words;
use crate::export::work::Work;
use crate::export::work::line;
use crate::export::work::plain;
use crate::model::ids::CellKey;
use crate::model::ids::SourceId;
use crate::model::quote::Stance;
use crate::model::source::Source;
use crate::review::queue::is_received;

/// What passages of one source say to one question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::export) struct Said {
    pub yes: usize,
    pub no: usize,
    pub both: usize,
    pub background: usize,
    pub unmarked: usize,
}

impl Said {
    fn add(&mut self, stance: Option<Stance>) {
        *match stance {
            Some(Stance::Supports) => &mut self.yes,
            Some(Stance::Undermines) => &mut self.no,
            Some(Stance::Mixed) => &mut self.both,
            Some(Stance::Context) => &mut self.background,
            None => &mut self.unmarked,
        } += 1;
    }

    pub(in crate::export) fn join(&mut self, other: Self) {
        self.yes += other.yes;
        self.no += other.no;
        self.both += other.both;
        self.background += other.background;
        self.unmarked += other.unmarked;
    }

    pub(in crate::export) fn all(&self) -> usize {
        self.yes + self.no + self.both + self.background + self.unmarked
    }

    /// "1 yes, 2 no".
    pub(in crate::export) fn words(&self) -> String {
        let parts = [
            (self.yes, "yes"),
            (self.no, "no"),
            (self.both, "both"),
            (self.background, "background"),
            (self.unmarked, "unmarked"),
        ];
        let told = parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
        told.collect::<Vec<_>>().join(", ")
    }
}

/// What every source says to every question in the passages whose words may be told.
pub(in crate::export) fn said(work: &Work<'_>) -> HashMap<(SourceId, CellKey), Said> {
    let mut all: HashMap<(SourceId, CellKey), Said> = HashMap::new();
    for quote in work.state.quotes.iter().filter(|quote| !quote.lost) {
        let filed: Vec<_> = quote.filings.iter().filter_map(|it| Some((it.cell.cell()?, it.stance))).collect();
        if filed.is_empty() || !matches!(work.words(quote), Words::Told(_)) {
            continue;
        }
        for source in work.sources_of(quote) {
            for (cell, stance) in &filed {
                all.entry((source.id.clone(), cell.clone())).or_default().add(*stance);
            }
        }
    }
    all
}

/// Sources in the order tables list them: the register's; those told of in confidence last, by their event, so that not
/// even the order says which they are.
pub(super) fn in_order<'a>(work: &Work<'a>) -> Vec<&'a Source> {
    let mut sources: Vec<&Source> = work.catalog.review().sources.iter().collect();
    sources.sort_by_cached_key(|source| source.confidential.then(|| source.named_outside()));
    sources
}

/// Code and name of a source as tables give them.
pub(super) fn named(source: &Source) -> (Cell, Cell) {
    match source.confidential {
        true => (Cell::Empty, Cell::text(line(&source.named_outside()))),
        false => (Cell::text(line(source.id.as_str())), Cell::text(line(&source.label))),
    }
}

pub(super) fn table(work: &Work<'_>) -> Table {
    let cells: Vec<CellKey> = work.catalog.review().cells().collect();
    let mut table =
        Table::new(TableName::Matrix, 2, &[("Code", 12), ("Submitter", 36), ("Kind", 13), ("Passages", 10)]);
    for cell in &cells {
        let headings = [(cell.to_string(), 6), (format!("{cell} says"), 18), (format!("{cell} summary"), 40)];
        table.columns.extend(headings.map(|(heading, width)| Column { heading, width }));
    }
    let said = said(work);
    for source in in_order(work) {
        let mut row = Vec::with_capacity(table.columns.len());
        let (mut count, mut summaries) = (0, 0);
        for cell in &cells {
            let here = said.get(&(source.id.clone(), cell.clone())).copied().unwrap_or_default();
            let summary = work.state.summaries.get(&(source.id.clone(), cell.clone()));
            count += here.all();
            summaries += usize::from(summary.is_some());
            row.push(if here.all() == 0 { Cell::Empty } else { Cell::Number(here.all()) });
            row.push(Cell::text(here.words()));
            row.push(Cell::maybe(summary.map(|summary| plain(&summary.text))));
        }
        if !is_received(source) && count == 0 && summaries == 0 {
            continue;
        }
        let (code, name) = named(source);
        let head = [code, name, Cell::text(source.kind.word()), Cell::Number(count)];
        table.rows.push(head.into_iter().chain(row).collect());
    }
    table
}
