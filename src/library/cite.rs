//! Citations and links in the authors' Markdown: `[@key]`, `[see @a, p. 3; @b]`, `@key`, `[-@key]`, `[[name]]`.
//!
//! The syntax is Pandoc's: a citation key begins with a letter, digit or `_` after `@`, and may hold inner punctuation;
//! a key in braces (`@{…}`) may hold anything. An `@` inside a word (an e-mail address) is no citation.

use crate::base::Span;
use crate::formula;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// One cited key within a citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CiteItem {
    /// The key as written, without `@`: a key of an article or work, a DOI, `pmid:…`, or `PMC…`.
    pub key: String,
    /// Where `@key` stands.
    pub span: Span,
    /// Words before it (`see`).
    pub prefix: String,
    /// Words after it (`p. 3`); with the comma before them, if there is one.
    pub suffix: String,
    /// The author is not to be named (`-@key`).
    pub suppress_author: bool,
}

/// A citation: one bracket with its items, or one key in running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The whole citation in the text.
    pub span: Span,
    /// What it cites.
    pub items: Vec<CiteItem>,
    /// It stands in brackets.
    pub bracketed: bool,
}

/// A link by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameLink {
    /// The whole link in the text.
    pub span: Span,
    /// The name.
    pub name: String,
    /// Other words to show (`[[name|words]]`).
    pub label: Option<String>,
}

/// Citations and links of a Markdown text, in order; those in code are none. Spans point into `markdown`.
pub fn find(markdown: &str) -> (Vec<Citation>, Vec<NameLink>) {
    let mut citations = Vec::new();
    let mut links = Vec::new();
    if !markdown.contains(['@', '[']) {
        return (citations, links);
    }
    for range in prose(markdown) {
        scan(&markdown[range.clone()], range.start, &mut citations, &mut links);
    }
    (citations, links)
}

/// Bytes of a sentence that are looked at before a citation, and after it. A text without full stops would else be repeated
/// whole for each of its citations.
const REACH: usize = 2_000;

/// The sentence around a citation, for "cited by … with the words"; of one without end the words nearby.
pub fn sentence_around(markdown: &str, span: Span) -> &str {
    let before = &markdown[..markdown.floor_char_boundary(span.start as usize)];
    let after = markdown.get(span.end as usize..).unwrap_or("");
    let first = markdown.floor_char_boundary(before.len().saturating_sub(REACH));
    let last = after.floor_char_boundary(REACH);
    let stop = |text: &str, at: usize| {
        text[at..].starts_with(['.', '!', '?']) && text[at + 1..].starts_with(|c: char| c.is_whitespace())
    };
    let start = before
        .char_indices()
        .rev()
        .map(|(at, c)| (at, c == '\n' && before[..at].ends_with('\n') || stop(before, at)))
        .take_while(|(at, _)| *at >= first)
        .find_map(|(at, ends)| ends.then_some(at + 1));
    let start = start.unwrap_or_else(|| match first {
        0 => 0,
        _ => before[first..].find(char::is_whitespace).map_or(first, |at| first + at),
    });
    let end = after[..last]
        .char_indices()
        .find(|(at, c)| {
            *c == '\n' && after[at + 1..].starts_with('\n')
                || (matches!(c, '.' | '!' | '?') && after[at + 1..].chars().next().is_none_or(char::is_whitespace))
        })
        .map(|(at, c)| at + usize::from(c != '\n'));
    let end = end.unwrap_or_else(|| match last < after.len() {
        true => after[..last].rfind(char::is_whitespace).unwrap_or(last),
        false => last,
    });
    markdown[start..(markdown.len() - after.len()) + end].trim()
}

/// Ranges of running text: neighbouring text events are one range; code, formulas and raw HTML are left out.
fn prose(markdown: &str) -> Vec<std::ops::Range<usize>> {
    let mut ranges: Vec<std::ops::Range<usize>> = Vec::new();
    let mut code = 0usize;
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_MATH;
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => code += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => code = code.saturating_sub(1),
            Event::InlineMath(_) | Event::DisplayMath(_) if formula::is_formula(markdown, &range) => {}
            Event::Text(_) | Event::InlineMath(_) if code == 0 => match ranges.last_mut() {
                // Brackets are events of their own; a citation may run over a line end.
                Some(last) if range.start <= last.end + 1 && range.end >= last.end => last.end = range.end,
                _ => ranges.push(range),
            },
            Event::SoftBreak if code == 0 => {
                if let Some(last) = ranges.last_mut().filter(|last| last.end == range.start) {
                    last.end = range.end;
                }
            }
            _ => {}
        }
    }
    ranges
}

fn scan(text: &str, offset: usize, citations: &mut Vec<Citation>, links: &mut Vec<NameLink>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(step) = bytes[at..].iter().position(|b| matches!(b, b'@' | b'[')) {
        at += step;
        if bytes[at] == b'[' {
            if let Some((link, end)) = name_link(text, at, offset) {
                links.push(link);
                at = end;
                continue;
            }
            if let Some((citation, end)) = bracketed(text, at, offset) {
                citations.push(citation);
                at = end;
                continue;
            }
            at += 1;
        } else {
            let inside_word = text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '\\'));
            match key_at(text, at).filter(|_| !inside_word) {
                Some((key, end)) => {
                    let (suffix, whole) = place_after(text, end);
                    citations.push(Citation {
                        span: Span::new(offset + at, offset + whole),
                        items: vec![CiteItem {
                            key,
                            span: Span::new(offset + at, offset + end),
                            prefix: String::new(),
                            suffix: suffix.to_owned(),
                            suppress_author: false,
                        }],
                        bracketed: false,
                    });
                    at = whole;
                }
                None => at += 1,
            }
        }
    }
}

/// The place in the work that follows a key in running text, `@key [p. 33]`: its words, and where it ends.
fn place_after(text: &str, end: usize) -> (&str, usize) {
    let rest = &text[end..];
    let open = rest.strip_prefix(' ').unwrap_or(rest);
    let skipped = rest.len() - open.len() + 1;
    let inner = open.strip_prefix('[').and_then(|inner| {
        let length = inner.find([']', '['])?;
        let (words, after) = inner.split_at(length);
        let link = after.starts_with("](") || after.starts_with("][") || after.starts_with('[');
        (!link && !words.contains(['@', '\n']) && words.contains(|c: char| c.is_ascii_digit())).then_some(words)
    });
    match inner {
        Some(words) => (words.trim(), end + skipped + words.len() + 1),
        None => ("", end),
    }
}

fn name_link(text: &str, at: usize, offset: usize) -> Option<(NameLink, usize)> {
    let inner = text[at..].strip_prefix("[[")?;
    let length = inner.find("]]")?;
    let inner = &inner[..length];
    // Authors wrap their lines: one line end is a blank, an empty line ends the paragraph and so the link.
    let blank_line = inner.lines().skip(1).any(|line| line.trim().is_empty());
    if inner.contains('[') || blank_line || inner.trim().is_empty() {
        return None;
    }
    let inner = inner.split_whitespace().collect::<Vec<_>>().join(" ");
    let inner = inner.as_str();
    let (name, label) = match inner.split_once('|') {
        Some((name, label)) => (name, Some(label.trim().to_owned())),
        None => (inner, None),
    };
    let end = at + 2 + length + 2;
    let link = NameLink {
        span: Span::new(offset + at, offset + end),
        name: name.trim().to_owned(),
        label,
    };
    Some((link, end))
}

fn bracketed(text: &str, at: usize, offset: usize) -> Option<(Citation, usize)> {
    let inner_start = at + 1;
    let length = text[inner_start..].find([']', '['])?;
    let inner_end = inner_start + length;
    if !text[inner_end..].starts_with(']') || text[inner_end + 1..].starts_with('(') {
        return None;
    }
    let inner = &text[inner_start..inner_end];
    if !inner.contains('@') {
        return None;
    }
    let mut items = Vec::new();
    let mut from = inner_start;
    for part in inner.split(';') {
        let part_start = from;
        from += part.len() + 1;
        let sign = part_start + part.find('@')?;
        let (key, end) = key_at(text, sign)?;
        let before = &text[part_start..sign];
        let suppress_author = before.ends_with('-');
        items.push(CiteItem {
            key,
            span: Span::new(offset + sign, offset + end),
            prefix: before.trim_end_matches('-').trim().to_owned(),
            suffix: text[end.min(part_start + part.len())..part_start + part.len()]
                .trim()
                .to_owned(),
            suppress_author,
        });
    }
    let citation = Citation {
        span: Span::new(offset + at, offset + inner_end + 1),
        items,
        bracketed: true,
    };
    Some((citation, inner_end + 1))
}

/// The key after the `@` at `at`, and where it ends.
fn key_at(text: &str, at: usize) -> Option<(String, usize)> {
    let rest = text.get(at + 1..)?;
    if let Some(braced) = rest.strip_prefix('{') {
        let length = braced.find('}')?;
        let key = braced[..length].trim();
        return (!key.is_empty()).then(|| (key.to_owned(), at + 2 + length + 1));
    }
    if !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let mut end = 0;
    let mut chars = rest.char_indices().peekable();
    while let Some((index, c)) = chars.next() {
        let inner = |c: char| ":.#$%&-+?<>~/_()".contains(c);
        if c.is_alphanumeric() || c == '_' {
            end = index + c.len_utf8();
        } else if inner(c)
            && chars
                .peek()
                .is_some_and(|(_, next)| next.is_alphanumeric() || inner(*next))
        {
            // Punctuation belongs to a key only with a letter or digit after it.
        } else {
            break;
        }
    }
    Some((rest[..end].to_owned(), at + 1 + end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(markdown: &str) -> Vec<String> {
        let (citations, _) = find(markdown);
        citations.into_iter().flat_map(|c| c.items).map(|i| i.key).collect()
    }

    #[test]
    fn pandoc_citations_are_found_and_code_is_left_alone() {
        assert_eq!(keys("As shown [@dumas2019]."), ["dumas2019"]);
        assert_eq!(keys("[see @a, p. 3; -@b-c]"), ["a", "b-c"]);
        assert_eq!(keys("@rummelt2021 says; mail me@example.org"), ["rummelt2021"]);
        assert_eq!(keys("`[@x]` and\n\n```\n[@y]\n```\n"), Vec::<String>::new());
        assert_eq!(
            keys("[@10.1038/s41375-020-01077-1] and [@pmid:22820254]."),
            ["10.1038/s41375-020-01077-1", "pmid:22820254"]
        );
        assert_eq!(keys("$a_{[@x]}$ costs $5-$6 [@y]"), ["y"]);
        assert_eq!(keys("[text](https://x.org/@me)"), Vec::<String>::new());
        assert_eq!(keys("@{https://example.org/x y}"), ["https://example.org/x y"]);
        assert_eq!(
            keys("- one [@a]\n- two [@b]\n\n| t |\n|---|\n| [@c] |\n"),
            ["a", "b", "c"]
        );
    }

    #[test]
    fn spans_and_words_are_kept() {
        let text = "Über [see @a, p. 3] mehr.";
        let (citations, _) = find(text);
        assert_eq!(citations[0].span.of(text), "[see @a, p. 3]");
        assert_eq!(citations[0].items[0].prefix, "see");
        assert_eq!(citations[0].items[0].suffix, ", p. 3");
        let text = "@a [p. 33] says, @b [see below] and @c [1](x)";
        let (citations, _) = find(text);
        let found: Vec<(&str, &str)> = citations
            .iter()
            .map(|c| (c.span.of(text), c.items[0].suffix.as_str()))
            .collect();
        assert_eq!(found, [("@a [p. 33]", "p. 33"), ("@b", ""), ("@c", "")]);
        let (_, links) = find("see [[axl|the receptor]] and [[FLT3]]");
        assert_eq!(links[0].name, "axl");
        assert_eq!(links[0].label.as_deref(), Some("the receptor"));
        assert_eq!(links[1].name, "FLT3");
        let (_, links) = find("goes with [[axl|the receptor\nAXL]], not with [[a\n\nb]]");
        assert_eq!(links.len(), 1);
        assert_eq!(links[0].label.as_deref(), Some("the receptor AXL"));
    }

    #[test]
    fn a_context_is_one_sentence() {
        let text = "First one. AXL is up [@a] in niches. Third.";
        let span = find(text).0[0].span;
        assert_eq!(sentence_around(text, span), "AXL is up [@a] in niches.");
        // Words without an end are not repeated whole.
        let words = "wörd ".repeat(4_000);
        let text = format!("{words}[@a] {words}");
        let around = sentence_around(&text, Span::new(words.len(), words.len() + 4));
        assert!(
            around.contains("wörd [@a] wörd") && around.len() < 2 * REACH + 10,
            "{}",
            around.len()
        );
        assert!(around.starts_with("wörd ") && around.ends_with(" wörd"));
    }
}
