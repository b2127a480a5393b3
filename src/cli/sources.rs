//! A review's captures on the disk: hashed when the review is read, and read when their text is wanted.

use super::named;
use crate::base::Digest;
use crate::capture::{CaptureText, DecodeLimits, decode};
use crate::fs;
use crate::pipeline::{CaptureFile, Unread};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A capture of a review.
#[derive(Debug)]
pub struct Source {
    /// Path relative to `content/`, with `/`: `sources/000.txt`.
    pub path: Arc<str>,
    content: Content,
}

#[derive(Debug)]
enum Content {
    /// Bytes that a person named, or why they cannot be had.
    Given(Result<Vec<u8>, Unread>),
    /// A file below `content/sources/`.
    There(Arc<File>),
}

/// What a file held when it was hashed.
#[derive(Debug)]
struct File {
    place: PathBuf,
    limits: DecodeLimits,
    digest: Digest,
    /// Bytes of its decoded text.
    length: usize,
}

impl File {
    fn read(&self) -> std::io::Result<Vec<u8>> {
        fs::read_at_most(&self.place, self.limits.bytes as u64)
    }
}

/// A capture of which nothing has to be read anew.
#[derive(Debug)]
pub struct SettledSource {
    /// Path relative to `content/`, with `/`.
    pub path: Arc<str>,
    /// Its decoded text.
    pub text: CaptureText,
    /// Hash of its bytes.
    pub digest: Digest,
    /// Bytes of its decoded text.
    pub length: usize,
}

impl Source {
    /// All files below `content/sources/`, sorted by path. Links are followed inside the review alone.
    pub fn all(content: &Path, limits: DecodeLimits) -> Vec<Self> {
        let folder = content.join("sources");
        let review = content.parent().unwrap_or(content);
        let found = fs::find(&folder, review);
        found
            .into_par_iter()
            .map(|found| {
                let path: Arc<str> = format!("sources/{}", found.path).into();
                let content = match found.read(&folder, limits.bytes as u64) {
                    Ok(bytes) => {
                        let capture = decode(&path, &bytes, limits).value;
                        Content::There(Arc::new(File {
                            place: folder.join(&found.path),
                            limits,
                            digest: capture.digest,
                            length: capture.text.len(),
                        }))
                    }
                    Err(error) => Content::Given(Err(named::unread(&error))),
                };
                Self { path, content }
            })
            .collect()
    }

    /// A file that a person named.
    pub fn given(file: CaptureFile) -> Self {
        Self {
            path: file.path.into(),
            content: Content::Given(file.bytes),
        }
    }

    /// Hash of its bytes, where they could be had.
    pub fn digest(&self) -> Option<Digest> {
        match &self.content {
            Content::Given(bytes) => bytes.as_ref().ok().map(|bytes| Digest::of(bytes)),
            Content::There(file) => Some(file.digest),
        }
    }

    /// As one whose text is fetched when it is wanted: as long as the file is what it was when it was hashed. What a person
    /// named is always read.
    pub fn settled(self) -> Option<SettledSource> {
        let Content::There(file) = self.content else {
            return None;
        };
        let (digest, length, path) = (file.digest, file.length, Arc::clone(&self.path));
        let fetch = move || {
            let capture = decode(&path, &file.read().ok()?, file.limits).value;
            (capture.digest == file.digest).then_some(capture.text)
        };
        Some(SettledSource {
            path: self.path,
            text: CaptureText::fetched(fetch),
            digest,
            length,
        })
    }
}

/// Reads it.
impl From<Source> for CaptureFile {
    fn from(source: Source) -> Self {
        Self {
            path: source.path.to_string(),
            bytes: match source.content {
                Content::Given(bytes) => bytes,
                Content::There(file) => file.read().map_err(|error| named::unread(&error)),
            },
        }
    }
}
