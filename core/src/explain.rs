//! Why: the evaluated tree, trimmed, in one structured form for both languages.
//!
//! In: an outcome. Out: nodes with points, verdicts, reasons with fixed codes, the evidence used,
//! waiting and left out, and what each node cites. Every figure is read from the registers the
//! executor filled; nothing is computed a second time.

mod colour;
mod compare;
pub(crate) mod json;
mod letter;
mod reasons;
mod redaction;
mod shared;
mod text;

pub use colour::{ColouredLine, ColouredSet, Mark};
pub use compare::{
    Cause, CauseKind, ComparedSide, Comparison, Contribution, NodeChange, NodeResult, TotalChange,
};
pub(crate) use json::verdict_id;
pub use letter::{Letter, LetterEntry, LetterPart, PartKind};
pub use reasons::{Argument, Measure, Reason, ReasonCode};
pub use redaction::Redaction;
pub(crate) use shared::Shared;
pub use shared::{Cites, ClassAbout, NodeAbout, SetAbout};
pub use targets::{CountedMembers, TargetOutcome};
pub use text::Detail;

mod conditions;
mod figures;
mod grounds;
mod targets;

use crate::batch::{ResultNote, Unused};
use crate::day::Day;
use crate::describe::{Words, both, show_day, show_value};
use crate::dossier::{Status, Value};
use crate::evaluate::Lines;
use crate::exact::Exact;
use crate::hir::{
    Citation, Clause, CriteriaSet, Effect, Expr, ExprKind, FrameId, Input, Item, ItemId, Notes, Pair, ROOT,
    Rounding, Scoring, ScoringKind, StepRow, TableRow, Ty, negated,
};
use crate::outcome::{ClassOutcome, Outcome, Points, Standing, Verdict};
use crate::plan::{ItemRegs, Reg};
use figures::verdict_in;
use shared::{Judged, Reads, Scored, exprs_at, place_name};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, OnceLock};
use tieuchi_grammar::{Bilingual, Lang, PHRASES, Phrase, PhraseSentence, Span};

/// The explanation of one outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The set.
    pub set: Arc<SetAbout>,
    /// The subject; may be empty.
    pub subject: String,
    /// First and last day of the period.
    pub period: (Day, Day),
    /// The day of the judgement.
    pub judged_on: Day,
    /// Whether the file is still open.
    pub open: bool,
    /// The regions of the subject, nearest first.
    pub regions: Vec<String>,
    /// What the set leaves unexpressed, and why, where no node below says so.
    pub unexpressed: Vec<Pair>,
    /// Whether values or names are kept back.
    pub redacted: bool,
    /// Whether the set applies to the subject.
    pub covers: Verdict,
    /// Why the set does not apply, or not surely.
    pub covers_reasons: Vec<Reason>,
    /// The total, if the set has points.
    pub total: Option<TotalLine>,
    /// The class, if the set has classes.
    pub class: Option<ClassLine>,
    /// The gates.
    pub gates: Vec<Node>,
    /// The items at the top; their parts are below them.
    pub items: Vec<Node>,
    /// Who decides, and whether that is so for this result.
    pub authorities: Vec<(Arc<str>, Verdict)>,
    /// What is due, and by when.
    pub deadlines: Vec<(Arc<str>, Day)>,
    /// Results of other sets that were filed and not used as they stand, and why.
    pub unused_results: Vec<Reason>,
}

/// How the total came about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalLine {
    /// The sum of the items.
    pub base: Points,
    /// The greatest sum, as the items apply.
    pub base_max: Exact,
    /// After scaling, where the total was scaled.
    pub scaled: Option<Points>,
    /// Before the last rounding.
    pub raw: Points,
    /// The total.
    pub total: Points,
    /// The scale.
    pub scale: Exact,
    /// The set's rounding, in words.
    pub rounding: Option<Arc<Bilingual>>,
}

/// The class and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassLine {
    /// The class table, or the lone title.
    pub about: Arc<ClassAbout>,
    /// The outcome under both assumptions about the file.
    pub outcome: ClassOutcome,
    /// Whether the file is still open.
    pub open: bool,
    /// For each class with a condition, best first: whether the condition holds and why.
    pub conditions: Vec<Node>,
}

impl ClassLine {
    /// What is decided: the one of the two outcomes that the file, open or closed, calls for.
    #[must_use]
    pub fn shown(&self) -> &[Standing] {
        if self.open { &self.outcome.open } else { &self.outcome.closed }
    }
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// A heading of the criteria tree.
    Item,
    /// A named clause of an item.
    Clause,
    /// A gate.
    Gate,
    /// A class, level or title.
    Class,
}

impl NodeKind {
    /// The word for it in JSON.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::Item => "item",
            Self::Clause => "clause",
            Self::Gate => "gate",
            Self::Class => "class",
        }
    }
}

/// A node of the explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What the set says of it, whatever the dossier.
    pub about: Arc<NodeAbout>,
    /// Whether it applies.
    pub applies: Verdict,
    /// Its points.
    pub points: Option<Points>,
    /// Its greatest points, as it applies.
    pub max: Option<Exact>,
    /// Its verdict; on an open file what is settled whatever else is filed.
    pub verdict: Option<Verdict>,
    /// What its verdict will be if nothing more is filed, where the file is open and that differs.
    pub if_closed: Option<Verdict>,
    /// Whether it stands under a negation, for a clause: that it is met speaks against what it
    /// belongs to.
    pub must_not: bool,
    /// Why, in the order of the statements.
    pub reasons: Vec<Reason>,
    /// Evidence that counts.
    pub used: Vec<Evidence>,
    /// Evidence that may still count.
    pub waiting: Vec<Evidence>,
    /// Evidence that does not count.
    pub left_out: Vec<Evidence>,
    /// What its statements and all that they read cite, beside what its heading does.
    pub cites: Cites,
    /// Its parts.
    pub children: Vec<Node>,
}

impl Node {
    fn new(about: &Arc<NodeAbout>) -> Self {
        Self {
            about: Arc::clone(about),
            applies: Verdict::Met,
            points: None,
            max: None,
            verdict: None,
            if_closed: None,
            must_not: false,
            reasons: Vec::new(),
            used: Vec::new(),
            waiting: Vec::new(),
            left_out: Vec::new(),
            cites: Cites::default(),
            children: Vec::new(),
        }
    }

    /// Adds one to a list, made where it stands: it is large.
    fn add<'n>(nodes: &'n mut Vec<Self>, about: &Arc<NodeAbout>) -> Option<&'n mut Self> {
        nodes.extend(std::iter::once_with(|| Self::new(about)));
        nodes.last_mut()
    }

    /// One that reasons are gathered in.
    fn nameless() -> Self {
        static ABOUT: LazyLock<Arc<NodeAbout>> = LazyLock::new(|| {
            Arc::new(NodeAbout::new(NodeKind::Gate, Arc::default(), "", "", &Notes::default()))
        });
        Self::new(&ABOUT)
    }

    /// What it cites.
    pub fn sources(&self) -> impl Iterator<Item = &Citation> {
        self.about.cites.sources.iter().chain(&self.cites.sources).map(Arc::as_ref)
    }

    /// Phrases and how they were read.
    pub fn readings(&self) -> impl Iterator<Item = &(String, String)> {
        self.about.cites.readings.iter().chain(&self.cites.readings).map(Arc::as_ref)
    }

    /// Phrases the set does not express, and why.
    pub fn unexpressed(&self) -> impl Iterator<Item = &(String, String)> {
        self.about.cites.unexpressed.iter().chain(&self.cites.unexpressed).map(Arc::as_ref)
    }

    /// Whether it, or a part of it, says that this is not expressed.
    fn says_unexpressed(&self, part: &(String, String)) -> bool {
        self.unexpressed().any(|own| own == part)
            || self.children.iter().any(|child| child.says_unexpressed(part))
    }
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// The table it is of.
    pub table: Arc<str>,
    /// Its identifier, or its place in the list, from 1.
    pub id: Arc<str>,
    /// How many equal rows it stands for.
    pub count: u32,
    /// Why it waits or is left out; where it counts, that it is declared by the subject or not yet
    /// verified, if so.
    pub why: Option<ReasonCode>,
}

impl Outcome {
    /// Explains every point, verdict and class.
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
    /// use tieuchi::{ContextOptions, Detail, Dossier, Lang};
    /// let plan = tieuchi::compile(source).unwrap();
    /// let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    /// let dossier = Dossier::from_json(&plan, r#"{"books": 7}"#).unwrap();
    /// let explanation = plan.evaluate(&dossier, &context).explain();
    /// let text = explanation.to_text(Detail::Decisive, Lang::En);
    /// assert!(text.contains("from 5 to under 12"), "{text}");
    /// ```
    #[must_use]
    pub fn explain(&self) -> Explanation {
        self.explain_with(&Redaction::none())
    }
}

pub(crate) struct Explainer<'a> {
    outcome: &'a Outcome,
    /// What decides, for the file as it is.
    now: Lines<'a>,
    /// What is so if nothing more is filed; points are shown for both assumptions.
    if_closed: Lines<'a>,
    /// What is so if anything may still be filed.
    if_open: Lines<'a>,
    set: &'a CriteriaSet,
    shared: &'a Shared,
    redaction: Redaction,
}

impl<'a> Explainer<'a> {
    fn new(outcome: &'a Outcome, redaction: Redaction) -> Self {
        let inner = &*outcome.plan.inner;
        let [if_closed, if_open] = [false, true].map(|open| outcome.registers.lines(&outcome.plan, open));
        let now = if outcome.context.open { if_open } else { if_closed };
        Self { outcome, now, if_closed, if_open, set: &inner.set, shared: inner.shared(), redaction }
    }

    fn explanation(&self) -> Explanation {
        let set = self.set;
        let context = &self.outcome.context;
        let mut explanation = Explanation {
            set: Arc::clone(&self.shared.set),
            redacted: self.redaction.is_active(),
            subject: self.subject(),
            period: (context.first, context.last),
            judged_on: context.judged_on,
            open: context.open,
            regions: self.outcome.regions().to_vec(),
            unexpressed: Vec::new(),
            covers: self.outcome.plan.inner.covers.map_or(Verdict::Met, |reg| self.verdict(reg)),
            covers_reasons: self.covers_reasons(),
            total: self.total(),
            class: self.class(),
            gates: self.gates(),
            items: self.items(),
            authorities: self.authorities(),
            deadlines: self.deadlines(),
            unused_results: self.outcome.unused_results(),
        };
        let said = |part: &&Pair| {
            let of_class = explanation.class.iter().flat_map(|class| &class.conditions);
            let mut nodes = explanation.gates.iter().chain(&explanation.items).chain(of_class);
            nodes.any(|node| node.says_unexpressed(part))
        };
        let unexpressed = set.unexpressed.iter().filter(|part| !said(part)).cloned().collect();
        explanation.unexpressed = unexpressed;
        explanation
    }

    fn gates(&self) -> Vec<Node> {
        let gates = self.set.gates.iter().zip(&self.outcome.plan.inner.gates).zip(&self.shared.gates);
        let mut nodes = Vec::with_capacity(self.set.gates.len());
        for ((gate, reg), about) in gates {
            let Some(node) = Node::add(&mut nodes, about) else { continue };
            node.verdict = Some(self.verdict(*reg));
            node.if_closed = self.differs(node.verdict, || Some(verdict_in(self.if_closed, *reg)));
            self.condition(&gate.condition, None, node);
            self.cite_parts(&gate.condition, None, node);
            node.reasons.extend(self.set_by(gate.span));
        }
        nodes
    }

    /// Who decides, and whether that is so for this result.
    fn authorities(&self) -> Vec<(Arc<str>, Verdict)> {
        let verdict = |reg: &Option<Reg>| reg.map_or(Verdict::Met, |reg| self.verdict(reg));
        let all = self.shared.authorities.iter().zip(&self.outcome.plan.inner.authorities);
        all.map(|(text, reg)| (Arc::clone(text), verdict(reg))).collect()
    }

    /// For each line that says whom the set applies to: what keeps it from applying.
    fn covers_reasons(&self) -> Vec<Reason> {
        if self.outcome.covers() == Verdict::Met {
            return Vec::new();
        }
        let mut node = Node::nameless();
        let regions = self.outcome.regions();
        for applies in &self.set.applies {
            let elsewhere = applies.region.as_ref().filter(|region| !regions.contains(region));
            if let Some(region) = elsewhere {
                let words = Bilingual::new(format!("ở vùng «{region}»"), format!("in region “{region}”"));
                node.reasons.push(Reason::new(ReasonCode::OutOfScope).words("condition", words));
            }
            if let Some(from) = applies.from.filter(|from| self.outcome.context.last < *from) {
                let words = both(|lang| match lang {
                    Lang::Vi => format!("kỳ kết thúc từ ngày {}", show_day(from, lang)),
                    Lang::En => format!("the period ends on or after {}", show_day(from, lang)),
                });
                node.reasons.push(Reason::new(ReasonCode::OutOfScope).words("condition", words));
            }
            if let Some(condition) = &applies.condition {
                self.condition(condition, None, &mut node);
            }
        }
        node.reasons
    }

    /// The verdict if nothing more is filed, where it is another one.
    fn differs(&self, shown: Option<Verdict>, closed: impl FnOnce() -> Option<Verdict>) -> Option<Verdict> {
        let closed = if self.outcome.context.open { closed() } else { shown };
        closed.filter(|_| shown != closed)
    }

    /// Who set a node, where that is not the set most of it comes from.
    fn set_by(&self, span: Span) -> Option<Reason> {
        let part = self.set.set_by(span)?;
        Some(
            Reason::new(ReasonCode::SetBy)
                .name("set", part.id.as_str())
                .name("edition", part.edition.as_str()),
        )
    }

    /// Deadlines fall before a day of the year after the period.
    fn deadlines(&self) -> Vec<(Arc<str>, Day)> {
        let year = self.outcome.context.last.civil().0 + 1;
        let day = |(day, month): (i8, i8)| Day::new(year, i32::from(month), i32::from(day));
        let all = self.shared.deadlines.iter().zip(&self.set.deadlines);
        all.filter_map(|(text, (_, at))| Some((Arc::clone(text), day(*at)?))).collect()
    }

    fn total(&self) -> Option<TotalLine> {
        let inner = &self.outcome.plan.inner;
        let points = |reg: Option<Reg>| reg.and_then(|reg| self.points(reg));
        let base = points(inner.base_total)?;
        let mut base_max = Exact::ZERO;
        for (id, item) in self.set.roots() {
            if matches!(item.word, Phrase::Bonus | Phrase::Deduction) {
                continue;
            }
            let max = self.shared.item(id, None).and_then(|item| item.regs?.max);
            let max = max.and_then(|reg| self.bounds(reg)).map(|bounds| bounds.1);
            base_max = max.and_then(|max| base_max.add(max)).unwrap_or(base_max);
        }
        Some(TotalLine {
            base,
            base_max,
            scaled: points(inner.scaled),
            raw: points(inner.raw_total)?,
            total: points(inner.total)?,
            scale: self.set.scale.map_or(base_max, |scale| scale.points),
            rounding: self.shared.rounding.clone(),
        })
    }

    fn class(&self) -> Option<ClassLine> {
        let classes = self.set.classes.as_ref()?;
        let about = Arc::clone(self.shared.class.as_ref()?);
        let outcome = self.outcome.class()?;
        let mut conditions = Vec::with_capacity(classes.list.len());
        for (position, (class, about)) in (0u32..).zip(classes.list.iter().zip(&self.shared.classes)) {
            let Some(condition) = &class.condition else { continue };
            let Some(node) = Node::add(&mut conditions, about) else { continue };
            let reg = self.reg(condition, Some(position));
            node.verdict = reg.map(|reg| self.verdict(reg));
            node.if_closed = self.differs(node.verdict, || reg.map(|reg| verdict_in(self.if_closed, reg)));
            self.condition(condition, Some(position), node);
            self.cite_parts(condition, Some(position), node);
            node.reasons.extend(self.set_by(class.span));
        }
        Some(ClassLine { about, outcome, open: self.outcome.context.open, conditions })
    }

    /// The first headings, each once, or once for each class where its verdict depends on the class.
    fn items(&self) -> Vec<Node> {
        let mut nodes = Vec::with_capacity(self.set.roots().count());
        for (id, _) in self.set.roots() {
            for judged in self.shared.at_levels(self.set, id) {
                self.item(id, judged, &mut nodes);
            }
        }
        nodes
    }

    /// Adds the parts of an item, judged for the class it was judged for.
    fn add_parts(&self, item: &Item, level: Option<u32>, node: &mut Node) {
        node.children.reserve_exact(item.children.len());
        for id in &item.children {
            let judged = self.shared.item(*id, level.filter(|_| self.set[*id].by_level));
            if let Some(judged) = judged {
                self.item(*id, judged, &mut node.children);
            }
        }
    }

    fn item(&self, id: ItemId, judged: &Judged, nodes: &mut Vec<Node>) {
        let (item, level) = (&self.set[id], judged.level);
        let Some(node) = Node::add(nodes, &judged.about) else { return };
        let Some(regs) = &judged.regs else { return };
        let verdict = |lines: Lines<'_>| {
            let applies = regs.applies.map_or(Verdict::Met, |reg| verdict_in(lines, reg));
            regs.met.map(|met| match applies {
                Verdict::NotMet => Verdict::NotApplicable,
                Verdict::Unknown => Verdict::Unknown,
                Verdict::Met | Verdict::NotApplicable => verdict_in(lines, met),
            })
        };
        node.applies = regs.applies.map_or(Verdict::Met, |reg| self.verdict(reg));
        node.points = regs.points.and_then(|reg| self.points(reg));
        node.max = judged.max.or_else(|| self.bounds(regs.max?).map(|bounds| bounds.1));
        node.reasons = Vec::with_capacity(judged.reasons);
        node.verdict = verdict(self.now);
        node.if_closed = self.differs(node.verdict, || verdict(self.if_closed));
        let mut stands = node.applies != Verdict::NotMet;
        if let Some((condition, policy)) = &item.only {
            let verdict = self.verdict_of(condition, level);
            if verdict != Verdict::Met {
                node.reasons.push(self.not_applicable(policy, verdict, condition));
            }
            // What counts instead is said; what the item itself says was not used.
            stands &= verdict != Verdict::NotMet;
        }
        for (heading, condition) in self.set.conditions_above(id) {
            let verdict = self.verdict_of(condition, level);
            if verdict != Verdict::Met {
                let heading = &self.set[heading];
                let word = phrase_words(heading.word);
                let name = Bilingual::new(
                    format!("{} {}", word.vi, heading.code),
                    format!("{} {}", word.en, heading.code),
                );
                node.reasons.push(
                    Reason::new(ReasonCode::HeadingNotApplicable).verdict(verdict).words("heading", name),
                );
                break;
            }
        }
        if stands {
            self.scored(item, judged, regs, node);
            for verdict in &item.verdicts {
                if verdict.level.is_none() || verdict.level == level {
                    self.condition(&verdict.condition, level, node);
                    self.cite(&verdict.notes, node);
                }
            }
            if let Some(on_file) = &item.on_file {
                self.condition(on_file, level, node);
            }
            if let Some(measure) = &item.measure {
                self.measured(measure, level, node);
            }
            if judged.cites {
                self.cite_all(&exprs_at(item, level), level, node);
            }
        }
        node.reasons.extend(self.set_by(item.span));
        // Where a rule settles the item, what is not expressed is told beside it.
        let left = item.notes.unexpressed.iter().filter(|_| self.set.is_left_to_a_person(&item.code));
        for part in left {
            let reason = Reason::new(ReasonCode::NotExpressed);
            node.reasons.push(reason.name("text", part.0.as_str()).name("why", part.1.as_str()));
        }
        self.add_parts(item, level, node);
    }

    fn capped(&self, item: &Item, before: (Exact, Exact), cap: Exact, node: &mut Node) {
        let reason = Reason::new(ReasonCode::ItemCapped).number("cap", cap);
        node.reasons.push(if self.hides_points(item) {
            reason.withheld("from")
        } else {
            reason.interval("from", before.0, before.1)
        });
    }

    fn scored(&self, item: &Item, judged: &Judged, regs: &ItemRegs, node: &mut Node) {
        let level = judged.level;
        for (scoring, scored) in item.scoring.iter().zip(&judged.scoring) {
            self.scoring(scoring, scored, level, node);
        }
        for zero in &item.zero {
            let verdict = self.verdict_of(zero, level);
            if verdict != Verdict::NotMet {
                node.reasons.push(self.told(Reason::new(ReasonCode::Zeroed).verdict(verdict), zero));
            }
        }
        if let Some((points, most)) = regs.with_bonus
            && let (Some(before), Some(most)) = (self.bounds(points), self.bounds(most))
            && before.1 > most.0
        {
            self.capped(item, before, most.1, node);
        }
        if let (Some(reg), Some(cap)) = (regs.uncapped, item.cap)
            && let Some(before) = self.bounds(reg).filter(|before| before.1 > cap)
        {
            self.capped(item, before, cap, node);
        }
        if let (Some(reg), Some(rounding)) = (regs.unrounded, self.rounding_of(item))
            && let Some(before) = self.bounds(reg)
        {
            let reason = Reason::new(ReasonCode::Rounded);
            let reason = if self.hides_points(item) {
                reason.withheld("from")
            } else {
                reason.interval("from", before.0, before.1)
            };
            node.reasons.push(reason.words("rounding", self.words(|words| words.rounding(rounding))));
        }
    }

    /// A target: the value against the bar in force, or the value alone; and the day it falls due.
    fn measured(&self, measure: &crate::hir::Measure, level: Option<u32>, node: &mut Node) {
        match &measure.meets {
            Some(meets) => self.condition(meets, level, node),
            None => {
                let reason = Reason::new(ReasonCode::Measured).words("what", self.in_words(&measure.value));
                node.reasons.push(self.found(reason, &measure.value, level));
            }
        }
        if node.verdict == Some(Verdict::Met) {
            return;
        }
        let last = self.outcome.context.last;
        if let Some(next) = measure.due.iter().find(|day| **day > last)
            && !measure.due.contains(&last)
        {
            let day = *next;
            node.reasons
                .push(Reason::new(ReasonCode::NotYetDue).words("day", both(|lang| show_day(day, lang))));
        }
    }

    fn rounding_of(&self, item: &Item) -> Option<Rounding> {
        let each = self.set.round_each.filter(|(word, _)| *word == item.word).map(|(_, rounding)| rounding);
        item.rounding.or(each)
    }

    fn scoring(&self, scoring: &Scoring, scored: &Scored, level: Option<u32>, node: &mut Node) {
        self.cite(&scoring.notes, node);
        let gives = || scored.points.and_then(|reg| self.bounds(reg));
        if let Some(only) = &scoring.only {
            let verdict = self.verdict_of(only, level);
            if verdict == Verdict::NotMet {
                node.reasons.push(self.told(Reason::new(ReasonCode::OutOfScope), only));
                return;
            }
        }
        match &scoring.kind {
            ScoringKind::Table { input, rows, steps } => {
                self.banded(input, (rows, scored), steps, level, node)
            }
            ScoringKind::Level { input, .. } => self.chosen(input, level, node),
            ScoringKind::Direct(input) => {
                self.missing_inputs(input, level, node);
                if let Some(points) = gives() {
                    node.reasons.push(Reason::new(ReasonCode::Direct).points(points));
                }
            }
            ScoringKind::Formula(points) => {
                self.missing_inputs(points, level, node);
                self.evidence_of(points, level, node);
                if let Some(found) = gives() {
                    let reason = Reason::new(ReasonCode::Formula)
                        .words("formula", self.in_words(points))
                        .points(found);
                    node.reasons.push(self.put_in(reason, points, level));
                }
            }
            ScoringKind::Met { condition, .. } => {
                self.condition(condition, level, node);
                if let Some(points) = gives() {
                    node.reasons.push(Reason::new(ReasonCode::Gives).points(points));
                }
            }
            ScoringKind::Each { rows, points, .. } => {
                if let Some(member) = self.outcome.plan.inner.members.get(&(points.id, level)).copied() {
                    self.rows_of(rows.frame, member, node);
                }
                if let Some(found) = gives() {
                    node.reasons.push(
                        Reason::new(ReasonCode::Each)
                            .words(
                                "rows",
                                self.phrase(&self.reads(points).rows_in_words, |words| words.rows(rows)),
                            )
                            .words("each", self.in_words(points))
                            .points(found),
                    );
                }
            }
            ScoringKind::ClausesGive { clauses, points } => {
                self.clause_nodes(clauses, true, level, node);
                if let Some(found) = gives() {
                    node.reasons
                        .push(Reason::new(ReasonCode::ClausesGive).number("each", *points).points(found));
                }
            }
        }
        if let Some(cap) = scoring.cap
            && gives().is_some_and(|points| points.0 == cap)
        {
            node.reasons.push(Reason::new(ReasonCode::Capped).number("cap", cap));
        }
    }

    fn banded(
        &self,
        input: &Expr,
        (rows, scored): (&[TableRow], &Scored),
        steps: &[StepRow],
        level: Option<u32>,
        node: &mut Node,
    ) {
        self.missing_inputs(input, level, node);
        self.evidence_of(input, level, node);
        let holds = |reg: &Option<Reg>| reg.is_some_and(|reg| self.verdict(reg) != Verdict::NotMet);
        let bands = rows.iter().zip(&scored.rows).filter(|(_, reg)| holds(reg));
        if scored.rows_cite {
            self.cite_rows(rows, level, node);
        }
        let mut reason = Reason::new(ReasonCode::Band).words("what", self.in_words(input));
        reason = self.found(reason, input, level);
        for (row, _) in bands {
            reason = if !row.shape.is_range() && self.hides(&row.when) {
                reason.withheld("band")
            } else {
                reason.words("band", self.band(row, level))
            };
        }
        node.reasons.push(reason);
        for step in steps {
            let count = self.value_of(&step.steps, level);
            // Steps of nought are not told, unless that they are nought is kept back.
            let told = |hi: Exact| hi > Exact::ZERO || self.hides(&step.steps);
            if let Some((lo, hi)) = count.filter(|(_, hi)| told(*hi)) {
                let code = if step.adds { ReasonCode::StepsAdded } else { ReasonCode::StepsTaken };
                let reason = Reason::new(code);
                let reason = if self.hides(&step.steps) {
                    reason.withheld("steps")
                } else {
                    reason.interval("steps", lo, hi)
                };
                node.reasons.push(reason.number("each", step.points));
            }
        }
    }

    fn chosen(&self, input: &Expr, level: Option<u32>, node: &mut Node) {
        self.missing_inputs(input, level, node);
        let reason = self.found(Reason::new(ReasonCode::LevelChosen), input, level);
        if !reason.args.is_empty() {
            node.reasons.push(reason);
        }
    }

    // ---- words -------------------------------------------------------------------------------

    /// What an expression reads, whatever the dossier.
    fn reads(&self, expr: &Expr) -> &'a Reads {
        self.shared.reads(self.set, expr)
    }

    /// An expression in words: the same in every explanation under the plan, so it is made once.
    fn in_words(&self, expr: &Expr) -> Arc<Bilingual> {
        let make = || Arc::new(self.words(|words| words.expr(expr)));
        Arc::clone(self.reads(expr).words.get_or_init(make))
    }

    /// Words that are the same in every explanation under the plan, so that they are made once.
    fn phrase(&self, known: &OnceLock<Arc<Bilingual>>, text: impl Fn(Words<'_>) -> String) -> Arc<Bilingual> {
        Arc::clone(known.get_or_init(|| Arc::new(self.words(text))))
    }

    fn words(&self, text: impl Fn(Words<'_>) -> String) -> Bilingual {
        both(|lang| text(Words { set: self.set, lang }))
    }
}

impl Outcome {
    /// Filed results of other sets that were not used as they stand, and why: one reason for each
    /// set, table and cause, with how many rows it is true of.
    #[must_use]
    pub fn unused_results(&self) -> Vec<Reason> {
        let set = &self.plan.inner.set;
        let mut found: BTreeMap<(FrameId, &str, Unused), i128> = BTreeMap::new();
        for ResultNote { frame, set, why, .. } in &self.registers.notes {
            *found.entry((*frame, set, *why)).or_default() += 1;
        }
        let reason = |((frame, name, why), rows): ((FrameId, &str, Unused), i128)| {
            let code = match why {
                Unused::OtherEdition => ReasonCode::OtherEdition,
                Unused::OtherPeriod => ReasonCode::OtherPeriod,
                Unused::Lapsed => ReasonCode::Lapsed,
                Unused::WrongSource => ReasonCode::WrongSource,
                Unused::DateUnknown => ReasonCode::DateUnknown,
            };
            let reason = Reason::new(code).name("set", name);
            if frame == ROOT {
                reason
            } else {
                reason.count("rows", rows).name("table", set[frame].label.as_str())
            }
        };
        found.into_iter().map(reason).collect()
    }
}

/// Words that are the same in every explanation of every set.
macro_rules! fixed {
    ($vi:expr, $en:expr) => {{
        static WORDS: std::sync::LazyLock<std::sync::Arc<tieuchi_grammar::Bilingual>> =
            std::sync::LazyLock::new(|| std::sync::Arc::new(tieuchi_grammar::Bilingual::new($vi, $en)));
        std::sync::Arc::clone(&WORDS)
    }};
}
use fixed;

/// A filed value in words.
fn show_filed(set: &CriteriaSet, input: &Input, value: &Value, lang: Lang) -> String {
    let pick = |vi: &str, en: &str| if lang == Lang::Vi { vi.to_owned() } else { en.to_owned() };
    match value {
        Value::Truth(true) => pick("có", "yes"),
        Value::Truth(false) => pick("không", "no"),
        Value::Number(number) => show_value(*number, &input.ty, lang),
        Value::Day(span) if span.first == span.last => show_day(span.first, lang),
        Value::Day(span) => format!("{}–{}", show_day(span.first, lang), show_day(span.last, lang)),
        Value::Option(at) => match input.ty {
            Ty::Choice(choice) => set[choice].labels.get(*at as usize).cloned().unwrap_or_default(),
            _ => String::new(),
        },
        Value::Text(text) => text.clone(),
        Value::Unknown => pick("chưa rõ", "not known"),
        Value::NotApplicable => pick("không áp dụng", "not applicable"),
    }
}

/// A condition written out for one item, said of all: `điểm ≥ 5`.
fn generic_body(words: Words<'_>, item: ItemId, body: &Expr) -> String {
    let code = &words.set[item].code;
    let (vi, en) = ([" mục ", "mục "], [" of ", "the "]);
    let text = words.expr(body);
    match words.lang {
        // "điểm mục 1.2 ≥ 5", "mục 1.2 đạt"
        Lang::Vi => vi.iter().fold(text, |text, word| {
            let left = if word.starts_with(' ') { " " } else { "" };
            text.replace(&format!("{word}{code} "), left)
        }),
        // "the points of 1.2 ≥ 5", "item 1.2 is met"
        Lang::En => text
            .replace(&format!("item {code} is "), "")
            .replace(&format!("{}{code}", en[0]), "")
            .replace(en[1], ""),
    }
}

/// The words of a closed phrase.
pub(crate) fn phrase_words(phrase: Phrase) -> Arc<Bilingual> {
    static WORDS: LazyLock<Vec<Arc<Bilingual>>> = LazyLock::new(|| {
        let words = |sentence: &PhraseSentence| Arc::new(Bilingual::new(sentence.vi, sentence.en));
        PHRASES.iter().map(words).collect()
    });
    // The list is in the order of the names.
    WORDS.get(phrase as usize).cloned().unwrap_or_default()
}
