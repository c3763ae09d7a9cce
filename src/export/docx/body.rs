//! What the file says, in the order of the report.

use crate::export::docx::flowing::Cell;
use crate::export::docx::flowing::Flowing;
use crate::export::docx::flowing::Run;
use crate::export::docx::flowing::label;
use crate::export::report::Agreement;
use crate::export::report::CommitmentPart;
use crate::export::report::Parent;
use crate::export::report::Passage;
use crate::export::report::QuestionPart;
use crate::export::report::Report;

/// Width of the text, in twentieths of a point.
const WIDTH: usize = 9638;
const TEXT: &str = "Normal";

/// Writes it.
pub fn write(report: &Report, out: &mut Flowing) {
    front(report, out);
    summary(report, out);
    out.heading(1, "What the ratings rest on");
    out.paragraph(TEXT, &[Run::Plain("A dagger (\u{2020}) marks a passage that the rating rests on.")]);
    for part in &report.commitments {
        commitment(part, out);
    }
    let overall = &report.overall;
    if overall.reason.is_some() || overall.agreement.is_some() || overall.why.is_some() {
        out.heading(2, "The whole evaluation");
        parent(overall, out);
    }
    if !report.notes.is_empty() {
        out.heading(1, "Notes that are shared");
        report.notes.iter().for_each(|note| bullet(out, &format!("{}: {}", note.on, note.text)));
    }
    rule(report, out);
    flow(report, out);
    if !report.left_out.is_empty() {
        out.heading(1, "What this report leaves out");
        report.left_out.iter().for_each(|sentence| bullet(out, sentence));
    }
    anchors(report, out);
    register(report, out);
}

fn front(report: &Report, out: &mut Flowing) {
    out.paragraph("Title", &[Run::Plain(&report.title)]);
    let named = format!("{}, {}, {}", report.body, report.title, report.date);
    let reference = if report.reference == named { String::new() } else { format!(" {}.", report.reference) };
    let line = format!("{}, {}.{reference} Edition {}.", report.body, report.date, report.edition);
    out.paragraph(TEXT, &[Run::Plain(&line)]);
    out.paragraph(TEXT, &[Run::Bold(&report.whose)]);
    if report.retold {
        let retold = "The texts are retold: no passage below is in a source\u{2019}s own words, and none stands in quotation \
                      marks.";
        out.paragraph(TEXT, &[Run::Plain(retold)]);
    }
}

fn summary(report: &Report, out: &mut Flowing) {
    out.heading(1, "Summary");
    let overall = &report.overall;
    out.paragraph(
        TEXT,
        &[Run::Bold(&format!("Overall: {}", label(&overall.rated))), Run::Plain(&format!(" ({})", overall.by))],
    );
    let columns = report.questions.len() + 1;
    let rest = WIDTH * 3 / 4 / columns;
    let widths: Vec<usize> =
        std::iter::once(WIDTH - rest * columns).chain(std::iter::repeat_n(rest, columns)).collect();
    let questions: Vec<String> = report.questions.iter().map(|it| format!("{}: {}", it.id, it.label)).collect();
    let head: Vec<&str> =
        ["Commitment"].into_iter().chain(questions.iter().map(String::as_str)).chain(["Overall"]).collect();
    for area in &report.areas {
        out.heading(2, &area.label);
        let rows = area.rows.iter().map(|row| {
            let cells = row.cells.iter().chain([&row.rated]).map(Cell::Rated);
            std::iter::once(Cell::Text(format!("{}: {}", row.id, row.label))).chain(cells).collect()
        });
        out.table(&area.label, &widths, &head, &rows.collect::<Vec<_>>());
        out.paragraph(TEXT, &[Run::Plain(&format!("Policy area: {}", label(&area.rated)))]);
    }
}

fn bullet(out: &mut Flowing, text: &str) {
    out.paragraph("ListBullet", &[Run::Plain(text)]);
}

fn agreement(it: &Agreement, out: &mut Flowing) {
    let mut rest = format!(" {}", it.reason);
    if !it.present.is_empty() {
        rest.push_str(&format!(" Present: {}.", it.present.join(", ")));
    }
    if !it.abstained.is_empty() {
        rest.push_str(&format!(" Did not vote: {}.", it.abstained.join(", ")));
    }
    out.paragraph(TEXT, &[Run::Bold(&format!("Agreed {}.", it.how)), Run::Plain(&rest)]);
    it.dissent.iter().for_each(|it| bullet(out, &format!("Dissent, {}: {}", it.member, it.reason)));
}

fn parent(it: &Parent, out: &mut Flowing) {
    out.paragraph(TEXT, &[Run::Bold(&label(&it.rated)), Run::Plain(&format!(" ({})", it.by))]);
    if let Some(reason) = &it.reason {
        out.paragraph(TEXT, &[Run::Plain(reason)]);
    }
    if let Some(it) = &it.agreement {
        agreement(it, out);
    }
    if let Some(why) = &it.why {
        out.paragraph(TEXT, &[Run::Beside(&format!("Why: {why}"))]);
    }
}

fn commitment(part: &CommitmentPart, out: &mut Flowing) {
    out.heading(2, &format!("Commitment {}: {}", part.id, part.label));
    out.paragraph(TEXT, &[Run::Plain(&part.text)]);
    if let Some(deadline) = &part.deadline {
        out.paragraph(TEXT, &[Run::Plain(&format!("Deadline: {deadline}"))]);
    }
    parent(&part.parent, out);
    passages(&part.passages, out);
    part.questions.iter().for_each(|it| question(it, out));
}

fn question(it: &QuestionPart, out: &mut Flowing) {
    out.heading(3, &format!("{}: {}", it.id, it.label));
    out.paragraph(TEXT, &[Run::Plain(&it.text)]);
    it.subquestions.iter().for_each(|sub| bullet(out, sub));
    let reason = it.reason.as_deref().map_or_else(String::new, |reason| format!(". {reason}"));
    out.paragraph(TEXT, &[Run::Bold(&label(&it.rated)), Run::Plain(&reason)]);
    if let Some(it) = &it.agreement {
        agreement(it, out);
    }
    it.remarks.iter().for_each(|remark| out.paragraph(TEXT, &[Run::Beside(remark)]));
    if let Some(heard) = &it.heard {
        out.paragraph(TEXT, &[Run::Beside(&format!("Heard in the passages: {heard}."))]);
    }
    passages(&it.passages, out);
}

fn passages(list: &[Passage], out: &mut Flowing) {
    for it in list {
        let stance = it.stance.as_ref().map_or_else(String::new, |stance| format!("{stance}: "));
        let tags = if it.tags.is_empty() { String::new() } else { format!(" [{}]", it.tags.join("; ")) };
        let mut runs = vec![Run::Beside(&stance), Run::Plain(&it.words)];
        runs.extend(it.footnote.map(Run::Note));
        runs.push(Run::Beside(&tags));
        if it.relied_on {
            runs.push(Run::Plain(" \u{2020}"));
        }
        out.paragraph("ListBullet", &runs);
    }
}

fn rule(report: &Report, out: &mut Flowing) {
    out.heading(1, "The rule");
    let about = format!(
        "Questions are combined into commitments, and these into the whole, by {}. {}",
        report.rule.title, report.rule.about
    );
    out.paragraph(TEXT, &[Run::Plain(&about)]);
    let compared = &report.published;
    if !compared.rows.is_empty() {
        out.heading(2, "Beside what was published");
        let rows = compared.rows.iter().map(|row| {
            let differs = if row.same { "" } else { "differs" };
            let subject = Cell::Text(row.subject.clone());
            vec![subject, Cell::Rated(&row.rated), Cell::Rated(&row.published), Cell::Text(differs.to_owned())]
        });
        let rows: Vec<_> = rows.collect();
        out.table("Beside what was published", &[4000, 2200, 2200, 1238], &["Of", "Here", "Published", "Same?"], &rows);
    }
    if !compared.fidelity.is_empty() {
        out.heading(2, "How often each rule gives what was published");
        let given: Vec<String> =
            compared.fidelity.iter().map(|rule| format!("{} of {}", rule.reproduced, rule.tested)).collect();
        let rows = compared.fidelity.iter().zip(&given).map(|(rule, given)| {
            vec![Cell::Text(rule.rule.clone()), Cell::Number(given), Cell::Text(rule.missed.join("; "))]
        });
        let rows: Vec<_> = rows.collect();
        out.table("Rules", &[3000, 1400, 5238], &["Rule", "Given", "Otherwise"], &rows);
    }
}

fn flow(report: &Report, out: &mut Flowing) {
    out.heading(1, "What became of the sources");
    // Twelve columns of numbers do not stand side by side on a page: kinds go across, and what became of them down.
    let flow = &report.flow;
    let kinds: Vec<&str> = flow.rows.iter().map(|row| row.label.as_str()).collect();
    let head: Vec<&str> = ["Sources"].into_iter().chain(kinds).collect();
    let rest = WIDTH * 4 / 5 / flow.rows.len().max(1);
    let first = WIDTH - rest * flow.rows.len();
    let widths: Vec<usize> = std::iter::once(first).chain(std::iter::repeat_n(rest, flow.rows.len())).collect();
    let rows = flow.columns.iter().enumerate().map(|(at, column)| {
        let numbers = flow.rows.iter().map(|row| Cell::Number(row.numbers.get(at).map_or("", String::as_str)));
        std::iter::once(Cell::Text((*column).to_owned())).chain(numbers).collect()
    });
    let rows: Vec<_> = rows.collect();
    out.table("What became of the sources, by kind", &widths, &head, &rows);
    if !flow.reading_known {
        let unknown = "What was opened is not known: the session came as a file, which does not say.";
        out.paragraph(TEXT, &[Run::Plain(unknown)]);
    }
    if !flow.set_aside.is_empty() {
        out.paragraph(TEXT, &[Run::Plain("Set aside because:")]);
        flow.set_aside.iter().for_each(|(reason, count)| bullet(out, &format!("{reason} ({count})")));
    }
}

fn anchors(report: &Report, out: &mut Flowing) {
    out.heading(1, "Annex A: what each rating means");
    for question in &report.questions {
        out.heading(2, &format!("{}: {}", question.id, question.label));
        out.paragraph(TEXT, &[Run::Plain(&question.text)]);
        let rows = question.anchors.iter().map(|anchor| {
            let note = anchor.note.as_ref().map_or_else(String::new, |note| format!("\nThe panel reads it so: {note}"));
            vec![Cell::Text(anchor.label.clone()), Cell::Text(format!("{}{note}", anchor.text))]
        });
        let rows: Vec<_> = rows.collect();
        out.table(&question.label, &[2600, WIDTH - 2600], &["Rating", "Meaning"], &rows);
    }
}

fn register(report: &Report, out: &mut Flowing) {
    out.heading(1, "Annex B: register of sources");
    out.paragraph(TEXT, &[Run::Plain("The numbers of the notes that name a source stand behind it.")]);
    for kind in &report.register {
        out.heading(2, &kind.label);
        for it in &kind.entries {
            let rest = [&it.code, &it.date, &it.url].into_iter().flatten();
            let mut text = it.label.clone();
            rest.for_each(|part| text.push_str(&format!(", {part}")));
            let notes: Vec<String> = it.footnotes.iter().map(usize::to_string).collect();
            match notes.len() {
                0 => {}
                1 => text.push_str(&format!(" (note {})", notes[0])),
                _ => text.push_str(&format!(" (notes {})", notes.join(", "))),
            }
            bullet(out, &text);
        }
    }
    if let Some(licence) = &report.licence {
        out.paragraph(TEXT, &[Run::Plain(licence)]);
    }
}
