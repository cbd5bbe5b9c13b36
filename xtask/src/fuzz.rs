//! The laws of `fuzz/` under random bytes, a target a law.
//!
//! In: a target or all of them, seconds for each. The seeds are the questions that the cases ask. A
//! stable compiler is enough: RUSTC_BOOTSTRAP lets it take the flags that count coverage. There is no
//! sanitizer, since nothing of ours is `unsafe`; overflow and debug assertions are checked.

use crate::{Failed, cargo, command, root, run, target};
use std::env;
use std::path::Path;
use std::process::Command;

/// One law each; see the first line of each file in fuzz/fuzz_targets.
const TARGETS: &[&str] = &[
    "parse", "format", "convert", "compile", "twin", "company", "interval", "dossier", "receipt", "suffices",
];

/// The version that is installed under `.tools` where it is not there yet.
const CARGO_FUZZ: &str = "0.13.2";

pub(crate) fn run_all(words: &[&str]) -> Result<(), Failed> {
    let (targets, seconds) = match words {
        [] => (TARGETS, "60"),
        ["--time", seconds] => (TARGETS, *seconds),
        [one] => (chosen(one)?, "60"),
        [one, "--time", seconds] => (chosen(one)?, *seconds),
        _ => {
            eprintln!("xtask: cargo xtask fuzz [TARGET] [--time SECONDS]");
            return Err(Failed);
        }
    };
    if seconds.parse::<u32>().is_err() {
        eprintln!("xtask: --time takes a number of seconds, not {seconds}");
        return Err(Failed);
    }
    let tools = root().join(".tools");
    if !tools.join("bin").join(format!("cargo-fuzz{}", env::consts::EXE_SUFFIX)).exists() {
        let tools = tools.display().to_string();
        cargo(&["install", "cargo-fuzz", "--locked", "--version", CARGO_FUZZ, "--root", &tools])?;
    }
    seeds(targets)?;
    for target in targets {
        let limits = ["-max_len=40000", "-timeout=25", "-rss_limit_mb=3000", "-print_final_stats=1"];
        let time = format!("-max_total_time={seconds}");
        run(fuzz(&tools).args(["run", "--sanitizer", "none", target, "--", &time]).args(limits))?;
    }
    Ok(())
}

fn chosen(name: &str) -> Result<&'static [&'static str], Failed> {
    let found = TARGETS.iter().position(|target| *target == name).and_then(|at| TARGETS.get(at..=at));
    found.ok_or_else(|| {
        eprintln!("xtask: no such target: {name}; there are {}", TARGETS.join(", "));
        Failed
    })
}

fn seeds(targets: &[&str]) -> Result<(), Failed> {
    let questions = target().join("questions.jsonl");
    let write = ["test", "--quiet", "-p", "tieuchi", "--test", "cases", "--", "the_corpus_is_written"];
    run(command("cargo").args(write).env("TIEUCHI_CORPUS", &questions))?;
    let fuzz = root().join("fuzz");
    run(command("python3").arg(fuzz.join("seeds.py")).arg(questions).arg(fuzz.join("corpus")).args(targets))
}

/// `cargo fuzz`, with its program before all others on the path.
fn fuzz(tools: &Path) -> Command {
    let old = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([tools.join("bin")].into_iter().chain(env::split_paths(&old))).unwrap_or(old);
    let mut command = command("cargo");
    command
        .arg("fuzz")
        .env("PATH", path)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_DIR", target().join("fuzz"));
    command
}
