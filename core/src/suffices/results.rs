//! Which result of another set is advised, where several would do.
//!
//! In: ways that name a class of another set, each tried. Out: those worth saying. A worse class is
//! advised only where no better one does as much; classes that do up to the highest are said as one.

use super::moves::{About, Level, Moves, Wanted};
use crate::exact::Exact;
use crate::hir::CriteriaSet;
use std::collections::BTreeSet;

/// The one class that is asked for, if one is.
const fn class(level: &Level) -> Option<u32> {
    match level.wanted {
        Wanted::Class { option, or_higher: false } => Some(option),
        _ => None,
    }
}

/// Steps of one item: of each result, only those that nothing better does as well.
pub(super) fn no_worse_steps(ways: &[(usize, Level, Exact)]) -> Vec<(usize, Level, Exact)> {
    let mut out = Vec::with_capacity(ways.len());
    // Where a lower class is better they come the other way round, and stay as they are.
    let is_same = |a: &(usize, Level, Exact), b: &(usize, Level, Exact)| {
        a.0 == b.0 && class(&a.1).zip(class(&b.1)).is_some_and(|(a, b)| a < b)
    };
    for own in ways.chunk_by(is_same) {
        // From here on up, a better class does no less.
        let falls = own.windows(2).rposition(|pair| matches!(pair, [a, b] if a.2 > b.2));
        let rises = falls.map_or(0, |at| at + 1);
        for (at, (slot, level, gain)) in own.iter().enumerate() {
            let mut level = level.clone();
            let mut is_worse = false;
            if let (Wanted::Class { option, or_higher }, true) = (&mut level.wanted, own.len() > 1) {
                if at >= rises {
                    // To have none is never what is wanted where a class does no less.
                    (*or_higher, is_worse) = (true, *option == 0);
                } else {
                    is_worse = own.iter().skip(at + 1).any(|(.., other)| other >= gain);
                }
            }
            if !is_worse {
                out.push((*slot, level, *gain));
            }
        }
    }
    out
}

/// Sets that differ in one result only: none is left out where a class will do, and classes up to the
/// highest are one set.
pub(super) fn no_worse(set: &CriteriaSet, moves: &Moves, sets: &mut Vec<Vec<(usize, Level)>>) {
    let most = sets.iter().map(Vec::len).max().unwrap_or(0);
    for at in 0..most {
        let mut dropped: BTreeSet<usize> = BTreeSet::new();
        for own in 0..sets.len() {
            let alike = if dropped.contains(&own) { Vec::new() } else { alike(sets, own, at) };
            let classes: Vec<(u32, usize)> =
                alike.iter().copied().filter(|(option, _)| *option > 0).collect();
            let (Some((best, _)), Some((_, least))) = (classes.last().copied(), classes.first().copied())
            else {
                continue;
            };
            dropped.extend(alike.iter().filter(|(option, _)| *option == 0).map(|(_, other)| *other));
            let slot = sets.get(own).and_then(|levels| levels.get(at)).map(|(slot, _)| *slot);
            let top = slot.and_then(|slot| top(set, moves, slot));
            let is_stretch = classes.windows(2).all(|pair| matches!(pair, [a, b] if a.0 + 1 == b.0));
            if top != Some(best) || !is_stretch || classes.len() < 2 {
                continue;
            }
            dropped.extend(classes.iter().skip(1).map(|(_, other)| *other));
            let least = sets.get_mut(least).and_then(|levels| levels.get_mut(at));
            if let Some((_, Level { wanted: Wanted::Class { or_higher, .. }, .. })) = least {
                *or_higher = true;
            }
        }
        let mut position = 0;
        sets.retain(|_| {
            position += 1;
            !dropped.contains(&(position - 1))
        });
    }
}

/// The sets that are like one of them but for the class asked for at a place, by that class.
fn alike(sets: &[Vec<(usize, Level)>], own: usize, at: usize) -> Vec<(u32, usize)> {
    let Some(levels) = sets.get(own) else { return Vec::new() };
    if levels.get(at).and_then(|(_, level)| class(level)).is_none() {
        return Vec::new();
    }
    let mut out: Vec<(u32, usize)> = Vec::new();
    for (position, other) in sets.iter().enumerate().filter(|(_, other)| other.len() == levels.len()) {
        let same = levels.iter().zip(other).enumerate().all(|(place, ((slot, level), (of, other)))| {
            slot == of && (place == at || level.wanted == other.wanted)
        });
        let option = other.get(at).and_then(|(_, level)| class(level));
        out.extend(option.filter(|_| same).map(|option| (option, position)));
    }
    out.sort_unstable();
    out
}

/// The highest class of the set whose result a slot is about.
fn top(set: &CriteriaSet, moves: &Moves, slot: usize) -> Option<u32> {
    let About::Result(_, name) = &moves.slots.get(slot)?.about else { return None };
    let uses = set.uses.iter().find(|uses| uses.set == *name)?;
    u32::try_from(set[uses.classes].options.len()).ok()?.checked_sub(1)
}
