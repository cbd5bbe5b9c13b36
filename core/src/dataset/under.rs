//! The same tables under another plan, as that of an edited set: what was checked and found stays.
//!
//! In: a dataset and a plan. Out: the dataset of the plan, if it reads the same columns in the same way.

use super::{Dataset, is_needed};
use crate::batch::input_kinds;
use crate::context::Context;
use crate::hir::{CriteriaSet, Frame, FrameId, Input, Ty, Uses};
use crate::plan::Plan;

impl Dataset {
    /// The same tables under another plan; none where it reads other columns, or reads some in another way,
    /// or is asked about other days: then they are bound anew.
    pub(crate) fn under(&self, plan: &Plan, context: &Context) -> Option<Self> {
        let (own, other) = (&self.plan.inner.set, &plan.inner.set);
        let lacks = |at: usize| self.children.get(at).is_none_or(Option::is_none);
        let missing = |at: &usize| lacks(*at) && is_needed(plan, FrameId::from_index(*at));
        let stays = *context == self.context
            && same_columns(own, other)
            && input_kinds(&self.plan) == input_kinds(plan)
            && !(1..other.frames.len())
                .any(|at| missing(&at) && !is_needed(&self.plan, FrameId::from_index(at)));
        stays.then(|| Self { plan: plan.clone(), context: context.clone(), ..self.clone() })
    }
}

/// Whether two sets have the same tables with the same columns, read in the same way.
fn same_columns(own: &CriteriaSet, other: &CriteriaSet) -> bool {
    let options = |set: &CriteriaSet, ty: &Ty| match ty {
        Ty::Choice(choice) => Some(set[*choice].options.clone()),
        Ty::Truth | Ty::Number(_) | Ty::Day | Ty::Text => None,
    };
    own.frames.len() == other.frames.len()
        && own.inputs.len() == other.inputs.len()
        && own.uses.len() == other.uses.len()
        && own.frames.iter().zip(&other.frames).all(|(own, other)| same_frame(own, other))
        && own.inputs.iter().zip(&other.inputs).all(|(one, two)| {
            same_input(one, two) && options(own, &one.ty) == options(other, &two.ty)
        })
        && own.uses.iter().zip(&other.uses).all(|(one, two)| {
            same_uses(one, two) && own[one.classes].options == other[two.classes].options
        })
        // Texts on file are numbered behind those of the set, and a region is held against those it names.
        && own.texts == other.texts
        && own.regions() == other.regions()
}

fn same_frame(own: &Frame, other: &Frame) -> bool {
    let Frame { source, name, label: _, open } = own;
    (source, name, open) == (&other.source, &other.name, &other.open)
}

fn same_input(own: &Input, other: &Input) -> bool {
    let Input {
        frame,
        key,
        seat,
        name,
        label: _,
        ty,
        range,
        places,
        step,
        years_back,
        when_missing,
        self_declared,
        snapshot,
        private: _,
        span: _,
    } = own;
    (frame, key, &seat.keys, seat.at, name)
        == (&other.frame, &other.key, &other.seat.keys, other.seat.at, &other.name)
        && (ty, range, places, step) == (&other.ty, &other.range, &other.places, &other.step)
        && (years_back, when_missing) == (&other.years_back, &other.when_missing)
        && (self_declared, snapshot) == (&other.self_declared, &other.snapshot)
}

fn same_uses(own: &Uses, other: &Uses) -> bool {
    let Uses {
        set,
        edition,
        recognised,
        computed,
        valid_at,
        validity,
        editions,
        classes,
        several,
        own: is_own,
        span: _,
    } = own;
    (set, edition, recognised, computed) == (&other.set, &other.edition, &other.recognised, &other.computed)
        && (valid_at, validity, editions) == (&other.valid_at, &other.validity, &other.editions)
        && (classes, several, is_own) == (&other.classes, &other.several, &other.own)
}
