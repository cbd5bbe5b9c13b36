//! A population evaluated some subjects at a time, for hosts that have one thread and other things to
//! do between.
//!
//! In: a dataset, and how far to go on. Out: the same outcome as in one go.

use super::{Part, Pass, TableOutcome};
use crate::dataset::{Dataset, Problem};
use crate::evaluate::Registers;

/// An evaluation of a dataset that is under way.
///
/// ```
/// # let source = r#"language en
/// # criteria set READING "Reading year" edition E1 [assumed]
/// #   in force from 2024-01-01
/// #   applies to person
/// # subject person "Person"
/// #   fact books "Books read": integer from 0 to 1000
/// # title reader "Reader" when books >= 6
/// # "#;
/// use arrow_array::{ArrayRef, Int32Array, RecordBatch, StringArray};
/// use std::sync::Arc;
/// use tieuchi::{ContextOptions, Dataset, TableOptions, TableRun, Tables, Verdict};
/// let plan = tieuchi::compile(source).unwrap();
/// let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
/// let people = RecordBatch::try_from_iter([
///     ("id", Arc::new(StringArray::from(vec!["a", "b", "c"])) as ArrayRef),
///     ("books", Arc::new(Int32Array::from(vec![7, 3, 9])) as ArrayRef),
/// ])
/// .unwrap();
/// let options = TableOptions::default().block(2);
/// let dataset = Dataset::new(&plan, &context, &Tables::new(vec![people]), &options).unwrap();
/// let mut run = TableRun::new(&dataset);
/// let mut done = vec![];
/// while run.step(1) {
///     done.push(run.done());
/// }
/// // Whole blocks are done.
/// assert_eq!((done, run.done()), (vec![2], 3));
/// let outcome = run.finish().unwrap();
/// assert_eq!(outcome.class(2).unwrap().holds("reader"), Verdict::Met);
/// ```
pub struct TableRun {
    dataset: Dataset,
    done: usize,
    registers: (Registers, Registers),
    part: Part,
}

impl TableRun {
    /// Begins; nothing is evaluated yet.
    #[must_use]
    pub fn new(dataset: &Dataset) -> Self {
        let new = || Registers::new(&dataset.plan);
        Self {
            dataset: dataset.clone(),
            done: 0,
            registers: (new(), new()),
            part: Pass::of(dataset).empty(dataset.len()),
        }
    }

    /// How many subjects are done.
    #[must_use]
    pub const fn done(&self) -> usize {
        self.done
    }

    /// Goes on for at least so many subjects, in whole blocks; whether any are left.
    #[inline]
    pub fn step(&mut self, subjects: usize) -> bool {
        let pass = Pass::of(&self.dataset);
        let until = self.done.saturating_add(subjects.max(1)).min(self.dataset.len());
        while self.done < until {
            let to = (self.done + self.dataset.options.block).min(self.dataset.len());
            pass.add(self.done..to, None, &mut self.registers, &mut self.part);
            self.done = to;
        }
        self.done < self.dataset.len()
    }

    /// The outcome; what is left is evaluated first.
    ///
    /// # Errors
    ///
    /// All problems, if the options say strict and there is one.
    pub fn finish(mut self) -> Result<TableOutcome, Vec<Problem>> {
        self.step(self.dataset.len());
        Pass::of(&self.dataset).outcome(self.part, 0).unless_refused()
    }
}
