//! EBSCOhost and EBSCO Discovery: detailed records of MEDLINE.
//!
//! Labels are list items with a colon; values stand under them, deeper. "Accession Number" labels registry numbers of
//! substances as well as the record's PMCID, DOI and PMID, so these are told apart by their shape. The dates are those
//! of the record's making, not of publication.

use super::super::headings::plain;
use super::super::lines::{fold_blanks, trim, trim_by};
use super::super::people::people;
use super::super::reader::Found;
use super::super::sections::{Block, Page};
use super::Layout;
use crate::base::{Doi, Issn, Name, PartialDate, Pmcid, Pmid, Span};
use crate::record::{Field, ZoneKind};
use regex::Regex;
use std::sync::LazyLock;

/// Records of EBSCO.
pub const LAYOUT: Layout = Layout {
    name: "ebsco",
    title: "EBSCO detailed records",
    tested: true,
    recognise,
    read,
};

/// Labels inside "Source".
const SOURCE: &[&str] = &[
    "Publisher:",
    "Country of Publication:",
    "NLM ID:",
    "Publication Model:",
    "Cited Medium:",
    "Linking ISSN:",
    "ISSN:",
    "NLM ISO Abbreviation:",
    "Subsets:",
];

fn heading<'p>(page: &'p Page<'_>, name: &'p str) -> impl Iterator<Item = &'p Block> {
    page.blocks.iter().filter(move |block| {
        block.head.is_some_and(|head| {
            (page.lines[head].bullet || page.line(head).ends_with(':')) && plain(page.line(head)) == name
        })
    })
}

fn recognise(page: &Page<'_>) -> u8 {
    let has = |name| heading(page, name).next().is_some();
    if has("accession number") && (has("source") || has("publication information")) {
        90
    } else {
        0
    }
}

fn read(page: &Page<'_>, found: &mut Found) {
    let text = page.text;
    title(page, found);
    labelled(page, found);
    for block in heading(page, "source") {
        for line in &page.lines[block.lines.clone()] {
            source(text, line.span, found);
        }
    }
    for block in heading(page, "publication information") {
        for line in &page.lines[block.lines.clone()] {
            publication(text, line.span, found);
        }
    }
    for block in heading(page, "accession number") {
        accession(page, block, found);
    }
}

/// The record's title opens the page, before the portal's buttons.
fn title(page: &Page<'_>, found: &mut Found) {
    let buttons = page.lines.iter().take(6).position(|line| {
        let words = line.of(page.text);
        words.starts_with("Item request") || words.starts_with("Additional Information")
    });
    if buttons.is_some_and(|at| at > 0)
        && let Some(first) = page.lines.first().filter(|line| !line.bullet && line.span.len() >= 10)
    {
        found.title(page.text, first.span, "layout:ebsco", 60);
        found.zone(ZoneKind::Title, first.span);
    }
}

/// Title and authors under labels of their own: `Title:`, `Authors:`.
fn labelled(page: &Page<'_>, found: &mut Found) {
    let text = page.text;
    for (index, line) in page.lines.iter().enumerate().take(400) {
        let values = || {
            let below = page.lines[index + 1..].iter();
            below.take_while(|value| value.indent > line.indent && !value.of(text).ends_with(':'))
        };
        match line.of(text) {
            "Title:" => {
                if let Some(value) = values().next() {
                    found.title(text, value.span, "layout:ebsco", 60);
                    found.zone(ZoneKind::Title, value.span);
                }
            }
            "Authors:" | "Author:" => {
                for value in values().take(500) {
                    for (name, at) in person(text, value.span) {
                        found.claims.name(Field::Author, name, at, "layout:ebsco", 60);
                    }
                }
            }
            _ => {}
        }
    }
}

/// `McAllister, Fiona J.^1 (AUTHOR) fiona@example.org`: one name a line, or several parted by semicolons.
fn person(text: &str, line: Span) -> Vec<(Name, Span)> {
    let words = line.of(text);
    let end = words.find(['^', '(', '<', '[']).unwrap_or(words.len());
    if words.contains(';') {
        return people(text, line).names;
    }
    let piece = trim_by(text, Span::new(0, end).shift(line.start as usize), |c| {
        c.is_whitespace() || c.is_numeric() || matches!(c, '*' | ',')
    });
    match piece.of(text).split_once(", ") {
        Some((family, given)) if !given.contains(',') => vec![(Name::person(family, given), piece)],
        _ => people(text, piece).names,
    }
}

static SOURCE_LINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^(?P<j>[^;]{3,160}?)\. (?P<d>[^,]{0,24}?(?:19|20)\d\d[^,]{0,12}), Vol\. (?P<v>\w{1,8})(?: Issue (?P<i>[\w/-]{1,12}))?, p(?P<p>[\w-]{1,16})",
    )
    .ok()
});

/// `Journal. Sep2019, Vol. 104 Issue 10, p2017-2027. 11p.`
fn cited(text: &str, line: Span, found: &mut Found) {
    let Some(parts) = SOURCE_LINE.as_ref().and_then(|regex| regex.captures(line.of(text))) else {
        return;
    };
    let place = |name: &str| {
        let part = parts.name(name)?;
        Some(Span::new(part.start(), part.end()).shift(line.start as usize))
    };
    for (name, field) in [("j", Field::ContainerTitle), ("v", Field::Volume), ("i", Field::Issue)] {
        if let Some(at) = place(name) {
            claim(text, field, at, 70, found);
        }
    }
    if let Some(at) = place("p") {
        found.pages(text, at, "layout:ebsco", 70);
    }
    if let Some(at) = place("d") {
        issued(text, at, found);
    }
}

/// `Sep2019`, `9/15/2019`, `Fall2019`: the month may be glued to the year; a date in digits has the month first.
fn issued(text: &str, at: Span, found: &mut Found) {
    let words = at.of(text);
    let digits: Vec<&str> = words.split('/').collect();
    let plain = match digits[..] {
        [month, day, year] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => match words.find(|c: char| c.is_ascii_digit()) {
            Some(year) => format!("{} {}", &words[..year], &words[year..]).trim().to_owned(),
            None => return,
        },
    };
    let year = || words.get(words.len().checked_sub(4)?..).and_then(PartialDate::parse);
    if let Some(date) = PartialDate::parse(&plain).or_else(year) {
        found.claims.date(Field::Issued, date, at, "layout:ebsco", 70);
    }
}

fn source(text: &str, line: Span, found: &mut Found) {
    cited(text, line, found);
    let words = line.of(text);
    let mut labels: Vec<(usize, &str)> = Vec::new();
    for label in SOURCE {
        if let Some(at) = words.match_indices(label).map(|(at, _)| at).find(|at| {
            // "ISSN:" is also the end of "Linking ISSN:".
            !words[..*at].ends_with("Linking ")
        }) {
            labels.push((at, label));
        }
    }
    labels.sort_unstable();
    for (index, (at, label)) in labels.iter().enumerate() {
        let end = labels.get(index + 1).map_or(words.len(), |next| next.0);
        let value = trim(text, Span::new(at + label.len(), end).shift(line.start as usize));
        match *label {
            "Publisher:" => claim(text, Field::Publisher, value, 70, found),
            "NLM ISO Abbreviation:" => {
                claim(text, Field::ContainerTitle, value, 40, found);
                claim(text, Field::ContainerTitleShort, value, 70, found);
            }
            "ISSN:" => issn(text, value, found),
            // The linking ISSN names the journal in all its media, so it is not this one's.
            _ => {}
        }
    }
}

fn claim(text: &str, field: Field, value: Span, weight: u8, found: &mut Found) {
    found
        .claims
        .text(field, fold_blanks(value.of(text)), value, "layout:ebsco", weight);
}

fn issn(text: &str, value: Span, found: &mut Found) {
    let token = value.of(text).split_whitespace().next().unwrap_or("");
    if let Some(issn) = Issn::parse(token) {
        let place = Span::new(value.start as usize, value.start as usize + token.len());
        found.claims.text(Field::Issn, issn.as_str(), place, "layout:ebsco", 70);
    }
}

/// `Publication: Basingstoke : Nature Publishing Group`: place and publisher of today.
fn publication(text: &str, line: Span, found: &mut Found) {
    let Some(value) = line.of(text).strip_prefix("Publication:") else {
        return;
    };
    let start = line.end as usize - value.len();
    let Some(at) = value.find(" : ") else { return };
    let end = value[at + 3..].find(", ").map_or(value.len(), |cut| at + 3 + cut);
    claim(
        text,
        Field::PublisherPlace,
        trim(text, Span::new(start, start + at)),
        70,
        found,
    );
    let name = trim_by(text, Span::new(start + at + 3, start + end), |c| {
        c.is_whitespace() || c == '.'
    });
    claim(text, Field::Publisher, name, 60, found);
}

fn accession(page: &Page<'_>, block: &Block, found: &mut Found) {
    let text = page.text;
    let mut substances: Option<Span> = None;
    for line in &page.lines[block.lines.clone()] {
        let words = line.of(text);
        let lone = !words.contains(char::is_whitespace);
        if lone && let Some(pmcid) = Pmcid::parse(words) {
            found
                .claims
                .text(Field::Pmcid, pmcid.as_str(), line.span, "layout:ebsco", 70);
        } else if lone && Doi::find(words) == Some(0..words.len()) {
            found.doi(text, line.span, "layout:ebsco", 70);
        } else if lone
            && words.len() >= 4
            && let Some(pmid) = Pmid::parse(words)
        {
            found
                .claims
                .text(Field::Pmid, pmid.as_str(), line.span, "layout:ebsco", 70);
        } else if words.contains('(') {
            substances = Some(substances.map_or(line.span, |span| span.join(line.span)));
        }
    }
    if let Some(span) = substances {
        found.zone(ZoneKind::Keywords, span);
    }
}
