//! Random sets and dossiers as files, for those who evaluate them elsewhere.
//!
//! In: a folder or a file that a variable names. Out: the texts that compile, under the numbers of
//! their tapes, and those whose results they read, for a model of the scoring that is not written in
//! Rust; and a corpus of sets with dossiers and one digest of what comes of them, for other hosts, builds
//! and implementations.

use crate::evaluate::twin::generate::{Tape, compiled, dossier, library_texts, source};
use crate::{ContextOptions, Digest, Dossier, Plan};
use serde_json::json;
use sha2::{Digest as _, Sha256};

/// How many tapes are tried.
const TAPES: u64 = 240;

/// Dossiers of a set of the corpus.
const FILES: u64 = 52;

/// Numbers of a linear congruence: the same on every machine.
fn numbers(seed: u64, count: usize) -> Vec<u16> {
    let mut state = seed;
    let next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 48) as u16
    };
    std::iter::repeat_with(next).take(count).collect()
}

/// The sets that compile, by the numbers of their tapes.
fn sets() -> Vec<(u64, String, Plan)> {
    let texts = (1..=TAPES).map(|tape| (tape, source(&mut Tape::new(&numbers(tape, 400)))));
    let sets: Vec<_> = texts.filter_map(|(tape, text)| Some((tape, compiled(&text).plan?, text))).collect();
    assert!(sets.len() as u64 > TAPES / 2, "{} of {TAPES} sets compile", sets.len());
    sets.into_iter().map(|(tape, plan, text)| (tape, text, plan)).collect()
}

#[test]
#[ignore = "writes into the folder TIEUCHI_SAMPLES; `cargo xtask outside` runs it"]
#[expect(clippy::disallowed_methods, reason = "where files go is no input of an outcome")]
fn random_sets_are_written() {
    let folder = std::env::var("TIEUCHI_SAMPLES").expect("TIEUCHI_SAMPLES names a folder");
    for (tape, text, _) in sets() {
        std::fs::write(format!("{folder}/{tape:03}.tieuchi"), text).expect("the folder can be written");
    }
    std::fs::create_dir_all(format!("{folder}/library")).expect("the folder can be written");
    for (at, text) in library_texts().iter().enumerate() {
        std::fs::write(format!("{folder}/library/{at}.tieuchi"), text).expect("the folder can be written");
    }
}

/// The digests of a receipt, or the codes of what is wrong with the dossier.
fn said(plan: &Plan, file: &str) -> String {
    let Some(year) = ContextOptions::year(2025) else { return "no such year".to_owned() };
    let context = plan.context(&year);
    match context.and_then(|context| Ok((Dossier::from_json(plan, file)?, context))) {
        Ok((file, context)) => {
            let receipt = plan.evaluate(&file, &context).receipt(None);
            let parts = crate::ReceiptPart::ALL.map(|part| receipt.digest(part).to_string());
            format!("{} {}", parts.join(" "), receipt.row())
        }
        Err(found) => found.iter().map(|finding| finding.code).collect::<Vec<_>>().join(" "),
    }
}

/// One digest of all results; the book prints it, so that every build, host and implementation can be
/// held against it. `TIEUCHI_GENERATED` names a file for the questions.
#[test]
#[expect(clippy::disallowed_methods, reason = "where files go is no input of an outcome")]
fn generated_dossiers_come_to_one_digest() {
    let mut hash = Sha256::new();
    let (mut lines, mut count) = (String::new(), 0);
    for (tape, text, plan) in sets() {
        let files: Vec<String> =
            (0..FILES).map(|at| dossier(&plan, &mut Tape::new(&numbers(tape << 32 | at, 1_200)))).collect();
        for file in &files {
            hash.update(format!("{}\n", said(&plan, file)));
        }
        count += files.len();
        let question = json!({ "set": text, "library": library_texts(), "period": 2025, "dossiers": files });
        lines += &format!("{question}\n");
    }
    let digest = Digest(hash.finalize().into()).to_string();
    lines += &format!("{}\n", json!({ "dossiers": count, "digest": digest }));
    assert!(count >= 10_000, "{count} dossiers");
    if let Some(path) = std::env::var_os("TIEUCHI_GENERATED") {
        std::fs::write(path, lines).expect("the file can be written");
    }
    for lang in ["en", "vi"] {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/").to_owned() + lang + "/src/conformance.md";
        let page = std::fs::read_to_string(page).expect("a page of the book");
        assert!(page.contains(&digest), "the book says another digest of {count} dossiers than {digest}");
    }
}
