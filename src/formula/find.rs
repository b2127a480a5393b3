//! Finding formulas among dollars.

use crate::base::Span;
use pulldown_cmark::{Event, Options, Parser};
use std::borrow::Cow;
use std::ops::Range;

/// A formula of a Markdown text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    /// Where it stands, dollars included.
    pub span: Span,
    /// Its TeX, without the dollars and without what marks lines of quotes and lists.
    pub tex: String,
    /// It stands on lines of its own (`$$…$$`).
    pub display: bool,
}

impl Formula {
    /// The place of a range of bytes of its TeX in the text that it was found in; the whole formula where the two differ.
    pub fn place(&self, markdown: &str, range: Range<usize>) -> Span {
        let inner = self.span.of(markdown).find(&self.tex).filter(|_| !self.tex.is_empty());
        match inner {
            Some(at) if range.end <= self.tex.len() => {
                let start = self.span.start as usize + at;
                // A place at the very end is shown by the last letter.
                let from = range.start.min(self.tex.len().saturating_sub(1));
                let from = (0..=from).rev().find(|at| self.tex.is_char_boundary(*at)).unwrap_or(0);
                Span::new(start + from, start + range.end.max(from))
            }
            _ => self.span,
        }
    }
}

/// How often a text is looked at again after a dollar was found to be money, which may change what the others are.
const PASSES: usize = 8;

/// The formulas of a text, in order.
pub fn find(markdown: &str) -> Vec<Formula> {
    if !markdown.contains('$') {
        return Vec::new();
    }
    let (settled, moved) = settle(markdown);
    let mut found = Vec::new();
    for (event, range) in events(&settled) {
        let (tex, display) = match &event {
            Event::InlineMath(tex) => (tex, false),
            Event::DisplayMath(tex) => (tex, true),
            _ => continue,
        };
        // Backslashes that were put in are no part of the author's text.
        let back = |at: usize| at - moved.partition_point(|put| *put < at);
        found.push(Formula {
            span: Span::new(back(range.start), back(range.end)),
            tex: tex.to_string(),
            display,
        });
    }
    found
}

/// Whether what the dollars at `range` of `markdown` enclose is a formula and no money.
pub fn is_formula(markdown: &str, range: &Range<usize>) -> bool {
    let inner = markdown.get(range.clone()).unwrap_or("");
    if inner.starts_with("$$") {
        return true;
    }
    let after = markdown.get(range.end..).unwrap_or("");
    let before = markdown.get(..range.start).unwrap_or("");
    let inner = inner.strip_prefix('$').and_then(|inner| inner.strip_suffix('$'));
    inner.is_some_and(|inner| !has_dollar(inner))
        && !after.starts_with(|c: char| c.is_ascii_digit())
        && !before.ends_with(char::is_alphanumeric)
}

/// The text with a backslash before dollars that a parser would take for the start of a formula, and that is none.
pub fn settled(markdown: &str) -> Cow<'_, str> {
    if !markdown.contains('$') {
        return Cow::Borrowed(markdown);
    }
    settle(markdown).0
}

/// The settled text, and where in it backslashes were put.
fn settle(markdown: &str) -> (Cow<'_, str>, Vec<usize>) {
    let mut text = Cow::Borrowed(markdown);
    let mut put: Vec<usize> = Vec::new();
    for pass in 0..=PASSES {
        let mut money: Vec<usize> = Vec::new();
        for (event, range) in events(&text) {
            if matches!(event, Event::InlineMath(_)) && !is_formula(&text, &range) {
                money.push(range.start);
                // What still is unclear after so many looks is text, every dollar of it.
                if pass == PASSES {
                    let dollars = text[range.clone()].match_indices('$').skip(1);
                    money.extend(dollars.map(|(at, _)| range.start + at));
                }
            }
        }
        if money.is_empty() {
            break;
        }
        let mut out = String::with_capacity(text.len() + money.len());
        let mut at = 0;
        let mut places = Vec::with_capacity(put.len() + money.len());
        let mut old = put.iter().peekable();
        for dollar in &money {
            while let Some(place) = old.next_if(|place| **place < *dollar) {
                places.push(place + places.len() - (put.len() - old.len() - 1));
            }
            out.push_str(&text[at..*dollar]);
            places.push(out.len());
            out.push('\\');
            at = *dollar;
        }
        while let Some(place) = old.next() {
            places.push(place + places.len() - (put.len() - old.len() - 1));
        }
        out.push_str(&text[at..]);
        put = places;
        text = Cow::Owned(out);
    }
    (text, put)
}

fn has_dollar(text: &str) -> bool {
    text.match_indices('$').any(|(at, _)| !text[..at].ends_with('\\'))
}

fn events(markdown: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
        | Options::ENABLE_MATH;
    Parser::new_ext(markdown, options).into_offset_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(markdown: &str) -> Vec<&str> {
        find(markdown).iter().map(|formula| formula.span.of(markdown)).collect()
    }

    #[test]
    fn money_is_no_formula() {
        for text in [
            "It costs $5 and $10.",
            "between $5-$10, or $5–$7",
            "from US$5 to A$7 and CA$9",
            "$20/$30 or $1,$2",
            "a lone $ and another $ here",
            "`$x$` and\n\n    $y$\n",
            "\\$x$",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn formulas_are_found_beside_money() {
        assert_eq!(found("of $5-$10 and $K_d$ of 3 nM"), ["$K_d$"]);
        assert_eq!(found("ä $x$, ($y$). $$\\sum$$"), ["$x$", "$y$", "$$\\sum$$"]);
        assert_eq!(found("$5-$6 $5-$6 then $a_b$ $5-$6 and $c$"), ["$a_b$", "$c$"]);
        assert_eq!(found("| a |\n|---|\n| $x$ |\n"), ["$x$"]);
        let quoted = "> $$a\n> = b$$\n";
        assert_eq!(find(quoted)[0].tex, "a\n= b");
        assert!(find(quoted)[0].display);
    }

    #[test]
    fn a_place_in_the_tex_is_a_place_in_the_text() {
        let text = "costs $5-$6; then $a + \\foo$.";
        let formula = &find(text)[0];
        assert_eq!(formula.tex, "a + \\foo");
        assert_eq!(formula.place(text, 4..8).of(text), "\\foo");
        assert_eq!(formula.place(text, 8..8).of(text), "o");
    }
}
