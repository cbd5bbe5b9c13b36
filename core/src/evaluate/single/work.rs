//! The function that carries a step out, chosen once when the plan is made.
//!
//! In: a step. Out: a function for it. Steps that most sets have many of get a function of their own,
//! which knows where its operands stand and holds no wide numbers; all others share the general one.
//! Both call the same arithmetic.

use super::layout::{Slot, Task, Work};
use super::{
    At, Bounds, Known, Run, and, both, compare, difference, flags, greatest, least, not, or, product, sum,
};
use crate::batch::{NO, YES, result_set};
use crate::dossier::{Cell, Status, Value};
use crate::hir::{CriteriaSet, InputId, ROOT};
use crate::plan::{Kind, Op, Reg, Step, bits};
use tieuchi_grammar::ast::Comparison;

/// The function for a step, and the registers that it finds without looking into the step.
pub(super) fn work(set: &CriteriaSet, step: &Step, narrow: bool) -> (Work, [Option<Reg>; 2]) {
    let none = [None, None];
    let one = |reg: Reg| [Some(reg), None];
    let two = |a: Reg, b: Reg| [Some(a), Some(b)];
    if !narrow {
        return (|run, task, row| run.carry_out(task, row), none);
    }
    match (&step.op, step.out.kind) {
        (Op::Input(id), _) if is_plain(set, *id) => (|run, task, row| run.read(task, row), none),
        (Op::Present { .. }, _) => (|run, task, row| run.trust(task, row), none),
        (Op::Broadcast(reg), _) => (|run, task, row| run.put(task, row, *run.of(task.a, row)), one(*reg)),
        (Op::Not(reg), _) => {
            (|run, task, row| run.put_truth(task, row, not(run.of(task.a, row).flags)), one(*reg))
        }
        (Op::And(parts), _) if let [a, b] = parts[..] => {
            (|run, task, row| run.connect(task, row, and), two(a, b))
        }
        (Op::Or(parts), _) if let [a, b] = parts[..] => {
            (|run, task, row| run.connect(task, row, or), two(a, b))
        }
        (Op::ChoiceIn(reg, _), _) => (|run, task, row| run.find(task, row), one(*reg)),
        (Op::Compare(op, a, b), _) => (comparison(*op), two(*a, *b)),
        (Op::Cast(reg, _), Kind::Number { .. }) => (|run, task, row| run.cast_narrow(task, row), one(*reg)),
        (Op::Add(a, b), _) => (|run, task, row| run.combine(task, row, sum), two(*a, *b)),
        (Op::Sub(a, b), _) => (|run, task, row| run.combine(task, row, difference), two(*a, *b)),
        (Op::Mul(a, b), _) => (|run, task, row| run.combine(task, row, product), two(*a, *b)),
        (Op::Max(a, b), _) => (|run, task, row| run.combine(task, row, greatest), two(*a, *b)),
        (Op::Min(a, b), _) => (|run, task, row| run.combine(task, row, least), two(*a, *b)),
        (Op::Count { .. } | Op::Sum { .. }, _) => (|run, task, row| run.gather(task, row), none),
        (Op::Select(_), Kind::Number { .. }) => (|run, task, row| run.choose(task, row), none),
        _ => (|run, task, row| run.carry_out(task, row), none),
    }
}

/// Whether a column is of this year, and its values count whatever day they are of.
fn is_plain(set: &CriteriaSet, id: InputId) -> bool {
    let input = &set[id];
    input.years_back == 0 && input.snapshot.is_none() && result_set(&input.key).is_none()
}

const fn comparison(op: Comparison) -> Work {
    match op {
        Comparison::Less => |run, task, row| run.compare(task, row, Comparison::Less),
        Comparison::LessOrEqual => |run, task, row| run.compare(task, row, Comparison::LessOrEqual),
        Comparison::Equal => |run, task, row| run.compare(task, row, Comparison::Equal),
        Comparison::NotEqual => |run, task, row| run.compare(task, row, Comparison::NotEqual),
        Comparison::GreaterOrEqual => |run, task, row| run.compare(task, row, Comparison::GreaterOrEqual),
        Comparison::Greater => |run, task, row| run.compare(task, row, Comparison::Greater),
    }
}

impl<'a> Run<'a> {
    #[expect(clippy::indexing_slicing, reason = "a step reads only registers before it")]
    #[inline(always)]
    fn of(&self, slot: Slot, row: At) -> &Known {
        &self.known[slot.at(row.first)]
    }

    /// One by one: what was written in parts is slow to be read as a whole.
    #[expect(clippy::indexing_slicing, reason = "there is a line for every task")]
    #[inline(always)]
    pub(super) fn put(&mut self, task: &Task, row: At, Known { lo, hi, flags }: Known) {
        let known = &mut self.known[task.out.at(row.first)];
        known.lo = lo;
        known.hi = hi;
        known.flags = flags;
    }

    /// Of a truth nobody reads more than the flags.
    #[expect(clippy::indexing_slicing, reason = "there is a line for every task")]
    #[inline(always)]
    fn put_truth(&mut self, task: &Task, row: At, flags: u8) {
        self.known[task.out.at(row.first)].flags = flags;
    }

    #[expect(clippy::indexing_slicing, reason = "there is a step for every task")]
    pub(super) fn step(&self, task: &Task) -> &'a Step {
        &self.plan.steps[task.step as usize]
    }

    #[inline(always)]
    fn bounds(&self, slot: Slot, row: At) -> Bounds<i64> {
        let Known { lo, hi, flags } = *self.of(slot, row);
        Bounds { lo, hi, flags }
    }

    #[inline(always)]
    fn combine(&mut self, task: &Task, row: At, f: impl Fn(Bounds<i64>, Bounds<i64>) -> (i64, i64)) {
        let (a, b) = (self.bounds(task.a, row), self.bounds(task.b, row));
        let (lo, hi) = f(a, b);
        self.put(task, row, Known { lo, hi, flags: both(a.flags, b.flags) });
    }

    #[inline(always)]
    fn connect(&mut self, task: &Task, row: At, f: impl Fn(u8, u8) -> u8) {
        let flags = f(self.of(task.a, row).flags, self.of(task.b, row).flags);
        self.put_truth(task, row, flags);
    }

    #[inline(always)]
    fn compare(&mut self, task: &Task, row: At, op: Comparison) {
        let flags = compare(op, self.bounds(task.a, row), self.bounds(task.b, row));
        self.put_truth(task, row, flags);
    }

    /// Whether a row counts.
    fn trust(&mut self, task: &Task, row: At) {
        let Op::Present { frame, self_declared } = self.step(task).op else { return };
        let flags = match self.rows(frame).get(row.row).map_or(Status::Rejected, |row| row.status) {
            Status::Verified => YES,
            Status::SelfDeclared if self_declared => YES,
            Status::SelfDeclared | Status::Waiting => YES | NO,
            Status::Rejected => NO,
        };
        self.put_truth(task, row, flags);
    }

    fn find(&mut self, task: &Task, row: At) {
        let Op::ChoiceIn(_, mask) = self.step(task).op else { return };
        let options = self.of(task.a, row).lo.cast_unsigned();
        self.put_truth(task, row, flags(options & (mask | bits::ABSENT) != 0, options & !mask != 0));
    }

    fn cast_narrow(&mut self, task: &Task, row: At) {
        let Op::Cast(reg, factor) = self.step(task).op else { return };
        let Bounds { lo, hi, flags } = self.cast::<i64>(reg, factor, row);
        self.put(task, row, Known { lo, hi, flags });
    }

    fn gather(&mut self, task: &Task, row: At) {
        let Bounds { lo, hi, flags } = self.reduce::<i64>(self.step(task));
        self.put(task, row, Known { lo, hi, flags });
    }

    fn choose(&mut self, task: &Task, row: At) {
        let Op::Select(parts) = &self.step(task).op else { return };
        let Bounds { lo, hi, flags } = self.select::<i64>(parts, row);
        self.put(task, row, Known { lo, hi, flags });
    }

    /// What a verifier filed is read at once; whatever else there may be, with care.
    fn read(&mut self, task: &Task, row: At) {
        let step = self.step(task);
        match self.filed(step, row).and_then(|value| settled(value, step.out.kind)) {
            Some(known) => self.put(task, row, known),
            None => self.carry_out(task, row),
        }
    }

    fn filed(&self, step: &Step, row: At) -> Option<&'a Value> {
        let Op::Input(id) = step.op else { return None };
        let cells = match step.out.frame {
            ROOT => &self.dossier.file.root.cells,
            frame => &self.rows(frame).get(row.row)?.cells,
        };
        let Cell { verified, .. } = cells.get(&self.plan.set[id].seat)?;
        verified.as_ref()
    }
}

/// What a register holds for a value that is filed.
#[inline(always)]
fn settled(value: &Value, kind: Kind) -> Option<Known> {
    let number = |lo, hi| Some(Known { lo, hi, flags: YES });
    match (value, kind) {
        (Value::Truth(value), Kind::Truth) => {
            Some(Known { lo: 0, hi: 0, flags: if *value { YES } else { NO } })
        }
        (Value::Option(at), Kind::Choice) => {
            Some(Known { lo: 1u64.checked_shl(*at)?.cast_signed(), hi: 0, flags: 0 })
        }
        (Value::Number(value), Kind::Number { den, .. }) => {
            let units = i64::try_from(value.in_units_of(den)?).ok()?;
            number(units, units)
        }
        (Value::Day(span), Kind::Number { .. }) => {
            number(span.first.number().into(), span.last.number().into())
        }
        _ => None,
    }
}
