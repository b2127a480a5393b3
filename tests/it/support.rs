//! What several tests need: copies of the repository's own review, and the program itself.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A copy of the repository's review (settings, lock, content, themes) in a folder of its own.
pub struct ReviewCopy {
    _dir: tempfile::TempDir,
    /// The copy's folder.
    pub root: PathBuf,
}

impl ReviewCopy {
    /// The whole review as committed.
    pub fn whole() -> Self {
        let copy = Self::empty();
        for name in ["citeloom.toml", "citeloom.lock"] {
            if Path::new(name).exists() {
                std::fs::copy(name, copy.root.join(name)).unwrap();
            }
        }
        copy_folder(Path::new("content"), &copy.root.join("content"));
        copy
    }

    /// Settings, vocabulary and captures only, as before the first build.
    pub fn captures_only() -> Self {
        let copy = Self::empty();
        std::fs::copy("citeloom.toml", copy.root.join("citeloom.toml")).unwrap();
        for folder in ["content/sources", "content/vocabulary"] {
            copy_folder(Path::new(folder), &copy.root.join(folder));
        }
        copy
    }

    /// A folder with nothing in it.
    pub fn empty() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("review");
        std::fs::create_dir_all(&root).unwrap();
        Self { _dir: dir, root }
    }

    /// Writes a file of the review.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// Reads a file of the review.
    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Paths of all files below a folder of the review, sorted.
    pub fn files(&self, folder: &str) -> Vec<String> {
        citeloom::fs::list(&self.root.join(folder))
    }

    /// Runs `citeloom` in the review's folder.
    pub fn citeloom(&self, arguments: &[&str]) -> Output {
        citeloom(&self.root, arguments)
    }

    /// Builds the review and gives the exit status and what was said.
    pub fn build(&self) -> (i32, String) {
        let output = self.citeloom(&["build"]);
        (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
    }
}

/// Runs `citeloom` in a folder.
pub fn citeloom(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_citeloom"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

/// Copies a folder with all that is in it.
pub fn copy_folder(from: &Path, to: &Path) {
    for path in citeloom::fs::list(from) {
        let target = to.join(&path);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::copy(from.join(&path), target).unwrap();
    }
}

/// Everything below a folder, hidden files too.
pub fn copy_folder_whole(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder_whole(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The allocator of the tests: the system's, which counts what each thread asks of it.
struct Counting;

thread_local! {
    static ASKED: Cell<u64> = const { Cell::new(0) };
}

fn ask(bytes: usize) {
    let _ = ASKED.try_with(|asked| asked.set(asked.get() + bytes as u64));
}

// SAFETY: all is done by the system's allocator, with the arguments as they came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ask(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        ask(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ask(size.saturating_sub(layout.size()));
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// What `work` gives, and how many bytes this thread asked the allocator for meanwhile.
pub fn counted<T>(work: impl FnOnce() -> T) -> (T, u64) {
    let before = ASKED.get();
    let value = work();
    (value, ASKED.get() - before)
}

/// A capture in JATS: one paper that cites this many works.
pub fn citing(count: usize) -> String {
    let mut references = String::new();
    for number in 1..=count {
        references.push_str(&format!(
            r#"<ref id="r{number}"><mixed-citation>Writer A. Cited work {number}. J Test. 2001;{number}:1-2.</mixed-citation></ref>"#
        ));
    }
    format!(
        r#"<article xmlns:xlink="http://www.w3.org/1999/xlink"><front><article-meta><title-group><article-title>It cites</article-title></title-group></article-meta></front><back><ref-list>{references}</ref-list></back></article>"#
    )
}
