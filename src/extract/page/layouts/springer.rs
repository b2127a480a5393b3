//! SpringerLink and BMC: a numbered trail `Home`, journal, `Article`; on BMC `Trials volume 15, Article number: 511 (2014)`.

use super::super::lines::fold_blanks;
use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::{WEIGHT, claim_article, line_begins, line_is};
use crate::record::Field;

/// Pages of SpringerLink and BMC.
pub const LAYOUT: Layout = Layout {
    name: "springer",
    title: "SpringerLink and BMC article pages",
    tested: true,
    recognise,
    read,
};

fn trail(page: &Page<'_>) -> Option<usize> {
    let home = page
        .lines
        .iter()
        .take(120)
        .position(|line| line.number.is_some() && line.of(page.text) == "Home")?;
    let step = |offset: usize, number: &str| {
        page.lines
            .get(home + offset)
            .is_some_and(|line| line.number.is_some_and(|at| at.of(page.text) == number))
    };
    (step(1, "2") && step(2, "3")).then_some(home + 1)
}

fn recognise(page: &Page<'_>) -> u8 {
    let own = line_is(page, "Download citation").is_some() && line_is(page, "Cite this article").is_some();
    let house = line_begins(page, "Find a journal").or(line_begins(page, "Part of Springer Nature"));
    if house.is_some() || own && trail(page).is_some() {
        80
    } else {
        0
    }
}

fn read(page: &Page<'_>, found: &mut Found) {
    let Some(journal) = trail(page) else { return };
    let line = page.lines[journal];
    let kind = page.line(journal + 1);
    if matches!(kind, "Article" | "Articles") {
        found.claims.text(
            Field::ContainerTitle,
            fold_blanks(line.of(page.text)),
            line.span,
            "layout:springer",
            WEIGHT,
        );
        claim_article(page.lines[journal + 1].span, "layout:springer", found);
    }
}
