//! Tables: rows of bands or conditions, and the proof that they are complete and disjoint.
//!
//! In: the rows under a table head and the value they judge. Out: rows with conditions, or the
//! value that no row or two rows cover. The proof compares exact edges; it never samples.

mod rest;
mod ways;

use super::canonical::expr_text;
use super::infer::undeclared_range;
use super::scope::{Builder, Scope, exact_of, expr_at};
use super::{BandShape, Expr, ExprKind, Gives, Notes, ParamId, Range, TableRow, Ty, Unit};
use crate::day::Day;
use crate::describe::written;
use crate::diagnostics;
use crate::exact::{Exact, lcm, pow10};
use std::collections::BTreeMap;
use tieuchi_grammar::ast::{self, Comparison, Slot, Statement};
use tieuchi_grammar::{Bilingual, Diagnostic, Phrase, Row, Span};
use ways::Ways;

/// The most combinations of parameter values a table is proved for.
const MAX_SITUATIONS: usize = 4_096;
/// The most rows one table may have; the proof compares each edge with each row.
const MAX_ROWS_OF_TABLE: usize = 1_000;

impl<'a> Builder<'a> {
    /// The rows of a table. `coefficient` multiplies every edge; where the input always `exists` no
    /// row need be taken without it.
    pub fn table_rows(
        &mut self,
        statements: &'a [Statement],
        input: Option<&Expr>,
        coefficient: Option<&Expr>,
        exists: bool,
        scope: &Scope,
        head: Span,
    ) -> Option<Vec<TableRow>> {
        if let Some(input) = input.filter(|input| input.ty == Ty::Text) {
            self.report(diagnostics::text_has_no_edges(input.span));
            return None;
        }
        let mut rows: Vec<TableRow> = Vec::new();
        let mut otherwise: Option<(Gives, Span, Notes)> = None;
        let mut conditions: Vec<Option<Expr>> = Vec::new();
        let mut complete = true;
        let mut covers_absent = false;
        for statement in statements {
            let Some(parsed) = self.band(statement, input, coefficient, scope) else {
                complete &= !is_band(statement.row);
                continue;
            };
            let BandRow { shape, when, condition, gives } = parsed;
            if matches!(shape, BandShape::Otherwise) {
                otherwise = Some((gives, statement.span, self.notes_of(statement)));
                continue;
            }
            covers_absent |= matches!(shape, BandShape::Nothing);
            let mut parts: Vec<Expr> = when.into_iter().collect();
            if let Some(condition) = condition {
                conditions.push(input.is_some().then(|| condition.clone()));
                parts.push(condition);
            } else {
                conditions.push(None);
            }
            let when = self.and(parts, statement.span);
            let notes = self.notes_of(statement);
            rows.push(TableRow { when, gives, shape, notes, span: statement.span });
        }
        if !complete {
            return None;
        }
        if rows.len() > MAX_ROWS_OF_TABLE {
            self.report(diagnostics::bad_declaration(
                head,
                &format!("bảng có hơn {MAX_ROWS_OF_TABLE} dòng"),
                &format!("the table has more than {MAX_ROWS_OF_TABLE} rows"),
                ("gộp bớt dòng, hoặc chia bảng", "join some rows, or split the table"),
            ));
            return None;
        }
        let proved = match input {
            Some(input) => {
                if input.can_be_absent && !exists && !covers_absent && otherwise.is_none() {
                    self.report(diagnostics::absent_not_covered(input.span));
                }
                self.prove_bands(input, &rows, &conditions, otherwise.is_some(), head)
            }
            None => self.prove_conditions(&rows, otherwise.is_some(), head),
        };
        if !proved {
            return None;
        }
        if let Some((gives, span, notes)) = otherwise {
            let bands = input.and_then(|input| self.rest_of_bands(input, &rows, &conditions, span));
            let (shape, when) = match bands {
                Some(bands) => (BandShape::OtherBands, bands),
                None => {
                    let parts: Vec<Expr> = rows.iter().map(|row| row.when.clone()).collect();
                    let any = self.or(parts, span);
                    (BandShape::Otherwise, self.not(any, span))
                }
            };
            rows.push(TableRow { when, gives, shape, notes, span });
        }
        Some(rows)
    }

    fn band(
        &mut self,
        statement: &'a Statement,
        input: Option<&Expr>,
        coefficient: Option<&Expr>,
        scope: &Scope,
    ) -> Option<BandRow> {
        let span = statement.span;
        let res = statement.slots.last();
        let edges: Vec<&ast::Expr> = match statement.row {
            Row::BandFromUnder | Row::BandFromTo | Row::BandOverUnder | Row::BandOverTo => {
                vec![expr_at(statement, 0)?, expr_at(statement, 1)?]
            }
            Row::BandFromUp | Row::BandOver | Row::BandUnder | Row::BandAtMost | Row::BandExactly => {
                vec![expr_at(statement, 0)?]
            }
            Row::BandNone | Row::BandText | Row::BandOtherwise | Row::BandWhen => Vec::new(),
            _ => return None,
        };
        // The condition stands just before the result, except in the rows that have none.
        let condition = match statement.row {
            Row::BandNone | Row::BandOtherwise => None,
            Row::BandWhen => expr_at(statement, 0),
            _ => expr_at(statement, statement.slots.len().saturating_sub(2))
                .filter(|_| statement.slots.len() > edges.len() + 1),
        };
        let condition = match condition {
            Some(condition) => Some(self.condition(condition, scope)?),
            None => None,
        };
        // Where the row counts its condition holds: it guards what the row divides by.
        let guards = condition.as_ref().map_or(0, |condition| self.push_guards(condition));
        let gives = self.gives(res?, scope);
        self.guards.truncate(self.guards.len().saturating_sub(guards));
        let gives = gives?;
        if matches!(statement.row, Row::BandOtherwise) {
            return Some(BandRow { shape: BandShape::Otherwise, when: None, condition: None, gives });
        }
        if matches!(statement.row, Row::BandWhen) {
            if input.is_some() {
                self.report(diagnostics::row_of_another_table(span, true));
                return None;
            }
            return Some(BandRow { shape: BandShape::When, when: None, condition, gives });
        }
        let Some(input) = input else {
            self.report(diagnostics::row_of_another_table(span, false));
            return None;
        };
        if statement.row == Row::BandNone {
            let when = if let Ty::Choice(choice) = input.ty.clone() {
                let none = self.set[choice].options.first().is_some_and(|option| option == NO_RESULT);
                if none && !input.can_be_absent {
                    let option = self.option(choice, NO_RESULT, span)?;
                    self.compare(Equal, input.clone(), option, span)?
                } else {
                    let exists = self.exists(input.clone(), span);
                    self.not(exists, span)
                }
            } else {
                let exists = self.exists(input.clone(), span);
                self.not(exists, span)
            };
            return Some(BandRow { shape: BandShape::Nothing, when: Some(when), condition, gives });
        }
        let mut resolved = Vec::new();
        if let (Row::BandText, Some(Slot::Text(text))) = (statement.row, statement.slots.first()) {
            let Ty::Choice(choice) = input.ty else {
                self.report(diagnostics::edge_in_quotes(text.span));
                return None;
            };
            resolved.push(self.option(choice, &text.text, text.span)?);
        }
        for edge in edges {
            resolved.push(self.edge(edge, input, coefficient, scope)?);
        }
        let mut resolved = resolved.into_iter();
        let (first, second) = (resolved.next()?, resolved.next());
        use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual};
        let (low, high) = match statement.row {
            Row::BandFromUnder => (GreaterOrEqual, Some(Less)),
            Row::BandFromTo => (GreaterOrEqual, Some(LessOrEqual)),
            Row::BandOverUnder => (Greater, Some(Less)),
            Row::BandOverTo => (Greater, Some(LessOrEqual)),
            Row::BandFromUp => (GreaterOrEqual, None),
            Row::BandOver => (Greater, None),
            Row::BandUnder => (Less, None),
            Row::BandAtMost => (LessOrEqual, None),
            _ => (Equal, None),
        };
        let mut parts = vec![self.compare(low, input.clone(), first.clone(), span)?];
        if let (Some(op), Some(second)) = (high, second.clone()) {
            parts.push(self.compare(op, input.clone(), second, span)?);
        }
        let shape = match (statement.row, second) {
            (Row::BandFromUnder, Some(second)) => BandShape::FromUnder(first, second),
            (Row::BandFromTo, Some(second)) => BandShape::FromTo(first, second),
            (Row::BandOverUnder, Some(second)) => BandShape::OverUnder(first, second),
            (Row::BandOverTo, Some(second)) => BandShape::OverTo(first, second),
            (Row::BandFromUp, _) => BandShape::FromUp(first),
            (Row::BandOver, _) => BandShape::Over(first),
            (Row::BandUnder, _) => BandShape::Under(first),
            (Row::BandAtMost, _) => BandShape::AtMost(first),
            _ => BandShape::Exactly(first),
        };
        let when = self.and(parts, span);
        Some(BandRow { shape, when: Some(when), condition, gives })
    }

    fn edge(
        &mut self,
        edge: &ast::Expr,
        input: &Expr,
        coefficient: Option<&Expr>,
        scope: &Scope,
    ) -> Option<Expr> {
        if let Ty::Choice(choice) = input.ty {
            let word = match &edge.kind {
                ast::ExprKind::Text(text) => text.text.clone(),
                ast::ExprKind::Path(path) if path.len() == 1 => path.first().map(|name| name.text.clone())?,
                _ => {
                    let options = self.set[choice].options.clone();
                    self.report(diagnostics::unknown_option(edge.span, "…", &options, None));
                    return None;
                }
            };
            return self.option(choice, &word, edge.span);
        }
        let resolved = self.resolve(edge, scope)?;
        let resolved = match coefficient {
            Some(coefficient) => self.times_coefficient(resolved, coefficient, edge.span)?,
            None => resolved,
        };
        Some(resolved)
    }

    /// An edge, base or step times the coefficient of its rule; it stays what it is a measure of.
    pub(super) fn times_coefficient(&mut self, edge: Expr, coefficient: &Expr, span: Span) -> Option<Expr> {
        let ty = edge.ty.clone();
        let product = self.arithmetic(ast::Arithmetic::Multiply, edge, coefficient.clone(), span)?;
        Some(Expr { ty, ..product })
    }

    /// What stands after the colon of a row.
    fn gives(&mut self, slot: &'a Slot, scope: &Scope) -> Option<Gives> {
        let Slot::Phrase(phrase) = slot else { return None };
        match (phrase.id, phrase.slots.first()) {
            (Phrase::ResNotApplicable, _) => Some(Gives::NotApplicable),
            (Phrase::ResPoints, Some(Slot::Expr(points))) => {
                let points = self.resolve(points, scope)?;
                let mut points = self.want_points(points)?;
                points.ty = Ty::Number(Unit::Points);
                Some(Gives::Value(points))
            }
            (Phrase::ResValue, Some(Slot::Expr(value))) => Some(Gives::Value(self.resolve(value, scope)?)),
            (Phrase::ResMet, _) => {
                Some(Gives::Value(self.expr(ExprKind::Truth(true), Ty::Truth, super::ROOT, phrase.span)))
            }
            (Phrase::ResNotMet, _) => {
                Some(Gives::Value(self.expr(ExprKind::Truth(false), Ty::Truth, super::ROOT, phrase.span)))
            }
            _ => None,
        }
    }

    // ---- the proof ------------------------------------------------------------------------

    fn prove_bands(
        &mut self,
        input: &Expr,
        rows: &[TableRow],
        conditions: &[Option<Expr>],
        otherwise: bool,
        head: Span,
    ) -> bool {
        match self.band_fault(input, rows, conditions, otherwise, head) {
            Ok(faults) => {
                let sound = faults.is_empty();
                self.diagnostics.extend(faults);
                sound
            }
            Err(Beyond(span, vi, en)) => {
                self.unsupported(span, vi, en);
                false
            }
        }
    }

    /// A value that no row takes, and one that two rows take.
    fn band_fault(
        &self,
        input: &Expr,
        rows: &[TableRow],
        conditions: &[Option<Expr>],
        otherwise: bool,
        head: Span,
    ) -> Result<Vec<Diagnostic>, Beyond> {
        // Rows with a condition are proved once for each way the conditions can fall.
        let conditions: Vec<Option<&Expr>> = conditions.iter().map(Option::as_ref).collect();
        let ways = Ways::of(&self.set, &conditions, self.classes.len()).ok_or(Beyond(
            head,
            "bảng có quá nhiều điều kiện `khi` khác nhau",
            "a table with too many different `when` conditions",
        ))?;
        let situations = self.situations(rows).ok_or(Beyond(
            head,
            "bảng có quá nhiều tổ hợp tham số",
            "a table with too many combinations of parameters",
        ))?;
        let base = self.moving_base(rows);
        let grain = self.grain(input).filter(|_| base.is_none());
        let domain = self.domain(input, base);
        for situation in &situations {
            let mut intervals = Vec::new();
            for (at, row) in rows.iter().enumerate() {
                if matches!(row.shape, BandShape::Nothing) {
                    // A result that is not there is the first option of its list.
                    if matches!(row.when.kind, ExprKind::Compare(..)) {
                        intervals.push((at, (Interval::point(Exact::ZERO), row.span)));
                    }
                    continue;
                }
                let interval = self.interval(row, situation, base).ok_or(Beyond(
                    row.span,
                    "mốc không phải hằng số hay tham số",
                    "an edge that is not a constant or parameter",
                ))?;
                intervals.push((at, (interval, row.span)));
            }
            // The first value without a row and the first with two, each with the case it is so in.
            let (mut gap, mut overlap) = (None, None);
            for way in &ways {
                for (holds, cell) in &way.cells {
                    let taken = intervals.iter().filter(|(at, _)| holds.get(*at).copied().unwrap_or(true));
                    let live: Vec<&(Interval, Span)> = taken.map(|(_, row)| row).collect();
                    let faults = find_faults(&live, domain, grain, otherwise);
                    if let (None, Some(value)) = (&gap, faults.gap) {
                        gap = Some(match self.shown(value, input) {
                            Some(value) => diagnostics::band_gap(head, &value, way.words(cell).as_ref()),
                            None => diagnostics::no_band_without_result(head),
                        });
                    }
                    if let (None, Some((value, first, second))) = (&overlap, faults.overlap) {
                        let none = || Bilingual::new("trường hợp không có kết quả", "the case of no result");
                        let value = self.shown(value, input).unwrap_or_else(none);
                        let case = way.words(cell);
                        overlap = Some(diagnostics::band_overlap(first, second, &value, case.as_ref()));
                    }
                }
            }
            if gap.is_some() || overlap.is_some() {
                return Ok(gap.into_iter().chain(overlap).collect());
            }
        }
        Ok(Vec::new())
    }

    /// The values the input can have, as multiples of the base where edges move with one.
    fn domain(&self, input: &Expr, base: Option<&Expr>) -> Range {
        match &input.ty {
            Ty::Day => return (day_value(Day::FIRST), day_value(Day::LAST)),
            Ty::Choice(choice) => {
                let last = i128::try_from(self.set[*choice].options.len()).unwrap_or(1) - 1;
                return (Exact::ZERO, Exact::whole(last));
            }
            Ty::Truth | Ty::Number(_) | Ty::Text => {}
        }
        let range = input.range.unwrap_or_else(undeclared_range);
        let multiples = |(lo, hi): Range| range.0.div(hi).zip(range.1.div(lo));
        base.and_then(|base| base.range).and_then(multiples).unwrap_or(range)
    }

    /// A value in words; nothing for the option that stands for no result.
    fn shown(&self, value: Exact, input: &Expr) -> Option<Bilingual> {
        let Ty::Choice(choice) = input.ty else { return Some(written(value, &input.ty)) };
        let at = usize::try_from(value.floor()).unwrap_or(usize::MAX);
        let option = self.set[choice].options.get(at).filter(|option| *option != NO_RESULT)?;
        Some(Bilingual::new(format!("\"{option}\""), format!("\"{option}\"")))
    }

    /// The one value, above nought, that the edges are multiples of, if they move.
    fn moving_base<'r>(&self, rows: &'r [TableRow]) -> Option<&'r Expr> {
        let edges = || rows.iter().flat_map(|row| row.shape.edges());
        let base = edges().find_map(|edge| multiple(edge).1)?;
        let text = expr_text(&self.set, base);
        let same =
            edges().all(|edge| multiple(edge).1.is_some_and(|other| expr_text(&self.set, other) == text));
        (same && base.range.is_some_and(|(lo, _)| lo > Exact::ZERO)).then_some(base)
    }

    fn interval(
        &self,
        row: &TableRow,
        situation: &BTreeMap<ParamId, Exact>,
        base: Option<&Expr>,
    ) -> Option<Interval> {
        let at = |edge: &Expr| match (base, multiple(edge)) {
            (Some(_), (factor, Some(_))) => factor
                .iter()
                .try_fold(Exact::ONE, |product, part| product.mul(constant_value(part, situation)?)),
            _ => constant_value(edge, situation),
        };
        Some(match &row.shape {
            BandShape::FromUp(a) => Interval { lo: Some((at(a)?, true)), hi: None },
            BandShape::Over(a) => Interval { lo: Some((at(a)?, false)), hi: None },
            BandShape::Under(b) => Interval { lo: None, hi: Some((at(b)?, false)) },
            BandShape::AtMost(b) => Interval { lo: None, hi: Some((at(b)?, true)) },
            BandShape::FromUnder(a, b) => Interval { lo: Some((at(a)?, true)), hi: Some((at(b)?, false)) },
            BandShape::FromTo(a, b) => Interval { lo: Some((at(a)?, true)), hi: Some((at(b)?, true)) },
            BandShape::OverUnder(a, b) => Interval { lo: Some((at(a)?, false)), hi: Some((at(b)?, false)) },
            BandShape::OverTo(a, b) => Interval { lo: Some((at(a)?, false)), hi: Some((at(b)?, true)) },
            BandShape::Exactly(a) => Interval::point(at(a)?),
            BandShape::Nothing | BandShape::Otherwise | BandShape::OtherBands | BandShape::When => {
                return None;
            }
        })
    }

    /// Every combination of values the parameters in the edges of rows can have.
    fn situations(&self, rows: &[TableRow]) -> Option<Vec<BTreeMap<ParamId, Exact>>> {
        let mut params = Vec::new();
        for edge in rows.iter().flat_map(|row| row.shape.edges()) {
            collect_params(edge, &mut params);
        }
        params.sort_unstable();
        params.dedup();
        let mut out = vec![BTreeMap::new()];
        for id in params {
            let mut values: Vec<Exact> = self.set[id].rows.iter().map(|row| row.value).collect();
            values.sort();
            values.dedup();
            if out.len().saturating_mul(values.len()) > MAX_SITUATIONS {
                return None;
            }
            out = out
                .iter()
                .flat_map(|known| {
                    values.iter().map(move |value| {
                        let mut next = known.clone();
                        next.insert(id, *value);
                        next
                    })
                })
                .collect();
        }
        Some(out)
    }

    /// The denominator all values of a number have, if it is known before the data is.
    pub(super) fn grain(&self, expr: &Expr) -> Option<i128> {
        match &expr.kind {
            ExprKind::Input(id) => {
                let input = &self.set[*id];
                let percent = if input.ty == Ty::Number(Unit::Ratio) { 2 } else { 0 };
                match &input.ty {
                    Ty::Choice(_) | Ty::Day => Some(1),
                    _ => pow10(input.places + percent),
                }
            }
            ExprKind::Count(_)
            | ExprKind::CountItems(_)
            | ExprKind::ClauseCount(_)
            | ExprKind::MonthsBetween(..)
            | ExprKind::Remainder(..)
            | ExprKind::Option(_) => Some(1),
            ExprKind::Sum(_, of) | ExprKind::Pick(_, _, of, _) => match of.ty {
                Ty::Choice(_) => Some(1),
                _ => self.grain(of),
            },
            ExprKind::Definition(_, inner) => self.grain(inner),
            ExprKind::Number(value) => Some(value.denominator()),
            ExprKind::Round(_, rounding) => Some(rounding.step.denominator()),
            ExprKind::Arithmetic(ast::Arithmetic::Add | ast::Arithmetic::Subtract, a, b)
            | ExprKind::Larger(a, b)
            | ExprKind::Smaller(a, b) => lcm(self.grain(a)?, self.grain(b)?),
            _ => None,
        }
    }

    /// Rows of conditions: any two exclude each other, and one always holds.
    fn prove_conditions(&mut self, rows: &[TableRow], otherwise: bool, head: Span) -> bool {
        let conditions: Vec<Option<&Expr>> = rows.iter().map(|row| Some(&row.when)).collect();
        let Some(ways) = Ways::of(&self.set, &conditions, self.classes.len()) else {
            self.unsupported(
                head,
                "bảng `khi` có quá nhiều điều kiện khác nhau",
                "a `when` table with too many different conditions",
            );
            return false;
        };
        let fault = ways.iter().find_map(|way| {
            way.cells.iter().find_map(|(holds, cell)| {
                let mut holding = rows.iter().zip(holds).filter(|(_, holds)| **holds).map(|(row, _)| row);
                match (holding.next(), holding.next()) {
                    (Some(first), Some(second)) => {
                        Some(diagnostics::rows_may_overlap(first.span, second.span, way.words(cell).as_ref()))
                    }
                    (None, _) if !otherwise => {
                        Some(diagnostics::rows_leave_a_gap(head, way.words(cell).as_ref()))
                    }
                    (Some(_) | None, _) => None,
                }
            })
        });
        match fault {
            Some(fault) => {
                self.report(fault);
                false
            }
            None => true,
        }
    }

    /// A constant of a slot: a literal, or arithmetic on literals.
    pub fn constant_slot(&mut self, slot: Option<&Slot>, scope: &Scope) -> Option<Option<Exact>> {
        match slot {
            Some(Slot::Number(number)) => exact_of(number).map(Some),
            Some(Slot::Expr(expr)) => {
                let resolved = self.resolve(expr, scope)?;
                match constant_value(&resolved, &BTreeMap::new()) {
                    Some(value) => Some(Some(value)),
                    None => {
                        self.unsupported(
                            expr.span,
                            "số điểm không phải hằng số ở đây",
                            "points that are not a constant here",
                        );
                        None
                    }
                }
            }
            _ => Some(None),
        }
    }
}

/// The option of a list of another set's classes that stands for no class.
pub const NO_RESULT: &str = "—";

struct BandRow {
    shape: BandShape,
    when: Option<Expr>,
    condition: Option<Expr>,
    gives: Gives,
}

/// Whether a row of the statement table is a band.
pub const fn is_band(row: Row) -> bool {
    matches!(
        row,
        Row::BandFromUp
            | Row::BandFromUnder
            | Row::BandFromTo
            | Row::BandOverUnder
            | Row::BandOverTo
            | Row::BandOver
            | Row::BandUnder
            | Row::BandAtMost
            | Row::BandExactly
            | Row::BandNone
            | Row::BandText
            | Row::BandOtherwise
            | Row::BandWhen
    )
}

/// A set of numbers: from one edge to another, each included or not, or without end.
struct Interval {
    lo: Option<(Exact, bool)>,
    hi: Option<(Exact, bool)>,
}

impl Interval {
    const fn point(value: Exact) -> Self {
        Self { lo: Some((value, true)), hi: Some((value, true)) }
    }

    fn holds(&self, value: Exact) -> bool {
        let above = self.lo.is_none_or(|(edge, closed)| value > edge || (closed && value == edge));
        let below = self.hi.is_none_or(|(edge, closed)| value < edge || (closed && value == edge));
        above && below
    }
}

/// What the proof cannot look at: where, and what it is in both languages.
struct Beyond(Span, &'static str, &'static str);

/// The first value without a row, and the first with two.
#[derive(Default)]
struct Faults {
    gap: Option<Exact>,
    overlap: Option<(Exact, Span, Span)>,
}

/// Tries every edge, and one value between each two neighbouring edges that any value can have.
fn find_faults(rows: &[&(Interval, Span)], domain: Range, grain: Option<i128>, otherwise: bool) -> Faults {
    let mut faults = Faults::default();
    let mut edges: Vec<Exact> = rows
        .iter()
        .flat_map(|(row, _)| row.lo.into_iter().chain(row.hi))
        .map(|(edge, _)| edge)
        .chain([domain.0, domain.1])
        .filter(|edge| *edge >= domain.0 && *edge <= domain.1)
        .collect();
    edges.sort();
    edges.dedup();
    let mut values = Vec::new();
    for pair in edges.windows(2) {
        let [a, b] = pair else { continue };
        values.push(*a);
        values.extend(between(*a, *b, grain));
    }
    values.extend(edges.last());
    for value in values.into_iter().filter(|value| grain.is_none_or(|den| value.in_units_of(den).is_some())) {
        let mut holding = rows.iter().filter(|(row, _)| row.holds(value));
        match (holding.next(), holding.next()) {
            (Some((_, first)), Some((_, second))) => {
                faults.overlap = faults.overlap.or(Some((value, *first, *second)));
            }
            (None, _) if !otherwise => faults.gap = faults.gap.or(Some(value)),
            _ => {}
        }
    }
    faults
}

/// A day as a number of the line on which days are compared.
fn day_value(day: Day) -> Exact {
    Exact::whole(i128::from(day.number()))
}

/// A value strictly between two that a number of that grain can have.
fn between(a: Exact, b: Exact, grain: Option<i128>) -> Option<Exact> {
    match grain {
        Some(den) => {
            let next = a.mul(Exact::whole(den))?.floor().checked_add(1)?;
            Exact::new(next, den).filter(|value| *value < b)
        }
        None => a.add(b)?.div(Exact::whole(2)),
    }
}

/// Evaluates an expression of literals and parameters.
pub fn constant_value(expr: &Expr, params: &BTreeMap<ParamId, Exact>) -> Option<Exact> {
    match &expr.kind {
        ExprKind::Number(value) => Some(*value),
        ExprKind::Option(at) => Some(Exact::whole(i128::from(*at))),
        ExprKind::Day(day) => Some(day_value(*day)),
        ExprKind::Param(id) => params.get(id).copied(),
        ExprKind::Definition(_, inner) => constant_value(inner, params),
        ExprKind::Arithmetic(op, a, b) => {
            let (a, b) = (constant_value(a, params)?, constant_value(b, params)?);
            match op {
                ast::Arithmetic::Add => a.add(b),
                ast::Arithmetic::Subtract => a.sub(b),
                ast::Arithmetic::Multiply => a.mul(b),
                ast::Arithmetic::Divide => a.div(b),
            }
        }
        _ => None,
    }
}

/// An edge as constants times a value that is not one.
fn multiple(edge: &Expr) -> (Vec<&Expr>, Option<&Expr>) {
    match &edge.kind {
        ExprKind::Number(_) | ExprKind::Param(_) | ExprKind::Option(_) | ExprKind::Day(_) => {
            (vec![edge], None)
        }
        ExprKind::Definition(_, inner) => multiple(inner),
        ExprKind::Arithmetic(ast::Arithmetic::Multiply, a, b) => {
            let ((mut left, x), (right, y)) = (multiple(a), multiple(b));
            match (x, y) {
                (Some(_), Some(_)) => (Vec::new(), Some(edge)),
                (base, None) | (None, base) => {
                    left.extend(right);
                    (left, base)
                }
            }
        }
        _ => (Vec::new(), Some(edge)),
    }
}

fn collect_params(expr: &Expr, out: &mut Vec<ParamId>) {
    match &expr.kind {
        ExprKind::Param(id) => out.push(*id),
        ExprKind::Definition(_, inner) => collect_params(inner, out),
        ExprKind::Arithmetic(_, a, b) => {
            collect_params(a, out);
            collect_params(b, out);
        }
        _ => {}
    }
}
