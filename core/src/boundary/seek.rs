//! Looking for dossiers on both sides of a threshold.
//!
//! In: a plan, a threshold. Out: settings of the knobs just below, at and just above it. The search
//! starts where classes and points are highest, turns one knob after another until the threshold is
//! crossed, and halves the way on the knob that crossed it. It is bounded, and what it does not find
//! it says it did not find.

use super::knobs::{Knob, Setting, example, knobs};
use super::nearness::conditions_met;
use super::thresholds::{Of, Threshold};
use super::{MOST_TRIED, Nearness, write};
use crate::context::Context;
use crate::exact::Exact;
use crate::hir::{FrameId, InputId};
use crate::outcome::{Outcome, Standing, Verdict};
use crate::plan::{Op, Plan, Reg};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use tieuchi_grammar::ast::Assign;

/// The settings of all knobs.
pub type State = Vec<Setting>;

/// How many orders of the knobs are tried for one threshold.
const MOST_ORDERS: usize = 6;
/// From how many other states the search begins again for one threshold.
const MOST_OTHERS: usize = 8;

pub struct Seeker<'a> {
    pub plan: &'a Plan,
    pub context: &'a Context,
    knobs: Vec<Knob>,
    best: State,
    tried: usize,
}

/// The nearest states found on each side, with how far off they are.
#[derive(Default)]
struct Nearest {
    found: BTreeMap<Nearness, (Exact, State)>,
}

impl Nearest {
    fn consider(&mut self, distance: Exact, state: &State) {
        let side = match distance.cmp(&Exact::ZERO) {
            Ordering::Less => Nearness::Below,
            Ordering::Equal => Nearness::At,
            Ordering::Greater => Nearness::Above,
        };
        let nearer = |known: &Exact| match side {
            Nearness::Below => distance > *known,
            Nearness::At => false,
            Nearness::Above => distance < *known,
        };
        if self.found.get(&side).is_none_or(|(known, _)| nearer(known)) {
            self.found.insert(side, (distance, state.clone()));
        }
    }
}

impl<'a> Seeker<'a> {
    pub fn new(plan: &'a Plan, context: &'a Context) -> Self {
        let knobs = knobs(plan, context);
        let best = knobs.iter().map(Knob::first).collect();
        let mut seeker = Self { plan, context, knobs, best, tried: 0 };
        for _ in 0..2 {
            for knob in 0..seeker.knobs.len() {
                let here = seeker.best.clone();
                seeker.best = seeker.highest(&here, knob, &mut |seeker, state| seeker.standing(state));
            }
        }
        seeker
    }

    pub fn example(&self, state: &State) -> crate::hir::Example {
        example(self.context, &self.knobs, state)
    }

    pub fn outcome(&mut self, state: &State) -> Option<Outcome> {
        let example = self.example(state);
        let rows: u32 = example.rows.iter().map(|(count, ..)| *count).sum();
        // A dossier costs about as much as twenty rows.
        self.tried += 20 + rows as usize;
        if self.tried > MOST_TRIED {
            return None;
        }
        self.plan.run_example(&example).ok()
    }

    /// The nearest states on each side of a threshold, below first; none where nothing that is
    /// filed can move it. Where the threshold decides nothing in the best state, say since its item
    /// does not apply, the search begins again from states in which it may.
    pub fn around(&mut self, threshold: &Threshold) -> Option<Vec<(Nearness, State)>> {
        let relevant = self.relevant(threshold);
        if relevant.is_empty() {
            return None;
        }
        let mut found = self.around_from(&self.best.clone(), threshold, &relevant);
        if self.decides(&found, threshold) {
            return Some(found);
        }
        for (knob, at) in self.others(threshold) {
            let mut base = turned(&self.best, knob, at);
            for other in (0..self.knobs.len()).filter(|other| *other != knob) {
                base = self.highest(&base, other, &mut |seeker, state| seeker.standing(state));
            }
            let next = self.around_from(&base, threshold, &relevant);
            if self.decides(&next, threshold) {
                return Some(next);
            }
            if found.is_empty() {
                found = next;
            }
        }
        Some(found)
    }

    /// Whether something comes out otherwise on one side than on another: what the threshold belongs
    /// to, the class or the total.
    fn decides(&mut self, found: &[(Nearness, State)], threshold: &Threshold) -> bool {
        let mut results = Vec::new();
        for (_, state) in found {
            let Some(outcome) = self.outcome(state) else { return true };
            results.push(write::expected(&self.plan.inner.set, &outcome, threshold.of));
        }
        let values = |list: &Vec<Assign>| list.iter().map(|one| one.value.clone()).collect::<Vec<_>>();
        results.windows(2).any(|pair| matches!(pair, [one, next] if values(one) != values(next)))
    }

    /// Other options of what the item or gate of a threshold reads beside it.
    fn others(&self, threshold: &Threshold) -> Vec<(usize, i128)> {
        let inner = &self.plan.inner;
        let regs: Vec<Reg> = match threshold.of {
            Of::Item(id) => {
                let of_item = inner.items.range((id, None)..=(id, Some(u32::MAX)));
                of_item.flat_map(|(_, regs)| regs.applies.into_iter().chain(regs.met)).collect()
            }
            Of::Gate(at) => inner.gates.get(at).copied().into_iter().collect(),
            Of::Whole => Vec::new(),
        };
        let (columns, _) = self.read_by(regs);
        let mut out = Vec::new();
        for (at, knob) in self.knobs.iter().enumerate() {
            let Knob::Value(field) = knob else { continue };
            let here = self.best.get(at).map_or(0, |setting| setting.at);
            if !knob.is_ordered() && field.columns.iter().any(|column| columns.contains(column)) {
                out.extend(knob.alternatives().into_iter().filter(|to| *to != here).map(|to| (at, to)));
            }
        }
        out.truncate(MOST_OTHERS);
        out
    }

    /// The nearest states on each side that are found from a state.
    fn around_from(
        &mut self,
        base: &State,
        threshold: &Threshold,
        relevant: &[usize],
    ) -> Vec<(Nearness, State)> {
        let mut nearest = Nearest::default();
        for filled_up in [false, true] {
            // Parts of a hundred are hit exactly where the table is filled up with other rows.
            let start = self.start(base, threshold, relevant, filled_up);
            let Some(distance) = self.distance(&start, threshold) else { continue };
            nearest.consider(distance, &start);
            // From the threshold itself both ways lead off it.
            let ways: &[bool] = match distance.cmp(&Exact::ZERO) {
                Ordering::Less => &[false],
                Ordering::Equal => &[true, false],
                Ordering::Greater => &[true],
            };
            for down in ways {
                let far = self.far(threshold, relevant, &start, (distance, *down));
                // First without what would take the class away by itself: then the threshold decides.
                let gentle = self.gentle(&start, &far);
                for order in orders(&gentle).chain(orders(&far)) {
                    if nearest.found.len() == 3 {
                        break;
                    }
                    let mut reached = self.cross(threshold, &start, &order, *down, &mut nearest);
                    // What a maximum hid at the start may count where the others have been turned.
                    while let Some(state) = reached {
                        let Some(distance) = self.distance(&state, threshold) else { break };
                        let more = self.far(threshold, relevant, &state, (distance, *down));
                        if more.is_empty() || distance == Exact::ZERO {
                            break;
                        }
                        reached = self.cross(threshold, &state, &more, *down, &mut nearest);
                    }
                }
            }
            let both = nearest.found.contains_key(&Nearness::At) && nearest.found.len() > 1;
            if both || !self.counts_rows(relevant) {
                break;
            }
        }
        // Without both sides there is nothing that the threshold tells apart.
        let sides = nearest.found;
        let told_apart = sides.contains_key(&Nearness::Below)
            && (sides.contains_key(&Nearness::At) || sides.contains_key(&Nearness::Above))
            || sides.contains_key(&Nearness::At) && sides.contains_key(&Nearness::Above);
        let states = sides.into_iter().map(|(side, (_, state))| (side, state));
        if told_apart { states.collect() } else { Vec::new() }
    }

    /// How far what is compared lies above what it is compared with, if both are known.
    fn distance(&mut self, state: &State, threshold: &Threshold) -> Option<Exact> {
        let outcome = self.outcome(state)?;
        let known = |reg: Reg| {
            let view = outcome.view();
            let (low, high) = view.bounds(reg, false)?;
            (low == high && view.presence(reg) == (false, true)).then_some(low)
        };
        known(threshold.sides.0)?.sub(known(threshold.sides.1)?)
    }

    /// How high a dossier stands: whether the set applies, the class, how many conditions of the
    /// highest class hold, the total.
    fn standing(&mut self, state: &State) -> Option<(bool, usize, usize, Exact)> {
        let outcome = self.outcome(state)?;
        let rank = outcome.class().and_then(|class| match class.settled()? {
            Standing::Class(name) => {
                let list = self.plan.inner.set.classes.as_ref().map(|classes| &classes.list)?;
                list.iter().position(|class| class.name == *name).map(|at| list.len() - at)
            }
            Standing::None | Standing::NotRanked | Standing::Outside => None,
        });
        let total = outcome.total().map_or(Exact::ZERO, |total| total.certain);
        let met = conditions_met(&outcome);
        Some((outcome.covers() == Verdict::Met, rank.unwrap_or(0), met, total))
    }

    /// The state with one knob turned to where something is highest; rows also by their fields.
    fn highest<T: Ord>(
        &mut self,
        state: &State,
        knob: usize,
        height: &mut dyn FnMut(&mut Self, &State) -> Option<T>,
    ) -> State {
        let start = height(self, state);
        let mut best = (start, state.clone());
        let turns = self.turns(knob);
        let mut raised = false;
        for turn in &turns {
            raised |= self.raises(&mut best, knob, &[turn], height);
        }
        // Where no single turn helps, two may: an age and a flag that leaves the row out.
        let fields: Vec<&Turn> = turns.iter().filter(|turn| matches!(turn, Turn::Field(..))).collect();
        for (at, first) in fields.iter().enumerate() {
            for second in fields.iter().skip(at + 1).filter(|second| !raised && !second.same_field(first)) {
                self.raises(&mut best, knob, &[first, second], height);
            }
        }
        best.1
    }

    /// Whether turning a knob raises something; the best is kept.
    fn raises<T: Ord>(
        &mut self,
        best: &mut (Option<T>, State),
        knob: usize,
        turns: &[&Turn],
        height: &mut dyn FnMut(&mut Self, &State) -> Option<T>,
    ) -> bool {
        let mut next = best.1.clone();
        if let Some(setting) = next.get_mut(knob) {
            turns.iter().for_each(|turn| turn.make(setting));
        }
        let found = height(self, &next);
        let raised = found > best.0;
        if raised {
            *best = (found, next);
        }
        raised
    }

    /// Turns of a knob that are worth trying first.
    fn turns(&self, knob: usize) -> Vec<Turn> {
        let Some(knob) = self.knobs.get(knob) else { return Vec::new() };
        let mut out = Vec::new();
        if let Knob::Rows { fields, .. } = knob {
            for (at, field) in fields.iter().enumerate() {
                out.extend(field.dial.alternatives().into_iter().map(|to| Turn::Field(at, to)));
            }
        }
        out.extend(knob.alternatives().into_iter().map(Turn::At));
        out
    }

    /// The knobs on which the sides of a threshold depend.
    fn relevant(&self, threshold: &Threshold) -> Vec<usize> {
        let (columns, frames) = self.read_by(vec![threshold.sides.0, threshold.sides.1]);
        let reads = |knob: &Knob| match knob {
            Knob::Value(field) => field.columns.iter().any(|column| columns.contains(column)),
            Knob::Rows { frame, .. } => frames.contains(frame),
        };
        self.knobs.iter().enumerate().filter(|(_, knob)| reads(knob)).map(|(at, _)| at).collect()
    }

    fn read_by(&self, mut waiting: Vec<Reg>) -> (Vec<InputId>, Vec<FrameId>) {
        let (mut columns, mut frames) = (Vec::new(), Vec::new());
        let mut seen = vec![false; self.plan.inner.steps.len()];
        while let Some(reg) = waiting.pop() {
            let Some(known) = seen.get_mut(reg.index()).filter(|known| !**known) else { continue };
            *known = true;
            if let Some(step) = self.plan.inner.steps.get(reg.index()) {
                match &step.op {
                    Op::Input(id) => columns.push(*id),
                    Op::Present { frame, .. } => frames.push(*frame),
                    _ => {}
                }
                waiting.extend(step.op.reads());
            }
        }
        (columns, frames)
    }

    fn counts_rows(&self, relevant: &[usize]) -> bool {
        relevant
            .iter()
            .any(|at| matches!(self.knobs.get(*at), Some(Knob::Rows { apart, .. }) if apart.is_empty()))
    }

    /// Where the search begins: a state, rows such that they raise what is compared; filled
    /// up with rows that lower it, if asked.
    fn start(&mut self, base: &State, threshold: &Threshold, relevant: &[usize], filled_up: bool) -> State {
        let mut state = base.clone();
        for knob in relevant {
            if !matches!(self.knobs.get(*knob), Some(Knob::Rows { .. })) {
                continue;
            }
            state = self.highest(&state, *knob, &mut |seeker, state| seeker.distance(state, threshold));
            if filled_up {
                let lowest = self.highest(&state, *knob, &mut |seeker, state| {
                    seeker.distance(state, threshold).and_then(|distance| Exact::ZERO.sub(distance))
                });
                let most = self.knobs.get(*knob).map_or(0, Knob::last);
                let others = lowest.get(*knob).map(|setting| setting.rows.clone());
                if let Some(setting) = state.get_mut(*knob) {
                    setting.at = most;
                    setting.others = others;
                }
            }
        }
        state
    }

    /// For each knob the position that goes farthest down or up from a distance.
    fn far(
        &mut self,
        threshold: &Threshold,
        relevant: &[usize],
        start: &State,
        (distance, down): (Exact, bool),
    ) -> Vec<(usize, i128)> {
        let mut out = Vec::new();
        for knob in relevant {
            let mut farthest: Option<(Exact, i128)> = None;
            for at in self.knobs.get(*knob).map(Knob::alternatives).unwrap_or_default() {
                let Some(found) = self.distance(&turned(start, *knob, at), threshold) else { continue };
                if farthest.is_none_or(|(known, _)| if down { found < known } else { found > known }) {
                    farthest = Some((found, at));
                }
            }
            let moves = |found: Exact| if down { found < distance } else { found > distance };
            out.extend(farthest.filter(|(found, _)| moves(*found)).map(|(_, at)| (*knob, at)));
        }
        out
    }

    /// How far each knob can be turned that way before the class falls by that alone.
    fn gentle(&mut self, start: &State, far: &[(usize, i128)]) -> Vec<(usize, i128)> {
        let rank =
            |found: Option<(bool, usize, usize, Exact)>| found.map(|(covered, rank, ..)| (covered, rank));
        let best = rank(self.standing(start));
        let mut out = Vec::new();
        for (knob, to) in far {
            let from = start.get(*knob).map_or(0, |setting| setting.at);
            let (mut kept, mut lost) = (from, *to);
            if rank(self.standing(&turned(start, *knob, *to))) == best {
                kept = *to;
            } else if self.knobs.get(*knob).is_some_and(Knob::is_ordered) {
                while (lost - kept).abs() > 1 {
                    let middle = kept + (lost - kept) / 2;
                    if rank(self.standing(&turned(start, *knob, middle))) == best {
                        kept = middle;
                    } else {
                        lost = middle;
                    }
                }
            }
            if kept != from {
                out.push((*knob, kept));
            }
        }
        out
    }

    /// Turns one knob after another until the threshold is crossed, and looks closely there; else
    /// gives the state that was reached.
    fn cross(
        &mut self,
        threshold: &Threshold,
        start: &State,
        order: &[(usize, i128)],
        down: bool,
        nearest: &mut Nearest,
    ) -> Option<State> {
        let first = self.distance(start, threshold)?;
        let mut state = start.clone();
        for (knob, to) in order {
            let next = turned(&state, *knob, *to);
            let Some(distance) = self.distance(&next, threshold) else { continue };
            nearest.consider(distance, &next);
            let crossed = match down {
                true => distance < Exact::ZERO,
                false => distance > Exact::ZERO || (distance == Exact::ZERO && first < Exact::ZERO),
            };
            // The end of a range may be the threshold itself.
            if crossed || (distance == Exact::ZERO && first != Exact::ZERO) {
                self.closely(threshold, &state, *knob, *to, nearest);
            }
            if crossed {
                return None;
            }
            state = next;
        }
        Some(state)
    }

    /// Everything between two positions of a knob, on either side of a threshold: each position of a
    /// short way, a long one by halving.
    fn closely(
        &mut self,
        threshold: &Threshold,
        state: &State,
        knob: usize,
        to: i128,
        nearest: &mut Nearest,
    ) {
        let from = state.get(knob).map_or(0, |setting| setting.at);
        let (low, high) = (from.min(to), from.max(to));
        let last = self.knobs.get(knob).map_or(0, Knob::last);
        let ordered = self.knobs.get(knob).is_some_and(Knob::is_ordered);
        let mut look = |seeker: &mut Self, at: i128| {
            let next = turned(state, knob, at);
            let found = seeker.distance(&next, threshold);
            if let Some(distance) = found {
                nearest.consider(distance, &next);
            }
            found
        };
        if !ordered || high - low <= 32 {
            for at in (low - 1).max(0)..=(high + 1).min(last) {
                look(self, at);
            }
            return;
        }
        // Halved towards where it first reaches nought, and where it first passes it.
        for passes in [false, true] {
            let side = |found: Exact| if passes { found > Exact::ZERO } else { found >= Exact::ZERO };
            let (mut a, mut b) = (from, to);
            let Some(mut here) = look(self, a).map(side) else { return };
            let Some(there) = look(self, b).map(side) else { return };
            if here == there {
                continue;
            }
            while (b - a).abs() > 1 {
                let middle = a + (b - a) / 2;
                let Some(found) = look(self, middle).map(side) else { return };
                if found == here {
                    (a, here) = (middle, found);
                } else {
                    b = middle;
                }
            }
        }
    }
}

/// The knobs in several orders: another one is the last that is turned.
fn orders(knobs: &[(usize, i128)]) -> impl Iterator<Item = Vec<(usize, i128)>> + use<> {
    let knobs = knobs.to_vec();
    (0..knobs.len().min(MOST_ORDERS)).map(move |first| {
        let mut order = knobs.clone();
        order.rotate_left(first);
        order
    })
}

/// A turn of a knob.
enum Turn {
    At(i128),
    Field(usize, i128),
}

impl Turn {
    const fn same_field(&self, other: &Self) -> bool {
        matches!((self, other), (Self::Field(a, _), Self::Field(b, _)) if *a == *b)
    }

    fn make(&self, setting: &mut Setting) {
        match self {
            Self::At(to) => setting.at = *to,
            Self::Field(field, to) => {
                if let Some(place) = setting.rows.get_mut(*field) {
                    *place = *to;
                }
            }
        }
    }
}

fn turned(state: &State, knob: usize, at: i128) -> State {
    let mut state = state.clone();
    if let Some(setting) = state.get_mut(knob) {
        setting.at = at;
    }
    state
}
