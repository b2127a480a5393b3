//! Sentences of captures with the words that counted, and findings with the sentences that bear them out.

use super::Site;
use super::parts::{EntityLink, Link, MechanismLink, judged};
use super::reference::{Identifier, date, identifiers};
use crate::article::{Finding, FindingStatus, find_quote};
use crate::base::escape_html;
use crate::library::{ArticleId, ArticleMechanism, Located};
use crate::record::ZoneKind;
use crate::vocabulary::{Evidence, Polarity};
use serde::{Serialize, Serializer};

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
    /// The words set it aside, or look beyond it; `against` is set too.
    pub aside: bool,
}

fn marked<S: Serializer>(pieces: &[Piece], serializer: S) -> Result<S::Ok, S::Error> {
    let mut out = String::with_capacity(pieces.iter().map(|piece| piece.text.len() + 16).sum());
    for piece in pieces {
        out.push_str(if piece.mark { "<mark>" } else { "" });
        escape_html(&piece.text, &mut out);
        out.push_str(if piece.mark { "</mark>" } else { "" });
    }
    serializer.serialize_str(&out)
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

impl Site<'_> {
    /// A sentence that names a term; of an abstract that the review leaves out, the name alone.
    pub fn naming(&self, article: ArticleId, place: &Located<&Evidence>) -> Quote {
        let evidence = place.value;
        let alone = self.settings.without_abstracts && evidence.zone == ZoneKind::Abstract;
        Quote {
            pieces: match alone {
                true => [("… ", false), (&*evidence.text, true), (" …", false)]
                    .map(|(text, mark)| Piece {
                        text: text.to_owned(),
                        mark,
                    })
                    .into(),
                false => pieces(evidence),
            },
            source: self.source(article, place.capture, place.line),
            zone: self.settings.words.name("zone", evidence.zone.name()),
            against: false,
            aside: false,
        }
    }

    /// The provenance page's line of a place.
    pub fn source(&self, article: ArticleId, capture: usize, line: Option<u32>) -> Source {
        let line = line.unwrap_or(1);
        Source {
            href: super::captured_lines::line_address(self.addresses.provenance(article), capture, line),
            line,
        }
    }

    /// The evidence of an article for a mechanism: supporting and opposing sentences, heaviest first, each sentence once.
    pub fn quotes(&self, article: ArticleId, of: &ArticleMechanism) -> Vec<Quote> {
        let mut quotes: Vec<Quote> = Vec::new();
        let places = of
            .triggers
            .iter()
            .map(|hit| (hit.capture, hit.line, &hit.value.evidence, hit.value.polarity, false))
            .chain(
                of.excluded
                    .iter()
                    .map(|hit| (hit.capture, hit.line, &hit.value, Polarity::DoesNotSupport, true)),
            );
        for (capture, line, evidence, polarity, aside) in places {
            let quote = Quote {
                pieces: pieces(evidence),
                source: self.source(article, capture, line),
                zone: self.settings.words.name("zone", evidence.zone.name()),
                against: polarity == Polarity::DoesNotSupport,
                aside,
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
                .map(|id| self.mechanism_link(id, judged(finding.counts()))),
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
            judged: match (finding.judge(), finding.on) {
                (Some(by), Some(on)) => Some(format!("{by}, {}", date(&self.settings.words, on))),
                (Some(by), None) => Some(by.to_owned()),
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

    /// The line of the capture that a quoted sentence stands on, as far as lock or capture show it.
    fn find_quote(&self, article: ArticleId, quote: &str) -> Option<Source> {
        let locked = self.library.article(article).locked.as_ref()?;
        let place = find_quote(locked, quote, |path| self.settings.captures.get(path)?.text.get())?;
        let capture = locked
            .captures
            .iter()
            .position(|capture| capture.path == place.capture)?;
        Some(Source {
            href: super::captured_lines::line_address(self.addresses.provenance(article), capture, place.line),
            line: place.line,
        })
    }
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
