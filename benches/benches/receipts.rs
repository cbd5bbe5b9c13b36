//! A population with and without receipts: how much slower the receipt makes it, as a ratio.
//!
//! In: `TIEUCHI_SUBJECTS` or the default number of subjects. Out: times and ratios of runs taken in
//! turn, the median of the ratios round by round, on one thread and in time of the processor: what
//! others do on the machine does not count. Four ways to a population: files of tables to a file of
//! results, tables in memory, JSON texts, and dossiers in memory, which is nothing but the scoring.

use parquet::arrow::ArrowWriter;
use std::borrow::Cow;
use std::fs::File;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tieuchi::{
    Context, ContextOptions, Dataset, Dossier, Key, Plan, Population, TableOptions, TableOutcome, compile,
};
use tieuchi_benches::figures::{grouped, median};
use tieuchi_benches::{CITIZEN, Spread, citizens, population, processor_time};
use tieuchi_tables::{Job, Mapping, Mode, Output};

type Any<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

const SUBJECTS: usize = 50_000;
/// Dossiers read and evaluated at a time, as a program that streams would.
const CHUNK: usize = 8_192;
/// More dossiers than these are not held in memory.
const MOST_HELD: usize = 100_000;
/// Subjects of a part of the files.
const PART: usize = 65_536;
const ROUNDS: usize = 9;
const TABLES: [&str; 4] = ["citizens", "course", "meeting", "advice"];

fn main() -> Any<()> {
    let subjects = std::env::var("TIEUCHI_SUBJECTS").ok().and_then(|text| text.parse().ok());
    let subjects = subjects.unwrap_or(SUBJECTS);
    let plan = compile(CITIZEN).map_err(|_| "the set does not compile")?;
    let year = ContextOptions::year(2025).ok_or("no such year")?;
    let context = plan.context(&year).map_err(|_| "the set is not in force")?;
    let key = Key::new(&[7; 32]).map_err(|_| "the key is too short")?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    let keys = [None, Some(&key)];
    println!("{} subjects, {ROUNDS} rounds in turns\n", grouped(subjects as u128));
    println!("| way to the population | ns a subject | with a receipt | with a keyed one | aim |");
    println!("|---|---:|---:|---:|---:|");
    pool.install(|| {
        let tables = population::Population::new(subjects);
        in_files(&plan, &context, keys, &tables)?;
        in_memory(&plan, &context, keys, &tables)?;
        drop(tables);
        from_dossiers(&plan, &context, keys, subjects)
    })
}

/// Files of Parquet, read part by part, to a file of results, as `tieuchi table` does.
fn in_files(
    plan: &Plan,
    context: &Context,
    keys: [Option<&Key>; 2],
    tables: &population::Population,
) -> Any<()> {
    let folder = tempfile::tempdir()?;
    let path = |name: &str, ending: &str| folder.path().join(format!("{name}.{ending}"));
    for (name, batch) in TABLES.into_iter().zip(&tables.batches()) {
        let mut writer = ArrowWriter::try_new(File::create(path(name, "parquet"))?, batch.schema(), None)?;
        writer.write(batch)?;
        writer.close()?;
    }
    for (ending, name) in [("csv", "CSV"), ("parquet", "Parquet")] {
        let run = |with: Option<Option<&Key>>| -> Any<()> {
            let job = Job {
                plan,
                context,
                options: options(with),
                subjects: path("citizens", "parquet"),
                tables: TABLES.iter().skip(1).map(|name| ((*name).into(), path(name, "parquet"))).collect(),
                mapping: Mapping::default(),
                joins: std::collections::BTreeMap::new(),
                places: None,
                stop: Arc::new(AtomicBool::new(false)),
            };
            to_file(&job, with, &path("results", ending)).map_err(|error| format!("{error:?}").into())
        };
        report(&format!("Parquet to a file of {name}"), tables.len(), run, keys)?;
    }
    Ok(())
}

fn to_file(job: &Job<'_>, with: Option<Option<&Key>>, path: &Path) -> Result<(), tieuchi_tables::TableError> {
    let mut output = Output::begin(path)?;
    let mut population = with.map(|key| Population::new(job.plan, job.context, key));
    job.run(Mode::Sorted(PART), |outcome: TableOutcome| {
        population.iter_mut().for_each(|population| assert!(population.add_table(&outcome)));
        output.write(&outcome.to_batch())
    })?;
    if let Some(population) = population {
        black_box(population.finish().map_err(tieuchi_tables::TableError::Tables)?);
    }
    output.finish()
}

/// Tables in memory, bound and evaluated, nothing written.
fn in_memory(
    plan: &Plan,
    context: &Context,
    keys: [Option<&Key>; 2],
    tables: &population::Population,
) -> Any<()> {
    let subjects = tables.len();
    let tables = tables.tables();
    let run = |with: Option<Option<&Key>>| -> Any<()> {
        let dataset = Dataset::new(plan, context, &tables, &options(with)).map_err(|_| "does not fit")?;
        let outcome = dataset.evaluate().map_err(|_| "has problems")?;
        if let Some(key) = with {
            let mut population = Population::new(plan, context, key);
            assert!(population.add_table(&outcome));
            black_box(population.finish().map_err(|_| "a subject comes twice")?);
        }
        Ok(())
    };
    report("tables in memory", subjects, run, keys)
}

fn options(with: Option<Option<&Key>>) -> TableOptions {
    match with {
        None => TableOptions::default(),
        Some(None) => TableOptions::default().receipts(true),
        Some(Some(key)) => TableOptions::default().key(key.clone()),
    }
}

/// JSON texts, as `tieuchi receipt` reads them; and the same dossiers, as many as fit, in memory.
fn from_dossiers(plan: &Plan, context: &Context, keys: [Option<&Key>; 2], subjects: usize) -> Any<()> {
    let texts = citizens(subjects);
    let read = |chunk: &[String]| -> Vec<Dossier> {
        chunk.iter().filter_map(|text| Dossier::from_json(plan, text).ok()).collect()
    };
    let run = |with: Option<Option<&Key>>, chunks: &mut dyn Iterator<Item = Cow<'_, [Dossier]>>| -> Any<()> {
        let Some(key) = with else {
            chunks.for_each(|chunk| drop(black_box(plan.evaluate_all(&chunk, context))));
            return Ok(());
        };
        let mut population = Population::new(plan, context, key);
        chunks.for_each(|chunk| drop(black_box(population.evaluate(&chunk))));
        black_box(population.finish().map_err(|_| "a subject comes twice")?);
        Ok(())
    };
    let texts_read =
        |with: Option<Option<&Key>>| run(with, &mut texts.chunks(CHUNK).map(|chunk| read(chunk).into()));
    report("JSON texts to totals and classes", subjects, texts_read, keys)?;
    let few = texts.get(..subjects.min(MOST_HELD)).unwrap_or_default();
    let held: Vec<Vec<Dossier>> = few.chunks(CHUNK).map(read).collect();
    report("dossiers in memory", few.len(), |with| run(with, &mut held.iter().map(Cow::from)), keys)
}

/// Times three ways in turn, so that a slow moment of the machine meets all of them.
fn report(
    what: &str,
    subjects: usize,
    mut run: impl FnMut(Option<Option<&Key>>) -> Any<()>,
    [plain, keyed]: [Option<&Key>; 2],
) -> Any<()> {
    let mut times: [Vec<u128>; 3] = Default::default();
    for _ in 0..ROUNDS {
        for (with, times) in [None, Some(plain), Some(keyed)].into_iter().zip(&mut times) {
            let start = processor_time();
            run(with)?;
            times.push(u128::from(processor_time() - start));
        }
    }
    let [without, with, keyed] = &times;
    let ratio = |times: &[u128]| Spread::of_ratios(times, without).show(2);
    let each = median(without) / (subjects as u128).max(1);
    println!("| {what} | {} | {} | {} | 1.15 |", grouped(each), ratio(with), ratio(keyed));
    Ok(())
}
