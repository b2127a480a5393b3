//! Pages of publishers, libraries and repositories, as copied text and as saved HTML. The fixtures are written in the
//! shape of the real thing; their papers do not exist.

use citeloom::base::Name;
use citeloom::capture::Capture;
use citeloom::extract::{LAYOUTS, extract};
use citeloom::record::{Field, ItemType, Record, RelationKind, Value, ZoneKind};
use proptest::prelude::*;
use std::path::PathBuf;

fn fixture(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/pages")
        .join(name);
    std::fs::read_to_string(path).expect(name)
}

fn read(name: &str) -> (Record, String) {
    let text = fixture(name);
    let mut records = extract(&Capture::from_text(name, &text)).value.records;
    assert_eq!(records.len(), 1, "{name}");
    (records.remove(0), text)
}

fn authors(record: &Record) -> String {
    record
        .item
        .author
        .iter()
        .map(Name::display)
        .collect::<Vec<_>>()
        .join("; ")
}

/// Volume, issue, pages, date, DOI, number of references.
fn numbers(record: &Record) -> String {
    let item = &record.item;
    let of = |field| item.get(field).unwrap_or("-").to_owned();
    let issued = item.issued.map_or("-".to_owned(), |date| date.to_string());
    format!(
        "{} | {} | {} | {issued} | {} | {}",
        of(Field::Volume),
        of(Field::Issue),
        of(Field::Page),
        of(Field::Doi),
        record.references.len()
    )
}

struct Expected {
    file: &'static str,
    layout: Option<&'static str>,
    title: &'static str,
    authors: &'static str,
    journal: &'static str,
    numbers: &'static str,
    keywords: &'static str,
    /// First and last words of the abstract.
    abstract_: (&'static str, &'static str),
}

const EXPECTED: &[Expected] = &[
    Expected {
        file: "pubmed.txt",
        layout: Some("pubmed"),
        title: "Stromal signals protect residual leukaemia cells from a kinase inhibitor",
        authors: "Anna Mayer; Luis de la Torre; Wei-Ling Chang; James O'Neill",
        journal: "Leukemia",
        numbers: "33 | 11 | 2628-2639 | 2019-11 | 10.1038/s41375-019-0000-9 | 3",
        keywords: "AML; bone marrow; resistance; stroma",
        abstract_: ("Residual leukaemia cells survive", "mutations of the kinase."),
    },
    Expected {
        file: "wiley.txt",
        layout: Some("wiley"),
        title: "Persistence of clones after inhibitor withdrawal in chronic leukaemia",
        authors: "Maria Rossi; Peter van den Berg; Yuki Tanaka",
        journal: "British Journal of Haematology",
        numbers: "190 | 4 | 555-566 | 2020-03-12 | 10.1111/bjh.10001 | 3",
        keywords: "",
        abstract_: ("Clones may persist", "in selected patients."),
    },
    Expected {
        file: "plos.txt",
        layout: Some("plos"),
        title: "Counting persister cells in a culture model of acute leukaemia",
        authors: "Jane Q. Doe; Ravi Kumar; Elena García-López",
        journal: "PLoS ONE",
        numbers: "8 | 5 | e60001 | 2013 | 10.1371/journal.pone.0000001 | 3",
        keywords: "",
        abstract_: ("Persister cells survive drugs", "as sensitive as the parents."),
    },
    Expected {
        file: "frontiers.txt",
        layout: Some("frontiers"),
        title: "Cytokines of the niche sustain signalling under kinase inhibition",
        authors: "Sophie Laurent; Tom Becker; Hans-Peter Müller",
        journal: "Front. Immunol.",
        numbers: "10 | - | 100 | 2019 | 10.3389/fimmu.2019.00001 | 2",
        keywords: "leukaemia; cytokine; niche; kinase inhibitor; resistance",
        abstract_: ("Cytokines of the bone marrow", "argue for combinations."),
    },
    Expected {
        file: "sciencedirect.txt",
        layout: Some("sciencedirect"),
        title: "Bypass signalling after inhibition of a mutated receptor",
        authors: "Laura Schmidt; Ahmed El-Sayed; Karin Nilsson",
        journal: "Leukemia Research",
        numbers: "88 | - | 106271 | 2020-01 | 10.1016/j.leukres.2019.106271 | 2",
        keywords: "Leukemia; Bypass; Resistance",
        abstract_: ("Inhibition of a mutated receptor", "receptors at relapse."),
    },
    Expected {
        file: "oxford.txt",
        layout: Some("oxford"),
        title: "A matcher of references for reviews of many papers",
        authors: "John Smith; Mei Lin; Olga Petrova",
        journal: "Bioinformatics",
        numbers: "36 | 5 | 1500-1507 | 2020-03-01 | 10.1093/bioinformatics/btz001 | 3",
        keywords: "",
        abstract_: ("Reviews cite hundreds", "takes seconds."),
    },
    Expected {
        file: "biorxiv.txt",
        layout: Some("biorxiv"),
        title: "Single cells reveal order of resistance mutations",
        authors: "Clara Weber; Daniel Okafor; Ines Silva",
        journal: "bioRxiv",
        numbers: "- | - | - | 2020-02-04 | 10.1101/2020.02.03.000001 | 0",
        keywords: "",
        abstract_: ("The order in which", "prevent them altogether."),
    },
    Expected {
        file: "ojs.txt",
        layout: Some("ojs"),
        title: "A register of persistent disease in one region",
        authors: "Marta Kowalska; Jan Nowak",
        journal: "Regional Journal of Medicine",
        numbers: "12 | 3 | 45-52 | 2021 | 10.12345/rj.2021.100 | 0",
        keywords: "register; persistent disease; region",
        abstract_: ("We describe a register", "open to other groups."),
    },
    Expected {
        file: "europepmc.txt",
        layout: Some("europepmc"),
        title: "Stroma and survival of leukaemia cells in the marrow",
        authors: "L Fischer; K Jansen; P Moreau",
        journal: "Haematologica",
        numbers: "103 | 5 | 800-810 | 2018-05-01 | 10.3324/haematol.2017.100001 | 0",
        keywords: "",
        abstract_: ("Stroma supports leukaemia cells", "drug targets."),
    },
    Expected {
        file: "springer.txt",
        layout: Some("springer"),
        title: "Reactivation of a pathway in cells that survive inhibition",
        authors: "Lukas Hofer; Chiara Bianchi; Piotr Zielinski",
        journal: "Annals of Persistence and Relapse",
        numbers: "97 | - | 1201-1210 | 2018 | 10.1007/s00000-018-0001-1 | 2",
        keywords: "Persistence; Pathway; Methods; Inhibition",
        abstract_: ("Cells that survive inhibition", "presence of both drugs."),
    },
    Expected {
        file: "bmc.txt",
        layout: Some("bmc"),
        title: "A trial of two schedules for patients with a rare leukaemia",
        authors: "Ingrid Olsen; Thabo Nkosi",
        journal: "BMC Rare Disorders",
        numbers: "13 | - | 77 | 2013 | 10.1186/0000-0000-13-77 | 2",
        keywords: "Rare leukaemia; Schedule; Trial",
        abstract_: ("Two schedules are used", "by most patients."),
    },
    Expected {
        file: "pmc.txt",
        layout: Some("pmc"),
        title: "Hypoxia keeps leukaemia cells quiet",
        authors: "Sun-Hee Lee; Paul Martin; Nikos Papadopoulos",
        journal: "Journal of Marrow Research",
        numbers: "12 | 3 | 101-109 | 2009-03 | 10.1000/jmr.2009.12 | 3",
        keywords: "Hypoxia; Marrow; Quiescence",
        abstract_: ("Hypoxia is a feature", "sensitive again."),
    },
    Expected {
        file: "ash.txt",
        layout: Some("ash"),
        title: "Loss of a regulator makes cells resistant to an inhibitor",
        authors: "Emily Clark; Hiroshi Sato; Fatima Al-Masri",
        journal: "Blood",
        numbers: "133 | 14 | 1551-1560 | 2019 | 10.1182/blood-2018-10-000001 | 2",
        keywords: "",
        abstract_: ("Loss of a negative regulator", "in culture and in mice."),
    },
    Expected {
        file: "mdpi.txt",
        layout: Some("mdpi"),
        title: "Splicing factors and the response to kinase inhibitors",
        authors: "Giulia Ferrari; Omar Haddad; Stefan Popescu",
        journal: "Cells",
        numbers: "8 | 2 | 150 | 2019 | 10.3390/cells8020150 | 2",
        keywords: "splicing; kinase inhibitor; leukaemia",
        abstract_: ("Splicing factors are mutated", "gene were changed."),
    },
    Expected {
        file: "elife.txt",
        layout: Some("elife"),
        title: "Transactivation keeps a kinase active under its inhibitor",
        authors: "Noor Rahman; Erik Johansson; Pilar Ortega",
        journal: "eLife",
        numbers: "3 | - | e00001 | 2014 | 10.7554/elife.00001 | 2",
        keywords: "",
        abstract_: ("A kinase can be active", "can replace it."),
    },
    Expected {
        file: "ovid.txt",
        layout: Some("ovid"),
        title: "Increased amount of a target in resistant cells",
        authors: "K Brandt; M Costa; F Dubois",
        journal: "Leukemia",
        numbers: "33 | 11 | 2700-2710 | 2019 | 10.1038/s41375-019-0000-8 | 0",
        keywords: "",
        abstract_: ("Resistant cells may have", "slowed their growth."),
    },
    Expected {
        file: "dspace.txt",
        layout: Some("dspace"),
        title: "Early mutations in an archive of samples",
        authors: "Anders Lindqvist; Eva van Dijk",
        journal: "Journal of Archived Research",
        numbers: "- | - | - | 2016-11 | 10.1000/jar.2016.55 | 0",
        keywords: "samples; mutations",
        abstract_: ("An archive of samples", "before the diagnosis."),
    },
    Expected {
        file: "eprints.txt",
        layout: Some("eprints"),
        title: "Selection of clones by low doses of a drug",
        authors: "Petra Novak; Ivan Horvat; Luka Kovac",
        journal: "Journal of Selection",
        numbers: "7 | 2 | 88-97 | 2015-06 | 10.1000/jsel.2015.7 | 0",
        keywords: "clones; dose; selection",
        abstract_: ("Low doses of a drug", "for the same reason."),
    },
    Expected {
        file: "highwire.html",
        layout: None,
        title: "Order of mutations in resistant leukaemia: a study of café-au-lait cells",
        authors: "Karin Müller; José de la Cruz; Wei Zhang",
        journal: "Journal of Clonal Order",
        numbers: "12 | 4 | 321-330 | 2017-04-05 | 10.1000/jco.2017.12 | 3",
        keywords: "clones; order; resistance",
        abstract_: ("Mutations arise in an order", "predicted the next response."),
    },
    Expected {
        file: "linked.html",
        layout: None,
        title: "Tolerance of single cells to two drugs",
        authors: "Aisha Bello; Tomáš Dvořák",
        journal: "Journal of Tolerance",
        numbers: "9 | - | 41-50 | 2020-06-01 | 10.1000/tol.2020.9 | 0",
        keywords: "",
        abstract_: ("Single cells tolerate", "no heritable trait."),
    },
    Expected {
        file: "sciencedirect-wrapped.txt",
        layout: Some("sciencedirect"),
        title: "Sustained signalling through an alternative receptor explains early relapse under kinase inhibition: a made-up cohort",
        authors: "Birgit Aström; Kofi Mensah-Bonsu; Ruth O'Malley; Yusuf İnanç; Jean-Luc Dupré",
        journal: "Journal of Invented Hematology",
        numbers: "14 | 2 | 211-223 | 2021-03 | 10.5555/j.jih.2020.12.001 | 3",
        keywords: "Acute leukaemia; Receptor switching; Relapse",
        abstract_: ("Early relapse under", "may be prevented."),
    },
    Expected {
        file: "wiley-german.txt",
        layout: Some("wiley"),
        title: "Verlauf der Resterkrankung nach Absetzen eines Kinasehemmers: eine erfundene Registerstudie",
        authors: "Jürgen Weiß; Anneliese Groß-Kämper; Łukasz Żak",
        journal: "Zeitschrift für erfundene Medizin",
        numbers: "52 | 7 | 401-410 | 2019-07-04 | 10.5555/zem.201900123 | 2",
        keywords: "Kinasehemmer; Resterkrankung; Rückfall",
        abstract_: ("Hintergrund: Nach dem Absetzen", "wieder zu behandeln."),
    },
    Expected {
        file: "oxford-new.txt",
        layout: Some("oxford"),
        title: "Persistence of antibody after a single dose: a made-up trial in two cities",
        authors: "Nadia Bensalem; Oluwaseun Adeyemi; Hye-jin Park",
        journal: "The Journal of Invented Infectious Diseases",
        numbers: "227 | 9 | 1043-1052 | 2023-05-01 | 10.5555/infdis/jiac999 | 2",
        keywords: "antibody; persistence; single dose; randomized trial",
        abstract_: ("Single doses are easier", "cannot be given."),
    },
    Expected {
        file: "frontiers-new.txt",
        layout: Some("frontiers"),
        title: "Adhesion to invented stroma shields blasts from a dual inhibitor",
        authors: "Minh Anh Nguyễn; Carla di Stefano; Bartholomew J. Quill; Zhang Wei",
        journal: "Front. Oncol.",
        numbers: "11 | - | 667123 | 2021 | 10.5555/fonc.2021.667123 | 2",
        keywords: "stroma; integrin; adhesion; dual inhibitor",
        abstract_: ("Stroma of the bone marrow", "with the inhibitor."),
    },
    Expected {
        file: "mdpi-new.txt",
        layout: None,
        title: "Clonal Sweep and Rescue in a Made-Up Model of Relapse",
        authors: "Agnieszka Nowak-Kowalska; Rafael Ángel Ortiz; Tõnu Mägi",
        journal: "Cancers",
        numbers: "14 | 3 | 555 | 2022 | 10.5555/cancers14030555 | 2",
        keywords: "relapse; clonal sweep; rescue; model",
        abstract_: ("Relapse may come", "nine cases of ten."),
    },
    Expected {
        file: "plos-wrapped.txt",
        layout: None,
        title: "Why persisters wake: a stochastic account of made-up cells",
        authors: "Priya Raghunathan; Øystein Bjørnstad; María José Peña-Ruiz; Na Li",
        journal: "PLoS Comput Biol",
        numbers: "14 | 8 | e1006000 | 2018 | 10.5555/journal.pcbi.1006000 | 3",
        keywords: "",
        abstract_: ("Persister cells survive", "should be given."),
    },
    Expected {
        file: "elife-new.txt",
        layout: None,
        title: "A brake on splicing keeps invented cells alive",
        authors: "Tamar Gelashvili; Ernst von Hohenfels; Adaeze Nwosu",
        journal: "eLife",
        numbers: "9 | - | e50001 | 2020-08-11 | 10.5555/elife.50001 | 2",
        keywords: "",
        abstract_: ("Cells under stress", "within two days."),
    },
    Expected {
        file: "biorxiv-new.txt",
        layout: Some("biorxiv"),
        title: "A switch between two invented states decides the fate of treated cells",
        authors: "Isolde Þórsdóttir; Marcus A. Greene III; Chukwuma Obi; Anne-Sophie le Goff",
        journal: "bioRxiv",
        numbers: "- | - | - | 2021-05-06 | 10.5555/2021.05.06.442999 | 0",
        keywords: "",
        abstract_: ("Treated cells die", "decided its fate."),
    },
    Expected {
        file: "atypon.txt",
        layout: Some("atypon"),
        title: "A Made-Up Inhibitor Versus an Older One in Patients With an Invented Neoplasm",
        authors: "Ruth A. Example; Jean-Jacques Specimen; Åke Testsson; the MADE-UP-1 Investigators",
        journal: "Invented Journal of Oncology",
        numbers: "35 | 34 | - | 2023-04-20 | 10.5555/ijo.2017.73.4000 | 0",
        keywords: "",
        abstract_: ("We compared", "were not inferior."),
    },
    Expected {
        file: "atypon-info.txt",
        layout: None,
        title: "A Made-Up Inhibitor with the Best Available Therapy for an Invented Neoplasm",
        authors: "Claire Example; Jean-Jacques Specimen; Heike Kathrin Al-Test; Sandro M. Muster",
        journal: "The Invented Journal of Medicine",
        numbers: "366 | 9 | 787-798 | 2012 | 10.5555/ijmoa1110000 | 0",
        keywords: "",
        abstract_: ("Treatment options", "(Funded by nobody.)"),
    },
    Expected {
        file: "arxiv.txt",
        layout: Some("arxiv"),
        title: "How fast made-up clones come back: a model with two states",
        authors: "Jane Example; Max Muster; Yuki Test",
        journal: "arXiv",
        numbers: "- | - | - | 2023-05-20 | 10.5555/arxiv.2305.99999 | 0",
        keywords: "Quantitative Methods (q-bio.QM); Cell Behavior (q-bio.CB)",
        abstract_: ("We model how", "between two states."),
    },
    Expected {
        file: "arxiv-labelled.txt",
        layout: Some("arxiv"),
        title: "How slowly made-up clones come back: a model with three states",
        authors: "Jane Example; Max Muster; Yuki Test",
        journal: "arXiv",
        numbers: "- | - | - | 2023-05-20 | 10.5555/arxiv.2305.99998 | 0",
        keywords: "Quantitative Methods (q-bio.QM)",
        abstract_: ("We model how", "between three states."),
    },
    Expected {
        file: "sciencedirect-group.txt",
        layout: Some("sciencedirect"),
        title: "Made-up resistance to an invented inhibitor: mechanisms and clinical implications",
        authors: "Priya Muster; Stefan Example; The Invented Working Group",
        journal: "Invented Reviews in Haematology",
        numbers: "180 | - | 103862 | 2022-12 | 10.5555/j.irh.2022.103862 | 4",
        keywords: "Made-up disease; Resistance",
        abstract_: ("The invented inhibitor", "none of them is true."),
    },
    Expected {
        file: "mdpi-glued.txt",
        layout: Some("mdpi"),
        title: "Made-Up Metabolites and β-Catenin: Resistance in Invented Cells",
        authors: "Sandro M. Muster; Paola Example; Claire N. Specimen",
        journal: "Metabolites",
        numbers: "13 | 8 | 1795 | 2021 | 10.3390/metabo99080001 | 0",
        keywords: "metabolites; resistance",
        abstract_: ("Resistance to made-up", "were never done."),
    },
    Expected {
        file: "tandf.txt",
        layout: Some("tandf"),
        title: "Resistance to made-up inhibitors in invented cells of the marrow",
        authors: "Jane B. Doe; John Roe; Max Muster; Sara C. Example",
        journal: "Invented Leukemia & Lymphoma",
        numbers: "61 | 3 | 600-612 | 2020 | 10.1080/99999999.2019.1234567 | 0",
        keywords: "resistance; marrow; cells",
        abstract_: ("Resistance to made-up", "response in mice."),
    },
    Expected {
        file: "jbs.txt",
        layout: Some("jbs"),
        title: "CHZ000, a Made-Up Inhibitor, Reverses Persistence in Invented Neoplasms",
        authors: "Sara C. Meyers; Matthew D. Kellers; Sophia Chius",
        journal: "",
        numbers: "28 | 1 | 15-28 | 2015-07-13 | 10.5555/j.icell.2015.06.999 | 0",
        keywords: "",
        abstract_: ("Resistance to made-up", "response in mice."),
    },
    Expected {
        file: "jbs-lines.txt",
        layout: Some("jbs"),
        title: "Momelo-made-up versus ruxo-invented in patients with an invented disease (TEST 1): a randomised, open-label trial",
        authors: "Clara N Beispiel; Sandro M Muster; Uwe Testsson",
        journal: "",
        numbers: "4 | 3 | E105-E116 | 2017-03 | 10.5555/s2352-3026(17)99999-8 | 0",
        keywords: "",
        abstract_: ("Patients with invented", "Funding Nobody."),
    },
    Expected {
        file: "cell-new.txt",
        layout: None,
        title: "CHZ000, a Made-Up Inhibitor, Reverses Persistence in Invented Neoplasms",
        authors: "Sara C. Meyers; Matthew D. Kellers; Sophia Chius",
        journal: "Journal of Invented Cells",
        numbers: "28 | 1 | 15-28 | 2015-07-13 | 10.5555/j.icell.2015.06.999 | 0",
        keywords: "",
        abstract_: ("Resistance to made-up", "response in mice."),
    },
    Expected {
        file: "degrees.txt",
        layout: None,
        title: "Effect of a Made-Up Inhibitor vs Placebo on Survival in Invented Leukemia",
        authors: "Jane B. Doe; John Roe; Max Muster",
        journal: "JIMA",
        numbers: "323 | 9 | 841-851 | 2020 | 10.5555/jima.2020.9999 | 0",
        keywords: "",
        abstract_: ("Importance Invented", "with invented leukemia."),
    },
    Expected {
        file: "orcid-addresses.txt",
        layout: None,
        title: "Survival of patients with invented leukaemia in a made-up region: a cohort study",
        authors: "Jane B Doe; John Roe; Max Muster",
        journal: "",
        numbers: "- | - | - | - | 10.5555/imjopen-2019-039999 | 0",
        keywords: "",
        abstract_: ("Objectives To describe", "studied here."),
    },
    Expected {
        file: "mail-addresses.txt",
        layout: None,
        title: "An invented adaptor protein protects made-up cells from kinase inhibitors",
        authors: "Jane B. Doe; John Roe; Max Muster",
        journal: "",
        numbers: "117 | 14 | 7990-8000 | 2020-03-23 | 10.5555/inas.1912349999 | 0",
        keywords: "",
        abstract_: ("Resistance to made-up", "response in mice."),
    },
    Expected {
        file: "ebsco-detail.txt",
        layout: Some("ebsco"),
        title: "Receptors that take over: a made-up survey of 118 relapses",
        authors: "Åsa Lindqvist; Tunde Oyelaran; Fiona J. McAllister",
        journal: "Invented Journal of Leukemia",
        numbers: "104 | 10 | 2017-2027 | 2019-09 | 10.5555/ijl.2018.205385 | 0",
        keywords: "ACUTE leukemia; KINASE inhibitors; DRUG resistance",
        abstract_: ("Relapse after kinase", "measured in plasma."),
    },
    Expected {
        file: "pure-dutch.txt",
        layout: Some("pure"),
        title: "Kinase inhibitors and the fate of made-up blasts in children",
        authors: "Femke van der Heijden; Sjoerd de Boer; Annelies Kuipers; Maarten 't Hart",
        journal: "Pediatric Made-up Blood",
        numbers: "67 | 6 | 512-520 | 2020-06 | 10.5555/pmb.28001 | 0",
        keywords: "leukemia; children; kinase inhibitor",
        abstract_: ("Children with leukemia", "a second mutation."),
    },
    Expected {
        file: "dspace-french.txt",
        layout: Some("dspace"),
        title: "Persistance des cellules après traitement : une étude inventée de 33 malades",
        authors: "Hélène Lefèvre; Mamadou N'Diaye; Guy d'Aubigné",
        journal: "Revue inventée d'hématologie",
        numbers: "- | - | - | 2017-03 | - | 0",
        keywords: "leucémie; rechute; persistance",
        abstract_: ("Certaines cellules survivent", "au départ."),
    },
    Expected {
        file: "ojs-spanish.txt",
        layout: None,
        title: "Enfermedad residual en una región inventada: registro de cinco años",
        authors: "María Fernanda Gutiérrez-Solís; Joaquín Íñiguez",
        journal: "Revista Inventada de Registros",
        numbers: "9 | 2 | 33-41 | 2022 | 10.5555/rir.v9i2.345 | 0",
        keywords: "enfermedad residual; registro; región",
        abstract_: ("Introducción: Se sabe poco", "para la región."),
    },
    Expected {
        file: "europepmc-new.txt",
        layout: None,
        title: "A plasma signal before relapse: made-up measurements in 52 patients",
        authors: "B Horváth; E Szabó-Kiss; D O'Sullivan; Q Zhao; MJ van den Heuvel",
        journal: "Invented Blood Advances",
        numbers: "5 | 11 | 2490-2501 | 2021-06-01 | 10.5555/iba.2020003456 | 0",
        keywords: "",
        abstract_: ("Relapse is seen late.", "is possible."),
    },
    Expected {
        file: "ash-new.txt",
        layout: None,
        title: "An epigenetic brake on made-up stem cells and its release by a drug",
        authors: "Zofia Wiśniewska; Kwabena Osei-Tutu; Hanne Sørensen; Jean-Baptiste Le Roux; Yan Yan Chen",
        journal: "Invented Blood",
        numbers: "137 | 8 | 1089-1100 | 2021 | 10.5555/blood.2020006000 | 3",
        keywords: "",
        abstract_: ("Stem cells of leukemia", "made-up leukemias."),
    },
    Expected {
        file: "ovid-fields.txt",
        layout: Some("ovid"),
        title: "Switching of receptors under two inhibitors: a made-up comparison",
        authors: "Ivan Petrov; Haruka Nakamura; Sipho T Dlamini; Ana Fernández de la Cruz",
        journal: "Invented Journal of Clinical Oncology",
        numbers: "41 | 5 | 1001-1012 | 2023 | 10.5555/ijco.22.01234 | 0",
        keywords: "",
        abstract_: ("PURPOSE: Two inhibitors", "fewer ways out."),
    },
    Expected {
        file: "column-affiliations.txt",
        layout: None,
        title: "Kinase Inhibitors After the First Relapse of Myelofibrosis",
        authors: "Oda Brekke; Tomas Hallgren; Philippa K. Wren",
        journal: "Quarterly Advances in Blood Research",
        numbers: "14 | 3 | - | 2031-03 | - | 0",
        keywords: "",
        abstract_: ("Myelofibrosis that returns", "shapes every guideline."),
    },
    Expected {
        file: "mdpi-column.txt",
        layout: None,
        title: "Why Inhibitors of an Invented Kinase Fail—From Bench to Bedside",
        authors: "Ines Caldeira; Ana Rita Monteverde; Marco Bellandi; Rui M. Antunes; Pablo De Las Heras; Yorgos Kallistratos; Maria Luz Serrano Prado",
        journal: "Cells of Paper",
        numbers: "13 | 19 | 4820 | 2031 | 10.5555/cop13194820 | 0",
        keywords: "invented kinase; resistance; inhibitors",
        abstract_: ("Inhibitors of the invented kinase", "which of them matter there."),
    },
    Expected {
        file: "bulleted-names.txt",
        layout: None,
        title: "Inhibitors of an Invented Kinase in Leukaemia Therapy: a Review",
        authors: "Kirti Patel; Sonal Desai; Rohan Raval",
        journal: "",
        numbers: "- | - | - | 2031-07-01 | - | 2",
        keywords: "Kinase inhibitors; targeted therapy; minimal residual disease",
        abstract_: ("Leukaemia that an invented kinase", "could be tried next."),
    },
    Expected {
        file: "journal-below-title.txt",
        layout: None,
        title: "Mutations of an Invented Kinase in the Care of Patients With Myeloproliferative Disease",
        authors: "",
        journal: "Imaginary Oncology",
        numbers: "7 | 1 | - | 2031-02 | - | 0",
        keywords: "",
        abstract_: ("", ""),
    },
    Expected {
        file: "dove.txt",
        layout: None,
        title: "Paper kinases in made-up melanoma: treatment, resistance and what to test",
        authors: "Fiorella Bellini; Piero Carraro; Lia Dossi; Vera Esposito",
        journal: "Papers of Invented Oncology",
        numbers: "8 | - | 157-168 | 2031 | 10.5555/pio.s39096 | 0",
        keywords: "paper kinase; melanoma; resistance; testing",
        abstract_: ("The paper kinase drives", "before the scan does."),
    },
    Expected {
        file: "jstage.txt",
        layout: None,
        title: "Studies on the Treatment of an Invented Leukemia II. Observations on the return of the disease",
        authors: "Kenji YAMANE; Masako FURUTA; Taro OGINO",
        journal: "Kami Ketsueki",
        numbers: "28 | 4 | 421-426 | 1987 | - | 0",
        keywords: "",
        abstract_: ("The invented leukemia returned", "on the average."),
    },
    Expected {
        file: "lettered-names.txt",
        layout: None,
        title: "Closing an Imaginary Artery in Three Patients With a Leukemia That Was Made Up",
        authors: "Bodil Yrsanek; Juan Carlos Montalvo; Peng Tai Chen; Adan Kellog",
        journal: "Journal of Invented Hematology",
        numbers: "13 | 1-2 | 39-45 | 2031-04 | 10.5555/jih1215 | 0",
        keywords: "Imaginary artery; Leukemia; Bleeding",
        abstract_: ("Bleeding under the skull", "longer than an hour."),
    },
    Expected {
        file: "labels-above.txt",
        layout: None,
        title: "Clones That Wait: An Invented Count of Persisting Cells",
        authors: "Ines Caldeira; Marco Bellandi; Rui Antunes",
        journal: "Invented Blood Reports",
        numbers: "12 | 3 | 45-52 | 2031-03 | 10.5555/ibr.2031.12.45 | 0",
        keywords: "",
        abstract_: ("Cells that wait", "better than any gene."),
    },
    Expected {
        file: "springer-new.txt",
        layout: None,
        title: "Invented Leukemia: Advances in Understanding Paper Biology and Resistance to Imaginary Inhibitors",
        authors: "Oda Brekke; Tomas Hallgren; Philippa Wren",
        journal: "Invented Malignancy Reports",
        numbers: "- | - | - | 2031-05-07 | - | 2",
        keywords: "",
        abstract_: ("Patients with the invented leukemia", "a deep remission."),
    },
    Expected {
        file: "author-links.txt",
        layout: None,
        title: "A paper gate on imaginary progenitors keeps clones apart",
        authors: "Selam Tesfaye; Orla Mac Ruairí; Benedikt Amsel",
        journal: "",
        numbers: "31 | 4 | - | 2031-04-22 | 10.5555/pcr.20310999 | 0",
        keywords: "",
        abstract_: ("Clones of paper", "does not exist."),
    },
    Expected {
        file: "hal.txt",
        layout: None,
        title: "Déficit inventé en facteur de papier : à propos de douze clones imaginaires",
        authors: "Maëlle Castaing; Jean-Loup de Saint-Papier; Amina Benali-Roy",
        journal: "Annales du Papier Sanguin",
        numbers: "- | - | - | 2031 | - | 0",
        keywords: "",
        abstract_: ("Le facteur de papier", "perdre un seul."),
    },
    Expected {
        file: "dspace-citation.txt",
        layout: Some("dspace"),
        title: "Weak types of paper and the cost of caution",
        authors: "Nekane Lasarte Uribe; Chuka M. Obi",
        journal: "Invented Transfusion Reviews",
        numbers: "28 | 3 | 141-149 | 2031-06-12 | - | 0",
        keywords: "",
        abstract_: ("Paper cells", "than the first."),
    },
];

#[test]
fn pages_of_each_house_give_their_record() {
    for expected in EXPECTED {
        let (record, _) = read(expected.file);
        let file = expected.file;
        assert_eq!(record.layout, expected.layout, "{file}");
        assert_eq!(record.item.title(), Some(expected.title), "{file}");
        assert_eq!(authors(&record), expected.authors, "{file}");
        assert_eq!(
            record.item.get(Field::ContainerTitle).unwrap_or(""),
            expected.journal,
            "{file}"
        );
        let cut = ["jbs.txt", "cell-new.txt", "degrees.txt"].contains(&file);
        assert!(record.item.et_al || !cut, "{file}: the site left authors out");
        assert_eq!(numbers(&record), expected.numbers, "{file}");
        assert_eq!(record.item.keyword.join("; "), expected.keywords, "{file}");
        let text = record.item.get(Field::Abstract).unwrap_or_default();
        let (first, last) = expected.abstract_;
        assert!(text.starts_with(first) && text.ends_with(last), "{file}: {text}");
    }
}

/// What stands beside a paper on its page is none of it, and what is its own is not cut.
#[test]
fn lines_that_look_like_others_are_not_taken_for_them() {
    const TITLE: &str = "Stromal signals keep persister cells of leukaemia alive for months";
    const AUTHORS: &str = "Jane B. Doe, Max Muster, Ada Quist";
    const ABSTRACT: &str = "Abstract\nPersister cells live on under a drug. Signals of the stroma keep them alive in \
        every culture that nobody made. We followed them for months, and none of them died. They wake when the drug is gone.";
    for (above, authors, below, wanted) in [
        // A line of figures below the journal's name.
        (
            "Leukemia Biology Letters\n2014;12(3):45-50\n",
            AUTHORS,
            "",
            "Jane B. Doe; Max Muster; Ada Quist | Leukemia Biology Letters | 12 | 2014",
        ),
        // Marks that stand apart, and none at all, beside affiliations with letters.
        (
            "",
            "Ana Silva a, Bruno Costa b",
            "aDepartment of Haematology, University of Nowhere\nbInstitute of Oncology, Porto",
            "Ana Silva; Bruno Costa | - | - | -",
        ),
        (
            "",
            "Maria Garcia, Pedro Almeida*",
            "aDepartment of Haematology, University of Nowhere\nbInstitute of Oncology, Porto",
            "Maria Garcia; Pedro Almeida | - | - | -",
        ),
        // Rows of links.
        (
            "Home | About | Search | Contact\nReferences | Similar articles | Cited by\n",
            AUTHORS,
            "Blood 2014; 12(3): 45-50",
            "Jane B. Doe; Max Muster; Ada Quist | Blood | 12 | 2014",
        ),
        // Words of the site below an only author.
        (
            "Review\n",
            "Jane B. Doe",
            "Department of Haematology, University of Nowhere\nRelated Links",
            "Jane B. Doe | - | - | -",
        ),
        // Values of other labels, companies, comments.
        (
            "",
            AUTHORS,
            "Language\nEnglish\nISSN\n0006-4971",
            "Jane B. Doe; Max Muster; Ada Quist | - | - | -",
        ),
        (
            "",
            AUTHORS,
            "Elsevier Inc., 12 May 2020",
            "Jane B. Doe; Max Muster; Ada Quist | - | - | -",
        ),
        (
            "",
            AUTHORS,
            "Journal information Aims and scope",
            "Jane B. Doe; Max Muster; Ada Quist | - | - | -",
        ),
        (
            "",
            AUTHORS,
            "Current Issue\n2024 Volume 50 Issue 2",
            "Jane B. Doe; Max Muster; Ada Quist | - | - | -",
        ),
        // Capitals inside a name.
        (
            "",
            "John DIPersio and Max Muster",
            "",
            "John DIPersio; Max Muster | - | - | -",
        ),
    ] {
        let page = format!("{above}\n{TITLE}\n\n{authors}\n\n{below}\n\n{ABSTRACT}\n");
        let mut records = extract(&Capture::from_text("page.txt", &page)).value.records;
        assert_eq!(records.len(), 1, "{page}");
        let record = records.remove(0);
        assert_eq!(record.item.title(), Some(TITLE), "{page}");
        let of = |field| record.item.get(field).unwrap_or("-").to_owned();
        let issued = record.item.issued.map_or("-".to_owned(), |date| date.to_string());
        let shown = [
            self::authors(&record),
            of(Field::ContainerTitle),
            of(Field::Volume),
            issued,
        ];
        assert_eq!(shown.join(" | "), wanted, "{page}");
    }
}

/// Titles that look like something else, and what looks like a title.
#[test]
fn titles_are_told_from_what_looks_like_them() {
    for title in [
        "V. cholerae toxin kills persister cells of leukaemia in mice",
        "Peer review reports and the quality of trials in leukaemia",
        "Chronic Myeloid Leukemia",
        "Hospital admissions after an invented illness",
        "Department stores and health",
        "5 Years of paper, a review",
        "Read this article before folding paper",
        "Corresponding author behaviour in science",
        "Gene therapy",
    ] {
        let page = format!(
            "Original Research Article\n{title}\nJane B. Doe\nDepartment of Haematology, University of Nowhere\n\n\
             Nature Papers volume 6, Article number: 6133 (2015)\n\nAbstract\nPersister cells live on under a drug. \
             Signals of the stroma keep them alive in every culture that nobody made. None of them died in three months.\n"
        );
        let mut records = extract(&Capture::from_text("page.txt", &page)).value.records;
        let record = records.remove(0);
        assert_eq!(record.item.title(), Some(title), "{page}");
        assert_eq!(authors(&record), "Jane B. Doe", "{page}");
        assert_eq!(record.item.get(Field::Page), Some("6133"), "{page}");
        assert_eq!(record.item.get(Field::ContainerTitle), Some("Nature Papers"), "{page}");
    }
}

/// Blocks of authors with links that belong to another paper, a known journal that is a subject, and references under a
/// run of headings.
#[test]
fn what_belongs_to_others_is_not_taken_over() {
    let page = "Paper folding in patients with chronic paper disease: a prospective study\nAda Quist, Bo Orell, Karin Holm\n\n\
                Abstract\nPersister cells live on under a drug. Signals of the stroma keep them alive in every culture \
                that nobody made. None of them died in three months.\n\nKeywords\nGene Therapy\n\nConflict of interest\nFunding\n\
                Acknowledgements\nSupplementary material\nReferences\nBerg K. Cards. 2001.\n\
                Holm L, Dahl M. Folding cards by hand. Paper Rep. 2011;12:45-50.\n\nOther article\nMax Muster\n\
                Department of Card, Unreal College\nSearch for other works by this author on:\nPubMed\nEva Vogel\n\
                Department of Card, Unreal College\nSearch for other works by this author on:\nPubMed\n";
    let mut records = extract(&Capture::from_text("page.txt", page)).value.records;
    let record = records.remove(0);
    assert_eq!(authors(&record), "Ada Quist; Bo Orell; Karin Holm");
    assert_eq!(record.item.get(Field::ContainerTitle), None);
    assert!(record.references.len() >= 2, "{:?}", record.references);
}

#[test]
fn catalogues_give_whole_books_in_several_shapes() {
    for (file, title, publisher, place, language) in [
        (
            "catalogue.txt",
            "Made-up neoplasms: biology and therapy",
            "Invented Press",
            "Nowhere",
            Some("English"),
        ),
        (
            "catalogue-german.txt",
            "Erfundene Geschwülste: Biologie und Behandlung",
            "Erfundener Verlag",
            "Nirgends",
            Some("Deutsch"),
        ),
        (
            "catalogue-worldcat.txt",
            "Made-up neoplasms : biology and therapy",
            "Invented Press",
            "Nowhere",
            None,
        ),
    ] {
        let (record, _) = read(file);
        let item = &record.item;
        assert_eq!(
            (record.layout, item.kind, item.title()),
            (Some("catalogue"), ItemType::Book, Some(title)),
            "{file}"
        );
        let editors: Vec<&str> = item.editor.iter().filter_map(|name| name.family.as_deref()).collect();
        assert_eq!(
            (editors.len(), editors[1], item.author.len()),
            (2, "Muster", 0),
            "{file}"
        );
        for (field, value) in [
            (Field::Publisher, Some(publisher)),
            (Field::PublisherPlace, Some(place)),
            (Field::Language, language),
            (Field::Isbn, Some("9783161484100")),
            (Field::NumberOfPages, Some("271")),
            (Field::ContainerTitle, None),
        ] {
            assert_eq!(item.get(field), value, "{file} {field:?}");
        }
        assert_eq!(item.issued.map(|date| date.year), Some(2011), "{file}");
    }
    let (thesis, _) = read("dspace-labels.txt");
    assert_eq!(thesis.layout, Some("dspace"));
    assert_eq!(authors(&thesis), "María José Beispiel Muster");
    assert_eq!(
        thesis.item.issued.map(|date| date.to_string()).as_deref(),
        Some("2019-03-12")
    );
}

#[test]
fn references_under_what_they_are_cited_by_are_whole() {
    let (record, _) = read("sciencedirect-group.txt");
    let texts: Vec<&str> = record
        .references
        .iter()
        .map(|reference| reference.text.as_str())
        .collect();
    assert_eq!(
        texts,
        [
            "A. Testsson. Primary made-up disease: 2021 update on diagnosis and management. Invent. J. Hematol., 96 (1) \
             (2021), pp. 145-162",
            "S.C. Muster, M.D. Example, S. Chi, et al. A type II inhibitor of nothing reverses persistence. Invented Cell, \
             28 (2015), pp. 15-28",
            "Classification of what does not exist (2022)",
            "A. Example. What comes after a reference without links. Invented Cell, 29 (2012), pp. 3-4",
        ]
    );
}

#[test]
fn each_layout_has_a_page_that_it_recognises() {
    // Those of the seeds are read in `seeds`, a catalogue's above.
    let seeds = ["nature", "ebsco", "pure", "institution", "catalogue"];
    for layout in LAYOUTS {
        let known = EXPECTED.iter().any(|expected| expected.layout == Some(layout.name));
        assert!(known || seeds.contains(&layout.name), "{} has no page", layout.name);
    }
}

#[test]
fn values_stand_where_they_say() {
    for expected in EXPECTED {
        let (record, text) = read(expected.file);
        for (field, places) in &record.provenance {
            for (index, place) in places.iter().enumerate() {
                let cut = text.get(place.span.range()).expect("on character boundaries");
                assert!(!cut.trim().is_empty(), "{} {}", expected.file, field.csl());
                let plain = |text: &str| -> String {
                    citeloom::base::fold(text)
                        .chars()
                        .filter(|c| c.is_alphanumeric())
                        .collect()
                };
                let value = match *field {
                    Field::Author => plain(record.item.author[index].main()),
                    Field::Keyword => plain(&record.item.keyword[index]),
                    Field::Doi => plain(record.item.get(Field::Doi).unwrap_or_default()),
                    _ => continue,
                };
                // Entities and escapes of HTML and JSON stand for other letters than they are written with.
                if !cut.contains(['&', '\\']) {
                    assert!(plain(cut).contains(&value), "{}: {cut} for {value}", expected.file);
                }
            }
        }
    }
}

#[test]
fn other_papers_do_not_leak() {
    let (record, _) = read("pubmed.txt");
    assert_eq!(record.item.get(Field::Pmid), Some("31000001"));
    assert_eq!(record.item.get(Field::Pmcid), Some("PMC6800001"));
    let foreign = ["29000001", "32100001", "31800001", "10.3324", "10.3390", "10.1182"];
    let said: Vec<String> = record
        .rivals
        .iter()
        .filter_map(|claim| match &claim.value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        })
        .collect();
    for value in foreign {
        assert!(!said.iter().any(|text| text.contains(value)), "{value} was claimed");
    }
    let [comment] = &record.relations[..] else {
        panic!("one comment")
    };
    assert_eq!(comment.kind, RelationKind::CommentIn);
    assert!(comment.text.starts_with("How the niche protects. Smith J. Blood."));
    let (record, _) = read("highwire.html");
    assert!(
        !record
            .rivals
            .iter()
            .any(|claim| format!("{:?}", claim.value).contains("10.9999"))
    );
    let (record, _) = read("biorxiv.txt");
    assert_eq!(record.item.kind, ItemType::Article);
    assert_eq!(record.relations[0].kind, RelationKind::PublishedAs);
    assert!(
        !record
            .rivals
            .iter()
            .any(|claim| format!("{:?}", claim.value).contains("s41467"))
    );
}

#[test]
fn references_are_read_without_their_links() {
    for file in [
        "wiley.txt",
        "plos.txt",
        "frontiers.txt",
        "oxford.txt",
        "bmc.txt",
        "pmc.txt",
        "mdpi.txt",
        "elife.txt",
    ] {
        let (record, text) = read(file);
        for reference in &record.references {
            assert!(text.get(reference.span.range()).is_some());
            for link in [
                "Google Scholar",
                "PubMed",
                "CrossRef",
                "View Article",
                "Search ADS",
                "cited 2 times",
            ] {
                assert!(!reference.text.contains(link), "{file}: {}", reference.text);
            }
        }
        assert!(record.references[0].text.contains("First reference title"), "{file}");
        assert!(record.references[1].text.contains("Second reference title"), "{file}");
    }
}

#[test]
fn zones_part_the_page() {
    let (record, text) = read("highwire.html");
    let kinds: Vec<ZoneKind> = record.zones.iter().map(|zone| zone.kind).collect();
    for kind in [
        ZoneKind::Title,
        ZoneKind::Abstract,
        ZoneKind::Body,
        ZoneKind::References,
        ZoneKind::Boilerplate,
    ] {
        assert!(kinds.contains(&kind), "no {}", kind.name());
    }
    let abstract_ = record
        .zones
        .iter()
        .find(|zone| zone.kind == ZoneKind::Abstract)
        .expect("abstract");
    let at = abstract_.text.as_str().find("& one of the target").expect("decoded");
    let span = abstract_.text.source(citeloom::base::Span::new(at, at + 5));
    assert_eq!(span.of(&text), "&amp; one");
}

#[test]
fn html_without_a_paper_makes_no_record_up() {
    for page in [
        "<html><head><title>Shop</title></head><body><h1>Buy</h1><p>Things.</p></body></html>",
        "<!doctype html><p>",
        "<html>",
    ] {
        for record in extract(&Capture::from_text("x.html", page)).value.records {
            assert_eq!(record.item.get(Field::Doi), None);
            assert!(record.item.author.is_empty(), "{page}");
        }
    }
}

/// Pieces that pages are made of, for the generator.
const PIECES: &[&str] = &[
    "Abstract\n",
    "References\n",
    "Keywords: a, b; c\n",
    "  1. Doe J. Title. Blood. 2010;1:2–3.\n",
    "  • item\n",
    "\n\n",
    "Cite this article\n",
    "Doe, J., Roe, A. et al. Title. Leukemia 35, 1–9 (2021). https://doi.org/10.1/x\n",
    "DOI: ",
    "10.1038/x",
    "Journal",
    "JournalBlood\n",
    "Volume ",
    "<p>",
    "</p>",
    "<sup>",
    "<li>",
    "<ol start=9>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<meta name=citation_title content='",
    "'>",
    "\"",
    "&amp;",
    "&#x41;",
    "é",
    "\u{200b}",
    "\u{a0}",
    "\r\n",
    "\t",
    "(",
    ")",
    "PMID: 1",
    "Published: ",
    "2019",
    "Comment in",
    ":",
    "•",
    "et al",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn no_page_stops_a_reader(pieces in proptest::collection::vec(0..PIECES.len(), 0..60), html in any::<bool>()) {
        let mut text = if html { "<html>".to_owned() } else { String::new() };
        for piece in pieces {
            text.push_str(PIECES[piece]);
        }
        let name = if html { "x.html" } else { "x.txt" };
        for record in extract(&Capture::from_text(name, &text)).value.records {
            for place in record.provenance.values().flatten() {
                prop_assert!(text.get(place.span.range()).is_some());
            }
            for reference in &record.references {
                prop_assert!(text.get(reference.span.range()).is_some());
            }
            let mut end = 0;
            for zone in &record.zones {
                let whole = zone.text.source(citeloom::base::Span::new(0, zone.text.as_str().len()));
                prop_assert!(text.get(whole.range()).is_some());
                prop_assert!(whole.start >= end);
                end = whole.end;
            }
        }
    }

    #[test]
    fn no_text_stops_a_reader(text in "\\PC{0,400}") {
        let _ = extract(&Capture::from_text("x.txt", &text));
        let _ = extract(&Capture::from_text("x.html", &format!("<html>{text}")));
    }
}
