//! `citeloom init`: a review in an empty folder.

use super::console::Console;
use super::{Failure, Outcome};
use crate::capture::DecodeLimits;
use crate::fs;
use crate::library::is_publishers_text;
use crate::pipeline::{self, built_in_vocabulary};
use std::path::{Path, PathBuf};

/// Start a review in a folder
///
/// Asks nothing. Makes settings, folders, the vocabulary to start from and a sample capture, and says what to do next.
/// Files that are there already are left as they are.
#[derive(Debug, clap::Args)]
pub struct InitArguments {
    /// The folder; made if it is not there.
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Captures to begin with: files or folders, copied into content/sources/.
    #[arg(long, value_name = "PATH", num_args = 1..)]
    from: Vec<PathBuf>,
    /// Without the sample capture.
    #[arg(long)]
    bare: bool,
}

const GITIGNORE: &str = "/public/\n/.citeloom/\n";
/// Lines of the lock that two branches add are kept both; the reader does the rest.
const GITATTRIBUTES: &str = "citeloom.lock merge=union\ncontent/sources/** -text\n";

/// Runs the command.
pub fn run(arguments: &InitArguments, console: &Console) -> Result<Outcome, Failure> {
    let dir = &arguments.dir;
    let mut files: Vec<(String, String)> = vec![
        ("citeloom.toml".into(), include_str!("scaffold/citeloom.toml").into()),
        ("README.md".into(), include_str!("scaffold/README.md").into()),
        (".gitignore".into(), GITIGNORE.into()),
        (".gitattributes".into(), GITATTRIBUTES.into()),
        ("content/works.toml".into(), include_str!("scaffold/works.toml").into()),
    ];
    for file in built_in_vocabulary() {
        files.push((file.path.to_string(), file.text.to_string()));
    }
    if !arguments.bare && arguments.from.is_empty() {
        files.push((
            "content/sources/sample.bib".into(),
            include_str!("scaffold/sample.bib").into(),
        ));
    }
    for folder in [
        "content/sources",
        "content/articles",
        "content/mechanisms",
        "content/pages",
    ] {
        let path = dir.join(folder);
        std::fs::create_dir_all(&path).map_err(Failure::io(format!("cannot make {}", path.display())))?;
    }
    let mut kept = 0;
    for (name, text) in files {
        kept += usize::from(!write_new(&dir.join(&name), &text)?);
    }
    let (mut taken, mut pages) = (0, Vec::new());
    for file in fs::read_named(&arguments.from) {
        let bytes = match file.bytes {
            Ok(bytes) => bytes,
            Err(error) => {
                console.say(&format!("cannot read {}: {error}", file.path));
                continue;
            }
        };
        let name = file.path.rsplit('/').next().unwrap_or("capture.txt");
        let name = fs::add_file(&dir.join("content/sources"), name, &bytes)
            .map_err(Failure::io(format!("cannot copy {}", file.path)))?;
        let (_, read) = pipeline::read_capture(&name, &bytes, DecodeLimits::default()).value;
        if is_publishers_text(read.format) {
            pages.push(name);
        }
        taken += 1;
    }
    let shown = if dir == Path::new(".") {
        "this folder".to_owned()
    } else {
        dir.display().to_string()
    };
    console.say(&format!("{} {shown}", console.paint("A review is ready in", "1")));
    if kept > 0 {
        console.say(&format!(
            "{} that were there already are as they were",
            super::count(kept, "file")
        ));
    }
    if taken > 0 {
        console.say(&format!("{} in content/sources/", super::count(taken, "capture")));
    }
    if !pages.is_empty() {
        console.say(&format!(
            "{} hold the text of pages that may not be yours to publish: {}",
            super::count(pages.len(), "capture"),
            pages.join(", ")
        ));
        console.say("keep them out of a public repository by .gitignore; the review builds whole without them");
    }
    console.say("\nNext:");
    if dir != Path::new(".") {
        console.say(&format!("  cd {}", dir.display()));
    }
    if taken == 0 {
        console.say("  put captures (BibTeX, RIS, copied pages, saved HTML, PubMed files) into content/sources/");
    }
    console.say("  citeloom build");
    Ok(Outcome::Done)
}

/// Writes a file that is not there yet; `false` where one is.
fn write_new(path: &Path, text: &str) -> Result<bool, Failure> {
    if path.exists() {
        return Ok(false);
    }
    fs::write_whole(path, text.as_bytes()).map_err(Failure::io(format!("cannot write {}", path.display())))?;
    Ok(true)
}
