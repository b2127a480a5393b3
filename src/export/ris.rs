//! RIS, with the tags that Zotero, EndNote and Mendeley read.

use super::{Export, one_line};
use crate::base::{Name, PartialDate, Season};
use crate::record::{AUTHORS_CUT, Field, Item, ItemType};

/// The format.
pub(super) const EXPORT: Export = Export {
    name: "ris",
    title: "RIS",
    extension: "ris",
    media_type: "application/x-research-info-systems",
    write,
};

/// The tag `TY` of a type; others are `GEN`.
const TYPES: &[(ItemType, &str)] = &[
    (ItemType::Article, "EJOUR"),
    (ItemType::ArticleJournal, "JOUR"),
    (ItemType::ArticleMagazine, "MGZN"),
    (ItemType::ArticleNewspaper, "NEWS"),
    (ItemType::Bill, "BILL"),
    (ItemType::Book, "BOOK"),
    (ItemType::Broadcast, "PODCST"),
    (ItemType::Chapter, "CHAP"),
    (ItemType::Classic, "CLSWK"),
    (ItemType::Dataset, "DATA"),
    (ItemType::EntryDictionary, "DICT"),
    (ItemType::EntryEncyclopedia, "ENCYC"),
    (ItemType::Figure, "FIGURE"),
    (ItemType::Graphic, "ART"),
    (ItemType::Hearing, "HEAR"),
    (ItemType::Interview, "INTV"),
    (ItemType::LegalCase, "CASE"),
    (ItemType::Legislation, "STAT"),
    (ItemType::Manuscript, "UNPB"),
    (ItemType::Map, "MAP"),
    (ItemType::MotionPicture, "MPCT"),
    (ItemType::MusicalScore, "MUSIC"),
    (ItemType::Pamphlet, "PAMP"),
    (ItemType::PaperConference, "CPAPER"),
    (ItemType::Patent, "PAT"),
    (ItemType::Periodical, "JFULL"),
    (ItemType::PersonalCommunication, "PCOMM"),
    (ItemType::PostWeblog, "BLOG"),
    (ItemType::Report, "RPRT"),
    (ItemType::Software, "COMP"),
    (ItemType::Song, "SOUND"),
    (ItemType::Speech, "SLIDE"),
    (ItemType::Standard, "STAND"),
    (ItemType::Thesis, "THES"),
    (ItemType::Webpage, "ELEC"),
];

fn write(items: &[(&str, &Item)]) -> String {
    let mut out = super::text_for(items.len());
    for (key, item) in items {
        record(key, item, &mut out);
    }
    out
}

fn record(key: &str, item: &Item, out: &mut String) {
    let mut put = |tag: &str, value: &str| {
        let value = one_line(value);
        if !value.is_empty() {
            out.extend([tag, "  - ", &value, "\r\n"]);
        }
    };
    let serial = matches!(
        item.kind,
        ItemType::ArticleJournal | ItemType::ArticleMagazine | ItemType::ArticleNewspaper | ItemType::Periodical
    );
    let code = TYPES
        .iter()
        .find(|(kind, _)| *kind == item.kind)
        .map_or("GEN", |(_, code)| code);
    put("TY", code);
    put("ID", key);
    for name in &item.author {
        put("AU", &inverted(name));
    }
    if item.et_al {
        put("N1", AUTHORS_CUT);
    }
    for name in &item.editor {
        put("ED", &inverted(name));
    }
    // Of books A2 is the series' editor, of parts A3; ED is the editor of either.
    let series = if item.kind == ItemType::Book { "A2" } else { "A3" };
    for name in &item.collection_editor {
        put(series, &inverted(name));
    }
    for name in &item.translator {
        put("A4", &inverted(name));
    }
    if let Some(date) = item.issued {
        put("PY", &format!("{:04}", date.year));
        put("DA", &slashed(date));
    }
    if let Some(date) = item.accessed {
        put("Y2", &slashed(date));
    }
    let labelled = item.get(Field::Pmid).map(|pmid| format!("PMID: {pmid}"));
    for (field, value) in item.texts() {
        let tag = match field {
            Field::Title => "TI",
            Field::TitleShort => "ST",
            Field::ContainerTitle => "T2",
            Field::ContainerTitleShort => "J2",
            Field::CollectionTitle => "T3",
            Field::Volume => "VL",
            Field::Issue if serial => "IS",
            Field::Number if !serial => "IS",
            Field::Page => {
                match value.split_once('-') {
                    Some((first, last)) if !last.contains(['-', ',']) => {
                        put("SP", first);
                        put("EP", last);
                    }
                    _ => put("SP", value),
                }
                continue;
            }
            Field::NumberOfPages if item.get(Field::Page).is_none() => "SP",
            Field::Edition => "ET",
            Field::Doi => "DO",
            Field::Issn | Field::Isbn => {
                value.split(", ").for_each(|number| put("SN", number));
                continue;
            }
            Field::Url => "UR",
            Field::Publisher => "PB",
            Field::PublisherPlace => "CY",
            Field::Language => "LA",
            Field::Genre if !serial => "M3",
            Field::CallNumber => "CN",
            Field::Source => "DB",
            Field::Pmid => {
                put("AN", labelled.as_deref().unwrap_or(""));
                continue;
            }
            Field::Pmcid => "C2",
            Field::ArchiveLocation if labelled.is_none() => "AN",
            Field::Abstract => "AB",
            Field::Note => "N1",
            _ => continue,
        };
        put(tag, value);
    }
    for keyword in &item.keyword {
        put("KW", keyword);
    }
    out.push_str("ER  - \r\n\r\n");
}

/// `Family, Given, Suffix`; a group as it is.
fn inverted(name: &Name) -> String {
    let Some(family) = &name.family else {
        return name.literal.as_deref().unwrap_or_default().to_owned();
    };
    let mut out = String::new();
    for particle in [&name.dropping_particle, &name.non_dropping_particle]
        .into_iter()
        .flatten()
    {
        out.push_str(particle);
        out.push(' ');
    }
    out.push_str(family);
    for part in [&name.given, &name.suffix].into_iter().flatten() {
        out.push_str(", ");
        out.push_str(part);
    }
    out
}

/// RIS dates: `2019/09/03/`, `2019///Spring`.
fn slashed(date: PartialDate) -> String {
    let two = |number: Option<u8>| number.map(|n| format!("{n:02}")).unwrap_or_default();
    let season = match date.season {
        Some(Season::Spring) => "Spring",
        Some(Season::Summer) => "Summer",
        Some(Season::Autumn) => "Autumn",
        Some(Season::Winter) => "Winter",
        None => "",
    };
    format!("{:04}/{}/{}/{season}", date.year, two(date.month), two(date.day))
}
