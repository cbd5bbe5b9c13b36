//! `tieuchi table`: tables of a population in, a table of results and one of problems out.

use crate::args::Table;
use crate::console::{Console, End, Stop};
use crate::files;
use crate::receipt;
use crate::setting::{self, Chosen};
use indicatif::{ProgressBar, ProgressStyle};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;
use tieuchi::text::SOURCE_BYTES;
use tieuchi::{Population, Problem, SourceFile, TableOptions};
use tieuchi_tables::{
    Behind, Job, Mapping, Mode, Output, Summary, TableError, rows_known, write_problems, write_whole,
    write_whole_by,
};

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
    let key = receipt::key(console, &args.key)?;
    let mut table = TableOptions::default()
        .strict(args.strict)
        .floats(!args.no_floats)
        .missing_unknown(args.missing_unknown)
        .items(args.items)
        .receipts(args.receipt.is_some());
    if let Some(key) = &key {
        table = table.key(key.clone());
    }
    let job = Job {
        plan: &plan,
        context: &context,
        options: table,
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
    let receipts = || args.receipt.as_ref().map(|_| Population::new(&plan, &context, key.as_ref()));
    let mut done = evaluated(console, &job, args, first, receipts(), &pool);
    if let Err(TableError::NotSorted(table, row)) = &done {
        let table = if table.is_empty() { args.subjects.display().to_string() } else { table.clone() };
        console.message(
            format!("bảng {table} không xếp theo mã từ dòng {row}, nên các bảng được giữ trong bộ nhớ"),
            format!("table {table} is not sorted by key from row {row}, so the tables are held in memory"),
        )?;
        done = evaluated(console, &job, args, Mode::Whole(PART), receipts(), &pool);
    }
    match done {
        Ok(done) => {
            if let Some(path) = &args.problems
                && let Err(error) = write_problems(path, &done.problems)
            {
                return failed(console, error);
            }
            // The results come last: where they stand, all that was asked for with them does.
            let written = done.population.map_or(Ok(()), |population| write_receipt(args, population));
            if let Err(error) = written.and_then(|()| done.output.finish()) {
                return failed(console, error);
            }
            summed(console, &done.summary, args, begun)?;
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

/// A population that was evaluated; its results have no name yet.
struct Done {
    summary: Summary,
    problems: Vec<Problem>,
    population: Option<Population>,
    output: Behind,
}

/// Evaluates into a file that gets its name only when all is in it.
fn evaluated(
    console: &Console,
    job: &Job<'_>,
    args: &Table,
    mode: Mode,
    population: Option<Population>,
    pool: &rayon::ThreadPool,
) -> Result<Done, TableError> {
    let bar = bar(console, rows_known(&args.subjects));
    let output = Output::begin(&args.output)?.behind()?;
    let mut done = Done { summary: Summary::default(), problems: Vec::new(), population, output };
    let each = |outcome: tieuchi::TableOutcome| {
        done.output.write(outcome.to_batch())?;
        done.summary.add(&outcome);
        if let Some(population) = &mut done.population {
            population.add_table(&outcome);
        }
        bar.inc(u64::try_from(outcome.len()).unwrap_or(0));
        done.problems.append(&mut outcome.into_problems());
        if job.stop.load(Ordering::Relaxed) { Err(TableError::Stopped) } else { Ok(()) }
    };
    let ended = in_pool(pool, job, mode, each);
    bar.finish_and_clear();
    ended.map(|()| done)
}

/// The receipt over all subjects and, if asked for, their leaves.
fn write_receipt(args: &Table, population: Population) -> Result<(), TableError> {
    let (receipt, tree) = population.finish().map_err(TableError::Tables)?;
    if let Some(path) = &args.leaves {
        write_whole_by(path, |out| receipt::leaf_lines(&tree, out))?;
    }
    args.receipt
        .as_ref()
        .map_or(Ok(()), |path| write_whole(path, format!("{}\n", receipt.to_json()).as_bytes()))
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
                let problems = if count == 1 { "problem" } else { "problems" };
                console.message(format!("{count} vấn đề {code}"), format!("{count} {problems} {code}"))?;
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
