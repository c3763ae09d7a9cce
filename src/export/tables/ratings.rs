//! Ratings of questions, commitments, areas and the whole, with reasons and why.

use crate::export::report::Agreement;
use crate::export::report::parts;
use crate::export::tables::Cell;
use crate::export::tables::Table;
use crate::export::tables::TableName;
use crate::export::work::Work;
use crate::export::work::line;
use crate::export::work::plain;
use crate::judgement::words::at_start;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::review::words::area_word;
use crate::review::words::rating_label;

const COLUMNS: [(&str, u16); 15] = [
    ("Of", 10),
    ("Commitment", 36),
    ("Question", 24),
    ("Rating", 22),
    ("Rating key", 22),
    ("By", 28),
    ("Reason", 60),
    ("Why", 60),
    ("Passages it rests on", 10),
    ("Round", 7),
    ("Published looked at before", 12),
    ("To be confirmed", 12),
    ("Published", 22),
    ("Present", 24),
    ("Dissent", 50),
];

pub(super) fn table(work: &Work<'_>) -> Table {
    let mut table = Table::new(TableName::Ratings, 1, &COLUMNS);
    let review = work.catalog.review();
    table.rows.extend(review.cells().map(|cell| question(work, &cell)));
    table.rows.extend(work.catalog.parents().iter().map(|parent| of_parent(work, parent)));
    table
}

fn question(work: &Work<'_>, cell: &CellKey) -> Vec<Cell> {
    let review = work.catalog.review();
    let entry = work.state.ratings.get(cell);
    let subject = Subject::Cell(cell.clone());
    let agreement = work.agreed(&subject).map(parts::agreement);
    let abstained = work.state.abstained.get(cell).filter(|_| agreement.is_none());
    let rated = parts::standing(review, work.standing(cell));
    let by = match (&agreement, abstained, entry) {
        (Some(agreement), ..) => format!("agreed {}", agreement.how),
        (None, Some(_), _) | (None, None, Some(_)) => "the member".to_owned(),
        (None, None, None) => String::new(),
    };
    let reason = match (&agreement, abstained, entry) {
        (Some(agreement), ..) => Some(agreement.reason.clone()),
        (None, Some(abstained), _) => Some(plain(&abstained.why)),
        (None, None, entry) => entry.and_then(|entry| entry.reason.as_deref()).map(plain),
    };
    let commitment = work.catalog.commitment(&cell.commitment).map(|it| line(&it.label));
    let label = work.catalog.question(&cell.question).map(|it| line(&it.label));
    let head = [
        Cell::text(cell.to_string()),
        Cell::maybe(commitment),
        Cell::maybe(label),
        Cell::text(rated.label),
        Cell::text(rated.id),
        Cell::text(by),
        Cell::maybe(reason),
        Cell::Empty,
        entry.map_or(Cell::Empty, |entry| Cell::Number(entry.quotes.len())),
        entry.map_or(Cell::Empty, |entry| Cell::Number(entry.round as usize)),
        Cell::yes(entry.is_some_and(|entry| entry.published_seen)),
        Cell::yes(entry.is_some_and(|entry| entry.unconfirmed)),
        published(work, &subject),
    ];
    head.into_iter().chain(meeting(agreement)).collect()
}

fn of_parent(work: &Work<'_>, key: &ParentKey) -> Vec<Cell> {
    let review = work.catalog.review();
    let parent = parts::parent(work, key);
    let (of, name) = match key {
        ParentKey::Commitment(id) => {
            (id.to_string(), work.catalog.commitment(id).map_or_else(String::new, |it| line(&it.label)))
        }
        ParentKey::Area(id) => (key.to_string(), line(&area_word(review, id))),
        ParentKey::Overall => (key.to_string(), "The whole evaluation".to_owned()),
    };
    let reason = parent.agreement.as_ref().map(|it| it.reason.clone()).or(parent.reason);
    let head = [
        Cell::text(of),
        Cell::text(name),
        Cell::Empty,
        Cell::text(parent.rated.label),
        Cell::text(parent.rated.id),
        Cell::text(at_start(&parent.by)),
        Cell::maybe(reason),
        Cell::maybe(parent.why),
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        Cell::Empty,
        published(work, &Subject::Parent(key.clone())),
    ];
    head.into_iter().chain(meeting(parent.agreement)).collect()
}

fn published(work: &Work<'_>, subject: &Subject) -> Cell {
    Cell::maybe(work.published(subject).map(|rating| plain(&rating_label(work.catalog.review(), rating))))
}

/// Who was there, and who did not agree.
fn meeting(agreement: Option<Agreement>) -> [Cell; 2] {
    let Some(agreement) = agreement else { return [Cell::Empty, Cell::Empty] };
    let dissent = agreement.dissent.iter().map(|it| format!("{}: {}", it.member, it.reason));
    [Cell::text(agreement.present.join(", ")), Cell::text(dissent.collect::<Vec<_>>().join("\n"))]
}
