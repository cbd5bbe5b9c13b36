//! Who may know whom, and what the engine never touches.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a helper of a test that cannot go on has failed the test"
)]

use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

fn cargo(words: &[&str]) -> String {
    let output = Command::new(env!("CARGO")).current_dir(root()).args(words).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The crates of the workspace with what each depends on, tests and build scripts included.
fn crates() -> BTreeMap<String, Vec<String>> {
    let metadata: Value =
        serde_json::from_str(&cargo(&["metadata", "--format-version", "1", "--no-deps"])).unwrap();
    let name = |value: &Value| value["name"].as_str().unwrap().to_owned();
    let packages = metadata["packages"].as_array().unwrap();
    packages
        .iter()
        .map(|package| {
            (name(package), package["dependencies"].as_array().unwrap().iter().map(name).collect())
        })
        .collect()
}

const GRAMMAR: &str = "tieuchi-grammar";
const CORE: &str = "tieuchi";
const SAMPLE: &str = "tieuchi-sample";
const TABLES: &str = "tieuchi-tables";
const REPORT: &str = "tieuchi-report";
const WASM_SHARED: &str = "tieuchi-wasm-shared";

#[test]
fn doors_know_core_alone() {
    for (name, dependencies) in crates() {
        let ours: Vec<&str> =
            dependencies.iter().map(String::as_str).filter(|name| name.starts_with("tieuchi")).collect();
        let allowed: &[&str] = match name.as_str() {
            GRAMMAR | "xtask" | "xtask-bindgen" | "xtask-faults" => &[],
            CORE => &[GRAMMAR],
            "tieuchi-fuzz" => &[GRAMMAR, CORE],
            TABLES => &[CORE],
            "tieuchi-benches" => &[CORE, TABLES],
            REPORT => &[CORE, TABLES],
            "tieuchi-cli" | "tieuchi-python" => &[CORE, TABLES, REPORT],
            "tieuchi-wasm" => &[CORE, WASM_SHARED],
            "tieuchi-wasm-tables" => &[CORE, TABLES, WASM_SHARED],
            _ => &[CORE],
        };
        for one in &ours {
            assert!(allowed.contains(one), "`{name}` must not know `{one}`");
        }
    }
}

#[test]
fn pest_is_hidden_in_grammar() {
    for (name, dependencies) in crates() {
        let knows = dependencies.iter().any(|name| name.starts_with("pest"));
        assert!(!knows || name == GRAMMAR, "`{name}` must not know pest");
    }
    for file in sources("grammar/src") {
        let text = fs::read_to_string(&file).unwrap();
        let knows = code(&text).any(|line| line.contains("pest::") || line.contains("pest_derive"));
        assert!(
            !knows || file.ends_with("from_pairs.rs"),
            "only from_pairs.rs knows pest, not {}",
            file.display()
        );
    }
}

/// The sample's tables are named like the facts of the sets, and its tests hold them against the
/// sets; what it generates is not made with the engine it is to test.
#[test]
fn the_sample_knows_no_engine() {
    let words = ["tree", "-p", SAMPLE, "-e", "normal", "--prefix", "none", "--format", "{p}"];
    for line in cargo(&words).lines() {
        let name = line.split(' ').next().unwrap();
        assert!(![CORE, GRAMMAR].contains(&name), "`{SAMPLE}` must not know `{name}`");
    }
    for file in sources("sample/src") {
        let text = fs::read_to_string(&file).unwrap();
        for (line, words) in code(&text).zip(1usize..).map(|(line, number)| (number, line)) {
            for word in ["f32", "f64", "SystemTime", "Instant", "thread", "RandomState"] {
                assert!(!find_word(words, word), "{}:{line}: `{word}`", file.display());
            }
        }
    }
}

#[test]
fn core_without_features_is_small() {
    let words =
        ["tree", "-p", CORE, "--no-default-features", "-e", "normal", "--prefix", "none", "--format", "{p}"];
    for line in cargo(&words).lines() {
        let name = line.split(' ').next().unwrap();
        let banned =
            ["serde", "serde_core", "serde_json", "rayon", "rand", "time", "chrono", "tokio", "clap"];
        assert!(!banned.contains(&name) && !name.starts_with("arrow"), "core without features pulls {name}");
    }
}

#[test]
fn the_engine_touches_nothing_outside() {
    // Word, why it has no place in grammar and core.
    let banned = [
        ("f32", "decimals are exact"),
        ("f64", "decimals are exact"),
        ("unsafe", "nothing needs it"),
        ("SystemTime", "the day is an input"),
        ("Instant", "the day is an input"),
        ("std::env", "an outcome depends on its inputs alone"),
        ("std::fs", "texts are given by the caller"),
        ("std::net", "texts are given by the caller"),
        ("std::process", "the caller decides what ends"),
        ("std::thread", "threads are the caller's, or rayon's if asked"),
        ("println!", "findings are returned"),
        ("eprintln!", "findings are returned"),
    ];
    for file in sources("core/src").into_iter().chain(sources("grammar/src")) {
        let text = fs::read_to_string(&file).unwrap();
        for (line, words) in code(&text).zip(1usize..).map(|(line, number)| (number, line)) {
            for (word, why) in banned {
                // Binary fractions are turned into decimals at one door.
                let door = word.starts_with('f') && file.ends_with("core/src/floats.rs");
                let known = find_word(words, word) && !door;
                assert!(!known, "{}:{line}: `{word}`: {why}", file.display());
            }
        }
    }
}

#[test]
fn files_say_what_they_are() {
    for folder in [
        "core/src",
        "grammar/src",
        "tables/src",
        "cli/src",
        "sample/src",
        "xtask/src",
        "xtask/bindgen/src",
        "xtask/faults/src",
        "benches/src",
        "bindings-python/src",
        "bindings-wasm/src",
    ] {
        for file in sources(folder) {
            let text = fs::read_to_string(&file).unwrap();
            let tests = file.ends_with("tests.rs");
            assert!(
                tests || text.starts_with("//!") || text.starts_with("#![doc"),
                "{} has no head",
                file.display()
            );
            assert_ne!(file.file_name().unwrap(), "mod.rs", "{}", file.display());
        }
    }
}

/// Rust files below a folder, test modules of their own left out, sorted.
fn sources(folder: &str) -> Vec<PathBuf> {
    fn collect(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, out);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                out.push(path);
            }
        }
    }
    let mut out = Vec::new();
    collect(&root().join(folder), &mut out);
    // The twin is compiled for tests only.
    let twin = |path: &PathBuf| path.iter().any(|part| part == "twin" || part == "twin.rs");
    out.retain(|path| !path.ends_with("tests.rs") && !twin(path));
    out.sort();
    assert!(!out.is_empty(), "{folder}");
    out
}

/// The lines of a file up to its tests, comments cut off.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .take_while(|line| line.trim() != "mod tests {")
        .map(|line| line.split_once("//").map_or(line, |(before, _)| before))
}

/// Whether a word stands in a line by itself, not inside a longer name.
fn find_word(line: &str, word: &str) -> bool {
    let part = |sign: char| sign.is_alphanumeric() || sign == '_';
    line.match_indices(word).any(|(at, _)| {
        !line[..at].chars().next_back().is_some_and(part)
            && !line[at + word.len()..].chars().next().is_some_and(part)
    })
}

#[test]
fn words_are_found_by_themselves() {
    assert!(find_word("let x: f64 = 1.0;", "f64") && !find_word("let xf64 = f64x;", "f64"));
    assert_eq!(code("a // f64\nmod tests {\nf64").collect::<Vec<_>>(), ["a "]);
}
