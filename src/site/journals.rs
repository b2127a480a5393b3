//! `journals/index.html` and `journals/NAME.html`: the journals of the papers, and each of those with two papers.

use super::*;

/// The journals.
pub static PAGE: PageKind = PageKind {
    name: "journals",
    title: "the journals of the papers, and each of those with two papers",
    template: "catalog.html",
    list: |site| site.journals.list(),
    make: |site, number| site.journals.page(site, number),
};
