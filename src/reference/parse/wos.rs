//! Web of Science's cited references: `Druker BJ, 2001, NEW ENGL J MED, V344, P1031, DOI 10.1056/NEJM200104053441401`.
//!
//! One author, the year, an abbreviated source, then volume and page with a letter stuck to each. Nothing else is said, and
//! nothing else is read: as running text the letters would be part of the numbers.

use super::{Journals, ParsedReference};
use crate::base::{Doi, Name, PartialDate, Span};
use crate::record::{Field, Item, ItemType};

/// Reads a reference of that form; `None` where it is none.
pub fn parse(source: &str) -> Option<ParsedReference> {
    let parts = parts(source);
    let year_at = parts.iter().take(2).position(|part| is_year(part.of(source)));
    let year = year_at.and_then(|at| parts.get(at));
    // Without a year volume and page must tell.
    let placed = |field: Field| {
        parts
            .iter()
            .any(|part| number(part.of(source)).is_some_and(|(own, _)| own == field))
    };
    if year.is_none() && !(placed(Field::Volume) && placed(Field::Page) && parts.len() > 3) {
        return None;
    }
    let authored = year_at.is_none_or(|at| at == 1);
    let source_at = year_at.map_or(1, |at| at + 1);
    if source_at >= parts.len() {
        return None;
    }
    let tail = parts
        .iter()
        .skip(source_at)
        .position(|part| number(part.of(source)).is_some() || is_doi(part.of(source)));
    let tail = tail.map_or(parts.len(), |tail| source_at + tail);
    let words = parts.get(source_at..tail)?;
    // Behind the source stand numbers and nothing else: "The gatekeeper, p53, and its loss" is a title.
    let known = |part: &Span| {
        let part = part.of(source);
        number(part).is_some() || is_doi(part) || part.starts_with("ARTN ")
    };
    if words.is_empty() || !parts.iter().skip(tail).all(known) {
        return None;
    }
    let (first, last) = (words.first(), words.last());
    let container = first.zip(last).map(|(first, last)| first.join(*last));
    // What has neither numbers nor a DOI is of this form only in its capitals.
    let capitals = container.is_some_and(|span| {
        let words = span.of(source);
        !words.contains(char::is_lowercase) && words.chars().filter(|c| c.is_uppercase()).count() > 3
    });
    let numbered = parts.iter().skip(tail).any(|part| number(part.of(source)).is_some());
    // Without numbers it is one part; more of them in capitals are a reference of another style.
    if !(numbered || capitals && words.len() == 1) {
        return None;
    }
    // A body may have a long name, but no sentence and no bracket.
    let body = parts
        .first()
        .filter(|_| authored)
        .map_or("", |author| author.of(source));
    if body.contains(['(', ':']) || body.len() > 160 {
        return None;
    }
    let mut places: Vec<(Field, Span)> = Vec::new();
    let mut item = Item::default();
    if let Some(author) = parts.first().filter(|_| authored) {
        let bare = author.of(source).trim_start_matches('*').trim();
        if !bare.is_empty() && !bare.eq_ignore_ascii_case("[Anonymous]") {
            let start = author.end as usize - author.of(source).trim_start_matches('*').len();
            item.author.push(name(bare));
            places.push((Field::Author, Span::new(start, author.end as usize)));
        }
    }
    if let Some(span) = container {
        item.set(Field::ContainerTitle, span.of(source));
        places.push((Field::ContainerTitle, span));
    }
    if let Some(year) = year {
        item.issued = PartialDate::parse(year.of(source));
        places.push((Field::Issued, *year));
    }
    for part in parts.iter().skip(tail) {
        let Some((field, skip)) = number(part.of(source)) else {
            continue;
        };
        if item.get(field).is_none() {
            let end = part
                .of(source)
                .find(" Suppl")
                .map_or(part.end as usize, |cut| part.start as usize + cut);
            let span = Span::new(part.start as usize + skip, end);
            item.set(field, span.of(source));
            places.push((field, span));
        }
    }
    if let Some((doi, span)) = doi(source, parts.get(tail).map_or(source.len(), |part| part.start as usize)) {
        item.set(Field::Doi, doi);
        places.push((Field::Doi, span));
    }
    if item.get(Field::Volume).is_some() && item.get(Field::Page).is_some() {
        item.kind = ItemType::ArticleJournal;
    }
    Some(ParsedReference {
        item,
        spans: places,
        doubts: Vec::new(),
    })
}

/// Reads `Sagan H., 2012, Space-filling Curves`, as Web of Science has what is no article: an author or a body, the year and
/// a source that may be a book, a report, a site or a journal, and nothing else.
pub fn parse_lone(source: &str, journals: &Journals) -> Option<ParsedReference> {
    let parts = parts(source);
    let [author, year, rest] = parts.as_slice() else {
        return None;
    };
    let (bare, words) = (author.of(source), rest.of(source));
    let begins = words.chars().next().is_some_and(char::is_alphanumeric);
    if !is_year(year.of(source)) || !is_one_author(bare) || !begins || says_more(words, journals) {
        return None;
    }
    let mut item = Item::default();
    let mut places = Vec::new();
    if !bare.eq_ignore_ascii_case("[Anonymous]") {
        let bare = bare.trim_start_matches('*').trim_end_matches('.').trim();
        if bare.is_empty() || bare.contains('[') {
            return None;
        }
        item.author.push(name(bare));
        places.push((Field::Author, *author));
    }
    item.issued = PartialDate::parse(year.of(source));
    places.push((Field::Issued, *year));
    let server = ["arXiv", "bioRxiv", "medRxiv"].contains(&words);
    let field = match server || journals.canonical(words).is_some() {
        true => Field::ContainerTitle,
        false => Field::Title,
    };
    item.set(field, words);
    places.push((field, *rest));
    Some(ParsedReference {
        item,
        spans: places,
        doubts: Vec::new(),
    })
}

/// Whether this is one author, family first, or a body: other styles have several, or the given name first.
fn is_one_author(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let initial = |word: &str| word.len() <= 3 && word.chars().all(|c| c.is_uppercase() || c == '.');
    // "Smith and Jones", "Smith J and Jones K", but "Food and Drug Administration".
    let joined = words.iter().any(|word| matches!(*word, "and" | "und" | "y"));
    let several = joined && (words.len() == 3 || words.iter().any(|word| initial(word))) || text.contains(" et al");
    let given_first = words.len() > 1 && words[0].trim_end_matches('.').chars().count() < 2;
    // "Donald E. Knuth"
    let dotted = |word: &str| word.len() == 2 && word.ends_with('.');
    let within = words.len() > 2 && !dotted(words[words.len() - 1]) && words[1..].iter().any(|word| dotted(word));
    let plain = !text.contains(|c: char| matches!(c, '(' | ':' | ';' | '"' | '&') || c.is_ascii_digit());
    plain && text.len() <= 160 && !several && !given_first && !within
}

/// Whether there is more in it than a name: numbers behind a journal, an identifier, an address.
fn says_more(text: &str, journals: &Journals) -> bool {
    let number = |word: &str| {
        word.trim_start_matches(['(', '['])
            .starts_with(|c: char| c.is_ascii_digit())
    };
    let words = || text.split(' ');
    let head: usize = words()
        .take_while(|word| !number(word))
        .map(|word| word.len() + 1)
        .sum();
    let head = text.get(..head.saturating_sub(1)).unwrap_or(text);
    let journal =
        || journals.canonical(head.trim_end_matches([':', ';'])).is_some() || head.eq_ignore_ascii_case("arXiv");
    let behind = head.len() < text.len() && (head.is_empty() || journal());
    let glued = text.as_bytes().windows(3).any(|window| match window {
        [before, b':' | b'(' | b'-', after] => before.is_ascii_digit() && after.is_ascii_digit(),
        _ => false,
    });
    let identifier = words().any(|word| {
        let lower = word.to_ascii_lowercase();
        let begins = ["www.", "arxiv:", "pmid"].iter().any(|begin| lower.starts_with(begin));
        begins || lower.contains("://") || lower.strip_prefix("pmc").is_some_and(number) || Doi::find(word).is_some()
    });
    behind || glued || identifier || text.contains(". ")
}

/// The parts between commas. A DOI may hold commas; it is the last.
fn parts(source: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut at = 0;
    let end = source.trim_end_matches(['.', ' ']).len();
    while at < end {
        let rest = &source[at..end];
        let cut = match is_doi(rest) {
            true => rest.len(),
            false => rest.find(", ").unwrap_or(rest.len()),
        };
        let piece = &rest[..cut];
        let lead = piece.len() - piece.trim_start().len();
        if !piece.trim().is_empty() {
            out.push(Span::new(at + lead, at + lead + piece.trim().len()));
        }
        at += cut + 2;
    }
    out
}

fn is_year(part: &str) -> bool {
    part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit()) && matches!(part.as_bytes()[0], b'1' | b'2')
}

fn is_doi(part: &str) -> bool {
    part.strip_prefix("DOI ").is_some_and(|rest| rest.contains("10."))
}

/// `V344`, `P1031`, `pS129`: what it is and how many letters stand before the number.
fn number(part: &str) -> Option<(Field, usize)> {
    let field = match part.as_bytes().first()? {
        b'V' => Field::Volume,
        b'P' | b'p' => Field::Page,
        _ => return None,
    };
    let rest = part.get(1..)?;
    // "V9 Suppl s1"
    let rest = rest.split(" Suppl").next().unwrap_or(rest);
    let fits = rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && rest.bytes().any(|b| b.is_ascii_digit())
        && rest.len() <= 12
        && rest.bytes().take_while(u8::is_ascii_alphabetic).count() <= 3;
    fits.then_some((field, 1))
}

/// `Druker BJ`, `Van den Berg A. J.`, or a body.
fn name(text: &str) -> Name {
    let initials = |word: &str| {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        (1..=4).contains(&letters) && word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-'))
    };
    let mut at = text.len();
    for word in text.rsplit(' ') {
        if !initials(word) || at == word.len() {
            break;
        }
        at -= word.len() + 1;
    }
    let dotted = text[at..].contains('.');
    match text
        .get(..at)
        .filter(|family| at < text.len() && (!family.contains(' ') || dotted || family.len() < 24))
    {
        Some(family) => Name::person(family, text[at..].trim()),
        None => Name::group(text),
    }
}

/// The first DOI from byte `from` on; one that was cut behind a hyphen is put together.
fn doi(source: &str, from: usize) -> Option<(String, Span)> {
    let tail = source.get(from..)?;
    let found = Doi::find(tail)?;
    let (mut text, mut end) = (tail[found.clone()].to_owned(), found.end);
    if tail[found.start..].starts_with(&format!("{text}- ")) || text.ends_with('-') {
        let rest = tail[end..].trim_start_matches(['-', ' ']);
        let more = rest.find([',', ']', ' ']).unwrap_or(rest.len());
        let gap = tail.len() - end - rest.len();
        text = format!("{}-{}", text.trim_end_matches('-'), &rest[..more]);
        end += gap + more;
    }
    let doi = Doi::parse(&text)?;
    Some((doi.as_str().to_owned(), Span::new(from + found.start, from + end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_styles_are_left_to_their_own() {
        for source in [
            "Levin AJ, 1997, The gatekeeper of marrow, p53, and its loss",
            "SMITH J, 2001, A TITLE IN CAPITALS, NATURE, 12, 33-35",
            "Journal of Made-up Metabolism, 1994, 14, 251-261",
            "Berm et al. (Urology, 1999, 54, 385)",
        ] {
            assert_eq!(parse(source), None, "{source}");
        }
        assert!(parse("Vijay K., 2001, TXB MED PRI, P740").is_some());
    }

    #[test]
    fn what_is_no_article_has_an_author_a_year_and_a_source() {
        let read = |source: &str| {
            let item = parse_lone(source, &Journals::default())?.item;
            let author = item.author.first().map(|name| name.vancouver()).unwrap_or_default();
            let of = |field| item.get(field).unwrap_or_default().to_owned();
            Some([author, of(Field::Title), of(Field::ContainerTitle)])
        };
        let is = |source: &str, wanted: [&str; 3]| {
            assert_eq!(
                read(source).as_ref().map(|read| read.each_ref().map(String::as_str)),
                Some(wanted),
                "{source}"
            );
        };
        is(
            "Made Up H., 2012, Curves of Relapse",
            ["Made Up H", "Curves of Relapse", ""],
        );
        is(
            "Tanaka Yoko, 2007, Technical Report",
            ["Tanaka Yoko", "Technical Report", ""],
        );
        is(
            "Health Agency of Nowhere, 2024, A Summary",
            ["Health Agency of Nowhere", "A Summary", ""],
        );
        is(
            "[Anonymous], 2003, A Standard 354: 2003",
            ["", "A Standard 354: 2003", ""],
        );
        is("Doe J., 2018, medRxiv", ["Doe J", "", "medRxiv"]);
        for other in [
            "Smith J, 2001, A title. Nature 12:33-35",
            "Smith J, 2001, Nature 12(3):33",
            "Smith J, Doe A, 2001, A title",
            "A title of 2 parts, 2001, Nature",
            "Smith J; Jones K; Doe L, 2001, A title of a paper",
            "Smith and Jones, 2001, Principles of Relapse",
            "Doe J et al., 2017, One drug against another",
            "M. R. Sample, 2007, A drug in leukemia",
            "J. Sample, 2001, Principles of Relapse",
            "Adam J. Maxim, 1984, Structures of Marrow",
            "Doe J, 2001, PMC1234567",
            "Doe J, 2001, www.example.org",
            "Doe J, 2018, arXiv 1801.01234",
            "Nature, 2001, 409",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
        let known =
            Journals::default().with_names([("Nature", "Nature"), ("J Biol Chem", "Journal of Biological Chemistry")]);
        for behind in [
            "Nature 409 860",
            "Nature 409: 860–921",
            "Nature 409 (6822) 860",
            "J Biol Chem 276",
        ] {
            assert_eq!(
                parse_lone(&format!("Smith J, 2001, {behind}"), &known),
                None,
                "{behind}"
            );
        }
        assert!(parse_lone("Smith J, 2001, Tales of 409 Cells", &known).is_some());
    }
}
