//! Conditions that say nothing: comparisons that hold always or never, whatever is filed.
//!
//! In: the conditions an author wrote. Out: a finding for each comparison whose sides can have no
//! values that would change its truth. Rows of tables have a proof of their own, and a comparison of
//! two literals is what the author meant it to be.

use super::super::{CriteriaSet, Expr, ExprKind, ScoringKind};
use crate::diagnostics;
use std::collections::BTreeMap;
use tieuchi_grammar::ast::Comparison;
use tieuchi_grammar::{Diagnostic, Span};

pub fn prove(set: &CriteriaSet) -> Vec<Diagnostic> {
    let mut found: BTreeMap<Span, Option<bool>> = BTreeMap::new();
    for condition in conditions(set) {
        look(condition, &mut found);
    }
    let finding = |(span, truth): (Span, Option<bool>)| {
        truth.map(|truth| if truth { diagnostics::always_true(span) } else { diagnostics::never_true(span) })
    };
    found.into_iter().filter_map(finding).collect()
}

/// The conditions an author wrote, outside tables.
pub fn conditions(set: &CriteriaSet) -> Vec<&Expr> {
    let mut out: Vec<&Expr> = set.applies.iter().filter_map(|line| line.condition.as_ref()).collect();
    out.extend(set.definitions.iter().map(|definition| &definition.expr));
    out.extend(set.groups.iter().flat_map(|group| group.rows.parts()));
    out.extend(set.gates.iter().map(|gate| &gate.condition));
    out.extend(
        set.classes.iter().flat_map(|classes| &classes.list).filter_map(|class| class.condition.as_ref()),
    );
    for item in &set.items {
        out.extend(item.only.iter().map(|(only, _)| only));
        out.extend(&item.zero);
        out.extend(item.verdicts.iter().map(|verdict| &verdict.condition));
        for scoring in &item.scoring {
            out.extend(&scoring.only);
            match &scoring.kind {
                ScoringKind::Met { condition, .. } => out.push(condition),
                ScoringKind::ClausesGive { clauses, .. } => {
                    out.extend(clauses.iter().map(|clause| &clause.condition));
                }
                _ => {}
            }
        }
    }
    out
}

/// Comparisons by place. One place may be read several times, for several years or tables: it says
/// nothing only if it never does.
fn look(expr: &Expr, found: &mut BTreeMap<Span, Option<bool>>) {
    match &expr.kind {
        // A definition is looked at where it stands; of items written out, some may differ.
        ExprKind::Definition(..)
        | ExprKind::Table(_)
        | ExprKind::AllItems(_)
        | ExprKind::CountItems(_)
        | ExprKind::ShareItems(_) => return,
        ExprKind::Compare(op, left, right) => {
            let literals = |side: &Expr| matches!(side.kind, ExprKind::Number(_));
            if !(literals(left) && literals(right)) {
                let truth = constant(*op, left, right);
                found
                    .entry(expr.span)
                    .and_modify(|known| *known = known.filter(|known| Some(*known) == truth))
                    .or_insert(truth);
            }
        }
        _ => {}
    }
    for part in expr.parts() {
        look(part, found);
    }
}

/// The truth of a comparison that no values of its sides change.
fn constant(op: Comparison, left: &Expr, right: &Expr) -> Option<bool> {
    let ((a, b), (c, d)) = (left.range?, right.range?);
    let apart = b < c || d < a;
    let (always, never) = match op {
        Comparison::GreaterOrEqual => (a >= d, b < c),
        Comparison::Greater => (a > d, b <= c),
        Comparison::LessOrEqual => (b <= c, a > d),
        Comparison::Less => (b < c, a >= d),
        Comparison::Equal => (false, apart),
        Comparison::NotEqual => (apart, false),
    };
    // A value that does not exist makes no comparison hold.
    let exists = !left.can_be_absent && !right.can_be_absent;
    if never { Some(false) } else { (always && exists).then_some(true) }
}
