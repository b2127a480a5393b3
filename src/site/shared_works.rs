//! Works that the papers of a mechanism share, or whose titles speak of it.

use super::Site;
use super::reference::WorkLine;
use crate::library::{ArticleId, MechanismId, Standing, WorkId};
use serde::Serialize;
use std::collections::BTreeSet;

/// Works of one list.
const WORKS: usize = 40;

/// A work that several papers cite.
#[derive(Clone, Debug, Serialize)]
pub struct SharedWork {
    /// The work.
    pub work: WorkLine,
    /// How many of the papers cite it.
    pub papers: usize,
}

/// Works that at least two of the papers cite which are confirmed or proposed, those of most papers first, and how many more
/// there are.
pub(super) fn shared(site: &Site<'_>, papers: &[(Standing, ArticleId, MechanismId)]) -> (Vec<SharedWork>, usize) {
    let firm = papers.iter().filter(|(standing, ..)| *standing <= Standing::Proposed);
    let firm: BTreeSet<ArticleId> = firm.map(|(_, article, _)| *article).collect();
    let shared = site.library.shared_works(&firm.into_iter().collect::<Vec<_>>());
    let more = shared.len().saturating_sub(WORKS);
    let shown = shared.into_iter().take(WORKS).map(|(id, papers)| SharedWork {
        work: WorkLine::new(site, id),
        papers,
    });
    (shown.collect(), more)
}

/// Works whose titles speak of a mechanism or of its children, the most cited first, and how many more there are.
pub(super) fn titled(site: &Site<'_>, members: &[MechanismId]) -> (Vec<WorkLine>, usize) {
    let of = |member: &MechanismId| site.library.mechanism(*member).title_works.iter().copied();
    let mut works: Vec<WorkId> = members.iter().flat_map(of).collect();
    works.sort_unstable();
    works.dedup();
    works.sort_by_key(|id| (std::cmp::Reverse(site.library.work(*id).citers.len()), *id));
    let more = works.len().saturating_sub(WORKS);
    let shown = works.into_iter().take(WORKS).map(|id| WorkLine::new(site, id));
    (shown.collect(), more)
}
