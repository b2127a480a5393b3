//! Whether one name can be an abbreviation of another: ISO 4, word prefixes and contractions in order.

use super::key::words;
use crate::base::fold;

/// How far two journal names agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// Two journals, as far as the names tell.
    Different,
    /// One name lacks words of the other at its beginning or end ("Clin Oncol", "J Clin Oncol"): possible, if
    /// other fields agree.
    Weak,
    /// One can abbreviate the other.
    Compatible,
    /// Two names of one journal.
    Same,
}

/// Words that abbreviations leave out.
const DROPPED: [&str; 24] = [
    "the", "of", "and", "in", "for", "on", "de", "la", "le", "les", "des", "du", "del", "der", "die", "das", "und",
    "fur", "et", "di", "da", "do", "e", "y",
];

/// Words after a name that tell where or by whom it is published.
const PLACES: [&str; 18] = [
    "usa", "us", "u", "s", "a", "london", "lond", "basel", "new", "york", "ny", "engl", "england", "off", "official",
    "amst", "camb", "paris",
];

/// Compares by words alone.
pub fn likeness(a: &str, b: &str) -> Likeness {
    let (a, b) = (fold(a), fold(b));
    let a: Vec<&str> = words(&a).filter(|word| !DROPPED.contains(word)).collect();
    let b: Vec<&str> = words(&b).filter(|word| !DROPPED.contains(word)).collect();
    if a.is_empty() || b.is_empty() {
        return Likeness::Different;
    }
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let from_start = short.iter().zip(long.iter()).take_while(|(x, y)| agree(x, y)).count();
    if from_start == short.len() {
        let rest = &long[short.len()..];
        let official = rest.first().is_some_and(|word| matches!(*word, "off" | "official"));
        return if rest.is_empty() || official || rest.iter().all(|word| PLACES.contains(word)) {
            Likeness::Compatible
        } else {
            Likeness::Weak
        };
    }
    let from_end = short
        .iter()
        .rev()
        .zip(long.iter().rev())
        .take_while(|(x, y)| agree(x, y))
        .count();
    if from_end == short.len() && short.len() >= 2 {
        return Likeness::Weak;
    }
    Likeness::Different
}

/// Whether one word abbreviates the other: a prefix ("biol", "biological") or a contraction ("natl", "national").
fn agree(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.starts_with(short) {
        return true;
    }
    // A contraction begins alike, keeps the order of the letters, and is no shorter than three of them.
    let mut letters = long.chars();
    short.len() >= 3
        && short.len() < long.len()
        && short.bytes().next() == long.bytes().next()
        && short.chars().all(|c| letters.any(|l| l == c))
        && short.len() * 4 <= long.len() * 3
}

#[cfg(test)]
mod tests {
    use super::super::Journals;
    use super::*;

    #[test]
    fn names_of_one_journal_are_told_from_those_of_others() {
        let journals = Journals::default();
        for (a, b, expected) in [
            ("Cancer Disco.", "Cancer Discov", Likeness::Compatible),
            ("Proc Natl Acad Sci", "Proc Natl Acad Sci USA", Likeness::Same),
            ("Proc Natl Acad Sci U S A", "Proc. Natl. Acad. Sci. USA", Likeness::Same),
            ("PNAS", "Proc Natl Acad Sci U S A", Likeness::Same),
            ("Clin Oncol", "J Clin Oncol", Likeness::Weak),
            ("J Exp Pharm", "Journal of Experimental Pharmacology", Likeness::Same),
            ("Blood", "Blood Adv", Likeness::Weak),
            ("N Engl J Med", "The New England Journal of Medicine", Likeness::Same),
            ("Nature", "Science", Likeness::Different),
            ("J. Imag. Things", "Journal of Imaginary Things", Likeness::Compatible),
            ("J Clin Oncol Off J Am Clin Oncol", "J Clin Oncol", Likeness::Same),
            (
                "Ann Natl Inst",
                "Annals of the National Institute",
                Likeness::Compatible,
            ),
        ] {
            assert_eq!(journals.likeness(a, b), expected, "{a} / {b}");
            assert_eq!(journals.likeness(b, a), expected, "{b} / {a}");
        }
    }

    #[test]
    fn a_known_journal_has_a_name_to_show() {
        let journals = Journals::default();
        assert_eq!(
            journals.canonical("N Engl J Med"),
            Some("New England Journal of Medicine")
        );
        assert_eq!(journals.canonical("cancer discov."), Some("Cancer Discovery"));
        assert_eq!(journals.canonical("Journal of Nothing Whatever"), None);
    }
}
