//! The pages of the diagnostics: the first sample raises that very code, the mended one none.

use crate::blocks::blocks;
use crate::run::{Case, holds_tables};
use std::path::Path;
use tieuchi::{Diagnostic, Lang, Library, Severity, SourceFile};

/// Checks a page.
///
/// The faulty sample ends with the last block before the line that begins with `## `; what
/// follows mends it. A block of the faulty sample that is not repeated stands for both.
///
/// # Errors
///
/// What the page says and the engine does not.
pub fn check_page(path: &Path, code: &str) -> Result<(), String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    if text.lines().next() != Some(&format!("# {code}")) {
        return Err(format!("the title is not `# {code}`"));
    }
    let all = blocks(&text)?;
    // Files that the crate of tables reads are checked there.
    if holds_tables(&all) || all.iter().any(|block| matches!(block.kind.as_str(), "mapping" | "rollup")) {
        return Ok(());
    }
    let at = text.find("\n## ").ok_or("the page has no `## ` before the mended sample")?;
    let (faulty, mended) = text.split_at(at);
    // A sample holds only the lines that matter: that nothing reads a fact of it is no fault.
    let matters = |finding: &Diagnostic| finding.severity != Severity::Note || finding.code == code;
    let found: Vec<Diagnostic> = findings(faulty, None)?.into_iter().filter(matters).collect();
    // A thousand findings come before the one that says there are more.
    let only = found.iter().all(|finding| finding.code == code) || code == "too-many-diagnostics";
    if !only || found.last().is_none_or(|last| last.code != code) {
        return Err(format!("the sample raises {:?}", codes(&found)));
    }
    let rest: Vec<Diagnostic> = findings(mended, Some(faulty))?.into_iter().filter(matters).collect();
    if rest.is_empty() { Ok(()) } else { Err(format!("the mended sample raises {:?}", codes(&rest))) }
}

fn codes(findings: &[Diagnostic]) -> Vec<&'static str> {
    let mut codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
    codes.dedup();
    codes
}

/// Everything wrong with the blocks of a part of a page.
fn findings(part: &str, before: Option<&str>) -> Result<Vec<Diagnostic>, String> {
    let own = blocks(part)?;
    let mut all = match before {
        // The set of a page about a dossier is written once.
        Some(before) => blocks(before)?
            .into_iter()
            .filter(|block| own.iter().all(|own| own.kind != block.kind || block.kind == "library"))
            .collect(),
        None => Vec::new(),
    };
    all.extend(own);
    let order = |kind: &str| {
        [
            "library", "edition", "tieuchi", "context", "dossier", "key", "receipt", "proof", "leaves",
            "prove", "suffices", "table", "subjects",
        ]
        .iter()
        .position(|known| *known == kind)
    };
    all.sort_by_key(|block| order(&block.kind));
    let mut library = Library::new();
    for block in all.iter().filter(|block| block.kind == "library") {
        library.add(&SourceFile::new("library", block.text.clone()));
    }
    let mut case = Case::with(library);
    for block in all.iter().filter(|block| block.kind == "edition") {
        case.edition(block)?;
    }
    let mut found = Vec::new();
    for block in &all {
        if block.kind == "suffices" {
            case.asked(block)?;
        } else {
            case.input(block)?;
        }
        found.append(&mut case.findings);
        if block.says("convert") {
            let source = SourceFile::new("case", block.text.clone());
            let file = tieuchi_grammar::parse(&source).file.ok_or("the sample cannot be read")?;
            let to = if file.lang == Lang::Vi { Lang::En } else { Lang::Vi };
            found.extend(tieuchi_grammar::convert(&file, to).err().unwrap_or_default());
        }
    }
    Ok(found)
}
