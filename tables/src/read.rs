//! Files become record batches, by the ending of their names.
//!
//! Parquet and Arrow keep their types; of Parquet only the columns asked for are read. All other
//! formats give text, numbers as they were written.

use crate::bytes::{BATCH, Batches};
use crate::error::TableError;
use crate::{ndjson, sheet, text};
use arrow_array::RecordBatch;
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::ArrowError;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use std::fs::File;
use std::io::{BufReader, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// What an Arrow file begins with.
const MAGIC: &[u8; 6] = b"ARROW1";

/// Batches that are read before they are asked for.
const AHEAD: usize = 4;

/// How a file is written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Apache Parquet.
    Parquet,
    /// Arrow IPC, a file or a stream.
    Arrow,
    /// Text with separators.
    Csv,
    /// One JSON object a line.
    Ndjson,
    /// A spreadsheet.
    Xlsx,
}

impl Format {
    /// The format that belongs to the ending of a name.
    ///
    /// ```
    /// use tieuchi_tables::Format;
    /// assert_eq!(Format::of("people.parquet".as_ref()), Some(Format::Parquet));
    /// assert_eq!(Format::of("people.doc".as_ref()), None);
    /// ```
    #[must_use]
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match ending.as_str() {
            "parquet" => Self::Parquet,
            "arrow" | "arrows" | "feather" | "ipc" => Self::Arrow,
            "csv" | "tsv" | "txt" => Self::Csv,
            "ndjson" | "jsonl" => Self::Ndjson,
            "xlsx" => Self::Xlsx,
            _ => return None,
        })
    }
}

/// What a reader is told about a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reading {
    /// The sheet of a workbook; the first if not said.
    pub sheet: Option<String>,
    /// The separator of a text; found in its first line if not said.
    pub separator: Option<u8>,
}

/// Opens a file. `wanted` says of a column whether it is needed.
///
/// The readers of Parquet and Arrow panic at some bytes that no writer writes; such a file is as
/// damaged as one that they refuse.
pub(crate) fn open(
    path: &Path,
    reading: &Reading,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Batches, TableError> {
    let own = path.to_path_buf();
    let damaged = move || TableError::damaged(&own);
    let mut batches = catch_unwind(AssertUnwindSafe(|| opened(path, reading, wanted)))
        .unwrap_or_else(|_| Err(damaged()))?;
    let mut broken = false;
    Ok(Box::new(std::iter::from_fn(move || {
        if broken {
            return None;
        }
        catch_unwind(AssertUnwindSafe(|| batches.next())).unwrap_or_else(|_| {
            broken = true;
            Some(Err(damaged()))
        })
    })))
}

fn opened(path: &Path, reading: &Reading, wanted: &dyn Fn(&str) -> bool) -> Result<Batches, TableError> {
    let failed = |why: &dyn std::fmt::Display| TableError::read(path, why);
    let Some(format) = Format::of(path) else {
        return Err(failed(&"? (.parquet, .arrow, .csv, .ndjson, .xlsx)"));
    };
    let file = || File::open(path).map_err(|error| failed(&error));
    let own = path.to_path_buf();
    match format {
        Format::Parquet => {
            let builder =
                ParquetRecordBatchReaderBuilder::try_new(file()?).map_err(|error| failed(&error))?;
            let fields = builder.schema().fields().iter().enumerate();
            let roots: Vec<usize> =
                fields.filter(|(_, field)| wanted(field.name())).map(|(at, _)| at).collect();
            let mask = ProjectionMask::roots(builder.parquet_schema(), roots);
            let reader = builder.with_projection(mask).with_batch_size(BATCH).build();
            let reader = reader.map_err(|error| failed(&error))?;
            let schema = arrow_array::RecordBatchReader::schema(&reader);
            // A file without rows still has its columns.
            let empty = std::iter::once(Ok(RecordBatch::new_empty(schema)));
            let rows = reader.map(move |batch| batch.map_err(|error| TableError::read(&own, error)));
            let rows = ahead(rows).map_err(|error| failed(&error))?;
            Ok(Box::new(empty.chain(rows)))
        }
        Format::Arrow => {
            let rows = move |batch: Result<RecordBatch, ArrowError>| {
                batch.map_err(|error| TableError::read(&own, error))
            };
            // The form of a file begins with its name; anything else is the form of a stream, or
            // neither. A damaged file read as a stream would ask for a gigabyte by its first bytes.
            let mut begins = [0; MAGIC.len()];
            let is_file = file()?.read_exact(&mut begins).is_ok() && begins == *MAGIC;
            if is_file {
                let reader = FileReader::try_new_buffered(file()?, None).map_err(|error| failed(&error))?;
                let empty = std::iter::once(Ok(RecordBatch::new_empty(reader.schema())));
                Ok(Box::new(empty.chain(reader.map(rows))))
            } else {
                let reader = StreamReader::try_new(BufReader::new(file()?), None);
                let reader = reader.map_err(|error| failed(&error))?;
                let empty = std::iter::once(Ok(RecordBatch::new_empty(reader.schema())));
                Ok(Box::new(empty.chain(reader.map(rows))))
            }
        }
        Format::Csv => text::csv(path, reading.separator),
        Format::Ndjson => ndjson::ndjson(path),
        Format::Xlsx => sheet::xlsx(path, reading.sheet.as_deref()),
    }
}

/// All columns of a file, in batches of one schema.
///
/// # Errors
///
/// A file that cannot be read.
pub fn read_whole(path: &Path) -> Result<Vec<RecordBatch>, TableError> {
    open(path, &Reading::default(), &|_| true)?.collect()
}

/// The same batches, read by a thread of its own that is a few ahead; it ends with the last of them,
/// or when nobody asks for more.
fn ahead(
    rows: impl Iterator<Item = Result<RecordBatch, TableError>> + Send + 'static,
) -> std::io::Result<impl Iterator<Item = Result<RecordBatch, TableError>>> {
    let (sender, receiver) = std::sync::mpsc::sync_channel(AHEAD);
    std::thread::Builder::new().name("reader".to_owned()).spawn(move || {
        for batch in rows {
            if sender.send(batch).is_err() {
                return;
            }
        }
    })?;
    Ok(receiver.into_iter())
}

/// How many rows a file has, where it says so itself.
#[must_use]
pub fn rows_known(path: &Path) -> Option<u64> {
    if Format::of(path)? != Format::Parquet {
        return None;
    }
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path).ok()?).ok()?;
    u64::try_from(builder.metadata().file_metadata().num_rows()).ok()
}
