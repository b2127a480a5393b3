//! Groups of profiles that grow by links, and refuse what contradicts a member.

use super::compare::Comparer;
use super::profile::Profile;

/// Members looked at on each side before two groups join; larger groups are compared by a part of them, so that a work
/// with thousands of variants costs no more than its number.
const LOOKED_AT: usize = 24;

/// Disjoint groups of profiles. Members of one group form a ring.
pub(super) struct Clusters {
    parent: Vec<u32>,
    next: Vec<u32>,
    size: Vec<u32>,
    /// `(decision, side)` of the profiles that a decision keeps apart from others.
    sides: std::collections::HashMap<u32, Vec<(u32, u32)>>,
}

impl Clusters {
    /// Each of `count` profiles for itself.
    pub(super) fn new(count: usize) -> Self {
        let all: Vec<u32> = (0..count as u32).collect();
        Self {
            next: all.clone(),
            parent: all,
            size: vec![1; count],
            sides: std::collections::HashMap::new(),
        }
    }

    /// The group's representative.
    pub(super) fn find(&mut self, profile: u32) -> u32 {
        let mut root = profile;
        while self.parent[root as usize] != root {
            root = self.parent[root as usize];
        }
        let mut at = profile;
        while self.parent[at as usize] != root {
            at = std::mem::replace(&mut self.parent[at as usize], root);
        }
        root
    }

    /// As [`Clusters::find`], without shortening the way.
    pub(super) fn root(&self, profile: u32) -> u32 {
        let mut root = profile;
        while self.parent[root as usize] != root {
            root = self.parent[root as usize];
        }
        root
    }

    /// Puts the profile on a side of a decision: groups on different sides of one decision never join.
    pub(super) fn set_side(&mut self, profile: u32, decision: u32, side: u32) {
        let root = self.find(profile);
        let sides = self.sides.entry(root).or_default();
        if !sides.contains(&(decision, side)) {
            sides.push((decision, side));
        }
    }

    /// Whether a decision keeps the groups of the two apart.
    pub(super) fn decided_apart(&self, a: u32, b: u32) -> bool {
        let (Some(a), Some(b)) = (self.sides.get(&self.root(a)), self.sides.get(&self.root(b))) else {
            return false;
        };
        a.iter()
            .any(|(decision, side)| b.iter().any(|(other, another)| decision == other && side != another))
    }

    /// Joins the groups of two linked profiles unless members contradict one another. Gives whether they are one now.
    pub(super) fn join(&mut self, a: u32, b: u32, profiles: &[Profile], comparer: &Comparer<'_>) -> bool {
        let (a, b) = (self.find(a), self.find(b));
        if a == b {
            return true;
        }
        if self.decided_apart(a, b) {
            return false;
        }
        // The pair itself was judged; only its companions need a look.
        if self.size[a as usize] > 1 || self.size[b as usize] > 1 {
            let contradicted = self.ring(a).take(LOOKED_AT).any(|x| {
                self.ring(b)
                    .take(LOOKED_AT)
                    .any(|y| comparer.contradicts(&profiles[x as usize], &profiles[y as usize]))
            });
            if contradicted {
                return false;
            }
        }
        self.force(a, b);
        true
    }

    /// Joins two groups whatever their members say.
    pub(super) fn force(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        if a == b {
            return;
        }
        let (small, large) = if self.size[a as usize] <= self.size[b as usize] {
            (a, b)
        } else {
            (b, a)
        };
        self.parent[small as usize] = large;
        self.size[large as usize] += self.size[small as usize];
        self.next.swap(small as usize, large as usize);
        if let Some(sides) = self.sides.remove(&small) {
            let all = self.sides.entry(large).or_default();
            for side in sides {
                if !all.contains(&side) {
                    all.push(side);
                }
            }
        }
    }

    /// The members of the group, from `start` on.
    pub(super) fn ring(&self, start: u32) -> impl Iterator<Item = u32> + '_ {
        let mut at = Some(start);
        std::iter::from_fn(move || {
            let this = at?;
            let next = self.next[this as usize];
            at = (next != start).then_some(next);
            Some(this)
        })
    }
}
