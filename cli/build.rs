//! Builds the pages of `docs/diagnostics` into the program, as a table: code, language, text.
//! Without that folder the table is empty.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/diagnostics");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../docs/diagnostics");
    let mut pages = Vec::new();
    if folder.is_dir() {
        collect(&folder, "", &mut pages)?;
        for language in ["vi", "en"] {
            let inner = folder.join(language);
            if inner.is_dir() {
                collect(&inner, language, &mut pages)?;
            }
        }
    }
    pages.sort();
    let mut out = String::from("&[\n");
    for (code, language, path) in pages {
        let path = path.canonicalize()?;
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "    Page {{ code: {code:?}, language: {language:?}, text: include_str!({path:?}) }},"
        );
    }
    out.push_str("]\n");
    let target = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    fs::write(target.join("pages.rs"), out)
}

/// The pages of a folder: `code.md`, `code.vi.md`, `code.en.md`.
fn collect(folder: &Path, language: &str, pages: &mut Vec<(String, String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let Some(stem) = name.strip_suffix(".md") else { continue };
        let (code, language) = match stem.rsplit_once('.') {
            Some((code, suffix @ ("vi" | "en"))) => (code, suffix),
            _ => (stem, language),
        };
        pages.push((code.to_owned(), language.to_owned(), path));
    }
    Ok(())
}
