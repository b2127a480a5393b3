//! The promise of importing again, over random edits by the author and by the captures at once: no author's byte is
//! lost, values follow the three-way rule, and a second import of the same changes nothing.

use super::bench::*;
use super::edits::{Coverage, Entropy, Hand, count};
use citeloom::article::{self, Article, Existing, FieldValue, Judgement, Plan};
use citeloom::base::{Diagnostic, Span};
use citeloom::record::{Field, Item};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use std::cell::RefCell;

/// Each case is two rounds of edits and imports and a second capture. Unoptimised, fewer of them do for every day;
/// `CITELOOM_CASES` says how many others (a multiple of [`THREADS`]).
fn cases() -> u32 {
    let by_default = if cfg!(debug_assertions) { 1_000 } else { 10_000 };
    std::env::var("CITELOOM_CASES").map_or(by_default, |cases| cases.parse().expect("CITELOOM_CASES is a number"))
}

/// Run beside one another, each with its own choices.
const THREADS: u32 = 4;

/// What a capture says: values of fields, references, proposed mechanisms.
#[derive(Clone, Debug, Default)]
struct Said {
    fields: Vec<(Field, Vec<String>)>,
    et_al: bool,
    references: Vec<String>,
    proposed: Vec<&'static str>,
}

const FIELDS: &[Field] = &[
    Field::Type,
    Field::Title,
    Field::Author,
    Field::Editor,
    Field::ContainerTitle,
    Field::Issued,
    Field::AvailableDate,
    Field::Volume,
    Field::Page,
    Field::Doi,
    Field::Keyword,
    Field::Publisher,
    Field::Note,
    Field::Abstract,
];

const MECHANISMS: &[&str] = &["rtk-bypass", "niche-hypoxia", "clonal-evolution", "p53-pathway-loss"];

fn words(entropy: &mut Entropy) -> String {
    const WORDS: &[&str] = &[
        "FLT3",
        "\"quoted\"",
        "it's",
        "back\\slash",
        "# sign",
        "a *b* _c_",
        "<i>x</i>",
        "[1]",
        "é–β",
        "12. x",
        "&amp;",
        "line\nbreak",
        "\n\n## no heading",
        "+++",
        "''' \"\"\"",
        "$x$ ~y~",
        "tab\tx",
    ];
    let count = 1 + entropy.pick(3);
    let list: Vec<&str> = (0..count).map(|_| WORDS[entropy.pick(WORDS.len())]).collect();
    list.join(" ")
}

fn values(field: Field, entropy: &mut Entropy) -> Vec<String> {
    match field {
        Field::Type => vec![["article-journal", "book", "thesis", "chapter"][entropy.pick(4)].to_owned()],
        Field::Keyword => (0..1 + entropy.pick(4)).map(|_| words(entropy)).collect(),
        Field::Doi => vec![format!("10.1234/x{}", entropy.pick(5))],
        _ if field.is_names() => (0..1 + entropy.pick(4))
            .map(|_| ["Dumas, Pierre-Yves", "Naudin, C", "The \"Group\"", "O'Hare, T"][entropy.pick(4)].to_owned())
            .collect(),
        _ if field.is_date() => vec![["2019", "2019-09", "2019-09-01", "Spring 2019"][entropy.pick(4)].to_owned()],
        _ => vec![words(entropy)],
    }
}

fn said(entropy: &mut Entropy) -> Said {
    let mut said = Said::default();
    for field in FIELDS {
        if entropy.chance(6) {
            said.fields.push((*field, values(*field, entropy)));
        }
    }
    if !said.fields.iter().any(|(field, _)| *field == Field::Doi) {
        said.fields.push((Field::Doi, vec!["10.1234/x".into()])); // or it would be no paper
    }
    said.et_al = entropy.chance(3);
    said.references = (0..entropy.pick(4)).map(|_| words(entropy)).collect();
    said.proposed = MECHANISMS.iter().copied().filter(|_| entropy.chance(4)).collect();
    said
}

/// The capture, some time later.
fn later(said: &Said, entropy: &mut Entropy) -> Said {
    let mut new = said.clone();
    for field in FIELDS {
        match entropy.pick(6) {
            0 if *field != Field::Doi => new.fields.retain(|(f, _)| f != field),
            1 | 2 => {
                new.fields.retain(|(f, _)| f != field);
                new.fields.push((*field, values(*field, entropy)));
            }
            _ => {}
        }
    }
    new.et_al = if entropy.chance(3) { !said.et_al } else { said.et_al };
    if entropy.chance(4) {
        new.references = (0..entropy.pick(4)).map(|_| words(entropy)).collect();
    }
    if entropy.chance(4) {
        new.proposed = MECHANISMS.iter().copied().filter(|_| entropy.chance(5)).collect();
    }
    new
}

fn captured(said: &Said, path: &str) -> citeloom::article::Captured {
    let mut page = Page::new(&[]);
    for (field, values) in &said.fields {
        for value in values {
            page = page.with(*field, value);
        }
    }
    if said.et_al {
        page = page.et_al();
    }
    let references: Vec<&str> = said.references.iter().map(String::as_str).collect();
    page = page.references(&references);
    for id in &said.proposed {
        page = page.proposes(id, &format!("words for {id}"));
    }
    page.at(path)
}

fn plan(review: &Review, captured: &[citeloom::article::Captured]) -> (Plan, Vec<Diagnostic>) {
    let (articles, unreadable, _) = review.articles();
    let lock = review.lock();
    let existing = Existing {
        articles: &articles,
        unreadable: &unreadable,
        lock: &lock,
        complete: false,
        rebuild: false,
        restore: false,
        settled: None,
    };
    // Whatever else changes, it is one paper.
    let parsed = article::plan(existing, captured, &|items: &[(&str, &Item)]| vec![0; items.len()]);
    (parsed.value, parsed.diagnostics)
}

fn write(review: &mut Review, plan: &Plan) {
    for change in &plan.changes {
        review.stubs.insert(change.path.to_string(), change.new.clone());
    }
    review.lock = plan.lock.to_text();
}

fn read(review: &mut Review) -> Article {
    let text = review.stub().clone();
    let path = review.stubs.keys().next().unwrap().clone();
    let parsed = article::parse(&path, &text);
    parsed
        .value
        .unwrap_or_else(|| panic!("{:#?}\n{text}", parsed.diagnostics))
}

fn texts(article: &Article) -> Vec<String> {
    article
        .references
        .iter()
        .map(|reference| reference.text.to_string())
        .collect()
}

/// References as a stub holds them: on one line, blank ones left out.
fn one_line(list: &[String]) -> Vec<String> {
    let lines = list.iter().map(|text| {
        let parts: Vec<&str> = text
            .split('\n')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        parts.join(" ")
    });
    lines.filter(|text| !text.is_empty()).collect()
}

/// One case. What the lock remembers of the last import is `base`.
fn case(entropy: &mut Entropy, seen: &mut Coverage) {
    let path = "sources/a.txt";
    let mut now = said(entropy);
    let mut review = Review::default();
    let (first, out) = plan(&review, &[captured(&now, path)]);
    assert_eq!(codes(&out), [""; 0]);
    write(&mut review, &first);
    let created = read(&mut review);
    let record = captured(&now, path).records[0].record.item.clone();
    for field in FIELDS {
        assert_eq!(
            FieldValue::of(&created.item, *field),
            FieldValue::of(&record, *field),
            "{}",
            review.stub()
        );
    }
    assert_eq!(texts(&created), one_line(&now.references));
    let mut base = record;
    let mut base_references = one_line(&now.references);
    let (mut marks, mut next) = (Vec::new(), 0);
    for round in 0..2 {
        let stub_path = review.stubs.keys().next().unwrap().clone();
        let mut hand = Hand {
            text: review.stub().clone(),
            path: &stub_path,
            marks: std::mem::take(&mut marks),
            next,
        };
        for _ in 0..entropy.pick(7) {
            if let Some(edit) = hand.edit(entropy) {
                count(seen, format!("author: {edit}"));
            }
        }
        (marks, next) = (hand.marks.clone(), hand.next);
        *review.stub() = hand.text.clone();
        let mine = read(&mut review);
        let before = now.clone();
        now = later(&now, entropy);
        let capture = captured(&now, path);
        let theirs = capture.records[0].record.item.clone();
        let (done, out) = plan(&review, std::slice::from_ref(&capture));
        write(&mut review, &done);
        let after = read(&mut review);
        let text = review.stub().clone();

        assert!(!codes(&out).contains(&"CL0617"), "{out:#?}\n{text}");
        for mark in &marks {
            assert_eq!(
                text.matches(mark.as_str()).count(),
                hand.text.matches(mark.as_str()).count(),
                "{mark}\n{text}"
            );
        }
        let mut conflicts = 0;
        let mut loose: Vec<Span> = Vec::new();
        for field in FIELDS.iter().copied() {
            let of = |item: &Item| FieldValue::of(item, field);
            let (was, mine_is, says, is) = (of(&base), of(&mine.item), of(&theirs), of(&after.item));
            let (i_changed, it_changed) = (mine_is != was, says != was);
            let sort = sort_of(field);
            let span = mine.field_spans.get(&field).copied();
            let inner = span.is_some_and(|span| commented(field, span.of(&hand.text)));
            match (i_changed, it_changed) {
                (false, true) if inner => {
                    assert_eq!(is, mine_is, "{}\n{text}", field.csl());
                    conflicts += usize::from(says.is_some());
                    count(seen, format!("comment inside: {sort}"));
                }
                (false, true) => {
                    let shared = span.is_some_and(|span| shares_line(&hand.text, span));
                    if says.is_none() && is == mine_is && shared {
                        count(seen, format!("kept for its comment: {sort}"));
                    } else {
                        assert_eq!(is, says, "{}\n{}\n----\n{text}", field.csl(), hand.text);
                        let what = match (&was, &says) {
                            (None, _) => "filled",
                            (_, None) => "withdrawn",
                            _ => "followed",
                        };
                        count(seen, format!("{what}: {sort}"));
                        loose.extend(span.map(|span| lines_of(&hand.text, span)));
                        if field == Field::Author {
                            loose.extend(flag_of(&hand.text).map(|span| lines_of(&hand.text, span)));
                        }
                    }
                }
                _ => {
                    assert_eq!(is, mine_is, "{}\n{}\n----\n{text}", field.csl(), hand.text);
                    let clash = i_changed && it_changed && mine_is.is_some() && says.is_some() && says != mine_is;
                    conflicts += usize::from(clash);
                    if clash {
                        count(seen, format!("conflict: {sort}"));
                    } else if i_changed && mine_is.is_none() {
                        count(seen, format!("stays deleted: {sort}"));
                    } else if i_changed {
                        count(seen, format!("mine: {sort}"));
                    }
                }
            }
        }
        let says = one_line(&now.references);
        let list = mine.sections.iter().find(|section| section.heading == "References");
        let untouched = texts(&mine) == base_references;
        if says == base_references || says.is_empty() || texts(&mine) == says {
            assert_eq!(texts(&after), texts(&mine));
        } else if list.is_none() && base_references.is_empty() || untouched && list.is_some() {
            assert_eq!(texts(&after), says, "{}\n----\n{text}", hand.text);
            count(seen, "followed: references");
            if let (Some(first), Some(last)) = (mine.references.first(), mine.references.last()) {
                loose.push(lines_of(&hand.text, first.span).join(last.span));
            }
        } else {
            assert_eq!(texts(&after), texts(&mine));
            conflicts += usize::from(list.is_some());
            count(seen, "mine: references");
        }
        let shown = out.iter().filter(|d| d.code.0 == "CL0604").count();
        assert_eq!(shown, conflicts, "{out:#?}\n{}\n----\n{text}", hand.text);

        for (id, judgement) in &mine.mechanisms {
            assert_eq!(after.mechanisms.get(id), Some(judgement));
        }
        for id in MECHANISMS {
            let wanted = now.proposed.contains(id) && !before.proposed.contains(id);
            let expected = match mine.mechanisms.get(*id) {
                Some(judgement) => Some(*judgement),
                None => wanted.then_some(Judgement::Proposed),
            };
            assert_eq!(
                after.mechanisms.get(*id).copied(),
                expected,
                "{id}\n{}\n----\n{text}",
                hand.text
            );
            if mine.mechanisms.get(*id).is_none() {
                count(seen, if wanted { "mechanism: new" } else { "mechanism: none" });
            }
        }
        assert_eq!(after.findings.len(), mine.findings.len());
        nothing_lost(&hand.text, &text, &mut loose);
        let windows = hand.text.matches('\n').count() == hand.text.matches("\r\n").count();
        if windows && text != hand.text {
            assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{text:?}");
            count(seen, "line ends of Windows kept");
        }

        let (again, out) = plan(&review, std::slice::from_ref(&capture));
        assert_eq!(again.changes, []);
        assert_eq!(codes(&out), [""; 0], "a second import says nothing new");
        assert_eq!(again.lock.to_text(), review.lock);
        base = theirs;
        base_references = says;
        count(
            seen,
            if done.changes.is_empty() {
                "stub unchanged"
            } else {
                "stub changed"
            },
        );
        count(seen, format!("round {round}"));
    }
    // A second capture fills gaps and takes nothing.
    let mine = read(&mut review);
    let other = captured(&said(entropy), "sources/b.ris");
    let (done, out) = plan(&review, std::slice::from_ref(&other));
    assert!(!codes(&out).contains(&"CL0617"), "{out:#?}");
    let old = review.stub().clone();
    write(&mut review, &done);
    let after = read(&mut review);
    let text = review.stub().clone();
    for field in FIELDS.iter().copied() {
        let of = |item: &Item| FieldValue::of(item, field);
        let (was, mine_is, is) = (of(&base), of(&mine.item), of(&after.item));
        let says = of(&other.records[0].record.item);
        if is != mine_is {
            assert_eq!(is, says);
            let fuller = matches!((&is, &mine_is), (Some(new), Some(old)) if new.completes(old));
            assert!(
                mine_is.is_none() && was.is_none() || fuller && mine_is == was,
                "{}\n{text}",
                field.csl()
            );
            count(
                seen,
                if fuller {
                    "second capture: fuller"
                } else {
                    "second capture: gap"
                },
            );
        }
    }
    for mark in &marks {
        assert_eq!(
            text.matches(mark.as_str()).count(),
            old.matches(mark.as_str()).count(),
            "{mark}\n{text}"
        );
    }
    assert_eq!(after.captures, [path, "sources/b.ris"]);
    let (again, out) = plan(&review, &[captured(&now, path), other]);
    assert_eq!((again.changes, codes(&out)), (vec![], vec![]), "{}", review.stub());
    assert_eq!(again.lock.to_text(), review.lock);
}

fn sort_of(field: Field) -> &'static str {
    match field {
        Field::Type => "type",
        Field::Keyword => "keywords",
        Field::Abstract => "abstract",
        _ if field.is_names() => "names",
        _ if field.is_date() => "date",
        _ => "text",
    }
}

/// The author's comment stands within a list: his marks follow a sign there.
fn commented(field: Field, value: &str) -> bool {
    field.is_list() && value.contains(" # mark")
}

/// The lines of an entry.
fn lines_of(text: &str, span: Span) -> Span {
    let start = text[..span.start as usize].rfind('\n').map_or(0, |newline| newline + 1);
    let end = span.end as usize;
    let rest = text[end..].find('\n').map_or(text.len(), |newline| end + newline + 1);
    // With something of the author's after it only the value itself is the program's.
    if text[end..rest].trim().is_empty() {
        Span::new(start, rest)
    } else {
        span
    }
}

/// The value of `authors-incomplete`.
fn flag_of(text: &str) -> Option<Span> {
    let name = text.find("\nauthors-incomplete")? + 1;
    let equals = name + text[name..].find('=')? + 1;
    let start = equals + (text[equals..].len() - text[equals..].trim_start().len());
    let end = start + text[start..].find(|c: char| !c.is_ascii_alphabetic())?;
    Some(Span::new(start, end))
}

fn shares_line(text: &str, span: Span) -> bool {
    lines_of(text, span) == span
}

/// Every byte of the old text outside the `loose` spans, which the program may write anew, is in the new text, in order.
fn nothing_lost(old: &str, new: &str, loose: &mut [Span]) {
    loose.sort();
    let mut kept = Vec::new();
    let mut at = 0;
    for span in loose.iter() {
        kept.extend_from_slice(&old.as_bytes()[at..(span.start as usize).max(at)]);
        at = at.max(span.end as usize);
    }
    kept.extend_from_slice(&old.as_bytes()[at..]);
    let mut rest = new.bytes();
    for (index, byte) in kept.iter().enumerate() {
        assert!(
            rest.any(|b| b == *byte),
            "lost at {index}: {:?}\n{old}\n----\n{new}",
            String::from_utf8_lossy(&kept[index..])
        );
    }
    // Whole lines, too: all that no loose span touches and that are no lists of captures stand as they stood.
    let mut new_lines = new.split_inclusive('\n');
    let mut start = 0;
    for line in old.split_inclusive('\n') {
        let span = Span::new(start, start + line.len());
        start += line.len();
        let touched =
            loose.iter().any(|l| l.overlaps(span)) || line.starts_with("captures") || line.starts_with("authors-");
        if !touched && !line.trim().is_empty() && line.ends_with('\n') {
            assert!(
                new_lines.any(|new| new == line),
                "line lost: {line:?}\n{old}\n----\n{new}"
            );
        }
    }
}

/// Runs the cases of one thread.
fn run(thread: u32) -> Coverage {
    let seen = RefCell::new(Coverage::new());
    let config = Config {
        cases: cases() / THREADS,
        failure_persistence: None,
        ..Config::default()
    };
    let mut seed = [7u8; 32];
    seed[..4].copy_from_slice(&thread.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let strategy = proptest::collection::vec(any::<u16>(), 0..400);
    let result = runner.run(&strategy, |choices| {
        case(&mut Entropy::new(choices), &mut seen.borrow_mut());
        Ok(())
    });
    if let Err(TestError::Fail(why, choices)) = result {
        panic!("{why}\n{choices:?}");
    }
    seen.into_inner()
}

#[test]
fn no_byte_of_the_author_is_lost() {
    let threads: Vec<_> = (0..THREADS)
        .map(|thread| std::thread::spawn(move || run(thread)))
        .collect();
    let mut seen = Coverage::new();
    for thread in threads {
        for (what, times) in thread.join().unwrap() {
            *seen.entry(what).or_default() += times;
        }
    }
    let enough = cases() as usize / 250;
    for (what, times) in &seen {
        println!("{times:>7}  {what}");
    }
    for sort in ["type", "text", "names", "date", "keywords", "abstract"] {
        for what in ["filled", "followed", "withdrawn", "conflict", "stays deleted", "mine"] {
            // An author cannot write an abstract where the capture has one without changing it.
            let times = seen.get(&format!("{what}: {sort}")).copied().unwrap_or(0);
            assert!(times >= enough, "{what}: {sort} came up {times} times");
        }
    }
    let edits: Vec<_> = seen.iter().filter(|(what, _)| what.starts_with("author: ")).collect();
    assert_eq!(edits.len(), 24, "{edits:?}");
    for (what, times) in edits {
        assert!(*times >= 5 * enough, "{what} came up {times} times");
    }
    for what in [
        "comment inside: names",
        "comment inside: keywords",
        "kept for its comment: text",
        "followed: references",
        "mine: references",
        "mechanism: new",
        "line ends of Windows kept",
        "second capture: gap",
        "second capture: fuller",
        "stub unchanged",
    ] {
        let times = seen.get(what).copied().unwrap_or(0);
        assert!(times >= enough, "{what} came up {times} times");
    }
    assert_eq!(seen["round 1"], cases() as usize);
}
