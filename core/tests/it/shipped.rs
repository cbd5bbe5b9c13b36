//! The sets under `examples/`: they compile without a finding, their examples come out, their
//! dossiers are read.

use std::path::{Path, PathBuf};
use tieuchi::{Compiled, ContextOptions, Day, Dossier, Library, SourceFile, compile_with};

/// Every shipped set, in the order of its path.
pub fn sets() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let mut out = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "tieuchi") {
                out.push(path);
            }
        }
    }
    out.sort();
    assert!(out.len() >= 9, "the shipped sets are found");
    out
}

pub fn read(path: &Path) -> SourceFile {
    SourceFile::new(path.display().to_string(), std::fs::read_to_string(path).unwrap())
}

pub fn library() -> Library {
    let mut library = Library::new();
    for path in sets() {
        assert!(library.add(&read(&path)), "{}", path.display());
    }
    library
}

fn compiled(path: &Path, library: &Library) -> Compiled {
    compile_with(&read(path), library)
}

#[test]
fn every_set_compiles_without_a_finding_and_its_examples_come_out() {
    let library = library();
    let mut examples = 0;
    for path in sets() {
        let compiled = compiled(&path, &library);
        assert_eq!(compiled.diagnostics, [], "{}", path.display());
        let plan = compiled.plan.unwrap();
        assert!(plan.examples() > 0, "{} has no example", path.display());
        examples += plan.examples();
        let failures = plan.check_examples();
        assert!(
            failures.is_empty(),
            "{}: {:?}",
            path.display(),
            failures.iter().map(|f| &f.message.vi).collect::<Vec<_>>()
        );
    }
    assert!(examples >= 90, "{examples} examples");
}

#[test]
fn the_examples_of_every_set_reach_what_it_says() {
    let library = library();
    for path in sets() {
        let coverage = compiled(&path, &library).plan.unwrap().coverage();
        let missed: Vec<_> =
            coverage.targets.iter().filter(|target| !target.reached).map(|target| &target.what.en).collect();
        assert!(coverage.percent() > 95, "{}: {}%, not {missed:?}", path.display(), coverage.percent());
    }
    // A set reaches less without its examples.
    let path =
        sets().into_iter().find(|path| path.ends_with("324-QD-KHVN/cong-dan-hoc-tap.tieuchi")).unwrap();
    let text = read(&path).text().to_owned();
    let bare = text.split("\nví dụ ").next().unwrap();
    let plan = compile_with(&SourceFile::new("bare", bare), &library).plan.unwrap();
    assert_eq!(plan.coverage().percent(), 0);
}

#[test]
fn an_example_that_is_wrong_is_found_at_its_place() {
    let path =
        sets().into_iter().find(|path| path.ends_with("324-QD-KHVN/cong-dan-hoc-tap.tieuchi")).unwrap();
    let text = read(&path).text().replacen("tổng_điểm = 80", "tổng_điểm = 81", 1);
    let source = SourceFile::new("changed", text);
    let plan = compile_with(&source, &Library::new()).plan.unwrap();
    let failures = plan.check_examples();
    let codes: Vec<_> = failures.iter().map(|failure| failure.code).collect();
    assert_eq!(codes, ["example-fails"]);
    assert_eq!(source.slice(failures[0].span().unwrap()), "tổng_điểm = 81");
    assert!(failures[0].message.en.contains("81") && failures[0].message.en.contains("80"));
}

#[test]
fn every_dossier_is_read_and_evaluated() {
    let library = library();
    let mut read_dossiers = 0;
    for path in sets() {
        let plan = compiled(&path, &library).plan.unwrap();
        // The last year in which the edition was in force.
        let in_year = |year| plan.context(&ContextOptions::year(year).unwrap()).ok();
        let context = (2010..=2025).rev().find_map(in_year).unwrap();
        let folder = path.parent().unwrap().join("dossiers");
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        let mut accepted = 0;
        for entry in entries {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            // A folder may hold several sets; a dossier is for one of them.
            let Ok(dossier) = Dossier::from_json(&plan, &text) else { continue };
            accepted += 1;
            let outcome = plan.evaluate(&dossier, &context);
            let summary = plan.evaluate_all(std::slice::from_ref(&dossier), &context);
            assert_eq!(summary[0], plan.summary(&dossier, &context));
            assert_eq!(summary[0].total, outcome.total());
            assert_eq!(summary[0].class, outcome.class());
        }
        assert!(accepted > 0, "no dossier for {}", path.display());
        read_dossiers += accepted;
    }
    assert!(read_dossiers >= 20, "{read_dossiers} dossiers");
}

/// Each dossier of a folder against each of its sets, also those it is not for.
#[cfg(feature = "serde")]
#[test]
fn the_schema_of_a_set_takes_the_dossiers_that_the_set_takes() {
    let library = library();
    let mut seen = [0, 0];
    for path in sets() {
        let plan = compiled(&path, &library).plan.unwrap();
        let schema = serde_json::from_str(&plan.schema()).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let Ok(entries) = std::fs::read_dir(path.parent().unwrap().join("dossiers")) else { continue };
        for entry in entries {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            let accepted = Dossier::from_json(&plan, &text).is_ok();
            let value = serde_json::from_str(&text).unwrap();
            assert_eq!(validator.is_valid(&value), accepted, "{}: {text}", path.display());
            seen[usize::from(accepted)] += 1;
        }
    }
    assert!(seen[0] >= 10 && seen[1] >= 20, "refused and accepted: {seen:?}");
}

#[test]
fn a_set_is_refused_outside_its_time_and_period() {
    let path =
        sets().into_iter().find(|path| path.ends_with("324-QD-KHVN/cong-dan-hoc-tap.tieuchi")).unwrap();
    let plan = compiled(&path, &Library::new()).plan.unwrap();
    let codes = |options: &ContextOptions| {
        plan.context(options).unwrap_err().iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&ContextOptions::year(2020).unwrap()), ["edition-not-in-force"]);
    let half = ContextOptions::period(Day::new(2025, 1, 1).unwrap(), Day::new(2025, 6, 30).unwrap());
    assert_eq!(codes(&half), ["wrong-period"]);
}
