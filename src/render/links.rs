//! Links of finished pages, for finding those that lead nowhere.

use std::collections::{BTreeMap, HashSet};

/// What a page links to and what can be linked to in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageLinks {
    /// Values of `id`.
    pub ids: HashSet<String>,
    /// Values of `href`, in order.
    pub hrefs: Vec<String>,
}

impl PageLinks {
    /// Reads them from the markup of one of our own pages.
    pub fn of(html: &str) -> Self {
        let mut links = Self::default();
        for tag in html.split('<').skip(1) {
            let tag = &tag[..tag.find('>').unwrap_or(tag.len())];
            if let Some(id) = attribute(tag, "id") {
                links.ids.insert(id);
            }
            if let Some(href) = attribute(tag, "href").filter(|_| tag.starts_with("a ") || tag.starts_with("a\n")) {
                links.hrefs.push(href);
            }
        }
        links
    }
}

/// The value of an attribute, quoted or (after minifying) bare.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let at = tag
        .match_indices(name)
        .find(|(at, _)| tag[..*at].ends_with(char::is_whitespace) && tag[at + name.len()..].starts_with('='))?;
    let value = &tag[at.0 + name.len() + 1..];
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split(char::is_whitespace).next()?,
    };
    Some(
        value
            .replace("&amp;", "&")
            .replace("&quot;", "\"")
            .replace("&#39;", "'"),
    )
}

/// Pairs of page and link where the link leads to no file of the site, or to no anchor of a page. `pages` holds every
/// file of the site; files that are no pages hold no links.
pub fn broken_links(pages: &BTreeMap<String, PageLinks>) -> Vec<(&str, &str)> {
    let mut broken = Vec::new();
    // The page for a 404 is shown at any depth, so its addresses are no relative ones.
    for (page, links) in pages.iter().filter(|(page, _)| *page != "404.html") {
        for href in &links.hrefs {
            let scheme = href
                .split(['/', '#', '?'])
                .next()
                .is_some_and(|head| head.contains(':'));
            if scheme || href.starts_with("//") {
                continue;
            }
            let (path, anchor) = href.split_once('#').unwrap_or((href, ""));
            let path = path.split('?').next().unwrap_or("");
            let target = if path.is_empty() {
                Some(page.clone())
            } else {
                resolve(page, path)
            };
            let there = target.and_then(|target| pages.get(&target));
            // What holds "=" is read by a script (a search), not an anchor.
            let found =
                there.is_some_and(|there| anchor.is_empty() || anchor.contains('=') || there.ids.contains(anchor));
            if !found {
                broken.push((page.as_str(), href.as_str()));
            }
        }
    }
    broken
}

/// A relative path from a page, from the site's root; `None` where it leaves the site.
fn resolve(page: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            "" => return None,
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// Addresses of other sites, each with the first page that links to it, sorted.
pub fn external_links(pages: &BTreeMap<String, PageLinks>) -> Vec<(&str, &str)> {
    let mut links: BTreeMap<&str, &str> = BTreeMap::new();
    for (page, found) in pages {
        for href in &found.hrefs {
            if href.starts_with("https://") || href.starts_with("http://") {
                links.entry(href).or_insert(page);
            }
        }
    }
    links.into_iter().collect()
}

/// Pages to which no other page links, but for those that have their readers anyway.
pub fn orphans(pages: &BTreeMap<String, PageLinks>) -> Vec<&str> {
    const KNOWN: [&str; 2] = ["index.html", "404.html"];
    let mut linked: HashSet<String> = HashSet::new();
    for (page, found) in pages {
        for href in &found.hrefs {
            let path = href.split(['#', '?']).next().unwrap_or("");
            if path.is_empty() || path.contains(':') {
                continue;
            }
            if let Some(target) = resolve(page, path).filter(|target| target != page) {
                linked.insert(target);
            }
        }
    }
    let html = pages.keys().filter(|page| page.ends_with(".html"));
    // A page that only leads elsewhere has one link; it stands at the address of a former key.
    html.filter(|page| !KNOWN.contains(&page.as_str()) && !linked.contains(*page))
        .filter(|page| pages.get(*page).is_some_and(|links| links.hrefs.len() > 3))
        .map(String::as_str)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_followed_as_a_browser_does() {
        let home =
            PageLinks::of("<a href=\"a/b.html#x\">1</a> <a href=a/b.html#y>2</a> <a href='https://x.org/'>3</a>");
        let other =
            PageLinks::of("<p id=x><a href=\"../index.html\">1</a><a href=\"../../up.html\">2</a><a href=\"#z\">3</a>");
        let pages = BTreeMap::from([("index.html".to_owned(), home), ("a/b.html".to_owned(), other)]);
        assert_eq!(
            broken_links(&pages),
            [
                ("a/b.html", "../../up.html"),
                ("a/b.html", "#z"),
                ("index.html", "a/b.html#y")
            ]
        );
    }
}
