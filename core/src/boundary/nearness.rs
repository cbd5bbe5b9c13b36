//! How near a dossier comes to the highest class, counted in conditions.
//!
//! In: an outcome. Out: how many of the conditions for the highest class hold. Where several vetoes
//! bar a class, taking one of them away changes no class yet; here it counts.

use crate::hir::{CriteriaSet, Expr, ExprKind, Quantifier};
use crate::outcome::{Outcome, Verdict};

/// How many conditions hold of those that the highest class asks for.
pub fn conditions_met(outcome: &Outcome) -> usize {
    let set = &outcome.plan.inner.set;
    let count = |(condition, want, level): (&Expr, bool, Option<u32>)| met(outcome, condition, want, level);
    asked(set).into_iter().map(count).sum()
}

/// The conditions, whether each must hold, and the class they are read for.
fn asked(set: &CriteriaSet) -> Vec<(&Expr, bool, Option<u32>)> {
    let mut out: Vec<_> = set.applies.iter().filter_map(|line| line.condition.as_ref()).collect();
    out.extend(set.gates.iter().map(|gate| &gate.condition));
    out.extend(set.items.iter().flat_map(|item| {
        item.verdicts.iter().filter(|verdict| verdict.level.is_none()).map(|verdict| &verdict.condition)
    }));
    let mut out: Vec<_> = out.into_iter().map(|condition| (condition, true, None)).collect();
    out.extend(set.items.iter().flat_map(|item| &item.zero).map(|zero| (zero, false, None)));
    let highest = set.classes.as_ref().and_then(|classes| classes.list.first()?.condition.as_ref());
    out.extend(highest.map(|condition| (condition, true, Some(0))));
    out
}

fn met(outcome: &Outcome, expr: &Expr, want: bool, level: Option<u32>) -> usize {
    let exprs = &outcome.plan.inner.exprs;
    let reg = exprs.get(&(expr.id, level)).or_else(|| exprs.get(&(expr.id, None)));
    let wanted = if want { Verdict::Met } else { Verdict::NotMet };
    if reg.is_some_and(|reg| outcome.view().verdict(*reg) == wanted) {
        return conditions(expr);
    }
    let each = |parts: Vec<&Expr>, all: bool| {
        let parts = parts.into_iter().map(|part| met(outcome, part, want, level));
        if all { parts.sum() } else { parts.max().unwrap_or(0) }
    };
    match &expr.kind {
        ExprKind::Not(inner) => met(outcome, inner, !want, level),
        ExprKind::Definition(_, inner) => met(outcome, inner, want, level),
        ExprKind::And(parts) => each(parts.iter().collect(), want),
        ExprKind::Or(parts) => each(parts.iter().collect(), !want),
        ExprKind::Clauses(quantifier, clauses) => {
            let all = match quantifier {
                Quantifier::All => want,
                Quantifier::Any => !want,
                Quantifier::AtLeast(_) => true,
            };
            each(clauses.iter().map(|clause| &clause.condition).collect(), all)
        }
        _ => 0,
    }
}

/// How many conditions an expression is made of.
fn conditions(expr: &Expr) -> usize {
    match &expr.kind {
        ExprKind::Not(inner) | ExprKind::Definition(_, inner) => conditions(inner),
        ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().map(conditions).sum(),
        ExprKind::Clauses(_, clauses) => clauses.iter().map(|clause| conditions(&clause.condition)).sum(),
        _ => 1,
    }
}
