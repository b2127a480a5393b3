//! The tags and types of RIS.

use crate::record::ItemType;

macro_rules! rules {
    ($($tag:literal)*) => { &[$(($tag, concat!("ris:", $tag)),)*] };
}

/// Every tag of the specifications and flavours, in order, each with the name of its rule.
static TAGS: &[(&str, &str)] = rules! {
    "A1" "A2" "A3" "A4" "AB" "AD" "AN" "AU" "AV" "BT" "C1" "C2" "C3" "C4" "C5" "C6" "C7" "C8" "CA" "CN" "CP" "CT"
    "CY" "DA" "DB" "DI" "DO" "DP" "ED" "EP" "ER" "ET" "ID" "IS" "J1" "J2" "J9" "JA" "JF" "JI" "JO" "KW" "L1" "L2"
    "L3" "L4" "LA" "LB" "LK" "M1" "M2" "M3" "N1" "N2" "NV" "OP" "PA" "PB" "PI" "PP" "PU" "PY" "RI" "RN" "RP" "SE"
    "SN" "SP" "ST" "T1" "T2" "T3" "TA" "TI" "TT" "TY" "U1" "U2" "U3" "U4" "U5" "UR" "UT" "VL" "VO" "WE" "WP" "Y1"
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
