//! Gates, titles and class tables.

use super::*;

impl<'a> Builder<'a> {
    pub(super) fn gates(&mut self, statements: &'a [Statement]) {
        for statement in statements.iter().filter(|statement| statement.row == Row::Gate) {
            let (Some(name), Some(label), Some(condition)) =
                (name_at(statement, 1), text_at(statement, 2), expr_at(statement, 3))
            else {
                continue;
            };
            if let Some(first) =
                self.set.gates.iter().find(|gate| gate.name == name.text).map(|gate| gate.span)
            {
                self.report(diagnostics::declared_twice(name.span, first, &name.text));
                continue;
            }
            let node = Some((name.text.clone(), label.clone()));
            let scope = Scope { node, ..Scope::default() };
            let condition = self.condition(condition, &scope);
            let condition = condition.and_then(|condition| self.waiting_time(statement, condition));
            let effect = self.effect(statement);
            let (Some(condition), Some(effect)) = (condition, effect) else { continue };
            let notes = self.notes_of(statement);
            self.set.gates.push(Gate {
                name: name.text.clone(),
                label,
                condition,
                effect,
                notes,
                span: statement.span,
            });
        }
    }

    pub(super) fn effect(&mut self, gate: &'a Statement) -> Option<Effect> {
        let Some(statement) = gate.children.iter().find(|child| child.row == Row::GateEffect) else {
            return Some(Effect::BarsAll);
        };
        let Some(Slot::Phrase(phrase)) = statement.slots.first() else { return None };
        let class = |builder: &mut Self| {
            let Some(Slot::Name(name)) = phrase.slots.first() else { return None };
            let position = builder.classes.get(&name.text).copied();
            if position.is_none() {
                builder.unknown(&name.text, name.span);
            }
            position
        };
        match phrase.id {
            Phrase::EffectNoted => Some(Effect::Noted),
            Phrase::EffectNotRanked => Some(Effect::NotRanked),
            Phrase::EffectClass => class(self).map(Effect::Class),
            Phrase::EffectAtMost => class(self).map(Effect::AtMost),
            // A bar for a time is written into the condition; see `waiting_time`.
            _ => Some(Effect::BarsAll),
        }
    }

    /// `không công nhận trong n tháng kể từ d`: where the condition is not met, nothing is
    /// recognised while the judgement date lies within n months of d.
    pub(super) fn waiting_time(&mut self, gate: &'a Statement, condition: Expr) -> Option<Expr> {
        let statement = gate.children.iter().find(|child| child.row == Row::GateEffect);
        let Some(Slot::Phrase(phrase)) = statement.and_then(|statement| statement.slots.first()) else {
            return Some(condition);
        };
        let (Phrase::EffectWait, [Slot::Number(months), Slot::Expr(from)]) =
            (phrase.id, phrase.slots.as_slice())
        else {
            return Some(condition);
        };
        let span = phrase.span;
        let day = self.resolve(from, &Scope::default())?;
        let day = Box::new(self.want_day(day)?);
        let to = Box::new(self.expr(ExprKind::NamedDay(ast::DayWord::JudgementDay), Ty::Day, ROOT, span));
        let count = u32::try_from(months.digits).unwrap_or(u32::MAX).min(3_600);
        let within = ExprKind::Within { day, count, unit: ast::WindowUnit::Months, to };
        let within = self.expr(within, Ty::Truth, ROOT, span);
        let over = self.not(within, span);
        Some(self.or(vec![condition, over], span))
    }

    pub(super) fn class_table(&mut self, statements: &'a [Statement], head: Span) {
        let tables: Vec<&Statement> =
            statements.iter().filter(|row| row.row == Row::Classification).collect();
        let lone: Vec<&Statement> = statements.iter().filter(|row| row.row == Row::Class).collect();
        if let [_, second, ..] = tables.as_slice() {
            let first = tables.first().map_or(head, |first| first.span);
            self.report(diagnostics::second_classification(second.span, first));
            return;
        }
        if let Some(table) = tables.first() {
            self.class_table_of(table);
        } else {
            match lone.as_slice() {
                [] => {
                    if self.set.items.is_empty() && self.set.kind != Phrase::Catalogue {
                        self.report(diagnostics::missing_statement(
                            head,
                            "danh hiệu … khi …",
                            "title … when …",
                        ));
                    }
                }
                [title] => self.lone_title(title),
                [first, second, ..] => {
                    self.report(diagnostics::classification_missing(second.span, first.span));
                }
            }
        }
    }

    pub(super) fn lone_title(&mut self, statement: &'a Statement) {
        let Some(class) = self.class(statement) else { return };
        let (name, label) = (class.name.clone(), class.label.clone());
        let choice =
            self.choice(Choice { options: vec![name.clone()], labels: vec![label.clone()], ranked: true });
        self.set.classes = Some(Classes {
            name,
            label,
            lone_title: true,
            list: vec![class],
            order: vec![0],
            exactly_one: false,
            left_open: true,
            choice,
            span: statement.span,
            notes: Notes::default(),
        });
    }

    pub(super) fn class_table_of(&mut self, table: &'a Statement) {
        let (Some(name), Some(label), Some(Slot::Phrase(policy))) =
            (name_at(table, 1), text_at(table, 2), table.slots.get(3))
        else {
            return;
        };
        let rows: Vec<&Statement> =
            table.children.iter().filter(|row| matches!(row.row, Row::Class | Row::ClassRest)).collect();
        let list: Vec<Class> = rows.iter().filter_map(|row| self.class(row)).collect();
        if list.len() != rows.len() {
            let told = self.diagnostics.iter().any(Diagnostic::is_error);
            debug_assert!(told, "a class is left out only with a finding");
            return;
        }
        if list.len() > 60 {
            self.report(diagnostics::bad_declaration(
                table.span,
                "nhiều nhất 60 loại",
                "at most 60 classes",
                ("gộp bớt loại", "join some classes"),
            ));
            return;
        }
        let left_open = policy.rest.as_ref().is_some_and(|rest| rest.id == Phrase::PolicyLeftOpen);
        let has_rest = list.iter().any(|class| class.condition.is_none());
        let mut order: Vec<u32> = (0u32..)
            .zip(&list)
            .filter(|(_, class)| class.condition.is_some())
            .map(|(position, _)| position)
            .collect();
        let exactly_one = policy.id == Phrase::PolicyExactlyOne;
        if exactly_one && (has_rest || left_open) {
            self.report(diagnostics::bad_declaration(
                policy.span,
                "`đúng một loại` thì không có loại còn lại, cũng không để trống",
                "with `exactly one class` there is neither a rest class nor a case left open",
                (
                    "viết điều kiện cho mọi loại, hoặc dùng `lấy loại cao nhất`",
                    "write a condition for every class, or use `highest class`",
                ),
            ));
        }
        if let (Phrase::PolicyInOrder, Some(Slot::Names(names))) = (policy.id, policy.slots.first()) {
            let mut written = Vec::new();
            for name in names {
                match self.classes.get(&name.text) {
                    Some(position) if !written.contains(position) => written.push(*position),
                    Some(_) => self.report(diagnostics::declared_twice(name.span, name.span, &name.text)),
                    None => self.unknown(&name.text, name.span),
                }
            }
            if let Some(missing) = order.iter().find(|position| !written.contains(position)) {
                let at = list.get(*missing as usize).map_or(table.span, |class| class.span);
                self.report(diagnostics::bad_declaration(
                    at,
                    "loại này không có trong thứ tự `xét lần lượt`",
                    "this class is not in the order of `tested in order`",
                    (
                        "ghi tên loại vào chỗ của nó sau `xét lần lượt`",
                        "write its name where it is tested, after `tested in order`",
                    ),
                ));
            }
            written.retain(|position| order.contains(position));
            order = written;
        }
        let (options, labels) =
            list.iter().rev().map(|class| (class.name.clone(), class.label.clone())).unzip();
        let choice = self.choice(Choice { options, labels, ranked: true });
        let notes = self.notes_of(table);
        self.set.classes = Some(Classes {
            name: name.text.clone(),
            label,
            lone_title: false,
            list,
            order,
            exactly_one,
            left_open,
            choice,
            span: table.span,
            notes,
        });
    }

    /// Who decides, by the class that is given or by any other condition.
    pub(super) fn authorities(&mut self, statements: &'a [Statement]) {
        let scope = Scope { final_class: true, ..Scope::default() };
        let mut seen: Vec<(Vec<u32>, Span)> = Vec::new();
        for statement in statements.iter().filter(|statement| statement.row == Row::Authority) {
            let Some(text) = text_at(statement, 0) else { continue };
            let condition = match expr_at(statement, 1) {
                Some(condition) => match self.condition(condition, &scope) {
                    Some(condition) => Some(condition),
                    None => continue,
                },
                None => None,
            };
            let classes = condition.as_ref().and_then(classes_of);
            for class in classes.iter().flatten() {
                if let Some((_, first)) = seen.iter().find(|(known, _)| known.contains(class)) {
                    let first = *first;
                    self.report(diagnostics::said_twice(statement.span, first));
                    break;
                }
            }
            seen.extend(classes.map(|classes| (classes, statement.span)));
            let notes = self.notes_of(statement);
            self.set.authorities.push(Authority { text, condition, notes });
        }
    }

    pub(super) fn class(&mut self, statement: &'a Statement) -> Option<Class> {
        let (Some(Slot::Phrase(word)), Some(name), Some(label)) =
            (statement.slots.first(), name_at(statement, 1), text_at(statement, 2))
        else {
            return None;
        };
        let condition = match (statement.row, expr_at(statement, 3)) {
            (Row::Class, Some(condition)) => Some(self.condition(condition, &Scope::default())?),
            _ => None,
        };
        let notes = self.notes_of(statement);
        Some(Class { word: word.id, name: name.text.clone(), label, condition, notes, span: statement.span })
    }
}

/// The classes a condition names, where it does nothing else.
fn classes_of(condition: &Expr) -> Option<Vec<u32>> {
    match &condition.kind {
        ExprKind::HoldsClass(class) => Some(vec![*class]),
        ExprKind::Or(parts) => {
            let each: Option<Vec<Vec<u32>>> = parts.iter().map(classes_of).collect();
            each.map(|each| each.concat())
        }
        _ => None,
    }
}
