//! References: free text into items, and the identity of works.

mod parse;
mod works;

pub use parse::{ParsedReference, parse};
pub use works::{
    Certainty, Decisions, Deduped, Doubt, Match, Merged, Reason, Work, Works, dedupe, match_works, match_works_known,
    proposed_key,
};
