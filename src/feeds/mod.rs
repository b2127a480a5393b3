//! What the site says to programs: a map of its pages, feeds, a plain list for language models, rules for robots.
//!
//! A file is one module and one line in [`FILES`]. Nothing here knows a clock: the dates of a feed are those of the
//! papers and of their reviewing. What needs absolute addresses is made only where the site's own is known.

mod atom;
mod citation;
mod hosting;
mod llms;
mod robots;
mod sitemap;

use crate::site::Plan;

/// A kind of file for programs.
pub struct SiteFile {
    /// Name in documentation and tests.
    pub name: &'static str,
    /// What it is for.
    pub title: &'static str,
    /// The files: (address from the root, text).
    pub make: fn(&Plan<'_>) -> Vec<(String, String)>,
}

/// Every kind of file.
pub static FILES: &[&SiteFile] = &[
    &sitemap::FILE,
    &atom::FILE,
    &llms::FILE,
    &robots::FILE,
    &hosting::FILE,
    &citation::FILE,
];

/// All files of the site.
pub fn files(plan: &Plan<'_>) -> Vec<(String, Vec<u8>)> {
    let made = FILES.iter().flat_map(|file| (file.make)(plan));
    made.map(|(path, text)| (path, text.into_bytes())).collect()
}

/// Where the site stands, without a slash at its end.
fn base<'s>(plan: &'s Plan<'_>) -> Option<&'s str> {
    plan.site().settings.base_url.as_deref()
}

/// Text that can stand in XML, in an attribute, too; characters that XML forbids are left out.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}
