//! Commitments by questions: a light for every rating, the commitment's own last.

use crate::export::picture::canvas::Anchor;
use crate::export::picture::canvas::Canvas;
use crate::export::picture::canvas::LINE;
use crate::export::picture::canvas::wrapped;
use crate::export::picture::sign::of_rating;
use crate::export::report::Rated;
use crate::export::report::Report;

const LEFT: usize = 370;
const COLUMN: usize = 104;
const ROW: usize = 44;
const TOP: usize = 24;

/// Draws it.
pub fn draw(report: &Report) -> String {
    let mut canvas = Canvas::default();
    let columns = report.questions.len() + 1;
    let width = LEFT + columns * COLUMN + 16;
    let mut y = heading(&mut canvas, report, width);
    let top = y;
    y = head(&mut canvas, report, y);
    for area in &report.areas {
        canvas.rect((12, y), (width - 24, 26), "#ececec");
        let name = wrapped(&area.label, (width - 60) / 9, 1).remove(0);
        canvas.label((20, y + 18), Anchor::Start, "b", &name);
        y += 26;
        for row in &area.rows {
            let lines = wrapped(&format!("{}  {}", row.id, row.label), 42, 2);
            lights(&mut canvas, row.cells.iter().chain([&row.rated]), y, ROW);
            names(&mut canvas, &lines, y);
            y += ROW;
            rule(&mut canvas, y, width);
        }
    }
    canvas.rect((LEFT - 14 + (columns - 1) * COLUMN, top), (2, y - top), "#404040");
    canvas.rect((12, y), (width - 24, 2), "#404040");
    canvas.label((20, y + 28), Anchor::Start, "b", "The whole evaluation");
    lights(&mut canvas, std::iter::repeat_n(None, columns - 1).chain([Some(&report.overall.rated)]), y, ROW);
    y = legend(&mut canvas, report, y + ROW + 8, width);
    if report.agreed {
        canvas.label((12, y + 5), Anchor::Start, "s", "* not agreed by the panel");
        y += 24;
    }
    canvas.finish((width, y), &title(report), &words(report))
}

fn title(report: &Report) -> String {
    format!("Ratings by commitment and question: {}", report.title)
}

/// The title of the review; returns where to go on.
pub(super) fn heading(canvas: &mut Canvas, report: &Report, width: usize) -> usize {
    let mut y = TOP;
    for line in wrapped(&report.title, (width - 40) / 11, 2) {
        canvas.label((12, y + 6), Anchor::Start, "h", &line);
        y += 22;
    }
    for line in wrapped(&report.whose, (width - 40) / 8, 3) {
        canvas.label((12, y + 6), Anchor::Start, "s", &line);
        y += LINE;
    }
    y + 8
}

fn head(canvas: &mut Canvas, report: &Report, y: usize) -> usize {
    let labels = report.questions.iter().map(|question| (question.id.as_str(), question.label.as_str()));
    for (at, (id, label)) in labels.chain([("", "Overall")]).enumerate() {
        let x = LEFT + at * COLUMN + COLUMN / 2 - 14;
        canvas.label((x, y + 14), Anchor::Middle, "b", id);
        for (line, text) in wrapped(label, 15, 3).iter().enumerate() {
            canvas.label((x, y + 30 + line * 14), Anchor::Middle, "s", text);
        }
    }
    y + 68
}

fn names(canvas: &mut Canvas, lines: &[String], y: usize) {
    let first = if lines.len() == 1 { y + 27 } else { y + 19 };
    for (line, text) in lines.iter().enumerate() {
        canvas.label((20, first + line * LINE), Anchor::Start, "", text);
    }
}

fn lights<'a>(canvas: &mut Canvas, rated: impl Iterator<Item = impl Into<Option<&'a Rated>>>, y: usize, height: usize) {
    for (at, rated) in rated.enumerate() {
        let Some(rated) = rated.into() else { continue };
        let (x, y) = (LEFT + at * COLUMN + COLUMN / 2 - 14, y + height / 2);
        of_rating(rated.id).disc(canvas, (x, y));
        if rated.not_agreed {
            canvas.put(&format!("<g transform=\"translate({} {})\"><path d=\"M-3-3L3 3M3-3L-3 3M-4 0H4M0-4V4\" stroke=\"#1a1a1a\" stroke-width=\"1.5\"/></g>", x + 20, y - 9));
        }
    }
}

fn rule(canvas: &mut Canvas, y: usize, width: usize) {
    canvas.rect((12, y), (width - 24, 1), "#c0c0c0");
}

/// What the signs mean, as far as they stand in the picture; returns the height of it all.
pub(super) fn legend(canvas: &mut Canvas, report: &Report, top: usize, width: usize) -> usize {
    let (mut x, mut y) = (26, top + 20);
    for rated in report.scale.iter().filter(|rated| is_there(report, rated.id) || is_grade(rated.id)) {
        let needed = 54 + rated.label.chars().count() * 8;
        if x + needed > width && x > 26 {
            x = 26;
            y += 34;
        }
        of_rating(rated.id).disc(canvas, (x, y));
        canvas.label((x + 20, y + 5), Anchor::Start, "", &rated.label);
        x += needed;
    }
    y + 28
}

fn is_grade(id: &str) -> bool {
    !matches!(id, "no_information" | "abstained" | "unrated" | "hidden")
}

fn is_there(report: &Report, id: &str) -> bool {
    let rows = report.areas.iter().flat_map(|area| &area.rows);
    let mut all = rows.flat_map(|row| row.cells.iter().chain([&row.rated])).chain([&report.overall.rated]);
    all.any(|rated| rated.id == id)
}

/// What the picture shows, row by row.
fn words(report: &Report) -> String {
    let mut out = format!("{} ", report.whose);
    for row in report.areas.iter().flat_map(|area| &area.rows) {
        let cells = report.questions.iter().zip(&row.cells);
        let cells: Vec<String> = cells.map(|(question, rated)| format!("{} {}", question.label, said(rated))).collect();
        out.push_str(&format!(
            "Commitment {}, {}: {}; overall {}. ",
            row.id,
            row.label,
            cells.join(", "),
            said(&row.rated)
        ));
    }
    out.push_str(&format!("The whole evaluation: {}.", said(&report.overall.rated)));
    out
}

fn said(rated: &Rated) -> String {
    let open = if rated.not_agreed { " (not agreed)" } else { "" };
    format!("{}{open}", rated.label.to_lowercase())
}
