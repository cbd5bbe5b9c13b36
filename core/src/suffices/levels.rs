//! Which values of a column are worth trying.
//!
//! In: slots and how their ways are found. Out: chains. The values of an ordered column fall into
//! regions in which everything that counts stays the same; they are found by halving, for all
//! columns at once, and each region is one way.

use super::direction::Direction;
use super::moves::{
    About, Between, Chain, Counts, Edit, Grid, Ground, Level, Moves, Wanted, Ways, filed, number,
};
use super::variant::{Changed, Place};
use super::{NotTried, RemarkCode};
use crate::day::{Day, DaySpan};
use crate::dossier::{Cell, Value};
use crate::exact::Exact;
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
    let regions_of: BTreeMap<usize, (Grid, Vec<(i128, i128)>)> =
        asked.into_iter().zip(found).map(|((slot, grid), regions)| (slot, (grid, regions))).collect();
    for (slot, ways) in slots {
        let Some(about) = out.slots.get(slot).map(|slot| slot.about.clone()) else { continue };
        let counts = ground.counts_as(&about);
        match ways {
            Ways::Known(ways, direction) => {
                let level = |(edit, wanted)| Level { edit, wanted, between: None };
                let levels: Vec<Level> = ways.into_iter().map(level).collect();
                let only = levels.len() == 1 && counts == Counts::Open && matches!(about, About::Cell(..));
                match direction_from(direction, counts) {
                    // What may be anything comes to one of the things it may be.
                    Direction::Both if !only => {
                        let chain = |level| Chain { slot, levels: vec![level], grouped: false };
                        out.chains.extend(levels.into_iter().map(chain));
                    }
                    direction => chain(slot, better(levels, direction, counts), out),
                }
            }
            Ways::Values { place, input, direction, .. } => {
                let Some((grid, regions)) = regions_of.get(&slot) else { continue };
                let direction = direction_from(direction, counts);
                values(ground, (slot, counts), (place, input, direction), (*grid, regions), out);
            }
        }
    }
}

/// A chain that can be tried together with others, if there is anything in it.
fn chain(slot: usize, levels: Vec<Level>, out: &mut Moves) {
    if !levels.is_empty() {
        out.chains.push(Chain { slot, levels, grouped: true });
    }
}

/// The direction that holds from where the search begins.
fn direction_from(direction: Direction, counts: Counts) -> Direction {
    if counts == Counts::Differently { Direction::Both } else { direction }
}

/// The levels that are better than what counts without them.
fn better(levels: Vec<Level>, direction: Direction, counts: Counts) -> Vec<Level> {
    let Counts::As(now) = counts else { return levels };
    let is_better = |level: &Level| match (place_of(&level.edit), direction) {
        (Some(value), Direction::Up) => value > now,
        (Some(value), Direction::Down) => value < now,
        _ => true,
    };
    levels.into_iter().filter(is_better).collect()
}

/// Where the value that is filed stands in the order of its column.
fn place_of(edit: &Edit) -> Option<Exact> {
    let Edit::Cell { cell, .. } = edit else { return None };
    Some(match cell.verified.as_ref()? {
        Value::Truth(value) => Exact::whole(i128::from(*value)),
        Value::Option(option) => Exact::whole(i128::from(*option)),
        Value::Number(value) => *value,
        Value::Day(span) => Exact::whole(i128::from(span.first.number())),
        Value::Text(_) | Value::Unknown | Value::NotApplicable => return None,
    })
}

/// The chains of an ordered column from its regions.
fn values(
    ground: &Ground<'_, '_>,
    (slot, counts): (usize, Counts),
    (place, input, direction): (Place, InputId, Direction),
    (grid, regions): (Grid, &[(i128, i128)]),
    out: &mut Moves,
) {
    let set = &ground.plan.inner.set;
    let column = &set[input];
    let edit = |value: Value| cell_edit(ground, place, input, value);
    // Where more is made of a value than to compare it, it may count only beside other things.
    let (_, compared_only) = ground.edges(&ground.columns(place, &column.key), grid);
    let apart = if compared_only { regions.to_vec() } else { best_apart(regions, direction) };
    let mut levels = Vec::new();
    match direction {
        Direction::Up => {
            for pair in apart.windows(2) {
                let [(from, _), (to, _)] = *pair else { continue };
                let value = number(column, grid.value(to));
                let between = Some(Between { input, grid, from, to });
                levels.push(Level { edit: edit(value.clone()), wanted: Wanted::AtLeast(value), between });
            }
        }
        Direction::Down => {
            for pair in apart.windows(2).rev() {
                let [(_, to), (_, from)] = *pair else { continue };
                let value = number(column, grid.value(to));
                let between = Some(Between { input, grid, from, to });
                levels.push(Level { edit: edit(value.clone()), wanted: Wanted::AtMost(value), between });
            }
        }
        // With one region, to know the value is all that counts.
        Direction::Both => {
            let gap = |pair: &[(i128, i128)]| matches!(pair, [(_, end), (next, _)] if end + 1 < *next);
            let wide = |(start, end): &(i128, i128)| end - start > 1;
            if regions.windows(2).any(gap) || (!compared_only && regions.iter().any(wide)) {
                let about = out.slots.get(slot).map(|slot| slot.about.clone());
                out.not_tried.push(NotTried { code: RemarkCode::NotLeast, about, count: 0 });
            }
            for (start, end) in &apart {
                let level = if column.ty == Ty::Day {
                    let value = Value::Day(DaySpan { first: day(*start), last: day(*end) });
                    Level { edit: edit(value.clone()), wanted: Wanted::Value(value), between: None }
                } else {
                    let wanted = Wanted::Between { grid, from: *start, to: *end };
                    Level { edit: edit(number(column, grid.value(*start))), wanted, between: None }
                };
                out.chains.push(Chain { slot, levels: vec![level], grouped: false });
            }
        }
        Direction::None => {}
    }
    chain(slot, better(levels, direction, counts), out);
}

/// The same regions, with the best value of all apart, which may count for most beside other things;
/// where none is known to be best, the end of each.
fn best_apart(regions: &[(i128, i128)], direction: Direction) -> Vec<(i128, i128)> {
    let mut out = Vec::with_capacity(regions.len() + 1);
    for (at, (start, end)) in regions.iter().enumerate() {
        let cut = match direction {
            Direction::Up if at + 1 == regions.len() => *end,
            Direction::Down if at == 0 => start + 1,
            Direction::Both => *end,
            Direction::Up | Direction::Down | Direction::None => *start,
        };
        if *start < cut && cut <= *end {
            out.extend([(*start, cut - 1), (cut, *end)]);
        } else {
            out.push((*start, *end));
        }
    }
    out
}

fn day(at: i128) -> Day {
    Day::from_number(i32::try_from(at).unwrap_or(0))
}

fn cell_edit(ground: &Ground<'_, '_>, place: Place, input: InputId, value: Value) -> Edit {
    let seat = ground.plan.inner.set[input].seat.clone();
    let own =
        ground.dossier.row_at(place).and_then(|row| row.cells.get(&seat)).and_then(|cell| cell.own.clone());
    Edit::Cell { place, seat, cell: Cell { own, ..filed(value) } }
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
    // A single value that counts would not be found by halving.
    let mut seeds = ground.seeds(&ground.columns(place, &column.key), grid);
    if column.ty == Ty::Day {
        if let Some(span) = span {
            (first, last) = (i128::from(span.first.number()), i128::from(span.last.number()));
        }
        seeds.extend(days(ground));
    }
    let dossier = ground.dossier.row_at(place).cloned().unwrap_or_default();
    let own = dossier.cells.get(&column.seat).and_then(|cell| cell.own.clone());
    let variant = move |at: i128| {
        let mut row = dossier.clone();
        let value = number(&column, grid.value(at));
        row.cells.insert(&column.seat, Cell { own: own.clone(), ..filed(value) });
        let mut changed = Changed::default();
        changed.rows.insert(place, Arc::new(row));
        changed
    };
    Some((grid, Job { first, last, seeds, variant: Box::new(variant) }))
}

/// The regions of each job, first and last value, by halving between values that are told apart.
/// Where the values count at too many steps, some lie between two regions and were not looked at.
pub(super) fn regions(ground: &mut Ground<'_, '_>, jobs: &[Job]) -> Vec<Vec<(i128, i128)>> {
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
    let regions = |(known, job): (&BTreeMap<i128, Vec<i128>>, &Job)| {
        let starts = std::iter::once(job.first).chain(edges(known).map(|(_, to)| to));
        let ends = edges(known).map(|(from, _)| from).chain([job.last]);
        starts.zip(ends).collect()
    };
    known.iter().zip(jobs).map(regions).collect()
}

/// Neighbouring values that are told apart.
fn edges(known: &BTreeMap<i128, Vec<i128>>) -> impl Iterator<Item = (i128, i128)> {
    known.iter().zip(known.iter().skip(1)).filter(|((_, a), (_, b))| a != b).map(|((a, _), (b, _))| (*a, *b))
}
