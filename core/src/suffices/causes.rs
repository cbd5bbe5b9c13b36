//! What decides a class: whom the set applies to, gates, and the conditions of the class.
//!
//! In: an outcome. Out: what is met where the class is certain, what fails for good where it is
//! out of reach, else what is not met for certain. Nothing is computed again.

use super::{Decider, DeciderKind, Reach};
use crate::describe::{Words, both};
use crate::exact::Exact;
use crate::hir::{Effect, Expr, ExprKind, Gate, Ty, Unit};
use crate::outcome::{Outcome, Verdict};
use crate::plan::{Op, Reg};
use tieuchi_grammar::ast::Comparison;

impl Outcome {
    /// The causes that matter, and the least points missing in total.
    pub(super) fn causes(&self, position: usize, reach: Reach) -> (Vec<Decider>, Option<Exact>) {
        let inner = &self.plan.inner;
        let set = &inner.set;
        let mut all = Vec::new();
        if let Some(covers) = inner.covers {
            let label = set.frames.first().map(|frame| frame.label.clone()).unwrap_or_default();
            all.push(self.cause(DeciderKind::Scope, "", both(|_| label.clone()), covers));
        }
        let deciding = |(gate, _): &(&Gate, &Reg)| gate.effect != Effect::Noted;
        for (gate, reg) in set.gates.iter().zip(&inner.gates).filter(deciding) {
            let text = both(|_| gate.label.clone());
            let mut cause = self.cause(DeciderKind::Gate, &gate.name, text, *reg);
            self.compared(&mut cause, *reg, &gate.condition);
            all.push(cause);
        }
        let mut missing = None;
        let class = set.classes.as_ref().and_then(|classes| classes.list.get(position));
        if let Some(condition) = class.and_then(|class| class.condition.as_ref()) {
            let name = class.map(|class| class.name.clone()).unwrap_or_default();
            let level = u32::try_from(position).ok();
            let mut parts = Vec::new();
            conjuncts(condition, &mut parts);
            for part in parts {
                let Some(reg) = inner.exprs.get(&(part.id, level)).copied() else { continue };
                let text = both(|lang| Words { set, lang }.expr(part));
                let mut cause = self.cause(DeciderKind::Condition, &name, text, reg);
                if self.compared(&mut cause, reg, part) {
                    cause.kind = DeciderKind::Threshold;
                    if is_total(part) && cause.verdict != Verdict::Met {
                        let short =
                            cause.have.zip(cause.need).and_then(|(have, need)| need.sub(have.certain));
                        missing = missing.max(short.filter(|short| *short > Exact::ZERO));
                    }
                }
                all.push(cause);
            }
        }
        all.retain(|cause| match reach {
            Reach::Certain => cause.verdict == Verdict::Met,
            Reach::Possible => cause.verdict != Verdict::Met,
            Reach::OutOfReach => cause.reachable == Verdict::NotMet,
        });
        (all, missing)
    }

    fn cause(&self, kind: DeciderKind, name: &str, text: tieuchi_grammar::Bilingual, reg: Reg) -> Decider {
        let view = self.view();
        Decider {
            kind,
            name: name.to_owned(),
            text,
            verdict: view.verdict_on(reg, false),
            reachable: view.verdict_on(reg, true),
            have: None,
            need: None,
            percent: false,
        }
    }

    /// The two sides, where a condition is one comparison of numbers.
    fn compared(&self, cause: &mut Decider, reg: Reg, expr: &Expr) -> bool {
        let ExprKind::Compare(op, left, _) = &expr.kind else { return false };
        let upwards = matches!(op, Comparison::GreaterOrEqual | Comparison::Greater);
        let is_number = matches!(left.ty, Ty::Number(_));
        let Some(Op::Compare(_, a, b)) = self.plan.inner.steps.get(reg.index()).map(|step| &step.op) else {
            return false;
        };
        let view = self.view();
        let (have, need) = (view.points(*a), view.bounds(*b, false));
        let (true, true, Some(have), Some(need)) = (upwards, is_number, have, need) else { return false };
        cause.have = Some(have);
        cause.need = Some(need.1);
        cause.percent = left.ty == Ty::Number(Unit::Ratio);
        true
    }
}

/// The parts of a condition that must all hold.
fn conjuncts<'a>(expr: &'a Expr, out: &mut Vec<&'a Expr>) {
    match &expr.kind {
        ExprKind::And(parts) => parts.iter().for_each(|part| conjuncts(part, out)),
        ExprKind::Definition(_, inner) if matches!(inner.kind, ExprKind::And(_)) => conjuncts(inner, out),
        _ => out.push(expr),
    }
}

fn is_total(expr: &Expr) -> bool {
    let ExprKind::Compare(_, left, _) = &expr.kind else { return false };
    let left = if let ExprKind::Definition(_, inner) = &left.kind { inner } else { left };
    matches!(left.kind, ExprKind::Total | ExprKind::RawTotal | ExprKind::BaseTotal)
}
