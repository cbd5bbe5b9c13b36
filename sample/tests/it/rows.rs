//! Tables as rows of JSON values, which is slow and plain.

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type, Int8Type, Int32Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use serde_json::{Map, Value};
use tieuchi_sample::{Flaws, Options, Province, Table};

pub type Row = Map<String, Value>;

/// A province small enough for rows, with every kind of flaw in it.
pub fn province(flaws: Flaws, year: i32) -> Province {
    Province::new(Options { seed: 11, citizens: 3_000, year, flaws }).unwrap()
}

/// The usual flaws, the rarest of them so often that each occurs.
pub fn flawed() -> Flaws {
    Flaws { unknown_member: 30_000, bad_date: 15_000, two_families: 10_000, ..Flaws::usual() }
}

/// Every row of a table; a cell that is empty is left out.
pub fn rows(province: &Province, table: Table) -> Vec<Row> {
    let mut out = Vec::new();
    for batch in province.batches(table) {
        let batch = batch.unwrap();
        for row in 0..batch.num_rows() {
            out.push(cells(&batch, row));
        }
    }
    out
}

fn cells(batch: &RecordBatch, row: usize) -> Row {
    let schema = batch.schema();
    let fields = schema.fields().iter().zip(batch.columns());
    fields
        .filter(|(_, column)| !column.is_null(row))
        .map(|(field, column)| (field.name().clone(), cell(column, row)))
        .collect()
}

fn cell(column: &dyn Array, row: usize) -> Value {
    match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(row).into(),
        DataType::Boolean => column.as_boolean().value(row).into(),
        DataType::Int8 => column.as_primitive::<Int8Type>().value(row).into(),
        DataType::Int32 => column.as_primitive::<Int32Type>().value(row).into(),
        DataType::Decimal128(_, 1) => {
            let tenths = column.as_primitive::<Decimal128Type>().value(row);
            format!("{}.{}", tenths / 10, tenths % 10).into()
        }
        DataType::Date32 => day(column.as_primitive::<Date32Type>().value(row)).into(),
        DataType::Dictionary(..) => {
            let column = column.as_dictionary::<Int8Type>();
            let key = usize::try_from(column.keys().value(row)).unwrap();
            column.values().as_string::<i32>().value(key).into()
        }
        other => panic!("no table has cells of {other}"),
    }
}

/// Counted up year by year, so that the crate's own arithmetic is checked by another way.
fn day(mut number: i32) -> String {
    let leap = |year: i32| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = |year: i32| if leap(year) { 366 } else { 365 };
    let mut year = 1970;
    while number < 0 {
        year -= 1;
        number += length(year);
    }
    while number >= length(year) {
        number -= length(year);
        year += 1;
    }
    let february = if leap(year) { 29 } else { 28 };
    let mut month = 1;
    for days in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if number < days {
            break;
        }
        number -= days;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", number + 1)
}

pub fn text<'a>(row: &'a Row, column: &str) -> &'a str {
    row.get(column).and_then(Value::as_str).unwrap_or_else(|| panic!("{column}: {row:?}"))
}
