//! When, where and by which edition a set is applied: the options several commands share.

use crate::args::{FileState, Setting};
use crate::console::{Console, End, Stop};
use crate::files;
use std::path::Path;
use tieuchi::{Context, DOSSIER_BYTES, Dossier, Editions, Outcome, Plan, SourceFile};

/// The edition of a set that is in force for the period, and the checked context.
pub fn choose(console: &mut Console, set: &Path, setting: &Setting) -> Result<(Plan, Context), Stop> {
    let (source, plan) = files::load(console, set, &setting.with.with)?;
    let Some(mut options) = setting.period.options() else { return Err(End::Usage.into()) };
    options = options.open(setting.file == FileState::Open).regions(setting.regions.iter().cloned());
    if let Some(day) = setting.as_of {
        options = options.judged_on(day);
    }
    let mut sources = vec![source];
    let chosen = if setting.editions.is_empty() {
        plan.context(&options).map(|context| (plan, context))
    } else {
        let mut plans = vec![plan];
        for path in &setting.editions {
            let (source, plan) = files::load(console, path, &setting.with.with)?;
            sources.push(source);
            plans.push(plan);
        }
        Editions::new(plans).and_then(|editions| {
            let (plan, context) = editions.choose(&options)?;
            Ok((plan.clone(), context))
        })
    };
    match chosen {
        Ok(chosen) => Ok(chosen),
        Err(findings) => {
            // Findings about an edition's own lines are placed where there is but one.
            let sources = if sources.len() == 1 { sources.as_slice() } else { &[] };
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
