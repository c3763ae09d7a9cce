//! A panel's own thresholds for the rules, from a small file written by hand.
//!
//! Uses TOML. Invariant: what it gives can be used, and what cannot is said with its line or its field.

use std::path::Path;

use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::model::thresholds::Thresholds;
use crate::store::regular;

/// Bytes of such a file at most.
const MOST: usize = 64 * 1024;

/// What to write, told where a file cannot be used.
const FORM: &str = "Write: name = \"our panel\", then [[count]] tables with needs and up_to (the last without up_to), \
                    and [bands] with outstanding, good and requires_improvement in percent; either part may be left out.";

/// Reads the file.
///
/// # Errors
/// A file that cannot be read, is no TOML, or holds thresholds that leave a number of answers without one.
pub fn read(path: &Path) -> Result<Thresholds, Failure> {
    let invalid = |why: String| Failure::new(INPUT, "invalid", format!("{}: {why}\n{FORM}", path.display())).at(path);
    let text =
        regular::read_to_string(path).map_err(|error| invalid(format!("the thresholds cannot be read: {error}")))?;
    if text.len() > MOST {
        return Err(invalid("too long for a file of thresholds".to_owned()));
    }
    let thresholds: Thresholds = toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
        invalid(format!("line {line}: {}", error.message()))
    })?;
    match thresholds.problem().or_else(|| thresholds.out_of_reach()) {
        Some(problem) => Err(invalid(problem)),
        None => Ok(thresholds),
    }
}
