//! Codes `CL09xx`: configuration, files and publishing.

use crate::base::code::codes;

codes! {
    BAD_CONFIG = "CL0901", Error, "citeloom.toml cannot be read",
        "The file is not valid TOML or has a value of the wrong type. The defaults are used in its place.";
    UNKNOWN_SETTING = "CL0902", Warning, "citeloom.toml has an unknown setting",
        "The setting has no effect. The message names the nearest known one.";
}
