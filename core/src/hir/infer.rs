//! Typed expressions: every constructor checks types and units and infers the range.
//!
//! In: checked operands. Out: a checked expression, or a diagnostic and nothing.
//! This file does not know names; `scope.rs` finds what a name stands for.

use super::scope::Builder;
use super::{ChoiceId, Expr, ExprKind, FrameId, ROOT, Range, Rounding, Rows, Ty, Unit};
use crate::diagnostics;
use crate::exact::Exact;
use tieuchi_grammar::Span;
use tieuchi_grammar::ast::{Arithmetic, Comparison, Pick};

/// The most expressions a set may hold, each definition written out wherever it is read: without a
/// bound, definitions that read each other twice would double with every line.
pub const WRITTEN_OUT: usize = 200_000;

/// A definition has fewer layers, those of the definitions it reads included: whoever walks an
/// expression goes as deep as it is nested.
pub const LAYERS: usize = 64;

/// The most definitions of which each reads the next.
pub const CHAIN: usize = 32;

/// The most rows one subject may have in one table.
pub const MAX_ROWS: i128 = 1 << 24;

/// The range of a number that declares none.
pub fn undeclared_range() -> Range {
    (Exact::ZERO, Exact::whole(999_999_999_999))
}

/// What a type is called, in both languages.
pub fn ty_name(ty: &Ty) -> (&'static str, &'static str) {
    match ty {
        Ty::Truth => ("điều kiện đúng sai", "a condition"),
        Ty::Number(Unit::Ratio) => ("tỷ lệ", "a share"),
        Ty::Number(Unit::Points) => ("số điểm", "a number of points"),
        Ty::Number(_) => ("số", "a number"),
        Ty::Day => ("ngày", "a date"),
        Ty::Choice(_) => ("lựa chọn", "an option"),
        Ty::Text => ("chữ", "a text"),
    }
}

fn unit_name(unit: &Unit) -> (String, String) {
    let (vi, en) = match unit {
        Unit::Any | Unit::None => ("số không đơn vị", "a number without unit"),
        Unit::Ratio => ("tỷ lệ", "a share"),
        Unit::Points => ("điểm", "points"),
        Unit::Named(name) => return (format!("số {name}"), format!("a number of {name}")),
    };
    (vi.into(), en.into())
}

impl Builder<'_> {
    /// An expression with a fresh number.
    pub fn expr(&mut self, kind: ExprKind, ty: Ty, frame: FrameId, span: Span) -> Expr {
        let id = self.set.expressions;
        self.set.expressions += 1;
        self.count_written_out(1, span);
        Expr { id, kind, ty, frame, range: None, can_be_absent: false, span }
    }

    /// Counts expressions; the one that is too many is told.
    pub fn count_written_out(&mut self, more: usize, at: Span) {
        let before = self.written_out;
        self.written_out = before.saturating_add(more);
        if before <= WRITTEN_OUT && self.written_out > WRITTEN_OUT {
            self.report(diagnostics::too_large_written_out(at));
        }
    }

    /// A number.
    pub fn number(&mut self, kind: ExprKind, unit: Unit, frame: FrameId, range: Range, span: Span) -> Expr {
        let mut expr = self.expr(kind, Ty::Number(unit), frame, span);
        expr.range = Some(range);
        expr
    }

    /// A constant number.
    pub fn constant(&mut self, value: Exact, unit: Unit, span: Span) -> Expr {
        self.number(ExprKind::Number(value), unit, ROOT, (value, value), span)
    }

    /// Negation.
    pub fn not(&mut self, inner: Expr, span: Span) -> Expr {
        let frame = inner.frame;
        self.expr(ExprKind::Not(Box::new(inner)), Ty::Truth, frame, span)
    }

    /// Conjunction; a single part stays itself.
    pub fn and(&mut self, mut parts: Vec<Expr>, span: Span) -> Expr {
        if parts.len() == 1
            && let Some(only) = parts.pop()
        {
            return only;
        }
        let frame = finest(&parts.iter().collect::<Vec<_>>());
        self.expr(ExprKind::And(parts), Ty::Truth, frame, span)
    }

    /// Disjunction; a single part stays itself.
    pub fn or(&mut self, mut parts: Vec<Expr>, span: Span) -> Expr {
        if parts.len() == 1
            && let Some(only) = parts.pop()
        {
            return only;
        }
        let frame = finest(&parts.iter().collect::<Vec<_>>());
        self.expr(ExprKind::Or(parts), Ty::Truth, frame, span)
    }

    /// Whether a value exists.
    pub fn exists(&mut self, inner: Expr, span: Span) -> Expr {
        let frame = inner.frame;
        self.expr(ExprKind::Exists(Box::new(inner)), Ty::Truth, frame, span)
    }

    /// Demands a truth value.
    pub fn want_truth(&mut self, expr: Expr) -> Option<Expr> {
        self.want(expr, &Ty::Truth)
    }

    /// Demands a number of any unit.
    pub fn want_number(&mut self, expr: Expr) -> Option<Expr> {
        if matches!(expr.ty, Ty::Number(_)) {
            return Some(expr);
        }
        self.report(diagnostics::wrong_type(expr.span, ("một số", "a number"), ty_name(&expr.ty)));
        None
    }

    /// Demands a day.
    pub fn want_day(&mut self, expr: Expr) -> Option<Expr> {
        self.want(expr, &Ty::Day)
    }

    fn want(&mut self, expr: Expr, ty: &Ty) -> Option<Expr> {
        if expr.ty == *ty {
            return Some(expr);
        }
        self.report(diagnostics::wrong_type(expr.span, ty_name(ty), ty_name(&expr.ty)));
        None
    }

    /// Demands a number that can stand for points.
    pub fn want_points(&mut self, expr: Expr) -> Option<Expr> {
        let expr = self.want_number(expr)?;
        match &expr.ty {
            Ty::Number(unit @ Unit::Named(_)) => {
                let (vi, en) = unit_name(unit);
                self.report(diagnostics::unit_for_points(expr.span, (&vi, &en)));
                None
            }
            _ => Some(expr),
        }
    }

    /// The unit two numbers share, or a diagnostic.
    fn common_unit(&mut self, left: &Expr, right: &Expr, span: Span) -> Option<Unit> {
        let (Ty::Number(a), Ty::Number(b)) = (&left.ty, &right.ty) else { return None };
        let unit = match (a, b) {
            (Unit::Any, Unit::Ratio) => return self.bare_number(left),
            (Unit::Ratio, Unit::Any) => return self.bare_number(right),
            (Unit::Any, other) | (other, Unit::Any) => other.clone(),
            (a, b) if a == b => a.clone(),
            (a, b) => {
                let ((lv, le), (rv, re)) = (unit_name(a), unit_name(b));
                self.report(diagnostics::units_differ(span, (&lv, &le), (&rv, &re)));
                return None;
            }
        };
        Some(unit)
    }

    /// A bare literal beside a share: 0 and 1 are the same in both readings, others are an error.
    fn bare_number(&mut self, literal: &Expr) -> Option<Unit> {
        if let ExprKind::Number(value) = literal.kind {
            if value == Exact::ZERO {
                return Some(Unit::Ratio);
            }
            self.report(diagnostics::ratio_with_bare_number(literal.span, value));
        } else {
            self.report(diagnostics::units_differ(
                literal.span,
                ("tỷ lệ", "a share"),
                ("số không đơn vị", "a number without unit"),
            ));
        }
        None
    }

    /// A comparison of two values of one type.
    pub fn compare(&mut self, op: Comparison, left: Expr, right: Expr, span: Span) -> Option<Expr> {
        let equality = matches!(op, Comparison::Equal | Comparison::NotEqual);
        match (&left.ty, &right.ty) {
            (Ty::Number(_), Ty::Number(_)) => {
                self.common_unit(&left, &right, span)?;
            }
            (Ty::Day, Ty::Day) => {}
            (Ty::Choice(a), Ty::Choice(b)) if a == b => {
                if !equality && !self.set[*a].ranked {
                    self.report(diagnostics::not_ranked(span));
                    return None;
                }
            }
            (Ty::Text, Ty::Text) if equality => {}
            (Ty::Truth, Ty::Truth) => {
                self.report(diagnostics::conditions_compared(span));
                return None;
            }
            (a, b) => {
                let (want, got) = (ty_name(a), ty_name(b));
                self.report(diagnostics::wrong_type(right.span, want, got));
                return None;
            }
        }
        let frame = finest(&[&left, &right]);
        Some(self.expr(ExprKind::Compare(op, Box::new(left), Box::new(right)), Ty::Truth, frame, span))
    }

    /// Arithmetic on two numbers.
    pub fn arithmetic(&mut self, op: Arithmetic, left: Expr, right: Expr, span: Span) -> Option<Expr> {
        let left = self.want_number(left)?;
        let mut right = self.want_number(right)?;
        if op == Arithmetic::Divide && right.range.is_some_and(|range| range.0 <= Exact::ZERO) {
            right = self.guarded(right)?;
        }
        let (Some(a), Some(b)) = (left.range, right.range) else { return None };
        let unit = match op {
            Arithmetic::Add | Arithmetic::Subtract => self.common_unit(&left, &right, span)?,
            Arithmetic::Multiply => self.product_unit(&left, &right, span)?,
            Arithmetic::Divide => self.quotient_unit(&left, &right, span)?,
        };
        let range = match op {
            Arithmetic::Add => a.0.add(b.0).zip(a.1.add(b.1)),
            Arithmetic::Subtract => a.0.sub(b.1).zip(a.1.sub(b.0)),
            Arithmetic::Multiply => hull([a.0.mul(b.0), a.0.mul(b.1), a.1.mul(b.0), a.1.mul(b.1)]),
            Arithmetic::Divide => {
                if b.0 <= Exact::ZERO {
                    self.report(diagnostics::divisor_may_be_zero(right.span));
                    return None;
                }
                hull([a.0.div(b.0), a.0.div(b.1), a.1.div(b.0), a.1.div(b.1)])
            }
        };
        let range = self.in_reach(range, span)?;
        let (frame, absent) = (finest(&[&left, &right]), left.can_be_absent || right.can_be_absent);
        // Two constants are one constant, so that `1,5 * 2` is a literal for the band proofs.
        if let (ExprKind::Number(_), ExprKind::Number(_)) = (&left.kind, &right.kind)
            && range.0 == range.1
        {
            return Some(self.constant(range.0, unit, span));
        }
        let kind = ExprKind::Arithmetic(op, Box::new(left), Box::new(right));
        let mut expr = self.number(kind, unit, frame, range, span);
        expr.can_be_absent = absent;
        Some(expr)
    }

    fn product_unit(&mut self, left: &Expr, right: &Expr, span: Span) -> Option<Unit> {
        let (Ty::Number(a), Ty::Number(b)) = (&left.ty, &right.ty) else { return None };
        Some(match (a, b) {
            (Unit::Any, other) | (other, Unit::Any) => other.clone(),
            // A share of a number is a number: 65% of a mark is a mark.
            (Unit::Ratio, other) | (other, Unit::Ratio) => other.clone(),
            (Unit::None, other) | (other, Unit::None) => other.clone(),
            (a, b) => {
                let ((lv, le), (rv, re)) = (unit_name(a), unit_name(b));
                self.report(diagnostics::units_differ(span, (&lv, &le), (&rv, &re)));
                return None;
            }
        })
    }

    fn quotient_unit(&mut self, left: &Expr, right: &Expr, _span: Span) -> Option<Unit> {
        let (Ty::Number(a), Ty::Number(b)) = (&left.ty, &right.ty) else { return None };
        Some(match (a, b) {
            (Unit::Any, Unit::Any) => Unit::Any,
            (a, b) if a == b && *a != Unit::Ratio => Unit::Ratio,
            (a, Unit::Any | Unit::Ratio) => a.clone(),
            (a, b) if a == b => Unit::Ratio,
            (a, Unit::None) => a.clone(),
            _ => Unit::None,
        })
    }

    /// A range that could be computed, or a diagnostic.
    fn in_reach(&mut self, range: Option<Range>, span: Span) -> Option<Range> {
        if range.is_none() {
            self.report(diagnostics::too_wide(span, 38));
        }
        range
    }

    /// The larger or the smaller of two numbers.
    pub fn extreme(&mut self, larger: bool, left: Expr, right: Expr, span: Span) -> Option<Expr> {
        let left = self.want_number(left)?;
        let right = self.want_number(right)?;
        let unit = self.common_unit(&left, &right, span)?;
        let (Some(a), Some(b)) = (left.range, right.range) else { return None };
        let range = if larger { (a.0.max(b.0), a.1.max(b.1)) } else { (a.0.min(b.0), a.1.min(b.1)) };
        let (frame, absent) = (finest(&[&left, &right]), left.can_be_absent || right.can_be_absent);
        let (left, right) = (Box::new(left), Box::new(right));
        let kind = if larger { ExprKind::Larger(left, right) } else { ExprKind::Smaller(left, right) };
        let mut expr = self.number(kind, unit, frame, range, span);
        expr.can_be_absent = absent;
        Some(expr)
    }

    /// A written rounding.
    pub fn round(&mut self, inner: Expr, rounding: Rounding, span: Span) -> Option<Expr> {
        let inner = self.want_number(inner)?;
        let (lo, hi) = inner.range?;
        if lo < Exact::ZERO {
            self.report(diagnostics::may_be_negative(inner.span));
            return None;
        }
        let range = (round_exact(lo, rounding), round_exact(hi, rounding));
        let range = self.in_reach(range.0.zip(range.1), span)?;
        let Ty::Number(unit) = inner.ty.clone() else { return None };
        let (frame, absent) = (inner.frame, inner.can_be_absent);
        let mut expr = self.number(ExprKind::Round(Box::new(inner), rounding), unit, frame, range, span);
        expr.can_be_absent = absent;
        Some(expr)
    }

    /// How many rows.
    pub fn count(&mut self, rows: Rows, parent: FrameId, span: Span) -> Expr {
        let kind = ExprKind::Count(Box::new(rows));
        self.number(kind, Unit::None, parent, (Exact::ZERO, Exact::whole(MAX_ROWS)), span)
    }

    /// Whether at least `n` rows (any, for 1).
    pub fn at_least(&mut self, n: i128, rows: Rows, parent: FrameId, span: Span) -> Expr {
        let count = self.count(rows, parent, span);
        let bound = self.constant(Exact::whole(n), Unit::None, span);
        let kind = ExprKind::Compare(Comparison::GreaterOrEqual, Box::new(count), Box::new(bound));
        self.expr(kind, Ty::Truth, parent, span)
    }

    /// The sum, or mean, of a number over rows.
    pub fn total_over(
        &mut self,
        mean: bool,
        rows: Rows,
        of: Expr,
        parent: FrameId,
        span: Span,
    ) -> Option<Expr> {
        let of = self.want_number(of)?;
        let (lo, hi) = of.range?;
        if lo < Exact::ZERO {
            self.report(diagnostics::may_be_negative(of.span));
            return None;
        }
        let Ty::Number(unit) = of.ty.clone() else { return None };
        if mean {
            let mut expr =
                self.number(ExprKind::Mean(Box::new(rows), Box::new(of)), unit, parent, (lo, hi), span);
            expr.can_be_absent = true;
            return Some(expr);
        }
        let range = hi.mul(Exact::whole(MAX_ROWS)).map(|hi| (Exact::ZERO, hi));
        let range = self.in_reach(range, span)?;
        Some(self.number(ExprKind::Sum(Box::new(rows), Box::new(of)), unit, parent, range, span))
    }

    /// The highest, lowest or newest value over rows.
    pub fn pick(
        &mut self,
        pick: Pick,
        rows: Rows,
        of: Expr,
        by: Option<Expr>,
        parent: FrameId,
        span: Span,
    ) -> Option<Expr> {
        let comparable = match &of.ty {
            Ty::Number(_) | Ty::Day => true,
            Ty::Choice(choice) => pick == Pick::Newest || self.set[*choice].ranked,
            Ty::Truth | Ty::Text => false,
        };
        if !comparable {
            let at = of.span;
            if matches!(of.ty, Ty::Choice(_)) {
                self.report(diagnostics::not_ranked(at));
            } else {
                self.report(diagnostics::wrong_type(
                    at,
                    ("số, ngày hoặc bậc", "a number, date or rank"),
                    ty_name(&of.ty),
                ));
            }
            return None;
        }
        let (ty, range) = (of.ty.clone(), of.range);
        let kind = ExprKind::Pick(pick, Box::new(rows), Box::new(of), by.map(Box::new));
        let mut expr = self.expr(kind, ty, parent, span);
        expr.range = range;
        expr.can_be_absent = true;
        Some(expr)
    }

    /// The share of rows that have a property.
    pub fn share(&mut self, rows: Rows, body: Expr, parent: FrameId, span: Span) -> Option<Expr> {
        let body = self.want_truth(body)?;
        let kind = ExprKind::Share(Box::new(rows), Box::new(body));
        let mut expr = self.number(kind, Unit::Ratio, parent, (Exact::ZERO, Exact::ONE), span);
        expr.can_be_absent = true;
        Some(expr)
    }

    /// An option of a list, by its text or class name.
    pub fn option(&mut self, choice: ChoiceId, text: &str, span: Span) -> Option<Expr> {
        let position = self.set[choice].options.iter().position(|option| option == text);
        let Some(position) = position else {
            let options = self.set[choice].options.clone();
            // The classes of a set that was not given are not known, and that was reported.
            let not_given = self.set.uses.iter().any(|uses| {
                uses.classes == choice && self.library.find(&uses.set, uses.edition.as_deref()).is_none()
            });
            if not_given && self.diagnostics.iter().any(|finding| finding.code == "set-not-given") {
                return None;
            }
            let near = tieuchi_grammar::closest(text, options.iter().map(String::as_str));
            self.report(diagnostics::unknown_option(span, text, &options, near));
            return None;
        };
        let kind = ExprKind::Option(u32::try_from(position).unwrap_or(u32::MAX));
        Some(self.expr(kind, Ty::Choice(choice), ROOT, span))
    }
}

/// The finest frame among the parts: a child table if any part has a value for each of its rows.
pub fn finest(parts: &[&Expr]) -> FrameId {
    parts.iter().map(|part| part.frame).find(|frame| *frame != ROOT).unwrap_or(ROOT)
}

fn hull<const N: usize>(values: [Option<Exact>; N]) -> Option<Range> {
    let mut known = values.into_iter().collect::<Option<Vec<_>>>()?;
    known.sort();
    Some((*known.first()?, *known.last()?))
}

/// Rounds an exact value that is not below nought.
pub fn round_exact(value: Exact, rounding: Rounding) -> Option<Exact> {
    use tieuchi_grammar::ast::RoundMode;
    let steps = value.div(rounding.step)?;
    let floor = steps.floor();
    let rest = steps.sub(Exact::whole(floor))?;
    let half = Exact::new(1, 2)?;
    let up = match rounding.mode {
        RoundMode::HalfUp => rest >= half,
        RoundMode::HalfEven => rest > half || (rest == half && floor % 2 != 0),
        RoundMode::Up => rest > Exact::ZERO,
        RoundMode::Down => false,
    };
    Exact::whole(if up { floor.checked_add(1)? } else { floor }).mul(rounding.step)
}
