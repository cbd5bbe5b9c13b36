//! A population larger than memory: from Parquet files to answers, part by part.
//!
//! `stream [CITIZENS…]`, by default 200 000; a hundred million take 5 GB of disk below the folder for
//! temporary files and some minutes. The files are written first, a million citizens at a time, all
//! different, and are worked out by hand on the way. Then a process of its own reads them as the command
//! line does, with all processors: once to count the classes, which must be those of the hand, and once
//! to write every result to Parquet. Printed are the time of the clock and of the processor, and the most
//! memory that process had.

mod files;

use files::{Any, TABLES, path, told, writer};
use parquet::arrow::ArrowWriter;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::process::Command;
use std::time::Instant;
use tieuchi::compile;
use tieuchi_benches::figures::grouped;
use tieuchi_benches::population::Population;
use tieuchi_benches::wide::CLASSES;
use tieuchi_benches::{CITIZEN, forget_peak, memory, processor_time};
use tieuchi_tables::{Output, Summary};

const CITIZENS: usize = 200_000;
/// Citizens that are made and written at a time.
const WRITTEN: usize = 1_000_000;

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
    let sizes = TABLES.map(|table| size(&path(folder.path(), table)));
    line(citizens, "the tables written", &taken, sizes.iter().sum());
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
        for (at, (table, batch)) in TABLES.into_iter().zip(part.narrow_batches()).enumerate() {
            if writers.get(at).is_none() {
                writers.push(writer(folder, table, batch.schema())?);
            }
            writers.get_mut(at).ok_or("no writer")?.write(&batch)?;
        }
    }
    for writer in writers {
        writer.close()?;
    }
    Ok(classes)
}

fn size(path: &Path) -> u64 {
    path.metadata().map_or(0, |found| found.len())
}

/// Goes through the files twice; keeps the counted classes in a file beside them.
fn read(folder: &Path, citizens: usize) -> Any<()> {
    let plan = compile(CITIZEN).map_err(|_| "the set does not compile")?;
    let mut summary = Summary::default();
    let ((), taken) = timed(|| {
        files::evaluate(&plan, folder, |outcome| {
            summary.add(&outcome);
            Ok(())
        })
    })?;
    line(citizens, "classes counted", &taken, 0);
    let results = folder.join("results.parquet");
    let ((), taken) = timed(|| {
        let mut output = Output::begin(&results).map_err(told)?;
        files::evaluate(&plan, folder, |outcome| output.write(&outcome.to_batch()))?;
        output.finish().map_err(told)
    })?;
    line(citizens, "every result written to Parquet", &taken, size(&results));
    Ok(std::fs::write(folder.join("classes"), format!("{:?}", summary.standings))?)
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
