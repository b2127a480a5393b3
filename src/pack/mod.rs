//! A finished site in one file to hand over: a `.zip`, or one HTML page that holds them all.
//!
//! Both are functions of the site's files alone: the same site gives the same bytes, on any day and machine.

mod markup;
mod single;
mod zip;

pub use single::{Single, single};
pub use zip::zip;

use std::collections::BTreeMap;

/// The files of a finished site by their addresses from its root.
pub type Files = BTreeMap<String, Vec<u8>>;
