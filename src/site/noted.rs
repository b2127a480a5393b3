//! What is remembered of the notes on an article, so that an edit of them alone needs nothing else of the review.
//!
//! Notes stand on the article's own page and in the search, and in reviews of few papers on the printed page. What they
//! cite stands on other pages too; so an edit that cites other works, or says anything else, is for a whole build.

use super::{Cited, CitedWork, Plan, Prose, Replaced};
use crate::article::Article;
use crate::base::Digest;
use crate::library::cite;
use serde::{Deserialize, Serialize};

/// The notes on an article as they are in a finished site.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Noted<W = serde_json::Value> {
    /// The stub's path, relative to `content/`.
    pub path: String,
    /// Address of its page.
    pub route: String,
    /// Number of its document in the search.
    pub document: u32,
    /// [`Article::outline`]: all that the stub says beside the notes.
    pub outline: Digest,
    /// The notes, Markdown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// What other pages show of the notes, or what is looked for in the review: sentences that cite, links, and sections
    /// with formulas or pictures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<String>,
    /// Citations and links in them.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub replaced: Vec<Replaced>,
    /// The works that they cite, as the page lists them.
    #[serde(default = "Vec::new", skip_serializing_if = "Vec::is_empty")]
    pub cited: Vec<W>,
}

/// Notes that took the place of others.
#[derive(Clone, Debug)]
pub struct Renoted {
    /// As they were, and as they are, ready to be rendered.
    pub prose: [Prose; 2],
    /// What is to be remembered.
    pub noted: Noted,
}

/// Sentences that cite, and links, in the order of the stub's sections: as [`crate::library::link`] finds them. A section
/// that may have a formula or a picture stands whole: either may be faulty, which the review's checks look for.
fn elsewhere(article: &Article) -> Vec<String> {
    let mut out = Vec::new();
    for section in article.note_sections() {
        let text = section.span.of(&article.source);
        let (citations, links) = cite::find(text);
        for citation in citations {
            // A sentence that cites twice stands for both.
            let place = citation.span.of(text);
            out.push(format!("{place} {}", cite::sentence_around(text, citation.span)));
        }
        if text.contains('$') || text.contains("![") {
            out.push(text.to_owned());
        }
        out.extend(links.into_iter().map(|link| link.span.of(text).to_owned()));
    }
    out
}

impl Plan<'_> {
    /// What is to be remembered of the notes on each article; `document` gives the numbers in the search. Empty where other
    /// pages show notes as well.
    pub fn noted(&self, document: &[u32]) -> Vec<Noted<CitedWork>> {
        let site = self.site();
        if super::print::shows_notes(site.library) {
            return Vec::new();
        }
        let ids = site.library.article_ids().zip(document);
        ids.map(|(id, document)| {
            let entry = site.library.article(id);
            let article = &entry.article;
            let references = entry.references.iter();
            let notes = super::article::notes(article);
            let mut cited = Cited::default();
            Noted {
                path: article.path.to_string(),
                route: site.addresses.article(id).to_owned(),
                document: *document,
                outline: article.outline(references.map(|reference| (reference.number, &*reference.text))),
                elsewhere: elsewhere(article),
                replaced: cited.replaced(site, &notes),
                cited: cited.list(site),
                notes,
            }
        })
        .collect()
    }
}

impl Noted {
    /// The notes of `article` in the place of these. `None` where the stub says anything else than it did, or where the notes
    /// have what must be looked for in the review: other citations or links, formulas, pictures.
    pub fn renoted(&self, article: &Article) -> Option<Renoted> {
        let notes = super::article::notes(article);
        let references = article.references.iter();
        let outline = article.outline(references.map(|reference| (reference.number, &*reference.text)));
        let same = *article.path == *self.path && outline == self.outline && elsewhere(article) == self.elsewhere;
        // What a comment parts is none for the checks, and one for the page.
        if !same || notes.contains("![") {
            return None;
        }
        let prose = [&self.notes, &notes].map(|notes| Prose::with(notes, &self.replaced));
        let [Some(before), Some(after)] = prose else {
            return None;
        };
        Some(Renoted {
            prose: [before, after],
            noted: Self { notes, ..self.clone() },
        })
    }

    /// What leads from the page to the site's root.
    pub fn root(&self) -> String {
        "../".repeat(self.route.matches('/').count())
    }
}
