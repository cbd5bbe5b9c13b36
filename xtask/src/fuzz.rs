//! The laws of `fuzz/` under random bytes, a target a law.
//!
//! In: a target or all of them, seconds for each. The seeds are the questions that the cases ask and
//! the tables of `fuzz/tables`. A stable compiler is enough: RUSTC_BOOTSTRAP lets it take the flags that
//! count coverage. There is no sanitizer, since nothing of ours is `unsafe`; overflow and debug
//! assertions are checked. What is found stays below `target/fuzz`, so that the next run goes on from it;
//! corpora are cut down to what reaches something of its own.

use crate::setup::{tool, with_tools};
use crate::{Failed, command, root, run, target};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// One law each; see the first line of each file in fuzz/fuzz_targets.
const TARGETS: &[&str] = &[
    "parse", "format", "convert", "compile", "twin", "company", "interval", "dossier", "receipt", "suffices",
    "files", "mapping", "order",
];

/// The version that is installed under `.tools` where it is not there yet.
const CARGO_FUZZ: &str = "0.13.2";

/// Bytes of an input, seconds and megabytes it may take. The seconds are the clock's, and a machine may be
/// held up; an input of more than ten seconds is kept beside the faults, and the run goes on.
const LIMITS: [&str; 4] = ["-max_len=40000", "-timeout=120", "-rss_limit_mb=3000", "-print_final_stats=1"];

/// Whether every target compiles: they are no part of the workspace. Nothing is linked, so that what the
/// fuzzer itself is written in is not needed.
pub(crate) fn check() -> Result<(), Failed> {
    let mut check = command("cargo");
    check
        .args(["clippy", "--quiet", "--bins", "--manifest-path"])
        .arg(root().join("fuzz").join("Cargo.toml"));
    check.args(["--", "-D", "warnings"]).env("CUSTOM_LIBFUZZER_PATH", "/libfuzzer.a");
    run(check.env("CARGO_TARGET_DIR", target().join("fuzz-check")))
}

/// Runs the targets and prints a line of figures for each; every target runs, whatever another finds.
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
    tool("cargo-fuzz", CARGO_FUZZ)?;
    seeds(targets)?;
    let mut table = String::from(
        "| target | executions | edges | of | memory, MB | corpus | |\n|---|---:|---:|---:|---:|---:|---|\n",
    );
    let mut held = true;
    for target in targets {
        let figures = one(target, seconds).unwrap_or_else(|Failed| Figures::of(target, "did not run"));
        held &= figures.fault.is_none();
        table.push_str(&figures.line());
        keep(&table)?;
    }
    print!("{table}");
    if held { Ok(()) } else { Err(Failed) }
}

/// What is known so far, for a run that does not come to its end.
fn keep(table: &str) -> Result<(), Failed> {
    let file = target().join("fuzz").join("figures.md");
    fs::write(&file, table).map_err(|error| {
        eprintln!("xtask: {}: {error}", file.display());
        Failed
    })
}

fn chosen(name: &str) -> Result<&'static [&'static str], Failed> {
    let found = TARGETS.iter().position(|target| *target == name).and_then(|at| TARGETS.get(at..=at));
    found.ok_or_else(|| {
        eprintln!("xtask: no such target: {name}; there are {}", TARGETS.join(", "));
        Failed
    })
}

/// Where inputs of a kind are kept.
fn kept(kind: &str, target_name: &str) -> PathBuf {
    target().join("fuzz").join(kind).join(target_name)
}

fn seeds(targets: &[&str]) -> Result<(), Failed> {
    let questions = target().join("questions.jsonl");
    let write = ["test", "--quiet", "-p", "tieuchi", "--test", "cases", "--", "the_corpus_is_written"];
    run(command("cargo").args(write).env("TIEUCHI_CORPUS", &questions))?;
    let tables = target().join("fuzz").join("tables");
    let write = ["test", "--quiet", "-p", "tieuchi-tables", "--test", "formats", "--", "--ignored"];
    run(command("cargo").args(write).env("TIEUCHI_TABLES", &tables))?;
    let mut seeds = command("python3");
    seeds.arg("-B").arg(root().join("fuzz").join("seeds.py")).arg(questions).arg(tables);
    run(seeds.arg(target().join("fuzz").join("corpus")).args(targets))
}

/// What the fuzzer said at the end of a run.
#[derive(Default)]
struct Figures {
    target: String,
    executions: String,
    edges: String,
    of: String,
    memory: String,
    corpus: usize,
    /// The file of an input that breaks the law, if there is one.
    fault: Option<String>,
}

impl Figures {
    /// A target of which nothing is known but that.
    fn of(target: &str, fault: &str) -> Self {
        Self { target: target.to_owned(), fault: Some(fault.to_owned()), ..Self::default() }
    }

    /// Takes what a line of the fuzzer holds.
    fn read(&mut self, line: &str) {
        let after = |word: &str| {
            let rest = line.split_once(word)?.1;
            rest.split_whitespace().next().map(str::to_owned)
        };
        if line.starts_with("INFO: Loaded 1 modules") {
            self.of = after("modules").unwrap_or_default().trim_start_matches('(').to_owned();
        }
        if line.starts_with('#') {
            self.edges = after("cov: ").unwrap_or_else(|| self.edges.clone());
        }
        if line.starts_with("stat::number_of_executed_units:") {
            self.executions = after("units:").unwrap_or_default();
        }
        if line.starts_with("stat::peak_rss_mb:") {
            self.memory = after("mb:").unwrap_or_default();
        }
        // An input that took long breaks no law: the clock goes on while a machine is held up.
        if let Some(path) = after("Test unit written to ").filter(|path| !path.contains("/slow-unit-")) {
            self.fault = Some(path);
        }
    }

    fn line(&self) -> String {
        let Self { target, executions, edges, of, memory, corpus, fault } = self;
        let fault = fault.as_deref().unwrap_or("no fault");
        format!("| {target} | {executions} | {edges} | {of} | {memory} | {corpus} | {fault} |\n")
    }
}

/// Runs one target, then leaves out of its corpus what reaches nothing of its own.
fn one(name: &str, seconds: &str) -> Result<Figures, Failed> {
    let (corpus, artifacts) = (kept("corpus", name), kept("artifacts", name));
    let failed = |error: std::io::Error| {
        eprintln!("xtask: {name}: {error}");
        Failed
    };
    fs::create_dir_all(&artifacts).map_err(failed)?;
    let mut fuzzing = fuzz();
    fuzzing.args(["run", "--sanitizer", "none", name]).arg(&corpus).arg("--");
    fuzzing.arg(format!("-max_total_time={seconds}")).args(LIMITS);
    fuzzing.arg(format!("-artifact_prefix={}/", artifacts.display()));
    eprintln!("xtask: {name} for {seconds} seconds");
    let mut child = fuzzing.stderr(Stdio::piped()).spawn().map_err(failed)?;
    let mut figures = Figures { target: name.to_owned(), ..Figures::default() };
    for line in child.stderr.take().into_iter().flat_map(|said| BufReader::new(said).split(b'\n')) {
        let line = line.map_err(failed)?;
        let line = String::from_utf8_lossy(&line);
        eprintln!("{line}");
        figures.read(&line);
    }
    let status = child.wait().map_err(failed)?;
    if !status.success() && figures.fault.is_none() {
        eprintln!("xtask: ended with {status}");
        return Err(Failed);
    }
    run(fuzz().args(["cmin", "--sanitizer", "none", name]).arg(&corpus).stderr(Stdio::null()))?;
    figures.corpus = fs::read_dir(&corpus).map_err(failed)?.count();
    Ok(figures)
}

fn fuzz() -> Command {
    let mut command = with_tools("fuzz");
    command.env("RUSTC_BOOTSTRAP", "1").env("CARGO_TARGET_DIR", target().join("fuzz"));
    command
}
