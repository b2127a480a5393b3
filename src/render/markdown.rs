//! Authors' Markdown into HTML that fits under the page's headings and its content security policy.
//!
//! CommonMark with tables, footnotes, strike-through, task lists, definition lists and GitHub's admonitions. Raw HTML
//! is shown as text. Addresses that begin with `site:` lead from the site's root; those that begin with `cite:` are
//! markers into the page's list of cited works.

use super::highlight::{escape, html, tokens};
use crate::base::slug;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use std::collections::HashSet;

/// How a text stands in its page.
#[derive(Clone, Debug, Default)]
pub struct MarkdownOptions {
    /// What leads from the page to the site's root.
    pub root: String,
    /// How many levels headings are lowered.
    pub shift: u8,
    /// What the ids of headings begin with, on pages that show several texts.
    pub ids: String,
}

/// Schemes that links and pictures may have.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// Renders `source`.
pub fn markdown(source: &str, options: &MarkdownOptions) -> String {
    let extensions = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_GFM;
    let mut writer = Writer {
        options,
        ids: HashSet::new(),
        links: Vec::new(),
    };
    let mut events: Vec<Event<'_>> = Vec::new();
    let mut parser = Parser::new_ext(source, extensions);
    while let Some(event) = parser.next() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                let mut code = String::new();
                for event in parser.by_ref() {
                    match event {
                        Event::Text(text) => code.push_str(&text),
                        Event::End(TagEnd::CodeBlock) => break,
                        _ => {}
                    }
                }
                events.push(Event::Html(code_block(&kind, &code)));
            }
            Event::Start(Tag::Heading { level, id, .. }) => {
                let mut inner: Vec<Event<'_>> = Vec::new();
                for event in parser.by_ref() {
                    if matches!(event, Event::End(TagEnd::Heading(_))) {
                        break;
                    }
                    inner.push(event);
                }
                let id = writer.heading_id(id.as_deref(), &inner);
                let level = lowered(level, options.shift);
                events.push(Event::Html(format!("<{level} id=\"{id}\">").into()));
                events.extend(inner.into_iter().filter_map(|event| writer.event(event)));
                events.push(Event::Html(format!("</{level}>\n").into()));
            }
            event => events.extend(writer.event(event)),
        }
    }
    let mut out = String::with_capacity(source.len() * 3 / 2);
    pulldown_cmark::html::push_html(&mut out, events.into_iter());
    out
}

struct Writer<'o> {
    options: &'o MarkdownOptions,
    ids: HashSet<String>,
    /// What ends each open link.
    links: Vec<&'static str>,
}

impl Writer<'_> {
    fn event<'e>(&mut self, event: Event<'e>) -> Option<Event<'e>> {
        Some(match event {
            Event::Html(text) | Event::InlineHtml(text) => {
                if text.trim_start().starts_with("<!--") {
                    return None;
                }
                Event::Text(text)
            }
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            Event::Start(Tag::Table(alignments)) => {
                // Alignment would be written as `style=`, which the page's policy forbids.
                let plain = vec![pulldown_cmark::Alignment::None; alignments.len()];
                return Some(Event::Start(Tag::Table(plain)));
            }
            Event::TaskListMarker(done) => Event::Text(if done { "☑ ".into() } else { "☐ ".into() }),
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            }) => self.open(link_type, &dest_url, &title),
            Event::End(TagEnd::Link) => Event::Html(self.links.pop().unwrap_or("</a>").into()),
            Event::Start(Tag::Image {
                link_type,
                dest_url,
                title,
                id,
            }) => Event::Start(Tag::Image {
                link_type,
                dest_url: self.address(&dest_url).into(),
                title,
                id,
            }),
            other => other,
        })
    }

    fn open<'e>(&mut self, kind: LinkType, dest: &str, title: &str) -> Event<'e> {
        let mut out = String::new();
        if let Some(mark) = dest.strip_prefix("cite:") {
            let number = mark.trim_end_matches(|c: char| c.is_ascii_lowercase());
            out.push_str("<sup class=\"cite\"><a role=\"doc-biblioref\" data-cite href=\"#cited-");
            escape(number, &mut out);
            out.push_str("\" id=\"cite-");
            escape(mark, &mut out);
            out.push_str("\" aria-label=\"");
            escape(title, &mut out);
            out.push_str("\">");
            self.links.push("</a></sup>");
            return Event::InlineHtml(out.into());
        }
        let address = match kind {
            LinkType::Email => format!("mailto:{dest}"),
            _ => self.address(dest),
        };
        out.push_str("<a href=\"");
        escape(&address, &mut out);
        if !title.is_empty() {
            out.push_str("\" title=\"");
            escape(title, &mut out);
        }
        out.push_str("\">");
        self.links.push("</a>");
        Event::InlineHtml(out.into())
    }

    /// The address of a link: from the root, or elsewhere by a scheme that is allowed.
    fn address(&self, dest: &str) -> String {
        if let Some(route) = dest.strip_prefix("site:") {
            return format!("{}{route}", self.options.root);
        }
        // Browsers pass over line ends and tabulators in addresses, and over control characters before them.
        let dest: String = dest.chars().filter(|c| !c.is_control()).collect();
        let dest = dest.trim();
        let scheme = dest.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| {
            !scheme.is_empty()
                && scheme
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'+' || b == b'-' || b == b'.')
        });
        match scheme {
            Some(scheme) if !SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known)) => "#".to_owned(),
            _ => dest.replace(' ', "%20"),
        }
    }

    fn heading_id(&mut self, given: Option<&str>, inner: &[Event<'_>]) -> String {
        let mut words = String::new();
        for event in inner {
            if let Event::Text(text) | Event::Code(text) = event {
                words.push_str(text);
            }
        }
        let mut base = format!("h-{}", slug(given.unwrap_or(&words), 60));
        if !self.options.ids.is_empty() {
            base = format!("h-{}-{}", slug(&self.options.ids, 60), &base[2..]);
        }
        let mut id = base.clone();
        let mut number = 2u32;
        while !self.ids.insert(id.clone()) {
            id = format!("{base}-{number}");
            number += 1;
        }
        id
    }
}

fn lowered(level: HeadingLevel, shift: u8) -> HeadingLevel {
    HeadingLevel::try_from(level as usize + usize::from(shift)).unwrap_or(HeadingLevel::H6)
}

fn code_block(kind: &CodeBlockKind<'_>, code: &str) -> CowStr<'static> {
    let language = match kind {
        CodeBlockKind::Fenced(info) => info.split([' ', ',']).next().unwrap_or(""),
        CodeBlockKind::Indented => "",
    };
    let tokens = tokens(code, language);
    format!("<pre><code>{}</code></pre>\n", html(code, 0..code.len(), &tokens)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn render(source: &str) -> String {
        let options = MarkdownOptions {
            root: "../".into(),
            shift: 1,
            ..MarkdownOptions::default()
        };
        markdown(source, &options)
    }

    #[test]
    fn headings_fit_under_the_page_and_have_anchors_of_their_own() {
        let shown = render("# One\n\n# One\n\n###### Six");
        assert!(shown.contains("<h2 id=\"h-one\">One</h2>"), "{shown}");
        assert!(shown.contains("<h2 id=\"h-one-2\">One</h2>"));
        assert!(shown.contains("<h6 id=\"h-six\">Six</h6>"));
    }

    #[test]
    fn nothing_that_the_policy_forbids_comes_through() {
        let shown = render("<script>alert(1)</script>\n\n[x](javascript:alert(1)) <b onclick=x>\n\n|a|\n|:-:|\n|b|\n");
        assert!(!shown.contains("<script"), "{shown}");
        assert!(!shown.contains("javascript:"), "{shown}");
        assert!(!shown.contains("<b "), "{shown}");
        assert!(!shown.contains("style="), "{shown}");
    }

    #[test]
    fn citations_and_links_lead_where_they_should() {
        let shown = render("so[3](cite:3b \"Reference 3: Dumas \\\"x\\\"\") and [AXL](site:genes/axl.html)");
        assert!(shown.contains("href=\"#cited-3\" id=\"cite-3b\""), "{shown}");
        assert!(
            shown.contains("aria-label=\"Reference 3: Dumas &quot;x&quot;\">3</a></sup>"),
            "{shown}"
        );
        assert!(shown.contains("<a href=\"../genes/axl.html\">AXL</a>"));
    }
}
