//! Lists of words that expressions name in braces: `{change} (?:in|of) the kinase`.

use super::pattern::{MAX_PATTERN, is_expression};
use super::table::{Sink, Source};
use crate::base::{codes::vocabulary as codes, nearest};
use indexmap::IndexMap;

/// The lists by name, each with those that it names itself put in.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// `None` where the list itself is wrong, which has been said.
    lists: IndexMap<String, Option<String>>,
}

impl Words {
    /// Puts the lists into each other; a list may name those above it.
    pub fn new(lists: &IndexMap<String, Source>, sink: &mut Sink) -> Self {
        let mut words = Self::default();
        for (name, source) in lists {
            let mut list = None;
            if !is_name(name) {
                let message = format!("`{name}` cannot be the name of a list");
                let said = source.says(codes::BAD_PATTERN, message);
                sink.push(said.help("take small letters, with hyphens between them"));
            } else if let Some(text) = words.put_in(source, sink) {
                match is_expression(&text) {
                    Ok(()) => list = Some(text),
                    Err(reason) => sink.push(source.says(
                        codes::BAD_PATTERN,
                        format!("this list is no regular expression, and those that name it are left out: {reason}"),
                    )),
                }
            }
            words.lists.insert(name.clone(), list);
        }
        words
    }

    /// The expression with the lists that it names; `None`, with a diagnostic, where one is unknown, and where one is
    /// wrong, which has been said.
    pub fn put_in(&self, source: &Source, sink: &mut Sink) -> Option<String> {
        // Too long a one is refused for its length.
        if source.text.len() > MAX_PATTERN {
            return Some(source.text.clone());
        }
        let mut out = String::with_capacity(source.text.len());
        let mut rest = source.text.as_str();
        while let Some((before, name, after)) = next(rest) {
            out.push_str(before);
            let Some(list) = self.lists.get(name) else {
                let message = format!("no list of [words] is called `{name}`");
                let mut said = source.says(codes::BAD_PATTERN, message);
                if let Some(near) = nearest(name, self.lists.keys().map(String::as_str)) {
                    said = said.help(format!("did you mean `{near}`?"));
                }
                sink.push(said);
                return None;
            };
            out.push_str("(?:");
            out.push_str(list.as_deref()?);
            out.push(')');
            rest = after;
            if out.len() > MAX_PATTERN {
                sink.push(source.says(
                    codes::BAD_PATTERN,
                    format!("with its lists of words put in it is longer than {MAX_PATTERN} bytes"),
                ));
                return None;
            }
        }
        out.push_str(rest);
        Some(out)
    }
}

/// Whether this can stand in braces: small letters, with hyphens between them.
fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase()) && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-')
}

/// What stands before the first `{name}`, the name, and what follows. `{2,3}`, `\p{Greek}` and `\b{start}` are no names.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    const EDGES: [&str; 4] = ["start", "end", "start-half", "end-half"];
    text.match_indices('{').find_map(|(at, _)| {
        let before = text.get(..at)?;
        let (name, after) = text.get(at + 1..)?.split_once('}')?;
        let slashes = |text: &str| text.len() - text.trim_end_matches('\\').len();
        let own = match before.chars().next_back() {
            Some('\\') => slashes(before) % 2 == 1,
            Some('p' | 'P' | 'x' | 'u' | 'U') => slashes(&before[..before.len() - 1]) % 2 == 1,
            Some('b' | 'B') => slashes(&before[..before.len() - 1]) % 2 == 1 && EDGES.contains(&name),
            _ => false,
        };
        (is_name(name) && !own).then_some((before, name, after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_braces_is_a_name_unless_regular_expressions_own_it() {
        for (text, name) in [
            ("a {change} in", Some("change")),
            ("a{2,3} {1} {A}", None),
            (r"\p{greek} \P{greek}", None),
            (r"\b{start}x", None),
            (r"\b{change}", Some("change")),
            (r"\{change}", None),
            (r"\\{change}", Some("change")),
            (r"\\p{change}", Some("change")),
            ("{not closed", None),
            ("p{co-factor}", Some("co-factor")),
        ] {
            assert_eq!(next(text).map(|(_, name, _)| name), name, "{text}");
        }
    }
}
