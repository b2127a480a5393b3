//! What of the captures becomes public with the site: captures may hold publishers' text, so a build says it.

use super::console::Console;
use super::count;
use super::review::Review;
use crate::article::Captured;
use crate::library::{Library, quoted};

/// Captures and how much of them the site shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Public {
    /// Captures of which pieces are quoted.
    pub quoted: usize,
    /// Bytes that are quoted, and bytes in all, of those captures whose text is at hand.
    pub bytes: (usize, usize),
    /// Captures that stand on the site whole, since the settings name them.
    pub whole: Vec<String>,
}

impl Public {
    /// Of a review that has been built.
    pub fn of(review: &Review, library: &Library, captured: &[Captured]) -> Self {
        let pieces = quoted(library);
        let full = &review.config.publish.full_text;
        let mut public = Self::default();
        for capture in captured {
            if full.iter().any(|path| **path == *capture.path) {
                public.whole.push(capture.path.to_string());
            } else if let Some(bytes) = pieces.get(&*capture.path) {
                public.bytes.0 += (*bytes).min(capture.text.len());
                public.bytes.1 += capture.text.len();
            }
        }
        public.quoted = pieces
            .keys()
            .filter(|path| !public.whole.iter().any(|whole| whole == *path))
            .count();
        public
    }

    /// Says it in one line or two.
    pub fn tell(&self, console: &Console) {
        if self.quoted + self.whole.len() == 0 {
            return;
        }
        let share = match self.bytes {
            (_, 0) => String::new(),
            (part, all) => format!(" ({}% of their text)", (part * 100).div_ceil(all)),
        };
        let none = if self.whole.is_empty() {
            "; no capture whole"
        } else {
            ""
        };
        let label = console.paint("     public", "1");
        console.say(&format!(
            "{label} quoted pieces of {}{share}{none}",
            count(self.quoted, "capture")
        ));
        if !self.whole.is_empty() {
            let label = console.paint("      whole", "1;33");
            console.say(&format!("{label} {}, as publish.full-text says", self.whole.join(", ")));
        }
    }
}
