//! Who cites a work: by a reference, or in the notes alone.

use super::article::reference_line;
use super::{PaperName, Prose, Site, Source};
use crate::library::{ArticleId, WorkId};
use serde::Serialize;

/// An article that cites this one.
#[derive(Clone, Debug, Serialize)]
pub struct CitedBy {
    /// The citing article.
    pub paper: PaperName,
    /// Its reference: the address of the list's item, from the root; none where only its notes name the work.
    pub href: Option<String>,
    /// Number of the reference.
    pub number: Option<u32>,
    /// Length of its list.
    pub of: usize,
    /// The line of the capture that the reference stands on.
    pub line: Option<Source>,
    /// Sentences of its notes that cite.
    pub contexts: Vec<Prose>,
}

/// The articles that cite a work, but for `own`.
pub(super) fn citers(site: &Site<'_>, work: WorkId, own: ArticleId) -> Vec<CitedBy> {
    let citers = site.library.work(work).citers.iter();
    citers
        .filter(|citer| citer.article != own)
        .map(|citer| CitedBy {
            href: Some(site.addresses.reference(citer.article, citer.number)),
            number: Some(citer.number),
            line: reference_line(site, citer.article, citer.number),
            ..named(site, citer.article, &citer.contexts)
        })
        .collect()
}

/// The articles whose notes name a work that they do not cite, but for `own`.
pub(super) fn noted_by(site: &Site<'_>, work: WorkId, own: ArticleId) -> Vec<CitedBy> {
    let noted = site.library.work(work).noted_by.iter();
    noted
        .filter(|noted| noted.article != own)
        .map(|noted| named(site, noted.article, &noted.contexts))
        .collect()
}

/// An article with the sentences of its notes, and no reference.
fn named(site: &Site<'_>, article: ArticleId, contexts: &[String]) -> CitedBy {
    CitedBy {
        paper: site.paper_name(article),
        href: None,
        number: None,
        of: site.library.article(article).references.len(),
        line: None,
        contexts: contexts.iter().map(|context| plain_context(site, context)).collect(),
    }
}

/// A citing sentence, its citations as plain links: the list they are numbered by stands on another page.
fn plain_context(site: &Site<'_>, markdown: &str) -> Prose {
    let (citations, _) = crate::library::cite::find(markdown);
    let mut out = String::new();
    let mut at = 0;
    for citation in citations {
        let words: Vec<String> = citation
            .items
            .iter()
            .filter_map(|item| site.works_by_name.get(&item.key))
            .map(|work| site.short_work(work))
            .collect();
        if words.is_empty() {
            continue;
        }
        out.push_str(markdown.get(at..citation.span.range().start).unwrap_or(""));
        out.push_str(&format!("({})", words.join("; ")));
        at = citation.span.range().end;
    }
    out.push_str(markdown.get(at..).unwrap_or(""));
    Prose(out)
}
