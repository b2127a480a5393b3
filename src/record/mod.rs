//! Bibliographic data: items in CSL-JSON's terms, the claims that readers make, and the resolver that decides.
//!
//! No file format is known here. Readers (`extract`) produce [`Claims`]; [`resolve`] turns them into a [`Record`].

mod claim;
mod csl;
mod field;
mod item;
mod journal;
mod kind;
mod resolve;

pub use claim::{Claim, Claims, RawReference, Relation, RelationKind, Value, Zone, ZoneKind};
pub use csl::{CslDate, CslValue, csl_values, item_from_csl, item_to_csl};
pub use field::Field;
pub use item::{AUTHORS_CUT, Item, RelatedItem};
pub use journal::abbreviates;
pub use kind::ItemType;
pub use resolve::{Provenance, Record, resolve};
