//! A made-up population for the set [`crate::CITIZEN`], as columns, and the same set written by hand
//! for these columns.
//!
//! The hand-written version is what a programmer would write who knows the set and the data: flat
//! arrays, offsets, whole numbers in hundredths. Results of both are compared before any timing.

use arrow_array::types::Int8Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal32Array, Decimal128Array, DictionaryArray, Int8Array,
    Int32Array, RecordBatch, StringArray,
};
use arrow_schema::Schema;
use std::sync::Arc;
use tieuchi::{Day, Tables};

/// Evidence of one kind: where each citizen's rows begin, the day of each, a number and a truth.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Where rows begin; one more than there are citizens.
    pub offsets: Vec<u32>,
    /// Days since 1970.
    pub days: Vec<i32>,
    /// Tenths.
    pub tenths: Vec<i32>,
    /// Passed, or led.
    pub flags: Vec<bool>,
}

/// A population in flat arrays.
#[derive(Clone, Debug, Default)]
pub struct Population {
    /// The number of the first citizen, by which keys are made.
    pub first: usize,
    /// Tenths of hours a week.
    pub hours: Vec<i32>,
    /// Uses a computer.
    pub computer: Vec<bool>,
    /// Plans made.
    pub plans: Vec<i32>,
    /// Plans carried out.
    pub done: Vec<i32>,
    /// Which foreign language level.
    pub language: Vec<i8>,
    /// Keeps the rules.
    pub disciplined: Vec<bool>,
    /// Points given for work, in tenths.
    pub work: Vec<i32>,
    /// Courses.
    pub courses: Evidence,
    /// Meetings.
    pub meetings: Evidence,
    /// Advice given.
    pub advice: Evidence,
}

/// Numbers that look like chance and are the same every time.
#[derive(Debug)]
pub struct Chance(u64);

impl Chance {
    /// Begins anew; each seed has numbers of its own.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number from nought to that one, which is included.
    pub fn up_to(&mut self, most: usize) -> usize {
        let numbers = (most as u64).saturating_add(1);
        usize::try_from(self.next() % numbers).unwrap_or(0)
    }

    fn below(&mut self, most: i32) -> i32 {
        i32::try_from(self.next() % u64::try_from(most).unwrap_or(1)).unwrap_or(0)
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }
}

fn epoch() -> i32 {
    Day::new(1970, 1, 1).map_or(0, Day::number)
}

fn day(year: i32, month: i32, day: i32) -> i32 {
    Day::new(year, month, day).map_or(0, Day::number) - epoch()
}

impl Population {
    /// So many citizens with about six pieces of evidence each.
    #[must_use]
    pub fn new(citizens: usize) -> Self {
        Self::part(0, citizens)
    }

    /// So many citizens of a larger population, from one of them on. Each part has chance of its own.
    #[must_use]
    pub fn part(from: usize, citizens: usize) -> Self {
        let mut chance = Chance::new(2_025 + from as u64);
        let mut out = Self { first: from, ..Self::default() };
        let first = day(2024, 1, 1);
        for evidence in [&mut out.courses, &mut out.meetings, &mut out.advice] {
            evidence.offsets.push(0);
        }
        for _ in 0..citizens {
            out.hours.push(chance.below(150));
            out.computer.push(chance.below(10) < 7);
            let plans = chance.below(6);
            out.plans.push(plans);
            out.done.push(chance.below(plans + 1));
            out.language.push(i8::try_from(chance.below(3)).unwrap_or(0));
            out.disciplined.push(chance.below(100) < 97);
            out.work.push(chance.below(21) * 5);
            for evidence in [&mut out.courses, &mut out.meetings, &mut out.advice] {
                for _ in 0..chance.below(5) {
                    evidence.days.push(first + chance.below(731));
                    evidence.tenths.push(chance.below(400));
                    evidence.flags.push(chance.below(10) < 6);
                }
                evidence.offsets.push(u32::try_from(evidence.days.len()).unwrap_or(u32::MAX));
            }
        }
        out
    }

    /// How many citizens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.hours.len()
    }

    /// Whether there is nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.hours.is_empty()
    }

    /// The same as Arrow tables.
    #[must_use]
    pub fn tables(&self) -> Tables {
        let [subjects, course, meeting, advice] = self.batches();
        let tables = Tables::new(vec![subjects]).table("course", vec![course]);
        tables.table("meeting", vec![meeting]).table("advice", vec![advice])
    }

    /// Subjects, courses, meetings and advice, with texts as keys and decimals of the usual width.
    #[must_use]
    pub fn batches(&self) -> [RecordBatch; 4] {
        let id = |at: usize| format!("C{at:08}");
        let keys = |owners: &mut dyn Iterator<Item = usize>| -> ArrayRef {
            Arc::new(StringArray::from_iter_values(owners.map(id).collect::<Vec<_>>()))
        };
        let tenths = |values: &[i32]| -> ArrayRef {
            let cells = values.iter().map(|value| i128::from(*value));
            let cells = Decimal128Array::from_iter_values(cells);
            // One of so few digits always fits.
            Arc::new(cells.clone().with_precision_and_scale(6, 1).unwrap_or(cells))
        };
        self.batches_of(keys, tenths)
    }

    /// The same with whole numbers as keys and the narrowest decimals.
    #[must_use]
    pub fn narrow_batches(&self) -> [RecordBatch; 4] {
        let keys = |owners: &mut dyn Iterator<Item = usize>| -> ArrayRef {
            Arc::new(Int32Array::from_iter_values(owners.filter_map(|owner| i32::try_from(owner).ok())))
        };
        let tenths = |values: &[i32]| -> ArrayRef {
            let cells = Decimal32Array::from(values.to_vec());
            // One of so few digits always fits.
            Arc::new(cells.clone().with_precision_and_scale(6, 1).unwrap_or(cells))
        };
        self.batches_of(keys, tenths)
    }

    fn batches_of(
        &self,
        keys: impl Fn(&mut dyn Iterator<Item = usize>) -> ArrayRef,
        tenths: impl Fn(&[i32]) -> ArrayRef,
    ) -> [RecordBatch; 4] {
        let truths = |values: &[bool]| -> ArrayRef { Arc::new(BooleanArray::from(values.to_vec())) };
        let wholes = |values: &[i32]| -> ArrayRef { Arc::new(Int32Array::from(values.to_vec())) };
        let levels: ArrayRef = Arc::new(StringArray::from(vec!["none", "basic", "good"]));
        let language = DictionaryArray::<Int8Type>::new(Int8Array::from(self.language.clone()), levels);
        let subjects = batch(vec![
            ("id", keys(&mut (self.first..self.first + self.len()))),
            ("hours_a_week", tenths(&self.hours)),
            ("uses_computer", truths(&self.computer)),
            ("plans", wholes(&self.plans)),
            ("plans_done", wholes(&self.done)),
            ("language", Arc::new(language)),
            ("disciplined", truths(&self.disciplined)),
            ("2.3", tenths(&self.work)),
        ]);
        let of = |evidence: &Evidence, hours: bool, flag: Option<&'static str>| {
            let mut owners =
                (self.first..).zip(evidence.offsets.windows(2)).flat_map(|(at, pair)| match pair {
                    [from, to] => std::iter::repeat_n(at, (to - from) as usize),
                    _ => std::iter::repeat_n(at, 0),
                });
            let days: ArrayRef = Arc::new(Date32Array::from(evidence.days.clone()));
            let mut columns: Vec<(&str, ArrayRef)> = vec![("subject", keys(&mut owners)), ("day", days)];
            if hours {
                columns.push(("hours", tenths(&evidence.tenths)));
            }
            if let Some(flag) = flag {
                columns.push((flag, truths(&evidence.flags)));
            }
            batch(columns)
        };
        let course = of(&self.courses, true, Some("passed"));
        [subjects, course, of(&self.meetings, false, Some("led")), of(&self.advice, false, None)]
    }

    /// First and last day of the year 2025.
    pub(crate) fn year() -> (i32, i32) {
        (day(2025, 1, 1), day(2025, 12, 31))
    }

    /// First and last day of the twelve months to the end of that year.
    pub(crate) fn twelve_months() -> (i32, i32) {
        (day(2024, 12, 31), day(2025, 12, 31))
    }

    /// Totals in hundredths and classes (0 best to 4 not held, 5 not ranked), worked out by hand for
    /// the year 2025.
    #[must_use]
    pub fn by_hand(&self) -> (Vec<i32>, Vec<u8>) {
        let ((first, last), (window, _)) = (Self::year(), Self::twelve_months());
        let rows = |evidence: &Evidence, at: usize| {
            let offset = |at: usize| evidence.offsets.get(at).map_or(0, |offset| *offset as usize);
            offset(at)..offset(at + 1)
        };
        let mut totals = Vec::with_capacity(self.len());
        let mut classes = Vec::with_capacity(self.len());
        let subjects = self.hours.iter().zip(&self.computer).zip(&self.plans).zip(&self.done);
        let subjects = subjects.zip(&self.language).zip(&self.disciplined).zip(&self.work).enumerate();
        for (at, ((((((hours, computer), plans), done), language), disciplined), work)) in subjects {
            let (mut passed, mut course_tenths) = (0, 0);
            let range = rows(&self.courses, at);
            let of = (self.courses.days.get(range.clone()), self.courses.tenths.get(range.clone()));
            let (days, tenths) = (of.0.unwrap_or_default(), of.1.unwrap_or_default());
            let flags = self.courses.flags.get(range).unwrap_or_default();
            for ((day, tenths), flag) in days.iter().zip(tenths).zip(flags) {
                passed += i32::from(*flag && first <= *day && *day <= last);
                course_tenths += if *flag { *tenths } else { 0 };
            }
            let (mut met, mut led) = (0, 0);
            let range = rows(&self.meetings, at);
            let days = self.meetings.days.get(range.clone()).unwrap_or_default();
            for (day, flag) in days.iter().zip(self.meetings.flags.get(range).unwrap_or_default()) {
                met += i32::from(first <= *day && *day <= last);
                led += i32::from(*flag);
            }
            let days = self.advice.days.get(rows(&self.advice, at)).unwrap_or_default();
            let advice: i32 = days.iter().map(|day| i32::from(window <= *day && *day <= last)).sum();
            let band = |value: i32, edges: &[(i32, i32)]| {
                edges.iter().fold(0, |points, (edge, gives)| if value >= *edge { *gives } else { points })
            };
            let items = [
                band(*hours, &[(20, 400), (50, 700), (100, 1_000)]),
                if *plans >= 1 && done * 2 >= *plans { 1_000 } else { 0 },
                (passed * 250).min(1_000),
                band(course_tenths, &[(100, 500), (400, 1_000)]),
                if *computer { 1_000 } else { 0 },
                band(i32::from(*language), &[(1, 600), (2, 1_000)]),
                work * 10,
                (met * 200).min(1_000),
                band(led, &[(1, 500), (2, 1_000)]),
                (advice * 100).min(1_000),
            ];
            let total: i32 = items.iter().sum();
            let all = items.iter().all(|points| *points >= 700);
            totals.push(total);
            classes.push(match total {
                _ if !*disciplined => 5,
                9_000.. if all => 0,
                8_000.. => 1,
                6_500.. => 2,
                5_000.. => 3,
                _ => 4,
            });
        }
        (totals, classes)
    }
}

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    // Columns of one population are of one length.
    RecordBatch::try_from_iter(columns).unwrap_or_else(|_| RecordBatch::new_empty(Arc::new(Schema::empty())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wide::answers;
    use arrow_array::Array as _;
    use tieuchi::{ContextOptions, Dataset, TableOptions, compile};

    #[test]
    fn a_part_goes_on_where_the_one_before_ends() {
        let [first, second] = [Population::new(2), Population::part(2, 2)].map(|part| part.narrow_batches());
        let ids = |batches: &[RecordBatch; 4]| batches[0].column(0).to_data();
        assert_eq!(ids(&first), Int32Array::from(vec![0, 1]).to_data());
        assert_eq!(ids(&second), Int32Array::from(vec![2, 3]).to_data());
        assert_ne!(first[0].column(1), second[0].column(1));
    }

    #[test]
    fn the_engine_says_what_was_worked_out_by_hand() {
        let population = Population::new(3_000);
        let plan = compile(crate::CITIZEN).unwrap_or_else(|found| panic!("{found:#?}"));
        let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
        let dataset = Dataset::new(&plan, &context, &population.tables(), &TableOptions::default()).unwrap();
        let outcome = dataset.evaluate().unwrap();
        assert_eq!(outcome.problems(), []);
        assert_eq!(answers(&outcome).unwrap(), population.by_hand());
        assert_eq!(population.by_columns(), population.by_hand());
        let items =
            population.courses.days.len() + population.meetings.days.len() + population.advice.days.len();
        assert!((5 * 3_000..7 * 3_000).contains(&items), "{items}");
    }
}
