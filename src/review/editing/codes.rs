//! The code of a source as it is typed, and as it is kept.

use crate::import::code::Code;
use crate::import::code::Spelling;
use crate::import::code::usual;
use crate::import::code::whole;
use crate::model::ids::SourceId;
use crate::model::review::Review;

/// The code that is typed for a source, in the spelling that codes have: capitals, and a number with as many digits as
/// those of the review that begin with the same letters.
///
/// # Errors
/// What is no code.
pub fn code_typed(review: &Review, source: &SourceId, typed: &str) -> Result<SourceId, String> {
    let typed = typed.trim();
    if typed.is_empty() || typed.contains(char::is_whitespace) {
        return Err("A code is one word, such as DHS0042.".to_owned());
    }
    if let Some(code) = whole(typed) {
        let others = review.sources.iter().filter(|other| &other.id != source);
        let alike: Vec<Code> =
            others.filter_map(|other| whole(other.id.as_str())).filter(|other| other.prefix == code.prefix).collect();
        let own = Spelling { prefix: code.prefix.clone(), width: code.width };
        return Ok(usual(&alike).unwrap_or(own).key(&code));
    }
    if let Some(odd) = typed.chars().find(|c| !c.is_alphanumeric() && *c != '-') {
        return Err(format!(
            "A code is letters and digits, such as DHS0042: \u{201c}{odd}\u{201d} has no place in it."
        ));
    }
    if typed.split('-').any(str::is_empty) {
        return Err("In a code a hyphen stands between letters or digits, as in PUB-2023.".to_owned());
    }
    Ok(SourceId(typed.to_uppercase()))
}
