//! One evaluation of the files of a population.
//!
//! In: the paths of the tables, a mapping, a plan and a context. Out: the outcome of each part, in
//! the order of the subjects, and a summary. Files sorted by key are read part by part; others are
//! held as a whole.

use crate::bytes::Batches;
use crate::error::TableError;
use crate::join::{Join, PlaceOf};
use crate::mapping::Mapping;
use crate::read::open;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tieuchi::{
    Chunks, Context, Dataset, Ended, Facts, Plan, Problem, TableKind, TableOptions, TableOutcome, Tables,
    count_problems,
};

/// How tables are gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Part by part, about so many subjects each: every table is sorted by its key, whole numbers
    /// by value, texts by their bytes, and no table of members names them.
    Sorted(usize),
    /// All tables in memory, and results of about so many subjects at a time.
    Whole(usize),
}

/// The files of a population and what they are evaluated by.
#[derive(Clone, Debug)]
pub struct Job<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// Period and judgement date.
    pub context: &'a Context,
    /// How tables are read and what is kept.
    pub options: TableOptions,
    /// The table of subjects.
    pub subjects: PathBuf,
    /// The other tables, by their names in the set.
    pub tables: Vec<(String, PathBuf)>,
    /// What the names and values of the files mean.
    pub mapping: Mapping,
    /// What is put beside the rows of tables of members, by their names in the set.
    pub joins: BTreeMap<String, Arc<Join>>,
    /// Where the places of the subjects are kept, if they are wanted.
    pub places: Option<Arc<PlaceOf>>,
    /// Once true, reading ends with [`TableError::Stopped`].
    pub stop: Arc<AtomicBool>,
}

/// What an evaluation came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many subjects there are.
    pub subjects: u64,
    /// How many have each standing for certain; the empty name stands for those not settled.
    pub standings: BTreeMap<String, u64>,
    /// How many problems there are of each code.
    pub problems: BTreeMap<&'static str, u64>,
}

impl Summary {
    /// Adds a part.
    pub fn add(&mut self, outcome: &TableOutcome) {
        self.subjects += u64::try_from(outcome.len()).unwrap_or(u64::MAX);
        let classes = outcome.dataset().plan().facts().classes;
        for row in (0..outcome.len()).filter(|_| !classes.is_empty()) {
            let word = outcome.standing(row).unwrap_or_default();
            match self.standings.get_mut(word) {
                Some(count) => *count += 1,
                None => drop(self.standings.insert(word.to_owned(), 1)),
            }
        }
        for (code, count) in count_problems(outcome.problems()) {
            *self.problems.entry(code).or_insert(0) += count;
        }
    }
}

fn error(ended: Ended<TableError>) -> TableError {
    match ended {
        Ended::Caller(error) => error,
        Ended::Tables(findings) => TableError::Tables(findings),
        Ended::Problems(problems) => TableError::Problems(problems),
        Ended::NotSorted(table, row) => TableError::NotSorted(table, row),
    }
}

impl Job<'_> {
    /// Whether the tables can be gone through part by part if they turn out to be sorted: a member
    /// who belongs to two subjects is found only where all members are seen.
    #[must_use]
    pub fn may_be_parted(&self) -> bool {
        let facts = self.plan.facts();
        let members = |name: &str| {
            facts.tables.iter().any(|table| table.name == name && table.kind == TableKind::Members)
        };
        !self.tables.iter().any(|(name, _)| members(name) && !self.mapping.shared.contains(name))
    }

    /// Evaluates, and hands on each part.
    ///
    /// # Errors
    ///
    /// The first that occurs; [`TableError::NotSorted`] asks for [`Mode::Whole`] instead.
    pub fn run(
        &self,
        mode: Mode,
        each: impl FnMut(TableOutcome) -> Result<(), TableError>,
    ) -> Result<(), TableError> {
        self.joins.values().for_each(|join| join.begin());
        let facts = self.plan.facts();
        let found = Rc::new(RefCell::new(Vec::new()));
        let options = self
            .options
            .clone()
            .shared(self.mapping.shared.iter().cloned())
            .ignore_unknown(self.mapping.ignore_unknown)
            .ignored(self.places.iter().map(|places| places.column.clone()));
        let subjects = self.feed(&facts, "", &self.subjects, &found)?;
        let mut tables = Vec::new();
        for (name, path) in &self.tables {
            tables.push((name, self.feed(&facts, name, path, &found)?));
        }
        match mode {
            Mode::Sorted(size) => {
                let mut chunks = Chunks::new(self.plan, size, subjects);
                for (name, feed) in tables {
                    chunks = chunks.table(name, feed);
                }
                let chunks =
                    chunks.map(|chunk| chunk.map(|tables| tables.problems(found.borrow_mut().split_off(0))));
                self.plan.evaluate_chunks(self.context, &options, chunks, each).map_err(error)
            }
            Mode::Whole(size) => {
                let mut whole = Tables::new(subjects.collect::<Result<Vec<_>, _>>()?);
                for (name, feed) in tables {
                    whole = whole.table(name, feed.collect::<Result<Vec<_>, _>>()?);
                }
                let whole = whole.problems(found.borrow_mut().split_off(0));
                let dataset = Dataset::new(self.plan, self.context, &whole, &options);
                drop(whole);
                let dataset = dataset.map_err(TableError::Tables)?;
                dataset.evaluate_parts(size, each).map_err(error)
            }
        }
    }

    /// The batches of a table in the names of the set; problems of writing go beside.
    fn feed(
        &self,
        facts: &Facts,
        table: &str,
        path: &Path,
        found: &Rc<RefCell<Vec<Problem>>>,
    ) -> Result<Batches, TableError> {
        let read = self.plan.columns_read(table).unwrap_or_default();
        // A column the set does not know is read too, so that it can be told.
        let declared = |name: &str| facts.inputs.iter().any(|input| input.name == name);
        let wanted = |column: &str| match self.mapping.name(table, column) {
            None => false,
            Some(name) => {
                let needed = read.iter().any(|known| known == name)
                    || table.is_empty() && self.places.as_ref().is_some_and(|places| places.column == name);
                needed || !(declared(name) || self.mapping.ignore_unknown)
            }
        };
        let batches = open(path, &self.mapping.reading(table), &wanted)?;
        let (mapping, facts, table) = (self.mapping.clone(), facts.clone(), table.to_owned());
        let (own, found) = (path.to_path_buf(), Rc::clone(found));
        let stop = Arc::clone(&self.stop);
        let join = self.joins.get(&table).cloned();
        let places = self.places.clone().filter(|_| table.is_empty());
        let mut before = 0u64;
        Ok(Box::new(batches.map(move |batch| {
            let batch = batch?;
            if stop.load(Ordering::Relaxed) {
                return Err(TableError::Stopped);
            }
            let applied = mapping.apply(&facts, &table, &batch, before);
            let (batch, problems) = applied.map_err(|error| TableError::read(&own, error))?;
            before += u64::try_from(batch.num_rows()).unwrap_or(u64::MAX);
            let batch = match &join {
                Some(join) => join.apply(&batch).map_err(|error| TableError::read(&own, error))?,
                None => batch,
            };
            if let Some(places) = &places {
                places.keep(&batch);
            }
            found.borrow_mut().extend(problems);
            Ok(batch)
        })))
    }
}
