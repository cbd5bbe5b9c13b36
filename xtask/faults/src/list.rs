//! Which faults there are: what cargo-mutants would change, and where.

use crate::Result;
use serde::Deserialize;
use std::path::Path;
use std::process::Command;

/// Exact numbers, days, and what a plan is carried out with.
const FILES: &[&str] = &[
    "core/src/exact.rs",
    "core/src/day.rs",
    "core/src/evaluate.rs",
    "core/src/evaluate/kernels.rs",
    "core/src/evaluate/lanes.rs",
    "core/src/evaluate/numbers.rs",
    "core/src/evaluate/reduce.rs",
    "core/src/evaluate/single.rs",
    "core/src/evaluate/single/layout.rs",
    "core/src/evaluate/single/reductions.rs",
];

/// One fault. Names stay the same while the source does.
#[derive(Clone, Debug, Deserialize)]
pub struct Fault {
    /// What the variable `TIEUCHI_FAULT` says when it is at work; from 1.
    #[serde(skip)]
    pub id: u32,
    /// File, line, column and what is changed, as cargo-mutants says it.
    pub name: String,
    /// The file, from the root of the repository.
    pub file: String,
    /// The kind of change.
    pub genre: Genre,
    /// What stands there instead.
    pub replacement: String,
    /// What is replaced.
    pub span: Span,
}

/// What a fault changes.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub enum Genre {
    /// What a function gives.
    FnValue,
    /// An operator between two values.
    BinaryOperator,
    /// A sign before a value, left out.
    UnaryOperator,
    /// An arm of a match, left out.
    MatchArm,
    /// The condition of an arm.
    MatchArmGuard,
    /// A field, left to the rest of the structure.
    StructField,
}

/// From a place to a place.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Span {
    /// Where it starts.
    pub start: Place,
}

/// Line and column, both from 1, columns in letters.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// All faults of the files, in their order.
pub fn faults(root: &Path) -> Result<Vec<Fault>> {
    let mut list = Command::new("cargo");
    list.args(["mutants", "--list", "--json", "--package", "tieuchi", "--all-features"]).current_dir(root);
    list.args(FILES.iter().flat_map(|file| ["--file", file]));
    let output = list.output().map_err(|error| format!("cargo mutants: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo mutants --list: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let mut faults: Vec<Fault> =
        serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo mutants --list: {error}"))?;
    for (id, fault) in (1..).zip(&mut faults) {
        fault.id = id;
    }
    Ok(faults)
}
