//! The linked review: articles, works, citations both ways, mechanisms with evidence, entities.
//!
//! [`link`] makes the whole graph at once from stubs, lock and vocabulary; nothing changes it afterwards. It knows
//! nothing of HTML, addresses or templates.

mod check;
mod citations;
pub mod cite;
mod conflicts;
mod contradictions;
mod coverage;
mod graph;
mod joints;
mod keys;
mod link;
mod mechanisms;
mod missing;
mod names;
mod neighbours;
mod pages;
mod pictures;
mod progress;
mod public;
mod relations;
mod renew;
mod reviewers;
pub mod tables;
mod unstudied;
mod written;

pub use check::{CHECKS, Check, check, is_publishers_text};
pub use citations::{CitationFacts, Coupled, SelfCiting, Together};
pub use conflicts::{Conflict, Disagreement, FindingPlace, conflicts, conflicts_of, disagreements};
pub use contradictions::{Contradiction, contradictions};
pub use coverage::Coverage;
pub use graph::*;
pub use joints::{Joint, joints};
pub use link::{Parts, link};
pub use names::{LinkNames, LinkTarget, WorkNames};
pub use pictures::refused_picture;
pub use progress::{Progress, Reviewer};
pub use public::quoted;
pub use renew::Renewed;
pub use reviewers::Reviewers;
pub use unstudied::{Unstudied, unstudied};
pub use written::{IMAGES, Image, Images, missing_images};
