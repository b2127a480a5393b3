//! A capture's text, held or fetched when it is wanted.

use std::fmt;
use std::sync::Arc;

/// Fetches a text; `None` where it is not there any more, or another one.
pub type Fetch = dyn Fn() -> Option<Arc<str>> + Send + Sync;

/// A capture's decoded text. Captures that need no reading are fetched when their text is wanted: together they may be
/// larger than all that is known of them.
#[derive(Clone)]
pub enum CaptureText {
    /// At hand.
    Held(Arc<str>),
    /// To be had.
    Fetched(Arc<Fetch>),
}

impl CaptureText {
    /// The text; `None` where it cannot be had any more.
    pub fn get(&self) -> Option<Arc<str>> {
        match self {
            CaptureText::Held(text) => Some(Arc::clone(text)),
            CaptureText::Fetched(fetch) => fetch(),
        }
    }
}

impl fmt::Debug for CaptureText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CaptureText::Held(text) => write!(f, "Held({} bytes)", text.len()),
            CaptureText::Fetched(_) => f.write_str("Fetched"),
        }
    }
}
