//! Class tables: complete, disjoint where the set says so, and without a class nobody can get.

use super::super::{Class, Classes, CriteriaSet, Effect};
use super::cells::{Formula, Point, Space};
use crate::diagnostics;
use tieuchi_grammar::{Bilingual, Diagnostic};

pub fn prove(set: &CriteriaSet) -> Vec<Diagnostic> {
    let Some(classes) = set.classes.as_ref().filter(|classes| !classes.lone_title) else {
        return Vec::new();
    };
    let mut space = Space::new(set);
    let tested: Vec<(&Class, Formula)> = classes
        .order
        .iter()
        .filter_map(|position| {
            let class = classes.list.get(*position as usize)?;
            Some((class, space.class_condition(*position, class.condition.as_ref()?)))
        })
        .collect();
    let has_rest = classes.list.iter().any(|class| class.condition.is_none());
    let open = !has_rest && !classes.left_open;
    let Some(cells) = space.cells() else {
        // Too many cases to look at each: what the author claims cannot be confirmed.
        return if classes.exactly_one {
            vec![diagnostics::classes_not_proved(classes.span)]
        } else if open {
            gap_sought(classes, &tested, &space).into_iter().collect()
        } else {
            Vec::new()
        };
    };
    let mut findings = Vec::new();
    let gap = cells.iter().find(|cell| !tested.iter().any(|(_, holds)| holds.holds(cell)));
    if (open || classes.exactly_one)
        && let Some(cell) = gap
    {
        findings.push(gap_at(classes, &tested, &space, cell, &space.words(cell)));
    }
    if classes.exactly_one {
        findings.extend(overlap(classes, &tested, &space, &cells));
    } else {
        findings.extend(never_given(set, &tested, &cells, gap.is_some()));
    }
    findings
}

/// A case that no class takes.
fn gap_at(
    classes: &Classes,
    tested: &[(&Class, Formula)],
    space: &Space<'_>,
    cell: &[Point],
    words: &Bilingual,
) -> Diagnostic {
    let class_of = |cell: &[Point]| {
        tested.iter().find(|(_, holds)| holds.holds(cell)).map(|(class, _)| class.label.as_str())
    };
    let (above, below) = space.beside(cell, class_of);
    diagnostics::classes_leave_a_gap(classes.span, Some((words, above, below)))
}

/// A gap among too many cases to look at each.
fn gap_sought(classes: &Classes, tested: &[(&Class, Formula)], space: &Space<'_>) -> Option<Diagnostic> {
    let formulas: Vec<&Formula> = tested.iter().map(|(_, formula)| formula).collect();
    match space.none_holding(&formulas) {
        None => Some(diagnostics::classes_leave_a_gap(classes.span, None)),
        Some(None) => None,
        Some(Some(case)) => {
            Some(gap_at(classes, tested, space, &space.filled(&case), &space.words_of(&case)))
        }
    }
}

/// Two classes of a table of which exactly one must hold.
fn overlap(
    classes: &Classes,
    tested: &[(&Class, Formula)],
    space: &Space<'_>,
    cells: &[Vec<Point>],
) -> Option<Diagnostic> {
    cells.iter().find_map(|cell| {
        let mut holding = tested.iter().filter(|(_, holds)| holds.holds(cell));
        let (first, second) = (holding.next()?, holding.next()?);
        let names = (first.0.label.as_str(), second.0.label.as_str());
        Some(diagnostics::classes_overlap(
            classes.span,
            (first.0.span, second.0.span),
            names,
            &space.words(cell),
        ))
    })
}

/// Classes for which nothing is left where they are tested.
fn never_given(
    set: &CriteriaSet,
    tested: &[(&Class, Formula)],
    cells: &[Vec<Point>],
    gap: bool,
) -> Vec<Diagnostic> {
    let mut left: Vec<&Vec<Point>> = cells.iter().collect();
    let mut findings = Vec::new();
    for (class, holds) in tested {
        let before = left.len();
        left.retain(|cell| !holds.holds(cell));
        if left.len() == before {
            findings.push(diagnostics::class_never_given(class.span, &class.label));
        }
    }
    let list = set.classes.iter().flat_map(|classes| &classes.list);
    let rest = (0u32..).zip(list).find(|(_, class)| class.condition.is_none());
    if let (Some((position, class)), false) = (rest, gap)
        && !a_gate_gives(set, position)
    {
        findings.push(diagnostics::class_never_given(class.span, &class.label));
    }
    findings
}

/// Whether a condition for the whole set can give the rest class, though no case is left for it.
fn a_gate_gives(set: &CriteriaSet, rest: u32) -> bool {
    set.gates.iter().any(|gate| match gate.effect {
        Effect::BarsAll => true,
        Effect::Class(position) | Effect::AtMost(position) => position == rest,
        Effect::Noted | Effect::NotRanked => false,
    })
}
