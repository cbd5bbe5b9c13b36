//! The executor: runs a plan over columns, block by block.
//!
//! In: a plan, columns, the days of a context. Out: registers with the bounds of every value.
//! One dossier is a batch of one. It has never heard of names, places or words, and cannot fail.
//! Buffers are kept between blocks, so a step allocates only while they grow to their size.

mod kernels;
mod lanes;
mod numbers;
mod reduce;
mod single;
#[cfg(test)]
mod tests;
#[cfg(any(test, feature = "twin"))]
pub(crate) mod twin;

#[cfg(feature = "arrow")]
pub(crate) use kernels::{each, take_each};
#[cfg(feature = "arrow")]
pub(crate) use lanes::set;
pub(crate) use lanes::{Bits, Fraction, Lane, Number, Numbers, Truths, Values};
pub(crate) use single::{Layout, Lines, Series, Single};
#[cfg(feature = "twin")]
pub use twin::disagreement;

use crate::batch::{Batch, Column, FILED, NO, YES, empty_lane, is_register, no_level};
use crate::context::{Context, param_value};
use crate::day::Day;
use crate::dossier::Status;
use crate::hir::{FrameId, InputId, Missing, ROOT};
use crate::plan::{GateMap, Kind, Op, Plan, Reg, Step, bits};
use kernels::{blend, blend_one};
use lanes::Word;
use tieuchi_grammar::ast::{Comparison, WindowUnit};

/// Subjects evaluated at a time.
pub(crate) const BLOCK: usize = 1_024;

/// The registers of one block.
#[derive(Clone, Debug)]
pub(crate) struct Registers {
    values: Vec<Values>,
    /// For each table, the subject of the block that each row belongs to.
    owners: Vec<Vec<u32>>,
    scratch: reduce::Scratch,
}

impl Registers {
    pub fn new(plan: &Plan) -> Self {
        let values = plan.inner.steps.iter().map(|step| empty(step.out.kind)).collect();
        Self { values, owners: Vec::new(), scratch: reduce::Scratch::default() }
    }

    /// Makes registers of the columns that are filed in every row of the only block of a batch.
    #[cfg(feature = "arrow")]
    pub fn take(&mut self, plan: &Plan, batch: &mut Batch) {
        for ((at, step), register) in (0..).zip(&plan.inner.steps).zip(&mut self.values) {
            if let Op::Input(id) = step.op
                && let Some(column) = batch.columns.get_mut(id.index())
                && matches!(column, Column::Filed(_))
                && let Column::Filed(values) = std::mem::replace(column, Column::Held(Reg(at)))
            {
                *register = values;
            }
        }
    }

    /// What a step of this block is known to come to.
    #[cfg(feature = "arrow")]
    pub fn put(&mut self, at: usize, known: &Values) {
        if let Some(register) = self.values.get_mut(at) {
            register.copy(known);
        }
    }

    #[expect(clippy::indexing_slicing, reason = "there is a buffer for every register of the plan")]
    pub fn get(&self, reg: Reg) -> &Values {
        &self.values[reg.index()]
    }

    pub fn number(&self, reg: Reg) -> Option<&Numbers> {
        match self.get(reg) {
            Values::Number(numbers) => Some(numbers),
            Values::Truth(_) | Values::Choice(_) => None,
        }
    }

    pub fn truth(&self, reg: Reg) -> Option<&Truths> {
        match self.get(reg) {
            Values::Truth(truths) => Some(truths),
            Values::Number(_) | Values::Choice(_) => None,
        }
    }

    pub fn choice(&self, reg: Reg) -> Option<&[u64]> {
        match self.get(reg) {
            Values::Choice(options) => Some(options),
            Values::Number(_) | Values::Truth(_) => None,
        }
    }
}

fn empty(kind: Kind) -> Values {
    match kind {
        Kind::Truth => Values::Truth(Truths::default()),
        Kind::Choice => Values::Choice(Vec::new()),
        Kind::Number { width, .. } => Values::Number(Numbers {
            lo: empty_lane(width),
            hi: empty_lane(width),
            exact: true,
            may_lack: Bits::default(),
            may_have: Bits::default(),
            partial: false,
        }),
    }
}

/// What every block of a run shares.
pub(crate) struct Run<'a> {
    plan: &'a Plan,
    batch: &'a Batch,
    context: &'a Context,
    /// Whether more may be filed: the second of the two assumptions.
    open: bool,
    /// For each parameter step: its value in each of the batch's regions, in units.
    params: Vec<Vec<Option<i128>>>,
    /// For each region step: whether each of the batch's regions is it.
    param_of_step: Vec<usize>,
    /// The steps that are carried out; none for all of them.
    only: Option<&'a [bool]>,
    /// Steps of which it is known what they come to: their registers are filled before.
    known: Option<&'a [bool]>,
    /// The registers of the closed file, where the steps left out can be read.
    closed: Option<&'a Registers>,
    /// Tables whose rows read something of their subject.
    by_subject: Vec<bool>,
}

impl<'a> Run<'a> {
    pub fn new(plan: &'a Plan, batch: &'a Batch, context: &'a Context, open: bool) -> Self {
        let set = &plan.inner.set;
        let mut params = Vec::new();
        let mut param_of_step = Vec::with_capacity(plan.inner.steps.len());
        for step in &plan.inner.steps {
            param_of_step.push(params.len());
            if let (Op::Param(id, case), Kind::Number { den, .. }) = (&step.op, step.out.kind) {
                let values = batch.regions.iter().map(|regions| {
                    let value = param_value(set, *id, *case, context, regions)?;
                    value.in_units_of(den)
                });
                params.push(values.collect());
            }
        }
        let mut by_subject = vec![false; set.frames.len()];
        for step in &plan.inner.steps {
            if let (Op::Broadcast(_), Some(table)) = (&step.op, by_subject.get_mut(step.out.frame.index())) {
                *table = true;
            }
        }
        Self {
            plan,
            batch,
            context,
            open,
            params,
            param_of_step,
            only: None,
            known: None,
            closed: None,
            by_subject,
        }
    }

    /// Leaves out steps: their registers then mean nothing. Whatever a step reads must not be left out.
    #[cfg(feature = "arrow")]
    pub const fn only(mut self, steps: &'a [bool]) -> Self {
        self.only = Some(steps);
        self
    }

    /// Steps whose registers were filled before.
    #[cfg(feature = "arrow")]
    pub const fn knowing(mut self, steps: Option<&'a [bool]>) -> Self {
        self.known = steps;
        self
    }

    /// Carries out only the steps whose registers can differ from those of the closed file; the others
    /// are read there.
    #[cfg(feature = "arrow")]
    pub const fn beside(mut self, closed: &'a Registers, differing: &'a [bool]) -> Self {
        self.closed = Some(closed);
        self.only(differing)
    }

    /// The register that the column of an input has become ([`Registers::take`]).
    fn held(&self, op: &Op) -> Option<Reg> {
        match op {
            Op::Input(id) => match self.batch.columns.get(id.index())? {
                Column::Held(register) => Some(*register),
                _ => None,
            },
            _ => None,
        }
    }

    /// Fills the registers for the subjects of the batch.
    #[inline]
    pub fn block(&self, registers: &mut Registers) {
        registers.owners.resize(self.plan.inner.set.frames.len(), Vec::new());
        for (at, owners) in registers.owners.iter_mut().enumerate().skip(1) {
            owners.clear();
            if self.by_subject.get(at) != Some(&true) {
                continue;
            }
            for (owner, subject) in (0u32..).zip(0..self.batch.region_of.len()) {
                owners.resize(self.batch.group(FrameId::from_index(at), subject).1, owner);
            }
        }
        for (at, step) in self.plan.inner.steps.iter().enumerate() {
            let left_out = self.only.is_some_and(|only| only.get(at) == Some(&false));
            if left_out || self.known.is_some_and(|known| known.get(at) == Some(&true)) {
                continue;
            }
            let (before, rest) = registers.values.split_at_mut(at);
            let Some(out) = rest.first_mut() else { return };
            if let Some(register) = self.held(&step.op) {
                match self.closed {
                    Some(closed) => out.copy(closed.get(register)),
                    None => before.get(register.index()).into_iter().for_each(|held| out.copy(held)),
                }
                continue;
            }
            let rows = self.batch.rows(step.out.frame);
            let block = Block { run: self, before, owners: &registers.owners, rows };
            block.step(at, step, out, &mut registers.scratch);
        }
    }
}

/// One step of one block.
pub(crate) struct Block<'a> {
    run: &'a Run<'a>,
    before: &'a [Values],
    owners: &'a [Vec<u32>],
    /// How many rows the step's frame has.
    rows: usize,
}

impl Block<'_> {
    #[expect(clippy::indexing_slicing, reason = "a step reads only registers before it")]
    fn values(&self, reg: Reg) -> &Values {
        match (self.run.closed, self.run.only) {
            (Some(closed), Some(differing)) if !differing[reg.index()] => closed.get(reg),
            _ => &self.before[reg.index()],
        }
    }

    pub(crate) fn numbers(&self, reg: Reg) -> &Numbers {
        match self.values(reg) {
            Values::Number(numbers) => numbers,
            Values::Truth(_) | Values::Choice(_) => unreachable_lane(),
        }
    }

    pub(crate) fn truths(&self, reg: Reg) -> &Truths {
        match self.values(reg) {
            Values::Truth(truths) => truths,
            Values::Number(_) | Values::Choice(_) => unreachable_truth(),
        }
    }

    pub(crate) fn options(&self, reg: Reg) -> &[u64] {
        match self.values(reg) {
            Values::Choice(options) => options,
            Values::Number(_) | Values::Truth(_) => &[],
        }
    }

    /// The denominator of a register.
    pub(crate) fn den(&self, reg: Reg) -> i128 {
        match self.run.plan.inner.steps.get(reg.index()).map(|step| step.out.kind) {
            Some(Kind::Number { den, .. }) => den,
            _ => 1,
        }
    }

    /// Where the rows of each subject begin in a child table, and where those of the last one end.
    pub(crate) fn borders(&self, reg: Reg) -> &[u32] {
        self.run.batch.tables.get(self.frame(reg).index()).map_or(&[], |table| &table.offsets)
    }

    /// The same as pairs.
    pub(crate) fn groups(&self, reg: Reg) -> impl Iterator<Item = (usize, usize)> {
        let borders = self.borders(reg);
        let pairs = borders.iter().zip(borders.iter().skip(1));
        pairs.map(|(first, last)| (*first as usize, *last as usize))
    }

    pub(crate) fn frame(&self, reg: Reg) -> FrameId {
        self.run.plan.inner.steps.get(reg.index()).map_or(ROOT, |step| step.out.frame)
    }

    /// The number a register holds in every row, whatever the data.
    pub(crate) fn constant(&self, reg: Reg) -> Option<i128> {
        self.constant_of(&self.run.plan.inner.steps.get(reg.index())?.op)
    }

    pub(crate) fn constant_of(&self, op: &Op) -> Option<i128> {
        match op {
            Op::Number(value) => Some(*value),
            Op::Day(word) => Some(i128::from(self.run.context.day(*word).number())),
            _ => None,
        }
    }

    pub(crate) fn is_open(&self, open: bool) -> bool {
        open && self.run.open
    }

    #[inline]
    fn step(&self, at: usize, step: &Step, out: &mut Values, scratch: &mut reduce::Scratch) {
        match out {
            Values::Truth(out) => self.truth_step(at, step, out),
            Values::Number(out) => self.number_step(at, step, out, scratch),
            Values::Choice(out) => self.choice_step(step, out),
        }
    }

    // ---- truth -------------------------------------------------------------------------------

    #[inline]
    fn truth_step(&self, at: usize, step: &Step, out: &mut Truths) {
        let rows = self.rows;
        match &step.op {
            Op::Input(id) => self.input_truth(*id, out),
            Op::Present { frame, self_declared } => {
                let statuses = self.run.batch.tables.get(frame.index()).map(|table| table.status.as_slice());
                let statuses = statuses.unwrap_or_default();
                out.yes.of(statuses, |status| status != Status::Rejected);
                out.no.of(statuses, |status| match status {
                    Status::Verified => false,
                    Status::SelfDeclared => !*self_declared,
                    Status::Waiting | Status::Rejected => true,
                });
            }
            Op::Truth(value) => {
                out.yes.fill(rows, *value != Some(false));
                out.no.fill(rows, *value != Some(true));
            }
            Op::InRegion(region) => {
                let within: Vec<bool> =
                    self.run.batch.regions.iter().map(|regions| regions.contains(region)).collect();
                out.yes.of(self.regions(), |at| within.get(at as usize) == Some(&true));
                out.settle();
            }
            Op::EndsFrom(day) => {
                let holds = self.run.context.last.number() >= *day;
                out.yes.fill(rows, holds);
                out.no.fill(rows, !holds);
            }
            Op::Broadcast(reg) => {
                let owner = self.truths(*reg);
                let owners = self.owners(step);
                out.yes.of(owners, |at| owner.yes.get(at as usize));
                out.no.of(owners, |at| owner.no.get(at as usize));
            }
            Op::Not(reg) => self.turned(*reg, out),
            Op::And(parts) => self.junction(parts, out, true),
            Op::Or(parts) => self.junction(parts, out, false),
            Op::Compare(op, a, b) => {
                if let Some(opposite) = self.opposite(at) {
                    self.turned(opposite, out);
                } else if !self.compare_one(*op, *a, *b, out) {
                    self.compare(*op, self.numbers(*a), self.numbers(*b), out);
                }
            }
            Op::ChoiceIn(reg, mask) => {
                let options = self.options(*reg);
                out.yes.of(options, |option| option & (mask | bits::ABSENT) != 0);
                out.no.of(options, |option| option & !mask != 0);
            }
            Op::ChoiceCompare(op, a, b) => {
                let (a, b) = (self.options(*a), self.options(*b));
                let can = |row: usize, want: bool| {
                    let (x, y) = (a.get(row).copied().unwrap_or(0), b.get(row).copied().unwrap_or(0));
                    if (x | y) & bits::ABSENT != 0 {
                        return true;
                    }
                    each_bit(x).any(|x| each_bit(y).any(|y| compare_ordering(*op, x.cmp(&y)) == want))
                };
                out.yes.collect(rows, |row| can(row, true));
                out.no.collect(rows, |row| can(row, false));
            }
            Op::Exists(reg) => match self.values(*reg) {
                Values::Number(numbers) if numbers.partial => {
                    out.yes.copy(&numbers.may_have);
                    out.no.copy(&numbers.may_lack);
                }
                Values::Choice(options) => {
                    out.yes.of(options, |option| option & !bits::ABSENT != 0);
                    out.no.of(options, |option| option & bits::ABSENT != 0);
                }
                Values::Number(_) | Values::Truth(_) => {
                    out.yes.fill(rows, true);
                    out.no.fill(rows, false);
                }
            },
            Op::Within { day, to, count, unit } => self.within(*day, *to, *count, *unit, out),
            Op::All { count, lacking } => {
                let (count, lacking) = (self.numbers(*count), self.numbers(*lacking));
                let zero = Fraction::ZERO;
                let bounds = |numbers: &Numbers, row| numbers.bounds(row, 1).unwrap_or((zero, zero));
                out.yes.collect(rows, |row| bounds(lacking, row).0 == zero);
                out.no.collect(rows, |row| bounds(lacking, row).1 > zero || bounds(count, row).0 == zero);
            }
            Op::Select(parts) => {
                out.yes.fill(rows, false);
                out.no.fill(rows, false);
                for (when, value) in parts {
                    let when = &self.truths(*when).yes;
                    match value.map(|value| self.truths(value)) {
                        Some(value) => {
                            out.yes.merge(both(when, &value.yes), either);
                            out.no.merge(both(when, &value.no), either);
                        }
                        None => {
                            out.yes.combine(when, either);
                            out.no.combine(when, either);
                        }
                    }
                }
            }
            _ => {
                out.yes.fill(rows, true);
                out.no.fill(rows, true);
            }
        }
    }

    /// What says no where a register says yes.
    #[inline]
    fn turned(&self, reg: Reg, out: &mut Truths) {
        let inner = self.truths(reg);
        out.yes.copy(&inner.no);
        out.no.copy(&inner.yes);
    }

    /// A register of this block that says the opposite of what a step is to say.
    fn opposite(&self, at: usize) -> Option<Reg> {
        let reg = self.run.plan.inner.opposites.get(at).copied().flatten()?;
        // It reads the same registers, so an open file changes both or neither.
        self.run.only.is_none_or(|only| only.get(reg.index()) == Some(&true)).then_some(reg)
    }

    #[inline]
    fn junction(&self, parts: &[Reg], out: &mut Truths, all: bool) {
        out.yes.fill(self.rows, all);
        out.no.fill(self.rows, !all);
        for part in parts.iter().map(|part| self.truths(*part)) {
            if all {
                out.yes.combine(&part.yes, |a, b| a & b);
                out.no.combine(&part.no, either);
            } else {
                out.yes.combine(&part.yes, either);
                out.no.combine(&part.no, |a, b| a & b);
            }
        }
    }

    fn input_truth(&self, id: InputId, out: &mut Truths) {
        let rows = self.rows;
        let column = self.run.batch.columns.get(id.index());
        let Some(Column::Truth(flags)) = column else {
            out.yes.fill(rows, true);
            out.no.fill(rows, true);
            return;
        };
        let missing_is_no = !self.run.open && self.run.plan.inner.set[id].when_missing == Some(Missing::No);
        let meant = |flag: u8| if missing_is_no && flag & FILED == 0 { NO } else { flag };
        out.yes.of(flags, |flag| meant(flag) & YES != 0);
        out.no.of(flags, |flag| meant(flag) & NO != 0);
    }

    /// Compares with a number that is the same in every row, if the other is known in every row.
    #[inline]
    fn compare_one(&self, op: Comparison, a: Reg, b: Reg, out: &mut Truths) -> bool {
        let (numbers, Some(other)) = (self.numbers(a), self.constant(b)) else { return false };
        if !numbers.exact || numbers.partial {
            return false;
        }
        match (&numbers.lo, &self.numbers(b).lo) {
            (Lane::I32(values), Lane::I32(_)) => compare_with(op, values, Number::clamped(other), out),
            (Lane::I64(values), Lane::I64(_)) => compare_with(op, values, Number::clamped(other), out),
            _ => return false,
        }
        true
    }

    #[inline]
    fn compare(&self, op: Comparison, a: &Numbers, b: &Numbers, out: &mut Truths) {
        macro_rules! lanes {
            ($($lane:ident),+) => {
                match (&a.lo, &b.lo) {
                    $((Lane::$lane(a_lo), Lane::$lane(b_lo)) => {
                        let a_hi = match &a.hi { Lane::$lane(hi) if !a.exact => hi, _ => a_lo };
                        let b_hi = match &b.hi { Lane::$lane(hi) if !b.exact => hi, _ => b_lo };
                        compare_lanes(op, (a_lo, a_hi), (b_lo, b_hi), a.exact && b.exact, out);
                    })+
                    _ => {
                        out.yes.fill(self.rows, true);
                        out.no.fill(self.rows, true);
                    }
                }
            };
        }
        lanes!(I32, I64, I128, Fraction);
        for numbers in [a, b].into_iter().filter(|numbers| numbers.partial) {
            out.yes.combine(&numbers.may_lack, either);
            out.no.combine(&numbers.may_lack, either);
        }
    }

    fn within(&self, day: Reg, to: Reg, count: u32, unit: WindowUnit, out: &mut Truths) {
        let (event, end) = (self.numbers(day), self.numbers(to));
        let later = |day: i128| window_end(day, count, unit);
        let zero = Fraction::ZERO;
        let bounds = |row: usize| {
            let (d0, d1) = event.bounds(row, 1).unwrap_or((zero, zero));
            let (e0, e1) = end.bounds(row, 1).unwrap_or((zero, zero));
            (d0.num, d1.num, e0.num, e1.num)
        };
        let lacks = |row: usize| event.may_lack(row) || end.may_lack(row);
        let rows = self.rows;
        let last = self.constant(to).and_then(|last| i32::try_from(last).ok()).or_else(|| end.uniform());
        if let (Lane::I32(first), Some(last)) = (&event.lo, last)
            && !event.partial
        {
            // One window for all rows: from the first day whose window reaches its end.
            let begins = window_start(last, |day| later(i128::from(day)) >= i128::from(last));
            let latest = match &event.hi {
                Lane::I32(latest) if !event.exact => latest,
                _ => first,
            };
            if event.exact {
                out.yes.of(first, |day| (begins <= day) & (day <= last));
                out.settle();
            } else {
                out.yes
                    .of_pairs(first, latest, |first, latest| (first <= last) & (begins <= latest.min(last)));
                out.no.of_pairs(first, latest, |first, latest| (latest > last) | (first < begins));
            }
            return;
        }
        out.yes.collect(rows, |row| {
            let (d0, d1, e0, e1) = bounds(row);
            // The latest day the event can be without passing the end is the best chance.
            let best = d1.min(e1);
            lacks(row) || (best >= d0 && later(best) >= e0)
        });
        out.no.collect(rows, |row| {
            let (d0, d1, e0, e1) = bounds(row);
            lacks(row) || d1 > e0 || later(d0) < e1
        });
    }

    // ---- choices -----------------------------------------------------------------------------

    #[inline]
    fn choice_step(&self, step: &Step, out: &mut Vec<u64>) {
        let rows = self.rows;
        out.clear();
        match &step.op {
            Op::Input(id) => {
                let column = self.run.batch.columns.get(id.index());
                if let Some(Column::Choice(options, flags)) = column {
                    out.extend(options);
                    let set = &self.run.plan.inner.set;
                    let missing = if is_register(set, *id) && !self.run.open {
                        Some(1)
                    } else {
                        // While the file is open a level may still be chosen, or none.
                        no_level(set, *id).map(|none| if self.run.open { none | (none - 1) } else { none })
                    };
                    if let Some(missing) = missing {
                        for (option, flag) in out.iter_mut().zip(flags) {
                            if flag & FILED == 0 {
                                *option = missing;
                            }
                        }
                    }
                }
            }
            Op::Existing(reg) => out.extend(self.options(*reg).iter().map(|option| option & !bits::ABSENT)),
            Op::Broadcast(reg) => {
                let (owner, owners) = (self.options(*reg), self.owners(step));
                let of = |at: &u32| owner.get(*at as usize).copied().unwrap_or(bits::ABSENT);
                out.extend(owners.iter().map(of));
            }
            Op::Select(parts) => {
                out.resize(rows, 0);
                for (when, value) in parts {
                    let when = &self.truths(*when).yes.words;
                    match value {
                        Some(value) => blend(out, self.options(*value), when, 0, either),
                        None => blend_one(out, bits::ABSENT, when, 0, either),
                    }
                }
            }
            Op::Pick { pick, rows: member, of, by, open, options } => {
                self.pick_choice(*pick, *member, (*of, *options), *by, self.is_open(*open), out);
            }
            Op::Class { tested, rest } => {
                out.resize(rows, 0);
                let mut reached = Bits::default();
                reached.fill(rows, true);
                let mut here = Bits::default();
                for (holds, option) in tested {
                    let (holds, option) = (self.truths(*holds), 1u64.checked_shl(*option).unwrap_or(0));
                    here.of_words(rows, both(&reached, &holds.yes));
                    blend_one(out, option, &here.words, 0, either);
                    // The next one is tested only where this one can fail.
                    reached.combine(&holds.no, |reached, no| reached & no);
                }
                blend_one(out, *rest, &reached.words, 0, either);
            }
            Op::Gate { class, holds, map } => {
                let (class, holds) = (self.options(*class), self.truths(*holds));
                out.resize(rows, 0);
                blend(out, class, &holds.yes.words, 0, |own, mask| own | mask);
                // Every row has some class, so that nought is none of them.
                let kept = |mask| if mask == 0 { 0 } else { gate(mask, *map) };
                blend(out, class, &holds.no.words, 0, |own, mask| own | kept(mask));
            }
            _ => {}
        }
        out.resize(rows, bits::ABSENT);
    }

    // ---- shared ------------------------------------------------------------------------------

    /// Which region each subject has.
    fn regions(&self) -> &[u32] {
        &self.run.batch.region_of
    }

    /// The subject each row of a child table belongs to.
    fn owners(&self, step: &Step) -> &[u32] {
        self.owners.get(step.out.frame.index()).map_or(&[], Vec::as_slice)
    }
}

/// The bits of both.
const fn either(a: u64, b: u64) -> u64 {
    a | b
}

/// Words where both have a bit.
fn both<'a>(a: &'a Bits, b: &'a Bits) -> impl Iterator<Item = Word> + 'a {
    a.words.iter().zip(&b.words).map(|(a, b)| a & b)
}

/// The day so long after another.
fn window_end(day: i128, count: u32, unit: WindowUnit) -> i128 {
    let day = Day::from_number(i32::try_from(day).unwrap_or(0));
    let count = i32::try_from(count).unwrap_or(i32::MAX);
    i128::from(match unit {
        WindowUnit::Days => day.number().saturating_add(count),
        WindowUnit::Months => day.plus_months(count).number(),
    })
}

/// Whether a window that a day begins reaches another. Calendars are asked only where the lengths of months
/// do not settle it.
fn window_reaches(day: i64, count: u32, unit: WindowUnit, end: i64) -> bool {
    let count_of = |days: i64| day.saturating_add(days * i64::from(count));
    match unit {
        WindowUnit::Months if count_of(28) >= end => true,
        WindowUnit::Months if count_of(31) < end => false,
        WindowUnit::Months | WindowUnit::Days => window_end(day.into(), count, unit) >= end.into(),
    }
}

/// The first day on which something holds that holds from then on; `near` is on or after it.
fn window_start(near: i32, holds: impl Fn(i32) -> bool) -> i32 {
    let (mut fails, mut begins) = (-1, near);
    while begins - fails > 1 {
        let middle = fails + (begins - fails) / 2;
        if holds(middle) { begins = middle } else { fails = middle }
    }
    begins
}

/// A register of another kind than its step reads: the plan does not make one.
fn unreachable_lane() -> &'static Numbers {
    static NONE: Numbers = Numbers {
        lo: Lane::I32(Vec::new()),
        hi: Lane::I32(Vec::new()),
        exact: true,
        may_lack: Bits { words: Vec::new(), rows: 0 },
        may_have: Bits { words: Vec::new(), rows: 0 },
        partial: false,
    };
    &NONE
}

fn unreachable_truth() -> &'static Truths {
    static NONE: Truths =
        Truths { yes: Bits { words: Vec::new(), rows: 0 }, no: Bits { words: Vec::new(), rows: 0 } };
    &NONE
}

fn each_bit(mask: u64) -> impl Iterator<Item = u32> {
    (0..60).filter(move |bit| mask >> bit & 1 == 1)
}

pub(crate) fn compare_ordering(op: Comparison, ordering: std::cmp::Ordering) -> bool {
    match op {
        Comparison::Less => ordering.is_lt(),
        Comparison::LessOrEqual => ordering.is_le(),
        Comparison::Equal => ordering.is_eq(),
        Comparison::NotEqual => ordering.is_ne(),
        Comparison::GreaterOrEqual => ordering.is_ge(),
        Comparison::Greater => ordering.is_gt(),
    }
}

/// What holds between each of some known values and one.
fn compare_with<T: Number>(op: Comparison, values: &[T], other: T, out: &mut Truths) {
    match op {
        Comparison::Less => out.yes.of(values, |value| value < other),
        Comparison::LessOrEqual => out.yes.of(values, |value| value <= other),
        Comparison::GreaterOrEqual => out.yes.of(values, |value| value >= other),
        Comparison::Greater => out.yes.of(values, |value| value > other),
        Comparison::Equal => out.yes.of(values, |value| value == other),
        Comparison::NotEqual => out.yes.of(values, |value| value != other),
    }
    out.settle();
}

/// True for some pair of values, and false for some pair, of two intervals.
fn compare_lanes<T: Number>(op: Comparison, a: (&[T], &[T]), b: (&[T], &[T]), exact: bool, out: &mut Truths) {
    if exact {
        match op {
            Comparison::Less => out.yes.of_pairs(a.0, b.0, |a, b| a < b),
            Comparison::LessOrEqual => out.yes.of_pairs(a.0, b.0, |a, b| a <= b),
            Comparison::GreaterOrEqual => out.yes.of_pairs(a.0, b.0, |a, b| a >= b),
            Comparison::Greater => out.yes.of_pairs(a.0, b.0, |a, b| a > b),
            Comparison::Equal => out.yes.of_pairs(a.0, b.0, |a, b| a == b),
            Comparison::NotEqual => out.yes.of_pairs(a.0, b.0, |a, b| a != b),
        }
        out.settle();
        return;
    }
    let Truths { yes, no } = out;
    match op {
        Comparison::Less => {
            yes.of_pairs(a.0, b.1, |a, b| a < b);
            no.of_pairs(a.1, b.0, |a, b| a >= b);
        }
        Comparison::LessOrEqual => {
            yes.of_pairs(a.0, b.1, |a, b| a <= b);
            no.of_pairs(a.1, b.0, |a, b| a > b);
        }
        Comparison::GreaterOrEqual => {
            yes.of_pairs(a.1, b.0, |a, b| a >= b);
            no.of_pairs(a.0, b.1, |a, b| a < b);
        }
        Comparison::Greater => {
            yes.of_pairs(a.1, b.0, |a, b| a > b);
            no.of_pairs(a.0, b.1, |a, b| a <= b);
        }
        Comparison::Equal => can_be_equal(a, b, yes, no),
        Comparison::NotEqual => can_be_equal(a, b, no, yes),
    }
}

/// Whether two intervals can hold the same value, and whether they can hold different ones.
fn can_be_equal<T: Number>(a: (&[T], &[T]), b: (&[T], &[T]), same: &mut Bits, other: &mut Bits) {
    same.of_pairs(a.0, b.1, |a, b| a <= b);
    other.of_pairs(b.0, a.1, |b, a| b <= a);
    same.combine(other, |x, y| x & y);
    let mut differ = Bits::default();
    other.of_pairs(a.0, b.0, |a, b| a != b);
    for (low, high) in [a, b] {
        differ.of_pairs(low, high, |low, high| low != high);
        other.combine(&differ, either);
    }
}

/// What a class becomes where a gate is not met.
fn gate(mask: u64, map: GateMap) -> u64 {
    let settled = mask & (bits::OUTSIDE | bits::NOT_RANKED);
    let classes = mask & !(bits::OUTSIDE | bits::NOT_RANKED);
    match map {
        GateMap::Becomes(bits::OUTSIDE) => bits::OUTSIDE,
        GateMap::Becomes(to) => settled | if classes != 0 { to } else { 0 },
        GateMap::AtMost(option) => {
            let ranked = classes & !bits::LEFT_OPEN;
            let below = ranked & ((1u64 << option.min(59)) - 1);
            let at_or_above = if ranked & !below != 0 { 1u64 << option.min(59) } else { 0 };
            settled | (classes & bits::LEFT_OPEN) | below | at_or_above
        }
    }
}
