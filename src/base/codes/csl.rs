//! Codes `CL10xx`: citation styles.

use crate::base::code::codes;

codes! {
    BAD_STYLE = "CL1001", Error, "a citation style cannot be used",
        "The file is not a CSL style, is damaged, or only points to another style. References are written in the default style (Vancouver) in its place. Styles are at zotero.org/styles; take an independent one.";
    UNKNOWN_STYLE = "CL1002", Error, "there is no such citation style",
        "`citations.style` names neither a bundled style nor a file of the review. The message names the nearest known one. References are written in the default style in its place.";
    BAD_LOCALE = "CL1003", Error, "a locale of citation styles cannot be used",
        "The file named as `citations.locale-file` is not a CSL locale or is damaged. The bundled locale is used in its place.";
    UNKNOWN_LOCALE = "CL1004", Warning, "there is no bundled locale for a language",
        "Terms such as \"and\" and \"edited by\" are written in American English. A locale file of CSL for the language can be named as `citations.locale-file`.";
}
