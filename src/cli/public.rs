//! What of the captures becomes public with the site: captures may hold publishers' text, so a build says it.

use super::console::Console;
use super::count;
use super::review::Review;
use super::sources::SettledSource;
use crate::article::Captured;
use crate::library::{Library, is_publishers_text, quoted};
use std::collections::{BTreeMap, HashMap};

/// Captures and how much of them the site shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Public {
    /// Copied and saved pages of which pieces are quoted.
    pub pages: usize,
    /// Bytes that are quoted, and bytes in all, of those pages whose text is at hand.
    pub bytes: (usize, usize),
    /// Other captures, such as exports of reference managers, of which values are shown.
    pub exports: usize,
    /// Abstracts are left out.
    pub without_abstracts: bool,
    /// Captures that stand on the site whole, since the settings name them.
    pub whole: Vec<String>,
}

impl Public {
    /// Of a review that has been built.
    pub fn of(review: &Review, library: &Library, captured: &[Captured], known: &[SettledSource]) -> Self {
        let read = captured.iter().map(|capture| (&*capture.path, capture.text.len()));
        let known = known.iter().map(|source| (&*source.path, source.length));
        let lengths: HashMap<&str, usize> = read.chain(known).collect();
        let locked = library.articles.iter().filter_map(|entry| entry.locked.as_ref());
        let captures = locked.flat_map(|locked| &locked.captures);
        let formats: BTreeMap<&str, &str> = captures.map(|one| (one.path.as_str(), one.format.as_str())).collect();
        let abstracts = review.config.publish.abstracts();
        let pieces = quoted(library, abstracts);
        let full = &review.config.publish.full_text;
        let mut public = Self {
            without_abstracts: !abstracts,
            ..Self::default()
        };
        for (path, format) in formats {
            let length = lengths.get(path).copied();
            if length.is_some() && full.iter().any(|name| name == path) {
                public.whole.push(path.to_owned());
            } else if !is_publishers_text(format) {
                public.exports += 1;
            } else {
                public.pages += 1;
                let length = length.unwrap_or(0);
                public.bytes.0 += pieces.get(path).copied().unwrap_or_default().min(length);
                public.bytes.1 += length;
            }
        }
        public
    }

    /// Says it in one line or two.
    pub fn tell(&self, console: &Console) {
        let mut parts = Vec::new();
        let mut much = false;
        if self.pages > 0 {
            let share = match self.bytes {
                (_, 0) => String::new(),
                (part, all) => format!(" ({}% of their text)", (part * 100).div_ceil(all)),
            };
            parts.push(format!("quoted pieces of {}{share}", count(self.pages, "copied page")));
            much = self.bytes.0 * 2 > self.bytes.1;
        }
        if self.exports > 0 {
            parts.push(format!("values of {}", count(self.exports, "export")));
        }
        if parts.is_empty() && self.whole.is_empty() {
            return;
        }
        if self.whole.is_empty() {
            parts.push("no capture whole".to_owned());
        }
        let label = console.paint("     public", "1");
        console.say(&format!("{label} {}", parts.join(", ")));
        if much {
            let what: &[&str] = match self.without_abstracts {
                true => &[
                    "reference lists are most of a short page; no setting leaves them out: before you publish,",
                    "ask whether you may",
                ],
                false => &[
                    "abstracts and reference lists are most of a short page: before you publish, ask whether you may",
                    "(`leave-out = [\"abstracts\"]` under [publish] leaves out abstracts)",
                ],
            };
            for line in what {
                console.say(&format!("{:11} {line}", ""));
            }
        }
        if !self.whole.is_empty() {
            let label = console.paint("      whole", "1;33");
            console.say(&format!("{label} {}, as publish.full-text says", self.whole.join(", ")));
        }
    }
}
