//! `tieuchi report`: every level of a place assessed, from persons up, and told in one page and one
//! workbook.
//!
//! In: a roll-up file and its tables. Out: a folder with the report, a table of results for each
//! level and the problems. With `--why`, one subject of one level is explained instead, from the
//! same tables and the same results of the levels below.

use crate::args::Report as Args;
use crate::console::{Console, End, Stop};
use crate::files;
use crate::setting::{self, Chosen};
use crate::table::{bar, failed, stop_on_interrupt};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;
use tieuchi::text::SOURCE_BYTES;
use tieuchi::{Redaction, SourceFile};
use tieuchi_report::{Assessment, Below, Keep, LevelDone, write_report};
use tieuchi_tables::{LevelJob, RollupJob, TableError};

pub fn run(console: &mut Console, args: &Args) -> Result<End, Stop> {
    let text = files::read(console, &args.job, SOURCE_BYTES)?;
    let source = SourceFile::new(files::shown(&args.job), text);
    let job = match RollupJob::read(&source) {
        Ok(job) => job,
        Err(findings) => {
            console.report_findings(&[source], &findings)?;
            return Err(End::Findings.into());
        }
    };
    match assessed(console, args, job) {
        Ok(end) => Ok(end),
        Err(Halt::Stop(stop)) => Err(stop),
        Err(Halt::Tables(error)) => failed(console, error),
    }
}

/// Why an assessment ends early.
enum Halt {
    Stop(Stop),
    Tables(TableError),
}

impl<E: Into<Stop>> From<E> for Halt {
    fn from(stop: E) -> Self {
        Self::Stop(stop.into())
    }
}

fn assessed(console: &mut Console, args: &Args, job: RollupJob) -> Result<End, Halt> {
    let begun = Instant::now();
    let base = args.job.parent().map(Path::to_path_buf).unwrap_or_default();
    let data = args.data.clone().unwrap_or_else(|| base.clone());
    let all = Assessment::new(job, base, data, stop_on_interrupt()).map_err(Halt::Tables)?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.threads.map_or(0, usize::from)).build();
    let pool = pool.map_err(|error| Stop::Output(std::io::Error::other(error)))?;
    if let [level, id] = args.why.as_slice() {
        return why(console, args, &all, &pool, (level, id));
    }
    let Some(out) = &args.out else { return Err(Halt::Stop(End::Usage.into())) };
    std::fs::create_dir_all(out).map_err(Stop::Output)?;
    let mut below = Below::new();
    let mut done = Vec::new();
    for level in &all.job().levels {
        let Chosen { plan, context, .. } = chosen(console, &all, level)?;
        let bar = bar(console, all.subjects(level));
        let keep = Keep::Folder(out, args.results.ending());
        let assessed = pool
            .install(|| all.assess(level, (&plan, &context), &below, keep, &|done| bar.set_position(done)));
        bar.finish_and_clear();
        let assessed = assessed.map_err(Halt::Tables)?;
        told(console, &assessed)?;
        below.insert(level.name.clone(), Arc::clone(&assessed.results));
        done.push(assessed);
    }
    let mut report = all.report(&done, args.redact);
    let page = write_report(&mut report, &done, out).map_err(Halt::Tables)?;
    let count: usize = done.iter().map(|level| level.problems.len()).sum();
    console.line(&console.word(format!("Vấn đề: {count}"), format!("Problems: {count}")))?;
    let page = page.display();
    console.line(&console.word(format!("Báo cáo: {page}"), format!("Report: {page}")))?;
    if console.shows_progress() {
        let spent = begun.elapsed().as_millis();
        console.message(format!("{spent} ms"), format!("{spent} ms"))?;
    }
    Ok(End::Fine)
}

/// The reasons of one subject.
fn why(
    console: &mut Console,
    args: &Args,
    all: &Assessment,
    pool: &rayon::ThreadPool,
    (level, id): (&str, &str),
) -> Result<End, Halt> {
    let Some(asked) = all.level(level) else {
        let names: Vec<&str> = all.job().levels.iter().map(|level| level.name.as_str()).collect();
        let names = names.join(", ");
        console.message(
            format!("không có cấp `{level}`; các cấp: {names}"),
            format!("there is no level `{level}`; the levels are {names}"),
        )?;
        return Ok(End::Usage);
    };
    let mut done = Below::new();
    for below in all.below(asked) {
        let Chosen { plan, context, .. } = chosen(console, all, below)?;
        let results = pool.install(|| all.results(below, (&plan, &context), &done));
        done.insert(below.name.clone(), Arc::new(results.map_err(Halt::Tables)?));
    }
    let keep = if args.redact { Redaction::private() } else { Redaction::none() };
    let Chosen { plan, context, .. } = chosen(console, all, asked)?;
    let found = pool.install(|| all.explain(asked, (&plan, &context), &done, id, &keep));
    let Some(explanation) = found.map_err(Halt::Tables)? else {
        console.message(
            format!("cấp `{level}` không có đối tượng `{id}`"),
            format!("the level `{level}` has no subject `{id}`"),
        )?;
        return Ok(End::Findings);
    };
    if args.json {
        console.line(&explanation.to_json())?;
    } else {
        console.print(&explanation.to_text(args.explain.into(), console.lang))?;
    }
    Ok(End::Fine)
}

/// The set of a level and its context.
fn chosen(console: &mut Console, all: &Assessment, level: &LevelJob) -> Result<Chosen, Halt> {
    let Some(options) = all.options() else {
        let period = &all.job().period;
        console.message(
            format!("`period = \"{period}\"`: ghi một năm như 2025, hoặc hai ngày"),
            format!("`period = \"{period}\"`: write a year as 2025, or two days"),
        )?;
        return Err(Halt::Stop(End::Usage.into()));
    };
    Ok(setting::among(console, &all.set(level), &[], &all.with(), &options)?)
}

/// A level in a few lines.
fn told(console: &mut Console, done: &LevelDone) -> Result<(), Stop> {
    let (level, whole) = (done.level(), done.counts());
    let (name, set) = (&level.name, &level.set);
    console.line(&format!("{name}: {} ({} {}): {}", level.label, set.id, set.edition, whole.subjects))?;
    for (class, count) in level.classes.iter().zip(&whole.standings) {
        console.line(&format!("  {}: {count}", class.name))?;
    }
    let none = level.rest.as_ref().map(|class| class.name.as_str());
    let rest = [
        (whole.none, none.unwrap_or("không loại nào"), none.unwrap_or("none")),
        (whole.not_ranked, "không xếp loại", "not ranked"),
        (whole.outside, "ngoài phạm vi", "outside"),
        (whole.unsettled, "chưa xác định", "not settled"),
        (done.without(), "thành viên chưa có kết quả", "members without a result"),
    ];
    for (count, vi, en) in rest.into_iter().filter(|(count, _, _)| *count > 0) {
        console.line(&format!("  {}: {count}", console.word(vi, en)))?;
    }
    Ok(())
}
