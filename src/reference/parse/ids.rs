//! Identifiers, addresses, the label before a reference and the link residue behind it.
//!
//! Each is found first and taken out, so that the rest of the reference reads as its style has it.

use super::authors::particle;
use super::run::month;
use super::text::{Case, Kind, Text};
use crate::base::{Doi, Isbn, Issn, Pmcid, Pmid, Span};
use crate::record::Field;

/// What was found: values with their places, and all that is to be passed over.
#[derive(Default)]
pub struct Ids {
    /// Field, value, place.
    pub found: Vec<(Field, String, Span)>,
    /// Ranges that later steps do not see; sorted.
    pub holes: Vec<Span>,
    /// Place of the words that tell when a page was seen.
    pub accessed: Option<Span>,
    /// Place of the date of electronic publication.
    pub available: Option<Span>,
    /// The text speaks of arXiv.
    pub arxiv: bool,
}

impl Ids {
    fn hole(&mut self, start: usize, end: usize) {
        self.holes.push(Span::new(start, end));
    }

    fn take(&mut self, field: Field, value: String, start: usize, end: usize) {
        if !self.found.iter().any(|(known, _, _)| *known == field) {
            self.found.push((field, value, Span::new(start, end)));
        }
    }
}

/// Finds all of them.
pub fn find(text: &Text) -> Ids {
    let mut ids = Ids::default();
    label(text, &mut ids);
    tags(text, &mut ids);
    status(text, &mut ids);
    medium(text, &mut ids);
    addresses(text, &mut ids);
    dois(text, &mut ids);
    numbers(text, &mut ids);
    residue(text, &mut ids);
    ids.holes.sort_unstable_by_key(|hole| (hole.start, hole.end));
    ids
}

/// `12.`, `[12]`, `(12)`, `12)`, `12 ` and `Citation:` before the reference.
fn label(text: &Text, ids: &mut Ids) {
    let mut i = 0;
    while text.any_mark(i, b"*") || text.is_any(i, &["citation", "reference"]) && text.mark(i + 1, b':') {
        i += if text.word(i) { 2 } else { 1 };
    }
    // A line stands for the author of the reference before.
    let line = (i..i + 12)
        .take_while(|at| text.kind(*at) == Kind::Dash || text.mark(*at, b'_'))
        .count();
    if line >= 2 {
        i += line;
        while text.any_mark(i, b".,") {
            i += 1;
        }
    }
    let short = |i: usize| text.kind(i) == Kind::Number && text.of(i).len() <= 4;
    let bracketed = text.any_mark(i, b"[(") && short(i + 1) && text.any_mark(i + 2, b"])");
    let year = text.mark(i, b'(') && text.year(i + 1).is_some();
    if bracketed && !year {
        i += 3;
        i += usize::from(text.any_mark(i, b".:"));
    } else if short(i) && text.year(i).is_none() {
        // A number without a mark is a label only if a name or title follows it.
        let glued = matches!(text.case(i + 2), Case::Capital | Case::Upper) || particle(text, i + 2);
        if text.any_mark(i + 1, b".)]") && (text.space(i + 2) || glued) {
            i += 2;
        } else if text.kind(i + 1) == Kind::Dash && text.case(i + 2) == Case::Capital && initials(text, i + 3) {
            // "5-Decq P,": of "5-Azacytidine in" it is a part.
            i += 2;
        } else if text.of(i).len() <= 3 && text.word(i + 1) && (text.space(i + 1) || i == 0) && text.of(i + 1) != "and"
        {
            let name = text.any_mark(i + 2, b".,") || text.word(i + 2) || text.kind(i + 2) == Kind::Dash;
            i += usize::from(name);
        }
    }
    i = keyed(text, i);
    // Web of Science's, Ovid's and PubMed's words for no author.
    let unnamed = text.mark(i, b'[') && text.is(i + 1, "anonymous") && text.mark(i + 2, b']');
    let nobody = text.mark(i, b'&') && text.of(i + 1) == "NA" && text.mark(i + 2, b';');
    let unlisted = text.mark(i, b'[') && text.is(i + 1, "no") && text.is(i + 2, "authors") && text.is(i + 3, "listed");
    if nobody || unlisted || unnamed {
        i += if unlisted { 5 } else { 3 };
        while text.any_mark(i, b".,:") {
            i += 1;
        }
    }
    if i > 0 {
        ids.hole(0, text.start(i));
    }
}

/// Initials and the mark behind them: `JH,`.
fn initials(text: &Text, i: usize) -> bool {
    text.case(i) == Case::Upper && text.chars(i) <= 3 && text.any_mark(i + 1, b",.;")
}

/// Behind a label of letters and figures in brackets, if one stands at `i`: `[ACL30]`, `[Smi99b]`; not `[18F]`.
fn keyed(text: &Text, i: usize) -> usize {
    let key = text.of(i + 1);
    let letters = key.chars().take_while(char::is_ascii_alphabetic).count();
    let named = text.kind(i + 1) == Kind::Mixed && letters >= 2 && key.len() <= 10;
    let follows = matches!(text.case(i + 3), Case::Capital | Case::Upper) || particle(text, i + 3);
    match text.mark(i, b'[') && named && text.mark(i + 2, b']') && follows {
        true => i + 3,
        false => i,
    }
}

/// Tags of HTML and JATS that set type: `<i>`, `</sub>`, `<italic>`.
pub const TAGS: [&str; 10] = ["i", "b", "em", "strong", "sub", "sup", "italic", "bold", "sc", "u"];

fn tags(text: &Text, ids: &mut Ids) {
    for i in 0..text.len() {
        if !text.mark(i, b'<') {
            continue;
        }
        let word = i + 1 + usize::from(text.mark(i + 1, b'/'));
        if text.is_any(word, &TAGS) && text.mark(word + 1, b'>') {
            ids.hole(text.start(i), text.start(word + 1) + 1);
        }
    }
}

/// "In press", "Epub ahead of print", "Epub 2011 Feb 3": the status, or a date that is not that of the issue.
fn status(text: &Text, ids: &mut Ids) {
    // ", Issue of April 28,": the day on which the issue came out.
    for i in (1..text.len()).filter(|i| text.chars(*i) == 5 && text.mark(*i - 1, b',')) {
        let day = text.kind(i + 3) == Kind::Number && text.chars(i + 3) <= 2 && text.mark(i + 4, b',');
        if day && text.is(i, "issue") && text.is(i + 1, "of") && month(text, i + 2) {
            ids.hole(text.start(i), text.start(i + 5));
        }
    }
    for i in text.len() / 3..text.len() {
        let press = text.is_any(i, &["in"]) && text.is(i + 1, "press")
            || text.is_any(i, &["forthcoming", "submitted"]) && text.any_mark(i.wrapping_sub(1), b".,([");
        let ahead = text.is_any(i, &["epub", "published", "advance", "online"])
            && text.is_any(i + 1, &["ahead", "online", "access"]);
        if press || ahead {
            let mut end = i + 1;
            while end < i + 5
                && text.is_any(
                    end,
                    &["press", "ahead", "of", "print", "online", "access", "publication"],
                )
            {
                end += 1;
            }
            // Words of a title ("advance online learning") are followed by more of it.
            if text.word(end) && text.case(end) == super::text::Case::Lower {
                continue;
            }
            let span = text.span(i, end);
            ids.take(
                Field::Status,
                span.of(text.source).to_owned(),
                span.start as usize,
                span.end as usize,
            );
            ids.hole(span.start as usize, span.end as usize);
        } else if text.is(i, "epub") && (text.year(i + 1).is_some() || super::run::month(text, i + 1)) {
            let mut end = i + 1;
            while end < i + 6 && (text.kind(end) == Kind::Number || super::run::month(text, end)) {
                end += 1;
            }
            let span = text.span(i, end);
            ids.available = Some(text.span(i + 1, end));
            ids.hole(span.start as usize, span.end as usize);
        }
    }
}

/// "Journal [Internet]. 2017 Feb 1 [cited 2020 Sep 10];25(2)": the medium behind a journal, and when it was seen.
fn medium(text: &Text, ids: &mut Ids) {
    for i in 1..text.len() {
        if !text.mark(i, b'[') {
            continue;
        }
        let Some(end) = text.closing(i, text.len(), 12) else {
            continue;
        };
        let medium = text.is_any(i + 1, &["internet", "online", "serial", "electronic"])
            && text.any_mark(end, b".;")
            && text.year(end + 1).is_some();
        let seen = text.is_any(i + 1, &["cited", "accessed", "viewed", "retrieved"]);
        if seen {
            accessed(text, i + 1, ids);
        }
        if medium || seen {
            ids.hole(text.start(i), text.start(end - 1) + 1);
        }
    }
}

/// Addresses of the web, up to the next blank.
fn addresses(text: &Text, ids: &mut Ids) {
    let source = text.source;
    for i in 0..text.len() {
        let start = text.start(i);
        let scheme = text.is_any(i, &["http", "https", "ftp"]) && text.mark(i + 1, b':') && text.mark(i + 2, b'/');
        let www = text.is(i, "www") && text.mark(i + 1, b'.');
        if !scheme && !www || ids.holes.last().is_some_and(|hole| (start as u32) < hole.end) {
            continue;
        }
        let rest = &source[start..];
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '”' | '{' | '}' | '|' | '^'))
            .unwrap_or(rest.len());
        let mut address = rest[..end].trim_end_matches(['.', ',', ';', ':', '\'', '’']);
        while let Some(shorter) = address.strip_suffix([')', ']']) {
            let open = if address.ends_with(')') { '(' } else { '[' };
            let close = if address.ends_with(')') { ')' } else { ']' };
            if address.matches(open).count() >= address.matches(close).count() {
                break;
            }
            address = shorter.trim_end_matches(['.', ',', ';', ':']);
        }
        let stop = start + address.len();
        let mut from = i;
        while from > 0 && lead_in(text, from - 1) {
            from -= 1;
        }
        let lower = address.to_ascii_lowercase();
        if lower.contains("doi.org/") && Doi::find(address).is_some() {
            // The DOI itself is taken later; of the address nothing else counts.
            if let Some(doi) = Doi::parse(address) {
                ids.take(Field::Doi, doi.as_str().to_owned(), start, stop);
            }
        } else {
            ids.take(Field::Url, address.to_owned(), start, stop);
        }
        let mut next = i;
        while next < text.len() && text.start(next) < stop {
            next += 1;
        }
        next = accessed(text, next, ids);
        ids.hole(
            text.start(from),
            if next < text.len() {
                text.start(next)
            } else {
                source.len()
            },
        );
    }
}

/// Words that lead to an address.
fn lead_in(text: &Text, i: usize) -> bool {
    text.is_any(
        i,
        &[
            "url",
            "available",
            "from",
            "at",
            "retrieved",
            "online",
            "https",
            "http",
            "website",
            "link",
        ],
    ) || text.any_mark(i, b":<")
        || text.mark(i, b'(') && text.start(i) > 0
}

/// "Accessed 3 March 2010", "[cited 2010 Mar 3]" and the like at `i`; gives the index after it.
fn accessed(text: &Text, i: usize, ids: &mut Ids) -> usize {
    let mut at = i;
    while text.any_mark(at, b".,;)([>") {
        at += 1;
    }
    at += usize::from(text.is_any(at, &["last", "date"]));
    if !text.is_any(at, &["accessed", "cited", "retrieved", "viewed", "access", "assessed"]) {
        return i + usize::from(text.any_mark(i, b">)"));
    }
    at += 1;
    let from = at;
    while at < text.len() && at < from + 10 && !text.any_mark(at, b")]") {
        let date = text.numeric(at)
            || super::run::month(text, at)
            || text.any_mark(at, b".,:/")
            || text.kind(at) == Kind::Dash;
        if !date && !text.is_any(at, &["on", "date", "last", "th", "of"]) {
            break;
        }
        at += 1;
    }
    ids.accessed = Some(text.span(from, at));
    at + usize::from(text.any_mark(at, b")]"))
}

/// All DOIs; the first counts.
fn dois(text: &Text, ids: &mut Ids) {
    let mut from = 0;
    while let Some(found) = text.source.get(from..).and_then(Doi::find) {
        let (start, end) = (from + found.start, from + found.end);
        from = end;
        if let Some(doi) = text.source.get(start..end).and_then(Doi::parse) {
            ids.take(Field::Doi, doi.as_str().to_owned(), start, end);
        }
        let mut lead = start;
        for _ in 0..4 {
            let head = text.source[..lead].trim_end_matches(|c: char| c.is_whitespace() || c == ':' || c == '=');
            let Some(label) = [
                "doi",
                "digital object identifier",
                "https://doi.org/",
                "http://dx.doi.org/",
                "https://dx.doi.org/",
                "dx.doi.org/",
                "doi.org/",
            ]
            .iter()
            .find(|label| {
                head.len() >= label.len()
                    && head.is_char_boundary(head.len() - label.len())
                    && head[head.len() - label.len()..].eq_ignore_ascii_case(label)
            }) else {
                break;
            };
            lead = head.len() - label.len();
        }
        ids.hole(lead, end);
    }
}

/// PubMed and PMC numbers, arXiv numbers, ISBN, ISSN.
fn numbers(text: &Text, ids: &mut Ids) {
    let mut i = 0;
    while i < text.len() {
        let start = i;
        let word = text.of(i);
        let kind = text.kind(i);
        i += 1;
        if kind == Kind::Mixed && word.len() > 5 && word.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("pmc")) {
            if let Some(id) = Pmcid::parse(word) {
                ids.take(
                    Field::Pmcid,
                    id.as_str().to_owned(),
                    text.start(start),
                    text.start(start) + word.len(),
                );
                ids.hole(text.start(start), text.start(start) + word.len());
            }
            continue;
        }
        // What stands behind "doi:" and is no DOI is another number of the publisher's.
        if text.is(start, "doi") && text.any_mark(i, b":=") && i + 1 < text.len() {
            let mut end = i + 1;
            while end < text.len() && (end == i + 1 || !text.space(end)) {
                end += 1;
            }
            if !text.of(i + 1).starts_with("10") {
                ids.hole(text.start(start), text.span(start, end).end as usize);
            }
            i = end;
            continue;
        }
        if kind != Kind::Word || word.len() > 8 {
            continue;
        }
        let mut next = i;
        while next < i + 2 && (text.any_mark(next, b":#=") || text.is_any(next, &["id", "no"])) {
            next += 1;
        }
        if text.is_any(start, &["pmid", "pubmed", "medline"]) {
            if text.is(next, "pmid") {
                ids.hole(text.start(start), text.start(next));
                i = next;
                continue;
            }
            if text.kind(next) == Kind::Number
                && text.of(next).len() >= 5
                && let Some(id) = Pmid::parse(text.of(next))
            {
                let end = text.start(next) + text.of(next).len();
                ids.take(Field::Pmid, id.as_str().to_owned(), text.start(next), end);
                ids.hole(text.start(start), end);
                i = next + 1;
            }
        } else if text.is_any(start, &["pmcid", "pmcpmc", "pmc"]) {
            // "PMCID: PMC3991463", "PMCID:PMCPMC3597270", "PMC 3991463".
            let digits = if text.kind(next) == Kind::Number {
                next
            } else if text.is(next, "pmcpmc") {
                next + 1
            } else {
                ids.hole(text.start(start), text.start(next));
                continue;
            };
            if text.kind(digits) == Kind::Number
                && let Some(id) = Pmcid::parse(&format!("PMC{}", text.of(digits)))
            {
                let end = text.start(digits) + text.of(digits).len();
                ids.take(Field::Pmcid, id.as_str().to_owned(), text.start(digits), end);
                ids.hole(text.start(start), end);
                i = digits + 1;
            }
        } else if word.eq_ignore_ascii_case("arxiv") {
            ids.arxiv = true;
            let mut end = next;
            while end < text.len() && (end == next || !text.space(end)) && !text.any_mark(end, b",;)]") {
                end += 1;
            }
            while end > next && text.any_mark(end - 1, b".") {
                end -= 1;
            }
            let span = text.span(next, end);
            if text.mark(i, b':') && span.of(text.source).contains(|c: char| c.is_ascii_digit()) {
                ids.take(
                    Field::ArchiveLocation,
                    format!("arXiv:{}", span.of(text.source)),
                    span.start as usize,
                    span.end as usize,
                );
                ids.hole(text.start(start), span.end as usize);
                i = end;
            }
        } else if text.is_any(start, &["isbn", "issn", "eissn"]) {
            let mut end = next;
            while end < text.len()
                && end < next + 12
                && (text.numeric(end) || text.kind(end) == Kind::Dash || text.is(end, "x"))
            {
                end += 1;
            }
            let span = text.span(next, end);
            let value = span.of(text.source);
            let found = if text.is(start, "isbn") {
                Isbn::parse(value).map(|id| (Field::Isbn, id.as_str().to_owned()))
            } else {
                Issn::parse(value).map(|id| (Field::Issn, id.as_str().to_owned()))
            };
            if let Some((field, value)) = found {
                ids.take(field, value, span.start as usize, span.end as usize);
                ids.hole(text.start(start), span.end as usize);
                i = end;
            }
        }
    }
}

/// Names of links that pages put behind a reference.
const LINKS: [&str; 25] = [
    "cas", "pubmed", "central", "google", "scholar", "article", "crossref", "medline", "full", "text", "free", "view",
    "scopus", "ads", "web", "of", "science", "isi", "pdf", "pmc", "doi", "abstract", "openurl", "chemport", "math",
];

/// Those that are never anything else at the end of a reference.
const SURE_LINKS: [&str; 9] = [
    "cas", "pubmed", "scholar", "crossref", "medline", "scopus", "openurl", "chemport", "isi",
];

fn residue(text: &Text, ids: &mut Ids) {
    let hidden = |i: usize| {
        let at = text.start(i) as u32;
        ids.holes.iter().any(|hole| hole.start <= at && at < hole.end)
    };
    let mut first = text.len();
    let mut sure = false;
    let mut i = text.len();
    while i > 0 {
        i -= 1;
        if hidden(i) {
            first = if sure { i } else { first };
        } else if text.is_any(i, &LINKS) {
            sure |= text.is_any(i, &SURE_LINKS);
            first = i;
        } else if !text.any_mark(i, b"[](),;|.") {
            break;
        }
    }
    if sure && first < text.len() {
        // "Science" and "Article" may belong to the reference when nothing but them is left of a link's name.
        let mut from = first;
        while from > 0 && text.any_mark(from - 1, b"[(") {
            from -= 1;
        }
        let start = text.start(from);
        ids.hole(start, text.source.len());
    }
}
