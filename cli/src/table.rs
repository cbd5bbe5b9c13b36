//! `tieuchi table`: tables of a population in, a table of results and one of problems out.

use crate::args::Table;
use crate::console::{Console, End, Stop};
use crate::files;
use crate::setting::{self, Chosen};
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;
use tieuchi::text::SOURCE_BYTES;
use tieuchi::{Problem, SourceFile, TableOptions};
use tieuchi_tables::{Job, Mapping, Mode, Output, Summary, TableError, rows_known, write_problems};

/// Subjects of a part that is read and evaluated at a time.
const PART: usize = 65_536;

pub fn run(console: &mut Console, args: &Table) -> Result<End, Stop> {
    let Some(mut options) = args.period.options() else { return Err(End::Usage.into()) };
    options = options.regions(args.regions.iter().cloned());
    if let Some(day) = args.as_of {
        options = options.judged_on(day);
    }
    let Chosen { plan, context, .. } =
        setting::among(console, &args.set, &args.editions, &args.with.with, &options)?;
    let mapping = mapping(console, args.mapping.as_deref())?;
    let job = Job {
        plan: &plan,
        context: &context,
        options: TableOptions::default()
            .strict(args.strict)
            .floats(!args.no_floats)
            .missing_unknown(args.missing_unknown)
            .items(args.items),
        subjects: args.subjects.clone(),
        tables: args.tables.clone(),
        mapping,
        joins: BTreeMap::new(),
        places: None,
        stop: stop_on_interrupt(),
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.threads.map_or(0, usize::from)).build();
    let pool = pool.map_err(|error| Stop::Output(std::io::Error::other(error)))?;
    let begun = Instant::now();
    let first = if job.may_be_parted() { Mode::Sorted(PART) } else { Mode::Whole(PART) };
    let mut done = evaluated(console, &job, args, first, &pool);
    if let Err(TableError::NotSorted(table, row)) = &done {
        let table = if table.is_empty() { args.subjects.display().to_string() } else { table.clone() };
        console.message(
            format!("bảng {table} không xếp theo mã từ dòng {row}, nên các bảng được giữ trong bộ nhớ"),
            format!("table {table} is not sorted by key from row {row}, so the tables are held in memory"),
        )?;
        done = evaluated(console, &job, args, Mode::Whole(PART), &pool);
    }
    match done {
        Ok((summary, problems)) => {
            if let Some(path) = &args.problems
                && let Err(error) = write_problems(path, &problems)
            {
                return failed(console, error);
            }
            summed(console, &summary, args, begun)?;
            Ok(End::Fine)
        }
        Err(error) => {
            // Whoever asked for the problems gets them also where they forbid a result.
            if let (TableError::Problems(problems), Some(path)) = (&error, &args.problems)
                && let Err(error) = write_problems(path, problems)
            {
                return failed(console, error);
            }
            failed(console, error)
        }
    }
}

/// Evaluates into a file that gets its name only when all is in it.
fn evaluated(
    console: &Console,
    job: &Job<'_>,
    args: &Table,
    mode: Mode,
    pool: &rayon::ThreadPool,
) -> Result<(Summary, Vec<Problem>), TableError> {
    let bar = bar(console, rows_known(&args.subjects));
    let mut output = Output::begin(&args.output)?.behind()?;
    let mut summary = Summary::default();
    let mut problems = Vec::new();
    let each = |outcome: tieuchi::TableOutcome| {
        output.write(outcome.to_batch())?;
        summary.add(&outcome);
        bar.inc(u64::try_from(outcome.len()).unwrap_or(0));
        problems.append(&mut outcome.into_problems());
        if job.stop.load(Ordering::Relaxed) { Err(TableError::Stopped) } else { Ok(()) }
    };
    let done = in_pool(pool, job, mode, each);
    bar.finish_and_clear();
    done?;
    output.finish()?;
    Ok((summary, problems))
}

/// Runs with the pool's threads; the reading stays on this one.
fn in_pool(
    pool: &rayon::ThreadPool,
    job: &Job<'_>,
    mode: Mode,
    each: impl FnMut(tieuchi::TableOutcome) -> Result<(), TableError> + Send,
) -> Result<(), TableError> {
    pool.install(|| job.run(mode, each))
}

/// A sign that becomes true at the first interrupt; the second ends the program at once.
pub fn stop_on_interrupt() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let own = Arc::clone(&stop);
    // Where no handler can be set, an interrupt ends the program, and no result has its name yet.
    let _ = ctrlc::set_handler(move || {
        if own.swap(true, Ordering::Relaxed) {
            std::process::exit(End::Interrupted as i32);
        }
    });
    stop
}

pub fn bar(console: &Console, rows: Option<u64>) -> ProgressBar {
    if !console.shows_progress() {
        return ProgressBar::hidden();
    }
    let (bar, style) = match rows {
        Some(rows) => (ProgressBar::new(rows), "{bar:30} {human_pos}/{human_len} {per_sec} {eta}"),
        None => (ProgressBar::new_spinner(), "{spinner} {human_pos} {per_sec}"),
    };
    match ProgressStyle::with_template(style) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

pub fn mapping(console: &mut Console, path: Option<&Path>) -> Result<Mapping, Stop> {
    let Some(path) = path else { return Ok(Mapping::default()) };
    let text = files::read(console, path, SOURCE_BYTES)?;
    let source = SourceFile::new(path.display().to_string(), text);
    match Mapping::read(&source) {
        Ok(mapping) => Ok(mapping),
        Err(findings) => {
            console.report_findings(&[source], &findings)?;
            Err(End::Findings.into())
        }
    }
}

pub fn failed(console: &mut Console, error: TableError) -> Result<End, Stop> {
    match error {
        TableError::File(why) => {
            console.message(why.vi, why.en)?;
            Ok(End::Files)
        }
        TableError::Tables(findings) => {
            let none = SourceFile::new("", "");
            console.report_findings(&[none], &findings)?;
            Ok(End::Findings)
        }
        TableError::Mapping(source, findings) => {
            console.report_findings(&[source], &findings)?;
            Ok(End::Findings)
        }
        TableError::Problems(problems) => {
            for (code, count) in tieuchi::count_problems(&problems) {
                console.message(format!("{count} vấn đề {code}"), format!("{count} problems {code}"))?;
            }
            let first =
                problems.first().map(|problem| (problem.table.clone(), problem.row, problem.message.clone()));
            if let Some((table, row, message)) = first {
                console.message(
                    format!("vấn đề đầu tiên: {table}, dòng {row}: {}", message.vi),
                    format!("the first one: {table}, row {row}: {}", message.en),
                )?;
            }
            console
                .message("không ghi kết quả vì có --strict", "no results are written, because of --strict")?;
            Ok(End::Findings)
        }
        // Tables held as a whole need no order.
        TableError::NotSorted(table, row) => {
            console.message(format!("{table}: {row}"), format!("{table}: {row}"))?;
            Ok(End::Files)
        }
        TableError::Stopped => {
            console.message("đã dừng, không ghi kết quả", "interrupted, no results are written")?;
            Ok(End::Interrupted)
        }
    }
}

/// The counts, as a result; how long it took, as a message.
fn summed(console: &mut Console, summary: &Summary, args: &Table, begun: Instant) -> Result<(), Stop> {
    let subjects = summary.subjects;
    console.line(&console.word(format!("Đối tượng: {subjects}"), format!("Subjects: {subjects}")))?;
    for (standing, count) in &summary.standings {
        let name = match standing.as_str() {
            "" => console.word("chưa xác định", "not settled"),
            "none" => console.word("không loại nào", "none"),
            "not-ranked" => console.word("không xếp loại", "not ranked"),
            "outside" => console.word("ngoài phạm vi", "outside"),
            name => name,
        };
        console.line(&format!("  {name}: {count}"))?;
    }
    let problems: u64 = summary.problems.values().sum();
    console.line(&console.word(format!("Vấn đề: {problems}"), format!("Problems: {problems}")))?;
    for (code, count) in &summary.problems {
        console.line(&format!("  {code}: {count}"))?;
    }
    let output = args.output.display();
    console.line(&console.word(format!("Kết quả: {output}"), format!("Results: {output}")))?;
    if console.shows_progress() {
        let spent = begun.elapsed().as_millis().max(1);
        let rate = u128::from(subjects) * 1_000 / spent;
        console.message(
            format!("{rate} đối tượng một giây, {spent} ms"),
            format!("{rate} subjects a second, {spent} ms"),
        )?;
    }
    Ok(())
}
