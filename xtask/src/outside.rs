//! Suites and oracles that others wrote, run against the program `tieuchi`.
//!
//! In: Debian's packages of test data, unpacked under `target/outside`, and the scripts in
//! `xtask/outside`. The scripts ask in the language, through the command line, and share no code with
//! the engine. Nothing is installed and nothing is kept in the repository.

use crate::{Failed, cargo, command, program, root, run, target};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) fn run_all() -> Result<(), Failed> {
    if !works("apt-get", &["--version"]) && env::var_os("CI").is_none() {
        eprintln!("xtask: LEFT OUT: the suites from outside come with Debian's apt-get, which is not here");
        return Ok(());
    }
    let data = target().join("outside");
    let decimals = unpacked(&data, &python_tests()?, "decimaltestdata")?;
    let unicode = unpacked(&data, "unicode-data", "unicode")?;
    cargo(&["build", "--quiet", "-p", "tieuchi-cli"])?;
    let program = target().join("debug").join(format!("tieuchi{}", env::consts::EXE_SUFFIX));
    script("decimal_suite.py", &[&program, &decimals])?;
    script("unicode_suite.py", &[&program, &unicode])?;
    script("oracle.py", &[&program])?;
    let samples = emptied(&data.join("samples"))?;
    let write = ["test", "--workspace", "--lib", "--quiet", "--", "--ignored", "random_sets_are_written"];
    run(command("cargo").args(write).env("TIEUCHI_SAMPLES", &samples))?;
    script("against_model.py", &[&program, &samples])
}

/// `cargo xtask limits`: every limit kept to and passed at the command line, with memory and time.
pub(crate) fn limits() -> Result<(), Failed> {
    script("limits.py", &[&program("tieuchi-cli", "tieuchi")?])
}

fn script(name: &str, paths: &[&Path]) -> Result<(), Failed> {
    let script = root().join("xtask").join("outside").join(name);
    run(command("python3").arg("-B").arg(script).args(paths))
}

/// Debian's package with the tests of its newest Python.
fn python_tests() -> Result<String, Failed> {
    let listed = || {
        let found = Command::new("apt-cache").args(["pkgnames", "libpython3"]).output().ok()?;
        let names = String::from_utf8_lossy(&found.stdout).into_owned();
        names.lines().filter(|name| name.ends_with("-testsuite")).max().map(str::to_owned)
    };
    if let Some(name) = listed() {
        return Ok(name);
    }
    run(&mut quiet("apt-get", &["update"]))?;
    listed().ok_or_else(|| {
        eprintln!("xtask: no package libpython3…-testsuite is known to apt-cache");
        Failed
    })
}

/// A folder of a package, which is fetched and unpacked if it is not there yet.
fn unpacked(data: &Path, package: &str, folder: &str) -> Result<PathBuf, Failed> {
    let place = data.join(package);
    if let Some(found) = find(&place, folder) {
        return Ok(found);
    }
    let fetched = data.join("fetched").join(package);
    let failed = |error| {
        eprintln!("xtask: {}: {error}", place.display());
        Failed
    };
    fs::create_dir_all(&fetched).map_err(failed)?;
    fs::create_dir_all(&place).map_err(failed)?;
    let fetch = || run(quiet("apt-get", &["download", package]).current_dir(&fetched));
    if fetch().is_err() {
        run(&mut quiet("apt-get", &["update"]))?;
        fetch()?;
    }
    for file in fs::read_dir(&fetched).map_err(failed)?.flatten() {
        run(Command::new("dpkg").arg("-x").arg(file.path()).arg(&place))?;
    }
    find(&place, folder).ok_or_else(|| {
        eprintln!("xtask: the package {package} has no folder {folder}");
        Failed
    })
}

/// A folder without the files of an earlier run.
fn emptied(folder: &Path) -> Result<PathBuf, Failed> {
    let failed = |error| {
        eprintln!("xtask: {}: {error}", folder.display());
        Failed
    };
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(failed)?;
    }
    fs::create_dir_all(folder).map_err(failed)?;
    Ok(folder.to_path_buf())
}

/// The first folder of that name below a place.
fn find(place: &Path, name: &str) -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> =
        fs::read_dir(place).ok()?.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    let here = folders.iter().find(|path| path.ends_with(name)).cloned();
    here.or_else(|| folders.iter().find_map(|folder| find(folder, name)))
}

fn works(program: &str, words: &[&str]) -> bool {
    Command::new(program).args(words).output().is_ok_and(|done| done.status.success())
}

fn quiet(program: &str, words: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.arg("-qq").args(words);
    command
}
