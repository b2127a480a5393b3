//! A bibliographic item: plain values, no provenance.

use super::{Field, ItemType, RelationKind};
use crate::base::{Doi, Name, PartialDate, Pmcid, Pmid};

/// What exports say of an author list that ends with "et al." where the format has no sign for it, in a note. A person of
/// that name would be an invention, and silence would make the list complete.
pub const AUTHORS_CUT: &str = "The list of authors is not complete: et al.";

/// What is known of one work. An absent value is unknown, never empty text.
///
/// Text fields are kept sorted by [`Field`]; names, dates and the type have members of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Item {
    /// Type; [`ItemType::Document`] where nothing says more.
    pub kind: ItemType,
    /// Authors in order.
    pub author: Vec<Name>,
    /// The author list is known to be incomplete ("et al.").
    pub et_al: bool,
    /// Editors in order.
    pub editor: Vec<Name>,
    /// Editors of the series in order.
    pub collection_editor: Vec<Name>,
    /// Translators in order.
    pub translator: Vec<Name>,
    /// Publication date.
    pub issued: Option<PartialDate>,
    /// Date ahead of print.
    pub available: Option<PartialDate>,
    /// When a web page was seen.
    pub accessed: Option<PartialDate>,
    /// Keywords in order.
    pub keyword: Vec<String>,
    /// Publications about, before or after it; only known of works of a linked review.
    pub relations: Vec<RelatedItem>,
    pub(crate) text: Vec<(Field, String)>,
}

/// Another publication and what this one is to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RelatedItem {
    /// What this one is to the other.
    pub kind: RelationKind,
    /// The other one as a citation.
    pub text: String,
    /// Its key, where it is a work of the review.
    pub key: Option<String>,
}

impl Item {
    /// The text of `field`; `None` for absent ones and for fields with members of their own.
    pub fn get(&self, field: Field) -> Option<&str> {
        self.text
            .binary_search_by_key(&field, |(f, _)| *f)
            .ok()
            .map(|index| self.text[index].1.as_str())
    }

    /// Sets a text field; empty text removes it. Names, dates, keywords and the type are not set by this.
    pub fn set(&mut self, field: Field, value: impl Into<String>) {
        debug_assert!(!field.is_list() && !field.is_date() && field != Field::Type);
        let value = value.into();
        match self.text.binary_search_by_key(&field, |(f, _)| *f) {
            Ok(index) if value.is_empty() => {
                self.text.remove(index);
            }
            Ok(index) => self.text[index].1 = value,
            Err(_) if value.is_empty() => {}
            Err(index) => self.text.insert(index, (field, value)),
        }
    }

    /// Removes a text field and gives what it held.
    pub fn take(&mut self, field: Field) -> Option<String> {
        let index = self.text.binary_search_by_key(&field, |(f, _)| *f).ok()?;
        Some(self.text.remove(index).1)
    }

    /// The text fields in order.
    pub fn texts(&self) -> impl Iterator<Item = (Field, &str)> {
        self.text.iter().map(|(field, value)| (*field, value.as_str()))
    }

    /// The names of a contributor field.
    pub fn names(&self, field: Field) -> &[Name] {
        match field {
            Field::Author => &self.author,
            Field::Editor => &self.editor,
            Field::CollectionEditor => &self.collection_editor,
            Field::Translator => &self.translator,
            _ => &[],
        }
    }

    /// The names of a contributor field, to change; `None` for other fields.
    pub fn names_mut(&mut self, field: Field) -> Option<&mut Vec<Name>> {
        match field {
            Field::Author => Some(&mut self.author),
            Field::Editor => Some(&mut self.editor),
            Field::CollectionEditor => Some(&mut self.collection_editor),
            Field::Translator => Some(&mut self.translator),
            _ => None,
        }
    }

    /// The date of a date field.
    pub fn date(&self, field: Field) -> Option<PartialDate> {
        match field {
            Field::Issued => self.issued,
            Field::AvailableDate => self.available,
            Field::Accessed => self.accessed,
            _ => None,
        }
    }

    /// Sets a date field; other fields are left alone.
    pub fn set_date(&mut self, field: Field, date: Option<PartialDate>) {
        match field {
            Field::Issued => self.issued = date,
            Field::AvailableDate => self.available = date,
            Field::Accessed => self.accessed = date,
            _ => {}
        }
    }

    /// Title, if known.
    pub fn title(&self) -> Option<&str> {
        self.get(Field::Title)
    }

    /// Journal or book, if known: the full title before its abbreviation.
    pub fn container(&self) -> Option<&str> {
        self.get(Field::ContainerTitle)
            .or_else(|| self.get(Field::ContainerTitleShort))
    }

    /// Year of publication, if known.
    pub fn year(&self) -> Option<u16> {
        self.issued.map(|date| date.year)
    }

    /// First page or article number: what stands before the dash.
    pub fn first_page(&self) -> Option<&str> {
        let page = self.get(Field::Page)?;
        let first = page
            .split([
                '-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', ',', ';',
            ])
            .next()?
            .trim();
        (!first.is_empty()).then_some(first)
    }

    /// DOI in its normal form, if known and well-formed.
    pub fn doi(&self) -> Option<Doi> {
        Doi::parse(self.get(Field::Doi)?)
    }

    /// PubMed identifier, if known and well-formed.
    pub fn pmid(&self) -> Option<Pmid> {
        Pmid::parse(self.get(Field::Pmid)?)
    }

    /// PubMed Central identifier, if known and well-formed.
    pub fn pmcid(&self) -> Option<Pmcid> {
        Pmcid::parse(self.get(Field::Pmcid)?)
    }

    /// Whether the field has a value.
    pub fn has(&self, field: Field) -> bool {
        match field {
            Field::Type => self.kind != ItemType::Document,
            Field::Keyword => !self.keyword.is_empty(),
            _ if field.is_names() => !self.names(field).is_empty(),
            _ if field.is_date() => self.date(field).is_some(),
            _ => self.get(field).is_some(),
        }
    }

    /// Takes over every value that `other` has, over its own.
    pub fn complete(&mut self, other: &Item) {
        if other.has(Field::Type) {
            self.kind = other.kind;
        }
        for (field, value) in other.texts() {
            self.set(field, value);
        }
        for field in [Field::Author, Field::Editor, Field::Translator] {
            if let Some(names) = self.names_mut(field).filter(|_| other.has(field)) {
                *names = other.names(field).to_vec();
            }
        }
        if other.has(Field::Author) {
            self.et_al = other.et_al;
        }
        for field in [Field::Issued, Field::AvailableDate, Field::Accessed] {
            if let Some(date) = other.date(field) {
                self.set_date(field, Some(date));
            }
        }
        if !other.keyword.is_empty() {
            self.keyword = other.keyword.clone();
        }
    }

    /// Whether nothing at all is known.
    pub fn is_empty(&self) -> bool {
        Field::ALL.iter().all(|field| !self.has(*field))
    }
}
