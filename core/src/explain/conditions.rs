//! Why a condition holds, fails or is not known.

use super::*;
use tieuchi_grammar::ast::Comparison;

impl Explainer<'_> {
    /// The reasons of a condition: what decided it, or what leaves it open.
    pub(super) fn condition(&self, expr: &Expr, level: Option<u32>, node: &mut Node) {
        self.wanted(expr, true, level, node);
    }

    /// The reasons of a condition that is to hold, or under a negation is not to hold: what is
    /// asked is told turned round there.
    fn wanted(&self, expr: &Expr, holds: bool, level: Option<u32>, node: &mut Node) {
        let verdict = self.verdict_of(expr, level);
        match &expr.kind {
            ExprKind::Not(inner) => self.wanted(inner, !holds, level, node),
            ExprKind::Definition(_, inner) if self.opens(inner) => self.wanted(inner, holds, level, node),
            ExprKind::And(parts) => self.parts(parts, (verdict, Verdict::NotMet), holds, level, node),
            ExprKind::Or(parts) => self.parts(parts, (verdict, Verdict::Met), holds, level, node),
            ExprKind::Clauses(_, clauses) => self.clause_nodes(clauses, holds, level, node),
            ExprKind::AllItems(list) => {
                let reason = self.all_items(list, verdict, level);
                node.reasons.push(if holds { reason } else { reason.asked_not() });
            }
            ExprKind::Input(_) => {
                if !self.missing_inputs(expr, level, node) {
                    let reason = self.whether(Reason::new(ReasonCode::Fact), expr, verdict);
                    let reason = reason.words("what", self.in_words(expr));
                    node.reasons.push(if holds { reason } else { reason.asked_not() });
                }
            }
            ExprKind::Compare(op, left, right) if holds => {
                self.comparison(*op, left, right, verdict, level, node);
            }
            ExprKind::Compare(op, left, right) => {
                self.comparison(negated(*op), left, right, turned(verdict), level, node);
            }
            _ => {
                self.missing_inputs(expr, level, node);
                self.evidence_of(expr, level, node);
                let reason = self.whether(Reason::new(ReasonCode::Condition), expr, verdict);
                let reason = reason.words("what", self.in_words(expr));
                node.reasons.push(if holds { reason } else { reason.asked_not() });
            }
        }
    }

    /// Whether all items satisfy a condition, and which do not.
    fn all_items(&self, list: &[(ItemId, Expr)], verdict: Verdict, level: Option<u32>) -> Reason {
        let (code, want) = match verdict {
            Verdict::Met | Verdict::NotApplicable => (ReasonCode::AllItemsMet, None),
            Verdict::NotMet => (ReasonCode::ItemsFail, Some(Verdict::NotMet)),
            Verdict::Unknown => (ReasonCode::ItemsUnknown, Some(Verdict::Unknown)),
        };
        let told = |(item, holds): &&(ItemId, Expr)| {
            let verdict = || self.verdict_of(holds, level);
            want.is_some_and(|want| want == verdict() && self.applies(*item, level) != Verdict::NotMet)
        };
        let told: Vec<&(ItemId, Expr)> = list.iter().filter(told).collect();
        // The verdict and the condition, and of each item its number and its value.
        let mut reason = Reason::with_room(code, 2 + 2 * told.len()).verdict(verdict);
        for (item, holds) in told {
            reason = reason.name("item", self.code(*item));
            if let Some((lo, hi, ty)) = self.found_of(holds, level) {
                reason = reason.shown("value", lo, hi, ty);
            }
        }
        match list.first() {
            Some((item, body)) => {
                let known = &self.reads(body).of_all;
                reason.words("condition", self.phrase(known, |words| generic_body(words, *item, body)))
            }
            None => reason,
        }
    }

    /// The official number of an item.
    fn code(&self, id: ItemId) -> Arc<str> {
        self.shared.codes.get(id.index()).cloned().unwrap_or_default()
    }

    /// Adds whether a condition holds, unless that is what is kept back.
    fn whether(&self, reason: Reason, expr: &Expr, verdict: Verdict) -> Reason {
        if self.hides(expr) { reason.withheld("verdict") } else { reason.verdict(verdict) }
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
        let mut reason = Reason::new(code).verdict(verdict).words("what", self.in_words(left));
        reason = self.found(reason, left, level);
        // Fewer than one is none.
        let none = op == Comparison::Less
            && matches!(left.kind, ExprKind::Count(_) | ExprKind::CountItems(_))
            && matches!(right.kind, ExprKind::Number(one) if one == Exact::ONE);
        // What a value equals is the value.
        let told = matches!(op, Comparison::Equal | Comparison::NotEqual) && self.hides(left);
        let op = if none { Comparison::Equal } else { op };
        reason = reason.words("comparison", sign(op));
        reason = match (none, told) {
            (true, _) => reason.number("asked", Exact::ZERO),
            (false, true) => reason.withheld("asked"),
            (false, false) => self.asked(reason, right, level),
        };
        if let Some(share) = share {
            reason = self.share_counts(reason, share, right, level);
        }
        node.reasons.push(reason);
    }

    /// Whether a definition is better shown by what it holds.
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

    /// The parts of a conjunction or disjunction that decided it; `whole` is its verdict and the
    /// verdict of a part that decides alone.
    fn parts(
        &self,
        parts: &[Expr],
        whole: (Verdict, Verdict),
        holds: bool,
        level: Option<u32>,
        node: &mut Node,
    ) {
        let (whole, decisive) = whole;
        for part in parts {
            let verdict = self.verdict_of(part, level);
            // Where one part decides, the others do not matter; where none does, all do.
            let shown = if whole == decisive {
                verdict == decisive
            } else if whole == Verdict::Unknown {
                verdict == Verdict::Unknown
            } else {
                true
            };
            if shown {
                self.wanted(part, holds, level, node);
            }
        }
    }

    /// A clause is told as it stands: where the whole is not to hold, so is the clause not.
    pub(super) fn clause_nodes(&self, clauses: &[Clause], holds: bool, level: Option<u32>, node: &mut Node) {
        node.children.reserve_exact(clauses.len());
        for clause in clauses {
            let word = || fixed!("ý", "clause");
            let about = self.reads(&clause.condition).clause.get_or_init(|| {
                let (code, label) = (&clause.code, &clause.label);
                Arc::new(NodeAbout::new(NodeKind::Clause, word(), code, label, &clause.notes))
            });
            let Some(child) = Node::add(&mut node.children, about) else { continue };
            let applies = clause
                .only
                .as_ref()
                .and_then(|only| self.reg(only, level))
                .map_or(Verdict::Met, |reg| self.verdict(reg));
            child.applies = applies;
            child.must_not = !holds;
            let own = self.verdict_of(&clause.condition, level);
            child.verdict = Some(match applies {
                Verdict::NotMet => Verdict::NotApplicable,
                Verdict::Unknown => Verdict::Unknown,
                _ => own,
            });
            if applies != Verdict::NotMet {
                self.condition(&clause.condition, level, child);
            }
        }
    }

    pub(super) fn not_applicable(
        &self,
        policy: &crate::hir::NotApplicable,
        verdict: Verdict,
        condition: &Expr,
    ) -> Reason {
        use crate::hir::NotApplicable as N;
        let what = match policy {
            N::LeaveOut => Bilingual::new("bỏ qua", "left out"),
            N::Rescale => Bilingual::new("quy đổi về thang", "rescaled"),
            N::LowerThresholds(_) => {
                Bilingual::new("hạ mốc của tổng điểm", "the thresholds on the total are lowered")
            }
            N::MoveTo(_) => Bilingual::new("dồn điểm sang mục khác", "its points move to other items"),
            N::Points(_) => Bilingual::new("tính điểm cố định", "fixed points"),
            N::Full => Bilingual::new("tính đủ điểm", "full points"),
            N::KeepScale => Bilingual::new("giữ nguyên thang", "the scale is kept"),
            N::Met => Bilingual::new("coi là đạt", "counted as met"),
            N::NotMet => Bilingual::new("coi là không đạt", "counted as not met"),
        };
        self.told(Reason::new(ReasonCode::NotApplicable).verdict(verdict), condition).words("policy", what)
    }
}

/// The sign of a comparison, the same in both languages.
fn sign(op: Comparison) -> Arc<Bilingual> {
    match op {
        Comparison::Less => fixed!("<", "<"),
        Comparison::LessOrEqual => fixed!("≤", "≤"),
        Comparison::Equal => fixed!("=", "="),
        Comparison::NotEqual => fixed!("≠", "≠"),
        Comparison::GreaterOrEqual => fixed!("≥", "≥"),
        Comparison::Greater => fixed!(">", ">"),
    }
}

/// The verdict of the negation.
const fn turned(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Met => Verdict::NotMet,
        Verdict::NotMet => Verdict::Met,
        Verdict::Unknown => Verdict::Unknown,
        Verdict::NotApplicable => Verdict::NotApplicable,
    }
}
