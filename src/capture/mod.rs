//! Captures: bytes a person saved, decoded into text.

mod decode;
mod text;

pub use decode::{DecodeLimits, decode};
pub use text::{CaptureText, Late};

use crate::base::Digest;
use std::sync::Arc;

/// A captured file, decoded. All spans of the crate point into [`Capture::text`].
#[derive(Clone, Debug)]
pub struct Capture {
    /// Path as the user gave it, or relative to the review's `content/`.
    pub path: Arc<str>,
    /// Hash of the bytes as saved.
    pub digest: Digest,
    /// The decoded text: without byte order mark and NUL, line ends as in the file.
    pub text: Arc<str>,
    /// Name of the encoding it was decoded from (`utf-8`, `utf-16le`, `windows-1252` …).
    pub encoding: &'static str,
    /// How far it is followed.
    pub limits: DecodeLimits,
}

impl Capture {
    /// A capture of text that needs no decoding.
    pub fn from_text(path: &str, text: &str) -> Self {
        Self {
            path: path.into(),
            digest: Digest::of(text.as_bytes()),
            text: text.into(),
            encoding: "utf-8",
            limits: DecodeLimits::default(),
        }
    }
}
