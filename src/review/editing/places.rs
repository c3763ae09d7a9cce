//! Where an item stands, as it is typed and told: `8B 3A`, `8`, `area:2`, `report`.

use crate::model::evidence::Bearing;
use crate::model::ids::AreaId;
use crate::model::ids::CommitmentId;
use crate::model::ids::QuestionId;
use crate::model::review::Review;

/// The places of an item as they can be typed.
pub fn places_of(cells: &[Bearing]) -> String {
    if cells.is_empty() {
        return "report".to_owned();
    }
    cells.iter().map(typed).collect::<Vec<_>>().join(" ")
}

fn typed(bearing: &Bearing) -> String {
    match (&bearing.commitment, &bearing.question, &bearing.area) {
        (Some(commitment), Some(question), _) => format!("{commitment}{question}"),
        (Some(commitment), None, _) => commitment.to_string(),
        (None, _, Some(area)) => format!("area:{area}"),
        (None, _, None) => "report".to_owned(),
    }
}

/// The places of an item in words.
pub fn words_of(cells: &[Bearing]) -> String {
    if cells.is_empty() {
        return "the report as a whole".to_owned();
    }
    cells.iter().map(typed).collect::<Vec<_>>().join(", ")
}

/// Reads places as they are typed; `report` or nothing is the report as a whole.
///
/// # Errors
/// What is none of the review's, in words for the status line.
pub fn places_typed(review: &Review, text: &str) -> Result<Vec<Bearing>, String> {
    let mut cells: Vec<Bearing> = Vec::new();
    for word in text.split([' ', ',', ';']).filter(|word| !word.is_empty()) {
        if word.eq_ignore_ascii_case("report") {
            continue;
        }
        let bearing = match word.split_once(':') {
            Some((head, area)) if head.eq_ignore_ascii_case("area") => area_named(review, area),
            _ => cell_named(review, word),
        };
        let bearing = bearing.ok_or_else(|| {
            format!("There is no {word} here. Type places like 8b 3a, 8 for a commitment, area:2, or report.")
        })?;
        if !cells.contains(&bearing) {
            cells.push(bearing);
        }
    }
    Ok(cells)
}

fn area_named(review: &Review, area: &str) -> Option<Bearing> {
    let known = review.areas.iter().find(|known| known.id.as_str().eq_ignore_ascii_case(area))?;
    Some(Bearing { commitment: None, question: None, area: Some(AreaId(known.id.0.clone())) })
}

fn cell_named(review: &Review, word: &str) -> Option<Bearing> {
    let upper = word.to_uppercase();
    let digits = upper.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let letters = &upper[digits.len()..];
    let commitment = CommitmentId::from(digits);
    review.commitments.iter().find(|known| known.id == commitment)?;
    let question = match letters {
        "" => None,
        letters => Some(review.questions.iter().find(|known| known.id == QuestionId::from(letters))?.id.clone()),
    };
    Some(Bearing { commitment: Some(commitment), question, area: None })
}
