//! Names as Ovid's databases give them: with degrees, signs of affiliations and mail addresses behind them.

use super::super::flow::{WEIGHT, place};
use super::super::names::{family_initials, inverted};
use super::super::page::is_degree;
use super::RULE;
use crate::base::{MappedText, Name, Span};
use crate::record::{Claims, Field};

/// A name of a list.
pub(super) struct Person {
    /// The name.
    pub name: Name,
    /// Where it stands.
    pub span: Span,
    /// The list says that this is an editor.
    pub editor: bool,
}

/// Claims each name of a list.
pub(super) fn claim(claims: &mut Claims, list: &MappedText, field: Field) {
    for person in persons(list) {
        claims.name(field, person.name, person.span, RULE, WEIGHT);
    }
}

/// The names of a list: `Kohler, Lars 1; Hauck, Markus MD *`, `Brandt, Klaus. Costa, Maria.`, `Kamp, R [Editor], Roe, J [Editor]`.
pub(super) fn persons(list: &MappedText) -> Vec<Person> {
    let text = list.as_str();
    let mut out = Vec::new();
    let mut degrees = false;
    for span in parts(text) {
        let piece = span.of(text);
        let Some(name) = bare(piece) else { continue };
        let cut = name.len() < piece.trim_end_matches(|c: char| !c.is_alphabetic()).len();
        // A degree between semicolons: `Bunkers, Sandra RN; PhD; FAAN 1`.
        let single = !name.contains([',', ' ']);
        let letters = name.chars().filter(|c| c.is_alphabetic());
        if single
            && (is_degree(name) || degrees && letters.clone().count() <= 6 && letters.clone().all(char::is_uppercase))
        {
            degrees = true;
            continue;
        }
        degrees = cut;
        let start = span.start as usize + (piece.len() - piece.trim_start().len());
        let value = if name.contains(',') {
            inverted(name)
        } else {
            family_initials(name)
        };
        out.push(Person {
            name: value,
            span: place(&list.slice(Span::new(start, start + name.len()))),
            editor: piece.split_once('[').is_some_and(|(_, role)| role.starts_with("Ed")),
        });
    }
    out
}

/// Where each name of a list stands.
fn parts(text: &str) -> Vec<Span> {
    // Whole names end with a full stop each; one comma in every piece tells them from initials and degrees.
    let stops = split(text, ". ");
    let whole = |part: &Span| {
        let name = part.of(text).trim_start();
        name.matches(',').count() == 1 && !is_degree(name.split([' ', ',']).next().unwrap_or(""))
    };
    if !text.contains([';', '[']) && stops.len() > 1 && stops.iter().all(whole) {
        return stops;
    }
    // Semicolons part names, unless they stand in brackets; so do commas behind brackets.
    let mut out = Vec::new();
    let (mut at, mut inside) = (0, false);
    for (index, c) in text.char_indices() {
        match c {
            '[' => inside = true,
            ']' => inside = false,
            ';' | ',' if !inside && (c == ';' || text[..index].ends_with(']')) => {
                out.push(Span::new(at, index));
                at = index + 1;
            }
            _ => {}
        }
    }
    out.push(Span::new(at, text.len()));
    out
}

fn split(text: &str, separator: &str) -> Vec<Span> {
    let mut at = 0;
    let mut out = Vec::new();
    for part in text.split(separator) {
        out.push(Span::new(at, at + part.len()));
        at += part.len() + separator.len();
    }
    out
}

/// The name alone: without what stands in brackets, degrees, and the signs and numbers of affiliations.
fn bare(piece: &str) -> Option<&str> {
    let piece = piece.split('[').next().unwrap_or("").trim();
    let mark = |word: &str| {
        !word.is_empty()
            && word
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, ',' | '*' | '+' | '#' | '&' | '^' | '.' | '(' | ')'))
    };
    let degree = |word: &str| {
        let word = word.trim_end_matches([',', ';']);
        is_degree(word) && word.chars().filter(|c| c.is_uppercase()).count() > 1
    };
    let family = piece.find(',').map_or(0, |comma| comma + 1);
    let mut end = piece.len();
    let mut at = family;
    let mut given = 0;
    for word in piece.get(family..)?.split_inclusive(' ') {
        let bare = word.trim();
        if !bare.is_empty() {
            // Without a comma the capitals behind the family are initials: "Baker MD".
            if given > 0 && (family > 0 && degree(bare) || mark(bare)) {
                end = at;
                break;
            }
            given += 1;
        }
        at += word.len();
    }
    let name = piece.get(..end)?.trim().trim_end_matches([',', ';']).trim_end();
    // A full stop closes a list, or stands behind an initial.
    let last = name.rsplit([' ', '.']).find(|word| !word.is_empty()).unwrap_or("");
    let name = if last.chars().count() > 2 {
        name.trim_end_matches('.')
    } else {
        name
    };
    name.contains(char::is_alphabetic).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_freed_of_what_stands_behind_them() {
        for (source, expected) in [
            ("Walsdorf, Neill B. [Inventor, Reprint Author]", "Walsdorf|Neill B."),
            (
                "Kohler, Lars 1;  Leuschner, Christoph 1",
                "Kohler|Lars;Leuschner|Christoph",
            ),
            ("Zhang, Weijia 1,2,+", "Zhang|Weijia"),
            ("Peterson, James A. Ph.D., FACSM", "Peterson|James A."),
            ("Bunkers, Sandra Schmidt RN; PhD; FAAN 1", "Bunkers|Sandra Schmidt"),
            (
                "Verbeek, Jan MD *;  van Vugt, Arie MD, PhD +",
                "Verbeek|Jan;van Vugt|Arie",
            ),
            (
                "Brandt, Klaus. Costa, Maria. Dubois, Fanny.",
                "Brandt|Klaus;Costa|Maria;Dubois|Fanny",
            ),
            ("Brandt K; Costa M", "Brandt|K;Costa|M"),
            ("Sanz M.A.; Minden M.D.; Baker MD", "Sanz|M.A.;Minden|M.D.;Baker|MD"),
            (
                "Kamp, Roza Maria [Editor, Reprint Author], Calvete, Juan J. [Editor]",
                "Kamp|Roza Maria;Calvete|Juan J.",
            ),
            (
                "Neenan, Michael [Ed]; Palmer, Stephen [Ed]",
                "Neenan|Michael;Palmer|Stephen",
            ),
            ("Ma, Yo MD; Li, Ma", "Ma|Yo;Li|Ma"),
            ("AHMED, Mughees.", "AHMED|Mughees"),
        ] {
            let list = MappedText::verbatim(source, Span::new(0, source.len()));
            let shown: Vec<String> = persons(&list)
                .into_iter()
                .map(|Person { name, .. }| {
                    format!("{}|{}", name.family.unwrap_or_default(), name.given.unwrap_or_default())
                })
                .collect();
            assert_eq!(shown.join(";"), expected, "{source}");
        }
    }
}
