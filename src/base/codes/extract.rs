//! Codes `CL02xx`: reading captures into records.

use crate::base::code::codes;

codes! {
    NOTHING_RECOGNISED = "CL0201", Warning, "nothing in the capture was recognised",
        "No reader found a field of a paper in this file. It is kept, and makes no article. If it is a capture of a paper, copy the page again with its title and citation, or write the stub by hand with `citeloom new article`.";
    CONFLICT = "CL0202", Warning, "the capture gives two values for one field",
        "Two places of the capture disagree about a field. The heavier one was taken; the other is shown. Correct the field in the stub if the wrong one won.";
    BROKEN_ENTRY = "CL0203", Error, "an entry is damaged",
        "An entry of the file ends in the middle or its braces do not match. What could be read of it was kept, and reading went on at the next entry. Mend the file, or correct the stub.";
    AUTHORS_INCOMPLETE = "CL0204", Note, "the author list ends with et al.",
        "The capture names only the first authors. The list is kept as captured and marked incomplete; a better capture or your own edit completes it.";
    DUPLICATE_KEY = "CL0205", Warning, "two entries have the same key",
        "Both entries are kept. Give one of them another key if you cite by it.";
    UNDEFINED = "CL0206", Warning, "a name is used that the file does not define",
        "A BibTeX string macro or cross-reference points to nothing. The name itself was kept as the value.";
    MALFORMED_VALUE = "CL0207", Warning, "a value is not of its kind",
        "The field holds something that is no date, identifier or number. It was left out rather than guessed; the capture keeps it.";
    LIMIT_REACHED = "CL0208", Warning, "a limit of the reader was reached",
        "The file is deeper or longer than the reader follows. What lies past the limit was not read. Settings under [limits] in citeloom.toml raise the limit; the handbook has a page on them.";
    TAKEN_FOR_ABSTRACT = "CL0209", Warning, "a text was taken for an abstract, and nothing says of which paper",
        "The file is running text without authors, journal or identifier. Texts that were pasted alone are read as abstracts, and a paper was made of it, whose page shows the text. Put the paper's title, authors or DOI above it; if it is no abstract, take the file out of content/sources and delete the stub.";
    SEVERAL_RECORDS = "CL0210", Warning, "a database's records as text are not read",
        "The file lists the records of a database as plain text, without tags. Read as a page it would give one paper out of the values of several, so nothing is taken from it. Every such database exports RIS (or nbib, BibTeX, EndNote) as well, which is read record by record.";
}
