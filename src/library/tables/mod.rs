//! The review's tables as plain columns and cells, whole, for programs and spreadsheets. A table is one file here and
//! one line in [`TABLES`]; how it is written and where it stands is decided elsewhere.

mod articles;
mod conflicts;
mod entities;
mod evidence;
mod gaps;
mod matrix;
mod papers;
mod timeline;
mod works;

use super::{ArticleId, EntityId, Library, MechanismId};
use crate::vocabulary::{EntityKind, Vocabulary};
use std::borrow::Cow;

/// What tables are made from.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The review.
    pub library: &'a Library,
    /// Its vocabularies.
    pub vocabulary: &'a Vocabulary,
}

/// One value of a table.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub enum Cell<'a> {
    /// Not known, or nothing.
    Empty,
    /// Words.
    Text(Cow<'a, str>),
    /// A count, a year, a line.
    Number(u64),
    /// Several values.
    List(Vec<Cow<'a, str>>),
}

impl<'a> Cell<'a> {
    /// Words, or nothing.
    pub fn text(words: impl Into<Cow<'a, str>>) -> Self {
        let words = words.into();
        if words.is_empty() {
            Cell::Empty
        } else {
            Cell::Text(words)
        }
    }

    /// Words that may be absent.
    pub fn maybe(words: Option<impl Into<Cow<'a, str>>>) -> Self {
        words.map_or(Cell::Empty, Cell::text)
    }

    /// A count.
    pub fn count(number: usize) -> Self {
        Cell::Number(number as u64)
    }

    /// Several values.
    pub fn list<S: Into<Cow<'a, str>>>(values: impl IntoIterator<Item = S>) -> Self {
        Cell::List(values.into_iter().map(Into::into).collect())
    }
}

/// A row; as many cells as its table has columns.
pub type Row<'a> = Vec<Cell<'a>>;

/// The rows of a table.
#[derive(Clone, Copy)]
pub enum Rows {
    /// One table for the review.
    Review(for<'a> fn(&Source<'a>) -> Vec<Row<'a>>),
    /// One for each mechanism, those under it with it.
    Mechanism(for<'a> fn(&Source<'a>, MechanismId) -> Vec<Row<'a>>),
}

/// A table.
pub struct Table {
    /// Its name in addresses.
    pub name: &'static str,
    /// What it holds, for people.
    pub title: &'static str,
    /// Names of the page kinds that show what it holds.
    pub pages: &'static [&'static str],
    /// Names of its columns.
    pub columns: &'static [&'static str],
    /// Its rows.
    pub rows: Rows,
    /// How many rows it has, where that is known without making them.
    pub count: Option<fn(&Source<'_>) -> usize>,
}

/// Every table.
pub static TABLES: &[&Table] = &[
    &articles::TABLE,
    &evidence::REVIEW,
    &evidence::MECHANISM,
    &papers::TABLE,
    &matrix::TABLE,
    &conflicts::TABLE,
    &gaps::TABLE,
    &timeline::TABLE,
    &entities::TABLE,
    &works::TABLE,
];

impl<'a> Source<'a> {
    /// A mechanism's id.
    fn mechanism(&self, id: MechanismId) -> &'a str {
        &self.library.mechanism(id).id
    }

    /// A mechanism's name.
    fn mechanism_label(&self, id: MechanismId) -> &'a str {
        let id = self.mechanism(id);
        self.vocabulary.mechanisms.get(id).map_or(id, |word| &word.label)
    }

    /// A term's name, or the word itself.
    fn label(&self, word: &'a str) -> &'a str {
        self.vocabulary.terms.get(word).map_or(word, |term| &term.label)
    }

    /// An entity's kind, id and name.
    fn entity(&self, id: EntityId) -> (EntityKind, &'a str, &'a str) {
        let id = self.library.entity(id).id.as_str();
        let kind = self
            .vocabulary
            .terms
            .get(id)
            .map_or(EntityKind::Pattern, |term| term.kind);
        (kind, id, self.label(id))
    }

    /// An article's key.
    fn key(&self, id: ArticleId) -> &'a str {
        &self.library.article(id).article.key
    }
}

/// The year of an article.
fn year<'a>(source: &Source<'a>, id: ArticleId) -> Cell<'a> {
    let year = source.library.article(id).article.item.year();
    year.map_or(Cell::Empty, |year| Cell::Number(year.into()))
}
