//! Codes `CL03xx`: references read from free text.

use crate::base::code::codes;

codes! {
    UNREAD_REFERENCE = "CL0301", Warning, "a reference could not be read",
        "No year, journal, title or identifier was found in the reference. It is shown as captured and not linked. Correct it by hand in the References section of the stub.";
    DOUBTFUL_REFERENCE = "CL0302", Note, "a reference was read with doubts",
        "Parts of the reference could not be told apart. It is shown as captured; the fields that are certain are used for matching.";
}
