//! Tables written as separated values.
//!
//! Every cell becomes text as it was written; an empty one is null. What a cell means is decided by
//! the engine.

use crate::bytes::{BATCH, Batches};
use crate::error::TableError;
use arrow_array::builder::StringBuilder;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use std::io::BufRead;
use std::path::Path;
use std::sync::Arc;

#[cfg(feature = "files")]
pub(crate) fn csv(path: &Path, separator: Option<u8>) -> Result<Batches, TableError> {
    let input = std::fs::File::open(path).map_err(|error| TableError::read(path, error))?;
    csv_of(std::io::BufReader::new(input), path, separator)
}

/// The same of what was opened already; the path is named where it cannot be read.
pub(crate) fn csv_of(
    mut input: impl BufRead + 'static,
    path: &Path,
    separator: Option<u8>,
) -> Result<Batches, TableError> {
    let failed = |error: &dyn std::fmt::Display| TableError::read(path, error);
    // A mark some spreadsheets write before the text.
    if input.fill_buf().map_err(|error| failed(&error))?.starts_with(b"\xef\xbb\xbf") {
        input.consume(3);
    }
    let separator = match separator {
        Some(separator) => separator,
        None => most_frequent(input.fill_buf().map_err(|error| failed(&error))?),
    };
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(input);
    let names: Vec<String> = reader.headers().map_err(|error| failed(&error))?.iter().map(trimmed).collect();
    let schema = Arc::new(Schema::new(
        names.iter().map(|name| Field::new(name, DataType::Utf8, true)).collect::<Vec<_>>(),
    ));
    let own = path.to_path_buf();
    let mut records = reader.into_records();
    let mut first = true;
    Ok(Box::new(std::iter::from_fn(move || {
        let mut columns: Vec<StringBuilder> = names.iter().map(|_| StringBuilder::new()).collect();
        let mut rows = 0;
        while rows < BATCH {
            match records.next() {
                None => break,
                Some(Err(error)) => return Some(Err(TableError::read(&own, error))),
                Some(Ok(record)) => {
                    for (column, cell) in columns.iter_mut().zip(record.iter()) {
                        let cell = cell.trim();
                        column.append_option((!cell.is_empty()).then_some(cell));
                    }
                    rows += 1;
                }
            }
        }
        if rows == 0 && !first {
            return None;
        }
        first = false;
        let columns = columns.into_iter().map(|mut column| Arc::new(column.finish()) as ArrayRef).collect();
        Some(
            RecordBatch::try_new(Arc::clone(&schema), columns).map_err(|error| TableError::read(&own, error)),
        )
    })))
}

fn trimmed(name: &str) -> String {
    name.trim().to_owned()
}

/// The separator that occurs most in the first line; a comma if none does.
fn most_frequent(begin: &[u8]) -> u8 {
    let line = begin.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |sign: u8| line.iter().filter(|byte| **byte == sign).count();
    let mut best = b',';
    for sign in [b';', b'\t', b'|'] {
        if count(sign) > count(best) {
            best = sign;
        }
    }
    best
}
