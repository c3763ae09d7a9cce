//! `plumbline rate`: rates a question, declines to, judges a commitment or the whole, or takes that back; and says in two
//! lines what it is now and what moved.
//!
//! Invariant: changes a session by the same act as the rating sheet.

use serde_json::json;

use crate::cli::args::RateArgs;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::output::Out;
use crate::cli::seat::Seat;
use crate::model::act::Act;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::QuoteId;
use crate::model::ids::Subject;
use crate::model::rating::Grade;
use crate::model::rating::Rating;
use crate::model::review::Review;
use crate::review::named::subject;
use crate::review::rated::Moved;
use crate::review::rated::attached;
use crate::review::rated::next_unrated;
use crate::review::rated::rate;
use crate::review::rated::rating_of;
use crate::review::words::rating_label;
use crate::review::workspace::Workspace;

/// What is to be said of a question or a parent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// This rating, with a reason; none: the reason that stands is kept.
    Rating(Rating, Option<String>),
    /// The member does not rate it, for this reason.
    Abstain(String),
    /// What stands is confirmed, after what is asked or an anchor changed.
    Confirm,
    /// Nothing: what stands is taken away.
    Clear,
}

/// What came of it, in lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// What it is now, and what moved.
    pub moved: Moved,
    /// The next question without an answer, after one was answered.
    pub next: Option<CellKey>,
    /// The reason that was kept because none was given.
    pub kept: Option<String>,
}

impl Answered {
    /// In lines.
    pub fn lines(&self) -> Vec<String> {
        let kept = self.kept.as_deref().map(|reason| format!("Your reason stays: {reason}"));
        let next = self.next.as_ref().map(|cell| format!("Next unrated: {cell}."));
        let follows = Some(self.moved.follows.clone()).filter(|follows| !follows.is_empty());
        [Some(self.moved.said.clone()), follows, kept, next].into_iter().flatten().collect()
    }
}

/// Rates and prints what moved.
pub fn run(environment: &Environment, args: &RateArgs) -> Result<(), Failure> {
    let mut seat = Seat::take(environment, &args.seat)?;
    let ws = seat.ws();
    let on = subject(ws.catalog(), &args.what).ok_or_else(|| {
        let message =
            format!("there is no question or commitment `{}` here\nType one as 8B, 8 or `overall`.", args.what);
        Failure::new(INPUT, "unknown", message)
    })?;
    let answer = answer_of(args, ws.catalog().review())?;
    let before = ws.history().entries().len();
    let answered = answer_on(ws, &on, answer)?;
    let seq = (ws.history().entries().len() > before).then(|| ws.history().entries().len());
    let rating = match &on {
        Subject::Cell(cell) => json!(ws.state().ratings.get(cell)),
        Subject::Parent(parent) => json!(ws.state().overrides.get(parent)),
    };
    seat.leave()?;
    let mut out = Out::new();
    if args.seat.json {
        let Answered { moved, next, .. } = &answered;
        out.json(&json!({
            "subject": on, "rating": rating, "said": moved.said, "follows": moved.follows, "next": next, "seq": seq,
        }))?;
    } else {
        for line in answered.lines() {
            out.line(&line)?;
        }
    }
    Ok(out.done()?)
}

fn answer_of(args: &RateArgs, review: &Review) -> Result<Answer, Failure> {
    let with_reason = |rating| Answer::Rating(rating, args.reason.clone());
    Ok(match (&args.rating, args.no_information, &args.abstain, args.confirm, args.clear) {
        (Some(typed), ..) => with_reason(rating_typed(review, typed).ok_or_else(|| no_such_rating(review, typed))?),
        (None, true, ..) => with_reason(Rating::NoInformation),
        (None, false, Some(why), ..) => Answer::Abstain(why.clone()),
        (None, false, None, true, _) => Answer::Confirm,
        (None, false, None, false, _) => Answer::Clear,
    })
}

/// A rating as it is typed: its name in the review or in files, its letter, its rung, or the beginning of its name.
pub fn rating_typed(review: &Review, typed: &str) -> Option<Rating> {
    let plain = |text: &str| text.trim().to_lowercase().replace(['-', '_'], " ");
    let wanted = plain(typed);
    if matches!(wanted.as_str(), "0" | "?" | "no information") {
        return Some(Rating::NoInformation);
    }
    let names = |grade: Grade| {
        let point = review.scale.iter().find(|point| point.id == grade);
        let (label, mark) = point.map_or_else(Default::default, |point| (plain(&point.label), plain(&point.mark)));
        [label, plain(grade.id()), mark, (grade.rank() + 1).to_string()]
    };
    let exact = Grade::ALL.into_iter().find(|grade| names(*grade).contains(&wanted));
    let mut begun = Grade::ALL.into_iter().filter(|grade| {
        wanted.chars().count() > 1 && names(*grade).iter().take(2).any(|name| name.starts_with(&wanted))
    });
    exact.or_else(|| begun.next().filter(|_| begun.next().is_none())).map(Rating::from)
}

/// What to say where that is no rating.
pub fn no_such_rating(review: &Review, typed: &str) -> Failure {
    let known: Vec<String> = Grade::ALL
        .into_iter()
        .map(|grade| format!("{} {}", grade.rank() + 1, rating_label(review, grade.into())))
        .collect();
    Failure::usage(format!(
        "`{typed}` is no rating here\nType one of: {}; or 0 where it cannot be rated.",
        known.join(", ")
    ))
}

/// Says it of a question or a parent.
pub fn answer_on(ws: &mut Workspace, on: &Subject, answer: Answer) -> Result<Answered, Failure> {
    match on {
        Subject::Cell(cell) => on_cell(ws, cell, answer),
        Subject::Parent(parent) => on_parent(ws, parent, answer),
    }
}

fn on_cell(ws: &mut Workspace, cell: &CellKey, answer: Answer) -> Result<Answered, Failure> {
    let (mut kept, mut next) = (None, true);
    let act = match answer {
        Answer::Rating(rating, reason) => {
            let standing = ws.state().ratings.get(cell).and_then(|entry| entry.reason.clone());
            if reason.is_none() {
                kept.clone_from(&standing);
            }
            let reason = reason.map(|reason| reason.trim().to_owned()).or(standing).filter(|reason| !reason.is_empty());
            let quotes: Vec<QuoteId> =
                attached(ws.state(), cell).into_iter().filter(|(_, on)| *on).map(|(id, _)| id).collect();
            rating_of(ws.state(), cell, (rating, reason, quotes))
        }
        Answer::Abstain(why) => Some(Act::Abstain { cell: cell.clone(), why }),
        Answer::Confirm => Some(Act::Confirm { cell: cell.clone() }),
        Answer::Clear => {
            next = false;
            Some(Act::Unrate { cell: cell.clone() })
        }
    };
    let Some(act) = act else {
        let moved = Moved { said: format!("{cell} left as it was."), follows: String::new() };
        return Ok(Answered { moved, next: None, kept: None });
    };
    let moved = rate(ws, &act)?;
    let next = next_unrated(ws, Some(cell)).filter(|_| next);
    Ok(Answered { moved, next, kept })
}

fn on_parent(ws: &mut Workspace, parent: &ParentKey, answer: Answer) -> Result<Answered, Failure> {
    let (mut kept, parent) = (None, parent.clone());
    let act = match answer {
        Answer::Rating(rating, reason) => {
            if reason.is_none() {
                kept = ws.state().overrides.get(&parent).map(|entry| entry.reason.clone());
            }
            let reason = reason.or_else(|| kept.clone()).unwrap_or_default();
            Act::Override { parent, rating, reason }
        }
        Answer::Clear => Act::ClearOverride { parent },
        Answer::Abstain(_) | Answer::Confirm => {
            return Err(Failure::usage(
                "that is said of questions, such as 8B; a commitment is judged with a reason or not at all",
            ));
        }
    };
    Ok(Answered { moved: rate(ws, &act)?, next: None, kept })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::sample::sample;

    #[test]
    fn a_rating_is_typed_by_name_letter_rung_or_beginning() {
        let (review, _) = sample();
        let is = |typed: &str, wanted: Option<Rating>| assert_eq!(rating_typed(&review, typed), wanted, "{typed:?}");
        for typed in ["inadequate", "Inadequate", "4", "i", "I", "inad"] {
            is(typed, Some(Rating::Inadequate));
        }
        for typed in ["requires improvement", "requires-improvement", "requires_improvement", "R", "3", "requires"] {
            is(typed, Some(Rating::RequiresImprovement));
        }
        is("0", Some(Rating::NoInformation));
        for wrong in ["", "5", "x", "bad", "goods"] {
            is(wrong, None);
        }
    }
}
