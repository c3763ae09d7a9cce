//! What the chair's view says in words, alike on every front end.
//!
//! Uses the review's own names for ratings. Invariant: counts come best first, and who did not rate is told apart from
//! who did.

use crate::judgement::agreement::estimate::FEW_RATERS;
use crate::judgement::agreement::estimate::FEW_UNITS;
use crate::judgement::spread::Counts;
use crate::judgement::spread::Reachable;
use crate::model::catalog::Catalog;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::rating::Rating;
use crate::panel::chair::PanelAgreement;
use crate::review::words::rating_word;

/// "3 good, 1 inadequate, 1 abstained"; "nobody rated it" where so.
pub fn counts(catalog: &Catalog, counts: &Counts) -> String {
    let word = |(rating, times): (Rating, usize)| match rating {
        Rating::NoInformation => format!("{times} cannot rate it"),
        rating => format!("{times} {}", rating_word(catalog.review(), rating)),
    };
    let given: Vec<String> = counts.given().map(word).collect();
    let given = if given.is_empty() { "nobody rated it".to_owned() } else { given.join(", ") };
    let beside = beside(counts);
    if beside.is_empty() { given } else { format!("{given}, {beside}") }
}

/// "1 abstained, 2 left it open"; empty where all rated it.
pub fn beside(counts: &Counts) -> String {
    let abstained = (counts.abstained > 0).then(|| format!("{} abstained", counts.abstained));
    let open = (counts.unrated > 0).then(|| format!("{} left it open", counts.unrated));
    abstained.into_iter().chain(open).collect::<Vec<_>>().join(", ")
}

/// "good or inadequate", "outstanding, good or inadequate".
pub fn either(catalog: &Catalog, verdicts: &[Rating]) -> String {
    let words: Vec<String> = verdicts.iter().map(|rating| rating_word(catalog.review(), *rating)).collect();
    match words.as_slice() {
        [] => "nothing".to_owned(),
        [only] => only.clone(),
        [before @ .., last] => format!("{} or {last}", before.join(", ")),
    }
}

/// What the whole can come out as, and by which rule: no overall without where it comes from.
pub fn whole(catalog: &Catalog, by: &str, overall: Option<&Reachable>) -> String {
    match overall.map(|overall| overall.verdicts.as_slice()).unwrap_or_default() {
        [] => format!("By the {by} nothing can be said of the whole yet."),
        [only] => format!(
            "By the {by}, a hypothesis, the whole comes out as {} whichever of the members\u{2019} ratings are taken.",
            rating_word(catalog.review(), *only)
        ),
        several => format!(
            "By the {by}, a hypothesis, the whole can come out as {}, by which of the members\u{2019} ratings are taken.",
            either(catalog, several)
        ),
    }
}

/// A parent within a sentence: "commitment 8", "the area Records", "the whole evaluation".
pub fn parent(catalog: &Catalog, parent: &ParentKey) -> String {
    match parent {
        ParentKey::Commitment(id) => format!("commitment {id}"),
        ParentKey::Area(id) => {
            let area = catalog.review().areas.iter().find(|area| area.id == *id);
            format!("the area {}", area.map_or(id.as_str(), |area| &area.label))
        }
        ParentKey::Overall => "the whole evaluation".to_owned(),
    }
}

/// How far members agreed, a line each: what was counted first, then what was computed, then tags. It names nobody.
pub fn agreement(it: &PanelAgreement) -> Vec<String> {
    let ranges: Vec<String> =
        it.raw.ranges.iter().enumerate().map(|(range, questions)| format!("{questions} by {range}")).collect();
    let mut lines = vec![
        format!(
            "Round {}, before anything was talked over: {} members, {} questions with at least two grades.",
            it.round, it.basis.raters, it.basis.units
        ),
        format!(
            "Of pairs of ratings {} are alike, {} alike or one grade apart.",
            share(it.raw.agreement),
            share(it.raw.within_one)
        ),
        format!("Questions by how many grades lie between best and worst: {}.", ranges.join(", ")),
        String::new(),
    ];
    lines
        .extend(it.figures.iter().map(|figure| format!("{}: {}", figure.coefficient.title(), figure.estimate.words())));
    lines.push(format!("Intervals: 95 percent, drawn over questions, seed {}.", it.seed));
    if it.basis.is_small() {
        lines.push(few());
    }
    lines.extend(tags(it));
    lines
}

/// Why a figure over little stands behind its interval.
pub fn few() -> String {
    format!(
        "Below {FEW_UNITS} questions or {FEW_RATERS} members the interval comes first: the figure alone says little."
    )
}

fn tags(it: &PanelAgreement) -> Vec<String> {
    let mut lines = vec![String::new()];
    for tag in it.tags.iter().filter(|tag| tag.of.given > 0) {
        let alpha = tag.of.figures.first().map_or_else(String::new, |figure| figure.estimate.words());
        let (passages, given) = (tag.of.basis.units, tag.of.given);
        lines.push(format!(
            "Tag {}: {passages} passages, given to {given}, alike on {}; alpha, nominal: {alpha}",
            tag.label,
            share(tag.of.agreement)
        ));
    }
    if lines.len() == 1 {
        lines.push("No tag that two members have was given to a passage.".to_owned());
    }
    lines
}

fn share(share: Option<f64>) -> String {
    share.map_or("-".to_owned(), |share| format!("{:.0}%", 100.0 * share))
}

/// Who differs from whom, a line for two members; by letter.
pub fn pairs(it: &PanelAgreement) -> Vec<String> {
    let mut lines = Vec::new();
    for pair in &it.pairs {
        let apart = pair.differ.iter().filter(|one| one.steps > 1).map(|one| one.cell.to_string());
        let apart = apart.collect::<Vec<_>>().join(", ");
        let apart = if apart.is_empty() { String::new() } else { format!(", furthest apart on {apart}") };
        lines.push(format!(
            "{}: {} rated by both, {} of them alike, {} within one grade; kappa, linear: {}{apart}.",
            pair.members.join(" and "),
            pair.units,
            share(pair.agreement),
            share(pair.within_one),
            pair.kappa_linear.words()
        ));
    }
    lines
}

/// A question in a few words: "Shared records: Met?".
pub fn label(catalog: &Catalog, cell: &CellKey) -> String {
    let commitment = catalog.commitment(&cell.commitment).map_or(cell.commitment.as_str(), |it| &it.label);
    let question = catalog.question(&cell.question).map_or(cell.question.as_str(), |it| &it.label);
    format!("{commitment}: {question}")
}
