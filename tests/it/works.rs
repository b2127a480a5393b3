//! Which records are the same work: seeds' pairs and decoys, vetoes, decisions, and independence of the order.

use citeloom::base::{Name, PartialDate};
use citeloom::journals::Journals;
use citeloom::record::{Field, Item, ItemType, RelationKind};
use citeloom::reference::{Decisions, Reason, Works, dedupe, match_works, parse};
use proptest::prelude::*;
use proptest::strategy::ValueTree;

/// An article: `family` of the first author (or none), year, journal, volume, pages.
fn article(family: &str, year: u16, journal: &str, volume: &str, pages: &str) -> Item {
    let mut item = Item::default();
    item.kind = ItemType::ArticleJournal;
    item.issued = PartialDate::year(year);
    if !family.is_empty() {
        item.author.push(Name::person(family, "A"));
    }
    for (field, value) in [
        (Field::ContainerTitle, journal),
        (Field::Volume, volume),
        (Field::Page, pages),
    ] {
        item.set(field, value);
    }
    item
}

fn with(mut item: Item, fields: &[(Field, &str)]) -> Item {
    for (field, value) in fields {
        item.set(*field, *value);
    }
    item
}

fn matched(items: &[Item]) -> Works {
    decided(items, "").0
}

fn decided(items: &[Item], decisions: &str) -> (Works, Vec<String>) {
    let named: Vec<(&str, &Item)> = items.iter().map(|item| ("", item)).collect();
    let decisions = Decisions::load("content/works.toml", decisions);
    let parsed = match_works(&named, &decisions.value, &Journals::default());
    let codes = decisions.diagnostics.iter().chain(&parsed.diagnostics);
    (
        parsed.value,
        codes.map(|diagnostic| diagnostic.code.to_string()).collect(),
    )
}

/// The groups as lists of members, in the order of first members.
fn groups(works: &Works) -> Vec<Vec<usize>> {
    works.works.iter().map(|work| work.members.clone()).collect()
}

const TITLE: &str = "A gain-of-function mutation of JAK2 in myeloproliferative disorders";

/// References of the seeds 001 and 003 that share a work or look as if they did.
fn seeds() -> Vec<Item> {
    let pmid = |item, id| with(item, &[(Field::Pmid, id)]);
    vec![
        with(
            article("Kralovics", 2005, "N Engl J Med", "352", "1779–90"),
            &[(Field::Title, TITLE)],
        ),
        article("Mullighan", 2009, "Proc Natl Acad Sci USA", "106", "9414–8"),
        article("Andraos", 2012, "Cancer Discov", "2", "512–23"),
        article("Harvey", 2010, "Blood", "115", "5312–21"),
        article("Mony", 2008, "Leukemia", "22", "1395–401"),
        article("Tyner", 2009, "Proc Natl Acad Sci", "106", "8695–700"),
        pmid(article("", 2005, "N Engl J Med", "352", "1779-1790"), "15858187"),
        pmid(
            article("", 2009, "Proc Natl Acad Sci U S A", "106", "9414-9418"),
            "19470474",
        ),
        pmid(article("", 2012, "Cancer Discov", "2", "512-523"), "22684457"),
        pmid(article("", 2005, "N Engl J Med", "352", "786-792"), "15728811"),
        pmid(article("", 2010, "Blood", "115", "2919-2927"), "20154217"),
        pmid(article("", 2008, "Leukemia", "22", "740-747"), "18079739"),
    ]
}

#[test]
fn the_shared_works_of_the_seeds_are_found_and_no_decoy() {
    let works = matched(&seeds());
    let shared: Vec<Vec<usize>> = groups(&works).into_iter().filter(|members| members.len() > 1).collect();
    assert_eq!(shared, [vec![0, 6], vec![1, 7], vec![2, 8]]);
    assert_eq!(works.works[0].because, [Reason::VolumePage]);
    assert_eq!(works.works[0].key, "kralovics2005-352-1779");
    assert_eq!(works.works[0].item.get(Field::Pmid), Some("15858187"));
    assert_eq!(works.works[0].item.title(), Some(TITLE));
}

/// The lines of a seed's reference list, by what each of them has.
fn lines(capture: &str, is_reference: impl Fn(&str) -> bool) -> Vec<String> {
    let path = format!("{}/content/sources/{capture}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the seed is in the repository");
    let lines = text.lines().map(str::trim).filter(|line| is_reference(line));
    lines.map(str::to_owned).collect()
}

#[test]
fn the_reference_lists_of_the_seeds_make_89_works() {
    let gold: serde_json::Value =
        serde_json::from_str(include_str!("../gold/citations.json")).expect("the gold is JSON");
    let numbered = |line: &str| {
        let number = line.split_once(". ").map_or("", |(number, _)| number);
        !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) && line.len() > 60
    };
    let first = lines("001_6fcbd7db9530eab4.txt", numbered);
    let second = lines("003_8cfb0037ecabb7b3.txt", |line| {
        line.ends_with(')') && line.contains("(PMID: ") && !line.starts_with("Comment in")
    });
    assert_eq!((first.len(), second.len()), (60, 32));
    let journals = Journals::default();
    let items: Vec<Item> = first
        .iter()
        .chain(&second)
        .map(|line| parse(line, &journals).item)
        .collect();
    let named: Vec<(&str, &Item)> = items.iter().map(|item| ("", item)).collect();
    let works = match_works(&named, &Decisions::default(), &journals).value;
    assert_eq!(works.works.len(), 89);
    let mut shared: Vec<(u64, String)> = works
        .works
        .iter()
        .filter(|work| work.members.len() > 1)
        .map(|work| {
            let pmid = items[work.members[1]].get(Field::Pmid).unwrap_or_default();
            (work.members[0] as u64 + 1, pmid.to_owned())
        })
        .collect();
    shared.sort();
    let mut expected: Vec<(u64, String)> = gold["same_work"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|pair| {
            (
                pair["ref_001"].as_u64().unwrap_or_default(),
                pair["ref_003_pmid"].as_str().unwrap_or_default().to_owned(),
            )
        })
        .collect();
    expected.sort();
    assert_eq!(shared, expected);
    assert!(works.doubts.is_empty(), "{:?}", works.doubts);
}

#[test]
fn equal_identifiers_are_one_work_and_conflicting_ones_are_two() {
    let base = article("Dumas", 2019, "Haematologica", "104", "2017-2027");
    let doi = |item: &Item, doi| with(item.clone(), &[(Field::Doi, doi)]);
    let bare = with(Item::default(), &[(Field::Doi, "10.3324/HAEMATOL.2018.205385")]);
    let works = matched(&[doi(&base, "10.3324/haematol.2018.205385"), bare]);
    assert_eq!(groups(&works), [vec![0, 1]]);
    assert_eq!(works.works[0].because, [Reason::Doi]);

    let pmid = |id| with(base.clone(), &[(Field::Pmid, id)]);
    assert_eq!(matched(&[pmid("111111"), pmid("222222")]).works.len(), 2);
    assert_eq!(
        matched(&[doi(&base, "10.1000/a"), doi(&base, "10.1000/b")]).works.len(),
        2
    );
}

#[test]
fn a_first_page_alone_never_matches() {
    let works = matched(&[
        article("Dumas", 2019, "Haematologica", "104", "2017-2027"),
        article("Rummelt", 2021, "Leukemia", "35", "2017-2029"),
    ]);
    assert_eq!(works.works.len(), 2);
    assert!(works.doubts.is_empty());
}

#[test]
fn a_bare_record_does_not_chain_two_works() {
    let title = |item, title| with(item, &[(Field::Title, title)]);
    let letters = [
        title(
            article("Smith", 2001, "Lancet", "357", "100"),
            "Imatinib for patients with chronic myeloid leukaemia",
        ),
        title(
            article("Jones", 2001, "Lancet", "357", "100"),
            "Measles vaccination and the risk of asthma in children",
        ),
        article("", 2001, "Lancet", "357", "100"),
    ];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
        let items: Vec<Item> = order.iter().map(|at| letters[*at].clone()).collect();
        let works = matched(&items);
        assert_eq!(works.works.len(), 2, "the two letters stay apart");
        assert_eq!(works.doubts.len(), 1, "and the bare reference is listed");
    }
}

#[test]
fn notices_about_a_work_are_related_to_it_and_not_it() {
    let paper = with(
        article("Smith", 2010, "Blood", "115", "10-20"),
        &[(Field::Title, TITLE)],
    );
    for (prefix, relation) in [
        ("Erratum: ", RelationKind::ErratumIn),
        ("Comment on ", RelationKind::CommentIn),
        ("Retraction notice to ", RelationKind::RetractionIn),
        ("Expression of concern: ", RelationKind::ConcernIn),
        ("Reply: ", RelationKind::ReplyIn),
        ("Author Correction: ", RelationKind::ErratumIn),
    ] {
        let mut notice = with(paper.clone(), &[(Field::Title, &format!("{prefix}{TITLE}"))]);
        notice.set(Field::Page, "900");
        let works = matched(&[paper.clone(), notice.clone()]);
        assert_eq!(works.works.len(), 2, "{prefix}");
        assert_eq!(works.related, [(0, 1, relation)]);
        let turned = matched(&[notice, paper.clone()]);
        assert_eq!(turned.related, [(0, 1, relation.inverse())]);
    }
}

#[test]
fn a_preprint_and_its_article_are_two_related_works() {
    let paper = with(
        article("Smith", 2021, "Blood", "137", "10-20"),
        &[(Field::Title, TITLE), (Field::Doi, "10.1182/blood.1")],
    );
    let preprint = with(
        article("Smith", 2020, "bioRxiv", "", ""),
        &[(Field::Title, TITLE), (Field::Doi, "10.1101/2020.01.02.123456")],
    );
    let works = matched(&[paper.clone(), preprint.clone()]);
    assert_eq!(works.works.len(), 2);
    assert_eq!(works.related, [(0, 1, RelationKind::PreprintOf)]);
    assert_eq!(matched(&[preprint, paper]).related, [(0, 1, RelationKind::PublishedAs)]);
}

#[test]
fn damaged_journals_and_years_do_not_hide_a_work() {
    let same = |a: Item, b: Item| assert_eq!(matched(&[a, b]).works.len(), 1);
    same(
        article("Andraos", 2012, "Cancer Disco.", "2", "512-23"),
        article("Andraos", 2012, "Cancer Discov", "2", "512-523"),
    );
    same(
        article("Levis", 2005, "Clin Oncol", "23", "2140"),
        article("Levis", 2005, "J Clin Oncol", "23", "2140-9"),
    );
    same(
        article("Bock", 2003, "Blood", "99", "310"),
        article("de Bock", 2004, "Blood", "99", "310-18"),
    );
    same(
        article("Fukuda", 2017, "PLoS ONE", "12", "e0187376"),
        article("Fukuda", 2017, "PLOS One", "12", "0187376"),
    );
}

#[test]
fn parts_of_a_series_are_not_one_work() {
    let part = |n: &str, page: &str| {
        with(
            article("Mak", 2003, "Thorax", "58", page),
            &[(
                Field::Title,
                &format!("The pulmonary physician in critical care: illustrative case {n}"),
            )],
        )
    };
    assert_eq!(matched(&[part("6", "726"), part("7", "814")]).works.len(), 2);
    assert_eq!(matched(&[part("6", ""), part("7", "")]).works.len(), 2);
}

#[test]
fn two_records_that_say_next_to_nothing_are_not_joined() {
    let bare = article("Smith", 2005, "", "", "");
    let works = matched(&[bare.clone(), bare, Item::default(), Item::default()]);
    assert_eq!(works.works.len(), 4);
    let mut keys: Vec<&str> = works.works.iter().map(|work| work.key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), 4, "keys are all different");
}

#[test]
fn further_captures_do_not_change_a_key() {
    let kralovics = article("Kralovics", 2005, "N Engl J Med", "352", "1779-90");
    let alone = matched(std::slice::from_ref(&kralovics)).works[0].key.clone();
    let with_others = matched(&[
        article("Kralovics", 2005, "Blood", "106", "3374-6"),
        with(
            kralovics.clone(),
            &[(Field::Doi, "10.1056/NEJMoa051113"), (Field::Title, TITLE)],
        ),
        article("", 2005, "The New England Journal of Medicine", "352", "1779"),
        article("Kralovics", 2005, "Leukemia", "19", "1"),
        kralovics,
    ]);
    let work = with_others
        .works
        .iter()
        .find(|work| work.members.contains(&4))
        .map(|work| work.key.clone());
    assert_eq!(work, Some(alone));

    // A key made of less still leads to the work when a fuller reference has come in.
    let bare = article("", 2005, "N Engl J Med", "352", "1779-90");
    let key = matched(std::slice::from_ref(&bare)).works[0].key.clone();
    assert_eq!(key, "nengljmed2005-352-1779");
    let works = matched(&[bare, article("Kralovics", 2005, "N Engl J Med", "352", "1779-90")]);
    assert_eq!(works.find(&key), Some(0));
}

#[test]
fn names_of_journals_are_learned_where_the_work_is_certain() {
    let strange = "Zeitschr Wiss Markkunde";
    let doi = [(Field::Doi, "10.1182/blood.77")];
    let known = with(article("Smith", 2001, "Blood", "98", "200-9"), &doi);
    let teaches = with(article("Smith", 2001, strange, "98", "200"), &doi);
    let bare = article("", 2007, strange, "109", "1300-8");
    let full = article("Jones", 2007, "Blood", "109", "1300");
    let items = [bare.clone(), full.clone(), known.clone(), teaches.clone()];
    let works = matched(&items);
    assert_eq!(groups(&works), [vec![0, 1], vec![2, 3]]);
    assert_eq!(works.learned_title(strange), Some("Blood"));
    let turned = matched(&[teaches.clone(), known.clone(), full.clone(), bare.clone()]);
    assert_eq!(groups(&turned), [vec![0, 1], vec![2, 3]]);
    // Nothing teaches the name here, and here it would stand for two journals.
    assert_eq!(matched(&[bare.clone(), full.clone(), known.clone()]).works.len(), 3);
    let doi = [(Field::Doi, "10.1038/leu.5")];
    let other = with(article("Brown", 2003, "Leukemia", "17", "50"), &doi);
    let contradicts = with(article("Brown", 2003, strange, "17", "50"), &doi);
    let works = matched(&[bare, full, known, teaches, other, contradicts]);
    assert_eq!(works.learned_title(strange), None);
    assert_eq!(works.works.len(), 4);
}

#[test]
fn a_decision_holds_under_a_key_that_was_given_before() {
    use citeloom::reference::match_works_known;
    let bare = article("", 2005, "N Engl J Med", "352", "1779-90");
    let full = article("Kralovics", 2005, "N Engl J Med", "352", "1779-90");
    let other = article("Jones", 2001, "Blood", "98", "200");
    let decided =
        "[[adopt]]\nwork = \"old-name\"\nkey = \"jak2\"\n[[same]]\nworks = [\"old-name\", \"jones2001-98-200\"]\n";
    let decisions = Decisions::load("content/works.toml", decided).value;
    let items: Vec<(&str, &Item)> = [&bare, &full, &other].map(|item| ("", item)).into();
    let given = ["old-name".to_owned()];
    let parsed = match_works_known(&items, &[&given, &[], &[]], &decisions, &Journals::default());
    assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
    assert_eq!(parsed.value.works.len(), 1);
    assert_eq!(parsed.value.works[0].key, "jak2");
    assert_eq!(parsed.value.find("old-name"), Some(0));
}

#[test]
fn a_key_is_adopted_once() {
    let items = [
        article("Smith", 2001, "Lancet", "357", "100"),
        article("Jones", 2001, "Blood", "98", "200"),
    ];
    let adopt = |work: &str| format!("[[adopt]]\nwork = \"{work}\"\nkey = \"classic\"\n");
    let (works, codes) = decided(&items, &(adopt("smith2001-357-100") + &adopt("jones2001-98-200")));
    assert_eq!(codes, ["CL0402"]);
    let keys: Vec<&str> = works.works.iter().map(|work| work.key.as_str()).collect();
    assert_eq!(keys, ["classic", "jones2001-98-200"]);
}

#[test]
fn the_key_of_an_article_wins_and_the_other_still_leads_to_it() {
    let paper = with(
        article("Dumas", 2019, "Haematologica", "104", "2017-2027"),
        &[(Field::Title, TITLE)],
    );
    let cited = article("Dumas", 2019, "Haematologica", "104", "2017");
    let works = match_works(
        &[("", &cited), ("dumas2019", &paper)],
        &Decisions::default(),
        &Journals::default(),
    )
    .value;
    assert_eq!(works.works.len(), 1);
    assert_eq!(works.works[0].key, "dumas2019");
    assert_eq!(works.find("dumas2019-104-2017"), Some(0));
    assert_eq!(works.works[0].item.get(Field::Page), Some("2017-2027"));
}

#[test]
fn decisions_outweigh_everything() {
    let a = with(
        article("Smith", 2001, "Lancet", "357", "100"),
        &[(Field::Doi, "10.1000/a")],
    );
    let b = with(
        article("Jones", 1990, "Nature", "12", "55"),
        &[(Field::Doi, "10.1000/b")],
    );
    let same = "[[same]]\nworks = [\"10.1000/a\", \"jones1990-12-55\"]\n";
    let (works, codes) = decided(&[a.clone(), b.clone()], same);
    assert_eq!(works.works.len(), 1);
    assert_eq!(works.works[0].because, [Reason::Decision]);
    assert!(codes.is_empty());

    let twin = with(a.clone(), &[(Field::Page, "100-4")]);
    let (works, _) = decided(&[a.clone(), twin.clone()], "");
    assert_eq!(works.works.len(), 1);
    let pmid = with(twin, &[(Field::Pmid, "77")]);
    let apart = "[[different]]\nworks = [\"PMID 77\", \"10.1000/c\"]\n";
    let c = with(a.clone(), &[(Field::Doi, "10.1000/c"), (Field::Issue, "1")]);
    let (works, codes) = decided(&[pmid.clone(), c.clone()], apart);
    assert_eq!(works.works.len(), 2);
    assert!(works.doubts.is_empty(), "what is decided is no longer doubtful");
    assert!(codes.is_empty());

    let both = format!("{apart}[[same]]\nworks = [\"10.1000/c\", \"PMID 77\"]\n");
    let (works, codes) = decided(&[pmid, c], &both);
    assert_eq!((works.works.len(), codes), (1, vec!["CL0402".to_owned()]));

    let (_, codes) = decided(
        &[a.clone(), b.clone()],
        "[[same]]\nworks = [\"nobody1999\", \"10.1000/a\"]\n",
    );
    assert_eq!(codes, ["CL0403"]);
    let (_, codes) = decided(&[a, b], "[[same]\n");
    assert_eq!(codes, ["CL0404"]);
}

#[test]
fn a_decision_keeps_apart_what_another_ties_to_one_side() {
    // A and B differ; C is A: so C must not be drawn to B by its numbers.
    let a = with(
        article("Smith", 2001, "Lancet", "357", "100"),
        &[(Field::Doi, "10.1000/a")],
    );
    let b = with(
        article("Smith", 2001, "Blood", "98", "200"),
        &[(Field::Doi, "10.1000/b")],
    );
    let c = with(article("Smith", 2001, "Blood", "98", "200-4"), &[(Field::Pmid, "5")]);
    let decisions =
        "[[different]]\nworks = [\"10.1000/a\", \"10.1000/b\"]\n[[same]]\nworks = [\"PMID 5\", \"10.1000/a\"]\n";
    let (works, codes) = decided(&[a, b, c], decisions);
    assert_eq!(groups(&works), [vec![0, 2], vec![1]]);
    assert!(codes.is_empty());
}

#[test]
fn corrections_and_adopted_keys_hold() {
    let a = article("Bock", 2003, "Cancer Disco.", "3", "1-9");
    let toml = "[[correct]]\nwork = \"bock2003-3-1\"\njournal = \"Cancer Discovery\"\nauthors = [{ family = \"de Bock\", given = \"C E\" }]\n\
                [[adopt]]\nwork = \"bock2003-3-1\"\nkey = \"bock2003\"\n";
    let (works, codes) = decided(&[a], toml);
    assert!(codes.is_empty(), "{codes:?}");
    let work = &works.works[0];
    assert_eq!(work.key, "bock2003");
    assert_eq!(work.item.container(), Some("Cancer Discovery"));
    assert_eq!(work.item.author[0].main(), "de Bock");
    assert_eq!(works.find("bock2003-3-1"), Some(0));
}

#[test]
fn exports_of_three_databases_become_one_record_with_the_reasons() {
    let title = "Randomized dose-ranging study of the safety and efficacy of a new drug";
    let medline = with(
        article("Walsh", 1999, "J Infect Dis", "180", "1282-7"),
        &[(Field::Title, title), (Field::Pmid, "10479159")],
    );
    let embase = with(
        article("Walsh", 1999, "Journal of Infectious Diseases", "180", "1282-1287"),
        &[
            (
                Field::Title,
                "Randomized Dose-Ranging Study of the Safety and Efficacy of a New Drug",
            ),
            (Field::Doi, "10.1086/315034"),
            (Field::Abstract, "Background."),
        ],
    );
    let ahead = with(
        article("Walsh", 1999, "Journal of infectious diseases", "", ""),
        &[(Field::Title, title), (Field::Doi, "10.1086/315034")],
    );
    let other = with(
        article("Walsh", 1999, "J Infect Dis", "180", "1300-9"),
        &[(Field::Title, "Follow-up of the volunteers after six months")],
    );
    let items = [&medline, &embase, &ahead, &other];
    let deduped = dedupe(&items, &Decisions::default(), &Journals::default()).value;
    assert_eq!(groups(&deduped.works), [vec![0, 1, 2], vec![3]]);
    let record = &deduped.works.works[0].item;
    for (field, value) in [
        (Field::Pmid, "10479159"),
        (Field::Doi, "10.1086/315034"),
        (Field::Abstract, "Background."),
        (Field::Volume, "180"),
    ] {
        assert_eq!(record.get(field), Some(value));
    }
    assert_eq!(deduped.merged.len(), 2);
    let pair = deduped
        .merged
        .iter()
        .find(|pair| (pair.a, pair.b) == (0, 1))
        .expect("Medline and Embase are linked");
    assert!(pair.agree.contains(&Field::Title) && pair.agree.contains(&Field::Page));
    assert!(deduped.doubtful.is_empty());
}

#[test]
fn questions_can_be_answered_and_given_back() {
    let a = with(
        article("Smith", 2001, "Lancet", "357", "100-9"),
        &[(Field::Title, TITLE)],
    );
    let b = with(
        article("Smith", 2001, "Lancet", "358", "700-9"),
        &[(Field::Title, TITLE)],
    );
    let ask = |decisions: &str| {
        let decisions = Decisions::load("questions.toml", decisions);
        assert!(decisions.diagnostics.is_empty(), "{:?}", decisions.diagnostics);
        let deduped = dedupe(&[&a, &b], &decisions.value, &Journals::default());
        assert!(deduped.diagnostics.is_empty(), "{:?}", deduped.diagnostics);
        (
            deduped.value.works.works.len(),
            deduped.value.doubtful.len(),
            deduped.value.questions(),
        )
    };
    let (works, doubts, questions) = ask("");
    assert_eq!((works, doubts), (2, 1));
    let (works, doubts, _) = ask(&questions);
    assert_eq!((works, doubts), (2, 0), "settled as different");
    let (works, ..) = ask(&questions.replace("[[different]]\nworks", "[[same]]\nworks"));
    assert_eq!(works, 1);
}

/// Records of few works with much in common, so that every rule is met.
fn record() -> impl Strategy<Value = Item> {
    let pick = |list: &'static [&'static str]| proptest::sample::select(list);
    (
        pick(&["", "Smith", "Jones", "de Smith"]),
        2000u16..2003,
        pick(&["", "Lancet", "Blood", "N Engl J Med", "New England Journal of Medicine"]),
        pick(&["", "1", "2", "357"]),
        pick(&["", "100", "100-4", "200-9"]),
        pick(&[
            "",
            TITLE,
            "Erratum: A gain-of-function mutation of JAK2 in myeloproliferative disorders",
            "Measles vaccination and the risk of asthma in children",
            "Measles vaccination and the risk of asthma in children. Part II",
        ]),
        pick(&["", "", "", "10.1000/a", "10.1000/b", "10.1101/2020.01.02.123456"]),
        pick(&["", "", "", "11", "12"]),
    )
        .prop_map(|(family, year, journal, volume, pages, title, doi, pmid)| {
            with(
                article(family, year, journal, volume, pages),
                &[(Field::Title, title), (Field::Doi, doi), (Field::Pmid, pmid)],
            )
        })
}

/// Everything but the places in the input: for each work its key and record, and the keys its records' copies got.
fn outcome(items: &[Item]) -> (Vec<(String, String, usize)>, usize, usize) {
    let works = matched(items);
    let mut all: Vec<(String, String, usize)> = works
        .works
        .iter()
        .map(|work| (work.key.clone(), format!("{:?}", work.item), work.members.len()))
        .collect();
    all.sort();
    (all, works.doubts.len(), works.related.len())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_the_input_changes_nothing(items in proptest::collection::vec(record(), 1..24), seed in any::<u64>()) {
        let mut runner = proptest::test_runner::TestRunner::new_with_rng(
            ProptestConfig::default(),
            proptest::test_runner::TestRng::from_seed(
                proptest::test_runner::RngAlgorithm::ChaCha,
                &[seed.to_le_bytes(), seed.to_be_bytes(), seed.to_le_bytes(), seed.to_be_bytes()].concat(),
            ),
        );
        let shuffled = Just(items.clone()).prop_shuffle().new_tree(&mut runner).expect("a shuffle").current();
        prop_assert_eq!(outcome(&items), outcome(&shuffled));
    }

    #[test]
    fn every_record_is_in_one_work_and_conflicting_identifiers_never_in_the_same(items in proptest::collection::vec(record(), 1..24)) {
        let works = matched(&items);
        let mut seen: Vec<usize> = works.works.iter().flat_map(|work| work.members.iter().copied()).collect();
        seen.sort_unstable();
        prop_assert_eq!(seen, (0..items.len()).collect::<Vec<_>>());
        let mut keys: Vec<&str> = works.works.iter().map(|work| work.key.as_str()).collect();
        keys.sort_unstable();
        keys.dedup();
        prop_assert_eq!(keys.len(), works.works.len());
        for work in &works.works {
            let pmids: std::collections::BTreeSet<&str> =
                work.members.iter().filter_map(|index| items[*index].get(Field::Pmid)).collect();
            prop_assert!(pmids.len() <= 1);
        }
    }
}
