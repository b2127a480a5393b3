//! Pages and themes, on the repository's own review.

use crate::support::ReviewCopy;
use citeloom::capture::{CaptureText, DecodeLimits};
use citeloom::export::TABLE_FORMATS;
use citeloom::library::Library;
use citeloom::pipeline::{self, CaptureFile, Knowledge, TextFile};
use citeloom::render::{Renderer, Theme};
use citeloom::site::{self, PAGES, SiteCapture, SiteSettings};
use scraper::{Html, Selector};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

/// A review, linked, with the settings of its site.
struct Review {
    library: Library,
    knowledge: Knowledge,
    settings: SiteSettings,
}

fn texts(copy: &ReviewCopy, folder: &str) -> Vec<TextFile> {
    let files = copy.files(&format!("content/{folder}"));
    files
        .into_iter()
        .map(|name| TextFile {
            path: format!("{folder}/{name}").into(),
            text: copy.read(&format!("content/{folder}/{name}")).into(),
        })
        .collect()
}

fn review(copy: &ReviewCopy) -> Review {
    let knowledge = Knowledge::load(&texts(copy, "vocabulary"), None).value;
    let captures: Vec<CaptureFile> = copy
        .files("content/sources")
        .into_iter()
        .map(|name| CaptureFile {
            bytes: Ok(std::fs::read(copy.root.join("content/sources").join(&name)).unwrap()),
            path: format!("sources/{name}"),
        })
        .collect();
    let captured = pipeline::read_captures(captures, &knowledge.vocabulary, DecodeLimits::default()).value;
    let lock = citeloom::article::Lock::parse(&Arc::from("citeloom.lock"), &copy.read("citeloom.lock")).value;
    let stubs = pipeline::read_stubs(&texts(copy, "articles")).value;
    let pages = texts(copy, "pages");
    let overviews = texts(copy, "mechanisms");
    let library = pipeline::library(stubs, lock, &pages, &overviews, &knowledge).value;
    let settings = SiteSettings {
        title: "Review".into(),
        generator: "citeloom".into(),
        captures: captured
            .iter()
            .map(|capture| {
                let capture_of = SiteCapture {
                    text: CaptureText::Held(Arc::clone(&capture.text)),
                    digest: capture.digest,
                    publish: false,
                };
                (capture.path.to_string(), capture_of)
            })
            .collect(),
        ..SiteSettings::default()
    };
    Review {
        library,
        knowledge,
        settings,
    }
}

/// Hands over the data of every page of the repository's review.
pub fn each_job(mut act: impl FnMut(&'static site::PageKind, &site::PageJob)) {
    let review = review(&ReviewCopy::whole());
    let plan = site::plan(&review.library, &review.knowledge.vocabulary, &review.settings).value;
    for job in &plan.jobs {
        act(plan.kind(job), &plan.page(job));
    }
}

fn pages(review: &Review, renderer: &Renderer) -> BTreeMap<String, String> {
    let plan = site::plan(&review.library, &review.knowledge.vocabulary, &review.settings).value;
    let mut pages = BTreeMap::new();
    for job in &plan.jobs {
        let page = renderer.page(&plan.page(job));
        assert!(page.diagnostics.is_empty(), "{}: {:?}", job.route, page.diagnostics);
        let text = String::from_utf8(page.value).unwrap();
        assert!(pages.insert(job.route.clone(), text).is_none(), "{} twice", job.route);
    }
    pages
}

fn default_pages() -> BTreeMap<String, String> {
    let copy = ReviewCopy::whole();
    let theme = Theme::load(&[]);
    assert!(theme.diagnostics.is_empty(), "{:?}", theme.diagnostics);
    let renderer = Renderer::new(&theme.value);
    assert!(renderer.diagnostics.is_empty(), "{:?}", renderer.diagnostics);
    pages(&review(&copy), &renderer.value)
}

fn select<'h>(html: &'h Html, selector: &str) -> Vec<scraper::ElementRef<'h>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

fn joined(route: &str, href: &str) -> String {
    let mut parts: Vec<&str> = route.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{href} leaves the site from {route}"),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn every_kind_of_page_is_there_and_every_link_leads_somewhere() {
    let pages = default_pages();
    let plan_names: HashSet<&str> = PAGES.iter().map(|page| page.name).collect();
    assert_eq!(plan_names.len(), PAGES.len(), "two kinds of page have one name");
    let mut anchors: HashMap<&str, HashSet<String>> = HashMap::new();
    let mut parsed = Vec::new();
    for (route, text) in &pages {
        let html = Html::parse_document(text);
        let mut ids = HashSet::new();
        for element in select(&html, "[id]") {
            let id = element.value().id().unwrap().to_owned();
            assert!(ids.insert(id.clone()), "{route}: two elements are called {id}");
        }
        for forbidden in ["[style]", "style", "[onclick]"] {
            // The page for a 404 cannot know where the style sheet is; its policy names its own few rules.
            let own = route == "404.html" && forbidden == "style";
            assert_eq!(
                select(&html, forbidden).len(),
                usize::from(own),
                "{route} has {forbidden}"
            );
        }
        for script in select(&html, "script:not([src])") {
            assert_eq!(script.value().attr("type"), Some("application/ld+json"), "{route}");
        }
        assert_eq!(
            select(&html, "h1").len(),
            1,
            "{route} has no single heading of the first level"
        );
        anchors.insert(route, ids);
        parsed.push((route.as_str(), html));
    }
    let assets: HashSet<String> = Renderer::new(&Theme::load(&[]).value)
        .value
        .assets()
        .into_iter()
        .map(|(path, _)| path)
        .collect();
    let review = review(&ReviewCopy::whole());
    let plan = site::plan(&review.library, &review.knowledge.vocabulary, &review.settings).value;
    let tables: HashSet<String> = site::table_files(plan.site())
        .flat_map(|file| TABLE_FORMATS.iter().map(move |format| file.path(format.extension)))
        .collect();
    let mut links = 0;
    for (route, html) in &parsed {
        for element in select(html, "a[href], link[href], script[src]") {
            let value = element.value();
            let href = value.attr("href").or(value.attr("src")).unwrap();
            if href.contains(':') {
                continue;
            }
            links += 1;
            assert!(!href.starts_with('/'), "{route}: {href}");
            let (path, anchor) = href.split_once('#').unwrap_or((href, ""));
            let target = if path.is_empty() {
                (*route).to_owned()
            } else {
                joined(route, path)
            };
            if assets.contains(&target) || tables.contains(&target) {
                continue;
            }
            let Some(ids) = anchors.get(target.as_str()) else {
                panic!("{route}: {href} leads nowhere");
            };
            assert!(anchor.is_empty() || ids.contains(anchor), "{route}: there is no {href}");
        }
    }
    assert!(links > 2000, "only {links} links were seen");
    let lower: BTreeSet<String> = pages.keys().map(|route| route.to_lowercase()).collect();
    assert_eq!(lower.len(), pages.len(), "addresses differ only in case");
}

#[test]
#[cfg(feature = "minify")]
fn minified_templates_make_the_documents_that_minified_pages_are() {
    let review = review(&ReviewCopy::whole());
    let theme = Theme::load(&[]).value;
    let small = Renderer::new(&theme).value;
    assert_eq!(small.loose(), [""; 0], "templates that cannot be minified");
    let small = pages(&review, &small);
    let plain = pages(&review, &Renderer::plain(&theme).value);
    let mut saved = 0;
    for (route, page) in &plain {
        saved += page.len().saturating_sub(small[route].len());
        assert_eq!(shape(&small[route]), shape(page), "{route}");
    }
    assert!(saved > 10_000, "nothing was saved: {saved}");
}

/// Elements with their attributes, and the words between them, without blanks.
#[cfg(feature = "minify")]
fn shape(page: &str) -> Vec<String> {
    let html = Html::parse_document(page);
    let mut shape = Vec::new();
    for node in html.tree.root().descendants() {
        match node.value() {
            scraper::Node::Element(element) => {
                let mut attributes: Vec<String> =
                    element.attrs().map(|(name, value)| format!("{name}={value}")).collect();
                attributes.sort();
                shape.push(format!("<{} {}", element.name(), attributes.join(" ").replace(' ', "")));
            }
            scraper::Node::Text(text) => {
                let words: String = text.chars().filter(|c| !c.is_whitespace()).collect();
                match shape.last_mut() {
                    _ if words.is_empty() => {}
                    Some(last) if !last.starts_with('<') => last.push_str(&words),
                    _ => shape.push(words),
                }
            }
            _ => {}
        }
    }
    shape
}

#[test]
fn a_review_lays_its_own_files_over_the_theme() {
    let review = review(&ReviewCopy::whole());
    let mine = "{% extends \"base.html\" %}{% block main %}<h1>Mine: {{ head.title }}</h1>{% endblock main %}";
    let theme = Theme::load(&[("templates/gaps.html".to_owned(), mine.into())]).value;
    let pages = pages(&review, &Renderer::new(&theme).value);
    assert!(pages["gaps.html"].contains("Mine: Gaps"));
    assert!(pages["about.html"].contains("How this review is made"));

    let fault = "{% extends \"base.html\" %}\n{% block main %}{{ view.nothing_of_the_kind }}{% endblock main %}";
    let theme = Theme::load(&[("templates/gaps.html".to_owned(), fault.into())]).value;
    let renderer = Renderer::plain(&theme).value;
    let plan = site::plan(&review.library, &review.knowledge.vocabulary, &review.settings).value;
    let job = plan.jobs.iter().find(|job| job.route == "gaps.html").unwrap();
    let page = renderer.page(&plan.page(job));
    let diagnostic = &page.diagnostics[0];
    assert_eq!(diagnostic.code, citeloom::base::codes::site::TEMPLATE);
    assert_eq!(&*diagnostic.labels[0].file, "templates/gaps.html");
    assert!(
        diagnostic.labels[0].span.of(fault).contains("nothing_of_the_kind"),
        "{diagnostic:?}"
    );

    let broken = Theme::load(&[("templates/gaps.html".to_owned(), "{% if %}".into())]).value;
    let renderer = Renderer::new(&broken);
    assert_eq!(renderer.diagnostics[0].code, citeloom::base::codes::site::TEMPLATE);
    let page = renderer.value.page(&plan.page(job));
    assert!(page.diagnostics.is_empty(), "the default theme steps in");
}

#[test]
fn only_quoted_pieces_of_a_capture_are_shown() {
    let mut review = review(&ReviewCopy::whole());
    let renderer = Renderer::new(&Theme::load(&[]).value).value;
    let before = pages(&review, &renderer);
    let banner = "You are using a browser version with limited support for CSS";
    let source = review
        .settings
        .captures
        .iter()
        .find(|(_, capture)| capture.text.get().is_some_and(|text| text.contains(banner)));
    let path = source.expect("a capture with the publisher's banner").0.clone();
    assert!(before.values().all(|page| !page.contains(banner)));
    if let Some(capture) = review.settings.captures.get_mut(&path) {
        capture.publish = true;
    }
    let after = pages(&review, &renderer);
    assert!(
        after.values().any(|page| page.contains(banner)),
        "the author may publish it"
    );
}

#[test]
fn hostile_words_stay_words() {
    let copy = ReviewCopy::whole();
    let stub = copy
        .files("content/articles")
        .into_iter()
        .find(|name| name.starts_with("dumas"))
        .unwrap();
    let path = format!("content/articles/{stub}");
    let title = "A <script>alert(1)</script> & “b” \\\"c\\\" \u{202e}rtl";
    let text: String = copy
        .read(&path)
        .lines()
        .map(|line| match line.starts_with("title = ") {
            true => format!("title = \"{title}\"\n"),
            false => format!("{line}\n"),
        })
        .collect();
    copy.write(
        &path,
        text + "\n## Notes\n\n<img src=x onerror=alert(1)> [x](javascript:alert(1)) [@rummelt2021; @nobody]\n",
    );
    let pages = pages(&review(&copy), &Renderer::new(&Theme::load(&[]).value).value);
    for (route, page) in &pages {
        assert!(!page.contains("<script>alert"), "{route}");
        assert!(!page.contains("<img src"), "{route}");
        assert!(!page.contains("href=\"javascript:"), "{route}");
    }
    assert!(pages["articles/dumas2019.html"].contains("&lt;script&gt;alert(1)"));
}

#[test]
fn the_citations_are_taken_together() {
    use citeloom::library::{CitationFacts, WorkId};
    let review = review(&ReviewCopy::whole());
    let library = &review.library;
    let facts = CitationFacts::of(library);
    let first_page = |id: WorkId| library.work(id).item.first_page().unwrap_or("").to_owned();
    let wanted: BTreeSet<(String, usize)> = facts.wanted.iter().map(|(id, n)| (first_page(*id), *n)).collect();
    let shared = ["1779", "9414", "512"];
    let expected: BTreeSet<(String, usize)> = shared.iter().map(|page| (page.to_string(), 2)).collect();
    assert_eq!(wanted, expected);
    assert_eq!((facts.references, facts.cited, facts.wanted_count), (92, 89, 3));
    assert_eq!(facts.spread, [(2, 3), (1, 86)]);
    let pairs: BTreeSet<BTreeSet<String>> = facts
        .together
        .iter()
        .map(|pair| {
            assert_eq!(pair.articles, 2);
            BTreeSet::from([first_page(pair.a), first_page(pair.b)])
        })
        .collect();
    let expected = [["1779", "9414"], ["1779", "512"], ["9414", "512"]];
    let expected: BTreeSet<BTreeSet<String>> = expected.iter().map(|pair| pair.map(str::to_owned).into()).collect();
    assert_eq!(pairs, expected);
    assert_eq!(facts.together.len(), 3);
    assert_eq!(facts.coupled.len(), 1);
    assert_eq!(facts.coupled[0].works.len(), 3);
    assert!(facts.within.is_empty(), "no seed cites another");
    let own = |key: &str| {
        let found = facts
            .own
            .iter()
            .find(|own| library.article(own.article).article.key == key);
        found.map_or(&[][..], |own| own.references.as_slice())
    };
    assert_eq!(own("rummelt2021"), [18], "the reference with Rummelt among its authors");
    let year = |id: &WorkId| library.work(*id).item.year();
    assert!(facts.oldest.is_sorted_by_key(year));
    assert!(facts.newest.iter().rev().is_sorted_by_key(year));
    assert_eq!(facts.years.iter().map(|row| row.1).sum::<usize>() + facts.undated, 89);
    assert_eq!(facts.years.iter().map(|row| row.2).sum::<usize>() + facts.undated, 92);
}

#[test]
fn a_reference_leads_to_its_work_and_back() {
    let pages = default_pages();
    let citing = Html::parse_document(&pages["articles/rummelt2021.html"]);
    let mut checked = 0;
    for item in select(&citing, "ol.refs > li") {
        let id = item.value().id().unwrap();
        let first = item.select(&Selector::parse(".links > a").unwrap()).next().unwrap();
        let href = joined("articles/rummelt2021.html", first.value().attr("href").unwrap());
        let (page, anchor) = href.split_once('#').unwrap_or((&href, ""));
        let there = Html::parse_document(&pages[page]);
        let within = if anchor.is_empty() {
            String::new()
        } else {
            format!("[id=\"{anchor}\"] ")
        };
        let here = format!("articles/rummelt2021.html#{id}");
        let back: Vec<String> = select(&there, &format!("{within}a[href]"))
            .iter()
            .filter(|link| joined(page, link.value().attr("href").unwrap()) == here)
            .map(|link| link.text().collect())
            .collect();
        let words = format!("reference {} of 60", id.trim_start_matches("ref-"));
        assert!(back.contains(&words), "{page} leads back to {here}: {back:?}");
        checked += 1;
        if checked == 12 {
            break;
        }
    }
    assert_eq!(checked, 12);
}

#[test]
fn the_drawn_citations_stand_beside_it_in_words() {
    let pages = default_pages();
    let mut drawn = 0;
    let whole = Html::parse_document(&pages["graph.html"]);
    assert_eq!(select(&whole, "svg.graph .edge path").len(), 6);
    assert_eq!(
        select(&whole, "#table ~ .scroll tbody tr").len(),
        6,
        "a line in words for each that is drawn"
    );
    for (route, page) in pages.iter().filter(|(route, _)| route.starts_with("articles/")) {
        let html = Html::parse_document(page);
        let nodes = select(&html, "svg.graph .node");
        if nodes.is_empty() {
            continue;
        }
        drawn += 1;
        assert!(nodes.len() <= 40, "{route}: {} boxes", nodes.len());
        assert!(
            select(&html, "svg.graph[role=group] > title, svg.graph > desc").len() == 2,
            "{route}"
        );
        assert_eq!(select(&html, "svg.graph .is-self").len(), 1, "{route}");
        let hrefs = |selector: &str| -> BTreeSet<String> {
            let found = select(&html, selector);
            found
                .iter()
                .map(|a| a.value().attr("href").unwrap().to_owned())
                .collect()
        };
        let boxes = hrefs("svg.graph a.node");
        assert!(!boxes.is_empty(), "{route}");
        assert_eq!(boxes, hrefs("#graph ~ details th a"), "{route}");
        // Three shared works: an arrow from either paper to each.
        assert_eq!(select(&html, "svg.graph .edge path").len(), 6, "{route}");
    }
    assert_eq!(drawn, 2, "two of the seeds share references");
}

#[test]
fn former_and_shortened_keys_lead_to_the_work() {
    use citeloom::library::WorkNames;
    let review = review(&ReviewCopy::whole());
    let names = WorkNames::of(&review.library);
    let work = names.get("kralovics2005-352-1779").unwrap();
    // What the work was called while only the list without authors had been captured.
    assert_eq!(names.get("nengljmed2005-352-1779"), Some(work));
    assert_eq!(names.get("kralovics2005"), Some(work));
    assert_eq!(names.get("pmid:15858187"), Some(work));
    assert_eq!(names.get("kralovics"), None);
    // A shortened key that several works share names none of them.
    let mut short: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, _) in review.library.works.iter().filter_map(|work| work.key.split_once('-')) {
        *short.entry(name).or_default() += 1;
    }
    let shared: Vec<&str> = short.iter().filter(|(_, n)| **n > 1).map(|(name, _)| *name).collect();
    assert!(!shared.is_empty());
    for name in shared {
        assert_eq!(names.get(name), None, "{name}");
    }
}

#[test]
fn a_preprint_and_what_it_became_are_marked_on_either() {
    let copy = ReviewCopy::whole();
    let path = "content/articles/dumas2019.md";
    let title = "Stromal signals shelter leukaemic stem cells from quizartinib in the marrow niche";
    let references = format!(
        "\n## References\n\n1. Example AB, Sample C. {title}. bioRxiv. 2018. doi:10.1101/300001.\n\
         2. Example AB, Sample C. {title}. Blood. 2019;133:900-911.\n"
    );
    copy.write(path, copy.read(path) + &references);
    let pages = pages(&review(&copy), &Renderer::new(&Theme::load(&[]).value).value);
    for (route, items) in [
        ("articles/dumas2019.html", "ol.refs > li"),
        ("bibliography.html", "ul.works > li[id]"),
    ] {
        let html = Html::parse_document(&pages[route]);
        let marked: Vec<String> = select(&html, items)
            .into_iter()
            .map(|item| item.text().collect::<String>())
            .filter(|text| text.contains(title))
            .collect();
        let with = |words: &str| marked.iter().filter(|text| text.contains(words)).count();
        assert_eq!(marked.len(), 2, "{route}");
        assert_eq!(
            with("preprint, published as Example and Sample, 2019"),
            1,
            "{route}: {marked:?}"
        );
        assert_eq!(
            with("published version of the preprint Example and Sample, 2018"),
            1,
            "{route}"
        );
    }
}

/// A paper and the notice that retracts it, as MEDLINE has them; a third paper cites the first.
#[test]
fn a_retraction_is_marked_on_both_papers_and_wherever_the_paper_is_cited() {
    let copy = ReviewCopy::whole();
    copy.write(
        "content/sources/100_retracted.nbib",
        "PMID- 31000001\nTI  - Invented signals shelter leukaemic stem cells in the marrow niche of mice.\nFAU - Example, Anna B\n\
         JT  - Invented Journal of Marrow\nTA  - Invent J Marrow\nDP  - 2018 Mar\nVI  - 12\nIP  - 3\nPG  - 345-56\n\
         RIN - Invent J Marrow. 2020;14:77. PMID: 31000002\nCIN - Elsewhere. 2019;1(2):3-4. PMID: 31000003\n\
         EIN - Invent J Marrow. 2019;13(1):9\n",
    );
    copy.write(
        "content/sources/101_notice.nbib",
        "PMID- 31000002\nTI  - Notice of the editors on a paper of 2018.\nFAU - Editor, Carla\nJT  - Invented Journal of Marrow\n\
         TA  - Invent J Marrow\nDP  - 2020\nVI  - 14\nPG  - 77\n",
    );
    let path = "content/articles/dumas2019.md";
    let reference = "\n## References\n\n1. Example AB. Invented signals shelter leukaemic stem cells in the marrow niche of mice. Invent J Marrow. 2018;12(3):345-56.\n";
    copy.write(path, copy.read(path) + reference);
    let (status, said) = copy.build();
    assert_eq!(status, 0, "{said}");
    let page = |name: &str| copy.read(&format!("public/articles/{name}.html"));
    let head = |name: &str| {
        let html = Html::parse_document(&page(name));
        select(&html, "header p.status")[0].text().collect::<String>()
    };
    let (paper, notice) = (head("example2018"), head("editor2020"));
    assert!(paper.contains("retracted by Editor, 2020"), "{paper}");
    assert!(paper.contains("corrected by Invent J Marrow. 2019;13(1):9"), "{paper}");
    assert!(
        !paper.contains("retraction of") && !paper.contains("Elsewhere"),
        "{paper}"
    );
    assert!(notice.contains("retraction of Example, 2018"), "{notice}");
    let html = Html::parse_document(&page("dumas2019"));
    let cited: String = select(&html, "ol.refs > li")[0].text().collect();
    assert!(cited.contains("retracted by Editor, 2020"), "{cited}");
    let export = |format: &str| String::from_utf8(copy.citeloom(&["export", "--format", format]).stdout).unwrap();
    let medline = export("medline");
    assert!(
        medline.contains("RIN - Invented Journal of Marrow. 2020;14:77. PMID: 31000002"),
        "{medline}"
    );
    assert!(medline.contains("ROF - Invented Journal of Marrow. 2018;12(3):345-356. PMID: 31000001"));
    let notice = export("biblatex");
    assert!(
        notice.contains("related = {example2018},\n  relatedstring = {retraction of}"),
        "{notice}"
    );
}

/// What `serve` shows of an edit before it builds everything is what the build makes of it.
#[test]
fn the_first_look_at_an_edited_text_is_the_page_that_the_build_makes() {
    let edits = [
        (
            "articles/dumas2019.md",
            "## Notes\n",
            "## Notes\n\nA word of the **zebra**, by [[niche-hypoxia]].\n",
        ),
        ("articles/dumas2019.md", "title = \"", "title = \"Zebra: "),
        (
            "mechanisms/niche-cytokine.md",
            "+++\n\n",
            "+++\n\nThe zebra, see [@dumas2019].\n\n",
        ),
    ];
    for (path, from, to) in edits {
        let copy = ReviewCopy::whole();
        let mut before = review(&copy);
        let text = copy.read(&format!("content/{path}"));
        let edited = text.replacen(from, to, 1);
        assert_ne!(text, edited, "{path}");
        copy.write(&format!("content/{path}"), &edited);
        let vocabulary = &before.knowledge.vocabulary;
        let renewed = if path.starts_with("articles/") {
            let article = citeloom::article::parse(path, &edited).value.unwrap();
            before.library.renew_article(article, vocabulary)
        } else {
            let page = citeloom::library::PageEntry::parse(path, &edited).value;
            before.library.renew_page(page, vocabulary)
        };
        let after = review(&copy);
        let made = |review: &Review| {
            let rendering =
                pipeline::Rendering::begin(&review.library, &review.knowledge.vocabulary, &review.settings, &[]).value;
            let pages = std::sync::Mutex::new(BTreeMap::new());
            let keep = |route: &str, bytes: &[u8]| {
                let page = String::from_utf8(bytes.to_vec()).unwrap();
                pages.lock().unwrap().insert(route.to_owned(), page);
                Ok(())
            };
            rendering.page_of(renewed.unwrap(), &keep).unwrap();
            pages.into_inner().unwrap()
        };
        let (look, built) = (made(&before), made(&after));
        assert_eq!(look.len(), 1, "{path}");
        assert!(look.values().all(|page| page.contains("ebra")), "{path}");
        for (route, page) in &look {
            let differ = page
                .split('<')
                .zip(built[route].split('<'))
                .find(|(look, built)| look != built);
            assert_eq!(differ, None, "{route}");
        }
    }
    // Where references, keys or mechanisms are others, more than a page changes.
    let copy = ReviewCopy::whole();
    let mut before = review(&copy);
    let text = copy
        .read("content/articles/dumas2019.md")
        .replacen("\n1. ", "\n1. New ", 1);
    let article = citeloom::article::parse("articles/nature-heterodimeric-jak-stat.md", &text)
        .value
        .unwrap();
    assert_eq!(
        before.library.renew_article(article, &before.knowledge.vocabulary),
        None
    );
}

#[test]
fn authors_and_journals_are_listed_and_those_of_two_papers_have_a_page() {
    let copy = ReviewCopy::empty();
    let stub = |key: &str, year: &str, journal: &str, authors: &str| {
        let text = format!(
            "+++\nkey = \"{key}\"\ntype = \"article-journal\"\ntitle = \"Title of {key}\"\nissued = \"{year}\"\njournal = \"{journal}\"\nauthors = [{authors}]\n+++\n"
        );
        copy.write(&format!("content/articles/{key}.md"), text);
    };
    let john = r#"{ family = "Łoś", given = "Jan" }"#;
    let short = r#"{ family = "Łoś", given = "J" }"#;
    let one = r#"{ family = "Ng", given = "A", orcid = "0000-0002-1825-0097" }"#;
    let other = r#"{ family = "Ng", given = "A", orcid = "0000-0001-5109-3700" }"#;
    stub("first2001", "2001", "Blood", &format!("{john}, {one}"));
    stub("second2003", "2003", "BLOOD", &format!("{short}, {other}"));
    let (mei, min) = (
        r#"{ family = "Wang", given = "Mei" }"#,
        r#"{ family = "Wang", given = "Min" }"#,
    );
    let third = r#"{ family = "Alone", given = "B" }, { family = "Wang", given = "M" }"#;
    stub("third2005", "2005", "Nature", third);
    let without = r#"{ family = "Ng", given = "A" }"#;
    stub("fourth2006", "2006", "Cell", &format!("{mei}, {min}, {without}"));
    copy.write("citeloom.lock", "");
    let review = review(&copy);
    let plan = site::plan(&review.library, &review.knowledge.vocabulary, &review.settings).value;
    let pages: BTreeMap<String, serde_json::Value> = plan
        .jobs
        .iter()
        .map(|job| (job.route.clone(), serde_json::to_value(plan.page(job)).unwrap()))
        .collect();
    let keys = |page: &str| -> Vec<&str> {
        let papers = pages[page]["view"]["papers"].as_array().unwrap().iter();
        papers.map(|paper| paper["key"].as_str().unwrap()).collect()
    };
    // One author in two spellings, under the fuller one; two that share a name are told apart by their iDs.
    assert_eq!(keys("authors/los-j.html"), ["second2003", "first2001"]);
    assert_eq!(pages["authors/los-j.html"]["view"]["title"], "Jan Łoś");
    for page in ["authors/ng-a.html", "authors/ng-a-2.html", "authors/ng-a-3.html"] {
        let papers = pages.get(page).map_or(Vec::new(), |_| keys(page));
        assert!(!papers.contains(&"fourth2006"), "{page}: the paper states no iD");
    }
    let with_id = pages.values().filter(|page| page["view"]["orcid"].is_string());
    assert_eq!(with_id.count(), 2);
    assert_eq!(keys("journals/blood.html"), ["second2003", "first2001"]);
    assert!(!pages.contains_key("authors/alone-b.html") && !pages.contains_key("journals/nature.html"));
    // The lists name everybody; who has no page is led to the paper.
    let names = |page: &str| -> BTreeMap<String, (String, u64)> {
        let groups = pages[page]["view"]["names"].as_array().unwrap().iter();
        let names = groups.flat_map(|group| group[1].as_array().unwrap());
        names
            .map(|name| {
                let text = |key: &str| name[key].as_str().unwrap().to_owned();
                (text("label"), (text("href"), name["count"].as_u64().unwrap()))
            })
            .collect()
    };
    let authors = names("authors/index.html");
    for name in ["Mei Wang", "Min Wang", "M Wang"] {
        assert_eq!(authors[name].1, 1, "{name}: one of two people, nobody knows which");
    }
    assert_eq!(authors["B Alone"], ("articles/third2005.html".to_owned(), 1));
    assert_eq!(authors["Jan Łoś"], ("authors/los-j.html".to_owned(), 2));
    assert_eq!(names("journals/index.html")["Nature"].0, "articles/third2005.html");
    // Papers lead there; a single author's name is looked for.
    let paper = &pages["articles/second2003.html"]["view"];
    assert_eq!(paper["authors"][0]["href"], "authors/los-j.html");
    assert_eq!(paper["journal_page"], "journals/blood.html");
    let alone = &pages["articles/third2005.html"]["view"];
    assert_eq!(alone["authors"][0]["href"], "search.html?q=author:alone");
    assert!(alone["journal_page"].is_null());
}

#[test]
fn notes_that_name_a_work_are_no_citation_of_it() {
    let copy = ReviewCopy::whole();
    let stub = copy.read("content/articles/dumas2019.md");
    copy.write(
        "content/articles/dumas2019.md",
        stub + "\n## Notes\n\nThe mutation itself is described elsewhere [@kralovics2005].\n",
    );
    let review = review(&copy);
    let named = |work: &&citeloom::library::WorkEntry| work.key.starts_with("kralovics2005-");
    let work = review.library.works.iter().find(named).expect("the seeds cite it");
    assert_eq!((work.citers.len(), work.noted_by.len()), (2, 1));
    let plan = site::plan(&review.library, &review.knowledge.vocabulary, &review.settings).value;
    let route = format!("works/{}.html", work.key);
    let job = plan.jobs.iter().find(|job| job.route == route).expect("its page");
    let page = serde_json::to_value(plan.page(job)).unwrap();
    assert_eq!(page["view"]["work"]["cited_by"], 2);
    assert_eq!(page["view"]["citers"].as_array().unwrap().len(), 2);
    let noted = page["view"]["noted_by"].as_array().unwrap();
    assert_eq!(noted.len(), 1);
    assert_eq!(noted[0]["paper"]["href"], "articles/dumas2019.html");
    assert!(noted[0]["number"].is_null());
}

#[test]
fn papers_that_would_be_called_alike_are_told_apart() {
    let copy = ReviewCopy::whole();
    for (key, title, year) in [
        ("roe2001", "One", "2001"),
        ("roe2001b", "Another", "2001"),
        ("roe2002", "A third", "2002"),
    ] {
        let front = format!(
            "+++\nkey = \"{key}\"\ntype = \"article-journal\"\ntitle = \"{title}\"\nissued = \"{year}\"\nauthors = [{{ family = \"Roe\", given = \"Jane\" }}]\n+++\n"
        );
        copy.write(&format!("content/articles/{key}.md"), front);
    }
    let review = review(&copy);
    let plan = site::plan(&review.library, &review.knowledge.vocabulary, &review.settings).value;
    let name = |key: &str| {
        let entries = review.library.article_ids();
        let mut of = entries.filter(|id| review.library.article(*id).article.key == key);
        plan.site().short(of.next().expect("the stub is read"))
    };
    assert_eq!(name("roe2001"), "Roe, 2001a");
    assert_eq!(name("roe2001b"), "Roe, 2001b");
    assert_eq!(name("roe2002"), "Roe, 2002");
}
