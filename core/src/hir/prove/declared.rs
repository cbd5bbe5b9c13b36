//! What a set rests on: documents it cites and the days its parameters cover.
//!
//! In: citations, parameters, what is kept private. Out: a finding for each document cited by
//! article that no `căn cứ` line names, for each parameter without a value on some day the set is
//! in force or in some place, for each row of a region that a newer general row leaves standing,
//! for each fact that nothing reads, and for points that are computed from a private value.

use super::super::{Applies, Citation, CriteriaSet, Expr, ExprKind, InputKey, Notes, Param, ScoringKind, Ty};
use crate::day::Day;
use crate::diagnostics;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tieuchi_grammar::{Diagnostic, Phrase, Span};

pub fn prove(set: &CriteriaSet) -> Vec<Diagnostic> {
    let mut findings = documents(set);
    findings.extend(set.params.iter().filter_map(|param| uncovered(set, param)));
    findings.extend(set.params.iter().filter_map(|param| only_regional(set, param)));
    findings.extend(set.params.iter().flat_map(older_in_regions));
    findings.extend(unread(set));
    findings.extend(given_away(set));
    findings
}

/// Facts and fields that no part of the set reads and no example gives. A set may list what a form
/// asks for anyway, so this is a note, and an example of such a fact says that it is meant.
fn unread(set: &CriteriaSet) -> Vec<Diagnostic> {
    // What a catalogue declares, others use. A set without items and examples is only begun.
    if set.kind == Phrase::Catalogue || (set.items.is_empty() && set.examples.is_empty()) {
        return Vec::new();
    }
    let mut read: BTreeSet<Span> = BTreeSet::new();
    for expr in all_exprs(set) {
        expr.walk(&mut |part| {
            if let ExprKind::Input(id) = part.kind {
                read.insert(set[id].span);
            }
        });
    }
    let assigns = set.examples.iter().flat_map(|example| {
        example.given.iter().chain(example.rows.iter().flat_map(|(_, _, assigns)| assigns))
    });
    let given: BTreeSet<&str> =
        assigns.filter_map(|assign| assign.key.first()).map(|key| key.text.as_str()).collect();
    let own = set.parts.first();
    let mut findings: BTreeMap<Span, Diagnostic> = BTreeMap::new();
    for input in set.inputs.iter().filter(|input| matches!(input.key, InputKey::Fact(_))) {
        let elsewhere = own.is_some_and(|part| !part.holds(input.span));
        if !elsewhere && !read.contains(&input.span) && !given.contains(input.name.as_str()) {
            findings.insert(input.span, diagnostics::never_read(input.span, &input.name));
        }
    }
    findings.into_values().collect()
}

/// Every expression that an assessment of somebody may read.
fn all_exprs(set: &CriteriaSet) -> Vec<&Expr> {
    let mut out: Vec<&Expr> = set.applies.iter().filter_map(|line| line.condition.as_ref()).collect();
    out.extend(set.definitions.iter().map(|definition| &definition.expr));
    out.extend(set.groups.iter().flat_map(|group| group.rows.parts()));
    out.extend(set.params.iter().flat_map(|param| param.cases.iter().flatten()));
    out.extend(set.gates.iter().map(|gate| &gate.condition));
    out.extend(set.authorities.iter().filter_map(|authority| authority.condition.as_ref()));
    let classes = set.classes.iter().flat_map(|classes| &classes.list);
    out.extend(classes.filter_map(|class| class.condition.as_ref()));
    out.extend(set.items.iter().flat_map(super::super::Item::own_exprs));
    out
}

/// Points and measures that are computed from a value the set keeps private: points are shown, and
/// with them the value.
fn given_away(set: &CriteriaSet) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for item in &set.items {
        for scoring in &item.scoring {
            let points = match &scoring.kind {
                ScoringKind::Formula(points) | ScoringKind::Each { points, .. } => points,
                ScoringKind::Met { points, .. } => points,
                ScoringKind::Table { .. }
                | ScoringKind::Level { .. }
                | ScoringKind::Direct(_)
                | ScoringKind::ClausesGive { .. } => continue,
            };
            if carries_private(set, points) {
                findings.push(diagnostics::private_value_shown(scoring.span, &item.code));
            }
        }
        if let Some(measure) = item.measure.as_ref().filter(|measure| carries_private(set, &measure.value)) {
            findings.push(diagnostics::private_value_shown(measure.value.span, &item.code));
        }
    }
    findings
}

/// Whether a number is made of private values. A condition on them tells less than the value, and
/// a mean or share over rows is not the value of one.
fn carries_private(set: &CriteriaSet, expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Input(id) => set[*id].private,
        ExprKind::Mean(..) | ExprKind::Share(..) => false,
        _ => {
            expr.ty != Ty::Truth
                && expr.parts().into_iter().any(|part| part.ty != Ty::Truth && carries_private(set, part))
        }
    }
}

fn documents(set: &CriteriaSet) -> Vec<Diagnostic> {
    // A set that names no document says nothing of what it rests on.
    if set.based_on.is_empty() {
        return Vec::new();
    }
    let mut notes: Vec<&Notes> = Vec::new();
    for item in &set.items {
        notes.push(&item.notes);
        notes.extend(item.verdicts.iter().map(|verdict| &verdict.notes));
        for scoring in &item.scoring {
            notes.push(&scoring.notes);
            if let ScoringKind::Table { rows, .. } = &scoring.kind {
                notes.extend(rows.iter().map(|row| &row.notes));
            }
        }
    }
    notes.extend(set.fact_notes.values());
    notes.extend(set.definitions.iter().map(|definition| &definition.notes));
    notes.extend(set.gates.iter().map(|gate| &gate.notes));
    if let Some(classes) = &set.classes {
        notes.extend(classes.list.iter().map(|class| &class.notes));
    }
    let mut cited: Vec<(Span, &Citation)> = notes
        .into_iter()
        .flat_map(|notes| notes.sources_at.iter().copied().zip(notes.sources.iter().map(Arc::as_ref)))
        .filter(|(_, citation)| !citation.place.is_empty())
        .collect();
    cited.sort_by_key(|(span, _)| *span);
    let declared: BTreeSet<&str> = set.based_on.iter().map(|(document, _)| document.as_str()).collect();
    let mut told: BTreeSet<&str> = BTreeSet::new();
    let mut findings = Vec::new();
    for (span, citation) in cited {
        let document = citation.document.as_str();
        if !declared.contains(document) && told.insert(document) {
            findings.push(diagnostics::document_not_declared(span, document));
        }
    }
    findings
}

/// The first days of the set on which a parameter has no value for a place no row names.
fn uncovered(set: &CriteriaSet, param: &Param) -> Option<Diagnostic> {
    let (first, _) = set.in_force;
    let begins = |case: usize| {
        let national = param.rows.iter().filter(|row| row.case == case && row.region.is_none());
        national.map(|row| row.from).min()
    };
    // A parameter that only regions set is another finding.
    let begin = (0..param.cases.len()).filter_map(begins).max().filter(|begin| *begin > first)?;
    let last = Day::from_number(begin.number() - 1);
    Some(diagnostics::parameter_uncovered(param.span, &param.name, first, last))
}

/// A parameter that has rows for regions only, in a set that is for other places too.
fn only_regional(set: &CriteriaSet, param: &Param) -> Option<Diagnostic> {
    let everywhere = |case: usize| {
        let mut rows = param.rows.iter().filter(|row| row.case == case).peekable();
        rows.peek().is_none() || rows.any(|row| row.region.is_none())
    };
    let named = |region: &String| param.rows.iter().any(|row| row.region.as_ref() == Some(region));
    let only_there = |applies: &Applies| applies.region.as_ref().is_some_and(named);
    let missing = !(0..param.cases.len()).all(everywhere) && !set.applies.iter().all(only_there);
    missing.then(|| match milestones_of(param) {
        Some(code) => diagnostics::milestones_only_regional(param.span, code),
        None => diagnostics::parameter_only_regional(param.span, &param.name),
    })
}

/// The code of the target whose milestones are kept as a parameter; no name of an author has a dot.
fn milestones_of(param: &Param) -> Option<&str> {
    param.name.strip_suffix(".bar")
}

/// Regions whose last row is older than the last row for all places: the nearer still wins, and
/// whether that is meant is for a person to say, by a row of the same day.
fn older_in_regions(param: &Param) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    // A milestone of a region is what its text sets for the region; later ones need not name it.
    if milestones_of(param).is_some() {
        return findings;
    }
    for case in 0..param.cases.len() {
        let mut last: BTreeMap<Option<&str>, Day> = BTreeMap::new();
        for row in param.rows.iter().filter(|row| row.case == case) {
            let day = last.entry(row.region.as_deref()).or_insert(row.from);
            *day = row.from.max(*day);
        }
        let Some(general) = last.get(&None).copied() else { continue };
        for (region, from) in last {
            if let Some(region) = region.filter(|_| from < general) {
                let at = param.span;
                findings.push(diagnostics::regional_row_older(at, &param.name, region, from, general));
            }
        }
    }
    findings
}
