//! The registry of diagnostic codes: `CL` and four digits, the first two of which name the room.

use super::Severity;
use serde::Serialize;
use std::fmt;

/// A stable diagnostic code such as `CL0203`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Code(pub &'static str);

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// What a code means.
#[derive(Clone, Copy, Debug)]
pub struct CodeInfo {
    /// The code.
    pub code: Code,
    /// How grave its diagnostics are unless the reader says otherwise.
    pub severity: Severity,
    /// A few words.
    pub title: &'static str,
    /// What it means, why it matters and what to do: two to six plain sentences.
    pub explanation: &'static str,
}

/// Declares the codes of one room as constants and lists them in `INFO`.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $severity:ident, $title:literal, $explanation:literal;)*) => {
        $(
            #[doc = concat!("`", $code, "`: ", $title, ".")]
            pub const $name: $crate::base::Code = $crate::base::Code($code);
        )*
        /// Every code declared here, in order.
        pub(in crate::base) const INFO: &[$crate::base::CodeInfo] = &[
            $($crate::base::CodeInfo {
                code: $name,
                severity: $crate::base::Severity::$severity,
                title: $title,
                explanation: $explanation,
            },)*
        ];
    };
}
pub(in crate::base) use codes;

/// All codes, a list for each room.
pub static CODES: &[&[CodeInfo]] = &[
    super::codes::capture::INFO,
    super::codes::extract::INFO,
    super::codes::reference::INFO,
    super::codes::works::INFO,
    super::codes::vocabulary::INFO,
    super::codes::article::INFO,
    super::codes::library::INFO,
    super::codes::site::INFO,
    super::codes::publish::INFO,
    super::codes::csl::INFO,
];

/// The meaning of `code`, if it is one of ours.
pub fn code_info(code: Code) -> Option<&'static CodeInfo> {
    CODES.iter().flat_map(|list| list.iter()).find(|info| info.code == code)
}
