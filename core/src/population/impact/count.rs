//! Standings before and after, counted subject after subject.

use super::{ClassImpact, MatrixCell, Names, Place, PointsMoved, StandingChange, TableOutcome};
use crate::outcome::{ClassOutcome, Standing, Verdict};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What is added up, subject after subject.
pub(super) struct Counter<'a> {
    /// By the order in which places are shown.
    pub matrix: BTreeMap<(usize, usize), MatrixCell>,
    pub changes: BTreeMap<StandingChange, u64>,
    pub points: Option<PointsMoved>,
    pub classes: Vec<ClassImpact>,
    pub sides: &'a (Names, Names),
}

impl Counter<'_> {
    /// Adds how the points of a subject move.
    pub fn add_points(&mut self, old: &TableOutcome, new: &TableOutcome, before: usize, after: usize) {
        let totals = old.total(before).zip(new.total(after));
        let (Some(points), Some((before, after))) = (&mut self.points, totals) else { return };
        match after.certain.cmp(&before.certain) {
            Ordering::Greater => points.more += 1,
            Ordering::Less => points.fewer += 1,
            Ordering::Equal => points.same += 1,
        }
    }

    /// Adds where a subject stands, and says what becomes of it.
    pub fn add(&mut self, old: Option<&ClassOutcome>, new: Option<&ClassOutcome>) -> StandingChange {
        let places = (Place::of(old), Place::of(new));
        let key = (order(&self.sides.0, &places.0), order(&self.sides.1, &places.1));
        let cell =
            self.matrix.entry(key).or_insert_with(|| MatrixCell { old: places.0, new: places.1, count: 0 });
        cell.count += 1;
        for class in &mut self.classes {
            let holds =
                |side: Option<&ClassOutcome>| side.map_or(Verdict::NotMet, |side| side.holds(&class.name));
            let (before, after) = (holds(old), holds(new));
            for (count, verdict) in [(&mut class.old, before), (&mut class.new, after)] {
                if let Some(count) = count {
                    count.add(verdict);
                }
            }
            match (before, after) {
                (Verdict::NotMet, Verdict::Met) => class.gained += 1,
                (Verdict::Met, Verdict::NotMet) => class.lost += 1,
                (Verdict::Unknown, _) | (_, Verdict::Unknown) => class.unsettled += 1,
                _ => {}
            }
        }
        let change = self.change(old, new);
        *self.changes.entry(change).or_insert(0) += 1;
        change
    }

    fn change(&self, old: Option<&ClassOutcome>, new: Option<&ClassOutcome>) -> StandingChange {
        let (Some(old), Some(new)) = (old, new) else {
            return if old.is_none() && new.is_none() { StandingChange::Same } else { StandingChange::Other };
        };
        let pairs =
            || old.closed.iter().flat_map(|before| new.closed.iter().map(move |after| (before, after)));
        let all = |wanted| pairs().all(|(before, after)| self.rank(after, before) == Some(wanted));
        let settled = old.settled().is_some() && new.settled().is_some();
        match settled {
            true if old.closed == new.closed => StandingChange::Same,
            _ if all(Ordering::Greater) => StandingChange::Gained,
            _ if all(Ordering::Less) => StandingChange::Lost,
            true => StandingChange::Other,
            false => StandingChange::Open,
        }
    }

    /// How one standing compares with another, where the sets say so.
    fn rank(&self, one: &Standing, other: &Standing) -> Option<Ordering> {
        match (one, other) {
            (Standing::Class(one), Standing::Class(other)) => {
                let by = |list: &Names| {
                    let at = |name: &str| list.iter().position(|(known, _)| known == name);
                    // The highest stands first.
                    Some(at(other)?.cmp(&at(one)?))
                };
                match (by(&self.sides.0), by(&self.sides.1)) {
                    (Some(old), Some(new)) => (old == new).then_some(new),
                    (old, new) => old.or(new),
                }
            }
            (Standing::Class(_), _) => Some(Ordering::Greater),
            (_, Standing::Class(_)) => Some(Ordering::Less),
            (one, other) => (one == other).then_some(Ordering::Equal),
        }
    }
}

/// Where a place is shown: classes from the highest, the rest, what is not settled.
fn order(names: &Names, place: &Place) -> usize {
    let after = |at: usize| names.len() + at;
    match place {
        Place::Settled(Standing::Class(name)) => {
            names.iter().position(|(known, _)| known == name).unwrap_or(names.len())
        }
        Place::Settled(Standing::None) => after(1),
        Place::Settled(Standing::NotRanked) => after(2),
        Place::Settled(Standing::Outside) => after(3),
        Place::Unsettled => after(4),
        Place::NoClasses => after(5),
    }
}
