//! Every name and code that a statement mentions, with its place.
//!
//! In: the slots of a statement. Out: calls for each name, code and place of a citation in them, in
//! the order of the slots. This file knows where names stand, not what they mean.

use crate::ast::{AssignValue, Code, Collection, Expr, ExprKind, Name, Phrase, Slot, Type, TypeKind};
use crate::source::Span;

/// A word of the author's, not of the language.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mention<'a> {
    /// A name, declared here or elsewhere.
    Name(&'a Name),
    /// The code of an item or clause.
    Code(&'a Code),
    /// A part of what an example files or expects: a name or a code.
    Key(&'a Code),
    /// The number or letter of a place in a document.
    Place(Span),
}

/// Gives every mention in slots.
pub(crate) fn mentions<'a>(slots: &'a [Slot], found: &mut impl FnMut(Mention<'a>)) {
    for slot in slots {
        in_slot(slot, found);
    }
}

fn in_slot<'a>(slot: &'a Slot, found: &mut impl FnMut(Mention<'a>)) {
    match slot {
        Slot::Name(name) | Slot::Edition(Some(name), _) => found(Mention::Name(name)),
        Slot::Names(names) => names.iter().for_each(|name| found(Mention::Name(name))),
        Slot::Code(code) => found(Mention::Code(code)),
        Slot::Codes(codes) => codes.iter().for_each(|code| found(Mention::Code(code))),
        Slot::Expr(expr) => in_expr(expr, found),
        Slot::Collection(collection) => in_collection(collection, found),
        Slot::Type(ty) => in_type(ty, found),
        Slot::Fields(fields) => {
            for field in fields {
                found(Mention::Name(&field.name));
                in_type(&field.ty, found);
            }
        }
        Slot::Phrase(phrase) => in_phrase(phrase, found),
        Slot::Assigns(assigns) => {
            for assign in assigns {
                assign.key.iter().for_each(|part| found(Mention::Key(part)));
                in_value(&assign.value, found);
            }
        }
        Slot::Cite(cite) => cite.place.iter().for_each(|(_, place)| found(Mention::Place(place.span))),
        Slot::Absent
        | Slot::Present(_)
        | Slot::Text(_)
        | Slot::Number(_)
        | Slot::Int(_)
        | Slot::Date(..)
        | Slot::DayMonth(_)
        | Slot::Edition(None, _)
        | Slot::Lang(..)
        | Slot::Words(_)
        | Slot::Period(_) => {}
    }
}

fn in_phrase<'a>(phrase: &'a Phrase, found: &mut impl FnMut(Mention<'a>)) {
    for slot in &phrase.slots {
        in_slot(slot, found);
    }
    if let Some(rest) = &phrase.rest {
        in_phrase(rest, found);
    }
}

fn in_value<'a>(value: &'a AssignValue, found: &mut impl FnMut(Mention<'a>)) {
    match value {
        AssignValue::Name(name) => found(Mention::Name(name)),
        AssignValue::Range(from, to) => {
            in_value(from, found);
            in_value(to, found);
        }
        _ => {}
    }
}

fn in_type<'a>(ty: &'a Type, found: &mut impl FnMut(Mention<'a>)) {
    if let TypeKind::Number { unit: Some(unit), .. } = &ty.kind {
        found(Mention::Name(unit));
    }
}

fn in_collection<'a>(collection: &'a Collection, found: &mut impl FnMut(Mention<'a>)) {
    collection.path.iter().for_each(|name| found(Mention::Name(name)));
    if let Some(filter) = &collection.filter {
        in_expr(filter, found);
    }
}

fn in_expr<'a>(expr: &'a Expr, found: &mut impl FnMut(Mention<'a>)) {
    match &expr.kind {
        ExprKind::Number(_) | ExprKind::Text(_) | ExprKind::Date(_) | ExprKind::Day(_) => {}
        ExprKind::Code(code) => found(Mention::Code(code)),
        ExprKind::Path(path) => path.iter().for_each(|name| found(Mention::Name(name))),
        ExprKind::LastYear(inner)
        | ExprKind::Not(inner)
        | ExprKind::InPeriod(inner)
        | ExprKind::Throughout(inner, _)
        | ExprKind::Round(inner, ..) => in_expr(inner, found),
        ExprKind::Call(name, arguments) => {
            found(Mention::Name(name));
            arguments.iter().for_each(|argument| in_expr(argument, found));
        }
        ExprKind::And(all) | ExprKind::Or(all) => all.iter().for_each(|one| in_expr(one, found)),
        ExprKind::In(left, options) => {
            in_expr(left, found);
            options.iter().for_each(|option| in_expr(option, found));
        }
        ExprKind::Compare(_, left, right)
        | ExprKind::Arithmetic(_, left, right)
        | ExprKind::MonthsBetween(left, right)
        | ExprKind::YearsBetween(left, right)
        | ExprKind::Within { day: left, to: right, .. } => {
            in_expr(left, found);
            in_expr(right, found);
        }
        ExprKind::Any(collection)
        | ExprKind::NoneOf(collection)
        | ExprKind::Count(collection)
        | ExprKind::AtLeast(_, collection) => in_collection(collection, found),
        ExprKind::Sum(path, collection) | ExprKind::Mean(path, collection) => {
            path.iter().for_each(|name| found(Mention::Name(name)));
            in_collection(collection, found);
        }
        ExprKind::MeanOfYears(path, _) => path.iter().for_each(|name| found(Mention::Name(name))),
        ExprKind::Pick(_, name, collection) => {
            found(Mention::Name(name));
            in_collection(collection, found);
        }
        ExprKind::All(collection, body) | ExprKind::Share(collection, body) => {
            in_collection(collection, found);
            in_expr(body, found);
        }
    }
}
