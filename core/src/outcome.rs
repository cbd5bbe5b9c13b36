//! What an evaluation says: points as intervals, verdicts, classes, and where they come from.
//!
//! In: the registers the executor filled, for the file closed and for the file open. Out: values
//! with names. Nothing is computed again here: what is shown is what was computed.

use crate::batch::Batch;
use crate::context::Context;
use crate::dossier::{Dossier, File, Status};
use crate::evaluate::{BLOCK, Fraction, Lines, Registers, Run, Single};
use crate::exact::Exact;
use crate::hir::{CriteriaSet, ItemId};
use crate::plan::{ItemRegs, Kind, Plan, Reg, bits};
use std::sync::Arc;

/// Points under the two assumptions about the file.
///
/// *Certain* and *possible* are the bounds if nothing more is filed; *reachable* is the upper bound
/// if anything may still be. The score of every completion of what is not known lies between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Points {
    /// What is proven.
    pub certain: Exact,
    /// What the file could still turn out to give.
    pub possible: Exact,
    /// What more evidence could still give.
    pub reachable: Exact,
}

impl Points {
    /// Whether the file settles them.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.certain == self.possible
    }
}

/// A verdict of an item, a gate or a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Met, whatever is not known.
    Met,
    /// Not met, whatever is not known.
    NotMet,
    /// Not known yet.
    Unknown,
    /// Does not apply.
    NotApplicable,
}

/// Where a subject stands in the class table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// In the class of that name.
    Class(String),
    /// In none of the classes; for a lone title: not held.
    None,
    /// Kept out of the ranking by a gate.
    NotRanked,
    /// The set does not apply to the subject.
    Outside,
}

impl Standing {
    /// The word for it in tables: the class by its name, `none`, `not-ranked` or `outside`.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Class(name) => name,
            Self::None => "none",
            Self::NotRanked => "not-ranked",
            Self::Outside => "outside",
        }
    }
}

impl Verdict {
    /// The word for it in tables and JSON: `met`, `not-met`, `unknown` or `not-applicable`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        crate::explain::verdict_id(self)
    }
}

/// The class under the two assumptions about the file: every standing that is possible, best first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassOutcome {
    /// If nothing more is filed.
    pub closed: Vec<Standing>,
    /// If anything may still be filed.
    pub open: Vec<Standing>,
}

impl ClassOutcome {
    /// The standing, if the file settles it.
    #[must_use]
    pub fn settled(&self) -> Option<&Standing> {
        match self.closed.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// Whether a class is held: met, not met or not known.
    #[must_use]
    pub fn holds(&self, class: &str) -> Verdict {
        let is = |standing: &Standing| matches!(standing, Standing::Class(name) if name == class);
        match (self.closed.iter().any(is), self.closed.iter().all(is)) {
            (true, true) => Verdict::Met,
            (true, false) => Verdict::Unknown,
            (false, _) => Verdict::NotMet,
        }
    }
}

/// An item's result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemOutcome {
    /// Its official number.
    pub code: String,
    /// Its label.
    pub label: String,
    /// The class it was judged for, where its verdict depends on the class.
    pub level: Option<String>,
    /// Whether it applies.
    pub applies: Verdict,
    /// Its points, if it is scored.
    pub points: Option<Points>,
    /// The greatest points it can give, as it applies.
    pub max: Option<Exact>,
    /// The value it measures, for a target: its bounds; none where there is nobody to measure.
    pub measure: Option<(Exact, Exact)>,
    /// Its verdict, if it has one, if nothing more is filed.
    pub verdict: Option<Verdict>,
    /// Its verdict, if it has one, if anything may still be filed.
    pub reachable: Option<Verdict>,
}

/// An item's result without its names, as in [`ItemOutcome`].
pub(crate) struct ItemFigures {
    pub applies: Verdict,
    pub points: Option<Points>,
    pub max: Option<Exact>,
    pub measure: Option<(Exact, Exact)>,
    pub verdict: Option<Verdict>,
    pub reachable: Option<Verdict>,
}

/// The outcome of one dossier: every value of the plan, and the way back to what was filed.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub(crate) plan: Plan,
    pub(crate) context: Context,
    pub(crate) dossier: Dossier,
    pub(crate) registers: Arc<Single>,
}

impl Plan {
    /// Evaluates one dossier. It cannot fail.
    ///
    /// ```
    /// # let source = r#"language en
    /// # criteria set READING "Reading year" edition E1 [assumed]
    /// #   in force from 2024-01-01
    /// #   applies to person
    /// #   scale 10 points
    /// # subject person "Person"
    /// #   fact books "Books read": integer from 0 to 1000
    /// # criterion 1 "Reading" max 10 points
    /// #   score by books:
    /// #     under 5: 0 points
    /// #     from 5 to under 12: 6 points
    /// #     from 12 up: 10 points
    /// # title reader "Reader" when total_points >= 6
    /// # "#;
    /// use tieuchi::{ContextOptions, Dossier, Exact, Verdict};
    /// let plan = tieuchi::compile(source).unwrap();
    /// let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    /// let dossier = Dossier::from_json(&plan, r#"{"books": 7}"#).unwrap();
    /// let outcome = plan.evaluate(&dossier, &context);
    /// assert_eq!(outcome.total().unwrap().certain, Exact::whole(6));
    /// assert_eq!(outcome.class().unwrap().holds("reader"), Verdict::Met);
    /// ```
    #[must_use]
    pub fn evaluate(&self, dossier: &Dossier, context: &Context) -> Outcome {
        Outcome {
            plan: self.clone(),
            context: context.clone(),
            dossier: dossier.clone(),
            registers: Arc::new(Single::new(self, dossier, context)),
        }
    }

    /// Total and class alone of one dossier, as [`Plan::evaluate`] gives them.
    #[must_use]
    pub fn summary(&self, dossier: &Dossier, context: &Context) -> Summary {
        let single = Single::new(self, dossier, context);
        Summary::of(&View::of_one(self, &single), dossier)
    }

    /// Evaluates many dossiers in columns: the totals and classes, in the order given.
    ///
    /// Each row equals what [`Plan::evaluate`] says of that dossier.
    #[must_use]
    pub fn evaluate_all(&self, dossiers: &[Dossier], context: &Context) -> Vec<Summary> {
        let mut out = Vec::with_capacity(dossiers.len());
        self.each_row(dossiers, context, |view, dossier| {
            out.push(Summary::of(view, dossier));
        });
        out
    }

    /// Evaluates many dossiers and shows each row once.
    pub(crate) fn each_row(
        &self,
        dossiers: &[Dossier],
        context: &Context,
        mut each: impl FnMut(&View<'_>, &Dossier),
    ) {
        let (mut closed, mut open) = (Registers::new(self), Registers::new(self));
        for block in dossiers.chunks(BLOCK) {
            let all: Vec<&Dossier> = block.iter().collect();
            let batch = Batch::new(self, &all, context);
            Run::new(self, &batch, context, false).block(&mut closed);
            let open = if self.inner.open_matters {
                Run::new(self, &batch, context, true).block(&mut open);
                &open
            } else {
                &closed
            };
            for (row, dossier) in block.iter().enumerate() {
                each(&View::of_block(self, (&closed, open), None, row), dossier);
            }
        }
    }

    /// The classes an item is judged for, best first; none where its verdict does not depend on it.
    pub(crate) fn levels_of(&self, id: ItemId) -> Vec<Option<u32>> {
        if self.inner.set[id].by_level {
            let mut levels: Vec<Option<u32>> = self.inner.levels.iter().copied().map(Some).collect();
            levels.sort();
            levels
        } else {
            vec![None]
        }
    }
}

/// One subject's line in a table of results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The subject.
    pub id: String,
    /// The total, if the set has points.
    pub total: Option<Points>,
    /// The class, if the set has classes.
    pub class: Option<ClassOutcome>,
}

impl Summary {
    pub(crate) fn of(view: &View<'_>, dossier: &Dossier) -> Self {
        Self { id: dossier.id().to_owned(), total: view.total(), class: view.class() }
    }
}

/// The registers under one of the two assumptions: of a block, or of one dossier.
#[derive(Clone, Copy)]
pub(crate) enum Side<'a> {
    Block(&'a Registers),
    Single(Lines<'a>),
}

impl Side<'_> {
    /// The bounds of a number; `den` is the denominator of its register.
    pub fn bounds(self, reg: Reg, row: usize, den: i128) -> Option<(Fraction, Fraction)> {
        match self {
            Self::Block(registers) => registers.number(reg)?.bounds(row, den),
            Self::Single(lines) => lines.bounds(reg, row),
        }
    }

    /// Whether a number may be lacking, and may be there; none of what is no number.
    pub fn presence(self, reg: Reg, row: usize) -> Option<(bool, bool)> {
        match self {
            Self::Block(registers) => {
                registers.number(reg).map(|number| (number.may_lack(row), number.may_have(row)))
            }
            Self::Single(lines) => lines.presence(reg, row),
        }
    }

    /// The value of a number in units of its denominator, where it is settled and of a narrow lane.
    pub fn settled(self, reg: Reg, row: usize) -> Option<i64> {
        match self {
            Self::Block(registers) => registers.number(reg)?.settled(row),
            Self::Single(lines) => lines.settled(reg, row),
        }
    }

    /// Whether a truth can be true and can be false; none of what is no truth.
    pub fn truth(self, reg: Reg, row: usize) -> Option<(bool, bool)> {
        match self {
            Self::Block(registers) => {
                registers.truth(reg).map(|truth| (truth.yes.get(row), truth.no.get(row)))
            }
            Self::Single(lines) => lines.truth(reg, row),
        }
    }

    /// The options a choice can be; none of what is no choice.
    pub fn options(self, reg: Reg, row: usize) -> Option<u64> {
        match self {
            Self::Block(registers) => registers.choice(reg)?.get(row).copied(),
            Self::Single(lines) => lines.options(reg, row),
        }
    }
}

/// One subject's registers, seen by names.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub plan: &'a Plan,
    pub closed: Side<'a>,
    pub open: Side<'a>,
    /// Of the open file only these registers were filled, and the others are those of the closed
    /// one; none where all were.
    pub differing: Option<&'a [bool]>,
    pub row: usize,
}

impl<'a> View<'a> {
    /// One row of a block.
    pub const fn of_block(
        plan: &'a Plan,
        (closed, open): (&'a Registers, &'a Registers),
        differing: Option<&'a [bool]>,
        row: usize,
    ) -> Self {
        View { plan, closed: Side::Block(closed), open: Side::Block(open), differing, row }
    }

    /// One dossier.
    pub fn of_one(plan: &'a Plan, registers: &'a Single) -> Self {
        let side = |open| Side::Single(registers.lines(plan, open));
        let differing = Some(plan.inner.differing.as_slice());
        View { plan, closed: side(false), open: side(true), differing, row: 0 }
    }

    /// Where a register of the closed or open file is.
    pub fn on(&self, reg: Reg, open: bool) -> Side<'a> {
        if !open || self.settled(reg) { self.closed } else { self.open }
    }

    /// Whether a register of the open file is that of the closed one, whatever was filed.
    pub fn settled(&self, reg: Reg) -> bool {
        self.differing.is_some_and(|differing| differing.get(reg.index()) != Some(&true))
    }

    fn set(&self) -> &CriteriaSet {
        &self.plan.inner.set
    }

    /// The denominator of a register.
    pub fn den(&self, reg: Reg) -> i128 {
        match self.plan.inner.steps.get(reg.index()).map(|step| step.out.kind) {
            Some(Kind::Number { den, .. }) => den,
            _ => 1,
        }
    }

    /// The bounds of a number on the closed or open file.
    pub fn bounds(&self, reg: Reg, open: bool) -> Option<(Exact, Exact)> {
        let side = self.on(reg, open);
        if let Side::Single(lines) = side {
            return lines.exact(reg, self.row);
        }
        let (lo, hi) = side.bounds(reg, self.row, self.den(reg))?;
        let exact = |value: Fraction| Exact::new(value.num, value.den);
        let low = exact(lo)?;
        Some((low, if (lo.num, lo.den) == (hi.num, hi.den) { low } else { exact(hi)? }))
    }

    /// Whether a number may be lacking, and may be there.
    pub fn presence(&self, reg: Reg) -> (bool, bool) {
        self.closed.presence(reg, self.row).unwrap_or((false, true))
    }

    /// The options a choice can be on the closed or open file.
    pub fn options(&self, reg: Reg, open: bool) -> Option<u64> {
        self.on(reg, open).options(reg, self.row)
    }

    pub fn points(&self, reg: Reg) -> Option<Points> {
        let (certain, possible) = self.bounds(reg, false)?;
        let reachable = if self.settled(reg) { possible } else { self.bounds(reg, true)?.1 };
        Some(Points { certain, possible, reachable })
    }

    pub fn verdict(&self, reg: Reg) -> Verdict {
        self.verdict_on(reg, false)
    }

    /// A truth value on the closed or open file.
    pub fn verdict_on(&self, reg: Reg, open: bool) -> Verdict {
        match self.on(reg, open).truth(reg, self.row) {
            Some((true, false)) => Verdict::Met,
            Some((false, true)) => Verdict::NotMet,
            _ => Verdict::Unknown,
        }
    }

    pub fn total(&self) -> Option<Points> {
        self.points(self.plan.inner.total?)
    }

    pub fn class(&self) -> Option<ClassOutcome> {
        let reg = self.plan.inner.class?;
        let standings = |open| standings(self.set(), self.options(reg, open).unwrap_or(0));
        Some(ClassOutcome { closed: standings(false), open: standings(true) })
    }

    pub fn item(&self, id: ItemId, level: Option<u32>) -> Option<ItemOutcome> {
        let ItemFigures { applies, points, max, measure, verdict, reachable } = self.figures(id, level)?;
        let set = self.set();
        let (code, label) = (set[id].code.clone(), set[id].label.clone());
        let level = level.and_then(|level| set.class_at(level)).map(|class| class.name.clone());
        Some(ItemOutcome { code, label, level, applies, points, max, measure, verdict, reachable })
    }

    /// An item's result without its names.
    pub fn figures(&self, id: ItemId, level: Option<u32>) -> Option<ItemFigures> {
        let regs: &ItemRegs = self.plan.inner.items.get(&(id, level))?;
        Some(ItemFigures {
            applies: regs.applies.map_or(Verdict::Met, |reg| self.verdict(reg)),
            points: regs.points.and_then(|reg| self.points(reg)),
            max: regs.max.and_then(|reg| self.bounds(reg, false)).map(|bounds| bounds.1),
            measure: regs.measure.filter(|reg| self.presence(*reg).1).and_then(|reg| self.bounds(reg, false)),
            verdict: regs.met.map(|reg| self.item_verdict(regs.applies, reg, false)),
            reachable: regs.met.map(|reg| self.item_verdict(regs.applies, reg, true)),
        })
    }
}

impl View<'_> {
    /// Whether the set applies to the subject.
    pub fn covers(&self) -> Verdict {
        self.plan.inner.covers.map_or(Verdict::Met, |reg| self.verdict(reg))
    }

    /// Who decides, and whether that is so for this result.
    pub fn authorities(&self) -> Vec<(String, Verdict)> {
        let verdict = |reg: &Option<Reg>| reg.map_or(Verdict::Met, |reg| self.verdict(reg));
        let all = self.set().authorities.iter().zip(&self.plan.inner.authorities);
        all.map(|(one, reg)| (one.text.clone(), verdict(reg))).collect()
    }

    /// A gate, by name.
    pub fn gate(&self, name: &str, open: bool) -> Option<Verdict> {
        let at = self.set().gates.iter().position(|gate| gate.name == name)?;
        self.plan.inner.gates.get(at).map(|reg| self.verdict_on(*reg, open))
    }

    /// Whether an item with points does not apply, whatever is counted for it instead.
    pub fn is_outside(&self, code: &str) -> bool {
        let set = self.set();
        let of_it = |(item, _): &(ItemId, Option<u32>)| set[*item].code == code && set[*item].scored;
        let regs = self.plan.inner.items.iter().filter(|(key, _)| of_it(key));
        let own = regs.flat_map(|(_, regs)| [regs.only, regs.applies]);
        own.flatten().any(|reg| self.verdict(reg) == Verdict::NotMet)
    }

    pub fn item_verdict(&self, applies: Option<Reg>, met: Reg, open: bool) -> Verdict {
        match applies.map(|reg| self.verdict_on(reg, open)) {
            Some(Verdict::NotMet) => Verdict::NotApplicable,
            Some(Verdict::Unknown) => Verdict::Unknown,
            _ => self.verdict_on(met, open),
        }
    }
}

/// The standings in a class register, best first.
pub(crate) fn standings(set: &CriteriaSet, mask: u64) -> Vec<Standing> {
    let Some(classes) = &set.classes else { return Vec::new() };
    let options = &set[classes.choice].options;
    let mut out: Vec<Standing> = (0u32..)
        .zip(options)
        .filter(|(at, _)| mask >> at & 1 == 1)
        .map(|(_, name)| Standing::Class(name.clone()))
        .collect();
    out.reverse();
    out.extend(OTHERS.iter().filter(|(bit, _)| mask & bit != 0).map(|(_, standing)| standing.clone()));
    out
}

/// What is no class, by its bit in a class register.
const OTHERS: [(u64, Standing); 3] = [
    (bits::LEFT_OPEN, Standing::None),
    (bits::NOT_RANKED, Standing::NotRanked),
    (bits::OUTSIDE, Standing::Outside),
];

impl Outcome {
    pub(crate) fn view(&self) -> View<'_> {
        View::of_one(&self.plan, &self.registers)
    }

    /// The registers by which the file is decided as it is: while it is open, those under which
    /// anything may still be filed.
    pub(crate) fn decisive(&self) -> View<'_> {
        let view = self.view();
        View { closed: if self.context.open { view.open } else { view.closed }, ..view }
    }

    /// The registers where rows that count as declared may be rejected too: whatever can still be done about
    /// the dossier lies between these bounds.
    pub(crate) fn undecided(&self) -> Single {
        let mut file = File::clone(&self.dossier.file);
        let rows = file.tables.values_mut().flatten();
        for row in rows.filter(|row| row.status == Status::SelfDeclared) {
            Arc::make_mut(row).status = Status::Waiting;
        }
        Single::new(&self.plan, &file.into(), &self.context)
    }

    /// The regions of the subject, nearest first.
    pub(crate) fn regions(&self) -> &[String] {
        self.dossier.regions_in(&self.context)
    }

    /// The plan it was evaluated by.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The context it was evaluated in.
    #[must_use]
    pub const fn context(&self) -> &Context {
        &self.context
    }

    /// The identifier of the subject; may be empty.
    #[must_use]
    pub fn id(&self) -> &str {
        self.dossier.id()
    }

    /// The same dossier in the same context, evaluated by a plan that is made of the same set, such
    /// as the one of [`written_out`](crate::written_out).
    #[must_use]
    pub fn again(&self, plan: &Plan) -> Self {
        plan.evaluate(&self.dossier, &self.context)
    }

    /// The total, if the set has points.
    #[must_use]
    pub fn total(&self) -> Option<Points> {
        self.view().total()
    }

    /// The total before its rounding.
    #[must_use]
    pub fn raw_total(&self) -> Option<Points> {
        self.view().points(self.plan.inner.raw_total?)
    }

    /// The sum of the items before scaling, bonus and deductions.
    #[must_use]
    pub fn base_total(&self) -> Option<Points> {
        self.view().points(self.plan.inner.base_total?)
    }

    /// The class or title, if the set has any.
    #[must_use]
    pub fn class(&self) -> Option<ClassOutcome> {
        self.view().class()
    }

    /// The standing by its name, if the file settles it: what [`ClassOutcome::settled`] says, without a copy.
    #[must_use]
    pub fn settled_class(&self) -> Option<&str> {
        let set = &self.plan.inner.set;
        let mask = self.view().options(self.plan.inner.class?, false)?;
        let options = set[set.classes.as_ref()?.choice].options.iter().map(String::as_str);
        let classes = (0u32..).zip(options).filter(|(at, _)| mask >> at & 1 == 1).map(|(_, name)| name);
        let mut all = classes
            .chain(OTHERS.iter().filter(|(bit, _)| mask & bit != 0).map(|(_, standing)| standing.name()));
        all.next().filter(|_| all.next().is_none())
    }

    /// Whether the set applies to the subject.
    #[must_use]
    pub fn covers(&self) -> Verdict {
        self.view().covers()
    }

    /// Who decides by the set, and whether that is so for this result.
    #[must_use]
    pub fn authorities(&self) -> Vec<(String, Verdict)> {
        self.view().authorities()
    }

    /// A gate, by name, if nothing more is filed.
    #[must_use]
    pub fn gate(&self, name: &str) -> Option<Verdict> {
        self.view().gate(name, false)
    }

    /// A gate, by name, if anything may still be filed.
    #[must_use]
    pub fn gate_reachable(&self, name: &str) -> Option<Verdict> {
        self.view().gate(name, true)
    }

    /// Every item in document order; one whose verdict depends on the class judged comes once for
    /// each class, best first.
    #[must_use]
    pub fn items(&self) -> Vec<ItemOutcome> {
        let view = self.view();
        (0..self.plan.inner.set.items.len())
            .map(ItemId::from_index)
            .flat_map(|id| self.levels_of(id).into_iter().filter_map(move |level| view.item(id, level)))
            .collect()
    }

    /// The points of every item that is scored, by its code, in document order; of one that depends
    /// on the class judged, those for the best class. Nothing is copied.
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
    /// #     from 5 up: 10 points
    /// # title reader "Reader" when total_points >= 10
    /// # "#;
    /// use tieuchi::{ContextOptions, Dossier, Exact};
    /// let plan = tieuchi::compile(source).unwrap();
    /// let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    /// let outcome = plan.evaluate(&Dossier::from_json(&plan, r#"{"books": 7}"#).unwrap(), &context);
    /// let points: Vec<_> = outcome.item_points().collect();
    /// assert_eq!((points[0].0, points[0].1.certain), ("1", Exact::whole(10)));
    /// ```
    pub fn item_points(&self) -> impl Iterator<Item = (&str, Points)> {
        let (view, inner) = (self.view(), &self.plan.inner);
        (0..inner.set.items.len()).map(ItemId::from_index).filter_map(move |id| {
            let regs = match inner.set[id].by_level {
                true => inner.levels.iter().min().and_then(|level| inner.items.get(&(id, Some(*level)))),
                false => inner.items.get(&(id, None)),
            };
            Some((inner.set[id].code.as_str(), view.points(regs?.points?)?))
        })
    }

    /// An item by its code. For one that depends on the class judged, name the class.
    #[must_use]
    pub fn item(&self, code: &str, class: Option<&str>) -> Option<ItemOutcome> {
        self.items()
            .into_iter()
            .find(|item| item.code == code && (item.level.as_deref() == class || item.level.is_none()))
    }

    pub(crate) fn levels_of(&self, id: ItemId) -> Vec<Option<u32>> {
        self.plan.levels_of(id)
    }
}
