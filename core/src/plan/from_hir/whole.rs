//! The whole set: whom it covers, totals, and the class with its gates.

use super::combine::Part;
use super::*;

impl Lowering<'_> {
    pub(super) fn covers(&mut self) -> Option<Reg> {
        let set = self.set;
        let mut lines = Vec::new();
        for line in &set.applies {
            let mut parts = Vec::new();
            if let Some(region) = &line.region {
                parts.push(self.truth(Op::InRegion(region.clone()), ROOT));
            }
            if let Some(from) = line.from {
                parts.push(self.truth(Op::EndsFrom(from.number()), ROOT));
            }
            if let Some(condition) = &line.condition {
                parts.push(self.expr(condition));
            }
            if parts.is_empty() {
                return None;
            }
            lines.push(self.and(parts, ROOT));
        }
        if lines.is_empty() { None } else { Some(self.or(lines, ROOT)) }
    }

    pub(super) fn levels(&self) -> Vec<u32> {
        if !self.set.items.iter().any(|item| item.by_level) {
            return Vec::new();
        }
        self.set.classes.iter().flat_map(|classes| classes.order.iter().copied()).collect()
    }

    pub(super) fn totals(&mut self) -> Option<Totals> {
        if let Some(known) = self.totals {
            return known;
        }
        let outer = self.level.take();
        let totals = self.lower_totals();
        self.level = outer;
        self.totals = Some(totals);
        totals
    }

    /// The totals. Where it may not be known whether a rescaled item applies, they are the hull over
    /// the ways that can fall, each taken as a whole: points and maximum belong together.
    fn lower_totals(&mut self) -> Option<Totals> {
        let whole = self.totals_as_assumed()?;
        let conditions = crate::hir::rescale_conditions(self.set);
        if conditions.is_empty()
            || conditions.len() > crate::hir::MOST_RESCALE_CASES
            || whole.scaled.is_none()
        {
            return Some(whole);
        }
        let span = conditions.first().map_or_else(Span::default, |(condition, _)| condition.span);
        let applies: Vec<Reg> = conditions.iter().map(|(condition, _)| self.expr(condition)).collect();
        let mut cases: Vec<(Reg, Totals)> = Vec::new();
        for case in 0..(1usize << conditions.len()) {
            let mut holds = Vec::new();
            for (at, ((_, items), applies)) in conditions.iter().zip(&applies).enumerate() {
                let so = case >> at & 1 == 1;
                holds.push(if so { *applies } else { self.not(*applies) });
                self.assumed.extend(items.iter().map(|item| (*item, so)));
            }
            // What was made of the items without the assumption is kept for them.
            let kept = (
                std::mem::take(&mut self.items),
                std::mem::take(&mut self.scoring),
                std::mem::take(&mut self.exprs),
                std::mem::take(&mut self.members),
            );
            let totals = self.totals_as_assumed();
            (self.items, self.scoring, self.exprs, self.members) = kept;
            self.assumed.clear();
            let when = self.and(holds, ROOT);
            cases.extend(totals.map(|totals| (when, totals)));
        }
        let mut hull = |part: fn(&Totals) -> Option<Reg>| {
            let rows = cases.iter().map(|(when, totals)| (*when, part(totals))).collect();
            self.select_number(rows, ROOT, span)
        };
        Some(Totals {
            base: whole.base,
            scaled: Some(hull(|totals| totals.scaled.or(Some(totals.base)))),
            raw: hull(|totals| Some(totals.raw)),
            rounded: hull(|totals| Some(totals.rounded)),
        })
    }

    fn totals_as_assumed(&mut self) -> Option<Totals> {
        let set = self.set;
        let roots: Vec<ItemId> = set.roots().filter(|(_, item)| item.scored).map(|(id, _)| id).collect();
        let first = roots.first()?;
        let span = set[*first].span;
        let (mut parts, mut bonus, mut deductions, mut maxima) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for root in roots {
            let regs = self.item(root);
            let Some(points) = regs.points else { continue };
            match set[root].word {
                Phrase::Bonus => bonus.push(points),
                Phrase::Deduction => deductions.push(points),
                _ => {
                    parts.push(Part::of(&regs, points));
                    maxima.extend(regs.counted);
                }
            }
        }
        let base = self.combine(&parts, set.take, span);
        let mut total = base;
        let mut scaled = None;
        let weighted: Vec<ItemId> =
            set.roots().filter(|(_, item)| item.weight.is_some()).map(|(id, _)| id).collect();
        if let (Some(scale), false) = (set.scale, weighted.is_empty()) {
            total = self.weighted(&weighted, scale.points, span);
            scaled = Some(total);
        } else if let Some(scale) = set.scale {
            let max = self.sum_of(&maxima, span);
            let range = self.at(max).range;
            let leaves = !crate::hir::rescale_conditions(set).is_empty();
            let rescales = scale.rescaled || (leaves && range != (scale.points, scale.points));
            if rescales && set.take.is_none() {
                let hi = self.at(base).range.1.mul(scale.points).unwrap_or(Exact::ZERO);
                let points = self.constant(scale.points, ROOT, span);
                let product = self.mul(base, points, (Exact::ZERO, hi), span);
                total = self.ratio(product, max, (Exact::ZERO, hi), span);
                total = self.at_most(total, scale.points, span);
                scaled = Some(total);
            }
        }
        if !bonus.is_empty() {
            bonus.insert(0, total);
            total = self.sum_of(&bonus, span);
        }
        total = self.less(total, &deductions, span);
        if let Some(scale) = set.scale {
            total = self.at_most(total, scale.cap.unwrap_or(scale.points), span);
        }
        let raw = total;
        if let Some(rounding) = set.scale.and_then(|scale| scale.rounding) {
            total = self.round(total, rounding, span);
        }
        Some(Totals { base, scaled, raw, rounded: total })
    }

    pub(super) fn total_part(&mut self, part: fn(&Totals) -> Reg, span: Span) -> Reg {
        match self.totals() {
            Some(totals) => part(&totals),
            None => self.constant(Exact::ZERO, ROOT, span),
        }
    }

    pub(super) fn class(&mut self, covers: Option<Reg>, gates: &[Reg]) -> Option<Reg> {
        let set = self.set;
        let classes = set.classes.as_ref()?;
        let count = u32::try_from(classes.list.len()).unwrap_or(0);
        let option = |position: u32| count.saturating_sub(1).saturating_sub(position);
        let rest = classes
            .list
            .iter()
            .position(|class| class.condition.is_none())
            .and_then(|position| u32::try_from(position).ok())
            .map_or(bits::LEFT_OPEN, |position| 1u64 << option(position));
        let mut tested = Vec::new();
        for position in &classes.order {
            let Some(condition) =
                classes.list.get(*position as usize).and_then(|class| class.condition.as_ref())
            else {
                continue;
            };
            self.level = Some(*position);
            tested.push((self.expr(condition), option(*position)));
        }
        self.level = None;
        let mut class = self.choice(Op::Class { tested, rest }, ROOT);
        for (gate, holds) in set.gates.iter().zip(gates) {
            let map = match gate.effect {
                Effect::Noted => continue,
                Effect::BarsAll => GateMap::Becomes(rest),
                Effect::NotRanked => GateMap::Becomes(bits::NOT_RANKED),
                Effect::Class(position) => GateMap::Becomes(1u64 << option(position)),
                Effect::AtMost(position) => GateMap::AtMost(option(position)),
            };
            class = self.choice(Op::Gate { class, holds: *holds, map }, ROOT);
        }
        if let Some(covers) = covers {
            class =
                self.choice(Op::Gate { class, holds: covers, map: GateMap::Becomes(bits::OUTSIDE) }, ROOT);
        }
        Some(class)
    }
}
