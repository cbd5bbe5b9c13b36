//! A population added up: who stands where, how the totals lie, what every item gave.
//!
//! In: outcomes of tables, part after part, and for each subject the group it belongs to. Out: sums
//! and counts, exact, the same in whatever parts they were added.

mod json;

use super::{Numbers, TableOutcome};
use crate::evaluate::Fraction;
use crate::exact::Exact;
use crate::hir::ItemId;
use crate::outcome::Verdict;
use crate::plan::{Plan, bits};
use std::collections::BTreeMap;
use tieuchi_grammar::Bilingual;

/// How many subjects of a group stand where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupTally {
    /// How many subjects there are.
    pub subjects: u64,
    /// How many are settled in each class, the lowest class first.
    pub standings: Vec<u64>,
    /// How many are settled in none of the classes.
    pub none: u64,
    /// How many are settled as not ranked.
    pub not_ranked: u64,
    /// To how many the set does not apply.
    pub outside: u64,
    /// How many may stand in more than one place.
    pub unsettled: u64,
    /// For each class, how many have it or a higher one: for certain, and possibly.
    pub reached: Vec<(u64, u64)>,
    /// The sum of the totals that are certain; none where the set has no points.
    pub points: Option<Exact>,
}

/// What an item gave over all subjects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemTally {
    /// Its word, as `chỉ số` / `indicator`.
    pub word: Bilingual,
    /// Its official number.
    pub code: String,
    /// Its label.
    pub label: String,
    /// How many steps it stands below the top.
    pub depth: u32,
    /// To how many subjects it applies, or may apply.
    pub applies: u64,
    /// Its points, if it is scored and applied to anybody.
    pub points: Option<ItemSums>,
    /// How often met, not met, not known, if it has a verdict.
    pub verdicts: Option<[u64; 3]>,
}

/// Points of an item over all subjects to whom it applies, or may apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemSums {
    /// The sum that is certain.
    pub certain: Exact,
    /// The sum that is possible.
    pub possible: Exact,
    /// The sum of the greatest points.
    pub max: Exact,
    /// The fewest points of one subject for certain.
    pub lowest: Exact,
    /// The most points of one subject for certain.
    pub highest: Exact,
}

/// Sums over a population.
///
/// ```
/// # let source = r#"language en
/// # criteria set READING "Reading year" edition E1 [assumed]
/// #   in force from 2024-01-01
/// #   applies to person
/// # subject person "Person"
/// #   fact books "Books read": integer from 0 to 1000
/// # criterion 1 "Reading" max 10 points
/// #   score by books:
/// #     under 5: 0 points
/// #     from 5 to under 12: 6 points
/// #     from 12 up: 10 points
/// # title reader "Reader" when total_points >= 6
/// # "#;
/// use arrow_array::{ArrayRef, Int32Array, RecordBatch, StringArray};
/// use std::sync::Arc;
/// use tieuchi::{ContextOptions, Dataset, TableOptions, Tables, Tally};
/// let plan = tieuchi::compile(source).unwrap();
/// let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
/// let people = RecordBatch::try_from_iter([
///     ("id", Arc::new(StringArray::from(vec!["a", "b", "c"])) as ArrayRef),
///     ("books", Arc::new(Int32Array::from(vec![Some(7), Some(3), None])) as ArrayRef),
/// ])
/// .unwrap();
/// let options = TableOptions::default().items(true);
/// let dataset = Dataset::new(&plan, &context, &Tables::new(vec![people]), &options).unwrap();
/// let mut tally = Tally::new(&plan, 1);
/// tally.add(&dataset.evaluate().unwrap(), |_| Some(0));
/// let all = tally.whole();
/// // The third has nothing filed: not known.
/// assert_eq!((all.standings[0], all.none, all.unsettled), (1, 1, 1));
/// assert_eq!(all.reached[0], (1, 2));
/// assert_eq!(tally.at_least(6), (1, 2));
/// ```
#[derive(Clone, Debug)]
pub struct Tally {
    plan: Plan,
    whole: GroupTally,
    groups: Vec<GroupTally>,
    items: Vec<ItemTally>,
    /// How many totals lie in each whole step of one point, by what is certain and what is possible.
    totals: (BTreeMap<i128, u64>, BTreeMap<i128, u64>),
}

impl GroupTally {
    fn new(classes: usize) -> Self {
        Self { standings: vec![0; classes], reached: vec![(0, 0); classes], ..Self::default() }
    }

    fn add(&mut self, standing: Option<u64>) {
        self.subjects += 1;
        let Some(mask) = standing.map(|mask| mask & !bits::ABSENT) else { return };
        let rest = [
            (bits::LEFT_OPEN, &mut self.none),
            (bits::NOT_RANKED, &mut self.not_ranked),
            (bits::OUTSIDE, &mut self.outside),
        ];
        let ranked = rest.iter().fold(mask, |mask, (bit, _)| mask & !bit);
        if mask.count_ones() == 1 {
            match self.standings.get_mut(ranked.trailing_zeros() as usize) {
                Some(count) if ranked != 0 => *count += 1,
                _ => rest.into_iter().filter(|(bit, _)| mask & bit != 0).for_each(|(_, count)| *count += 1),
            }
        } else {
            self.unsettled += 1;
        }
        for (at, (certain, possible)) in self.reached.iter_mut().enumerate() {
            let below = (1u64 << at) - 1;
            *possible += u64::from(ranked & !below != 0);
            *certain += u64::from(mask != 0 && mask == ranked && ranked & below == 0);
        }
    }
}

impl Tally {
    /// Nothing added yet, for so many groups.
    #[must_use]
    pub fn new(plan: &Plan, groups: usize) -> Self {
        let set = &plan.inner.set;
        let classes = set.classes.as_ref().map_or(0, |classes| set[classes.choice].options.len());
        let items = (0..set.items.len()).map(ItemId::from_index).map(|id| {
            let item = &set[id];
            let mut depth = 0;
            let mut above = item.parent;
            while let Some(parent) = above {
                depth += 1;
                above = set[parent].parent;
            }
            let (code, label) = (item.code.clone(), item.label.clone());
            let word = Bilingual::clone(&crate::explain::phrase_words(item.word));
            ItemTally { word, code, label, depth, applies: 0, points: None, verdicts: None }
        });
        Self {
            plan: plan.clone(),
            whole: GroupTally::new(classes),
            groups: vec![GroupTally::new(classes); groups],
            items: items.collect(),
            totals: (BTreeMap::new(), BTreeMap::new()),
        }
    }

    /// Adds the subjects of an outcome of the same set; `group` says where a row belongs, and a row
    /// that belongs nowhere counts for the whole alone. Items are added if they were kept.
    ///
    /// A sum that no longer fits in 128 bits stays what it was.
    pub fn add(&mut self, outcome: &TableOutcome, group: impl Fn(usize) -> Option<usize>) {
        let mut whole: Option<Running> = None;
        let mut sums: Vec<Option<Running>> = vec![None; self.groups.len()];
        for row in 0..outcome.len() {
            let standing = outcome.class.as_ref().and_then(|classes| classes.closed.get(row)).copied();
            self.whole.add(standing);
            let group = group(row);
            if let Some(own) = group.and_then(|group| self.groups.get_mut(group)) {
                own.add(standing);
            }
            let Some((certain, possible)) = outcome.total.as_ref().and_then(|total| total.at(row)) else {
                continue;
            };
            whole.get_or_insert_default().add(certain);
            if let Some(sum) = group.and_then(|group| sums.get_mut(group)) {
                sum.get_or_insert_default().add(certain);
            }
            for (totals, value) in [(&mut self.totals.0, certain), (&mut self.totals.1, possible)] {
                *totals.entry(value.num.div_euclid(value.den)).or_insert(0) += 1;
            }
        }
        for (own, sum) in std::iter::once((&mut self.whole, whole)).chain(self.groups.iter_mut().zip(sums)) {
            if let Some(sum) = sum {
                own.points = Some(sum.onto(own.points.unwrap_or(Exact::ZERO)));
            }
        }
        for item in &outcome.items {
            // Where a verdict depends on the class judged, the highest class is told.
            let first = outcome.items.iter().find(|other| other.id == item.id);
            if first.is_none_or(|first| first.level != item.level) {
                continue;
            }
            let Some(own) = self.items.get_mut(item.id.index()) else { continue };
            let mut sums = Sums::default();
            for row in 0..outcome.len() {
                if matches!(item.applies.get(row), Some(Verdict::NotMet | Verdict::NotApplicable) | None) {
                    continue;
                }
                own.applies += 1;
                if let Some(points) = &item.points {
                    sums.add(points, item.max.as_ref(), row);
                }
                if let Some((closed, _)) = &item.verdict {
                    let counts = own.verdicts.get_or_insert([0; 3]);
                    let [met, not_met, unknown] = counts;
                    match closed.get(row) {
                        Some(Verdict::Met) => *met += 1,
                        Some(Verdict::NotMet) => *not_met += 1,
                        Some(Verdict::Unknown) => *unknown += 1,
                        Some(Verdict::NotApplicable) | None => {}
                    }
                }
            }
            own.points = sums.onto(own.points);
        }
    }

    /// All subjects.
    #[must_use]
    pub const fn whole(&self) -> &GroupTally {
        &self.whole
    }

    /// The groups.
    #[must_use]
    pub fn groups(&self) -> &[GroupTally] {
        &self.groups
    }

    /// The items, in document order.
    #[must_use]
    pub fn items(&self) -> &[ItemTally] {
        &self.items
    }

    /// How many totals are at least so many points: for certain, and possibly.
    #[must_use]
    pub fn at_least(&self, points: i128) -> (u64, u64) {
        let from = |totals: &BTreeMap<i128, u64>| totals.range(points..).map(|(_, count)| count).sum();
        (from(&self.totals.0), from(&self.totals.1))
    }

    /// How many totals lie in steps of `step` points from nought up to the greatest total, by what
    /// is certain and by what is possible. The last step holds its upper edge too, and totals below
    /// nought stand in the first. Empty where the set has no points.
    #[must_use]
    pub fn distribution(&self, step: u32) -> Vec<(u64, u64)> {
        let Some(max) = self.max() else { return Vec::new() };
        let step = i128::from(step.max(1));
        let points = max.floor() + i128::from(!max.is_whole());
        let steps = usize::try_from((points.max(1) + step - 1) / step).unwrap_or(usize::MAX).min(10_000);
        let mut out = vec![(0, 0); steps];
        let place = |total: i128| {
            usize::try_from(total.max(0) / step).unwrap_or(usize::MAX).min(steps.saturating_sub(1))
        };
        for (total, count) in &self.totals.0 {
            if let Some(bin) = out.get_mut(place(*total)) {
                bin.0 += count;
            }
        }
        for (total, count) in &self.totals.1 {
            if let Some(bin) = out.get_mut(place(*total)) {
                bin.1 += count;
            }
        }
        out
    }

    /// The greatest total the set can give; none where it has no points.
    #[must_use]
    pub fn max(&self) -> Option<Exact> {
        let total = self.plan.inner.total?;
        self.plan.inner.steps.get(total.index()).map(|step| step.out.range.1)
    }
}

/// Fractions added up, most of which have one denominator.
#[derive(Clone, Copy, Debug)]
struct Running {
    whole: Exact,
    rest: Fraction,
}

impl Default for Running {
    fn default() -> Self {
        Self { whole: Exact::ZERO, rest: Fraction { num: 0, den: 1 } }
    }
}

impl Running {
    fn add(&mut self, value: Fraction) {
        let sum = self.rest.num.checked_add(value.num).filter(|_| self.rest.den == value.den);
        match sum {
            Some(sum) => self.rest.num = sum,
            None => {
                self.whole = self.onto(Exact::ZERO);
                self.rest = value;
            }
        }
    }

    /// The sum added to another; what no longer fits is left out.
    fn onto(&self, before: Exact) -> Exact {
        let rest = Exact::new(self.rest.num, self.rest.den).unwrap_or(Exact::ZERO);
        let sum = self.whole.add(rest).unwrap_or(self.whole);
        before.add(sum).unwrap_or(before)
    }
}

/// The points of an item in some rows.
#[derive(Default)]
struct Sums {
    certain: Running,
    possible: Running,
    max: Running,
    /// The fewest and the most for certain; none before the first row.
    ends: Option<(Fraction, Fraction)>,
}

impl Sums {
    fn add(&mut self, points: &Numbers, max: Option<&Numbers>, row: usize) {
        let Some((certain, possible)) = points.at(row) else { return };
        self.certain.add(certain);
        self.possible.add(possible);
        if let Some((_, max)) = max.and_then(|max| max.at(row)) {
            self.max.add(max);
        }
        let (lowest, highest) = self.ends.unwrap_or((certain, certain));
        self.ends = Some((lowest.min(certain), highest.max(certain)));
    }

    /// These added to those of other rows.
    fn onto(&self, before: Option<ItemSums>) -> Option<ItemSums> {
        let Some(ends) = self.ends else { return before };
        let exact = |value: Fraction| Exact::new(value.num, value.den).unwrap_or(Exact::ZERO);
        let (lowest, highest) = (exact(ends.0), exact(ends.1));
        let none =
            ItemSums { certain: Exact::ZERO, possible: Exact::ZERO, max: Exact::ZERO, lowest, highest };
        let before = before.unwrap_or(none);
        Some(ItemSums {
            certain: self.certain.onto(before.certain),
            possible: self.possible.onto(before.possible),
            max: self.max.onto(before.max),
            lowest: before.lowest.min(lowest),
            highest: before.highest.max(highest),
        })
    }
}
