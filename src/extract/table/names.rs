//! Lists of names in one cell.

use super::super::flow::{WEIGHT, pieces, place};
use super::super::names::{family_initials, inverted, is_suffix, natural, person_or_group};
use super::super::page::is_group;
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

    /// Whether these are several persons, each with initials.
    pub fn have_initials(&self) -> bool {
        let initials = |given: &str| given.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-' | ' '));
        let person = |(name, _): &(Name, Span)| name.given.as_deref().is_some_and(initials);
        self.names.len() > 1 && self.names.iter().all(person)
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
/// A list that is not understood is kept whole, as the name of a body.
pub(in super::super) fn people(cell: &MappedText) -> People {
    let mut out = People::default();
    let text = cell.as_str();
    let separator = [';', '|'].into_iter().find(|separator| text.contains(*separator));
    let list = match separator {
        Some(separator) => pieces(cell, &[separator]),
        None => vec![cell.clone()],
    };
    let alone = list.len() == 1;
    for piece in list {
        let (piece, cut) = uncut(&piece);
        out.cut = out.cut.or(cut);
        if piece.is_empty() {
            continue;
        }
        // Scopus has its numbers of authors behind them, others the place: `Hahn, Waldemar (57255281800)`.
        let bare = match piece.as_str().strip_suffix(')').and_then(|head| head.rsplit_once(" (")) {
            Some((name, _)) => name,
            None => piece.as_str(),
        };
        let piece = piece.slice(Span::new(0, bare.trim_end().len()));
        for one in several(&piece, alone) {
            let (one, cut) = uncut(&one);
            out.cut = out.cut.or(cut);
            let words = one.as_str();
            // Scopus and PubMed say so where there is nobody.
            if words.is_empty() || words.starts_with("[No ") || matches!(words, "et al" | "others") {
                continue;
            }
            out.names.push((name(words), place(&one)));
        }
    }
    out
}

/// The text without what says that names are left out: `et al.`, `et al. (2022)`, `...`.
fn uncut(text: &MappedText) -> (MappedText, Option<Span>) {
    let words = text.as_str();
    let lower = words.to_ascii_lowercase();
    let at = [", et al", " et al", "et al", "...", "…", " and others", "others"]
        .iter()
        .filter_map(|mark| {
            let at = lower.rfind(mark)?;
            let rest = lower[at + mark.len()..].trim_matches(|c: char| c.is_ascii_digit() || " .,()".contains(c));
            (rest.is_empty() && (mark.starts_with([' ', ',', '.']) || *mark == "…" || at == 0)).then_some(at)
        })
        .min();
    match at {
        Some(at) if lower.len() == words.len() => {
            let end = words[..at].trim_end_matches([' ', ',']).len();
            let cut = place(&text.slice(Span::new(at, words.len())));
            (text.slice(Span::new(0, end)), Some(cut))
        }
        _ => (text.clone(), None),
    }
}

/// `Hahn, Waldemar`, `Hahn W.`, `Hahn WA`, `Waldemar Hahn`, `W. Hahn`.
fn name(text: &str) -> Name {
    let bare = text.trim_end_matches('.');
    if is_group(bare) || is_body(bare) {
        return Name::group(bare);
    }
    if text.contains(',') {
        // Three families are no person.
        let parts: Vec<&str> = text.split(',').map(str::trim).collect();
        let suffixed = parts.iter().any(|part| is_suffix(part));
        return match parts.len() > 3 || parts.len() == 3 && !suffixed {
            true => Name::group(text),
            false => inverted(text),
        };
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

/// Whether words say that it is no person: an abbreviation of letters among others, an article or a preposition.
fn is_body(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let small = |word: &&str| {
        matches!(
            *word,
            "for" | "of" | "the" | "on" | "in" | "and" | "&" | "für" | "per" | "pour"
        )
    };
    let letters = |word: &&str| word.chars().count() > 3 && word.chars().all(char::is_uppercase);
    let mixed = words.iter().any(|word| word.chars().any(char::is_lowercase));
    words.len() > 1 && (words.iter().any(small) || mixed && words.len() > 2 && words.iter().any(letters))
        || words.len() > 4 && !text.contains(['.', ','])
}

/// Whether initials end the name: `Hahn W.`, `van der Berg ZM`, `Roe M Jr`.
fn is_short(text: &str) -> bool {
    let text = text.trim().trim_end_matches(',');
    let bare = match text.rsplit_once(' ') {
        Some((head, last)) if matches!(last.trim_end_matches('.'), "Jr" | "Sr" | "2nd" | "3rd" | "II" | "III") => head,
        _ => text,
    };
    bare.rsplit_once(' ').is_some_and(|(family, last)| {
        let letters = last.chars().filter(|c| c.is_alphabetic()).count();
        let initials = last.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-'));
        initials && (1..=4).contains(&letters) && (family.chars().any(char::is_lowercase) || family.len() > letters)
    })
}

/// Where each part between separators stands, blanks trimmed.
fn between(cell: &MappedText, separators: &[&str]) -> Vec<MappedText> {
    let text = cell.as_str();
    let mut cuts = vec![(0, 0)];
    for separator in separators {
        cuts.extend(text.match_indices(separator).map(|(at, found)| (at, at + found.len())));
    }
    cuts.sort_unstable();
    cuts.push((text.len(), text.len()));
    let mut out = Vec::new();
    for pair in cuts.windows(2) {
        let &[(_, from), (to, _)] = pair else { continue };
        let part = text.get(from..to).unwrap_or("");
        let bare = part.trim().trim_start_matches("& ").trim_start_matches("and ");
        let start = from + part.find(bare).unwrap_or(0);
        if !bare.is_empty() {
            out.push(cell.slice(Span::new(start, start + bare.len())));
        }
    }
    out
}

/// The names of a piece in which no semicolon stands. `alone`: the cell has no other piece.
fn several(piece: &MappedText, alone: bool) -> Vec<MappedText> {
    let text = piece.as_str();
    let end = text.trim_end_matches([' ', ',']).len();
    // PubMed closes its lists with a full stop, and has no others.
    let end = match text[..end].strip_suffix('.') {
        Some(head) if !head.contains('.') && head.contains(',') && head.split(',').all(is_short) => head.len(),
        _ => end,
    };
    let list = piece.slice(Span::new(0, end));
    let text = list.as_str();
    let whole = vec![list.clone()];
    let commas = text.matches(',').count();
    let linked = text.contains(" and ") || text.contains(" & ");
    if is_group(text) && commas < 2 {
        return whole;
    }
    if linked {
        // BibTeX and Rayyan: "Quist, Ada and Doe, Max".
        let by_and = between(&list, &[" and "]);
        if by_and.len() > 1 && by_and.iter().all(|name| name.as_str().matches(',').count() == 1) && commas > 1 {
            return by_and;
        }
        let names = between(&list, &[", ", " and ", " & "]);
        let person =
            |part: &MappedText| is_short(part.as_str()) || !is_body(part.as_str()) && part.as_str().contains(' ');
        if names.iter().all(person) {
            return names;
        }
        if commas == 0 {
            return whole;
        }
    }
    let parts = between(&list, &[", ", ",", " & "]);
    let initials = |part: &MappedText| {
        part.as_str()
            .chars()
            .all(|c| c.is_uppercase() || matches!(c, '.' | '-' | ' '))
    };
    // `Doe, J., Roe, M.`: each second one is initials.
    let pairs = parts.len() > 2 && parts.len().is_multiple_of(2);
    if pairs && parts.iter().skip(1).step_by(2).all(initials) {
        let mut out = Vec::new();
        for pair in parts.chunks(2) {
            if let [family, given] = pair {
                let mut name = family.clone();
                let gap = Span {
                    start: place(family).end,
                    end: place(given).start.max(place(family).end),
                };
                name.push(", ", gap);
                name.append(given);
                out.push(name);
            }
        }
        return out;
    }
    // Names that end with initials part at commas; what is among them is a body. So do names of two words and more.
    let short = parts.iter().filter(|part| is_short(part.as_str())).count();
    let mark = |part: &MappedText| matches!(part.as_str(), "..." | "…") || part.as_str().starts_with("et al");
    let spoken = |part: &MappedText| part.as_str().contains(' ') || mark(part);
    if parts.len() > 1 && (short * 2 > parts.len() || short > 1 || alone && parts.iter().all(spoken)) {
        return parts;
    }
    whole
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
            (
                "RECOVERY Invented Group; Horby P, Lim WS, Emberson JR",
                "RECOVERY Invented Group;Horby|P;Lim|WS;Emberson|JR",
            ),
            (
                "Kovač A, van der Berg JJ; ASC-LOCK Study Group.",
                "Kovač|A;van der Berg|JJ;ASC-LOCK Study Group",
            ),
            ("GIMEMA CML Working Party.", "GIMEMA CML Working Party"),
            ("A. Smith, B. Doe and C. Muller", "Smith|A.;Doe|B.;Muller|C."),
            (
                "Kovac A, Muller HP and van der Berg J",
                "Kovac|A;Muller|HP;van der Berg|J",
            ),
            (
                "A. Kovac, H.-P. Muller & J. van der Berg",
                "Kovac|A.;Muller|H.-P.;van der Berg|J.",
            ),
            ("Stone RM, Larson RA, CALGB", "Stone|RM;Larson|RA;CALGB"),
            ("Smith et al.", "Smith;+"),
            ("Kovac A, Muller HP et al. (2022)", "Kovac|A;Muller|HP;+"),
            (
                "Cortes JE, Kim DW, et al.; PACE Investigators",
                "Cortes|JE;Kim|DW;PACE Investigators;+",
            ),
            ("Doe J, Roe M Jr, Poe A 3rd.", "Doe|J;Roe|M;Poe|A"),
            ("Smith, J. A., Doe, K., & Roe, M.", "Smith|J. A.;Doe|K.;Roe|M."),
            (
                "Centers for Disease Control and Prevention",
                "Centers for Disease Control and Prevention",
            ),
            ("[No author name available]", ""),
            ("Kovac, Muller, van der Berg", "Kovac, Muller, van der Berg"),
            ("Kovac A (Ljubljana); Muller HP (Berlin)", "Kovac|A;Muller|HP"),
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
