//! Keys of subjects and of rows, packed into whole numbers, so that one instruction or two tell them apart.
//!
//! In: a column of whole numbers, or of texts of at most fifteen bytes. Out: its keys, a stretch at a time.
//! A column that holds anything else says so, and is gone through as texts.

use super::{Cells, Names, Piece, Starts};
use crate::evaluate::each;
use arrow_array::Array;
use std::ops::Range;

/// A column of keys, each as a whole number of one size that is not nought.
pub(super) trait Keys: Copy {
    /// Two are equal where the keys are; those of texts have the order of their bytes.
    type Key: Key;

    fn starts(&self) -> &Starts;

    /// Appends the keys of some rows of a batch; says no where one is null or cannot be packed.
    fn pack(self, piece: usize, rows: Range<usize>, out: &mut Vec<Self::Key>) -> bool;

    /// All keys in order, a stretch at a time; ends early where a key cannot be packed.
    fn stretches(self) -> Stretches<Self> {
        Stretches { keys: self, piece: 0, row: 0, good: true }
    }

    /// Calls for every key in order; nothing as soon as one cannot be packed.
    fn each(self, mut f: impl FnMut(Self::Key)) -> Option<()> {
        let (mut stretches, mut keys) = (self.stretches(), Vec::with_capacity(STRETCH));
        while stretches.next(&mut keys) {
            keys.iter().for_each(|key| f(*key));
        }
        stretches.good.then_some(())
    }
}

/// A packed key. Nought, its default, is none.
pub(super) trait Key: Copy + Default + Ord + std::hash::Hash {
    /// What tells it from others of its column, if 64 bits do.
    fn place(self) -> Option<u64>;

    fn is(self, other: Self) -> bool;
}

impl Key for u64 {
    fn place(self) -> Option<u64> {
        Some(self)
    }

    #[inline]
    fn is(self, other: Self) -> bool {
        self == other
    }
}

impl Key for u128 {
    fn place(self) -> Option<u64> {
        None
    }

    /// Half by half, since whoever walks over keys waits for it.
    #[inline]
    fn is(self, other: Self) -> bool {
        let differ = self ^ other;
        (differ as u64 | (differ >> 64) as u64) == 0
    }
}

/// Keys that are whole numbers.
#[derive(Clone, Copy)]
pub(super) struct Whole<'a>(pub &'a Cells);

/// Keys that are texts.
#[derive(Clone, Copy)]
pub(super) struct Texts<'a>(pub &'a Names);

/// Rows of which keys are looked at together, so that they stay in the nearest memory.
pub(super) const STRETCH: usize = 1_024;

impl Keys for Whole<'_> {
    type Key = u64;

    fn starts(&self) -> &Starts {
        &self.0.starts
    }

    #[inline]
    fn pack(self, piece: usize, rows: Range<usize>, out: &mut Vec<u64>) -> bool {
        match self.0.piece(piece).filter(|piece| piece.nulls().is_none()) {
            Some(Piece::Short(array)) => {
                let values = array.values().get(rows).unwrap_or_default();
                each(values, out, |value| packed_whole(i64::from(value)));
                true
            }
            Some(Piece::Int(array)) => {
                let values = array.values().get(rows).unwrap_or_default();
                each(values, out, packed_whole);
                // The least of all is nought, which is none.
                !values.contains(&i64::MIN)
            }
            _ => false,
        }
    }
}

impl Keys for Texts<'_> {
    type Key = u128;

    fn starts(&self) -> &Starts {
        &self.0.starts
    }

    #[inline]
    fn pack(self, piece: usize, rows: Range<usize>, out: &mut Vec<u128>) -> bool {
        let Some(texts) = self.0.pieces.get(piece).filter(|texts| texts.null_count() == 0) else {
            return false;
        };
        let offsets = texts.value_offsets().get(rows.start..=rows.end).unwrap_or_default();
        let bytes = texts.value_data();
        let begun = out.len();
        out.extend(offsets.iter().zip(offsets.iter().skip(1)).map(|(from, to)| {
            let text = bytes.get(from.unsigned_abs() as usize..to.unsigned_abs() as usize);
            packed(text.unwrap_or_default())
        }));
        out.iter().skip(begun).all(|key| *key != 0)
    }
}

/// Keys a stretch at a time.
pub(super) struct Stretches<K> {
    keys: K,
    piece: usize,
    row: usize,
    /// Whether every key so far could be packed.
    pub good: bool,
}

impl<K: Keys> Stretches<K> {
    /// Puts the next keys into a buffer; says no at the end.
    #[inline]
    pub fn next(&mut self, out: &mut Vec<K::Key>) -> bool {
        out.clear();
        let keys = self.keys;
        let starts = keys.starts();
        while self.good && self.piece < starts.pieces() {
            let rows = starts.piece(self.piece).len();
            if self.row == rows {
                (self.piece, self.row) = (self.piece + 1, 0);
                continue;
            }
            let from = self.row;
            self.row = rows.min(from + STRETCH);
            self.good = keys.pack(self.piece, from..self.row, out);
            return self.good;
        }
        false
    }
}

/// A whole number as a key, in its order.
pub(super) const fn packed_whole(value: i64) -> u64 {
    value.cast_unsigned() ^ 1 << 63
}

/// A text of at most fifteen bytes as a number, its length last; nought for others and for none.
#[inline]
pub(super) fn packed(text: &[u8]) -> u128 {
    let length = text.len();
    match (text.first_chunk::<8>(), text.last_chunk::<8>()) {
        (Some(first), Some(last)) if length < 16 => {
            let (first, last) = (u64::from_be_bytes(*first), u64::from_be_bytes(*last));
            // What of the last eight stands behind the first eight; of a text of eight bytes, nothing.
            let rest = last << (8 * (15 - length)) << 8;
            u128::from(first) << 64 | u128::from(rest) | length as u128
        }
        (None, _) => {
            let whole = text.iter().fold(0, |whole, byte| whole << 8 | u128::from(*byte));
            // A text of no bytes stays nought.
            whole << (8 * (15 - length)) << 8 | length as u128
        }
        _ => 0,
    }
}
