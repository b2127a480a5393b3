//! Codes `CL08xx`: pages and themes.

use crate::base::code::codes;

codes! {
    TEMPLATE = "CL0801", Error, "a template cannot be used",
        "The template has a fault or names a variable that the page does not have. The message shows the template, the line and the name.";
    BAD_THEME = "CL0802", Error, "the theme cannot be used",
        "theme.toml is missing or damaged. The default theme is used in its place.";
    BROKEN_INTERNAL_LINK = "CL0803", Error, "a link of the built site leads nowhere",
        "A page links to a file or an anchor that the build did not make.";
    WORDS = "CL0804", Warning, "words of the interface are missing or cannot be read",
        "The interface's words stand in words/LANGUAGE.toml of the theme, one file a language. What a file lacks is shown in English; what no page shows is a slip of the pen.";
    ORPHAN_PAGE = "CL0805", Note, "no page links to a page",
        "Readers find the page by its address and by search only. Link to it with [[its name]].";
}
