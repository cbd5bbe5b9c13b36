//! Mutation testing of the core's arithmetic: one fault at a time, and whether a test notices.
//!
//! In: one part of so many, `K/N` with K from 0. Most faults stand in one program and are asked about in
//! some minutes (`xtask/faults`); about the others cargo-mutants is asked, which builds the core for each.
//! Out: `target/faults/missed.txt`, and `target/mutants.out/missed.txt` for the others.

use crate::setup::{tool, with_tools};
use crate::{Failed, run, target};
use std::fs;

/// The version that is installed under `.tools` where it is not there yet.
const CARGO_MUTANTS: &str = "27.1.0";

/// `cargo xtask mutants [K/N]`.
pub(crate) fn run_all(words: &[&str]) -> Result<(), Failed> {
    tool("cargo-mutants", CARGO_MUTANTS)?;
    run(with_tools("run").args(["--quiet", "--package", "xtask-faults", "--"]).args(words))?;
    let apart = target().join("faults").join("apart.txt");
    let apart = fs::read_to_string(&apart).map_err(|error| {
        eprintln!("xtask: {}: {error}", apart.display());
        Failed
    })?;
    if apart.is_empty() {
        return Ok(());
    }
    let names = apart.lines().flat_map(|name| ["--re".to_owned(), format!("^{}$", literally(name))]);
    let files = apart.lines().filter_map(|name| name.split(':').next()).flat_map(|file| ["--file", file]);
    let mut mutants = with_tools("mutants");
    mutants.args(["--package", "tieuchi", "--all-features"]).args(files).args(names);
    mutants.args(["--cargo-arg=--lib", "--cargo-arg=--test=cases", "--timeout", "300"]);
    mutants.arg("--output").arg(target());
    // Built again for each fault: what is the same must not be built again, and nobody debugs it.
    mutants.env("CARGO_INCREMENTAL", "1").env("CARGO_PROFILE_DEV_DEBUG", "0");
    mutants.env("TIEUCHI_TWIN_SMALLEST", "0").env("PROPTEST_MAX_SHRINK_ITERS", "0");
    // A program without optimisation is asked of fewer random sets.
    mutants.env("TIEUCHI_TWIN_CASES", "30").env("TIEUCHI_TWIN_RARE", "4");
    run(&mut mutants)
}

/// A text as a pattern that only it fits. Before `<` and `>` a backslash means the edge of a word.
fn literally(text: &str) -> String {
    let special = |sign: char| sign.is_ascii_punctuation() && !matches!(sign, '<' | '>');
    text.chars().flat_map(|sign| special(sign).then_some('\\').into_iter().chain([sign])).collect()
}
