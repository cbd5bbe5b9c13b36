//! The program as people run it: what it writes, what it says, how it ends.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn run(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tieuchi-sample")).args(words).output().unwrap()
}

fn ends(output: &Output, code: i32, says: &str) {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    let text = String::from_utf8(text).unwrap();
    assert_eq!(output.status.code(), Some(code), "{text}");
    assert!(text.contains(says), "{text}");
}

#[test]
fn a_folder_is_filled_and_the_rows_are_told() {
    let folder = std::env::temp_dir().join(format!("tieuchi-sample-program-{}", std::process::id()));
    let out = folder.to_str().unwrap();
    let output = run(&["--citizens", "300", "--seed", "5", "--format", "csv", "--clean", "--out", out]);
    ends(&output, 0, "300  citizens.csv");
    ends(&output, 0, "2 communes, 0 flaws planted, seed 5");
    assert!(folder.join("manifest.json").is_file());
    // A table that cannot be written: none appears, and what was there stays.
    let before = fs::read(folder.join("communes.csv")).unwrap();
    fs::create_dir(folder.join("hours.csv.part")).unwrap();
    let output = run(&["--citizens", "300", "--seed", "6", "--format", "csv", "--out", out]);
    ends(&output, 1, "hours.csv.part");
    assert_eq!(fs::read(folder.join("communes.csv")).unwrap(), before);
    let left = |path: &Path| path.extension().is_some_and(|ending| ending == "part") && path.is_file();
    assert!(!fs::read_dir(&folder).unwrap().any(|entry| left(&entry.unwrap().path())));
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn what_cannot_be_meant_is_refused() {
    ends(&run(&["--help"]), 0, "usage: tieuchi-sample");
    ends(&run(&[]), 2, "--out FOLDER is missing");
    ends(&run(&["--out"]), 2, "--out: a value is missing");
    ends(&run(&["--out", "x", "--citizens", "many"]), 2, "`many` is not a whole number");
    ends(&run(&["--out", "x", "--citizens", "5"]), 2, "citizens: 5 is not from 300");
    ends(&run(&["--out", "x", "--year", "1999"]), 2, "year: 1999 is not from 2016");
    ends(&run(&["--out", "x", "--format", "xlsx"]), 2, "`xlsx` is neither parquet nor csv");
    ends(&run(&["--out", "x", "--size", "3"]), 2, "no such option: --size");
    assert!(!Path::new("x").exists());
}
