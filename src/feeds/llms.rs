//! `llms.txt`: the review as one plain Markdown list, for language models and for anybody with a text editor.

use super::{SiteFile, base};
use crate::site::Plan;

/// The list.
pub(super) static FILE: SiteFile = SiteFile {
    name: "llms",
    title: "the review as one Markdown list of links",
    make,
};

fn make(plan: &Plan<'_>) -> Vec<(String, String)> {
    let site = plan.site();
    let library = site.library;
    let root = base(plan).map(|base| format!("{base}/")).unwrap_or_default();
    let line = |text: &str| {
        text.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace(['[', ']'], "")
    };
    let mut out = format!("# {}\n", line(&site.settings.title));
    if !site.settings.description.is_empty() {
        out.push_str(&format!("\n> {}\n", line(&site.settings.description)));
    }
    let promise = site.settings.words.get("foot.promise");
    out.push_str(&format!("\n{}\n", line(&promise)));
    out.push_str("\n## Mechanisms\n\n");
    for id in library.mechanism_ids() {
        let [confirmed, proposed, possible] = site.standings(id);
        let filed = library.mechanism(id).findings.iter();
        let filed = filed
            .filter_map(|place| library.finding(*place))
            .filter(|finding| crate::site::Site::shown(finding));
        let (counted, open) = filed.fold((0, 0), |(counted, open), finding| match finding.counts() {
            true => (counted + 1, open),
            false => (counted, open + 1),
        });
        if confirmed + proposed + possible + counted + open == 0 {
            continue;
        }
        out.push_str(&format!(
            "- [{}]({root}{}): papers: {confirmed} confirmed, {proposed} proposed, {possible} possible; findings: {counted} confirmed, {open} proposed\n",
            line(site.mechanism_label(id)),
            site.addresses.mechanism(id),
        ));
    }
    out.push_str("\n## Papers\n\n");
    for id in library.article_ids() {
        let item = &library.article(id).article.item;
        out.push_str(&format!(
            "- [{}]({root}{})",
            line(&site.title(id).0),
            site.addresses.article(id)
        ));
        let year = item.year().map(|year| year.to_string()).unwrap_or_default();
        let mut by = vec![
            line(&site.brief_authors(item)),
            line(item.container().unwrap_or("")),
            year,
        ];
        by.retain(|part| !part.is_empty());
        out.push_str(&format!(": {}\n", by.join(", ")));
    }
    out.push_str("\n## Data\n\n");
    for format in site.settings.downloads.iter().filter(|format| format.works) {
        out.push_str(&format!(
            "- [All works, {}]({root}{})\n",
            format.title,
            format.all_works()
        ));
    }
    vec![("llms.txt".into(), out)]
}
