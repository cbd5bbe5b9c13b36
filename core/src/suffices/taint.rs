//! Whether something not known can matter at all.
//!
//! In: the values of the closed file, what is in question. Out: yes or no. A register that is
//! settled although the thing is not known says the same whatever it turns out to be, so nothing
//! passes through it. *No* is therefore proved; *yes* only says that it was not.

use super::moves::About;
use crate::batch::{Batch, Place};
use crate::evaluate::{Registers, Values};
use crate::exact::Exact;
use crate::hir::{FrameId, InputKey, ROOT};
use crate::plan::{Kind, Op, Plan, Reg};

/// In which rows of its table a register may say something else.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reached {
    Nowhere,
    /// In those that the thing in question is about.
    Own,
    /// In every row, those included that may still come.
    Every,
}

/// Whether what is in question can change a register of the subject.
pub(super) fn matters(plan: &Plan, own: &Batch, base: &Registers, target: Reg, about: &About) -> bool {
    let mut reached = vec![Reached::Nowhere; plan.inner.steps.len()];
    for (at, step) in plan.inner.steps.iter().enumerate() {
        let comes = match &step.op {
            Op::Input(id) if is_about(plan, about, *id) => Reached::Own,
            Op::Present { frame, .. } if is_status_in(about, *frame) => Reached::Own,
            op => passes(plan, own, base, about, op, &|reg| {
                reached.get(reg.index()).copied().unwrap_or(Reached::Nowhere)
            }),
        };
        if comes == Reached::Nowhere {
            continue;
        }
        let reg = Reg(u32::try_from(at).unwrap_or(u32::MAX));
        let open = (comes == Reached::Every && may_grow(plan, step.out.frame))
            || rows_reached(own, step.out.frame, about, comes)
                .into_iter()
                .any(|row| !is_settled(base.get(reg), row, step.out.kind));
        if let (true, Some(known)) = (open, reached.get_mut(at)) {
            *known = comes;
        }
    }
    reached.get(target.index()).is_some_and(|reached| *reached != Reached::Nowhere)
}

fn is_status_in(about: &About, frame: FrameId) -> bool {
    matches!(about, About::Status(Place::Row(own, _)) if *own == frame)
}

/// Whether rows may still come to a table.
fn may_grow(plan: &Plan, frame: FrameId) -> bool {
    frame != ROOT && plan.inner.set[frame].open
}

/// Whether some of what is in question is settled: it counts as it is, so that what it says may well
/// decide although nothing that is still open about it does.
pub(super) fn settled(plan: &Plan, own: &Batch, base: &Registers, about: &About) -> bool {
    plan.inner.steps.iter().enumerate().any(|(at, step)| {
        let is_own = match &step.op {
            Op::Input(id) => is_about(plan, about, *id),
            Op::Present { frame, .. } => is_status_in(about, *frame),
            _ => false,
        };
        let reg = Reg(u32::try_from(at).unwrap_or(u32::MAX));
        is_own
            && rows_of(own, step.out.frame, about)
                .into_iter()
                .any(|row| is_settled(base.get(reg), row, step.out.kind))
    })
}

/// How far a step lets through what comes to it.
fn passes(
    plan: &Plan,
    own: &Batch,
    base: &Registers,
    about: &About,
    op: &Op,
    comes: &dyn Fn(Reg) -> Reached,
) -> Reached {
    let furthest = |regs: Vec<Reg>| regs.into_iter().map(comes).max().unwrap_or(Reached::Nowhere);
    let frame = |reg: Reg| plan.inner.steps.get(reg.index()).map_or(ROOT, |step| step.out.frame);
    // Of a row that is certainly not in the collection, no value counts.
    let may_count = |rows: Reg, values: Reached| {
        let member = base.truth(rows);
        (values == Reached::Every && may_grow(plan, frame(rows)))
            || rows_reached(own, frame(rows), about, values)
                .into_iter()
                .any(|row| member.is_none_or(|member| member.yes.get(row)))
    };
    match op {
        Op::Select(parts) => {
            let part = |(when, value): &(Reg, Option<Reg>)| {
                let value = value.map_or(Reached::Nowhere, comes);
                let may_hold = (value == Reached::Every && may_grow(plan, frame(*when)))
                    || base.truth(*when).is_none_or(|when| when.yes.any());
                if may_hold { comes(*when).max(value) } else { comes(*when) }
            };
            parts.iter().map(part).max().unwrap_or(Reached::Nowhere)
        }
        Op::Sum { rows, .. }
        | Op::Mean { rows, .. }
        | Op::Pick { rows, .. }
        | Op::Share { rows, .. }
        | Op::Each { rows, .. } => {
            let values = furthest(op.reads());
            if may_count(*rows, values) { values } else { comes(*rows) }
        }
        // What is said of the owner is said of every row it owns.
        Op::Broadcast(of) if comes(*of) != Reached::Nowhere => Reached::Every,
        op => furthest(op.reads()),
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

/// The rows of a table in which a register may say something else.
fn rows_reached(own: &Batch, frame: FrameId, about: &About, reached: Reached) -> Vec<usize> {
    match reached {
        Reached::Nowhere => Vec::new(),
        Reached::Own => rows_of(own, frame, about),
        Reached::Every => (0..own.rows(frame)).collect(),
    }
}

/// The rows of a table that the thing in question is about: its own, or all.
pub(super) fn rows_of(own: &Batch, frame: FrameId, about: &About) -> Vec<usize> {
    let place = match about {
        About::Cell(place, _) | About::Status(place) | About::Result(place, _) => *place,
        About::New(_) => Place::Subject,
    };
    match place {
        Place::Row(of, at) if of == frame => {
            let origins =
                own.tables.get(frame.index()).map(|table| table.origin.as_slice()).unwrap_or_default();
            (0..own.rows(frame)).filter(|row| origins.get(*row) == Some(&at)).collect()
        }
        Place::Row(..) | Place::Subject | Place::Before(_) => (0..own.rows(frame)).collect(),
    }
}

/// Whether a register says one thing in a row; certainly lacking is as settled as certainly there.
fn is_settled(values: &Values, row: usize, kind: Kind) -> bool {
    let lacks = matches!(values, Values::Number(number) if number.may_lack(row) && !number.may_have(row));
    lacks || single(values, row, kind).is_some()
}

/// The one value a register has in a row, truths and options by their order.
pub(super) fn single(values: &Values, row: usize, kind: Kind) -> Option<Exact> {
    match values {
        Values::Truth(truth) => match (truth.yes.get(row), truth.no.get(row)) {
            (true, false) => Some(Exact::ONE),
            (false, true) => Some(Exact::ZERO),
            _ => None,
        },
        Values::Choice(options) => {
            let mask = options.get(row).filter(|mask| mask.is_power_of_two())?;
            Some(Exact::whole(i128::from(mask.trailing_zeros())))
        }
        Values::Number(number) => {
            let Kind::Number { den, .. } = kind else { return None };
            let (lo, hi) = number.bounds(row, den).filter(|_| !number.may_lack(row))?;
            if lo == hi { Exact::new(lo.num, lo.den) } else { None }
        }
    }
}
