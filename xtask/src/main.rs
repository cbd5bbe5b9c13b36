//! The few commands people and CI both run: `cargo xtask` lists them.

mod demo;
mod dossiers;
#[path = "../../benches/src/page.rs"]
mod figures;
mod fuzz;
mod instructions;
mod mutants;
mod outside;
mod page;
mod province;
mod python;
mod setup;
mod supply;
mod wasm;
mod web;

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// Name, what stands after it, what it does.
const COMMANDS: &[(&str, &str, &str)] = &[
    (
        "test",
        "[--quick]",
        "layout, lints, documentation, suites from outside, then the tests of every language; --quick: those of Rust",
    ),
    ("outside", "", "suites and oracles that others wrote, from Debian's packages; part of test"),
    ("fuzz", "[TARGET] [--time S]", "the laws under random bytes, by default 60 seconds each"),
    ("mutants", "[K/N]", "one part of N of the core's arithmetic with a fault in it: which tests notice"),
    ("same", "", "one digest of ten thousand results, from builds of several kinds"),
    (
        "api",
        "[--bless]",
        "whether the crates still offer what api.txt beside each lists; --bless: write the lists",
    ),
    (
        "supply",
        "[REVISION]",
        "licences, sources, a list of all parts in target/sbom; what changed in the crates since a revision",
    ),
    ("limits", "", "every limit reached on purpose, with the memory it takes"),
    ("demo", "", "make an invented province, assess every level of it, write the report"),
    ("dossiers", "", "evaluate the shipped dossiers against the shipped criteria sets, with reasons"),
    (
        "sample",
        "--out FOLDER …",
        "write an invented province as tables; --citizens N, --seed S, --year Y, --format parquet|csv, --clean",
    ),
    (
        "bless",
        "",
        "fill or refresh what cases/, the README and docs/ say is printed, and the pages made from tables; then read the diff",
    ),
    ("wasm", "[--test]", "build the npm package and pack it into target/npm/; --test: test what is packed"),
    ("web", "[--test]", "build the site into web/dist/, with the engine in it; --test: test it in a browser"),
    (
        "bench",
        "[NAME …]",
        "timings, all of them or one; ratios between runs on one machine mean something, figures do not",
    ),
    (
        "python",
        "[--test]",
        "build the Python package for development into .venv; --test: test the wheel in an environment of its own",
    ),
    (
        "bench peers",
        "[--wide]",
        "the engine beside Polars, DuckDB, NumPy, pandas and code by hand; writes docs/performance.md; --wide: \
         only its table of wider sets",
    ),
    (
        "bench engines",
        "[--quick]",
        "the engine beside the rules engines of Rust; writes their section of docs/performance.md; --quick: prints it",
    ),
    (
        "bench province",
        "[N]",
        "an invented province of 1900000 citizens or N, written and assessed: time and memory",
    ),
    (
        "bench page",
        "[PART …]",
        "all figures of docs/performance.md, or those of some parts, from one run of what is committed; takes an hour or two",
    ),
    (
        "instructions",
        "[--bless]",
        "instructions of fixed work, by callgrind, held against benches/instructions.tsv; part of test; --bless: write it",
    ),
    ("docs", "", "build the documentation of all crates"),
];

/// A command failed; it has said why.
#[derive(Debug)]
struct Failed;

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        [] | ["help" | "--help" | "-h"] => {
            list();
            Ok(())
        }
        ["test"] => test(),
        ["test", "--quick"] => rust_tests(),
        ["outside"] => outside::run_all(),
        ["fuzz", rest @ ..] => fuzz::run_all(rest),
        ["mutants", rest @ ..] => mutants::run_all(rest),
        ["same"] => same(),
        ["api"] => supply::api(false),
        ["api", "--bless"] => supply::api(true),
        ["supply", rest @ ..] => supply::run_all(rest),
        ["limits"] => outside::limits(),
        ["demo"] => demo::run_all(),
        ["dossiers"] => dossiers::run_all(),
        ["sample", rest @ ..] => sample(rest),
        ["bless"] => bless(),
        ["wasm"] => wasm::pack(),
        ["wasm", "--test"] => wasm::test(),
        ["web"] => web::build(),
        ["web", "--test"] => web::build().and_then(|()| web::test()),
        ["bench", "peers"] => peers(false),
        ["bench", "peers", "--wide"] => peers(true),
        ["bench", "engines"] => engines(false),
        ["bench", "engines", "--quick"] => engines(true),
        ["bench", "province", rest @ ..] => province::run_all(rest),
        ["bench", "page", parts @ ..] => page::run_all(parts),
        ["bench", rest @ ..] => bench(rest),
        ["instructions"] => instructions::compare(),
        ["instructions", "--bless"] => instructions::bless(),
        ["python"] => python::develop(),
        ["python", "--test"] => python::tests(),
        ["docs"] => docs(),
        _ => {
            eprintln!("xtask: no such command: {}\n", words.join(" "));
            list();
            return ExitCode::from(2);
        }
    };
    if done.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn list() {
    println!("cargo xtask <command>\n");
    for (name, rest, about) in COMMANDS {
        println!("  {:<26} {about}", format!("{name} {rest}"));
    }
}

/// The tests of Rust come last, so that the last line is that of a test binary.
fn test() -> Result<(), Failed> {
    cargo(&["fmt", "--all", "--check"])?;
    let lints = ["clippy", "--workspace", "--all-targets", "--all-features", "--", "-D", "warnings"];
    cargo(&lints)?;
    // Whoever embeds the core chooses its features.
    for features in [&["--no-default-features"][..], &[], &["--features", "arrow"]] {
        cargo(&[&["clippy", "-p", "tieuchi"], features, &["--", "-D", "warnings"]].concat())?;
    }
    fuzz::check()?;
    docs()?;
    outside::run_all()?;
    python::tests()?;
    wasm::test()?;
    web::test()?;
    instructions::compare()?;
    rust_tests()
}

/// Samples in documentation first: the line they end with is not that of a test binary. The crate that
/// would come last has no tests.
fn rust_tests() -> Result<(), Failed> {
    cargo(&["test", "--workspace", "--doc"])?;
    cargo(&["test", "--workspace", "--exclude", "xtask-bindgen", "--lib", "--bins", "--tests"])
}

fn docs() -> Result<(), Failed> {
    let mut cargo = command("cargo");
    cargo.args(["doc", "--no-deps", "--workspace"]).env("RUSTDOCFLAGS", "-D warnings");
    run(&mut cargo)
}

fn bless() -> Result<(), Failed> {
    for words in [
        &["test", "-p", "tieuchi-grammar", "--test", "it", "reference"][..],
        &["test", "-p", "tieuchi", "--test", "cases"],
        &["test", "-p", "tieuchi", "--test", "docs"],
        &["test", "-p", "tieuchi-cli", "--test", "book"],
        &["test", "-p", "tieuchi", "--test", "it", "the_engine_writes_what_the_vectors_say"],
    ] {
        run(command("cargo").args(words).env("TIEUCHI_BLESS", "1"))?;
    }
    Ok(())
}

/// A program of its own, so that no other command has to build Arrow and Parquet; and built for
/// speed, since the full size is made in earnest.
fn sample(rest: &[&str]) -> Result<(), Failed> {
    let mut words = vec!["run", "--release", "--quiet", "-p", "tieuchi-sample", "--"];
    words.extend(rest);
    cargo(&words)
}

/// All benches at their small sizes, or one with what it is told.
fn bench(rest: &[&str]) -> Result<(), Failed> {
    let mut words = vec!["bench", "-p", "tieuchi-benches"];
    match rest {
        [] => words.push("--benches"),
        [name, rest @ ..] => {
            words.extend(["--bench", name, "--"]);
            words.extend(rest);
        }
    }
    cargo(&words)
}

/// The peers in Python. PyArrow reads the files for NumPy and pandas.
const PEERS: [&str; 5] =
    ["polars==2.1.0", "duckdb==2.0.1", "numpy==2.4.6", "pandas==3.1.1", "pyarrow==26.0.1"];

/// Runs the engine beside its peers and writes the page of figures; or only with wider sets, and their table.
fn peers(wide: bool) -> Result<(), Failed> {
    let python = python::with("peers", &PEERS)?;
    let page = root().join("docs").join("performance.md");
    let mut bench = command("cargo");
    bench.args(["bench", "-p", "tieuchi-benches", "--bench", "peers", "--", "--python"]);
    bench.arg(python).arg("--write").arg(page);
    if wide {
        bench.arg("--wide");
    }
    run(&mut bench)
}

/// Runs the engine beside the rules engines of Rust, which are built in a folder of their own, and writes
/// their section of the page of figures; or one short round, which is printed.
fn engines(quick: bool) -> Result<(), Failed> {
    let docs = root().join("docs");
    let mut bench = command("cargo");
    bench.args(["run", "--release", "--quiet", "--manifest-path"]);
    bench.arg(root().join("benches").join("engines").join("Cargo.toml")).arg("--");
    if !quick {
        bench.arg("--write").arg(docs);
    }
    run(bench.env("CARGO_TARGET_DIR", target().join("engines")))
}

/// What other hosts are held against, written into a folder: the questions of the cases with their answers
/// (`corpus.ndjson`), and random sets with dossiers and one digest (`generated.ndjson`).
fn corpora(folder: &Path) -> Result<(), Failed> {
    let write = ["test", "--quiet", "-p", "tieuchi", "--test", "cases", "--", "the_corpus_is_written"];
    run(command("cargo").args(write).env("TIEUCHI_CORPUS", folder.join("corpus.ndjson")))?;
    let write = ["test", "--quiet", "-p", "tieuchi", "--lib", "--", "generated_dossiers"];
    run(command("cargo").args(write).env("TIEUCHI_GENERATED", folder.join("generated.ndjson")))
}

/// The digest of random dossiers that the book prints, and random populations in one, two and four threads:
/// without optimisation, with it, and with all that this processor can do.
fn same() -> Result<(), Failed> {
    let build = |profile: &[&str]| {
        let mut cargo = command("cargo");
        cargo.args(["test", "-p", "tieuchi", "--lib", "--all-features"]).args(profile);
        cargo.args(["--", "generated_dossiers", "random_populations"]);
        cargo
    };
    run(&mut build(&[]))?;
    run(&mut build(&["--release"]))?;
    let native = target().join("native");
    run(build(&["--release"]).env("RUSTFLAGS", "-C target-cpu=native").env("CARGO_TARGET_DIR", native))
}

/// Builds a program for speed; gives where cargo puts it.
fn program(package: &str, name: &str) -> Result<PathBuf, Failed> {
    cargo(&["build", "--release", "--quiet", "-p", package])?;
    Ok(target().join("release").join(format!("{name}{}", env::consts::EXE_SUFFIX)))
}

/// Where cargo puts what it builds.
fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |set| root().join(set))
}

fn cargo(words: &[&str]) -> Result<(), Failed> {
    run(command("cargo").args(words))
}

/// A program, to be run in the root of the repository.
fn command(program: &str) -> Command {
    let program = match program {
        "cargo" => env::var_os("CARGO").unwrap_or_else(|| "cargo".into()),
        other => other.into(),
    };
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new(".")).to_path_buf()
}

/// Says what is run.
fn tell(command: &Command) {
    let words: Vec<_> = command.get_args().map(|word| word.to_string_lossy().into_owned()).collect();
    eprintln!("xtask: {} {}", Path::new(command.get_program()).display(), words.join(" "));
}

fn run(command: &mut Command) -> Result<(), Failed> {
    tell(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => {
            eprintln!("xtask: ended with {status}");
            Err(Failed)
        }
        Err(error) => {
            eprintln!("xtask: cannot be run: {error}");
            Err(Failed)
        }
    }
}
