//! Builds a meeting's papers from the chair's view.

use std::cmp::Reverse;

use crate::export::pack::AgendaRow;
use crate::export::pack::Count;
use crate::export::pack::Disputed;
use crate::export::pack::Nod;
use crate::export::pack::Pack;
use crate::export::pack::PackPassage;
use crate::export::pack::Reason;
use crate::export::pack::STRONGEST;
use crate::export::pack::Side;
use crate::export::report::Anchor;
use crate::export::report::parts;
use crate::export::work::line;
use crate::export::work::plain;
use crate::judgement::rule::Rule;
use crate::judgement::spread::Changes;
use crate::judgement::spread::agenda::Treatment;
use crate::model::catalog::Catalog;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::quote::Stance;
use crate::model::rating::Rating;
use crate::model::review::Wording;
use crate::panel::chair::Bearing;
use crate::panel::chair::Chair;
use crate::panel::chair::Question;
use crate::panel::chair::words;
use crate::panel::opened::OpenedPanel;

/// Builds the papers of the round that the chair looks at; `None` while none is opened.
pub fn pack(panel: &OpenedPanel, chair: &Chair) -> Option<Pack> {
    let round = chair.round?;
    let catalog = &*panel.catalog;
    let review = catalog.review();
    let agenda: Vec<&Question> = chair.agenda.iter().filter_map(|cell| chair.question(cell)).collect();
    let treated = |which: &[Treatment]| -> Vec<&Question> {
        agenda.iter().copied().filter(|question| which.contains(&question.treatment)).collect()
    };
    let to_talk = treated(&[Treatment::Decides, Treatment::Disagreed]);
    let nods = |which: Treatment| treated(&[which]).into_iter().map(|question| nod(catalog, question)).collect();
    let handed_in = chair.members.iter().filter(|member| member.handed_in).count();
    let disputed: Vec<Disputed> =
        to_talk.iter().enumerate().map(|(at, question)| page(catalog, at + 1, question)).collect();
    let hidden =
        to_talk.iter().flat_map(|question| &question.passages).filter(|one| one.passage.text.is_none()).count();
    Some(Pack {
        lang: "en-GB",
        title: format!("Papers for the meeting: {}", line(&review.title)),
        about: format!("{}, {}. Edition {}.", line(&review.body), line(&review.date), review.edition),
        who: format!("Round {round}: {handed_in} of {} members handed in.", chair.members.len()),
        verdict: verdict(catalog, chair),
        retold: review.wording == Wording::Retold,
        agenda: to_talk.iter().enumerate().map(|(at, question)| row(catalog, at + 1, question)).collect(),
        disputed,
        open: nods(Treatment::Open),
        near: nods(Treatment::Near),
        agreed: nods(Treatment::Agreed),
        left_out: left_out(hidden),
    })
}

fn left_out(hidden: usize) -> Vec<String> {
    let mut left_out = vec!["Who gave which rating and reason, and members\u{2019} notes.".to_owned()];
    match hidden {
        0 => {}
        1 => left_out.push("The words of 1 passage from an item that states a published rating.".to_owned()),
        _ => left_out.push(format!("The words of {hidden} passages from items that state published ratings.")),
    }
    left_out
}

fn verdict(catalog: &Catalog, chair: &Chair) -> String {
    let rule = Rule::with(chair.reachable.rule, chair.reachable.thresholds.clone());
    let overall = chair.reachable.parents.iter().find(|parent| parent.id == ParentKey::Overall);
    let words = words::whole(catalog, &rule.title(), overall);
    plain(&format!("{words} No rule is published for these panels."))
}

fn label(catalog: &Catalog, cell: &CellKey) -> String {
    line(&words::label(catalog, cell))
}

fn row(catalog: &Catalog, n: usize, question: &Question) -> AgendaRow {
    let changes = question.spread.changes.iter().rev().map(|one| words::parent(catalog, &one.id));
    AgendaRow {
        n,
        cell: question.cell.to_string(),
        label: label(catalog, &question.cell),
        spread: plain(&words::counts(catalog, &question.spread.counts)),
        changes: line(&changes.collect::<Vec<_>>().join(", ")),
    }
}

fn nod(catalog: &Catalog, question: &Question) -> Nod {
    Nod {
        cell: question.cell.to_string(),
        label: label(catalog, &question.cell),
        spread: plain(&words::counts(catalog, &question.spread.counts)),
    }
}

fn page(catalog: &Catalog, n: usize, question: &Question) -> Disputed {
    let review = catalog.review();
    let cell = &question.cell;
    let counts = question.spread.counts;
    let asked = catalog.question(&cell.question);
    let rated = |rating: Rating| parts::rated(review, rating);
    let mut reasons: Vec<(Rating, String)> =
        question.ratings.iter().filter_map(|given| Some((given.rating?, plain(given.reason.as_deref()?)))).collect();
    reasons.sort();
    let says = |yes: bool| asked.map_or_else(String::new, |it| line(if yes { &it.yes } else { &it.no }));
    Disputed {
        n,
        cell: cell.to_string(),
        label: label(catalog, cell),
        promise: catalog.commitment(&cell.commitment).map_or_else(String::new, |it| plain(&it.text)),
        question: asked.map_or_else(String::new, |it| plain(&it.text)),
        counts: counts.given().map(|(rating, members)| Count { rated: rated(rating), members }).collect(),
        beside: words::beside(&counts),
        changes: question.spread.changes.iter().rev().map(|one| change(catalog, one)).collect(),
        anchors: question
            .anchors
            .iter()
            .map(|it| Anchor {
                label: rated(it.grade.into()).label,
                text: plain(&it.text),
                note: it.note.as_deref().map(plain),
            })
            .collect(),
        without_reason: counts.rated() - reasons.len(),
        reasons: reasons.into_iter().map(|(rating, text)| Reason { rated: rated(rating), text }).collect(),
        sides: [side(question, Stance::Supports, says(true)), side(question, Stance::Undermines, says(false))],
    }
}

/// "The whole evaluation: good or inadequate, by what is chosen here and elsewhere."
fn change(catalog: &Catalog, change: &Changes) -> String {
    let parent = crate::judgement::words::at_start(&words::parent(catalog, &change.id));
    line(&format!("{parent}: {}, as this and other questions are settled.", words::either(catalog, &change.verdicts)))
}

/// The passages most members hold to say so; of equals those that more ratings rest on, then the shorter.
fn side(question: &Question, stance: Stance, says: String) -> Side {
    let holding = |bearing: &Bearing| {
        let marks = bearing.passage.marks.iter().zip(&bearing.stances);
        let mut members: Vec<&str> =
            marks.filter(|(_, said)| **said == Some(stance)).map(|(mark, _)| mark.member.as_str()).collect();
        members.dedup();
        members.len()
    };
    let mut found: Vec<(usize, &Bearing)> = question
        .passages
        .iter()
        .map(|bearing| (holding(bearing), bearing))
        .filter(|(members, bearing)| *members > 0 && bearing.passage.text.is_some())
        .collect();
    let length = |bearing: &Bearing| bearing.passage.end - bearing.passage.start;
    found.sort_by_key(|(members, bearing)| (Reverse(*members), Reverse(bearing.attached), length(bearing)));
    let more = found.len().saturating_sub(STRONGEST);
    let passage = |(members, bearing): (usize, &Bearing)| {
        let words = plain(bearing.passage.text.as_deref().unwrap_or_default());
        PackPassage {
            words: if bearing.passage.verbatim { format!("\u{201c}{words}\u{201d}") } else { words },
            from: plain(&bearing.passage.from),
            members,
        }
    };
    Side { says, passages: found.into_iter().take(STRONGEST).map(passage).collect(), more }
}
