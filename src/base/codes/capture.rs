//! Codes `CL01xx`: captures and their bytes.

use crate::base::code::codes;

codes! {
    EMPTY = "CL0101", Warning, "the capture is empty",
        "The file holds no text. It is kept, and makes no article. Save the page or export again, or remove the file.";
    BINARY = "CL0102", Error, "the capture is not text",
        "The file holds bytes that are no text in any encoding citeloom reads. Save the citation or the page as text, HTML, BibTeX, RIS or another of the formats that `citeloom extract --help` lists.";
    PDF = "CL0103", Error, "PDF is not read",
        "The text of a PDF has no reliable order, so nothing read from it could be trusted. Save the landing page of the paper as HTML or as copied text, or export its citation as BibTeX, RIS or nbib, and put that beside it.";
    ENCODING_GUESSED = "CL0104", Note, "the encoding was guessed",
        "The file is not UTF-8 and says nothing of its encoding, so it was guessed from its bytes. Look at the accents; save it as UTF-8 to be sure.";
    UNREADABLE = "CL0105", Error, "the file cannot be read",
        "The operating system refused to give the file, its name is not UTF-8, or it is a link that leads out of the review or to a folder, which is not followed. The message says which.";
    TOO_LARGE = "CL0106", Error, "the capture is too large",
        "The file is over the size limit. Split it, or raise `limits.capture-mib` in citeloom.toml.";
    UNUSED_CAPTURE = "CL0108", Note, "a capture is not used by any article",
        "No stub names the capture among its own. Its paper may have been deleted from the review on purpose; else `citeloom import` with its path writes the stub again. A capture that nobody needs can be removed.";
    PUBLISHER_TEXT = "CL0107", Note, "captures hold text of publishers' pages",
        "Copied and saved pages hold text that may not be yours to publish. The site shows only quoted pieces of them. In a public repository, keep the captures themselves out by adding their names to .gitignore: the review builds whole from stubs and citeloom.lock.";
}
