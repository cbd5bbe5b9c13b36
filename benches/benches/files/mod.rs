//! A population in Parquet files: written as offices have it, read as the command line does.

use arrow_schema::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tieuchi::{ContextOptions, Plan, TableOptions, TableOutcome};
use tieuchi_tables::{Job, Mapping, Mode, TableError};

pub type Any<T> = Result<T, Box<dyn std::error::Error>>;

/// The subjects, then the kinds of evidence: in the order of the batches of a population.
pub const TABLES: [&str; 4] = ["citizens", "course", "meeting", "advice"];

/// Citizens of a part that is read and evaluated at a time, as on the command line.
const PART: usize = 65_536;

/// The file of a table.
pub fn path(folder: &Path, table: &str) -> PathBuf {
    folder.join(format!("{table}.parquet"))
}

/// Begins the file of a table.
pub fn writer(folder: &Path, table: &str, schema: SchemaRef) -> Any<ArrowWriter<File>> {
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let file = File::create(path(folder, table))?;
    Ok(ArrowWriter::try_new(file, schema, Some(properties))?)
}

/// Reads the files part by part and hands on what each comes to.
pub fn evaluate(
    plan: &Plan,
    folder: &Path,
    each: impl FnMut(TableOutcome) -> Result<(), TableError>,
) -> Any<()> {
    let context = plan.context(&ContextOptions::year(2025).ok_or("no such year")?);
    let context = context.map_err(|_| "the year does not fit")?;
    let [subjects, evidence @ ..] = TABLES;
    let job = Job {
        plan,
        context: &context,
        options: TableOptions::default(),
        subjects: path(folder, subjects),
        tables: evidence.map(|table| (table.to_owned(), path(folder, table))).into(),
        mapping: Mapping::default(),
        joins: BTreeMap::new(),
        places: None,
        stop: Arc::default(),
    };
    job.run(Mode::Sorted(PART), each).map_err(told)
}

/// What went wrong with a file.
pub fn told(error: TableError) -> Box<dyn std::error::Error> {
    format!("{error:?}").into()
}
