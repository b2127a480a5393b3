//! `timeline.html`: the papers by year.

use super::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// The timeline.
pub static PAGE: PageKind = PageKind {
    name: "timeline",
    title: "the papers by year",
    template: "timeline.html",
    list: |_| vec![(0, "timeline.html".into())],
    make: |site, _| {
        let mut years: BTreeMap<Option<u16>, Vec<Paper>> = BTreeMap::new();
        for id in site.library.article_ids() {
            let year = site.library.article(id).article.item.year();
            years.entry(year).or_default().push(site.paper(id));
        }
        let undated = years.remove(&None).unwrap_or_default();
        let view = TimelineView {
            years: years
                .into_iter()
                .rev()
                .filter_map(|(year, papers)| Some(Year { year: year?, papers }))
                .collect(),
            undated,
        };
        let head = Head {
            title: site.settings.words.get("nav.timeline"),
            description: site.settings.words.get("timeline.description"),
            section: "timeline",
            ..Head::default()
        };
        (head, View::Timeline(view))
    },
};

/// The papers by year.
#[derive(Clone, Debug, Serialize)]
pub struct TimelineView {
    /// Years, newest first.
    pub years: Vec<Year>,
    /// Papers whose capture names no year.
    pub undated: Vec<Paper>,
}

/// A year and its papers.
#[derive(Clone, Debug, Serialize)]
pub struct Year {
    /// The year.
    pub year: u16,
    /// Its papers.
    pub papers: Vec<Paper>,
}
