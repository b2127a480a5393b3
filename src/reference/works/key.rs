//! Keys of works: readable, and made of what a reference of the work itself says, never of what else is in the review.
//!
//! A cited work is `kralovics2005-352-1779`: first author, year, volume, first page, as a reader would say it. Nearly all
//! references of a work agree on these, in every style and with a damaged journal or title, so further captures do not
//! change the key, and a collision all but proves that it is the same work. A plain `kralovics2005` would have to change
//! when the next Kralovics of 2005 comes in. Without an author the journal stands in (`nengljmed2005-352-1779`), without
//! numbers the title (`bishop2006-pattern-recognition-machine`), and where both are missing a hash of what there is.

use super::profile::{family_words, first_page, plain_number, raw_hash};
use crate::base::slug;
use crate::record::{Field, Item};

/// The key of an item that says nothing.
pub(super) const UNREAD: &str = "unread";

/// A key proposed by one item, best first in order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Proposal {
    /// 0 with author, year and numbers; 4 with nothing.
    pub(super) lack: u8,
    /// The key.
    pub(super) key: String,
    /// The key up to the year (`kralovics2005`), good while no other work has it.
    pub(super) stem: String,
}

/// The key an item proposes.
pub(super) fn propose(item: &Item) -> Proposal {
    let author = item
        .author
        .first()
        .or_else(|| item.editor.first())
        .map(|name| plain(&family_words(name).concat(), 30))
        .unwrap_or_default();
    let year = item.year().map(|year| year.to_string()).unwrap_or_default();
    let volume = item
        .get(Field::Volume)
        .map(|text| plain(&plain_number(text), 10))
        .unwrap_or_default();
    let page = item
        .get(Field::Page)
        .map(|text| plain(&first_page(text), 14))
        .unwrap_or_default();
    let numbered = !volume.is_empty() && !page.is_empty();
    let who = if author.is_empty() && numbered {
        &item.container().map(|name| plain(name, 24)).unwrap_or_default()
    } else {
        &author
    };
    let whole = numbered && !who.is_empty();
    // The title is asked only where numbers do not say enough.
    let title = item.title().filter(|_| !whole);
    let words = title.map(title_words).unwrap_or_default();
    let stem = format!("{who}{year}");
    let (lack, tail) = match () {
        () if whole => (0, format!("{volume}-{page}")),
        () if !words.is_empty() => (1, words),
        () if !page.is_empty() && !who.is_empty() => (2, format!("p{page}")),
        () if item.is_empty() => {
            return Proposal {
                lack: 4,
                key: UNREAD.into(),
                stem: UNREAD.into(),
            };
        }
        () => (3, short_hash(raw_hash(item))),
    };
    let lack = lack + u8::from(author.is_empty() || year.is_empty());
    let key = if stem.is_empty() {
        tail
    } else {
        format!("{stem}-{tail}")
    };
    Proposal {
        lack,
        key: slug(&key, 80),
        stem: slug(&stem, 80),
    }
}

/// Five characters of a hash, for what readable parts cannot tell apart.
pub(super) fn short_hash(hash: u64) -> String {
    const DIGITS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    (0..5)
        .map(|at| char::from(DIGITS[(hash >> (at * 5) & 31) as usize]))
        .collect()
}

/// ASCII letters and digits of a folded text, at most `max`; Greek letters spelled out.
fn plain(text: &str, max: usize) -> String {
    let slug = slug(text, max + 8);
    let known = text.chars().any(char::is_alphanumeric) && slug != "x";
    slug.chars().filter(|c| known && *c != '-').take(max).collect()
}

/// The first three telling words of a title.
fn title_words(title: &str) -> String {
    const SMALL: &[&str] = &[
        "a", "an", "the", "of", "and", "in", "for", "on", "to", "with", "by", "from", "is", "are", "at",
    ];
    let slug = slug(title, 200);
    if slug == "x" {
        return String::new();
    }
    let telling: Vec<&str> = slug.split('-').filter(|word| !SMALL.contains(word)).take(3).collect();
    telling.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Name, PartialDate};

    fn item(author: Option<&str>, fields: &[(Field, &str)]) -> Item {
        let mut item = Item {
            issued: PartialDate::year(2005),
            ..Item::default()
        };
        item.author.extend(author.map(|family| Name::person(family, "R")));
        for (field, value) in fields {
            item.set(*field, *value);
        }
        item
    }

    #[test]
    fn keys_say_who_when_and_where() {
        let numbers = [
            (Field::ContainerTitle, "N Engl J Med"),
            (Field::Volume, "352"),
            (Field::Page, "1779-90"),
        ];
        let key = |author, fields: &[(Field, &str)]| propose(&item(author, fields)).key;
        assert_eq!(key(Some("Kralovics"), &numbers), "kralovics2005-352-1779");
        assert_eq!(key(None, &numbers), "nengljmed2005-352-1779");
        assert_eq!(key(Some("Quintás-Cardama"), &numbers), "quintascardama2005-352-1779");
        assert_eq!(
            key(
                Some("Bishop"),
                &[(Field::Title, "Pattern Recognition and Machine Learning")]
            ),
            "bishop2005-pattern-recognition-machine"
        );
        assert_eq!(propose(&Item::default()).key, "unread");
        assert!(key(Some("Smith"), &[]).starts_with("smith2005-"));
    }
}
