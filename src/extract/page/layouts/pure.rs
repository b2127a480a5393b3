//! Elsevier Pure: research portals of universities.
//!
//! Labels are glued to their values, which the generic reader knows; the portal's own words say the kind, and the
//! publisher stands in a copyright line.

use super::super::front;
use super::super::lines::{fold_blanks, trim_by};
use super::super::people::people;
use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use crate::base::Span;
use crate::record::{Field, ItemType, ZoneKind};

/// Pages of Pure portals.
pub const LAYOUT: Layout = Layout {
    name: "pure",
    title: "Pure research portals",
    tested: true,
    recognise,
    read,
};

fn output_line(page: &Page<'_>) -> Option<usize> {
    page.lines
        .iter()
        .take(80)
        .position(|line| OUTPUT.iter().any(|label| line.of(page.text).starts_with(label)))
}

/// What stands before the kind of a work, in the languages of the portals.
const OUTPUT: [&str; 7] = [
    "Research output:",
    "Onderzoeksoutput:",
    "Publikation:",
    "Forskningsresultat:",
    "Résultats de recherche:",
    "Producción científica:",
    "Tutkimustuotos:",
];

fn recognise(page: &Page<'_>) -> u8 {
    if output_line(page).is_some() { 90 } else { 0 }
}

fn read(page: &Page<'_>, found: &mut Found) {
    let text = page.text;
    let Some(output) = output_line(page) else { return };
    let words = page.line(output);
    for (name, kind) in [
        ("Contribution to journal", ItemType::ArticleJournal),
        ("Bijdrage aan tijdschrift", ItemType::ArticleJournal),
        ("Beitrag in Fachzeitschrift", ItemType::ArticleJournal),
        ("Beitrag in einer Fachzeitschrift", ItemType::ArticleJournal),
        ("Bidrag til tidsskrift", ItemType::ArticleJournal),
        ("Bidrag till tidskrift", ItemType::ArticleJournal),
        ("Contribution à un journal", ItemType::ArticleJournal),
        ("Contribución a una revista", ItemType::ArticleJournal),
        ("Artikkeli", ItemType::ArticleJournal),
        ("Chapter in Book", ItemType::Chapter),
        ("Book/Report", ItemType::Book),
        ("Thesis", ItemType::Thesis),
        ("Working paper", ItemType::Article),
        ("Preprint", ItemType::Article),
    ] {
        if let Some(at) = words.find(name) {
            let start = page.lines[output].span.start as usize + at;
            found
                .claims
                .kind(kind, Span::new(start, start + name.len()), "layout:pure", 70);
            break;
        }
    }
    // Title and authors stand over that line, with a note on the corresponding author between.
    let above = || {
        (0..output)
            .rev()
            .take(8)
            .map(|index| (index, people(text, page.lines[index].span)))
    };
    let one = |list: &super::super::people::People| list.names.len() == 1 && list.rejected == 0;
    let authors = above()
        .find(|(_, list)| list.is_list())
        .or_else(|| above().find(|(index, list)| one(list) && *index > 0))
        .map(|(index, _)| index);
    if let Some(at) = authors {
        front::claim_people(&people(text, page.lines[at].span), "layout:pure", 60, found);
        if let Some(title) = at
            .checked_sub(1)
            .and_then(|above| page.lines.get(above))
            .filter(|line| !line.bullet)
        {
            found.title(text, title.span, "layout:pure", 60);
            found.zone(ZoneKind::Title, title.span);
        }
    }
    copyright(page, found);
    for line in page
        .lines
        .iter()
        .filter(|line| line.of(text).starts_with("Dive into the research topics"))
    {
        found.zone(ZoneKind::Boilerplate, line.span);
    }
}

/// `Publisher Copyright:` over `© 2024 by NAME.`
fn copyright(page: &Page<'_>, found: &mut Found) {
    let text = page.text;
    let Some(label) = page
        .lines
        .iter()
        .position(|line| line.of(text) == "Publisher Copyright:")
    else {
        return;
    };
    let Some(line) = page.lines.get(label + 1) else { return };
    let words = line.of(text);
    let Some(rest) = words
        .strip_prefix('©')
        .map(|rest| rest.trim_start_matches(|c: char| c.is_whitespace() || c.is_ascii_digit() || c == ','))
    else {
        return;
    };
    let rest = rest.strip_prefix("by ").unwrap_or(rest);
    let start = line.span.end as usize - rest.len();
    let end = rest.find(". ").unwrap_or(rest.len());
    let name = trim_by(text, Span::new(start, start + end), |c| {
        c.is_whitespace() || matches!(c, '.' | ',')
    });
    let person = name.of(text).to_ascii_lowercase().contains("author");
    if !person && name.len() <= 120 {
        found
            .claims
            .text(Field::Publisher, fold_blanks(name.of(text)), name, "layout:pure", 50);
    }
}
