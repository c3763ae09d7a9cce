//! Questions and commitments as they are typed: `8b 3a`, or `8` for a commitment as a whole.
//!
//! Uses the model. Invariant: what comes out is of the review, and each once.

use crate::model::catalog::Catalog;
use crate::model::ids::CommitmentId;
use crate::model::ids::QuestionId;
use crate::model::quote::FiledCell;

/// What was typed, in order.
///
/// # Errors
/// What the review does not have, and how to type what it has.
pub fn typed(catalog: &Catalog, typed: &str) -> Result<Vec<FiledCell>, String> {
    let mut cells = Vec::new();
    for word in typed.split([' ', ',', ';']).filter(|word| !word.is_empty()) {
        let upper = word.to_uppercase();
        let digits = upper.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let letters = &upper[digits.len()..];
        let commitment = CommitmentId::from(digits);
        if catalog.commitment(&commitment).is_none() {
            return Err(format!("There is no commitment {word} here. Type questions like 8b 3a, or 8."));
        }
        let question = (!letters.is_empty()).then(|| QuestionId::from(letters));
        if question.as_ref().is_some_and(|id| catalog.question(id).is_none()) {
            return Err(format!("There is no question {letters}. Type questions like 8b 3a, or 8."));
        }
        let cell = FiledCell { commitment, question };
        if !cells.contains(&cell) {
            cells.push(cell);
        }
    }
    Ok(cells)
}
