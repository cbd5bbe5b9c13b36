//! Mutation testing of the core's arithmetic: cargo-mutants puts in one fault at a time, and the tests must
//! notice it.
//!
//! In: one part of so many, `K/N` with K from 0. Out: `target/mutants.out`, with the list of what nobody
//! noticed. First the quick tests of the core are asked, the laws over fewer random sets among them,
//! then of what they let pass all tests and the cases.

use crate::setup::{tool, with_tools};
use crate::{Failed, run, target};
use std::fs;
use std::process::Command;

/// The version that is installed under `.tools` where it is not there yet.
const CARGO_MUTANTS: &str = "27.1.0";

/// Exact numbers, days, and what a plan is carried out with.
const FILES: &[&str] = &[
    "core/src/exact.rs",
    "core/src/day.rs",
    "core/src/evaluate.rs",
    "core/src/evaluate/kernels.rs",
    "core/src/evaluate/lanes.rs",
    "core/src/evaluate/numbers.rs",
    "core/src/evaluate/reduce.rs",
    "core/src/evaluate/single.rs",
    "core/src/evaluate/single/layout.rs",
    "core/src/evaluate/single/reductions.rs",
];

/// `cargo xtask mutants [K/N]`.
pub(crate) fn run_all(words: &[&str]) -> Result<(), Failed> {
    let part = match words {
        [] => "0/1",
        [part] if part.split_once('/').is_some() => part,
        _ => {
            eprintln!("xtask: cargo xtask mutants [K/N]");
            return Err(Failed);
        }
    };
    tool("cargo-mutants", CARGO_MUTANTS)?;
    let skipped = SLOW.iter().flat_map(|test| ["--skip", test]);
    let mut quick = mutants();
    quick.args(["--shard", part, "--sharding", "round-robin", "--no-shuffle"]);
    quick.args(["--cargo-arg=--lib", "--timeout", "60", "--", "--"]).args(skipped);
    quick.env("TIEUCHI_TWIN_CASES", "30").env("TIEUCHI_TWIN_COMPLETIONS", "6");
    let found = run(&mut quick);
    let missed = target().join("mutants.out").join("missed.txt");
    let missed = fs::read_to_string(&missed).map_err(|error| {
        eprintln!("xtask: {}: {error}", missed.display());
        Failed
    })?;
    if missed.is_empty() {
        return found;
    }
    // By their names: a part of those that are left would be another part.
    let names = missed.lines().flat_map(|name| ["--re".to_owned(), format!("^{}$", literally(name))]);
    run(mutants().args(["--cargo-arg=--lib", "--cargo-arg=--test=cases", "--timeout", "300"]).args(names))
}

/// A text as a pattern that only it fits. Before `<` and `>` a backslash means the edge of a word.
fn literally(text: &str) -> String {
    let special = |sign: char| sign.is_ascii_punctuation() && !matches!(sign, '<' | '>');
    text.chars().flat_map(|sign| special(sign).then_some('\\').into_iter().chain([sign])).collect()
}

/// What takes longest: the digest of all that is generated, whole populations, brute force.
const SLOW: [&str; 4] = ["samples::", "twin::tables", "suffices::tests::the_search", "hir::prove::grid"];

fn mutants() -> Command {
    let mut mutants = with_tools("mutants");
    mutants.args(["--package", "tieuchi", "--all-features"]);
    mutants.args(FILES.iter().flat_map(|file| ["--file", file]));
    mutants.arg("--output").arg(target());
    // Built again for each fault: what is the same must not be built again, and nobody debugs it.
    mutants.env("CARGO_INCREMENTAL", "1").env("CARGO_PROFILE_DEV_DEBUG", "0");
    mutants
}
