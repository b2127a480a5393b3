//! MEDLINE's tagged format, as PubMed saves it (`.nbib`).

use super::{Export, one_line};
use crate::base::PartialDate;
use crate::record::{Field, Item, ItemType, RelationKind};

/// The format.
pub(super) const EXPORT: Export = Export {
    name: "medline",
    title: "MEDLINE (nbib)",
    extension: "nbib",
    media_type: "application/nbib",
    write,
};

/// Lines are broken before this column.
const WIDTH: usize = 88;

fn write(items: &[(&str, &Item)]) -> String {
    let mut out = super::text_for(items.len());
    for (index, (_, item)) in items.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        record(item, &mut out);
    }
    out
}

fn record(item: &Item, out: &mut String) {
    let mut put = |tag: &str, value: &str| field(tag, value, out);
    let get = |field| item.get(field).unwrap_or("");
    put("PMID", get(Field::Pmid));
    for number in get(Field::Issn).split(", ") {
        put("IS", number);
    }
    for number in get(Field::Isbn).split(", ") {
        put("ISBN", number);
    }
    put("VI", get(Field::Volume));
    put("IP", get(Field::Issue));
    if let Some(date) = item.issued {
        put("DP", &in_words(date));
    }
    put("TI", get(Field::Title));
    put("PG", get(Field::Page));
    if let Some(doi) = item.get(Field::Doi) {
        put("LID", &format!("{doi} [doi]"));
    }
    put("AB", get(Field::Abstract));
    for name in &item.author {
        match (&name.family, &name.literal) {
            (Some(family), _) => {
                let mut full = String::with_capacity(40);
                if let Some(particle) = &name.non_dropping_particle {
                    full.push_str(particle);
                    full.push(' ');
                }
                full.push_str(family);
                for part in [&name.given, &name.suffix].into_iter().flatten() {
                    full.push_str(", ");
                    full.push_str(part);
                }
                put("FAU", &full);
                put("AU", &name.vancouver());
            }
            (None, Some(group)) => put("CN", group),
            (None, None) => {}
        }
    }
    // So MEDLINE itself ends the lists that it cut.
    if item.et_al {
        put("AU", "et al.");
    }
    for name in &item.editor {
        put("ED", &name.vancouver());
    }
    put("LA", get(Field::Language));
    if item.kind == ItemType::ArticleJournal {
        put("PT", "Journal Article");
    }
    if let Some(date) = item.available {
        put("DEP", &date.to_string().replace('-', ""));
    }
    for related in &item.relations {
        if let Some(tag) = tag(related.kind) {
            put(tag, &related.text);
        }
    }
    put("PL", get(Field::PublisherPlace));
    put("PB", get(Field::Publisher));
    put("TA", get(Field::ContainerTitleShort));
    put("JT", get(Field::ContainerTitle));
    put("PMC", get(Field::Pmcid));
    for keyword in &item.keyword {
        put("OT", keyword);
    }
    if let Some(doi) = item.get(Field::Doi) {
        put("AID", &format!("{doi} [doi]"));
    }
}

/// The tag of a relation. MEDLINE has none for replies (they are comments) and tells preprints by their own tags.
fn tag(kind: RelationKind) -> Option<&'static str> {
    Some(match kind {
        RelationKind::CommentIn | RelationKind::ReplyIn => "CIN",
        RelationKind::CommentOn | RelationKind::ReplyTo => "CON",
        RelationKind::ErratumIn => "EIN",
        RelationKind::ErratumFor => "EFR",
        RelationKind::RetractionIn => "RIN",
        RelationKind::RetractionOf => "ROF",
        RelationKind::ConcernIn => "ECI",
        RelationKind::ConcernAbout => "ECF",
        RelationKind::UpdateIn => "UIN",
        RelationKind::UpdateOf => "UOF",
        RelationKind::OriginalReport => "ORI",
        RelationKind::PreprintOf | RelationKind::PublishedAs | RelationKind::VersionOf => return None,
    })
}

/// A tag of up to four letters, a hyphen, and the value, broken at blanks and continued after six spaces.
fn field(tag: &str, value: &str, out: &mut String) {
    let value = one_line(value);
    if value.is_empty() {
        return;
    }
    out.push_str(tag);
    out.push_str("    ".get(tag.len()..).unwrap_or(""));
    out.push_str("- ");
    // Most fields fit whole.
    if value.len() + 6 <= WIDTH {
        out.push_str(&value);
        out.push('\n');
        return;
    }
    let mut column = 6;
    for (index, word) in value.split(' ').enumerate() {
        let len = word.chars().count();
        if index > 0 {
            if column + 1 + len > WIDTH {
                out.push_str("\n      ");
                column = 6;
            } else {
                out.push(' ');
                column += 1;
            }
        }
        out.push_str(word);
        column += len;
    }
    out.push('\n');
}

/// `2019 Sep 3`.
fn in_words(date: PartialDate) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let mut out = format!("{:04}", date.year);
    if let Some(month) = date
        .month
        .and_then(|month| MONTHS.get(usize::from(month).wrapping_sub(1)))
    {
        out.push_str(&format!(" {month}"));
    }
    if let Some(day) = date.day {
        out.push_str(&format!(" {day}"));
    }
    if let Some(season) = date.season {
        out.push_str(&format!(" {season:?}"));
    }
    out
}
