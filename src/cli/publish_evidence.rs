//! `plumbline publish-evidence`: passages that the secretariat's staff filed become evidence for all.

use crate::cli::args::PublishEvidenceArgs;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;

/// Makes the edition and says what was published.
pub fn run(_: &Environment, _: &PublishEvidenceArgs) -> Result<(), Failure> {
    Err(Failure::usage("not yet"))
}
