//! What would suffice: the least evidence that makes a class certain.
//!
//! In: an outcome and the name of a class. Out: every minimal set of things to do, each tried by
//! a full evaluation of the changed dossier before it is shown; the points still missing; what
//! changes nothing; and what was not tried, so that nothing in the answer is guessed. The reverse
//! is asked too: which single piece of evidence the class rests on.

mod additions;
mod causes;
mod direction;
mod json;
mod levels;
mod moves;
mod rests;
mod results;
mod search;
mod taint;
#[cfg(test)]
mod tests;
mod text;
mod trial;
mod variant;
mod words;

pub use rests::RestsOn;

use crate::diagnostics;
use crate::dossier::{Cell, Dossier, Value};
use crate::exact::Exact;
use crate::hir::{FrameId, ItemId};
use crate::outcome::{Outcome, Points, Verdict};
use crate::plan::Reg;
use moves::{About, Between, Edit, Ground, Level, Moves, Wanted};
use search::{Found, Goal, Pick};
use tieuchi_grammar::{Bilingual, Diagnostic, Phrase};
use trial::Trials;
use variant::{Changed, Patch};

/// The most steps that are shown of what raises one item.
const MOST_STEPS: usize = 5;
/// The most numbers of a stretch that are tried beside the first.
const MOST_SAMPLES: i128 = 16;

/// How far to look.
///
/// ```
/// use tieuchi::SufficesOptions;
/// let options = SufficesOptions::default().most(2);
/// assert_eq!((options.most_elements(), options.bound_on_evaluations()), (2, 50_000));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SufficesOptions {
    most: usize,
    bound: u64,
}

impl Default for SufficesOptions {
    fn default() -> Self {
        Self { most: 3, bound: 50_000 }
    }
}

impl SufficesOptions {
    /// The most elements in a set; three if not said.
    #[must_use]
    pub const fn most(mut self, elements: usize) -> Self {
        self.most = elements;
        self
    }

    /// The most changed dossiers that the search evaluates. Where it ends the search, the answer
    /// says so.
    #[must_use]
    pub const fn bound(mut self, evaluations: u64) -> Self {
        self.bound = evaluations;
        self
    }

    /// The most elements in a set.
    #[must_use]
    pub const fn most_elements(&self) -> usize {
        self.most
    }

    /// The most changed dossiers that are evaluated.
    #[must_use]
    pub const fn bound_on_evaluations(&self) -> u64 {
        self.bound
    }
}

/// How a class stands before anything is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// It, or a higher one, is certain on the closed file: nothing is needed.
    Certain,
    /// More evidence may still make it certain.
    Possible,
    /// Whatever is filed, it is not reached.
    OutOfReach,
}

/// The answer: what would make a class certain, and what stands in its way.
///
/// A class counts as reached where it or a higher one is certain on the closed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suffices {
    /// The class asked for.
    pub class: String,
    /// Its label.
    pub label: String,
    /// How it stands.
    pub reach: Reach,
    /// The total as it is, if the set has points.
    pub total: Option<Points>,
    /// The least points still missing in total, where the class asks for a total.
    pub points_missing: Option<Exact>,
    /// What decides: what is met where the class is certain, what fails for good where it is out of
    /// reach, else what is not met for certain.
    pub causes: Vec<Decider>,
    /// The minimal sets, by size, then in document order.
    pub sets: Vec<SufficientSet>,
    /// Items that lose points, most lost first, with what would raise each alone.
    pub items: Vec<ItemLoss>,
    /// Unknowns on file that change nothing about the class, whatever they turn out to be.
    pub irrelevant: Vec<Piece>,
    /// What was not tried, or where the answer is not the whole one, each with a code.
    pub remarks: Vec<Remark>,
    /// How far the search went.
    pub search: SearchBound,
}

/// A condition of the class, a gate, or whom the set applies to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decider {
    /// What it is.
    pub kind: DeciderKind,
    /// Name of the gate or class.
    pub name: String,
    /// The condition in words.
    pub text: Bilingual,
    /// Whether it holds, if nothing more is filed.
    pub verdict: Verdict,
    /// Whether it holds, if anything may still be filed.
    pub reachable: Verdict,
    /// For a comparison of numbers: what is certain, possible and reachable on the left.
    pub have: Option<Points>,
    /// What it is compared with; the upper bound where that is not settled.
    pub need: Option<Exact>,
    /// The type of both, for words.
    pub(crate) percent: bool,
}

/// What a cause is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeciderKind {
    /// Whom the set applies to.
    Scope,
    /// A gate.
    Gate,
    /// A threshold of the class on a number.
    Threshold,
    /// Another condition of the class.
    Condition,
}

/// Things that together make the class certain, none of which can be left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SufficientSet {
    /// What to do.
    pub elements: Vec<Element>,
    /// The total then, if the set has points.
    pub total: Option<Points>,
    /// The changed dossier, for whoever wants to look at it.
    pub(crate) changed: Dossier,
}

impl Eq for Dossier {}

impl SufficientSet {
    /// The dossier with everything of the set done: it can be evaluated and explained.
    #[must_use]
    pub const fn dossier(&self) -> &Dossier {
        &self.changed
    }
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// What is done.
    pub action: Action,
    /// What it is done about.
    pub piece: Piece,
    /// How many pieces are added; one otherwise.
    pub count: u32,
    /// What is wanted of the value, or of the fields of what is added.
    pub conditions: Vec<Condition>,
}

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// A value is settled.
    Settle,
    /// What waits or was declared is verified as it stands.
    Verify,
    /// What waits is found not to count.
    Reject,
    /// More evidence is filed.
    Add,
    /// A person judges.
    Judge,
    /// A person gives points.
    Score,
    /// A person chooses a level.
    ChooseLevel,
    /// A result of another set is filed.
    FileResult,
}

/// A place in a dossier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// Name and label of the table, for a row of members or evidence.
    pub table: Option<(String, String)>,
    /// Position of the row in its table, from nought.
    pub row: Option<usize>,
    /// Identifier of the row; may be empty.
    pub id: String,
    /// Name and label of the value; of another set for its result.
    pub field: Option<(String, String)>,
    /// How many years before the period.
    pub years_back: u32,
}

/// What is wanted of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Name of the value.
    pub field: String,
    /// Its label.
    pub label: String,
    /// How it relates to what follows.
    pub relation: Relation,
    /// The value as a dossier writes it; empty where there is none.
    pub value: String,
    /// The last value that will do, where all from the one to the other will.
    pub to: Option<String>,
    /// All of it in words.
    pub text: Bilingual,
}

/// How a value relates to what is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// That or more.
    AtLeast,
    /// That or less.
    AtMost,
    /// That.
    Exactly,
    /// From the one to the other, both included.
    Between,
    /// As it was declared.
    AsDeclared,
    /// Other than those on file.
    Different,
}

/// An item that loses points, or a deduction that takes some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemLoss {
    /// Its code.
    pub code: String,
    /// Its label.
    pub label: String,
    /// Greatest points less certain points; of a deduction, the most points that may be taken off.
    pub lost: Exact,
    /// What would raise it, each by itself; of many steps, a few from the first to the last.
    pub raises: Vec<Raise>,
    /// How many steps more there are.
    pub more: usize,
}

/// Something that raises an item by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raise {
    /// What is done.
    pub element: Element,
    /// The certain points it adds.
    pub gain: Exact,
}

/// Something about the answer that is not the whole truth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// What it is.
    pub code: RemarkCode,
    /// What it is about, if about something.
    pub about: Option<Piece>,
    /// How many.
    pub count: usize,
}

/// Why something was not tried, or is not exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RemarkCode {
    /// The bound on evaluations ended the search before sets of this size were all tried.
    BoundReached,
    /// More of this evidence can both raise and lower the result: more than the amounts tried may
    /// do otherwise.
    BothWays,
    /// More of this evidence can only lower the result, so none is added.
    OnlyLowers,
    /// The dossier holds more unknowns than are tried.
    TooManyUnknowns,
    /// The fields of this evidence can be combined in more ways than are tried.
    TooManyKinds,
    /// No single further piece of this evidence changes anything.
    NothingCounts,
    /// More than so many further pieces of this evidence were not tried.
    MoreThanTried,
    /// Rows that stand for several are settled together, not one by one.
    AsAGroup,
    /// What a local rule must lay down is not evidence.
    LocalRule,
    /// A result of another set was tried with its greatest points only.
    PointsOfResult,
    /// The value counts at more steps than are tried, up and down: what is shown suffices, but less
    /// may too.
    NotLeast,
}

/// How far the search went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchBound {
    /// The most elements of a set.
    pub most: usize,
    /// Changed dossiers that were evaluated.
    pub evaluations: u64,
    /// The most that may be.
    pub bound: u64,
    /// The size of set at which the bound ended the search, if it did.
    pub ended_at: Option<usize>,
}

/// What was not tried, in the terms of the engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NotTried {
    code: RemarkCode,
    about: Option<About>,
    count: usize,
}

impl Outcome {
    /// What would make a class certain on the closed file.
    ///
    /// # Errors
    ///
    /// `unknown-class` if the set has no class of that name.
    ///
    /// ```
    /// # let source = r#"language en
    /// # criteria set READING "Reading year" edition E1 [assumed]
    /// #   in force from 2024-01-01
    /// #   applies to person
    /// #   scale 10 points
    /// # subject person "Person"
    /// #   fact books "Books read": integer from 0 to 1000
    /// # criterion 1 "Reading" max 10 points
    /// #   score by books:
    /// #     under 5: 0 points
    /// #     from 5 to under 12: 6 points
    /// #     from 12 up: 10 points
    /// # title reader "Reader" when total_points >= 6
    /// # "#;
    /// use tieuchi::{Action, ContextOptions, Dossier, Lang, Reach, SufficesOptions};
    /// let plan = tieuchi::compile(source).unwrap();
    /// let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    /// let dossier = Dossier::from_json(&plan, "{}").unwrap();
    /// let outcome = plan.evaluate(&dossier, &context);
    /// let answer = outcome.suffices("reader", &SufficesOptions::default()).unwrap();
    /// assert_eq!(answer.reach, Reach::Possible);
    /// let element = &answer.sets[0].elements[0];
    /// assert_eq!((element.action, element.conditions[0].value.as_str()), (Action::Settle, "5"));
    /// assert_eq!(element.text(Lang::En), "books read: at least 5");
    /// ```
    pub fn suffices(&self, class: &str, options: &SufficesOptions) -> Result<Suffices, Diagnostic> {
        let (position, goal) = self.goal(class)?;
        let inner = &self.plan.inner;
        let label = inner.set.classes.iter().flat_map(|classes| &classes.list).nth(position);
        let label = label.map(|class| class.label.clone()).unwrap_or_default();
        let reach = self.reach(goal);
        let (causes, points_missing) = self.causes(position, reach);
        let mut out = Suffices {
            class: class.to_owned(),
            label,
            reach,
            total: self.total(),
            points_missing,
            causes,
            sets: Vec::new(),
            items: Vec::new(),
            irrelevant: Vec::new(),
            remarks: Vec::new(),
            search: SearchBound { most: options.most, evaluations: 0, bound: options.bound, ended_at: None },
        };
        let points = inner.items.values().filter_map(|regs| regs.points);
        let read = points.chain([goal.class]);
        let mut trials = Trials::new(&self.plan, &self.dossier, &self.context, read);
        let undecided = self.undecided();
        let mut ground = Ground::new(self, &undecided, goal.class, &mut trials);
        let moves = moves::moves(&mut ground);
        out.items = self.losses(&moves, &mut ground);
        out.irrelevant = moves.irrelevant.iter().map(|about| words::piece(self, about)).collect();
        if reach == Reach::Possible {
            // Less is read now.
            let mut trials = Trials::new(&self.plan, &self.dossier, &self.context, [goal.class]);
            let found = search::search(&mut trials, &moves, goal, options.most, options.bound);
            out.sets = self.verified(&moves, &found, goal, &mut trials);
            out.remarks = self.remarks(&moves, &found);
            out.search.ended_at = found.ended_at;
            out.search.evaluations = trials.evaluations;
        }
        out.search.evaluations += trials.evaluations;
        Ok(out)
    }

    /// The class to ask about if none is named: the lowest that is better than what is certain; the
    /// highest where nothing is better. None if the set has no classes.
    #[must_use]
    pub fn next_class(&self) -> Option<&str> {
        let classes = self.plan.inner.set.classes.as_ref()?;
        let certain = |class: &&crate::hir::Class| {
            self.goal(&class.name).is_ok_and(|(_, goal)| self.reach(goal) == Reach::Certain)
        };
        let next = classes.list.iter().rev().find(|class| !certain(class));
        next.or(classes.list.first()).map(|class| class.name.as_str())
    }

    /// The position of a class in its table, and what reaching it means for the register.
    fn goal(&self, class: &str) -> Result<(usize, Goal), Diagnostic> {
        let inner = &self.plan.inner;
        let list = inner.set.classes.as_ref().map(|classes| classes.list.as_slice()).unwrap_or_default();
        let names = || list.iter().map(|class| class.name.as_str()).collect::<Vec<_>>();
        let position = list.iter().position(|known| known.name == class);
        let (Some(position), Some(reg)) = (position, inner.class) else {
            return Err(diagnostics::unknown_class(class, &names()));
        };
        // Options of the class stand lowest first.
        let option = list.len() - 1 - position;
        let all = crate::batch::option_bits(list.len());
        let below = crate::batch::option_bits(option);
        Ok((position, Goal { class: reg, wanted: all & !below }))
    }

    fn reach(&self, goal: Goal) -> Reach {
        let mask = |open| self.view().options(goal.class, open).unwrap_or(0);
        let (closed, open) = (mask(false), mask(true));
        if goal.is_certain(closed) {
            Reach::Certain
        } else if open & goal.wanted == 0 {
            Reach::OutOfReach
        } else {
            Reach::Possible
        }
    }

    /// The sets that a full evaluation of the changed dossier confirms.
    fn verified(
        &self,
        moves: &Moves,
        found: &Found,
        goal: Goal,
        trials: &mut Trials<'_>,
    ) -> Vec<SufficientSet> {
        let mut sets = self.least(moves, &found.sets, goal, trials);
        self.narrow(&mut sets, goal, trials);
        results::no_worse(&self.plan.inner.set, moves, &mut sets);
        let dossier = |levels: &Vec<(usize, Level)>| {
            let mut changed = Changed::default();
            for (_, level) in levels {
                level.edit.apply(&self.dossier, &mut changed);
            }
            self.dossier.with(&changed)
        };
        let dossiers: Vec<Dossier> = sets.iter().map(dossier).collect();
        let confirmed = |dossier: &Dossier| {
            let outcome = self.plan.evaluate(dossier, &self.context);
            let class = outcome.view().options(goal.class, false).unwrap_or(0);
            (goal.is_certain(class), outcome.total())
        };
        let confirmed: Vec<_> = dossiers.iter().map(confirmed).collect();
        trials.evaluations += u64::try_from(dossiers.len()).unwrap_or(u64::MAX);
        let shown = sets.into_iter().zip(dossiers).zip(confirmed);
        let shown = shown.filter(|(_, (certain, _))| *certain);
        let mut out: Vec<SufficientSet> = Vec::new();
        for (levels, total, changed) in
            one_stretch(shown.map(|((levels, changed), (_, total))| (levels, total, changed)))
        {
            let element = |(slot, level): &(usize, Level)| {
                Some(words::element(self, &moves.slots.get(*slot)?.about, level))
            };
            let elements: Vec<Element> = levels.iter().filter_map(element).collect();
            if !out.iter().any(|known| known.elements == elements) {
                out.push(SufficientSet { elements, total, changed });
            }
        }
        out
    }

    /// The ways of each set, each with as little as suffices beside the others, in document order.
    fn least(
        &self,
        moves: &Moves,
        sets: &[Vec<Pick>],
        goal: Goal,
        trials: &mut Trials<'_>,
    ) -> Vec<Vec<(usize, Level)>> {
        let way = |(chain, level): &Pick| {
            let chain = moves.chains.get(*chain)?;
            Some((chain.slot, chain.levels.get(level.checked_sub(1)?)?.clone()))
        };
        let mut sets: Vec<Vec<(usize, Level)>> =
            sets.iter().map(|set| set.iter().filter_map(way).collect()).collect();
        let mut patches: Vec<Vec<Patch>> = sets
            .iter()
            .map(|levels| levels.iter().map(|(_, level)| trials.read(&level.edit)).collect())
            .collect();
        let longest = sets.iter().map(Vec::len).max().unwrap_or(0);
        for at in 0..longest {
            self.least_at(at, &mut sets, &mut patches, goal, trials);
        }
        for levels in &mut sets {
            levels.sort_by_key(|(slot, _)| *slot);
        }
        sets
    }

    /// Of a stretch of numbers that does not suffice in all of it beside the others, the first is left.
    fn narrow(&self, sets: &mut [Vec<(usize, Level)>], goal: Goal, trials: &mut Trials<'_>) {
        let mut asked: Vec<(usize, usize)> = Vec::new();
        let mut variants: Vec<Changed> = Vec::new();
        for (own, levels) in sets.iter().enumerate() {
            for (at, (_, level)) in levels.iter().enumerate() {
                let Wanted::Between { grid, from, to } = level.wanted else { continue };
                let Edit::Cell { place, seat, cell } = &level.edit else { continue };
                let samples = MOST_SAMPLES.min(to - from);
                for sample in 1..=samples {
                    let value = Value::Number(grid.value(from + (to - from) * sample / samples));
                    let cell = Cell { verified: Some(value), ..cell.clone() };
                    let other = Edit::Cell { place: *place, seat: seat.clone(), cell };
                    let mut changed = Changed::default();
                    for (beside, (_, level)) in levels.iter().enumerate() {
                        let edit = if beside == at { &other } else { &level.edit };
                        edit.apply(&self.dossier, &mut changed);
                    }
                    asked.push((own, at));
                    variants.push(changed);
                }
            }
        }
        let holds = trials.map(&variants, |tried| tried.holds(goal));
        for ((own, at), _) in asked.into_iter().zip(holds).filter(|(_, holds)| !holds) {
            let level = sets.get_mut(own).and_then(|levels| levels.get_mut(at));
            if let Some((_, Level { wanted: Wanted::Between { from, to, .. }, .. })) = level {
                *to = *from;
            }
        }
    }

    /// Lowers one way of each set as far as it suffices, in all sets at once.
    fn least_at(
        &self,
        at: usize,
        sets: &mut [Vec<(usize, Level)>],
        patches: &mut [Vec<Patch>],
        goal: Goal,
        trials: &mut Trials<'_>,
    ) {
        // The last level's value does not suffice, this one's does.
        let mut open: Vec<(usize, Between, i128, i128)> = Vec::new();
        for (set, levels) in sets.iter().enumerate() {
            let between = levels.get(at).and_then(|(_, level)| level.between);
            open.extend(between.map(|between| (set, between, between.from, between.to)));
        }
        let middle = |fails: i128, suffices: i128| fails + (suffices - fails) / 2;
        while !open.is_empty() {
            for (set, between, fails, suffices) in &open {
                let settled = (suffices - fails).abs() <= 1;
                let tried = if settled { *suffices } else { middle(*fails, *suffices) };
                let level = sets.get_mut(*set).and_then(|levels| levels.get_mut(at));
                let patch = patches.get_mut(*set).and_then(|patches| patches.get_mut(at));
                if let (Some((_, level)), Some(patch)) = (level, patch) {
                    *level = level.at(&self.plan.inner.set, *between, tried);
                    *patch = trials.read(&level.edit);
                }
            }
            open.retain(|(_, _, fails, suffices)| (suffices - fails).abs() > 1);
            let variant =
                |(set, ..): &(usize, Between, i128, i128)| patches.get(*set).into_iter().flatten().collect();
            let variants: Vec<Vec<&Patch>> = open.iter().map(variant).collect();
            let holds = trials.map_patched(&variants, |tried| tried.holds(goal));
            for ((_, _, fails, suffices), holds) in open.iter_mut().zip(holds) {
                let middle = middle(*fails, *suffices);
                *if holds { suffices } else { fails } = middle;
            }
        }
    }

    fn remarks(&self, moves: &Moves, found: &Found) -> Vec<Remark> {
        let table = |frame: &FrameId| Some(words::piece(self, &About::New(*frame)));
        let mut out = Vec::new();
        if let Some(size) = found.ended_at {
            out.push(Remark { code: RemarkCode::BoundReached, about: None, count: size });
        }
        for frame in &moves.both_ways {
            out.push(Remark { code: RemarkCode::BothWays, about: table(frame), count: 0 });
        }
        for frame in &moves.lowering {
            out.push(Remark { code: RemarkCode::OnlyLowers, about: table(frame), count: 0 });
        }
        for one in &moves.not_tried {
            let about = one.about.as_ref().map(|about| words::piece(self, about));
            out.push(Remark { code: one.code, about, count: one.count });
        }
        out
    }

    /// The points of an item whose parts are only taken off it, before they are.
    fn before_deductions(&self, id: ItemId) -> Option<Reg> {
        let set = &self.plan.inner.set;
        let item = &set[id];
        let only_deductions =
            set.children(id).all(|(_, child)| child.scored && child.word == Phrase::Deduction);
        (only_deductions && item.scoring.len() == 1 && item.zero.is_empty() && item.on_file.is_none())
            .then(|| self.plan.inner.scoring.get(&(id, 0, None)).copied())?
    }

    /// What the items lose, and what would raise each.
    fn losses(&self, moves: &Moves, ground: &mut Ground<'_, '_>) -> Vec<ItemLoss> {
        let set = &self.plan.inner.set;
        let view = self.view();
        let mut losing: Vec<Losing> = Vec::new();
        for (at, item) in set.items.iter().enumerate() {
            let id = ItemId::from_index(at);
            let Some(regs) = self.plan.inner.items.get(&(id, None)).filter(|_| item.scored) else { continue };
            let points = if item.children.is_empty() { regs.points } else { self.before_deductions(id) };
            let applies = regs.applies.map_or(Verdict::Met, |reg| view.verdict(reg));
            let points = points.and_then(|reg| Some((reg, view.bounds(reg, false)?)));
            let max = regs.max.and_then(|reg| view.bounds(reg, false));
            let Some((points, bounds)) = points else { continue };
            // What a deduction may take off is lost, what another item may not give.
            let deducts = deducts(set, id);
            let lost = match max {
                _ if deducts => bounds.1,
                Some((_, max)) => max.sub(bounds.0).unwrap_or(Exact::ZERO),
                None => continue,
            };
            if applies != Verdict::NotMet && lost > Exact::ZERO {
                losing.push(Losing { id, points, deducts, bounds, lost });
            }
        }
        losing.sort_by(|a, b| b.lost.cmp(&a.lost).then(a.id.cmp(&b.id)));
        let ways: Vec<(usize, &Level)> = moves
            .chains
            .iter()
            .flat_map(|chain| chain.levels.iter().map(|level| (chain.slot, level)))
            .collect();
        let variants: Vec<Changed> = ways.iter().map(|(_, level)| ground.variant(&[&level.edit])).collect();
        let gains = ground.trials.map(&variants, |tried| {
            losing.iter().map(|item| item.gain(tried)).collect::<Vec<Option<Exact>>>()
        });
        let mut out = Vec::new();
        for (at, Losing { id, lost, .. }) in losing.into_iter().enumerate() {
            let gain = |((slot, level), gains): (&(usize, &Level), &Vec<Option<Exact>>)| {
                let gain = gains.get(at).copied().flatten().filter(|gain| *gain > Exact::ZERO);
                (*slot, (*level).clone(), gain.unwrap_or(Exact::ZERO))
            };
            let steps =
                steps(results::no_worse_steps(&ways.iter().zip(&gains).map(gain).collect::<Vec<_>>()));
            let more = steps.len().saturating_sub(MOST_STEPS);
            let raises = spread(steps).into_iter().filter_map(|(slot, level, gain)| {
                let about = &moves.slots.get(slot)?.about;
                Some(Raise { element: words::element(self, about, &level), gain })
            });
            let raises = raises.collect();
            out.push(ItemLoss {
                code: set[id].code.clone(),
                label: set[id].label.clone(),
                lost,
                raises,
                more,
            });
        }
        out
    }
}

/// An item that does not give, or a deduction that takes, all that may be hoped for.
struct Losing {
    id: ItemId,
    points: Reg,
    deducts: bool,
    /// Its points on the closed file.
    bounds: (Exact, Exact),
    lost: Exact,
}

impl Losing {
    /// The certain points that a variant adds to what the item is part of.
    fn gain(&self, tried: trial::Tried<'_>) -> Option<Exact> {
        let (least, most) = tried.bounds(self.points)?;
        if self.deducts { self.bounds.1.sub(most) } else { least.sub(self.bounds.0) }
    }
}

/// The ways that raise something, each more than those before it of its slot; what does as much as
/// its neighbour is one way with it.
fn steps(ways: Vec<(usize, Level, Exact)>) -> Vec<(usize, Level, Exact)> {
    let mut out: Vec<(usize, Level, Exact)> = Vec::new();
    for (slot, level, gain) in ways.into_iter().filter(|(.., gain)| *gain > Exact::ZERO) {
        let last = out.last_mut().filter(|(own, ..)| *own == slot);
        if let Some((_, last, most)) = last {
            if gain == *most
                && let Some(wanted) = last.wanted.joined(&level.wanted)
            {
                last.wanted = wanted;
            }
            if gain <= *most {
                continue;
            }
        }
        out.push((slot, level, gain));
    }
    out
}

/// A few of many, from the first to the last.
fn spread<T>(all: Vec<T>) -> Vec<T> {
    let count = all.len();
    if count <= MOST_STEPS {
        return all;
    }
    let shown: Vec<usize> = (0..MOST_STEPS).map(|at| at * (count - 1) / (MOST_STEPS - 1)).collect();
    all.into_iter().enumerate().filter(|(at, _)| shown.contains(at)).map(|(_, one)| one).collect()
}

/// Whether the points of an item are taken off: it is a deduction, or a part of one.
fn deducts(set: &crate::hir::CriteriaSet, id: ItemId) -> bool {
    let mut odd = false;
    let mut next = Some(id);
    while let Some(item) = next.map(|id| &set[id]) {
        odd ^= item.word == Phrase::Deduction;
        next = item.parent;
    }
    odd
}

/// The ways of a set, the total with them, and the dossier changed by them.
type Shown = (Vec<(usize, Level)>, Option<Points>, Dossier);

/// Sets that differ in nothing but two stretches of one value that meet, as one.
fn one_stretch(sets: impl Iterator<Item = Shown>) -> Vec<Shown> {
    let mut out: Vec<Shown> = Vec::new();
    for (levels, total, changed) in sets {
        let meets = |(known, of, _): &mut Shown| {
            let same = *of == total
                && known.len() == levels.len()
                && known.iter().zip(&levels).all(|(own, next)| own.0 == next.0);
            let pairs = known.iter_mut().zip(&levels).map(|((_, own), (_, next))| (own, next));
            let mut apart = pairs.filter(|(own, next)| own.wanted != next.wanted);
            let (Some((own, next)), None, true) = (apart.next(), apart.next(), same) else { return false };
            let Some(wanted) = own.wanted.joined(&next.wanted) else { return false };
            own.wanted = wanted;
            true
        };
        if !out.iter_mut().any(meets) {
            out.push((levels, total, changed));
        }
    }
    out
}
