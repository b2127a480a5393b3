//! Small values that every room speaks: spans, diagnostics, identifiers, dates, names.
//!
//! Nothing here knows a file format, a page or a command, and nothing reads a file.

mod code;
pub mod codes;
mod date;
mod diagnostic;
mod digest;
mod fold;
mod html;
mod ident;
mod mapped;
mod name;
mod nearest;
mod pages;
mod span;

pub use code::{CODES, Code, CodeInfo, code_info};
pub use date::{PartialDate, Season, month_number};
pub use diagnostic::{Diagnostic, Label, Parsed, Severity};
pub use digest::Digest;
pub use fold::{fold, fold_char, greek, slug};
pub use html::{escape_html, visible};
pub use ident::{Doi, Isbn, Issn, Pmcid, Pmid};
pub use mapped::MappedText;
pub use name::Name;
pub use nearest::nearest;
pub use pages::expand_pages;
pub use span::{Span, Spanned};
