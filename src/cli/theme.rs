//! `citeloom theme`: what a review can change of its pages, and a file of the theme to begin with.

use super::console::Console;
use super::review::{Review, RootArgument};
use super::{Failure, Outcome};
use crate::base::nearest;
use crate::render::BUILT_IN;
use crate::site::PAGES;

/// List the files of the theme, or copy some out to be changed
///
/// Without FILES, lists every template, static file and file of words, what each is for, and which of them
/// the review has laid its own over. With FILES, copies them to the review's theme folder
/// (themes/NAME/), where they replace the built-in ones. Files that are there already are left alone.
#[derive(Debug, clap::Args)]
pub struct ThemeArguments {
    /// Files to copy, as listed: templates/article.html, static/style.css, theme.toml.
    files: Vec<String>,
    #[command(flatten)]
    root: RootArgument,
}

/// Runs the command.
pub fn run(arguments: &ThemeArguments, console: &Console) -> Result<Outcome, Failure> {
    let root = arguments.root.find()?;
    let review = Review::read(&root)?;
    let name = &review.config.theme;
    let folder = root.join("themes").join(name);
    if arguments.files.is_empty() {
        for (path, _) in BUILT_IN {
            let own = folder.join(path).is_file();
            console.result(&format!("{} {path:<32}{}", if own { "*" } else { " " }, purpose(path)))?;
        }
        console.say(&format!(
            "* is replaced by the review's own file in themes/{name}/; `citeloom theme FILE` copies one there"
        ));
        return Ok(Outcome::Done);
    }
    for wanted in &arguments.files {
        let Some((path, text)) = find(wanted) else {
            let near = nearest(wanted, BUILT_IN.iter().map(|(path, _)| *path));
            let hint = near.map_or("`citeloom theme` lists all".to_owned(), |near| {
                format!("did you mean {near}?")
            });
            return Err(Failure::Usage(format!("the theme has no file {wanted}; {hint}")));
        };
        let target = folder.join(path);
        let shown = format!("themes/{name}/{path}");
        let cannot = Failure::io(format!("cannot write {shown}"));
        if !crate::fs::write_new(&target, text.as_bytes()).map_err(cannot)? {
            console.say(&format!("{shown} is there already and was left alone"));
            continue;
        }
        console.say(&format!("{} {shown}", console.paint("copied", "1;32")));
    }
    Ok(Outcome::Done)
}

/// A file by its path, or by its name alone where only one file has it.
fn find(wanted: &str) -> Option<(&'static str, &'static str)> {
    let exact = BUILT_IN.iter().find(|(path, _)| *path == wanted);
    let mut named = BUILT_IN
        .iter()
        .filter(|(path, _)| path.rsplit('/').next() == Some(wanted));
    exact
        .or_else(|| named.next().filter(|_| named.next().is_none()))
        .copied()
}

fn purpose(path: &str) -> String {
    let template = path.strip_prefix("templates/");
    if let Some(page) = template.and_then(|name| PAGES.iter().find(|page| page.template == name)) {
        return page.title.to_owned();
    }
    match path {
        "theme.toml" => "colours, fonts, widths; only the values that it names are replaced",
        "templates/base.html" => "what all pages have in common, in blocks",
        "templates/components.html" => "pieces that several templates use",
        "static/head.js" => "runs before the first paint: the reader's choice of colours",
        "static/site.js" => "popovers, copying, colours, reading list, sifting of findings",
        "static/search.js" => "search, and the box in the header",
        "static/find.js" => "the search page: results, facets",
        "static/list.js" => "the page of the reading list",
        "static/style.css" => "how everything looks, on screen and on paper",
        "words/en.toml" => "the interface's words; another language is one more file beside it",
        _ => "",
    }
    .to_owned()
}
