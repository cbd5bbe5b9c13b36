//! `tieuchi evaluate`: dossiers in, results with reasons out.

use crate::args::{Evaluate, FileState};
use crate::console::{Console, End, Stop};
use crate::files;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use tieuchi::{Context, ContextOptions, DOSSIER_BYTES, Detail, Dossier, Editions, Plan, SourceFile};

pub fn run(console: &mut Console, args: &Evaluate) -> Result<End, Stop> {
    let (source, plan) = files::load(console, &args.set, &args.with.with)?;
    let Some(mut options) = args.period.options() else { return Err(End::Usage.into()) };
    options = options.open(args.file == FileState::Open).regions(args.regions.iter().cloned());
    if let Some(day) = args.as_of {
        options = options.judged_on(day);
    }
    let (plan, context) = choose(console, (source, plan), &args.editions, &args.with.with, &options)?;
    let several = args.dossiers.len() > 1 || args.dossiers.iter().any(|path| holds_lines(path));
    let mut run = Run {
        console,
        plan,
        context,
        detail: args.explain.into(),
        json: args.json,
        result: args.result,
        several,
        first: true,
    };
    let mut end = End::Fine;
    for path in &args.dossiers {
        match run.file(path) {
            Ok(one) | Err(Stop::End(one)) => end = end.max(one),
            Err(stop) => return Err(stop),
        }
    }
    Ok(end)
}

/// Of a set and its other editions, the one in force, with the context; or reports why there is
/// none.
pub fn choose(
    console: &mut Console,
    (source, plan): (SourceFile, Plan),
    editions: &[PathBuf],
    with: &[PathBuf],
    options: &ContextOptions,
) -> Result<(Plan, Context), Stop> {
    let mut sources = vec![source];
    let chosen = if editions.is_empty() {
        plan.context(options).map(|context| (plan, context))
    } else {
        let mut plans = vec![plan];
        for path in editions {
            let (source, plan) = files::load(console, path, with)?;
            sources.push(source);
            plans.push(plan);
        }
        Editions::new(plans).and_then(|editions| {
            let (plan, context) = editions.choose(options)?;
            Ok((plan.clone(), context))
        })
    };
    match chosen {
        Ok(chosen) => Ok(chosen),
        Err(findings) => {
            // Findings about an edition's own lines are placed where there is but one.
            let sources = if sources.len() == 1 { sources.as_slice() } else { &[] };
            console.report_findings(sources, &findings)?;
            Err(End::Findings.into())
        }
    }
}

/// Whether a file holds one dossier a line.
fn holds_lines(path: &Path) -> bool {
    let lines = |extension: &std::ffi::OsStr| extension == "ndjson" || extension == "jsonl";
    files::is_stdin(path) || path.extension().is_some_and(lines)
}

struct Run<'a> {
    console: &'a mut Console,
    plan: Plan,
    context: Context,
    detail: Detail,
    json: bool,
    result: bool,
    several: bool,
    first: bool,
}

impl Run<'_> {
    fn file(&mut self, path: &Path) -> Result<End, Stop> {
        let name = files::shown(path);
        if !holds_lines(path) {
            let text = files::read(self.console, path, DOSSIER_BYTES)?;
            return self.dossier(&name, &text);
        }
        let opened = if files::is_stdin(path) {
            self.lines(&name, io::stdin().lock())
        } else {
            match File::open(path) {
                Ok(file) => self.lines(&name, BufReader::new(file)),
                Err(error) => Ok(Err(error)),
            }
        };
        match opened? {
            Ok(end) => Ok(end),
            Err(error) => {
                self.console.message(
                    format!("không đọc được tệp {name}: {error}"),
                    format!("cannot read file {name}: {error}"),
                )?;
                Ok(End::Files)
            }
        }
    }

    /// One dossier a line. The inner error is one of reading.
    fn lines(&mut self, name: &str, mut reader: impl BufRead) -> Result<io::Result<End>, Stop> {
        let mut end = End::Fine;
        let most = u64::try_from(DOSSIER_BYTES).unwrap_or(u64::MAX);
        let mut bytes = Vec::new();
        for number in 1usize.. {
            bytes.clear();
            match (&mut reader).take(most.saturating_add(1)).read_until(b'\n', &mut bytes) {
                Ok(0) => break,
                Ok(_) => {}
                Err(error) => return Ok(Err(error)),
            }
            let place = format!("{name}:{number}");
            if bytes.len() > DOSSIER_BYTES {
                self.console.message(
                    format!("{place}: dòng dài hơn giới hạn {DOSSIER_BYTES} byte"),
                    format!("{place}: the line is longer than the limit of {DOSSIER_BYTES} bytes"),
                )?;
                end = end.max(End::Findings);
                if let Err(error) = skip_line(&mut reader, &bytes) {
                    return Ok(Err(error));
                }
                continue;
            }
            let Ok(text) = std::str::from_utf8(&bytes) else {
                self.console.message(
                    format!("{place}: không phải văn bản UTF-8"),
                    format!("{place}: not UTF-8 text"),
                )?;
                end = end.max(End::Findings);
                continue;
            };
            if !text.trim().is_empty() {
                end = end.max(self.dossier(&place, text)?);
            }
        }
        Ok(Ok(end))
    }

    fn dossier(&mut self, name: &str, text: &str) -> Result<End, Stop> {
        let dossier = match Dossier::from_json(&self.plan, text) {
            Ok(dossier) => dossier,
            Err(findings) => {
                self.console.report_findings(&[SourceFile::new(name, "")], &findings)?;
                return Ok(End::Findings);
            }
        };
        let outcome = self.plan.evaluate(&dossier, &self.context);
        if self.result {
            self.console.line(&outcome.result_json())?;
            return Ok(End::Fine);
        }
        let explanation = outcome.explain();
        if self.json {
            self.console.line(&explanation.to_json())?;
        } else {
            let spaced = self.several && self.detail != Detail::Line;
            if spaced && !self.first {
                self.console.line("")?;
            }
            if self.several {
                self.console.print(&if spaced { format!("{name}\n") } else { format!("{name}: ") })?;
            }
            let lang = self.console.lang;
            self.console.print(&explanation.to_text(self.detail, lang))?;
        }
        self.first = false;
        Ok(End::Fine)
    }
}

/// Reads to the end of a line of which the beginning was read.
fn skip_line(reader: &mut impl BufRead, begun: &[u8]) -> io::Result<()> {
    if begun.last() == Some(&b'\n') {
        return Ok(());
    }
    loop {
        let (used, done) = {
            let buffer = reader.fill_buf()?;
            match buffer.iter().position(|byte| *byte == b'\n') {
                Some(at) => (at + 1, true),
                None => (buffer.len(), buffer.is_empty()),
            }
        };
        reader.consume(used);
        if done {
            return Ok(());
        }
    }
}
