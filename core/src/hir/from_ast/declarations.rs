//! Parameters, definitions, groups, and whom the set applies to.

use super::*;

impl<'a> Builder<'a> {
    pub(super) fn declare_params(&mut self, statements: &'a [Statement]) {
        for statement in statements.iter().filter(|statement| statement.row == Row::Parameter) {
            let (Some(name), Some(label), Some(Slot::Type(written))) =
                (name_at(statement, 1), text_at(statement, 2), statement.slots.get(3))
            else {
                continue;
            };
            let Some((ty, declared, _)) = self.ty(written) else {
                self.faulty.insert(name.text.clone());
                continue;
            };
            if !matches!(ty, Ty::Number(_)) {
                self.faulty.insert(name.text.clone());
                self.unsupported(written.span, "tham số không phải là số", "parameters that are not numbers");
                continue;
            }
            let id = ParamId::from_index(self.set.params.len());
            self.declare(name, Named::Param(id));
            let values: Vec<Exact> = statement
                .children
                .iter()
                .filter(|row| row.row == Row::ParameterRow)
                .filter_map(|row| expr_at(row, 3))
                .filter_map(literal)
                .collect();
            let range = match (values.iter().min(), values.iter().max()) {
                (Some(lo), Some(hi)) => (*lo, *hi),
                _ => declared.unwrap_or((Exact::ZERO, Exact::ZERO)),
            };
            let outside = declared.is_some_and(|(lo, hi)| range.0 < lo || range.1 > hi);
            // Where only regions have rows, it may be anything elsewhere.
            let mut rows = statement.children.iter().filter(|row| row.row == Row::ParameterRow);
            let everywhere = rows.any(|row| text_at(row, 1).is_none());
            let range = declared.filter(|_| !everywhere).unwrap_or(range);
            if outside {
                self.report(diagnostics::bad_declaration(
                    statement.span,
                    "một giá trị của tham số nằm ngoài miền đã khai báo",
                    "a value of the parameter lies outside its declared range",
                    (
                        "sửa giá trị ở dòng `từ …`, hoặc miền ở dòng khai báo",
                        "correct the value in its row, or the range in the declaration",
                    ),
                ));
            }
            self.set.params.push(Param {
                name: name.text.clone(),
                label,
                ty,
                range,
                day: self.set.edition_day,
                cases: Vec::new(),
                rows: Vec::new(),
                span: name.span,
            });
        }
    }

    pub(super) fn fill_params(&mut self, statements: &'a [Statement]) {
        let mut at = 0;
        for statement in statements.iter().filter(|statement| statement.row == Row::Parameter) {
            let Some(name) = name_at(statement, 1) else { continue };
            if self.set.params.get(at).is_none_or(|param| param.span != name.span) {
                continue;
            }
            let mut cases: Vec<(Option<String>, Option<Expr>)> = Vec::new();
            let mut rows = Vec::new();
            for row in statement.children.iter().filter(|row| row.row == Row::ParameterRow) {
                let Some(Slot::Date(from, _)) = row.slots.first() else { continue };
                let region = text_at(row, 1);
                let condition = match expr_at(row, 2) {
                    Some(condition) => match self.condition(condition, &Scope::default()) {
                        Some(condition) => Some(condition),
                        None => continue,
                    },
                    None => None,
                };
                let Some(written) = expr_at(row, 3) else { continue };
                let Some(value) = self.param_value(written) else { continue };
                let text = condition
                    .as_ref()
                    .map(|condition| crate::hir::canonical::expr_text(&self.set, condition));
                let case = cases.iter().position(|(known, _)| *known == text).unwrap_or_else(|| {
                    cases.push((text, condition));
                    cases.len() - 1
                });
                rows.push(ParamRow {
                    from: (*from).into(),
                    region,
                    case,
                    value,
                    assumed: row.assumed.is_some(),
                });
            }
            // A parameter that localities must lay down has no value until one does.
            let local = statement.children.iter().any(|child| child.row == Row::LocalRight);
            if rows.is_empty() && !local {
                self.report(diagnostics::missing_statement(
                    statement.span,
                    "từ <ngày>: <giá trị>",
                    "from <date>: <value>",
                ));
            }
            if cases.len() > 1 && cases.iter().any(|(text, _)| text.is_none()) {
                self.report(diagnostics::bad_declaration(
                    statement.span,
                    "tham số vừa có dòng có `khi` vừa có dòng không có `khi`",
                    "the parameter mixes rows with `when` and rows without",
                    (
                        "thêm `khi …` vào mọi dòng, hoặc bỏ ở mọi dòng",
                        "write `when …` in every row, or in none",
                    ),
                ));
            }
            if let Some(param) = self.set.params.get_mut(at) {
                param.cases = cases.into_iter().map(|(_, condition)| condition).collect();
                param.rows = rows;
            }
            at += 1;
        }
    }

    pub(super) fn param_value(&mut self, written: &ast::Expr) -> Option<Exact> {
        let resolved = self.resolve(written, &Scope::default())?;
        let value = constant_value(&resolved, &BTreeMap::new());
        if value.is_none() {
            self.unsupported(
                written.span,
                "giá trị tham số không phải hằng số",
                "a parameter value that is not a constant",
            );
        }
        value
    }

    pub(super) fn declare_definitions(&mut self, statements: &'a [Statement]) {
        let rows = [Row::Define, Row::DefineTable, Row::DefineList, Row::DefineCount];
        for statement in statements.iter().filter(|statement| rows.contains(&statement.row)) {
            let Some(name) = name_at(statement, 1) else { continue };
            let owner = name_at(statement, 3);
            if let Some(owner) = owner
                && !self.kinds.contains(&owner.text)
                && !self.names.contains_key(&owner.text)
            {
                self.unknown(&owner.text, owner.span);
                continue;
            }
            self.declare(name, Named::Definition);
            let source = DefSource { statement, owner: owner.map(|owner| owner.text.as_str()) };
            self.definitions.insert(name.text.clone(), source);
        }
    }

    /// Binds every definition where it belongs, so that a fault in an unused one is found too.
    pub(super) fn check_definitions(&mut self) {
        let all: Vec<(String, Option<String>, Span)> = self
            .definitions
            .iter()
            .map(|(name, source)| (name.clone(), source.owner.map(str::to_owned), source.statement.span))
            .collect();
        for (name, owner, span) in all {
            let frames: Vec<FrameId> = match &owner {
                None => vec![ROOT],
                Some(owner) => (0..self.kinds.len())
                    .filter(|at| self.kinds.get(*at) == Some(owner))
                    .map(FrameId::from_index)
                    .collect(),
            };
            // One frame shows every fault; the others would repeat it.
            if let Some(frame) = frames.first() {
                if self.bound.contains_key(&(name.clone(), *frame, 0)) {
                    continue;
                }
                let before = self.set.inputs.len();
                self.definition(&name, *frame, span);
                debug_assert!(self.set.inputs.len() >= before);
            }
        }
    }

    pub(super) fn groups(&mut self, statements: &'a [Statement]) {
        for statement in statements.iter().filter(|statement| statement.row == Row::Group) {
            let (Some(name), Some(label), Some(Slot::Collection(coll))) =
                (name_at(statement, 0), text_at(statement, 1), statement.slots.get(2))
            else {
                continue;
            };
            let Some(mut rows) = self.rows(coll, &Scope::default()) else {
                self.faulty.insert(name.text.clone());
                continue;
            };
            let scope = Scope { frame: Some(rows.frame), ..Scope::default() };
            for child in &statement.children {
                let Some(condition) =
                    expr_at(child, 0).filter(|_| matches!(child.row, Row::Excluding | Row::Exempting))
                else {
                    continue;
                };
                let Some(condition) = self.condition(condition, &scope) else { continue };
                if child.row == Row::Excluding {
                    rows.excluding.push(condition);
                } else {
                    rows.exempting.push(condition);
                }
            }
            let id = GroupId::from_index(self.set.groups.len());
            rows.group = Some(id);
            self.set.groups.push(Group { name: name.text.clone(), label, rows });
            self.declare(name, Named::Group(id));
        }
    }

    pub(super) fn applies(&mut self, statements: &'a [Statement]) {
        for statement in statements.iter().filter(|statement| statement.row == Row::AppliesTo) {
            let condition = match expr_at(statement, 2) {
                Some(condition) => match self.condition(condition, &Scope::default()) {
                    Some(condition) => Some(condition),
                    None => continue,
                },
                None => None,
            };
            let from = match statement.slots.get(3) {
                Some(Slot::Date(from, _)) => Some(Day::from(*from)),
                _ => None,
            };
            self.set.applies.push(Applies { region: text_at(statement, 1), condition, from });
        }
    }
}
