//! `sitemap.xml` (sitemaps.org 0.9): every page that is worth finding.

use super::{SiteFile, base, xml};
use crate::site::Plan;

/// The map, split where it would be too long.
pub(super) static FILE: SiteFile = SiteFile {
    name: "sitemap",
    title: "the addresses of all pages, for search engines",
    make,
};

/// Addresses that one map may hold.
const MOST: usize = 50_000;
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const SPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

fn make(plan: &Plan<'_>) -> Vec<(String, String)> {
    let Some(base) = base(plan) else { return Vec::new() };
    let hidden = |name: &str| matches!(name, "not-found" | "redirect" | "search");
    let mut routes: Vec<&str> = plan
        .jobs
        .iter()
        .filter(|job| !hidden(plan.kind(job).name))
        .map(|job| job.route.as_str())
        .collect();
    routes.sort_unstable();
    let map = |routes: &[&str]| {
        let mut out = format!("{HEAD}<urlset xmlns=\"{SPACE}\">\n");
        for route in routes {
            let route = if *route == "index.html" { "" } else { route };
            out.push_str(&format!("<url><loc>{}</loc></url>\n", xml(&format!("{base}/{route}"))));
        }
        out.push_str("</urlset>\n");
        out
    };
    if routes.len() <= MOST {
        return vec![("sitemap.xml".into(), map(&routes))];
    }
    let mut index = format!("{HEAD}<sitemapindex xmlns=\"{SPACE}\">\n");
    let mut files = Vec::new();
    for (number, part) in (1u32..).zip(routes.chunks(MOST)) {
        let name = format!("sitemap-{number}.xml");
        index.push_str(&format!(
            "<sitemap><loc>{}</loc></sitemap>\n",
            xml(&format!("{base}/{name}"))
        ));
        files.push((name, map(part)));
    }
    index.push_str("</sitemapindex>\n");
    files.push(("sitemap.xml".into(), index));
    files
}
