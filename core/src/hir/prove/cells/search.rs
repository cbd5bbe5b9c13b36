//! A case in which no condition of a list holds, found without looking at every cell.
//!
//! In: formulas over the axes. Out: such a case by the axes that matter in it, or that there is
//! none. Values are set one axis after another, and what is decided already is left alone: a
//! condition that holds ends the way, and one that fails is asked no more.

use super::{Formula, Point, Space, compares};

/// The most values that are tried.
const MOST_TRIES: usize = 200_000;

/// A case by its axes; none for an axis that does not matter in it.
pub type Case = Vec<Option<Point>>;

impl Space<'_> {
    /// A case in which none of the formulas holds; the outer `None` where the search would take too
    /// long, the inner one where there is no such case.
    pub fn none_holding(&self, formulas: &[&Formula]) -> Option<Option<Case>> {
        let mut search = Search { space: self, formulas, case: vec![None; self.axes.len()], tries: 0 };
        search.go_on()
    }

    /// The case with some value on every axis.
    pub fn filled(&self, case: &Case) -> Vec<Point> {
        let points = self.axes.iter().zip(case);
        points.filter_map(|(axis, point)| point.or_else(|| axis.points().first().copied())).collect()
    }
}

struct Search<'a> {
    space: &'a Space<'a>,
    formulas: &'a [&'a Formula],
    case: Case,
    tries: usize,
}

impl Search<'_> {
    fn go_on(&mut self) -> Option<Option<Case>> {
        // The condition with the fewest open ends decides the soonest.
        let mut next: Option<(usize, usize)> = None;
        for formula in self.formulas {
            match formula.decided(&self.case) {
                Some(true) => return Some(None),
                Some(false) => {}
                None => {
                    let mut open = Vec::new();
                    formula.open_axes(&self.case, &mut open);
                    let first = open.first().map(|axis| (open.len(), *axis));
                    next = match (next, first) {
                        (Some(known), Some(new)) if known.0 <= new.0 => Some(known),
                        (known, new) => new.or(known),
                    };
                }
            }
        }
        let Some((_, axis)) = next else { return Some(Some(self.case.clone())) };
        for point in self.space.axes.get(axis)?.points() {
            self.tries += 1;
            if self.tries > MOST_TRIES {
                return None;
            }
            *self.case.get_mut(axis)? = Some(point);
            if let Some(found) = self.go_on()? {
                return Some(Some(found));
            }
        }
        *self.case.get_mut(axis)? = None;
        Some(None)
    }
}

impl Formula {
    /// Whether the values set so far decide it, and how.
    fn decided(&self, case: &Case) -> Option<bool> {
        let at = |axis: &usize| case.get(*axis).copied().flatten();
        match self {
            Self::Known(known) => Some(*known),
            Self::Number(axis, op, bar) => {
                Some(matches!(at(axis)?, Point::Number(value) if compares(*op, value.cmp(bar))))
            }
            Self::Options(axis, mask) => {
                Some(matches!(at(axis)?, Point::Option(option) if mask >> option & 1 == 1))
            }
            Self::Truth(axis) => Some(at(axis)? == Point::Truth(true)),
            Self::Not(inner) => inner.decided(case).map(|holds| !holds),
            Self::All(parts) => at_least(parts.len(), parts, case),
            Self::Any(parts) => at_least(1, parts, case),
            Self::AtLeast(n, parts) => at_least(*n, parts, case),
        }
    }

    /// The axes it still waits for.
    fn open_axes(&self, case: &Case, open: &mut Vec<usize>) {
        if self.decided(case).is_some() {
            return;
        }
        match self {
            Self::Known(_) => {}
            Self::Number(axis, ..) | Self::Options(axis, _) | Self::Truth(axis) => {
                if !open.contains(axis) {
                    open.push(*axis);
                }
            }
            Self::Not(inner) => inner.open_axes(case, open),
            Self::All(parts) | Self::Any(parts) | Self::AtLeast(_, parts) => {
                parts.iter().for_each(|part| part.open_axes(case, open));
            }
        }
    }
}

fn at_least(n: usize, parts: &[Formula], case: &Case) -> Option<bool> {
    let (mut sure, mut possible) = (0, 0);
    for part in parts {
        let holds = part.decided(case);
        sure += usize::from(holds == Some(true));
        possible += usize::from(holds != Some(false));
    }
    if sure >= n {
        return Some(true);
    }
    (possible < n).then_some(false)
}
