//! `graph.html`: the citations of the whole review, drawn: papers and the works that several of them cite.
//!
//! Every box has its place by its year (column) and by its rank in the year (row), so that a paper more or less moves
//! only its own column. What is drawn stands below as a table.

use super::*;
use crate::library::{ArticleId, WorkId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Works and papers that are drawn; the most cited come first.
const DRAWN: usize = 120;
/// Boxes in one column; a year of more takes several columns.
const ROWS: usize = 14;
/// Citations in the table.
const LISTED: usize = 1_000;
/// Measures in pixels.
const WIDTH: usize = 124;
const HEIGHT: usize = 30;
const PITCH: usize = 40;
const COLUMN: usize = 152;
const TOP: usize = 34;
const MARGIN: usize = 6;
const LETTER: usize = 7;
/// How far below its ends a long line may run.
const BOW: usize = 96;

/// The citation graph.
pub static PAGE: PageKind = PageKind {
    name: "graph",
    title: "the citations of the whole review, drawn and as a table",
    template: "graph.html",
    list: |_| vec![(0, "graph.html".into())],
    make: |site, _| {
        let words = &site.settings.words;
        let head = Head {
            title: words.get("whole-graph.title"),
            description: words.get("whole-graph.lead"),
            section: "bibliography",
            crumbs: vec![Crumb::new("citations.html", words.get("nav.citations"))],
            ..Head::default()
        };
        (head, View::Graph(make(site)))
    },
};

/// The citation graph.
#[derive(Clone, Debug, Serialize)]
pub struct GraphView {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// Years above the columns: (x, year or nothing).
    pub years: Vec<(usize, Option<u16>)>,
    /// Boxes.
    pub nodes: Vec<Node>,
    /// Lines from what cites to what is cited.
    pub edges: Vec<String>,
    /// Citations in words: (citing reference, cited).
    pub rows: Vec<(Link, Link)>,
    /// Papers and works that are not drawn.
    pub left_out: usize,
    /// Citations that the table leaves out.
    pub more_rows: usize,
}

/// A box.
#[derive(Clone, Debug, Serialize)]
pub struct Node {
    /// `paper` or `work`.
    pub kind: &'static str,
    /// Colour of its first mechanism, 0 for none.
    pub hue: usize,
    /// Address from the root.
    pub href: String,
    /// Its name in full.
    pub label: String,
    /// Its name as far as there is room.
    pub name: String,
    /// Left edge.
    pub x: usize,
    /// Upper edge.
    pub y: usize,
}

fn make(site: &Site<'_>) -> GraphView {
    let library = site.library;
    let citing = |id: WorkId| library.work(id).citers.iter().filter(|citer| citer.number.is_some());
    // Papers that cite or are cited here, and works of at least two papers.
    let mut known: Vec<WorkId> = library
        .work_ids()
        .filter(|id| library.work(*id).article.is_some() || citing(*id).nth(1).is_some())
        .collect();
    let all = known.len();
    known.sort_by_key(|id| {
        let work = library.work(*id);
        let cites = work
            .article
            .map_or(0, |article| library.article(article).references.len());
        let order = (work.article.is_some(), work.citers.len(), cites);
        (std::cmp::Reverse((order.1 + usize::from(order.0) * 2, order.2)), *id)
    });
    known.truncate(DRAWN);
    let mut columns: BTreeMap<Option<u16>, Vec<WorkId>> = BTreeMap::new();
    for id in &known {
        columns.entry(library.work(*id).item.year()).or_default().push(*id);
    }
    let mut places: BTreeMap<WorkId, (usize, usize)> = BTreeMap::new();
    let mut years = Vec::new();
    let mut nodes = Vec::new();
    let mut x = MARGIN;
    let mut tallest = 1;
    for (year, mut ids) in columns {
        ids.sort_by(|a, b| library.work(*a).key.cmp(&library.work(*b).key));
        for part in ids.chunks(ROWS) {
            years.push((x, year));
            tallest = tallest.max(part.len());
            for (row, id) in part.iter().enumerate() {
                let y = TOP + row * PITCH;
                places.insert(*id, (x, y));
                nodes.push(node(site, *id, x, y));
            }
            x += COLUMN;
        }
    }
    let owner: BTreeMap<ArticleId, WorkId> = library.article_ids().map(|id| (id, library.article(id).work)).collect();
    let (mut edges, mut rows) = (Vec::new(), Vec::new());
    let mut drawn = BTreeSet::new();
    let mut more_rows = 0;
    for id in &known {
        for citer in citing(*id) {
            let (Some(from), Some(number)) = (owner.get(&citer.article), citer.number) else {
                continue;
            };
            if let (Some(a), Some(b)) = (places.get(from), places.get(id))
                && from != id
                && drawn.insert((*from, *id))
            {
                edges.push(line(*a, *b));
            }
            if rows.len() == LISTED {
                more_rows += 1;
                continue;
            }
            let reference = Link {
                href: site.addresses.reference(citer.article, number),
                label: site.settings.words.say(
                    "reference.place",
                    &[("paper", &site.short(citer.article)), ("n", &number)],
                ),
            };
            rows.push((reference, site.work_link(*id)));
        }
    }
    GraphView {
        width: x.saturating_sub(COLUMN - WIDTH).max(WIDTH) + MARGIN,
        height: TOP + tallest * PITCH + BOW / 2,
        years,
        nodes,
        edges,
        rows,
        left_out: all - known.len(),
        more_rows,
    }
}

fn node(site: &Site<'_>, id: WorkId, x: usize, y: usize) -> Node {
    let work = site.library.work(id);
    let link = site.work_link(id);
    let mechanism = work.article.and_then(|article| {
        let mechanisms = &site.library.article(article).mechanisms;
        let told = mechanisms
            .iter()
            .find(|of| matches!(standing(of.standing()), "confirmed" | "proposed"));
        told.map(|of| site.hue(of.mechanism))
    });
    let mut name = super::reference::short_authors(&site.settings.words, &work.item);
    if name.is_empty() {
        name = link.label.clone();
    }
    Node {
        kind: if work.article.is_some() { "paper" } else { "work" },
        hue: mechanism.unwrap_or(0),
        name: super::ego::cut(&name, (WIDTH - 16) / LETTER),
        href: link.href,
        label: link.label,
        x,
        y,
    }
}

/// From the citing box to the cited one: level at both ends, to whichever side it lies.
fn line(from: (usize, usize), to: (usize, usize)) -> String {
    let (y1, y2) = (from.1 + HEIGHT / 2, to.1 + HEIGHT / 2);
    let (x1, x2) = match from.0.cmp(&to.0) {
        std::cmp::Ordering::Greater => (from.0, to.0 + WIDTH),
        std::cmp::Ordering::Less => (from.0 + WIDTH, to.0),
        std::cmp::Ordering::Equal => (from.0 + WIDTH, to.0 + WIDTH),
    };
    if x1 == x2 {
        let out = x1 + 36;
        return format!("M{x1} {y1}C{out} {y1} {out} {y2} {x2} {y2}");
    }
    // Over several columns the line bows, so that it is not hidden by the boxes between.
    let apart = from.0.abs_diff(to.0) / COLUMN;
    let bow = if apart > 1 { (14 * apart).min(BOW) } else { 0 };
    let reach = (x1.abs_diff(x2) / 3).max(24);
    let (c1, c2) = if x1 > x2 {
        (x1 - reach, x2 + reach)
    } else {
        (x1 + reach, x2 - reach)
    };
    format!("M{x1} {y1}C{c1} {} {c2} {} {x2} {y2}", y1 + bow, y2 + bow)
}
