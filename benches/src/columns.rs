//! The set [`crate::CITIZEN`] written by hand once more, column by column.
//!
//! What one can write who knows the set, the data and the processor: blocks of 512 citizens, a loop
//! for each column, no branch on what a cell says, and versions for AVX-512, AVX2 and any processor.
//! It shares nothing with [`Population::by_hand`], and must say the same.

use crate::population::{Evidence, Population};
use multiversion::multiversion;
use std::ops::Range;

const BLOCK: usize = 512;

/// One number for each citizen of a block.
type Lane = [i32; BLOCK];

/// Days from the first to the last, both counted.
type Window = (i32, i32);

impl Population {
    /// All columns added up, whatever they mean: nothing that reads them can take less.
    #[must_use]
    pub fn sum(&self) -> i64 {
        let numbers = |values: &[i32]| values.iter().map(|value| i64::from(*value)).sum::<i64>();
        let truths = |values: &[bool]| values.iter().map(|value| i64::from(*value)).sum::<i64>();
        let subjects = [&self.hours, &self.plans, &self.done, &self.work].map(|values| numbers(values));
        let answers = [&self.computer, &self.disciplined].map(|values| truths(values));
        let language: i64 = self.language.iter().map(|level| i64::from(*level)).sum();
        let evidence = [&self.courses, &self.meetings, &self.advice].map(|of| {
            let offsets: i64 = of.offsets.iter().map(|offset| i64::from(*offset)).sum();
            offsets + numbers(&of.days) + numbers(&of.tenths) + truths(&of.flags)
        });
        language + [&subjects[..], &answers, &evidence].concat().into_iter().sum::<i64>()
    }

    /// Totals in hundredths and classes, as [`Population::by_hand`] gives them.
    #[must_use]
    pub fn by_columns(&self) -> (Vec<i32>, Vec<u8>) {
        let (mut totals, mut classes) = (Vec::with_capacity(self.len()), Vec::with_capacity(self.len()));
        for from in (0..self.len()).step_by(BLOCK) {
            self.block(from, (from + BLOCK).min(self.len()), &mut totals, &mut classes);
        }
        (totals, classes)
    }

    fn block(&self, from: usize, to: usize, totals: &mut Vec<i32>, classes: &mut Vec<u8>) {
        let (year, twelve_months) = (Self::year(), Self::twelve_months());
        // Two sums a lane: one above, one below.
        let Evidence { days, tenths, flags, .. } = &self.courses;
        let courses = sums(&self.courses, (from, to), |rows| {
            let each = part(days, &rows).iter().zip(part(tenths, &rows)).zip(part(flags, &rows));
            each.map(|((day, tenths), passed)| {
                u64::from(*passed) * ((within(*day, year) << 32) | u64::from(tenths.unsigned_abs()))
            })
        });
        let Evidence { days, flags, .. } = &self.meetings;
        let meetings = sums(&self.meetings, (from, to), |rows| {
            let each = part(days, &rows).iter().zip(part(flags, &rows));
            each.map(|(day, led)| (within(*day, year) << 32) | u64::from(*led))
        });
        let days = &self.advice.days;
        let advice = sums(&self.advice, (from, to), |rows| {
            part(days, &rows).iter().map(|day| within(*day, twelve_months))
        });

        let mut sum = Sum { total: [0; BLOCK], least: [i32::MAX; BLOCK] };
        let hours_a_week = part(&self.hours, &(from..to));
        add(&mut sum, hours_a_week, |tenths| {
            400 * i32::from(tenths >= 20) + 300 * i32::from(tenths >= 50) + 300 * i32::from(tenths >= 100)
        });
        let plans = part(&self.plans, &(from..to));
        let done = part(&self.done, &(from..to));
        add_pairs(&mut sum, plans, done, |plans, done| 1_000 * i32::from((plans >= 1) & (done * 2 >= plans)));
        add(&mut sum, &courses, |both| (above(both) * 250).min(1_000));
        add(&mut sum, &courses, |both| {
            500 * i32::from(below(both) >= 100) + 500 * i32::from(below(both) >= 400)
        });
        add(&mut sum, part(&self.computer, &(from..to)), |uses| 1_000 * i32::from(uses));
        add(&mut sum, part(&self.language, &(from..to)), |level| {
            600 * i32::from(level >= 1) + 400 * i32::from(level >= 2)
        });
        add(&mut sum, part(&self.work, &(from..to)), |tenths| tenths * 10);
        add(&mut sum, &meetings, |both| (above(both) * 200).min(1_000));
        add(&mut sum, &meetings, |both| {
            500 * i32::from(below(both) >= 1) + 500 * i32::from(below(both) >= 2)
        });
        add(&mut sum, &advice, |given| (below(given) * 100).min(1_000));

        let disciplined = part(&self.disciplined, &(from..to));
        totals.extend(sum.total.iter().zip(disciplined).map(|(total, _)| *total));
        classify(&sum, disciplined, classes);
    }
}

/// Points so far, and the least of an item.
struct Sum {
    total: Lane,
    least: Lane,
}

#[inline(always)]
fn part<'a, T>(values: &'a [T], rows: &Range<usize>) -> &'a [T] {
    values.get(rows.clone()).unwrap_or_default()
}

#[inline(always)]
fn within(day: i32, (first, last): Window) -> u64 {
    u64::from((first <= day) & (day <= last))
}

#[inline(always)]
fn above(both: u64) -> i32 {
    (both >> 32) as i32
}

#[inline(always)]
fn below(both: u64) -> i32 {
    both as i32
}

macro_rules! in_versions {
    ($($item:item)*) => {
        $(#[multiversion(targets(
            "x86_64+avx2+avx512bw+avx512dq+avx512f+avx512vl+bmi1+bmi2+lzcnt+popcnt",
            "x86_64+avx2+bmi1+bmi2+lzcnt+popcnt",
        ))]
        $item)*
    };
}

in_versions! {
    /// What each citizen of a block has: running sums over the rows of the block, subtracted at the
    /// borders of the citizens.
    fn sums<I: Iterator<Item = u64>>(
        of: &Evidence,
        (from, to): (usize, usize),
        values: impl Fn(Range<usize>) -> I,
    ) -> [u64; BLOCK] {
        let offsets = of.offsets.get(from..=to).unwrap_or_default();
        let first = offsets.first().map_or(0, |offset| *offset as usize);
        let rows = first..offsets.last().map_or(first, |offset| *offset as usize);
        let mut running = Vec::with_capacity(rows.len() + 1);
        running.push(0);
        running.extend(values(rows));
        let mut sum = 0u64;
        for value in &mut running {
            sum += *value;
            *value = sum;
        }
        let mut out = [0; BLOCK];
        let mut before = 0;
        for (out, end) in out.iter_mut().zip(offsets.iter().skip(1)) {
            let upto = running.get(*end as usize - first).copied().unwrap_or(before);
            *out = upto - before;
            before = upto;
        }
        out
    }

    fn add<T: Copy>(sum: &mut Sum, values: &[T], points: impl Fn(T) -> i32) {
        for ((total, least), value) in sum.total.iter_mut().zip(&mut sum.least).zip(values) {
            let points = points(*value);
            *total += points;
            *least = (*least).min(points);
        }
    }

    fn add_pairs(sum: &mut Sum, a: &[i32], b: &[i32], points: impl Fn(i32, i32) -> i32) {
        for ((total, least), (a, b)) in sum.total.iter_mut().zip(&mut sum.least).zip(a.iter().zip(b)) {
            let points = points(*a, *b);
            *total += points;
            *least = (*least).min(points);
        }
    }

    fn classify(sum: &Sum, disciplined: &[bool], classes: &mut Vec<u8>) {
        classes.extend(sum.total.iter().zip(&sum.least).zip(disciplined).map(|((total, least), disciplined)| {
            let bars = u8::from(*total < 8_000) + u8::from(*total < 6_500) + u8::from(*total < 5_000);
            let best = (*total >= 9_000) & (*least >= 700);
            let class = 1 + bars - u8::from(best);
            if *disciplined { class } else { 5 }
        }));
    }
}
