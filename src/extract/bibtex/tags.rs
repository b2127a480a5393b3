//! The fields that BibTeX, BibLaTeX, JabRef, Better BibTeX, Zotero, Mendeley, OJS, Scopus, Web of Science and DBLP
//! write, by what they mean.

use std::sync::LazyLock;

macro_rules! tags {
    ($($tag:ident = $($name:literal)+;)*) => {
        /// What a field means.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Tag {
            $($tag,)*
            /// `csl-NAME`: a variable of CSL by its own name, as our export writes what BibTeX has no field for.
            Csl,
        }

        /// How many meanings there are.
        pub(super) const TAGS: usize = Tag::Csl as usize + 1;

        const NAMES: &[(&str, Tag)] = &[$($(($name, Tag::$tag),)+)*];
    };
}

tags! {
    Title = "title";
    Subtitle = "subtitle";
    ShortTitle = "shorttitle";
    BookTitle = "booktitle";
    BookSubtitle = "booksubtitle";
    MainTitle = "maintitle";
    Journal = "journal";
    JournalTitle = "journaltitle";
    JournalSubtitle = "journalsubtitle";
    FullJournal = "fjournal";
    ShortJournal = "shortjournal" "journalabbr" "journal-iso" "abbrev_source_title" "journalabbreviation";
    Series = "series";
    Author = "author" "authors";
    Editor = "editor" "editors";
    SeriesEditor = "serieseditor";
    Translator = "translator";
    Year = "year";
    Month = "month";
    Day = "day";
    Date = "date";
    UrlDate = "urldate" "lastchecked" "accessed";
    Volume = "volume";
    Number = "number";
    Issue = "issue";
    Pages = "pages" "page";
    PageTotal = "pagetotal";
    NumPages = "numpages" "num_pages" "page_count";
    ArticleNumber = "eid" "article-number" "articleno" "art_number" "articlenumber" "elocation-id";
    Edition = "edition";
    Chapter = "chapter";
    Publisher = "publisher";
    School = "school";
    Institution = "institution";
    Organization = "organization" "organisation";
    Address = "address" "place";
    Location = "location";
    Venue = "venue" "conference-location";
    EventTitle = "eventtitle" "conference" "event";
    Doi = "doi";
    Url = "url";
    OtherUrl = "link" "ee" "bdsk-url-1" "adsurl" "web_url";
    Isbn = "isbn";
    Issn = "issn";
    Eissn = "eissn" "e-issn";
    Language = "language";
    LangId = "langid";
    Abstract = "abstract" "abstractnote";
    Keywords = "keywords" "keyword" "author_keywords" "keywords-plus" "mesh" "mesh_terms" "tags";
    Note = "note" "extra";
    Annote = "annote" "annotation" "comment" "review" "notes";
    References = "references";
    CitedReferences = "cited-references";
    HowPublished = "howpublished";
    Type = "type" "entrytype";
    Version = "version";
    Eprint = "eprint";
    EprintType = "eprinttype" "archiveprefix";
    Pmid = "pmid" "pubmed_id" "pubmedid" "pubmed-id";
    Pmcid = "pmcid" "pmc";
    CallNumber = "lccn" "callnumber" "call-number";
    Archive = "archive" "library";
    ArchiveLocation = "archivelocation" "archive_location";
    PubState = "pubstate";
    Source = "source" "database";
    SubType = "entrysubtype";
    Crossref = "crossref";
    Xdata = "xdata";
    CslType = "csltype";
}

/// The names with one first letter.
type Bucket = Vec<(&'static [u8], Tag)>;

/// The longest name in the table.
const LONGEST: usize = 28;

/// What the field `name` means, if it is known. Case and blanks inside do not count.
pub(super) fn tag_of(name: &str) -> Option<Tag> {
    /// The names by their first letter.
    static BUCKETS: LazyLock<[Bucket; 32]> = LazyLock::new(|| {
        let mut buckets = [const { Vec::new() }; 32];
        for (name, tag) in NAMES {
            buckets[usize::from(name.as_bytes()[0] & 31)].push((name.as_bytes(), *tag));
        }
        buckets
    });
    let mut buffer = [0u8; LONGEST];
    let mut len = 0;
    for byte in name.bytes().filter(|b| !b.is_ascii_whitespace()) {
        *buffer.get_mut(len)? = byte.to_ascii_lowercase();
        len += 1;
    }
    let lower = buffer.get(..len)?;
    let bucket = &BUCKETS[usize::from(lower.first()? & 31)];
    let found = bucket.iter().find(|(name, _)| *name == lower);
    match found {
        Some((_, tag)) => Some(*tag),
        None if lower.starts_with(b"csl-") => Some(Tag::Csl),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_once() {
        for (index, (name, tag)) in NAMES.iter().enumerate() {
            assert_eq!(tag_of(&name.to_ascii_uppercase()), Some(*tag), "{name}");
            assert!(NAMES[..index].iter().all(|(other, _)| other != name), "{name} twice");
        }
        assert_eq!(tag_of("abstract Note"), Some(Tag::Abstract));
        assert_eq!(tag_of("a-name-much-longer-than-any"), None);
    }
}
