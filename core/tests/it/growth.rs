//! No text within the limits takes more than a time that grows with its length.
//!
//! Each hostile family is compiled at one size and at eight times that size. A time that grows with
//! the square of the length would take sixty-four times as long; thirty-two are allowed, since the
//! clock of a busy machine is no exact one, and the best of several tries counts.
#![expect(clippy::disallowed_types, reason = "a slow compiler is a fault, so this test reads a clock")]

use std::time::{Duration, Instant};

const HEAD: &str = "language en\ncriteria set G \"Growth\" edition E1 [assumed]\n  in force from 2025-01-01\n  applies to person\nsubject person \"Person\"\n  fact a \"A\": yes no\n  fact n \"N\": integer from 0 to 1000000\n";
const TITLE: &str = "title t \"T\" when a\n";

/// The best of some tries.
fn time(what: &mut dyn FnMut()) -> Duration {
    let tries = (0..3).map(|_| {
        let began = Instant::now();
        what();
        began.elapsed()
    });
    tries.min().unwrap()
}

/// A text that does not compile is as good as one that does.
fn grows_with_its_length(family: &str, small: usize, text: impl Fn(usize) -> String) {
    grows(family, small, text, |text| drop(tieuchi::compile(text)));
}

fn grows(family: &str, small: usize, text: impl Fn(usize) -> String, what: impl Fn(&str)) {
    let (few, many) = (text(small), text(8 * small));
    let (before, after) = (time(&mut || what(&few)), time(&mut || what(&many)));
    let tenths = 10 * after.as_nanos() / before.max(Duration::from_micros(100)).as_nanos();
    println!("{family}: {} to {} bytes, {before:?} to {after:?}", few.len(), many.len());
    assert!(tenths < 320, "{family}: eight times the size takes {tenths} tenths of the time");
}

fn repeated(times: usize, line: impl Fn(usize) -> String) -> String {
    (0..times).map(line).collect()
}

#[test]
fn many_names() {
    grows_with_its_length("facts", 400, |size| {
        let facts = repeated(size, |at| format!("  fact f{at} \"F\": yes no\n"));
        format!("{HEAD}{facts}{TITLE}")
    });
}

#[test]
fn names_that_begin_alike() {
    let long = "a".repeat(50);
    grows_with_its_length("shared prefixes", 400, |size| {
        let facts = repeated(size, |at| format!("  fact {long}{at} \"F\": yes no\n"));
        format!("{HEAD}{facts}{TITLE}")
    });
}

#[test]
fn definitions_that_read_each_other() {
    grows_with_its_length("chains of definitions", 20, |size| {
        let chains = repeated(size, |at| {
            let first = format!("define d{at}_0 \"D\": a\n");
            first
                + &repeated(20, |link| {
                    format!("define d{at}_{} \"D\": d{at}_{link} and n > {link}\n", link + 1)
                })
        });
        format!("{HEAD}{chains}{TITLE}")
    });
    // Written out these would be 2^40 and 5 000 layers; that is told, not done.
    let twice =
        repeated(40, |at| format!("define d{} \"D\": (d{at} or n > {at}) and (d{at} or n < 9)\n", at + 1));
    let deep = repeated(5_000, |at| format!("define d{} \"D\": not d{at}\n", at + 1));
    for chain in [twice, deep] {
        let text = format!("{HEAD}define d0 \"D\": a\n{chain}{TITLE}");
        let began = Instant::now();
        let found = tieuchi::compile(&text).unwrap_err();
        assert!(found.iter().any(|finding| finding.code == "too-large-written-out"), "{found:?}");
        assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
    }
    // The same with a fault at its beginning.
    let faulty = repeated(40, |at| format!("define d{} \"D\": d{at} and (n > {at} or d{at})\n", at + 1));
    let began = Instant::now();
    assert!(tieuchi::compile(&format!("{HEAD}define d0 \"D\": nobody\n{faulty}{TITLE}")).is_err());
    assert!(began.elapsed() < Duration::from_secs(60), "{:?}", began.elapsed());
}

#[test]
fn long_lines() {
    grows_with_its_length("a long condition", 100, |size| {
        let parts = repeated(size, |at| format!(" or n = {at}"));
        format!("{HEAD}title t \"T\" when a{parts}\n")
    });
    grows_with_its_length("a long text", 6_000, |size| {
        format!("{HEAD}fact x \"{}\": yes no\n{TITLE}", "é".repeat(size / 2))
    });
}

#[test]
fn many_bands() {
    grows_with_its_length("bands", 120, |size| {
        let bands =
            repeated(size, |at| format!("    from {} to under {}: {} points\n", at + 1, at + 2, at % 10));
        format!(
            "{HEAD}criterion 1 \"C\" max 10 points\n  score by n:\n    under 1: 0 points\n{bands}    from {} up: 10 points\n{TITLE}",
            size + 1
        )
    });
}

#[test]
fn many_items() {
    grows_with_its_length("items", 60, |size| {
        let items = repeated(size, |at| {
            format!("criterion {at} \"C\" max 1 points\n  met when n > {at}: 1 points\n")
        });
        format!("{HEAD}{items}title t \"T\" when total_points >= {size}\n")
    });
}

#[test]
fn nesting() {
    grows_with_its_length("parentheses", 7, |size| {
        let lines =
            repeated(50, |at| format!("define d{at} \"D\": {}a{}\n", "(".repeat(size), ")".repeat(size)));
        format!("{HEAD}{lines}{TITLE}")
    });
    grows_with_its_length("not", 7, |size| {
        let lines = repeated(50, |at| format!("define d{at} \"D\": {}a\n", "not ".repeat(size)));
        format!("{HEAD}{lines}{TITLE}")
    });
}

#[test]
fn many_faults() {
    grows_with_its_length("faults", 100, |size| {
        let lines = repeated(size, |at| format!("  fact f{at} \"F\": yes maybe\n"));
        format!("{HEAD}{lines}{TITLE}")
    });
}

#[test]
fn lines_without_a_place() {
    // After the title no subject is open that could have facts, and a clause needs a list.
    for (family, line) in
        [("facts of nobody", "  fact f \"F\": yes no\n"), ("clauses of nothing", "    clause a \"C\": a\n")]
    {
        grows_with_its_length(family, 4_000, |size| format!("{HEAD}{TITLE}{}", line.repeat(size)));
    }
    grows_with_its_length("unreadable lines of nobody", 4_000, |size| {
        format!("{HEAD}{TITLE}{}", "  fact f: yes no\n".repeat(size))
    });
}

#[test]
fn many_rows_of_evidence() {
    let set = format!(
        "{HEAD}evidence talk \"Talks\" with day: date; hours: integer from 0 to 9\n  if missing none\ntitle t \"T\" when (count talk where day in period) >= 1 and (sum hours of talk where day in period) > 0\n"
    );
    let plan = tieuchi::compile(&set).unwrap();
    let context = plan.context(&tieuchi::ContextOptions::year(2025).unwrap()).unwrap();
    let file = |size| {
        let rows = vec![r#"{"day":"2025-03-01","hours":1}"#; size];
        format!(r#"{{"talk":[{}]}}"#, rows.join(","))
    };
    grows("rows, with reasons", 1_000, file, |file| {
        let dossier = tieuchi::Dossier::from_json(&plan, file).unwrap();
        let reasons = plan.evaluate(&dossier, &context).explain();
        // Every row is told.
        assert!(reasons.to_json().len() > file.len() / 2);
    });
}

/// A set with so many kinds of evidence, each counted in a criterion of its own.
#[cfg(feature = "arrow")]
fn of_many_kinds(kinds: usize) -> (tieuchi::Plan, tieuchi::Tables) {
    use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
    use std::sync::Arc;
    let fields = ["x1", "x2", "x3", "x4", "x5"];
    let with = fields.map(|field| format!("{field}: integer from 0 to 9")).join("; ");
    let filter = fields.map(|field| format!("{field} > 0")).join(" and ");
    let kind = |at: usize| format!("evidence kind{at} \"E\" with {with}\n  if missing none\n");
    let criterion = |at: usize| {
        format!("criterion {at} \"C\" max 1 points\n  met when any kind{at} where {filter}: 1 points\n")
    };
    let (evidence, criteria) = (repeated(kinds, kind), repeated(kinds, criterion));
    let text = format!("{HEAD}{evidence}{criteria}title t \"T\" when total_points >= 1\n");
    let plan = tieuchi::compile(&text).unwrap_or_else(|found| panic!("{found:?}"));
    let ids = || Arc::new(StringArray::from(vec!["s1", "s2"])) as ArrayRef;
    let ones = || Arc::new(Int64Array::from(vec![1, 2])) as ArrayRef;
    let batch = |key: &str| {
        let columns = std::iter::once((key, ids())).chain(fields.map(|field| (field, ones())));
        RecordBatch::try_from_iter(columns).unwrap()
    };
    let subjects = RecordBatch::try_from_iter([("id", ids())]).unwrap();
    let none = tieuchi::Tables::new(vec![subjects]);
    let tables =
        (0..kinds).fold(none, |tables, at| tables.table(&format!("kind{at}"), vec![batch("subject")]));
    (plan, tables)
}

#[cfg(feature = "arrow")]
#[test]
fn tables_of_many_kinds() {
    let (small, many) = (of_many_kinds(40), of_many_kinds(320));
    let options = tieuchi::TableOptions::default().missing_unknown(true);
    let spent = |(plan, tables): &(tieuchi::Plan, tieuchi::Tables)| {
        let context = plan.context(&tieuchi::ContextOptions::year(2025).unwrap()).unwrap();
        time(&mut || {
            let dataset = tieuchi::Dataset::new(plan, &context, tables, &options).unwrap();
            let outcome = dataset.evaluate().unwrap();
            assert!(outcome.total(1).is_some_and(|total| total.is_settled()));
        })
    };
    let (before, after) = (spent(&small), spent(&many));
    println!("tables of many kinds: {before:?} to {after:?}");
    assert!(after < before.max(Duration::from_millis(1)) * 32, "{before:?} to {after:?}");
}
