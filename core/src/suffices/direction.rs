//! Which way a source pushes a result: up, down, both ways, or not at all.
//!
//! In: a plan, the values of the closed file, a source (a column, or the rows of a table). Out: a
//! direction for every register. *Up* is promised: a greater value of the source never makes the
//! register smaller, whatever else is on file. What cannot be promised is *both ways*.
//! Classes count by their order, what is not ranked or outside below all of them.

use crate::evaluate::Lines;
use crate::exact::Exact;
use crate::hir::{FrameId, InputId, ROOT, Ty};
use crate::plan::{GateMap, Kind, Op, Plan, Reg, Step, Width, bits};
use std::collections::BTreeSet;
use tieuchi_grammar::ast::{Comparison, Pick};

/// Which way a result goes when the source grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    None,
    Up,
    Down,
    Both,
}

impl Direction {
    fn join(self, other: Self) -> Self {
        match (self, other) {
            (Self::None, other) | (other, Self::None) => other,
            (Self::Up, Self::Up) => Self::Up,
            (Self::Down, Self::Down) => Self::Down,
            _ => Self::Both,
        }
    }

    const fn turned(self) -> Self {
        match self {
            Self::None => Self::None,
            Self::Up => Self::Down,
            Self::Down => Self::Up,
            Self::Both => Self::Both,
        }
    }

    fn or_both(self) -> Self {
        if self == Self::None { Self::None } else { Self::Both }
    }
}

/// What grows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Source {
    /// The value in some columns that are one fact.
    Columns(Vec<InputId>),
    /// How many rows of a table count.
    Rows(FrameId),
}

/// The direction of every register.
pub(super) fn directions(plan: &Plan, base: Lines<'_>, source: &Source) -> Vec<Direction> {
    walked(plan, base, source).known
}

/// The numbers that the values of some columns are compared with, and whether nothing else is made
/// of these values: then they count alike between two such numbers.
pub(super) fn compared(plan: &Plan, base: Lines<'_>, columns: &[InputId]) -> (Vec<Exact>, bool) {
    let source = Source::Columns(columns.to_vec());
    let walk = walked(plan, base, &source);
    let is_own = |reg: Reg| matches!(walk.op(walk.root_of(reg)), Some(Op::Input(id)) if columns.contains(id));
    let (mut edges, mut only) = (Vec::new(), true);
    for step in &plan.inner.steps {
        let edge = match &step.op {
            Op::Compare(_, a, b) if is_own(*a) => walk.settled(*b),
            Op::Compare(_, a, b) if is_own(*b) => walk.settled(*a),
            // The last day of a window lies in it, whatever its first one is.
            Op::Within { day, to, .. } if is_own(*day) => walk.settled(*to),
            Op::Cast(..) | Op::Existing(_) | Op::Broadcast(_) | Op::Exists(_) => continue,
            op if op.reads_any(is_own) => None,
            _ => continue,
        };
        only &= edge.is_some();
        edges.extend(edge);
    }
    edges.sort();
    edges.dedup();
    (edges, only)
}

fn walked<'a>(plan: &'a Plan, base: Lines<'a>, source: &'a Source) -> Walk<'a> {
    let steps = plan.inner.steps.len();
    let mut walk = Walk {
        plan,
        base,
        source,
        known: Vec::with_capacity(steps),
        coming: Vec::with_capacity(steps),
        fixed: Vec::with_capacity(steps),
    };
    for step in &plan.inner.steps {
        let filed = matches!(step.op, Op::Input(_) | Op::Present { .. });
        walk.fixed.push(!filed && !step.op.reads_any(|reg| !walk.is_fixed(reg)));
        let (direction, coming) = (walk.step(&step.op), walk.comes(&step.op));
        walk.known.push(direction);
        walk.coming.push(coming);
    }
    walk
}

struct Walk<'a> {
    plan: &'a Plan,
    base: Lines<'a>,
    source: &'a Source,
    known: Vec<Direction>,
    /// What it does that a register has a value at all; nothing where it never lacks one.
    coming: Vec<Option<Direction>>,
    /// Whether a register says the same whatever is filed.
    fixed: Vec<bool>,
}

/// A value of the one quantity that a table of bands judges.
#[derive(Clone, Copy)]
enum Sample {
    Absent,
    Number(Exact),
    Option(u32),
}

impl Walk<'_> {
    fn of(&self, reg: Reg) -> Direction {
        self.known.get(reg.index()).copied().unwrap_or(Direction::Both)
    }

    fn is_fixed(&self, reg: Reg) -> bool {
        self.fixed.get(reg.index()) == Some(&true)
    }

    fn op(&self, reg: Reg) -> Option<&Op> {
        self.plan.inner.steps.get(reg.index()).map(|step| &step.op)
    }

    fn range(&self, reg: Reg) -> (Exact, Exact) {
        self.plan.inner.steps.get(reg.index()).map_or((Exact::ZERO, Exact::ZERO), |step| step.out.range)
    }

    fn is_positive(&self, reg: Reg) -> bool {
        self.range(reg).0 >= Exact::ZERO
    }

    fn all(&self, parts: &[Reg]) -> Direction {
        parts.iter().fold(Direction::None, |known, part| known.join(self.of(*part)))
    }

    fn step(&self, op: &Op) -> Direction {
        match op {
            Op::Input(id) => match self.source {
                Source::Columns(columns) if columns.contains(id) => {
                    // Texts have no order.
                    if self.plan.inner.set[*id].ty == Ty::Text { Direction::Both } else { Direction::Up }
                }
                Source::Columns(_) | Source::Rows(_) => Direction::None,
            },
            Op::Present { frame, .. } if *self.source == Source::Rows(*frame) => Direction::Up,
            Op::Present { .. }
            | Op::Truth(_)
            | Op::Number(_)
            | Op::Param(..)
            | Op::Day(_)
            | Op::InRegion(_)
            | Op::EndsFrom(_) => Direction::None,
            Op::Broadcast(a) | Op::Cast(a, _) | Op::Existing(a) | Op::Round(a, _) => self.of(*a),
            Op::Add(a, b) | Op::Max(a, b) | Op::Min(a, b) => self.of(*a).join(self.of(*b)),
            Op::Sub(a, b) => self.of(*a).join(self.of(*b).turned()),
            Op::Months(a, b, _) => self.of(*a).turned().join(self.of(*b)),
            Op::Mul(a, b) => self.product(*a, *b),
            Op::Div(a, b) => match (self.of(*a), self.of(*b)) {
                (above, Direction::None) if self.is_positive(*b) => above,
                (above, below) => above.join(below).or_both(),
            },
            Op::Remainder(a, _) => self.of(*a).or_both(),
            Op::Not(a) => self.of(*a).turned(),
            Op::And(parts) | Op::Or(parts) | Op::CountTrue(parts) | Op::Highest(parts, _) => self.all(parts),
            Op::Compare(op, a, b) => self.comparison(*op, *a, *b),
            Op::ChoiceCompare(op, a, b) => self.ordered(*op, *a, *b),
            Op::ChoiceIn(a, mask) => self.among(*a, *mask),
            Op::Exists(a) => self.presence(*a),
            Op::Within { day, to, .. } => self.of(*day).join(self.of(*to)).or_both(),
            Op::Count { rows, .. } => self.of(*rows),
            Op::Sum { rows, of, .. } => {
                let rows = if self.is_positive(*of) { self.of(*rows) } else { self.of(*rows).or_both() };
                rows.join(self.of(*of))
            }
            Op::Mean { rows, of, .. } => self.of(*rows).or_both().join(self.of(*of)),
            Op::Pick { pick, rows, of, by, .. } => match pick {
                Pick::Highest => self.of(*rows).join(self.of(*of)),
                // A first row raises nothing to something, a further one lowers it.
                Pick::Lowest => self.of(*rows).or_both().join(self.of(*of)),
                Pick::Newest => {
                    let by = by.map_or(Direction::None, |by| self.of(by));
                    self.of(*rows).join(by).or_both().join(self.of(*of))
                }
            },
            Op::All { count, lacking } => self.of(*count).join(self.of(*lacking).turned()),
            Op::Share { rows, excluded, exempted, has, .. } => {
                let excluded = excluded.map_or(Direction::None, |reg| self.of(reg));
                let exempted = exempted.map_or(Direction::None, |reg| self.of(reg));
                self.of(*rows).join(excluded).or_both().join(self.of(*has)).join(exempted)
            }
            Op::Each { rows, points, keys, highest, .. } => {
                // Of rows that are alike one counts, and nobody says which: one more can lower the least.
                let least = !*highest && !self.is_fixed(*points);
                let only_raise = self.is_positive(*points) && !least;
                let rows = if only_raise { self.of(*rows) } else { self.of(*rows).or_both() };
                rows.join(self.of(*points)).join(self.all(keys).or_both())
            }
            Op::Select(parts) => self.select(parts),
            Op::Class { tested, rest } => self.class(tested, *rest),
            Op::Gate { class, holds, map } => {
                let lowers = match map {
                    GateMap::Becomes(bits::OUTSIDE | bits::NOT_RANKED | bits::LEFT_OPEN)
                    | GateMap::AtMost(_) => true,
                    // The lowest class is more than none at all.
                    GateMap::Becomes(class_bits) => *class_bits == 1 && !self.may_be_below(*class),
                };
                let holds = if lowers { self.of(*holds) } else { self.of(*holds).or_both() };
                self.of(*class).join(holds)
            }
        }
    }

    fn product(&self, a: Reg, b: Reg) -> Direction {
        match (self.of(a), self.of(b)) {
            (Direction::None, Direction::None) => Direction::None,
            (own, Direction::None) if self.is_positive(b) => own,
            (Direction::None, own) if self.is_positive(a) => own,
            (x, y) if self.is_positive(a) && self.is_positive(b) => x.join(y),
            _ => Direction::Both,
        }
    }

    fn comparison(&self, op: Comparison, a: Reg, b: Reg) -> Direction {
        // To equal the greatest value there is, is to reach it.
        if matches!(op, Comparison::Equal | Comparison::NotEqual) && self.of(b) == Direction::None {
            let (least, most) = self.range(a);
            let equal = match self.settled(b) {
                Some(bar) if bar >= most => self.of(a),
                Some(bar) if bar <= least => self.of(a).turned(),
                _ => self.of(a).or_both(),
            };
            let equal = if op == Comparison::Equal { equal } else { equal.turned() };
            return equal.join(self.coming(a));
        }
        self.ordered(op, a, b)
    }

    fn ordered(&self, op: Comparison, a: Reg, b: Reg) -> Direction {
        let above = self.of(a).join(self.of(b).turned());
        let own = match op {
            Comparison::GreaterOrEqual | Comparison::Greater => above,
            Comparison::LessOrEqual | Comparison::Less => above.turned(),
            Comparison::Equal | Comparison::NotEqual => above.or_both(),
        };
        own.join(self.coming(a)).join(self.coming(b))
    }

    /// Whether a choice lies among some options: the highest ones, the lowest ones, or others.
    fn among(&self, choice: Reg, mask: u64) -> Direction {
        let own = self.of(choice);
        let Some(count) = self.options(choice) else { return own.or_both() };
        let all = crate::batch::option_bits(count);
        let mask = mask & all;
        let is_low = |mask: u64| mask & mask.wrapping_add(1) == 0;
        let own = if is_low(all & !mask) {
            own
        } else if is_low(mask) {
            own.turned()
        } else {
            own.or_both()
        };
        own.join(self.coming(choice))
    }

    /// How many options the list of a choice has.
    fn options(&self, reg: Reg) -> Option<usize> {
        match self.op(reg)? {
            Op::Input(id) => match &self.plan.inner.set[*id].ty {
                Ty::Choice(choice) => Some(self.plan.inner.set[*choice].options.len()),
                _ => None,
            },
            Op::Pick { options, .. } => usize::try_from(*options).ok(),
            Op::Broadcast(inner) | Op::Existing(inner) => self.options(*inner),
            Op::Select(parts) => parts.iter().find_map(|(_, value)| self.options((*value)?)),
            _ => None,
        }
    }

    /// What it does to a comparison that there is a value at all: one with nothing may come out either
    /// way, so that any value raises what is certain.
    fn coming(&self, reg: Reg) -> Direction {
        self.coming.get(reg.index()).copied().flatten().unwrap_or(Direction::None)
    }

    /// The same of a step; nothing where it never lacks a value. Whether a fact is filed is known before.
    fn comes(&self, op: &Op) -> Option<Direction> {
        let of = |reg: &Reg| self.coming.get(reg.index()).copied().flatten();
        let joined = |parts: &[&Reg]| parts.iter().filter_map(|part| of(part)).reduce(Direction::join);
        match op {
            Op::Pick { rows, .. } | Op::Mean { rows, .. } => Some(self.of(*rows)),
            Op::Share { rows, excluded, exempted, has, .. } => {
                // Who is exempt is left out only without what is asked.
                let asked = exempted.map(|_| *has);
                let outside = [*excluded, *exempted, asked].into_iter().flatten();
                Some(outside.fold(self.of(*rows), |known, reg| known.join(self.of(reg).or_both())))
            }
            Op::Broadcast(a) | Op::Cast(a, _) | Op::Round(a, _) | Op::Remainder(a, _) => of(a),
            Op::Add(a, b)
            | Op::Sub(a, b)
            | Op::Mul(a, b)
            | Op::Max(a, b)
            | Op::Min(a, b)
            | Op::Months(a, b, _) => joined(&[a, b]),
            // Nothing is divided by nought or less.
            Op::Div(a, b) if self.range(*b).0 <= Exact::ZERO => {
                let below = self.of(*b).join(self.coming(*b)).or_both();
                Some(self.coming(*a).join(below))
            }
            Op::Div(a, b) => joined(&[a, b]),
            Op::Select(parts) => {
                let lacks = |(_, value): &(Reg, Option<Reg>)| value.is_none_or(|value| of(&value).is_some());
                let same = |(when, value): &(Reg, Option<Reg>)| {
                    self.of(*when) == Direction::None
                        && value.is_none_or(|value| self.coming(value) == Direction::None)
                };
                let known = if parts.iter().all(same) { Direction::None } else { Direction::Both };
                parts.iter().any(lacks).then_some(known)
            }
            _ => None,
        }
    }

    /// Whether there is a value at all.
    fn presence(&self, reg: Reg) -> Direction {
        match self.op(reg) {
            Some(Op::Pick { rows, .. } | Op::Mean { rows, .. }) => self.of(*rows),
            Some(Op::Share { rows, excluded, exempted, has, .. }) => {
                let outside = [*excluded, *exempted].into_iter().flatten().chain([*has]);
                outside.fold(self.of(*rows), |known, reg| known.join(self.of(reg).or_both()))
            }
            Some(Op::Broadcast(inner) | Op::Cast(inner, _) | Op::Round(inner, _)) => self.presence(*inner),
            Some(Op::Input(_)) => self.of(reg),
            Some(Op::Number(_) | Op::Param(..)) => Direction::None,
            // They lack a value where a part of them does.
            Some(Op::Add(a, b) | Op::Sub(a, b) | Op::Mul(a, b)) => self.presence(*a).join(self.presence(*b)),
            // Nothing is divided by nought or less.
            Some(Op::Div(a, b)) => {
                let below = self.of(*b).join(self.presence(*b)).or_both();
                self.presence(*a).join(below)
            }
            // Which row holds is the same, so it is only asked whether that row's value is there.
            Some(Op::Select(parts)) if parts.iter().all(|(when, _)| self.of(*when) == Direction::None) => {
                let values = parts.iter().filter_map(|(_, value)| *value);
                values.fold(Direction::None, |known, value| known.join(self.presence(value)))
            }
            _ => self.of(reg).or_both(),
        }
    }

    fn class(&self, tested: &[(Reg, u32)], rest: u64) -> Direction {
        let own = self.all(&tested.iter().map(|(holds, _)| *holds).collect::<Vec<_>>());
        let falling = tested.windows(2).all(|pair| match pair {
            [(_, higher), (_, lower)] => higher > lower,
            _ => true,
        });
        let lowest = tested.iter().map(|(_, option)| *option).min().unwrap_or(0);
        let below = rest == bits::LEFT_OPEN || rest < 1u64.checked_shl(lowest).unwrap_or(u64::MAX);
        if falling && below { own } else { own.or_both() }
    }

    /// Whether a class can be none of the list: left open, not ranked or outside.
    fn may_be_below(&self, class: Reg) -> bool {
        match self.op(class) {
            Some(Op::Class { rest, .. }) => *rest >= bits::OUTSIDE,
            Some(Op::Gate { class, map, .. }) => {
                matches!(map, GateMap::Becomes(to) if *to >= bits::OUTSIDE) || self.may_be_below(*class)
            }
            _ => true,
        }
    }

    /// A table of bands: the direction of what it judges, if its rows rise with it.
    fn select(&self, parts: &[(Reg, Option<Reg>)]) -> Direction {
        let whens = parts.iter().fold(Direction::None, |known, (when, _)| known.join(self.of(*when)));
        let values = parts.iter().filter_map(|(_, value)| *value);
        let values = values.fold(Direction::None, |known, value| known.join(self.of(value)));
        if whens == Direction::None {
            return values;
        }
        if values != Direction::None {
            return Direction::Both;
        }
        self.bands(parts).unwrap_or(Direction::Both)
    }

    fn bands(&self, parts: &[(Reg, Option<Reg>)]) -> Option<Direction> {
        let mut judged = BTreeSet::new();
        let mut edges = Vec::new();
        let mut asks = false;
        for (when, _) in parts {
            self.atoms(*when, &mut judged, &mut edges, &mut asks)?;
        }
        let (Some(subject), 1) = (judged.first().copied(), judged.len()) else { return None };
        // None of several rows is possible wherever two of them are: knowing less may promise more.
        let is_none_of =
            |reg: Reg| matches!(self.op(reg), Some(Op::Not(of)) if matches!(self.op(*of), Some(Op::Or(_))));
        if parts.iter().any(|(when, _)| is_none_of(*when)) {
            return None;
        }
        let mut samples = if asks { vec![Sample::Absent] } else { Vec::new() };
        match self.plan.inner.steps.get(subject.index()).map(|step| step.out.kind)? {
            Kind::Choice => {
                let count = u32::try_from(self.options(subject)?).ok()?;
                samples.extend((0..count).map(Sample::Option));
            }
            Kind::Number { width, den } => {
                let grain = if width == Width::Fraction { None } else { Exact::new(1, den) };
                let (least, most) = self.range(subject);
                // What lies outside the range says what its end does.
                let mut inside: Vec<Exact> =
                    around(edges, grain)?.into_iter().map(|value| value.clamp(least, most)).collect();
                inside.dedup();
                samples.extend(inside.into_iter().map(Sample::Number));
            }
            Kind::Truth => return None,
        }
        let points: Option<Vec<Exact>> =
            samples.iter().map(|sample| self.row_of(parts, subject, *sample)).collect();
        let points = points?;
        let step = |holds: fn(&Exact, &Exact) -> bool| {
            points.windows(2).all(|pair| matches!(pair, [a, b] if holds(a, b)))
        };
        let (rises, falls) = (step(|a, b| a <= b), step(|a, b| a >= b));
        if !asks {
            // Where nothing is judged each row may hold, so that a value raises what is certain.
            let own = match (rises, falls) {
                (true, true) => Direction::None,
                (true, false) => self.of(subject),
                (false, true) => self.of(subject).turned(),
                (false, false) => return None,
            };
            let coming = self.coming(subject);
            return Some(own.join(if own == Direction::None { coming.or_both() } else { coming }));
        }
        let presence = self.presence(subject);
        let own = self.of(subject).join(presence);
        match (rises, falls) {
            (true, true) => Some(Direction::None),
            // No value is least of all. Of values filed for a fact that makes the difference between
            // there being one and none, so each of them is better than nothing.
            (true, false) if presence == Direction::Up && matches!(self.source, Source::Columns(_)) => {
                Some(self.of(subject))
            }
            (true, false) => Some(own),
            (false, true) => Some(own.turned()),
            (false, false) => None,
        }
    }

    /// What the quantities judged are, and the edges they are compared with.
    fn atoms(
        &self,
        reg: Reg,
        judged: &mut BTreeSet<Reg>,
        edges: &mut Vec<Exact>,
        asks: &mut bool,
    ) -> Option<()> {
        if self.of(reg) == Direction::None && !matches!(self.op(reg)?, Op::Compare(..) | Op::ChoiceIn(..)) {
            // It says the same whatever the source is; it must be known what.
            return self.truth(reg).map(|_| ());
        }
        match self.op(reg)? {
            Op::Not(a) => self.atoms(*a, judged, edges, asks)?,
            Op::And(parts) | Op::Or(parts) => {
                for part in parts {
                    self.atoms(*part, judged, edges, asks)?;
                }
            }
            Op::Compare(_, a, b) => {
                let (subject, edge) = match (self.settled(*a), self.settled(*b)) {
                    (_, Some(edge)) if self.of(*b) == Direction::None => (*a, edge),
                    (Some(edge), _) if self.of(*a) == Direction::None => (*b, edge),
                    _ => return None,
                };
                judged.insert(self.root_of(subject));
                edges.push(edge);
            }
            Op::ChoiceIn(a, _) => {
                judged.insert(self.root_of(*a));
            }
            Op::Exists(a) => {
                judged.insert(self.root_of(*a));
                *asks = true;
            }
            _ => return None,
        }
        Some(())
    }

    /// The register a value was copied from.
    fn root_of(&self, reg: Reg) -> Reg {
        match self.op(reg) {
            Some(Op::Cast(inner, _) | Op::Existing(inner) | Op::Broadcast(inner)) => self.root_of(*inner),
            _ => reg,
        }
    }

    /// The points of the one row that holds for a value.
    fn row_of(&self, parts: &[(Reg, Option<Reg>)], subject: Reg, sample: Sample) -> Option<Exact> {
        let mut found = None;
        for (when, value) in parts {
            if self.holds(*when, subject, sample)? {
                if found.is_some() {
                    return None;
                }
                found = Some(self.settled((*value)?)?);
            }
        }
        found
    }

    fn holds(&self, reg: Reg, subject: Reg, sample: Sample) -> Option<bool> {
        match self.op(reg)? {
            Op::Not(a) => self.holds(*a, subject, sample).map(|holds| !holds),
            Op::And(parts) => self.joined(parts, subject, sample, true),
            Op::Or(parts) => self.joined(parts, subject, sample, false),
            Op::Compare(op, a, b) => {
                let Sample::Number(value) = sample else { return None };
                let (left, right) = if self.root_of(*a) == subject {
                    (value, self.settled(*b)?)
                } else {
                    (self.settled(*a)?, value)
                };
                Some(crate::evaluate::compare_ordering(*op, left.cmp(&right)))
            }
            Op::ChoiceIn(a, mask) if self.root_of(*a) == subject => match sample {
                Sample::Option(option) => Some(mask >> option & 1 == 1),
                Sample::Absent | Sample::Number(_) => None,
            },
            Op::Exists(a) if self.root_of(*a) == subject => Some(!matches!(sample, Sample::Absent)),
            _ => self.truth(reg),
        }
    }

    fn joined(&self, parts: &[Reg], subject: Reg, sample: Sample, all: bool) -> Option<bool> {
        let parts: Vec<Option<bool>> = parts.iter().map(|part| self.holds(*part, subject, sample)).collect();
        if parts.contains(&Some(!all)) {
            return Some(!all);
        }
        if parts.contains(&None) { None } else { Some(all) }
    }

    /// A number of the subject that is the same whatever is filed: a constant, a parameter.
    fn settled(&self, reg: Reg) -> Option<Exact> {
        let step = self.plan.inner.steps.get(reg.index())?;
        let Kind::Number { den, .. } = step.out.kind else { return None };
        if let Op::Number(units) = step.op {
            return Exact::new(units, den);
        }
        if let Op::Cast(inner, _) | Op::Broadcast(inner) = &step.op {
            return self.settled(*inner);
        }
        // A day of the evaluation is the same for every row of a table.
        if let (Op::Day(word), true) = (&step.op, step.out.frame != ROOT) {
            let same =
                |known: &Step| known.out.frame == ROOT && matches!(known.op, Op::Day(own) if own == *word);
            let at = self.plan.inner.steps.iter().position(same)?;
            return self.settled(Reg(u32::try_from(at).ok()?));
        }
        if step.out.frame != ROOT || !self.is_fixed(reg) {
            return None;
        }
        let (may_lack, _) = self.base.presence(reg, 0)?;
        let (lo, hi) = self.base.bounds(reg, 0)?;
        if lo != hi || may_lack {
            return None;
        }
        Exact::new(lo.num, lo.den)
    }

    /// A truth value of the subject that is the same whatever is filed.
    fn truth(&self, reg: Reg) -> Option<bool> {
        let step = self.plan.inner.steps.get(reg.index())?;
        if let Op::Truth(value) = step.op {
            return value;
        }
        if step.out.frame != ROOT || !self.is_fixed(reg) {
            return None;
        }
        match self.base.truth(reg, 0)? {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    }
}

/// The edges, and a value on each side of every edge; the values of a number on a grid lie on it.
fn around(mut edges: Vec<Exact>, grain: Option<Exact>) -> Option<Vec<Exact>> {
    edges.sort();
    edges.dedup();
    let step = grain.unwrap_or(Exact::ONE);
    let mut out = Vec::new();
    for (at, edge) in edges.iter().enumerate() {
        let between = match (at.checked_sub(1).and_then(|before| edges.get(before)), grain) {
            (Some(before), None) => before.add(*edge)?.div(Exact::whole(2))?,
            _ => edge.sub(step)?,
        };
        out.extend([between, *edge, edge.add(step)?]);
    }
    out.sort();
    out.dedup();
    // An edge between two values of the grid is no value itself.
    if let Some(grain) = grain {
        let on_grid = |value: Exact| {
            let steps = value.div(grain)?;
            if steps.is_whole() { Some(value) } else { Exact::whole(steps.floor()).mul(grain) }
        };
        out = out.into_iter().map(on_grid).collect::<Option<Vec<Exact>>>()?;
        out.dedup();
    }
    Some(out)
}
