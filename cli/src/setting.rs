//! When, where and by which edition a set is applied: the options several commands share.

use crate::args::{FileState, Setting};
use crate::console::{Console, End, Stop};
use crate::files;
use std::path::{Path, PathBuf};
use tieuchi::{Context, ContextOptions, DOSSIER_BYTES, Dossier, Editions, Outcome, Plan, SourceFile};

/// What a dossier is judged by.
pub struct Chosen {
    pub source: SourceFile,
    pub plan: Plan,
    pub context: Context,
}

/// The edition of a set that is in force for the period, and the checked context.
pub fn choose(console: &mut Console, set: &Path, setting: &Setting) -> Result<Chosen, Stop> {
    let Some(mut options) = setting.period.options() else { return Err(End::Usage.into()) };
    options = options.open(setting.file == FileState::Open).regions(setting.regions.iter().cloned());
    if let Some(day) = setting.as_of {
        options = options.judged_on(day);
    }
    among(console, set, &setting.editions, &setting.with.with, &options)
}

/// Of a set and its other editions the one in force, and the checked context.
pub fn among(
    console: &mut Console,
    set: &Path,
    editions: &[PathBuf],
    with: &[PathBuf],
    options: &ContextOptions,
) -> Result<Chosen, Stop> {
    let mut all = vec![files::load(console, set, with)?];
    for path in editions {
        all.push(files::load(console, path, with)?);
    }
    let chosen = if let [(source, plan)] = all.as_slice() {
        plan.context(options).map(|context| (source.clone(), plan.clone(), context))
    } else {
        Editions::new(all.iter().map(|(_, plan)| plan.clone()).collect()).and_then(|editions| {
            let (plan, context) = editions.choose(options)?;
            let source = all.iter().find(|(_, known)| known == plan).map(|(source, _)| source.clone());
            Ok((source.unwrap_or_else(|| SourceFile::new("", "")), plan.clone(), context))
        })
    };
    match chosen {
        Ok((source, plan, context)) => Ok(Chosen { source, plan, context }),
        Err(findings) => {
            // Findings about an edition's own lines are placed where there is but one.
            let sources = if let [(source, _)] = all.as_slice() { std::slice::from_ref(source) } else { &[] };
            console.report_findings(sources, &findings)?;
            Err(End::Findings.into())
        }
    }
}

/// The outcome of the one dossier of a file.
pub fn outcome(
    console: &mut Console,
    plan: &Plan,
    context: &Context,
    dossier: &Path,
) -> Result<Outcome, Stop> {
    let text = files::read(console, dossier, DOSSIER_BYTES)?;
    match Dossier::from_json(plan, &text) {
        Ok(dossier) => Ok(plan.evaluate(&dossier, context)),
        Err(findings) => {
            console.report_findings(&[SourceFile::new(files::shown(dossier), "")], &findings)?;
            Err(End::Findings.into())
        }
    }
}
