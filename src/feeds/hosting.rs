//! Files that hosts of static pages look for: GitHub Pages leaves folders out unless `.nojekyll` is there, and both it and
//! some others read a domain of the site's own from `CNAME`.

use super::SiteFile;
use crate::site::Plan;

/// What hosts look for.
pub(super) static FILE: SiteFile = SiteFile {
    name: "hosting",
    title: "says to GitHub Pages to publish every file as it is, and the site's own domain",
    make,
};

fn make(plan: &Plan<'_>) -> Vec<(String, String)> {
    let mut files = vec![(".nojekyll".to_owned(), String::new())];
    if let Some(domain) = &plan.site().settings.domain {
        files.push(("CNAME".to_owned(), format!("{domain}\n")));
    }
    files
}
