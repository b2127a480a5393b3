//! Where each record of a capture goes: to an article that owns it, to one that is the same work, to a new one, or nowhere.

use super::create::create;
use super::fields::FieldValue;
use super::import::{Captured, Identity};
use super::lock::LockedArticle;
use super::owners::{Owner, Owners};
use super::run::Run;
use super::{Article, stub};
use crate::base::codes::article::{HELD_BACK, STUB_DELETED};
use crate::base::{Diagnostic, Digest, Span};
use crate::record::{Field, Item, Record};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Where a record goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// An article that is there, by its place in `articles`, and the capture's place in its lock, if that is known.
    Article(usize, Option<usize>),
    /// The new article of this group.
    New(usize),
    /// Nowhere: it holds no paper, or its stub was deleted or cannot be read.
    None,
}

impl Run<'_> {
    /// Decides for each record of each capture where it goes.
    pub fn targets(&mut self, captured: &[&Captured], same: Identity<'_>) -> Vec<Vec<Target>> {
        let owners = Owners::of(
            self.existing.articles,
            &self.locked,
            &self.orphans,
            self.existing.unreadable,
        );
        let mut targets: Vec<Vec<Target>> = Vec::with_capacity(captured.len());
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut deleted: BTreeMap<String, usize> = BTreeMap::new();
        for (c, capture) in captured.iter().enumerate() {
            let found = owners.of_records(capture);
            let mut row = Vec::with_capacity(capture.records.len());
            for (r, owner) in found.into_iter().enumerate() {
                row.push(match owner {
                    _ if !tells_a_paper(&capture.records[r].record, capture.format) => Target::None,
                    Owner::Article(index, place) => Target::Article(index, place),
                    Owner::Unreadable => Target::None,
                    Owner::Deleted(key) if !self.existing.restore => {
                        deleted.entry(key).or_insert(c);
                        Target::None
                    }
                    Owner::Deleted(_) | Owner::Unknown => {
                        open.push((c, r));
                        Target::None
                    }
                });
            }
            targets.push(row);
        }
        for (key, c) in deleted {
            self.out.push(
                Diagnostic::new(
                    STUB_DELETED,
                    format!("the stub of `{key}` was deleted and is not written again"),
                )
                .at(&captured[c].path, Span::default())
                .help(format!(
                    "`citeloom import content/{}` writes it again",
                    captured[c].path
                )),
            );
        }
        self.place_unknown(captured, &open, &mut targets, same);
        targets
    }

    /// Finds articles for records that nobody owns, by identity; the rest make new articles, one for each work.
    fn place_unknown(
        &mut self,
        captured: &[&Captured],
        open: &[(usize, usize)],
        targets: &mut [Vec<Target>],
        same: Identity<'_>,
    ) {
        if open.is_empty() {
            return;
        }
        let articles = self.existing.articles;
        let waiting = self.unreadable_items();
        let mut items: Vec<(&str, &Item)> = articles.iter().map(|a| (a.key.as_str(), &a.item)).collect();
        items.extend(waiting.iter().map(|(key, item)| (key.as_str(), item)));
        items.extend(open.iter().map(|(c, r)| ("", &captured[*c].records[*r].record.item)));
        let groups = same(&items);
        let group = |index: usize| groups.get(index).copied().unwrap_or(usize::MAX - index);
        let mut home: BTreeMap<usize, Target> = BTreeMap::new();
        for index in 0..articles.len() {
            home.entry(group(index)).or_insert(Target::Article(index, None));
        }
        let mut held: BTreeMap<usize, &str> = BTreeMap::new();
        for (place, (key, _)) in waiting.iter().enumerate() {
            let group = group(articles.len() + place);
            if !home.contains_key(&group) {
                held.entry(group).or_insert(key);
            }
        }
        // Stubs that were written by a run which died before it wrote the lock.
        let mut unlocked: HashMap<(&str, Option<FieldValue>), Vec<usize>> = HashMap::new();
        for (index, article) in articles.iter().enumerate() {
            if let ([capture], true) = (article.captures.as_slice(), self.locked[index].captures.is_empty()) {
                let named = (&**capture, title_of(&article.item));
                unlocked.entry(named).or_default().push(index);
            }
        }
        // Files with the same bytes are the same paper even where nothing else tells.
        let mut copies: BTreeMap<(Digest, usize), Target> = BTreeMap::new();
        let mut new = 0;
        for (place, (c, r)) in open.iter().enumerate() {
            let group = group(articles.len() + waiting.len() + place);
            if let Some(key) = held.get(&group) {
                let record = &captured[*c].records[*r].record;
                self.out.push(held_back(key, &captured[*c].path, record.span));
                continue;
            }
            let copy = copies.get(&(captured[*c].digest, *r)).copied();
            let copy = copy.or_else(|| {
                let own = unlocked.get(&(&*captured[*c].path, title_of(&captured[*c].records[*r].record.item)))?;
                let made = own.iter().find(|index| made_of(&articles[**index], captured[*c], *r));
                made.map(|index| Target::Article(*index, None))
            });
            let target = copy.unwrap_or_else(|| {
                *home.entry(group).or_insert_with(|| {
                    new += 1;
                    Target::New(new - 1)
                })
            });
            copies.insert((captured[*c].digest, *r), target);
            targets[*c][*r] = target;
        }
    }

    /// What the lock remembers of the papers whose stubs are there and cannot be read.
    fn unreadable_items(&self) -> Vec<(String, Item)> {
        let stems: HashSet<&str> = self.existing.unreadable.iter().map(|path| stub::stem(path)).collect();
        let broken = self.orphans.iter().filter(|(key, _)| stems.contains(key.as_str()));
        broken.map(|(key, entry)| (key.clone(), item_of(entry))).collect()
    }
}

/// What the captures said of a paper, as an item.
fn item_of(entry: &LockedArticle) -> Item {
    let mut item = Item::default();
    for (field, claims) in &entry.fields {
        if let Some(claim) = claims.first() {
            claim.value.put(&mut item, *field);
        }
    }
    item
}

fn title_of(item: &Item) -> Option<FieldValue> {
    FieldValue::of(item, Field::Title)
}

/// Whether the stub is, letter for letter, the one that would be made of the record.
fn made_of(article: &Article, captured: &Captured, r: usize) -> bool {
    captured.records.get(r).is_some_and(|record| {
        let text = create(
            &article.key,
            &record.record,
            &record.tagging,
            &[captured.path.to_string()],
        );
        *text == *article.source
    })
}

fn held_back(key: &str, path: &Arc<str>, span: Span) -> Diagnostic {
    let what = format!("this is the paper of the stub `{key}`, which cannot be read");
    Diagnostic::new(HELD_BACK, what).at(path, span).help(format!(
        "mend content/articles/{key}.md; the next build takes the capture in"
    ))
}

/// Whether a record says enough to be a paper: a title, an abstract, an identifier, or who and when. A lone heading of
/// copied text is none: that is what is left of a page of cookies.
fn tells_a_paper(record: &Record, format: &str) -> bool {
    let item = &record.item;
    let has = |field: Field| item.has(field);
    let identified = [Field::Doi, Field::Pmid, Field::Pmcid, Field::Isbn]
        .into_iter()
        .any(has);
    let signed = has(Field::Author) && (has(Field::Issued) || has(Field::ContainerTitle));
    let plain = [
        Field::Type,
        Field::Title,
        Field::Language,
        Field::Url,
        Field::Accessed,
        Field::Source,
    ];
    let alone = Field::ALL
        .iter()
        .all(|field| plain.contains(field) || !item.has(*field));
    let titled =
        has(Field::Title) && !(alone && record.references.is_empty() && matches!(format, "page-text" | "html"));
    identified || signed || titled || has(Field::Abstract)
}
