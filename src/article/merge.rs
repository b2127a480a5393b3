//! Three-way merge of a capture read anew into a stub: base is the lock, mine the stub, theirs the capture.
//!
//! Mine wins wherever the author changed something, and what he deleted stays deleted. Where both sides changed, mine
//! stays and a diagnostic shows both. The lock then remembers what the capture says now, so nothing is reported twice.

use super::create::{ordered, phrase};
use super::edit::Editor;
use super::fields::FieldValue;
use super::holdings::{Claims, Holdings};
use super::lock::{LockedArticle, LockedClaim, LockedReference};
use super::markdown::escape;
use super::places::{Remembered, digest};
use super::{Article, Judgement, names, stub, values};
use crate::base::codes::article::{MERGE_CONFLICT, NO_LONGER_PROPOSED, NOT_MERGED};
use crate::base::{Diagnostic, Span};
use crate::record::{Field, Item, ItemType};
use crate::vocabulary::{Tagging, Tier};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What to do with one field of the stub.
#[derive(Debug, PartialEq, Eq)]
enum Decision {
    /// Leave it.
    Keep,
    /// Write this value.
    Write(FieldValue),
    /// Take it out, for no capture says it any more.
    Remove,
    /// Leave it, and show both.
    Conflict,
}

/// What stands in the stub.
enum Mine {
    Absent,
    Value(FieldValue),
    /// Something, but not a value of the field; the author's business.
    Unreadable,
}

impl Mine {
    fn is(&self, value: &FieldValue) -> bool {
        matches!(self, Mine::Value(mine) if mine == value)
    }
}

/// One merge: a stub, its entry of the lock, and what one capture says.
pub(super) struct Merge<'m> {
    pub article: &'m Article,
    pub locked: &'m mut LockedArticle,
    /// The claims of `locked`, and what it holds by what it is asked for.
    pub holdings: &'m mut Holdings,
    /// The capture's place in the locked article; one past the end for a new one.
    pub index: usize,
    pub news: Remembered,
    /// Take the stub as it is: only the lock changes.
    pub relock: bool,
    pub out: &'m mut Vec<Diagnostic>,
}

/// What becomes of one field in the lock, once the stub is as it should be.
struct Settled {
    field: Field,
    /// What the capture says now.
    theirs: Option<LockedClaim>,
    /// It is what the stub says.
    first: bool,
    /// What is written into the stub.
    written: Option<FieldValue>,
}

impl<'m> Merge<'m> {
    /// Merges. The new text of the stub, if it changes.
    pub fn run(mut self) -> Option<String> {
        let mut editor = Editor::new(&self.article.source)?;
        let mut expected = self.article.item.clone();
        let fields = ordered().chain([Field::Abstract]);
        let fields: Vec<Settled> = fields
            .map(|field| self.field(field, &mut editor, &mut expected))
            .collect();
        let references = self.references(&mut editor);
        self.mechanisms(&mut editor);
        let path = &self.news.capture.path;
        let is_new = self.index >= self.locked.captures.len();
        if is_new && !self.relock && !self.article.captures.contains(path) {
            editor.add_capture(path);
        }
        let Some(new) = editor.finish() else {
            let article = self.article;
            settle_references(self.settle(fields, references), article);
            return None;
        };
        match stub::parse(&self.article.path, &new).value {
            Some(after) if faithful(self.article, &after, &expected) => {
                settle_references(self.settle(fields, references), &after);
                Some(new)
            }
            _ => {
                self.out.push(
                    Diagnostic::new(NOT_MERGED, "the stub could not take over what its capture now says")
                        .at(&self.article.path, Span::new(0, self.article.body_offset.min(3)))
                        .note(format!("the capture is {path}"))
                        .help("write the front matter as plain `name = value` lines, close comments and code blocks in the body, or take the values over by hand"),
                );
                None
            }
        }
    }

    /// Brings one field of the stub up to date. The lock stays as it is.
    fn field(&mut self, field: Field, editor: &mut Editor<'_>, expected: &mut Item) -> Settled {
        let theirs = self.news.claims.remove(&field);
        let claims = self.holdings.claims(field);
        if self.relock {
            let mine = FieldValue::of(&self.article.item, field);
            let is_mine = |claim: &LockedClaim| Some(&claim.value) == mine.as_ref();
            return Settled {
                field,
                first: theirs.as_ref().is_some_and(is_mine) && !claims.first().is_some_and(is_mine),
                theirs,
                written: None,
            };
        }
        let mine = match FieldValue::of(&self.article.item, field) {
            Some(value) => Mine::Value(value),
            None if written_as(field, editor, ItemType::Document).is_some() => Mine::Unreadable,
            None => Mine::Absent,
        };
        let mut decision = decide(&mine, claims, self.index, theirs.as_ref().map(|claim| &claim.value));
        let kind = self.article.item.kind;
        let pristine = match field {
            Field::Abstract => pristine_abstract(self.article, &mine),
            _ => written_as(field, editor, kind).is_none_or(|name| editor.is_plain(name)),
        };
        if !pristine && matches!(decision, Decision::Write(_) | Decision::Remove) {
            // The author wrote something into the value that would be lost with it.
            decision = if theirs.is_some() {
                Decision::Conflict
            } else {
                Decision::Keep
            };
        }
        let mut written = None;
        match decision {
            Decision::Keep => {}
            Decision::Conflict => {
                if let Some(claim) = &theirs {
                    conflict(self.article, &self.news.capture.path, field, &mine, claim, self.out);
                }
            }
            Decision::Remove => {
                if remove(self.article, field, editor, kind) {
                    unset(expected, field);
                }
            }
            Decision::Write(value) => {
                write(self.article, field, &value, editor, kind);
                value.put(expected, field);
                written = Some(value);
            }
        }
        Settled {
            field,
            theirs,
            first: written.is_some(),
            written,
        }
    }

    /// Brings the lock up to date.
    fn settle(self, fields: Vec<Settled>, references: Option<Vec<LockedReference>>) -> &'m mut LockedArticle {
        for field in fields {
            let claims = self.holdings.claims(field.field);
            if let Some(value) = &field.written {
                claims.lead(value, self.index);
            }
            claims.remember(self.index, field.theirs, field.first);
        }
        if let Some(references) = references {
            self.locked.references = references;
        }
        let before = self.locked.taggings.get(self.index);
        self.holdings.put(&self.news.capture.path, before, &self.news.tagging);
        self.locked.put(self.index, self.news);
        self.locked
    }

    /// Brings the stub's list of references up to date. What the lock's shall be, if it changes.
    fn references(&mut self, editor: &mut Editor<'_>) -> Option<Vec<LockedReference>> {
        let theirs = std::mem::take(&mut self.news.references);
        let owner = self.locked.references.first().map(|reference| reference.capture);
        if owner.is_some_and(|owner| owner != self.index) || theirs.is_empty() && owner.is_none() {
            return None;
        }
        let base: Vec<(u32, u64)> = keys(&self.locked.references);
        let mine: Vec<(u32, u64)> = self
            .article
            .references
            .iter()
            .map(|r| (r.number, digest(&r.text)))
            .collect();
        let news = keys(&theirs);
        let section = self.article.section("references");
        let changed = news != base && !self.relock && !theirs.is_empty();
        if changed && mine != news {
            let text = rendered(&theirs);
            let source = &self.article.source;
            match section {
                None if base.is_empty() => editor.insert_section(source.len(), "References", &text),
                None => {} // deleted, and stays so
                Some(section) if section.span.of(source).trim().is_empty() && base.is_empty() => {
                    editor.replace(section.span, &format!("\n{text}\n"));
                }
                Some(section) => match pristine_list(self.article).filter(|_| mine == base) {
                    Some(region) => editor.replace(region, &text),
                    None => self.list_conflict(section.heading_span, &theirs),
                },
            }
        }
        Some(theirs)
    }

    fn list_conflict(&mut self, heading: Span, theirs: &[LockedReference]) {
        let file: Arc<str> = self.news.capture.path.as_str().into();
        let first = theirs.first().map_or(Span::default(), |reference| reference.span);
        self.out.push(
            Diagnostic::new(
                MERGE_CONFLICT,
                "the capture's reference list and yours have both changed",
            )
            .label(&self.article.path, heading, "yours, which stays")
            .label(&file, first, "the capture's list begins here"),
        );
    }

    fn mechanisms(&mut self, editor: &mut Editor<'_>) {
        if self.relock {
            return;
        }
        let known = |id: &str| self.holdings.proposing(id) > 0;
        let hits = self
            .news
            .tagging
            .mechanisms
            .iter()
            .filter(|hit| hit.tier == Tier::Proposed);
        let fresh: Vec<(String, String)> = hits
            .filter(|hit| !self.article.mechanism_spans.contains_key(&hit.id) && !known(&hit.id))
            .map(|hit| (hit.id.clone(), phrase(hit)))
            .collect();
        if !fresh.is_empty() {
            editor.propose(&fresh);
        }
        let Some(old) = self.locked.taggings.get(self.index) else {
            return;
        };
        for (id, span) in &self.article.mechanism_spans {
            // It was this capture alone that proposed it, and it does so no more.
            let gone = proposes(old, id) && self.holdings.proposing(id) == 1 && !proposes(&self.news.tagging, id);
            if gone && self.article.mechanisms.get(id) == Some(&Judgement::Proposed) {
                self.out.push(
                    Diagnostic::new(NO_LONGER_PROPOSED, format!("`{id}` would not be proposed any more"))
                        .at(&self.article.path, *span)
                        .help("confirm it, reject it, or remove the line"),
                );
            }
        }
    }
}

fn proposes(tagging: &Tagging, id: &str) -> bool {
    tagging
        .mechanisms
        .iter()
        .any(|hit| hit.tier == Tier::Proposed && hit.id == id)
}

/// The heart of the merge. `claims` are the lock's, the one the stub's value was taken from first; `own` is the capture
/// that now says `theirs`.
fn decide(mine: &Mine, claims: &Claims, own: usize, theirs: Option<&FieldValue>) -> Decision {
    if claims.said_by(own) == theirs {
        return Decision::Keep;
    }
    match (claims.first(), theirs) {
        // No capture ever said it.
        (None, Some(theirs)) => match mine {
            Mine::Absent => Decision::Write(theirs.clone()),
            mine if mine.is(theirs) => Decision::Keep,
            _ => Decision::Conflict,
        },
        // The stub's value is this capture's own.
        (Some(base), theirs) if base.capture == own => match (mine, theirs) {
            (Mine::Absent, _) => Decision::Keep,
            (mine, Some(theirs)) if mine.is(theirs) => Decision::Keep,
            (mine, Some(theirs)) if mine.is(&base.value) => Decision::Write(theirs.clone()),
            (mine, None) if mine.is(&base.value) => match claims.said_beside(own) {
                Some(other) => Decision::Write(other.clone()),
                None => Decision::Remove,
            },
            (_, None) => Decision::Keep,
            _ => Decision::Conflict,
        },
        // It is another capture's: only a fuller value takes its place.
        (Some(base), Some(theirs)) if mine.is(&base.value) && theirs.completes(&base.value) => {
            Decision::Write(theirs.clone())
        }
        _ => Decision::Keep,
    }
}

/// The key under which the stub has a field, readable or not.
fn written_as(field: Field, editor: &Editor<'_>, kind: ItemType) -> Option<&'static str> {
    let usual = names::name_of(field, kind);
    let all = names::FIELDS.iter().filter(|(_, f)| *f == field).map(|(name, _)| *name);
    usual.into_iter().chain(all).find(|name| editor.has(name))
}

fn write(article: &Article, field: Field, value: &FieldValue, editor: &mut Editor<'_>, kind: ItemType) {
    if let (Field::Abstract, FieldValue::Text(text)) = (field, value) {
        let text = escape(text);
        match article.section("abstract") {
            Some(section) if section.span.of(&article.source).trim().is_empty() => {
                editor.replace(section.span, &format!("\n{text}\n"));
            }
            Some(section) => editor.replace(section.span, &text),
            None => {
                let first = article.sections.first().filter(|s| !s.heading.is_empty());
                let at = first.map_or(article.body_offset, |s| s.heading_span.start as usize);
                editor.insert_section(at, "Abstract", &text);
            }
        }
        return;
    }
    let Some(name) = written_as(field, editor, kind).or_else(|| names::name_of(field, kind)) else {
        return;
    };
    editor.set(name, &values::value(value, editor.newline));
    if let (Field::Author, FieldValue::Names { incomplete, .. }) = (field, value) {
        let flagged = editor.has(names::AUTHORS_INCOMPLETE);
        if *incomplete {
            editor.set(names::AUTHORS_INCOMPLETE, "true");
        } else if flagged && !editor.remove(names::AUTHORS_INCOMPLETE) {
            editor.set(names::AUTHORS_INCOMPLETE, "false");
        }
    }
}

fn remove(article: &Article, field: Field, editor: &mut Editor<'_>, kind: ItemType) -> bool {
    if field == Field::Abstract {
        if let Some(section) = article.section("abstract") {
            editor.replace(section.span, "");
        }
        return true;
    }
    let Some(name) = written_as(field, editor, kind) else {
        return true;
    };
    let removed = editor.remove(name);
    if removed && field == Field::Author && editor.has(names::AUTHORS_INCOMPLETE) {
        editor.remove(names::AUTHORS_INCOMPLETE);
    }
    removed
}

/// The author left the abstract's section as it was written.
fn pristine_abstract(article: &Article, mine: &Mine) -> bool {
    let section = article.section("abstract");
    match (section, mine) {
        (None, _) => true,
        (Some(section), Mine::Value(FieldValue::Text(text))) => {
            section.span.of(&article.source).replace("\r\n", "\n") == escape(text)
        }
        (Some(section), _) => section.span.of(&article.source).trim().is_empty(),
    }
}

/// The lines of the list, if nothing in them is the author's: reading and writing them gives the same bytes.
fn pristine_list(article: &Article) -> Option<Span> {
    let (first, last) = (article.references.first()?, article.references.last()?);
    let start = article.source.get(..first.span.start as usize)?.rfind('\n')? + 1;
    let region = Span::new(start, last.span.end as usize);
    let lines: Vec<String> = article
        .references
        .iter()
        .map(|reference| format!("{}. {}", reference.number, escape(&reference.text)))
        .collect();
    (region.of(&article.source).replace("\r\n", "\n") == lines.join("\n")).then_some(region)
}

fn keys(list: &[LockedReference]) -> Vec<(u32, u64)> {
    list.iter()
        .map(|reference| (reference.number, reference.digest))
        .collect()
}

fn rendered(list: &[LockedReference]) -> String {
    let lines: Vec<String> = list
        .iter()
        .map(|reference| {
            format!(
                "{}. {}",
                reference.number,
                escape(reference.text.as_deref().unwrap_or_default())
            )
        })
        .collect();
    lines.join("\n")
}

/// Leaves the texts of references out of the lock where the stub has them.
pub(super) fn settle_references(locked: &mut LockedArticle, article: &Article) {
    let there: BTreeMap<u32, &str> = article.references.iter().map(|r| (r.number, &*r.text)).collect();
    for reference in &mut locked.references {
        if reference.text.is_some() && there.get(&reference.number).copied() == reference.text.as_deref() {
            reference.text = None;
        }
    }
}

fn unset(item: &mut Item, field: Field) {
    match field {
        Field::Type => item.kind = ItemType::Document,
        Field::Keyword => item.keyword.clear(),
        _ if field.is_date() => item.set_date(field, None),
        _ if field.is_names() => {
            if let Some(slot) = item.names_mut(field) {
                slot.clear();
            }
            if field == Field::Author {
                item.et_al = false;
            }
        }
        _ => {
            item.take(field);
        }
    }
}

/// The changed stub says what it should, and everything the author judged or wrote is there.
fn faithful(before: &Article, after: &Article, expected: &Item) -> bool {
    let same = |field: &Field| FieldValue::of(&after.item, *field) == FieldValue::of(expected, *field);
    Field::ALL.iter().filter(|field| **field != Field::Id).all(same)
        && before.key == after.key
        && before.status == after.status
        && before.findings.len() == after.findings.len()
        && before.notes == after.notes
        && before
            .mechanisms
            .iter()
            .all(|(id, judgement)| after.mechanisms.get(id) == Some(judgement))
        && before.captures.iter().all(|path| after.captures.contains(path))
}

fn conflict(
    article: &Article,
    capture: &str,
    field: Field,
    mine: &Mine,
    claim: &LockedClaim,
    out: &mut Vec<Diagnostic>,
) {
    let file: Arc<str> = capture.into();
    let name = names::name_of(field, article.item.kind).unwrap_or(field.csl());
    let mut diagnostic = Diagnostic::new(
        MERGE_CONFLICT,
        format!("`{name}` was changed by you and by the capture"),
    );
    let top = Span::new(0, article.body_offset.min(3));
    let place = article.field_spans.get(&field).copied().unwrap_or(top);
    diagnostic = diagnostic.label(&article.path, place, "yours, which stays");
    if let Some(place) = claim.places.first() {
        diagnostic = diagnostic.label(&file, place.span, "the capture's");
    }
    if let Mine::Value(value) = mine {
        diagnostic = diagnostic.note(format!("yours: {}", value.words()));
    }
    diagnostic = diagnostic.note(format!("the capture's: {}", claim.value.words()));
    out.push(diagnostic.help("nothing was changed; take the capture's value over by hand if it is the better one"));
}
