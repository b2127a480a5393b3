//! Files of references for readers' own tools: of all works, of each mechanism's papers, of each paper.

use crate::export::{self, Export};
use crate::library::{ArticleId, Library};
use crate::record::Item;
use crate::site::{DownloadFormat, Plan};
use rayon::prelude::*;

/// Formats of the files, and whether there is one of each single paper, too.
const FORMATS: [(&str, &str, bool); 6] = [
    ("bibtex", "bib", true),
    ("biblatex", "biblatex.bib", false),
    ("ris", "ris", true),
    ("csl-json", "json", true),
    ("medline", "nbib", false),
    ("csv", "csv", false),
];

/// The formats as pages name them.
pub fn download_formats() -> Vec<DownloadFormat> {
    formats().map(|(_, file)| file).collect()
}

fn formats() -> impl Iterator<Item = (&'static Export, DownloadFormat)> {
    FORMATS.into_iter().filter_map(|(name, ending, single)| {
        let format = export::export(name)?;
        let file = DownloadFormat {
            title: format.title,
            ending,
            single,
        };
        Some((format, file))
    })
}

/// Writes them all, one after the other on each thread, into `sink`.
pub(super) fn write(plan: &Plan<'_>, sink: super::Sink<'_>) -> Result<(), String> {
    let (site, library) = (plan.site(), plan.site().library);
    if site.settings.downloads.is_empty() {
        return Ok(());
    }
    let works: Vec<(&str, &Item)> = library
        .works
        .iter()
        .map(|work| (work.key.as_str(), &work.item))
        .collect();
    let formats: Vec<(&Export, DownloadFormat)> = formats().collect();
    let mut outcome = formats
        .par_iter()
        .map(|(format, file)| sink(&file.works(), (format.write)(&works).as_bytes()))
        .reduce(|| Ok(()), Result::and);
    let mechanisms: Vec<_> = library.mechanism_ids().collect();
    outcome = outcome.and(
        mechanisms
            .par_iter()
            .map(|id| {
                let papers = entries(library, site.papers_under(*id));
                if papers.is_empty() {
                    return Ok(());
                }
                formats.iter().try_for_each(|(format, file)| {
                    let path = file.beside(site.addresses.mechanism(*id));
                    sink(&path, (format.write)(&papers).as_bytes())
                })
            })
            .reduce(|| Ok(()), Result::and),
    );
    let articles: Vec<ArticleId> = library.article_ids().collect();
    outcome.and(
        articles
            .par_iter()
            .map(|id| {
                let paper = entries(library, vec![*id]);
                let mut single = formats.iter().filter(|(_, file)| file.single);
                single.try_for_each(|(format, file)| {
                    let path = file.beside(site.addresses.article(*id));
                    sink(&path, (format.write)(&paper).as_bytes())
                })
            })
            .reduce(|| Ok(()), Result::and),
    )
}

/// Papers as their stubs have them: what a person wrote goes before what the citations say.
fn entries(library: &Library, ids: Vec<ArticleId>) -> Vec<(&str, &Item)> {
    let entry = |id| {
        let article = &library.article(id).article;
        (article.key.as_str(), &article.item)
    };
    ids.into_iter().map(entry).collect()
}
