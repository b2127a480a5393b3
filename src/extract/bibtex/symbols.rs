//! What control words of LaTeX stand for.

/// What a control word does to text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// It stands for these characters.
    Symbol(&'static str),
    /// It puts this combining mark over the next letter.
    Accent(char),
    /// It changes looks only.
    Nothing,
    /// It and its first argument are not text.
    DropArgument,
    /// Its argument is a superscript.
    Raise,
    /// Its argument is a subscript.
    Lower,
}

use Word::{Accent, DropArgument, Lower, Nothing, Raise, Symbol};

/// The meaning of `\name`, if known.
pub(super) fn word(name: &str) -> Option<Word> {
    let index = WORDS.binary_search_by(|(word, _)| (*word).cmp(name)).ok()?;
    Some(WORDS[index].1)
}

/// The combining mark of an accent written with punctuation, such as `\"`.
pub(super) fn mark(c: u8) -> Option<char> {
    Some(match c {
        b'\'' => '\u{301}',
        b'`' => '\u{300}',
        b'"' => '\u{308}',
        b'^' => '\u{302}',
        b'~' => '\u{303}',
        b'=' => '\u{304}',
        b'.' => '\u{307}',
        _ => return None,
    })
}

// Sorted by name.
#[rustfmt::skip]
const WORDS: &[(&str, Word)] = &[
    ("AA", Symbol("Å")), ("AE", Symbol("Æ")), ("Alpha", Symbol("Α")), ("Beta", Symbol("Β")),
    ("BibTeX", Symbol("BibTeX")), ("Big", Nothing), ("Bigg", Nothing), ("Box", Symbol("□")), ("Chi", Symbol("Χ")),
    ("DH", Symbol("Ð")), ("DJ", Symbol("Đ")), ("Delta", Symbol("Δ")), ("EUR", Symbol("€")), ("Epsilon", Symbol("Ε")),
    ("Eta", Symbol("Η")), ("G", Accent('\u{030f}')), ("Gamma", Symbol("Γ")), ("H", Accent('\u{030b}')),
    ("Huge", Nothing), ("IJ", Symbol("Ĳ")), ("Im", Symbol("ℑ")), ("Iota", Symbol("Ι")), ("Kappa", Symbol("Κ")),
    ("L", Symbol("Ł")), ("LARGE", Nothing), ("LaTeX", Symbol("LaTeX")), ("Lambda", Symbol("Λ")), ("Large", Nothing),
    ("Leftarrow", Symbol("⇐")), ("Leftrightarrow", Symbol("⇔")), ("MakeLowercase", Nothing),
    ("MakeSentenceCase", Nothing), ("MakeUppercase", Nothing), ("Mu", Symbol("Μ")), ("NG", Symbol("Ŋ")),
    ("NoCaseChange", Nothing), ("Nu", Symbol("Ν")), ("O", Symbol("Ø")), ("OE", Symbol("Œ")), ("Omega", Symbol("Ω")),
    ("P", Symbol("¶")), ("Phi", Symbol("Φ")), ("Pi", Symbol("Π")), ("Pr", Symbol("Pr")), ("Psi", Symbol("Ψ")),
    ("Re", Symbol("ℜ")), ("Rho", Symbol("Ρ")), ("Rightarrow", Symbol("⇒")), ("S", Symbol("§")), ("SI", Nothing),
    ("SS", Symbol("ẞ")), ("Sigma", Symbol("Σ")), ("TH", Symbol("Þ")), ("Tau", Symbol("Τ")), ("TeX", Symbol("TeX")),
    ("Theta", Symbol("Θ")), ("Updelta", Symbol("Δ")), ("Upsilon", Symbol("Υ")), ("Vert", Symbol("‖")),
    ("Xi", Symbol("Ξ")), ("Zeta", Symbol("Ζ")), ("aa", Symbol("å")), ("acute", Accent('\u{0301}')),
    ("ae", Symbol("æ")), ("aleph", Symbol("ℵ")), ("allowbreak", Nothing), ("alpha", Symbol("α")),
    ("ampersand", Symbol("&")), ("angle", Symbol("∠")), ("approx", Symbol("≈")), ("arcmin", Symbol("′")),
    ("arcsec", Symbol("″")), ("arg", Symbol("arg")), ("ast", Symbol("*")), ("autocap", Nothing),
    ("b", Accent('\u{0331}')), ("backslash", Symbol("\\")), ("bar", Accent('\u{0304}')), ("because", Symbol("∵")),
    ("begin", DropArgument), ("beta", Symbol("β")), ("bf", Nothing), ("bfseries", Nothing),
    ("bibfield", DropArgument), ("bibinfo", DropArgument), ("bibstring", Nothing), ("big", Nothing),
    ("bigg", Nothing), ("bigl", Nothing), ("bigr", Nothing), ("bm", Nothing), ("bmod", Symbol("mod")),
    ("boldmath", Nothing), ("boldsymbol", Nothing), ("bot", Symbol("⊥")), ("break", Symbol(" ")),
    ("breve", Accent('\u{0306}')), ("bullet", Symbol("•")), ("c", Accent('\u{0327}')), ("cap", Symbol("∩")),
    ("cdot", Symbol("·")), ("cdots", Symbol("⋯")), ("ce", Nothing), ("centering", Nothing),
    ("check", Accent('\u{030c}')), ("checkmark", Symbol("✓")), ("chi", Symbol("χ")), ("circ", Symbol("∘")),
    ("cite", DropArgument), ("citep", DropArgument), ("citet", DropArgument), ("clubsuit", Symbol("♣")),
    ("colon", Symbol(":")), ("color", DropArgument), ("colorbox", DropArgument), ("cong", Symbol("≅")),
    ("copyright", Symbol("©")), ("cos", Symbol("cos")), ("cup", Symbol("∪")), ("d", Accent('\u{0323}')),
    ("dag", Symbol("†")), ("dagger", Symbol("†")), ("dashv", Symbol("⊣")), ("ddag", Symbol("‡")),
    ("ddagger", Symbol("‡")), ("ddot", Accent('\u{0308}')), ("degree", Symbol("°")), ("delta", Symbol("δ")),
    ("det", Symbol("det")), ("dh", Symbol("ð")), ("diamond", Symbol("⋄")), ("diamondsuit", Symbol("♢")),
    ("dim", Symbol("dim")), ("displaystyle", Nothing), ("div", Symbol("÷")), ("dj", Symbol("đ")),
    ("dot", Accent('\u{0307}')), ("dots", Symbol("…")), ("downarrow", Symbol("↓")), ("ell", Symbol("ℓ")),
    ("em", Nothing), ("emph", Nothing), ("emptyset", Symbol("∅")), ("end", DropArgument), ("enquote", Nothing),
    ("enspace", Symbol(" ")), ("ensuremath", Nothing), ("epsilon", Symbol("ϵ")), ("equiv", Symbol("≡")),
    ("eta", Symbol("η")), ("eth", Symbol("ð")), ("euro", Symbol("€")), ("exists", Symbol("∃")),
    ("exp", Symbol("exp")), ("fbox", Nothing), ("female", Symbol("♀")), ("flat", Symbol("♭")), ("flqq", Symbol("«")),
    ("fontencoding", DropArgument), ("fontfamily", DropArgument), ("fontsize", DropArgument),
    ("footnotemark", DropArgument), ("footnotesize", Nothing), ("forall", Symbol("∀")),
    ("foreignlanguage", DropArgument), ("frqq", Symbol("»")), ("gamma", Symbol("γ")), ("gcd", Symbol("gcd")),
    ("ge", Symbol("≥")), ("geq", Symbol("≥")), ("geqslant", Symbol("⩾")), ("gg", Symbol("≫")), ("glq", Symbol("‚")),
    ("glqq", Symbol("„")), ("grave", Accent('\u{0300}')), ("grq", Symbol("‘")), ("grqq", Symbol("“")),
    ("gt", Symbol(">")), ("gtrsim", Symbol("≳")), ("guillemetleft", Symbol("«")), ("guillemetright", Symbol("»")),
    ("guillemotleft", Symbol("«")), ("guillemotright", Symbol("»")), ("guilsinglleft", Symbol("‹")),
    ("guilsinglright", Symbol("›")), ("hat", Accent('\u{0302}')), ("hbar", Symbol("ℏ")), ("hbox", Nothing),
    ("hearts", Symbol("♡")), ("heartsuit", Symbol("♡")), ("hfill", Symbol(" ")), ("hphantom", DropArgument),
    ("href", DropArgument), ("hskip", DropArgument), ("hspace", DropArgument), ("huge", Nothing),
    ("hyphenation", DropArgument), ("i", Symbol("ı")), ("ij", Symbol("ĳ")), ("imath", Symbol("ı")),
    ("in", Symbol("∈")), ("includegraphics", DropArgument), ("indent", Nothing), ("inf", Symbol("inf")),
    ("infty", Symbol("∞")), ("int", Symbol("∫")), ("iota", Symbol("ι")), ("it", Nothing), ("itshape", Nothing),
    ("j", Symbol("ȷ")), ("jmath", Symbol("ȷ")), ("k", Accent('\u{0328}')), ("kappa", Symbol("κ")),
    ("ker", Symbol("ker")), ("l", Symbol("ł")), ("label", DropArgument), ("lambda", Symbol("λ")),
    ("land", Symbol("∧")), ("langle", Symbol("⟨")), ("large", Nothing), ("lbrace", Symbol("{")),
    ("lbrack", Symbol("[")), ("lceil", Symbol("⌈")), ("ldots", Symbol("…")), ("le", Symbol("≤")),
    ("leavevmode", Nothing), ("left", Nothing), ("leftarrow", Symbol("←")), ("leftrightarrow", Symbol("↔")),
    ("leq", Symbol("≤")), ("leqslant", Symbol("⩽")), ("lesssim", Symbol("≲")), ("lfloor", Symbol("⌊")),
    ("lim", Symbol("lim")), ("limits", Nothing), ("linebreak", Symbol(" ")), ("ll", Symbol("≪")),
    ("ln", Symbol("ln")), ("lnot", Symbol("¬")), ("log", Symbol("log")), ("longleftarrow", Symbol("⟵")),
    ("longrightarrow", Symbol("⟶")), ("lor", Symbol("∨")), ("lowercase", Nothing), ("lozenge", Symbol("◊")),
    ("lq", Symbol("‘")), ("lt", Symbol("<")), ("makebox", Nothing), ("male", Symbol("♂")), ("mapsto", Symbol("↦")),
    ("mars", Symbol("♂")), ("mathbb", Nothing), ("mathbf", Nothing), ("mathcal", Nothing), ("mathfrak", Nothing),
    ("mathit", Nothing), ("mathnormal", Nothing), ("mathring", Accent('\u{030a}')), ("mathrm", Nothing),
    ("mathscr", Nothing), ("mathsf", Nothing), ("mathtt", Nothing), ("max", Symbol("max")), ("mbox", Nothing),
    ("mdseries", Nothing), ("mho", Symbol("℧")), ("micro", Symbol("µ")), ("mid", Symbol("∣")), ("min", Symbol("min")),
    ("mkbibacro", Nothing), ("mkbibbold", Nothing), ("mkbibbrackets", Nothing), ("mkbibemph", Nothing),
    ("mkbibitalic", Nothing), ("mkbibparens", Nothing), ("mkbibquote", Nothing), ("mod", Symbol("mod")),
    ("models", Symbol("⊨")), ("mp", Symbol("∓")), ("mu", Symbol("μ")), ("nabla", Symbol("∇")),
    ("natural", Symbol("♮")), ("ne", Symbol("≠")), ("neg", Symbol("¬")), ("neq", Symbol("≠")),
    ("newline", Symbol(" ")), ("ng", Symbol("ŋ")), ("ni", Symbol("∋")), ("nobreakspace", Symbol(" ")),
    ("nocite", DropArgument), ("noindent", Nothing), ("nolimits", Nothing), ("nolinkurl", Nothing),
    ("noopsort", Nothing), ("normalfont", Nothing), ("normalsize", Nothing), ("notin", Symbol("∉")),
    ("nu", Symbol("ν")), ("null", Nothing), ("num", Nothing), ("o", Symbol("ø")), ("ocirc", Nothing),
    ("odot", Symbol("⊙")), ("oe", Symbol("œ")), ("oint", Symbol("∮")), ("omega", Symbol("ω")),
    ("omicron", Symbol("ο")), ("operatorname", Nothing), ("oplus", Symbol("⊕")), ("otimes", Symbol("⊗")),
    ("overline", Nothing), ("pageref", DropArgument), ("par", Symbol(" ")), ("parallel", Symbol("∥")),
    ("partial", Symbol("∂")), ("path", Nothing), ("perp", Symbol("⊥")), ("phantom", DropArgument),
    ("phi", Symbol("ϕ")), ("pi", Symbol("π")), ("pm", Symbol("±")), ("pounds", Symbol("£")), ("prime", Symbol("′")),
    ("prod", Symbol("∏")), ("propto", Symbol("∝")), ("protect", Nothing), ("psi", Symbol("ψ")),
    ("qquad", Symbol(" ")), ("quad", Symbol(" ")), ("quotedblbase", Symbol("„")), ("quotesinglbase", Symbol("‚")),
    ("r", Accent('\u{030a}')), ("raisebox", DropArgument), ("rangle", Symbol("⟩")), ("rbrace", Symbol("}")),
    ("rbrack", Symbol("]")), ("rceil", Symbol("⌉")), ("ref", DropArgument), ("relax", Nothing),
    ("rfloor", Symbol("⌋")), ("rho", Symbol("ρ")), ("right", Nothing), ("rightarrow", Symbol("→")),
    ("rightharpoonup", Symbol("⇀")), ("rightleftharpoons", Symbol("⇌")), ("rm", Nothing), ("rmfamily", Nothing),
    ("rq", Symbol("’")), ("sc", Nothing), ("scriptsize", Nothing), ("scriptstyle", Nothing), ("scshape", Nothing),
    ("selectlanguage", DropArgument), ("setminus", Symbol("∖")), ("sf", Nothing), ("sffamily", Nothing),
    ("sharp", Symbol("♯")), ("si", Nothing), ("sigma", Symbol("σ")), ("sim", Symbol("∼")), ("simeq", Symbol("≃")),
    ("sin", Symbol("sin")), ("sl", Nothing), ("slash", Symbol("/")), ("sloppy", Nothing), ("slshape", Nothing),
    ("small", Nothing), ("space", Symbol(" ")), ("spadesuit", Symbol("♠")), ("sqrt", Nothing),
    ("square", Symbol("□")), ("ss", Symbol("ß")), ("star", Symbol("⋆")), ("strut", Nothing), ("subset", Symbol("⊂")),
    ("subseteq", Symbol("⊆")), ("sum", Symbol("∑")), ("sup", Symbol("sup")), ("supset", Symbol("⊃")),
    ("supseteq", Symbol("⊇")), ("surd", Symbol("√")), ("swabfamily", Nothing), ("t", Accent('\u{0361}')),
    ("tab", Symbol(" ")), ("tan", Symbol("tan")), ("tau", Symbol("τ")), ("text", Nothing), ("textDelta", Symbol("Δ")),
    ("textOmega", Symbol("Ω")), ("textacutedbl", Symbol("˝")), ("textalpha", Symbol("α")),
    ("textampersand", Symbol("&")), ("textapostrophe", Symbol("’")), ("textasciiacute", Symbol("´")),
    ("textasciicircum", Symbol("^")), ("textasciidieresis", Symbol("¨")), ("textasciigrave", Symbol("`")),
    ("textasciimacron", Symbol("¯")), ("textasciitilde", Symbol("~")), ("textasteriskcentered", Symbol("*")),
    ("textbackslash", Symbol("\\")), ("textbar", Symbol("|")), ("textbardbl", Symbol("‖")), ("textbeta", Symbol("β")),
    ("textbf", Nothing), ("textbraceleft", Symbol("{")), ("textbraceright", Symbol("}")),
    ("textbrokenbar", Symbol("¦")), ("textbullet", Symbol("•")), ("textcelsius", Symbol("℃")),
    ("textcent", Symbol("¢")), ("textcolor", DropArgument), ("textcommabelow", Accent('\u{0326}')),
    ("textcopyright", Symbol("©")), ("textcurrency", Symbol("¤")), ("textcyrillic", Nothing),
    ("textdagger", Symbol("†")), ("textdaggerdbl", Symbol("‡")), ("textdegree", Symbol("°")),
    ("textdelta", Symbol("δ")), ("textdiv", Symbol("÷")), ("textdollar", Symbol("$")), ("textdownarrow", Symbol("↓")),
    ("textellipsis", Symbol("…")), ("textemdash", Symbol("—")), ("textendash", Symbol("–")),
    ("textepsilon", Symbol("ε")), ("textestimated", Symbol("℮")), ("texteuro", Symbol("€")),
    ("textexclamdown", Symbol("¡")), ("textfractionsolidus", Symbol("⁄")), ("textgamma", Symbol("γ")),
    ("textgreater", Symbol(">")), ("textgreek", Nothing), ("textinterrobang", Symbol("‽")), ("textit", Nothing),
    ("textjapanese", Nothing), ("textkappa", Symbol("κ")), ("textlambda", Symbol("λ")), ("textlatin", Nothing),
    ("textleftarrow", Symbol("←")), ("textless", Symbol("<")), ("textlnot", Symbol("¬")), ("textmd", Nothing),
    ("textmicro", Symbol("µ")), ("textmu", Symbol("µ")), ("textnormal", Nothing), ("textnumbersign", Symbol("#")),
    ("textnumero", Symbol("№")), ("textohm", Symbol("Ω")), ("textomega", Symbol("ω")), ("textonehalf", Symbol("½")),
    ("textonequarter", Symbol("¼")), ("textonesuperior", Symbol("¹")), ("textordfeminine", Symbol("ª")),
    ("textordmasculine", Symbol("º")), ("textparagraph", Symbol("¶")), ("textpercent", Symbol("%")),
    ("textperiodcentered", Symbol("·")), ("textperthousand", Symbol("‰")), ("textpm", Symbol("±")),
    ("textquestiondown", Symbol("¿")), ("textquotedbl", Symbol("\"")), ("textquotedblleft", Symbol("“")),
    ("textquotedblright", Symbol("”")), ("textquoteleft", Symbol("‘")), ("textquoteright", Symbol("’")),
    ("textquotesingle", Symbol("'")), ("textrecipe", Symbol("℞")), ("textreferencemark", Symbol("※")),
    ("textregistered", Symbol("®")), ("textrightarrow", Symbol("→")), ("textrm", Nothing), ("textsc", Nothing),
    ("textsection", Symbol("§")), ("textservicemark", Symbol("℠")), ("textsf", Nothing), ("textsigma", Symbol("σ")),
    ("textsl", Nothing), ("textspace", Symbol(" ")), ("textsterling", Symbol("£")), ("textstyle", Nothing),
    ("textsubscript", Lower), ("textsuperscript", Raise), ("texttau", Symbol("τ")),
    ("textthreequarters", Symbol("¾")), ("textthreesuperior", Symbol("³")), ("texttimes", Symbol("×")),
    ("texttrademark", Symbol("™")), ("texttt", Nothing), ("texttwosuperior", Symbol("²")),
    ("textunderscore", Symbol("_")), ("textup", Nothing), ("textuparrow", Symbol("↑")),
    ("textvisiblespace", Symbol("␣")), ("textyen", Symbol("¥")), ("th", Symbol("þ")), ("therefore", Symbol("∴")),
    ("theta", Symbol("θ")), ("thinspace", Symbol(" ")), ("tilde", Accent('\u{0303}')), ("times", Symbol("×")),
    ("tiny", Nothing), ("to", Symbol("→")), ("top", Symbol("⊤")), ("triangle", Symbol("△")), ("tt", Nothing),
    ("ttfamily", Nothing), ("u", Accent('\u{0306}')), ("uline", Nothing), ("unboldmath", Nothing),
    ("underline", Nothing), ("unit", Nothing), ("upalpha", Symbol("α")), ("uparrow", Symbol("↑")),
    ("upbeta", Symbol("β")), ("updelta", Symbol("δ")), ("upgamma", Symbol("γ")), ("upkappa", Symbol("κ")),
    ("uplambda", Symbol("λ")), ("upmu", Symbol("μ")), ("uppercase", Nothing), ("uppi", Symbol("π")),
    ("upright", Nothing), ("upshape", Nothing), ("upsigma", Symbol("σ")), ("upsilon", Symbol("υ")),
    ("uptau", Symbol("τ")), ("url", Nothing), ("usefont", DropArgument), ("v", Accent('\u{030c}')),
    ("varepsilon", Symbol("ε")), ("varnothing", Symbol("∅")), ("varphi", Symbol("φ")), ("varpi", Symbol("ϖ")),
    ("varrho", Symbol("ϱ")), ("varsigma", Symbol("ς")), ("vartheta", Symbol("ϑ")), ("vdash", Symbol("⊢")),
    ("vec", Accent('\u{20d7}')), ("vee", Symbol("∨")), ("venus", Symbol("♀")), ("vert", Symbol("|")),
    ("vphantom", DropArgument), ("vskip", DropArgument), ("vspace", DropArgument), ("wedge", Symbol("∧")),
    ("widehat", Nothing), ("widetilde", Nothing), ("wp", Symbol("℘")), ("xi", Symbol("ξ")), ("xspace", Nothing),
    ("zeta", Symbol("ζ")),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(WORDS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(word("ss"), Some(Symbol("ß")));
    }
}
