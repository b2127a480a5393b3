//! All that a site is made from, as it was at one moment.
//!
//! Content hashes decide. A file that still bears the mark it bore when it was hashed is not read for its hash again, as
//! git's index has it: the mark holds the time of its last change of any kind, which the system sets and no program can set
//! back. Where the system has none, and for a file that had only just changed when it was hashed (clocks of file systems are
//! coarse: two writes may bear one time), the contents are read.

use crate::base::Digest;
use crate::fs;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// How long before it was hashed a file must have changed last for its mark to be trusted, in nanoseconds: the coarsest
/// clock of a file system still met with counts in steps of two seconds.
const SETTLED: u128 = 3_000_000_000;

/// All that a site is made from, as it was at one moment.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// Hash of the review's files and of the command's arguments.
    pub of: Digest,
    arguments: String,
    /// When the marks were taken, before anything was read: nanoseconds since 1970.
    at: u128,
    files: Vec<File>,
    /// What an earlier build had.
    earlier: Option<Earlier>,
}

#[derive(Clone, Debug)]
struct File {
    path: PathBuf,
    /// The path as it is remembered; what cannot be written in a line has none.
    line: Option<String>,
    mark: Option<Mark>,
    /// Of the contents, or the error in their place.
    hash: String,
}

/// What an earlier build was made from.
#[derive(Clone, Debug)]
struct Earlier {
    of: String,
    arguments: String,
    at: u128,
    /// Path, hash and mark of each file.
    files: Vec<(String, String, String)>,
}

/// What marks a file when it is written: its size and time, and which file it is where the system says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    length: u64,
    written: u128,
    /// Its number, and the time of its last change of any kind: writing sets it, and so does setting its other times.
    identity: Option<(u64, u128)>,
}

impl Inputs {
    /// Of the review at `root`, made with these `arguments`; `earlier` is what an earlier build remembered of its own
    /// ([`Self::remembered`]).
    pub fn of(root: &Path, arguments: &str, earlier: Option<&str>) -> Self {
        let at = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_nanos());
        let earlier = earlier.and_then(Earlier::parse);
        let known = earlier.as_ref().map(Earlier::settled).unwrap_or_default();
        let files: Vec<File> = paths(root)
            .into_par_iter()
            .map(|path| {
                let mark = Mark::of(&path);
                let line = line_of(&path);
                let same = mark.filter(|mark| mark.identity.is_some()).and_then(|mark| {
                    let (marked, hash) = known.get(line.as_deref()?)?;
                    (**marked == mark.to_string()).then(|| (*hash).to_owned())
                });
                let hash = same.unwrap_or_else(|| match std::fs::read(&path) {
                    Ok(bytes) => Digest::of(&bytes).to_string(),
                    Err(error) => format!("{:?}", error.kind()),
                });
                File { path, line, mark, hash }
            })
            .collect();
        Self::of_files(arguments, at, files, earlier)
    }

    fn of_files(arguments: &str, at: u128, files: Vec<File>, earlier: Option<Earlier>) -> Self {
        let named = files.iter().flat_map(|file| {
            [
                file.path.as_os_str().as_encoded_bytes(),
                b"\t",
                file.hash.as_bytes(),
                b"\n",
            ]
        });
        Self {
            of: Digest::of_parts([arguments.as_bytes(), b"\n"].into_iter().chain(named)),
            arguments: arguments.to_owned(),
            at,
            files,
            earlier,
        }
    }

    /// What a later build is to be given: a line with the hash, the time and the arguments, then a line for each file.
    pub fn remembered(&self) -> String {
        let mut text = format!("{}\t{}\t{}\n", self.of, self.at, self.arguments);
        for file in &self.files {
            let mark = file.mark.map(|mark| mark.to_string()).unwrap_or_default();
            let path = file.line.as_deref().unwrap_or_default();
            text.push_str(&[path, "\t", &file.hash, "\t", &mark, "\n"].concat());
        }
        text
    }

    /// The hash of what the earlier build was made from, and paths of the files whose contents are others now; `None` where
    /// files came or went, or the arguments are others.
    pub fn changed(&self) -> Option<(&str, Vec<PathBuf>)> {
        let earlier = self.earlier.as_ref()?;
        if earlier.arguments != self.arguments || earlier.files.len() != self.files.len() {
            return None;
        }
        let mut changed = Vec::new();
        for (now, (path, hash, _)) in self.files.iter().zip(&earlier.files) {
            if now.line.as_ref()? != path {
                return None;
            }
            if now.hash != *hash {
                changed.push(now.path.clone());
            }
        }
        Some((&earlier.of, changed))
    }

    /// Whether these are the contents of one of the files.
    pub fn holds(&self, path: &Path, bytes: &[u8]) -> bool {
        let hash = Digest::of(bytes).to_string();
        self.files.iter().any(|file| file.path == path && file.hash == hash)
    }

    /// Whether no file was written, came or went since. One that was changed and changed back meanwhile may have been read
    /// in between, so equal contents would not do.
    pub fn untouched(&self, root: &Path) -> bool {
        let paths = paths(root);
        let same = |(path, file): (&PathBuf, &File)| *path == file.path && Mark::of(path) == file.mark;
        paths.len() == self.files.len() && paths.par_iter().zip(&self.files).all(same)
    }

    /// What the review at `root` is after the program itself wrote these files of it (paths from the root, and texts), as a
    /// later command will find it; `None` where somebody else wrote meanwhile. What the program wrote it does not read
    /// again, so that here equal contents do.
    pub fn after_writing(&self, root: &Path, wrote: &[(String, String)]) -> Option<Self> {
        let wrote: HashMap<PathBuf, &str> = wrote.iter().map(|(path, text)| (root.join(path), &**text)).collect();
        let known: HashMap<&Path, &File> = self.files.iter().map(|file| (&*file.path, file)).collect();
        let paths = paths(root);
        let there: HashSet<&Path> = paths.iter().map(PathBuf::as_path).collect();
        if known.keys().any(|path| !there.contains(path)) || wrote.keys().any(|path| !there.contains(&**path)) {
            return None;
        }
        let file = |path: &PathBuf| {
            let mark = Mark::of(path);
            let Some(text) = wrote.get(path) else {
                let file = known.get(path.as_path())?;
                return (file.mark == mark).then(|| (*file).clone());
            };
            let same = std::fs::read(path).ok()? == text.as_bytes() && Mark::of(path) == mark;
            same.then(|| File {
                path: path.clone(),
                line: line_of(path),
                mark,
                hash: Digest::of(text.as_bytes()).to_string(),
            })
        };
        let files: Option<Vec<File>> = paths.par_iter().map(file).collect();
        Some(Self::of_files(&self.arguments, self.at, files?, self.earlier.clone()))
    }
}

/// A path as it is remembered in a line.
fn line_of(path: &Path) -> Option<String> {
    let path = path.to_str().filter(|path| !path.contains(['\t', '\n', '\r']));
    path.map(str::to_owned)
}

impl Earlier {
    /// `None` where this is not what [`Inputs::remembered`] writes.
    fn parse(text: &str) -> Option<Self> {
        let (head, lines) = text.split_once('\n')?;
        let mut head = head.splitn(3, '\t');
        let (of, at, arguments) = (head.next()?, head.next()?.parse().ok()?, head.next()?);
        let file = |line: &str| {
            let mut parts = line.split('\t').map(str::to_owned);
            Some((parts.next()?, parts.next()?, parts.next()?))
        };
        Some(Self {
            of: of.to_owned(),
            arguments: arguments.to_owned(),
            at,
            files: lines.lines().map(file).collect::<Option<_>>()?,
        })
    }

    /// Marks and hashes of the files that had been left alone for a while when they were hashed.
    fn settled(&self) -> HashMap<&str, (&str, &str)> {
        let settled = |mark: &str| {
            let changed = mark
                .rsplit_once(' ')
                .and_then(|(_, changed)| changed.parse::<u128>().ok());
            changed.is_some_and(|changed| changed + SETTLED < self.at)
        };
        let files = self.files.iter().filter(|(.., mark)| settled(mark));
        files
            .map(|(path, hash, mark)| (path.as_str(), (mark.as_str(), hash.as_str())))
            .collect()
    }
}

impl Mark {
    fn of(path: &Path) -> Option<Self> {
        let metadata = std::fs::metadata(path).ok()?;
        let written = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(Self {
            length: metadata.len(),
            written: written.as_nanos(),
            identity: identity(&metadata),
        })
    }
}

/// Size, time of writing, number and time of the last change, parted by spaces; a mark that lacks the last two has no space
/// before the last.
impl std::fmt::Display for Mark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.length, self.written)?;
        match self.identity {
            Some((number, changed)) => write!(f, "-{number} {changed}"),
            None => Ok(()),
        }
    }
}

#[cfg(unix)]
fn identity(metadata: &Metadata) -> Option<(u64, u128)> {
    use std::os::unix::fs::MetadataExt;
    let seconds = u128::try_from(metadata.ctime()).ok()?;
    let rest = u128::try_from(metadata.ctime_nsec()).ok()?;
    Some((metadata.ino(), seconds * 1_000_000_000 + rest))
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> Option<(u64, u128)> {
    None
}

/// The review's files that a site is made from.
fn paths(root: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(root).into_iter().flatten().flatten() {
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if !hidden && entry.path().is_file() {
            paths.push(entry.path());
        }
    }
    for folder in ["content", "themes", "styles"] {
        let folder = root.join(folder);
        paths.extend(fs::list(&folder).into_iter().map(|path| folder.join(path)));
    }
    paths.sort_unstable();
    paths
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn review() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let capture = folder.path().join("content/sources/a.bib");
        std::fs::create_dir_all(folder.path().join("content/sources")).unwrap();
        std::fs::write(&capture, "@book{a, title = {One}}").unwrap();
        // Written long ago: the clock of a file system may be coarse.
        let file = std::fs::File::options().write(true).open(&capture).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(60)).unwrap();
        (folder, capture)
    }

    /// A file that is read at this moment holds what was never hashed, and is back as it was when the site is finished.
    #[test]
    fn a_file_that_was_changed_and_changed_back_was_touched() {
        let (folder, capture) = review();
        let root = folder.path();
        let write = |text: &str| std::fs::write(&capture, text).unwrap();
        let before = Inputs::of(root, "", None);
        assert!(before.untouched(root), "reading is no touch");
        write("@book{a, title = {Two}}");
        assert!(!before.untouched(root));
        write("@book{a, title = {One}}");
        assert_eq!(Inputs::of(root, "", None).of, before.of, "the contents are the same");
        assert!(!before.untouched(root), "and yet it was written");
        let before = Inputs::of(root, "", None);
        assert_ne!(Inputs::of(root, "--strict", None).of, before.of);
        std::fs::write(root.join("content/sources/b.bib"), "").unwrap();
        assert!(!before.untouched(root), "a file came");
    }

    /// What the program wrote itself is no touch, unless somebody has changed it since.
    #[test]
    fn what_the_program_wrote_is_known_and_what_others_wrote_is_not() {
        let (folder, capture) = review();
        let root = folder.path();
        let lock = || ("citeloom.lock".to_owned(), "One".to_owned());
        let write = |text: &str| std::fs::write(root.join("citeloom.lock"), text).unwrap();
        let before = Inputs::of(root, "", None);
        assert!(before.after_writing(root, &[lock()]).is_none(), "it is not there");
        write("One");
        assert!(before.after_writing(root, &[]).is_none(), "a file that somebody wrote");
        let after = before.after_writing(root, &[lock()]).expect("the program's own");
        let again = Inputs::of(root, "", Some(&after.remembered()));
        assert_eq!(again.of, after.of, "as the next command finds it");
        assert_eq!(again.changed(), Some((after.of.to_string().as_str(), Vec::new())));
        write("Two");
        assert!(before.after_writing(root, &[lock()]).is_none(), "overwritten");
        write("One");
        std::fs::write(&capture, "@book{a, title = {Two}}").unwrap();
        assert!(before.after_writing(root, &[lock()]).is_none(), "a capture was written");
        std::fs::remove_file(&capture).unwrap();
        assert!(before.after_writing(root, &[lock()]).is_none(), "a capture is gone");
    }

    /// What is remembered is given a false hash: where it comes back, the file was not read.
    #[test]
    #[cfg(unix)]
    fn a_file_is_read_again_unless_its_mark_is_the_same_and_was_settled() {
        let (folder, capture) = review();
        let root = folder.path();
        let before = Inputs::of(root, "", None);
        let hash = before.files[0].hash.clone();
        let lied = before.remembered().replace(&hash, "lied");
        assert_eq!(
            Inputs::of(root, "", Some(&lied)).of,
            before.of,
            "it had only just changed"
        );

        // Hashed a minute later.
        let later = before.at + 60_000_000_000;
        let settled = lied.replacen(&before.at.to_string(), &later.to_string(), 1);
        let trusting = Inputs::of(root, "", Some(&settled));
        assert_eq!(trusting.files[0].hash, "lied", "the mark says that it is the same");
        let honest = before
            .remembered()
            .replacen(&before.at.to_string(), &later.to_string(), 1);
        let trusting = Inputs::of(root, "", Some(&honest));
        assert_eq!(trusting.of, before.of, "the whole is hashed alike");
        assert_eq!(trusting.changed(), Some((before.of.to_string().as_str(), Vec::new())));

        // The size and the time of writing are set back, as `cp --preserve` and `touch -r` do.
        let written = std::fs::metadata(&capture).unwrap().modified().unwrap();
        std::fs::write(&capture, "@book{a, title = {Two}}").unwrap();
        let file = std::fs::File::options().write(true).open(&capture).unwrap();
        file.set_modified(written).unwrap();
        let after = Inputs::of(root, "", Some(&honest));
        assert_ne!(after.of, before.of);
        assert_eq!(after.changed().map(|(_, changed)| changed), Some(vec![capture.clone()]));
        assert_eq!(Inputs::of(root, "--strict", Some(&honest)).changed(), None);
        std::fs::write(root.join("content/sources/b.bib"), "").unwrap();
        assert_eq!(Inputs::of(root, "", Some(&honest)).changed(), None, "a file came");
        for text in ["", "x", "x\ty\tz\n", &honest[..honest.len() / 2]] {
            Inputs::of(root, "", Some(text));
        }
    }
}
