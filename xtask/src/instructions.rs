//! How many instructions fixed work takes, held against `benches/instructions.tsv`.
//!
//! A time needs a quiet machine, a count needs none: the same program on the same input takes the same
//! instructions but for the seeds of hash maps. In: the parts of the program `instructions` in `benches`,
//! each run under callgrind twice, once for as many times as it says and once for twice as many; the
//! difference is the work itself, without start and preparation. Out: a line for each part, and a failure
//! where one moved by more than [`TOLERANCE`] either way, or by more than [`ELSEWHERE`] where the compiler or
//! valgrind is another than that the file was taken with, as its head says: these move counts that nobody
//! touched. `--bless` takes the file anew.
//!
//! Callgrind shows the program a processor without AVX-512, so counts are those of AVX2; processors of two
//! makers gave the same within two in a hundred.

use crate::figures::grouped;
use crate::{Failed, command, program, root, run, setup, target};
use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Thousandths by which a part may move, up or down. Counted again, from a build of the same sources with
/// other features, five parts moved by at most eleven.
const TOLERANCE: u64 = 30;

/// The same with another compiler or valgrind: what is told then is a mistake in growth, or work
/// done twice.
const ELSEWHERE: u64 = 200;

/// Where callgrind's files stay, for `callgrind_annotate`.
fn folder() -> PathBuf {
    target().join("instructions")
}

fn file() -> PathBuf {
    root().join("benches").join("instructions.tsv")
}

/// Counts every part and compares; where a count means nothing, it says so and lets the rest go on.
pub(crate) fn compare() -> Result<(), Failed> {
    if !avx2() {
        eprintln!("xtask: LEFT OUT: instructions are counted for x86-64 with AVX2, which this is not");
        return Ok(());
    }
    if !works("valgrind") && !works("apt-get") && env::var_os("CI").is_none() {
        eprintln!("xtask: LEFT OUT: instructions are counted by valgrind, which is not here");
        return Ok(());
    }
    let text = fs::read_to_string(file()).unwrap_or_default();
    let (with, kept) = read(&text);
    let now = count()?;
    let here = versions();
    let tolerance = if with == here { TOLERANCE } else { ELSEWHERE };
    let moved = moves(&kept, &now, tolerance);
    print!("{}", table(&kept, &now));
    if moved.is_empty() {
        return Ok(());
    }
    for line in moved {
        eprintln!("xtask: {line}");
    }
    eprintln!("xtask: the file was taken with {with}, this is {here}");
    eprintln!("xtask: if this is meant: cargo xtask instructions --bless");
    Err(Failed)
}

/// Counts every part and keeps what came out.
pub(crate) fn bless() -> Result<(), Failed> {
    let now = count()?;
    let mut text = format!(
        "# Instructions of one time of each part, counted by callgrind; written by cargo xtask instructions --bless.\n\
         # Taken with {}.\n",
        versions()
    );
    for (part, count) in &now {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{part}\t{count}");
    }
    fs::write(file(), text).map_err(|error| failed(&format!("{}: {error}", file().display())))
}

/// What counts depend on beside our code.
fn versions() -> String {
    let said = |program: &str| {
        let output = Command::new(program).arg("--version").output();
        let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
        text.unwrap_or_default().lines().next().unwrap_or_default().to_owned()
    };
    format!("{}, {}", said("rustc"), said("valgrind"))
}

/// What the file was taken with, and the count of each part.
fn read(text: &str) -> (&str, BTreeMap<String, u64>) {
    let with = text.lines().find_map(|line| line.strip_prefix("# Taken with ")).unwrap_or("nothing yet.");
    let count = |line: &str| {
        let (part, count) = line.split_once('\t')?;
        Some((part.to_owned(), count.parse().ok()?))
    };
    (with.trim_end_matches('.'), text.lines().filter_map(count).collect())
}

/// By how many thousandths a count moved; nought where there was none.
fn thousandths(old: u64, new: u64) -> i128 {
    let (old, new) = (i128::from(old), i128::from(new));
    ((new - old) * 1_000).checked_div(old).unwrap_or(0)
}

fn percent(thousandths: i128) -> String {
    let (sign, size) = (if thousandths < 0 { '-' } else { '+' }, thousandths.abs());
    format!("{sign}{}.{} %", size / 10, size % 10)
}

/// A line for each part that moved too far, is new or is gone.
fn moves(kept: &BTreeMap<String, u64>, now: &BTreeMap<String, u64>, tolerance: u64) -> Vec<String> {
    let gone = kept.keys().filter(|part| !now.contains_key(*part));
    let mut lines: Vec<String> = gone.map(|part| format!("{part}: no longer counted")).collect();
    for (part, new) in now {
        let Some(old) = kept.get(part) else {
            lines.push(format!("{part}: {new} instructions, and none kept"));
            continue;
        };
        let by = thousandths(*old, *new);
        if by.unsigned_abs() > u128::from(tolerance) {
            lines.push(format!("{part}: {old} instructions before, {new} now, {}", percent(by)));
        }
    }
    lines
}

fn table(kept: &BTreeMap<String, u64>, now: &BTreeMap<String, u64>) -> String {
    let mut out = "| part | instructions of one time | kept | moved |\n|---|---:|---:|---:|\n".to_owned();
    for (part, new) in now {
        let old = kept.get(part).copied().unwrap_or(0);
        let moved = percent(thousandths(old, *new));
        let _ = writeln!(out, "| {part} | {} | {} | {moved} |", grouped((*new).into()), grouped(old.into()));
    }
    out
}

/// The instructions of one time of each part.
fn count() -> Result<BTreeMap<String, u64>, Failed> {
    if !works("valgrind") {
        setup::install(&["valgrind"])?;
    }
    let program = program("tieuchi-benches", "instructions")?;
    fs::create_dir_all(folder()).map_err(|error| failed(&format!("{}: {error}", folder().display())))?;
    let listed = Command::new(&program).output().map_err(|error| failed(&error.to_string()))?;
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    let parts = listed.lines().filter_map(|line| line.split_once('\t'));
    parts.map(|(part, times)| Ok((part.to_owned(), one(&program, part, times)?))).collect()
}

fn one(program: &Path, part: &str, times: &str) -> Result<u64, Failed> {
    let times: u64 = times.parse().map_err(|_| failed(&format!("{part}: {times} times")))?;
    let once = under_callgrind(program, part, times)?;
    let twice = under_callgrind(program, part, times * 2)?;
    twice.saturating_sub(once).checked_div(times).ok_or(Failed)
}

/// The instructions of a whole run.
fn under_callgrind(program: &Path, part: &str, times: u64) -> Result<u64, Failed> {
    let out = folder().join(format!("{} {times}", part).replace(' ', "-"));
    let mut callgrind = command("valgrind");
    callgrind.args(["--tool=callgrind", "--quiet"]);
    callgrind.arg(format!("--callgrind-out-file={}", out.display()));
    run(callgrind.arg(program).arg(part).arg(times.to_string()))?;
    let text = fs::read_to_string(&out).map_err(|error| failed(&format!("{}: {error}", out.display())))?;
    let total = text.lines().find_map(|line| line.strip_prefix("summary: ")?.trim().parse().ok());
    total.ok_or_else(|| failed(&format!("{} has no summary", out.display())))
}

fn works(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

#[cfg(target_arch = "x86_64")]
fn avx2() -> bool {
    std::arch::is_x86_feature_detected!("avx2")
}

#[cfg(not(target_arch = "x86_64"))]
fn avx2() -> bool {
    false
}

fn failed(why: &str) -> Failed {
    eprintln!("xtask: {why}");
    Failed
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(each: &[(&str, u64)]) -> BTreeMap<String, u64> {
        each.iter().map(|(part, count)| ((*part).to_owned(), *count)).collect()
    }

    #[test]
    fn what_moves_too_far_either_way_is_told() {
        let kept = counts(&[("a", 1_000), ("b", 1_000), ("c", 1_000), ("gone", 1)]);
        let now = counts(&[("a", 1_030), ("b", 1_031), ("c", 900), ("new", 1)]);
        assert_eq!(
            moves(&kept, &now, TOLERANCE),
            [
                "gone: no longer counted",
                "b: 1000 instructions before, 1031 now, +3.1 %",
                "c: 1000 instructions before, 900 now, -10.0 %",
                "new: 1 instructions, and none kept",
            ]
        );
        assert_eq!(moves(&kept, &now, ELSEWHERE).len(), 2, "those that are new or gone");
    }

    #[test]
    fn counts_are_told_as_a_table() {
        let lines = table(&counts(&[("a", 1_000)]), &counts(&[("a", 1_031), ("new", 12_345_678)]));
        assert!(
            lines.ends_with("| a | 1 031 | 1 000 | +3.1 % |\n| new | 12 345 678 | 0 | +0.0 % |\n"),
            "{lines}"
        );
    }

    #[test]
    fn the_file_is_read() {
        let (with, kept) = read("# Head.\n# Taken with rustc 1, valgrind 2.\nsome part\t12\n");
        assert_eq!((with, kept), ("rustc 1, valgrind 2", counts(&[("some part", 12)])));
    }
}
