//! From the fields of one entry to claims.

use super::super::cited;
use super::super::flow::without_markup;
use super::super::tagged::lines;
use super::kinds::{Group, kind_of};
use super::latex::{Place, Raw, decode, mapped, text};
use super::lexer::Entry;
use super::names;
use super::tags::{TAGS, Tag};
use super::values::{date_of, identifier, pages, pubmed_labels};
use crate::base::codes::extract::MALFORMED_VALUE;
use crate::base::{Diagnostic, Doi, MappedText, PartialDate, Span};
use crate::record::{Claim, Claims, Field, ItemType, RawReference, ZoneKind};
use std::borrow::Cow;
use std::sync::Arc;

/// Name of the rule in provenance.
const RULE: &str = "bibtex";
/// The same for values that an entry takes from the one it refers to.
const INHERITED: &str = "bibtex-crossref";
const WEIGHT: u8 = 90;
const INHERITED_WEIGHT: u8 = 60;

/// A field of an entry, with its macros put in.
#[derive(Debug)]
pub(super) struct Given<'t> {
    /// What it means.
    pub tag: Tag,
    /// For [`Tag::Csl`], the field.
    pub csl: Option<Field>,
    /// Its value.
    pub raw: Raw<'t>,
    /// It comes from the entry that this one refers to.
    pub inherited: bool,
}

/// Makes the claims of one entry.
pub(super) fn claim(
    entry: &Entry<'_>,
    given: &[Given<'_>],
    file: &Arc<str>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Claims {
    let mut kind = kind_of(entry.kind);
    let mut claims = Claims {
        span: entry.span,
        ..Claims::default()
    };
    claims.claims.reserve(given.len() + 16);
    let entry_fields = EntryFields::new(given);
    claims.text(Field::Id, entry.key, entry.key_span, RULE, WEIGHT);
    kind.csl = entry_fields.kind(kind.csl);
    if kind.csl != ItemType::Document {
        claims.kind(kind.csl, entry.kind_span, RULE, WEIGHT);
    }
    match (entry_fields.first(Tag::Type), kind.genre) {
        (Some(genre), _) => put(&mut claims, Field::Genre, genre),
        (None, Some(genre)) => claims.text(Field::Genre, genre, entry.kind_span, RULE, WEIGHT),
        (None, None) => {}
    }
    entry_fields.titles(kind.group, &mut claims);
    entry_fields.containers(kind.group, &mut claims);
    entry_fields.people(&mut claims);
    entry_fields.dates(&mut claims, file, diagnostics);
    entry_fields.numbers(kind.csl, kind.group, &mut claims);
    entry_fields.publication(kind.group, &mut claims);
    entry_fields.identifiers(&mut claims);
    entry_fields.subject(&mut claims);
    entry_fields.notes(&mut claims);
    entry_fields.references(&mut claims);
    entry_fields.named(&mut claims);
    // The resolver and its readers see claims and zones in the order of the capture.
    if !claims.claims.is_sorted_by_key(|claim| claim.span.start) {
        in_order(&mut claims.claims);
    }
    claims.zones.sort_by_key(|zone| zone.text.source(Span::new(0, 1)).start);
    claims
}

/// Sorts claims by their places; claims of one place stay in their order.
fn in_order(claims: &mut Vec<Claim>) {
    // Claims are large: places are sorted, then each claim moves once.
    let mut order: Vec<(u32, u32)> = (0u32..)
        .zip(claims.iter())
        .map(|(index, c)| (c.span.start, index))
        .collect();
    order.sort_unstable();
    let mut taken: Vec<Option<Claim>> = claims.drain(..).map(Some).collect();
    claims.extend(
        order
            .iter()
            .filter_map(|(_, index)| taken.get_mut(*index as usize)?.take()),
    );
}

fn rule_of(given: &Given<'_>) -> (&'static str, u8) {
    if given.inherited {
        (INHERITED, INHERITED_WEIGHT)
    } else {
        (RULE, WEIGHT)
    }
}

/// Claims a value's decoded text.
fn put(claims: &mut Claims, field: Field, given: &Given<'_>) {
    put_text(claims, field, text(&given.raw.text), given);
}

fn put_text(claims: &mut Claims, field: Field, value: Cow<'_, str>, given: &Given<'_>) {
    let (rule, weight) = rule_of(given);
    if !value.trim().is_empty() {
        claims.text(field, value, given.raw.span(), rule, weight);
    }
}

/// The fields of an entry by their meaning.
struct EntryFields<'g, 't> {
    given: &'g [Given<'t>],
    /// For each tag one more than the index of its first field that is not blank; 0 for none.
    index: [u16; TAGS],
}

impl<'g, 't> EntryFields<'g, 't> {
    fn new(given: &'g [Given<'t>]) -> Self {
        let mut index = [0u16; TAGS];
        for (at, field) in given.iter().enumerate().take(usize::from(u16::MAX) - 1) {
            let slot = &mut index[field.tag as usize];
            if *slot == 0 && !field.raw.text.trim_ascii().is_empty() {
                *slot = u16::try_from(at + 1).unwrap_or(0);
            }
        }
        Self { given, index }
    }

    /// The first field of that meaning that is not blank.
    fn first(&self, tag: Tag) -> Option<&'g Given<'t>> {
        let at = usize::from(self.index[tag as usize]).checked_sub(1)?;
        self.given.get(at)
    }

    fn all(&self, tag: Tag) -> impl Iterator<Item = &'g Given<'t>> {
        let from = usize::from(self.index[tag as usize]);
        let rest = if from == 0 { &[] } else { &self.given[from - 1..] };
        rest.iter()
            .filter(move |given| given.tag == tag && !given.raw.text.trim_ascii().is_empty())
    }

    /// Fields under CSL's own names.
    fn named(&self, claims: &mut Claims) {
        for given in self.all(Tag::Csl) {
            let Some(field) = given.csl else { continue };
            if field.is_date() {
                if let Some(date) = date_of(&text(&given.raw.text), None, None) {
                    let (rule, weight) = rule_of(given);
                    claims.date(field, date, given.raw.span(), rule, weight);
                }
            } else {
                put(claims, field, given);
            }
        }
    }

    fn first_of(&self, tags: &[Tag]) -> Option<&'g Given<'t>> {
        tags.iter().find_map(|tag| self.first(*tag))
    }

    /// The CSL type where fields say more than the entry type.
    fn kind(&self, kind: ItemType) -> ItemType {
        if let Some(named) = self.first(Tag::CslType)
            && let Some(named) = ItemType::from_csl(text(&named.raw.text).as_ref())
        {
            return named;
        }
        if let Some(sub) = self.first(Tag::SubType) {
            match text(&sub.raw.text).as_ref() {
                "magazine" => return ItemType::ArticleMagazine,
                "newspaper" => return ItemType::ArticleNewspaper,
                _ => {}
            }
        }
        let preprint = kind == ItemType::Document
            && self
                .first(Tag::EprintType)
                .is_some_and(|given| given.raw.text.trim().eq_ignore_ascii_case("arxiv"));
        if preprint { ItemType::Article } else { kind }
    }

    fn titles(&self, group: Group, claims: &mut Claims) {
        let title = self.first(Tag::Title).or_else(|| match group {
            Group::Book => self.first_of(&[Tag::BookTitle, Tag::MainTitle]),
            _ => None,
        });
        if let Some(title) = title {
            let joined = joined(title, self.first(Tag::Subtitle));
            // Mendeley writes the signs of markup as commands.
            let joined = match title.raw.text.contains("{\\textless}") {
                true => without_markup(&joined),
                false => joined,
            };
            put_text(claims, Field::Title, Cow::Borrowed(joined.as_str()), title);
            claims.zone(ZoneKind::Title, joined);
        }
        if let Some(short) = self.first(Tag::ShortTitle) {
            put(claims, Field::TitleShort, short);
        }
    }

    fn containers(&self, group: Group, claims: &mut Claims) {
        let journal = self.first(Tag::Journal);
        let full = self.first_of(&[Tag::FullJournal, Tag::JournalTitle]);
        let short = self.first(Tag::ShortJournal);
        // Beside a full title `journal` is the abbreviation.
        let abbreviation = journal.filter(|_| full.is_some() && short.is_none());
        let full = full.or(journal);
        let book = self
            .first_of(&[Tag::BookTitle, Tag::MainTitle])
            .filter(|_| group != Group::Book);
        let subtitle = |title: &Given<'_>| match title.tag {
            Tag::BookTitle => self.first(Tag::BookSubtitle),
            Tag::JournalTitle => self.first(Tag::JournalSubtitle),
            _ => None,
        };
        let container = if group == Group::Article {
            full.or(book)
        } else {
            book.or(full)
        };
        if let Some(container) = container {
            let title = joined(container, subtitle(container));
            let differs = |short: &&Given<'_>| text(&short.raw.text) != title.as_str();
            if let Some(short) = abbreviation.filter(differs) {
                put(claims, Field::ContainerTitleShort, short);
            }
            put_text(
                claims,
                Field::ContainerTitle,
                Cow::Owned(title.into_string()),
                container,
            );
        }
        if let Some(short) = short {
            put(claims, Field::ContainerTitleShort, short);
        }
        if let Some(series) = self.first(Tag::Series) {
            put(claims, Field::CollectionTitle, series);
        }
        if let Some(event) = self.first(Tag::EventTitle) {
            put(claims, Field::EventTitle, event);
        }
    }

    fn people(&self, claims: &mut Claims) {
        for (tag, field) in [
            (Tag::Author, Field::Author),
            (Tag::Editor, Field::Editor),
            (Tag::SeriesEditor, Field::CollectionEditor),
            (Tag::Translator, Field::Translator),
        ] {
            let Some(given) = self.first(tag) else { continue };
            let (rule, weight) = rule_of(given);
            let names = names::read(&given.raw);
            for (name, span) in names.list {
                claims.name(field, name, span, rule, weight);
            }
            if field == Field::Author {
                claims.et_al = names.et_al;
            }
        }
    }

    fn dates(&self, claims: &mut Claims, file: &Arc<str>, diagnostics: &mut Vec<Diagnostic>) {
        let day = self.first(Tag::Day).map(|given| text(&given.raw.text));
        let month = self.first(Tag::Month).map(|given| text(&given.raw.text));
        let mut issued: Option<(PartialDate, &Given<'_>)> = None;
        if let Some(given) = self.first(Tag::Date) {
            issued = date_of(&text(&given.raw.text), None, None).map(|date| (date, given));
        }
        let year = self.first(Tag::Year);
        if issued.is_none()
            && let Some(given) = year
        {
            issued = date_of(&text(&given.raw.text), month.as_deref(), day.as_deref()).map(|date| (date, given));
        }
        if let Some((date, given)) = issued {
            let (rule, weight) = rule_of(given);
            let mut places = vec![given.raw.span()];
            // What the year does not say itself was taken from the fields beside it.
            let own = date_of(&text(&given.raw.text), None, None);
            let added = |tell: fn(PartialDate) -> bool| tell(date) && !own.is_some_and(tell);
            let month = self
                .first(Tag::Month)
                .filter(|_| added(|date| date.month.is_some() || date.season.is_some()));
            let day = self.first(Tag::Day).filter(|_| added(|date| date.day.is_some()));
            places.extend(month.into_iter().chain(day).map(|given| given.raw.span()));
            claims.date_of(Field::Issued, date, &places, rule, weight);
        } else if let Some(given) = self.first(Tag::Date).or(year) {
            let words = text(&given.raw.text);
            let status = words.contains(char::is_alphabetic) && !words.contains(|c: char| c.is_ascii_digit());
            if status {
                put(claims, Field::Status, given);
            } else {
                diagnostics.push(
                    Diagnostic::new(MALFORMED_VALUE, format!("no year can be read from \"{words}\""))
                        .at(file, given.raw.span()),
                );
            }
        }
        if let Some(given) = self.first(Tag::UrlDate)
            && let Some(date) = date_of(&text(&given.raw.text), None, None)
        {
            let (rule, weight) = rule_of(given);
            claims.date(Field::Accessed, date, given.raw.span(), rule, weight);
        }
    }

    fn numbers(&self, kind: ItemType, group: Group, claims: &mut Claims) {
        let mut simple = |tag, field| {
            if let Some(given) = self.first(tag) {
                put(claims, field, given);
            }
        };
        simple(Tag::Volume, Field::Volume);
        simple(Tag::Edition, Field::Edition);
        simple(Tag::Chapter, Field::ChapterNumber);
        if self.first(Tag::Edition).is_none() {
            simple(Tag::Version, Field::Edition);
        }
        let issue = self.first(Tag::Issue);
        if issue.is_some() {
            simple(Tag::Issue, Field::Issue);
        }
        let number = match group {
            Group::Book | Group::Part => Field::CollectionNumber,
            Group::Conference if self.first(Tag::Series).is_some() => Field::CollectionNumber,
            Group::Article | Group::Conference if issue.is_none() => Field::Issue,
            _ => Field::Number,
        };
        simple(Tag::Number, number);
        let counted = matches!(group, Group::Book | Group::Thesis | Group::Manuscript);
        let range = self.first(Tag::Pages);
        if let Some(given) = range {
            let value = pages(&given.raw.text);
            // Of a whole book `pages` is how many there are, unless it is a range.
            let field = if counted && !value.contains('-') {
                Field::NumberOfPages
            } else {
                Field::Page
            };
            put_text(claims, field, value, given);
        }
        if let Some(given) = self.first(Tag::ArticleNumber) {
            let field = if range.is_none() || counted {
                Field::Page
            } else {
                Field::Number
            };
            if field == Field::Page || (kind == ItemType::ArticleJournal && number != Field::Number) {
                put_text(claims, field, pages(&given.raw.text), given);
            }
        }
        // Of articles and papers `numpages` only counts what `pages` says.
        let total = self.first(Tag::NumPages).filter(|_| counted && range.is_none());
        if let Some(given) = self.first(Tag::PageTotal).or(total) {
            put(claims, Field::NumberOfPages, given);
        }
    }

    fn publication(&self, group: Group, claims: &mut Claims) {
        let publisher: &[Tag] = match group {
            Group::Thesis | Group::Report => &[Tag::School, Tag::Institution, Tag::Publisher, Tag::Organization],
            _ => &[Tag::Publisher, Tag::School, Tag::Institution, Tag::Organization],
        };
        let mut simple = |given: Option<&Given<'_>>, field| {
            if let Some(given) = given {
                put(claims, field, given);
            }
        };
        simple(self.first_of(publisher), Field::Publisher);
        let place: &[Tag] = match group {
            Group::Conference => {
                simple(self.first_of(&[Tag::Venue, Tag::Location]), Field::EventPlace);
                &[Tag::Address]
            }
            _ => {
                simple(self.first(Tag::Venue), Field::EventPlace);
                &[Tag::Address, Tag::Location]
            }
        };
        simple(self.first_of(place), Field::PublisherPlace);
        simple(self.first_of(&[Tag::Language, Tag::LangId]), Field::Language);
        simple(self.first(Tag::Archive), Field::Archive);
        simple(self.first(Tag::ArchiveLocation), Field::ArchiveLocation);
        simple(self.first(Tag::CallNumber), Field::CallNumber);
        simple(self.first(Tag::PubState), Field::Status);
        simple(self.first(Tag::Source), Field::Source);
    }

    fn identifiers(&self, claims: &mut Claims) {
        if let Some(given) = self.first(Tag::Doi) {
            let value = identifier(&given.raw.text);
            let doi = match Doi::find(&value) {
                Some(range) => Cow::Owned(value[range].to_owned()),
                None => value,
            };
            put_text(claims, Field::Doi, doi, given);
        }
        for (tag, field) in [
            (Tag::Pmid, Field::Pmid),
            (Tag::Pmcid, Field::Pmcid),
            (Tag::Isbn, Field::Isbn),
        ] {
            if let Some(given) = self.first(tag) {
                put(claims, field, given);
            }
        }
        match (self.first(Tag::Issn), self.first(Tag::Eissn)) {
            (Some(print), Some(electronic)) if print.raw.text.trim() != electronic.raw.text.trim() => {
                let both = format!("{}, {}", text(&print.raw.text), text(&electronic.raw.text));
                put_text(claims, Field::Issn, Cow::Owned(both), print);
            }
            (print, electronic) => {
                if let Some(given) = print.or(electronic) {
                    put(claims, Field::Issn, given);
                }
            }
        }
        let published = self.first(Tag::HowPublished);
        let published_url = published.filter(|given| {
            let text = given.raw.text.trim_start_matches(['{', ' ']);
            ["http://", "https://", "\\url"]
                .iter()
                .any(|start| text.starts_with(start))
        });
        if let Some(given) = self
            .first(Tag::Url)
            .or(published_url)
            .or_else(|| self.first(Tag::OtherUrl))
        {
            put_text(claims, Field::Url, identifier(&given.raw.text), given);
        }
        if let Some(given) = published.filter(|_| published_url.is_none()) {
            put(claims, Field::Medium, given);
        }
        self.eprint(claims);
    }

    /// `eprint` means what `eprinttype` says.
    fn eprint(&self, claims: &mut Claims) {
        let Some(eprint) = self.first(Tag::Eprint) else { return };
        let kind = self.first(Tag::EprintType);
        let name = kind
            .map(|given| text(&given.raw.text).to_ascii_lowercase())
            .unwrap_or_default();
        match name.as_str() {
            "pubmed" | "pmid" | "medline" => {
                put_text(claims, Field::Pmid, identifier(&eprint.raw.text), eprint);
            }
            "pmc" | "pmcid" | "pubmedcentral" => {
                put_text(claims, Field::Pmcid, identifier(&eprint.raw.text), eprint);
            }
            _ => {
                put_text(claims, Field::ArchiveLocation, identifier(&eprint.raw.text), eprint);
                if let Some(kind) = kind {
                    put(claims, Field::Archive, kind);
                }
            }
        }
    }

    fn subject(&self, claims: &mut Claims) {
        if let Some(given) = self.first(Tag::Abstract) {
            let decoded = mapped(&given.raw.text, given.raw.place);
            put_text(claims, Field::Abstract, Cow::Borrowed(decoded.as_str()), given);
            claims.zone(ZoneKind::Abstract, decoded);
        }
        for given in self.all(Tag::Keywords) {
            let (rule, weight) = rule_of(given);
            let raw = &*given.raw.text;
            for (start, end) in names::split_keywords(raw) {
                let piece = &raw[start..end];
                let trimmed = piece.trim();
                let start = start + piece.len() - piece.trim_start().len();
                let span = given.raw.place.span(start, start + trimmed.len());
                claims.text(Field::Keyword, text(trimmed), span, rule, weight);
            }
            claims.zone(ZoneKind::Keywords, mapped(raw, given.raw.place));
        }
    }

    /// Scopus parts what the work cites by semicolons, Web of Science by lines.
    fn references(&self, claims: &mut Claims) {
        for given in self.all(Tag::References) {
            let list = mapped(&given.raw.text, given.raw.place);
            claims.references.extend(cited::references(&list));
        }
        for given in self.all(Tag::CitedReferences) {
            let raw = &*given.raw.text;
            for line in lines(raw).filter(|line| !line.of(raw).trim().is_empty()) {
                let piece = line.of(raw);
                let start = line.start as usize + piece.len() - piece.trim_start().len();
                let trimmed = piece.trim().trim_end_matches('.');
                let span = given.raw.place.span(start, start + trimmed.len());
                claims.references.push(RawReference {
                    text: text(trimmed).into_owned(),
                    span,
                    label: None,
                    item: None,
                });
            }
        }
    }

    fn notes(&self, claims: &mut Claims) {
        for given in self.all(Tag::Note) {
            let (rule, weight) = rule_of(given);
            let note = text(&given.raw.text);
            let labels = pubmed_labels(&note);
            let span = given.raw.span();
            if let Some(pmid) = labels.pmid.filter(|_| self.first(Tag::Pmid).is_none()) {
                claims.text(Field::Pmid, pmid, span, rule, weight);
            }
            if let Some(pmcid) = labels.pmcid.filter(|_| self.first(Tag::Pmcid).is_none()) {
                claims.text(Field::Pmcid, pmcid, span, rule, weight);
            }
            if !labels.nothing_else {
                put_text(claims, Field::Note, note, given);
                break;
            }
        }
        if let Some(given) = self.first(Tag::Annote) {
            put(claims, Field::Annote, given);
        }
    }
}

/// A title with its subtitle, as Zotero and BibLaTeX print them: a colon between, unless a mark stands there already.
fn joined(title: &Given<'_>, subtitle: Option<&Given<'_>>) -> MappedText {
    let mut out = MappedText::new();
    decode(&title.raw.text, title.raw.place, &mut out);
    let Some(subtitle) = subtitle else { return out };
    let rest = mapped(&subtitle.raw.text, subtitle.raw.place);
    if rest.is_empty() {
        return out;
    }
    let marked = out.as_str().ends_with(['-', '–', '—', ':', '!', '?', '.', ';'])
        || rest.as_str().starts_with(['-', '–', '—', ':', '.', ';', '¡', '¿']);
    let end = match title.raw.place {
        Place::At(base) => Span::new(base + title.raw.text.len(), base + title.raw.text.len()),
        Place::Whole(span) => Span {
            start: span.end,
            end: span.end,
        },
    };
    if !out.is_empty() {
        out.push_whole(if marked { " " } else { ": " }, end);
    }
    out.append(&rest);
    out
}
