//! What other bars of the total would do.
//!
//! In: an outcome and numbers of points. Out: how many reach each, and how many would hold the
//! title if it asked for that many. The title is judged again by a plan that differs in that one
//! number, so gates and other conditions count as they stand; where the condition is of another
//! form, only the total is looked at, and that is said.

use crate::dataset::Dataset;
use crate::exact::Exact;
use crate::hir::{CriteriaSet, Expr, ExprKind};
use crate::outcome::{ClassOutcome, Verdict};
use crate::plan::{Plan, from_hir};
use crate::population::TableOutcome;
use tieuchi_grammar::ast::Comparison;

/// How many, for certain and possibly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// For certain.
    pub certain: u64,
    /// Those, and those of whom it is not known.
    pub possible: u64,
}

/// What bars of the total would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thresholds {
    /// The bar of the total as it stands, if the set has one that can be told apart.
    pub now: Option<Bar>,
    /// The bars that were asked about, in their order.
    pub bars: Vec<ThresholdImpact>,
}

/// The bar a lone title asks of the total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The name of the title.
    pub title: String,
    /// Its label.
    pub label: String,
    /// How many points; none where a parameter says so.
    pub asked: Option<Exact>,
    /// How many hold the title.
    pub held: Reached,
}

/// What one bar would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThresholdImpact {
    /// The bar: at least so many points.
    pub points: Exact,
    /// How many subjects to whom the set applies have a total that reaches it.
    pub reached: Reached,
    /// How many would hold the title; none where that cannot be told apart, so that gates and
    /// other conditions are not looked at.
    pub held: Option<BarHeld>,
}

/// How many would hold a title with another bar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BarHeld {
    /// How many would hold it.
    pub held: Reached,
    /// How many certainly do not hold it now and certainly would.
    pub gained: u64,
    /// How many certainly hold it now and certainly would not.
    pub lost: u64,
}

impl Reached {
    pub(super) fn add(&mut self, verdict: Verdict) {
        self.certain += u64::from(verdict == Verdict::Met);
        self.possible += u64::from(matches!(verdict, Verdict::Met | Verdict::Unknown));
    }
}

impl TableOutcome {
    /// What other bars of the total would do: how many reach each, and how many would hold the lone
    /// title of the set if it asked for a total of at least that many points and for everything
    /// else as it does.
    #[must_use]
    pub fn thresholds(&self, points: &[Exact]) -> Thresholds {
        let title = self.lone_title();
        let class_now = |row: usize| self.class(row);
        let now = title.as_ref().map(|(name, label, asked)| {
            let mut held = Reached::default();
            (0..self.len()).for_each(|row| held.add(holds(class_now(row).as_ref(), name)));
            Bar { title: name.clone(), label: label.clone(), asked: *asked, held }
        });
        let bars = points.iter().map(|points| {
            let mut reached = Reached::default();
            (0..self.len()).for_each(|row| reached.add(self.reaches(row, *points)));
            let held = title.as_ref().and_then(|(name, _, _)| {
                let then = self.with_bar(*points)?;
                let mut out = BarHeld::default();
                for row in 0..self.len() {
                    let verdict = holds(then.class(row).as_ref(), name);
                    out.held.add(verdict);
                    match (holds(class_now(row).as_ref(), name), verdict) {
                        (Verdict::NotMet, Verdict::Met) => out.gained += 1,
                        (Verdict::Met, Verdict::NotMet) => out.lost += 1,
                        _ => {}
                    }
                }
                Some(out)
            });
            ThresholdImpact { points: *points, reached, held }
        });
        let bars = bars.collect();
        Thresholds { now, bars }
    }

    /// Whether the total of a subject to whom the set applies is at least so many points.
    fn reaches(&self, row: usize, points: Exact) -> Verdict {
        let Some(total) = self.total(row) else { return Verdict::NotMet };
        match self.covers(row) {
            Verdict::NotMet | Verdict::NotApplicable => Verdict::NotMet,
            _ if total.possible < points => Verdict::NotMet,
            Verdict::Met if total.certain >= points => Verdict::Met,
            Verdict::Met | Verdict::Unknown => Verdict::Unknown,
        }
    }

    /// The lone title that asks for a total, and how many points, if a number says so.
    fn lone_title(&self) -> Option<(String, String, Option<Exact>)> {
        let mut set = self.dataset.plan.inner.set.clone();
        let asked = match &bar(&mut set)?.kind {
            ExprKind::Number(points) => Some(*points),
            _ => None,
        };
        let class = set.classes.as_ref()?.list.iter().find(|class| class.condition.is_some())?;
        Some((class.name.clone(), class.label.clone(), asked))
    }

    /// The same tables, judged with another bar.
    fn with_bar(&self, points: Exact) -> Option<Self> {
        let mut set = self.dataset.plan.inner.set.clone();
        let asked = bar(&mut set)?;
        asked.kind = ExprKind::Number(points);
        asked.range = Some((points, points));
        let (plan, _) = from_hir(set);
        let plan: Plan = plan?;
        let mut dataset: Dataset = self.dataset.clone();
        // The columns were bound by inputs, and those are the same.
        dataset.plan = plan.clone();
        dataset.options.strict = false;
        dataset.options.items = false;
        dataset.evaluate().ok()
    }
}

fn holds(class: Option<&ClassOutcome>, name: &str) -> Verdict {
    class.map_or(Verdict::NotMet, |class| class.holds(name))
}

/// What a lone title asks of the total, where its condition is `total_points >= …`, alone or
/// together with conditions that do not read the total.
fn bar(set: &mut CriteriaSet) -> Option<&mut Expr> {
    let classes = set.classes.as_mut().filter(|classes| classes.lone_title)?;
    let mut conditions = classes.list.iter_mut().filter_map(|class| class.condition.as_mut());
    let condition = conditions.next()?;
    if conditions.next().is_some() {
        return None;
    }
    let mut reads = 0usize;
    condition.walk(&mut |part| reads += usize::from(is_total(part)));
    if reads != 1 {
        return None;
    }
    if !matches!(condition.kind, ExprKind::And(_)) {
        return asked(condition);
    }
    let ExprKind::And(parts) = &mut condition.kind else { return None };
    parts.iter_mut().find_map(asked)
}

const fn is_total(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Total | ExprKind::RawTotal | ExprKind::BaseTotal)
}

/// The other side of a comparison of the total with a constant.
fn asked(expr: &mut Expr) -> Option<&mut Expr> {
    let ExprKind::Compare(comparison, left, right) = &mut expr.kind else { return None };
    let constant = match comparison {
        Comparison::GreaterOrEqual if matches!(left.kind, ExprKind::Total) => right,
        Comparison::LessOrEqual if matches!(right.kind, ExprKind::Total) => left,
        _ => return None,
    };
    matches!(constant.kind, ExprKind::Number(_) | ExprKind::Param(_)).then_some(&mut **constant)
}
