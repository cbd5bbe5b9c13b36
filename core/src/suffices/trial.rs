//! Trying variants of a dossier.
//!
//! In: what each variant has otherwise. Out: its registers on the closed file. How many variants were
//! evaluated is counted, since the search is bounded by it.

use super::moves::Edit;
use super::search::Goal;
use super::variant::{Changed, Patch};
use crate::context::Context;
use crate::dossier::Dossier;
use crate::evaluate::{Lines, Series};
use crate::exact::Exact;
use crate::hir::{FrameId, ROOT};
use crate::plan::{Kind, Plan, Reg};

/// A dossier whose variants are tried.
pub(super) struct Trials<'a> {
    pub plan: &'a Plan,
    pub dossier: &'a Dossier,
    series: Series<'a>,
    /// How many variants were evaluated.
    pub evaluations: u64,
}

/// One variant's values.
#[derive(Clone, Copy)]
pub(super) struct Tried<'a> {
    plan: &'a Plan,
    pub lines: Lines<'a>,
    /// What makes it differ from the dossier.
    patches: &'a [&'a Patch],
    judged_by_subject: &'a [bool],
}

impl<'a> Trials<'a> {
    /// Trials of which only these registers are read, and those they depend on.
    pub fn new(
        plan: &'a Plan,
        dossier: &'a Dossier,
        context: &'a Context,
        read: impl IntoIterator<Item = Reg>,
    ) -> Self {
        let series = Series::new(plan, dossier, context, read);
        Self { plan, dossier, series, evaluations: 0 }
    }

    /// Reads a change once, to be tried in many variants.
    pub fn patch(&self, changed: &Changed) -> Patch {
        Patch::new(changed, self.dossier)
    }

    /// Reads what an edit changes.
    pub fn read(&self, edit: &Edit) -> Patch {
        let mut changed = Changed::default();
        edit.apply(self.dossier, &mut changed);
        self.patch(&changed)
    }

    /// Evaluates variants on the closed file, and says of each what is asked for.
    pub fn map<T>(&mut self, variants: &[Changed], mut what: impl FnMut(Tried<'_>) -> T) -> Vec<T> {
        variants.iter().map(|changed| self.one(&[&self.patch(changed)], &mut what)).collect()
    }

    /// The same of variants that are put together from patches.
    pub fn map_patched<T>(
        &mut self,
        variants: &[Vec<&Patch>],
        mut what: impl FnMut(Tried<'_>) -> T,
    ) -> Vec<T> {
        variants.iter().map(|patches| self.one(patches, &mut what)).collect()
    }

    fn one<T>(&mut self, patches: &[&Patch], what: &mut impl FnMut(Tried<'_>) -> T) -> T {
        // What is summed up from a table that stays as it is, stays as it is.
        let judged_by_subject = self.series.judged_by_subject.iter().enumerate();
        let left_out: Vec<bool> = judged_by_subject
            .map(|(at, judged)| {
                !judged && !patches.iter().any(|patch| patch.touches(FrameId::from_index(at)))
            })
            .collect();
        let single = self.series.evaluate(&self.dossier.patched(patches, &left_out), &left_out);
        self.evaluations += 1;
        let (plan, judged_by_subject) = (self.plan, &self.series.judged_by_subject);
        what(Tried { plan, lines: single.lines(plan, false), patches, judged_by_subject })
    }
}

impl Tried<'_> {
    /// Whether the class is certainly one of the wanted ones.
    pub fn holds(&self, goal: Goal) -> bool {
        goal.is_certain(self.lines.options(goal.class, 0).unwrap_or(0))
    }

    /// Whether a table is as it is on file.
    fn is_as_on_file(&self, frame: FrameId) -> bool {
        let apart = self.judged_by_subject.get(frame.index()) == Some(&true);
        frame != ROOT && !apart && !self.patches.iter().any(|patch| patch.touches(frame))
    }

    /// The lower and the upper bound of a number.
    pub fn bounds(&self, reg: Reg) -> Option<(Exact, Exact)> {
        let (lo, hi) = self.lines.bounds(reg, 0)?;
        Exact::new(lo.num, lo.den).zip(Exact::new(hi.num, hi.den))
    }

    /// What some registers say, to be compared with what they say of another variant that changes the
    /// same tables: what is not changed is not said.
    pub fn says(&self, regs: &[Reg]) -> Vec<i128> {
        let mut out = Vec::with_capacity(regs.len() * 2);
        for reg in regs {
            let Some(step) = self.plan.inner.steps.get(reg.index()) else { continue };
            if self.is_as_on_file(step.out.frame) {
                continue;
            }
            for row in 0..self.lines.rows(step.out.frame) {
                let flag = |(first, second): (bool, bool)| i128::from(first) + 2 * i128::from(second);
                match step.out.kind {
                    Kind::Truth => out.extend(self.lines.truth(*reg, row).map(flag)),
                    Kind::Choice => out.extend(self.lines.options(*reg, row).map(i128::from)),
                    Kind::Number { .. } => {
                        let bounds = self.lines.bounds(*reg, row).into_iter().flat_map(|(lo, hi)| [lo, hi]);
                        for value in bounds {
                            // What one fraction is written as another may be, too.
                            let reduced =
                                Exact::new(value.num, value.den).filter(|_| step.out.kind.is_fraction());
                            out.extend(reduced.map(Exact::denominator));
                            out.push(reduced.map_or(value.num, Exact::numerator));
                        }
                        out.extend(self.lines.presence(*reg, row).map(flag));
                    }
                }
            }
        }
        out
    }
}
