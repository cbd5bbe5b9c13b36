//! What the crates promise and what they are made of.
//!
//! In: the crates, and the lists `api.txt` beside them. Out: whether they still offer what is listed; and,
//! with tools that are built once into `.tools`, whether every licence and source is one that deny.toml
//! allows, what changed since a revision, and a list of all parts in `target/sbom`.

use crate::setup::{tool, with_tools};
use crate::{Failed, command, root, run, target};
use std::fs;
use std::path::{Path, PathBuf};

/// The crates others build on, and their folders.
const OFFERED: &[(&str, &str)] = &[
    ("tieuchi-grammar", "grammar"),
    ("tieuchi", "core"),
    ("tieuchi-tables", "tables"),
    ("tieuchi-report", "report"),
];

/// Tools and their versions.
const TOOLS: &[(&str, &str)] =
    &[("cargo-deny", "0.20.2"), ("cargo-cyclonedx", "0.5.9"), ("cargo-semver-checks", "0.51.0")];

/// Compares what the crates offer with `api.txt` beside each; or writes these lists.
pub(crate) fn api(bless: bool) -> Result<(), Failed> {
    for (name, folder) in OFFERED {
        let offered = offered(name)?;
        let kept = root().join(folder).join("api.txt");
        if bless {
            fs::copy(&offered, &kept).map_err(|error| failed(&kept, &error))?;
        } else if lines(&offered)? != lines(&kept)? {
            eprintln!("xtask: {name} offers something else than {}:", kept.display());
            // Its own code of end says nothing more.
            let _ = run(command("diff").arg(&kept).arg(&offered));
            eprintln!("xtask: if that is meant, run cargo xtask api --bless, and say so in CHANGELOG.md");
            return Err(Failed);
        }
    }
    Ok(())
}

/// Writes down what a crate offers with all its features; where.
fn offered(name: &str) -> Result<PathBuf, Failed> {
    let mut rustdoc = command("cargo");
    rustdoc.args(["rustdoc", "--quiet", "-p", name, "--lib", "--all-features", "--"]);
    // The format is not settled; a stable compiler writes it if it is told to.
    rustdoc.args(["-Z", "unstable-options", "--output-format", "json"]).env("RUSTC_BOOTSTRAP", "1");
    run(&mut rustdoc)?;
    let json = target().join("doc").join(format!("{}.json", name.replace('-', "_")));
    let to = target().join("doc").join(format!("{name}.api.txt"));
    let list = ["run", "--quiet", "--manifest-path", "xtask/api/Cargo.toml", "--"];
    run(command("cargo").args(list).arg(json).arg(&to))?;
    Ok(to)
}

fn lines(path: &Path) -> Result<String, Failed> {
    fs::read_to_string(path).map_err(|error| failed(path, &error))
}

/// `cargo xtask supply [REV]`: licences, sources and bans; all parts in `target/sbom`; with a revision,
/// what changed since it that those who build on the crates would notice.
pub(crate) fn run_all(words: &[&str]) -> Result<(), Failed> {
    let since = match words {
        [] => None,
        [revision] => Some(*revision),
        _ => {
            eprintln!("xtask: cargo xtask supply [REVISION]");
            return Err(Failed);
        }
    };
    for (name, version) in TOOLS {
        tool(name, version)?;
    }
    run(with_tools("deny").args([
        "--all-features",
        "check",
        "--hide-inclusion-graph",
        "licenses",
        "bans",
        "sources",
    ]))?;
    parts()?;
    match since {
        Some(revision) => {
            let mut checks = with_tools("semver-checks");
            checks.args(["--baseline-rev", revision, "--release-type", "minor"]);
            checks.args(OFFERED.iter().flat_map(|(name, _)| ["-p", name]));
            run(checks.env("RUSTC_BOOTSTRAP", "1"))
        }
        None => Ok(()),
    }
}

/// A list of all parts of each crate, in the form of CycloneDX.
fn parts() -> Result<(), Failed> {
    let to = target().join("sbom");
    fs::create_dir_all(&to).map_err(|error| failed(&to, &error))?;
    run(with_tools("cyclonedx").args(["--format", "json", "--all-features", "--override-filename", "sbom"]))?;
    // It writes beside each crate, and some crates stand a folder deeper.
    let inside = |folder: &Path| -> Result<Vec<PathBuf>, Failed> {
        let entries = fs::read_dir(folder).map_err(|error| failed(folder, &error))?;
        Ok(entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect())
    };
    let mut folders = inside(&root())?;
    for folder in folders.clone() {
        folders.extend(inside(&folder)?);
    }
    for folder in folders {
        let written = folder.join("sbom.json");
        if !written.exists() {
            continue;
        }
        let name = folder.strip_prefix(root()).unwrap_or(&folder).to_string_lossy().replace('/', "-");
        let kept = to.join(format!("{name}.json"));
        fs::rename(&written, &kept).map_err(|error| failed(&kept, &error))?;
    }
    Ok(())
}

fn failed(path: &Path, error: &std::io::Error) -> Failed {
    eprintln!("xtask: {}: {error}", path.display());
    Failed
}
