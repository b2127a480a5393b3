//! Author lines: names with their spans, in the forms that pages print.

use super::lines::{fold_blanks, trim, trim_by};
use super::name_marks::clean;
use super::name_words::{is_degree, is_family, is_group, is_initials, is_particle, is_stranger_in_name};
use super::separator::Separator;
use crate::base::{Name, Span};

/// The names of a line.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// Names in order, with the place of each.
    pub names: Vec<(Name, Span)>,
    /// Where "et al." stands.
    pub et_al: Option<Span>,
    /// Pieces that are no names.
    pub rejected: usize,
}

impl People {
    /// Whether the whole line is a list of names.
    pub fn is_list(&self) -> bool {
        (self.names.len() >= 2 || self.et_al.is_some() && !self.names.is_empty())
            && self.rejected * 5 <= self.names.len()
    }
}

/// Reads the names under `span`.
pub fn people(text: &str, span: Span) -> People {
    let mut found = People::default();
    let mut span = trim_by(text, span, |c| c.is_whitespace() || matches!(c, ',' | ';'));
    if span.len() > 20_000 {
        return found;
    }
    for opening in [
        "Author links open overlay panel",
        "By ",
        "Authors:",
        "Authors ",
        "Author:",
        "Author(s):",
        "by ",
    ] {
        if span.of(text).starts_with(opening) {
            span = trim(text, Span::new(span.start as usize + opening.len(), span.end as usize));
        }
    }
    // Atypon's link to what it knows of them.
    for closing in [
        "authors info & affiliations",
        "author info & affiliations",
        "authors info",
        "author info",
    ] {
        let cut = span.len().checked_sub(closing.len()).unwrap_or(span.len());
        let tail = span.of(text).get(cut..).unwrap_or("");
        if tail.eq_ignore_ascii_case(closing) {
            span = trim(text, Span::new(span.start as usize, span.start as usize + cut));
        }
    }
    if let Some(at) = find_et_al(span.of(text)) {
        let start = span.start as usize + at;
        found.et_al = Some(Span::new(start, (start + 6).min(span.end as usize)));
        span = Span::new(span.start as usize, start);
    }
    // "Jane Doe, Max Muster … Ada Quist": the site left names out; "… Show more" is its button.
    for mark in [" … ", " ... "] {
        let words = span.of(text);
        let Some((before, after)) = words.split_once(mark) else {
            continue;
        };
        let first = after.split([',', ';']).next().unwrap_or("");
        if name(first.trim()).is_some() {
            let at = span.start as usize + before.len();
            found.et_al = found.et_al.or(Some(trim(text, Span::new(at, at + mark.len()))));
            span = Span::new(span.start as usize, at);
        }
    }
    let separator = Separator::of(span.of(text));
    let mut pieces = separator.split(text, span);
    // Names that the site left out: those before them are the first ones.
    let gap = |piece: &Span| matches!(piece.of(text).trim(), "…" | "..." | "[...]" | "[…]");
    if let Some(at) = pieces.iter().position(gap).filter(|at| *at > 0) {
        found.et_al = found.et_al.or(Some(trim(text, pieces[at])));
        pieces.truncate(at);
    }
    let all: Vec<Span> = pieces.into_iter().map(|piece| clean(text, piece)).collect();
    let degree = |piece: &Span| piece.of(text).split_whitespace().all(is_degree);
    // "Adan Rios, c": the mark of an affiliation, apart from its name.
    let mark = |piece: &Span| piece.len() == 1 && piece.of(text).bytes().all(|b| b.is_ascii_lowercase());
    let with_degrees = all.iter().any(|piece| !piece.is_empty() && degree(piece));
    // "Bronwen Jones, clinical lecturer1": what they are, in small letters.
    let role = |piece: &Span| {
        let words = piece.of(text);
        words.len() >= 6 && words.contains(char::is_lowercase) && !words.contains(char::is_uppercase)
    };
    // One after each name, and nothing else.
    let with_roles = all.len() >= 3
        && all.iter().enumerate().all(|(index, piece)| match index % 2 {
            0 => name(piece.of(text)).is_some(),
            _ => role(piece),
        });
    let mut pieces: Vec<Span> = all
        .iter()
        .copied()
        .filter(|piece| !(with_roles && role(piece)))
        .filter(|piece| !degree(piece) && !mark(piece) && piece.of(text).contains(char::is_alphabetic))
        .filter(|piece| !for_others(piece.of(text)) && !is_junior(piece.of(text)))
        .collect();
    // Where degrees follow whole names, "D.M." is one as well and no initials.
    let whole = pieces.iter().filter(|piece| name(piece.of(text)).is_some()).count();
    if pieces.len() < all.len() && whole * 2 > pieces.len() {
        pieces.retain(|piece| !is_initials(piece.of(text)));
    }
    if let [one, degree] = pieces[..]
        && degree.of(text) == "DM"
        && name(one.of(text)).is_some_and(|name| name.given.is_some_and(|given| given.len() > 2))
    {
        pieces.pop();
    }
    // "Bo Orell MD" among whole names has a degree, among "Orell B" it has initials.
    let short = |piece: &&Span| piece.of(text).rsplit(' ').next().is_some_and(is_initials);
    if pieces.iter().filter(short).count() * 2 < pieces.len() || with_degrees && pieces.len() == 1 {
        for piece in &mut pieces {
            if let Some((rest, "MD" | "M.D.")) = piece.of(text).rsplit_once(' ')
                && rest.split(' ').filter(|word| !is_particle(word)).count() >= 2
            {
                *piece = Span::new(piece.start as usize, piece.start as usize + rest.len());
            }
        }
    }
    // SciELO numbers affiliations in Roman figures.
    let unnumbered = |piece: &Span| {
        let name = piece.of(text).trim_end_matches(['I', 'V', 'X']);
        let cut = name.len() < piece.len() && name.ends_with(char::is_lowercase) && name.contains(' ');
        cut.then(|| Span::new(piece.start as usize, piece.start as usize + name.len()))
    };
    if pieces.len() >= 2 && pieces.iter().filter_map(unnumbered).count() * 3 >= pieces.len() * 2 {
        for piece in &mut pieces {
            *piece = unnumbered(piece).unwrap_or(*piece);
        }
    }
    match separator {
        Separator::Comma if is_paired(text, &pieces) => {
            let mut index = 0;
            while index < pieces.len() {
                let family = pieces[index];
                match pieces.get(index + 1).filter(|given| is_initials(given.of(text))) {
                    Some(given) if !is_initials(family.of(text)) && is_family(family.of(text)) => {
                        found
                            .names
                            .push((Name::person(family.of(text), given.of(text)), family.join(*given)));
                        index += 2;
                    }
                    _ => {
                        found.push(text, family);
                        index += 1;
                    }
                }
            }
        }
        Separator::Comma if is_inverted(text, &pieces) => {
            for pair in pieces.chunks_exact(2) {
                let (family, given) = (pair[0], pair[1]);
                let name = Name::person(family.of(text), given.of(text));
                found.names.push((name, family.join(given)));
            }
        }
        Separator::Comma | Separator::Turn => pieces.into_iter().for_each(|piece| found.push(text, piece)),
        Separator::Semicolon | Separator::Gap => pieces.into_iter().for_each(|piece| found.push_either(text, piece)),
    }
    found.once();
    // "Robert J. Haverstock, Jr., M.D."
    for suffix in all.iter().filter(|piece| is_junior(piece.of(text))) {
        let before = found.names.iter_mut().rfind(|(_, at)| at.end <= suffix.start);
        if let Some((name, _)) = before.filter(|(name, _)| name.suffix.is_none()) {
            name.suffix = Some(suffix.of(text).trim_end_matches('.').into());
        }
    }
    found
}

impl People {
    /// A name in natural or Vancouver order, or that of a group among them.
    fn push(&mut self, text: &str, piece: Span) {
        let words = piece.of(text);
        match name(words) {
            Some(name) => self.names.push((name, piece)),
            None if !self.names.is_empty() && is_group(words) => {
                let words = words.trim_end_matches([',', ' ']);
                self.names.push((Name::group(fold_blanks(words)), piece));
            }
            None => self.rejected += 1,
        }
    }

    /// Drops what the page prints twice: whole names each of which is followed by itself, and a list that is followed by
    /// itself with initials.
    fn once(&mut self) {
        let initials = |name: &Name| name.given.as_deref().is_some_and(is_initials);
        let whole = |name: &Name| name.given.as_deref().is_some_and(|given| !is_initials(given));
        let again =
            |(a, _): &(Name, Span), (b, _): &(Name, Span)| whole(a) && a.given == b.given && a.main() == b.main();
        let repeats = self.names.windows(2).filter(|pair| again(&pair[0], &pair[1])).count();
        if repeats >= 2 || repeats == 1 && self.names.len() == 2 {
            let mut kept: Vec<(Name, Span)> = Vec::with_capacity(self.names.len());
            for (name, at) in std::mem::take(&mut self.names) {
                // The first print may have lost a letter that the copy could not keep.
                let cut = |last: &Name| {
                    let rest = name.main().strip_prefix(last.main());
                    last.given == name.given && rest.is_some_and(|rest| rest.chars().count() <= 1)
                };
                if kept.last().is_some_and(|(last, _)| whole(last) && cut(last)) {
                    kept.pop();
                }
                kept.push((name, at));
            }
            self.names = kept;
        }
        let half = self.names.len() / 2;
        let shortened = half >= 2
            && self.names.len().is_multiple_of(2)
            && self.names[..half]
                .iter()
                .zip(&self.names[half..])
                .all(|((long, _), (short, _))| {
                    let first = |name: &Name| name.given.as_ref().and_then(|given| given.chars().next());
                    whole(long) && initials(short) && long.main() == short.main() && first(long) == first(short)
                });
        if shortened {
            self.names.truncate(half);
        }
    }

    /// A name that may have its family name first, before a comma.
    fn push_either(&mut self, text: &str, piece: Span) {
        let words = piece.of(text);
        match words.split_once(',') {
            // "Jane B. Doe, MD, PhD": degrees, and no given names.
            Some((whole, degrees)) if degrees.split([',', ' ']).all(|word| word.is_empty() || is_degree(word)) => {
                let end = piece.start as usize + whole.len();
                self.push(text, trim(text, Span::new(piece.start as usize, end)));
            }
            Some((family, given)) if is_family(family.trim()) && !given.trim().is_empty() => {
                let given = given.trim().trim_end_matches(',');
                // The stop after a whole given name ends the list.
                let whole = given
                    .rsplit(' ')
                    .next()
                    .is_some_and(|last| last.trim_end_matches('.').chars().count() > 2);
                let given = if whole { given.trim_end_matches('.') } else { given };
                self.names.push((Name::person(family.trim(), given), piece));
            }
            _ => self.push(text, piece),
        }
    }
}

/// A suffix after a comma, where `II` and `IV` are initials.
fn is_junior(word: &str) -> bool {
    matches!(word.trim_end_matches('.'), "Jr" | "Sr")
}

fn is_suffix(word: &str) -> bool {
    matches!(word.trim_end_matches('.'), "Jr" | "Sr" | "II" | "III" | "IV")
}

/// `for the Late Effects Study Group`: those for whom the authors write.
fn for_others(piece: &str) -> bool {
    ["for the ", "on behalf of "]
        .iter()
        .any(|opening| piece.starts_with(opening))
        && is_group(piece)
}

fn find_et_al(line: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = line[from..].find("et al") {
        let at = from + at;
        let bounded = line[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        if bounded && !line[at + 5..].starts_with(char::is_alphabetic) {
            return Some(at);
        }
        from = at + 5;
    }
    None
}

fn is_paired(text: &str, pieces: &[Span]) -> bool {
    let initials = pieces.iter().filter(|piece| is_initials(piece.of(text))).count();
    pieces.len() >= 2 && initials * 5 >= pieces.len() * 2
}

/// "Novak, Petra, van Dijk, Eva": no piece is a whole name, and they come in pairs.
fn is_inverted(text: &str, pieces: &[Span]) -> bool {
    pieces.len() >= 2
        && pieces.len().is_multiple_of(2)
        && pieces.iter().all(|piece| is_family(piece.of(text)))
        && pieces.chunks_exact(2).all(|pair| {
            let whole = |piece: &Span| {
                piece
                    .of(text)
                    .split_whitespace()
                    .filter(|word| !is_particle(word))
                    .count()
            };
            whole(&pair[0]) == 1 && whole(&pair[1]) <= 2
        })
        && pieces.iter().filter(|piece| piece.of(text).contains(' ')).count() * 2 <= pieces.len()
}

/// Whether the word is written in Chinese letters alone.
fn is_han(word: &str) -> bool {
    word.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// A single name in natural (`Inge van Outersterp`) or Vancouver (`Pinto RC`) order.
pub fn name(piece: &str) -> Option<Name> {
    let mut words: Vec<&str> = piece.split_whitespace().collect();
    let mut suffix = None;
    while words.len() > 2 {
        let last = words[words.len() - 1].trim_end_matches('.');
        // "Jane Doe M.D."; "Minden M.D." has two words.
        let dotted = words[words.len() - 1].contains('.') && !is_particle(words[0]);
        if is_degree(last) && last.len() > 1 && (dotted || !is_initials(last)) {
            words.pop();
        } else if is_suffix(last) {
            suffix = words.pop().map(|s| s.trim_end_matches('.').to_owned());
        } else {
            break;
        }
    }
    if !(2..=6).contains(&words.len()) {
        return None;
    }
    let ends = words.len() - 1;
    let fits = |(index, word): (usize, &&str)| {
        let first = word.trim_start_matches(['\'', '’', '‘']).chars().next();
        let shape = word.chars().all(|c| {
            c.is_alphabetic() || matches!(c, '-' | '‐' | '‑' | '–' | '\'' | '’' | '‘' | '.' | '\u{301}' | '`')
        });
        // A short lower-case word inside a name is a particle, whether known or not.
        let inner = index > 0 && index < ends && word.chars().count() <= 4;
        let written = first.is_some_and(|c| !c.is_lowercase()) || is_particle(word) || word.contains('-') || inner;
        shape && word.chars().any(char::is_alphabetic) && written && !is_stranger_in_name(word)
    };
    if !words.iter().enumerate().all(fits) || words.iter().all(|word| is_initials(word)) {
        return None;
    }
    let last = words[words.len() - 1];
    let first = words[0];
    // "Pinto RC", "Kim D.H.": initials last, after a whole word.
    let initial = |word: &str| is_initials(word) && !is_particle(word);
    let vancouver = is_initials(last)
        && !initial(first)
        && words[..words.len() - 1].concat().contains(char::is_lowercase)
        && (first.contains(char::is_lowercase) || is_particle(first))
        && words[..words.len() - 1].iter().all(|word| !initial(word));
    let letters = |word: &str| word.chars().count();
    let (family, given) = if words.iter().all(|word| is_han(word)) && words.len() == 2 {
        // The family name is first, unless it is the one letter of the two words: some indexes turn names around.
        if letters(last) == 1 && letters(first) == 2 && !piece.contains('\u{3000}') {
            (last.to_owned(), first.to_owned())
        } else {
            (first.to_owned(), last.to_owned())
        }
    } else if vancouver {
        (words[..words.len() - 1].join(" "), last.to_owned())
    } else {
        let mut from = words.len() - 1;
        while from > 1 && (is_particle(words[from - 1]) || words[from - 1].starts_with(char::is_lowercase)) {
            from -= 1;
        }
        (words[from..].join(" "), words[..from].join(" "))
    };
    let mut name = Name::person(family, given);
    name.suffix = suffix.map(Into::into);
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Vec<(String, String)> {
        people(line, Span::new(0, line.len()))
            .names
            .into_iter()
            .map(|(name, _)| (name.main().to_owned(), name.given.unwrap_or_default().into()))
            .collect()
    }

    fn pair(family: &str, given: &str) -> (String, String) {
        (family.into(), given.into())
    }

    #[test]
    fn titles_degrees_and_links_are_no_part_of_a_name() {
        assert_eq!(
            read("Dr. med. Jürgen Weiß, Prof. Dr. Anneliese Groß-Kämper, Łukasz Żak MD PhD"),
            [
                pair("Weiß", "Jürgen"),
                pair("Groß-Kämper", "Anneliese"),
                pair("Żak", "Łukasz")
            ]
        );
        assert_eq!(
            read("View ORCID ProfileIsolde Þórsdóttir,  View ORCID ProfileMarcus A. Greene III, Chukwuma Obi"),
            [
                pair("Þórsdóttir", "Isolde"),
                pair("Greene", "Marcus A."),
                pair("Obi", "Chukwuma")
            ]
        );
        assert_eq!(
            read("Author links open overlay panelBirgit Aström a 1, Kofi Mensah-Bonsu b 1, Ruth O'Malley a c"),
            [
                pair("Aström", "Birgit"),
                pair("Mensah-Bonsu", "Kofi"),
                pair("O'Malley", "Ruth")
            ]
        );
    }

    #[test]
    fn marks_roles_and_repeats_are_no_part_of_a_list() {
        let list = |line: &str| {
            let names = read(line)
                .into_iter()
                .map(|(family, given)| format!("{family}, {given}"));
            names.collect::<Vec<_>>().join("; ")
        };
        for (line, wanted) in [
            (
                "Quist A. a · van Orell B. b · Dahl J.-L. a, c",
                "Quist, A.; van Orell, B.; Dahl, J.-L.",
            ),
            (
                "Ada D. Quist,‡a Lien-Chi Hwang,‡b Bérénice Du Pasquier *a and Arjun Holt ac",
                "Quist, Ada D.; Hwang, Lien-Chi; Du Pasquier, Bérénice; Holt, Arjun",
            ),
            ("Ada Quist1Bo Orell23Caj Dahl4", "Quist, Ada; Orell, Bo; Dahl, Caj"),
            (
                "Ada QuistI; Bo OrellII; Caj DahlIII",
                "Quist, Ada; Orell, Bo; Dahl, Caj",
            ),
            (
                "Ada Quist,Ada Quist1,2Bo Orell,Bo Orell1,2Caj Dahlö,Caj Dahlö3",
                "Quist, Ada; Orell, Bo; Dahlö, Caj",
            ),
            ("Ada Quist,Bo Orell,A. Quist,B. Orell", "Quist, Ada; Orell, Bo"),
            (
                "Ada Quist, clinical lecturer1, Bo Orell, statistician2, Caj Dahl, professor of medicine1 3",
                "Quist, Ada; Orell, Bo; Dahl, Caj",
            ),
            (
                "Authors: Ada Quist, M.D., Ph.D., Bo Orell, Jr., M.D., and Caj de Groot–Dahl, M.D., for the PAPER Investigators*Author Info & Affiliations",
                "Quist, Ada; Orell, Bo; de Groot–Dahl, Caj",
            ),
            (
                "Quist A, Ó Dálaigh D, Ní Bhriain RA",
                "Quist, A; Ó Dálaigh, D; Ní Bhriain, RA",
            ),
            ("Ada Quist MD, MPH,", "Quist, Ada"),
            ("亚丽 杜; 北沢 亮介", "杜, 亚丽; 北沢, 亮介"),
        ] {
            assert_eq!(list(line), wanted, "{line}");
        }
        for (line, wanted) in [
            ("Wei Li, Wei Lin, Bo Orell", "Li, Wei; Lin, Wei; Orell, Bo"),
            (
                "Ivanov A, Ivanova A, Wang Y, Wang Y",
                "Ivanov, A; Ivanova, A; Wang, Y; Wang, Y",
            ),
            (
                "Wei Wang, Bo Li, Wenjie Wang, Bin Li",
                "Wang, Wei; Li, Bo; Wang, Wenjie; Li, Bin",
            ),
            ("Kim J, Lee S, Kim JH, Lee SY", "Kim, J; Lee, S; Kim, JH; Lee, SY"),
            (
                "Ivanov A.V, Petrov B.I, Sidorov C.D",
                "Ivanov, A.V; Petrov, B.I; Sidorov, C.D",
            ),
            (
                "Ivanov, IV, Petrov, II, Sidorov, VI",
                "Ivanov, IV; Petrov, II; Sidorov, VI",
            ),
            ("y Gasset J, Holm K, Orell B", "y Gasset, J; Holm, K; Orell, B"),
            ("van Dijk MD, PhD", "van Dijk, MD"),
            ("New York · San Diego · Los Angeles", ""),
        ] {
            assert_eq!(list(line), wanted, "{line}");
        }
        let line = "Hodgkin Lymphoma, Castleman Disease, survival, outcome, rituximab";
        assert!(!people(line, Span::new(0, line.len())).is_list());
        let suffixed = people("Ada Quist, M.D., Bo Orell, Jr., M.D.", Span::new(0, 36));
        assert_eq!(suffixed.names[1].0.suffix.as_deref(), Some("Jr"));
    }

    #[test]
    fn names_that_a_site_leaves_out_are_not_silently_lost() {
        for (line, cut) in [
            ("Jane Doe, Max Muster … Ada Quist", true),
            ("Jane Doe ∙ Max Muster ∙ … ∙ Ada Quist", true),
            ("Jane Doe, Max Muster … Show more", false),
        ] {
            let found = people(line, Span::new(0, line.len()));
            assert_eq!((found.names.len(), found.et_al.is_some()), (2, cut), "{line}");
        }
    }

    #[test]
    fn names_are_read_in_the_orders_pages_print() {
        assert_eq!(
            read("Inge van Outersterp, Caitlin E.J. Reichert, Hester A. de Groot-Kruseman, Monique L. den Boer*"),
            [
                pair("van Outersterp", "Inge"),
                pair("Reichert", "Caitlin E.J."),
                pair("de Groot-Kruseman", "Hester A."),
                pair("den Boer", "Monique L."),
            ]
        );
        assert_eq!(
            read("Rummelt, C., Gorantla, S.P., Meggendorfer, M. et al."),
            [
                pair("Rummelt", "C."),
                pair("Gorantla", "S.P."),
                pair("Meggendorfer", "M.")
            ]
        );
        assert_eq!(
            read("Vincent Larivière2,3, Juan P Alperin4,5, and Stefanie Haustein3,9"),
            [
                pair("Larivière", "Vincent"),
                pair("Alperin", "Juan P"),
                pair("Haustein", "Stefanie")
            ]
        );
        assert_eq!(read("Piwowar H, Priem J"), [pair("Piwowar", "H"), pair("Priem", "J")]);
        assert_eq!(
            read("Kim D.-H., Minden M.D., van der Berg J."),
            [pair("Kim", "D.-H."), pair("Minden", "M.D."), pair("van der Berg", "J.")]
        );
        assert_eq!(
            read("Laddomada, B.; Del Coco, L.; Durante, M."),
            [pair("Laddomada", "B."), pair("Del Coco", "L."), pair("Durante", "M.")]
        );
        assert_eq!(read("Zukeran, A.   Looy, P.C.   Jen-Shih Chang").len(), 3);
        assert!(read("Department of Health Sciences, University of Nowhere").is_empty());
    }
}
