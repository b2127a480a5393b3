//! Words as the search compares them. `search.js` takes a question apart by the same rules (`fold`, `tokens` there).

use crate::base::{fold, greek};
use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::LazyLock;

/// Longer runs of letters are no words that somebody types (sequences, addresses); in bytes.
const LONGEST: usize = 48;

/// Parts of words in British and in American spelling. A word may come out as none (`raised` as `raized`): it is found by
/// its own letters as well, and a question is spelled by the same table. `search.js` has it, too.
const SPELLINGS: [(&str, &str); 18] = [
    ("aemi", "emi"),
    ("analyse", "analyze"),
    ("behaviour", "behavior"),
    ("centre", "center"),
    ("foet", "fet"),
    ("gynaec", "gynec"),
    ("haem", "hem"),
    ("isation", "ization"),
    ("ised", "ized"),
    ("ising", "izing"),
    ("labell", "label"),
    ("modell", "model"),
    ("oedem", "edem"),
    ("oestr", "estr"),
    ("paed", "ped"),
    ("rrhoea", "rrhea"),
    ("signall", "signal"),
    ("tumour", "tumor"),
];

static BRITISH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let mut builder = AhoCorasick::builder();
    let builder = builder.match_kind(MatchKind::LeftmostFirst);
    builder.build(SPELLINGS.map(|(british, _)| british)).ok()
});

/// A word in American spelling, if that is another one.
fn american(word: &str) -> Option<String> {
    let british = BRITISH.as_ref()?;
    british
        .is_match(word)
        .then(|| british.replace_all(word, &SPELLINGS.map(|(_, american)| american)))
}

/// Gives each word of `text`: folded, Greek letters by name, split at everything that is neither letter nor number. After
/// a word in British spelling comes the same in American.
pub fn tokens(text: &str, mut give: impl FnMut(&str)) {
    let folded = spelled(text);
    for word in folded.split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() && word.len() <= LONGEST {
            give(word);
            if let Some(word) = american(word) {
                give(&word);
            }
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
        found.clear();
        tokens("Leukaemia, a haematological tumour: signalling", |word| {
            found.push(word.to_owned())
        });
        let both = "leukaemia leukemia a haematological hematological tumour tumor signalling signaling";
        assert_eq!(found.join(" "), both);
        assert_eq!(joined("FLT3-ITD"), "flt3itd");
        assert_eq!(joined(&"g".repeat(90)), "");
    }
}
