//! EndNote XML, as EndNote, Mendeley and Zotero write it.

use super::Format;
use super::flow::{WEIGHT, claim, claim_keywords, claim_zone, pieces, place, without_markup};
use super::names::inverted;
use super::numbers::{SerialNumbers, claim_doi, claim_pages};
use super::xml::{Document, Element, begins_with};
use crate::base::{MappedText, Parsed, PartialDate, Pmcid, Pmid};
use crate::capture::Capture;
use crate::record::{Claims, Field, ItemType, ZoneKind};

/// The format.
pub const FORMAT: Format = Format {
    name: "endnote-xml",
    title: "EndNote XML",
    extensions: &["xml"],
    recognise: |text| {
        let own = begins_with(text, &["records"]) && begins_with(text, &["record"]);
        if own
            && begins_with(
                text,
                &["database", "ref-type", "source-app", "contributors", "rec-number"],
            )
        {
            92
        } else {
            0
        }
    },
    read,
};

const RULE: &str = "endnote-xml";

/// EndNote's reference types by name; the numbers differ between the programs that write the format.
static TYPES: &[(&str, ItemType)] = &[
    ("journal article", ItemType::ArticleJournal),
    ("electronic article", ItemType::ArticleJournal),
    ("book", ItemType::Book),
    ("edited book", ItemType::Book),
    ("electronic book", ItemType::Book),
    ("serial", ItemType::Book),
    ("book section", ItemType::Chapter),
    ("electronic book section", ItemType::Chapter),
    ("conference paper", ItemType::PaperConference),
    ("conference proceedings", ItemType::PaperConference),
    ("thesis", ItemType::Thesis),
    ("report", ItemType::Report),
    ("government document", ItemType::Report),
    ("patent", ItemType::Patent),
    ("magazine article", ItemType::ArticleMagazine),
    ("newspaper article", ItemType::ArticleNewspaper),
    ("press release", ItemType::ArticleNewspaper),
    ("web page", ItemType::Webpage),
    ("blog", ItemType::PostWeblog),
    ("discussion forum", ItemType::Post),
    ("social media", ItemType::Post),
    ("manuscript", ItemType::Manuscript),
    ("unpublished work", ItemType::Manuscript),
    ("dataset", ItemType::Dataset),
    ("online database", ItemType::Dataset),
    ("computer program", ItemType::Software),
    ("encyclopedia", ItemType::EntryEncyclopedia),
    ("dictionary", ItemType::EntryDictionary),
    ("map", ItemType::Map),
    ("artwork", ItemType::Graphic),
    ("figure", ItemType::Figure),
    ("chart or table", ItemType::Figure),
    ("film or broadcast", ItemType::MotionPicture),
    ("audiovisual material", ItemType::MotionPicture),
    ("podcast", ItemType::Broadcast),
    ("music", ItemType::MusicalScore),
    ("case", ItemType::LegalCase),
    ("bill", ItemType::Bill),
    ("statute", ItemType::Legislation),
    ("hearing", ItemType::Hearing),
    ("standard", ItemType::Standard),
    ("pamphlet", ItemType::Pamphlet),
    ("interview", ItemType::Interview),
    ("personal communication", ItemType::PersonalCommunication),
    ("classical work", ItemType::Classic),
    ("ancient text", ItemType::Classic),
];

/// The type of that name in EndNote's and Refer's lists.
pub(super) fn kind_of(name: &str) -> Option<ItemType> {
    let name = name.trim().to_ascii_lowercase();
    TYPES.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let mut document = Document::parse(capture);
    let diagnostics = std::mem::take(&mut document.diagnostics);
    let records = document
        .outermost(&["record"])
        .map(record)
        .filter(|claims| !claims.claims.is_empty())
        .collect();
    Parsed::new(records, diagnostics)
}

fn record(record: Element<'_>) -> Claims {
    let mut claims = Claims {
        span: record.span(),
        ..Claims::default()
    };
    let kind_name = record
        .child("ref-type")
        .and_then(|kind| kind.attribute("name"))
        .unwrap_or_default();
    let kind = kind_of(kind_name.as_str()).unwrap_or_default();
    if kind != ItemType::Document {
        claims.kind(kind, place(&kind_name), RULE, WEIGHT);
    }
    let value = |path: &[&'static str]| {
        path.iter()
            .try_fold(record, |element, name| element.child(name))
            .map(Element::text)
            .filter(|text| !text.is_empty())
    };
    if let Some(label) = value(&["label"]).filter(|label| !label.as_str().contains(' ')) {
        claim(&mut claims, Field::Id, &label, RULE);
    }
    let edited = kind_name.as_str().eq_ignore_ascii_case("edited book");
    names(
        &mut claims,
        record,
        "authors",
        if edited { Field::Editor } else { Field::Author },
    );
    if kind != ItemType::Patent {
        names(&mut claims, record, "secondary-authors", Field::Editor);
    }
    if matches!(kind, ItemType::Book | ItemType::Chapter) {
        names(&mut claims, record, "subsidiary-authors", Field::Translator);
    }
    titles(&mut claims, kind, &value);
    date(&mut claims, record);
    let serial = is_serial(kind) || value(&["periodical", "full-title"]).is_some();
    for (path, field) in [
        (&["volume"][..], Field::Volume),
        (&["number"], if serial { Field::Issue } else { Field::Number }),
        (&["publisher"], Field::Publisher),
        (&["pub-location"], Field::PublisherPlace),
        (&["language"], Field::Language),
        (&["call-num"], Field::CallNumber),
        (&["titles", "short-title"], Field::TitleShort),
        (&["remote-database-name"], Field::Source),
        (&["notes"], Field::Note),
    ] {
        if let Some(value) = value(path) {
            claim(&mut claims, field, &value, RULE);
        }
    }
    if value(&["number"]).is_none()
        && let Some(issue) = value(&["issue"])
    {
        claim(&mut claims, Field::Issue, &issue, RULE);
    }
    match value(&["edition"]) {
        // EndNote keeps the day of electronic publication of journal articles here.
        Some(day) if serial => {
            if let Some(date) = PartialDate::parse(day.as_str()) {
                claims.date(Field::AvailableDate, date, place(&day), RULE, WEIGHT);
            }
        }
        Some(edition) => claim(&mut claims, Field::Edition, &edition, RULE),
        None => {}
    }
    if let Some(genre) = value(&["work-type"]).filter(|_| !serial) {
        claim(&mut claims, Field::Genre, &genre, RULE);
    }
    match value(&["pages"]).or_else(|| value(&["custom7"]).filter(|_| serial)) {
        Some(pages) if !serial && kind == ItemType::Book && pages.as_str().bytes().all(|b| b.is_ascii_digit()) => {
            claim(&mut claims, Field::NumberOfPages, &pages, RULE);
        }
        Some(pages) => claim_pages(&mut claims, &pages, RULE),
        None => {}
    }
    identifiers(&mut claims, record, &value);
    if let Some(summary) = value(&["abstract"]) {
        claim_zone(
            &mut claims,
            Field::Abstract,
            ZoneKind::Abstract,
            without_markup(&summary),
            RULE,
        );
    }
    let keywords = record
        .child("keywords")
        .into_iter()
        .flat_map(|list| list.all("keyword"));
    let keywords = keywords.flat_map(|keyword| pieces(&keyword.text(), &[';'])).collect();
    claim_keywords(&mut claims, keywords, RULE);
    claims
}

fn titles(claims: &mut Claims, kind: ItemType, value: &dyn Fn(&[&'static str]) -> Option<MappedText>) {
    if let Some(title) = value(&["titles", "title"]) {
        claim_zone(claims, Field::Title, ZoneKind::Title, without_markup(&title), RULE);
    }
    let full = value(&["periodical", "full-title"]);
    let second = value(&["titles", "secondary-title"]);
    // Books and reports have their series where parts have their container.
    let own = matches!(
        kind,
        ItemType::Book | ItemType::Report | ItemType::Thesis | ItemType::Patent | ItemType::Map | ItemType::Software
    );
    if own && full.is_none() {
        if let Some(series) = second.or_else(|| value(&["titles", "tertiary-title"])) {
            claim(claims, Field::CollectionTitle, &series, RULE);
        }
        return;
    }
    let container = second.or(full);
    if let Some(container) = &container {
        claim(claims, Field::ContainerTitle, &without_markup(container), RULE);
    }
    let short = [
        &["periodical", "abbr-1"][..],
        &["titles", "alt-title"],
        &["alt-periodical", "abbr-1"],
    ];
    let short = short.iter().find_map(|path| value(path));
    if let Some(short) = short {
        let same = container
            .as_ref()
            .is_some_and(|container| container.as_str() == short.as_str());
        match &container {
            None => claim(claims, Field::ContainerTitle, &short, RULE),
            Some(_) if !same => claim(claims, Field::ContainerTitleShort, &short, RULE),
            Some(_) => {}
        }
    }
    if let Some(series) = value(&["titles", "tertiary-title"]) {
        claim(claims, Field::CollectionTitle, &series, RULE);
    }
}

fn names(claims: &mut Claims, record: Element<'_>, list: &'static str, field: Field) {
    let lists = record.child("contributors").into_iter().flat_map(|all| all.all(list));
    for author in lists.flat_map(|list| list.all("author")) {
        for piece in pieces(&author.text(), &[';']) {
            if matches!(piece.as_str().trim_end_matches(['.', ',']), "et al" | "others") {
                claims.et_al = (field == Field::Author).then(|| place(&piece));
                continue;
            }
            claims.name(field, inverted(piece.as_str()), place(&piece), RULE, WEIGHT);
        }
    }
}

/// `<year>`, and `<pub-dates><date>` as `Jan`, `Mar 19` or in full.
fn date(claims: &mut Claims, record: Element<'_>) {
    let Some(dates) = record.child("dates") else { return };
    let year = dates.value(&["year"]);
    let day = dates.value(&["pub-dates", "date"]);
    let whole = day.as_ref().and_then(|day| PartialDate::parse(day.as_str()));
    let date = match (&year, &day) {
        (Some(year), Some(day)) => {
            let year_of = PartialDate::parse(year.as_str());
            match (year_of, whole) {
                (Some(year), Some(whole)) if whole.year == year.year => Some(whole),
                (Some(_), Some(_)) => year_of,
                (Some(known), None) => PartialDate::parse(&format!("{} {}", known.year, day.as_str())).or(year_of),
                (None, whole) => whole,
            }
        }
        (Some(year), None) => PartialDate::parse(year.as_str()),
        (None, _) => whole,
    };
    if let Some(date) = date {
        let span = if date.month.is_some() || year.is_none() {
            dates.span()
        } else {
            year.as_ref().map_or_else(|| dates.span(), place)
        };
        claims.date(Field::Issued, date, span, RULE, WEIGHT);
    }
}

fn identifiers(claims: &mut Claims, record: Element<'_>, value: &dyn Fn(&[&'static str]) -> Option<MappedText>) {
    let mut numbers = SerialNumbers::default();
    for name in ["isbn", "issn"] {
        record.all(name).for_each(|number| numbers.read(&number.text()));
    }
    numbers.claim(claims, RULE);
    let mut doi = value(&["electronic-resource-num"]).is_some_and(|text| claim_doi(claims, &text, RULE, WEIGHT));
    let source = value(&["remote-database-name"]).or_else(|| value(&["remote-database-provider"]));
    let medline = source.is_some_and(|source| {
        let source = source.as_str().to_ascii_lowercase();
        source.contains("pubmed") || source.contains("medline") || source == "nlm"
    });
    for name in ["custom2", "accession-num", "label"] {
        let Some(text) = value(&[name]) else { continue };
        if let Some(pmcid) = Pmcid::parse(text.as_str()) {
            claims.text(Field::Pmcid, pmcid.as_str(), place(&text), RULE, WEIGHT);
        } else if name == "accession-num" {
            // EndNote keeps the PMID of records from PubMed here; other databases have longer numbers.
            let pmid = Pmid::parse(text.as_str());
            let labelled = text.as_str().to_ascii_uppercase().starts_with("PMID");
            match pmid.filter(|pmid| medline || labelled || (7..=8).contains(&pmid.as_str().len())) {
                Some(pmid) => claims.text(Field::Pmid, pmid.as_str(), place(&text), RULE, WEIGHT),
                None => claim(claims, Field::ArchiveLocation, &text, RULE),
            }
        }
    }
    let urls = record
        .child("urls")
        .into_iter()
        .flat_map(|urls| urls.inside(&["related-urls", "web-urls", "text-urls"]));
    let mut url = None;
    for list in urls {
        for link in list.all("url") {
            let text = link.text();
            if !doi && text.as_str().contains("doi.org/") {
                doi = claim_doi(claims, &text, RULE, WEIGHT - 20);
            }
            if url.is_none() && text.as_str().contains(':') {
                url = pieces(&text, &[' ']).into_iter().next();
            }
        }
    }
    if let Some(url) = url {
        claim(claims, Field::Url, &url, RULE);
    }
}

fn is_serial(kind: ItemType) -> bool {
    matches!(
        kind,
        ItemType::ArticleJournal | ItemType::ArticleMagazine | ItemType::ArticleNewspaper | ItemType::Document
    )
}
