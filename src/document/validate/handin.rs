//! Whether the outside of a handed-in round holds together.
//!
//! Uses model. Invariant: in one without problems the counts can be those of a session.

use crate::document::error::Problems;
use crate::document::validate::empty_key;
use crate::document::validate::hex_wanted;
use crate::document::validate::sha256_wanted;
use crate::model::handin::HandIn;

/// What is wrong with the outside of a handed-in round.
pub fn handin_problems(handin: &HandIn) -> Problems {
    let mut problems = Problems::default();
    empty_key(&handin.letter, "letter", &mut problems);
    sha256_wanted(&handin.review.digest, "review.digest", &mut problems);
    hex_wanted(&handin.mac, "a MAC", "mac", &mut problems);
    if handin.round == 0 {
        problems.add("round", "there is no round 0", "Rounds count from 1.");
    }
    if handin.open > handin.questions || handin.without_reason > handin.questions - handin.open.min(handin.questions) {
        let what = format!(
            "of {} questions {} cannot be open and {} without reason",
            handin.questions, handin.open, handin.without_reason
        );
        problems.add("questions", what, "The file was changed after it was written: ask for it again.");
    }
    problems
}
