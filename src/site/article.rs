//! `articles/KEY.html`: one captured paper.

use super::captured_lines::line_address;
use super::cited_by::{CitedBy, citers, noted_by};
use super::head_data::{citations, description, json_ld, meta};
use super::reference::{Identifier, Reference, WorkLine, date, identifiers, numbers};
use super::repository::edit;
use super::*;
use crate::article::Article;
use crate::library::{ArticleEntry, ArticleId, ReferenceEntry, Standing};
use crate::record::{Field, Item};
use crate::vocabulary::EntityKind;
use serde::Serialize;

/// Papers.
pub static PAGE: PageKind = PageKind {
    name: "article",
    title: "one captured paper",
    template: "article.html",
    list: |site| {
        let ids = site.library.article_ids();
        ids.map(|id| (id.0, site.addresses.article(id).to_owned())).collect()
    },
    make: |site, item| make(site, ArticleId(item)),
};

/// Works that are named among what two papers share.
const SHARED: usize = 3;

/// A captured paper.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleView {
    /// Key.
    pub key: String,
    /// Title, or what stands in for one.
    pub title: String,
    /// The capture has no title.
    pub untitled: bool,
    /// Authors as in running text, each with a page or a search for the name.
    pub authors: Vec<Link>,
    /// More authors exist than the capture names.
    pub et_al: bool,
    /// Journal.
    pub journal: Option<String>,
    /// The journal's page, where the review has two papers of it.
    pub journal_page: Option<String>,
    /// Date in words.
    pub date: Option<String>,
    /// Year, volume, issue, pages.
    pub numbers: String,
    /// Links elsewhere.
    pub ids: Vec<Identifier>,
    /// Status as a word.
    pub status: &'static str,
    /// Why it was excluded.
    pub reason: Option<String>,
    /// Who judged, and when.
    pub reviewed: Option<String>,
    /// Who reviews it, as the settings say.
    pub reviewers: Vec<String>,
    /// Names of the missing fields.
    pub missing: Vec<String>,
    /// The provenance page, from the root; `None` without a capture.
    pub provenance: Option<String>,
    /// What it is about.
    pub glance: Glance,
    /// Rows of evidence that count.
    pub findings: Vec<FindingRow>,
    /// Rows of evidence that nobody has judged.
    pub proposed_findings: Vec<FindingRow>,
    /// Paragraphs of the abstract.
    pub abstract_text: Vec<String>,
    /// There is an abstract, which the review leaves out of its site.
    pub abstract_left_out: bool,
    /// Keywords.
    pub keywords: Vec<String>,
    /// Mechanisms: confirmed, proposed, possible.
    pub claims: Vec<Claim>,
    /// Mechanisms that the paper’s words set aside, and those that the reviewer rejects.
    pub against: Vec<Claim>,
    /// The reviewer's notes.
    pub notes: Prose,
    /// Works that the notes cite.
    pub cited: Vec<CitedWork>,
    /// The reference list.
    pub references: Vec<Reference>,
    /// Articles of the review that cite it.
    pub citers: Vec<CitedBy>,
    /// Articles whose notes name it while their reference lists do not.
    pub noted_by: Vec<CitedBy>,
    /// The citations around it, drawn.
    pub graph: Option<super::ego::Ego>,
    /// Publications about, before or after it: (what it is to them, work, short name).
    pub publications: Vec<(String, WorkLine, String)>,
    /// Articles near to it.
    pub related: Vec<Related>,
    /// Comments, corrections, retractions: (kind, text, address from the root).
    pub relations: Vec<(String, String, Option<String>)>,
    /// What readers must know of it first: retracted by, corrected by, preprint of; each leads to where it is told.
    pub marks: Vec<Link>,
    /// Citations of it, ready to copy: (style, text).
    pub citations: Vec<(String, String)>,
    /// Files of its record.
    pub downloads: Vec<Link>,
    /// Its record for reference managers; empty without a title.
    pub coins: String,
    /// Where each value comes from.
    pub sources: Vec<FieldSource>,
    /// Its captures.
    pub captures: Vec<CaptureLine>,
    /// The papers before and after it in its first mechanism.
    pub turn: Option<super::turn::Turn>,
    /// Address of the stub in the repository.
    pub edit: Option<String>,
}

/// What a paper is about.
#[derive(Clone, Debug, Default, Serialize)]
#[allow(missing_docs)] // each is what it says
pub struct Glance {
    pub mechanisms: Vec<MechanismLink>,
    /// Further mechanisms that the paper's findings are filed under.
    pub by_findings: Vec<MechanismLink>,
    pub drugs: Vec<EntityLink>,
    pub genes: Vec<EntityLink>,
    pub variants: Vec<EntityLink>,
    pub diseases: Vec<EntityLink>,
    pub models: Vec<EntityLink>,
    pub studies: Vec<EntityLink>,
}

/// A mechanism and the sentences that speak for or against it.
#[derive(Clone, Debug, Serialize)]
pub struct Claim {
    /// The mechanism.
    pub mechanism: MechanismLink,
    /// Its parent.
    pub parent: Option<MechanismLink>,
    /// How the paper stands to it.
    pub tier: &'static str,
    /// The sentences, the weightiest first.
    pub quotes: Vec<Quote>,
}

/// An article near to this one, and why.
#[derive(Clone, Debug, Serialize)]
pub struct Related {
    /// The other article.
    pub paper: PaperName,
    /// Mechanisms of both.
    pub mechanisms: Vec<MechanismLink>,
    /// Drugs, genes, variants of both.
    pub entities: Vec<EntityLink>,
    /// Number of works both cite.
    pub works: usize,
    /// The first of them.
    pub shared: Vec<Link>,
}

/// A field and the places it was taken from.
#[derive(Clone, Debug, Serialize)]
pub struct FieldSource {
    /// The field.
    pub label: String,
    /// Name of the rule.
    pub rule: String,
    /// Its lines.
    pub lines: Vec<Source>,
}

/// A capture of the article.
#[derive(Clone, Debug, Serialize)]
pub struct CaptureLine {
    /// Path.
    pub path: String,
    /// Format.
    pub format: String,
    /// First twelve letters of the hash.
    pub digest: String,
}

fn make(site: &Site<'_>, id: ArticleId) -> (Head, View) {
    let entry = site.library.article(id);
    let article = &entry.article;
    let item = &article.item;
    let (title, untitled) = site.title(id);
    let provenance = entry.locked.as_ref().map(|_| site.addresses.provenance(id).to_owned());
    let mut cited = Cited::default();
    let notes = cited.prose(site, &notes(article));
    let (claims, against) = claims(site, id);
    let turn = claims.first().and_then(|claim| site.turn(id, &claim.mechanism.id));
    let findings = |counts: bool| {
        article
            .findings
            .iter()
            .filter(|finding| Site::shown(finding) && finding.counts() == counts)
            .map(|finding| site.finding(id, finding))
            .collect::<Vec<_>>()
    };
    let view = ArticleView {
        key: article.key.clone(),
        untitled,
        authors: authors(site, id),
        et_al: item.et_al,
        journal: item.container().map(str::to_owned),
        journal_page: site.journals.page_of(id, 0).map(str::to_owned),
        date: item.issued.map(|issued| date(&site.settings.words, issued)),
        numbers: numbers(item),
        ids: identifiers(item),
        status: article.status.name(),
        reason: article.reason.clone(),
        reviewed: match (&article.reviewed_by, article.reviewed_on) {
            (Some(by), Some(on)) => Some(format!("{by}, {}", date(&site.settings.words, on))),
            (Some(by), None) => Some(by.clone()),
            (None, Some(on)) => Some(date(&site.settings.words, on)),
            (None, None) => None,
        },
        reviewers: site.reviewers(&article.path),
        missing: entry.missing.iter().map(|field| missing(site, item, *field)).collect(),
        glance: glance(site, entry, &claims),
        findings: findings(true),
        proposed_findings: findings(false),
        abstract_text: site.abstract_of(article).map(paragraphs).unwrap_or_default(),
        abstract_left_out: site.settings.without_abstracts && article.own_abstract().is_some(),
        keywords: item.keyword.clone(),
        claims,
        against,
        cited: cited.list(site),
        notes,
        references: references(site, id),
        citers: citers(site, entry.work, id),
        noted_by: noted_by(site, entry.work, id),
        graph: super::ego::draw(site, id),
        publications: site.publications(entry.work),
        related: entry
            .neighbours
            .iter()
            .map(|near| Related {
                paper: site.paper_name(near.article),
                mechanisms: near
                    .shared_mechanisms
                    .iter()
                    .map(|of| {
                        let both = [id, near.article].map(|paper| site.stands(paper, *of));
                        site.mechanism_link(*of, judged(both == ["confirmed"; 2]))
                    })
                    .collect(),
                entities: near.shared_entities.iter().map(|id| site.entity_link(*id, 0)).collect(),
                works: near.shared_works.len(),
                shared: near
                    .shared_works
                    .iter()
                    .take(SHARED)
                    .map(|id| site.work_link(*id))
                    .collect(),
            })
            .collect(),
        relations: entry
            .relations
            .iter()
            .map(|(kind, text, work)| {
                let mut name = site.relation_mark(*kind);
                if let Some(first) = name.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                (
                    name,
                    text.clone(),
                    work.map(|work| site.addresses.work(site.library, work).to_owned()),
                )
            })
            .collect(),
        marks: marks(site, entry),
        citations: citations(site, &article.key, item),
        downloads: site.files_beside(site.addresses.article(id), true),
        coins: super::coins::coins(item),
        sources: sources(site, id),
        captures: entry
            .locked
            .iter()
            .flat_map(|locked| &locked.captures)
            .map(capture_line)
            .collect(),
        turn,
        edit: edit(site, &format!("content/{}", article.path)),
        provenance,
        title,
    };
    let head = Head {
        title: view.title.clone(),
        description: description(item),
        section: "articles",
        crumbs: vec![Crumb::new(
            "articles/index.html",
            site.settings.words.get("nav.articles"),
        )],
        meta: meta(site.settings.citation_meta, item),
        json_ld: json_ld(site, site.addresses.article(id), item, &view.references),
        toc: toc(site, &view),
        feed: None,
    };
    (head, View::Article(Box::new(view)))
}

pub(super) fn capture_line(capture: &crate::article::LockedCapture) -> CaptureLine {
    let mut digest = capture.digest.to_string();
    digest.truncate(12);
    CaptureLine {
        path: capture.path.clone(),
        format: capture.format.clone(),
        digest,
    }
}

/// Authors, each with its page; those of one paper are looked for among the cited works.
fn authors(site: &Site<'_>, id: ArticleId) -> Vec<Link> {
    let authors = site.library.article(id).article.item.author.iter();
    authors
        .enumerate()
        .map(|(place, name)| Link {
            href: match site.authors.page_of(id, place) {
                Some(page) => page.to_owned(),
                None => format!("search.html?q=author:{}", crate::base::slug(name.main(), 80)),
            },
            label: name.display(),
        })
        .collect()
}

/// The author's sections, each under its heading but for the one that is called "Notes".
pub(super) fn notes(article: &Article) -> String {
    let mut out = String::new();
    for section in article.note_sections() {
        let text = uncommented(section.span.of(&article.source));
        if text.trim().is_empty() {
            continue;
        }
        if !section.heading.is_empty() && !section.heading.eq_ignore_ascii_case("notes") {
            out.push_str(&format!("### {}\n\n", section.heading));
        }
        out.push_str(&text);
        out.push_str("\n\n");
    }
    out
}

/// What a missing field is called: of authors there may be some.
fn missing(site: &Site<'_>, item: &Item, field: Field) -> String {
    match field {
        Field::Author if item.et_al => site.settings.words.get("article.some-authors"),
        field => site.field_label(field),
    }
}

/// Markdown without HTML comments: what a stub tells its author is not for readers.
pub(super) fn uncommented(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(start) = rest.find("<!--") {
        out.push_str(&rest[..start]);
        rest = rest[start..].find("-->").map_or("", |end| &rest[start + end + 3..]);
    }
    out.push_str(rest);
    out
}

pub(super) fn paragraphs(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut paragraph = String::new();
    for line in text.lines().chain(std::iter::once("")) {
        let line = line.trim();
        if line.is_empty() {
            if !paragraph.is_empty() {
                out.push(std::mem::take(&mut paragraph));
            }
            continue;
        }
        if !paragraph.is_empty() {
            paragraph.push(' ');
        }
        paragraph.push_str(line);
    }
    out
}

fn claims(site: &Site<'_>, id: ArticleId) -> (Vec<Claim>, Vec<Claim>) {
    let entry = site.library.article(id);
    let mut claims: Vec<(Standing, Claim)> = entry
        .mechanisms
        .iter()
        .map(|of| {
            let parent = site.library.mechanism(of.mechanism).parent;
            let claim = Claim {
                mechanism: site.mechanism_link(of.mechanism, standing(of.standing())),
                parent: parent.map(|parent| site.mechanism_link(parent, "")),
                tier: standing(of.standing()),
                quotes: site.quotes(id, of),
            };
            (of.standing(), claim)
        })
        .collect();
    claims.sort_by_key(|(standing, _)| *standing);
    let (claims, against): (Vec<_>, Vec<_>) = claims
        .into_iter()
        .partition(|(standing, _)| !matches!(standing, Standing::Excluded | Standing::Rejected));
    let strip = |list: Vec<(Standing, Claim)>| list.into_iter().map(|(_, claim)| claim).collect();
    (strip(claims), strip(against))
}

fn glance(site: &Site<'_>, entry: &ArticleEntry, claims: &[Claim]) -> Glance {
    let mut glance = Glance {
        mechanisms: claims
            .iter()
            .filter(|claim| claim.tier != "possible")
            .map(|claim| claim.mechanism.clone())
            .collect(),
        ..Glance::default()
    };
    let shown = entry.article.findings.iter().filter(|finding| Site::shown(finding));
    let mut filed: Vec<(MechanismId, bool)> = Vec::new();
    for finding in shown {
        let Some(id) = finding.mechanism.as_deref().and_then(|id| site.mechanism_by_id(id)) else {
            continue;
        };
        match filed.iter_mut().find(|(known, _)| *known == id) {
            Some((_, counted)) => *counted |= finding.counts(),
            None => filed.push((id, finding.counts())),
        }
    }
    let filed = filed
        .into_iter()
        .map(|(id, counted)| site.mechanism_link(id, judged(counted)));
    glance.by_findings = filed
        .filter(|of| !glance.mechanisms.iter().any(|known| known.id == of.id))
        .collect();
    for found in &entry.entities {
        let Some(term) = site.vocabulary.terms.get(&site.library.entity(found.entity).id) else {
            continue;
        };
        let list = match term.kind {
            EntityKind::Drug | EntityKind::Drugclass => &mut glance.drugs,
            EntityKind::Gene | EntityKind::Family => &mut glance.genes,
            EntityKind::Variant => &mut glance.variants,
            EntityKind::Disease => &mut glance.diseases,
            EntityKind::CellLine | EntityKind::Model => &mut glance.models,
            EntityKind::StudyType => &mut glance.studies,
            EntityKind::Pattern | EntityKind::VariantPattern => continue,
        };
        list.push(site.entity_link(found.entity, found.places as usize));
    }
    glance
}

fn references(site: &Site<'_>, id: ArticleId) -> Vec<Reference> {
    let entry = site.library.article(id);
    let references = entry.references.iter();
    references
        .map(|reference| Reference::new(site, reference, source_of(site, id, reference)))
        .collect()
}

/// The line of the capture that a reference stands on.
pub(super) fn reference_line(site: &Site<'_>, id: ArticleId, number: u32) -> Option<Source> {
    source_of(site, id, site.library.article(id).reference(number)?)
}

fn source_of(site: &Site<'_>, id: ArticleId, reference: &ReferenceEntry) -> Option<Source> {
    let (capture, line) = reference.captured?;
    Some(Source {
        href: line_address(site.addresses.provenance(id), capture as usize, line),
        line,
    })
}

/// Marks of the head: related works, and what the capture says of corrections and retractions elsewhere.
fn marks(site: &Site<'_>, entry: &ArticleEntry) -> Vec<Link> {
    let works = site.publications(entry.work).into_iter().map(|(mark, _, short)| Link {
        href: "#publications".into(),
        label: format!("{mark} {short}"),
    });
    let relations = entry.relations.iter();
    let named = relations.filter(|(kind, _, work)| work.is_none() && super::reference::changes_the_work(*kind));
    let named = named.map(|(kind, text, _)| Link {
        href: "#relations".into(),
        label: format!("{} {text}", site.relation_mark(*kind)),
    });
    works.chain(named).take(4).collect()
}

fn sources(site: &Site<'_>, id: ArticleId) -> Vec<FieldSource> {
    let Some(locked) = &site.library.article(id).locked else {
        return Vec::new();
    };
    let route = site.addresses.provenance(id);
    locked
        .fields
        .iter()
        .filter_map(|(field, claims)| {
            let claim = claims.first()?;
            let mut lines: Vec<u32> = claim.places.iter().map(|place| place.line).collect();
            lines.dedup();
            Some(FieldSource {
                label: site.field_label(*field),
                rule: claim.places.first().map(|place| place.rule.clone()).unwrap_or_default(),
                lines: lines
                    .into_iter()
                    .map(|line| Source {
                        href: line_address(route, claim.capture, line),
                        line,
                    })
                    .collect(),
            })
        })
        .collect()
}

fn toc(site: &Site<'_>, view: &ArticleView) -> Vec<Toc> {
    let entries = [
        (true, "summary", "article.glance"),
        (
            !view.findings.is_empty() || !view.proposed_findings.is_empty(),
            "findings",
            "article.findings",
        ),
        (true, "abstract", "article.abstract"),
        (true, "mechanisms", "nav.mechanisms"),
        (!view.notes.is_empty(), "notes", "article.notes"),
        (true, "references", "article.references"),
        (true, "cited-by", "article.cited-by"),
        (view.graph.is_some(), "graph", "article.graph"),
        (!view.publications.is_empty(), "publications", "toc.publications"),
        (!view.related.is_empty(), "related", "article.related"),
        (true, "provenance", "article.provenance"),
    ];
    Toc::list(&site.settings.words, &entries)
}
