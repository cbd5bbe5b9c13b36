//! Laws: the executor says what the twin says.
//!
//! `TIEUCHI_TWIN_CASES` sets how many sets are tried, `TIEUCHI_TWIN_SEED` the first tape.
//! A failing case is made small by leaving out lines of the set and entries of the dossier for as
//! long as the two still disagree.
#![cfg(feature = "serde")]

use super::disagreement;
use super::generate::{Tape, compiled, dossier, source};
use crate::dossier::{Cell, Row, Value as Filed};
use crate::hir::{CriteriaSet, FrameId, Input, ROOT, Seat, Ty, Unit};
use crate::plan::{Op, Plan, Reg};
use crate::{ContextOptions, Day, DaySpan, Dossier, Exact, Outcome, Status, Verdict};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value as Json;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Eight dossiers a set.
const FILES: usize = 8;

#[expect(clippy::disallowed_methods, reason = "how many cases a test tries is no input of an outcome")]
fn setting(name: &str, default: u32) -> u32 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn runner(cases: u32, seed: u8) -> TestRunner {
    let seed = setting("TIEUCHI_TWIN_SEED", u32::from(seed)).to_le_bytes();
    let mut bytes = [0u8; 32];
    bytes[..4].copy_from_slice(&seed);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 0, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

/// Tapes for a set and its dossiers.
fn tapes() -> impl Strategy<Value = (Vec<u16>, Vec<u16>)> {
    (prop::collection::vec(any::<u16>(), 0..400), prop::collection::vec(any::<u16>(), 1200))
}

fn context_options(tape: &mut Tape<'_>) -> ContextOptions {
    let options = ContextOptions::year(2025).unwrap();
    let options = match tape.below(3) {
        1 => options.judged_on(Day::new(2026, 1, 20).unwrap()),
        2 => options.judged_on(Day::new(2026, 2, 28).unwrap()),
        _ => options,
    };
    if tape.chance(20) { options.regions(["north".to_owned()]) } else { options }
}

/// Compiles a text and runs one dossier by both.
fn tried(text: &str, json: &Json, options: &ContextOptions) -> Option<(String, Json)> {
    let plan = compiled(text).plan?;
    let context = plan.context(options).ok()?;
    let mut json = json.clone();
    loop {
        match Dossier::from_json(&plan, &json.to_string()) {
            Ok(file) => return disagreement(&plan, &file, &context).map(|found| (found, json)),
            Err(found) => {
                let pointers: Vec<String> = found.into_iter().filter_map(|finding| finding.pointer).collect();
                let left_out = pointers.iter().filter(|pointer| left_out(&mut json, pointer)).count();
                if left_out == 0 {
                    return None;
                }
            }
        }
    }
}

/// Removes the entry of a pointer.
fn left_out(json: &mut Json, pointer: &str) -> bool {
    let Some((parent, key)) = pointer.rsplit_once('/') else { return false };
    match json.pointer_mut(parent) {
        Some(Json::Object(entries)) => entries.remove(key).is_some(),
        Some(Json::Array(entries)) => key.parse::<usize>().is_ok_and(|at| {
            let found = at < entries.len();
            if found {
                entries.remove(at);
            }
            found
        }),
        _ => false,
    }
}

fn pointers(json: &Json, at: &str, out: &mut Vec<String>) {
    match json {
        Json::Object(entries) => {
            for (key, value) in entries {
                out.push(format!("{at}/{key}"));
                pointers(value, &format!("{at}/{key}"), out);
            }
        }
        Json::Array(entries) => {
            for (key, value) in entries.iter().enumerate().rev() {
                out.push(format!("{at}/{key}"));
                pointers(value, &format!("{at}/{key}"), out);
            }
        }
        _ => {}
    }
}

/// The smallest text and dossier found on which the two still disagree in the same way.
fn smallest(text: &str, json: &str, options: &ContextOptions) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let mut json: Json = serde_json::from_str(json).unwrap();
    let mut last = String::new();
    let depth = |line: &str| line.len() - line.trim_start().len();
    loop {
        let before = (lines.len(), json.to_string().len());
        let mut at = lines.len();
        while at > 0 {
            at -= 1;
            let mut until = at + 1;
            while lines.get(until).is_some_and(|line| depth(line) > depth(lines[at])) {
                until += 1;
            }
            for to in if until > at + 1 { vec![until, at + 1] } else { vec![until] } {
                let mut fewer = lines.clone();
                fewer.drain(at..to);
                if let Some((found, smaller)) = tried(&fewer.join("\n"), &json, options) {
                    (lines, json, last) = (fewer, smaller, found);
                    break;
                }
            }
        }
        let mut entries = Vec::new();
        pointers(&json, "", &mut entries);
        for pointer in entries {
            let mut fewer = json.clone();
            let found =
                left_out(&mut fewer, &pointer).then(|| tried(&lines.join("\n"), &fewer, options)).flatten();
            if let Some((found, smaller)) = found {
                (json, last) = (smaller, found);
            }
        }
        if (lines.len(), json.to_string().len()) == before {
            return format!("{last}\n{}\n{json}\n{options:?}", lines.join("\n"));
        }
    }
}

#[test]
fn executor_and_twin_agree() {
    let counts: RefCell<BTreeMap<String, u64>> = RefCell::new(BTreeMap::new());
    let kinds: RefCell<BTreeMap<String, (u64, String)>> = RefCell::new(BTreeMap::new());
    let count = |what: &str| *counts.borrow_mut().entry(what.to_owned()).or_default() += 1;
    runner(setting("TIEUCHI_TWIN_CASES", 300), 7)
        .run(&tapes(), |(set_tape, file_tape)| {
            let text = source(&mut Tape::new(&set_tape));
            let compiled = compiled(&text);
            let Some(plan) = compiled.plan else {
                for diagnostic in compiled.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()) {
                    let line = diagnostic.span().map_or("", |span| {
                        let from = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
                        text[from..].lines().next().unwrap_or("")
                    });
                    let words: String = line.chars().take(60).collect();
                    let refused =
                        format!("refused: {}: {} | {words}", diagnostic.code, diagnostic.message.en);
                    kinds.borrow_mut().entry(refused).or_default().0 += 1;
                }
                count("refused");
                return Ok(());
            };
            count("sets");
            check(&plan, &text, &file_tape, &count, &kinds);
            Ok(())
        })
        .unwrap();
    println!("{:#?}", counts.borrow());
    if setting("TIEUCHI_TWIN_SHOW", 0) > 0 {
        for (kind, (times, _)) in kinds.borrow().iter().filter(|(kind, _)| kind.starts_with("refused")) {
            println!("{times} {kind}");
        }
    }
    let found: Vec<String> = kinds
        .borrow()
        .iter()
        .filter(|(kind, _)| !kind.starts_with("refused"))
        .map(|(kind, (times, smallest))| format!("== {times} × {kind}\n{smallest}"))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n\n"));
}

/// Sets whose values random sets seldom have: of more than sixty-four bits, and such as may not exist, of
/// rows and of the subject.
pub(super) const RARE: [&str; 2] = [include_str!("wide.tieuchi"), include_str!("lacking.tieuchi")];

#[test]
fn executor_and_twin_agree_on_rare_values() {
    let (counts, kinds) = (RefCell::new(0u64), RefCell::new(BTreeMap::new()));
    let count = |_: &str| *counts.borrow_mut() += 1;
    for text in RARE {
        let plan = compiled(text).plan.unwrap_or_else(|| panic!("{:?}", compiled(text).diagnostics));
        let tapes = prop::collection::vec(any::<u16>(), 1200);
        let checked = runner(setting("TIEUCHI_TWIN_RARE", 60), 29).run(&tapes, |file_tape| {
            check(&plan, text, &file_tape, &count, &kinds);
            Ok(())
        });
        checked.unwrap();
    }
    assert!(kinds.borrow().is_empty(), "{:#?}", kinds.borrow());
    assert!(*counts.borrow() > 0);
}

fn check(
    plan: &Plan,
    text: &str,
    file_tape: &[u16],
    count: &impl Fn(&str),
    kinds: &RefCell<BTreeMap<String, (u64, String)>>,
) {
    let mut tape = Tape::new(file_tape);
    let options = context_options(&mut tape);
    let context = plan.context(&options).unwrap();
    for _ in 0..FILES {
        let json = dossier(plan, &mut tape);
        let file =
            Dossier::from_json(plan, &json).unwrap_or_else(|found| panic!("{text}\n{json}\n{found:?}"));
        count("dossiers");
        let Some(found) = disagreement(plan, &file, &context) else { continue };
        let kind: String = found.chars().take(32).filter(|c| !c.is_ascii_digit() && *c != '.').collect();
        let known = kinds.borrow().get(&kind).is_some_and(|(times, _)| *times >= 3);
        // Who only asks whether there is a fault need not wait for the smallest place that shows it.
        let known = known || setting("TIEUCHI_TWIN_SMALLEST", 1) == 0;
        let smallest = if known { String::new() } else { smallest(text, &json, &options) };
        let mut kinds = kinds.borrow_mut();
        let (times, shortest) = kinds.entry(kind).or_default();
        *times += 1;
        if !known && (shortest.is_empty() || smallest.len() < shortest.len()) {
            *shortest = smallest;
        }
    }
}

// ---- receipts ----------------------------------------------------------------------------------

/// A row of a population is that of its own receipt, and is written as the book says; the order in
/// which rows of a dossier were filed changes no receipt.
#[test]
fn receipts_of_random_sets_agree_however_they_are_made() {
    let seen = RefCell::new(0);
    runner(setting("TIEUCHI_TWIN_CASES", 120), 23)
        .run(&tapes(), |(set_tape, file_tape)| {
            let text = source(&mut Tape::new(&set_tape));
            let Some(plan) = compiled(&text).plan else { return Ok(()) };
            let mut tape = Tape::new(&file_tape);
            let context = plan.context(&context_options(&mut tape)).unwrap();
            let mut files = Vec::new();
            for at in 0..FILES {
                let mut json: Json = serde_json::from_str(&dossier(&plan, &mut tape)).unwrap();
                json["$id"] = at.to_string().into();
                let file = Dossier::from_json(&plan, &json.to_string()).unwrap();
                let outcome = plan.evaluate(&file, &context);
                assert_eq!(outcome.canonical_row(), crate::receipt::tests::row(&outcome), "{text}\n{json}");
                let receipt = outcome.receipt(None);
                for (name, list) in json.as_object_mut().unwrap() {
                    if let Some(list) = list.as_array_mut().filter(|_| !name.starts_with('$')) {
                        list.reverse();
                    }
                }
                let reversed = Dossier::from_json(&plan, &json.to_string()).unwrap();
                let found = plan.verify(&receipt, &reversed, None).unwrap();
                assert_eq!(found.differs(), [], "{text}\n{json}");
                files.push((file, receipt.row()));
            }
            let mut population = crate::Population::new(&plan, &context, None);
            let (files, rows): (Vec<Dossier>, Vec<_>) = files.into_iter().unzip();
            population.evaluate(&files);
            let (_, tree) = population.finish().unwrap();
            assert_eq!(tree.leaves().map(|(_, row)| row).collect::<Vec<_>>(), rows, "{text}");
            *seen.borrow_mut() += 1;
            Ok(())
        })
        .unwrap();
    assert!(*seen.borrow() > 20, "{} sets", seen.borrow());
}

// ---- every completion lies in what is said of the incomplete file ------------------------------

/// Values an unknown cell of a small column can have.
fn completions(set: &CriteriaSet, input: &Input, cell: Option<&Cell>) -> Option<Vec<Filed>> {
    let value = cell.and_then(|cell| {
        cell.verified.as_ref().or_else(|| cell.own.as_ref().filter(|_| input.self_declared))
    });
    // Nothing on a closed file is not unknown where the set says what that means.
    if cell.is_none() && input.when_missing.is_some() {
        return None;
    }
    match value {
        None | Some(Filed::Unknown) => match &input.ty {
            Ty::Truth => Some(vec![Filed::Truth(true), Filed::Truth(false)]),
            Ty::Choice(choice) => {
                Some((0u32..).zip(&set[*choice].options).map(|(at, _)| Filed::Option(at)).collect())
            }
            Ty::Number(unit) => {
                let (lo, hi) = input.range?;
                let hundred = if *unit == Unit::Ratio { 100 } else { 1 };
                let grain = Exact::new(1, 10i128.pow(input.places) * hundred)?;
                let grain = input.step.unwrap_or(grain);
                let steps = hi.sub(lo)?.div(grain)?.floor();
                // A handful of values, both ends among them.
                let stride = (steps / 4).max(1);
                let mut at: Vec<i128> = (0..=steps).step_by(usize::try_from(stride).ok()?).collect();
                at.push(steps);
                at.dedup();
                at.into_iter().map(|at| lo.add(grain.mul(Exact::whole(at))?).map(Filed::Number)).collect()
            }
            Ty::Day => {
                let days = ["1990-01-01", "2007-12-31", "2025-06-30", "2025-12-31", "2026-01-01"];
                days.iter().map(|day| DaySpan::parse_iso(day).map(Filed::Day)).collect()
            }
            Ty::Text => {
                Some(["abc", "xyz", "other"].iter().map(|text| Filed::Text((*text).to_owned())).collect())
            }
        },
        Some(Filed::Day(span)) if span.first != span.last => {
            let (first, last) = (span.first.number(), span.last.number());
            let stride = ((last - first) / 6).max(1);
            let mut days: Vec<i32> = (first..=last).step_by(usize::try_from(stride).ok()?).collect();
            days.push(last);
            days.dedup();
            Some(days.into_iter().map(|day| Filed::Day(DaySpan::day(Day::from_number(day)))).collect())
        }
        Some(_) => None,
    }
}

/// A place in a dossier that is not known: a cell of a row, or whether a row counts.
#[derive(Clone, Debug)]
enum Unknown {
    Cell(Place, Seat, Vec<Filed>),
    Row(FrameId, usize),
}

/// A row of a dossier.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// The subject, so many years before the period.
    Subject(u32),
    Row(FrameId, usize),
}

fn row_mut(file: &mut Dossier, at: Place) -> Option<&mut Row> {
    let file = std::sync::Arc::make_mut(&mut file.file);
    match at {
        Place::Subject(0) => Some(&mut file.root),
        Place::Subject(back) => {
            let back = back as usize;
            if file.before.len() < back {
                file.before.resize(back, Row::default());
            }
            file.before.get_mut(back - 1)
        }
        Place::Row(frame, row) => file.tables.get_mut(&frame)?.get_mut(row).map(std::sync::Arc::make_mut),
    }
}

fn unknowns(plan: &Plan, file: &Dossier) -> Vec<Unknown> {
    let (set, file) = (&plan.inner.set, &file.file);
    let mut out = Vec::new();
    let mut cells = |frame: FrameId, at: Place, row: &Row| {
        let back = if let Place::Subject(back) = at { back } else { 0 };
        let columns = set.inputs.iter().filter(|input| input.frame == frame && input.years_back == back);
        for input in columns.filter(|input| input.key.is_filed()) {
            // The column in which the subject's own values count is completed with the other.
            if set.inputs.iter().any(|other| {
                other.frame == frame
                    && other.years_back == back
                    && other.key == input.key
                    && other.self_declared
                    && !input.self_declared
            }) {
                continue;
            }
            if let Some(values) = completions(set, input, row.cells.get(&input.seat)) {
                out.push(Unknown::Cell(at, input.seat.clone(), values));
            }
        }
    };
    let years = set.inputs.iter().map(|input| input.years_back).max().unwrap_or(0);
    cells(ROOT, Place::Subject(0), &file.root);
    for back in 1..=years {
        let row = file.before.get(back as usize - 1).cloned().unwrap_or_default();
        cells(ROOT, Place::Subject(back), &row);
    }
    for (frame, rows) in &file.tables {
        for (at, row) in rows.iter().enumerate() {
            cells(*frame, Place::Row(*frame, at), row);
        }
    }
    for (frame, rows) in &file.tables {
        // Where the subject's own rows count, they are not unknown, and may still be rejected.
        let own_count = |op: &Op| matches!(op, Op::Present { frame: of, self_declared: true } if of == frame);
        if plan.inner.steps.iter().any(|step| own_count(&step.op)) {
            continue;
        }
        for (at, row) in rows.iter().enumerate() {
            if matches!(row.status, Status::SelfDeclared | Status::Waiting) {
                out.push(Unknown::Row(*frame, at));
            }
        }
    }
    out
}

/// The dossier with one unknown settled in each way it can be.
fn settled(file: &Dossier, unknown: &Unknown) -> Vec<Dossier> {
    match unknown {
        Unknown::Cell(at, seat, values) => values
            .iter()
            .map(|value| {
                let mut file = file.clone();
                if let Some(row) = row_mut(&mut file, *at) {
                    row.cells.insert(seat, Cell { verified: Some(value.clone()), own: None, at: None });
                }
                file
            })
            .collect(),
        Unknown::Row(frame, at) => [Status::Verified, Status::Rejected]
            .into_iter()
            .map(|status| {
                let mut file = file.clone();
                if let Some(row) = row_mut(&mut file, Place::Row(*frame, *at)) {
                    row.status = status;
                }
                file
            })
            .collect(),
    }
}

/// Whether a number of a completed dossier lies in what was said of it before.
fn inside(incomplete: &Outcome, complete: &Outcome, reg: Option<Reg>) -> bool {
    let Some(reg) = reg else { return true };
    let (before, after) = (incomplete.view(), complete.view());
    let ((may_lack, may_have), (lacks, has)) = (before.presence(reg), after.presence(reg));
    if (lacks && !may_lack) || (has && !may_have) {
        return false;
    }
    match (before.bounds(reg, false), after.bounds(reg, false)) {
        (Some(before), Some(after)) => !has || (before.0 <= after.0 && after.1 <= before.1),
        _ => false,
    }
}

/// What a completed dossier says that the incomplete one excluded.
fn excluded(incomplete: &Outcome, complete: &Outcome) -> Option<String> {
    let plan = &incomplete.plan().inner;
    let (items, own_items) = (incomplete.items(), complete.items());
    let (class, own_class) = (incomplete.class(), complete.class());
    for reg in [plan.base_total, plan.raw_total, plan.total] {
        if !inside(incomplete, complete, reg) {
            return Some(format!("total {:?} is outside {:?}", complete.total(), incomplete.total()));
        }
    }
    for ((item, level), regs) in &plan.items {
        if !inside(incomplete, complete, regs.points) || !inside(incomplete, complete, regs.max) {
            let (before, after) =
                (incomplete.view().item(*item, *level), complete.view().item(*item, *level));
            return Some(format!("{after:?} is outside {before:?}"));
        }
    }
    if let (Some(class), Some(own)) = (class, own_class) {
        if let Some(standing) = own.closed.iter().find(|standing| !class.closed.contains(standing)) {
            return Some(format!("class {standing:?} is not in {:?}", class.closed));
        }
        if let Some(standing) = class.closed.iter().find(|standing| !class.open.contains(standing)) {
            return Some(format!("class {standing:?} is possible when closed but not when open"));
        }
    }
    for (item, own) in items.iter().zip(&own_items) {
        if let Some(points) = item.points.filter(|points| points.reachable < points.possible) {
            return Some(format!("{} can reach less than is possible: {points:?}", item.code));
        }
        let allowed = |verdict: Option<Verdict>, own: Option<Verdict>| {
            verdict == own || verdict == Some(Verdict::Unknown) || own == Some(Verdict::NotApplicable)
        };
        let applies = item.applies == own.applies || item.applies == Verdict::Unknown;
        if !applies || !allowed(item.verdict, own.verdict) {
            return Some(format!("{}: {item:?} became {own:?}", item.code));
        }
    }
    for gate in &incomplete.plan().inner.set.gates {
        let (verdict, own) = (incomplete.gate(&gate.name), complete.gate(&gate.name));
        if verdict != own && verdict != Some(Verdict::Unknown) {
            return Some(format!("gate {}: {verdict:?} became {own:?}", gate.name));
        }
    }
    None
}

#[test]
fn every_completion_lies_in_what_was_said() {
    let counts: RefCell<BTreeMap<&str, u64>> = RefCell::new(BTreeMap::new());
    let found: RefCell<Vec<String>> = RefCell::new(Vec::new());
    let count = |what: &'static str, n: u64| *counts.borrow_mut().entry(what).or_default() += n;
    runner(setting("TIEUCHI_TWIN_COMPLETIONS", 60), 11)
        .run(&tapes(), |(set_tape, file_tape)| {
            let text = source(&mut Tape::new(&set_tape));
            let Some(plan) = compiled(&text).plan else { return Ok(()) };
            let mut tape = Tape::new(&file_tape);
            let context = plan.context(&context_options(&mut tape)).unwrap();
            for _ in 0..4 {
                let json = dossier(&plan, &mut tape);
                let mut file = Dossier::from_json(&plan, &json).unwrap();
                // What is beyond the first few unknowns is settled at once.
                let mut open_ends = Vec::new();
                let mut ways = 1usize;
                for unknown in unknowns(&plan, &file) {
                    let count = settled(&file, &unknown).len();
                    if ways * count <= 256 && tape.chance(60) {
                        ways *= count;
                        open_ends.push(unknown);
                    } else if let Some(first) = settled(&file, &unknown).into_iter().nth(tape.below(count)) {
                        file = first;
                    }
                }
                let incomplete = plan.evaluate(&file, &context);
                let mut complete = vec![file.clone()];
                for unknown in &open_ends {
                    complete = complete.iter().flat_map(|file| settled(file, unknown)).collect();
                }
                count("dossiers", 1);
                count("completions", complete.len() as u64);
                for file in &complete {
                    let outcome = plan.evaluate(file, &context);
                    if let Some(why) = excluded(&incomplete, &outcome) {
                        found
                            .borrow_mut()
                            .push(format!("{why}\n{text}\n{json}\n{open_ends:?}\n{:?}", file.file.root));
                        break;
                    }
                }
            }
            Ok(())
        })
        .unwrap();
    println!("{:?}", counts.borrow());
    let found = found.borrow();
    let shortest = found.iter().min_by_key(|text| text.len());
    assert!(found.is_empty(), "{} found, the shortest:\n{}", found.len(), shortest.map_or("", |text| text));
}

// ---- a row says the same in every block ---------------------------------------------------------

#[test]
fn a_dossier_says_the_same_in_any_company() {
    let sizes = [1usize, 63, 64, 65, 1023, 1025];
    runner(setting("TIEUCHI_TWIN_BLOCKS", 6), 13)
        .run(&tapes(), |(set_tape, file_tape)| {
            let text = source(&mut Tape::new(&set_tape));
            let Some(plan) = compiled(&text).plan else { return Ok(()) };
            let mut tape = Tape::new(&file_tape);
            let context = plan.context(&context_options(&mut tape)).unwrap();
            let files: Vec<Dossier> =
                (0..12).map(|_| Dossier::from_json(&plan, &dossier(&plan, &mut tape)).unwrap()).collect();
            let alone: Vec<_> = files
                .iter()
                .map(|file| {
                    let outcome = plan.evaluate(file, &context);
                    (outcome.total(), outcome.class())
                })
                .collect();
            for size in sizes {
                let which: Vec<usize> =
                    (0..size).map(|at| (at * 7 + at / 12 + tape.below(files.len())) % files.len()).collect();
                let company: Vec<Dossier> = which.iter().map(|at| files[*at].clone()).collect();
                let said = plan.evaluate_all(&company, &context);
                prop_assert_eq!(said.len(), size);
                for (summary, at) in said.iter().zip(&which) {
                    prop_assert_eq!(&summary.id, files[*at].id());
                    prop_assert_eq!(&(summary.total, summary.class.clone()), &alone[*at], "{}", text);
                }
            }
            Ok(())
        })
        .unwrap();
}
