//! `citeloom pack`: the built site in one file to hand over.

use super::console::Console;
use super::review::{Review, RootArgument};
use super::{Failure, Outcome, import};
use crate::base::{nearest, slug};
use crate::fs;
use crate::pack::{Files, Single, single, zip};
use crate::publish::{self, MANIFEST};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Put the built site into one file that can be mailed
///
/// Writes a .zip of the site that works by double-click once unpacked, or with --single one HTML file in which links and
/// search work. The same site gives the same bytes. Takes the site as `citeloom build` left it.
#[derive(Debug, clap::Args)]
pub struct PackArguments {
    /// One HTML file and no .zip.
    #[arg(long)]
    single: bool,
    /// Only this mechanism, the papers that speak of it and where their values come from; one HTML file.
    #[arg(long, value_name = "ID")]
    mechanism: Option<String>,
    /// Where to write.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The built site; `public/` in the review's folder by default.
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
    #[command(flatten)]
    root: RootArgument,
}

/// Runs the command.
pub fn run(arguments: &PackArguments, console: &Console) -> Result<Outcome, Failure> {
    let root = arguments.root.find()?;
    let site = arguments.site.clone().unwrap_or_else(|| root.join("public"));
    // A build that ends now would leave half of the old site in the file and half of the new.
    let _lock = import::lock_to_read(&root)?;
    let files = read(&site)?;
    let config = Review::config_of(&root)?;
    let config_untitled = config.untitled();
    let mut name = slug(&config.title, 60);
    if name.is_empty() {
        name = "review".into();
    }
    let (mut held, mut noun) = (files.len(), "file");
    let (bytes, ending) = if arguments.single || arguments.mechanism.is_some() {
        let mut what = Single {
            base_url: config.base_url,
            ..Single::default()
        };
        if let Some(id) = &arguments.mechanism {
            what.pages = mechanism(&root, &files, id)?;
            (held, noun) = (what.pages.len(), "page");
            name = format!("{name}-{id}");
        }
        let html = single(&files, &what).map_err(|why| Failure::Usage(format!("{}: {why}", site.display())))?;
        (html.into_bytes(), "html")
    } else {
        let bytes = zip(&name, &files)
            .ok_or_else(|| Failure::Usage("the site is over 4 GiB, which a .zip cannot hold".to_owned()))?;
        (bytes, "zip")
    };
    let path = arguments
        .output
        .clone()
        .unwrap_or_else(|| root.join(format!("{name}.{ending}")));
    fs::write_output(&path, &bytes).map_err(Failure::io(format!("cannot write {}", path.display())))?;
    console.say(&format!(
        "{} {} ({:.1} MB, {})",
        console.paint("packed", "1;32"),
        path.strip_prefix("./").unwrap_or(&path).display(),
        bytes.len() as f64 / 1e6,
        super::count(held, noun)
    ));
    if let Some((_, what)) = config_untitled {
        console.say(&format!(
            "{what}: write it into citeloom.toml, and build and pack again"
        ));
    }
    console.say(match ending {
        "zip" => "whoever gets it unpacks it and opens index.html by double-click",
        _ => "whoever gets it opens it by double-click; it needs no network",
    });
    Ok(Outcome::Done)
}

/// The files of a finished site, without those that only hosts and builds need.
fn read(site: &Path) -> Result<Files, Failure> {
    if publish::unfinished(site) {
        return Err(Failure::Usage(format!(
            "the site in {} is half old and half new, since a build was interrupted; run `citeloom build` first",
            site.display()
        )));
    }
    let manifest = fs::read_text(&site.join(MANIFEST))
        .map_err(Failure::io(format!("cannot read {}", site.display())))?
        .ok_or_else(|| {
            Failure::Usage(format!(
                "{} holds no built site; run `citeloom build` first",
                site.display()
            ))
        })?;
    let mut files = Files::new();
    for path in manifest
        .lines()
        .filter(|path| !path.starts_with('.') && *path != "CNAME" && publish::is_inside(path))
    {
        let bytes = fs::read_inside(site, path)
            .and_then(|bytes| bytes.ok_or_else(|| std::io::ErrorKind::NotFound.into()))
            .map_err(Failure::io(format!(
                "cannot read {path} of the site; run `citeloom build` again"
            )))?;
        files.insert(path.to_owned(), bytes);
    }
    Ok(files)
}

/// The pages of a mechanism and of those below it, of the papers that they name, and of where those come from.
fn mechanism(root: &Path, files: &Files, id: &str) -> Result<Vec<String>, Failure> {
    let review = Review::read(root)?;
    let mechanisms = &review.knowledge.vocabulary.mechanisms;
    if !mechanisms.contains_key(id) {
        let near = nearest(id, mechanisms.keys().map(String::as_str))
            .map(|near| format!("; did you mean {near}?"))
            .unwrap_or_default();
        return Err(Failure::Usage(format!("the vocabulary has no mechanism {id}{near}")));
    }
    let mut pages = vec![format!("mechanisms/{id}.html")];
    let mut waiting: Vec<&str> = vec![id];
    while let Some(id) = waiting.pop() {
        for child in mechanisms.get(id).map(|m| m.children.as_slice()).unwrap_or_default() {
            let route = format!("mechanisms/{child}.html");
            if files.contains_key(&route) && !pages.contains(&route) {
                pages.push(route);
                waiting.push(child);
            }
        }
    }
    if !files.contains_key(&pages[0]) {
        return Err(Failure::Usage(format!(
            "the built site has no page {}; run `citeloom build` again",
            pages[0]
        )));
    }
    let mut papers: BTreeSet<String> = BTreeSet::new();
    for page in &pages {
        let html = files
            .get(page)
            .map(|bytes| String::from_utf8_lossy(bytes))
            .unwrap_or_default();
        for link in html.split("../articles/").skip(1) {
            let end = link.find(['"', '#', '>', '\'', ' ']).unwrap_or(link.len());
            papers.insert(link[..end].to_owned());
        }
    }
    papers.remove("index.html");
    pages.extend(papers.iter().map(|name| format!("articles/{name}")));
    pages.extend(papers.iter().map(|name| format!("provenance/{name}")));
    pages.push("search.html".into());
    Ok(pages)
}
