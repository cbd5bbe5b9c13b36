//! `tieuchi report`: every level of a place assessed, from persons up, and told in one page and one
//! workbook.
//!
//! In: a roll-up file and its tables. Out: a folder with the report, a table of results for each
//! level and the problems. Results of a level stay in memory only as far as the next levels ask for
//! them: the class and the points of each subject. With `--why`, one subject of one level is
//! explained instead, from the same tables and the same results of the levels below.

mod figures;

use crate::args::{Report as Args, period};
use crate::console::{Console, End, Stop};
use crate::files;
use crate::setting::{self, Chosen};
use crate::table::{bar, failed, mapping, stop_on_interrupt};
use figures::{LevelFigures, Written};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;
use tieuchi::text::SOURCE_BYTES;
use tieuchi::{Population, Problem, Redaction, SourceFile, TableOptions, Tally, TargetOutcome};
use tieuchi_report::model::{Quality, Report};
use tieuchi_tables::{
    History, Job, Join, LevelJob, LevelResults, Mode, Output, PlaceOf, RollupJob, TableError, rows_known,
    write_problems, write_whole,
};

/// Subjects of a part that is read and evaluated at a time.
const PART: usize = 65_536;
/// Subjects of a block, where each may have thousands of members.
const BLOCK_OF_PLACES: usize = 8;

pub fn run(console: &mut Console, args: &Args) -> Result<End, Stop> {
    let text = files::read(console, &args.job, SOURCE_BYTES)?;
    let source = SourceFile::new(files::shown(&args.job), text);
    let job = match RollupJob::read(&source) {
        Ok(job) => job,
        Err(findings) => {
            console.report_findings(&[source], &findings)?;
            return Err(End::Findings.into());
        }
    };
    match assessed(console, args, &job) {
        Ok(end) => Ok(end),
        Err(Halt::Stop(stop)) => Err(stop),
        Err(Halt::Tables(error)) => failed(console, error),
    }
}

/// Why an assessment ends early.
enum Halt {
    Stop(Stop),
    Tables(TableError),
}

impl<E: Into<Stop>> From<E> for Halt {
    fn from(stop: E) -> Self {
        Self::Stop(stop.into())
    }
}

/// What all levels share.
struct Shared<'a> {
    args: &'a Args,
    job: &'a RollupJob,
    /// The folder of the roll-up file, where sets and mappings lie.
    base: PathBuf,
    /// The folder of the tables.
    data: PathBuf,
    /// Identifiers and names of the places.
    places: Vec<(String, String)>,
    /// What the places were made of.
    history: Option<Arc<History>>,
    pool: rayon::ThreadPool,
    stop: Arc<AtomicBool>,
}

/// What one level came to.
struct Done {
    figures: LevelFigures,
    results: Arc<LevelResults>,
    problems: Vec<Problem>,
}

fn assessed(console: &mut Console, args: &Args, job: &RollupJob) -> Result<End, Halt> {
    let begun = Instant::now();
    let base = args.job.parent().map(Path::to_path_buf).unwrap_or_default();
    let data = args.data.clone().unwrap_or_else(|| base.clone());
    let places = match &job.places {
        Some(places) => Join::pairs(&data.join(&places.table), &places.name).map_err(Halt::Tables)?,
        None => Vec::new(),
    };
    let history = match job.places.as_ref().and_then(|places| places.history.as_ref()) {
        Some(table) => Some(Arc::new(History::read(&data.join(table)).map_err(Halt::Tables)?)),
        None => None,
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.threads.map_or(0, usize::from)).build();
    let pool = pool.map_err(|error| Stop::Output(std::io::Error::other(error)))?;
    let shared = Shared { args, job, base, data, places, history, pool, stop: stop_on_interrupt() };
    if let [level, id] = args.why.as_slice() {
        return why(console, &shared, level, id);
    }
    let Some(out) = &args.out else { return Err(Halt::Stop(End::Usage.into())) };
    std::fs::create_dir_all(out).map_err(Stop::Output)?;
    let mut done: BTreeMap<&str, Arc<LevelResults>> = BTreeMap::new();
    let mut levels = Vec::new();
    let mut problems = Vec::new();
    let mut quality = Quality::default();
    for level in &job.levels {
        let one = assess(console, &shared, level, &done, |console, job, mode| {
            run_level(console, &shared, out, level, job, mode)
        })?;
        one.figures.told(console)?;
        figures::add_problems(&mut quality, &level.name, &one.problems, args.redact);
        done.insert(&level.name, one.results);
        problems.extend(one.problems);
        levels.push(one.figures);
    }
    write_problems(&out.join("problems.csv"), &problems).map_err(Halt::Tables)?;
    quality.file = Some("problems.csv".to_owned());
    let mut report = figures::report(job, levels, quality, args.redact);
    report.history = figures::history(&shared.places, shared.history.as_deref());
    written(&report, out)?;
    let count = problems.len();
    console.line(&console.word(format!("Vấn đề: {count}"), format!("Problems: {count}")))?;
    let page = out.join("report.html");
    let page = page.display();
    console.line(&console.word(format!("Báo cáo: {page}"), format!("Report: {page}")))?;
    if console.shows_progress() {
        let spent = begun.elapsed().as_millis();
        console.message(format!("{spent} ms"), format!("{spent} ms"))?;
    }
    Ok(End::Fine)
}

fn written(report: &Report, out: &Path) -> Result<(), Halt> {
    let page = tieuchi_report::html(report, tieuchi::Lang::Vi);
    write_whole(&out.join("report.html"), page.as_bytes()).map_err(Halt::Tables)?;
    let book =
        tieuchi_report::workbook(report).map_err(|error| Stop::Output(std::io::Error::other(error)))?;
    write_whole(&out.join("report.xlsx"), &book).map_err(Halt::Tables)
}

/// The reasons of one subject.
fn why(console: &mut Console, shared: &Shared<'_>, level: &str, id: &str) -> Result<End, Halt> {
    let Some(asked) = shared.job.levels.iter().find(|known| known.name == level) else {
        let names: Vec<&str> = shared.job.levels.iter().map(|level| level.name.as_str()).collect();
        let names = names.join(", ");
        console.message(
            format!("không có cấp `{level}`; các cấp: {names}"),
            format!("there is no level `{level}`; the levels are {names}"),
        )?;
        return Ok(End::Usage);
    };
    let mut done: BTreeMap<&str, Arc<LevelResults>> = BTreeMap::new();
    for below in below(shared.job, asked) {
        let results = assess(console, shared, below, &done, |_, job, mode| {
            let mut results = LevelResults::new(job.plan, job.context);
            shared.pool.install(|| {
                job.run(mode, |outcome| {
                    results.add(&outcome);
                    Ok(())
                })
            })?;
            Ok(results)
        })?;
        done.insert(&below.name, Arc::new(results));
    }
    let keep = if shared.args.redact { Redaction::private() } else { Redaction::none() };
    let found = assess(console, shared, asked, &done, |_, job, mode| {
        let mut found = None;
        job.run(mode, |outcome| {
            let row = (0..outcome.len()).find(|row| outcome.id(*row) == id);
            if let Some(one) = row.and_then(|row| outcome.row(row)) {
                found = Some(one.explain_with(&keep));
            }
            Ok(())
        })?;
        Ok(found)
    })?;
    let Some(explanation) = found else {
        console.message(
            format!("cấp `{level}` không có đối tượng `{id}`"),
            format!("the level `{level}` has no subject `{id}`"),
        )?;
        return Ok(End::Findings);
    };
    if shared.args.json {
        console.line(&explanation.to_json())?;
    } else {
        console.print(&explanation.to_text(shared.args.explain.into(), console.lang))?;
    }
    Ok(End::Fine)
}

/// The levels whose results a level asks for, and theirs, from the lowest up.
fn below<'a>(job: &'a RollupJob, level: &LevelJob) -> Vec<&'a LevelJob> {
    let mut wanted: Vec<&str> = level.members.iter().filter_map(|members| members.of.as_deref()).collect();
    let mut found = Vec::new();
    for known in job.levels.iter().rev() {
        if wanted.contains(&known.name.as_str()) {
            wanted.extend(known.members.iter().filter_map(|members| members.of.as_deref()));
            found.push(known);
        }
    }
    found.reverse();
    found
}

/// Prepares one level and does something with it: sorted tables part by part, others as a whole.
fn assess<T>(
    console: &mut Console,
    shared: &Shared<'_>,
    level: &LevelJob,
    done: &BTreeMap<&str, Arc<LevelResults>>,
    mut run: impl FnMut(&Console, &Job<'_>, Mode) -> Result<T, TableError>,
) -> Result<T, Halt> {
    let Ok(period) = period(&shared.job.period) else {
        console.message(
            format!("`period = \"{}\"`: ghi một năm như 2025, hoặc hai ngày", shared.job.period),
            format!("`period = \"{}\"`: write a year as 2025, or two days", shared.job.period),
        )?;
        return Err(Halt::Stop(End::Usage.into()));
    };
    let Some(mut options) = period.options() else { return Err(Halt::Stop(End::Usage.into())) };
    if let Some(day) = shared.job.judged_on {
        options = options.judged_on(day);
    }
    let with: Vec<PathBuf> = shared.job.sets.iter().map(|path| shared.base.join(path)).collect();
    let Chosen { plan, context, .. } =
        setting::among(console, &shared.base.join(&level.set), &[], &with, &options)?;
    let mut mapping = mapping(console, level.mapping.as_ref().map(|path| shared.base.join(path)).as_deref())?;
    mapping.ignore_unknown |= level.ignore_unknown;
    let mut tables: Vec<(String, PathBuf)> = Vec::new();
    for (name, path) in &level.tables {
        tables.push((name.clone(), shared.data.join(path)));
    }
    let mut joins = BTreeMap::new();
    for members in &level.members {
        let results = members.of.as_deref().and_then(|of| done.get(of)).cloned();
        let points = results.as_ref().is_some_and(|results| {
            let name = format!("{}.points", results.set());
            plan.facts().inputs.iter().any(|input| input.name == name)
        });
        let through = match &members.through {
            Some((table, column)) => {
                let pairs = Join::pairs(&shared.data.join(table), column).map_err(Halt::Tables)?;
                Some(pairs.into_iter().collect())
            }
            None => None,
        };
        let history = shared.history.clone();
        let join =
            Join { results, decided_on: members.decided_on, points, history, through, ..Join::default() };
        joins.insert(members.name.clone(), Arc::new(join));
        tables.push((members.name.clone(), shared.data.join(&members.table)));
        if members.shared {
            mapping.shared.push(members.name.clone());
        }
    }
    let places = level.place.as_ref().map(|column| {
        let ids = shared.places.iter().map(|(id, _)| id.clone());
        Arc::new(PlaceOf::new(column.clone(), ids).history(shared.history.clone()))
    });
    let mut options = TableOptions::default().missing_unknown(true).items(true).receipts(true);
    if !level.members.is_empty() {
        options = options.block(BLOCK_OF_PLACES);
    }
    let job = Job {
        plan: &plan,
        context: &context,
        options,
        subjects: shared.data.join(&level.subjects),
        tables,
        mapping,
        joins,
        places,
        stop: Arc::clone(&shared.stop),
    };
    let first = if job.may_be_parted() { Mode::Sorted(PART) } else { Mode::Whole };
    let mut done = run(console, &job, first);
    if matches!(done, Err(TableError::NotSorted(..))) {
        done = run(console, &job, Mode::Whole);
    }
    done.map_err(Halt::Tables)
}

/// Reads and evaluates a level's tables, and writes its results.
fn run_level(
    console: &Console,
    shared: &Shared<'_>,
    out: &Path,
    level: &LevelJob,
    job: &Job<'_>,
    mode: Mode,
) -> Result<Done, TableError> {
    let file = format!("{}.{}", level.name, shared.args.results.ending());
    let path = out.join(&file);
    let mut output = Output::begin(&path)?;
    let mut tally = Tally::new(job.plan, shared.places.len());
    let mut results = LevelResults::new(job.plan, job.context);
    let mut population = Population::new(job.plan, job.context, None);
    let mut problems: Vec<Problem> = Vec::new();
    let mut targets: Vec<(String, Vec<TargetOutcome>)> = Vec::new();
    let bar = bar(console, rows_known(&job.subjects));
    let each = |outcome: tieuchi::TableOutcome| {
        let place = |row: usize| job.places.as_ref().and_then(|places| places.place(outcome.id(row)));
        tally.add(&outcome, place);
        results.add(&outcome);
        population.add_table(&outcome);
        let rows = outcome.to_batch();
        output.write(&match &job.places {
            Some(places) => places.beside(&rows).map_err(|error| TableError::write(&path, error))?,
            None => rows,
        })?;
        if job.plan.has_targets() {
            for row in 0..outcome.len() {
                let found = outcome.condensed(row).map(|outcome| outcome.targets()).unwrap_or_default();
                targets.push((outcome.id(row).to_owned(), found));
            }
        }
        bar.inc(u64::try_from(outcome.len()).unwrap_or(0));
        problems.append(&mut outcome.into_problems());
        if job.stop.load(Ordering::Relaxed) { Err(TableError::Stopped) } else { Ok(()) }
    };
    let ended = shared.pool.install(|| job.run(mode, each));
    bar.finish_and_clear();
    ended?;
    output.finish()?;
    // A subject filed in two parts that were read apart has no one leaf, and the level no receipt.
    let receipt = match population.finish() {
        Ok((receipt, _)) => {
            let text = format!("{}\n", receipt.to_json());
            write_whole(&out.join(format!("{}.receipt.json", level.name)), text.as_bytes())?;
            Some(receipt.root().to_string())
        }
        Err(_) => None,
    };
    let without = job.joins.values().map(|join| join.without.load(Ordering::Relaxed)).sum();
    let written = Written { file, receipt, without };
    let figures = LevelFigures::new(level, job, &shared.places, tally, targets, written);
    Ok(Done { figures, results: Arc::new(results), problems })
}
