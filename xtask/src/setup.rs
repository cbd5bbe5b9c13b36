//! What tests and checks need, put in place where it is missing.

use crate::{Failed, cargo, command, root, run};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

/// The packages of `package-lock.json`, unless they are there already.
pub fn node_modules() -> Result<(), Failed> {
    let changed = |path: &str| -> Option<SystemTime> {
        fs::metadata(root().join(path)).and_then(|found| found.modified()).ok()
    };
    // npm writes this file when it is done.
    let done = changed("node_modules/.package-lock.json");
    if done.is_some() && done >= changed("package-lock.json") {
        return Ok(());
    }
    run(command("npm").args(["ci", "--no-audit", "--no-fund"]))
}

/// Runs the tests of a folder in Node. The files are named one by one: what Node makes of a folder or
/// a pattern changes with its version.
pub fn node_tests(folder: &str) -> Result<(), Failed> {
    let found = fs::read_dir(root().join(folder)).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = found.map(|entry| entry.path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(".test.js"));
    files.sort();
    run(command("node").arg("--test").args(files))
}

/// A browser: Debian's Chromium, or the one that the variable `CHROMIUM` names.
pub fn chromium() -> Result<(), Failed> {
    let named = env::var_os("CHROMIUM");
    if named.is_some() || Path::new("/usr/bin/chromium").exists() {
        return Ok(());
    }
    eprintln!("xtask: no /usr/bin/chromium; the variable CHROMIUM may name another one");
    install(&["chromium", "fonts-dejavu-core"])
}

/// Installs packages of Debian.
pub fn install(packages: &[&str]) -> Result<(), Failed> {
    run(command("apt-get").args(["update", "-qq"]))?;
    let mut install = command("apt-get");
    install.args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages);
    run(install.env("DEBIAN_FRONTEND", "noninteractive"))
}

/// A tool of cargo, built into `.tools` where it is not there yet.
pub fn tool(name: &str, version: &str) -> Result<(), Failed> {
    let tools = root().join(".tools");
    if tools.join("bin").join(format!("{name}{}", env::consts::EXE_SUFFIX)).exists() {
        return Ok(());
    }
    cargo(&["install", name, "--locked", "--version", version, "--root", &tools.display().to_string()])
}

/// `cargo` with a word that one of these tools answers to.
pub fn with_tools(word: &str) -> Command {
    let old = env::var_os("PATH").unwrap_or_default();
    let first = root().join(".tools").join("bin");
    let path = env::join_paths(std::iter::once(first).chain(env::split_paths(&old))).unwrap_or(old);
    let mut command = command("cargo");
    command.arg(word).env("PATH", path);
    command
}
