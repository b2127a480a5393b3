//! Codes `CL07xx`: links within the review.

use crate::base::code::codes;

codes! {
    DEAD_CITATION = "CL0701", Error, "a citation leads nowhere",
        "No article or work has this key, DOI, PMID or PMCID. The message names the nearest one, where one is near.";
    DEAD_LINK = "CL0702", Error, "a link leads nowhere",
        "No article, work, mechanism, drug, gene or page has this name. The message names the nearest one, where one is near.";
    IMAGE_WITHOUT_TEXT = "CL0704", Warning, "a picture has no text",
        "Who cannot see the picture, and who prints the page without it, is told nothing. Write what it shows between the brackets: ![what it shows](address).";
    BAD_FORMULA = "CL0705", Error, "a formula has a fault",
        "What stands between the dollars is no TeX that can be set, or uses a command that is not known. The page shows its source. Write \\$ for a dollar that begins no formula.";
    MISSING_IMAGE = "CL0706", Error, "a picture cannot be shown",
        "The file is not in content/images/, or stands on another site, from which pages load nothing. The message names the nearest file.";
    REFUSED_PICTURE = "CL0707", Error, "a picture is kept out of the site",
        "The file in content/images/ is no picture, or a drawing that would run or load something when its own address is opened. Save it again as a plain SVG, or as PNG.";
    UNNAMED_TERM = "CL0708", Note, "a link to a term that no paper names yet",
        "The vocabulary has the drug, gene, disease or model, and no paper of the review names it, so that it has no page. The words stand without a link and become one once a paper names it.";
    DUPLICATE_ARTICLE = "CL0703", Warning, "two articles are the same work",
        "Both stubs are kept and both pages are built. Merge them by hand and name the removed key under `aliases`.";
}
