//! A population evaluated in columns.
//!
//! In: a dataset. Out: for every subject the bounds of the total, the standings that are possible
//! and, if asked, points and verdicts of every item; and the problems of all cells. Blocks of
//! subjects are read, run and kept one after the other, or side by side with the feature
//! `parallel`; the results are the same. One row can be turned into a whole [`Outcome`].

mod again;
mod columns;
mod html;
mod impact;
mod steps;
mod stream;
mod tally;

pub use columns::problems_batch;
pub use impact::{
    Bar, BarHeld, ClassImpact, Impact, ImpactCause, ImpactEffect, ImpactReason, ImpactSide, KnownIn,
    MatrixCell, Place, PointsMoved, Reached, StandingChange, ThresholdImpact, Thresholds,
};
pub use steps::TableRun;
pub use stream::{Batches, Chunks, Ended};
pub use tally::{GroupTally, ItemSums, ItemTally, Tally};

use crate::batch::empty_lane;
use crate::dataset::{Dataset, Problem};
use crate::digest::{Digest, Hasher, prefix};
use crate::evaluate::{self, Fraction, Lane, Registers, Run};
use crate::exact::Exact;
use crate::hir::ItemId;
use crate::outcome::{ClassOutcome, Outcome, Points, Summary, Verdict, View, standings};
use crate::plan::{Kind, Plan, Reg, bits};
use crate::receipt::row::{DOMAIN as ROW, RowForm};
use again::{Again, Kept, KeptBlock, kept_registers};
use std::sync::atomic::{AtomicBool, Ordering};

/// The outcome of a dataset, a row for each subject.
#[derive(Clone, Debug)]
pub struct TableOutcome {
    dataset: Dataset,
    /// The subject of the dataset that the first row is.
    first: usize,
    total: Option<Numbers>,
    class: Option<Classes>,
    covers: Vec<Verdict>,
    items: Vec<Item>,
    digests: Vec<Digest>,
    problems: Vec<Problem>,
    kept: Kept,
}

/// Bounds of a number, a row for each subject, over one denominator.
#[derive(Clone, Debug)]
struct Numbers {
    reg: Reg,
    den: i128,
    certain: Lane,
    /// None while every value is settled.
    possible: Option<Lane>,
    /// None while it is what is possible.
    reachable: Option<Lane>,
}

/// The standings that are possible, as the executor has them.
#[derive(Clone, Debug, Default)]
struct Classes {
    closed: Vec<u64>,
    /// None where an open file says the same.
    open: Option<Vec<u64>>,
}

/// An item of the set, at a level where its verdict depends on the class judged.
#[derive(Clone, Debug)]
struct Item {
    id: ItemId,
    level: Option<u32>,
    applies: Vec<Verdict>,
    points: Option<Numbers>,
    max: Option<Numbers>,
    verdict: Option<(Vec<Verdict>, Vec<Verdict>)>,
}

/// What some blocks leave behind.
struct Part {
    total: Option<Numbers>,
    class: Option<Classes>,
    covers: Vec<Verdict>,
    items: Vec<Item>,
    digests: Vec<Digest>,
    problems: Vec<Problem>,
    kept: Vec<KeptBlock>,
}

impl Dataset {
    /// Evaluates all subjects, by the plan and in the context that the dataset was made for.
    ///
    /// Every row equals what [`Plan::evaluate`] says of the same dossier.
    ///
    /// # Errors
    ///
    /// All problems, if the options say strict and there is one.
    ///
    /// ```
    /// # let source = r#"language en
    /// # criteria set READING "Reading year" edition E1 [assumed]
    /// #   in force from 2024-01-01
    /// #   applies to person
    /// # subject person "Person"
    /// #   fact books "Books read": integer from 0 to 1000
    /// # criterion 1 "Reading" max 10 points
    /// #   score by books:
    /// #     under 5: 0 points
    /// #     from 5 to under 12: 6 points
    /// #     from 12 up: 10 points
    /// # title reader "Reader" when total_points >= 6
    /// # "#;
    /// use arrow_array::{ArrayRef, Int32Array, RecordBatch, StringArray};
    /// use std::sync::Arc;
    /// use tieuchi::{ContextOptions, Dataset, TableOptions, Tables, Verdict};
    /// let plan = tieuchi::compile(source).unwrap();
    /// let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    /// let people = RecordBatch::try_from_iter([
    ///     ("id", Arc::new(StringArray::from(vec!["a", "b", "c"])) as ArrayRef),
    ///     ("books", Arc::new(Int32Array::from(vec![Some(7), Some(-1), None])) as ArrayRef),
    /// ])
    /// .unwrap();
    /// let dataset = Dataset::new(&plan, &context, &Tables::new(vec![people]), &TableOptions::default()).unwrap();
    /// let outcome = dataset.evaluate().unwrap();
    /// assert_eq!(outcome.total(0).unwrap().certain.to_string(), "6");
    /// // Books below nought: a problem, and not known.
    /// assert_eq!(outcome.problems()[0].code, "out-of-range");
    /// assert_eq!(outcome.class(1).unwrap().holds("reader"), Verdict::Unknown);
    /// ```
    pub fn evaluate(&self) -> Result<TableOutcome, Vec<Problem>> {
        // Nobody says stop.
        self.evaluate_while(&|_| true).unwrap_or_else(|| Err(Vec::new()))
    }

    /// The same, told after each block how many more subjects are done; none as soon as that says
    /// stop.
    ///
    /// # Errors
    ///
    /// Those of [`Dataset::evaluate`].
    pub fn evaluate_while(
        &self,
        go_on: &(dyn Fn(usize) -> bool + Sync),
    ) -> Option<Result<TableOutcome, Vec<Problem>>> {
        Some(Pass::of(self).rows(0..self.len(), go_on)?.unless_refused())
    }

    /// Evaluates so many subjects after so many others, and hands on the outcome of each
    /// part: what comes of a large population need not be held as a whole. Problems of keys are told
    /// with the first part. Where the options say strict there is one part.
    ///
    /// # Errors
    ///
    /// The first that occurs: see [`Ended`].
    ///
    /// ```
    /// # let source = r#"language en
    /// # criteria set READING "Reading year" edition E1 [assumed]
    /// #   in force from 2024-01-01
    /// #   applies to person
    /// # subject person "Person"
    /// #   fact books "Books read": integer from 0 to 1000
    /// # title reader "Reader" when books >= 6
    /// # "#;
    /// # use arrow_array::{ArrayRef, Int32Array, RecordBatch, StringArray};
    /// # use std::sync::Arc;
    /// # use tieuchi::{ContextOptions, Dataset, Ended, TableOptions, Tables};
    /// # let plan = tieuchi::compile(source).unwrap();
    /// # let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    /// # let people = RecordBatch::try_from_iter([
    /// #     ("id", Arc::new(StringArray::from(vec!["a", "b", "c"])) as ArrayRef),
    /// #     ("books", Arc::new(Int32Array::from(vec![7, 1, 2])) as ArrayRef),
    /// # ])
    /// # .unwrap();
    /// # let dataset = Dataset::new(&plan, &context, &Tables::new(vec![people]), &TableOptions::default()).unwrap();
    /// let mut parts = Vec::new();
    /// dataset.evaluate_parts(2, |part| {
    ///     parts.push((part.id(0).to_owned(), part.len()));
    ///     Ok::<(), Ended<()>>(())
    /// })
    /// .unwrap();
    /// assert_eq!(parts, [("a".to_owned(), 2), ("c".to_owned(), 1)]);
    /// ```
    pub fn evaluate_parts<E>(
        &self,
        size: usize,
        mut each: impl FnMut(TableOutcome) -> Result<(), E>,
    ) -> Result<(), Ended<E>> {
        let size = if self.options.strict { self.len() } else { size };
        let pass = Pass::of(self);
        let mut from = 0usize;
        loop {
            let to = self.len().min(from.saturating_add(size.max(1)));
            // Nobody says stop.
            let Some(outcome) = pass.rows(from..to, &|_| true) else { return Ok(()) };
            each(outcome.unless_refused().map_err(Ended::Problems)?).map_err(Ended::Caller)?;
            from = to;
            if from == self.len() {
                return Ok(());
            }
        }
    }
}

impl Pass<'_> {
    /// The outcome of some subjects; none as soon as somebody says stop.
    fn rows(
        &self,
        subjects: std::ops::Range<usize>,
        go_on: &(dyn Fn(usize) -> bool + Sync),
    ) -> Option<TableOutcome> {
        let dataset = self.dataset;
        let plan = &dataset.plan;
        let size = dataset.options.block;
        let starts: Vec<usize> = subjects.clone().step_by(size).collect();
        let stopped = AtomicBool::new(false);
        let new = || (Registers::new(plan), Registers::new(plan));
        let some = |registers: &mut (Registers, Registers), starts: &[usize]| {
            let mut part = self.empty(starts.len() * size);
            for from in starts {
                let to = (*from + size).min(subjects.end);
                let before =
                    self.again.as_ref().and_then(|again| again.block((from - subjects.start) / size));
                self.add(*from..to, before, registers, &mut part);
                if !go_on(to - *from) {
                    stopped.store(true, Ordering::Relaxed);
                }
                if stopped.load(Ordering::Relaxed) {
                    break;
                }
            }
            part
        };
        #[cfg(feature = "parallel")]
        let parts: Vec<Part> = {
            use rayon::prelude::*;
            // A few stretches for each thread, so that none waits long for another.
            let threads = rayon::current_num_threads();
            let stretches = if threads > 1 { threads * 8 } else { 1 };
            starts.par_chunks(starts.len().div_ceil(stretches).max(1)).map_init(new, some).collect()
        };
        #[cfg(not(feature = "parallel"))]
        let parts: Vec<Part> = vec![some(&mut new(), &starts)];
        if stopped.load(Ordering::Relaxed) {
            return None;
        }
        let whole = Part::joined(parts).unwrap_or_else(|| self.empty(0));
        Some(self.outcome(whole, subjects.start))
    }
}

/// What every block of a pass shares.
struct Pass<'a> {
    dataset: &'a Dataset,
    /// The steps that results depend on.
    needed: Vec<bool>,
    /// Those of them that can say something else on an open file; none where nothing can.
    differing: Option<Vec<bool>>,
    /// How rows are written for receipts, if these are asked for.
    form: Option<RowForm>,
    hasher: Hasher,
    /// The registers that are kept for another time.
    keeps: Vec<Reg>,
    /// What is known from a time before.
    again: Option<Again<'a>>,
}

impl<'a> Pass<'a> {
    fn of(dataset: &'a Dataset) -> Self {
        Self::after(dataset, None)
    }

    /// A pass over subjects of whom something is known from a time before.
    fn after(dataset: &'a Dataset, before: Option<&'a TableOutcome>) -> Self {
        let inner = &dataset.plan.inner;
        let form = dataset.options.receipts.then(|| RowForm::of(&dataset.plan));
        let mut kept: Vec<Reg> = inner.total.into_iter().chain(inner.class).chain(inner.covers).collect();
        if dataset.options.items {
            let regs = inner.items.values();
            kept.extend(regs.flat_map(|regs| [regs.applies, regs.points, regs.max, regs.met]).flatten());
        }
        kept.extend(form.iter().flat_map(RowForm::registers));
        let known = before.map(|before| before.known(&dataset.plan)).unwrap_or_default();
        let needed = inner.needed_beside(kept, |at| known.get(at).is_some_and(Option::is_some));
        let differing = inner.differing.iter().zip(&needed).map(|(differs, needed)| *needed && *differs);
        let differing: Vec<bool> = differing.collect();
        let differing = differing.contains(&true).then_some(differing);
        let hasher = Hasher::with(dataset.options.key.as_ref());
        let keeps = if dataset.options.again { kept_registers(inner, &needed, &known) } else { Vec::new() };
        let again = before.map(|before| Again::new(before, inner, known, &needed));
        Self { dataset, needed, differing, form, hasher, keeps, again }
    }

    /// Nothing yet, with room for so many subjects.
    fn empty(&self, subjects: usize) -> Part {
        let inner = &self.dataset.plan.inner;
        let numbers = |reg: Reg| match inner.steps.get(reg.index()).map(|step| step.out.kind) {
            Some(Kind::Number { width, den }) => {
                let mut certain = empty_lane(width);
                certain.reserve(subjects);
                Some(Numbers { reg, den, certain, possible: None, reachable: None })
            }
            Some(Kind::Truth | Kind::Choice) | None => None,
        };
        let verdicts = || Vec::with_capacity(subjects);
        let mut items = Vec::new();
        for id in (0..inner.set.items.len()).map(ItemId::from_index).filter(|_| self.dataset.options.items) {
            for level in self.dataset.plan.levels_of(id) {
                let Some(regs) = inner.items.get(&(id, level)) else { continue };
                items.push(Item {
                    id,
                    level,
                    applies: verdicts(),
                    points: regs.points.and_then(numbers),
                    max: regs.max.and_then(numbers),
                    verdict: regs.met.map(|_| (verdicts(), verdicts())),
                });
            }
        }
        Part {
            total: inner.total.and_then(numbers),
            class: inner.class.map(|_| Classes { closed: Vec::with_capacity(subjects), open: None }),
            covers: verdicts(),
            items,
            digests: Vec::new(),
            problems: Vec::new(),
            kept: Vec::new(),
        }
    }

    /// The outcome of the subjects from `first` on; with the very first the problems of keys are told.
    fn outcome(&self, part: Part, first: usize) -> TableOutcome {
        let Part { total, class, covers, items, digests, problems: mut found, kept: blocks } = part;
        let dataset = self.dataset.clone();
        let mut problems = if first == 0 { dataset.key_problems.to_vec() } else { Vec::new() };
        problems.append(&mut found);
        let kept = Kept { registers: self.keeps.clone(), blocks };
        TableOutcome { dataset, first, total, class, covers, items, digests, problems, kept }
    }

    /// Reads and runs one block, and adds what it comes to; `before` is what is known of it.
    #[inline]
    fn add(
        &self,
        subjects: std::ops::Range<usize>,
        before: Option<&KeptBlock>,
        (closed, open): &mut (Registers, Registers),
        part: &mut Part,
    ) {
        let Self { dataset, needed, differing, form, hasher, keeps, again } = self;
        let plan = &dataset.plan;
        let wanted = again.as_ref().map(|again| &again.wanted);
        let mut batch = dataset.batch(subjects.start, subjects.end, wanted, &mut part.problems);
        closed.take(plan, &mut batch);
        if let (Some(again), Some(before)) = (again, before) {
            again.fill(before, needed, closed, open);
        }
        let known = again.as_ref().map(|again| again.is_known.as_slice());
        Run::new(plan, &batch, &dataset.context, false).only(needed).knowing(known).block(closed);
        let closed = &*closed;
        if let Some(differing) = differing {
            let run = Run::new(plan, &batch, &dataset.context, true).beside(closed, differing);
            run.knowing(known).block(open);
        }
        let open = if differing.is_some() { &*open } else { closed };
        let view = Taken { plan, closed, open, differing: differing.as_deref(), rows: subjects.len() };
        if !keeps.is_empty() {
            part.kept.push(view.kept(keeps, again.as_ref().zip(before)));
        }
        if let Some(total) = &mut part.total {
            view.numbers(total);
        }
        if let (Some(reg), Some(class)) = (plan.inner.class, &mut part.class) {
            view.classes(reg, class);
        }
        match plan.inner.covers {
            Some(reg) => part.covers.extend(view.verdicts(reg, false)),
            None => part.covers.resize(part.covers.len() + view.rows, Verdict::Met),
        }
        view.items(&mut part.items);
        if let Some(form) = form {
            view.digests(form, hasher, &mut part.digests);
        }
    }
}

/// Registers of a block, about to be kept.
struct Taken<'a> {
    plan: &'a Plan,
    closed: &'a Registers,
    open: &'a Registers,
    differing: Option<&'a [bool]>,
    rows: usize,
}

impl<'a> Taken<'a> {
    /// The registers of the open file, where a register can differ.
    fn differing(&self, reg: Reg) -> Option<&'a Registers> {
        let differs = self.differing.and_then(|differing| differing.get(reg.index()));
        (differs == Some(&true)).then_some(self.open)
    }

    #[inline]
    fn numbers(&self, out: &mut Numbers) {
        let Some(closed) = self.closed.number(out.reg) else { return };
        let upper = |numbers: &'a evaluate::Numbers| if numbers.exact { &numbers.lo } else { &numbers.hi };
        let before = out.certain.len();
        out.certain.append(&closed.lo);
        if !closed.exact || out.possible.is_some() {
            let possible = out.possible.get_or_insert_with(|| out.certain.first(before));
            possible.append(upper(closed));
        }
        let open = self.differing(out.reg).and_then(|open| open.number(out.reg));
        if open.is_some() || out.reachable.is_some() {
            let possible = out.possible.as_ref().unwrap_or(&out.certain);
            out.reachable.get_or_insert_with(|| possible.first(before)).append(upper(open.unwrap_or(closed)));
        }
    }

    fn digests(&self, form: &RowForm, hasher: &Hasher, out: &mut Vec<Digest>) {
        let domain = prefix(ROW).into_bytes();
        let Self { plan, closed, open, differing, rows } = *self;
        let mut bytes = Vec::new();
        out.extend((0..rows).map(|row| {
            form.write(&View::of_block(plan, (closed, open), differing, row), &mut bytes);
            hasher.behind(&domain, &bytes)
        }));
    }

    fn classes(&self, reg: Reg, out: &mut Classes) {
        let before = out.closed.len();
        let masks = |registers: &'a Registers| registers.choice(reg).unwrap_or_default();
        out.closed.extend_from_slice(masks(self.closed));
        if let Some(open) = self.differing(reg) {
            let known = out.open.get_or_insert_with(|| out.closed.get(..before).unwrap_or_default().to_vec());
            known.extend_from_slice(masks(open));
        }
    }

    fn verdicts(&self, reg: Reg, open: bool) -> Vec<Verdict> {
        let open = if open { self.differing(reg) } else { None };
        let registers = open.unwrap_or(self.closed);
        let Some(truth) = registers.truth(reg) else { return vec![Verdict::Unknown; self.rows] };
        (0..self.rows)
            .map(|row| match (truth.yes.get(row), truth.no.get(row)) {
                (true, false) => Verdict::Met,
                (false, true) => Verdict::NotMet,
                _ => Verdict::Unknown,
            })
            .collect()
    }

    fn items(&self, items: &mut [Item]) {
        for item in items {
            let Some(regs) = self.plan.inner.items.get(&(item.id, item.level)) else { continue };
            let applies = |open| {
                regs.applies.map_or_else(|| vec![Verdict::Met; self.rows], |reg| self.verdicts(reg, open))
            };
            let verdict = |met: Reg, open: bool| {
                let own = self.verdicts(met, open);
                let settle = |(applies, own): (Verdict, Verdict)| match applies {
                    Verdict::NotMet => Verdict::NotApplicable,
                    Verdict::Unknown => Verdict::Unknown,
                    Verdict::Met | Verdict::NotApplicable => own,
                };
                applies(open).into_iter().zip(own).map(settle).collect::<Vec<_>>()
            };
            item.applies.extend(applies(false));
            for numbers in item.points.iter_mut().chain(&mut item.max) {
                self.numbers(numbers);
            }
            if let (Some(met), Some((closed, open))) = (regs.met, &mut item.verdict) {
                closed.extend(verdict(met, false));
                open.extend(verdict(met, true));
            }
        }
    }
}

impl Part {
    /// Parts one behind the other; none of none.
    fn joined(parts: Vec<Self>) -> Option<Self> {
        let mut parts = parts.into_iter();
        let mut whole = parts.next()?;
        let (mut totals, mut classes) = (Vec::new(), Vec::new());
        for mut part in parts {
            totals.push(part.total.take());
            classes.push(part.class.take());
            whole.append_rest(part);
        }
        let Self { total, class, .. } = &mut whole;
        let join_totals =
            || totals.into_iter().for_each(|other| both(total, other, |own, other| own.append(&other)));
        let join_classes =
            || classes.into_iter().for_each(|other| both(class, other, |own, other| own.append(&other)));
        // Most of what is kept, and each half goes through fresh memory.
        #[cfg(feature = "parallel")]
        rayon::join(join_totals, join_classes);
        #[cfg(not(feature = "parallel"))]
        {
            join_totals();
            join_classes();
        }
        Some(whole)
    }

    /// All but totals and classes.
    fn append_rest(&mut self, mut other: Self) {
        self.covers.append(&mut other.covers);
        for (own, mut other) in self.items.iter_mut().zip(other.items) {
            own.applies.append(&mut other.applies);
            both(&mut own.points, other.points, |own, other| own.append(&other));
            both(&mut own.max, other.max, |own, other| own.append(&other));
            both(&mut own.verdict, other.verdict, |own, mut other| {
                own.0.append(&mut other.0);
                own.1.append(&mut other.1);
            });
        }
        self.digests.append(&mut other.digests);
        self.problems.append(&mut other.problems);
        self.kept.append(&mut other.kept);
    }
}

fn both<T>(own: &mut Option<T>, other: Option<T>, join: impl Fn(&mut T, T)) {
    if let (Some(own), Some(other)) = (own, other) {
        join(own, other);
    }
}

impl Classes {
    fn append(&mut self, other: &Self) {
        let before = self.closed.len();
        self.closed.extend_from_slice(&other.closed);
        if let Some(open) = &other.open {
            let first = || self.closed.get(..before).unwrap_or_default().to_vec();
            self.open.get_or_insert_with(first).extend_from_slice(open);
        }
    }

    fn open(&self) -> &[u64] {
        self.open.as_ref().unwrap_or(&self.closed)
    }
}

impl Numbers {
    fn append(&mut self, other: &Self) {
        let before = self.certain.len();
        self.certain.append(&other.certain);
        if self.possible.is_some() || other.possible.is_some() {
            self.possible.get_or_insert_with(|| self.certain.first(before)).append(other.possible());
        }
        if self.reachable.is_some() || other.reachable.is_some() {
            let possible = self.possible.as_ref().unwrap_or(&self.certain);
            self.reachable.get_or_insert_with(|| possible.first(before)).append(other.reachable());
        }
    }

    fn possible(&self) -> &Lane {
        self.possible.as_ref().unwrap_or(&self.certain)
    }

    fn reachable(&self) -> &Lane {
        self.reachable.as_ref().unwrap_or_else(|| self.possible())
    }

    /// What is certain and what is possible.
    fn at(&self, row: usize) -> Option<(Fraction, Fraction)> {
        Some((self.certain.get(row, self.den)?, self.possible().get(row, self.den)?))
    }

    fn points(&self, row: usize) -> Option<Points> {
        let exact = |lane: &Lane| {
            let value = lane.get(row, self.den)?;
            Exact::new(value.num, value.den)
        };
        Some(Points {
            certain: exact(&self.certain)?,
            possible: exact(self.possible())?,
            reachable: exact(self.reachable())?,
        })
    }
}

/// One item's result in a row, as [`crate::ItemOutcome`] has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemLine<'a> {
    /// Its official number.
    pub code: &'a str,
    /// The class it was judged for, where its verdict depends on the class.
    pub level: Option<&'a str>,
    /// Whether it applies.
    pub applies: Verdict,
    /// Its points, if it is scored.
    pub points: Option<Points>,
    /// The greatest points it can give, as it applies.
    pub max: Option<Exact>,
    /// Its verdict, if it has one, if nothing more is filed.
    pub verdict: Option<Verdict>,
    /// Its verdict, if it has one, if anything may still be filed.
    pub reachable: Option<Verdict>,
}

impl TableOutcome {
    /// The outcome, or its problems where the options refuse any.
    fn unless_refused(self) -> Result<Self, Vec<Problem>> {
        let refused = self.dataset.options.strict && !self.problems.is_empty();
        if refused { Err(self.problems) } else { Ok(self) }
    }

    /// How many subjects there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.covers.len()
    }

    /// Whether there is no subject.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.covers.is_empty()
    }

    /// The tables it was made from, and those of the other parts where it is one of several.
    #[must_use]
    pub const fn dataset(&self) -> &Dataset {
        &self.dataset
    }

    /// The identifier of a subject.
    #[must_use]
    pub fn id(&self, row: usize) -> &str {
        self.dataset.id(self.first + row)
    }

    /// The total of a subject, if the set has points.
    #[must_use]
    pub fn total(&self, row: usize) -> Option<Points> {
        self.total.as_ref()?.points(row)
    }

    /// The class of a subject, if the set has classes.
    #[must_use]
    pub fn class(&self, row: usize) -> Option<ClassOutcome> {
        let classes = self.class.as_ref()?;
        let set = &self.dataset.plan.inner.set;
        let of = |masks: &[u64]| Some(standings(set, *masks.get(row)?));
        Some(ClassOutcome { closed: of(&classes.closed)?, open: of(classes.open())? })
    }

    /// The word for a subject's standing if the file settles it, as the column `class` of
    /// [`TableOutcome::to_batch`] has it: the name of a class, `none`, `not-ranked` or `outside`.
    #[must_use]
    pub fn standing(&self, row: usize) -> Option<&str> {
        let mask = self.class.as_ref()?.closed.get(row)? & !bits::ABSENT;
        if mask.count_ones() != 1 {
            return None;
        }
        let set = &self.dataset.plan.inner.set;
        Some(match mask {
            bits::LEFT_OPEN => "none",
            bits::NOT_RANKED => "not-ranked",
            bits::OUTSIDE => "outside",
            _ => set[set.classes.as_ref()?.choice].options.get(mask.trailing_zeros() as usize)?,
        })
    }

    /// Whether the set applies to a subject.
    #[must_use]
    pub fn covers(&self, row: usize) -> Verdict {
        self.covers.get(row).copied().unwrap_or(Verdict::Unknown)
    }

    /// The items of a subject in document order, if they were asked for.
    #[must_use]
    pub fn items(&self, row: usize) -> Vec<ItemLine<'_>> {
        let set = &self.dataset.plan.inner.set;
        self.items
            .iter()
            .map(|item| ItemLine {
                code: &set[item.id].code,
                level: item.level_name(set),
                applies: item.applies.get(row).copied().unwrap_or(Verdict::Unknown),
                points: item.points.as_ref().and_then(|points| points.points(row)),
                max: item.max.as_ref().and_then(|max| max.points(row)).map(|max| max.possible),
                verdict: item.verdict.as_ref().and_then(|(closed, _)| closed.get(row)).copied(),
                reachable: item.verdict.as_ref().and_then(|(_, open)| open.get(row)).copied(),
            })
            .collect()
    }

    /// A subject's line, as [`Plan::evaluate_all`] gives it.
    #[must_use]
    pub fn summary(&self, row: usize) -> Summary {
        Summary { id: self.id(row).to_owned(), total: self.total(row), class: self.class(row) }
    }

    /// The whole outcome of one subject, for explanation; nothing past the end.
    ///
    /// The subject is read from the columns again and evaluated alone.
    #[must_use]
    pub fn row(&self, row: usize) -> Option<Outcome> {
        let dossier = self.dataset.dossier(self.subject(row)?)?;
        Some(self.dataset.plan.evaluate(&dossier, &self.dataset.context))
    }

    /// The same for a subject with many members, who are counted and not named: for explaining a
    /// place. It has another digest than [`TableOutcome::row`].
    #[must_use]
    pub fn condensed(&self, row: usize) -> Option<Outcome> {
        let dossier = self.dataset.condensed(self.subject(row)?)?;
        Some(self.dataset.plan.evaluate(&dossier, &self.dataset.context))
    }

    /// The digest of a subject's result, as its own receipt has it, if digests were asked for.
    #[must_use]
    pub fn digest(&self, row: usize) -> Option<Digest> {
        self.digests.get(row).copied()
    }

    /// The number of a row's subject in the dataset.
    fn subject(&self, row: usize) -> Option<usize> {
        (row < self.len()).then_some(self.first + row)
    }

    /// What was wrong with rows and cells: keys first, then in the order of subjects.
    #[must_use]
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The same, where nothing else of the outcome is wanted any more.
    #[must_use]
    pub fn into_problems(self) -> Vec<Problem> {
        self.problems
    }
}

impl Item {
    fn level_name<'a>(&self, set: &'a crate::hir::CriteriaSet) -> Option<&'a str> {
        let classes = set.classes.as_ref()?;
        classes.list.get(self.level? as usize).map(|class| class.name.as_str())
    }
}
