//! `provenance/KEY.html`: the lines of the captures that the article's values were taken from.
//!
//! Of a capture only the quoted pieces are shown, unless the review publishes its whole text.

use super::captured_lines::{Line, Piece, Shown, Use, from_quotes, from_text, line_id};
use super::*;
use crate::article::{LockedArticle, LockedClaim, LockedReference, LockedRelation};
use crate::base::{Digest, visible};
use crate::library::ArticleId;
use crate::record::{Field, ZoneKind};
use serde::Serialize;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// Provenance of articles.
pub static PAGE: PageKind = PageKind {
    name: "provenance",
    title: "the lines of the captures from which an article's values were taken",
    template: "provenance.html",
    list: |site| {
        site.library
            .article_ids()
            .filter(|id| site.library.article(*id).locked.is_some())
            .map(|id| (id.0, site.addresses.provenance(id).to_owned()))
            .collect()
    },
    make: |site, item| make(site, ArticleId(item)),
};

/// Where an article's values come from.
#[derive(Clone, Debug, Serialize)]
pub struct ProvenanceView {
    /// The article.
    pub paper: PaperName,
    /// Its captures.
    pub captures: Vec<CaptureView>,
}

/// A capture.
#[derive(Clone, Debug, Serialize)]
pub struct CaptureView {
    /// Its anchor.
    pub id: String,
    /// Path.
    pub path: String,
    /// Format that read it.
    pub format: String,
    /// Page layout that recognised it.
    pub layout: Option<String>,
    /// Encoding.
    pub encoding: String,
    /// Hash of its bytes.
    pub digest: String,
    /// Number of lines.
    pub lines: u32,
    /// Its whole text is shown.
    pub whole: bool,
    /// Fields taken from it.
    pub fields: Vec<FieldUse>,
    /// Lines that are shown, with gaps between them.
    pub shown: Vec<Line>,
    /// Syntax for colouring: a file extension (`bib`, `xml`, `json`), or nothing.
    pub syntax: Option<&'static str>,
    /// The whole text, for colouring in context; never shown as such.
    #[serde(skip)]
    pub source: Option<WholeText>,
}

/// The whole text of a capture.
#[derive(Clone, Debug)]
pub struct WholeText {
    /// Decoded text.
    pub text: Arc<str>,
    /// Hash of the bytes that it was decoded from.
    pub digest: Digest,
}

/// A field, its value and the places it stands.
#[derive(Clone, Debug, Serialize)]
pub struct FieldUse {
    /// Its anchor.
    pub id: String,
    /// Its name.
    pub label: String,
    /// The words as captured, shortened.
    pub words: String,
    /// The rule that took it.
    pub rule: String,
    /// Lines: (anchor, number).
    pub lines: Vec<(String, u32)>,
    /// The stub has this value.
    pub taken: bool,
}

fn make(site: &Site<'_>, id: ArticleId) -> (Head, View) {
    let entry = site.library.article(id);
    let captures = match &entry.locked {
        Some(locked) => {
            let references = entry.references.iter();
            let texts: BTreeMap<u32, &str> = references
                .map(|reference| (reference.number, &*reference.text))
                .collect();
            let said = Said::of(locked).into_iter().enumerate();
            said.map(|(index, said)| capture(site, id, locked, index, &said, &texts))
                .collect()
        }
        None => Vec::new(),
    };
    let view = ProvenanceView {
        paper: site.paper_name(id),
        captures,
    };
    let head = Head {
        title: site
            .settings
            .words
            .say("provenance.title-of", &[("paper", &site.short(id))]),
        description: site
            .settings
            .words
            .say("provenance.description", &[("paper", &site.short(id))]),
        section: "articles",
        crumbs: vec![
            Crumb::new("articles/index.html", site.settings.words.get("nav.articles")),
            Crumb::new(site.addresses.article(id), site.short(id)),
        ],
        ..Head::default()
    };
    (head, View::Provenance(Box::new(view)))
}

/// What the lock holds of one capture.
#[derive(Default)]
struct Said<'l> {
    /// Claims with their fields and ranks.
    claims: Vec<(Field, usize, &'l LockedClaim)>,
    references: Vec<&'l LockedReference>,
    relations: Vec<&'l LockedRelation>,
}

impl<'l> Said<'l> {
    /// Of each capture what is said, gathered in one go: an article may have thousands.
    fn of(locked: &'l LockedArticle) -> Vec<Self> {
        let mut of: Vec<Self> = locked.captures.iter().map(|_| Self::default()).collect();
        for (field, claims) in &locked.fields {
            for (rank, claim) in claims.iter().enumerate() {
                if let Some(said) = of.get_mut(claim.capture) {
                    said.claims.push((*field, rank, claim));
                }
            }
        }
        for reference in &locked.references {
            if let Some(said) = of.get_mut(reference.capture) {
                said.references.push(reference);
            }
        }
        for relation in &locked.relations {
            if let Some(said) = of.get_mut(relation.capture) {
                said.relations.push(relation);
            }
        }
        of
    }
}

fn capture<'l>(
    site: &Site<'l>,
    id: ArticleId,
    locked: &'l LockedArticle,
    index: usize,
    said: &Said<'l>,
    texts: &BTreeMap<u32, &'l str>,
) -> CaptureView {
    let capture = &locked.captures[index];
    let at_hand = site.settings.captures.get(&capture.path);
    let whole = at_hand.is_some_and(|text| text.publish);
    let mut pieces = Vec::new();
    // A capture that is published whole hides nothing.
    let left_out = site.settings.without_abstracts && !whole;
    let mut fields = fields(site, said, index, left_out, &mut pieces);
    references(site, id, said, texts, &mut pieces);
    tagged(site, locked, index, left_out, &mut pieces);
    pieces.sort_by_key(|piece| (piece.span.start, std::cmp::Reverse(piece.span.end)));
    let text = at_hand.and_then(|capture| capture.text.get());
    let shown = match &text {
        Some(text) => {
            let structured = syntax(&capture.format).is_some();
            from_text(text, index, capture, &pieces, Shown { whole, structured })
        }
        None => from_quotes(index, &pieces),
    };
    // A value inside another one, or a line that is not shown, has no anchor of its own: its line stands in for it.
    let there: std::collections::HashSet<&str> = shown
        .iter()
        .flat_map(|line: &Line| line.segments.iter().filter_map(|segment| segment.id.as_deref()))
        .collect();
    for (anchor, line) in fields.iter_mut().flat_map(|field: &mut FieldUse| &mut field.lines) {
        if !there.contains(anchor.as_str()) {
            *anchor = line_id(index, *line);
        }
    }
    CaptureView {
        id: format!("capture-{}", index + 1),
        path: capture.path.clone(),
        format: capture.format.clone(),
        layout: capture.layout.clone(),
        encoding: capture.encoding.clone(),
        digest: capture.digest.to_string(),
        lines: capture.lines,
        whole,
        fields,
        shown,
        syntax: syntax(&capture.format),
        source: text.zip(at_hand).map(|(text, at_hand)| WholeText {
            text,
            digest: at_hand.digest,
        }),
    }
}

/// The syntax of a format, for colouring.
fn syntax(format: &str) -> Option<&'static str> {
    match format {
        "bibtex" | "biblatex" => Some("bib"),
        "csl-json" | "crossref" | "json" => Some("json"),
        "jats" | "endnote-xml" | "mods" | "xml" => Some("xml"),
        _ if format.contains("xml") => Some("xml"),
        _ if format.contains("json") => Some("json"),
        _ => None,
    }
}

/// Pieces of the fields; of abstracts that are `left_out` the words are not shown.
fn fields<'l>(
    site: &Site<'l>,
    said: &Said<'l>,
    index: usize,
    left_out: bool,
    pieces: &mut Vec<Piece<'l>>,
) -> Vec<FieldUse> {
    let mut out = Vec::new();
    for (field, rank, claim) in said.claims.iter().copied() {
        let shown = !(left_out && field == Field::Abstract);
        let mut anchor = format!("f-{}", crate::base::slug(field.csl(), 40));
        if index > 0 || rank > 0 {
            anchor = format!("{anchor}-{}-{}", index + 1, rank + 1);
        }
        let label = site.field_label(field);
        let mut lines: Vec<(String, u32)> = Vec::new();
        let mut words: Vec<&str> = Vec::new();
        let used = Rc::new(Use {
            href: format!("#{anchor}"),
            label: label.clone(),
            here: true,
        });
        for (nth, place) in claim.places.iter().enumerate() {
            let value = match nth {
                0 => format!("v{}", &anchor[1..]),
                _ => format!("v{}-{}", &anchor[1..], nth + 1),
            };
            if lines.last().is_none_or(|(_, number)| *number != place.line) {
                lines.push((value.clone(), place.line));
            }
            words.push(&place.quote);
            pieces.push(Piece {
                span: place.span,
                line: place.line,
                quote: &place.quote,
                shown,
                used: Some(Rc::clone(&used)),
                mark: false,
                anchor: Some(value),
            });
        }
        out.push(FieldUse {
            id: anchor,
            label,
            words: match shown {
                true => shortened(&words.join("; "), 160),
                false => site.settings.words.get("provenance.left-out"),
            },
            rule: claim.places.first().map(|place| place.rule.clone()).unwrap_or_default(),
            lines,
            taken: rank == 0,
        });
    }
    out
}

fn shortened(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text: String = text.chars().map(visible).collect();
    if text.chars().count() <= most {
        return text;
    }
    let mut short: String = text.chars().take(most).collect();
    if let Some(at) = short.rfind(' ') {
        short.truncate(at);
    }
    short.push('…');
    short
}

fn references<'l>(
    site: &Site<'l>,
    id: ArticleId,
    said: &Said<'l>,
    texts: &BTreeMap<u32, &'l str>,
    pieces: &mut Vec<Piece<'l>>,
) {
    let route = site.addresses.article(id);
    for reference in &said.references {
        let known = texts.get(&reference.number);
        pieces.push(Piece {
            span: reference.span,
            line: reference.line,
            quote: reference.text.as_deref().or(known.copied()).unwrap_or(""),
            shown: true,
            used: known.map(|_| {
                Rc::new(Use {
                    href: site.addresses.reference(id, reference.number),
                    label: site.settings.words.say("reference.n", &[("n", &reference.number)]),
                    here: false,
                })
            }),
            mark: false,
            anchor: None,
        });
    }
    for relation in &said.relations {
        pieces.push(Piece {
            span: relation.span,
            line: relation.line,
            quote: &relation.text,
            shown: true,
            used: Some(Rc::new(Use {
                href: format!("{route}#relations"),
                label: site.settings.words.name("relation", relation.kind.name()),
                here: false,
            })),
            mark: false,
            anchor: None,
        });
    }
}

/// Pieces that tagging found something in. Where abstracts are `left_out`, of their sentences that only name a term the name
/// is shown.
fn tagged<'l>(site: &Site<'l>, locked: &'l LockedArticle, index: usize, left_out: bool, pieces: &mut Vec<Piece<'l>>) {
    let Some(tagging) = locked.taggings.get(index) else {
        return;
    };
    let mut add = |evidence: &'l crate::vocabulary::Evidence, used: Option<Rc<Use>>, mark: bool| {
        let line = |at: u32| locked.line(index, at).unwrap_or(1);
        if mark || !(left_out && evidence.zone == ZoneKind::Abstract) {
            pieces.push(Piece {
                span: evidence.sentence_span,
                line: line(evidence.sentence_span.start),
                quote: &evidence.sentence,
                shown: true,
                used: None,
                mark: false,
                anchor: None,
            });
        }
        pieces.push(Piece {
            span: evidence.span,
            line: line(evidence.span.start),
            quote: &evidence.text,
            shown: true,
            used,
            mark,
            anchor: None,
        });
    };
    for hit in &tagging.mechanisms {
        let used = site.mechanism_by_id(&hit.id).map(|id| {
            Rc::new(Use {
                href: site.addresses.mechanism(id).to_owned(),
                label: site.mechanism_label(id).to_owned(),
                here: false,
            })
        });
        for evidence in hit.triggers.iter().map(|trigger| &trigger.evidence) {
            add(evidence, used.clone(), true);
        }
        let excluded = used.map(|used| {
            let words = &site.settings.words;
            Rc::new(Use {
                href: used.href.clone(),
                label: words.say("provenance.excludes", &[("mechanism", &used.label)]),
                here: false,
            })
        });
        for evidence in &hit.vetoed {
            add(evidence, excluded.clone(), true);
        }
    }
    for hit in &tagging.entities {
        for evidence in &hit.evidence {
            add(evidence, None, false);
        }
    }
}
