//! (skeleton)

use super::console::Console;
use super::{Failure, Outcome};

/// Skeleton
#[derive(Debug, clap::Args)]
pub struct BuildArguments {}

/// Runs the command.
pub fn run(_arguments: &BuildArguments, _console: &Console) -> Result<Outcome, Failure> {
    Ok(Outcome::Done)
}
