//! What of the captures the site quotes: what becomes public when it is published.

use super::Library;
use crate::base::Span;
use crate::record::{Field, ZoneKind};
use std::collections::BTreeMap;

/// Number of bytes of each capture, by path, that the pages quote: values, references, relations, the sentences that speak
/// of a mechanism or term, and findings' quotes. Pieces that overlap count once. Where `abstracts` are left out, of them only
/// the sentences that speak of a mechanism and the names of terms.
pub fn quoted(library: &Library, abstracts: bool) -> BTreeMap<&str, usize> {
    let mut spans: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for locked in library.articles.iter().filter_map(|entry| entry.locked.as_ref()) {
        let paths: Vec<&str> = locked.captures.iter().map(|capture| capture.path.as_str()).collect();
        let mut add = |capture: usize, span: Span| {
            if let Some(path) = paths.get(capture) {
                spans.entry(path).or_default().push(span);
            }
        };
        let fields = locked.fields.iter();
        let shown = fields.filter(|(field, _)| abstracts || **field != Field::Abstract);
        for claim in shown.flat_map(|(_, claims)| claims) {
            claim.places.iter().for_each(|place| add(claim.capture, place.span));
        }
        locked.references.iter().for_each(|one| add(one.capture, one.span));
        locked.relations.iter().for_each(|one| add(one.capture, one.span));
        for (capture, tagging) in locked.taggings.iter().enumerate() {
            let mechanisms = tagging.mechanisms.iter();
            let triggers = mechanisms
                .clone()
                .flat_map(|hit| hit.triggers.iter().map(|trigger| &trigger.evidence));
            let vetoes = mechanisms.flat_map(|hit| &hit.vetoed);
            for evidence in triggers.chain(vetoes) {
                add(capture, evidence.sentence_span);
            }
            for evidence in tagging.entities.iter().flat_map(|hit| &hit.evidence) {
                let named_alone = !abstracts && evidence.zone == ZoneKind::Abstract;
                add(
                    capture,
                    if named_alone {
                        evidence.span
                    } else {
                        evidence.sentence_span
                    },
                );
            }
        }
        for path in paths {
            spans.entry(path).or_default();
        }
    }
    spans.into_iter().map(|(path, spans)| (path, covered(spans))).collect()
}

/// Number of bytes that at least one span covers.
fn covered(mut spans: Vec<Span>) -> usize {
    spans.sort_unstable_by_key(|span| (span.start, span.end));
    let (mut sum, mut end) = (0u32, 0u32);
    for span in spans {
        let start = span.start.max(end);
        if span.end > start {
            sum += span.end - start;
            end = span.end;
        }
    }
    sum as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_overlaps_counts_once() {
        let spans = [(10, 20), (0, 5), (12, 14), (18, 25), (25, 26)].map(|(a, b)| Span::new(a, b));
        assert_eq!(covered(spans.to_vec()), 5 + 15 + 1);
        assert_eq!(covered(Vec::new()), 0);
    }
}
