//! Nothing is left out: every row of the statement table, every code of a diagnostic and every shape
//! of a rule has a case, every code has a page, and the list of codes is the list of those in use.

use crate::blocks::{blocks, wrapping};
use crate::markdown;
use std::collections::BTreeSet;
use std::path::Path;

type Check = fn(&Path) -> Result<(), String>;

/// The checks by name.
pub const CHECKS: [(&str, Check); 7] = [
    ("every_row_has_a_case", every_row_has_a_case),
    ("every_code_has_a_case", every_code_has_a_case),
    ("every_shape_has_a_case", every_shape_has_a_case),
    ("every_code_has_a_page", every_code_has_a_page),
    ("every_remark_of_suffices_is_in_the_book", every_remark_of_suffices_is_in_the_book),
    ("the_readme_shows_what_stands_around_a_fragment", the_readme_shows_what_stands_around_a_fragment),
    ("the_list_of_codes_is_complete_and_sorted", the_list_of_codes_is_complete_and_sorted),
];

/// Codes of the crate that reads files; its own tests check that their pages raise them.
const OF_FILES: [&str; 2] = ["bad-mapping", "bad-rollup"];

/// The groups of the shapes, and how many each holds.
const SHAPES: [(&str, usize); 8] =
    [("A1.", 6), ("A2.", 13), ("A3.", 10), ("A4.", 6), ("A5.", 10), ("A6.", 5), ("B", 44), ("C", 11)];

/// The lines of every block of a kind, in all cases.
fn lines(root: &Path, kind: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (name, path) in markdown(&root.join("cases")) {
        let text = std::fs::read_to_string(&path).expect("a case");
        let parts = blocks(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        for block in parts.iter().filter(|block| block.kind == kind) {
            out.extend(block.text.lines().map(str::to_owned));
        }
    }
    out
}

fn missing<'a>(wanted: impl IntoIterator<Item = &'a str>, found: &BTreeSet<String>) -> Result<(), String> {
    let missing: Vec<_> = wanted.into_iter().filter(|wanted| !found.contains(*wanted)).collect();
    if missing.is_empty() { Ok(()) } else { Err(format!("missing: {}", missing.join(", "))) }
}

fn every_row_has_a_case(root: &Path) -> Result<(), String> {
    let found = lines(root, "statements");
    let found = found.iter().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect();
    missing(tieuchi_grammar::SENTENCES.iter().map(|sentence| sentence.id), &found)
}

fn every_code_has_a_case(root: &Path) -> Result<(), String> {
    let mut found = lines(root, "diagnostics");
    // A conversion that is refused shows why where the converted text would stand.
    found.extend(lines(root, "english"));
    found.extend(lines(root, "vietnamese"));
    let code = |line: &String| {
        let mut words = line.split_whitespace();
        words.next().filter(|word| ["error", "warning", "note"].contains(word))?;
        words.next().map(str::to_owned)
    };
    let mut found: BTreeSet<String> = found.iter().filter_map(code).collect();
    found.extend(OF_FILES.map(str::to_owned));
    missing(tieuchi::diagnostic_codes(), &found)
}

/// Both tables list every shape once, in order; every shape has a case, and no case is without a row.
fn every_shape_has_a_case(root: &Path) -> Result<(), String> {
    let numbered = |(group, count): &(&str, usize)| {
        let group = (*group).to_owned();
        (1..=*count).map(move |number| format!("{group}{number}"))
    };
    let shapes: Vec<String> = SHAPES.iter().flat_map(numbered).collect();
    for page in ["docs/vi/src/shapes.md", "docs/en/src/shapes.md"] {
        let text = std::fs::read_to_string(root.join(page)).map_err(|error| error.to_string())?;
        let starts_with_id =
            |line: &&str| line.starts_with("| A") || line.starts_with("| B") || line.starts_with("| C");
        let rows = text.lines().filter(starts_with_id);
        let listed: Vec<&str> = rows.filter_map(|row| row.split('|').nth(1)).map(str::trim).collect();
        if listed != shapes {
            return Err(format!("{page}: lists other shapes than there are, or in another order"));
        }
    }
    let cases: BTreeSet<String> =
        markdown(&root.join("cases/shapes")).into_iter().map(|(name, _)| name).collect();
    if let Some(case) = cases.iter().find(|case| !shapes.contains(*case)) {
        return Err(format!("a case for a shape that is not listed: {case}"));
    }
    missing(shapes.iter().map(String::as_str), &cases)
}

fn every_remark_of_suffices_is_in_the_book(root: &Path) -> Result<(), String> {
    for page in ["docs/vi/src/language.md", "docs/en/src/language.md"] {
        let text = std::fs::read_to_string(root.join(page)).map_err(|error| error.to_string())?;
        let rows = text.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
        let rows: BTreeSet<String> = rows.map(str::to_owned).collect();
        missing(tieuchi::RemarkCode::ALL.iter().map(|code| code.code()), &rows)
            .map_err(|error| format!("{page}: {error}"))?;
    }
    Ok(())
}

fn every_code_has_a_page(root: &Path) -> Result<(), String> {
    let (english, pages): (BTreeSet<String>, BTreeSet<String>) = markdown(&root.join("docs/diagnostics"))
        .into_iter()
        .map(|(name, _)| name)
        .partition(|name| name.starts_with("en/"));
    let codes = tieuchi::diagnostic_codes();
    let code = |page: &String| codes.contains(&page.trim_start_matches("en/"));
    if let Some(page) = pages.iter().chain(&english).find(|page| !code(page)) {
        return Err(format!("a page for a code that is not one: {page}"));
    }
    missing(codes, &pages)
}

fn the_list_of_codes_is_complete_and_sorted(root: &Path) -> Result<(), String> {
    let mut used: BTreeSet<String> = OF_FILES.into_iter().map(str::to_owned).collect();
    let mut folders = vec![root.join("core/src"), root.join("grammar/src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|error| error.to_string())? {
            let path = entry.map_err(|error| error.to_string())?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            // Tests beside the code make up codes of their own.
            if path.extension().is_none_or(|ending| ending != "rs") || path.ends_with("tests.rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
            for kind in ["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::note("] {
                for rest in text.split(kind).skip(1) {
                    let code = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
                    used.extend(code.filter(|code| !code.is_empty()).map(str::to_owned));
                }
            }
        }
    }
    let listed = tieuchi::diagnostic_codes();
    if let Some(code) = used.iter().find(|code| !listed.contains(&code.as_str())) {
        return Err(format!("`{code}` is in use and not in CODES"));
    }
    if let Some(code) = listed.iter().find(|code| !used.contains(**code)) {
        return Err(format!("`{code}` is in CODES and not in use"));
    }
    if listed.is_sorted() { Ok(()) } else { Err("CODES is not in order".to_owned()) }
}

fn the_readme_shows_what_stands_around_a_fragment(root: &Path) -> Result<(), String> {
    let readme = std::fs::read_to_string(root.join("cases/README.md")).expect("the README of the cases");
    let block = format!("```text\n{}```\n", wrapping());
    if readme.contains(&block) { Ok(()) } else { Err(format!("cases/README.md should hold\n{block}")) }
}
