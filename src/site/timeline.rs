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
        let chart = chart(&years);
        let view = TimelineView {
            chart,
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
    /// Columns of the years, drawn.
    pub chart: Option<Chart>,
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

/// Papers that a column of full height stands for, at least: few papers make low columns.
const FULL: usize = 8;

/// Papers by year as columns; a year is ten units wide, the highest column at most a hundred high.
#[derive(Clone, Debug, Serialize)]
pub struct Chart {
    /// The first year.
    pub first: u16,
    /// The last year.
    pub last: u16,
    /// Width in units.
    pub width: usize,
    /// Height in units.
    pub height: usize,
    /// Columns of the years that have papers.
    pub columns: Vec<Column>,
}

/// The column of a year.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// The year.
    pub year: u16,
    /// Its papers.
    pub papers: usize,
    /// Left edge.
    pub x: usize,
    /// Upper edge.
    pub y: usize,
    /// Height.
    pub h: usize,
}

fn chart(years: &BTreeMap<Option<u16>, Vec<Paper>>) -> Option<Chart> {
    let dated: Vec<(u16, usize)> = years
        .iter()
        .filter_map(|(year, papers)| Some(((*year)?, papers.len())))
        .collect();
    let (first, last) = (dated.first()?.0, dated.last()?.0);
    let most = dated.iter().map(|(_, papers)| *papers).max()?.max(1);
    let full = most.max(FULL);
    let height = (most * 100).div_ceil(full);
    let columns = dated.iter().map(|(year, papers)| {
        let h = (papers * 100).div_ceil(full);
        Column {
            year: *year,
            papers: *papers,
            x: usize::from(year - first) * 10,
            y: height - h,
            h,
        }
    });
    Some(Chart {
        first,
        last,
        width: (usize::from(last - first) + 1) * 10,
        height,
        columns: columns.collect(),
    })
}
