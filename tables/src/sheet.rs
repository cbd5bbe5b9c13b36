//! Spreadsheets: the first row holds the names, the others the cells.
//!
//! A column of numbers alone stays one of binary fractions, which the engine judges; a column with
//! anything else among them becomes text, numbers by their shortest writing.

use crate::bytes::Batches;
use crate::error::TableError;
use arrow_array::{ArrayRef, BooleanArray, Float64Array, RecordBatch, StringArray};
use calamine::{Data, Range, Reader, Xlsx};
use std::io::{Read, Seek};
use std::path::Path;
use std::sync::Arc;

#[cfg(feature = "files")]
pub(crate) fn xlsx(path: &Path, sheet: Option<&str>) -> Result<Batches, TableError> {
    let input = std::fs::File::open(path).map_err(|error| TableError::read(path, error))?;
    xlsx_of(std::io::BufReader::new(input), path, sheet)
}

/// The same of what was opened already; the path is named where it cannot be read.
pub(crate) fn xlsx_of(
    input: impl Read + Seek,
    path: &Path,
    sheet: Option<&str>,
) -> Result<Batches, TableError> {
    let failed = |error: &dyn std::fmt::Display| TableError::read(path, error);
    let mut book = Xlsx::new(input).map_err(|error| failed(&error))?;
    let names = book.sheet_names();
    let name = match sheet {
        Some(wanted) => names.iter().find(|name| *name == wanted).cloned(),
        None => names.first().cloned(),
    };
    let Some(name) = name else {
        return Err(failed(&format!("{} ({})", sheet.unwrap_or("?"), names.join(", "))));
    };
    let range = book.worksheet_range(&name).map_err(|error| failed(&error))?;
    let batch = batch(&range).map_err(|error| failed(&error))?;
    Ok(Box::new(std::iter::once(Ok(batch))))
}

fn batch(range: &Range<Data>) -> Result<RecordBatch, arrow_schema::ArrowError> {
    let (height, width) = range.get_size();
    let mut columns: Vec<(String, ArrayRef, bool)> = Vec::new();
    for column in 0..width {
        let name = range.get((0, column)).and_then(text).unwrap_or_default();
        let cells: Vec<&Data> =
            (1..height).map(|row| range.get((row, column)).unwrap_or(&Data::Empty)).collect();
        let empty = |cell: &&&Data| !matches!(cell, Data::Empty);
        if name.is_empty() && cells.iter().filter(empty).count() == 0 {
            continue;
        }
        columns.push((name, array(&cells), true));
    }
    RecordBatch::try_from_iter_with_nullable(columns)
}

fn array(cells: &[&Data]) -> ArrayRef {
    let filled = || cells.iter().filter(|cell| !matches!(cell, Data::Empty));
    let numbers = |cell: &&&Data| matches!(cell, Data::Float(_) | Data::Int(_));
    if filled().next().is_some() && filled().all(|cell| numbers(&cell)) {
        let number = |cell: &&Data| match cell {
            Data::Float(value) => Some(*value),
            // A spreadsheet holds every number as a double, so no digit is lost.
            Data::Int(value) => Some(*value as f64),
            _ => None,
        };
        return Arc::new(cells.iter().map(number).collect::<Float64Array>());
    }
    if filled().next().is_some() && filled().all(|cell| matches!(cell, Data::Bool(_))) {
        let truth = |cell: &&Data| match cell {
            Data::Bool(value) => Some(*value),
            _ => None,
        };
        return Arc::new(cells.iter().map(truth).collect::<BooleanArray>());
    }
    Arc::new(cells.iter().map(|cell| text(cell)).collect::<StringArray>())
}

/// A cell as text; a day as `yyyy-mm-dd`.
fn text(cell: &Data) -> Option<String> {
    let text = match cell {
        Data::Empty => return None,
        Data::String(text) => text.trim().to_owned(),
        Data::Float(value) => value.to_string(),
        Data::Int(value) => value.to_string(),
        Data::Bool(value) => value.to_string(),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        // What a formula could not work out, and lengths of time, are no value.
        other => other.to_string(),
    };
    (!text.is_empty()).then_some(text)
}
