//! Codes `CL09xx`: configuration, files and publishing.

use crate::base::code::codes;

codes! {
    BAD_CONFIG = "CL0901", Error, "citeloom.toml cannot be read",
        "The file is not valid TOML or has a value of the wrong type. The defaults are used in its place.";
    UNKNOWN_SETTING = "CL0902", Warning, "citeloom.toml has an unknown setting",
        "The setting has no effect. The message names the nearest known one.";
    WRITE_FAILED = "CL0903", Error, "a file cannot be written",
        "The operating system refused. The message says why. Nothing that was there before was damaged.";
    ANOTHER_RUN = "CL0904", Error, "another citeloom is working on this review",
        "Two runs must not write at once. Wait for the other one to end.";
}
