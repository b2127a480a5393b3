//! Themes: what can be replaced is listed and copied out, a small theme is enough, faults are told by line and name,
//! and what templates are given is written down.

use crate::support::{ReviewCopy, copy_folder};
use citeloom::render::BUILT_IN;
use citeloom::site::PAGES;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn themed() -> ReviewCopy {
    let copy = ReviewCopy::whole();
    let config = copy.read("citeloom.toml");
    copy.write("citeloom.toml", format!("theme = \"slip\"\n{config}"));
    copy_folder(Path::new("tests/themes/slip"), &copy.root.join("themes/slip"));
    copy
}

#[test]
fn a_theme_of_four_files_changes_what_they_say_and_nothing_else() {
    let copy = themed();
    let (status, said) = copy.build();
    assert_eq!(status, 0, "{said}");
    let timeline = copy.read("public/timeline.html");
    assert!(timeline.contains("<h1>Years</h1>"), "{timeline}");
    assert!(timeline.contains("on a slip of paper"), "{timeline}");
    assert!(timeline.contains("href=\"articles/dumas2019.html\"") || timeline.contains("href=articles/dumas2019.html"));
    assert!(
        copy.read("public/assets/style.css")
            .contains("--link:light-dark(#7a1f1f,#ffb4a8);")
    );
    let home = copy.read("public/index.html");
    assert!(
        home.contains(">Years</a>") && home.contains(">Articles</a>"),
        "words of the theme and the built-in ones"
    );
    assert!(!home.contains("slip of paper"));
}

#[test]
fn a_fault_is_told_with_template_line_and_name() {
    let copy = themed();
    let broken = "{% extends \"base.html\" %}\n{% block main %}\n<h1>{{ t(k=\"nav.timeline\") }}</h1>\n\n<p>{{ view.yaers.first }}</p>\n{% endblock main %}\n";
    copy.write("themes/slip/templates/timeline.html", broken);
    let (_, said) = copy.build();
    assert!(said.contains("CL0801"), "{said}");
    assert!(said.contains("templates/timeline.html, line 5"), "{said}");
    assert!(said.contains("yaers"), "{said}");
    copy.write(
        "themes/slip/templates/timeline.html",
        "{% extends \"base.html\" %}\n\n{% if view.years %}\n",
    );
    let (_, said) = copy.build();
    assert!(
        said.contains("CL0801") && said.contains("templates/timeline.html, line "),
        "{said}"
    );
}

#[test]
fn files_of_the_theme_are_listed_and_copied_out() {
    let copy = themed();
    let listed = copy.citeloom(&["theme"]);
    let text = String::from_utf8(listed.stdout).unwrap();
    for (path, _) in BUILT_IN {
        assert!(text.contains(path), "{path} is not listed");
    }
    assert!(text.contains("* templates/timeline.html"), "{text}");
    let copied = copy.citeloom(&["theme", "article.html", "theme.toml"]);
    assert!(copied.status.success());
    let (_, built_in) = BUILT_IN
        .iter()
        .find(|(path, _)| *path == "templates/article.html")
        .unwrap();
    assert_eq!(copy.read("themes/slip/templates/article.html"), *built_in);
    assert!(
        copy.read("themes/slip/theme.toml").contains("#7a1f1f"),
        "a file that is there is left alone"
    );
    let wrong = copy.citeloom(&["theme", "artcle.html"]);
    assert_eq!(wrong.status.code(), Some(2));
}

/// `docs/content/pages/theme.md` names every value that each template is given, and no other.
#[test]
fn what_templates_are_given_is_written_down() {
    let manual = std::fs::read_to_string("docs/content/pages/theme.md").unwrap();
    let mut told: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut section = String::new();
    for line in manual.lines() {
        if let Some(rest) = line.strip_prefix("### `") {
            section = rest.split('`').next().unwrap().to_owned();
            told.entry(section.clone()).or_default();
        } else if let Some(name) = line.strip_prefix("| `view.") {
            told.get_mut(&section)
                .unwrap()
                .insert(name.split('`').next().unwrap().to_owned());
        }
    }
    let mut given: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut common: BTreeSet<String> = BTreeSet::new();
    crate::site::each_job(|kind, job| {
        let data = serde_json::to_value(job).unwrap();
        let keys = |value: &serde_json::Value| -> Vec<String> { value.as_object().unwrap().keys().cloned().collect() };
        given
            .entry(kind.template.to_owned())
            .or_default()
            .extend(keys(&data["view"]));
        common.extend(keys(&data["site"]).into_iter().map(|key| format!("site.{key}")));
        common.extend(keys(&data["head"]).into_iter().map(|key| format!("head.{key}")));
        common.extend(
            keys(&data)
                .into_iter()
                .filter(|key| !["site", "head", "view"].contains(&key.as_str())),
        );
    });
    for name in &common {
        assert!(manual.contains(&format!("| `{name}` |")), "{name} is not told");
    }
    for (template, names) in &given {
        assert_eq!(
            told.get(template),
            Some(names),
            "{template}: docs/content/pages/theme.md says otherwise"
        );
    }
    for page in PAGES {
        assert!(told.contains_key(page.template), "{} is not told", page.template);
    }
}
