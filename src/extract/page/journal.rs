//! A journal's whole name where the page has it beside the abbreviation.

use super::Found;
use super::headings::Section;
use super::lines::fold_blanks;
use super::sections::Page;
use crate::record::{Field, Value, abbreviates};

/// Claims the whole name of the journal that the page so far knows by its abbreviation.
pub fn expand(page: &Page<'_>, found: &mut Found) {
    let best = found
        .claims
        .claims
        .iter()
        .filter(|claim| claim.field == Field::ContainerTitle)
        .max_by_key(|claim| claim.weight);
    let Some((Value::Text(short), span, weight)) = best.map(|claim| (claim.value.clone(), claim.span, claim.weight))
    else {
        return;
    };
    let several = short.split_whitespace().count() >= 2;
    let clipped = short.contains('.') || short.split_whitespace().all(|word| word.len() <= 7);
    if !several || !clipped {
        return;
    }
    let first = short
        .chars()
        .find(|c| c.is_alphanumeric())
        .map(|c| c.to_ascii_lowercase());
    let whole = page.lines.iter().enumerate().find(|(index, line)| {
        let words = line.of(page.text);
        let start = words
            .trim_start_matches("The ")
            .chars()
            .next()
            .map(|c| c.to_ascii_lowercase());
        words.len() <= 100
            && start == first
            && !matches!(page.section(*index), Section::References)
            && abbreviates(&short, words)
    });
    if let Some((_, line)) = whole {
        let weight = weight.saturating_add(5).min(95);
        found.claims.text(
            Field::ContainerTitle,
            fold_blanks(line.of(page.text)),
            line.span,
            "journal-name",
            weight,
        );
        found
            .claims
            .text(Field::ContainerTitleShort, short, span, "journal-line", 50);
    }
}
