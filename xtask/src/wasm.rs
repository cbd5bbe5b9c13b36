//! `cargo xtask wasm`: the npm package, from the crate to the packed file.
//!
//! The compiler for WebAssembly is another one than the host's, so it has a target folder of its own.

use crate::{Failed, command, corpora, root, run, setup, target};
use std::fs;
use std::io;
use std::path::Path;
use std::process::Stdio;

const TARGET: &str = "wasm32-unknown-unknown";

/// Where size counts, loops keep the variables they were written with: what LLVM makes of them is quicker by
/// an addition and longer.
const SMALL: &[&str] = &["-Cllvm-args=-disable-lsr"];

/// The `.wasm` files: the crate each is made of, what cargo and the compiler are told besides, and what its
/// glue is called.
const ENGINES: [(&str, &[&str], &[&str], &str); 3] = [
    ("tieuchi-wasm", &["--no-default-features"], SMALL, "tieuchi"),
    ("tieuchi-wasm", &[], SMALL, "authoring"),
    // All browsers have vectors since March 2023.
    ("tieuchi-wasm-tables", &[], &["-Ctarget-feature=+simd128"], "tables"),
];

/// Builds the `.wasm` files and their glue into `bindings-wasm/js/generated/`, and packs the package into
/// `target/npm/`.
pub fn pack() -> Result<(), Failed> {
    let rustc = rustc()?;
    for (package, options, codegen, name) in ENGINES {
        engine(&rustc, package, (options, codegen), name)?;
    }
    stage().map_err(|error| {
        eprintln!("xtask: the package cannot be put together: {error}");
        Failed
    })
}

fn engine(
    rustc: &str,
    package: &str,
    (options, codegen): (&[&str], &[&str]),
    name: &str,
) -> Result<(), Failed> {
    // What one compiler has built is of no use to another of the same version, and cargo cannot tell.
    let toolchain = Path::new(rustc).ancestors().nth(2).and_then(Path::file_name).unwrap_or_default();
    let folder = target().join("wasm").join(toolchain);
    let mut cargo = command("cargo");
    // One crate type alone: beside an rlib, there is no optimisation at link time.
    cargo
        .args(["rustc", "--quiet", "-p", package, "--lib", "--profile", "wasm"])
        .args(options)
        .args(["--target", TARGET, "--crate-type", "cdylib", "--"])
        .args(codegen)
        .env("RUSTC", rustc)
        .env("CARGO_TARGET_DIR", &folder);
    run(&mut cargo)?;
    let built = folder.join(TARGET).join("wasm").join(package.replace('-', "_")).with_extension("wasm");
    let mut bindgen = command("cargo");
    bindgen.args(["run", "--quiet", "-p", "xtask-bindgen", "--"]);
    run(bindgen.arg(built).arg(name).arg(root().join("bindings-wasm/js/generated")))
}

/// Builds and packs, then tests the packed file: in Node, in a browser, and against the cases.
pub fn test() -> Result<(), Failed> {
    setup::node_modules()?;
    setup::chromium()?;
    pack()?;
    corpora(&target().join("npm"))?;
    setup::node_tests("bindings-wasm/tests")
}

/// Puts what is published into a folder of its own, licences beside it, and packs it.
fn stage() -> io::Result<()> {
    let from = root().join("bindings-wasm");
    let to = target().join("npm/package");
    if to.exists() {
        fs::remove_dir_all(&to)?;
    }
    copy(&from.join("js"), &to.join("js"))?;
    for (folder, file) in
        [(&from, "package.json"), (&from, "README.md"), (&root(), "LICENSE-MIT"), (&root(), "LICENSE-APACHE")]
    {
        fs::copy(folder.join(file), to.join(file))?;
    }
    let mut npm = command("npm");
    npm.args(["pack", "--silent", "--pack-destination", ".."]).current_dir(&to).stdout(Stdio::null());
    run(&mut npm).map_err(|Failed| io::Error::other("npm pack"))
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// A compiler that knows the target; the script finds or makes it.
fn rustc() -> Result<String, Failed> {
    let output = command("scripts/wasm-toolchain.sh").stderr(Stdio::inherit()).output();
    match output {
        Ok(output) if output.status.success() => {
            Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
        }
        _ => {
            eprintln!("xtask: scripts/wasm-toolchain.sh found no compiler for {TARGET}");
            Err(Failed)
        }
    }
}
