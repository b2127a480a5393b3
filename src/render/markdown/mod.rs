//! Authors' Markdown into HTML that fits under the page's headings and its content security policy.
//!
//! CommonMark with tables, footnotes, strike-through, task lists, definition lists, GitHub's alerts and formulas between
//! dollars. Raw HTML is shown as text. Addresses that begin with `site:` lead from the site's root; those that begin
//! with `cite:` are markers into the page's list of cited works. A footnote, and on request a cited work, stands in an
//! aside after the block that mentions it first; the style sheet puts it into the margin where there is room.

mod blocks;
mod notes;

use super::highlight::{html, tokens};
use crate::base::escape_html;
use crate::base::slug;
use crate::formula;
use crate::library::{Image, Images};
use crate::site::Words;
use notes::Notes;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use std::collections::{HashMap, HashSet};

/// How a text stands in its page.
#[derive(Clone, Debug, Default)]
pub struct MarkdownOptions {
    /// What leads from the page to the site's root.
    pub root: String,
    /// How many levels headings are lowered.
    pub shift: u8,
    /// What the ids of headings and footnotes begin with, on pages that show several texts.
    pub ids: String,
    /// HTML of the cited works that are to stand beside the text, by their numbers; empty for none.
    pub cited: Vec<String>,
}

/// Schemes that links may have.
const SCHEMES: [&str; 3] = ["http", "https", "mailto"];

/// What ends a marker of a cited work.
const CITED: &str = "</a></sup>";

/// Renders texts in the language and with the pictures of one review.
#[derive(Clone, Debug, Default)]
pub struct Markdown {
    words: Words,
    images: Images,
}

impl Markdown {
    /// A renderer that says `words` and knows `images`.
    pub fn new(words: Words, images: Images) -> Self {
        Self { words, images }
    }

    /// Renders `source`.
    pub fn html(&self, source: &str, options: &MarkdownOptions) -> String {
        let source = formula::settled(source);
        let extensions = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_SMART_PUNCTUATION
            | Options::ENABLE_MATH
            | Options::ENABLE_GFM;
        let (text, notes) = Notes::of(Parser::new_ext(&source, extensions), &options.ids);
        let mut writer = Writer {
            with: self,
            options,
            ids: HashSet::new(),
            numbers: HashMap::new(),
            links: Vec::new(),
            table: blocks::Table::default(),
            notes,
            quiet: false,
            out: Vec::with_capacity(text.len() + text.len() / 4),
        };
        writer.blocks(text);
        writer.last_notes();
        let mut out = String::with_capacity(source.len() * 3 / 2);
        pulldown_cmark::html::push_html(&mut out, writer.out.into_iter());
        out
    }
}

struct Writer<'o, 'e> {
    with: &'o Markdown,
    options: &'o MarkdownOptions,
    ids: HashSet<String>,
    numbers: HashMap<String, u32>,
    /// What ends each open link.
    links: Vec<&'static str>,
    /// The table that is being written.
    table: blocks::Table,
    notes: Notes<'e>,
    /// Notes are left waiting: what is written is a note itself.
    quiet: bool,
    out: Vec<Event<'e>>,
}

impl<'e> Writer<'_, 'e> {
    /// Writes blocks, each with the notes that it mentions first after it.
    fn blocks(&mut self, text: Vec<Event<'e>>) {
        let mut depth = 0usize;
        let mut events = text.into_iter();
        while let Some(event) = events.next() {
            match &event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    let mut code = String::new();
                    for event in events.by_ref() {
                        match event {
                            Event::Text(text) => code.push_str(&text),
                            Event::End(TagEnd::CodeBlock) => break,
                            _ => {}
                        }
                    }
                    depth = depth.saturating_sub(1);
                    self.html(code_block(&kind, &code));
                }
                Event::Start(Tag::Heading { level, id, .. }) => {
                    let inner = until(&mut events, |end| matches!(end, TagEnd::Heading(_)));
                    depth = depth.saturating_sub(1);
                    self.heading(level, id.as_deref(), inner);
                }
                Event::Start(Tag::Image { dest_url, title, .. }) => {
                    let inner = until(&mut events, |end| matches!(end, TagEnd::Image));
                    depth = depth.saturating_sub(1);
                    self.image(&dest_url, &title, &inner, false);
                }
                Event::Start(Tag::Paragraph) => {
                    let inner = until(&mut events, |end| matches!(end, TagEnd::Paragraph));
                    depth = depth.saturating_sub(1);
                    self.paragraph(inner);
                }
                Event::Start(Tag::Item) => {
                    let task = events
                        .as_slice()
                        .iter()
                        .take(2)
                        .any(|event| matches!(event, Event::TaskListMarker(_)));
                    self.html(if task { "<li class=\"task\">" } else { "<li>" });
                }
                event => self.event(event),
            }
            if depth == 0 && !self.quiet {
                self.flush_notes();
            }
        }
    }

    /// A paragraph; one that is a picture and nothing else is a figure.
    fn paragraph(&mut self, inner: Vec<Event<'e>>) {
        let alone = match inner.as_slice() {
            [Event::Start(Tag::Image { .. }), middle @ .., Event::End(TagEnd::Image)] => !middle
                .iter()
                .any(|event| matches!(event, Event::Start(Tag::Image { .. }))),
            _ => false,
        };
        match (alone, inner.first()) {
            (true, Some(Event::Start(Tag::Image { dest_url, title, .. }))) => {
                let (address, title) = (dest_url.clone(), title.clone());
                self.image(&address, &title, &inner, true);
            }
            _ => {
                self.html("<p>");
                self.inline(inner);
                self.html("</p>\n");
            }
        }
    }

    /// Writes what stands in one line of text.
    fn inline(&mut self, inner: Vec<Event<'e>>) {
        let mut events = inner.into_iter();
        while let Some(event) = events.next() {
            match event {
                Event::Start(Tag::Image { dest_url, title, .. }) => {
                    let inner = until(&mut events, |end| matches!(end, TagEnd::Image));
                    self.image(&dest_url, &title, &inner, false);
                }
                event => self.event(event),
            }
        }
    }

    fn html(&mut self, html: impl Into<CowStr<'e>>) {
        self.out.push(Event::Html(html.into()));
    }

    /// Writes one event that stands for itself.
    fn event(&mut self, event: Event<'e>) {
        let event = match event {
            Event::Html(text) | Event::InlineHtml(text) => {
                if text.trim_start().starts_with("<!--") {
                    return;
                }
                Event::Text(text)
            }
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            Event::Start(Tag::BlockQuote(Some(kind))) => return self.alert(kind),
            Event::End(TagEnd::BlockQuote(Some(_))) => Event::Html("</div>\n".into()),
            Event::End(TagEnd::Item) => Event::Html("</li>\n".into()),
            Event::TaskListMarker(done) => return self.task(done),
            Event::InlineMath(tex) => return self.formula(&tex, false),
            Event::DisplayMath(tex) => return self.formula(&tex, true),
            Event::FootnoteReference(name) => return self.mention(&name),
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            }) => self.open(link_type, &dest_url, &title),
            Event::End(TagEnd::Link) => Event::Html(self.links.pop().unwrap_or("</a>").into()),
            event => match self.table.html(&event, &self.with.words) {
                Some(html) => Event::Html(html.into()),
                None => event,
            },
        };
        self.out.push(event);
    }

    fn open(&mut self, kind: LinkType, dest: &str, title: &str) -> Event<'e> {
        let mut out = String::new();
        if dest == "raised:" {
            self.links.push("</sup>");
            return Event::InlineHtml("<sup class=\"cite\">".into());
        }
        if let Some(mark) = dest.strip_prefix("mention:") {
            self.note_work(mark);
            out.push_str("<span id=\"cite-");
            escape_html(mark, &mut out);
            out.push_str("\">");
            self.links.push("</span>");
            return Event::InlineHtml(out.into());
        }
        if let Some(mark) = dest.strip_prefix("named:") {
            let number = self.note_work(mark);
            out.push_str("<a role=\"doc-biblioref\" data-cite class=\"cited\" href=\"#cited-");
            escape_html(number, &mut out);
            out.push_str("\" id=\"cite-");
            escape_html(mark, &mut out);
            out.push_str("\">");
            self.links.push("</a>");
            return Event::InlineHtml(out.into());
        }
        if let Some(mark) = dest.strip_prefix("cite:") {
            let number = self.note_work(mark);
            // Two markers in a row are no number of two digits.
            let next = matches!(self.out.last(), Some(Event::Html(end)) if &**end == CITED);
            out.push_str(if next {
                "<sup class=\"cite\">,\u{2009}"
            } else {
                "<sup class=\"cite\">"
            });
            out.push_str("<a role=\"doc-biblioref\" data-cite href=\"#cited-");
            escape_html(number, &mut out);
            out.push_str("\" id=\"cite-");
            escape_html(mark, &mut out);
            out.push_str("\" aria-label=\"");
            escape_html(title, &mut out);
            out.push_str("\">");
            self.links.push(CITED);
            return Event::InlineHtml(out.into());
        }
        let address = match kind {
            LinkType::Email => format!("mailto:{dest}"),
            _ => self.address(dest),
        };
        out.push_str("<a href=\"");
        escape_html(&address, &mut out);
        if !title.is_empty() {
            out.push_str("\" title=\"");
            escape_html(title, &mut out);
        }
        out.push_str("\">");
        self.links.push("</a>");
        Event::InlineHtml(out.into())
    }

    /// Lets a work stand beside the block of its first mention; gives its number.
    fn note_work<'m>(&mut self, mark: &'m str) -> &'m str {
        let number = mark.trim_end_matches(|c: char| c.is_ascii_lowercase());
        if mark.strip_prefix(number) == Some("a") {
            self.notes.cite(number, &self.options.cited);
        }
        number
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

    fn heading(&mut self, level: HeadingLevel, given: Option<&str>, inner: Vec<Event<'e>>) {
        let words = plain(&inner);
        let mut base = format!("h-{}", slug(given.unwrap_or(&words), 60));
        if !self.options.ids.is_empty() {
            base = format!("h-{}-{}", slug(&self.options.ids, 60), &base[2..]);
        }
        let mut id = base.clone();
        while !self.ids.insert(id.clone()) {
            // Headings of the same words go on where the last one was.
            let number = self.numbers.entry(base.clone()).or_insert(1);
            *number += 1;
            id = format!("{base}-{number}");
        }
        let level = lowered(level, self.options.shift);
        self.html(format!("<{level} id=\"{id}\">"));
        self.inline(inner);
        let mut anchor = format!(" <a class=\"anchor\" href=\"#{id}\" aria-label=\"");
        escape_html(
            &self.with.words.say("markdown.anchor", &[("title", &words.trim())]),
            &mut anchor,
        );
        anchor.push_str("\">#</a>");
        self.html(format!("{anchor}</{level}>\n"));
    }

    /// A picture; what cannot be shown is said in its words.
    fn image(&mut self, address: &str, title: &str, inner: &[Event<'e>], figure: bool) {
        let alt = plain(inner);
        let (source, size) = match self.with.images.get(address) {
            Image::Here(path, size) => (format!("{}{}", self.options.root, path.replace(' ', "%20")), size),
            Image::Inline => (address.to_owned(), None),
            Image::Elsewhere | Image::Missing(_) => {
                let mut out = String::from("<span class=\"absent\">");
                escape_html(
                    &self.with.words.say("markdown.no-picture", &[("words", &alt)]),
                    &mut out,
                );
                out.push_str("</span>");
                return self.html(if figure { format!("<p>{out}</p>\n") } else { out });
            }
        };
        let mut out = String::from(if figure { "<figure><img src=\"" } else { "<img src=\"" });
        escape_html(&source, &mut out);
        out.push_str("\" alt=\"");
        escape_html(&alt, &mut out);
        out.push('"');
        if let Some((width, height)) = size {
            out.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
        }
        out.push_str(" loading=\"lazy\" decoding=\"async\">");
        if figure && !title.is_empty() {
            out.push_str("<figcaption>");
            escape_html(title, &mut out);
            out.push_str("</figcaption>");
        }
        out.push_str(if figure { "</figure>\n" } else { "" });
        self.html(out);
    }
}

/// What stands before the end that is wanted, without that end.
fn until<'e>(events: &mut impl Iterator<Item = Event<'e>>, end: impl Fn(&TagEnd) -> bool) -> Vec<Event<'e>> {
    let mut inner = Vec::new();
    let mut depth = 0usize;
    for event in events.by_ref() {
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(tag) if depth == 0 && end(tag) => break,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        inner.push(event);
    }
    inner
}

/// The words of some text, without what they look like.
fn plain(events: &[Event<'_>]) -> String {
    let mut words = String::new();
    for event in events {
        match event {
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) => words.push_str(text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    words
}

fn lowered(level: HeadingLevel, shift: u8) -> HeadingLevel {
    HeadingLevel::try_from(level as usize + usize::from(shift)).unwrap_or(HeadingLevel::H6)
}

fn code_block(kind: &CodeBlockKind<'_>, code: &str) -> String {
    let language = match kind {
        CodeBlockKind::Fenced(info) => info.split([' ', ',']).next().unwrap_or(""),
        CodeBlockKind::Indented => "",
    };
    let tokens = tokens(code, language);
    format!("<pre><code>{}</code></pre>\n", html(code, 0..code.len(), &tokens))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_the_policy_forbids_comes_through() {
        let text = "<script>alert(1)</script>\n\n[x](javascript:alert(1)) <b onclick=x>\n\n|a|\n|:-:|\n|b|\n\n[d](data:text/html,x)";
        let shown = Markdown::default().html(text, &MarkdownOptions::default());
        assert!(!shown.contains("<script"), "{shown}");
        assert!(!shown.contains("javascript:") && !shown.contains("data:"), "{shown}");
        assert!(!shown.contains("<b "), "{shown}");
        assert!(!shown.contains("style="), "{shown}");
    }
}
