//! Items that cannot be settled here: not assessable, or left to localities.
//!
//! In: `không đủ thông tin thì …`, `địa phương phải quy định`. Out: inputs that say so.

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
