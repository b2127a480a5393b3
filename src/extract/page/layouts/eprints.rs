//! EPrints: labels in a table, `Item Type: Article`, `Journal or Publication Title: …`.

use super::super::citation::citation;
use super::super::front::{claim_citation, claim_people};
use super::super::lines::{fold_blanks, trim};
use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::{WEIGHT, line_begins, recognised_by};
use crate::base::{PartialDate, Span};
use crate::record::{Field, ItemType, ZoneKind};

/// Item pages of EPrints repositories.
pub const LAYOUT: Layout = Layout {
    name: "eprints",
    title: "EPrints item pages (untested)",
    tested: false,
    recognise,
    read,
};

fn value(page: &Page<'_>, label: &str) -> Option<Span> {
    let line = page.lines.get(line_begins(page, label)?)?;
    let at = trim(
        page.text,
        Span::new(line.span.start as usize + label.len(), line.span.end as usize),
    );
    (!at.is_empty()).then_some(at)
}

fn recognise(page: &Page<'_>) -> u8 {
    recognised_by(&[line_begins(page, "Item Type:"), line_begins(page, "Date Deposited:")])
}

fn read(page: &Page<'_>, found: &mut Found) {
    let text = page.text;
    if let Some(at) = value(page, "Journal or Publication Title:") {
        found.claims.text(
            Field::ContainerTitle,
            fold_blanks(at.of(text)),
            at,
            "layout:eprints",
            WEIGHT,
        );
    }
    if let Some(at) = value(page, "Item Type:") {
        let kind = match at.of(text) {
            "Article" => Some(ItemType::ArticleJournal),
            "Book Section" => Some(ItemType::Chapter),
            "Book" => Some(ItemType::Book),
            "Thesis" => Some(ItemType::Thesis),
            _ => None,
        };
        if let Some(kind) = kind {
            found.claims.kind(kind, at, "layout:eprints", WEIGHT);
        }
    }
    if let Some(at) = value(page, "Date:")
        && let Some(date) = PartialDate::parse(at.of(text))
    {
        found
            .claims
            .date(Field::Issued, date, at, "layout:eprints:date", WEIGHT + 5);
    }
    if let Some(at) = value(page, "Page Range:") {
        found.pages(text, at, "layout:eprints", WEIGHT);
    }
    // The repository's own citation opens the page.
    let cited = page.lines.iter().take(60).map(|line| citation(text, line.span, &[]));
    if let Some(cited) = cited
        .into_iter()
        .find(|cited| !cited.people.names.is_empty() && cited.title.is_some())
    {
        claim_citation(text, &cited, "layout:eprints", WEIGHT, found);
        claim_people(&cited.people, "layout:eprints", WEIGHT, found);
        found.claims.et_al = cited.people.et_al;
        if let Some(title) = cited.title {
            found.zone(ZoneKind::Title, title);
        }
    }
}
