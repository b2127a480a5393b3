//! DSpace: the full item record, `dc.title` and its kin before their values.

use super::super::lines::{fold_blanks, trim};
use super::super::people::people;
use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::WEIGHT;
use crate::base::{PartialDate, Span};
use crate::record::Field;

/// Full item records of DSpace repositories.
pub const LAYOUT: Layout = Layout {
    name: "dspace",
    title: "DSpace full item records (untested)",
    tested: false,
    recognise,
    read,
};

const RULE: &str = "layout:dspace";

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

fn recognise(page: &Page<'_>) -> u8 {
    let count = page
        .lines
        .iter()
        .filter(|line| line.of(page.text).starts_with("dc."))
        .count();
    if count >= 4 { 90 } else { 0 }
}

fn read(page: &Page<'_>, found: &mut Found) {
    let text = page.text;
    for line in &page.lines {
        let Some((name, value)) = element(page, line.span) else {
            continue;
        };
        let words = fold_blanks(value.of(text));
        let field = match name {
            "title" => Field::Title,
            "description.abstract" => Field::Abstract,
            "relation.ispartof" | "source.title" | "identifier.journaltitle" => Field::ContainerTitle,
            "publisher" => Field::Publisher,
            "language.iso" => Field::Language,
            "identifier.volume" | "citation.volume" => Field::Volume,
            "identifier.issue" | "citation.issue" => Field::Issue,
            "subject" | "subject.other" => Field::Keyword,
            "contributor.author" | "creator" => {
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
            "identifier.pages" | "citation.pages" => {
                found.pages(text, value, RULE, WEIGHT);
                continue;
            }
            _ => continue,
        };
        found.claims.text(field, words, value, RULE, WEIGHT);
    }
}
