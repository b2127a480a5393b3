//! Vocabulary files as drafts: everything read, nothing compiled.
//!
//! Any file may hold any part, and a part may stand in several files: lists are joined, single settings of a later
//! file win. A faulty entry is left out with a diagnostic; the others are used.

use super::entry::{Facet, FacetValue, Mechanism, Review, Term};
use super::table::{Sink, Source, Table};
use crate::base::{Diagnostic, Span, codes::vocabulary as codes};
use crate::record::ZoneKind;
use crate::vocabulary::EntityKind;
use indexmap::IndexMap;
use std::sync::Arc;
use toml::de::DeTable;

/// A phrase or expression that speaks for a mechanism.
#[derive(Debug)]
pub(super) struct TriggerDraft {
    /// The phrase or expression.
    pub source: Source,
    /// Whether it is a phrase.
    pub phrase: bool,
    /// What it counts.
    pub weight: f64,
    /// Whether it counts only near a context term.
    pub in_context: bool,
    /// Whether case matters.
    pub cased: bool,
}

/// A mechanism with its rules.
#[derive(Debug)]
pub(super) struct MechanismDraft {
    pub mechanism: Mechanism,
    pub id: Source,
    pub parent: Option<Source>,
    pub triggers: Vec<TriggerDraft>,
    pub vetoes: Vec<TriggerDraft>,
    pub skip_if_target: Vec<String>,
}

/// A term with its rules.
#[derive(Debug)]
pub(super) struct TermDraft {
    pub term: Term,
    pub id: Source,
    pub names: Vec<Source>,
    pub abbr: Vec<Source>,
    pub patterns: Vec<Source>,
    pub cased: bool,
    pub ban: Vec<Source>,
    pub needs: Vec<Source>,
    /// How often a document must name it.
    pub least: usize,
    /// It counts only where no other term of its kind is found.
    pub fallback: bool,
}

/// Numbers of `[scoring]`.
#[derive(Clone, Debug)]
pub(super) struct Scoring {
    pub propose: f64,
    pub possible: f64,
    pub max_per_doc: usize,
    pub zones: IndexMap<String, f64>,
    /// Outside the scope a proposal is only possible.
    pub demote: bool,
}

impl Default for Scoring {
    fn default() -> Self {
        let zones = [
            (ZoneKind::Title, 1.5),
            (ZoneKind::Abstract, 1.0),
            (ZoneKind::Keywords, 1.0),
            (ZoneKind::Caption, 0.6),
            (ZoneKind::Body, 0.4),
            (ZoneKind::References, 0.0),
            (ZoneKind::Boilerplate, 0.0),
        ];
        Self {
            propose: 3.0,
            possible: 2.0,
            max_per_doc: 5,
            demote: false,
            zones: zones
                .into_iter()
                .map(|(kind, factor)| (kind.name().to_owned(), factor))
                .collect(),
        }
    }
}

/// All files, read.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub scoring: Scoring,
    pub context: Vec<Source>,
    pub gate: Vec<Source>,
    pub scope: Vec<Source>,
    pub refutes: Vec<Source>,
    pub target_before: Vec<Source>,
    pub target_after: Vec<Source>,
    pub reviews: Vec<Review>,
    pub facets: Vec<(Facet, Vec<Option<Source>>)>,
    pub mechanisms: IndexMap<String, MechanismDraft>,
    pub terms: IndexMap<String, TermDraft>,
    pub stop_abbr: Vec<String>,
    pub noise: Vec<Source>,
    /// Relations that a finding may express, with the words for them; the first that fits is taken.
    pub relations: Vec<(String, Source)>,
    /// Lists of words that expressions name in braces.
    pub words: IndexMap<String, Source>,
}

/// Keys of a file's top level. Journals belong to another room.
const PARTS: &[&str] = &[
    "schema",
    "scoring",
    "context",
    "gate",
    "scope",
    "polarity",
    "target",
    "review",
    "facet",
    "relation",
    "words",
    "mechanism",
    "entry",
    "stop_abbr",
    "noise",
    "journal",
    "journals",
];

impl Draft {
    /// Reads one more file.
    pub fn read(&mut self, file: &Arc<str>, text: &str, sink: &mut Sink) {
        let (root, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let range = error.span().unwrap_or(0..0);
            let message = format!(
                "this is not valid TOML: {}",
                error.message().lines().next().unwrap_or("")
            );
            sink.push(
                Diagnostic::new(codes::BAD_VOCABULARY, message)
                    .at(file, Span::new(range.start, range.end.max(range.start))),
            );
        }
        let root = Table::root(root.get_ref(), file);
        root.only(PARTS, sink);
        self.settings(&root, sink);
        for table in root.tables("review", sink) {
            self.review(&table, sink);
        }
        for table in root.tables("facet", sink) {
            self.facet(&table, sink);
        }
        for table in root.tables("relation", sink) {
            table.only(&["id", "re"], sink);
            if let (Some(id), Some(source)) = (table.needed("id", sink), table.needed("re", sink)) {
                self.relations.push((id.text, source));
            }
        }
        for table in root.tables("mechanism", sink) {
            self.mechanism(table, sink);
        }
        for table in root.tables("entry", sink) {
            self.term(table, sink);
        }
    }

    fn settings(&mut self, root: &Table<'_>, sink: &mut Sink) {
        if let Some(table) = root.table("scoring", sink) {
            table.only(&["propose", "possible", "max_per_doc", "zones"], sink);
            let scoring = &mut self.scoring;
            scoring.propose = table.number("propose", sink).unwrap_or(scoring.propose);
            scoring.possible = table.number("possible", sink).unwrap_or(scoring.possible);
            if let Some(most) = table.number("max_per_doc", sink) {
                scoring.max_per_doc = most as usize;
            }
            if let Some(zones) = table.table("zones", sink) {
                let known: Vec<&str> = scoring.zones.keys().map(String::as_str).collect();
                zones.only(&known, sink);
                for (zone, factor) in zones.numbers(sink) {
                    if let Some(slot) = scoring.zones.get_mut(&zone) {
                        *slot = factor;
                    }
                }
            }
        }
        let mut demote = self.scoring.demote;
        let mut lists = |part: &str, keys: &[&str], into: &mut [&mut Vec<Source>]| {
            if let Some(table) = root.table(part, sink) {
                table.only(keys, sink);
                if let Some(truth) = keys.get(into.len()).and_then(|key| table.truth(key, sink)) {
                    demote = truth;
                }
                for (key, list) in keys.iter().zip(into) {
                    list.extend(table.list(key, sink));
                }
            }
        };
        lists("context", &["terms"], &mut [&mut self.context]);
        lists("gate", &["terms"], &mut [&mut self.gate]);
        lists("scope", &["terms", "demote"], &mut [&mut self.scope]);
        lists("polarity", &["refutes"], &mut [&mut self.refutes]);
        lists(
            "target",
            &["before", "after"],
            &mut [&mut self.target_before, &mut self.target_after],
        );
        self.scoring.demote = demote;
        if let Some(table) = root.table("words", sink) {
            for (name, source) in table.sources(sink) {
                if let Some(old) = self.words.get(&name) {
                    let message = format!("the words `{name}` are defined twice");
                    let said = source.says(codes::DUPLICATE_ID, message);
                    sink.push(said.label(&old.file, old.span, "first here"));
                    continue;
                }
                self.words.insert(name, source);
            }
        }
        self.stop_abbr.extend(root.strings("stop_abbr", sink));
        self.noise.extend(root.list("noise", sink));
    }

    fn review(&mut self, table: &Table<'_>, sink: &mut Sink) {
        table.only(&["key", "cite", "division"], sink);
        if let Some(key) = table.needed("key", sink) {
            self.reviews.push(Review {
                key: key.text,
                cite: table.string("cite", sink).unwrap_or_default(),
                division: table.string("division", sink).unwrap_or_default(),
            });
        }
    }

    fn facet(&mut self, table: &Table<'_>, sink: &mut Sink) {
        table.only(&["id", "label", "note", "values"], sink);
        let Some(id) = table.needed("id", sink) else { return };
        if self.facets.iter().any(|(facet, _)| facet.id == id.text) {
            sink.push(id.says(codes::DUPLICATE_ID, format!("the facet `{}` is defined twice", id.text)));
            return;
        }
        let mut facet = Facet {
            label: table.string("label", sink).unwrap_or_else(|| id.text.clone()),
            note: table.string("note", sink),
            id: id.text,
            values: Vec::new(),
        };
        let mut patterns = Vec::new();
        for value in table.tables("values", sink) {
            value.only(&["id", "label", "re"], sink);
            if let Some(id) = value.needed("id", sink) {
                facet.values.push(FacetValue {
                    label: value.string("label", sink).unwrap_or_else(|| id.text.clone()),
                    id: id.text,
                });
                patterns.push(value.source_of("re", sink));
            }
        }
        self.facets.push((facet, patterns));
    }

    fn mechanism(&mut self, mut table: Table<'_>, sink: &mut Sink) {
        const KEYS: &[&str] = &[
            "id",
            "label",
            "level",
            "parent",
            "definition",
            "typical_evidence",
            "include",
            "exclude",
            "genes",
            "drugs",
            "review_labels",
            "triggers",
            "veto",
            "skip_if_target",
        ];
        let Some(id) = table.needed("id", sink) else { return };
        table.named("the mechanism", &id.text);
        table.only(KEYS, sink);
        let (label, definition) = (table.needed("label", sink), table.needed("definition", sink));
        let (Some(label), Some(definition)) = (label, definition) else {
            return;
        };
        if !is_id(&id, sink) || is_twice(&id, self.mechanisms.get(&id.text).map(|old| &old.id), "mechanism", sink) {
            return;
        }
        let parent = table.source_of("parent", sink);
        let labels = table.strings("review_labels", sink);
        let mechanism = Mechanism {
            id: id.text.clone(),
            label: label.text,
            parent: parent.as_ref().map(|parent| parent.text.clone()),
            children: Vec::new(),
            definition: definition.text,
            evidence: table.string("typical_evidence", sink),
            include: table.string("include", sink),
            exclude: table.string("exclude", sink),
            genes: table.strings("genes", sink),
            drugs: table.strings("drugs", sink),
            review_labels: labels
                .iter()
                .map(|label| label.split_once(':').unwrap_or(("", label)))
                .map(|(key, label)| (key.trim().to_owned(), label.trim().to_owned()))
                .collect(),
        };
        let draft = MechanismDraft {
            triggers: triggers(&table, "triggers", sink),
            vetoes: triggers(&table, "veto", sink),
            skip_if_target: table.strings("skip_if_target", sink),
            mechanism,
            parent,
            id,
        };
        self.mechanisms.insert(draft.mechanism.id.clone(), draft);
    }

    fn term(&mut self, mut table: Table<'_>, sink: &mut Sink) {
        const KEYS: &[&str] = &[
            "id",
            "label",
            "kind",
            "synonyms",
            "abbr",
            "re",
            "cs",
            "ban",
            "needs",
            "xref",
            "note",
            "class",
            "targets",
            "gene",
            "members",
            "parent",
            "civic_level",
            "least",
            "fallback",
        ];
        let Some(id) = table.needed("id", sink) else { return };
        table.named("the entry", &id.text);
        table.only(KEYS, sink);
        let (label, kind) = (table.needed("label", sink), table.needed("kind", sink));
        let (Some(label), Some(kind)) = (label, kind) else {
            return;
        };
        let Some(known) = EntityKind::from_name(&kind.text) else {
            let kinds: Vec<&str> = EntityKind::ALL.iter().map(|kind| kind.name()).collect();
            let message = format!("`{}` is no kind of entry", kind.text);
            sink.push(
                kind.says(codes::BAD_VOCABULARY, message)
                    .help(format!("kinds are {}", kinds.join(", "))),
            );
            return;
        };
        if !is_id(&id, sink) || is_twice(&id, self.terms.get(&id.text).map(|old| &old.id), "entry", sink) {
            return;
        }
        let (synonyms, abbr) = (table.list("synonyms", sink), table.list("abbr", sink));
        let term = Term {
            id: id.text.clone(),
            label: label.text.clone(),
            kind: known,
            synonyms: synonyms.iter().map(|name| name.text.clone()).collect(),
            abbr: abbr.iter().map(|name| name.text.clone()).collect(),
            xref: table.strings("xref", sink),
            note: table.string("note", sink),
            class: table.string("class", sink),
            targets: table.strings("targets", sink),
            gene: table.strings("gene", sink),
            members: table.strings("members", sink),
            parent: table.string("parent", sink),
            level: table
                .string("civic_level", sink)
                .and_then(|level| level.chars().find(|c| ('A'..='E').contains(c))),
        };
        let mut names = synonyms;
        if known.is_named() && !label.text.contains('(') {
            names.insert(0, label);
        }
        let draft = TermDraft {
            names,
            abbr,
            patterns: table.list("re", sink),
            cased: table.truth("cs", sink).unwrap_or(false),
            ban: table.list("ban", sink),
            needs: table.list("needs", sink),
            least: table.number("least", sink).map_or(1, |least| least as usize),
            fallback: table.truth("fallback", sink).unwrap_or(false),
            term,
            id,
        };
        self.terms.insert(draft.term.id.clone(), draft);
    }
}

/// The triggers or vetoes under `key`.
fn triggers(table: &Table<'_>, key: &str, sink: &mut Sink) -> Vec<TriggerDraft> {
    let mut out = Vec::new();
    for trigger in table.tables(key, sink) {
        trigger.only(&["p", "re", "w", "ctx", "cs"], sink);
        let phrase = trigger.source_of("p", sink);
        let is_phrase = phrase.is_some();
        let Some(source) = phrase.or_else(|| trigger.needed("re", sink)) else {
            continue;
        };
        out.push(TriggerDraft {
            source,
            phrase: is_phrase,
            weight: trigger.number("w", sink).unwrap_or(1.0),
            in_context: trigger.truth("ctx", sink).unwrap_or(false),
            cased: trigger.truth("cs", sink).unwrap_or(false),
        });
    }
    out
}

/// Whether the id can be an address: lower-case letters, digits and hyphens.
fn is_id(id: &Source, sink: &mut Sink) -> bool {
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let good = id.text.bytes().all(fits) && !id.text.starts_with('-') && id.text.len() <= 80;
    if !good {
        let message = format!("`{}` cannot be an id", id.text);
        sink.push(
            id.says(codes::BAD_VOCABULARY, message)
                .help("use lower-case letters, digits and hyphens, at most 80"),
        );
    }
    good
}

/// Whether the id is taken; says so.
fn is_twice(id: &Source, old: Option<&Source>, what: &str, sink: &mut Sink) -> bool {
    if let Some(old) = old {
        sink.push(
            id.says(
                codes::DUPLICATE_ID,
                format!("the {what} `{}` is defined twice", id.text),
            )
            .label(&old.file, old.span, "first here"),
        );
    }
    old.is_some()
}
