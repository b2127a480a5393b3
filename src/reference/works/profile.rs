//! What the comparison needs of an item, computed once: hashes of folded identifiers, numbers, names and words.

use super::agree::doi_head;
use super::title::{Hash64, Title, hash32, hash64};
use crate::base::{Isbn, Name, fold};
use crate::record::{Field, Item, ItemType};

/// Authors kept for comparison.
const MAX_AUTHORS: usize = 12;

/// One distinct record. `0` and empty stand for "not known".
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    /// Index in the input of one item that has exactly these values.
    pub(super) item: u32,
    /// Hash of the normal form.
    pub(super) doi: u64,
    /// Hash of the beginning that its variants share.
    pub(super) doi_head: u64,
    pub(super) pmid: u32,
    pub(super) pmcid: u32,
    /// The nine digits that ISBN-10 and ISBN-13 share.
    pub(super) isbn: u32,
    pub(super) year: u16,
    /// Hash of the volume's digits, or of the whole where it has none.
    pub(super) volume: u32,
    pub(super) issue: u32,
    /// Hash of the first page or article number.
    pub(super) page: u32,
    /// The page is long enough, or has a letter, so that chance seldom repeats it.
    pub(super) page_telling: bool,
    /// The page has one digit at most, as the first of an issue or of the front matter.
    pub(super) page_small: bool,
    /// Folded family names in order, without particles.
    pub(super) authors: Box<[u32]>,
    /// First and last word of the first author's family name.
    pub(super) first_words: (u32, u32),
    /// Which letters stand in the first author's name.
    pub(super) name_mask: u32,
    /// First letter of the first author's given names.
    pub(super) initial: u8,
    /// Hash of the folded journal or book.
    pub(super) container: u64,
    pub(super) edition: u32,
    pub(super) title: Title,
    /// There are numbers and no journal: what was read as the title may be the journal's name.
    pub(super) title_doubtful: bool,
    pub(super) preprint: bool,
    /// A book, chapter, thesis or report: numbers of volumes mean less.
    pub(super) bookish: bool,
}

impl Profile {
    pub(super) fn new(index: u32, item: &Item) -> Self {
        let title = item.title().map(Title::new).unwrap_or_default();
        let first = item.author.first();
        let family = first.map(family_words).unwrap_or_default();
        let doi = item.doi();
        let page = item.get(Field::Page).map(first_page).unwrap_or_default();
        let title_doubtful =
            item.container().is_none() && item.has(Field::Volume) && !page.is_empty() && title.words.len() <= 12;
        let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
        Profile {
            item: index,
            doi: doi.as_ref().map_or(0, |doi| hash64(doi.as_str().as_bytes())),
            doi_head: doi.as_ref().and_then(|doi| doi_head(doi.as_str())).map_or(0, hash64),
            pmid: item.pmid().and_then(|id| id.as_str().parse().ok()).unwrap_or(0),
            pmcid: item
                .pmcid()
                .and_then(|id| id.as_str().get(3..)?.parse().ok())
                .unwrap_or(0),
            isbn: item.get(Field::Isbn).and_then(isbn_core).unwrap_or(0),
            year: item.year().unwrap_or(0),
            volume: item.get(Field::Volume).map_or(0, number_hash),
            issue: item.get(Field::Issue).map_or(0, number_hash),
            page: if page.is_empty() { 0 } else { hash32(page.as_bytes()) },
            page_telling: digits(&page) >= 3,
            page_small: digits(&page) <= 1,
            authors: item
                .author
                .iter()
                .take(MAX_AUTHORS)
                .map(|name| hash32(family_words(name).concat().as_bytes()))
                .collect(),
            first_words: (
                family.first().map_or(0, |word| hash32(word.as_bytes())),
                family.last().map_or(0, |word| hash32(word.as_bytes())),
            ),
            name_mask: super::agree::name_mask(item),
            initial: first
                .and_then(|name| fold(name.given.as_deref()?).bytes().find(u8::is_ascii_alphabetic))
                .unwrap_or(0),
            container: item
                .container()
                .or(item.title().filter(|_| title_doubtful))
                .map_or(0, folded_hash),
            title_doubtful,
            edition: item.get(Field::Edition).map_or(0, number_hash),
            preprint: is_preprint(item),
            bookish: matches!(
                item.kind,
                ItemType::Book | ItemType::Chapter | ItemType::Thesis | ItemType::Report | ItemType::EntryEncyclopedia
            ),
            title,
        }
    }

    /// Whether two items with exactly these values are surely one work. `Smith 2005` alone is not enough.
    pub(super) fn tells_enough(&self) -> bool {
        let identified = self.doi != 0 || self.pmid != 0 || self.pmcid != 0;
        let numbered = self.volume != 0 && self.page != 0 && (self.container != 0 || !self.authors.is_empty());
        let paged = self.page != 0 && self.year != 0 && self.container != 0;
        let titled = self.title.is_long()
            || !self.title.is_empty() && !self.authors.is_empty() && (self.year != 0 || self.container != 0)
            || self.title.words.len() >= 2 && self.container != 0 && self.year != 0;
        identified || numbered || paged || titled
    }
}

/// Hash of the values of `item` that count for identity, exactly as they are: equal items meet here without comparing.
pub(super) fn raw_hash(item: &Item) -> u64 {
    let mut hash = Hash64::new();
    for field in [
        Field::Title,
        Field::ContainerTitle,
        Field::ContainerTitleShort,
        Field::Volume,
        Field::Issue,
        Field::Supplement,
        Field::Page,
        Field::Edition,
        Field::Doi,
        Field::Pmid,
        Field::Pmcid,
        Field::Isbn,
        Field::Url,
        Field::Genre,
        Field::Publisher,
    ] {
        if let Some(text) = item.get(field) {
            hash.write(text.as_bytes());
        }
        hash.byte(0xff);
    }
    for name in &item.author {
        for part in [&name.family, &name.given, &name.suffix, &name.literal]
            .into_iter()
            .flatten()
        {
            hash.write(part.as_bytes());
            hash.byte(0xfe);
        }
        for part in [&name.dropping_particle, &name.non_dropping_particle]
            .into_iter()
            .flatten()
        {
            hash.write(part.as_bytes());
        }
        hash.byte(0xfd);
    }
    hash.write(&item.year().unwrap_or(0).to_le_bytes());
    hash.byte(item.kind as u8);
    hash.byte(u8::from(item.et_al));
    hash.finish()
}

/// The words of a family name, folded, without particles (they wander: "de Bock", "Bock, de").
pub(super) fn family_words(name: &Name) -> Vec<String> {
    const PARTICLES: &[&str] = &[
        "de", "von", "van", "der", "den", "del", "della", "di", "da", "dos", "du", "la", "le", "ten", "ter", "te",
        "zu", "zur", "af", "av", "el", "al", "bin", "ibn", "y", "e", "d", "jr", "sr", "ii", "iii", "st",
    ];
    let folded = fold(name.main());
    let words = || {
        folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
    };
    let kept: Vec<String> = words()
        .filter(|word| !PARTICLES.contains(word))
        .map(str::to_owned)
        .collect();
    if kept.is_empty() {
        words().map(str::to_owned).collect()
    } else {
        kept
    }
}

/// The first page in its plain form: lower case, letters and digits, no leading zeros, `e` of an electronic page
/// dropped. `C3-197-C3-197` is `c3197`; `1561e1575`, a range whose dash was read as a letter, is `1561`.
pub(super) fn first_page(pages: &str) -> String {
    let folded = fold(pages);
    let trimmed = folded.trim();
    let trimmed = ["pages ", "page ", "pp.", "pp ", "p.", "p "]
        .iter()
        .find_map(|label| trimmed.strip_prefix(label))
        .unwrap_or(trimmed)
        .trim();
    let parts: Vec<&str> = trimmed.split('-').map(str::trim).collect();
    let prefixed = parts.len() >= 4
        && parts.first() == parts.get(parts.len() / 2)
        && parts
            .first()
            .is_some_and(|part| part.starts_with(|c: char| c.is_ascii_alphabetic()));
    let first = if prefixed {
        parts.get(..2).map(|p| p.concat()).unwrap_or_default()
    } else {
        parts.first().copied().unwrap_or("").to_owned()
    };
    let first = first.split([',', ';', '+', '/']).next().unwrap_or("");
    let mut plain: String = first.chars().filter(|c| c.is_alphanumeric()).collect();
    if let Some((from, to)) = plain.split_once('e')
        && let (Ok(from), Ok(to)) = (from.parse::<u32>(), to.parse::<u32>())
        && from < to
    {
        plain = from.to_string();
    }
    let bare = plain
        .strip_prefix('e')
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let bare = bare.unwrap_or(&plain).trim_start_matches('0');
    bare.to_owned()
}

/// Hash of a volume or issue: its first number where it has one (`E62`, `6 Suppl 1` and `06` are 62, 6 and 6), a roman
/// numeral as it is written otherwise.
fn number_hash(text: &str) -> u32 {
    let plain = plain_number(text);
    if plain.is_empty() { 0 } else { hash32(plain.as_bytes()) }
}

/// The first number of a volume, or its letters and digits.
pub(super) fn plain_number(text: &str) -> String {
    let folded = fold(text);
    let digits: String = folded
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    let trimmed = digits.trim_start_matches('0');
    if trimmed.is_empty() {
        return folded.chars().filter(|c| c.is_alphanumeric()).collect();
    }
    trimmed.to_owned()
}

/// Hash of the letters and digits of a folded text, "the" at its start and "and" dropped; 0 where there are none.
fn folded_hash(text: &str) -> u64 {
    let folded = fold(text);
    let mut hash = Hash64::new();
    let mut any = false;
    for word in folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        if !(word == "and" || word == "the" && !any) {
            hash.write(word.as_bytes());
            any = true;
        }
    }
    if any { hash.finish() } else { 0 }
}

fn isbn_core(text: &str) -> Option<u32> {
    let isbn = text.split([',', ';']).find_map(Isbn::parse)?;
    let digits = isbn.as_str();
    let core = if digits.len() == 13 {
        digits.get(3..12)
    } else {
        digits.get(..9)
    };
    core?.parse().ok()
}

/// Whether the item is a version before peer review, by its type, server or DOI.
fn is_preprint(item: &Item) -> bool {
    const SERVERS: [&str; 10] = [
        "biorxiv",
        "medrxiv",
        "arxiv",
        "chemrxiv",
        "research square",
        "preprints",
        "ssrn",
        "authorea",
        "psyarxiv",
        "osf",
    ];
    const PREFIXES: [&str; 9] = [
        "10.21203/rs",
        "10.20944/preprints",
        "10.48550/arxiv",
        "10.26434/chemrxiv",
        "10.31219/osf",
        "10.31234/osf",
        "10.2139/ssrn",
        "10.22541/au",
        "10.1101/20",
    ];
    let names = [
        Field::ContainerTitle,
        Field::ContainerTitleShort,
        Field::Genre,
        Field::Publisher,
        Field::Archive,
    ];
    let named = names.iter().filter_map(|field| item.get(*field)).any(|text| {
        let folded = fold(text);
        folded == "preprint"
            || SERVERS.iter().any(|server| {
                folded
                    .split(|c: char| !c.is_alphanumeric() && c != ' ')
                    .any(|word| word.trim() == *server)
            })
    });
    let doi = item
        .get(Field::Doi)
        .map(|text| text.to_ascii_lowercase())
        .unwrap_or_default();
    named || PREFIXES.iter().any(|prefix| doi.contains(prefix)) || old_biorxiv(&doi)
}

/// `10.1101/` and six digits or more: bioRxiv before it dated its DOIs. Journals of the same house have letters there.
fn old_biorxiv(doi: &str) -> bool {
    doi.split_once("10.1101/")
        .is_some_and(|(_, suffix)| suffix.len() >= 6 && suffix.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_pages_are_told_from_ranges() {
        for (pages, expected) in [
            ("1779-90", "1779"),
            ("1779", "1779"),
            ("512–23", "512"),
            ("480‐486", "480"),
            ("e0187376", "187376"),
            ("Cd010458", "cd010458"),
            ("S288", "s288"),
            ("C3–197–C3–197", "c3197"),
            ("1561e1575", "1561"),
            ("pp. 213–221", "213"),
            ("007", "7"),
            ("3‐", "3"),
        ] {
            assert_eq!(first_page(pages), expected, "{pages}");
        }
    }

    #[test]
    fn names_lose_their_wandering_particles() {
        let words = |family: &str| family_words(&Name::person(family, "")).concat();
        assert_eq!(words("de Bock"), words("Bock"));
        assert_eq!(words("Quintás-Cardama"), "quintascardama");
        assert_eq!(words("El"), "el");
    }
}
