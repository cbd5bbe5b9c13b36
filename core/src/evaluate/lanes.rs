//! Registers: typed lanes with a lower and an upper bound, and bit masks.
//!
//! A number holds one lane where every bound is known (`exact`), two otherwise. Truth is two bits
//! a row: can be true, can be false. Nothing here knows what the values mean.

use super::kernels;
use crate::exact::compare_fractions;
use std::cmp::Ordering;

/// Sixty-four rows of yes or no.
pub(crate) type Word = u64;

/// Words for so many rows.
pub(crate) const fn words(rows: usize) -> usize {
    rows.div_ceil(64)
}

/// A bit a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bits {
    pub words: Vec<Word>,
    pub rows: usize,
}

impl Bits {
    pub fn fill(&mut self, rows: usize, value: bool) {
        self.rows = rows;
        self.words.clear();
        self.words.resize(words(rows), if value { Word::MAX } else { 0 });
        self.trim();
    }

    /// Bits past the last row are nought, so that words can be compared and counted.
    pub fn trim(&mut self) {
        let used = self.rows % 64;
        if used > 0
            && let Some(last) = self.words.last_mut()
        {
            *last &= (1 << used) - 1;
        }
    }

    pub fn collect(&mut self, rows: usize, mut bit: impl FnMut(usize) -> bool) {
        self.rows = rows;
        self.words.clear();
        let mut at = 0;
        while at < rows {
            let mut word = 0;
            for offset in 0..64.min(rows - at) {
                word |= Word::from(bit(at + offset)) << offset;
            }
            self.words.push(word);
            at += 64;
        }
    }

    /// A bit for each value.
    pub fn of<T: Copy>(&mut self, values: &[T], holds: impl Fn(T) -> bool) {
        self.rows = values.len();
        self.words.clear();
        kernels::mark(values, &mut self.words, holds);
    }

    /// A bit for each pair of values.
    pub fn of_pairs<T: Copy>(&mut self, a: &[T], b: &[T], holds: impl Fn(T, T) -> bool) {
        self.rows = a.len().min(b.len());
        self.words.clear();
        kernels::mark_pairs(a, b, &mut self.words, holds);
    }

    /// What the other says no to.
    pub fn opposite(&mut self, other: &Self) {
        self.rows = other.rows;
        self.words.clear();
        self.words.extend(other.words.iter().map(|word| !word));
        self.trim();
    }

    /// Words made elsewhere, for so many rows.
    pub fn of_words(&mut self, rows: usize, words: impl Iterator<Item = Word>) {
        self.rows = rows;
        self.words.clear();
        self.words.extend(words);
        self.trim();
    }

    /// Changes words by words made elsewhere.
    pub fn merge(&mut self, words: impl Iterator<Item = Word>, f: impl Fn(Word, Word) -> Word) {
        for (word, other) in self.words.iter_mut().zip(words) {
            *word = f(*word, other);
        }
    }

    /// Forgets all rows.
    pub fn clear(&mut self) {
        self.rows = 0;
        self.words.clear();
    }

    /// Adds a row.
    pub fn push(&mut self, bit: bool) {
        if self.rows.is_multiple_of(64) {
            self.words.push(0);
        }
        if let Some(last) = self.words.last_mut() {
            *last |= Word::from(bit) << (self.rows % 64);
        }
        self.rows += 1;
    }

    pub fn copy(&mut self, other: &Self) {
        self.rows = other.rows;
        self.words.clear();
        self.words.extend_from_slice(&other.words);
    }

    pub fn combine(&mut self, other: &Self, f: impl Fn(Word, Word) -> Word) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word = f(*word, *other);
        }
    }

    pub fn get(&self, row: usize) -> bool {
        self.words.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Replaces a row.
    #[cfg(feature = "arrow")]
    pub fn set(&mut self, row: usize, bit: bool) {
        if let Some(word) = self.words.get_mut(row / 64) {
            *word = *word & !(1 << (row % 64)) | Word::from(bit) << (row % 64);
        }
    }

    pub fn any(&self) -> bool {
        self.words.iter().any(|word| *word != 0)
    }
}

/// A fraction; the denominator is above nought.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fraction {
    pub num: i128,
    pub den: i128,
}

/// By value: 3/6 is 1/2.
impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Fraction {}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        compare_fractions(self.num, self.den, other.num, other.den)
    }
}

/// A number of a lane. The plan proves that no operation passes the lane; the arithmetic wraps
/// rather than panics if the proof were wrong, and the twin in the tests would tell.
pub(crate) trait Number: Copy + Ord {
    const ZERO: Self;
    /// No number of the lane is below it.
    const LEAST: Self;
    /// No number of the lane is above it.
    const MOST: Self;
    /// A number that the lane holds.
    fn narrow(value: i64) -> Self;
    /// The nearest number that the lane holds.
    fn clamped(value: i128) -> Self;
    fn plus(self, other: Self) -> Self;
    fn minus(self, other: Self) -> Self;
    fn times(self, other: Self) -> Self;
}

macro_rules! integer_lane {
    ($($ty:ty),+) => {
        $(impl Number for $ty {
            const ZERO: Self = 0;
            const LEAST: Self = Self::MIN;
            const MOST: Self = Self::MAX;
            #[inline(always)]
            fn narrow(value: i64) -> Self {
                value as Self
            }
            fn clamped(value: i128) -> Self {
                Self::try_from(value).unwrap_or(if value < 0 { Self::MIN } else { Self::MAX })
            }
            #[inline(always)]
            fn plus(self, other: Self) -> Self {
                self.wrapping_add(other)
            }
            #[inline(always)]
            fn minus(self, other: Self) -> Self {
                self.wrapping_sub(other)
            }
            #[inline(always)]
            fn times(self, other: Self) -> Self {
                self.wrapping_mul(other)
            }
        })+
    };
}

integer_lane!(i32, i64, i128);

impl Number for Fraction {
    const ZERO: Self = Self { num: 0, den: 1 };
    const LEAST: Self = Self { num: i128::MIN, den: 1 };
    const MOST: Self = Self { num: i128::MAX, den: 1 };
    fn narrow(value: i64) -> Self {
        Self { num: i128::from(value), den: 1 }
    }
    fn clamped(value: i128) -> Self {
        Self { num: value, den: 1 }
    }
    fn plus(self, other: Self) -> Self {
        Self {
            num: self.num.wrapping_mul(other.den).wrapping_add(other.num.wrapping_mul(self.den)),
            den: self.den.wrapping_mul(other.den),
        }
    }
    fn minus(self, other: Self) -> Self {
        self.plus(Self { num: other.num.wrapping_neg(), den: other.den })
    }
    fn times(self, other: Self) -> Self {
        Self { num: self.num.wrapping_mul(other.num), den: self.den.wrapping_mul(other.den) }
    }
}

/// The values of a number register, in the lane its width names.
#[derive(Clone, Debug)]
pub(crate) enum Lane {
    I32(Vec<i32>),
    I64(Vec<i64>),
    I128(Vec<i128>),
    Fraction(Vec<Fraction>),
}

impl Lane {
    /// A value as a numerator over the register's denominator.
    pub fn get(&self, row: usize, den: i128) -> Option<Fraction> {
        match self {
            Self::I32(values) => values.get(row).map(|num| Fraction { num: i128::from(*num), den }),
            Self::I64(values) => values.get(row).map(|num| Fraction { num: i128::from(*num), den }),
            Self::I128(values) => values.get(row).map(|num| Fraction { num: *num, den }),
            Self::Fraction(values) => values.get(row).copied(),
        }
    }

    #[cfg(feature = "arrow")]
    pub fn len(&self) -> usize {
        match self {
            Self::I32(values) => values.len(),
            Self::I64(values) => values.len(),
            Self::I128(values) => values.len(),
            Self::Fraction(values) => values.len(),
        }
    }

    /// Makes room for so many rows more.
    #[cfg(feature = "arrow")]
    pub fn reserve(&mut self, rows: usize) {
        match self {
            Self::I32(values) => values.reserve(rows),
            Self::I64(values) => values.reserve(rows),
            Self::I128(values) => values.reserve(rows),
            Self::Fraction(values) => values.reserve(rows),
        }
    }

    /// A copy of the first rows.
    #[cfg(feature = "arrow")]
    pub fn first(&self, rows: usize) -> Self {
        match self {
            Self::I32(values) => Self::I32(values.iter().take(rows).copied().collect()),
            Self::I64(values) => Self::I64(values.iter().take(rows).copied().collect()),
            Self::I128(values) => Self::I128(values.iter().take(rows).copied().collect()),
            Self::Fraction(values) => Self::Fraction(values.iter().take(rows).copied().collect()),
        }
    }

    pub fn clear(&mut self) {
        match self {
            Self::I32(values) => values.clear(),
            Self::I64(values) => values.clear(),
            Self::I128(values) => values.clear(),
            Self::Fraction(values) => values.clear(),
        }
    }

    /// Appends the values of a lane of the same width.
    pub fn append(&mut self, other: &Self) {
        match (self, other) {
            (Self::I32(own), Self::I32(other)) => own.extend_from_slice(other),
            (Self::I64(own), Self::I64(other)) => own.extend_from_slice(other),
            (Self::I128(own), Self::I128(other)) => own.extend_from_slice(other),
            (Self::Fraction(own), Self::Fraction(other)) => own.extend_from_slice(other),
            (Self::I32(_) | Self::I64(_) | Self::I128(_) | Self::Fraction(_), _) => {}
        }
    }

    /// Holds what a lane of the same width holds, in its own room.
    fn copy(&mut self, other: &Self) {
        self.clear();
        self.append(other);
    }

    /// The numerators so many times over.
    #[cfg(feature = "arrow")]
    pub fn multiplied(&self, times: i128) -> Vec<i128> {
        match (self, i32::try_from(times)) {
            // A product of 32 bits each has 64; long multiplication is slow.
            (Self::I32(values), Ok(times)) => {
                values.iter().map(|value| i128::from(i64::from(*value) * i64::from(times))).collect()
            }
            (Self::I32(values), Err(_)) => {
                values.iter().map(|value| i128::from(*value).wrapping_mul(times)).collect()
            }
            (Self::I64(values), _) => {
                values.iter().map(|value| i128::from(*value).wrapping_mul(times)).collect()
            }
            (Self::I128(values), _) => values.iter().map(|value| value.wrapping_mul(times)).collect(),
            (Self::Fraction(values), _) => values.iter().map(|value| value.num.wrapping_mul(times)).collect(),
        }
    }

    /// Appends once more the value of a row.
    #[cfg(feature = "arrow")]
    pub fn repeat(&mut self, row: usize) {
        match self {
            Self::I32(values) => values.extend(values.get(row).copied()),
            Self::I64(values) => values.extend(values.get(row).copied()),
            Self::I128(values) => values.extend(values.get(row).copied()),
            Self::Fraction(values) => values.extend(values.get(row).copied()),
        }
    }

    /// One number of units in so many rows.
    pub fn fill(&mut self, rows: usize, value: i128) {
        fn fill<T: Copy>(values: &mut Vec<T>, rows: usize, value: T) {
            values.clear();
            values.resize(rows, value);
        }
        match self {
            Self::I32(values) => fill(values, rows, Number::clamped(value)),
            Self::I64(values) => fill(values, rows, Number::clamped(value)),
            Self::I128(values) => fill(values, rows, value),
            Self::Fraction(values) => fill(values, rows, Fraction { num: value, den: 1 }),
        }
    }

    /// The same where the lane holds that number already, or nothing.
    pub fn hold(&mut self, rows: usize, value: i128) {
        if self.get(0, 1).is_some_and(|held| held.num != value) {
            self.clear();
        }
        match self {
            Self::I32(values) => values.resize(rows, Number::clamped(value)),
            Self::I64(values) => values.resize(rows, Number::clamped(value)),
            Self::I128(values) => values.resize(rows, value),
            Self::Fraction(values) => values.resize(rows, Fraction { num: value, den: 1 }),
        }
    }

    /// Replaces a whole number of units.
    #[cfg(feature = "arrow")]
    pub fn set(&mut self, row: usize, value: i128) {
        match self {
            Self::I32(values) => set(values, row, Number::clamped(value)),
            Self::I64(values) => set(values, row, Number::clamped(value)),
            Self::I128(values) => set(values, row, value),
            Self::Fraction(values) => set(values, row, Fraction { num: value, den: 1 }),
        }
    }

    /// Appends a whole number of units. The plan proves that it fits.
    pub fn push(&mut self, value: i128) {
        match self {
            Self::I32(values) => values.push(Number::clamped(value)),
            Self::I64(values) => values.push(Number::clamped(value)),
            Self::I128(values) => values.push(value),
            Self::Fraction(values) => values.push(Fraction { num: value, den: 1 }),
        }
    }
}

pub(crate) fn set<T>(values: &mut [T], row: usize, value: T) {
    if let Some(known) = values.get_mut(row) {
        *known = value;
    }
}

/// A number register.
#[derive(Clone, Debug)]
pub(crate) struct Numbers {
    pub lo: Lane,
    /// Empty where `exact`.
    pub hi: Lane,
    /// Every upper bound is its lower bound.
    pub exact: bool,
    /// Rows that may have no value; meaningful where `partial`.
    pub may_lack: Bits,
    /// Rows that may have a value; meaningful where `partial`.
    pub may_have: Bits,
    /// Some row may have no value.
    pub partial: bool,
}

impl Numbers {
    fn copy(&mut self, other: &Self) {
        let Self { lo, hi, exact, may_lack, may_have, partial } = self;
        lo.copy(&other.lo);
        hi.copy(&other.hi);
        may_lack.copy(&other.may_lack);
        may_have.copy(&other.may_have);
        (*exact, *partial) = (other.exact, other.partial);
    }

    /// The bounds of a row.
    pub fn bounds(&self, row: usize, den: i128) -> Option<(Fraction, Fraction)> {
        let lo = self.lo.get(row, den)?;
        let hi = if self.exact { lo } else { self.hi.get(row, den)? };
        Some((lo, hi))
    }

    /// The value that all rows have, where they have one and the lane is the narrowest.
    pub fn uniform(&self) -> Option<i32> {
        let Lane::I32(values) = &self.lo else { return None };
        let first = *values.first()?;
        (self.exact && !self.partial && values.iter().all(|value| *value == first)).then_some(first)
    }

    /// The value of a row in units, where it is settled and the lane is narrow.
    pub fn settled(&self, row: usize) -> Option<i64> {
        let narrow = |lane: &Lane| match lane {
            Lane::I32(values) => values.get(row).map(|value| i64::from(*value)),
            Lane::I64(values) => values.get(row).copied(),
            Lane::I128(_) | Lane::Fraction(_) => None,
        };
        let low = narrow(&self.lo)?;
        (self.exact || narrow(&self.hi) == Some(low)).then_some(low)
    }

    pub fn may_lack(&self, row: usize) -> bool {
        self.partial && self.may_lack.get(row)
    }

    pub fn may_have(&self, row: usize) -> bool {
        !self.partial || self.may_have.get(row)
    }
}

/// A truth register.
#[derive(Clone, Debug, Default)]
pub(crate) struct Truths {
    /// Rows that can be true.
    pub yes: Bits,
    /// Rows that can be false.
    pub no: Bits,
}

impl Truths {
    /// Whether every row is known to be one or the other.
    pub fn is_settled(&self) -> bool {
        self.yes.words.iter().zip(&self.no.words).all(|(yes, no)| yes & no == 0)
    }

    /// A known truth for each row, by what holds.
    pub fn settle(&mut self) {
        self.no.opposite(&self.yes);
    }
}

/// A register.
#[derive(Clone, Debug)]
pub(crate) enum Values {
    Truth(Truths),
    Number(Numbers),
    /// The options each row can have.
    Choice(Vec<u64>),
}

impl Values {
    /// Holds what another register of its kind holds, in its own room.
    pub fn copy(&mut self, other: &Self) {
        match (self, other) {
            (Self::Truth(own), Self::Truth(other)) => {
                own.yes.copy(&other.yes);
                own.no.copy(&other.no);
            }
            (Self::Number(own), Self::Number(other)) => own.copy(other),
            (Self::Choice(own), Self::Choice(other)) => own.clone_from(other),
            (Self::Truth(_) | Self::Number(_) | Self::Choice(_), _) => {}
        }
    }

    /// Puts the row of another register of its kind in place of its own. Nobody lacks a value in either.
    #[cfg(feature = "arrow")]
    pub fn put(&mut self, row: usize, other: &Self) {
        match (self, other) {
            (Self::Truth(own), Self::Truth(other)) => {
                own.yes.set(row, other.yes.get(row));
                own.no.set(row, other.no.get(row));
            }
            (Self::Number(own), Self::Number(other)) => {
                let Some((lo, hi)) = other.bounds(row, 1) else { return };
                if own.exact && lo != hi {
                    own.hi = own.lo.clone();
                    own.exact = false;
                }
                own.lo.set(row, lo.num);
                if !own.exact {
                    own.hi.set(row, hi.num);
                }
            }
            (Self::Choice(own), Self::Choice(other)) => {
                if let Some(options) = other.get(row) {
                    set(own, row, *options);
                }
            }
            (Self::Truth(_) | Self::Number(_) | Self::Choice(_), _) => {}
        }
    }
}

#[cfg(all(test, feature = "arrow"))]
mod tests {
    use super::*;

    fn bits(rows: usize, bit: impl FnMut(usize) -> bool) -> Bits {
        let mut out = Bits::default();
        out.collect(rows, bit);
        out
    }

    fn numbers(lo: &[i32], hi: Option<&[i32]>) -> Numbers {
        Numbers {
            lo: Lane::I32(lo.to_vec()),
            hi: Lane::I32(hi.unwrap_or_default().to_vec()),
            exact: hi.is_none(),
            may_lack: Bits::default(),
            may_have: Bits::default(),
            partial: false,
        }
    }

    #[test]
    fn a_bit_is_replaced_and_no_other() {
        for row in [0, 1, 63, 64, 65, 129] {
            for bit in [false, true] {
                let mut changed = bits(130, |row| row % 3 == 0);
                changed.set(row, bit);
                let expected = bits(130, |other| if other == row { bit } else { other % 3 == 0 });
                assert_eq!(changed, expected, "{row} {bit}");
            }
        }
    }

    #[test]
    fn a_row_is_put_in_place_of_another() {
        let truths = |yes: usize| Truths { yes: bits(70, |row| row == yes), no: bits(70, |row| row != yes) };
        let (mut own, other) = (Values::Truth(truths(3)), Values::Truth(truths(68)));
        own.put(68, &other);
        let Values::Truth(own) = own else { panic!() };
        assert_eq!(
            [3, 4, 68].map(|row| (own.yes.get(row), own.no.get(row))),
            [(true, false), (false, true), (true, false)]
        );

        let mut own = Values::Choice(vec![1, 2, 4]);
        own.put(1, &Values::Choice(vec![8, 8, 8]));
        assert!(matches!(own, Values::Choice(options) if options == [1, 8, 4]));

        // What is known stays so; what is not takes its upper bound along, wherever it is put.
        for (own_hi, other_hi, exact, bounds) in [
            (None, None, true, (7, 7)),
            (None, Some([7, 9]), false, (7, 9)),
            (Some([1, 5]), None, false, (7, 7)),
            (Some([1, 5]), Some([7, 9]), false, (7, 9)),
        ] {
            let mut own = Values::Number(numbers(&[1, 2], own_hi.as_ref().map(|hi| &hi[..])));
            own.put(1, &Values::Number(numbers(&[6, 7], other_hi.as_ref().map(|hi| &hi[..]))));
            let Values::Number(own) = own else { panic!() };
            let whole = |row| own.bounds(row, 1).map(|(lo, hi)| (lo.num, hi.num));
            assert_eq!((own.exact, whole(0), whole(1)), (exact, Some((1, 1)), Some(bounds)));
        }
    }

    #[test]
    fn a_value_is_settled_where_nothing_else_is_possible() {
        let (known, range) = (numbers(&[4, 5], None), numbers(&[4, 5], Some(&[4, 6])));
        assert_eq!([0, 1].map(|row| known.settled(row)), [Some(4), Some(5)]);
        assert_eq!([0, 1].map(|row| range.settled(row)), [Some(4), None]);
    }

    #[test]
    fn numerators_are_multiplied_in_every_lane() {
        let half = |num: i128| Fraction { num, den: 2 };
        for times in [1, -100, 1 << 31, 10_000_000_000] {
            let product = vec![i128::from(i32::MIN) * times, 7 * times];
            let lanes = [
                Lane::I32(vec![i32::MIN, 7]),
                Lane::I64(vec![i64::from(i32::MIN), 7]),
                Lane::I128(vec![i128::from(i32::MIN), 7]),
                Lane::Fraction(vec![half(i128::from(i32::MIN)), half(7)]),
            ];
            assert!(lanes.iter().all(|lane| lane.multiplied(times) == product), "{times}");
        }
    }

    #[test]
    fn a_row_is_repeated_in_every_lane() {
        let half = Fraction { num: 1, den: 2 };
        let lanes = [
            Lane::I32(vec![1, 2]),
            Lane::I64(vec![1, 2]),
            Lane::I128(vec![1, 2]),
            Lane::Fraction(vec![half, Fraction { num: 2, den: 1 }]),
        ];
        for mut lane in lanes {
            lane.repeat(1);
            assert_eq!((lane.len(), lane.get(2, 1)), (3, Some(Fraction { num: 2, den: 1 })));
        }
    }
}
