//! Why something stands where it does, in sentences: what decided, what nearly did, what would change it, what is open.
//!
//! Uses judgement and the session to read. Invariant: where the running verdict is hidden, nothing here tells of it.

use std::collections::BTreeSet;

use crate::judgement::derivation::explain;
use crate::judgement::rollup::ParentState;
use crate::judgement::rollup::Rollup;
use crate::judgement::rule::Rule;
use crate::judgement::rule::Standing;
use crate::judgement::words::Words;
use crate::judgement::words::at_start;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::judged::Change;
use crate::model::judged::Flip;
use crate::model::rating::Grade;
use crate::model::rating::Rating;
use crate::model::review::ShowRollup;
use crate::review::tally::progress;
use crate::review::words::TO_CONFIRM;
use crate::review::words::subject_word;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::view::prose::Sentence;

/// Changes named at most for one thing a parent would become.
const MOST_WAYS: usize = 6;

/// Said of areas wherever one is looked at.
pub(super) const AREAS_FEED_NOTHING: &str =
    "An area's result feeds nothing: the whole is combined from the commitments directly.";

/// The sentences on what the cursor stands on, by the ratings shown.
pub(super) fn sentences(ui: &Ui<'_>, subject: &Subject, shown: &Rollup, running: bool) -> Vec<Sentence> {
    match subject {
        Subject::Cell(cell) => of_cell(ui, cell, shown, running),
        Subject::Parent(parent) => of_parent(ui, parent, shown, running),
    }
}

/// Why nothing is said of what the ratings add up to.
pub(super) fn hidden(ui: &Ui<'_>) -> String {
    match ui.ws.catalog().review().show_rollup() {
        ShowRollup::AfterRound => {
            "What the ratings add up to is shown once the round is opened; until then only your own judgements stand \
             here."
                .to_owned()
        }
        ShowRollup::WhenComplete | ShowRollup::Always => {
            let done = progress(ui.ws.catalog(), ui.ws.state(), ui.ws.read());
            format!(
                "What the ratings add up to is shown once every question is answered, {} of {} are; until then only \
                 your own judgements stand here.",
                done.rated + done.abstained,
                done.cells
            )
        }
    }
}

fn words<'a>(ui: &Ui<'a>) -> Words<'a> {
    Words::new(&ui.ws.catalog().review().scale)
}

/// A name at the start of a sentence.
fn name(ui: &Ui<'_>, subject: &Subject) -> String {
    at_start(&subject_word(ui.ws.catalog().review(), subject))
}

fn of_parent(ui: &Ui<'_>, parent: &ParentKey, shown: &Rollup, running: bool) -> Vec<Sentence> {
    let subject = Subject::Parent(parent.clone());
    let Some(state) = shown.parent(parent) else { return Vec::new() };
    let mut out = vec![Sentence::told(headline(ui, &subject, state, shown.rule(), running), Role::Heading)];
    if let Some(own) = ui.ws.state().overrides.get(parent).filter(|own| state.own == Some(own.rating)) {
        out.push(Sentence::new("Your reason:", own.reason.clone()));
    }
    if matches!(parent, ParentKey::Area(_)) {
        out.push(Sentence::told(AREAS_FEED_NOTHING, Role::Dim));
    }
    if !running {
        out.push(Sentence::told(hidden(ui), Role::Dim));
        return out;
    }
    let why = explain(shown, parent, &ui.ws.catalog().review().scale);
    out.push(Sentence::new("Why:", why.decided_by));
    out.push(Sentence::new("Nearly:", why.nearly.unwrap_or_else(|| nothing_near(state).to_owned())));
    out.push(Sentence::new("What would change it:", ways(ui, &why.flips, state)));
    out.push(Sentence::new("Still open:", open(ui, state)));
    out
}

fn headline(ui: &Ui<'_>, subject: &Subject, state: &ParentState, rule: &Rule, running: bool) -> String {
    let name = name(ui, subject);
    let words = words(ui);
    match (state.own, state.effective) {
        (Some(own), _) => format!("{name}: {} by your own judgement.", words.rating(own)),
        (None, _) if !running => format!("{name}: no judgement of your own."),
        (None, Some(rating)) if state.silent => {
            format!(
                "{name}: {}, filled in where the {} is silent; yours to confirm.",
                words.rating(rating),
                rule.title()
            )
        }
        (None, Some(rating)) => format!("{name}: {} by the {}.", words.rating(rating), rule.title()),
        (None, None) if state.is_open() => format!("{name}: still open."),
        (None, None) => format!("{name}: nothing to combine."),
    }
}

fn nothing_near(state: &ParentState) -> &'static str {
    if state.by_rule.open > 0 { "not to be said while answers are open." } else { "nothing else." }
}

fn open(ui: &Ui<'_>, state: &ParentState) -> String {
    match state.by_rule.range {
        Some(range) if state.by_rule.open > 0 && range.lowest != range.highest => {
            format!(
                "{} ({} of {} open).",
                words(ui).between(range.lowest, range.highest),
                state.by_rule.open,
                state.by_rule.n
            )
        }
        Some(_) if state.by_rule.open > 0 => {
            format!("nothing; {} of {} are open, but cannot change it.", state.by_rule.open, state.by_rule.n)
        }
        _ => "nothing.".to_owned(),
    }
}

/// The smallest changes, those alike together: "good with 8A or 8C at good; inadequate with 8B at inadequate."
fn ways(ui: &Ui<'_>, flips: &[Flip], state: &ParentState) -> String {
    if flips.is_empty() {
        return if state.is_open() {
            "no single answer settles it.".to_owned()
        } else {
            "no one or two changes would.".to_owned()
        };
    }
    let mut alike: Vec<Vec<&Flip>> = Vec::new();
    for flip in flips {
        match alike.iter_mut().find(|same| same[0].becomes == flip.becomes && ratings(same[0]) == ratings(flip)) {
            Some(same) => same.push(flip),
            None => alike.push(vec![flip]),
        }
    }
    let mut ends: Vec<(Rating, Vec<String>)> = Vec::new();
    for same in &alike {
        let said = together(ui, same);
        match ends.iter_mut().find(|(becomes, _)| *becomes == same[0].becomes) {
            Some((_, ways)) => ways.push(said),
            None => ends.push((same[0].becomes, vec![said])),
        }
    }
    let clause = |(becomes, ways): &(Rating, Vec<String>)| {
        let more = ways.len().saturating_sub(MOST_WAYS);
        let after = if more > 0 { format!(", and {more} other ways") } else { String::new() };
        format!("{} with {}{after}", words(ui).rating(*becomes), ways[..ways.len() - more].join(", or "))
    };
    let clauses: Vec<String> = ends.iter().map(clause).collect();
    format!("{}.", clauses.join("; "))
}

/// The ratings a flip changes its children to.
fn ratings(flip: &Flip) -> Vec<Rating> {
    flip.changes.iter().map(|change| change.to).collect()
}

/// Flips to the same ratings, as short as they can be said.
fn together(ui: &Ui<'_>, flips: &[&Flip]) -> String {
    let to = ratings(flips[0]);
    let uniform = to.windows(2).all(|two| two[0] == two[1]);
    let mut each: Vec<&Subject> = flips.iter().flat_map(|flip| &flip.changes).map(|change| &change.id).collect();
    let mut known = BTreeSet::new();
    each.retain(|id| known.insert(*id));
    let pairs = each.len() * each.len().saturating_sub(1) / 2;
    match to.as_slice() {
        [to] => format!("{} at {}", listed(ui, &each, "or"), words(ui).rating(*to)),
        [to, _] if uniform && flips.len() == pairs && pairs > 1 => {
            format!("any two of {} at {}", listed(ui, &each, "and"), words(ui).rating(*to))
        }
        _ => flips.iter().take(MOST_WAYS).map(|flip| way(ui, &flip.changes)).collect::<Vec<_>>().join(", or "),
    }
}

/// "8A, 8B or 8C"; "commitment 3 and 5".
fn listed(ui: &Ui<'_>, subjects: &[&Subject], before_last: &str) -> String {
    let review = ui.ws.catalog().review();
    let mut names: Vec<String> = subjects.iter().map(|subject| subject_word(review, subject)).collect();
    if let Some((head, _)) = names[0].split_once(' ').map(|(head, rest)| (format!("{head} "), rest.to_owned())) {
        for name in names.iter_mut().skip(1) {
            *name = name.strip_prefix(&head).map_or_else(|| name.clone(), str::to_owned);
        }
    }
    match names.as_slice() {
        [most @ .., last] if !most.is_empty() => format!("{} {before_last} {last}", most.join(", ")),
        _ => names.concat(),
    }
}

fn way(ui: &Ui<'_>, changes: &[Change]) -> String {
    let review = ui.ws.catalog().review();
    let each = |change: &Change| format!("{} at {}", subject_word(review, &change.id), words(ui).rating(change.to));
    changes.iter().map(each).collect::<Vec<_>>().join(" and ")
}

fn of_cell(ui: &Ui<'_>, cell: &CellKey, shown: &Rollup, running: bool) -> Vec<Sentence> {
    let standing = shown.cell(cell).unwrap_or(Standing::Unrated);
    let was = ui.ws.rollup().cell(cell).unwrap_or(Standing::Unrated);
    let state = ui.ws.state();
    let said = |standing: Standing| match standing {
        Standing::Unrated => "unrated".to_owned(),
        Standing::Abstained => "not rated by you".to_owned(),
        Standing::Graded(_) | Standing::NoInformation => {
            standing.rating().map(|rating| words(ui).rating(rating)).unwrap_or_default()
        }
    };
    let mut out = Vec::new();
    if standing == was {
        out.push(Sentence::told(format!("{cell}: {}.", said(standing)), Role::Heading));
        match (state.ratings.get(cell), state.abstained.get(cell)) {
            (_, Some(kept_out)) => out.push(Sentence::new("You said:", kept_out.why.clone())),
            (Some(entry), None) => {
                if entry.unconfirmed {
                    out.push(Sentence::told(format!("{cell}: {TO_CONFIRM} (r)."), Role::Heading));
                }
                let reason = entry.reason.clone().unwrap_or_else(|| "none written yet.".to_owned());
                out.push(Sentence::new("Your reason:", reason));
            }
            (None, None) => {}
        }
    } else {
        out.push(Sentence::told(
            format!("{cell}: {} in the copy, {} in your session.", said(standing), said(was)),
            Role::Heading,
        ));
    }
    if !running {
        out.push(Sentence::told(hidden(ui), Role::Dim));
        return out;
    }
    let parent = ParentKey::Commitment(cell.commitment.clone());
    if let Some(above) = shown.parent(&parent) {
        let why = explain(shown, &parent, &ui.ws.catalog().review().scale);
        let name = name(ui, &Subject::Parent(parent));
        out.push(Sentence::new(&format!("{name}:"), why.decided_by));
        out.push(Sentence::new("Nearly:", why.nearly.unwrap_or_else(|| nothing_near(above).to_owned())));
        out.push(Sentence::new(&format!("What {cell} would change:"), would_change(ui, cell, shown)));
        out.push(Sentence::new("Still open:", open(ui, above)));
    }
    out
}

/// What another answer to one question would make of its commitment and of the whole.
fn would_change(ui: &Ui<'_>, cell: &CellKey, shown: &Rollup) -> String {
    let above = shown.tree().above(cell);
    let mut trial = shown.clone();
    let mut clauses: Vec<(String, Vec<String>)> = Vec::new();
    for grade in Grade::ALL.into_iter().filter(|grade| shown.cell(cell) != Some(Standing::Graded(*grade))) {
        trial.set_cell(cell, Standing::Graded(grade));
        let becomes: Vec<String> = above
            .iter()
            .filter_map(|parent| {
                let now = trial.parent(parent)?.effective?;
                let subject = Subject::Parent(parent.clone());
                let word = subject_word(ui.ws.catalog().review(), &subject);
                (Some(now) != shown.parent(parent)?.effective).then(|| format!("{word} {}", words(ui).rating(now)))
            })
            .collect();
        if becomes.is_empty() {
            continue;
        }
        let becomes = match becomes.as_slice() {
            [most @ .., last] if !most.is_empty() => format!("{} and {last}", most.join(", ")),
            one => one.concat(),
        };
        let label = words(ui).grade(grade);
        match clauses.iter_mut().find(|(same, _)| *same == becomes) {
            Some((_, grades)) => grades.push(label),
            None => clauses.push((becomes, vec![label])),
        }
    }
    if clauses.is_empty() {
        return format!("no other answer to it alone changes commitment {}, its area or the whole.", cell.commitment);
    }
    let said = |(becomes, grades): &(String, Vec<String>)| format!("at {} it makes {becomes}", grades.join(" or "));
    format!("{}.", clauses.iter().map(said).collect::<Vec<_>>().join("; "))
}
