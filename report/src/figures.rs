//! Results as the figures of a report.
//!
//! In: what a level was added up to, its targets, its problems. Out: the report's own data, in the
//! order in which it is shown.

use crate::model::{
    Bin, Bounds, Class, Counts, Distribution, Formed, FormerUnit, Item, ItemPoints, Level, Measure,
    Milestone, Place, PlaceMeasure, ProblemKind, ProblemPlace, Quality, Report, SetInfo, Target, Targets,
    Threshold,
};
use std::collections::BTreeMap;
use tieuchi::{Bilingual, Exact, GroupTally, Plan, Problem, Tally, TargetOutcome, show_day};
use tieuchi_tables::{History, Job, LevelJob, RollupJob};

/// How many steps a distribution has at most.
const STEPS: u32 = 20;
/// How many places of one kind of problem are told.
const FIRST: usize = 5;

/// A level, ready to be told.
#[derive(Clone, Debug)]
pub struct LevelFigures {
    pub level: Level,
    targets: Option<Targets>,
    period: (tieuchi::Day, tieuchi::Day),
    judged_on: tieuchi::Day,
    /// Members of whom the level below has no result.
    pub without: u64,
}

/// What a level left beside the report, and what it lacked.
pub struct Written {
    /// The file with a row for each subject, if there is one.
    pub file: Option<String>,
    /// The root of the tree over the results.
    pub receipt: Option<String>,
    /// Members of whom the level below has no result.
    pub without: u64,
}

impl LevelFigures {
    pub fn new(
        level: &LevelJob,
        job: &Job<'_>,
        places: &[(String, String)],
        tally: Tally,
        targets: Vec<(String, Vec<TargetOutcome>)>,
        written: Written,
    ) -> Self {
        let Written { file, receipt, without } = written;
        let plan = job.plan;
        let facts = plan.facts();
        let mut classes: Vec<Class> = facts
            .classes
            .iter()
            .rev()
            .map(|class| Class { name: class.name.clone(), label: class.label.clone() })
            .collect();
        let rest = match (plan.lowest_rest_class(), classes.first()) {
            (Some(rest), Some(lowest)) if lowest.name == rest => Some(classes.remove(0)),
            _ => None,
        };
        let counts = |group: &GroupTally| counts(group, rest.is_some());
        let by_place = if job.places.is_some() { tally.groups() } else { &[] };
        let by_place = places.iter().zip(by_place).filter(|(_, group)| group.subjects > 0);
        let figures = Level {
            name: level.name.clone(),
            label: facts.subject.label.clone(),
            set: set_info(plan),
            files: file.into_iter().collect(),
            place_column: level.place.clone().filter(|column| column != "id"),
            receipt,
            whole: counts(tally.whole()),
            places: by_place
                .map(|((id, name), group)| Place {
                    id: id.clone(),
                    name: name.clone(),
                    counts: counts(group),
                })
                .collect(),
            distribution: distribution(plan, &tally, &classes),
            items: items(&tally),
            classes,
            rest: rest.clone(),
        };
        let targets = plan.has_targets().then(|| self::targets(plan, level, places, targets));
        let (period, judged_on) = (job.context.period(), job.context.judged_on());
        Self { level: figures, targets, period, judged_on, without }
    }
}

/// What each place was made of.
pub fn history(places: &[(String, String)], history: Option<&History>) -> Vec<Formed> {
    let formed = |(id, name): &(String, String)| {
        let of = history?.formerly(id).iter().map(|former| FormerUnit {
            id: former.id.clone(),
            name: former.name.clone(),
            part: former.part,
        });
        let of: Vec<FormerUnit> = of.collect();
        (!of.is_empty()).then(|| Formed { id: id.clone(), name: name.clone(), of })
    };
    places.iter().filter_map(formed).collect()
}

/// The whole report.
pub fn report(job: &RollupJob, levels: Vec<LevelFigures>, quality: Quality, redacted: bool) -> Report {
    let first = levels.first();
    let period = first.map_or((tieuchi::Day::FIRST, tieuchi::Day::LAST), |level| level.period);
    let judged_on = first.map_or(period.1, |level| level.judged_on);
    let mut targets = Vec::new();
    let mut list = Vec::new();
    for figures in levels {
        match figures.targets {
            Some(found) => targets.push(found),
            None => list.push(figures.level),
        }
    }
    Report {
        title: job.title.clone(),
        place: job.place.clone(),
        office: job.office.clone(),
        period,
        judged_on,
        notices: job.notices.clone(),
        levels: list,
        targets: together(targets),
        history: Vec::new(),
        quality,
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        redacted,
    }
}

fn set_info(plan: &Plan) -> SetInfo {
    let basis = plan.based_on().iter().map(|(document, day)| Bilingual {
        vi: format!("{document} ngày {}", show_day(*day, tieuchi::Lang::Vi)),
        en: format!("{document} of {}", show_day(*day, tieuchi::Lang::En)),
    });
    SetInfo {
        id: plan.id().to_owned(),
        edition: plan.edition().to_owned(),
        label: plan.label().to_owned(),
        basis: basis.collect(),
        assumed: plan.assumed(),
        digest: plan.meaning_digest().to_owned(),
    }
}

/// The figures of a group; where the lowest class takes all who reach none, it is counted so.
fn counts(group: &GroupTally, rest: bool) -> Counts {
    let first = usize::from(rest);
    let lowest = group.standings.first().copied().filter(|_| rest).unwrap_or(0);
    let standings = group.standings.get(first..).unwrap_or_default().to_vec();
    let reached = group.reached.get(first..).unwrap_or_default().iter();
    Counts {
        subjects: group.subjects,
        standings,
        none: group.none + lowest,
        not_ranked: group.not_ranked,
        outside: group.outside,
        unsettled: group.unsettled,
        reached: reached.map(|(least, most)| Bounds { least: *least, most: *most }).collect(),
        points: group.points,
    }
}

fn distribution(plan: &Plan, tally: &Tally, classes: &[Class]) -> Option<Distribution> {
    let max = tally.max()?;
    let whole = u32::try_from(max.floor().max(1)).unwrap_or(u32::MAX);
    let step = whole.div_ceil(STEPS).max(1);
    let bins = tally.distribution(step);
    let edge = |at: usize| {
        let edge = i128::try_from(at).unwrap_or(i128::MAX).saturating_mul(i128::from(step));
        Exact::whole(edge).min(max)
    };
    let bins = bins.into_iter().enumerate().map(|(at, (certain, possible))| Bin {
        from: edge(at),
        to: edge(at + 1),
        certain,
        possible,
    });
    let label = |name: &str| {
        let class = classes.iter().find(|class| class.name == name);
        class.map_or_else(|| name.to_owned(), |class| class.label.clone())
    };
    let mut thresholds: Vec<Threshold> = Vec::new();
    for found in plan.facts().thresholds.iter().filter(|found| found.total && !found.gate) {
        let Some(points) = Exact::decimal(&found.value) else { continue };
        if !thresholds.iter().any(|known| known.points == points) {
            thresholds.push(Threshold { points, label: label(&found.of) });
        }
    }
    thresholds.sort_by_key(|threshold| threshold.points);
    Some(Distribution { max, bins: bins.collect(), thresholds })
}

fn items(tally: &Tally) -> Vec<Item> {
    let item = |item: &tieuchi::ItemTally| Item {
        code: item.code.clone(),
        word: item.word.clone(),
        label: item.label.clone(),
        depth: item.depth,
        applies: item.applies,
        points: item.points.map(|sums| ItemPoints {
            certain: sums.certain,
            possible: sums.possible,
            max: sums.max,
            lowest: sums.lowest,
            highest: sums.highest,
        }),
        verdicts: item.verdicts,
    };
    tally.items().iter().map(item).collect()
}

/// The targets of a level: of the whole, if it has one subject, or of each place.
fn targets(
    plan: &Plan,
    level: &LevelJob,
    places: &[(String, String)],
    found: Vec<(String, Vec<TargetOutcome>)>,
) -> Targets {
    let whole = level.place.as_deref() != Some("id");
    let mut list: Vec<Target> = Vec::new();
    for (id, targets) in found {
        for (at, target) in targets.into_iter().enumerate() {
            if list.len() <= at {
                list.push(Target {
                    code: target.code.clone(),
                    label: target.label.clone(),
                    milestones: milestones(&target),
                    whole: nothing(),
                    places: Vec::new(),
                });
            }
            let Some(own) = list.get_mut(at) else { continue };
            if whole {
                own.whole = measure(&target);
            } else {
                let name = places.iter().find(|(place, _)| *place == id);
                let name = name.map_or_else(|| id.clone(), |(_, name)| name.clone());
                own.places.push(PlaceMeasure { id: id.clone(), name, measure: measure(&target) });
            }
        }
    }
    Targets { set: set_info(plan), list }
}

/// Targets of one set told of the whole and of places are one table.
fn together(found: Vec<Targets>) -> Vec<Targets> {
    let mut out: Vec<Targets> = Vec::new();
    for targets in found {
        let Some(known) = out.iter_mut().find(|known| known.set == targets.set) else {
            out.push(targets);
            continue;
        };
        for (known, target) in known.list.iter_mut().zip(targets.list) {
            if target.places.is_empty() {
                known.whole = target.whole;
            } else {
                known.places = target.places;
            }
        }
    }
    out
}

/// What is said of a whole that nobody measured.
const fn nothing() -> Measure {
    Measure {
        population: None,
        have: None,
        unknown: 0,
        excluded: 0,
        share: None,
        verdict: tieuchi::Verdict::Unknown,
        needed: None,
    }
}

fn milestones(target: &TargetOutcome) -> Vec<Milestone> {
    let list = target.milestones.iter().enumerate();
    list.map(|(at, (by, share))| Milestone { by: *by, share: *share, due: target.due == Some(at) }).collect()
}

fn measure(target: &TargetOutcome) -> Measure {
    let counted = target.counted;
    Measure {
        population: counted.map(|counted| {
            let least = counted.have + counted.have_not;
            Bounds { least, most: least + counted.unknown }
        }),
        have: counted.map(|counted| Bounds { least: counted.have, most: counted.have + counted.unknown }),
        unknown: counted.map_or(0, |counted| counted.unknown),
        excluded: counted.map_or(0, |counted| counted.outside),
        share: target.value,
        verdict: target.verdict,
        needed: target.needed,
    }
}

/// Adds the problems of a level, by table and code, the most frequent first.
pub fn add_problems(quality: &mut Quality, level: &str, problems: &[Problem], redact: bool) {
    let mut kinds: BTreeMap<(&str, &str), ProblemKind> = BTreeMap::new();
    for problem in problems {
        let kind = kinds.entry((&problem.table, problem.code)).or_insert_with(|| ProblemKind {
            level: level.to_owned(),
            table: problem.table.clone(),
            code: problem.code.to_owned(),
            count: 0,
            message: problem.message.clone(),
            help: problem.help.clone(),
            first: Vec::new(),
        });
        kind.count += 1;
        if kind.first.len() < FIRST {
            let subject = if redact { String::new() } else { problem.subject.clone() };
            kind.first.push(ProblemPlace { subject, column: problem.column.clone(), row: problem.row });
        }
    }
    let mut kinds: Vec<ProblemKind> = kinds.into_values().collect();
    kinds.sort_by_key(|kind| std::cmp::Reverse(kind.count));
    quality.kinds.extend(kinds);
}
