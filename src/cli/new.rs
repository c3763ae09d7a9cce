//! `plumbline new`: an empty review from the panel's planning grid.

use crate::cli::args::NewArgs;
use crate::cli::failure::Failure;

/// Makes it.
pub fn run(_: &NewArgs) -> Result<(), Failure> {
    Err(Failure::usage("not yet"))
}
