//! Which other sets a source asks for, so that a caller who has files can look for them.

use crate::compile::Library;
use tieuchi_grammar::ast::{Slot, Statement};
use tieuchi_grammar::{Row, SourceFile};

impl Library {
    /// Identifiers of the sets that a source names (`dùng kết quả`, `dùng danh mục`, `dựa trên`,
    /// `như … của`),
    /// each once, in the order of the source.
    ///
    /// ```
    /// use tieuchi::{Library, SourceFile};
    /// let source = SourceFile::new("", "language en\ncriteria set S \"A set\" edition E1\n  uses results CDHT edition newest recognised\n");
    /// assert_eq!(Library::needed_by(&source), ["CDHT"]);
    /// ```
    #[must_use]
    pub fn needed_by(source: &SourceFile) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        if let Some(file) = tieuchi_grammar::parse(source).file {
            for statement in &file.statements {
                collect(statement, &mut out);
            }
        }
        out
    }

    /// The identifier of the set in a source.
    ///
    /// ```
    /// use tieuchi::{Library, SourceFile};
    /// let source = SourceFile::new("", "language en\ncriteria set S \"A set\" edition E1\n");
    /// assert_eq!(Library::set_in(&source).as_deref(), Some("S"));
    /// ```
    #[must_use]
    pub fn set_in(source: &SourceFile) -> Option<String> {
        let file = tieuchi_grammar::parse(source).file?;
        let head = file.statements.iter().find(|statement| statement.row == Row::Set)?;
        match head.slots.get(1) {
            Some(Slot::Name(id)) => Some(id.text.clone()),
            _ => None,
        }
    }
}

fn collect(statement: &Statement, out: &mut Vec<String>) {
    let named = match statement.row {
        Row::UsesResults | Row::UsesCatalogue | Row::DerivedFrom => statement.slots.first(),
        Row::SameAs => statement.slots.get(2),
        _ => None,
    };
    if let Some(Slot::Name(name)) = named
        && !out.contains(&name.text)
    {
        out.push(name.text.clone());
    }
    for child in &statement.children {
        collect(child, out);
    }
}
