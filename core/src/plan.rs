//! The plan: flat, ordered, typed steps.
//!
//! 1. Step n fills register n and reads only registers before it.
//! 2. Every register belongs to one frame: it has a value for each row of that table.
//! 3. A number's register has a denominator (a power of ten or another constant) and the narrowest
//!    lane its range proves, or is a fraction where the denominator depends on the data.
//! 4. No step can fail: what could overflow did not compile.
//!
//! Made by [`from_hir`]; read by the executor, which has never heard of names or places.

#[cfg(feature = "arrow")]
mod alike;
mod from_hir;

pub(crate) use from_hir::from_hir;

use crate::exact::Exact;
use crate::hir::{CriteriaSet, FrameId, InputId, ItemId, ParamId, Rounding, negated};
use hashbrown::HashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};
use tieuchi_grammar::ast::{Comparison, DayWord, Pick, WindowUnit};

/// A register, and the step that fills it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Reg(pub u32);

impl Reg {
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What kind of values a register holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// Can be true, can be false: two bits a row.
    Truth,
    /// Lower and upper bound.
    Number { width: Width, den: i128 },
    /// The set of options it can be, a bit each.
    Choice,
}

impl Kind {
    /// Whether it is a number that takes more than 64 bits, or a denominator of its own.
    pub const fn is_wide(self) -> bool {
        matches!(self, Self::Number { width: Width::I128 | Width::Fraction, .. })
    }

    /// Whether it is a number with a denominator a row.
    pub const fn is_fraction(self) -> bool {
        matches!(self, Self::Number { width: Width::Fraction, .. })
    }

    /// The denominator of a number.
    pub const fn den(self) -> i128 {
        match self {
            Self::Number { den, .. } => den,
            Self::Truth | Self::Choice => 1,
        }
    }
}

/// The lane of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Width {
    I32,
    I64,
    I128,
    /// A numerator and a denominator a row.
    Fraction,
}

/// Bits of a choice register beyond the options.
pub(crate) mod bits {
    /// The set does not apply to the subject.
    pub const OUTSIDE: u64 = 1 << 60;
    /// A gate keeps the subject out of the ranking.
    pub const NOT_RANKED: u64 = 1 << 61;
    /// No class.
    pub const LEFT_OPEN: u64 = 1 << 62;
    /// No value.
    pub const ABSENT: u64 = 1 << 63;
}

/// What a step does. Registers in it are before the step's own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Op {
    /// A column of input.
    Input(InputId),
    /// Whether a row of a table counts: by its status.
    Present {
        frame: FrameId,
        self_declared: bool,
    },
    /// A known truth value; none for unknown.
    Truth(Option<bool>),
    /// A constant number, in units of the register's denominator.
    Number(i128),
    /// A parameter, by the row's region; its case.
    Param(ParamId, usize),
    /// A named day of the evaluation.
    Day(DayWord),
    /// Whether the subject lies in a region.
    InRegion(String),
    /// Whether the period ends on or after a day (its number).
    EndsFrom(i32),
    /// The value of the row's owner.
    Broadcast(Reg),
    /// The same number over another denominator or in another lane: times a whole factor.
    Cast(Reg, i128),
    Add(Reg, Reg),
    Sub(Reg, Reg),
    Mul(Reg, Reg),
    /// A quotient of fractions; absent where the divisor is nought.
    Div(Reg, Reg),
    Max(Reg, Reg),
    Min(Reg, Reg),
    Round(Reg, RoundingKey),
    /// Remainder of whole numbers over the denominator 1.
    Remainder(Reg, u32),
    /// Whole months between two days, divided by so many.
    Months(Reg, Reg, u32),
    Not(Reg),
    And(Vec<Reg>),
    Or(Vec<Reg>),
    /// Two numbers of one lane and denominator.
    Compare(Comparison, Reg, Reg),
    /// Whether a choice is one of the options of the mask; an absent one is unknown.
    ChoiceIn(Reg, u64),
    /// Two choices of one list.
    ChoiceCompare(Comparison, Reg, Reg),
    Exists(Reg),
    /// The same value where it exists; what it is elsewhere means nothing.
    Existing(Reg),
    Within {
        day: Reg,
        to: Reg,
        count: u32,
        unit: WindowUnit,
    },
    /// How many of the conditions hold.
    CountTrue(Vec<Reg>),
    /// The value of the row whose condition holds: the hull over those that can. None is absent.
    Select(Vec<(Reg, Option<Reg>)>),
    /// The sum of the n highest.
    Highest(Vec<Reg>, u32),
    /// How many rows of a child table; `open` when more may arrive.
    Count {
        rows: Reg,
        open: bool,
    },
    Sum {
        rows: Reg,
        of: Reg,
        open: bool,
    },
    Mean {
        rows: Reg,
        of: Reg,
        open: bool,
    },
    Pick {
        pick: Pick,
        rows: Reg,
        of: Reg,
        by: Option<Reg>,
        open: bool,
        /// How many options the list has, where a choice is picked.
        options: u32,
    },
    /// All rows have it: how many there are, and how many lack it.
    All {
        count: Reg,
        lacking: Reg,
    },
    /// The share of rows that have it.
    Share {
        rows: Reg,
        excluded: Option<Reg>,
        exempted: Option<Reg>,
        has: Reg,
        open: bool,
    },
    /// Points of rows, those alike by the keys counted once.
    Each {
        rows: Reg,
        points: Reg,
        keys: Vec<Reg>,
        highest: bool,
        open: bool,
    },
    /// The class: conditions in the order of testing with the option each gives, and what is left.
    Class {
        tested: Vec<(Reg, u32)>,
        rest: u64,
    },
    /// A gate on the class.
    Gate {
        class: Reg,
        holds: Reg,
        map: GateMap,
    },
}

/// Goes over the registers that a step reads.
macro_rules! each_read {
    ($op:expr, $iter:ident, $each:expr) => {{
        let mut each = $each;
        match $op {
            Op::Input(_)
            | Op::Present { .. }
            | Op::Truth(_)
            | Op::Number(_)
            | Op::Param(..)
            | Op::Day(_)
            | Op::InRegion(_)
            | Op::EndsFrom(_) => {}
            Op::Broadcast(a)
            | Op::Cast(a, _)
            | Op::Round(a, _)
            | Op::Remainder(a, _)
            | Op::Not(a)
            | Op::ChoiceIn(a, _)
            | Op::Exists(a)
            | Op::Existing(a)
            | Op::Count { rows: a, .. } => each(a),
            Op::Add(a, b)
            | Op::Sub(a, b)
            | Op::Mul(a, b)
            | Op::Div(a, b)
            | Op::Max(a, b)
            | Op::Min(a, b)
            | Op::Months(a, b, _)
            | Op::Compare(_, a, b)
            | Op::ChoiceCompare(_, a, b)
            | Op::Within { day: a, to: b, .. }
            | Op::Sum { rows: a, of: b, .. }
            | Op::Mean { rows: a, of: b, .. }
            | Op::All { count: a, lacking: b }
            | Op::Gate { class: a, holds: b, .. } => {
                each(a);
                each(b);
            }
            Op::And(parts) | Op::Or(parts) | Op::CountTrue(parts) | Op::Highest(parts, _) => {
                parts.$iter().for_each(each);
            }
            Op::Select(parts) => {
                for (when, value) in parts {
                    each(when);
                    value.$iter().for_each(&mut each);
                }
            }
            Op::Pick { rows, of, by, .. } => {
                each(rows);
                each(of);
                by.$iter().for_each(each);
            }
            Op::Share { rows, excluded, exempted, has, .. } => {
                each(rows);
                each(has);
                excluded.$iter().chain(exempted).for_each(each);
            }
            Op::Each { rows, points, keys, .. } => {
                each(rows);
                each(points);
                keys.$iter().for_each(each);
            }
            Op::Class { tested, .. } => tested.$iter().for_each(|(holds, _)| each(holds)),
        }
    }};
}

impl Op {
    /// The registers that a step reads.
    pub(crate) fn reads(&self) -> Vec<Reg> {
        let mut out = Vec::new();
        self.each_read(|reg| out.push(reg));
        out
    }

    /// Calls back for every register that a step reads.
    fn each_read(&self, mut visit: impl FnMut(Reg)) {
        each_read!(self, iter, |reg: &Reg| visit(*reg));
    }

    /// Whether a step reads such a register.
    pub(crate) fn reads_any(&self, is: impl Fn(Reg) -> bool) -> bool {
        let mut found = false;
        self.each_read(|reg| found |= is(reg));
        found
    }

    /// The same step over other registers; none where there is none for one that it reads.
    #[cfg(feature = "arrow")]
    fn renumbered(&self, other: impl Fn(Reg) -> Option<Reg>) -> Option<Self> {
        let (mut op, mut known) = (self.clone(), true);
        each_read!(&mut op, iter_mut, |reg: &mut Reg| match other(*reg) {
            Some(other) => *reg = other,
            None => known = false,
        });
        known.then_some(op)
    }
}

/// A rounding as part of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct RoundingKey(pub Rounding);

/// What a gate that is not met does to a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum GateMap {
    /// Every class becomes that.
    Becomes(u64),
    /// Classes above the option become it.
    AtMost(u32),
}

/// A register's description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Register {
    pub frame: FrameId,
    pub kind: Kind,
    /// Range of a number; for a fraction also bounds of numerator and denominator.
    pub range: (Exact, Exact),
    pub bounds: (u128, u128),
}

/// One step with the register it fills.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    pub op: Op,
    pub out: Register,
}

/// The registers of an item at one level.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ItemRegs {
    /// Whether it applies; none where it always does.
    pub applies: Option<Reg>,
    /// Points.
    pub points: Option<Reg>,
    /// Points with the bonus and the maximum that holds them, where a bonus is part of it.
    pub with_bonus: Option<(Reg, Reg)>,
    /// Points before the cap of the whole item, where it has one.
    pub uncapped: Option<Reg>,
    /// Points before the item's own rounding, where it rounds.
    pub unrounded: Option<Reg>,
    /// Greatest points as it applies.
    pub max: Option<Reg>,
    /// What it adds to the maximum of its heading: points that move between siblings are in it
    /// once.
    pub counted: Option<Reg>,
    /// Its points where it applies, if it is left out elsewhere; else its points.
    pub own_points: Option<Reg>,
    /// Its own condition, if it has one.
    pub only: Option<Reg>,
    /// Its verdict.
    pub met: Option<Reg>,
    /// The value it measures, for a target.
    pub measure: Option<Reg>,
}

/// A compiled criteria set: immutable, cheap to clone, shareable between threads.
///
/// Two plans are equal if they mean the same: same set, edition and meaning digest.
#[derive(Clone, Debug)]
pub struct Plan {
    pub(crate) inner: Arc<Inner>,
}

/// What a plan holds.
#[derive(Debug)]
pub(crate) struct Inner {
    pub set: CriteriaSet,
    pub steps: Vec<Step>,
    /// Where registers stand while one dossier is evaluated.
    pub layout: crate::evaluate::Layout,
    /// The values that each input can have, in units of its column.
    pub full: Vec<(i128, i128)>,
    /// The columns of texts that steps read, table by table, in the order of the inputs.
    pub texts: Vec<InputId>,
    /// Registers of expressions by number and level, for explanations.
    pub exprs: BTreeMap<(u32, Option<u32>), Reg>,
    /// Registers of conditions on rows of collections, by the number of the expression that holds them.
    pub members: BTreeMap<(u32, Option<u32>), Reg>,
    /// Registers of scoring statements: item, position, level.
    pub scoring: BTreeMap<(ItemId, usize, Option<u32>), Reg>,
    /// Registers of items by level: gone where a heading above does not apply.
    pub items: BTreeMap<(ItemId, Option<u32>), ItemRegs>,
    /// Whether the set applies to the subject.
    pub covers: Option<Reg>,
    pub gates: Vec<Reg>,
    pub base_total: Option<Reg>,
    pub raw_total: Option<Reg>,
    pub total: Option<Reg>,
    /// The total over the applicable maximum, before bonus and deductions, if it was scaled.
    pub scaled: Option<Reg>,
    pub class: Option<Reg>,
    /// Whether each authority decides; none where it always does.
    pub authorities: Vec<Option<Reg>>,
    /// The levels for which items are judged.
    pub levels: Vec<u32>,
    /// Whether an open file can say anything else than a closed one.
    pub open_matters: bool,
    /// For each register, whether it can say something else there.
    pub differing: Vec<bool>,
    /// See [`Inner::opposites`].
    pub opposites: Vec<Option<Reg>>,
    pub digests: OnceLock<crate::digest::Digests>,
    /// See [`Inner::shared`].
    pub shared: OnceLock<crate::explain::Shared>,
}

impl Inner {
    /// The columns of texts that steps read, table by table, in the order of the inputs.
    pub fn texts(set: &CriteriaSet, steps: &[Step]) -> Vec<InputId> {
        let read = |step: &Step| if let Op::Input(id) = step.op { Some(id) } else { None };
        let of_text = |id: &InputId| set[*id].ty == crate::hir::Ty::Text;
        let ids = steps.iter().filter_map(read).filter(of_text).map(|id| (set[id].frame, id));
        let ids: BTreeSet<(FrameId, InputId)> = ids.collect();
        ids.into_iter().map(|(_, id)| id).collect()
    }

    /// The values that each input can have, in units of its column; nought where no step reads it.
    pub fn full(set: &CriteriaSet, steps: &[Step]) -> Vec<(i128, i128)> {
        let mut full = vec![(0, 0); set.inputs.len()];
        for step in steps {
            if let (Op::Input(id), Kind::Number { den, .. }) = (&step.op, step.out.kind)
                && let Some(own) = full.get_mut(id.index())
            {
                *own = crate::batch::full_range(&set[*id], den);
            }
        }
        full
    }

    /// The digests, made the first time they are asked for.
    pub fn digests(&self) -> &crate::digest::Digests {
        self.digests.get_or_init(|| crate::digest::Digests::of(&self.set))
    }

    /// What all explanations share, made the first time one is asked for.
    pub fn shared(&self) -> &crate::explain::Shared {
        self.shared.get_or_init(|| crate::explain::Shared::of(self))
    }

    /// The registers that some registers depend on, themselves included.
    pub fn needed(&self, of: impl IntoIterator<Item = Reg>) -> Vec<bool> {
        self.needed_beside(of, |_| false)
    }

    /// The same, where some registers are known: what these depend on is not needed for them.
    pub fn needed_beside(
        &self,
        of: impl IntoIterator<Item = Reg>,
        known: impl Fn(usize) -> bool,
    ) -> Vec<bool> {
        let mut needed = vec![false; self.steps.len()];
        let need = |needed: &mut Vec<bool>, reg: Reg| {
            if let Some(known) = needed.get_mut(reg.index()) {
                *known = true;
            }
        };
        of.into_iter().for_each(|reg| need(&mut needed, reg));
        for (at, step) in self.steps.iter().enumerate().rev() {
            if needed.get(at) == Some(&true) && !known(at) {
                step.op.each_read(|reg| need(&mut needed, reg));
            }
        }
        needed
    }

    /// For each step an earlier one that asks the opposite of the same numbers, if there is one: where
    /// many rows are gone through it is turned round, which takes a sixty-fourth of asking again.
    pub fn opposites(steps: &[Step]) -> Vec<Option<Reg>> {
        let mut asked = HashMap::new();
        let opposite = |(step, at): (&Step, u32)| {
            let Op::Compare(op, a, b) = step.op else { return None };
            asked.insert((op, a, b), Reg(at));
            asked.get(&(negated(op), a, b)).copied()
        };
        steps.iter().zip(0u32..).map(opposite).collect()
    }

    /// The registers that can say something else where anything may still be filed.
    pub fn differing(set: &CriteriaSet, steps: &[Step]) -> Vec<bool> {
        let mut differs: Vec<bool> = Vec::with_capacity(steps.len());
        for step in steps {
            let own = match &step.op {
                Op::Input(id) => set[*id].when_missing.is_some() || crate::batch::is_register(set, *id),
                Op::Count { open, .. }
                | Op::Sum { open, .. }
                | Op::Mean { open, .. }
                | Op::Pick { open, .. }
                | Op::Share { open, .. }
                | Op::Each { open, .. } => *open,
                Op::Present { .. }
                | Op::Truth(_)
                | Op::Number(_)
                | Op::Param(..)
                | Op::Day(_)
                | Op::InRegion(_)
                | Op::EndsFrom(_)
                | Op::Broadcast(_)
                | Op::Cast(..)
                | Op::Add(..)
                | Op::Sub(..)
                | Op::Mul(..)
                | Op::Div(..)
                | Op::Max(..)
                | Op::Min(..)
                | Op::Round(..)
                | Op::Remainder(..)
                | Op::Months(..)
                | Op::Not(_)
                | Op::And(_)
                | Op::Or(_)
                | Op::Compare(..)
                | Op::ChoiceIn(..)
                | Op::ChoiceCompare(..)
                | Op::Exists(_)
                | Op::Existing(_)
                | Op::Within { .. }
                | Op::CountTrue(_)
                | Op::Select(_)
                | Op::Highest(..)
                | Op::All { .. }
                | Op::Class { .. }
                | Op::Gate { .. } => false,
            };
            let reads = step.op.reads_any(|reg| differs.get(reg.index()) == Some(&true));
            differs.push(own || reads);
        }
        differs
    }
}

impl Plan {
    /// The identifier of the set, as `CDHT`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.inner.set.id
    }

    /// Its edition.
    #[must_use]
    pub fn edition(&self) -> &str {
        &self.inner.set.edition
    }

    /// Its title.
    #[must_use]
    pub fn label(&self) -> &str {
        &self.inner.set.label
    }

    /// The documents it rests on and their days, as it cites them.
    #[must_use]
    pub fn based_on(&self) -> &[(String, crate::Day)] {
        &self.inner.set.based_on
    }

    /// The class of all other cases, by its name, if the set has one and it is the lowest.
    #[must_use]
    pub fn lowest_rest_class(&self) -> Option<&str> {
        let lowest = self.inner.set.classes.as_ref()?.list.last()?;
        lowest.condition.is_none().then_some(lowest.name.as_str())
    }

    /// Whether any figure of the set is marked as assumed.
    #[must_use]
    pub fn assumed(&self) -> bool {
        self.inner.set.assumed
    }

    /// The language of its source.
    #[must_use]
    pub fn language(&self) -> tieuchi_grammar::Lang {
        self.inner.set.lang
    }

    /// How many steps an evaluation takes.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.inner.steps.len()
    }

    /// Digest of the meaning: changes when a result could change. 64 hexadecimal digits.
    #[must_use]
    pub fn meaning_digest(&self) -> &str {
        &self.inner.digests().meaning_hex
    }

    /// Digest of the meaning with labels and citations: changes when what people read could change.
    #[must_use]
    pub fn text_digest(&self) -> &str {
        &self.inner.digests().text_hex
    }
}

impl PartialEq for Plan {
    fn eq(&self, other: &Self) -> bool {
        // One plan is often compared with itself.
        Arc::ptr_eq(&self.inner, &other.inner)
            || self.id() == other.id()
                && self.edition() == other.edition()
                && self.meaning_digest() == other.meaning_digest()
    }
}

impl Eq for Plan {}

impl std::hash::Hash for Plan {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.meaning_digest().hash(state);
    }
}

impl std::hash::Hash for Rounding {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.step.hash(state);
        self.mode.hash(state);
    }
}
