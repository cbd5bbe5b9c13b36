//! Rules engines of Rust beside tieuchi: one set, one dossier at a time, one thread; and wider sets.
//!
//! Answers are compared with those worked out by hand before anything is timed; where a peer counts in
//! binary, the answers that differ are counted and printed.
//!
//! `tieuchi-bench-engines [--write DOCS]`: without a folder, a short run that is printed.

mod chart;
mod engines;
mod measure;
mod page;
mod workload;

use measure::Size;
use std::path::Path;
use tieuchi_benches::figures::with_section;
use workload::Any;

/// For the page.
const FULL: Size =
    Size { rounds: 11, citizens: [20_000, 10_000, 10_000], compared: [20_000, 500, 50], long: 20_000_000 };
/// To see that it runs.
const QUICK: Size =
    Size { rounds: 3, citizens: [1_000, 100, 20], compared: [1_000, 100, 10], long: 2_000_000 };

fn main() -> Any<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (size, docs) = match words.as_slice() {
        [] => (QUICK, None),
        [word, docs] if word == "--write" => (FULL, Some(Path::new(docs))),
        _ => return Err("tieuchi-bench-engines [--write DOCS]".into()),
    };
    let widths = measure::measure(&size)?;
    let (text, charts) = page::section(&widths, size.rounds);
    let Some(docs) = docs else {
        println!("{text}");
        return Ok(());
    };
    let page = docs.join("performance.md");
    std::fs::write(&page, with_section(&std::fs::read_to_string(&page)?, page::HEADING, &text))?;
    std::fs::create_dir_all(docs.join("performance"))?;
    for (name, chart) in charts {
        std::fs::write(docs.join("performance").join(name), chart)?;
    }
    Ok(())
}
