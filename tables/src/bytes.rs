//! Tables read from bytes, where there are no files: in a page, in a worker.
//!
//! In: what a file holds, and its name. Out: the same batches as of the file itself.

use crate::error::TableError;
use crate::{ipc, sheet, text};
use arrow_array::RecordBatch;
use std::io::Cursor;
use std::path::Path;

/// Rows of a batch.
pub(crate) const BATCH: usize = 16_384;

/// Batches of one file.
pub(crate) type Batches = Box<dyn Iterator<Item = Result<RecordBatch, TableError>>>;

/// Reads the bytes of a file by the ending of its name: separated values, the first sheet of a
/// workbook, or Arrow IPC, a file or a stream, without compression or with LZ4.
///
/// # Errors
///
/// Bytes that are no such file.
///
/// ```
/// let batches = tieuchi_tables::read_bytes("people.csv", b"id;books\n1;12\n2;\n".to_vec()).unwrap();
/// assert_eq!((batches[0].num_columns(), batches[0].num_rows()), (2, 2));
/// ```
pub fn read_bytes(name: &str, bytes: Vec<u8>) -> Result<Vec<RecordBatch>, TableError> {
    let path = Path::new(name);
    let failed = |error: &dyn std::fmt::Display| TableError::read(path, error);
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "csv" | "tsv" | "txt" => text::csv_of(Cursor::new(bytes), path, None)?.collect(),
        "xlsx" => sheet::xlsx_of(Cursor::new(bytes), path, None)?.collect(),
        "arrow" | "arrows" | "feather" | "ipc" => {
            let (schema, batches) = ipc::batches(Cursor::new(bytes)).map_err(|error| failed(&error))?;
            let batches: Result<Vec<_>, _> = batches.collect();
            let mut batches = batches.map_err(|error| failed(&error))?;
            // A table without rows still has its columns.
            if batches.is_empty() {
                batches.push(RecordBatch::new_empty(schema));
            }
            Ok(batches)
        }
        _ => Err(failed(&"? (.csv, .tsv, .txt, .xlsx, .arrow)")),
    }
}
