//! A review in memory: captures with claims, and imports into it.

use citeloom::article::{self, Article, Captured, CapturedRecord, Existing, Lock, Plan};
use citeloom::base::{Diagnostic, Digest, MappedText, Name, PartialDate, Span};
use citeloom::record::{Claims, Field, Item, ItemType, RawReference, ZoneKind, resolve};
use citeloom::vocabulary::{Evidence, MechanismHit, Polarity, Tagging, Tier, TriggerHit};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A paper's record as `(field, value)`; names as `Family, Given`, several values of a list field one after another.
pub type Values<'v> = &'v [(Field, &'v str)];

/// A capture in which each value stands in a line of its own.
pub struct Page {
    text: String,
    claims: Claims,
    proposed: Vec<(String, Span, String)>,
}

impl Page {
    pub fn new(values: Values<'_>) -> Self {
        let mut page = Self {
            text: String::from("A page\n"),
            claims: Claims::default(),
            proposed: Vec::new(),
        };
        for (field, value) in values {
            page = page.with(*field, value);
        }
        page
    }

    /// Writes a line and gives the place of `value` in it.
    fn line(&mut self, label: &str, value: &str) -> Span {
        let start = self.text.len() + label.len() + 2;
        self.text.push_str(&format!("{label}: {value}\n"));
        Span::new(start, start + value.len())
    }

    pub fn with(mut self, field: Field, value: &str) -> Self {
        let span = self.line(field.csl(), value);
        let claims = &mut self.claims;
        if field == Field::Type {
            claims.kind(ItemType::from_csl(value).unwrap(), span, "test", 90);
        } else if field.is_date() {
            claims.date(field, PartialDate::parse(value).unwrap(), span, "test", 90);
        } else if field.is_names() {
            let name = value
                .split_once(", ")
                .map_or_else(|| Name::group(value), |(family, given)| Name::person(family, given));
            claims.name(field, name, span, "test", 90);
        } else {
            claims.text(field, value, span, "test", 90);
        }
        self
    }

    pub fn et_al(mut self) -> Self {
        self.claims.et_al = Some(self.line("authors", "et al."));
        self
    }

    pub fn references(mut self, list: &[&str]) -> Self {
        for (index, text) in list.iter().enumerate() {
            let span = self.line("reference", text);
            self.claims.references.push(RawReference {
                text: (*text).to_owned(),
                span,
                label: Some((index + 1).to_string()),
                item: None,
            });
        }
        self
    }

    pub fn proposes(mut self, id: &str, words: &str) -> Self {
        let span = self.line("words", words);
        self.claims.zone(ZoneKind::Body, MappedText::verbatim(&self.text, span));
        self.proposed.push((id.to_owned(), span, words.to_owned()));
        self
    }

    pub fn at(self, path: &str) -> Captured {
        let path: Arc<str> = path.into();
        let mut claims = self.claims;
        claims.span = Span::new(0, self.text.len());
        let record = resolve(claims, &path).value;
        let mechanisms = self.proposed.into_iter().map(|(id, span, words)| MechanismHit {
            id,
            tier: Tier::Proposed,
            score: 3.5,
            triggers: vec![TriggerHit {
                trigger: words.clone(),
                score: 3.5,
                polarity: Polarity::Supports,
                evidence: Evidence {
                    span,
                    text: words.as_str().into(),
                    sentence: words.as_str().into(),
                    sentence_span: span,
                    zone: ZoneKind::Body,
                },
            }],
            vetoed: Vec::new(),
            refuted: Vec::new(),
            polarity: Default::default(),
        });
        let tagging = Tagging {
            mechanisms: mechanisms.collect(),
            ..Tagging::default()
        };
        Captured {
            digest: Digest::of(self.text.as_bytes()),
            text: self.text.into(),
            encoding: "utf-8",
            format: "page-text",
            records: vec![CapturedRecord { record, tagging }],
            path,
        }
    }
}

/// Records with the same DOI or title are the same work.
pub fn same(items: &[(&str, &Item)]) -> Vec<usize> {
    let mut groups: BTreeMap<String, usize> = BTreeMap::new();
    let count = items.len();
    items
        .iter()
        .enumerate()
        .map(|(index, (_, item))| {
            let doi = item.doi().map(|doi| doi.to_string());
            match doi.or_else(|| item.title().map(str::to_lowercase)) {
                Some(key) => *groups.entry(key).or_insert(index),
                None => count + index,
            }
        })
        .collect()
}

/// A review: its stubs by path, and its lock as the file has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Review {
    pub stubs: BTreeMap<String, String>,
    pub lock: String,
}

/// What an import is told beside the captures.
#[derive(Clone, Copy, Default)]
pub struct How {
    pub part: bool,
    pub rebuild: bool,
    pub restore: bool,
}

impl Review {
    pub fn articles(&self) -> (Vec<Article>, Vec<Arc<str>>, Vec<Diagnostic>) {
        let (mut articles, mut unreadable, mut out) = (Vec::new(), Vec::new(), Vec::new());
        for (path, text) in &self.stubs {
            let parsed = article::parse(path, text);
            out.extend(parsed.diagnostics);
            match parsed.value {
                Some(article) => articles.push(article),
                None => unreadable.push(path.as_str().into()),
            }
        }
        (articles, unreadable, out)
    }

    pub fn lock(&self) -> Lock {
        let parsed = Lock::parse(&"citeloom.lock".into(), &self.lock);
        assert_eq!(parsed.diagnostics, []);
        parsed.value
    }

    pub fn plan(&self, captured: &[Captured], how: How) -> (Plan, Vec<Diagnostic>) {
        let (articles, unreadable, _) = self.articles();
        let lock = self.lock();
        let existing = Existing {
            articles: &articles,
            unreadable: &unreadable,
            lock: &lock,
            complete: !how.part,
            rebuild: how.rebuild,
            restore: how.restore,
            settled: None,
        };
        let parsed = article::plan(existing, captured, &same);
        (parsed.value, parsed.diagnostics)
    }

    /// Imports and writes.
    pub fn import_as(&mut self, captured: &[Captured], how: How) -> (Plan, Vec<Diagnostic>) {
        let (plan, out) = self.plan(captured, how);
        for change in &plan.changes {
            assert_eq!(change.old.as_deref(), self.stubs.get(&*change.path).map(String::as_str));
            self.stubs.insert(change.path.to_string(), change.new.clone());
        }
        self.lock = plan.lock.to_text();
        (plan, out)
    }

    pub fn import(&mut self, captured: &[Captured]) -> (Plan, Vec<Diagnostic>) {
        self.import_as(captured, How::default())
    }

    /// The only stub.
    pub fn stub(&mut self) -> &mut String {
        assert_eq!(self.stubs.len(), 1, "{:?}", self.stubs.keys());
        self.stubs.values_mut().next().unwrap()
    }

    pub fn article(&self, key: &str) -> Article {
        let path = format!("articles/{key}.md");
        article::parse(&path, &self.stubs[&path]).value.unwrap()
    }
}

pub fn codes(out: &[Diagnostic]) -> Vec<&'static str> {
    out.iter().map(|diagnostic| diagnostic.code.0).collect()
}

/// A paper with a value for most fields.
pub fn paper() -> Page {
    Page::new(&[
        (Field::Type, "article-journal"),
        (
            Field::Title,
            "Hematopoietic niche drives FLT3-ITD resistance to quizartinib",
        ),
        (Field::Author, "Dumas, Pierre-Yves"),
        (Field::Author, "Naudin, Cécile"),
        (Field::ContainerTitle, "Haematologica"),
        (Field::Issued, "2019-09"),
        (Field::Volume, "104"),
        (Field::Issue, "10"),
        (Field::Page, "2017-2027"),
        (Field::Doi, "10.3324/haematol.2018.205385"),
        (Field::Keyword, "acute myeloid leukaemia"),
        (Field::Keyword, "AXL"),
        (
            Field::Abstract,
            "Resistance to *FLT3* inhibitors [1] occurs in <i>vivo</i>.",
        ),
    ])
    .references(&["Levis M. Blood 2017;129:1.", "Smith CC. Nature 2012;485:260-3."])
    .proposes(
        "rtk-bypass",
        "expression and activation of the tyrosine kinase receptor AXL",
    )
}
