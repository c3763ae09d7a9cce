//! One row for each passage and question it is filed under; one for a passage filed nowhere.

use std::collections::BTreeSet;

use crate::export::tables::Cell;
use crate::export::tables::Table;
use crate::export::tables::TableName;
use crate::export::work::Words;
use crate::export::work::Work;
use crate::export::work::line;
use crate::export::work::plain;
use crate::model::ids::QuoteId;
use crate::model::ids::Subject;
use crate::model::quote::Filing;
use crate::model::quote::Quote;
use crate::review::words::rating_label;
use crate::review::words::stance_word;

const COLUMNS: [(&str, u16); 21] = [
    ("Passage", 9),
    ("Question", 9),
    ("Says", 24),
    ("Words", 60),
    ("Whose words", 14),
    ("Citation", 50),
    ("Source", 14),
    ("Submitter", 30),
    ("Kind of source", 14),
    ("Source date", 12),
    ("Speaker", 18),
    ("Tags", 30),
    ("Anchor", 20),
    ("Notes of the report", 12),
    ("Item", 9),
    ("Kind of item", 12),
    ("From", 7),
    ("To", 7),
    ("Used by the rating", 10),
    ("Note on the passage", 40),
    ("Changed", 25),
];

pub(super) fn table(work: &Work<'_>) -> Table {
    let mut table = Table::new(TableName::Passages, 2, &COLUMNS);
    let used: BTreeSet<QuoteId> = work.state.ratings.values().flat_map(|it| it.quotes.iter().copied()).collect();
    for (at, quote) in work.state.quotes.iter().enumerate() {
        let filings: Vec<Option<&Filing>> = match quote.filings.as_slice() {
            [] => vec![None],
            filed => filed.iter().map(Some).collect(),
        };
        let rest = behind(work, quote);
        for filing in filings {
            table.rows.push(row(work, quote, at + 1, filing, &rest, used.contains(&quote.id)));
        }
    }
    table
}

/// The cells that are the same for every question a passage is filed under, as they stand from its words to its end.
struct Behind {
    words: Vec<Cell>,
    notes: Vec<Cell>,
    last: Vec<Cell>,
}

fn row(work: &Work<'_>, quote: &Quote, number: usize, filing: Option<&Filing>, rest: &Behind, used: bool) -> Vec<Cell> {
    let subject = filing.and_then(|filing| filing.cell.cell()).map(Subject::Cell);
    let stance = filing.and_then(|filing| filing.stance);
    let used = used && filing.is_some_and(|filing| rests_on(work, filing, quote.id));
    let mut row = vec![
        Cell::Number(number),
        Cell::maybe(filing.map(|filing| filing.cell.to_string())),
        Cell::maybe(stance.map(|stance| plain(&stance_word(work.catalog, subject.as_ref(), stance)))),
    ];
    row.extend(rest.words.iter().cloned());
    let anchor = filing.and_then(|filing| filing.anchor);
    row.push(Cell::maybe(anchor.map(|grade| plain(&rating_label(work.catalog.review(), grade.into())))));
    row.extend(rest.notes.iter().cloned());
    row.push(Cell::yes(used));
    row.extend(rest.last.iter().cloned());
    row
}

fn rests_on(work: &Work<'_>, filing: &Filing, quote: QuoteId) -> bool {
    let entry = filing.cell.cell().and_then(|cell| work.state.ratings.get(&cell));
    entry.is_some_and(|entry| entry.quotes.contains(&quote))
}

fn behind(work: &Work<'_>, quote: &Quote) -> Behind {
    let sources = work.sources_of(quote);
    let open: Vec<_> = sources.iter().filter(|source| !source.confidential).collect();
    let listed = |parts: Vec<String>| {
        let mut parts: Vec<String> = parts.iter().map(|part| line(part)).collect();
        parts.dedup();
        Cell::text(parts.join("; "))
    };
    let (text, whose, citation, notes) = match work.words(quote) {
        Words::Told(cited) => {
            let whose = if cited.verbatim { "the source's" } else { "retold" };
            let notes: Vec<String> = cited.notes.iter().map(u32::to_string).collect();
            (Cell::text(plain(&cited.text)), whose, Cell::text(line(&cited.reference())), notes.join(", "))
        }
        Words::KeptBack => (Cell::Empty, "kept back", Cell::Empty, String::new()),
        Words::Gone => (Cell::Empty, "not in this edition", Cell::Empty, String::new()),
    };
    let told = !matches!(citation, Cell::Empty);
    let kind = quote.evidence.as_ref().and_then(|id| work.catalog.evidence(id)).map(|item| item.kind.word());
    let whose = if quote.lost { "no longer in its text" } else { whose };
    let names =
        sources.iter().map(|source| if source.confidential { source.named_outside() } else { source.label.clone() });
    Behind {
        words: vec![
            text,
            Cell::text(whose),
            citation,
            listed(open.iter().map(|source| source.id.to_string()).collect()),
            listed(names.collect()),
            listed(sources.iter().map(|source| source.kind.word().to_owned()).collect()),
            listed(open.iter().filter_map(|source| source.date.clone()).collect()),
            Cell::maybe(work.speaker_of(quote).map(|speaker| line(&speaker))),
            listed(work.tags_of(quote)),
        ],
        notes: vec![
            Cell::text(notes),
            Cell::maybe(quote.evidence.as_ref().map(|id| line(id.as_str()))),
            Cell::maybe(kind),
            Cell::Number(quote.selector.start),
            Cell::Number(quote.selector.end),
        ],
        last: vec![Cell::maybe(quote.note.as_deref().filter(|_| told).map(plain)), Cell::text(quote.at.to_string())],
    }
}
