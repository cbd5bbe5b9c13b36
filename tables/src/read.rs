//! Files become record batches, by the ending of their names.
//!
//! Parquet and Arrow keep their types; of Parquet only the columns asked for are read. All other
//! formats give text, numbers as they were written.

use crate::bytes::{BATCH, Batches};
use crate::error::TableError;
use crate::{ipc, ndjson, sheet, text, thrift};
use arrow_array::RecordBatch;
use arrow_schema::{DataType, FieldRef, Schema};
use bytes::Bytes;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::basic::{Encoding, Type as Physical};
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::reader::{ChunkReader, Length};
use std::fs::File;
use std::io::{BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The most bytes of a list of texts that is kept as it is in the file.
const SHORT_LIST: i64 = 64 * 1024;

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
    let batches = catch_unwind(AssertUnwindSafe(|| opened(path, reading, wanted)));
    let batches = batches.unwrap_or_else(|_| Err(TableError::damaged(path)))?;
    Ok(Box::new(told(path.to_path_buf(), batches)))
}

/// The same batches; where their reader panics, that the file is damaged, and no more.
fn told(
    path: PathBuf,
    mut batches: impl Iterator<Item = Result<RecordBatch, TableError>>,
) -> impl Iterator<Item = Result<RecordBatch, TableError>> {
    let mut broken = false;
    std::iter::from_fn(move || {
        if broken {
            return None;
        }
        catch_unwind(AssertUnwindSafe(|| batches.next())).unwrap_or_else(|_| {
            broken = true;
            Some(Err(TableError::damaged(&path)))
        })
    })
}

/// The same batches; where they end with other than so many rows, that the file is damaged: its footer has
/// lost parts of it, and what is left would pass for the whole.
fn complete(
    path: PathBuf,
    known: i64,
    mut batches: impl Iterator<Item = Result<RecordBatch, TableError>>,
) -> impl Iterator<Item = Result<RecordBatch, TableError>> {
    let mut left = i128::from(known);
    std::iter::from_fn(move || {
        let next = batches.next();
        match &next {
            Some(Ok(batch)) => left -= i128::try_from(batch.num_rows()).unwrap_or(i128::MAX),
            // What is wrong was said.
            Some(Err(_)) => left = 0,
            None if left != 0 => {
                left = 0;
                return Some(Err(TableError::damaged(&path)));
            }
            None => {}
        }
        next
    })
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
            let file = Within::new(file()?).map_err(|error| match error.kind() {
                ErrorKind::InvalidData | ErrorKind::UnexpectedEof => TableError::damaged(path),
                _ => failed(&error),
            })?;
            let builder = lean(file).map_err(|error| failed(&error))?;
            let fields = builder.schema().fields().iter().enumerate();
            let roots: Vec<usize> =
                fields.filter(|(_, field)| wanted(field.name())).map(|(at, _)| at).collect();
            let mask = ProjectionMask::roots(builder.parquet_schema(), roots);
            let known = builder.metadata().file_metadata().num_rows();
            let reader = builder.with_projection(mask).with_batch_size(BATCH).build();
            let reader = reader.map_err(|error| failed(&error))?;
            let schema = arrow_array::RecordBatchReader::schema(&reader);
            // A file without rows still has its columns.
            let empty = std::iter::once(Ok(RecordBatch::new_empty(schema)));
            let rows = reader.map(move |batch| batch.map_err(|error| TableError::read(&own, error)));
            let rows = complete(path.to_path_buf(), known, rows);
            // A panic would end the other thread, and the rows with it, without a word.
            let rows = ahead(told(path.to_path_buf(), rows)).map_err(|error| failed(&error))?;
            Ok(Box::new(empty.chain(rows)))
        }
        Format::Arrow => {
            let (schema, rows) = ipc::batches(BufReader::new(file()?)).map_err(|error| failed(&error))?;
            let empty = std::iter::once(Ok(RecordBatch::new_empty(schema)));
            let rows = rows.map(move |batch| batch.map_err(|error| TableError::read(&own, error)));
            Ok(Box::new(empty.chain(rows)))
        }
        Format::Csv => text::csv(path, reading.separator),
        Format::Ndjson => ndjson::ndjson(path),
        Format::Xlsx => sheet::xlsx(path, reading.sheet.as_deref()),
    }
}

/// A Parquet file that is held against its length: it refuses what lies beyond its end, where the reader of
/// Parquet would go on skipping what it does not know, as often as the file says; and what it says of
/// itself, in its footer and before each page, must be possible.
struct Within {
    file: File,
    length: u64,
}

/// The length of the footer and the letters that end a file.
const TAIL: u64 = 8;

impl Within {
    fn new(file: File) -> std::io::Result<Self> {
        let own = Self { length: file.metadata()?.len(), file };
        if let Some(tail) = own.length.checked_sub(TAIL) {
            let mut bytes = [0; 8];
            own.at(tail)?.read_exact(&mut bytes)?;
            let [a, b, c, d, letters @ ..] = bytes;
            let footer = u64::from(u32::from_le_bytes([a, b, c, d]));
            // What is no file of Parquet at all, its reader says better.
            if let (b"PAR1", Some(start)) = (&letters, tail.checked_sub(footer)) {
                thrift::structure(own.at(start)?, footer)?;
            }
        }
        Ok(own)
    }

    fn at(&self, start: u64) -> std::io::Result<Refusing<BufReader<File>>> {
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(start))?;
        Ok(Refusing(BufReader::new(file)))
    }
}

impl Length for Within {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Within {
    type T = Refusing<BufReader<File>>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        // All that is read this way is the tail, and the structure before a page.
        if start.checked_add(TAIL) != Some(self.length) {
            thrift::structure(self.at(start)?, self.length.saturating_sub(start))?;
        }
        Ok(self.at(start)?)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let end = u64::try_from(length).ok().and_then(|length| start.checked_add(length));
        if end.is_none_or(|end| end > self.length) {
            return Err(ParquetError::EOF(format!("{start} + {length} > {}", self.length)));
        }
        self.file.get_bytes(start, length)
    }
}

/// A reader whose end is an error.
struct Refusing<R>(R);

impl<R: Read> Read for Refusing<R> {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        match self.0.read(to)? {
            0 if !to.is_empty() => Err(ErrorKind::UnexpectedEof.into()),
            read => Ok(read),
        }
    }
}

/// A reader of a Parquet file whose columns take no more memory than they need: decimals of few
/// digits in few bytes, texts that the file keeps in a list as places in that list.
fn lean(file: Within) -> Result<ParquetRecordBatchReaderBuilder<Within>, ParquetError> {
    let plain = ArrowReaderMetadata::load(&file, ArrowReaderOptions::new())?;
    let leaves = plain.parquet_schema();
    let mut fields: Vec<FieldRef> = plain.schema().fields().iter().cloned().collect();
    for leaf in 0..leaves.num_columns() {
        let physical = leaves.column(leaf).physical_type();
        let Some(field) = fields.get_mut(leaves.get_column_root_idx(leaf)) else { continue };
        let narrow = match (field.data_type(), physical) {
            (DataType::Decimal128(digits, scale), Physical::INT32) => DataType::Decimal32(*digits, *scale),
            (DataType::Decimal128(digits, scale), Physical::INT64) => DataType::Decimal64(*digits, *scale),
            (DataType::Utf8, Physical::BYTE_ARRAY) if is_listed(plain.metadata(), leaf) => {
                DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
            }
            _ => continue,
        };
        *field = Arc::new(field.as_ref().clone().with_data_type(narrow));
    }
    let schema = Schema::new_with_metadata(fields, plain.schema().metadata().clone());
    let options = ArrowReaderOptions::new().with_schema(Arc::new(schema));
    let lean = ArrowReaderMetadata::try_new(Arc::clone(plain.metadata()), options)?;
    Ok(ParquetRecordBatchReaderBuilder::new_with_metadata(file, lean))
}

/// Whether every row group keeps the texts of a column in one short list.
fn is_listed(metadata: &ParquetMetaData, leaf: usize) -> bool {
    metadata.row_groups().iter().all(|group| {
        let column = group.column(leaf);
        let only_listed = column.page_encoding_stats_mask().is_some_and(|pages| {
            pages.is_only(Encoding::RLE_DICTIONARY) || pages.is_only(Encoding::PLAIN_DICTIONARY)
        });
        let list = column.dictionary_page_offset().map(|list| column.data_page_offset() - list);
        only_listed && list.is_some_and(|bytes| bytes <= SHORT_LIST)
    })
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
    let file = File::open(path).and_then(Within::new).ok()?;
    let builder = catch_unwind(AssertUnwindSafe(|| ParquetRecordBatchReaderBuilder::try_new(file))).ok()?;
    u64::try_from(builder.ok()?.metadata().file_metadata().num_rows()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_schema::Schema;

    /// A reader that panics half way, on its own thread, must not pass for one that has come to the end.
    #[test]
    fn a_reader_that_panics_is_a_damaged_file() {
        let batches = (0..3).map(|at| match at {
            1 => panic!("bytes that no writer writes"),
            _ => Ok(RecordBatch::new_empty(Arc::new(Schema::empty()))),
        });
        let read = ahead(told(PathBuf::from("people.parquet"), batches)).unwrap();
        let said: Vec<_> = read.map(|batch| batch.map_err(|error| format!("{error:?}"))).collect();
        assert!(matches!(said.as_slice(), [Ok(_), Err(why)] if why.contains("people.parquet")), "{said:?}");
    }

    /// Lists longer than the file: where the header of the first page should be, and in the footer, where no
    /// byte stands for a truth value.
    #[test]
    fn lists_longer_than_the_file_are_a_damaged_file() {
        let column: arrow_array::ArrayRef = Arc::new(arrow_array::Int32Array::from(vec![1, 2, 3]));
        let batch = RecordBatch::try_from_iter([("a", column)]).unwrap();
        let mut bytes = Vec::new();
        let mut writer = parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("people.parquet");
        let read = |bytes: &[u8]| {
            std::fs::write(&path, bytes).unwrap();
            read_whole(&path).map_err(|error| format!("{error:?}"))
        };
        assert_eq!(read(&bytes).unwrap().iter().map(RecordBatch::num_rows).sum::<usize>(), 3);
        // A field of an unknown number: a list of 2 147 483 647 floats, or truth values.
        for list in [[0xf9, 0xf7, 0xff, 0xff, 0xff, 0xff, 0x07], [0xf9, 0xf1, 0xff, 0xff, 0xff, 0xff, 0x07]] {
            let mut page = bytes.clone();
            page[4..11].copy_from_slice(&list);
            let why = read(&page).unwrap_err();
            assert!(why.contains("people.parquet") && why.contains("cannot be"), "{why}");
            let tail = bytes.len() - 8;
            let footer = u32::from_le_bytes(bytes[tail..tail + 4].try_into().unwrap());
            let mut whole = bytes.clone();
            let start = tail - usize::try_from(footer).unwrap();
            whole[start..start + 7].copy_from_slice(&list);
            let why = read(&whole).unwrap_err();
            assert!(why.contains("people.parquet: tệp bị hỏng"), "{why}");
            assert_eq!(rows_known(&path), None);
        }
    }

    #[test]
    fn a_reader_refuses_what_lies_beyond_its_end() {
        let mut end = Refusing(&b"ab"[..]);
        assert_eq!(end.read(&mut [0; 4]).unwrap(), 2);
        assert_eq!(end.read(&mut []).unwrap(), 0);
        assert_eq!(end.read(&mut [0; 4]).unwrap_err().kind(), ErrorKind::UnexpectedEof);
    }

    /// A footer that says four rows and has lost the part they are in.
    #[test]
    fn fewer_rows_than_a_file_says_are_a_damaged_file() {
        let rows = |count: usize| {
            let options = arrow_array::RecordBatchOptions::new().with_row_count(Some(count));
            RecordBatch::try_new_with_options(Arc::new(Schema::empty()), Vec::new(), &options).unwrap()
        };
        let said = |known, batches: &[usize]| {
            let batches = batches.iter().map(|count| Ok(rows(*count))).collect::<Vec<_>>();
            let read = complete(PathBuf::from("people.parquet"), known, batches.into_iter());
            read.map(|batch| batch.map(|batch| batch.num_rows()).ok()).collect::<Vec<_>>()
        };
        assert_eq!(said(4, &[3, 1]), [Some(3), Some(1)]);
        assert_eq!(said(4, &[3]), [Some(3), None]);
        assert_eq!(said(4, &[]), [None]);
        assert_eq!(said(0, &[]), []);
        assert_eq!(said(2, &[3]), [Some(3), None]);
    }
}
