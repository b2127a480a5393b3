//! Files of references for readers' own tools: of all works, of each mechanism's papers, of each paper.

use super::Kept;
use crate::base::Digest;
use crate::export;
use crate::library::ArticleId;
use crate::record::{Field, Item};
use crate::site::{DownloadFormat, Plan, Site};
use rayon::prelude::*;
use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A format, what its files end with, and whether there is a file of each mechanism and of each single paper in a review
/// that asks for nothing. All works are written in every format. A thousand papers are under more than a hundred mechanisms
/// between them, so that each format more is a hundredth of the build: those that every reference manager takes are enough.
const FORMATS: [(&str, &str, bool, bool); 6] = [
    ("bibtex", "bib", true, true),
    ("biblatex", "biblatex.bib", false, false),
    ("ris", "ris", true, true),
    ("csl-json", "json", true, true),
    ("medline", "nbib", false, false),
    ("csv", "csv", true, false),
];

/// The formats as pages name them. What a review asks for is written of all works, of each mechanism and of each paper; one
/// that names formats asks for these alone, and an empty list for none.
pub fn download_formats(asked: Option<&[String]>) -> Vec<DownloadFormat> {
    let file = |(name, ending, mechanisms, papers): (&str, &'static str, bool, bool)| {
        let wanted = asked.map(|names| names.iter().any(|asked| asked == name));
        (wanted != Some(false)).then_some(())?;
        let format = export::export(name)?;
        Some(DownloadFormat {
            title: format.title,
            ending,
            write: format.write,
            works: true,
            mechanisms: wanted.unwrap_or(mechanisms),
            papers: wanted.unwrap_or(papers),
        })
    };
    FORMATS.into_iter().filter_map(file).collect()
}

/// Writes them all, one after the other on each thread, into `sink`.
pub(super) fn write(plan: &Plan<'_>, kept: Option<&dyn Kept>, sink: super::Sink<'_>) -> Result<(), String> {
    let put = |path: &str, format: &DownloadFormat, (items, hash): (&[Offered], u64)| {
        let of = || Digest::of(format!("{} {hash:016x}", format.title).as_bytes());
        let write = || {
            let items: Vec<(&str, &Item)> = items.iter().map(|(key, item)| (*key, &**item)).collect();
            (format.write)(&items)
        };
        super::unless_kept(kept, path, of, write, sink)
    };
    let (site, library) = (plan.site(), plan.site().library);
    let formats = &site.settings.downloads;
    if formats.is_empty() {
        return Ok(());
    }
    let works: Vec<Offered> = library
        .works
        .iter()
        .map(|work| (work.key.as_str(), offered(site, &work.item)))
        .collect();
    let hash = hash_of(&works);
    // A file of all works is the largest of all: one at a time, while the small ones are made beside it.
    let of_works = || {
        let mut formats = formats.iter().filter(|format| format.works);
        formats.try_for_each(|format| put(&format.all_works(), format, (&works, hash)))
    };
    let mechanisms: Vec<_> = library.mechanism_ids().collect();
    let of_mechanisms = || {
        mechanisms
            .par_iter()
            .map(|id| {
                let papers = entries(site, site.papers_under(*id));
                if papers.is_empty() {
                    return Ok(());
                }
                let hash = hash_of(&papers);
                let mut formats = formats.iter().filter(|format| format.mechanisms);
                formats.try_for_each(|format| {
                    let path = format.beside(site.addresses.mechanism(*id));
                    put(&path, format, (&papers, hash))
                })
            })
            .reduce(|| Ok(()), Result::and)
    };
    let articles: Vec<ArticleId> = library.article_ids().collect();
    let of_articles = || {
        articles
            .par_iter()
            .map(|id| {
                let paper = entries(site, vec![*id]);
                let hash = hash_of(&paper);
                let mut formats = formats.iter().filter(|format| format.papers);
                formats.try_for_each(|format| {
                    let path = format.beside(site.addresses.article(*id));
                    put(&path, format, (&paper, hash))
                })
            })
            .reduce(|| Ok(()), Result::and)
    };
    let (works, others) = rayon::join(of_works, || of_mechanisms().and(of_articles()));
    works.and(others)
}

/// A number that tells lists apart, within one version of the program.
fn hash_of(items: &[Offered]) -> u64 {
    let mut hasher = DefaultHasher::new();
    items.hash(&mut hasher);
    hasher.finish()
}

/// A record with its key, as the files have it.
type Offered<'l> = (&'l str, Cow<'l, Item>);

/// The record without its abstract, where the review leaves abstracts out of its site.
fn offered<'l>(site: &Site<'_>, item: &'l Item) -> Cow<'l, Item> {
    if !site.settings.without_abstracts || item.get(Field::Abstract).is_none() {
        return Cow::Borrowed(item);
    }
    let mut bare = item.clone();
    bare.take(Field::Abstract);
    Cow::Owned(bare)
}

/// Papers as their stubs have them: what a person wrote goes before what the citations say.
fn entries<'l>(site: &Site<'l>, ids: Vec<ArticleId>) -> Vec<Offered<'l>> {
    let entry = |id| {
        let article = &site.library.article(id).article;
        (article.key.as_str(), offered(site, &article.item))
    };
    ids.into_iter().map(entry).collect()
}
