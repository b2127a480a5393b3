//! What the review holds about a mechanism, and which mechanisms it holds nothing about. Map, pages, print and tables ask
//! here, so that they count alike.

use super::{Library, MechanismId, PageEntry};
use crate::article::FindingStatus;

/// What the review holds about a mechanism and those below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Papers that speak for it or set it aside; one that does so for two of them counts twice.
    pub papers: usize,
    /// Findings filed under it, refused ones aside.
    pub findings: usize,
    /// Those of them that a reviewer stands behind.
    pub counted: usize,
    /// Captured papers that the reviewers' words on it cite.
    pub cited: usize,
}

impl Coverage {
    /// Nothing of the review speaks of it.
    pub fn is_empty(&self) -> bool {
        self.papers == 0 && self.findings == 0 && self.cited == 0
    }
}

impl Library {
    /// A mechanism and all below it, itself first.
    pub fn family(&self, id: MechanismId) -> Vec<MechanismId> {
        let mut all = vec![id];
        let mut at = 0;
        while let Some(next) = all.get(at).copied() {
            at += 1;
            for child in &self.mechanism(next).children {
                if !all.contains(child) {
                    all.push(*child);
                }
            }
        }
        all
    }

    /// What the review holds about a mechanism and those below it.
    pub fn coverage(&self, id: MechanismId) -> Coverage {
        let mut coverage = Coverage::default();
        for member in self.family(id) {
            let entry = self.mechanism(member);
            coverage.papers += entry.articles.len() + entry.excluded_by.len();
            let findings = entry.findings.iter().filter_map(|place| self.finding(*place));
            for finding in findings.filter(|finding| finding.status != FindingStatus::Rejected) {
                coverage.findings += 1;
                coverage.counted += usize::from(finding.counts());
            }
            let noted = entry.overview.iter().flat_map(|page| &page.noted);
            coverage.cited += noted.filter(|work| self.work(**work).article.is_some()).count();
        }
        coverage
    }

    /// Mechanisms of which nothing of the review speaks: those at the ends of the tree, since a branch says no more than
    /// its leaves.
    pub fn uncovered(&self) -> impl Iterator<Item = MechanismId> + '_ {
        let ends = self
            .mechanism_ids()
            .filter(|id| self.mechanism(*id).children.is_empty());
        ends.filter(|id| self.coverage(*id).is_empty())
    }

    /// Mechanisms of which something speaks, and no words of the reviewers.
    pub fn unsummarised(&self) -> impl Iterator<Item = MechanismId> + '_ {
        let bare = |id: &MechanismId| self.mechanism(*id).overview.as_ref().is_none_or(is_unwritten);
        self.mechanism_ids()
            .filter(bare)
            .filter(|id| !self.coverage(*id).is_empty())
    }
}

/// Nothing but headings, bare points of lists and what a file tells its author: as it was begun.
fn is_unwritten(page: &PageEntry) -> bool {
    let mut rest = page.body.as_str();
    let mut text = String::with_capacity(rest.len());
    while let Some((before, comment)) = rest.split_once("<!--") {
        text.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let bare = |line: &str| line.starts_with('#') || matches!(line, "" | "-" | "*" | "+");
    text.lines().all(|line| bare(line.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_as_it_was_begun_is_no_summary() {
        let unwritten = |body: &str| {
            is_unwritten(&PageEntry {
                body: body.to_owned(),
                ..PageEntry::default()
            })
        };
        assert!(unwritten(
            "## Bottom line\n\n<!-- Yours\nto write. -->\n## Open questions\n\n- \n"
        ));
        assert!(!unwritten("## Bottom line\n\nIt is rare.\n"));
        assert!(!unwritten("- Is it rare?\n"));
    }
}
