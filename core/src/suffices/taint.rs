//! Whether something not known can matter at all.
//!
//! In: the values of the closed file, what is in question. Out: yes or no. A register that is
//! settled although the thing is not known says the same whatever it turns out to be, so nothing
//! passes through it. *No* is therefore proved; *yes* only says that it was not.

use super::moves::About;
use super::variant::Place;
use crate::evaluate::Lines;
use crate::exact::Exact;
use crate::hir::{FrameId, InputKey, ROOT};
use crate::plan::{Op, Plan, Reg};

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
pub(super) fn matters(plan: &Plan, base: Lines<'_>, target: Reg, about: &About) -> bool {
    let mut reached = vec![Reached::Nowhere; plan.inner.steps.len()];
    for (at, step) in plan.inner.steps.iter().enumerate() {
        let comes = match &step.op {
            Op::Input(id) if is_about(plan, about, *id) => Reached::Own,
            Op::Present { frame, .. } if is_status_in(about, *frame) => Reached::Own,
            op => passes(plan, base, about, op, &|reg| {
                reached.get(reg.index()).copied().unwrap_or(Reached::Nowhere)
            }),
        };
        if comes == Reached::Nowhere {
            continue;
        }
        let reg = Reg(u32::try_from(at).unwrap_or(u32::MAX));
        let open = (comes == Reached::Every && may_grow(plan, step.out.frame))
            || rows_reached(base, step.out.frame, about, comes)
                .into_iter()
                .any(|row| !is_settled(base, reg, row));
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
pub(super) fn settled(plan: &Plan, base: Lines<'_>, about: &About) -> bool {
    plan.inner.steps.iter().enumerate().any(|(at, step)| {
        let is_own = match &step.op {
            Op::Input(id) => is_about(plan, about, *id),
            Op::Present { frame, .. } => is_status_in(about, *frame),
            _ => false,
        };
        let reg = Reg(u32::try_from(at).unwrap_or(u32::MAX));
        is_own && rows_of(base, step.out.frame, about).into_iter().any(|row| is_settled(base, reg, row))
    })
}

/// How far a step lets through what comes to it.
fn passes(plan: &Plan, base: Lines<'_>, about: &About, op: &Op, comes: &dyn Fn(Reg) -> Reached) -> Reached {
    let furthest = |regs: Vec<Reg>| regs.into_iter().map(comes).max().unwrap_or(Reached::Nowhere);
    let frame = |reg: Reg| plan.inner.steps.get(reg.index()).map_or(ROOT, |step| step.out.frame);
    // Of a row that is certainly not in the collection, no value counts.
    let may_count = |rows: Reg, values: Reached| {
        (values == Reached::Every && may_grow(plan, frame(rows)))
            || rows_reached(base, frame(rows), about, values)
                .into_iter()
                .any(|row| base.truth(rows, row).is_none_or(|(yes, _)| yes))
    };
    match op {
        Op::Select(parts) => {
            let part = |(when, value): &(Reg, Option<Reg>)| {
                let value = value.map_or(Reached::Nowhere, comes);
                let may_hold = (value == Reached::Every && may_grow(plan, frame(*when)))
                    || (0..base.rows(frame(*when)))
                        .any(|row| base.truth(*when, row).is_none_or(|(yes, _)| yes));
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
fn rows_reached(base: Lines<'_>, frame: FrameId, about: &About, reached: Reached) -> Vec<usize> {
    match reached {
        Reached::Nowhere => Vec::new(),
        Reached::Own => rows_of(base, frame, about),
        Reached::Every => (0..base.rows(frame)).collect(),
    }
}

/// The rows of a table that the thing in question is about: its own, or all.
pub(super) fn rows_of(base: Lines<'_>, frame: FrameId, about: &About) -> Vec<usize> {
    let place = match about {
        About::Cell(place, _) | About::Status(place) | About::Result(place, _) => *place,
        About::New(_) => Place::Subject,
    };
    match place {
        Place::Row(of, at) if of == frame => {
            (0..base.rows(frame)).filter(|row| *row == at as usize).collect()
        }
        Place::Row(..) | Place::Subject | Place::Before(_) => (0..base.rows(frame)).collect(),
    }
}

/// Whether a register says one thing in a row; certainly lacking is as settled as certainly there.
fn is_settled(base: Lines<'_>, reg: Reg, row: usize) -> bool {
    base.presence(reg, row) == Some((true, false)) || single(base, reg, row).is_some()
}

/// The one value a register has in a row, truths and options by their order.
pub(super) fn single(base: Lines<'_>, reg: Reg, row: usize) -> Option<Exact> {
    if let Some(truth) = base.truth(reg, row) {
        return match truth {
            (true, false) => Some(Exact::ONE),
            (false, true) => Some(Exact::ZERO),
            _ => None,
        };
    }
    if let Some(options) = base.options(reg, row) {
        return options.is_power_of_two().then(|| Exact::whole(i128::from(options.trailing_zeros())));
    }
    let (may_lack, _) = base.presence(reg, row)?;
    let (lo, hi) = base.bounds(reg, row).filter(|_| !may_lack)?;
    if lo == hi { Exact::new(lo.num, lo.den) } else { None }
}
