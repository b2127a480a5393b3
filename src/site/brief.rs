//! What papers are called in brief: `Dumas et al., 2019`, and `2019a` and `2019b` where two papers would be called alike.

use super::Words;
use super::reference::short_authors;
use crate::library::Library;
use std::collections::HashMap;

/// The brief name of a paper.
#[derive(Clone, Debug, Default)]
pub(super) struct Brief {
    /// `Dumas et al.`; empty where no author is known.
    pub authors: String,
    /// `2019`, or `2019b` for the second of those authors and that year, by its key; empty where no year is known.
    pub year: String,
}

/// The brief names of all papers, in their order.
pub(super) fn of(library: &Library, words: &Words) -> Vec<Brief> {
    let items = library.articles.iter().map(|entry| &entry.article.item);
    let mut briefs: Vec<Brief> = items
        .map(|item| Brief {
            authors: short_authors(words, item),
            year: item.year().map(|year| year.to_string()).unwrap_or_default(),
        })
        .collect();
    // Articles are in the order of their keys, which have the same letters.
    let mut alike: HashMap<(&str, &str), usize> = HashMap::new();
    let named = |brief: &&Brief| !brief.authors.is_empty() && !brief.year.is_empty();
    for brief in briefs.iter().filter(named) {
        *alike.entry((&brief.authors, &brief.year)).or_default() += 1;
    }
    let mut before: HashMap<(&str, &str), usize> = HashMap::new();
    let marks: Vec<String> = briefs
        .iter()
        .map(|brief| {
            let name = (brief.authors.as_str(), brief.year.as_str());
            if alike.get(&name).is_none_or(|count| *count < 2) {
                return String::new();
            }
            let place = before.entry(name).or_default();
            *place += 1;
            letters(*place)
        })
        .collect();
    for (brief, mark) in briefs.iter_mut().zip(marks) {
        brief.year.push_str(&mark);
    }
    briefs
}

/// `a` for 1 to `z` for 26, then `aa`.
fn letters(mut number: usize) -> String {
    let mut out = Vec::new();
    while number > 0 {
        number -= 1;
        out.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
    }
    out.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn letters_go_on_after_z() {
        let some: Vec<String> = [1, 2, 26, 27, 52, 53, 702, 703].into_iter().map(letters).collect();
        assert_eq!(some, ["a", "b", "z", "aa", "az", "ba", "zz", "aaa"]);
    }
}
