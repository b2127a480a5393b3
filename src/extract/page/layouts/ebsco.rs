//! EBSCOhost and EBSCO Discovery: detailed records of MEDLINE.
//!
//! Labels are list items with a colon; values stand under them, deeper. "Accession Number" labels registry numbers of
//! substances as well as the record's PMCID, DOI and PMID, so these are told apart by their shape. The dates are those
//! of the record's making, not of publication.

use super::super::headings::plain;
use super::super::lines::{fold_blanks, trim, trim_by};
use super::super::reader::Found;
use super::super::sections::{Block, Page};
use super::Layout;
use crate::base::{Doi, Issn, Pmcid, Pmid, Span};
use crate::record::{Field, ZoneKind};

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
        block
            .head
            .is_some_and(|head| page.lines[head].bullet && plain(page.line(head)) == name)
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

fn source(text: &str, line: Span, found: &mut Found) {
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
