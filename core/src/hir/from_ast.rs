//! Tree to meaning: declarations, items, gates, classes, examples.
//!
//! In: the tree of one file, and the faces of other sets. Out: the resolved set, and every
//! finding about it. A faulty statement is reported and left out; the others are still checked.

use super::bands::{NO_RESULT, constant_value};
use super::infer::undeclared_range;
use super::items::check_tree;
use super::scope::{Builder, DefSource, Named, Scope, exact_of, expr_at, name_at, text_at};
use super::{
    Applies, Choice, Class, Classes, CriteriaSet, Effect, Example, Expr, ExprKind, Frame, FrameId,
    FrameSource, Gate, Group, GroupId, Input, InputId, InputKey, NoEvidence, Notes, Param, ParamId, ParamRow,
    ROOT, Range, Rounding, Scale, Take, Ty, Unit, Uses,
};
use crate::compile::Library;
use crate::day::Day;
use crate::diagnostics;
use crate::exact::Exact;
use std::collections::BTreeMap;
use std::sync::Arc;
use tieuchi_grammar::ast::{self, Slot, Statement, TypeKind};
use tieuchi_grammar::{Diagnostic, Lang, Phrase, Row, Span};

/// Resolves a set. Nothing comes back where the file holds no set at all.
pub fn from_ast(file: &ast::File, library: &Library) -> (Option<CriteriaSet>, Vec<Diagnostic>) {
    let Some(head) = file.statements.iter().find(|statement| statement.row == Row::Set) else {
        let diagnostic = diagnostics::missing_statement(Span::default(), "bộ tiêu chí …", "criteria set …");
        return (None, vec![diagnostic]);
    };
    let mut builder = Builder {
        set: empty_set(file.lang),
        diagnostics: Vec::new(),
        library,
        names: BTreeMap::new(),
        kinds: Vec::new(),
        facts: BTreeMap::new(),
        columns: BTreeMap::new(),
        codes: BTreeMap::new(),
        definitions: BTreeMap::new(),
        bound: BTreeMap::new(),
        binding: Vec::new(),
        classes: BTreeMap::new(),
        guards: Vec::new(),
        absent_is_covered: false,
        all_steps: None,
        used: BTreeMap::new(),
    };
    builder.header(head);
    builder.refuse_unsupported(&head.children);
    builder.subjects(head);
    builder.evidence(&head.children);
    builder.uses(&head.children);
    builder.class_names(&head.children);
    builder.declare_params(&head.children);
    builder.declare_definitions(&head.children);
    builder.items(&head.children);
    builder.fill_params(&head.children);
    builder.groups(&head.children);
    builder.applies(&head.children);
    builder.check_definitions();
    builder.fill_items(&head.children);
    builder.gates(&head.children);
    builder.class_table(&head.children, head.span);
    builder.examples(&head.children);
    check_tree(&mut builder);
    builder.set.assumed = any_assumed(std::slice::from_ref(head));
    builder.warn_unused();
    (Some(builder.set), builder.diagnostics)
}

fn any_assumed(statements: &[Statement]) -> bool {
    statements.iter().any(|statement| statement.assumed.is_some() || any_assumed(&statement.children))
}

fn empty_set(lang: Lang) -> CriteriaSet {
    CriteriaSet {
        lang,
        kind: Phrase::CriteriaSet,
        id: String::new(),
        edition: String::new(),
        label: String::new(),
        assumed: false,
        in_force: (Day::FIRST, None),
        based_on: Vec::new(),
        applies: Vec::new(),
        period: None,
        scale: None,
        round_each: None,
        take: None,
        trust_self_declared: false,
        no_evidence: NoEvidence::Unknown,
        uses: Vec::new(),
        validity: None,
        authorities: Vec::new(),
        deadlines: Vec::new(),
        frames: Vec::new(),
        inputs: Vec::new(),
        choices: Vec::new(),
        params: Vec::new(),
        definitions: Vec::new(),
        groups: Vec::new(),
        items: Vec::new(),
        gates: Vec::new(),
        classes: None,
        examples: Vec::new(),
        texts: Vec::new(),
        expressions: 0,
    }
}

impl<'a> Builder<'a> {
    fn header(&mut self, head: &'a Statement) {
        if let Some(Slot::Phrase(kind)) = head.slots.first() {
            self.set.kind = kind.id;
            if kind.id == Phrase::Catalogue {
                self.unsupported(kind.span, "danh mục dùng chung", "shared catalogues");
            }
        }
        self.set.id = name_at(head, 1).map(|name| name.text.clone()).unwrap_or_default();
        self.set.label = text_at(head, 2).unwrap_or_default();
        self.set.edition = name_at(head, 3).map(|name| name.text.clone()).unwrap_or_default();
        let mut seen: BTreeMap<Row, Span> = BTreeMap::new();
        for statement in &head.children {
            let once = matches!(
                statement.row,
                Row::InForce
                    | Row::PeriodShape
                    | Row::Scale
                    | Row::Structure
                    | Row::Trust
                    | Row::NoEvidence
                    | Row::Validity
            );
            if once && let Some(first) = seen.insert(statement.row, statement.span) {
                self.report(diagnostics::said_twice(statement.span, first));
            }
            self.header_line(statement);
        }
        if !seen.contains_key(&Row::InForce) {
            self.report(diagnostics::missing_statement(head.span, "hiệu lực từ …", "in force from …"));
        }
    }

    fn header_line(&mut self, statement: &'a Statement) {
        match (statement.row, statement.slots.as_slice()) {
            (Row::InForce, [Slot::Date(from, _), to, ..]) => {
                let to = if let Slot::Date(to, _) = to { Some(Day::from(*to)) } else { None };
                let from = Day::from(*from);
                if to.is_some_and(|to| to < from) {
                    self.report(diagnostics::bad_declaration(
                        statement.span,
                        "ngày cuối đứng trước ngày đầu",
                        "the last day is before the first",
                    ));
                }
                self.set.in_force = (from, to);
            }
            (Row::BasedOn, [Slot::Text(text), Slot::Date(date, _), ..]) => {
                self.set.based_on.push((text.text.clone(), (*date).into()));
            }
            (Row::PeriodShape, [Slot::DayMonth(from), Slot::DayMonth(to), ..]) => {
                self.set.period = Some(((from.day, from.month), (to.day, to.month)));
            }
            (Row::Scale, [Slot::Number(points), rescaled, step, mode, cap, ..]) => {
                let Some(points) = exact_of(points) else { return };
                let rounding = match (step, mode) {
                    (Slot::Number(step), Slot::Phrase(mode)) => {
                        self.step(step).map(|step| Rounding { step, mode: round_mode(mode.id) })
                    }
                    _ => None,
                };
                let cap = if let Slot::Number(cap) = cap { exact_of(cap) } else { None };
                let rescaled = matches!(rescaled, Slot::Present(_));
                self.set.scale = Some(Scale { points, rescaled, rounding, cap });
            }
            (Row::Trust, [Slot::Phrase(trust), ..]) => {
                self.set.trust_self_declared = trust.id == Phrase::TrustSelfDeclared;
            }
            (Row::NoEvidence, [Slot::Phrase(what), ..]) => {
                self.set.no_evidence = match what.id {
                    Phrase::NoEvNotMet => NoEvidence::NotMet,
                    Phrase::NoEvZero => NoEvidence::ZeroPoints,
                    _ => NoEvidence::Unknown,
                };
            }
            (Row::Validity, [Slot::Number(months), Slot::Phrase(anchor), ..]) => {
                self.set.validity = u32::try_from(months.digits).ok().map(|months| (months, anchor.id));
            }
            (Row::Authority, [Slot::Text(text), condition, ..]) => {
                if let Slot::Expr(condition) = condition {
                    self.unsupported(
                        condition.span,
                        "thẩm quyền theo điều kiện",
                        "authorities under a condition",
                    );
                }
                self.set.authorities.push(text.text.clone());
            }
            (Row::Deadline, [Slot::Text(text), Slot::DayMonth(day), ..]) => {
                self.set.deadlines.push((text.text.clone(), (day.day, day.month)));
            }
            (Row::AllSteps, [Slot::Phrase(mode), ..]) => self.all_steps = Some(mode.id == Phrase::StepWhole),
            (Row::Take, [Slot::Phrase(how), ..]) => self.set.take = take(how),
            (Row::Round, [word, Slot::Number(step), Slot::Phrase(mode), ..]) => {
                let Some(step) = self.step(step) else { return };
                let rounding = Rounding { step, mode: round_mode(mode.id) };
                match word {
                    Slot::Phrase(word) => self.set.round_each = Some((word.id, rounding)),
                    _ => self.unsupported(
                        statement.span,
                        "làm tròn cả bộ bằng câu riêng; ghi ở câu `thang`",
                        "rounding the whole set by a line of its own; write it in `scale`",
                    ),
                }
            }
            _ => {}
        }
    }

    /// Statements that are read but not evaluated yet are errors, never silence.
    fn refuse_unsupported(&mut self, statements: &'a [Statement]) {
        for statement in statements {
            let what = match statement.row {
                Row::Transition | Row::EditionChoice => {
                    Some(("chọn bản theo ngày", "choosing editions by date"))
                }
                Row::DerivedFrom
                | Row::Fill
                | Row::DropItem
                | Row::DropDeclaration
                | Row::Renumber
                | Row::LocalRight => {
                    Some(("bộ của địa phương dựa trên bộ khác", "local sets derived from others"))
                }
                Row::UsesCatalogue => Some(("danh mục dùng chung", "shared catalogues")),
                Row::SameAs => Some(("mục chép từ bộ khác", "items copied from another set")),
                Row::NotAssessable => Some(("mục không đủ thông tin", "items that cannot be assessed")),
                Row::CountedOnce => Some(("minh chứng chỉ tính một lần", "evidence counted once")),
                _ => None,
            };
            if let Some((vi, en)) = what {
                self.unsupported(statement.span, vi, en);
            }
            let edited = matches!(
                statement.row,
                Row::Parameter
                    | Row::Item
                    | Row::Gate
                    | Row::Classification
                    | Row::Define
                    | Row::DefineTable
                    | Row::DefineList
                    | Row::DefineCount
            );
            if let (true, Some(Slot::Phrase(edit))) = (edited, statement.slots.first())
                && matches!(edit.id, Phrase::EditReplace | Phrase::EditAdd)
            {
                self.unsupported(edit.span, "sửa bộ của cấp trên", "edits of a higher set");
            }
            self.refuse_unsupported(&statement.children);
        }
    }

    // ---- tables and columns ----------------------------------------------------------------

    fn subjects(&mut self, head: &'a Statement) {
        let applies = head.children.iter().filter(|statement| statement.row == Row::AppliesTo);
        let mut main: Option<&ast::Name> = None;
        for statement in applies {
            match (main, name_at(statement, 0)) {
                (None, name) => main = name,
                (Some(first), Some(name)) if first.text != name.text => {
                    self.unsupported(
                        name.span,
                        "bộ cho hai loại đối tượng",
                        "a set for two kinds of subject",
                    );
                }
                _ => {}
            }
        }
        let Some(main) = main else {
            self.report(diagnostics::missing_statement(head.span, "áp dụng cho …", "applies to …"));
            self.frame(FrameSource::Subject, "", "", false);
            return;
        };
        let declared: Vec<&Statement> =
            head.children.iter().filter(|statement| statement.row == Row::Subject).collect();
        for statement in &declared {
            if let Some(name) = name_at(statement, 0) {
                self.declare(name, Named::Subject);
            }
        }
        let find = |name: &str| {
            declared
                .iter()
                .find(|statement| name_at(statement, 0).is_some_and(|kind| kind.text == name))
                .copied()
        };
        let root = find(&main.text);
        if root.is_none() {
            self.unknown(&main.text, main.span);
        }
        let label = root.and_then(|root| text_at(root, 1)).unwrap_or_default();
        self.frame(FrameSource::Subject, &main.text, &label, false);
        let Some(root) = root else { return };
        self.facts_of(root, ROOT);
        for member in root.children.iter().filter(|child| child.row == Row::Member) {
            let (Some(name), Some(label), Some(kind)) =
                (name_at(member, 0), text_at(member, 1), name_at(member, 2))
            else {
                continue;
            };
            let frame = self.frame(FrameSource::Members, &kind.text, &label, false);
            if let Some(frame) = self.set.frames.get_mut(frame.index()) {
                frame.name.clone_from(&name.text);
            }
            self.declare(name, Named::Frame(frame));
            match find(&kind.text) {
                Some(kind) => self.facts_of(kind, frame),
                None => self.unknown(&kind.text, kind.span),
            }
        }
    }

    fn frame(&mut self, source: FrameSource, kind: &str, label: &str, open: bool) -> FrameId {
        self.set.frames.push(Frame { source, name: kind.to_owned(), label: label.to_owned(), open });
        self.kinds.push(kind.to_owned());
        FrameId::from_index(self.set.frames.len() - 1)
    }

    fn facts_of(&mut self, subject: &'a Statement, frame: FrameId) {
        for fact in subject.children.iter().filter(|child| child.row == Row::Fact) {
            let (Some(name), Some(label), Some(Slot::Type(ty))) =
                (name_at(fact, 0), text_at(fact, 1), fact.slots.get(2))
            else {
                continue;
            };
            self.column(frame, name, &label, ty);
        }
    }

    fn column(&mut self, frame: FrameId, name: &ast::Name, label: &str, ty: &ast::Type) {
        let key = (frame, name.text.clone());
        if let Some(first) = self.facts.get(&key).copied() {
            let first = self.set[first].span;
            self.report(diagnostics::declared_twice(name.span, first, &name.text));
            return;
        }
        let Some((resolved, range, places)) = self.ty(ty) else { return };
        let input = Input {
            frame,
            key: InputKey::Fact(name.text.clone()),
            name: name.text.clone(),
            label: label.to_owned(),
            ty: resolved,
            range,
            places,
            step: None,
            years_back: 0,
            when_missing: None,
            self_declared: self.set.trust_self_declared,
            span: name.span,
        };
        let id = self.input(input);
        self.facts.insert(key, id);
    }

    fn ty(&mut self, ty: &ast::Type) -> Option<(Ty, Option<Range>, u32)> {
        Some(match &ty.kind {
            TypeKind::YesNo => (Ty::Truth, None, 0),
            TypeKind::Date => (Ty::Day, None, 0),
            TypeKind::Text => (Ty::Text, None, 0),
            TypeKind::OneOf { ranked, options } => {
                let mut texts: Vec<String> = Vec::new();
                for option in options {
                    if texts.contains(&option.text) {
                        self.report(diagnostics::declared_twice(option.span, ty.span, &option.text));
                    }
                    texts.push(option.text.clone());
                }
                if texts.len() > 62 {
                    self.report(diagnostics::bad_declaration(
                        ty.span,
                        "một danh sách có nhiều nhất 62 lựa chọn",
                        "a list has at most 62 options",
                    ));
                    return None;
                }
                let choice = self.choice(Choice { labels: texts.clone(), options: texts, ranked: *ranked });
                (Ty::Choice(choice), None, 0)
            }
            TypeKind::Number { percent, places, unit, range } => {
                let unit = match (percent, unit) {
                    (true, _) => Unit::Ratio,
                    (false, Some(unit)) => match unit.text.as_str() {
                        "điểm" | "points" => Unit::Points,
                        // What counts of months and years are measured in, in either language.
                        "tháng" | "months" => Unit::Named(Arc::from("months")),
                        "năm" | "years" => Unit::Named(Arc::from("years")),
                        other => Unit::Named(Arc::from(other)),
                    },
                    (false, None) => Unit::None,
                };
                let bound = |number: &ast::Number| {
                    let value = exact_of(number)?;
                    if *percent && !number.percent { value.div(Exact::whole(100)) } else { Some(value) }
                };
                let range = match range {
                    None if *percent => Some((Exact::ZERO, Exact::ONE)),
                    None => Some(undeclared_range()),
                    Some((from, to)) => {
                        let (lo, hi) = (bound(from)?, bound(to)?);
                        if lo > hi {
                            self.report(diagnostics::bad_declaration(
                                from.span.to(to.span),
                                "cận dưới lớn hơn cận trên",
                                "the lower bound is above the upper",
                            ));
                            return None;
                        }
                        Some((lo, hi))
                    }
                };
                (Ty::Number(unit), range, *places)
            }
        })
    }

    fn evidence(&mut self, statements: &'a [Statement]) {
        for statement in statements.iter().filter(|statement| statement.row == Row::Evidence) {
            let (Some(name), Some(label), Some(Slot::Fields(fields))) =
                (name_at(statement, 0), text_at(statement, 1), statement.slots.get(2))
            else {
                continue;
            };
            let open = statement.children.iter().any(|child| {
                matches!((child.row, child.slots.first()), (Row::Missing, Some(Slot::Phrase(what))) if what.id == Phrase::MissUnknown)
            });
            if !statement.children.iter().any(|child| child.row == Row::Missing) {
                self.report(diagnostics::missing_statement(
                    statement.span,
                    "thiếu thì chưa rõ | không có",
                    "if missing unknown | none",
                ));
            }
            let frame = self.frame(FrameSource::Evidence, &name.text, &label, open);
            self.declare(name, Named::Frame(frame));
            for field in fields {
                self.column(frame, &field.name, &field.name.text, &field.ty);
            }
        }
    }

    fn uses(&mut self, statements: &'a [Statement]) {
        for statement in statements.iter().filter(|statement| statement.row == Row::UsesResults) {
            let (Some(set), Some(Slot::Edition(edition, _)), Some(Slot::Phrase(source))) =
                (name_at(statement, 0), statement.slots.get(1), statement.slots.get(2))
            else {
                continue;
            };
            let valid_at = match statement.slots.get(3) {
                Some(Slot::Expr(ast::Expr { kind: ast::ExprKind::Day(day), .. })) => Some(*day),
                _ => None,
            };
            let edition = edition.as_ref().map(|edition| edition.text.clone());
            let face = self.library.find(&set.text, edition.as_deref());
            let (classes, validity) = match face {
                Some(face) => (face.classes.clone(), face.validity),
                None => {
                    let edition = edition.as_deref().unwrap_or("…");
                    (self.class_read_from(statements, (&set.text, edition), set.span), None)
                }
            };
            let none = (NO_RESULT.to_owned(), "chưa có / none".to_owned());
            let (options, labels) = std::iter::once(none).chain(classes).unzip();
            let classes = self.choice(Choice { options, labels, ranked: true });
            self.declare(set, Named::Uses(self.set.uses.len()));
            self.set.uses.push(Uses {
                set: set.text.clone(),
                edition,
                recognised: source.id != Phrase::Computed,
                computed: source.id != Phrase::Recognised,
                valid_at,
                validity,
                classes,
                span: statement.span,
            });
        }
    }

    /// The one class a set reads as `S.c` where S itself was not given.
    fn class_read_from(
        &mut self,
        statements: &[Statement],
        (set, edition): (&str, &str),
        at: Span,
    ) -> Vec<(String, String)> {
        let mut names = Vec::new();
        let mut reads_order = false;
        for statement in statements {
            walk_paths(statement, &mut |path| {
                if let [first, second] = path
                    && first.text == set
                {
                    let builtin = tieuchi_grammar::Builtin::find(self.set.lang, &second.text);
                    match builtin {
                        Some(tieuchi_grammar::Builtin::Class) => reads_order = true,
                        Some(tieuchi_grammar::Builtin::Points | tieuchi_grammar::Builtin::DecisionDate) => {}
                        _ => names.push(second.text.clone()),
                    }
                }
            });
        }
        names.sort();
        names.dedup();
        if reads_order || names.len() > 1 {
            self.report(diagnostics::set_not_given(at, set, edition));
        }
        names.into_iter().map(|name| (name.clone(), name)).collect()
    }

    fn class_names(&mut self, statements: &'a [Statement]) {
        let table = statements.iter().find(|statement| statement.row == Row::Classification);
        let rows: Vec<&Statement> = match table {
            Some(table) => {
                table.children.iter().filter(|row| matches!(row.row, Row::Class | Row::ClassRest)).collect()
            }
            None => statements.iter().filter(|row| row.row == Row::Class).collect(),
        };
        for row in rows {
            let Some(name) = name_at(row, 1) else { continue };
            let position = u32::try_from(self.classes.len()).unwrap_or(u32::MAX);
            if self.classes.insert(name.text.clone(), position).is_some() {
                self.report(diagnostics::declared_twice(name.span, name.span, &name.text));
            }
        }
    }

    // ---- parameters, definitions, groups ---------------------------------------------------

    fn declare_params(&mut self, statements: &'a [Statement]) {
        for statement in statements.iter().filter(|statement| statement.row == Row::Parameter) {
            let (Some(name), Some(label), Some(Slot::Type(written))) =
                (name_at(statement, 1), text_at(statement, 2), statement.slots.get(3))
            else {
                continue;
            };
            let Some((ty, declared, _)) = self.ty(written) else { continue };
            if !matches!(ty, Ty::Number(_)) {
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
                _ => (Exact::ZERO, Exact::ZERO),
            };
            if let Some((lo, hi)) = declared
                && (range.0 < lo || range.1 > hi)
            {
                self.report(diagnostics::bad_declaration(
                    statement.span,
                    "một giá trị của tham số nằm ngoài miền đã khai báo",
                    "a value of the parameter lies outside its declared range",
                ));
            }
            self.set.params.push(Param {
                name: name.text.clone(),
                label,
                ty,
                range,
                cases: Vec::new(),
                rows: Vec::new(),
                span: name.span,
            });
        }
    }

    fn fill_params(&mut self, statements: &'a [Statement]) {
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
                let text =
                    condition.as_ref().map(|condition| super::canonical::expr_text(&self.set, condition));
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
            if rows.is_empty() {
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
                ));
            }
            if let Some(param) = self.set.params.get_mut(at) {
                param.cases = cases.into_iter().map(|(_, condition)| condition).collect();
                param.rows = rows;
            }
            at += 1;
        }
    }

    fn param_value(&mut self, written: &ast::Expr) -> Option<Exact> {
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

    fn declare_definitions(&mut self, statements: &'a [Statement]) {
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
    fn check_definitions(&mut self) {
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

    fn groups(&mut self, statements: &'a [Statement]) {
        for statement in statements.iter().filter(|statement| statement.row == Row::Group) {
            let (Some(name), Some(label), Some(Slot::Collection(coll))) =
                (name_at(statement, 0), text_at(statement, 1), statement.slots.get(2))
            else {
                continue;
            };
            let Some(mut rows) = self.rows(coll, &Scope::default()) else { continue };
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

    fn applies(&mut self, statements: &'a [Statement]) {
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

    // ---- gates and classes -----------------------------------------------------------------

    fn gates(&mut self, statements: &'a [Statement]) {
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

    fn effect(&mut self, gate: &'a Statement) -> Option<Effect> {
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
            Phrase::EffectNotRanked => Some(Effect::NotRanked),
            Phrase::EffectClass => class(self).map(Effect::Class),
            Phrase::EffectAtMost => class(self).map(Effect::AtMost),
            // A bar for a time is written into the condition; see `waiting_time`.
            _ => Some(Effect::BarsAll),
        }
    }

    /// `không công nhận trong n tháng kể từ d`: where the condition is not met, nothing is
    /// recognised while the judgement date lies within n months of d.
    fn waiting_time(&mut self, gate: &'a Statement, condition: Expr) -> Option<Expr> {
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

    fn class_table(&mut self, statements: &'a [Statement], head: Span) {
        let tables: Vec<&Statement> =
            statements.iter().filter(|row| row.row == Row::Classification).collect();
        let lone: Vec<&Statement> = statements.iter().filter(|row| row.row == Row::Class).collect();
        if let [_, second, ..] = tables.as_slice() {
            self.unsupported(second.span, "hai bảng xếp loại trong một bộ", "two class tables in one set");
            return;
        }
        if let Some(table) = tables.first() {
            self.class_table_of(table);
        } else {
            match lone.as_slice() {
                [] => {
                    if self.set.items.is_empty() {
                        self.report(diagnostics::missing_statement(
                            head,
                            "danh hiệu … khi …",
                            "title … when …",
                        ));
                    }
                }
                [title] => self.lone_title(title),
                [_, second, ..] => self.report(diagnostics::missing_statement(
                    second.span,
                    "xếp loại … : lấy loại cao nhất",
                    "classification … : highest class",
                )),
            }
        }
    }

    fn lone_title(&mut self, statement: &'a Statement) {
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
            notes: Notes::default(),
        });
    }

    fn class_table_of(&mut self, table: &'a Statement) {
        let (Some(name), Some(label), Some(Slot::Phrase(policy))) =
            (name_at(table, 1), text_at(table, 2), table.slots.get(3))
        else {
            return;
        };
        let rows: Vec<&Statement> =
            table.children.iter().filter(|row| matches!(row.row, Row::Class | Row::ClassRest)).collect();
        let before = self.diagnostics.len();
        let list: Vec<Class> = rows.iter().filter_map(|row| self.class(row)).collect();
        if list.len() != rows.len() {
            debug_assert!(self.diagnostics.len() > before, "a class is left out only with a finding");
            return;
        }
        if list.len() > 60 {
            self.report(diagnostics::bad_declaration(table.span, "nhiều nhất 60 loại", "at most 60 classes"));
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
        if exactly_one {
            self.unsupported(policy.span, "`đúng một loại`", "`exactly one class`");
            return;
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
                ));
            }
            written.retain(|position| order.contains(position));
            order = written;
        }
        if !has_rest && !left_open {
            self.report(diagnostics::classes_leave_a_gap(table.span));
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
            notes,
        });
    }

    fn class(&mut self, statement: &'a Statement) -> Option<Class> {
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

    // ---- examples ---------------------------------------------------------------------------

    fn examples(&mut self, statements: &'a [Statement]) {
        for statement in statements.iter().filter(|statement| statement.row == Row::Example) {
            let (Some(label), Some(Slot::Period(period))) = (text_at(statement, 0), statement.slots.get(1))
            else {
                continue;
            };
            let period = match (period.year_only, self.set.period) {
                // A bare year is the period that ends in it.
                (true, Some(((from_day, from_month), (to_day, to_month)))) => {
                    let year = i32::from(period.to.year);
                    let wraps = (from_month, from_day) > (to_month, to_day);
                    let first = if wraps { year - 1 } else { year };
                    let from = Day::new(first, i32::from(from_month), i32::from(from_day));
                    let to = Day::new(year, i32::from(to_month), i32::from(to_day));
                    from.zip(to).unwrap_or_else(|| (period.from.into(), period.to.into()))
                }
                _ => (Day::from(period.from), Day::from(period.to)),
            };
            let judged_on = match statement.slots.get(3) {
                Some(Slot::Date(date, _)) => Some(Day::from(*date)),
                _ => None,
            };
            let open =
                matches!(statement.slots.get(4), Some(Slot::Phrase(file)) if file.id == Phrase::FileOpen);
            let mut example = Example {
                label,
                period,
                regions: text_at(statement, 2).into_iter().collect(),
                judged_on,
                open,
                given: Vec::new(),
                rows: Vec::new(),
                expected: Vec::new(),
                span: statement.span,
            };
            for child in &statement.children {
                match (child.row, child.slots.as_slice()) {
                    (Row::Given, [Slot::Assigns(assigns), ..]) => {
                        example.given.extend(assigns.iter().cloned())
                    }
                    (Row::Then, [Slot::Assigns(assigns), ..]) => {
                        example.expected.extend(assigns.iter().cloned())
                    }
                    (Row::ExampleRow, [count, Slot::Name(name), Slot::Assigns(assigns), ..]) => {
                        let count = match count {
                            Slot::Int(count) => u32::try_from(count.digits).unwrap_or(u32::MAX),
                            _ => 1,
                        };
                        match self.names.get(&name.text) {
                            Some((Named::Frame(frame), _)) => {
                                example.rows.push((count, *frame, assigns.clone()))
                            }
                            _ => self.unknown(&name.text, name.span),
                        }
                    }
                    _ => {}
                }
            }
            self.set.examples.push(example);
        }
    }

    fn warn_unused(&mut self) {
        if self.diagnostics.iter().any(Diagnostic::is_error) {
            return;
        }
        let unused: Vec<(String, Span)> = self
            .names
            .iter()
            .filter(|(name, (what, _))| {
                let reads = match what {
                    Named::Frame(frame) => self.set[*frame].source == FrameSource::Evidence,
                    Named::Param(_) | Named::Definition | Named::Group(_) | Named::Uses(_) => true,
                    Named::Subject => false,
                };
                reads && !self.used.contains_key(*name)
            })
            .map(|(name, (_, span))| (name.clone(), *span))
            .collect();
        for (name, span) in unused {
            self.report(diagnostics::never_used(span, &name));
        }
    }

    /// The column of a fact in a table, if it is declared.
    pub fn fact(&self, frame: FrameId, name: &str) -> Option<InputId> {
        self.facts.get(&(frame, name.to_owned())).copied()
    }
}

/// The rounding mode of a phrase.
pub fn round_mode(phrase: Phrase) -> ast::RoundMode {
    match phrase {
        Phrase::ModeHalfEven => ast::RoundMode::HalfEven,
        Phrase::ModeUp => ast::RoundMode::Up,
        Phrase::ModeDown => ast::RoundMode::Down,
        _ => ast::RoundMode::HalfUp,
    }
}

/// How parts combine, from the phrase after `lấy`.
pub fn take(phrase: &ast::Phrase) -> Option<Take> {
    match (phrase.id, phrase.slots.first()) {
        (Phrase::AggHighest, _) => Some(Take::Highest(1)),
        (Phrase::AggLowest, _) => Some(Take::Lowest),
        (Phrase::AggMean, _) => Some(Take::Mean),
        (Phrase::AggHighestN, Some(Slot::Int(n))) => u32::try_from(n.digits).ok().map(Take::Highest),
        _ => None,
    }
}

fn literal(expr: &ast::Expr) -> Option<Exact> {
    match &expr.kind {
        ast::ExprKind::Number(number) => exact_of(number),
        _ => None,
    }
}

/// Calls back for every path written in a statement and those under it.
fn walk_paths(statement: &Statement, visit: &mut impl FnMut(&[ast::Name])) {
    for slot in &statement.slots {
        walk_slot(slot, visit);
    }
    for child in &statement.children {
        walk_paths(child, visit);
    }
}

fn walk_slot(slot: &Slot, visit: &mut impl FnMut(&[ast::Name])) {
    match slot {
        Slot::Expr(expr) => walk_expr(expr, visit),
        Slot::Collection(coll) => {
            if let Some(filter) = &coll.filter {
                walk_expr(filter, visit);
            }
        }
        Slot::Phrase(phrase) => {
            for slot in &phrase.slots {
                walk_slot(slot, visit);
            }
        }
        _ => {}
    }
}

fn walk_expr(expr: &ast::Expr, visit: &mut impl FnMut(&[ast::Name])) {
    use ast::ExprKind as E;
    let coll = |coll: &ast::Collection, visit: &mut dyn FnMut(&ast::Expr)| {
        if let Some(filter) = &coll.filter {
            visit(filter);
        }
    };
    match &expr.kind {
        E::Path(path) => visit(path),
        E::Number(_) | E::Text(_) | E::Date(_) | E::Code(_) | E::Day(_) | E::MeanOfYears(..) => {}
        E::LastYear(a) | E::Not(a) | E::InPeriod(a) | E::Throughout(a, _) | E::Round(a, _, _) => {
            walk_expr(a, visit)
        }
        E::Call(_, parts) | E::And(parts) | E::Or(parts) => {
            parts.iter().for_each(|part| walk_expr(part, visit))
        }
        E::Compare(_, a, b) | E::Arithmetic(_, a, b) | E::MonthsBetween(a, b) | E::YearsBetween(a, b) => {
            walk_expr(a, visit);
            walk_expr(b, visit);
        }
        E::In(a, list) => {
            walk_expr(a, visit);
            list.iter().for_each(|part| walk_expr(part, visit));
        }
        E::Within { day, to, .. } => {
            walk_expr(day, visit);
            walk_expr(to, visit);
        }
        E::Any(c) | E::NoneOf(c) | E::Count(c) | E::AtLeast(_, c) | E::Pick(_, _, c) => {
            coll(c, &mut |filter| walk_expr(filter, visit));
        }
        E::Sum(path, c) | E::Mean(path, c) => {
            visit(path);
            coll(c, &mut |filter| walk_expr(filter, visit));
        }
        E::All(c, body) | E::Share(c, body) => {
            coll(c, &mut |filter| walk_expr(filter, visit));
            walk_expr(body, visit);
        }
    }
}
