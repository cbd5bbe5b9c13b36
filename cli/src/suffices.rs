//! `tieuchi suffices`: what would make a class certain, and what it rests on.

use crate::args::Suffices;
use crate::console::{Console, End, Stop};
use crate::files;
use tieuchi::{DOSSIER_BYTES, Dossier, Outcome, SourceFile, SufficesOptions};

pub fn run(console: &mut Console, args: &Suffices) -> Result<End, Stop> {
    let (source, plan) = files::load(console, &args.set, &args.with.with)?;
    let Some(mut options) = args.period.options() else { return Err(End::Usage.into()) };
    options = options.regions(args.regions.iter().cloned());
    if let Some(day) = args.as_of {
        options = options.judged_on(day);
    }
    let context = match plan.context(&options) {
        Ok(context) => context,
        Err(findings) => {
            console.report_findings(&[source], &findings)?;
            return Ok(End::Findings);
        }
    };
    let text = files::read(console, &args.dossier, DOSSIER_BYTES)?;
    let dossier = match Dossier::from_json(&plan, &text) {
        Ok(dossier) => dossier,
        Err(findings) => {
            let name = files::shown(&args.dossier);
            console.report_findings(&[SourceFile::new(name, "")], &findings)?;
            return Ok(End::Findings);
        }
    };
    let outcome = plan.evaluate(&dossier, &context);
    match answer(&outcome, args, console.lang) {
        Ok(text) => {
            console.print(&text)?;
            Ok(End::Fine)
        }
        Err(finding) => {
            console.report_findings(&[source], &[finding])?;
            Ok(End::Findings)
        }
    }
}

fn answer(outcome: &Outcome, args: &Suffices, lang: tieuchi::Lang) -> Result<String, tieuchi::Diagnostic> {
    // A set without classes is found out by asking for one.
    let class = args.class.as_deref().or(outcome.next_class()).unwrap_or_default();
    if args.rests_on {
        let found = outcome.rests_on(class)?;
        return Ok(if args.json { format!("{}\n", found.to_json()) } else { found.to_text(lang) });
    }
    let options = SufficesOptions::default().most(usize::from(args.most)).bound(args.bound);
    let found = outcome.suffices(class, &options)?;
    Ok(if args.json { format!("{}\n", found.to_json()) } else { found.to_text(lang) })
}
