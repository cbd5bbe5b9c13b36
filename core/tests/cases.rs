//! Runs every file of `cases/` and every page of `docs/diagnostics/`, one named test each.
//!
//! In: Markdown with fenced blocks; `cases/README.md` says which. Only the blocks present are
//! checked. With `TIEUCHI_BLESS=1` the checked blocks are rewritten in place, and nothing else.
//! With `TIEUCHI_CORPUS=FILE` the questions of the cases are written there with their answers.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test reads its files and may fail by panicking"
)]

#[path = "cases/blocks.rs"]
mod blocks;
#[path = "cases/book.rs"]
mod book;
#[path = "cases/corpus.rs"]
mod corpus;
#[path = "cases/coverage.rs"]
mod coverage;
#[path = "cases/hostile.rs"]
mod hostile;
#[path = "cases/pages.rs"]
mod pages;
#[path = "cases/receipts.rs"]
mod receipts;
#[path = "cases/run.rs"]
mod run;
#[cfg(feature = "arrow")]
#[path = "cases/tables.rs"]
mod tables;

use libtest_mimic::{Arguments, Failed, Trial};
use std::path::{Path, PathBuf};

fn main() {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let bless = std::env::var_os("TIEUCHI_BLESS").is_some_and(|value| value == "1");
    let mut trials = Vec::new();
    let cases = markdown(&root.join("cases"));
    if let Some(to) = std::env::var_os("TIEUCHI_CORPUS") {
        let (cases, to) = (cases.clone(), PathBuf::from(to));
        let trial = move || corpus::write(&cases, &to).map(drop).map_err(Failed::from);
        trials.push(Trial::test("the_corpus_is_written", trial));
    }
    for (name, path) in cases {
        let trial = move || run::check_file(&path, bless).map_err(Failed::from);
        trials.push(Trial::test(format!("cases/{name}"), trial));
    }
    for (name, path) in markdown(&root.join("docs/diagnostics")) {
        // The English samples of a code stand in a folder of their own.
        let code = name.strip_prefix("en/").unwrap_or(&name).to_owned();
        let trial = move || pages::check_page(&path, &code).map_err(Failed::from);
        trials.push(Trial::test(format!("docs/diagnostics/{name}"), trial));
    }
    let book = root.clone();
    let lists = move || book::check_lists(&book, bless).map_err(Failed::from);
    trials.push(Trial::test("docs/the_book_lists_every_code", lists));
    for (name, check) in coverage::CHECKS {
        let root = root.clone();
        trials.push(Trial::test(format!("coverage/{name}"), move || check(&root).map_err(Failed::from)));
    }
    for (name, check) in hostile::CHECKS {
        trials.push(Trial::test(format!("hostile/{name}"), move || check().map_err(Failed::from)));
    }
    libtest_mimic::run(&arguments, trials).exit();
}

/// Every Markdown file under a folder but its README, by its path without `.md`, in order.
fn markdown(folder: &Path) -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        let entries = std::fs::read_dir(&at).unwrap_or_else(|error| panic!("{}: {error}", at.display()));
        for entry in entries {
            let path = entry.expect("an entry of a folder").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") && !path.ends_with("README.md") {
                let name = path.strip_prefix(folder).expect("a path below the folder").with_extension("");
                found.push((name.to_string_lossy().replace('\\', "/"), path));
            }
        }
    }
    found.sort();
    found
}
