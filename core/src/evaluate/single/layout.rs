//! Where the registers of a plan stand while one dossier is evaluated.
//!
//! In: the steps of a plan. Out: a line for every register, what is left to do for each dossier, and the
//! constants that are the same for all of them, filled in.

use super::work::work;
use super::{At, Known, Run};
use crate::batch::YES;
use crate::evaluate::lanes::Number as _;
use crate::hir::{CriteriaSet, FrameId, ROOT};
use crate::plan::{Kind, Op, Reg, Step, Width};
use tieuchi_grammar::ast::DayWord;

/// Where the registers of a plan stand while one dossier is evaluated.
///
/// First those of the subject and all constants, a line each; then table by table and row by row the
/// lines of a row.
#[derive(Debug)]
pub(crate) struct Layout {
    /// Of every register.
    pub(super) places: Vec<Place>,
    /// The first lines, with the constants filled in.
    pub(super) fixed: Vec<Known>,
    /// Lines that hold a day of the context.
    pub(super) days: Vec<(usize, DayWord)>,
    /// The steps that are carried out: all but constants.
    pub(super) tasks: Vec<Task>,
    /// For each table, how many lines a row has.
    pub(super) lines: Vec<usize>,
}

/// The line of a register: one of the subject's, or one of those that each row of its table has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    line: u32,
    /// All bits if rows have it, none if it is the subject's.
    of_row: i32,
}

impl Slot {
    fn new(frame: FrameId, line: usize) -> Self {
        // A set of so many steps would not fit in any memory.
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        Self { line, of_row: if frame == ROOT { 0 } else { -1 } }
    }

    /// The line, for a row whose lines begin there.
    #[inline(always)]
    pub(super) const fn at(self, first: usize) -> usize {
        self.line as usize + (first & self.of_row as usize)
    }
}

/// Where a register stands and what it holds: what is asked of it by its number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) slot: Slot,
    pub(super) frame: FrameId,
    pub(super) holds: Holds,
}

/// What a register holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Truth,
    Choice,
    /// A number of a narrow lane with this denominator.
    Short(u32),
    /// Any other number.
    Number,
}

impl Holds {
    fn of(kind: Kind) -> Self {
        match kind {
            Kind::Truth => Self::Truth,
            Kind::Choice => Self::Choice,
            Kind::Number { den, width: Width::I32 | Width::I64 } => {
                u32::try_from(den).map_or(Self::Number, Self::Short)
            }
            Kind::Number { width: Width::I128 | Width::Fraction, .. } => Self::Number,
        }
    }
}

/// A step that is carried out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Task {
    pub(super) work: Work,
    pub(super) step: u32,
    pub(super) frame: FrameId,
    pub(super) out: Slot,
    /// Where its operands stand, if its function asks for them.
    pub(super) a: Slot,
    pub(super) b: Slot,
    /// Whether the register, and all that the step reads, hold no wide numbers.
    pub(super) narrow: bool,
    /// Whether it can say something else on an open file.
    pub(super) differs: bool,
}

/// Carries a step out for one row.
pub(super) type Work = for<'run, 'plan, 'task> fn(&'run mut Run<'plan>, &'task Task, At);

impl Layout {
    pub fn of(set: &CriteriaSet, steps: &[Step], differing: &[bool]) -> Self {
        let mut lines = vec![0; set.frames.len().max(1)];
        let (mut fixed, mut days, mut tasks) = (Vec::new(), Vec::new(), Vec::new());
        let is_wide = |reg: Reg| steps.get(reg.index()).is_some_and(|step| step.out.kind.is_wide());
        let mut places: Vec<Place> = Vec::with_capacity(steps.len());
        for (at, step) in (0u32..).zip(steps) {
            let constant = match step.op {
                Op::Number(value) if !step.out.kind.is_wide() => Some(i64::clamped(value)),
                Op::Day(word) => {
                    days.push((fixed.len(), word));
                    Some(0)
                }
                _ => None,
            };
            let frame = if constant.is_some() { ROOT } else { step.out.frame };
            if frame == ROOT {
                let value = constant.unwrap_or(0);
                let flags = if constant.is_some() { YES } else { 0 };
                fixed.push(Known { lo: value, hi: value, flags });
            }
            let Some(line) = lines.get_mut(frame.index()) else { continue };
            let slot = Slot::new(frame, *line);
            places.push(Place { slot, frame: step.out.frame, holds: Holds::of(step.out.kind) });
            *line += 1;
            if constant.is_none() {
                let narrow = !step.out.kind.is_wide() && !step.op.reads_any(is_wide);
                let (work, operands) = work(set, step, narrow);
                let place = |reg: Option<Reg>| places.get(reg?.index()).map(|place| place.slot);
                let [a, b] = operands.map(|reg| place(reg).unwrap_or(slot));
                let differs = differing.get(at as usize) == Some(&true);
                tasks.push(Task { work, step: at, frame, out: slot, a, b, narrow, differs });
            }
        }
        Self { places, fixed, days, tasks, lines }
    }
}
