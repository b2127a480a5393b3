//! How the review itself is cited: `CITATION.cff` of its folder, or what `citeloom.toml` says.

use crate::base::Name;
use crate::capture::Capture;
use crate::config::Config;
use crate::export::citation_file;
use crate::extract::extract;
use crate::record::{Field, Item, ItemType};

/// The name of the file, in the review's folder and on the site.
pub(super) const CITATION: &str = "CITATION.cff";

/// The review as a work.
#[derive(Clone, Debug)]
pub struct ReviewCitation {
    /// What is known of it.
    pub item: Item,
    /// The authors' own file, or one made of the settings; none where these name no author.
    pub file: Option<String>,
    /// The authors say so in a file of their own.
    pub own: bool,
}

/// Reads the authors' file. Without one the settings tell title, authors and address.
pub(super) fn read(own: Option<&str>, config: &Config, base_url: Option<&str>) -> ReviewCitation {
    let own = own.filter(|text| !text.trim().is_empty());
    if let Some(text) = own {
        let records = extract(&Capture::from_text(CITATION, text)).value.records;
        if let Some(record) = records
            .into_iter()
            .next()
            .filter(|record| record.item.title().is_some())
        {
            return ReviewCitation {
                item: record.item,
                file: Some(text.to_owned()),
                own: true,
            };
        }
    }
    let mut item = Item {
        kind: ItemType::Webpage,
        author: config.authors.iter().map(|name| person(name)).collect(),
        ..Item::default()
    };
    for (field, value) in [(Field::Title, Some(config.title.as_str())), (Field::Url, base_url)] {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            item.set(field, value);
        }
    }
    let file = own.map(str::to_owned).or_else(|| citation_file(&item));
    ReviewCitation { item, file, own: false }
}

/// An author as pages name one: `Åsa Lindqvist`.
pub(super) fn shown(name: &str) -> String {
    match name.split_once(',') {
        Some((family, given)) => format!("{} {}", given.trim(), family.trim()),
        None => name.trim().to_owned(),
    }
}

/// `Family, Given` says which is which; a name without a comma is left whole.
fn person(name: &str) -> Name {
    match name.split_once(',') {
        Some((family, given)) => Name::person(family.trim(), given.trim()),
        None => Name::group(name.trim()),
    }
}
