//! JATS XML (NLM's Journal Article Tag Suite), as PubMed Central, publishers and preprint servers give it, with its
//! reference list, text and captions.

mod reference;

use super::Format;
use super::flow::{WEIGHT, claim, claim_keywords, claim_zone, place};
use super::medline::claim_journal;
use super::names::{inverted, orcid};
use super::numbers::{SerialNumbers, claim_doi, claim_page_range, claim_pages};
use super::xml::{Document, Element, begins_with};
use crate::base::{MappedText, Name, Parsed, PartialDate, Pmcid, Pmid, Span};
use crate::capture::Capture;
use crate::record::{Claims, Field, ItemType, Relation, RelationKind, ZoneKind};

/// The format.
pub const FORMAT: Format = Format {
    name: "jats",
    title: "JATS XML",
    extensions: &["xml", "nxml", "jats"],
    recognise: |text| {
        let whole = begins_with(text, &["article", "pmc-articleset", "article-set"]);
        if whole && (text.contains("<article-meta") || text.contains(":article-meta")) {
            95
        } else {
            0
        }
    },
    read,
};

const RULE: &str = "jats";
/// What hangs on words and is none of them.
const MARKS: [&str; 3] = ["xref", "fn", "named-content-fn"];

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let mut document = Document::parse(capture);
    let diagnostics = std::mem::take(&mut document.diagnostics);
    let articles = document.outermost(&["article"]).map(article);
    Parsed::new(
        articles.filter(|claims| !claims.claims.is_empty()).collect(),
        diagnostics,
    )
}

fn article(article: Element<'_>) -> Claims {
    let mut claims = Claims {
        span: article.span(),
        ..Claims::default()
    };
    let Some(front) = article.child("front").or_else(|| article.child("front-stub")) else {
        return claims;
    };
    let Some(meta) = front.child("article-meta") else {
        return claims;
    };
    let journal = front.child("journal-meta");
    kind(&mut claims, article, journal);
    if let Some(group) = meta.child("title-group").or(meta.child("article-title").map(|_| meta)) {
        let title = join(
            group.child("article-title").map(|title| title.text_without(&MARKS)),
            group.child("subtitle").map(|title| title.text_without(&MARKS)),
        );
        claim_zone(&mut claims, Field::Title, ZoneKind::Title, title, RULE);
    }
    contributors(&mut claims, meta);
    let mut numbers = SerialNumbers::default();
    if let Some(journal) = journal {
        journal_of(&mut claims, journal, &mut numbers);
    }
    meta.all("isbn").for_each(|isbn| numbers.read(&isbn.text()));
    numbers.claim(&mut claims, RULE);
    dates(&mut claims, meta);
    for (name, field) in [
        ("volume", Field::Volume),
        ("issue", Field::Issue),
        ("supplement", Field::Supplement),
    ] {
        if let Some(value) = meta.value(&[name]) {
            claim(&mut claims, field, &value, RULE);
        }
    }
    if let Some(first) = meta.value(&["fpage"]) {
        claim_page_range(&mut claims, &first, meta.value(&["lpage"]).as_ref(), RULE);
    } else if let Some(pages) = meta.value(&["page-range"]) {
        claim_pages(&mut claims, &pages, RULE);
    } else if let Some(number) = meta.value(&["elocation-id"]) {
        claim(&mut claims, Field::Page, &number, RULE);
    }
    identifiers(&mut claims, meta);
    if let Some(language) = article.attribute("lang") {
        claim(&mut claims, Field::Language, &language, RULE);
    }
    if let Some(summary) = meta
        .all("abstract")
        .find(|summary| summary.attribute("abstract-type").is_none())
        .or_else(|| {
            let other = [
                "graphical",
                "teaser",
                "toc",
                "precis",
                "key-points",
                "executive-summary",
                "plain-language-summary",
            ];
            meta.all("abstract")
                .find(|summary| !other.iter().any(|kind| summary.is("abstract-type", kind)))
        })
    {
        claim_zone(
            &mut claims,
            Field::Abstract,
            ZoneKind::Abstract,
            abstract_text(summary),
            RULE,
        );
    }
    let keywords = meta
        .all("kwd-group")
        .filter(|group| !group.is("kwd-group-type", "abbreviations"))
        .flat_map(|group| group.inside(&["kwd"]))
        .map(|keyword| keyword.text_without(&MARKS));
    claim_keywords(&mut claims, keywords.collect(), RULE);
    let commentary = ["article-commentary", "letter", "reply"]
        .iter()
        .any(|kind| article.is("article-type", kind));
    relations(&mut claims, meta, commentary);
    text_zones(&mut claims, article);
    let back = article.child("back");
    claims.references = article
        .children()
        .filter(|part| matches!(part.name(), "back" | "body" | "floats-group"))
        .flat_map(|part| part.inside(&["ref"]))
        .flat_map(reference::references)
        .collect();
    if claims.references.is_empty()
        && let Some(list) = back.and_then(|back| back.child("ref-list"))
    {
        claims.references = reference::references(list);
    }
    claims
}

/// `first: second`, or what there is of them.
fn join(first: Option<MappedText>, second: Option<MappedText>) -> MappedText {
    let mut out = first.unwrap_or_default();
    let Some(second) = second.filter(|second| !second.is_empty()) else {
        return out;
    };
    let separator = match out.as_str().chars().last() {
        None => "",
        Some(':' | '?' | '!' | '.' | '-' | '–' | '—') => " ",
        Some(_) => ": ",
    };
    let (end, start) = (place(&out).end, place(&second).start);
    out.push(
        separator,
        Span {
            start: end.min(start),
            end: start,
        },
    );
    out.append(&second);
    out
}

fn kind(claims: &mut Claims, article: Element<'_>, journal: Option<Element<'_>>) {
    let named = article.attribute("article-type").unwrap_or_default();
    let kind = match named.as_str() {
        "preprint" => ItemType::Article,
        "book-review" => ItemType::ReviewBook,
        "dissertation" => ItemType::Thesis,
        "proceedings" => ItemType::PaperConference,
        "dataset" => ItemType::Dataset,
        _ => ItemType::ArticleJournal,
    };
    let span = if named.is_empty() {
        journal.unwrap_or(article).span()
    } else {
        place(&named)
    };
    claims.kind(kind, span, RULE, WEIGHT);
}

fn journal_of(claims: &mut Claims, journal: Element<'_>, numbers: &mut SerialNumbers) {
    let title = journal
        .value(&["journal-title-group", "journal-title"])
        .or_else(|| journal.value(&["journal-title"]));
    if let Some(title) = title {
        claim_journal(claims, &title, RULE);
    }
    let short = journal.inside(&["abbrev-journal-title"]).next().map(Element::text);
    let id = |kind: &str| {
        journal
            .all("journal-id")
            .find(|id| id.is("journal-id-type", kind))
            .map(Element::text)
    };
    if let Some(short) = short.or_else(|| id("iso-abbrev")).or_else(|| id("nlm-ta")) {
        claim(claims, Field::ContainerTitleShort, &short, RULE);
    }
    journal.all("issn").for_each(|issn| numbers.read(&issn.text()));
    for (path, field) in [
        (&["publisher", "publisher-name"][..], Field::Publisher),
        (&["publisher", "publisher-loc"], Field::PublisherPlace),
    ] {
        if let Some(value) = journal.value(path) {
            claim(claims, field, &value, RULE);
        }
    }
}

fn contributors(claims: &mut Claims, meta: Element<'_>) {
    let one_group = meta.all("contrib-group").nth(1).is_none();
    for contributor in meta
        .all("contrib-group")
        .flat_map(|group| group.all("contrib").chain(nested(group)))
    {
        let role = contributor.attribute("contrib-type").unwrap_or_default();
        let field = match role.as_str() {
            "" | "author" | "collab" | "group" => Field::Author,
            "editor" if one_group => Field::Editor,
            "translator" => Field::Translator,
            _ => continue,
        };
        let identifier = contributor.all("contrib-id").find_map(|id| orcid(id.text().as_str()));
        let mut name = if let Some(name) = contributor.child("name").or_else(|| {
            contributor
                .child("name-alternatives")
                .and_then(|names| names.child("name"))
        }) {
            person(name)
        } else if let Some(whole) = contributor.child("string-name") {
            match person(whole) {
                name if name.family.is_some() => name,
                _ => super::names::natural(whole.text().as_str()),
            }
        } else if let Some(group) = contributor.child("collab").or_else(|| {
            contributor
                .child("collab-alternatives")
                .and_then(|names| names.child("collab"))
        }) {
            Name::group(
                group
                    .text_without(&["contrib-group", "xref", "fn", "address", "aff", "email"])
                    .as_str(),
            )
        } else {
            continue;
        };
        name.orcid = identifier.map(Into::into);
        claims.name(field, name, contributor.span(), RULE, WEIGHT);
    }
}

/// Contributors that some publishers put a level deeper, in an element of their own.
fn nested<'d>(group: Element<'d>) -> impl Iterator<Item = Element<'d>> + 'd {
    group.all("contrib-group").flat_map(|inner| inner.all("contrib"))
}

/// `surname`, `given-names`, `suffix`, `prefix`.
fn person(name: Element<'_>) -> Name {
    let part = |kind| name.value(&[kind]).map(MappedText::into_string);
    match part("surname") {
        Some(family) => Name {
            suffix: part("suffix").map(Into::into),
            ..Name::person(family, part("given-names").unwrap_or_default())
        },
        None => part("given-names").map_or_else(Name::default, Name::group),
    }
}

/// The date of the issue before the date online; an electronic date of the same year says more than a bare year.
fn dates(claims: &mut Claims, meta: Element<'_>) {
    let mut print = None;
    let mut collection = None;
    let mut online = None;
    let mut other = None;
    for element in meta.all("pub-date") {
        let parts = ["year", "month", "day"].map(|part| element.value(&[part]).map(MappedText::into_string));
        let season = element.value(&["season"]).map(MappedText::into_string);
        let words: Vec<String> = parts.into_iter().chain([season]).flatten().collect();
        let text = if words.is_empty() {
            element.text().into_string()
        } else {
            words.join(" ")
        };
        let date = PartialDate::parse(&text).or_else(|| {
            let whole = element.attribute("iso-8601-date")?;
            PartialDate::parse(whole.as_str())
        });
        let Some(date) = date.map(|date| (date, element.span())) else {
            continue;
        };
        let kind = element
            .attribute("pub-type")
            .or_else(|| element.attribute("date-type"))
            .unwrap_or_default();
        let electronic = element.is("publication-format", "electronic") || element.is("publication-format", "online");
        let slot = match kind.as_str() {
            "ppub" | "epub-ppub" => &mut print,
            "collection" => &mut collection,
            "epub" | "epub-original" => &mut online,
            "pub" if element.is("publication-format", "print") => &mut print,
            "pub" if electronic => &mut online,
            "pmc-release" | "nihms-submitted" | "preprint" | "retracted" | "corrected" => continue,
            _ => &mut other,
        };
        slot.get_or_insert(date);
    }
    let issued = print.or(collection).or(online).or(other);
    if let Some((mut date, mut span)) = issued {
        let finer = online
            .or(other)
            .filter(|(other, _)| other.year == date.year && other.month.is_some());
        if let Some((finer, place)) = finer.filter(|_| date.month.is_none() && date.season.is_none()) {
            (date, span) = (finer, place);
        }
        claims.date(Field::Issued, date, span, RULE, WEIGHT);
    }
    if let Some((date, span)) = online {
        claims.date(Field::AvailableDate, date, span, RULE, WEIGHT);
    }
}

fn identifiers(claims: &mut Claims, meta: Element<'_>) {
    let (mut doi, mut pmc) = (false, false);
    for id in meta.all("article-id") {
        let text = id.text();
        match id.attribute("pub-id-type").map(MappedText::into_string).as_deref() {
            Some("doi") if !doi => doi = claim_doi(claims, &text, RULE, WEIGHT),
            Some("pmid") => {
                if let Some(pmid) = Pmid::parse(text.as_str()) {
                    claims.text(Field::Pmid, pmid.as_str(), place(&text), RULE, WEIGHT);
                }
            }
            Some("pmc" | "pmcid") => {
                // Older files leave the letters out.
                let bare = text.as_str().bytes().all(|b| b.is_ascii_digit());
                let pmcid = Pmcid::parse(text.as_str())
                    .or_else(|| bare.then(|| Pmcid::parse(&format!("PMC{}", text.as_str()))).flatten());
                if let Some(pmcid) = pmcid.filter(|_| !pmc) {
                    pmc = true;
                    claims.text(Field::Pmcid, pmcid.as_str(), place(&text), RULE, WEIGHT);
                }
            }
            _ => {}
        }
    }
    if let Some(link) = meta
        .all("self-uri")
        .find_map(|link| link.attribute("href"))
        .filter(|l| l.as_str().contains("://"))
    {
        claim(claims, Field::Url, &link, RULE);
    }
}

/// The abstract's sections with their headings, one a line.
fn abstract_text(summary: Element<'_>) -> MappedText {
    let mut out = MappedText::new();
    let mut add = |heading: Option<MappedText>, text: MappedText| {
        if text.is_empty() {
            return;
        }
        let start = place(&text).start;
        if !out.is_empty() {
            let end = place(&out).end;
            out.push(
                "\n",
                Span {
                    start: end.min(start),
                    end: end.min(start),
                },
            );
        }
        if let Some(heading) = heading.filter(|heading| !heading.is_empty()) {
            let words = heading.as_str().trim_end_matches([':', '.', ' ']).len();
            let end = place(&heading).end;
            out.append(&heading.slice(Span::new(0, words)));
            out.push(
                ": ",
                Span {
                    start: end,
                    end: start.max(end),
                },
            );
        }
        out.append(&text);
    };
    for part in summary.children() {
        match part.name() {
            "title" | "label" | "fig" | "graphic" => {}
            "sec" => {
                let heading = part.child("title").map(|title| title.text_without(&MARKS));
                add(heading, part.text_without(&["title", "label", "fig", "fn"]));
            }
            _ => add(None, part.text_without(&["fig", "fn"])),
        }
    }
    if out.is_empty() {
        summary.text_without(&["title", "fn"])
    } else {
        out
    }
}

fn relations(claims: &mut Claims, meta: Element<'_>, commentary: bool) {
    for related in meta.all("related-article").chain(meta.all("related-object")) {
        let kind = related
            .attribute("related-article-type")
            .or_else(|| related.attribute("link-type"));
        let kind = match kind.map(MappedText::into_string).as_deref() {
            Some("corrected-article" | "correction-to" | "addended-article") => RelationKind::ErratumFor,
            Some("correction-forward" | "correction" | "corrected-article-forward") => RelationKind::ErratumIn,
            Some("retracted-article" | "retraction-of") => RelationKind::RetractionOf,
            Some("retraction-forward" | "retraction") => RelationKind::RetractionIn,
            Some("concurrent-expression-of-concern" | "expression-of-concern" | "object-of-concern-forward") => {
                RelationKind::ConcernIn
            }
            // A commentary names the paper it is about by the same word as that paper the commentary.
            Some("commentary-article" | "commentary") if commentary => RelationKind::CommentOn,
            Some("commentary-article" | "commentary") => RelationKind::CommentIn,
            Some("object-of-commentary" | "article-reference" | "reviewed-article") => RelationKind::CommentOn,
            Some("preprint") => RelationKind::PreprintOf,
            Some("updated-article") => RelationKind::UpdateOf,
            _ => continue,
        };
        let text = related
            .attribute("href")
            .filter(|link| !link.is_empty())
            .unwrap_or_else(|| related.text());
        if !text.is_empty() {
            claims.relations.push(Relation {
                kind,
                text: text.into_string(),
                span: related.span(),
            });
        }
    }
}

/// The article's own text, section by section, and its captions.
fn text_zones(claims: &mut Claims, article: Element<'_>) {
    const APART: [&str; 9] = [
        "fig",
        "fig-group",
        "table-wrap",
        "table-wrap-group",
        "boxed-text",
        "supplementary-material",
        "ref-list",
        "disp-formula",
        "media",
    ];
    for section in article.child("body").into_iter().flat_map(Element::children) {
        if !APART.contains(&section.name()) {
            claims.zone(ZoneKind::Body, section.text_without(&APART));
        }
    }
    let parts = article
        .children()
        .filter(|part| matches!(part.name(), "body" | "floats-group"));
    for caption in parts
        .flat_map(|part| part.inside(&["fig", "table-wrap"]))
        .filter_map(|figure| figure.child("caption"))
    {
        claims.zone(ZoneKind::Caption, caption.text_without(&MARKS));
    }
}
