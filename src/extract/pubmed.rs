//! PubMed XML: articles and books.

use super::Format;
use super::flow::{WEIGHT, claim, claim_keywords, claim_zone, place};
use super::medline::{article_title, claim_journal, no_title, relation};
use super::names::orcid;
use super::numbers::{SerialNumbers, claim_doi, claim_page_range, claim_pages};
use super::xml::{Document, Element, begins_with};
use crate::base::{Doi, MappedText, Name, Parsed, PartialDate, Pmcid, Pmid, Span};
use crate::capture::Capture;
use crate::record::{Claims, Field, Item, ItemType, RawReference, Relation, ZoneKind};

/// The format.
pub const FORMAT: Format = Format {
    name: "pubmed-xml",
    title: "PubMed XML",
    extensions: &["xml"],
    recognise: |text| {
        let names = [
            "PubmedArticleSet",
            "PubmedArticle",
            "PubmedBookArticleSet",
            "PubmedBookArticle",
            "MedlineCitationSet",
            "MedlineCitation",
            "BookDocumentSet",
            "BookDocument",
        ];
        if begins_with(text, &names) { 96 } else { 0 }
    },
    read,
};

const RULE: &str = "pubmed-xml";

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let mut document = Document::parse(capture);
    let diagnostics = std::mem::take(&mut document.diagnostics);
    let wanted = ["PubmedArticle", "PubmedBookArticle", "MedlineCitation", "BookDocument"];
    let records = document
        .outermost(&wanted)
        .filter_map(|element| match element.name() {
            "PubmedArticle" => Some(article(
                element.child("MedlineCitation")?,
                element.child("PubmedData"),
                element,
            )),
            "MedlineCitation" => Some(article(element, None, element)),
            "PubmedBookArticle" => Some(book(
                element.child("BookDocument")?,
                element.child("PubmedBookData"),
                element,
            )),
            _ => Some(book(element, None, element)),
        })
        .collect();
    Parsed::new(records, diagnostics)
}

fn article(citation: Element<'_>, data: Option<Element<'_>>, whole: Element<'_>) -> Claims {
    let mut claims = Claims {
        span: whole.span(),
        ..Claims::default()
    };
    let Some(article) = citation.child("Article") else {
        return claims;
    };
    let types = article.at(&["PublicationTypeList"]);
    kind(&mut claims, types, article.child("Journal"));
    let own = article.child("ArticleTitle").map(Element::text).unwrap_or_default();
    let vernacular = article.value(&["VernacularTitle"]);
    // A title in brackets is NLM's translation; the paper's own one stands beside it.
    let translated = own.as_str().starts_with('[') && own.as_str().trim_end_matches('.').ends_with(']');
    let title = match vernacular {
        Some(vernacular) if translated || no_title(&own) => vernacular,
        _ => own,
    };
    claim_zone(&mut claims, Field::Title, ZoneKind::Title, article_title(&title), RULE);
    for list in article.all("AuthorList") {
        names(&mut claims, list, Field::Author);
    }
    let mut numbers = SerialNumbers::default();
    if let Some(journal) = article.child("Journal") {
        if let Some(title) = journal.value(&["Title"]) {
            claim_journal(&mut claims, &title, RULE);
        }
        let short = journal
            .value(&["ISOAbbreviation"])
            .or_else(|| citation.value(&["MedlineJournalInfo", "MedlineTA"]));
        if let Some(short) = short {
            claim(&mut claims, Field::ContainerTitleShort, &short, RULE);
        }
        for issn in journal.all("ISSN") {
            numbers.read(&issn.text());
        }
        if let Some(issue) = journal.child("JournalIssue") {
            for (path, field) in [("Volume", Field::Volume), ("Issue", Field::Issue)] {
                if let Some(value) = issue.value(&[path]) {
                    claim(&mut claims, field, &value, RULE);
                }
            }
            date(&mut claims, issue.child("PubDate"), Field::Issued);
        }
    }
    numbers.claim(&mut claims, RULE);
    date(&mut claims, article.child("ArticleDate"), Field::AvailableDate);
    pages(&mut claims, article);
    let valid = |id: &Element<'_>| !id.is("ValidYN", "N");
    let mut doi = false;
    for id in article.all("ELocationID").filter(valid) {
        if id.is("EIdType", "doi") && !doi {
            doi = claim_doi(&mut claims, &id.text(), RULE, WEIGHT);
        }
    }
    if let Some(pmid) = citation.value(&["PMID"]) {
        claims.text(Field::Pmid, pmid.as_str(), place(&pmid), RULE, WEIGHT);
    }
    article_ids(&mut claims, data.and_then(|data| data.child("ArticleIdList")), doi);
    let known = claims.claims.iter().any(|claim| claim.field == Field::Pmcid);
    let other = citation.all("OtherID").map(Element::text).find_map(|text| {
        let pmcid = text.as_str().split(' ').next().and_then(Pmcid::parse)?;
        Some((pmcid, place(&text)))
    });
    if let Some((pmcid, span)) = other.filter(|_| !known) {
        claims.text(Field::Pmcid, pmcid.as_str(), span, RULE, WEIGHT);
    }
    if let Some(language) = article.value(&["Language"]) {
        claim(&mut claims, Field::Language, &language, RULE);
    }
    let summary = article.child("Abstract").or_else(|| citation.child("OtherAbstract"));
    claim_zone(
        &mut claims,
        Field::Abstract,
        ZoneKind::Abstract,
        structured(summary),
        RULE,
    );
    let mesh = citation
        .at(&["MeshHeadingList"])
        .into_iter()
        .flat_map(|list| list.all("MeshHeading"))
        .filter_map(|heading| heading.value(&["DescriptorName"]));
    let own = citation
        .all("KeywordList")
        .flat_map(|list| list.all("Keyword"))
        .map(Element::text);
    claim_keywords(&mut claims, mesh.chain(own).collect(), RULE);
    relations(&mut claims, citation.child("CommentsCorrectionsList"));
    if let Some(data) = data {
        claims.references = references(data);
    }
    claims
}

fn book(document: Element<'_>, data: Option<Element<'_>>, whole: Element<'_>) -> Claims {
    let mut claims = Claims {
        span: whole.span(),
        ..Claims::default()
    };
    let book = document.child("Book").unwrap_or(document);
    let chapter = document.value(&["ArticleTitle"]);
    let kind = if chapter.is_some() {
        ItemType::Chapter
    } else {
        ItemType::Book
    };
    claims.kind(kind, book.span(), RULE, WEIGHT);
    let title = book.child("BookTitle").map(Element::text).unwrap_or_default();
    match chapter {
        Some(chapter) => {
            claim_zone(
                &mut claims,
                Field::Title,
                ZoneKind::Title,
                article_title(&chapter),
                RULE,
            );
            claim(&mut claims, Field::ContainerTitle, &article_title(&title), RULE);
        }
        None => claim_zone(&mut claims, Field::Title, ZoneKind::Title, article_title(&title), RULE),
    }
    let own = document.all("AuthorList").next().is_some();
    for list in document.all("AuthorList").chain(book.all("AuthorList")) {
        let of_book = own && document.all("AuthorList").all(|known| known.span() != list.span());
        if list.is("Type", "editors") {
            names(&mut claims, list, Field::Editor);
        } else if !of_book {
            names(&mut claims, list, Field::Author);
        }
    }
    for (path, field) in [
        (&["Publisher", "PublisherName"][..], Field::Publisher),
        (&["Publisher", "PublisherLocation"], Field::PublisherPlace),
        (&["CollectionTitle"], Field::CollectionTitle),
        (&["Edition"], Field::Edition),
        (&["Volume"], Field::Volume),
        (&["Medium"], Field::Medium),
        (&["ReportNumber"], Field::Number),
    ] {
        if let Some(value) = book.value(path) {
            claim(&mut claims, field, &value, RULE);
        }
    }
    date(&mut claims, book.child("PubDate"), Field::Issued);
    let mut numbers = SerialNumbers::default();
    for isbn in book.all("Isbn") {
        numbers.read(&isbn.text());
    }
    numbers.claim(&mut claims, RULE);
    pages(&mut claims, document);
    if let Some(pmid) = document.value(&["PMID"]) {
        claims.text(Field::Pmid, pmid.as_str(), place(&pmid), RULE, WEIGHT);
    }
    let ids = document.all("ELocationID").chain(book.all("ELocationID"));
    let found = ids.filter(|id| id.is("EIdType", "doi")).map(Element::text).next();
    let doi = found.is_some_and(|text| claim_doi(&mut claims, &text, RULE, WEIGHT));
    article_ids(&mut claims, document.child("ArticleIdList"), doi);
    if let Some(language) = document.value(&["Language"]) {
        claim(&mut claims, Field::Language, &language, RULE);
    }
    claim_zone(
        &mut claims,
        Field::Abstract,
        ZoneKind::Abstract,
        structured(document.child("Abstract")),
        RULE,
    );
    let keywords = document.all("KeywordList").flat_map(|list| list.all("Keyword"));
    claim_keywords(&mut claims, keywords.map(Element::text).collect(), RULE);
    claims.references = references(document);
    if let Some(data) = data {
        claims.references.extend(references(data));
    }
    claims
}

/// The type that the publication types tell. What is none of the others stands in a journal.
fn kind(claims: &mut Claims, types: Option<Element<'_>>, journal: Option<Element<'_>>) {
    let named = types
        .into_iter()
        .flat_map(|list| list.all("PublicationType"))
        .map(Element::text);
    let named: Vec<MappedText> = named.collect();
    let find = |wanted: &str| named.iter().find(|value| value.as_str() == wanted).map(place);
    let own = [
        ("Preprint", ItemType::Article),
        ("Academic Dissertation", ItemType::Thesis),
        ("Newspaper Article", ItemType::ArticleNewspaper),
    ];
    for (name, kind) in own {
        if let Some(span) = find(name) {
            return claims.kind(kind, span, RULE, WEIGHT);
        }
    }
    if let Some(span) = find("Journal Article").or_else(|| journal.map(Element::span)) {
        claims.kind(ItemType::ArticleJournal, span, RULE, WEIGHT);
    }
}

fn names(claims: &mut Claims, list: Element<'_>, field: Field) {
    for author in list.all("Author") {
        if author.is("ValidYN", "N") {
            continue;
        }
        let identifier = author.all("Identifier").find_map(|id| orcid(id.text().as_str()));
        let part = |name| author.value(&[name]).map(MappedText::into_string);
        let name = if let Some(family) = part("LastName") {
            let given = part("ForeName")
                .or_else(|| part("FirstName"))
                .or_else(|| part("Initials"));
            Name {
                suffix: part("Suffix").map(Into::into),
                orcid: identifier.map(Into::into),
                ..Name::person(family, given.unwrap_or_default())
            }
        } else if let Some(group) = part("CollectiveName") {
            Name::group(group.trim_end_matches('.'))
        } else {
            continue;
        };
        claims.name(field, name, author.span(), RULE, WEIGHT);
    }
    if field == Field::Author && list.is("CompleteYN", "N") {
        let span = list.span();
        claims.et_al = Some(Span {
            start: span.end,
            end: span.end,
        });
    }
}

/// `PubDate` and `ArticleDate`: year, month and day, a season, or words as in `2010 Sep-Oct`.
fn date(claims: &mut Claims, element: Option<Element<'_>>, field: Field) {
    let Some(element) = element else { return };
    let parts = ["Year", "Month", "Day"].map(|name| element.value(&[name]).map(MappedText::into_string));
    let text = match element.value(&["MedlineDate"]) {
        Some(words) => words.into_string(),
        None => {
            let season = element.value(&["Season"]).map(MappedText::into_string);
            let known: Vec<String> = parts.into_iter().chain([season]).flatten().collect();
            known.join(" ")
        }
    };
    if let Some(date) = PartialDate::parse(&text) {
        claims.date(field, date, element.span(), RULE, WEIGHT);
    }
}

fn pages(claims: &mut Claims, article: Element<'_>) {
    if let Some(pagination) = article.child("Pagination") {
        if let Some(pages) = pagination.value(&["MedlinePgn"]) {
            return claim_pages(claims, &pages, RULE);
        }
        if let Some(first) = pagination.value(&["StartPage"]) {
            return claim_page_range(claims, &first, pagination.value(&["EndPage"]).as_ref(), RULE);
        }
    }
    let number = article
        .all("ELocationID")
        .find(|id| id.is("EIdType", "pii") && !id.is("ValidYN", "N"))
        .map(Element::text);
    // A preprint's is its number in the archive.
    let preprint = article.child("PublicationTypeList").is_some_and(|list| {
        list.all("PublicationType")
            .any(|kind| kind.text().as_str() == "Preprint")
    });
    // Ahead of print, and where articles are numbered, the identifier is the place in the journal.
    if let Some(number) = number.filter(|number| !preprint && Doi::parse(number.as_str()).is_none()) {
        claim(claims, Field::Page, &number, RULE);
    }
}

fn article_ids(claims: &mut Claims, list: Option<Element<'_>>, mut doi: bool) {
    for id in list.into_iter().flat_map(|list| list.all("ArticleId")) {
        let text = id.text();
        match id.attribute("IdType").map(MappedText::into_string).as_deref() {
            Some("doi") if !doi => doi = claim_doi(claims, &text, RULE, WEIGHT),
            Some("pmc") => {
                if let Some(pmcid) = Pmcid::parse(text.as_str()) {
                    claims.text(Field::Pmcid, pmcid.as_str(), place(&text), RULE, WEIGHT);
                }
            }
            Some("bookaccession") => claim(claims, Field::CallNumber, &text, RULE),
            _ => {}
        }
    }
}

/// An abstract; its parts with their labels, one a line.
fn structured(element: Option<Element<'_>>) -> MappedText {
    let mut out = MappedText::new();
    for part in element.into_iter().flat_map(|element| element.all("AbstractText")) {
        let text = part.text();
        if text.is_empty() {
            continue;
        }
        let start = part.span().start;
        if !out.is_empty() {
            out.push("\n", Span { start, end: start });
        }
        let label = part.attribute("Label");
        if let Some(label) = label.filter(|label| !matches!(label.as_str(), "" | "UNLABELLED")) {
            let end = place(&label).end;
            out.append(&label);
            out.push(": ", Span { start: end, end });
        }
        out.append(&text);
    }
    out
}

fn relations(claims: &mut Claims, list: Option<Element<'_>>) {
    for element in list.into_iter().flat_map(|list| list.all("CommentsCorrections")) {
        let kind = element.attribute("RefType").and_then(|name| relation(name.as_str()));
        let Some(kind) = kind else { continue };
        let mut text = element
            .value(&["RefSource"])
            .map(MappedText::into_string)
            .unwrap_or_default();
        if let Some(pmid) = element.value(&["PMID"]) {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str("PMID: ");
            text.push_str(pmid.as_str());
        }
        if !text.is_empty() {
            claims.relations.push(Relation {
                kind,
                text,
                span: element.span(),
            });
        }
    }
}

/// The reference list, with the identifiers that stand beside each citation.
fn references(data: Element<'_>) -> Vec<RawReference> {
    data.inside(&["Reference"])
        .filter_map(|reference| {
            let citation = reference.value(&["Citation"])?;
            let mut item = Item::default();
            for id in reference.inside(&["ArticleId"]) {
                let text = id.text();
                match id.attribute("IdType").map(MappedText::into_string).as_deref() {
                    Some("doi") => {
                        if let Some(doi) = Doi::parse(text.as_str()) {
                            item.set(Field::Doi, doi.as_str());
                        }
                    }
                    Some("pubmed") => {
                        if let Some(pmid) = Pmid::parse(text.as_str()) {
                            item.set(Field::Pmid, pmid.as_str());
                        }
                    }
                    Some("pmc") => {
                        if let Some(pmcid) = Pmcid::parse(text.as_str()) {
                            item.set(Field::Pmcid, pmcid.as_str());
                        }
                    }
                    _ => {}
                }
            }
            Some(RawReference {
                span: place(&citation),
                text: citation.into_string(),
                label: None,
                item: (!item.is_empty()).then_some(item),
            })
        })
        .collect()
}
