//! Results into files: a file is there as a whole or not at all.
//!
//! In: record batches of one schema. Out: a file under a temporary name in the folder of the final
//! one, made lasting and only then given its name. Whoever looks at the final name sees what was
//! there before, or everything.

use crate::error::TableError;
use crate::read::Format;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal32Type, Decimal64Type, Decimal128Type, Float64Type, Int8Type, Int16Type, Int32Type,
    Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_ipc::writer::FileWriter;
use arrow_schema::{DataType, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use rust_xlsxwriter::{Format as CellFormat, Workbook};
use std::fs::{File, Permissions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::{Builder, NamedTempFile};
use tieuchi::Problem;

/// The most rows of a sheet, its head included.
const SHEET_ROWS: u32 = 1_048_576;

/// A file of results on its way.
pub struct Output {
    path: PathBuf,
    format: Format,
    /// The file under its temporary name; it is removed with this value.
    file: NamedTempFile,
    writer: Writer,
}

enum Writer {
    /// The schema is not known yet.
    Waiting,
    Parquet(Box<ArrowWriter<BufWriter<File>>>),
    Arrow(Box<FileWriter<BufWriter<File>>>),
    Csv(Box<csv::Writer<BufWriter<File>>>),
    Ndjson(BufWriter<File>),
    Sheet {
        book: Box<Workbook>,
        row: u32,
    },
}

impl Output {
    /// Begins a file; its format is that of the ending.
    ///
    /// # Errors
    ///
    /// An unknown ending, or a folder that cannot be written to.
    pub fn begin(path: &Path) -> Result<Self, TableError> {
        let Some(format) = Format::of(path) else {
            return Err(TableError::write(path, "? (.parquet, .arrow, .csv, .ndjson, .xlsx)"));
        };
        // The file a link leads to is replaced, not the link.
        let path = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let file = temporary(&path, &format!(".{name}."))?;
        Ok(Self { path, format, file, writer: Writer::Waiting })
    }

    /// The name it gets once all is in it.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Adds rows. All batches have one schema.
    ///
    /// # Errors
    ///
    /// The file cannot be written, or a sheet is full.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), TableError> {
        if matches!(self.writer, Writer::Waiting) {
            self.writer = self.start(&batch.schema())?;
        }
        let path = &self.path;
        let failed = |error: &dyn std::fmt::Display| TableError::write(path, error);
        match &mut self.writer {
            Writer::Waiting => Ok(()),
            Writer::Parquet(writer) => writer.write(batch).map_err(|error| failed(&error)),
            Writer::Arrow(writer) => writer.write(batch).map_err(|error| failed(&error)),
            Writer::Csv(writer) => {
                for row in 0..batch.num_rows() {
                    let cells = batch.columns().iter().map(|column| cell(column, row).unwrap_or_default());
                    writer.write_record(cells).map_err(|error| failed(&error))?;
                }
                Ok(())
            }
            Writer::Ndjson(writer) => {
                for row in 0..batch.num_rows() {
                    json_line(writer, batch, row).map_err(|error| failed(&error))?;
                }
                Ok(())
            }
            Writer::Sheet { book, row } => sheet_rows(book, row, batch).map_err(|error| failed(&error)),
        }
    }

    fn start(&self, schema: &SchemaRef) -> Result<Writer, TableError> {
        let failed = |error: &dyn std::fmt::Display| TableError::write(&self.path, error);
        let file = || {
            let file = self.file.as_file().try_clone().map_err(|error| failed(&error))?;
            Ok::<_, TableError>(BufWriter::with_capacity(1 << 16, file))
        };
        Ok(match self.format {
            Format::Parquet => {
                let level = ZstdLevel::try_new(1).map_err(|error| failed(&error))?;
                let properties =
                    WriterProperties::builder().set_compression(Compression::ZSTD(level)).build();
                let writer = ArrowWriter::try_new(file()?, SchemaRef::clone(schema), Some(properties));
                Writer::Parquet(Box::new(writer.map_err(|error| failed(&error))?))
            }
            Format::Arrow => {
                let writer = FileWriter::try_new(file()?, schema).map_err(|error| failed(&error))?;
                Writer::Arrow(Box::new(writer))
            }
            Format::Csv => {
                let mut writer = csv::Writer::from_writer(file()?);
                let names = schema.fields().iter().map(|field| field.name());
                writer.write_record(names).map_err(|error| failed(&error))?;
                Writer::Csv(Box::new(writer))
            }
            Format::Ndjson => Writer::Ndjson(file()?),
            Format::Xlsx => {
                let mut book = Workbook::new();
                let sheet = book.add_worksheet();
                let bold = CellFormat::new().set_bold();
                for (column, field) in (0u16..).zip(schema.fields()) {
                    sheet
                        .write_string_with_format(0, column, field.name(), &bold)
                        .map_err(|error| failed(&error))?;
                }
                sheet.set_freeze_panes(1, 0).map_err(|error| failed(&error))?;
                Writer::Sheet { book: Box::new(book), row: 0 }
            }
        })
    }

    /// Makes the file lasting and gives it its name.
    ///
    /// # Errors
    ///
    /// The file cannot be written; then there is none.
    pub fn finish(self) -> Result<(), TableError> {
        let Self { path, file, writer, .. } = self;
        let failed = |error: &dyn std::fmt::Display| TableError::write(&path, error);
        match writer {
            Writer::Waiting => {}
            Writer::Parquet(writer) => {
                let mut inner = writer.into_inner().map_err(|error| failed(&error))?;
                inner.flush().map_err(|error| failed(&error))?;
            }
            Writer::Arrow(mut writer) => {
                writer.finish().map_err(|error| failed(&error))?;
                writer.get_mut().flush().map_err(|error| failed(&error))?;
            }
            Writer::Csv(writer) => {
                let mut inner = writer.into_inner().map_err(|error| failed(error.error()))?;
                inner.flush().map_err(|error| failed(&error))?;
            }
            Writer::Ndjson(mut writer) => writer.flush().map_err(|error| failed(&error))?,
            Writer::Sheet { mut book, .. } => {
                let file = file.as_file().try_clone().map_err(|error| failed(&error))?;
                book.save_to_writer(file).map_err(|error| failed(&error))?;
            }
        }
        last(file, &path)
    }
}

/// What the file may be done with: as before, or as any new file.
fn permissions(path: &Path) -> Option<Permissions> {
    if let Ok(known) = std::fs::metadata(path) {
        return Some(known.permissions());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // What the user's mask takes away is taken away when the file is made.
        Some(Permissions::from_mode(0o666))
    }
    #[cfg(not(unix))]
    None
}

/// A cell as text; none for null.
pub(crate) fn cell(array: &ArrayRef, row: usize) -> Option<String> {
    if array.is_null(row) {
        return None;
    }
    macro_rules! number {
        ($ty:ty) => {
            array.as_primitive::<$ty>().value(row).to_string()
        };
    }
    Some(match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(row).to_owned(),
        DataType::LargeUtf8 => array.as_string::<i64>().value(row).to_owned(),
        DataType::Utf8View => array.as_string_view().value(row).to_owned(),
        DataType::Boolean => array.as_boolean().value(row).to_string(),
        DataType::Int8 => number!(Int8Type),
        DataType::Int32 => number!(Int32Type),
        DataType::Int64 => number!(Int64Type),
        DataType::UInt32 => number!(UInt32Type),
        DataType::UInt64 => number!(UInt64Type),
        DataType::Float64 => number!(Float64Type),
        DataType::Decimal32(..) => array.as_primitive::<Decimal32Type>().value_as_string(row),
        DataType::Decimal64(..) => array.as_primitive::<Decimal64Type>().value_as_string(row),
        DataType::Decimal128(..) => array.as_primitive::<Decimal128Type>().value_as_string(row),
        DataType::Date32 => {
            let date = array.as_primitive::<Date32Type>().value_as_date(row)?;
            date.to_string()
        }
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary_opt()?;
            return cell(dictionary.values(), key(dictionary.keys(), row)?);
        }
        // Other types are handed to the engine, which reads them itself.
        _ => return None,
    })
}

/// Which of its values a row of a dictionary has.
pub(crate) fn key(keys: &dyn Array, row: usize) -> Option<usize> {
    macro_rules! key {
        ($type:ty) => {
            usize::try_from(keys.as_primitive::<$type>().value(row)).ok()
        };
    }
    match keys.data_type() {
        DataType::Int8 => key!(Int8Type),
        DataType::Int16 => key!(Int16Type),
        DataType::Int32 => key!(Int32Type),
        DataType::Int64 => key!(Int64Type),
        DataType::UInt8 => key!(UInt8Type),
        DataType::UInt16 => key!(UInt16Type),
        DataType::UInt32 => key!(UInt32Type),
        DataType::UInt64 => key!(UInt64Type),
        _ => None,
    }
}

/// Whether a column is written as numbers where a format has them.
fn is_number(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Decimal128(..) | DataType::UInt64)
}

fn json_line(out: &mut impl Write, batch: &RecordBatch, row: usize) -> std::io::Result<()> {
    let mut separator = "{";
    for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
        let name = serde_json::Value::from(field.name().as_str());
        write!(out, "{separator}{name}:")?;
        match cell(column, row) {
            None => write!(out, "null")?,
            Some(text) if is_number(column.data_type()) => write!(out, "{text}")?,
            Some(text) => write!(out, "{}", serde_json::Value::from(text))?,
        }
        separator = ",";
    }
    writeln!(out, "}}")
}

fn sheet_rows(book: &mut Workbook, row: &mut u32, batch: &RecordBatch) -> Result<(), String> {
    let sheet = book.worksheet_from_index(0).map_err(|error| error.to_string())?;
    for at in 0..batch.num_rows() {
        *row += 1;
        if *row >= SHEET_ROWS {
            return Err(format!("> {} (.parquet, .csv)", SHEET_ROWS - 1));
        }
        for (column, array) in (0u16..).zip(batch.columns()) {
            let Some(text) = cell(array, at) else { continue };
            // Numbers of results have few digits, so the sheet's own kind of number holds them.
            let number = text.parse::<f64>().ok().filter(|_| is_number(array.data_type()));
            match number {
                Some(number) => sheet.write_number(*row, column, number),
                None => sheet.write_string(*row, column, text),
            }
            .map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}

/// Writes a file as a whole or not at all, whatever its ending.
///
/// # Errors
///
/// The file cannot be written; then it is what it was.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), TableError> {
    write_whole_by(path, |out| out.write_all(bytes))
}

/// Writes a file piece by piece, as a whole or not at all, whatever its ending.
///
/// # Errors
///
/// The file cannot be written; then it is what it was.
pub fn write_whole_by(
    path: &Path,
    pieces: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<(), TableError> {
    let mut out = BufWriter::new(temporary(path, ".")?);
    let file = pieces(&mut out).and_then(|()| out.into_inner().map_err(std::io::IntoInnerError::into_error));
    last(file.map_err(|error| TableError::write(path, error))?, path)
}

/// Makes a file lasting and gives it its name.
fn last(file: NamedTempFile, path: &Path) -> Result<(), TableError> {
    file.as_file().sync_all().map_err(|error| TableError::write(path, error))?;
    file.persist(path).map_err(|error| TableError::write(path, error.error))?;
    // The name itself lasts once its folder does; where a folder cannot be synced, so be it.
    let _ = File::open(folder_of(path)).and_then(|folder| folder.sync_all());
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file beside the final one, with the permissions that one has or will have.
fn temporary(path: &Path, prefix: &str) -> Result<NamedTempFile, TableError> {
    let mut builder = Builder::new();
    builder.prefix(prefix).suffix(".tmp");
    let permissions = permissions(path);
    if let Some(permissions) = &permissions {
        builder.permissions(permissions.clone());
    }
    builder.tempfile_in(folder_of(path)).map_err(|error| TableError::write(path, error))
}

/// Writes problems into a file of their own.
///
/// # Errors
///
/// The file cannot be written; then there is none.
pub fn write_problems(path: &Path, problems: &[Problem]) -> Result<(), TableError> {
    let mut output = Output::begin(path)?;
    output.write(&tieuchi::problems_batch(problems))?;
    output.finish()
}
