//! CSL item types.

macro_rules! kinds {
    ($($name:ident = $csl:literal,)*) => {
        /// The type of a work, as in CSL 1.0.2.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)] // the names are CSL's own
        pub enum ItemType {
            #[default]
            $($name,)*
        }

        impl ItemType {
            /// Every type.
            pub const ALL: &'static [ItemType] = &[$(ItemType::$name,)*];

            /// CSL's name of the type.
            pub const fn csl(self) -> &'static str {
                match self {
                    $(ItemType::$name => $csl,)*
                }
            }
        }
    };
}

// `Document` is what is known of a work of which nothing is known.
kinds! {
    Document = "document",
    Article = "article",
    ArticleJournal = "article-journal",
    ArticleMagazine = "article-magazine",
    ArticleNewspaper = "article-newspaper",
    Bill = "bill",
    Book = "book",
    Broadcast = "broadcast",
    Chapter = "chapter",
    Classic = "classic",
    Collection = "collection",
    Dataset = "dataset",
    Entry = "entry",
    EntryDictionary = "entry-dictionary",
    EntryEncyclopedia = "entry-encyclopedia",
    Event = "event",
    Figure = "figure",
    Graphic = "graphic",
    Hearing = "hearing",
    Interview = "interview",
    LegalCase = "legal_case",
    Legislation = "legislation",
    Manuscript = "manuscript",
    Map = "map",
    MotionPicture = "motion_picture",
    MusicalScore = "musical_score",
    Pamphlet = "pamphlet",
    PaperConference = "paper-conference",
    Patent = "patent",
    Performance = "performance",
    Periodical = "periodical",
    PersonalCommunication = "personal_communication",
    Post = "post",
    PostWeblog = "post-weblog",
    Regulation = "regulation",
    Report = "report",
    Review = "review",
    ReviewBook = "review-book",
    Software = "software",
    Song = "song",
    Speech = "speech",
    Standard = "standard",
    Thesis = "thesis",
    Treaty = "treaty",
    Webpage = "webpage",
}

impl ItemType {
    /// The type of that CSL name.
    pub fn from_csl(name: &str) -> Option<ItemType> {
        ItemType::ALL.iter().copied().find(|kind| kind.csl() == name)
    }
}
