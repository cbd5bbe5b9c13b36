//! How the conditions of a table's rows can fall together.
//!
//! In: conditions, some rows without one. Out: every combination of their truth that can come about,
//! each with a case in words. Comparisons of one number, or of one choice, exclude and complete each
//! other as their values do; what is judged by level is looked at for each level.

use super::super::prove::cells::{Point, Space};
use super::super::{CriteriaSet, Expr, reads_level};
use std::collections::BTreeSet;
use tieuchi_grammar::Bilingual;

/// The combinations for one level, or for a table that does not read the level.
pub(super) struct Ways<'a> {
    space: Space<'a>,
    /// Which conditions hold, and a cell in which it is so.
    pub cells: Vec<(Vec<bool>, Vec<Point>)>,
}

impl<'a> Ways<'a> {
    /// The combinations, for each of so many levels; none where there are too many to look at.
    pub fn of(set: &'a CriteriaSet, conditions: &[Option<&'a Expr>], levels: usize) -> Option<Vec<Self>> {
        let by_level = conditions.iter().flatten().any(|condition| reads_level(set, condition));
        let levels = if by_level { levels.max(1) } else { 1 };
        (0u32..).take(levels).map(|level| Self::at(set, conditions, level)).collect()
    }

    fn at(set: &'a CriteriaSet, conditions: &[Option<&'a Expr>], level: u32) -> Option<Self> {
        let mut space = Space::new(set);
        let formulas: Vec<_> = conditions
            .iter()
            .map(|condition| condition.map(|condition| space.class_condition(level, condition)))
            .collect();
        let mut seen = BTreeSet::new();
        let mut cells = Vec::new();
        for cell in space.cells()? {
            let holds: Vec<bool> = formulas
                .iter()
                .map(|formula| formula.as_ref().is_none_or(|formula| formula.holds(&cell)))
                .collect();
            if seen.insert(holds.clone()) {
                cells.push((holds, cell));
            }
        }
        Some(Self { space, cells })
    }

    /// A case in words; none where nothing but the table's own input matters.
    pub fn words(&self, cell: &[Point]) -> Option<Bilingual> {
        (!cell.is_empty()).then(|| self.space.words(cell))
    }
}
