//! Which other sets a source asks for, so that a caller who has files can look for them.

use crate::compile::Library;
use tieuchi_grammar::ast::{Slot, Statement};
use tieuchi_grammar::{Row, SourceFile};

impl Library {
    /// Identifiers of the sets that a source names (`dùng kết quả`, `dùng danh mục`, `dựa trên`),
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
}

fn collect(statement: &Statement, out: &mut Vec<String>) {
    if matches!(statement.row, Row::UsesResults | Row::UsesCatalogue | Row::DerivedFrom) {
        if let Some(Slot::Name(name)) = statement.slots.first() {
            if !out.contains(&name.text) {
                out.push(name.text.clone());
            }
        }
    }
    for child in &statement.children {
        collect(child, out);
    }
}
