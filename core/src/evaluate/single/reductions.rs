//! What is made of the rows of a table: counts, sums, means, picks, shares, one of those that are alike.
//!
//! In: the registers of its rows. Out: the value of the subject. A row may be in the collection for
//! certain, perhaps, or not; of equal rows filed as one, the count says how many they are.

use super::{At, Bounds, Lined, Run, presence};
use crate::batch::{NO, YES, option_bits};
use crate::evaluate::each_bit;
use crate::evaluate::lanes::{Fraction, Number as _};
use crate::exact::Exact;
use crate::hir::MAX_ROWS;
use crate::plan::{Kind, Op, Reg, Step, bits};
use std::cmp::Ordering;
use tieuchi_grammar::ast::Pick;

impl<'a> Run<'a> {
    /// The rows that a register has a value for, each with how many they are and the flags.
    #[inline]
    fn each_row(&self, rows: Reg) -> impl Iterator<Item = (At, i64, u8)> + use<'_, 'a> {
        let frame = self.out(rows).frame;
        let stretch = self.stretch(frame);
        let list = self.rows(frame).iter().enumerate();
        list.map(move |(at, row)| {
            let at = stretch.at(at);
            (at, i64::from(row.count), self.flags(rows, at))
        })
    }

    /// The same, counted in the widest numbers.
    fn each(&self, rows: Reg) -> impl Iterator<Item = (At, i128, u8)> + use<'_, 'a> {
        self.each_row(rows).map(|(at, count, flags)| (at, i128::from(count), flags))
    }

    /// How many rows certainly are in a collection, and how many can be.
    fn counted(&self, rows: Reg) -> (i128, i128) {
        let (mut sure, mut may) = (0i64, 0i64);
        for (_, count, flags) in self.each_row(rows) {
            sure += if flags & NO == 0 { count } else { 0 };
            may += if flags & YES != 0 { count } else { 0 };
        }
        (i128::from(sure), i128::from(may))
    }

    /// A value of a collection may be lacking where no row is certain, and is where none is possible.
    fn of_collection(&self, rows: Reg, open: bool) -> u8 {
        let (sure, may) = self.counted(rows);
        presence(sure == 0, open || may > 0)
    }

    pub(super) fn reduce<T: Lined>(&self, step: &Step) -> Bounds<T> {
        match &step.op {
            Op::Count { rows, open } => {
                let (sure, may) = self.counted(*rows);
                let may = if *open && self.open { MAX_ROWS } else { may };
                Bounds::between(T::clamped(sure), T::clamped(may))
            }
            Op::Sum { rows, of, open } => {
                let (mut lo, mut hi) = (T::ZERO, T::ZERO);
                for (at, count, flags) in self.each_row(*rows) {
                    if flags & YES == 0 {
                        continue;
                    }
                    let (value, count) = (T::read(self, *of, at), T::narrow(count));
                    if flags & NO == 0 {
                        lo = lo.plus(value.lo.times(count));
                    }
                    hi = hi.plus(value.hi.times(count));
                }
                let all = || step.out.range.1.mul(Exact::whole(step.out.kind.den())).map_or(0, Exact::floor);
                Bounds::between(lo, if *open && self.open { T::clamped(all()) } else { hi })
            }
            _ => Bounds::exactly(T::ZERO),
        }
    }

    /// Reductions that are less frequent.
    #[inline(never)]
    pub(super) fn reduce_more<T: Lined>(&self, step: &Step) -> Bounds<T> {
        let den = step.out.kind.den();
        let units = |value: Exact| value.mul(Exact::whole(den)).map_or(0, Exact::floor);
        let top = || units(step.out.range.1);
        match &step.op {
            Op::Mean { rows, of, open } => {
                let flags = self.of_collection(*rows, *open && self.open);
                let (lo, hi) = if *open && self.open {
                    let edge = |value: Exact| Fraction { num: value.numerator(), den: value.denominator() };
                    (edge(step.out.range.0), edge(step.out.range.1))
                } else {
                    (self.mean(*rows, *of, false), self.mean(*rows, *of, true))
                };
                Bounds { lo: T::of(lo), hi: T::of(hi), flags }
            }
            Op::Pick { pick, rows, of, by, open, .. } => {
                let open = *open && self.open;
                let edges = open.then(|| (units(step.out.range.0), top()));
                let (lo, hi) = self.pick(*pick, (*rows, *of, *by), edges);
                Bounds { lo: T::of(lo), hi: T::of(hi), flags: self.of_collection(*rows, open) }
            }
            Op::Share { rows, excluded, exempted, has, open } => {
                let share = self.share(*rows, *excluded, *exempted, *has, *open && self.open);
                Bounds { lo: T::of(share.lo), hi: T::of(share.hi), flags: share.flags }
            }
            Op::Each { rows, points, keys, highest, open } => {
                let open = *open && self.open;
                // A row that still comes may be like any other, and count in its place.
                let floor = (open && !*highest).then(|| units(self.out(*points).range.0));
                let (lo, hi) = self.distinct(*rows, *points, keys, (*highest, floor), den);
                Bounds::between(T::clamped(lo), T::clamped(if open { top() } else { hi }))
            }
            _ => Bounds::exactly(T::ZERO),
        }
    }

    /// The mean: of the certain rows, and as many of the possible ones as lower or raise it.
    fn mean(&self, rows: Reg, of: Reg, upper: bool) -> Fraction {
        let den = self.den(of);
        let value = |row: At| {
            let Bounds { lo, hi, .. } = self.number(of, row, den);
            if upper { hi.num } else { lo.num }
        };
        let (mut sum, mut count) = (0i128, 0i128);
        let mut possible = Vec::new();
        for (row, times, flags) in self.each(rows).filter(|(_, _, flags)| flags & YES != 0) {
            if flags & NO != 0 {
                possible.push((value(row), times));
            } else {
                sum = sum.wrapping_add(value(row).wrapping_mul(times));
                count += times;
            }
        }
        possible.sort_unstable_by(|(a, _), (b, _)| if upper { b.cmp(a) } else { a.cmp(b) });
        for (value, times) in possible {
            let scaled = value.wrapping_mul(count);
            // If one of equal rows helps, the others do.
            if count == 0 || (if upper { scaled > sum } else { scaled < sum }) {
                sum = sum.wrapping_add(value.wrapping_mul(times));
                count += times;
            }
        }
        Fraction { num: sum, den: den.wrapping_mul(count.max(1)) }
    }

    fn pick(
        &self,
        pick: Pick,
        (rows, of, by): (Reg, Reg, Option<Reg>),
        open: Option<(i128, i128)>,
    ) -> (Fraction, Fraction) {
        let den = self.den(of);
        let latest = self.latest(pick, by, rows);
        let mut bounds: Option<(Fraction, Fraction)> = None;
        let mut sure: Option<Fraction> = None;
        for (row, _, flags) in self.each(rows).filter(|(_, _, flags)| flags & YES != 0) {
            if !self.may_be_newest(by, latest, row) {
                continue;
            }
            let Bounds { lo, hi, .. } = self.number(of, row, den);
            bounds = Some(bounds.map_or((lo, hi), |(least, most)| (least.min(lo), most.max(hi))));
            if flags & NO == 0 {
                sure = Some(match (pick, sure) {
                    (Pick::Highest, Some(best)) => best.max(lo),
                    (Pick::Lowest, Some(best)) => best.min(hi),
                    (Pick::Highest, None) => lo,
                    (Pick::Lowest | Pick::Newest, _) => hi,
                });
            }
        }
        let (mut lo, mut hi) = bounds.unwrap_or((Fraction::ZERO, Fraction::ZERO));
        // A certain row bounds the highest from below, the lowest from above.
        match (pick, sure) {
            (Pick::Highest, Some(best)) => lo = best,
            (Pick::Lowest, Some(best)) => hi = best,
            _ => {}
        }
        // Where more may come, it may be anything on the side that no certain row bounds.
        if let Some((bottom, top)) = open {
            let edge = |num: i128| Fraction { num, den };
            if pick != Pick::Highest || sure.is_none() {
                lo = edge(bottom);
            }
            if pick != Pick::Lowest || sure.is_none() {
                hi = edge(top);
            }
        }
        (lo, hi)
    }

    /// The day of the newest row that is certain, where the newest is picked.
    fn latest(&self, pick: Pick, by: Option<Reg>, rows: Reg) -> Option<i64> {
        let by = by.filter(|_| pick == Pick::Newest)?;
        self.each(rows).filter(|(_, _, flags)| *flags == YES).map(|(row, ..)| self.at(by, row).lo).max()
    }

    /// Whether a row can be the newest: it is not certainly older than a certain one.
    fn may_be_newest(&self, by: Option<Reg>, latest: Option<i64>, row: At) -> bool {
        by.zip(latest).is_none_or(|(by, latest)| self.at(by, row).hi >= latest)
    }

    pub(super) fn pick_choice(
        &self,
        pick: Pick,
        rows: Reg,
        (of, count): (Reg, u32),
        by: Option<Reg>,
        open: bool,
    ) -> u64 {
        let latest = self.latest(pick, by, rows);
        let mut mask = 0u64;
        let mut bound: Option<u32> = None;
        let mut certain = false;
        for (row, _, flags) in self.each(rows).filter(|(_, _, flags)| flags & YES != 0) {
            if !self.may_be_newest(by, latest, row) {
                continue;
            }
            let own = self.options(of, row) & !bits::ABSENT;
            mask |= own;
            if flags & NO == 0 {
                certain = true;
                bound = match pick {
                    Pick::Highest => bound.max(each_bit(own).next()),
                    Pick::Lowest => match (bound, each_bit(own).last()) {
                        (Some(a), Some(b)) => Some(a.min(b)),
                        (a, b) => a.or(b),
                    },
                    Pick::Newest => None,
                };
            }
        }
        if open {
            mask |= option_bits(count as usize);
        }
        match (pick, bound) {
            (Pick::Highest, Some(bound)) => mask &= !((1u64 << bound) - 1),
            (Pick::Lowest, Some(bound)) => mask &= (1u64 << bound << 1).wrapping_sub(1),
            _ => {}
        }
        if certain && mask != 0 { mask } else { mask | bits::ABSENT }
    }

    /// The exact bounds of a share with unknown members and properties: each row lowers the share
    /// if it can be counted and lack the property, raises it if it can have it, whatever others do.
    fn share(
        &self,
        rows: Reg,
        excluded: Option<Reg>,
        exempted: Option<Reg>,
        has: Reg,
        open: bool,
    ) -> Bounds<Fraction> {
        let (mut lo_met, mut lo_all, mut hi_met, mut hi_all) = (0i128, 0i128, 0i128, 0i128);
        let (mut may_meet, mut may_fail, mut all_may_be_out) = (false, false, true);
        for (row, count, member) in self.each(rows).filter(|(_, _, member)| member & YES != 0) {
            // Who nobody excludes or exempts is certainly neither.
            let excluded = excluded.map_or(NO, |reg| self.flags(reg, row));
            let exempted = exempted.map_or(NO, |reg| self.flags(reg, row));
            let has = self.flags(has, row);
            let kept = excluded & NO != 0;
            let meets = kept && has & YES != 0;
            let fails = kept && has & NO != 0 && exempted & NO != 0;
            let may_be_exempt = exempted & YES != 0 && has & NO != 0;
            let outside = member & NO != 0 || excluded & YES != 0 || may_be_exempt;
            may_meet |= meets;
            may_fail |= fails;
            all_may_be_out &= outside;
            if fails {
                lo_all += count;
            } else if !outside {
                lo_met += count;
                lo_all += count;
            }
            if meets {
                hi_met += count;
                hi_all += count;
            } else if !outside {
                hi_all += count;
            }
        }
        let (nought, one) = (Fraction::ZERO, Fraction { num: 1, den: 1 });
        let lo = match lo_all > 0 {
            true => Fraction { num: lo_met, den: lo_all },
            false => {
                if may_meet {
                    one
                } else {
                    nought
                }
            }
        };
        let hi = match hi_all > 0 {
            true => Fraction { num: hi_met, den: hi_all },
            false => {
                if may_fail {
                    nought
                } else {
                    one
                }
            }
        };
        let some = may_meet || may_fail;
        let (lo, hi) = match (open, some) {
            (true, _) => (nought, one),
            (false, true) => (lo, hi),
            (false, false) => (nought, nought),
        };
        Bounds { lo, hi, flags: presence(all_may_be_out, open || some) }
    }

    /// Points of rows that are alike by their keys, counted once.
    fn distinct(
        &self,
        rows: Reg,
        points: Reg,
        keys: &[Reg],
        (highest, floor): (bool, Option<i128>),
        den: i128,
    ) -> (i128, i128) {
        let bounds = |row: At| self.number(points, row, den);
        let order = |a: At, b: At| {
            keys.iter()
                .map(|key| self.key_order(*key, a, b))
                .find(|order| order.is_ne())
                .unwrap_or(Ordering::Equal)
        };
        let known = |row: At| keys.iter().all(|key| self.key_is_known(*key, row));
        let mut list: Vec<(At, i128, u8)> =
            self.each(rows).filter(|(_, _, flags)| flags & YES != 0).collect();
        // Rows whose keys are not known may be like any other: they raise only the upper bound.
        list.sort_unstable_by(|(a, ..), (b, ..)| known(*b).cmp(&known(*a)).then_with(|| order(*a, *b)));
        let split = list.iter().position(|(row, ..)| !known(*row)).unwrap_or(list.len());
        let (settled, doubtful) = list.split_at(split);
        let least_doubtful = doubtful.iter().map(|(row, ..)| bounds(*row).lo.num).chain(floor).min();
        let (mut lo, mut hi) = (0i128, 0i128);
        for group in settled.chunk_by(|(a, ..), (b, ..)| order(*a, *b).is_eq()) {
            let certain = || group.iter().filter(|(_, _, flags)| flags & NO == 0);
            let most = group.iter().map(|(row, ..)| bounds(*row).hi.num).max().unwrap_or(0);
            let least = if highest {
                certain().map(|(row, ..)| bounds(*row).lo.num).max().unwrap_or(0)
            } else if certain().next().is_some() {
                let own = group.iter().map(|(row, ..)| bounds(*row).lo.num).min();
                own.into_iter().chain(least_doubtful).min().unwrap_or(0)
            } else {
                0
            };
            lo = lo.wrapping_add(least);
            hi = hi.wrapping_add(most);
        }
        for (row, count, _) in doubtful {
            hi = hi.wrapping_add(bounds(*row).hi.num.wrapping_mul(*count));
        }
        (lo, hi)
    }

    fn key_order(&self, key: Reg, a: At, b: At) -> Ordering {
        match self.out(key).kind {
            Kind::Number { .. } => self.number(key, a, 1).lo.cmp(&self.number(key, b, 1).lo),
            Kind::Choice => self.options(key, a).cmp(&self.options(key, b)),
            Kind::Truth => self.can(key, a, YES).cmp(&self.can(key, b, YES)),
        }
    }

    fn key_is_known(&self, key: Reg, row: At) -> bool {
        match self.out(key).kind {
            Kind::Number { .. } => {
                let Bounds { lo, hi, flags } = self.number(key, row, 1);
                flags & NO == 0 && lo == hi
            }
            Kind::Choice => self.options(key, row).count_ones() == 1,
            Kind::Truth => matches!(self.flags(key, row), YES | NO),
        }
    }
}
