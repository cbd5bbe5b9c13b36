//! Which other sets a source asks for, so that a caller who has files can look for them.

use crate::compile::Library;
use tieuchi_grammar::ast::{File, Slot, Statement};
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
        tieuchi_grammar::parse(source).file.as_ref().map(named_by).unwrap_or_default()
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

impl Library {
    /// Of several texts those that a source asks for, and those that these ask for in turn. Of two
    /// texts of one edition the later one is read.
    ///
    /// ```
    /// use tieuchi::{Library, SourceFile};
    /// let set = |id: &str, rest: &str| SourceFile::new("", format!("language en\ncriteria set {id} \"A set\" edition E1\n{rest}"));
    /// let source = set("S", "  uses results CDHT edition newest recognised\n");
    /// let library = Library::gathered(&source, &[set("CDHT", ""), set("OTHER", "")]);
    /// assert!(library.find("CDHT", None).is_some() && library.find("OTHER", None).is_none());
    /// ```
    #[must_use]
    pub fn gathered(source: &SourceFile, candidates: &[SourceFile]) -> Self {
        Self::of_named(Self::needed_by(source), candidates)
    }

    /// The same for the identifiers that a source names.
    pub(crate) fn of_named(mut needed: Vec<String>, candidates: &[SourceFile]) -> Self {
        let mut chosen = vec![false; candidates.len()];
        // Each round finds the sets named by those of the round before.
        loop {
            let before = needed.len();
            for (candidate, chosen) in candidates.iter().zip(&mut chosen) {
                // A set that is needed says its identifier somewhere.
                let names_one = needed.iter().any(|id| candidate.text().contains(id.as_str()));
                if !*chosen && names_one && Self::set_in(candidate).is_some_and(|id| needed.contains(&id)) {
                    *chosen = true;
                    let more = Self::needed_by(candidate);
                    needed.extend(more.into_iter().filter(|id| !needed.contains(id)).collect::<Vec<_>>());
                }
            }
            if needed.len() == before {
                break;
            }
        }
        let mut library = Self::new();
        for (candidate, chosen) in candidates.iter().zip(chosen) {
            if chosen {
                library.add(candidate);
            }
        }
        library
    }
}

/// Identifiers of the sets that a tree names.
pub(crate) fn named_by(file: &File) -> Vec<String> {
    let mut out = Vec::new();
    for statement in &file.statements {
        collect(statement, &mut out);
    }
    out
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
