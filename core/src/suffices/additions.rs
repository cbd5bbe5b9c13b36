//! Evidence that may still come.
//!
//! In: the tables that take more. Out: for each a slot, with a chain for every kind of row that
//! counts otherwise than another: first one row with as little in it as counts, then more of them.
//! A field takes the value that helps; where no value is best, each that makes a difference.

use super::direction::{Direction, Source};
use super::levels::{Job, days, regions};
use super::moves::{
    About, Between, Chain, Edit, Grid, Ground, Level, MOST_ADDED, Moves, Slot, Wanted, filed, fresh_text,
    number, takes_more,
};
use super::variant::{Changed, Patch};
use super::{NotTried, RemarkCode};
use crate::day::{Day, DaySpan};
use crate::dossier::{Row, Value};
use crate::hir::{FrameId, Input, InputId, Seat, Ty};
use std::sync::Arc;

/// The most combinations of fields that are tried for one table.
const MOST_TEMPLATES: usize = 96;
/// The most kinds of rows of one table that are told apart.
const MOST_KINDS: usize = 6;
/// The most other things in whose company an amount is looked for.
const MOST_COMPANY: usize = 8;

/// A field of a row that is made up.
#[derive(Clone)]
struct Field {
    input: InputId,
    seat: Seat,
    value: Value,
    wanted: Wanted,
    direction: Direction,
}

type Template = Vec<Field>;

/// A slot for every table that takes more.
pub(super) fn additions(ground: &mut Ground<'_, '_>, out: &mut Moves) {
    for at in 1..ground.plan.inner.set.frames.len() {
        let frame = FrameId::from_index(at);
        if !takes_more(ground.plan, frame) || !ground.reads_rows(frame) {
            continue;
        }
        let direction = ground.direction(Source::Rows(frame));
        match direction {
            Direction::None => continue,
            Direction::Down => {
                out.lowering.push(frame);
                continue;
            }
            Direction::Both => out.both_ways.push(frame),
            Direction::Up => {}
        }
        table(ground, frame, direction, out);
    }
}

fn table(ground: &mut Ground<'_, '_>, frame: FrameId, direction: Direction, out: &mut Moves) {
    let about = About::New(frame);
    let (templates, cut) = templates(ground, frame);
    if cut {
        out.not_tried.push(NotTried { code: RemarkCode::TooManyKinds, about: Some(about.clone()), count: 0 });
    }
    // What a row says alone, and beside what else may be done.
    let mut said: Vec<Vec<i128>> = vec![Vec::new(); templates.len() + 1];
    for company in companies(ground, out) {
        let mut variants = vec![company.clone()];
        variants.extend(templates.iter().map(|template| {
            let mut variant = company.clone();
            variant.added.insert(frame, rows(template, 1));
            variant
        }));
        for (said, says) in said.iter_mut().zip(ground.tell_subject(&variants)) {
            said.extend(says);
        }
    }
    let Some((base, said)) = said.split_first() else { return };
    let mut kinds: Vec<(&Template, &Vec<i128>)> = Vec::new();
    for (template, says) in templates.iter().zip(said) {
        if says != base && !kinds.iter().any(|(_, known)| *known == says) {
            kinds.push((template, says));
        }
    }
    if kinds.is_empty() {
        out.not_tried.push(NotTried { code: RemarkCode::NothingCounts, about: Some(about), count: 0 });
        return;
    }
    if kinds.len() > MOST_KINDS {
        out.not_tried.push(NotTried { code: RemarkCode::TooManyKinds, about: Some(about.clone()), count: 0 });
    }
    let slot = out.slots.len();
    let kinds: Vec<Template> =
        kinds.into_iter().take(MOST_KINDS).map(|(template, _)| template.clone()).collect();
    let grouped = kinds.len() == 1 && direction == Direction::Up;
    let mut chains = Vec::new();
    let mut more = false;
    for template in kinds {
        let template = spans(ground, frame, template);
        let levels = levels(ground, frame, &template, out, &mut more);
        if !levels.is_empty() {
            chains.push(Chain { slot, levels, grouped });
        }
    }
    if more {
        out.not_tried.push(NotTried {
            code: RemarkCode::MoreThanTried,
            about: Some(about.clone()),
            count: MOST_ADDED as usize,
        });
    }
    if !chains.is_empty() {
        out.slots.push(Slot { about });
        out.chains.extend(chains);
    }
}

/// What a further row may count beside: nothing, all that only helps, and each other thing.
fn companies(ground: &Ground<'_, '_>, out: &Moves) -> Vec<Changed> {
    let mut companies = vec![Changed::default()];
    if out.chains.iter().any(|chain| chain.grouped) {
        companies.push(all_that_helps(ground, out));
    }
    let others = out.chains.iter().filter(|chain| !chain.grouped).filter_map(|chain| chain.levels.last());
    companies.extend(others.take(MOST_COMPANY).map(|level| ground.variant(&[&level.edit])));
    companies
}

/// Everything of which more only helps, as far as it goes.
fn all_that_helps(ground: &Ground<'_, '_>, out: &Moves) -> Changed {
    let helping = out.chains.iter().filter(|chain| chain.grouped).filter_map(|chain| chain.levels.last());
    ground.variant(&helping.map(|level| &level.edit).collect::<Vec<_>>())
}

/// Every combination of the fields' values; whether some were left out.
fn templates(ground: &mut Ground<'_, '_>, frame: FrameId) -> (Vec<Template>, bool) {
    let fields: Vec<InputId> = ground.fields(frame);
    let mut out: Vec<Template> = vec![Vec::new()];
    let mut cut = false;
    for input in fields {
        let options = options(ground, input);
        let mut longer = Vec::new();
        for template in &out {
            for option in &options {
                let mut template = template.clone();
                template.push(option.clone());
                longer.push(template);
            }
        }
        cut |= longer.len() > MOST_TEMPLATES;
        longer.truncate(MOST_TEMPLATES);
        if !longer.is_empty() {
            out = longer;
        }
    }
    (out, cut)
}

/// The values of a field worth trying: the best, or each where none is.
fn options(ground: &mut Ground<'_, '_>, input: InputId) -> Vec<Field> {
    let direction = ground.direction(Source::Columns(ground.alike(input)));
    let set = &ground.plan.inner.set;
    let column = &set[input];
    let field =
        |value: Value, wanted: Wanted| Field { input, seat: column.seat.clone(), value, wanted, direction };
    let exactly = |value: Value| field(value.clone(), Wanted::Value(value));
    let bounded = |value: Value| match direction {
        Direction::Up => field(value.clone(), Wanted::AtLeast(value)),
        Direction::Down => field(value.clone(), Wanted::AtMost(value)),
        Direction::None | Direction::Both => field(value.clone(), Wanted::Value(value)),
    };
    match &column.ty {
        Ty::Truth => match direction {
            Direction::Up | Direction::None => vec![exactly(Value::Truth(true))],
            Direction::Down => vec![exactly(Value::Truth(false))],
            Direction::Both => [true, false].into_iter().map(|value| exactly(Value::Truth(value))).collect(),
        },
        Ty::Choice(choice) => {
            let count = u32::try_from(set[*choice].options.len()).unwrap_or(0);
            match direction {
                Direction::Up => vec![bounded(Value::Option(count.saturating_sub(1)))],
                Direction::Down => vec![bounded(Value::Option(0))],
                Direction::None | Direction::Both => {
                    (0..count).map(|option| exactly(Value::Option(option))).collect()
                }
            }
        }
        Ty::Text => {
            let other = field(Value::Text(fresh_text(0)), Wanted::OtherText);
            // Texts compared with no literal only tell rows apart.
            let compared = set.texts.iter().map(|text| exactly(Value::Text(text.clone())));
            std::iter::once(other).chain(compared).collect()
        }
        Ty::Day => {
            let mut seeds = days(ground);
            seeds.extend(
                Grid::of(column).map(|grid| ground.edges(&ground.alike(input), grid).0).unwrap_or_default(),
            );
            let mut out: Vec<Field> = Vec::new();
            for seed in seeds {
                let field = bounded(number(column, crate::exact::Exact::whole(seed)));
                if !out.iter().any(|known| known.value == field.value) {
                    out.push(field);
                }
            }
            out
        }
        Ty::Number(_) => {
            let Some(grid) = Grid::of(column) else { return Vec::new() };
            let (least, most) = (grid.value(0), grid.value(grid.count - 1));
            match direction {
                Direction::Up | Direction::None => vec![bounded(Value::Number(most))],
                Direction::Down => vec![bounded(Value::Number(least))],
                Direction::Both => {
                    let (mut places, _) = ground.edges(&ground.alike(input), grid);
                    places.sort_unstable();
                    places.dedup();
                    let inside = places.into_iter().map(|at| grid.value(at));
                    let inside = inside.filter(|value| *value != least && *value != most);
                    let all = [most, least].into_iter().chain(inside);
                    all.map(|value| exactly(Value::Number(value))).collect()
                }
            }
        }
    }
}

/// So many rows of a kind. Texts that only tell rows apart differ from row to row.
fn rows(template: &[Field], count: u32) -> Vec<Arc<Row>> {
    (0..count)
        .map(|at| {
            let mut row = Row::default();
            for field in template {
                let value = match &field.wanted {
                    Wanted::OtherText => Value::Text(fresh_text(at)),
                    _ => field.value.clone(),
                };
                row.cells.insert(&field.seat, filed(value));
            }
            Arc::new(row)
        })
        .collect()
}

fn added(ground: &Ground<'_, '_>, frame: FrameId, rows: Vec<Arc<Row>>) -> Changed {
    ground.variant(&[&Edit::Add { frame, rows }])
}

/// The template with each of its days as wide as nothing changes.
fn spans(ground: &mut Ground<'_, '_>, frame: FrameId, mut template: Template) -> Template {
    for at in 0..template.len() {
        let Some(Field { value: Value::Day(span), direction: Direction::Both, .. }) = template.get(at) else {
            continue;
        };
        let own = i128::from(span.first.number());
        let mut seeds = days(ground);
        seeds.push(own);
        let row = rows(&template, 1).into_iter().next().unwrap_or_default();
        let Some(seat) = template.get(at).map(|field| field.seat.clone()) else { continue };
        let variant = move |at: i128| {
            let mut row = Row::clone(&row);
            row.cells.insert(&seat, filed(Value::Day(DaySpan::day(day(at)))));
            let mut changed = Changed::default();
            changed.added.insert(frame, vec![Arc::new(row)]);
            changed
        };
        let last = i128::from(Day::LAST.number());
        let job = Job { first: 0, last, seeds, variant: Box::new(variant) };
        let found = regions(ground, &[job]).into_iter().next().unwrap_or_default();
        let around = found.into_iter().find(|(first, end)| (*first..=*end).contains(&own));
        let (first, end) = around.unwrap_or((own, own));
        let value = Value::Day(DaySpan { first: day(first), last: day(end) });
        if let Some(field) = template.get_mut(at) {
            field.wanted = Wanted::Value(value.clone());
            field.value = value;
        }
    }
    template
}

fn day(at: i128) -> Day {
    Day::from_number(i32::try_from(at).unwrap_or(0))
}

/// From the least that a row of the kind can hold to as many rows as make a difference.
fn levels(
    ground: &mut Ground<'_, '_>,
    frame: FrameId,
    template: &Template,
    out: &Moves,
    more: &mut bool,
) -> Vec<Level> {
    let level = |template: &[Field], count: u32, between: Option<Between>| {
        let fields = template.iter().map(|field| (field.input, field.wanted.clone())).collect();
        Level {
            edit: Edit::Add { frame, rows: rows(template, count) },
            wanted: Wanted::Rows { count, fields },
            between,
        }
    };
    let mut levels = Vec::new();
    for (template, between) in least_rows(ground, frame, template, out) {
        levels.push(level(&template, 1, between));
    }
    let most = most_rows(ground, frame, template, out, more);
    if most == 0 && levels.is_empty() {
        return Vec::new();
    }
    levels.extend((1..=most.max(1)).map(|count| level(template, count, None)));
    levels
}

/// One row of the kind with less in it than it can hold, from the least that makes a difference.
fn least_rows(
    ground: &mut Ground<'_, '_>,
    frame: FrameId,
    template: &Template,
    out: &Moves,
) -> Vec<(Template, Option<Between>)> {
    let set = &ground.plan.inner.set;
    for (at, field) in template.iter().enumerate() {
        if !matches!(field.direction, Direction::Up | Direction::Down) {
            continue;
        }
        let column = &set[field.input];
        let grid = match &column.ty {
            Ty::Number(_) => Grid::of(column),
            Ty::Choice(choice) => {
                let count = i128::try_from(set[*choice].options.len()).unwrap_or(0);
                Some(Grid { least: crate::exact::Exact::ZERO, step: crate::exact::Exact::ONE, count })
            }
            Ty::Truth | Ty::Day | Ty::Text => None,
        };
        let Some(grid) = grid else { continue };
        let is_choice = matches!(column.ty, Ty::Choice(_));
        let value = move |column: &Input, at: i128| {
            if is_choice {
                Value::Option(u32::try_from(at).unwrap_or(0))
            } else {
                number(column, grid.value(at))
            }
        };
        let starts = amounts(ground, frame, (template, at), grid, value, out);
        let up = field.direction == Direction::Up;
        // The best value is the template's own; the worst brings nothing.
        let places: Vec<(i128, i128)> = if up {
            starts.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))).collect()
        } else {
            let ends: Vec<i128> =
                starts.iter().skip(1).map(|start| start - 1).chain([grid.count - 1]).collect();
            ends.windows(2).rev().filter_map(|pair| Some((*pair.get(1)?, *pair.first()?))).collect()
        };
        if places.is_empty() {
            continue;
        }
        return places
            .into_iter()
            .filter(|(_, to)| Some(*to) != template.get(at).and_then(|field| place_of(field, grid)))
            .map(|(from, to)| {
                let mut template = template.clone();
                if let Some(field) = template.get_mut(at) {
                    field.value = value(column, to);
                    field.wanted = match field.direction {
                        Direction::Down => Wanted::AtMost(field.value.clone()),
                        _ => Wanted::AtLeast(field.value.clone()),
                    };
                }
                let between =
                    (!is_choice).then_some(Between { input: column_of(&template, at), grid, from, to });
                (template, between)
            })
            .collect();
    }
    Vec::new()
}

fn column_of(template: &Template, at: usize) -> InputId {
    template.get(at).map_or(InputId(0), |field| field.input)
}

/// Where the field's value lies in its grid, if that is an end.
fn place_of(field: &Field, grid: Grid) -> Option<i128> {
    match (&field.value, field.direction) {
        (Value::Option(option), _) => Some(i128::from(*option)),
        (Value::Number(_), Direction::Up) => Some(grid.count - 1),
        (Value::Number(_), _) => Some(0),
        _ => None,
    }
}

/// Where the regions of a field of one added row begin, alone and in the company of what else may
/// be done about the table.
fn amounts(
    ground: &mut Ground<'_, '_>,
    frame: FrameId,
    (template, at): (&Template, usize),
    grid: Grid,
    value: impl Fn(&Input, i128) -> Value + Copy + 'static,
    out: &Moves,
) -> Vec<i128> {
    let row = rows(template, 1).into_iter().next().unwrap_or_default();
    let Some(field) = template.get(at) else { return Vec::new() };
    let mut companies = vec![Changed::default()];
    for chain in &out.chains {
        let Some(slot) = out.slots.get(chain.slot) else { continue };
        let same = matches!(slot.about, About::Cell(place, _) | About::Status(place) if place.is_in(frame));
        if let (true, Some(level)) = (same && companies.len() <= MOST_COMPANY, chain.levels.last()) {
            companies.push(ground.variant(&[&level.edit]));
        }
    }
    let column = ground.plan.inner.set[field.input].clone();
    let seeds = ground.seeds(&ground.alike(field.input), grid);
    let jobs: Vec<Job> = companies
        .into_iter()
        .map(|company| {
            let (row, seat, column) = (row.clone(), field.seat.clone(), column.clone());
            let variant = move |at: i128| {
                let mut row = Row::clone(&row);
                row.cells.insert(&seat, filed(value(&column, at)));
                let mut changed = company.clone();
                changed.added.insert(frame, vec![Arc::new(row)]);
                changed
            };
            Job { first: 0, last: grid.count - 1, seeds: seeds.clone(), variant: Box::new(variant) }
        })
        .collect();
    let mut starts: Vec<i128> =
        regions(ground, &jobs).into_iter().flatten().map(|(start, _)| start).collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// How many rows of the kind make a difference, alone or when all else is done.
fn most_rows(
    ground: &mut Ground<'_, '_>,
    frame: FrameId,
    template: &Template,
    out: &Moves,
    more: &mut bool,
) -> u32 {
    let all = all_that_helps(ground, out);
    let mut more_rows = Vec::new();
    for row in rows(template, MOST_ADDED) {
        let one = added(ground, frame, vec![row]);
        more_rows.push(ground.trials.patch(&one));
    }
    let mut most = 0;
    for company in [Changed::default(), all] {
        let company = ground.trials.patch(&company);
        let variants: Vec<Vec<&Patch>> = (0..=more_rows.len())
            .map(|count| [&company].into_iter().chain(more_rows.iter().take(count)).collect())
            .collect();
        let says = ground.tell_decided(&variants);
        let last = says.windows(2).rposition(|pair| matches!(pair, [a, b] if a != b));
        most = most.max(last.map_or(0, |last| u32::try_from(last + 1).unwrap_or(MOST_ADDED)));
    }
    *more |= most == MOST_ADDED || most == 0;
    most
}
