//! Citations in running text: order, what collapses, and how works of one name and year are told apart.

use super::eval::{Eval, Wanted, affixed, fonts};
use super::parse::Collapse;
use super::rich::Rich;
use super::{Processor, Rendered};
use crate::base::fold;
use crate::record::Item;
use std::cmp::Ordering;
use std::collections::HashMap;

/// One work in a citation.
#[derive(Clone, Copy, Debug)]
pub struct Cite<'a> {
    /// The work.
    pub item: &'a Item,
    /// Its number on the page.
    pub number: usize,
    /// What tells it from others of the same names and year.
    pub distinction: &'a Distinction,
    /// Words before it.
    pub prefix: &'a str,
    /// Words after it; with the comma before them if there is one.
    pub suffix: &'a str,
    /// The place in it: a term of CSL (`page`) and the value.
    pub locator: Option<(&'a str, &'a str)>,
    /// Its authors are not named.
    pub suppress_author: bool,
}

/// A piece of a citation.
#[derive(Clone, Debug)]
pub struct CitePiece {
    /// The work that it leads to, by its place among those that were given; none for what stands between.
    pub cite: Option<usize>,
    /// What is shown; empty where a range shows the work without naming it.
    pub text: Rendered,
}

/// What tells a work from others that would be cited in the same way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Distinction {
    /// The letter after the year.
    pub year_suffix: String,
    /// Names shown beyond the style's own number.
    pub more_names: usize,
    /// Given names are shown.
    pub given_names: bool,
}

impl Processor {
    fn cite_eval<'a>(&'a self, cite: &Cite<'a>, wanted: Wanted) -> Eval<'a> {
        let mut eval = Eval::new(&self.style, &self.locale, &self.style.citation, cite.item);
        eval.number = Some(cite.number);
        eval.year_suffix = &cite.distinction.year_suffix;
        eval.explicit_suffix = self.explicit_suffix;
        eval.more_names = cite.distinction.more_names;
        eval.given_names = cite.distinction.given_names;
        eval.locator = cite.locator;
        eval.wanted = wanted;
        eval
    }

    /// The names by which running text names a work: `Dumas et al.`
    pub fn names(&self, cite: &Cite<'_>) -> Rendered {
        let eval = self.cite_eval(cite, Wanted::Names);
        let whole = eval.layout();
        let names = eval.first_names.into_inner().unwrap_or(whole);
        Rendered(names.settled(&self.quotes))
    }

    /// A citation in the style's own brackets. Works stand in the style's order; each piece says which it is.
    pub fn citation(&self, cites: &[Cite<'_>]) -> Vec<CitePiece> {
        let layout = &self.style.citation;
        let mut order: Vec<usize> = (0..cites.len()).collect();
        if !layout.sort.is_empty() {
            let keys: Vec<Vec<String>> = cites
                .iter()
                .map(|cite| self.keys(layout, cite.item, cite.number))
                .collect();
            order.sort_by(|a, b| compare(&keys[*a], &keys[*b], layout).then(a.cmp(b)));
        }
        let mut pieces: Vec<(Option<usize>, Rich)> = Vec::new();
        let mut at = 0;
        let mut collapsed = false;
        while at < order.len() {
            let mut group = 1;
            if at > 0 {
                let after = layout.after_collapse_delimiter.as_ref().filter(|_| collapsed);
                pieces.push((None, Rich::plain(after.unwrap_or(&layout.delimiter))));
            }
            match layout.collapse {
                Some(Collapse::Number) => {
                    let bare = |index: usize| {
                        let cite = &cites[order[index]];
                        cite.prefix.is_empty() && cite.suffix.is_empty() && cite.locator.is_none()
                    };
                    while at + group < order.len()
                        && bare(at)
                        && bare(at + group)
                        && cites[order[at + group]].number == cites[order[at]].number + group
                    {
                        group += 1;
                    }
                    if group >= 3 {
                        let first = order[at];
                        let last = order[at + group - 1];
                        pieces.push((Some(first), self.one(&cites[first], Wanted::All)));
                        for hidden in &order[at + 1..at + group - 1] {
                            pieces.push((Some(*hidden), Rich::default()));
                        }
                        pieces.push((None, Rich::plain("–")));
                        pieces.push((Some(last), self.one(&cites[last], Wanted::All)));
                    } else {
                        group = 1;
                        pieces.push((Some(order[at]), self.one(&cites[order[at]], Wanted::All)));
                    }
                }
                Some(Collapse::Year | Collapse::YearSuffix) => {
                    let names = |index: usize| self.names(&cites[order[index]]).0.text();
                    let first = names(at);
                    while at + group < order.len()
                        && cites[order[at + group]].prefix.is_empty()
                        && !first.is_empty()
                        && names(at + group) == first
                    {
                        group += 1;
                    }
                    pieces.push((Some(order[at]), self.one(&cites[order[at]], Wanted::All)));
                    for index in at + 1..at + group {
                        let (cite, before) = (&cites[order[index]], &cites[order[index - 1]]);
                        let same_year = cite.item.year() == before.item.year();
                        let letter = &cite.distinction.year_suffix;
                        if layout.collapse == Some(Collapse::YearSuffix) && same_year && !letter.is_empty() {
                            let own = layout.year_suffix_delimiter.as_deref();
                            let delimiter = own.or(layout.cite_group_delimiter.as_deref()).unwrap_or(",");
                            pieces.push((None, Rich::plain(delimiter)));
                            pieces.push((Some(order[index]), Rich::plain(letter)));
                        } else {
                            let delimiter = layout.cite_group_delimiter.as_deref().unwrap_or(", ");
                            pieces.push((None, Rich::plain(delimiter)));
                            pieces.push((Some(order[index]), self.one(cite, Wanted::WithoutNames)));
                        }
                    }
                }
                None => {
                    pieces.push((Some(order[at]), self.one(&cites[order[at]], Wanted::All)));
                }
            }
            collapsed = group > 1;
            at += group;
        }
        pieces.insert(0, (None, Rich::plain(&layout.format.prefix)));
        pieces.push((None, Rich::plain(&layout.format.suffix)));
        pieces
            .into_iter()
            .filter(|(cite, text)| cite.is_some() || !text.is_empty())
            .map(|(cite, mut text)| {
                fonts(&mut text, &layout.format);
                CitePiece {
                    cite,
                    text: Rendered(text.settled(&self.quotes)),
                }
            })
            .collect()
    }

    /// One work within a citation.
    fn one(&self, cite: &Cite<'_>, wanted: Wanted) -> Rich {
        let wanted = if cite.suppress_author {
            Wanted::WithoutNames
        } else {
            wanted
        };
        let mut rich = self.cite_eval(cite, wanted).layout();
        let mut suffix = String::new();
        // A style that has no place for a locator must not lose it.
        if let Some((label, value)) = cite.locator.filter(|_| !self.shows_locator) {
            let several = super::numbers::is_plural(value);
            let term = self
                .locale
                .term(label, super::locale::Form::Short, several)
                .unwrap_or(label);
            suffix = format!(", {term} {value}");
        }
        if !cite.suffix.is_empty() {
            if !cite.suffix.starts_with([',', ';', '.', ':']) {
                suffix.push(' ');
            }
            suffix.push_str(cite.suffix);
        }
        let mut prefix = cite.prefix.to_owned();
        if !prefix.is_empty() {
            prefix.push(' ');
        }
        rich = affixed(rich, &prefix, &suffix);
        rich
    }

    /// Keys to sort by.
    pub(super) fn keys(&self, layout: &super::parse::Layout, item: &Item, number: usize) -> Vec<String> {
        let key = |key: &super::parse::SortKey| {
            let mut eval = Eval::new(&self.style, &self.locale, layout, item);
            eval.number = Some(number);
            eval.sorting = Some(&key.options);
            fold(&eval.node(&key.node, "").rich.text())
        };
        layout.sort.iter().map(key).collect()
    }

    /// What tells works apart that are cited with the same names and year. The letters follow the style's order of a
    /// bibliography. Styles that number their citations need none.
    pub fn distinctions(&self, items: &[&Item]) -> Vec<Distinction> {
        let mut out = vec![Distinction::default(); items.len()];
        let layout = &self.style.citation;
        if self.style.numeric || self.style.notes {
            return out;
        }
        let shown = |index: usize, distinction: &Distinction| {
            let cite = Cite {
                item: items[index],
                number: 1,
                distinction,
                prefix: "",
                suffix: "",
                locator: None,
                suppress_author: false,
            };
            self.one(&cite, Wanted::All).text()
        };
        let clashes = |out: &[Distinction]| -> Vec<Vec<usize>> {
            let mut groups: HashMap<String, Vec<usize>> = HashMap::new();
            for (index, distinction) in out.iter().enumerate() {
                groups.entry(shown(index, distinction)).or_default().push(index);
            }
            let mut groups: Vec<Vec<usize>> = groups.into_values().filter(|group| group.len() > 1).collect();
            groups.sort();
            groups
        };
        if layout.add_names {
            for group in clashes(&out) {
                // Names are added only as far as they tell works apart.
                let most = group
                    .iter()
                    .map(|index| items[*index].author.len())
                    .max()
                    .unwrap_or(0)
                    .min(20);
                for more in 1..most {
                    let trial = Distinction {
                        more_names: more,
                        ..Distinction::default()
                    };
                    let texts: Vec<String> = group.iter().map(|index| shown(*index, &trial)).collect();
                    for (at, index) in group.iter().enumerate() {
                        let twins = texts.iter().filter(|text| **text == texts[at]).count();
                        if twins == 1 && out[*index] == Distinction::default() {
                            out[*index] = trial.clone();
                        }
                    }
                }
            }
        }
        if layout.add_given {
            for group in clashes(&out) {
                let trial = |index: usize| Distinction {
                    given_names: true,
                    ..out[index].clone()
                };
                let texts: Vec<String> = group.iter().map(|index| shown(*index, &trial(*index))).collect();
                let apart = texts.iter().any(|text| *text != texts[0]);
                if apart {
                    for index in group {
                        out[index].given_names = true;
                    }
                }
            }
        }
        if layout.add_year_suffix {
            for mut group in clashes(&out) {
                let bibliography = &self.style.bibliography;
                let mut keyed: Vec<(Vec<String>, usize)> = group
                    .drain(..)
                    .map(|index| (self.keys(bibliography, items[index], 0), index))
                    .collect();
                keyed.sort_by(|a, b| compare(&a.0, &b.0, bibliography).then(a.1.cmp(&b.1)));
                for (number, (_, index)) in keyed.into_iter().enumerate() {
                    out[index].year_suffix = letters(number);
                }
            }
        }
        out
    }
}

/// a … z, aa, ab …
fn letters(number: usize) -> String {
    let mut out = String::new();
    let mut n = number;
    loop {
        out.insert(0, char::from(b'a' + (n % 26) as u8));
        if n < 26 {
            return out;
        }
        n = n / 26 - 1;
    }
}

/// Compares by keys; what is absent comes last.
pub(super) fn compare(a: &[String], b: &[String], layout: &super::parse::Layout) -> Ordering {
    for (index, key) in layout.sort.iter().enumerate() {
        let (Some(a), Some(b)) = (a.get(index), b.get(index)) else {
            continue;
        };
        let order = match (a.is_empty(), b.is_empty()) {
            (true, false) => return Ordering::Greater,
            (false, true) => return Ordering::Less,
            _ => a.cmp(b),
        };
        let order = if key.descending { order.reverse() } else { order };
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}
