//! nature.com: article pages and previews.

use super::super::kinds::is_kind;
use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use crate::record::{Field, ItemType, ZoneKind};

/// Pages of nature.com.
pub const LAYOUT: Layout = Layout {
    name: "nature",
    title: "nature.com article pages",
    tested: true,
    recognise,
    read,
};

fn recognise(page: &Page<'_>) -> u8 {
    let top = page
        .lines
        .iter()
        .take(12)
        .any(|line| line.of(page.text).contains("visiting nature.com"));
    if top { 90 } else { 0 }
}

fn read(page: &Page<'_>, found: &mut Found) {
    let title = found
        .zones
        .iter()
        .find(|(kind, _)| *kind == ZoneKind::Title)
        .map(|(_, span)| *span);
    let Some(title) = title else { return };
    let Some(at) = page.lines.iter().position(|line| line.span.overlaps(title)) else {
        return;
    };
    // Over the title: the kind and date as a list, then a topic.
    if let Some(topic) = at.checked_sub(1).and_then(|index| page.lines.get(index))
        && !topic.bullet
        && topic.gap
        && topic.span.len() <= 60
        && page.lines[..at].iter().rev().take(4).any(|line| line.bullet)
    {
        found.zone(ZoneKind::Keywords, topic.span);
    }
    if let Some(kind) = page.lines[..at]
        .iter()
        .rev()
        .take(6)
        .find(|line| is_kind(line.of(page.text)))
        && found.has(Field::ContainerTitle)
    {
        found
            .claims
            .kind(ItemType::ArticleJournal, kind.span, "layout:nature", 60);
    }
}
