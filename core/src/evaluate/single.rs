//! One dossier: the steps of a plan carried out value by value.
//!
//! In: a plan, a dossier, a context. Out: what every register holds on the closed file, and on the
//! open one where that can differ. Columns pay where there are many subjects; for one of them nearly
//! all time would go into their buffers. What comes out is the same: tests compare both executors
//! register by register, and each with the twin.
//!
//! Rows that are equal and filed as one stay one here, with how many they are.

mod layout;
mod reductions;
mod work;

use super::lanes::{Fraction, Number, set};
use super::numbers::{rounded_units, whole_factor};
use super::{compare_ordering, each_bit, gate, window_reaches};
use crate::batch::{
    FILED, Held, NO, ResultNote, Texts, YES, held, held_result, is_register, no_level, result_set,
};
use crate::context::{Context, param_value};
use crate::day::Day;
use crate::dossier::{Dossier, Row};
use crate::exact::Exact;
use crate::hir::{FrameId, InputId, Missing, ROOT};
use crate::plan::{Inner, Kind, Op, Plan, Reg, Step, Width, bits};
pub(crate) use layout::Layout;
use layout::{Holds, Task};
use std::collections::BTreeMap;
use std::sync::Arc;
use tieuchi_grammar::ast::Comparison;

/// What a register holds in one row: bounds and whether there is a value (`YES`) and may be none
/// (`NO`); of a truth the flags alone; of a choice the options as `lo`. Of a number that is too wide
/// for this, `lo` is its place among the wide ones.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    lo: i64,
    hi: i64,
    flags: u8,
}

/// Bounds of a number in a lane of 128 bits, or of a fraction.
#[derive(Clone, Copy, Debug)]
struct Wide {
    lo: Fraction,
    hi: Fraction,
}

/// The lines of a table.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    begins: usize,
    /// How many lines a row has.
    lines: usize,
    rows: usize,
}

impl Stretch {
    const fn at(self, row: usize) -> At {
        At { row, first: self.begins + row * self.lines }
    }
}

/// A row of a table, and where its lines begin.
#[derive(Clone, Copy, Debug)]
struct At {
    row: usize,
    first: usize,
}

/// The registers of one dossier.
#[derive(Clone, Debug, Default)]
pub(crate) struct Single {
    stretches: Vec<Stretch>,
    closed: Vec<Known>,
    /// None where it cannot differ from the closed file.
    open: Option<Vec<Known>>,
    wide: Vec<Wide>,
    pub notes: Vec<ResultNote>,
}

/// The registers of one dossier on the closed or the open file.
#[derive(Clone, Copy)]
pub(crate) struct Lines<'a> {
    plan: &'a Inner,
    single: &'a Single,
    known: &'a [Known],
}

impl Single {
    pub fn new(plan: &Plan, dossier: &Dossier, context: &Context) -> Self {
        let inner = &*plan.inner;
        let layout = &inner.layout;
        let mut run = Run::new(inner, dossier, context, Texts::new(&inner.set));
        run.number_texts();
        run.carry_out_all(&layout.tasks);
        let mut open = None;
        if inner.open_matters && layout.tasks.iter().any(|task| task.differs) {
            let closed = run.known.clone();
            run.open = true;
            run.carry_out_all(layout.tasks.iter().filter(|task| task.differs));
            open = Some(std::mem::replace(&mut run.known, closed));
        }
        Self { stretches: run.stretches, closed: run.known, open, wide: run.wide, notes: run.notes }
    }

    pub fn lines<'a>(&'a self, plan: &'a Plan, open: bool) -> Lines<'a> {
        let known = self.open.as_ref().filter(|_| open).unwrap_or(&self.closed);
        Lines { plan: &plan.inner, single: self, known }
    }
}

/// Variants of a dossier, looked at one after another on the closed file. Of each only those steps are carried
/// out on which the wanted registers depend; rows that it shares with the dossier are not read again, but where
/// they read what may differ of their subject; and tables that stay as they are can be left out.
pub(crate) struct Series<'a> {
    plan: &'a Inner,
    context: &'a Context,
    dossier: &'a Dossier,
    /// What is to be done, and the table that a step of the subject sums up.
    tasks: Vec<(Task, Option<FrameId>)>,
    /// Tables whose rows read something of their subject that its evidence can change.
    pub judged_by_subject: Vec<bool>,
    /// Numbers of texts: one text has one number in all variants.
    texts: BTreeMap<String, i32>,
    /// What the dossier itself comes to.
    own: Single,
}

impl<'a> Series<'a> {
    pub fn new(
        plan: &'a Plan,
        dossier: &'a Dossier,
        context: &'a Context,
        wanted: impl IntoIterator<Item = Reg>,
    ) -> Self {
        let plan = &*plan.inner;
        let needed = plan.needed(wanted);
        let is_needed = |task: &&Task| needed.get(task.step as usize) == Some(&true);
        let frame = |reg: &Reg| plan.steps.get(reg.index()).map_or(ROOT, |step| step.out.frame);
        let sums_up = |task: &Task| {
            let reads = plan.steps.get(task.step as usize).map(|step| step.op.reads()).unwrap_or_default();
            reads.iter().map(frame).find(|of| task.frame == ROOT && *of != ROOT)
        };
        let tasks = plan.layout.tasks.iter().filter(is_needed).map(|task| (*task, sums_up(task))).collect();
        let (judged_by_subject, texts, own) = (judged_by_subject(plan), BTreeMap::new(), Single::default());
        let mut series = Self { plan, context, dossier, tasks, judged_by_subject, texts, own };
        series.own = series.evaluate(dossier, &[]);
        series
    }

    /// Evaluates a variant that has no rows of the tables that are left out; they are as on file, and not
    /// judged by their subject.
    pub fn evaluate(&mut self, variant: &Dossier, left_out: &[bool]) -> Single {
        let texts = Texts { set: &self.plan.set, others: std::mem::take(&mut self.texts) };
        let mut run = Run::new(self.plan, variant, self.context, texts);
        let rows = self.share(&mut run);
        for (task, sums_up) in &self.tasks {
            let stays = sums_up.filter(|of| left_out.get(of.index()) == Some(&true));
            if let Some(own) = stays.and(self.own.closed.get(task.out.at(0))) {
                run.put(task, At { row: 0, first: 0 }, *own);
                continue;
            }
            let stretch = run.stretch(task.frame);
            for row in rows.get(task.frame.index()).into_iter().flatten() {
                (task.work)(&mut run, task, stretch.at(*row));
            }
        }
        self.texts = run.texts.others;
        Single { stretches: run.stretches, closed: run.known, open: None, wide: run.wide, notes: run.notes }
    }

    /// Takes over the lines of rows that are the dossier's own; gives for each table the rows that are not.
    fn share(&self, run: &mut Run<'_>) -> Vec<Vec<usize>> {
        run.wide.clone_from(&self.own.wide);
        let mut out = Vec::with_capacity(run.stretches.len());
        for (at, stretch) in run.stretches.iter().enumerate() {
            let own = self.own.stretches.get(at).filter(|_| self.judged_by_subject.get(at) == Some(&false));
            let Some(own) = own else {
                out.push((0..stretch.rows).collect());
                continue;
            };
            let rows = run.tables.get(at).copied().unwrap_or_default();
            let filed = self.dossier.file.tables.get(&FrameId::from_index(at)).map_or(&[][..], Vec::as_slice);
            // All at once: of the few rows that differ, every line that is read is made anew.
            let lines = rows.len().min(filed.len()) * stretch.lines;
            let from = self.own.closed.get(own.begins..own.begins + lines);
            let to = run.known.get_mut(stretch.begins..stretch.begins + lines);
            if let (Some(from), Some(to)) = (from, to) {
                to.copy_from_slice(from);
            }
            let is_filed = |row: &usize| {
                rows.get(*row).zip(filed.get(*row)).is_some_and(|(row, filed)| Arc::ptr_eq(row, filed))
            };
            out.push((0..stretch.rows).filter(|row| !is_filed(row)).collect());
        }
        out
    }
}

/// The tables whose rows read something of their subject that its evidence can change.
fn judged_by_subject(plan: &Inner) -> Vec<bool> {
    let mut out = vec![false; plan.set.frames.len()];
    let mut filed: Vec<bool> = Vec::with_capacity(plan.steps.len());
    for step in &plan.steps {
        let own = matches!(step.op, Op::Input(_) | Op::Present { .. });
        let read = step.op.reads_any(|reg| filed.get(reg.index()) == Some(&true));
        filed.push(own || read);
        if let (Op::Broadcast(_), true, Some(table)) = (&step.op, read, out.get_mut(step.out.frame.index())) {
            *table = true;
        }
    }
    out
}

impl<'a> Lines<'a> {
    /// How many rows a table has.
    pub fn rows(self, frame: FrameId) -> usize {
        self.single.stretches.get(frame.index()).map_or(0, |stretch| stretch.rows)
    }

    #[inline]
    fn known(self, reg: Reg, row: usize) -> Option<(&'a Known, Holds)> {
        let place = self.plan.layout.places.get(reg.index())?;
        // The subject is one row, and its lines come first.
        let first = if place.frame == ROOT && row == 0 {
            0
        } else {
            let stretch = self.single.stretches.get(place.frame.index())?;
            stretch.at((row < stretch.rows).then_some(row)?).first
        };
        Some((self.known.get(place.slot.at(first))?, place.holds))
    }

    /// Whether a truth can be true and can be false.
    #[inline]
    pub fn truth(self, reg: Reg, row: usize) -> Option<(bool, bool)> {
        let (known, holds) = self.known(reg, row)?;
        (holds == Holds::Truth).then_some((known.flags & YES != 0, known.flags & NO != 0))
    }

    /// The options a choice can be.
    #[inline]
    pub fn options(self, reg: Reg, row: usize) -> Option<u64> {
        let (known, holds) = self.known(reg, row)?;
        (holds == Holds::Choice).then_some(known.lo.cast_unsigned())
    }

    #[inline]
    fn number(self, reg: Reg, row: usize) -> Option<&'a Known> {
        let (known, holds) = self.known(reg, row)?;
        matches!(holds, Holds::Short(_) | Holds::Number).then_some(known)
    }

    /// The exact bounds of a number.
    #[inline]
    pub fn exact(self, reg: Reg, row: usize) -> Option<(Exact, Exact)> {
        if let (known, Holds::Short(den)) = self.known(reg, row)? {
            let low = Exact::small(known.lo, den);
            return Some((low, if known.lo == known.hi { low } else { Exact::small(known.hi, den) }));
        }
        let (lo, hi) = self.bounds(reg, row)?;
        let low = Exact::new(lo.num, lo.den)?;
        Some((low, if (lo.num, lo.den) == (hi.num, hi.den) { low } else { Exact::new(hi.num, hi.den)? }))
    }

    pub fn bounds(self, reg: Reg, row: usize) -> Option<(Fraction, Fraction)> {
        let known = self.number(reg, row)?;
        let kind = self.plan.steps.get(reg.index())?.out.kind;
        if kind.is_wide() {
            return wide_at(&self.single.wide, known).map(|wide| (wide.lo, wide.hi));
        }
        let fraction = |num| Fraction { num: i128::from(num), den: kind.den() };
        Some((fraction(known.lo), fraction(known.hi)))
    }

    /// Whether a number may be lacking, and may be there.
    #[inline]
    pub fn presence(self, reg: Reg, row: usize) -> Option<(bool, bool)> {
        self.number(reg, row).map(|known| (known.flags & NO != 0, known.flags & YES != 0))
    }

    /// The value of a number in units of its denominator, where it is settled and small.
    pub fn settled(self, reg: Reg, row: usize) -> Option<i64> {
        let known = self.number(reg, row)?;
        let wide = self.plan.steps.get(reg.index()).is_none_or(|step| step.out.kind.is_wide());
        (!wide && known.lo == known.hi).then_some(known.lo)
    }
}

fn wide_at<'a>(wide: &'a [Wide], known: &Known) -> Option<&'a Wide> {
    wide.get(usize::try_from(known.lo).ok()?)
}

const fn flags(yes: bool, no: bool) -> u8 {
    (if yes { YES } else { 0 }) | if no { NO } else { 0 }
}

/// Presence of a number that may be lacking or there; whoever does not lack a value has one.
const fn presence(may_lack: bool, may_have: bool) -> u8 {
    flags(may_have || !may_lack, may_lack)
}

/// Bounds of a number, and its presence.
#[derive(Clone, Copy)]
struct Bounds<T> {
    lo: T,
    hi: T,
    flags: u8,
}

impl<T: Copy> Bounds<T> {
    const fn exactly(value: T) -> Self {
        Self { lo: value, hi: value, flags: YES }
    }

    const fn between(lo: T, hi: T) -> Self {
        Self { lo, hi, flags: YES }
    }
}

/// How a number of a lane stands among what is known.
trait Lined: Number {
    const IS_FRACTION: bool = false;
    fn read(run: &Run<'_>, reg: Reg, row: At) -> Bounds<Self>;
    fn of(value: Fraction) -> Self;
}

/// Of steps that hold and read no wide numbers.
impl Lined for i64 {
    fn read(run: &Run<'_>, reg: Reg, row: At) -> Bounds<Self> {
        let Known { lo, hi, flags } = *run.at(reg, row);
        Bounds { lo, hi, flags }
    }

    fn of(value: Fraction) -> Self {
        Self::clamped(value.num)
    }
}

impl Lined for i128 {
    fn read(run: &Run<'_>, reg: Reg, row: At) -> Bounds<Self> {
        let Bounds { lo, hi, flags } = run.number(reg, row, 1);
        Bounds { lo: lo.num, hi: hi.num, flags }
    }

    fn of(value: Fraction) -> Self {
        value.num
    }
}

impl Lined for Fraction {
    const IS_FRACTION: bool = true;

    fn read(run: &Run<'_>, reg: Reg, row: At) -> Bounds<Self> {
        run.number(reg, row, 1)
    }

    fn of(value: Fraction) -> Self {
        value
    }
}

/// One evaluation.
struct Run<'a> {
    plan: &'a Inner,
    dossier: &'a Dossier,
    /// The rows of each table.
    tables: Vec<&'a [Arc<Row>]>,
    context: &'a Context,
    stretches: Vec<Stretch>,
    /// Whether more may be filed: the second of the two assumptions.
    open: bool,
    texts: Texts<'a>,
    known: Vec<Known>,
    wide: Vec<Wide>,
    notes: Vec<ResultNote>,
}

impl<'a> Run<'a> {
    /// Nothing is carried out yet.
    fn new(plan: &'a Inner, dossier: &'a Dossier, context: &'a Context, texts: Texts<'a>) -> Self {
        let layout = &plan.layout;
        let mut tables = vec![&[][..]; layout.lines.len()];
        for (frame, rows) in &dossier.file.tables {
            set(&mut tables, frame.index(), rows.as_slice());
        }
        let mut stretches = Vec::with_capacity(layout.lines.len());
        let mut end = layout.fixed.len();
        stretches.push(Stretch { begins: 0, rows: 1, lines: end });
        for (lines, table) in layout.lines.iter().zip(&tables).skip(1) {
            stretches.push(Stretch { begins: end, rows: table.len(), lines: *lines });
            end += lines * table.len();
        }
        let mut known = Vec::with_capacity(end);
        known.extend_from_slice(&layout.fixed);
        known.resize(end, Known::default());
        for (line, word) in &layout.days {
            let day = i64::from(context.day(*word).number());
            set(&mut known, *line, Known { lo: day, hi: day, flags: YES });
        }
        let (wide, notes) = (Vec::new(), Vec::new());
        Self { plan, dossier, tables, context, stretches, open: false, texts, known, wide, notes }
    }

    /// Gives the texts on file their numbers, those of the subject first and then row by row, as
    /// columns do: an explanation may tell them, and a receipt is over what it tells.
    fn number_texts(&mut self) {
        let (plan, kind) = (self.plan, Kind::Number { width: Width::I32, den: 1 });
        let frame = |id: InputId| plan.set[id].frame;
        for of_table in plan.texts.chunk_by(|a, b| frame(*a) == frame(*b)) {
            let Some(stretch) = of_table.first().map(|id| self.stretch(frame(*id))) else { continue };
            for row in 0..stretch.rows {
                for id in of_table {
                    self.held(*id, kind, stretch.at(row));
                }
            }
        }
    }

    /// Carries out steps, each for every row of its table.
    fn carry_out_all<'t>(&mut self, tasks: impl IntoIterator<Item = &'t Task>) {
        for task in tasks {
            if task.frame == ROOT {
                (task.work)(self, task, At { row: 0, first: 0 });
                continue;
            }
            let stretch = self.stretch(task.frame);
            let mut at = stretch.at(0);
            for _ in 0..stretch.rows {
                (task.work)(self, task, at);
                at.row += 1;
                at.first += stretch.lines;
            }
        }
    }

    /// Carries out any step, for one row.
    #[inline(never)]
    fn carry_out(&mut self, task: &Task, row: At) {
        let step = self.step(task);
        let known = match step.out.kind {
            Kind::Truth => Known { lo: 0, hi: 0, flags: self.truth(step, task.narrow, row) },
            Kind::Choice => Known { lo: self.choice(step, row).cast_signed(), hi: 0, flags: 0 },
            Kind::Number { .. } if task.narrow => {
                let Bounds { lo, hi, flags } = self.make::<i64>(step, row);
                Known { lo, hi, flags }
            }
            Kind::Number { .. } => self.make_wide(step, row),
        };
        self.put(task, row, known);
    }

    /// A number that is wide, or made of wide ones.
    #[inline(never)]
    fn make_wide(&mut self, step: &Step, row: At) -> Known {
        let Bounds { lo, hi, flags } = match step.out.kind {
            Kind::Number { width: Width::Fraction, .. } => self.make::<Fraction>(step, row),
            kind => {
                let Bounds { lo, hi, flags } = self.make::<i128>(step, row);
                if !kind.is_wide() {
                    return Known { lo: i64::clamped(lo), hi: i64::clamped(hi), flags };
                }
                let wide = |num| Fraction { num, den: kind.den() };
                Bounds { lo: wide(lo), hi: wide(hi), flags }
            }
        };
        let at = i64::try_from(self.wide.len()).unwrap_or(i64::MAX);
        self.wide.push(Wide { lo, hi });
        Known { lo: at, hi: at, flags }
    }

    #[expect(clippy::indexing_slicing, reason = "there is a stretch for every table of the set")]
    fn stretch(&self, frame: FrameId) -> Stretch {
        self.stretches[frame.index()]
    }

    fn rows(&self, frame: FrameId) -> &'a [Arc<Row>] {
        self.tables.get(frame.index()).copied().unwrap_or_default()
    }

    #[expect(clippy::indexing_slicing, reason = "a step reads only registers before it")]
    #[inline(always)]
    fn at(&self, reg: Reg, row: At) -> &Known {
        &self.known[self.plan.layout.places[reg.index()].slot.at(row.first)]
    }

    #[expect(clippy::indexing_slicing, reason = "registers are steps of the plan")]
    fn out(&self, reg: Reg) -> &'a crate::plan::Register {
        &self.plan.steps[reg.index()].out
    }

    fn flags(&self, reg: Reg, row: At) -> u8 {
        self.at(reg, row).flags
    }

    fn can(&self, reg: Reg, row: At, flag: u8) -> bool {
        self.flags(reg, row) & flag != 0
    }

    fn options(&self, reg: Reg, row: At) -> u64 {
        self.at(reg, row).lo.cast_unsigned()
    }

    /// A number of any lane; over `den` where its denominator is constant.
    fn number(&self, reg: Reg, row: At, den: i128) -> Bounds<Fraction> {
        let known = self.at(reg, row);
        let kind = self.out(reg).kind;
        let (lo, hi) = match wide_at(&self.wide, known).filter(|_| kind.is_wide()) {
            Some(Wide { lo, hi }) if kind.is_fraction() => (*lo, *hi),
            Some(Wide { lo, hi }) => (Fraction { num: lo.num, den }, Fraction { num: hi.num, den }),
            None => {
                let over = |num| Fraction { num: i128::from(num), den };
                (over(known.lo), over(known.hi))
            }
        };
        Bounds { lo, hi, flags: known.flags }
    }

    fn den(&self, reg: Reg) -> i128 {
        self.out(reg).kind.den()
    }

    // ---- truth -------------------------------------------------------------------------------

    fn truth(&mut self, step: &Step, narrow: bool, row: At) -> u8 {
        match &step.op {
            Op::Input(id) => {
                let flags = self.held(*id, step.out.kind, row).2;
                let missing_is_no = !self.open && self.plan.set[*id].when_missing == Some(Missing::No);
                if missing_is_no && flags & FILED == 0 { NO } else { flags & (YES | NO) }
            }
            Op::Truth(value) => flags(*value != Some(false), *value != Some(true)),
            Op::And(parts) => parts.iter().fold(YES, |known, part| and(known, self.flags(*part, row))),
            Op::Or(parts) => parts.iter().fold(NO, |known, part| or(known, self.flags(*part, row))),
            Op::Compare(op, a, b) => {
                if narrow {
                    compare(*op, i64::read(self, *a, row), i64::read(self, *b, row))
                } else if self.out(*a).kind.is_fraction() {
                    compare(*op, Fraction::read(self, *a, row), Fraction::read(self, *b, row))
                } else {
                    compare(*op, i128::read(self, *a, row), i128::read(self, *b, row))
                }
            }
            _ => self.truth_more(step, row),
        }
    }

    /// Steps that are less frequent.
    #[inline(never)]
    fn truth_more(&self, step: &Step, row: At) -> u8 {
        match &step.op {
            Op::InRegion(region) => {
                let within = self.dossier.regions_in(self.context).contains(region);
                flags(within, !within)
            }
            Op::EndsFrom(day) => {
                let holds = self.context.last.number() >= *day;
                flags(holds, !holds)
            }
            Op::ChoiceCompare(op, a, b) => {
                let (a, b) = (self.options(*a, row), self.options(*b, row));
                let can = |want: bool| {
                    (a | b) & bits::ABSENT != 0
                        || each_bit(a).any(|a| each_bit(b).any(|b| compare_ordering(*op, a.cmp(&b)) == want))
                };
                flags(can(true), can(false))
            }
            Op::Exists(reg) => match self.out(*reg).kind {
                Kind::Number { .. } => self.flags(*reg, row),
                Kind::Choice => {
                    let options = self.options(*reg, row);
                    flags(options & !bits::ABSENT != 0, options & bits::ABSENT != 0)
                }
                Kind::Truth => YES,
            },
            Op::Within { day, to, count, unit } => {
                let (event, end) = (self.at(*day, row), self.at(*to, row));
                let lacks = (event.flags | end.flags) & NO != 0;
                // The latest day the event can be without passing the end is the best chance.
                let best = event.hi.min(end.hi);
                let reaches = |day: i64, end: i64| window_reaches(day, *count, *unit, end);
                let yes = lacks || (best >= event.lo && reaches(best, end.lo));
                let no = lacks || event.hi > end.lo || !reaches(event.lo, end.hi);
                flags(yes, no)
            }
            Op::All { count, lacking } => {
                let (count, lacking) = (self.at(*count, row), self.at(*lacking, row));
                flags(lacking.lo == 0, lacking.hi > 0 || count.lo == 0)
            }
            Op::Select(parts) => {
                parts.iter().fold(0, |known, (when, value)| match (self.can(*when, row, YES), value) {
                    (false, _) => known,
                    (true, Some(value)) => known | self.flags(*value, row),
                    (true, None) => YES | NO,
                })
            }
            _ => YES | NO,
        }
    }

    // ---- choices -----------------------------------------------------------------------------

    fn choice(&mut self, step: &Step, row: At) -> u64 {
        match &step.op {
            Op::Input(id) => {
                let (options, _, flags) = self.held(*id, step.out.kind, row);
                let set = &self.plan.set;
                let missing = if is_register(set, *id) && !self.open {
                    Some(1)
                } else {
                    // While the file is open a level may still be chosen, or none.
                    no_level(set, *id).map(|none| if self.open { none | (none - 1) } else { none })
                };
                missing.filter(|_| flags & FILED == 0).unwrap_or(options as u64)
            }
            Op::Existing(reg) => self.options(*reg, row) & !bits::ABSENT,
            Op::Select(parts) => {
                parts.iter().filter(|(when, _)| self.can(*when, row, YES)).fold(0, |known, (_, value)| {
                    known | value.map_or(bits::ABSENT, |value| self.options(value, row))
                })
            }
            Op::Pick { pick, rows, of, by, open, options } => {
                self.pick_choice(*pick, *rows, (*of, *options), *by, *open && self.open)
            }
            Op::Class { tested, rest } => {
                let mut class = 0;
                for (holds, option) in tested {
                    let holds = self.flags(*holds, row);
                    if holds & YES != 0 {
                        class |= 1u64.checked_shl(*option).unwrap_or(0);
                    }
                    // The next one is tested only where this one can fail.
                    if holds & NO == 0 {
                        return class;
                    }
                }
                class | rest
            }
            Op::Gate { class, holds, map } => {
                let (class, holds) = (self.options(*class, row), self.flags(*holds, row));
                let met = if holds & YES != 0 { class } else { 0 };
                met | if holds & NO != 0 { gate(class, *map) } else { 0 }
            }
            _ => bits::ABSENT,
        }
    }

    // ---- numbers -----------------------------------------------------------------------------

    fn make<T: Lined>(&mut self, step: &Step, row: At) -> Bounds<T> {
        let two = |a: Reg, b: Reg, f: fn(Bounds<T>, Bounds<T>) -> (T, T)| {
            let (a, b) = (T::read(self, a, row), T::read(self, b, row));
            let (lo, hi) = f(a, b);
            Bounds { lo, hi, flags: both(a.flags, b.flags) }
        };
        match &step.op {
            Op::Input(id) => {
                let (lo, hi, flags) = self.input(*id, step.out.kind, row);
                Bounds { lo: T::clamped(lo), hi: T::clamped(hi), flags }
            }
            Op::Broadcast(reg) => T::read(self, *reg, row),
            Op::Cast(reg, factor) => self.cast(*reg, *factor, row),
            Op::Existing(reg) => Bounds { flags: YES, ..self.cast(*reg, 1, row) },
            Op::Add(a, b) => two(*a, *b, sum),
            Op::Sub(a, b) => two(*a, *b, difference),
            Op::Mul(a, b) => two(*a, *b, product),
            Op::Max(a, b) => two(*a, *b, greatest),
            Op::Min(a, b) => two(*a, *b, least),
            Op::Select(parts) => self.select(parts, row),
            Op::Count { .. } | Op::Sum { .. } => self.reduce(step),
            _ => self.make_more(step, row),
        }
    }

    /// Steps that are less frequent.
    #[inline(never)]
    fn make_more<T: Lined>(&self, step: &Step, row: At) -> Bounds<T> {
        let whole = |value: i128| T::clamped(value);
        match &step.op {
            Op::Number(value) => Bounds::exactly(whole(*value)),
            Op::Param(id, case) => {
                let den = step.out.kind.den();
                let units = |value: Exact| value.in_units_of(den);
                let regions = self.dossier.regions_in(self.context);
                match param_value(&self.plan.set, *id, *case, self.context, regions).and_then(units) {
                    Some(value) => Bounds::exactly(whole(value)),
                    // No row in force for a region: anything the parameter can be.
                    None => {
                        let (lo, hi) = step.out.range;
                        Bounds::between(whole(units(lo).unwrap_or(0)), whole(units(hi).unwrap_or(0)))
                    }
                }
            }
            Op::Div(a, b) => {
                let Bounds { lo, hi, flags } = divide(self.number(*a, row, 1), self.number(*b, row, 1));
                Bounds { lo: T::of(lo), hi: T::of(hi), flags }
            }
            Op::Round(reg, key) => {
                let out = self.out(*reg);
                let den = out.kind.den();
                if let Some(factor) = whole_factor(den, key.0).filter(|_| !out.kind.is_fraction()) {
                    // Every value of the register is on a step already.
                    return self.cast(*reg, factor, row);
                }
                let Bounds { lo, hi, flags } = self.number(*reg, row, den);
                let round = |value: Fraction| whole(rounded_units(value, key.0));
                Bounds { lo: round(lo), hi: round(hi), flags }
            }
            Op::Remainder(reg, divisor) => {
                let Bounds { lo, hi, flags } = i128::read(self, *reg, row);
                let m = i128::from(*divisor).max(1);
                let (a, b) = (lo.rem_euclid(m), hi.rem_euclid(m));
                let (lo, hi) = if hi - lo < m && a <= b { (a, b) } else { (0, m - 1) };
                Bounds { lo: whole(lo), hi: whole(hi), flags }
            }
            Op::Months(from, to, per) => {
                let (from, to) = (self.at(*from, row), self.at(*to, row));
                let day = |value: i64| Day::from_number(i32::try_from(value).unwrap_or(0));
                let per = i128::from((*per).max(1));
                let months = |a: i64, b: i64| whole(i128::from(day(a).months_until(day(b))) / per);
                let (lo, hi) = (months(from.hi, to.lo), months(from.lo, to.hi));
                Bounds { lo, hi, flags: both(from.flags, to.flags) }
            }
            Op::CountTrue(parts) => {
                let count = |holds: &dyn Fn(u8) -> bool| {
                    parts.iter().fold(0, |count, part| count + i128::from(holds(self.flags(*part, row))))
                };
                Bounds::between(whole(count(&|part| part & NO == 0)), whole(count(&|part| part & YES != 0)))
            }
            Op::Highest(parts, n) => {
                let den = step.out.kind.den();
                let of_all = || parts.iter().map(|part| self.number(*part, row, den));
                let highest = |mut values: Vec<i128>| {
                    values.sort_unstable_by(|a, b| b.cmp(a));
                    whole(values.iter().take(*n as usize).sum())
                };
                let flags = of_all().fold(YES, |flags, part| both(flags, part.flags));
                let (lo, hi) = (of_all().map(|part| part.lo.num), of_all().map(|part| part.hi.num));
                Bounds { lo: highest(lo.collect()), hi: highest(hi.collect()), flags }
            }
            _ => self.reduce_more(step),
        }
    }

    /// The same number over another denominator, or as a fraction.
    fn cast<T: Lined>(&self, reg: Reg, factor: i128, row: At) -> Bounds<T> {
        if T::IS_FRACTION {
            // To a fraction the factor is the old denominator.
            let Bounds { lo, hi, flags } = self.number(reg, row, factor);
            return Bounds { lo: T::of(lo), hi: T::of(hi), flags };
        }
        let (Bounds { lo, hi, flags }, factor) = (T::read(self, reg, row), T::clamped(factor));
        Bounds { lo: lo.times(factor), hi: hi.times(factor), flags }
    }

    /// The hull of the values that can be chosen.
    fn select<T: Lined>(&self, parts: &[(Reg, Option<Reg>)], row: At) -> Bounds<T> {
        let mut hull: Option<(T, T)> = None;
        let (mut may_lack, mut any) = (false, false);
        for (when, value) in parts {
            if !self.can(*when, row, YES) {
                continue;
            }
            any = true;
            let value = value.map(|value| T::read(self, value, row));
            if let Some(Bounds { lo, hi, .. }) = value.filter(|value| value.flags & YES != 0) {
                hull = Some(hull.map_or((lo, hi), |(least, most)| (least.min(lo), most.max(hi))));
            }
            may_lack |= value.is_none_or(|value| value.flags & NO != 0);
        }
        let (lo, hi) = hull.unwrap_or((T::ZERO, T::ZERO));
        Bounds { lo, hi, flags: presence(may_lack || !any, hull.is_some()) }
    }

    // ---- columns of input --------------------------------------------------------------------

    /// What is filed of an input in a row.
    #[inline(never)]
    fn held(&mut self, id: InputId, kind: Kind, row: At) -> Held {
        let (set, input) = (&self.plan.set, &self.plan.set[id]);
        let file = &self.dossier.file;
        let filed = match input.frame {
            ROOT => file.year(input.years_back),
            frame => self.rows(frame).get(row.row).map(Arc::as_ref).filter(|_| input.years_back == 0),
        };
        let Some(name) = result_set(&input.key) else {
            let cell = filed.and_then(|row| row.cells.get(&input.seat));
            let full = |_| self.plan.full.get(id.index()).copied().unwrap_or_default();
            return held(set, input, kind, cell, self.context, &mut self.texts, full);
        };
        let Some(uses) = set.uses.iter().find(|uses| uses.set == *name) else { return Held::default() };
        let record = filed.and_then(|row| row.results.get(name));
        let (held, unused) = held_result(set, input, uses, record, self.context);
        if let Some(why) = unused.filter(|_| !self.open) {
            let origin = if input.frame == ROOT { 0 } else { u32::try_from(row.row).unwrap_or(u32::MAX) };
            let note = ResultNote { frame: input.frame, row: origin, set: name.clone(), why };
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
        held
    }

    /// A number that is filed, as the assumption about the file has it.
    fn input(&mut self, id: InputId, kind: Kind, row: At) -> Held {
        let (mut lo, mut hi, flags) = self.held(id, kind, row);
        let is_filed = flags & FILED != 0;
        if !is_filed && self.plan.set[id].when_missing == Some(Missing::Zero) {
            // Nought once the file is closed; until then it may come to that.
            lo = 0;
            if !self.open {
                hi = 0;
            }
        }
        let not_held = !is_filed && !self.open && is_register(&self.plan.set, id);
        let flags = if not_held { NO } else { flags };
        (lo, hi, presence(flags & NO != 0, flags & YES != 0))
    }
}

/// Whoever lacks an operand lacks the result.
const fn both(a: u8, b: u8) -> u8 {
    and(a, b)
}

const fn not(a: u8) -> u8 {
    flags(a & NO != 0, a & YES != 0)
}

const fn and(a: u8, b: u8) -> u8 {
    (a & b & YES) | ((a | b) & NO)
}

const fn or(a: u8, b: u8) -> u8 {
    ((a | b) & YES) | (a & b & NO)
}

fn sum<T: Lined>(a: Bounds<T>, b: Bounds<T>) -> (T, T) {
    (a.lo.plus(b.lo), a.hi.plus(b.hi))
}

fn difference<T: Lined>(a: Bounds<T>, b: Bounds<T>) -> (T, T) {
    (a.lo.minus(b.hi), a.hi.minus(b.lo))
}

fn greatest<T: Lined>(a: Bounds<T>, b: Bounds<T>) -> (T, T) {
    (a.lo.max(b.lo), a.hi.max(b.hi))
}

fn least<T: Lined>(a: Bounds<T>, b: Bounds<T>) -> (T, T) {
    (a.lo.min(b.lo), a.hi.min(b.hi))
}

fn product<T: Lined>(a: Bounds<T>, b: Bounds<T>) -> (T, T) {
    let corners = [a.lo.times(b.lo), a.lo.times(b.hi), a.hi.times(b.lo), a.hi.times(b.hi)];
    let [first, rest @ ..] = corners;
    rest.into_iter().fold((first, first), |(lo, hi), corner| (lo.min(corner), hi.max(corner)))
}

/// A quotient of fractions. Where the divisor may be nought the result may be absent.
fn divide(a: Bounds<Fraction>, b: Bounds<Fraction>) -> Bounds<Fraction> {
    let over = |a: Fraction, b: Fraction| Fraction {
        num: a.num.wrapping_mul(b.den),
        den: a.den.wrapping_mul(b.num.max(1)),
    };
    let may_lack = b.lo.num <= 0 || (a.flags | b.flags) & NO != 0;
    if b.hi.num <= 0 {
        return Bounds { flags: presence(may_lack, false), ..Bounds::exactly(Fraction::ZERO) };
    }
    // The least divisor that is not nought is one unit.
    let least = if b.lo.num <= 0 { Fraction { num: 1, den: b.lo.den } } else { b.lo };
    Bounds {
        lo: over(a.lo, least).min(over(a.lo, b.hi)),
        hi: over(a.hi, least).max(over(a.hi, b.hi)),
        flags: presence(may_lack, a.flags & b.flags & YES != 0),
    }
}

/// True for some pair of values, and false for some pair, of two intervals.
#[inline(always)]
fn compare<T: Lined>(op: Comparison, a: Bounds<T>, b: Bounds<T>) -> u8 {
    let same = || a.lo <= b.hi && b.lo <= a.hi;
    let differ = || a.lo != b.lo || a.lo != a.hi || b.lo != b.hi;
    let (yes, no) = match op {
        Comparison::Less => (a.lo < b.hi, a.hi >= b.lo),
        Comparison::LessOrEqual => (a.lo <= b.hi, a.hi > b.lo),
        Comparison::GreaterOrEqual => (a.hi >= b.lo, a.lo < b.hi),
        Comparison::Greater => (a.hi > b.lo, a.lo <= b.hi),
        Comparison::Equal => (same(), differ()),
        Comparison::NotEqual => (differ(), same()),
    };
    let lacks = (a.flags | b.flags) & NO != 0;
    flags(yes || lacks, no || lacks)
}
