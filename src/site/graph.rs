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
/// Measures in pixels.
const WIDTH: usize = 124;
const HEIGHT: usize = 30;
const PITCH: usize = 48;
const COLUMN: usize = 152;
const GAP: usize = COLUMN - WIDTH;
const TOP: usize = 46;
const MARGIN: usize = 6;
const LETTER: usize = 8;
/// Lines that keep apart in the lane between two rows.
const TRACKS: usize = 5;

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
    /// Whether the first captured paper stands far from where the drawing begins.
    pub jump: bool,
    /// Lines from what cites to what is cited.
    pub edges: Vec<String>,
    /// The lines in words: (citing reference, cited).
    pub rows: Vec<(Link, Link)>,
    /// Papers and works that are not drawn.
    pub left_out: usize,
    /// Citations of what is drawn by papers that are not.
    pub more_rows: usize,
}

/// A box.
#[derive(Clone, Debug, Serialize)]
pub struct Node {
    /// The first captured paper from the left.
    pub first: bool,
    /// `paper` or `work`.
    pub kind: &'static str,
    /// Colour of its first mechanism, 0 for none.
    pub hue: usize,
    /// No reviewer has confirmed that mechanism.
    pub hollow: bool,
    /// Address from the root.
    pub href: String,
    /// Its name in full.
    pub label: String,
    /// Its name as far as there is room.
    pub name: String,
    /// The name is that of its journal: neither authors nor a title are known.
    pub journal: bool,
    /// Left edge.
    pub x: usize,
    /// Upper edge.
    pub y: usize,
}

fn make(site: &Site<'_>) -> GraphView {
    let library = site.library;
    // Papers that cite or are cited here, and works of at least two papers.
    let mut known: Vec<WorkId> = library
        .work_ids()
        .filter(|id| library.work(*id).article.is_some() || library.work(*id).citers.len() > 1)
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
    let mut jump = false;
    if let Some(paper) = nodes.iter_mut().find(|node: &&mut Node| node.kind == "paper") {
        paper.first = true;
        jump = paper.x > COLUMN * 2;
    }
    let owner: BTreeMap<ArticleId, WorkId> = library.article_ids().map(|id| (id, library.article(id).work)).collect();
    let (mut edges, mut rows) = (Vec::new(), Vec::new());
    let mut drawn = BTreeSet::new();
    let mut more_rows = 0;
    let mut bows = false;
    for id in &known {
        for citer in &library.work(*id).citers {
            let Some(from) = owner.get(&citer.article) else {
                continue;
            };
            let (Some(a), Some(b)) = (places.get(from), places.get(id)) else {
                more_rows += 1;
                continue;
            };
            if from == id || !drawn.insert((*from, *id)) {
                continue;
            }
            bows |= a.0 == b.0 && a.0 + COLUMN == x;
            edges.push(line(*a, *b));
            let reference = Link {
                href: site.addresses.reference(citer.article, citer.number),
                label: site.settings.words.say(
                    "reference.place",
                    &[("paper", &site.short(citer.article)), ("n", &citer.number)],
                ),
            };
            rows.push((reference, site.work_link(*id)));
        }
    }
    GraphView {
        // Lines within the last column bow into the room beside it.
        width: x.saturating_sub(if bows { 0 } else { GAP }).max(WIDTH) + MARGIN,
        height: TOP + tallest * PITCH,
        years,
        nodes,
        jump,
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
        told.map(|of| (site.hue(of.mechanism), standing(of.standing()) != "confirmed"))
    });
    let mut name = super::reference::short_authors(&site.settings.words, &work.item);
    let mut journal = false;
    if name.is_empty() {
        // The year stands above the column.
        let words = work.item.title().or(work.item.container());
        name = words.unwrap_or(&link.label).to_owned();
        journal = work.item.title().is_none() && work.item.container().is_some();
    }
    Node {
        first: false,
        kind: if work.article.is_some() { "paper" } else { "work" },
        hue: mechanism.map_or(0, |(hue, _)| hue),
        hollow: mechanism.is_some_and(|(_, hollow)| hollow),
        name: super::ego::cut(&name, (WIDTH - 16) / LETTER),
        journal,
        href: link.href,
        label: link.label,
        x,
        y,
    }
}

/// From the citing box to the cited one. A line leaves and arrives level at the sides that face each other; past the
/// columns between it runs in the lane beside the cited box's row, where no box stands.
fn line(from: (usize, usize), to: (usize, usize)) -> String {
    let (y1, y2) = (from.1 + HEIGHT / 2, to.1 + HEIGHT / 2);
    if from.0 == to.0 {
        let (x, out) = (from.0 + WIDTH, from.0 + WIDTH + GAP);
        return format!("M{x} {y1}C{out} {y1} {out} {y2} {x} {y2}");
    }
    let back = from.0 > to.0;
    let (x1, x2) = if back {
        (from.0, to.0 + WIDTH)
    } else {
        (from.0 + WIDTH, to.0)
    };
    // Where the two turns end: the far sides of the gaps beside the citing and the cited box.
    let (turn1, turn2) = if back {
        (x1 - GAP, x2 + GAP)
    } else {
        (x1 + GAP, x2 - GAP)
    };
    if from.0.abs_diff(to.0) <= COLUMN {
        let middle = usize::midpoint(x1, x2);
        return format!("M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}");
    }
    // Lines to boxes of different columns keep apart in the lane.
    let track = 3 + (to.0 / COLUMN) % TRACKS * 3;
    let lane = if from.1 > to.1 {
        to.1 + HEIGHT + track
    } else {
        to.1 - (PITCH - HEIGHT) + track
    };
    let (m1, m2) = (usize::midpoint(x1, turn1), usize::midpoint(turn2, x2));
    format!("M{x1} {y1}C{m1} {y1} {m1} {lane} {turn1} {lane}H{turn2}C{m2} {lane} {m2} {y2} {x2} {y2}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Points of a path of `M`, `C` and `H`.
    fn points(path: &str) -> Vec<(f64, f64)> {
        let spaced: String = path
            .chars()
            .flat_map(|c| if c.is_alphabetic() { vec![' ', c, ' '] } else { vec![c] })
            .collect();
        let mut words = spaced.split_whitespace();
        let (mut at, mut found) = ((0.0, 0.0), Vec::new());
        while let Some(command) = words.next() {
            let mut number = || words.next().unwrap().parse::<f64>().unwrap();
            let (a, b, end) = match command {
                "M" => {
                    at = (number(), number());
                    continue;
                }
                "H" => {
                    let end = (number(), at.1);
                    (at, end, end)
                }
                _ => ((number(), number()), (number(), number()), (number(), number())),
            };
            for step in 1..60 {
                let t = f64::from(step) / 60.0;
                let mix = |p: f64, q: f64, r: f64, s: f64| {
                    let u = 1.0 - t;
                    u * u * u * p + 3.0 * u * u * t * q + 3.0 * u * t * t * r + t * t * t * s
                };
                found.push((mix(at.0, a.0, b.0, end.0), mix(at.1, a.1, b.1, end.1)));
            }
            at = end;
        }
        found
    }

    #[test]
    fn a_line_touches_no_box_but_the_two_that_it_joins() {
        let place = |column: usize, row: usize| (MARGIN + column * COLUMN, TOP + row * PITCH);
        let all: Vec<(usize, usize)> = (0..6)
            .flat_map(|column| (0..5).map(move |row| place(column, row)))
            .collect();
        for from in &all {
            for to in all.iter().filter(|to| *to != from) {
                for (x, y) in points(&line(*from, *to)) {
                    let hit = all.iter().find(|(left, top)| {
                        let (left, top) = (*left as f64, *top as f64);
                        x > left && x < left + WIDTH as f64 && y > top && y < top + HEIGHT as f64
                    });
                    assert_eq!(hit, None, "{from:?} to {to:?}");
                    assert!(y > 20.0, "a line runs through the years: {from:?} to {to:?}");
                }
            }
        }
    }
}
