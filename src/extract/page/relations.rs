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
        for item in page.lines.iter().skip(index + 1).take(20) {
            if !item.bullet || opening(text, item.span).is_some() {
                break;
            }
            add(text, kind, item.span, found);
        }
    }
}

/// The kind and what follows its words; the words must end with a colon, or be the whole line.
fn opening(text: &str, span: Span) -> Option<(RelationKind, Span)> {
    let words = span.of(text);
    let lower = words.get(..words.len().min(40)).unwrap_or("").to_ascii_lowercase();
    OPENINGS.iter().find_map(|(name, kind)| {
        let rest = lower.strip_prefix(name)?;
        let colon = rest.trim_start().starts_with(':');
        (colon || rest.trim().is_empty()).then(|| {
            let from = words
                .len()
                .min(name.len() + words[name.len()..].find(':').map_or(0, |at| at + 1));
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
