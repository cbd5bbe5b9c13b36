//! `tieuchi diff --on`: two sets applied to the same tables, who gains and who loses out.

use crate::args::Diff;
use crate::console::{Console, End, Stop};
use crate::files;
use crate::table::{bar, failed, mapping, stop_on_interrupt};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tieuchi::{Context, ContextOptions, Plan, SourceFile, TableOptions, TableOutcome};
use tieuchi_tables::{Job, Mapping, Mode, Output, TableError, rows_known};

pub fn run(console: &mut Console, args: &Diff, subjects: &Path) -> Result<End, Stop> {
    let Some(options) = args.on.period.and_then(crate::args::Period::options) else {
        return Err(End::Usage.into());
    };
    let mut options = options.regions(args.on.regions.iter().cloned());
    if let Some(day) = args.on.as_of {
        options = options.judged_on(day);
    }
    let old = files::load(console, &args.old, &args.with.with)?;
    let new = files::load(console, &args.new, &args.with.with)?;
    let contexts = (context(console, &old, &options)?, context(console, &new, &options)?);
    let mapping = mapping(console, args.on.mapping.as_deref())?;
    let pool = rayon::ThreadPoolBuilder::new().num_threads(args.on.threads.map_or(0, usize::from)).build();
    let pool = pool.map_err(|error| Stop::Output(std::io::Error::other(error)))?;
    let stop = stop_on_interrupt();
    let mut outcomes = Vec::new();
    for (own, other, context) in [(&old.1, &new.1, &contexts.0), (&new.1, &old.1, &contexts.1)] {
        let job = job(args, subjects, own, other, context, &mapping, &stop);
        let bar = bar(console, rows_known(subjects));
        let done = pool.install(|| whole(&job));
        bar.finish_and_clear();
        match done {
            Ok(Some(outcome)) => outcomes.push(outcome),
            // Tables held as a whole give one outcome.
            Ok(None) => return Ok(End::Files),
            Err(error) => return failed(console, error),
        }
    }
    let [before, after] = outcomes.as_slice() else { return Ok(End::Usage) };
    let mut impact = pool.install(|| before.impact(after, args.on.reasons));
    if !args.on.thresholds.is_empty() {
        impact = impact.with_thresholds(pool.install(|| after.thresholds(&args.on.thresholds)));
    }
    if let Some(path) = &args.on.output {
        let written = Output::begin(path).and_then(|mut output| {
            output.write(&impact.to_batch(before, after))?;
            output.finish()
        });
        if let Err(error) = written {
            return failed(console, error);
        }
    }
    if args.json {
        console.line(&impact.to_json())?;
        return Ok(End::Fine);
    }
    console.print(&impact.to_text(console.lang))?;
    if let Some(path) = &args.on.output {
        let path = path.display();
        console
            .line(&console.word(format!("\nTừng đối tượng: {path}"), format!("\nEvery subject: {path}")))?;
    }
    Ok(End::Fine)
}

/// The context, whether the edition is in force or not; where it is not, that is said.
fn context(
    console: &mut Console,
    (source, plan): &(SourceFile, Plan),
    options: &ContextOptions,
) -> Result<Context, Stop> {
    match plan.context_as_if_in_force(options) {
        Ok(context) => {
            if plan.context(options).is_err() {
                let (id, edition) = (plan.id(), plan.edition());
                console.message(
                    format!("{id} bản {edition} không phải là bản áp dụng cho kỳ này; được áp dụng thử"),
                    format!(
                        "{id} edition {edition} is not the one for this period; it is applied as if it were"
                    ),
                )?;
            }
            Ok(context)
        }
        Err(findings) => {
            console.report_findings(std::slice::from_ref(source), &findings)?;
            Err(End::Findings.into())
        }
    }
}

/// The tables as one of the sets reads them.
fn job<'a>(
    args: &Diff,
    subjects: &Path,
    own: &'a Plan,
    other: &Plan,
    context: &'a Context,
    mapping: &Mapping,
    stop: &Arc<AtomicBool>,
) -> Job<'a> {
    let has = |plan: &Plan, name: &str| plan.facts().tables.iter().any(|table| table.name == name);
    // A table that only the other set has is not read; one that neither has is told.
    let mine = |name: &str| has(own, name) || !has(other, name);
    Job {
        plan: own,
        context,
        options: TableOptions::default().missing_unknown(args.on.missing_unknown),
        subjects: subjects.to_path_buf(),
        tables: args.on.tables.iter().filter(|(name, _)| mine(name)).cloned().collect(),
        mapping: mapping.clone().beside(own, other),
        joins: BTreeMap::new(),
        places: None,
        stop: Arc::clone(stop),
    }
}

/// The outcome of tables held in memory: reasons are read from them afterwards.
fn whole(job: &Job<'_>) -> Result<Option<TableOutcome>, TableError> {
    let mut found = None;
    job.run(Mode::Whole(usize::MAX), |outcome| {
        found = Some(outcome);
        Ok(())
    })?;
    Ok(found)
}
