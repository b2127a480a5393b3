//! From the cells of a row to claims.

use super::super::flow::{WEIGHT, claim, claim_keywords, claim_zone, pieces, place, without_markup};
use super::super::kinds::kind_named;
use super::super::numbers::{SerialNumbers, claim_doi, claim_edition, claim_page_range, claim_pages};
use super::super::{cited, wos};
use super::columns::Column;
use super::names::{People, people};
use super::rows::{Row, cell};
use super::values::{is_cut, is_day, is_number, listed, whole};
use super::{RULE, Table};
use crate::base::{MappedText, Name, PartialDate, Pmcid, Pmid, Span};
use crate::record::{Claims, Field, ItemType, RawReference, ZoneKind};
use regex::Regex;
use std::sync::LazyLock;

/// What a column `Source` names that is no journal: the database in which the row was found.
const DATABASES: [&str; 16] = [
    "agr",
    "cba",
    "central",
    "cinahl",
    "cochrane",
    "embase",
    "google scholar",
    "med",
    "medline",
    "pmc",
    "ppr",
    "psycinfo",
    "pubmed",
    "scopus",
    "web of science",
    "wos",
];

/// One row with the names of its cells.
pub(super) struct Line<'t> {
    /// The text of the capture.
    pub text: &'t str,
    /// Whose row it is.
    pub table: &'t Table,
    /// Where its cells stand.
    pub row: &'t Row,
}

impl Line<'_> {
    /// The cells of a kind of column that are not empty.
    fn all(&self, wanted: Column) -> impl Iterator<Item = MappedText> + '_ {
        let cells = self.table.columns.iter().zip(&self.row.cells);
        cells
            .filter(move |((column, _), _)| *column == Some(wanted))
            .map(|(_, span)| whole(cell(self.text, *span)))
            .filter(|value| {
                !value.is_empty() && !matches!(value.as_str(), "NA" | "N/A" | "nan" | "NULL" | "null" | "-")
            })
    }

    fn first(&self, wanted: Column) -> Option<MappedText> {
        self.all(wanted).next()
    }

    fn has_column(&self, wanted: Column) -> bool {
        self.table.columns.iter().any(|(column, _)| *column == Some(wanted))
    }

    /// Whether a spreadsheet has spoiled pages, volume or issue.
    pub fn dated_pages(&self) -> bool {
        [Column::Pages, Column::FirstPage, Column::Issue, Column::Volume]
            .into_iter()
            .any(|wanted| self.all(wanted).any(|value| is_day(value.as_str())))
    }

    /// Whether a paper is meant: a total or a footnote below a table has neither title nor identifier.
    pub fn is_paper(&self) -> bool {
        [
            Column::Title,
            Column::Doi,
            Column::Pmid,
            Column::Pmcid,
            Column::Abstract,
            Column::Citation,
        ]
        .into_iter()
        .any(|wanted| self.first(wanted).is_some())
    }

    /// What the row says.
    pub fn claims(&self) -> Claims {
        let mut claims = Claims {
            span: self.row.span,
            ..Claims::default()
        };
        let names: Vec<MappedText> = self.all(Column::Kind).collect();
        let kind = kind_named(&names);
        if let Some((kind, span)) = kind {
            claims.kind(kind, span, RULE, WEIGHT);
        }
        if let Some(title) = self.first(Column::Title) {
            // Google Scholar says what the link leads to: `[HTML] A title`.
            let words = title.as_str();
            let mark = ["[HTML] ", "[PDF] ", "[BOOK] ", "[B] ", "[CITATION] ", "[C] "];
            let skip = mark
                .iter()
                .find(|mark| words.starts_with(**mark))
                .map_or(0, |mark| mark.len());
            let title = title.slice(Span::new(skip, words.len()));
            claim_zone(&mut claims, Field::Title, ZoneKind::Title, without_markup(&title), RULE);
        }
        self.authors(&mut claims);
        self.container(&mut claims, kind.map(|(kind, _)| kind));
        for (column, field) in [
            (Column::Id, Field::Id),
            (Column::TitleShort, Field::TitleShort),
            (Column::ContainerShort, Field::ContainerTitleShort),
            (Column::Series, Field::CollectionTitle),
            (Column::Place, Field::PublisherPlace),
            (Column::Language, Field::Language),
            (Column::EventTitle, Field::EventTitle),
            (Column::EventPlace, Field::EventPlace),
            (Column::Url, Field::Url),
        ] {
            if let Some(value) = self.first(column) {
                claim(&mut claims, field, &value, RULE);
            }
        }
        if let Some(volume) = self.first(Column::Volume).filter(is_number) {
            // One's own tables: `36(4)`.
            let text = volume.as_str();
            let inner = text
                .strip_suffix(')')
                .and_then(|head| head.find('(').map(|open| (open, head.len())));
            if let Some((open, close)) = inner.filter(|_| !self.has_column(Column::Issue)) {
                claim(
                    &mut claims,
                    Field::Issue,
                    &volume.slice(Span::new(open + 1, close)),
                    RULE,
                );
                claim(
                    &mut claims,
                    Field::Volume,
                    &volume.slice(Span::new(0, text[..open].trim_end().len())),
                    RULE,
                );
            } else {
                claim(&mut claims, Field::Volume, &volume, RULE);
            }
        }
        // Publish or Perish has the site's address there.
        let site = |text: &str| !text.contains([' ', ',']) && text.contains('.') && !text.contains(char::is_uppercase);
        if let Some(house) = self.first(Column::Publisher).filter(|house| !site(house.as_str())) {
            claim(&mut claims, Field::Publisher, &house, RULE);
        }
        let number = self.first(Column::Number).filter(|_| self.has_column(Column::Volume));
        if let Some(issue) = self.first(Column::Issue).or(number).filter(is_number) {
            claim(&mut claims, Field::Issue, &issue, RULE);
        }
        if let Some(edition) = self.first(Column::Edition) {
            claim_edition(&mut claims, &edition, RULE);
        }
        self.date(&mut claims);
        self.pages(&mut claims);
        if let Some(line) = self.first(Column::Citation) {
            self.citation(&mut claims, &line);
        }
        if let Some(line) = self
            .first(Column::Source)
            .filter(|_| !self.has_column(Column::Container))
        {
            self.embase(&mut claims, &line);
        }
        self.identifiers(&mut claims);
        let none = |value: &MappedText| value.as_str().eq_ignore_ascii_case("[No abstract available]");
        // Google Scholar has a line or two around the words that were searched for; a long text is kept, cut or not.
        let snippet = |value: &MappedText| value.as_str().len() < 400 && is_cut(value);
        if let Some(summary) = self
            .first(Column::Abstract)
            .filter(|value| !none(value) && !snippet(value))
        {
            let summary = without_markup(&summary);
            claim_zone(&mut claims, Field::Abstract, ZoneKind::Abstract, summary, RULE);
        }
        let keywords = self.all(Column::Keywords).flat_map(|list| {
            let separator = [';', '|', ','].into_iter().find(|c| list.as_str().contains(*c));
            listed(&list).unwrap_or_else(|| pieces(&list, &[separator.unwrap_or(';')]))
        });
        claim_keywords(&mut claims, keywords.collect(), RULE);
        claims.references = self.references();
        claims
    }

    /// The whole names where they are as many as the short ones, and groups.
    fn authors(&self, claims: &mut Claims) {
        // SpringerLink sets names together without anything between them.
        let glued = self.table.columns.iter().any(|(_, name)| name == "Item DOI");
        let list = |wanted: Column| -> People {
            let Some(cell) = self.first(wanted) else {
                return People::default();
            };
            match listed(&cell) {
                Some(names) => People::each(&names),
                None => people(&cell),
            }
        };
        let (short, full) = (list(Column::Authors), list(Column::FullAuthors));
        let whole = !full.names.is_empty() && full.names.len() >= short.names.len();
        if !glued {
            (if whole { full } else { short }).claim(claims, Field::Author, RULE);
        }
        for group in self.all(Column::GroupAuthors).flat_map(|list| pieces(&list, &[';'])) {
            claims.name(Field::Author, Name::group(group.as_str()), place(&group), RULE, WEIGHT);
        }
        // Where nothing else is said, the list is cut behind the first.
        if !self.has_column(Column::Authors) && !self.has_column(Column::FullAuthors) {
            let first = list(Column::FirstAuthor);
            let cut = self.first(Column::FirstAuthor).filter(|_| !first.names.is_empty());
            first.claim(claims, Field::Author, RULE);
            claims.et_al = claims.et_al.or(cut.as_ref().map(place));
        }
        list(Column::Editors).claim(claims, Field::Editor, RULE);
    }

    fn container(&self, claims: &mut Claims, kind: Option<ItemType>) {
        let own = self.first(Column::Container);
        // `Source` is the journal where no other column is, and not where it names the database or cites.
        let source = self.first(Column::Source).filter(|source| {
            !self.has_column(Column::Container)
                && !source.as_str().contains(['(', ':', ';'])
                && !DATABASES.contains(&source.as_str().to_lowercase().as_str())
        });
        let address = |value: &MappedText| value.as_str().starts_with("http");
        let value = own
            .or(source)
            .filter(|value| !is_cut(value) && !address(value))
            .filter(|value| {
                // A book is not contained in itself.
                let title = self.first(Column::Title);
                kind != Some(ItemType::Book) || title.is_none_or(|title| title.as_str() != value.as_str())
            });
        if let Some(value) = value {
            claim(claims, Field::ContainerTitle, &without_markup(&value), RULE);
        }
    }

    /// The whole date where it is of the year that the row says.
    fn date(&self, claims: &mut Claims) {
        let year = self
            .first(Column::Year)
            .and_then(|year| Some((PartialDate::parse(year.as_str())?, place(&year))));
        let whole = self.all(Column::Date).find_map(|text| {
            let date = PartialDate::parse(text.as_str()).or_else(|| {
                // Web of Science: `JAN 15`, with the year in a column of its own.
                let (year, _) = year.as_ref()?;
                PartialDate::parse(&format!("{} {}", year.year, text.as_str()))
            })?;
            let fits = year.as_ref().is_none_or(|(known, _)| known.year == date.year);
            fits.then(|| (date, place(&text)))
        });
        if let Some((date, span)) = whole.or(year) {
            claims.date(Field::Issued, date, span, RULE, WEIGHT);
        }
    }

    fn pages(&self, claims: &mut Claims) {
        let digits = |value: &MappedText| is_number(value) && value.as_str().bytes().any(|b| b.is_ascii_digit());
        let first = self.first(Column::FirstPage).filter(digits);
        let whole = self
            .first(Column::Pages)
            .filter(|pages| digits(pages) && !is_day(pages.as_str()));
        if let Some(first) = first {
            claim_page_range(claims, &first, self.first(Column::LastPage).as_ref(), RULE);
        } else if let Some(pages) = whole {
            claim_pages(claims, &pages, RULE);
        } else if let Some(number) = self.first(Column::ArticleNumber) {
            claim(claims, Field::Page, &number, RULE);
        }
    }

    /// PubMed: `J Am Med Inform Assoc. 2017 Mar 1;24(2):398-402. doi: …`
    fn citation(&self, claims: &mut Claims, line: &MappedText) {
        static CITED: LazyLock<Option<Regex>> = LazyLock::new(|| {
            Regex::new(
                r"\. (?P<d>(?:1[89]|20)\d\d[^;:.]{0,20})(?:;(?P<v>[^();:.]{0,20})(?:\((?P<i>[^()]{1,20})\))?(?::(?P<p>[A-Za-z]{0,4}\d[\w, -]{0,40}))?)?\.",
            )
            .ok()
        });
        let Some(found) = CITED.as_ref().and_then(|form| form.captures(line.as_str())) else {
            return;
        };
        let part = |name: &str| {
            let part = found.name(name)?;
            (!part.is_empty()).then(|| line.slice(Span::new(part.start(), part.end())))
        };
        for (name, column, field) in [("v", Column::Volume, Field::Volume), ("i", Column::Issue, Field::Issue)] {
            if let Some(value) = part(name).filter(|_| self.first(column).is_none()) {
                claim(claims, field, &value, RULE);
            }
        }
        if let Some(pages) = part("p").filter(|_| self.first(Column::Pages).is_none()) {
            claim_pages(claims, &pages, RULE);
        }
        if let Some(text) = part("d")
            && let Some(date) = PartialDate::parse(text.as_str())
        {
            claims.date(Field::Issued, date, place(&text), RULE, WEIGHT + 1);
        }
    }

    /// Embase: `Cancer (2004) 102:4 (253-258). Date of Publication: 25 Aug 2004`
    fn embase(&self, claims: &mut Claims, line: &MappedText) {
        static SOURCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
            Regex::new(
                r"^(?P<j>.{2,200}?) \((?P<y>(?:1[89]|20)\d\d)\)(?: (?P<v>[^:() ]{1,20}))?(?:(?: |:)(?P<i>[^:()]{1,30}?))?(?: \((?P<p>[^()]{1,40})\))?(?: Article Number: (?P<n>[\w.-]*\w))?(?:\. Date of Publication: (?P<d>[^.]{4,30}))?(?:\.(?: .*)?)?$",
            )
            .ok()
        });
        let Some(found) = SOURCE.as_ref().and_then(|form| form.captures(line.as_str())) else {
            return;
        };
        let part = |name: &str| {
            let part = found.name(name)?;
            Some(line.slice(Span::new(part.start(), part.end())))
        };
        for (name, column, field) in [
            ("j", Column::Container, Field::ContainerTitle),
            ("v", Column::Volume, Field::Volume),
            ("i", Column::Issue, Field::Issue),
        ] {
            if let Some(value) = part(name).filter(|_| !self.has_column(column)) {
                claim(claims, field, &value, RULE);
            }
        }
        let digits = |value: &MappedText| value.as_str().bytes().any(|b| b.is_ascii_digit());
        if let Some(pages) = part("p")
            .or_else(|| part("n"))
            .filter(digits)
            .filter(|_| !self.has_column(Column::FirstPage))
        {
            claim_pages(claims, &pages, RULE);
        }
        let date = |name: &str| part(name).and_then(|text| Some((PartialDate::parse(text.as_str())?, place(&text))));
        if let Some((date, span)) = date("d")
            .or_else(|| date("y"))
            .filter(|_| !self.has_column(Column::Year))
        {
            claims.date(Field::Issued, date, span, RULE, WEIGHT);
        }
    }

    fn identifiers(&self, claims: &mut Claims) {
        let _ = self
            .all(Column::Doi)
            .any(|value| claim_doi(claims, &value, RULE, WEIGHT));
        let mut numbers = SerialNumbers::default();
        self.all(Column::Issn)
            .chain(self.all(Column::Isbn))
            .for_each(|value| numbers.read(&value));
        numbers.claim(claims, RULE);
        if let Some(value) = self.first(Column::Pmid) {
            let number = value.as_str().trim_start_matches(|c: char| !c.is_ascii_digit());
            if let Some(pmid) = Pmid::parse(number) {
                claims.text(Field::Pmid, pmid.as_str(), place(&value), RULE, WEIGHT);
            }
        }
        if let Some(value) = self.first(Column::Pmcid)
            && let Some(pmcid) = Pmcid::parse(value.as_str())
        {
            claims.text(Field::Pmcid, pmcid.as_str(), place(&value), RULE, WEIGHT);
        }
    }

    /// What the row cites: between semicolons; lists of mere numbers are none.
    fn references(&self) -> Vec<RawReference> {
        let tagged = self.all(Column::CitedWos).flat_map(|list| pieces(&list, &[';']));
        let mut out: Vec<RawReference> = tagged.map(|piece| wos::reference(&piece)).collect();
        out.extend(self.all(Column::Cited).flat_map(|list| cited::references(&list)));
        out
    }
}
