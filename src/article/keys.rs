//! Keys of new articles: readable, ASCII, and never given twice.

use crate::base::slug;
use crate::record::{Field, Item};
use std::collections::BTreeSet;

/// Words that say nothing of a title.
const SMALL: &[&str] = &[
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "its", "of", "on", "or", "the", "to", "via",
    "with", "der", "die", "das", "und", "von", "la", "le", "les", "el", "de", "des", "du", "et", "en", "un", "une",
];

/// The key of a new article: first family name and year (`dumas2019`); without an author the journal and the first
/// telling words of the title, or of the abstract or the keywords where there is none. `taken` is not given again, but
/// with a letter after the year (`dumas2019b`), or a number.
pub(super) fn assign(item: &Item, taken: &mut BTreeSet<String>) -> String {
    let base = base(item);
    let mut key = base.clone();
    let dated = base.ends_with(|c: char| c.is_ascii_digit());
    let mut number = 1usize;
    while taken.contains(&key) {
        number += 1;
        key = match u8::try_from(number) {
            Ok(n @ 2..=26) if dated => format!("{base}{}", char::from(b'a' + n - 1)),
            _ => format!("{base}-{number}"),
        };
    }
    taken.insert(key.clone());
    key
}

fn base(item: &Item) -> String {
    let year = item.year().map(|year| year.to_string()).unwrap_or_default();
    let person = item.author.first().or(item.editor.first());
    if let Some(name) = person.and_then(|person| ascii(person.main(), 30)) {
        return match year.as_str() {
            "" => joined(&[name, words(item, 1)]),
            _ => name + &year,
        };
    }
    let journal = item.container().and_then(|name| ascii(name, 24)).unwrap_or_default();
    let key = joined(&[format!("{journal}{year}"), words(item, 2)]);
    if key.is_empty() { "untitled".to_owned() } else { key }
}

fn joined(parts: &[String]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("-")
}

/// A name as letters and digits in one word; `None` where nothing of it is Latin.
fn ascii(name: &str, max: usize) -> Option<String> {
    let word = slug(name, 200).replace('-', "");
    let latin = word.bytes().any(|b| b.is_ascii_alphabetic()) && (word != "x" || name.eq_ignore_ascii_case("x"));
    latin.then(|| word.chars().take(max).collect())
}

/// The first telling words of what the paper is about.
fn words(item: &Item, count: usize) -> String {
    let keywords = item.keyword.join(" ");
    let text = item.title().or(item.get(Field::Abstract)).unwrap_or(&keywords);
    let telling: Vec<String> = text
        .split_whitespace()
        .take(60)
        .map(|word| slug(word, 24))
        .filter(|word| word.len() > 1 && !SMALL.contains(&word.as_str()))
        .take(count)
        .collect();
    telling.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Name, PartialDate};

    fn item(author: &str, year: &str, journal: &str, title: &str) -> Item {
        let mut item = Item {
            issued: PartialDate::parse(year),
            ..Item::default()
        };
        if !author.is_empty() {
            item.author = vec![Name::person(author, "")];
        }
        item.set(Field::ContainerTitle, journal);
        item.set(Field::Title, title);
        item
    }

    #[test]
    fn keys_are_readable_and_never_given_twice() {
        let mut taken = BTreeSet::new();
        let mut key = |a, y, j, t| assign(&item(a, y, j, t), &mut taken);
        assert_eq!(key("Dumas", "2019", "", ""), "dumas2019");
        assert_eq!(key("Dumas", "2019", "", ""), "dumas2019b");
        assert_eq!(key("Dumas", "2019", "", ""), "dumas2019c");
        assert_eq!(key("van Outersterp", "2024", "", ""), "vanoutersterp2024");
        assert_eq!(key("Quintás-Cardama", "2010", "", ""), "quintascardama2010");
        assert_eq!(key("O'Hare", "", "", "The AP24534 story"), "ohare-ap24534");
        let title = "Heterodimeric JAK-STAT activation as a mechanism of persistence";
        assert_eq!(key("", "", "Nature", title), "nature-heterodimeric-jak-stat");
        assert_eq!(key("", "", "Nature", title), "nature-heterodimeric-jak-stat-2");
        assert_eq!(key("", "2012", "Nature", title), "nature2012-heterodimeric-jak-stat");
        assert_eq!(key("王", "2020", "Blood", "A study"), "blood2020-study");
        assert_eq!(key("", "", "", ""), "untitled");
        assert_eq!(key("", "", "", "CON"), "con-x");
    }
}
