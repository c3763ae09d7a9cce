//! Every source with what was decided and how far it came; below, the same in numbers by kind.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::export::report::annex::flow_table;
use crate::export::tables::Cell;
use crate::export::tables::Column;
use crate::export::tables::Table;
use crate::export::tables::TableName;
use crate::export::tables::matrix::in_order;
use crate::export::tables::matrix::named;
use crate::export::work::Work;
use crate::export::work::line;
use crate::model::ids::QuoteId;
use crate::model::ids::SourceId;
use crate::model::source::Source;
use crate::review::queue::is_received;
use crate::review::queue::status;
use crate::review::words::triage_word;

const COLUMNS: [(&str, u16); 13] = [
    ("Row", 8),
    ("Code", 12),
    ("Source", 40),
    ("Kind", 13),
    ("Decision", 20),
    ("Reason", 40),
    ("Bears on", 14),
    ("Received", 10),
    ("Withdrawn", 10),
    ("Paragraphs opened", 12),
    ("Paragraphs", 12),
    ("Passages", 10),
    ("Used by a rating", 10),
];

pub(super) fn table(work: &Work<'_>) -> Table {
    let mut table = Table::new(TableName::Triage, 3, &COLUMNS);
    let counted = flow_table(work);
    table.columns.extend(counted.columns.iter().map(|name| Column { heading: format!("Total: {name}"), width: 10 }));
    let empty = |count: usize| std::iter::repeat_n(Cell::Empty, count);
    let mut marked: HashMap<SourceId, usize> = HashMap::new();
    let mut used: HashSet<SourceId> = HashSet::new();
    let in_use: HashSet<QuoteId> = work.state.ratings.values().flat_map(|it| it.quotes.iter().copied()).collect();
    for quote in &work.state.quotes {
        for source in work.sources_of(quote) {
            *marked.entry(source.id.clone()).or_default() += 1;
            if in_use.contains(&quote.id) {
                used.insert(source.id.clone());
            }
        }
    }
    for source in in_order(work) {
        let passages = marked.get(&source.id).copied().unwrap_or_default();
        let row = of_source(work, source, passages, used.contains(&source.id));
        table.rows.push(row.into_iter().chain(empty(counted.columns.len())).collect());
    }
    for row in counted.rows {
        let head = [Cell::text("total"), Cell::Empty, Cell::Empty, Cell::text(row.label)];
        let numbers = row.numbers.into_iter().map(|number| number.parse().map_or(Cell::Empty, Cell::Number));
        table.rows.push(head.into_iter().chain(empty(COLUMNS.len() - 4)).chain(numbers).collect());
    }
    table
}

fn of_source(work: &Work<'_>, source: &Source, passages: usize, used: bool) -> Vec<Cell> {
    let (code, name) = named(source);
    let decision = work.state.triage.get(&source.id);
    let bears: Vec<String> = decision.iter().flat_map(|it| &it.bears_on).map(ToString::to_string).collect();
    let opened = work.reading.filter(|_| source.text.is_some()).and_then(|it| it.opened.get(&source.id));
    let decided = if source.withdrawn { "withdrawn" } else { triage_word(status(&work.state, &source.id)) };
    vec![
        Cell::text("source"),
        code,
        name,
        Cell::text(source.kind.word()),
        Cell::text(decided),
        Cell::maybe(decision.and_then(|it| it.reason.as_deref()).map(line)),
        Cell::text(bears.join(", ")),
        Cell::yes(is_received(source)),
        Cell::yes(source.withdrawn),
        opened.map_or(Cell::Empty, |it| Cell::Number(it.count())),
        opened.map_or(Cell::Empty, |it| Cell::Number(it.of())),
        Cell::Number(passages),
        Cell::yes(used),
    ]
}
