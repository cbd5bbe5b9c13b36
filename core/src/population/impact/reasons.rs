//! Why subjects stand elsewhere: their comparisons added up by what came out otherwise.
//!
//! In: rows of two outcomes. Out: for each direction the items, gates and classes that came out
//! otherwise, how often and by how much, and the causes the sets themselves hold. What is said of
//! one subject's values is not repeated: it would be as many causes as subjects.

use super::{StandingChange, TableOutcome};
use crate::exact::Exact;
use crate::explain::{CauseKind, Comparison, NodeChange, NodeKind, Redaction};
use crate::hir::Effect;
use crate::outcome::Verdict;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use tieuchi_grammar::Bilingual;

/// The most causes that are kept of one reason.
const CAUSES: usize = 5;

/// Something that came out otherwise for subjects that stand elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImpactReason {
    /// What became of their standing.
    pub change: StandingChange,
    /// What came out otherwise: an item, a gate or a class.
    pub kind: NodeKind,
    /// Its word.
    pub word: Bilingual,
    /// Its code after, or before if it is gone.
    pub code: String,
    /// Its label.
    pub label: String,
    /// Whether both sets have it.
    pub presence: KnownIn,
    /// How it came out otherwise.
    pub effect: ImpactEffect,
    /// For how many subjects. A subject may have several reasons.
    pub count: u64,
    /// What the sets say otherwise, most frequent first.
    pub causes: Vec<ImpactCause>,
}

/// What the sets say otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImpactCause {
    /// What kind of thing.
    pub kind: CauseKind,
    /// In words, without a full stop.
    pub text: Bilingual,
    /// For how many subjects.
    pub count: u64,
}

/// Which of the sets has a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KnownIn {
    /// Both.
    Both,
    /// The one after alone.
    New,
    /// The one before alone.
    Gone,
}

/// How something came out otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImpactEffect {
    /// It adds more points, or takes fewer off: by so many at the least and at the most.
    More(Exact, Exact),
    /// It adds fewer points, or takes more off: by so many at the least and at the most.
    Fewer(Exact, Exact),
    /// Its verdict before and after.
    Verdict(Option<Verdict>, Option<Verdict>),
    /// What it asks.
    Asks,
}

/// By what reasons are added up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    change: StandingChange,
    kind: NodeKind,
    code: String,
    presence: KnownIn,
    effect: EffectKey,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum EffectKey {
    More,
    Fewer,
    Verdict(Option<Verdict>, Option<Verdict>),
    Asks,
}

struct Found {
    word: Bilingual,
    label: String,
    count: u64,
    least: Exact,
    most: Exact,
    causes: BTreeMap<(CauseKind, String), (Bilingual, u64)>,
}

/// The reasons of those rows, and how many rows there were.
pub(super) fn gather<'a>(
    old: &TableOutcome,
    new: &TableOutcome,
    rows: impl Iterator<Item = &'a (usize, usize, StandingChange)>,
) -> (Vec<ImpactReason>, u64) {
    let mut found: BTreeMap<Key, Found> = BTreeMap::new();
    let mut examined = 0;
    for (before, after, change) in rows {
        let outcomes = old.condensed(*before).zip(new.condensed(*after));
        let Some((before, after)) = outcomes else { continue };
        examined += 1;
        // What is added up is shown to whoever sees figures, so private values stay away.
        let comparison = before.compare_with(&after, &Redaction::private());
        let noted = |code: &str| {
            let noted = |outcome: &TableOutcome| {
                let gates = &outcome.dataset.plan.inner.set.gates;
                gates.iter().all(|gate| gate.name != code || gate.effect == Effect::Noted)
            };
            noted(old) && noted(new)
        };
        let mut one = One { change: *change, seen: BTreeSet::new(), found: &mut found };
        one.all(&comparison, &noted);
    }
    let mut reasons: Vec<ImpactReason> = found.into_iter().map(|(key, found)| found.reason(key)).collect();
    // The order of the keys stands where counts are alike.
    reasons.sort_by_key(|reason| (reason.change, Reverse(reason.count)));
    (reasons, examined)
}

/// One subject about to be added.
struct One<'a> {
    change: StandingChange,
    /// What was added of it: an item that is judged for several classes counts once.
    seen: BTreeSet<Key>,
    found: &'a mut BTreeMap<Key, Found>,
}

impl One<'_> {
    fn all(&mut self, comparison: &Comparison, noted: &dyn Fn(&str) -> bool) {
        for gate in comparison.gates.iter().filter(|gate| !noted(&gate.code)) {
            self.add(gate, EffectKey::Verdict(verdict(gate, false), verdict(gate, true)), Exact::ZERO);
        }
        for item in &comparison.items {
            self.item(item, item.word.en == "deduction");
        }
        for class in &comparison.classes {
            // A class whose condition says the same follows from what is told already.
            if class.old.is_none() || class.new.is_none() || causes(class).next().is_some() {
                self.add(class, EffectKey::Asks, Exact::ZERO);
            }
        }
    }

    fn item(&mut self, node: &NodeChange, takes_off: bool) {
        let mut parts = node.children.iter().filter(|child| child.kind == NodeKind::Item).peekable();
        if parts.peek().is_some() {
            parts.for_each(|part| self.item(part, takes_off));
            // A heading is made of its parts, unless it asks or caps otherwise itself.
            if causes(node).any(|(kind, _)| matches!(kind, CauseKind::Threshold | CauseKind::Parameter)) {
                self.add(node, EffectKey::Asks, Exact::ZERO);
            }
            return;
        }
        let points = |after: bool| side(node, after).and_then(|side| side.points);
        if points(false).is_none() && points(true).is_none() {
            self.add(node, EffectKey::Verdict(verdict(node, false), verdict(node, true)), Exact::ZERO);
            return;
        }
        let bounds = |after: bool| {
            points(after).map_or((Exact::ZERO, Exact::ZERO), |points| (points.certain, points.possible))
        };
        let (before, after) = (bounds(false), bounds(true));
        let by = |one: Exact, other: Exact| other.sub(one).unwrap_or(Exact::ZERO);
        let certain = by(before.0, after.0);
        let by = if certain == Exact::ZERO { by(before.1, after.1) } else { certain };
        if by == Exact::ZERO {
            // Another maximum or verdict with the same points.
            if causes(node).next().is_some() {
                self.add(node, EffectKey::Asks, Exact::ZERO);
            }
            return;
        }
        let adds = (by > Exact::ZERO) != takes_off;
        let size = if by > Exact::ZERO { by } else { Exact::ZERO.sub(by).unwrap_or(by) };
        self.add(node, if adds { EffectKey::More } else { EffectKey::Fewer }, size);
    }

    fn add(&mut self, node: &NodeChange, effect: EffectKey, by: Exact) {
        let presence = match (&node.old, &node.new) {
            (None, Some(_)) => KnownIn::New,
            (Some(_), None) => KnownIn::Gone,
            (Some(_), Some(_)) | (None, None) => KnownIn::Both,
        };
        let key = Key { change: self.change, kind: node.kind, code: node.code.clone(), presence, effect };
        if !self.seen.insert(key.clone()) {
            return;
        }
        let found = self.found.entry(key).or_insert_with(|| Found {
            word: node.word.clone(),
            label: node.label.clone(),
            count: 0,
            least: by,
            most: by,
            causes: BTreeMap::new(),
        });
        found.count += 1;
        found.least = found.least.min(by);
        found.most = found.most.max(by);
        let mut told = BTreeSet::new();
        for (kind, text) in causes(node) {
            let cause = (kind, text.en.clone());
            if told.insert(cause.clone()) {
                found.causes.entry(cause).or_insert_with(|| (text.clone(), 0)).1 += 1;
            }
        }
    }
}

impl Found {
    fn reason(self, key: Key) -> ImpactReason {
        let mut causes: Vec<ImpactCause> = self
            .causes
            .into_iter()
            .map(|((kind, _), (text, count))| ImpactCause { kind, text, count })
            .collect();
        causes.sort_by_key(|cause| Reverse(cause.count));
        causes.truncate(CAUSES);
        ImpactReason {
            change: key.change,
            kind: key.kind,
            word: self.word,
            code: key.code,
            label: self.label,
            presence: key.presence,
            effect: match key.effect {
                EffectKey::More => ImpactEffect::More(self.least, self.most),
                EffectKey::Fewer => ImpactEffect::Fewer(self.least, self.most),
                EffectKey::Verdict(old, new) => ImpactEffect::Verdict(old, new),
                EffectKey::Asks => ImpactEffect::Asks,
            },
            count: self.count,
            causes,
        }
    }
}

fn side(node: &NodeChange, after: bool) -> Option<&crate::explain::NodeResult> {
    if after { node.new.as_ref() } else { node.old.as_ref() }
}

fn verdict(node: &NodeChange, after: bool) -> Option<Verdict> {
    side(node, after).and_then(|side| side.verdict)
}

/// The causes that lie in the sets, those of clauses with those of their item.
fn causes(node: &NodeChange) -> impl Iterator<Item = (CauseKind, &Bilingual)> {
    let clauses = node.children.iter().filter(|child| child.kind == NodeKind::Clause);
    let all = std::iter::once(node).chain(clauses).flat_map(|node| &node.causes);
    all.filter(|cause| match cause.kind {
        CauseKind::Band
        | CauseKind::Threshold
        | CauseKind::Parameter
        | CauseKind::Maximum
        | CauseKind::Part => true,
        // These tell what is on file of one subject.
        CauseKind::Applies
        | CauseKind::Value
        | CauseKind::Evidence
        | CauseKind::Filing
        | CauseKind::Reason
        | CauseKind::Withheld => false,
    })
    .map(|cause| (cause.kind, &cause.text))
}
