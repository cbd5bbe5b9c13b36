//! Which values of a column are worth trying.
//!
//! In: slots and how their ways are found. Out: chains. The values of an ordered column fall into
//! regions in which everything that counts stays the same; they are found by halving, for all
//! columns at once, and each region is one way.

use super::direction::Direction;
use super::moves::{Between, Chain, Edit, Grid, Ground, Level, Moves, Wanted, Ways, filed, number};
use crate::batch::{Changed, Place};
use crate::day::{Day, DaySpan};
use crate::dossier::{Cell, Value};
use crate::hir::{InputId, Ty};
use std::collections::BTreeMap;
use std::sync::Arc;
use tieuchi_grammar::ast::DayWord;

/// The most edges between regions that are looked for at once.
const MOST_EDGES: usize = 12;

/// A column whose regions are wanted.
pub(super) struct Job {
    pub first: i128,
    pub last: i128,
    pub seeds: Vec<i128>,
    /// What a place in the grid changes.
    pub variant: Box<dyn Fn(i128) -> Changed>,
}

/// The chains of slots on file.
pub(super) fn settle(ground: &mut Ground<'_, '_>, slots: Vec<(usize, Ways)>, out: &mut Moves) {
    let mut jobs = Vec::new();
    let mut asked = Vec::new();
    for (slot, ways) in &slots {
        let Ways::Values { place, input, span, .. } = ways else { continue };
        if let Some((grid, job)) = value_job(ground, *place, *input, *span) {
            jobs.push(job);
            asked.push((*slot, grid));
        }
    }
    let found = regions(ground, &jobs);
    let mut regions_of: BTreeMap<usize, (Grid, Vec<i128>, i128)> = BTreeMap::new();
    for ((slot, grid), (starts, job)) in asked.into_iter().zip(found.into_iter().zip(&jobs)) {
        regions_of.insert(slot, (grid, starts, job.last));
    }
    for (slot, ways) in slots {
        match ways {
            Ways::Known(ways, Direction::Both) => {
                for (edit, wanted) in ways {
                    let levels = vec![Level { edit, wanted, between: None }];
                    out.chains.push(Chain { slot, levels, grouped: false });
                }
            }
            Ways::Known(ways, Direction::None | Direction::Up | Direction::Down) => {
                let level = |(edit, wanted)| Level { edit, wanted, between: None };
                let levels: Vec<Level> = ways.into_iter().map(level).collect();
                out.chains.push(Chain { slot, levels, grouped: true });
            }
            Ways::Values { place, input, direction, .. } => {
                let Some((grid, starts, last)) = regions_of.get(&slot) else { continue };
                values(ground, slot, (place, input, direction), (*grid, starts, *last), out);
            }
        }
    }
}

/// The chains of an ordered column from its regions.
fn values(
    ground: &Ground<'_, '_>,
    slot: usize,
    (place, input, direction): (Place, InputId, Direction),
    (grid, starts, last): (Grid, &[i128], i128),
    out: &mut Moves,
) {
    let set = &ground.plan.inner.set;
    let column = &set[input];
    let edit = |value: Value| cell_edit(ground, place, input, value);
    let ends: Vec<i128> = starts.iter().skip(1).map(|start| start - 1).chain([last]).collect();
    let mut levels = Vec::new();
    match direction {
        Direction::Up => {
            for pair in starts.windows(2) {
                let [from, to] = *pair else { continue };
                let value = number(column, grid.value(to));
                let between = Some(Between { input, grid, from, to });
                levels.push(Level { edit: edit(value.clone()), wanted: Wanted::AtLeast(value), between });
            }
        }
        Direction::Down => {
            for pair in ends.windows(2).rev() {
                let [to, from] = *pair else { continue };
                let value = number(column, grid.value(to));
                let between = Some(Between { input, grid, from, to });
                levels.push(Level { edit: edit(value.clone()), wanted: Wanted::AtMost(value), between });
            }
        }
        Direction::Both if starts.len() > 1 => {
            for (start, end) in starts.iter().zip(&ends) {
                let value = match column.ty {
                    Ty::Day => Value::Day(DaySpan { first: day(*start), last: day(*end) }),
                    _ => number(column, grid.value(*start)),
                };
                let level = Level { edit: edit(value.clone()), wanted: Wanted::Value(value), between: None };
                out.chains.push(Chain { slot, levels: vec![level], grouped: false });
            }
        }
        Direction::Both | Direction::None => {}
    }
    if !levels.is_empty() {
        out.chains.push(Chain { slot, levels, grouped: true });
    }
}

fn day(at: i128) -> Day {
    Day::from_number(i32::try_from(at).unwrap_or(0))
}

fn cell_edit(ground: &Ground<'_, '_>, place: Place, input: InputId, value: Value) -> Edit {
    let key = ground.plan.inner.set[input].key.clone();
    let own =
        ground.dossier.row_at(place).and_then(|row| row.cells.get(&key)).and_then(|cell| cell.own.clone());
    Edit::Cell { place, key, cell: Cell { own, ..filed(value) } }
}

/// The days of the evaluation, near which the regions of a day lie.
pub(super) fn days(ground: &Ground<'_, '_>) -> Vec<i128> {
    let words = [DayWord::PeriodEnd, DayWord::PeriodStart, DayWord::JudgementDay, DayWord::LastYearEnd];
    words.into_iter().map(|word| i128::from(ground.context.day(word).number())).collect()
}

fn value_job(
    ground: &Ground<'_, '_>,
    place: Place,
    input: InputId,
    span: Option<DaySpan>,
) -> Option<(Grid, Job)> {
    let column = ground.plan.inner.set[input].clone();
    let grid = Grid::of(&column)?;
    let (mut first, mut last) = (0, grid.count - 1);
    let mut seeds = Vec::new();
    if column.ty == Ty::Day {
        if let Some(span) = span {
            (first, last) = (i128::from(span.first.number()), i128::from(span.last.number()));
        }
        seeds = days(ground);
    }
    let dossier = ground.dossier.row_at(place).cloned().unwrap_or_default();
    let own = dossier.cells.get(&column.key).and_then(|cell| cell.own.clone());
    let variant = move |at: i128| {
        let mut row = dossier.clone();
        let value = number(&column, grid.value(at));
        row.cells.insert(column.key.clone(), Cell { own: own.clone(), ..filed(value) });
        let mut changed = Changed::default();
        changed.rows.insert(place, Arc::new(row));
        changed
    };
    Some((grid, Job { first, last, seeds, variant: Box::new(variant) }))
}

/// Where the regions of each job begin, by halving between values that are told apart.
pub(super) fn regions(ground: &mut Ground<'_, '_>, jobs: &[Job]) -> Vec<Vec<i128>> {
    let mut known: Vec<BTreeMap<i128, Vec<i128>>> = vec![BTreeMap::new(); jobs.len()];
    let mut wanted: Vec<(usize, i128)> = Vec::new();
    for (at, job) in jobs.iter().enumerate() {
        let mut seeds: Vec<i128> =
            job.seeds.iter().copied().filter(|seed| (job.first..=job.last).contains(seed)).collect();
        seeds.extend([job.first, job.last]);
        seeds.sort_unstable();
        seeds.dedup();
        wanted.extend(seeds.into_iter().map(|seed| (at, seed)));
    }
    while !wanted.is_empty() {
        let variants: Vec<Changed> =
            wanted.iter().filter_map(|(at, seed)| Some((jobs.get(*at)?.variant)(*seed))).collect();
        for ((at, seed), says) in wanted.drain(..).zip(ground.tell(&variants)) {
            if let Some(known) = known.get_mut(at) {
                known.insert(seed, says);
            }
        }
        for (at, known) in known.iter().enumerate() {
            let gaps = edges(known).filter(|(from, to)| to - from > 1);
            let halves: Vec<i128> = gaps.map(|(from, to)| from + (to - from) / 2).collect();
            // A value that counts at every step has no regions; the least amount is looked for later.
            if halves.len() <= MOST_EDGES {
                wanted.extend(halves.into_iter().map(|half| (at, half)));
            }
        }
    }
    known
        .iter()
        .zip(jobs)
        .map(|(known, job)| std::iter::once(job.first).chain(edges(known).map(|(_, to)| to)).collect())
        .collect()
}

/// Neighbouring values that are told apart.
fn edges(known: &BTreeMap<i128, Vec<i128>>) -> impl Iterator<Item = (i128, i128)> {
    known.iter().zip(known.iter().skip(1)).filter(|((_, a), (_, b))| a != b).map(|((a, _), (b, _))| (*a, *b))
}
