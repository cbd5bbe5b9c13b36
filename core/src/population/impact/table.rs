//! Both results of every subject as one Arrow table.

use super::{Impact, StandingChange, TableOutcome};
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray, UInt64Array};
use arrow_schema::{Field, Schema, SchemaRef};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The columns of a result that are put side by side.
const COLUMNS: [&str; 6] =
    ["applies", "class", "class.highest", "class.lowest", "total.certain", "total.possible"];

impl Impact {
    /// Both results as one table, a row for each subject; the outcomes are those it was made of.
    ///
    /// | column | meaning |
    /// |---|---|
    /// | `id` | the subject |
    /// | `change` | `gained`, `lost`, `other`, `same`, or `open` where the file does not settle it |
    /// | `old.class`, `new.class` and so on | the columns of [`TableOutcome::to_batch`], but for what is reachable |
    /// | `old.problems`, `new.problems` | how many problems its rows have |
    #[must_use]
    pub fn to_batch(&self, old: &TableOutcome, new: &TableOutcome) -> RecordBatch {
        let mut fields: Vec<Field> = Vec::new();
        let mut columns: Vec<ArrayRef> = Vec::new();
        let mut push = |name: String, column: ArrayRef, nullable: bool| {
            fields.push(Field::new(name, column.data_type().clone(), nullable));
            columns.push(column);
        };
        let ids = self.rows.iter().map(|(before, _, _)| old.id(*before));
        push("id".to_owned(), Arc::new(StringArray::from_iter_values(ids)), false);
        let changes = self.rows.iter().map(|(_, _, change)| change.id());
        push("change".to_owned(), Arc::new(StringArray::from_iter_values(changes)), false);
        for (side, outcome) in [("old", old), ("new", new)] {
            let rows =
                self.rows.iter().map(|(before, after, _)| if side == "old" { *before } else { *after });
            let rows = UInt64Array::from_iter_values(rows.map(|row| u64::try_from(row).unwrap_or(u64::MAX)));
            let batch = outcome.to_batch();
            for name in COLUMNS {
                let column = batch.column_by_name(name);
                let taken = column.and_then(|column| arrow_select::take::take(column, &rows, None).ok());
                if let Some(column) = taken {
                    push(format!("{side}.{name}"), column, true);
                }
            }
            let mut problems: BTreeMap<&str, u64> = BTreeMap::new();
            for problem in outcome.problems() {
                *problems.entry(&problem.subject).or_insert(0) += 1;
            }
            let counts = rows.values().iter().map(|row| {
                let id = usize::try_from(*row).map_or("", |row| outcome.id(row));
                problems.get(id).copied().unwrap_or(0)
            });
            push(format!("{side}.problems"), Arc::new(UInt64Array::from_iter_values(counts)), false);
        }
        let schema: SchemaRef = Arc::new(Schema::new(fields));
        // Columns are of one length and of the types just written down.
        RecordBatch::try_new(Arc::clone(&schema), columns).unwrap_or_else(|_| RecordBatch::new_empty(schema))
    }

    /// The subjects and what becomes of them, in the order of the table.
    pub fn changes_of<'a>(
        &'a self,
        old: &'a TableOutcome,
    ) -> impl Iterator<Item = (&'a str, StandingChange)> + 'a {
        self.rows.iter().map(|(before, _, change)| (old.id(*before), *change))
    }
}
