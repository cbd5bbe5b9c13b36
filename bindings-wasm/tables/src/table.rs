//! Tables as JavaScript brings them: columns of typed arrays, or the bytes of a file.

use arrow_array::cast::AsArray;
use arrow_array::types::{Float32Type, Float64Type, Int32Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, ArrowPrimitiveType, BooleanArray, Decimal128Array, DictionaryArray, Float32Array,
    Float64Array, Int32Array, PrimitiveArray, RecordBatch, StringArray,
};
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use std::sync::Arc;
use tieuchi_tables::read_bytes;
use tieuchi_wasm_shared::Refusal;
use wasm_bindgen::prelude::wasm_bindgen;

/// The most digits of a decimal column.
const DIGITS: u8 = 38;

/// A table as it is put together, column by column. Where `missing` is not empty it has a byte for each
/// row; a row whose byte is not nought has no value.
#[wasm_bindgen]
#[derive(Default)]
pub struct Columns {
    columns: Vec<(String, ArrayRef)>,
}

#[wasm_bindgen]
impl Columns {
    /// Nothing yet.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Whole numbers; with digits, decimals in units of the last digit.
    ///
    /// # Errors
    ///
    /// More digits than a decimal can have.
    pub fn longs(
        &mut self,
        name: String,
        values: Vec<i64>,
        digits: u8,
        missing: &[u8],
    ) -> Result<(), Refusal> {
        let values = numbers::<Int64Type>(values, missing);
        let array: ArrayRef = if digits == 0 {
            Arc::new(values)
        } else {
            let scale = i8::try_from(digits).unwrap_or(i8::MAX);
            let wide: Decimal128Array = values.unary(i128::from);
            Arc::new(wide.with_precision_and_scale(DIGITS, scale).map_err(misuse)?)
        };
        self.columns.push((name, array));
        Ok(())
    }

    /// Whole numbers of at most 32 bits.
    pub fn ints(&mut self, name: String, values: Vec<i32>, missing: &[u8]) {
        let array: Int32Array = numbers::<Int32Type>(values, missing);
        self.columns.push((name, Arc::new(array)));
    }

    /// Binary fractions.
    pub fn doubles(&mut self, name: String, values: Vec<f64>, missing: &[u8]) {
        let array: Float64Array = numbers::<Float64Type>(values, missing);
        self.columns.push((name, Arc::new(array)));
    }

    /// Binary fractions of 32 bits.
    pub fn floats(&mut self, name: String, values: Vec<f32>, missing: &[u8]) {
        let array: Float32Array = numbers::<Float32Type>(values, missing);
        self.columns.push((name, Arc::new(array)));
    }

    /// Yes and no, as one and nought.
    pub fn truths(&mut self, name: String, values: &[u8], missing: &[u8]) {
        let values = values.iter().map(|value| *value != 0).collect::<Vec<_>>();
        let array = BooleanArray::new(values.into(), present(missing));
        self.columns.push((name, Arc::new(array)));
    }

    /// Texts, written one after the other; `borders` says where each begins, and the last one ends.
    ///
    /// # Errors
    ///
    /// Borders that do not fit.
    pub fn texts(
        &mut self,
        name: String,
        letters: Vec<u8>,
        borders: Vec<i32>,
        missing: &[u8],
    ) -> Result<(), Refusal> {
        self.columns.push((name, Arc::new(strings(letters, borders, missing)?)));
        Ok(())
    }

    /// Texts of which there are few: which of the words each row has; a negative number is none.
    ///
    /// # Errors
    ///
    /// A number past the words.
    pub fn codes(&mut self, name: String, codes: Vec<i32>, words: Vec<String>) -> Result<(), Refusal> {
        let present: Vec<bool> = codes.iter().map(|code| *code >= 0).collect();
        let codes: Vec<i32> = codes.into_iter().map(|code| code.max(0)).collect();
        let keys = Int32Array::new(codes.into(), Some(NullBuffer::from(present)));
        let words = StringArray::from_iter_values(words);
        let array = DictionaryArray::<Int32Type>::try_new(keys, Arc::new(words)).map_err(misuse)?;
        self.columns.push((name, Arc::new(array)));
        Ok(())
    }

    /// The table.
    ///
    /// # Errors
    ///
    /// Columns of different lengths.
    pub fn finish(self) -> Result<Table, Refusal> {
        let columns = self.columns.into_iter().map(|(name, array)| (name, array, true));
        let batch = RecordBatch::try_from_iter_with_nullable(columns).map_err(misuse)?;
        Ok(Table { batches: vec![batch] })
    }
}

fn misuse(error: impl std::fmt::Display) -> Refusal {
    Refusal::Misuse(error.to_string())
}

fn present(missing: &[u8]) -> Option<NullBuffer> {
    (!missing.is_empty()).then(|| missing.iter().map(|byte| *byte == 0).collect::<Vec<_>>().into())
}

fn numbers<T: ArrowPrimitiveType>(values: Vec<T::Native>, missing: &[u8]) -> PrimitiveArray<T> {
    PrimitiveArray::new(ScalarBuffer::from(values), present(missing))
}

fn strings(letters: Vec<u8>, borders: Vec<i32>, missing: &[u8]) -> Result<StringArray, Refusal> {
    let rising = borders.first() == Some(&0) && borders.is_sorted();
    if !rising {
        return Err(Refusal::Misuse("borders of texts must rise from nought".to_owned()));
    }
    let offsets = OffsetBuffer::new(ScalarBuffer::from(borders));
    StringArray::try_new(offsets, Buffer::from_vec(letters), present(missing)).map_err(misuse)
}

/// A table whose columns are there.
#[wasm_bindgen]
pub struct Table {
    pub(crate) batches: Vec<RecordBatch>,
}

#[wasm_bindgen]
impl Table {
    /// Reads the bytes of a file by the ending of its name: CSV, XLSX or Arrow.
    ///
    /// # Errors
    ///
    /// Bytes that are no such file.
    pub fn read(name: &str, bytes: Vec<u8>) -> Result<Self, Refusal> {
        let batches = read_bytes(name, bytes).map_err(|error| Refusal::Unreadable(words(&error)))?;
        Ok(Self { batches })
    }

    /// How many rows there are.
    #[must_use]
    pub fn length(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// The names of its columns.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let first = self.batches.first();
        first
            .map(|batch| batch.schema().fields().iter().map(|field| field.name().clone()).collect())
            .unwrap_or_default()
    }

    /// The first cells row by row, for people to look at; empty where there is none.
    #[must_use]
    pub fn head(&self, rows: usize) -> Vec<String> {
        let first = |batch: &RecordBatch| -> Vec<String> {
            let cells = |row: usize| batch.columns().iter().map(move |array| shown(array, row));
            (0..batch.num_rows().min(rows)).flat_map(cells).collect()
        };
        self.batches.iter().find(|batch| batch.num_rows() > 0).map(first).unwrap_or_default()
    }

    /// Some of its columns under other names: a flat list of what each is called and what it shall be called.
    ///
    /// # Errors
    ///
    /// No column of such a name, or a name given twice.
    pub fn pick(&self, names: Vec<String>) -> Result<Self, Refusal> {
        let (pairs, _) = names.as_chunks::<2>();
        let picked = |batch: &RecordBatch| {
            let mut columns = Vec::new();
            for [name, new] in pairs {
                let array = batch.column_by_name(name);
                let array = array.ok_or_else(|| tieuchi_wasm_shared::no_such("columns", name))?;
                columns.push((new.as_str(), Arc::clone(array), true));
            }
            RecordBatch::try_from_iter_with_nullable(columns).map_err(misuse)
        };
        Ok(Self { batches: self.batches.iter().map(picked).collect::<Result<_, _>>()? })
    }
}

/// A cell as text, of the types that CSV and XLSX have and of whole numbers.
fn shown(array: &ArrayRef, row: usize) -> String {
    if array.is_null(row) {
        return String::new();
    }
    if let Some(texts) = array.as_string_opt::<i32>() {
        return texts.value(row).to_owned();
    }
    if let Some(truths) = array.as_boolean_opt() {
        return truths.value(row).to_string();
    }
    if let Some(numbers) = array.as_primitive_opt::<Float64Type>() {
        return numbers.value(row).to_string();
    }
    if let Some(numbers) = array.as_primitive_opt::<Int64Type>() {
        return numbers.value(row).to_string();
    }
    array.as_primitive_opt::<Int32Type>().map(|numbers| numbers.value(row).to_string()).unwrap_or_default()
}

/// Why a file cannot be read, as a JSON object.
fn words(error: &tieuchi_tables::TableError) -> String {
    match error {
        tieuchi_tables::TableError::File(words) => {
            serde_json::json!({ "vi": words.vi, "en": words.en }).to_string()
        }
        // Nothing else comes of reading bytes.
        _ => "{}".to_owned(),
    }
}
