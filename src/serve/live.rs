//! What open pages are told: that the site was built anew, and what is wrong in the review.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The script that every served page is given.
pub(super) const SCRIPT: &str = include_str!("live.js");
/// The style of what the script shows.
pub(super) const STYLE: &str = include_str!("live.css");

/// The latest news, for any number of waiting pages.
#[derive(Debug, Default)]
pub struct Live {
    news: Mutex<(u64, String)>,
    changed: Condvar,
}

impl Live {
    /// Tells every page: `state` is one JSON object on one line.
    pub fn tell(&self, state: String) {
        let mut news = self.news();
        news.0 += 1;
        news.1 = state;
        self.changed.notify_all();
    }

    /// The news and their number.
    pub fn now(&self) -> (u64, String) {
        self.news().clone()
    }

    /// Waits for news after number `seen`; `None` when there are none in that time.
    pub fn after(&self, seen: u64, patience: Duration) -> Option<(u64, String)> {
        let (news, _) = self
            .changed
            .wait_timeout_while(self.news(), patience, |news| news.0 == seen)
            .unwrap_or_else(PoisonError::into_inner);
        (news.0 != seen).then(|| news.clone())
    }

    fn news(&self) -> MutexGuard<'_, (u64, String)> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
