//! Whether single values of two records agree: identifiers, authors, journal names, pages.

use super::Reason;
use super::profile::{Profile, plain_number};
use crate::base::{Issn, fold};
use crate::record::{Field, Item};

/// Whether two values agree, where both are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agree {
    No,
    Unknown,
    Yes,
}
use Agree::{No, Unknown, Yes};

/// Compares two values of which the default means "not known".
pub(super) fn agree<T: PartialEq + Default>(a: T, b: T) -> Agree {
    match () {
        () if a == T::default() || b == T::default() => Unknown,
        () if a == b => Yes,
        () => No,
    }
}

/// Bits of the [`Reason`]s whose identifiers are equal.
pub(super) fn shared_identifiers(a: &Profile, b: &Profile) -> u8 {
    let bit = |equal: bool, reason: Reason| u8::from(equal) << reason as u8;
    bit(agree(a.doi, b.doi) == Yes, Reason::Doi)
        | bit(agree(a.pmid, b.pmid) == Yes, Reason::Pmid)
        | bit(agree(a.pmcid, b.pmcid) == Yes, Reason::Pmcid)
        | bit(agree(a.isbn, b.isbn) == Yes && a.bookish && b.bookish, Reason::Isbn)
}

/// Whether the first authors are the same, or the lists overlap so far that one has lost or moved a name.
pub(super) fn authors(a: &Profile, b: &Profile) -> Agree {
    let (Some(first_a), Some(first_b)) = (a.authors.first(), b.authors.first()) else {
        return Unknown;
    };
    let shared = shared_authors(a, b);
    let word = a.first_words.0 != 0
        && (a.first_words.0 == b.first_words.0
            || a.first_words.0 == b.first_words.1
            || a.first_words.1 == b.first_words.0
            || a.first_words.1 == b.first_words.1);
    if first_a == first_b || word {
        let others = a.initial != 0 && b.initial != 0 && a.initial != b.initial;
        return if others && shared < 2 { Unknown } else { Yes };
    }
    match shared {
        0 => No,
        1 => Unknown,
        _ => Yes,
    }
}

/// How many of the first family names occur in both lists.
pub(super) fn shared_authors(a: &Profile, b: &Profile) -> usize {
    a.authors.iter().filter(|name| b.authors.contains(name)).count()
}

/// Whether the first authors' family names are one name: written together or apart ("LeGall", "Le Gall"), or with one
/// letter wrong, lost or added in a name of five letters or more ("Roberts", "Robert").
pub(super) fn near_names(a: &Item, b: &Item) -> bool {
    let (Some(a), Some(b)) = (name_letters(a), name_letters(b)) else {
        return false;
    };
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let (rest, head) = (
        long.len() - short.len(),
        short.iter().zip(&long).take_while(|(x, y)| x == y).count(),
    );
    if rest > 1 || short.len() < 5 {
        return rest == 0 && head == short.len() && !short.is_empty();
    }
    let after = |text: &[char], skip: usize| text.get(head + skip..).map(<[char]>::to_vec).unwrap_or_default();
    after(&short, 1 - rest) == after(&long, 1)
}

/// Letters of the first author's name, folded.
fn name_letters(item: &Item) -> Option<Vec<char>> {
    let name = item.author.first()?;
    let parts = [&name.dropping_particle, &name.non_dropping_particle];
    let whole: String = parts
        .into_iter()
        .flatten()
        .map(|part| &**part)
        .chain([name.main()])
        .collect();
    Some(fold(&whole).chars().filter(|c| c.is_alphanumeric()).collect())
}

/// Which letters stand in the first author's name, a bit for each. Names of which one letter differs differ in two bits.
pub(super) fn name_mask(item: &Item) -> u32 {
    let letters = name_letters(item).unwrap_or_default();
    letters.into_iter().fold(0, |mask, c| mask | 1 << (u32::from(c) & 31))
}

/// Whether one DOI is the other cut short, or with a version or `/full` at its end.
pub(super) fn doi_variants(a: &Item, b: &Item) -> bool {
    let (Some(a), Some(b)) = (a.doi(), b.doi()) else {
        return false;
    };
    let (a, b) = (stem(a.as_str()), stem(b.as_str()));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let Some(rest) = long.strip_prefix(short) else {
        return false;
    };
    // A digit cut off would make another number; a bracket, a dash or a word may be lost.
    short.len() >= VARIANT && !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '.')
}

/// What DOIs at least have in common of which one is a variant of the other.
const VARIANT: usize = 12;

/// The beginning of a DOI that all its variants share; a shorter one has none.
pub(super) fn doi_head(doi: &str) -> Option<&[u8]> {
    stem(doi).as_bytes().get(..VARIANT)
}

/// What a publisher's address has behind the DOI.
const ENDINGS: [&str; 8] = [
    ".pdf",
    "/full",
    "/abstract",
    "/pdf",
    ".full",
    ".abstract",
    "/epdf",
    "/meta",
];

fn stem(doi: &str) -> &str {
    ENDINGS
        .iter()
        .fold(doi, |doi, end| doi.strip_suffix(end).unwrap_or(doi))
}

/// Whether one journal name is the other abbreviated: words in order, each the beginning of its partner, little words
/// aside. Strictly both have as many words; loosely the longer may have words that the shorter lacks.
pub(super) fn abbreviates(a: &str, b: &str, loose: bool) -> bool {
    const SMALL: &[&str] = &[
        "the", "of", "and", "in", "for", "on", "de", "des", "du", "la", "le", "der", "die", "und", "fur", "et", "di",
        "del", "e", "y", "to", "a", "an",
    ];
    let (a, b) = (fold(a), fold(b));
    let words = |text: &'_ str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty() && !SMALL.contains(word))
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (words(&a), words(&b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    // "PNAS", "JACC": the first letters of the other's words.
    if let [acronym] = short.as_slice()
        && acronym.len() >= 3
        && acronym.len() == long.len()
        && acronym
            .chars()
            .zip(long.iter())
            .all(|(letter, word)| word.starts_with(letter))
    {
        return true;
    }
    if short.is_empty() || !loose && short.len() != long.len() {
        return false;
    }
    let mut rest = long.iter();
    short.iter().all(|word| {
        let fits = |other: &String| shortens(word, other) || shortens(other, word);
        if loose {
            rest.any(fits)
        } else {
            rest.next().is_some_and(fits)
        }
    })
}

/// Whether `short` is the beginning of `long`, or its contraction: the same first letter, the others in order ("natl").
fn shortens(short: &str, long: &str) -> bool {
    let mut rest = long.chars();
    short.len() <= long.len()
        && short.chars().next() == long.chars().next()
        && short.chars().all(|c| rest.any(|other| other == c))
}

/// Whether the title and journal of `pieces` are together the journal of `whole`: "Journal of Traditional" and
/// "Complementary Medicines".
pub(super) fn cut_apart(pieces: &Item, whole: &Item) -> bool {
    let (Some(title), Some(rest), Some(name)) = (pieces.title(), pieces.container(), whole.container()) else {
        return false;
    };
    if title.len() + rest.len() > name.len() + 8 {
        return false;
    }
    let letters = |text: &str| -> String { fold(text).chars().filter(|c| c.is_alphanumeric()).collect() };
    letters(title) + &letters(rest) == letters(name)
}

/// Whether both name one ISSN.
pub(super) fn share_issn(a: &Item, b: &Item) -> bool {
    let (Some(a), Some(b)) = (a.get(Field::Issn), b.get(Field::Issn)) else {
        return false;
    };
    a.split([',', ';', ' '])
        .filter_map(Issn::parse)
        .any(|x| b.split([',', ';', ' ']).filter_map(Issn::parse).any(|y| x == y))
}

/// Whether both give a last page, and not the same.
pub(super) fn last_pages_differ(a: &Item, b: &Item) -> bool {
    let last = |item: &Item| -> Option<String> {
        let folded = fold(item.get(Field::Page)?);
        let (first, last) = folded.split_once('-')?;
        let (first, last) = (plain_number(first), plain_number(last));
        // "512-23" ends on page 523.
        let kept = first
            .len()
            .checked_sub(last.len())
            .and_then(|at| first.get(..at))
            .unwrap_or("");
        (!last.is_empty()).then(|| format!("{kept}{last}"))
    };
    matches!((last(a), last(b)), (Some(a), Some(b)) if a != b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_follow_their_words() {
        for (short, long) in [
            ("J. Mater. Chem. C", "Journal of Materials Chemistry C"),
            ("Proc Natl Acad Sci", "Proceedings of the National Academy of Sciences"),
            ("Br J Haematol", "British Journal of Haematology"),
            ("Cancer Disco.", "Cancer Discovery"),
            ("JACC", "Journal of the American College of Cardiology"),
        ] {
            assert!(abbreviates(short, long, false), "{short}");
        }
        assert!(!abbreviates("Clin Oncol", "J Clin Oncol", false));
        assert!(abbreviates("Clin Oncol", "J Clin Oncol", true));
        assert!(!abbreviates("Blood", "Leukemia", true));
    }

    #[test]
    fn family_names_may_have_one_letter_wrong() {
        let near = |a: &str, b: &str| {
            let by = |family: &str| {
                let mut item = Item::default();
                item.author.push(crate::base::Name::person(family, "J"));
                item
            };
            near_names(&by(a), &by(b))
        };
        for (a, b) in [
            ("LeGall", "Le Gall"),
            ("Roberts", "Robert"),
            ("Schaffer", "Schäfer"),
            ("Bubnoff", "Bubnof"),
        ] {
            assert!(near(a, b) && near(b, a), "{a} {b}");
        }
        for (a, b) in [
            ("Wang", "Wong"),
            ("Roberts", "Robinson"),
            ("Smith", "Schmidt"),
            ("Kumar", "Kim"),
        ] {
            assert!(!near(a, b) && !near(b, a), "{a} {b}");
        }
    }

    #[test]
    fn last_pages_are_expanded_before_they_are_compared() {
        let pages = |pages: &str| {
            let mut item = Item::default();
            item.set(Field::Page, pages);
            item
        };
        assert!(!last_pages_differ(&pages("512–23"), &pages("512-523")));
        assert!(last_pages_differ(&pages("600–600"), &pages("600-601")));
        assert!(!last_pages_differ(&pages("600"), &pages("600-601")));
    }
}
