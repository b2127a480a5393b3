//! `citeloom init`: a review in an empty folder.

use super::console::Console;
use super::review::{CONFIG, Review, stays_inside};
use super::{Failure, Outcome, import, named};
use crate::config::Config;
use crate::fs;
use crate::library::is_publishers_text;
use crate::pipeline::{self, built_in_vocabulary};
use std::path::{Path, PathBuf};

/// Start a review in a folder
///
/// Asks nothing. Makes settings, folders, the vocabulary to start from, a sample capture and the workflows that check and
/// publish on GitHub, and says what to do next. Files that are there already are left as they are.
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

const GITIGNORE: &str = include_str!("scaffold/gitignore");
/// Lines of the lock that two branches add are kept both; the reader does the rest.
const GITATTRIBUTES: &str = "citeloom.lock merge=union\ncontent/sources/** -text\n";

/// Runs the command.
pub fn run(arguments: &InitArguments, console: &Console) -> Result<Outcome, Failure> {
    let dir = &arguments.dir;
    stays_inside(dir)?;
    // In a review that is there already, what its authors deleted stays away.
    let begun = dir.join(CONFIG).is_file();
    let config = if begun {
        Review::config_of(dir)?
    } else {
        Config::default()
    };
    let program = program(&config);
    let _lock = import::lock(dir)?;
    let mut files: Vec<(String, String)> = vec![
        (
            CONFIG.into(),
            include_str!("scaffold/citeloom.toml").replace("@PROGRAM@", &program),
        ),
        ("README.md".into(), include_str!("scaffold/README.md").into()),
        (".gitignore".into(), GITIGNORE.into()),
        (".gitattributes".into(), GITATTRIBUTES.into()),
        ("content/works.toml".into(), include_str!("scaffold/works.toml").into()),
        (
            "content/pages/index.md".into(),
            include_str!("scaffold/index.md").into(),
        ),
        (
            "content/pages/about.md".into(),
            include_str!("scaffold/about.md").into(),
        ),
    ];
    files.extend(workflows(&program, &config.branch));
    for file in built_in_vocabulary() {
        files.push((file.path.to_string(), file.text.to_string()));
    }
    if !begun && !arguments.bare && arguments.from.is_empty() {
        // Before the settings: where they are, the sample was written, and who has deleted it shall not get it back.
        let sample = include_str!("scaffold/sample.bib").into();
        files.insert(0, ("content/sources/sample.bib".into(), sample));
    }
    for folder in [
        "content/sources",
        "content/articles",
        "content/mechanisms",
        "content/pages",
    ] {
        let path = dir.join(folder);
        fs::make_folder(&path).map_err(Failure::io(format!("cannot make {}", path.display())))?;
    }
    let mut kept = 0;
    for (name, text) in files {
        kept += usize::from(!write_new(&dir.join(&name), &text)?);
    }
    let told = program != UNKNOWN_PROGRAM && tell_program(&dir.join(ACTION), &program)?;
    let (mut taken, mut pages) = (0, Vec::new());
    let limits = config.limits.of_readers();
    let mut missed = false;
    for file in named::read(&arguments.from, limits) {
        let bytes = match file.bytes {
            Ok(bytes) => bytes,
            Err(error) => {
                console.failure(&named::cannot_read(&file.path, &error));
                missed = true;
                continue;
            }
        };
        let name = file.path.rsplit('/').next().unwrap_or("capture.txt");
        let name = fs::add_file(&dir.join("content/sources"), name, &bytes)
            .map_err(Failure::io(format!("cannot copy {}", file.path)))?;
        let (_, read) = pipeline::read_capture(&name, &bytes, limits).value;
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
    if told {
        console.say(&format!("the workflows get citeloom from {program} now"));
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
    console.say("  citeloom build     makes a stub for each paper and the site in public/");
    console.say("  citeloom serve     shows it in your browser and follows what you write");
    console.say("\nGive the review its title in citeloom.toml. README.md tells your colleagues what is where.");
    Ok(if missed { Outcome::ContentErrors } else { Outcome::Done })
}

/// What stands for the program's address where nobody has said it.
const UNKNOWN_PROGRAM: &str = "OWNER/citeloom";
/// What installs the program for the workflows.
const ACTION: &str = ".github/actions/citeloom/action.yml";

/// Where the program comes from, as `OWNER/NAME`: as the review says, else as this program was told when it was made.
fn program(config: &Config) -> String {
    let said = config
        .workflow
        .program
        .as_deref()
        .filter(|said| !said.trim().is_empty());
    let own = env!("CARGO_PKG_REPOSITORY")
        .trim_end_matches('/')
        .strip_prefix("https://github.com/");
    let plain = |name: &&str| name.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c));
    said.or(own).filter(plain).unwrap_or(UNKNOWN_PROGRAM).to_owned()
}

/// The workflows that check proposals and publish, and what installs the program for them.
fn workflows(program: &str, branch: &str) -> Vec<(String, String)> {
    let action = include_str!("scaffold/github/actions/citeloom/action.yml")
        .replace("@PROGRAM@", program)
        .replace("@VERSION@", env!("CARGO_PKG_VERSION"));
    let branch: String = branch
        .chars()
        .filter(|c| !c.is_control() && !"\"\\".contains(*c))
        .collect();
    let pages = include_str!("scaffold/github/workflows/pages.yml").replace("@BRANCH@", &branch);
    vec![
        (ACTION.into(), action),
        (".github/workflows/pages.yml".into(), pages),
        (
            ".github/workflows/check.yml".into(),
            include_str!("scaffold/github/workflows/check.yml").into(),
        ),
    ]
}

/// Puts the program's address into a workflow file that was written when nobody knew it. `false` where it says one already.
fn tell_program(path: &Path, program: &str) -> Result<bool, Failure> {
    let cannot = || format!("cannot change {}", path.display());
    let text = fs::read_text(path).map_err(Failure::io(cannot()))?.unwrap_or_default();
    let unknown = format!("default: \"{UNKNOWN_PROGRAM}\"");
    if !text.contains(&unknown) {
        return Ok(false);
    }
    let text = text.replacen(&unknown, &format!("default: \"{program}\""), 1);
    fs::write_output(path, text.as_bytes()).map_err(Failure::io(cannot()))?;
    Ok(true)
}

/// Writes a file that is not there yet; `false` where one is.
fn write_new(path: &Path, text: &str) -> Result<bool, Failure> {
    fs::write_new(path, text.as_bytes()).map_err(Failure::io(format!("cannot write {}", path.display())))
}
