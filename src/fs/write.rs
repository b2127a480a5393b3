//! Changing files and folders: every such step of the program is one of these functions.
//!
//! In builds for development a test can make the program die, or its disk full, at any one of the steps: `CITELOOM_DIE_AT=7`
//! ends the process without a word at the seventh (a write is then half done), `CITELOOM_FULL_AT=7` lets that and all
//! further writes fail, `CITELOOM_STEPS=FILE` makes that file a byte longer at each. Released programs know none of them.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Makes a folder, with those above it; it may be there.
pub fn make_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    fault::step(true)?;
    std::fs::create_dir_all(path)
}

/// Writes a file that nobody reads before it is moved: it may be found half written.
pub fn write_staged(path: &Path, bytes: &[u8]) -> io::Result<()> {
    put(path, bytes).map(drop)
}

/// Moves a file, over another one if there is one.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fault::step(false)?;
    std::fs::rename(from, to)
}

/// Removes a file.
pub fn remove_file(path: &Path) -> io::Result<()> {
    fault::step(false)?;
    std::fs::remove_file(path)
}

/// Removes an empty folder.
pub fn remove_folder(path: &Path) -> io::Result<()> {
    fault::step(false)?;
    std::fs::remove_dir(path)
}

/// Removes a folder with all that is in it.
pub fn remove_tree(path: &Path) -> io::Result<()> {
    fault::step(false)?;
    std::fs::remove_dir_all(path)
}

/// Writes a file so that at any moment either the old or the new one is there, whole: beside it first, flushed to the
/// disk, then renamed over it. Folders are made where missing.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace(path, bytes, || Ok(true)).map(drop)
}

/// The same for a file that others change, too: it is left alone, and `false` given, unless it holds `old` (or is absent)
/// when the new one is about to take its place.
pub fn write_over(path: &Path, bytes: &[u8], old: Option<&[u8]>) -> io::Result<bool> {
    replace(path, bytes, || match std::fs::read(path) {
        Ok(now) => Ok(old == Some(now.as_slice())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(old.is_none()),
        Err(error) => Err(error),
    })
}

fn replace(path: &Path, bytes: &[u8], ready: impl FnOnce() -> io::Result<bool>) -> io::Result<bool> {
    let folder = path.parent().unwrap_or(Path::new("."));
    if !folder.as_os_str().is_empty() {
        make_folder(folder)?;
    }
    let staged = part_of(path);
    let written = (|| {
        put(&staged, bytes)?.sync_all()?;
        if !ready()? {
            return Ok(false);
        }
        rename(&staged, path)?;
        Ok(true)
    })();
    if !matches!(written, Ok(true)) {
        let _ = std::fs::remove_file(&staged);
    }
    written
}

fn put(path: &Path, bytes: &[u8]) -> io::Result<std::fs::File> {
    let mut file = std::fs::File::create(path)?;
    let whole = fault::part_of(bytes.len());
    file.write_all(bytes.get(..whole).unwrap_or(bytes))?;
    fault::step(true)?;
    Ok(file)
}

/// What ends the name of a file in the making.
const PART: &str = ".part";

/// Where the file is made before it takes its place: hidden, in the same folder.
fn part_of(path: &Path) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    path.with_file_name(format!(".{name}.{}{PART}", std::process::id()))
}

/// Removes what runs that died left half made in the folder, of files whose names begin so. Only for files that nobody
/// else is writing.
pub(super) fn clear_parts(folder: &Path, begin: &str) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(inner) = name.to_str().and_then(|name| name.strip_suffix(PART)) else {
            continue;
        };
        let numbered = inner.rsplit_once('.').is_some_and(|(name, process)| {
            name.len() > 1 && !process.is_empty() && process.bytes().all(|b| b.is_ascii_digit())
        });
        if numbered && inner.strip_prefix('.').is_some_and(|name| name.starts_with(begin)) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

#[cfg(debug_assertions)]
mod fault {
    use std::io;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};

    static DONE: AtomicU64 = AtomicU64::new(0);

    /// The steps at which the process is to die and the disk to be full.
    fn wanted() -> (u64, u64) {
        static WANTED: OnceLock<(u64, u64)> = OnceLock::new();
        *WANTED.get_or_init(|| {
            let of = |name| std::env::var(name).ok().and_then(|step| step.parse().ok());
            (
                of("CITELOOM_DIE_AT").unwrap_or(u64::MAX),
                of("CITELOOM_FULL_AT").unwrap_or(u64::MAX),
            )
        })
    }

    /// Counts a step, which needs room on the disk or does not.
    pub fn step(needs_room: bool) -> io::Result<()> {
        let (die, full) = wanted();
        let step = DONE.fetch_add(1, Ordering::SeqCst) + 1;
        if let Some(path) = std::env::var_os("CITELOOM_STEPS") {
            let file = std::fs::File::options().create(true).append(true).open(path);
            file.and_then(|mut file| std::io::Write::write_all(&mut file, b"."))?;
        }
        if step == die {
            std::process::abort();
        }
        if step >= full && needs_room {
            return Err(io::Error::new(io::ErrorKind::StorageFull, "no space left on device"));
        }
        Ok(())
    }

    /// How many of so many bytes the next step will have written when it ends.
    pub fn part_of(length: usize) -> usize {
        let (die, full) = wanted();
        let step = DONE.load(Ordering::SeqCst) + 1;
        if step == die || step >= full {
            length / 2
        } else {
            length
        }
    }
}

#[cfg(not(debug_assertions))]
mod fault {
    /// Does nothing.
    pub const fn step(_needs_room: bool) -> std::io::Result<()> {
        Ok(())
    }

    /// All of them.
    pub const fn part_of(length: usize) -> usize {
        length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_somebody_saved_meanwhile_is_left_alone() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.md");
        assert!(write_over(&path, b"one", None).unwrap());
        assert!(!write_over(&path, b"two", None).unwrap());
        assert!(!write_over(&path, b"two", Some(b"other")).unwrap());
        assert_eq!(std::fs::read(&path).unwrap(), b"one");
        assert!(write_over(&path, b"two", Some(b"one")).unwrap());
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn only_leavings_are_cleared() {
        let dir = tempfile::tempdir().unwrap();
        for name in [".a.md.77.part", "b.77.part", ".c.part", ".d.x.part", ".77.part", "e.md"] {
            std::fs::write(dir.path().join(name), "x").unwrap();
        }
        clear_parts(dir.path(), "");
        assert!(!dir.path().join(".a.md.77.part").exists());
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 5);
    }
}
