//! Why: the evaluated tree, trimmed, in one structured form for both languages.
//!
//! In: an outcome. Out: nodes with points, verdicts, reasons with fixed codes, the evidence used,
//! waiting and left out, and what each node cites. Every figure is read from the registers the
//! executor filled; nothing is computed a second time.

mod json;
mod reasons;
mod text;

pub use reasons::{Argument, Measure, Reason, ReasonCode};
pub use text::Detail;

use crate::batch::{ResultNote, Unused};
use crate::day::Day;
use crate::describe::{Words, both, show_day, show_value};
use crate::dossier::{Status, Value};
use crate::exact::Exact;
use crate::hir::{
    Citation, Clause, CriteriaSet, Effect, Expr, ExprKind, FrameId, Input, Item, ItemId, Notes, ROOT,
    Rounding, Scoring, ScoringKind, StepRow, TableRow, Ty,
};
use crate::outcome::{ClassOutcome, Outcome, Points, Verdict, View};
use crate::plan::Reg;
use tieuchi_grammar::ast::Comparison;
use tieuchi_grammar::{Bilingual, Lang, PHRASES, Phrase};

/// The explanation of one outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The set: identifier, edition, title.
    pub set: (String, String, String),
    /// The language its names are written in.
    pub language: Lang,
    /// The subject; may be empty.
    pub subject: String,
    /// First and last day of the period.
    pub period: (Day, Day),
    /// The day of the judgement.
    pub judged_on: Day,
    /// Whether the file is still open.
    pub open: bool,
    /// Whether any figure of the set is assumed.
    pub assumed: bool,
    /// Whether the set applies to the subject.
    pub covers: Verdict,
    /// The total, if the set has points.
    pub total: Option<TotalLine>,
    /// The class, if the set has classes.
    pub class: Option<ClassLine>,
    /// The gates.
    pub gates: Vec<Node>,
    /// The items at the top; their parts are below them.
    pub items: Vec<Node>,
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
    /// The outcome.
    pub outcome: ClassOutcome,
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

/// A node of the explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// Its word, as `chỉ số` / `indicator`.
    pub word: Bilingual,
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
    /// Its verdict.
    pub verdict: Option<Verdict>,
    /// Why, in the order of the statements.
    pub reasons: Vec<Reason>,
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
    /// Why it waits or is left out; none where it counts.
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
        Explainer { outcome: self, view: self.view(), set: &self.plan.inner.set }.explanation()
    }
}

pub(crate) struct Explainer<'a> {
    outcome: &'a Outcome,
    view: View<'a>,
    set: &'a CriteriaSet,
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
                let mut node =
                    self.node(NodeKind::Gate, gate_word(gate.effect), &gate.name, &gate.label, &gate.notes);
                node.verdict = Some(self.view.verdict(*reg));
                self.condition(&gate.condition, None, &mut node);
                node
            })
            .collect();
        Explanation {
            set: (set.id.clone(), set.edition.clone(), set.label.clone()),
            language: set.lang,
            subject: self.outcome.dossier.id.clone(),
            period: (context.first, context.last),
            judged_on: context.judged_on,
            open: context.open,
            assumed: set.assumed,
            covers: self.outcome.covers(),
            total: self.total(),
            class: self.class(),
            gates,
            items: set.roots().flat_map(|(id, _)| self.item_nodes(id)).collect(),
        }
    }

    fn total(&self) -> Option<TotalLine> {
        let inner = &self.outcome.plan.inner;
        let points = |reg: Option<Reg>| reg.and_then(|reg| self.view.points(reg));
        let base = points(inner.base_total)?;
        let mut base_max = Exact::ZERO;
        for (id, item) in self.set.roots() {
            if matches!(item.word, Phrase::Bonus | Phrase::Deduction) {
                continue;
            }
            let max = self.view.item(id, None).and_then(|item| item.max);
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
                node.verdict = self.reg(condition, Some(position)).map(|reg| self.view.verdict(reg));
                self.condition(condition, Some(position), &mut node);
                Some(node)
            })
            .collect();
        Some(ClassLine {
            name: (classes.name.clone(), classes.label.clone()),
            lone_title: classes.lone_title,
            labels: classes.list.iter().map(|class| (class.name.clone(), class.label.clone())).collect(),
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
        let Some(outcome) = self.view.item(id, level) else { return node };
        node.level = outcome.level;
        node.applies = outcome.applies;
        node.points = outcome.points;
        node.max = outcome.max;
        node.verdict = outcome.verdict;
        if let Some((condition, policy)) = &item.only {
            let verdict = self.reg(condition, level).map_or(Verdict::Unknown, |reg| self.view.verdict(reg));
            if verdict != Verdict::Met {
                node.reasons.push(self.not_applicable(policy, verdict, condition));
            }
        }
        let stands = !matches!(outcome.applies, Verdict::NotMet);
        if stands {
            self.scored(item, id, level, &mut node);
            for verdict in &item.verdicts {
                if verdict.level.is_none() || verdict.level == level {
                    self.condition(&verdict.condition, level, &mut node);
                    node.sources.extend(verdict.notes.sources.iter().cloned());
                }
            }
            if let Some(on_file) = &item.on_file {
                self.condition(on_file, level, &mut node);
            }
        }
        for (text, why) in &item.notes.unexpressed {
            node.reasons.push(Reason::new(ReasonCode::NotExpressed).name("text", text).name("why", why));
        }
        node.children.extend(self.set.children(id).flat_map(|(child, _)| {
            if self.set[child].by_level { vec![self.item(child, level)] } else { self.item_nodes(child) }
        }));
        node
    }

    fn scored(&self, item: &Item, id: ItemId, level: Option<u32>, node: &mut Node) {
        for (at, scoring) in item.scoring.iter().enumerate() {
            let reg = self.outcome.plan.inner.scoring.get(&(id, at, level)).copied();
            self.scoring(scoring, reg, level, node);
        }
        for zero in &item.zero {
            let verdict = self.reg(zero, level).map_or(Verdict::Unknown, |reg| self.view.verdict(reg));
            if verdict != Verdict::NotMet {
                node.reasons.push(
                    Reason::new(ReasonCode::Zeroed)
                        .verdict(verdict)
                        .words("condition", self.words(|words| words.expr(zero))),
                );
            }
        }
        let unrounded = self
            .outcome
            .plan
            .inner
            .items
            .get(&(id, level))
            .and_then(|regs| regs.unrounded)
            .and_then(|reg| self.view.points(reg));
        if let (Some(before), Some(rounding)) = (unrounded, self.rounding_of(item)) {
            node.reasons.push(
                Reason::new(ReasonCode::Rounded)
                    .interval("from", before.certain, before.possible)
                    .words("rounding", self.words(|words| words.rounding(rounding))),
            );
        }
    }

    fn rounding_of(&self, item: &Item) -> Option<Rounding> {
        let each = self.set.round_each.filter(|(word, _)| *word == item.word).map(|(_, rounding)| rounding);
        item.rounding.or(each)
    }

    fn scoring(&self, scoring: &Scoring, reg: Option<Reg>, level: Option<u32>, node: &mut Node) {
        node.sources.extend(scoring.notes.sources.iter().cloned());
        let gives = reg.and_then(|reg| self.view.points(reg));
        if let Some(only) = &scoring.only {
            let verdict = self.reg(only, level).map_or(Verdict::Unknown, |reg| self.view.verdict(reg));
            if verdict == Verdict::NotMet {
                node.reasons.push(
                    Reason::new(ReasonCode::OutOfScope)
                        .words("condition", self.words(|words| words.expr(only))),
                );
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
                    node.reasons.push(
                        Reason::new(ReasonCode::Formula)
                            .words("formula", self.words(|words| words.expr(points)))
                            .points(found),
                    );
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
                            .words("rows", self.words(|words| words.rows(rows)))
                            .words("each", self.words(|words| words.expr(points)))
                            .points(found),
                    );
                }
            }
            ScoringKind::ClausesGive { clauses, points } => {
                self.clause_nodes(clauses, level, node);
                if let Some(found) = gives {
                    node.reasons
                        .push(Reason::new(ReasonCode::ClausesGive).number("each", *points).points(found));
                }
            }
        }
        if let (Some(cap), Some(points)) = (scoring.cap, gives)
            && points.possible == cap
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
        let bands: Vec<Bilingual> = rows
            .iter()
            .filter(|row| {
                self.reg(&row.when, level).is_some_and(|reg| self.view.verdict(reg) != Verdict::NotMet)
            })
            .map(|row| self.words(|words| words.band(row)))
            .collect();
        let mut reason = Reason::new(ReasonCode::Band).words("what", self.words(|words| words.expr(input)));
        reason = self.found(reason, input, level);
        for band in bands {
            reason = reason.words("band", band);
        }
        node.reasons.push(reason);
        for step in steps {
            let count = self.reg(&step.steps, level).and_then(|reg| self.view.bounds(reg, false));
            if let Some((lo, hi)) = count {
                let code = if step.adds { ReasonCode::StepsAdded } else { ReasonCode::StepsTaken };
                node.reasons.push(Reason::new(code).interval("steps", lo, hi).number("each", step.points));
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

    // ---- conditions --------------------------------------------------------------------------

    /// The reasons of a condition: what decided it, or what leaves it open.
    fn condition(&self, expr: &Expr, level: Option<u32>, node: &mut Node) {
        let verdict = self.reg(expr, level).map_or(Verdict::Unknown, |reg| self.view.verdict(reg));
        match &expr.kind {
            ExprKind::Not(inner) => match &inner.kind {
                ExprKind::Compare(op, left, right) => {
                    self.comparison(negated(*op), left, right, verdict, level, node);
                }
                _ if self.opens(inner) => self.condition(inner, level, node),
                _ => self.plain(expr, verdict, level, node),
            },
            ExprKind::Definition(_, inner) if self.opens(inner) => self.condition(inner, level, node),
            ExprKind::And(parts) => self.parts(parts, verdict, Verdict::NotMet, level, node),
            ExprKind::Or(parts) => self.parts(parts, verdict, Verdict::Met, level, node),
            ExprKind::Clauses(_, clauses) => self.clause_nodes(clauses, level, node),
            ExprKind::AllItems(list) => {
                let failing = |want: Verdict| {
                    list.iter()
                        .filter(|(item, holds)| {
                            let applies = self.applies(*item, level);
                            let holds =
                                self.reg(holds, level).map_or(Verdict::Unknown, |reg| self.view.verdict(reg));
                            applies != Verdict::NotMet && holds == want
                        })
                        .map(|(item, _)| self.set[*item].code.clone())
                        .collect::<Vec<_>>()
                };
                let (code, codes) = match verdict {
                    Verdict::Met | Verdict::NotApplicable => (ReasonCode::AllItemsMet, Vec::new()),
                    Verdict::NotMet => (ReasonCode::ItemsFail, failing(Verdict::NotMet)),
                    Verdict::Unknown => (ReasonCode::ItemsUnknown, failing(Verdict::Unknown)),
                };
                let mut reason = Reason::new(code).verdict(verdict);
                for code in codes {
                    reason = reason.name("item", &code);
                }
                if let Some((item, body)) = list.first() {
                    let what = self.words(|words| generic_body(words, *item, body));
                    reason = reason.words("condition", what);
                }
                node.reasons.push(reason);
            }
            ExprKind::Input(_) => {
                if !self.missing_inputs(expr, level, node) {
                    node.reasons.push(
                        Reason::new(ReasonCode::Fact)
                            .verdict(verdict)
                            .words("what", self.words(|words| words.expr(expr))),
                    );
                }
            }
            ExprKind::Compare(op, left, right) => self.comparison(*op, left, right, verdict, level, node),
            _ => self.plain(expr, verdict, level, node),
        }
    }

    fn plain(&self, expr: &Expr, verdict: Verdict, level: Option<u32>, node: &mut Node) {
        self.missing_inputs(expr, level, node);
        self.evidence_of(expr, level, node);
        node.reasons.push(
            Reason::new(ReasonCode::Condition)
                .verdict(verdict)
                .words("what", self.words(|words| words.expr(expr))),
        );
    }

    fn comparison(
        &self,
        op: Comparison,
        left: &Expr,
        right: &Expr,
        verdict: Verdict,
        level: Option<u32>,
        node: &mut Node,
    ) {
        self.missing_inputs(left, level, node);
        self.missing_inputs(right, level, node);
        self.evidence_of(left, level, node);
        self.evidence_of(right, level, node);
        let share = match &left.kind {
            ExprKind::Share(..) => Some(left),
            ExprKind::Definition(_, inner) if matches!(inner.kind, ExprKind::Share(..)) => Some(&**inner),
            _ => None,
        };
        let code = if share.is_some() { ReasonCode::Share } else { ReasonCode::Compared };
        let mut reason =
            Reason::new(code).verdict(verdict).words("what", self.words(|words| words.expr(left)));
        reason = self.found(reason, left, level);
        // Fewer than one is none.
        let none = op == Comparison::Less
            && matches!(left.kind, ExprKind::Count(_) | ExprKind::CountItems(_))
            && matches!(right.kind, ExprKind::Number(one) if one == Exact::ONE);
        let op = if none { Comparison::Equal } else { op };
        reason = reason.words("comparison", self.words(|words| words.comparison(op).to_owned()));
        reason = if none { reason.number("asked", Exact::ZERO) } else { self.asked(reason, right, level) };
        if let Some(share) = share {
            reason = self.share_counts(reason, share, right, level);
        }
        node.reasons.push(reason);
    }

    /// Whether a negation or definition is better shown by what it holds.
    fn opens(&self, inner: &Expr) -> bool {
        matches!(
            inner.kind,
            ExprKind::And(_)
                | ExprKind::Or(_)
                | ExprKind::Clauses(..)
                | ExprKind::Compare(..)
                | ExprKind::Not(_)
                | ExprKind::Definition(..)
                | ExprKind::AllItems(_)
        )
    }

    fn parts(&self, parts: &[Expr], whole: Verdict, decisive: Verdict, level: Option<u32>, node: &mut Node) {
        for part in parts {
            let verdict = self.reg(part, level).map_or(Verdict::Unknown, |reg| self.view.verdict(reg));
            // Where one part decides, the others do not matter; where none does, all do.
            let shown = if whole == decisive {
                verdict == decisive
            } else if whole == Verdict::Unknown {
                verdict == Verdict::Unknown
            } else {
                true
            };
            if shown {
                self.condition(part, level, node);
            }
        }
    }

    fn clause_nodes(&self, clauses: &[Clause], level: Option<u32>, node: &mut Node) {
        for clause in clauses {
            let word = Bilingual::new("ý", "clause");
            let mut child = self.node(NodeKind::Clause, word, &clause.code, &clause.label, &clause.notes);
            let applies = clause
                .only
                .as_ref()
                .and_then(|only| self.reg(only, level))
                .map_or(Verdict::Met, |reg| self.view.verdict(reg));
            child.applies = applies;
            let own =
                self.reg(&clause.condition, level).map_or(Verdict::Unknown, |reg| self.view.verdict(reg));
            child.verdict = Some(match applies {
                Verdict::NotMet => Verdict::NotApplicable,
                Verdict::Unknown => Verdict::Unknown,
                _ => own,
            });
            if applies != Verdict::NotMet {
                self.condition(&clause.condition, level, &mut child);
            }
            node.children.push(child);
        }
    }

    fn not_applicable(
        &self,
        policy: &crate::hir::NotApplicable,
        verdict: Verdict,
        condition: &Expr,
    ) -> Reason {
        use crate::hir::NotApplicable as N;
        let what = match policy {
            N::LeaveOut => Bilingual::new("bỏ qua", "left out"),
            N::Rescale => Bilingual::new("quy đổi về thang", "rescaled"),
            N::Points(_) => Bilingual::new("tính điểm cố định", "fixed points"),
            N::Full => Bilingual::new("tính đủ điểm", "full points"),
            N::KeepScale => Bilingual::new("giữ nguyên thang", "the scale is kept"),
            N::Met => Bilingual::new("coi là đạt", "counted as met"),
            N::NotMet => Bilingual::new("coi là không đạt", "counted as not met"),
        };
        Reason::new(ReasonCode::NotApplicable)
            .verdict(verdict)
            .words("condition", self.words(|words| words.expr(condition)))
            .words("policy", what)
    }

    // ---- figures -----------------------------------------------------------------------------

    fn reg(&self, expr: &Expr, level: Option<u32>) -> Option<Reg> {
        let exprs = &self.outcome.plan.inner.exprs;
        exprs.get(&(expr.id, level)).or_else(|| exprs.get(&(expr.id, None))).copied()
    }

    fn applies(&self, item: ItemId, level: Option<u32>) -> Verdict {
        let items = &self.outcome.plan.inner.items;
        let regs = items.get(&(item, level)).or_else(|| items.get(&(item, None)));
        regs.and_then(|regs| regs.applies).map_or(Verdict::Met, |reg| self.view.verdict(reg))
    }

    /// Adds what a value was found to be.
    fn found(&self, reason: Reason, expr: &Expr, level: Option<u32>) -> Reason {
        let Some(reg) = self.reg(expr, level) else { return reason };
        if let Some(mask) = self.view.closed.choice(reg).and_then(|options| options.get(self.view.row)) {
            let Ty::Choice(choice) = expr.ty else { return reason };
            let labels = &self.set[choice].labels;
            return (0u32..)
                .zip(labels)
                .filter(|(at, _)| mask >> at & 1 == 1)
                .fold(reason, |reason, (_, label)| reason.name("found", label));
        }
        let (may_lack, may_have) = self.view.presence(reg);
        if !may_have {
            return reason.words("found", Bilingual::new("không có", "none"));
        }
        let reason = if may_lack {
            reason.words("found", Bilingual::new("có thể không có", "possibly none"))
        } else {
            reason
        };
        match self.view.bounds(reg, false) {
            Some((lo, hi)) => reason.value("found", lo, hi, &expr.ty),
            None => reason,
        }
    }

    fn asked(&self, reason: Reason, expr: &Expr, level: Option<u32>) -> Reason {
        if let ExprKind::Option(_) = expr.kind {
            return reason.words("asked", self.words(|words| words.expr(expr)));
        }
        let bounds = self.reg(expr, level).and_then(|reg| self.view.bounds(reg, false));
        match bounds {
            Some((lo, hi)) if !matches!(expr.ty, Ty::Text) => reason.value("asked", lo, hi, &expr.ty),
            _ => reason.words("asked", self.words(|words| words.expr(expr))),
        }
    }

    /// Adds how many were counted, met and unknown, and how many more a threshold needs.
    fn share_counts(&self, reason: Reason, share: &Expr, threshold: &Expr, level: Option<u32>) -> Reason {
        let ExprKind::Share(rows, body) = &share.kind else { return reason };
        let member = self.outcome.plan.inner.members.get(&(share.id, level)).copied();
        let (Some(member), Some(body)) = (member, self.reg(body, level)) else { return reason };
        let any = |list: &[Expr], row: usize, yes: bool| {
            list.iter().filter_map(|expr| self.reg(expr, level)).any(|reg| {
                self.view
                    .closed
                    .truth(reg)
                    .is_some_and(|truth| if yes { truth.yes.get(row) } else { !truth.no.get(row) })
            })
        };
        let (Some(member), Some(has)) = (self.view.closed.truth(member), self.view.closed.truth(body)) else {
            return reason;
        };
        let (first, last) = self.view.closed.rows.get(rows.frame.index()).copied().unwrap_or((0, 0));
        let (mut met, mut failed, mut unknown, mut outside) = (0i128, 0i128, 0i128, 0i128);
        for row in 0..(last - first) {
            let sure = !member.no.get(row);
            let out = !member.yes.get(row) || any(&rows.excluding, row, false);
            let doubtful = !sure || any(&rows.excluding, row, true) || any(&rows.exempting, row, true);
            match (has.yes.get(row), has.no.get(row)) {
                _ if out => outside += 1,
                (true, false) if !doubtful => met += 1,
                (false, true) if !doubtful => failed += 1,
                (false, true) if any(&rows.exempting, row, false) => outside += 1,
                _ => unknown += 1,
            }
        }
        let counted = met + failed;
        let mut reason = reason.count("met", met).count("counted", counted + unknown);
        if unknown > 0 {
            reason = reason.count("unknown", unknown);
        }
        if outside > 0 {
            reason = reason.count("outside", outside);
        }
        let bar = self.reg(threshold, level).and_then(|reg| self.view.bounds(reg, false));
        if let (Some((lo, hi)), 0) = (bar, unknown) {
            // The least count that reaches the bar, never rounded: the test is met·d ≥ n·counted.
            let needed = lo
                .mul(Exact::whole(counted))
                .map(|exact| -(-exact.numerator()).div_euclid(exact.denominator()));
            if let (true, Some(needed)) = (lo == hi, needed) {
                reason = reason.count("needed", needed);
            }
        }
        reason
    }

    /// Reasons for inputs that are not on file or not known. Says whether there was one.
    fn missing_inputs(&self, expr: &Expr, level: Option<u32>, node: &mut Node) -> bool {
        let mut found = Vec::new();
        expr.walk(&mut |part| {
            let ExprKind::Input(id) = part.kind else { return };
            let input = &self.set[id];
            if input.frame != ROOT {
                return;
            }
            let cell = self.outcome.dossier.root.cells.get(&input.key);
            let code = match cell {
                None if self.is_unsettled(part, level) || input.when_missing.is_some() => ReasonCode::Missing,
                None => return,
                Some(cell) if cell.verified.is_none() && !input.self_declared && cell.own.is_some() => {
                    ReasonCode::Waiting
                }
                Some(cell) if cell.verified == Some(Value::Unknown) => ReasonCode::NotKnown,
                Some(_) => return,
            };
            let what = self.words(|words| words.expr(part));
            let mut reason = Reason::new(code).name("input", &input.name).words("what", what);
            if let Some(own) = cell.and_then(|cell| cell.own.as_ref()) {
                reason = reason.words("declared", both(|lang| show_filed(self.set, input, own, lang)));
            }
            if !node.reasons.contains(&reason) && !found.contains(&reason) {
                found.push(reason);
            }
        });
        let any = !found.is_empty();
        node.reasons.extend(found);
        self.filed_twice(expr, node);
        any
    }

    /// Values filed by the subject and otherwise verified: both are shown, the verified one counts.
    fn filed_twice(&self, expr: &Expr, node: &mut Node) {
        expr.walk(&mut |part| {
            let ExprKind::Input(id) = part.kind else { return };
            let input = &self.set[id];
            let cell = self.outcome.dossier.root.cells.get(&input.key);
            let (Some(own), Some(verified)) =
                (cell.and_then(|cell| cell.own.as_ref()), cell.and_then(|cell| cell.verified.as_ref()))
            else {
                return;
            };
            if own == verified || input.frame != ROOT {
                return;
            }
            let shown = |value| both(|lang| show_filed(self.set, input, value, lang));
            let reason = Reason::new(ReasonCode::FiledTwice)
                .words("what", self.words(|words| words.expr(part)))
                .words("declared", shown(own))
                .words("verified", shown(verified));
            if !node.reasons.contains(&reason) {
                node.reasons.push(reason);
            }
        });
    }

    fn is_unsettled(&self, expr: &Expr, level: Option<u32>) -> bool {
        let Some(reg) = self.reg(expr, level) else { return false };
        let registers = self.view.closed;
        if let Some(truth) = registers.truth(reg) {
            return truth.yes.get(self.view.row) && truth.no.get(self.view.row);
        }
        if let Some(mask) = registers.choice(reg).and_then(|options| options.get(self.view.row)) {
            return mask.count_ones() != 1;
        }
        self.view.bounds(reg, false).is_some_and(|(lo, hi)| lo != hi)
    }

    // ---- evidence ----------------------------------------------------------------------------

    fn evidence_of(&self, expr: &Expr, level: Option<u32>, node: &mut Node) {
        expr.walk(&mut |part| {
            let rows = match &part.kind {
                ExprKind::Count(rows)
                | ExprKind::Sum(rows, _)
                | ExprKind::Mean(rows, _)
                | ExprKind::Pick(_, rows, _, _)
                | ExprKind::All(rows, _) => rows,
                ExprKind::Share(rows, _) if crate::batch::is_evidence(self.set, rows.frame) => rows,
                _ => return,
            };
            if let Some(member) = self.outcome.plan.inner.members.get(&(part.id, level)).copied() {
                self.rows_of(rows.frame, member, node);
            }
        });
    }

    /// Sorts the rows of an evidence table into used, waiting and left out.
    fn rows_of(&self, frame: FrameId, member: Reg, node: &mut Node) {
        if !crate::batch::is_evidence(self.set, frame) {
            return;
        }
        let Some(truth) = self.view.closed.truth(member) else { return };
        let Some(rows) = self.outcome.dossier.tables.get(&frame) else { return };
        let table = self.set[frame].name.clone();
        let mut at = 0usize;
        for (place, row) in rows.iter().enumerate() {
            let id = if row.id.is_empty() { (place + 1).to_string() } else { row.id.clone() };
            let why = match row.status {
                Status::Rejected => Some(ReasonCode::Rejected),
                Status::Waiting | Status::SelfDeclared => Some(ReasonCode::Waiting),
                Status::Verified => None,
            };
            let (yes, no) = (truth.yes.get(at), truth.no.get(at));
            at += row.count as usize;
            let evidence = |why| Evidence { table: table.clone(), id: id.clone(), count: row.count, why };
            let (list, evidence) = match (yes, no) {
                (true, false) => (&mut node.used, evidence(None)),
                (true, true) => (&mut node.waiting, evidence(why.or(Some(ReasonCode::NotKnown)))),
                (false, _) => (
                    &mut node.left_out,
                    evidence(why.filter(|why| *why == ReasonCode::Rejected).or(Some(ReasonCode::OutOfScope))),
                ),
            };
            if !list.contains(&evidence) {
                list.push(evidence);
            }
        }
    }

    // ---- words -------------------------------------------------------------------------------

    fn words(&self, text: impl Fn(Words<'_>) -> String) -> Bilingual {
        both(|lang| text(Words { set: self.set, lang }))
    }

    fn node(&self, kind: NodeKind, word: Bilingual, code: &str, label: &str, notes: &Notes) -> Node {
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
            reasons: Vec::new(),
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
    /// Filed results of other sets that were not used as they stand, in words.
    #[must_use]
    pub fn unused_results(&self) -> Vec<(String, ReasonCode)> {
        self.batch
            .notes
            .iter()
            .map(|ResultNote { set, why, .. }| {
                let code = match why {
                    Unused::OtherEdition => ReasonCode::OtherEdition,
                    Unused::Lapsed => ReasonCode::Lapsed,
                    Unused::WrongSource => ReasonCode::WrongSource,
                    Unused::DateUnknown => ReasonCode::DateUnknown,
                };
                (set.clone(), code)
            })
            .collect()
    }
}

const fn negated(op: Comparison) -> Comparison {
    match op {
        Comparison::Less => Comparison::GreaterOrEqual,
        Comparison::LessOrEqual => Comparison::Greater,
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::GreaterOrEqual => Comparison::Less,
        Comparison::Greater => Comparison::LessOrEqual,
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
    let text = words.expr(body);
    let code = &words.set[item].code;
    text.replace(&format!(" {code} "), " ").replace(&format!(" {code}"), "")
}

/// The words of a closed phrase.
pub(crate) fn phrase_words(phrase: Phrase) -> Bilingual {
    PHRASES
        .iter()
        .find(|sentence| sentence.phrase == phrase)
        .map_or_else(Bilingual::default, |sentence| Bilingual::new(sentence.vi, sentence.en))
}

fn gate_word(_: Effect) -> Bilingual {
    Bilingual::new("điều kiện", "condition")
}
