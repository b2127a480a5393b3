//! The lock as a file: JSON Lines, so that version control can merge it line by line.
//!
//! The first line is `{"citeloom-lock":2}`, with a hash of what the captures were read with; then one line an article, sorted by key; then one line an article with the keys
//! of the works it is and cites, which begins with `{"keys":`. Two branches that import different
//! papers add different lines, which `merge=union` joins; the reader takes lines in any order and of two lines for one
//! article the one with more in it. Within a line, positions are short lists: a place is
//! `[start, end, line, rule, quote]` with `null` for a quote equal to its value, a reference
//! `[capture, number, start, end, line, digest, text]`, and the words found by tagging point to sentences written once.

use super::fields::FieldValue;
use super::lock::{
    KeptKeys, Lock, LockedArticle, LockedCapture, LockedClaim, LockedQuote, LockedReference, LockedRelation, Place,
};
use super::lock_keys::{self, KeysRow};
use super::lock_tagging::{TaggingRow, exact};
use crate::base::codes::article::{BAD_LOCK, NEWER_FILE, OLDER_FILE};
use crate::base::{Diagnostic, Digest, Parsed, Severity, Span};
use crate::record::{Field, RelationKind};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The version of the format that is written. Version 1 had neither keys of works nor quotes of findings nor, of the
/// tagging, wider mechanisms, what was dropped, and the gate; such a lock is read with these empty, and the build that
/// follows fills them. A newer version is not read at all, for what it holds beside would be lost in writing. A name that
/// lines may hold from now on, of a zone say, takes a new version too.
const VERSION: u64 = 2;

#[derive(Serialize, Deserialize)]
struct Header {
    #[serde(rename = "citeloom-lock")]
    version: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    read: Option<String>,
}

/// Longest first line that is looked at as one.
const LONGEST_HEADER: usize = 128;

#[derive(Serialize, Deserialize)]
struct ArticleRow<'t> {
    #[serde(borrow)]
    key: Cow<'t, str>,
    #[serde(borrow, default)]
    captures: Vec<CaptureRow<'t>>,
    #[serde(borrow, default)]
    fields: BTreeMap<Cow<'t, str>, Vec<ClaimRow<'t>>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    references: Vec<ReferenceRow<'t>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    relations: Vec<RelationRow<'t>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    quotes: Vec<QuoteRow<'t>>,
    #[serde(borrow, default)]
    tagging: Vec<TaggingRow<'t>>,
}

#[derive(Serialize, Deserialize)]
struct CaptureRow<'t> {
    #[serde(borrow)]
    path: Cow<'t, str>,
    digest: Digest,
    #[serde(borrow)]
    format: Cow<'t, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    layout: Option<Cow<'t, str>>,
    #[serde(borrow)]
    encoding: Cow<'t, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    id: Option<Cow<'t, str>>,
    at: (u32, u32),
    lines: u32,
    #[serde(default)]
    starts: Vec<(u32, u32)>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    told: bool,
}

#[derive(Serialize, Deserialize)]
struct ClaimRow<'t> {
    value: Value,
    #[serde(default, skip_serializing_if = "is_first")]
    capture: usize,
    #[serde(borrow, default)]
    at: Vec<PlaceRow<'t>>,
}

fn is_first(capture: &usize) -> bool {
    *capture == 0
}

/// Start, end, line, rule, quote where it differs from the value.
type PlaceRow<'t> = (u32, u32, u32, Cow<'t, str>, Option<Cow<'t, str>>);
/// Capture, number, start, end, line, digest, text where the stub has it no more.
type ReferenceRow<'t> = (usize, u32, u32, u32, u32, Cow<'t, str>, Option<Cow<'t, str>>);
/// Capture, kind, start, end, line, text.
type RelationRow<'t> = (usize, Cow<'t, str>, u32, u32, u32, Cow<'t, str>);

/// Capture, start, end, line, text.
type QuoteRow<'t> = (usize, u32, u32, u32, Cow<'t, str>);

impl Lock {
    /// Reads the lock. A damaged line is reported and left out, everything else is kept. `path` is for diagnostics.
    pub fn parse(path: &Arc<str>, text: &str) -> Parsed<Lock> {
        let mut out = Vec::new();
        let mut lock = Lock::default();
        let mut at = text.len() - text.trim_start_matches('\u{feff}').len();
        let mut lines = Vec::new();
        for line in text[at..].split_inclusive('\n') {
            let content = line.trim();
            let start = at + (line.len() - line.trim_start().len());
            at += line.len();
            if !content.is_empty() {
                lines.push((Span::new(start, start + content.len()), content));
            }
        }
        let mut marked = false;
        let mut headers = 0;
        lock.canonical =
            text.ends_with('\n') && text.len() == lines.iter().map(|(span, _)| span.len() + 1).sum::<usize>();
        let mut rows = Vec::with_capacity(lines.len());
        for (span, content) in lines {
            if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"]
                .iter()
                .any(|mark| content.starts_with(mark))
            {
                if !marked {
                    out.push(conflict(path, span));
                }
                marked = true;
            } else if content.len() < LONGEST_HEADER
                && let Ok(header) = serde_json::from_str::<Header>(content)
            {
                if header.version > VERSION {
                    let what = format!(
                        "the lock has version {} and this citeloom knows {VERSION}",
                        header.version
                    );
                    out.push(Diagnostic::new(NEWER_FILE, what).at(path, span));
                    lock.newer = true;
                    return Parsed::new(lock, out);
                }
                // Two branches that read with different vocabularies leave two headers: then neither is true of all.
                lock.read_with = match headers {
                    0 => header.read,
                    _ => lock.read_with.take().filter(|read| Some(read) == header.read.as_ref()),
                };
                lock.canonical &= headers == 0 && rows.is_empty() && header.version == VERSION;
                headers += 1;
                if header.version < VERSION {
                    out.push(older(path, span, header.version));
                }
            } else {
                rows.push((span, content));
            }
        }
        let read: Vec<_> = rows
            .into_par_iter()
            .map(|(span, content)| {
                let row = if content.starts_with(KeysRow::HEAD) {
                    serde_json::from_str::<KeysRow<'_>>(content).map(|row| Line::Keys(row.into_keys()))
                } else {
                    serde_json::from_str::<ArticleRow<'_>>(content).map(|row| Line::Article(row.into_article()))
                };
                (span, content, row)
            })
            .collect();
        let order = |line: &Line| match line {
            Line::Article(article) => (0, article.key.clone()),
            Line::Keys((article, _)) => (1, article.clone()),
        };
        let lines: Vec<_> = read.iter().map(|(.., line)| line.as_ref().ok().map(order)).collect();
        lock.canonical &= headers == 1
            && !marked
            && lines.iter().all(Option::is_some)
            && lines.windows(2).all(|pair| pair[0] < pair[1]);
        for (span, content, line) in read {
            match line {
                Ok(Line::Article(article)) => add(&mut lock, article),
                Ok(Line::Keys((article, keys))) => lock.keys.entry(article).or_default().unite(keys),
                Err(fault) => out.push(damaged(path, span, content, &fault)),
            }
        }
        Parsed::new(lock, out)
    }

    /// The lock as text: a line of its own version, then the lines of articles, then those of keys, each sorted by key.
    pub fn to_text(&self) -> String {
        let lines: Vec<String> = self
            .articles
            .par_iter()
            .map(|(_, article)| serde_json::to_string(&ArticleRow::of(article)).unwrap_or_default())
            .collect();
        let mut out = String::with_capacity(lines.iter().map(|line| line.len() + 1).sum::<usize>() + LONGEST_HEADER);
        let header = Header {
            version: VERSION,
            read: self.read_with.clone(),
        };
        out.push_str(&serde_json::to_string(&header).unwrap_or_default());
        out.push('\n');
        for line in lines {
            out.push_str(&line);
            out.push('\n');
        }
        lock_keys::write(&self.keys, &mut out);
        out
    }

    /// A lock's text with other keys in place of its own; `None` where it has them already.
    pub fn with_keys(text: &str, keys: &BTreeMap<String, KeptKeys>) -> Option<String> {
        let own = text.find(&format!("\n{}", KeysRow::HEAD));
        let (rest, own) = text.split_at(own.map_or(text.len(), |at| at + 1));
        let mut new = String::with_capacity(own.len());
        lock_keys::write(keys, &mut new);
        (new != own).then(|| format!("{rest}{new}"))
    }
}

/// One line of the lock.
enum Line {
    Article(LockedArticle),
    Keys((String, KeptKeys)),
}

/// Of two lines for one article the one with more in it stays, whichever comes first.
fn add(lock: &mut Lock, article: LockedArticle) {
    let weight = |article: &LockedArticle| {
        (
            article.captures.len(),
            article.fields.len(),
            article.references.len(),
            serde_json::to_string(&ArticleRow::of(article)).unwrap_or_default(),
        )
    };
    match lock.articles.get(&article.key) {
        Some(there) if weight(there) >= weight(&article) => {}
        _ => {
            lock.articles.insert(article.key.clone(), article);
        }
    }
}

fn older(path: &Arc<str>, span: Span, version: u64) -> Diagnostic {
    let what = format!("the lock has version {version} and is written as version {VERSION} from now on");
    Diagnostic::new(OLDER_FILE, what)
        .at(path, span)
        .note("nothing in it is lost; a citeloom that knows only the older version cannot read it any more")
}

fn conflict(path: &Arc<str>, span: Span) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(BAD_LOCK, "the lock holds the marks of an unfinished merge")
        .at(path, span)
        .note("the lines of both sides were read")
        .help("delete the lines of marks, or run `citeloom lock --rebuild`; `citeloom.lock merge=union` in .gitattributes prevents them");
    diagnostic.severity = Severity::Warning;
    diagnostic
}

fn damaged(path: &Arc<str>, span: Span, content: &str, fault: &serde_json::Error) -> Diagnostic {
    let mut at = fault.column().saturating_sub(1).min(content.len().saturating_sub(1));
    while !content.is_char_boundary(at) {
        at -= 1;
    }
    let width = content[at..].chars().next().map_or(0, char::len_utf8);
    let place = Span::new(at, at + width).shift(span.start as usize);
    Diagnostic::new(BAD_LOCK, "a line of the lock is damaged and is left out")
        .label(path, place, "reading stopped here")
        .help("run `citeloom lock --rebuild` to make it anew from the captures and the stubs")
}

impl<'t> ArticleRow<'t> {
    fn of(article: &'t LockedArticle) -> Self {
        Self {
            key: Cow::Borrowed(&article.key),
            captures: article.captures.iter().map(CaptureRow::of).collect(),
            fields: article
                .fields
                .iter()
                .map(|(field, claims)| (Cow::Borrowed(field.csl()), claims.iter().map(ClaimRow::of).collect()))
                .collect(),
            references: article.references.iter().map(reference_row).collect(),
            relations: article.relations.iter().map(relation_row).collect(),
            quotes: article.quotes.iter().map(quote_row).collect(),
            tagging: article.taggings.iter().map(TaggingRow::of).collect(),
        }
    }

    fn into_article(self) -> LockedArticle {
        LockedArticle {
            key: self.key.into_owned(),
            captures: exact(self.captures.into_iter().map(CaptureRow::into_capture)),
            fields: self
                .fields
                .into_iter()
                .filter_map(|(name, rows)| {
                    let field = Field::from_csl(&name)?;
                    Some((field, exact(rows.into_iter().filter_map(|row| row.into_claim(field)))))
                })
                .collect(),
            references: exact(self.references.into_iter().map(reference)),
            relations: exact(self.relations.into_iter().filter_map(relation)),
            quotes: exact(self.quotes.into_iter().map(quote)),
            taggings: exact(self.tagging.into_iter().map(TaggingRow::into_tagging)),
        }
    }
}

impl<'t> CaptureRow<'t> {
    fn of(capture: &'t LockedCapture) -> Self {
        Self {
            path: Cow::Borrowed(&capture.path),
            digest: capture.digest,
            format: Cow::Borrowed(&capture.format),
            layout: capture.layout.as_deref().map(Cow::Borrowed),
            encoding: Cow::Borrowed(&capture.encoding),
            id: capture.id.as_deref().map(Cow::Borrowed),
            at: (capture.span.start, capture.span.end),
            lines: capture.lines,
            starts: capture.line_starts.clone(),
            told: capture.told,
        }
    }

    fn into_capture(self) -> LockedCapture {
        LockedCapture {
            path: self.path.into_owned(),
            digest: self.digest,
            format: self.format.into_owned(),
            layout: self.layout.map(Cow::into_owned),
            encoding: self.encoding.into_owned(),
            id: self.id.map(Cow::into_owned),
            span: span(self.at.0, self.at.1),
            lines: self.lines,
            line_starts: exact(self.starts.into_iter()),
            told: self.told,
        }
    }
}

impl<'t> ClaimRow<'t> {
    fn of(claim: &'t LockedClaim) -> Self {
        let whole = match &claim.value {
            FieldValue::Text(text) => Some(text.as_str()),
            _ => None,
        };
        let at = claim.places.iter().enumerate().map(|(index, place)| {
            let value = match &claim.value {
                FieldValue::Keywords(list) => list.get(index).map(String::as_str),
                _ => whole,
            };
            let quote = (value != Some(place.quote.as_str())).then_some(Cow::Borrowed(place.quote.as_str()));
            (
                place.span.start,
                place.span.end,
                place.line,
                Cow::Borrowed(place.rule.as_str()),
                quote,
            )
        });
        Self {
            value: claim.value.to_json(),
            capture: claim.capture,
            at: at.collect(),
        }
    }

    fn into_claim(self, field: Field) -> Option<LockedClaim> {
        let value = FieldValue::from_json(field, &self.value)?;
        let places = self
            .at
            .into_iter()
            .enumerate()
            .map(|(index, (start, end, line, rule, quote))| Place {
                span: span(start, end),
                line,
                quote: match (quote, &value) {
                    (Some(quote), _) => quote.into_owned(),
                    (None, FieldValue::Text(text)) => text.clone(),
                    (None, FieldValue::Keywords(list)) => list.get(index).cloned().unwrap_or_default(),
                    _ => String::new(),
                },
                rule: rule.into_owned(),
            });
        Some(LockedClaim {
            capture: self.capture,
            places: exact(places),
            value,
        })
    }
}

fn reference_row(reference: &LockedReference) -> ReferenceRow<'_> {
    (
        reference.capture,
        reference.number,
        reference.span.start,
        reference.span.end,
        reference.line,
        Cow::Owned(format!("{:016x}", reference.digest)),
        reference.text.as_deref().map(Cow::Borrowed),
    )
}

fn reference((capture, number, start, end, line, digest, text): ReferenceRow<'_>) -> LockedReference {
    LockedReference {
        capture,
        number,
        span: span(start, end),
        line,
        text: text.map(Cow::into_owned),
        digest: u64::from_str_radix(&digest, 16).unwrap_or(0),
    }
}

fn relation_row(relation: &LockedRelation) -> RelationRow<'_> {
    (
        relation.capture,
        Cow::Borrowed(relation.kind.name()),
        relation.span.start,
        relation.span.end,
        relation.line,
        Cow::Borrowed(&relation.text),
    )
}

fn relation((capture, kind, start, end, line, text): RelationRow<'_>) -> Option<LockedRelation> {
    Some(LockedRelation {
        capture,
        kind: RelationKind::from_name(&kind)?,
        text: text.into_owned(),
        span: span(start, end),
        line,
    })
}

fn quote_row(quote: &LockedQuote) -> QuoteRow<'_> {
    (
        quote.capture,
        quote.span.start,
        quote.span.end,
        quote.line,
        Cow::Borrowed(&quote.text),
    )
}

fn quote((capture, start, end, line, text): QuoteRow<'_>) -> LockedQuote {
    LockedQuote {
        capture,
        span: span(start, end),
        line,
        text: text.into_owned(),
    }
}

fn span(start: u32, end: u32) -> Span {
    Span {
        start,
        end: end.max(start),
    }
}
