//! `timeline.html`: the papers by year.

use super::weight::Weight;
use super::*;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The timeline.
pub static PAGE: PageKind = PageKind {
    name: "timeline",
    title: "the papers by year",
    template: "timeline.html",
    list: |_| vec![(0, "timeline.html".into())],
    make: |site, _| {
        let mut years: BTreeMap<Option<u16>, Vec<ArticleId>> = BTreeMap::new();
        for id in site.library.article_ids() {
            let year = site.library.article(id).article.item.year();
            years.entry(year).or_default().push(id);
        }
        // Where the list of all papers has each year.
        let mut lists: BTreeMap<Option<u16>, String> = BTreeMap::new();
        for (place, id) in articles::order(site).into_iter().enumerate() {
            let year = site.library.article(id).article.item.year();
            let page = articles::route(place / articles::PER_PAGE);
            lists
                .entry(year)
                .or_insert_with(|| format!("{page}#{}", articles::anchor(year)));
        }
        let cut = site.library.articles.len() > articles::PER_PAGE;
        let year = |year: Option<u16>, mut ids: Vec<ArticleId>| {
            let count = ids.len();
            if cut && count > SHOWN {
                let cited = |id: &ArticleId| site.library.work(site.library.article(*id).work).citers.len();
                ids.sort_by_cached_key(|id| (Weight::of(site, *id), Reverse(cited(id)), *id));
                ids.truncate(SHOWN);
            }
            Year {
                year,
                count,
                papers: ids.into_iter().map(|id| site.paper(id)).collect(),
                all: lists.get(&year).cloned().unwrap_or_default(),
            }
        };
        let most = years.values().map(Vec::len).max().unwrap_or_default();
        let undated = years.remove(&None).map(|ids| year(None, ids));
        let view = TimelineView {
            chart: chart(&years),
            years: years.into_iter().rev().map(|(of, ids)| year(of, ids)).collect(),
            undated,
            shown: SHOWN,
            cut: cut && most > SHOWN,
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
    pub undated: Option<Year>,
    /// Papers of a year that a large review shows here at most.
    pub shown: usize,
    /// Some year has more papers than are shown.
    pub cut: bool,
}

/// A year and its papers.
#[derive(Clone, Debug, Serialize)]
pub struct Year {
    /// The year; `None` for papers whose capture names none.
    pub year: Option<u16>,
    /// Number of its papers.
    pub count: usize,
    /// Its papers; in a large review some of them, those with evidence first.
    pub papers: Vec<Paper>,
    /// Where the list of all papers has them, from the root.
    pub all: String,
}

/// Papers of a year that are shown, in reviews whose list of papers takes more than one page.
const SHOWN: usize = 10;

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

fn chart(years: &BTreeMap<Option<u16>, Vec<ArticleId>>) -> Option<Chart> {
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
