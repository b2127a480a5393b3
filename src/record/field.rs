//! The fields of an item: CSL variables, and the few that MEDLINE has and CSL lacks.

use serde::{Deserialize, Serialize};

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $csl:literal,)*) => {
        /// A field of a bibliographic item. The order is the order of output.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $($(#[$doc])* $name,)*
        }

        impl Field {
            /// Every field, in the order of output.
            pub const ALL: &'static [Field] = &[$(Field::$name,)*];

            /// The field's name in CSL-JSON 1.0.
            pub const fn csl(self) -> &'static str {
                match self {
                    $(Field::$name => $csl,)*
                }
            }
        }
    };
}

fields! {
    /// Key of the entry in its file.
    Id = "id",
    /// CSL item type.
    Type = "type",
    /// Title of the work itself.
    Title = "title",
    /// Abbreviated title.
    TitleShort = "title-short",
    /// Authors.
    Author = "author",
    /// Editors of the container or book.
    Editor = "editor",
    /// Editors of the series.
    CollectionEditor = "collection-editor",
    /// Translators.
    Translator = "translator",
    /// Journal or book that contains the work.
    ContainerTitle = "container-title",
    /// Journal abbreviation.
    ContainerTitleShort = "container-title-short",
    /// Series.
    CollectionTitle = "collection-title",
    /// Number in the series.
    CollectionNumber = "collection-number",
    /// Conference.
    EventTitle = "event-title",
    /// Where the conference was.
    EventPlace = "event-place",
    /// Publication date.
    Issued = "issued",
    /// Date of electronic publication ahead of print.
    AvailableDate = "available-date",
    /// When a web page was seen.
    Accessed = "accessed",
    /// Volume.
    Volume = "volume",
    /// Issue.
    Issue = "issue",
    /// Supplement, when the capture sets it apart (`Suppl 1`).
    Supplement = "supplement-number",
    /// First to last page, or an article number where there are no pages.
    Page = "page",
    /// Number of pages.
    NumberOfPages = "number-of-pages",
    /// Number of a report, patent or article.
    Number = "number",
    /// Edition.
    Edition = "edition",
    /// Chapter.
    ChapterNumber = "chapter-number",
    /// DOI.
    Doi = "DOI",
    /// PubMed identifier.
    Pmid = "PMID",
    /// PubMed Central identifier.
    Pmcid = "PMCID",
    /// ISSN; several are separated by ", ".
    Issn = "ISSN",
    /// ISBN; several are separated by ", ".
    Isbn = "ISBN",
    /// Address.
    Url = "URL",
    /// Publisher, or the university of a thesis.
    Publisher = "publisher",
    /// Place of the publisher.
    PublisherPlace = "publisher-place",
    /// Language, as captured.
    Language = "language",
    /// Kind of report, thesis or other publication, in words.
    Genre = "genre",
    /// Medium.
    Medium = "medium",
    /// Publication status in words.
    Status = "status",
    /// Database or repository.
    Source = "source",
    /// Archive.
    Archive = "archive",
    /// Accession number or place in an archive.
    ArchiveLocation = "archive_location",
    /// Call number.
    CallNumber = "call-number",
    /// Subject keywords.
    Keyword = "keyword",
    /// Abstract.
    Abstract = "abstract",
    /// Note.
    Note = "note",
    /// Annotation.
    Annote = "annote",
}

impl Field {
    /// The field of that CSL name.
    pub fn from_csl(name: &str) -> Option<Field> {
        Field::ALL.iter().copied().find(|field| field.csl() == name)
    }

    /// Whether the field holds names.
    pub const fn is_names(self) -> bool {
        matches!(
            self,
            Field::Author | Field::Editor | Field::CollectionEditor | Field::Translator
        )
    }

    /// Whether the field holds a date.
    pub const fn is_date(self) -> bool {
        matches!(self, Field::Issued | Field::AvailableDate | Field::Accessed)
    }

    /// Whether several claims of one rule make up the field together: names and keywords.
    pub const fn is_list(self) -> bool {
        self.is_names() || matches!(self, Field::Keyword)
    }
}

impl Serialize for Field {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.csl())
    }
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Field::from_csl(&name).ok_or_else(|| serde::de::Error::custom(format!("no field is called {name}")))
    }
}
