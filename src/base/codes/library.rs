//! Codes `CL07xx`: links within the review.

use crate::base::code::codes;

codes! {
    DEAD_CITATION = "CL0701", Error, "a citation leads nowhere",
        "No article or work has this key, DOI, PMID or PMCID. The message names the nearest one.";
    DEAD_LINK = "CL0702", Error, "a link leads nowhere",
        "No article, work, mechanism, drug, gene or page has this name. The message names the nearest one.";
    IMAGE_WITHOUT_TEXT = "CL0704", Warning, "a picture has no text",
        "Who cannot see the picture, and who prints the page without it, is told nothing. Write what it shows between the brackets: ![what it shows](address).";
    DUPLICATE_ARTICLE = "CL0703", Warning, "two articles are the same work",
        "Both stubs are kept and both pages are built. Merge them by hand and name the removed key under `aliases`.";
}
