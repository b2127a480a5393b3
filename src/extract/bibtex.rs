//! BibTeX and BibLaTeX as they occur.

use super::Format;
use crate::base::Parsed;
use crate::capture::Capture;
use crate::record::Claims;

/// The format.
pub const FORMAT: Format = Format {
    name: "bibtex",
    title: "BibTeX and BibLaTeX",
    extensions: &["bib", "bibtex", "biblatex"],
    recognise: |_| 0,
    read,
};

fn read(_capture: &Capture) -> Parsed<Vec<Claims>> {
    Parsed::clean(Vec::new())
}
