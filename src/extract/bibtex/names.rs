//! Lists of names: `First von Last`, `von Last, First`, `von Last, Jr, First`, groups in braces, "others".

use super::html;
use super::latex::{Raw, is_plain, text};
use crate::base::{Name, Span};

/// The names of a field.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Each name and its place.
    pub list: Vec<(Name, Span)>,
    /// Where "others" or "et al." ends the list.
    pub et_al: Option<Span>,
}

/// Reads a list of names.
pub(super) fn read(raw: &Raw<'_>) -> Names {
    let source = &*raw.text;
    let mut names = Names::default();
    for (start, end) in split_list(source) {
        let piece = &source[start..end];
        let trimmed = piece.trim();
        let start = start + piece.len() - piece.trim_start().len();
        let span = raw.place.span(start, start + trimmed.len());
        let bare = trimmed.trim_matches(['{', '}', '.', ',']).trim();
        if trimmed.eq_ignore_ascii_case("others") || bare.eq_ignore_ascii_case("et al") {
            names.et_al = Some(span);
            continue;
        }
        let mut piece = trimmed;
        if let Some(rest) = without_et_al(piece) {
            let tail = start + rest.len();
            names.et_al = Some(raw.place.span(tail, start + trimmed.len()));
            piece = rest;
        }
        if let Some(name) = one(piece) {
            let end = start + piece.trim_end().len();
            names.list.push((name, raw.place.span(start, end)));
        }
    }
    names
}

fn without_et_al(name: &str) -> Option<&str> {
    let core = name.trim_end_matches(['.', ' ']);
    let (rest, tail) = core.split_at_checked(core.len().checked_sub(5)?)?;
    let found = tail.eq_ignore_ascii_case("et al") && rest.ends_with([' ', ',']);
    found.then(|| rest.trim_end_matches([' ', ',', '\n', '\t']))
}

/// Byte positions at brace depth 0 where `matches` says that a separator of some length stands.
fn split(source: &str, matches: impl Fn(&[u8], usize) -> usize) -> Vec<(usize, usize)> {
    let bytes = source.as_bytes();
    let mut parts = Vec::with_capacity(4);
    let (mut start, mut at, mut depth) = (0, 0, 0usize);
    while at < bytes.len() {
        match bytes[at] {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'\\' => at += 1,
            _ if depth == 0 => {
                let len = matches(bytes, at);
                if len > 0 {
                    parts.push((start, at));
                    at += len;
                    start = at;
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
    parts.push((start, bytes.len()));
    parts
}

/// The names of a list: parted by "and"; where there is none, by semicolons, or by commas between full names.
fn split_list(source: &str) -> Vec<(usize, usize)> {
    let parts = split(source, |bytes, at| {
        // Only the first blank of a run is looked at: each run is measured once.
        if !bytes[at].is_ascii_whitespace() || at > 0 && bytes[at - 1].is_ascii_whitespace() {
            return 0;
        }
        let rest = &bytes[at..];
        let blanks = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
        let and = rest
            .get(blanks..blanks + 3)
            .is_some_and(|word| word.eq_ignore_ascii_case(b"and"));
        let ends = rest.get(blanks + 3).is_none_or(u8::is_ascii_whitespace);
        // The blank after it may open the next "and".
        if and && ends { blanks + 3 } else { 0 }
    });
    if parts.len() > 1 {
        return parts;
    }
    if let Some(parts) = by_semicolons(source) {
        return parts;
    }
    if source.bytes().filter(|b| *b == b',').count() >= 2 {
        let by_comma = split(source, |bytes, at| usize::from(bytes[at] == b','));
        let full = by_comma.iter().all(|&(start, end)| {
            let part = source[start..end].trim();
            part.contains([' ', '~']) && !is_suffix(part)
        });
        if full && by_comma.len() >= 3 {
            return by_comma;
        }
    }
    parts
}

/// The keywords of a list: parted by semicolons, or where there are none, by commas; not inside braces.
pub(super) fn split_keywords(source: &str) -> Vec<(usize, usize)> {
    by_semicolons(source).unwrap_or_else(|| split(source, |bytes, at| usize::from(bytes[at] == b',')))
}

/// The parts between semicolons that end no HTML entity; `None` where there is none.
fn by_semicolons(source: &str) -> Option<Vec<(usize, usize)>> {
    memchr::memchr(b';', source.as_bytes())?;
    let parts = split(source, |bytes, at| {
        let entity = bytes[at] == b';' && {
            let window = at.saturating_sub(12);
            let amp = memchr::memrchr(b'&', &bytes[window..at]).map(|offset| window + offset);
            amp.is_some_and(|amp| html::entity(source, amp).is_some_and(|(_, end)| end == at + 1))
        };
        usize::from(bytes[at] == b';' && !entity)
    });
    (parts.len() > 1).then_some(parts)
}

/// Reads one name.
fn one(source: &str) -> Option<Name> {
    let source = source.trim();
    if source.is_empty() {
        return None;
    }
    if in_braces(source) {
        return literal(source);
    }
    // Most names are of this form.
    if is_plain(source)
        && let Some((family, given)) = source.split_once(',')
        && !given.contains([',', '='])
        && !family.contains('=')
        && !given.trim().is_empty()
        && !is_suffix(given)
    {
        return person(family.trim(), given.trim(), None);
    }
    let mut parts = split(source, |bytes, at| usize::from(bytes[at] == b','));
    let part = |(start, end): (usize, usize)| source[start..end].trim();
    while parts.len() > 1 && parts.last().is_some_and(|last| part(*last).is_empty()) {
        parts.pop();
        if parts.len() == 1 {
            // "Smith," is a family name.
            return Some(Name::person(text(part(parts[0])), ""));
        }
    }
    if let Some(name) = by_keys(source, &parts) {
        return Some(name);
    }
    match parts.as_slice() {
        [only] => first_last(part(*only)),
        [family, given] => {
            let (family, given) = (part(*family), part(*given));
            if is_suffix(given) && tokens(family).len() > 1 {
                let mut name = first_last(family)?;
                name.suffix = Some(text(given).into_owned().into());
                return Some(name);
            }
            person(family, given, None)
        }
        [family, suffix, given @ ..] => {
            let rest = given.iter().map(|range| part(*range)).collect::<Vec<_>>().join(", ");
            let (mut suffix, mut given) = (part(*suffix), rest.as_str());
            if is_suffix(given) && !is_suffix(suffix) {
                std::mem::swap(&mut suffix, &mut given);
            }
            person(part(*family), given, (!suffix.is_empty()).then_some(suffix))
        }
        [] => None,
    }
}

fn person(family: &str, given: &str, suffix: Option<&str>) -> Option<Name> {
    let family = text(family).into_owned();
    let given = text(given).into_owned();
    if family.is_empty() {
        return (!given.is_empty()).then(|| Name::group(given));
    }
    let mut name = Name::person(family, given);
    name.suffix = suffix.map(|suffix| text(suffix).into_owned()).map(Into::into);
    Some(name)
}

fn literal(source: &str) -> Option<Name> {
    let name = text(source);
    (!name.is_empty()).then(|| Name::group(name))
}

/// BibLaTeX's `family=Gogh, given=Vincent, prefix=van`.
fn by_keys(source: &str, parts: &[(usize, usize)]) -> Option<Name> {
    if !source.contains('=') {
        return None;
    }
    let mut name = Name::default();
    let mut prefix = None;
    for &(start, end) in parts {
        let (key, value) = source[start..end].split_once('=')?;
        let value = text(value.trim().trim_matches('"')).into_owned();
        let value = (!value.is_empty()).then_some(value);
        match key.trim() {
            "family" => name.family = value.map(Into::into),
            "given" => name.given = value.map(Into::into),
            "suffix" => name.suffix = value.map(Into::into),
            "prefix" => prefix = value,
            "family-i" | "given-i" | "prefix-i" | "suffix-i" | "useprefix" | "id" => {}
            _ => return None,
        }
    }
    if let (Some(prefix), Some(family)) = (prefix, &mut name.family) {
        *family = format!("{prefix} {family}").into();
    }
    (!name.main().is_empty()).then_some(name)
}

/// Whether one pair of braces holds the whole of `source`.
fn in_braces(source: &str) -> bool {
    let bytes = source.as_bytes();
    if bytes.first() != Some(&b'{') {
        return false;
    }
    let mut depth = 0usize;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'{' => depth += 1,
            b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1 == bytes.len();
                }
            }
            b'\\' => at += 1,
            _ => {}
        }
        at += 1;
    }
    false
}

fn tokens(source: &str) -> Vec<(usize, usize)> {
    let mut tokens = split(source, |bytes, at| {
        usize::from(bytes[at].is_ascii_whitespace() || bytes[at] == b'~')
    });
    tokens.retain(|(start, end)| end > start);
    tokens
}

/// A name without commas: the last word is the family name, with the particles before it.
fn first_last(source: &str) -> Option<Name> {
    let tokens = tokens(source);
    let word = |index: usize| {
        let (start, end) = tokens[index];
        &source[start..end]
    };
    let mut count = tokens.len();
    if count < 2 {
        return literal(source);
    }
    let mut suffix = None;
    if count > 2 && is_suffix(word(count - 1)) {
        count -= 1;
        suffix = Some(text(word(count)).into_owned());
    }
    let mut family = (0..count - 1)
        .find(|&index| is_particle(word(index)) && (index > 0 || opens_family(word(0))))
        .unwrap_or(count - 1);
    // "Jan Van der Berg": the capital belongs to the particle.
    if family > 1 && family < count - 1 && is_particle(&word(family - 1).to_ascii_lowercase()) {
        family -= 1;
    }
    let given = if family == 0 {
        ""
    } else {
        &source[tokens[0].0..tokens[family - 1].1]
    };
    let mut name = person(&source[tokens[family].0..tokens[count - 1].1], given, None)?;
    name.suffix = suffix.map(Into::into);
    Some(name)
}

/// Particles of family names. A lower-case word that is none of these ("American Rights at Work") is no particle.
fn is_particle(word: &str) -> bool {
    const PARTICLES: [&str; 48] = [
        "'s", "'t", "aan", "abu", "af", "al", "am", "auf", "av", "bin", "bint", "d'", "da", "das", "de", "degli",
        "dei", "del", "della", "delle", "dello", "den", "der", "des", "di", "do", "dos", "du", "el", "ibn", "la",
        "las", "le", "les", "lo", "los", "op", "te", "ten", "ter", "tot", "van", "vande", "vander", "vom", "von", "zu",
        "zur",
    ];
    word.len() <= 6 && word.starts_with(|c: char| c.is_ascii_lowercase() || c == '\'') && PARTICLES.contains(&word)
}

/// Particles that open a family name even where no given name comes before.
fn opens_family(word: &str) -> bool {
    [
        "van", "von", "de", "der", "den", "di", "da", "du", "del", "della", "ter", "ten", "zu",
    ]
    .contains(&word)
}

fn is_suffix(word: &str) -> bool {
    Name::is_suffix(word)
}

#[cfg(test)]
mod tests {
    use super::super::latex::Place;
    use super::*;
    use std::borrow::Cow;

    fn names(source: &str) -> (Vec<String>, bool) {
        let names = read(&Raw {
            text: Cow::Borrowed(source),
            place: Place::At(0),
        });
        let shown = |name: &Name| {
            let part = |text: &Option<Box<str>>| text.clone().unwrap_or_default();
            match &name.literal {
                Some(literal) => format!("[{literal}]"),
                None => {
                    let mut shown = format!("{}|{}", part(&name.family), part(&name.given));
                    if let Some(suffix) = &name.suffix {
                        shown.push('|');
                        shown.push_str(suffix);
                    }
                    shown
                }
            }
        };
        (
            names.list.iter().map(|(name, _)| shown(name)).collect(),
            names.et_al.is_some(),
        )
    }

    #[test]
    fn names_are_told_apart() {
        for (source, expected) in [
            (
                "Dumas, Pierre-Yves and Cécile Naudin",
                &["Dumas|Pierre-Yves", "Naudin|Cécile"][..],
            ),
            (
                "Ludwig van Beethoven and van der Berg, Jan",
                &["van Beethoven|Ludwig", "van der Berg|Jan"],
            ),
            (
                "Jan Van der Berg and Charles Louis de la Vallée Poussin",
                &["Van der Berg|Jan", "de la Vallée Poussin|Charles Louis"],
            ),
            (
                "von Hicks, III, Michael and King, Jr., Martin Luther",
                &["von Hicks|Michael|III", "King|Martin Luther|Jr."],
            ),
            (
                "Martin Luther King, Jr. and Sammy Davis Jr.",
                &["King|Martin Luther|Jr.", "Davis|Sammy|Jr."],
            ),
            (
                "{Council on Heart, Lung and Blood} and OECD",
                &["[Council on Heart, Lung and Blood]", "[OECD]"],
            ),
            (
                "Milton {Abramowitz} and {\\O}ystein Sm{\\o}rgrav",
                &["Abramowitz|Milton", "Smørgrav|Øystein"],
            ),
            ("American Rights at Work", &["Work|American Rights at"]),
            ("Smith, John; Doe, Jane", &["Smith|John", "Doe|Jane"]),
            (
                "John A. Smith, Jane Doe, Bob Lee",
                &["Smith|John A.", "Doe|Jane", "Lee|Bob"],
            ),
            ("family=Gogh, given=Vincent, prefix=van", &["van Gogh|Vincent"]),
            ("Barnes AND\n  {Noble Inc}", &["[Barnes]", "[Noble Inc]"]),
            ("Smith, and and Doe, J", &["Smith|", "Doe|J"]),
        ] {
            assert_eq!(
                names(source),
                (expected.iter().map(|s| (*s).to_owned()).collect(), false),
                "{source}"
            );
        }
        assert_eq!(names("Smith, John and others"), (vec!["Smith|John".into()], true));
        assert_eq!(
            names("Smith, John and Doe, Jane et al."),
            (vec!["Smith|John".into(), "Doe|Jane".into()], true)
        );
    }

    #[test]
    fn each_name_has_its_own_place() {
        let source = " Smith, John and  {\\'E}lan, V. ";
        let read = read(&Raw {
            text: Cow::Borrowed(source),
            place: Place::At(0),
        });
        let places: Vec<&str> = read.list.iter().map(|(_, span)| span.of(source)).collect();
        assert_eq!(places, ["Smith, John", "{\\'E}lan, V."]);
    }
}
