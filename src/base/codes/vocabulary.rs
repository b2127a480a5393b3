//! Codes `CL05xx`: vocabularies.

use crate::base::code::codes;

codes! {
    BAD_VOCABULARY = "CL0501", Error, "a vocabulary file cannot be read",
        "The file is not valid TOML, or an entry lacks a needed key. The entry is left out; everything else is used.";
    BAD_PATTERN = "CL0502", Error, "a regular expression is wrong",
        "The pattern does not compile or is too large. It is left out. Patterns are in the syntax of the Rust regex crate: no look-around and no back-references.";
    UNKNOWN_PARENT = "CL0503", Error, "a mechanism names an unknown parent",
        "The tree of mechanisms needs each parent to be an entry of its own.";
    DUPLICATE_ID = "CL0504", Error, "two entries have the same id",
        "Ids are addresses of pages and must be unique within their kind. The second entry is left out.";
    DUPLICATE_SYNONYM = "CL0505", Warning, "two entries share a synonym",
        "Text that holds the synonym is tagged with both entries. Remove it from the one that is not meant.";
    UNKNOWN_ID = "CL0506", Error, "an id is not in the vocabulary",
        "The article names a mechanism, drug, gene or other term that no file in content/vocabulary defines. Correct the spelling, or add the entry.";
    UNKNOWN_KEY = "CL0507", Warning, "a vocabulary file has an unknown key",
        "The key is not one the program knows, so it has no effect; most often it is misspelt. The heads of the vocabulary files list the keys.";
}
