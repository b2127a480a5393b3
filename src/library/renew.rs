//! A single text of the review taken into a library that is there, for a first look while everything is linked anew.
//!
//! Only what stands on the text's own page is renewed. What other pages say of it, and what matching or tagging would
//! make of it, comes with the next [`super::link`].

use super::link::resolve;
use super::{ArticleId, Library, LinkNames, MechanismId, PageEntry, WorkId, WorkNames, missing};
use crate::article::Article;
use crate::vocabulary::Vocabulary;

/// The page that a renewed text stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewed {
    /// An article's.
    Article(ArticleId),
    /// A mechanism's, whose overview it is.
    Mechanism(MechanismId),
    /// An author's own, by its index.
    Page(usize),
}

impl Library {
    /// Puts a stub in the place of the one with its key; `None`, and nothing is changed, where its references, key or
    /// mechanisms are others, for then more than its page changes.
    pub fn renew_article(&mut self, mut article: Article, vocabulary: &Vocabulary) -> Option<Renewed> {
        let index = self
            .articles
            .iter()
            .position(|entry| entry.article.path == article.path)?;
        let id = ArticleId(index as u32);
        let old = self.article(id);
        let of_old = old
            .references
            .iter()
            .map(|reference| (reference.number, &reference.text));
        let written = std::mem::take(&mut article.references);
        let same_references = of_old.eq(written.iter().map(|reference| (reference.number, &reference.text)));
        let known = |name: &str| {
            let mechanism = old.mechanisms.iter().map(|of| self.mechanism(of.mechanism));
            mechanism.into_iter().any(|mechanism| mechanism.id == name)
        };
        if old.article.key != article.key
            || old.article.aliases != article.aliases
            || old.article.captures != article.captures
            || !same_references
            || !article.judgements().keys().all(|name| known(name))
        {
            return None;
        }
        let (works, links) = (WorkNames::of(self), LinkNames::of(self, vocabulary));
        let mut noted: Vec<WorkId> = Vec::new();
        for section in article.note_sections() {
            let text = section.span.of(&article.source);
            let found = resolve(text, 0, &article.path, &works, &links, &mut Vec::new());
            for (_, work) in found {
                if !noted.contains(&work) {
                    noted.push(work);
                }
            }
        }
        let said = article.judgements();
        let judgements: Vec<_> = old
            .mechanisms
            .iter()
            .map(|of| said.get(self.mechanism(of.mechanism).id.as_str()).copied())
            .collect();
        let entry = self.articles.get_mut(index)?;
        for (of, judgement) in entry.mechanisms.iter_mut().zip(judgements) {
            of.judgement = judgement;
        }
        entry.missing = missing::fields(&article.item);
        entry.noted = noted;
        entry.article = article;
        Some(Renewed::Article(id))
    }

    /// Puts an author's page or a mechanism's overview in the place of the one with its path; `None` where there is none.
    pub fn renew_page(&mut self, mut page: PageEntry, vocabulary: &Vocabulary) -> Option<Renewed> {
        let (works, links) = (WorkNames::of(self), LinkNames::of(self, vocabulary));
        for (_, work) in resolve(&page.body, 0, &page.path, &works, &links, &mut Vec::new()) {
            if !page.noted.contains(&work) {
                page.noted.push(work);
            }
        }
        if let Some(index) = self.pages.iter().position(|other| other.path == page.path) {
            let same_title = self.pages[index].title == page.title;
            self.pages[index] = page;
            return same_title.then_some(Renewed::Page(index));
        }
        let place = |overview: &Option<PageEntry>| overview.as_ref().is_some_and(|there| there.path == page.path);
        let index = self.mechanisms.iter().position(|entry| place(&entry.overview))?;
        self.mechanisms[index].overview = Some(page);
        Some(Renewed::Mechanism(MechanismId(index as u32)))
    }
}
