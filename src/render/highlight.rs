//! Coloured code: syntect's scopes as a handful of classes, for light and dark alike.

use crate::base::escape_html;
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

/// Longer texts, in bytes, and longer lines stay plain: colouring takes time in proportion to both.
const LONGEST: usize = 400_000;
const LONGEST_LINE: usize = 20_000;

/// Scopes and the classes they are shown by; the longest prefix counts.
const CLASSES: [(&str, &str); 13] = [
    ("comment", "s-c"),
    ("string", "s-s"),
    ("constant", "s-n"),
    ("keyword", "s-k"),
    ("storage", "s-k"),
    ("entity.name", "s-e"),
    ("entity.other", "s-a"),
    ("support", "s-e"),
    ("variable", "s-v"),
    ("meta.mapping.key", "s-a"),
    ("meta.structure.dictionary.key", "s-a"),
    ("markup", "s-e"),
    ("punctuation", "s-p"),
];

fn syntaxes() -> &'static SyntaxSet {
    static SET: OnceLock<SyntaxSet> = OnceLock::new();
    SET.get_or_init(SyntaxSet::load_defaults_newlines)
}

fn prefixes() -> &'static [(Scope, &'static str)] {
    static SCOPES: OnceLock<Vec<(Scope, &'static str)>> = OnceLock::new();
    SCOPES.get_or_init(|| {
        let scope = |(name, class): &(&str, &'static str)| Some((Scope::new(name).ok()?, *class));
        CLASSES.iter().filter_map(scope).collect()
    })
}

fn syntax(name: &str) -> Option<&'static SyntaxReference> {
    let name = match name {
        "bibtex" | "biblatex" => "bib",
        other => other,
    };
    syntaxes().find_syntax_by_token(name)
}

/// A piece of code and its class.
pub type Token = (Range<usize>, &'static str);

/// Shorter texts are coloured again for every page that shows a piece of them.
const SHORT: usize = 4_000;
/// Texts whose tokens are kept.
const KEPT: usize = 8;

/// The tokens of the last long texts: a file of a thousand records is the source of a thousand pages.
#[derive(Default)]
pub struct Palette {
    kept: Mutex<VecDeque<Kept>>,
}

struct Kept {
    text: Arc<str>,
    language: String,
    tokens: Arc<[Token]>,
}

impl Palette {
    /// As [`tokens`].
    pub fn tokens(&self, text: &Arc<str>, language: &str) -> Arc<[Token]> {
        if text.len() <= SHORT {
            return tokens(text, language).into();
        }
        let is_it = |kept: &&Kept| Arc::ptr_eq(&kept.text, text) && kept.language == language;
        let known = |kept: &VecDeque<Kept>| kept.iter().find(is_it).map(|kept| Arc::clone(&kept.tokens));
        if let Some(tokens) = known(&self.kept()) {
            return tokens;
        }
        // Another thread may do the same meanwhile; that is better than to wait for it.
        let tokens: Arc<[Token]> = tokens(text, language).into();
        let mut kept = self.kept();
        if known(&kept).is_none() {
            kept.truncate(KEPT - 1);
            kept.push_front(Kept {
                text: Arc::clone(text),
                language: language.to_owned(),
                tokens: Arc::clone(&tokens),
            });
        }
        tokens
    }

    fn kept(&self) -> MutexGuard<'_, VecDeque<Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The coloured pieces of `text`, in order, without overlaps; plain text is in none of them. Nothing for a language
/// that is not known.
pub fn tokens(text: &str, language: &str) -> Vec<Token> {
    let Some(syntax) = syntax(language).filter(|_| text.len() <= LONGEST) else {
        return Vec::new();
    };
    let mut tokens: Vec<Token> = Vec::new();
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.len() > LONGEST_LINE {
            return Vec::new();
        }
        let Ok(operations) = state.parse_line(line, syntaxes()) else {
            return Vec::new();
        };
        let mut at = 0;
        for (offset, operation) in operations {
            push(&mut tokens, start + at..start + offset, &stack);
            at = offset;
            if stack.apply(&operation).is_err() {
                return Vec::new();
            }
        }
        push(&mut tokens, start + at..start + line.len(), &stack);
        start += line.len();
    }
    tokens
}

fn push(tokens: &mut Vec<Token>, range: Range<usize>, stack: &ScopeStack) {
    if range.is_empty() {
        return;
    }
    let class = stack.as_slice().iter().rev().find_map(|scope| {
        let fits = prefixes().iter().filter(|(prefix, _)| prefix.is_prefix_of(*scope));
        fits.max_by_key(|(prefix, _)| prefix.len()).map(|(_, class)| *class)
    });
    let Some(class) = class else {
        return;
    };
    match tokens.last_mut() {
        Some((last, other)) if last.end == range.start && *other == class => last.end = range.end,
        _ => tokens.push((range, class)),
    }
}

/// A piece of a text, coloured by the tokens of the whole text.
pub fn html(text: &str, piece: Range<usize>, tokens: &[Token]) -> String {
    let mut out = String::with_capacity(piece.len() + 32);
    let mut at = piece.start;
    let first = tokens.partition_point(|(range, _)| range.end <= piece.start);
    for (range, class) in &tokens[first..] {
        if range.start >= piece.end {
            break;
        }
        let (from, to) = (range.start.max(piece.start), range.end.min(piece.end));
        escape_html(text.get(at..from).unwrap_or(""), &mut out);
        out.push_str("<span class=\"");
        out.push_str(class);
        out.push_str("\">");
        escape_html(text.get(from..to).unwrap_or(""), &mut out);
        out.push_str("</span>");
        at = to;
    }
    escape_html(text.get(at..piece.end).unwrap_or(""), &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_coloured_as_in_its_whole() {
        let text = "@article{key,\n  title = {A <b>},\n}\n";
        let tokens = tokens(text, "bib");
        assert!(
            tokens.iter().any(|(range, _)| &text[range.clone()] == "article"),
            "{tokens:?}"
        );
        let at = text.find("A <b>").unwrap();
        let shown = html(text, at..at + 5, &tokens);
        assert!(shown.contains("A &lt;b&gt;"), "{shown}");
        assert!(!shown.contains("article"));
        assert!(super::tokens("x", "no such language").is_empty());
    }

    #[test]
    fn a_long_text_is_gone_through_once() {
        let palette = Palette::default();
        let text = |key: usize| -> Arc<str> { format!("@article{{k{key}, title = {{A}}}}\n").repeat(300).into() };
        let texts: Vec<Arc<str>> = (0..KEPT + 1).map(text).collect();
        let first = palette.tokens(&texts[0], "bib");
        assert_eq!(*first, *tokens(&texts[0], "bib"));
        assert!(Arc::ptr_eq(&first, &palette.tokens(&texts[0], "bib")));
        assert!(palette.tokens(&texts[0], "no such language").is_empty());
        for text in &texts[1..] {
            assert_eq!(*palette.tokens(text, "bib"), *tokens(text, "bib"));
        }
        assert_eq!(palette.kept().len(), KEPT, "no more than these are kept");
        assert_eq!(*palette.tokens(&texts[0], "bib"), *first);
    }
}
