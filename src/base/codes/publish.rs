//! Codes `CL09xx`: configuration, files and publishing.

use crate::base::code::codes;

codes! {
    BAD_CONFIG = "CL0901", Error, "citeloom.toml cannot be read",
        "The file is not valid TOML or has a value of the wrong type. The defaults are used in its place.";
    UNKNOWN_SETTING = "CL0902", Warning, "citeloom.toml has an unknown setting",
        "The setting has no effect. The message names the nearest known one.";
    NO_SUCH_CAPTURE = "CL0903", Warning, "a capture that may be published whole is not there",
        "publish.full-text names captures from content/, such as \"sources/page.txt\". This one is not at hand, so nothing of it is published but the pieces that the lock quotes.";
    IDLE_REVIEWER = "CL0904", Note, "a reviewer's pattern fits no file",
        "Patterns under [reviewers] name files from content/, such as \"articles/*2024*\" or \"mechanisms/rtk-bypass\"; * stands for anything but a slash. No file has a name that fits this one.";
    BAD_DOMAIN = "CL0905", Warning, "publish.domain is no domain",
        "It is the name alone, such as review.example.org: no https:// before it and no path after it. No CNAME file is written.";
    UNKNOWN_CHOICE = "CL0906", Warning, "a list of `publish` names what does not exist",
        "publish.downloads takes bibtex, biblatex, ris, csl-json, medline and csv; publish.citation-meta takes highwire and dublin-core. The name is passed over, the others of the list have their effect.";
    BAD_LIMIT = "CL0907", Warning, "a limit is out of its bounds",
        "Limits of the readers stand under [limits]; each is at least 1, and the handbook's page on limits says how far it may be raised. The usual value is used in its place.";
    NO_TITLE = "CL0909", Note, "the review has no title of its own",
        "citeloom.toml still has the title or the description that `citeloom init` put there. They stand at the head of every page, in feeds and in what others cite: write your own before you publish.";
    BAD_THEME_NAME = "CL0908", Warning, "theme is no name of a folder",
        "`theme` names one folder in themes/, without a path before or after it. The built-in theme is used in its place.";
}
