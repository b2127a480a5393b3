//! `citeloom serve`: the site on this machine, built anew whenever a file of the review changes.

use super::build::{self, Built};
use super::citation::CITATION;
use super::console::Console;
use super::memory::Memory;
use super::review::{CONFIG, LOCK, RootArgument};
use super::{Failure, Outcome, draw, edit, quick};
use crate::base::{Diagnostic, Severity};
use crate::serve::{Live, Server, Watch};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};
use std::time::Instant;

/// Show the site in a browser and renew it while you write
///
/// Builds the review, serves it on this machine only, and builds again whenever a capture, stub, page, vocabulary,
/// theme or setting changes. Open pages renew themselves where they stand, and what is wrong is shown in them and here.
#[derive(Debug, clap::Args)]
pub struct ServeArguments {
    #[command(flatten)]
    root: RootArgument,
    /// Where the site goes; `public/` in the review's folder by default.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// The port; a free one by default.
    #[arg(long, short, value_name = "PORT")]
    port: Option<u16>,
    /// Do not open a browser.
    #[arg(long)]
    no_open: bool,
}

/// Files and folders of a review that a build reads.
pub(super) const READ: &[&str] = &[CONFIG, LOCK, CITATION, "content", "themes", "styles"];

/// Runs the command.
pub fn run(arguments: &ServeArguments, console: &Console) -> Result<Outcome, Failure> {
    let root = arguments.root.find()?;
    let out = arguments.out.clone().unwrap_or_else(|| root.join("public"));
    let (live, switch) = (Arc::new(Live::default()), Arc::new(RwLock::new(())));
    let mut watch = Watch::new(&root, READ);
    let built = make(&root, &out, console, &switch, true, |_| ())?;
    watch.pass_over(&built.wrote);
    live.tell(news(&built.review.reportable(), &|path| built.review.text(path)));
    let base_url = built.review.config.base_url.clone();
    let mut last = Some(built);
    let server = Server::bind(
        &out,
        base_url.as_deref(),
        arguments.port,
        Arc::clone(&live),
        Arc::clone(&switch),
    )
    .map_err(Failure::io(match arguments.port {
        Some(port) => format!("cannot take port {port}; leave --port out to get a free one"),
        None => "cannot take a port".to_owned(),
    }))?;
    let address = server.address();
    console.say(&format!("\n{} {address}", console.paint("serving", "1;32")));
    console.say("edit anything in the review: the page follows; Ctrl+C ends");
    std::thread::spawn(move || server.run());
    if !arguments.no_open && console.is_terminal() {
        open(&address);
    }
    loop {
        let changed = watch.wait(None);
        if edited(&root, &out, &changed, console, &switch) {
            last = last.and_then(|built| quick::follow(built, &root, &changed));
            // Nothing else is wrong than before: open pages look at their bytes.
            live.tell(live.now().1);
            continue;
        }
        if let Some(mut built) = last.take()
            && quick::look(&mut built, &root, &out, &changed, &switch)
        {
            // What is wrong now is not known yet: open pages go on showing what they show, and look at their bytes.
            live.tell(live.now().1);
        }
        last = rebuild(&root, &out, &changed, console, &switch, &mut watch, |built| {
            live.tell(match built {
                Ok(built) => news(&built.review.reportable(), &|path| built.review.text(path)),
                Err(failure) => failed(failure),
            });
        });
    }
}

/// What builds of a server are made with: they are remembered apart from those of `citeloom build`.
const SERVED: &str = "served";

/// Takes an edit of nothing but notes into the site; `false` where it needs more, of which nothing is said.
pub(super) fn edited(root: &Path, out: &Path, changed: &[String], console: &Console, switch: &RwLock<()>) -> bool {
    let started = Instant::now();
    if !changed.iter().all(|path| path.starts_with("content/articles/")) {
        return false;
    }
    let Some(memory) = Memory::of(root).filter(|memory| memory.has_edit(out)) else {
        return false;
    };
    let inputs = memory.inputs(root, out, SERVED);
    let Ok(Some(edited)) = edit::apply(root, out, &memory, &inputs, console, switch) else {
        return false;
    };
    say_changed(changed, console);
    build::tell_files(edited.pages, Some(edited.made), &edited.published, console);
    say_duration(started, console);
    true
}

/// Builds, hands what was built to `then`, says what came of it, and remembers it.
fn make(
    root: &Path,
    out: &Path,
    console: &Console,
    switch: &RwLock<()>,
    whole: bool,
    then: impl FnOnce(&Result<Built, Failure>),
) -> Result<Built, Failure> {
    let memory = Memory::of(root);
    let inputs = memory.as_ref().map(|memory| (memory, memory.inputs(root, out, SERVED)));
    let built = build::make(root, out, None, false, memory.as_ref(), console, switch);
    // Told at once: the page should not wait for what is drawn here.
    then(&built);
    let built = built?;
    console.keep();
    build::report(&built, false, whole, console);
    let said = console.kept_until_now();
    if let Some((memory, inputs)) = &inputs {
        build::remember(&built, said, false, root, out, memory, inputs);
    }
    Ok(built)
}

/// Builds again after `changed`, says what came of it and hands it to `then`; gives what was built.
pub(super) fn rebuild(
    root: &Path,
    out: &Path,
    changed: &[String],
    console: &Console,
    switch: &RwLock<()>,
    watch: &mut Watch,
    then: impl FnOnce(&Result<Built, Failure>),
) -> Option<Built> {
    let started = Instant::now();
    say_changed(changed, console);
    let built = make(root, out, console, switch, false, then);
    match &built {
        Ok(built) => {
            watch.pass_over(&built.wrote);
            say_duration(started, console);
        }
        Err(failure) => console.failure(failure),
    }
    built.ok()
}

fn say_changed(changed: &[String], console: &Console) {
    let what = match changed {
        [one] => one.clone(),
        [first, ..] => format!("{first} and {} more", changed.len() - 1),
        [] => String::new(),
    };
    console.say(&format!("\n{} {what}", console.paint("changed", "1")));
}

fn say_duration(started: Instant, console: &Console) {
    console.say(&format!("in {} ms", started.elapsed().as_millis()));
}

/// What open pages are told after a build: what is wrong enough to be mended.
fn news(diagnostics: &[Diagnostic], text: &dyn Fn(&str) -> Option<Arc<str>>) -> String {
    const SHOWN: usize = 20;
    let wrong: Vec<&Diagnostic> = diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
    let list: Vec<Value> = wrong
        .iter()
        .take(SHOWN)
        .map(|diagnostic| {
            let label = diagnostic.labels.first();
            let text = label.and_then(|label| text(&label.file));
            let quoted = label
                .zip(text.as_deref())
                .map(|(label, text)| draw::quote(text, label.span));
            json!({
                "code": diagnostic.code.0,
                "severity": diagnostic.severity,
                "message": diagnostic.message,
                "place": label.map(|label| match &quoted {
                    Some(quoted) => format!("{}:{}", label.file, quoted.line),
                    None => label.file.to_string(),
                }),
                "excerpt": quoted.map(|quoted| format!("{}\n{}", quoted.text, quoted.underline)),
                "help": diagnostic.help,
            })
        })
        .collect();
    json!({ "title": super::count(wrong.len(), "error"), "diagnostics": list }).to_string()
}

/// What open pages are told when nothing could be built.
fn failed(failure: &Failure) -> String {
    let one = json!({ "severity": "error", "message": failure.to_string() });
    json!({ "title": "The site could not be built", "diagnostics": [one] }).to_string()
}

/// Opens an address in the browser, if that can be done; its own words are not ours.
fn open(address: &str) {
    use std::process::{Command, Stdio};
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let _ = Command::new(program)
        .args(arguments)
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
}
