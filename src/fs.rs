//! Reading files and folders, and writing single files whole.
//!
//! With [`publish`](crate::publish) this is the only room that touches files. Paths inside a review are relative,
//! with `/` between their parts.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// A file read from disk.
#[derive(Debug)]
pub struct InputFile {
    /// Path relative to the folder it was looked for in, with `/`; or as the user gave it.
    pub path: String,
    /// Its bytes, or why they could not be had.
    pub bytes: io::Result<Vec<u8>>,
}

/// Paths of all files below `root`, relative to it, sorted. Hidden files and folders are passed over, links are not
/// followed out of the folder. A missing folder holds no files.
pub fn list(root: &Path) -> Vec<String> {
    let mut paths: Vec<String> = WalkDir::new(root)
        .follow_links(false)
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.'))
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| relative(root, entry.path()))
        .collect();
    paths.sort_unstable();
    paths
}

/// Reads all files below `root` whose path `wanted` accepts, sorted by path.
pub fn read_all(root: &Path, wanted: impl Fn(&str) -> bool) -> Vec<InputFile> {
    list(root)
        .into_iter()
        .filter(|path| wanted(path))
        .map(|path| InputFile {
            bytes: std::fs::read(root.join(&path)),
            path,
        })
        .collect()
}

/// Reads the files that a user named: files as given, folders with all files below them.
pub fn read_named(paths: &[PathBuf]) -> Vec<InputFile> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(list(path).into_iter().map(|inside| {
                let whole = path.join(&inside);
                InputFile {
                    path: display(&whole),
                    bytes: std::fs::read(&whole),
                }
            }));
        } else {
            files.push(InputFile {
                path: display(path),
                bytes: std::fs::read(path),
            });
        }
    }
    files
}

/// Reads a text file; `None` where there is none.
pub fn read_text(path: &Path) -> io::Result<Option<String>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Writes a file so that at any moment either the old or the new one is there, whole: beside it first, flushed to the
/// disk, then renamed over it. Folders are made where missing.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let staged = folder.join(format!(".{name}.{}.part", std::process::id()));
    let written = (|| {
        let mut file = std::fs::File::create(&staged)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&staged, path)
    })();
    if written.is_err() {
        let _ = std::fs::remove_file(&staged);
    }
    written
}

/// Copies a capture into the review, never over another file: a different file of that name makes `NAME-2`, and so on.
/// Gives the path relative to `folder`.
pub fn add_file(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<String> {
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => (stem, format!(".{extension}")),
        _ => (name, String::new()),
    };
    for attempt in 1.. {
        let candidate = if attempt == 1 {
            name.to_owned()
        } else {
            format!("{stem}-{attempt}{extension}")
        };
        let path = folder.join(&candidate);
        match std::fs::read(&path) {
            Ok(present) if present == bytes => return Ok(candidate),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                write_whole(&path, bytes)?;
                return Ok(candidate);
            }
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other("no free name"))
}

/// A lock on a review's folder, released when dropped or when the process ends.
#[derive(Debug)]
pub struct RunLock {
    _file: std::fs::File,
}

/// Takes the lock of the review at `root`; `Ok(None)` while another process holds it.
pub fn lock_review(root: &Path) -> io::Result<Option<RunLock>> {
    let folder = root.join(".citeloom");
    std::fs::create_dir_all(&folder)?;
    let file = std::fs::File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join("run"))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(RunLock { _file: file })),
        Err(std::fs::TryLockError::WouldBlock) => Ok(None),
        Err(std::fs::TryLockError::Error(error)) => Err(error),
    }
}

fn relative(root: &Path, path: &Path) -> Option<String> {
    let inside = path.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = inside.components().map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

fn display(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
