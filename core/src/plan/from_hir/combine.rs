//! How the points of parts come together: added, taken, or weighted.
//!
//! In: the points of each part where it applies, and whether it does. Out: one number. A part that
//! does not apply is not there: it is no lowest, counts in no mean, and its weight is gone. Where it
//! may not be known which parts apply, each way that can fall is taken as a whole.

use super::*;

/// The most parts of unsure applicability whose ways are told apart.
const MOST_UNSURE: usize = 4;

/// A part: its points, nought where it does not apply; its points where it applies; and whether it
/// does, none where it always does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub points: Reg,
    pub own_points: Reg,
    pub applies: Option<Reg>,
}

impl Part {
    pub fn of(regs: &ItemRegs, points: Reg) -> Self {
        Self { points, own_points: regs.own_points.unwrap_or(points), applies: regs.applies }
    }
}

impl Lowering<'_> {
    /// What becomes of the parts that apply, for each way that can fall; none where there are too
    /// many ways.
    fn by_ways(
        &mut self,
        parts: &[Part],
        span: Span,
        mut of: impl FnMut(&mut Self, &[usize]) -> Option<Reg>,
    ) -> Option<Reg> {
        let mut unsure: Vec<Reg> = parts.iter().filter_map(|part| part.applies).collect();
        unsure.sort_unstable();
        unsure.dedup();
        if unsure.len() > MOST_UNSURE {
            return None;
        }
        let mut ways = Vec::new();
        for way in 0..(1usize << unsure.len()) {
            let holds = |applies: Reg| {
                unsure.iter().position(|known| *known == applies).is_some_and(|at| way >> at & 1 == 1)
            };
            let there: Vec<usize> = (0..)
                .zip(parts)
                .filter(|(_, part)| part.applies.is_none_or(holds))
                .map(|(at, _)| at)
                .collect();
            let when: Vec<Reg> = unsure
                .iter()
                .enumerate()
                .map(|(at, applies)| if way >> at & 1 == 1 { *applies } else { self.not(*applies) })
                .collect();
            let value = of(self, &there);
            if unsure.is_empty() {
                return value;
            }
            let when = self.and(when, ROOT);
            ways.push((when, value));
        }
        Some(self.select_number(ways, ROOT, span))
    }

    /// Parts of an item without weights.
    pub(super) fn combine(&mut self, parts: &[Part], take: Option<Take>, span: Span) -> Reg {
        // Points of a part that does not apply are nought, which a sum and a highest do not feel.
        let points: Vec<Reg> = parts.iter().map(|part| part.points).collect();
        let nought = self.constant(Exact::ZERO, ROOT, span);
        match take {
            None => self.sum_of(&points, span),
            Some(Take::Highest(n)) => self.highest(&points, n, span),
            Some(Take::Mean) => {
                let mean = self.by_ways(parts, span, |lowering, there| {
                    let own: Vec<Reg> =
                        there.iter().filter_map(|at| parts.get(*at)).map(|part| part.own_points).collect();
                    Some(if own.is_empty() { nought } else { lowering.mean_of(&own, own.len(), span) })
                });
                // With too many ways: between nought and the mean of those that surely apply.
                mean.unwrap_or_else(|| self.mean_of(&points, 1, span))
            }
            Some(Take::Lowest) => {
                let lowest = self.by_ways(parts, span, |lowering, there| {
                    let own = there.iter().filter_map(|at| parts.get(*at)).map(|part| part.own_points);
                    let least = own.reduce(|least, points| lowering.extreme(false, least, points, span));
                    Some(least.unwrap_or(nought))
                });
                let top = points.iter().map(|points| self.at(*points).range.1).max().unwrap_or(Exact::ZERO);
                lowest.unwrap_or_else(|| {
                    let mut least = self.constant(top, ROOT, span);
                    for part in parts {
                        let points = self.counted(*part, top, span);
                        least = self.extreme(false, least, points, span);
                    }
                    least
                })
            }
        }
    }

    /// The points of a part, or a fixed number where it does not apply.
    fn counted(&mut self, part: Part, otherwise: Exact, span: Span) -> Reg {
        let Some(applies) = part.applies else { return part.own_points };
        let outside = self.not(applies);
        let otherwise = self.constant(otherwise, ROOT, span);
        self.select_number(vec![(applies, Some(part.own_points)), (outside, Some(otherwise))], ROOT, span)
    }

    fn mean_of(&mut self, points: &[Reg], count: usize, span: Span) -> Reg {
        let sum = self.sum_of(points, span);
        let n = Exact::whole(i128::try_from(count.max(1)).unwrap_or(1));
        let range = self.at(sum).range;
        let range = range.0.div(n).zip(range.1.div(n)).unwrap_or(range);
        let n = self.constant(n, ROOT, span);
        self.ratio(sum, n, range, span)
    }

    fn highest(&mut self, points: &[Reg], n: u32, span: Span) -> Reg {
        let most = points.iter().map(|points| self.at(*points).range.1).max().unwrap_or(Exact::ZERO);
        let hi = most.mul(Exact::whole(i128::from(n))).unwrap_or(most);
        let (aligned, width, den) = self.align(points, (Exact::ZERO, hi), span);
        let bounds = (magnitude((Exact::ZERO, hi), den), den.unsigned_abs());
        if width == Width::Fraction {
            self.diagnostics.push(sum_of_ratios(span));
        }
        let kind = Kind::Number { width, den };
        self.push(Op::Highest(aligned, n), Register { frame: ROOT, kind, range: (Exact::ZERO, hi), bounds })
    }

    /// Weighted parts: the greatest points × Σ weight × share of points ÷ Σ weights that apply.
    pub(super) fn weighted(&mut self, items: &[ItemId], most: Exact, span: Span) -> Reg {
        let set = self.set;
        let mut parts = Vec::new();
        let mut weights = Vec::new();
        for id in items {
            let regs = self.item(*id);
            let item = &set[*id];
            let (Some(max), Some(weight)) = (item.max, item.weight) else { continue };
            let rescales = matches!(item.only, Some((_, NotApplicable::Rescale)));
            // A weight leaves with its part where the part is rescaled away; else it stays.
            let (Some(points), applies) =
                (if rescales { (regs.own_points, regs.only) } else { (regs.points, None) })
            else {
                continue;
            };
            let Some(factor) = weight.mul(most).and_then(|product| product.div(max)) else { continue };
            let range = self.at(points).range;
            let range = range.0.mul(factor).zip(range.1.mul(factor)).unwrap_or(range);
            let factor = self.constant(factor, ROOT, item.span);
            let points = self.mul(points, factor, range, item.span);
            parts.push(Part { points, own_points: points, applies });
            weights.push(weight);
            let own = regs.counted.map(|max| self.at(max).range);
            if !rescales && own.is_some_and(|range| range.0 != range.1) {
                self.diagnostics.push(diagnostics::not_yet_supported(
                    item.span,
                    "trọng số của mục có mục con quy đổi về thang",
                    "a weight of an item with parts that are rescaled",
                ));
            }
        }
        let by_ways = self.by_ways(&parts, span, |lowering, there| {
            let own: Vec<Reg> =
                there.iter().filter_map(|at| parts.get(*at)).map(|part| part.own_points).collect();
            let weight = there.iter().filter_map(|at| weights.get(*at).copied());
            let weight = weight.fold(Exact::ZERO, |sum, weight| sum.add(weight).unwrap_or(sum));
            if weight == Exact::ZERO {
                return None;
            }
            let sum = lowering.sum_of(&own, span);
            // Points that moved to a part may take it above its own share: the cap comes after.
            let range = lowering.at(sum).range;
            let range = range.0.div(weight).zip(range.1.div(weight)).unwrap_or(range);
            let weight = lowering.constant(weight, ROOT, span);
            Some(lowering.ratio(sum, weight, range, span))
        });
        let least = weights.iter().copied().filter(|weight| *weight > Exact::ZERO).min();
        let scaled = match by_ways {
            Some(scaled) => scaled,
            None => {
                let points: Vec<Reg> =
                    parts.iter().map(|part| self.counted(*part, Exact::ZERO, span)).collect();
                let sum = self.sum_of(&points, span);
                let weights: Vec<Reg> = parts
                    .iter()
                    .zip(&weights)
                    .map(|(part, weight)| {
                        let points = self.constant(*weight, ROOT, span);
                        self.counted(Part { own_points: points, ..*part }, Exact::ZERO, span)
                    })
                    .collect();
                let applying = self.sum_of(&weights, span);
                // The fewer weights apply, the more each of them counts.
                let range = self.at(sum).range;
                let top = least.and_then(|least| range.1.div(least)).unwrap_or(range.1);
                self.ratio(sum, applying, (Exact::ZERO.min(range.0), top), span)
            }
        };
        self.at_most(scaled, most, span)
    }
}
