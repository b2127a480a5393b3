//! `citeloom propose`: drafts of findings into stubs, for a person to judge.

use super::console::Console;
use super::review::{Review, RootArgument};
use super::{Failure, Outcome, import};
use crate::article::{
    Article, DRAFTED, Direction, Finding, FindingStatus, Judgement, Level, StudyRelation, WayRound, add_findings,
};
use crate::base::fold;
use crate::vocabulary::{FindingDraft, Polarity, Tagging, Tier, Vocabulary, propose};
use similar::TextDiff;
use std::collections::{BTreeMap, BTreeSet};

/// Write proposed findings into stubs
///
/// For each mechanism that a capture speaks of, writes a [[finding]] with the capture's own sentence as quote and what
/// else stands in it, marked "proposed". Judge each by changing that one word to confirmed, edited or rejected; what you
/// rejected is not proposed again. Proposed findings are shown as such and never counted as evidence.
#[derive(Debug, clap::Args)]
pub struct ProposeArguments {
    /// Keys of articles; all by default.
    articles: Vec<String>,
    /// Findings for mechanisms that are only possible, too.
    #[arg(long)]
    possible: bool,
    /// Show the stubs' changes and make none.
    #[arg(long)]
    dry_run: bool,
    /// Show which mechanisms the captures would gain or lose by the vocabulary as it is now, and change nothing.
    #[arg(long, conflicts_with = "dry_run")]
    diff: bool,
    #[command(flatten)]
    root: RootArgument,
}

/// Runs the command.
pub fn run(arguments: &ProposeArguments, console: &Console) -> Result<Outcome, Failure> {
    let root = arguments.root.find()?;
    let _lock = if arguments.dry_run || arguments.diff {
        None
    } else {
        Some(import::lock(&root)?)
    };
    let mut review = Review::read(&root)?;
    for key in &arguments.articles {
        if !review.stubs.articles.iter().any(|article| article.key == *key) {
            return Err(Failure::Usage(format!("the review has no article {key}")));
        }
    }
    if arguments.diff {
        return difference(&mut review, console);
    }
    let wanted = |article: &&Article| arguments.articles.is_empty() || arguments.articles.contains(&article.key);
    let mut written = 0;
    for article in review.stubs.articles.iter().filter(wanted) {
        let Some(locked) = review.lock.articles.get(&article.key) else {
            continue;
        };
        let drafts = locked
            .taggings
            .iter()
            .flat_map(|tagging| propose(&review.knowledge.vocabulary, tagging));
        let findings = fresh(article, drafts, arguments.possible);
        if findings.is_empty() {
            continue;
        }
        let Some(text) = add_findings(&article.source, &findings) else {
            continue;
        };
        written += findings.len();
        let path = format!("content/{}", article.path);
        if arguments.dry_run {
            let diff = TextDiff::from_lines(&*article.source, text.as_str());
            console.result(diff.unified_diff().header(&path, &path).to_string().trim_end())?;
        } else {
            import::write_stub(&root.join(&path), &text, Some(&*article.source))?;
            console.say(&format!(
                "{} in {path}",
                super::count(findings.len(), "proposed finding")
            ));
        }
    }
    if written == 0 {
        console.say("nothing new to propose");
    } else if !arguments.dry_run {
        console.say("Judge each by changing its status to confirmed, edited or rejected; then `citeloom build`.");
    }
    Ok(Outcome::Done)
}

/// Drafts that the article has no finding for yet and whose mechanism its author has not rejected.
fn fresh(article: &Article, drafts: impl Iterator<Item = FindingDraft>, possible: bool) -> Vec<Finding> {
    let plain = |text: &str| -> String { fold(text).split_whitespace().collect::<Vec<_>>().join(" ") };
    let mut known: BTreeSet<(String, String)> = article
        .findings
        .iter()
        .filter_map(|finding| Some((finding.mechanism.clone()?, plain(finding.quote.as_deref()?))))
        .collect();
    drafts
        .filter(|draft| draft.tier == Tier::Proposed || possible)
        .filter(|draft| article.mechanisms.get(&draft.mechanism) != Some(&Judgement::Rejected))
        .filter(|draft| {
            let quote = plain(&draft.quote);
            // A finding whose quote is a part of the sentence, or holds it, is about the same words.
            let told = known.iter().any(|(mechanism, other)| {
                *mechanism == draft.mechanism && (other.contains(&quote) || quote.contains(other.as_str()))
            });
            !told && known.insert((draft.mechanism.clone(), quote))
        })
        .map(finding)
        .collect()
}

fn finding(draft: FindingDraft) -> Finding {
    Finding {
        mechanism: Some(draft.mechanism),
        trigger: draft.trigger,
        relation: draft.relation.as_deref().and_then(StudyRelation::from_name),
        direction: (draft.direction == Polarity::DoesNotSupport).then_some(Direction::DoesNotSupport),
        drugs: draft.drugs,
        target: draft.target,
        disease: draft.disease,
        timing: draft.timing,
        dependence: draft.dependence,
        locus: draft.locus,
        reversible: draft.reversible,
        models: draft.models,
        study_types: draft.study_types,
        level_by: draft.level.map(|_| DRAFTED.to_owned()),
        level: draft
            .level
            .and_then(|level| Level::from_name(level.encode_utf8(&mut [0; 4]))),
        n: draft.n,
        way_round: draft.partners.into_iter().next().map(|partner| WayRound {
            partner,
            ..WayRound::default()
        }),
        quote: Some(draft.quote),
        status: FindingStatus::Proposed,
        by: Some(DRAFTED.to_owned()),
        ..Finding::default()
    }
}

/// What the vocabulary of now says of the captures and the locked tagging does not, and the other way round.
fn difference(review: &mut Review, console: &Console) -> Result<Outcome, Failure> {
    let captured = review.captured();
    let now: BTreeMap<&str, &Tagging> = captured
        .iter()
        .filter_map(|capture| match capture.records.as_slice() {
            [only] => Some((&*capture.path, &only.tagging)),
            _ => None,
        })
        .collect();
    let mut changes = 0;
    for (key, locked) in &review.lock.articles {
        for (capture, before) in locked.captures.iter().zip(&locked.taggings) {
            let Some(after) = now.get(capture.path.as_str()) else {
                continue;
            };
            let (before, after) = (tiers(before), tiers(after));
            for id in before.keys().chain(after.keys()).collect::<BTreeSet<_>>() {
                let (was, is) = (before.get(id), after.get(id));
                if was != is {
                    changes += 1;
                    let word = |tier: Option<&Tier>| tier.map_or("nothing", |tier| tier_name(*tier));
                    let label = label(&review.knowledge.vocabulary, id);
                    console.result(&format!("{key}: {label} ({id}): {} → {}", word(was), word(is)))?;
                }
            }
        }
    }
    if changes == 0 {
        console.say("the vocabulary says of every capture what it said at the last build");
    }
    Ok(Outcome::Done)
}

fn tiers(tagging: &Tagging) -> BTreeMap<&str, Tier> {
    tagging
        .mechanisms
        .iter()
        .map(|hit| (hit.id.as_str(), hit.tier))
        .collect()
}

fn label<'v>(vocabulary: &'v Vocabulary, id: &'v str) -> &'v str {
    vocabulary.mechanisms.get(id).map_or(id, |mechanism| &mechanism.label)
}

/// A tier's word.
pub(super) fn tier_name(tier: Tier) -> &'static str {
    match tier {
        Tier::Proposed => "proposed",
        Tier::Possible => "possible",
        Tier::Excluded => "excluded",
    }
}
