//! Whether something not known can matter at all.
//!
//! In: the values of the closed file, what is in question. Out: yes or no. A register that is
//! settled although the thing is not known says the same whatever it turns out to be, so nothing
//! passes through it. *No* is therefore proved; *yes* only says that it was not.

use super::moves::About;
use crate::batch::{Batch, Place};
use crate::evaluate::{Registers, Values};
use crate::hir::{FrameId, InputKey, ROOT};
use crate::plan::{Kind, Op, Plan, Reg};

/// Whether what is in question can change a register of the subject.
pub(super) fn matters(plan: &Plan, own: &Batch, base: &Registers, target: Reg, about: &About) -> bool {
    let mut reached = vec![false; plan.inner.steps.len()];
    for (at, step) in plan.inner.steps.iter().enumerate() {
        let begins = match &step.op {
            Op::Input(id) => is_about(plan, about, *id),
            Op::Present { frame, .. } => matches!(about, About::Status(Place::Row(own, _)) if own == frame),
            op => passes(plan, own, base, about, op, &|reg| reached.get(reg.index()) == Some(&true)),
        };
        if !begins {
            continue;
        }
        let reg = Reg(u32::try_from(at).unwrap_or(u32::MAX));
        let rows = rows_of(own, step.out.frame, about);
        let den = match step.out.kind {
            Kind::Number { den, .. } => den,
            Kind::Truth | Kind::Choice => 1,
        };
        let open = rows.into_iter().any(|row| !is_settled(base.get(reg), row, den));
        if let Some(known) = reached.get_mut(at) {
            *known = open;
        }
    }
    reached.get(target.index()) == Some(&true)
}

/// Whether some of what is in question is settled: it counts as it is, so that what it says may well
/// decide although nothing that is still open about it does.
pub(super) fn settled(plan: &Plan, own: &Batch, base: &Registers, about: &About) -> bool {
    plan.inner.steps.iter().enumerate().any(|(at, step)| {
        let is_own = match &step.op {
            Op::Input(id) => is_about(plan, about, *id),
            Op::Present { frame, .. } => matches!(about, About::Status(Place::Row(own, _)) if own == frame),
            _ => false,
        };
        let den = match step.out.kind {
            Kind::Number { den, .. } => den,
            Kind::Truth | Kind::Choice => 1,
        };
        let reg = Reg(u32::try_from(at).unwrap_or(u32::MAX));
        is_own
            && rows_of(own, step.out.frame, about).into_iter().any(|row| is_settled(base.get(reg), row, den))
    })
}

/// Whether a step lets through what comes to it.
fn passes(
    plan: &Plan,
    own: &Batch,
    base: &Registers,
    about: &About,
    op: &Op,
    comes: &dyn Fn(Reg) -> bool,
) -> bool {
    // Of a row that is certainly not in the collection, no value counts.
    let may_count = |rows: Reg| {
        let frame = plan.inner.steps.get(rows.index()).map_or(ROOT, |step| step.out.frame);
        let member = base.truth(rows);
        rows_of(own, frame, about).into_iter().any(|row| member.is_none_or(|member| member.yes.get(row)))
    };
    match op {
        Op::Select(parts) => parts.iter().any(|(when, value)| {
            let may_hold = base.truth(*when).is_none_or(|when| when.yes.any());
            comes(*when) || (may_hold && value.is_some_and(comes))
        }),
        Op::Sum { rows, .. }
        | Op::Mean { rows, .. }
        | Op::Pick { rows, .. }
        | Op::Share { rows, .. }
        | Op::Each { rows, .. } => comes(*rows) || (may_count(*rows) && op.reads().into_iter().any(comes)),
        op => op.reads().into_iter().any(comes),
    }
}

fn is_about(plan: &Plan, about: &About, id: crate::hir::InputId) -> bool {
    let set = &plan.inner.set;
    let input = &set[id];
    let here = |place: &Place| match place {
        Place::Subject => input.frame == ROOT && input.years_back == 0,
        Place::Before(back) => input.frame == ROOT && input.years_back == *back,
        Place::Row(frame, _) => input.frame == *frame,
    };
    match about {
        About::Cell(place, of) => here(place) && set[*of].key == input.key,
        About::Result(place, name) => {
            let own = match &input.key {
                InputKey::ResultClass(set) | InputKey::ResultPoints(set) | InputKey::ResultDate(set) => {
                    set == name
                }
                _ => false,
            };
            own && here(place)
        }
        About::Status(_) | About::New(_) => false,
    }
}

/// The rows of a table that the thing in question is about: its own, or all.
pub(super) fn rows_of(own: &Batch, frame: FrameId, about: &About) -> Vec<usize> {
    let (first, last) = own.span(frame, 0, 1);
    let place = match about {
        About::Cell(place, _) | About::Status(place) | About::Result(place, _) => *place,
        About::New(_) => Place::Subject,
    };
    match place {
        Place::Row(of, at) if of == frame => {
            let origins =
                own.tables.get(frame.index()).map(|table| table.origin.as_slice()).unwrap_or_default();
            (first..last).filter(|row| origins.get(*row) == Some(&at)).collect()
        }
        Place::Row(..) | Place::Subject | Place::Before(_) => (first..last).collect(),
    }
}

fn is_settled(values: &Values, row: usize, den: i128) -> bool {
    match values {
        Values::Truth(truth) => truth.yes.get(row) != truth.no.get(row),
        Values::Choice(options) => options.get(row).is_some_and(|mask| mask.count_ones() == 1),
        Values::Number(number) => {
            // Certainly lacking is as settled as certainly there.
            if number.may_lack(row) {
                return !number.may_have(row);
            }
            number.bounds(row, den).is_some_and(|(lo, hi)| lo == hi)
        }
    }
}
