//! The thresholds of a set: comparisons of two numbers or days of the subject.
//!
//! In: a plan. Out: each comparison once, with the registers of its sides and what it belongs to.

use crate::describe::{Words, both};
use crate::hir::{CriteriaSet, Expr, ExprKind, ItemId, ROOT, ScoringKind, Ty, expr_text};
use crate::plan::{Plan, Reg};
use std::collections::BTreeSet;
use tieuchi_grammar::Bilingual;

/// What a threshold belongs to, and so what an example about it should state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    Item(ItemId),
    Gate(usize),
    Whole,
}

/// A comparison that decides something.
#[derive(Clone, Debug)]
pub struct Threshold {
    /// The sides: what is compared, and with what.
    pub sides: (Reg, Reg),
    pub of: Of,
    /// The sides in words.
    pub what: Bilingual,
    /// Both sides in words.
    pub words: Bilingual,
    /// The type of the sides, to show their values.
    pub ty: Ty,
}

pub fn thresholds(plan: &Plan) -> Vec<Threshold> {
    let set = &plan.inner.set;
    let mut gathered = Gathered { plan, seen: BTreeSet::new(), found: Vec::new() };
    for applies in set.applies.iter().filter_map(|applies| applies.condition.as_ref()) {
        gathered.look(Of::Whole, applies);
    }
    for (at, item) in set.items.iter().enumerate() {
        let of = Of::Item(ItemId::from_index(at));
        let only = item.only.iter().map(|(only, _)| only);
        let verdicts = item.verdicts.iter().map(|verdict| &verdict.condition);
        let meets = item.measure.iter().filter_map(|measure| measure.meets.as_ref());
        for condition in only.chain(&item.zero).chain(verdicts).chain(meets) {
            gathered.look(of, condition);
        }
        for scoring in &item.scoring {
            scoring.only.iter().for_each(|only| gathered.look(of, only));
            match &scoring.kind {
                ScoringKind::Table { rows, .. } => {
                    rows.iter().for_each(|row| gathered.look(of, &row.when));
                }
                ScoringKind::Met { condition, .. } => gathered.look(of, condition),
                ScoringKind::ClausesGive { clauses, .. } => {
                    clauses.iter().for_each(|clause| gathered.look(of, &clause.condition));
                }
                ScoringKind::Formula(points) => gathered.look(of, points),
                ScoringKind::Level { .. } | ScoringKind::Direct(_) | ScoringKind::Each { .. } => {}
            }
        }
    }
    for (at, gate) in set.gates.iter().enumerate() {
        gathered.look(Of::Gate(at), &gate.condition);
    }
    for class in set.classes.iter().flat_map(|classes| &classes.list) {
        class.condition.iter().for_each(|condition| gathered.look(Of::Whole, condition));
    }
    gathered.found
}

struct Gathered<'a> {
    plan: &'a Plan,
    seen: BTreeSet<String>,
    found: Vec<Threshold>,
}

impl Gathered<'_> {
    fn look(&mut self, of: Of, expr: &Expr) {
        if let ExprKind::Compare(_, left, right) = &expr.kind
            && expr.frame == ROOT
            && matches!(left.ty, Ty::Number(_) | Ty::Day)
        {
            self.add(of, left, right);
        }
        for part in expr.parts() {
            self.look(of, part);
        }
    }

    fn add(&mut self, of: Of, left: &Expr, right: &Expr) {
        let set: &CriteriaSet = &self.plan.inner.set;
        let exprs = &self.plan.inner.exprs;
        let key = format!("{} {}", expr_text(set, left), expr_text(set, right));
        let reg = |expr: &Expr| {
            exprs.range((expr.id, None)..=(expr.id, Some(u32::MAX))).next().map(|(_, reg)| *reg)
        };
        if let (Some(from), Some(to)) = (reg(left), reg(right))
            && self.seen.insert(key)
        {
            let what = both(|lang| Words { set, lang }.expr(left));
            let words = both(|lang| format!("{} / {}", what.get(lang), Words { set, lang }.expr(right)));
            self.found.push(Threshold { sides: (from, to), of, what, words, ty: left.ty.clone() });
        }
    }
}
