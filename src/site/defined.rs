//! What the review's vocabulary says of a mechanism, as its page shows it.

use super::{Link, Site};

/// Words of the vocabulary in pieces, the ids of other mechanisms in them as links. An id without a hyphen may be an
/// everyday word, and stays as it is.
pub(super) fn own_words(site: &Site<'_>, text: Option<&str>) -> Vec<Link> {
    let mut pieces: Vec<Link> = Vec::new();
    let plain = |label: &str| Link {
        href: String::new(),
        label: label.to_owned(),
    };
    let mut rest = text.unwrap_or_default();
    let mut from = 0;
    let in_id = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    while let Some(start) = rest[from..].find(in_id).map(|at| from + at) {
        let end = rest[start..].find(|c| !in_id(c)).map_or(rest.len(), |at| start + at);
        let name = &rest[start..end];
        match site.mechanism_by_id(name).filter(|_| name.contains('-')) {
            Some(id) => {
                if start > 0 {
                    pieces.push(plain(&rest[..start]));
                }
                let link = site.mechanism_link(id, "");
                pieces.push(Link {
                    href: link.href,
                    label: link.label,
                });
                rest = &rest[end..];
                from = 0;
            }
            None => from = end,
        }
    }
    if !rest.is_empty() {
        pieces.push(plain(rest));
    }
    pieces
}

/// The labels with the citation that the vocabulary gives for each review, or its key where it gives none.
pub(super) fn review_labels(site: &Site<'_>, labels: &[(String, String)]) -> Vec<(String, String)> {
    let cite = |key: &String| {
        let review = site.vocabulary.reviews.iter().find(|review| review.key == *key);
        let cite = review.map(|review| review.cite.clone()).filter(|cite| !cite.is_empty());
        cite.unwrap_or_else(|| key.clone())
    };
    labels.iter().map(|(key, words)| (cite(key), words.clone())).collect()
}
