//! Tables of databases and programs: one row a work, one column a field, between commas, semicolons or tabs.

mod columns;
mod names;
mod rows;

use super::Format;
use super::flow::{WEIGHT, claim, claim_keywords, claim_zone, pieces, place, without_markup};
use super::kinds::kind_named;
use super::numbers::{SerialNumbers, claim_doi, claim_edition, claim_page_range, claim_pages};
use super::{cited, wos};
use crate::base::codes::extract::{BROKEN_ENTRY, MALFORMED_VALUE};
use crate::base::{Diagnostic, MappedText, Name, Parsed, PartialDate, Pmcid, Pmid, Span, month_number};
use crate::capture::Capture;
use crate::record::{Claims, Field, ItemType, RawReference, ZoneKind};
use columns::{Column, column, is_tag};
use names::People;
pub(super) use names::people;
use regex::Regex;
use rows::{Row, cell, rows};
use std::sync::LazyLock;

/// The format.
pub const FORMAT: Format = Format {
    name: "table",
    title: "tables of databases: CSV, TSV",
    extensions: &["csv", "tsv", "tab", "txt"],
    recognise,
    read,
};

const RULE: &str = "table";

/// How many rows may stand above the names of the columns: Dimensions says there when the table was made.
const MAX_PREAMBLE: usize = 4;
/// The most columns of a table that is read; databases have up to seventy.
const MAX_COLUMNS: usize = 400;

/// Columns of which a table of papers has one.
const SCHOLARLY: [Column; 10] = [
    Column::Abstract,
    Column::Citation,
    Column::Cited,
    Column::CitedWos,
    Column::Container,
    Column::Doi,
    Column::Isbn,
    Column::Issn,
    Column::Pmcid,
    Column::Pmid,
];

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

/// A table whose columns are known.
struct Table {
    separator: u8,
    /// For each column what it says, and its name.
    columns: Vec<(Option<Column>, String)>,
    /// Which row the names stand in.
    header: usize,
}

impl Table {
    fn find(text: &str) -> Option<Self> {
        let body = text.trim_start_matches('\u{feff}');
        let first = body.lines().find(|line| !line.trim().is_empty())?;
        // Spreadsheets say their separator so.
        let told = first.trim().strip_prefix("sep=").and_then(|rest| rest.bytes().next());
        let separators = told.map_or_else(|| vec![b',', b';', b'\t'], |separator| vec![separator]);
        separators.into_iter().find_map(|separator| {
            let mut all = rows(text, separator);
            for header in 0..=MAX_PREAMBLE {
                let row = all.next()?;
                if row.cells.len() < 2 || row.cells.len() > MAX_COLUMNS || row.span.len() > 16_000 {
                    continue;
                }
                let names: Vec<String> = row.cells.iter().map(|span| cell(text, *span).into_string()).collect();
                let tagged = names.iter().filter(|name| is_tag(name)).count() * 2 > names.len();
                let columns: Vec<_> = names.into_iter().map(|name| (column(&name, tagged), name)).collect();
                let has = |wanted: Column| columns.iter().any(|(known, _)| *known == Some(wanted));
                let known = columns.iter().filter(|(column, _)| column.is_some()).count();
                let enough = known >= 3 || known == 2 && has(Column::Abstract);
                // Posts and songs have titles, authors and dates, too.
                let several = |(column, name): &(Option<Column>, String)| {
                    *column == Some(Column::Authors) && name.to_lowercase().starts_with("authors")
                };
                let scholarly =
                    SCHOLARLY.iter().any(|column| has(*column)) || has(Column::Year) && columns.iter().any(several);
                if has(Column::Title) && enough && scholarly && known * 4 >= columns.len() {
                    // A line of a page may look so; those below it do not.
                    let below: Vec<usize> = all.take(3).map(|row| row.cells.len()).collect();
                    let even = |cells: &&usize| cells.abs_diff(columns.len()) <= usize::from(columns.len() > 6);
                    let fits =
                        below.first().filter(even).is_some() && below.iter().filter(even).count() >= below.len().min(2);
                    return fits.then_some(Self {
                        separator,
                        columns,
                        header,
                    });
                }
            }
            None
        })
    }
}

fn recognise(text: &str) -> u8 {
    // Cheap first: most captures have no such word near their beginning.
    let head = text
        .get(..text.len().min(8_000))
        .unwrap_or_else(|| &text[..text.floor_char_boundary(8_000)]);
    let named = head.contains("itle") || head.contains("TI") || head.contains("ITLE");
    if named && Table::find(text).is_some() { 88 } else { 0 }
}

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let text: &str = &capture.text;
    let mut diagnostics = Vec::new();
    let mut records = Vec::new();
    let Some(table) = Table::find(text) else {
        return Parsed::clean(records);
    };
    let mut unsure = 0usize;
    let mut first = None;
    for row in rows(text, table.separator).skip(table.header + 1) {
        if row.open || row.cells.len() > table.columns.len() + 1 {
            let (is, should) = (row.cells.len(), table.columns.len());
            let message = match row.open {
                true => "a cell is opened by a quote and never closed".to_owned(),
                false => format!("the row has {is} cells, the table {should} columns"),
            };
            diagnostics.push(
                Diagnostic::new(BROKEN_ENTRY, message)
                    .at(
                        &capture.path,
                        Span::new(row.span.start as usize, row.span.start as usize + 1),
                    )
                    .help("what could be read was kept; export the table again"),
            );
        }
        // Tables that were joined repeat the names.
        let named = row
            .cells
            .iter()
            .zip(&table.columns)
            .filter(|(span, (column, name))| column.is_some() && cell(text, **span).as_str() == name);
        if named.count() > 2 {
            continue;
        }
        let line = Line {
            text,
            table: &table,
            row: &row,
        };
        let claims = line.claims();
        if line.dated_pages() {
            unsure += 1;
            first = first.or(Some(row.span));
        }
        if !claims.claims.is_empty() {
            records.push(claims);
        }
    }
    if let Some(span) = first {
        diagnostics.push(
            Diagnostic::new(
                MALFORMED_VALUE,
                format!("a spreadsheet has made days of pages or issues in {unsure} of the rows (`12-Mar` for `3-12`)"),
            )
            .at(&capture.path, Span::new(span.start as usize, span.start as usize + 1))
            .help("they were left out; export the table again, and do not save it in a spreadsheet"),
        );
    }
    Parsed::new(records, diagnostics)
}

/// Whether a spreadsheet has taken pages or an issue for a day: `12-Mar`, `Jan-20`, `03. Dez`, `12.03.2024`, `2024-03-12
/// 00:00:00`, or for a large number (`1E+05`), or shows an error (`#NAME?`).
fn is_day(text: &str) -> bool {
    let text = text.trim();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let parts: Vec<&str> = text
        .split(['.', ' ', '-', '/'])
        .filter(|part| !part.is_empty())
        .collect();
    let months = parts
        .iter()
        .filter(|part| (3..=5).contains(&part.chars().count()) && month_number(part).is_some())
        .count();
    let named = months > 0 && parts.iter().all(|part| digits(part) || month_number(part).is_some());
    let dated = |parts: &[&str]| match parts {
        [day, month, year] => {
            digits(day)
                && digits(month)
                && digits(year)
                && (year.len() == 4 && day.len() < 3 || day.len() == 4 && year.len() < 3)
                && month.len() < 3
        }
        _ => false,
    };
    let clock = text.contains(':') && parts.first().is_some_and(|year| digits(year) && year.len() == 4);
    let large = text
        .split_once("E+")
        .is_some_and(|(head, tail)| head.starts_with(|c: char| c.is_ascii_digit()) && digits(tail));
    named || dated(&parts) && !text.contains(' ') || clock || large || text.starts_with('#')
}

/// Whether a volume or an issue may be meant: no day, no zero that stands for nothing.
fn is_number(value: &MappedText) -> bool {
    !is_day(value.as_str()) && value.as_str() != "0"
}

/// Whether Google Scholar has cut the value: `American Journal of …`.
fn is_cut(value: &MappedText) -> bool {
    let text = value.as_str().trim_end_matches('.');
    let dots = value.as_str().ends_with("...");
    dots || text.ends_with('…') || text.starts_with(['…']) || value.as_str().starts_with("...")
}

/// The strings of a list as Python prints it: `['JAK2', "Crohn's disease"]`.
fn listed(cell: &MappedText) -> Option<Vec<MappedText>> {
    let text = cell.as_str();
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    if !inner.starts_with(['\'', '"']) {
        return None;
    }
    let mut out = Vec::new();
    let mut at = 1;
    while let Some(quote) = text[at..].chars().next().filter(|c| matches!(c, '\'' | '"')) {
        let start = at + 1;
        let ends = [format!("{quote},"), format!("{quote}]")];
        let end = ends.iter().filter_map(|end| text[start..].find(end.as_str())).min()? + start;
        out.push(cell.slice(Span::new(start, end)));
        at = end + 1;
        at += text[at..].len() - text[at..].trim_start_matches([',', ' ']).len();
    }
    Some(out)
}

/// A whole number that a program has written as `36.0`.
fn whole(value: MappedText) -> MappedText {
    let text = value.as_str();
    let number = text
        .strip_suffix(".0")
        .filter(|head| !head.is_empty() && head.bytes().all(|b| b.is_ascii_digit()));
    match number {
        Some(head) => value.slice(Span::new(0, head.len())),
        None => value,
    }
}

struct Line<'t> {
    text: &'t str,
    table: &'t Table,
    row: &'t Row,
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

    fn dated_pages(&self) -> bool {
        [Column::Pages, Column::FirstPage, Column::Issue, Column::Volume]
            .into_iter()
            .any(|wanted| self.all(wanted).any(|value| is_day(value.as_str())))
    }

    fn claims(&self) -> Claims {
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
        if let Some(summary) = self
            .first(Column::Abstract)
            .filter(|value| !none(value) && !is_cut(value))
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
