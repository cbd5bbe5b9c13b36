//! `tieuchi fmt`: one layout for all, keywords in either language.

use crate::args::Fmt;
use crate::console::{Console, End, Stop};
use crate::files;
use std::path::Path;
use tieuchi::{Diagnostic, Lang, SourceFile, text};

pub fn run(console: &mut Console, args: &Fmt) -> Result<End, Stop> {
    let mut end = End::Fine;
    for path in &args.files {
        match one(console, args, path) {
            Ok(one) | Err(Stop::End(one)) => end = end.max(one),
            Err(stop) => return Err(stop),
        }
    }
    Ok(end)
}

fn one(console: &mut Console, args: &Fmt, path: &Path) -> Result<End, Stop> {
    let source = files::read_set(console, path)?;
    let Some(formatted) = format(console, &source, args.keywords.map(Lang::from))? else {
        return Ok(End::Findings);
    };
    if args.check {
        if formatted == source.text() {
            return Ok(End::Fine);
        }
        console.line(source.name())?;
        return Ok(End::Findings);
    }
    if args.stdout || files::is_stdin(path) {
        console.print(&formatted)?;
    } else if formatted != source.text()
        && let Err(error) = files::replace(path, &formatted)
    {
        let name = path.display();
        console.message(
            format!("không ghi được tệp {name}: {error}"),
            format!("cannot write file {name}: {error}"),
        )?;
        return Ok(End::Files);
    }
    Ok(End::Fine)
}

/// The formatted text; none, and the faults reported, if the source has faults.
fn format(
    console: &mut Console,
    source: &SourceFile,
    keywords: Option<Lang>,
) -> Result<Option<String>, Stop> {
    let parsed = text::parse(source);
    let file = parsed.file.filter(|_| !parsed.diagnostics.iter().any(Diagnostic::is_error));
    let Some(file) = file else {
        console.report_findings(std::slice::from_ref(source), &parsed.diagnostics)?;
        return Ok(None);
    };
    let converted = match keywords {
        Some(lang) => text::convert(&file, lang),
        None => Ok(file),
    };
    match converted {
        Ok(file) => Ok(Some(text::print(&file))),
        Err(findings) => {
            console.report_findings(std::slice::from_ref(source), &findings)?;
            Ok(None)
        }
    }
}
