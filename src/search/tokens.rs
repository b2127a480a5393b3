//! Words as the search compares them. `search.js` takes a question apart by the same rules (`fold`, `tokens` there).

use crate::base::{fold, greek};

/// Longer runs of letters are no words that somebody types (sequences, addresses); in bytes.
const LONGEST: usize = 48;

/// Gives each word of `text`: folded, Greek letters by name, split at everything that is neither letter nor number.
pub fn tokens(text: &str, mut give: impl FnMut(&str)) {
    let folded = spelled(text);
    for word in folded.split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() && word.len() <= LONGEST {
            give(word);
        }
    }
}

/// All letters and numbers of a name as one word: `FLT3-ITD` is `flt3itd`; empty for what is no word.
pub fn joined(name: &str) -> String {
    let word: String = spelled(name).chars().filter(|c| c.is_alphanumeric()).collect();
    if word.len() <= LONGEST { word } else { String::new() }
}

fn spelled(text: &str) -> String {
    let folded = fold(text);
    if folded.is_ascii() {
        return folded;
    }
    let mut out = String::with_capacity(folded.len());
    for c in folded.chars() {
        match greek(c) {
            Some(name) => out.push_str(name),
            None => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_greek_letters_have_names() {
        let mut found = Vec::new();
        tokens("TGF-β1 by Müller–Łoś (IL-2Rγ)", |word| {
            found.push(word.to_owned())
        });
        assert_eq!(found, ["tgf", "beta1", "by", "muller", "los", "il", "2rgamma"]);
        assert_eq!(joined("FLT3-ITD"), "flt3itd");
        assert_eq!(joined(&"g".repeat(90)), "");
    }
}
