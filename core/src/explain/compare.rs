//! What is otherwise in one outcome than in another, and why.
//!
//! In: two outcomes: of two dossiers, of two periods, or by two editions of a set. Out: node by
//! node the points, verdicts and classes before and after, and the causes: what was found, asked,
//! filed or laid down otherwise. Nodes that come out alike are left out. Items are found by code,
//! or by label where they were renumbered. Words are `words.rs`, causes `causes.rs`.

mod causes;
mod json;
mod words;

use super::letter::standing_sentence;
use super::{ClassLine, Explainer, Explanation, Node, NodeKind, Redaction, TotalLine};
use crate::day::Day;
use crate::exact::Exact;
use crate::outcome::{Outcome, Points, Verdict};
use crate::renumber::renumbered;
use causes::Figures;
use std::collections::BTreeMap;
use tieuchi_grammar::Bilingual;

/// What differs between two outcomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The outcome before.
    pub old: ComparedSide,
    /// The outcome after.
    pub new: ComparedSide,
    /// Whether values or names are kept back.
    pub redacted: bool,
    /// How the total changed, where both have one and it did.
    pub total: Option<TotalChange>,
    /// The result in words before and after, where it differs.
    pub result: Option<(Bilingual, Bilingual)>,
    /// Gates that come out otherwise.
    pub gates: Vec<NodeChange>,
    /// Items that come out otherwise, as a tree; those that are gone stand last.
    pub items: Vec<NodeChange>,
    /// Classes whose conditions come out otherwise.
    pub classes: Vec<NodeChange>,
}

/// One of two outcomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedSide {
    /// The set: identifier, edition, title.
    pub set: (String, String, String),
    /// The subject.
    pub subject: String,
    /// First and last day of the period.
    pub period: (Day, Day),
}

/// How the total changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalChange {
    /// Before.
    pub old: Points,
    /// After.
    pub new: Points,
    /// What each first heading adds to the change, where the total is a plain sum both times;
    /// headings that add nothing are left out. They add up to the change.
    pub contributions: Vec<Contribution>,
    /// Why nothing is told of contributions: what else made the total.
    pub not_a_sum: Option<Bilingual>,
}

/// What a first heading adds to the change of the total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contribution {
    /// Its code after, or before if it is gone.
    pub code: String,
    /// Its label.
    pub label: String,
    /// To the points that are certain.
    pub certain: Exact,
    /// To the points that are possible.
    pub possible: Exact,
}

/// A node that comes out otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeChange {
    /// What it is.
    pub kind: NodeKind,
    /// Its word.
    pub word: Bilingual,
    /// Its code after, or before if it is gone.
    pub code: String,
    /// Its code before, where it had another.
    pub old_code: Option<String>,
    /// Its label.
    pub label: String,
    /// The class it was judged for, where that matters.
    pub level: Option<String>,
    /// How it came out before; none where it was not there.
    pub old: Option<NodeResult>,
    /// How it comes out after; none where it is gone.
    pub new: Option<NodeResult>,
    /// Why, most telling first. A heading whose parts tell it has none.
    pub causes: Vec<Cause>,
    /// Its parts that come out otherwise.
    pub children: Vec<NodeChange>,
}

/// How a node comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeResult {
    /// Whether it applies.
    pub applies: Verdict,
    /// Its points.
    pub points: Option<Points>,
    /// Its greatest points.
    pub max: Option<Exact>,
    /// Its verdict.
    pub verdict: Option<Verdict>,
}

/// Why a node comes out otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// What kind of thing is otherwise.
    pub kind: CauseKind,
    /// What is otherwise, in words, without a full stop.
    pub text: Bilingual,
}

/// What kind of thing is otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CauseKind {
    /// Whether it applies.
    Applies,
    /// A value on file or a figure made of them.
    Value,
    /// The band a value lies in.
    Band,
    /// Evidence that counts, waits or does not count.
    Evidence,
    /// Something that was missing, waiting or not known, or is so now.
    Filing,
    /// A bar or a band edge: what is asked.
    Threshold,
    /// A parameter of another date, region or edition.
    Parameter,
    /// The greatest points.
    Maximum,
    /// A part that was met and is not, or the other way round.
    Part,
    /// Another reason than before.
    Reason,
    /// A value that is kept back.
    Withheld,
}

impl CauseKind {
    /// The kind as programs read it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Applies => "applies",
            Self::Value => "value",
            Self::Band => "band",
            Self::Evidence => "evidence",
            Self::Filing => "filing",
            Self::Threshold => "threshold",
            Self::Parameter => "parameter",
            Self::Maximum => "maximum",
            Self::Part => "part",
            Self::Reason => "reason",
            Self::Withheld => "withheld",
        }
    }
}

impl Comparison {
    /// Whether both outcomes come out alike.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.total.is_none()
            && self.result.is_none()
            && self.gates.is_empty()
            && self.items.is_empty()
            && self.classes.is_empty()
    }
}

impl Outcome {
    /// Compares this outcome, as the one before, with another, as the one after.
    ///
    /// ```
    /// let source = r#"language en
    /// criteria set READING "Reading year" edition E1 [assumed]
    ///   in force from 2024-01-01
    ///   applies to person
    /// subject person "Person"
    ///   fact books "Books read": integer from 0 to 1000
    /// criterion 1 "Reading" max 10 points
    ///   score by books:
    ///     under 5: 0 points
    ///     from 5 to under 12: 6 points
    ///     from 12 up: 10 points
    /// title reader "Reader" when total_points >= 10
    /// "#;
    /// use tieuchi::{ContextOptions, Dossier, Exact, Lang};
    /// let plan = tieuchi::compile(source).unwrap();
    /// let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    /// let outcome = |books: u32| {
    ///     let dossier = Dossier::from_json(&plan, &format!(r#"{{"books": {books}}}"#)).unwrap();
    ///     plan.evaluate(&dossier, &context)
    /// };
    /// let change = outcome(7).compare(&outcome(14));
    /// assert_eq!(change.total.as_ref().unwrap().contributions[0].certain, Exact::whole(4));
    /// let text = change.to_text(Lang::En);
    /// assert!(text.contains("books read: 7 → 14"), "{text}");
    /// assert!(outcome(7).compare(&outcome(8)).is_same());
    /// ```
    #[must_use]
    pub fn compare(&self, after: &Self) -> Comparison {
        self.compare_with(after, &Redaction::none())
    }

    /// Compares as [`Outcome::compare`] does, and keeps back what the reader is not to see.
    #[must_use]
    pub fn compare_with(&self, after: &Self, redaction: &Redaction) -> Comparison {
        // Two files of one subject have one mark.
        let same = self.id() == after.id();
        let second = if same { *redaction } else { redaction.beside() };
        Comparing::new(&Side::new(self, *redaction), &Side::new(after, second)).comparison()
    }
}

/// An outcome with its explanation.
struct Side<'a> {
    explanation: Explanation,
    explainer: Explainer<'a>,
    /// Whether points of the first headings make the total by being added, and nothing else.
    not_a_sum: Option<Bilingual>,
}

impl<'a> Side<'a> {
    fn new(outcome: &'a Outcome, redaction: Redaction) -> Self {
        let explainer = Explainer::new(outcome, redaction);
        let explanation = explainer.explanation();
        let not_a_sum = explanation.total.as_ref().and_then(|total| not_a_sum(&explanation, total));
        Self { explanation, explainer, not_a_sum }
    }

    fn face(&self) -> ComparedSide {
        let set = &self.explanation.set;
        ComparedSide {
            set: (set.id.clone(), set.edition.clone(), set.label.clone()),
            subject: self.explanation.subject.clone(),
            period: self.explanation.period,
        }
    }
}

/// What besides adding made the total.
fn not_a_sum(explanation: &Explanation, total: &TotalLine) -> Option<Bilingual> {
    if total.scaled.is_some() {
        return Some(Bilingual::new("tổng được quy đổi về thang", "the total is rescaled"));
    }
    if total.rounding.is_some() && total.raw != total.total {
        return Some(Bilingual::new("tổng được làm tròn", "the total is rounded"));
    }
    let mut sum = (Exact::ZERO, Exact::ZERO);
    for (_, points) in signed(&explanation.items) {
        let (Some(certain), Some(possible)) = (sum.0.add(points.0), sum.1.add(points.1)) else { break };
        sum = (certain, possible);
    }
    (sum != (total.total.certain, total.total.possible)).then(|| {
        Bilingual::new(
            "tổng có mức trần, hoặc không phải là tổng các mục",
            "the total is capped, or is no sum of the items",
        )
    })
}

/// What each first heading adds to the total: its points, or for a deduction what it takes off.
fn signed(items: &[Node]) -> Vec<(&Node, (Exact, Exact))> {
    let mut out: Vec<(&Node, (Exact, Exact))> = Vec::new();
    for node in items {
        let Some(points) = node.points else { continue };
        // A heading that is judged for several classes has the same points in each.
        if out.iter().any(|(known, _)| known.about.code == node.about.code) {
            continue;
        }
        let adds = if node.about.word.en == "deduction" {
            (negative(points.possible), negative(points.certain))
        } else {
            (points.certain, points.possible)
        };
        out.push((node, adds));
    }
    out
}

fn negative(value: Exact) -> Exact {
    Exact::ZERO.sub(value).unwrap_or(value)
}

/// A node is found by what it is, its code and the class it is judged for.
type Key = (NodeKind, String, Option<String>);

struct Comparing<'a> {
    old: &'a Side<'a>,
    new: &'a Side<'a>,
    /// New codes of items by their old ones, where they differ.
    renumbered: BTreeMap<String, String>,
    /// Items before, by their code after.
    before: BTreeMap<Key, &'a Node>,
}

impl<'a> Comparing<'a> {
    fn new(old: &'a Side<'a>, new: &'a Side<'a>) -> Self {
        fn codes<'n>(nodes: &'n [Node], out: &mut Vec<(&'n str, Option<&'n str>)>) {
            for node in nodes.iter().filter(|node| node.about.kind == NodeKind::Item) {
                if !out.iter().any(|(code, _)| *code == node.about.code) {
                    out.push((
                        &node.about.code,
                        (!node.about.label.is_empty()).then_some(node.about.label.as_str()),
                    ));
                }
                codes(&node.children, out);
            }
        }
        let (mut here, mut there) = (Vec::new(), Vec::new());
        codes(&old.explanation.items, &mut here);
        codes(&new.explanation.items, &mut there);
        let renumbered = renumbered(&here, &there);
        let mut before = BTreeMap::new();
        gather(&old.explanation.items, &mut |node| {
            let code = renumbered.get(&node.about.code).unwrap_or(&node.about.code).clone();
            before.insert((node.about.kind, code, node.about.level.clone()), node);
        });
        Self { old, new, renumbered, before }
    }

    fn comparison(&self) -> Comparison {
        let (before, after) = (&self.old.explanation, &self.new.explanation);
        let mut items: Vec<NodeChange> = after.items.iter().filter_map(|node| self.item(node)).collect();
        items.extend(self.gone());
        Comparison {
            old: self.old.face(),
            new: self.new.face(),
            redacted: before.redacted || after.redacted,
            total: self.total(),
            result: self.result(),
            gates: self.named(&before.gates, &after.gates),
            items,
            classes: self.named(conditions(before.class.as_ref()), conditions(after.class.as_ref())),
        }
    }

    fn result(&self) -> Option<(Bilingual, Bilingual)> {
        let words = |side: &Side<'_>| match (side.explanation.covers, &side.explanation.class) {
            (Verdict::NotMet, _) => Bilingual::new("Không thuộc phạm vi áp dụng.", "The set does not apply."),
            (_, Some(class)) => standing_sentence(class),
            (_, None) => Bilingual::default(),
        };
        let (before, after) = (words(self.old), words(self.new));
        (before != after).then_some((before, after))
    }

    fn total(&self) -> Option<TotalChange> {
        let (before, after) = (self.old.explanation.total.as_ref()?, self.new.explanation.total.as_ref()?);
        if before.total == after.total {
            return None;
        }
        let not_a_sum = self.old.not_a_sum.clone().or_else(|| self.new.not_a_sum.clone());
        let contributions = if not_a_sum.is_some() { Vec::new() } else { self.contributions() };
        Some(TotalChange { old: before.total, new: after.total, contributions, not_a_sum })
    }

    fn contributions(&self) -> Vec<Contribution> {
        let before = signed(&self.old.explanation.items);
        let after = signed(&self.new.explanation.items);
        let now = |code: &String| self.renumbered.get(code).unwrap_or(code).clone();
        let zero = (Exact::ZERO, Exact::ZERO);
        let mut out = Vec::new();
        let mut add = |node: &Node, from: (Exact, Exact), to: (Exact, Exact)| {
            if let (Some(certain), Some(possible)) = (to.0.sub(from.0), to.1.sub(from.1))
                && (certain != Exact::ZERO || possible != Exact::ZERO)
            {
                out.push(Contribution {
                    code: node.about.code.clone(),
                    label: node.about.label.clone(),
                    certain,
                    possible,
                });
            }
        };
        for (node, to) in &after {
            let from = before.iter().find(|(other, _)| now(&other.about.code) == node.about.code);
            add(node, from.map_or(zero, |(_, points)| *points), *to);
        }
        for (node, from) in &before {
            if !after.iter().any(|(other, _)| other.about.code == now(&node.about.code)) {
                add(node, *from, zero);
            }
        }
        out
    }

    /// Gates and classes, by name.
    fn named(&self, before: &'a [Node], after: &'a [Node]) -> Vec<NodeChange> {
        let find = |list: &'a [Node], code: &str| list.iter().find(|node| node.about.code == code);
        let kept =
            after.iter().filter_map(|node| self.node(find(before, &node.about.code), Some(node), Vec::new()));
        let gone = before.iter().filter(|node| find(after, &node.about.code).is_none());
        kept.chain(gone.filter_map(|node| self.node(Some(node), None, Vec::new()))).collect()
    }

    fn item(&self, node: &'a Node) -> Option<NodeChange> {
        let key = (node.about.kind, node.about.code.clone(), node.about.level.clone());
        let before = self.before.get(&key).copied();
        let parts = node.children.iter().filter_map(|child| match child.about.kind {
            NodeKind::Item => self.item(child),
            NodeKind::Clause | NodeKind::Gate | NodeKind::Class => {
                let same = |other: &&Node| {
                    other.about.kind == child.about.kind && other.about.code == child.about.code
                };
                let known = before.and_then(|before| before.children.iter().find(same));
                // Under an item that was not there, its clauses are told with it.
                if before.is_none() { None } else { self.node(known, Some(child), Vec::new()) }
            }
        });
        self.node(before, Some(node), parts.collect())
    }

    /// Items that were there before and are gone, outermost only.
    fn gone(&self) -> Vec<NodeChange> {
        let mut after: Vec<Key> = Vec::new();
        gather(&self.new.explanation.items, &mut |node| {
            after.push((node.about.kind, node.about.code.clone(), node.about.level.clone()));
        });
        let mut found = Vec::new();
        let mut waiting: Vec<&'a Node> = self.old.explanation.items.iter().rev().collect();
        while let Some(node) = waiting.pop() {
            let code = self.renumbered.get(&node.about.code).unwrap_or(&node.about.code).clone();
            if after.contains(&(node.about.kind, code, node.about.level.clone())) {
                waiting.extend(node.children.iter().rev().filter(|child| child.about.kind == NodeKind::Item));
            } else {
                found.extend(self.node(Some(node), None, Vec::new()));
            }
        }
        found
    }

    /// A node before and after; none if it comes out alike and so do its parts.
    fn node(
        &self,
        before: Option<&'a Node>,
        after: Option<&'a Node>,
        children: Vec<NodeChange>,
    ) -> Option<NodeChange> {
        let shown = after.or(before)?;
        let (old, new) = (before.map(NodeResult::of), after.map(NodeResult::of));
        if old == new && children.is_empty() {
            return None;
        }
        let causes = match (before, after) {
            (Some(before), Some(after)) if old != new => {
                Figures { old: &self.old.explainer, new: &self.new.explainer }.causes(
                    before,
                    after,
                    !children.is_empty(),
                )
            }
            _ => Vec::new(),
        };
        Some(NodeChange {
            kind: shown.about.kind,
            word: Bilingual::clone(&shown.about.word),
            code: shown.about.code.clone(),
            old_code: before.map(|before| before.about.code.clone()).filter(|code| *code != shown.about.code),
            label: shown.about.label.clone(),
            level: shown.about.level.clone(),
            old,
            new,
            causes,
            children,
        })
    }
}

impl NodeResult {
    fn of(node: &Node) -> Self {
        Self { applies: node.applies, points: node.points, max: node.max, verdict: node.verdict }
    }
}

fn conditions(class: Option<&ClassLine>) -> &[Node] {
    class.map_or(&[], |class| class.conditions.as_slice())
}

/// Every item of a tree.
fn gather<'a>(nodes: &'a [Node], visit: &mut impl FnMut(&'a Node)) {
    for node in nodes.iter().filter(|node| node.about.kind == NodeKind::Item) {
        visit(node);
        gather(&node.children, visit);
    }
}
