//! Trying variants of a dossier, many at a time.
//!
//! In: what each variant has otherwise. Out: the registers of the closed file, row by row. How
//! many variants were evaluated is counted, since the search is bounded by it.

use crate::batch::{Batch, Changed, Variants};
use crate::context::Context;
use crate::dossier::Dossier;
use crate::evaluate::{BLOCK, Fraction, Registers, Run, Values};
use crate::exact::Exact;
use crate::hir::ROOT;
use crate::plan::{Kind, Plan, Reg};

/// A dossier whose variants are tried.
pub(super) struct Trials<'a> {
    pub plan: &'a Plan,
    pub context: &'a Context,
    variants: Variants<'a>,
    registers: Registers,
    /// How many variants were evaluated.
    pub evaluations: u64,
}

/// One variant's values.
#[derive(Clone, Copy)]
pub(super) struct Tried<'a> {
    pub plan: &'a Plan,
    pub registers: &'a Registers,
    batch: &'a Batch,
    from: usize,
    pub row: usize,
}

impl<'a> Trials<'a> {
    pub fn new(plan: &'a Plan, dossier: &'a Dossier, context: &'a Context) -> Self {
        Self {
            plan,
            context,
            variants: Variants::new(plan, dossier, context),
            registers: Registers::new(plan),
            evaluations: 0,
        }
    }

    /// Evaluates variants on the closed file, and says of each what is asked for.
    pub fn map<T>(&mut self, variants: &[Changed], mut what: impl FnMut(Tried<'_>) -> T) -> Vec<T> {
        let mut out = Vec::with_capacity(variants.len());
        for block in variants.chunks(BLOCK) {
            let batch = self.variants.batch(block);
            Run::new(self.plan, &batch, self.context, false).block(0, block.len(), &mut self.registers);
            for row in 0..block.len() {
                out.push(what(Tried {
                    plan: self.plan,
                    registers: &self.registers,
                    batch: &batch,
                    from: 0,
                    row,
                }));
            }
            self.evaluations += u64::try_from(block.len()).unwrap_or(u64::MAX);
        }
        out
    }
}

impl Tried<'_> {
    /// Whether the class is certainly one of the wanted ones.
    pub fn holds(&self, class: Reg, wanted: u64) -> bool {
        let mask =
            self.registers.choice(class).and_then(|options| options.get(self.row)).copied().unwrap_or(0);
        mask != 0 && mask & !wanted == 0
    }

    /// The rows of a register's table that belong to the variant.
    fn rows(&self, reg: Reg) -> (usize, usize) {
        let frame = self.plan.inner.steps.get(reg.index()).map_or(ROOT, |step| step.out.frame);
        let (first, last) = self.batch.span(frame, self.from + self.row, self.from + self.row + 1);
        let (start, _) = self.batch.span(frame, self.from, self.from);
        (first - start, last - start)
    }

    /// The lower bound of a number.
    pub fn least(&self, reg: Reg) -> Option<Exact> {
        let den = match self.plan.inner.steps.get(reg.index()).map(|step| step.out.kind) {
            Some(Kind::Number { den, .. }) => den,
            _ => 1,
        };
        let (lo, _) = self.registers.number(reg)?.bounds(self.row, den)?;
        Exact::new(lo.num, lo.den)
    }

    /// What some registers say, to be compared with what they say of another variant.
    pub fn says(&self, regs: &[Reg]) -> Vec<i128> {
        let mut out = Vec::with_capacity(regs.len() * 2);
        for reg in regs {
            let (first, last) = self.rows(*reg);
            for row in first..last {
                match self.registers.get(*reg) {
                    Values::Truth(truth) => {
                        out.push(i128::from(truth.yes.get(row)) + 2 * i128::from(truth.no.get(row)));
                    }
                    Values::Choice(options) => out.push(i128::from(options.get(row).copied().unwrap_or(0))),
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

/// The registers that a register depends on, itself included.
pub(super) fn closure(plan: &Plan, of: Reg) -> Vec<bool> {
    let mut needed = vec![false; plan.inner.steps.len()];
    if let Some(known) = needed.get_mut(of.index()) {
        *known = true;
    }
    for at in (0..plan.inner.steps.len()).rev() {
        if needed.get(at) != Some(&true) {
            continue;
        }
        if let Some(step) = plan.inner.steps.get(at) {
            for reg in step.op.reads() {
                if let Some(known) = needed.get_mut(reg.index()) {
                    *known = true;
                }
            }
        }
    }
    needed
}
