//! The words beside and inside names: particles, degrees, initials, and words that no name has.

/// Particles that belong to the family name that follows them.
const PARTICLES: &[&str] = &[
    "af", "al", "ap", "av", "bin", "da", "dal", "das", "de", "degli", "dei", "del", "della", "den", "der", "di", "do",
    "dos", "du", "el", "ibn", "la", "las", "le", "los", "mac", "nic", "ní", "st", "st.", "ten", "ter", "van", "vom",
    "von", "y", "zu", "zum", "zur", "ó", "uí", "'t", "’t",
];

/// Words that follow a name and are no part of it.
const DEGREES: &[&str] = &[
    "anp-c", "aocn", "aocnp", "aprn", "ba", "bcop", "bs", "bsc", "crnp", "dnp", "dphil", "dr", "dvm", "facp", "facs",
    "fnp-c", "frcp", "frcpath", "ma", "mba", "mbbs", "mbchb", "md", "mph", "ms", "msc", "msn", "np-c", "ocn", "pharmd",
    "phd", "prof", "rn", "scd",
];

/// Words that end the name of a group.
const GROUPS: &[&str] = &[
    "alliance",
    "collaboration",
    "collaborators",
    "committee",
    "consortium",
    "group",
    "initiative",
    "investigators",
    "network",
    "party",
    "team",
    "trialists",
];

/// Words that no person's name has.
const STRANGERS: &[&str] = &[
    "a",
    "about",
    "abstract",
    "abteilung",
    "access",
    "address",
    "advanced",
    "advertisement",
    "affiliation",
    "affiliations",
    "all",
    "an",
    "analysis",
    "article",
    "articles",
    "as",
    "at",
    "authors",
    "available",
    "b.v",
    "background",
    "biology",
    "by",
    "cancer",
    "center",
    "centre",
    "citation",
    "clinical",
    "college",
    "column",
    "communications",
    "cookies",
    "copyright",
    "corporation",
    "correspondence",
    "departamento",
    "department",
    "dept",
    "dipartimento",
    "division",
    "download",
    "département",
    "e-mail",
    "email",
    "escuela",
    "faculdade",
    "facultad",
    "faculty",
    "faculté",
    "fakultät",
    "for",
    "foundation",
    "from",
    "full",
    "google",
    "haematologic",
    "haematology",
    "hematologic",
    "hematology",
    "hochschule",
    "home",
    "hospital",
    "if",
    "in",
    "inc",
    "information",
    "institut",
    "institute",
    "instituto",
    "into",
    "is",
    "issue",
    "istituto",
    "journal",
    "klinik",
    "klinikum",
    "laboratoire",
    "laboratorio",
    "laboratory",
    "library",
    "license",
    "links",
    "login",
    "ltd",
    "malignancies",
    "medical",
    "medicine",
    "menu",
    "metrics",
    "ministerio",
    "ministry",
    "more",
    "nature",
    "neoplasia",
    "not",
    "notes",
    "observations",
    "of",
    "official",
    "on",
    "oncology",
    "online",
    "open",
    "or",
    "original",
    "our",
    "page",
    "pages",
    "pdf",
    "perspectives",
    "politecnico",
    "press",
    "privacy",
    "published",
    "publishing",
    "pubmed",
    "received",
    "related",
    "reports",
    "research",
    "review",
    "scholar",
    "school",
    "science",
    "sciences",
    "search",
    "share",
    "show",
    "sign",
    "size",
    "skip",
    "society",
    "spacing",
    "study",
    "submit",
    "subscribe",
    "supplementary",
    "terms",
    "text",
    "the",
    "thumbnail",
    "to",
    "trials",
    "type",
    "universidad",
    "universidade",
    "universite",
    "universiteit",
    "universitet",
    "university",
    "università",
    "universität",
    "université",
    "univerzita",
    "uniwersytet",
    "view",
    "volume",
    "was",
    "we",
    "were",
    "width",
    "with",
    "xml",
    "your",
    "école",
];

/// Whether the word is an academic degree: `PhD`, `M.D.`
pub fn is_degree(word: &str) -> bool {
    let folded: String = word
        .chars()
        .filter(|c| !matches!(c, '.' | '®'))
        .flat_map(char::to_lowercase)
        .collect();
    DEGREES.contains(&folded.as_str()) && word.chars().next().is_some_and(char::is_uppercase)
}

/// Whether a piece among persons' names is the name of a group: `The ELN Working Group`, `COMFORT-II Investigators`.
pub fn is_group(piece: &str) -> bool {
    let mut words = piece.split_whitespace();
    let last = words.next_back().unwrap_or("").to_lowercase();
    let count = words.clone().count();
    let named = words.any(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()));
    GROUPS.contains(&last.as_str()) && (1..=11).contains(&count) && named && !piece.contains(['.', ':', '?', '!'])
}

/// `C.`, `S.P.`, `H.W.R`, `J-P`, `M`.
pub(super) fn is_initials(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    (1..=4).contains(&letters)
        && word
            .chars()
            .all(|c| c.is_uppercase() || matches!(c, '.' | '-' | '‐' | ' ' | '\u{a0}'))
}

pub(super) fn is_family(word: &str) -> bool {
    let words = word.split_whitespace().count();
    (1..=4).contains(&words)
        && word.chars().any(char::is_uppercase)
        && word
            .chars()
            .all(|c| c.is_alphabetic() || c.is_whitespace() || matches!(c, '-' | '‐' | '\'' | '’' | '.'))
        && !word.split_whitespace().any(is_stranger)
}

pub(super) fn is_stranger(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ':']).to_lowercase();
    STRANGERS.contains(&word.as_str())
}

pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word.to_lowercase().as_str())
}

/// A stranger, unless it is a single letter (an initial).
pub(super) fn is_stranger_in_name(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() > 1 && is_stranger(word)
}
