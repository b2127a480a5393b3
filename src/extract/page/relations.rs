//! Comments, corrections and retractions that a page names beside its reference list.

use super::Found;
use super::headings::Section;
use super::lines::{fold_blanks, trim};
use super::sections::Page;
use crate::base::Span;
use crate::record::{Relation, RelationKind};

/// MEDLINE's words for relations.
const OPENINGS: &[(&str, RelationKind)] = &[
    ("comment in", RelationKind::CommentIn),
    ("comment on", RelationKind::CommentOn),
    ("corrected and republished in", RelationKind::UpdateIn),
    ("corrected and republished from", RelationKind::UpdateOf),
    ("erratum for", RelationKind::ErratumFor),
    ("erratum in", RelationKind::ErratumIn),
    ("expression of concern in", RelationKind::ConcernIn),
    ("now published in", RelationKind::PublishedAs),
    ("original report in", RelationKind::OriginalReport),
    ("retraction in", RelationKind::RetractionIn),
    ("retraction of", RelationKind::RetractionOf),
    ("republished in", RelationKind::UpdateIn),
    ("update in", RelationKind::UpdateIn),
    ("update of", RelationKind::UpdateOf),
];

/// Adds every relation of the page: `Comment in: Nat Rev Cancer. 2012 …`, or the label over a list.
pub fn relations(page: &Page<'_>, found: &mut Found) {
    let text = page.text;
    for (index, line) in page.lines.iter().enumerate() {
        if page.section(index) == Section::References {
            continue;
        }
        let Some((kind, value)) = opening(text, line.span) else {
            continue;
        };
        if !value.is_empty() {
            add(text, kind, value, found);
            continue;
        }
        let mut open: Option<(u16, Span)> = None;
        for item in page.lines.iter().skip(index + 1).take(60) {
            match &mut open {
                Some((indent, span)) if !item.bullet && item.indent > *indent => *span = span.join(item.span),
                _ if item.bullet && opening(text, item.span).is_none() => {
                    if let Some((_, span)) = open.replace((item.indent, item.span)) {
                        add(text, kind, span, found);
                    }
                }
                _ => break,
            }
        }
        if let Some((_, span)) = open {
            add(text, kind, span, found);
        }
    }
}

/// Whether the line names another publication: its identifiers are not the page's own.
pub fn names_another(text: &str, span: Span) -> bool {
    opening(text, span).is_some()
}

/// The kind and what follows its words; the words must end with a colon, or be the whole line, or be a portal's
/// "Now published in".
fn opening(text: &str, span: Span) -> Option<(RelationKind, Span)> {
    let words = span.of(text);
    let lower = words.get(..words.len().min(40)).unwrap_or("").to_ascii_lowercase();
    OPENINGS.iter().find_map(|(name, kind)| {
        let rest = lower.strip_prefix(name)?;
        let colon = rest.trim_start().starts_with(':');
        let published = *kind == RelationKind::PublishedAs;
        (colon || published || rest.trim().is_empty()).then(|| {
            let from = words.len().min(
                name.len()
                    + if colon {
                        words[name.len()..].find(':').map_or(0, |at| at + 1)
                    } else {
                        0
                    },
            );
            (
                *kind,
                trim(text, Span::new(from, words.len()).shift(span.start as usize)),
            )
        })
    })
}

fn add(text: &str, kind: RelationKind, span: Span, found: &mut Found) {
    if span.len() >= 8 && found.claims.relations.len() < 200 {
        found.claims.relations.push(Relation {
            kind,
            text: fold_blanks(span.of(text)),
            span,
        });
    }
}
