//! What is proved of class tables is what trying every value finds.

use proptest::prelude::*;

/// A comparison of `n` with a constant, as text and as what it says of a value.
type Part = (&'static str, i64);

const OPS: [&str; 6] = [">=", ">", "<", "<=", "=", "!="];

fn holds((op, bar): Part, value: i64) -> bool {
    match op {
        ">=" => value >= bar,
        ">" => value > bar,
        "<" => value < bar,
        "<=" => value <= bar,
        "=" => value == bar,
        _ => value != bar,
    }
}

/// Conditions as lists of parts joined by one word.
fn condition() -> impl Strategy<Value = (Vec<Part>, bool)> {
    let part = (prop::sample::select(OPS.to_vec()), 0i64..=12);
    (prop::collection::vec(part, 1..=3), any::<bool>())
}

fn text((parts, all): &(Vec<Part>, bool)) -> String {
    let parts: Vec<String> = parts.iter().map(|(op, bar)| format!("n {op} {bar}")).collect();
    parts.join(if *all { " and " } else { " or " })
}

fn says((parts, all): &(Vec<Part>, bool), value: i64) -> bool {
    if *all {
        parts.iter().all(|part| holds(*part, value))
    } else {
        parts.iter().any(|part| holds(*part, value))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_class_is_proved_where_one_class_holds(a in condition(), b in condition()) {
        let codes = |policy: &str| -> Vec<&'static str> {
            let source = format!(
                "language en\ncriteria set T \"T\" edition E1 [assumed]\n  in force from 2020-01-01\n  \
                 applies to person\nsubject person \"P\"\n  fact n \"N\": integer from 0 to 12\n\
                 classification x \"X\": {policy}\n  class a \"A\" when {}\n  class b \"B\" when {}\n",
                text(&a), text(&b)
            );
            let compiled = tieuchi::compile_with(&tieuchi::SourceFile::new("t", source), &tieuchi::Library::new());
            compiled.diagnostics.iter().map(|finding| finding.code).collect()
        };
        let values = || 0..=12i64;
        let gap = values().any(|value| !says(&a, value) && !says(&b, value));
        let both = values().any(|value| says(&a, value) && says(&b, value));
        let exactly = codes("exactly one class");
        prop_assert_eq!(exactly.contains(&"classes-leave-a-gap"), gap);
        prop_assert_eq!(exactly.contains(&"classes-overlap"), both);
        let highest = codes("highest class");
        prop_assert_eq!(highest.contains(&"classes-leave-a-gap"), gap);
        let idle = !values().any(|value| says(&a, value))
            || !values().any(|value| says(&b, value) && !says(&a, value));
        prop_assert_eq!(highest.contains(&"class-never-given"), idle);
    }
}
