//! The copy with all faults in it: made, made to compile, built.

use crate::Result;
use crate::list::Fault;
use crate::switch::{MODULE, switched};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// How often the compiler is asked which faults do not fit.
const ROUNDS: usize = 12;

/// The tests of the core: its own, and the cases.
pub struct Tests {
    /// Where they are started.
    pub folder: PathBuf,
    /// The program of its own tests.
    pub own: PathBuf,
    /// The program of the cases.
    pub cases: PathBuf,
}

/// Copies what git knows of, and what it would if it were told. What is there already stays as old as it is,
/// so that it is not built again.
pub fn copy(root: &Path, tree: &Path, faulty: &BTreeSet<&str>) -> Result<()> {
    let mut list = Command::new("git");
    list.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root);
    let output = list.output().map_err(|error| format!("git: {error}"))?;
    for path in String::from_utf8_lossy(&output.stdout).split_terminator('\0') {
        let (from, to) = (root.join(path), tree.join(path));
        // A file may be gone while git still knows of it.
        if faulty.contains(path) || !from.is_file() {
            continue;
        }
        let mut bytes = fs::read(&from).map_err(|error| format!("{}: {error}", from.display()))?;
        if path == "core/src/lib.rs" {
            bytes.extend_from_slice(MODULE.as_bytes());
        }
        write(&to, &bytes)?;
    }
    Ok(())
}

/// Writes a file, unless it says just that.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|found| found == bytes) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(path, bytes))
        .map_err(|error| format!("{}: {error}", path.display()))
}

/// Writes the faults into the tree, and takes out those that do not fit until it compiles: at first those
/// of these names, which did not fit before.
///
/// Out: those that were taken out.
pub fn fitted(
    (root, tree): (&Path, &Path),
    files: &BTreeSet<&str>,
    faults: &mut Vec<Fault>,
    unfit: &str,
) -> Result<Vec<Fault>> {
    let mut sources = BTreeMap::new();
    for file in files {
        let path = root.join(file);
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        sources.insert(*file, text);
    }
    let unfit: BTreeSet<&str> = unfit.lines().collect();
    let (mut apart, fit) = std::mem::take(faults).into_iter().partition(|fault| unfit.contains(&*fault.name));
    *faults = fit;
    for _ in 0..ROUNDS {
        let mut out: BTreeSet<u32> = BTreeSet::new();
        for (file, text) in &sources {
            let here: Vec<&Fault> = faults.iter().filter(|fault| fault.file == **file).collect();
            let (text, left) = switched(text, &here).map_err(|error| format!("{file}: {error}"))?;
            out.extend(left);
            write(&tree.join(file), text.as_bytes())?;
        }
        let unfit = complaints(tree)?;
        let done = unfit.is_empty();
        out.extend(unfit);
        let (gone, left) = std::mem::take(faults).into_iter().partition(|fault| out.contains(&fault.id));
        let gone: Vec<Fault> = gone;
        apart.extend(gone);
        *faults = left;
        if done {
            return Ok(apart);
        }
    }
    Err(format!("after {ROUNDS} rounds the compiler still complains"))
}

/// The faults that the compiler complains about.
fn complaints(tree: &Path) -> Result<BTreeSet<u32>> {
    let mut found = BTreeSet::new();
    for complaint in
        cargo(tree, &["check", "--lib", "--profile", "test"])?.filter_map(|message| message.message)
    {
        let places: Vec<&Lines> = complaint.spans.iter().filter(|lines| lines.is_primary).collect();
        // The one without a place only counts the others.
        if complaint.level != "error" || places.is_empty() {
            continue;
        }
        let numbers: BTreeSet<u32> = places.into_iter().flat_map(|lines| numbers(tree, lines)).collect();
        if numbers.is_empty() {
            return Err(complaint.rendered.unwrap_or_default());
        }
        found.extend(numbers);
    }
    Ok(found)
}

/// The faults that some lines belong to: those marked on them, or on the nearest before.
fn numbers(tree: &Path, place: &Lines) -> Vec<u32> {
    let text = fs::read_to_string(tree.join(&place.file_name)).unwrap_or_default();
    let lines: Vec<&str> = text.lines().take(place.line_end).collect();
    let marked = |line: &&str| -> Vec<u32> {
        line.split("/*:").skip(1).filter_map(|rest| rest.split_once("*/")?.0.parse().ok()).collect()
    };
    let here: Vec<u32> = lines.iter().skip(place.line_start.saturating_sub(1)).flat_map(marked).collect();
    if here.is_empty() {
        lines.iter().rev().map(marked).find(|found| !found.is_empty()).unwrap_or_default()
    } else {
        here
    }
}

/// Builds the tests.
pub fn tests(tree: &Path) -> Result<Tests> {
    let messages = cargo(tree, &["test", "--no-run", "--lib", "--test", "cases"])?;
    let built: Vec<(String, PathBuf)> =
        messages.filter_map(|message| Some((message.target?.name, message.executable?))).collect();
    let program = |name: &str| {
        let found = built.iter().find(|(found, _)| found == name).map(|(_, path)| path.clone());
        found.ok_or_else(|| format!("the tests `{name}` were not built"))
    };
    Ok(Tests { folder: tree.join("core"), own: program("tieuchi")?, cases: program("cases")? })
}

/// What cargo says while it builds, as far as it is of use here.
#[derive(Deserialize)]
struct Message {
    message: Option<Complaint>,
    target: Option<Target>,
    executable: Option<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
}

#[derive(Deserialize)]
struct Complaint {
    level: String,
    spans: Vec<Lines>,
    rendered: Option<String>,
}

/// Lines of a file, from 1.
#[derive(Deserialize)]
struct Lines {
    file_name: PathBuf,
    line_start: usize,
    line_end: usize,
    is_primary: bool,
}

/// What cargo says, as messages.
fn cargo(tree: &Path, words: &[&str]) -> Result<impl Iterator<Item = Message>> {
    let mut cargo = Command::new("cargo");
    cargo.args(words).args(["--package", "tieuchi", "--all-features", "--message-format", "json", "--quiet"]);
    // Tests are run two thousand times: they are built for speed, and stop where a number overflows.
    cargo.env("CARGO_PROFILE_DEV_OPT_LEVEL", "1").env("CARGO_PROFILE_DEV_DEBUG", "0");
    cargo.env("CARGO_TARGET_DIR", tree.with_file_name("target")).env("CARGO_INCREMENTAL", "0");
    let output = cargo.current_dir(tree).stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| format!("cargo: {error}"))?;
    let messages = serde_json::Deserializer::from_slice(&output.stdout).into_iter();
    Ok(messages.map_while(serde_json::Result::ok).collect::<Vec<Message>>().into_iter())
}
