//! Leafing through the papers of a mechanism, in the order of its page.

use super::*;
use serde::Serialize;

/// Where a paper stands among those of a mechanism.
pub(super) type Places = HashMap<(MechanismId, ArticleId), usize>;

/// The papers before and after a paper in a mechanism.
#[derive(Clone, Debug, Serialize)]
pub struct Turn {
    /// The mechanism.
    pub mechanism: MechanismLink,
    /// Number of the paper, from one.
    pub number: usize,
    /// Papers of the mechanism.
    pub of: usize,
    /// The paper before.
    pub previous: Option<Link>,
    /// The paper after.
    pub next: Option<Link>,
}

/// The place of every paper in every mechanism it speaks of.
pub(super) fn places(library: &Library) -> Places {
    let mut places = Places::new();
    for id in library.mechanism_ids() {
        let papers = library.mechanism(id).articles.iter().enumerate();
        places.extend(papers.map(|(at, paper)| ((id, *paper), at)));
    }
    places
}

impl Site<'_> {
    /// How many papers confirm a mechanism, how many propose it, and of how many some words point to it.
    pub fn standings(&self, id: MechanismId) -> [usize; 3] {
        let mut papers = [0; 3];
        for article in &self.library.mechanism(id).articles {
            match self.stands(*article, id) {
                "confirmed" => papers[0] += 1,
                "proposed" => papers[1] += 1,
                _ => papers[2] += 1,
            }
        }
        papers
    }

    /// How a paper stands to a mechanism, as a word; nothing where it does not speak of it.
    pub fn stands(&self, id: ArticleId, mechanism: MechanismId) -> &'static str {
        let mut mechanisms = self.library.article(id).mechanisms.iter();
        let of = mechanisms.find(|of| of.mechanism == mechanism);
        of.map_or("", |of| standing(of.standing()))
    }

    /// The papers beside one in the mechanism that it speaks of most surely; nothing where it is the only one.
    pub(super) fn turn(&self, id: ArticleId, mechanism: &str) -> Option<Turn> {
        let mechanism = *self.mechanism_ids.get(mechanism)?;
        let at = *self.places.get(&(mechanism, id))?;
        let papers = &self.library.mechanism(mechanism).articles;
        let link = |at: usize| {
            let paper = *papers.get(at)?;
            Some(Link {
                href: self.addresses.article(paper).to_owned(),
                label: self.short(paper),
            })
        };
        (papers.len() > 1).then(|| Turn {
            mechanism: self.mechanism_link(mechanism, self.stands(id, mechanism)),
            number: at + 1,
            of: papers.len(),
            previous: at.checked_sub(1).and_then(link),
            next: link(at + 1),
        })
    }
}
