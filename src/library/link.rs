//! From stubs, lock and vocabulary to the graph.

use super::cite::{self, Citation};
use super::{
    ArticleEntry, ArticleId, Citer, Library, LinkNames, LinkTarget, Noted, PageEntry, ReadReference, ReferenceEntry,
    WorkEntry, WorkId, WorkNames, keys, mechanisms, missing, neighbours, relations,
};
use crate::article::{Article, Lock, StubReference};
use crate::base::codes::article::DUPLICATE_ARTICLE_KEY;
use crate::base::codes::library::{DEAD_CITATION, DEAD_LINK, DUPLICATE_ARTICLE, UNNAMED_TERM};
use crate::base::codes::reference::UNREAD_REFERENCE;
use crate::base::codes::works::DOUBTFUL_PAIR;
use crate::base::{Diagnostic, Parsed, Span, fold};
use crate::journals::Journals;
use crate::record::Item;
use crate::reference::{Certainty, Decisions, ParsedReference, Works, match_works_known, parse};
use crate::vocabulary::Vocabulary;
use foldhash::HashMap;
use rayon::prelude::*;
use std::sync::Arc;

/// What a review is made of, read and ready to be linked.
#[derive(Debug, Default)]
pub struct Parts {
    /// Stubs in any order.
    pub articles: Vec<Article>,
    /// The lock.
    pub lock: Lock,
    /// Authors' pages.
    pub pages: Vec<PageEntry>,
    /// The reviewers' words on mechanisms, named by mechanism id.
    pub overviews: Vec<PageEntry>,
}

/// Links everything. The result is frozen; nothing later changes it.
pub fn link(mut parts: Parts, vocabulary: &Vocabulary, journals: &Journals, decisions: &Decisions) -> Parsed<Library> {
    let mut diagnostics = Vec::new();
    let mut articles = distinct(std::mem::take(&mut parts.articles), &mut diagnostics);
    let read = read_references(&mut articles, journals);
    report_unread(&articles, &read, &mut diagnostics);
    let marks = keys::marks(&articles, &parts.lock);
    keys::find_again(&articles, &marks, &read, &mut parts.lock.keys);
    let known = keys::known(&articles, &marks, &parts.lock.keys);
    let works = identify(&articles, &read, &known, decisions, journals).take(&mut diagnostics);
    drop(known);
    let mut library = assemble(articles, read, works, &mut parts.lock, journals);
    library.keys = keys::keep(&library, &marks, std::mem::take(&mut parts.lock.keys));
    // From here on the entries' references say all that the stubs' say.
    for entry in &mut library.articles {
        entry.article.references = Vec::new();
    }
    report_works(&library, &mut diagnostics);
    mechanisms::attach(&mut library, vocabulary, parts.overviews, &mut diagnostics);
    parts.pages.sort_by(|a, b| a.name.cmp(&b.name));
    library.pages = parts.pages;
    resolve_notes(&mut library, vocabulary, &mut diagnostics);
    neighbours::attach(&mut library, vocabulary);
    Parsed::new(library, diagnostics)
}

/// Articles by key, each key once.
fn distinct(mut articles: Vec<Article>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Article> {
    articles.sort_by(|a, b| (&a.key, &a.path).cmp(&(&b.key, &b.path)));
    let mut kept: Vec<Article> = Vec::with_capacity(articles.len());
    for article in articles {
        match kept.last().filter(|last| last.key == article.key) {
            Some(first) => diagnostics.push(
                Diagnostic::new(
                    DUPLICATE_ARTICLE_KEY,
                    format!("`{}` is the key of two articles", article.key),
                )
                .label(&article.path, Span::default(), "left out")
                .label(&first.path, Span::default(), "taken")
                .help("change the key of one of them"),
            ),
            None => kept.push(article),
        }
    }
    kept
}

/// Reads every reference of every article. Papers of one field cite the same works in the same words: equal texts are kept
/// once, read once, and share what was read.
fn read_references(articles: &mut [Article], journals: &Journals) -> Vec<Vec<Arc<ParsedReference>>> {
    let mut numbers: HashMap<Arc<str>, usize> = HashMap::default();
    let mut texts: Vec<Arc<str>> = Vec::new();
    let mut number_of: Vec<Vec<usize>> = Vec::with_capacity(articles.len());
    for article in articles {
        let references = article.references.iter_mut();
        let number = |reference: &mut StubReference| {
            if let Some(&number) = numbers.get(&reference.text) {
                reference.text = Arc::clone(&texts[number]);
                return number;
            }
            texts.push(Arc::clone(&reference.text));
            numbers.insert(Arc::clone(&reference.text), texts.len() - 1);
            texts.len() - 1
        };
        number_of.push(references.map(number).collect());
    }
    drop(numbers);
    let read: Vec<Arc<ParsedReference>> = texts
        .par_iter()
        .map(|text| {
            let mut parsed = parse(text, journals);
            // Together these are the most that a build holds at once: no room for places that nobody asks for.
            parsed.spans = Vec::new();
            parsed.item.author.shrink_to_fit();
            Arc::new(parsed)
        })
        .collect();
    number_of
        .into_iter()
        .map(|numbers| numbers.into_iter().map(|number| Arc::clone(&read[number])).collect())
        .collect()
}

fn report_unread(articles: &[Article], read: &[Vec<Arc<ParsedReference>>], diagnostics: &mut Vec<Diagnostic>) {
    for (article, read) in articles.iter().zip(read) {
        for (reference, parsed) in article.references.iter().zip(read) {
            if parsed.item.is_empty() {
                diagnostics.push(
                    Diagnostic::new(
                        UNREAD_REFERENCE,
                        format!("reference {} could not be read", reference.number),
                    )
                    .at(&article.path, reference.span)
                    .help("correct it by hand in the list, as authors, title, journal, year, volume and pages"),
                );
            }
        }
    }
}

/// Every article and every reference, grouped into works. An article's item comes before all references.
fn identify(
    articles: &[Article],
    read: &[Vec<Arc<ParsedReference>>],
    known: &[&[String]],
    decisions: &Decisions,
    journals: &Journals,
) -> Parsed<Works> {
    let own = articles.iter().map(|article| (article.key.as_str(), &article.item));
    let cited = read.iter().flatten().map(|parsed| ("", &parsed.item));
    let items: Vec<(&str, &Item)> = own.chain(cited).collect();
    match_works_known(&items, known, decisions, journals)
}

fn assemble(
    articles: Vec<Article>,
    read: Vec<Vec<Arc<ParsedReference>>>,
    mut found: Works,
    lock: &mut Lock,
    journals: &Journals,
) -> Library {
    // Works by key; `place` leads from an item's index to its work.
    let items = articles.len() + read.iter().map(Vec::len).sum::<usize>();
    let mut works = std::mem::take(&mut found.works);
    let mut order: Vec<usize> = (0..works.len()).collect();
    order.sort_by(|&a, &b| works[a].key.cmp(&works[b].key));
    let mut place = vec![WorkId(0); items];
    let mut entries = Vec::with_capacity(works.len());
    for (index, &work) in order.iter().enumerate() {
        let work = std::mem::take(&mut works[work]);
        for &member in &work.members {
            place[member] = WorkId(index as u32);
        }
        let article = work.members.iter().find(|&&member| member < articles.len());
        entries.push(WorkEntry {
            journal: work
                .item
                .container()
                .and_then(|name| journals.canonical(name).or_else(|| found.learned_title(name)))
                .map(str::to_owned),
            key: work.key,
            aliases: work.aliases,
            item: work.item,
            article: article.map(|&member| ArticleId(member as u32)),
            citers: Vec::new(),
            noted_by: Vec::new(),
            because: work.because,
            certainty: Certainty::Certain,
            title_mechanisms: Vec::new(),
        });
    }
    for link in &found.matches {
        let work = &mut entries[place[link.a].0 as usize];
        work.certainty = work.certainty.max(link.certainty);
    }
    let mut library = Library {
        works: entries,
        doubts: found
            .doubts
            .into_iter()
            .map(|doubt| (place[doubt.a], place[doubt.b], doubt))
            .collect(),
        related: found
            .related
            .into_iter()
            .map(|(a, b, how)| match place[a] <= place[b] {
                true => (place[a], place[b], how),
                false => (place[b], place[a], how.inverse()),
            })
            .collect(),
        ..Library::default()
    };
    let mut families = Families::default();
    // Kept by address: all of `read` lives until the end.
    let mut kept: HashMap<*const ParsedReference, Arc<ReadReference>> = HashMap::default();
    let mut item = articles.len();
    for (index, (article, read)) in articles.into_iter().zip(&read).enumerate() {
        let locked = lock.articles.remove(&article.key);
        let own = families.of(&article.item);
        let mut references = Vec::with_capacity(read.len());
        for (reference, parsed) in article.references.iter().zip(read) {
            let work = place[item];
            item += 1;
            references.push(ReferenceEntry {
                number: reference.number,
                text: Arc::clone(&reference.text),
                self_citation: families.of_read(parsed).iter().any(|name| own.contains(name)),
                work,
                captured: locked.as_ref().and_then(|locked| {
                    let captured = locked.reference(reference.number)?;
                    Some((captured.capture as u32, captured.line))
                }),
                span: reference.span,
                read: Arc::clone(
                    kept.entry(Arc::as_ptr(parsed))
                        .or_insert_with(|| Arc::new(ReadReference::of(parsed))),
                ),
            });
            let citers = &mut library.works[work.0 as usize].citers;
            if citers.last().is_none_or(|last| last.article.0 as usize != index) {
                citers.push(Citer {
                    article: ArticleId(index as u32),
                    number: reference.number,
                    contexts: Vec::new(),
                });
            }
        }
        library.articles.push(ArticleEntry {
            missing: missing::fields(&article.item),
            work: place[index],
            locked,
            references,
            noted: Vec::new(),
            mechanisms: Vec::new(),
            entities: Vec::new(),
            hits: Vec::new(),
            neighbours: Vec::new(),
            relations: Vec::new(),
            article,
        });
    }
    for entry in &mut library.articles {
        if let Some(locked) = &entry.locked {
            let relations = locked.relations.iter();
            entry.relations = relations.map(|r| (r.kind, r.text.clone(), None)).collect();
        }
    }
    relations::attach(&mut library, journals);
    library
}

/// Numbers of the authors' folded family names.
#[derive(Default)]
struct Families {
    numbers: HashMap<String, u32>,
    read: HashMap<*const ParsedReference, Box<[u32]>>,
}

impl Families {
    fn of(&mut self, item: &Item) -> Box<[u32]> {
        let names = item.author.iter().map(|name| fold(name.main()));
        names
            .map(|name| {
                let next = self.numbers.len() as u32;
                *self.numbers.entry(name).or_insert(next)
            })
            .collect()
    }

    /// Those of a reference, which many articles may share.
    fn of_read(&mut self, read: &Arc<ParsedReference>) -> &[u32] {
        let at = Arc::as_ptr(read);
        if !self.read.contains_key(&at) {
            let made = self.of(&read.item);
            self.read.insert(at, made);
        }
        self.read.get(&at).map_or(&[], |numbers| numbers)
    }
}

fn report_works(library: &Library, diagnostics: &mut Vec<Diagnostic>) {
    let mut first: HashMap<WorkId, ArticleId> = HashMap::default();
    for id in library.article_ids() {
        let entry = library.article(id);
        if let Some(other) = first.insert(entry.work, id) {
            diagnostics.push(
                Diagnostic::new(DUPLICATE_ARTICLE, "two articles are the same work")
                    .at(&entry.article.path, Span::default())
                    .at(&library.article(other).article.path, Span::default())
                    .help("bring them together by hand and name the removed key under `aliases` of the other"),
            );
        }
    }
    for (a, b, doubt) in &library.doubts {
        let (a, b) = (library.work(*a), library.work(*b));
        let mut diagnostic = Diagnostic::new(
            DOUBTFUL_PAIR,
            format!("`{}` and `{}` may be the same work: {}", a.key, b.key, doubt.why),
        )
        .help("settle it in content/works.toml, under `same` or `different`");
        for work in [a, b] {
            if let Some((path, span)) = reference_place(library, work) {
                diagnostic = diagnostic.at(&path, span);
            }
        }
        diagnostics.push(diagnostic);
    }
}

fn reference_place(library: &Library, work: &WorkEntry) -> Option<(Arc<str>, Span)> {
    let citer = work.citers.first()?;
    let entry = library.article(citer.article);
    let reference = entry.reference(citer.number)?;
    Some((Arc::clone(&entry.article.path), reference.span))
}

/// Resolves `[@key]` and `[[name]]` in notes, pages and overviews; adds the citing sentences to the works.
fn resolve_notes(library: &mut Library, vocabulary: &Vocabulary, diagnostics: &mut Vec<Diagnostic>) {
    let works = WorkNames::of(library);
    let links = LinkNames::of(library, vocabulary);
    for index in 0..library.articles.len() {
        let article = &library.articles[index].article;
        let path = Arc::clone(&article.path);
        let mut noted = Vec::new();
        let mut contexts: Vec<(WorkId, String)> = Vec::new();
        for section in article.note_sections() {
            let text = section.span.of(&article.source);
            let offset = section.span.start as usize;
            for (citation, work) in resolve(text, offset, &path, &works, &links, diagnostics) {
                if !noted.contains(&work) {
                    noted.push(work);
                }
                contexts.push((work, cite::sentence_around(text, citation).to_owned()));
            }
        }
        library.articles[index].noted = noted;
        let id = ArticleId(index as u32);
        for (work, context) in contexts {
            let work = &mut library.works[work.0 as usize];
            let contexts = match work.citers.binary_search_by_key(&id, |citer| citer.article) {
                Ok(at) => &mut work.citers[at].contexts,
                Err(_) => {
                    if work.noted_by.last().is_none_or(|last| last.article != id) {
                        let contexts = Vec::new();
                        work.noted_by.push(Noted { article: id, contexts });
                    }
                    let Some(last) = work.noted_by.last_mut() else { continue };
                    &mut last.contexts
                }
            };
            if !contexts.contains(&context) {
                contexts.push(context);
            }
        }
    }
    let overviews = library
        .mechanisms
        .iter_mut()
        .filter_map(|mechanism| mechanism.overview.as_mut());
    for page in library.pages.iter_mut().chain(overviews) {
        let found = resolve(&page.body, page.body_offset, &page.path, &works, &links, diagnostics);
        for (_, work) in found {
            if !page.noted.contains(&work) {
                page.noted.push(work);
            }
        }
    }
}

/// Citations of `text` that lead somewhere, with their place in it; those that do not are reported.
pub(super) fn resolve(
    text: &str,
    offset: usize,
    path: &Arc<str>,
    works: &WorkNames,
    links: &LinkNames,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(Span, WorkId)> {
    let (citations, names) = cite::find(text);
    let mut found = Vec::new();
    for Citation { span, items, bracketed } in citations {
        for item in items {
            match works.get(&item.key) {
                Some(work) => found.push((span, work)),
                // A bare @word that names nothing is likelier a handle than a citation.
                None if !bracketed => {}
                None => {
                    let near = works.nearest(&item.key);
                    let mut diagnostic =
                        Diagnostic::new(DEAD_CITATION, format!("nothing here is called `@{}`", item.key))
                            .at(path, item.span.shift(offset));
                    if let Some(near) = near {
                        diagnostic = diagnostic.help(format!("did you mean `@{near}`?"));
                    }
                    diagnostics.push(diagnostic);
                }
            }
        }
    }
    for link in names {
        let at = link.span.shift(offset);
        match links.get(&link.name, works) {
            None => {
                let diagnostic =
                    Diagnostic::new(DEAD_LINK, format!("nothing here is called `{}`", link.name)).at(path, at);
                diagnostics.push(
                    diagnostic.help(match links.nearest(&link.name) {
                        Some(near) => format!("did you mean `[[{near}]]`?"),
                        None => "a name is the key of a paper, the name of a page, or an id, label or synonym in \
                             content/vocabulary/"
                            .to_owned(),
                    }),
                );
            }
            Some(LinkTarget::Unnamed(id)) => {
                let message = format!("no paper names `{}` yet: it has no page to link to", link.name);
                diagnostics.push(
                    Diagnostic::new(UNNAMED_TERM, message)
                        .at(path, at)
                        .help(format!("it stands as plain words until a paper names `{id}`")),
                );
            }
            Some(_) => {}
        }
    }
    found
}
