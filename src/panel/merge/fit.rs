//! Whether a session may be put together with others, and the session as it stands on the edition at hand.
//!
//! Uses `review` for what an edition changes. Invariant: a session is of this review and of somebody on this panel, and no
//! anchor, question or commitment under a rating of its changed; else it is refused with both sides shown.

use crate::model::catalog::Catalog;
use crate::model::commitment::Commitment;
use crate::model::ids::CellKey;
use crate::model::session::SessionFile;
use crate::panel::carried::carried;
use crate::panel::merge::Ground;
use crate::panel::merge::Part;
use crate::panel::opening::asked_anew;
use crate::panel::seat;
use crate::review::edition::asked;
use crate::review::intake;

/// The session on the edition at hand; or why it is refused.
pub(super) fn fitted(part: &Part, ground: &Ground) -> Result<Part, String> {
    let Part { name, session } = part;
    let (review, panel) = (ground.catalog.review(), &ground.panel);
    if session.review.id != review.id {
        return Err(format!(
            "it is about another review: \"{}\" ({}), not \"{}\" ({})",
            session.review.title, session.review.id, review.title, review.id
        ));
    }
    if seat::member(panel, session.member.id).is_none() && session.member.id != panel.id {
        let letters = panel.members.iter().map(|member| format!("{} {}", member.letter, member.id));
        let letters = letters.collect::<Vec<_>>().join(", ");
        return Err(format!("nobody on this panel is {}; there are {letters}", session.member.id));
    }
    let mut session = session.clone();
    session.member.name = None;
    if session.review.digest != ground.catalog.digest() {
        session = on_this_edition(session, ground)?;
    }
    intake::check(session.clone(), &ground.catalog, name).map_err(|error| error.what.to_string())?;
    Ok(Part { name: name.clone(), session })
}

fn on_this_edition(session: SessionFile, ground: &Ground) -> Result<SessionFile, String> {
    let (edition, here) = (session.review.edition, ground.catalog.review().edition);
    let own = ground.editions.iter().find(|catalog| catalog.digest() == session.review.digest);
    let Some(own) = own else {
        return Err(format!(
            "it was made on edition {edition} ({}), which is not at hand, and the others are on edition {here} ({}); put \
             its file beside the panel",
            short(&session.review.digest),
            short(ground.catalog.digest())
        ));
    };
    intake::check(session.clone(), own, "").map_err(|error| error.what.to_string())?;
    let before = asked(own.review());
    let changed = asked_anew(&before, &ground.catalog, &session);
    if !changed.is_empty() {
        return Err(what_changed(&changed, own, &ground.catalog));
    }
    Ok(carried(session, &before, &ground.catalog))
}

fn short(digest: &str) -> &str {
    digest.get(..8).unwrap_or(digest)
}

/// Says under which ratings what changed, from what to what.
fn what_changed(cells: &[CellKey], own: &Catalog, here: &Catalog) -> String {
    let told: Vec<String> = cells
        .iter()
        .map(|cell| {
            let question = own.question(&cell.question).map(|q| (&q.text, &q.anchors))
                != here.question(&cell.question).map(|q| (&q.text, &q.anchors));
            let (before, after) = (own.commitment(&cell.commitment), here.commitment(&cell.commitment));
            let text = |it: Option<&Commitment>| {
                it.map_or_else(|| "not asked".to_owned(), |it| format!("\u{201c}{}\u{201d}", it.text))
            };
            match question {
                true => format!("{cell} (question {} or an anchor of it)", cell.question),
                false => format!("{cell} (commitment {}: {} became {})", cell.commitment, text(before), text(after)),
            }
        })
        .collect();
    let (from, to) = (own.review().edition, here.review().edition);
    format!("it was rated on edition {from}; in edition {to} what is asked changed under {}", told.join(", "))
}
