//! Meaning to plan: every expression becomes a step, equal steps become one.
//!
//! In: the resolved set. Out: steps in dependency order, or the expressions that could overflow.
//! Conditions that depend on the level judged are lowered once for each level.

mod arithmetic;
mod combine;
mod items;
mod rows;
mod whole;

use super::{GateMap, Inner, ItemRegs, Kind, Op, Plan, Reg, Register, RoundingKey, Step, Width, bits};
use crate::diagnostics;
use crate::exact::{Exact, lcm, pow10};
use crate::hir::{
    BandShape, Clause, CriteriaSet, Effect, Expr, ExprKind, FrameId, FrameSource, Gives, InputId, ItemId,
    Missing, NotApplicable, ParamId, Quantifier, ROOT, Rounding, Rows, Scoring, ScoringKind, TableRow, Take,
    Ty, Unit,
};
use hashbrown::HashMap;
use hashbrown::hash_map::Entry;
use std::collections::BTreeMap;
use std::sync::Arc;
use tieuchi_grammar::ast::{Arithmetic, Comparison, DayWord};
use tieuchi_grammar::{Diagnostic, Phrase, Span};

/// Lowers a set. There is no plan if something could overflow.
pub(crate) fn from_hir(set: CriteriaSet) -> (Option<Plan>, Vec<Diagnostic>) {
    let mut lowering = Lowering {
        set: &set,
        steps: Vec::new(),
        numbering: HashMap::new(),
        exprs: BTreeMap::new(),
        members: BTreeMap::new(),
        scoring: BTreeMap::new(),
        items: BTreeMap::new(),
        totals: None,
        assumed: BTreeMap::new(),
        level: None,
        class_given: None,
        diagnostics: Vec::new(),
    };
    let covers = lowering.covers();
    let levels = lowering.levels();
    let total = lowering.totals();
    for at in 0..set.items.len() {
        let id = ItemId::from_index(at);
        if set[id].by_level {
            for level in &levels {
                lowering.level = Some(*level);
                lowering.item(id);
            }
            lowering.level = None;
        } else {
            lowering.item(id);
        }
    }
    let gates: Vec<Reg> = set.gates.iter().map(|gate| lowering.expr(&gate.condition)).collect();
    let class = lowering.class(covers, &gates);
    lowering.class_given = class;
    let decides = |authority: &crate::hir::Authority| {
        authority.condition.as_ref().map(|condition| lowering.expr(condition))
    };
    let authorities: Vec<Option<Reg>> = set.authorities.iter().map(decides).collect();
    let mut items = BTreeMap::new();
    for (id, level) in lowering.items.keys().copied().collect::<Vec<_>>() {
        lowering.level = level;
        // One that was asked for at no level, though it is judged by level, is nobody's result.
        let asked = level.is_some() == set[id].by_level;
        let regs = if asked { lowering.seen(id) } else { lowering.item(id) };
        items.insert((id, level), regs);
    }
    let Lowering { steps, exprs, members, scoring, diagnostics, .. } = lowering;
    if diagnostics.iter().any(Diagnostic::is_error) {
        return (None, diagnostics);
    }
    let differing = Inner::differing(&set, &steps);
    let inner = Inner {
        exprs,
        members,
        scoring,
        items,
        covers,
        gates,
        base_total: total.map(|total| total.base),
        scaled: total.and_then(|total| total.scaled),
        raw_total: total.map(|total| total.raw),
        total: total.map(|total| total.rounded),
        class,
        authorities,
        levels,
        open_matters: open_matters(&set),
        layout: crate::evaluate::Layout::of(&set, &steps, &differing),
        differing,
        opposites: Inner::opposites(&steps),
        full: Inner::full(&set, &steps),
        texts: Inner::texts(&set, &steps),
        steps,
        digests: std::sync::OnceLock::new(),
        shared: std::sync::OnceLock::new(),
        set,
    };
    (Some(Plan { inner: Arc::new(inner) }), diagnostics)
}

#[derive(Clone, Copy)]
struct Totals {
    base: Reg,
    scaled: Option<Reg>,
    raw: Reg,
    rounded: Reg,
}

struct Lowering<'a> {
    set: &'a CriteriaSet,
    steps: Vec<Step>,
    /// Value numbering: looked up, never iterated.
    numbering: HashMap<(Op, FrameId, Width, i128), Reg>,
    exprs: BTreeMap<(u32, Option<u32>), Reg>,
    members: BTreeMap<(u32, Option<u32>), Reg>,
    scoring: BTreeMap<(ItemId, usize, Option<u32>), Reg>,
    /// Items as their own heading sees them.
    items: BTreeMap<(ItemId, Option<u32>), ItemRegs>,
    totals: Option<Option<Totals>>,
    /// Items of which it is assumed that they apply, or do not.
    assumed: BTreeMap<ItemId, bool>,
    level: Option<u32>,
    /// The class after gates, once it is known.
    class_given: Option<Reg>,
    diagnostics: Vec<Diagnostic>,
}

impl Lowering<'_> {
    // ---- registers --------------------------------------------------------------------------

    #[expect(clippy::indexing_slicing, reason = "registers are made only by pushing the step they index")]
    fn at(&self, reg: Reg) -> &Register {
        &self.steps[reg.index()].out
    }

    fn push(&mut self, op: Op, out: Register) -> Reg {
        let (width, den) = match out.kind {
            Kind::Number { width, den } => (width, den),
            Kind::Truth | Kind::Choice => (Width::I32, 0),
        };
        let reg = Reg(u32::try_from(self.steps.len()).unwrap_or(u32::MAX));
        match self.numbering.entry((op, out.frame, width, den)) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(free) => {
                self.steps.push(Step { op: free.key().0.clone(), out });
                *free.insert(reg)
            }
        }
    }

    fn truth(&mut self, op: Op, frame: FrameId) -> Reg {
        let nought = (Exact::ZERO, Exact::ZERO);
        self.push(op, Register { frame, kind: Kind::Truth, range: nought, bounds: (0, 0) })
    }

    fn choice(&mut self, op: Op, frame: FrameId) -> Reg {
        let nought = (Exact::ZERO, Exact::ZERO);
        self.push(op, Register { frame, kind: Kind::Choice, range: nought, bounds: (0, 0) })
    }

    fn unknown(&mut self, frame: FrameId) -> Reg {
        self.truth(Op::Truth(None), frame)
    }

    /// A number over a known denominator, in the narrowest lane its range proves.
    fn number(&mut self, op: Op, frame: FrameId, range: (Exact, Exact), den: i128, span: Span) -> Reg {
        let width = match lane(range, den) {
            Some(width) => width,
            None => {
                self.diagnostics.push(diagnostics::too_wide(span, 38));
                Width::I128
            }
        };
        let bounds = (magnitude(range, den), den.unsigned_abs());
        self.push(op, Register { frame, kind: Kind::Number { width, den }, range, bounds })
    }

    fn fraction(
        &mut self,
        op: Op,
        frame: FrameId,
        range: (Exact, Exact),
        bounds: Option<(u128, u128)>,
        span: Span,
    ) -> Reg {
        let limit = i128::MAX.unsigned_abs();
        let bounds = match bounds.filter(|(num, den)| *num <= limit && *den <= limit) {
            Some(bounds) => bounds,
            None => {
                self.diagnostics.push(diagnostics::too_wide(span, 38));
                (limit, limit)
            }
        };
        self.push(
            op,
            Register { frame, kind: Kind::Number { width: Width::Fraction, den: 1 }, range, bounds },
        )
    }

    /// The number in another lane or over another denominator.
    fn cast(&mut self, reg: Reg, width: Width, den: i128, span: Span) -> Reg {
        let from = *self.at(reg);
        let Kind::Number { width: old_width, den: old_den } = from.kind else { return reg };
        if (old_width, old_den) == (width, den) {
            return reg;
        }
        if width == Width::Fraction {
            return self.fraction(Op::Cast(reg, old_den), from.frame, from.range, Some(from.bounds), span);
        }
        let out = Register {
            kind: Kind::Number { width, den },
            bounds: (magnitude(from.range, den), den.unsigned_abs()),
            ..from
        };
        let factor = den / old_den.max(1);
        // A constant is that many units at once.
        let op = match self.op(reg) {
            Op::Number(value) => value.checked_mul(factor).map(Op::Number),
            _ => None,
        };
        self.push(op.unwrap_or(Op::Cast(reg, factor)), out)
    }

    fn den_of(&self, reg: Reg) -> Option<i128> {
        match self.at(reg).kind {
            Kind::Number { width: Width::Fraction, .. } => None,
            Kind::Number { den, .. } => Some(den),
            Kind::Truth | Kind::Choice => Some(1),
        }
    }

    /// Brings numbers to one lane and denominator, wide enough for all of them and for `range`.
    fn align(&mut self, regs: &[Reg], range: (Exact, Exact), span: Span) -> (Vec<Reg>, Width, i128) {
        let mut den = Some(1i128);
        for reg in regs {
            den = den.and_then(|den| lcm(den, self.den_of(*reg)?));
        }
        let mut width = den.and_then(|den| lane(range, den));
        for reg in regs {
            let own = self.at(*reg).range;
            width = width.zip(den.and_then(|den| lane(own, den))).map(|(a, b)| a.max(b));
        }
        let (width, den) = match (width, den) {
            (Some(width), Some(den)) => (width, den),
            _ => (Width::Fraction, 1),
        };
        let frame = regs.iter().map(|reg| self.at(*reg).frame).find(|frame| *frame != ROOT).unwrap_or(ROOT);
        let out = regs
            .iter()
            .map(|reg| {
                let reg = self.cast(*reg, width, den, span);
                self.in_frame(reg, frame)
            })
            .collect();
        (out, width, den)
    }

    /// The value of each row's owner, where the register is of the frame above.
    fn in_frame(&mut self, reg: Reg, frame: FrameId) -> Reg {
        let from = *self.at(reg);
        if from.frame == frame || frame == ROOT {
            return reg;
        }
        // What is the same for everybody is the same in every row.
        let op = match self.op(reg) {
            op @ (Op::Number(_) | Op::Day(_) | Op::Truth(_) | Op::EndsFrom(_)) => op.clone(),
            _ => Op::Broadcast(reg),
        };
        self.push(op, Register { frame, ..from })
    }

    fn constant(&mut self, value: Exact, frame: FrameId, span: Span) -> Reg {
        let den = value.denominator();
        self.number(Op::Number(value.numerator()), frame, (value, value), den, span)
    }

    // ---- expressions -------------------------------------------------------------------------

    fn expr(&mut self, expr: &Expr) -> Reg {
        let key = (expr.id, self.level);
        if let Some(reg) = self.exprs.get(&key) {
            return *reg;
        }
        // A row of arithmetic is lowered from its beginning, so that it takes no more of the stack the
        // longer it is.
        for part in expr.row_of_arithmetic().into_iter().rev() {
            let reg = self.lower(part);
            self.exprs.insert((part.id, self.level), reg);
        }
        let reg = self.lower(expr);
        self.exprs.insert(key, reg);
        reg
    }

    fn lower(&mut self, expr: &Expr) -> Reg {
        let (frame, span) = (expr.frame, expr.span);
        match &expr.kind {
            ExprKind::Number(value) => self.constant(*value, frame, span),
            ExprKind::Truth(value) => self.truth(Op::Truth(Some(*value)), frame),
            ExprKind::Day(day) => self.day_constant(day.number(), frame, span),
            // Options and texts are lowered where they are compared; alone they stand for their position.
            ExprKind::Option(at) => self.constant(Exact::whole(i128::from(*at)), frame, span),
            ExprKind::Text(text) => {
                let code = self.text_code(text);
                self.day_constant(code, frame, span)
            }
            ExprKind::NamedDay(day) => self.number(Op::Day(*day), ROOT, day_range(), 1, span),
            ExprKind::Input(id) => self.input(*id, expr),
            ExprKind::Param(id) => self.param(*id, span),
            ExprKind::Definition(_, inner) => self.expr(inner),
            ExprKind::LevelJudged(position) => match self.level {
                Some(level) => self.truth(Op::Truth(Some(level == *position)), ROOT),
                None => {
                    let name = tieuchi_grammar::Builtin::LevelJudged.name(self.set.lang);
                    self.diagnostics.push(diagnostics::no_meaning_here(
                        span,
                        name,
                        (
                            "`mức_đang_xét` chỉ dùng trong mục, tham số và điều kiện của các mức",
                            "`level_judged` is for items, parameters and conditions of levels",
                        ),
                    ));
                    self.unknown(ROOT)
                }
            },
            ExprKind::HoldsClass(position) => match (self.class_given, &self.set.classes) {
                (Some(class), Some(classes)) => {
                    let count = u32::try_from(classes.list.len()).unwrap_or(0);
                    let option = count.saturating_sub(1).saturating_sub(*position);
                    self.truth(Op::ChoiceIn(class, 1u64 << option), ROOT)
                }
                _ => self.unknown(ROOT),
            },
            ExprKind::Not(inner) => {
                let inner = self.expr(inner);
                self.not(inner)
            }
            ExprKind::And(parts) => {
                let parts = self.all_in(parts, frame);
                self.and(parts, frame)
            }
            ExprKind::Or(parts) => {
                let parts = self.all_in(parts, frame);
                self.or(parts, frame)
            }
            ExprKind::Compare(op, left, right) => self.compare(*op, left, right, span),
            ExprKind::In(left, list) => self.is_in(left, list, span),
            ExprKind::InPeriod(day) => {
                let day = self.expr(day);
                let start = self.number(Op::Day(DayWord::PeriodStart), ROOT, day_range(), 1, span);
                let end = self.number(Op::Day(DayWord::PeriodEnd), ROOT, day_range(), 1, span);
                let after = self.compare_regs(Comparison::GreaterOrEqual, day, start, span);
                let before = self.compare_regs(Comparison::LessOrEqual, day, end, span);
                self.and(vec![after, before], frame)
            }
            ExprKind::Within { day, count, unit, to } => {
                let day = self.expr(day);
                let to = self.expr(to);
                let (day, to) = (self.in_frame(day, frame), self.in_frame(to, frame));
                self.truth(Op::Within { day, to, count: *count, unit: *unit }, frame)
            }
            ExprKind::Arithmetic(op, left, right) => {
                let (left, right) = (self.expr(left), self.expr(right));
                self.arithmetic(*op, left, right, expr.range, span)
            }
            ExprKind::Larger(left, right) => {
                let (left, right) = (self.expr(left), self.expr(right));
                self.extreme(true, left, right, span)
            }
            ExprKind::Smaller(left, right) => {
                let (left, right) = (self.expr(left), self.expr(right));
                self.extreme(false, left, right, span)
            }
            ExprKind::Remainder(value, divisor) => {
                let value = self.expr(value);
                let range = (Exact::ZERO, Exact::whole(i128::from(*divisor) - 1));
                if self.den_of(value) != Some(1) {
                    self.diagnostics.push(diagnostics::wrong_type(
                        span,
                        ("một số nguyên", "a whole number"),
                        ("số có phần lẻ", "a number with digits after the mark"),
                    ));
                }
                let width = match self.at(value).kind {
                    Kind::Number { width, .. } => width,
                    Kind::Truth | Kind::Choice => Width::I32,
                };
                let out = Register {
                    frame,
                    kind: Kind::Number { width, den: 1 },
                    range,
                    bounds: (u128::from(*divisor), 1),
                };
                self.push(Op::Remainder(value, *divisor), out)
            }
            ExprKind::MonthsBetween(from, to, per) => {
                let (from, to) = (self.expr(from), self.expr(to));
                let (from, to) = (self.in_frame(from, frame), self.in_frame(to, frame));
                self.number(Op::Months(from, to, *per), frame, (Exact::ZERO, Exact::whole(3_600)), 1, span)
            }
            ExprKind::Round(inner, rounding) => {
                let inner = self.expr(inner);
                self.round(inner, *rounding, span)
            }
            ExprKind::Count(rows) => {
                let member = self.member(rows, expr.id);
                self.count(member, self.is_open(rows), span)
            }
            ExprKind::Sum(rows, of) => {
                let rows_reg = self.member(rows, expr.id);
                let open = self.is_open(rows);
                let (rows_reg, of) = self.of_what_exists(rows_reg, of, rows.frame);
                self.sum(rows_reg, of, open, expr.range, span)
            }
            ExprKind::Mean(rows, of) => {
                let rows_reg = self.member(rows, expr.id);
                let open = self.is_open(rows);
                let (rows_reg, of) = self.of_what_exists(rows_reg, of, rows.frame);
                self.mean(rows_reg, of, open, span)
            }
            ExprKind::Pick(pick, rows, of, by) => {
                let rows_reg = self.member(rows, expr.id);
                let open = self.is_open(rows);
                let options = match of.ty {
                    Ty::Choice(choice) => u32::try_from(self.set[choice].options.len()).unwrap_or(63),
                    _ => 0,
                };
                let (rows_reg, of) = self.of_what_exists(rows_reg, of, rows.frame);
                let by = by.as_ref().map(|by| self.child(by, rows.frame));
                let out = Register { frame: ROOT, ..*self.at(of) };
                self.push(Op::Pick { pick: *pick, rows: rows_reg, of, by, open, options }, out)
            }
            ExprKind::All(rows, body) => {
                let member = self.member(rows, expr.id);
                let open = self.is_open(rows);
                let body = self.child(body, rows.frame);
                let exempt = self.any_of(&rows.exempting, rows.frame);
                let mut lacking = vec![member, self.not(body)];
                // Who is exempt need not have it; whether there is anybody is asked of the group.
                lacking.extend(exempt.map(|exempt| self.not(exempt)));
                let lacking = self.and(lacking, rows.frame);
                let count = self.count(member, open, span);
                let lacking = self.count(lacking, open, span);
                self.truth(Op::All { count, lacking }, ROOT)
            }
            ExprKind::Share(rows, body) => {
                let member = self.member_without_exclusions(rows);
                self.members.insert((expr.id, self.level), member);
                let excluded = self.any_of(&rows.excluding, rows.frame);
                let exempted = self.any_of(&rows.exempting, rows.frame);
                let has = self.child(body, rows.frame);
                let most = crate::hir::MAX_ROWS.unsigned_abs();
                let op = Op::Share { rows: member, excluded, exempted, has, open: self.is_open(rows) };
                self.fraction(op, ROOT, (Exact::ZERO, Exact::ONE), Some((most, most)), span)
            }
            ExprKind::AllItems(list) => self.all_items(list),
            ExprKind::CountItems(list) => {
                let holding = self.holding_items(list);
                self.count_true(holding, span)
            }
            ExprKind::ShareItems(list) => {
                let holding = self.holding_items(list);
                let met = self.count_true(holding, span);
                let applying: Vec<Reg> = list
                    .iter()
                    .map(|(item, _)| {
                        let applies = self.in_collection(*item);
                        self.or_true(applies)
                    })
                    .collect();
                let all = self.count_true(applying, span);
                self.ratio(met, all, (Exact::ZERO, Exact::ONE), span)
            }
            ExprKind::ItemPoints(item) => self.item_number(*item, |regs| regs.points, span),
            ExprKind::ItemMax(item) => self.item_number(*item, |regs| regs.max, span),
            ExprKind::ItemShare(item) => {
                let points = self.item_number(*item, |regs| regs.points, span);
                let max = self.item_number(*item, |regs| regs.max, span);
                self.ratio(points, max, (Exact::ZERO, Exact::ONE), span)
            }
            ExprKind::ItemMet(item) => match self.item(*item).met {
                Some(met) => met,
                None => self.unknown(ROOT),
            },
            ExprKind::ItemApplies(item) => {
                // Where something is said instead, it counts although it does not apply.
                let set = self.set;
                let mut applies: Vec<Reg> = self.parts_apply(*item).into_iter().collect();
                let own = set[*item].only.as_ref().map(|(only, _)| (*item, only));
                for (heading, condition) in own.into_iter().chain(set.conditions_above(*item)) {
                    applies.push(self.own_condition(heading, condition));
                }
                self.and(applies, ROOT)
            }
            ExprKind::Exists(inner) => {
                let inner = self.expr(inner);
                self.truth(Op::Exists(inner), frame)
            }
            ExprKind::Total => self.total_part(|total| total.rounded, span),
            ExprKind::RawTotal => self.total_part(|total| total.raw, span),
            ExprKind::BaseTotal => self.total_part(|total| total.base, span),
            ExprKind::Table(rows) => self.table(rows, frame, span),
            ExprKind::Clauses(quantifier, clauses) => self.clauses(*quantifier, clauses, frame, span),
            ExprKind::ClauseCount(clauses) => {
                let met = clauses.iter().map(|clause| self.clause(clause, frame)).collect();
                self.count_true(met, span)
            }
        }
    }

    fn day_constant(&mut self, number: i32, frame: FrameId, span: Span) -> Reg {
        self.constant(Exact::whole(i128::from(number)), frame, span)
    }

    /// Texts are compared by number: literals of the set come first in its list.
    fn text_code(&self, text: &str) -> i32 {
        self.set.text_code(text)
    }

    fn input(&mut self, id: InputId, expr: &Expr) -> Reg {
        let input = &self.set[id];
        let (frame, span) = (input.frame, expr.span);
        match &input.ty {
            Ty::Truth => self.truth(Op::Input(id), frame),
            Ty::Choice(_) => self.choice(Op::Input(id), frame),
            Ty::Day => self.number(Op::Input(id), frame, day_range(), 1, span),
            Ty::Text => {
                self.number(Op::Input(id), frame, (Exact::ZERO, Exact::whole(i128::from(i32::MAX))), 1, span)
            }
            Ty::Number(unit) => {
                let places = input.places + if *unit == Unit::Ratio { 2 } else { 0 };
                let den = pow10(places).unwrap_or(1);
                let mut range = input.range.unwrap_or((Exact::ZERO, Exact::ZERO));
                if input.when_missing == Some(Missing::Zero) {
                    range.0 = Exact::ZERO.min(range.0);
                }
                self.number(Op::Input(id), frame, range, den, span)
            }
        }
    }

    fn param(&mut self, id: ParamId, span: Span) -> Reg {
        let param = &self.set[id];
        let den =
            param.rows.iter().try_fold(1i128, |den, row| lcm(den, row.value.denominator())).unwrap_or(1);
        let mut cases: Vec<(Option<Reg>, Reg)> = Vec::new();
        for (case, condition) in param.cases.iter().enumerate() {
            let value = self.number(Op::Param(id, case), ROOT, param.range, den, span);
            let condition = condition.as_ref().map(|condition| self.expr(condition));
            if condition.is_none_or(|reg| !self.is_constant(reg, false)) {
                cases.push((condition, value));
            }
        }
        match cases.as_slice() {
            [(None, value)] => *value,
            [(Some(condition), value)] if self.is_constant(*condition, true) => *value,
            _ => {
                let rows = cases
                    .iter()
                    .filter_map(|(condition, value)| Some(((*condition)?, Some(*value))))
                    .collect();
                self.select_number(rows, ROOT, span)
            }
        }
    }

    #[expect(clippy::indexing_slicing, reason = "registers are made only by pushing the step they index")]
    fn op(&self, reg: Reg) -> &Op {
        &self.steps[reg.index()].op
    }

    fn is_constant(&self, reg: Reg, value: bool) -> bool {
        *self.op(reg) == Op::Truth(Some(value))
    }

    fn all_in(&mut self, parts: &[Expr], frame: FrameId) -> Vec<Reg> {
        parts
            .iter()
            .map(|part| {
                let reg = self.expr(part);
                self.in_frame(reg, frame)
            })
            .collect()
    }

    fn child(&mut self, expr: &Expr, frame: FrameId) -> Reg {
        let reg = self.expr(expr);
        self.in_frame(reg, frame)
    }

    fn not(&mut self, inner: Reg) -> Reg {
        let frame = self.at(inner).frame;
        if self.is_constant(inner, true) {
            return self.truth(Op::Truth(Some(false)), frame);
        }
        if self.is_constant(inner, false) {
            return self.truth(Op::Truth(Some(true)), frame);
        }
        self.truth(Op::Not(inner), frame)
    }

    fn and(&mut self, parts: Vec<Reg>, frame: FrameId) -> Reg {
        self.junction(true, parts, frame)
    }

    fn or(&mut self, parts: Vec<Reg>, frame: FrameId) -> Reg {
        self.junction(false, parts, frame)
    }

    /// A conjunction (or disjunction), known parts folded away.
    fn junction(&mut self, all: bool, mut parts: Vec<Reg>, frame: FrameId) -> Reg {
        if parts.iter().any(|part| self.is_constant(*part, !all)) {
            return self.truth(Op::Truth(Some(!all)), frame);
        }
        parts.retain(|part| !self.is_constant(*part, all));
        match parts.as_slice() {
            [] => self.truth(Op::Truth(Some(all)), frame),
            [only] => *only,
            _ if all => self.truth(Op::And(parts), frame),
            _ => self.truth(Op::Or(parts), frame),
        }
    }

    fn or_true(&mut self, applies: Option<Reg>) -> Reg {
        match applies {
            Some(applies) => applies,
            None => self.truth(Op::Truth(Some(true)), ROOT),
        }
    }

    fn compare(&mut self, op: Comparison, left: &Expr, right: &Expr, span: Span) -> Reg {
        if let Ty::Choice(choice) = left.ty {
            let count = self.set[choice].options.len();
            match (&left.kind, &right.kind) {
                (_, ExprKind::Option(at)) => {
                    let mask = option_mask(op, *at, count);
                    let left = self.expr(left);
                    let frame = self.at(left).frame;
                    return self.truth(Op::ChoiceIn(left, mask), frame);
                }
                (ExprKind::Option(at), _) => {
                    let mask = option_mask(mirrored(op), *at, count);
                    let right = self.expr(right);
                    let frame = self.at(right).frame;
                    return self.truth(Op::ChoiceIn(right, mask), frame);
                }
                _ => {
                    let (left, right) = (self.expr(left), self.expr(right));
                    let frame =
                        if self.at(left).frame == ROOT { self.at(right).frame } else { self.at(left).frame };
                    let (left, right) = (self.in_frame(left, frame), self.in_frame(right, frame));
                    return self.truth(Op::ChoiceCompare(op, left, right), frame);
                }
            }
        }
        let is_total = |expr: &Expr| {
            let inner = if let ExprKind::Definition(_, inner) = &expr.kind { inner } else { expr };
            matches!(inner.kind, ExprKind::Total | ExprKind::RawTotal)
        };
        let (over, under) = (is_total(left), is_total(right));
        let (mut left, mut right) = (self.expr(left), self.expr(right));
        if over != under {
            let bar = if over { &mut right } else { &mut left };
            *bar = self.lowered(*bar, span);
        }
        self.compare_regs(op, left, right, span)
    }

    /// A threshold on the total, less what items that do not apply take off it.
    fn lowered(&mut self, bar: Reg, span: Span) -> Reg {
        let set = self.set;
        let mut bar = bar;
        for item in &set.items {
            let Some((condition, NotApplicable::LowerThresholds(points))) = &item.only else { continue };
            let applies = self.expr(condition);
            let outside = self.not(applies);
            let (nought, points) =
                (self.constant(Exact::ZERO, ROOT, span), self.constant(*points, ROOT, span));
            let less = self.select_number(vec![(applies, Some(nought)), (outside, Some(points))], ROOT, span);
            let (a, b) = (self.at(bar).range, self.at(less).range);
            let range = a.0.sub(b.1).zip(a.1.sub(b.0)).unwrap_or(a);
            bar = self.sub(bar, less, range, span);
        }
        bar
    }

    fn compare_regs(&mut self, op: Comparison, left: Reg, right: Reg, span: Span) -> Reg {
        let range = self.at(left).range;
        let (regs, _, _) = self.align(&[left, right], range, span);
        let (Some(left), Some(right)) = (regs.first().copied(), regs.get(1).copied()) else {
            return self.unknown(ROOT);
        };
        let frame = self.at(left).frame;
        self.truth(Op::Compare(op, left, right), frame)
    }

    fn is_in(&mut self, left: &Expr, list: &[Expr], span: Span) -> Reg {
        if let Ty::Choice(_) = left.ty {
            let mut mask = 0u64;
            for option in list {
                if let ExprKind::Option(at) = option.kind {
                    mask |= 1u64.checked_shl(at).unwrap_or(0);
                }
            }
            let reg = self.expr(left);
            let frame = self.at(reg).frame;
            return self.truth(Op::ChoiceIn(reg, mask), frame);
        }
        let frame = left.frame;
        let parts = list.iter().map(|option| self.compare(Comparison::Equal, left, option, span)).collect();
        self.or(parts, frame)
    }
}

/// Evidence that may still arrive, values that count as nought once the file is closed, and
/// registers of decisions are what an open file changes.
fn open_matters(set: &CriteriaSet) -> bool {
    set.frames.iter().any(|frame| frame.open)
        || set.inputs.iter().any(|input| input.when_missing.is_some())
        || !set.uses.is_empty()
}

fn sum_of_ratios(span: Span) -> Diagnostic {
    Diagnostic::error(
        "sum-of-ratios",
        "không cộng được các tỷ lệ có mẫu số phụ thuộc số liệu",
        "ratios whose denominators depend on the data cannot be added up",
    )
    .at(span)
    .help(
        "viết `làm tròn … đến …` cho từng giá trị trước khi cộng",
        "write `round … to …` for each value before adding",
    )
}

/// The narrowest lane that holds every value of a range in units of `1/den`.
fn lane(range: (Exact, Exact), den: i128) -> Option<Width> {
    let most = magnitude(range, den);
    if most <= u128::from(i32::MAX.unsigned_abs()) {
        Some(Width::I32)
    } else if most <= u128::from(i64::MAX.unsigned_abs()) {
        Some(Width::I64)
    } else if most <= i128::MAX.unsigned_abs() {
        Some(Width::I128)
    } else {
        None
    }
}

/// The greatest magnitude a range has in units of `1/den`, or more than any lane holds.
fn magnitude(range: (Exact, Exact), den: i128) -> u128 {
    let of = |value: Exact| {
        let units = value.mul(Exact::whole(den))?;
        // A value between two units still needs the unit above it.
        units.numerator().unsigned_abs().checked_div(units.denominator().unsigned_abs())?.checked_add(1)
    };
    match (of(range.0), of(range.1)) {
        (Some(a), Some(b)) => a.max(b).saturating_sub(1).max(u128::from(a.max(b) > 1)),
        _ => u128::MAX,
    }
}

fn day_range() -> (Exact, Exact) {
    (Exact::ZERO, Exact::whole(i128::from(crate::day::Day::LAST.number())))
}

/// The options for which `option op at` holds.
fn option_mask(op: Comparison, at: u32, count: usize) -> u64 {
    let count = u32::try_from(count).unwrap_or(63).min(63);
    (0..count)
        .filter(|option| match op {
            Comparison::Less => *option < at,
            Comparison::LessOrEqual => *option <= at,
            Comparison::Equal => *option == at,
            Comparison::NotEqual => *option != at,
            Comparison::GreaterOrEqual => *option >= at,
            Comparison::Greater => *option > at,
        })
        .fold(0, |mask, option| mask | 1u64 << option)
}

const fn mirrored(op: Comparison) -> Comparison {
    match op {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Equal => Comparison::Equal,
        Comparison::NotEqual => Comparison::NotEqual,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        Comparison::Greater => Comparison::Less,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_narrowest_lane_is_chosen() {
        let range = |lo, hi| (Exact::whole(lo), Exact::whole(hi));
        assert_eq!(lane(range(0, 100), 1_000), Some(Width::I32));
        assert_eq!(lane(range(0, i128::from(i32::MAX)), 1), Some(Width::I32));
        assert_eq!(lane(range(0, i128::from(i32::MAX) + 1), 1), Some(Width::I64));
        assert_eq!(lane(range(0, i128::from(i64::MAX)), 10), Some(Width::I128));
        assert_eq!(lane(range(0, i128::MAX), 10), None);
    }
}
