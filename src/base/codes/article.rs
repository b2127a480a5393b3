//! Codes `CL06xx`: article stubs and the lock.

use crate::base::code::codes;

codes! {
    BAD_FRONT_MATTER = "CL0601", Error, "the front matter cannot be read",
        "The block between the +++ lines is not valid TOML. The article is left out of the site until it is mended; the file is not touched.";
    UNKNOWN_FIELD = "CL0602", Warning, "the front matter has an unknown field",
        "The field is kept in the file and has no effect. The message names the nearest known field.";
    WRONG_TYPE = "CL0603", Error, "a field of the front matter has the wrong type",
        "The field is left out. The message says what it must be.";
    MERGE_CONFLICT = "CL0604", Warning, "a capture and the author changed the same field",
        "Your value stays. The value of the capture is shown; take it over by hand if it is the better one.";
    MISSING_FIELD = "CL0605", Warning, "a field is missing",
        "The captures do not say it, so it is left empty and shown as missing. Add a better capture of the paper, or write the value into the stub if you know it.";
    BAD_LOCK = "CL0606", Error, "the lock file cannot be read",
        "citeloom.lock is damaged, perhaps by a merge. `citeloom lock --rebuild` makes it anew from the captures and the stubs.";
    CAPTURE_GONE = "CL0607", Note, "a capture is not there",
        "The stub and the lock name a capture that is not in the folder. The article is kept and built from stub and lock.";
    CAPTURE_CHANGED = "CL0608", Warning, "a capture has changed since it was imported",
        "The bytes differ from those the lock remembers. The next build reads it again and merges what changed.";
    QUOTE_NOT_FOUND = "CL0609", Error, "a quote is not in the capture",
        "The quoted words of a finding do not stand in any capture of the article, letter for letter (dashes and blanks aside). Correct the quote.";
    DUPLICATE_ARTICLE_KEY = "CL0610", Error, "two articles have the same key",
        "The key is the address of the article. The second file is left out until one of them is changed.";
    MALFORMED_IDENTIFIER = "CL0611", Warning, "an identifier is not well-formed",
        "The DOI, PMID, PMCID, ISSN or ISBN in the stub cannot be one: its form or its check digit is wrong. It is shown as written, and nothing is linked or matched by it.";
    CAPTURE_RENAMED = "CL0612", Note, "a capture was renamed",
        "A capture that the lock remembers is gone and another with the same bytes has come. The stub and the lock follow the new name.";
    NO_KEY = "CL0613", Warning, "a stub has no key",
        "The key is the article's address for ever. Until one is written, the name of the file is taken, and renaming the file would change the address.";
    STUB_DELETED = "CL0614", Note, "the stub of a capture was deleted",
        "The lock remembers an article whose stub is gone, and its capture is still there. It stays deleted; `citeloom import` with the capture's path writes the stub again, under the same key. To keep a paper out of the review, set status = \"excluded\" with a reason in its stub.";
    NO_LONGER_PROPOSED = "CL0615", Note, "a mechanism is no longer proposed",
        "The capture or the vocabulary has changed, and what stands in the stub as proposed would not be proposed today. The line is left as it is: confirm it, reject it, or remove it.";
    NEWER_FILE = "CL0616", Error, "a file was written by a newer citeloom",
        "The file's schema version is higher than this program knows. It is neither read nor overwritten. Use the newer citeloom.";
    NOT_MERGED = "CL0617", Warning, "a stub could not be changed safely",
        "An import has something new for the stub, but its front matter is written in a way in which the change cannot be made without touching other bytes. The file is left as it is; the message says what to add by hand.";
    NOT_UTF8 = "CL0618", Error, "the stub is not UTF-8",
        "The file was saved in another encoding, so it is neither read nor changed; its letters would be lost. Save it as UTF-8 in your editor.";
    ENTRY_GONE = "CL0619", Note, "an entry is no longer in its file",
        "A capture with several entries is there and has lost one that was imported. The article is kept and built from its stub and the lock. To drop the paper, delete its stub, or set status = \"excluded\" with a reason.";
    HELD_BACK = "CL0620", Warning, "a capture waits for a stub that cannot be read",
        "The lock says that the capture is of a paper whose stub is there and cannot be read at the moment. A second stub for it would be wrong, so the capture waits until the stub is mended.";
    OLDER_FILE = "CL0621", Note, "a file was written by an older citeloom",
        "The file's schema version is lower than the one this program writes. It is read, and the next build or import writes it in the version of today.";
    CONTRADICTED = "CL0622", Warning, "a finding contradicts the record",
        "The finding names a drug, disease, model or number that the captures of its article do not name, or it disagrees with the stub's own judgement, with the words of the capture, or with the vocabulary. Correct whichever of the two is wrong; a note in the finding does not silence it.";
    BESIDE_REFERENCES = "CL0623", Note, "words under References are no reference",
        "Items of the list begin with a number or a bullet. What else stands under the heading is taken for your own words and shown with your notes. If it is a reference, put its number before it.";
    NO_JUDGE = "CL0624", Note, "a finding counts and names no person",
        "The finding was drafted by the program and has been judged since, but its `by` still names the program. The site names nobody for it. Write who judged it.";
    NO_REASON = "CL0625", Note, "an excluded paper gives no reason",
        "The stub says that the paper was left out of the review, and readers would like to know why. Write it as `reason` below `status`.";
    SEVERAL_NAMES = "CL0626", Warning, "several names stand in one text",
        "A text is one name: \"Family, Given\", or without a comma a group. Where it holds several people, all but the first are lost in the given name. Write each in quotes of its own, in a list.";
    KEY_CHANGED = "CL0627", Note, "the key of a stub was changed",
        "The key is the paper's address. Links, citations and bookmarks of the old one lead nowhere, unless the stub names it under `aliases`. It is said once.";
}
