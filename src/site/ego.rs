//! The citations around one paper, drawn: who cites it, what it cites that the review knows, and who else does.
//!
//! The drawing is laid out here, once: columns from left to right, all numbers whole, so that it is the same in every
//! build. What it shows stands in words in the rows beside it.

use super::reference::short_authors;
use super::*;
use crate::library::{ArticleId, ReferenceEntry, WorkId};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Papers that cite this one, works that it cites: no more of either are drawn. Neighbours are few already.
const CITERS: usize = 6;
const WORKS: usize = 8;
const OTHERS: usize = 4;

/// Measures of the drawing in pixels.
const WIDTH: usize = 736;
const BOX: usize = 46;
const PITCH: usize = 58;
const MARGIN: usize = 4;
/// Room beside the words of a box, and the mean width of a letter.
const INSET: usize = 10;
const LETTER: usize = 7;

/// The citations around a paper.
#[derive(Clone, Debug, Serialize)]
pub struct Ego {
    /// Width in pixels.
    pub width: usize,
    /// Height in pixels.
    pub height: usize,
    /// Boxes.
    pub nodes: Vec<Node>,
    /// Arrows from what cites to what is cited, as path data.
    pub edges: Vec<String>,
    /// The same in words.
    pub rows: Vec<Row>,
    /// What the drawing leaves out: citing papers and shared works.
    pub more: usize,
}

/// A box of the drawing.
#[derive(Clone, Debug, Serialize)]
pub struct Node {
    /// `self`, `paper` or `work`.
    pub kind: &'static str,
    /// Address from the root; `None` for the paper itself.
    pub href: Option<String>,
    /// Its name in full.
    pub label: String,
    /// Its name as far as there is room.
    pub name: String,
    /// The line below: year and reference.
    pub detail: String,
    /// Left edge.
    pub x: usize,
    /// Upper edge.
    pub y: usize,
    /// Width.
    pub w: usize,
    /// Height.
    pub h: usize,
}

/// A citation in words.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The other paper or work.
    pub who: Link,
    /// What it has to do with this paper.
    pub what: String,
    /// The references that say so.
    pub references: Vec<Link>,
}

/// A box before it has its place.
struct Draft {
    kind: &'static str,
    href: String,
    label: String,
    name: String,
    detail: String,
}

/// A paper that cites the same works.
struct Other {
    /// The mean place of those works in their column.
    height: usize,
    draft: Draft,
    row: Row,
    /// The works, by their places.
    shared: Vec<usize>,
}

/// Draws the citations around a paper; nothing where the review knows none of them.
pub(super) fn draw(site: &Site<'_>, id: ArticleId) -> Option<Ego> {
    let library = site.library;
    let entry = library.article(id);
    let words = &site.settings.words;
    let mut rows = Vec::new();

    let citing: Vec<_> = library
        .work(entry.work)
        .citers
        .iter()
        .filter(|citer| citer.article != id)
        .map(|citer| (citer.article, citer.number))
        .collect();
    let mut citers = Vec::new();
    for (article, number) in citing.iter().take(CITERS) {
        let of = library.article(*article).references.len();
        let reference = Link {
            href: site.addresses.reference(*article, *number),
            label: words.say("reference.of", &[("n", &number), ("of", &of)]),
        };
        citers.push(paper(site, *article, &words.say("reference.short", &[("n", number)])));
        rows.push(row(site, *article, "graph.cites-this", vec![reference]));
    }

    let known = known(site, id);
    let mut shown: Vec<&ReferenceEntry> = known.iter().take(WORKS).copied().collect();
    // Chosen by weight, placed by number: what others cite changes, the paper's own list does not.
    shown.sort_by_key(|reference| reference.number);
    let mut works = Vec::new();
    for reference in &shown {
        let link = site.work_link(reference.work);
        let captured = library.work(reference.work).article.is_some();
        let own = Link {
            href: site.addresses.reference(id, reference.number),
            label: words.say(
                "reference.of",
                &[("n", &reference.number), ("of", &entry.references.len())],
            ),
        };
        works.push(work(site, reference, &link));
        rows.push(Row {
            who: link,
            what: words.get(if captured {
                "graph.cited-captured"
            } else {
                "graph.cited"
            }),
            references: vec![own],
        });
    }

    let mut others: Vec<Other> = Vec::new();
    for near in &entry.neighbours {
        let cites_this = citing.iter().take(CITERS).any(|(article, _)| *article == near.article);
        let cited_here = shown.iter().any(|r| library.work(r.work).article == Some(near.article));
        if cites_this || cited_here || others.len() == OTHERS {
            continue;
        }
        let theirs = &library.article(near.article).references;
        let (mut references, mut shared) = (Vec::new(), Vec::new());
        for (at, reference) in shown.iter().enumerate() {
            if let Some(ReferenceEntry { number, .. }) = theirs.iter().find(|r| r.work == reference.work) {
                shared.push(at);
                references.push(Link {
                    href: site.addresses.reference(near.article, *number),
                    label: words.say(
                        "reference.work",
                        &[("work", &site.work_link(reference.work).label), ("n", number)],
                    ),
                });
            }
        }
        if !references.is_empty() {
            let count = references.len();
            others.push(Other {
                // Thousandths of a row, so that whole numbers do.
                height: shared.iter().sum::<usize>() * 1000 / count,
                draft: paper(site, near.article, &words.say("graph.shared", &[("n", &count)])),
                row: row(site, near.article, "graph.same", references),
                shared,
            });
        }
    }
    // Each beside the works it shares: fewer lines cross.
    others.sort_by_key(|other| other.height);
    let mut shared = Vec::new();
    let mut beside = Vec::new();
    for (at, other) in others.into_iter().enumerate() {
        shared.extend(other.shared.iter().map(|work| (at, *work)));
        beside.push(other.draft);
        rows.push(other.row);
    }
    if rows.is_empty() {
        return None;
    }
    let more = citing.len() - citers.len() + known.len() - works.len();
    let mut this = paper(site, id, &words.get("graph.this"));
    this.kind = "self";
    Some(lay_out([citers, vec![this], works, beside], &shared, rows, more))
}

/// References whose work is captured or cited by another paper, each work once: captured ones first, then those that
/// most neighbours share, then the most cited.
fn known<'l>(site: &Site<'l>, id: ArticleId) -> Vec<&'l ReferenceEntry> {
    let library = site.library;
    let entry = library.article(id);
    let mut near: BTreeMap<WorkId, usize> = BTreeMap::new();
    for work in entry.neighbours.iter().flat_map(|near| &near.shared_works) {
        *near.entry(*work).or_default() += 1;
    }
    let mut seen = BTreeSet::from([entry.work]);
    let mut known: Vec<&ReferenceEntry> = entry
        .references
        .iter()
        .filter(|r| seen.insert(r.work))
        .filter(|r| {
            let work = library.work(r.work);
            work.article.is_some() || work.citers.len() > 1
        })
        .collect();
    known.sort_by_key(|r| {
        let work = library.work(r.work);
        let shared = near.get(&r.work).copied().unwrap_or(0);
        let order = std::cmp::Reverse((work.article.is_some(), shared, work.citers.len()));
        (order, r.number)
    });
    known
}

fn row(site: &Site<'_>, id: ArticleId, what: &str, references: Vec<Link>) -> Row {
    Row {
        who: Link {
            href: site.addresses.article(id).to_owned(),
            label: site.short(id),
        },
        what: site.settings.words.get(what),
        references,
    }
}

fn paper(site: &Site<'_>, id: ArticleId, detail: &str) -> Draft {
    let item = &site.library.article(id).article.item;
    let name = site.short_authors(id).to_owned();
    let label = site.short(id);
    Draft {
        kind: "paper",
        href: site.addresses.article(id).to_owned(),
        name: if name.is_empty() { label.clone() } else { name },
        detail: detail_of(item.year(), detail),
        label: [&label, ", ", detail].concat(),
    }
}

fn work(site: &Site<'_>, reference: &ReferenceEntry, link: &Link) -> Draft {
    let work = site.library.work(reference.work);
    let mut name = short_authors(&site.settings.words, &work.item);
    if name.is_empty() {
        let item = &work.item;
        name = item.title().or(item.container()).unwrap_or(&link.label).to_owned();
    }
    let number = site.settings.words.say("reference.short", &[("n", &reference.number)]);
    Draft {
        kind: if work.article.is_some() { "paper" } else { "work" },
        href: link.href.clone(),
        name,
        detail: detail_of(work.item.year(), &number),
        label: [&link.label, ", ", &number].concat(),
    }
}

fn detail_of(year: Option<u16>, words: &str) -> String {
    match year {
        Some(year) => [&year.to_string(), ", ", words].concat(),
        None => words.to_owned(),
    }
}

/// Columns: who cites it, the paper, what it cites, who cites that too. Empty ones take no room.
fn lay_out(columns: [Vec<Draft>; 4], shared: &[(usize, usize)], rows: Vec<Row>, more: usize) -> Ego {
    let used = columns.iter().filter(|column| !column.is_empty()).count();
    let width = match used {
        ..=2 => 240,
        3 => 196,
        _ => 144,
    };
    let tallest = columns.iter().map(Vec::len).max().unwrap_or(1);
    let height = tallest * PITCH - (PITCH - BOX) + 2 * MARGIN;
    // Lines cross between the works and those who also cite them: that gap is given more room.
    let gaps: Vec<usize> = (1..used)
        .map(|at| if at + 1 == used && !columns[3].is_empty() { 3 } else { 1 })
        .collect();
    let unit = (WIDTH - 2 * MARGIN - used * width) / gaps.iter().sum::<usize>().max(1);
    let room = (width - 2 * INSET) / LETTER;
    let mut nodes = Vec::new();
    let mut places: [Vec<(usize, usize)>; 4] = Default::default();
    let mut x = MARGIN;
    let mut gaps = gaps.into_iter();
    for (column, place) in columns.into_iter().zip(&mut places) {
        if column.is_empty() {
            continue;
        }
        let above = (height - (column.len() * PITCH - (PITCH - BOX))) / 2;
        for (row, draft) in column.into_iter().enumerate() {
            let y = above + row * PITCH;
            place.push((x, y + BOX / 2));
            nodes.push(Node {
                href: Some(draft.href).filter(|_| draft.kind != "self"),
                kind: draft.kind,
                name: cut(&draft.name, room),
                label: draft.label,
                detail: draft.detail,
                x,
                y,
                w: width,
                h: BOX,
            });
        }
        x += width + gaps.next().unwrap_or(0) * unit;
    }
    let [citers, this, works, others] = places;
    let mut edges = Vec::new();
    for (x, y) in this {
        edges.extend(citers.iter().map(|from| arrow((from.0 + width, from.1), (x, y))));
        edges.extend(works.iter().map(|to| arrow((x + width, y), *to)));
    }
    for (from, to) in shared {
        if let (Some(from), Some(to)) = (others.get(*from), works.get(*to)) {
            edges.push(arrow(*from, (to.0 + width, to.1)));
        }
    }
    Ego {
        width: WIDTH,
        height,
        nodes,
        edges,
        rows,
        more,
    }
}

/// A line that leaves and arrives level.
fn arrow(from: (usize, usize), to: (usize, usize)) -> String {
    let middle = usize::midpoint(from.0, to.0);
    format!(
        "M{} {}C{middle} {} {middle} {} {} {}",
        from.0, from.1, from.1, to.1, to.0, to.1
    )
}

pub(super) fn cut(text: &str, room: usize) -> String {
    if text.chars().count() <= room {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(room.saturating_sub(1)).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}
