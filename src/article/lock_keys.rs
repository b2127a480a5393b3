//! Lines of the lock that hold the keys of works: `{"keys":ARTICLE,"work":KEY,"cites":{MARK:KEY,…}}`.
//!
//! A mark is eight hexadecimal digits ([`super::reference_marks`]); where former keys lead to a work too, a list of keys
//! stands in the place of one.

use super::lock::KeptKeys;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

#[derive(Serialize, Deserialize)]
pub(super) struct KeysRow<'t> {
    #[serde(borrow)]
    keys: Cow<'t, str>,
    #[serde(borrow)]
    work: Keys<'t>,
    #[serde(borrow, default, skip_serializing_if = "BTreeMap::is_empty")]
    cites: BTreeMap<Cow<'t, str>, Keys<'t>>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Keys<'t> {
    One(#[serde(borrow)] Cow<'t, str>),
    Several(#[serde(borrow)] Vec<Cow<'t, str>>),
}

impl<'t> KeysRow<'t> {
    /// How every such line begins, and no other.
    pub const HEAD: &'static str = "{\"keys\":";

    fn of(article: &'t str, kept: &'t KeptKeys) -> Self {
        Self {
            keys: article.into(),
            work: Keys::of(&kept.work),
            cites: kept
                .cites
                .iter()
                .map(|(mark, keys)| (format!("{mark:08x}").into(), Keys::of(keys)))
                .collect(),
        }
    }

    /// The article's key and what it remembers.
    pub fn into_keys(self) -> (String, KeptKeys) {
        let cites = self
            .cites
            .into_iter()
            .filter_map(|(mark, keys)| Some((u32::from_str_radix(&mark, 16).ok()?, keys.into_list())));
        let kept = KeptKeys {
            cites: cites.collect(),
            work: self.work.into_list(),
        };
        (self.keys.into_owned(), kept)
    }
}

impl<'t> Keys<'t> {
    fn of(keys: &'t [String]) -> Self {
        match keys {
            [one] => Keys::One(one.into()),
            several => Keys::Several(several.iter().map(Cow::from).collect()),
        }
    }

    fn into_list(self) -> Vec<String> {
        match self {
            Keys::One(key) => vec![key.into_owned()],
            Keys::Several(keys) => keys.into_iter().map(Cow::into_owned).collect(),
        }
    }
}

/// Writes the lines, sorted by article.
pub(super) fn write(keys: &BTreeMap<String, KeptKeys>, out: &mut String) {
    let lines: Vec<String> = keys
        .par_iter()
        .map(|(article, kept)| serde_json::to_string(&KeysRow::of(article, kept)).unwrap_or_default())
        .collect();
    for line in lines {
        out.push_str(&line);
        out.push('\n');
    }
}
