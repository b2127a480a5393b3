//! A review of names that break careless sites, looked at in a browser: `tests/browser/reader.mjs` says how.

use crate::support::ReviewCopy;
use std::fmt::Write as _;
use std::path::Path;

/// Papers of the one mechanism.
const PAPERS: usize = 400;

/// Markdown with everything in it that authors may write.
const NOTES: &str = "
It is said[@long] and said again [@rtl; @script], see also [@crowd, p. 7] and [@long].[^1]

[^1]: A footnote with *emphasis* and a [link](https://example.org/?a=1&b=2).

| a | b |
|:--|--:|
| 1 | 2 |

- [x] done
- [ ] open

Term
: Its definition.

> [!WARNING]
> Mind this.

```rust
fn main() { println!(\"<b>&amp;</b>\"); }
```

### A heading with <b>markup</b>

<script>document.title = 'broken'</script> <img src=x onerror=\"document.title='broken'\">
";

fn review() -> ReviewCopy {
    let copy = ReviewCopy::empty();
    copy.write(
        "citeloom.toml",
        "title = \"Names & <titles> \\\"quoted\\\" שלום\"\ndescription = \"What </title><script>document.title='broken'</script> does\"\n",
    );
    for name in ["mechanisms.toml", "lexicon.toml"] {
        let path = format!("content/vocabulary/{name}");
        copy.write(
            &path,
            std::fs::read(Path::new("tests/sites/cyrillic").join(&path)).unwrap(),
        );
    }
    let stub = |key: &str, front: &str, body: &str| {
        let text = format!(
            "+++\nkey = \"{key}\"\ntype = \"article-journal\"\n{front}\n[mechanisms]\npump = \"confirmed\"\n+++\n\n{body}\n"
        );
        copy.write(&format!("content/articles/{key}.md"), text);
    };
    stub(
        "script",
        "title = \"</title><script>document.title='broken'</script> & \\\"quotes\\\" 'n' `ticks` {{ tera }} {% raw %}\"\nissued = \"2001\"\nauthors = [{ literal = \"<b>Group</b> & Sons\" }]\njournal = \"J <i>Bad</i> & Good\"",
        "## Abstract\n\n<script>document.title='broken'</script> </section> &amp; &lt; ]]> --> <!--\n",
    );
    stub(
        "rtl",
        "title = \"مقاومة الخلايا \\u202Eabc\\u202C ועמידות של תאים\"\nissued = \"2002\"\nauthors = [{ family = \"כהן\", given = \"דוד\" }]",
        "",
    );
    stub(
        "combining",
        "title = \"Z\\u0310\\u0311\\u0312\\u0313\\u0314\\u0315a\\u0335\\u0336\\u0337l\\u0338g\\u0339\\u033Ao e\\u0301 \\U0001F9EC\"\nissued = \"2003\"",
        "",
    );
    let authors: Vec<String> = (1..=40)
        .map(|n| format!("{{ family = \"Person-{n}\", given = \"Anna {n}\" }}"))
        .collect();
    stub(
        "crowd",
        &format!(
            "title = \"Forty\"\nissued = \"2004\"\nauthors = [{}]",
            authors.join(", ")
        ),
        "",
    );
    let long = "Resistenzmechanismusuntersuchungsergebnis ".repeat(12);
    stub(
        "long",
        &format!("title = \"{}{}\"\nissued = \"2005\"", long, "x".repeat(120)),
        &format!("## Notes\n{NOTES}"),
    );
    stub("nothing", "", "");
    let mut cites = String::from("## Notes\n\n");
    for n in 0..30 {
        let _ = writeln!(
            cites,
            "Paragraph {n} says so [@paper{n:03}; @paper{:03}], and again [@long], with a note.[^n{n}] @crowd agree $x_{{{n}}}$.\n\n\
             [^n{n}]: Note {n} of a text that cites a lot, [@rtl] among others.\n",
            n + 1
        );
    }
    stub("cites", "title = \"Cites a lot\"\nissued = \"2007\"", &cites);
    let mut references = String::from("## References\n\n");
    for n in 1..=300 {
        let _ = writeln!(
            references,
            "{n}. Writer A, Second B. A title <i>of</i> work & more {n}. J Test. {};{n}:{n}-{}.",
            1900 + n % 120,
            n + 9
        );
    }
    stub(
        "references",
        "title = \"Three hundred references\"\nissued = \"2006\"",
        &references,
    );
    for n in 0..PAPERS {
        stub(
            &format!("paper{n:03}"),
            &format!(
                "title = \"Paper {n} of many\"\nissued = \"{}\"\nauthors = [{{ family = \"Many{}\", given = \"O\" }}]",
                1990 + n % 30,
                n % 50
            ),
            if n % 10 == 0 {
                "## References\n\n1. Writer A, Second B. A title <i>of</i> work & more 7. J Test. 1907;7:7-16.\n"
            } else {
                ""
            },
        );
    }
    copy
}

#[test]
fn strange_names_are_borne_in_a_browser() {
    let copy = review();
    let out = copy.root.join("site");
    let built = copy.citeloom(&["build", "--out", out.to_str().unwrap()]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    if crate::browser::ready() {
        crate::browser::look("reader.mjs", &[&out]);
    }
}
