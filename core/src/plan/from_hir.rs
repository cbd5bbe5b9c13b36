//! Meaning to plan: every expression becomes a step, equal steps become one.
//!
//! In: the resolved set. Out: steps in dependency order, or the expressions that could overflow.
//! Conditions that depend on the level judged are lowered once for each level.

use super::{GateMap, Inner, ItemRegs, Kind, Op, Plan, Reg, Register, RoundingKey, Step, Width, bits};
use crate::diagnostics;
use crate::exact::{Exact, lcm, pow10};
use crate::hir::{
    BandShape, Clause, CriteriaSet, Effect, Expr, ExprKind, FrameId, FrameSource, Gives, InputId, ItemId,
    Missing, NotApplicable, ParamId, Quantifier, ROOT, Rounding, Rows, Scoring, ScoringKind, TableRow, Take,
    Ty, Unit,
};
use std::collections::{BTreeMap, HashMap};
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
        level: None,
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
    let Lowering { steps, exprs, members, scoring, items, diagnostics, .. } = lowering;
    if diagnostics.iter().any(Diagnostic::is_error) {
        return (None, diagnostics);
    }
    let inner = Inner {
        steps,
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
        levels,
        open_matters: open_matters(&set),
        digests: std::sync::OnceLock::new(),
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
    items: BTreeMap<(ItemId, Option<u32>), ItemRegs>,
    totals: Option<Option<Totals>>,
    level: Option<u32>,
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
        let key = (op, out.frame, width, den);
        if let Some(known) = self.numbering.get(&key) {
            return *known;
        }
        let reg = Reg(u32::try_from(self.steps.len()).unwrap_or(u32::MAX));
        self.steps.push(Step { op: key.0.clone(), out });
        self.numbering.insert(key, reg);
        reg
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
        self.push(Op::Cast(reg, den / old_den.max(1)), out)
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
        let frames: Vec<FrameId> = regs.iter().map(|reg| self.at(*reg).frame).collect();
        let frame = frames.into_iter().find(|frame| *frame != ROOT).unwrap_or(ROOT);
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
        self.push(Op::Broadcast(reg), Register { frame, ..from })
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
                    self.diagnostics.push(diagnostics::no_meaning_here(span, "mức_đang_xét / level_judged"));
                    self.unknown(ROOT)
                }
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
                let of = self.child(of, rows.frame);
                self.sum(rows_reg, of, open, expr.range, span)
            }
            ExprKind::Mean(rows, of) => {
                let rows_reg = self.member(rows, expr.id);
                let open = self.is_open(rows);
                let of = self.child(of, rows.frame);
                self.mean(rows_reg, of, open, span)
            }
            ExprKind::Pick(pick, rows, of, by) => {
                let rows_reg = self.member(rows, expr.id);
                let open = self.is_open(rows);
                let options = match of.ty {
                    Ty::Choice(choice) => u32::try_from(self.set[choice].options.len()).unwrap_or(63),
                    _ => 0,
                };
                let of = self.child(of, rows.frame);
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
                let mut counted = vec![member];
                if let Some(exempt) = exempt {
                    // Out only if not met: then nobody may be left to speak of.
                    let due = self.not(exempt);
                    lacking.push(due);
                    counted.push(self.or(vec![body, due], rows.frame));
                }
                let lacking = self.and(lacking, rows.frame);
                let counted = self.and(counted, rows.frame);
                let count = self.count(counted, open, span);
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
                applies.extend(set[*item].only.as_ref().map(|(only, _)| self.expr(only)));
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
    fn is_constant(&self, reg: Reg, value: bool) -> bool {
        self.steps[reg.index()].op == Op::Truth(Some(value))
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

    // ---- arithmetic --------------------------------------------------------------------------

    fn arithmetic(
        &mut self,
        op: Arithmetic,
        left: Reg,
        right: Reg,
        range: Option<(Exact, Exact)>,
        span: Span,
    ) -> Reg {
        let range = range.unwrap_or((Exact::ZERO, Exact::ZERO));
        match op {
            Arithmetic::Add => self.add(left, right, range, span),
            Arithmetic::Subtract => self.sub(left, right, range, span),
            Arithmetic::Multiply => self.mul(left, right, range, span),
            Arithmetic::Divide => self.ratio(left, right, range, span),
        }
    }

    fn add(&mut self, left: Reg, right: Reg, range: (Exact, Exact), span: Span) -> Reg {
        self.linear(Op::Add, left, right, range, span)
    }

    fn sub(&mut self, left: Reg, right: Reg, range: (Exact, Exact), span: Span) -> Reg {
        self.linear(Op::Sub, left, right, range, span)
    }

    fn linear(
        &mut self,
        make: fn(Reg, Reg) -> Op,
        left: Reg,
        right: Reg,
        range: (Exact, Exact),
        span: Span,
    ) -> Reg {
        let (regs, width, den) = self.align(&[left, right], range, span);
        let (Some(a), Some(b)) = (regs.first().copied(), regs.get(1).copied()) else { return left };
        let frame = self.at(a).frame;
        if width == Width::Fraction {
            let ((an, ad), (bn, bd)) = (self.at(a).bounds, self.at(b).bounds);
            let num = an.checked_mul(bd).zip(bn.checked_mul(ad)).and_then(|(x, y)| x.checked_add(y));
            return self.fraction(make(a, b), frame, range, num.zip(ad.checked_mul(bd)), span);
        }
        let out = Register {
            frame,
            kind: Kind::Number { width, den },
            range,
            bounds: (magnitude(range, den), den.unsigned_abs()),
        };
        self.push(make(a, b), out)
    }

    fn mul(&mut self, left: Reg, right: Reg, range: (Exact, Exact), span: Span) -> Reg {
        let den = self.den_of(left).zip(self.den_of(right)).and_then(|(a, b)| a.checked_mul(b));
        let width = den.and_then(|den| lane(range, den));
        let frame = if self.at(left).frame == ROOT { self.at(right).frame } else { self.at(left).frame };
        let (Some(den), Some(width)) = (den, width) else {
            let a = self.cast(left, Width::Fraction, 1, span);
            let b = self.cast(right, Width::Fraction, 1, span);
            let (a, b) = (self.in_frame(a, frame), self.in_frame(b, frame));
            let ((an, ad), (bn, bd)) = (self.at(a).bounds, self.at(b).bounds);
            return self.fraction(
                Op::Mul(a, b),
                frame,
                range,
                an.checked_mul(bn).zip(ad.checked_mul(bd)),
                span,
            );
        };
        // The lane must also hold each operand as it is.
        let own = |reg: Reg, lowering: &Self| match lowering.at(reg).kind {
            Kind::Number { width, .. } => width,
            Kind::Truth | Kind::Choice => Width::I32,
        };
        let width = width.max(own(left, self)).max(own(right, self));
        let (left_den, right_den) = (self.den_of(left).unwrap_or(1), self.den_of(right).unwrap_or(1));
        let a = self.cast(left, width, left_den, span);
        let b = self.cast(right, width, right_den, span);
        let (a, b) = (self.in_frame(a, frame), self.in_frame(b, frame));
        let bounds = (magnitude(range, den), den.unsigned_abs());
        self.push(Op::Mul(a, b), Register { frame, kind: Kind::Number { width, den }, range, bounds })
    }

    /// A quotient. A constant divisor moves into the denominator; any other makes a fraction.
    fn ratio(&mut self, left: Reg, right: Reg, range: (Exact, Exact), span: Span) -> Reg {
        let divisor = self.at(right).range;
        if divisor.0 == divisor.1
            && divisor.0 > Exact::ZERO
            && let Some(inverse) = Exact::ONE.div(divisor.0)
        {
            let frame = self.at(right).frame;
            let inverse = self.constant(inverse, frame, span);
            return self.mul(left, inverse, range, span);
        }
        let frame = if self.at(left).frame == ROOT { self.at(right).frame } else { self.at(left).frame };
        let a = self.cast(left, Width::Fraction, 1, span);
        let b = self.cast(right, Width::Fraction, 1, span);
        let (a, b) = (self.in_frame(a, frame), self.in_frame(b, frame));
        let ((an, ad), (bn, bd)) = (self.at(a).bounds, self.at(b).bounds);
        self.fraction(Op::Div(a, b), frame, range, an.checked_mul(bd).zip(ad.checked_mul(bn)), span)
    }

    fn extreme(&mut self, larger: bool, left: Reg, right: Reg, span: Span) -> Reg {
        let (a, b) = (self.at(left).range, self.at(right).range);
        let range = if larger { (a.0.max(b.0), a.1.max(b.1)) } else { (a.0.min(b.0), a.1.min(b.1)) };
        let (regs, width, den) = self.align(&[left, right], range, span);
        let (Some(a), Some(b)) = (regs.first().copied(), regs.get(1).copied()) else { return left };
        let op = if larger { Op::Max(a, b) } else { Op::Min(a, b) };
        let (x, y) = (self.at(a).bounds, self.at(b).bounds);
        let frame = self.at(a).frame;
        let out = Register {
            frame,
            kind: Kind::Number { width, den },
            range,
            bounds: (x.0.max(y.0), x.1.max(y.1)),
        };
        self.push(op, out)
    }

    fn round(&mut self, inner: Reg, rounding: Rounding, span: Span) -> Reg {
        let Register { frame, range, bounds, .. } = *self.at(inner);
        let edge = |value| crate::hir::round_exact(value, rounding);
        let Some(range) = edge(range.0).zip(edge(range.1)) else {
            self.diagnostics.push(diagnostics::too_wide(span, 38));
            return inner;
        };
        // The rounding multiplies numerator and denominator by those of the step, and doubles for the half.
        let step = rounding.step;
        let num = bounds.0.checked_mul(step.denominator().unsigned_abs()).and_then(|x| x.checked_mul(2));
        let den = bounds.1.checked_mul(step.numerator().unsigned_abs()).and_then(|x| x.checked_mul(2));
        let limit = i128::MAX.unsigned_abs();
        if num.is_none_or(|num| num > limit) || den.is_none_or(|den| den > limit) {
            self.diagnostics.push(diagnostics::too_wide(span, 38));
        }
        self.number(Op::Round(inner, RoundingKey(rounding)), frame, range, step.denominator(), span)
    }

    fn sum_of(&mut self, parts: &[Reg], span: Span) -> Reg {
        let mut total: Option<Reg> = None;
        for part in parts {
            total = Some(match total {
                None => *part,
                Some(total) => {
                    let (a, b) = (self.at(total).range, self.at(*part).range);
                    let range = a.0.add(b.0).zip(a.1.add(b.1)).unwrap_or(a);
                    self.add(total, *part, range, span)
                }
            });
        }
        match total {
            Some(total) => total,
            None => self.constant(Exact::ZERO, ROOT, span),
        }
    }

    fn at_most(&mut self, value: Reg, cap: Exact, span: Span) -> Reg {
        if self.at(value).range.1 <= cap {
            return value;
        }
        let cap = self.constant(cap, ROOT, span);
        self.extreme(false, value, cap, span)
    }

    // ---- rows --------------------------------------------------------------------------------

    fn is_open(&self, rows: &Rows) -> bool {
        self.set[rows.frame].open && self.set[rows.frame].source == FrameSource::Evidence
    }

    fn any_of(&mut self, list: &[Expr], frame: FrameId) -> Option<Reg> {
        if list.is_empty() {
            return None;
        }
        let parts = self.all_in(list, frame);
        Some(self.or(parts, frame))
    }

    /// Which rows are in a collection, those excluded left out.
    fn member(&mut self, rows: &Rows, of: u32) -> Reg {
        let member = self.member_without_exclusions(rows);
        let reg = match self.any_of(&rows.excluding, rows.frame) {
            Some(excluded) => {
                let kept = self.not(excluded);
                self.and(vec![member, kept], rows.frame)
            }
            None => member,
        };
        self.members.insert((of, self.level), reg);
        reg
    }

    fn member_without_exclusions(&mut self, rows: &Rows) -> Reg {
        let present =
            self.truth(Op::Present { frame: rows.frame, self_declared: rows.self_declared }, rows.frame);
        match &rows.filter {
            Some(filter) => {
                let filter = self.child(filter, rows.frame);
                self.and(vec![present, filter], rows.frame)
            }
            None => present,
        }
    }

    fn count(&mut self, rows: Reg, open: bool, span: Span) -> Reg {
        let range = (Exact::ZERO, Exact::whole(crate::hir::MAX_ROWS));
        self.number(Op::Count { rows, open }, ROOT, range, 1, span)
    }

    fn count_true(&mut self, parts: Vec<Reg>, span: Span) -> Reg {
        let most = Exact::whole(i128::try_from(parts.len()).unwrap_or(i128::MAX));
        let frame = parts.first().map_or(ROOT, |part| self.at(*part).frame);
        self.number(Op::CountTrue(parts), frame, (Exact::ZERO, most), 1, span)
    }

    fn sum(&mut self, rows: Reg, of: Reg, open: bool, range: Option<(Exact, Exact)>, span: Span) -> Reg {
        let Some(den) = self.den_of(of) else {
            self.diagnostics.push(sum_of_ratios(span));
            return of;
        };
        let range = range.unwrap_or_else(|| {
            let hi = self.at(of).range.1.mul(Exact::whole(crate::hir::MAX_ROWS)).unwrap_or(Exact::ZERO);
            (Exact::ZERO, hi)
        });
        let width = lane(range, den).unwrap_or(Width::I128);
        let of = self.cast(of, width, den, span);
        self.number(Op::Sum { rows, of, open }, ROOT, range, den, span)
    }

    fn mean(&mut self, rows: Reg, of: Reg, open: bool, span: Span) -> Reg {
        let range = self.at(of).range;
        let Some(den) = self.den_of(of) else {
            self.diagnostics.push(sum_of_ratios(span));
            return of;
        };
        let most = crate::hir::MAX_ROWS.unsigned_abs();
        let num = magnitude(range, den).checked_mul(most);
        let den_bound = den.unsigned_abs().checked_mul(most);
        let of = self.cast(of, Width::I128, den, span);
        self.fraction(Op::Mean { rows, of, open }, ROOT, range, num.zip(den_bound), span)
    }

    // ---- tables and clauses ------------------------------------------------------------------

    fn table(&mut self, rows: &[TableRow], frame: FrameId, span: Span) -> Reg {
        let asks = rows.iter().any(|row| matches!(row.shape, BandShape::Nothing));
        let conditions = match rows.iter().find_map(banded) {
            Some(input) if input.can_be_absent || asks => self.bands_of_what_exists(rows, input, frame),
            _ => rows.iter().map(|row| self.child(&row.when, frame)).collect(),
        };
        let mut lowered = Vec::new();
        for (row, when) in rows.iter().zip(conditions) {
            let gives = match &row.gives {
                Gives::Value(value) => Some(self.child(value, frame)),
                Gives::NotApplicable => None,
            };
            lowered.push((when, gives));
        }
        let kind = lowered.iter().find_map(|(_, gives)| *gives).map(|reg| self.at(reg).kind);
        match kind {
            Some(Kind::Number { .. }) => self.select_number(lowered, frame, span),
            Some(Kind::Choice) => self.choice(Op::Select(lowered), frame),
            _ => self.truth(Op::Select(lowered), frame),
        }
    }

    /// The conditions of bands over a value that may be lacking: no band holds what does not exist,
    /// its row is the one for nothing or, without one, the rest.
    fn bands_of_what_exists(&mut self, rows: &[TableRow], input: &Expr, frame: FrameId) -> Vec<Reg> {
        let value = self.child(input, frame);
        let exists = self.truth(Op::Exists(value), frame);
        let missing = self.not(exists);
        let existing = self.push(Op::Existing(value), *self.at(value));
        // While the bands are lowered, the value they read is the one that exists.
        let key = (input.id, self.level);
        let outer = self.exprs.insert(key, existing);
        let (mut conditions, mut bands) = (Vec::new(), Vec::new());
        let for_nothing = rows.iter().any(|row| matches!(row.shape, BandShape::Nothing));
        for row in rows {
            let when = match row.shape {
                // No class of another set is an option of its own.
                BandShape::Nothing if matches!(row.when.kind, ExprKind::Compare(..)) => {
                    let none = self.child(&row.when, frame);
                    bands.push(none);
                    self.or(vec![missing, none], frame)
                }
                BandShape::Nothing => missing,
                BandShape::Otherwise => {
                    let any = self.or(bands.clone(), frame);
                    let rest = self.not(any);
                    let rest = self.and(vec![exists, rest], frame);
                    if for_nothing { rest } else { self.or(vec![missing, rest], frame) }
                }
                _ => {
                    let band = self.child(&row.when, frame);
                    bands.push(band);
                    self.and(vec![exists, band], frame)
                }
            };
            self.exprs.insert((row.when.id, self.level), when);
            conditions.push(when);
        }
        match outer {
            Some(outer) => self.exprs.insert(key, outer),
            None => self.exprs.remove(&key),
        };
        conditions
    }

    fn select_number(&mut self, rows: Vec<(Reg, Option<Reg>)>, frame: FrameId, span: Span) -> Reg {
        let values: Vec<Reg> = rows.iter().filter_map(|(_, value)| *value).collect();
        let ranges: Vec<(Exact, Exact)> = values.iter().map(|value| self.at(*value).range).collect();
        let lo = ranges.iter().map(|range| range.0).min().unwrap_or(Exact::ZERO);
        let hi = ranges.iter().map(|range| range.1).max().unwrap_or(Exact::ZERO);
        let (aligned, width, den) = self.align(&values, (lo, hi), span);
        let mut aligned = aligned.into_iter();
        let rows: Vec<(Reg, Option<Reg>)> = rows
            .into_iter()
            .map(|(when, value)| {
                let value = value.and_then(|_| aligned.next()).map(|value| self.in_frame(value, frame));
                (when, value)
            })
            .collect();
        let bounds = rows.iter().filter_map(|(_, value)| *value).fold((0, 1), |bounds, value| {
            let own = self.at(value).bounds;
            (own.0.max(bounds.0), own.1.max(bounds.1))
        });
        let out = Register { frame, kind: Kind::Number { width, den }, range: (lo, hi), bounds };
        self.push(Op::Select(rows), out)
    }

    /// Whether a clause is in scope and met.
    fn clause(&mut self, clause: &Clause, frame: FrameId) -> Reg {
        let condition = self.child(&clause.condition, frame);
        match &clause.only {
            Some(only) => {
                let only = self.child(only, frame);
                self.and(vec![only, condition], frame)
            }
            None => condition,
        }
    }

    fn clauses(&mut self, quantifier: Quantifier, clauses: &[Clause], frame: FrameId, span: Span) -> Reg {
        match quantifier {
            Quantifier::All => {
                let mut scopes = Vec::new();
                let parts = clauses
                    .iter()
                    .map(|clause| {
                        let condition = self.child(&clause.condition, frame);
                        match &clause.only {
                            Some(only) => {
                                let only = self.child(only, frame);
                                scopes.push(Some(only));
                                let outside = self.not(only);
                                self.or(vec![outside, condition], frame)
                            }
                            None => {
                                scopes.push(None);
                                condition
                            }
                        }
                    })
                    .collect();
                let all = self.and(parts, frame);
                self.unless_nothing_applies(all, &scopes, frame)
            }
            Quantifier::Any => self.at_least(1, clauses, frame, span),
            Quantifier::AtLeast(n) => self.at_least(n, clauses, frame, span),
        }
    }

    /// So many clauses in scope are met, and every compulsory one that is in scope.
    fn at_least(&mut self, n: u32, clauses: &[Clause], frame: FrameId, span: Span) -> Reg {
        let met: Vec<Reg> = clauses.iter().map(|clause| self.clause(clause, frame)).collect();
        let mut parts = Vec::new();
        for clause in clauses.iter().filter(|clause| clause.compulsory) {
            let condition = self.child(&clause.condition, frame);
            parts.push(match &clause.only {
                Some(only) => {
                    let only = self.child(only, frame);
                    let outside = self.not(only);
                    self.or(vec![outside, condition], frame)
                }
                None => condition,
            });
        }
        parts.push(if n == 1 {
            self.or(met, frame)
        } else {
            let count = self.count_true(met, span);
            let bound = self.constant(Exact::whole(i128::from(n)), frame, span);
            self.compare_regs(Comparison::GreaterOrEqual, count, bound, span)
        });
        self.and(parts, frame)
    }

    /// *All* of nothing is not true: unknown where none of the scopes holds.
    fn unless_nothing_applies(&mut self, all: Reg, scopes: &[Option<Reg>], frame: FrameId) -> Reg {
        let known: Option<Vec<Reg>> = scopes.iter().copied().collect();
        let Some(known) = known else { return all };
        let some = self.or(known, frame);
        let none = self.not(some);
        let unknown = self.unknown(frame);
        self.truth(Op::Select(vec![(some, Some(all)), (none, Some(unknown))]), frame)
    }

    // ---- items -------------------------------------------------------------------------------

    fn all_items(&mut self, list: &[(ItemId, Expr)]) -> Reg {
        let mut scopes = Vec::new();
        let mut parts = Vec::new();
        for (item, condition) in list {
            let applies = self.in_collection(*item);
            let holds = self.expr(condition);
            scopes.push(applies);
            parts.push(match applies {
                Some(applies) => {
                    let outside = self.not(applies);
                    self.or(vec![outside, holds], ROOT)
                }
                None => holds,
            });
        }
        let all = self.and(parts, ROOT);
        self.unless_nothing_applies(all, &scopes, ROOT)
    }

    /// Whether an item is among the applicable items: it counts, and all it is part of applies.
    fn in_collection(&mut self, item: ItemId) -> Option<Reg> {
        let set = self.set;
        let mut parts: Vec<Reg> = self.item(item).applies.into_iter().collect();
        let mut above = set[item].parent;
        while let Some(parent) = above {
            parts.extend(set[parent].only.as_ref().map(|(only, _)| self.expr(only)));
            above = set[parent].parent;
        }
        (!parts.is_empty()).then(|| self.and(parts, ROOT))
    }

    fn holding_items(&mut self, list: &[(ItemId, Expr)]) -> Vec<Reg> {
        list.iter()
            .map(|(item, condition)| {
                let applies = self.in_collection(*item);
                let holds = self.expr(condition);
                match applies {
                    Some(applies) => self.and(vec![applies, holds], ROOT),
                    None => holds,
                }
            })
            .collect()
    }

    fn item_number(&mut self, item: ItemId, part: fn(&ItemRegs) -> Option<Reg>, span: Span) -> Reg {
        let regs = self.item(item);
        match part(&regs) {
            Some(reg) => reg,
            None => self.constant(Exact::ZERO, ROOT, span),
        }
    }

    fn item(&mut self, id: ItemId) -> ItemRegs {
        let level = if self.set[id].by_level { self.level } else { None };
        if let Some(regs) = self.items.get(&(id, level)) {
            return *regs;
        }
        let outer = std::mem::replace(&mut self.level, level);
        let regs = self.lower_item(id);
        self.level = outer;
        self.items.insert((id, level), regs);
        regs
    }

    fn lower_item(&mut self, id: ItemId) -> ItemRegs {
        let set = self.set;
        let item = &set[id];
        let span = item.span;
        let only = item.only.as_ref().map(|(condition, policy)| (self.expr(condition), policy));
        let mut regs = ItemRegs::default();
        if item.scored {
            let (mut points, unrounded, mut max) = self.item_points(id);
            // What siblings that do not apply hand over, in proportion to what was reached.
            for (from, part) in &item.takes_over {
                let Some((condition, _)) = &set[*from].only else { continue };
                let applies = self.expr(condition);
                points = self.with_share_of(points, *part, applies, span);
                max = self.with_share_of(max, *part, applies, span);
            }
            regs.points = Some(points);
            regs.unrounded = unrounded;
            regs.max = Some(max);
        }
        if item.judged {
            regs.met = Some(self.item_verdict(id));
        }
        regs.measure = item.measure.as_ref().map(|measure| self.expr(&measure.value));
        regs.applies = self.parts_apply(id);
        let Some((applies, policy)) = only else { return regs };
        let outside = self.not(applies);
        let whole = match regs.applies {
            Some(parts) => self.and(vec![applies, parts], ROOT),
            None => applies,
        };
        let instead = |lowering: &mut Self, reg: Reg, value: Exact| {
            let value = lowering.constant(value, ROOT, span);
            lowering.select_number(vec![(applies, Some(reg)), (outside, Some(value))], ROOT, span)
        };
        let max = item.max.unwrap_or(Exact::ZERO);
        match policy {
            NotApplicable::LeaveOut => {
                regs.applies = Some(whole);
            }
            NotApplicable::Rescale => {
                regs.points = regs.points.map(|points| instead(self, points, Exact::ZERO));
                regs.max = regs.max.map(|reg| instead(self, reg, Exact::ZERO));
                regs.applies = Some(whole);
            }
            NotApplicable::MoveTo(_) => {
                regs.points = regs.points.map(|points| instead(self, points, Exact::ZERO));
                regs.max = regs.max.map(|reg| instead(self, reg, Exact::ZERO));
                regs.applies = Some(whole);
            }
            NotApplicable::KeepScale | NotApplicable::LowerThresholds(_) => {
                regs.points = regs.points.map(|points| instead(self, points, Exact::ZERO));
                regs.max = regs.max.map(|reg| instead(self, reg, max));
                regs.applies = Some(whole);
            }
            NotApplicable::Points(_) | NotApplicable::Full => {
                let said = if let NotApplicable::Points(points) = policy { *points } else { max };
                regs.points = regs.points.map(|reg| instead(self, reg, said));
                regs.max = regs.max.map(|reg| instead(self, reg, max));
                regs.applies = regs.applies.map(|parts| self.or(vec![outside, parts], ROOT));
            }
            NotApplicable::Met => {
                regs.applies = regs.applies.map(|parts| self.or(vec![outside, parts], ROOT));
                regs.met = regs.met.map(|met| self.or(vec![outside, met], ROOT));
            }
            NotApplicable::NotMet => {
                regs.applies = regs.applies.map(|parts| self.or(vec![outside, parts], ROOT));
                regs.met = regs.met.map(|met| self.and(vec![applies, met], ROOT));
            }
        }
        regs
    }

    /// The value, and a part of it again where the condition does not hold.
    fn with_share_of(&mut self, value: Reg, part: Exact, applies: Reg, span: Span) -> Reg {
        let range = self.at(value).range;
        let range = range.0.mul(part).zip(range.1.mul(part)).unwrap_or(range);
        let part = self.constant(part, ROOT, span);
        let more = self.mul(value, part, range, span);
        let nought = self.constant(Exact::ZERO, ROOT, span);
        let outside = self.not(applies);
        let more = self.select_number(vec![(applies, Some(nought)), (outside, Some(more))], ROOT, span);
        self.sum_of(&[value, more], span)
    }

    /// What an item adds to the maximum of its heading: points that move between siblings, or
    /// lower thresholds, leave it as it is.
    fn counted_max(&mut self, id: ItemId, max: Reg) -> Reg {
        let set = self.set;
        let item = &set[id];
        let moves =
            matches!(item.only, Some((_, NotApplicable::MoveTo(_) | NotApplicable::LowerThresholds(_))));
        match item.max.filter(|_| moves || !item.takes_over.is_empty()) {
            Some(max) => self.constant(max, ROOT, item.span),
            None => max,
        }
    }

    /// Weighted parts: the greatest points × Σ weight × share of points ÷ Σ weights that apply.
    fn weighted(&mut self, items: &[ItemId], most: Exact, span: Span) -> Reg {
        let set = self.set;
        let mut parts = Vec::new();
        let mut weights = Vec::new();
        let mut fixed = true;
        for id in items {
            let regs = self.item(*id);
            let item = &set[*id];
            let (Some(points), Some(max), Some(weight)) = (regs.points, item.max, item.weight) else {
                continue;
            };
            let Some(factor) = weight.mul(most).and_then(|product| product.div(max)) else { continue };
            let range = self.at(points).range;
            let range = range.0.mul(factor).zip(range.1.mul(factor)).unwrap_or(range);
            let factor = self.constant(factor, ROOT, item.span);
            parts.push(self.mul(points, factor, range, item.span));
            let whole = self.constant(weight, ROOT, item.span);
            weights.push(match &item.only {
                Some((condition, NotApplicable::Rescale)) => {
                    fixed = false;
                    let applies = self.expr(condition);
                    let outside = self.not(applies);
                    let nought = self.constant(Exact::ZERO, ROOT, item.span);
                    self.select_number(vec![(applies, Some(whole)), (outside, Some(nought))], ROOT, item.span)
                }
                _ => whole,
            });
            let own = regs.max.map(|max| self.at(max).range);
            let rescales = matches!(item.only, Some((_, NotApplicable::Rescale)));
            if !rescales && own.is_some_and(|range| range.0 != range.1) {
                self.diagnostics.push(diagnostics::not_yet_supported(
                    item.span,
                    "trọng số của mục có mục con quy đổi về thang",
                    "a weight of an item with parts that are rescaled",
                ));
            }
        }
        let sum = self.sum_of(&parts, span);
        if fixed {
            return sum;
        }
        let weights = self.sum_of(&weights, span);
        let scaled = self.ratio(sum, weights, (Exact::ZERO, self.at(sum).range.1), span);
        self.at_most(scaled, most, span)
    }

    fn item_points(&mut self, id: ItemId) -> (Reg, Option<Reg>, Reg) {
        let set = self.set;
        let item = &set[id];
        let span = item.span;
        let max = item.max.unwrap_or(Exact::ZERO);
        let mut parts = Vec::new();
        for (at, scoring) in item.scoring.iter().enumerate() {
            let points = self.scoring(scoring);
            self.scoring.insert((id, at, self.level), points);
            parts.push(points);
        }
        let mut bonus = Vec::new();
        let mut deductions = Vec::new();
        let mut maxima = Vec::new();
        let children: Vec<ItemId> =
            set.children(id).filter(|(_, child)| child.scored).map(|(id, _)| id).collect();
        for child in &children {
            let regs = self.item(*child);
            let Some(points) = regs.points else { continue };
            match set[*child].word {
                Phrase::Bonus => bonus.push(points),
                Phrase::Deduction => deductions.push(points),
                _ => {
                    parts.push(points);
                    if let Some(max) = regs.max {
                        maxima.push(self.counted_max(*child, max));
                    }
                }
            }
        }
        let weighted: Vec<ItemId> =
            children.iter().copied().filter(|child| set[*child].weight.is_some()).collect();
        let mut points = if weighted.is_empty() {
            self.combine(&parts, item.take, span)
        } else {
            maxima.clear();
            self.weighted(&weighted, max, span)
        };
        if !bonus.is_empty() {
            bonus.push(points);
            points = self.sum_of(&bonus, span);
            points = self.at_most(points, max, span);
        }
        points = self.less(points, &deductions, span);
        if let Some(cap) = item.cap {
            points = self.at_most(points, cap, span);
        }
        if !item.zero.is_empty() {
            let zero = self.all_in(&item.zero, ROOT);
            let zero = self.or(zero, ROOT);
            let counts = self.not(zero);
            let nought = self.constant(Exact::ZERO, ROOT, span);
            points = self.select_number(vec![(counts, Some(points)), (zero, Some(nought))], ROOT, span);
        }
        if let Some(on_file) = &item.on_file {
            let on_file = self.expr(on_file);
            let missing = self.not(on_file);
            let nought = self.constant(Exact::ZERO, ROOT, span);
            points = self.select_number(vec![(on_file, Some(points)), (missing, Some(nought))], ROOT, span);
        }
        let mut unrounded = None;
        let each = set.round_each.filter(|(word, _)| *word == item.word).map(|(_, rounding)| rounding);
        if let Some(rounding) = item.rounding.or(each) {
            unrounded = Some(points);
            points = self.round(points, rounding, span);
        }
        // The maximum falls only where a part that is rescaled away does not apply.
        let whole = item.take.is_some()
            || maxima.iter().all(|reg| {
                let range = self.at(*reg).range;
                range.0 == range.1
            });
        let max = if whole {
            self.constant(max, ROOT, span)
        } else {
            // What the item's own statements can give stays.
            let parts = set
                .children(id)
                .map(|(_, child)| child)
                .filter(|child| child.scored && !matches!(child.word, Phrase::Bonus | Phrase::Deduction));
            let parts = parts.filter_map(|child| child.max).try_fold(Exact::ZERO, Exact::add);
            let own = parts.and_then(|parts| max.sub(parts)).filter(|own| *own > Exact::ZERO);
            if let Some(own) = own {
                maxima.push(self.constant(own, ROOT, span));
            }
            self.sum_of(&maxima, span)
        };
        (points, unrounded, max)
    }

    fn combine(&mut self, parts: &[Reg], take: Option<Take>, span: Span) -> Reg {
        match take {
            None => self.sum_of(parts, span),
            Some(Take::Mean) => {
                let sum = self.sum_of(parts, span);
                let n = Exact::whole(i128::try_from(parts.len().max(1)).unwrap_or(1));
                let range = self.at(sum).range;
                let range = range.0.div(n).zip(range.1.div(n)).unwrap_or(range);
                let n = self.constant(n, ROOT, span);
                self.ratio(sum, n, range, span)
            }
            Some(Take::Lowest) => {
                let mut parts = parts.iter();
                let Some(first) = parts.next() else { return self.constant(Exact::ZERO, ROOT, span) };
                let mut least = *first;
                for part in parts {
                    least = self.extreme(false, least, *part, span);
                }
                least
            }
            Some(Take::Highest(n)) => {
                let most = parts.iter().map(|part| self.at(*part).range.1).max().unwrap_or(Exact::ZERO);
                let hi = most.mul(Exact::whole(i128::from(n))).unwrap_or(most);
                let (aligned, width, den) = self.align(parts, (Exact::ZERO, hi), span);
                let bounds = (magnitude((Exact::ZERO, hi), den), den.unsigned_abs());
                if width == Width::Fraction {
                    self.diagnostics.push(sum_of_ratios(span));
                }
                let kind = Kind::Number { width, den };
                self.push(
                    Op::Highest(aligned, n),
                    Register { frame: ROOT, kind, range: (Exact::ZERO, hi), bounds },
                )
            }
        }
    }

    /// Points less deductions, never below nought.
    fn less(&mut self, points: Reg, deductions: &[Reg], span: Span) -> Reg {
        if deductions.is_empty() {
            return points;
        }
        let lost = self.sum_of(deductions, span);
        let (a, b) = (self.at(points).range, self.at(lost).range);
        let range = a.0.sub(b.1).zip(a.1.sub(b.0)).unwrap_or(a);
        let left = self.sub(points, lost, range, span);
        let nought = self.constant(Exact::ZERO, ROOT, span);
        self.extreme(true, left, nought, span)
    }

    fn scoring(&mut self, scoring: &Scoring) -> Reg {
        let span = scoring.span;
        let mut points = match &scoring.kind {
            ScoringKind::Direct(input) | ScoringKind::Formula(input) => self.expr(input),
            ScoringKind::Met { condition, points } => {
                let holds = self.expr(condition);
                let fails = self.not(holds);
                let points = self.expr(points);
                let nought = self.constant(Exact::ZERO, ROOT, span);
                self.select_number(vec![(holds, Some(points)), (fails, Some(nought))], ROOT, span)
            }
            ScoringKind::Level { input, points } => {
                let input = self.expr(input);
                let rows = points
                    .iter()
                    .enumerate()
                    .map(|(at, points)| {
                        let when = self.truth(Op::ChoiceIn(input, 1u64 << at.min(63)), ROOT);
                        (when, Some(self.constant(*points, ROOT, span)))
                    })
                    .collect();
                self.select_number(rows, ROOT, span)
            }
            ScoringKind::ClausesGive { clauses, points } => {
                let met = clauses.iter().map(|clause| self.clause(clause, ROOT)).collect();
                let count = self.count_true(met, span);
                let range = self.at(count).range;
                let range = range.0.mul(*points).zip(range.1.mul(*points)).unwrap_or(range);
                let points = self.constant(*points, ROOT, span);
                self.mul(count, points, range, span)
            }
            ScoringKind::Table { input, rows, steps } => {
                self.expr(input);
                let mut points = self.table(rows, ROOT, span);
                let mut less = Vec::new();
                for step in steps {
                    let count = self.expr(&step.steps);
                    let range = self.at(count).range;
                    let range = range.0.mul(step.points).zip(range.1.mul(step.points)).unwrap_or(range);
                    let each = self.constant(step.points, ROOT, span);
                    let mut change = self.mul(count, each, range, span);
                    if step.steps.can_be_absent {
                        // From the base to a value that does not exist there are no steps.
                        let exists = self.truth(Op::Exists(change), ROOT);
                        let missing = self.not(exists);
                        let existing = self.push(Op::Existing(change), *self.at(change));
                        let nought = self.constant(Exact::ZERO, ROOT, span);
                        let ways = vec![(exists, Some(existing)), (missing, Some(nought))];
                        change = self.select_number(ways, ROOT, span);
                    }
                    if step.adds {
                        points = self.sum_of(&[points, change], span);
                    } else {
                        less.push(change);
                    }
                }
                // The floor comes after all steps, not between them.
                self.less(points, &less, span)
            }
            ScoringKind::Each { rows, points, dedupe } => {
                let member = self.member(rows, points.id);
                let open = self.is_open(rows);
                let reg = self.child(points, rows.frame);
                match dedupe {
                    None => self.sum(member, reg, open, None, span),
                    Some(dedupe) => {
                        let keys: Vec<Reg> =
                            dedupe.by.iter().map(|key| self.child(key, rows.frame)).collect();
                        let hi = self
                            .at(reg)
                            .range
                            .1
                            .mul(Exact::whole(crate::hir::MAX_ROWS))
                            .unwrap_or(Exact::ZERO);
                        let Some(den) = self.den_of(reg) else {
                            self.diagnostics.push(sum_of_ratios(span));
                            return reg;
                        };
                        let range = (Exact::ZERO, hi);
                        let width = lane(range, den).unwrap_or(Width::I128);
                        let reg = self.cast(reg, width, den, span);
                        let op = Op::Each { rows: member, points: reg, keys, highest: dedupe.highest, open };
                        self.number(op, ROOT, range, den, span)
                    }
                }
            }
        };
        if let Some(only) = &scoring.only {
            let only = self.expr(only);
            let outside = self.not(only);
            let nought = self.constant(Exact::ZERO, ROOT, span);
            points = self.select_number(vec![(only, Some(points)), (outside, Some(nought))], ROOT, span);
        }
        match scoring.cap {
            Some(cap) => self.at_most(points, cap, span),
            None => points,
        }
    }

    /// Whether a target is met; one that is missed before it falls due is not known yet.
    fn target(&mut self, measure: &crate::hir::Measure) -> Option<Reg> {
        let meets = self.expr(measure.meets.as_ref()?);
        let last = measure.due.last()?.number();
        let mut due = Vec::new();
        for day in &measure.due {
            let on_or_after = self.truth(Op::EndsFrom(day.number()), ROOT);
            let after = self.truth(Op::EndsFrom(day.number() + 1), ROOT);
            let not_after = self.not(after);
            due.push(self.and(vec![on_or_after, not_after], ROOT));
        }
        due.push(self.truth(Op::EndsFrom(last), ROOT));
        let due = self.or(due, ROOT);
        let early = self.not(due);
        let unknown = self.unknown(ROOT);
        let open = self.or(vec![meets, unknown], ROOT);
        Some(self.truth(Op::Select(vec![(due, Some(meets)), (early, Some(open))]), ROOT))
    }

    fn item_verdict(&mut self, id: ItemId) -> Reg {
        let set = self.set;
        let item = &set[id];
        let mut parts: Vec<Reg> = Vec::new();
        for verdict in &item.verdicts {
            if verdict.level.is_none() || verdict.level == self.level {
                parts.push(self.expr(&verdict.condition));
            }
        }
        if let Some(measure) = &item.measure {
            parts.extend(self.target(measure));
        }
        if let Some(on_file) = &item.on_file {
            parts.push(self.expr(on_file));
        }
        let children: Vec<ItemId> =
            set.children(id).filter(|(_, child)| child.judged).map(|(id, _)| id).collect();
        for child in &children {
            let regs = self.item(*child);
            let Some(met) = regs.met else { continue };
            parts.push(match regs.applies {
                Some(applies) => {
                    let outside = self.not(applies);
                    self.or(vec![outside, met], ROOT)
                }
                None => met,
            });
        }
        self.and(parts, ROOT)
    }

    /// Whether anything in an item applies: one whose parts are all left out is left out itself.
    fn parts_apply(&mut self, id: ItemId) -> Option<Reg> {
        let set = self.set;
        let item = &set[id];
        if !item.scoring.is_empty() || !item.verdicts.is_empty() || item.measure.is_some() {
            return None;
        }
        let counted = |part: &ItemId| !matches!(set[*part].word, Phrase::Bonus | Phrase::Deduction);
        let parts: Option<Vec<Reg>> =
            item.children.iter().filter(|part| counted(part)).map(|part| self.item(*part).applies).collect();
        let parts = parts.filter(|parts| !parts.is_empty())?;
        Some(self.or(parts, ROOT))
    }

    // ---- the whole ---------------------------------------------------------------------------

    fn covers(&mut self) -> Option<Reg> {
        let set = self.set;
        let mut lines = Vec::new();
        for line in &set.applies {
            let mut parts = Vec::new();
            if let Some(region) = &line.region {
                parts.push(self.truth(Op::InRegion(region.clone()), ROOT));
            }
            if let Some(from) = line.from {
                parts.push(self.truth(Op::EndsFrom(from.number()), ROOT));
            }
            if let Some(condition) = &line.condition {
                parts.push(self.expr(condition));
            }
            if parts.is_empty() {
                return None;
            }
            lines.push(self.and(parts, ROOT));
        }
        if lines.is_empty() { None } else { Some(self.or(lines, ROOT)) }
    }

    fn levels(&self) -> Vec<u32> {
        if !self.set.items.iter().any(|item| item.by_level) {
            return Vec::new();
        }
        self.set.classes.iter().flat_map(|classes| classes.order.iter().copied()).collect()
    }

    fn totals(&mut self) -> Option<Totals> {
        if let Some(known) = self.totals {
            return known;
        }
        let outer = self.level.take();
        let totals = self.lower_totals();
        self.level = outer;
        self.totals = Some(totals);
        totals
    }

    fn lower_totals(&mut self) -> Option<Totals> {
        let set = self.set;
        let roots: Vec<ItemId> = set.roots().filter(|(_, item)| item.scored).map(|(id, _)| id).collect();
        let first = roots.first()?;
        let span = set[*first].span;
        let (mut parts, mut bonus, mut deductions, mut maxima) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for root in roots {
            let regs = self.item(root);
            let Some(points) = regs.points else { continue };
            match set[root].word {
                Phrase::Bonus => bonus.push(points),
                Phrase::Deduction => deductions.push(points),
                _ => {
                    parts.push(points);
                    if let Some(max) = regs.max {
                        maxima.push(self.counted_max(root, max));
                    }
                }
            }
        }
        let base = self.combine(&parts, set.take, span);
        let mut total = base;
        let mut scaled = None;
        let weighted: Vec<ItemId> =
            set.roots().filter(|(_, item)| item.weight.is_some()).map(|(id, _)| id).collect();
        if let (Some(scale), false) = (set.scale, weighted.is_empty()) {
            total = self.weighted(&weighted, scale.points, span);
            scaled = Some(total);
        } else if let Some(scale) = set.scale {
            let max = self.sum_of(&maxima, span);
            let range = self.at(max).range;
            if (scale.rescaled || range.0 != range.1) && set.take.is_none() {
                let hi = self.at(base).range.1.mul(scale.points).unwrap_or(Exact::ZERO);
                let points = self.constant(scale.points, ROOT, span);
                let product = self.mul(base, points, (Exact::ZERO, hi), span);
                total = self.ratio(product, max, (Exact::ZERO, hi), span);
                total = self.at_most(total, scale.points, span);
                scaled = Some(total);
            }
        }
        if !bonus.is_empty() {
            bonus.insert(0, total);
            total = self.sum_of(&bonus, span);
        }
        total = self.less(total, &deductions, span);
        if let Some(scale) = set.scale {
            total = self.at_most(total, scale.cap.unwrap_or(scale.points), span);
        }
        let raw = total;
        if let Some(rounding) = set.scale.and_then(|scale| scale.rounding) {
            total = self.round(total, rounding, span);
        }
        Some(Totals { base, scaled, raw, rounded: total })
    }

    fn total_part(&mut self, part: fn(&Totals) -> Reg, span: Span) -> Reg {
        match self.totals() {
            Some(totals) => part(&totals),
            None => self.constant(Exact::ZERO, ROOT, span),
        }
    }

    fn class(&mut self, covers: Option<Reg>, gates: &[Reg]) -> Option<Reg> {
        let set = self.set;
        let classes = set.classes.as_ref()?;
        let count = u32::try_from(classes.list.len()).unwrap_or(0);
        let option = |position: u32| count.saturating_sub(1).saturating_sub(position);
        let rest = classes
            .list
            .iter()
            .position(|class| class.condition.is_none())
            .and_then(|position| u32::try_from(position).ok())
            .map_or(bits::LEFT_OPEN, |position| 1u64 << option(position));
        let mut tested = Vec::new();
        for position in &classes.order {
            let Some(condition) =
                classes.list.get(*position as usize).and_then(|class| class.condition.as_ref())
            else {
                continue;
            };
            self.level = Some(*position);
            tested.push((self.expr(condition), option(*position)));
        }
        self.level = None;
        let mut class = self.choice(Op::Class { tested, rest }, ROOT);
        for (gate, holds) in set.gates.iter().zip(gates) {
            let map = match gate.effect {
                Effect::BarsAll => GateMap::Becomes(rest),
                Effect::NotRanked => GateMap::Becomes(bits::NOT_RANKED),
                Effect::Class(position) => GateMap::Becomes(1u64 << option(position)),
                Effect::AtMost(position) => GateMap::AtMost(option(position)),
            };
            class = self.choice(Op::Gate { class, holds: *holds, map }, ROOT);
        }
        if let Some(covers) = covers {
            class =
                self.choice(Op::Gate { class, holds: covers, map: GateMap::Becomes(bits::OUTSIDE) }, ROOT);
        }
        Some(class)
    }
}

/// Evidence that may still arrive, values that count as nought once the file is closed, and
/// registers of decisions are what an open file changes.
fn open_matters(set: &CriteriaSet) -> bool {
    set.frames.iter().any(|frame| frame.open)
        || set.inputs.iter().any(|input| input.when_missing.is_some())
        || !set.uses.is_empty()
}

/// The value a band judges.
fn banded(row: &TableRow) -> Option<&Expr> {
    fn left(when: &Expr) -> Option<&Expr> {
        match &when.kind {
            ExprKind::Compare(_, value, _) => Some(value),
            ExprKind::And(parts) => parts.first().and_then(left),
            _ => None,
        }
    }
    match row.shape {
        BandShape::Nothing | BandShape::Otherwise | BandShape::When => None,
        _ => left(&row.when),
    }
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
