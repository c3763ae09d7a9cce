//! Ratings, agreements and parents in the words of a report.

use crate::export::report::Agreement;
use crate::export::report::Dissent;
use crate::export::report::Parent;
use crate::export::report::Rated;
use crate::export::work::Work;
use crate::export::work::plain;
use crate::judgement::derivation::why;
use crate::judgement::rule::Standing;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::rating::Grade;
use crate::model::rating::Rating;
use crate::model::review::Review;
use crate::model::session::Basis;
use crate::model::session::Consensus;
use crate::review::words::rating_label;
use crate::review::words::rating_mark;

/// A rating in the words of its review.
pub fn rated(review: &Review, rating: Rating) -> Rated {
    Rated {
        id: rating.id(),
        label: plain(&rating_label(review, rating)),
        mark: plain(&rating_mark(review, rating)),
        not_agreed: false,
    }
}

fn without(id: &'static str, label: &str, mark: &str) -> Rated {
    Rated { id, label: label.to_owned(), mark: mark.to_owned(), not_agreed: false }
}

/// The scale, and what stands beside it.
pub fn scale(review: &Review) -> Vec<Rated> {
    let grades = Grade::ALL.into_iter().map(|grade| rated(review, grade.into()));
    let beside = [rated(review, Rating::NoInformation), standing(review, Standing::Abstained), unrated()];
    grades.chain(beside).collect()
}

fn unrated() -> Rated {
    without("unrated", "Not rated", "\u{b7}")
}

/// Where a question stands, in the words of its review.
pub fn standing(review: &Review, standing: Standing) -> Rated {
    match standing {
        Standing::Graded(grade) => rated(review, grade.into()),
        Standing::NoInformation => rated(review, Rating::NoInformation),
        Standing::Abstained => without("abstained", "Abstained", "\u{2013}"),
        Standing::Unrated => unrated(),
    }
}

/// How the panel came to an agreement.
pub fn agreement(entry: &Consensus) -> Agreement {
    let how = match (entry.basis, entry.tally.as_deref()) {
        (Basis::Unanimous, _) => "unanimously".to_owned(),
        (Basis::Consensus, _) => "by consensus".to_owned(),
        (Basis::Vote, None) => "by vote".to_owned(),
        (Basis::Vote, Some(tally)) => format!("by vote ({})", plain(tally)),
        (Basis::Chair, _) => "by decision of the chair".to_owned(),
    };
    let dissent = entry.dissent.iter();
    Agreement {
        how,
        reason: plain(&entry.reason),
        present: entry.present.iter().map(|member| plain(member)).collect(),
        abstained: entry.abstained.iter().map(|member| plain(member)).collect(),
        dissent: dissent.map(|it| Dissent { member: plain(&it.member), reason: plain(&it.reason) }).collect(),
    }
}

/// Where a parent stands, and by what.
pub fn parent(work: &Work<'_>, key: &ParentKey) -> Parent {
    let review = work.catalog.review();
    let agreed = work.agreed(&Subject::Parent(key.clone()));
    let own = work.own(key).filter(|_| agreed.is_none());
    let shows = work.blind().shows_running_verdict();
    let rule = format!("the {}", work.rollup.rule().title());
    let state = work.rollup.parent(key).copied();
    let by = match (agreed, own, shows, state) {
        (Some(entry), ..) => format!("agreed {}", agreement(entry).how),
        (None, Some(_), ..) => "own judgement".to_owned(),
        (None, None, false, _) => "what the ratings add up to is kept back while they are given".to_owned(),
        (None, None, true, Some(state)) if state.effective.is_none() => open_words(work, key),
        (None, None, true, Some(state)) if state.silent => format!("filled in, since {rule} is silent"),
        (None, None, true, _) => format!("by {rule}"),
    };
    let mut rated = work.effective(key).map_or_else(
        || if shows { unrated() } else { without("hidden", "Kept back", "\u{b7}") },
        |rating| rated(review, rating),
    );
    rated.not_agreed = work.is_of_a_panel() && agreed.is_none() && rated.id != "unrated" && rated.id != "hidden";
    Parent {
        rated,
        by,
        reason: own.map(|entry| plain(&entry.reason)),
        why: shows.then(|| why(&work.rollup, key, &review.scale).map(|why| plain(&why))).flatten(),
        agreement: agreed.map(agreement),
    }
}

/// What an open parent can still become.
fn open_words(work: &Work<'_>, key: &ParentKey) -> String {
    let range = work.rollup.parent(key).and_then(|state| state.range);
    let words = crate::judgement::words::Words::new(&work.catalog.review().scale);
    match range {
        Some(range) if range.lowest != range.highest => {
            format!("still open, {}", plain(&words.between(range.lowest, range.highest)))
        }
        _ => "still open".to_owned(),
    }
}
