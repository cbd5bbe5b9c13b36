//! Whole columns of a block at once, type by type.
//!
//! In: a column that holds nothing but values, and the rows of the block. Out: the register it comes
//! to. Something is filed in every row, so that an open and a closed file read the same. Cells that
//! are not at once what they say are left to the reader of single cells, which says why.

use super::bind::Bound;
use super::cells::{Cells, epoch};
use super::group::Rows;
use super::read::Reader;
use crate::batch::{full_range, option_bits};
use crate::day::Day;
use crate::dossier::Value;
use crate::evaluate::{Bits, Lane, Number, Numbers, Truths, Values, set, take_each};
use crate::hir::{CriteriaSet, Input, Ty};
use crate::plan::{Kind, Width};
use arrow_array::{Array, BooleanArray};
use arrow_buffer::NullBuffer;

/// How plain digits become units: within bounds, times a factor, on a step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plain {
    /// The bounds of the digits.
    pub lo: i64,
    pub hi: i64,
    /// Units of one digit.
    pub times: i64,
    /// The least number of units, from which steps are counted.
    pub first: i64,
    /// Where there are steps of more than one unit, 2^64 over their length, rounded up; else nought.
    pub inverse: u64,
}

impl Plain {
    /// The units of some digits, and whether they are what they say.
    #[inline(always)]
    fn units<T: Number>(&self, digits: i64) -> (T, bool) {
        let units = digits.wrapping_mul(self.times);
        // A number below 2^32 is a multiple of a step below 2^32 if its product with the inverse
        // runs over by less than the inverse.
        let on_step = (self.inverse == 0)
            | ((units.wrapping_sub(self.first) as u64).wrapping_mul(self.inverse) < self.inverse);
        (T::narrow(units), (self.lo <= digits) & (digits <= self.hi) & on_step)
    }
}

/// The options a dictionary's values stand for, by their position; nought for what is no option.
pub(super) fn option_masks(set: &CriteriaSet, input: &Input, cells: &Cells) -> Vec<u64> {
    let (Ty::Choice(choice), Cells::Dictionary(_, values)) = (&input.ty, cells) else { return Vec::new() };
    let known = &set[*choice].options;
    let mask = |row: usize| {
        let at = values.text(row).and_then(|text| known.iter().position(|option| option == text));
        at.and_then(|at| 1u64.checked_shl(u32::try_from(at).ok()?)).unwrap_or(0)
    };
    (0..values.len()).map(mask).collect()
}

/// Numbers of a block while they are read.
struct Taken<T> {
    lo: Vec<T>,
    /// Rows whose upper bound is another.
    above: Vec<(usize, T)>,
    /// Rows that were not at once what they say.
    left: Vec<usize>,
}

impl<T: Number> Taken<T> {
    fn of<D: Copy>(values: &[D], rows: &Rows<'_>, units: impl Fn(D) -> (T, bool)) -> Self {
        let (mut lo, mut words) = (Vec::new(), Vec::new());
        match rows {
            Rows::Range(range) => {
                take_each(values.get(range.clone()).unwrap_or_default(), &mut lo, &mut words, units);
            }
            Rows::List(list) => {
                let values: Vec<D> =
                    list.iter().filter_map(|row| values.get(*row as usize)).copied().collect();
                take_each(&values, &mut lo, &mut words, units);
            }
        }
        let mut left = Vec::new();
        for (at, word) in words.into_iter().enumerate().filter(|(_, word)| *word != 0) {
            left.extend((0..64).filter(|bit| word >> bit & 1 == 1).map(|bit| at * 64 + bit));
        }
        Self { lo, above: Vec::new(), left }
    }

    fn put(&mut self, at: usize, (lo, hi): (i128, i128)) {
        set(&mut self.lo, at, T::clamped(lo));
        if lo != hi {
            self.above.push((at, T::clamped(hi)));
        }
    }

    fn numbers(self, lane: impl Fn(Vec<T>) -> Lane) -> Values {
        let exact = self.above.is_empty();
        let mut hi = if exact { Vec::new() } else { self.lo.clone() };
        for (at, value) in self.above {
            set(&mut hi, at, value);
        }
        let (may_lack, may_have) = (Bits::default(), Bits::default());
        Values::Number(Numbers { lo: lane(self.lo), hi: lane(hi), exact, may_lack, may_have, partial: false })
    }
}

impl Reader<'_> {
    /// The register that a column of values comes to in some rows; nothing where cells have to be
    /// read one by one.
    pub(super) fn filed(&mut self, bound: &Bound, kind: Kind, rows: &Rows<'_>) -> Option<Values> {
        let cells = bound.value.as_ref().filter(|_| bound.is_plain())?;
        match (kind, cells) {
            (Kind::Truth, Cells::Bool(array)) => Some(Values::Truth(truths(array, rows))),
            (
                Kind::Number { width, .. },
                Cells::Day(_) | Cells::Int(_) | Cells::Unsigned(_) | Cells::Decimal(..),
            ) => match width {
                Width::I32 => Some(self.numbers::<i32>(bound, kind, cells, rows)?.numbers(Lane::I32)),
                Width::I64 => Some(self.numbers::<i64>(bound, kind, cells, rows)?.numbers(Lane::I64)),
                Width::I128 => Some(self.numbers::<i128>(bound, kind, cells, rows)?.numbers(Lane::I128)),
                Width::Fraction => None,
            },
            (Kind::Choice, _) => self.options(bound, cells, rows).map(Values::Choice),
            _ => None,
        }
    }

    fn numbers<T: Number>(
        &mut self,
        bound: &Bound,
        kind: Kind,
        cells: &Cells,
        rows: &Rows<'_>,
    ) -> Option<Taken<T>> {
        let input = &self.set()[bound.input];
        let den = match kind {
            Kind::Number { den, .. } => den,
            Kind::Truth | Kind::Choice => 1,
        };
        // Where there is no such rule, no digits pass.
        let none = Plain { lo: 0, hi: -1, times: 0, first: 0, inverse: 0 };
        let plain = bound.rule.and_then(|rule| rule.plain).unwrap_or(none);
        let (mut taken, nulls, unknown) = match cells {
            Cells::Day(array) => {
                let first = epoch();
                let (lo, hi) = (Day::FIRST.number() - first, Day::LAST.number() - first);
                let day =
                    |day: i32| (T::narrow(i64::from(first.wrapping_add(day))), (lo <= day) & (day <= hi));
                (Taken::of(array.values(), rows, day), array.nulls(), full_range(input, 1))
            }
            Cells::Int(array) => {
                bound.rule?;
                (
                    Taken::of(array.values(), rows, |digits| plain.units(digits)),
                    array.nulls(),
                    full_range(input, den),
                )
            }
            Cells::Unsigned(array) => {
                bound.rule?;
                let units = |digits: u64| {
                    let (units, good) = plain.units(digits as i64);
                    (units, good & (digits >> 63 == 0))
                };
                (Taken::of(array.values(), rows, units), array.nulls(), full_range(input, den))
            }
            Cells::Decimal(array, _) => {
                bound.rule?;
                let units = |digits: i128| {
                    let low = digits as i64;
                    let (units, good) = plain.units(low);
                    (units, good & (i128::from(low) == digits))
                };
                (Taken::of(array.values(), rows, units), array.nulls(), full_range(input, den))
            }
            _ => return None,
        };
        for at in std::mem::take(&mut taken.left) {
            let row = rows.at(at);
            if nulls.is_some_and(|nulls| nulls.is_null(row)) {
                continue;
            }
            let rule = bound.rule.filter(|_| !matches!(cells, Cells::Day(_)));
            let slow = rule.and_then(|rule| rule.units(cells.digits(row)?));
            let bounds = slow.map(|units| (units, units)).unwrap_or_else(|| {
                match self.value(bound.input, bound.percent, &bound.name, cells, row) {
                    Value::Number(value) => {
                        let units = value.in_units_of(den).unwrap_or(0);
                        (units, units)
                    }
                    _ => unknown,
                }
            });
            taken.put(at, bounds);
        }
        each_null(nulls, rows, |at| taken.put(at, unknown));
        Some(taken)
    }

    fn options(&mut self, bound: &Bound, cells: &Cells, rows: &Rows<'_>) -> Option<Vec<u64>> {
        let set = &self.data.plan.inner.set;
        let Ty::Choice(choice) = set[bound.input].ty else { return None };
        let known = &set[choice].options;
        let quick = |row: usize| match cells {
            Cells::Dictionary(keys, _) if keys.is_valid(row) => {
                let key = usize::try_from(keys.value(row)).unwrap_or(usize::MAX);
                bound.masks.get(key).copied().filter(|mask| *mask != 0)
            }
            Cells::Dictionary(..) => None,
            _ => {
                let text = cells.text(row)?;
                let at = known.iter().position(|option| option == text)?;
                1u64.checked_shl(u32::try_from(at).ok()?)
            }
        };
        let mut out = Vec::with_capacity(rows.len());
        for row in rows.iter() {
            out.push(quick(row).unwrap_or_else(|| {
                match self.value(bound.input, false, &bound.name, cells, row) {
                    Value::Option(at) => 1u64.checked_shl(at).unwrap_or(0),
                    _ => option_bits(known.len()),
                }
            }));
        }
        Some(out)
    }
}

/// Truths of a column; null is not known.
fn truths(array: &BooleanArray, rows: &Rows<'_>) -> Truths {
    let mut out = Truths::default();
    match rows {
        Rows::Range(range) => {
            let count = range.len();
            let values = array.values().slice(range.start, count);
            out.yes.of_words(count, values.bit_chunks().iter_padded());
            out.no.opposite(&out.yes);
            if let Some(nulls) = array.nulls().map(|nulls| nulls.slice(range.start, count)) {
                let unknown = || nulls.inner().bit_chunks();
                out.yes.merge(unknown().iter_padded(), |own, valid| own | !valid);
                out.no.merge(unknown().iter_padded(), |own, valid| own | !valid);
                out.yes.trim();
                out.no.trim();
            }
        }
        Rows::List(list) => {
            let null = |row: u32| array.is_null(row as usize);
            out.yes.of(list, |row| null(row) || array.value(row as usize));
            out.no.of(list, |row| null(row) || !array.value(row as usize));
        }
    }
    out
}

/// Calls for each of some rows that is null, by its position among them.
fn each_null(nulls: Option<&NullBuffer>, rows: &Rows<'_>, mut f: impl FnMut(usize)) {
    let Some(nulls) = nulls.filter(|nulls| nulls.null_count() > 0) else { return };
    if let Rows::Range(range) = rows
        && nulls.slice(range.start, range.len()).null_count() == 0
    {
        return;
    }
    for (at, row) in rows.iter().enumerate() {
        if nulls.is_null(row) {
            f(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_and_bounds_are_those_of_division() {
        for step in [1u64, 2, 3, 5, 7, 25, 64, 1_000] {
            let inverse = if step == 1 { 0 } else { u64::MAX / step + 1 };
            let plain = Plain { lo: -40, hi: 90, times: 10, first: -400, inverse };
            for digits in -50..100 {
                let units = digits * 10;
                let good = (-40..=90).contains(&digits) && (units + 400) % step as i64 == 0;
                let (taken, found): (i32, bool) = plain.units(digits);
                assert_eq!(found, good, "{digits} by {step}");
                assert!(!good || i64::from(taken) == units);
            }
        }
    }
}
