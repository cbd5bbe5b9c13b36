//! Parts of conditions that decide nothing, and levels that do not include the lower ones.
//!
//! In: the conditions an author wrote. Out: a finding for each part that the other parts imply, for
//! each condition whose parts contradict each other or leave nothing out, and for each level that
//! can be reached without the one below it. What is said holds in every cell of values; where there
//! are too many cells, or where a counterexample may not come about, nothing is said.

use super::super::{Classes, CriteriaSet, Expr, ExprKind};
use super::cells::{Point, Space};
use super::conditions::conditions;
use crate::diagnostics;
use std::collections::BTreeMap;
use tieuchi_grammar::{Diagnostic, Phrase, Span};

/// Tests of parts after which a condition is too long to say anything of: about a hundred comparisons
/// of one number.
const MOST_TESTS: usize = 4_000_000;

pub fn prove(set: &CriteriaSet) -> Vec<Diagnostic> {
    let mut found = Found::new();
    for condition in conditions(set) {
        look(set, condition, &mut found);
    }
    let finding = |((span, _), says): ((Span, bool), Option<Says>)| {
        Some(match says? {
            Says::Always => diagnostics::always_true(span),
            Says::Never => diagnostics::parts_contradict(span),
            Says::Nothing => diagnostics::part_without_effect(span),
        })
    };
    let mut findings: Vec<Diagnostic> = found.into_iter().filter_map(finding).collect();
    findings.extend(levels(set));
    findings
}

/// What a condition, or a part of one, comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    /// It holds always.
    Always,
    /// It never holds.
    Never,
    /// The other parts imply it.
    Nothing,
}

/// What is found by place, as a whole condition or as a part of one.
type Found = BTreeMap<(Span, bool), Option<Says>>;

/// Conditions of several parts, by place. One place may be read several times, for several years or
/// tables: a finding must be true of every reading.
fn look(set: &CriteriaSet, expr: &Expr, found: &mut Found) {
    match &expr.kind {
        // A definition is looked at where it stands; of items written out, some may differ.
        ExprKind::Definition(..)
        | ExprKind::Table(_)
        | ExprKind::AllItems(_)
        | ExprKind::CountItems(_)
        | ExprKind::ShareItems(_) => return,
        ExprKind::And(parts) => joined(set, expr.span, parts, true, found),
        ExprKind::Or(parts) => joined(set, expr.span, parts, false, found),
        _ => {}
    }
    for part in expr.parts() {
        look(set, part, found);
    }
}

fn joined(set: &CriteriaSet, whole: Span, parts: &[Expr], all: bool, found: &mut Found) {
    let mut space = Space::new(set);
    let formulas: Vec<_> = parts.iter().map(|part| space.formula(part)).collect();
    let Some(cells) = space.cells() else { return };
    // Every part is held against all others in every cell.
    if parts.len().saturating_mul(parts.len()).saturating_mul(cells.len()) > MOST_TESTS {
        return;
    }
    let truths: Vec<Vec<bool>> = cells
        .iter()
        .map(|cell| formulas.iter().map(|formula| formula.holds(cell)).collect::<Vec<_>>())
        .collect();
    // A part that says nothing by itself is a finding of its own.
    let varies = |at: usize| {
        let of = |cell: &Vec<bool>| cell.get(at).copied().unwrap_or_default();
        truths.iter().any(of) && !truths.iter().all(of)
    };
    if !(0..parts.len()).all(varies) {
        return;
    }
    let holds =
        |cell: &Vec<bool>| if all { cell.iter().all(|part| *part) } else { cell.iter().any(|part| *part) };
    let mut says: Found = parts.iter().map(|part| ((part.span, false), None)).collect();
    says.insert((whole, true), None);
    if truths.iter().all(holds) {
        says.insert((whole, true), Some(Says::Always));
    } else if !truths.iter().any(holds) {
        says.insert((whole, true), Some(Says::Never));
    } else {
        let mut kept: Vec<usize> = (0..parts.len()).collect();
        for (at, part) in parts.iter().enumerate().rev() {
            let others = || kept.iter().copied().filter(move |other| *other != at);
            // Under *and* a part decides only where the others hold, under *or* where none does.
            let decides = truths.iter().any(|cell| {
                let of = |at: usize| cell.get(at).copied().unwrap_or_default();
                if all { others().all(of) && !of(at) } else { !others().any(of) && of(at) }
            });
            if !decides {
                says.insert((part.span, false), Some(Says::Nothing));
                kept.retain(|other| *other != at);
            }
        }
    }
    for (place, said) in says {
        found
            .entry(place)
            .and_modify(|known| *known = known.filter(|known| Some(*known) == said))
            .or_insert(said);
    }
}

/// Levels, best first: whoever reaches one should reach the next one down. Levels of which exactly
/// one must hold, or that are tested in an order of their own, do not build on each other.
fn levels(set: &CriteriaSet) -> Vec<Diagnostic> {
    let build = |classes: &&Classes| !classes.exactly_one && classes.order.is_sorted();
    let Some(classes) = set.classes.as_ref().filter(build) else { return Vec::new() };
    let levels: Vec<_> = (0u32..)
        .zip(&classes.list)
        .filter_map(|(position, class)| {
            let condition = class.condition.as_ref().filter(|_| class.word == Phrase::LevelWord)?;
            Some((position, class, condition))
        })
        .collect();
    let without_lower = levels.windows(2).filter_map(|pair| {
        let [(above, higher, reached), (below, lower, missed)] = pair else { return None };
        let mut space = Space::looking_into_items(set);
        let reached = space.class_condition(*above, reached);
        let missed = space.class_condition(*below, missed);
        if !space.is_exact() {
            return None;
        }
        let cells: Vec<Vec<Point>> = space.cells()?;
        let cell = cells.iter().find(|cell| reached.holds(cell) && !missed.holds(cell))?;
        let (spans, labels) = ((higher.span, lower.span), (higher.label.as_str(), lower.label.as_str()));
        Some(diagnostics::level_without_lower(spans, labels, &space.words(cell)))
    });
    without_lower.collect()
}
