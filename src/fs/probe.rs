//! Finding out what a folder allows and what its file system is like, leaving nothing behind.

use std::io;
use std::path::Path;

/// Tries to write a file in a folder, in the way in which files of the review are written.
pub fn try_to_write(folder: &Path) -> io::Result<()> {
    let (first, second) = (
        folder.join(".citeloom-probe.part"),
        folder.join(".citeloom-probe2.part"),
    );
    let tried = std::fs::write(&first, "probe").and_then(|()| std::fs::rename(&first, &second));
    let _ = std::fs::remove_file(&first);
    let removed = std::fs::remove_file(&second);
    tried.and(removed)
}

/// Whether the file system of a folder takes names for the same that differ in case alone, as those of Windows and macOS
/// mostly do.
pub fn is_case_blind(folder: &Path) -> io::Result<bool> {
    let lower = folder.join(".citeloom-case.part");
    std::fs::write(&lower, "probe")?;
    let blind = folder.join(".CITELOOM-CASE.part").exists();
    std::fs::remove_file(&lower)?;
    Ok(blind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probe_leaves_nothing() {
        let dir = tempfile::tempdir().unwrap();
        try_to_write(dir.path()).unwrap();
        is_case_blind(dir.path()).unwrap();
        assert!(std::fs::read_dir(dir.path()).unwrap().next().is_none());
        assert!(try_to_write(&dir.path().join("missing")).is_err());
    }
}
