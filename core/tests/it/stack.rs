//! Whoever walks an expression goes as deep as it is nested; without optimisation a layer takes several
//! times as much of the stack. The deepest ones within the limits fit the two megabytes of a thread.

use std::thread;
use tieuchi::{
    ContextOptions, Detail, Dossier, Lang, Library, Plan, Redaction, SourceFile, SufficesOptions, compile,
    diff, flatten, text,
};

const HEAD: &str = "language en\ncriteria set S \"Stack\" edition E1 [assumed]\n  in force from 2025-01-01\n  applies to person\nsubject person \"Person\"\n  fact a \"A\": yes no\n  fact n \"N\": integer from 0 to 1000\n";

/// What a thread has where nobody says otherwise.
fn in_a_thread(test: impl FnOnce() + Send + 'static) {
    let thread = thread::Builder::new().stack_size(2 << 20).spawn(test).unwrap();
    thread.join().unwrap();
}

/// Definitions each of which reads the one before, and the last of them.
fn chain(of: &str, link: impl Fn(&str) -> String) -> (String, String) {
    let mut text = String::new();
    let mut last = of.to_owned();
    for at in 0..31 {
        text += &format!("define d{at} \"D\": {}\n", link(&last));
        last = format!("d{at}");
    }
    (text, last)
}

/// Conditions as deep as the limits allow, each with the definitions it reads.
fn deepest() -> Vec<(&'static str, String, String)> {
    let none = String::new;
    let nested = |open: &str, inner: &str, close: &str, times: usize| {
        format!("{}{inner}{}", open.repeat(times), close.repeat(times))
    };
    let signs = |first: &str, count: usize| format!("{first}{}", " + 1".repeat(count));
    let (numbers, last) = chain("n", |last| format!("{last} + 1"));
    let (truths, truth) = chain("a", |last| format!("not {last}"));
    vec![
        ("signs", none(), format!("{} > 5", signs("n", 256))),
        ("sums in parentheses", none(), format!("{} > 5", nested("n + (", "n", ")", 63))),
        ("parentheses and signs", none(), format!("{} > 5", nested("n + (", &signs("n", 193), ")", 63))),
        ("larger of larger", none(), format!("{} > 5", nested("larger(n; ", "n", ")", 63))),
        ("not", none(), nested("not (", "a", ")", 31)),
        ("not, or, and", none(), nested("not (n > 3 or (a and ", "n > 5", "))", 15)),
        ("or, and", none(), nested("(n > 3 and (a or ", "n > 5", "))", 31)),
        (
            "definitions of numbers",
            numbers.clone(),
            format!("{} > 5", nested("n + (", &signs(&last, 193), ")", 63)),
        ),
        ("definitions of conditions", truths, nested("(n > 3 and (a or ", &truth, "))", 31)),
        (
            "all at once",
            numbers,
            nested("(n > 3 and (a or ", &format!("{} > 5", signs(&last, 256)), "))", 31),
        ),
    ]
}

fn set(definitions: &str, condition: &str) -> String {
    format!(
        "{HEAD}{definitions}criterion 1 \"C\" max 1 points\n  met when {condition}: 1 points\ntitle t \"T\" when {condition} and total_points >= 1\n"
    )
}

fn plan(text: &str) -> Plan {
    compile(text).unwrap_or_else(|found| panic!("{found:#?}\n{text}"))
}

#[test]
fn texts_are_read_printed_and_converted() {
    for (_, definitions, condition) in deepest() {
        in_a_thread(move || {
            let source = SourceFile::new("deep", set(&definitions, &condition));
            let file = text::parse(&source).file.unwrap();
            let vietnamese = text::print(&text::convert(&file, Lang::Vi).unwrap());
            plan(&vietnamese);
            assert!(flatten(&source, &Library::new()).is_ok());
            let other = SourceFile::new("other", source.text().replace("max 1 points", "max 2 points"));
            let nobody = Library::new();
            assert!(!diff((&source, &nobody), (&other, &nobody)).unwrap().same_meaning());
        });
    }
}

#[test]
fn dossiers_are_judged_and_explained() {
    for (_, definitions, condition) in deepest() {
        in_a_thread(move || {
            let text = set(&definitions, &condition);
            let plan = plan(&text);
            let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
            let outcomes = [r#"{"a": true, "n": 900}"#, r#"{"a": false}"#, "{}"]
                .map(|file| plan.evaluate(&Dossier::from_json(&plan, file).unwrap(), &context));
            for outcome in &outcomes {
                let explanation = outcome.explain();
                for lang in [Lang::Vi, Lang::En] {
                    assert!(!explanation.to_text(Detail::Full, lang).is_empty());
                    assert!(!explanation.to_letter().to_text(lang).is_empty());
                }
                assert!(!explanation.to_json().is_empty());
                assert!(!outcome.receipt(None).to_json().is_empty());
                assert!(outcome.suffices("t", &SufficesOptions::default()).is_ok());
                assert!(outcome.rests_on("t").is_ok());
                assert!(!outcomes[0].compare(outcome).to_json().is_empty());
                let source = SourceFile::new("deep", text.clone());
                assert!(!outcome.colour(&source, &Redaction::default()).lines.is_empty());
            }
        });
    }
}

#[test]
fn sets_are_looked_into() {
    for (_, definitions, condition) in deepest() {
        in_a_thread(move || {
            let plan = plan(&set(&definitions, &condition));
            assert!(!plan.facts().to_json().is_empty());
            assert!(!plan.schema().is_empty());
            assert!(!plan.meaning_digest().is_empty() && !plan.text_digest().is_empty());
            assert_eq!(plan.coverage().examples, (0, 0));
            assert!(plan.boundary_cases(&ContextOptions::year(2025).unwrap()).is_ok());
        });
    }
}
