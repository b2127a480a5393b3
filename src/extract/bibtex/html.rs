//! HTML that got into values: entities, once or twice escaped, and tags.

/// A tag in a value.
pub(super) struct Tag {
    /// The position after it.
    pub end: usize,
    /// It parts paragraphs or lines, so that a blank must stand for it.
    pub block: bool,
}

/// How long a tag with its attributes may be.
const LONGEST_TAG: usize = 300;

/// The character of the entity at the ampersand `at`, and the position after it. `&amp;lt;` is `&lt;` escaped once
/// more and gives `<`.
pub(super) fn entity(raw: &str, at: usize) -> Option<(char, usize)> {
    let mut start = at + 1;
    let mut escaped = false;
    while raw.get(start..)?.starts_with("amp;") {
        start += 4;
        escaped = true;
    }
    match reference(raw.get(start..)?) {
        Some((c, len)) => Some((c, start + len)),
        None if escaped => Some(('&', start)),
        None => None,
    }
}

/// The character named at the start of `text` up to a semicolon, and how many bytes that takes.
fn reference(text: &str) -> Option<(char, usize)> {
    let bytes = text.as_bytes();
    let end = bytes.iter().take(12).position(|b| *b == b';')?;
    let name = text.get(..end)?;
    let c = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code).filter(|c| !c.is_control())?
    } else {
        named(name)?
    };
    Some((if c == '\u{a0}' { ' ' } else { c }, end + 1))
}

fn named(name: &str) -> Option<char> {
    const NAMES: &[(&str, char)] = &[
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", ' '),
        ("thinsp", ' '),
        ("ensp", ' '),
        ("emsp", ' '),
        ("ndash", '–'),
        ("mdash", '—'),
        ("minus", '−'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("laquo", '«'),
        ("raquo", '»'),
        ("hellip", '…'),
        ("bull", '•'),
        ("middot", '·'),
        ("deg", '°'),
        ("plusmn", '±'),
        ("times", '×'),
        ("micro", 'µ'),
        ("le", '≤'),
        ("ge", '≥'),
        ("ne", '≠'),
        ("asymp", '≈'),
        ("sim", '∼'),
        ("infin", '∞'),
        ("rarr", '→'),
        ("larr", '←'),
        ("trade", '™'),
        ("reg", '®'),
        ("copy", '©'),
        ("euro", '€'),
        ("pound", '£'),
        ("alpha", 'α'),
        ("beta", 'β'),
        ("gamma", 'γ'),
        ("delta", 'δ'),
        ("Delta", 'Δ'),
        ("epsilon", 'ε'),
        ("kappa", 'κ'),
        ("lambda", 'λ'),
        ("mu", 'μ'),
        ("sigma", 'σ'),
        ("tau", 'τ'),
        ("chi", 'χ'),
        ("omega", 'ω'),
        ("szlig", 'ß'),
        ("aelig", 'æ'),
        ("oslash", 'ø'),
        ("Oslash", 'Ø'),
        ("aring", 'å'),
        ("Aring", 'Å'),
        ("ccedil", 'ç'),
        ("Ccedil", 'Ç'),
        ("ntilde", 'ñ'),
        ("Ntilde", 'Ñ'),
    ];
    if let Some((_, c)) = NAMES.iter().find(|(n, _)| *n == name) {
        return Some(*c);
    }
    // `eacute` and its kin: a letter and an accent's name.
    let (letter, accent) = name.split_at_checked(1)?;
    let mark = match accent {
        "acute" => '\u{301}',
        "grave" => '\u{300}',
        "uml" => '\u{308}',
        "circ" => '\u{302}',
        "tilde" => '\u{303}',
        "caron" => '\u{30c}',
        "cedil" => '\u{327}',
        _ => return None,
    };
    unicode_normalization::char::compose(letter.chars().next()?, mark)
}

/// The tag whose `<`, however escaped, ends at `name`, if it is one that texts in bibliographies have. Other angle
/// brackets are signs of comparison.
pub(super) fn tag(raw: &str, start: usize, name: usize) -> Option<Tag> {
    let rest = raw.get(name..)?;
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let rest = ["jats:", "mml:", "m:"]
        .iter()
        .find_map(|p| rest.strip_prefix(p))
        .unwrap_or(rest);
    let len = rest
        .bytes()
        .take(24)
        .take_while(|b| b.is_ascii_alphanumeric() || *b == b'-')
        .count();
    let word = &rest[..len];
    const BLOCKS: &[&str] = &[
        "p",
        "br",
        "div",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "title",
        "sec",
        "table",
        "tr",
        "td",
        "list",
        "list-item",
        "abstract",
    ];
    const INLINES: &[&str] = &[
        "i",
        "b",
        "em",
        "strong",
        "sub",
        "sup",
        "u",
        "s",
        "span",
        "a",
        "sc",
        "scp",
        "italic",
        "bold",
        "underline",
        "small",
        "font",
        "math",
        "mi",
        "mn",
        "mo",
        "mrow",
        "msub",
        "msup",
        "mtext",
        "mstyle",
        "inline-formula",
        "inline-graphic",
        "tex-math",
        "alternatives",
        "ext-link",
        "xref",
        "named-content",
        "roman",
        "sans-serif",
    ];
    let is_one_of = |list: &[&str]| list.iter().any(|tag| word.eq_ignore_ascii_case(tag));
    let block = is_one_of(BLOCKS);
    if !block && !is_one_of(INLINES) {
        return None;
    }
    let mut at = raw.len() - rest.len() + len;
    // A tag's name ends at its bracket, a blank or a slash.
    if !matches!(
        raw.as_bytes().get(at),
        Some(b'>' | b' ' | b'/' | b'&' | b'\\' | b'\n' | b'\r' | b'\t')
    ) {
        return None;
    }
    let bytes = raw.as_bytes();
    while at < bytes.len() && at < start + LONGEST_TAG {
        match bytes[at] {
            b'>' => return Some(Tag { end: at + 1, block }),
            b'&' => match entity(raw, at) {
                Some(('>', end)) => return Some(Tag { end, block }),
                Some((_, end)) => at = end,
                None => at += 1,
            },
            b'<' => return None,
            _ => at += 1,
        }
    }
    None
}
