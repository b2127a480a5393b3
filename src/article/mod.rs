//! Articles: the stubs that authors edit, what was imported into them, and how both are brought together.
//!
//! A stub is read with [`parse`], first written with [`create`] and changed only by [`plan`], which edits the file's
//! own text and leaves every other byte as it stands. The lock remembers what the captures said, with places.

mod finding;
mod import;
mod lock;
mod stub;

pub use finding::{Direction, Finding, FindingStatus, Level, StudyRelation, WayRound};
pub use import::{Captured, CapturedRecord, Existing, FileChange, Identity, Plan, Summary, plan};
pub use lock::{FieldValue, Lock, LockedArticle, LockedCapture, LockedClaim, LockedReference, LockedRelation, Place};
pub use stub::{Article, Judgement, Section, Status, StubReference, parse};
