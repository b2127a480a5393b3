//! One record out of several of the same work: the fullest one, completed from those that do not contradict it.

use super::profile::{first_page, plain_number};
use crate::base::fold;
use crate::record::{Field, Item, ItemType};

/// The best of the members' values. `members` are `(is an article of the review, item)`, in any order.
///
/// The article's own record, else the fullest one, is the base. Others fill what it lacks, if they do not contradict its
/// year, volume, page or identifiers, so that no record is put together from two different ones.
pub(super) fn merge(members: &[(bool, &Item)]) -> Item {
    let mut order: Vec<(bool, &Item)> = members.to_vec();
    order.sort_by(|(own_a, a), (own_b, b)| {
        (own_b, fullness(b))
            .cmp(&(own_a, fullness(a)))
            .then_with(|| text_order(a, b))
    });
    let Some(((base_is_own, base), others)) = order.split_first() else {
        return Item::default();
    };
    let mut item = (*base).clone();
    for (_, other) in others {
        if contradicts(&item, other) {
            continue;
        }
        if item.kind == ItemType::Document {
            item.kind = other.kind;
        }
        if better_authors(&item, other) && !(*base_is_own && !item.et_al && !item.author.is_empty()) {
            item.author.clone_from(&other.author);
            item.et_al = other.et_al;
        }
        for field in [Field::Editor, Field::CollectionEditor, Field::Translator] {
            if item.names(field).is_empty()
                && !other.names(field).is_empty()
                && let Some(names) = item.names_mut(field)
            {
                *names = other.names(field).to_vec();
            }
        }
        for field in [Field::Issued, Field::AvailableDate, Field::Accessed] {
            match (item.date(field), other.date(field)) {
                (None, date) => item.set_date(field, date),
                (Some(ours), Some(theirs)) if ours.year == theirs.year && theirs.parts().len() > ours.parts().len() => {
                    item.set_date(field, Some(theirs));
                }
                _ => {}
            }
        }
        if item.keyword.is_empty() {
            item.keyword.clone_from(&other.keyword);
        }
        for (field, value) in other.texts() {
            match item.get(field) {
                None => item.set(field, value),
                // A range says more than its first page, and a title more than its beginning.
                Some(ours) if field == Field::Page && !*base_is_own && longer_range(ours, value) => {
                    item.set(field, value)
                }
                Some(ours)
                    if field == Field::Title
                        && !*base_is_own
                        && value.len() > ours.len()
                        && fold(value).starts_with(&fold(ours)) =>
                {
                    item.set(field, value);
                }
                _ => {}
            }
        }
    }
    item
}

/// How much a record says, in steps that matter: numbers, title, names, then the rest.
fn fullness(item: &Item) -> (usize, usize, usize) {
    let main = [
        Field::Title,
        Field::ContainerTitle,
        Field::Volume,
        Field::Page,
        Field::Issued,
        Field::Author,
    ];
    let known = main.iter().filter(|field| item.has(**field)).count()
        + usize::from(item.doi().is_some() || item.pmid().is_some());
    (
        known,
        item.author.len() * usize::from(!item.et_al),
        item.texts().count(),
    )
}

/// A fixed order of records that say equally much, so that the input's order does not matter.
fn text_order(a: &Item, b: &Item) -> std::cmp::Ordering {
    let long = |item: &Item| item.texts().map(|(_, text)| text.len()).sum::<usize>();
    long(b)
        .cmp(&long(a))
        .then_with(|| a.texts().cmp(b.texts()))
        .then_with(|| a.author.cmp(&b.author))
        .then_with(|| a.issued.cmp(&b.issued))
}

fn contradicts(a: &Item, b: &Item) -> bool {
    let differ = |x: Option<String>, y: Option<String>| matches!((x, y), (Some(x), Some(y)) if x != y);
    let number = |item: &Item, field| item.get(field).map(plain_number);
    let page = |item: &Item| item.get(Field::Page).map(first_page).filter(|page| !page.is_empty());
    let years = matches!((a.year(), b.year()), (Some(a), Some(b)) if a.abs_diff(b) > 1);
    years
        || differ(number(a, Field::Volume), number(b, Field::Volume))
        || differ(page(a), page(b))
        || differ(a.doi().map(|id| id.to_string()), b.doi().map(|id| id.to_string()))
        || differ(a.pmid().map(|id| id.to_string()), b.pmid().map(|id| id.to_string()))
}

fn better_authors(ours: &Item, theirs: &Item) -> bool {
    if theirs.author.is_empty() {
        return false;
    }
    let same_first = match (ours.author.first(), theirs.author.first()) {
        (Some(a), Some(b)) => fold(a.main()) == fold(b.main()),
        _ => true,
    };
    let more = (theirs.author.len(), !theirs.et_al) > (ours.author.len(), !ours.et_al);
    same_first && more
}

/// Whether `theirs` is a range that begins at the page which is all that `ours` gives.
fn longer_range(ours: &str, theirs: &str) -> bool {
    let dashed = |text: &str| {
        text.trim_end_matches(['-', '\u{2010}', '\u{2013}'])
            .contains(['-', '\u{2010}', '\u{2013}'])
    };
    !dashed(ours) && dashed(theirs) && first_page(ours) == first_page(theirs)
}
