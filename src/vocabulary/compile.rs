//! From drafts to rules: every pattern compiled, every reference between entries checked.

use super::matcher::{Matcher, Name, Target};
use super::pattern::{Pattern, Reading};
use super::read::{Draft, MechanismDraft, Scoring, TermDraft};
use super::table::{Sink, Source};
use super::words::Words;
use crate::base::{Diagnostic, codes::vocabulary as codes};
use crate::vocabulary::EntityKind;
use indexmap::IndexMap;
use std::collections::{HashMap, HashSet};

/// A trigger as scoring needs it.
#[derive(Debug)]
pub(super) struct TriggerRule {
    /// As the vocabulary writes it.
    pub text: String,
    pub weight: f64,
    pub in_context: bool,
}

/// A mechanism as scoring needs it.
#[derive(Debug)]
pub(super) struct MechanismRule {
    pub id: String,
    /// It has children and is no place for findings of its own.
    pub is_parent: bool,
    pub triggers: Vec<TriggerRule>,
    /// Ids of targets under which the mechanism does not apply.
    pub skip_if_target: foldhash::HashSet<String>,
}

/// A term as the matcher's results are read.
#[derive(Debug)]
pub(super) struct TermRule {
    pub id: String,
    pub kind: EntityKind,
    pub ban: Option<Pattern>,
    pub needs: Option<Pattern>,
    /// Other terms that are meant along with it: the genes of a variant.
    pub yields: Vec<u32>,
    /// How often a document must name it.
    pub least: usize,
    /// It counts only where no other term of its kind is found.
    pub fallback: bool,
    /// Ids of what a drug inhibits, families resolved to their members too.
    pub targets: Vec<String>,
}

/// All rules, compiled.
#[derive(Debug, Default)]
pub(super) struct Rules {
    pub scoring: Scoring,
    pub matcher: Matcher,
    pub context: Option<Pattern>,
    pub gate: Option<Pattern>,
    pub scope: Option<Pattern>,
    pub refutes: Option<Pattern>,
    pub before: Option<Pattern>,
    pub after: Option<Pattern>,
    pub mechanisms: Vec<MechanismRule>,
    pub terms: Vec<TermRule>,
    /// (facet, value).
    pub facets: Vec<(String, String)>,
    pub stop_abbr: foldhash::HashSet<String>,
    /// Relations with the words for them.
    pub relations: Vec<(String, Pattern)>,
}

const EDGED: Reading = Reading {
    cased: false,
    edged: true,
    to_end: false,
};

/// Compiles what was read. What does not compile is left out with a diagnostic.
pub(super) fn compile(draft: &Draft, sink: &mut Sink) -> Rules {
    let words = &Words::new(&draft.words, sink);
    let mut names = Vec::new();
    let mut patterns = Vec::new();
    let mut noise = |source: &Source, reading: Reading, target: Target, sink: &mut Sink| {
        if let Some(pattern) = one(source, reading, words, sink) {
            patterns.push((pattern, target));
        }
    };
    for source in &draft.noise {
        let cased = Reading {
            cased: true,
            ..Reading::default()
        };
        noise(source, cased, Target::Noise, sink);
    }
    let mut facets = Vec::new();
    for (facet, sources) in &draft.facets {
        for (value, source) in facet.values.iter().zip(sources) {
            if let Some(source) = source {
                let target = Target::Facet(facets.len() as u32);
                noise(source, Reading::default(), target, sink);
                facets.push((facet.id.clone(), value.id.clone()));
            }
        }
    }
    let mut mechanisms = Vec::new();
    for draft in draft.mechanisms.values() {
        let rule = mechanism(draft, mechanisms.len() as u32, words, &mut names, &mut patterns, sink);
        mechanisms.push(rule);
    }
    let by_name = names_of(draft);
    for rule in &mut mechanisms {
        rule.is_parent = draft
            .mechanisms
            .values()
            .any(|other| other.mechanism.parent.as_ref() == Some(&rule.id));
        let skip: Vec<String> = rule.skip_if_target.drain().collect();
        rule.skip_if_target = skip
            .into_iter()
            .map(|name| {
                by_name
                    .get(name.to_lowercase().as_str())
                    .map_or(name.clone(), |id| (*id).to_owned())
            })
            .collect();
    }
    let mut terms = Vec::new();
    for entry in draft.terms.values() {
        let rule = term(entry, draft, terms.len() as u32, words, &mut names, &mut patterns, sink);
        terms.push(rule);
    }
    duplicates(draft, &names, sink);
    let matcher = Matcher::new(names, patterns).unwrap_or_else(|| {
        sink.push(Diagnostic::new(
            codes::BAD_VOCABULARY,
            "the vocabulary is too large to be compiled",
        ));
        Matcher::default()
    });
    let to_end = Reading {
        to_end: true,
        ..Reading::default()
    };
    Rules {
        scoring: draft.scoring.clone(),
        matcher,
        context: any(&draft.context, EDGED, words, sink),
        gate: any(&draft.gate, EDGED, words, sink),
        scope: any(&draft.scope, EDGED, words, sink),
        refutes: any(&draft.refutes, EDGED, words, sink),
        before: any(&draft.target_before, to_end, words, sink),
        after: any(&draft.target_after, Reading::default(), words, sink),
        mechanisms,
        terms,
        facets,
        relations: draft
            .relations
            .iter()
            .filter_map(|(id, source)| Some((id.clone(), one(source, EDGED, words, sink)?)))
            .collect(),
        stop_abbr: draft.stop_abbr.iter().cloned().collect(),
    }
}

/// Ids and labels of terms, lower case, to their ids; an id wins over a label.
pub(super) fn names_of(draft: &Draft) -> HashMap<String, &str> {
    let labels = draft
        .terms
        .values()
        .map(|entry| (entry.term.label.to_lowercase(), entry.term.id.as_str()));
    let ids = draft.terms.keys().map(|id| (id.clone(), id.as_str()));
    labels.chain(ids).collect()
}

/// Compiles one pattern.
fn one(source: &Source, reading: Reading, words: &Words, sink: &mut Sink) -> Option<Pattern> {
    match Pattern::new(&words.put_in(source, sink)?, reading) {
        Ok(pattern) => Some(pattern),
        Err(reason) => {
            sink.push(source.says(
                codes::BAD_PATTERN,
                format!("this regular expression is wrong: {reason}"),
            ));
            None
        }
    }
}

/// Compiles the good ones of several patterns into one that matches where any does.
fn any(sources: &[Source], reading: Reading, words: &Words, sink: &mut Sink) -> Option<Pattern> {
    let mut good: Vec<String> = Vec::new();
    for source in sources {
        if one(source, reading, words, sink).is_some() {
            good.extend(words.put_in(source, sink));
        }
    }
    if good.is_empty() {
        return None;
    }
    match Pattern::any(&good, reading) {
        Ok(pattern) => Some(pattern),
        Err(reason) => {
            let message = format!("these expressions together are wrong: {reason}");
            sink.extend(sources.first().map(|source| source.says(codes::BAD_PATTERN, message)));
            None
        }
    }
}

fn mechanism(
    draft: &MechanismDraft,
    at: u32,
    words: &Words,
    names: &mut Vec<Name>,
    patterns: &mut Vec<(Pattern, Target)>,
    sink: &mut Sink,
) -> MechanismRule {
    let mut triggers = Vec::new();
    for trigger in &draft.triggers {
        let target = Target::Trigger(at, triggers.len() as u32);
        if trigger.phrase {
            let mut name = Name::new(&trigger.source.text, target);
            name.cased = trigger.cased;
            names.push(name);
        } else {
            let reading = Reading {
                cased: trigger.cased,
                ..Reading::default()
            };
            let Some(pattern) = one(&trigger.source, reading, words, sink) else {
                continue;
            };
            patterns.push((pattern, target));
        }
        triggers.push(TriggerRule {
            text: trigger.source.text.clone(),
            weight: trigger.weight,
            in_context: trigger.in_context,
        });
    }
    for veto in &draft.vetoes {
        if veto.phrase {
            names.push(Name::new(&veto.source.text, Target::Veto(at)));
        } else if let Some(pattern) = one(&veto.source, Reading::default(), words, sink) {
            patterns.push((pattern, Target::Veto(at)));
        }
    }
    MechanismRule {
        id: draft.mechanism.id.clone(),
        is_parent: false,
        triggers,
        skip_if_target: draft.skip_if_target.iter().cloned().collect(),
    }
}

fn term(
    entry: &TermDraft,
    draft: &Draft,
    at: u32,
    words: &Words,
    names: &mut Vec<Name>,
    patterns: &mut Vec<(Pattern, Target)>,
    sink: &mut Sink,
) -> TermRule {
    let target = Target::Term(at);
    let term = &entry.term;
    let symbols = matches!(term.kind, EntityKind::Gene | EntityKind::Family);
    let mut taken: HashSet<(String, bool)> = HashSet::new();
    let sources = entry
        .names
        .iter()
        .map(|name| (name, false))
        .chain(entry.abbr.iter().map(|name| (name, true)));
    for (source, abbr) in sources {
        let mut name = Name::new(&source.text, target);
        // A short symbol without a figure is as likely a word ("kit", "met", "all").
        let short = name.squeezed().len() <= 4 && !name.squeezed().bytes().any(|b| b.is_ascii_digit());
        name.cased = entry.cased || abbr || symbols && short;
        name.abbr = abbr;
        name.phospho = symbols;
        let key = if name.cased {
            name.squeezed().to_owned()
        } else {
            name.key()
        };
        if !key.is_empty() && taken.insert((key, name.cased)) {
            names.push(name);
        }
    }
    let reading = Reading {
        cased: entry.cased,
        ..Reading::default()
    };
    for source in &entry.patterns {
        patterns.extend(one(source, reading, words, sink).map(|pattern| (pattern, target)));
    }
    let mut targets = Vec::new();
    for id in &term.targets {
        targets.push(id.clone());
        if let Some(family) = draft.terms.get(id) {
            targets.extend(family.term.members.iter().cloned());
        }
    }
    // Whoever names FLT3 inhibitors names FLT3; a drug's own name says nothing of its targets.
    let named = if term.kind == EntityKind::Drugclass {
        &term.targets[..]
    } else {
        &[]
    };
    let yields = term.gene.iter().chain(named);
    TermRule {
        id: term.id.clone(),
        kind: term.kind,
        ban: any(&entry.ban, Reading::default(), words, sink),
        needs: any(&entry.needs, Reading::default(), words, sink),
        yields: yields
            .filter_map(|id| draft.terms.get_index_of(id))
            .map(|at| at as u32)
            .collect(),
        least: entry.least,
        fallback: entry.fallback,
        targets,
    }
}

/// Reports names that stand for two terms of one layer.
fn duplicates(draft: &Draft, names: &[Name], sink: &mut Sink) {
    let mut owners: IndexMap<(String, super::Layer), Vec<(&Name, &TermDraft)>> = IndexMap::new();
    for name in names {
        let Target::Term(at) = name.target else { continue };
        let Some((_, entry)) = draft.terms.get_index(at as usize) else {
            continue;
        };
        let owned = owners.entry((name.key(), entry.term.kind.layer())).or_default();
        let clash = owned.iter().find(|(other, owner)| {
            let differ = name.cased && other.cased && name.squeezed() != other.squeezed();
            owner.term.id != entry.term.id && !differ
        });
        if let Some((_, owner)) = clash {
            let find = |entry: &TermDraft| {
                let all = entry.names.iter().chain(&entry.abbr);
                let mut same = all.filter(|source| Name::new(&source.text, Target::Noise).key() == name.key());
                same.next().unwrap_or(&entry.id).clone()
            };
            let (here, there) = (find(entry), find(owner));
            let message = format!(
                "`{}` and `{}` share the name `{}`",
                owner.term.id, entry.term.id, here.text
            );
            sink.push(
                here.says(codes::DUPLICATE_SYNONYM, message)
                    .label(&there.file, there.span, "first here"),
            );
        }
        owned.push((name, entry));
    }
}
