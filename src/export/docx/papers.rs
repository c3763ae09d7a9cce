//! What a meeting's papers say, in their order: agenda, a page for each question, what to take on the nod.

use crate::export::docx::flowing::Cell;
use crate::export::docx::flowing::Flowing;
use crate::export::docx::flowing::Run;
use crate::export::pack::Disputed;
use crate::export::pack::Nod;
use crate::export::pack::Pack;
use crate::export::pack::Side;

const WIDTH: usize = 9638;
const TEXT: &str = "Normal";

/// Writes them.
pub fn write(pack: &Pack, out: &mut Flowing) {
    out.paragraph("Title", &[Run::Plain(&pack.title)]);
    for text in [&pack.about, &pack.who, &pack.verdict] {
        out.paragraph(TEXT, &[Run::Plain(text)]);
    }
    if pack.retold {
        out.paragraph(TEXT, &[Run::Plain("The texts are retold: no passage is in a source\u{2019}s own words.")]);
    }
    out.heading(1, "Agenda");
    if pack.agenda.is_empty() {
        out.paragraph(TEXT, &[Run::Plain("Nothing is disputed.")]);
    } else {
        let numbers: Vec<String> = pack.agenda.iter().map(|row| row.n.to_string()).collect();
        let rows = pack.agenda.iter().zip(&numbers).map(|(row, n)| {
            let question = Cell::Text(format!("{} {}", row.cell, row.label));
            vec![Cell::Number(n), question, Cell::Text(row.spread.clone()), Cell::Text(row.changes.clone())]
        });
        let head = ["", "Question", "Ratings", "Can change"];
        out.table("Agenda", &[500, 4138, 2700, 2300], &head, &rows.collect::<Vec<_>>());
    }
    pack.disputed.iter().for_each(|it| disputed(it, out));
    nods("To take on the nod", "All who rated these questions say the same.", &pack.agreed, out);
    nods("Small differences", "Members differ, and no verdict hangs on it.", &pack.near, out);
    nods("Rated by nobody", "These are open.", &pack.open, out);
    out.heading(1, "What these papers leave out");
    pack.left_out.iter().for_each(|sentence| out.paragraph("ListBullet", &[Run::Plain(sentence)]));
}

fn disputed(it: &Disputed, out: &mut Flowing) {
    out.page(1, &format!("{}. {} {}", it.n, it.cell, it.label));
    out.paragraph(TEXT, &[Run::Plain(&it.promise)]);
    out.paragraph(TEXT, &[Run::Bold(&it.question)]);
    let members: Vec<String> = it.counts.iter().map(|count| count.members.to_string()).collect();
    let rows =
        it.counts.iter().zip(&members).map(|(count, members)| vec![Cell::Rated(&count.rated), Cell::Number(members)]);
    out.table("Ratings", &[3600, 1400], &["Rating", "Members"], &rows.collect::<Vec<_>>());
    if !it.beside.is_empty() {
        out.paragraph(TEXT, &[Run::Beside(&format!("Beside these: {}.", it.beside))]);
    }
    out.heading(2, "What hangs on it");
    if it.changes.is_empty() {
        out.paragraph(TEXT, &[Run::Plain("No verdict: whatever is chosen, all stay as they are.")]);
    }
    it.changes.iter().for_each(|change| out.paragraph("ListBullet", &[Run::Plain(change)]));
    if !it.anchors.is_empty() {
        out.heading(2, "What the ratings mean");
        let rows = it.anchors.iter().map(|anchor| {
            let note = anchor.note.as_ref().map_or_else(String::new, |note| format!("\nThe panel reads it so: {note}"));
            vec![Cell::Text(anchor.label.clone()), Cell::Text(format!("{}{note}", anchor.text))]
        });
        out.table("Meaning", &[2600, WIDTH - 2600], &["Rating", "Meaning"], &rows.collect::<Vec<_>>());
    }
    out.heading(2, "Reasons given");
    for reason in &it.reasons {
        let rated = format!("{}: ", reason.rated.label);
        out.paragraph("ListBullet", &[Run::Bold(&rated), Run::Plain(&reason.text)]);
    }
    if it.without_reason > 0 {
        out.paragraph(TEXT, &[Run::Beside(&format!("Without a reason: {}.", it.without_reason))]);
    }
    it.sides.iter().for_each(|it| side(it, out));
}

fn side(it: &Side, out: &mut Flowing) {
    out.heading(2, &format!("Passages that say: {}", it.says));
    if it.passages.is_empty() {
        out.paragraph(TEXT, &[Run::Plain("None was marked.")]);
    }
    for passage in &it.passages {
        let from = format!(" \u{2014} {}; marked so by {}", passage.from, passage.members);
        out.paragraph("ListBullet", &[Run::Plain(&passage.words), Run::Beside(&from)]);
    }
    if it.more > 0 {
        out.paragraph(TEXT, &[Run::Beside(&format!("{} more.", it.more))]);
    }
}

fn nods(heading: &str, about: &str, list: &[Nod], out: &mut Flowing) {
    if list.is_empty() {
        return;
    }
    out.page(1, heading);
    out.paragraph(TEXT, &[Run::Plain(about)]);
    let rows =
        list.iter().map(|nod| vec![Cell::Text(format!("{} {}", nod.cell, nod.label)), Cell::Text(nod.spread.clone())]);
    out.table(heading, &[5638, 4000], &["Question", "Ratings"], &rows.collect::<Vec<_>>());
}
