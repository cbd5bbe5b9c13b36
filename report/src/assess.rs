//! Every level of a place assessed, from persons up.
//!
//! In: a roll-up and its tables, and for each level the plan and the context, made by whoever reads
//! sets. Out: the rows of results level by level, and the figures of the report. Of a level stays in
//! memory what the next levels ask for, the class and the points of each subject, and the rows only
//! where they are wanted there. One subject of one level can be explained from the same tables and
//! the same results of the levels below.

use crate::figures::{self, LevelFigures, Written};
use crate::model::{Counts, Level, Quality, Report};
use crate::{html, workbook};
use arrow_array::RecordBatch;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tieuchi::{
    Context, ContextOptions, Explanation, Lang, Plan, Population, Problem, Redaction, TableOptions,
    TableOutcome, Tally, TargetOutcome,
};
use tieuchi_tables::{
    History, Job, Join, LevelJob, LevelResults, Mapping, Mode, Output, PlaceOf, RollupJob, TableError,
    rows_known, write_problems, write_whole,
};

/// Subjects of a part that is read and evaluated at a time.
const PART: usize = 65_536;
/// Subjects of a block, where each may have thousands of members.
const BLOCK_OF_PLACES: usize = 8;
/// The file of problems.
const PROBLEMS: &str = "problems.csv";

/// Results of the levels that are done, by their names.
pub type Below = BTreeMap<String, Arc<LevelResults>>;

/// A roll-up with its places, ready to be gone through.
#[derive(Debug)]
pub struct Assessment {
    job: RollupJob,
    /// The folder of the roll-up file, where sets and mappings lie.
    base: PathBuf,
    /// The folder of the tables.
    data: PathBuf,
    /// Identifiers and names of the places.
    places: Vec<(String, String)>,
    /// What the places were made of.
    history: Option<Arc<History>>,
    stop: Arc<AtomicBool>,
}

/// Where the rows of a level go.
#[derive(Clone, Copy, Debug)]
pub enum Keep<'a> {
    /// Into a folder that is there, as a file of this ending, with the receipt beside it.
    Folder(&'a Path, &'a str),
    /// Into memory.
    Memory,
}

/// What one level came to.
#[derive(Debug)]
pub struct LevelDone {
    figures: LevelFigures,
    /// The class and the points of each subject, for the levels above.
    pub results: Arc<LevelResults>,
    /// What was wrong with its rows and cells.
    pub problems: Vec<Problem>,
    /// A row for each subject, if they were to be kept in memory.
    pub rows: Vec<RecordBatch>,
}

impl LevelDone {
    /// The figures of the level as the report tells them.
    #[must_use]
    pub const fn level(&self) -> &Level {
        &self.figures.level
    }

    /// How many subjects stand where.
    #[must_use]
    pub const fn counts(&self) -> &Counts {
        &self.figures.level.whole
    }

    /// How many members had no result at the level below.
    #[must_use]
    pub const fn without(&self) -> u64 {
        self.figures.without
    }
}

impl Assessment {
    /// Reads the places of a roll-up whose sets and mappings lie in `base`, and its tables in `data`.
    /// Once `stop` is true, reading ends with [`TableError::Stopped`].
    ///
    /// # Errors
    ///
    /// A table of places or of former units that cannot be read.
    pub fn new(
        job: RollupJob,
        base: PathBuf,
        data: PathBuf,
        stop: Arc<AtomicBool>,
    ) -> Result<Self, TableError> {
        let places = match &job.places {
            Some(places) => Join::pairs(&data.join(&places.table), &places.name)?,
            None => Vec::new(),
        };
        let history = match job.places.as_ref().and_then(|places| places.history.as_ref()) {
            Some(table) => Some(Arc::new(History::read(&data.join(table))?)),
            None => None,
        };
        Ok(Self { job, base, data, places, history, stop })
    }

    /// The roll-up.
    #[must_use]
    pub const fn job(&self) -> &RollupJob {
        &self.job
    }

    /// The file of a level's set.
    #[must_use]
    pub fn set(&self, level: &LevelJob) -> PathBuf {
        self.base.join(&level.set)
    }

    /// Files of sets that others read or rest on, besides the neighbours of each.
    #[must_use]
    pub fn with(&self) -> Vec<PathBuf> {
        self.job.sets.iter().map(|path| self.base.join(path)).collect()
    }

    /// Period and day of judgement; none where the period is neither a year nor two days.
    #[must_use]
    pub fn options(&self) -> Option<ContextOptions> {
        let options = ContextOptions::written(&self.job.period)?;
        Some(match self.job.judged_on {
            Some(day) => options.judged_on(day),
            None => options,
        })
    }

    /// How many subjects a level has, where its file says so itself.
    #[must_use]
    pub fn subjects(&self, level: &LevelJob) -> Option<u64> {
        rows_known(&self.data.join(&level.subjects))
    }

    /// The level of that name.
    #[must_use]
    pub fn level(&self, name: &str) -> Option<&LevelJob> {
        self.job.levels.iter().find(|level| level.name == name)
    }

    /// The levels whose results a level asks for, and theirs, from the lowest up.
    #[must_use]
    pub fn below(&self, level: &LevelJob) -> Vec<&LevelJob> {
        let mut wanted: Vec<&str> =
            level.members.iter().filter_map(|members| members.of.as_deref()).collect();
        let mut found = Vec::new();
        for known in self.job.levels.iter().rev() {
            if wanted.contains(&known.name.as_str()) {
                wanted.extend(known.members.iter().filter_map(|members| members.of.as_deref()));
                found.push(known);
            }
        }
        found.reverse();
        found
    }

    /// Assesses a level. `each` is told how many subjects are done; where a table turns out not to be
    /// sorted, it begins again from nought.
    ///
    /// # Errors
    ///
    /// The first that occurs; then no file of this level has its name.
    pub fn assess(
        &self,
        level: &LevelJob,
        (plan, context): (&Plan, &Context),
        below: &Below,
        keep: Keep<'_>,
        each: &(dyn Fn(u64) + Sync),
    ) -> Result<LevelDone, TableError> {
        let job = self.prepared(level, plan, context, below)?;
        in_parts(&job, |mode| self.run(level, &job, mode, keep, each))
    }

    /// What the levels above ask of a level, and nothing else.
    ///
    /// # Errors
    ///
    /// The first that occurs.
    pub fn results(
        &self,
        level: &LevelJob,
        (plan, context): (&Plan, &Context),
        below: &Below,
    ) -> Result<LevelResults, TableError> {
        let job = self.prepared(level, plan, context, below)?;
        in_parts(&job, |mode| {
            let mut results = LevelResults::new(plan, context);
            job.run(mode, |outcome| {
                results.add(&outcome);
                Ok(())
            })?;
            Ok(results)
        })
    }

    /// Why one subject of a level stands where it does; none if the level has no such subject.
    ///
    /// # Errors
    ///
    /// The first that occurs while the tables are read.
    pub fn explain(
        &self,
        level: &LevelJob,
        (plan, context): (&Plan, &Context),
        below: &Below,
        id: &str,
        keep: &Redaction,
    ) -> Result<Option<Explanation>, TableError> {
        let job = self.prepared(level, plan, context, below)?;
        in_parts(&job, |mode| {
            let mut found = None;
            job.run(mode, |outcome| {
                let row = (0..outcome.len()).find(|row| outcome.id(*row) == id);
                if let Some(one) = row.and_then(|row| outcome.row(row)) {
                    found = Some(one.explain_with(keep));
                }
                Ok(())
            })?;
            Ok(found)
        })
    }

    /// The report of the levels that were assessed; where it is redacted, it names no person.
    #[must_use]
    pub fn report(&self, levels: &[LevelDone], redacted: bool) -> Report {
        let mut quality = Quality::default();
        for level in levels {
            figures::add_problems(&mut quality, &level.level().name, &level.problems, redacted);
        }
        let list = levels.iter().map(|level| level.figures.clone()).collect();
        let mut report = figures::report(&self.job, list, quality, redacted);
        report.history = figures::history(&self.places, self.history.as_deref());
        report
    }

    /// The tables of a level, the results of the levels below beside them.
    fn prepared<'a>(
        &self,
        level: &LevelJob,
        plan: &'a Plan,
        context: &'a Context,
        below: &Below,
    ) -> Result<Job<'a>, TableError> {
        let mut mapping = match &level.mapping {
            Some(path) => Mapping::of_file(&self.base.join(path))?,
            None => Mapping::default(),
        };
        mapping.ignore_unknown |= level.ignore_unknown;
        let mut tables: Vec<(String, PathBuf)> =
            level.tables.iter().map(|(name, path)| (name.clone(), self.data.join(path))).collect();
        let mut joins = BTreeMap::new();
        for members in &level.members {
            let results = members.of.as_deref().and_then(|of| below.get(of)).cloned();
            let points = results.as_ref().is_some_and(|results| {
                let name = format!("{}.points", results.set());
                plan.facts().inputs.iter().any(|input| input.name == name)
            });
            let through = match &members.through {
                Some((table, column)) => {
                    Some(Join::pairs(&self.data.join(table), column)?.into_iter().collect())
                }
                None => None,
            };
            let history = self.history.clone();
            let join =
                Join { results, decided_on: members.decided_on, points, history, through, ..Join::default() };
            joins.insert(members.name.clone(), Arc::new(join));
            tables.push((members.name.clone(), self.data.join(&members.table)));
            if members.shared {
                mapping.shared.push(members.name.clone());
            }
        }
        let places = level.place.as_ref().map(|column| {
            let ids = self.places.iter().map(|(id, _)| id.clone());
            Arc::new(PlaceOf::new(column.clone(), ids).history(self.history.clone()))
        });
        let mut options = TableOptions::default().missing_unknown(true).items(true).receipts(true);
        if !level.members.is_empty() {
            options = options.block(BLOCK_OF_PLACES);
        }
        let subjects = self.data.join(&level.subjects);
        let stop = Arc::clone(&self.stop);
        Ok(Job { plan, context, options, subjects, tables, mapping, joins, places, stop })
    }

    /// Reads and evaluates a level's tables, and keeps its results.
    fn run(
        &self,
        level: &LevelJob,
        job: &Job<'_>,
        mode: Mode,
        keep: Keep<'_>,
        each: &(dyn Fn(u64) + Sync),
    ) -> Result<LevelDone, TableError> {
        let mut output = match keep {
            Keep::Folder(folder, ending) => {
                let file = format!("{}.{ending}", level.name);
                Some((Output::begin(&folder.join(&file))?.behind()?, file))
            }
            Keep::Memory => None,
        };
        let mut rows = Vec::new();
        let mut tally = Tally::new(job.plan, self.places.len());
        let mut results = LevelResults::new(job.plan, job.context);
        let mut population = Population::new(job.plan, job.context, None);
        let mut problems: Vec<Problem> = Vec::new();
        let mut targets: Vec<(String, Vec<TargetOutcome>)> = Vec::new();
        let mut count = 0;
        job.run(mode, |outcome: TableOutcome| {
            let place = |row: usize| job.places.as_ref().and_then(|places| places.place(outcome.id(row)));
            tally.add(&outcome, place);
            results.add(&outcome);
            population.add_table(&outcome);
            let mut batch = outcome.to_batch();
            if let Some(places) = &job.places {
                batch = places
                    .beside(&batch)
                    .map_err(|error| TableError::write(Path::new(&level.name), error))?;
            }
            match &mut output {
                Some((output, _)) => output.write(batch)?,
                None => rows.push(batch),
            }
            if job.plan.has_targets() {
                for row in 0..outcome.len() {
                    let found = outcome.condensed(row).map(|outcome| outcome.targets()).unwrap_or_default();
                    targets.push((outcome.id(row).to_owned(), found));
                }
            }
            count += u64::try_from(outcome.len()).unwrap_or(0);
            each(count);
            problems.append(&mut outcome.into_problems());
            if job.stop.load(Ordering::Relaxed) { Err(TableError::Stopped) } else { Ok(()) }
        })?;
        let mut file = None;
        if let Some((output, name)) = output {
            output.finish()?;
            file = Some(name);
        }
        // A subject filed in two parts that were read apart has no one leaf, and the level no receipt.
        let receipt = match population.finish() {
            Ok((receipt, _)) => {
                if let Keep::Folder(folder, _) = keep {
                    let text = format!("{}\n", receipt.to_json());
                    write_whole(&folder.join(format!("{}.receipt.json", level.name)), text.as_bytes())?;
                }
                Some(receipt.root().to_string())
            }
            Err(_) => None,
        };
        let without = job.joins.values().map(|join| join.without.load(Ordering::Relaxed)).sum();
        let written = Written { file, receipt, without };
        let figures = LevelFigures::new(level, job, &self.places, tally, targets, written);
        Ok(LevelDone { figures, results: Arc::new(results), problems, rows })
    }
}

/// Goes through sorted tables part by part, through others as a whole.
fn in_parts<T>(job: &Job<'_>, mut run: impl FnMut(Mode) -> Result<T, TableError>) -> Result<T, TableError> {
    let first = if job.may_be_parted() { Mode::Sorted(PART) } else { Mode::Whole(PART) };
    match run(first) {
        Err(TableError::NotSorted(..)) => run(Mode::Whole(PART)),
        done => done,
    }
}

/// Writes into a folder that is there the problems of all levels, `report.html` and `report.xlsx`,
/// each as a whole or not at all; gives back the path of the page.
///
/// # Errors
///
/// A file that cannot be written.
pub fn write_report(report: &mut Report, levels: &[LevelDone], folder: &Path) -> Result<PathBuf, TableError> {
    let problems: Vec<Problem> = levels.iter().flat_map(|level| level.problems.iter().cloned()).collect();
    write_problems(&folder.join(PROBLEMS), &problems)?;
    report.quality.file = Some(PROBLEMS.to_owned());
    let (page, sheets) = (folder.join("report.html"), folder.join("report.xlsx"));
    write_whole(&page, html(report, Lang::Vi).as_bytes())?;
    let book = workbook(report).map_err(|error| TableError::write(&sheets, error))?;
    write_whole(&sheets, &book)?;
    Ok(page)
}
