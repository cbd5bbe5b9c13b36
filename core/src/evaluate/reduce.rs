//! Steps that make one value of the rows of a child table.
//!
//! A row is in a collection certainly, possibly, or not. Every reduction gives bounds that hold
//! whatever the possible rows turn out to be; none depends on the order of rows.

use super::kernels::{count_between, each, sum_between};
use super::lanes::{Fraction, Lane, Number, Numbers, Word};
use super::{Block, each_bit};
use crate::batch::option_bits;
use crate::exact::Exact;
use crate::hir::MAX_ROWS;
use crate::plan::{Kind, Op, Reg, Step, bits};
use std::cmp::Ordering;
use tieuchi_grammar::ast::Pick;

/// Buffers of reductions, kept between blocks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    pub values: Vec<i128>,
    pub rows: Vec<usize>,
    words: Vec<Word>,
    counts: Vec<i32>,
    /// Words, and the counts before each.
    before: Vec<(Word, u32)>,
    i32s: Vec<i32>,
    i64s: Vec<i64>,
}

impl Block<'_> {
    #[inline]
    pub(super) fn reduce_step(&self, step: &Step, out: &mut Numbers, scratch: &mut Scratch) {
        let den = match step.out.kind {
            Kind::Number { den, .. } => den,
            Kind::Truth | Kind::Choice => 1,
        };
        let units = |value: Exact| value.mul(Exact::whole(den)).map_or(0, Exact::floor);
        let (bottom, top) = (units(step.out.range.0), units(step.out.range.1));
        match &step.op {
            Op::Count { rows, open } => {
                let member = self.truths(*rows);
                let settled = member.is_settled();
                let (Lane::I32(lo), Lane::I32(hi)) = (&mut out.lo, &mut out.hi) else { return };
                let borders = self.borders(*rows);
                let sure = inverse(&member.no.words, &mut scratch.words);
                count_between(sure, borders, &mut scratch.before, lo);
                if self.is_open(*open) {
                    hi.resize(lo.len(), i32::try_from(MAX_ROWS).unwrap_or(i32::MAX));
                } else if !settled {
                    count_between(&member.yes.words, borders, &mut scratch.before, hi);
                }
                out.exact = settled && !self.is_open(*open);
            }
            Op::Sum { rows, of, open } => self.sum(*rows, *of, self.is_open(*open), top, out, scratch),
            Op::Mean { rows, of, open } => self.mean(*rows, *of, self.is_open(*open), step, out, scratch),
            Op::Pick { pick, rows, of, by, open, .. } => {
                let open = self.is_open(*open);
                self.pick_number(*pick, (*rows, *of, *by), open, (bottom, top), out, scratch);
            }
            Op::Share { rows, excluded, exempted, has, open } => {
                self.share(*rows, *excluded, *exempted, *has, self.is_open(*open), out);
            }
            Op::Each { rows, points, keys, highest, open } => {
                let open = self.is_open(*open);
                let (member, numbers) = (self.truths(*rows), self.numbers(*points));
                // A row that still comes may be like any other, and count in its place.
                let least = self.run.plan.inner.steps.get(points.index()).map(|step| units(step.out.range.0));
                let floor = least.filter(|_| open && !*highest);
                for (first, last) in self.groups(*rows) {
                    scratch.rows.clear();
                    scratch.rows.extend((first..last).filter(|row| member.yes.get(*row)));
                    let (lo, hi) =
                        self.distinct(keys, &mut scratch.rows, (*highest, floor), member, numbers, den);
                    out.push(lo, if open { top } else { hi });
                }
                out.settle();
            }
            _ => {}
        }
    }

    #[inline]
    fn sum(&self, rows: Reg, of: Reg, open: bool, top: i128, out: &mut Numbers, scratch: &mut Scratch) {
        let (member, values, borders) = (self.truths(rows), self.numbers(of), self.borders(rows));
        let mut sure = std::mem::take(&mut scratch.words);
        inverse(&member.no.words, &mut sure);
        let settled = values.exact && member.is_settled();
        // Of so much for each row it is enough to count the rows.
        let same = self.constant(of).and_then(|same| i64::try_from(same).ok());
        let mut add_up = |lane: &Lane, words: &[Word], out: &mut Lane| match (lane, out, same) {
            (_, Lane::I32(out), Some(same)) => {
                products(words, borders, same, (&mut scratch.before, &mut scratch.counts), out);
            }
            (_, Lane::I64(out), Some(same)) => {
                products(words, borders, same, (&mut scratch.before, &mut scratch.counts), out);
            }
            (Lane::I32(lane), Lane::I32(out), _) => sum_between(lane, words, borders, &mut scratch.i32s, out),
            (Lane::I64(lane), Lane::I64(out), _) => sum_between(lane, words, borders, &mut scratch.i64s, out),
            (Lane::I128(lane), Lane::I128(out), _) => {
                sum_between(lane, words, borders, &mut scratch.values, out);
            }
            // The plan casts what is added up to the lane of the sum.
            _ => {}
        };
        add_up(&values.lo, &sure, &mut out.lo);
        if open {
            out.hi.fill(borders.len().saturating_sub(1), top);
        } else if !settled {
            add_up(if values.exact { &values.lo } else { &values.hi }, &member.yes.words, &mut out.hi);
        }
        out.exact = settled && !open;
        scratch.words = sure;
    }

    /// The mean: of the certain rows, and as many of the possible ones as lower or raise it.
    fn mean(&self, rows: Reg, of: Reg, open: bool, step: &Step, out: &mut Numbers, scratch: &mut Scratch) {
        let (member, numbers, den) = (self.truths(rows), self.numbers(of), self.den(of));
        let edge = |value: Exact| Fraction { num: value.numerator(), den: value.denominator() };
        for (first, last) in self.groups(rows) {
            let mut bound = |upper: bool| {
                let value = |row: usize| {
                    let (lo, hi) = numbers.bounds(row, den).unwrap_or((zero(), zero()));
                    if upper { hi.num } else { lo.num }
                };
                let (mut sum, mut count) = (0i128, 0i128);
                scratch.values.clear();
                for row in (first..last).filter(|row| member.yes.get(*row)) {
                    if member.no.get(row) {
                        scratch.values.push(value(row));
                    } else {
                        sum = sum.wrapping_add(value(row));
                        count += 1;
                    }
                }
                scratch.values.sort_unstable_by(|a, b| if upper { b.cmp(a) } else { a.cmp(b) });
                for value in &scratch.values {
                    let helps =
                        if upper { value.wrapping_mul(count) > sum } else { value.wrapping_mul(count) < sum };
                    if count == 0 || helps {
                        sum = sum.wrapping_add(*value);
                        count += 1;
                    }
                }
                Fraction { num: sum, den: den.wrapping_mul(count.max(1)) }
            };
            if open {
                out.push_fraction(edge(step.out.range.0), edge(step.out.range.1));
            } else {
                let (lo, hi) = (bound(false), bound(true));
                out.push_fraction(lo, hi);
            }
        }
        out.settle();
        self.collection_presence(rows, open, out, scratch);
    }

    /// A value of a collection may be lacking where no row is certain, and is where none is possible.
    fn collection_presence(&self, rows: Reg, open: bool, out: &mut Numbers, scratch: &mut Scratch) {
        let member = self.truths(rows);
        let borders = self.borders(rows);
        scratch.counts.clear();
        let sure = inverse(&member.no.words, &mut scratch.words);
        count_between(sure, borders, &mut scratch.before, &mut scratch.counts);
        out.may_lack.of(&scratch.counts, |sure| sure == 0);
        scratch.counts.clear();
        count_between(&member.yes.words, borders, &mut scratch.before, &mut scratch.counts);
        out.may_have.of(&scratch.counts, |may| open || may > 0);
        out.partial = out.may_lack.any();
    }

    fn pick_number(
        &self,
        pick: Pick,
        (rows, of, by): (Reg, Reg, Option<Reg>),
        open: bool,
        (bottom, top): (i128, i128),
        out: &mut Numbers,
        scratch: &mut Scratch,
    ) {
        let (member, numbers, den) = (self.truths(rows), self.numbers(of), self.den(of));
        for (first, last) in self.groups(rows) {
            let possible = || (first..last).filter(|row| member.yes.get(*row));
            let candidates = self.newest_from(pick, by, rows, first, last);
            let mut bounds: Option<(Fraction, Fraction)> = None;
            let mut sure: Option<Fraction> = None;
            for row in possible().filter(|row| candidates(*row)) {
                let Some((lo, hi)) = numbers.bounds(row, den) else { continue };
                bounds = Some(bounds.map_or((lo, hi), |(l, h)| (l.min(lo), h.max(hi))));
                if !member.no.get(row) {
                    sure = Some(match (pick, sure) {
                        (Pick::Highest, Some(best)) => best.max(lo),
                        (Pick::Lowest, Some(best)) => best.min(hi),
                        (Pick::Highest, None) => lo,
                        (Pick::Lowest | Pick::Newest, _) => hi,
                    });
                }
            }
            let (mut lo, mut hi) = bounds.unwrap_or((zero(), zero()));
            // A certain row bounds the highest from below, the lowest from above.
            match (pick, sure) {
                (Pick::Highest, Some(best)) => lo = best,
                (Pick::Lowest, Some(best)) => hi = best,
                _ => {}
            }
            if open {
                let edge = |num: i128| Fraction { num, den };
                if pick != Pick::Highest || sure.is_none() {
                    lo = edge(bottom);
                }
                if pick != Pick::Lowest || sure.is_none() {
                    hi = edge(top);
                }
            }
            match &out.lo {
                Lane::Fraction(_) => out.push_fraction(lo, hi),
                Lane::I32(_) | Lane::I64(_) | Lane::I128(_) => out.push(lo.num, hi.num),
            }
        }
        out.settle();
        self.collection_presence(rows, open, out, scratch);
    }

    /// Which rows can be the newest: those not certainly older than a certain one.
    fn newest_from(
        &self,
        pick: Pick,
        by: Option<Reg>,
        rows: Reg,
        first: usize,
        last: usize,
    ) -> impl Fn(usize) -> bool + use<'_> {
        let days = by.filter(|_| pick == Pick::Newest).map(|by| self.numbers(by));
        let member = self.truths(rows);
        let latest = days.and_then(|days| {
            (first..last)
                .filter(|row| !member.no.get(*row) && member.yes.get(*row))
                .filter_map(|row| days.bounds(row, 1).map(|(lo, _)| lo))
                .max()
        });
        move |row| match (days, latest) {
            (Some(days), Some(latest)) => days.bounds(row, 1).is_some_and(|(_, hi)| hi >= latest),
            _ => true,
        }
    }

    pub(super) fn pick_choice(
        &self,
        pick: Pick,
        rows: Reg,
        (of, count): (Reg, u32),
        by: Option<Reg>,
        open: bool,
        out: &mut Vec<u64>,
    ) {
        let (member, options) = (self.truths(rows), self.options(of));
        for (first, last) in self.groups(rows) {
            let candidates = self.newest_from(pick, by, rows, first, last);
            let mut mask = 0u64;
            let mut bound: Option<u32> = None;
            let mut certain = false;
            for row in (first..last).filter(|row| member.yes.get(*row) && candidates(*row)) {
                let own = options.get(row).copied().unwrap_or(0) & !bits::ABSENT;
                mask |= own;
                if !member.no.get(row) {
                    certain = true;
                    let (lo, hi) = (each_bit(own).next(), each_bit(own).last());
                    bound = match pick {
                        Pick::Highest => bound.max(lo),
                        Pick::Lowest => match (bound, hi) {
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
            out.push(if certain && mask != 0 { mask } else { mask | bits::ABSENT });
        }
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
        out: &mut Numbers,
    ) {
        let (member, has) = (self.truths(rows), self.truths(has));
        let (excluded, exempted) =
            (excluded.map(|reg| self.truths(reg)), exempted.map(|reg| self.truths(reg)));
        out.presence_by_row();
        for (first, last) in self.groups(rows) {
            let (mut lo_met, mut lo_all, mut hi_met, mut hi_all) = (0i128, 0i128, 0i128, 0i128);
            let (mut may_meet, mut may_fail, mut all_may_be_out) = (false, false, true);
            for row in (first..last).filter(|row| member.yes.get(*row)) {
                let kept = excluded.is_none_or(|excluded| excluded.no.get(row));
                let may_be_excluded = excluded.is_some_and(|excluded| excluded.yes.get(row));
                let may_be_exempt = exempted.is_some_and(|exempted| exempted.yes.get(row));
                let must_be_exempt = exempted.is_some_and(|exempted| !exempted.no.get(row));
                let meets = kept && has.yes.get(row);
                let fails = kept && has.no.get(row) && !must_be_exempt;
                let outside = member.no.get(row) || may_be_excluded || (may_be_exempt && has.no.get(row));
                may_meet |= meets;
                may_fail |= fails;
                all_may_be_out &= outside;
                if fails {
                    lo_all += 1;
                } else if !outside {
                    lo_met += 1;
                    lo_all += 1;
                }
                if meets {
                    hi_met += 1;
                    hi_all += 1;
                } else if !outside {
                    hi_all += 1;
                }
            }
            let one = Fraction { num: 1, den: 1 };
            let lo = if lo_all > 0 {
                Fraction { num: lo_met, den: lo_all }
            } else if may_meet {
                one
            } else {
                zero()
            };
            let hi = if hi_all > 0 {
                Fraction { num: hi_met, den: hi_all }
            } else if may_fail {
                zero()
            } else {
                one
            };
            let some = may_meet || may_fail;
            if open {
                out.push_fraction(zero(), one);
            } else if some {
                out.push_fraction(lo, hi);
            } else {
                out.push_fraction(zero(), zero());
            }
            out.push_presence(all_may_be_out, open || some);
        }
        out.settle();
    }

    /// Points of rows that are alike by their keys, counted once; the least of a row that may still
    /// count in another's place.
    fn distinct(
        &self,
        keys: &[Reg],
        rows: &mut [usize],
        (highest, floor): (bool, Option<i128>),
        member: &super::Truths,
        points: &Numbers,
        den: i128,
    ) -> (i128, i128) {
        let bounds = |row: usize| points.bounds(row, den).unwrap_or((zero(), zero()));
        let order = |a: &usize, b: &usize| {
            keys.iter()
                .map(|key| self.key_order(*key, *a, *b))
                .find(|order| order.is_ne())
                .unwrap_or(Ordering::Equal)
        };
        let known = |row: &usize| keys.iter().all(|key| self.key_is_known(*key, *row));
        // Rows whose keys are not known may be like any other: they raise only the upper bound.
        rows.sort_unstable_by(|a, b| known(b).cmp(&known(a)).then_with(|| order(a, b)));
        let split = rows.iter().position(|row| !known(row)).unwrap_or(rows.len());
        let (settled, doubtful) = rows.split_at(split);
        let least_doubtful = doubtful.iter().map(|row| bounds(*row).0.num).chain(floor).min();
        let (mut lo, mut hi) = (0i128, 0i128);
        for group in settled.chunk_by(|a, b| order(a, b).is_eq()) {
            let certain = || group.iter().filter(|row| !member.no.get(**row));
            let most = group.iter().map(|row| bounds(*row).1.num).max().unwrap_or(0);
            let least = if highest {
                certain().map(|row| bounds(*row).0.num).max().unwrap_or(0)
            } else if certain().next().is_some() {
                let own = group.iter().map(|row| bounds(*row).0.num).min();
                own.into_iter().chain(least_doubtful).min().unwrap_or(0)
            } else {
                0
            };
            lo = lo.wrapping_add(least);
            hi = hi.wrapping_add(most);
        }
        for row in doubtful {
            hi = hi.wrapping_add(bounds(*row).1.num);
        }
        (lo, hi)
    }

    fn key_order(&self, key: Reg, a: usize, b: usize) -> Ordering {
        match self.values(key) {
            super::Values::Number(numbers) => {
                let lo = |row| numbers.bounds(row, 1).map(|(lo, _)| lo);
                lo(a).cmp(&lo(b))
            }
            super::Values::Choice(options) => options.get(a).cmp(&options.get(b)),
            super::Values::Truth(truths) => truths.yes.get(a).cmp(&truths.yes.get(b)),
        }
    }

    fn key_is_known(&self, key: Reg, row: usize) -> bool {
        match self.values(key) {
            super::Values::Number(numbers) => {
                !numbers.may_lack(row) && numbers.bounds(row, 1).is_some_and(|(lo, hi)| lo == hi)
            }
            super::Values::Choice(options) => options.get(row).is_some_and(|mask| mask.count_ones() == 1),
            super::Values::Truth(truths) => truths.yes.get(row) != truths.no.get(row),
        }
    }
}

/// So much for each row that has a bit.
fn products<T: Number>(
    words: &[Word],
    borders: &[u32],
    same: i64,
    (before, counts): (&mut Vec<(Word, u32)>, &mut Vec<i32>),
    out: &mut Vec<T>,
) {
    counts.clear();
    count_between(words, borders, before, counts);
    each(counts, out, |count| T::narrow(i64::from(count).wrapping_mul(same)));
}

/// Words with every bit the other way.
fn inverse<'a>(words: &[Word], out: &'a mut Vec<Word>) -> &'a [Word] {
    out.clear();
    out.extend(words.iter().map(|word| !word));
    out
}

const fn zero() -> Fraction {
    Fraction { num: 0, den: 1 }
}
