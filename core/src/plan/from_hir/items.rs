//! Items: points, maxima, verdicts and what happens to an item that does not apply.

use super::combine::Part;
use super::*;

/// What an item's own statements and parts come to.
struct PointsOf {
    points: Reg,
    /// With the bonus, and the maximum that holds them.
    with_bonus: Option<(Reg, Reg)>,
    /// Before the cap of the whole item.
    uncapped: Option<Reg>,
    /// Before the item's rounding.
    unrounded: Option<Reg>,
    max: Reg,
}

/// Whether a part of an item, at any depth, is rescaled away where it does not apply.
pub(super) fn rescales_below(set: &CriteriaSet, id: ItemId) -> bool {
    set.children(id).any(|(child, item)| {
        matches!(item.only, Some((_, NotApplicable::Rescale))) || rescales_below(set, child)
    })
}

impl Lowering<'_> {
    pub(super) fn all_items(&mut self, list: &[(ItemId, Expr)]) -> Reg {
        let mut scopes = Vec::new();
        let mut parts = Vec::new();
        for (item, condition) in list {
            let applies = self.in_collection(*item);
            let holds = self.expr(condition);
            scopes.push(applies);
            parts.push(match applies {
                Some(applies) => {
                    let outside = self.not(applies);
                    self.or(vec![outside, holds], ROOT)
                }
                None => holds,
            });
        }
        let all = self.and(parts, ROOT);
        self.unless_nothing_applies(all, &scopes, ROOT)
    }

    /// Whether an item is among the applicable items: it counts, and all it is part of applies.
    pub(super) fn in_collection(&mut self, item: ItemId) -> Option<Reg> {
        let set = self.set;
        let mut parts: Vec<Reg> = self.item(item).applies.into_iter().collect();
        for (heading, condition) in set.conditions_above(item) {
            parts.push(self.own_condition(heading, condition));
        }
        (!parts.is_empty()).then(|| self.and(parts, ROOT))
    }

    /// An item as everything but its own heading sees it: where a heading above does not apply, it
    /// does not apply either, and has no points.
    pub(super) fn seen(&mut self, id: ItemId) -> ItemRegs {
        let set = self.set;
        let span = set[id].span;
        let mut regs = self.item(id);
        let level = if set[id].by_level { self.level } else { None };
        let outer = std::mem::replace(&mut self.level, level);
        let conditions: Vec<Reg> = set
            .conditions_above(id)
            .map(|(heading, condition)| self.own_condition(heading, condition))
            .collect();
        self.level = outer;
        if conditions.is_empty() {
            return regs;
        }
        let there = self.and(conditions, ROOT);
        let gone = self.not(there);
        let nought = self.constant(Exact::ZERO, ROOT, span);
        let mut unless_gone =
            |reg| self.select_number(vec![(there, Some(reg)), (gone, Some(nought))], ROOT, span);
        regs.points = regs.points.map(&mut unless_gone);
        regs.max = regs.max.map(&mut unless_gone);
        regs.applies = Some(match regs.applies {
            Some(own) => self.and(vec![there, own], ROOT),
            None => there,
        });
        regs
    }

    pub(super) fn holding_items(&mut self, list: &[(ItemId, Expr)]) -> Vec<Reg> {
        list.iter()
            .map(|(item, condition)| {
                let applies = self.in_collection(*item);
                let holds = self.expr(condition);
                match applies {
                    Some(applies) => self.and(vec![applies, holds], ROOT),
                    None => holds,
                }
            })
            .collect()
    }

    pub(super) fn item_number(
        &mut self,
        item: ItemId,
        part: fn(&ItemRegs) -> Option<Reg>,
        span: Span,
    ) -> Reg {
        let regs = self.seen(item);
        match part(&regs) {
            Some(reg) => reg,
            None => self.constant(Exact::ZERO, ROOT, span),
        }
    }

    pub(super) fn item(&mut self, id: ItemId) -> ItemRegs {
        let level = if self.set[id].by_level { self.level } else { None };
        if let Some(regs) = self.items.get(&(id, level)) {
            return *regs;
        }
        let outer = std::mem::replace(&mut self.level, level);
        let regs = self.lower_item(id);
        self.level = outer;
        self.items.insert((id, level), regs);
        regs
    }

    pub(super) fn lower_item(&mut self, id: ItemId) -> ItemRegs {
        let set = self.set;
        let item = &set[id];
        let span = item.span;
        let only = item.only.as_ref().map(|(condition, policy)| (self.own_condition(id, condition), policy));
        let mut regs = ItemRegs::default();
        if item.scored {
            let PointsOf { mut points, with_bonus, uncapped, unrounded, mut max } = self.item_points(id);
            // What moves here is in the maximum of the heading already.
            regs.counted = Some(max);
            // What siblings that do not apply hand over, in proportion to what was reached.
            for (from, part) in &item.takes_over {
                let Some((condition, _)) = &set[*from].only else { continue };
                let applies = self.own_condition(*from, condition);
                points = self.with_share_of(points, *part, applies, span);
                max = self.with_share_of(max, *part, applies, span);
            }
            regs.points = Some(points);
            regs.own_points = Some(points);
            regs.with_bonus = with_bonus;
            regs.uncapped = uncapped;
            regs.unrounded = unrounded;
            regs.max = Some(max);
        }
        if item.judged {
            regs.met = Some(self.item_verdict(id));
        }
        regs.measure = item.measure.as_ref().map(|measure| self.expr(&measure.value));
        regs.applies = self.parts_apply(id);
        let Some((applies, policy)) = only else { return regs };
        regs.only = Some(applies);
        let outside = self.not(applies);
        let whole = match regs.applies {
            Some(parts) => self.and(vec![applies, parts], ROOT),
            None => applies,
        };
        let instead = |lowering: &mut Self, reg: Reg, value: Exact| {
            let value = lowering.constant(value, ROOT, span);
            lowering.select_number(vec![(applies, Some(reg)), (outside, Some(value))], ROOT, span)
        };
        let max = item.max.unwrap_or(Exact::ZERO);
        let left = if *policy == NotApplicable::Rescale { Exact::ZERO } else { max };
        regs.counted = regs.counted.map(|reg| instead(self, reg, left));
        match policy {
            NotApplicable::LeaveOut => {
                regs.applies = Some(whole);
            }
            NotApplicable::Rescale => {
                regs.points = regs.points.map(|points| instead(self, points, Exact::ZERO));
                regs.max = regs.max.map(|reg| instead(self, reg, Exact::ZERO));
                regs.applies = Some(whole);
            }
            NotApplicable::MoveTo(_) => {
                regs.points = regs.points.map(|points| instead(self, points, Exact::ZERO));
                regs.max = regs.max.map(|reg| instead(self, reg, Exact::ZERO));
                regs.applies = Some(whole);
            }
            NotApplicable::KeepScale | NotApplicable::LowerThresholds(_) => {
                regs.points = regs.points.map(|points| instead(self, points, Exact::ZERO));
                regs.max = regs.max.map(|reg| instead(self, reg, max));
                regs.applies = Some(whole);
            }
            NotApplicable::Points(_) | NotApplicable::Full => {
                let said = if let NotApplicable::Points(points) = policy { *points } else { max };
                regs.points = regs.points.map(|reg| instead(self, reg, said));
                regs.own_points = regs.points;
                regs.max = regs.max.map(|reg| instead(self, reg, max));
                regs.applies = regs.applies.map(|parts| self.or(vec![outside, parts], ROOT));
            }
            NotApplicable::Met => {
                regs.applies = regs.applies.map(|parts| self.or(vec![outside, parts], ROOT));
                regs.met = regs.met.map(|met| self.or(vec![outside, met], ROOT));
            }
            NotApplicable::NotMet => {
                regs.applies = regs.applies.map(|parts| self.or(vec![outside, parts], ROOT));
                regs.met = regs.met.map(|met| self.and(vec![applies, met], ROOT));
            }
        }
        regs
    }

    /// Whether an item's own condition holds, or what is assumed of it.
    pub(super) fn own_condition(&mut self, id: ItemId, condition: &Expr) -> Reg {
        match self.assumed.get(&id) {
            Some(so) => self.truth(Op::Truth(Some(*so)), ROOT),
            None => self.expr(condition),
        }
    }

    /// The value, and a part of it again where the condition does not hold.
    pub(super) fn with_share_of(&mut self, value: Reg, part: Exact, applies: Reg, span: Span) -> Reg {
        let range = self.at(value).range;
        let range = range.0.mul(part).zip(range.1.mul(part)).unwrap_or(range);
        let part = self.constant(part, ROOT, span);
        let more = self.mul(value, part, range, span);
        let nought = self.constant(Exact::ZERO, ROOT, span);
        let outside = self.not(applies);
        let more = self.select_number(vec![(applies, Some(nought)), (outside, Some(more))], ROOT, span);
        self.sum_of(&[value, more], span)
    }

    fn item_points(&mut self, id: ItemId) -> PointsOf {
        let set = self.set;
        let item = &set[id];
        let span = item.span;
        let max = item.max.unwrap_or(Exact::ZERO);
        let mut parts = Vec::new();
        for (at, scoring) in item.scoring.iter().enumerate() {
            let points = self.scoring(scoring);
            self.scoring.insert((id, at, self.level), points);
            parts.push(Part { points, own_points: points, applies: None });
        }
        let mut bonus = Vec::new();
        let mut deductions = Vec::new();
        let mut maxima = Vec::new();
        let children: Vec<ItemId> =
            set.children(id).filter(|(_, child)| child.scored).map(|(id, _)| id).collect();
        for child in &children {
            let regs = self.item(*child);
            let Some(points) = regs.points else { continue };
            match set[*child].word {
                Phrase::Bonus => bonus.push(points),
                Phrase::Deduction => deductions.push(points),
                _ => {
                    parts.push(Part::of(&regs, points));
                    maxima.extend(regs.counted);
                }
            }
        }
        let weighted: Vec<ItemId> =
            children.iter().copied().filter(|child| set[*child].weight.is_some()).collect();
        let mut points = if weighted.is_empty() {
            self.combine(&parts, item.take, span)
        } else {
            maxima.clear();
            self.weighted(&weighted, max, span)
        };
        let most = self.greatest(id, maxima, span);
        let mut with_bonus = None;
        if !bonus.is_empty() {
            bonus.push(points);
            points = self.sum_of(&bonus, span);
            with_bonus = Some((points, most));
            // What of the item does not apply is not there to be made up for.
            points = if self.at(most).range == (max, max) {
                self.at_most(points, max, span)
            } else {
                self.extreme(false, points, most, span)
            };
        }
        points = self.less(points, &deductions, span);
        let uncapped = item.cap.map(|_| points);
        if let Some(cap) = item.cap {
            points = self.at_most(points, cap, span);
        }
        if !item.zero.is_empty() {
            let zero = self.all_in(&item.zero, ROOT);
            let zero = self.or(zero, ROOT);
            let counts = self.not(zero);
            let nought = self.constant(Exact::ZERO, ROOT, span);
            points = self.select_number(vec![(counts, Some(points)), (zero, Some(nought))], ROOT, span);
        }
        if let Some(on_file) = &item.on_file {
            let on_file = self.expr(on_file);
            let missing = self.not(on_file);
            let nought = self.constant(Exact::ZERO, ROOT, span);
            points = self.select_number(vec![(on_file, Some(points)), (missing, Some(nought))], ROOT, span);
        }
        let mut unrounded = None;
        let each = set.round_each.filter(|(word, _)| *word == item.word).map(|(_, rounding)| rounding);
        if let Some(rounding) = item.rounding.or(each) {
            unrounded = Some(points);
            points = self.round(points, rounding, span);
        }
        PointsOf { points, with_bonus, uncapped, unrounded, max: most }
    }

    /// The most an item can give as it applies, from what its parts add to it.
    fn greatest(&mut self, id: ItemId, mut maxima: Vec<Reg>, span: Span) -> Reg {
        let set = self.set;
        let item = &set[id];
        let most = item.max.unwrap_or(Exact::ZERO);
        // The maximum falls only where a part that is rescaled away does not apply.
        if item.take.is_some() || maxima.is_empty() || !rescales_below(set, id) {
            return self.constant(most, ROOT, span);
        }
        // What the item's own statements can give stays.
        let parts = set
            .children(id)
            .map(|(_, child)| child)
            .filter(|child| child.scored && !matches!(child.word, Phrase::Bonus | Phrase::Deduction));
        let parts = parts.filter_map(|child| child.max).try_fold(Exact::ZERO, Exact::add);
        let own = parts.and_then(|parts| most.sub(parts)).filter(|own| *own > Exact::ZERO);
        if let Some(own) = own {
            maxima.push(self.constant(own, ROOT, span));
        }
        // Parts may give more than the heading holds.
        let max = self.sum_of(&maxima, span);
        self.at_most(max, most, span)
    }

    /// Points less deductions, never below nought.
    pub(super) fn less(&mut self, points: Reg, deductions: &[Reg], span: Span) -> Reg {
        if deductions.is_empty() {
            return points;
        }
        let lost = self.sum_of(deductions, span);
        let (a, b) = (self.at(points).range, self.at(lost).range);
        let range = a.0.sub(b.1).zip(a.1.sub(b.0)).unwrap_or(a);
        let left = self.sub(points, lost, range, span);
        let nought = self.constant(Exact::ZERO, ROOT, span);
        self.extreme(true, left, nought, span)
    }

    pub(super) fn scoring(&mut self, scoring: &Scoring) -> Reg {
        let span = scoring.span;
        let mut points = match &scoring.kind {
            ScoringKind::Direct(input) | ScoringKind::Formula(input) => self.expr(input),
            ScoringKind::Met { condition, points } => {
                let holds = self.expr(condition);
                let fails = self.not(holds);
                let points = self.expr(points);
                let nought = self.constant(Exact::ZERO, ROOT, span);
                self.select_number(vec![(holds, Some(points)), (fails, Some(nought))], ROOT, span)
            }
            ScoringKind::Level { input, points } => {
                let none = match input.kind {
                    ExprKind::Input(id) => crate::batch::no_level(self.set, id),
                    _ => None,
                };
                let input = self.expr(input);
                let mut rows: Vec<(Reg, Option<Reg>)> = points
                    .iter()
                    .enumerate()
                    .map(|(at, points)| {
                        let when = self.truth(Op::ChoiceIn(input, 1u64 << at.min(63)), ROOT);
                        (when, Some(self.constant(*points, ROOT, span)))
                    })
                    .collect();
                if let Some(none) = none {
                    let when = self.truth(Op::ChoiceIn(input, none), ROOT);
                    rows.push((when, Some(self.constant(Exact::ZERO, ROOT, span))));
                }
                self.select_number(rows, ROOT, span)
            }
            ScoringKind::ClausesGive { clauses, points } => {
                let met = clauses.iter().map(|clause| self.clause(clause, ROOT)).collect();
                let count = self.count_true(met, span);
                let range = self.at(count).range;
                let range = range.0.mul(*points).zip(range.1.mul(*points)).unwrap_or(range);
                let points = self.constant(*points, ROOT, span);
                self.mul(count, points, range, span)
            }
            ScoringKind::Table { input, rows, steps } => {
                self.expr(input);
                let mut points = self.table_of_points(rows, span);
                let mut less = Vec::new();
                for step in steps {
                    let count = self.expr(&step.steps);
                    let range = self.at(count).range;
                    let range = range.0.mul(step.points).zip(range.1.mul(step.points)).unwrap_or(range);
                    let each = self.constant(step.points, ROOT, span);
                    let mut change = self.mul(count, each, range, span);
                    if step.steps.can_be_absent {
                        // From the base to a value that does not exist there are no steps.
                        let exists = self.truth(Op::Exists(change), ROOT);
                        let missing = self.not(exists);
                        let existing = self.push(Op::Existing(change), *self.at(change));
                        let nought = self.constant(Exact::ZERO, ROOT, span);
                        let ways = vec![(exists, Some(existing)), (missing, Some(nought))];
                        change = self.select_number(ways, ROOT, span);
                    }
                    if step.adds {
                        points = self.sum_of(&[points, change], span);
                    } else {
                        less.push(change);
                    }
                }
                // The floor comes after all steps, not between them.
                self.less(points, &less, span)
            }
            ScoringKind::Each { rows, points, dedupe } => {
                let member = self.member(rows, points.id);
                let open = self.is_open(rows);
                let reg = self.child(points, rows.frame);
                match dedupe {
                    None => self.sum(member, reg, open, None, span),
                    Some(dedupe) => {
                        let keys: Vec<Reg> =
                            dedupe.by.iter().map(|key| self.child(key, rows.frame)).collect();
                        let hi = self
                            .at(reg)
                            .range
                            .1
                            .mul(Exact::whole(crate::hir::MAX_ROWS))
                            .unwrap_or(Exact::ZERO);
                        let Some(den) = self.den_of(reg) else {
                            self.diagnostics.push(sum_of_ratios(span));
                            return reg;
                        };
                        let range = (Exact::ZERO, hi);
                        let width = lane(range, den).unwrap_or(Width::I128);
                        let reg = self.cast(reg, width, den, span);
                        let op = Op::Each { rows: member, points: reg, keys, highest: dedupe.highest, open };
                        self.number(op, ROOT, range, den, span)
                    }
                }
            }
        };
        if let Some(only) = &scoring.only {
            let only = self.expr(only);
            let outside = self.not(only);
            let nought = self.constant(Exact::ZERO, ROOT, span);
            points = self.select_number(vec![(only, Some(points)), (outside, Some(nought))], ROOT, span);
        }
        match scoring.cap {
            Some(cap) => self.at_most(points, cap, span),
            None => points,
        }
    }

    /// Whether a target is met; one that is missed before it falls due is not known yet.
    pub(super) fn target(&mut self, measure: &crate::hir::Measure) -> Option<Reg> {
        let meets = self.expr(measure.meets.as_ref()?);
        let last = measure.due.last()?.number();
        let mut due = Vec::new();
        for day in &measure.due {
            let on_or_after = self.truth(Op::EndsFrom(day.number()), ROOT);
            let after = self.truth(Op::EndsFrom(day.number() + 1), ROOT);
            let not_after = self.not(after);
            due.push(self.and(vec![on_or_after, not_after], ROOT));
        }
        due.push(self.truth(Op::EndsFrom(last), ROOT));
        let due = self.or(due, ROOT);
        let early = self.not(due);
        let unknown = self.unknown(ROOT);
        let open = self.or(vec![meets, unknown], ROOT);
        Some(self.truth(Op::Select(vec![(due, Some(meets)), (early, Some(open))]), ROOT))
    }

    pub(super) fn item_verdict(&mut self, id: ItemId) -> Reg {
        let set = self.set;
        let item = &set[id];
        let mut parts: Vec<Reg> = Vec::new();
        for verdict in &item.verdicts {
            if verdict.level.is_none() || verdict.level == self.level {
                parts.push(self.expr(&verdict.condition));
            }
        }
        if let Some(measure) = &item.measure {
            parts.extend(self.target(measure));
        }
        if let Some(on_file) = &item.on_file {
            parts.push(self.expr(on_file));
        }
        let children: Vec<ItemId> =
            set.children(id).filter(|(_, child)| child.judged).map(|(id, _)| id).collect();
        for child in &children {
            let regs = self.item(*child);
            let Some(met) = regs.met else { continue };
            parts.push(match regs.applies {
                Some(applies) => {
                    let outside = self.not(applies);
                    self.or(vec![outside, met], ROOT)
                }
                None => met,
            });
        }
        self.and(parts, ROOT)
    }

    /// Whether anything in an item applies: one whose parts are all left out is left out itself.
    pub(super) fn parts_apply(&mut self, id: ItemId) -> Option<Reg> {
        let set = self.set;
        let item = &set[id];
        if !item.scoring.is_empty() || !item.verdicts.is_empty() || item.measure.is_some() {
            return None;
        }
        let counted = |part: &ItemId| !matches!(set[*part].word, Phrase::Bonus | Phrase::Deduction);
        let parts: Option<Vec<Reg>> =
            item.children.iter().filter(|part| counted(part)).map(|part| self.item(*part).applies).collect();
        let parts = parts.filter(|parts| !parts.is_empty())?;
        Some(self.or(parts, ROOT))
    }
}
