//! No text within the limits takes more than a time that grows with its length.
//!
//! Each hostile family is compiled at one size and at eight times that size. A time that grows with
//! the square of the length would take sixty-four times as long; thirty-two are allowed, since the
//! clock of a busy machine is no exact one, and the best of several tries counts.
#![expect(clippy::disallowed_types, reason = "a slow compiler is a fault, so this test reads a clock")]

use std::time::{Duration, Instant};

const HEAD: &str = "language en\ncriteria set G \"Growth\" edition E1 [assumed]\n  in force from 2025-01-01\n  applies to person\nsubject person \"Person\"\n  fact a \"A\": yes no\n  fact n \"N\": integer from 0 to 1000000\n";
const TITLE: &str = "title t \"T\" when a\n";

/// The best of some tries; a text that does not compile is as good as one that does.
fn time(text: &str) -> Duration {
    let tries = (0..3).map(|_| {
        let began = Instant::now();
        let _ = tieuchi::compile(text);
        began.elapsed()
    });
    tries.min().unwrap()
}

fn grows_with_its_length(family: &str, small: usize, text: impl Fn(usize) -> String) {
    let (few, many) = (text(small), text(8 * small));
    let (before, after) = (time(&few), time(&many));
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
    grows_with_its_length("a chain of definitions", 40, |size| {
        let chain = repeated(size, |at| match at {
            0 => "define d0 \"D\": a\n".to_owned(),
            _ => format!("define d{at} \"D\": d{} and n > {at}\n", at - 1),
        });
        format!("{HEAD}{chain}{TITLE}")
    });
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
