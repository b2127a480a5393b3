//! The headings and labels that pages use, and the part of a page that each opens.

use crate::base::fold;

/// A part of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Before the first known heading: navigation, title, authors.
    Front,
    /// The abstract.
    Abstract,
    /// Keywords, subject or index terms.
    Keywords,
    /// Introduction, methods, results …
    Body,
    /// Figures and tables.
    Captions,
    /// The reference list.
    References,
    /// How to cite the page.
    Cite,
    /// Funding, grants.
    Funding,
    /// Accession and registry numbers.
    Accession,
    /// Comments and corrections, in MEDLINE's words.
    Comments,
    /// Dates, copyright and identifiers of the page.
    About,
    /// Other people's papers.
    Foreign,
    /// What says nothing of the paper.
    Boilerplate,
}

use Section::{
    About, Abstract, Accession, Body, Boilerplate, Captions, Cite, Comments, Foreign, Funding, Keywords, References,
};

/// Headings, folded, sorted. One line a heading.
const HEADINGS: &[(&str, Section)] = &[
    ("abbreviations", Body),
    ("about", Boilerplate),
    ("about the author", Boilerplate),
    ("about the authors", Boilerplate),
    ("about this article", About),
    ("about this journal", Boilerplate),
    ("abstract", Abstract),
    ("abstracts", Abstract),
    ("access options", Boilerplate),
    ("access the full article", Boilerplate),
    ("access this article", Boilerplate),
    ("accession code", Accession),
    ("accession codes", Accession),
    ("accession number", Accession),
    ("accession numbers", Accession),
    ("acknowledgement", Boilerplate),
    ("acknowledgements", Boilerplate),
    ("acknowledgment", Boilerplate),
    ("acknowledgments", Boilerplate),
    ("additional information", Boilerplate),
    ("advertisement", Boilerplate),
    ("affiliations", Boilerplate),
    ("article abstract", Abstract),
    ("article citations", Foreign),
    ("article information", About),
    ("article metrics", Boilerplate),
    ("article notes", Boilerplate),
    ("article tools", Boilerplate),
    ("articles citing this article", Foreign),
    ("articles citing this paper", Foreign),
    ("associated data", Boilerplate),
    ("author affiliations", Boilerplate),
    ("author contributions", Boilerplate),
    ("author contributions statement", Boilerplate),
    ("author details", Boilerplate),
    ("author information", Boilerplate),
    ("author keywords", Keywords),
    ("author notes", Boilerplate),
    ("author summary", Body),
    ("authors and affiliations", Boilerplate),
    ("authors' contributions", Boilerplate),
    ("authors' information", Boilerplate),
    ("availability of data and materials", Boilerplate),
    ("background", Body),
    ("bibliography", References),
    ("buy article", Boilerplate),
    ("buy now", Boilerplate),
    ("buy this article", Boilerplate),
    ("case presentation", Body),
    ("case report", Body),
    ("change history", Boilerplate),
    ("citation", Cite),
    ("citations", Boilerplate),
    ("cite", Cite),
    ("cite as", Cite),
    ("cite this article", Cite),
    ("cite this article as", Cite),
    ("cite this paper", Cite),
    ("cited by", Foreign),
    ("cited by articles", Foreign),
    ("cited in", Foreign),
    ("cited references", References),
    ("citing articles", Foreign),
    ("citing literature", Foreign),
    ("code availability", Boilerplate),
    ("collections", Boilerplate),
    ("comments", Comments),
    ("competing interest", Boilerplate),
    ("competing interests", Boilerplate),
    ("competing interests statement", Boilerplate),
    ("conclusion", Body),
    ("conclusions", Body),
    ("conflict of interest", Boilerplate),
    ("conflict of interest statement", Boilerplate),
    ("conflicts of interest", Boilerplate),
    ("consent for publication", Boilerplate),
    ("contributions", Boilerplate),
    ("contributor information", Boilerplate),
    ("cookies notification", Boilerplate),
    ("cookies on this website", Boilerplate),
    ("copyright", About),
    ("correspondence", Boilerplate),
    ("corresponding author", Boilerplate),
    ("credit authorship contribution statement", Boilerplate),
    ("data accessibility", Boilerplate),
    ("data and materials availability", Boilerplate),
    ("data availability", Boilerplate),
    ("data availability statement", Boilerplate),
    ("declaration of competing interest", Boilerplate),
    ("declarations", Boilerplate),
    ("digital object identifier", About),
    ("disclaimer", Boilerplate),
    ("disclosure", Boilerplate),
    ("disclosure statement", Boilerplate),
    ("disclosures", Boilerplate),
    ("discussion", Body),
    ("download citation", Boilerplate),
    ("download references", Boilerplate),
    ("editor's picks", Foreign),
    ("elife digest", Body),
    ("endnotes", References),
    ("ethical approval", Boilerplate),
    ("ethics approval and consent to participate", Boilerplate),
    ("ethics declarations", Boilerplate),
    ("ethics statement", Boilerplate),
    ("experimental", Body),
    ("experimental procedures", Body),
    ("experimental section", Body),
    ("explore related subjects", Foreign),
    ("extended data", Captions),
    ("figures", Captions),
    ("figures & data", Captions),
    ("figures & tables", Captions),
    ("figures and tables", Captions),
    ("financial support", Funding),
    ("footnotes", Boilerplate),
    ("free full text", Boilerplate),
    ("funders", Funding),
    ("funding", Funding),
    ("funding information", Funding),
    ("funding sources", Funding),
    ("funding statement", Funding),
    ("grant information", Funding),
    ("grant support", Funding),
    ("grants", Funding),
    ("grants and funding", Funding),
    ("graphical abstract", Captions),
    ("highlights", Body),
    ("history", About),
    ("how to cite", Cite),
    ("how to cite this article", Cite),
    ("how to cite this paper", Cite),
    ("index terms", Keywords),
    ("information", Boilerplate),
    ("institutional review board statement", Boilerplate),
    ("introduction", Body),
    ("key message", Body),
    ("key points", Body),
    ("key words", Keywords),
    ("keyword", Keywords),
    ("keywords", Keywords),
    ("latest articles", Foreign),
    ("linkout - more resources", Boilerplate),
    ("links", Boilerplate),
    ("list of references", References),
    ("literature", References),
    ("literature cited", References),
    ("literature review", Body),
    ("main", Body),
    ("main text", Body),
    ("material and methods", Body),
    ("materials & methods", Body),
    ("materials and methods", Body),
    ("mesh terms", Keywords),
    ("method", Body),
    ("methodology", Body),
    ("methods", Body),
    ("methods/design", Body),
    ("metrics", Boilerplate),
    ("molecular sequence", Accession),
    ("more articles like this", Foreign),
    ("more by authors", Foreign),
    ("more from this journal", Foreign),
    ("most cited", Foreign),
    ("most read", Foreign),
    ("notes", Boilerplate),
    ("notes and references", References),
    ("online methods", Body),
    ("other articles", Foreign),
    ("other articles by authors", Foreign),
    ("peer review", Boilerplate),
    ("peer review information", Boilerplate),
    ("people also read", Foreign),
    ("permissions", Boilerplate),
    ("plain language summary", Body),
    ("popular articles", Foreign),
    ("publication date", About),
    ("publication history", About),
    ("publication information", About),
    ("publication types", Boilerplate),
    ("publisher's note", Boilerplate),
    ("quick links", Boilerplate),
    ("quick search", Boilerplate),
    ("recommended", Foreign),
    ("recommended articles", Foreign),
    ("recommended citation", Cite),
    ("recommended content", Foreign),
    ("recommended for you", Foreign),
    ("recommended reading", Foreign),
    ("reference", References),
    ("reference list", References),
    ("references", References),
    ("references and links", References),
    ("references and notes", References),
    ("references cited", References),
    ("related article", Foreign),
    ("related articles", Foreign),
    ("related articles in pubmed", Foreign),
    ("related articles/pages", Foreign),
    ("related content", Foreign),
    ("related documents", Foreign),
    ("related information", Foreign),
    ("related links", Foreign),
    ("related literature", Foreign),
    ("related publications", Foreign),
    ("related research", Foreign),
    ("reprints and permissions", Boilerplate),
    ("results", Body),
    ("results and discussion", Body),
    ("review history", Boilerplate),
    ("rights and permissions", Boilerplate),
    ("search", Boilerplate),
    ("see also", Foreign),
    ("share", Boilerplate),
    ("share this article", Boilerplate),
    ("significance", Body),
    ("significance statement", Body),
    ("similar articles", Foreign),
    ("similar articles being viewed by others", Foreign),
    ("similar content being viewed by others", Foreign),
    ("similar papers", Foreign),
    ("source", About),
    ("statement of significance", Body),
    ("structured abstract", Abstract),
    ("subject terms", Keywords),
    ("subjects", Keywords),
    ("substances", Accession),
    ("suggested citation", Cite),
    ("summary", Abstract),
    ("supplemental information", Boilerplate),
    ("supplemental material", Boilerplate),
    ("supplementary data", Boilerplate),
    ("supplementary information", Boilerplate),
    ("supplementary material", Boilerplate),
    ("supplementary materials", Boilerplate),
    ("supporting information", Boilerplate),
    ("supporting information available", Boilerplate),
    ("tables", Captions),
    ("this article is cited by", Foreign),
    ("to cite this article", Cite),
    ("trending", Foreign),
    ("works cited", References),
    ("you may also like", Foreign),
    ("you might also like", Foreign),
];

/// Labels inside an abstract, folded, sorted: they open a part of it and do not end it.
const ABSTRACT_LABELS: &[&str] = &[
    "aim",
    "aims",
    "aims and objectives",
    "background",
    "background & aims",
    "background and aims",
    "background and objective",
    "background and objectives",
    "background and purpose",
    "clinical trial registration",
    "conclusion",
    "conclusions",
    "conclusions and relevance",
    "context",
    "data sources",
    "data synthesis",
    "design",
    "design, setting, and participants",
    "discussion",
    "experimental design",
    "exposures",
    "findings",
    "funding",
    "hypothesis",
    "importance",
    "interpretation",
    "interventions",
    "introduction",
    "key results",
    "main methods",
    "main outcome measures",
    "main outcomes and measures",
    "main results",
    "material and methods",
    "materials & methods",
    "materials and methods",
    "measurements",
    "method",
    "methodology",
    "methodology/principal findings",
    "methods",
    "methods and findings",
    "methods and results",
    "methods/design",
    "objective",
    "objectives",
    "observations",
    "outcomes",
    "participants",
    "patients",
    "patients and methods",
    "principal findings",
    "purpose",
    "rationale",
    "relevance",
    "results",
    "results and conclusions",
    "setting",
    "settings",
    "significance",
    "study design",
    "study selection",
    "subjects",
    "trial registration",
];

/// Those of them that open an abstract.
const OPENING_LABELS: &[&str] = &[
    "aim",
    "aims",
    "background",
    "background and aims",
    "background and objective",
    "background and objectives",
    "background and purpose",
    "context",
    "importance",
    "introduction",
    "objective",
    "objectives",
    "purpose",
    "rationale",
];

/// A heading's text for looking up: folded, without section number, colon, count and full stop.
pub fn plain(text: &str) -> String {
    let text = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c.is_whitespace());
    let mut text = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '.'));
    if let Some(open) = text.rfind('(')
        && text[open..].trim_end_matches(')')[1..]
            .bytes()
            .all(|b| b.is_ascii_digit())
    {
        text = text[..open].trim_end();
    }
    fold(text).replace('\u{a0}', " ")
}

/// The part that a heading of these words opens.
pub fn section_of(text: &str) -> Option<Section> {
    if text.len() > 60 {
        return None;
    }
    let plain = plain(text);
    let index = HEADINGS
        .binary_search_by(|(name, _)| (*name).cmp(plain.as_str()))
        .ok()?;
    HEADINGS.get(index).map(|(_, section)| *section)
}

/// Whether the words label a part of a structured abstract.
pub fn is_abstract_label(text: &str) -> bool {
    text.len() <= 60 && ABSTRACT_LABELS.binary_search(&plain(text).as_str()).is_ok()
}

/// Whether the words are a label that an abstract begins with.
pub fn is_opening_label(text: &str) -> bool {
    text.len() <= 60 && OPENING_LABELS.binary_search(&plain(text).as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted_and_found() {
        assert!(HEADINGS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(ABSTRACT_LABELS.is_sorted_by(|a, b| a < b));
        assert!(OPENING_LABELS.is_sorted_by(|a, b| a < b));
        assert_eq!(section_of("References (60):"), Some(References));
        assert_eq!(section_of("2. Materials and Methods"), Some(Body));
        assert_eq!(section_of("Authors’ contributions"), Some(Boilerplate));
        assert_eq!(section_of("The references of this section"), None);
    }
}
