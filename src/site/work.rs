//! `works/KEY.html`: a work that several articles cite, or that is one of them.

use super::cited_by::{CitedBy, citers, noted_by};
use super::*;
use crate::library::{ArticleId, WorkId};
use crate::record::Field;
use serde::Serialize;

/// Works.
pub static PAGE: PageKind = PageKind {
    name: "work",
    title: "a work that is cited at least twice, or is captured itself",
    template: "work.html",
    list: |site| {
        site.library
            .work_ids()
            .filter_map(|id| Some((id.0, site.addresses.work_page(id)?.to_owned())))
            .collect()
    },
    make: |site, item| make(site, WorkId(item)),
};

/// One work.
#[derive(Clone, Debug, Serialize)]
pub struct WorkView {
    /// The work.
    pub work: WorkLine,
    /// Authors as in running text.
    pub authors: Vec<String>,
    /// More authors exist than are named.
    pub et_al: bool,
    /// Its entry in the bibliography, from the root.
    pub entry: String,
    /// The captured article that it is.
    pub article: Option<PaperName>,
    /// Who cites it.
    pub citers: Vec<CitingReference>,
    /// Whose notes name it while their reference lists do not.
    pub noted_by: Vec<CitedBy>,
    /// Why its references were taken for one work.
    pub because: Vec<String>,
    /// `certain`, `probable` or `doubtful`.
    pub certainty: String,
    /// Mechanisms of which its title speaks.
    pub mechanisms: Vec<MechanismLink>,
    /// Publications about, before or after it: (what it is to them, work, short name).
    pub related: Vec<(String, WorkLine, String)>,
    /// Its abstract, where a capture has it, is on the article's page; its number of a book or report.
    pub publisher: Option<String>,
}

/// A citing article and its reference as captured.
#[derive(Clone, Debug, Serialize)]
pub struct CitingReference {
    /// Who cites.
    pub by: CitedBy,
    /// The reference as it stands there, unless it is `same`.
    pub text: Option<String>,
    /// It stands there word for word as with the citing article before.
    pub same: bool,
}

fn make(site: &Site<'_>, id: WorkId) -> (Head, View) {
    let work = site.library.work(id);
    let line = WorkLine::new(site, id);
    let nobody = ArticleId(u32::MAX);
    let mut before = None;
    let view = WorkView {
        authors: work.item.author.iter().map(|name| name.display()).collect(),
        et_al: work.item.et_al,
        entry: site.addresses.entry(id).to_owned(),
        article: work.article.map(|article| site.paper_name(article)),
        citers: citers(site, id, nobody)
            .into_iter()
            .zip(&work.citers)
            .map(|(by, citer)| {
                let article = site.library.article(citer.article);
                let reference = article.reference(citer.number);
                let text = reference.map(|reference| &*reference.text);
                let same = text.is_some() && text == before;
                before = text;
                CitingReference {
                    by,
                    text: text.filter(|_| !same).map(str::to_owned),
                    same,
                }
            })
            .collect(),
        noted_by: noted_by(site, id, nobody),
        because: work
            .because
            .iter()
            .map(|reason| match reason {
                crate::reference::Reason::Doi => "doi",
                crate::reference::Reason::Pmid => "pmid",
                crate::reference::Reason::Pmcid => "pmcid",
                crate::reference::Reason::Isbn => "isbn",
                crate::reference::Reason::VolumePage => "volume-page",
                crate::reference::Reason::Title => "title",
                _ => "decision",
            })
            .map(|reason| site.settings.words.get(&format!("agree.{reason}")))
            .collect(),
        certainty: site.settings.words.get(match work.certainty {
            crate::reference::Certainty::Certain => "certainty.certain",
            crate::reference::Certainty::Probable => "certainty.probable",
            crate::reference::Certainty::Doubtful => "certainty.doubtful",
        }),
        mechanisms: work
            .title_mechanisms
            .iter()
            .map(|id| site.mechanism_link(*id, "proposed"))
            .collect(),
        related: site.publications(id),
        publisher: work.item.get(Field::Publisher).map(str::to_owned),
        work: line,
    };
    let title = match (&view.work.title, work.article) {
        (Some(title), _) => title.clone(),
        (None, Some(article)) => site.title(article).0,
        (None, None) => site.short_item(&work.item),
    };
    // The paper's own page has its title; this one is who cites it.
    let title = match work.article {
        Some(_) => site.settings.words.say("work.title-in-review", &[("title", &title)]),
        None => title,
    };
    let head = Head {
        description: view.work.text(),
        title,
        section: "bibliography",
        crumbs: vec![Crumb::new(
            "bibliography.html",
            site.settings.words.get("nav.bibliography"),
        )],
        ..Head::default()
    };
    (head, View::Work(Box::new(view)))
}
