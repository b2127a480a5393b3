//! Journals' names and their abbreviations.

use crate::base::fold;

/// Words that abbreviations leave out.
const SMALL: &[&str] = &[
    "a", "and", "de", "der", "des", "du", "for", "in", "la", "le", "of", "on", "the", "und",
];

/// Whether `short` abbreviates `long` word by word: `J. Org. Chem.` and `The Journal of Organic Chemistry`.
pub fn abbreviates(short: &str, long: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        fold(text)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty() && !SMALL.contains(word))
            .map(str::to_owned)
            .collect()
    };
    let (short_words, long_words) = (words(short), words(long));
    !short_words.is_empty()
        && short_words.len() == long_words.len()
        && long.len() > short.len()
        && short_words
            .iter()
            .zip(&long_words)
            .all(|(part, word)| word.starts_with(part.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_fit_word_by_word() {
        assert!(abbreviates("J. Org. Chem.", "The Journal of Organic Chemistry"));
        assert!(abbreviates(
            "J Polym Environ",
            "Journal of Polymers and the Environment"
        ));
        assert!(!abbreviates("J. Chem.", "Journal of Organic Chemistry"));
        assert!(!abbreviates("Blood", "Blood"));
    }
}
