//! Search exports of several databases into one record a work, with the reasons to look at.

use super::profile::{first_page, plain_number};
use super::{Certainty, Decisions, Reason, Works, match_works};
use crate::base::{Parsed, fold};
use crate::journals::Journals;
use crate::record::{Field, Item};

/// Records without duplicates, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deduped {
    /// The works; each `item` is merged from its members.
    pub works: Works,
    /// Every pair that was taken for one work, in the order of the input.
    pub merged: Vec<Merged>,
    /// Pairs that may be one work and were kept apart, in the order of the input.
    pub doubtful: Vec<Merged>,
}

/// Two records, by their indices in the input, and what speaks for and against their being one work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The earlier record.
    pub a: usize,
    /// The later record.
    pub b: usize,
    /// What made the link; `None` for a doubtful pair.
    pub because: Option<Reason>,
    /// How sure it is.
    pub certainty: Certainty,
    /// Why it is doubtful, in plain words; empty for a merged pair.
    pub why: String,
    /// Fields that say the same in both.
    pub agree: Vec<Field>,
    /// Fields that both have and that differ.
    pub differ: Vec<Field>,
}

/// Joins the records that are one work. Nothing is dropped: every record is a member of one work, and each merged record
/// holds what its members say without contradiction.
pub fn dedupe(items: &[&Item], decisions: &Decisions, journals: &Journals) -> Parsed<Deduped> {
    let nameless: Vec<(&str, &Item)> = items.iter().map(|item| ("", *item)).collect();
    let matched = match_works(&nameless, decisions, journals);
    let works = matched.value;
    let pair = |a: usize, b: usize, because, certainty, why: &str| {
        let mut pair = Merged {
            a,
            b,
            because,
            certainty,
            why: why.to_owned(),
            agree: Vec::new(),
            differ: Vec::new(),
        };
        if let (Some(x), Some(y)) = (items.get(a), items.get(b)) {
            compare(x, y, journals, &mut pair);
        }
        pair
    };
    let merged = works
        .matches
        .iter()
        .map(|m| pair(m.a, m.b, Some(m.because), m.certainty, ""))
        .collect();
    let doubtful = works
        .doubts
        .iter()
        .map(|d| pair(d.a, d.b, None, Certainty::Doubtful, &d.why))
        .collect();
    Parsed::new(
        Deduped {
            works,
            merged,
            doubtful,
        },
        matched.diagnostics,
    )
}

/// Fills in which of the fields that identify a work agree.
fn compare(x: &Item, y: &Item, journals: &Journals, pair: &mut Merged) {
    let mut note = |field: Field, same: Option<bool>| match same {
        Some(true) => pair.agree.push(field),
        Some(false) => pair.differ.push(field),
        None => {}
    };
    let both = |field: Field, same: &dyn Fn(&str, &str) -> bool| Some(same(x.get(field)?, y.get(field)?));
    let letters = |text: &str| -> String { fold(text).chars().filter(|c| c.is_alphanumeric()).collect() };
    note(Field::Title, both(Field::Title, &|a, b| letters(a) == letters(b)));
    let first = |item: &Item| item.author.first().map(|name| letters(name.main()));
    note(Field::Author, first(x).zip(first(y)).map(|(a, b)| a == b));
    let journal = x.container().zip(y.container());
    note(
        Field::ContainerTitle,
        journal.map(|(a, b)| letters(a) == letters(b) || journals.compatible(a, b)),
    );
    note(Field::Issued, x.year().zip(y.year()).map(|(a, b)| a == b));
    for field in [Field::Volume, Field::Issue] {
        note(field, both(field, &|a, b| plain_number(a) == plain_number(b)));
    }
    note(Field::Page, both(Field::Page, &|a, b| first_page(a) == first_page(b)));
    note(Field::Doi, x.doi().zip(y.doi()).map(|(a, b)| a == b));
    note(Field::Pmid, x.pmid().zip(y.pmid()).map(|(a, b)| a == b));
    note(Field::Pmcid, x.pmcid().zip(y.pmcid()).map(|(a, b)| a == b));
}

impl Deduped {
    /// The doubtful pairs as a file of decisions to edit: each under a comment that says who they are and why, as
    /// `different`, which is what holds until somebody writes `same`.
    pub fn questions(&self) -> String {
        let mut place = vec![0usize; self.works.works.iter().map(|work| work.members.len()).sum()];
        for (number, work) in self.works.works.iter().enumerate() {
            for member in &work.members {
                if let Some(slot) = place.get_mut(*member) {
                    *slot = number;
                }
            }
        }
        let mut out = String::from("# Pairs that may be one work. Change [[different]] to [[same]] where they are.\n");
        for doubt in &self.doubtful {
            let work = |index: usize| self.works.works.get(*place.get(index)?);
            let (Some(a), Some(b)) = (work(doubt.a), work(doubt.b)) else {
                continue;
            };
            out.push_str(&format!("\n# {}\n", doubt.why));
            for work in [a, b] {
                let title = work.item.title().unwrap_or("(no title)");
                let journal = work.item.container().unwrap_or("");
                out.push_str(&format!(
                    "#   {}: {} {}\n",
                    work.key,
                    one_line(title),
                    one_line(journal)
                ));
            }
            out.push_str(&format!("[[different]]\nworks = [\"{}\", \"{}\"]\n", a.key, b.key));
        }
        out
    }
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
