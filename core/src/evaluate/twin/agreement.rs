//! Executor and twin side by side.

use super::Twin;
use super::values::{Number, R, Truth, rational};
use crate::batch::{Batch, ResultNote, held_result, result_set};
use crate::context::Context;
use crate::dossier::{Dossier, Row};
use crate::evaluate::{Lines, Registers, Run, Single};
use crate::exact::Exact;
use crate::hir::{InputId, ItemId, ROOT};
use crate::outcome::{Side, Standing, Verdict, View};
use crate::plan::{Kind, Op, Plan, Reg};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What executor and twin say differently of a dossier, if anything; for tests and fuzzing.
#[must_use]
pub fn disagreement(plan: &Plan, dossier: &Dossier, context: &Context) -> Option<String> {
    let batch = Batch::new(plan, &[dossier], context);
    let single = Single::new(plan, dossier, context);
    for open in [false, true] {
        let mut registers = Registers::new(plan);
        Run::new(plan, &batch, context, open && plan.inner.open_matters).block(&mut registers);
        // Both halves of the view are the same run, so that each is compared on its own.
        let view = View::of_block(plan, (&registers, &registers), None, 0);
        let twin = Twin { set: &plan.inner.set, dossier, context, open, assumed: None };
        let lines = single.lines(plan, open);
        let found = compare(&view, &twin).or_else(|| differing(plan, dossier, &registers, lines));
        if let Some(difference) = found {
            return Some(format!("{}: {difference}", if open { "open" } else { "closed" }));
        }
    }
    let (expected, notes) = (unused_results(plan, dossier, context), &single.notes);
    let same = expected.len() == notes.len() && expected.iter().all(|note| notes.contains(note));
    (!same).then(|| format!("results not used: {notes:?} for {expected:?}"))
}

/// The filed results that a step reads and that do not count as they stand, each once.
fn unused_results(plan: &Plan, dossier: &Dossier, context: &Context) -> Vec<ResultNote> {
    let (set, file) = (&plan.inner.set, &dossier.file);
    let mut found: Vec<ResultNote> = Vec::new();
    let read =
        |id: &InputId| plan.inner.steps.iter().any(|step| matches!(step.op, Op::Input(own) if own == *id));
    for id in (0..set.inputs.len()).map(InputId::from_index).filter(read) {
        let input = &set[id];
        let uses = result_set(&input.key).and_then(|name| set.uses.iter().find(|uses| uses.set == *name));
        let Some(uses) = uses else { continue };
        let rows: Vec<&Row> = if input.frame == ROOT {
            file.year(input.years_back).into_iter().collect()
        } else if input.years_back > 0 {
            Vec::new()
        } else {
            file.tables.get(&input.frame).into_iter().flatten().map(Arc::as_ref).collect()
        };
        for (row, filed) in (0u32..).zip(rows) {
            let (_, why) = held_result(set, input, uses, filed.results.get(&uses.set), context);
            let note = why.map(|why| ResultNote { frame: input.frame, row, set: uses.set.clone(), why });
            found.extend(note.filter(|note| !found.contains(note)));
        }
    }
    found
}

/// The first register of which the executor for columns and the one for single dossiers say
/// something else.
fn differing(plan: &Plan, dossier: &Dossier, registers: &Registers, lines: Lines<'_>) -> Option<String> {
    let (block, single) = (Side::Block(registers), Side::Single(lines));
    for (at, step) in plan.inner.steps.iter().enumerate() {
        let reg = Reg(u32::try_from(at).unwrap_or(u32::MAX));
        let den = match step.out.kind {
            Kind::Number { den, .. } => den,
            Kind::Truth | Kind::Choice => 1,
        };
        let said = |side: Side<'_>, row: usize| {
            let presence = side.presence(reg, row);
            // What is not there has no value.
            let there = presence.is_some_and(|(_, may_have)| may_have);
            let bounds = side.bounds(reg, row, den).filter(|_| there);
            (side.truth(reg, row), side.options(reg, row), presence, bounds)
        };
        let rows = dossier.file.tables.get(&step.out.frame).map(|rows| rows.iter().map(|row| row.count));
        let rows: Vec<u32> =
            if step.out.frame == ROOT { vec![1] } else { rows.into_iter().flatten().collect() };
        let mut column = 0;
        for (row, count) in rows.into_iter().enumerate() {
            for _ in 0..count {
                let (of_block, of_single) = (said(block, column), said(single, row));
                if of_block != of_single {
                    return Some(format!(
                        "{reg:?} row {row}: {of_block:?} in columns, {of_single:?} alone: {step:?}"
                    ));
                }
                column += 1;
            }
        }
    }
    None
}

fn compare(view: &View<'_>, twin: &Twin<'_>) -> Option<String> {
    let plan = view.plan;
    let set = twin.set;
    for at in 0..set.items.len() {
        let id = ItemId::from_index(at);
        let levels: Vec<Option<u32>> =
            if set[id].by_level { plan.inner.levels.iter().copied().map(Some).collect() } else { vec![None] };
        for level in levels {
            let name = format!("item {} at {level:?}", set[id].code);
            let found = item(view, twin, id, level);
            if let Some(found) = found {
                return Some(format!("{name}: {found}"));
            }
        }
    }
    for at in 0..set.gates.len() {
        let gate = plan.inner.gates.get(at).map(|reg| view.verdict(*reg));
        let expected = Some(verdict(twin.gate(at)));
        if gate != expected {
            return Some(format!("gate {at}: executor {gate:?}, twin {expected:?}"));
        }
    }
    let totals = twin.totals();
    let regs = [
        ("base total", plan.inner.base_total),
        ("raw total", plan.inner.raw_total),
        ("total", plan.inner.total),
    ];
    for (at, (name, reg)) in regs.into_iter().enumerate() {
        let expected = totals.as_ref().map(|totals| match at {
            0 => totals.base.clone(),
            1 => totals.raw.clone(),
            _ => totals.rounded.clone(),
        });
        if let Some(found) = number(view, reg, expected.as_ref()) {
            return Some(format!("{name}: {found}"));
        }
    }
    let covers = plan.inner.covers.map_or(Verdict::Met, |reg| view.verdict(reg));
    if covers != verdict(twin.covers()) {
        return Some(format!("covers: executor {covers:?}, twin {:?}", twin.covers()));
    }
    let class: Option<BTreeSet<Standing>> = view.class().map(|class| class.closed.into_iter().collect());
    let expected = twin.standings();
    (class != expected).then(|| format!("class: executor {class:?}, twin {expected:?}"))
}

fn item(view: &View<'_>, twin: &Twin<'_>, id: ItemId, level: Option<u32>) -> Option<String> {
    let set = twin.set;
    let node = twin.seen(id, level);
    let Some(regs) = view.plan.inner.items.get(&(id, level)).copied() else {
        return Some("the plan has no registers for it".to_owned());
    };
    let applies = regs.applies.map_or(Verdict::Met, |reg| view.verdict(reg));
    let counts = twin.in_collection(id, level);
    if applies != verdict(counts) {
        return Some(format!("applies: executor {applies:?}, twin {counts:?}"));
    }
    if set[id].scored {
        if let Some(found) = number(view, regs.points, Some(&node.points)) {
            return Some(format!("points: {found}"));
        }
        if let Some(found) = number(view, regs.max, Some(&node.max)) {
            return Some(format!("max: {found}"));
        }
    }
    if set[id].judged && applies != Verdict::NotMet {
        let met = regs.met.map(|reg| view.verdict(reg));
        let expected = Some(verdict(node.met));
        if met != expected {
            return Some(format!("met: executor {met:?}, twin {expected:?}"));
        }
    }
    None
}

fn verdict(truth: Truth) -> Verdict {
    match (truth.yes, truth.no) {
        (true, false) => Verdict::Met,
        (false, true) => Verdict::NotMet,
        _ => Verdict::Unknown,
    }
}

fn number(view: &View<'_>, reg: Option<Reg>, expected: Option<&Number>) -> Option<String> {
    let (reg, expected) = match (reg, expected) {
        (None, None) => return None,
        (Some(reg), Some(expected)) => (reg, expected),
        (reg, expected) => return Some(format!("executor has {reg:?}, twin {expected:?}")),
    };
    let (lack, have) = view.presence(reg);
    if (lack, have) != (expected.lack, expected.span.is_some()) {
        return Some(format!("executor may lack {lack}, may have {have}, twin {}", shown(expected)));
    }
    let found = view.bounds(reg, false);
    let same = |exact: Exact, want: &R| rational(exact) == *want;
    let agrees = match (&found, &expected.span) {
        (_, None) => true,
        (Some((lo, hi)), Some((want_lo, want_hi))) => same(*lo, want_lo) && same(*hi, want_hi),
        (None, Some(_)) => false,
    };
    if agrees {
        return None;
    }
    let text = found.map_or_else(|| "nothing".to_owned(), |(lo, hi)| format!("[{lo}, {hi}]"));
    Some(format!("executor {text}, twin {}", shown(expected)))
}

fn shown(number: &Number) -> String {
    let lack = if number.lack { " or none" } else { "" };
    match &number.span {
        Some((lo, hi)) => format!("[{lo}, {hi}]{lack}"),
        None => "none".to_owned(),
    }
}
