//! Which statement of one list is which of another.

use super::name;
use similar::{Algorithm, DiffTag, capture_diff_slices};
use std::collections::BTreeMap;
use tieuchi_grammar::ast::Statement;
use tieuchi_grammar::{Lang, Row, print_statement};

/// A statement in one list or in both.
pub enum Pair<'a> {
    /// Only in the old list.
    Old(&'a Statement),
    /// Only in the new list.
    New(&'a Statement),
    /// In both.
    Both(&'a Statement, &'a Statement),
}

/// What a statement is known by: the kind of thing it declares and its name, or a row that stands
/// there once.
type Key = (&'static str, String);

/// The statements of both lists, paired: in the order of the old list, then what is new.
pub fn align<'a>(old: &[&'a Statement], new: &[&'a Statement]) -> Vec<Pair<'a>> {
    let (before, after) = (keys(old), keys(new));
    let (mut rest_old, mut rest_new, mut pairs) = (Vec::new(), Vec::new(), Vec::new());
    for (statement, key) in old.iter().zip(&before) {
        // A key that stands more than once in a list is none.
        let same = |other: &&Option<Key>| *other == key;
        let alone = before.iter().filter(same).count() == 1 && after.iter().filter(same).count() <= 1;
        match key.as_ref().filter(|_| alone) {
            None => rest_old.push(*statement),
            Some(key) => {
                let found = after.iter().position(|other| other.as_ref() == Some(key));
                pairs.push(match found.and_then(|at| new.get(at)) {
                    Some(other) => Pair::Both(statement, other),
                    None => Pair::Old(statement),
                });
            }
        }
    }
    for (statement, key) in new.iter().zip(&after) {
        let same = |other: &&Option<Key>| *other == key;
        let alone = after.iter().filter(same).count() == 1 && before.iter().filter(same).count() <= 1;
        if key.is_none() || !alone {
            rest_new.push(*statement);
        } else if !before.contains(key) {
            pairs.push(Pair::New(statement));
        }
    }
    in_order(&rest_old, &rest_new, &mut pairs);
    pairs
}

/// Pairs statements without a name: equal ones as in the longest common order; between those, one
/// that says something else takes the place of the other, row by row.
fn in_order<'a>(old: &[&'a Statement], new: &[&'a Statement], pairs: &mut Vec<Pair<'a>>) {
    let texts = |list: &[&Statement]| -> Vec<String> { list.iter().map(|one| whole(one)).collect() };
    let some = |list: &[&'a Statement], from: usize, len: usize| -> Vec<&'a Statement> {
        list.iter().copied().skip(from).take(len).collect()
    };
    for op in capture_diff_slices(Algorithm::Myers, &texts(old), &texts(new)) {
        let (gone, come) = (op.old_range(), op.new_range());
        let (gone, come) = (some(old, gone.start, gone.len()), some(new, come.start, come.len()));
        if op.tag() == DiffTag::Equal {
            pairs.extend(gone.into_iter().zip(come).map(|(old, new)| Pair::Both(old, new)));
        } else {
            replaced(gone, come, pairs);
        }
    }
}

/// What went and what came between two lines that stayed.
fn replaced<'a>(gone: Vec<&'a Statement>, mut come: Vec<&'a Statement>, pairs: &mut Vec<Pair<'a>>) {
    for statement in gone {
        match come.iter().position(|other| other.row == statement.row) {
            Some(at) => pairs.push(Pair::Both(statement, come.remove(at))),
            None => pairs.push(Pair::Old(statement)),
        }
    }
    pairs.extend(come.into_iter().map(Pair::New));
}

/// A statement with all that stands under it.
fn whole(statement: &Statement) -> String {
    let mut text = print_statement(statement, Lang::En);
    for child in &statement.children {
        text.push('\n');
        text.push_str(&whole(child));
    }
    text
}

fn keys(list: &[&Statement]) -> Vec<Option<Key>> {
    let mut times: BTreeMap<&'static str, usize> = BTreeMap::new();
    for statement in list {
        *times.entry(kind(statement.row)).or_default() += 1;
    }
    let key = |statement: &&Statement| match name(statement) {
        Some(name) => Some((kind(statement.row), name)),
        None if times.get(kind(statement.row)) == Some(&1) => Some((kind(statement.row), String::new())),
        None => None,
    };
    list.iter().map(key).collect()
}

/// What a row declares: a definition may be written in several forms, an item may score in several.
fn kind(row: Row) -> &'static str {
    match row {
        Row::Define | Row::DefineTable | Row::DefineList | Row::DefineCount => "definition",
        Row::Class | Row::ClassRest => "class",
        Row::BandFromUp
        | Row::BandFromUnder
        | Row::BandFromTo
        | Row::BandOverUnder
        | Row::BandOverTo
        | Row::BandOver
        | Row::BandUnder
        | Row::BandAtMost
        | Row::BandExactly => "band",
        other => row_id(other),
    }
}

fn row_id(row: Row) -> &'static str {
    tieuchi_grammar::SENTENCES.iter().find(|sentence| sentence.row == row).map_or("", |sentence| sentence.id)
}
