//! Atom feeds (RFC 4287): the newest papers of the review, and of each mechanism.
//!
//! An entry's date is the day its paper was judged, else the first day of the paper's own date as far as that is known;
//! a paper without either is on the pages and not in a feed, since a feed demands a date and none may be invented.

use super::{SiteFile, base, xml};
use crate::base::PartialDate;
use crate::library::ArticleId;
use crate::site::{Plan, Site, feed_route};

/// The feeds.
pub(super) static FILE: SiteFile = SiteFile {
    name: "atom",
    title: "the newest papers, for feed readers",
    make,
};

/// Entries of one feed.
const MOST: usize = 50;
/// Letters of an abstract that an entry shows.
const SUMMARY: usize = 600;

fn make(plan: &Plan<'_>) -> Vec<(String, String)> {
    let Some(base) = base(plan) else { return Vec::new() };
    let site = plan.site();
    let all: Vec<ArticleId> = site.library.article_ids().collect();
    let mut files = Vec::new();
    files.extend(feed(site, base, "feed.xml", "index.html", &site.settings.title, &all));
    for id in site.library.mechanism_ids() {
        let route = site.addresses.mechanism(id);
        let title = format!("{}: {}", site.settings.title, site.mechanism_label(id));
        let articles = site.papers_under(id);
        files.extend(feed(site, base, &feed_route(route), route, &title, &articles));
    }
    files
}

fn feed(
    site: &Site<'_>,
    base: &str,
    route: &str,
    page: &str,
    title: &str,
    articles: &[ArticleId],
) -> Option<(String, String)> {
    let mut dated: Vec<(PartialDate, ArticleId)> = articles
        .iter()
        .filter_map(|id| {
            let article = &site.library.article(*id).article;
            Some((article.reviewed_on.or(article.item.issued)?, *id))
        })
        .collect();
    dated.sort_by_key(|(date, id)| (std::cmp::Reverse(stamp(*date)), *id));
    dated.truncate(MOST);
    let updated = stamp(dated.first()?.0);
    let page = if page == "index.html" { "" } else { page };
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title>{}</title>\n<id>{}</id>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n<updated>{updated}</updated>\n",
        xml(&site.info.language),
        xml(title),
        xml(&format!("{base}/{route}")),
        xml(&format!("{base}/{route}")),
        xml(&format!("{base}/{page}")),
    );
    let authors = &site.settings.authors;
    for name in authors.iter().chain(authors.is_empty().then_some(&site.settings.title)) {
        out.push_str(&format!("<author><name>{}</name></author>\n", xml(name)));
    }
    out.push_str(&format!("<generator>{}</generator>\n", xml(&site.settings.generator)));
    for (date, id) in dated {
        entry(site, base, date, id, &mut out);
    }
    out.push_str("</feed>\n");
    Some((route.to_owned(), out))
}

fn entry(site: &Site<'_>, base: &str, date: PartialDate, id: ArticleId, out: &mut String) {
    let found = site.library.article(id);
    let item = &found.article.item;
    let address = xml(&format!("{base}/{}", site.addresses.article(id)));
    out.push_str(&format!(
        "<entry>\n<title>{}</title>\n<id>{address}</id>\n<link rel=\"alternate\" type=\"text/html\" href=\"{address}\"/>\n\
         <updated>{}</updated>\n",
        xml(&site.title(id).0),
        stamp(date)
    ));
    for name in &item.author {
        out.push_str(&format!("<author><name>{}</name></author>\n", xml(&name.display())));
    }
    for of in &found.mechanisms {
        if matches!(crate::site::standing(of.standing()), "confirmed" | "proposed") {
            let term = xml(site.mechanism_label(of.mechanism));
            // Readers show the label: what nobody has confirmed says so there.
            let label = match crate::site::standing(of.standing()) {
                "confirmed" => String::new(),
                tier => format!(" label=\"{term} ({})\"", xml(&site.settings.words.name("tier", tier))),
            };
            out.push_str(&format!("<category term=\"{term}\"{label}/>\n"));
        }
    }
    let summary = site
        .abstract_of(&found.article)
        .map_or_else(|| site.short_item(item), shortened);
    out.push_str(&format!("<summary>{}</summary>\n</entry>\n", xml(&summary)));
}

/// The beginning of a text, to the end of a word.
fn shortened(text: &str) -> String {
    let mut out = String::new();
    for word in text.split_whitespace() {
        if out.len() + word.len() > SUMMARY {
            out.push_str(" …");
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// The first moment of a date, as RFC 3339 writes it.
fn stamp(date: PartialDate) -> String {
    format!(
        "{:04}-{:02}-{:02}T00:00:00Z",
        date.year,
        date.month.unwrap_or(1),
        date.day.unwrap_or(1)
    )
}
