//! References and citations in the review's citation style, where it has chosen one. Each work is written once; pages
//! share what was written.

use super::Site;
use crate::base::escape_html;
use crate::csl::{Cite, Distinction, Processor};
use crate::library::{Library, WorkId};
use crate::record::{Field, Item};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The review's citation style at work.
#[derive(Debug, Default)]
pub(super) struct Styled {
    /// What tells works of the same names and year apart, for all that the authors' own words cite: the same on every page.
    distinctions: HashMap<WorkId, Distinction>,
    none: Distinction,
    /// Where the review has chosen no style.
    usual: Option<Processor>,
    references: Vec<OnceLock<[String; 3]>>,
}

impl Styled {
    pub(super) fn of(library: &Library, style: Option<&Processor>, language: &str) -> Self {
        let Some(style) = style else {
            return Self {
                usual: Some(crate::csl::vancouver(language)),
                ..Self::default()
            };
        };
        let overviews = library.mechanisms.iter().filter_map(|entry| entry.overview.as_ref());
        let pages = library.pages.iter().chain(overviews).flat_map(|page| &page.noted);
        let notes = library.articles.iter().flat_map(|entry| &entry.noted);
        let mut works: Vec<WorkId> = pages.chain(notes).copied().collect();
        works.sort_unstable();
        works.dedup();
        let items: Vec<Cow<'_, Item>> = works.iter().map(|id| item(library, *id)).collect();
        let items: Vec<&Item> = items.iter().map(AsRef::as_ref).collect();
        let distinctions = style.distinctions(&items);
        Self {
            distinctions: works
                .into_iter()
                .zip(distinctions)
                .filter(|(_, of)| *of != Distinction::default())
                .collect(),
            none: Distinction::default(),
            usual: None,
            references: library.works.iter().map(|_| OnceLock::new()).collect(),
        }
    }
}

/// The record of a work: what a person wrote goes before what the citations say, and the journals' list completes it.
fn item(library: &Library, id: WorkId) -> Cow<'_, Item> {
    let work = library.work(id);
    let item = work
        .article
        .map_or(&work.item, |article| &library.article(article).article.item);
    match &work.journal {
        Some(journal) if item.container().is_none() => {
            let mut whole = item.clone();
            whole.set(Field::ContainerTitle, journal.as_str());
            Cow::Owned(whole)
        }
        _ => Cow::Borrowed(item),
    }
}

impl Site<'_> {
    /// The style that the review has chosen; none where it is content with the built-in one.
    pub(super) fn style(&self) -> Option<&Processor> {
        self.settings.style.as_deref()
    }

    /// A work's reference in the chosen style, as HTML before, of and after its title.
    pub(super) fn styled(&self, id: WorkId) -> Option<[String; 3]> {
        let style = self.style()?;
        let place = self.styled.references.get(id.0 as usize)?;
        let made = place.get_or_init(|| {
            let mut item = item(self.library, id);
            if self.library.work(id).article.is_some() && item.title().is_none() {
                item = Cow::Owned(self.titled(&item).into_owned());
            }
            let mut parts = style.reference(&item, self.distinction(id)).around_title();
            // A work of which only its number or identifier is known still needs a name.
            if parts.iter().all(|part| part.trim().is_empty()) {
                parts[1].clear();
                escape_html(&self.short_item(&item), &mut parts[1]);
            }
            parts
        });
        made.iter().any(|part| !part.is_empty()).then(|| made.clone())
    }

    fn distinction(&self, id: WorkId) -> &Distinction {
        self.styled.distinctions.get(&id).unwrap_or(&self.styled.none)
    }

    /// A record in the review's style, as one line of text; empty where nothing is known of it.
    pub(super) fn reference_text(&self, item: &Item) -> String {
        let style = self.style().or(self.styled.usual.as_ref());
        style.map_or_else(String::new, |style| {
            style.reference(&self.titled(item), &self.styled.none).text()
        })
    }

    /// The record of a captured paper as readers see it cited: where its capture has no title, that is said in its place.
    fn titled<'i>(&self, item: &'i Item) -> Cow<'i, Item> {
        if item.title().is_some() || item.is_empty() {
            return Cow::Borrowed(item);
        }
        let mut told = item.clone();
        told.set(Field::Title, self.settings.words.get("paper.no-title"));
        Cow::Owned(told)
    }

    /// What the review's style is called where citations can be copied.
    pub(super) fn style_title(&self) -> String {
        match self.style().map(Processor::title) {
            Some(title) if !title.is_empty() => title.to_owned(),
            _ => "Vancouver".to_owned(),
        }
    }

    /// Gives `write` a citation's works in the terms of the style.
    pub(super) fn with_cites<T>(
        &self,
        works: &[(WorkId, usize, &crate::library::cite::CiteItem)],
        write: impl FnOnce(&[Cite<'_>]) -> T,
    ) -> T {
        let items: Vec<Cow<'_, Item>> = works.iter().map(|(id, ..)| item(self.library, *id)).collect();
        let cites: Vec<Cite<'_>> = works
            .iter()
            .zip(&items)
            .map(|((id, number, found), item)| {
                let (locator, suffix) = crate::csl::locator(&found.suffix);
                Cite {
                    item,
                    number: *number,
                    distinction: self.distinction(*id),
                    prefix: &found.prefix,
                    suffix,
                    locator,
                    suppress_author: found.suppress_author,
                }
            })
            .collect();
        write(&cites)
    }
}
