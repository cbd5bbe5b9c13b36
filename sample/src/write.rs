//! A province as files: one a table, and the manifest.
//!
//! In: a province, a folder, a format. Out: files that appear under their names only when all of
//! them are complete. Every commune is made once and goes into all files, so memory is bounded by
//! the largest commune and by what the writers hold back.

use crate::Province;
use crate::error::Error;
use crate::manifest::{METADATA, Manifest};
use crate::names::{ID, MEMBER, SUBJECT, Table};
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Rows that a Parquet file holds back until it writes them.
const ROW_GROUP: usize = 128 * 1024;

/// How tables are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Parquet, typed columns, compressed.
    Parquet,
    /// CSV with a heading, `.` in decimals, days as 2025-03-01, nothing for what is not on file.
    Csv,
}

impl Format {
    /// The ending of its files.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv => "csv",
        }
    }
}

/// A file that is being written.
enum Writer {
    Parquet(Box<ArrowWriter<BufWriter<File>>>),
    Csv(Box<arrow_csv::Writer<BufWriter<File>>>),
}

impl Writer {
    fn create(path: &Path, schema: &SchemaRef, format: Format) -> Result<Self, Error> {
        let file = File::create(path).map_err(|error| Error::file(path, &error))?;
        let file = BufWriter::with_capacity(1 << 18, file);
        Ok(match format {
            Format::Parquet => {
                let properties = properties(schema);
                Self::Parquet(Box::new(ArrowWriter::try_new(file, schema.clone(), Some(properties))?))
            }
            Format::Csv => Self::Csv(Box::new(arrow_csv::WriterBuilder::new().with_header(true).build(file))),
        })
    }

    fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        match self {
            Self::Parquet(writer) => writer.write(batch)?,
            Self::Csv(writer) => writer.write(batch)?,
        }
        Ok(())
    }

    /// Everything is on the disk when this returns.
    fn finish(self, path: &Path) -> Result<(), Error> {
        let buffer = match self {
            Self::Parquet(writer) => writer.into_inner()?,
            Self::Csv(writer) => writer.into_inner(),
        };
        let file = buffer.into_inner().map_err(|error| Error::file(path, error.error()))?;
        file.sync_all().map_err(|error| Error::file(path, &error))
    }
}

fn properties(schema: &SchemaRef) -> WriterProperties {
    let about = schema.metadata().get(METADATA).cloned();
    let mut builder = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .set_key_value_metadata(Some(vec![KeyValue { key: METADATA.to_owned(), value: about }]));
    // Hardly any identifier stands twice in a row group; a dictionary of them would only cost time.
    for column in [ID, SUBJECT, MEMBER] {
        builder = builder.set_column_dictionary_enabled(ColumnPath::from(column), false);
    }
    builder.build()
}

/// The files of a province under temporary names; what is left of them goes when this is dropped.
struct Files<'a> {
    folder: &'a Path,
    format: Format,
    open: BTreeMap<Table, Writer>,
    temporary: Vec<(PathBuf, PathBuf)>,
}

impl Files<'_> {
    fn names(&self, name: &str, extension: &str) -> (PathBuf, PathBuf) {
        let of = |ending: &str| self.folder.join(format!("{name}.{ending}"));
        (of(&format!("{extension}.part")), of(extension))
    }

    fn write(&mut self, table: Table, batch: &RecordBatch) -> Result<(), Error> {
        if let Some(writer) = self.open.get_mut(&table) {
            return writer.write(batch);
        }
        let names = self.names(table.name(), self.format.extension());
        let mut writer = Writer::create(&names.0, &batch.schema(), self.format)?;
        self.temporary.push(names);
        let written = writer.write(batch);
        self.open.insert(table, writer);
        written
    }

    fn finish(mut self, manifest: &Manifest) -> Result<(), Error> {
        for (table, writer) in std::mem::take(&mut self.open) {
            let (path, _) = self.names(table.name(), self.format.extension());
            writer.finish(&path)?;
        }
        let names = self.names("manifest", "json");
        let path = names.0.clone();
        let failed = |error: std::io::Error| Error::file(&path, &error);
        let mut file = File::create(&path).map_err(failed)?;
        // The manifest comes last: where it is, all tables are.
        self.temporary.push(names);
        serde_json::to_writer_pretty(&mut file, manifest)?;
        file.write_all(b"\n").and_then(|()| file.sync_all()).map_err(failed)?;
        for (from, to) in std::mem::take(&mut self.temporary) {
            fs::rename(&from, &to).map_err(|error| Error::file(&to, &error))?;
        }
        Ok(())
    }
}

impl Drop for Files<'_> {
    fn drop(&mut self) {
        for (path, _) in &self.temporary {
            // What cannot be removed bears a name that nobody reads.
            drop(fs::remove_file(path));
        }
    }
}

/// Writes every table and the manifest.
pub(crate) fn write(province: &Province, folder: &Path, format: Format) -> Result<Manifest, Error> {
    fs::create_dir_all(folder).map_err(|error| Error::file(folder, &error))?;
    let mut files = Files { folder, format, open: BTreeMap::new(), temporary: Vec::new() };
    let manifest = province.run(|table, batch| files.write(table, batch))?;
    files.finish(&manifest)?;
    Ok(manifest)
}
