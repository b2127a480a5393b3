//! MODS, the Library of Congress's XML, as libraries and repositories give it.

use super::Format;
use super::flow::{WEIGHT, claim, claim_keywords, claim_zone, place};
use super::names::{inverted, natural};
use super::numbers::{SerialNumbers, claim_doi, claim_page_range, claim_pages};
use super::xml::{Document, Element, begins_with};
use crate::base::{MappedText, Name, Parsed, PartialDate, Pmcid, Pmid, Span};
use crate::capture::Capture;
use crate::record::{Claims, Field, ItemType, ZoneKind};

/// The format.
pub const FORMAT: Format = Format {
    name: "mods",
    title: "MODS",
    extensions: &["xml", "mods"],
    recognise: |text| {
        if begins_with(text, &["mods", "modsCollection"]) {
            94
        } else {
            0
        }
    },
    read,
};

const RULE: &str = "mods";

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let mut document = Document::parse(capture);
    let diagnostics = std::mem::take(&mut document.diagnostics);
    let records = document
        .outermost(&["mods"])
        .map(record)
        .filter(|claims| !claims.claims.is_empty())
        .collect();
    Parsed::new(records, diagnostics)
}

fn record(mods: Element<'_>) -> Claims {
    let mut claims = Claims {
        span: mods.span(),
        ..Claims::default()
    };
    let host = mods.all("relatedItem").find(|item| item.is("type", "host"));
    let kind = kind(&mut claims, mods, host);
    if let Some(title) = mods
        .all("titleInfo")
        .find(|info| info.attribute("type").is_none())
        .or(mods.child("titleInfo"))
    {
        claim_zone(&mut claims, Field::Title, ZoneKind::Title, title_of(title), RULE);
    }
    if let Some(short) = mods.all("titleInfo").find(|info| info.is("type", "abbreviated")) {
        claim(&mut claims, Field::TitleShort, &title_of(short), RULE);
    }
    names(&mut claims, mods, None);
    if let Some(host) = host {
        names(&mut claims, host, Some(Field::Editor));
        // A title that cataloguers made uniform or another one only where nothing says what is on the host itself.
        let plain = |info: &Element<'_>| info.attribute("type").is_none();
        let any_plain = host.all("titleInfo").any(|info| plain(&info));
        let mut typed = 0;
        for info in host.all("titleInfo") {
            let short = info.is("type", "abbreviated");
            if !short && !plain(&info) {
                typed += 1;
                if any_plain || typed > 1 {
                    continue;
                }
            }
            let field = if short {
                Field::ContainerTitleShort
            } else {
                Field::ContainerTitle
            };
            claim(&mut claims, field, &title_of(info), RULE);
        }
    }
    let series = mods.all("relatedItem").find(|item| item.is("type", "series"));
    if let Some(title) = series.and_then(|series| series.child("titleInfo")) {
        claim(&mut claims, Field::CollectionTitle, &title_of(title), RULE);
        if let Some(number) = title.value(&["partNumber"]) {
            claim(&mut claims, Field::CollectionNumber, &number, RULE);
        }
    }
    origin(&mut claims, mods, host);
    parts(&mut claims, mods, host, kind);
    identifiers(&mut claims, mods, host);
    if let Some(language) = mods.inside(&["languageTerm"]).find(|term| !term.text().is_empty()) {
        claim(&mut claims, Field::Language, &language.text(), RULE);
    }
    if let Some(summary) = mods.value(&["abstract"]) {
        claim_zone(&mut claims, Field::Abstract, ZoneKind::Abstract, summary, RULE);
    }
    let subjects = mods.all("subject").flat_map(|subject| {
        let parts: Vec<MappedText> = subject.all("topic").map(Element::text).collect();
        if parts.is_empty() {
            subject.all("geographic").map(Element::text).collect()
        } else {
            parts
        }
    });
    claim_keywords(&mut claims, subjects.collect(), RULE);
    if let Some(shelf) = mods.at(&["location", "shelfLocator"]).or(mods.child("classification")) {
        claim(&mut claims, Field::CallNumber, &shelf.text(), RULE);
    }
    claims
}

/// The type after the genre, the kind of resource and the host's way of appearing.
fn kind(claims: &mut Claims, mods: Element<'_>, host: Option<Element<'_>>) -> ItemType {
    let known = |text: &str| {
        Some(match text.trim().to_lowercase().as_str() {
            "journal article" | "journalarticle" | "article" | "article-journal" | "research article" => {
                ItemType::ArticleJournal
            }
            "book" | "monograph" | "ebook" | "electronic books" => ItemType::Book,
            "booksection" | "book section" | "book chapter" | "chapter" | "bookpart" => ItemType::Chapter,
            "conference publication"
            | "conference paper"
            | "conferencepaper"
            | "conference object"
            | "in proceedings"
            | "inproceedings" => ItemType::PaperConference,
            "thesis" | "theses" | "dissertation" | "doctoralthesis" | "doctoral thesis" | "masterthesis" => {
                ItemType::Thesis
            }
            "report" | "technical report" => ItemType::Report,
            "newspaper article" | "newspaperarticle" => ItemType::ArticleNewspaper,
            "magazine article" | "magazinearticle" => ItemType::ArticleMagazine,
            "web site" | "website" | "webpage" => ItemType::Webpage,
            "patent" => ItemType::Patent,
            "map" => ItemType::Map,
            "letter" => ItemType::PersonalCommunication,
            "interview" => ItemType::Interview,
            "motion picture" | "film" | "videorecording" => ItemType::MotionPicture,
            "dataset" => ItemType::Dataset,
            "encyclopedia" | "encyclopediaarticle" => ItemType::EntryEncyclopedia,
            "manuscript" => ItemType::Manuscript,
            "preprint" => ItemType::Article,
            _ => return None,
        })
    };
    let of = |element: Element<'_>| {
        let text = element.text();
        known(text.as_str()).map(|kind| (kind, place(&text)))
    };
    let own = mods.all("genre").filter_map(of).next();
    let serial = host.and_then(|host| {
        let issuance = host.at(&["originInfo", "issuance"]).map(Element::text);
        let continuing = issuance.filter(|text| matches!(text.as_str(), "continuing" | "serial"));
        let genre = host.all("genre").map(Element::text).find(|text| {
            matches!(
                text.as_str().to_lowercase().as_str(),
                "journal" | "periodical" | "academic journal"
            )
        });
        continuing
            .or(genre)
            .map(|text| (ItemType::ArticleJournal, place(&text)))
    });
    let part = host.and_then(|host| {
        let genre = host.all("genre").filter_map(of).next();
        match genre {
            Some((ItemType::Book, span)) => Some((ItemType::Chapter, span)),
            Some((ItemType::PaperConference, span)) => Some((ItemType::PaperConference, span)),
            _ if host.inside(&["detail"]).any(|detail| detail.is("type", "issue")) => {
                Some((ItemType::ArticleJournal, host.span()))
            }
            _ => None,
        }
    });
    let resource = || {
        let text = mods.value(&["typeOfResource"])?;
        let kind = match text.as_str() {
            "cartographic" => ItemType::Map,
            "notated music" => ItemType::MusicalScore,
            "sound recording" | "sound recording-musical" | "sound recording-nonmusical" => ItemType::Song,
            "moving image" => ItemType::MotionPicture,
            "still image" | "three dimensional object" => ItemType::Graphic,
            "software, multimedia" => ItemType::Software,
            "text" if host.is_none() => ItemType::Book,
            _ => return None,
        };
        Some((kind, place(&text)))
    };
    // A genre that names the container ("book" beside a host) does not name the part.
    let own = own.filter(|(kind, _)| host.is_none() || *kind != ItemType::Book);
    let monograph = || {
        let issuance = mods.value(&["originInfo", "issuance"])?;
        (host.is_none() && issuance.as_str().starts_with("mono")).then(|| (ItemType::Book, place(&issuance)))
    };
    let found = own.or(serial).or(part).or_else(resource).or_else(monograph);
    let Some((kind, span)) = found else {
        return ItemType::Document;
    };
    claims.kind(kind, span, RULE, WEIGHT);
    kind
}

/// `nonSort`, `title`, `: subTitle`.
fn title_of(info: Element<'_>) -> MappedText {
    let mut out = MappedText::new();
    for (name, separator) in [("nonSort", ""), ("title", " "), ("subTitle", ": ")] {
        let Some(part) = info.value(&[name]) else { continue };
        let text = part.as_str();
        let part = part.slice(Span::new(0, text.trim_end_matches(['/', ':', ' ']).len()));
        if part.is_empty() {
            continue;
        }
        if !out.is_empty() {
            let (end, start) = (place(&out).end, place(&part).start);
            let elided = name == "title" && out.as_str().ends_with(['\'', '’', '-']);
            if !elided {
                out.push(
                    separator,
                    Span {
                        start: end.min(start),
                        end: start,
                    },
                );
            }
        }
        out.append(&part);
    }
    out
}

/// Names with their roles. Of a host only the editors count; where nobody is an author, who has another role is.
fn names(claims: &mut Claims, element: Element<'_>, host: Option<Field>) {
    let mut others = Vec::new();
    for name in element.all("name") {
        let roles: Vec<String> = name
            .inside(&["roleTerm"])
            .map(|role| role.text().into_string().to_lowercase())
            .collect();
        let is = |wanted: &[&str]| roles.iter().any(|role| wanted.contains(&role.trim_end_matches('.')));
        let field = if is(&["editor", "edt", "ed", "herausgeber"]) {
            Field::Editor
        } else if is(&["translator", "trl"]) {
            Field::Translator
        } else if let Some(field) = host {
            field
        } else if roles.is_empty() || is(&["author", "aut", "creator", "cre", "inventor", "inv", "artist", "art"]) {
            Field::Author
        } else {
            others.push(name);
            continue;
        };
        if let Some(value) = name_of(name) {
            claims.name(field, value, name.span(), RULE, WEIGHT);
        }
    }
    if !claims.claims.iter().any(|claim| claim.field == Field::Author) {
        for name in others {
            if let Some(value) = name_of(name) {
                claims.name(Field::Author, value, name.span(), RULE, WEIGHT);
            }
        }
    }
}

fn name_of(name: Element<'_>) -> Option<Name> {
    let part = |kind: &str| -> Option<String> {
        let parts = name.all("namePart").filter(|part| part.is("type", kind));
        let texts: Vec<String> = parts.map(|part| part.text().into_string()).collect();
        (!texts.is_empty()).then(|| texts.join(" "))
    };
    let plain: Vec<String> = name
        .all("namePart")
        .filter(|part| part.attribute("type").is_none())
        .map(|part| part.text().into_string())
        .collect();
    match (part("family"), part("given")) {
        (Some(family), given) => return Some(Name::person(family, given.unwrap_or_default())),
        (None, Some(given)) if plain.is_empty() => return Some(Name::group(given)),
        _ => {}
    }
    if name.attribute("type").is_some_and(|kind| kind.as_str() != "personal") {
        return Some(Name::group(plain.join(" ")));
    }
    // Catalogues add the years of life: `Alleman, Tillie Pierce, 1848-1914`.
    let whole = plain.first()?.trim_end_matches([',', '.']);
    let text = match whole.rsplit_once(", ") {
        Some((name, years)) if years.starts_with(|c: char| c.is_ascii_digit()) => name,
        _ => whole,
    };
    Some(if text.contains(',') {
        inverted(text)
    } else {
        natural(text)
    })
}

fn origin(claims: &mut Claims, mods: Element<'_>, host: Option<Element<'_>>) {
    let origins = || {
        mods.all("originInfo")
            .chain(host.into_iter().flat_map(|host| host.all("originInfo")))
    };
    let city = origins()
        .flat_map(|origin| origin.inside(&["placeTerm"]))
        .find(|place| !place.is("type", "code"));
    if let Some(city) = city {
        claim(claims, Field::PublisherPlace, &city.text(), RULE);
    }
    for (name, field) in [("publisher", Field::Publisher), ("edition", Field::Edition)] {
        if let Some(value) = origins().find_map(|origin| origin.value(&[name])) {
            claim(claims, field, &value, RULE);
        }
    }
    let dates = ["dateIssued", "copyrightDate", "dateCreated"];
    let key = origins()
        .flat_map(Element::children)
        .filter(|date| date.is("keyDate", "yes") && dates.contains(&date.name()));
    let key = best_date(key);
    let mut found = dates.iter().find_map(|name| {
        let all = origins()
            .flat_map(|origin| origin.all(name))
            .filter(|date| !date.is("point", "end"));
        best_date(all)
    });
    // The catalogue's own choice, unless it only says less of the same year.
    found = match (key, found) {
        (Some(key), Some(other)) if key.0.year == other.0.year => Some(other),
        (key, other) => key.or(other),
    };
    if found.is_none() {
        let parts = mods
            .all("part")
            .chain(host.into_iter().flat_map(|host| host.all("part")));
        found = best_date(parts.flat_map(|part| part.all("date")));
    }
    if let Some((date, span)) = found {
        claims.date(Field::Issued, date, span, RULE, WEIGHT);
    }
}

/// The most precise of several dates; of equals the first.
fn best_date<'d>(dates: impl Iterator<Item = Element<'d>>) -> Option<(PartialDate, Span)> {
    let mut best: Option<(PartialDate, Span)> = None;
    for element in dates {
        let text = element.text();
        let Some(date) = PartialDate::parse(text.as_str()) else {
            continue;
        };
        if best
            .as_ref()
            .is_none_or(|(known, _)| date.parts().len() > known.parts().len())
        {
            best = Some((date, place(&text)));
        }
    }
    best
}

fn parts(claims: &mut Claims, mods: Element<'_>, host: Option<Element<'_>>, kind: ItemType) {
    let parts: Vec<Element<'_>> = host
        .into_iter()
        .flat_map(|host| host.all("part"))
        .chain(mods.all("part"))
        .collect();
    for (name, field) in [
        ("volume", Field::Volume),
        ("issue", Field::Issue),
        ("number", Field::Issue),
    ] {
        let detail = parts
            .iter()
            .flat_map(|part| part.all("detail"))
            .find(|detail| detail.is("type", name));
        let number = detail.and_then(|detail| detail.value(&["number"]).or_else(|| Some(detail.text())));
        if let Some(number) = number.filter(|number| !number.is_empty())
            && !claims.claims.iter().any(|claim| claim.field == field)
        {
            claim(claims, field, &number, RULE);
        }
    }
    for extent in parts.iter().flat_map(|part| part.all("extent")) {
        if !matches!(
            extent.attribute("unit").map(MappedText::into_string).as_deref(),
            Some("page" | "pages") | None
        ) {
            continue;
        }
        if let Some(first) = extent.value(&["start"]) {
            return claim_page_range(claims, &first, extent.value(&["end"]).as_ref(), RULE);
        }
        if let Some(list) = extent.value(&["list"]) {
            return claim_pages(claims, &list, RULE);
        }
    }
    // `xii, 206 p.` of a whole book.
    if matches!(kind, ItemType::Book | ItemType::Thesis | ItemType::Report)
        && let Some(extent) = mods.value(&["physicalDescription", "extent"])
    {
        let text = extent.as_str();
        let at = ["p.", "pages", "S.", " p"]
            .iter()
            .filter_map(|unit| text.find(unit))
            .min();
        let head = at.map_or("", |at| text[..at].trim_end());
        let start = head
            .rfind(|c: char| !c.is_ascii_digit())
            .map_or(0, |at| at + head[at..].chars().next().map_or(1, char::len_utf8));
        claim(
            claims,
            Field::NumberOfPages,
            &extent.slice(Span::new(start, head.len())),
            RULE,
        );
    }
}

fn identifiers(claims: &mut Claims, mods: Element<'_>, host: Option<Element<'_>>) {
    let mut numbers = SerialNumbers::default();
    let mut doi = false;
    let mut url: Option<MappedText> = None;
    let own = mods.all("identifier").map(|id| (id, true));
    let hosts = host
        .into_iter()
        .flat_map(|host| host.all("identifier"))
        .map(|id| (id, false));
    for (id, own) in own.chain(hosts) {
        let text = id.text();
        match id.attribute("type").map(|kind| kind.as_str().to_lowercase()).as_deref() {
            Some("issn" | "isbn" | "issn-l" | "eissn") => numbers.read(&text),
            Some("doi") if own && !doi => doi = claim_doi(claims, &text, RULE, WEIGHT),
            Some("pmid" | "pubmed") if own => {
                if let Some(pmid) = Pmid::parse(text.as_str()) {
                    claims.text(Field::Pmid, pmid.as_str(), place(&text), RULE, WEIGHT);
                }
            }
            Some("pmcid" | "pmc") if own => {
                if let Some(pmcid) = Pmcid::parse(text.as_str()) {
                    claims.text(Field::Pmcid, pmcid.as_str(), place(&text), RULE, WEIGHT);
                }
            }
            Some("citekey") if own => claim(claims, Field::Id, &text, RULE),
            Some("uri" | "url") if own => {
                if !doi && text.as_str().contains("doi.org/") {
                    doi = claim_doi(claims, &text, RULE, WEIGHT);
                }
                url = url.or(Some(text));
            }
            _ => {}
        }
    }
    numbers.claim(claims, RULE);
    let location = mods.all("location").flat_map(|location| location.all("url"));
    let best = best_url(location).or(url).filter(|url| url.as_str().contains(':'));
    if let Some(url) = best {
        claim(claims, Field::Url, &url, RULE);
    }
    if let Some(key) = mods
        .attribute("ID")
        .filter(|_| !claims.claims.iter().any(|claim| claim.field == Field::Id))
    {
        claim(claims, Field::Id, &key, RULE);
    }
}

/// The address that is marked as primary, or else the first one.
fn best_url<'d>(urls: impl Iterator<Item = Element<'d>>) -> Option<MappedText> {
    let mut first = None;
    for url in urls {
        if url.is("usage", "primary display") || url.is("usage", "primary") {
            return Some(url.text());
        }
        first = first.or_else(|| Some(url.text()));
    }
    first
}
