//! The targets: a table of all, then each with its gauge and the places nearest to it.

use super::page::Page;
use crate::model::{Report, Target, Targets};
use crate::numbers::{roman, show_asked, show_count, show_share};
use crate::svg::{Face, Mark, gauge};
use crate::tables;
use crate::words as w;
use tieuchi::Verdict;

/// All sets of targets.
pub(crate) fn targets(page: &mut Page<'_>, report: &Report) {
    let lang = page.lang;
    page.within("section", &[], |page| {
        page.heading("h2", "targets", &format!("{}. {}", roman(3), w::TARGETS.of(lang)));
        if report.targets.is_empty() {
            page.paragraph(w::NO_TARGETS.of(lang));
        }
        for (at, set) in report.targets.iter().enumerate() {
            page.element("h3", &[], &format!("{}. {}", at + 1, set.set.label));
            page.table(tables::targets(set, lang));
            for target in &set.list {
                one(page, set, target);
            }
        }
    });
}

fn one(page: &mut Page<'_>, set: &Targets, target: &Target) {
    let lang = page.lang;
    page.within("section", &[("class", "target")], |page| {
        let heading = format!("{} {}. {}", w::TARGET.of(lang), target.code, target.label);
        page.element("h4", &[], &heading);
        if let Some((certain, possible)) = target.whole.share {
            let says = w::gauge(&show_share(certain, lang), &show_share(possible, lang), lang);
            page.paragraph(&format!("{says} {}", judgement(target, lang)));
            let marks = target.milestones.iter().map(|milestone| Mark {
                share: milestone.share,
                label: w::milestone(&show_asked(milestone.share, lang), milestone.by, milestone.due, lang),
                due: milestone.due,
            });
            let marks: Vec<Mark> = marks.collect();
            page.chart(&heading, |out, id| {
                gauge(
                    out,
                    &Face { id, title: &heading, description: &says, lang },
                    (certain, possible),
                    &marks,
                );
            });
        } else {
            page.paragraph(&judgement(target, lang));
        }
        if !target.places.is_empty() {
            let count = |verdict: Verdict| {
                let places = target.places.iter().filter(|place| place.measure.verdict == verdict);
                show_count(places.count() as u64, lang)
            };
            let (met, not_met, unknown) =
                (count(Verdict::Met), count(Verdict::NotMet), count(Verdict::Unknown));
            page.paragraph(&w::places_by_verdict(&met, &not_met, &unknown, lang));
        }
        page.table_if(tables::nearest(set, target, lang));
    });
}

/// Whether the milestone due is reached, and how many are still needed.
fn judgement(target: &Target, lang: tieuchi::Lang) -> String {
    let verdict = w::verdict(target.whole.verdict, lang);
    let mut out = match tables::due(target) {
        Some(due) => {
            let due = w::milestone(&show_asked(due.share, lang), due.by, false, lang);
            w::milestone_judged(&due, verdict, lang)
        }
        None => w::no_milestone(lang),
    };
    if let Some(needed) = target.whole.needed {
        out.push(' ');
        out.push_str(&w::needed(&show_count(needed, lang), lang));
    }
    out
}
