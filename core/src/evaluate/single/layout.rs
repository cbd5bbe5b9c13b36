//! Where the registers of a plan stand while one dossier is evaluated.
//!
//! In: the steps of a plan. Out: a line for every register, and the constants that are the same for every
//! dossier, filled in.

use super::Known;
use crate::batch::YES;
use crate::evaluate::lanes::Number as _;
use crate::hir::{CriteriaSet, FrameId, ROOT};
use crate::plan::{Op, Reg, Step};
use tieuchi_grammar::ast::DayWord;

/// Where the registers of a plan stand while one dossier is evaluated.
///
/// First those of the subject and all constants, a line each; then table by table, register by
/// register, a line for each row.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(super) places: Vec<Place>,
    /// The first lines, with the constants filled in.
    pub(super) fixed: Vec<Known>,
    /// Lines that hold a day of the context.
    pub(super) days: Vec<(usize, DayWord)>,
    /// The steps that are carried out: all but constants.
    pub(super) steps: Vec<u32>,
    /// For each table, how many registers have a line for each row.
    pub(super) lines: Vec<usize>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) frame: FrameId,
    pub(super) line: usize,
    /// Whether the step that fills it, and all that it reads, hold no wide numbers.
    pub(super) narrow: bool,
}

impl Layout {
    pub fn of(set: &CriteriaSet, steps: &[Step]) -> Self {
        let mut lines = vec![0; set.frames.len().max(1)];
        let (mut fixed, mut days, mut carried_out) = (Vec::new(), Vec::new(), Vec::new());
        let is_narrow = |reg: &Reg| steps.get(reg.index()).is_none_or(|step| !step.out.kind.is_wide());
        let mut places = Vec::with_capacity(steps.len());
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
            if constant.is_none() {
                carried_out.push(at);
            }
            if frame == ROOT {
                let value = constant.unwrap_or(0);
                let flags = if constant.is_some() { YES } else { 0 };
                fixed.push(Known { lo: value, hi: value, flags });
            }
            let Some(line) = lines.get_mut(frame.index()) else { continue };
            let narrow = !step.out.kind.is_wide() && step.op.reads().iter().all(is_narrow);
            places.push(Place { frame, line: *line, narrow });
            *line += 1;
        }
        Self { places, fixed, days, steps: carried_out, lines }
    }
}
