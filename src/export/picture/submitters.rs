//! Submitters by questions: what the passages of each say.

use std::collections::BTreeMap;

use crate::export::picture::canvas::Anchor;
use crate::export::picture::canvas::Canvas;
use crate::export::picture::canvas::wrapped;
use crate::export::picture::matrix::heading;
use crate::export::picture::sign::BESIDE;
use crate::export::picture::sign::MIXED;
use crate::export::picture::sign::NO;
use crate::export::picture::sign::Sign;
use crate::export::picture::sign::YES;
use crate::export::report::Report;
use crate::export::tables::matrix::Said;
use crate::export::tables::matrix::said;
use crate::export::work::Work;
use crate::export::work::line;
use crate::model::ids::CellKey;

const LEFT: usize = 350;
/// Codes up to this length stand before the name; longer ones are made of it.
const SHORT: usize = 9;
const COLUMN: usize = 26;
const ROW: usize = 28;

/// One submitter: the name, and what is said to each question.
type Row = (String, Vec<Said>);

/// Draws it.
pub fn draw(work: &Work<'_>, report: &Report) -> String {
    let cells: Vec<CellKey> = work.catalog.review().cells().collect();
    let rows = rows(work, &cells);
    let width = (LEFT + cells.len() * COLUMN + 24).max(700);
    let mut canvas = Canvas::default();
    let mut y = heading(&mut canvas, report, width);
    y = head(&mut canvas, work, &cells, y);
    if rows.is_empty() {
        canvas.label((14, y + 20), Anchor::Start, "", "No passage is filed under a question.");
        y += ROW;
    }
    for (name, says) in &rows {
        canvas.label((14, y + 19), Anchor::Start, "", &wrapped(name, 40, 1).remove(0));
        canvas.rect((12, y + ROW - 1), (width - 24, 1), "#c0c0c0");
        for (at, said) in says.iter().enumerate().filter(|(_, said)| said.all() > 0) {
            let sign = sign_of(said);
            let (x, middle) = (LEFT + at * COLUMN + COLUMN / 2, y + ROW / 2 - 1);
            sign.square(&mut canvas, (x, middle));
        }
        y += ROW;
    }
    y = legend(&mut canvas, y + 22);
    canvas.finish(
        (width, y),
        &format!("What submitters say, by question: {}", report.title),
        &words(report, &cells, &rows),
    )
}

/// Those with a passage whose words may be told; of what is told in confidence one row for each event.
fn rows(work: &Work<'_>, cells: &[CellKey]) -> Vec<Row> {
    let all = said(work);
    let mut open: Vec<Row> = Vec::new();
    let mut events: BTreeMap<String, Vec<Said>> = BTreeMap::new();
    for source in &work.catalog.review().sources {
        let of = |cell: &CellKey| all.get(&(source.id.clone(), cell.clone())).copied().unwrap_or_default();
        let says: Vec<Said> = cells.iter().map(of).collect();
        if says.iter().all(|said| said.all() == 0) {
            continue;
        }
        if source.confidential {
            let event =
                events.entry(line(&source.named_outside())).or_insert_with(|| vec![Said::default(); cells.len()]);
            for (sum, said) in event.iter_mut().zip(says) {
                sum.join(said);
            }
        } else {
            let code = Some(source.id.as_str()).filter(|code| code.len() <= SHORT || source.label.trim().is_empty());
            let name = code.into_iter().chain([source.label.as_str()]).collect::<Vec<_>>().join("  ");
            open.push((line(&name), says));
        }
    }
    open.extend(events);
    open
}

fn sign_of(said: &Said) -> Sign {
    match (said.yes > 0, said.no > 0, said.both > 0) {
        (true, false, false) => YES,
        (false, true, false) => NO,
        (false, false, false) => BESIDE,
        _ => MIXED,
    }
}

/// The questions, by commitment.
fn head(canvas: &mut Canvas, work: &Work<'_>, cells: &[CellKey], y: usize) -> usize {
    let questions = work.catalog.review().questions.len().max(1);
    for (at, cell) in cells.iter().enumerate() {
        let x = LEFT + at * COLUMN;
        if at % questions == 0 {
            let middle = x + questions * COLUMN / 2;
            canvas.label((middle, y + 14), Anchor::Middle, "b", cell.commitment.as_str());
            canvas.rect((x + 1, y + 20), (questions * COLUMN - 2, 1), "#404040");
        }
        canvas.label((x + COLUMN / 2, y + 36), Anchor::Middle, "s", cell.question.as_str());
    }
    y + 46
}

fn legend(canvas: &mut Canvas, y: usize) -> usize {
    let mut x = 26;
    for (sign, text) in [(YES, "yes"), (NO, "no"), (MIXED, "yes and no"), (BESIDE, "background, or not said")] {
        sign.square(canvas, (x, y));
        canvas.label((x + 20, y + 5), Anchor::Start, "", text);
        x += 48 + text.len() * 9;
    }
    y + 30
}

fn words(report: &Report, cells: &[CellKey], rows: &[Row]) -> String {
    let row = |(name, says): &Row| {
        let told = cells.iter().zip(says).filter(|(_, said)| said.all() > 0);
        let told: Vec<String> = told.map(|(cell, said)| format!("{cell} {}", said.words())).collect();
        format!("{name}: {}.", told.join("; "))
    };
    let all: Vec<String> = rows.iter().map(row).collect();
    format!("{} Passages by submitter and question. {}", report.whose, all.join(" "))
}
