//! A capture's text, held or fetched when it is wanted.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// Fetches a text; `None` where it is not there any more, or another one.
type Fetch = dyn Fn() -> Option<Arc<str>> + Send + Sync;

/// From this time on that it is wanted a text is held: most likely many pages want it, of a file of many records say.
const HELD_FROM: u32 = 3;

/// A text to be had.
pub struct Late {
    fetch: Box<Fetch>,
    /// How many times it was wanted, and the text once it is held.
    held: Mutex<(u32, Option<Arc<str>>)>,
}

impl Late {
    fn get(&self) -> Option<Arc<str>> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if held.1.is_some() {
            return held.1.clone();
        }
        held.0 = held.0.saturating_add(1);
        let text = (self.fetch)();
        if held.0 >= HELD_FROM {
            held.1.clone_from(&text);
        }
        text
    }
}

/// A capture's decoded text. Captures that need no reading are fetched when their text is wanted: together they may be
/// larger than all that is known of them.
#[derive(Clone)]
pub enum CaptureText {
    /// At hand.
    Held(Arc<str>),
    /// To be had.
    Fetched(Arc<Late>),
}

impl CaptureText {
    /// A text that `fetch` brings when it is wanted.
    pub fn fetched(fetch: impl Fn() -> Option<Arc<str>> + Send + Sync + 'static) -> Self {
        Self::Fetched(Arc::new(Late {
            fetch: Box::new(fetch),
            held: Mutex::default(),
        }))
    }

    /// The text; `None` where it cannot be had any more.
    pub fn get(&self) -> Option<Arc<str>> {
        match self {
            CaptureText::Held(text) => Some(Arc::clone(text)),
            CaptureText::Fetched(late) => late.get(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[test]
    fn what_is_wanted_again_and_again_is_fetched_a_few_times() {
        let fetched = Arc::new(AtomicU32::new(0));
        let counter = Arc::clone(&fetched);
        let text = CaptureText::fetched(move || {
            counter.fetch_add(1, Ordering::Relaxed);
            Some("text".into())
        });
        let all: Vec<_> = (0..50).map(|_| text.get().unwrap()).collect();
        assert_eq!(fetched.load(Ordering::Relaxed), HELD_FROM);
        assert!(Arc::ptr_eq(&all[48], &all[49]), "one text, not equal ones");
        let gone = CaptureText::fetched(|| None);
        assert!((0..9).all(|_| gone.get().is_none()));
    }
}
