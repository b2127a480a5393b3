//! Which fields a work of a type should have.

use crate::record::{Field, Item, ItemType};

/// The fields that a reader needs to find and judge a work of this type, and that are not known.
///
/// A list of authors that ends with "et al." is not known. For journal articles the fields are what the Vancouver style needs, and the DOI and the abstract.
pub fn fields(item: &Item) -> Vec<Field> {
    use Field::*;
    let wanted: &[Field] = match item.kind {
        ItemType::Book | ItemType::Report | ItemType::Thesis => &[Title, Author, Issued, Publisher],
        ItemType::Chapter => &[Title, Author, ContainerTitle, Issued, Page, Publisher],
        ItemType::Webpage | ItemType::Post | ItemType::PostWeblog | ItemType::Dataset | ItemType::Software => {
            &[Title, Author, Issued, Url]
        }
        ItemType::PaperConference => &[Title, Author, ContainerTitle, Issued, Abstract],
        ItemType::Article => &[Title, Author, Issued, Doi, Abstract],
        _ => &[Title, Author, ContainerTitle, Issued, Volume, Page, Doi, Abstract],
    };
    wanted
        .iter()
        .copied()
        .filter(|field| match field {
            Author => item.et_al || item.author.is_empty() && item.editor.is_empty(),
            ContainerTitle => item.container().is_none(),
            // An article number stands in for pages, a PMID for a DOI that never was.
            Page => !item.has(Page) && !item.has(Number),
            _ => !item.has(*field),
        })
        .collect()
}
