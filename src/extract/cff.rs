//! `CITATION.cff`: how the authors of data, software or a review want it cited. See
//! <https://github.com/citation-file-format/citation-file-format>. Its YAML is read as that of CSL-YAML is. Where the file
//! names a `preferred-citation`, that is what is cited.

use super::Format;
use super::csl::date;
use super::csl_yaml;
use super::data::Value;
use super::flow::{WEIGHT, claim, claim_keywords, claim_zone, place};
use super::names::orcid;
use super::numbers::claim_doi;
use super::tagged::lines;
use crate::base::{Name, Parsed};
use crate::capture::Capture;
use crate::record::{Claims, Field, ItemType, ZoneKind};

const RULE: &str = "cff";

/// The format.
pub const FORMAT: Format = Format {
    name: "cff",
    title: "Citation File Format",
    extensions: &["cff"],
    recognise,
    read,
};

fn recognise(text: &str) -> u8 {
    let named = lines(text)
        .take(200)
        .any(|line| line.of(text).starts_with("cff-version:"));
    if named { 90 } else { 0 }
}

fn read(capture: &Capture) -> Parsed<Vec<Claims>> {
    let tree = csl_yaml::tree(capture);
    let told: Vec<_> = tree.limit_reached(capture).into_iter().collect();
    let Some(root) = tree.roots().next() else {
        return Parsed::new(Vec::new(), told);
    };
    let preferred = root.get("preferred-citation");
    let mut claims = claims(preferred.unwrap_or(root));
    claims.span = root.span();
    Parsed::new(vec![claims], told)
}

fn claims(work: Value<'_>) -> Claims {
    let mut claims = Claims::default();
    if let Some(text) = work.text_of("type")
        && let Some(kind) = kind(text.as_str())
    {
        claims.kind(kind, place(text), RULE, WEIGHT);
    }
    for (key, field) in [
        ("journal", Field::ContainerTitle),
        ("volume", Field::Volume),
        ("issue", Field::Issue),
        ("url", Field::Url),
        ("isbn", Field::Isbn),
        ("issn", Field::Issn),
        ("edition", Field::Edition),
    ] {
        if let Some(text) = work.text_of(key) {
            claim(&mut claims, field, text, RULE);
        }
    }
    if work.get("url").is_none()
        && let Some(text) = work.text_of("repository-code")
    {
        claim(&mut claims, Field::Url, text, RULE);
    }
    for (key, field, zone) in [
        ("title", Field::Title, ZoneKind::Title),
        ("abstract", Field::Abstract, ZoneKind::Abstract),
    ] {
        if let Some(text) = work.text_of(key) {
            claim_zone(&mut claims, field, zone, text.clone(), RULE);
        }
    }
    let identifiers = work.get("identifiers").into_iter().flat_map(Value::members);
    let doi = identifiers
        .filter(|entry| entry.text_of("type").is_some_and(|kind| kind.as_str() == "doi"))
        .find_map(|entry| entry.text_of("value"));
    if let Some(text) = work.text_of("doi").or(doi) {
        claim_doi(&mut claims, text, RULE, WEIGHT);
    }
    for key in ["date-published", "date-released", "year"] {
        let Some(value) = work.get(key) else { continue };
        if let Some(date) = date(value) {
            claims.date(Field::Issued, date, value.span(), RULE, WEIGHT);
            break;
        }
    }
    for entry in work.get("authors").into_iter().flat_map(Value::members) {
        let part = |key: &str| entry.text_of(key).map(|text| text.as_str().to_owned());
        let mut name = match (
            part("family-names"),
            part("given-names"),
            part("name").or(part("alias")),
        ) {
            (Some(family), given, _) => Name {
                given: given.map(Into::into),
                non_dropping_particle: part("name-particle").map(Into::into),
                suffix: part("name-suffix").map(Into::into),
                ..Name::person(family, "")
            },
            (None, Some(given), _) => Name::group(given),
            (None, None, Some(name)) => Name::group(name),
            (None, None, None) => continue,
        };
        name.orcid = part("orcid").and_then(|text| orcid(&text)).map(Into::into);
        claims.name(Field::Author, name, entry.span(), RULE, WEIGHT);
    }
    let keywords = work.get("keywords").into_iter().flat_map(Value::members);
    let keywords = keywords.filter_map(Value::text).cloned().collect();
    claim_keywords(&mut claims, keywords, RULE);
    claims
}

/// What the file's types are among those of CSL; of others nothing is claimed.
fn kind(name: &str) -> Option<ItemType> {
    Some(match name {
        "software" | "software-code" | "software-container" | "software-executable" => ItemType::Software,
        "dataset" | "data" | "database" => ItemType::Dataset,
        "article" => ItemType::ArticleJournal,
        "book" => ItemType::Book,
        "conference-paper" => ItemType::PaperConference,
        "report" => ItemType::Report,
        "thesis" => ItemType::Thesis,
        "website" | "blog" => ItemType::Webpage,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::extract;

    #[test]
    fn what_authors_ask_for_is_read() {
        let text = "cff-version: 1.2.0\nmessage: \"Please cite it.\"\ntitle: 'Niche: a review'\nauthors:\n  - family-names: \
                    Berg\n    name-particle: van den\n    given-names: Åsa\n    orcid: \"https://orcid.org/0000-0002-1825-0097\"\n  \
                    - name: Nordic Group\ndoi: 10.1000/niche.1\ndate-released: 2024-05-03\nkeywords:\n  - niche\n";
        let extraction = extract(&Capture::from_text("CITATION.cff", text)).value;
        assert_eq!(extraction.format, "cff");
        let item = &extraction.records[0].item;
        assert_eq!(item.title(), Some("Niche: a review"));
        assert_eq!(item.author[0].non_dropping_particle.as_deref(), Some("van den"));
        assert_eq!(item.author[0].orcid.as_deref(), Some("0000-0002-1825-0097"));
        assert_eq!(item.author[1].literal.as_deref(), Some("Nordic Group"));
        assert_eq!(item.issued.map(|date| date.to_string()).as_deref(), Some("2024-05-03"));
        assert_eq!(item.get(Field::Doi), Some("10.1000/niche.1"));
        let preferred = format!(
            "{text}preferred-citation:\n  type: article\n  title: The paper\n  journal: Niches\n  year: 2025\n"
        );
        let extraction = extract(&Capture::from_text("CITATION.cff", &preferred)).value;
        let item = &extraction.records[0].item;
        assert_eq!((item.title(), item.container()), (Some("The paper"), Some("Niches")));
        assert_eq!(item.kind, ItemType::ArticleJournal);
    }
}
