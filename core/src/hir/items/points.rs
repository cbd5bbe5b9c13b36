//! Scoring statements: tables, steps, direct points, points for rows and clauses.

use super::*;
use crate::diagnostics::CapGoes;

/// How many points a statement can give.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reach {
    /// So many, if that is known.
    To(Option<Exact>),
    /// As many as there are rows, of which there may be any number.
    Endless,
}

impl Reach {
    /// What an expression can give. A count or sum of rows, and a number without a declared range,
    /// have a bound of the engine's own, which is nothing to tell an author.
    fn of(points: &Expr) -> Self {
        let mut endless = false;
        points.walk(&mut |part| {
            endless |= match &part.kind {
                ExprKind::Count(_) | ExprKind::Sum(..) => true,
                ExprKind::Input(_) => part.range == Some(crate::hir::undeclared_range()),
                _ => false,
            };
        });
        let reach = points.range.map(|range| range.1);
        let engines_own = reach.is_some_and(|reach| reach >= Exact::whole(crate::hir::MAX_ROWS));
        if endless && engines_own { Self::Endless } else { Self::To(reach) }
    }
}

impl<'a> Builder<'a> {
    pub(super) fn scoring(
        &mut self,
        item: &Item,
        statement: &'a Statement,
        scope: &Scope,
    ) -> Option<Scoring> {
        let notes = self.notes_of(statement);
        let span = statement.span;
        let make = |kind, only, cap| Some(Scoring { kind, only, cap, span, notes });
        match statement.row {
            Row::MetPoints => {
                let condition = self.condition(expr_at(statement, 0)?, scope);
                let points = self.resolve(expr_at(statement, 1)?, scope)?;
                let points = self.want_points(points)?;
                let condition = condition?;
                self.points_exist(item, &points);
                let reach = Reach::of(&points);
                self.within_maximum(item, reach, None, CapGoes::InItem, span);
                make(ScoringKind::Met { condition, points }, None, None)
            }
            Row::ClausesGive => {
                let points = self.constant_slot(statement.slots.first(), scope)??;
                let cap = self.constant_slot(statement.slots.get(1), scope)?;
                let clauses = self.clauses(&statement.children, scope)?;
                let reach = Exact::whole(i128::try_from(clauses.len()).unwrap_or(i128::MAX)).mul(points);
                self.within_maximum(item, Reach::To(reach), cap, CapGoes::InStatement, span);
                make(ScoringKind::ClausesGive { clauses, points }, None, cap)
            }
            Row::ScoreBy => {
                let only = self.optional_condition(statement.slots.get(1), scope)?;
                let covered = std::mem::replace(&mut self.absent_is_covered, has_row_for_nothing(statement));
                let input = self.guarded_by(only.as_ref(), expr_at(statement, 0)?, scope);
                self.absent_is_covered = covered;
                let coefficient = match expr_at(statement, 2) {
                    Some(coefficient) => {
                        let coefficient = self.resolve(coefficient, scope)?;
                        Some(self.want_number(coefficient)?)
                    }
                    None => None,
                };
                let cap = self.constant_slot(statement.slots.get(3), scope)?;
                let input = input?;
                // Where there is nothing to score the item does not apply.
                let exists = exists_where_applied(&self.set, item, &input);
                let by = coefficient.as_ref();
                let rows = self.table_rows(&statement.children, Some(&input), by, exists, scope, span)?;
                let mut steps = Vec::new();
                for step in statement.children.iter().filter(|child| child.row == Row::Step) {
                    steps.push(self.step_row(step, &input, coefficient.as_ref(), scope)?);
                }
                let mut reach = rows
                    .iter()
                    .filter_map(|row| match &row.gives {
                        crate::hir::Gives::Value(points) => points.range.map(|range| range.1),
                        crate::hir::Gives::NotApplicable => None,
                    })
                    .max();
                for step in steps.iter().filter(|step| step.adds) {
                    let most = step.steps.range.and_then(|range| range.1.mul(step.points));
                    reach = reach.zip(most).and_then(|(a, b)| a.add(b));
                }
                self.within_maximum(item, Reach::To(reach), cap, CapGoes::InStatement, span);
                let rows_of_steps = statement.children.iter().filter(|child| child.row == Row::Step);
                let lost = rows_of_steps.zip(&steps).find(|(_, step)| !step.adds);
                if let (Some((row, _)), Some(Exact::ZERO)) = (lost, reach) {
                    self.report(diagnostics::steps_deduct_nothing(row.span, &item.code));
                }
                make(ScoringKind::Table { input, rows, steps }, only, cap)
            }
            Row::ChooseLevel => self.choose(item, statement, scope).and_then(|kind| make(kind, None, None)),
            Row::ScoredDirectly => {
                let [Slot::Number(from), Slot::Number(to), step, ..] = statement.slots.as_slice() else {
                    return None;
                };
                let (from, to) = (exact_of(from)?, exact_of(to)?);
                let step = if let Slot::Number(step) = step { self.step(step) } else { None };
                if from > to {
                    self.report(diagnostics::bounds_reversed(span));
                    return None;
                }
                self.within_maximum(item, Reach::To(Some(to)), None, CapGoes::InItem, span);
                let input = self.direct(item, scope, (from, to), step, span);
                make(ScoringKind::Direct(input), None, None)
            }
            Row::PointsEqual => {
                let only = self.optional_condition(statement.slots.get(1), scope)?;
                let points = self.guarded_by(only.as_ref(), expr_at(statement, 0)?, scope)?;
                let points = self.want_points(points)?;
                let cap = self.constant_slot(statement.slots.get(2), scope)?;
                if points.range.is_some_and(|range| range.0 < Exact::ZERO) {
                    self.report(diagnostics::may_be_negative(points.span));
                    return None;
                }
                self.points_exist(item, &points);
                self.within_maximum(item, Reach::of(&points), cap, CapGoes::InStatement, span);
                make(ScoringKind::Formula(points), only, cap)
            }
            Row::Each => {
                let Some(Slot::Collection(coll)) = statement.slots.first() else { return None };
                let rows = self.rows(coll, scope)?;
                let inner = Scope { frame: Some(rows.frame), ..scope.clone() };
                let dedupe = match statement.slots.get(1) {
                    Some(Slot::Phrase(phrase)) => {
                        let mut by = Vec::new();
                        if let Some(Slot::Names(names)) = phrase.slots.first() {
                            for name in names {
                                let Some(id) = self.fact(rows.frame, &name.text) else {
                                    self.unknown(&name.text, name.span);
                                    return None;
                                };
                                by.push(self.read(id, name.span));
                            }
                        }
                        Some(Dedupe { highest: phrase.id == Phrase::HighestPer, by })
                    }
                    _ => None,
                };
                let points = self.resolve(expr_at(statement, 2)?, &inner)?;
                let points = self.want_points(points)?;
                if points.range.is_some_and(|range| range.0 < Exact::ZERO) {
                    self.report(diagnostics::may_be_negative(points.span));
                    return None;
                }
                let cap = self.constant_slot(statement.slots.get(3), scope)?;
                let nothing = points.range.is_some_and(|range| range.1 == Exact::ZERO);
                let reach = if nothing { Reach::To(Some(Exact::ZERO)) } else { Reach::Endless };
                self.within_maximum(item, reach, cap, CapGoes::InStatement, span);
                make(ScoringKind::Each { rows, points, dedupe }, None, cap)
            }
            _ => None,
        }
    }

    /// What is scored, read with what `chỉ xét khi` shows.
    fn guarded_by(
        &mut self,
        only: Option<&Expr>,
        scored: &'a tieuchi_grammar::ast::Expr,
        scope: &Scope,
    ) -> Option<Expr> {
        let guards = only.map_or(0, |only| self.push_guards(only));
        let resolved = self.resolve(scored, scope);
        self.guards.truncate(self.guards.len().saturating_sub(guards));
        resolved
    }

    pub(super) fn optional_condition(
        &mut self,
        slot: Option<&'a Slot>,
        scope: &Scope,
    ) -> Option<Option<Expr>> {
        match slot {
            Some(Slot::Expr(condition)) => self.condition(condition, scope).map(Some),
            _ => Some(None),
        }
    }

    /// Nothing is clamped silently: what can pass the maximum needs a written cap.
    pub(super) fn within_maximum(
        &mut self,
        item: &Item,
        reach: Reach,
        cap: Option<Exact>,
        goes: CapGoes,
        span: Span,
    ) {
        let Some(max) = item.max else { return };
        let reach = match (reach, cap) {
            (Reach::To(Some(reach)), Some(cap)) => Some(reach.min(cap)),
            (Reach::To(Some(reach)), None) => Some(reach),
            (Reach::To(None) | Reach::Endless, Some(cap)) => Some(cap),
            (Reach::To(None), None) => return,
            (Reach::Endless, None) => None,
        };
        if reach.is_none_or(|reach| reach > max) && item.cap.is_none() {
            // A cap that is written, and above the maximum, is what to correct.
            let goes = if cap.is_some() { CapGoes::Nowhere } else { goes };
            self.report(diagnostics::passes_maximum(span, &item.code, reach, max, goes));
        }
    }

    /// A mean, share or highest of rows that may be nobody gives no points; the item says where it
    /// applies, by the same rows.
    fn points_exist(&mut self, item: &Item, points: &Expr) {
        if !points.can_be_absent {
            return;
        }
        let guarded = guarded_rows(&self.set, item);
        let mut open = None;
        points.walk(&mut |part| {
            if let ExprKind::Mean(rows, _) | ExprKind::Pick(_, rows, ..) | ExprKind::Share(rows, _) =
                &part.kind
                && !guarded.contains(&crate::hir::rows_text(&self.set, rows))
            {
                open = open.or(Some(part.span));
            }
        });
        if let Some(span) = open {
            self.report(diagnostics::points_may_not_exist(span));
        }
    }

    pub(super) fn direct(
        &mut self,
        item: &Item,
        scope: &Scope,
        range: (Exact, Exact),
        step: Option<Exact>,
        span: Span,
    ) -> Expr {
        let places = match step {
            Some(step) => step.places().unwrap_or(9),
            None => 9,
        };
        let id = self.input(Input {
            frame: ROOT,
            key: InputKey::Score(item.code.clone()),
            seat: Seat::default(),
            name: item.code.clone(),
            label: item.label.clone(),
            ty: Ty::Number(Unit::Points),
            range: Some(range),
            places: places.max(range.0.places().unwrap_or(0)),
            step,
            years_back: 0,
            when_missing: (self.set.no_evidence != NoEvidence::Unknown).then_some(Missing::Zero),
            self_declared: scope.self_declared || self.set.trust_self_declared,
            snapshot: None,
            private: false,
            span,
        });
        let mut read = self.read(id, span);
        if self.set[id].when_missing.is_some() {
            read.range = Some((Exact::ZERO, range.1));
        }
        read
    }

    pub(super) fn choose(
        &mut self,
        item: &Item,
        statement: &'a Statement,
        scope: &Scope,
    ) -> Option<ScoringKind> {
        let mut options = Vec::new();
        let mut points = Vec::new();
        for row in statement.children.iter().filter(|row| row.row == Row::BandText) {
            let Some(text) = text_at(row, 0) else { continue };
            let given = match row.slots.last() {
                Some(Slot::Phrase(phrase)) if phrase.id == Phrase::ResPoints => {
                    self.constant_slot(phrase.slots.first(), &Scope::default())??
                }
                _ => {
                    self.report(diagnostics::wrong_type(
                        row.span,
                        ("số điểm", "points"),
                        ("kết luận", "a verdict"),
                    ));
                    return None;
                }
            };
            options.push(text);
            points.push(given);
        }
        if options.is_empty() {
            self.report(diagnostics::item_says_nothing(statement.span, &item.code, None));
            return None;
        }
        if options.len() > 62 {
            self.report(diagnostics::bad_declaration(
                statement.span,
                "một danh sách có nhiều nhất 62 lựa chọn",
                "a list has at most 62 options",
                ("gộp bớt các mức, hoặc chấm trực tiếp", "join some of the levels, or score directly"),
            ));
            return None;
        }
        let reach = Reach::To(points.iter().copied().max());
        self.within_maximum(item, reach, None, CapGoes::InItem, statement.span);
        let choice = self.choice(Choice { labels: options.clone(), options, ranked: false });
        let id = self.input(Input {
            frame: ROOT,
            key: InputKey::Level(item.code.clone()),
            seat: Seat::default(),
            name: item.code.clone(),
            label: item.label.clone(),
            ty: Ty::Choice(choice),
            range: None,
            places: 0,
            step: None,
            years_back: 0,
            when_missing: (self.set.no_evidence != NoEvidence::Unknown).then_some(Missing::NoLevel),
            self_declared: scope.self_declared || self.set.trust_self_declared,
            snapshot: None,
            private: false,
            span: statement.span,
        });
        let input = self.read(id, statement.span);
        Some(ScoringKind::Level { input, points })
    }

    pub(super) fn step_row(
        &mut self,
        statement: &'a Statement,
        input: &Expr,
        coefficient: Option<&Expr>,
        scope: &Scope,
    ) -> Option<StepRow> {
        let span = statement.span;
        let [
            Slot::Phrase(direction),
            Slot::Expr(step),
            Slot::Expr(base),
            Slot::Phrase(sign),
            points,
            mode,
            ..,
        ] = statement.slots.as_slice()
        else {
            return None;
        };
        let scaled = |builder: &mut Self, edge| {
            let edge = builder.resolve(edge, scope)?;
            match coefficient {
                Some(k) => builder.times_coefficient(edge, k, span),
                None => Some(edge),
            }
        };
        let step = scaled(self, step)?;
        let base = scaled(self, base)?;
        let points = self.constant_slot(Some(points), scope)??;
        let whole = match mode {
            Slot::Phrase(mode) => mode.id == Phrase::StepWhole,
            _ => match self.step_mode() {
                Some(whole) => whole,
                None => {
                    self.report(diagnostics::step_mode_missing(span));
                    return None;
                }
            },
        };
        let (from, to) =
            if direction.id == Phrase::DirMore { (input.clone(), base) } else { (base, input.clone()) };
        let distance = self.arithmetic(Arithmetic::Subtract, from, to, span)?;
        let unit = if let Ty::Number(unit) = &distance.ty { unit.clone() } else { Unit::Any };
        let nought = self.constant(Exact::ZERO, unit, span);
        let distance = self.extreme(true, distance, nought, span)?;
        let steps = self.arithmetic(Arithmetic::Divide, distance, step, span)?;
        let steps = if whole {
            let rounding = Rounding { step: Exact::ONE, mode: tieuchi_grammar::ast::RoundMode::Down };
            self.round(steps, rounding, span)?
        } else {
            steps
        };
        Some(StepRow { steps, points, adds: sign.id == Phrase::SignAdd })
    }

    pub(super) fn step_mode(&self) -> Option<bool> {
        self.all_steps
    }
}

/// The rows of which there are some wherever the item applies.
fn guarded_rows(set: &CriteriaSet, item: &Item) -> Vec<String> {
    let Some((only, _)) = &item.only else { return Vec::new() };
    let parts = if let ExprKind::And(parts) = &only.kind { parts.iter().collect() } else { vec![only] };
    let mut guarded = Vec::new();
    for part in parts {
        if let ExprKind::Compare(Comparison::GreaterOrEqual, count, least) = &part.kind
            && let ExprKind::Count(rows) = &count.kind
            && matches!(least.kind, ExprKind::Number(least) if least > Exact::ZERO)
        {
            guarded.push(crate::hir::rows_text(set, rows));
        }
    }
    guarded
}

/// Whether what is scored exists wherever the item applies: `áp dụng khi có …` of its own rows.
fn exists_where_applied(set: &CriteriaSet, item: &Item, scored: &Expr) -> bool {
    if !scored.can_be_absent {
        return true;
    }
    match &scored.kind {
        ExprKind::Mean(rows, _) | ExprKind::Share(rows, _) => {
            guarded_rows(set, item).contains(&crate::hir::rows_text(set, rows))
        }
        ExprKind::Arithmetic(_, left, right) => {
            exists_where_applied(set, item, left) && exists_where_applied(set, item, right)
        }
        ExprKind::Round(inner, _) => exists_where_applied(set, item, inner),
        _ => false,
    }
}
