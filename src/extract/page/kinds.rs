//! The kinds of article that pages name on a line of their own.

use crate::base::fold;

/// Words that stand alone on a line beside a title and say what kind of article it is.
const KINDS: &[&str] = &[
    "article",
    "article de recherche",
    "article original",
    "articles",
    "articles originaux",
    "articolo originale",
    "articulo",
    "articulo de investigacion",
    "articulo de revision",
    "articulo original",
    "articulos",
    "articulos originales",
    "artigo",
    "artigo original",
    "artigos",
    "artigos originais",
    "brief communication",
    "brief report",
    "brief reports",
    "case report",
    "case reports",
    "case study",
    "clinical trial",
    "clinical trials & observations",
    "clinical trials and observations",
    "commentary",
    "confirmatory results",
    "contradictory results",
    "correspondence",
    "data note",
    "editor's choice",
    "editorial",
    "fallbericht",
    "full length article",
    "full length research article",
    "full paper",
    "full research paper",
    "full-length article",
    "how i treat",
    "images in medicine",
    "journal article",
    "journal article editor's choice",
    "kasuistik",
    "letter",
    "letter to the editor",
    "letters",
    "meta-analysis",
    "methodology",
    "mini review",
    "mini-review",
    "minireview",
    "new results",
    "news",
    "note",
    "original article",
    "original articles",
    "original contribution",
    "original investigation",
    "original paper",
    "original research",
    "original research article",
    "originalarbeit",
    "originalarbeiten",
    "originalartikel",
    "originales",
    "paper",
    "peer-reviewed",
    "peer-reviewed article",
    "perspective",
    "perspectives",
    "plenary paper",
    "preprint",
    "protocol",
    "rapid communication",
    "regular article",
    "regular articles",
    "report",
    "research",
    "research article",
    "research articles",
    "research letter",
    "research note",
    "research paper",
    "review",
    "review article",
    "reviews",
    "revision",
    "revisiones",
    "revue generale",
    "short communication",
    "short report",
    "software",
    "study protocol",
    "systematic review",
    "technical note",
    "technical report",
    "tutorial",
    "ubersicht",
    "ubersichtsarbeit",
    "ubersichtsartikel",
];

/// Whether the line names a kind of article.
pub fn is_kind(text: &str) -> bool {
    if text.len() > 40 {
        return false;
    }
    let folded = fold(text.trim_end_matches([':', '.']));
    let folded = folded
        .trim_start_matches("open access")
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '-'));
    KINDS
        .binary_search(&folded.trim_end_matches("open access").trim())
        .is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_sorted() {
        assert!(KINDS.is_sorted_by(|a, b| a < b));
        assert!(is_kind("Research article"));
        assert!(is_kind("Open Access Review"));
    }
}
