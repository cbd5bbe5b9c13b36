//! Faults in the core's arithmetic, one at a time, and whether a test notices: `xtask-faults [K/N]`.
//!
//! In: one part of so many, K from 0. Out: a line for each fault that no test noticed, and
//! `target/faults/`: `caught.txt`, `missed.txt`, `apart.txt`.
//!
//! cargo-mutants says which faults there are. It builds the core anew for each, which is a day's work for
//! two thousand of them. So a copy of the sources is written with all of them in it, each at work only where
//! the variable `TIEUCHI_FAULT` names it, and the tests are built once. A fault that cannot stand in a
//! program beside the others (where a constant is computed, where no type fits both) is one apart: those are
//! named, and cargo-mutants is asked about them.

mod ask;
mod build;
mod list;
mod switch;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::process::ExitCode;

/// What went wrong, in words for whoever started the command.
type Result<T> = std::result::Result<T, String>;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let part = match words.as_slice() {
        [] => Some((0, 1)),
        [part] => part.split_once('/').and_then(|(k, n)| Some((k.parse().ok()?, n.parse().ok()?))),
        _ => None,
    };
    let Some((part, of)) = part.filter(|(part, of)| part < of) else {
        eprintln!("xtask-faults [K/N]");
        return ExitCode::from(2);
    };
    match asked(part, of) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask-faults: {error}");
            ExitCode::FAILURE
        }
    }
}

fn asked(part: usize, of: usize) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = root.join("target/faults");
    let all = list::faults(&root)?;
    let files: BTreeSet<&str> = all.iter().map(|fault| &*fault.file).collect();
    let tree = folder.join("tree");
    build::copy(&root, &tree, &files)?;
    let mut faults: Vec<list::Fault> = all.iter().skip(part).step_by(of).cloned().collect();
    let unfit = fs::read_to_string(folder.join("apart.txt")).unwrap_or_default();
    let apart = build::fitted((&root, &tree), &files, &mut faults, &unfit)?;
    let written = |error: io::Error| format!("{}: {error}", folder.display());
    fs::write(folder.join("apart.txt"), names(apart.iter())).map_err(written)?;
    println!("{} faults in one program, {} apart", faults.len(), apart.len());
    let tests = build::tests(&tree)?;

    let quick = ask::all(&tests, ask::Round::Quick, &faults)?;
    let left: Vec<list::Fault> = faults.iter().filter(|fault| !quick.contains(&fault.id)).cloned().collect();
    println!("{} caught by the quick tests, {} let pass by them", quick.len(), left.len());
    let whole = ask::all(&tests, ask::Round::Whole, &left)?;
    let missed: Vec<&list::Fault> = left.iter().filter(|fault| !whole.contains(&fault.id)).collect();
    println!("{} of these caught by all tests, {} let pass by all", whole.len(), missed.len());

    let caught = faults.iter().filter(|fault| quick.contains(&fault.id) || whole.contains(&fault.id));
    fs::write(folder.join("caught.txt"), names(caught)).map_err(written)?;
    fs::write(folder.join("missed.txt"), names(missed.iter().copied())).map_err(written)?;
    print!("{}", names(missed.into_iter()));
    Ok(())
}

fn names<'a>(faults: impl Iterator<Item = &'a list::Fault>) -> String {
    faults.map(|fault| format!("{}\n", fault.name)).collect()
}
