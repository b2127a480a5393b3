//! The renderer: templates compiled once, pages made from any thread.

use super::highlight;
use super::theme::Theme;
use super::{Markdown, MarkdownOptions, fault, inline, say};
use crate::base::{Diagnostic, Parsed, escape_html};
use crate::library::Images;
use crate::site::{PageJob, ProvenanceView, SiteInfo, View, Words};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};
use tera::{Context, Kwargs, State, Tera, Value};

/// A compiled theme.
pub struct Renderer {
    pub(super) tera: Tera,
    assets: BTreeMap<String, Vec<u8>>,
    /// The theme as its authors wrote it: faults are told by its lines.
    pub(super) written: Theme,
    /// Templates that could not be minified: pages are minified one by one.
    pub(super) loose: Vec<String>,
    /// The theme could be compiled as it was meant to be: nothing stands in its place.
    pub(super) sound: bool,
    palette: highlight::Palette,
    /// What every page shows of the review, as templates get it, of the first page that was made.
    site: OnceLock<(Arc<SiteInfo>, Value)>,
}

impl Renderer {
    /// Compiles the theme. A template that cannot be used is reported, and the default theme takes its place.
    pub fn new(theme: &Theme) -> Parsed<Self> {
        let (templates, loose) = minified(theme);
        let mut inlined = templates.clone();
        inline::components(&mut inlined);
        Self::of(&[inlined, templates], loose, theme)
    }

    /// Compiles the theme with its templates as they stand: pages are not minified.
    pub fn plain(theme: &Theme) -> Parsed<Self> {
        Self::of(&[spoken(theme)], Vec::new(), theme)
    }

    /// The theme with the first of several sets of templates that can be compiled.
    fn of(sets: &[BTreeMap<String, String>], loose: Vec<String>, theme: &Theme) -> Parsed<Self> {
        let mut diagnostics = Vec::new();
        let compiled = sets.iter().find_map(|templates| {
            let templates = templates.iter().map(|(name, text)| (name.as_str(), text.as_str()));
            compile(&theme.words, &theme.images, templates).ok()
        });
        let sound = compiled.is_some();
        let compiled = compiled.map_or_else(|| compile_written(theme), Ok);
        let tera = compiled.unwrap_or_else(|error| {
            diagnostics.push(fault::diagnostic(&error, "the theme", &theme.templates));
            let built_in = super::BUILT_IN
                .iter()
                .filter_map(|(path, text)| Some((path.strip_prefix("templates/")?, *text)));
            compile(&theme.words, &theme.images, built_in).unwrap_or_else(|error| {
                diagnostics.push(fault::diagnostic(&error, "the default theme", &theme.templates));
                Tera::default()
            })
        });
        let renderer = Self {
            tera,
            assets: with_running_head(theme),
            loose,
            sound,
            written: theme.clone(),
            palette: highlight::Palette::default(),
            site: OnceLock::new(),
        };
        Parsed::new(renderer, diagnostics)
    }

    /// The bytes of a page.
    pub fn page(&self, job: &PageJob) -> Parsed<Vec<u8>> {
        let mut bytes = Vec::new();
        let diagnostics = self.page_into(job, &mut bytes);
        Parsed::new(bytes, diagnostics)
    }

    /// Writes the bytes of a page into `out`, which is emptied first: a buffer that is used again.
    pub fn page_into(&self, job: &PageJob, out: &mut Vec<u8>) -> Vec<Diagnostic> {
        out.clear();
        let coloured;
        let job = match &job.view {
            View::Provenance(view) if view.captures.iter().any(|c| c.syntax.is_some() && c.source.is_some()) => {
                coloured = PageJob {
                    view: View::Provenance(Box::new(colour(view, &self.palette))),
                    ..job.clone()
                };
                &coloured
            }
            _ => job,
        };
        let made = self
            .context(job)
            .and_then(|context| self.tera.render_to(job.template, &context, &mut *out));
        match made {
            #[cfg(feature = "minify")]
            Ok(()) if !self.loose.is_empty() => {
                *out = super::minify::page(out);
                Vec::new()
            }
            Ok(()) => Vec::new(),
            Err(error) => {
                // What is rendered is minified and has its words in it; the fault is told of the file that was written.
                let again = self.context(job).and_then(|context| {
                    compile_written(&self.written)?.render_to(job.template, &context, &mut Vec::new())
                });
                let error = again.err().unwrap_or(error);
                vec![fault::diagnostic(&error, &job.route, &self.written.templates)]
            }
        }
    }

    /// What a template sees: the parts of a [`PageJob`].
    fn context(&self, job: &PageJob) -> tera::TeraResult<Context> {
        let PageJob {
            route,
            root,
            template: _,
            site,
            head,
            tables,
            view,
        } = job;
        let (of, known) = self
            .site
            .get_or_init(|| (Arc::clone(site), Value::from_serializable(&**site)));
        let site = match Arc::ptr_eq(of, site) {
            true => known.clone(),
            false => Value::try_from_serializable(&**site)?,
        };
        let mut context = Context::new();
        context.insert_value("route", Value::from(route.as_str()));
        context.insert_value("root", Value::from(root.as_str()));
        context.insert_value("site", site);
        context.insert_value("head", Value::try_from_serializable(head)?);
        context.insert_value("tables", Value::try_from_serializable(tables)?);
        context.insert_value("view", Value::try_from_serializable(view)?);
        Ok(context)
    }

    /// Names of the theme's templates that could not be minified when they were loaded.
    pub fn loose(&self) -> &[String] {
        &self.loose
    }

    /// The theme's static files and what the site's host needs: (path from the root, bytes).
    pub fn assets(&self) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        files.extend(
            self.assets
                .iter()
                .map(|(name, bytes)| (format!("assets/{name}"), bytes.clone())),
        );
        files
    }
}

/// The theme's static files, the review's title in the heads of printed pages: page margins cannot read it from the page.
fn with_running_head(theme: &Theme) -> BTreeMap<String, Vec<u8>> {
    let mut assets = theme.assets.clone();
    if let Some(style) = assets.get_mut("style.css").filter(|_| !theme.title.is_empty()) {
        let mut title = String::new();
        for c in theme.title.chars() {
            match c {
                '"' | '\\' | '<' => title.push_str(&format!("\\{:x} ", u32::from(c))),
                c if c.is_control() => title.push(' '),
                c => title.push(c),
            }
        }
        style.extend_from_slice(format!("@page{{@top-left{{content:\"{title}\"}}}}\n").as_bytes());
    }
    assets
}

/// The theme's templates with the words of the language in them.
fn spoken(theme: &Theme) -> BTreeMap<String, String> {
    let templates = theme.templates.iter();
    templates
        .map(|(name, text)| (name.clone(), say::expand(text, &theme.words)))
        .collect()
}

/// The theme's templates, minified where that is safe, and the names of those where it is not.
fn minified(theme: &Theme) -> (BTreeMap<String, String>, Vec<String>) {
    #[allow(unused_mut)] // without the feature nothing is loose
    let mut loose = Vec::new();
    let templates = spoken(theme)
        .into_iter()
        .map(|(name, text)| {
            #[cfg(feature = "minify")]
            match super::minify::template(&text) {
                Some(small) => return (name, small),
                None => loose.push(name.clone()),
            }
            (name, text)
        })
        .collect();
    (templates, loose)
}

/// Compiles the templates as they were written.
fn compile_written(theme: &Theme) -> tera::TeraResult<Tera> {
    let templates = theme.templates.iter();
    compile(
        &theme.words,
        &theme.images,
        templates.map(|(name, text)| (name.as_str(), text.as_str())),
    )
}

fn compile<'t>(
    words: &Words,
    images: &Images,
    templates: impl Iterator<Item = (&'t str, &'t str)>,
) -> tera::TeraResult<Tera> {
    let mut tera = Tera::default();
    tera.register_filter("markdown", markdown_filter(words.clone(), images.clone()));
    tera.register_filter("lower_first", lower_first);
    tera.register_filter("plural", plural);
    tera.register_function("t", say::function(words.clone()));
    tera.add_raw_templates(templates)?;
    Ok(tera)
}

/// `text | markdown(root=root, shift=1)`: authors' Markdown as HTML.
fn markdown_filter(
    words: Words,
    images: Images,
) -> impl Fn(&str, Kwargs, &State<'_>) -> tera::TeraResult<String> + Send + Sync + 'static {
    let markdown = Markdown::new(words.clone(), images);
    move |source: &str, kwargs: Kwargs, _: &State<'_>| {
        let root = kwargs.get::<&str>("root")?.unwrap_or("");
        let cited = kwargs.get::<&[Value]>("cited")?.unwrap_or(&[]);
        let options = MarkdownOptions {
            root: root.to_owned(),
            shift: kwargs.get::<u8>("shift")?.unwrap_or(0),
            ids: kwargs.get::<&str>("ids")?.unwrap_or("").to_owned(),
            cited: cited.iter().map(|work| beside(work, root, &words)).collect(),
        };
        Ok(markdown.html(source, &options))
    }
}

/// A cited work as it stands beside the text: hidden from screen readers, which have it in the list, so that its link
/// must not be reached by keyboard.
fn beside(work: &Value, root: &str, words: &Words) -> String {
    let field = |name: &'static str| {
        let value = work.get_from_path(name).and_then(Value::as_str);
        value.filter(|text| !text.is_empty())
    };
    let mut out = String::new();
    let mut part = |text: &str, tag: (&str, &str)| {
        out.push_str(if out.is_empty() { "" } else { " " });
        out.push_str(tag.0);
        escape_html(text, &mut out);
        out.push_str(tag.1);
        out.push_str(if text.ends_with(['.', '?', '!']) { "" } else { "." });
    };
    // One name is enough for a margin, or two.
    let authors = field("authors").map(|names| {
        let mut parts = names.split(", ");
        match (parts.next(), parts.next(), parts.next()) {
            (Some(first), Some(_), Some(_)) => words.say("name.more", &[("a", &first)]),
            _ => names.to_owned(),
        }
    });
    let year = field("numbers").and_then(|numbers| numbers.split([';', ':']).next());
    match (authors, year) {
        (Some(authors), Some(year)) => part(&format!("{authors}, {year}"), ("", "")),
        (Some(words), None) => part(&words, ("", "")),
        (None, Some(year)) => part(year, ("", "")),
        (None, None) => {}
    }
    let mut link = String::from("<a tabindex=\"-1\" href=\"");
    escape_html(&format!("{root}{}", field("href").unwrap_or("")), &mut link);
    link.push_str("\">");
    match (field("title"), field("journal")) {
        (Some(title), journal) => {
            part(title, (&link, "</a>"));
            journal
                .into_iter()
                .for_each(|journal| part(journal, ("<cite>", "</cite>")));
        }
        (None, Some(journal)) => part(journal, (&format!("{link}<cite>"), "</cite></a>")),
        (None, None) => part(field("key").unwrap_or(""), (&link, "</a>")),
    }
    out
}

/// `text | lower_first`: the first letter small, unless the second is a capital too (`DOI` stays).
fn lower_first(text: &str, _: Kwargs, _: &State<'_>) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => first.to_lowercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}

/// `count | plural(one="paper", many="papers")`.
fn plural(count: u64, kwargs: Kwargs, _: &State<'_>) -> tera::TeraResult<Value> {
    kwargs.must_get::<Value>(if count == 1 { "one" } else { "many" })
}

/// The view with coloured code in its segments: the tokens are those of the whole capture.
fn colour(view: &ProvenanceView, palette: &highlight::Palette) -> ProvenanceView {
    let mut view = view.clone();
    for capture in &mut view.captures {
        let (Some(syntax), Some(source)) = (capture.syntax, &capture.source) else {
            continue;
        };
        let tokens = palette.tokens(&source.text, syntax);
        if tokens.is_empty() {
            continue;
        }
        for segment in capture.shown.iter_mut().flat_map(|line| &mut line.segments) {
            if !segment.text.is_empty() {
                let piece = segment.start..segment.start + segment.text.len();
                segment.html = Some(highlight::html(&source.text, piece, &tokens));
            }
        }
    }
    view
}
