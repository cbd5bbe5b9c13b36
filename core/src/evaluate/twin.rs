//! A slow, obvious second evaluator, for tests and fuzzing only.
//!
//! In: the resolved set, one dossier, a context. Out: what every item, total, gate and class can
//! be, worked out recursively with exact rationals and nothing shared. It knows no plan, no lanes
//! and no blocks; the executor must say the same. Written from the reference of the language.

mod agreement;
mod expressions;
mod rows;
mod values;

#[cfg(test)]
pub(crate) mod generate;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod tables;

pub use agreement::disagreement;

use crate::context::Context;
use crate::dossier::{Dossier, Row};
use crate::hir::{
    CriteriaSet, Effect, FrameId, Gives, Item, ItemId, NotApplicable, Scoring, ScoringKind, Take,
};
use crate::outcome::Standing;
use rows::{Candidate, mean_of};
use std::collections::{BTreeMap, BTreeSet};
use tieuchi_grammar::Phrase;
use values::{Number, Truth, rational, round, whole};

/// One dossier under one assumption about the file.
struct Twin<'a> {
    set: &'a CriteriaSet,
    dossier: &'a Dossier,
    context: &'a Context,
    /// Whether anything may still be filed.
    open: bool,
    /// Conditions of rescaled items taken to hold, or not, by their text.
    assumed: Option<BTreeMap<String, bool>>,
}

/// Where an expression is evaluated: the class judged, and the row of a table.
#[derive(Clone, Copy, Debug, Default)]
struct Place<'a> {
    level: Option<u32>,
    row: Option<(FrameId, &'a Row)>,
}

/// An item as its parent and the outcome see it.
#[derive(Clone, Debug)]
struct Node {
    points: Number,
    /// Greatest points as it applies.
    /// Its points where it applies.
    own_points: Number,
    max: Number,
    /// The share of the scale that stays when totals are converted.
    scale: Number,
    met: Truth,
}

/// The totals of a set.
#[derive(Clone, Debug)]
struct Totals {
    base: Number,
    raw: Number,
    rounded: Number,
}

fn nought() -> Number {
    Number::known(whole(0))
}

/// One of two numbers, by a condition.
fn choose(condition: Truth, yes: Number, no: Number) -> Number {
    match (condition.yes, condition.no) {
        (true, false) => yes,
        (false, true) => no,
        _ => yes.either(no),
    }
}

impl<'a> Twin<'a> {
    fn regions(&self) -> &[String] {
        self.dossier.regions_in(self.context)
    }

    // ---- items ---------------------------------------------------------------------------------

    /// The item's own condition.
    fn own(&self, item: &Item, level: Option<u32>) -> Truth {
        if let (Some((condition, NotApplicable::Rescale)), Some(assumed)) = (&item.only, &self.assumed) {
            let text = crate::hir::expr_text(self.set, condition);
            if let Some(so) = assumed.get(&text) {
                return Truth::known(*so);
            }
        }
        let place = Place { level, row: None };
        item.only.as_ref().map_or(Truth::YES, |(only, _)| self.truth(only, place))
    }

    /// Whether anything in an item applies; one with statements of its own always has something.
    fn parts(&self, id: ItemId, level: Option<u32>) -> Truth {
        let item = &self.set[id];
        let children: Vec<Truth> = self
            .set
            .children(id)
            .filter(|(_, child)| !matches!(child.word, Phrase::Bonus | Phrase::Deduction))
            .map(|(child, _)| self.counts(child, level))
            .collect();
        let says = !item.scoring.is_empty() || !item.verdicts.is_empty() || item.measure.is_some();
        if children.is_empty() || says {
            return Truth::YES;
        }
        Truth::any(children)
    }

    /// Whether an item applies: its own condition, and something in it that applies.
    fn applies(&self, id: ItemId, level: Option<u32>) -> Truth {
        self.own(&self.set[id], level).and(self.parts(id, level)).and(self.under_headings(id, level))
    }

    /// Whether an item counts for its parent: it applies, or something is said instead.
    fn counts(&self, id: ItemId, level: Option<u32>) -> Truth {
        let own = self.own(&self.set[id], level);
        match &self.set[id].only {
            Some((
                _,
                NotApplicable::Points(_) | NotApplicable::Full | NotApplicable::Met | NotApplicable::NotMet,
            )) => own.not().or(self.parts(id, level)),
            _ => own.and(self.parts(id, level)),
        }
    }

    /// Whether an item is in a collection of items: it counts, and so does all it is part of.
    fn in_collection(&self, id: ItemId, level: Option<u32>) -> Truth {
        self.counts(id, level).and(self.under_headings(id, level))
    }

    /// Whether all that an item is part of applies. What is not judged by level is asked of the
    /// headings that do not depend on the level.
    fn under_headings(&self, id: ItemId, level: Option<u32>) -> Truth {
        let judged = self.set[id].by_level;
        let mut there = Truth::YES;
        let mut at = self.set[id].parent;
        while let Some(parent) = at {
            let heading = &self.set[parent];
            let by_level =
                heading.only.as_ref().is_some_and(|(only, _)| crate::hir::reads_level(self.set, only));
            if judged || !by_level {
                there = there.and(self.own(heading, level));
            }
            at = heading.parent;
        }
        there
    }

    /// An item as everything but its heading sees it: under one that does not apply it has no points.
    fn seen(&self, id: ItemId, level: Option<u32>) -> Node {
        let node = self.node(id, level);
        let there = self.under_headings(id, level);
        let points = choose(there, node.points.clone(), nought());
        let max = choose(there, node.max.clone(), nought());
        Node { points, max, ..node }
    }

    fn node(&self, id: ItemId, level: Option<u32>) -> Node {
        let item = &self.set[id];
        let place = Place { level, row: None };
        let declared = item.max.map_or_else(nought, |max| Number::known(rational(max)));
        let children: Vec<(&Item, Node, Truth)> = self
            .set
            .children(id)
            .map(|(child, item)| (item, self.node(child, level), self.counts(child, level)))
            .collect();

        // Points: own statements and the children's, together as the item says.
        let mut parts: Vec<Part> =
            item.scoring.iter().map(|scoring| Part::always(self.scoring(scoring, place))).collect();
        let is_part = |child: &Item| child.scored && !matches!(child.word, Phrase::Bonus | Phrase::Deduction);
        for (child, node, counts) in children.iter().filter(|(child, ..)| is_part(child)) {
            let _ = child;
            parts.push(Part::of(node, *counts));
        }
        let extra = |word: Phrase| {
            children
                .iter()
                .filter(|(child, ..)| child.word == word)
                .fold(nought(), |sum, (_, node, _)| sum.plus(node.points.clone()))
        };
        // Greatest points: what is declared, less what is out.
        let less = |of: fn(&Node) -> Number| {
            if item.take.is_some() {
                return declared.clone();
            }
            // Where the heading holds less than its parts could give, some of them may be out before
            // its maximum falls.
            let whole_part = |child: &Item| child.max.map_or_else(nought, |max| Number::known(rational(max)));
            let parts = || children.iter().filter(|(child, ..)| is_part(child));
            let sum = parts().fold(nought(), |sum, (child, ..)| sum.plus(whole_part(child)));
            let left = parts().fold(declared.clone().larger(sum), |left, (child, node, _)| {
                left.minus(whole_part(child).minus(of(node)))
            });
            left.smaller(declared.clone())
        };
        // Points that move between siblings are in the maximum of the heading once.
        let scale = less(|node| node.scale.clone());
        let (mut max, mut scale) = (scale.clone(), scale);
        let weighted: Vec<(&Item, &Node)> = children
            .iter()
            .filter(|(child, ..)| is_part(child) && child.weight.is_some())
            .map(|(child, node, _)| (*child, node))
            .collect();
        let mut points = combine(&parts, item.take);
        if !weighted.is_empty() {
            points = self.weighted(&weighted, &declared, level);
            (max, scale) = (declared.clone(), declared.clone());
        }
        let mut points = points.plus(extra(Phrase::Bonus));
        if children.iter().any(|(child, ..)| child.word == Phrase::Bonus) {
            points = points.smaller(max.clone());
        }
        points = points.minus(extra(Phrase::Deduction)).larger(nought());
        if let Some(cap) = item.cap {
            points = points.smaller(Number::known(rational(cap)));
        }
        let zero = Truth::any(item.zero.iter().map(|condition| self.truth(condition, place)));
        points = choose(zero, nought(), points);
        if let Some(on_file) = &item.on_file {
            points = choose(self.truth(on_file, place), points, nought());
        }
        // Its own rounding wins over that of all items of its rank.
        let each = self.set.round_each.filter(|(word, _)| *word == item.word).map(|(_, rounding)| rounding);
        if let Some(rounding) = item.rounding.or(each) {
            points = points.map(|value| round(&value, &rational(rounding.step), rounding.mode));
        }

        // What siblings that do not apply hand over, in proportion to what was reached.
        for (from, part) in &item.takes_over {
            let applies = self.own(&self.set[*from], level);
            let part = Number::known(rational(*part));
            points = points.clone().plus(choose(applies, nought(), points.times(part.clone())));
            max = max.clone().plus(choose(applies, nought(), max.times(part)));
        }

        // Verdict: all lines of the level judged, and all judged children that count.
        let lines = item
            .verdicts
            .iter()
            .filter(|verdict| verdict.level.is_none() || verdict.level == level)
            .map(|verdict| self.truth(&verdict.condition, place));
        let parts = children.iter().filter(|(child, ..)| child.judged);
        // Where it does not apply its verdict means nothing; `counts` keeps it out.
        let mut met =
            Truth::all(lines).and(Truth::all(parts.map(|(_, node, counts)| counts.not().or(node.met))));
        if let Some(on_file) = &item.on_file {
            met = met.and(self.truth(on_file, place));
        }
        if let Some(measure) = &item.measure {
            met = met.and(self.target(measure, place));
        }

        // Where it does not apply, what is said instead.
        let own = self.own(item, level);
        let own_points = points.clone();
        let instead = item.only.as_ref().map(|(_, instead)| instead);
        let (points, max, scale, met) = match instead {
            None => (points, max, scale, met),
            Some(instead) => {
                let (p, m, s, v) = match instead {
                    NotApplicable::LeaveOut => (nought(), nought(), nought(), None),
                    NotApplicable::Rescale => (nought(), nought(), nought(), None),
                    NotApplicable::MoveTo(_) => (nought(), nought(), declared.clone(), None),
                    NotApplicable::KeepScale | NotApplicable::LowerThresholds(_) => {
                        (nought(), declared.clone(), declared.clone(), None)
                    }
                    NotApplicable::Points(fixed) => {
                        (Number::known(rational(*fixed)), declared.clone(), declared.clone(), None)
                    }
                    NotApplicable::Full => (declared.clone(), declared.clone(), declared.clone(), None),
                    NotApplicable::Met => (nought(), nought(), nought(), Some(Truth::YES)),
                    NotApplicable::NotMet => (nought(), nought(), nought(), Some(Truth::NO)),
                };
                let met = match v {
                    // Left out: nothing is said of those for whom it does not apply.
                    None => met,
                    Some(said) => Truth {
                        yes: (own.yes && met.yes) || (own.no && said.yes),
                        no: (own.yes && met.no) || (own.no && said.no),
                    },
                };
                (choose(own, points, p), choose(own, max, m), choose(own, scale, s), met)
            }
        };
        let stays = matches!(instead, None | Some(NotApplicable::Points(_) | NotApplicable::Full));
        let own_points = if stays { points.clone() } else { own_points };
        Node { points, own_points, max, scale, met }
    }

    /// The greatest points × Σ weight × share of points ÷ Σ weights that apply, for each way in
    /// which the parts that are rescaled away may apply or not.
    fn weighted(&self, parts: &[(&Item, &Node)], most: &Number, level: Option<u32>) -> Number {
        let leaves = |item: &Item| matches!(item.only, Some((_, NotApplicable::Rescale)));
        let text = |item: &Item| {
            item.only
                .as_ref()
                .map(|(condition, _)| crate::hir::expr_text(self.set, condition))
                .unwrap_or_default()
        };
        let mut conditions: Vec<(String, Truth)> = parts
            .iter()
            .filter(|(item, _)| leaves(item))
            .map(|(item, _)| (text(item), self.own(item, level)))
            .collect();
        conditions.sort_by(|a, b| a.0.cmp(&b.0));
        conditions.dedup_by(|a, b| a.0 == b.0);
        let mut found: Option<Number> = None;
        for way in 0..(1usize << conditions.len()) {
            let holds = |at: usize| way >> at & 1 == 1;
            let possible = conditions
                .iter()
                .enumerate()
                .all(|(at, (_, truth))| if holds(at) { truth.yes } else { truth.no });
            if !possible {
                continue;
            }
            let (mut sum, mut weights) = (nought(), whole(0));
            for (item, node) in parts {
                let (Some(weight), Some(max)) = (item.weight, item.max) else { continue };
                let there = !leaves(item)
                    || conditions.iter().position(|(known, _)| *known == text(item)).is_some_and(holds);
                if there {
                    let points = if leaves(item) { &node.own_points } else { &node.points };
                    let share = points.clone().times(Number::known(rational(weight) / rational(max)));
                    sum = sum.plus(share.times(most.clone()));
                    weights += rational(weight);
                }
            }
            let value = if weights == whole(0) {
                Number::nothing()
            } else {
                sum.times(Number::known(whole(1) / weights)).smaller(most.clone())
            };
            found = Some(match found {
                Some(known) => known.either(value),
                None => value,
            });
        }
        found.unwrap_or_else(nought)
    }

    /// A target is met, missed, or, before it falls due, met or not known.
    fn target(&self, measure: &crate::hir::Measure, at: Place<'a>) -> Truth {
        let Some(meets) = &measure.meets else { return Truth::YES };
        let meets = self.truth(meets, at);
        let last = self.context.last;
        let due = measure.due.contains(&last) || measure.due.iter().all(|day| *day <= last);
        if due { meets } else { meets.or(Truth { yes: true, no: true }) }
    }

    fn scoring(&self, scoring: &Scoring, at: Place<'a>) -> Number {
        let points = match &scoring.kind {
            ScoringKind::Table { input, rows, steps } => {
                // By a row that gives no points the item does not apply; what then is said elsewhere, and
                // what another row gives stands for it here.
                let given = |gives: &Gives| match gives {
                    Gives::Value(value) => Some(self.num(value, at)),
                    Gives::NotApplicable => None,
                };
                let other = || rows.iter().find_map(|row| given(&row.gives)).unwrap_or_else(nought);
                let mut points = self
                    .rows_met(rows, at)
                    .into_iter()
                    .map(|gives| given(gives).unwrap_or_else(other))
                    .reduce(Number::either)
                    .unwrap_or_else(Number::nothing);
                let _ = input;
                for step in steps {
                    let counted = self.num(&step.steps, at);
                    // Without a value there is no way from the base to it.
                    let counted = if counted.lack { counted.either(nought()) } else { counted };
                    let counted = Number { lack: false, ..counted };
                    let worth = counted.times(Number::known(rational(step.points)));
                    points = if step.adds { points.plus(worth) } else { points.minus(worth) };
                }
                points
            }
            ScoringKind::Level { input, points } => {
                let chosen = self.value(input, at);
                let can = match &chosen {
                    values::Value::Options { can, .. } => can.clone(),
                    _ => BTreeSet::new(),
                };
                // What is beyond the levels is none of them, and gives nothing.
                let given: Vec<Number> = can
                    .iter()
                    .map(|option| points.get(*option as usize))
                    .map(|points| points.map_or_else(nought, |points| Number::known(rational(*points))))
                    .collect();
                given
                    .into_iter()
                    .reduce(Number::either)
                    .unwrap_or_else(Number::nothing)
                    .or_lacking(chosen.exists().no)
            }
            ScoringKind::Direct(points) | ScoringKind::Formula(points) => self.num(points, at),
            ScoringKind::Met { condition, points } => {
                choose(self.truth(condition, at), self.num(points, at), nought())
            }
            ScoringKind::Each { rows, points, dedupe } => self.each(rows, points, dedupe.as_ref(), at),
            ScoringKind::ClausesGive { clauses, points } => {
                expressions::how_many(&self.clauses_met(clauses, at)).times(Number::known(rational(*points)))
            }
        };
        let mut points = points;
        if let Some(cap) = scoring.cap {
            points = points.smaller(Number::known(rational(cap)));
        }
        points = points.larger(nought());
        let counted = scoring.only.as_ref().map_or(Truth::YES, |only| self.truth(only, at));
        choose(counted, points, nought())
    }

    // ---- the whole set ---------------------------------------------------------------------------

    /// The totals: the hull over the ways in which rescaled items can apply or not, where those are
    /// few; points and maximum of a way belong together.
    fn totals(&self) -> Option<Totals> {
        let conditions = crate::hir::rescale_conditions(self.set);
        let mut whole = self.totals_as_assumed()?;
        if conditions.is_empty()
            || conditions.len() > crate::hir::MOST_RESCALE_CASES
            || self.set.scale.is_none()
            || self.set.take.is_some() && !self.set.items.iter().any(|item| item.weight.is_some())
        {
            return Some(whole);
        }
        let mut hull: Option<Totals> = None;
        for case in 0..(1usize << conditions.len()) {
            let mut possible = true;
            let mut assumed = BTreeMap::new();
            for (at, (condition, _)) in conditions.iter().enumerate() {
                let so = case >> at & 1 == 1;
                let truth = self.truth(condition, Place::default());
                possible &= if so { truth.yes } else { truth.no };
                assumed.insert(crate::hir::expr_text(self.set, condition), so);
            }
            if !possible {
                continue;
            }
            let totals = Twin { assumed: Some(assumed), ..*self }.totals_as_assumed()?;
            hull = Some(match hull {
                None => totals,
                Some(hull) => Totals {
                    base: totals.base,
                    raw: hull.raw.either(totals.raw),
                    rounded: hull.rounded.either(totals.rounded),
                },
            });
        }
        let hull = hull?;
        (whole.raw, whole.rounded) = (hull.raw, hull.rounded);
        Some(whole)
    }

    fn totals_as_assumed(&self) -> Option<Totals> {
        if !self.set.items.iter().any(|item| item.scored) {
            return None;
        }
        let roots: Vec<(&Item, Node, Truth)> =
            self.set.roots().map(|(id, item)| (item, self.node(id, None), self.counts(id, None))).collect();
        let is_part = |item: &Item| item.scored && !matches!(item.word, Phrase::Bonus | Phrase::Deduction);
        let parts: Vec<Part> = roots
            .iter()
            .filter(|(item, ..)| is_part(item))
            .map(|(_, node, counts)| Part::of(node, *counts))
            .collect();
        let base = combine(&parts, self.set.take);
        let mut total = base.clone();
        if let Some(scale) = self.set.scale {
            let scaled = Number::known(rational(scale.points));
            let leaves_scale = |item: &Item| matches!(item.only, Some((_, NotApplicable::Rescale)));
            let weighted: Vec<(&Item, &Node)> = roots
                .iter()
                .filter(|(item, ..)| is_part(item) && item.weight.is_some())
                .map(|(item, node, _)| (*item, node))
                .collect();
            if !weighted.is_empty() {
                total = self.weighted(&weighted, &scaled, None);
            } else if scale.rescaled || self.set.items.iter().any(leaves_scale) {
                let most = roots
                    .iter()
                    .filter(|(item, ..)| is_part(item))
                    .fold(nought(), |sum, (_, node, _)| sum.plus(node.scale.clone()));
                total = total.times(scaled).over(most, Some(&rational(scale.points)), &self.grain());
            }
        }
        let extra = |word: Phrase| {
            roots
                .iter()
                .filter(|(item, ..)| item.word == word)
                .fold(nought(), |sum, (_, node, _)| sum.plus(node.points.clone()))
        };
        total = total.plus(extra(Phrase::Bonus)).minus(extra(Phrase::Deduction)).larger(nought());
        let mut rounded = total.clone();
        let mut raw = total;
        if let Some(scale) = self.set.scale {
            let cap = Number::known(rational(scale.cap.unwrap_or(scale.points)));
            raw = raw.smaller(cap);
            rounded = raw.clone();
            if let Some(rounding) = scale.rounding {
                rounded = rounded.map(|value| round(&value, &rational(rounding.step), rounding.mode));
            }
        }
        Some(Totals { base, raw, rounded })
    }

    /// Whether the set applies to the subject: one line that holds suffices.
    fn covers(&self) -> Truth {
        Truth::any(self.set.applies.iter().map(|line| {
            let region = line.region.as_ref().is_none_or(|region| self.regions().contains(region));
            let from = line.from.is_none_or(|from| from <= self.context.last);
            let condition = line
                .condition
                .as_ref()
                .map_or(Truth::YES, |condition| self.truth(condition, Place::default()));
            Truth::known(region).and(Truth::known(from)).and(condition)
        }))
    }

    fn gate(&self, at: usize) -> Truth {
        self.set.gates.get(at).map_or(Truth::UNKNOWN, |gate| self.truth(&gate.condition, Place::default()))
    }

    /// Every standing that is possible.
    pub(super) fn standings(&self) -> Option<BTreeSet<Standing>> {
        let classes = self.set.classes.as_ref()?;
        let class = |at: u32| {
            classes.list.get(at as usize).map_or(Standing::None, |class| Standing::Class(class.name.clone()))
        };
        let rest = (0u32..)
            .zip(&classes.list)
            .find(|(_, class)| class.condition.is_none())
            .map_or(Standing::None, |(at, _)| class(at));
        let mut out = BTreeSet::new();
        let mut untaken = Truth::YES;
        for at in &classes.order {
            let condition = classes.list.get(*at as usize).and_then(|class| class.condition.as_ref());
            let holds = condition
                .map_or(Truth::NO, |condition| self.truth(condition, Place { level: Some(*at), row: None }));
            if untaken.and(holds).yes {
                out.insert(class(*at));
            }
            untaken = untaken.and(holds.not());
        }
        if untaken.yes {
            out.insert(rest.clone());
        }
        for (at, gate) in self.set.gates.iter().enumerate() {
            let holds = self.gate(at);
            let barred = |standing: &Standing| match gate.effect {
                // Not to be ranked is a status, not a class: no gate gives a class back.
                _ if *standing == Standing::NotRanked => Standing::NotRanked,
                Effect::Noted => standing.clone(),
                Effect::BarsAll => rest.clone(),
                Effect::NotRanked => Standing::NotRanked,
                Effect::Class(to) => class(to),
                Effect::AtMost(to) => {
                    let place = classes
                        .list
                        .iter()
                        .position(|class| *standing == Standing::Class(class.name.clone()));
                    if place.is_some_and(|place| place < to as usize) { class(to) } else { standing.clone() }
                }
            };
            let mut next = BTreeSet::new();
            if holds.yes {
                next.extend(out.iter().cloned());
            }
            if holds.no {
                next.extend(out.iter().map(barred));
            }
            out = next;
        }
        let covers = self.covers();
        if covers.is_no() {
            out.clear();
        }
        if covers.no {
            out.insert(Standing::Outside);
        }
        Some(out)
    }
}

/// Parts together: their sum, or what is taken of them.
/// A part of an item: its points, those where it applies, and whether it counts.
struct Part {
    points: Number,
    own: Number,
    counts: Truth,
}

impl Part {
    fn of(node: &Node, counts: Truth) -> Self {
        Self { points: node.points.clone(), own: node.own_points.clone(), counts }
    }

    fn always(points: Number) -> Self {
        Self { own: points.clone(), points, counts: Truth::YES }
    }
}

fn combine(parts: &[Part], take: Option<Take>) -> Number {
    let candidates: Vec<Candidate> = parts
        .iter()
        .filter(|part| part.counts.yes)
        .map(|part| {
            let (lo, hi) = part.own.bounds();
            Candidate { certain: part.counts.is_yes(), lo, hi }
        })
        .collect();
    let nobody = !candidates.iter().any(|candidate| candidate.certain);
    // A part that does not exist leaves nothing to combine.
    if parts.iter().any(|part| part.points.span.is_none()) {
        return Number::nothing();
    }
    let lack = parts.iter().any(|part| part.points.lack);
    let or_nought = |number: Number| {
        let number = if nobody { number.either(nought()) } else { number };
        Number { lack: false, ..number }
    };
    let taken = match take {
        None => parts.iter().fold(nought(), |sum, part| sum.plus(part.points.clone())),
        Some(Take::Highest(n)) => {
            let mut lo: Vec<_> =
                candidates.iter().map(|part| if part.certain { part.lo.clone() } else { whole(0) }).collect();
            let mut hi: Vec<_> = candidates.iter().map(|part| part.hi.clone()).collect();
            let sum = |list: &mut Vec<values::R>| {
                list.sort();
                list.iter().rev().take(n as usize).fold(whole(0), |sum, value| sum + value)
            };
            Number::between(sum(&mut lo), sum(&mut hi))
        }
        Some(Take::Lowest) => {
            let least = candidates.iter().map(|part| part.lo.clone()).min();
            let certain = candidates.iter().filter(|part| part.certain).map(|part| part.hi.clone()).min();
            let most = certain.or_else(|| candidates.iter().map(|part| part.hi.clone()).max());
            or_nought(Number { span: least.zip(most), lack: false })
        }
        Some(Take::Mean) => or_nought(mean_of(&candidates)),
    };
    taken.or_lacking(lack)
}
