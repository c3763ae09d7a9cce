//! Where members of a panel stand apart, question by question: how many gave which grade, and what hangs on it.
//!
//! Drawn from the chair's view. Invariants: members stand in it as numbers only, neither by letter nor by order; what is
//! talked about first stands first; without an opened round there is no picture.

use crate::export::picture::canvas::Anchor;
use crate::export::picture::canvas::Canvas;
use crate::export::picture::canvas::LINE;
use crate::export::picture::canvas::wrapped;
use crate::export::picture::sign::of_rating;
use crate::export::work::line;
use crate::judgement::spread::Counts;
use crate::judgement::spread::agenda::Treatment;
use crate::model::catalog::Catalog;
use crate::model::ids::Subject;
use crate::model::rating::Grade;
use crate::model::rating::Rating;
use crate::panel::chair::Chair;
use crate::panel::chair::Question;
use crate::panel::chair::words;
use crate::panel::opened::OpenedPanel;
use crate::review::words::rating_label;
use crate::review::words::rating_word;

const LEFT: usize = 350;
const COLUMN: usize = 96;
const ROW: usize = 44;
const BAND: usize = 28;
/// Columns: the four grades, what cannot be rated, who kept out or left it open.
const COLUMNS: usize = 6;
/// Where it is told what hangs on a question.
const RIGHT: usize = LEFT + COLUMNS * COLUMN + 14;
const WIDTH: usize = RIGHT + 250;

/// The groups of questions, in the order they are talked about.
const GROUPS: [(Treatment, &str); 5] = [
    (Treatment::Decides, "Members differ, and it can change a verdict"),
    (Treatment::Disagreed, "Members disagree, and no verdict hangs on it"),
    (Treatment::Open, "Nobody rated it yet"),
    (Treatment::Near, "Members differ a little, and no verdict hangs on it"),
    (Treatment::Agreed, "All who rated it say the same"),
];

/// Draws the round that the chair looks at; `None` while none is opened.
pub fn draw(panel: &OpenedPanel, chair: &Chair) -> Option<String> {
    let round = chair.round?;
    let catalog = &*panel.catalog;
    let title = format!("Where members differ, round {round}: {}", line(&catalog.review().title));
    let handed_in = chair.members.iter().filter(|member| member.handed_in).count();
    let who = format!(
        "{handed_in} of {} members handed in round {round}. Numbers are members; nobody is named. The line runs from the \
         best grade to the worst.",
        chair.members.len()
    );
    let mut canvas = Canvas::default();
    let mut y = heading(&mut canvas, &title, &who);
    y = head(&mut canvas, catalog, y);
    for (treatment, name) in GROUPS {
        let group: Vec<&Question> = in_order(chair).filter(|question| question.treatment == treatment).collect();
        if group.is_empty() {
            continue;
        }
        canvas.rect((12, y), (WIDTH - 24, BAND - 2), "#ececec");
        canvas.label((20, y + 18), Anchor::Start, "b", name);
        y += BAND;
        for question in group {
            row(&mut canvas, catalog, chair, question, y);
            y += ROW;
            canvas.rect((12, y - 1), (WIDTH - 24, 1), "#c0c0c0");
        }
    }
    canvas.label((14, y + 24), Anchor::Start, "s", "A frame: what the panel agreed on in its meeting.");
    Some(canvas.finish((WIDTH, y + 40), &title, &told(catalog, chair, &who)))
}

fn in_order(chair: &Chair) -> impl Iterator<Item = &Question> {
    chair.agenda.iter().filter_map(|cell| chair.question(cell))
}

fn heading(canvas: &mut Canvas, title: &str, who: &str) -> usize {
    let mut y = 24;
    for text in wrapped(title, (WIDTH - 40) / 11, 2) {
        canvas.label((12, y + 6), Anchor::Start, "h", &text);
        y += 22;
    }
    for text in wrapped(who, (WIDTH - 40) / 8, 3) {
        canvas.label((12, y + 6), Anchor::Start, "s", &text);
        y += LINE;
    }
    y + 12
}

/// The grades with their signs.
fn head(canvas: &mut Canvas, catalog: &Catalog, y: usize) -> usize {
    for (at, (id, rating)) in columns().into_iter().enumerate() {
        let label = rating.map_or("Abstained, left open".to_owned(), |rating| rating_label(catalog.review(), rating));
        of_rating(id).disc(canvas, (middle(at), y + 14));
        for (number, text) in wrapped(&line(&label), 13, 3).iter().enumerate() {
            canvas.label((middle(at), y + 44 + number * 14), Anchor::Middle, "s", text);
        }
    }
    canvas.label((RIGHT, y + 44), Anchor::Start, "s", "Can change");
    y + 84
}

fn columns() -> [(&'static str, Option<Rating>); COLUMNS] {
    [
        ("outstanding", Some(Rating::Outstanding)),
        ("good", Some(Rating::Good)),
        ("requires_improvement", Some(Rating::RequiresImprovement)),
        ("inadequate", Some(Rating::Inadequate)),
        ("no_information", Some(Rating::NoInformation)),
        ("abstained", None),
    ]
}

fn middle(column: usize) -> usize {
    LEFT + column * COLUMN + COLUMN / 2
}

fn count(counts: &Counts, rating: Option<Rating>) -> usize {
    rating.map_or(counts.abstained + counts.unrated, |rating| counts.of_rating(rating))
}

fn row(canvas: &mut Canvas, catalog: &Catalog, chair: &Chair, question: &Question, y: usize) {
    let counts = &question.spread.counts;
    let name = format!("{}  {}", question.cell, line(&words::label(catalog, &question.cell)));
    texts(canvas, 20, y, &wrapped(&name, 40, 2), "");
    let at = y + ROW / 2;
    let given: Vec<usize> = (0..Grade::ALL.len()).filter(|at| count(counts, columns()[*at].1) > 0).collect();
    if let (Some(best), Some(worst)) = (given.first(), given.last())
        && best < worst
    {
        // Behind the signs, so that no line runs through one.
        canvas.put(&format!(
            "<path d=\"M{} {at}H{}\" stroke=\"#404040\" stroke-width=\"3\" fill=\"none\"/>",
            middle(*best),
            middle(*worst)
        ));
    }
    for (column, (id, rating)) in columns().into_iter().enumerate() {
        let agreed = rating.is_some() && agreed(chair, question) == rating;
        if agreed {
            canvas.put(&format!(
                "<rect x=\"{}\" y=\"{}\" width=\"76\" height=\"38\" rx=\"4\" fill=\"#fff\" stroke=\"#1a1a1a\" \
                 stroke-width=\"2\"/>",
                middle(column) - 34,
                at - 19
            ));
        }
        match count(counts, rating) {
            0 if agreed => of_rating(id).plain(canvas, (middle(column), at)),
            0 => {}
            members => {
                // White under the number, where the line would run through it.
                canvas.rect((middle(column), at - 10), (32, 20), "#fff");
                of_rating(id).disc(canvas, (middle(column) - 12, at));
                canvas.label((middle(column) + 8, at + 5), Anchor::Start, "b", &members.to_string());
            }
        }
    }
    texts(canvas, RIGHT, y, &wrapped(&changes(catalog, question), 30, 2), "s");
}

fn texts(canvas: &mut Canvas, x: usize, y: usize, lines: &[String], class: &str) {
    let first = if lines.len() == 1 { y + 27 } else { y + 19 };
    for (number, text) in lines.iter().enumerate() {
        canvas.label((x, first + number * LINE), Anchor::Start, class, text);
    }
}

/// What the panel settled on, where its records say the same.
fn agreed(chair: &Chair, question: &Question) -> Option<Rating> {
    let subject = Subject::Cell(question.cell.clone());
    let settled = chair.consensus.iter().find(|one| one.consensus.subject().as_ref() == Some(&subject))?;
    (!settled.contested).then_some(settled.consensus.rating)
}

/// The whole first; nothing where no verdict hangs on it.
fn changes(catalog: &Catalog, question: &Question) -> String {
    let each = question.spread.changes.iter().rev().map(|change| words::parent(catalog, &change.id));
    line(&each.collect::<Vec<_>>().join(", "))
}

/// What the picture shows, row by row.
fn told(catalog: &Catalog, chair: &Chair, who: &str) -> String {
    let row = |question: &Question| {
        let changes = changes(catalog, question);
        let changes = if changes.is_empty() { String::new() } else { format!("; can change {changes}") };
        let agreed = agreed(chair, question)
            .map_or_else(String::new, |rating| format!("; agreed: {}", rating_word(catalog.review(), rating)));
        let label = words::label(catalog, &question.cell);
        format!("{} {label}: {}{changes}{agreed}.", question.cell, words::counts(catalog, &question.spread.counts))
    };
    let all: Vec<String> = in_order(chair).map(row).collect();
    line(&format!("{who} {}", all.join(" ")))
}
