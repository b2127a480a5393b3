//! Pieces that several kinds of page share.

use super::Site;
use super::reference::{Identifier, WorkLine, date, identifiers, short_authors};
use crate::article::{Finding, FindingStatus, Status};
use crate::library::{ArticleId, ArticleMechanism, EntityId, Located, MechanismId, Standing};
use crate::record::Field;
use crate::vocabulary::{EntityKind, Evidence, Polarity};
use serde::{Serialize, Serializer};

/// A link from the site's root.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Address from the root.
    pub href: String,
    /// Its words.
    pub label: String,
}

/// The line of a capture that something stands on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Address from the root, with the line's anchor.
    pub href: String,
    /// The line, from 1.
    pub line: u32,
}

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// They are what counted.
    pub mark: bool,
}

/// A sentence of a capture, with the words that counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// The sentence in pieces; templates get it as `html`, the words that counted in `<mark>`.
    #[serde(rename = "html", serialize_with = "marked")]
    pub pieces: Vec<Piece>,
    /// Its line on the provenance page.
    pub source: Source,
    /// The zone: `title`, `abstract` …
    pub zone: String,
    /// The words speak against it.
    pub against: bool,
}

fn marked<S: Serializer>(pieces: &[Piece], serializer: S) -> Result<S::Ok, S::Error> {
    let mut out = String::with_capacity(pieces.iter().map(|piece| piece.text.len() + 16).sum());
    for piece in pieces {
        out.push_str(if piece.mark { "<mark>" } else { "" });
        escape(&piece.text, &mut out);
        out.push_str(if piece.mark { "</mark>" } else { "" });
    }
    serializer.serialize_str(&out)
}

/// Writes text as HTML, between tags or in double quotes.
pub(super) fn escape(text: &str, out: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#x27;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(escaped);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

/// How an article stands to a mechanism, as a word.
pub const fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Confirmed => "confirmed",
        Standing::Proposed => "proposed",
        Standing::Possible => "possible",
        Standing::Excluded => "excluded",
        Standing::Rejected => "rejected",
    }
}

/// How many papers stand how to a mechanism.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Confirmed by a reviewer.
    pub confirmed: usize,
    /// Proposed by the program, not judged.
    pub proposed: usize,
    /// Some words speak for it.
    pub possible: usize,
    /// The paper rules it out.
    pub excluded: usize,
    /// Papers in the first three.
    pub papers: usize,
}

impl Tally {
    pub(super) fn add(&mut self, standing: Standing) {
        match standing {
            Standing::Confirmed => self.confirmed += 1,
            Standing::Proposed => self.proposed += 1,
            Standing::Possible => self.possible += 1,
            Standing::Excluded => self.excluded += 1,
            Standing::Rejected => return,
        }
        self.papers = self.confirmed + self.proposed + self.possible;
    }
}

/// A mechanism, linked.
#[derive(Clone, Debug, Serialize)]
pub struct MechanismLink {
    /// Id.
    pub id: String,
    /// Address from the root.
    pub href: String,
    /// Name.
    pub label: String,
    /// Number of its top-level mechanism's colour, 1 to 8.
    pub hue: usize,
    /// `confirmed`, `proposed`, `possible`, `excluded`, `rejected`, or nothing where no paper is meant.
    pub tier: &'static str,
}

/// A drug, gene, disease or model, linked where it has a page.
#[derive(Clone, Debug, Serialize)]
pub struct EntityLink {
    /// Address from the root.
    pub href: Option<String>,
    /// Name.
    pub label: String,
    /// `drug`, `gene`, `variant` …
    pub kind: &'static str,
    /// It is a gene symbol, set in italics.
    pub gene: bool,
    /// How many papers.
    pub count: usize,
}

/// A paper that is named, with what tells it from others.
#[derive(Clone, Debug, Serialize)]
pub struct PaperName {
    /// Address from the root.
    pub href: String,
    /// Title, or `Untitled record (Br J Haematol)`.
    pub title: String,
    /// `Dumas et al.`; may be empty.
    pub authors: String,
    /// Journal; may be unknown.
    pub journal: Option<String>,
    /// Year; may be unknown.
    pub year: Option<u16>,
}

/// A paper in a list.
#[derive(Clone, Debug, Serialize)]
pub struct Paper {
    /// Key.
    pub key: String,
    /// Address from the root.
    pub href: String,
    /// Title, or `Untitled record (Br J Haematol)`.
    pub title: String,
    /// It has no title in the capture.
    pub untitled: bool,
    /// `Dumas et al.`; may be empty.
    pub authors: String,
    /// Journal; may be unknown.
    pub journal: Option<String>,
    /// Year; may be unknown.
    pub year: Option<u16>,
    /// Status, as a word.
    pub status: &'static str,
    /// Fields that are missing.
    pub missing: usize,
    /// Confirmed and proposed mechanisms.
    pub mechanisms: Vec<MechanismLink>,
}

/// The name of an entity's kind in files and classes.
pub const fn kind_name(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Drug => "drug",
        EntityKind::Drugclass => "drug class",
        EntityKind::Gene => "gene",
        EntityKind::Family => "family",
        EntityKind::Variant => "variant",
        EntityKind::Disease => "disease",
        EntityKind::CellLine => "cell line",
        EntityKind::Model => "model",
        EntityKind::StudyType => "study type",
        EntityKind::Pattern => "pattern",
        EntityKind::VariantPattern => "variant (by pattern)",
    }
}

/// A status as a word.
pub const fn status_name(status: Status) -> &'static str {
    status.name()
}

impl<'l> Site<'l> {
    /// What people call a folder of terms: `Drugs`.
    pub fn folder_title(&self, folder: super::Folder) -> String {
        self.settings.words.get(&format!("entities.{}", folder.name()))
    }

    /// What people call a field.
    pub fn field_label(&self, field: Field) -> String {
        let label = self.settings.words.name("field", field.csl());
        let mut chars = label.chars();
        match chars.next() {
            Some(first) => first.to_uppercase().chain(chars).collect(),
            None => label,
        }
    }

    /// `Dumas et al., 2019`, as far as known; never empty.
    pub fn short_item(&self, item: &crate::record::Item) -> String {
        WorkLine::short(&self.settings.words, item)
    }

    /// The index of a mechanism's id.
    pub fn mechanism_by_id(&self, id: &str) -> Option<MechanismId> {
        self.mechanism_ids.get(id).copied()
    }

    /// The index of an entity's id.
    pub fn entity_by_id(&self, id: &str) -> Option<EntityId> {
        self.entity_ids.get(id).copied()
    }

    /// The colour of a mechanism: the place of its top-level one, 1 to 8, over and over.
    pub fn hue(&self, id: MechanismId) -> usize {
        let mut top = id;
        // The vocabulary is a tree of few levels; a circle in it must not hang.
        for _ in 0..16 {
            match self.library.mechanism(top).parent {
                Some(parent) => top = parent,
                None => break,
            }
        }
        self.tops.iter().position(|other| *other == top).map_or(0, |at| at % 8) + 1
    }

    /// The name of a mechanism.
    pub fn mechanism_label(&self, id: MechanismId) -> &'l str {
        let entry = self.library.mechanism(id);
        self.vocabulary
            .mechanisms
            .get(&entry.id)
            .map_or(entry.id.as_str(), |mechanism| mechanism.label.as_str())
    }

    /// A mechanism, linked.
    pub fn mechanism_link(&self, id: MechanismId, tier: &'static str) -> MechanismLink {
        MechanismLink {
            id: self.library.mechanism(id).id.clone(),
            href: self.addresses.mechanism(id).to_owned(),
            label: self.mechanism_label(id).to_owned(),
            hue: self.hue(id),
            tier,
        }
    }

    /// An entity, linked; `count` as given.
    pub fn entity_link(&self, id: EntityId, count: usize) -> EntityLink {
        let entry = self.library.entity(id);
        let term = self.vocabulary.terms.get(&entry.id);
        EntityLink {
            href: self.addresses.entity(id).map(str::to_owned),
            label: term.map_or_else(|| entry.id.clone(), |term| term.label.clone()),
            kind: term.map_or("term", |term| kind_name(term.kind)),
            gene: term.is_some_and(|term| term.kind == EntityKind::Gene),
            count,
        }
    }

    /// A term's id or free words, linked where it is a term of a paper.
    pub fn term_link(&self, word: &str) -> EntityLink {
        match self.entity_by_id(word) {
            Some(id) => self.entity_link(id, 0),
            None => {
                let term = self.vocabulary.terms.get(word);
                EntityLink {
                    href: None,
                    label: term.map_or(word, |term| term.label.as_str()).to_owned(),
                    kind: term.map_or("term", |term| kind_name(term.kind)),
                    gene: term.is_some_and(|term| term.kind == EntityKind::Gene),
                    count: 0,
                }
            }
        }
    }

    /// The title of an article, or what stands in for one.
    pub fn title(&self, id: ArticleId) -> (String, bool) {
        let item = &self.library.article(id).article.item;
        match item.title() {
            Some(title) => (title.to_owned(), false),
            None => (
                match item.container() {
                    Some(journal) => self.settings.words.say("paper.untitled", &[("name", &journal)]),
                    None => {
                        let key = &self.library.article(id).article.key;
                        self.settings.words.say("paper.untitled", &[("name", key)])
                    }
                },
                true,
            ),
        }
    }

    /// `Dumas et al., 2019`, or the title's stand-in.
    pub fn short(&self, id: ArticleId) -> String {
        let item = &self.library.article(id).article.item;
        let authors = short_authors(&self.settings.words, item);
        match (authors.is_empty(), item.year()) {
            (false, Some(year)) => format!("{authors}, {year}"),
            (false, None) => authors,
            (true, _) => {
                let (title, untitled) = self.title(id);
                if untitled {
                    return title;
                }
                let mut short: String = title.chars().take(48).collect();
                if title.chars().nth(48).is_some() {
                    if let Some(at) = short.rfind(' ') {
                        short.truncate(at);
                    }
                    short.push('…');
                }
                short
            }
        }
    }

    /// An article, named.
    pub fn paper_name(&self, id: ArticleId) -> PaperName {
        let item = &self.library.article(id).article.item;
        PaperName {
            href: self.addresses.article(id).to_owned(),
            title: self.title(id).0,
            authors: short_authors(&self.settings.words, item),
            journal: item.container().map(str::to_owned),
            year: item.year(),
        }
    }

    /// An article in a list.
    pub fn paper(&self, id: ArticleId) -> Paper {
        let entry = self.library.article(id);
        let item = &entry.article.item;
        let (title, untitled) = self.title(id);
        let mut mechanisms: Vec<(Standing, MechanismLink)> = entry
            .mechanisms
            .iter()
            .map(|m| (m.standing(), m.mechanism))
            .filter(|(s, _)| matches!(s, Standing::Confirmed | Standing::Proposed))
            .map(|(s, id)| (s, self.mechanism_link(id, standing(s))))
            .collect();
        mechanisms.sort_by_key(|(standing, _)| *standing);
        Paper {
            key: entry.article.key.clone(),
            href: self.addresses.article(id).to_owned(),
            title,
            untitled,
            authors: short_authors(&self.settings.words, item),
            journal: item.container().map(str::to_owned),
            year: item.year(),
            status: status_name(entry.article.status),
            missing: entry.missing.len(),
            mechanisms: mechanisms.into_iter().map(|(_, link)| link).collect(),
        }
    }

    /// A place in a capture, as a quoted sentence.
    pub fn quote(&self, article: ArticleId, place: &Located<&Evidence>, polarity: Polarity) -> Quote {
        let evidence = place.value;
        Quote {
            pieces: pieces(evidence),
            source: self.source(article, place.capture, place.line, evidence),
            zone: self.settings.words.name("zone", evidence.zone.name()),
            against: polarity == Polarity::DoesNotSupport,
        }
    }

    /// The provenance page's line of a place.
    pub fn source<E>(&self, article: ArticleId, capture: usize, line: Option<u32>, _evidence: &E) -> Source {
        let line = line.unwrap_or(1);
        Source {
            href: format!(
                "{}#{}",
                self.addresses.provenance(article),
                super::provenance::line_id(capture, line)
            ),
            line,
        }
    }

    /// The evidence of an article for a mechanism: supporting and opposing sentences, heaviest first, each sentence once.
    pub fn quotes(&self, article: ArticleId, of: &ArticleMechanism) -> Vec<Quote> {
        let mut quotes: Vec<Quote> = Vec::new();
        let places = of
            .triggers
            .iter()
            .map(|hit| (hit.capture, hit.line, &hit.value.evidence, hit.value.polarity))
            .chain(
                of.excluded
                    .iter()
                    .map(|hit| (hit.capture, hit.line, &hit.value, Polarity::DoesNotSupport)),
            );
        for (capture, line, evidence, polarity) in places {
            let quote = Quote {
                pieces: pieces(evidence),
                source: self.source(article, capture, line, evidence),
                zone: self.settings.words.name("zone", evidence.zone.name()),
                against: polarity == Polarity::DoesNotSupport,
            };
            let words = |quote: &Quote| quote.pieces.iter().map(|piece| piece.text.as_str()).collect::<String>();
            match quotes.iter_mut().find(|other| words(other) == words(&quote)) {
                Some(other) => merge(other, &quote),
                None => quotes.push(quote),
            }
        }
        quotes
    }

    /// A row of evidence.
    pub fn finding(&self, article: ArticleId, finding: &Finding) -> FindingRow {
        let entry = self.library.article(article);
        let source = finding
            .quote
            .as_deref()
            .and_then(|quote| self.find_quote(article, quote));
        FindingRow {
            statement: finding.statement.clone(),
            mechanism: finding
                .mechanism
                .as_deref()
                .and_then(|id| self.mechanism_by_id(id))
                .map(|id| self.mechanism_link(id, "")),
            trigger: finding.trigger.as_deref().map(|word| self.term_link(word)),
            relation: finding
                .relation
                .map(|relation| self.settings.words.name("relation", relation.name())),
            object: finding.object.as_deref().map(|word| self.term_link(word)),
            direction: finding.direction().name(),
            drugs: finding.drugs.iter().map(|word| self.term_link(word)).collect(),
            target: finding.target.as_deref().map(|word| self.term_link(word)),
            disease: finding.disease.as_deref().map(|word| self.term_link(word)),
            context: finding.context.clone(),
            facets: finding
                .timing
                .iter()
                .chain(&finding.dependence)
                .chain(&finding.locus)
                .chain(&finding.reversible)
                .cloned()
                .collect(),
            models: finding
                .models
                .iter()
                .chain(&finding.study_types)
                .map(|word| self.term_link(word).label)
                .collect(),
            level: finding.level.map(|level| level.name()),
            level_by: finding.level_by.clone(),
            n: finding.n.clone(),
            way_round: finding.way_round.as_ref().map(|way| {
                let mut words = self.term_link(&way.partner).label;
                for part in [&way.stage, &way.trial].into_iter().flatten() {
                    words.push_str(", ");
                    words.push_str(&part.replace('-', " "));
                }
                words
            }),
            quote: finding.quote.clone(),
            source,
            paper: Link {
                href: self.addresses.article(article).to_owned(),
                label: self.short(article),
            },
            year: entry.article.item.year(),
            ids: identifiers(&entry.article.item),
            status: finding.status.name(),
            counts: finding.counts(),
            judged: match (&finding.by, finding.on) {
                (Some(by), Some(on)) => Some(format!("{by}, {}", date(&self.settings.words, on))),
                (Some(by), None) => Some(by.clone()),
                (None, Some(on)) => Some(date(&self.settings.words, on)),
                (None, None) => None,
            },
            note: finding.note.clone(),
        }
    }

    /// Findings that are shown: all but the rejected ones.
    pub fn shown(finding: &Finding) -> bool {
        finding.status != FindingStatus::Rejected
    }

    /// The line of the capture that a quoted sentence stands on, as far as the lock knows it.
    fn find_quote(&self, article: ArticleId, quote: &str) -> Option<Source> {
        let entry = self.library.article(article);
        let locked = entry.locked.as_ref()?;
        for (index, capture) in locked.captures.iter().enumerate() {
            let tagging = locked.taggings.get(index)?;
            let known = tagging
                .mechanisms
                .iter()
                .flat_map(|hit| hit.triggers.iter().map(|trigger| &trigger.evidence).chain(&hit.vetoed))
                .chain(tagging.entities.iter().flat_map(|hit| &hit.evidence))
                .find(|evidence| evidence.sentence.contains(quote));
            let line = known
                .and_then(|evidence| locked.line(index, evidence.span.start))
                .or_else(|| {
                    let text = self.settings.captures.get(&capture.path)?.text.get()?;
                    let at = text.find(quote)?;
                    Some(1 + text[..at].bytes().filter(|byte| *byte == b'\n').count() as u32)
                });
            if let Some(line) = line {
                return Some(Source {
                    href: format!(
                        "{}#{}",
                        self.addresses.provenance(article),
                        super::provenance::line_id(index, line)
                    ),
                    line,
                });
            }
        }
        None
    }
}

/// One row of an evidence table.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)] // each is the column of its name
pub struct FindingRow {
    pub statement: Option<String>,
    pub mechanism: Option<MechanismLink>,
    pub trigger: Option<EntityLink>,
    pub relation: Option<String>,
    pub object: Option<EntityLink>,
    pub direction: &'static str,
    pub drugs: Vec<EntityLink>,
    pub target: Option<EntityLink>,
    pub disease: Option<EntityLink>,
    pub context: Option<String>,
    pub facets: Vec<String>,
    pub models: Vec<String>,
    pub level: Option<&'static str>,
    pub level_by: Option<String>,
    pub n: Option<String>,
    pub way_round: Option<String>,
    pub quote: Option<String>,
    pub source: Option<Source>,
    pub paper: Link,
    pub year: Option<u16>,
    pub ids: Vec<Identifier>,
    pub status: &'static str,
    pub counts: bool,
    pub judged: Option<String>,
    pub note: Option<String>,
}

/// The sentence around the words that counted, in three pieces.
fn pieces(evidence: &Evidence) -> Vec<Piece> {
    let sentence = &*evidence.sentence;
    let piece = |text: &str, mark| Piece {
        text: text.to_owned(),
        mark,
    };
    // Offsets in the decoded sentence are not those of the capture: look for the words near where they should stand.
    let guess = (evidence.span.start.saturating_sub(evidence.sentence_span.start)) as usize;
    let nearest = sentence
        .match_indices(&*evidence.text)
        .map(|(at, _)| at)
        .min_by_key(|at| at.abs_diff(guess));
    match nearest.filter(|_| !evidence.text.is_empty()) {
        Some(at) => {
            let end = at + evidence.text.len();
            [
                (&sentence[..at], false),
                (&sentence[at..end], true),
                (&sentence[end..], false),
            ]
            .into_iter()
            .filter(|(text, _)| !text.is_empty())
            .map(|(text, mark)| piece(text, mark))
            .collect()
        }
        None if sentence.is_empty() => vec![piece(&evidence.text, true)],
        None => vec![piece(sentence, false)],
    }
}

/// Marks in `into` what `other`, the same sentence, marks.
fn merge(into: &mut Quote, other: &Quote) {
    let total: usize = into.pieces.iter().map(|piece| piece.text.len()).sum();
    let text: String = into.pieces.iter().map(|piece| piece.text.as_str()).collect();
    let mut marked = vec![false; total];
    for quote in [&*into, other] {
        let mut at = 0;
        for piece in &quote.pieces {
            if piece.mark {
                marked[at..at + piece.text.len()].fill(true);
            }
            at += piece.text.len();
        }
    }
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, c) in text.char_indices() {
        match pieces.last_mut().filter(|piece| piece.mark == marked[at]) {
            Some(piece) => piece.text.push(c),
            None => pieces.push(Piece {
                text: c.to_string(),
                mark: marked[at],
            }),
        }
    }
    into.pieces = pieces;
    into.against &= other.against;
}
