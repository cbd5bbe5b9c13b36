//! Items that cannot be settled here: not assessable, left to localities, or out by a row of a table.
//!
//! In: `không đủ thông tin thì …`, `địa phương phải quy định`, rows that give `không áp dụng`. Out:
//! inputs and conditions that say so.

use super::super::{Gives, TableRow};
use super::*;

impl<'a> Builder<'a> {
    /// `không đủ thông tin thì …`: a person may declare the item not assessable; it then does not
    /// apply. Beside `chỉ áp dụng khi`, both must say the same of its points.
    pub(super) fn not_assessable(&mut self, item: &mut Item, statement: &'a Statement, scope: &Scope) {
        let Some(Slot::Phrase(phrase)) = statement.slots.first() else { return };
        let Some(policy) = self.policy(item, phrase) else { return };
        let code = item.code.clone();
        let id = self.input(Input {
            frame: ROOT,
            key: InputKey::NotAssessable(code.clone()),
            seat: Seat::default(),
            name: format!("{code}.not_assessable"),
            label: item.label.clone(),
            ty: Ty::Truth,
            range: None,
            places: 0,
            step: None,
            years_back: 0,
            // It is declared, or it is not so.
            when_missing: Some(Missing::No),
            self_declared: scope.self_declared || self.set.trust_self_declared,
            snapshot: None,
            private: false,
            span: statement.span,
        });
        let declared = self.read(id, statement.span);
        let assessable = self.not(declared, statement.span);
        item.only = match item.only.take() {
            Some((only, same)) if same == policy => {
                Some((self.and(vec![only, assessable], statement.span), policy))
            }
            Some(other) => {
                self.report(diagnostics::bad_declaration(
                    phrase.span,
                    "`không đủ thông tin` và `chỉ áp dụng khi` của một mục phải xử lý điểm như nhau",
                    "`if not assessable` and `applies only when` of one item must treat its points alike",
                    (
                        "viết cùng một cách sau `nếu không thì` và `không đủ thông tin thì`",
                        "write the same after `otherwise` and after `if not assessable`",
                    ),
                ));
                Some(other)
            }
            None => Some((assessable, policy)),
        };
    }

    /// Rows that give `không áp dụng`: where one is taken the item does not apply, and what becomes of
    /// its points is what the item says of them elsewhere.
    pub(super) fn rows_outside(&mut self, item: &mut Item) {
        for at in 0..item.scoring.len() {
            let Some(Scoring { kind: ScoringKind::Table { rows, .. }, only, span, .. }) =
                item.scoring.get(at)
            else {
                continue;
            };
            let outside = rows.iter().find(|row| matches!(row.gives, Gives::NotApplicable));
            let Some(outside) = outside.map(|row| row.span) else { continue };
            let (span, only, rows) = (*span, only.clone(), rows.clone());
            let Some((applies, policy)) = item.only.take() else {
                self.report(diagnostics::not_applicable_without_choice(outside, &item.code));
                return;
            };
            let rows = rows.into_iter().map(|row| {
                let outside = ExprKind::Truth(matches!(row.gives, Gives::NotApplicable));
                TableRow { gives: Gives::Value(self.expr(outside, Ty::Truth, ROOT, row.span)), ..row }
            });
            let kind = ExprKind::Table(rows.collect());
            let taken = self.expr(kind, Ty::Truth, ROOT, span);
            // A statement that is out of scope takes no row.
            let taken = self.and(only.into_iter().chain([taken]).collect(), span);
            let stays = self.not(taken, span);
            item.only = Some((self.and(vec![applies, stays], span), policy));
        }
    }

    /// `địa phương phải quy định`: points between nought and the maximum, or a verdict, that
    /// nobody knows until a lower set lays the item down.
    pub(super) fn left_to_localities(&mut self, item: &mut Item, statement: &'a Statement) {
        let line = statement.children.iter().find(|child| {
            child.row == Row::LocalRight
                && matches!(child.slots.first(), Some(Slot::Phrase(right)) if right.id == Phrase::MustLayDown)
        });
        let Some(line) = line else { return };
        if !item.scoring.is_empty() || !item.verdicts.is_empty() || !item.children.is_empty() {
            self.report(diagnostics::bad_declaration(
                line.span,
                "mục do địa phương quy định thì ở đây không ghi cách chấm",
                "an item that localities must lay down does not say here how it is scored",
                (
                    "bỏ cách chấm ở đây, hoặc viết `địa phương được sửa` nếu đó là cách chấm chung",
                    "leave the scoring out, or write `localities may amend` if this is the general way",
                ),
            ));
            return;
        }
        let ty = if item.max.is_some() { Ty::Number(Unit::Points) } else { Ty::Truth };
        let id = self.input(Input {
            frame: ROOT,
            key: InputKey::LocalRule(item.code.clone()),
            seat: Seat::default(),
            name: item.code.clone(),
            label: item.label.clone(),
            ty,
            range: item.max.map(|max| (Exact::ZERO, max)),
            places: 9,
            step: None,
            years_back: 0,
            when_missing: None,
            self_declared: false,
            snapshot: None,
            private: false,
            span: line.span,
        });
        let value = self.read(id, line.span);
        let (span, notes) = (line.span, Notes::default());
        match item.max {
            Some(_) => {
                let kind = ScoringKind::Direct(value);
                item.scoring.push(Scoring { kind, only: None, cap: None, span, notes });
            }
            None => {
                item.judged = true;
                item.verdicts.push(Verdict { level: None, condition: value, notes });
            }
        }
    }
}
