//! `authors/index.html` and `authors/NAME.html`: the authors of the papers, and each of those with two papers.

use super::*;

/// The authors.
pub static PAGE: PageKind = PageKind {
    name: "authors",
    title: "the authors of the papers, and each of those with two papers",
    template: "catalog.html",
    list: |site| site.authors.list(),
    make: |site, number| site.authors.page(site, number),
};
