//! One-line citations of the page itself: "Cite this article", "How to cite", journal lines above the title.

use super::lines::{fold_blanks, trim, trim_by};
use super::people::{People, people};
use crate::base::{Doi, PartialDate, Span};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// The parts of a citation, each with its place.
#[derive(Clone, Debug, Default)]
pub struct Citation {
    /// Authors and "et al.".
    pub people: People,
    /// Title.
    pub title: Option<Span>,
    /// Journal.
    pub journal: Option<Span>,
    /// Volume.
    pub volume: Option<Span>,
    /// Issue.
    pub issue: Option<Span>,
    /// Pages or article number.
    pub pages: Option<Span>,
    /// Publication date.
    pub issued: Option<(PartialDate, Span)>,
    /// DOI.
    pub doi: Option<Span>,
}

impl Citation {
    /// How many of journal, volume, pages and date it has: fewer than two are no citation.
    pub fn strength(&self) -> usize {
        [
            self.journal.is_some(),
            self.volume.is_some(),
            self.pages.is_some(),
            self.issued.is_some(),
        ]
        .into_iter()
        .filter(|known| *known)
        .count()
    }
}

macro_rules! tail {
    ($pattern:literal) => {
        LazyLock::new(|| {
            let pattern = $pattern
                .replace("YEAR", r"(?P<y>(?:1[89]|20)\d\d)")
                .replace("DATE", r"(?P<y>(?:(?:[0-3]?\d )?MONTH(?:[-–/]MONTH)? (?:[0-3]?\d, ?)?)?(?:1[89]|20)\d\d(?:[ /-]MONTH(?:[-–/]MONTH)?(?: [0-3]?\d(?:[-–][0-3]?\d)?)?)?)")
                .replace("MONTH", r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|Spring|Summer|Autumn|Fall|Winter)\.?")
                .replace("VOL", r"(?P<v>[A-Za-z]{0,3}\d{1,5}[A-Za-z]{0,2})")
                .replace("ISS", r"\((?P<i>[^()]{1,24})\)")
                .replace("PAGES", r"(?P<p>(?:[A-Za-z]{1,6}[.-]?)?\d\w*(?:\.\w+)*(?:\s?[-–—‐‑]\s?[A-Za-z]{0,2}\d\w*)?)");
            Regex::new(&pattern).ok()
        })
    };
}

/// Tails in the order in which they are tried. All are anchored at the end of the citation.
static TAILS: [(&LazyLock<Option<Regex>>, Style); 17] = [
    (&LONG, Style::Plain),
    (&DATED, Style::Plain),
    (&ISSUE, Style::Plain),
    (&VOLUME, Style::Plain),
    (&SPRINGER, Style::Springer),
    (&NLM, Style::Dotted),
    (&PUBMED, Style::Dotted),
    (&SUPPLEMENT, Style::Dotted),
    (&MDPI, Style::Plain),
    (&SILVERCHAIR, Style::Plain),
    (&MLA, Style::Plain),
    (&OVID, Style::Dotted),
    (&EPRINTS, Style::Plain),
    (&ARTICLE, Style::Plain),
    (&TAYLOR, Style::Comma),
    (&APA, Style::Plain),
    (&BARE, Style::Plain),
];

static LONG: LazyLock<Option<Regex>> = tail!(
    r"(?i:,?\s*\bvol(?:ume|\.)?\s*)VOL(?:,?\s*(?i:issue|no\.?|number)\s*(?P<i>[\w–-]{1,12}))?(?:,\s*DATE)?,?\s*(?i:pages?|pp?\.?)\s*PAGES(?:,?\s*\(?(?P<y2>(?:19|20)\d\d)\)?)?\.?$"
);
static DATED: LazyLock<Option<Regex>> = tail!(
    r"(?i:,?\s*\bvol(?:ume|\.)?\s*)VOL(?:,?\s*(?i:issue|no\.?|number)\s*(?P<i>[\w–-]{1,12}))?,\s*DATE,\s*(?i:article\s*)?PAGES\.?$"
);
static APA: LazyLock<Option<Regex>> = tail!(r",\s*VOL\s*(?:ISS)?\s*,\s*PAGES\.?$");
static ISSUE: LazyLock<Option<Regex>> = tail!(
    r"(?i:,?\s*\bvol(?:ume|\.)?\s*)VOL,?\s*(?i:issue|no\.?|number)\s*(?P<i>[\w–-]{1,12})(?:,?\s*[(-]?\s*DATE\)?)?\.?$"
);
static VOLUME: LazyLock<Option<Regex>> = tail!(r"(?i:,?\s*\bvol(?:ume|\.)?\s*)VOL,?\s*[(-]?\s*DATE\)?\.?$");
static SPRINGER: LazyLock<Option<Regex>> =
    tail!(r"(?:\s+VOL|\s)\s*(?:ISS)?\s*,\s*(?:PAGES)?\s*\(\s*(?:YEAR)?\s*\)\.?$");
static NLM: LazyLock<Option<Regex>> =
    tail!(r"\(?DATE\)?\s*[;,]\s*VOL?\s*(?:ISS)?\s*(?:(?::|, ?pp\.?|,)\s*(?:PAGES)?)?\.?$");
/// Where the issue has no number, PubMed writes a colon behind the date: `2023 Jan 9:13:1064472`.
static PUBMED: LazyLock<Option<Regex>> = tail!(r"\(?DATE\)?\s*:\s*VOL\s*(?:ISS)?\s*:\s*PAGES\.?$");
static SUPPLEMENT: LazyLock<Option<Regex>> =
    tail!(r"\(?DATE\)?\s*[;:]\s*VOL\s(?P<i>(?:Suppl|Pt)\.?(?:\s?[\w-]{1,6})?)\s*:\s*PAGES\.?$");
static SILVERCHAIR: LazyLock<Option<Regex>> = tail!(r"\s\(YEAR\)\s*VOL\s*(?:ISS)?\s*:\s*PAGES\.?$");
/// `Blood Reviews 28.3 (2014): 141-149`
static MLA: LazyLock<Option<Regex>> = tail!(r"\s+VOL\.(?P<i>\d{1,3})\s*\(YEAR\)\s*:\s*PAGES\.?$");
static OVID: LazyLock<Option<Regex>> = tail!(r"\s+VOL\s*(?:ISS)?\s*:\s*PAGES\s*,\s*DATE(?: [01]\d(?: [0-3]\d)?)?\.?$");
static ARTICLE: LazyLock<Option<Regex>> =
    tail!(r"(?i:,?\s*\bvol(?:ume|\.)?\s*)VOL,?\s*(?i:article(?: number)?:?\s*)PAGES\s*\(YEAR\)\.?$");
static EPRINTS: LazyLock<Option<Regex>> = tail!(r",\s*VOL\s*(?:ISS)?\s*[.,]\s*pp?\.\s*PAGES\.?$");
static MDPI: LazyLock<Option<Regex>> = tail!(r"\s\(?YEAR\)?\s*,\s*VOL\s*(?:ISS)?\s*[,:]\s*PAGES\.?$");
static TAYLOR: LazyLock<Option<Regex>> = tail!(r",\s*VOL:(?P<i>[\w–-]{1,8}),\s*PAGES,?\.?$");
/// A date with its month before the numbers.
static DATE_BEFORE: LazyLock<Option<Regex>> =
    tail!(r"(?:^|[,;.|•–—-]\s*|\s)\(?(?P<y>(?:[0-3]?\d )?MONTH (?:[0-3]?\d, ?)?(?:1[89]|20)\d\d)\)?\s*[-–—,;:|•]?$");
static BARE: LazyLock<Option<Regex>> = tail!(r"\s+VOL\s*(?:ISS)?\s*:\s*PAGES\.?$");

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// The journal ends where the numbers begin.
    Plain,
    /// Likewise, and a full stop before the numbers means that the journal is missing.
    Springer,
    /// The journal's abbreviation may end with a full stop.
    Dotted,
    /// A comma parts title and journal.
    Comma,
}

static YEAR_AFTER_AUTHORS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:\(((?:1[89]|20)\d\d)[a-z]?\)[.:,]?|\.\s((?:1[89]|20)\d\d)[a-z]?\.)\s").ok());

/// Reads the citation under `span`. `titles` are lines of the page that may be its title.
pub fn citation(text: &str, span: Span, titles: &[Span]) -> Citation {
    let mut out = Citation::default();
    if span.len() > 8_000 {
        return out;
    }
    let mut body = trim(text, span);
    // PubMed Central says so of manuscripts.
    if let Some(rest) = body.of(text).strip_prefix("Published in final edited form as:") {
        body = trim(text, Span::new(body.end as usize - rest.len(), body.end as usize));
    }
    if let Some(found) = Doi::find(body.of(text)) {
        out.doi = Some(Span::new(found.start, found.end).shift(body.start as usize));
    }
    body = cut_locator(text, body);
    let Some((tail, style)) = tail_of(body.of(text)) else {
        return out;
    };
    let base = body.start as usize;
    let group = |name: &str| {
        tail.name(name)
            .map(|m| trim(text, Span::new(m.start(), m.end()).shift(base)))
    };
    out.volume = group("v");
    out.issue = group("i");
    out.pages = group("p");
    let year = group("y").or_else(|| tail.name("y2").map(|m| Span::new(m.start(), m.end()).shift(base)));
    out.issued = year.and_then(|at| PartialDate::parse(at.of(text)).map(|date| (date, at)));
    let head_end = tail.get(0).map_or(0, |m| m.start());
    let mut head = trim(text, Span::new(0, head_end).shift(base));
    if out.issued.is_none() {
        head = cut_date(text, head, &mut out);
    }
    if let Some(rest) = split_authors(text, head, titles, &mut out) {
        head = rest;
        split_title(text, head, titles, style, true, &mut out);
    } else {
        split_title(text, head, titles, style, false, &mut out);
    }
    out
}

fn tail_of(body: &str) -> Option<(Captures<'_>, Style)> {
    TAILS.iter().find_map(|(regex, style)| {
        let captures = regex.as_ref()?.captures(body)?;
        Some((captures, *style))
    })
}

/// The citation up to its DOI, address or PubMed identifier.
fn cut_locator(text: &str, body: Span) -> Span {
    let piece = body.of(text);
    let lower = piece.to_ascii_lowercase();
    let mut end = piece.len();
    for mark in [
        "https://",
        "http://",
        "doi:",
        "doi ",
        "doi.org",
        "pmid:",
        "pmcid:",
        "epub ",
        "available at",
        "issn ",
        "published online",
    ] {
        if let Some(at) = lower.find(mark) {
            end = end.min(at);
        }
    }
    if let Some(found) = Doi::find(piece) {
        end = end.min(found.start);
    }
    let cut = Span::new(0, end).shift(body.start as usize);
    trim_by(text, cut, |c| {
        c.is_whitespace() || matches!(c, ',' | ';' | '[' | '|' | ':')
    })
}

/// Takes a date off the end: `July 2022 -` and `Contemporary Oncology, February 2015,` before the numbers.
fn cut_date(text: &str, head: Span, out: &mut Citation) -> Span {
    let dated = DATE_BEFORE
        .as_ref()
        .and_then(|regex| regex.captures(head.of(text)))
        .and_then(|found| Some((found.get(0)?.start(), found.name("y")?)));
    let Some((start, date)) = dated else { return head };
    let at = Span::new(date.start(), date.end()).shift(head.start as usize);
    let Some(date) = PartialDate::parse(at.of(text)) else {
        return head;
    };
    out.issued = Some((date, at));
    trim(text, Span::new(head.start as usize, head.start as usize + start))
}

/// Takes the authors off the front; gives what follows them, or `None` where no authors stand there.
fn split_authors(text: &str, head: Span, titles: &[Span], out: &mut Citation) -> Option<Span> {
    let piece = head.of(text);
    let start = head.start as usize;
    let rest = |from: usize| trim(text, Span::new(from, piece.len()).shift(start));
    if let Some(at) = piece.find("et al") {
        out.people = people(text, Span::new(0, at + 5).shift(start));
        if !out.people.names.is_empty() || out.people.et_al.is_some() {
            let after = piece[at + 5..].trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ':'));
            let mut from = piece.len() - after.len();
            from += leading_year(text, start + from, after, out);
            return Some(rest(from));
        }
    }
    if let Some(found) = YEAR_AFTER_AUTHORS.as_ref().and_then(|regex| regex.captures(piece))
        && let (Some(all), Some(year)) = (found.get(0), found.get(1).or(found.get(2)))
    {
        let list = people(text, Span::new(0, all.start()).shift(start));
        if !list.names.is_empty() && list.rejected * 2 <= list.names.len() {
            out.people = list;
            let at = Span::new(year.start(), year.end()).shift(start);
            if out.issued.is_none() {
                out.issued = PartialDate::parse(at.of(text)).map(|date| (date, at));
            }
            return Some(rest(all.end()));
        }
    }
    let folded = fold_blanks(piece);
    for title in titles {
        if folded.contains(&fold_blanks(title.of(text)))
            && let Some(at) = piece.find(title.of(text))
        {
            let list = people(text, Span::new(0, at).shift(start));
            if at == 0 || list.rejected == 0 {
                out.people = list;
                return Some(rest(at));
            }
        }
    }
    // "Smith J, Doe AB. Title." and "Smith, J. & Doe, A. Title": the longest front that is a list of names.
    let mut best = None;
    for (at, _) in piece.match_indices(". ").take(60) {
        let list = people(text, Span::new(0, at + 1).shift(start));
        let alone = list.names.len() == 1 && !ends_with_initials(&piece[..at]);
        if list.names.is_empty() || list.rejected > 0 || alone {
            if best.is_some() {
                break;
            }
            continue;
        }
        best = Some((list, at + 2));
    }
    let (list, from) = best?;
    out.people = list;
    Some(rest(from))
}

/// "Kwon D": one name with its initials last; "J. Org" is a journal's beginning.
fn ends_with_initials(name: &str) -> bool {
    let last = name.rsplit([' ', ',']).next().unwrap_or("");
    (1..=3).contains(&last.len()) && last.bytes().all(|b| b.is_ascii_uppercase()) && name.len() > last.len() + 2
}

/// The length of a year in brackets at the front of `rest`; it is the date where none is known yet.
fn leading_year(text: &str, at: usize, rest: &str, out: &mut Citation) -> usize {
    let open = usize::from(rest.starts_with('('));
    let Some(year) = rest
        .get(open..open + 4)
        .filter(|y| y.bytes().all(|b| b.is_ascii_digit()))
    else {
        return 0;
    };
    let after = rest[open + year.len()..].trim_start_matches([')', '.', ':', ',']);
    if !after.starts_with(' ') {
        return 0;
    }
    let place = Span::new(at + open, at + open + 4);
    if out.issued.is_none() {
        out.issued = PartialDate::parse(place.of(text)).map(|date| (date, place));
    }
    rest.len() - after.len()
}

/// Parts title and journal.
fn split_title(text: &str, head: Span, titles: &[Span], style: Style, authored: bool, out: &mut Citation) {
    let head = trim(text, head);
    let piece = head.of(text);
    let span = |from: usize, to: usize| {
        let span = trim_by(text, Span::new(from, to.max(from)).shift(head.start as usize), |c| {
            c.is_whitespace() || matches!(c, ',' | ';' | ':' | '®' | '™')
        });
        (!span.is_empty()).then_some(span)
    };
    let known = titles
        .iter()
        .map(|title| title.of(text).trim_end_matches('.'))
        .filter(|title| piece.starts_with(title) && title.len() >= 15)
        .max_by_key(|title| title.len());
    let journal_from = if let Some(title) = known {
        out.title = span(0, title.len());
        title.len() + piece[title.len()..].len()
            - piece[title.len()..].trim_start_matches(['.', ' ', '?', '!', ',']).len()
    } else if style == Style::Comma {
        let at = piece.rfind(',').map_or(0, |at| at + 1);
        out.title = span(0, at.saturating_sub(1)).filter(|_| authored);
        at
    } else {
        let from = journal_start(piece, style);
        let title = piece[..from].trim_end();
        let kept = title.len() - usize::from(title.ends_with('.'));
        out.title = span(0, kept).filter(|_| authored);
        from
    };
    let journal = span(journal_from, piece.len());
    out.journal = journal.filter(|at| {
        let words = at.of(text).split_whitespace().count();
        words <= 16
            && at.of(text).chars().any(char::is_alphabetic)
            && at
                .of(text)
                .chars()
                .next()
                .is_some_and(|c| !c.is_lowercase() || c == 'e')
    });
    // NLM's abbreviation ends its own sentence; the full stop is no part of it unless others stand in it.
    if let Some(at) = out.journal {
        let name = at.of(text);
        if name.ends_with('.') && name.matches('.').count() == 1 && !abbreviated(name) {
            out.journal = Some(Span::new(at.start as usize, at.end as usize - 1));
        }
    }
}

/// Whether the last word is an abbreviation that takes a full stop: `Front. Immunol.`, `J.`.
fn abbreviated(name: &str) -> bool {
    name.split_whitespace().count() > 1 && name.split_whitespace().rev().skip(1).any(|word| word.ends_with('.'))
}

/// Where the journal begins: after the last sentence's end, or before it while short abbreviations stand there.
fn journal_start(piece: &str, style: Style) -> usize {
    let trimmed = piece.trim_end();
    let closed = trimmed.ends_with('.');
    let search = trimmed.trim_end_matches('.').len();
    let boundary = |to: usize| {
        piece[..to]
            .rmatch_indices(['.', '?', '!'])
            .find(|(at, _)| piece[at + 1..].starts_with(' '))
            .map(|(at, _)| at)
    };
    let Some(mut at) = boundary(search) else {
        return if closed && style == Style::Springer {
            piece.len()
        } else {
            0
        };
    };
    let last = piece[at + 1..search].trim();
    if closed && style == Style::Springer && last.split_whitespace().count() > 2 {
        return piece.len();
    }
    loop {
        let before = boundary(at);
        let word = piece[before.map_or(0, |before| before + 1)..at].trim();
        let short = word.len() <= 10 && !word.contains(' ') && word.chars().next().is_some_and(char::is_uppercase);
        if !short || piece.as_bytes().get(at) != Some(&b'.') {
            break;
        }
        let Some(before) = before else { return 0 };
        at = before;
    }
    at + 1 + piece[at + 1..].len() - piece[at + 1..].trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str) -> [String; 6] {
        let c = citation(line, Span::new(0, line.len()), &[]);
        let of = |s: Option<Span>| s.map(|s| s.of(line).to_owned()).unwrap_or_default();
        [
            of(c.title),
            of(c.journal),
            of(c.volume),
            of(c.issue),
            of(c.pages),
            c.issued.map(|(d, _)| d.to_string()).unwrap_or_default(),
        ]
    }

    #[test]
    fn citations_of_many_houses_are_taken_apart() {
        assert_eq!(
            parts(
                "Doe, J., Roe, A.B. et al. A title of this kind. Leukemia 35, 2017–2029 (2021). https://doi.org/10.1038/x"
            ),
            ["A title of this kind", "Leukemia", "35", "", "2017–2029", "2021"]
        );
        assert_eq!(
            parts("Metabolites 2014, 4(4), 932-945; doi:10.3390/metabo4040932"),
            ["", "Metabolites", "4", "4", "932-945", "2014"]
        );
        assert_eq!(
            parts("Cytotechnology. 2008 January; 56(1): 57–67."),
            ["", "Cytotechnology", "56", "1", "57–67", "2008-01"]
        );
        assert_eq!(
            parts("Doe J, Roe A (2019) A title. Front. Immunol. 10:123. doi: 10.3389/fimmu.2019.00123"),
            ["A title", "Front. Immunol.", "10", "", "123", "2019"]
        );
        assert_eq!(
            parts("Doe J, Roe A. 2018. The state of things. PeerJ 6:e4375 https://doi.org/10.7717/peerj.4375"),
            ["The state of things", "PeerJ", "6", "", "e4375", "2018"]
        );
        assert_eq!(
            parts("Biomaterials Volume 26, Issue 1, January 2005, Pages 93-99"),
            ["", "Biomaterials", "26", "1", "93-99", "2005-01"]
        );
        assert_eq!(
            parts("J. Org. Chem., 2014, 79 (3), pp 880–887"),
            ["", "J. Org. Chem.", "79", "3", "880–887", "2014"]
        );
        assert_eq!(parts("Trials 2014, 15:511"), ["", "Trials", "15", "", "511", "2014"]);
    }

    #[test]
    fn every_pattern_compiles() {
        assert!(TAILS.iter().all(|(regex, _)| regex.is_some()));
        assert!(DATE_BEFORE.is_some());
        assert!(YEAR_AFTER_AUTHORS.is_some());
    }

    #[test]
    fn what_is_missing_stays_missing() {
        let whole = "Doe, J. et al. A title of this kind. Leukemia 35, 2017–2029 (2021).";
        assert_eq!(parts(&whole.replace("35", ""))[1..5], ["Leukemia", "", "", "2017–2029"]);
        assert_eq!(parts(&whole.replace("2021", ""))[4..], ["2017–2029", ""]);
        assert_eq!(
            parts(&whole.replace("Leukemia", ""))[..3],
            ["A title of this kind", "", "35"]
        );
        assert_eq!(parts(&whole.replace("2017–2029", ""))[1..5], ["Leukemia", "35", "", ""]);
        assert_eq!(parts(&whole.replace("A title of this kind", ""))[..2], ["", "Leukemia"]);
    }
}
