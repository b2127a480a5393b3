//! Files that the user names, read within the bounds that the review around this folder sets.

use super::Failure;
use super::review::{CONFIG, Review};
use crate::base::codes::capture::{TOO_LARGE, UNREADABLE};
use crate::base::{Diagnostic, Parsed, Span};
use crate::capture::{Capture, DecodeLimits, decode};
use crate::extract::Extraction;
use crate::fs::{self, InputFile};
use crate::pipeline::{Unread, read_capture};
use std::io;
use std::path::{Path, PathBuf};

/// The folder of the review that this folder lies in, if it does.
pub(super) fn review_around() -> Result<Option<PathBuf>, Failure> {
    let here = std::env::current_dir().map_err(Failure::io("this folder"))?;
    let root = here.ancestors().find(|folder| folder.join(CONFIG).is_file());
    Ok(root.map(Path::to_owned))
}

/// Bounds of the readers: those of the review around this folder, else the usual ones.
pub(super) fn bounds() -> Result<DecodeLimits, Failure> {
    match review_around()? {
        Some(root) => Review::limits_of(&root),
        None => Ok(DecodeLimits::default()),
    }
}

/// The files, within bounds.
pub(super) fn read(paths: &[PathBuf], limits: DecodeLimits) -> Vec<InputFile> {
    fs::read_named(paths, limits.bytes as u64)
}

/// Reads a file as a capture. One that is too large holds nothing and is reported; one that cannot be read at all is a
/// failure.
pub(super) fn capture(file: &InputFile, limits: DecodeLimits) -> Result<Parsed<(Capture, Extraction)>, Failure> {
    match &file.bytes {
        Ok(bytes) => Ok(read_capture(&file.path, bytes, limits)),
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            let capture = decode(&file.path, b"", limits).value;
            let extraction = Extraction {
                format: "",
                records: Vec::new(),
            };
            let diagnostic = Diagnostic::new(TOO_LARGE, unread(error).why).at(&capture.path, Span::default());
            Ok(Parsed::new((capture, extraction), vec![diagnostic]))
        }
        Err(error) => Err(cannot_read(&file.path, error)),
    }
}

/// That a file cannot be read, and why; of one that is too large, what to do.
pub(super) fn cannot_read(path: &str, error: &io::Error) -> Failure {
    Failure::Usage(format!("cannot read {path}: {}", unread(error).why))
}

/// Why a capture was not read.
pub(super) fn unread(error: &io::Error) -> Unread {
    match error.kind() {
        io::ErrorKind::FileTooLarge => Unread {
            code: TOO_LARGE,
            why: format!("{error}, the limit of limits.capture-mib in citeloom.toml"),
        },
        _ => Unread {
            code: UNREADABLE,
            why: error.to_string(),
        },
    }
}
