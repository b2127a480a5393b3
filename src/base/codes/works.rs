//! Codes `CL04xx`: identity of works.

use crate::base::code::codes;

codes! {
    DOUBTFUL_PAIR = "CL0401", Warning, "two references may be the same work",
        "The two agree in some parts and not in others, so they were kept apart. Settle it in content/works.toml: put both under `same` or under `different`. The decision holds for ever.";
    CONFLICTING_DECISIONS = "CL0402", Error, "the decisions about works contradict each other",
        "content/works.toml says of two works both that they are the same and that they differ. Remove one of the two.";
    UNKNOWN_WORK = "CL0403", Warning, "a decision names a work that does not exist",
        "No article and no reference has this key or text any more. The decision is kept and has no effect.";
    BAD_DECISIONS = "CL0404", Error, "a decision about works cannot be read",
        "content/works.toml is not valid TOML, or an entry lacks what it needs. The entry is left out and all others hold; the file is not touched.";
}
