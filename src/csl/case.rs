//! Changes of case.

use super::parse::Case;
use super::rich::{CLOSE, Rich};
use unicode_normalization::char::is_combining_mark;

/// Words that English titles keep small: those that CSL lists, and particles.
const SMALL: [&str; 35] = [
    "a", "an", "and", "as", "at", "but", "by", "c", "ca", "d", "de", "down", "et", "for", "from", "in", "into", "nor",
    "of", "on", "onto", "or", "over", "so", "the", "till", "to", "up", "v", "van", "via", "von", "vs", "with", "yet",
];

/// Changes the case of `rich`; text that is held fast, and in title case words that have capitals already, stay.
pub(super) fn change(rich: &mut Rich, case: Case, english: bool) {
    match case {
        Case::Lower => each(rich, |text| text.to_lowercase()),
        Case::Upper => each(rich, |text| text.to_uppercase()),
        Case::CapitalizeFirst => first_up(rich),
        Case::CapitalizeAll => words(rich, |word, _| capitalized(word)),
        Case::Sentence => {
            if all_capitals(rich) {
                each(rich, |text| text.to_lowercase());
            }
            first_up(rich);
        }
        Case::Title => {
            if english {
                title(rich);
            }
        }
    }
}

fn each(rich: &mut Rich, change: impl Fn(&str) -> String) {
    for run in rich.runs.iter_mut().filter(|run| !run.font.fixed) {
        run.text = change(&run.text);
    }
}

fn all_capitals(rich: &Rich) -> bool {
    let letters = rich.letters();
    !letters.chars().any(char::is_lowercase) && letters.chars().any(char::is_uppercase)
}

fn capitalized(word: &str) -> String {
    let mut out = String::with_capacity(word.len() + 2);
    let mut done = false;
    for c in word.chars() {
        if !done && c.is_alphanumeric() {
            done = true;
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
    }
    out
}

/// The first word with a capital, unless it has one somewhere.
fn first_up(rich: &mut Rich) {
    for run in &mut rich.runs {
        let Some(at) = run.text.find(char::is_alphanumeric) else {
            continue;
        };
        if run.font.fixed {
            return;
        }
        let end = run.text[at..]
            .find(|c: char| !c.is_alphanumeric())
            .map_or(run.text.len(), |end| at + end);
        let word = &run.text[at..end];
        if word.chars().any(char::is_uppercase) && !word.starts_with(char::is_uppercase) {
            return;
        }
        let word = capitalized(word);
        run.text.replace_range(at..end, &word);
        return;
    }
}

/// Gives every word to `change` with whether text follows it.
fn words(rich: &mut Rich, change: impl Fn(&str, &str) -> String) {
    for run in rich.runs.iter_mut().filter(|run| !run.font.fixed) {
        let text = std::mem::take(&mut run.text);
        let mut at = 0;
        while at < text.len() {
            let end = text[at..].find(char::is_whitespace).map_or(text.len(), |end| at + end);
            run.text.push_str(&change(&text[at..end], &text[..at]));
            let next = text[end..]
                .find(|c: char| !c.is_whitespace())
                .map_or(text.len(), |next| end + next);
            run.text.push_str(&text[end..next]);
            at = next;
        }
    }
}

/// Title case as English has it: every word but the small ones; first and last word, and the first after a colon, always.
/// Words with capitals of their own stay, and so do single letters.
fn title(rich: &mut Rich) {
    // The words of all runs, by run and place.
    let mut places: Vec<(usize, usize, usize)> = Vec::new();
    for (index, run) in rich.runs.iter().enumerate() {
        let mut start = None;
        for (at, c) in run.text.char_indices() {
            let part = c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '\'' | '’' | '.');
            match (part, start) {
                (true, None) if c.is_alphanumeric() => start = Some(at),
                (false, Some(from)) => {
                    places.push((index, from, at));
                    start = None;
                }
                _ => {}
            }
        }
        if let Some(from) = start {
            places.push((index, from, run.text.len()));
        }
    }
    let last = places.len().wrapping_sub(1);
    let mut changes: Vec<(usize, usize, usize, String)> = Vec::new();
    for (number, (index, from, to)) in places.iter().copied().enumerate() {
        let run = &rich.runs[index];
        if run.font.fixed || run.font.superscript || run.font.subscript {
            continue;
        }
        let word = &run.text[from..to];
        let before = run.text[..from].chars().next_back();
        let before_blank = run.text[..from].trim_end_matches([' ', '\u{a0}']).chars().next_back();
        let begins = number == 0
            || matches!(before_blank, Some(':' | '?' | '!' | '—')) && before.is_none_or(char::is_whitespace)
            || places
                .get(number.wrapping_sub(1))
                // A full stop ends a sentence, but not after `f.` or `sp.`.
                .is_some_and(|(i, start, end)| {
                    let word = &rich.runs[*i].text[*start..*end];
                    *i == index
                        && run.text[*end..from] == *" "
                        && word.find('.') == Some(word.len() - 1)
                        && word.chars().count() > 3
                });
        let ends = number == last || matches!(run.text[to..].chars().next(), Some(':' | '?' | '!' | CLOSE));
        let small = SMALL.contains(&word.trim_end_matches('.').to_lowercase().as_str());
        let lower = !word.chars().any(char::is_uppercase);
        // What the record writes with capitals is meant so: `Vitamin A`, `Peter A. Bigot`.
        if !lower || !word.starts_with(char::is_alphabetic) || symbol(word, begins) || small && !begins && !ends {
            continue;
        }
        let new = capitalized(word);
        changes.push((index, from, to, new));
    }
    for (index, from, to, new) in changes.into_iter().rev() {
        rich.runs[index].text.replace_range(from..to, &new);
    }
}

/// One letter (`e`, `α`, `f.`), one before an apostrophe (`d’un`) or several between stops (`s.l.`): no word of a sentence.
fn symbol(word: &str, first: bool) -> bool {
    let mut chars = word.chars();
    chars.next();
    let second = chars.find(|c| !is_combining_mark(*c));
    !first && matches!(second, None | Some('.' | '\'' | '’'))
}
