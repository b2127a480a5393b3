//! `provenance/KEY.html`: the lines of the captures that the article's values were taken from.
//!
//! Of a capture only the quoted pieces are shown, unless the review publishes its whole text.

use super::cover::Cover;
use super::*;
use crate::article::{LockedArticle, LockedCapture, LockedClaim, LockedReference, LockedRelation};
use crate::base::{Digest, Span, escape_html};
use crate::library::ArticleId;
use crate::record::Field;
use serde::{Serialize, Serializer};
use std::collections::{BTreeMap, HashSet};
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

/// A line of a capture.
#[derive(Clone, Debug, Serialize)]
pub struct Line {
    /// Its anchor.
    pub id: String,
    /// Its number, from 1.
    pub number: u32,
    /// Lines that were left out before it.
    pub skipped: u32,
    /// What is shown of it; templates get it as `html`.
    #[serde(rename = "html", serialize_with = "shown")]
    pub segments: Vec<Segment>,
    /// What was taken from it: (anchor on this page or address from the root, words, `field`, `mechanism`, `reference` …).
    pub uses: Vec<Use>,
}

/// What was taken from a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Use {
    /// Address from the root, or an anchor of this page that begins with `#`.
    pub href: String,
    /// Its words.
    pub label: String,
    /// It is an anchor of this page.
    pub here: bool,
}

/// A line's pieces as HTML: what counted in `<mark>`, what is left out as `…`.
fn shown<S: Serializer>(segments: &[Segment], serializer: S) -> Result<S::Ok, S::Error> {
    let mut out = String::with_capacity(segments.iter().map(|segment| segment.text.len() + 48).sum());
    for segment in segments {
        if let Some(id) = &segment.id {
            out.push_str("<span id=\"");
            escape_html(id, &mut out);
            out.push_str("\">");
        }
        let mark = segment.mark && !segment.text.is_empty();
        out.push_str(if mark { "<mark>" } else { "" });
        match &segment.html {
            _ if segment.text.is_empty() => out.push_str("<span class=cut>…</span>"),
            Some(html) => out.push_str(html),
            None => escape_html(&segment.text, &mut out),
        }
        out.push_str(if mark { "</mark>" } else { "" });
        out.push_str(if segment.id.is_some() { "</span>" } else { "" });
    }
    serializer.serialize_str(&out)
}

/// A piece of a line.
#[derive(Clone, Debug)]
pub struct Segment {
    /// The text; empty for a piece that is not shown.
    pub text: String,
    /// Words that counted stand in it.
    pub mark: bool,
    /// Anchor, where a field's value begins.
    pub id: Option<String>,
    /// First byte in the capture.
    pub start: usize,
    /// Coloured HTML, put in when the page is rendered.
    pub html: Option<String>,
}

/// The anchor of a line of a capture.
pub(super) fn line_id(capture: usize, line: u32) -> String {
    match capture {
        0 => ["l", &line.to_string()].concat(),
        _ => format!("c{}-l{line}", capture + 1),
    }
}

/// The address of a line of a capture, by that of its provenance page.
pub(super) fn line_address(page: &str, capture: usize, line: u32) -> String {
    match capture {
        0 => [page, "#l", &line.to_string()].concat(),
        _ => format!("{page}#{}", line_id(capture, line)),
    }
}

/// A quoted piece of a capture.
struct Piece<'l> {
    span: Span,
    line: u32,
    /// The words, where the capture itself is not at hand.
    quote: &'l str,
    used: Option<Rc<Use>>,
    mark: bool,
    /// The anchor of a field's value.
    anchor: Option<String>,
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
    let mut fields = fields(site, said, index, &mut pieces);
    references(site, id, said, texts, &mut pieces);
    tagged(site, locked, index, &mut pieces);
    pieces.sort_by_key(|piece| (piece.span.start, std::cmp::Reverse(piece.span.end)));
    let text = at_hand.and_then(|capture| capture.text.get());
    let shown = match &text {
        Some(text) => from_text(text, index, capture, &pieces, whole),
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

fn fields<'l>(site: &Site<'l>, said: &Said<'l>, index: usize, pieces: &mut Vec<Piece<'l>>) -> Vec<FieldUse> {
    let mut out = Vec::new();
    for (field, rank, claim) in said.claims.iter().copied() {
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
                used: Some(Rc::clone(&used)),
                mark: false,
                anchor: Some(value),
            });
        }
        out.push(FieldUse {
            id: anchor,
            label,
            words: shortened(&words.join("; "), 160),
            rule: claim.places.first().map(|place| place.rule.clone()).unwrap_or_default(),
            lines,
            taken: rank == 0,
        });
    }
    out
}

fn shortened(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
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

fn tagged<'l>(site: &Site<'l>, locked: &'l LockedArticle, index: usize, pieces: &mut Vec<Piece<'l>>) {
    let Some(tagging) = locked.taggings.get(index) else {
        return;
    };
    let mut add = |evidence: &'l crate::vocabulary::Evidence, used: Option<Rc<Use>>, mark: bool| {
        let line = |at: u32| locked.line(index, at).unwrap_or(1);
        pieces.push(Piece {
            span: evidence.sentence_span,
            line: line(evidence.sentence_span.start),
            quote: &evidence.sentence,
            used: None,
            mark: false,
            anchor: None,
        });
        pieces.push(Piece {
            span: evidence.span,
            line: line(evidence.span.start),
            quote: &evidence.text,
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

/// The shown lines, cut from the capture's own text.
fn from_text(text: &str, index: usize, capture: &LockedCapture, pieces: &[Piece], whole: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    // Of a file of many records only this one's lines are gone through.
    let first = pieces.first().map(|piece| piece.span.start);
    let first = if whole {
        first.into_iter().chain([capture.span.start]).min()
    } else {
        first
    };
    let Some(first) = first else { return lines };
    let before = text.get(..first as usize).unwrap_or("");
    let mut start = before.rfind('\n').map_or(0, |at| at + 1);
    let newlines = |to: usize| memchr::memchr_iter(b'\n', text.get(start..to).unwrap_or("").as_bytes()).count() as u32;
    // The first piece knows its line, so that what stands before the record is not counted for each record.
    let mut number = match pieces.first() {
        Some(piece) => piece.line.saturating_sub(1 + newlines(piece.span.start as usize)),
        None => before.matches('\n').count() as u32,
    };
    let ends = pieces.iter().map(|piece| piece.span.end);
    let last_end = ends.chain(whole.then_some(capture.span.end)).max().unwrap_or(0) as usize;
    let options = Shown {
        whole,
        structured: syntax(&capture.format).is_some(),
    };
    let mut last = 0;
    let mut first_open = 0;
    for line in text.get(start..).unwrap_or("").split_inclusive('\n') {
        if start > last_end {
            break;
        }
        number += 1;
        let end = start + line.trim_end_matches(['\n', '\r']).len();
        // Pieces are in order of their beginning; those that end before this line are done.
        while pieces
            .get(first_open)
            .is_some_and(|piece| (piece.span.end as usize) <= start)
        {
            first_open += 1;
        }
        let here: Vec<&Piece> = pieces[first_open..]
            .iter()
            .take_while(|piece| (piece.span.start as usize) < end)
            .filter(|piece| (piece.span.end as usize) > start)
            .collect();
        if !here.is_empty() || (whole && start < capture.span.end as usize && end >= capture.span.start as usize) {
            lines.push(Line {
                id: line_id(index, number),
                number,
                skipped: number - last - 1,
                segments: segments(text, start, end, &here, options),
                uses: uses(&here, number),
            });
            last = number;
        }
        start += line.len();
    }
    lines
}

fn segments(text: &str, start: usize, end: usize, pieces: &[&Piece], options: Shown) -> Vec<Segment> {
    let mut cuts = vec![start, end];
    for piece in pieces {
        cuts.push((piece.span.start as usize).clamp(start, end));
        cuts.push((piece.span.end as usize).clamp(start, end));
    }
    cuts.sort_unstable();
    cuts.dedup();
    let mut anchors: Vec<(usize, &str)> = pieces
        .iter()
        .filter_map(|piece| Some((piece.span.start as usize, piece.anchor.as_deref()?)))
        .filter(|(at, _)| *at >= start)
        .collect();
    anchors.sort_unstable();
    // Where several values begin at one place, the later lines lead to the first one's neighbours: one anchor a place.
    anchors.dedup_by_key(|(at, _)| *at);
    let mut out: Vec<Segment> = Vec::new();
    let mut all = Cover::of(pieces.iter().map(|piece| piece.span));
    let mut marked = Cover::of(pieces.iter().filter(|piece| piece.mark).map(|piece| piece.span));
    for pair in cuts.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let words = text.get(from..to).unwrap_or("");
        let quoted = all.holds(from);
        let shown = options.whole || quoted || (options.structured && is_syntax(words));
        let mark = marked.holds(from);
        let id = anchors
            .binary_search_by_key(&from, |(at, _)| *at)
            .ok()
            .map(|index| anchors[index].1.to_owned());
        if !shown && words.trim().is_empty() {
            if let Some(last) = out.last_mut().filter(|last| !last.text.is_empty()) {
                last.text.push_str(words);
            }
            continue;
        }
        let words = if shown { words } else { "" };
        match out
            .last_mut()
            .filter(|last| !last.text.is_empty() && last.mark == mark && id.is_none())
        {
            Some(last) if shown && last.start + last.text.len() == from => last.text.push_str(words),
            _ => out.push(Segment {
                text: words.to_owned(),
                mark,
                id,
                start: from,
                html: None,
            }),
        }
    }
    out
}

/// What is shown of a capture beside its quoted pieces.
#[derive(Clone, Copy, Debug)]
struct Shown {
    /// Everything.
    whole: bool,
    /// Names of fields and punctuation between the pieces: the format has them.
    structured: bool,
}

/// Whether the text between two quoted pieces is only punctuation and at most two names of fields.
fn is_syntax(text: &str) -> bool {
    let words = text.split(|c: char| c.is_whitespace() || "{}[]()<>/,;:=\"'@".contains(c));
    let mut count = 0;
    for word in words.filter(|word| !word.is_empty()) {
        count += 1;
        let name = word.len() <= 24 && word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-' || b == b'_');
        if !name || count > 2 {
            return false;
        }
    }
    true
}

/// The shown lines, from the quotes of the lock: the capture itself is kept private.
fn from_quotes(index: usize, pieces: &[Piece]) -> Vec<Line> {
    let mut by_line: BTreeMap<u32, Vec<&Piece>> = BTreeMap::new();
    for piece in pieces {
        by_line.entry(piece.line).or_default().push(piece);
    }
    let mut last = 0;
    let mut lines = Vec::new();
    for (number, here) in by_line {
        let mut segments: Vec<Segment> = Vec::new();
        let mut covered = 0;
        for piece in &here {
            if (piece.span.end as usize) <= covered || piece.quote.is_empty() {
                continue;
            }
            if covered > 0 && (piece.span.start as usize) > covered + 1 {
                segments.push(Segment {
                    text: String::new(),
                    mark: false,
                    id: None,
                    start: covered,
                    html: None,
                });
            }
            segments.push(Segment {
                text: piece.quote.split_whitespace().collect::<Vec<_>>().join(" "),
                mark: piece.mark,
                id: piece.anchor.clone(),
                start: piece.span.start as usize,
                html: None,
            });
            covered = piece.span.end as usize;
        }
        lines.push(Line {
            id: line_id(index, number),
            number,
            skipped: number.saturating_sub(last + 1),
            segments,
            uses: uses(&here, number),
        });
        last = number;
    }
    lines
}

/// What was taken from a line, each thing once, where it begins.
fn uses(pieces: &[&Piece], line: u32) -> Vec<Use> {
    let here = pieces.iter().filter(|piece| piece.line == line);
    let mut uses: Vec<&Use> = here.filter_map(|piece| piece.used.as_deref()).collect();
    let mut told = HashSet::new();
    if uses.len() > 1 {
        uses.retain(|used| told.insert((&used.href, &used.label)));
    }
    uses.into_iter().cloned().collect()
}
