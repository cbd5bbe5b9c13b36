//! Tables that two sets are evaluated on.
//!
//! In: two plans. Out: for the mapping of one of them, the columns that only the other one has a
//! use for, so that a table made for both is read by each.

use crate::mapping::Mapping;
use std::collections::BTreeSet;
use tieuchi::Plan;

impl Mapping {
    /// Passes over what only the other set knows; a column that neither knows is still told.
    #[must_use]
    pub fn beside(mut self, own: &Plan, other: &Plan) -> Self {
        let known = columns(own);
        self.others.extend(columns(other).into_iter().filter(|column| !known.contains(column)));
        self
    }
}

/// Table and name of every column a set has a use for or declares; the empty name stands for the
/// table of subjects.
fn columns(plan: &Plan) -> BTreeSet<(String, String)> {
    let facts = plan.facts();
    let mut out = BTreeSet::new();
    for table in std::iter::once("").chain(facts.tables.iter().map(|table| table.name.as_str())) {
        let read = plan.columns_read(table).unwrap_or_default();
        out.extend(read.into_iter().map(|name| (table.to_owned(), name)));
    }
    for input in facts.inputs {
        out.insert((input.table.unwrap_or_default(), input.name));
    }
    out
}
