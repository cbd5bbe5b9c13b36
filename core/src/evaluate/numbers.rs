//! Steps that make numbers from numbers, row by row.
//!
//! Every operation maps bounds to bounds: what is computed holds for every completion of what is
//! not known. Lanes of a step are of one type; the plan has cast them.

use super::kernels::{blend, blend_one, each, each_pair, put_elsewhere};
use super::lanes::{Bits, Fraction, Lane, Number, Numbers};
use super::{Block, both, either, reduce};
use crate::batch::{Column, FILED, NO, YES, is_register};
use crate::day::Day;
use crate::exact::Exact;
use crate::hir::{InputId, Missing, Rounding};
use crate::plan::{Kind, Op, Reg, Step};
use tieuchi_grammar::ast::RoundMode;

/// Runs a generic function on the lanes of two operands and the result.
macro_rules! on_lanes {
    ($a:expr, $b:expr, $out:expr, $f:expr) => {
        match (&$a.lo, &$b.lo, &mut $out.lo, &mut $out.hi) {
            (Lane::I32(a), Lane::I32(b), Lane::I32(lo), Lane::I32(hi)) => {
                let a_hi = match &$a.hi {
                    Lane::I32(hi) if !$a.exact => hi,
                    _ => a,
                };
                let b_hi = match &$b.hi {
                    Lane::I32(hi) if !$b.exact => hi,
                    _ => b,
                };
                $f((a, a_hi), (b, b_hi), lo, hi)
            }
            (Lane::I64(a), Lane::I64(b), Lane::I64(lo), Lane::I64(hi)) => {
                let a_hi = match &$a.hi {
                    Lane::I64(hi) if !$a.exact => hi,
                    _ => a,
                };
                let b_hi = match &$b.hi {
                    Lane::I64(hi) if !$b.exact => hi,
                    _ => b,
                };
                $f((a, a_hi), (b, b_hi), lo, hi)
            }
            (Lane::I128(a), Lane::I128(b), Lane::I128(lo), Lane::I128(hi)) => {
                let a_hi = match &$a.hi {
                    Lane::I128(hi) if !$a.exact => hi,
                    _ => a,
                };
                let b_hi = match &$b.hi {
                    Lane::I128(hi) if !$b.exact => hi,
                    _ => b,
                };
                $f((a, a_hi), (b, b_hi), lo, hi)
            }
            (Lane::Fraction(a), Lane::Fraction(b), Lane::Fraction(lo), Lane::Fraction(hi)) => {
                let a_hi = match &$a.hi {
                    Lane::Fraction(hi) if !$a.exact => hi,
                    _ => a,
                };
                let b_hi = match &$b.hi {
                    Lane::Fraction(hi) if !$b.exact => hi,
                    _ => b,
                };
                $f((a, a_hi), (b, b_hi), lo, hi)
            }
            _ => {}
        }
    };
}

/// A lower and an upper lane.
type Pair<'a, T> = (&'a [T], &'a [T]);

/// Both bounds by one function of both lower, or both upper, bounds.
fn endpoints<T: Number>(
    a: Pair<'_, T>,
    b: Pair<'_, T>,
    lo: &mut Vec<T>,
    hi: &mut Vec<T>,
    exact: bool,
    f: impl Fn(T, T) -> T,
) {
    lo.clear();
    hi.clear();
    each_pair(a.0, b.0, lo, &f);
    if !exact {
        each_pair(a.1, b.1, hi, &f);
    }
}

fn difference<T: Number>(a: Pair<'_, T>, b: Pair<'_, T>, lo: &mut Vec<T>, hi: &mut Vec<T>, exact: bool) {
    lo.clear();
    hi.clear();
    each_pair(a.0, b.1, lo, Number::minus);
    if !exact {
        each_pair(a.1, b.0, hi, Number::minus);
    }
}

fn product<T: Number>(a: Pair<'_, T>, b: Pair<'_, T>, lo: &mut Vec<T>, hi: &mut Vec<T>, exact: bool) {
    lo.clear();
    hi.clear();
    if exact {
        each_pair(a.0, b.0, lo, Number::times);
        return;
    }
    let corners = |row: ((&T, &T), (&T, &T))| {
        let ((a0, a1), (b0, b1)) = row;
        [a0.times(*b0), a0.times(*b1), a1.times(*b0), a1.times(*b1)]
    };
    let rows = || a.0.iter().zip(a.1).zip(b.0.iter().zip(b.1));
    lo.extend(rows().map(|row| corners(row).into_iter().min().unwrap_or(T::ZERO)));
    hi.extend(rows().map(|row| corners(row).into_iter().max().unwrap_or(T::ZERO)));
}

impl Numbers {
    fn begin(&mut self) {
        self.lo.clear();
        self.hi.clear();
        self.exact = false;
        self.partial = false;
    }

    /// Nobody lacks a value unless an operand does.
    fn presence_of(&mut self, operands: &[&Self]) {
        self.partial = false;
        for operand in operands {
            self.lacks_what(operand);
        }
    }

    /// Whoever lacks the operand lacks the result.
    fn lacks_what(&mut self, operand: &Self) {
        if !operand.partial {
            return;
        }
        if self.partial {
            self.may_lack.combine(&operand.may_lack, either);
            self.may_have.combine(&operand.may_have, |a, b| a & b);
        } else {
            self.partial = true;
            self.may_lack.copy(&operand.may_lack);
            self.may_have.copy(&operand.may_have);
        }
    }

    /// Sets who may lack and who may have a value; drops the masks where nobody lacks one.
    pub(super) fn presence(
        &mut self,
        rows: usize,
        may_lack: impl FnMut(usize) -> bool,
        may_have: impl FnMut(usize) -> bool,
    ) {
        self.may_lack.collect(rows, may_lack);
        self.may_have.collect(rows, may_have);
        self.partial = self.may_lack.any();
    }

    /// Begins to say row by row who may lack and who may have a value.
    pub(super) fn presence_by_row(&mut self) {
        self.may_lack.clear();
        self.may_have.clear();
    }

    pub(super) fn push_presence(&mut self, may_lack: bool, may_have: bool) {
        self.may_lack.push(may_lack);
        self.may_have.push(may_have);
        self.partial |= may_lack;
    }

    pub(super) fn push(&mut self, lo: i128, hi: i128) {
        self.lo.push(lo);
        self.hi.push(hi);
    }

    pub(super) fn push_fraction(&mut self, lo: Fraction, hi: Fraction) {
        if let (Lane::Fraction(low), Lane::Fraction(high)) = (&mut self.lo, &mut self.hi) {
            low.push(lo);
            high.push(hi);
        }
    }

    /// One lane where every bound is known.
    pub(super) fn settle(&mut self) {
        self.exact = match (&self.lo, &self.hi) {
            (Lane::I32(lo), Lane::I32(hi)) => lo == hi,
            (Lane::I64(lo), Lane::I64(hi)) => lo == hi,
            (Lane::I128(lo), Lane::I128(hi)) => lo == hi,
            (Lane::Fraction(lo), Lane::Fraction(hi)) => lo == hi,
            _ => false,
        };
    }
}

impl Block<'_> {
    #[inline]
    pub(super) fn number_step(
        &self,
        at: usize,
        step: &Step,
        out: &mut Numbers,
        scratch: &mut reduce::Scratch,
    ) {
        let rows = self.rows;
        if let Some(value) = self.constant_of(&step.op) {
            out.lo.hold(rows, value);
            out.hi.clear();
            (out.exact, out.partial) = (true, false);
            return;
        }
        out.begin();
        match &step.op {
            Op::Input(id) => self.input_number(*id, out),
            Op::Param(..) => self.param(at, step, out),
            Op::Broadcast(reg) => {
                let (owner, owners) = (self.numbers(*reg), self.owners(step));
                on_lanes!(owner, owner, out, |a: Pair<'_, _>,
                                              _: Pair<'_, _>,
                                              lo: &mut Vec<_>,
                                              hi: &mut Vec<_>| {
                    lo.extend(owners.iter().filter_map(|at| a.0.get(*at as usize).copied()));
                    if !owner.exact {
                        hi.extend(owners.iter().filter_map(|at| a.1.get(*at as usize).copied()));
                    }
                });
                out.exact = owner.exact;
                if owner.partial {
                    out.may_lack.of(owners, |at| owner.may_lack.get(at as usize));
                    out.may_have.of(owners, |at| owner.may_have.get(at as usize));
                    out.partial = out.may_lack.any();
                }
            }
            Op::Cast(reg, factor) => self.cast(*reg, *factor, out),
            Op::Existing(reg) => {
                self.cast(*reg, 1, out);
                out.partial = false;
            }
            Op::Add(a, b) => {
                let (a, b) = (self.numbers(*a), self.numbers(*b));
                out.exact = a.exact && b.exact;
                let exact = out.exact;
                on_lanes!(a, b, out, |a, b, lo, hi| endpoints(a, b, lo, hi, exact, Number::plus));
                out.presence_of(&[a, b]);
            }
            Op::Sub(a, b) => {
                let (a, b) = (self.numbers(*a), self.numbers(*b));
                out.exact = a.exact && b.exact;
                let exact = out.exact;
                on_lanes!(a, b, out, |a, b, lo, hi| difference(a, b, lo, hi, exact));
                out.presence_of(&[a, b]);
            }
            Op::Mul(a, b) => {
                let (a, b) = (self.numbers(*a), self.numbers(*b));
                out.exact = a.exact && b.exact;
                let exact = out.exact;
                on_lanes!(a, b, out, |a, b, lo, hi| product(a, b, lo, hi, exact));
                out.presence_of(&[a, b]);
            }
            Op::Max(a, b) => {
                let (a, b) = (self.numbers(*a), self.numbers(*b));
                out.exact = a.exact && b.exact;
                let exact = out.exact;
                on_lanes!(a, b, out, |a, b, lo, hi| endpoints(a, b, lo, hi, exact, Ord::max));
                out.presence_of(&[a, b]);
            }
            Op::Min(a, b) => {
                let (a, b) = (self.numbers(*a), self.numbers(*b));
                out.exact = a.exact && b.exact;
                let exact = out.exact;
                on_lanes!(a, b, out, |a, b, lo, hi| endpoints(a, b, lo, hi, exact, Ord::min));
                out.presence_of(&[a, b]);
            }
            Op::Div(a, b) => self.divide(*a, *b, out),
            Op::Round(reg, key) => {
                let (inner, den) = (self.numbers(*reg), self.den(*reg));
                let fraction = matches!(inner.lo, Lane::Fraction(_));
                if let Some(factor) = whole_factor(den, key.0).filter(|_| !fraction) {
                    // Every value of the register is on a step already.
                    out.exact = inner.exact;
                    cast_lane(&inner.lo, &mut out.lo, factor);
                    if !inner.exact {
                        cast_lane(&inner.hi, &mut out.hi, factor);
                    }
                    out.presence_of(&[inner]);
                    return;
                }
                let round = |value: Fraction| rounded_units(value, key.0);
                for row in 0..rows {
                    let (lo, hi) = inner.bounds(row, den).unwrap_or((Fraction::ZERO, Fraction::ZERO));
                    out.push(round(lo), round(hi));
                }
                out.settle();
                out.presence_of(&[inner]);
            }
            Op::Remainder(reg, divisor) => {
                let (inner, m) = (self.numbers(*reg), i128::from(*divisor).max(1));
                for row in 0..rows {
                    let (lo, hi) = inner.bounds(row, 1).unwrap_or((Fraction::ZERO, Fraction::ZERO));
                    let (a, b) = (lo.num.rem_euclid(m), hi.num.rem_euclid(m));
                    if hi.num - lo.num < m && a <= b { out.push(a, b) } else { out.push(0, m - 1) }
                }
                out.settle();
                out.presence_of(&[inner]);
            }
            Op::Months(from, to, per) => {
                let (from, to) = (self.numbers(*from), self.numbers(*to));
                let day = |value: Fraction| Day::from_number(i32::try_from(value.num).unwrap_or(0));
                let zero = (Fraction::ZERO, Fraction::ZERO);
                for row in 0..rows {
                    let (f0, f1) = from.bounds(row, 1).unwrap_or(zero);
                    let (t0, t1) = to.bounds(row, 1).unwrap_or(zero);
                    let per = i128::from((*per).max(1));
                    let months = |a: Fraction, b: Fraction| i128::from(day(a).months_until(day(b))) / per;
                    out.push(months(f1, t0), months(f0, t1));
                }
                out.settle();
                out.presence_of(&[from, to]);
            }
            Op::CountTrue(parts) => {
                let (Lane::I32(lo), Lane::I32(hi)) = (&mut out.lo, &mut out.hi) else { return };
                lo.resize(rows, i32::try_from(parts.len()).unwrap_or(i32::MAX));
                hi.resize(rows, 0);
                for part in parts {
                    let part = self.truths(*part);
                    blend_one(lo, 1, &part.no.words, 0, |own, one| own - one);
                    blend_one(hi, 1, &part.yes.words, 0, |own, one| own + one);
                }
                out.settle();
            }
            Op::Select(parts) => self.select(parts, out),
            Op::Highest(parts, n) => {
                let den = match step.out.kind {
                    Kind::Number { den, .. } => den,
                    Kind::Truth | Kind::Choice => 1,
                };
                for row in 0..rows {
                    let mut bound = |upper: bool| {
                        let values = &mut scratch.values;
                        values.clear();
                        values.extend(parts.iter().filter_map(|part| {
                            let (lo, hi) = self.numbers(*part).bounds(row, den)?;
                            Some(if upper { hi.num } else { lo.num })
                        }));
                        values.sort_unstable_by(|a, b| b.cmp(a));
                        values.iter().take(*n as usize).sum::<i128>()
                    };
                    let (lo, hi) = (bound(false), bound(true));
                    out.push(lo, hi);
                }
                out.settle();
                for part in parts {
                    out.lacks_what(self.numbers(*part));
                }
            }
            _ => self.reduce_step(step, out, scratch),
        }
    }

    fn input_number(&self, id: InputId, out: &mut Numbers) {
        let rows = self.rows;
        let column = self.run.batch.columns.get(id.index());
        let Some(Column::Number { lo, hi, flags }) = column else { return };
        macro_rules! copy {
            ($($lane:ident),+) => {
                match (lo, hi, &mut out.lo, &mut out.hi) {
                    $((Lane::$lane(lo), Lane::$lane(hi), Lane::$lane(out_lo), Lane::$lane(out_hi)) => {
                        out_lo.extend_from_slice(lo);
                        out_hi.extend_from_slice(hi);
                    })+
                    _ => {}
                }
            };
        }
        copy!(I32, I64, I128, Fraction);
        let flag = |row: usize| flags.get(row).copied().unwrap_or(YES);
        if self.run.plan.inner.set[id].when_missing == Some(Missing::Zero) {
            for row in (0..rows).filter(|row| flag(*row) & FILED == 0) {
                // Nought once the file is closed; until then it may come to that.
                set_zero(&mut out.lo, row);
                if !self.run.open {
                    set_zero(&mut out.hi, row);
                }
            }
        }
        out.settle();
        let not_held = !self.run.open && is_register(&self.run.plan.inner.set, id);
        let flag = |row: usize| {
            let flag = flag(row);
            if not_held && flag & FILED == 0 { NO } else { flag }
        };
        out.presence(rows, |row| flag(row) & NO != 0, |row| flag(row) & YES != 0);
    }

    fn param(&self, at: usize, step: &Step, out: &mut Numbers) {
        let values = self.run.param_of_step.get(at).and_then(|param| self.run.params.get(*param));
        let edge = |value: Exact| value.in_units_of(step.out.kind.den()).unwrap_or(0);
        let (lo, hi) = (edge(step.out.range.0), edge(step.out.range.1));
        let of = |region: u32| values.and_then(|values| values.get(region as usize)).copied().flatten();
        if let [_] = self.run.batch.regions.as_slice()
            && let Some(value) = of(0)
        {
            out.lo.fill(self.rows, value);
            out.exact = true;
            return;
        }
        for region in self.regions() {
            // No row in force for a region: anything the parameter can be.
            let (lo, hi) = of(*region).map_or((lo, hi), |value| (value, value));
            out.push(lo, hi);
        }
        out.settle();
    }

    #[inline]
    fn cast(&self, reg: Reg, factor: i128, out: &mut Numbers) {
        let inner = self.numbers(reg);
        out.exact = inner.exact;
        let rows = self.rows;
        if let (Lane::Fraction(lo), Lane::Fraction(hi)) = (&mut out.lo, &mut out.hi) {
            // To a fraction the factor is the old denominator.
            lo.extend((0..rows).filter_map(|row| inner.lo.get(row, factor)));
            if !inner.exact {
                hi.extend((0..rows).filter_map(|row| inner.hi.get(row, factor)));
            }
        } else {
            cast_lane(&inner.lo, &mut out.lo, factor);
            if !inner.exact {
                cast_lane(&inner.hi, &mut out.hi, factor);
            }
        }
        out.presence_of(&[inner]);
    }

    /// A quotient of fractions. Where the divisor may be nought the result may be absent.
    fn divide(&self, a: Reg, b: Reg, out: &mut Numbers) {
        let (left, right) = (self.numbers(a), self.numbers(b));
        let rows = self.rows;
        let zero = (Fraction::ZERO, Fraction::ZERO);
        let over = |a: Fraction, b: Fraction| Fraction {
            num: a.num.wrapping_mul(b.den),
            den: a.den.wrapping_mul(b.num.max(1)),
        };
        for row in 0..rows {
            let (a0, a1) = left.bounds(row, 1).unwrap_or(zero);
            let (mut b0, b1) = right.bounds(row, 1).unwrap_or(zero);
            if b1.num <= 0 {
                out.push_fraction(Fraction::ZERO, Fraction::ZERO);
                continue;
            }
            if b0.num <= 0 {
                // The least divisor that is not nought is one unit.
                b0 = Fraction { num: 1, den: b0.den };
            }
            out.push_fraction(over(a0, b0).min(over(a0, b1)), over(a1, b0).max(over(a1, b1)));
        }
        out.settle();
        let divisor = |row: usize| right.bounds(row, 1).unwrap_or(zero);
        out.presence(
            rows,
            |row| divisor(row).0.num <= 0 || left.may_lack(row) || right.may_lack(row),
            |row| divisor(row).1.num > 0 && left.may_have(row) && right.may_have(row),
        );
    }

    #[inline]
    fn select(&self, parts: &[(Reg, Option<Reg>)], out: &mut Numbers) {
        let rows = self.rows;
        // Where each part can hold and has something to give.
        let mut here = Bits::default();
        let (mut some, mut twice) = (std::mem::take(&mut out.may_have), false);
        some.fill(rows, false);
        let (mut exact, mut complete) = (true, true);
        for (when, value) in parts {
            let Some(value) = value.map(|value| self.numbers(value)) else {
                complete = false;
                continue;
            };
            let here = self.can_give(*when, value, &mut here);
            twice |= some.words.iter().zip(&here.words).any(|(own, more)| own & more != 0);
            some.combine(here, either);
            exact &= value.exact;
            complete &= !value.partial;
        }
        macro_rules! hull {
            ($($lane:ident),+) => {
                match (&mut out.lo, &mut out.hi) {
                    $((Lane::$lane(lo), Lane::$lane(hi)) => {
                        let one = exact && !twice;
                        lo.resize(rows, if one { Number::ZERO } else { Number::MOST });
                        hi.resize(if one { 0 } else { rows }, Number::LEAST);
                        for (when, reg) in parts {
                            let Some(reg) = reg else { continue };
                            let value = self.numbers(*reg);
                            let here = self.can_give(*when, value, &mut here);
                            let Lane::$lane(low) = &value.lo else { continue };
                            let high = match &value.hi {
                                Lane::$lane(high) if !value.exact => high,
                                _ => low,
                            };
                            // A constant is the same in every row.
                            let same = low.first().filter(|_| self.constant(*reg).is_some());
                            if let (true, Some(same)) = (one, same) {
                                // No other part gives anything where this one does.
                                blend_one(lo, *same, &here.words, Number::ZERO, Number::plus);
                            } else if one {
                                blend(lo, low, &here.words, Number::ZERO, Number::plus);
                            } else {
                                blend(lo, low, &here.words, Number::MOST, Ord::min);
                                blend(hi, high, &here.words, Number::LEAST, Ord::max);
                            }
                        }
                        if !one {
                            put_elsewhere(lo, Number::ZERO, &some.words);
                            put_elsewhere(hi, Number::ZERO, &some.words);
                        }
                        out.exact = one || lo == hi;
                    })+
                    _ => {}
                }
            };
        }
        hull!(I32, I64, I128, Fraction);
        let mut lacks = std::mem::take(&mut out.may_lack);
        if complete {
            // Every part has something to give: who lacks a value is in none of them.
            lacks.opposite(&some);
            out.partial = lacks.any();
            (out.may_lack, out.may_have) = (lacks, some);
            return;
        }
        let mut any = Bits::default();
        lacks.fill(rows, false);
        any.fill(rows, false);
        for (when, value) in parts {
            let when = &self.truths(*when).yes;
            any.combine(when, either);
            match value.map(|value| self.numbers(value)) {
                Some(value) if value.partial => lacks.merge(both(when, &value.may_lack), either),
                Some(_) => {}
                None => lacks.combine(when, either),
            }
        }
        any.opposite(&any.clone());
        lacks.combine(&any, either);
        out.partial = lacks.any();
        out.may_lack = lacks;
        out.may_have = some;
    }

    /// Rows where a condition can hold and the value can be had; `out` is for where they have to be
    /// worked out.
    fn can_give<'b>(&'b self, when: Reg, value: &Numbers, out: &'b mut Bits) -> &'b Bits {
        let when = &self.truths(when).yes;
        if value.partial {
            out.of_words(when.rows, both(when, &value.may_have));
            out
        } else {
            when
        }
    }
}

fn set_zero(lane: &mut Lane, row: usize) {
    match lane {
        Lane::I32(values) => values.iter_mut().skip(row).take(1).for_each(|value| *value = 0),
        Lane::I64(values) => values.iter_mut().skip(row).take(1).for_each(|value| *value = 0),
        Lane::I128(values) => values.iter_mut().skip(row).take(1).for_each(|value| *value = 0),
        Lane::Fraction(values) => {
            values.iter_mut().skip(row).take(1).for_each(|value| *value = Fraction::ZERO)
        }
    }
}

/// To another lane, times a whole factor.
#[inline]
fn cast_lane(from: &Lane, to: &mut Lane, factor: i128) {
    macro_rules! widen {
        ($values:expr, $out:expr, $ty:ty) => {{
            let factor = <$ty>::try_from(factor).unwrap_or(1);
            each($values, $out, |value| <$ty>::from(value).wrapping_mul(factor));
        }};
    }
    macro_rules! narrow {
        ($values:expr, $out:expr, $ty:ty) => {
            $out.extend(
                $values
                    .iter()
                    .map(|value| <$ty>::try_from(i128::from(*value).wrapping_mul(factor)).unwrap_or(0)),
            )
        };
    }
    match (from, to) {
        (Lane::I32(values), Lane::I32(out)) => widen!(values, out, i32),
        (Lane::I32(values), Lane::I64(out)) => widen!(values, out, i64),
        (Lane::I32(values), Lane::I128(out)) => widen!(values, out, i128),
        (Lane::I64(values), Lane::I64(out)) => widen!(values, out, i64),
        (Lane::I64(values), Lane::I128(out)) => widen!(values, out, i128),
        (Lane::I128(values), Lane::I128(out)) => widen!(values, out, i128),
        // The plan never narrows but where the range proves that the product fits.
        (Lane::I64(values), Lane::I32(out)) => {
            let factor = i64::try_from(factor).unwrap_or(1);
            // The low half of a product that fits is the product.
            each(values, out, |value| value.wrapping_mul(factor) as i32);
        }
        (Lane::I128(values), Lane::I64(out)) => narrow!(values, out, i64),
        (Lane::I128(values), Lane::I32(out)) => narrow!(values, out, i32),
        _ => {}
    }
}

/// What a number of units comes to in units of a rounding, where all of them are on a step; none for
/// fractions.
pub(super) fn whole_factor(den: i128, rounding: Rounding) -> Option<i128> {
    let (num, step) = (rounding.step.numerator(), rounding.step.denominator());
    (num == 1 && step.checked_rem(den) == Some(0)).then(|| step / den)
}

/// Rounds a value that is not below nought; the result in units of the step's denominator.
pub(crate) fn rounded_units(value: Fraction, rounding: Rounding) -> i128 {
    let (num, den) = (rounding.step.numerator(), rounding.step.denominator());
    let dividend = value.num.wrapping_mul(den);
    let divisor = value.den.wrapping_mul(num).max(1);
    let (steps, rest) = (dividend.div_euclid(divisor), dividend.rem_euclid(divisor));
    let up = match rounding.mode {
        RoundMode::HalfUp => rest >= divisor - rest,
        RoundMode::HalfEven => rest > divisor - rest || (rest == divisor - rest && steps % 2 != 0),
        RoundMode::Up => rest > 0,
        RoundMode::Down => false,
    };
    (steps + i128::from(up)).wrapping_mul(num)
}
