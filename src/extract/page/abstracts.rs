//! The abstract and the keywords.

use super::Found;
use super::bare::{self, is_sentence};
use super::headings::{Section, is_abstract_label, is_opening_label, section_of};
use super::lines::{fold_blanks, is_prose, trim, trim_by};
use super::sections::{Block, Page};
use crate::base::Span;
use crate::record::{Field, ZoneKind};

/// The rule by which a text without a heading is taken for the abstract.
pub const UNHEADED: &str = "paragraph";

/// The page's abstract.
pub struct Abstract {
    /// From its first to its last word.
    pub span: Span,
    /// The line where it begins.
    pub line: usize,
    /// The line of its heading, if it has one.
    pub head: Option<usize>,
}

/// Finds the abstract: under its heading, or the one paragraph that reads like one.
pub fn find(page: &Page<'_>) -> Option<Abstract> {
    let body = page
        .blocks
        .iter()
        .position(|block| block.section == Section::Body && page.has_prose(block))
        .unwrap_or(page.blocks.len());
    let own = |(_, block): &(usize, &Block)| block.section == Section::Abstract && page.has_prose(block);
    let blocks = || page.blocks.iter().enumerate();
    // The last one before the paper's own text: boxes of other papers' abstracts stand above or after it. Of the same
    // abstract in several languages, which stand one under the other, the page's own comes first.
    let mut last = blocks().take(body).rfind(own).or_else(|| blocks().find(own));
    while let Some((index, block)) = last {
        let mut before = blocks().take(index).rev();
        let above = before.find(|(_, block)| block.section != Section::Keywords).filter(own);
        match above {
            Some((_, other)) if heading(page, other) != heading(page, block) => last = above,
            _ => break,
        }
    }
    let under = last.and_then(|(_, block)| in_block(page, block));
    // What stands under the next heading is no abstract, where this one has none.
    let empty = || blocks().any(|(index, block)| is_empty(page, block, page.blocks.get(index + 1)));
    under.or_else(|| {
        if empty() {
            None
        } else {
            bare::find(page).or_else(|| unheaded(page))
        }
    })
}

/// Whether the block is an abstract's heading with nothing before that of the paper's first part or its keywords.
fn is_empty(page: &Page<'_>, block: &Block, next: Option<&Block>) -> bool {
    let head = |block: &Block| {
        block
            .head
            .filter(|head| page.lines.get(*head).is_some_and(|line| !line.bullet))
    };
    block.section == Section::Abstract
        && block.inline.is_none()
        && block.lines.is_empty()
        && head(block).is_some_and(|head| super::headings::plain(page.line(head)) == "abstract")
        && next.is_some_and(|next| matches!(next.section, Section::Body | Section::Keywords) && head(next).is_some())
}

/// The words of the block's heading.
fn heading(page: &Page<'_>, block: &Block) -> String {
    block
        .head
        .map(|head| super::headings::plain(page.line(head)))
        .unwrap_or_default()
}

fn in_block(page: &Page<'_>, block: &Block) -> Option<Abstract> {
    let text = page.text;
    if let Some(inline) = block.inline.filter(|span| span.len() > 60) {
        return Some(Abstract {
            span: inline,
            line: block.head?,
            head: block.head,
        });
    }
    let mut first: Option<usize> = None;
    let mut last = 0;
    for index in block.lines.clone() {
        let line = &page.lines[index];
        let words = line.of(text);
        let label = is_abstract_label(words);
        let labelled = index > block.lines.start && is_opening_label(page.line(index - 1));
        let prose = words.len() >= 80 && !line.bullet && words.contains(' ') || is_prose(words);
        match first {
            None if prose => {
                first = Some(index);
                last = index;
            }
            // A label on its own line before the first paragraph: kept where it names more than the opening.
            None if label && !is_opening_label(words) && !line.bullet => {
                first = Some(index);
                last = index;
            }
            // A short first sentence under its label.
            None if labelled && !line.bullet && words.ends_with('.') && super::lines::words(words) >= 4 => {
                first = Some(index);
                last = index;
            }
            // A short first sentence, where nothing but sentences follows.
            None if is_sentence(words) && !line.bullet && sentences_until_prose(page, index, block.lines.end) => {
                first = Some(index);
                last = index;
            }
            None if index > block.lines.start + 25 => break,
            None => {}
            Some(_) if prose && words.len() < 250 && is_site_notice(words) => break,
            Some(_) if prose => last = index,
            Some(_) if label => {}
            // A short paragraph of a structured abstract: the line above is its label.
            Some(_)
                if is_abstract_label(page.line(index - 1))
                    && words.trim_end_matches(')').ends_with('.')
                    && !line.bullet =>
            {
                last = index;
            }
            Some(_) if line.bullet || index > last + 2 => break,
            // A short paragraph.
            Some(_) if index == last + 1 && words.len() >= 20 && is_sentence(words) && !is_site_notice(words) => {
                last = index;
            }
            // A short closing line of the same paragraph.
            Some(_) if !line.gap && words.ends_with('.') && words.len() > 30 => last = index,
            Some(_) => break,
        }
    }
    let first = first?;
    let mut span = page.lines[first].span.join(page.lines[last].span);
    // Databases say where they have it from.
    if let Some(rest) = span.of(text).strip_suffix("[ABSTRACT FROM AUTHOR]") {
        span = Span::new(span.start as usize, span.start as usize + rest.len());
    }
    // ": Volatile …": the colon belongs to the heading.
    span = trim_by(text, span, |c| c.is_whitespace() || c == ':');
    // A line that repeats the heading: "Abstract—In this study".
    for opening in ["Abstract", "ABSTRACT", "Summary"] {
        if let Some(rest) = span.of(text).strip_prefix(opening)
            && rest.starts_with(['.', ':', '—', '–', '-'])
        {
            let start = span.end as usize - rest.trim_start_matches(['.', ':', '—', '–', '-', ' ', '\u{a0}']).len();
            span = Span::new(start, span.end as usize);
        }
    }
    if span.len() > 20_000 {
        span = page.lines[first].span;
    }
    Some(Abstract {
        span,
        line: first,
        head: block.head,
    })
}

/// Whether from this line on there are only sentences, until one that is running text beyond doubt, or three of them.
fn sentences_until_prose(page: &Page<'_>, from: usize, end: usize) -> bool {
    let lines = from..end.min(from + 3);
    let enough = lines.len() == 3;
    for index in lines {
        let words = page.line(index);
        if is_prose(words) {
            return true;
        }
        if page.lines[index].bullet || !is_sentence(words) || is_site_notice(words) {
            return false;
        }
    }
    enough
}

/// Whether a paragraph is about the site and not about the paper.
pub fn is_site_notice(words: &str) -> bool {
    let lower = words.to_ascii_lowercase();
    [
        "cookie",
        "javascript",
        "browser",
        "subscription",
        "privacy policy",
        "terms of use",
        "found this document useful",
        "log in",
        "online access",
        "sign in",
        "subscriber",
        "creative commons",
        "all rights reserved",
        "competing interest",
        "publisher's note",
        "license",
        "licence",
        "copyright",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

/// Whether the line stands under a notice of the site, which ends nowhere in particular.
fn under_notice(page: &Page<'_>, index: usize) -> bool {
    const NOTICES: [&str; 7] = [
        "advertisement",
        "cookies notification",
        "cookies on this website",
        "quick search",
        "search",
        "share",
        "share this article",
    ];
    page.block_of(index)
        .filter(|block| block.section == Section::Boilerplate)
        .and_then(|block| block.head)
        .is_some_and(|head| NOTICES.contains(&super::headings::plain(page.line(head)).as_str()))
}

/// A page without headings: the only paragraph of an abstract's length.
fn unheaded(page: &Page<'_>) -> Option<Abstract> {
    let body = page
        .blocks
        .iter()
        .find(|block| block.section == Section::Body && page.has_prose(block))
        .map(|block| block.lines.start);
    let reach = body.unwrap_or(page.lines.len());
    let candidates: Vec<usize> = page
        .lines
        .iter()
        .enumerate()
        .take(reach)
        .filter(|(index, line)| {
            let words = line.of(page.text);
            !line.bullet
                && (300..=6_000).contains(&words.len())
                && is_prose(words)
                && words.matches(". ").count() >= 2
                && !is_site_notice(words)
                && (matches!(page.section(*index), Section::Front | Section::About) || under_notice(page, *index))
        })
        .map(|(index, _)| index)
        .collect();
    let [line] = candidates[..] else { return None };
    Some(Abstract {
        span: page.lines[line].span,
        line,
        head: None,
    })
}

/// Claims the abstract.
pub fn claim(page: &Page<'_>, abstract_: &Abstract, found: &mut Found) {
    let (rule, weight) = if abstract_.head.is_some() {
        ("heading:Abstract", 50)
    } else {
        (UNHEADED, 30)
    };
    found.claims.text(
        Field::Abstract,
        fold_blanks(abstract_.span.of(page.text)),
        abstract_.span,
        rule,
        weight,
    );
    found.zone(ZoneKind::Abstract, abstract_.span);
}

/// Claims keywords: under their heading or label, or an unlabelled line of them.
pub fn keywords(page: &Page<'_>, abstract_: Option<&Abstract>, found: &mut Found) {
    let text = page.text;
    let foreign_until =
        |index: usize| page.blocks.get(index.wrapping_sub(1)).map(|b| b.section) == Some(Section::Foreign);
    let mut claimed = false;
    for (index, block) in page.blocks.iter().enumerate() {
        if block.section != Section::Keywords || claimed || foreign_until(index) && abstract_.is_none() {
            continue;
        }
        let topics = block
            .head
            .is_some_and(|head| super::headings::plain(page.line(head)) == "subjects");
        let mut pieces = Vec::new();
        if let Some(inline) = block.inline {
            split(text, inline, &mut pieces);
        } else {
            let mut spaced: Option<bool> = None;
            for (nth, line) in page
                .lines
                .get(block.lines.clone())
                .unwrap_or_default()
                .iter()
                .take(40)
                .enumerate()
            {
                let words = line.of(text);
                // A column has a blank line between all its terms or between none.
                let even = nth == 0 || *spaced.get_or_insert(line.gap) == line.gap;
                let list = line.bullet || pieces.is_empty() || even && column(text, &pieces, line);
                // A term may have the words of a heading.
                let heading = !line.bullet && section_of(words).is_some();
                let fits = words.len() <= 600 && !is_prose(words) && !words.ends_with(':') && !heading;
                if !fits || !list && (line.gap || !words.contains([',', ';'])) {
                    break;
                }
                split(text, line.span, &mut pieces);
            }
        }
        pieces.retain(|piece| piece.len() <= 100 && super::lines::words(piece.of(text)) <= 9);
        let absent = pieces
            .iter()
            .any(|piece| piece.of(text).eq_ignore_ascii_case("not available"));
        let listed = block.inline.is_some()
            || pieces.len() > 1
            || page.lines.get(block.lines.start).is_some_and(|line| line.bullet);
        if pieces.is_empty() || pieces.len() > 40 || !listed || absent {
            continue;
        }
        let whole = pieces[0].join(pieces[pieces.len() - 1]);
        // HAL says in which language the terms are.
        pieces.retain(|piece| !matches!(piece.of(text), "en" | "fr" | "de" | "es" | "it" | "pt"));
        if !topics {
            for piece in &pieces {
                found.claims.text(
                    Field::Keyword,
                    fold_blanks(piece.of(text)),
                    *piece,
                    "label:Keywords",
                    70,
                );
            }
            claimed = true;
        }
        found.zone(ZoneKind::Keywords, whole);
    }
    if !claimed && let Some(abstract_) = abstract_.filter(|a| a.head.is_none()) {
        unlabelled(page, abstract_, found);
    }
}

/// One term a line, without bullets: each line so far gave one piece, and this one is as short.
fn column(text: &str, pieces: &[Span], line: &super::lines::Line) -> bool {
    let words = line.of(text);
    (!line.gap || words.len() <= 50 && !words.ends_with('.'))
        && words.len() <= 60
        && super::lines::words(words) <= 6
        && pieces
            .iter()
            .all(|piece| !text[piece.end as usize..].starts_with([',', ';']))
}

/// A line of comma-separated terms after an abstract, on a page that labels neither.
fn unlabelled(page: &Page<'_>, abstract_: &Abstract, found: &mut Found) {
    let text = page.text;
    for line in page.lines.iter().skip(abstract_.line + 1).take(30) {
        let words = line.of(text);
        if line.bullet || words.len() > 600 || !line.gap || words.ends_with('.') {
            continue;
        }
        if term_line(text, line.span, "term-line", 30, found) {
            return;
        }
    }
}

/// Claims a line of comma-separated terms as keywords, if it is one.
pub fn term_line(text: &str, line: Span, rule: &'static str, weight: u8, found: &mut Found) -> bool {
    let mut pieces = Vec::new();
    split(text, line, &mut pieces);
    let terms = pieces.iter().all(|piece| {
        let term = piece.of(text);
        super::lines::words(term) <= 6
            && term.len() <= 60
            && !term.contains(['.', ':', '©', '!', '?', '@', '/'])
            && !term.chars().all(|c| c.is_numeric() || c.is_whitespace())
    });
    let lower = pieces
        .iter()
        .filter(|piece| piece.of(text).chars().next().is_some_and(char::is_lowercase))
        .count();
    let fits = pieces.len() >= 3 && terms && lower * 2 > pieces.len();
    if fits {
        for piece in &pieces {
            found
                .claims
                .text(Field::Keyword, fold_blanks(piece.of(text)), *piece, rule, weight);
        }
        found.zone(ZoneKind::Keywords, line);
    }
    fits
}

/// Splits a line of keywords at semicolons, else at commas, bullets or bars.
fn split(text: &str, span: Span, out: &mut Vec<Span>) {
    let words = span.of(text);
    let separators: &[char] = if words.contains(';') {
        &[';']
    } else if words.contains(" · ") || words.contains('•') || words.contains(" | ") {
        &['·', '•', '|']
    } else {
        &[',']
    };
    let mut depth = 0_i32;
    let mut start = 0;
    let mut push = |from: usize, to: usize| {
        let piece = trim_by(text, Span::new(from, to).shift(span.start as usize), |c| {
            c.is_whitespace() || matches!(c, ',' | ';' | '.' | '·' | '•' | '|' | '*')
        });
        let piece = trim(text, piece);
        if !piece.is_empty() {
            out.push(piece);
        }
    };
    for (at, c) in words.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = (depth - 1).max(0),
            _ => {}
        }
        // "(1,3)-β-glucan" is one term; a comma between digits is no separator ("2,4-D").
        let inside = depth > 0 && c == ',';
        let digits = c == ','
            && words[..at].ends_with(|c: char| c.is_ascii_digit())
            && words[at + 1..].starts_with(|c: char| c.is_ascii_digit());
        if separators.contains(&c) && !inside && !digits {
            push(start, at);
            start = at + c.len_utf8();
        }
    }
    push(start, words.len());
}
