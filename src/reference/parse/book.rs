//! Books, chapters, theses, reports, preprints and pages of the web.

use super::ids::Ids;
use super::item::{Draft, Reading};

/// Reads a reference to something else than an article; gives whether it is one.
pub fn read(_draft: &mut Draft, _reading: &Reading, _ids: &Ids) -> bool {
    false
}
