//! BibTeX and BibLaTeX.
//!
//! A field of CSL without a place in BibTeX is written as `csl-NAME`, and a type without an entry type of its own as
//! `@misc` with `csltype`: BibTeX passes over both, and our reader gives them back. A particle that an item sets apart
//! is written with the family name.

use super::latex::{escape, raw, title};
use super::{Export, one_line};
use crate::base::{Doi, Name, PartialDate, Season};
use crate::record::{Field, Item, ItemType};
use std::borrow::Cow;

/// BibTeX.
pub(super) const BIBTEX: Export = Export {
    name: "bibtex",
    title: "BibTeX",
    extension: "bib",
    media_type: "application/x-bibtex",
    write: |items| write(items, Dialect::Bibtex),
};

/// BibLaTeX.
pub(super) const BIBLATEX: Export = Export {
    name: "biblatex",
    title: "BibLaTeX",
    extension: "bib",
    media_type: "application/x-bibtex",
    write: |items| write(items, Dialect::Biblatex),
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Bibtex,
    Biblatex,
}

/// What an entry type makes of `number`, `pages` and titles of containers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Article,
    Book,
    Part,
    Conference,
    Counted,
    Report,
    Other,
}

/// Entry types: for BibTeX, for BibLaTeX.
const TYPES: &[(ItemType, &str, &str, Group)] = &[
    (ItemType::ArticleJournal, "article", "article", Group::Article),
    (ItemType::ArticleMagazine, "article", "article", Group::Article),
    (ItemType::ArticleNewspaper, "article", "article", Group::Article),
    (ItemType::Review, "review", "review", Group::Article),
    (ItemType::Periodical, "periodical", "periodical", Group::Article),
    (ItemType::Book, "book", "book", Group::Book),
    (ItemType::Chapter, "incollection", "incollection", Group::Part),
    (ItemType::EntryEncyclopedia, "inreference", "inreference", Group::Part),
    (
        ItemType::PaperConference,
        "inproceedings",
        "inproceedings",
        Group::Conference,
    ),
    (ItemType::Thesis, "thesis", "thesis", Group::Counted),
    (ItemType::Manuscript, "unpublished", "unpublished", Group::Counted),
    (ItemType::Report, "techreport", "report", Group::Report),
    (ItemType::Standard, "standard", "standard", Group::Report),
    (ItemType::Patent, "patent", "patent", Group::Other),
    (ItemType::Webpage, "online", "online", Group::Other),
    (ItemType::Dataset, "dataset", "dataset", Group::Other),
    (ItemType::Software, "software", "software", Group::Other),
    (ItemType::MotionPicture, "movie", "movie", Group::Other),
    (ItemType::Song, "music", "music", Group::Other),
    (ItemType::Graphic, "image", "image", Group::Other),
    (ItemType::LegalCase, "jurisdiction", "jurisdiction", Group::Other),
    (ItemType::Legislation, "legislation", "legislation", Group::Other),
    (ItemType::Treaty, "legal", "legal", Group::Other),
    (ItemType::PersonalCommunication, "letter", "letter", Group::Other),
    (ItemType::Performance, "performance", "performance", Group::Other),
    (ItemType::Document, "misc", "misc", Group::Other),
];

fn write(items: &[(&str, &Item)], dialect: Dialect) -> String {
    let mut out = super::text_for(items.len());
    for (index, (key, item)) in items.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        Entry {
            item,
            dialect,
            out: &mut out,
        }
        .write(key);
    }
    out
}

struct Entry<'i, 'o> {
    item: &'i Item,
    dialect: Dialect,
    out: &'o mut String,
}

impl Entry<'_, '_> {
    fn write(&mut self, key: &str) {
        let item = self.item;
        let found = TYPES.iter().find(|(kind, ..)| *kind == item.kind);
        let (mut name, group) = match (found, self.dialect) {
            (Some((_, name, _, group)), Dialect::Bibtex) => (*name, *group),
            (Some((_, _, name, group)), Dialect::Biblatex) => (*name, *group),
            (None, _) => ("misc", Group::Other),
        };
        let mut genre = item.get(Field::Genre);
        if item.kind == ItemType::Thesis {
            let own = match genre {
                Some("PhD Thesis") => Some("phdthesis"),
                Some("Master's Thesis") => Some("mastersthesis"),
                _ => None,
            };
            if let Some(own) = own {
                (name, genre) = (own, None);
            }
        }
        let preprint = item.kind == ItemType::Article
            && item.get(Field::Archive) == Some("arXiv")
            && item.get(Field::ArchiveLocation).is_some_and(|id| raw(id).is_some());
        self.out.extend(["@", name, "{", key]);
        match item.kind {
            ItemType::ArticleMagazine => self.put("entrysubtype", "magazine"),
            ItemType::ArticleNewspaper => self.put("entrysubtype", "newspaper"),
            kind if found.is_none() && !preprint => self.put("csltype", kind.csl()),
            _ => {}
        }
        if let Some(genre) = genre {
            self.put("type", &escape(genre));
        }
        for (field, value) in item.texts().filter(|(field, _)| *field == Field::Title) {
            self.put(field.csl(), &title(value));
        }
        self.names(Field::Author, "author");
        self.names(Field::Editor, "editor");
        self.names(Field::CollectionEditor, "serieseditor");
        self.names(Field::Translator, "translator");
        self.dates();
        for (field, value) in item.texts() {
            match field {
                Field::Id | Field::Title | Field::Genre => {}
                Field::Archive | Field::ArchiveLocation if preprint => {
                    let name = if field == Field::Archive {
                        "archiveprefix"
                    } else {
                        "eprint"
                    };
                    self.put(name, value);
                }
                // What biblatex has for it, and its data model knows.
                Field::Pmid
                    if self.dialect == Dialect::Biblatex && !preprint && value.bytes().all(|b| b.is_ascii_digit()) =>
                {
                    self.put("eprint", value);
                    self.put("eprinttype", "pubmed");
                }
                _ => self.text(field, value, group),
            }
        }
        if !item.keyword.is_empty() {
            let list: Vec<Cow<'_, str>> = item.keyword.iter().map(|keyword| protected(keyword, b",;")).collect();
            self.put("keywords", &list.join(", "));
        }
        let related = item.relations.iter();
        let keys: Vec<&str> = related.filter_map(|other| other.key.as_deref()).collect();
        if self.dialect == Dialect::Biblatex && !keys.is_empty() {
            self.put("related", &keys.join(","));
            if let [only] = item.relations.as_slice() {
                self.put("relatedstring", only.kind.phrase());
            }
        }
        self.out.push_str("\n}\n");
    }

    /// Writes a field whose value is LaTeX already.
    fn put(&mut self, name: &str, value: &str) {
        self.out.extend([",\n  ", name, " = {", value, "}"]);
    }

    fn text(&mut self, field: Field, value: &str, group: Group) {
        match self.name_of(field, value, group) {
            Some(name) => {
                let value = match field {
                    Field::Doi | Field::Url => value.into(),
                    Field::Page => escape(value).replace('-', "--").into(),
                    Field::ContainerTitle if name == "booktitle" => title(value).into(),
                    Field::TitleShort => title(value).into(),
                    _ => escape(value),
                };
                self.put(name, &value);
            }
            None => self.put(&format!("csl-{}", field.csl()), &escape(value)),
        }
    }

    /// BibTeX's name of a text field in this entry; `None` where it would be read as another field or value.
    fn name_of(&self, field: Field, value: &str, group: Group) -> Option<&'static str> {
        let has = |field| self.item.get(field).is_some();
        let latex = self.dialect == Dialect::Biblatex;
        let series = has(Field::CollectionTitle);
        Some(match field {
            Field::TitleShort => "shorttitle",
            Field::ContainerTitle if matches!(group, Group::Part | Group::Conference) => "booktitle",
            Field::ContainerTitle if latex => "journaltitle",
            Field::ContainerTitle => "journal",
            Field::ContainerTitleShort => "shortjournal",
            Field::CollectionTitle => "series",
            Field::CollectionNumber if matches!(group, Group::Book | Group::Part) => "number",
            Field::CollectionNumber if group == Group::Conference && series => "number",
            Field::EventTitle => "eventtitle",
            Field::EventPlace => "venue",
            Field::Volume => "volume",
            Field::Issue if group == Group::Article && !has(Field::Number) => "number",
            Field::Issue => "issue",
            Field::Number if matches!(group, Group::Counted | Group::Report | Group::Other) => "number",
            Field::Number if group == Group::Article && has(Field::Issue) => "number",
            Field::Page if matches!(group, Group::Book | Group::Counted) && !value.contains('-') => return None,
            Field::Page if value.contains("--") => return None,
            Field::Page => "pages",
            Field::NumberOfPages => "pagetotal",
            Field::Edition => "edition",
            Field::ChapterNumber => "chapter",
            Field::Doi => {
                let whole = Doi::find(value).is_none_or(|range| range == (0..value.len()));
                raw(value).filter(|_| whole).map(|_| "doi")?
            }
            Field::Url => raw(value).map(|_| "url")?,
            Field::Pmid => "pmid",
            Field::Pmcid => "pmcid",
            Field::Issn => "issn",
            Field::Isbn => "isbn",
            Field::Publisher if self.item.kind == ItemType::Thesis && !latex => "school",
            Field::Publisher if matches!(self.item.kind, ItemType::Thesis | ItemType::Report) => "institution",
            Field::Publisher => "publisher",
            Field::PublisherPlace if latex && group != Group::Conference => "location",
            Field::PublisherPlace => "address",
            Field::Language => "language",
            Field::Medium if !value.starts_with("http") => "howpublished",
            Field::Status => "pubstate",
            Field::Source => "source",
            Field::Archive => "archive",
            Field::ArchiveLocation => "archivelocation",
            Field::CallNumber => "callnumber",
            Field::Abstract => "abstract",
            Field::Note if !value.trim_start().starts_with("PM") => "note",
            Field::Annote => "annote",
            _ => return None,
        })
    }

    fn names(&mut self, field: Field, name: &str) {
        let [first, rest @ ..] = self.item.names(field) else {
            return;
        };
        self.out.extend([",\n  ", name, " = {"]);
        push_name(first, self.out);
        for name in rest {
            self.out.push_str(" and ");
            push_name(name, self.out);
        }
        if field == Field::Author && self.item.et_al {
            self.out.push_str(" and others");
        }
        self.out.push('}');
    }

    fn dates(&mut self) {
        if let Some(date) = self.item.issued {
            match self.dialect {
                Dialect::Biblatex => self.put("date", &date.to_string()),
                Dialect::Bibtex => self.year_and_month(date),
            }
        }
        if let Some(date) = self.item.accessed {
            self.put("urldate", &date.to_string());
        }
        if let Some(date) = self.item.available {
            self.put("csl-available-date", &date.to_string());
        }
    }

    fn year_and_month(&mut self, date: PartialDate) {
        const MACROS: [&str; 12] = [
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
        ];
        self.put("year", &format!("{:04}", date.year));
        let month = date
            .month
            .and_then(|month| MACROS.get(usize::from(month).wrapping_sub(1)));
        if let Some(month) = month {
            self.out.extend([",\n  month = ", month]);
        }
        if let Some(day) = date.day {
            self.put("day", &day.to_string());
        }
        if let Some(season) = date.season {
            self.put(
                "month",
                match season {
                    Season::Spring => "Spring",
                    Season::Summer => "Summer",
                    Season::Autumn => "Autumn",
                    Season::Winter => "Winter",
                },
            );
        }
    }
}

/// `von Last, Jr, First`; a group in braces.
fn push_name(name: &Name, out: &mut String) {
    let Some(family) = &name.family else {
        out.extend(["{", &escape(name.literal.as_deref().unwrap_or("")), "}"]);
        return;
    };
    let special = b",;=";
    let mut whole = Cow::Borrowed(&**family);
    for particle in [&name.non_dropping_particle, &name.dropping_particle]
        .into_iter()
        .flatten()
    {
        whole = format!("{particle} {whole}").into();
    }
    out.push_str(&protected(&whole, special));
    out.push(',');
    if let Some(suffix) = &name.suffix {
        out.extend([" ", &protected(suffix, special), ","]);
    }
    if let Some(given) = &name.given {
        // Bare, a given name that looks like a suffix is read as one.
        let (open, close) = if Name::is_suffix(given) { (" {", "}") } else { (" ", "") };
        out.extend([open, &protected(given, special), close]);
    }
}

/// Escaped text, in braces where a separator stands in it.
fn protected<'t>(text: &'t str, separators: &[u8]) -> Cow<'t, str> {
    let joins = one_line(text)
        .as_bytes()
        .split(|byte| *byte == b' ')
        .any(|word| word.eq_ignore_ascii_case(b"and") || word.eq_ignore_ascii_case(b"others"));
    let escaped = escape(text);
    if joins || text.bytes().any(|byte| separators.contains(&byte)) {
        format!("{{{escaped}}}").into()
    } else {
        escaped
    }
}
