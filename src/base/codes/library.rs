//! Codes `CL07xx`: links within the review.

use crate::base::code::codes;

codes! {
    DEAD_CITATION = "CL0701", Error, "a citation leads nowhere",
        "No article or work has this key, DOI, PMID or PMCID. The message names the nearest one.";
    DEAD_LINK = "CL0702", Error, "a link leads nowhere",
        "No article, work, mechanism, drug, gene or page has this name. The message names the nearest one.";
    DUPLICATE_ARTICLE = "CL0703", Warning, "two articles are the same work",
        "Both stubs are kept and both pages are built. Merge them by hand and name the removed key under `aliases`.";
}
