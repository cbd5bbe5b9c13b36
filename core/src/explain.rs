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
mod text;

pub use colour::{ColouredLine, ColouredSet, Mark};
pub use compare::{
    Cause, CauseKind, ComparedSide, Comparison, Contribution, NodeChange, NodeResult, TotalChange,
};
pub(crate) use json::verdict_id;
pub use letter::{Letter, LetterEntry, LetterPart, PartKind};
pub use reasons::{Argument, Measure, Reason, ReasonCode};
pub use redaction::Redaction;
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
use crate::exact::Exact;
use crate::hir::{
    Citation, Clause, CriteriaSet, Effect, Expr, ExprKind, FrameId, Input, Item, ItemId, Notes, ROOT,
    Rounding, Scoring, ScoringKind, StepRow, TableRow, Ty, negated,
};
use crate::outcome::{ClassOutcome, Outcome, Points, Standing, Verdict, View};
use crate::plan::Reg;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use tieuchi_grammar::{Bilingual, Lang, PHRASES, Phrase, PhraseSentence, Span};

/// The explanation of one outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The set: identifier, edition, title.
    pub set: (String, String, String),
    /// The language its names are written in.
    pub language: Lang,
    /// The documents the set rests on, and their days.
    pub based_on: Vec<(String, Day)>,
    /// What the subject is, as the set names it.
    pub subject_kind: String,
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
    /// Whether any figure of the set is assumed.
    pub assumed: bool,
    /// What the set leaves unexpressed, and why, where no node below says so.
    pub unexpressed: Vec<(String, String)>,
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
    pub authorities: Vec<(String, Verdict)>,
    /// What is due, and by when.
    pub deadlines: Vec<(String, Day)>,
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
    pub rounding: Option<Bilingual>,
}

/// The class and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassLine {
    /// The name and title of the class table, or of the lone title.
    pub name: (String, String),
    /// Whether it is a lone title.
    pub lone_title: bool,
    /// Every class and its label, best first.
    pub labels: Vec<(String, String)>,
    /// The outcome under both assumptions about the file.
    pub outcome: ClassOutcome,
    /// What is decided: the one of the two that the file, open or closed, calls for.
    pub shown: Vec<Standing>,
    /// For each class with a condition, best first: whether the condition holds and why.
    pub conditions: Vec<Node>,
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
    /// What it is.
    pub kind: NodeKind,
    /// Its word, as `chỉ số` / `indicator`.
    pub word: Arc<Bilingual>,
    /// Its official number or name.
    pub code: String,
    /// Its label.
    pub label: String,
    /// The class it was judged for, where that matters.
    pub level: Option<String>,
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
    /// What follows where it is not met, for a gate.
    pub effect: Option<Bilingual>,
    /// Whether it is a gate that is only noted: met or not, no class depends on it.
    pub noted: bool,
    /// What a person must put on file for it, in the words of the set.
    pub needs: Vec<String>,
    /// Evidence that counts.
    pub used: Vec<Evidence>,
    /// Evidence that may still count.
    pub waiting: Vec<Evidence>,
    /// Evidence that does not count.
    pub left_out: Vec<Evidence>,
    /// What it cites.
    pub sources: Vec<Citation>,
    /// Phrases and how they were read.
    pub readings: Vec<(String, String)>,
    /// Phrases the set does not express.
    pub unexpressed: Vec<(String, String)>,
    /// Whether a figure of it is assumed.
    pub assumed: bool,
    /// Its parts.
    pub children: Vec<Node>,
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// The table it is of.
    pub table: String,
    /// Its identifier, or its place in the list, from 1.
    pub id: String,
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

impl Node {
    /// Whether it, or a part of it, says that this is not expressed.
    fn says_unexpressed(&self, part: &(String, String)) -> bool {
        self.unexpressed.contains(part) || self.children.iter().any(|child| child.says_unexpressed(part))
    }
}

pub(crate) struct Explainer<'a> {
    outcome: &'a Outcome,
    /// What decides, for the file as it is; points are shown for both assumptions.
    view: View<'a>,
    set: &'a CriteriaSet,
    redaction: Redaction,
}

impl Explainer<'_> {
    fn explanation(&self) -> Explanation {
        let set = self.set;
        let inner = &self.outcome.plan.inner;
        let context = &self.outcome.context;
        let gates = set
            .gates
            .iter()
            .zip(&inner.gates)
            .map(|(gate, reg)| {
                let mut node = self.node(NodeKind::Gate, gate_word(), &gate.name, &gate.label, &gate.notes);
                node.verdict = Some(self.view.verdict(*reg));
                node.effect = Some(self.effect(gate.effect));
                node.noted = gate.effect == Effect::Noted;
                node.if_closed = self.differs(node.verdict, Some(self.outcome.view().verdict(*reg)));
                self.condition(&gate.condition, None, &mut node);
                self.cite_parts(&[&gate.condition], None, &mut node);
                node.reasons.extend(self.set_by(gate.span));
                node
            })
            .collect();
        let mut explanation = Explanation {
            set: (set.id.clone(), set.edition.clone(), set.label.clone()),
            language: set.lang,
            based_on: set.based_on.clone(),
            subject_kind: set.frames.first().map(|frame| frame.label.clone()).unwrap_or_default(),
            redacted: self.redaction.is_active(),
            subject: self.subject(),
            period: (context.first, context.last),
            judged_on: context.judged_on,
            open: context.open,
            regions: self.outcome.regions().to_vec(),
            assumed: set.assumed,
            unexpressed: Vec::new(),
            covers: self.view.covers(),
            covers_reasons: self.covers_reasons(),
            total: self.total(),
            class: self.class(),
            gates,
            items: set.roots().flat_map(|(id, _)| self.item_nodes(id)).collect(),
            authorities: self.view.authorities(),
            deadlines: self.deadlines(),
            unused_results: self.outcome.unused_results(),
        };
        let said = |part: &&(String, String)| {
            let of_class = explanation.class.iter().flat_map(|class| &class.conditions);
            let mut nodes = explanation.gates.iter().chain(&explanation.items).chain(of_class);
            nodes.any(|node| node.says_unexpressed(part))
        };
        let unexpressed = set.unexpressed.iter().filter(|part| !said(part)).cloned().collect();
        explanation.unexpressed = unexpressed;
        explanation
    }

    /// For each line that says whom the set applies to: what keeps it from applying.
    fn covers_reasons(&self) -> Vec<Reason> {
        if self.outcome.covers() == Verdict::Met {
            return Vec::new();
        }
        let notes = Notes::default();
        let mut node = self.node(NodeKind::Gate, Arc::default(), "", "", &notes);
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

    /// What a gate does where it is not met, in words.
    fn effect(&self, effect: Effect) -> Bilingual {
        let class = |at: u32| {
            let classes = self.set.classes.as_ref();
            let class = classes.and_then(|classes| classes.list.get(at as usize));
            class.map(|class| class.label.clone()).unwrap_or_default()
        };
        match effect {
            Effect::BarsAll => Bilingual::new("không đạt kết quả nào", "no result is given"),
            Effect::Noted => Bilingual::new("chỉ ghi nhận", "only noted"),
            Effect::NotRanked => Bilingual::new("không xét", "no ranking"),
            Effect::Class(at) => {
                Bilingual::new(format!("xếp «{}»", class(at)), format!("class “{}”", class(at)))
            }
            Effect::AtMost(at) => {
                Bilingual::new(format!("không quá «{}»", class(at)), format!("at most “{}”", class(at)))
            }
        }
    }

    /// The verdict if nothing more is filed, where it is another one.
    fn differs(&self, shown: Option<Verdict>, closed: Option<Verdict>) -> Option<Verdict> {
        closed.filter(|_| shown != closed)
    }

    /// Who set a node, where that is not the set most of it comes from.
    fn set_by(&self, span: Span) -> Option<Reason> {
        let part = self.set.set_by(span)?;
        Some(Reason::new(ReasonCode::SetBy).name("set", &part.id).name("edition", &part.edition))
    }

    /// Deadlines fall before a day of the year after the period.
    fn deadlines(&self) -> Vec<(String, Day)> {
        let year = self.outcome.context.last.civil().0 + 1;
        let day = |(day, month): (i8, i8)| Day::new(year, i32::from(month), i32::from(day));
        self.set.deadlines.iter().filter_map(|(text, at)| Some((text.clone(), day(*at)?))).collect()
    }

    fn total(&self) -> Option<TotalLine> {
        let inner = &self.outcome.plan.inner;
        let view = self.outcome.view();
        let points = |reg: Option<Reg>| reg.and_then(|reg| view.points(reg));
        let base = points(inner.base_total)?;
        let mut base_max = Exact::ZERO;
        for (id, item) in self.set.roots() {
            if matches!(item.word, Phrase::Bonus | Phrase::Deduction) {
                continue;
            }
            let max = self.view.figures(id, None).and_then(|item| item.max);
            base_max = max.and_then(|max| base_max.add(max)).unwrap_or(base_max);
        }
        let rounding = self.set.scale.and_then(|scale| scale.rounding);
        Some(TotalLine {
            base,
            base_max,
            scaled: points(inner.scaled),
            raw: points(inner.raw_total)?,
            total: points(inner.total)?,
            scale: self.set.scale.map_or(base_max, |scale| scale.points),
            rounding: rounding.map(|rounding| self.words(|words| words.rounding(rounding))),
        })
    }

    fn class(&self) -> Option<ClassLine> {
        let classes = self.set.classes.as_ref()?;
        let outcome = self.outcome.class()?;
        let conditions = (0u32..)
            .zip(&classes.list)
            .filter_map(|(position, class)| {
                let condition = class.condition.as_ref()?;
                let mut node = self.node(
                    NodeKind::Class,
                    phrase_words(class.word),
                    &class.name,
                    &class.label,
                    &class.notes,
                );
                let reg = self.reg(condition, Some(position));
                node.verdict = reg.map(|reg| self.view.verdict(reg));
                node.if_closed = self.differs(node.verdict, reg.map(|reg| self.outcome.view().verdict(reg)));
                self.condition(condition, Some(position), &mut node);
                self.cite_parts(&[condition], Some(position), &mut node);
                node.reasons.extend(self.set_by(class.span));
                Some(node)
            })
            .collect();
        Some(ClassLine {
            name: (classes.name.clone(), classes.label.clone()),
            lone_title: classes.lone_title,
            labels: classes.list.iter().map(|class| (class.name.clone(), class.label.clone())).collect(),
            shown: if self.outcome.context.open { outcome.open.clone() } else { outcome.closed.clone() },
            outcome,
            conditions,
        })
    }

    /// An item once, or once for each class where its verdict depends on the class.
    fn item_nodes(&self, id: ItemId) -> Vec<Node> {
        self.outcome.levels_of(id).into_iter().map(|level| self.item(id, level)).collect()
    }

    fn item(&self, id: ItemId, level: Option<u32>) -> Node {
        let item = &self.set[id];
        let mut node =
            self.node(NodeKind::Item, phrase_words(item.word), &item.code, &item.label, &item.notes);
        let Some(outcome) = self.view.figures(id, level) else { return node };
        node.needs.clone_from(&item.needs);
        node.level = level.and_then(|level| self.set.class_at(level)).map(|class| class.name.clone());
        node.applies = outcome.applies;
        let closed = self.outcome.view().figures(id, level);
        node.points = closed.as_ref().and_then(|closed| closed.points);
        node.max = outcome.max;
        node.verdict = outcome.verdict;
        node.if_closed = self.differs(node.verdict, closed.and_then(|closed| closed.verdict));
        let mut stands = outcome.applies != Verdict::NotMet;
        if let Some((condition, policy)) = &item.only {
            let verdict = self.reg(condition, level).map_or(Verdict::Unknown, |reg| self.view.verdict(reg));
            if verdict != Verdict::Met {
                node.reasons.push(self.not_applicable(policy, verdict, condition));
            }
            // What counts instead is said; what the item itself says was not used.
            stands &= verdict != Verdict::NotMet;
        }
        for (heading, condition) in self.set.conditions_above(id) {
            let verdict = self.reg(condition, level).map_or(Verdict::Unknown, |reg| self.view.verdict(reg));
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
            self.scored(item, id, level, &mut node);
            for verdict in &item.verdicts {
                if verdict.level.is_none() || verdict.level == level {
                    self.condition(&verdict.condition, level, &mut node);
                    self.cite(&verdict.notes, &mut node);
                }
            }
            if let Some(on_file) = &item.on_file {
                self.condition(on_file, level, &mut node);
            }
            if let Some(measure) = &item.measure {
                self.measured(measure, level, &mut node);
            }
            let other_level =
                |verdict: &crate::hir::Verdict| verdict.level.is_some() && verdict.level != level;
            let others: Vec<u32> = item
                .verdicts
                .iter()
                .filter(|verdict| other_level(verdict))
                .map(|verdict| verdict.condition.id)
                .collect();
            let mut own = item.own_exprs();
            own.retain(|expr| !others.contains(&expr.id));
            self.cite_parts(&own, level, &mut node);
        }
        node.reasons.extend(self.set_by(item.span));
        // Where a rule settles the item, what is not expressed is told beside it.
        let left = item.notes.unexpressed.iter().filter(|_| self.set.is_left_to_a_person(&item.code));
        for (text, why) in left {
            node.reasons.push(Reason::new(ReasonCode::NotExpressed).name("text", text).name("why", why));
        }
        node.children.extend(self.set.children(id).flat_map(|(child, _)| {
            if self.set[child].by_level { vec![self.item(child, level)] } else { self.item_nodes(child) }
        }));
        node
    }

    fn capped(&self, item: &Item, before: Points, cap: Exact, node: &mut Node) {
        let reason = Reason::new(ReasonCode::ItemCapped).number("cap", cap);
        node.reasons.push(if self.hides_points(item) {
            reason.withheld("from")
        } else {
            reason.interval("from", before.certain, before.possible)
        });
    }

    fn scored(&self, item: &Item, id: ItemId, level: Option<u32>, node: &mut Node) {
        for (at, scoring) in item.scoring.iter().enumerate() {
            let reg = self.outcome.plan.inner.scoring.get(&(id, at, level)).copied();
            self.scoring(scoring, reg, level, node);
        }
        for zero in &item.zero {
            let verdict = self.reg(zero, level).map_or(Verdict::Unknown, |reg| self.view.verdict(reg));
            if verdict != Verdict::NotMet {
                node.reasons.push(self.told(Reason::new(ReasonCode::Zeroed).verdict(verdict), zero));
            }
        }
        let regs = self.outcome.plan.inner.items.get(&(id, level));
        let with_bonus = regs.and_then(|regs| regs.with_bonus);
        if let Some((points, most)) = with_bonus
            && let (Some(before), Some(most)) = (self.view.points(points), self.view.points(most))
            && before.possible > most.certain
        {
            self.capped(item, before, most.possible, node);
        }
        let uncapped = regs.and_then(|regs| regs.uncapped).and_then(|reg| self.view.points(reg));
        if let (Some(before), Some(cap)) = (uncapped, item.cap)
            && before.possible > cap
        {
            self.capped(item, before, cap, node);
        }
        let unrounded = regs.and_then(|regs| regs.unrounded).and_then(|reg| self.view.points(reg));
        if let (Some(before), Some(rounding)) = (unrounded, self.rounding_of(item)) {
            let reason = Reason::new(ReasonCode::Rounded);
            let reason = if self.hides_points(item) {
                reason.withheld("from")
            } else {
                reason.interval("from", before.certain, before.possible)
            };
            node.reasons.push(reason.words("rounding", self.words(|words| words.rounding(rounding))));
        }
    }

    /// A target: the value against the bar in force, or the value alone; and the day it falls due.
    fn measured(&self, measure: &crate::hir::Measure, level: Option<u32>, node: &mut Node) {
        match &measure.meets {
            Some(meets) => self.condition(meets, level, node),
            None => {
                let reason = Reason::new(ReasonCode::Measured)
                    .words("what", self.words(|words| words.expr(&measure.value)));
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

    fn scoring(&self, scoring: &Scoring, reg: Option<Reg>, level: Option<u32>, node: &mut Node) {
        self.cite(&scoring.notes, node);
        let gives = reg.and_then(|reg| self.view.points(reg));
        if let Some(only) = &scoring.only {
            let verdict = self.reg(only, level).map_or(Verdict::Unknown, |reg| self.view.verdict(reg));
            if verdict == Verdict::NotMet {
                node.reasons.push(self.told(Reason::new(ReasonCode::OutOfScope), only));
                return;
            }
        }
        match &scoring.kind {
            ScoringKind::Table { input, rows, steps } => self.banded(input, rows, steps, level, node),
            ScoringKind::Level { input, .. } => self.chosen(input, level, node),
            ScoringKind::Direct(input) => {
                self.missing_inputs(input, level, node);
                if let Some(points) = gives {
                    node.reasons.push(Reason::new(ReasonCode::Direct).points(points));
                }
            }
            ScoringKind::Formula(points) => {
                self.missing_inputs(points, level, node);
                self.evidence_of(points, level, node);
                if let Some(found) = gives {
                    let reason = Reason::new(ReasonCode::Formula)
                        .words("formula", self.in_words(points))
                        .points(found);
                    node.reasons.push(self.put_in(reason, points, level));
                }
            }
            ScoringKind::Met { condition, .. } => {
                self.condition(condition, level, node);
                if let Some(points) = gives {
                    node.reasons.push(Reason::new(ReasonCode::Gives).points(points));
                }
            }
            ScoringKind::Each { rows, points, .. } => {
                if let Some(member) = self.outcome.plan.inner.members.get(&(points.id, level)).copied() {
                    self.rows_of(rows.frame, member, node);
                }
                if let Some(found) = gives {
                    node.reasons.push(
                        Reason::new(ReasonCode::Each)
                            .words("rows", self.phrase(points, |words| words.rows(rows)))
                            .words("each", self.in_words(points))
                            .points(found),
                    );
                }
            }
            ScoringKind::ClausesGive { clauses, points } => {
                self.clause_nodes(clauses, true, level, node);
                if let Some(found) = gives {
                    node.reasons
                        .push(Reason::new(ReasonCode::ClausesGive).number("each", *points).points(found));
                }
            }
        }
        if let (Some(cap), Some(points)) = (scoring.cap, gives)
            && points.certain == cap
        {
            node.reasons.push(Reason::new(ReasonCode::Capped).number("cap", cap));
        }
    }

    fn banded(
        &self,
        input: &Expr,
        rows: &[TableRow],
        steps: &[StepRow],
        level: Option<u32>,
        node: &mut Node,
    ) {
        self.missing_inputs(input, level, node);
        self.evidence_of(input, level, node);
        let bands = rows.iter().filter(|row| self.may_hold(row, level));
        self.cite_rows(rows, level, node);
        let mut reason = Reason::new(ReasonCode::Band).words("what", self.in_words(input));
        reason = self.found(reason, input, level);
        for row in bands {
            reason = if !row.shape.is_range() && self.hides(&row.when) {
                reason.withheld("band")
            } else {
                reason.words("band", self.band(row, level))
            };
        }
        node.reasons.push(reason);
        for step in steps {
            let count = self.reg(&step.steps, level).and_then(|reg| self.view.bounds(reg, false));
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

    /// An expression in words: the same in every explanation under the plan, so it is made once.
    fn in_words(&self, expr: &Expr) -> Arc<Bilingual> {
        let make = || Arc::new(self.words(|words| words.expr(expr)));
        let known = self.outcome.plan.inner.words.get(&expr.id);
        known.map_or_else(make, |known| Arc::clone(known.get_or_init(make)))
    }

    /// Words that stand at an expression and are the same in every explanation under the plan.
    fn phrase(&self, expr: &Expr, text: impl Fn(Words<'_>) -> String) -> Arc<Bilingual> {
        let make = || Arc::new(self.words(text));
        match self.outcome.plan.inner.phrases.get(&expr.id) {
            Some(known) => Arc::clone(known.get_or_init(make)),
            None => make(),
        }
    }

    fn words(&self, text: impl Fn(Words<'_>) -> String) -> Bilingual {
        both(|lang| text(Words { set: self.set, lang }))
    }

    fn node(&self, kind: NodeKind, word: Arc<Bilingual>, code: &str, label: &str, notes: &Notes) -> Node {
        Node {
            kind,
            word,
            code: code.to_owned(),
            label: label.to_owned(),
            level: None,
            applies: Verdict::Met,
            points: None,
            max: None,
            verdict: None,
            if_closed: None,
            must_not: false,
            reasons: Vec::new(),
            effect: None,
            noted: false,
            needs: Vec::new(),
            used: Vec::new(),
            waiting: Vec::new(),
            left_out: Vec::new(),
            sources: notes.sources.clone(),
            readings: notes.readings.clone(),
            unexpressed: notes.unexpressed.clone(),
            assumed: notes.assumed,
            children: Vec::new(),
        }
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
            if frame == ROOT { reason } else { reason.count("rows", rows).name("table", &set[frame].label) }
        };
        found.into_iter().map(reason).collect()
    }
}

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
    static WORDS: LazyLock<Vec<(Phrase, Arc<Bilingual>)>> = LazyLock::new(|| {
        let words = |sentence: &PhraseSentence| Arc::new(Bilingual::new(sentence.vi, sentence.en));
        PHRASES.iter().map(|sentence| (sentence.phrase, words(sentence))).collect()
    });
    WORDS.iter().find(|(known, _)| *known == phrase).map(|(_, words)| Arc::clone(words)).unwrap_or_default()
}

fn gate_word() -> Arc<Bilingual> {
    static WORD: LazyLock<Arc<Bilingual>> =
        LazyLock::new(|| Arc::new(Bilingual::new("điều kiện", "condition")));
    Arc::clone(&WORD)
}
