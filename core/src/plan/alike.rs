//! Which steps of two plans come to the same.
//!
//! In: two plans that read the same columns in the same way, as those of a set before and after an edit
//! mostly do. Out: for each step of the one, the register of the other that holds the same, whatever the
//! data. Both are evaluated in one context.

use super::{Inner, Kind, Op, Plan, Reg};
use crate::hir::{CriteriaSet, FrameId, Param, ParamId};
use hashbrown::HashMap;

impl Plan {
    /// For each step the register of the other plan that holds the same; none where there is none.
    pub(crate) fn alike(&self, other: &Self) -> Vec<Option<Reg>> {
        let (own, other) = (&*self.inner, &*other.inner);
        let steps = other.steps.iter().zip(0u32..);
        let theirs: HashMap<(&Op, FrameId, Kind), Reg> =
            steps.map(|(step, at)| ((&step.op, step.out.frame, step.out.kind), Reg(at))).collect();
        let mut alike: Vec<Option<Reg>> = Vec::with_capacity(own.steps.len());
        for step in &own.steps {
            let op = step.op.renumbered(|reg| alike.get(reg.index()).copied().flatten());
            let op = op.as_ref().filter(|op| says_the_same(op, own, other));
            let found = op.and_then(|op| theirs.get(&(op, step.out.frame, step.out.kind)));
            // How far an open file reaches depends on the range too.
            let same = |reg: &Reg| other.steps.get(reg.index()).is_some_and(|other| other.out == step.out);
            alike.push(found.copied().filter(same));
        }
        alike
    }
}

/// Whether what a step names beside registers and columns is the same in both sets.
fn says_the_same(op: &Op, own: &Inner, other: &Inner) -> bool {
    match op {
        Op::Param(id, case) => same_param(&own.set, &other.set, *id, *case),
        _ => true,
    }
}

/// Whether a parameter has the same values by case, day and region.
fn same_param(own: &CriteriaSet, other: &CriteriaSet, id: ParamId, case: usize) -> bool {
    let rows = |param: &Param| {
        let rows = param.rows.iter().filter(|row| row.case == case);
        rows.map(|row| (row.from, row.region.clone(), row.value)).collect::<Vec<_>>()
    };
    let (own, other) = (own.params.get(id.index()), other.params.get(id.index()));
    own.zip(other).is_some_and(|(own, other)| own.day == other.day && rows(own) == rows(other))
}
