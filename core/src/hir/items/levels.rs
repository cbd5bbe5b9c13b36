//! Items judged once for each level.
//!
//! In: items whose lines are read, and the class table. Out: which items depend on the level that is
//! judged, and a finding for each that has lines for some levels and none for another.

use super::super::Class;
use super::*;

/// An item depends on the level judged if a line of it names a level, or a condition reads one.
pub(super) fn mark(builder: &mut Builder<'_>) {
    let reads_level = |expr: &Expr| super::super::reads_level(&builder.set, expr);
    let mut by_level: Vec<bool> = builder
        .set
        .items
        .iter()
        .map(|item| {
            item.verdicts.iter().any(|verdict| verdict.level.is_some() || reads_level(&verdict.condition))
                || item.only.as_ref().is_some_and(|(only, _)| reads_level(only))
        })
        .collect();
    // Children stand after their parents, so one pass from the end reaches the roots.
    for (at, item) in builder.set.items.iter().enumerate().rev() {
        let own = by_level.get(at).copied().unwrap_or(false);
        if let (true, Some(parent)) = (own, item.parent)
            && let Some(slot) = by_level.get_mut(parent.index())
        {
            *slot = true;
        }
    }
    for (item, by_level) in builder.set.items.iter_mut().zip(by_level) {
        item.by_level = by_level;
    }
}

/// An item with lines for some levels has lines for all of them, or says at which it applies: without
/// a line everybody would meet it there.
pub(super) fn check(builder: &mut Builder<'_>) {
    let set = &builder.set;
    let Some(classes) = &set.classes else { return };
    let named = |level: u32| {
        let mut verdicts = set.items.iter().flat_map(|item| &item.verdicts);
        verdicts.any(|verdict| verdict.level == Some(level))
    };
    // Classes of another word are levels where an item speaks of them.
    let levels: Vec<(u32, &Class)> = (0u32..)
        .zip(&classes.list)
        .filter(|(at, class)| named(*at) || (class.word == Phrase::LevelWord && class.condition.is_some()))
        .collect();
    let mut findings = Vec::new();
    for item in &set.items {
        let lines = |level: Option<u32>| item.verdicts.iter().any(|verdict| verdict.level == level);
        let by_level = item.verdicts.iter().any(|verdict| verdict.level.is_some());
        if !by_level || lines(None) {
            continue;
        }
        let missing = levels.iter().find(|(level, _)| !lines(Some(*level)) && applies_at(set, item, *level));
        if let Some((_, class)) = missing {
            findings.push(diagnostics::level_without_line(item.span, &item.code, &class.name));
        }
    }
    builder.diagnostics.extend(findings);
}

/// Whether an item can apply at a level: nothing says outright that it, or what it stands under, does
/// not.
fn applies_at(set: &CriteriaSet, item: &Item, level: u32) -> bool {
    let own = item.only.as_ref().is_none_or(|(only, _)| known_at(only, level) != Some(false));
    own && item.parent.is_none_or(|parent| applies_at(set, &set[parent], level))
}

/// What a condition is at a level, as far as the level alone decides it.
fn known_at(condition: &Expr, level: u32) -> Option<bool> {
    let known = |part: &Expr| known_at(part, level);
    // A part of the value that decides the whole, or every part of the other.
    let joined = |parts: &[Expr], decides: bool| {
        if parts.iter().any(|part| known(part) == Some(decides)) {
            return Some(decides);
        }
        parts.iter().all(|part| known(part) == Some(!decides)).then_some(!decides)
    };
    match &condition.kind {
        ExprKind::Truth(value) => Some(*value),
        ExprKind::LevelJudged(judged) => Some(*judged == level),
        ExprKind::Definition(_, inner) => known(inner),
        ExprKind::Not(inner) => known(inner).map(|value| !value),
        ExprKind::And(parts) => joined(parts, false),
        ExprKind::Or(parts) => joined(parts, true),
        _ => None,
    }
}
