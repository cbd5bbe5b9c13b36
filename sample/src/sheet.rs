//! A batch while it is filled, column by column.
//!
//! In: names and cells. Out: a record batch whose schema says that its figures are invented. Every
//! column may be empty in any row, so that a planted gap needs no other schema.

use crate::error::Error;
use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Decimal128Builder, Int8Builder, Int32Builder, StringBuilder,
};
use arrow_array::types::Int8Type;
use arrow_array::{ArrayRef, DictionaryArray, Int8Array, RecordBatch, StringArray};
use arrow_schema::{Field, Schema};
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

/// Columns so far.
pub(crate) struct Sheet {
    rows: usize,
    fields: Vec<Field>,
    arrays: Vec<ArrayRef>,
}

impl Sheet {
    /// For about so many rows.
    pub(crate) fn new(rows: usize) -> Self {
        Self { rows, fields: Vec::new(), arrays: Vec::new() }
    }

    fn push(&mut self, name: impl Into<String>, array: ArrayRef) {
        self.fields.push(Field::new(name, array.data_type().clone(), true));
        self.arrays.push(array);
    }

    /// Identifiers: a prefix and a number of so many digits.
    pub(crate) fn ids(
        &mut self,
        name: &str,
        prefix: &str,
        digits: usize,
        cells: impl Iterator<Item = Option<u64>>,
    ) {
        let mut builder = StringBuilder::with_capacity(self.rows, self.rows * (prefix.len() + digits));
        for cell in cells {
            // What is written goes to the cell that is appended next; memory does not refuse it.
            let written = cell.map(|number| write!(builder, "{prefix}{number:0digits$}"));
            builder.append_option(written.map(|_| ""));
        }
        self.push(name, Arc::new(builder.finish()));
    }

    /// Texts.
    pub(crate) fn text<S: AsRef<str>>(&mut self, name: &str, cells: impl Iterator<Item = Option<S>>) {
        let mut builder = StringBuilder::with_capacity(self.rows, self.rows * 8);
        for cell in cells {
            builder.append_option(cell);
        }
        self.push(name, Arc::new(builder.finish()));
    }

    /// One of a few texts, by its place among them.
    pub(crate) fn choice<S: AsRef<str>>(
        &mut self,
        name: &str,
        options: &[S],
        cells: impl Iterator<Item = Option<i8>>,
    ) -> Result<(), Error> {
        let keys: Int8Array = cells.collect();
        let values: StringArray = options.iter().map(|option| Some(option.as_ref())).collect();
        self.push(name, Arc::new(DictionaryArray::<Int8Type>::try_new(keys, Arc::new(values))?));
        Ok(())
    }

    /// Yes and no.
    pub(crate) fn flag(&mut self, name: &str, cells: impl Iterator<Item = Option<bool>>) {
        let mut builder = BooleanBuilder::with_capacity(self.rows);
        cells.for_each(|cell| builder.append_option(cell));
        self.push(name, Arc::new(builder.finish()));
    }

    /// Small whole numbers.
    pub(crate) fn small(&mut self, name: impl Into<String>, cells: impl Iterator<Item = Option<i8>>) {
        let mut builder = Int8Builder::with_capacity(self.rows);
        cells.for_each(|cell| builder.append_option(cell));
        self.push(name, Arc::new(builder.finish()));
    }

    /// Whole numbers.
    pub(crate) fn whole(&mut self, name: &str, cells: impl Iterator<Item = Option<i32>>) {
        let mut builder = Int32Builder::with_capacity(self.rows);
        cells.for_each(|cell| builder.append_option(cell));
        self.push(name, Arc::new(builder.finish()));
    }

    /// Exact numbers with one digit after the mark, given in tenths.
    pub(crate) fn tenths(
        &mut self,
        name: &str,
        cells: impl Iterator<Item = Option<i32>>,
    ) -> Result<(), Error> {
        let mut builder = Decimal128Builder::with_capacity(self.rows).with_precision_and_scale(5, 1)?;
        cells.for_each(|cell| builder.append_option(cell.map(i128::from)));
        self.push(name, Arc::new(builder.finish()));
        Ok(())
    }

    /// Days.
    pub(crate) fn day(&mut self, name: &str, cells: impl Iterator<Item = Option<i32>>) {
        let mut builder = Date32Builder::with_capacity(self.rows);
        cells.for_each(|cell| builder.append_option(cell));
        self.push(name, Arc::new(builder.finish()));
    }

    /// The batch, with what is to be known of the whole file.
    pub(crate) fn batch(self, metadata: &HashMap<String, String>) -> Result<RecordBatch, Error> {
        let schema = Schema::new(self.fields).with_metadata(metadata.clone());
        Ok(RecordBatch::try_new(Arc::new(schema), self.arrays)?)
    }
}
