//! `citeloom status`: how far the review has come.

use super::console::Console;
use super::review::{Review, RootArgument};
use super::{Failure, Outcome};
use crate::article::{Article, FindingStatus, Judgement};
use crate::base::nearest;
use crate::library::{Progress, Reviewers};

/// Show how far the reviewing has come
///
/// Counts articles by status, mechanisms by judgement and findings by status, says who has reviewed, and names the articles to look at next.
#[derive(Debug, clap::Args)]
pub struct StatusArguments {
    #[command(flatten)]
    root: RootArgument,
    /// Only the papers that this person reviews, by [reviewers] in citeloom.toml.
    #[arg(long, value_name = "NAME")]
    reviewer: Option<String>,
    /// Write who reviews what as a CODEOWNERS file, to standard output.
    #[arg(long, conflicts_with = "reviewer")]
    codeowners: bool,
}

/// Articles named as the next to look at.
const NEXT: usize = 5;

/// Runs the command.
pub fn run(arguments: &StatusArguments, console: &Console) -> Result<Outcome, Failure> {
    let root = arguments.root.find()?;
    let review = Review::read(&root)?;
    let reviewers = Reviewers::new(&review.config.reviewers);
    if arguments.codeowners {
        console.result(reviewers.codeowners().trim_end())?;
        return Ok(Outcome::Done);
    }
    let mut theirs = review.stubs.articles.clone();
    if let Some(name) = &arguments.reviewer {
        let known: Vec<&str> = reviewers.people().filter(|who| same_person(who, name)).collect();
        if known.is_empty() {
            let near = nearest(name, reviewers.people()).map(|near| format!("; did you mean {near}?"));
            let near = near.unwrap_or_default();
            return Err(Failure::Usage(format!(
                "[reviewers] in citeloom.toml does not name {name}{near}"
            )));
        }
        theirs.retain(|article| reviewers.of(&article.path).iter().any(|who| known.contains(who)));
    }
    let articles = &theirs;
    let row = |label: &str, counts: Vec<(&str, usize)>| {
        let counts: Vec<String> = counts.iter().map(|(name, count)| format!("{count} {name}")).collect();
        console.result(&format!(
            "{} {}",
            console.paint(&format!("{label:>11}"), "1"),
            counts.join(", ")
        ))
    };
    if review.stubs.articles.is_empty() {
        console.say("no papers yet: put captures into content/sources/ and run `citeloom build`");
    }
    let progress = Progress::of(articles);
    let statuses = progress.articles.iter();
    row(
        "articles",
        statuses.map(|(status, count)| (status.name(), *count)).collect(),
    )?;
    let judgements = || articles.iter().flat_map(|article| article.judgements().into_values());
    let by_judgement = |judgement: &Judgement| judgements().filter(|j| j == judgement).count();
    row(
        "mechanisms",
        Judgement::ALL.iter().map(|j| (j.name(), by_judgement(j))).collect(),
    )?;
    let statuses = progress.findings.iter();
    row(
        "findings",
        statuses.map(|(status, count)| (status.name(), *count)).collect(),
    )?;
    let unread = review.stubs.unreadable.len();
    if unread > 0 {
        row("unreadable", vec![("stubs: `citeloom check` tells more", unread)])?;
    }
    if !progress.people.is_empty() {
        console.result("\nReviewed by:")?;
        for person in &progress.people {
            let last = person.last.map(|date| format!(", last {date}")).unwrap_or_default();
            let done = [(person.articles, "article"), (person.findings, "finding")];
            let done: Vec<String> = done
                .iter()
                .filter(|(number, _)| *number > 0)
                .map(|(number, noun)| super::count(*number, noun))
                .collect();
            console.result(&format!("  {}  {}{last}", person.name, done.join(", ")))?;
        }
    }
    let mut open: Vec<(&Article, usize)> = articles.iter().map(|article| (article, unjudged(article))).collect();
    open.retain(|(_, count)| *count > 0);
    open.sort_by(|(a, x), (b, y)| y.cmp(x).then(a.key.cmp(&b.key)));
    if !open.is_empty() {
        console.result("\nMost to judge:")?;
        for (article, count) in open.iter().take(NEXT) {
            let who = reviewers.of(&article.path).join(", ");
            let line = format!("  content/{}  {count} proposed  {who}", article.path);
            console.result(line.trim_end())?;
        }
    }
    Ok(Outcome::Done)
}

/// Whether the name is the person's, with or without its `@`.
fn same_person(who: &str, name: &str) -> bool {
    who.trim_start_matches('@')
        .eq_ignore_ascii_case(name.trim_start_matches('@'))
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
