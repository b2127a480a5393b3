//! `citeloom status`: how far the review has come.

use super::console::Console;
use super::review::{Review, RootArgument};
use super::{Failure, Outcome};
use crate::article::{Article, FindingStatus, Judgement, Status};

/// Show how far the reviewing has come
///
/// Counts articles by status, mechanisms by judgement and findings by status, and names the articles to look at next.
#[derive(Debug, clap::Args)]
pub struct StatusArguments {
    #[command(flatten)]
    root: RootArgument,
}

/// Articles named as the next to look at.
const NEXT: usize = 5;

/// Runs the command.
pub fn run(arguments: &StatusArguments, console: &Console) -> Result<Outcome, Failure> {
    let root = arguments.root.find()?;
    let review = Review::read(&root)?;
    let articles = &review.stubs.articles;
    let row = |label: &str, counts: Vec<(&str, usize)>| {
        let counts: Vec<String> = counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
        console.result(&format!(
            "{} {}",
            console.paint(&format!("{label:>11}"), "1"),
            counts.join(", ")
        ))
    };
    let by_status = |status: &Status| articles.iter().filter(|article| article.status == *status).count();
    row(
        "articles",
        Status::ALL
            .iter()
            .map(|status| (status.name(), by_status(status)))
            .collect(),
    )?;
    let judgements = || articles.iter().flat_map(|article| article.mechanisms.values());
    let by_judgement = |judgement: &Judgement| judgements().filter(|j| *j == judgement).count();
    row(
        "mechanisms",
        Judgement::ALL.iter().map(|j| (j.name(), by_judgement(j))).collect(),
    )?;
    let findings = || articles.iter().flat_map(|article| &article.findings);
    let by_finding = |status: &FindingStatus| findings().filter(|finding| finding.status == *status).count();
    row(
        "findings",
        FindingStatus::ALL.iter().map(|s| (s.name(), by_finding(s))).collect(),
    )?;
    let unread = review.stubs.unreadable.len();
    if unread > 0 {
        row("unreadable", vec![("stubs: `citeloom check` tells more", unread)])?;
    }
    let mut open: Vec<(&Article, usize)> = articles.iter().map(|article| (article, unjudged(article))).collect();
    open.retain(|(_, count)| *count > 0);
    open.sort_by(|(a, x), (b, y)| y.cmp(x).then(a.key.cmp(&b.key)));
    if !open.is_empty() {
        console.result("\nMost to judge:")?;
        for (article, count) in open.iter().take(NEXT) {
            console.result(&format!("  content/{}  {} proposed", article.path, count))?;
        }
    }
    Ok(Outcome::Done)
}

/// Proposed mechanisms and findings of an article that nobody has judged.
fn unjudged(article: &Article) -> usize {
    let mechanisms = article
        .mechanisms
        .values()
        .filter(|judgement| **judgement == Judgement::Proposed)
        .count();
    let findings = article
        .findings
        .iter()
        .filter(|finding| finding.status == FindingStatus::Proposed)
        .count();
    mechanisms + findings
}
