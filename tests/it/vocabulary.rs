//! What vocabularies promise: the seeds' answers, the must-nots, diagnostics that help.

use citeloom::base::{MappedText, Span, codes::vocabulary as codes};
use citeloom::capture::DecodeLimits;
use citeloom::pipeline::read_capture;
use citeloom::record::{Zone, ZoneKind};
use citeloom::vocabulary::{EntityKind, Polarity, Report, Tagging, Tier, Vocabulary, propose};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn vocabulary_in(folder: &Path) -> Vec<(Arc<str>, Arc<str>)> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder can be read")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("the file can be read");
            (path.display().to_string().into(), text.into())
        })
        .collect()
}

static KINASES: LazyLock<Vocabulary> = LazyLock::new(|| {
    let parsed = Vocabulary::load(&vocabulary_in(&root().join("content/vocabulary")));
    assert_eq!(parsed.diagnostics, [], "the review's own vocabulary is without fault");
    parsed.value
});

static GOLD: LazyLock<Value> = LazyLock::new(|| {
    let text = std::fs::read_to_string(root().join("tests/gold/seeds.json")).expect("the answers");
    serde_json::from_str(&text).expect("the answers are JSON")
});

/// A seed, tagged by the zones of the answers.
struct Seed {
    text: String,
    gold: &'static Value,
    tagging: Tagging,
}

fn seed(name: &str) -> Seed {
    let gold = &GOLD[name];
    let file = gold["file"].as_str().expect("a file");
    let text = std::fs::read_to_string(root().join("content/sources").join(file)).expect("the capture");
    let offsets: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let zones: Vec<Zone> = gold["zones"]
        .as_array()
        .expect("zones")
        .iter()
        .map(|zone| {
            let at = |index: usize| offsets[zone[index].as_u64().expect("an offset") as usize];
            Zone {
                kind: ZoneKind::from_name(zone[0].as_str().expect("a name")).expect("a kind of zone"),
                text: MappedText::verbatim(&text, Span::new(at(1), at(2))),
            }
        })
        .collect();
    let tagging = KINASES.tag(&zones);
    Seed { text, gold, tagging }
}

const SEEDS: [&str; 5] = ["000", "001", "002", "003", "004"];

fn proposed(tagging: &Tagging) -> Vec<&str> {
    let hits = tagging.mechanisms.iter().filter(|hit| hit.tier == Tier::Proposed);
    hits.map(|hit| hit.id.as_str()).collect()
}

fn ids(tagging: &Tagging, kind: EntityKind) -> Vec<&str> {
    let hits = tagging.entities.iter().filter(|hit| hit.kind == kind);
    hits.map(|hit| hit.id.as_str()).collect()
}

fn tag(zones: &[(ZoneKind, &str)]) -> Tagging {
    KINASES.tag(&verbatim(zones))
}

fn verbatim(zones: &[(ZoneKind, &str)]) -> Vec<Zone> {
    zones
        .iter()
        .map(|(kind, text)| Zone {
            kind: *kind,
            text: MappedText::verbatim(text, Span::new(0, text.len())),
        })
        .collect()
}

#[test]
fn every_primary_mechanism_of_the_seeds_is_proposed_and_nothing_false() {
    for name in SEEDS {
        let seed = seed(name);
        let answers = seed.gold["mechanisms"].as_array().expect("mechanisms");
        let with = |role: &str| -> Vec<&str> {
            let of_role = answers.iter().filter(|answer| answer["role"] == role);
            of_role.map(|answer| answer["id"].as_str().expect("an id")).collect()
        };
        let (primary, secondary) = (with("primary"), with("secondary"));
        let found = proposed(&seed.tagging);
        for id in &primary {
            assert!(found.contains(id), "{name}: {id} is proposed, not only {found:?}");
        }
        for hit in &seed.tagging.mechanisms {
            let id = hit.id.as_str();
            match hit.tier {
                Tier::Proposed => assert!(primary.contains(&id), "{name}: {id} is no finding of this paper"),
                Tier::Possible => assert!(
                    primary.contains(&id) || secondary.contains(&id),
                    "{name}: {id} is false"
                ),
                Tier::Excluded => {}
            }
        }
        for parent in with("parent") {
            let inherits = |hit: &&citeloom::vocabulary::ParentHit| hit.id == parent && hit.tier == Tier::Proposed;
            assert!(
                seed.tagging.parents.iter().any(|hit| inherits(&hit)),
                "{name}: {parent} inherits"
            );
        }
    }
}

#[test]
fn evidence_stands_in_the_capture_where_it_says() {
    for name in SEEDS {
        let seed = seed(name);
        let mechanisms = seed.tagging.mechanisms.iter();
        let triggers =
            mechanisms.flat_map(|hit| hit.triggers.iter().map(|trigger| &trigger.evidence).chain(&hit.vetoed));
        let entities = seed.tagging.entities.iter().flat_map(|hit| &hit.evidence);
        let mut count = 0;
        for evidence in triggers.chain(entities) {
            assert_eq!(evidence.span.of(&seed.text), evidence.text.as_ref(), "{name}");
            assert_eq!(
                evidence.sentence_span.of(&seed.text),
                evidence.sentence.as_ref(),
                "{name}"
            );
            assert!(
                evidence.sentence_span.contains(evidence.span),
                "{name}: {}",
                evidence.text
            );
            count += 1;
        }
        assert!(count > 10, "{name} has evidence");
    }
}

#[test]
fn what_a_paper_excludes_is_recorded_and_not_proposed() {
    let seed = seed("004");
    let hit = seed
        .tagging
        .mechanisms
        .iter()
        .find(|hit| hit.id == "kinase-domain-mutation");
    let hit = hit.expect("the excluded mechanism is recorded");
    assert_eq!(hit.tier, Tier::Excluded);
    let excluded = seed.gold["excluded"].as_array().expect("exclusions");
    let phrases = excluded
        .iter()
        .filter(|answer| answer["topic"] == "kinase-domain-mutation");
    let phrases: Vec<&str> = phrases
        .map(|answer| answer["phrase"].as_str().expect("a phrase"))
        .collect();
    let vetoed: Vec<&str> = hit.vetoed.iter().map(|evidence| evidence.text.as_ref()).collect();
    assert_eq!(vetoed.len(), 3);
    for (phrase, veto) in phrases.iter().zip(&vetoed) {
        assert!(phrase.contains(veto) || veto.contains(phrase), "{veto} is {phrase}");
    }
}

#[test]
fn reactivation_of_the_drugged_axis_is_no_bypass() {
    let seed = seed("003");
    assert!(
        seed.tagging.targets.contains(&"jak2".to_owned()),
        "{:?}",
        seed.tagging.targets
    );
    assert!(seed.tagging.mechanisms.iter().all(|hit| hit.id != "jak-stat-bypass"));
    assert!(
        seed.tagging
            .skipped
            .iter()
            .any(|skipped| skipped.id == "jak-stat-bypass")
    );
}

#[test]
fn entities_of_the_seeds_are_found_and_no_drug_is_invented() {
    for name in SEEDS {
        let seed = seed(name);
        let answers = |key: &str| -> Vec<&str> {
            let list = seed.gold["entities"][key].as_array().expect("a list");
            list.iter().map(|answer| answer.as_str().expect("a name")).collect()
        };
        assert_eq!(ids(&seed.tagging, EntityKind::Drug), answers("drugs"), "{name}");
        let genes = [
            ids(&seed.tagging, EntityKind::Gene),
            ids(&seed.tagging, EntityKind::Family),
        ]
        .concat();
        for gene in answers("genes") {
            let (symbol, _) = gene.split_once(" (").unwrap_or((gene, ""));
            let Some(term) = KINASES.lookup(symbol) else { continue };
            assert!(genes.contains(&term.id.as_str()), "{name}: {gene} is among {genes:?}");
        }
        let diseases = ids(&seed.tagging, EntityKind::Disease);
        for disease in answers("diseases") {
            assert!(diseases.contains(&disease), "{name}: {disease} is among {diseases:?}");
        }
        let studies = ids(&seed.tagging, EntityKind::StudyType);
        for study in answers("study_types") {
            let (id, _) = study.split_once(" (").unwrap_or((study, ""));
            assert!(studies.contains(&id), "{name}: {id} is among {studies:?}");
        }
    }
}

#[test]
fn words_that_look_like_terms_are_none() {
    let tagging = tag(&[
        (
            ZoneKind::Body,
            "MM, KD, FH, TF, and TH designed the study. CAS PubMed Google Scholar.",
        ),
        (
            ZoneKind::Body,
            "We met all of them; the kit was used. STAT5-and hypoxia-dependent.",
        ),
    ]);
    let found: Vec<&str> = tagging.entities.iter().map(|hit| hit.id.as_str()).collect();
    assert_eq!(found, ["stat5"]);
}

#[test]
fn a_transplantation_is_allogeneic_only_where_the_text_says_so() {
    let classes = |text: &str| ids(&tag(&[(ZoneKind::Abstract, text)]), EntityKind::Drugclass).join(" ");
    for plain in [
        "Chemotherapy-free stem cell transplantation was pivoted on MRD.",
        "Patients proceeded to HSCT.",
        "After hematopoietic cell transplantation FLT3-ITD was lost.",
    ] {
        assert!(classes(plain).contains("stem-cell-transplantation"), "{plain}");
        assert!(!classes(plain).contains("allo-sct"), "{plain}");
    }
    for said in [
        "Relapse after allogeneic stem cell transplantation is frequent.",
        "Patients proceeded to allo-HSCT.",
        "Allogeneic hematopoietic cell transplantation was offered.",
        "An allogeneic bone marrow transplant followed.",
    ] {
        assert_eq!(classes(said), "allo-sct", "{said}");
    }
}

#[test]
fn abbreviations_are_trusted_beside_their_long_form() {
    let alone = tag(&[(ZoneKind::Abstract, "ALL patients and ET were seen.")]);
    assert_eq!(ids(&alone, EntityKind::Disease), [""; 0]);
    let beside = tag(&[(
        ZoneKind::Abstract,
        "Acute lymphoblastic leukaemia (ALL) came back. ALL is rare.",
    )]);
    assert_eq!(ids(&beside, EntityKind::Disease), ["all"]);
    assert_eq!(
        beside
            .entities
            .iter()
            .find(|hit| hit.id == "all")
            .map(|hit| hit.evidence.len()),
        Some(3)
    );
}

#[test]
fn spellings_of_a_name_are_one() {
    for spelling in [
        "BCL-XL",
        "Bcl-xL",
        "PDGFRβ",
        "PDGFR-beta",
        "PDGFR β",
        "NF‑κB",
        "Flt3",
        "FLT-3",
        "pSTAT5",
        "JAK2s",
    ] {
        let text = format!("The level of {spelling} rose.");
        let tagging = tag(&[(ZoneKind::Abstract, &text)]);
        let found: Vec<&str> = tagging
            .entities
            .iter()
            .map(|hit| hit.evidence[0].text.as_ref())
            .collect();
        assert_eq!(found.len(), 1, "{spelling} is found once: {found:?}");
    }
}

#[test]
fn a_variant_names_its_gene_and_layers_do_not_hide_each_other() {
    let tagging = tag(&[(ZoneKind::Abstract, "We used primary FLT3-ITD AML cells with F691L.")]);
    assert_eq!(ids(&tagging, EntityKind::Gene), ["flt3"]);
    assert_eq!(ids(&tagging, EntityKind::Variant), ["flt3-itd", "flt3-f691l"]);
    assert_eq!(ids(&tagging, EntityKind::Disease), ["aml"]);
    assert_eq!(ids(&tagging, EntityKind::Model), ["primary-sample"]);
}

#[test]
fn references_and_boilerplate_do_not_count() {
    let text = "AXL upregulation confers resistance to quizartinib.";
    assert_eq!(
        tag(&[(ZoneKind::References, text), (ZoneKind::Boilerplate, text)]),
        tag(&[])
    );
    assert_eq!(proposed(&tag(&[(ZoneKind::Abstract, text)])), ["rtk-bypass"]);
}

#[test]
fn denied_mechanisms_are_on_the_page_as_denied() {
    let tagging = tag(&[(
        ZoneKind::Abstract,
        "Compound BCR-ABL1 mutants were looked for in patients on ponatinib. No single or compound mutation conferred \
         resistance to ponatinib; compound mutants are therefore not major drivers.",
    )]);
    let hit = tagging
        .mechanisms
        .iter()
        .find(|hit| hit.id == "compound-mutation")
        .expect("it is there");
    assert_eq!((hit.tier, hit.polarity), (Tier::Proposed, Polarity::DoesNotSupport));
    assert_eq!(hit.refuted.len(), 1);
}

#[test]
fn nothing_is_proposed_without_words_of_failure_and_treatment() {
    let tagging = tag(&[(
        ZoneKind::Abstract,
        "AXL upregulation and MET amplification in the heart of zebrafish.",
    )]);
    assert_eq!(tagging.mechanisms, []);
    assert!(!tagging.gate.open);
}

#[test]
fn a_fault_in_a_vocabulary_is_shown_where_it_is_and_stops_nothing_else() {
    let text = r#"
[[mechanism]]
id = "good"
label = "Good"
definition = "Is read."
triggers = [{ re = '(unclosed', w = 3.0 }, { p = "good phrase", w = 3.0 }]
[[mechanism]]
id = "child"
label = "Child"
definition = "Has no parent."
parent = "nobody"
[[mechanism]]
id = "good"
label = "Again"
definition = "Twice."
[[mechanism]]
id = "nameless"
definition = "No label."
[[entry]]
id = "one"
label = "One"
kind = "drug"
synonyms = ["twofold acid"]
[[entry]]
id = "two"
label = "Two"
kind = "drug"
synonyms = ["Twofold-acid"]
colour = "red"
[[entry]]
id = "three"
label = "Three"
kind = 3
[[entry]]
id = "four"
label = "Four"
kind = "planet"
"#;
    let file: Arc<str> = "content/vocabulary/x.toml".into();
    let parsed = Vocabulary::load(&[(Arc::clone(&file), text.into())]);
    let found: Vec<(&str, &str)> = parsed
        .diagnostics
        .iter()
        .map(|diagnostic| (diagnostic.code.0, diagnostic.labels[0].span.of(text).trim()))
        .collect();
    for (code, place) in [
        (codes::BAD_PATTERN, "'(unclosed'"),
        (codes::UNKNOWN_PARENT, "\"nobody\""),
        (codes::DUPLICATE_ID, "\"good\""),
        (codes::BAD_VOCABULARY, "[[mechanism]]"),
        (codes::DUPLICATE_SYNONYM, "\"Twofold-acid\""),
        (codes::UNKNOWN_KEY, "colour"),
        (codes::BAD_VOCABULARY, "3"),
        (codes::BAD_VOCABULARY, "\"planet\""),
    ] {
        assert!(
            found.contains(&(code.0, place)),
            "{} at {place} is among {found:#?}",
            code.0
        );
    }
    assert_eq!(found.len(), 8, "{found:#?}");
    assert_eq!(parsed.value.mechanisms.len(), 2);
    assert_eq!(parsed.value.terms.len(), 2);
}

#[test]
fn lists_of_words_are_put_into_the_expressions_that_name_them() {
    let text = r#"
[scoring]
propose = 3.0
possible = 2.0
max_per_doc = 5
zones = { abstract = 1.0 }
[words]
pump = 'ABCB1|ABCG2'
carrier = '{pump}|OCT-1'
worse = '(unclosed'
Upper = 'x'
late = '{later}'
later = 'x'
[[mechanism]]
id = "efflux"
label = "Efflux"
definition = "Is read."
triggers = [
  { re = '{carrier} (?:is )?high', w = 3.0 },
  { re = '{punp} is high', w = 3.0 },
  { re = '{worse} is high', w = 3.0 },
]
veto = [ { re = 'no {pump} is high' } ]
"#;
    let parsed = Vocabulary::load(&[("v.toml".into(), text.into())]);
    let found: Vec<(&str, &str)> = parsed
        .diagnostics
        .iter()
        .map(|diagnostic| (diagnostic.code.0, diagnostic.labels[0].span.of(text).trim()))
        .collect();
    let faults = ["'(unclosed'", "'x'", "'{later}'", "'{punp} is high'"];
    for place in faults {
        assert!(
            found.contains(&(codes::BAD_PATTERN.0, place)),
            "{place} among {found:#?}"
        );
    }
    let patterns = found.iter().filter(|(code, _)| *code == codes::BAD_PATTERN.0).count();
    assert_eq!(
        patterns,
        faults.len(),
        "one that names a wrong list says nothing more: {found:#?}"
    );
    for (text, tier) in [
        ("Here ABCG2 is high.", Some(Tier::Proposed)),
        ("Here OCT-1 high.", Some(Tier::Proposed)),
        ("Here no ABCB1 is high.", Some(Tier::Excluded)),
        ("Here ABCB1 alone.", None),
    ] {
        let tagging = parsed.value.tag(&verbatim(&[(ZoneKind::Abstract, text)]));
        let hits: Vec<Tier> = tagging.mechanisms.iter().map(|hit| hit.tier).collect();
        assert_eq!(hits, tier.into_iter().collect::<Vec<_>>(), "{text}");
    }
}

#[test]
fn a_broken_file_does_not_stop_the_others() {
    let broken = ("a.toml".into(), "[[entry]\nid = ".into());
    let whole = (
        "b.toml".into(),
        "[[entry]]\nid = 'x'\nlabel = 'Xenon'\nkind = 'drug'\n".into(),
    );
    let parsed = Vocabulary::load(&[broken, whole]);
    assert!(
        parsed
            .diagnostics
            .iter()
            .any(|diagnostic| diagnostic.code == codes::BAD_VOCABULARY)
    );
    assert!(parsed.value.terms.contains_key("x"));
}

#[test]
fn the_tree_and_the_facets_are_there_for_pages() {
    assert_eq!(KINASES.top_level().count(), 8);
    assert_eq!(KINASES.mechanisms.len(), 39);
    let leaves: Vec<&str> = KINASES
        .children("drug-exposure")
        .map(|child| child.id.as_str())
        .collect();
    assert_eq!(leaves, ["transporter-imbalance", "low-drug-exposure"]);
    assert_eq!(KINASES.facets.len(), 4);
    assert_eq!(KINASES.reviews.len(), 13);
    let rtk = &KINASES.mechanisms["rtk-bypass"];
    assert_eq!(rtk.review_labels[0].0, "larrosa2017");
    assert_eq!(KINASES.lookup("GAS6").map(|term| term.kind), Some(EntityKind::Gene));
    assert_eq!(KINASES.digest(), KINASES.digest());
}

#[test]
fn findings_are_proposed_from_the_capture_and_from_nothing_else() {
    for name in SEEDS {
        let seed = seed(name);
        let drafts = propose(&KINASES, &seed.tagging);
        for id in proposed(&seed.tagging) {
            assert!(
                drafts.iter().any(|draft| draft.mechanism == id),
                "{name}: {id} has a draft"
            );
        }
        for draft in &drafts {
            assert_eq!(
                draft.quote_span.of(&seed.text),
                draft.quote,
                "{name}: the quote stands in the capture"
            );
            assert_ne!(draft.level, Some('A'), "{name}: level A is never proposed");
            for drug in &draft.drugs {
                assert!(
                    seed.tagging.entities.iter().any(|hit| hit.id == *drug),
                    "{name}: {drug} is in the capture"
                );
            }
        }
    }
}

#[test]
fn a_draft_holds_what_its_sentence_says() {
    let seed = seed("000");
    let drafts = propose(&KINASES, &seed.tagging);
    let draft = drafts
        .iter()
        .find(|draft| draft.mechanism == "niche-hypoxia")
        .expect("a draft");
    assert_eq!(draft.drugs, ["quizartinib"]);
    assert_eq!(draft.disease.as_deref(), Some("aml"));
    assert_eq!(draft.target.as_deref(), Some("flt3"));
    assert_eq!(draft.level, Some('D'));
    let seed = self::seed("001");
    let drafts = propose(&KINASES, &seed.tagging);
    let draft = drafts
        .iter()
        .find(|draft| draft.mechanism == "jak-stat-bypass")
        .expect("a draft");
    assert_eq!(draft.relation.as_deref(), Some("confers-resistance"));
    assert_eq!(draft.disease.as_deref(), Some("aml"));
    let again = propose(&KINASES, &self::seed("001").tagging);
    assert_eq!(draft.key(), again[0].key(), "a rejection is remembered by it");
}

#[test]
fn what_speaks_against_a_mechanism_is_drafted_as_such() {
    let tagging = tag(&[(
        ZoneKind::Abstract,
        "The BIM deletion polymorphism has been said to cause resistance. In 760 patients with chronic myeloid leukaemia \
         there was no significant difference in resistance to imatinib between carriers of the BIM deletion and others.",
    )]);
    let drafts = propose(&KINASES, &tagging);
    let against = drafts
        .iter()
        .find(|draft| draft.direction == Polarity::DoesNotSupport)
        .expect("a draft against");
    assert_eq!(against.mechanism, "bcl2-family-shift");
    assert_eq!(against.relation.as_deref(), Some("no-effect"));
    assert_eq!(against.drugs, ["imatinib"]);
    assert_eq!(against.disease.as_deref(), Some("cml"));
}

#[test]
fn a_report_says_why() {
    let report = Report::new(&KINASES, &seed("004").tagging).to_string();
    for words in [
        "gate       open",
        "excluded   Kinase-domain point mutation (kinase-domain-mutation)",
        "vetoed  \"beyond kinase domain mutations\" (title)",
        "proposed   Transcription-factor deletion",
        "imatinib",
    ] {
        assert!(report.contains(words), "{words} is in\n{report}");
    }
    let report = Report::new(&KINASES, &seed("003").tagging).to_string();
    assert!(
        report.contains("dropped    JAK-STAT activation outside the drugged kinase: scored"),
        "{report}"
    );
}

/// The captures of the second review with their tagging.
fn antibiotics() -> (Vocabulary, Vec<(String, Tagging)>) {
    let content = root().join("tests/sites/antibiotics/content");
    let parsed = Vocabulary::load(&vocabulary_in(&content.join("vocabulary")));
    assert_eq!(parsed.diagnostics, [], "the vocabulary is without fault");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(content.join("sources"))
        .expect("the captures")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    let mut out = Vec::new();
    for path in paths {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let bytes = std::fs::read(&path).expect("the capture can be read");
        let (_, extraction) = read_capture(&name, &bytes, DecodeLimits::default()).value;
        assert_eq!(extraction.records.len(), 1, "{name} is one record");
        for record in extraction.records {
            out.push((name.clone(), parsed.value.tag(&record.zones)));
        }
    }
    (parsed.value, out)
}

#[test]
fn another_field_needs_a_vocabulary_and_no_code() {
    let (vocabulary, captures) = antibiotics();
    assert!(vocabulary.mechanisms.len() >= 5 && vocabulary.terms.len() >= 30);
    let found: Vec<(&str, Vec<&str>)> = captures
        .iter()
        .map(|(name, tagging)| (name.as_str(), proposed(tagging)))
        .collect();
    assert_eq!(
        found,
        [
            ("001_kpc.bib", vec!["beta-lactamase"]),
            ("002_gyra.ris", vec!["target-mutation"]),
            ("003_noefflux.nbib", vec!["porin-loss"]),
            ("004_persister.txt", vec!["persister-cells"]),
            ("005_mrsa.nbib", vec!["target-replacement", "biofilm"]),
            ("006_trial.ris", vec![]),
        ]
    );
    // What a paper rules out is no finding of it.
    let efflux = captures[2]
        .1
        .mechanisms
        .iter()
        .find(|hit| hit.id == "efflux-pump")
        .expect("it is recorded");
    assert_eq!(efflux.tier, Tier::Excluded);
    assert_eq!(efflux.vetoed[0].text.as_ref(), "without efflux pump overexpression");
    // Mechanisms that only its references name are none of its own.
    assert!(captures[3].1.mechanisms.iter().all(|hit| hit.id == "persister-cells"));
    assert_eq!(ids(&captures[0].1, EntityKind::Drug), ["meropenem", "avibactam"]);
    let drafts = propose(&vocabulary, &captures[0].1);
    assert_eq!(drafts[0].drugs, ["meropenem"]);
    assert_eq!(drafts[0].disease.as_deref(), Some("bsi"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(200))]
    #[test]
    fn any_text_can_be_tagged(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "FLT3", "-ITD", "imatinib", " resistance", "β", "κB", "\u{2009}", "\n\n", ". ", "AXL", "–", "¹", "ﬁ", "é", "(", "p",
                "BCR::ABL1", " mutations", "not ", "kinase domain", "\u{feff}", "漢", "T315I", "s", " ", "e.g.", "MM, KD, ",
            ]),
            0..60,
        )
    ) {
        let text = words.concat();
        let tagging = tag(&[(ZoneKind::Abstract, &text), (ZoneKind::Title, &text)]);
        for evidence in tagging.entities.iter().flat_map(|hit| &hit.evidence) {
            proptest::prop_assert_eq!(evidence.span.of(&text), evidence.text.as_ref());
            proptest::prop_assert_eq!(evidence.sentence_span.of(&text), evidence.sentence.as_ref());
        }
        propose(&KINASES, &tagging);
    }
}

/// Abstracts of `tests/fixtures/abstracts/misleading.toml`: nothing but what is meant is proposed, and all of that.
#[test]
fn wording_that_misleads_does_not_mislead() {
    let text = std::fs::read_to_string(root().join("tests/fixtures/abstracts/misleading.toml")).expect("the fixture");
    let table: toml::Table = text.parse().expect("it is TOML");
    let names = |entry: &toml::Value, key: &str| -> Vec<String> {
        let list = entry[key].as_array().expect("a list");
        list.iter()
            .map(|name| name.as_str().expect("a name").to_owned())
            .collect()
    };
    let abstracts = table["abstract"].as_array().expect("abstracts");
    assert!(abstracts.len() >= 12);
    for entry in abstracts {
        let text = entry["text"].as_str().expect("a text");
        let tagging = tag(&[(ZoneKind::Abstract, text)]);
        let (primary, also) = (names(entry, "primary"), names(entry, "also"));
        let found = proposed(&tagging);
        for id in &primary {
            assert!(
                found.contains(&id.as_str()),
                "{id} is not proposed, but {found:?}, for\n{text}"
            );
        }
        for id in &found {
            let meant = primary.iter().chain(&also).any(|other| other == id);
            assert!(meant, "{id} is proposed for\n{text}");
        }
    }
}
