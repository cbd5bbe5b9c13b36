//! Every criteria set shown in `README.md` and in the pages of `docs/` compiles without a finding,
//! and the examples in it come out as written.
//!
//! In: fenced blocks marked `tieuchi`. The pages of `docs/diagnostics/` show faults on purpose and
//! are checked elsewhere.

#![expect(clippy::unwrap_used, reason = "tests say what went wrong by failing")]

use std::path::{Path, PathBuf};
use tieuchi::{Lang, Library, SourceFile, compile_with, render};

#[test]
fn sets_shown_in_the_documentation_compile() {
    let mut shown = 0;
    let mut faults = String::new();
    for page in pages() {
        let text = std::fs::read_to_string(&page).unwrap();
        for (line, set) in sets(&text) {
            shown += 1;
            let source = SourceFile::new(format!("{}, block at line {line}", page.display()), set);
            let mut compiled = compile_with(&source, &Library::new());
            if let Some(plan) = &compiled.plan {
                compiled.diagnostics.extend(plan.check_examples());
            }
            faults += &render::diagnostics(Some(&source), &compiled.diagnostics, Lang::En, false);
        }
    }
    assert!(faults.is_empty(), "{faults}");
    assert!(shown > 0, "no page shows a set");
}

/// The README and the pages of `docs/`, in order.
fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = std::fs::read_dir(root.join("docs")).unwrap();
    let mut pages: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    pages.retain(|page| page.extension().is_some_and(|ending| ending == "md"));
    pages.push(root.join("README.md"));
    pages.sort();
    pages
}

/// The blocks marked `tieuchi`, each with the line of its fence.
fn sets(page: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let Some(mark) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> =
            lines.by_ref().map(|(_, line)| line).take_while(|line| !line.starts_with("```")).collect();
        if mark == "tieuchi" {
            found.push((at + 1, block.join("\n") + "\n"));
        }
    }
    found
}
