//! The files that every peer reads: the same population in the forms that suit each.

use crate::Any;
use arrow_array::{
    Array, ArrayRef, BooleanArray, Date32Array, Int8Array, Int32Array, RecordBatch, UInt32Array,
};
use arrow_select::take::take_record_batch;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tieuchi_benches::population::{Chance, Evidence, Population};
use tieuchi_benches::wide::{Citizens, named};

/// The file of the subjects.
pub const CITIZENS: &str = "citizens";
/// The files of the kinds of evidence, of which each copy of the set has its own.
pub const EVIDENCE: [&str; 3] = ["courses", "meetings", "advice"];
/// The folder of the files in which evidence lies in no order.
pub const SHUFFLED: &str = "shuffled";

/// Tables with the names of their files.
type Named = Vec<(String, RecordBatch)>;

/// Writes the tables of a population twice: as the engine takes them, with whole numbers as keys and exact
/// decimals; and as nothing but whole numbers, which is the least work for the others.
pub fn write_both(citizens: &Citizens, folder: &Path) -> Any<()> {
    write_all(&exact(citizens)?, &folder.join("engine"))?;
    write_all(&plain(citizens)?, folder)
}

/// Writes the same tables with pieces of evidence as chance would have it; and as the engine takes them
/// with texts as keys.
pub fn write_more(citizens: &Citizens, folder: &Path) -> Any<()> {
    let shuffled = folder.join(SHUFFLED);
    write_all(&shuffled_rows(exact(citizens)?)?, &shuffled.join("engine"))?;
    write_all(&shuffled_rows(plain(citizens)?)?, &shuffled)?;
    let texts = citizens.copies().first().map(Population::batches).into_iter().flatten();
    let named = [CITIZENS].into_iter().chain(EVIDENCE).map(str::to_owned).zip(texts);
    write_all(&named.collect::<Named>(), &folder.join("engine-texts"))
}

/// As the engine takes them.
fn exact(citizens: &Citizens) -> Any<Named> {
    let (subjects, evidence) = citizens.narrow_batches()?;
    let mut out = vec![(CITIZENS.to_owned(), subjects)];
    for (copy, batches) in evidence.into_iter().enumerate() {
        out.extend(EVIDENCE.into_iter().zip(batches).map(|(table, batch)| (named(table, copy), batch)));
    }
    Ok(out)
}

/// Nothing but whole numbers.
fn plain(citizens: &Citizens) -> Any<Named> {
    let numbers = UInt32Array::from_iter_values((0u32..).take(citizens.len()));
    let mut subjects: Vec<(String, ArrayRef)> = vec![("number".to_owned(), Arc::new(numbers))];
    let mut out = Vec::new();
    for (copy, of) in citizens.copies().iter().enumerate() {
        let columns: [(&str, ArrayRef); 6] = [
            ("hours", wholes(&of.hours)),
            ("computer", truths(&of.computer)),
            ("plans", wholes(&of.plans)),
            ("done", wholes(&of.done)),
            ("language", Arc::new(Int8Array::from(of.language.clone()))),
            ("work", wholes(&of.work)),
        ];
        subjects.extend(columns.map(|(name, column)| (named(name, copy), column)));
        // Each table has the columns that its evidence has, and no others.
        let kinds = [(&of.courses, true, true), (&of.meetings, false, true), (&of.advice, false, false)];
        for (table, (evidence, tenths, flags)) in EVIDENCE.into_iter().zip(kinds) {
            out.push((named(table, copy), plain_evidence(evidence, tenths, flags)?));
        }
    }
    subjects.push(("disciplined".to_owned(), truths(citizens.disciplined())));
    out.push((CITIZENS.to_owned(), RecordBatch::try_from_iter(subjects)?));
    Ok(out)
}

fn plain_evidence(evidence: &Evidence, tenths: bool, flags: bool) -> Any<RecordBatch> {
    let owners = (0u32..).zip(evidence.offsets.windows(2)).flat_map(|(owner, pair)| match pair {
        [from, to] => std::iter::repeat_n(owner, (to - from) as usize),
        _ => std::iter::repeat_n(owner, 0),
    });
    let mut columns: Vec<(&str, ArrayRef)> = vec![
        ("number", Arc::new(UInt32Array::from_iter_values(owners))),
        ("day", Arc::new(Date32Array::from(evidence.days.clone()))),
    ];
    if tenths {
        columns.push(("tenths", wholes(&evidence.tenths)));
    }
    if flags {
        columns.push(("flag", truths(&evidence.flags)));
    }
    Ok(RecordBatch::try_from_iter(columns)?)
}

fn wholes(values: &[i32]) -> ArrayRef {
    Arc::new(Int32Array::from(values.to_vec()))
}

fn truths(values: &[bool]) -> ArrayRef {
    Arc::new(BooleanArray::from(values.to_vec()))
}

/// Tables of evidence with their rows in another order, which is always the same; citizens stay.
fn shuffled_rows(tables: Named) -> Any<Named> {
    let shuffled = |(name, batch): (String, RecordBatch)| -> Any<(String, RecordBatch)> {
        if name == CITIZENS {
            return Ok((name, batch));
        }
        let mut rows: Vec<u32> = (0u32..).take(batch.num_rows()).collect();
        let mut chance = Chance::new(7);
        for at in (1..rows.len()).rev() {
            rows.swap(at, chance.up_to(at));
        }
        Ok((name, take_record_batch(&batch, &UInt32Array::from(rows))?))
    };
    tables.into_iter().map(shuffled).collect()
}

fn write_all(tables: &Named, folder: &Path) -> Any<()> {
    std::fs::create_dir_all(folder)?;
    for (name, batch) in tables {
        let file = File::create(path(folder, name))?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties))?;
        writer.write(batch)?;
        writer.close()?;
    }
    Ok(())
}

/// The file of a table.
pub fn path(folder: &Path, table: &str) -> PathBuf {
    folder.join(format!("{table}.parquet"))
}

/// What a file holds.
pub fn read_file(folder: &Path, table: &str) -> Any<Vec<RecordBatch>> {
    let file = File::open(path(folder, table))?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file)?.with_batch_size(65_536).build()?;
    Ok(reader.collect::<Result<_, _>>()?)
}

/// A column of some rows.
pub fn column<'a>(batch: &'a RecordBatch, name: &str) -> Any<&'a dyn Array> {
    Ok(batch.column_by_name(name).ok_or("no such column")?.as_ref())
}
