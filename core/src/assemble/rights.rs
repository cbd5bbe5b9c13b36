//! What a local set may change, and on what ground.
//!
//! In: the edited node of the higher set, the edit, its place. Out: a finding, or none. What the
//! higher set opens may be edited; any other edit must cite the provision that allows it, and is
//! noted for the reader.

use crate::diagnostics;
use tieuchi_grammar::ast::{Number, Slot, Statement};
use tieuchi_grammar::{Diagnostic, Phrase, Row};

/// The right `địa phương …` under a statement of the higher set.
pub fn right(statement: &Statement) -> Option<&tieuchi_grammar::ast::Phrase> {
    let line = statement.children.iter().find(|child| child.row == Row::LocalRight)?;
    match line.slots.first() {
        Some(Slot::Phrase(phrase)) => Some(phrase),
        _ => None,
    }
}

/// Whether localities may rewrite a statement.
pub fn may_amend(statement: &Statement) -> bool {
    right(statement).is_some_and(|right| matches!(right.id, Phrase::MayAmend | Phrase::MustLayDown))
}

/// Whether an edit cites a provision.
pub fn is_grounded(edit: &Statement) -> bool {
    edit.children.iter().any(|child| child.row == Row::Source)
}

/// The finding about an edit of something the higher set does not open.
pub fn ground(edit: &Statement, opened: bool) -> Option<Diagnostic> {
    match (opened, is_grounded(edit)) {
        (true, _) => None,
        (false, true) => Some(diagnostics::edit_on_other_ground(edit.span)),
        (false, false) => Some(diagnostics::edit_without_right(edit.span)),
    }
}

/// The bounds within which a parameter may be set: none if it may not be set at all.
pub fn bounds(parameter: &Statement) -> Option<Option<(&Number, &Number)>> {
    let right = right(parameter)?;
    match (right.id, right.slots.as_slice()) {
        (Phrase::MaySetRange, [Slot::Number(from), Slot::Number(to), ..]) => Some(Some((from, to))),
        _ => Some(None),
    }
}
