//! `robots.txt`, which counts only at the root of a host: under a path of somebody else's host nobody reads it.

use super::{SiteFile, base};
use crate::site::Plan;

/// The rules: everything may be read, and where the map is.
pub(super) static FILE: SiteFile = SiteFile {
    name: "robots",
    title: "says to search engines where the map of the site is",
    make,
};

fn make(plan: &Plan<'_>) -> Vec<(String, String)> {
    let Some(base) = base(plan) else { return Vec::new() };
    let host = base.split_once("://").map_or(base, |(_, rest)| rest);
    if host.contains('/') {
        return Vec::new();
    }
    let text = format!("User-agent: *\nAllow: /\n\nSitemap: {base}/sitemap.xml\n");
    vec![("robots.txt".into(), text)]
}
