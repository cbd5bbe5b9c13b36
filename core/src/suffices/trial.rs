//! Trying variants of a dossier, many at a time.
//!
//! In: what each variant has otherwise. Out: the registers of the closed file, row by row. How
//! many variants were evaluated is counted, since the search is bounded by it.

use super::moves::Edit;
use super::search::Goal;
use crate::batch::{Batch, Changed, Patch, Variants};
use crate::context::Context;
use crate::dossier::Dossier;
use crate::evaluate::{BLOCK, Fraction, Lane, Registers, Run, Values};
use crate::exact::Exact;
use crate::hir::{FrameId, ROOT};
use crate::plan::{Kind, Plan, Reg};

/// A dossier whose variants are tried.
pub(super) struct Trials<'a> {
    pub plan: &'a Plan,
    pub context: &'a Context,
    pub dossier: &'a Dossier,
    variants: Variants<'a>,
    registers: Registers,
    /// The steps that are carried out.
    needed: Vec<bool>,
    /// How many variants were evaluated.
    pub evaluations: u64,
}

/// One variant's values.
#[derive(Clone, Copy)]
pub(super) struct Tried<'a> {
    pub plan: &'a Plan,
    pub registers: &'a Registers,
    batch: &'a Batch,
    /// What makes it differ from the dossier.
    patches: &'a [&'a Patch],
    judged_by_subject: &'a [bool],
    pub row: usize,
}

impl<'a> Trials<'a> {
    /// Trials of which only these registers are read, and those they depend on.
    pub fn new(
        plan: &'a Plan,
        dossier: &'a Dossier,
        context: &'a Context,
        read: impl IntoIterator<Item = Reg>,
    ) -> Self {
        Self {
            plan,
            context,
            dossier,
            variants: Variants::new(plan, dossier, context),
            registers: Registers::new(plan),
            needed: plan.inner.needed(read),
            evaluations: 0,
        }
    }

    /// Reads a change once, to be tried in many variants.
    pub fn patch(&mut self, changed: &Changed) -> Patch {
        self.variants.patch(changed)
    }

    /// Reads what an edit changes.
    pub fn read(&mut self, edit: &Edit) -> Patch {
        let mut changed = Changed::default();
        edit.apply(self.dossier, &mut changed);
        self.patch(&changed)
    }

    /// Several patches as one.
    pub fn joined<'p>(&mut self, patches: impl IntoIterator<Item = &'p Patch>) -> Patch {
        self.variants.joined(patches)
    }

    /// Evaluates variants on the closed file, and says of each what is asked for.
    pub fn map<T>(&mut self, variants: &[Changed], what: impl FnMut(Tried<'_>) -> T) -> Vec<T> {
        let patches: Vec<Patch> = variants.iter().map(|changed| self.patch(changed)).collect();
        let variants: Vec<Vec<&Patch>> = patches.iter().map(|patch| vec![patch]).collect();
        self.map_patched(&variants, what)
    }

    /// The same of variants that are put together from patches.
    pub fn map_patched<T>(
        &mut self,
        variants: &[Vec<&Patch>],
        mut what: impl FnMut(Tried<'_>) -> T,
    ) -> Vec<T> {
        let mut out = Vec::with_capacity(variants.len());
        for block in variants.chunks(BLOCK) {
            let batch = self.variants.batch(block);
            let run = Run::new(self.plan, &batch, self.context, false).only(&self.needed);
            run.block(&mut self.registers);
            for (row, patches) in block.iter().enumerate() {
                let (plan, registers) = (self.plan, &self.registers);
                let judged_by_subject = &self.variants.judged_by_subject;
                out.push(what(Tried { plan, registers, batch: &batch, patches, judged_by_subject, row }));
            }
            self.evaluations += u64::try_from(block.len()).unwrap_or(u64::MAX);
        }
        out
    }
}

impl Tried<'_> {
    /// Whether the class is certainly one of the wanted ones.
    pub fn holds(&self, goal: Goal) -> bool {
        let options = self.registers.choice(goal.class).and_then(|options| options.get(self.row));
        goal.is_certain(options.copied().unwrap_or(0))
    }

    /// The rows of a register's table that belong to the variant.
    fn rows(&self, reg: Reg) -> (usize, usize) {
        self.batch.group(self.frame(reg), self.row)
    }

    /// Whether a register belongs to a table that is as it is on file.
    fn is_as_on_file(&self, reg: Reg) -> bool {
        let frame = self.frame(reg);
        let apart = self.judged_by_subject.get(frame.index()) == Some(&true);
        frame != ROOT && !apart && !self.patches.iter().any(|patch| patch.touches(frame))
    }

    fn frame(&self, reg: Reg) -> FrameId {
        self.plan.inner.steps.get(reg.index()).map_or(ROOT, |step| step.out.frame)
    }

    /// The lower and the upper bound of a number.
    pub fn bounds(&self, reg: Reg) -> Option<(Exact, Exact)> {
        let den = match self.plan.inner.steps.get(reg.index()).map(|step| step.out.kind) {
            Some(Kind::Number { den, .. }) => den,
            _ => 1,
        };
        let (lo, hi) = self.registers.number(reg)?.bounds(self.row, den)?;
        Exact::new(lo.num, lo.den).zip(Exact::new(hi.num, hi.den))
    }

    /// What some registers say, to be compared with what they say of another variant that changes the
    /// same tables: what is not changed is not said.
    pub fn says(&self, regs: &[Reg]) -> Vec<i128> {
        let mut out = Vec::with_capacity(regs.len() * 2);
        for reg in regs {
            if self.is_as_on_file(*reg) {
                continue;
            }
            let (first, last) = self.rows(*reg);
            for row in first..last {
                match self.registers.get(*reg) {
                    Values::Truth(truth) => {
                        out.push(i128::from(truth.yes.get(row)) + 2 * i128::from(truth.no.get(row)));
                    }
                    Values::Choice(options) => out.push(i128::from(options.get(row).copied().unwrap_or(0))),
                    Values::Number(number) if !matches!(number.lo, Lane::Fraction(_)) => {
                        out.extend(number.bounds(row, 1).map_or([0, 0], |(lo, hi)| [lo.num, hi.num]));
                        out.push(i128::from(number.may_lack(row)) + 2 * i128::from(number.may_have(row)));
                    }
                    Values::Number(number) => {
                        let reduced =
                            |value: Fraction| Exact::new(value.num, value.den).unwrap_or(Exact::ZERO);
                        let (lo, hi) = number
                            .bounds(row, 1)
                            .map_or((Exact::ZERO, Exact::ZERO), |(lo, hi)| (reduced(lo), reduced(hi)));
                        out.extend([lo.numerator(), lo.denominator(), hi.numerator(), hi.denominator()]);
                        out.push(i128::from(number.may_lack(row)) + 2 * i128::from(number.may_have(row)));
                    }
                }
            }
        }
        out
    }
}
