//! What stands behind a paper: readers want those with evidence first.

use super::Site;
use crate::article::Finding;
use crate::library::{ArticleId, Standing};

/// What stands behind a paper, the weightiest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Weight {
    /// A finding that a reviewer confirmed or wrote.
    Judged,
    /// A proposed finding.
    Found,
    /// A confirmed mechanism.
    Confirmed,
    /// A proposed mechanism.
    Proposed,
    /// None of these.
    Named,
}

impl Weight {
    /// Of a finding; nothing of one that a reviewer refused.
    pub(super) fn of_finding(finding: &Finding) -> Option<Self> {
        Site::shown(finding).then(|| if finding.counts() { Self::Judged } else { Self::Found })
    }

    /// By the mechanisms of a paper alone.
    pub(super) fn of_mechanisms(site: &Site<'_>, id: ArticleId) -> Self {
        let mechanisms = &site.library.article(id).mechanisms;
        match mechanisms.iter().map(|of| of.standing()).min() {
            Some(Standing::Confirmed) => Self::Confirmed,
            Some(Standing::Proposed) => Self::Proposed,
            _ => Self::Named,
        }
    }

    /// By all findings and mechanisms of a paper.
    pub(super) fn of(site: &Site<'_>, id: ArticleId) -> Self {
        let findings = &site.library.article(id).article.findings;
        let found = findings.iter().filter_map(Self::of_finding).min();
        found.unwrap_or_else(|| Self::of_mechanisms(site, id))
    }
}
