//! `tieuchi evaluate`: dossiers in, results with reasons out.

use crate::args::{Evaluate, Keep};
use crate::console::{Console, End, Stop};
use crate::files;
use crate::lines;
use crate::setting::{self, Chosen};
use std::path::Path;
use tieuchi::{Context, DOSSIER_BYTES, Detail, Dossier, Plan, SourceFile};

pub fn run(console: &mut Console, args: &Evaluate) -> Result<End, Stop> {
    let Chosen { plan, context, .. } = setting::choose(console, &args.set, &args.setting)?;
    let several = args.dossiers.len() > 1 || args.dossiers.iter().any(|path| lines::holds_lines(path));
    let mut run = Run {
        console,
        plan,
        context,
        detail: args.explain.into(),
        json: args.json,
        result: args.result,
        several,
        keep: &args.keep,
        shown: 0,
    };
    let mut end = End::Fine;
    for path in &args.dossiers {
        match run.file(path) {
            Ok(one) | Err(Stop::End(one)) => end = end.max(one),
            Err(stop) => return Err(stop),
        }
    }
    Ok(end)
}

struct Run<'a> {
    console: &'a mut Console,
    plan: Plan,
    context: Context,
    detail: Detail,
    json: bool,
    result: bool,
    several: bool,
    keep: &'a Keep,
    /// How many results were printed.
    shown: usize,
}

impl Run<'_> {
    fn file(&mut self, path: &Path) -> Result<End, Stop> {
        if lines::holds_lines(path) {
            return lines::each(self, path, |run| run.console, Self::dossier);
        }
        let text = files::read(self.console, path, DOSSIER_BYTES)?;
        self.dossier(&files::shown(path), &text)
    }

    fn dossier(&mut self, name: &str, text: &str) -> Result<End, Stop> {
        let dossier = match Dossier::from_json(&self.plan, text) {
            Ok(dossier) => dossier,
            Err(findings) => {
                self.console.report_findings(&[SourceFile::new(name, "")], &findings)?;
                return Ok(End::Findings);
            }
        };
        let outcome = self.plan.evaluate(&dossier, &self.context);
        if self.result {
            self.console.line(&outcome.result_json())?;
            return Ok(End::Fine);
        }
        let explanation = outcome.explain_with(&self.keep.at(self.shown + 1));
        if self.json {
            self.console.line(&explanation.to_json())?;
        } else {
            let spaced = self.several && self.detail != Detail::Line;
            if spaced && self.shown > 0 {
                self.console.line("")?;
            }
            if self.several {
                self.console.print(&if spaced { format!("{name}\n") } else { format!("{name}: ") })?;
            }
            let lang = self.console.lang;
            self.console.print(&explanation.to_text(self.detail, lang))?;
        }
        self.shown += 1;
        Ok(End::Fine)
    }
}
