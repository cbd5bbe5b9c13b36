//! Populations that are larger than memory: part by part.
//!
//! In: parts of tables, each with all rows of its subjects. Out: the outcome of each part, in order.
//! [`Chunks`] cuts such parts from files that are sorted by key; only one part is held at a time.

use super::TableOutcome;
use crate::context::Context;
use crate::dataset::{Dataset, Key, Problem, TableOptions, Tables, key_column};
use crate::plan::Plan;
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use tieuchi_grammar::Diagnostic;

/// Why an evaluation part by part ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended<E> {
    /// The caller could not read or write.
    Caller(E),
    /// The tables do not fit the set.
    Tables(Vec<Diagnostic>),
    /// There are problems, and the options say strict.
    Problems(Vec<Problem>),
    /// A table is not sorted by its key; the table and the row, counted from 1.
    NotSorted(String, u64),
}

impl Plan {
    /// Evaluates a population part by part. A part holds some subjects and all rows of theirs;
    /// memory is bounded by the largest part.
    ///
    /// Parts are evaluated in the order given and handed on one by one. A subject filed in two
    /// parts cannot be seen here; [`Chunks`] never cuts so.
    ///
    /// # Errors
    ///
    /// The first that occurs: see [`Ended`].
    pub fn evaluate_chunks<E>(
        &self,
        context: &Context,
        options: &TableOptions,
        chunks: impl IntoIterator<Item = Result<Tables, Ended<E>>>,
        mut each: impl FnMut(TableOutcome) -> Result<(), E>,
    ) -> Result<(), Ended<E>> {
        for chunk in chunks {
            let dataset = Dataset::new(self, context, &chunk?, options).map_err(Ended::Tables)?;
            let outcome = dataset.evaluate().map_err(Ended::Problems)?;
            each(outcome).map_err(Ended::Caller)?;
        }
        Ok(())
    }
}

/// Record batches of one table.
pub type Batches<'a, E> = Box<dyn Iterator<Item = Result<RecordBatch, E>> + 'a>;

/// Parts of a population cut from tables that are sorted by key.
///
/// Subjects come in the order of their identifiers, rows of other tables in the order of their
/// subjects: whole numbers by value, texts by their bytes. A table that is not sorted is found
/// out: [`Ended::NotSorted`].
pub struct Chunks<'a, E> {
    plan: Plan,
    size: usize,
    subjects: Feed<'a, E>,
    tables: Vec<Feed<'a, E>>,
    done: bool,
}

impl<'a, E> Chunks<'a, E> {
    /// Cuts parts of about so many subjects.
    #[must_use]
    pub fn new(plan: &Plan, size: usize, subjects: Batches<'a, E>) -> Self {
        let feed = Feed::new(String::new(), subjects);
        Self { plan: plan.clone(), size: size.max(1), subjects: feed, tables: Vec::new(), done: false }
    }

    /// Adds a table of members or evidence, by its name in the set.
    #[must_use]
    pub fn table(mut self, name: &str, batches: Batches<'a, E>) -> Self {
        self.tables.push(Feed::new(name.to_owned(), batches));
        self
    }

    fn part(&mut self) -> Result<Option<Tables>, Ended<E>> {
        if self.done {
            return Ok(None);
        }
        let first = self.subjects.taken;
        let (subjects, last) = self.subjects.take(&self.plan, &Until::Rows(self.size))?;
        self.done = !self.subjects.fill()?;
        let mut tables = Tables::new(subjects).rows_before("", first);
        for feed in &mut self.tables {
            // After the last subjects, what is left belongs to them or to nobody.
            let until = match &last {
                Some(last) if !self.done => Until::Key(last.clone()),
                Some(_) | None => Until::End,
            };
            let before = feed.taken;
            let (rows, _) = feed.take(&self.plan, &until)?;
            if !rows.is_empty() {
                tables = tables.table(&feed.name, rows).rows_before(&feed.name, before);
            }
        }
        Ok(Some(tables))
    }
}

impl<E> Iterator for Chunks<'_, E> {
    type Item = Result<Tables, Ended<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        let part = self.part();
        if part.is_err() {
            self.done = true;
        }
        part.transpose()
    }
}

/// How far rows are taken.
enum Until {
    /// So many rows, and those with the same key as the last.
    Rows(usize),
    /// The rows up to this key.
    Key(Key<'static>),
    End,
}

/// A table as it is read.
struct Feed<'a, E> {
    name: String,
    batches: Batches<'a, E>,
    /// What was read and not taken yet.
    rest: Option<RecordBatch>,
    last: Option<Key<'static>>,
    taken: u64,
    /// The columns, once a batch was seen.
    schema: Option<SchemaRef>,
}

impl<'a, E> Feed<'a, E> {
    fn new(name: String, batches: Batches<'a, E>) -> Self {
        Self { name, batches, rest: None, last: None, taken: 0, schema: None }
    }

    /// Reads until there are rows, or none are left.
    fn fill(&mut self) -> Result<bool, Ended<E>> {
        while self.rest.as_ref().is_none_or(|rest| rest.num_rows() == 0) {
            match self.batches.next() {
                None => return Ok(false),
                Some(batch) => {
                    let batch = batch.map_err(Ended::Caller)?;
                    self.schema = Some(batch.schema());
                    self.rest = Some(batch);
                }
            }
        }
        Ok(true)
    }

    fn take(
        &mut self,
        plan: &Plan,
        until: &Until,
    ) -> Result<(Vec<RecordBatch>, Option<Key<'static>>), Ended<E>> {
        let mut out = Vec::new();
        let mut rows = 0usize;
        while self.fill()? {
            let Some(rest) = self.rest.take() else { break };
            let Some(keys) = key_column(plan, &self.name, &rest).map_err(Ended::Tables)? else {
                // Whoever binds the table will say that the key is missing.
                out.push(rest);
                continue;
            };
            // Rows in order, from the last one taken on.
            let falls = match &self.last {
                Some(last) if keys.key(0).cmp(last).is_lt() => Some(0),
                _ => keys.falls(rest.num_rows()),
            };
            let sorted = falls.unwrap_or(rest.num_rows());
            let up_to = |key: &Key<'_>| first_after(sorted, |row| keys.key(row).cmp(key).is_gt());
            let cut = match until {
                Until::Rows(most) => match most.saturating_sub(rows) {
                    // Those with the same key as the last one taken.
                    0 => self.last.as_ref().map_or(0, up_to),
                    more if more < sorted => up_to(&keys.key(more - 1)),
                    _ => sorted,
                },
                Until::Key(last) => up_to(last),
                Until::End => sorted,
            };
            if cut == sorted && falls.is_some() {
                let number = self.taken + u64::try_from(rows + cut).unwrap_or(u64::MAX);
                return Err(Ended::NotSorted(self.name.clone(), number.saturating_add(1)));
            }
            if let Some(last) = cut.checked_sub(1) {
                self.last = Some(keys.key(last).into_owned());
            }
            rows += cut;
            if cut > 0 {
                out.push(rest.slice(0, cut));
            }
            if cut < rest.num_rows() {
                self.rest = Some(rest.slice(cut, rest.num_rows() - cut));
                break;
            }
        }
        if let (true, Some(schema)) = (out.is_empty(), &self.schema) {
            // A part without rows still has its columns.
            out.push(RecordBatch::new_empty(SchemaRef::clone(schema)));
        }
        self.taken += u64::try_from(rows).unwrap_or(u64::MAX);
        Ok((out, self.last.clone()))
    }
}

/// The first of so many rows for which something holds that holds for all behind it.
fn first_after(rows: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut from, mut to) = (0, rows);
    while from < to {
        let middle = from.midpoint(to);
        if holds(middle) { to = middle } else { from = middle + 1 }
    }
    from
}
