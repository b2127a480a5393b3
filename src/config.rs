//! `citeloom.toml`: the settings of a review.

use crate::base::codes::publish::{
    BAD_CONFIG, BAD_DOMAIN, BAD_LIMIT, BAD_THEME_NAME, IDLE_REVIEWER, NO_SUCH_CAPTURE, NO_TITLE, UNKNOWN_CHOICE,
    UNKNOWN_SETTING,
};
use crate::base::{Diagnostic, Parsed, Span};
use crate::capture::DecodeLimits;
use crate::export::EXPORTS;
use crate::library::Reviewers;
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// Version of the file's schema that this program writes.
pub const SCHEMA: u32 = 1;

/// The settings of a review. Every one has a default, so an empty file is a valid one.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, rename_all = "kebab-case")]
pub struct Config {
    /// Version of the file's schema.
    pub schema: u32,
    /// Title of the review.
    pub title: String,
    /// The question it asks, in one or two sentences.
    pub description: String,
    /// Who writes it.
    pub authors: Vec<String>,
    /// Language of the pages' own words, BCP 47.
    pub language: String,
    /// Where the site will stand, `https://group.github.io/review`. Needed by 404, sitemap and feeds only.
    pub base_url: Option<String>,
    /// Address of the repository, for "suggest a change" links.
    pub repository: Option<String>,
    /// The branch that those links are about and that is published.
    pub branch: String,
    /// Address of a file's editor where the repository's host has an unusual one; `{branch}` and `{path}` stand for what
    /// they say.
    pub edit_url: Option<String>,
    /// Who reviews what: by person (`@account` or a name) the files below `content/`, where `*` stands for anything but `/`.
    pub reviewers: BTreeMap<String, Vec<String>>,
    /// Name of a folder in `themes/`, or `citeloom` for the built-in one.
    pub theme: String,
    /// How references and citations are written.
    pub citations: Citations,
    /// What may become public.
    pub publish: Publish,
    /// What the workflows of the repository need to know.
    pub workflow: Workflow,
    /// What `check` keeps silent about.
    pub check: Check,
    /// Bounds of the readers.
    pub limits: Limits,
}

/// How references and citations are written.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, rename_all = "kebab-case")]
pub struct Citations {
    /// A bundled citation style (`apa`, `nature` …) or a CSL file of the review (`styles/my.csl`). Without one, references
    /// are written as in Vancouver and markers are raised numbers.
    pub style: Option<String>,
    /// Language of the style's own words, BCP 47; by default that of the pages, and for English that of the style.
    pub locale: Option<String>,
    /// A CSL locale file of the review, for languages that are not bundled.
    pub locale_file: Option<String>,
}

/// What may become public.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, rename_all = "kebab-case")]
pub struct Publish {
    /// Captures (paths below `content/`) whose whole text may stand on the site. Of all others only the quoted spans do.
    pub full_text: Vec<String>,
    /// Metadata of papers in the heads of their pages: `highwire`, `dublin-core`. Search engines may take such pages for
    /// the papers themselves, so none is written unless it is named here.
    pub citation_meta: Vec<String>,
    /// Formats of the files of references in `downloads/`, as `citeloom export` names them: each is written of all works,
    /// of each mechanism and of each paper; none for an empty list. By default all works are written in every format,
    /// mechanisms and papers in those that every reference manager takes.
    pub downloads: Option<Vec<String>>,
    /// What the site leaves out though captures have it: `abstracts`, of which the sentences that speak of a mechanism stay.
    pub leave_out: Vec<String>,
    /// A domain of the review's own, such as `review.example.org`; written to the site's `CNAME`.
    pub domain: Option<String>,
}

/// What the workflows of the repository need to know.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, rename_all = "kebab-case")]
pub struct Workflow {
    /// Where citeloom comes from, `OWNER/NAME` on GitHub.
    pub program: Option<String>,
}

/// What `check` keeps silent about.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, rename_all = "kebab-case")]
pub struct Check {
    /// Codes of diagnostics that are accepted, such as `CL0605`.
    pub allow: Vec<String>,
}

/// Bounds of the readers.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(default, rename_all = "kebab-case")]
pub struct Limits {
    /// Largest capture, in MiB.
    pub capture_mib: u32,
    /// Deepest nesting of a capture's elements, objects and lists.
    pub depth: u32,
    /// Most records of one capture.
    pub records: u32,
    /// Most references of one record.
    pub references: u32,
    /// Most damaged places of one capture after which reading goes on.
    pub faults: u32,
}

impl Default for Limits {
    fn default() -> Self {
        let bounds = DecodeLimits::default();
        let of = |bound: usize| u32::try_from(bound).unwrap_or(u32::MAX);
        Self {
            capture_mib: of(bounds.bytes >> 20),
            depth: of(bounds.depth),
            records: of(bounds.records),
            references: of(bounds.references),
            faults: of(bounds.faults),
        }
    }
}

impl Limits {
    /// The largest value of each setting. Spans have 32 bits, so no capture can have 4 GiB; readers look through what is
    /// open at each end of an element; each damage may cost a look through all that follows.
    const MOST: [(&'static str, u32); 5] = [
        ("capture-mib", 4095),
        ("depth", 4096),
        ("records", 100_000_000),
        ("references", 10_000_000),
        ("faults", 100_000),
    ];

    fn values(&mut self) -> [&mut u32; 5] {
        [
            &mut self.capture_mib,
            &mut self.depth,
            &mut self.records,
            &mut self.references,
            &mut self.faults,
        ]
    }

    /// Puts back what lies outside its bounds, and says it.
    fn hold(&mut self, file: &Arc<str>, text: &str) -> Vec<Diagnostic> {
        let mut usual = Self::default();
        let mut diagnostics = Vec::new();
        for ((value, usual), (name, most)) in self.values().into_iter().zip(usual.values()).zip(Self::MOST) {
            if !(1..=most).contains(value) {
                let message = format!("limits.{name} is {value}; it must be from 1 to {most}");
                diagnostics.push(
                    Diagnostic::new(BAD_LIMIT, message)
                        .at(file, value_span(text, &["limits", name]))
                        .help(format!("{usual} is used in its place")),
                );
                *value = *usual;
            }
        }
        diagnostics
    }

    /// The same for decoding and readers.
    pub fn of_readers(&self) -> DecodeLimits {
        DecodeLimits {
            bytes: (self.capture_mib as usize) << 20,
            depth: self.depth as usize,
            records: self.records as usize,
            references: self.references as usize,
            faults: self.faults as usize,
        }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            schema: SCHEMA,
            title: "Literature review".into(),
            description: String::new(),
            authors: Vec::new(),
            language: "en".into(),
            base_url: None,
            repository: None,
            branch: "main".into(),
            edit_url: None,
            reviewers: BTreeMap::new(),
            theme: "citeloom".into(),
            citations: Citations::default(),
            publish: Publish::default(),
            workflow: Workflow::default(),
            check: Check::default(),
            limits: Limits::default(),
        }
    }
}

/// What a review begun by `citeloom init` has for title and description until its authors write theirs.
pub const TITLE_TO_WRITE: &str = "Untitled review";
const QUESTION_TO_WRITE: &str = "The question this review asks, in one or two sentences.";

/// Every setting, by its name and that of its table.
pub const SETTINGS: &[&str] = &[
    "schema",
    "title",
    "description",
    "authors",
    "language",
    "base-url",
    "repository",
    "branch",
    "edit-url",
    "reviewers",
    "theme",
    "citations",
    "citations.style",
    "citations.locale",
    "citations.locale-file",
    "publish",
    "publish.full-text",
    "publish.citation-meta",
    "publish.leave-out",
    "publish.domain",
    "publish.downloads",
    "workflow",
    "workflow.program",
    "check",
    "check.allow",
    "limits",
    "limits.capture-mib",
    "limits.depth",
    "limits.records",
    "limits.references",
    "limits.faults",
];

impl Config {
    /// Reads `citeloom.toml`. A file that cannot be read gives the defaults and an error.
    pub fn parse(path: &str, text: &str) -> Parsed<Self> {
        let file: Arc<str> = path.into();
        match toml::from_str::<Config>(text) {
            Ok(mut config) => {
                let mut diagnostics = unknown_settings(&file, text);
                diagnostics.extend(config.limits.hold(&file, text));
                if !is_folder_name(&config.theme) {
                    let message = format!("{:?} is no name of a folder in themes/", config.theme);
                    diagnostics.push(Diagnostic::new(BAD_THEME_NAME, message).at(&file, value_span(text, &["theme"])));
                    config.theme = Self::default().theme;
                }
                let refused = config.publish.domain.take_if(|domain| !is_domain(domain));
                if let Some(domain) = refused.filter(|domain| !domain.is_empty()) {
                    let span = value_span(text, &["publish", "domain"]);
                    diagnostics.push(Diagnostic::new(BAD_DOMAIN, format!("{domain:?} is no domain")).at(&file, span));
                }
                diagnostics.extend(config.publish.unknown_choices(&file, text));
                diagnostics.extend(config.untitled().map(|(setting, what)| {
                    Diagnostic::new(NO_TITLE, what)
                        .at(&file, value_span(text, &[setting]))
                        .help("write your own before you publish")
                }));
                Parsed::new(config, diagnostics)
            }
            Err(error) => {
                let span = error.span().map_or(Span::default(), |s| Span::new(s.start, s.end));
                let message = error.message().lines().next().unwrap_or("not valid TOML").to_owned();
                Parsed::new(
                    Config::default(),
                    vec![Diagnostic::new(BAD_CONFIG, message).at(&file, span)],
                )
            }
        }
    }
}

impl Publish {
    /// Whether abstracts stand on the site.
    pub fn abstracts(&self) -> bool {
        self.leave_out.iter().all(|name| name != "abstracts")
    }

    /// Names in its lists that nothing has.
    fn unknown_choices(&self, file: &Arc<str>, text: &str) -> Vec<Diagnostic> {
        let exports: Vec<&str> = EXPORTS.iter().map(|format| format.name).collect();
        let downloads = self.downloads.as_deref().unwrap_or(&[]);
        let lists = [
            ("downloads", downloads, exports.as_slice()),
            (
                "citation-meta",
                self.citation_meta.as_slice(),
                &["highwire", "dublin-core"][..],
            ),
            ("leave-out", self.leave_out.as_slice(), &["abstracts"][..]),
        ];
        let mut diagnostics = Vec::new();
        for (setting, names, known) in lists {
            for name in names.iter().filter(|name| !known.contains(&name.as_str())) {
                let what = format!("publish.{setting} has no `{name}`, but {}", known.join(", "));
                let mut diagnostic =
                    Diagnostic::new(UNKNOWN_CHOICE, what).at(file, value_span(text, &["publish", setting]));
                if let Some(near) = crate::base::nearest(name, known.iter().copied()) {
                    diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
                }
                diagnostics.push(diagnostic);
            }
        }
        diagnostics
    }
}

impl Config {
    /// The setting that still says what `citeloom init` wrote, and what is wrong with that.
    pub fn untitled(&self) -> Option<(&'static str, &'static str)> {
        if self.title == TITLE_TO_WRITE {
            Some(("title", "the review has no title of its own yet"))
        } else {
            let unwritten = self.description == QUESTION_TO_WRITE;
            unwritten.then_some(("description", "the review does not say yet what it asks"))
        }
    }

    /// What the settings name and the review does not have: `captures` that are at hand and all files, both from `content/`.
    pub fn unmet(&self, path: &str, text: &str, captures: &[&str], files: &[&str]) -> Vec<Diagnostic> {
        let file: Arc<str> = path.into();
        let mut diagnostics = Vec::new();
        let places = Places::of(text);
        let there: HashSet<&str> = captures.iter().copied().collect();
        let span = places.of_value(&["publish", "full-text"]);
        for name in self
            .publish
            .full_text
            .iter()
            .filter(|name| !there.contains(name.as_str()))
        {
            let mut diagnostic =
                Diagnostic::new(NO_SUCH_CAPTURE, format!("there is no capture {name}")).at(&file, span);
            if let Some(near) = crate::base::nearest(name, captures.iter().copied()) {
                diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
            }
            diagnostics.push(diagnostic);
        }
        for (who, pattern) in Reviewers::new(&self.reviewers).idle(files) {
            let what = format!("{pattern:?} of {who} fits no file in content/");
            diagnostics.push(Diagnostic::new(IDLE_REVIEWER, what).at(&file, places.of_value(&["reviewers", who])));
        }
        diagnostics
    }
}

/// Whether a name is that of one folder, and leads nowhere else.
fn is_folder_name(name: &str) -> bool {
    crate::publish::is_inside(name) && !name.contains('/')
}

/// Where the value of a setting stands.
fn value_span(text: &str, path: &[&str]) -> Span {
    Places::of(text).of_value(path)
}

/// Where the values of settings stand.
struct Places<'t>(Option<toml_edit::Document<&'t str>>);

impl<'t> Places<'t> {
    fn of(text: &'t str) -> Self {
        Self(toml_edit::Document::parse(text).ok())
    }

    fn of_value(&self, path: &[&str]) -> Span {
        let mut item = self.0.as_ref().map(|document| document.as_item());
        for name in path {
            item = item.and_then(|item| item.get(name));
        }
        let span = item.and_then(|item| item.span());
        span.map_or(Span::default(), |span| Span::new(span.start, span.end))
    }
}

/// Whether the text can be a domain: labels of letters, digits and hyphens with dots between them.
fn is_domain(text: &str) -> bool {
    let label = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-');
    text.contains('.') && text.split('.').all(label)
}

fn unknown_settings(file: &Arc<str>, text: &str) -> Vec<Diagnostic> {
    let Ok(document) = toml_edit::Document::parse(text) else {
        return Vec::new();
    };
    let mut diagnostics = Vec::new();
    let mut check = |name: String, key: &toml_edit::Key| {
        if !SETTINGS.contains(&name.as_str()) {
            let span = key.span().map_or(Span::default(), |s| Span::new(s.start, s.end));
            let mut diagnostic =
                Diagnostic::new(UNKNOWN_SETTING, format!("there is no setting `{name}`")).at(file, span);
            if let Some(near) = crate::base::nearest(&name, SETTINGS.iter().copied()) {
                diagnostic = diagnostic.help(format!("did you mean `{near}`?"));
            }
            diagnostics.push(diagnostic);
        }
    };
    for (name, item) in document.as_table().iter() {
        if let Some((key, _)) = document.as_table().get_key_value(name) {
            check(name.to_owned(), key);
        }
        // The names of people are their own.
        if let Some(table) = item
            .as_table()
            .filter(|_| SETTINGS.contains(&name) && name != "reviewers")
        {
            for (inner, _) in table.iter() {
                if let Some((key, _)) = table.get_key_value(inner) {
                    check(format!("{name}.{inner}"), key);
                }
            }
        }
    }
    diagnostics
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_shown_where_they_stand() {
        let text = "title = 3\n";
        let parsed = Config::parse("citeloom.toml", text);
        assert_eq!(parsed.diagnostics[0].code, BAD_CONFIG);
        assert_eq!(parsed.diagnostics[0].labels[0].span.of(text), "3");
        let text = "titel = \"x\"\n[publish]\nfulltext = []\n";
        let parsed = Config::parse("citeloom.toml", text);
        let help: Vec<_> = parsed.diagnostics.iter().filter_map(|d| d.help.clone()).collect();
        assert_eq!(help, ["did you mean `title`?", "did you mean `publish.full-text`?"]);
        assert_eq!(parsed.diagnostics[0].labels[0].span.of(text), "titel");
        let text = "[publish]\ndomain = \"https://a.org\"\nfull-text = [\"sources/b.txt\"]\n[reviewers]\n\"@e\" = [\"articles/x\"]\n";
        let parsed = Config::parse("citeloom.toml", text);
        assert_eq!(parsed.diagnostics[0].labels[0].span.of(text), "\"https://a.org\"");
        assert_eq!(parsed.value.publish.domain, None);
        let unmet = parsed
            .value
            .unmet("citeloom.toml", text, &["sources/a.txt"], &["articles/y.md"]);
        let shown: Vec<&str> = unmet.iter().map(|d| d.labels[0].span.of(text)).collect();
        assert_eq!(shown, ["[\"sources/b.txt\"]", "[\"articles/x\"]"]);
        assert_eq!(unmet[0].help.as_deref(), Some("did you mean `sources/a.txt`?"));
        let text = "[publish]\ndownloads = [\"ris\", \"bibtx\"]\ncitation-meta = [\"highwire\"]\n";
        let parsed = Config::parse("citeloom.toml", text);
        assert_eq!(parsed.diagnostics.len(), 1);
        assert_eq!(parsed.diagnostics[0].help.as_deref(), Some("did you mean `bibtex`?"));
        assert_eq!(parsed.diagnostics[0].labels[0].span.of(text), "[\"ris\", \"bibtx\"]");
    }
}
