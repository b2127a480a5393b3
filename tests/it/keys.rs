//! Keys of works stay, whatever captures come in or go and in whatever order.

use crate::support::ReviewCopy;
use citeloom::article::Lock;
use citeloom::library::Library;
use citeloom::pipeline::{self, Knowledge, TextFile};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The ways in which lists cite work number `n`: some name nobody, some nothing but numbers.
fn reference(n: usize, style: usize) -> String {
    let family = ["Kralovics", "Mullighan", "Andraos", "Kralovics"][n % 4];
    let (year, volume, page) = (2004 + n % 4, 340 + n, 1701 + 13 * n);
    let title = format!("A gain-of-function mutation of gene {n} in myeloproliferative disorders of kind {n}");
    match style {
        0 => format!("N Engl J Med. {year} Apr 28;{volume}(17):{page}-90. (PMID: 158581{n:02})"),
        1 => format!("{family} R, et al. {title}. N Engl J Med. {year};{volume}:{page}-90."),
        2 => format!("{family}, R. & Teo, S. {title}. N. Engl. J. Med. {volume}, {page} ({year})."),
        3 => format!("R. {family}, S. Teo, N. Engl. J. Med. {volume}, {page} ({year})."),
        _ => format!(
            "{family} R. {title}. The New England Journal of Medicine. {year};{volume}:{page}. doi:10.1056/n.{n:02}"
        ),
    }
}

/// The stub of paper `p`, which is work number `p` itself.
fn stub(p: usize, cited: &[(usize, usize)]) -> TextFile {
    stub_of(p, cited.iter().map(|(work, style)| reference(*work, *style)))
}

fn stub_of(p: usize, references: impl Iterator<Item = String>) -> TextFile {
    let family = ["Kralovics", "Mullighan", "Andraos", "Kralovics"][p % 4];
    let (year, volume, page) = (2004 + p % 4, 340 + p, 1701 + 13 * p);
    let mut text = format!(
        "+++\nkey = \"paper{p}\"\ntype = \"article-journal\"\nauthors = [{{ family = \"{family}\", given = \"R\" }}]\n\
         journal = \"N Engl J Med\"\nissued = \"{year}\"\nvolume = \"{volume}\"\npages = \"{page}-{}\"\n+++\n\n## References\n\n",
        page + 11
    );
    for (number, reference) in references.enumerate() {
        text.push_str(&format!("{}. {reference}\n", number + 1));
    }
    TextFile {
        path: format!("articles/paper{p}.md").into(),
        text: text.into(),
    }
}

/// Links the papers with what the lock remembers, and lets it remember the outcome.
fn link(papers: &BTreeMap<usize, Vec<(usize, usize)>>, lock: &mut Lock) -> Library {
    link_stubs(papers.iter().map(|(paper, cited)| stub(*paper, cited)).collect(), lock)
}

fn link_stubs(files: Vec<TextFile>, lock: &mut Lock) -> Library {
    let stubs = pipeline::read_stubs(&files).value;
    assert_eq!(stubs.articles.len(), files.len());
    let library = pipeline::library(stubs, lock.clone(), &[], &[], &Knowledge::default()).value;
    if let Some(keys) = &library.keys {
        lock.keys = keys.clone();
    }
    // What the next build knows is what the file says.
    *lock = Lock::parse(&"citeloom.lock".into(), &lock.to_text()).value;
    library
}

/// The key of each work, by its number.
fn keys(papers: &BTreeMap<usize, Vec<(usize, usize)>>, library: &Library) -> BTreeMap<usize, String> {
    let mut keys = BTreeMap::new();
    for (id, (paper, cited)) in library.article_ids().zip(papers) {
        let entry = library.article(id);
        let references = cited
            .iter()
            .zip(&entry.references)
            .map(|((work, _), r)| (*work, r.work));
        for (number, work) in references.chain([(*paper, entry.work)]) {
            let key = &library.work(work).key;
            let before = keys.insert(number, key.clone());
            assert!(before.is_none_or(|before| before == *key), "one work, one key");
        }
    }
    keys
}

fn papers() -> impl Strategy<Value = Vec<Vec<(usize, usize)>>> {
    let cited = proptest::collection::btree_map(0usize..10, 0usize..5, 1..7);
    proptest::collection::vec(cited.prop_map(|cited| cited.into_iter().collect()), 6)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_key_changes_while_papers_come_and_go(papers in papers(), steps in proptest::collection::vec(0usize..6, 1..14)) {
        let (mut here, mut lock, mut given) = (BTreeMap::new(), Lock::default(), BTreeMap::new());
        for paper in steps {
            if here.remove(&paper).is_none() {
                here.insert(paper, papers[paper].clone());
            }
            let library = link(&here, &mut lock);
            let now = keys(&here, &library);
            let distinct: std::collections::BTreeSet<&String> = now.values().collect();
            prop_assert_eq!(distinct.len(), now.len());
            // Of a work that nobody cites any more nothing is left.
            given.retain(|work, _| now.contains_key(work));
            for (work, key) in now {
                let before = given.entry(work).or_insert_with(|| key.clone());
                prop_assert_eq!(&*before, &key);
            }
        }
    }

    #[test]
    fn two_authors_locks_make_one_in_either_order(papers in papers(), first in 0usize..6, shared in 0usize..6) {
        let of = |list: &[usize]| -> BTreeMap<_, _> { list.iter().map(|p| (*p, papers[*p].clone())).collect() };
        let mut base = Lock::default();
        let before = keys(&of(&[shared]), &link(&of(&[shared]), &mut base));
        let (mut mine, mut theirs) = (base.clone(), base);
        let second = (first + 1) % 6;
        link(&of(&[shared, first]), &mut mine);
        link(&of(&[shared, second]), &mut theirs);
        let all = of(&[shared, first, second]);
        let union = |a: &Lock, b: &Lock| {
            let mut lock = Lock::parse(&"citeloom.lock".into(), &(a.to_text() + &b.to_text())).value;
            let library = link(&all, &mut lock);
            (keys(&all, &library), lock.to_text())
        };
        let (found, text) = union(&mine, &theirs);
        prop_assert_eq!((&found, &text), (&union(&theirs, &mine).0, &union(&theirs, &mine).1));
        for (work, key) in before {
            prop_assert_eq!(found.get(&work), Some(&key));
        }
    }
}

/// Lines that say little, alike or nearly so, beside whole references.
fn meagre(n: usize) -> String {
    match n {
        0 => "Smith J, personal communication, 1999.".into(),
        1 => "Smith J, personal communication (1999).".into(),
        2 => "Unpublished data, 1999.".into(),
        3 => "Unpublished data of the registry, 1999.".into(),
        4 => "Smith J. 1999.".into(),
        5 => "See the supplement.".into(),
        6 => "?".into(),
        _ => reference((n - 7) / 5, (n - 7) % 5),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// What one build writes down is what the next one finds: nothing goes back and forth, and no build writes for the next
    /// one what its own site lacks.
    #[test]
    fn a_second_build_changes_nothing(
        states in proptest::collection::vec(proptest::collection::vec(proptest::collection::vec(0usize..17, 0..7), 4), 1..5)
    ) {
        let mut lock = Lock::default();
        let told = |library: &Library| -> Vec<(String, Vec<String>)> {
            let works = library.work_ids().map(|id| library.work(id));
            works.map(|work| (work.key.clone(), work.aliases.clone())).collect()
        };
        for papers in states {
            let files = || papers.iter().enumerate().map(|(p, cited)| stub_of(p, cited.iter().map(|n| meagre(*n)))).collect();
            let first = told(&link_stubs(files(), &mut lock));
            let written = lock.to_text();
            let second = told(&link_stubs(files(), &mut lock));
            prop_assert_eq!(&lock.to_text(), &written);
            prop_assert_eq!(&second, &first);
            let keys: std::collections::BTreeSet<&String> = first.iter().map(|(key, _)| key).collect();
            prop_assert_eq!(keys.len(), first.len());
            for (key, aliases) in &first {
                let elsewhere = aliases.iter().find(|alias| keys.contains(alias) && !alias.starts_with("paper"));
                prop_assert_eq!(elsewhere, None, "{} leads to {} too", key, aliases.join(", "));
            }
        }
    }
}

#[test]
fn a_work_known_by_its_journal_keeps_its_key_when_its_authors_and_then_itself_come_in() {
    let mut lock = Lock::default();
    let mut papers = BTreeMap::from([(1, vec![(0, 0)])]);
    let key = |papers: &_, lock: &mut _| keys(papers, &link(papers, lock)).remove(&0);
    let first = key(&papers, &mut lock);
    assert_eq!(first.as_deref(), Some("nengljmed2004-340-1701"));
    papers.insert(2, vec![(0, 1)]);
    papers.insert(3, vec![(0, 4)]);
    assert_eq!(key(&papers, &mut lock), first);
    papers.insert(0, vec![(5, 1)]);
    assert_eq!(key(&papers, &mut lock), first, "the work was captured itself");
    let library = link(&papers, &mut lock);
    let work = library.work(library.article(library.article_by_key("paper0").unwrap()).work);
    assert!(work.aliases.iter().any(|alias| alias == "paper0"), "{:?}", work.aliases);
    papers.remove(&1);
    assert_eq!(key(&papers, &mut lock), first, "who gave the key is gone");
    // Without a memory the fullest reference names the work.
    let fresh = key(
        &BTreeMap::from([(2, vec![(0, 1)]), (1, vec![(0, 0)])]),
        &mut Lock::default(),
    );
    assert_eq!(fresh.as_deref(), Some("kralovics2004-340-1701"));
}

#[test]
fn a_reference_that_its_author_moves_or_corrects_keeps_its_key() {
    let mut lock = Lock::default();
    let papers = BTreeMap::from([(1, vec![(0, 0), (4, 1)])]);
    let before = keys(&papers, &link(&papers, &mut lock));
    let moved = BTreeMap::from([(1, vec![(6, 2), (4, 1), (0, 0)])]);
    let after = keys(&moved, &link(&moved, &mut lock));
    assert_eq!((after.get(&0), after.get(&4)), (before.get(&0), before.get(&4)));
    // The line reads otherwise now; year and numbers tell that it is the same reference.
    let corrected = BTreeMap::from([(1, vec![(0, 1), (4, 1)])]);
    let after = keys(&corrected, &link(&corrected, &mut lock));
    assert_eq!(after.get(&0), before.get(&0));
}

#[test]
fn pages_of_works_stay_where_they_are_when_captures_come_in() {
    let mut sources: Vec<String> = ReviewCopy::captures_only().files("content/sources");
    sources.sort();
    // The list without authors first, then the one that has them.
    sources.rotate_left(2);
    let review = ReviewCopy::captures_only();
    let texts: Vec<(String, String)> = sources
        .iter()
        .map(|name| (name.clone(), review.read(&format!("content/sources/{name}"))))
        .collect();
    for name in &sources {
        std::fs::remove_file(review.root.join("content/sources").join(name)).unwrap();
    }
    let (mut pages, mut given) = (Vec::new(), BTreeMap::new());
    for (name, text) in texts {
        review.write(&format!("content/sources/{name}"), text);
        let (status, said) = review.build();
        assert_eq!(status, 0, "{said}");
        let now = review.files("public/works");
        assert!(pages.iter().all(|page| now.contains(page)), "{pages:?} {now:?}");
        pages = now;
        let lock = Lock::parse(&"citeloom.lock".into(), &review.read("citeloom.lock")).value;
        for (article, kept) in &lock.keys {
            for (mark, keys) in &kept.cites {
                let before = given.entry((article.clone(), *mark)).or_insert_with(|| keys.clone());
                assert_eq!(before, keys, "a key of {article} changed");
            }
        }
    }
    assert!(given.len() >= 90 && pages.len() >= 3);
    assert!(given.values().any(|keys| keys[0] == "nengljmed2005-352-1779"));
}
