//! A population larger than memory: from Parquet files to answers, part by part.
//!
//! `stream [CITIZENS…]`, by default 200 000; a hundred million take 5 GB of disk below the folder for
//! temporary files and some minutes. The files are written first, a million citizens at a time, all
//! different, and are worked out by hand on the way. Then a process of its own reads them as the command
//! line does, with all processors: once to count the classes, which must be those of the hand, and once
//! to write every result to Parquet. Printed are the time of the clock and of the processor, and the most
//! memory that process had.

use arrow_array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;
use tieuchi::{ContextOptions, TableOptions, compile};
use tieuchi_benches::figures::grouped;
use tieuchi_benches::population::Population;
use tieuchi_benches::wide::CLASSES;
use tieuchi_benches::{CITIZEN, forget_peak, memory, processor_time};
use tieuchi_tables::{Job, Mapping, Mode, Output, Summary, TableError};

type Any<T> = Result<T, Box<dyn std::error::Error>>;

const CITIZENS: usize = 200_000;
/// Citizens that are made and written at a time.
const WRITTEN: usize = 1_000_000;
/// Citizens of a part that is read and evaluated at a time, as on the command line.
const PART: usize = 65_536;
const TABLES: [&str; 4] = ["citizens", "course", "meeting", "advice"];

fn main() -> Any<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [word, folder, citizens, ..] = words.as_slice()
        && word == "--read"
    {
        return read(Path::new(folder), citizens.parse()?);
    }
    let mut sizes: Vec<usize> = words.iter().filter_map(|word| word.parse().ok()).collect();
    if sizes.is_empty() {
        sizes.push(CITIZENS);
    }
    println!("| citizens | what | by the clock, s | of the processor, s | MiB at most | files, MB |");
    println!("|---:|---|---:|---:|---:|---:|");
    sizes.into_iter().try_for_each(streamed)
}

/// The lines of one size.
fn streamed(citizens: usize) -> Any<()> {
    let folder = tempfile::tempdir()?;
    let (classes, taken) = timed(|| write(folder.path(), citizens))?;
    let paths = TABLES.map(|table| folder.path().join(format!("{table}.parquet")));
    line(citizens, "the tables written", &taken, paths.iter().map(|path| size(path)).sum());
    let done = Command::new(std::env::current_exe()?)
        .arg("--read")
        .arg(folder.path())
        .arg(citizens.to_string())
        .status()?;
    let counted = std::fs::read_to_string(folder.path().join("classes")).unwrap_or_default();
    if done.success() && counted == format!("{classes:?}") {
        return Ok(());
    }
    Err("the engine counts other classes".into())
}

/// Writes the files; gives how many have each class, worked out by hand.
fn write(folder: &Path, citizens: usize) -> Any<BTreeMap<String, u64>> {
    let mut writers: Vec<ArrowWriter<File>> = Vec::new();
    let mut classes = BTreeMap::new();
    for from in (0..citizens).step_by(WRITTEN) {
        let part = Population::part(from, WRITTEN.min(citizens - from));
        for class in part.by_columns().1 {
            let name = CLASSES.get(usize::from(class)).copied().unwrap_or_default();
            *classes.entry(name.to_owned()).or_insert(0) += 1;
        }
        for (at, batch) in part.narrow_batches().iter().enumerate() {
            if writers.get(at).is_none() {
                writers.push(writer(folder, at, batch)?);
            }
            writers.get_mut(at).ok_or("no writer")?.write(batch)?;
        }
    }
    for writer in writers {
        writer.close()?;
    }
    Ok(classes)
}

fn writer(folder: &Path, at: usize, batch: &RecordBatch) -> Any<ArrowWriter<File>> {
    let name = TABLES.get(at).ok_or("no such table")?;
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let file = File::create(folder.join(format!("{name}.parquet")))?;
    Ok(ArrowWriter::try_new(file, batch.schema(), Some(properties))?)
}

fn size(path: &Path) -> u64 {
    path.metadata().map_or(0, |found| found.len())
}

/// Goes through the files twice; keeps the counted classes in a file beside them.
fn read(folder: &Path, citizens: usize) -> Any<()> {
    let plan = compile(CITIZEN).map_err(|_| "the set does not compile")?;
    let context = plan.context(&ContextOptions::year(2025).ok_or("no such year")?);
    let context = context.map_err(|_| "the year does not fit")?;
    let path = |table: &str| folder.join(format!("{table}.parquet"));
    let job = Job {
        plan: &plan,
        context: &context,
        options: TableOptions::default(),
        subjects: path("citizens"),
        tables: TABLES.iter().skip(1).map(|table| ((*table).to_owned(), path(table))).collect(),
        mapping: Mapping::default(),
        joins: BTreeMap::new(),
        places: None,
        stop: Arc::default(),
    };
    let mut summary = Summary::default();
    let ((), taken) = timed(|| {
        let counted = job.run(Mode::Sorted(PART), |outcome| {
            summary.add(&outcome);
            Ok(())
        });
        counted.map_err(told)
    })?;
    line(citizens, "classes counted", &taken, 0);
    let results = folder.join("results.parquet");
    let ((), taken) = timed(|| {
        let mut output = Output::begin(&results).map_err(told)?;
        job.run(Mode::Sorted(PART), |outcome| output.write(&outcome.to_batch())).map_err(told)?;
        output.finish().map_err(told)
    })?;
    line(citizens, "every result written to Parquet", &taken, size(&results));
    Ok(std::fs::write(folder.join("classes"), format!("{:?}", summary.standings))?)
}

fn told(error: TableError) -> Box<dyn std::error::Error> {
    format!("{error:?}").into()
}

/// What something gives, with the seconds of the clock and of the processor and the most memory there was.
fn timed<T>(run: impl FnOnce() -> Any<T>) -> Any<(T, [String; 3])> {
    forget_peak();
    let (begun, spent) = (Instant::now(), processor_time());
    let done = run()?;
    let (clock, processor) = (begun.elapsed().as_millis(), (processor_time() - spent) / 1_000_000);
    let tenths = |millis: u128| format!("{}.{}", millis / 1_000, millis % 1_000 / 100);
    Ok((done, [tenths(clock), tenths(processor.into()), (memory("VmHWM") / 1_024).to_string()]))
}

/// A line of the table.
fn line(citizens: usize, what: &str, taken: &[String; 3], bytes: u64) {
    let megabytes = if bytes == 0 { String::new() } else { (bytes / 1_000_000).to_string() };
    println!("| {} | {what} | {} | {megabytes} |", grouped(citizens as u128), taken.join(" | "));
}
