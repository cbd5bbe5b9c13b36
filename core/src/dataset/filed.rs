//! Whole columns of a block at once, type by type.
//!
//! In: a column that holds nothing but values, and the rows of the block. Out: the register it comes
//! to. Something is filed in every row, so that an open and a closed file read the same. Cells that
//! are not at once what they say are left to the reader of single cells, which says why.

use super::bind::{Bound, ValueColumn};
use super::cells::{CellKind, Cells, Got, Piece, epoch};
use super::group::{BlockRows, Part, Rows};
use super::read::Reader;
use crate::batch::{full_range, option_bits};
use crate::day::Day;
use crate::dossier::Value;
use crate::evaluate::{Bits, Lane, Number, Numbers, Truths, Values, set, take_each};
use crate::hir::{CriteriaSet, Input, InputId, Ty};
use crate::plan::{Kind, Width};
use arrow_array::Array;

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

    /// The same for digits of 32 bits, where these do for what they come to.
    fn short(&self) -> Option<Short> {
        // All digits there are lie within bounds that reach beyond them.
        let lo = i32::try_from(self.lo.max(i32::MIN.into())).ok()?;
        let hi = i32::try_from(self.hi.min(i32::MAX.into())).ok()?;
        let times = i32::try_from(self.times).ok()?;
        let (least, greatest) = (lo.checked_mul(times)?, hi.checked_mul(times)?);
        let first = if self.inverse == 0 { 0 } else { i32::try_from(self.first).ok()? };
        // Rounded up twice is rounded up once.
        let inverse = u32::try_from(self.inverse.div_ceil(1 << 32)).ok()?;
        let near = |units: i32| (0..1 << 16).contains(&(i64::from(units) - i64::from(first)));
        let settled = inverse == 0 || (inverse >= 1 << 17 && near(least) && near(greatest));
        settled.then_some(Short { lo, hi, times, first, inverse })
    }
}

/// [`Plain`] with half the bits, so that vectors hold twice as many: a number of units lies less than 2^16
/// above the first, and steps are shorter than 2^15.
#[derive(Clone, Copy, Debug)]
struct Short {
    lo: i32,
    hi: i32,
    times: i32,
    first: i32,
    inverse: u32,
}

impl Short {
    #[inline(always)]
    fn units<T: Number>(&self, digits: i32) -> (T, bool) {
        let units = digits.wrapping_mul(self.times);
        let above = units.wrapping_sub(self.first).cast_unsigned();
        let on_step = (self.inverse == 0) | (above.wrapping_mul(self.inverse) < self.inverse);
        (T::narrow(units.into()), (self.lo <= digits) & (digits <= self.hi) & on_step)
    }
}

/// The options the values of each batch's dictionary stand for, by their position; nought for what
/// is no option.
pub(super) fn option_masks(set: &CriteriaSet, input: &Input, cells: &Cells) -> Vec<Vec<u64>> {
    let Ty::Choice(choice) = &input.ty else { return Vec::new() };
    let known = &set[*choice].options;
    let masks = |piece: &Piece| {
        let Piece::Dictionary(_, values) = piece else { return Vec::new() };
        let mask = |row: usize| {
            let at = values.text(row).and_then(|text| known.iter().position(|option| option == text));
            at.and_then(|at| 1u64.checked_shl(u32::try_from(at).ok()?)).unwrap_or(0)
        };
        (0..values.len()).map(mask).collect()
    };
    cells.pieces().iter().map(masks).collect()
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
    /// The values of some rows, and what each comes to; nothing where a batch has others.
    fn of<D: Copy>(
        cells: &Cells,
        rows: &BlockRows<'_>,
        values: impl Fn(&Piece) -> Option<&[D]>,
        units: impl Fn(D) -> (T, bool),
    ) -> Option<Self> {
        let mut taken = Self { lo: Vec::with_capacity(rows.len()), above: Vec::new(), left: Vec::new() };
        let mut listed: Vec<D> = Vec::new();
        for part in rows.parts() {
            let values = values(cells.piece(part.piece)?)?;
            match &part.rows {
                Rows::Range(range) => {
                    let values = values.get(range.start - part.start..range.end - part.start);
                    take_each(values.unwrap_or_default(), &mut taken.lo, &mut taken.left, &units);
                }
                Rows::List(list) => {
                    listed.reserve(list.len());
                    listed.extend(list.iter().filter_map(|row| values.get(*row as usize - part.start)));
                }
            }
        }
        take_each(&listed, &mut taken.lo, &mut taken.left, &units);
        Some(taken)
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
    #[inline]
    pub(super) fn filed(&mut self, bound: &Bound, kind: Kind, rows: &BlockRows<'_>) -> Option<Values> {
        let verified = bound.value.as_ref().filter(|_| bound.is_plain())?;
        // The own value is read first, as a cell's is.
        let own = bound.own.as_ref().map(|own| self.column(bound.input, own, kind, rows).ok_or(()));
        let own = own.transpose().ok()?;
        let mut values = self.column(bound.input, verified, kind, rows)?;
        if let Some(own) = own.filter(|_| self.set()[bound.input].self_declared) {
            each_null(&verified.cells, rows, |at| values.put(at, &own));
        }
        Some(values)
    }

    #[inline]
    fn column(
        &mut self,
        id: InputId,
        column: &ValueColumn,
        kind: Kind,
        rows: &BlockRows<'_>,
    ) -> Option<Values> {
        match (kind, column.cells.kind()) {
            (Kind::Truth, CellKind::Bool) if matches!(column.cells.pieces(), [Piece::Bool(_), ..]) => {
                Some(Values::Truth(truths(&column.cells, rows)))
            }
            (Kind::Number { width, .. }, CellKind::Day | CellKind::Number) => match width {
                Width::I32 => Some(self.numbers::<i32>(id, column, kind, rows)?.numbers(Lane::I32)),
                Width::I64 => Some(self.numbers::<i64>(id, column, kind, rows)?.numbers(Lane::I64)),
                Width::I128 => Some(self.numbers::<i128>(id, column, kind, rows)?.numbers(Lane::I128)),
                Width::Fraction => None,
            },
            (Kind::Choice, _) => self.options(id, column, rows).map(Values::Choice),
            _ => None,
        }
    }

    fn numbers<T: Number>(
        &mut self,
        id: InputId,
        column: &ValueColumn,
        kind: Kind,
        rows: &BlockRows<'_>,
    ) -> Option<Taken<T>> {
        let cells = &column.cells;
        let input = &self.set()[id];
        let day = cells.kind() == CellKind::Day;
        let den = match kind {
            Kind::Number { den, .. } if !day => den,
            _ => 1,
        };
        // Where there is no such rule, no digits pass.
        let none = Plain { lo: 0, hi: -1, times: 0, first: 0, inverse: 0 };
        let rule = column.rule.filter(|_| !day);
        let plain = rule.and_then(|rule| rule.plain).unwrap_or(none);
        if rule.is_none() && !day {
            return None;
        }
        /// The values of every batch, of the one type the column has.
        macro_rules! taken {
            ($units:expr, $($kind:pat => $array:ident),+) => {
                Taken::of(cells, rows, |piece| match piece { $($kind => Some($array.values()),)+ _ => None }, $units)
            };
        }
        let mut taken: Taken<T> = match cells.pieces().first()? {
            Piece::Day(_) => {
                let first = epoch();
                let (lo, hi) = (Day::FIRST.number() - first, Day::LAST.number() - first);
                let day =
                    |day: i32| (T::narrow(i64::from(first.wrapping_add(day))), (lo <= day) & (day <= hi));
                taken!(day, Piece::Day(array) => array)
            }
            Piece::Short(_) | Piece::ShortDecimal(..) => match plain.short() {
                Some(short) => {
                    let units = |digits: i32| short.units(digits);
                    taken!(units, Piece::Short(array) => array, Piece::ShortDecimal(array, _) => array)
                }
                None => {
                    let units = |digits: i32| plain.units(i64::from(digits));
                    taken!(units, Piece::Short(array) => array, Piece::ShortDecimal(array, _) => array)
                }
            },
            Piece::Int(_) | Piece::LongDecimal(..) => {
                let units = |digits: i64| plain.units(digits);
                taken!(units, Piece::Int(array) => array, Piece::LongDecimal(array, _) => array)
            }
            Piece::Unsigned(_) => {
                let units = |digits: u64| {
                    let (units, good) = plain.units(digits as i64);
                    (units, good & (digits >> 63 == 0))
                };
                taken!(units, Piece::Unsigned(array) => array)
            }
            Piece::Decimal(..) => {
                let units = |digits: i128| {
                    let low = digits as i64;
                    let (units, good) = plain.units(low);
                    (units, good & (i128::from(low) == digits))
                };
                taken!(units, Piece::Decimal(array, _) => array)
            }
            _ => None,
        }?;
        let unknown = full_range(input, den);
        for at in std::mem::take(&mut taken.left) {
            let row = rows.at(at);
            let (piece, own) = cells.starts.find(row);
            let piece = cells.piece(piece)?;
            if piece.nulls().is_some_and(|nulls| nulls.is_null(own)) {
                continue;
            }
            let slow = rule.and_then(|rule| rule.units(piece.digits(own)?));
            let bounds =
                slow.map(|units| (units, units)).unwrap_or_else(|| match self.value(id, column, row) {
                    Value::Number(value) => {
                        let units = value.in_units_of(den).unwrap_or(0);
                        (units, units)
                    }
                    _ => unknown,
                });
            taken.put(at, bounds);
        }
        each_null(cells, rows, |at| taken.put(at, unknown));
        Some(taken)
    }

    #[inline]
    fn options(&mut self, id: InputId, column: &ValueColumn, rows: &BlockRows<'_>) -> Option<Vec<u64>> {
        let cells = &column.cells;
        let of = &self.data.plan.inner.set;
        let Ty::Choice(choice) = of[id].ty else { return None };
        let known = &of[choice].options;
        let all = option_bits(known.len());
        let mut out: Vec<u64> = Vec::with_capacity(rows.len());
        for part in rows.parts() {
            let piece = cells.piece(part.piece)?;
            let masks = column.masks.get(part.piece).map_or(&[][..], Vec::as_slice);
            // Nought where a cell is not at once an option.
            if let Piece::Dictionary(codes, _) = piece {
                codes.each(part, |code| out.push(masks.get(code).copied().unwrap_or(0)));
                continue;
            }
            out.extend(part.rows.iter().map(|row| {
                let at = piece.text(row - part.start);
                let at = at.and_then(|text| known.iter().position(|option| option == text));
                at.and_then(|at| 1u64.checked_shl(u32::try_from(at).ok()?)).unwrap_or(0)
            }));
        }
        each_null(cells, rows, |at| set(&mut out, at, all));
        for (at, mask) in out.iter_mut().enumerate().filter(|(_, mask)| **mask == 0) {
            *mask = match self.value(id, column, rows.at(at)) {
                Value::Option(at) => 1u64.checked_shl(at).unwrap_or(0),
                _ => all,
            };
        }
        Some(out)
    }
}

/// Truths of a column; null is not known.
fn truths(cells: &Cells, rows: &BlockRows<'_>) -> Truths {
    let mut out = Truths::default();
    let one = match rows.parts() {
        [Part { piece, start, rows: Rows::Range(range) }] => Some((*piece, range.start - start, range.len())),
        _ => None,
    };
    let array = |piece| match cells.piece(piece) {
        Some(Piece::Bool(array)) => Some(array),
        _ => None,
    };
    if let Some((piece, first, count)) = one
        && let Some(array) = array(piece)
    {
        let values = array.values().slice(first, count);
        out.yes.of_words(count, values.bit_chunks().iter_padded());
        out.no.opposite(&out.yes);
        if let Some(nulls) = array.nulls().map(|nulls| nulls.slice(first, count)) {
            let unknown = || nulls.inner().bit_chunks();
            out.yes.merge(unknown().iter_padded(), |own, valid| own | !valid);
            out.no.merge(unknown().iter_padded(), |own, valid| own | !valid);
            out.yes.trim();
            out.no.trim();
        }
        return out;
    }
    // A byte for each row, so that many at a time become bits: no, yes, or not known.
    const UNKNOWN: u8 = 2;
    let mut known: Vec<u8> = Vec::with_capacity(rows.len());
    for part in rows.parts() {
        let Some(array) = array(part.piece) else {
            known.resize(known.len() + part.rows.len(), UNKNOWN);
            continue;
        };
        let (bytes, offset) = (array.values().values(), array.values().offset());
        let value = |row: usize| {
            let at = offset + row - part.start;
            bytes.get(at / 8).map_or(UNKNOWN, |byte| byte >> (at % 8) & 1)
        };
        match array.nulls() {
            None => known.extend(part.rows.iter().map(value)),
            Some(nulls) => known.extend(
                part.rows.iter().map(
                    |row| {
                        if nulls.is_valid(row - part.start) { value(row) } else { UNKNOWN }
                    },
                ),
            ),
        }
    }
    out.yes.of(&known, |known| known != 0);
    out.no.of(&known, |known| known != 1);
    out
}

/// Calls for each of some rows that is null, by its position among them.
fn each_null(cells: &Cells, rows: &BlockRows<'_>, mut f: impl FnMut(usize)) {
    let mut begun = 0;
    for part in rows.parts() {
        let piece = cells.piece(part.piece);
        let rows = part.rows.iter().enumerate();
        if let Some(piece) = piece.filter(|piece| piece.has_nulls_of_its_own()) {
            let null = |(_, row): &(usize, usize)| matches!(piece.get(row - part.start), Got::Null);
            rows.filter(null).for_each(|(at, _)| f(begun + at));
        } else if let Some(nulls) = piece.and_then(Piece::nulls).filter(|nulls| match &part.rows {
            Rows::Range(range) => nulls.slice(range.start - part.start, range.len()).null_count() > 0,
            Rows::List(_) => true,
        }) {
            let null = |(_, row): &(usize, usize)| nulls.is_null(row - part.start);
            rows.filter(null).for_each(|(at, _)| f(begun + at));
        }
        begun += part.rows.len();
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
                let (taken, found): (i32, bool) = plain.short().unwrap().units(digits as i32);
                assert_eq!(found, good, "{digits} by {step}, short");
                assert!(!good || i64::from(taken) == units);
            }
        }
    }

    #[test]
    fn half_the_bits_do_where_nothing_can_differ() {
        let far = |step: u64| if step == 1 { 0 } else { u64::MAX / step + 1 };
        for step in [1, 3, 50, 32_767] {
            // The last of these reaches as far above the first as is settled.
            for (lo, hi, first) in [(-7, 7, -7), (0, 65_535, 0), (i32::MAX - 65_000, i32::MAX, 2_147_418_600)]
            {
                let plain = Plain { lo: lo.into(), hi: hi.into(), times: 1, first, inverse: far(step) };
                let short = plain.short().unwrap();
                let span = i64::from(hi) - i64::from(lo) + 9;
                for digits in (-9..span).map(|at| i64::from(lo) + at) {
                    let Ok(digits) = i32::try_from(digits) else { continue };
                    let (one, other): ((i64, bool), (i64, bool)) =
                        (plain.units(digits.into()), short.units(digits));
                    assert_eq!(one.1, other.1, "{digits} by {step} from {lo}");
                    assert!(!one.1 || one.0 == other.0, "{digits} by {step} from {lo}");
                }
            }
        }
        let plain = Plain { lo: 0, hi: 65_535, times: 1, first: 0, inverse: far(50) };
        // A step, a factor or a distance that 32 bits may not hold.
        assert!(Plain { inverse: far(40_000), ..plain }.short().is_none());
        assert!(Plain { times: 40_000, ..plain }.short().is_none());
        assert!(Plain { hi: 65_536, ..plain }.short().is_none());
        assert!(Plain { times: 1 << 40, inverse: 0, ..plain }.short().is_none());
        assert!(Plain { lo: 1 << 31, hi: 1 << 32, inverse: 0, ..plain }.short().is_none());
        // Digits of 32 bits are all within wider bounds.
        let wide = Plain { lo: i64::MIN, hi: i64::MAX, times: 1, first: 0, inverse: 0 };
        assert_eq!(wide.short().unwrap().units::<i64>(i32::MIN), (i64::from(i32::MIN), true));
    }
}
