//! Mutation testing of the core's arithmetic: cargo-mutants puts in one fault at a time, and the tests must
//! notice it.
//!
//! In: one part of so many, `K/N` with K from 0, since all of them take a day. Out: `target/mutants.out`,
//! with the list of what nobody noticed. The tests are those that are quick: of the core by itself, and
//! the cases.

use crate::setup::{tool, with_tools};
use crate::{Failed, run, target};

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
    let mut mutants = with_tools("mutants");
    mutants.args(["--package", "tieuchi", "--shard", part, "--sharding", "round-robin", "--no-shuffle"]);
    mutants.args(FILES.iter().flat_map(|file| ["--file", file]));
    mutants.arg("--output").arg(target());
    mutants.args(["--timeout", "300", "--", "--lib", "--test", "cases"]);
    // Built again for each fault: what is the same must not be built again.
    run(mutants.env("CARGO_INCREMENTAL", "1"))
}
