//! Reading files and folders, and writing single files whole.
//!
//! With [`publish`](crate::publish) this is the only room that touches files. Paths inside a review are relative,
//! with `/` between their parts.

mod probe;
mod write;

pub use probe::{is_case_blind, try_to_write};
pub use write::{make_folder, remove_file, remove_folder, remove_tree, rename, write_over, write_staged, write_whole};

use std::io::{self, Read, Write};
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

/// Paths of all files below `root`, relative to it, sorted. Hidden files and folders are passed over, and so is all that
/// [`read_all`] gives an error for. A missing folder holds no files.
pub fn list(root: &Path) -> Vec<String> {
    let found = walk(root, None).into_iter();
    found
        .filter(|found| found.refused.is_none())
        .map(|found| found.path)
        .collect()
}

/// Reads all files below `root` whose path `wanted` accepts, sorted by path. Nobody knows what is in a folder that is not
/// gone into; so those come whatever their names are. Links are followed to files inside the
/// folder `within`; links that lead elsewhere or to folders, special files, folders that cannot be opened and names that
/// are not UTF-8 come as errors that say so.
pub fn read_all(root: &Path, within: &Path, wanted: impl Fn(&str) -> bool) -> Vec<InputFile> {
    walk(root, Some(within))
        .into_iter()
        .filter(|found| found.folder || wanted(&found.path))
        .map(|found| InputFile {
            bytes: found.read(root, LARGEST),
            path: found.path,
        })
        .collect()
}

/// Finds what [`read_all`] would read, all of it, and reads nothing yet.
pub fn find(root: &Path, within: &Path) -> Vec<Found> {
    walk(root, Some(within))
}

/// The largest file that is read at all, in bytes: places in texts have 32 bits.
const LARGEST: u64 = u32::MAX as u64;

/// Reads the files that a user named: files as given, folders with all files below them, of which [`read_all`] tells.
/// Files of more than `most` bytes are not read: they come as errors of the kind `FileTooLarge`.
pub fn read_named(paths: &[PathBuf], most: u64) -> Vec<InputFile> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(walk(path, Some(path)).into_iter().map(|found| InputFile {
                bytes: found.read(path, most),
                path: display(&path.join(&found.path)),
            }));
        } else {
            files.push(InputFile {
                path: display(path),
                bytes: read_at_most(path, most),
            });
        }
    }
    files
}

/// A file below a folder.
#[derive(Debug)]
pub struct Found {
    /// Path relative to the folder, with `/`.
    pub path: String,
    /// Why it is not read.
    refused: Option<io::Error>,
    /// Whether it is, or leads to, a folder.
    folder: bool,
}

impl Found {
    /// Its bytes, or why they cannot be had; files of more than `most` bytes come as errors of the kind `FileTooLarge`.
    pub fn read(&self, root: &Path, most: u64) -> io::Result<Vec<u8>> {
        match &self.refused {
            Some(why) => Err(io::Error::new(why.kind(), why.to_string())),
            None => read_at_most(&root.join(&self.path), most),
        }
    }
}

/// A file's bytes, unless it has more than `most`: then an error of the kind `FileTooLarge`.
pub fn read_at_most(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let file = std::fs::File::open(path)?;
    let length = file.metadata()?.len();
    if length > most {
        return Err(too_large(most));
    }
    read_stream(file, length, most)
}

/// Reads standard input to its end, unless it has more than `most` bytes: then an error of the kind `FileTooLarge`.
pub fn read_standard_input(most: u64) -> io::Result<Vec<u8>> {
    read_stream(io::stdin().lock(), 0, most)
}

/// What grows while it is read, or has no length, is not followed past `most` bytes either.
fn read_stream(from: impl Read, expected: u64, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(expected as usize);
    from.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(too_large(most));
    }
    Ok(bytes)
}

fn too_large(most: u64) -> io::Error {
    let message = format!("it has more than {} MiB", most >> 20);
    io::Error::new(io::ErrorKind::FileTooLarge, message)
}

/// All files below `root`, sorted by path; links are followed to files inside `within`, and nowhere without it.
fn walk(root: &Path, within: Option<&Path>) -> Vec<Found> {
    let within = within.and_then(|folder| std::fs::canonicalize(folder).ok());
    let shown = |entry: &walkdir::DirEntry| entry.depth() == 0 || !hidden(entry.file_name());
    let mut found: Vec<Found> = WalkDir::new(root)
        .follow_links(false)
        .into_iter()
        .filter_entry(shown)
        .filter_map(|entry| match entry {
            Ok(entry) if entry.file_type().is_dir() => None,
            Ok(entry) => {
                let path = relative(root, entry.path());
                let refused = match &path {
                    Err(_) => Some(io::Error::other("its name is not UTF-8; rename it")),
                    Ok(_) if entry.file_type().is_file() => None,
                    Ok(_) if entry.path_is_symlink() => leads_out(entry.path(), within.as_deref()),
                    Ok(_) => Some(io::Error::other("it is no regular file")),
                };
                let path = path.unwrap_or_else(|lossy| lossy);
                let folder = entry.path_is_symlink() && entry.path().is_dir();
                Some(Found { path, refused, folder })
            }
            Err(error) if error.depth() == 0 => None,
            Err(error) => {
                let path = error.path().map(|path| relative(root, path));
                Some(Found {
                    path: path.map_or_else(String::new, |path| path.unwrap_or_else(|lossy| lossy)),
                    refused: Some(error.into()),
                    folder: true,
                })
            }
        })
        .collect();
    found.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    found
}

fn hidden(name: &std::ffi::OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Why a link is not followed, if it is not.
fn leads_out(link: &Path, within: Option<&Path>) -> Option<io::Error> {
    let target = match std::fs::canonicalize(link) {
        Ok(target) => target,
        Err(error) => {
            return Some(io::Error::new(
                error.kind(),
                format!("a link that leads nowhere: {error}"),
            ));
        }
    };
    let inside = within.is_some_and(|folder| target.starts_with(folder));
    if !inside {
        Some(io::Error::other(
            "a link that leads out of the folder is not followed; put the file itself there",
        ))
    } else if target.is_file() {
        None
    } else {
        Some(io::Error::other(
            "a link to a folder is not followed; put the files themselves there",
        ))
    }
}

/// A file of a site; `None` where there is none, an error where it lies outside of the folder by a link.
pub fn read_inside(folder: &Path, path: &str) -> io::Result<Option<Vec<u8>>> {
    let Ok(found) = std::fs::canonicalize(folder.join(path)) else {
        return Ok(None);
    };
    if !found.starts_with(std::fs::canonicalize(folder)?) {
        return Err(io::Error::other("it is a link that leads out of the site"));
    }
    if found.is_file() {
        std::fs::read(found).map(Some)
    } else {
        Ok(None)
    }
}

/// Names of what is in a folder, in no order; those that are not UTF-8 are left out.
pub fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect()
}

/// Which of the files and folders below `root` are links that lead out of it. What is not there leads nowhere.
pub fn leading_out<'n>(root: &Path, names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    let whole = std::fs::canonicalize(root);
    let leads_out = |name: &&str| {
        let is_link = |path: &Path| std::fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
        let parts = Path::new(name).ancestors().filter(|part| !part.as_os_str().is_empty());
        let linked = parts.map(|part| root.join(part)).any(|path| is_link(&path));
        linked
            && match (std::fs::canonicalize(root.join(name)), &whole) {
                (Ok(target), Ok(whole)) => !target.starts_with(whole),
                (Err(error), _) => error.kind() != io::ErrorKind::NotFound,
                (_, Err(_)) => true,
            }
    };
    names.into_iter().filter(leads_out).collect()
}

/// Reads a text file; `None` where there is none.
pub fn read_text(path: &Path) -> io::Result<Option<String>> {
    match read_at_most(path, LARGEST) {
        Ok(bytes) => Ok(Some(text_of(bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The text that bytes are, without a copy where they are UTF-8; what is not is replaced.
pub fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|fault| String::from_utf8_lossy(fault.as_bytes()).into_owned())
}

/// Removes what a run that died left of a file it was writing.
fn clear_unfinished(path: &Path) {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    write::clear_parts(folder.unwrap_or(Path::new(".")), &format!("{name}."));
}

/// Writes a file that a command was asked for, over an older one, and removes what a run that died left of it. What is no
/// file, such as `/dev/stdout` or a pipe, is written into: in its place a file would be put that it never was.
pub fn write_output(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if std::fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        return std::fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    clear_unfinished(path);
    write_whole(path, bytes)
}

/// Writes a file that is not there yet; `false` where one is, which is left alone.
pub fn write_new(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    clear_unfinished(path);
    Ok(std::fs::symlink_metadata(path).is_err() && write_over(path, bytes, None)?)
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
                if write_over(&path, bytes, None)? {
                    return Ok(candidate);
                }
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
    make_folder(&folder)?;
    let file = std::fs::File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(folder.join("run"))?;
    match file.try_lock() {
        Ok(()) => {
            // Whoever wrote here before is gone.
            let content = root.join("content");
            write::clear_parts(root, "citeloom.");
            for folder in [&folder, &content, &content.join("articles"), &content.join("sources")] {
                write::clear_parts(folder, "");
            }
            Ok(Some(RunLock { _file: file }))
        }
        Err(std::fs::TryLockError::WouldBlock) => Ok(None),
        Err(std::fs::TryLockError::Error(error)) => Err(error),
    }
}

/// The path from `root`, with `/`; where a name is not UTF-8, the nearest that is, as an error.
fn relative(root: &Path, path: &Path) -> Result<String, String> {
    let inside = path.strip_prefix(root).unwrap_or(path);
    let parts: Option<Vec<&str>> = inside.components().map(|part| part.as_os_str().to_str()).collect();
    match parts {
        Some(parts) => Ok(parts.join("/")),
        None => Err(display(inside)),
    }
}

fn display(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
