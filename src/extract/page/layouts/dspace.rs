//! DSpace: the full item record, `dc.title` and its kin before their values, and the simple one, with labels over them.

use super::super::citation::{Citation, citation};
use super::super::front::claim_citation;
use super::super::lines::{fold_blanks, trim};
use super::super::people::people;
use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::{WEIGHT, entries};
use crate::base::{PartialDate, Span, fold};
use crate::record::Field;

/// Full item records of DSpace repositories.
pub const LAYOUT: Layout = Layout {
    name: "dspace",
    title: "DSpace item pages, simple and full (untested)",
    tested: false,
    recognise,
    read,
};

const RULE: &str = "layout:dspace";
/// Of authors under their label: more than of a line that looks like names.
const LABELLED: u8 = 90;

/// Element and value of a line, parted by a tabulator or blanks.
fn element<'t>(page: &Page<'t>, span: Span) -> Option<(&'t str, Span)> {
    let words = span.of(page.text);
    let end = words.find(char::is_whitespace)?;
    let name = words[..end].strip_prefix("dc.")?;
    let rest = &words[end..];
    // The last column is the value's language.
    let value = rest.trim().split('\t').next().unwrap_or("").trim();
    let from = span.start as usize + end + rest.find(value)?;
    Some((name, trim(page.text, Span::new(from, from + value.len()))))
}

/// Labels of simple item pages, folded, in the languages of the repositories.
const LABELS: &[(&str, Label)] = &[
    ("abstract", Label::Other),
    ("advisor", Label::Other),
    ("appears in collections", Label::Other),
    ("auteur(s)", Label::Authors),
    ("auteurs", Label::Authors),
    ("author", Label::Authors),
    ("author(s)", Label::Authors),
    ("authors", Label::Authors),
    ("autor", Label::Authors),
    ("autor(en)", Label::Authors),
    ("autor(es)", Label::Authors),
    ("autor:innen", Label::Authors),
    ("autores", Label::Authors),
    ("citation", Label::Other),
    ("colecciones", Label::Other),
    ("collections", Label::Other),
    ("date", Label::Issued),
    ("date de publication", Label::Issued),
    ("date issued", Label::Issued),
    ("datum", Label::Issued),
    ("description", Label::Other),
    ("doi", Label::Other),
    ("editeur", Label::Publisher),
    ("editorial", Label::Publisher),
    ("erscheinungsdatum", Label::Issued),
    ("fecha", Label::Issued),
    ("fecha de publicacion", Label::Issued),
    ("files", Label::Other),
    ("files in this item", Label::Other),
    ("issue date", Label::Issued),
    ("journal", Label::Journal),
    ("journal issn", Label::Other),
    ("journal title", Label::Journal),
    ("keywords", Label::Other),
    ("publisher", Label::Publisher),
    ("sammlungen", Label::Other),
    ("title", Label::Other),
    ("titre du periodique", Label::Journal),
    ("titulo de la revista", Label::Journal),
    ("uri", Label::Other),
    ("verlag", Label::Publisher),
    ("volume title", Label::Other),
    ("zeitschrift", Label::Journal),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    Authors,
    Issued,
    Journal,
    Publisher,
    Other,
}

fn label_of(words: &str) -> Option<Label> {
    if words.len() > 40 {
        return None;
    }
    let folded = fold(words.trim_end_matches(':').trim_end());
    let found = LABELS.binary_search_by(|(name, _)| (*name).cmp(folded.as_str())).ok()?;
    LABELS.get(found).map(|(_, label)| *label)
}

/// Whether the page is an item's simple view: labels, over their values or before them, and the repository's handle.
fn is_simple(page: &Page<'_>) -> bool {
    let mut lines = page.lines.iter().map(|line| line.of(page.text));
    let handle = lines.any(|words| words.contains("hdl.handle.net/") || words.contains("/handle/"));
    handle && entries(page, label_of).len() >= 3
}

fn read_simple(page: &Page<'_>, found: &mut Found) {
    let text = page.text;
    let entries = entries(page, label_of);
    // Under the label stands one name a line: what looks like a list of names elsewhere is another.
    if entries.iter().any(|(label, _)| *label == Label::Authors) {
        found.claims.claims.retain(|claim| claim.field != Field::Author);
    }
    for (label, values) in entries {
        for value in values {
            let words = value.of(text);
            let claims = &mut found.claims;
            match label {
                Label::Authors => match words.split_once(", ") {
                    Some((family, given)) if !given.contains([',', ';']) => {
                        let name = crate::base::Name::person(family, given);
                        claims.name(Field::Author, name, value, RULE, LABELLED);
                    }
                    _ => {
                        for (name, at) in people(text, value).names {
                            claims.name(Field::Author, name, at, RULE, LABELLED);
                        }
                    }
                },
                Label::Issued => {
                    if let Some(date) = PartialDate::parse(words) {
                        claims.date(Field::Issued, date, value, RULE, WEIGHT);
                    }
                }
                Label::Journal => claims.text(Field::ContainerTitle, fold_blanks(words), value, RULE, WEIGHT),
                Label::Publisher => claims.text(Field::Publisher, fold_blanks(words), value, RULE, WEIGHT),
                Label::Other => {}
            }
        }
    }
}

fn recognise(page: &Page<'_>) -> u8 {
    if is_simple(page) {
        return 80;
    }
    let count = page
        .lines
        .iter()
        .filter(|line| line.of(page.text).starts_with("dc."))
        .count();
    if count >= 4 { 90 } else { 0 }
}

fn read(page: &Page<'_>, found: &mut Found) {
    let text = page.text;
    if is_simple(page) {
        read_simple(page, found);
    }
    let of_author = |name: &str| matches!(name, "contributor.author" | "creator");
    let mut elements = page.lines.iter().filter_map(|line| element(page, line.span));
    if elements.any(|(name, _)| of_author(name)) {
        // What looks like a list of names elsewhere is another.
        found.claims.claims.retain(|claim| claim.field != Field::Author);
    }
    let of_journal = |name: &str| matches!(name, "relation.ispartof" | "source.title" | "identifier.journaltitle");
    let mut elements = page.lines.iter().filter_map(|line| element(page, line.span));
    let names_journal = elements.any(|(name, _)| of_journal(name));
    let mut elements = page.lines.iter().filter_map(|line| element(page, line.span));
    let issued = elements
        .find(|(name, _)| *name == "date.issued")
        .and_then(|(_, value)| PartialDate::parse(value.of(text)))
        .map(|date| date.year);
    for line in &page.lines {
        let Some((name, value)) = element(page, line.span) else {
            continue;
        };
        let words = fold_blanks(value.of(text));
        let field = match name {
            "title" => Field::Title,
            "description.abstract" => Field::Abstract,
            name if of_journal(name) => Field::ContainerTitle,
            "publisher" => Field::Publisher,
            "language.iso" => Field::Language,
            "identifier.volume" | "citation.volume" => Field::Volume,
            "identifier.issue" | "citation.issue" => Field::Issue,
            "subject" | "subject.other" => Field::Keyword,
            name if of_author(name) => {
                // "Family, Given": one name a line.
                let pair = people(text, value).names;
                match (&pair[..], words.split_once(", ")) {
                    (_, Some((family, given))) if !given.contains(", ") => {
                        let name = crate::base::Name::person(family, given);
                        found.claims.name(Field::Author, name, value, RULE, WEIGHT);
                    }
                    ([(name, at)], _) => found.claims.name(Field::Author, name.clone(), *at, RULE, WEIGHT),
                    _ => {}
                }
                continue;
            }
            "date.issued" => {
                if let Some(date) = PartialDate::parse(&words) {
                    found.claims.date(Field::Issued, date, value, RULE, WEIGHT);
                }
                continue;
            }
            "identifier.doi" | "identifier.other" | "relation.isversionof" => {
                found.doi(text, value, RULE, WEIGHT);
                continue;
            }
            "identifier.citation" | "identifier.bibliographiccitation" => {
                let cited = citation(text, value, &[]);
                let year = cited.issued.map(|(date, _)| date.year);
                // That of another paper has another year.
                let own = issued.is_none() || year.is_none() || issued == year;
                if cited.strength() >= 2 && own {
                    // The journal's own element says its name in full.
                    let journal = cited.journal.filter(|_| !names_journal);
                    let numbers = Citation {
                        journal,
                        title: None,
                        issued: None,
                        ..cited
                    };
                    claim_citation(text, &numbers, RULE, WEIGHT - 20, found);
                }
                continue;
            }
            "identifier.pages" | "citation.pages" => {
                found.pages(text, value, RULE, WEIGHT);
                continue;
            }
            _ => continue,
        };
        // What the record says of the journal goes before its citation.
        found.claims.text(field, words, value, RULE, WEIGHT + 5);
    }
}
