//! Articles: the stubs that authors edit, what was imported into them, and how both are brought together.
//!
//! A stub is read with [`parse`], first written with [`create`] and changed only by [`plan`], which edits the file's
//! own text and leaves every other byte as it stands. The lock remembers what the captures said, with places.

mod body;
mod create;
mod edit;
mod fields;
mod finding;
mod finding_read;
mod front;
mod holdings;
mod import;
mod keys;
mod lock;
mod lock_keys;
mod lock_tagging;
mod lock_text;
mod markdown;
mod merge;
mod names;
mod owners;
mod places;
mod quotes;
mod run;
mod settled;
mod stub;
mod targets;
mod values;

pub use create::create;
pub use fields::FieldValue;
pub use finding::{DRAFTED, Direction, Finding, FindingStatus, Level, StudyRelation, WayRound};
pub use finding_read::add_findings;
pub use import::{Captured, CapturedRecord, Existing, FileChange, Identity, Plan, Summary, plan};
pub use lock::{
    KeptKeys, Lock, LockedArticle, LockedCapture, LockedClaim, LockedQuote, LockedReference, LockedRelation, Place,
    reference_marks,
};
pub use names::name_of as stub_name;
pub use quotes::{QuotePlace, QuoteSource, check_quotes, find_quote};
pub use settled::{mark_told, mark_unread, settled};
pub use stub::{Article, Judgement, Section, Status, StubReference, parse, parse_shared};
