//! What the fields are called in a stub, and the order in which a new stub has them.

use crate::record::{Field, ItemType};

/// Bibliographic fields: the stub's name, the field. The order is that of a new stub.
pub(super) const FIELDS: &[(&str, Field)] = &[
    ("type", Field::Type),
    ("title", Field::Title),
    ("title-short", Field::TitleShort),
    ("authors", Field::Author),
    ("editors", Field::Editor),
    ("series-editors", Field::CollectionEditor),
    ("translators", Field::Translator),
    ("journal", Field::ContainerTitle),
    ("book", Field::ContainerTitle),
    ("journal-abbreviation", Field::ContainerTitleShort),
    ("series", Field::CollectionTitle),
    ("series-number", Field::CollectionNumber),
    ("conference", Field::EventTitle),
    ("conference-place", Field::EventPlace),
    ("issued", Field::Issued),
    ("available", Field::AvailableDate),
    ("accessed", Field::Accessed),
    ("volume", Field::Volume),
    ("issue", Field::Issue),
    ("supplement", Field::Supplement),
    ("pages", Field::Page),
    ("number-of-pages", Field::NumberOfPages),
    ("number", Field::Number),
    ("edition", Field::Edition),
    ("chapter", Field::ChapterNumber),
    ("doi", Field::Doi),
    ("pmid", Field::Pmid),
    ("pmcid", Field::Pmcid),
    ("issn", Field::Issn),
    ("isbn", Field::Isbn),
    ("url", Field::Url),
    ("publisher", Field::Publisher),
    ("place", Field::PublisherPlace),
    ("language", Field::Language),
    ("genre", Field::Genre),
    ("medium", Field::Medium),
    ("publication-status", Field::Status),
    ("source", Field::Source),
    ("archive", Field::Archive),
    ("archive-location", Field::ArchiveLocation),
    ("call-number", Field::CallNumber),
    ("keywords", Field::Keyword),
    ("note", Field::Note),
    ("annotation", Field::Annote),
];

/// Set beside `authors` when the list is known to be incomplete.
pub(super) const AUTHORS_INCOMPLETE: &str = "authors-incomplete";

/// Keys of the front matter that are no bibliographic fields, in their order, with the place of each among the rest.
const OWN: &[&str] = &[
    "status",
    "reason",
    "reviewed-by",
    "reviewed-on",
    "captures",
    "mechanisms",
    "finding",
];

/// The field of a stub's key.
pub(super) fn field_of(name: &str) -> Option<Field> {
    FIELDS.iter().find(|(n, _)| *n == name).map(|(_, field)| *field)
}

/// The stub's key of a field; what contains a chapter or a paper of proceedings is a book. `None` for fields that
/// a stub has elsewhere (key, abstract).
pub fn name_of(field: Field, kind: ItemType) -> Option<&'static str> {
    let in_book = matches!(
        kind,
        ItemType::Chapter
            | ItemType::PaperConference
            | ItemType::Entry
            | ItemType::EntryDictionary
            | ItemType::EntryEncyclopedia
    );
    if field == Field::ContainerTitle && in_book {
        return Some("book");
    }
    FIELDS.iter().find(|(_, f)| *f == field).map(|(name, _)| *name)
}

/// Where a key stands in a new stub; unknown keys have no place.
pub(super) fn rank(name: &str) -> Option<usize> {
    match name {
        "key" => return Some(0),
        "aliases" => return Some(1),
        AUTHORS_INCOMPLETE => return rank("authors").map(|rank| rank + 1),
        _ => {}
    }
    // Steps of two leave room for `authors-incomplete`.
    let known = FIELDS.iter().map(|(n, _)| *n).chain(OWN.iter().copied());
    known.into_iter().position(|n| n == name).map(|index| 2 + 2 * index)
}

/// Every key that a stub may have at its top.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    ["key", "aliases", AUTHORS_INCOMPLETE]
        .into_iter()
        .chain(FIELDS.iter().map(|(name, _)| *name))
        .chain(OWN.iter().copied())
}

/// The known name nearest to a mistyped one: another program's name of the same field, or the fewest typing errors.
pub(super) fn nearest<'n>(wrong: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let wrong = wrong.to_lowercase().replace('_', "-");
    let allowed = (wrong.chars().count() / 3).clamp(1, 3);
    known
        .map(|name| (distance(&wrong, name), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The stub's key that another program's name means (`container-title`, `year`).
pub(super) fn foreign(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let usual = match name.as_str() {
        "year" | "date" | "published" | "publication-date" => "issued",
        "journaltitle" | "container" | "booktitle" => "journal",
        "abbreviation" | "journal-abbrev" => "journal-abbreviation",
        "pubmed" | "pubmed-id" => "pmid",
        "capture" | "sources" => "captures",
        "mechanism" => "mechanisms",
        "findings" => "finding",
        "alias" => "aliases",
        "tags" | "subjects" => "keywords",
        _ => "",
    };
    if !usual.is_empty() {
        return Some(usual);
    }
    let field = Field::ALL
        .iter()
        .find(|field| field.csl().eq_ignore_ascii_case(&name))?;
    name_of(*field, ItemType::ArticleJournal)
}

/// Number of letters to insert, remove, change or swap with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(64).collect();
    let b: Vec<char> = b.chars().take(64).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, y) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_one_home_in_the_stub() {
        for field in Field::ALL.iter().copied() {
            let elsewhere = matches!(field, Field::Id | Field::Abstract);
            assert_eq!(
                name_of(field, ItemType::ArticleJournal).is_none(),
                elsewhere,
                "{field:?}"
            );
        }
        assert_eq!(name_of(Field::ContainerTitle, ItemType::Chapter), Some("book"));
        assert_eq!(field_of("book"), field_of("journal"));
    }

    #[test]
    fn a_typing_error_finds_the_field_that_was_meant() {
        assert_eq!(nearest("jurnal", all()), Some("journal"));
        assert_eq!(nearest("auhtors", all()), Some("authors"));
        assert_eq!(nearest("PMID", all()), Some("pmid"));
        assert_eq!(nearest("authors_incomplete", all()), Some("authors-incomplete"));
        assert_eq!(nearest("my-own-thing", all()), None);
        assert_eq!(foreign("container-title"), Some("journal"));
        assert_eq!(foreign("page"), Some("pages"));
        assert_eq!(foreign("Year"), Some("issued"));
    }

    #[test]
    fn incomplete_authors_are_said_beside_the_authors() {
        assert!(rank("authors") < rank(AUTHORS_INCOMPLETE));
        assert!(rank(AUTHORS_INCOMPLETE) < rank("editors"));
        assert!(rank("key") < rank("type") && rank("keywords") < rank("status"));
    }
}
