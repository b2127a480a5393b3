//! `citeloom new`: a page, a mechanism's overview or an article to be written by hand.

use super::console::Console;
use super::review::{Review, RootArgument};
use super::{Failure, Outcome};
use crate::base::{nearest, slug};
use crate::fs;
use std::path::Path;

/// Begin a page, a mechanism's overview, or an article that no capture stands behind
///
/// Writes one file with comments where to begin, never over one that is there, and says where it stands.
#[derive(Debug, clap::Args)]
pub struct NewArguments {
    /// What to begin.
    kind: Kind,
    /// Its name: a page's title, a mechanism's id or name, an article's key (such as dumas2019).
    name: String,
    #[command(flatten)]
    root: RootArgument,
}

/// What can be begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    /// The reviewers' words on a mechanism, in content/mechanisms/.
    Mechanism,
    /// A page of your own, in content/pages/.
    Page,
    /// An article written by hand, in content/articles/.
    Article,
}

/// Runs the command.
pub fn run(arguments: &NewArguments, console: &Console) -> Result<Outcome, Failure> {
    let root = arguments.root.find()?;
    let name = arguments.name.trim();
    if slug(name, 80).is_empty() || name.contains(['\n', '"', '\\']) {
        return Err(Failure::Usage(format!("{name:?} is no name for a file")));
    }
    let (path, text, next) = match arguments.kind {
        Kind::Page => {
            let path = format!("content/pages/{}.md", slug(name, 80));
            let text = include_str!("scaffold/page.md").replace("TITLE", name);
            (path, text, "it is linked at the foot of every page once it is built")
        }
        Kind::Article => {
            let key = slug(name, 80);
            let path = format!("content/articles/{key}.md");
            let text = include_str!("scaffold/article.md").replace("KEY", &key);
            (
                path,
                text,
                "fill in what the paper says; what stays out is shown as missing",
            )
        }
        Kind::Mechanism => {
            let id = mechanism(&root, name)?;
            let path = format!("content/mechanisms/{id}.md");
            let next = "write the bottom line; it stands first on the mechanism's page";
            (path, include_str!("scaffold/mechanism.md").to_owned(), next)
        }
    };
    let file = root.join(&path);
    let cannot = Failure::io(format!("cannot write {}", file.display()));
    if !fs::write_new(&file, text.as_bytes()).map_err(cannot)? {
        return Err(Failure::Usage(format!("{path} is there already and is left as it is")));
    }
    console.say(&format!("{} {}", console.paint("written", "1;32"), shown(&file)));
    console.say(&format!("{next}; then run `citeloom build`"));
    Ok(Outcome::Done)
}

/// The id of the mechanism that is meant, by its id or name.
fn mechanism(root: &Path, name: &str) -> Result<String, Failure> {
    let review = Review::read(root)?;
    let mechanisms = &review.knowledge.vocabulary.mechanisms;
    let wanted = slug(name, 80);
    if let Some((id, _)) = mechanisms
        .iter()
        .find(|(id, mechanism)| **id == wanted || slug(&mechanism.label, 80) == wanted)
    {
        return Ok(id.clone());
    }
    let near = nearest(&wanted, mechanisms.keys().map(String::as_str))
        .map(|near| format!("; did you mean {near}?"))
        .unwrap_or_default();
    Err(Failure::Usage(format!(
        "the vocabulary has no mechanism {wanted}{near}\nto add one, put this into content/vocabulary/mechanisms.toml, \
         with the words that speak for it:\n\n[[mechanism]]\nid = \"{wanted}\"\nlabel = \"{name}\"\n\
         definition = \"What it is, in one sentence.\"\ntriggers = [ {{ p = \"words that name it\", w = 3 }} ]"
    )))
}

fn shown(path: &Path) -> String {
    path.strip_prefix("./").unwrap_or(path).display().to_string()
}
