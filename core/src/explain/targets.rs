//! Targets as figures: how many are counted, how many have it, what is asked by when, how many more
//! are needed.
//!
//! In: an outcome of a set of targets. Out: one line of plain figures for each target, for a table
//! or a gauge; the words are in the explanation.

use super::figures::ShareFigures;
use super::*;
use crate::day::Day;
use crate::hir::{ExprKind, ItemId};

/// A target and how far it is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetOutcome {
    /// Its code.
    pub code: String,
    /// Its label.
    pub label: String,
    /// What is asked by which day, soonest first; empty for a figure that is only reported.
    pub milestones: Vec<(Day, Exact)>,
    /// Which milestone is due: the first that does not lie before the end of the period.
    pub due: Option<usize>,
    /// The value at least and at most; none where there is nobody to measure.
    pub value: Option<(Exact, Exact)>,
    /// Whom it counts, if it is a share of members.
    pub counted: Option<CountedMembers>,
    /// Whether the milestone that is due is reached.
    pub verdict: Verdict,
    /// The fewest more who must have it for the milestone that is due, if it is a share of members
    /// and not reached for certain.
    pub needed: Option<u64>,
}

/// The members a share counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountedMembers {
    /// Who have it.
    pub have: u64,
    /// Who do not.
    pub have_not: u64,
    /// Of whom it, or whether they count, is not known.
    pub unknown: u64,
    /// Who are left out.
    pub outside: u64,
}

impl Outcome {
    /// The targets of the set with their figures, in document order; empty for a set without.
    ///
    /// ```
    /// # let source = r#"language en
    /// # criteria set TARGETS "Targets" edition E1 [assumed]
    /// #   in force from 2024-01-01
    /// #   applies to place
    /// #   structure target
    /// # subject person "Person"
    /// #   fact reads "Reads": yes no
    /// # subject place "Place"
    /// #   has people "People": person
    /// # target 1 "Readers"
    /// #   measured by share people having reads
    /// #     by 2025-12-31 at least 40%
    /// #     by 2030-12-31 at least 60%
    /// # "#;
    /// use tieuchi::{ContextOptions, Dossier};
    /// let plan = tieuchi::compile(source).unwrap();
    /// let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    /// let text = r#"{"people": [{"reads": true, "$count": 30}, {"reads": false, "$count": 70}]}"#;
    /// let dossier = Dossier::from_json(&plan, text).unwrap();
    /// let targets = plan.evaluate(&dossier, &context).targets();
    /// assert_eq!((targets[0].counted.unwrap().have, targets[0].due), (30, Some(0)));
    /// // Ten more of a hundred.
    /// assert_eq!(targets[0].needed, Some(10));
    /// ```
    #[must_use]
    pub fn targets(&self) -> Vec<TargetOutcome> {
        let explainer = Explainer::new(self, Redaction::none());
        let items = (0..explainer.set.items.len()).map(ItemId::from_index);
        items.filter_map(|id| explainer.target(id)).collect()
    }
}

impl crate::plan::Plan {
    /// Whether any item of the set is a target: a value against milestones.
    #[must_use]
    pub fn has_targets(&self) -> bool {
        self.inner.set.items.iter().any(|item| item.measure.is_some())
    }
}

impl Explainer<'_> {
    fn target(&self, id: ItemId) -> Option<TargetOutcome> {
        let item = &self.set[id];
        let measure = item.measure.as_ref()?;
        let outcome = self.outcome.decisive().item(id, None)?;
        let bar = measure.meets.as_ref().and_then(|meets| {
            let ExprKind::Compare(_, _, bar) = &meets.kind else { return None };
            Some(&**bar)
        });
        let milestones = match bar.map(|bar| &bar.kind) {
            Some(ExprKind::Param(id)) => {
                let rows = self.set[*id].rows.iter().map(|row| row.value);
                measure.due.iter().copied().zip(rows).collect()
            }
            _ => Vec::new(),
        };
        let last = self.outcome.context.last;
        let due = milestones.iter().position(|(day, _)| *day >= last);
        let figures = self.share_figures(&measure.value, None);
        let verdict = outcome.verdict.unwrap_or(Verdict::Unknown);
        let asked = due.and_then(|due| milestones.get(due)).map(|(_, asked)| *asked);
        let needed = figures.filter(|_| verdict != Verdict::Met).zip(asked).and_then(|(figures, asked)| {
            // The test is have · d ≥ n · counted, so the least count is rounded up and never down.
            let counted = figures.met + figures.failed + figures.unknown;
            let least = asked.mul(Exact::whole(counted))?;
            let least = least.floor() + i128::from(!least.is_whole());
            u64::try_from(least - figures.met).ok().filter(|needed| *needed > 0)
        });
        let count = |value: i128| u64::try_from(value).unwrap_or(u64::MAX);
        Some(TargetOutcome {
            code: item.code.clone(),
            label: item.label.clone(),
            milestones,
            due,
            value: outcome.measure,
            counted: figures.map(|ShareFigures { met, failed, unknown, outside }| CountedMembers {
                have: count(met),
                have_not: count(failed),
                unknown: count(unknown),
                outside: count(outside),
            }),
            verdict,
            needed,
        })
    }
}
