//! A table whose rows lie in no order, laid out so that those of near subjects lie together.
//!
//! In: where each row goes to, and the batches of the table. Out: one batch with the columns that are
//! read. A column is gone through from its beginning and written to as many places at a time as there
//! are parts, so that a block later picks its rows from memory that is near. It knows nothing of
//! values.

use crate::evaluate::set;
use arrow_array::builder::Int32Builder;
use arrow_array::cast::AsArray;
use arrow_array::{
    Array, ArrayRef, DictionaryArray, Int32Array, RecordBatch, RecordBatchOptions, make_array,
};
use arrow_buffer::{ArrowNativeType, BooleanBuffer, Buffer, NullBuffer, ScalarBuffer};
use arrow_schema::{DataType, Field, Schema};
use arrow_select::concat::concat;
use std::sync::{Arc, OnceLock};

/// What the offsets of a text can tell apart.
const MOST_BYTES: usize = i32::MAX.unsigned_abs() as usize;

/// Where rows go to.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// The place of each row; past all for one that is left out.
    places: Vec<u32>,
    /// How many places there are.
    count: usize,
    /// The row in each place, when somebody asks.
    rows: OnceLock<Vec<u32>>,
}

impl Layout {
    pub fn new(places: Vec<u32>, count: usize) -> Self {
        Self { places, count, rows: OnceLock::new() }
    }

    /// The row in a place; past all where there is none.
    pub fn row(&self, place: usize) -> u32 {
        self.rows().get(place).copied().unwrap_or(u32::MAX)
    }

    fn rows(&self) -> &[u32] {
        self.rows.get_or_init(|| {
            let mut rows = vec![u32::MAX; self.count];
            for (place, row) in self.places.iter().zip(0u32..) {
                set(&mut rows, *place as usize, row);
            }
            rows
        })
    }

    /// What rows have, in their places.
    pub fn of<T: Copy + Default>(&self, values: &[T]) -> Vec<T> {
        let mut out = vec![T::default(); self.count];
        lay(&self.places, values, &mut out);
        out
    }

    /// The columns of some names; nothing where one cannot be laid out.
    pub fn table(&self, batches: &[RecordBatch], wanted: impl Fn(&str) -> bool) -> Option<RecordBatch> {
        let schema = batches.first()?.schema();
        let (mut fields, mut columns) = (Vec::new(), Vec::new());
        for (at, field) in schema.fields().iter().enumerate().filter(|(_, field)| wanted(field.name())) {
            let arrays: Vec<&ArrayRef> = batches.iter().filter_map(|batch| batch.columns().get(at)).collect();
            let column = self.column(&arrays)?;
            fields.push(Field::new(field.name(), column.data_type().clone(), true));
            columns.push(column);
        }
        let rows = RecordBatchOptions::new().with_row_count(Some(self.count));
        RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &rows).ok()
    }

    fn column(&self, arrays: &[&ArrayRef]) -> Option<ArrayRef> {
        let first = *arrays.first()?;
        let values = first.as_any_dictionary_opt().map(|first| first.values());
        let alike = |array: &&ArrayRef| {
            let others = array.as_any_dictionary_opt().map(|other| other.values());
            values.zip(others).is_none_or(|(own, other)| Arc::ptr_eq(own, other))
        };
        if !arrays.iter().all(alike) {
            return self.column(&[&one_list(arrays)?]);
        }
        let width = match first.data_type() {
            DataType::Dictionary(keys, _) => keys.primitive_width(),
            other => other.primitive_width(),
        };
        let buffer = match (first.data_type(), width) {
            (DataType::Boolean, _) => {
                let values = arrays.iter().map(|array| array.as_boolean_opt().map(|array| array.values()));
                self.bits(arrays, values).into_inner()
            }
            (_, Some(1)) => self.values::<u8>(arrays),
            (_, Some(2)) => self.values::<u16>(arrays),
            (_, Some(4)) => self.values::<u32>(arrays),
            (_, Some(8)) => self.values::<u64>(arrays),
            (_, Some(16)) => self.values::<i128>(arrays),
            _ => return self.listed(arrays),
        };
        let data = first.to_data().into_builder().offset(0).len(self.count);
        let data = data.buffers(vec![buffer]).nulls(self.nulls(arrays)).build().ok()?;
        Some(make_array(data))
    }

    /// Cells of other lengths stay where they are: which row has which is laid out.
    fn listed(&self, arrays: &[&ArrayRef]) -> Option<ArrayRef> {
        let rows = self.rows().iter().map(|row| i32::try_from(*row).ok()).collect::<Option<Vec<i32>>>()?;
        let rows = Int32Array::try_new(rows.into(), self.nulls(arrays)).ok()?;
        Some(Arc::new(DictionaryArray::try_new(rows, together(arrays)?).ok()?))
    }

    fn values<T: ArrowNativeType>(&self, arrays: &[&ArrayRef]) -> Buffer {
        let mut out = vec![T::default(); self.count];
        let mut places = self.places.as_slice();
        for array in arrays {
            let (own, rest) = places.split_at(array.len().min(places.len()));
            let data = array.to_data();
            if let Some(buffer) = data.buffers().first() {
                lay(own, &ScalarBuffer::<T>::new(buffer.clone(), data.offset(), data.len()), &mut out);
            }
            places = rest;
        }
        Buffer::from_vec(out)
    }

    fn nulls(&self, arrays: &[&ArrayRef]) -> Option<NullBuffer> {
        let any = arrays.iter().any(|array| array.null_count() > 0);
        let valid = || arrays.iter().map(|array| array.nulls().map(NullBuffer::inner));
        any.then(|| NullBuffer::new(self.bits(arrays, valid())))
    }

    /// A bit of each row; yes where there are none.
    fn bits<'a>(
        &self,
        arrays: &[&ArrayRef],
        bits: impl Iterator<Item = Option<&'a BooleanBuffer>>,
    ) -> BooleanBuffer {
        let mut out = vec![0u8; self.count.div_ceil(8)];
        let mut places = self.places.as_slice();
        let mut put = |place: &u32, bit: bool| {
            if let Some(byte) = out.get_mut(*place as usize / 8).filter(|_| (*place as usize) < self.count) {
                *byte |= u8::from(bit) << (place % 8);
            }
        };
        for (array, bits) in arrays.iter().zip(bits) {
            let (own, rest) = places.split_at(array.len().min(places.len()));
            match bits {
                Some(bits) => own.iter().zip(bits).for_each(|(place, bit)| put(place, bit)),
                None => own.iter().for_each(|place| put(place, true)),
            }
            places = rest;
        }
        BooleanBuffer::new(Buffer::from_vec(out), 0, self.count)
    }
}

/// Puts values in their places.
fn lay<T: Copy>(places: &[u32], values: &[T], out: &mut [T]) {
    for (place, value) in places.iter().zip(values) {
        set(out, *place as usize, *value);
    }
}

/// Batches of which each has a list of values of its own, with one list; nothing where they are lists of
/// lists.
fn one_list(arrays: &[&ArrayRef]) -> Option<ArrayRef> {
    let dictionaries = arrays.iter().map(|array| array.as_any_dictionary_opt());
    let dictionaries = dictionaries.collect::<Option<Vec<_>>>()?;
    let lists: Vec<&ArrayRef> = dictionaries.iter().map(|dictionary| dictionary.values()).collect();
    if lists.iter().any(|list| list.as_any_dictionary_opt().is_some()) {
        return None;
    }
    let mut codes = Int32Builder::with_capacity(arrays.iter().map(|array| array.len()).sum());
    let mut begun = 0usize;
    for dictionary in dictionaries {
        let keys = dictionary.keys();
        match dictionary.values().len() {
            0 => codes.append_nulls(keys.len()),
            own => {
                for (row, key) in dictionary.normalized_keys().into_iter().enumerate() {
                    let code = i32::try_from(begun + key).ok();
                    codes.append_option(code.filter(|_| keys.is_valid(row)));
                }
                begun += own;
            }
        }
    }
    i32::try_from(begun).ok()?;
    Some(Arc::new(DictionaryArray::try_new(codes.finish(), together(&lists)?).ok()?))
}

/// The cells of several batches in one; nothing where they take more than an array can hold.
fn together(arrays: &[&ArrayRef]) -> Option<ArrayRef> {
    let bytes = arrays.iter().map(|array| array.to_data().get_slice_memory_size().ok());
    match arrays {
        [one] => Some(ArrayRef::clone(one)),
        _ if bytes.sum::<Option<usize>>()? > MOST_BYTES => None,
        _ => concat(&arrays.iter().map(|array| array.as_ref()).collect::<Vec<_>>()).ok(),
    }
}
