//! What was found, what was asked, what is missing, and the evidence behind it.

use super::*;
use crate::dossier::{Cell, Dossier};
use crate::hir::{Choice, InputId, InputKey, NO_RESULT};
use std::collections::BTreeSet;

/// How many members of a share there are of each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ShareFigures {
    pub met: i128,
    pub failed: i128,
    pub unknown: i128,
    pub outside: i128,
}

impl Explainer<'_> {
    pub(super) fn reg(&self, expr: &Expr, level: Option<u32>) -> Option<Reg> {
        self.shared.reg(expr.id, level)
    }

    /// The verdict in a register, for the file as it is.
    pub(super) fn verdict(&self, reg: Reg) -> Verdict {
        verdict_in(self.now, reg)
    }

    /// The verdict of a condition.
    pub(super) fn verdict_of(&self, expr: &Expr, level: Option<u32>) -> Verdict {
        self.reg(expr, level).map_or(Verdict::Unknown, |reg| self.verdict(reg))
    }

    /// The bounds of a number, for the file as it is.
    pub(super) fn bounds(&self, reg: Reg) -> Option<(Exact, Exact)> {
        self.now.exact(reg, 0)
    }

    /// The bounds of an expression.
    pub(super) fn value_of(&self, expr: &Expr, level: Option<u32>) -> Option<(Exact, Exact)> {
        self.reg(expr, level).and_then(|reg| self.bounds(reg))
    }

    /// Whether a number may be lacking, and may be there.
    fn presence(&self, reg: Reg) -> (bool, bool) {
        self.now.presence(reg, 0).unwrap_or((false, true))
    }

    /// Points under both assumptions about the file.
    pub(super) fn points(&self, reg: Reg) -> Option<Points> {
        let (certain, possible) = self.if_closed.exact(reg, 0)?;
        let differs = self.outcome.plan.inner.differing.get(reg.index()) == Some(&true);
        let reachable = if differs { self.if_open.exact(reg, 0)?.1 } else { possible };
        Some(Points { certain, possible, reachable })
    }

    pub(super) fn applies(&self, item: ItemId, level: Option<u32>) -> Verdict {
        let at = |level| self.shared.item(item, level).and_then(|judged| judged.regs.as_ref());
        at(level)
            .or_else(|| at(None))
            .and_then(|regs| regs.applies)
            .map_or(Verdict::Met, |reg| self.verdict(reg))
    }

    /// Adds what a value was found to be.
    pub(super) fn found(&self, reason: Reason, expr: &Expr, level: Option<u32>) -> Reason {
        if self.hides(expr) {
            return reason.withheld("found");
        }
        let Some(reg) = self.reg(expr, level) else { return reason };
        if let Some(mask) = self.now.options(reg, 0) {
            let Ty::Choice(choice) = expr.ty else { return reason };
            let Choice { options, .. } = &self.set[choice];
            let labels = self.shared.labels.get(choice.index()).into_iter().flatten();
            let shown = (0u32..).zip(options.iter().zip(labels)).filter(|(at, _)| mask >> at & 1 == 1);
            return shown.fold(reason, |reason, (_, (option, label))| match option.as_str() {
                NO_RESULT => reason.words("found", fixed!("chưa có", "none")),
                _ => reason.name("found", Arc::clone(label)),
            });
        }
        let (may_lack, may_have) = self.presence(reg);
        if !may_have {
            return reason.words("found", fixed!("không có", "none"));
        }
        let reason = if may_lack {
            reason.words("found", fixed!("có thể không có", "possibly none"))
        } else {
            reason
        };
        match self.bounds(reg) {
            Some((lo, hi)) => reason.value("found", lo, hi, &expr.ty),
            None => reason,
        }
    }

    pub(super) fn asked(&self, reason: Reason, expr: &Expr, level: Option<u32>) -> Reason {
        if self.hides(expr) {
            return reason.withheld("asked");
        }
        if let ExprKind::Option(_) = expr.kind {
            return reason.words("asked", self.in_words(expr));
        }
        let reg = self.reg(expr, level);
        let reason = match expr.kind {
            ExprKind::Param(_) => reason.words("parameter", self.in_words(expr)),
            _ => reason,
        };
        // The highest of nothing, where that is what is asked for.
        if reg.is_some_and(|reg| !self.presence(reg).1) {
            return reason.words("asked", fixed!("giá trị chưa có", "a value that is not there"));
        }
        match reg.and_then(|reg| self.bounds(reg)) {
            Some((lo, hi)) if !matches!(expr.ty, Ty::Text) => reason.value("asked", lo, hi, &expr.ty),
            _ => reason.words("asked", self.in_words(expr)),
        }
    }

    /// Adds the values that were put in a formula, by what they are of.
    pub(super) fn put_in(&self, reason: Reason, formula: &Expr, level: Option<u32>) -> Reason {
        let mut leaves: Vec<&Expr> = Vec::new();
        leaves_of(formula, &mut leaves);
        let mut told: Vec<Bilingual> = Vec::new();
        for leaf in leaves {
            let reg = self.reg(leaf, level).filter(|reg| self.presence(*reg).1);
            let Some((lo, hi)) = reg.and_then(|reg| self.bounds(reg)) else { continue };
            if lo != hi && !self.hides(leaf) {
                continue;
            }
            let value = |lang| match self.hides(leaf) {
                true => reasons::withheld_mark(lang).to_owned(),
                false => show_value(lo, &leaf.ty, lang),
            };
            let words = both(|lang| format!("{}: {}", Words { set: self.set, lang }.expr(leaf), value(lang)));
            if !told.contains(&words) {
                told.push(words);
            }
        }
        told.into_iter().fold(reason, |reason, words| reason.words("with", words))
    }

    /// What was found where a condition on an item compares it.
    pub(super) fn found_of<'e>(
        &self,
        condition: &'e Expr,
        level: Option<u32>,
    ) -> Option<(Exact, Exact, &'e Ty)> {
        let ExprKind::Compare(_, left, _) = &condition.kind else { return None };
        if self.hides(left) {
            return None;
        }
        let (lo, hi) = self.value_of(left, level)?;
        Some((lo, hi, &left.ty))
    }

    /// Adds how many were counted, met and unknown, and how many more a threshold needs.
    pub(super) fn share_counts(
        &self,
        reason: Reason,
        share: &Expr,
        threshold: &Expr,
        level: Option<u32>,
    ) -> Reason {
        if self.hides(share) {
            return reason;
        }
        let Some(ShareFigures { met, failed, unknown, outside }) = self.share_figures(share, level) else {
            return reason;
        };
        let counted = met + failed;
        let mut reason = reason.count("met", met).count("counted", counted + unknown);
        if unknown > 0 {
            reason = reason.count("unknown", unknown);
        }
        if outside > 0 {
            reason = reason.count("outside", outside);
        }
        let bar = self.value_of(threshold, level);
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

    /// Whom a share counts; none if it is no share of members.
    pub(super) fn share_figures(&self, share: &Expr, level: Option<u32>) -> Option<ShareFigures> {
        let share = match &share.kind {
            ExprKind::Definition(_, inner) => inner,
            _ => share,
        };
        let ExprKind::Share(rows, body) = &share.kind else { return None };
        let member = self.outcome.plan.inner.members.get(&(share.id, level)).copied();
        let (member, body) = (member?, self.reg(body, level)?);
        let any = |list: &[Expr], row: usize, yes: bool| {
            list.iter().filter_map(|expr| self.reg(expr, level)).any(|reg| {
                let truth = self.now.truth(reg, row);
                truth.is_some_and(|(may, may_not)| if yes { may } else { !may_not })
            })
        };
        let filed = self.outcome.dossier.file.tables.get(&rows.frame);
        let (mut met, mut failed, mut unknown, mut outside) = (0i128, 0i128, 0i128, 0i128);
        for (row, one) in filed.into_iter().flatten().enumerate() {
            let (member, has) = (self.now.truth(member, row)?, self.now.truth(body, row)?);
            let count = i128::from(one.count);
            let sure = !member.1;
            let out = !member.0 || any(&rows.excluding, row, false);
            let doubtful = !sure || any(&rows.excluding, row, true) || any(&rows.exempting, row, true);
            match has {
                _ if out => outside += count,
                (true, false) if !doubtful => met += count,
                (false, true) if !doubtful => failed += count,
                (false, true) if any(&rows.exempting, row, false) => outside += count,
                _ => unknown += count,
            }
        }
        Some(ShareFigures { met, failed, unknown, outside })
    }

    /// Reasons for inputs that are not on file or not known. Says whether there was one.
    pub(super) fn missing_inputs(&self, expr: &Expr, level: Option<u32>, node: &mut Node) -> bool {
        let inputs = &self.reads(expr).inputs;
        if inputs.iter().all(|(id, _)| self.is_as_asked(&self.set[*id])) {
            return false;
        }
        let before = node.reasons.len();
        for (id, part) in inputs {
            let Some(reason) = self.missing(*id, *part, level) else { continue };
            // Receipts tell these each time.
            let again = matches!(reason.code, ReasonCode::LocalRuleMissing | ReasonCode::OtherDay);
            if again || !node.reasons.contains(&reason) {
                node.reasons.push(reason);
            }
        }
        let any = node.reasons.len() > before;
        self.filed_twice(inputs, node);
        any
    }

    /// Whether an input is on file, verified and nothing else: there is nothing to tell of it.
    fn is_as_asked(&self, input: &Input) -> bool {
        let cell = || self.outcome.dossier.cell(input);
        let is_verified = |cell: &Cell| {
            cell.own.is_none() && cell.verified.as_ref().is_some_and(|value| !matches!(value, Value::Unknown))
        };
        input.snapshot.is_none()
            && !matches!(input.key, InputKey::LocalRule(_))
            && cell().is_some_and(is_verified)
    }

    /// Why an input is not there, or not as it should be; `part` is the number of the expression that reads
    /// it.
    fn missing(&self, id: InputId, part: u32, level: Option<u32>) -> Option<Reason> {
        let input = &self.set[id];
        if matches!(input.key, InputKey::LocalRule(_)) {
            return Some(Reason::new(ReasonCode::LocalRuleMissing));
        }
        let names = self.shared.inputs.get(id.index())?;
        let about = |code| {
            let reason = Reason::new(code).name("input", Arc::clone(&names.name));
            reason.words("what", Arc::clone(&names.words))
        };
        let cell = self.outcome.dossier.cell(input);
        if let (Some(cell), Some(day)) = (cell, input.snapshot)
            && Dossier::of_another_day(cell, input, &self.outcome.context)
        {
            let day = self.outcome.context.day(day);
            return Some(about(ReasonCode::OtherDay).words("day", both(|lang| show_day(day, lang))));
        }
        let code = match cell {
            None if self.is_unsettled(part, level) || input.when_missing.is_some() => ReasonCode::Missing,
            None => return None,
            Some(cell) if cell.verified.is_none() && !input.self_declared && cell.own.is_some() => {
                ReasonCode::Waiting
            }
            Some(cell) if cell.verified == Some(Value::Unknown) => ReasonCode::NotKnown,
            Some(_) => return None,
        };
        Some(match cell.and_then(|cell| cell.own.as_ref()) {
            None => about(code),
            Some(_) if self.hides_input(input) => about(code).withheld("declared"),
            Some(own) => about(code).words("declared", both(|lang| show_filed(self.set, input, own, lang))),
        })
    }

    /// Values filed by the subject and otherwise verified: both are shown, the verified one counts.
    fn filed_twice(&self, inputs: &[(InputId, u32)], node: &mut Node) {
        for (id, _) in inputs {
            let input = &self.set[*id];
            let Some(cell) = self.outcome.dossier.cell(input) else { continue };
            let (Some(own), Some(verified)) = (&cell.own, &cell.verified) else { continue };
            let Some(names) = self.shared.inputs.get(id.index()).filter(|_| own != verified) else {
                continue;
            };
            let reason = Reason::new(ReasonCode::FiledTwice).words("what", Arc::clone(&names.words));
            let reason = if self.hides_input(input) {
                reason.withheld("declared").withheld("verified")
            } else {
                let shown = |value| both(|lang| show_filed(self.set, input, value, lang));
                reason.words("declared", shown(own)).words("verified", shown(verified))
            };
            if !node.reasons.contains(&reason) {
                node.reasons.push(reason);
            }
        }
    }

    /// What is on file of a fact, in words; none where nothing is.
    pub(super) fn filed_words(&self, input: &Input) -> Option<Bilingual> {
        let cell = self.outcome.dossier.cell(input)?;
        let value = cell.verified.as_ref().or(cell.own.as_ref())?;
        let mark = |lang| reasons::withheld_mark(lang).to_owned();
        Some(match self.hides_input(input) {
            true => both(mark),
            false => both(|lang| show_filed(self.set, input, value, lang)),
        })
    }

    /// Whether an expression, by its number, has no settled value.
    fn is_unsettled(&self, expr: u32, level: Option<u32>) -> bool {
        let Some(reg) = self.shared.reg(expr, level) else { return false };
        if let Some(truth) = self.now.truth(reg, 0) {
            return truth == (true, true);
        }
        if let Some(mask) = self.now.options(reg, 0) {
            return mask.count_ones() != 1;
        }
        self.bounds(reg).is_some_and(|(lo, hi)| lo != hi)
    }

    pub(super) fn evidence_of(&self, expr: &Expr, level: Option<u32>, node: &mut Node) {
        for (frame, part) in &self.reads(expr).rows {
            if let Some(member) = self.outcome.plan.inner.members.get(&(*part, level)) {
                self.rows_of(*frame, *member, node);
            }
        }
    }

    /// Sorts the rows of an evidence table into used, waiting and left out.
    pub(super) fn rows_of(&self, frame: FrameId, member: Reg, node: &mut Node) {
        if !crate::batch::is_evidence(self.set, frame) {
            return;
        }
        let Some(rows) = self.outcome.dossier.file.tables.get(&frame) else { return };
        let Some(names) = self.shared.tables.get(frame.index()) else { return };
        for (place, row) in rows.iter().enumerate() {
            let Some((yes, no)) = self.now.truth(member, place) else { break };
            let id = self.row_name(&row.id, place);
            let why = match row.status {
                Status::Rejected => Some(ReasonCode::Rejected),
                Status::Waiting | Status::SelfDeclared => Some(ReasonCode::Waiting),
                Status::Verified => None,
            };
            // A cell that no step reads cannot put a row in doubt.
            let (mut declared_only, mut day_open) = (false, false);
            for cell in names.read.iter().filter_map(|seat| row.cells.get(seat)) {
                match &cell.verified {
                    None => declared_only |= cell.own.is_some(),
                    Some(Value::Day(span)) => day_open |= span.first != span.last,
                    Some(_) => {}
                }
            }
            // Of what counts, that nobody has verified it.
            let unverified = match row.status {
                Status::SelfDeclared => Some(ReasonCode::SelfDeclared),
                Status::Waiting => Some(ReasonCode::Waiting),
                Status::Verified | Status::Rejected => declared_only.then_some(ReasonCode::SelfDeclared),
            };
            let doubt = match (declared_only, day_open) {
                (true, _) => ReasonCode::Waiting,
                (false, true) => ReasonCode::DateUnknown,
                (false, false) => ReasonCode::NotKnown,
            };
            let (list, why) = match (yes, no) {
                (true, false) => (&mut node.used, unverified),
                (true, true) => (&mut node.waiting, why.or(Some(doubt))),
                (false, _) => {
                    let rejected = why.filter(|why| *why == ReasonCode::Rejected);
                    (&mut node.left_out, rejected.or(Some(ReasonCode::OutOfScope)))
                }
            };
            list.push(Evidence { table: Arc::clone(&names.name), id, count: row.count, why });
        }
        for list in [&mut node.used, &mut node.waiting, &mut node.left_out] {
            once(list);
        }
    }
}

/// The verdict in a register.
pub(super) fn verdict_in(lines: Lines<'_>, reg: Reg) -> Verdict {
    match lines.truth(reg, 0) {
        Some((true, false)) => Verdict::Met,
        Some((false, true)) => Verdict::NotMet,
        _ => Verdict::Unknown,
    }
}

/// Up to so many pieces each is held against those before it.
const FEW: usize = 16;

/// Leaves out of a list what stands before it already: several conditions may read the same rows.
fn once(list: &mut Vec<Evidence>) {
    if list.len() > FEW {
        let mut seen = BTreeSet::new();
        let first: Vec<bool> = list.iter().map(|piece| seen.insert(piece)).collect();
        let mut first = first.into_iter();
        return list.retain(|_| first.next().unwrap_or(true));
    }
    let mut at = 1;
    while let Some((before, [piece, ..])) = list.split_at_checked(at) {
        if before.contains(piece) {
            list.remove(at);
        } else {
            at += 1;
        }
    }
}

/// The named values a formula is made of, in the order they are written.
fn leaves_of<'e>(expr: &'e Expr, out: &mut Vec<&'e Expr>) {
    match &expr.kind {
        ExprKind::Arithmetic(_, a, b) | ExprKind::Larger(a, b) | ExprKind::Smaller(a, b) => {
            leaves_of(a, out);
            leaves_of(b, out);
        }
        ExprKind::Round(inner, _) | ExprKind::Remainder(inner, _) => leaves_of(inner, out),
        // Written in the formula, or rows that are shown by themselves.
        ExprKind::Number(_) | ExprKind::Table(_) => {}
        _ if matches!(expr.ty, Ty::Number(_)) => out.push(expr),
        _ => {}
    }
}
