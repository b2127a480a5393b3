//! `CITATION.cff`: how the review is to be cited, for programs.

use super::SiteFile;
use crate::site::Plan;

/// The authors' own file, or one made of the settings.
pub(super) static FILE: SiteFile = SiteFile {
    name: "citation",
    title: "says how the review is to be cited",
    make,
};

fn make(plan: &Plan<'_>) -> Vec<(String, String)> {
    let text = plan.site().settings.citation_file.clone();
    text.map(|text| ("CITATION.cff".to_owned(), text)).into_iter().collect()
}
