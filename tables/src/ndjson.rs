//! Tables written as JSON objects, one a line.
//!
//! Every cell becomes text as it was written; null is null. What a cell means is decided by the
//! engine.

use crate::bytes::{BATCH, Batches};
use crate::error::TableError;
use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{Array, ArrayRef, ListArray, RecordBatch, StringArray, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

/// The longest line.
const LINE: u64 = 64 << 20;

/// A cell of JSON: text, or rows of a table within.
enum Value {
    Text(String),
    Rows(Vec<BTreeMap<String, String>>),
}

type Object<'a> = BTreeMap<String, &'a RawValue>;

/// Objects a line, in the form of dossiers: `{"value": …, "status": …}` becomes `x` and
/// `x.status`, an array of objects a table within.
pub(crate) fn ndjson(path: &Path) -> Result<Batches, TableError> {
    // Columns are known once every line was seen, so the file is read twice.
    let mut names: BTreeMap<String, Option<BTreeMap<String, ()>>> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    for line in lines(path)? {
        for (name, value) in line? {
            if !names.contains_key(&name) {
                order.push(name.clone());
            }
            let inner = names.entry(name).or_default();
            if let Value::Rows(rows) = value {
                let fields = inner.get_or_insert_default();
                fields.extend(rows.into_iter().flatten().map(|(name, _)| (name, ())));
            }
        }
    }
    let mut input = lines(path)?;
    let own = path.to_path_buf();
    let mut first = true;
    Ok(Box::new(std::iter::from_fn(move || {
        let mut rows: Vec<BTreeMap<String, Value>> = Vec::new();
        while rows.len() < BATCH {
            match input.next() {
                None => break,
                Some(Err(error)) => return Some(Err(error)),
                Some(Ok(row)) => rows.push(row),
            }
        }
        if rows.is_empty() && !first {
            return None;
        }
        first = false;
        let columns = order.iter().map(|name| {
            let inner = names.get(name).and_then(Option::as_ref);
            let array = match inner {
                None => texts(&rows, name),
                Some(fields) => within(&rows, name, fields),
            };
            (name.as_str(), array, true)
        });
        let batch = RecordBatch::try_from_iter_with_nullable(columns.collect::<Vec<_>>());
        Some(batch.map_err(|error| TableError::read(&own, error)))
    })))
}

fn texts(rows: &[BTreeMap<String, Value>], name: &str) -> ArrayRef {
    let cell = |row: &BTreeMap<String, Value>| match row.get(name) {
        Some(Value::Text(text)) => Some(text.clone()),
        Some(Value::Rows(_)) | None => None,
    };
    Arc::new(rows.iter().map(cell).collect::<StringArray>())
}

fn within(rows: &[BTreeMap<String, Value>], name: &str, fields: &BTreeMap<String, ()>) -> ArrayRef {
    let mut columns: Vec<(&str, StringBuilder)> =
        fields.keys().map(|field| (field.as_str(), StringBuilder::new())).collect();
    let mut lengths = Vec::with_capacity(rows.len());
    for row in rows {
        let inner = match row.get(name) {
            Some(Value::Rows(inner)) => inner.as_slice(),
            Some(Value::Text(_)) | None => &[],
        };
        lengths.push(inner.len());
        for one in inner {
            for (field, column) in &mut columns {
                column.append_option(one.get(*field));
            }
        }
    }
    if columns.is_empty() {
        // Tables that hold nothing anywhere.
        let mut empty = ListBuilder::new(StringBuilder::new());
        rows.iter().for_each(|_| empty.append_null());
        return Arc::new(empty.finish());
    }
    let arrays = columns.into_iter().map(|(field, mut column)| {
        let array: ArrayRef = Arc::new(column.finish());
        (Arc::new(Field::new(field, DataType::Utf8, true)), array)
    });
    let inner: ArrayRef = Arc::new(StructArray::from(arrays.collect::<Vec<_>>()));
    let field = Arc::new(Field::new("item", inner.data_type().clone(), true));
    Arc::new(ListArray::new(field, OffsetBuffer::from_lengths(lengths), inner, None))
}

type Lines = Box<dyn Iterator<Item = Result<BTreeMap<String, Value>, TableError>>>;

fn lines(path: &Path) -> Result<Lines, TableError> {
    let file = File::open(path).map_err(|error| TableError::read(path, error))?;
    let mut reader = BufReader::new(file);
    let own = path.to_path_buf();
    let mut number = 0u64;
    Ok(Box::new(std::iter::from_fn(move || {
        loop {
            number += 1;
            let mut line = String::new();
            match (&mut reader).take(LINE).read_line(&mut line) {
                Err(error) => return Some(Err(TableError::read(&own, error))),
                Ok(0) => return None,
                Ok(_) => {}
            }
            let text = line.strip_prefix('\u{feff}').unwrap_or(&line);
            if text.trim().is_empty() {
                continue;
            }
            let at = |why: &dyn std::fmt::Display| TableError::read(&own, format!("{number}: {why}"));
            let object: Object<'_> = match serde_json::from_str(text) {
                Ok(object) => object,
                Err(error) => return Some(Err(at(&error))),
            };
            let mut row = BTreeMap::new();
            for (name, value) in object {
                if let Err(error) = cell(&mut row, &name, value) {
                    return Some(Err(at(&format!("{name}: {error}"))));
                }
            }
            return Some(Ok(row));
        }
    })))
}

/// Adds what stands under a name.
fn cell(row: &mut BTreeMap<String, Value>, name: &str, value: &RawValue) -> Result<(), serde_json::Error> {
    let text = value.get();
    match text.as_bytes().first() {
        Some(b'[') => {
            let list: Vec<&RawValue> = serde_json::from_str(text)?;
            if list.iter().all(|one| one.get().starts_with('"')) && !list.is_empty() {
                // A path of regions, near to far.
                for (at, one) in list.into_iter().enumerate() {
                    let name = if at == 0 { name.to_owned() } else { format!("{name}_{}", at + 1) };
                    flat(row, &name, one)?;
                }
                return Ok(());
            }
            let mut rows = Vec::new();
            for one in list {
                let object: Object<'_> = serde_json::from_str(one.get())?;
                let mut inner = BTreeMap::new();
                for (field, value) in object {
                    flat(&mut inner, &field, value)?;
                }
                let texts = inner.into_iter().filter_map(|(field, value)| match value {
                    Value::Text(text) => Some((field, text)),
                    Value::Rows(_) => None,
                });
                rows.push(texts.collect());
            }
            row.insert(name.to_owned(), Value::Rows(rows));
            Ok(())
        }
        _ => flat(row, name, value),
    }
}

/// Adds a plain value, or the parts of an object.
fn flat(row: &mut BTreeMap<String, Value>, name: &str, value: &RawValue) -> Result<(), serde_json::Error> {
    let text = value.get();
    let plain = match text.as_bytes().first() {
        Some(b'n') => return Ok(()),
        Some(b'"') => serde_json::from_str(text)?,
        Some(b'{') => {
            let parts: Object<'_> = serde_json::from_str(text)?;
            for (part, value) in parts {
                let name = match part.as_str() {
                    "value" | "verified" => name.to_owned(),
                    part => format!("{name}.{part}"),
                };
                flat(row, &name, value)?;
            }
            return Ok(());
        }
        // Lists within rows of a table mean nothing to any set: the engine says that it is no value.
        _ => text.to_owned(),
    };
    row.insert(name.to_owned(), Value::Text(plain));
    Ok(())
}
