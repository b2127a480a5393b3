//! `citeloom tag`: what the vocabulary finds in a capture, and why.

use super::console::Console;
use super::review::has_errors;
use super::{Failure, Outcome, extract, named, propose::tier_name};
use crate::vocabulary::{Evidence, Polarity, Report};
use std::path::PathBuf;
use std::sync::Arc;

/// Show what the vocabulary finds in captures, why, and what was set aside
///
/// For each record: the mechanisms with their tier and score, each trigger with its sentence, vetoes and denials, the
/// terms with the forms in which they stand, and the facets. Use it when you change content/vocabulary/.
#[derive(Debug, clap::Args)]
pub struct TagArguments {
    /// Captures.
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// Runs the command.
pub fn run(arguments: &TagArguments, console: &Console) -> Result<Outcome, Failure> {
    let knowledge = extract::knowledge()?;
    let vocabulary = &knowledge.vocabulary;
    let limits = named::bounds()?;
    let mut unsound = false;
    for file in named::read(&arguments.files, limits) {
        let read = named::capture(&file, limits)?;
        let (capture, extraction) = read.value;
        console.diagnostics(&read.diagnostics, &|_| Some(Arc::clone(&capture.text)));
        unsound |= has_errors(&read.diagnostics, false);
        for record in &extraction.records {
            let title = record.item.title().unwrap_or("untitled record");
            console.result(&console.paint(&format!("{}: {title}", file.path), "1"))?;
            let report = Report::new(vocabulary, &vocabulary.tag(&record.zones));
            print(&report, console)?;
        }
    }
    Ok(if unsound { Outcome::ContentErrors } else { Outcome::Done })
}

fn print(report: &Report, console: &Console) -> Result<(), Failure> {
    let say = |text: String| console.result(&text);
    if !report.gate.open {
        say(
            "  the gate is closed: words of therapy failure or of a treatment are missing, so nothing is proposed"
                .into(),
        )?;
    }
    if !report.in_scope {
        say("  outside the vocabulary's scope".into())?;
    }
    if !report.targets.is_empty() {
        say(format!("  resisted targets: {}", report.targets.join(", ")))?;
    }
    say(format!(
        "  proposed from {}, possible from {}",
        report.thresholds.0, report.thresholds.1
    ))?;
    for mechanism in &report.mechanisms {
        let tier = tier_name(mechanism.tier);
        let against = if mechanism.polarity == Polarity::DoesNotSupport {
            ", against it"
        } else {
            ""
        };
        let head = format!("{} ({})", mechanism.label, mechanism.id);
        say(format!(
            "\n  {} {tier}, {:.1}{against}",
            console.paint(&head, "1;36"),
            mechanism.score
        ))?;
        if !mechanism.from.is_empty() {
            say(format!("    from {}", mechanism.from.join(", ")))?;
        }
        for trigger in &mechanism.triggers {
            say(format!(
                "    +{:<4.1} {}",
                trigger.score,
                marked(&trigger.evidence, console)
            ))?;
            say(console.paint(&format!("          {}", trigger.trigger), "2"))?;
        }
        for (what, list) in [("veto", &mechanism.vetoed), ("denied", &mechanism.refuted)] {
            for evidence in list {
                say(format!("    {what:<6}{}", marked(evidence, console)))?;
            }
        }
    }
    for (label, why) in &report.skipped {
        say(format!("\n  {label} dropped: {why}"))?;
    }
    if !report.terms.is_empty() {
        say(String::new())?;
    }
    for term in &report.terms {
        let forms: Vec<String> = term
            .forms
            .iter()
            .map(|(form, count)| format!("{form} ×{count}"))
            .collect();
        say(format!(
            "  {:<12} {} ({}): {}",
            term.kind.name(),
            term.label,
            term.id,
            forms.join(", ")
        ))?;
    }
    for (facet, value, words) in &report.facets {
        say(format!("  {facet}: {value}: {}", words.join("; ")))?;
    }
    say(String::new())
}

/// The sentence with the words marked, the zone before it.
fn marked(evidence: &Evidence, console: &Console) -> String {
    let sentence = evidence.sentence.replacen(
        &*evidence.text,
        &console.paint(&format!("«{}»", evidence.text), "33"),
        1,
    );
    format!("[{}] {sentence}", evidence.zone.name())
}
