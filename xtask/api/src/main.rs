//! What a crate offers, an item a line.
//!
//! In: a file of JSON that rustdoc wrote, a file to write. Implementations that every type has, or that
//! are derived, are left out. A program of its own, so that no other command has to build the reader.

use std::env;
use std::fs;
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let [from, to] = words.as_slice() else {
        eprintln!("xtask-api: RUSTDOC-JSON FILE");
        return ExitCode::from(2);
    };
    let read = public_api::Builder::from_rustdoc_json(from)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build();
    let items = match read {
        Ok(items) => items,
        Err(error) => {
            eprintln!("xtask-api: {from}: {error}");
            return ExitCode::FAILURE;
        }
    };
    let lines: String = items.items().map(|item| format!("{item}\n")).collect();
    match fs::write(to, lines) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask-api: {to}: {error}");
            ExitCode::FAILURE
        }
    }
}
