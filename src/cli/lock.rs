//! `citeloom lock`: the lock made anew.

use super::console::Console;
use super::review::{LOCK, Review, RootArgument, has_errors};
use super::{Failure, Outcome, import};
use crate::pipeline::{self, Scope};

/// Repair citeloom.lock
///
/// The lock remembers what the captures said when they were last imported, so that your edits can be told from theirs.
/// After a merge that went wrong, or when it was lost, --rebuild makes it anew from the captures and the stubs. No stub
/// changes.
#[derive(Debug, clap::Args)]
pub struct LockArguments {
    #[command(flatten)]
    root: RootArgument,
    /// Make the lock anew.
    #[arg(long, required = true)]
    rebuild: bool,
}

/// Runs the command.
pub fn run(arguments: &LockArguments, console: &Console) -> Result<Outcome, Failure> {
    let root = arguments.root.find()?;
    let _lock = import::lock(&root)?;
    let mut review = Review::read(&root)?;
    // What is wrong in the old lock is the reason to be here.
    review
        .diagnostics
        .retain(|d| d.labels.first().is_none_or(|label| &*label.file != LOCK));
    let told_before = review.diagnostics.len();
    let captured = review.captured();
    let mut plan = pipeline::import(
        &review.stubs,
        &review.lock,
        &captured,
        &review.knowledge,
        Scope::Rebuild,
    )
    .take(&mut review.diagnostics);
    review.seal(&mut plan, &captured, told_before, true);
    import::write(&root, &plan, review.lock_digest)?;
    let diagnostics = review.reportable();
    console.diagnostics(&diagnostics, &|path| review.text(path));
    let (articles, captures) = (plan.lock.articles.len(), captured.len());
    console.say(&format!(
        "{LOCK} holds {} from {}",
        super::count(articles, "article"),
        super::count(captures, "capture")
    ));
    Ok(if has_errors(&diagnostics, false) {
        Outcome::ContentErrors
    } else {
        Outcome::Done
    })
}
