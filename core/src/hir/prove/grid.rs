//! The grid on which points and totals can lie.
//!
//! In: items and what gives them points. Out: a number of which every value they can have is a whole
//! multiple. There is none where something scales, weighs, moves, takes a mean or divides by what is
//! not constant: then anything may come out.

#[cfg(test)]
mod tests;

use super::super::{
    CriteriaSet, Expr, ExprKind, Gives, InputKey, Item, ItemId, NotApplicable, Rounding, Scoring,
    ScoringKind, TableRow, Take, Ty, Unit, rescale_conditions,
};
use crate::exact::{Exact, gcd, lcm, pow10};
use tieuchi_grammar::Phrase;
use tieuchi_grammar::ast::Arithmetic;

/// The grid of a number; none where it has no grid, or where it can only be nought.
pub fn grid(set: &CriteriaSet, expr: &Expr) -> Option<Exact> {
    of_expr(set, expr).filter(|step| *step > Exact::ZERO)
}

/// The same, where nought stands for what can only be nought: it lies on every grid.
fn of_expr(set: &CriteriaSet, expr: &Expr) -> Option<Exact> {
    let both = |a: &Expr, b: &Expr| common(of_expr(set, a)?, of_expr(set, b)?);
    match &expr.kind {
        ExprKind::Number(value) => Some(magnitude(*value)),
        ExprKind::Input(id) => {
            let input = &set[*id];
            if matches!(input.key, InputKey::LocalRule(_)) {
                return None;
            }
            let percent = if input.ty == Ty::Number(Unit::Ratio) { 2 } else { 0 };
            let grain = Exact::new(1, pow10(input.places + percent)?)?;
            match (input.step, input.range) {
                // Steps are counted from the least value.
                (Some(step), Some((least, _))) => common(step, magnitude(least)),
                (step, _) => Some(step.unwrap_or(grain)),
            }
        }
        ExprKind::Param(id) => all(set[*id].rows.iter().map(|row| Some(magnitude(row.value)))),
        ExprKind::Definition(_, inner) => of_expr(set, inner),
        ExprKind::Arithmetic(Arithmetic::Add | Arithmetic::Subtract, a, b)
        | ExprKind::Larger(a, b)
        | ExprKind::Smaller(a, b) => both(a, b),
        ExprKind::Arithmetic(Arithmetic::Multiply, a, b) => of_expr(set, a)?.mul(of_expr(set, b)?),
        ExprKind::Arithmetic(Arithmetic::Divide, a, b) => match b.kind {
            ExprKind::Number(divisor) if divisor > Exact::ZERO => of_expr(set, a)?.div(divisor),
            _ => None,
        },
        ExprKind::Round(_, rounding) => Some(rounding.step),
        ExprKind::Count(_)
        | ExprKind::CountItems(_)
        | ExprKind::ClauseCount(_)
        | ExprKind::MonthsBetween(..) => Some(Exact::ONE),
        ExprKind::Remainder(..) => Some(Exact::ONE),
        ExprKind::Sum(_, of) | ExprKind::Pick(_, _, of, _) => of_expr(set, of),
        ExprKind::Table(rows) => of_rows(set, rows),
        ExprKind::ItemPoints(item) => of_item(set, *item),
        ExprKind::Total => match set.scale.and_then(|scale| scale.rounding) {
            Some(rounding) => common(rounding.step, of_lowered(set)?),
            None => of_raw_total(set),
        },
        ExprKind::RawTotal => of_raw_total(set),
        ExprKind::BaseTotal => of_base_total(set),
        ExprKind::Truth(_)
        | ExprKind::Day(_)
        | ExprKind::Option(_)
        | ExprKind::Text(_)
        | ExprKind::NamedDay(_)
        | ExprKind::LevelJudged(_)
        | ExprKind::HoldsClass(_)
        | ExprKind::Not(_)
        | ExprKind::And(_)
        | ExprKind::Or(_)
        | ExprKind::Compare(..)
        | ExprKind::In(..)
        | ExprKind::InPeriod(_)
        | ExprKind::Within { .. }
        | ExprKind::Mean(..)
        | ExprKind::All(..)
        | ExprKind::Share(..)
        | ExprKind::AllItems(_)
        | ExprKind::ShareItems(_)
        | ExprKind::ItemMax(_)
        | ExprKind::ItemShare(_)
        | ExprKind::ItemMet(_)
        | ExprKind::ItemApplies(_)
        | ExprKind::Exists(_)
        | ExprKind::Clauses(..) => None,
    }
}

fn of_rows(set: &CriteriaSet, rows: &[TableRow]) -> Option<Exact> {
    all(rows.iter().filter_map(|row| match &row.gives {
        Gives::Value(value) => Some(of_expr(set, value)),
        Gives::NotApplicable => None,
    }))
}

fn of_scoring(set: &CriteriaSet, scoring: &Scoring) -> Option<Exact> {
    let points = match &scoring.kind {
        ScoringKind::Table { rows, steps, .. } => {
            let each = steps.iter().map(|step| of_expr(set, &step.steps)?.mul(step.points));
            common(of_rows(set, rows)?, all(each)?)
        }
        ScoringKind::Level { points, .. } => all(points.iter().map(|points| Some(*points))),
        ScoringKind::Direct(points)
        | ScoringKind::Formula(points)
        | ScoringKind::Met { points, .. }
        | ScoringKind::Each { points, .. } => of_expr(set, points),
        ScoringKind::ClausesGive { points, .. } => Some(*points),
    };
    common(points?, scoring.cap.unwrap_or(Exact::ZERO))
}

/// The maximum of an item and those of all its parts.
fn of_maxima(set: &CriteriaSet, id: ItemId) -> Option<Exact> {
    let parts = all(set.children(id).map(|(part, _)| of_maxima(set, part)))?;
    common(set[id].max.unwrap_or(Exact::ZERO), parts)
}

/// The points of an item, as it counts for what it belongs to.
fn of_item(set: &CriteriaSet, id: ItemId) -> Option<Exact> {
    let item = &set[id];
    let parts: Vec<(ItemId, &Item)> = set.children(id).filter(|(_, part)| part.scored).collect();
    if !item.takes_over.is_empty() || parts.iter().any(|(_, part)| part.weight.is_some()) {
        return None;
    }
    let own = match rounding_of(set, item) {
        Some(rounding) => rounding.step,
        None => {
            if item.take == Some(Take::Mean) {
                return None;
            }
            let scoring = item.scoring.iter().map(|scoring| of_scoring(set, scoring));
            let points = all(scoring.chain(parts.iter().map(|(part, _)| of_item(set, *part))))?;
            // With a bonus the points are held at the maximum, which may be that of some of its parts.
            let with_bonus = parts.iter().any(|(_, part)| part.word == Phrase::Bonus);
            let most = if with_bonus { of_maxima(set, id)? } else { Exact::ZERO };
            common(points, common(item.cap.unwrap_or(Exact::ZERO), most)?)?
        }
    };
    let instead = match item.only.as_ref().map(|(_, instead)| instead) {
        Some(NotApplicable::Points(points)) => *points,
        Some(NotApplicable::Full) => item.max.unwrap_or(Exact::ZERO),
        Some(
            NotApplicable::LeaveOut
            | NotApplicable::Rescale
            | NotApplicable::LowerThresholds(_)
            | NotApplicable::MoveTo(_)
            | NotApplicable::KeepScale
            | NotApplicable::Met
            | NotApplicable::NotMet,
        )
        | None => Exact::ZERO,
    };
    common(own, instead)
}

fn rounding_of(set: &CriteriaSet, item: &Item) -> Option<Rounding> {
    let each = set.round_each.filter(|(word, _)| *word == item.word).map(|(_, rounding)| rounding);
    item.rounding.or(each)
}

fn of_base_total(set: &CriteriaSet) -> Option<Exact> {
    if set.take == Some(Take::Mean) {
        return None;
    }
    let counted = |item: &Item| item.scored && !matches!(item.word, Phrase::Bonus | Phrase::Deduction);
    all(set.roots().filter(|(_, item)| counted(item)).map(|(id, _)| of_item(set, id)))
}

fn of_raw_total(set: &CriteriaSet) -> Option<Exact> {
    let scales = set.scale.is_some_and(|scale| scale.rescaled) || !rescale_conditions(set).is_empty();
    if (scales && set.take.is_none()) || set.roots().any(|(_, item)| item.weight.is_some()) {
        return None;
    }
    let extra = |item: &Item| item.scored && matches!(item.word, Phrase::Bonus | Phrase::Deduction);
    let extras = all(set.roots().filter(|(_, item)| extra(item)).map(|(id, _)| of_item(set, id)))?;
    let cap = set.scale.map_or(Exact::ZERO, |scale| scale.cap.unwrap_or(scale.points));
    common(common(of_base_total(set)?, extras)?, common(cap, of_lowered(set)?)?)
}

/// Bars on the total may fall by so much, which is as if the total rose by it.
fn of_lowered(set: &CriteriaSet) -> Option<Exact> {
    all(set.items.iter().filter_map(|item| match item.only {
        Some((_, NotApplicable::LowerThresholds(points))) => Some(Some(points)),
        _ => None,
    }))
}

fn magnitude(value: Exact) -> Exact {
    if value < Exact::ZERO { Exact::ZERO.sub(value).unwrap_or(value) } else { value }
}

/// The coarsest grid that holds both.
fn common(a: Exact, b: Exact) -> Option<Exact> {
    let den = lcm(a.denominator(), b.denominator())?;
    let units = |value: Exact| value.in_units_of(den).map(i128::unsigned_abs);
    Exact::new(i128::try_from(gcd(units(a)?, units(b)?)).ok()?, den)
}

/// The coarsest grid that holds all of them.
fn all(steps: impl IntoIterator<Item = Option<Exact>>) -> Option<Exact> {
    steps.into_iter().try_fold(Exact::ZERO, |known, step| common(known, step?))
}
