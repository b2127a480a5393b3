//! Atypon's newer pages (ASCO's, SAGE's and others' journals): `Publication: Journal of Clinical Oncology` over
//! `Volume 35, Number 34`.

use super::super::lines::{fold_blanks, trim};
use super::super::reader::Found;
use super::super::sections::Page;
use super::Layout;
use super::site::{WEIGHT, claim_article, line_begins};
use crate::base::Span;
use crate::record::Field;

/// Pages that Atypon's platform makes.
pub const LAYOUT: Layout = Layout {
    name: "atypon",
    title: "newer pages of Atypon's platform, as ASCO's journals have (untested)",
    tested: false,
    recognise,
    read,
};

const RULE: &str = "layout:atypon";
const LABEL: &str = "Publication: ";

/// The lines with the journal and, right under it, the numbers.
fn lines(page: &Page<'_>) -> Option<(Span, Span)> {
    let at = line_begins(page, LABEL)?;
    let (journal, numbers) = (page.lines.get(at)?, page.lines.get(at + 1)?);
    let name = Span::new(journal.span.start as usize + LABEL.len(), journal.span.end as usize);
    let numbered = numbers.of(page.text).starts_with("Volume ") && name.len() <= 120;
    numbered.then(|| (trim(page.text, name), numbers.span))
}

fn recognise(page: &Page<'_>) -> u8 {
    if lines(page).is_some() { 80 } else { 0 }
}

fn read(page: &Page<'_>, found: &mut Found) {
    if let Some((journal, numbers)) = lines(page) {
        let name = fold_blanks(journal.of(page.text));
        found.claims.text(Field::ContainerTitle, name, journal, RULE, WEIGHT);
        claim_article(journal, RULE, found);
        let mut from = numbers.start as usize;
        for part in numbers.of(page.text).split_inclusive(',') {
            let number = part.trim_end_matches(',').trim_start();
            let labels = [
                ("Volume ", Field::Volume),
                ("Number ", Field::Issue),
                ("Issue ", Field::Issue),
            ];
            for (label, field) in labels {
                if let Some(value) = number.strip_prefix(label).filter(|value| value.len() <= 12) {
                    let end = from + part.trim_end_matches(',').len();
                    found
                        .claims
                        .text(field, value, Span::new(end - value.len(), end), RULE, WEIGHT);
                }
            }
            from += part.len();
        }
    }
}
