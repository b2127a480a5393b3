//! One HTML file of many pages, to be mailed: links, search and pictures work inside it, from a disk, without network.
//!
//! Every page is a section whose id is its address; an anchor `x` on the page `a/b.html` is `a/b.html#x`, so that a
//! link needs nothing but one more `#` before it. Without scripts the file is one long document in which all links
//! work; a small script shows one page at a time. The policy names each script and style by its digest.

use super::Files;
use super::markup::{Tag, element, rewrite};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// What is packed.
#[derive(Clone, Debug, Default)]
pub struct Single {
    /// Addresses of the pages, the first one first; none means all, the home page first.
    pub pages: Vec<String>,
    /// Where the whole site stands, for links to pages that are not packed.
    pub base_url: Option<String>,
}

/// Pages that only lead elsewhere.
const LEFT_OUT: [&str; 1] = ["404.html"];
/// The page whose ids scripts ask for by name.
const SEARCH: &str = "search.html";
/// Attributes that name ids of the same page.
const NAMING: [&str; 11] = [
    "aria-controls",
    "aria-describedby",
    "aria-labelledby",
    "aria-owns",
    "data-copy",
    "data-list",
    "data-status",
    "for",
    "headers",
    "id",
    "list",
];
const ROUTER: &str = include_str!("single.js");
const STYLE: &str = "\n[data-page][hidden]{display:none}\n";

/// The file; `Err` says what is missing.
pub fn single(files: &Files, what: &Single) -> Result<String, String> {
    let text = |path: &str| files.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let pages = chosen(files, what);
    let first = pages.first().ok_or("there is no page to pack")?;
    let packed: BTreeSet<&str> = pages.iter().map(String::as_str).collect();
    let links = Links {
        files,
        packed: &packed,
        base_url: what.base_url.as_deref(),
    };
    let home = text("index.html").ok_or("the site has no index.html")?;
    let (main, _) = element(home, "main").ok_or("the home page has no <main>")?;
    let (_, body) = element(home, "body").ok_or("the home page has no <body>")?;
    let body_at = body.as_ptr() as usize - home.as_ptr() as usize;
    let (before, after) = (&home[body_at..main.start], &home[main.end..body_at + body.len()]);

    let mut sections = String::new();
    for route in &pages {
        let html = text(route).ok_or_else(|| format!("{route} cannot be read"))?;
        let title = title(html);
        let (_, inner) = element(html, "main").ok_or_else(|| format!("{route} has no <main>"))?;
        sections.push_str(&format!(
            "<section id=\"{route}\" data-page data-title=\"{title}\" tabindex=\"-1\">"
        ));
        rewrite(inner, &mut sections, &mut |tag| links.lead(tag, route));
        sections.push_str("</section>\n");
    }
    let mut shell = [String::new(), String::new()];
    for (out, part) in shell.iter_mut().zip([before, after]) {
        let kept = links.without_dead_items(part);
        rewrite(&kept, out, &mut |tag| {
            tag.name != "script" && links.lead_shell(tag, first)
        });
    }

    let style = format!(
        "{}{STYLE}",
        text("assets/style.css").unwrap_or("").replace("</style", "<\\/style")
    );
    let mut scripts: Vec<String> = Vec::new();
    let data = files
        .keys()
        .filter(|path| path.starts_with("assets/search-") && path.ends_with(".js"));
    for path in ["assets/site.js", "assets/search.js"]
        .into_iter()
        .chain(data.map(String::as_str))
        .chain(["assets/find.js"])
    {
        let Some(code) = text(path) else { continue };
        scripts.push(match path.starts_with("assets/search-") {
            // Plain data: a sign in a string may be written otherwise.
            true => code.replace('<', "\\u003c"),
            false => code.replace("</script", "<\\/script").replace("<!--", "<\\!--"),
        });
    }
    scripts.push(ROUTER.to_owned());
    let early = text("assets/head.js").unwrap_or("").replace("</script", "<\\/script");
    let digests: Vec<String> = std::iter::once(&early)
        .chain(&scripts)
        .map(|code| digest(code))
        .collect();

    let mut out = String::with_capacity(sections.len() + (64 << 10));
    out.push_str("<!DOCTYPE html>\n");
    let mut root = start_tag(home, "html");
    root.attributes
        .retain(|a| !matches!(a.name.as_str(), "data-root" | "data-single"));
    root.write(&mut out);
    out.truncate(out.len() - 1);
    out.push_str(" data-root=\"#\" data-single>\n<head>\n<meta charset=\"utf-8\">\n");
    out.push_str(&format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {}; style-src {}; \
         img-src data:; base-uri 'none'; form-action 'none'\">\n",
        digests.join(" "),
        digest(&style)
    ));
    let title = text(first).map(title).unwrap_or_default();
    out.push_str(&format!(
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n"
    ));
    if let Some(icon) = files.get("assets/icon.svg") {
        out.push_str(&format!(
            "<link rel=\"icon\" type=\"image/svg+xml\" href=\"{}\">\n",
            data_uri("image/svg+xml", icon)
        ));
    }
    out.push_str(&format!(
        "<script>{early}</script>\n<style>{style}</style>\n</head>\n<body>"
    ));
    out.push_str(&shell[0]);
    out.push_str("<main id=\"main\" tabindex=\"-1\">\n");
    out.push_str(&sections);
    out.push_str("</main>");
    out.push_str(&shell[1]);
    for script in &scripts {
        out.push_str(&format!("<script>{script}</script>\n"));
    }
    out.push_str("</body>\n</html>\n");
    Ok(out)
}

/// The pages that are there, without those that only lead elsewhere.
fn chosen(files: &Files, what: &Single) -> Vec<String> {
    let usable = |path: &String| {
        path.ends_with(".html")
            && !LEFT_OUT.contains(&path.as_str())
            && files
                .get(path)
                .is_some_and(|bytes| !String::from_utf8_lossy(bytes).contains("http-equiv=refresh"))
            && files
                .get(path)
                .is_some_and(|bytes| !String::from_utf8_lossy(bytes).contains("http-equiv=\"refresh\""))
    };
    if what.pages.is_empty() {
        let mut pages: Vec<String> = files.keys().filter(|path| usable(path)).cloned().collect();
        pages.sort_by_key(|path| (path != "index.html", path.clone()));
        return pages;
    }
    let mut seen = BTreeSet::new();
    let wanted = what
        .pages
        .iter()
        .filter(|path| usable(path) && seen.insert((*path).clone()));
    wanted.cloned().collect()
}

/// Where links of packed pages lead.
struct Links<'f> {
    files: &'f Files,
    packed: &'f BTreeSet<&'f str>,
    base_url: Option<&'f str>,
}

impl Links<'_> {
    /// Leads the links of a tag of the page `route`, and gives its ids their place.
    fn lead(&self, tag: &mut Tag, route: &str) -> bool {
        let prefix = (route != SEARCH).then(|| format!("{route}#"));
        for attribute in &mut tag.attributes {
            let Some(value) = &mut attribute.value else { continue };
            if NAMING.contains(&attribute.name.as_str()) {
                if let Some(prefix) = &prefix {
                    let ids: Vec<String> = value.split_whitespace().map(|id| format!("{prefix}{id}")).collect();
                    *value = ids.join(" ");
                }
            } else if let Some(id) = value.strip_prefix("url(#") {
                *value = format!("url(#{}{id}", prefix.as_deref().unwrap_or(""));
            }
        }
        self.lead_links(tag, route);
        true
    }

    /// The same for what stands around all pages; its ids stay as they are.
    fn lead_shell(&self, tag: &mut Tag, first: &str) -> bool {
        if tag.get("href") == Some("index.html") && !self.packed.contains("index.html") {
            for attribute in tag.attributes.iter_mut().filter(|a| a.name == "href") {
                attribute.value = Some(first.to_owned());
            }
        }
        if tag.get("href") != Some("#main") {
            self.lead_links(tag, "index.html");
        }
        tag.attributes.retain(|attribute| attribute.name != "aria-current");
        true
    }

    fn lead_links(&self, tag: &mut Tag, route: &str) {
        tag.attributes.retain_mut(|attribute| {
            let Some(value) = &mut attribute.value else { return true };
            match attribute.name.as_str() {
                "href" => match self.target(value, route) {
                    Some(href) => *value = href,
                    None => return false,
                },
                "src" if !value.starts_with("data:") => match self.picture(value, route) {
                    Some(picture) => *value = picture,
                    None => return false,
                },
                _ => {}
            }
            true
        });
        // A link that leads nowhere here is plain text, and says so to nobody.
        if tag.name == "a" && tag.get("href").is_none() {
            tag.attributes
                .retain(|a| !matches!(a.name.as_str(), "rel" | "download" | "type"));
        }
    }

    /// What a link of the page `route` is in the packed file; `None` when its target is neither here nor known elsewhere.
    fn target(&self, href: &str, route: &str) -> Option<String> {
        if outside(href) {
            return Some(href.to_owned());
        }
        // What an address asks of the search page stands, in the packed file, where anchors do.
        let (path, anchor) = match href.split_once(['#', '?']) {
            Some((path, anchor)) => (path, Some(anchor)),
            None => (href, None),
        };
        let path = if path.is_empty() {
            route.to_owned()
        } else {
            joined(route, path)?
        };
        let anchor = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
        if self.packed.contains(path.as_str()) {
            return Some(match path.as_str() {
                SEARCH if !anchor.is_empty() && route == SEARCH => anchor,
                _ => format!("#{path}{anchor}"),
            });
        }
        let base = self.base_url?;
        Some(format!("{}/{path}{anchor}", base.trim_end_matches('/')))
    }

    fn picture(&self, src: &str, route: &str) -> Option<String> {
        if outside(src) {
            return None;
        }
        let path = joined(route, src.split(['?', '#']).next()?)?;
        let media = match path.rsplit_once('.')?.1 {
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "jpg" | "jpeg" => "image/jpeg",
            "webp" => "image/webp",
            "gif" => "image/gif",
            _ => return None,
        };
        Some(data_uri(media, self.files.get(&path)?))
    }

    /// Entries of the navigation whose page is not packed are left out.
    fn without_dead_items(&self, html: &str) -> String {
        let mut out = String::with_capacity(html.len());
        let mut rest = html;
        while let Some(start) = rest.find("<li>") {
            let Some(end) = rest[start..].find("</li>").map(|at| start + at + 5) else {
                break;
            };
            let item = &rest[start..end];
            let mut dead = false;
            rewrite(item, &mut String::new(), &mut |tag| {
                dead |= tag.get("href").is_some_and(|href| {
                    !outside(href) && joined("index.html", href).is_none_or(|path| !self.packed.contains(path.as_str()))
                });
                true
            });
            out.push_str(if dead { &rest[..start] } else { &rest[..end] });
            rest = &rest[end..];
        }
        out.push_str(rest);
        out
    }
}

/// The title of a page as it can stand in an attribute, too; drawings have titles of their own.
fn title(html: &str) -> String {
    let inner = html.split_once("<title>").map_or("", |(_, rest)| rest);
    inner.split("</title>").next().unwrap_or("").replace('"', "&quot;")
}

fn outside(href: &str) -> bool {
    let head = href.split(['/', '#', '?']).next().unwrap_or("");
    head.contains(':') || href.starts_with("//")
}

/// The address that `path` names on the page `route`; `None` where it leads out of the site.
fn joined(route: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = route.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn start_tag(html: &str, name: &str) -> Tag {
    let mut found = None;
    rewrite(html, &mut String::new(), &mut |tag| {
        if tag.name == name && found.is_none() {
            found = Some(tag.clone());
        }
        true
    });
    found.unwrap_or_else(|| Tag {
        name: name.to_owned(),
        ..Tag::default()
    })
}

/// `'sha256-…'`, as a policy names an inline script or style.
fn digest(code: &str) -> String {
    format!("'sha256-{}'", base64(&Sha256::digest(code.as_bytes())))
}

fn data_uri(media: &str, bytes: &[u8]) -> String {
    format!("data:{media};base64,{}", base64(bytes))
}

/// Base 64 (RFC 4648).
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let word = three.iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let sign = SIGNS[(word >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= three.len() { char::from(sign) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Files {
        let shell = |main: &str| {
            format!(
                "<!DOCTYPE html><html lang=en data-root=\"\"><head><title>T</title></head><body>\
                 <nav><ul><li><a href=a/b.html>B</a></li><li><a href=\"c.html\">C</a></li></ul></nav>\
                 <main id=main>{main}</main><footer></footer><script src=x.js></script></body></html>"
            )
        };
        let mut files = Files::new();
        let mut add = |path: &str, text: String| files.insert(path.to_owned(), text.into_bytes());
        add(
            "index.html",
            shell("<h1 id=top>Home</h1><a href=\"a/b.html#x\">b</a> <a href=#top>t</a> <a href=https://e.org>e</a>"),
        );
        add(
            "a/b.html",
            shell(
                "<p id=x aria-labelledby=\"x y\">B</p><a href=../c.html>c</a><img src=../p.png alt=\"\"><path marker-end=\"url(#tip)\"/>",
            ),
        );
        add("c.html", shell("<p>C</p>"));
        add("404.html", shell("gone"));
        add("p.png", "picture".into());
        add("assets/style.css", "p{}".into());
        add("assets/search-core-0.js", "f(\"</script>\")".into());
        files
    }

    #[test]
    fn the_page_for_a_404_allows_its_own_style_and_no_other() {
        let template = include_str!("../../themes/citeloom/templates/404.html");
        let style = template
            .split("<style>")
            .nth(1)
            .and_then(|rest| rest.split("</style>").next());
        assert!(template.contains(&digest(style.unwrap())), "{}", digest(style.unwrap()));
    }

    #[test]
    fn links_lead_within_the_file() {
        let html = single(&site(), &Single::default()).unwrap();
        for piece in [
            "<section id=\"index.html\" data-page data-title=\"T\"",
            "<h1 id=\"index.html#top\">",
            "<a href=\"#a/b.html#x\">b</a> <a href=\"#index.html#top\">t</a> <a href=\"https://e.org\">e</a>",
            "<p id=\"a/b.html#x\" aria-labelledby=\"a/b.html#x a/b.html#y\">",
            "<img src=\"data:image/png;base64,cGljdHVyZQ==\" alt=\"\">",
            "marker-end=\"url(#a/b.html#tip)\"",
            "f(\"\\u003c/script>\")",
            "data-root=\"#\" data-single>",
        ] {
            assert!(html.contains(piece), "{piece}\n{html}");
        }
        assert!(!html.contains("gone") && !html.contains("src=\"x.js\""));
        assert!(
            html.contains("script-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"),
            "of an empty script"
        );
    }

    #[test]
    fn what_is_not_packed_leads_to_the_site_or_nowhere() {
        let mut what = Single {
            pages: vec!["a/b.html".into()],
            base_url: None,
        };
        let html = single(&site(), &what).unwrap();
        assert!(html.contains("</p><a>c</a>"), "{html}");
        assert!(
            html.contains("<nav><ul><li><a href=\"#a/b.html\">B</a></li></ul></nav>"),
            "{html}"
        );
        what.base_url = Some("https://g.org/r/".into());
        assert!(
            single(&site(), &what)
                .unwrap()
                .contains("<a href=\"https://g.org/r/c.html\">c</a>")
        );
    }
}
