//! Label and value lines: `Volume: 35`, `Journal` over its value, `JournalBlood Advances`.

use super::Found;
use super::headings::Section;
use super::lines::{fold_blanks, trim, trim_by};
use super::relations;
use super::sections::Page;
use crate::base::{Doi, Issn, PartialDate, Pmcid, Pmid, Span, fold};
use crate::record::Field;

/// How a label's value is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text(Field),
    Number(Field),
    Pages,
    Issued,
    Online,
    Doi,
    Pmid,
    Pmcid,
    Issn,
}

/// Labels, folded, sorted.
const LABELS: &[(&str, Kind)] = &[
    ("article number", Kind::Pages),
    ("available online", Kind::Online),
    ("band", Kind::Number(Field::Volume)),
    ("data de publicacao", Kind::Issued),
    ("date de publication", Kind::Issued),
    ("date of publication", Kind::Issued),
    ("date published", Kind::Issued),
    ("digital object identifier", Kind::Doi),
    ("doi", Kind::Doi),
    ("editeur", Kind::Text(Field::Publisher)),
    ("editora", Kind::Text(Field::Publisher)),
    ("editorial", Kind::Text(Field::Publisher)),
    ("eissn", Kind::Issn),
    ("electronic issn", Kind::Issn),
    ("epub", Kind::Online),
    ("erscheinungsdatum", Kind::Issued),
    ("erscheinungsjahr", Kind::Issued),
    ("fecha de publicacion", Kind::Issued),
    ("first published", Kind::Online),
    ("first published online", Kind::Online),
    ("gepubliceerd", Kind::Issued),
    ("heft", Kind::Number(Field::Issue)),
    ("issn", Kind::Issn),
    ("issn online", Kind::Issn),
    ("issn print", Kind::Issn),
    ("issue", Kind::Number(Field::Issue)),
    ("issue date", Kind::Issued),
    ("issue number", Kind::Number(Field::Issue)),
    ("jahrgang", Kind::Number(Field::Volume)),
    ("journal", Kind::Text(Field::ContainerTitle)),
    ("journal name", Kind::Text(Field::ContainerTitle)),
    ("journal or publication title", Kind::Text(Field::ContainerTitle)),
    ("journal title", Kind::Text(Field::ContainerTitle)),
    ("language", Kind::Text(Field::Language)),
    ("number of pages", Kind::Number(Field::NumberOfPages)),
    ("numero", Kind::Number(Field::Issue)),
    ("on page(s)", Kind::Pages),
    ("online issn", Kind::Issn),
    ("online publication date", Kind::Online),
    ("original language", Kind::Text(Field::Language)),
    ("page", Kind::Pages),
    ("page range", Kind::Pages),
    ("pages", Kind::Pages),
    ("pages (from-to)", Kind::Pages),
    ("paginas", Kind::Pages),
    ("pagine", Kind::Pages),
    ("pmcid", Kind::Pmcid),
    ("pmid", Kind::Pmid),
    ("print issn", Kind::Issn),
    ("pubblicato", Kind::Issued),
    ("publicado", Kind::Issued),
    ("publication date", Kind::Issued),
    ("publication status", Kind::Issued),
    ("publication title", Kind::Text(Field::ContainerTitle)),
    ("publication year", Kind::Issued),
    ("publie", Kind::Issued),
    ("publiee le", Kind::Issued),
    ("published", Kind::Issued),
    ("published in", Kind::Text(Field::ContainerTitle)),
    ("published in print", Kind::Issued),
    ("published online", Kind::Online),
    ("published online on", Kind::Online),
    ("publisher", Kind::Text(Field::Publisher)),
    ("pubmed id", Kind::Pmid),
    ("revista", Kind::Text(Field::ContainerTitle)),
    ("revue", Kind::Text(Field::ContainerTitle)),
    ("rivista", Kind::Text(Field::ContainerTitle)),
    ("seiten", Kind::Pages),
    ("source title", Kind::Text(Field::ContainerTitle)),
    ("this paper appears in", Kind::Text(Field::ContainerTitle)),
    ("tijdschrift", Kind::Text(Field::ContainerTitle)),
    ("titre de la revue", Kind::Text(Field::ContainerTitle)),
    ("titre du periodique", Kind::Text(Field::ContainerTitle)),
    ("titulo da revista", Kind::Text(Field::ContainerTitle)),
    ("titulo de la revista", Kind::Text(Field::ContainerTitle)),
    ("verlag", Kind::Text(Field::Publisher)),
    ("veroffentlicht", Kind::Issued),
    ("volume", Kind::Number(Field::Volume)),
    ("volume number", Kind::Number(Field::Volume)),
    ("volumen", Kind::Number(Field::Volume)),
    ("year", Kind::Issued),
    ("year of publication", Kind::Issued),
    ("zeitschrift", Kind::Text(Field::ContainerTitle)),
    ("zeitschriftentitel", Kind::Text(Field::ContainerTitle)),
];

/// Labels that portals glue to their values, as printed.
const GLUED: &[(&str, Kind)] = &[
    // English
    ("Original language", Kind::Text(Field::Language)),
    ("Article number", Kind::Pages),
    ("Pages (from-to)", Kind::Pages),
    ("Number of pages", Kind::Number(Field::NumberOfPages)),
    ("Journal", Kind::Text(Field::ContainerTitle)),
    ("Volume", Kind::Number(Field::Volume)),
    ("Issue number", Kind::Number(Field::Issue)),
    ("Publication status", Kind::Issued),
    ("State", Kind::Issued),
    ("Early online date", Kind::Online),
    ("Publisher", Kind::Text(Field::Publisher)),
    ("DOIs", Kind::Doi),
    ("ISSN (Print)", Kind::Issn),
    ("ISSN (Electronic)", Kind::Issn),
    // Dutch
    ("Originele taal-2", Kind::Text(Field::Language)),
    ("Artikelnummer", Kind::Pages),
    ("Pagina's (van-tot)", Kind::Pages),
    ("Aantal pagina's", Kind::Number(Field::NumberOfPages)),
    ("Tijdschrift", Kind::Text(Field::ContainerTitle)),
    ("Nummer van het tijdschrift", Kind::Number(Field::Issue)),
    ("DOI's", Kind::Doi),
    // German
    ("Originalsprache", Kind::Text(Field::Language)),
    ("Aufsatznummer", Kind::Pages),
    ("Seiten (von - bis)", Kind::Pages),
    ("Seitenumfang", Kind::Number(Field::NumberOfPages)),
    ("Fachzeitschrift", Kind::Text(Field::ContainerTitle)),
    ("Jahrgang", Kind::Number(Field::Volume)),
    ("Ausgabenummer", Kind::Number(Field::Issue)),
    ("Publikationsstatus", Kind::Issued),
    // Danish
    ("Originalsprog", Kind::Text(Field::Language)),
    ("Sider (fra-til)", Kind::Pages),
    ("Antal sider", Kind::Number(Field::NumberOfPages)),
    ("Tidsskrift", Kind::Text(Field::ContainerTitle)),
    ("Vol/bind", Kind::Number(Field::Volume)),
    ("Udgave nummer", Kind::Number(Field::Issue)),
    // Swedish
    ("Originalspråk", Kind::Text(Field::Language)),
    ("Sidor (från-till)", Kind::Pages),
    ("Antal sidor", Kind::Number(Field::NumberOfPages)),
    ("Tidskrift", Kind::Text(Field::ContainerTitle)),
    ("Volym", Kind::Number(Field::Volume)),
    // French
    ("langue originale", Kind::Text(Field::Language)),
    ("Pages (de - à)", Kind::Pages),
    ("Nombre de pages", Kind::Number(Field::NumberOfPages)),
    ("journal", Kind::Text(Field::ContainerTitle)),
    ("Numéro de publication", Kind::Number(Field::Issue)),
    ("Les DOIs", Kind::Doi),
    // Spanish
    ("Idioma original", Kind::Text(Field::Language)),
    ("Páginas (desde-hasta)", Kind::Pages),
    ("Número de páginas", Kind::Number(Field::NumberOfPages)),
    ("Publicación", Kind::Text(Field::ContainerTitle)),
    ("Volumen", Kind::Number(Field::Volume)),
    // Several languages
    ("Status", Kind::Issued),
    ("Nummer", Kind::Number(Field::Issue)),
    ("Numero", Kind::Number(Field::Issue)),
    ("N.º", Kind::Number(Field::Issue)),
    ("DOI", Kind::Doi),
];

/// Whether the words are a label.
pub fn is_label(words: &str) -> bool {
    kind_of(words).is_some() || matches!(words, "Language" | "Publisher" | "Type")
}

fn kind_of(label: &str) -> Option<Kind> {
    if label.len() > 30 {
        return None;
    }
    let folded = fold(label.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '–')));
    let index = LABELS.binary_search_by(|(name, _)| (*name).cmp(folded.as_str())).ok()?;
    LABELS.get(index).map(|(_, kind)| *kind)
}

/// Claims every labelled value of the page's own parts.
pub fn labels(page: &Page<'_>, found: &mut Found) {
    let text = page.text;
    let glued: Vec<(Kind, Span)> = page
        .lines
        .iter()
        .filter(|line| !line.bullet)
        .filter_map(|line| glued(text, line.span))
        .collect();
    if glued.len() >= 3 {
        for (kind, value) in glued {
            claim(text, kind, value, "label:glued", 70, found);
        }
    }
    above(page, found);
    for (index, line) in page.lines.iter().enumerate() {
        if !matches!(
            page.section(index),
            Section::Front
                | Section::Abstract
                | Section::Keywords
                | Section::About
                | Section::Cite
                | Section::Boilerplate
                | Section::Funding
        ) || line.span.len() > 400
            || relations::names_another(text, line.span)
        {
            continue;
        }
        pairs(text, line.span, found);
        if line.of(text).ends_with(':')
            && let Some(kind) = kind_of(line.of(text))
            && let Some(next) = page.lines.get(index + 1)
            && !next.of(text).ends_with(':')
            && (!next.gap || matches!(kind, Kind::Doi))
        {
            claim(text, kind, next.span, "label", 70, found);
        }
    }
}

/// Labels without a colon, each on a line of its own over its value, where at least three different ones stand so.
fn above(page: &Page<'_>, found: &mut Found) {
    let text = page.text;
    let label = |line: &super::lines::Line| {
        let words = line.of(text);
        let alone = !line.bullet && words.starts_with(char::is_uppercase) && !words.ends_with(':');
        kind_of(words).filter(|_| alone)
    };
    let mut pairs: Vec<(Kind, Span)> = Vec::new();
    for (index, pair) in page.lines.windows(2).enumerate() {
        let own = matches!(page.section(index), Section::Front | Section::Abstract | Section::About);
        let [head, value] = pair else { continue };
        let Some(kind) = label(head).filter(|_| own && !value.bullet && label(value).is_none()) else {
            continue;
        };
        // "2020, Journal of Nowhere, № 7": more than the label says.
        let year = value
            .of(text)
            .as_bytes()
            .windows(4)
            .any(|four| four.iter().all(u8::is_ascii_digit));
        if !(year && kind == Kind::Text(Field::ContainerTitle)) {
            pairs.push((kind, value.span));
        }
    }
    let mut kinds: Vec<Kind> = Vec::new();
    for (kind, _) in &pairs {
        if !kinds.contains(kind) {
            kinds.push(*kind);
        }
    }
    let figures = |(_, value): &&(Kind, Span)| value.of(text).bytes().any(|b| b.is_ascii_digit());
    if kinds.len() >= 3 && pairs.iter().filter(figures).count() >= 2 {
        for (kind, value) in pairs {
            claim(text, kind, value, "label", 60, found);
        }
    }
}

/// `Journal` before a capital or digit, with nothing between.
fn glued(text: &str, span: Span) -> Option<(Kind, Span)> {
    let words = span.of(text);
    GLUED.iter().find_map(|(label, kind)| {
        let value = words.strip_prefix(label)?;
        let begins = value.chars().next().is_none_or(|c| c.is_uppercase() || c.is_numeric());
        begins.then(|| (*kind, Span::new(span.end as usize - value.len(), span.end as usize)))
    })
}

/// `Volume: 35,  Issue: 5`: every label of the line with what stands up to the next.
fn pairs(text: &str, span: Span, found: &mut Found) {
    let words = span.of(text);
    let mut open: Option<(Kind, usize)> = None;
    let mut starts: Vec<(usize, usize, Kind)> = Vec::new();
    for (colon, _) in words.match_indices(':').take(12) {
        let head = &words[..colon];
        // A label begins the line, or follows a comma, semicolon, bar, dot or a wide blank.
        let from = head
            .rfind([',', ';', '|', '·'])
            .map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8));
        let from = head.rfind("  ").map_or(from, |at| from.max(at + 2));
        let from = head.rfind(". ").map_or(from, |at| from.max(at + 2));
        let from = head.rfind(".DOI").map_or(from, |at| from.max(at + 1));
        if let Some(kind) = kind_of(&head[from..]) {
            starts.push((from, colon + 1, kind));
            continue;
        }
        // Identifiers follow each other with one blank between.
        let last = head
            .rfind(char::is_whitespace)
            .map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8));
        if let Some(kind) = kind_of(&head[last..]).filter(|kind| matches!(kind, Kind::Doi | Kind::Pmid | Kind::Pmcid)) {
            starts.push((last, colon + 1, kind));
        }
    }
    for (index, (_, value, kind)) in starts.iter().enumerate() {
        let end = starts.get(index + 1).map_or(words.len(), |next| next.0).max(*value);
        open = Some((*kind, *value));
        let at = trim_by(text, Span::new(*value, end).shift(span.start as usize), |c| {
            c.is_whitespace() || matches!(c, ',' | ';' | '|')
        });
        claim(text, *kind, at, "label", 70, found);
    }
    // "doi 10.1234/x" and "DOI:10…" inside a line: the label alone says enough.
    if open.is_none() {
        let lower = words.to_ascii_lowercase();
        if let Some(at) = lower.find("doi")
            && let Some(doi) = Doi::find(&words[at..]).filter(|doi| doi.start <= 20)
            && words.len() < 200
        {
            let place = Span::new(doi.start + at, doi.end + at).shift(span.start as usize);
            claim(text, Kind::Doi, place, "label:doi", 50, found);
        }
    }
}

/// Claims `value` as what its label says, if it is of that kind.
fn claim(text: &str, kind: Kind, value: Span, rule: &'static str, weight: u8, found: &mut Found) {
    let value = trim(text, value);
    let words = value.of(text);
    if words.is_empty() {
        return;
    }
    let glued = rule == "label:glued";
    match kind {
        Kind::Text(field) => {
            if words.len() <= 160 && words.chars().any(char::is_alphabetic) && !words.contains("http") {
                found.claims.text(field, fold_blanks(words), value, rule, weight);
            }
        }
        Kind::Number(field) => {
            let first = words
                .split(|c: char| c.is_whitespace() || c == ',')
                .next()
                .unwrap_or("");
            // "1 SUPPL.": of an issue both are its number.
            let supplement =
                |rest: &str| rest.trim_start().to_ascii_lowercase().starts_with("suppl") && rest.len() <= 12;
            let number = match words.strip_prefix(first) {
                Some(rest) if supplement(rest) && field == Field::Issue => words,
                _ => first,
            };
            if number.len() <= 16 && number.bytes().any(|b| b.is_ascii_digit()) {
                let place = Span::new(value.start as usize, value.start as usize + number.len());
                found.claims.text(field, number, place, rule, weight);
            }
        }
        Kind::Pages => {
            // "Article number: 6133 (2015)"
            let end = words.find(" (").unwrap_or(words.len());
            let value = Span::new(value.start as usize, value.start as usize + end);
            found.pages(text, value, rule, weight);
        }
        Kind::Issued | Kind::Online => {
            // Other labels inside the value, and dates as bare digits, are a database's record of its own work.
            let lead = |place: Span| {
                Span {
                    start: value.start,
                    end: place.start,
                }
                .of(text)
                .contains(':')
            };
            let bare = |place: Span| place.of(text).bytes().all(|b| b.is_ascii_digit()) && place.len() > 4;
            if let Some((date, place)) = date_in(text, value).filter(|(_, at)| !lead(*at) && !bare(*at)) {
                if kind == Kind::Online {
                    found.claims.date(Field::AvailableDate, date, place, rule, weight);
                    found.claims.date(Field::Issued, date, place, "label:online", 20);
                } else {
                    found
                        .claims
                        .date(Field::Issued, date, place, rule, if glued { weight } else { 55 });
                }
            }
        }
        Kind::Doi => found.doi(text, value, rule, weight),
        Kind::Pmid => {
            let digits = words.split(|c: char| !c.is_ascii_digit()).next().unwrap_or("");
            if let Some(pmid) = Pmid::parse(digits) {
                let place = Span::new(value.start as usize, value.start as usize + digits.len());
                found.claims.text(Field::Pmid, pmid.as_str(), place, rule, weight);
            }
        }
        Kind::Pmcid => {
            let token = words
                .split_whitespace()
                .next()
                .unwrap_or("")
                .trim_end_matches([',', ';', '.']);
            if let Some(pmcid) = Pmcid::parse(token) {
                let place = Span::new(value.start as usize, value.start as usize + token.len());
                found.claims.text(Field::Pmcid, pmcid.as_str(), place, rule, weight);
            }
        }
        Kind::Issn => {
            let token = words
                .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'))
                .next()
                .unwrap_or("");
            if let Some(issn) = Issn::parse(token) {
                let place = Span::new(value.start as usize, value.start as usize + token.len());
                found.claims.text(Field::Issn, issn.as_str(), place, rule, weight);
            }
        }
    }
}

/// The date in a value such as `Published - 10 Apr 2024`, and the place of its own words.
pub fn date_in(text: &str, value: Span) -> Option<(PartialDate, Span)> {
    let words = value.of(text);
    let from = words.find(|c: char| c.is_ascii_digit())?;
    // A month's name before the first digit belongs to the date.
    let head = words[..from].trim_end();
    let month = head
        .rfind(|c: char| !c.is_alphabetic() && c != '.')
        .map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8));
    let from = if crate::base::PartialDate::parse(&format!("{} 2000", &head[month..]))
        .is_some_and(|date| date.month.is_some())
    {
        month
    } else {
        from
    };
    let year = words[from..]
        .match_indices(|c: char| c.is_ascii_digit())
        .find_map(|(at, _)| {
            let at = from + at;
            let four = words.get(at..at + 4)?;
            let alone = !words[..at].ends_with(|c: char| c.is_ascii_digit())
                && !words[at + 4..].starts_with(|c: char| c.is_ascii_digit());
            (alone && four.bytes().all(|b| b.is_ascii_digit())).then_some(at + 4)
        })?;
    let mut end = year;
    // ISO dates, "2031.07.01" and "2012 Sep 16" go on after the year.
    let rest = &words[year..];
    let more: usize = rest
        .split_inclusive([' ', '-', '/', '.'])
        .scan(0, |count, piece| {
            *count += usize::from(piece.contains(char::is_alphanumeric));
            (*count <= 2).then_some(piece)
        })
        .take_while(|piece| {
            let word = piece.trim_matches([' ', '-', '/', ',', '.', ';', ')']);
            word.is_empty()
                || word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit())
                || word.len() <= 9
                    && PartialDate::parse(&format!("{word} 2000")).is_some_and(|date| date.month.is_some())
        })
        .map(str::len)
        .sum();
    let figure = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    if rest.starts_with(['-', '/', ' ']) || rest.strip_prefix('.').is_some_and(figure) {
        end += more;
    }
    let place = trim_by(text, Span::new(from, end).shift(value.start as usize), |c| {
        c.is_whitespace() || matches!(c, ',' | '.' | ';' | '-' | '/')
    });
    Some((PartialDate::parse(place.of(text))?, place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_sorted_and_dates_found_in_their_values() {
        assert!(LABELS.is_sorted_by(|a, b| a.0 < b.0));
        for (value, date, place) in [
            ("Published - 10 Apr 2024", "2024-04-10", "10 Apr 2024"),
            ("Date published: 2012 Sep. 16", "2012-09-16", "2012 Sep. 16"),
            ("Date published: 2012 Sep 16 12 pages", "2012-09-16", "2012 Sep 16"),
            ("Published : 2031.07.01", "2031-07-01", "2031.07.01"),
            ("Published in 2031. 12 pages", "2031", "2031"),
            ("17 October 2014", "2014-10-17", "17 October 2014"),
            ("May 3, 2011 by someone", "2011-05-03", "May 3, 2011"),
            ("2012 Sep 16; 3(4)", "2012-09-16", "2012 Sep 16"),
            ("2019-09-01", "2019-09-01", "2019-09-01"),
        ] {
            let (found, at) = date_in(value, Span::new(0, value.len())).expect(value);
            assert_eq!((found.to_string().as_str(), at.of(value)), (date, place));
        }
    }
}
