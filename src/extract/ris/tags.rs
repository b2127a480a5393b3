//! The tags and types of RIS, and what a tag means in an entry of a type.

use crate::record::{Field, ItemType};

macro_rules! rules {
    ($($tag:literal)*) => { &[$(($tag, concat!("ris:", $tag)),)*] };
}

/// Every tag of the specifications and flavours, in order, each with the name of its rule.
static TAGS: &[(&str, &str)] = rules! {
    "A1" "A2" "A3" "A4" "AB" "AD" "AN" "AU" "AV" "BT" "C1" "C2" "C3" "C4" "C5" "C6" "C7" "C8" "CA" "CN" "CP" "CT"
    "CY" "DA" "DB" "DI" "DO" "DP" "ED" "EP" "ER" "ET" "ID" "IS" "J1" "J2" "J9" "JA" "JF" "JI" "JO" "KW" "L1" "L2"
    "L3" "L4" "LA" "LB" "LK" "M1" "M2" "M3" "N1" "N2" "NV" "OP" "PA" "PB" "PI" "PP" "PU" "PY" "RI" "RN" "RP" "SE"
    "SN" "SP" "ST" "SV" "T1" "T2" "T3" "TA" "TI" "TT" "TY" "U1" "U2" "U3" "U4" "U5" "UR" "UT" "VL" "VO" "WE" "WP" "Y1"
    "Y2" "YR"
};

/// The types of the specification.
pub(super) static TYPES: &[(&str, ItemType)] = &[
    ("ABST", ItemType::ArticleJournal),
    ("ADVS", ItemType::MotionPicture),
    ("AGGR", ItemType::Dataset),
    ("ANCIENT", ItemType::Classic),
    ("ART", ItemType::Graphic),
    ("BILL", ItemType::Bill),
    ("BLOG", ItemType::PostWeblog),
    ("BOOK", ItemType::Book),
    ("CASE", ItemType::LegalCase),
    ("CHAP", ItemType::Chapter),
    ("CHART", ItemType::Figure),
    ("CLSWK", ItemType::Classic),
    ("COMP", ItemType::Software),
    ("CONF", ItemType::PaperConference),
    ("CPAPER", ItemType::PaperConference),
    ("CTLG", ItemType::Book),
    ("DATA", ItemType::Dataset),
    ("DBASE", ItemType::Dataset),
    ("DICT", ItemType::EntryDictionary),
    ("EBOOK", ItemType::Book),
    ("ECHAP", ItemType::Chapter),
    ("EDBOOK", ItemType::Book),
    ("EJOUR", ItemType::ArticleJournal),
    ("ELEC", ItemType::Webpage),
    ("ENCYC", ItemType::EntryEncyclopedia),
    ("FIGURE", ItemType::Figure),
    ("GOVDOC", ItemType::Report),
    ("GRNT", ItemType::Document),
    ("HEAR", ItemType::Hearing),
    ("ICOMM", ItemType::PersonalCommunication),
    ("INPR", ItemType::ArticleJournal),
    ("INTV", ItemType::Interview),
    ("JFULL", ItemType::Periodical),
    ("JOUR", ItemType::ArticleJournal),
    ("LEGAL", ItemType::Legislation),
    ("MANSCPT", ItemType::Manuscript),
    ("MAP", ItemType::Map),
    ("MGZN", ItemType::ArticleMagazine),
    ("MPCT", ItemType::MotionPicture),
    ("MULTI", ItemType::Webpage),
    ("MUSIC", ItemType::MusicalScore),
    ("NEWS", ItemType::ArticleNewspaper),
    ("PAMP", ItemType::Pamphlet),
    ("PAT", ItemType::Patent),
    ("PCOMM", ItemType::PersonalCommunication),
    ("PODCST", ItemType::Broadcast),
    ("PRESS", ItemType::ArticleNewspaper),
    ("RPRT", ItemType::Report),
    ("SER", ItemType::Book),
    ("SLIDE", ItemType::Speech),
    ("SOUND", ItemType::Song),
    ("STAND", ItemType::Standard),
    ("STAT", ItemType::Legislation),
    ("STD", ItemType::Standard),
    ("THES", ItemType::Thesis),
    ("UNBILL", ItemType::Bill),
    ("UNPB", ItemType::Manuscript),
    ("UNPD", ItemType::Manuscript),
    ("VIDEO", ItemType::MotionPicture),
    ("WEB", ItemType::Webpage),
];

/// The name of the rule that reads the tag.
pub(super) fn rule(tag: &str) -> &'static str {
    TAGS.binary_search_by_key(&tag, |(known, _)| known)
        .map_or("ris", |index| TAGS[index].1)
}

/// Whether the tag is of the specifications or a flavour.
pub(super) fn known(tag: &str) -> bool {
    TAGS.binary_search_by_key(&tag, |(known, _)| known).is_ok()
}

/// Who stands in A2, A3 or A4 of an entry of that type, after the specification of 2011. The sponsor of a bill, the
/// recipient of a letter or the performers of a film are none of the roles a record has.
pub(super) fn contributor(tag: &str, code: &str, kind: ItemType, series: bool) -> Option<Field> {
    let book = matches!(
        code,
        "BOOK" | "EDBOOK" | "CLSWK" | "COMP" | "MULTI" | "RPRT" | "UNPB" | "WEB"
    );
    let work = matches!(
        kind,
        ItemType::Bill
            | ItemType::Dataset
            | ItemType::Figure
            | ItemType::Graphic
            | ItemType::Hearing
            | ItemType::LegalCase
            | ItemType::Legislation
            | ItemType::MotionPicture
            | ItemType::Pamphlet
            | ItemType::Patent
            | ItemType::PersonalCommunication
            | ItemType::Song
            | ItemType::Thesis
    ) || matches!(code, "CTLG" | "GOVDOC" | "GRANT" | "GRNT");
    match tag {
        _ if work => (tag == "A4" && code == "CTLG").then_some(Field::Translator),
        // Where no series is named, exporters mean the editor of the book.
        "A2" if book && series => Some(Field::CollectionEditor),
        "A2" => Some(Field::Editor),
        "A3" if matches!(code, "BOOK" | "CLSWK" | "EDBOOK") => Some(Field::Editor),
        "A3" if matches!(
            code,
            "CHAP" | "CONF" | "CPAPER" | "EBOOK" | "ECHAP" | "JOUR" | "MUSIC" | "SER"
        ) =>
        {
            Some(Field::CollectionEditor)
        }
        "A4" if code == "SER" => Some(Field::Editor),
        "A4" if matches!(code, "CONF" | "CPAPER" | "MUSIC" | "RPRT") => None,
        "A4" => Some(Field::Translator),
        _ => None,
    }
}

/// What VL means: of programs it is the edition, of theses the degree, of images their size, of web pages the year
/// of access, of patents and standards a number of their own.
pub(super) fn volume_field(kind: ItemType, value: &str) -> Option<Field> {
    match kind {
        ItemType::Software => Some(Field::Edition),
        ItemType::Thesis if !value.contains(|c: char| c.is_ascii_digit()) => Some(Field::Genre),
        ItemType::Figure
        | ItemType::Graphic
        | ItemType::Patent
        | ItemType::PostWeblog
        | ItemType::Standard
        | ItemType::Webpage => None,
        _ => Some(Field::Volume),
    }
}
