//! The text of a new stub.

use super::fields::FieldValue;
use super::markdown::escape;
use super::values::{key as toml_key, string, strings, value};
use super::{body, names};
use crate::record::{Field, Item, RawReference, Record};
use crate::vocabulary::{MechanismHit, Tagging, Tier};

/// The longest phrase shown beside a proposed mechanism, in characters.
const PHRASE: usize = 90;

/// Writes a new stub of what a capture says. What is not known is left out. Lines end with LF.
pub fn create(key: &str, record: &Record, tagging: &Tagging, captures: &[String]) -> String {
    let item = &record.item;
    let mut out = String::from("+++\n");
    let mut line = |name: &str, value: &str| out.push_str(&format!("{name} = {value}\n"));
    line("key", &string(key));
    for field in ordered() {
        if let Some(found) = FieldValue::of(item, field)
            && let Some(name) = names::name_of(field, item.kind)
        {
            line(name, &value(&found, "\n"));
            if field == Field::Author && item.et_al {
                line(names::AUTHORS_INCOMPLETE, "true");
            }
        }
    }
    line(
        "status",
        "\"stub\"    # stub, screened, included, excluded (with a reason), checked",
    );
    line("captures", &strings(captures, "\n"));
    out.push_str(&mechanisms(tagging));
    out.push_str("+++\n");
    if let Some(text) = abstract_of(item) {
        out.push_str(&format!("\n## Abstract\n\n{text}\n"));
    }
    out.push_str("\n## Notes\n\n");
    out.push_str(&format!(
        "<!-- Yours to write, in Markdown. To cite this paper, write @{key} in square brackets. -->\n"
    ));
    let list = references(&record.references);
    if !list.is_empty() {
        out.push_str(&format!("\n## References\n\n{list}\n"));
    }
    out
}

/// The bibliographic fields in the order of a new stub.
pub(super) fn ordered() -> impl Iterator<Item = Field> {
    let mut seen = Vec::new();
    names::FIELDS.iter().map(|(_, field)| *field).filter(move |field| {
        let first = !seen.contains(field);
        seen.push(*field);
        first
    })
}

/// The abstract as it stands in a stub.
pub(super) fn abstract_of(item: &Item) -> Option<String> {
    match FieldValue::of(item, Field::Abstract)? {
        FieldValue::Text(text) => Some(escape(&text)),
        _ => None,
    }
}

/// The reference list as it stands in a stub, without a line end after its last item.
pub(super) fn references(list: &[RawReference]) -> String {
    numbered(list)
        .map(|(number, text)| format!("{number}. {}", escape(&text)))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Each reference's number in the stub and its text there. The capture's own numbers are kept where they rise.
pub(super) fn numbered(list: &[RawReference]) -> impl Iterator<Item = (u32, String)> {
    let mut before = 0u32;
    list.iter().filter_map(move |reference| {
        let mut text = body::one_line(&reference.text);
        identifiers(reference, &mut text);
        if text.is_empty() {
            return None;
        }
        let own = reference.label.as_deref().and_then(number_of);
        // A number far away is damage, not a gap.
        let own = own.filter(|n| *n > before && *n - before < 1000);
        before = own.unwrap_or(before.saturating_add(1));
        Some((before, text))
    })
}

/// Identifiers that the capture sets apart from a reference's text (PubMed XML, JATS, Crossref) go behind it, for a stub
/// holds references as text alone.
fn identifiers(reference: &RawReference, text: &mut String) {
    let Some(item) = &reference.item else { return };
    for (field, label) in [(Field::Doi, "doi:"), (Field::Pmid, "PMID: "), (Field::Pmcid, "PMCID: ")] {
        if let Some(id) = item
            .get(field)
            .filter(|id| !text.to_lowercase().contains(&id.to_lowercase()))
        {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(label);
            text.push_str(id);
        }
    }
}

fn number_of(label: &str) -> Option<u32> {
    let digits = label.trim_matches(|c: char| !c.is_ascii_digit());
    digits.parse().ok()
}

fn mechanisms(tagging: &Tagging) -> String {
    let mut out =
        String::from("\n[mechanisms]    # what the capture's words suggest: change it to confirmed or rejected\n");
    let of = |tier: Tier| tagging.mechanisms.iter().filter(move |hit| hit.tier == tier);
    let width = of(Tier::Proposed).map(|hit| hit.id.len()).max().unwrap_or(0);
    for hit in of(Tier::Proposed) {
        out.push_str(&format!("{:width$} = \"proposed\"{}\n", toml_key(&hit.id), phrase(hit)));
    }
    for hit in of(Tier::Possible) {
        out.push_str(&format!("# possible: {}{}\n", hit.id, phrase(hit)));
    }
    if tagging.mechanisms.iter().all(|hit| hit.tier == Tier::Excluded) {
        out.push_str("# add one by its id, in a line like  id = \"confirmed\"\n");
    }
    out
}

/// The words of the heaviest trigger, as a comment.
pub(super) fn phrase(hit: &MechanismHit) -> String {
    let Some(trigger) = hit.triggers.first() else {
        return String::new();
    };
    let words: Vec<&str> = trigger.evidence.text.split_whitespace().collect();
    let mut text: String = words.join(" ").chars().filter(|c| !c.is_control()).collect();
    if text.chars().count() > PHRASE {
        text = text.chars().take(PHRASE - 1).collect::<String>().trim_end().to_owned() + "…";
    }
    format!("    # “{text}”")
}
