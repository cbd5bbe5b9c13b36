//! The Python package: an environment to work in, and the tests of what users install.
//!
//! What is tested is the wheel built from the source distribution, installed into an environment
//! that is made for it. Tools are kept below `target/python/` from one run to the next.

use crate::{Failed, command, corpora, root, run, setup, target};
use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is needed to build and to install.
const TOOLS: &[&str] = &["uv>=0.5", "maturin>=1.16,<2"];

/// `cargo xtask python`: builds the package for development, with all that its tests need, in `.venv`.
pub fn develop() -> Result<(), Failed> {
    let tools = tools()?;
    let venv = root().join(".venv");
    if !venv.exists() {
        run(uv(&tools).arg("venv").arg(&venv))?;
    }
    let mut develop = tool(&tools, "maturin");
    run(develop.args(["develop", "--uv"]).current_dir(package()).env("VIRTUAL_ENV", &venv))?;
    // Extras that name extras of the same package are known to who reads the project file.
    let mut extras = uv(&tools);
    extras.args(["pip", "install", "-r", "pyproject.toml", "--extra", "test"]);
    run(extras.current_dir(package()).env("VIRTUAL_ENV", &venv))?;
    println!("The package is in .venv: . .venv/bin/activate, then python, or pytest bindings-python.");
    Ok(())
}

/// Builds source distribution and wheel, installs the wheel anew and runs the tests with it.
pub fn tests() -> Result<(), Failed> {
    let tools = tools()?;
    services()?;
    let wheel = wheel(&tools, &[])?;
    let fresh = own().join("fresh");
    run(uv(&tools).args(["venv", "--clear"]).arg(&fresh))?;
    let python = fresh.join(bin()).join(format!("python{EXE_SUFFIX}"));
    let mut install = uv(&tools);
    install.args(["pip", "install", "--quiet", "--python"]).arg(&python);
    run(install.arg(format!("tieuchi[test] @ file://{}", wheel.display())))?;
    corpora(&own())?;
    let mut tests = command(&python.to_string_lossy());
    tests.args(["-m", "pytest"]).current_dir(package());
    tests.env("TIEUCHI_CORPUS", own().join("corpus.ndjson"));
    tests.env("TIEUCHI_GENERATED", own().join("generated.ndjson"));
    run(tests.env("PATH", with_first(&fresh.join(bin()))))
}

/// What the tests start: Java for Spark, and a server of PostgreSQL, which Debian keeps off the path.
fn services() -> Result<(), Failed> {
    let java = Command::new("java").arg("-version").output().is_ok_and(|done| done.status.success());
    let postgres = fs::read_dir("/usr/lib/postgresql").is_ok_and(|mut versions| versions.next().is_some())
        || Command::new("initdb").arg("--version").output().is_ok_and(|done| done.status.success());
    let mut missing = Vec::new();
    if !java {
        missing.push("openjdk-17-jre-headless");
    }
    if !postgres {
        missing.push("postgresql");
    }
    if missing.is_empty() {
        return Ok(());
    }
    setup::install(&missing)
}

/// The interpreter of an environment of its own, with the packages that are asked for.
pub fn with(name: &str, packages: &[&str]) -> Result<PathBuf, Failed> {
    let tools = tools()?;
    let environment = own().join(name);
    let python = environment.join(bin()).join(format!("python{EXE_SUFFIX}"));
    if !python.exists() {
        run(uv(&tools).arg("venv").arg(&environment))?;
    }
    run(uv(&tools).args(["pip", "install", "--quiet", "--python"]).arg(&python).args(packages))?;
    Ok(python)
}

/// The same, with the package as users install it beside the others.
pub fn with_package(name: &str, packages: &[&str]) -> Result<PathBuf, Failed> {
    let tools = tools()?;
    let python = with(name, packages)?;
    // What is timed is what is published: a wheel for tests is not optimised.
    let wheel = wheel(&tools, &["--release"])?;
    // It may differ from the one before though its version does not.
    let mut install = uv(&tools);
    install.args(["pip", "install", "--quiet", "--reinstall-package", "tieuchi", "--python"]).arg(&python);
    run(install.arg(wheel))?;
    Ok(python)
}

/// A wheel made of what the source distribution holds and nothing else; with these flags besides.
fn wheel(tools: &Path, flags: &[&str]) -> Result<PathBuf, Failed> {
    let (dist, unpacked) = (own().join("dist"), own().join("source"));
    for folder in [&dist, &unpacked] {
        // What an earlier version left there would be found below.
        if folder.exists() && fs::remove_dir_all(folder).is_err() {
            return Err(failed(&format!("cannot remove {}", folder.display())));
        }
    }
    run(tool(tools, "maturin").args(["sdist", "--out"]).arg(&dist).current_dir(package()))?;
    fs::create_dir_all(&unpacked).map_err(|error| failed(&error.to_string()))?;
    // Times as of now: those in the archive are all alike, and cargo goes by them.
    run(command("tar").arg("-xzmf").arg(only(&dist, ".tar.gz")?).arg("-C").arg(&unpacked))?;
    let mut build = tool(tools, "maturin");
    // Cargo tells packages apart by where they lie in their workspace, so these would be taken for
    // those of the repository.
    build
        .args(["build", "--strip"])
        .args(flags)
        .arg("--out")
        .arg(&dist)
        .arg("--target-dir")
        .arg(own().join("target"));
    run(build.current_dir(only(&unpacked, "")?))?;
    only(&dist, ".whl")
}

/// The one entry of a folder whose name ends so.
fn only(folder: &Path, ending: &str) -> Result<PathBuf, Failed> {
    let entries = fs::read_dir(folder).map_err(|error| failed(&format!("{}: {error}", folder.display())))?;
    let mut found = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let fits = |path: &PathBuf| path.to_string_lossy().ends_with(ending);
    found.find(fits).ok_or_else(|| failed(&format!("nothing ends in {ending} in {}", folder.display())))
}

/// The environment of the tools, made where it is missing.
fn tools() -> Result<PathBuf, Failed> {
    let tools = own().join("tools");
    let python = tools.join(bin()).join(format!("python{EXE_SUFFIX}"));
    if !python.exists() {
        let make = || run(command("python3").args(["-m", "venv", "--clear"]).arg(&tools));
        if make().is_err() {
            // Debian has the module in a package of its own.
            setup::install(&["python3-venv"])?;
            make()?;
        }
    }
    if TOOLS.iter().any(|name| !tool_path(&tools, name).exists()) {
        run(command(&python.to_string_lossy()).args(["-m", "pip", "install", "--quiet"]).args(TOOLS))?;
    }
    Ok(tools)
}

fn tool_path(tools: &Path, requirement: &str) -> PathBuf {
    let name = requirement.split(['>', '<', '=', ',']).next().unwrap_or_default();
    tools.join(bin()).join(format!("{name}{EXE_SUFFIX}"))
}

/// A tool of the environment; others that it calls are found there too.
fn tool(tools: &Path, name: &str) -> Command {
    let mut command = command(&tool_path(tools, name).to_string_lossy());
    command.env("PATH", with_first(&tools.join(bin())));
    command
}

/// `uv`, with the interpreters that are there.
fn uv(tools: &Path) -> Command {
    let mut command = tool(tools, "uv");
    command.env("UV_PYTHON_DOWNLOADS", "never");
    command
}

/// The search path with a folder in front.
fn with_first(folder: &Path) -> std::ffi::OsString {
    let others = std::env::var_os("PATH").unwrap_or_default();
    let all = std::iter::once(folder.to_path_buf()).chain(std::env::split_paths(&others));
    std::env::join_paths(all).unwrap_or(others)
}

/// Where an environment has its programs.
const fn bin() -> &'static str {
    if cfg!(windows) { "Scripts" } else { "bin" }
}

fn package() -> PathBuf {
    root().join("bindings-python")
}

fn own() -> PathBuf {
    target().join("python")
}

fn failed(why: &str) -> Failed {
    eprintln!("xtask: {why}");
    Failed
}
