//! Every expression of a statement, to be changed in place.
//!
//! In: a statement. Out: calls for each expression in it and under it, outer ones first.
//! This file knows where expressions stand, not what they mean.

use crate::ast::{Assign, Collection, Expr, ExprKind, Phrase, Slot, Statement};

/// What a visitor may change.
pub trait VisitMut {
    /// An expression; those inside it come after it.
    fn expression(&mut self, expression: &mut Expr);
    /// A slot of a statement or phrase; expressions in it come after it.
    fn slot(&mut self, _slot: &mut Slot) {}
    /// An entry of an example.
    fn assign(&mut self, _assign: &mut Assign) {}
}

/// Visits a statement and all under it.
pub fn visit_mut(statement: &mut Statement, visitor: &mut impl VisitMut) {
    for slot in &mut statement.slots {
        in_slot(slot, visitor);
    }
    for child in &mut statement.children {
        visit_mut(child, visitor);
    }
}

fn in_slot(slot: &mut Slot, visitor: &mut impl VisitMut) {
    visitor.slot(slot);
    match slot {
        Slot::Expr(expression) => in_expression(expression, visitor),
        Slot::Collection(collection) => in_collection(collection, visitor),
        Slot::Phrase(phrase) => in_phrase(phrase, visitor),
        Slot::Assigns(assigns) => assigns.iter_mut().for_each(|assign| visitor.assign(assign)),
        _ => {}
    }
}

fn in_phrase(phrase: &mut Phrase, visitor: &mut impl VisitMut) {
    for slot in &mut phrase.slots {
        in_slot(slot, visitor);
    }
    if let Some(rest) = &mut phrase.rest {
        in_phrase(rest, visitor);
    }
}

fn in_collection(collection: &mut Collection, visitor: &mut impl VisitMut) {
    if let Some(filter) = &mut collection.filter {
        in_expression(filter, visitor);
    }
}

fn in_expression(expression: &mut Expr, visitor: &mut impl VisitMut) {
    visitor.expression(expression);
    match &mut expression.kind {
        ExprKind::Number(_)
        | ExprKind::Text(_)
        | ExprKind::Date(_)
        | ExprKind::Code(_)
        | ExprKind::Path(_)
        | ExprKind::Day(_)
        | ExprKind::MeanOfYears(..) => {}
        ExprKind::LastYear(a)
        | ExprKind::Not(a)
        | ExprKind::InPeriod(a)
        | ExprKind::Throughout(a, _)
        | ExprKind::Round(a, _, _) => in_expression(a, visitor),
        ExprKind::Call(_, parts) | ExprKind::And(parts) | ExprKind::Or(parts) => {
            parts.iter_mut().for_each(|part| in_expression(part, visitor));
        }
        ExprKind::Compare(_, a, b)
        | ExprKind::Arithmetic(_, a, b)
        | ExprKind::MonthsBetween(a, b)
        | ExprKind::YearsBetween(a, b)
        | ExprKind::Within { day: a, to: b, .. } => {
            in_expression(a, visitor);
            in_expression(b, visitor);
        }
        ExprKind::In(a, list) => {
            in_expression(a, visitor);
            list.iter_mut().for_each(|part| in_expression(part, visitor));
        }
        ExprKind::Any(rows)
        | ExprKind::NoneOf(rows)
        | ExprKind::Count(rows)
        | ExprKind::AtLeast(_, rows)
        | ExprKind::Sum(_, rows)
        | ExprKind::Mean(_, rows)
        | ExprKind::Pick(_, _, rows) => in_collection(rows, visitor),
        ExprKind::All(rows, body) | ExprKind::Share(rows, body) => {
            in_collection(rows, visitor);
            in_expression(body, visitor);
        }
    }
}
