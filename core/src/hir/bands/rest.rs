//! What `otherwise` takes: the values that the other rows of a table leave.
//!
//! In: rows that were proved, and the value they judge. Out: a condition that is possible only where
//! some value not yet ruled out lies in no other row. "None of the others holds" is the same for a known
//! value, but for one that may lie on either side of an edge it would be possible although both sides
//! have their row.

use super::{Interval, between};
use crate::exact::Exact;
use crate::hir::scope::Builder;
use crate::hir::{BandShape, Expr, ExprKind, ParamId, ROOT, Range, TableRow, Ty};
use std::collections::BTreeMap;
use tieuchi_grammar::Span;
use tieuchi_grammar::ast::Comparison;

/// An end of a row: where, whether the row holds it, and the edge as written.
type End<'r> = Option<(Exact, bool, &'r Expr)>;

impl Builder<'_> {
    /// The bands beside those of the rows; nothing where a row has a condition of its own, where an edge
    /// depends on more than the set and its parameters, or where the order of the edges does.
    pub(super) fn rest_of_bands(
        &mut self,
        input: &Expr,
        rows: &[TableRow],
        conditions: &[Option<Expr>],
        span: Span,
    ) -> Option<Expr> {
        if conditions.iter().any(Option::is_some) {
            return None;
        }
        let situations = self.situations(rows)?;
        let pieces = if let Ty::Choice(_) = input.ty {
            let [situation]: &[BTreeMap<_, _>] = situations.as_slice() else { return None };
            self.other_options(input, &self.bands_of(rows, situation)?, span)?
        } else {
            let mut left: Option<Vec<(End, End)>> = None;
            for situation in &situations {
                let gaps = self.gaps(input, self.bands_of(rows, situation)?)?;
                if left.as_ref().is_some_and(|known| !same_edges(known, &gaps)) {
                    return None;
                }
                left = Some(gaps);
            }
            let mut pieces = Vec::new();
            for (below, above) in left? {
                pieces.push(self.between_ends(input, below, above, span)?);
            }
            pieces
        };
        Some(match pieces.is_empty() {
            true => self.expr(ExprKind::Truth(false), Ty::Truth, ROOT, span),
            false => self.or(pieces, span),
        })
    }

    /// The two ends of each row in one situation, in the order of the lower ones.
    fn bands_of<'r>(
        &self,
        rows: &'r [TableRow],
        situation: &BTreeMap<ParamId, Exact>,
    ) -> Option<Vec<(End<'r>, End<'r>)>> {
        let mut bands = Vec::new();
        for row in rows {
            let (interval, edges) = match (&row.shape, &row.when.kind) {
                // A result that is not there is an option of its list; a value that is not there has no place.
                (BandShape::Nothing, ExprKind::Compare(_, _, none)) => {
                    (Interval::point(Exact::ZERO), vec![none.as_ref()])
                }
                (BandShape::Nothing, _) => continue,
                _ => (self.interval(row, situation, None)?, row.shape.edges()),
            };
            let lo = interval.lo.zip(edges.first()).map(|((value, closed), edge)| (value, closed, *edge));
            let hi = interval.hi.zip(edges.last()).map(|((value, closed), edge)| (value, closed, *edge));
            bands.push((lo, hi));
        }
        bands.sort_by_key(|(lo, _)| lo.map(|(value, closed, _)| (value, !closed)));
        Some(bands)
    }

    /// The options without a row.
    fn other_options(&mut self, input: &Expr, bands: &[(End, End)], span: Span) -> Option<Vec<Expr>> {
        let Ty::Choice(choice) = input.ty else { return None };
        let mut pieces = Vec::new();
        for at in 0..u32::try_from(self.set[choice].options.len()).ok()? {
            let value = Exact::whole(i128::from(at));
            if !bands.iter().any(|(lo, hi)| interval(*lo, *hi).holds(value)) {
                let option = self.expr(ExprKind::Option(at), input.ty.clone(), ROOT, span);
                pieces.push(self.compare(Comparison::Equal, input.clone(), option, span)?);
            }
        }
        Some(pieces)
    }

    /// The ends between which lie the values below, between and above the rows, where the input can
    /// have one.
    fn gaps<'r>(&self, input: &Expr, bands: Vec<(End<'r>, End<'r>)>) -> Option<Vec<(End<'r>, End<'r>)>> {
        let (domain, grain) = (self.domain(input, None), self.grain(input));
        // `None` below all rows; within, the end of what is taken so far.
        let mut taken: End = None;
        let mut found = Vec::new();
        let mut gap = |below: End<'r>, above: End<'r>| {
            if has_value(&interval(open(below), open(above)), domain, grain) {
                found.push((below, above));
            }
        };
        for (at, (lo, hi)) in bands.into_iter().enumerate() {
            match lo {
                None if at > 0 => return None,
                None => {}
                Some(_) => gap(taken, lo),
            }
            let Some(end) = hi else { return Some(found) };
            if taken.is_none_or(|taken| (end.0, end.1) > (taken.0, taken.1)) {
                taken = Some(end);
            }
        }
        gap(taken, None);
        Some(found)
    }

    /// After one end and before another; the ends themselves where the rows do not hold them.
    fn between_ends(&mut self, input: &Expr, below: End, above: End, span: Span) -> Option<Expr> {
        let mut parts = Vec::new();
        if let Some((_, held, edge)) = below {
            let op = if held { Comparison::Greater } else { Comparison::GreaterOrEqual };
            parts.push(self.compare(op, input.clone(), edge.clone(), span)?);
        }
        if let Some((_, held, edge)) = above {
            let op = if held { Comparison::Less } else { Comparison::LessOrEqual };
            parts.push(self.compare(op, input.clone(), edge.clone(), span)?);
        }
        // A table without rows leaves everything.
        if parts.is_empty() {
            return Some(self.expr(ExprKind::Truth(true), Ty::Truth, ROOT, span));
        }
        Some(self.and(parts, span))
    }
}

/// Whether gaps lie between the same edges, wherever these are.
fn same_edges(a: &[(End, End)], b: &[(End, End)]) -> bool {
    let same = |a: End, b: End| match (a, b) {
        (None, None) => true,
        (Some((_, held, edge)), Some((_, other, of))) => held == other && std::ptr::eq(edge, of),
        _ => false,
    };
    a.len() == b.len() && a.iter().zip(b).all(|((lo, hi), (low, high))| same(*lo, *low) && same(*hi, *high))
}

/// The same place seen from the other side: what the row holds is not in the gap.
fn open(end: End) -> End {
    end.map(|(value, held, edge)| (value, !held, edge))
}

fn interval(lo: End, hi: End) -> Interval {
    let end = |end: End| end.map(|(value, closed, _)| (value, closed));
    Interval { lo: end(lo), hi: end(hi) }
}

/// Whether the input can have a value there.
fn has_value(gap: &Interval, domain: Range, grain: Option<i128>) -> bool {
    let lo = gap.lo.map_or(domain.0, |(edge, _)| edge.max(domain.0));
    let hi = gap.hi.map_or(domain.1, |(edge, _)| edge.min(domain.1));
    let possible = |value: &Exact| grain.is_none_or(|den| value.in_units_of(den).is_some());
    lo <= hi
        && [Some(lo), between(lo, hi, grain), Some(hi)]
            .into_iter()
            .flatten()
            .any(|value| gap.holds(value) && possible(&value))
}
