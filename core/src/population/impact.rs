//! What another edition would change for a population: who stands where under both, and why.
//!
//! In: the outcomes of the same tables by two sets. Out: counts of standings before and after, who
//! gains and loses each class, the reasons of those whose standing changes, and a table of all.
//! What a file does not settle is never counted as a gain or a loss. Reasons are `reasons.rs`,
//! what another bar of the total would do `thresholds.rs`, words `words.rs`.

mod bars;
mod count;
mod json;
mod reasons;
mod table;
#[cfg(test)]
mod tests;
mod thresholds;
mod words;

pub use reasons::{ImpactCause, ImpactEffect, ImpactReason, KnownIn};
pub use thresholds::{Bar, BarHeld, Reached, ThresholdImpact, Thresholds};

use super::TableOutcome;
use crate::dataset::count_problems;
use crate::outcome::{ClassOutcome, Standing};
use count::Counter;
use std::collections::{BTreeMap, BTreeSet};

/// What differs for a population between two sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impact {
    /// The set before.
    pub old: ImpactSide,
    /// The set after.
    pub new: ImpactSide,
    /// How many subjects stand in both outcomes.
    pub subjects: u64,
    /// How many stand in one outcome alone, and are counted nowhere else: before, after.
    pub alone: (u64, u64),
    /// How many stand where before and after; places where nobody stands are left out. The counts
    /// add up to the number of subjects.
    pub matrix: Vec<MatrixCell>,
    /// How many stand higher, lower, and so on. The counts add up to the number of subjects.
    pub changes: BTreeMap<StandingChange, u64>,
    /// How many have more, fewer and the same points for certain, where both sets have a total.
    pub points: Option<PointsMoved>,
    /// The classes of both sets, highest first; those that are gone stand last.
    pub classes: Vec<ClassImpact>,
    /// Why, by direction and most frequent first: of the subjects that were looked at.
    pub reasons: Vec<ImpactReason>,
    /// Of how many subjects that stand elsewhere the reasons were looked at.
    pub examined: u64,
    /// What other bars of the total would do under the set after, if that was asked.
    pub thresholds: Option<Thresholds>,
    /// Rows of both outcomes that belong together.
    rows: Vec<(usize, usize, StandingChange)>,
}

/// One of two sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImpactSide {
    /// Its identifier.
    pub set: String,
    /// Its edition.
    pub edition: String,
    /// Its title.
    pub label: String,
    /// How many problems its tables have, by code.
    pub problems: BTreeMap<&'static str, u64>,
    /// How many subjects have a problem.
    pub subjects_with_problems: u64,
}

/// Where a subject stands under one set.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// There for certain.
    Settled(Standing),
    /// The file does not settle it.
    Unsettled,
    /// The set has no classes.
    NoClasses,
}

/// How many subjects stand in one place before and in one after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixCell {
    /// Before.
    pub old: Place,
    /// After.
    pub new: Place,
    /// How many.
    pub count: u64,
}

/// How a standing changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StandingChange {
    /// Higher after, wherever in what is possible it stands.
    Gained,
    /// Lower after, wherever in what is possible it stands.
    Lost,
    /// Settled before and after, and neither higher nor lower: not ranked instead of no class, or a
    /// class that only one of the sets has.
    Other,
    /// The same for certain.
    Same,
    /// The file does not settle whether it changes.
    Open,
}

impl StandingChange {
    /// The change as programs read it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Gained => "gained",
            Self::Lost => "lost",
            Self::Other => "other",
            Self::Same => "same",
            Self::Open => "open",
        }
    }
}

/// How points that are certain move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PointsMoved {
    /// How many subjects have more.
    pub more: u64,
    /// How many have fewer.
    pub fewer: u64,
    /// How many have as many.
    pub same: u64,
}

/// How many hold a class before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassImpact {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// How many hold it before; none where the set does not have it.
    pub old: Option<Reached>,
    /// How many hold it after; none where the set does not have it.
    pub new: Option<Reached>,
    /// How many certainly did not hold it and certainly do.
    pub gained: u64,
    /// How many certainly held it and certainly do not.
    pub lost: u64,
    /// For how many one of the two is not settled.
    pub unsettled: u64,
}

impl TableOutcome {
    /// What another set would change, evaluated on the same tables. Subjects are found by their
    /// identifiers. Reasons are looked at for at most so many of those who stand elsewhere, the
    /// first ones.
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
    /// use tieuchi::{ContextOptions, Dataset, Exact, Lang, StandingChange, TableOptions, Tables};
    /// let people = RecordBatch::try_from_iter([
    ///     ("id", Arc::new(StringArray::from(vec!["a", "b", "c"])) as ArrayRef),
    ///     ("books", Arc::new(Int32Array::from(vec![Some(7), Some(14), None])) as ArrayRef),
    /// ])
    /// .unwrap();
    /// let outcome = |source: &str| {
    ///     let plan = tieuchi::compile(source).unwrap();
    ///     let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    ///     let tables = Tables::new(vec![people.clone()]);
    ///     let dataset = Dataset::new(&plan, &context, &tables, &TableOptions::default()).unwrap();
    ///     dataset.evaluate().unwrap()
    /// };
    /// let before = outcome(source);
    /// let after = outcome(&source.replace("total_points >= 6", "total_points >= 8"));
    /// let impact = before.impact(&after, 100);
    /// // Of the third nothing is filed, so nothing is settled.
    /// assert_eq!(impact.changes[&StandingChange::Lost], 1);
    /// assert_eq!((impact.classes[0].lost, impact.classes[0].unsettled), (1, 1));
    /// let text = impact.to_text(Lang::En);
    /// assert!(text.contains("asked ≥ 6 → ≥ 8"), "{text}");
    /// // The other way round: with a bar of 8 points one holds the title, and perhaps another.
    /// let bars = before.thresholds(&[Exact::whole(8)]);
    /// let held = bars.bars[0].held.unwrap();
    /// assert_eq!((held.held.certain, held.held.possible, held.lost), (1, 2, 1));
    /// ```
    #[must_use]
    pub fn impact(&self, new: &Self, most: usize) -> Impact {
        let rows = paired(self, new);
        let sides = (classes(self), classes(new));
        let mut counter = Counter {
            matrix: BTreeMap::new(),
            changes: BTreeMap::new(),
            points: (self.total.is_some() && new.total.is_some()).then(PointsMoved::default),
            classes: both_classes(&sides.0, &sides.1),
            sides: &sides,
        };
        let rows: Vec<(usize, usize, StandingChange)> = rows
            .into_iter()
            .map(|(before, after)| {
                counter.add_points(self, new, before, after);
                (before, after, counter.add(self.class(before).as_ref(), new.class(after).as_ref()))
            })
            .collect();
        let moved = rows.iter().filter(|row| {
            matches!(row.2, StandingChange::Gained | StandingChange::Lost | StandingChange::Other)
        });
        let (reasons, examined) = reasons::gather(self, new, moved.take(most));
        let count = |all: usize| u64::try_from(all).unwrap_or(u64::MAX);
        let Counter { matrix, changes, points, classes, .. } = counter;
        Impact {
            old: ImpactSide::of(self),
            new: ImpactSide::of(new),
            subjects: count(rows.len()),
            alone: (count(self.len() - rows.len()), count(new.len() - rows.len())),
            matrix: matrix.into_values().collect(),
            changes,
            points,
            classes,
            reasons,
            examined,
            thresholds: None,
            rows,
        }
    }
}

impl Impact {
    /// With what other bars of the total would do.
    #[must_use]
    pub fn with_thresholds(mut self, thresholds: Thresholds) -> Self {
        self.thresholds = Some(thresholds);
        self
    }

    /// How many stand elsewhere for certain.
    #[must_use]
    pub fn moved(&self) -> u64 {
        let of = |change| self.changes.get(&change).copied().unwrap_or(0);
        of(StandingChange::Gained) + of(StandingChange::Lost) + of(StandingChange::Other)
    }
}

impl ImpactSide {
    fn of(outcome: &TableOutcome) -> Self {
        let set = &outcome.dataset.plan.inner.set;
        let subjects: BTreeSet<&str> =
            outcome.problems().iter().map(|problem| problem.subject.as_str()).collect();
        let known = subjects.iter().filter(|subject| !subject.is_empty()).count();
        Self {
            set: set.id.clone(),
            edition: set.edition.clone(),
            label: set.label.clone(),
            problems: count_problems(outcome.problems()),
            subjects_with_problems: u64::try_from(known).unwrap_or(u64::MAX),
        }
    }
}

impl Place {
    fn of(class: Option<&ClassOutcome>) -> Self {
        match class {
            None => Self::NoClasses,
            Some(class) => {
                class.settled().map_or(Self::Unsettled, |standing| Self::Settled(standing.clone()))
            }
        }
    }
}

/// Names and labels of the classes, highest first.
fn classes(outcome: &TableOutcome) -> Vec<(String, String)> {
    let list = outcome.dataset.plan.inner.set.classes.as_ref().map(|classes| &classes.list);
    let list = list.into_iter().flatten();
    list.map(|class| (class.name.clone(), class.label.clone())).collect()
}

/// Rows of both outcomes that are of one subject, in the order of the first.
fn paired(old: &TableOutcome, new: &TableOutcome) -> Vec<(usize, usize)> {
    // The same tables give the same subjects in the same order.
    if old.len() == new.len() && (0..old.len()).all(|row| old.id(row) == new.id(row)) {
        return (0..old.len()).map(|row| (row, row)).collect();
    }
    let known: BTreeMap<&str, usize> = (0..new.len()).map(|row| (new.id(row), row)).collect();
    (0..old.len()).filter_map(|row| Some((row, *known.get(old.id(row))?))).collect()
}

/// Names and labels of classes, highest first.
type Names = Vec<(String, String)>;

fn both_classes(old: &Names, new: &Names) -> Vec<ClassImpact> {
    let gone = old.iter().filter(|(name, _)| !has(new, name));
    let all = new.iter().chain(gone);
    let held = |list: &Names, name: &str| has(list, name).then(Reached::default);
    all.map(|(name, label)| ClassImpact {
        name: name.clone(),
        label: label.clone(),
        old: held(old, name),
        new: held(new, name),
        gained: 0,
        lost: 0,
        unsettled: 0,
    })
    .collect()
}

fn has(list: &Names, name: &str) -> bool {
    list.iter().any(|(known, _)| known == name)
}
