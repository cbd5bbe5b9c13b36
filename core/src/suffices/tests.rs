//! The search against brute force: every combination of the same ways, each evaluated in full.
//!
//! `TIEUCHI_SUFFICES_CASES` sets how many dossiers are tried for each shipped set and class, and for
//! each random set; `TIEUCHI_SUFFICES_SEED` the first of them.
#![cfg(feature = "serde")]
#![expect(clippy::disallowed_methods, reason = "tests read the shipped sets and how much to try")]

use super::direction::Direction;
use super::moves::{About, Edit, Grid, Ground, Level, Moves, moves};
use super::search::{Goal, Pick, is_above, search};
use super::trial::Trials;
use super::variant::{Changed, Place};
use super::{Reach, SufficesOptions};
use crate::dossier::{Cell, Dossier, File, Row, Status, Value};
use crate::evaluate::twin::generate;
use crate::hir::{Ty, Unit};
use crate::outcome::Outcome;
use crate::plan::Plan;
use crate::{ContextOptions, DaySpan, Exact, Library, SourceFile, compile_with};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The most combinations that are evaluated for one question.
const MOST_COMBINATIONS: usize = 300;

fn setting(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Numbers that decide, always the same for the same seed.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(n.max(1)).unwrap()).unwrap()
    }

    fn tape(&mut self, length: usize) -> Vec<u16> {
        (0..length).map(|_| u16::try_from(self.next() & 0xffff).unwrap()).collect()
    }
}

#[derive(Default, Debug)]
struct Counts {
    dossiers: usize,
    /// Questions that had an answer to search for.
    open: usize,
    sets: usize,
    combinations: usize,
    elements: [usize; 4],
    irrelevant: usize,
    /// Things settled by chance that suffice.
    by_chance: usize,
    too_large: usize,
}

/// One question by the search and by brute force.
fn check(outcome: &Outcome, class: &str, dice: &mut Dice, counts: &mut Counts) -> Result<(), String> {
    let (_, goal) = outcome.goal(class).map_err(|finding| finding.message.en)?;
    let mut trials = Trials::new(&outcome.plan, &outcome.dossier, &outcome.context, [goal.class]);
    let undecided = outcome.undecided();
    let mut ground = Ground::new(outcome, &undecided, goal.class, &mut trials);
    let found_moves = moves(&mut ground);
    irrelevant(outcome, &found_moves, goal, dice, counts)?;
    counts.dossiers += 1;
    if outcome.reach(goal) != Reach::Possible {
        return Ok(());
    }
    counts.open += 1;
    let Some((most, all)) = combinations(&found_moves) else {
        counts.too_large += 1;
        return Ok(());
    };
    counts.elements[most] += 1;
    let found = search(&mut trials, &found_moves, goal, most, u64::MAX);
    let dossiers: Vec<Dossier> = all.iter().map(|set| changed(outcome, &found_moves, set)).collect();
    counts.combinations += dossiers.len();
    by_chance(outcome, &found_moves, (goal, most), &found.sets, dice, counts)?;
    let holds = reaches(outcome, &dossiers, goal);
    let sufficient: Vec<&Vec<Pick>> =
        all.iter().zip(holds).filter(|(_, holds)| *holds).map(|(set, _)| set).collect();
    let mut minimal: Vec<Vec<Pick>> = Vec::new();
    for set in &sufficient {
        if !sufficient.iter().any(|other| other != set && is_above(set, other)) {
            minimal.push((*set).clone());
        }
    }
    minimal.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    counts.sets += minimal.len();
    if minimal != found.sets {
        let show = |sets: &[Vec<Pick>]| {
            let one = |set: &Vec<Pick>| {
                format!("{:?}", set.iter().map(|pick| words(&found_moves, *pick)).collect::<Vec<_>>())
            };
            sets.iter().map(one).collect::<Vec<_>>().join("\n    ")
        };
        return Err(format!("brute force:\n    {}\n  search:\n    {}", show(&minimal), show(&found.sets)));
    }
    let options = SufficesOptions::default().most(most);
    let answer = outcome.suffices(class, &options).map_err(|finding| finding.message.en)?;
    let dossiers: Vec<Dossier> = answer.sets.iter().map(|set| set.dossier().clone()).collect();
    if reaches(outcome, &dossiers, goal).contains(&false) {
        return Err("a set that is shown does not suffice".to_owned());
    }
    if answer.sets.len() > found.sets.len() || answer.sets.is_empty() != found.sets.is_empty() {
        return Err(format!("{} sets found, {} shown", found.sets.len(), answer.sets.len()));
    }
    least(outcome, &found_moves, &found.sets, goal)
}

fn words(moves: &Moves, (chain, level): Pick) -> String {
    let chain = &moves.chains[chain];
    format!("{:?} {:?}", moves.slots[chain.slot].about, chain.levels[level - 1].wanted)
}

/// Every combination, of as many picks as can be tried.
fn combinations(moves: &Moves) -> Option<(usize, Vec<Vec<Pick>>)> {
    let mut best = None;
    let mut all: Vec<Vec<Pick>> = Vec::new();
    let mut last: Vec<Vec<Pick>> = vec![Vec::new()];
    for most in 1..=3 {
        let mut longer = Vec::new();
        for set in &last {
            for (at, chain) in moves.chains.iter().enumerate() {
                let later = set.last().is_none_or(|(last, _)| *last < at);
                let other = set.iter().all(|(own, _)| moves.chains[*own].slot != chain.slot);
                if later && other {
                    longer.extend((1..=chain.levels.len()).map(|level| {
                        let mut set = set.clone();
                        set.push((at, level));
                        set
                    }));
                }
            }
            if all.len() + longer.len() > MOST_COMBINATIONS {
                return best;
            }
        }
        all.extend(longer.iter().cloned());
        last = longer;
        best = Some((most, all.clone()));
    }
    best
}

fn level(moves: &Moves, (chain, level): Pick) -> &Level {
    &moves.chains[chain].levels[level - 1]
}

fn changed(outcome: &Outcome, moves: &Moves, set: &[Pick]) -> Dossier {
    let mut changed = Changed::default();
    for pick in set {
        level(moves, *pick).edit.apply(&outcome.dossier, &mut changed);
    }
    outcome.dossier.with(&changed)
}

fn reaches(outcome: &Outcome, dossiers: &[Dossier], goal: Goal) -> Vec<bool> {
    let class = |standings: &[crate::Standing]| {
        let set = &outcome.plan.inner.set;
        let list = &set.classes.as_ref().unwrap().list;
        let option = |name: &str| list.len() - 1 - list.iter().position(|class| class.name == name).unwrap();
        !standings.is_empty()
            && standings.iter().all(|standing| match standing {
                crate::Standing::Class(name) => goal.wanted >> option(name) & 1 == 1,
                _ => false,
            })
    };
    let all = outcome.plan.evaluate_all(dossiers, &outcome.context);
    all.iter().map(|summary| class(&summary.class.as_ref().unwrap().closed)).collect()
}

/// Of an amount, a step less does not suffice.
fn least(outcome: &Outcome, moves: &Moves, sets: &[Vec<Pick>], goal: Goal) -> Result<(), String> {
    let mut trials = Trials::new(&outcome.plan, &outcome.dossier, &outcome.context, [goal.class]);
    for levels in outcome.least(moves, &sets[..sets.len().min(5)], goal, &mut trials) {
        for (at, (_, level)) in levels.iter().enumerate() {
            let Some(between) = level.between else { continue };
            let value = amount(level, between.input, &outcome.plan);
            let step = if between.from < between.to { -1 } else { 1 };
            let place = value.sub(between.grid.least).and_then(|above| above.div(between.grid.step)).unwrap();
            let less = place.floor() + step;
            if less == between.from {
                continue;
            }
            let mut changed = Changed::default();
            for (other, (_, own)) in levels.iter().enumerate() {
                let own =
                    if other == at { own.at(&outcome.plan.inner.set, between, less) } else { own.clone() };
                own.edit.apply(&outcome.dossier, &mut changed);
            }
            if reaches(outcome, &[outcome.dossier.with(&changed)], goal) == [true] {
                return Err(format!("less than {value} suffices: {:?}", level.wanted));
            }
        }
    }
    Ok(())
}

fn amount(level: &Level, input: crate::hir::InputId, plan: &Plan) -> Exact {
    let seat = &plan.inner.set[input].seat;
    let cell = match &level.edit {
        Edit::Cell { cell, .. } => cell,
        Edit::Add { rows, .. } => rows[0].cells.get(seat).unwrap(),
        other => panic!("{other:?} has no amount"),
    };
    match &cell.verified {
        Some(Value::Number(value)) => *value,
        Some(Value::Day(span)) => Exact::whole(i128::from(span.first.number())),
        other => panic!("{other:?} is no amount"),
    }
}

/// Whatever is called irrelevant changes nothing, whatever else is done.
fn irrelevant(
    outcome: &Outcome,
    moves: &Moves,
    goal: Goal,
    dice: &mut Dice,
    counts: &mut Counts,
) -> Result<(), String> {
    let mut trials = Trials::new(&outcome.plan, &outcome.dossier, &outcome.context, [goal.class]);
    for about in &moves.irrelevant {
        counts.irrelevant += 1;
        let mut company = Changed::default();
        for chain in &moves.chains {
            if dice.below(2) == 0 {
                let level = &chain.levels[dice.below(chain.levels.len())];
                level.edit.apply(&outcome.dossier, &mut company);
            }
        }
        let edits = values(outcome, about);
        let variants: Vec<Changed> = edits
            .iter()
            .map(|edit| {
                let mut changed = company.clone();
                edit.apply(&outcome.dossier, &mut changed);
                changed
            })
            .collect();
        let masks = trials.map(&variants, |tried| tried.lines.options(goal.class, 0).unwrap());
        if masks.windows(2).any(|pair| pair[0] != pair[1]) {
            return Err(format!("{about:?} was called irrelevant: {masks:?} of {edits:?}"));
        }
    }
    Ok(())
}

/// A few things settled by chance: where they suffice, the search knows a set of no other things. The
/// values are not those of the search, so that it is seen whether it tries enough of them.
fn by_chance(
    outcome: &Outcome,
    moves: &Moves,
    (goal, most): (Goal, usize),
    sets: &[Vec<Pick>],
    dice: &mut Dice,
    counts: &mut Counts,
) -> Result<(), String> {
    // It says so itself where it does not try enough.
    if !moves.not_tried.is_empty() {
        return Ok(());
    }
    let set = &outcome.plan.inner.set;
    let about = |slot: usize| &moves.slots[slot].about;
    let is_declared = |about: &About| match about {
        About::Cell(place, input) => {
            let row = outcome.dossier.row_at(*place);
            row.and_then(|row| row.cells.get(&set[*input].seat)).is_some_and(|cell| cell.own.is_some())
        }
        About::Status(_) | About::Result(..) | About::New(_) => false,
    };
    let slots: Vec<usize> = (0..moves.slots.len())
        .filter(|slot| {
            matches!(about(*slot), About::Cell(..) | About::Status(_)) && !is_declared(about(*slot))
        })
        .collect();
    if slots.is_empty() {
        return Ok(());
    }
    let mut tried: Vec<(Vec<usize>, Vec<Edit>)> = Vec::new();
    for _ in 0..12 {
        let mut chosen: Vec<usize> = (0..most).map(|_| slots[dice.below(slots.len())]).collect();
        chosen.sort_unstable();
        chosen.dedup();
        let edits = chosen.iter().map(|slot| {
            let mut edits = values(outcome, about(*slot));
            if let About::Cell(place, input) = about(*slot)
                && let Ty::Number(_) = &set[*input].ty
            {
                let grid = Grid::of(&set[*input]).unwrap();
                let at = dice.below(usize::try_from(grid.count).unwrap_or(usize::MAX));
                let value = Value::Number(grid.value(i128::try_from(at).unwrap()));
                let cell = Cell { verified: Some(value), ..Cell::default() };
                edits = vec![Edit::Cell { place: *place, seat: set[*input].seat.clone(), cell }];
            }
            edits.swap_remove(dice.below(edits.len()))
        });
        let edits = edits.collect();
        tried.push((chosen, edits));
    }
    let dossiers: Vec<Dossier> = tried
        .iter()
        .map(|(_, edits)| {
            let mut changed = Changed::default();
            edits.iter().for_each(|edit| edit.apply(&outcome.dossier, &mut changed));
            outcome.dossier.with(&changed)
        })
        .collect();
    let holds = reaches(outcome, &dossiers, goal);
    for ((chosen, edits), _) in tried.iter().zip(holds).filter(|(_, holds)| *holds) {
        counts.by_chance += 1;
        let slot = |pick: &Pick| moves.chains[pick.0].slot;
        if !sets.iter().any(|set| set.iter().all(|pick| chosen.contains(&slot(pick)))) {
            return Err(format!("suffices, but no set of these things was found: {edits:?}"));
        }
    }
    Ok(())
}

/// Some of what something can turn out to be.
fn values(outcome: &Outcome, about: &About) -> Vec<Edit> {
    let set = &outcome.plan.inner.set;
    match about {
        About::Status(place) => [Status::Verified, Status::Rejected]
            .into_iter()
            .map(|status| Edit::Status { place: *place, status })
            .collect(),
        About::Cell(place, input) => {
            let input = &set[*input];
            let filed = outcome.dossier.row_at(*place).and_then(|row| row.cells.get(&input.seat));
            let partial = filed.and_then(|cell| match cell.verified.as_ref().or(cell.own.as_ref()) {
                Some(Value::Day(span)) => Some(*span),
                _ => None,
            });
            let values: Vec<Value> = match &input.ty {
                Ty::Truth => vec![Value::Truth(true), Value::Truth(false)],
                Ty::Choice(choice) => (0..set[*choice].options.len())
                    .map(|at| Value::Option(u32::try_from(at).unwrap()))
                    .collect(),
                Ty::Text => set.texts.iter().cloned().chain(["?".to_owned()]).map(Value::Text).collect(),
                Ty::Number(_) => {
                    let grid = Grid::of(input).unwrap();
                    [0, grid.count / 3, grid.count / 2, grid.count - 1]
                        .map(|at| Value::Number(grid.value(at)))
                        .to_vec()
                }
                Ty::Day => {
                    let (first, last) = outcome.context.period();
                    let all = DaySpan { first: crate::Day::FIRST, last: crate::Day::LAST };
                    let span = partial.unwrap_or(all);
                    [span.first, first, last, span.last]
                        .into_iter()
                        .filter(|day| span.first <= *day && *day <= span.last)
                        .map(|day| Value::Day(DaySpan::day(day)))
                        .collect()
                }
            };
            let edit = |value| Edit::Cell {
                place: *place,
                seat: input.seat.clone(),
                cell: Cell { verified: Some(value), ..Cell::default() },
            };
            values.into_iter().map(edit).collect()
        }
        About::Result(..) | About::New(_) => Vec::new(),
    }
}

/// A dossier with some of it taken back: values unknown, only declared, or dates by their year;
/// rows that wait, or are gone.
fn worn(plan: &Plan, dossier: &Dossier, dice: &mut Dice) -> Dossier {
    let mut out = File::clone(&dossier.file);
    let times = 1 + dice.below(5);
    for _ in 0..times {
        let mut places = vec![Place::Subject];
        for (frame, rows) in &out.tables {
            places.extend((0..u32::try_from(rows.len()).unwrap()).map(|at| Place::Row(*frame, at)));
        }
        let place = places[dice.below(places.len())];
        if let Place::Row(frame, at) = place {
            let rows = out.tables.get_mut(&frame).unwrap();
            match dice.below(5) {
                0 => Arc::make_mut(&mut rows[at as usize]).status = Status::Waiting,
                1 => Arc::make_mut(&mut rows[at as usize]).status = Status::SelfDeclared,
                2 => {
                    rows.remove(at as usize);
                }
                _ => wear(plan, Arc::make_mut(&mut rows[at as usize]), dice),
            }
        } else {
            wear(plan, &mut out.root, dice);
        }
    }
    out.into()
}

fn wear(plan: &Plan, row: &mut Row, dice: &mut Dice) {
    let keys: Vec<_> = row.cells.iter().map(|(key, _)| key.clone()).collect();
    if row.results.keys().count() > 0 && (keys.is_empty() || dice.below(3) == 0) {
        let name = row.results.keys().nth(dice.below(row.results.keys().count())).unwrap().clone();
        row.results.remove(&name);
        return;
    }
    if keys.is_empty() {
        return;
    }
    let key = &keys[dice.below(keys.len())];
    let input = plan.inner.set.inputs.iter().find(|input| input.key == *key).unwrap();
    let cell = row.cells.entry(&input.seat).unwrap();
    match dice.below(4) {
        0 => {
            row.cells.remove(&input.seat);
        }
        1 => *cell = Cell { own: cell.verified.take().or(cell.own.take()), ..Cell::default() },
        2 if input.ty == Ty::Day => {
            if let Some(Value::Day(span)) = &cell.verified {
                cell.verified = DaySpan::year(span.first.civil().0).map(Value::Day);
            }
        }
        3 if matches!(input.ty, Ty::Number(Unit::None | Unit::Named(_))) => {
            // Less than it was.
            if let (Some(Value::Number(value)), Some((least, _))) = (cell.verified.clone(), input.range) {
                let half =
                    Exact::whole(value.add(least).and_then(|sum| sum.div(Exact::whole(2))).unwrap().floor());
                if half >= least && input.step.is_none() {
                    cell.verified = Some(Value::Number(half));
                }
            }
        }
        _ => cell.verified = Some(Value::Unknown),
    }
}

/// Every shipped set, in the order of its path.
fn shipped() -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "tieuchi") {
                out.push(path);
            }
        }
    }
    out.sort();
    out
}

#[test]
fn the_search_agrees_with_brute_force_on_every_shipped_set_and_class() {
    let read =
        |path: &PathBuf| SourceFile::new(path.display().to_string(), std::fs::read_to_string(path).unwrap());
    let mut library = Library::new();
    for path in shipped() {
        assert!(library.add(&read(&path)));
    }
    let cases = setting("TIEUCHI_SUFFICES_CASES", 1);
    let mut dice = Dice(u64::try_from(setting("TIEUCHI_SUFFICES_SEED", 5)).unwrap());
    let mut wrong = Vec::new();
    let mut all: BTreeMap<String, Counts> = BTreeMap::new();
    for path in shipped() {
        let plan = compile_with(&read(&path), &library).plan.unwrap();
        let Some(classes) = &plan.inner.set.classes else { continue };
        let examples: Vec<Outcome> =
            plan.inner.set.examples.iter().filter_map(|example| plan.run_example(example).ok()).collect();
        for class in &classes.list {
            let counts =
                all.entry(format!("{} {}", path.file_stem().unwrap().display(), class.name)).or_default();
            for case in 0..cases {
                let example = &examples[dice.below(examples.len())];
                // Every fourth dossier has nothing to do with an example.
                let dossier = if case % 4 == 3 {
                    let tape = dice.tape(1_200);
                    let text = generate::dossier(&plan, &mut generate::Tape::new(&tape));
                    Dossier::from_json(&plan, &text).unwrap_or_else(|found| panic!("{text}: {found:?}"))
                } else {
                    worn(&plan, &example.dossier, &mut dice)
                };
                let outcome = plan.evaluate(&dossier, &example.context);
                if let Err(found) = check(&outcome, &class.name, &mut dice, counts) {
                    wrong.push(format!("{} {}: {found}\n{dossier:?}", path.display(), class.name));
                }
            }
        }
    }
    for (name, counts) in &all {
        println!("{name}: {counts:?}");
    }
    let total = |of: fn(&Counts) -> usize| all.values().map(of).sum::<usize>();
    println!("dossiers {}, open {}, sets {}", total(|c| c.dossiers), total(|c| c.open), total(|c| c.sets));
    let first: Vec<&String> = wrong.iter().take(4).collect();
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        first.iter().map(|text| text.as_str()).collect::<Vec<_>>().join("\n\n")
    );
    assert!(total(|counts| counts.sets) > 20 && total(|counts| counts.irrelevant) > 20, "{all:?}");
}

#[test]
fn the_search_agrees_with_brute_force_on_random_sets() {
    let mut dice = Dice(u64::try_from(setting("TIEUCHI_SUFFICES_SEED", 11)).unwrap());
    let sets = 60 * setting("TIEUCHI_SUFFICES_CASES", 1);
    let mut counts = Counts::default();
    let mut wrong = Vec::new();
    for _ in 0..sets {
        let tape = dice.tape(400);
        let text = generate::source(&mut generate::Tape::new(&tape));
        let Some(plan) = generate::compiled(&text).plan else { continue };
        let Some(classes) = &plan.inner.set.classes else { continue };
        let Some(context) = ContextOptions::year(2025).and_then(|options| plan.context(&options).ok()) else {
            continue;
        };
        for _ in 0..3 {
            let tape = dice.tape(1_200);
            let json = generate::dossier(&plan, &mut generate::Tape::new(&tape));
            let Ok(dossier) = Dossier::from_json(&plan, &json) else { continue };
            let outcome = plan.evaluate(&dossier, &context);
            let class = &classes.list[dice.below(classes.list.len())].name;
            if let Err(found) = check(&outcome, class, &mut dice, &mut counts) {
                wrong.push(format!("{class}: {found}\n{text}\n{json}"));
            }
        }
    }
    println!("{counts:?}");
    wrong.sort_by_key(String::len);
    let first: Vec<&str> = wrong.iter().take(2).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), first.join("\n\n"));
    assert!(counts.sets > 10 && counts.by_chance > 2, "{counts:?}");
}

#[test]
fn more_of_what_only_raises_is_known_to_raise() {
    let source = r#"language en
criteria set T "T" edition E1 [assumed]
  in force from 2024-01-01
  applies to person
  scale 16 points
subject person "Person"
  fact books "Books": integer from 0 to 1000
  fact late "Days late": integer from 0 to 100
  fact weight "Weight": integer from 0 to 100
evidence talk "Talk" with day: date; hours: number 1 places from 0 to 40
  if missing unknown
evidence fine "Fine" with day: date
  if missing unknown
evidence prize "Prize" with kind: one of "a", "b"; score: integer points from 0 to 2
  if missing unknown
evidence work "Work" with tier: ranked "low", "mid", "high"
  if missing unknown
criterion 1 "Reading" max 4 points
  score by books:
    exactly 0: 0 points
    over 0 to under 12: 2 points
    from 12 up: 4 points
criterion 2 "Time" max 2 points
  score by late:
    under 3: 2 points
    from 3 up: 0 points
criterion 3 "Weight" max 2 points
  score by weight:
    under 10: 0 points
    from 10 to under 20: 2 points
    from 20 up: 0 points
criterion 4 "Talks" max 2 points
  score by sum hours of talk where day in period:
    exactly 0: 0 points
    over 0 to under 5: 1 points
    from 5 up: 2 points
criterion 5 "Prizes" max 2 points
  each prize, distinct by kind: score points, at most 2 points
criterion 6 "Works" max 2 points
  including self-declared values
  each work where tier = "mid": 1 points, at most 2 points
criterion 7 "Great works" max 2 points
  each work where tier >= "mid": 1 points, at most 2 points
condition CLEAN "Clean": no fine where day in period
title good "Good" when total_points >= 5
"#;
    let plan = compile_with(&SourceFile::new("", source), &Library::new()).plan.unwrap();
    let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    let outcome = plan.evaluate(&Dossier::from_json(&plan, "{}").unwrap(), &context);
    let (_, goal) = outcome.goal("good").unwrap();
    let mut trials = Trials::new(&outcome.plan, &outcome.dossier, &outcome.context, [goal.class]);
    let undecided = outcome.undecided();
    let mut ground = Ground::new(&outcome, &undecided, goal.class, &mut trials);
    let mut of = |name: &str| {
        let set = &plan.inner.set;
        match set.frames.iter().position(|frame| frame.name == name) {
            Some(frame) => {
                ground.direction(super::direction::Source::Rows(crate::hir::FrameId::from_index(frame)))
            }
            None => {
                let input = set.inputs.iter().position(|input| input.name == name).unwrap();
                let input = crate::hir::InputId::from_index(input);
                ground.direction(super::direction::Source::Columns(ground.alike(input)))
            }
        }
    };
    let found = ["books", "late", "weight", "talk", "hours", "fine"].map(&mut of);
    use Direction::{Both, Down, Up};
    assert_eq!(found, [Up, Down, Both, Up, Up, Down]);
    // Of prizes that are alike one counts, and nobody says which; a tier is read in two ways.
    assert_eq!(["prize", "work", "score", "tier"].map(&mut of), [Both, Up, Up, Both]);
}

/// A clock would say more about the machine than about the search.
#[test]
fn the_usual_size_takes_a_few_thousand_evaluations() {
    // The set and the dossier of the timings.
    let source =
        include_str!("../../../benches/src/learner.tieuchi").replace("if missing none", "if missing unknown");
    let text = include_str!("../../../benches/src/forty_items.json");
    let plan = compile_with(&SourceFile::new("", &source), &Library::new()).plan.unwrap();
    let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    let dossier = Dossier::from_json(&plan, text).unwrap_or_else(|found| panic!("{found:#?}"));
    let outcome = plan.evaluate(&dossier, &context);
    for _ in 0..setting("TIEUCHI_SUFFICES_TIMES", 1) {
        let answer = outcome.suffices("enough", &SufficesOptions::default()).unwrap();
        assert_eq!((answer.reach, answer.search.ended_at), (Reach::Possible, None));
        assert!(
            !answer.sets.is_empty() && answer.search.evaluations < 5_000,
            "{}",
            answer.to_text(crate::Lang::En)
        );
    }
    for _ in 0..setting("TIEUCHI_EVALUATE_TIMES", 0) {
        let _ = plan.evaluate(&dossier, &context);
    }
}
