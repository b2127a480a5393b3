//! What a switch must not touch: files of others where pages would go, and whatever links lead to.

use super::MANIFEST;
use std::collections::BTreeSet;
use std::io;
use std::path::Path;

/// What of others is in an output folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foreign {
    /// Files that are not of the site, sorted; hidden ones are not looked at.
    pub files: Vec<String>,
    /// Folders in it that are links, sorted.
    pub links: Vec<String>,
    /// Whether there is a list of the site's own files.
    pub listed: bool,
}

/// Looks through the output folder for what is not of the site.
pub fn foreign(out: &Path) -> io::Result<Foreign> {
    let manifest = crate::fs::read_text(&out.join(MANIFEST))?;
    let own: BTreeSet<&str> = manifest.as_deref().unwrap_or_default().lines().collect();
    let mut files = crate::fs::list(out);
    files.retain(|path| !own.contains(path.as_str()));
    let folders: BTreeSet<&str> = own.iter().flat_map(|path| folders_of(path)).collect();
    let links = folders.into_iter().filter(|folder| is_link(&out.join(folder)));
    Ok(Foreign {
        links: links.map(str::to_owned).collect(),
        files,
        listed: manifest.is_some(),
    })
}

/// Refuses a switch that would go through a link, or put a page over a file that is not the site's.
pub(super) fn hold(
    out: &Path,
    owned: &BTreeSet<String>,
    moves: &BTreeSet<String>,
    removals: &BTreeSet<String>,
) -> io::Result<()> {
    let touched = || moves.iter().chain(removals);
    let folders: BTreeSet<&str> = touched().flat_map(|path| folders_of(path)).collect();
    for folder in folders {
        if is_link(&out.join(folder)) {
            return Err(io::Error::other(format!(
                "{folder} in the output folder is a link, and pages are written only into folders of its own; remove the link"
            )));
        }
    }
    // Where case is not told apart, a page of ours whose name changes in case is already there.
    let former: BTreeSet<String> = removals.iter().map(|path| path.to_lowercase()).collect();
    let ours = |path: &String| owned.contains(path) || former.contains(&path.to_lowercase());
    let taken: Vec<&str> = moves
        .iter()
        .filter(|path| !ours(path) && std::fs::symlink_metadata(out.join(path)).is_ok())
        .map(String::as_str)
        .collect();
    match taken.as_slice() {
        [] => Ok(()),
        [first, rest @ ..] => {
            let more = match rest.len() {
                0 => String::new(),
                more => format!(" (and {more} more)"),
            };
            Err(io::Error::other(format!(
                "{first}{more} is in the output folder and was not written by citeloom; move it away, or name another folder with --out"
            )))
        }
    }
}

/// The folders above a file of the site: `a/b/c.html` is in `a` and `a/b`.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').filter_map(|(at, _)| path.get(..at))
}

fn is_link(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|metadata| metadata.file_type().is_symlink())
}

#[cfg(test)]
mod tests {
    use super::super::Publisher;
    use super::*;

    fn publish(out: &Path, files: &[(&str, &str)]) -> io::Result<super::super::Report> {
        let publisher = Publisher::begin(out)?;
        for (path, text) in files {
            publisher.offer(path, text.as_bytes())?;
        }
        publisher.finish()
    }

    #[test]
    fn a_page_is_never_put_over_a_file_of_others() {
        let dir = tempfile::tempdir().unwrap();
        let out = dir.path();
        std::fs::write(out.join("index.html"), "mine").unwrap();
        std::fs::write(out.join("same.html"), "same").unwrap();
        let refused = publish(out, &[("a.html", "a"), ("index.html", "i"), ("same.html", "same")]).unwrap_err();
        assert!(refused.to_string().starts_with("index.html is in"), "{refused}");
        assert_eq!(std::fs::read_to_string(out.join("index.html")).unwrap(), "mine");
        assert!(!out.join("a.html").exists());
        let found = foreign(out).unwrap();
        assert_eq!((found.files.len(), found.listed), (2, false));
        std::fs::remove_file(out.join("index.html")).unwrap();
        publish(out, &[("a.html", "a"), ("index.html", "i"), ("same.html", "same")]).unwrap();
        std::fs::write(out.join("notes.txt"), "mine").unwrap();
        assert_eq!(foreign(out).unwrap().files, ["notes.txt"]);
        // What is of the site may be anything by now.
        std::fs::write(out.join("index.html"), "changed by hand").unwrap();
        publish(out, &[("index.html", "i")]).unwrap();
        assert_eq!(std::fs::read_to_string(out.join("index.html")).unwrap(), "i");
    }

    #[cfg(unix)]
    #[test]
    fn nothing_goes_through_a_link() {
        let dir = tempfile::tempdir().unwrap();
        let (out, far) = (dir.path().join("out"), dir.path().join("far"));
        std::fs::create_dir_all(&far).unwrap();
        std::fs::write(far.join("old.html"), "theirs").unwrap();
        publish(&out, &[("articles/old.html", "old"), ("b.html", "b")]).unwrap();
        std::fs::remove_dir_all(out.join("articles")).unwrap();
        std::os::unix::fs::symlink(&far, out.join("articles")).unwrap();
        for files in [&[("articles/new.html", "new")][..], &[("b.html", "b")]] {
            let refused = publish(&out, files).unwrap_err();
            assert!(refused.to_string().starts_with("articles in"), "{refused}");
        }
        assert_eq!(foreign(&out).unwrap().links, ["articles"]);
        assert_eq!(crate::fs::list(&far), ["old.html"]);
        // A link in the place of a file is replaced itself, and never written through.
        std::fs::remove_file(out.join("articles")).unwrap();
        std::fs::remove_file(out.join("b.html")).unwrap();
        std::os::unix::fs::symlink(far.join("old.html"), out.join("b.html")).unwrap();
        publish(&out, &[("b.html", "b")]).unwrap();
        assert_eq!(std::fs::read_to_string(far.join("old.html")).unwrap(), "theirs");
        assert_eq!(std::fs::read_to_string(out.join("b.html")).unwrap(), "b");
    }
}
