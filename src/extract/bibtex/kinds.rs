//! Entry types of BibTeX, BibLaTeX and the programs that write them, and their CSL types.

use crate::record::ItemType;

/// The group of an entry type, which decides what some fields mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    /// `number` is the issue.
    Article,
    /// A whole book: `number` is that of the series, `pages` their count.
    Book,
    /// A part of a book.
    Part,
    /// A paper in proceedings: `location` is where the conference was.
    Conference,
    /// `number` is the report's.
    Report,
    /// `pages` is their count.
    Thesis,
    /// `number` is the patent's.
    Patent,
    /// `pages` is their count.
    Manuscript,
    /// All else.
    Other,
}

/// What an entry type means.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    /// CSL type.
    pub csl: ItemType,
    /// Group.
    pub group: Group,
    /// Kind of thesis or report that the entry type itself names.
    pub genre: Option<&'static str>,
}

macro_rules! kinds {
    ($($name:literal => $csl:ident, $group:ident $(, $genre:literal)?;)*) => {
        const KINDS: &[(&str, Kind)] = &[$(($name, Kind {
            csl: ItemType::$csl,
            group: Group::$group,
            genre: kinds!(@genre $($genre)?),
        }),)*];
    };
    (@genre $genre:literal) => { Some($genre) };
    (@genre) => { None };
}

// Sorted by name.
kinds! {
    "article" => ArticleJournal, Article;
    "artwork" => Graphic, Other;
    "audio" => Song, Other;
    "bibnote" => Document, Other;
    "book" => Book, Book;
    "bookinbook" => Chapter, Part;
    "booklet" => Book, Book;
    "collection" => Book, Book;
    "commentary" => Document, Other;
    "conference" => PaperConference, Conference;
    "dataset" => Dataset, Other;
    "electronic" => Webpage, Other;
    "image" => Graphic, Other;
    "inbook" => Chapter, Part;
    "incollection" => Chapter, Part;
    "inproceedings" => PaperConference, Conference;
    "inreference" => EntryEncyclopedia, Part;
    "jurisdiction" => LegalCase, Other;
    "legal" => Treaty, Other;
    "legislation" => Legislation, Other;
    "letter" => PersonalCommunication, Other;
    "manual" => Book, Book;
    "mastersthesis" => Thesis, Thesis, "Master's Thesis";
    "mathesis" => Thesis, Thesis, "Master's Thesis";
    "misc" => Document, Other;
    "movie" => MotionPicture, Other;
    "music" => Song, Other;
    "mvbook" => Book, Book;
    "mvcollection" => Book, Book;
    "mvproceedings" => Book, Book;
    "mvreference" => Book, Book;
    "online" => Webpage, Other;
    "patent" => Patent, Patent;
    "performance" => Performance, Other;
    "periodical" => Periodical, Article;
    "phdthesis" => Thesis, Thesis, "PhD Thesis";
    "proceedings" => Book, Book;
    "reference" => Book, Book;
    "report" => Report, Report;
    "review" => Review, Article;
    "set" => Document, Other;
    "software" => Software, Other;
    "standard" => Standard, Report;
    "suppbook" => Chapter, Part;
    "suppcollection" => Chapter, Part;
    "suppperiodical" => ArticleJournal, Article;
    "techreport" => Report, Report;
    "thesis" => Thesis, Thesis;
    "unpublished" => Manuscript, Manuscript;
    "video" => MotionPicture, Other;
    "webpage" => Webpage, Other;
    "www" => Webpage, Other;
    "xdata" => Document, Other;
}

/// The longest name in the table.
const LONGEST: usize = 16;

fn find(word: &str) -> Option<Kind> {
    let mut buffer = [0u8; LONGEST];
    let lower = buffer.get_mut(..word.len())?;
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    let lower = &*lower;
    let index = KINDS.binary_search_by(|(name, _)| name.as_bytes().cmp(lower)).ok()?;
    Some(KINDS[index].1)
}

/// What the entry type `word` means; an unknown one is a document.
pub(super) fn kind_of(word: &str) -> Kind {
    find(word).unwrap_or(Kind {
        csl: ItemType::Document,
        group: Group::Other,
        genre: None,
    })
}

/// Whether `word` is an entry type or command of BibTeX.
pub(super) fn is_known(word: &str) -> bool {
    find(word).is_some()
        || ["string", "comment", "preamble"]
            .iter()
            .any(|name| word.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_fits_its_buffer() {
        assert!(KINDS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(
            KINDS
                .iter()
                .all(|(name, _)| name.len() <= LONGEST && kind_of(name).csl == find(name).unwrap().csl)
        );
        assert!(is_known("InProceedings") && !is_known("media"));
    }
}
