//! Finding items in the statements of a set.
//!
//! In: statements and a code. Out: the way to the item, by positions.

use tieuchi_grammar::Row;
use tieuchi_grammar::ast::{Slot, Statement};

/// The code of an item.
pub fn code(statement: &Statement) -> Option<&str> {
    match (statement.row, statement.slots.get(2)) {
        (Row::Item, Some(Slot::Code(code))) => Some(&code.text),
        _ => None,
    }
}

/// The way to the item with a code: positions, outermost first.
pub fn path(statements: &[Statement], wanted: &str) -> Option<Vec<usize>> {
    for (at, statement) in statements.iter().enumerate() {
        if statement.row != Row::Item {
            continue;
        }
        if code(statement) == Some(wanted) {
            return Some(vec![at]);
        }
        if let Some(mut below) = path(&statement.children, wanted) {
            below.insert(0, at);
            return Some(below);
        }
    }
    None
}

/// The item at the end of a way.
pub fn at<'a>(statements: &'a [Statement], path: &[usize]) -> Option<&'a Statement> {
    let (first, rest) = path.split_first()?;
    let statement = statements.get(*first)?;
    if rest.is_empty() { Some(statement) } else { at(&statement.children, rest) }
}

/// The list an item stands in: what stands under its parent.
pub fn siblings<'a>(statements: &'a mut Vec<Statement>, path: &[usize]) -> Option<&'a mut Vec<Statement>> {
    match path {
        [] => None,
        [_] => Some(statements),
        [first, rest @ ..] => siblings(&mut statements.get_mut(*first)?.children, rest),
    }
}

/// The item at the end of a way, to be changed.
pub fn at_mut<'a>(statements: &'a mut Vec<Statement>, path: &[usize]) -> Option<&'a mut Statement> {
    siblings(statements, path)?.get_mut(*path.last()?)
}

/// The code most like one that does not exist.
pub fn closest(statements: &[Statement], wanted: &str) -> Option<String> {
    let mut codes = Vec::new();
    gather(statements, &mut codes);
    tieuchi_grammar::closest(wanted, codes.iter().copied()).map(str::to_owned)
}

fn gather<'a>(statements: &'a [Statement], codes: &mut Vec<&'a str>) {
    for statement in statements {
        codes.extend(code(statement));
        if statement.row == Row::Item {
            gather(&statement.children, codes);
        }
    }
}
