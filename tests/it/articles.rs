//! Stubs, the lock and importing again.

#[path = "articles/bench.rs"]
mod bench;
#[path = "articles/edits.rs"]
mod edits;
#[path = "articles/importing.rs"]
mod importing;
#[path = "articles/merging.rs"]
mod merging;
#[path = "articles/reading.rs"]
mod reading;
