//! Lists of names in one cell.

use super::super::flow::{WEIGHT, pieces, place};
use super::super::names::{family_initials, inverted, natural, person_or_group};
use crate::base::{MappedText, Name, Span};
use crate::record::{Claims, Field};

/// A list of names, and where it says that there are more.
#[derive(Default)]
pub(in super::super) struct People {
    /// Each name with its place.
    pub names: Vec<(Name, Span)>,
    /// `et al.`, `...`
    pub cut: Option<Span>,
}

impl People {
    /// Names of which each stands by itself.
    pub fn each(list: &[MappedText]) -> Self {
        Self {
            names: list.iter().map(|piece| (name(piece.as_str()), place(piece))).collect(),
            cut: None,
        }
    }

    /// Claims every name.
    pub fn claim(self, claims: &mut Claims, field: Field, rule: &'static str) {
        for (name, span) in self.names {
            claims.name(field, name, span, rule, WEIGHT);
        }
        if field == Field::Author {
            claims.et_al = claims.et_al.or(self.cut);
        }
    }
}

/// The names of a cell: between semicolons, `and`s or bars, or else between commas where these cannot stand inside of names.
pub(in super::super) fn people(cell: &MappedText) -> People {
    let text = cell.as_str();
    let mut out = People::default();
    let list: Vec<MappedText> = match () {
        () if text.contains(';') => pieces(cell, &[';']),
        () if text.contains('|') => pieces(cell, &['|']),
        () if text.contains(" and ") => between(cell, " and "),
        () => commas(cell),
    };
    for piece in list {
        let lower = piece.as_str().to_lowercase();
        if matches!(
            lower.trim_end_matches('.'),
            "et al" | "others" | "and others" | "" | "…"
        ) {
            out.cut = out.cut.or(Some(place(&piece)));
            continue;
        }
        // Scopus has its numbers of authors behind them: `Hahn, Waldemar (57255281800)`.
        let bare = match piece.as_str().rsplit_once(" (") {
            Some((name, number)) if number.trim_end_matches(')').bytes().all(|b| b.is_ascii_digit()) => name,
            _ => piece.as_str(),
        };
        let piece = piece.slice(Span::new(0, bare.trim_end().len()));
        out.names.push((name(piece.as_str()), place(&piece)));
    }
    out
}

/// `Hahn, Waldemar`, `Hahn W.`, `Hahn WA`, `Waldemar Hahn`, `W. Hahn`.
fn name(text: &str) -> Name {
    if text.contains(',') {
        return inverted(text);
    }
    if is_short(text) {
        let name = person_or_group(text);
        return if name.literal.is_some() {
            family_initials(text)
        } else {
            name
        };
    }
    natural(text)
}

/// Whether initials end the name: `Hahn W.`, `van der Berg ZM`.
fn is_short(text: &str) -> bool {
    let text = text.trim_end_matches(',');
    text.rsplit_once(' ').is_some_and(|(family, last)| {
        let letters = last.chars().filter(|c| c.is_alphabetic()).count();
        let initials = last.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-'));
        initials && (1..=4).contains(&letters) && (family.chars().any(char::is_lowercase) || family.len() > letters)
    })
}

fn between(cell: &MappedText, separator: &str) -> Vec<MappedText> {
    let mut at = 0;
    let mut out = Vec::new();
    for part in cell.as_str().split(separator) {
        let lead = part.len() - part.trim_start().len();
        let start = at + lead;
        out.push(cell.slice(Span::new(start, start + part.trim().len())));
        at += part.len() + separator.len();
    }
    out
}

/// What commas part: names with initials behind them or in front, whole names, or a family name and a given one.
fn commas(cell: &MappedText) -> Vec<MappedText> {
    let text = cell.as_str();
    let end = text.trim_end_matches([' ', ',']).len();
    // PubMed closes its lists with a full stop, and has no others.
    let end = match text[..end].strip_suffix('.') {
        Some(head) if head.contains(',') && !head.contains('.') => head.len(),
        _ => end,
    };
    let list = cell.slice(Span::new(0, end));
    let parts = pieces(&list, &[',']);
    let words = |part: &MappedText| part.as_str().split(' ').count();
    let mark = |part: &MappedText| matches!(part.as_str(), "..." | "…") || part.as_str().starts_with("et al");
    if parts.len() > 1 && parts.iter().all(|part| words(part) > 1 || mark(part)) {
        return parts;
    }
    // `Doe, J., Roe, M.`: each second one is initials.
    let initials = |part: &MappedText| {
        part.as_str()
            .chars()
            .all(|c| c.is_uppercase() || matches!(c, '.' | '-' | ' '))
    };
    let pairs = parts.len() > 2 && parts.len().is_multiple_of(2);
    if pairs && parts.iter().skip(1).step_by(2).all(initials) {
        let mut out = Vec::new();
        for pair in parts.chunks(2) {
            if let [family, given] = pair {
                let mut name = family.clone();
                name.push(
                    ", ",
                    Span {
                        start: place(family).end,
                        end: place(given).start,
                    },
                );
                name.append(given);
                out.push(name);
            }
        }
        return out;
    }
    vec![list]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_taken_apart_as_each_database_writes_them() {
        for (source, expected) in [
            ("Hahn W.; Ahmadi N.", "Hahn|W.;Ahmadi|N."),
            (
                "Hahn, Waldemar (57255281800); Eckardt, Jan-Niklas (56043034300)",
                "Hahn|Waldemar;Eckardt|Jan-Niklas",
            ),
            (
                "Wagholikar KB, Mandel JC, Klann JG.",
                "Wagholikar|KB;Mandel|JC;Klann|JG",
            ),
            ("Osei-Kyei R., Tam V., Ampratwum G.", "Osei-Kyei|R.;Tam|V.;Ampratwum|G."),
            ("J. -P. Stoldt; J. H. Weber", "Stoldt|J. -P.;Weber|J. H."),
            ("A Quist, M Doe, ...", "Quist|A;Doe|M;+"),
            ("Doe, J., Roe, M.", "Doe|J.;Roe|M."),
            ("Doe, Jane", "Doe|Jane"),
            ("Quist, Ada and Doe, Max and others", "Quist|Ada;Doe|Max;+"),
            ("Jane Doe, Max van der Berg", "Doe|Jane;van der Berg|Max"),
            ("Takeaki S.", "Takeaki|S."),
            ("BASARYGINA E;LESHCHENKO G", "BASARYGINA|E;LESHCHENKO|G"),
            ("Invented Leukemia Group", "Invented Leukemia Group"),
        ] {
            let found = people(&MappedText::verbatim(source, Span::new(0, source.len())));
            let mut shown: Vec<String> = found
                .names
                .into_iter()
                .map(|(name, _)| match name.literal {
                    Some(literal) => literal.into(),
                    None => format!("{}|{}", name.family.unwrap_or_default(), name.given.unwrap_or_default()),
                })
                .collect();
            shown.extend(found.cut.map(|_| "+".to_owned()));
            assert_eq!(shown.join(";"), expected, "{source}");
        }
    }
}
