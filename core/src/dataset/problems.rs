//! Problems as data: what was wrong with a cell or a row, where, and what to do.
//!
//! In: findings about cells. Out: plain records, counts by code. It knows no table's types.

use std::collections::BTreeMap;
use tieuchi_grammar::{Bilingual, Diagnostic};

/// Something wrong with a row of a table. The value is taken as not known; the row is counted as
/// the code's page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Kebab-case name, stable for ever: that of a finding.
    pub code: &'static str,
    /// The table, by its name in the set; that of the subject for the subjects' own.
    pub table: String,
    /// The row in the table, counted from 1; with `$first` of a chunk added.
    pub row: u64,
    /// The subject, by its identifier.
    pub subject: String,
    /// The column, as it is named in the table; empty for a problem of the whole row.
    pub column: String,
    /// The value as it was filed.
    pub value: String,
    /// One short phrase.
    pub message: Bilingual,
    /// What to do next.
    pub help: Option<Bilingual>,
}

/// Where a problem is.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub table: &'a str,
    pub row: u64,
    pub subject: &'a str,
}

impl Problem {
    pub(crate) fn at(place: Place<'_>, column: &str, value: &str, finding: Diagnostic) -> Self {
        Self {
            code: finding.code,
            table: place.table.to_owned(),
            row: place.row,
            subject: place.subject.to_owned(),
            column: column.to_owned(),
            value: value.to_owned(),
            message: finding.message,
            help: finding.help,
        }
    }
}

/// How many problems there are of each code.
///
/// ```
/// assert!(tieuchi::count_problems(&[]).is_empty());
/// ```
#[must_use]
pub fn count_problems(problems: &[Problem]) -> BTreeMap<&'static str, u64> {
    let mut out = BTreeMap::new();
    for problem in problems {
        *out.entry(problem.code).or_insert(0) += 1;
    }
    out
}
