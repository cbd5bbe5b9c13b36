//! What a text declares: names, and items and clauses by their codes.
//!
//! In: the tree. Out: each name with the statement that gives it, for editors that complete names
//! and say where they come from. Whether a name may stand somewhere is for the core to say.

use crate::ast::{Slot, Statement};
use crate::source::Span;
use crate::statements::Row;

/// A name or a code with where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// The name or the code.
    pub name: String,
    /// The statement that gives it.
    pub row: Row,
    /// Whether it is a field of an evidence statement rather than its own name.
    pub field: bool,
    /// The words of the statement; empty where it has none.
    pub label: String,
    /// The name itself.
    pub span: Span,
    /// The whole statement, or the whole field.
    pub within: Span,
}

/// Everything that statements and those under them declare, in the order of the text.
///
/// ```
/// use tieuchi_grammar::{SourceFile, declarations, parse};
/// let text = "language en\ncriteria set S \"A set\" edition E1\nsubject person \"Person\"\n";
/// let file = parse(&SourceFile::new("", text)).file.unwrap();
/// let names: Vec<String> = declarations(&file.statements).into_iter().map(|found| found.name).collect();
/// assert_eq!(names, ["S", "person"]);
/// ```
#[must_use]
pub fn declarations(statements: &[Statement]) -> Vec<Declaration> {
    let mut out = Vec::new();
    for statement in statements {
        own(statement, &mut out);
        out.extend(declarations(&statement.children));
    }
    out
}

/// The slot in which a statement gives a name or a code.
pub(crate) const fn declared_slot(row: Row) -> Option<usize> {
    match row {
        Row::Subject | Row::Fact | Row::Member | Row::Unit | Row::Evidence | Row::Group | Row::Clause => {
            Some(0)
        }
        Row::UsesResults => Some(0),
        Row::Set
        | Row::Parameter
        | Row::Define
        | Row::DefineTable
        | Row::DefineList
        | Row::DefineCount
        | Row::Gate
        | Row::Classification
        | Row::Class
        | Row::ClassRest => Some(1),
        Row::Item => Some(2),
        _ => None,
    }
}

fn own(statement: &Statement, out: &mut Vec<Declaration>) {
    let Some(slot) = declared_slot(statement.row).and_then(|at| statement.slots.get(at)) else { return };
    let (name, span) = match slot {
        Slot::Name(name) => (name.text.clone(), name.span),
        Slot::Code(code) => (code.text.clone(), code.span),
        _ => return,
    };
    let label = statement.slots.iter().find_map(|slot| match slot {
        Slot::Text(text) => Some(text.text.clone()),
        _ => None,
    });
    let (row, within) = (statement.row, statement.span);
    out.push(Declaration { name, row, field: false, label: label.unwrap_or_default(), span, within });
    for slot in &statement.slots {
        let Slot::Fields(fields) = slot else { continue };
        out.extend(fields.iter().map(|field| Declaration {
            name: field.name.text.clone(),
            row,
            field: true,
            label: String::new(),
            span: field.name.span,
            within: field.name.span.to(field.ty.span),
        }));
    }
}
