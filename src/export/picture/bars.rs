//! For each question, and for the commitments as a whole, which part has which rating. Every commitment weighs the same.

use crate::export::picture::canvas::Anchor;
use crate::export::picture::canvas::Canvas;
use crate::export::picture::canvas::wrapped;
use crate::export::picture::matrix::heading;
use crate::export::picture::matrix::legend;
use crate::export::picture::sign::of_rating;
use crate::export::report::Rated;
use crate::export::report::Report;

const LEFT: usize = 250;
const BAR: usize = 600;
const WIDTH: usize = LEFT + BAR + 40;
const ROW: usize = 50;

/// One bar: its name, and how many commitments have which rating, best first.
struct Bar<'a> {
    label: String,
    counts: Vec<(&'a Rated, usize)>,
}

/// Draws it.
pub fn draw(report: &Report) -> String {
    let bars = bars(report);
    let mut canvas = Canvas::default();
    let mut y = heading(&mut canvas, report, WIDTH) + 4;
    // Behind the bars, so that no line runs through a sign.
    scale(&mut canvas, y, y + bars.len() * ROW);
    for bar in &bars {
        let lines = wrapped(&bar.label, 26, 2);
        let first = if lines.len() == 1 { y + 25 } else { y + 17 };
        for (line, text) in lines.iter().enumerate() {
            canvas.label((14, first + line * 17), Anchor::Start, "", text);
        }
        one(&mut canvas, bar, y);
        y += ROW;
    }
    y = legend(&mut canvas, report, y + 34, WIDTH);
    canvas.finish((WIDTH, y), &format!("Share of commitments by rating: {}", report.title), &words(report, &bars))
}

fn bars(report: &Report) -> Vec<Bar<'_>> {
    let rows: Vec<_> = report.areas.iter().flat_map(|area| &area.rows).collect();
    let count = |label: String, of: &dyn Fn(usize) -> &'static str| {
        let number = |rated: &Rated| (0..rows.len()).filter(|at| of(*at) == rated.id).count();
        let counts = report.scale.iter().map(|rated| (rated, number(rated))).filter(|(_, count)| *count > 0);
        Bar { label, counts: counts.collect() }
    };
    let questions = report.questions.iter().enumerate();
    let mut bars: Vec<Bar<'_>> = questions
        .map(|(at, question)| count(format!("{}  {}", question.id, question.label), &|row| rows[row].cells[at].id))
        .collect();
    bars.push(count("Commitments overall".to_owned(), &|row| rows[row].rated.id));
    bars
}

fn one(canvas: &mut Canvas, bar: &Bar<'_>, y: usize) {
    let all: usize = bar.counts.iter().map(|(_, count)| count).sum();
    let mut before = 0;
    for (rated, count) in &bar.counts {
        let (from, to) = (before * BAR / all, (before + count) * BAR / all);
        let sign = of_rating(rated.id);
        let x = LEFT + from;
        canvas.put(&format!(
            "<rect x=\"{x}\" y=\"{}\" width=\"{}\" height=\"34\" fill=\"{}\" stroke=\"#404040\"/>",
            y + 4,
            to - from,
            sign.ground
        ));
        if to - from >= 52 {
            sign.plain(canvas, (x + 16, y + 21));
            canvas.put(&format!(
                "<text x=\"{}\" y=\"{}\" style=\"fill:{}\" class=\"b\">{count}</text>",
                x + 30,
                y + 26,
                sign.ink
            ));
        } else if to - from >= 22 {
            sign.plain(canvas, (x + (to - from) / 2, y + 21));
        }
        before += count;
    }
    if all == 0 {
        canvas.label((LEFT, y + 26), Anchor::Start, "s", "no commitment");
    }
}

/// The scale in percent under the bars.
fn scale(canvas: &mut Canvas, top: usize, y: usize) {
    for quarter in 0..=4 {
        let x = LEFT + quarter * BAR / 4;
        canvas.put(&format!(
            "<path d=\"M{x} {top}V{}\" stroke=\"#404040\" stroke-dasharray=\"2 4\" fill=\"none\"/>",
            y + 4
        ));
        canvas.label((x, y + 20), Anchor::Middle, "s", &format!("{} %", quarter * 25));
    }
}

fn words(report: &Report, bars: &[Bar<'_>]) -> String {
    let said = |bar: &Bar<'_>| {
        let counts: Vec<String> =
            bar.counts.iter().map(|(rated, count)| format!("{count} {}", rated.label.to_lowercase())).collect();
        format!("{}: {}.", bar.label, counts.join(", "))
    };
    let all: Vec<String> = bars.iter().map(said).collect();
    format!("{} Each commitment weighs the same. {}", report.whose, all.join(" "))
}
